"""The door board: its own firmware in a simulated ATmega328P, spoken to by the program's own relay."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from simulated_board import (
    ALARM,
    CLOSED,
    CONTACT,
    EXIT,
    OPEN,
    RED,
    RELAY,
    TAMPER,
    Bench,
    SimulatedBoard,
    compiled,
    why_not,
)

from gatekeeper.domain import Reason
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.board import BoardRelay, _line
from gatekeeper.door.door import Door
from gatekeeper.door.relay import KeptRelay
from gatekeeper.door.sensors import Sensors
from gatekeeper.door.serial_port import SerialPort
from gatekeeper.errors import DoorError
from gatekeeper.events import Bus, DoorAlarmed, DoorFailed, DoorMended

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not())]
FOREVER = float("inf")
# What makes the board's main loop hang when it is told to refuse; and the same with nothing to get it out again.
HANGS = ('} else if (!strcmp(word, "refuse")) {', '} else if (!strcmp(word, "refuse")) { cli(); for (;;) {}')
NO_WATCHDOG = ("wdt_enable(WDTO_250MS);", "")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench.build(tmp_path_factory.mktemp("bench"))


@pytest.fixture
def switched_on(bench: Bench) -> Iterator[Callable[..., SimulatedBoard]]:
    boards: list[SimulatedBoard] = []

    def switch_on(firmware: Path | None = None, link: Path | None = None) -> SimulatedBoard:
        boards.append(SimulatedBoard(bench, firmware, link))
        return boards[-1]

    yield switch_on
    for board in boards:
        board.pull()


def relay(board: SimulatedBoard, options: str = "") -> BoardRelay:
    return BoardRelay(RelayAddress.parse(f"board:{board.port}{options}"))


def settle(door: BoardRelay | Door, board: SimulatedBoard) -> None:
    """Two of the board's own seconds: shortly after the start, and after locking, opening forces nothing."""
    before = len(board.pulses(RED))
    door.refuse()
    assert board.wait_for_pulses(before + 1, RED)


def test_a_board_locks_by_itself_and_is_told_again_what_got_lost(
    switched_on: Callable[..., SimulatedBoard],
) -> None:
    board = switched_on()
    door = relay(board)
    door.unlock_for(0.6)
    assert board.wait_for_pulses(1)  # nobody told it to lock
    assert board.pulses() == [pytest.approx(0.6, abs=0.01)]
    settle(door, board)
    door.unlock_for(60)
    assert board.wait_for(RELAY, True)
    door.lock()
    assert board.wait_for(RELAY, False)
    door.unlock_for(60)
    door.close()
    assert board.wait_for(RELAY, False)


def test_a_line_that_is_damaged_does_nothing_and_one_that_comes_twice_is_obeyed_once(
    switched_on: Callable[..., SimulatedBoard],
) -> None:
    board = switched_on()
    port = SerialPort(board.port, 57600)
    port.write(_line("1 open 3000"))  # from before the board was reset: nobody has greeted it since
    port.close()
    relay(board).close()
    assert board.pulses() == []
    port = SerialPort(board.port, 57600)

    def said(line: bytes) -> bytes:
        """The answer to a line, which is sent until there is one."""
        heard = b""
        for _ in range(20):
            port.write(line)
            for _ in range(10):
                heard += port.read(40)
                if heard.endswith(b"\n"):
                    return heard.splitlines(keepends=True)[-1]
        return heard

    port.write(_line("7 open 3000")[:-2] + b"\n")
    port.write(b"7 open 3000*zz\n")
    port.write(b"x" * 300 + _line("7 open 3000"))  # longer than it remembers
    assert said(_line("6 state")) == _line("ok 6 0 0 0 0 0")
    assert said(_line("7 open 60001")) == _line("no 7 0 0 0 0 0")
    assert said(_line("7 open -1")) == _line("no 7 0 0 0 0 0")
    assert said(_line("7 open 3x")) == _line("no 7 0 0 0 0 0")
    assert said(_line("7 dance")) == _line("no 7 0 0 0 0 0")
    assert board.pulses() == []
    assert said(_line("8 open 400")) == _line("ok 8 400 0 0 0 0")
    assert board.wait_for_pulses(1)
    assert said(_line("8 open 400")) == _line("ok 8 0 0 0 0 0")  # its answer got lost: it is given again
    assert said(_line("9 state")) == _line("ok 9 0 0 0 0 0")
    assert len(board.pulses()) == 1
    port.close()


