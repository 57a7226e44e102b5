"""Guards the doors of a home. Service, window and `gatekeeper run` all start it through this module."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Protocol

from gatekeeper.app import App
from gatekeeper.config import CameraSettings
from gatekeeper.desk.alarm_watch import AlarmWatch
from gatekeeper.desk.backups import Backups
from gatekeeper.desk.evacuation import EvacuationList
from gatekeeper.desk.former_visits import FormerVisits
from gatekeeper.desk.retention import Retention
from gatekeeper.desk.settings_watch import SettingsWatch
from gatekeeper.door.loop import RecognitionLoop
from gatekeeper.door.visit import Seen
from gatekeeper.outlets.outlets import Outlets
from gatekeeper.progress import Progress, silent


class Keeper(Protocol):
    """A background task beside the doors. It listens on the app's bus and never delays them."""

    def start(self) -> None:
        """Begin, on a thread of its own."""

    def end(self) -> None:
        """Request the end, without waiting."""

    def close(self) -> None:
        """End."""


KEEPERS: tuple[Callable[[App], Keeper], ...] = (Retention, Backups, AlarmWatch, Outlets, EvacuationList, FormerVisits)
"""All keepers, created before the first door opens so that they miss no event."""


class Guard:
    """Cameras, doors, recognition and keepers of an open program, in the order in which they begin and end.

    program: the name under which other programs see who has the doors, such as `gatekeeper run`; follow: whether to apply
    settings that another program changes.
    """

    def __init__(self, app: App, program: str = "gatekeeper", *, follow: bool = False) -> None:
        self.app = app
        app.doors.claims.program = program
        self._keepers = [make(app) for make in (*KEEPERS, *((SettingsWatch,) if follow else ()))]

    def open_cameras(
        self, cameras: Sequence[CameraSettings] | None = None, *, real_time: bool = True, at_once: bool = True
    ) -> None:
        """Open cameras and doors; see `DoorRunner.open_cameras`."""
        self.app.doors.open_cameras(cameras, real_time=real_time, at_once=at_once)

    def keep(self) -> None:
        """Start the keepers: they do not wait for recognition, since data is deleted on time even where no network can be
        loaded."""
        for keeper in self._keepers:
            keeper.start()

    def recognise(
        self, on_seen: Callable[[Seen], None] = lambda seen: None, progress: Progress = silent
    ) -> RecognitionLoop:
        """Load the networks and start letting people in; takes seconds. See `DoorRunner.start_recognition`."""
        return self.app.doors.start_recognition(on_seen, progress)

    def close(self) -> None:
        """Lock the doors for good, then end recognition and keepers; a failure in one step does not stop the others. The app
        closes the cameras and the database."""
        with ExitStack() as rest:
            for keeper in self._keepers:
                rest.callback(keeper.close)
            for keeper in self._keepers:  # all at once: where the database is busy each of them may wait for it
                rest.callback(keeper.end)
            if self.app.doors.loop is not None:
                rest.callback(self.app.doors.loop.close)
            self.app.doors.close_doors()
