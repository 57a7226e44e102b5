"""The bundled model's training, whole at a tiny size, and its parts: the faces, the masks put on them, batches and losses."""

import json
import math
import shutil
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from sface import with_weights_of, write
from typer.testing import CliRunner

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.domain import MaskState, Pairing
from gatekeeper.errors import TextError, TrainingError
from gatekeeper.models.card import ModelCard, sha256
from gatekeeper.paths import assets
from gatekeeper.people.strangers import read_cohorts
from gatekeeper.vision.detect import CHIP128, CROP_POINTS, CROP_PX, chips_of, cut
from gatekeeper.vision.embed import OnnxEmbedder
from gatekeeper.vision.networks import MobileFaceSE
from gatekeeper.vision.pipeline import FacePipeline
from trainer.cli import app
from trainer.data.faceset import FaceSet
from trainer.data.prepare import prepare
from trainer.learn.masked_face import (
    Recipe,
    _autocast,
    _classes,
    _infonce,
    _Samples,
    _teach,
    check,
    learnt_from,
    train,
)
from trainer.simulate import augment

PEOPLE = assets() / "demo/people"
NETWORK = assets() / "models/masked-face/network.safetensors"
CONFIG = Path(__file__).parents[2] / "trainer/configs/masked_face.toml"
SECOND = CONFIG.with_name("masked_face_real.toml")
STILL = augment.Jitter(0, 0, 0, 0)
NAMES_ALONE = {"teacher_weight": 0.0, "contrast_weight": 0.0, "labelled_share": 1.0, "blended_share": 0.0}


def recipe(**changes: float | str) -> Recipe:
    return Recipe.load(CONFIG, **{"steps": 2, "batch": 8, **changes})


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled weights in a file of the form that training began with."""
    state = {key: value.float() for key, value in load_file(NETWORK).items()}
    return write(with_weights_of(state), tmp_path_factory.mktemp("start") / "face_recognition_sface.onnx")


@pytest.fixture(scope="module")
def made(start: Path, listed_pairs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the one command leaves: of three people with two pictures each, one whose namesake is in another source, ten
    pictures without a name, one that is broken and one without a face."""
    place = tmp_path_factory.mktemp("made")
    for number in (1, 2, 3):
        for path in photo_files(PEOPLE / f"resident-00{number}/bare")[:2]:
            target = place / "pictures" / f"resident-00{number}" / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    for number in range(20, 30):
        shutil.copy(photo_files(PEOPLE / f"resident-0{number}/bare")[0], place / "pictures" / f"{number}.jpg")
    (place / "pictures/broken.jpg").write_bytes(b"no picture")
    cv2.imwrite(str(place / "pictures/wall.png"), np.full((200, 200, 3), 128, np.uint8))
    shutil.copytree(PEOPLE / "resident-004/bare", place / "more/resident-001")
    (place / "masked").mkdir()
    for number in (5, 6, 7):
        shutil.copy(photo_files(PEOPLE / f"resident-00{number}/masked")[0], place / "masked" / f"{number}.jpg")
    done = CliRunner().invoke(app, whole(place, start, listed_pairs, "steps=2"))
    assert done.exit_code == 0, (done.output, done.exception)
    return place / "out"


def whole(place: Path, start: Path, pairs: Path, *settings: str) -> list[str]:
    """The words of the one command."""
    words = ["masked-face", str(place / "pictures"), str(place / "more"), "--people", "--masked", str(place / "masked")]
    words += ["--start", str(start), "--pairs", str(pairs), "--strangers", "10", "--workers", "1", "--device", "cpu"]
    words += ["--recipe", str(CONFIG), "--recipe", str(SECOND), "--out", str(place / "out"), "--id", "mine"]
    return words + [word for setting in ("batch=8", *settings) for word in ("--set", setting)]


@pytest.fixture(scope="module")
def collected(made: Path) -> FaceSet:
    return FaceSet.load(made / "faces")


def flat(folder: Path, shades: list[int], identities: list[int], state: MaskState = MaskState.BARE) -> FaceSet:
    """Faces of one shade of grey each, as `prepare` lays them out."""
    folder.mkdir()
    data = [cv2.imencode(".jpg", np.full((CROP_PX, CROP_PX, 3), shade, np.uint8))[1].tobytes() for shade in shades]
    (folder / "crops.jpegs").write_bytes(b"".join(data))
    count = len(shades)
    np.savez(
        folder / "index.npz",
        landmarks=np.stack([CROP_POINTS] * count),
        states=np.full(count, list(MaskState).index(state), np.uint8),
        ends=np.cumsum([len(one) for one in data]),
    )
    lines = [f"{number},{identity}" for number, identity in enumerate(identities)]
    (folder / "faces.csv").write_text("\n".join(["path,identity", *lines]) + "\n")
    (folder / "manifest.json").write_text("{}")
    return FaceSet.load(folder)


