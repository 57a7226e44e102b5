"""Whatever ends the program in the ordinary way locks the doors first: real processes before a real serial port."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import cv2
import pytest
from board import Board
from conftest import NO_WINDOW, photo
from tools import missing, need

from gatekeeper.app import App
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.recurring import Recurring
from gatekeeper.door.firmata_relay import Wiring
from gatekeeper.service import guard
from gatekeeper.service.guard import Guard

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these signals nor pseudo-terminals"),
]
ADA = "resident-001"
RELAY = Wiring().green


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody stands at the door for a minute, so that a busy machine sees them too."""
    path = tmp_path_factory.mktemp("clip") / "clip.avi"
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15, (640, 480))
    frames = [image[..., ::-1] for image in clip(photo(ADA, "bare", 0, "visits"), 1, 60)]
    for number in range(900):
        video.write(frames[number % len(frames)])
    video.release()
    return path


@pytest.fixture
def board() -> Iterator[Board]:
    board = Board()
    board.start()
    yield board
    board.unplug()


@pytest.fixture
def home(open_home: Callable[[], App], tmp_path: Path, board: Board, long_clip: Path) -> Path:
    """Somebody is registered, and the one door stays open for a minute."""
    app = open_home()
    session = app.enrolment()
    for number in range(2):
        assert session.offer(photo(ADA, "bare", number)).taken
    Desk(app, app.actor).register(session, ADA, now=datetime.now(UTC))
    app.close()
    (tmp_path / "home/config.toml").write_text(
        f'[[camera]]\nname = "entrance"\nsource = "{long_clip}"\n'
        '[[door]]\nname = "front"\nliveness = "off"\nsecond_factor = "none"\n'
        f'relay = "serial:{board.port}"\nunlock_seconds = 60.0\n'
    )
    return tmp_path / "home"


@contextmanager
def opened(home: Path, board: Board, *words: str, **how: Any) -> Iterator[subprocess.Popen[str]]:
    """A program that has just opened its door."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
    environment |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"} | how.pop("env", {})
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | how
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), *words]
    program = subprocess.Popen(command, env=environment, **how)
    try:
        while not board.wait_for(RELAY, True, 5):
            assert program.poll() is None, program.communicate()
        yield program
    finally:
        program.kill()
        program.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_service_that_is_stopped_locks_its_door_and_ends_well(
    home: Path, board: Board, number: signal.Signals
) -> None:
    with opened(home, board, "run") as program:
        program.send_signal(number)
        told, warned = program.communicate(timeout=60)
    assert program.returncode == 0, warned
    assert board.wait_for(RELAY, False)
    assert "front  opened" in told
    assert "Stopped." in warned
    assert "Traceback" not in warned


def test_a_service_that_is_asked_again_and_again_to_end_ends_as_well(home: Path, board: Board) -> None:
    """As by a service manager and an impatient user; the last ones come when nothing of the program listens any more."""
    with opened(home, board, "run") as program:
        while program.poll() is None:
            program.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                program.wait(0.002)
    assert program.returncode == 0
    assert board.wait_for(RELAY, False)


def test_a_program_that_is_killed_can_lock_nothing_which_only_hardware_could(home: Path, board: Board) -> None:
    with opened(home, board, "run") as program:
        program.kill()
        program.communicate(timeout=60)
        assert board.pins[RELAY] is True  # so the tests here see it where nobody locks


def test_a_program_that_is_paused_locks_its_door_and_goes_on_afterwards(home: Path, board: Board) -> None:
    with opened(home, board, "run", start_new_session=True) as program:
        program.send_signal(signal.SIGTSTP)
        assert os.WIFSTOPPED(os.waitpid(program.pid, os.WUNTRACED)[1])
        assert board.wait_for(RELAY, False)
        program.send_signal(signal.SIGCONT)
        program.send_signal(signal.SIGQUIT)
        _, warned = program.communicate(timeout=60)
    assert program.returncode == 0, warned


def test_closing_the_terminal_locks_the_door(home: Path, board: Board) -> None:
    master, slave = pty.openpty()

    def take_terminal() -> None:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    terminal = {"stdin": slave, "stdout": slave, "stderr": slave, "preexec_fn": take_terminal}
    with opened(home, board, "run", **terminal) as program:
        os.close(slave)
        os.close(master)  # what its window does when it is closed
        assert program.wait(60) == 0
    assert board.wait_for(RELAY, False)


def test_nohup_keeps_the_door_watched_when_the_terminal_goes(home: Path, board: Board) -> None:
    ignored = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)}
    with opened(home, board, "run", **ignored) as program:
        program.send_signal(signal.SIGHUP)
        program.send_signal(signal.SIGTERM)
        _, warned = program.communicate(timeout=60)
    assert program.returncode == 0, warned
    assert board.wait_for(RELAY, False)


@pytest.mark.skipif(bool(NO_WINDOW), reason=NO_WINDOW)
def test_a_window_that_is_asked_to_end_locks_its_door(home: Path, board: Board) -> None:
    with opened(home, board, env={"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}) as program:
        program.send_signal(signal.SIGTERM)
        _, warned = program.communicate(timeout=60)
    assert program.returncode == 0, warned
    assert board.wait_for(RELAY, False)
    assert "Traceback" not in warned


@pytest.mark.skipif(bool(NO_WINDOW), reason=NO_WINDOW)
def test_a_window_whose_screen_goes_away_locks_its_door(home: Path, board: Board) -> None:
    need(missing(xvfb=shutil.which("Xvfb") is not None))
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp"], pass_fds=[writing])
    os.close(writing)
    with os.fdopen(reading) as told:
        screen = {"DISPLAY": f":{told.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    with opened(home, board, env=screen) as program:
        server.kill()
        server.wait()
        program.wait(60)
    assert board.wait_for(RELAY, False)


def test_all_that_runs_beside_the_doors_is_asked_to_end_before_any_of_it_is_waited_for(
    open_home: Callable[[], App], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another program keeps the database busy, each waits for it: one after the other they outlast a service manager."""
    keepers: list[Recurring] = []

    class Busy(Recurring):
        def __init__(self, app: App) -> None:
            super().__init__("busy", app)
            self.busy = threading.Event()
            keepers.append(self)

        def _look(self, waited: float) -> float:
            self.busy.set()
            for keeper in keepers:
                keeper._closing.wait(60)
            return 60.0

    monkeypatch.setattr(guard, "KEEPERS", (Busy, Busy, Busy))
    program = Guard(open_home())
    program.keep()
    assert all(keeper.busy.wait(60) for keeper in keepers if isinstance(keeper, Busy))
    begun = monotonic()
    program.close()
    assert not any(keeper.is_alive() for keeper in keepers)
    assert monotonic() - begun < 9  # one alone is waited for ten seconds
