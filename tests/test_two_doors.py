"""One program, two cameras, two doors, two relays: whoever comes before one opens that one and no other."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest
from board import Board
from conftest import photo

from gatekeeper.app import App
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk
from gatekeeper.door.firmata_relay import Wiring

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")]
RELAY = Wiring().green
WHO = {"front": "resident-001", "yard": "resident-002"}


@pytest.fixture
def boards() -> Iterator[dict[str, Board]]:
    boards = {door: Board() for door in WHO}
    for board in boards.values():
        board.start()
    yield boards
    for board in boards.values():
        board.unplug()


@pytest.fixture
def home(open_home: Callable[[], App], tmp_path: Path, boards: dict[str, Board]) -> Path:
    """Each stands before a door of their own."""
    app = open_home()
    words = ""
    for door, name in WHO.items():
        session = app.enrolment()
        for number in range(2):
            assert session.offer(photo(name, "bare", number)).taken
        Desk(app, app.actor).register(session, name, now=datetime.now(UTC))
        video = cv2.VideoWriter(str(tmp_path / f"{door}.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 15, (640, 480))
        frames = [image[..., ::-1] for image in clip(photo(name, "bare", 0, "visits"), 1, 60)]
        for number in range(900):
            video.write(frames[number % len(frames)])
        video.release()
        words += (
            f'[[camera]]\nname = "at the {door}"\nsource = "{tmp_path / door}.avi"\ndoor = "{door}"\n'
            f'[[door]]\nname = "{door}"\nliveness = "off"\nsecond_factor = "none"\n'
            f'relay = "serial:{boards[door].port}"\nunlock_seconds = 60.0\n'
        )
    app.close()
    (tmp_path / "home/config.toml").write_text(words)
    return tmp_path / "home"


def test_each_camera_opens_its_own_door_and_all_are_locked_at_the_end(home: Path, boards: dict[str, Board]) -> None:
    environment = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), "run", "--json"]
    program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for board in boards.values():
            while not board.wait_for(RELAY, True, 5):
                assert program.poll() is None, program.communicate()
        program.send_signal(signal.SIGTERM)
        out, said = program.communicate(timeout=60)
    finally:
        program.kill()
        program.communicate()
    assert program.returncode == 0, said
    opened = [event for event in map(json.loads, out.splitlines()) if event["outcome"] == "opened"]
    assert {(one["door"], one["camera"], one["person"]) for one in opened} == {
        (door, f"at the {door}", name) for door, name in WHO.items()
    }
    for board in boards.values():
        assert board.wait_for(RELAY, False)
