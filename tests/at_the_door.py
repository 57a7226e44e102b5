"""A door as a test can turn it: its station with clock, relay and everything that it told; the residents of conftest."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import pytest

from gatekeeper.app import App
from gatekeeper.domain import AccessEvent, DepthMap, Frame, Image, Reason
from gatekeeper.door.door import Door
from gatekeeper.door.liveness import LivenessCheck
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.door.station import Station
from gatekeeper.door.visit import Seen
from gatekeeper.door_rule import DoorRule, SecondFactor
from gatekeeper.errors import AuthError, DoorError
from gatekeeper.events import AccessDecided, Bus
from gatekeeper.store.pins import Typed

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA, BOB = "resident-001", "resident-002"


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


class BrokenRelay(SimulatedRelay):
    def unlock(self) -> None:
        raise DoorError("The relay is unplugged.", "Plug it in.")


class Desk:
    """A station with its clock, door and everything it told."""

    def __init__(
        self,
        app: App,
        relay: SimulatedRelay | None = None,
        rule: DoorRule | None = None,
        liveness: LivenessCheck | None = None,
        pin: bool = False,
        door: str = "front",
        real_clock: Callable[[], float] | None = None,
    ) -> None:
        self.app = app
        self.clock, self.index = Clock(), 0
        clock = real_clock or self.clock
        self.relay = relay or SimulatedRelay()
        self.bus = Bus()
        self.told: list[AccessDecided] = []
        self.bus.subscribe(AccessDecided, self.told.append)
        self.door = Door(door, self.relay, self.bus, clock)
        rule = rule or DoorRule(door, second_factor=SecondFactor.PIN if pin else SecondFactor.NONE)
        app.people.save_door_rule(rule)
        self.station = Station(
            "cam",
            rule,
            app.models.reader,
            app.models.gallery,
            app.people,
            app.log,
            self.door,
            self.bus,
            app.thresholds.policy(app.models.active),
            liveness=liveness,
            clock=clock,
            pins=app.pins if pin else None,
        )

    def show(
        self, frames: Iterator[Image] | list[Image], age: float = 0.0, depths: Sequence[DepthMap | None] | None = None
    ) -> list[Seen]:
        seen = []
        for index, image in enumerate(frames):
            frame = self.frame(image, age, depths[index] if depths else None)
            seen.append(self.station.see(frame, NOW + timedelta(seconds=self.clock.at)))
        return seen

    def frame(self, image: Image, age: float = 0.0, depth: DepthMap | None = None) -> Frame:
        self.clock.at += 1 / 15
        self.index += 1
        return Frame(image, self.clock.at - age, self.index, "cam", depth)

    def enter_pin(self, pin: str, now: datetime) -> AccessEvent:
        """As the loop does it, without a frame in between."""
        entry = self.station.begin_pin(now)
        compared: Future[Typed] = Future()
        try:
            compared.set_result(entry.compare(pin, now))
        except AuthError as error:
            compared.set_exception(error)
        return self.station.answer_pin(entry, compared, now)

    def until_told(self, reason: Reason) -> None:
        """Wait for what the door's thread has to say; it is forgotten then."""
        for _ in range(1000):
            if reason in [told.decision.reason for told in self.told]:
                break
            threading.Event().wait(0.02)
        else:
            pytest.fail(f"{reason} was not told")
        self.told.clear()

    def leave(self) -> None:
        self.clock.at += 10

    def unlocks(self) -> int:
        self.door.close()
        return [word for _, word in self.relay.asked].count("unlock")


def look(door: Door) -> None:
    """Let the door's thread look at its relay and contacts now: twice, since it may just be looking."""
    for _ in range(2):
        door._look_at = 0.0
        door.refuse()  # which wakes it: it looks once it has nothing else to do
        for _ in range(6000):
            if door._look_at:
                break
            threading.Event().wait(0.01)
        else:
            pytest.fail(f"{door.name} was not looked at")


class MendedRelay(SimulatedRelay):
    """Fails as often as it is told."""

    failures = 2

    def unlock(self) -> None:
        self.failures -= 1
        if self.failures >= 0:
            raise DoorError("The relay is unplugged.", "Plug it in.")
        super().unlock()
