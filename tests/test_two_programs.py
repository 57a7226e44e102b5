"""Several programs, doors and cameras: each door has one owner. Real processes before a real serial port."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from at_the_door import NOW
from board import Board
from test_ending import RELAY, home, long_clip, opened

from gatekeeper.app import App, open_app
from gatekeeper.capture.sources import parse_source
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.doctor import Finding, _camera, _door, _liveness
from gatekeeper.domain import Alarm, Reason
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.hardware import relay_files
from gatekeeper.door.ownership import Claims, camera_file, door_file, holder_of
from gatekeeper.errors import DoorError

__all__ = ["home", "long_clip"]  # fixtures
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")]


@pytest.fixture
def board() -> Board:
    board = Board()
    board.start()
    return board


def test_the_second_program_on_a_door_says_who_has_it_and_opens_nothing(home: Path, board: Board) -> None:
    with opened(home, board, "run") as first:
        command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), "run"]
        environment = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as second:
            assert second.stderr is not None
            line = next(line for line in second.stderr if "held" in line)
            second.terminate()
            rest = second.communicate(timeout=60)[1]
        told = re.search(
            r"held by process (\d+) \(`gatekeeper (?:--home \S+ )?run`, since \d\d:\d\d\): this program only watches",
            line,
        )
        assert told is not None
        assert int(told[1]) == first.pid
        assert "held" not in rest  # said once
        assert "A decision takes" not in rest  # it was not its to decide
        assert board.pins[RELAY] is True  # nobody cut the first one's opening short
        first.kill()
        first.communicate(timeout=60)
    assert holder_of(door_file(home, "front")) is None  # it dies with its process


def test_whoever_only_looks_keeps_nobody_from_taking_and_nobody_is_told_of_them(tmp_path: Path) -> None:
    """A service that starts while windows ask whether one runs."""
    file, over, found = tmp_path / "locks/service.lock", threading.Event(), set[int]()
    service, other = Claims("gatekeeper serve"), Claims("another")
    assert service.take(file) is None

    def look() -> None:
        while not over.is_set():
            holder = holder_of(file)
            found.add(holder.pid if holder is not None else -1)

    windows = [threading.Thread(target=look) for _ in range(3)]
    for window in windows:
        window.start()
    try:
        for _ in range(200):
            service.close()
            assert service.take(file) is None
            holder = other.take(file)
            assert holder is not None
            assert holder.program == "gatekeeper serve"
    finally:
        over.set()
        for window in windows:
            window.join()
        service.close()
    assert found <= {-1, os.getpid()}


def test_two_apps_on_one_home_have_one_owner_for_a_door(open_home: Callable[[], App], tmp_path: Path) -> None:
    app = open_home()
    other = Claims("gatekeeper run")
    file = door_file(app.home, app.settings.door.name)
    assert other.take(file) is None
    door = app.doors.open_door()
    assert f"process {os.getpid()} (`gatekeeper run`" in door.held
    other.close()
    free = app.doors.open_door()
    assert free.held == ""  # the control: without the lock it opens
    free.wait_ready()
    free.unlock(0.01, deadline=float("inf")).result(60)
    assert other.take(file) is not None


@pytest.mark.parametrize(
    "name", ["前" * 27, "前" * 28, "前" * 300, "yard/" * 60], ids=["short", "too long", "longer", "/"]
)
def test_a_door_of_any_name_has_one_owner(tmp_path: Path, name: str) -> None:
    """Also where it is too long for the name of a file."""
    settings = Settings(doors=(DoorSettings(name), DoorSettings(f"{name}2")))
    settings.check()
    other = Claims("gatekeeper run")
    assert other.take(door_file(tmp_path / "home", name)) is None
    app = open_app(tmp_path / "home", settings, prefer_keyring=False)
    try:
        held, free = map(app.doors.open_door, settings.doors)
        assert f"process {os.getpid()} (`gatekeeper run`" in held.held
        assert free.held == ""
        free.wait_ready()
        free.unlock(0.01, deadline=float("inf")).result(60)
    finally:
        app.close()
        other.close()


def test_a_door_s_lock_is_the_one_of_earlier_versions(tmp_path: Path) -> None:
    """Or each would have the door beside the other."""
    assert door_file(tmp_path, "Tor 1/2").name == "door-Tor%201%2F2.lock"
    assert door_file(tmp_path, "前" * 27).name == f"door-{'%E5%89%8D' * 27}.lock"


def test_doctor_tells_what_troubles_the_program_that_has_a_door_or_camera(open_home: Callable[[], App]) -> None:
    app = open_home()
    own = os.getpid()  # cameras are the whole machine's, where other runs of the tests claim theirs
    cameras = [CameraSettings("camera", f"realsense:of-no-one-{own}"), CameraSettings("yard", f"97{own}")]
    door = app.settings.door
    claims = Claims("gatekeeper")
    for source in (camera.source for camera in cameras):
        file = camera_file(parse_source(source))
        assert file is not None
        assert claims.take(file) is None
    assert claims.take(door_file(app.home, door.name)) is None
    held = f"held by process {os.getpid()} (`gatekeeper`"

    def findings() -> list[Finding]:
        found = [_door("door", app.home, door), *(_camera(one.name, app.home, one) for one in cameras)]
        assert all(held in one.found for one in found)
        return found

    try:
        assert [one.state for one in findings()] == ["ok", "ok", "missing"]
        assert "not plugged in" in findings()[2].found
        troubles = [
            Alarm(Reason.DOOR_FAILED, door.name, "The relay is dead.", NOW, NOW),
            Alarm(Reason.CAMERA_LOST, door.name, "The camera is dark.", NOW, NOW, "camera"),
        ]
        begun = [app.alarms.begin(trouble)[0] for trouble in troubles]
        found = findings()
        assert [one.state for one in found] == ["missing"] * 3
        assert "The relay is dead." in found[0].found
        assert "The camera is dark." in found[1].found
        assert all(one.remedy for one in found)
        for alarm in begun:
            app.alarms.end(alarm.id, now=NOW)
        assert [one.state for one in findings()] == ["ok", "ok", "missing"]
    finally:
        claims.close()


def test_doctor_tries_a_relay_though_nobody_can_say_who_has_it(
    tmp_path: Path, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program opens it then as well."""
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    door = DoorSettings("front", relay=f"serial:{board.port}")
    (file,) = relay_files(RelayAddress.parse(door.relay))
    assert file.is_relative_to(tmp_path)
    file.mkdir(parents=True)  # a folder where a file belongs
    found = _door("front", tmp_path / "home", door)
    assert "a relay answers" in found.found
    assert found.state == "note"
    board.unplug()


