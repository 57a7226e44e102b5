"""Doors of which only one may be open at a time."""

import threading
from collections.abc import Callable, Iterator

import pytest
from at_the_door import ADA, Desk, look
from conftest import photo

from gatekeeper.app import App
from gatekeeper.demo import clip
from gatekeeper.domain import Reason
from gatekeeper.door.door import Door
from gatekeeper.door.interlock import Interlock, InterlockedError
from gatekeeper.door.relay import KeptRelay, Relay
from gatekeeper.door.sensors import Sensors
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.door_rule import DoorRule, SecondFactor
from gatekeeper.errors import DoorError, StoreError
from gatekeeper.events import Bus

FOREVER = float("inf")


class Leaf(SimulatedRelay):
    """A relay with a contact at the door. gone: the whole board does not answer."""

    gone = False

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self.stands_open: bool | None = False

    def check(self) -> None:
        if self.gone:
            raise DoorError("The board does not answer.", "Check its cable.")

    def lock(self) -> None:
        self.check()
        super().lock()

    def sense(self) -> Sensors:
        self.check()
        if self.stands_open is None:
            raise DoorError("The board does not answer.", "Check its cable.")
        return Sensors(self.stands_open)

    def alarm(self, on: bool) -> None:
        """Nothing is wired there."""


class Airlock:
    """Two doors of one program, of which one has a contact."""

    def __init__(self) -> None:
        self.at, self.bus, together = 100.0, Bus(), Interlock()
        self.relays = Leaf(self.clock), SimulatedRelay(self.clock)
        self.outer, self.inner = (
            Door(name, relay, self.bus, self.clock, together=together, interlock=frozenset({other}))
            for name, relay, other in zip(("outer", "inner"), self.relays, ("inner", "outer"), strict=True)
        )

    def clock(self) -> float:
        return self.at

    def close(self) -> None:
        self.outer.close()
        self.inner.close()


@pytest.fixture
def airlock() -> Iterator[Airlock]:
    made = Airlock()
    for door in (made.outer, made.inner):
        door.wait_ready()
    yield made
    made.close()


def test_an_interlocked_door_stays_shut_while_the_other_is_open(airlock: Airlock) -> None:
    airlock.outer.unlock(5, deadline=FOREVER).result(60)
    assert airlock.inner.interlocked() == "Please wait until the door outer is shut."
    with pytest.raises(InterlockedError, match="outer is shut"):
        airlock.inner.unlock(5, deadline=FOREVER).result(60)
    assert airlock.relays[1].locked
    airlock.outer.lock().result(60)
    look(airlock.outer)
    airlock.inner.unlock(5, deadline=FOREVER).result(60)
    with pytest.raises(InterlockedError, match="inner is shut"):
        airlock.outer.unlock(5, deadline=FOREVER).result(60)


@pytest.mark.parametrize("stands_open", [True, None])
def test_a_door_that_stands_open_or_may_keeps_the_other_shut_though_it_is_locked(
    airlock: Airlock, stands_open: bool | None
) -> None:
    outer = airlock.relays[0]
    assert isinstance(outer, Leaf)
    look(airlock.outer)
    outer.stands_open = stands_open
    look(airlock.outer)
    assert not airlock.outer.is_open
    with pytest.raises(InterlockedError):
        airlock.inner.unlock(5, deadline=FOREVER).result(60)
    outer.stands_open = False
    look(airlock.outer)
    airlock.inner.unlock(5, deadline=FOREVER).result(60)


@pytest.mark.parametrize("ever", [True, False])
def test_a_door_whose_board_does_not_answer_keeps_the_other_shut(ever: bool) -> None:
    together, at = Interlock(), [100.0]
    board = Leaf(lambda: at[0])
    board.gone = not ever

    def there() -> Leaf:
        board.check()
        return board

    names = ("outer", "inner")
    relays: tuple[Relay, SimulatedRelay] = KeptRelay(there), SimulatedRelay(lambda: at[0])
    outer, inner = (
        Door(name, relay, Bus(), lambda: at[0], together=together, interlock=frozenset({*names} - {name}))
        for name, relay in zip(names, list[Relay](relays), strict=True)
    )

    look(outer)
    board.gone = True
    look(outer)
    with pytest.raises(InterlockedError):
        inner.unlock(5, deadline=FOREVER).result(60)
    assert relays[1].locked
    board.gone = False
    look(outer)
    inner.unlock(5, deadline=FOREVER).result(60)
    outer.close()
    inner.close()


