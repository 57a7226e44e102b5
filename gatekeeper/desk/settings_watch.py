"""Takes up settings that another program has changed, a window of the same home above all, while this one guards the doors."""

import logging
from dataclasses import replace

from gatekeeper.app import App
from gatekeeper.config import FILE, Settings
from gatekeeper.desk.recurring import Recurring
from gatekeeper.errors import ConfigError

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0


class SettingsWatch(Recurring):
    """For programs without pages: a window says instead that the file was changed meanwhile, and overwrites nothing.

    Cameras, doors, the service's address and the device stay what they were at the start; what is wrong is logged once, and
    changes nothing.
    """

    def __init__(self, app: App) -> None:
        super().__init__("settings", app)
        self._seen = self._stamp()

    def _look(self, waited: float) -> float:
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen = stamp  # before it is read: what is written meanwhile is read the next time
            try:
                self._take_up(Settings.load(self._app.home))
                log.info("%s was changed, and is followed.", FILE)
            except ConfigError as error:
                log.error("%s was changed, and is not followed: %s", FILE, error)
        return LOOK_SECONDS

    def _take_up(self, new: Settings) -> None:
        now = self._app.settings
        device = replace(new.recognition, device=now.recognition.device)
        self._app.settings = replace(new, cameras=now.cameras, doors=now.doors, service=now.service, recognition=device)

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = (self._app.home / FILE).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
