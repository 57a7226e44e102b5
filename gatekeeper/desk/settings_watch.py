"""Applies settings that another program has changed, usually a window of the same home, while this one serves the doors."""

import logging
from dataclasses import replace

from gatekeeper.app import App
from gatekeeper.config import FILE, Settings
from gatekeeper.desk.recurring import Recurring
from gatekeeper.desk.settings import differences
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.messages import Message
from gatekeeper.store.accounts import PROGRAM

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0


class SettingsWatch(Recurring):
    """For programs without pages: a window reports instead that the file was changed meanwhile, and overwrites nothing.

    Cameras, doors, the service's address and the device stay as they were at the start. An error is logged once and changes
    nothing; so does a file that is missing or empty: to get every default again, leave a comment in it.
    """

    def __init__(self, app: App) -> None:
        super().__init__("settings", app)
        self._seen = self._stamp()
        self._told: object = None  # the last error that was logged

    def _look(self, waited: float) -> float:
        stamp = self._stamp()
        if stamp != self._seen:
            try:
                self._follow()
                self._seen = stamp  # taken before the file is read: what is written in between is read the next time
            except GatekeeperError as error:  # retried: the file may be readable by then, or the trail writable
                if self._told != (stamp, str(error)):
                    self._told = stamp, str(error)
                    log.error("%s was changed, and is not followed: %s", FILE, error)
        return LOOK_SECONDS

    def _follow(self) -> None:
        now, stated = self._app.settings, Settings.stated(self._app.home)
        new = stated or Settings()
        new.check(self._app.home / FILE, before=now)  # also of outlets: until it is right they go on as before
        device = replace(new.recognition, device=now.recognition.device)
        new = replace(new, cameras=now.cameras, doors=now.doors, service=now.service, recognition=device)
        if new == now:
            return
        if stated is None:
            raise ConfigError(
                "{path} is gone or empty: the settings in force stay.",
                "Put it back. For every default, leave a comment in it.",
                path=self._app.home / FILE,
            )
        tables, changes = differences(now, new)
        self._app.accounts.audit(PROGRAM, Message("changed settings taken up"), tables, changes, now=self._now())
        self._app.settings = new
        log.info("%s was changed, and is followed.", FILE)

    def _stamp(self) -> tuple[int, ...] | None:
        try:
            found = (self._app.home / FILE).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
