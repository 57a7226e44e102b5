"""Training for real, on very few faces: resuming, several processes, stopping, and what a run leaves behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from ports import kept_port
from safetensors.torch import load_file, save_file

from gatekeeper.domain import Image, MaskState, Pairing
from gatekeeper.errors import GatekeeperError, TrainingError
from gatekeeper.models.card import ModelCard, sha256
from gatekeeper.paths import assets
from gatekeeper.vision.embed import Embedder, OnnxEmbedder, TorchEmbedder
from gatekeeper.vision.networks import build
from trainer import CONFIGS
from trainer.data.faceset import FaceSet
from trainer.data.split import read, split, write
from trainer.export.networks import export_network, write_card
from trainer.export.release import release
from trainer.learn.batches import load
from trainer.learn.losses import MARGINS, MarginHead
from trainer.learn.mining import MINERS
from trainer.learn.optimise import Schedule, optimiser_of, rates_of
from trainer.learn.recipe import Recipe, recipes
from trainer.learn.run_files import intact, require_unlearnt, steps_of
from trainer.learn.train import _merit, train
from trainer.measure.bench import bench
from trainer.measure.evaluate import embed
from trainer.measure.report import finished, report_run

# dlib's network has no batch statistics, which would differ between one process and many.
SMALL = {
    "data.batch": 6,
    "network.architecture": "dlib-resnet",
    "network.dim": 16,
    "network.weights": "none",
    "loss.margin": 0.2,
    "loss.scale": 8.0,
    "optimiser.name": "sgd",
    "optimiser.learning_rate": 0.001,
    "run.epochs": 2,
    "run.loaders": 1,
    "network.pooling": "average",
}
# The run that is killed.
STEPWISE = {**SMALL, "run.save_every": 1}


def command(faces: FaceSet, out: Path, changes: dict[str, object]) -> list[str]:
    words = [f"{key}={json.dumps(value)}" for key, value in {**SMALL, **changes}.items()]
    settings = [word for pair in words for word in ("--set", pair)]
    return ["train", str(faces.folder), "--recipe", "smoke", "--out", str(out), "--device", "cpu", *settings]


def run(words: list[str]) -> subprocess.Popen[str]:
    return python(["-m", "trainer.cli", *words])


def python(words: list[str], **variables: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **variables}
    return subprocess.Popen(
        [sys.executable, *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def until_said(process: subprocess.Popen[str], beginning: str) -> None:
    """Read what the process says up to a line that begins so."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(beginning):
            return
    pytest.fail(f"It never said {beginning!r}: " + "".join(said))


