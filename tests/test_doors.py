"""Doors: timed, deadlined, always locked again; and the Firmata a real board is spoken to with."""

import linecache
import os
import queue
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from board import Board

from gatekeeper.clock import elapsed
from gatekeeper.door import door as door_module
from gatekeeper.door.door import Door, Holder
from gatekeeper.door.firmata_relay import FirmataRelay, Wiring
from gatekeeper.door.hardware import Hardware
from gatekeeper.door.relay import KeptRelay
from gatekeeper.door.sensors import Sensors
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.errors import DoorError
from gatekeeper.events import Bus, DoorFailed, DoorMended, DoorRelocked, DoorUnlocked, LoggedOnce
from gatekeeper.translations import speech_in

FOREVER = float("inf")


class Fixture:
    def __init__(self, relay: SimulatedRelay, clock: Callable[[], float] = elapsed) -> None:
        self.bus = Bus()
        self.relocked, self.failed = threading.Event(), threading.Event()
        self.told: list[object] = []
        for kind in (DoorUnlocked, DoorRelocked, DoorFailed):
            self.bus.subscribe(kind, self.told.append)
        self.bus.subscribe(DoorRelocked, lambda event: self.relocked.set())
        self.bus.subscribe(DoorFailed, lambda event: self.failed.set())
        self.relay = relay
        self.door = Door("front", relay, self.bus, clock)

    def words(self) -> list[str]:
        return [word for _, word in self.relay.asked]


@pytest.fixture
def front() -> Iterator[Fixture]:
    fixture = Fixture(SimulatedRelay())
    yield fixture
    fixture.door.close()


def test_a_door_unlocks_and_locks_itself_again(front: Fixture) -> None:
    front.door.unlock(0.05, deadline=FOREVER).result(60)
    assert front.relocked.wait(60)
    assert front.relay.locked
    assert front.told == [DoorUnlocked("front", 0.05), DoorRelocked("front")]
    assert front.words() == ["unlock", "lock"]
    (opened, _), (closed, _) = front.relay.asked
    assert closed - opened >= 0.05


def test_a_grant_that_has_grown_old_opens_nothing(front: Fixture) -> None:
    with pytest.raises(DoorError, match="too old"):
        front.door.unlock(1, deadline=-FOREVER).result(60)
    assert front.words() == []


def test_a_second_grant_keeps_an_open_door_open() -> None:
    now = [1000.0]
    front = Fixture(SimulatedRelay(), clock=lambda: now[0])
    front.door.unlock(0.05, deadline=FOREVER).result(60)
    front.door.unlock(60, deadline=FOREVER).result(60)
    now[0] += 1
    front.door.refuse().result(60)  # so that it looks at its clock
    assert front.door.is_open
    assert not front.relocked.is_set()
    front.door.close()
    assert front.relay.locked


def test_refusing_shows_it_unless_the_door_is_open_for_somebody(front: Fixture) -> None:
    front.door.refuse().result(60)
    front.door.unlock(60, deadline=FOREVER).result(60)
    front.door.refuse().result(60)
    assert front.words() == ["refuse", "unlock"]


def test_closing_ends_locked_and_honours_nothing_more(front: Fixture) -> None:
    front.door.unlock(60, deadline=FOREVER).result(60)
    front.door.close()
    assert front.relay.locked
    with pytest.raises(DoorError, match="closed down"):
        front.door.unlock(1, deadline=FOREVER).result(60)


