"""`gatekeeper serve` as a process before a real serial port, with windows that look on, act, and outlive it."""

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from board import Board
from conftest import DEMO
from mjpeg import Scene, scene
from test_ending import ADA, RELAY, board, home, long_clip
from websockets.sync.client import connect

from gatekeeper.app import App, open_app
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Reason, Role
from gatekeeper.door.live import Recognition
from gatekeeper.errors import AuthError, ConfigError
from gatekeeper.events import AccessDecided, DoorMended
from gatekeeper.messages import Message
from gatekeeper.models.activation import LoadedModel
from gatekeeper.service.found import address, find
from gatekeeper.service.remote import RemoteDoors
from gatekeeper.service.serving import serve
from gatekeeper.timezones import utc_now
from gatekeeper.vision.pipeline import FacePipeline

__all__ = ["board", "home", "long_clip"]  # fixtures
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")]
PASSWORD = "a long secret 1"
PATIENCE = 60.0


class Window:
    """What a window has of the service: its doors, and what it hears."""

    def __init__(self, home: Path, name: str) -> None:
        self.app: App = open_app(home, prefer_keyring=False)
        self.heard: queue.Queue[AccessDecided] = queue.Queue()
        self.app.bus.subscribe(AccessDecided, self.heard.put)
        self.back: queue.Queue[DoorMended] = queue.Queue()  # each time that the service answers
        self.app.bus.subscribe(DoorMended, self.back.put)
        self.app.actor = self.app.accounts.sign_in(name, PASSWORD, now=utc_now())
        self.doors = RemoteDoors(self.app)
        self.app.live = self.doors
        self.doors.start(PATIENCE)

    def hears(self, reason: Reason) -> AccessDecided:
        while (told := self.heard.get(timeout=PATIENCE)).event.reason is not reason:
            pass
        return told


def _forget(windows: list[Window]) -> None:
    """What they were told until now: that the service answered."""
    for window in windows:
        while not window.back.empty():
            window.back.get()


def until(what: Callable[[], bool]) -> bool:
    """Whether it comes true in good time."""
    end, waiting = time.monotonic() + PATIENCE, threading.Event()
    while not what() and time.monotonic() < end:
        waiting.wait(0.02)
    return what()


@contextmanager
def service(home: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"} | variables
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), "serve"]
    program = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert until(lambda: find(home) is not None or program.poll() is not None)
        assert program.poll() is None, program.communicate()
        yield program
    finally:
        program.kill()
        program.communicate()


def test_three_windows_look_on_act_and_outlive_the_service(
    home: Path, board: Board, long_clip: Path, tmp_path: Path
) -> None:
    with scene() as before_it:  # so that nobody comes before the windows look on
        config = (home / "config.toml").read_text()
        (home / "config.toml").write_text(config.replace(str(long_clip), before_it.address))
        _three_windows(home, board, before_it, tmp_path)


def _three_windows(home: Path, board: Board, before_it: Scene, tmp_path: Path) -> None:
    app = open_app(home, prefer_keyring=False)
    for name in ("Root", "Olga", "Otto"):
        app.accounts.add(name, PASSWORD, Role.ADMINISTRATOR, by=app.actor, now=utc_now())
    app.accounts.set_role("Otto", Role.VIEWER, by=app.actor, now=utc_now())
    app.close()
    windows: list[Window] = []
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(str(tmp_path / "notify"))
    told.settimeout(PATIENCE)
    try:
        with service(home, NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="300000") as program:
            windows += [Window(home, name) for name in ("Root", "Olga", "Otto")]
            first, second, *_ = windows
            at = address(home)
            assert at is not None
            # On a slow link: what it is sent it never takes. The door goes on all the same.
            slow = connect(
                at.url.replace("http", "ws") + "/v1/cameras/entrance/live",
                additional_headers={"Authorization": f"Bearer {at.screen}"},
                max_queue=1,
            )
            before = len(board.writes)
            before_it.show(ADA)
            for window in windows:
                assert window.hears(Reason.GRANTED).event.person_name == ADA
                (watch,) = window.doors.watches
                assert until(lambda watch=watch: watch.seen is not None and bool(watch.seen.decisions))  # type: ignore[misc]
                assert watch.camera.frames.newest is not None
                assert watch.camera.frames.newest.image.shape == (480, 640, 3)
            assert board.was_told(RELAY, True, before, PATIENCE)
            before_it.show()
            heard: list[bytes] = []
            while b"WATCHDOG=1" not in heard:
                heard.append(told.recv(1000))
            assert heard[0].startswith(b"READY=1")
            # What one does, the others see; who may not is refused there, whatever their window thinks.
            before = len(board.writes)
            Desk(first.app, first.app.actor).lock_by_hand(first.doors.watches[0].door, now=utc_now())
            assert board.was_told(RELAY, False, before, PATIENCE)
            assert until(lambda: not second.doors.watches[0].door.is_open)
            before = len(board.writes)
            opened = Desk(second.app, second.app.actor).open_by_hand(
                second.doors.watches[0].door, "parcel", now=utc_now()
            )
            assert first.hears(Reason.BY_HAND).event.id == opened.id
            assert until(lambda: first.doors.watches[0].door.is_open)
            assert board.was_told(RELAY, True, before, PATIENCE)
            assert [act.act for act in first.app.accounts.acts(who="Root", limit=1)] == ["door locked by hand"]
            with pytest.raises(ConfigError, match=f"already: process {program.pid} "):
                serve(first.app, threading.Event(), print)  # a second one on this home
            program.kill()
            program.wait()
            slow.close_socket()
            for window in windows:
                assert until(lambda window=window: window.doors.recognition is Recognition.AWAY)  # type: ignore[misc]
                (watch,) = window.doors.watches
                assert (watch.door.is_open, watch.door.trouble) == (False, "The service does not answer.")
            before = len(board.writes)
            _forget(windows)
        with service(home) as program:
            assert board.was_told(RELAY, False, before, PATIENCE)  # the first thing that it does
            before = len(board.writes)
            for window in windows:
                assert window.back.get(timeout=PATIENCE)
                assert until(lambda window=window: window.doors.recognition is Recognition.RUNNING)  # type: ignore[misc]
            before_it.show(ADA)
            for window in windows:
                assert window.hears(Reason.GRANTED).event.person_name == ADA
            assert board.was_told(RELAY, True, before, PATIENCE)
            before_it.show()
            _forget(windows)
            with pytest.raises(AuthError, match="may not change settings"):
                windows[2].doors.restart(windows[2].app.actor)
            first.doors.restart(first.app.actor)  # on the same process, and for everybody
            assert program.poll() is None
            assert second.back.get(timeout=PATIENCE)
            before_it.show(ADA)
            assert second.hears(Reason.GRANTED).event.person_name == ADA
            program.terminate()
            warned = program.communicate(timeout=PATIENCE)[1]
            assert program.returncode == 0, warned
            assert "Traceback" not in warned
            assert board.wait_for(RELAY, False, PATIENCE)
            assert address(home) is None
    finally:
        told.close()
        for window in windows:
            window.app.close()


