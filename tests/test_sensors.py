"""What the contacts at a door tell, when that is an alarm, and where it goes."""

import queue
from pathlib import Path

import pytest
from at_the_door import look

from gatekeeper.app import App, open_app
from gatekeeper.desk.reports import summarise
from gatekeeper.domain import Outcome, Reason
from gatekeeper.door.door import Door
from gatekeeper.door.sensors import GRACE_SECONDS, LEAST_SECONDS, Alarms, Sensors
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.events import AccessDecided

FOREVER = float("inf")
SHUT, OPEN = Sensors(False), Sensors(True)


class Told:
    """Alarms at a clock that is set by hand."""

    def __init__(self, held_seconds: float = 30) -> None:
        self.alarms = Alarms(held_seconds)
        self.now = 100.0

    def after(self, seconds: float, sensors: Sensors, unlocked: bool = False) -> list[tuple[Reason, bool]]:
        self.now += seconds
        return list(self.alarms.take(sensors, unlocked, self.now))


def test_an_admitted_person_raises_no_alarm_but_a_door_left_open_does() -> None:
    told = Told()
    quiet = [
        told.after(1, SHUT),
        told.after(1, SHUT, unlocked=True),
        told.after(1, OPEN, unlocked=True),
        told.after(1, OPEN),
        told.after(29, OPEN),
    ]
    assert quiet == [[]] * 5
    assert told.after(1, OPEN) == [(Reason.HELD_OPEN, True)]
    assert told.after(60, OPEN) == []
    assert told.after(1, SHUT) == []
    assert told.after(LEAST_SECONDS, SHUT) == [(Reason.HELD_OPEN, False)]


def test_a_door_that_opens_while_it_is_locked_is_forced_but_not_in_the_moment_after_it_was() -> None:
    told = Told()
    told.after(1, SHUT, unlocked=True)
    told.after(GRACE_SECONDS / 2, SHUT)
    assert told.after(0.1, OPEN) == []
    told.after(1, SHUT)
    told.after(GRACE_SECONDS, SHUT)
    assert told.after(1, OPEN) == [(Reason.FORCED_OPEN, True)]
    assert told.after(60, OPEN) == []  # one alarm for one door that stands open
    told.after(1, SHUT)
    assert told.after(LEAST_SECONDS, SHUT) == [(Reason.FORCED_OPEN, False)]


def test_an_opening_between_two_looks_is_known_by_the_board_s_count() -> None:
    told = Told()
    assert told.after(1, Sensors(False, None, 7)) == []  # of before this program
    assert told.after(1, Sensors(False, None, 8)) == [(Reason.FORCED_OPEN, True)]
    assert told.after(LEAST_SECONDS, Sensors(False, None, 8)) == [(Reason.FORCED_OPEN, False)]
    assert told.after(1, Sensors(False, None, 0)) == []  # the board has started anew
    assert told.after(1, Sensors(False, None, 1)) == [(Reason.FORCED_OPEN, True)]


def test_nothing_wired_tells_nothing_and_a_housing_that_is_open_does_at_once() -> None:
    told = Told(held_seconds=1)
    assert [told.after(5, Sensors()) for _ in range(5)] == [[]] * 5
    assert told.after(1, Sensors(None, True)) == [(Reason.TAMPERED, True)]


class SensingRelay(SimulatedRelay):
    """Hardware that is not there, with a contact. alarms: what its alarm output was told."""

    def __init__(self) -> None:
        super().__init__()
        self.sensors = SHUT
        self.alarms: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def sense(self) -> Sensors:
        return self.sensors

    def alarm(self, on: bool) -> None:
        self.alarms.put(on)

    def alarmed(self) -> bool:
        """Whether its alarm output has been on since this was asked last."""
        return sum(self.alarms.get() for _ in range(self.alarms.qsize())) > 0


def test_an_alarm_is_an_event_of_its_own_and_no_visit(tmp_path: Path) -> None:
    app = open_app(tmp_path / "home", prefer_keyring=False)
    told: queue.SimpleQueue[AccessDecided] = queue.SimpleQueue()
    app.bus.subscribe(AccessDecided, told.put)
    relay = SensingRelay()
    door = Door("front", relay, app.bus)
    assert relay.alarms.get(timeout=60) is False
    relay.sensors = OPEN
    event = told.get(timeout=60).event
    assert (event.outcome, event.reason, event.door) == (Outcome.ALARM, Reason.FORCED_OPEN, "front")
    assert door.alarms == (Reason.FORCED_OPEN,)
    while not relay.alarms.get(timeout=60):
        pass
    door.close()
    assert app.log.query() == [event]
    assert event.id == 1
    assert summarise(app.log).events == 0
    app.close()


@pytest.mark.parametrize("late", [0.0, GRACE_SECONDS / 2, GRACE_SECONDS + 1], ids=["at once", "soon", "control"])
def test_somebody_who_is_let_in_between_two_looks_at_the_contact_forces_nothing(app: App, late: float) -> None:
    now, relay = [100.0], SensingRelay()
    door = Door("front", relay, app.bus, lambda: now[0])
    look(door)
    door.unlock(0.5, deadline=FOREVER).result(60)
    if not late:
        relay.sensors = OPEN
    now[0] += 0.5
    look(door)  # it is locked again
    assert not relay.alarmed()
    now[0] += late
    relay.sensors = OPEN
    look(door)
    assert relay.alarmed() is (late > GRACE_SECONDS)
    door.close()
    assert [event.reason for event in app.log.query()] == [Reason.FORCED_OPEN] * (late > GRACE_SECONDS)


def test_a_door_that_was_unlocked_between_two_looks_may_stand_open_anew(app: App) -> None:
    now, relay = [100.0], SensingRelay()
    relay.sensors = OPEN
    door = Door("front", relay, app.bus, lambda: now[0], held_seconds=30)
    look(door)
    now[0] += 29
    door.unlock(0.5, deadline=FOREVER).result(60)
    now[0] += 2
    look(door)
    assert not relay.alarmed()
    now[0] += 30
    look(door)
    assert relay.alarmed()
    door.close()
    assert [event.reason for event in app.log.query()] == [Reason.HELD_OPEN]


@pytest.mark.parametrize("kept", [True, False])
def test_an_alarm_that_cannot_be_recorded_is_still_announced(tmp_path: Path, kept: bool) -> None:
    app = open_app(tmp_path / "home", prefer_keyring=False)
    told: queue.SimpleQueue[AccessDecided] = queue.SimpleQueue()
    app.bus.subscribe(AccessDecided, told.put)
    relay = SensingRelay()
    relay.sensors = Sensors(None, True)
    if not kept:
        app.database.close()
    door = Door("front", relay, app.bus)
    event = told.get(timeout=60).event
    assert (event.reason, event.id) == (Reason.TAMPERED, 1 if kept else 0)
    door.close()
    app.close()
