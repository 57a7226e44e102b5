"""Whatever becomes of the program while its door is open, the door board locks: real processes before the simulated board.

A short form runs with every test run; `GATEKEEPER_KILLS=50 uv run pytest tests/test_killed_at_an_open_door.py` is the whole
proof, whose figures are in docs/security.md.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import photo
from simulated_board import CONTACT, OPEN, RELAY, Bench, SimulatedBoard, compiled, why_not

from gatekeeper.app import App
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not())]
ADA = "resident-001"
KILLS = int(os.environ.get("GATEKEEPER_KILLS", "1"))
UNLOCK = 1.5
# The board's own seconds that are left for what lies between the unlocking time and the relay: the bar of the specification.
LATE = 1.0
# A board that leaves its pins as they were told last, as StandardFirmata does.
NO_PULSE = ("if (relay_ms && --relay_ms == 0) {", "if (0) {")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench.build(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def comes_and_goes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody comes to the door again and again: three seconds there, one and a half away."""
    path = tmp_path_factory.mktemp("clip") / "clip.avi"
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 8, (640, 480))
    there = [np.ascontiguousarray(image[..., ::-1]) for image in clip(photo(ADA, "bare", 0, "visits"), 1, 24)]
    away = np.full_like(there[0], 90)
    away[::7] = 120  # no black picture
    for number in range(36 * 35):
        video.write(there[number % 36] if number % 36 < 24 else away + np.uint8(number % 9))
    video.release()
    return path


@pytest.fixture
def home(open_home: Callable[[], App], tmp_path: Path, comes_and_goes: Path) -> Path:
    app = open_home()
    session = app.enrolment()
    for number in range(2):
        assert session.offer(photo(ADA, "bare", number)).taken
    Desk(app, app.actor).register(session, ADA, now=datetime.now(UTC))
    app.close()
    (tmp_path / "home/config.toml").write_text(
        f'[[camera]]\nname = "entrance"\nsource = "{comes_and_goes}"\n'
        '[[door]]\nname = "front"\nliveness = "off"\nsecond_factor = "none"\ncooldown_seconds = 0.0\n'
        f'relay = "board:{tmp_path}/port?contact"\nunlock_seconds = {UNLOCK}\nheld_seconds = 1.0\n'
    )
    return tmp_path / "home"


@contextmanager
def guarding(home: Path, **streams: int) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), "run"]
    how = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | streams
    program = subprocess.Popen(command, env=environment, text=True, start_new_session=True, **how)  # type: ignore[call-overload]
    try:
        yield program
    finally:
        program.kill()
        program.communicate()


def wait_open(program: "subprocess.Popen[str]", board: SimulatedBoard) -> None:
    assert board.wait_for(RELAY, False)
    while not board.wait_for(RELAY, True, 5):
        assert program.poll() is None
    # A second opening of one pulse would lengthen it: there is none, since nobody comes again within it.


def test_a_program_that_is_killed_or_stands_still_at_an_open_door_leaves_it_to_the_board(
    home: Path, bench: Bench, tmp_path: Path
) -> None:
    board = SimulatedBoard(bench, link=tmp_path / "port")
    for _ in range(KILLS):
        with guarding(home) as program:
            wait_open(program, board)
            program.send_signal(signal.SIGSTOP)
            assert board.wait_for(RELAY, False)
            program.send_signal(signal.SIGCONT)
            wait_open(program, board)
            program.kill()
            assert board.wait_for(RELAY, False)
    pulses = board.pulses()
    board.pull()
    assert len(pulses) >= 2 * KILLS
    print(f"KILL and STOP: {len(pulses)} openings, the longest {max(pulses):.2f} s")
    assert max(pulses) <= UNLOCK + LATE


def test_a_program_that_is_told_to_end_locks_before(home: Path, bench: Bench, tmp_path: Path) -> None:
    """In short with HUP alone: `test_ending.py` tries each signal on a board that does not lock by itself."""
    board = SimulatedBoard(bench, link=tmp_path / "port")
    for number in [signal.SIGTERM, signal.SIGHUP] * KILLS if KILLS > 1 else [signal.SIGHUP]:
        with guarding(home) as program:
            wait_open(program, board)
            program.send_signal(number)
            assert board.wait_for(RELAY, False)
            assert program.wait(60) == 0
    pulses = board.pulses()
    board.pull()
    print(f"TERM and HUP: {len(pulses)} openings, the longest {max(pulses):.2f} s")
    assert max(pulses) <= UNLOCK + LATE


def test_a_board_without_a_pulse_of_its_own_stays_open_so_the_tests_above_can_fail(
    home: Path, bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "sabotaged").mkdir()
    board = SimulatedBoard(bench, compiled(tmp_path / "sabotaged", NO_PULSE), link=tmp_path / "port")
    with guarding(home) as program:
        wait_open(program, board)
        program.kill()
        assert not board.wait_for(RELAY, False, UNLOCK + LATE + 0.5)
    board.pull()


def test_a_cable_that_is_missing_pulled_and_put_back_is_told_of_and_the_door_works_again(
    home: Path, bench: Bench, tmp_path: Path
) -> None:
    """No board at the start ends nothing; visits meanwhile are on record as what they are."""
    with guarding(home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as program:
        assert program.stdout is not None

        def told(*words: str) -> None:
            for line in program.stdout or ():
                if all(word in line for word in words):
                    return
            raise AssertionError(f"never said: {words}")

        told("front: ", "There is no serial port")
        told("refused", "There is no serial port")  # somebody came
        board = SimulatedBoard(bench, link=tmp_path / "port")
        told("works again")
        told("opened")
        assert board.wait_for(RELAY, True)
        assert board.wait_for(RELAY, False)
        board.pull()
        told("front: ", "serial port")
        told("refused", "serial port")
        board = SimulatedBoard(bench, link=tmp_path / "port")
        told("works again")
        told("opened")
        assert board.wait_for(RELAY, True)
        board.set(CONTACT, OPEN)  # who came in leaves the door open
        told("alarm", "stands open")
    board.pull()
