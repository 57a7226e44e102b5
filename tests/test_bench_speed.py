"""The log that `gatekeeper bench` fills for its window."""

import sys

import pytest
from conftest import DEMO
from typer.testing import CliRunner

from gatekeeper.app import App
from gatekeeper.bench.speed import _environment_of_window, _make_events, _silent_process
from gatekeeper.cli import app as commands
from gatekeeper.demo import Visit, play_visits
from gatekeeper.desk.retention import Retention
from gatekeeper.domain import MaskState
from gatekeeper.store.proof import verify


def test_events_are_added_behind_those_that_are_in_the_log(app: App) -> None:
    """The bench's visitors have come before."""
    (picture,) = (DEMO / "visits/stranger-010/bare").glob("0*")
    play_visits(app, [Visit("stranger-010", picture, MaskState.BARE)])
    told: list[tuple[int, int]] = []
    before = app.log.count()
    assert before
    _make_events(app, 40, lambda done, of: told.append((done, of)))
    assert app.log.count() == before + 40
    assert told == [(40, 40)]
    assert verify(app.database).faults == []


def test_the_added_events_are_not_taken_for_those_of_a_wrong_clock(app: App, caplog: pytest.LogCaptureFixture) -> None:
    """Else the program says so before the bench's figures."""
    (picture,) = (DEMO / "visits/stranger-010/bare").glob("0*")
    play_visits(app, [Visit("stranger-010", picture, MaskState.BARE)])
    _make_events(app, 40)
    Retention(app, wait=lambda seconds: seconds > 0).run()
    assert "was the clock wrong" not in caplog.text
    assert app.log.count() > 40


def test_a_window_that_cannot_start_takes_no_other_figure_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    done = CliRunner().invoke(commands, ["bench", "--log", "--events", "1000"])
    assert done.exit_code == 1  # whoever measures by a script is to notice
    assert "verify_ms" in done.stdout
    assert "window" not in done.stdout
    assert "The window was not measured: " in done.stderr
    assert "QT_QPA_PLATFORM=offscreen" in done.stderr


def test_without_a_screen_the_window_is_measured_offscreen_also_where_an_empty_platform_is_named() -> None:
    for environment in ({}, {"QT_QPA_PLATFORM": ""}):
        assert _environment_of_window(environment) == {"QT_QPA_PLATFORM": "offscreen"}
    assert _environment_of_window({"DISPLAY": ":1"}) == {"DISPLAY": ":1"}


@pytest.mark.parametrize("status", [0, 1])
def test_only_a_process_that_fails_is_heard(status: int, capfd: pytest.CaptureFixture[str]) -> None:
    """What the door's process says about its cameras is no figure; why it failed must be seen."""
    program = f"import sys; print('figures'); print('Watching a clip.', file=sys.stderr); sys.exit({status})"
    with _silent_process([sys.executable, "-c", program]) as process:
        assert process.stdout is not None
        assert process.stdout.read() == "figures\n"
    assert process.returncode == status
    assert ("Watching a clip." in capfd.readouterr().err) == bool(status)