@pytest.mark.slow
def test_one_command_makes_a_model_that_the_door_has_thresholds_and_strangers_of(
    made: Path, collected: FaceSet
) -> None:
    model = ModelCard.read(made / "mine")
    assert all(math.isfinite(model.threshold(pairing, 1e-2)) for pairing in Pairing)
    cohorts = read_cohorts(model)
    assert {name: len(cohort[MaskState.MASKED]) for name, cohort in cohorts.items()} == {"faces": 10, "strangers": 49}
    # Two careful steps take from the bundled network nothing of what it knows.
    figures = model.card["metrics"]["verification"]["pairs_all"]
    assert figures["n"] == 48
    assert figures["accuracy"] > 0.9
    crops = np.stack([collected.crop(i) for i in range(4)])
    before = OnnxEmbedder(ModelCard.read(assets() / "models/masked-face")).embed(crops)
    assert ((OnnxEmbedder(model).embed(crops) * before).sum(1) > 0.9).all()
    began = load_file(NETWORK)
    runs = [load_file(made / f"run-{number}/finished.safetensors") for number in (1, 2)]
    for kept in runs:
        body = [key for key in kept if key.startswith("body.")]
        assert any((kept[key] - began[key].float()).abs().max() > 1e-5 for key in body), "it learnt nothing"
    mean, shipped = load_file(made / "mean.safetensors"), load_file(made / "mine/network.safetensors")
    for key, weight in mean.items():
        assert torch.allclose(weight, (runs[0][key] + runs[1][key]) / 2, rtol=1e-6, atol=1e-8), key
        assert torch.equal(shipped[key], weight.half()), key
    assert any(not torch.allclose(mean[key], runs[0][key], rtol=1e-6, atol=1e-8) for key in mean), (
        "the runs are the same"
    )
    first, second = model.card["training"]["runs"]
    assert (first["recipe"]["seed"], second["recipe"]["seed"]) == (1, 2)
    for training in (first, second):
        assert (training["recipe"]["steps"], training["log"][-1]["step"]) == (2, 2)
        assert training["log"][-1]["towards"] > 0


def test_a_run_of_another_recipe_is_not_taken_for_this_one_s(made: Path, start: Path, listed_pairs: Path) -> None:
    done = CliRunner().invoke(app, whole(made.parent, start, listed_pairs, "steps=3"))
    assert isinstance(done.exception, TrainingError), done.output
    assert "run-1 holds a run of another recipe or start" in str(done.exception)


def test_faces_of_other_sources_are_not_taken_for_these(made: Path, start: Path, listed_pairs: Path) -> None:
    words = whole(made.parent, start, listed_pairs, "steps=2")
    for other in ([word for word in words if word != "--people"], [words[0], *words[2:]]):
        done = CliRunner().invoke(app, other)
        assert isinstance(done.exception, TrainingError), done.output
        assert "faces holds faces of" in str(done.exception)
        assert str(made.parent / "more") in str(done.exception)


def test_no_recipe_is_trained_before_all_are_known_to_fit(tmp_path: Path) -> None:
    faces = flat(tmp_path / "faces", [90, 120, 150], [-1, -1, -1])
    masks = flat(tmp_path / "masks", [90], [-1], MaskState.MASKED)
    check(faces, masks, [recipe()])
    with pytest.raises(TrainingError, match="names nobody with two pictures"):
        check(faces, masks, [recipe(), recipe(**NAMES_ALONE)])
    with pytest.raises(TrainingError, match="different numbers of people"):
        check(faces, masks, [recipe(), recipe(held_out=3)])


