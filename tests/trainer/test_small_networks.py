"""The door's two small networks, taught for seconds on the fictional people and opened as the door opens them."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from conftest import DEMO
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from typer.testing import CliRunner

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import ModelError, TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.models.card_page import page
from gatekeeper.paths import assets
from gatekeeper.vision.detect import CHIP_PX, nearest_to_middle
from gatekeeper.vision.liveness import PassiveLiveness
from gatekeeper.vision.mask_status import MaskStatus
from gatekeeper.vision.networks import LivenessNet
from gatekeeper.vision.pipeline import FacePipeline
from trainer import CONFIGS
from trainer.cli import app
from trainer.learn.landmarks import train_landmarks, views_of
from trainer.learn.liveness import LivenessRecipe, begin_with, collect, make, threshold_of
from trainer.learn.mask_status import MaskFaces, MaskRecipe, prepare_mask_status, train_mask_status
from trainer.measure.landmarks import measure_landmarks
from trainer.simulate.mask import put_on


def trainer(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


@pytest.mark.slow
def test_mask_status_is_taught_and_answers_as_its_card_says(tmp_path: Path) -> None:
    for kind in ("bare", "masked"):
        (tmp_path / "crops" / kind).mkdir(parents=True)
        for at, person in enumerate(sorted((DEMO / "people").iterdir())[:8]):
            (tmp_path / "crops" / kind / f"{at}.jpg").write_bytes(photo_files(person / kind)[0].read_bytes())
    (tmp_path / "crops/bare/broken.jpg").write_bytes(b"no picture")
    faces = DEMO / "people/resident-009"
    trainer("mask-faces", tmp_path / "crops", faces, "--out", tmp_path / "faces", "--workers", 1)
    prepared = MaskFaces.load(tmp_path / "faces")
    assert prepared.real.sum() == 16, "the broken one is left out"
    # Six pictures of one person: bare, masked twice, worn wrongly twice.
    assert (~prepared.real).sum() == 6 * 5

    words = tmp_path / "words.json"
    words.write_text('{"title": "Masks, in a hurry"}')
    changes = [word for pair in ("steps=40", "batch=16", "caution=0.0") for word in ("--set", pair)]
    said = trainer("mask-status", tmp_path / "faces", "--out", tmp_path / "run", "--card", words, *changes)
    model = ModelCard.read(tmp_path / "run/mask-status")
    assert (model.kind, model.card["title"]) == ("mask-status", "Masks, in a hurry")
    with safe_open(tmp_path / "run/mask-status/mask.safetensors", "pt") as weights:
        assert weights.metadata() == {"caution": "0.0"}
    losses = [json.loads(line)["loss"] for line in (tmp_path / "run/steps.jsonl").read_text().splitlines()]
    assert len(losses) == 40
    assert np.mean(losses[-10:]) < 0.8 * np.mean(losses[:10])

    network = MaskStatus(model)
    answers = network.probabilities(np.asarray(prepared.chips)).argmax(1)
    assert (answers == prepared.states).mean() > 0.6  # of three kinds
    for name, held in (("crops", prepared.real), ("simulated", ~prepared.real)):
        table = np.zeros((3, 3), int)
        np.add.at(table, (prepared.states[held & prepared.held_out], answers[held & prepared.held_out]), 1)
        assert model.card["metrics"]["held_out"][name] == table.tolist()
        assert f"{name}: {table.tolist()}" in said
    assert {network.classify(np.asarray(prepared.chips[:1]))[0]} <= set(MaskState)
    held_out = [sum(map(sum, table)) for table in model.card["metrics"]["held_out"].values()]
    assert [sum(int(str(row[-1])) for row in table.rows) for table in page(model).good] == held_out


def grey_faces() -> MaskFaces:
    """Enough to take steps on: faces of noise, three of each state, real and simulated."""
    rng = np.random.default_rng(0)
    states = np.arange(18) % 3
    chips = rng.integers(0, 255, (18, CHIP_PX, CHIP_PX, 3), np.uint8)
    return MaskFaces(chips, states, (np.arange(18) % 2 == 0) & (states < 2), np.arange(18))


def mask_recipe(**changes: float) -> MaskRecipe:
    return MaskRecipe.load(CONFIGS / "mask_status.toml", **{"steps": 1, "batch": 4, "learning_rate": 1e-9, **changes})


def test_a_mask_network_that_is_trained_on_is_as_cautious_as_before(tmp_path: Path) -> None:
    """From a run, and from the bundled model, which does not say how cautious it is."""

    def caution_of(file: Path) -> float:
        return float(load_file(file)["head.bias"][2])

    kept = tmp_path / "mask.safetensors"
    train_mask_status(grey_faces(), mask_recipe(caution=0.0), tmp_path)
    plain = caution_of(kept)
    train_mask_status(grey_faces(), mask_recipe(caution=4.0), tmp_path, kept)
    assert caution_of(kept) == pytest.approx(plain - 4, abs=0.01)
    train_mask_status(grey_faces(), mask_recipe(caution=1.0), tmp_path, kept)
    assert caution_of(kept) == pytest.approx(plain - 1, abs=0.01)
    bundled = assets() / "models/mask-status/mask.safetensors"
    train_mask_status(grey_faces(), mask_recipe(caution=4.0), tmp_path, bundled)
    assert caution_of(kept) == pytest.approx(caution_of(bundled) - 1.5, abs=0.01)


@pytest.mark.parametrize("name", ["masked-face/network.safetensors", "mask-status/card.json"])
def test_a_mask_network_does_not_begin_with_another_one(name: str, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="does not hold a mask-status network"):
        train_mask_status(grey_faces(), mask_recipe(), tmp_path / "run", assets() / "models" / name)
    assert not (tmp_path / "run").exists()


def test_a_state_without_faces_is_named_before_anything_is_trained(tmp_path: Path) -> None:
    faces = grey_faces()
    for state, name in enumerate(MaskState):
        chosen = faces.states != state
        fewer = MaskFaces(faces.chips[chosen], faces.states[chosen], faces.real[chosen], faces.pictures[chosen])
        with pytest.raises(TrainingError, match=f"no simulated face of the state {name.value}"):
            train_mask_status(fewer, mask_recipe(), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_mask_faces_that_were_not_prepared_to_the_end_are_none(tmp_path: Path) -> None:
    faces = tmp_path / "faces"
    faces.mkdir()
    (faces / "chips.u8").write_bytes(bytes(CHIP_PX * CHIP_PX * 3))
    for row, why in (("0,bare,crop", ""), ("0,nude,crop", "nude"), ("x,bare,crop", "'x'")):
        (faces / "faces.csv").write_text(f"picture,state,source\n{row}\n")
        if not why:
            assert MaskFaces.load(faces).states.tolist() == [0]
            continue
        with pytest.raises(TrainingError, match=f"holds no prepared faces: .*{why}.*mask-faces"):
            MaskFaces.load(faces)
    for name in ("crops/bare", "crops/masked", "people"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "broken.jpg").write_bytes(b"no picture")
    # Over an earlier preparation, whose table must not count for what is there now.
    with pytest.raises(TrainingError, match="No face was found in the 3 pictures"):
        prepare_mask_status(tmp_path / "crops", [tmp_path / "people"], faces, 10, 1)
    with pytest.raises(TrainingError, match="holds no prepared faces"):
        MaskFaces.load(faces)


def test_bare_and_masked_faces_may_fill_a_batch_but_not_more(tmp_path: Path) -> None:
    train_mask_status(grey_faces(), mask_recipe(bare_share=0.9, masked_share=0.1), tmp_path)
    assert (tmp_path / "mask.safetensors").is_file()
    with pytest.raises(TrainingError, match="bare_share and masked_share add up to more than 1"):
        mask_recipe(bare_share=0.7, masked_share=0.7)


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people before a camera, and small prints of them held up on white paper."""
    folder = tmp_path_factory.mktemp("frames")
    for number, person in enumerate(sorted((DEMO / "people").iterdir())[:4]):
        for at, path in enumerate(photo_files(person / "bare")[:2]):
            image = load_photo(path)
            sheet: Image = np.full_like(image, 90)
            sheet[40:320, 40:320] = 250
            sheet[60:300, 60:300] = cv2.resize(image, (240, 240), interpolation=cv2.INTER_AREA)
            for kind, shown in (("live", image), ("print", sheet)):
                (folder / kind / str(number)).mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(folder / kind / str(number) / f"{at}.png"), shown[:, :, ::-1])
    return folder


