"""Figures into a model's card, measured on the fictional people as the door sees them."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gatekeeper.calibration import read_cohorts
from gatekeeper.domain import MaskState, Pairing
from gatekeeper.errors import TrainingError
from gatekeeper.paths import assets
from gatekeeper.photos import photo_files
from gatekeeper.vision.registry import ModelCard
from trainer.card import measure_card
from trainer.cli import app

PEOPLE = 12


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """KIND/PERSON/picture and a list of bare pairs, as the published sets are laid out."""
    folder = tmp_path / "pairs"
    people = sorted((assets() / "demo/visits").glob("resident-*"))[:PEOPLE]
    for person in people:
        for kind in ("bare", "masked"):
            shutil.copytree(person / kind, folder / kind / person.name)
    first = {p.name: [f.relative_to(folder).as_posix() for f in photo_files(folder / "bare" / p.name)] for p in people}
    masked = {p.name: photo_files(folder / "masked" / p.name)[0].relative_to(folder).as_posix() for p in people}
    names = list(first)
    rows = [(first[n][0], first[n][1], 1) for n in names] + [(masked[n], first[n][0], 1) for n in names]
    rows += [(first[n][0], masked[names[i - 1]], 0) for i, n in enumerate(names)]
    rows += [(first[n][0], first[names[i - 1]][1], 0) for i, n in enumerate(names)]
    with (folder / "pairs_all.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("path", "pair_path", "same"), *rows])
    return folder


def test_a_card_gets_thresholds_of_every_pairing_and_figures(pairs: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(assets() / "models/masked-face", model)
    done = CliRunner().invoke(
        app, ["card", str(model), "--pairs", str(pairs), "--gallery", str(assets() / "demo/visits")]
    )
    assert done.exit_code == 0, done.output
    card = json.loads((model / "card.json").read_text())
    for pairing in ("bare-bare", "bare-masked", "masked-masked"):
        thresholds = card["thresholds"][pairing]
        assert 0 < thresholds["1e-02"]["threshold"] <= thresholds["1e-03"]["threshold"] < 1
        assert thresholds["1e-02"]["low"] <= thresholds["1e-02"]["threshold"] <= thresholds["1e-02"]["high"]
        # Twelve people are 144 comparisons: they can not show one in a thousand.
        assert thresholds["1e-03"]["supported"] == 0
    assert card["metrics"]["verification"]["pairs_all"]["n"] == 4 * PEOPLE
    assert card["metrics"]["verification"]["pairs_all"]["accuracy"] > 0.9
    assert card["metrics"]["identification"]["rank1"] > 0.9
    assert card["files"] == json.loads((assets() / "models/masked-face/card.json").read_text())["files"]


def test_a_folder_without_pairs_and_another_kind_of_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"holds no pairs_\*\.csv"):
        measure_card(assets() / "models/masked-face", tmp_path)
    with pytest.raises(TrainingError, match="of kind 'landmarks'"):
        measure_card(assets() / "models/landmarks", tmp_path)


def test_one_command_makes_a_model_that_the_door_has_thresholds_and_strangers_of(pairs: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number, path in enumerate(photo_files(assets() / "demo/people/resident-001/bare") * 5):
        shutil.copy(path, pictures / f"{number}.jpg")
    teacher = assets() / "models/masked-face/network.safetensors"
    settings = [word for pair in ("steps=2", "batch=4", "frozen_blocks=12") for word in ("--set", pair)]
    words = ["masked-default", str(pictures), "--teacher", str(teacher), "--pairs", str(pairs), "--strangers", "10"]
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "out"), "--workers", "1", *settings])
    assert done.exit_code == 0, done.output
    model = ModelCard.read(tmp_path / "out/masked-default")
    assert 0 < model.threshold(Pairing.BARE_MASKED, 1e-2) < 1
    cohorts = read_cohorts(model.verified, model.card["cohort"])
    assert {name: len(cohort[MaskState.MASKED]) for name, cohort in cohorts.items()} == {
        "faces": 10,
        "strangers": 49,
    }