def test_a_door_with_contacts_that_was_not_looked_at_yet_keeps_the_other_shut() -> None:
    together, asked, answer = Interlock(), threading.Event(), threading.Event()

    class Slow(Leaf):
        def check(self) -> None:
            asked.set()
            answer.wait(60)

    outer = Door("outer", Slow(lambda: 100.0), Bus(), lambda: 100.0, together=together)
    inner = Door("inner", SimulatedRelay(), Bus(), lambda: 100.0, together=together, interlock=frozenset({"outer"}))
    assert asked.wait(60)
    with pytest.raises(InterlockedError):
        inner.unlock(5, deadline=FOREVER).result(60)
    answer.set()
    outer.wait_ready()
    inner.unlock(5, deadline=FOREVER).result(60)
    outer.close()
    inner.close()


def test_two_doors_opened_at_the_same_moment_are_never_open_together(airlock: Airlock) -> None:
    assert open_together(airlock) == 0


def test_control_doors_that_do_not_heed_each_other_are_found_out(
    airlock: Airlock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Interlock, "enter", lambda self, door, **named: None)
    assert open_together(airlock) > 0


def open_together(airlock: Airlock) -> int:
    """How often both were open, of many times that both were asked for at once."""
    both, doors = 0, (airlock.outer, airlock.inner)
    for _ in range(30):
        asked = [door.unlock(5, deadline=FOREVER) for door in doors]
        failed = [one.exception(60) for one in asked]
        both += not any(relay.locked for relay in airlock.relays)
        assert failed.count(None) >= 1, "one of them opens"
        for door in doors:
            door.lock().result(60)
        look(airlock.outer)
    return both


def test_a_door_whose_partner_nobody_runs_stays_shut() -> None:
    door = Door("inner", SimulatedRelay(), Bus(), interlock=frozenset({"outer"}))
    with pytest.raises(InterlockedError, match="no part of this program controls outer"):
        door.unlock(5, deadline=FOREVER).result(60)
    door.close()


def test_a_person_waiting_for_the_other_door_is_told_so_and_let_in_once_it_is_shut(app: App) -> None:
    app.people.save_door_rule(DoorRule("back"))
    desk = Desk(app, rule=DoorRule("front", second_factor=SecondFactor.NONE, interlock=frozenset({"back"})))
    back = Door("back", SimulatedRelay(), desk.bus, desk.clock, together=desk.door._together)
    desk.door.interlock = frozenset({"back"})
    back.unlock(600, deadline=FOREVER).result(60)
    frames = list(clip(photo(ADA, "bare", 0, "visits"), 1))
    assert [one.decided.reason for one in desk.show(frames[:8]) if one.decided] == [Reason.INTERLOCKED]
    back.lock().result(60)
    assert [one.decided.reason for one in desk.show(frames[8:]) if one.decided] == [Reason.GRANTED]
    back.close()
    assert desk.unlocks() == 1


def test_interlocked_doors_are_so_for_both(app: App) -> None:
    people = app.people
    for name in ("a", "b", "c"):
        people.save_door_rule(DoorRule(name))
    people.save_door_rule(DoorRule("a", interlock=frozenset({"b", "c"})))
    assert [people.door_rule(name).interlock for name in "abc"] == [{"b", "c"}, {"a"}, {"a"}]
    people.save_door_rule(DoorRule("b"))
    assert [people.door_rule(name).interlock for name in "abc"] == [{"c"}, frozenset(), {"a"}]
    with pytest.raises(StoreError, match="no other door 'x'"):
        people.save_door_rule(DoorRule("a", interlock=frozenset({"x"})))
