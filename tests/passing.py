"""People who pass doors: each door is a station of its own, seen on the test's thread and by its clock."""

import threading

from conftest import photo

from gatekeeper.app import App
from gatekeeper.config import CameraSettings
from gatekeeper.demo import clip
from gatekeeper.domain import AccessEvent, Frame, Outcome
from gatekeeper.events import DoorUnlocked
from gatekeeper.timezones import utc_now


class Doorway:
    """One camera before its door. clock: of all doors of the test, in a list so that they share it."""

    def __init__(self, app: App, camera: CameraSettings, clock: list[float]) -> None:
        self.app, self.camera, self.clock, self.index = app, camera, clock, 0
        app.doors.clock = lambda: clock[0]
        door = app.doors.open_door(app.settings.door_of(camera))
        door.wait_ready()
        self.station = app.doors.station(door, clock=lambda: clock[0], camera=camera)

    def come(self, who: str) -> AccessEvent:
        """What is decided about somebody who comes, stands there until then, and leaves."""
        self.clock[0] += 30
        self.station.start_over()
        unlocked = threading.Event()
        end = self.app.bus.subscribe(DoorUnlocked, lambda told: unlocked.set())
        try:
            decided = self._decided(who)
            assert decided.outcome is not Outcome.OPENED or unlocked.wait(60)
            return decided
        finally:
            end()

    def _decided(self, who: str) -> AccessEvent:
        for image in clip(photo(who, "bare", 0, "visits"), 1, 15):
            self.clock[0] += 1 / 15
            self.index += 1
            seen = self.station.see(Frame(image, self.clock[0], self.index, self.camera.name), utc_now())
            if seen.decided is not None:
                return seen.decided
        raise AssertionError(f"{who} was not answered")
