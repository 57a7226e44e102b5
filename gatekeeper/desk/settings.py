"""The settings of the program, its key and its backups."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from gatekeeper.config import FILE, EvacuationSettings, Settings
from gatekeeper.desk.doors import DoorDesk
from gatekeeper.desk.evacuation import check_folder
from gatekeeper.desk.rules import RuleDesk, with_rule
from gatekeeper.desk.trail import TABLES, change
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message
from gatekeeper.outlets.settings import Outlet, destination, refuse_stored_secret, secrets_of
from gatekeeper.settings_table import settings_of
from gatekeeper.store.accounts import Right
from gatekeeper.store.copies import Contents, Keep, back_up
from gatekeeper.store.offsite import kept
from gatekeeper.store.together import changing
from gatekeeper.store.vault import export_key, set_passphrase

Made = TypeVar("Made")
RESTORED = Message("backup restored")  # of the trail
RUNNING = "alarms/running"  # written by a program that has the home open; left behind by one that crashed
_SETTINGS = tuple(setting.name for setting in settings_of(Settings))


@dataclass(frozen=True, slots=True)
class SettingsDesk(DoorDesk, RuleDesk):
    """Methods raise AuthError where the role does not allow them."""

    def export_key(self, to: Path, passphrase: str | None = None, *, now: datetime) -> None:
        """Write the key of the database into a file; see `vault.export_key`."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self._two(Message("key exported"), Right.ADMINISTER, now)
            self._trail(Message("key exported"), to.name, "", now)
            export_key(self.app.home, to, passphrase)

    def set_passphrase(self, passphrase: str | None, *, now: datetime) -> str:
        """Lock the key with a passphrase, or unlock it with None; see `vault.set_passphrase`."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            act = Message("key unlocked") if passphrase is None else Message("key locked with a passphrase")
            self._trail(act, "", "", now)
            return set_passphrase(self.app.home, passphrase)

    def note_rotation(self, *, now: datetime) -> None:
        """Record that the database is about to get another key; nobody may have it open meanwhile."""
        self.actor.require(Right.ADMINISTER)
        self._trail(Message("key rotated"), "", "", now)

    def note_restored(self, backup: Path, *, now: datetime) -> None:
        """Record that this home was restored from a backup. A program that had it open at the time of the backup has not
        crashed."""
        self.actor.require(Right.ADMINISTER)
        self.app.people.set_setting(RUNNING, None)
        if self.second is not None:
            self.app.accounts.audit(
                self.second,
                Message("confirmed"),
                RESTORED,
                Message("of {name}", name=self.actor.name),
                now=now,
            )
        self._trail(RESTORED, backup.name, "", now)

    def may_restore(self, backup: Path, *, now: datetime) -> None:
        """Raise AuthError unless the actor may replace this home with a backup; the trail of the replaced home records the
        intention."""
        with self.app.database.transaction(together=True):
            self._two(RESTORED, Right.ADMINISTER, now)
            self._trail(Message("replaced by a backup"), backup.name, "", now)

    def back_up_as_set(self, work: Callable[[Callable[[], None]], Made], *, now: datetime) -> Made:
        """Make the backup configured in the settings; see `backups.make_backup`. work: calls what it is given once the backup
        is made."""
        self.actor.require(Right.ADMINISTER)
        to = self.app.settings.backup.to
        return work(lambda: self._trail(Message("backup made"), to, "", now))

    def back_up(self, folder: Path, *, keep: int | None = None, now: datetime) -> tuple[Contents, list[Path]]:
        """Write a verified backup into a folder; see `copies.back_up`.

        keep: how many stay there, the newest; None: all of them. In the folder of the scheduled backups, the settings decide.
        """
        self.actor.require(Right.ADMINISTER)
        to = self.app.settings.backup
        scheduled = bool(to.to) and not to.to.startswith("sftp:") and folder.resolve() == Path(to.to).resolve()
        if scheduled and (mistake := self.app.settings.mistakes.get("backup")) is not None:
            raise ConfigError(mistake.message, mistake.hint, mistake.setting)  # which may say how many stay there
        if scheduled and keep is not None:
            raise ConfigError(
                "{folder} holds the scheduled backups: only {keep} of them would be kept, and none for weeks "
                "and months.",
                "Leave --keep out: [backup] of config.toml says which stay. Or name another folder.",
                folder=folder,
                keep=keep,
            )
        staying = kept(to) if scheduled else Keep() if keep is None else keep
        return back_up(
            *(self.app.database, self.app.home, folder),
            keep=staying,
            now=now,
            made=lambda contents: self._trail(Message("backup made"), folder.name, "", now),
        )

    def save_settings(
        self,
        settings: Settings,
        rules: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        *,
        entered: Collection[str] = (),
        now: datetime,
    ) -> None:
        """Change config.toml and doors' rules: all of it, or nothing. A running station follows its rule and the thresholds
        within a second; cameras and relays follow when the program is restarted.

        rules: by the door's name the fields of its DoorRule to change. Other fields keep their stored values: the rule may have
        been narrowed since it was shown. A door without a rule gets one from its settings.

        entered: the outlets whose password or secret has just been entered; any other stored one is sent only to the address
        for which it was entered, however the outlet is changed.

        Raises ConfigError that names the setting at fault, and if config.toml was changed by somebody else meanwhile.
        """
        self.actor.require(Right.ADMINISTER)
        app, before = self.app, self.app.settings
        doors = tuple(with_rule(door, rules.get(door.name, {})) for door in settings.doors)
        replace(settings, doors=doors).check(before=before)
        _check_secrets(before, settings, entered)
        if settings != before and (app.home / FILE).exists() and Settings.load(app.home) != before:
            raise ConfigError(
                "{file} was changed meanwhile.", "Restart the program, then change it.", file=app.home / FILE
            )
        with self._changing_settings(settings != before):
            stored = app.people.doors()
            for door in doors:
                if rules.get(door.name) or door.name not in stored:
                    rule = app.people.door_rule(door.name) if door.name in stored else door.rule()
                    self.set_door_rule(replace(rule, **rules.get(door.name, {})), now=now)
            if settings != before:
                if settings.retention != before.retention:
                    self._two(Message("retention changed"), Right.ADMINISTER, now)
                for outlet in {*settings.outlets} ^ {*before.outlets}:  # new outlets begin with the events from now on
                    app.outlets.forget(outlet)
                self._trail(Message("settings changed"), *differences(before, settings), now)
                settings.save(app.home)  # last: everything else that can fail is done
        app.settings = settings

    def set_evacuation_folder(self, folder: str, *, now: datetime) -> None:
        """Change where the list of who is inside is kept; empty: nowhere. Raises ConfigError if it cannot be written there."""
        self.actor.require(Right.ADMINISTER)
        settings = replace(self.app.settings, evacuation=EvacuationSettings(folder))
        settings.check(before=self.app.settings)
        if folder:
            check_folder(Path(folder))
        self.save_settings(settings, now=now)

    def _changing_settings(self, file_too: bool) -> AbstractContextManager[object]:
        app = self.app
        return changing(app.database, app.home, app.home / FILE) if file_too else app.people.together()


def _check_secrets(before: Settings, after: Settings, entered: Collection[str]) -> None:
    hooks = {hook.name: hook for hook in before.webhooks}
    changes: list[tuple[str, str, Outlet, Sequence[Outlet]]] = [
        # An outlet with a new name may be any of the previous ones, renamed.
        (
            f"webhook {hook.name}",
            f"webhook.{number}",
            hook,
            [hooks[hook.name]] if hook.name in hooks else before.webhooks,
        )
        for number, hook in enumerate(after.webhooks)
    ]
    changes += [("mqtt", "mqtt", after.mqtt, [before.mqtt]), ("mail", "mail", after.mail, [before.mail])]
    for name, table, outlet, earlier in changes:
        for key in () if name in entered else secrets_of(outlet):
            entered_for = [destination(old) for old in earlier if getattr(old, key) == getattr(outlet, key)]
            if entered_for and destination(outlet) not in entered_for:
                refuse_stored_secret(f"{table}.{key}")


def differences(before: Settings, after: Settings) -> tuple[str, Message]:
    """The tables that differ, and their differences field by field, in the form used in the trail; cameras' addresses contain
    passwords and are left out."""
    tables = [name for name in _SETTINGS if getattr(after, name) != getattr(before, name)]
    found: list[Message] = []
    for name in tables:
        old, new = getattr(before, name), getattr(after, name)
        several = isinstance(new, tuple)
        olds, news = ({entry.name: entry for entry in value} if several else {name: value} for value in (old, new))
        kind = TABLES[name.removesuffix("s") if several else name]
        found += [Message("{kind} {name} removed", kind=kind, name=key) for key in olds.keys() - news.keys()]
        for key, entry in news.items():
            about = Message("{kind} {name}", kind=kind, name=key) if several else None
            if key not in olds:
                found.append(Message("{kind} {name} added", kind=kind, name=key))
                olds[key] = type(entry)(name=key)
            for field in fields(entry):
                old_value, new_value = getattr(olds[key], field.name), getattr(entry, field.name)
                if old_value != new_value:
                    found.append(change(field.name, new_value, (old_value,), about))
    return ", ".join(tables), Message("{changes:; }", changes=found)
