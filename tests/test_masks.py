"""What the program says about masks and PINs on the command line, on the fictional people."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DEMO
from typer.testing import CliRunner, Result

from gatekeeper.app import App
from gatekeeper.cli import app as cli
from gatekeeper.config import Settings
from gatekeeper.door_rule import DoorRule, MaskRule, SecondFactor
from gatekeeper.errors import ConfigError, ModelError
from gatekeeper.models.mask_evaluation import evaluate_mask
from gatekeeper.statistics import wilson
from gatekeeper.vision.pipeline import FacePipeline

PERSON = "resident-001"


def run(home: Path, *words: str, input: str = "") -> Result:
    result = CliRunner().invoke(cli, ["--home", str(home), *words], input=input)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("right", "n", "low", "high"), [(98, 100, 0.9300, 0.9945), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)]
)
def test_the_interval_is_wilson_s(right: int, n: int, low: float, high: float) -> None:
    share = wilson(right, n)
    assert share["low"] == pytest.approx(low, abs=1e-4)
    assert share["high"] == pytest.approx(high, abs=1e-4)


def test_masks_are_measured_on_any_folder_of_bare_and_masked(reader: FacePipeline, tmp_path: Path) -> None:
    for name in ("resident-001", "resident-002"):
        shutil.copytree(DEMO / "people" / name, tmp_path / "deep" / name)
    shutil.copy(next((DEMO / "people" / PERSON / "bare").iterdir()), tmp_path / "unsorted.png")
    broken = tmp_path / "deep/resident-001/bare/broken.jpg"
    broken.write_bytes(next((DEMO / "people" / PERSON / "bare").iterdir()).read_bytes()[:400])
    report = evaluate_mask(reader.detector, reader.mask_status, tmp_path)
    assert report["pictures"] == 12
    assert report["left_out"] == [
        {"file": "unsorted.png", "reason": "It is in no folder bare/, masked/ or wrong/."},
        {"file": "deep/resident-001/bare/broken.jpg", "reason": "It cannot be read as a picture."},
    ]
    assert sum(sum(row.values()) for row in report["confusion"].values()) == 12
    assert report["accuracy"]["value"] >= 11 / 12
    assert report["accuracy"]["low"] < report["accuracy"]["value"]


def test_a_folder_that_is_not_sorted_is_refused_by_name(reader: FacePipeline, tmp_path: Path) -> None:
    shutil.copytree(DEMO / "people" / PERSON / "bare", tmp_path / "faces")
    with pytest.raises(ModelError, match="bare/, masked/ or wrong/"):
        evaluate_mask(reader.detector, reader.mask_status, tmp_path)
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare/broken.jpg").write_text("no picture")
    with pytest.raises(ModelError, match="None of the pictures"):
        evaluate_mask(reader.detector, reader.mask_status, tmp_path)


def test_a_pin_is_asked_for_set_and_taken_away(open_home: Callable[[], App], tmp_path: Path) -> None:
    from datetime import UTC, datetime

    app = open_home()
    now = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    ada = app.people.add("Ada", consent_text="v1", consent_at=now).id
    app.close()
    home = tmp_path / "home"
    assert "new PIN" in run(home, "people", "pin", "Ada", input="4711\n4711\n").output
    assert json.loads(run(home, "people", "show", "Ada", "--json").output)["pin"] == "set"
    again = open_home()
    assert again.pins.check(ada, "4711", now=now)
    again.close()
    assert "no longer has a PIN" in run(home, "people", "pin", "Ada", "--clear").output
    last = open_home()
    assert not last.pins.has(ada)
    assert [act.act for act in last.accounts.acts()] == ["PIN cleared", "PIN set"]


def test_a_door_s_rule_is_changed_and_kept(open_home: Callable[[], App], tmp_path: Path) -> None:
    app = open_home()
    app.people.save_door_rule(DoorRule("door", cooldown_seconds=7))
    app.close()
    assert (
        run(tmp_path / "home", "doors", "set", "door", "--mask", "required", "--second-factor", "none").exit_code == 0
    )
    again = open_home()
    wanted = DoorRule("door", cooldown_seconds=7, mask=MaskRule.REQUIRED, second_factor=SecondFactor.NONE)
    assert again.people.door_rule("door") == wanted
    assert not again.doors.asks_for_pin(wanted)


@pytest.mark.parametrize("line", ['mask = "sometimes"', 'second_factor = "card"'])
def test_a_rule_no_door_knows_is_refused_by_name(tmp_path: Path, line: str) -> None:
    (tmp_path / "config.toml").write_text(f"[door]\n{line}\n")
    with pytest.raises(ConfigError, match=line.split()[0]):
        Settings.load(tmp_path)
