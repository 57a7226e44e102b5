"""A real window on a real (virtual) screen, driven from outside by keyboard, as a person would."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NO_WINDOW
from tools import missing, need

pytestmark = pytest.mark.skipif(bool(NO_WINDOW), reason=NO_WINDOW)


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """The environment of a virtual screen of its own."""
    need(missing(xvfb=shutil.which("Xvfb") is not None, xdotool=shutil.which("xdotool") is not None))
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"], pass_fds=[writing]
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    environment = {key: value for key, value in os.environ.items() if key not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    yield environment | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    server.terminate()
    server.wait(10)


@pytest.mark.slow
def test_the_demo_opens_a_window_that_obeys_the_keyboard_and_ends_in_order(
    screen: dict[str, str], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), "demo"]
    program = subprocess.Popen(command, env=screen, stderr=subprocess.PIPE, text=True)

    def tool(*words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=screen, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.strip()

    try:
        window = tool("search", "--sync", "--onlyvisible", "--name", "^gatekeeper$").splitlines()[-1]
        geometry = tool("getwindowgeometry", window)
        width, height = (int(side) for side in re.findall(r"Geometry: (\d+)x(\d+)", geometry)[0])
        assert width >= 960
        assert height >= 620
        tool("windowfocus", "--sync", window, "key", "--clearmodifiers", "ctrl+2")
        tool("key", "--clearmodifiers", "ctrl+q")
        _, said = program.communicate(timeout=60)
    finally:
        program.kill()
    assert program.returncode == 0, said
    assert "Traceback" not in said
    remembered = (home / "window.ini").read_text()
    assert "page=EnrolPage" in remembered  # the page that the keyboard chose