@pytest.mark.parametrize("layout", LivenessNet.LAYOUTS)
def test_published_weights_give_the_same_answers_in_our_network(tmp_path: Path, layout: str) -> None:
    """A network laid out as Minivision publishes it, for BGR, with a linear layer, a norm and another at its end."""
    torch.manual_seed(1)

    class Published(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.body = LivenessNet(layout).layers
            self.first, self.norm = nn.Linear(512, 128, bias=False), nn.BatchNorm1d(128)
            self.last = nn.Linear(128, 3, bias=False)
            for layer in self.modules():
                if isinstance(layer, nn.PReLU):
                    nn.init.uniform_(layer.weight)  # slopes that are alike would be written once for all
            self.norm.running_mean = torch.randn(128)
            self.norm.running_var = torch.rand(128) + 0.5

        def forward(self, bgr: torch.Tensor) -> torch.Tensor:
            logits: torch.Tensor = self.last(self.norm(self.first(self.body(bgr).flatten(1))))
            return logits

    published, file = Published().eval(), tmp_path / "published.onnx"
    bgr = torch.randint(256, (2, 3, 80, 80)).float()
    torch.onnx.export(published, (bgr,), str(file), input_names=["bgr"], opset_version=17, dynamo=False)
    ours = begin_with(file, layout)
    with torch.inference_mode():
        expected, answers = published(bgr), ours.logits(bgr.flip(1))
        assert torch.allclose(answers, expected, atol=1e-4)
        chances = expected.softmax(1)[:, 1]
        assert torch.allclose(ours(bgr.flip(1))[:, 0], torch.logit(chances), atol=1e-3)
    other = next(name for name in LivenessNet.LAYOUTS if name != layout)
    with pytest.raises(TrainingError, match=r"published\.onnx"):
        begin_with(file, other)
    with pytest.raises(TrainingError, match=r"network\.safetensors"):
        begin_with(assets() / "models/masked-face/network.safetensors", layout)


def test_a_broken_frame_does_not_end_the_search_for_faces(
    frames: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for kind in ("live", "print"):
        shutil.copytree(frames / kind / "0", tmp_path / kind / "0")
    broken = tmp_path / "live/0/a.jpg"
    broken.write_bytes(b"no picture")
    faces = collect(tmp_path, [tmp_path / "missing.jpg"], masks=0)
    assert faces.live.tolist() == [True, True, False, False]
    assert f"Left out: {broken}" in caplog.text
    assert "missing.jpg" in caplog.text


@pytest.mark.slow
def test_liveness_is_taught_and_answers_as_its_card_says(frames: Path, tmp_path: Path, reader: FacePipeline) -> None:
    torch.manual_seed(3)
    blank = tmp_path / "blank.safetensors"
    save_file(LivenessNet().state_dict(), blank)
    quick = {
        "steps": 32,
        "batch": 8,
        "frozen": 0,
        "average_decay": 0.8,
        "strength": 0.0,
        "simulated": 0,
        "media": [],
        "window": 1,
        "learning_rate": 0.003,
    }
    recipe = tmp_path / "quick.toml"
    recipe.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in quick.items()))
    words = ("liveness", frames, "--out", tmp_path / "liveness", "--recipe", recipe, "--workers", 1, "--start", blank)
    said = trainer(*words)
    model = ModelCard.read(tmp_path / "liveness")
    check = PassiveLiveness(model)
    assert (check.threshold, check.window) == (model.card["threshold"], 1)
    # The card says what was learnt from here, not what the bundled network learnt from.
    said_of = model.card["data"]
    assert "Begun with blank.safetensors" in said_of
    assert "Then 8 frames of 4 people, 8 frames of photos of them, 0 portraits of other people." in said_of
    assert model.card["licence"] == "unknown"
    assert "Measured on 4 people" in model.card["weaknesses"]
    assert model.card["recipe"]["steps"] == 32
    assert "NUAA" not in json.dumps(model.card)
    left_out = model.card["metrics"]["left_out_people"]
    assert left_out["live"]["presentations"] == left_out["print"]["presentations"] == 8
    assert json.dumps(left_out["live"], indent=1).split("\n")[1] in said
    kept = sorted(file.name for file in (tmp_path / "liveness-networks").iterdir())
    assert kept == ["all.safetensors", "made-of.json", "without-0-1.safetensors", "without-2-3.safetensors"]

    scores: dict[str, list[float]] = {"live": [], "print": []}
    for kind, found in scores.items():
        for path in photo_files(frames / kind):
            image = load_photo(path)
            face = nearest_to_middle(image, reader.detector.find_in_photo(image))
            assert face is not None
            found += check.scores(image, [face]).tolist()
    assert np.mean(scores["live"]) > np.mean(scores["print"])
    losses = [np.log1p(np.exp(-np.array(scores["live"]))), np.log1p(np.exp(np.array(scores["print"])))]
    # One that has learnt nothing says neither, whose loss is the logarithm of 2.
    assert np.mean(losses) < 0.9 * np.log(2)

    # Cut off after the people were left out, it goes on from there: what is kept is not trained again.
    before = (tmp_path / "liveness/liveness.safetensors").read_bytes()
    changed = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "liveness-networks").iterdir()}
    (tmp_path / "liveness-networks/all.safetensors").unlink()
    bundled = CONFIGS / "liveness_card.json"
    trainer(*words, "--card", bundled)
    again_card = ModelCard.read(tmp_path / "liveness").card
    assert again_card.items() >= json.loads(bundled.read_text()).items()
    assert again_card["metrics"] == model.card["metrics"], "words change no figure"
    again = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "liveness-networks").iterdir()}
    assert {name for name in again if again[name] != changed[name]} == {"all.safetensors"}
    assert (tmp_path / "liveness/liveness.safetensors").read_bytes() == before

    # Whoever is shown too rarely to be measured is named before anything is trained.
    (tmp_path / "few").mkdir()
    with pytest.raises(TrainingError, match=r"shows 0 in 2 frames of live/0, fewer than 3"):
        make(frames, blank, tmp_path / "few/liveness", LivenessRecipe.load(recipe, window=3))
    (frames / "print/3").rename(tmp_path / "print-3")
    with pytest.raises(TrainingError, match=r"shows 3 in 0 frames of print/3, fewer than 1"):
        make(frames, blank, tmp_path / "few/liveness", LivenessRecipe.load(recipe))
    (tmp_path / "print-3").rename(frames / "print/3")
    assert not list((tmp_path / "few").iterdir())

    # Nothing else is made of networks of another recipe.
    with pytest.raises(TrainingError, match="holds networks of another recipe, start or faces"):
        make(frames, blank, tmp_path / "liveness", LivenessRecipe.load(recipe, steps=33))
    assert (tmp_path / "liveness/liveness.safetensors").read_bytes() == before