def test_a_relay_that_is_not_there_ends_nothing_for_another_door(home: Path, board: Board) -> None:
    text = (home / "config.toml").read_text()
    clip = re.search(r'source = "(.+)"', text)
    assert clip is not None
    port = f"/dev/nix-{os.getpid()}"  # a port is claimed of the whole machine: no other run of the tests has this one
    (home / "config.toml").write_text(
        text
        + f'[[camera]]\nname = "yard"\nsource = "{clip[1]}"\ndoor = "back"\n'
        + '[[door]]\nname = "back"\nliveness = "off"\nsecond_factor = "none"\n'
        + f'relay = "serial:{port}"\n'
    )
    with opened(home, board, "run") as program:
        assert program.stdout is not None
        told = set()
        for line in program.stdout:
            if "  back  " in line and port in line:
                told.add(line.split()[2])
            if told >= {"alarm", "refused"}:  # the relay, and the one who stood there
                break
        assert told == {"alarm", "refused"}
        program.terminate()
        _, warned = program.communicate(timeout=60)
    assert program.returncode == 0, warned
    assert "entrance (door front), yard (door back)" in warned
    assert f"back: There is no serial port {port}. Check cable and port." in warned


def test_doctor_looks_at_every_door_and_leaves_alone_what_a_program_has(tmp_path: Path, board: Board) -> None:
    settings = Settings(
        doors=(
            DoorSettings("front", relay=f"serial:{board.port}"),
            DoorSettings("back", relay="serial:/dev/nix"),
            DoorSettings("yard", liveness="off"),
        )
    )
    found = [_door(door.name, tmp_path, door) for door in (settings.doors[0], settings.doors[2])]
    # A serial relay stays open where the program dies, which is said; else there is nothing to say of either.
    assert [one.state for one in found] == ["note", "ok"]
    assert board.port in found[0].found
    with pytest.raises(DoorError, match="/dev/nix"):
        _door("back", tmp_path, settings.doors[1])
    assert not list(tmp_path.iterdir())  # nothing is made
    claims = Claims("gatekeeper run")
    claims.take(door_file(tmp_path, "back"))
    assert f"process {os.getpid()} (`gatekeeper run`" in _door("back", tmp_path, settings.doors[1]).found
    assert _liveness("liveness", settings, settings.doors[2]).state == "note"
    claims.close()
    board.unplug()
