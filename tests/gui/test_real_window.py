"""A real window on a real (virtual) screen, driven from outside by keyboard, as a person would."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from conftest import NO_WINDOW
from tools import missing, need

from gatekeeper.app import open_app
from gatekeeper.domain import Role
from gatekeeper.store.accounts import system_user

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


@pytest.mark.slow
def test_no_key_of_a_window_manager_leads_out_of_the_residents_screen(screen: dict[str, str], tmp_path: Path) -> None:
    need(missing(jwm=shutil.which("jwm") is not None))
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text(
        '[[door]]\nname = "yard"\n[[camera]]\nsource = "no such clip.mp4"\ndoor = "yard"\n'
    )
    app = open_app(home, prefer_keyring=False)  # without an administrator anybody may leave
    app.accounts.add("anna", "correct horse battery", Role.ADMINISTRATOR, by=system_user(), now=datetime.now(UTC))
    app.close()

    def tool(*words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=screen, capture_output=True, text=True, timeout=60)
        return done.stdout.strip()

    def until(so: Callable[[], bool], seconds: float = 60) -> bool:
        end = time.monotonic() + seconds
        while not (found := so()) and time.monotonic() < end:
            Event().wait(0.1)
        return found

    def leads(key: str, desktop: str) -> bool:
        tool("key", key)
        return tool("get_desktop") == desktop

    def asks() -> bool:
        return bool(tool("search", "--onlyvisible", "--name", "^Leave the residents"))

    def asked() -> bool:
        """Whether the screen asks anew who wants to leave: it has dealt with every key that was pressed before."""
        tool("key", "Escape")
        if not until(lambda: not asks(), 5):
            return False
        tool("key", "ctrl+shift+q")
        return until(asks, 5)

    def held() -> bool:
        """Whether the manager gets no key any more. If it does, the screen follows to the other desktop and stays there."""
        here = tool("get_desktop")
        tool("key", "alt+2" if here == "0" else "alt+1")
        return asked() and tool("get_desktop") == here

    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), "kiosk", "yard"]
    with ExitStack() as ends:
        for _ in range(3):  # on a busy machine a manager was seen that took no key for a minute after its start
            manager = subprocess.Popen(["jwm"], env=screen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            ends.callback(manager.wait)
            ends.callback(manager.kill)
            if until(partial(leads, "alt+2", "1"), 20):
                break
            manager.kill()
            manager.wait()
        # The control: without the screen these keys do lead elsewhere.
        for key, desktop in (("alt+1", "0"), ("alt+2", "1"), ("alt+1", "0"), ("alt+2", "1")):
            assert until(partial(leads, key, desktop))
        program = subprocess.Popen(command, env=screen)
        ends.callback(program.wait)
        ends.callback(program.kill)
        assert until(lambda: bool(tool("search", "--name", "^yard$")), 120)
        assert until(held, 240)
        assert until(held, 240)  # whatever the manager was told before the keys were taken, it has done by now
        here = tool("get_desktop")
        for key in ("Escape", "alt+1", "alt+2", "alt+Tab", "alt+F1", "alt+Right", "super", "alt+F4", "ctrl+q"):
            tool("key", key)
        assert until(asked, 240)
        assert tool("get_desktop") == here
        assert program.poll() is None