@pytest.mark.slow
def test_no_view_of_a_held_out_face_is_learnt_from_however_many_masks_each_has(tmp_path: Path) -> None:
    for number, person in enumerate(sorted((DEMO / "people").iterdir())[:3]):
        (tmp_path / str(number)).mkdir()
        cv2.imwrite(str(tmp_path / str(number) / "1.png"), load_photo(photo_files(person / "bare")[0])[:, :, ::-1])
    cv2.imwrite(str(tmp_path / "0/0.png"), np.full((200, 200, 3), 128, np.uint8))  # without a face: it is not counted
    views, truths, detected, faces = views_of([tmp_path], masks=2, workers=1)
    assert faces.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    with pytest.raises(TrainingError, match="one face only"):
        train_landmarks(views[:3], truths[:3], detected[:3], faces[:3], tmp_path / "out", steps=1, batch=2)
    # What is learnt does not depend on the held-out face: it may show anything.
    kept = []
    for name, shade in (("one", 0), ("other", 255)):
        views[faces == 0] = shade
        train_landmarks(views, truths, detected, faces, tmp_path / name, steps=2, batch=16)
        kept.append((tmp_path / name / "landmarks.safetensors").read_bytes())
    assert kept[0] == kept[1]
    (tmp_path / "wall").mkdir()
    (tmp_path / "0/0.png").rename(tmp_path / "wall/0.png")
    with pytest.raises(TrainingError, match="No face was found in the 1 pictures"):
        views_of([tmp_path / "wall"], masks=2, workers=1)