def test_a_door_held_open_stays_so_while_that_is_renewed_and_locks_by_itself_when_it_is_not() -> None:
    """Whoever passes meanwhile does not end it, and nobody is told of every renewal."""
    now = [1000.0]
    relay, relocked = SimulatedRelay(clock=lambda: now[0]), threading.Event()
    front = Fixture(relay)
    front.door.close()
    relay.asked.clear()
    front.door = Door("front", relay, front.bus, clock=lambda: now[0])
    front.bus.subscribe(DoorRelocked, lambda event: relocked.set())
    for _ in range(3):
        front.door.hold(Holder.ALL_DOORS, now[0] + 5).result(60)
        front.door.unlock(3, deadline=FOREVER).result(60)
        now[0] += 4
        front.door.refuse().result(60)
        assert front.door.held_for(Holder.ALL_DOORS)
        assert not relay.locked
    now[0] += 1.5
    front.door.refuse().result(60)  # so that it looks at its clock
    assert relocked.wait(60)
    assert relay.locked
    assert not front.door.held_for(Holder.ALL_DOORS)
    assert front.words().count("lock") == 1
    assert front.told.count(DoorUnlocked("front", 5.0)) == 1 + 3  # as it began, and those who passed
    front.door.close()


def test_a_relay_with_a_pulse_of_its_own_is_given_a_new_one_each_time(front: Fixture) -> None:
    pulses = []

    class Timed(SimulatedRelay):
        def unlock_for(self, seconds: float) -> None:
            pulses.append(seconds)
            self.unlock()

    door = Door("back", Timed(), front.bus, clock=lambda: 1000.0)
    for until in (1005.0, 1006.0):
        door.hold(Holder.ALL_DOORS, until).result(60)
    door.unlock(3, deadline=FOREVER).result(60)
    door.close()
    assert pulses == [5.0, 6.0, 6.0]


def test_an_order_to_hold_a_door_open_that_came_late_does_nothing_and_lock_ends_one(front: Fixture) -> None:
    with pytest.raises(DoorError, match="too old"):
        front.door.hold(Holder.ALL_DOORS, time.monotonic() - 1).result(60)
    assert front.words() == []
    front.door.hold(Holder.ALL_DOORS, time.monotonic() + 60).result(60)
    front.door.lock().result(60)
    assert front.relay.locked
    front.relocked.clear()  # it was set as the door was locked
    front.door.unlock(0.05, deadline=FOREVER).result(60)
    assert front.relocked.wait(60)  # and the 60 seconds are forgotten


def test_a_door_held_open_that_closes_ends_locked(front: Fixture) -> None:
    front.door.hold(Holder.ALL_DOORS, time.monotonic() + 60).result(60)
    front.door.close()
    assert front.relay.locked


def test_a_barred_door_lets_nobody_in_until_it_is_barred_no_longer(front: Fixture) -> None:
    front.door.hold(Holder.ALL_DOORS, time.monotonic() + 60).result(60)
    front.door.bar("Nobody passes now.").result(60)
    assert front.relay.locked
    for asked in (front.door.unlock(1, deadline=FOREVER), front.door.hold(Holder.ALL_DOORS, time.monotonic() + 60)):
        with pytest.raises(DoorError, match="Nobody passes now"):
            asked.result(60)
    assert front.relay.locked
    front.door.bar("").result(60)
    front.door.unlock(1, deadline=FOREVER).result(60)
    assert not front.relay.locked


def test_what_was_granted_before_a_door_was_barred_does_not_open_it_after() -> None:
    relay = Busy()
    fixture = Fixture(relay)
    fixture.door.refuse()
    assert relay.begun.wait(60)
    granted = fixture.door.unlock(60, deadline=FOREVER)
    barred = fixture.door.bar("Nobody passes now.")
    relay.free.set()
    barred.result(60)
    with pytest.raises(DoorError, match="was locked"):
        granted.result(60)
    assert fixture.words() == ["refuse", "lock"]
    fixture.door.close()


def test_a_relay_that_fails_to_stay_open_is_told_of_once() -> None:
    fixture = Fixture(Jammed())
    for _ in range(3):
        with pytest.raises(DoorError, match="short circuit"):
            fixture.door.hold(Holder.ALL_DOORS, time.monotonic() + 60).result(60)
    fixture.door.close()
    assert [type(event) for event in fixture.told].count(DoorFailed) == 1
    assert fixture.relay.locked


