"""Figures into a model's card, measured on the fictional people as the door sees them."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from gatekeeper.domain import MaskState, Pairing
from gatekeeper.errors import ModelError, TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.people.strangers import read_cohorts
from trainer.cli import app
from trainer.data.faceset import FaceSet
from trainer.export.networks import rewrite_card
from trainer.measure.card import add_cohort, measure_card


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


@pytest.mark.slow
def test_a_card_loses_the_thresholds_that_were_measured_with_other_strangers(faces: FaceSet, tmp_path: Path) -> None:
    """Nobody would notice that the door compares with a crowd that its thresholds do not know."""
    model = tmp_path / "model"
    shutil.copytree(assets() / "models/masked-face", model)
    assert ModelCard.read(model).threshold(Pairing.BARE_BARE, 1e-4) > 0
    add_cohort(model, replace(faces, identities=np.full(len(faces), -1)), 10)
    after = ModelCard.read(model)
    assert len(read_cohorts(after)["faces"][MaskState.BARE]) == 10
    with pytest.raises(ModelError, match="no threshold"):
        after.threshold(Pairing.BARE_BARE, 1e-4)
    assert after.card["metrics"].keys() == {"verification"}


def test_a_folder_without_pairs_and_another_kind_of_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"holds no pairs_\*\.csv"):
        measure_card(assets() / "models/masked-face", tmp_path)
    with pytest.raises(TrainingError, match="of kind 'landmarks'"):
        measure_card(assets() / "models/landmarks", tmp_path)


def test_a_card_that_cannot_be_written_leaves_the_one_there_is(tmp_path: Path) -> None:
    model = Path(shutil.copytree(assets() / "models/mask-status", tmp_path / "model"))
    before = ModelCard.read(model).card
    with pytest.raises(UnicodeEncodeError):
        rewrite_card(model, {**before, "title": "half a character: \ud800"})
    assert ModelCard.read(model).card == before
    assert {path.name for path in model.iterdir()} == {"card.json", *before["files"]}