@pytest.mark.slow
def test_the_first_estimate_on_a_landmark_card_is_the_detector_s_error_below_masks(
    tmp_path: Path, reader: FacePipeline
) -> None:
    pictures = []
    for number, person in enumerate(sorted((DEMO / "people").iterdir())[:2]):
        pictures.append(load_photo(photo_files(person / "bare")[0]))
        cv2.imwrite(str(tmp_path / f"{number}.png"), pictures[-1][:, :, ::-1])
    trainer("landmarks", tmp_path, "--out", tmp_path / "out", "--workers", 1, "--steps", 1, "--batch", 2)
    shown = ModelCard.read(tmp_path / "out/landmarks").card["metrics"]["held_out_error"]["found"]

    # The first face is held out: how far three masks drawn on it move the points that the detector finds.
    detector, rng, moved = reader.detector, np.random.default_rng([0, 0]), []
    bare = nearest_to_middle(pictures[0], detector.find_in_photo(pictures[0]))
    assert bare is not None
    for _ in range(3):
        masked, _ = put_on(pictures[0], bare.landmarks, rng=rng)
        seen = nearest_to_middle(masked, detector.find_in_photo(masked))
        assert seen is not None
        eyes = np.linalg.norm(seen.landmarks[1] - seen.landmarks[0])
        moved.append(np.linalg.norm(seen.landmarks - bare.landmarks, axis=1) / eyes)
    assert shown == pytest.approx(np.median(moved, 0), rel=0.15)

    # Nothing is measured where no mask moved a point.
    views, truths, detected, faces = views_of([tmp_path], masks=1, workers=1)
    bare_views = [0, 2]
    views, truths, detected, faces = views[bare_views], truths[bare_views], detected[bare_views], faces[bare_views]
    with pytest.raises(TrainingError, match="No held-out face was found below a mask"):
        train_landmarks(views, truths, detected, faces, tmp_path / "none", steps=1, batch=2)


