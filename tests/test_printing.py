"""Nothing that is printed, shown or logged ends or delays what happens at the door."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from conftest import photo
from rich.table import Table

from gatekeeper.app import App
from gatekeeper.capture.cameras import CameraReader
from gatekeeper.capture.sources import parse_source
from gatekeeper.cli.session import print_table
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Outcome
from gatekeeper.door.door import Door
from gatekeeper.door.loop import RecognitionLoop
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.door.visit import Seen
from gatekeeper.events import AccessDecided, Bus, DoorUnlocked

ADA = "resident-001"
NAME = "Zoë 林"  # no terminal of ASCII has it


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Somebody comes to the door."""
    folder = tmp_path / "clip"
    folder.mkdir()
    for index, image in enumerate(clip(photo(ADA, "bare", 0, "visits"), 1, 12)):
        cv2.imwrite(str(folder / f"{index}.png"), image[..., ::-1])
    return folder


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    """Somebody is registered, under a name that not every terminal can show."""
    app = open_home()
    session = app.enrolment()
    for number in range(2):
        assert session.offer(photo(ADA, "bare", number)).taken
    Desk(app, app.actor).register(session, NAME, now=datetime.now(UTC))
    (app.home / "config.toml").write_text('[door]\nliveness = "off"\nsecond_factor = "none"\n')
    return app


def run(home: Path, pictures: Path, **how: Any) -> subprocess.CompletedProcess[str]:
    how["env"] = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"} | how.pop("env", {})
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), "run", "--camera", str(pictures)]
    how = {"stderr": subprocess.PIPE, "text": True, "timeout": 120} | how
    return subprocess.run([*command, "--every-frame"], check=False, **how)


def opened(app: App) -> list[str | None]:
    return [event.person_name for event in app.log.query(outcome=Outcome.OPENED)]


def test_a_user_is_told_why_pictures_without_a_face_led_to_no_decision(app: App, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for number in range(3):
        cv2.imwrite(str(empty / f"{number}.png"), np.full((240, 320, 3), 90, np.uint8))
    done = run(app.home, empty, stdout=subprocess.DEVNULL)
    assert "0 decisions" in done.stderr
    assert "No face was seen." in done.stderr


def test_a_user_is_told_that_copies_of_a_picture_lead_to_no_decision(app: App, tmp_path: Path) -> None:
    """They look like a camera that stands still."""
    copies = tmp_path / "copies"
    copies.mkdir()
    for number in range(8):
        cv2.imwrite(str(copies / f"{number}.png"), photo(ADA, "bare", 0, "visits")[..., ::-1])
    done = run(app.home, copies, stdout=subprocess.DEVNULL)
    assert "0 decisions" in done.stderr
    assert "Copies of one picture count once." in done.stderr
    assert "left out" not in done.stderr  # each was examined
    few = tmp_path / "few"
    few.mkdir()
    (copies / "0.png").rename(few / "0.png")
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(app.home), "run", "--camera", str(few)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert "0 decisions" in done.stderr
    assert "are left out: --every-frame examines each" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "cp950"])
def test_json_is_whole_in_whatever_encoding_the_terminal_has(app: App, encoding: str) -> None:
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(app.home), "people", "list", "--json"]
    plain = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    listed = subprocess.run(command, capture_output=True, env=os.environ | plain, check=True, timeout=60)
    assert [person["name"] for person in json.loads(listed.stdout.decode(encoding))] == [NAME]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_behind_the_output_opens_the_door_all_the_same(app: App, pictures: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = run(app.home, pictures, stdout=full)
    assert done.returncode == 0, done.stderr
    assert opened(app) == [NAME]
    assert "12 pictures seen" in done.stderr
    assert "could not be printed" in done.stderr
    assert "Traceback" not in done.stderr


def test_nobody_reads_the_output_any_more_and_the_door_opens(app: App, pictures: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)  # as `| head -1` does
    done = run(app.home, pictures, stdout=writing)
    os.close(writing)
    assert done.returncode == 0, done.stderr
    assert opened(app) == [NAME]
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell's way to close a stream")
@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_streams_that_were_closed_before_the_start_keep_no_door_shut(app: App, pictures: Path, closed: str) -> None:
    words = [sys.executable, "-m", "gatekeeper.cli", "--home", str(app.home), "run", "--every-frame"]
    command = ["sh", "-c", f'"$@" {closed}', "sh", *words, "--camera", str(pictures)]
    done = subprocess.run(command, check=False, timeout=120, stdout=subprocess.DEVNULL)
    assert done.returncode == 0
    assert opened(app) == [NAME]


@pytest.mark.skipif(sys.platform != "linux", reason="a pipe of one page is Linux's")
def test_an_output_that_is_held_up_delays_nobody(app: App, pictures: Path) -> None:
    import fcntl

    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.write(writing, b"x" * 4096)  # whoever reads it has stopped to, as a terminal does after Ctrl-S
    done = run(app.home, pictures, stdout=writing)
    os.close(reading)
    os.close(writing)
    assert done.returncode == 0, done.stderr
    assert opened(app) == [NAME]


def test_a_name_that_the_terminal_lacks_is_printed_as_codes(app: App, pictures: Path) -> None:
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run(app.home, pictures, stdout=subprocess.PIPE, env=plain)
    assert done.returncode == 0, done.stderr
    assert r"Zo\xeb \u6797" in done.stdout
    assert opened(app) == [NAME]
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(app.home), "people", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, env=os.environ | plain, check=True, timeout=60)
    assert r"Zo\xeb \u6797" in listed.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", [["people", "list"], ["people", "list", "--json"]])
