"""Scheduled backups: made when they are due, with an alarm when one fails or is overdue."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from gatekeeper.app import App
from gatekeeper.config import BackupSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.recurring import Recurring
from gatekeeper.errors import GatekeeperError, StoreError
from gatekeeper.events import BackupDone, BackupTroubled
from gatekeeper.messages import Message, restored, stored
from gatekeeper.progress import Progress, Stopped, silent
from gatekeeper.store.accounts import PROGRAM
from gatekeeper.store.copies import Contents
from gatekeeper.store.offsite import back_up_to
from gatekeeper.store.people import PeopleStore
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
LOOK_SECONDS = 60.0
TRY_AGAIN_SECONDS = 600.0
_LAST, _FAILED, _UNPRUNED = "backup/last", "backup/failed", "backup/unpruned"
_SLACK = timedelta(hours=1)
_MAKING = threading.Lock()  # a claim keeps other programs off, but not this one's other threads


@dataclass(frozen=True, slots=True)
class BackupState:
    """The state of the backups that the settings ask for. last: when the last successful one was made (UTC); name: its name;
    tried: since when all have failed; why: the reason; unpruned: why older ones are still there."""

    wanted: bool
    last: datetime | None = None
    name: str = ""
    tried: datetime | None = None
    why: Message = field(default_factory=lambda: Message(""))
    every: timedelta = timedelta(0)
    unpruned: Message = field(default_factory=lambda: Message(""))

    def due(self, now: datetime) -> bool:
        """Whether a backup is due. A backup dated in the future was made by a wrong clock and does not count."""
        return self.wanted and (self.last is None or not self.last <= now + _SLACK or now >= self.last + self.every)

    def overdue(self, now: datetime) -> bool:
        """Whether it is overdue: by a quarter of the interval, and by an hour at least."""
        return self.due(now) and (self.last is None or now >= self.last + self.every + max(_SLACK, self.every / 4))

    def alarm(self, now: datetime) -> Message:
        """The message for those responsible for the program; empty if all is well."""
        if not self.wanted:
            return Message("")
        if self.why:
            return Message("The backup failed: {why}", why=self.why)
        if self.last is None:
            return Message("There has been no backup yet.")
        if self.overdue(now):
            return Message("The last backup is older than it should be.")
        return self.unpruned


def backup_state(people: PeopleStore, settings: Settings) -> BackupState:
    """What the database says about the backups in the place that the settings name; with settings that are wrong, none is
    made."""
    to, mistake = settings.backup, settings.mistakes.get("backup")
    # One that is wrong may be longer than Python can count.
    every_hours = to.every_hours if mistake is None else BackupSettings().every_hours
    last, failed, unpruned = (_stored_for(people.setting(key), to.to) for key in (_LAST, _FAILED, _UNPRUNED))
    return BackupState(
        bool(to.to) or mistake is not None,
        datetime.fromisoformat(last["at"]) if last else None,
        last.get("name", ""),
        datetime.fromisoformat(failed["at"]) if failed else None,
        restored(failed.get("why", "")) if mistake is None else mistake.told,
        timedelta(hours=every_hours),
        restored(unpruned.get("why", "")),
    )


def make_backup(app: App, desk: Desk, *, now: datetime, progress: Progress = silent) -> tuple[Contents, list[str]]:
    """Back up now, to the place that the settings name. Raises StoreError, which also stays in the state until a backup
    succeeds; also if it was made, but older ones could not be deleted."""
    to = app.settings.backup
    if (mistake := app.settings.mistakes.get("backup")) is not None:
        raise StoreError(mistake.message, mistake.hint)
    if not to.to:
        raise StoreError("No place for backups is set.", "Give a folder, or set backup.to in config.toml.")
    if not _MAKING.acquire(blocking=False):
        raise StoreError("A backup is already being made.", "Wait for it.")
    try:
        refusal = app.doors.claims.take(_claim(app.home))
        if refusal is not None:
            raise StoreError("A backup is being made by {other}.", "Wait for it.", other=str(refusal))
        return _make_backup(app, desk, now=now, progress=progress)
    finally:
        _MAKING.release()


def _make_backup(app: App, desk: Desk, *, now: datetime, progress: Progress) -> tuple[Contents, list[str]]:
    to, counts = app.settings.backup, False

    def work(note: Callable[[], None]) -> tuple[Contents, list[str]]:
        def made(contents: Contents) -> None:
            nonlocal counts
            last = {"to": to.to, "at": now.isoformat(), "name": contents.path.name}
            with app.people.together():
                note()
                app.people.set_setting(_LAST, json.dumps(last))
                for trouble in (_FAILED, _UNPRUNED):
                    app.people.set_setting(trouble, None)
            counts = True
            app.bus.publish(BackupDone(contents.path.name))

        return back_up_to(app.database, app.home, to, now=now, progress=progress, made=made)

    try:
        return desk.back_up_as_set(work, now=now)
    except Stopped:
        raise
    except Exception as error:
        since = backup_state(app.people, app.settings).tried or now
        key = _UNPRUNED if counts else _FAILED
        app.people.set_setting(key, json.dumps({"to": to.to, "at": since.isoformat(), "why": stored(_why(error))}))
        raise
    finally:
        app.doors.claims.release(_claim(app.home))


def _why(error: Exception) -> Message:
    if isinstance(error, GatekeeperError):
        return Message("{message} {hint}", message=error.message, hint=error.hint)
    return Message("{error}", error=error) if str(error) else Message(type(error).__name__)


def _stored_for(stored: str | None, to: str) -> dict[str, str]:
    """What was noted about this place; empty if the note is about another one."""
    found: dict[str, str] = json.loads(stored) if stored else {}
    return found if found.get("to") == to else {}


def _claim(home: Path) -> Path:
    return home / "locks" / "backup.lock"


class Backups(Recurring):
    """Makes the backups that the settings ask for, and announces each trouble once. A failed backup is tried again after ten
    minutes. When this ends, an unfinished backup is abandoned and leaves nothing behind. now, wait: see `Recurring`.
    """

    def __init__(
        self, app: App, now: Callable[[], datetime] = utc_now, wait: Callable[[float], bool] | None = None
    ) -> None:
        super().__init__("backups", app, now, wait)
        self._told = ""

    def _look(self, waited: float) -> float:
        app, pause = self._app, LOOK_SECONDS
        try:
            state = backup_state(app.people, app.settings)
            if state.due(self._now()):
                try:
                    make_backup(app, Desk(app, PROGRAM), now=self._now(), progress=self._go_on)
                except Stopped:
                    raise
                except Exception as error:  # it is in the state, so its alarm lasts
                    log.warning("The backup: %s", error, exc_info=not isinstance(error, GatekeeperError))
                    pause = TRY_AGAIN_SECONDS
                state = backup_state(app.people, app.settings)
            self._tell(state.alarm(self._now()))
        except Stopped:
            pass
        except Exception as error:  # the next one is still tried
            log.exception("The backup failed")
            self._tell(Message("The backup failed: {why}", why=_why(error)))
            pause = TRY_AGAIN_SECONDS
        return pause

    def _go_on(self, done: int, total: int) -> None:
        if self._closing.is_set():
            raise Stopped

    def _tell(self, alarm: Message) -> None:
        if alarm and alarm != self._told:
            self._app.bus.publish(BackupTroubled(alarm))
        self._told = alarm