class Busy(SimulatedRelay):
    """It takes its time over showing a refusal."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.free = threading.Event(), threading.Event()

    def refuse(self) -> None:
        super().refuse()
        self.begun.set()
        assert self.free.wait(60)


def test_what_was_granted_and_recorded_before_the_end_is_done_and_nothing_after_it_and_the_door_ends_locked() -> None:
    relay = Busy()
    fixture = Fixture(relay)
    fixture.door.refuse()
    assert relay.begun.wait(60)
    granted, grown_old = fixture.door.unlock(60, deadline=FOREVER), fixture.door.unlock(60, deadline=0.0)
    fixture.door.begin_to_close()
    late = fixture.door.unlock(60, deadline=FOREVER)
    relay.free.set()
    fixture.door.close()
    granted.result(60)
    for refused, why in ((grown_old, "too old"), (late, "closed down")):
        with pytest.raises(DoorError, match=why):
            refused.result(60)
    assert fixture.words() == ["refuse", "unlock", "lock"]
    assert relay.locked


class Stuck(SimulatedRelay):
    """It does what it is asked, and does not come back from it while it is stuck."""

    def __init__(self, act: str) -> None:
        super().__init__()
        self._act = act
        self.begun, self.free, self.ended = threading.Event(), threading.Event(), threading.Event()

    def _stick(self, act: str) -> None:
        if act == self._act:
            self.begun.set()
            assert self.free.wait(60)

    def unlock(self) -> None:
        super().unlock()
        self._stick("unlock")

    def lock(self) -> None:
        self._stick("lock")
        super().lock()

    def check(self) -> None:
        self._stick("check")

    def close(self) -> None:
        self.ended.set()


@pytest.mark.parametrize("act", ["unlock", "lock"])
def test_a_door_whose_relay_hangs_at_the_end_is_said_to_be_open_perhaps(
    act: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(door_module, "LOCKING_SECONDS", 0.2)
    relay = Stuck(act)
    fixture = Fixture(relay)
    granted = fixture.door.unlock(60, deadline=FOREVER)
    if act == "unlock":
        assert relay.begun.wait(60)
    else:
        granted.result(60)
    for _ in range(2):  # by the thread that hears of the end, and by the main one
        fixture.door.close()
    why = "The door may be open: its relay has not answered for 0.2 s. Look at the door."
    assert fixture.told[-1] == DoorFailed("front", why)
    assert fixture.told.count(DoorFailed("front", why)) == 1
    assert [record.message for record in caplog.records] == [f"front: {why}"]
    relay.free.set()
    assert relay.ended.wait(60)
    assert relay.locked


def test_a_relay_that_hangs_while_its_door_is_locked_tells_of_no_open_door(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(door_module, "LOCKING_SECONDS", 0.2)
    relay = Stuck("check")
    fixture = Fixture(relay)
    assert relay.begun.wait(60)
    fixture.door.close()
    assert not fixture.told
    assert not caplog.records
    relay.free.set()
    assert relay.ended.wait(60)


def test_a_hold_that_waits_for_a_busy_relay_does_not_open_the_door_once_it_is_released() -> None:
    relay = Busy()
    fixture = Fixture(relay)
    fixture.door.refuse()
    assert relay.begun.wait(60)
    held, other = (fixture.door.hold(holder, FOREVER) for holder in (Holder.ALL_DOORS, Holder.SCHEDULE))
    released = fixture.door.release(Holder.ALL_DOORS)
    relay.free.set()
    with pytest.raises(DoorError, match="was locked"):
        held.result(60)
    other.result(60)
    released.result(60)
    assert fixture.words() == ["refuse", "unlock"]
    fixture.door.close()


class Jammed(SimulatedRelay):
    def unlock(self) -> None:
        super().unlock()
        raise RuntimeError("short circuit")


def test_a_relay_that_breaks_while_opening_is_told_and_locked() -> None:
    fixture = Fixture(Jammed())
    with pytest.raises(DoorError, match="short circuit"):
        fixture.door.unlock(1, deadline=FOREVER).result(60)
    assert fixture.failed.wait(60)
    fixture.door.close()
    assert fixture.relay.locked
    assert fixture.words()[:2] == ["unlock", "lock"]


def test_a_board_shows_green_and_red_and_beeps() -> None:
    board = Board()
    board.start()
    relay = FirmataRelay(board.port, Wiring(green=12, red=13, buzzer=8))
    with board.changed:
        assert board.changed.wait_for(lambda: board.modes == {12: 1, 13: 1, 8: 1}, 60)
    relay.unlock()
    assert board.wait_for(12, True)
    assert board.wait_for(8, True)
    relay.lock()
    assert board.wait_for(12, False)
    relay.refuse()
    assert board.wait_for(13, True)
    relay.close()
    assert board.wait_for(13, False)
    assert board.wait_for(8, False)
    board.unplug()


def test_a_missing_port_and_a_silent_one_are_refused_by_name() -> None:
    with pytest.raises(DoorError, match="/dev/nix"):
        FirmataRelay("/dev/nix")
    master, slave = os.openpty()
    with pytest.raises(DoorError, match=r"Nothing that speaks Firmata.*0\.3 s"):
        FirmataRelay(os.ttyname(slave), timeout_seconds=0.3)
    os.close(master)
    os.close(slave)


def test_whoever_is_told_of_a_relay_that_fails_is_told_what_to_do() -> None:
    bus, told = Bus(), queue.SimpleQueue[DoorFailed]()
    bus.subscribe(DoorFailed, told.put)
    door = Door("front", KeptRelay(lambda: FirmataRelay("/dev/nix")), bus)
    failed = told.get(timeout=60)
    assert failed.message == door.trouble == "There is no serial port /dev/nix. Check cable and port."
    assert speech_in("de").say(failed.message).endswith("Prüfen Sie Kabel und Anschluss.")
    with pytest.raises(DoorError) as refused:
        door.wait_ready()
    assert str(refused.value) == failed.message
    door.close()
    assert told.empty()  # once


def test_a_door_that_cannot_be_claimed_says_where_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file where a folder belongs")
    said = Hardware(tmp_path, LoggedOnce()).claim_door("front")
    assert f"The door front stays shut: The folder {tmp_path / 'locks'} cannot be written to: File exists." in said
    assert said.endswith("Check the folder, its permissions and space.")


@pytest.mark.slow
def test_a_relay_whose_cable_was_pulled_is_opened_again_when_it_is_back(tmp_path: Path) -> None:
    port = tmp_path / "port"
    bus, told = Bus(), queue.SimpleQueue[object]()
    for kind in (DoorFailed, DoorMended):
        bus.subscribe(kind, told.put)
    door = Door("front", KeptRelay(lambda: FirmataRelay(str(port))), bus)
    with pytest.raises(DoorError, match=re.escape(str(port))):  # it is not there yet, which ends nothing
        door.wait_ready()
    assert isinstance(told.get(timeout=60), DoorFailed)

    def plug_in() -> Board:
        board = Board()
        port.unlink(missing_ok=True)
        port.symlink_to(board.port)
        board.start()
        while told.get(timeout=60) != DoorMended("front"):
            pass  # the one before did not lock, and was told of once more
        door.unlock(60, deadline=FOREVER).result(60)
        assert board.wait_for(12, True)
        return board

    for _ in range(2):
        plug_in().pull()
        failed = told.get(timeout=60)  # seen with nobody at the door
        assert isinstance(failed, DoorFailed)
        assert "serial port" in failed.message
        with pytest.raises(DoorError, match="serial port"):
            door.unlock(60, deadline=FOREVER).result(60)
        door.lock()
    board = plug_in()
    door.close()
    assert board.wait_for(12, False)
    board.unplug()


def test_a_door_that_another_has_is_left_alone_until_it_is_free() -> None:
    bus, relay, mended = Bus(), SimulatedRelay(), threading.Event()
    bus.subscribe(DoorMended, lambda event: mended.set())
    held = ["Somebody else has it."]
    door = Door("front", relay, bus, claim=lambda: held[0])
    with pytest.raises(DoorError, match="Somebody else has it"):
        door.unlock(60, deadline=FOREVER).result(60)
    door.refuse().result(60)
    door.lock().result(60)
    assert not relay.asked
    held[0] = ""
    assert mended.wait(60)
    door.unlock(60, deadline=FOREVER).result(60)
    assert not relay.locked
    door.close()


_RUN = Door._run


def _calls(raise_at: int, left_open: list[bool], guarded: bool, wish_first: bool) -> int:
    """Open a door, and raise as the `raise_at`-th line of the module is run on its thread. Returns how many were run by the
    time the door has been locked again, or it was waited for long; left_open: takes whether that was in vain.
    wish_first: it is to open before its thread looks at the relay for the first time, or after."""
    count, relay, may_run = 0, WithContact(), threading.Event()

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename != door_module.__file__ or frame.f_code.co_name in ("_run", "_tell"):
            return None
        # Not where a lock is given back: who has it then has it for ever, which nothing but an interpreter's fault does.
        if event == "line" and not linecache.getline(door_module.__file__, frame.f_lineno).strip().startswith("with "):
            count += 1
            if count == raise_at:
                raise MemoryError("no memory on line", frame.f_lineno)
        return trace

    def run(door: Door) -> None:
        may_run.wait()
        sys.settrace(trace)
        if guarded:
            _RUN(door)
        else:
            while not door._turn():
                pass

    bus = Bus()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Door, "_run", run)
        door = Door("front", relay, bus)
    if not wish_first:
        may_run.set()
        while not door._looked.done() and door._thread.is_alive():
            futures.wait([door._looked], 0.01)
    asked = door.unlock(0.01, deadline=FOREVER)
    may_run.set()
    end = time.monotonic() + 120  # with a thread that lives it is a matter of a loaded machine
    while not (asked.done() or 0 < raise_at <= count) and door._thread.is_alive() and time.monotonic() < end:
        threading.Event().wait(0.002)
    if door._thread.is_alive():  # and goes on after it has raised; some wishes are never answered then
        futures.wait([asked], 0.05)
    while (still := not relay.locked) and door._thread.is_alive() and time.monotonic() < end:
        threading.Event().wait(0.01)
    left_open.append(still)
    door.begin_to_close()
    return count


class WithContact(SimulatedRelay):
    def sense(self) -> Sensors:
        return Sensors(False, False)

    def alarm(self, on: bool) -> None:
        """There is none."""


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("wish_first", [True, False], ids=["wish-then-look", "look-then-wish"])
def test_whatever_raises_on_the_door_s_thread_it_ends_locked(wish_first: bool) -> None:
    """An exception on every line in turn that is run between the wish to open and the locked door."""
    left_open: list[bool] = []
    lines = _calls(0, left_open, True, wish_first)
    assert lines > 40
    for at in range(1, lines + 1):
        _calls(at, left_open, True, wish_first)
    assert [at for at, still in enumerate(left_open) if still] == []
    # The same without what catches it.
    for at in range(lines, 0, -1):
        _calls(at, left_open, False, wish_first)
        if left_open[-1]:
            break
    assert left_open[-1]


def test_a_bus_that_fails_keeps_no_door_open() -> None:
    class Broken(Bus):
        def publish(self, event: object) -> None:
            raise MemoryError

    relay = SimulatedRelay()
    door = Door("front", relay, Broken())
    for _ in range(3):
        door.unlock(0.01, deadline=FOREVER).result(60)
    door.lock().result(60)
    assert relay.locked
    door.close()