@pytest.mark.parametrize(("sabotage", "falls"), [((HANGS,), True), ((HANGS, NO_WATCHDOG), False)])
def test_a_board_that_hangs_while_it_is_open_is_reset_and_locks(
    switched_on: Callable[..., SimulatedBoard], tmp_path: Path, sabotage: tuple[tuple[str, str], ...], falls: bool
) -> None:
    board = switched_on(compiled(tmp_path, *sabotage))
    door = relay(board)
    door.unlock_for(60 if falls else 2)
    assert board.wait_for(RELAY, True)
    with pytest.raises(DoorError, match="does not answer"):
        door.refuse()
    # The control, without a watchdog, is still open when its pulse has long been over.
    assert board.wait_for(RELAY, False, 60 if falls else 3) is falls
    assert not falls or board.pulses()[0] < 1


def test_what_the_contacts_tell(switched_on: Callable[..., SimulatedBoard]) -> None:
    board = switched_on()
    door = relay(board, "?contact&tamper&alarm")

    def senses(contact: bool, tampered: bool, forced: int) -> None:
        for _ in range(200):
            if door.sense() == Sensors(contact, tampered, forced):
                return
        assert door.sense() == Sensors(contact, tampered, forced)

    senses(False, False, 0)
    settle(door, board)
    board.set(CONTACT, OPEN)
    senses(True, False, 1)
    board.set(CONTACT, CLOSED)
    board.set(TAMPER, OPEN)
    senses(False, True, 1)
    board.set(TAMPER, CLOSED)
    door.unlock_for(60)
    board.set(CONTACT, OPEN)  # somebody who was let in
    senses(True, False, 1)
    board.set(CONTACT, CLOSED)
    senses(False, False, 1)
    door.lock()
    board.set(EXIT, CLOSED)  # somebody who leaves
    board.set(EXIT, OPEN)
    board.set(CONTACT, OPEN)
    senses(True, False, 1)
    door.alarm(True)
    assert board.wait_for(ALARM, True)
    door.close()
    assert board.wait_for(ALARM, False)
    unwired = relay(board)
    assert unwired.sense() == Sensors()
    unwired.close()


def test_a_door_that_is_forced_open_sounds_the_alarm_and_a_cable_that_was_pulled_is_missed(
    switched_on: Callable[..., SimulatedBoard], tmp_path: Path
) -> None:
    board = switched_on(link=tmp_path / "port")
    bus, told = Bus(), queue.SimpleQueue[object]()
    for kind in (DoorAlarmed, DoorFailed, DoorMended):
        bus.subscribe(kind, told.put)
    address = RelayAddress.parse(f"board:{tmp_path / 'port'}?contact&alarm")
    door = Door("front", KeptRelay(lambda: BoardRelay(address)), bus, held_seconds=30)
    door.wait_ready(20)
    settle(door, board)
    board.set(CONTACT, OPEN)
    assert board.wait_for(ALARM, True)
    assert door.alarms == (Reason.FORCED_OPEN,)
    assert told.get(timeout=60) == DoorAlarmed("front", Reason.FORCED_OPEN, True)
    board.pull()
    while not isinstance(told.get(timeout=60), DoorFailed):  # it is missed with nobody at the door
        pass
    with pytest.raises(DoorError, match="serial port"):
        door.unlock(0.5, deadline=FOREVER).result(60)
    again = switched_on(link=tmp_path / "port")
    assert again.wait_for(ALARM, True)  # it is not over
    door.unlock(60, deadline=FOREVER).result(60)
    assert again.wait_for(RELAY, True)
    door.close()
    assert again.wait_for(RELAY, False)
    while told.get(timeout=60) != DoorMended("front"):
        pass
