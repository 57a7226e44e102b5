"""The workshop from its command line: from pictures to a model the door opens."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from typer.testing import CliRunner, Result

from gatekeeper.errors import GatekeeperError, TrainingError
from gatekeeper.paths import assets
from gatekeeper.vision.embed import OnnxEmbedder
from gatekeeper.vision.registry import ModelCard, sha256
from trainer import devices
from trainer.cli import app
from trainer.prepare import Prepared

WHOLE = assets() / "models/masked-face/network.safetensors"


def trainer(*words: object) -> Result:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, GatekeeperError):
        raise done.exception
    return done


@pytest.mark.parametrize("device", ["banana", "cuda:99", "meta"])
def test_a_device_that_is_none_is_named(tmp_path: Path, device: str) -> None:
    words = ("train", tmp_path, "--recipe", "smoke", "--out", tmp_path / "out", "--device", device)
    with pytest.raises(TrainingError, match=device) as found:
        trainer(*words)
    assert "cpu" in found.value.hint or "Name one" in found.value.hint
    assert not (tmp_path / "out").exists()


def test_a_gpu_that_can_not_compute_is_passed_over_unless_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_kernel(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: no kernel image is available for execution on the device\nmore")

    # Such a card is said to be there, and its first computation fails.
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch, "ones", no_kernel)
    assert devices.chosen("") == "cpu"
    assert "no kernel image is available" in capsys.readouterr().err
    with pytest.raises(TrainingError, match="--device cuda: CUDA error: no kernel image"):
        devices.chosen("cuda")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("prepared")
    pictures = place / "pictures"
    for folder in sorted((assets() / "demo/people").iterdir())[:4]:
        for path in sorted(folder.glob("bare/*.jpg"))[:2]:
            target = pictures / folder.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    (pictures / "broken.jpg").write_bytes(b"no picture")
    done = trainer("prepare", pictures, "--out", place / "faces", "--masks", 1, "--workers", 1, "--people")
    assert done.exit_code == 0, done.output
    assert "faces 8" in done.output
    return place / "faces"


def test_a_broken_picture_is_listed_and_the_rest_prepared(prepared: Path) -> None:
    manifest = json.loads((prepared / "manifest.json").read_text())
    assert manifest["broken_names"] == ["pictures/broken.jpg"]
    assert manifest["files"]["faces.csv"] == sha256(prepared / "faces.csv")
    faces = Prepared.load(prepared)
    assert faces.chips.shape == (8, 2, 150, 150, 3)
    assert faces.identities.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert (faces.chips[:, 0] != faces.chips[:, 1]).any((1, 2, 3)).all()


def test_a_network_is_taught_exported_and_opened_by_the_door(prepared: Path, tmp_path: Path) -> None:
    changes = ("steps=2", "batch=4", "blended_share=0.5", "frozen_blocks=12")
    settings = [word for pair in changes for word in ("--set", pair)]
    done = trainer("distil", prepared, "--teacher", WHOLE, "--out", tmp_path / "run", "--device", "cpu", *settings)
    assert done.exit_code == 0, done.output
    card = tmp_path / "words.json"
    card.write_text('{"title": "Two steps", "licence": "MIT"}')
    done = trainer(
        *("export", WHOLE, tmp_path / "run/covered.safetensors", "--out", tmp_path / "two-steps"),
        *("--mirrored", "covered", "--bare-whole-share", "0.25", "--card", card),
    )
    assert done.exit_code == 0, done.output
    model = ModelCard.read(tmp_path / "two-steps")
    assert (model.id, model.card["title"], model.card["mirrored"]) == ("two-steps", "Two steps", ["covered"])
    embedder = OnnxEmbedder(model)
    assert embedder.bare_whole_share == 0.25
    chips = np.asarray(Prepared.load(prepared).chips[:, 0])
    before = OnnxEmbedder(ModelCard.read(assets() / "models/masked-face"))
    assert np.allclose(embedder.embed(chips), before.embed(chips), atol=1e-3)
    assert embedder.embed(chips).shape == (8, 128)


def test_a_blend_of_two_faces_is_taught_the_teacher_s_answer_to_that_blend(prepared: Path, tmp_path: Path) -> None:
    # Nothing is covered, masked or learnt: what is left of the distance to the teacher is what `vary` does to a chip.
    changes = ("steps=20", "batch=8", "blended_share=0.5", "masked_share=0", "cover_row=150", "learning_rate=1e-9")
    settings = [word for pair in changes for word in ("--set", pair)]
    done = trainer("distil", prepared, "--teacher", WHOLE, "--out", tmp_path / "run", "--device", "cpu", *settings)
    assert done.exit_code == 0, done.output
    (row,) = map(json.loads, (tmp_path / "run/progress.jsonl").read_text().splitlines())
    assert row["towards"] < 0.1


def test_several_networks_of_covered_faces_become_their_mean(tmp_path: Path) -> None:
    weights = load_file(WHOLE)
    save_file({key: 3 * value for key, value in weights.items()}, tmp_path / "thrice.safetensors")
    done = trainer("export", WHOLE, WHOLE, tmp_path / "thrice.safetensors", "--out", tmp_path / "mean")
    assert done.exit_code == 0, done.output
    mean = load_file(tmp_path / "mean/covered.safetensors")
    assert set(mean) == set(weights)
    for key, value in weights.items():
        assert torch.allclose(mean[key].float(), 2 * value.float(), rtol=2e-3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (lambda p: ("distil", p, "--teacher", WHOLE, "--out", p / "x", "--set", "stepz=2"), "stepz"),
        (lambda p: ("distil", p, "--teacher", WHOLE, "--out", p / "x", "--set", "steps"), "--set steps"),
        (
            lambda p: ("distil", p, "--teacher", WHOLE, "--out", p / "x", "--set", "blended_share=2"),
            "blended_share is 2",
        ),
        (lambda p: ("distil", p, "--teacher", WHOLE, "--out", p / "x"), "holds no prepared faces"),
        (lambda p: ("export", WHOLE, WHOLE, "--out", p / "x", "--mirrored", "upper"), "upper"),
        (lambda p: ("prepare", p, "--out", p / "x"), "No pictures"),
    ],
)
def test_a_wrong_word_is_named(words: Callable[[Path], tuple[object, ...]], message: str, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=message):
        trainer(*words(tmp_path))
