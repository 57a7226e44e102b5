"""A sweep for real, on very few faces: it finds what is plainly better, and goes on where it was stopped."""

import itertools
import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gatekeeper.errors import TrainingError
from trainer import CONFIGS
from trainer.cli import app
from trainer.cli.options import settings_of
from trainer.data.faceset import FaceSet
from trainer.data.split import read
from trainer.learn import sweep as sweeping
from trainer.learn.recipe import Recipe
from trainer.learn.sweep import sweep
from trainer.learn.train import StoppedError, train

SMALL = {"data.batch": 6, "network.dim": 16, "run.epochs": 2, "run.loaders": 1}


def recipe(folder: Path, table: str) -> str:
    path = folder / "mine.toml"
    path.write_text(f"{(CONFIGS / 'smoke.toml').read_text()}\n[sweep]\n{table}\n")
    return str(path)


@pytest.mark.slow
def test_a_sweep_that_is_stopped_goes_on_in_the_run_it_was_stopped_in(
    faces: FaceSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranges = (
        '"optimiser.learning_rate" = { low = 1e-5, high = 1e-2, log = true }\n"data.vary" = { choices = [true, false] }\n'
        '"network.pooling" = { choices = ["average", "gem"] }'
    )
    mine, out = recipe(tmp_path, ranges), tmp_path / "sweep"
    begun: list[str] = []

    def stops_the_second(*words: object) -> Path:
        begun.append(Path(str(words[3])).name)
        if len(begun) == 2:
            raise StoppedError("Stopped and saved.", "The same command resumes.")
        return train(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeping, "train", stops_the_second)
    with pytest.raises(StoppedError):
        sweep(faces, read(faces), mine, dict(SMALL), out, 3)
    assert begun == ["trial-000", "trial-001"]
    settings = [word for key, value in SMALL.items() for word in ("--set", f"{key}={json.dumps(value)}")]
    words = [
        "sweep",
        str(faces.folder),
        "--recipe",
        mine,
        "--out",
        str(out),
        "--trials",
        "3",
        "--device",
        "cpu",
        *settings,
    ]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, (done.output, done.exception)
    assert begun[2] == "trial-001"  # with the settings it had
    assert len(begun) == 4
    best = json.loads((out / "best.json").read_text())
    assert best["trials"] == 3
    eers = {}
    for run in sorted(out.glob("trial-*")):
        eers[run.name] = min(row["eer"] for row in json.loads((run / "epochs.json").read_text()))
    assert best["eer"] == min(eers.values()) == eers[best["run"]]
    assert best["settings"].keys() == {"optimiser.learning_rate", "data.vary", "network.pooling"}
    assert "3 trials" in done.output
    pasted = shlex.split(done.output.splitlines()[-1])  # into a shell
    assert settings_of([word for before, word in itertools.pairwise(pasted) if before == "--set"]) == best["settings"]
    tried = json.loads((out / best["run"] / "recipe.json").read_text())
    assert tried["optimiser"]["learning_rate"] == best["settings"]["optimiser.learning_rate"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", r"has no table \[sweep\]"),
        ('"loss.margin" = 3', r"sweep\.loss\.margin is 3"),
        ('"loss.margin" = { low = 0.5, high = 0.1 }', r"sweep\.loss\.margin is"),
        ('"loss.margin" = { low = 0, high = 0.1, log = true }', r"sweep\.loss\.margin is"),
        ('"loss.margins" = { low = 0.1, high = 0.5 }', r"there is no setting loss\.margins"),
        ('"optimiser.name" = { choices = ["sgd", "best"] }', r"optimiser\.name"),
    ],
)
def test_an_invalid_range_is_named_before_anything_is_trained(
    faces: FaceSet, tmp_path: Path, table: str, words: str
) -> None:
    with pytest.raises(TrainingError, match=words):
        sweep(faces, read(faces), recipe(tmp_path, table), dict(SMALL), tmp_path / "out", 2)
    assert not (tmp_path / "out").exists()


def test_a_recipe_that_is_missing_and_a_damaged_study_are_named(faces: FaceSet, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"There is no recipe 'nothing\.toml'"):
        sweep(faces, read(faces), "nothing.toml", dict(SMALL), tmp_path / "out", 1)
    (tmp_path / "sweep.db").write_text("no database, but long enough to be looked into as if it were one")
    mine = recipe(tmp_path, '"loss.margin" = { low = 0.1, high = 0.5 }')
    with pytest.raises(TrainingError, match=r"sweep\.db cannot be used"):
        sweep(faces, read(faces), mine, dict(SMALL), tmp_path, 1)


@pytest.mark.slow
def test_a_sweep_in_which_all_trials_collapse_says_so(faces: FaceSet, tmp_path: Path) -> None:
    mine = recipe(tmp_path, '"optimiser.learning_rate" = { low = 500.0, high = 1000.0 }')
    with pytest.raises(TrainingError, match="None of 1 trials finished") as told:
        sweep(faces, read(faces), mine, {**SMALL, "optimiser.name": "sgd"}, tmp_path / "out", 1)
    assert "diverged" in told.value.hint or "collapsed" in told.value.hint


@pytest.mark.slow
def test_a_sweep_that_goes_on_tries_other_settings_of_the_same_ranges(faces: FaceSet, tmp_path: Path) -> None:
    quick, out = {**SMALL, "run.epochs": 1}, tmp_path / "sweep"

    def tried(choices: str, trials: int, **changes: float) -> list[float]:
        table = f'"optimiser.weight_decay" = {{ low = 1e-5, high = 1e-3 }}\n"loss.margin" = {{ choices = {choices} }}'
        sweep(faces, read(faces), recipe(tmp_path, table), quick | changes, out, trials)
        recipes = (json.loads((run / "recipe.json").read_text()) for run in sorted(out.glob("trial-*")))
        return [one["optimiser"]["weight_decay"] for one in recipes]

    tried("[0.2, 0.3]", 1)
    found = tried("[0.2, 0.3]", 2)
    assert len(set(found)) == 2
    with pytest.raises(TrainingError, match=r"other ranges or settings: loss\.margin\.") as told:
        tried("[0.2, 0.3, 0.4]", 3)
    assert told.value.hint == "Choose another --out."
    with pytest.raises(TrainingError, match=r"other ranges or settings: network\.dim\."):
        tried("[0.2, 0.3]", 3, **{"network.dim": 32})
    assert tried("[0.2, 0.3]", 2) == found


def test_ranges_are_no_settings(tmp_path: Path) -> None:
    assert Recipe.load(recipe(tmp_path, '"loss.margin" = { low = 0.1, high = 0.5 }')) == Recipe.load("smoke")
    (tmp_path / "ranges.toml").write_text('[sweep]\n"loss.margin" = { low = 0.1, high = 0.5 }\n')
    assert Recipe.load(str(tmp_path / "ranges.toml")) == Recipe()