@pytest.mark.slow
def test_a_landmark_network_is_measured_anew_and_its_card_says_how(tmp_path: Path, reader: FacePipeline) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number, person in enumerate(sorted((DEMO / "people").iterdir())[:3]):
        shutil.copy(photo_files(person / "bare")[0], pictures / f"{number}.jpg")
    model = shutil.copytree(assets() / "models/landmarks", tmp_path / "model")
    before = ModelCard.read(model).card
    words = ["evaluate-landmarks", pictures, "--model", model, "--masks", 4, "--workers", 1]
    figures = json.loads(trainer(*words))
    assert (figures["faces"], figures["masked_pictures"], figures["not_found"]) == (3, 12, 0)
    assert ModelCard.read(model).card == before

    # The same on the whole pictures, as at the door.
    errors: dict[str, list[object]] = {"found": [], "refined": [], "used": []}
    for number, path in enumerate(photo_files(pictures)):
        image, rng = load_photo(path), np.random.default_rng([0, number])
        bare = nearest_to_middle(image, reader.detector.find_in_photo(image))
        assert bare is not None
        for _ in range(4):
            masked, _ = put_on(image, bare.landmarks, rng=rng)
            seen = nearest_to_middle(masked, reader.detector.find_in_photo(masked))
            assert seen is not None
            (used,) = reader.refiner.refine(masked, seen.landmarks[None])
            points = {"found": seen.landmarks, "refined": 2 * used - seen.landmarks, "used": used}
            eyes = np.linalg.norm(bare.landmarks[1] - bare.landmarks[0])
            for name, found in points.items():
                errors[name].append(np.linalg.norm(found - bare.landmarks, axis=1) / eyes)
    for name, rows in errors.items():
        assert figures[name] == pytest.approx(np.median(np.array(rows), 0), abs=0.03), name
    assert np.mean(figures["used"]) < 0.6 * np.mean(figures["found"])

    trainer(*words, "--most", 2, "--write")
    after = ModelCard.read(model).card
    measured = after["metrics"]["held_out_error"]
    assert (measured["faces"], measured["masked_pictures"]) == (2, 8)
    assert measured["command"].startswith("trainer evaluate-landmarks")
    assert {**after, "metrics": before["metrics"]} == before
    with pytest.raises(ModelError, match="not a landmark network"):
        measure_landmarks(assets() / "models/mask-status", [pictures])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"media": ["paper", "tv"]}, "media has 'tv'"),
        ({"limits": {"live": float("nan")}}, "limits is .*nan"),
        ({"limits": {"live": 0.1, "print": -1.0}}, r"limits\.'print' is -1\.0"),
        ({"limits": {"alive": 0.1}}, r"limits\.'alive' is 0\.1"),
        ({"limits": {"print": 0.1}}, r"limits\.live is missing"),
    ],
)
def test_a_wrong_setting_of_liveness_is_named_before_anything_is_trained(
    changes: dict[str, object], message: str
) -> None:
    with pytest.raises(TrainingError, match=message):
        LivenessRecipe.load(CONFIGS / "liveness.toml", **changes)
    assert LivenessRecipe.load(CONFIGS / "liveness.toml").limits["live"] == 0.02


def test_the_threshold_weighs_each_kind_by_its_limit() -> None:
    recipe = LivenessRecipe(limits={"live": 0.1, "print": 0.1, "monitor": 0.4})
    fold = {
        "live": [2.0] * 9 + [-1.0],
        "live masked": [1.5] * 10,
        "print": [-3.0] * 10,
        "monitor": [-2.0] * 8 + [1.8] * 2,
        "unweighed": [9.0] * 10,
    }
    # Above -1 one living person in ten is refused, twice in ten a monitor passes: once and half its limit. Lower, the
    # living person passes and the monitors do as before; so low that more of them pass is worse again.
    assert -2.0 < threshold_of([fold], recipe) < -1.0
    fold["monitor"] = [-0.5] * 8 + [1.8] * 2
    assert -0.5 < threshold_of([fold], recipe) < 1.5