@pytest.mark.slow
def test_what_is_kept_lies_between_what_was_learnt_and_the_beginning(
    collected: FaceSet, made: Path, start: Path, tmp_path: Path
) -> None:
    """Recipes that differ in start_share alone: the whole of it is the beginning, half of it is halfway."""
    masks = FaceSet.load(made / "masks")
    kept = {}
    for share in (0.0, 0.5, 1.0):
        settings = {"steps": 2, "batch": 8, "start_share": share}
        kept[share] = load_file(train(collected, masks, start, recipe(**settings), tmp_path / str(share)))
    began = load_file(NETWORK)
    body = [
        key for key in began if key.startswith("body.")
    ]  # the last layer begins as another product of the same matrix
    learnt = max(body, key=lambda key: float((kept[0.0][key] - began[key].float()).abs().max()))
    assert torch.allclose(kept[1.0][learnt], began[learnt].float(), rtol=1e-6)
    assert not torch.allclose(kept[0.0][learnt], began[learnt].float())
    assert torch.allclose(kept[0.5][learnt], (kept[0.0][learnt] + began[learnt].float()) / 2)


@pytest.mark.parametrize(
    ("avx", "amx", "computed"),
    [(False, False, torch.float32), (True, False, torch.bfloat16), (False, True, torch.bfloat16)],
)
def test_a_processor_computes_in_half_precision_only_if_it_has_instructions_for_it(
    avx: bool, amx: bool, computed: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without them half precision is emulated: a training would take ten times as long."""
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: avx)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: amx)
    with _autocast("cpu"):
        assert torch.nn.Linear(2, 2)(torch.zeros(1, 2)).dtype is computed


def test_a_collected_set_names_people_by_source_and_lists_what_it_left_out(made: Path, collected: FaceSet) -> None:
    of: dict[str, set[int]] = {}
    for name, identity in zip(collected.names, collected.identities.tolist(), strict=True):
        of.setdefault(name.rpartition("/")[0], set()).add(identity)
    assert of.pop("pictures") == {-1}
    assert sorted(of) == ["more/resident-001", *(f"pictures/resident-00{number}" for number in (1, 2, 3))]
    # Namesakes of two sources are two people.
    assert sorted(number for numbers in of.values() for number in numbers) == [0, 1, 2, 3]
    manifest = json.loads((made / "faces/manifest.json").read_text())
    assert manifest["broken_names"] == ["pictures/broken.jpg"]
    assert manifest["without_face_names"] == ["pictures/wall.png"]
    assert (manifest["pictures"], manifest["faces"], manifest["identities"]) == (21, 19, 4)
    assert len(FaceSet.load(made / "masks").where(MaskState.MASKED)) == 3
    assert len(collected.where(MaskState.BARE)) == 19


def test_faces_that_were_not_prepared_to_the_end_are_named_so(made: Path, tmp_path: Path) -> None:
    shutil.copy(made / "faces/crops.jpegs", tmp_path)
    with pytest.raises(TrainingError, match="was not finished") as refused:
        FaceSet.load(tmp_path)
    assert "again" in refused.value.hint


def test_crops_and_landmarks_are_the_door_s(collected: FaceSet, reader: FacePipeline) -> None:
    place = collected.names.index("more/resident-001/0.jpg")
    image = load_photo(PEOPLE / "resident-004/bare/0.jpg")
    face = reader.detector.find_in_photo(image)[0]
    wanted = cut(image, face.landmarks)
    assert np.abs(collected.crop(place).astype(int) - wanted).mean() < 2
    # The landmarks lie in the crop: cut by them anew, it stays where it is.
    again = cut(collected.crop(place), collected.landmarks[place])
    assert np.abs(again.astype(int) - wanted).mean() < 3
    assert np.abs(collected.landmarks[place] - CROP_POINTS).max() < 12


@pytest.mark.slow
def test_a_folder_without_a_face_and_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("one/set", "other/set"):
        (tmp_path / name).mkdir(parents=True)
    with pytest.raises(TrainingError, match="Two sources are called set"):
        prepare([tmp_path / "one/set", tmp_path / "other/set"], tmp_path / "out", 0, 1)
    cv2.imwrite(str(tmp_path / "one/set/wall.png"), np.full((200, 200, 3), 128, np.uint8))
    with pytest.raises(TrainingError, match="No face was found in the 1 pictures"):
        prepare([tmp_path / "one/set"], tmp_path / "out", 0, 1)
    assert not (tmp_path / "out").exists()
    with pytest.raises(TrainingError, match="holds no prepared faces"):
        FaceSet.load(tmp_path / "out")


def along() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(u, v) of every pixel of a crop: from the middle line to the sides, from the eyes (0) to the mouth (1)."""
    rows, columns = np.mgrid[:CROP_PX, :CROP_PX].astype(np.float32)
    eyes, mouth = CROP_POINTS[:2].mean(0), CROP_POINTS[3:].mean(0)
    tall = float(mouth[1] - eyes[1])
    return (columns - float(eyes[0])) / tall, (rows - float(eyes[1])) / tall


def test_a_borrowed_mask_changes_only_what_lies_below_its_edge(tmp_path: Path) -> None:
    masked = flat(tmp_path / "masked", [255], [-1], MaskState.MASKED)
    crop = np.zeros((CROP_PX, CROP_PX, 3), np.uint8)
    u, v = along()
    edges = []
    for seed in range(20):
        seen = augment.with_real_mask(crop, CROP_POINTS, masked, 0, np.random.default_rng(seed))
        assert not seen[v < 0.1].any(), "eyes and brows stay"
        assert (seen[v > 1.0][np.abs(u[v > 1.0]) < 0.5] == 255).all(), "mouth and chin go"
        middle, side = (int(np.argmax(seen[:, np.abs(u[0] - at).argmin(), 0] > 127)) for at in (0.0, 1.0))
        assert middle < side, "the edge sinks towards the cheek"
        edges.append(middle)
    assert len(set(edges)) > 5, "no two masks sit alike"
    assert not crop.any(), "the crop itself is not changed"


def test_a_drawn_mask_leaves_the_eyes_and_covers_the_mouth(collected: FaceSet) -> None:
    crop, points = collected.crop(0), collected.landmarks[0]
    for seed in range(5):
        seen = augment.with_drawn_mask(crop, points, np.random.default_rng(seed))
        changed = (seen != crop).any(2)
        assert not changed[: int(points[:2, 1].min()) - 5].any()
        x, y = points[3:].mean(0).astype(int)
        assert changed[y - 5 : y + 5, x - 10 : x + 10].mean() > 0.9


def test_a_chip_that_nothing_shakes_is_the_door_s_own(collected: FaceSet) -> None:
    for index in range(4):
        crop, points = collected.crop(index), collected.landmarks[index]
        rng = np.random.default_rng(index)
        (wanted,) = chips_of(crop[None], CHIP128).astype(int)
        still = augment.chip_of(crop, points, rng, STILL, 0.0)
        assert np.abs(still.astype(int) - wanted).mean() < 6
        tight = augment.chip_of(crop, points, rng, STILL, 1.0)
        assert (tight[60:100, 44:84] == still[60:100, 44:84]).mean() > 0.99, "a picture's end is not seen at its middle"
        assert (tight != still).any(), "but at its edge"
        shaken = augment.chip_of(crop, points, rng, augment.Jitter(), 0.0)
        assert np.abs(shaken.astype(int) - still).mean() > np.abs(still.astype(int) - wanted).mean() / 4


def samples(faces: FaceSet, masked: FaceSet, chosen: Recipe) -> _Samples:
    learnt = learnt_from(faces, chosen.held_out)
    classes, _ = _classes(faces, learnt, np.ones((len(faces), 4), np.float32))
    return _Samples(faces, masked, learnt, classes, chosen, CHIP128)


def test_people_who_are_held_out_are_in_no_batch(tmp_path: Path) -> None:
    # Held out are the white ones: person 3 has 15 pictures. Nobody else is anything but black.
    identities = [3] * 15 + [4, 4, 5, 5, -1, -1]
    faces = flat(tmp_path / "faces", [255] * 15 + [0] * 6, identities)
    masked = flat(tmp_path / "masked", [0], [-1], MaskState.MASKED)
    quiet = {"drawn_share": 0.0, "real_share": 0.0, "blended_share": 0.5}

    def drawn(people: int) -> tuple[set[int], int]:
        """Which faces 30 batches show, and the brightest spot of two faces laid over each other."""
        every = samples(faces, masked, recipe(held_out=people, **quiet))
        shown, brightest = set(), 0
        for step in range(30):
            _, index, wholes, _ = every.batch(step)
            shown |= set(index.tolist())
            brightest = max(brightest, int(wholes.max()))
        return shown, brightest

    shown, brightest = drawn(1)
    assert shown == set(range(15, 21))
    assert brightest == 0
    shown, brightest = drawn(0)
    assert shown & set(range(15))
    assert brightest > 60


def test_a_batch_shows_two_pictures_of_each_person_it_names(tmp_path: Path) -> None:
    faces = flat(tmp_path / "faces", [100] * 10, [0, 0, 0, 1, 1, 2, 2, -1, -1, 7])
    masked = flat(tmp_path / "masked", [0], [-1], MaskState.MASKED)
    chips, index, wholes, who = samples(faces, masked, recipe(blended_share=0.25)).batch(0)
    assert chips.shape == (8, 128, 128, 3)
    assert wholes.shape == (2, 128, 128, 3)
    people = faces.identities[index]
    assert people[0] == people[1] != people[2] == people[3]
    assert who[0] == who[1] != who[2] == who[3]
    # Nobody of a blend, without a name, or with one picture only, is anybody else's like.
    alone = [n for n in range(8) if n >= 6 or people[n] in (-1, 7)]
    assert all((who == who[n]).sum() == 1 and who[n] >= 3 for n in alone)


def test_a_face_with_a_mask_on_is_not_taken_for_a_bare_one(tmp_path: Path) -> None:
    """Nor is a person's, whose other pictures are bare, however the mask is worn."""
    faces = flat(tmp_path / "faces", [100] * 8, [0, 0, 0, 0, 1, 1, -1, -1])
    faces.states[[1, 5, 7]] = list(MaskState).index(MaskState.WRONG)
    faces.states[3] = list(MaskState).index(MaskState.MASKED)
    masked = flat(tmp_path / "masked", [0], [-1], MaskState.MASKED)
    drawing = samples(faces, masked, recipe(blended_share=0.0))
    shown = {int(row) for step in range(20) for row in drawing.batch(step)[1]}
    assert shown == {0, 2, 4, 6}
    assert [people.tolist() for people in drawing.people] == [[0, 2]]


def test_a_teacher_s_answers_are_kept_only_while_they_are_whole_and_of_these_faces(tmp_path: Path) -> None:
    torch.manual_seed(0)
    teacher, shape = MobileFaceSE().eval(), CHIP128

    def taught(faces: FaceSet) -> NDArray[np.float32]:
        return _teach(teacher, faces, shape, "cpu", "a" * 64)

    faces = flat(tmp_path / "faces", [60, 120], [0, 1])
    first = taught(faces)
    (kept,) = (tmp_path / "faces").glob("teacher-*.npy")
    whole, written = kept.read_bytes(), kept.stat().st_mtime_ns
    assert np.array_equal(taught(faces), first)
    assert kept.stat().st_mtime_ns == written, "computed once"
    for length in (0, 40, len(whole) - 100):
        kept.write_bytes(whole[:length])
        assert np.array_equal(taught(faces), first)
        assert kept.read_bytes() == whole
    # Prepared anew, as many faces and under the same names.
    shutil.copy(kept, tmp_path)
    shutil.rmtree(tmp_path / "faces")
    faces = flat(tmp_path / "faces", [60, 255], [0, 1])
    shutil.copy(tmp_path / kept.name, tmp_path / "faces")
    assert not np.array_equal(taught(faces), first)


@pytest.mark.slow
def test_processes_draw_the_batches_that_one_thread_draws(tmp_path: Path) -> None:
    """As for a card, which one thread leaves waiting."""
    faces = flat(tmp_path / "faces", [100] * 10, [0, 0, 0, 1, 1, 2, 2, -1, -1, 7])
    masked = flat(tmp_path / "masked", [0], [-1], MaskState.MASKED)
    drawing = samples(faces, masked, recipe(blended_share=0.25))
    alone, together = (list(drawing.coming(3, workers)) for workers in (1, 2))
    assert len(alone) == len(together) == 3
    for one, other in zip(alone, together, strict=True):
        assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))
    assert not torch.equal(alone[0][1], alone[1][1])


