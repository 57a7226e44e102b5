"""The README's two commands on a machine that has no screen, or not even the libraries of one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import DEMO, NO_WINDOW

from gatekeeper.screen import why_no_window

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what a window needs")
BARE = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("QT_", "PYTEST_")) and name not in ("DISPLAY", "WAYLAND_DISPLAY", "CI")
}


@pytest.fixture
def without_egl(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine without libEGL: a file that is none takes its place, whoever runs this."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "libEGL.so.1").touch()
    return BARE | {"LD_LIBRARY_PATH": str(hidden)}


def run(*words: object, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
@pytest.mark.skipif(bool(NO_WINDOW), reason=NO_WINDOW)
@pytest.mark.parametrize("screen", [{}, {"DISPLAY": ":987"}], ids=["none", "one that does not answer"])
def test_the_window_s_tests_need_no_screen(screen: dict[str, str]) -> None:
    done = run("pytest", "tests/gui/test_tasks.py", "-k", "not bridge_goes", env=BARE | screen | {"CI": "true"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout


@pytest.mark.slow
def test_without_a_library_of_the_window_everything_else_is_tested(without_egl: dict[str, str]) -> None:
    files = ("tests/gui/test_tasks.py", "tests/gui/test_real_window.py", "tests/test_events.py")
    done = run("pytest", *files, env=without_egl)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed, 3 skipped" in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if "The tests of the window were skipped" in line]
    assert "libEGL.so.1 is missing (apt-get install libegl1" in line
    assert "warning" not in done.stdout


@pytest.mark.slow
def test_where_nobody_looks_a_window_that_is_not_tested_is_a_failure(without_egl: dict[str, str]) -> None:
    done = run("pytest", "tests/test_events.py", env=without_egl | {"CI": "true"})
    assert done.returncode == 1, done.stdout
    assert "libegl1" in done.stdout


@pytest.mark.slow
def test_every_test_is_found_without_the_library_and_nothing_else_is_needed_to_import(
    without_egl: dict[str, str],
) -> None:
    done = run("pytest", "--collect-only", env=without_egl)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tests/test_station.py" in done.stdout
    assert "tests/gui/test_live_page.py" not in done.stdout
    # Whoever does not ask for the slow ones is told of them.
    (told,) = [line for line in done.stdout.splitlines() if "slow tests were left out" in line]
    assert f"({told.split()[0]} deselected)" in done.stdout
    assert "--all" in told


def test_why_there_is_no_window_is_said(without_egl: dict[str, str]) -> None:
    assert "neither DISPLAY nor WAYLAND_DISPLAY" in why_no_window(BARE)
    assert "libegl1" in why_no_window(without_egl | {"DISPLAY": ":987"})
    if not NO_WINDOW:
        assert why_no_window(BARE | {"DISPLAY": ":987"}) == "the screen :987 does not answer"
        assert why_no_window(BARE | {"DISPLAY": ":987", "QT_QPA_PLATFORM": "offscreen"}) == ""


@pytest.mark.slow
def test_the_demo_stays_in_the_terminal_where_no_window_can_be_opened(
    without_egl: dict[str, str], tmp_path: Path
) -> None:
    for folder in ("people", "visits"):
        shutil.copytree(DEMO / folder / "resident-001", tmp_path / folder / "resident-001")
    words = ("--home", tmp_path / "home", "demo", "--people", tmp_path / "people", "--visits", tmp_path / "visits")
    done = run("gatekeeper.cli", *words, env=without_egl | {"DISPLAY": ":987"})
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if "No window" in line]
    assert "the demo stays in the terminal" in line
    assert "libEGL.so.1 is missing" in line
    assert "let in correctly" in done.stdout


def test_the_window_itself_says_what_it_lacks(without_egl: dict[str, str], tmp_path: Path) -> None:
    done = run("gatekeeper.cli", "--home", tmp_path / "home", env=without_egl | {"DISPLAY": ":987"})
    assert done.returncode == 1
    assert "No window can be opened here: the system library libEGL.so.1 is missing" in done.stderr
    assert f"gatekeeper --home {tmp_path / 'home'} run" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Usage" in run("gatekeeper.cli", "--home", tmp_path / "home", env=BARE).stdout
