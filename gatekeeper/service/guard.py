"""What guards the doors of a home by itself. Service, window and `gatekeeper run` start it through here and in no other way."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Protocol

from gatekeeper.app import App
from gatekeeper.config import CameraSettings
from gatekeeper.desk.alarm_watch import AlarmWatch
from gatekeeper.desk.backups import Backups
from gatekeeper.desk.evacuation import EvacuationList
from gatekeeper.desk.retention import Retention
from gatekeeper.desk.settings_watch import SettingsWatch
from gatekeeper.door.loop import RecognitionLoop
from gatekeeper.door.visit import Seen
from gatekeeper.outlets.outlets import Outlets
from gatekeeper.progress import Progress, silent


class Keeper(Protocol):
    """Something that goes on by itself beside the doors. It hears of them on the app's bus, and never holds them up."""

    def start(self) -> None:
        """Begin, on a thread of its own."""

    def close(self) -> None:
        """End."""


KEEPERS: tuple[Callable[[App], Keeper], ...] = (Retention, Backups, AlarmWatch, Outlets, EvacuationList)
"""Every one there is; each is made before the first door opens, and so misses nothing that is told."""


class Guard:
    """Cameras, doors, recognition and keepers of an open program, in the order in which they begin and end.

    program: how others are told of who has the doors, as `gatekeeper run`; follow: whether settings are taken up that another
    program changes.
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
        """Start the keepers: they do not wait for recognition, since what may not be kept goes also where no network can be
        loaded."""
        for keeper in self._keepers:
            keeper.start()

    def recognise(
        self, on_seen: Callable[[Seen], None] = lambda seen: None, progress: Progress = silent
    ) -> RecognitionLoop:
        """Load the networks and begin to let people in; takes seconds. See `DoorRunner.start_recognition`."""
        return self.app.doors.start_recognition(on_seen, progress)

    def close(self) -> None:
        """Lock the doors for good, then end recognition and keepers; whatever of it fails stops nothing else. The cameras and
        the database are the app's to close."""
        with ExitStack() as rest:
            for keeper in self._keepers:
                rest.callback(keeper.close)
            if self.app.doors.loop is not None:
                rest.callback(self.app.doors.loop.close)
            self.app.doors.close_doors()