def test_a_list_that_can_not_be_written_is_an_error_in_words(app: App, words: list[str]) -> None:
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(app.home), *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("The output could not be written: No space left on device.")


class Raising(logging.Handler):
    """A log whose disk is full, and which says so itself."""

    def emit(self, record: logging.LogRecord) -> None:
        raise OSError(28, "No space left on device")


@pytest.fixture
def broken_log() -> Any:
    handler = Raising()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)


@pytest.mark.usefixtures("broken_log")
def test_listeners_and_a_log_that_fail_keep_no_door_open_and_leave_no_answer_out() -> None:
    bus, relay = Bus(), SimulatedRelay()

    def fails(event: object) -> None:
        raise RuntimeError("a screen")

    bus.subscribe(DoorUnlocked, fails)
    door = Door("front", relay, bus)
    for _ in range(2):
        door.unlock(0.05, deadline=float("inf")).result(60)
    door.lock().result(60)
    assert relay.locked
    door.close()


def test_a_listener_that_never_comes_back_keeps_no_door_open() -> None:
    bus, never, locked = Bus(), threading.Event(), threading.Event()

    class Relay(SimulatedRelay):
        def lock(self) -> None:
            super().lock()
            locked.set()

    def hangs(event: object) -> None:
        never.wait(60)

    bus.subscribe(DoorUnlocked, hangs)
    door = Door("front", Relay(), bus)
    door.unlock(0.05, deadline=float("inf"))
    assert locked.wait(60)
    assert not never.is_set()
    never.set()
    door.close()


@pytest.mark.usefixtures("broken_log")
def test_a_screen_and_a_listener_that_fail_end_no_recognition(app: App, pictures: Path) -> None:
    def fails(seen: object) -> None:
        raise RuntimeError("a screen")

    app.bus.subscribe(AccessDecided, fails)
    station = app.doors.station(app.doors.open_door())
    camera = CameraReader(parse_source(str(pictures)), "camera", app.bus, real_time=False)
    shown: list[Seen] = []

    def shows(seen: Seen) -> None:
        shown.append(seen)
        fails(seen)

    loop = RecognitionLoop([(station, camera)], shows)
    loop.start()
    camera.start()
    loop.join(60)
    camera.close()
    assert len(shown) == 12
    assert loop.failure is None
    assert opened(app) == [NAME]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_token_that_could_not_be_printed_is_none(tmp_path: Path) -> None:
    """It is shown only once: another of that name would be refused, and this one nobody has."""
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(tmp_path / "home"), "service", "token"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*command, "add", "lobby"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert done.returncode == 1
    assert "The output could not be written: No space left on device." in done.stderr
    listed = subprocess.run([*command, "list", "--json"], stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    assert json.loads(listed.stdout) == []


def test_a_path_that_is_too_long_is_an_error_in_words(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(tmp_path / "home"), "backup", f"/tmp/{'a' * 300}"]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("/tmp/aaa")
    assert "aaa cannot be written: File name too long\nCheck the folder" in done.stderr


def test_a_table_of_everybody_is_printed_at_once_and_as_a_short_one_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    rows = [
        [str(number), name, "active"] for number in range(2500) for name in ("Ada", "王小明", "[red]Bo", "Z\to\u0308")
    ]
    with monkeypatch.context() as patched:
        patched.setattr(Table, "add_row", lambda *row: pytest.fail("Rich takes half a millisecond for each"))
        print_table("People", ["number", "name", "state"], rows)
    *head, last = capsys.readouterr().out.splitlines()
    head, many = head[:4], head[4:]
    assert len(many) == len(rows)
    print_table("People", ["number", "name", "state"], rows[-60:])
    assert capsys.readouterr().out.splitlines() == [*head, *many[-60:], last]


@pytest.mark.parametrize("name", ["\u738b\u200d", "Bo\u2028of the north"])
def test_a_name_that_joins_or_breaks_lines_is_printed_in_a_long_table_as_in_a_short_one(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    printed = []
    for count in (50, 150):
        print_table("People", ["name", "state"], [[name, "active"]] * count)
        printed.append(capsys.readouterr().out.split("\n"))
    few, many = printed
    head, rows, last = few[:4], few[4:-2], few[-2:]
    assert many == [*head, *rows * 3, *last]