@pytest.mark.slow
def test_faces_without_any_name_are_learnt_from_and_too_few_are_named(start: Path, tmp_path: Path) -> None:
    faces = flat(tmp_path / "faces", [60, 90, 120, 150], [-1] * 4)
    masked = flat(tmp_path / "masked", [200], [-1], MaskState.MASKED)
    done = train(faces, masked, start, recipe(steps=1, batch=4), tmp_path / "run")
    assert all(value.isfinite().all() for value in load_file(done).values())
    recorded = json.loads((tmp_path / "run/recipe.json").read_text())
    assert recorded == {**asdict(recipe(steps=1, batch=4)), "start": sha256(start)}
    with pytest.raises(TrainingError, match="faces names nobody with two pictures"):
        train(faces, masked, start, recipe(**NAMES_ALONE), tmp_path / "names")
    assert not (tmp_path / "names").exists()
    with pytest.raises(TrainingError, match="masked holds no bare face"):
        train(masked, masked, start, recipe(), tmp_path / "run")
    with pytest.raises(TrainingError, match="faces holds no masked face"):
        train(faces, faces, start, recipe(), tmp_path / "run")
    with pytest.raises(TrainingError, match=r"mask\.safetensors does not hold the weights of face-reidentification"):
        train(*(faces, masked, assets() / "models/mask-status/mask.safetensors", recipe(), tmp_path / "run"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "weights",
    [
        {"label_loss": "arcface", "label_margin": 1.0, "label_weight": 1.0},
        {"label_weight": 0.0, "triplet_weight": 1.0, "triplet_margin": 2.0},
    ],
    ids=["arcface", "triplets"],
)
def test_names_alone_teach_what_the_recipe_says(start: Path, tmp_path: Path, weights: dict[str, float | str]) -> None:
    """CosFace on the same batch is the control: other losses, other gradients, other weights."""
    faces = flat(tmp_path / "faces", [40, 60, 140, 160], [0, 0, 1, 1])
    masked = flat(tmp_path / "masked", [200], [-1], MaskState.MASKED)
    rows, first = {}, {}
    for name, losses in (("names", weights), ("control", {})):
        chosen = recipe(**{"steps": 1, "batch": 4, "start_share": 0.0, "average_decay": 0.0, **NAMES_ALONE, **losses})
        kept = train(faces, masked, start, chosen, tmp_path / name)
        first[name] = load_file(kept)["body.0.weight"]
        (line,) = (tmp_path / name / "progress.jsonl").read_text().splitlines()
        rows[name] = json.loads(line)
    began = load_file(NETWORK)["body.0.weight"].float()
    assert not torch.allclose(first["names"], began, atol=1e-5)
    assert not torch.equal(first["names"], first["control"])
    assert rows["names"]["towards"] == rows["control"]["towards"], "the same pictures"
    assert (rows["names"]["triplets"] > 0) == ("triplet_weight" in weights)
    # A margin of 1 radian takes at least 0.46 off the own cosine, CosFace's takes 0.3.
    larger = rows["names"]["labels"] > rows["control"]["labels"] + 1
    assert larger == ("label_loss" in weights)


def test_infonce_is_the_cross_entropy_of_finding_one_s_own() -> None:
    said = torch.eye(3)
    high = math.exp(1 / 0.5)
    one = -math.log(high / (high + 2))
    assert float(_infonce(said, said, torch.arange(3), 0.5)) == pytest.approx(one)
    # Two pictures of one person: each is found by half of what it says of the other.
    other = -math.log(1 / (high + 2))
    together = ((one + other) / 2 * 2 + one) / 3
    assert float(_infonce(said, said, torch.tensor([0, 0, 1]), 0.5)) == pytest.approx(together)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stepz": 3}, "stepz"),
        ({"steps": 0}, "steps is 0"),
        ({"steps": 2.5}, r"steps is 2\.5"),
        ({"batch": 1}, "batch is 1"),
        ({"learning_rate": "fast"}, "learning_rate is 'fast'"),
        ({"learning_rate": 0.0}, r"learning_rate is 0\.0"),
        ({"temperature": 0}, "temperature is 0"),
        ({"scale": float("nan")}, "scale is nan"),
        ({"start_share": -0.1}, r"start_share is -0\.1"),
        ({"real_share": 1.5}, r"real_share is 1\.5"),
        ({"drawn_share": 0.7, "real_share": 0.7}, "drawn_share and real_share"),
        ({"label_loss": "softmax"}, "label_loss is 'softmax'"),
        (dict.fromkeys(("teacher_weight", "contrast_weight", "label_weight"), 0.0), "All losses have the weight 0"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, float | str], message: str) -> None:
    with pytest.raises(TrainingError, match=message):
        recipe(**changes)


def test_an_incomplete_or_invalid_recipe_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(CONFIG.read_text().replace("\nbatch = 96", ""))
    with pytest.raises(TrainingError, match="batch is missing"):
        Recipe.load(path)
    path.write_text("steps =")
    with pytest.raises(TextError, match=r"mine\.toml cannot be read"):
        Recipe.load(path)
    assert Recipe.load(CONFIG).steps > 0


def test_the_needs_of_the_last_step_are_checked_before_hours_of_training(
    made: Path, start: Path, listed_pairs: Path, tmp_path: Path
) -> None:
    for name in ("faces", "masks"):
        shutil.copytree(made / name, tmp_path / "out" / name)
    words = whole(made.parent, start, listed_pairs, "steps=2")
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "out"), "--strangers", "11"])
    assert isinstance(done.exception, TrainingError)
    assert "10 bare faces without a name, the cohort needs 11" in str(done.exception)
    assert not (tmp_path / "out/run").exists()