def test_the_end_of_a_cameras_folder_is_reported(tmp_path: Path, reader: FacePipeline) -> None:
    folder = DEMO / "people" / ADA / "bare"
    settings = Settings(
        (CameraSettings("entrance", str(folder)),), (DoorSettings("front", liveness="off", second_factor="none"),)
    )
    app = open_app(tmp_path / "home", settings, prefer_keyring=False)
    app.models.loaded = LoadedModel(app.models.active, reader)
    asked, said = threading.Event(), queue.Queue[Message]()
    service = threading.Thread(target=serve, args=(app, asked, said.put))
    service.start()
    try:
        told = [said.get(timeout=PATIENCE)]
        while told[-1] != "Nobody is recognised any more until the service starts again.":
            told.append(said.get(timeout=PATIENCE))
        assert told[-2] == "Camera entrance: there are no more pictures."
        assert "Nobody is registered yet, so everybody is unknown. See `gatekeeper enrol --help`." in told
    finally:
        asked.set()
        service.join()
        app.close()
    assert said.empty()


def test_a_restart_from_a_window_is_no_end_for_systemd(
    tmp_path: Path, reader: FacePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would wait for the end of the process, which goes on, and kill it."""
    folder = DEMO / "people" / ADA / "bare"
    settings = Settings(
        (CameraSettings("entrance", str(folder)),), (DoorSettings("front", liveness="off", second_factor="none"),)
    )
    asked, said = threading.Event(), queue.Queue[Message]()
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.settimeout(PATIENCE)

        def again() -> bool:
            app = open_app(tmp_path / "home", settings, prefer_keyring=False)
            try:
                app.models.loaded = LoadedModel(app.models.active, reader)
                if app.accounts.first_start:
                    app.accounts.add("Root", PASSWORD, Role.ADMINISTRATOR, by=app.actor, now=utc_now())
                return serve(app, asked, said.put)
            finally:
                app.close()

        def heard(last: bytes) -> list[bytes]:
            lines = [b""]
            while lines[-1] != last:
                lines += told.recv(1000).split(b"\n")
            return lines

        with ThreadPoolExecutor(1) as process, ExitStack() as end:
            end.callback(asked.set)
            first = process.submit(again)
            heard(b"STATUS=The doors are watched.")
            window = Window(tmp_path / "home", "Root")
            end.callback(window.app.close)
            window.doors.act(window.app.actor, "/v1/restart", None)
            assert first.result(PATIENCE)
            second = process.submit(again)
            lines = heard(b"STATUS=The doors are watched.")
            assert b"STOPPING=1" not in lines
            # Until it is ready again it has as long as for a start; then the watchdog watches as before.
            watched = [line for line in lines if line.startswith((b"READY", b"WATCHDOG_USEC"))]
            assert watched == [b"WATCHDOG_USEC=300000000", b"READY=1", b"WATCHDOG_USEC=30000000"]
            asked.set()
            assert not second.result(PATIENCE)
            heard(b"STOPPING=1")
