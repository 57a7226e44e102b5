"""Figures into a model's card, measured on the fictional people as the door sees them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gatekeeper.errors import TrainingError
from gatekeeper.paths import assets
from trainer.cli import app
from trainer.measure.card import measure_card


@pytest.mark.slow
def test_a_card_gets_thresholds_of_every_pairing_and_figures(listed_pairs: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(assets() / "models/masked-face", model)
    gallery = tmp_path / "gallery"
    for person in sorted((assets() / "demo/visits").iterdir())[:20]:
        shutil.copytree(person, gallery / person.name)
    done = CliRunner().invoke(app, ["card", str(model), "--pairs", str(listed_pairs), "--gallery", str(gallery)])
    assert done.exit_code == 0, done.output
    card = json.loads((model / "card.json").read_text())
    for pairing in ("bare-bare", "bare-masked", "masked-masked"):
        thresholds = card["thresholds"][pairing]
        assert 0 < thresholds["1e-02"]["threshold"] <= thresholds["1e-03"]["threshold"] < 1
        assert thresholds["1e-02"]["low"] <= thresholds["1e-02"]["threshold"] <= thresholds["1e-02"]["high"]
        # Twelve people are 144 comparisons: they cannot show one in a thousand.
        assert thresholds["1e-03"]["supported"] == 0
    assert card["metrics"]["verification"]["pairs_all"]["n"] == 4 * 12
    assert card["metrics"]["verification"]["pairs_all"]["accuracy"] > 0.9
    assert card["metrics"]["identification"]["rank1"] > 0.9
    assert card["files"] == json.loads((assets() / "models/masked-face/card.json").read_text())["files"]


def test_a_folder_without_pairs_and_another_kind_of_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"holds no pairs_\*\.csv"):
        measure_card(assets() / "models/masked-face", tmp_path)
    with pytest.raises(TrainingError, match="of kind 'landmarks'"):
        measure_card(assets() / "models/landmarks", tmp_path)