def losses(out: Path) -> list[float]:
    return [json.loads(line)["loss"] for line in (out / "steps.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to begin from: dlib's network of 128 numbers, drawn at random."""
    torch.manual_seed(5)
    path = tmp_path_factory.mktemp("weights") / "dlib_resnet.safetensors"
    save_file(build("dlib-resnet").state_dict(), path)
    return path


@pytest.fixture(scope="module")
def whole(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in one go."""
    out = tmp_path_factory.mktemp("whole") / "run"
    train(faces, read(faces), Recipe.load("smoke", STEPWISE), out)
    return out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("recipe.json", b'{"network": '),
        ("recipe.json", b"{}"),
        ("best.safetensors", b"\x08"),
        ("split.json", b"[]"),
        ("learnt.npy", b"\x93NUMPY"),
    ],
)
def test_a_run_that_was_damaged_on_its_way_is_named(
    name: str, content: bytes, whole: Path, faces: FaceSet, tmp_path: Path
) -> None:
    shutil.copytree(whole, tmp_path / "run")
    if name == "learnt.npy":  # which is only read for other faces
        (tmp_path / "run/split.json").write_text('{"faces": "another", "training": "another"}')
    (tmp_path / "run" / name).write_bytes(content)
    with pytest.raises(TrainingError, match=f"{name} is damaged: .*another --out"):
        report_run(tmp_path / "run", faces.folder)
    assert not (tmp_path / "run/report.json").exists()


@pytest.mark.slow
def test_a_damaged_state_is_named_and_a_run_is_measured_while_a_step_is_written(
    whole: Path, faces: FaceSet, tmp_path: Path
) -> None:
    shutil.copytree(whole, tmp_path / "run")
    with (tmp_path / "run/steps.jsonl").open("a") as log:
        log.write('{"epoch": 2, "st')
    assert report_run(tmp_path / "run", faces.folder).is_file()
    (tmp_path / "run/last.pt").write_bytes((whole / "last.pt").read_bytes()[:9000])
    with pytest.raises(TrainingError, match=r"last\.pt is damaged: .*another --out"):
        train(faces, read(faces), Recipe.load("smoke", STEPWISE), tmp_path / "run")


def test_a_run_that_the_machine_cannot_read_is_not_said_to_be_damaged(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="memory"):
        intact(tmp_path, lambda file: torch.empty(1 << 52))
    with pytest.raises(OSError, match=str(tmp_path)):
        intact(tmp_path, lambda file: json.loads(file.read_text()))


def test_a_step_that_was_cut_off_anywhere_is_none(tmp_path: Path) -> None:
    line = '{"epoch": 0, "step": 1, "loss": 2.0, "rates": {"network": 0.1, "head": 0.2}, "gradient_norm": 3.0}\n'
    for end in range(len(line)):
        (tmp_path / "steps.jsonl").write_text(line + line[:end])
        assert [step["loss"] for step in steps_of(tmp_path)] == [2.0]


# Killed by itself as it takes the first step of its second epoch: who kills it from outside may come too late.
KILLED = """
import os, signal
from trainer.cli import main
from trainer.learn.train import _Run
save = _Run._save
def saved(run):
    save(run)
    if (run.epoch, run.step) == (1, 1):
        os.kill(os.getpid(), signal.SIGKILL)
_Run._save = saved
main()
"""


@pytest.fixture(scope="module")
def killed(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same run, killed in the middle."""
    out = tmp_path_factory.mktemp("killed") / "run"
    process = python(["-c", KILLED, *command(faces, out, STEPWISE)])
    said = process.communicate(timeout=300)[0]
    assert process.returncode == -signal.SIGKILL, said
    return out


@pytest.mark.slow
def test_a_run_leaves_its_loss_histograms_and_best_weights(whole: Path) -> None:
    history = json.loads((whole / "epochs.json").read_text())
    assert [row["epoch"] for row in history] == [1, 2]
    assert all(0 <= row["iou"] <= 1 and 0 < row["threshold"] < 2 for row in history)
    steps = [json.loads(line) for line in (whole / "steps.jsonl").read_text().splitlines()]
    for row in history:
        own = [step for step in steps if step["epoch"] == row["epoch"] - 1]
        assert row["loss"] == pytest.approx(np.mean([step["loss"] for step in own]))
        assert row["gradient_norm"] == pytest.approx(np.mean([step["gradient_norm"] for step in own]))
        assert row["gradient_norm"] > 0
        assert row["images_per_second"] > 0
        assert 0 <= row["eer"] <= 1
        assert set(row["tar_at_fmr"]) == {"1e-2", "1e-3"}
        assert set(row["rates"]) == {"head", "network"}
    for name in ("best.safetensors", "recipe.json", "epochs.json"):
        assert (whole / name).stat().st_mode & 0o444 == 0o444  # whoever may see the folder may use them
    assert not list(whole.glob("*.part"))
    assert len(losses(whole)) == 2 * 3  # 18 training pictures, 6 a batch
    for name in ("histogram-001.png", "histogram-002.png", "loss.png"):
        assert (whole / name).read_bytes().startswith(b"\x89PNG")
    assert load_file(whole / "best.safetensors")["fc.weight"].shape == (16, 256)


@pytest.fixture(scope="module")
def released(whole: Path, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder that was empty and holds the run's model now, and what was found."""
    place = tmp_path_factory.mktemp("released") / "small"
    place.mkdir()
    return place, release(whole, faces.folder, place, "small", {"licence": "MIT", "title": "first"})


@pytest.mark.slow
def test_a_run_becomes_models_that_answer_as_it_does(
    whole: Path, released: tuple[Path, dict[str, Any]], faces: FaceSet
) -> None:
    place, found = released
    assert found["half"]["cosine"] >= 0.999
    assert found["half"]["accuracy_lost"] == pytest.approx(0, abs=0.02)
    network, _ = finished(whole)
    chips = faces.chips([(row, 0) for row in range(4)])
    crops = np.stack([faces.crop(row) for row in range(4)])
    good = found["int8"]["cosine"] >= 0.98 and found["int8"]["least_cosine"] >= 0.95
    kept = [place] + ([place.with_name("small-int8")] if good else [])
    assert sorted(place.parent.iterdir()) == kept
    assert good  # or what follows says nothing of it
    assert sorted(path.name for path in kept[1].iterdir()) == ["card.json", "network.onnx"]  # no second copy in 16 bits
    for folder in kept:
        model = ModelCard.read(folder)
        embedders: list[Embedder] = [OnnxEmbedder(model)]
        if folder.name == "small":
            embedders.append(TorchEmbedder(model, "cpu"))
        for embedder in embedders:
            assert ((embedder.embed(crops) * embed(network, chips)).sum(1) > 0.97).all()
        assert model.threshold(Pairing.BARE_MASKED, 1e-2) < 1


@pytest.mark.slow
def test_weights_beyond_half_precision_are_refused_with_a_remedy(whole: Path, faces: FaceSet, tmp_path: Path) -> None:
    run = shutil.copytree(whole, tmp_path / "run")
    weights = load_file(run / "best.safetensors")
    first = next(name for name, values in weights.items() if values.dim() == 4)
    save_file({**weights, first: weights[first] * 1e7}, run / "best.safetensors")
    with pytest.raises(TrainingError, match="deviates from the trained one") as raised:
        release(run, faces.folder, tmp_path / "model", "model", {})
    assert "half precision" in raised.value.hint
    assert sorted(tmp_path.iterdir()) == [run]


@pytest.mark.slow
def test_a_release_deletes_nothing_but_an_earlier_model_of_its_name(
    whole: Path, released: tuple[Path, dict[str, Any]], faces: FaceSet, tmp_path: Path
) -> None:
    for out in (whole, assets() / "models/masked-face"):
        before = {path.name for path in out.iterdir()}
        with pytest.raises(TrainingError, match="is there already, and is not the model mine"):
            release(whole, faces.folder, out, "mine", {})
        assert {path.name for path in out.iterdir()} == before
    models = shutil.copytree(released[0].parent, tmp_path / "models")
    assert ModelCard.read(models / "small").card["title"] == "first"
    release(whole, faces.folder, models / "small", "small", {"title": "second"})
    assert ModelCard.read(models / "small").card["title"] == "second"
    assert sorted(path.name for path in models.iterdir()) == ["small", "small-int8"]


def rewrite(faces: FaceSet, numbers: dict[str, str]) -> None:
    """Give people of a prepared folder other numbers."""
    table = faces.folder / "faces.csv"
    rows = [line.rsplit(",", 1) for line in table.read_text().splitlines()[1:]]
    table.write_text("path,identity\n" + "".join(f"{path},{numbers.get(who, who)}\n" for path, who in rows))
    manifest = json.loads((faces.folder / "manifest.json").read_text())
    manifest["files"]["faces.csv"] = sha256(table)
    (faces.folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.slow
def test_nobody_is_tested_by_whom_a_run_has_learnt_from(whole: Path, faces: FaceSet, tmp_path: Path) -> None:
    """Split anew, the test people are others."""
    again = FaceSet.load(shutil.copytree(faces.folder, tmp_path / "faces"))
    report_run(whole, again.folder)
    write(again, split(again, 30, 0.25, 0.25, seed=1))
    run = shutil.copytree(whole, tmp_path / "run")
    with pytest.raises(TrainingError, match="was split anew after"):
        report_run(run, again.folder)
    with pytest.raises(TrainingError, match="was split anew after"):
        release(run, again.folder, tmp_path / "model", "model", {})
    with pytest.raises(TrainingError, match="was prepared or split anew after"):
        train(again, read(again), Recipe.load("smoke", STEPWISE), run)
    # The same if the table has changed besides, as it does when people are added; other people may be measured.
    rewrite(again, {"0": "100"})
    again = FaceSet.load(again.folder)
    write(again, split(again, 30, 0.25, 0.25, seed=1))
    with pytest.raises(TrainingError, match="was split anew after"):
        report_run(run, again.folder)
    with pytest.raises(TrainingError, match="was prepared or split anew after"):
        train(again, read(again), Recipe.load("smoke", STEPWISE), run)
    other = replace(again, names=[f"other/{name}" for name in again.names])
    require_unlearnt(run, other, read(again))
    # A person who had two names is one now: in the old split they may be on both sides.
    table = again.folder / "faces.csv"
    training = {line.split(",")[0] for line in (again.folder / "training.csv").read_text().splitlines()[1:]}
    rows = [line.rsplit(",", 1) for line in table.read_text().splitlines()[1:]]
    learnt = next(who for path, who in rows if path in training)
    tested = next(who for path, who in rows if path not in training)
    rewrite(again, {tested: learnt})
    with pytest.raises(TrainingError, match="when its people had other names"):
        read(FaceSet.load(again.folder))


@pytest.mark.slow
def test_a_run_killed_in_the_middle_goes_on_to_the_very_same_weights(
    whole: Path, killed: Path, faces: FaceSet, tmp_path: Path
) -> None:
    out = shutil.copytree(killed, tmp_path / "run")
    assert 3 <= len(losses(out)) < 6, "it must be killed in the middle"
    assert torch.load(out / "last.pt", weights_only=True)["step"] >= 1
    train(faces, read(faces), Recipe.load("smoke", STEPWISE), out)
    assert losses(out) == losses(whole)
    one, other = (torch.load(place / "last.pt", weights_only=True) for place in (out, whole))
    for part in ("network", "head"):
        assert all(torch.equal(one[part][name], other[part][name]) for name in one[part])


# A network with batch normalisation: what is normal is what is normal in the whole batch.
NORMALISED = {"network.architecture": "mobile-face", "run.epochs": 1, "data.batch": 7}

# Commands one after another: to load torch takes longer than they do.
IN_TURN = """
import json, sys
from trainer.cli import main
for words in json.loads(sys.argv.pop()):
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
"""


@pytest.fixture(scope="module")
def together(killed: Path, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs of two processes that train as one: the killed one goes on, and one of a network with batch normalisation."""
    place = tmp_path_factory.mktemp("together")
    shutil.copytree(killed, place / "killed")
    commands = [command(faces, place / "killed", STEPWISE), command(faces, place / "normalised", NORMALISED)]
    words = ["-c", IN_TURN, json.dumps(commands)]
    with kept_port() as port:
        meeting = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "WORLD_SIZE": "2"}
        processes = [python(words, **meeting, RANK=str(rank), LOCAL_RANK=str(rank)) for rank in (0, 1)]
        said = [process.communicate(timeout=300)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    return place


@pytest.mark.slow
def test_two_processes_go_on_with_the_loss_curve_of_one(whole: Path, together: Path) -> None:
    assert losses(together / "killed") == pytest.approx(losses(whole), rel=1e-4)


@pytest.mark.slow
def test_two_processes_take_the_batch_s_statistics_as_one_does(together: Path, faces: FaceSet, tmp_path: Path) -> None:
    train(faces, read(faces), Recipe.load("smoke", {**SMALL, **NORMALISED}), tmp_path / "one")
    assert losses(together / "normalised") == pytest.approx(losses(tmp_path / "one"), rel=1e-3)
    places = (tmp_path / "one", together / "normalised")
    one, two = (torch.load(place / "last.pt", weights_only=True)["network"] for place in places)
    for name in one:
        assert torch.allclose(one[name].float(), two[name].float(), rtol=2e-2, atol=2e-3), name


@pytest.mark.slow
def test_accumulated_triplets_and_every_optimiser_and_schedule_take_steps(faces: FaceSet, tmp_path: Path) -> None:
    parts = read(faces)
    ways = [
        # The network alone computes in half the precision, and takes ten times as long where the processor has no such numbers.
        ("sgd", "multistep", "batch-hard", "people-pictures", "bfloat16"),
        ("adam", "cosine", "semi-hard", "full-coverage", "float32"),
        ("adadelta", "one-cycle", "batch-all", "people-pictures", "float32"),
        ("rmsprop", "cyclic", "offline", "random-triplets", "float32"),
    ]
    for optimiser, schedule, mining, sampler, precision in ways:
        changes = {
            "optimiser.name": optimiser,
            "schedule.name": schedule,
            "loss.mining": mining,
            "data.sampler": sampler,
            "loss.kind": "triplet",
            "data.pictures": 2,
            "run.accumulate": 2,
            "run.epochs": 1,
            "optimiser.learning_rate": 1e-5,
            "run.precision": precision,
        }
        out = tmp_path / optimiser
        before = torch.get_rng_state()
        train(faces, parts, Recipe.load("smoke", {**SMALL, **changes}), out)
        torch.set_rng_state(before)
        assert all(loss >= 0 for loss in losses(out))
        assert (out / "best.safetensors").is_file()


@pytest.mark.slow
def test_an_epoch_of_fewer_batches_than_are_accumulated_is_one_step_of_them_all(faces: FaceSet, tmp_path: Path) -> None:
    steps = []
    for accumulate in (3, 64):  # an epoch has three
        out = tmp_path / str(accumulate)
        train(faces, read(faces), Recipe.load("smoke", {**SMALL, "run.epochs": 1, "run.accumulate": accumulate}), out)
        steps.append([json.loads(line) for line in (out / "steps.jsonl").read_text().splitlines()])
    assert len(steps[0]) == 1
    assert steps[1] == steps[0]


@pytest.mark.slow
def test_an_epoch_of_few_batches_that_are_accumulated_is_no_collapse(faces: FaceSet, tmp_path: Path) -> None:
    """After three batches a network with batch normalisation still makes all faces alike."""
    changes = {"network.architecture": "mobile-face", "run.epochs": 1, "run.accumulate": 64}
    train(faces, read(faces), Recipe.load("smoke", {**SMALL, **changes}), tmp_path / "run")
    assert (tmp_path / "run/best.safetensors").is_file()


@pytest.mark.slow
def test_a_network_that_knows_faces_may_learn_more_slowly_than_the_classes_it_is_given(
    weights: Path, faces: FaceSet, tmp_path: Path
) -> None:
    changes = {**SMALL, "network.weights": str(weights), "run.epochs": 1}
    for name, share in (("slowly", 1e-6), ("fully", 1.0)):
        train(faces, read(faces), Recipe.load("smoke", {**changes, "optimiser.network_share": share}), tmp_path / name)

    def moved(run: Path) -> float:
        """How far the last block's convolution has come from where it began."""
        began = load_file(weights)["blocks.13.z.weight"]
        now = torch.load(run / "last.pt", weights_only=True)["network"]["blocks.13.z.weight"]
        return float((now - began).abs().max())

    assert moved(tmp_path / "slowly") < 1e-6 < 1e-5 < moved(tmp_path / "fully")


@pytest.mark.slow
def test_a_network_that_is_its_own_teacher_has_nothing_to_learn_but_masks(
    weights: Path, faces: FaceSet, tmp_path: Path
) -> None:
    teacher = tmp_path / "teacher"
    network = build("dlib-resnet")
    network.load_state_dict(load_file(weights))
    files = export_network(network, torch.zeros(1, 3, 150, 150), teacher, "network")
    write_card(
        teacher, files, {"id": "t", "kind": "embedding", "dim": 128, "title": "T", "licence": "MIT"}
    )  # as the door opens it
    changes = {
        "network.weights": str(teacher / "network.safetensors"),
        "loss.kind": "distillation",
        "loss.teacher": str(teacher),
        "loss.teacher_weight": 1.0,
        "network.dim": 128,
        "data.masked_share": 0.0,
        "data.vary": False,
        "run.epochs": 1,
    }
    train(faces, read(faces), Recipe.load("smoke", {**SMALL, **changes}), tmp_path / "own")
    assert max(losses(tmp_path / "own")) < 1e-5
    train(faces, read(faces), Recipe.load("smoke", {**SMALL, **changes, "data.masked_share": 1.0}), tmp_path / "masked")
    assert min(losses(tmp_path / "masked")) > 1e-4
    # What the door opens teaches: the bundled network answers with 128 numbers.
    bundled = {**changes, "loss.teacher": str(assets() / "models/masked-face"), "network.weights": "none"}
    with pytest.raises(TrainingError, match="embeddings have 128 numbers, the network's 64"):
        train(faces, read(faces), Recipe.load("smoke", {**SMALL, **bundled, "network.dim": 64}), tmp_path / "other")
    train(faces, read(faces), Recipe.load("smoke", {**SMALL, **bundled}), tmp_path / "other")
    assert 0 < min(losses(tmp_path / "other")) < 4
    not_one = {**bundled, "loss.teacher": str(assets() / "models/mask-status")}
    with pytest.raises(TrainingError, match="is a model for mask-status"):
        train(faces, read(faces), Recipe.load("smoke", {**SMALL, **not_one}), tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_the_bench_takes_a_step_apart(faces: FaceSet) -> None:
    report = bench(faces, Recipe.load("smoke"), 8, 2, "cpu")
    assert 0 < report["device_busy"] <= 1
    assert set(report["mining_share"]) == set(MINERS)
    assert all(0 < share < 1 for share in report["mining_share"].values())
    assert all(rate > 1 for rate in report["mask_images_per_second"].values())
    assert report["loaded_images_per_second"] > report["trained_images_per_second"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("px", [112])  # 150 is above, 128 in test_masked_face.py
def test_a_recipe_says_how_large_a_face_its_network_is_shown(px: int, faces: FaceSet, tmp_path: Path) -> None:
    changes = {**SMALL, "network.architecture": "mobile-face", "network.chip": px, "run.epochs": 1}
    train(faces, read(faces), Recipe.load("smoke", changes), tmp_path / "run")
    release(tmp_path / "run", faces.folder, tmp_path / "model", "model", {})
    model = ModelCard.read(tmp_path / "model")
    assert model.card["chip_px"] == px
    network, _ = finished(tmp_path / "run")
    said = embed(network, faces.shaped(px).chips([(row, 0) for row in range(3)]))
    assert ((OnnxEmbedder(model).embed(np.stack([faces.crop(row) for row in range(3)])) * said).sum(1) > 0.97).all()


def test_a_face_wears_another_mask_each_epoch_and_one_that_wears_a_real_one_none(faces: FaceSet) -> None:
    recipe = Recipe.load("smoke", {**SMALL, "data.masked_share": 1.0, "data.vary": False})
    rows = np.arange(6)

    def seen(of: FaceSet, epoch: int, world: int = 1) -> Image:
        places = [load(of, rows, recipe, rows, (epoch, 0), (rank, world))[0] for rank in range(world)]
        return np.concatenate(places)

    plain = faces.chips([(row, 0) for row in range(6)])
    first, second = seen(faces, 0), seen(faces, 1)
    assert (first != plain).any((1, 2, 3)).all()
    assert (first != second).any((1, 2, 3)).all()
    assert (seen(faces, 0, world=2) == first).all()  # however many processes share the batch
    really = replace(faces, states=np.full(len(faces), list(MaskState).index(MaskState.MASKED), np.uint8))
    assert (seen(really, 0) == plain).all()
    for state in (MaskState.MASKED, MaskState.WRONG):  # and in pairs it would be called bare
        states = np.full(len(faces), list(MaskState).index(state), np.uint8)
        with pytest.raises(TrainingError, match="no same pair"):
            split(replace(faces, states=states), 30, 0.25, 0.25)


@pytest.mark.slow
@pytest.mark.parametrize("kind", MARGINS)
def test_every_margin_learns_with_sub_centres_a_sample_of_people_and_a_mean_of_the_weights(
    kind: str, faces: FaceSet, tmp_path: Path
) -> None:
    changes = {**SMALL, "loss.kind": kind, "loss.sub_centres": 2, "loss.sampled": 0.5, "run.average": 0.5}
    changes |= {"loss.magnitude_weight": 1.0, "optimiser.learning_rate": 0.05, "run.epochs": 1}
    train(faces, read(faces), Recipe.load("smoke", changes), tmp_path / "run")
    kept = torch.load(tmp_path / "run/last.pt", weights_only=True)
    assert kept["head"]["centres"].shape == (2 * 6, 16)
    assert kept["head"]["steps"] == 3
    best = load_file(tmp_path / "run/best.safetensors")
    name = "fc.weight"
    assert torch.equal(best[name], kept["averaged"][f"module.{name}"])
    assert not torch.equal(best[name], kept["network"][name])


@pytest.mark.slow
def test_a_slow_mean_of_the_weights_is_no_collapse(faces: FaceSet, tmp_path: Path) -> None:
    """Over few steps a mean of long memory would be what the network was at first, and its batch statistics of then."""
    changes = {**SMALL, "network.architecture": "mobile-face", "data.batch": 2, "run.average": 0.999, "run.epochs": 3}
    train(faces, read(faces), Recipe.load("smoke", changes), tmp_path / "run")
    assert len(losses(tmp_path / "run")) >= 20
    kept = torch.load(tmp_path / "run/last.pt", weights_only=True)
    statistics = [name for name in kept["network"] if name.endswith("running_var")]
    assert all(torch.equal(kept["network"][name], kept["averaged"][f"module.{name}"]) for name in statistics)


@pytest.mark.slow
def test_a_run_ends_once_it_gets_no_better_and_does_not_go_on(faces: FaceSet, tmp_path: Path) -> None:
    """With so low a rate the network stays what it is, and no epoch is better than the first."""
    changes = {**SMALL, "optimiser.learning_rate": 1e-12, "run.patience": 2, "run.epochs": 9, "loss.margin": 0.0}
    for _ in range(2):
        train(faces, read(faces), Recipe.load("smoke", changes), tmp_path / "run")
        history = json.loads((tmp_path / "run/epochs.json").read_text())
        assert [row["epoch"] for row in history] == [1, 2, 3]
        assert len(losses(tmp_path / "run")) == 9


@pytest.mark.parametrize("schedule", ["constant", "multistep", "cosine", "one-cycle", "cyclic"])
def test_every_schedule_warms_up_and_each_step_is_logged_with_the_rate_it_was_taken_with(schedule: str) -> None:
    def rates(warmup: float) -> list[float]:
        changes = {"schedule.name": schedule, "schedule.warmup": warmup, "run.epochs": 4, "schedule.milestones": [2]}
        recipe = Recipe.load("smoke", {**SMALL, **changes, "optimiser.momentum": 0.8})
        network, head = torch.nn.Linear(3, 3), torch.nn.Linear(3, 3)
        optimiser = optimiser_of(recipe, network, head)
        over = Schedule(recipe, optimiser, 10)
        out = []
        for step in range(41):
            out.append(rates_of(optimiser)["network"])
            assert {group["momentum"] for group in optimiser.param_groups} == {0.8}, "the recipe's"
            if step == 13:  # gone on from here, as a run that was stopped
                state = over.state_dict()
                over = Schedule(recipe, optimiser, 10)
                over.load_state_dict(state)
            optimiser.step()
            over.step()
        return out

    plain, warm = rates(0.0), rates(1.0)
    assert warm[:10] == pytest.approx([rate * (step + 1) / 10 for step, rate in enumerate(plain[:10])])
    assert warm[10:] == pytest.approx(plain[10:])
    if schedule != "constant":
        assert len(set(plain)) > 1


def test_weights_decay_but_norms_and_biases_do_not(faces: FaceSet) -> None:
    recipe = Recipe.load("smoke", {"optimiser.weight_decay": 0.3})
    network = build("mobile-face", {"dim": 16})
    optimiser = optimiser_of(recipe, network, MarginHead(16, 4))
    decay = {id(p): group["weight_decay"] for group in optimiser.param_groups for p in group["params"]}
    for name, parameter in network.named_parameters():
        assert decay.pop(id(parameter)) == (0.3 if parameter.ndim > 1 else 0.0), name
    assert list(decay.values()) == [0.3]  # the centres
    assert sum(p.ndim <= 1 for p in network.parameters()) > 10


def test_the_epoch_that_is_kept_is_the_one_of_the_fewest_errors() -> None:
    """A histogram of wide bins may show no overlap at all where the errors are many."""
    good = {"eer": 0.02, "tar_at_fmr": {"1e-3": 0.9}, "iou": 0.3}
    apart = {"eer": 0.388, "tar_at_fmr": {"1e-3": 0.1}, "iou": 0.0}
    better = {**good, "tar_at_fmr": {"1e-3": 0.95}, "iou": 0.4}
    assert sorted([apart, good, better], key=_merit) == [better, good, apart]


def test_a_run_that_fails_before_it_begins_leaves_no_folder(faces: FaceSet, tmp_path: Path) -> None:
    with pytest.raises(GatekeeperError, match="No weights 'vggface2' are published"):
        train(faces, read(faces), Recipe.load("smoke", {"network.weights": "vggface2"}), tmp_path / "new/run")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("keep")
    with pytest.raises(GatekeeperError, match="No weights"):
        train(faces, read(faces), Recipe.load("smoke", {"network.weights": "vggface2"}), tmp_path / "mine")
    assert (tmp_path / "mine/letter.txt").read_text() == "keep"


def test_another_recipe_does_not_go_on_in_the_same_folder(whole: Path, faces: FaceSet) -> None:
    with pytest.raises(TrainingError, match=r"another recipe: loss\.margin"):
        train(faces, read(faces), Recipe.load("smoke", {**STEPWISE, "loss.margin": 0.3}), whole)


def test_a_collapsed_network_stops_the_run_and_says_what_to_try(faces: FaceSet, tmp_path: Path) -> None:
    changes = {**SMALL, "optimiser.name": "adam", "optimiser.learning_rate": 1.0, "run.epochs": 3}
    with pytest.raises(TrainingError, match=r"collapsed|diverged|undefined") as stopped:
        train(faces, read(faces), Recipe.load("smoke", changes), tmp_path / "run")
    assert "learning" in stopped.value.hint


def test_a_first_epoch_too_short_for_batch_normalisation_is_no_collapse_and_shows_on_tensorboard(
    faces: FaceSet, tmp_path: Path
) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    changes = {"data.batch": 6, "run.epochs": 1, "run.tensorboard": True, "network.dim": 16}
    train(faces, read(faces), Recipe.load("smoke", changes), tmp_path / "run")
    board = EventAccumulator(str(tmp_path / "run")).Reload()
    assert [event.value for event in board.Scalars("loss")] == pytest.approx(losses(tmp_path / "run"))
    for name in ("gradient_norm", "rate/network", "rate/head"):
        assert len(board.Scalars(name)) == len(losses(tmp_path / "run"))
    for name in ("iou", "eer", "tar_at_fmr_1e-3", "images_per_second"):
        assert len(board.Scalars(name)) == 1


def test_weights_that_are_neither_published_nor_a_file_are_named(faces: FaceSet, tmp_path: Path) -> None:
    for weights, message in (("vggface2", "No weights 'vggface2' are published"), (str(tmp_path), "cannot be opened")):
        with pytest.raises(GatekeeperError, match=message):
            train(faces, read(faces), Recipe.load("smoke", {"network.weights": weights}), tmp_path / "run")


@pytest.mark.slow
def test_ctrl_c_saves_and_says_how_to_go_on(faces: FaceSet, tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = run(command(faces, out, {"run.epochs": 500, "run.save_every": 100000}))
    until_said(process, "Epoch 1:")
    process.send_signal(signal.SIGINT)
    assert process.stdout is not None
    said = process.stdout.read()
    assert process.wait(120) == 1
    assert "Stopped and saved" in said
    kept = torch.load(out / "last.pt", weights_only=True)
    assert kept["epoch"] * 3 + kept["step"] == len(losses(out))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"data.bath": 3}, r"no setting data\.bath"),
        ({"datum.batch": 3}, "no setting datum"),
        ({"data.batch": "many"}, r"data\.batch is 'many'"),
        ({"optimiser.name": "lion"}, r"optimiser\.name is 'lion'"),
        ({"run.epochs": 0}, r"run\.epochs is 0"),
        ({"optimiser.learning_rate": -1.0}, r"optimiser\.learning_rate is -1\.0"),
        ({"optimiser.learning_rate": float("nan")}, r"optimiser\.learning_rate is nan"),
        ({"data.masked_share": 1.5}, r"data\.masked_share is 1\.5"),
        ({"network.dropout": 1.0}, r"network\.dropout is 1\.0"),
        ({"schedule.milestones": ["five"]}, r"schedule\.milestones is \['five'\]"),
        ({"loss.kind": "triplet", "data.sampler": "people-pictures", "data.batch": 6}, r"data\.batch is 6"),
        ({"loss.kind": "triplet", "loss.mining": "offline"}, "does not go with"),
        ({"loss.kind": "distillation"}, "there is no teacher"),
        (
            {"loss.teacher": "models/masked-face"},
            r"loss\.teacher is 'models/masked-face' and loss\.teacher_weight 0\.0",
        ),
        ({"loss.kind": "magface", "loss.margin": 0.9}, r"loss\.margin_most is 0\.8"),
        ({"network.chip": 96}, r"network\.chip is 96"),
        ({"loss.sampled": 0.0}, r"loss\.sampled is 0\.0"),
        ({"schedule.warmup": -1.0}, r"schedule\.warmup is -1\.0"),
        ({"loss.margin": float("inf")}, r"loss\.margin is inf\. It must be a number"),
        ({"network.dim": 100_000_000}, r"network\.dim is 100000000\. It must be 2 to 4096"),
        ({"data": 3}, "'data' names no setting"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, object], message: str) -> None:
    with pytest.raises(TrainingError, match=message):
        Recipe.load("smoke", changes)


def test_the_recipes_that_come_along_are_whole() -> None:
    own = recipes()
    assert own == ["compare", "model1-arcface", "model2-triplet", "model3-seresnext", "smoke"]
    for name in own:
        Recipe.load(name)
    with pytest.raises(TrainingError, match="There is no recipe 'modelx'") as unknown:
        Recipe.load("modelx")
    assert "liveness" not in str(unknown.value)
    for other in {path.stem for path in CONFIGS.glob("*.toml")} - set(own):
        with pytest.raises(TrainingError, match="recipe for another command"):
            Recipe.load(other)
