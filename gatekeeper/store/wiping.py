"""Wiping erased data out of the database's files as well: its WAL, and copies made before an update."""

from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore

ERASING = "erasing"


class Wiping:
    """Wipes erased pages, and remembers to do so later if another program is in the way."""

    def __init__(self, database: Database, people: PeopleStore) -> None:
        self._database, self._people = database, people

    def due(self) -> None:
        """To be called in the transaction that erases: `finish` wipes even if the program fails, or is killed."""
        self._people.set_setting(ERASING, "1")

    def wipe(self) -> bool:
        """Wipe erased data out of the WAL, and delete copies of the database made before an update; returns whether that is
        done.

        It is not possible while another program is reading: that is remembered, for `finish`.
        """
        self._database.delete_earlier_copies()
        done = self._database.checkpoint()
        if not done:
            self.due()
        return done

    def finish(self) -> bool:
        """Wipe what may not have been wiped when it was erased; returns whether nothing of it is left."""
        if self._people.setting(ERASING) is None:
            return True
        if not self.wipe():
            return False
        self._people.set_setting(ERASING, None)
        self._database.checkpoint()
        return True
