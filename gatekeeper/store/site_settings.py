"""Values stored for the site by key, such as the model in use."""

from sqlalchemy import (
    bindparam,
    delete,
    select,
)

from gatekeeper.store.rows import Store, remembered
from gatekeeper.store.tables import (
    SettingRow,
)

ORDER = "doors.order"
"""The key of the last order for all doors (`gatekeeper.door.orders`), whose reason an operator wrote."""
VALUE = select(SettingRow.value).where(SettingRow.key == bindparam("key"))
"""What is stored under a key; made once, since a door that is running reads several again whenever anything is committed."""


class SettingStore(Store):
    """Reads and writes values by their key."""

    @remembered
    def setting(self, key: str) -> str | None:
        """The value stored under this key, None if there is none."""
        with self._database.reading() as session:
            return session.scalar(VALUE, {"key": key})

    def settings_under(self, prefix: str) -> set[str]:
        """The stored keys with this prefix."""
        with self._database.reading() as session:
            keys = select(SettingRow.key).where(SettingRow.key.startswith(prefix, autoescape=True))
            return set(session.scalars(keys))

    def set_setting(self, key: str, value: str | None) -> None:
        """Store a value under a key, replacing the earlier one; None deletes it."""
        with self._database.transaction() as session:
            if value is None:
                session.execute(delete(SettingRow).where(SettingRow.key == key))
            else:
                session.merge(SettingRow(key=key, value=value))
