"""The workshop from its command line: from pictures to a model the door opens."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as Pictures
from safetensors.torch import save_file
from typer.testing import CliRunner, Result

from gatekeeper.domain import Face, Image
from gatekeeper.errors import GatekeeperError, TrainingError
from gatekeeper.models.card import ModelCard, sha256
from gatekeeper.paths import assets
from gatekeeper.vision.detect import CHIP128, Cascade, FaceDetector, chips_of
from gatekeeper.vision.embed import OnnxEmbedder, TorchEmbedder
from gatekeeper.vision.networks import MobileFaceSE
from trainer import CONFIGS, devices
from trainer.cli import app
from trainer.data.demo_people import mask_half
from trainer.data.faceset import FaceSet
from trainer.export.networks import put
from trainer.files import save_weights


def trainer(*words: object) -> Result:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, GatekeeperError):
        raise done.exception
    return done


@pytest.mark.parametrize("device", ["banana", "cuda:99", "meta"])
def test_an_invalid_device_is_named(tmp_path: Path, device: str) -> None:
    words = ("train", tmp_path, "--recipe", "smoke", "--out", tmp_path / "out", "--device", device)
    with pytest.raises(TrainingError, match=device) as found:
        trainer(*words)
    assert "cpu" in found.value.hint or "Name one" in found.value.hint
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("prepare", "{}", "--out", "{}/file"), "is a file"),
        (("prepare", "{}", "--out", "{}/file/out"), "cannot be created"),
        (("landmarks", "{}", "--out", "{}/file/out"), "cannot be created"),
        (("demo-people", "{}", "{}/file"), "is a file"),
        (("demo-people", "{}", "{}/out"), "has no folder of a person"),
        (("split", "{}", "--seed", "-1"), "Invalid value for '--seed'"),
        (("convert", "{}/file", "{}"), "is a directory"),
        (("export", "{}/file", "--out", "{}"), "is not the model"),
    ],
)
def test_what_cannot_be_is_refused_by_name(tmp_path: Path, words: tuple[str, ...], why: str) -> None:
    (tmp_path / "file").write_text("")
    given = [word.format(tmp_path) for word in words]
    done = CliRunner().invoke(app, given, env={"COLUMNS": "300"})
    assert done.exit_code in (1, 2)
    assert done.exception is None or isinstance(done.exception, SystemExit | GatekeeperError)
    assert why in f"{done.output}{done.exception}"
    assert not (tmp_path / "out").exists()


class _Interrupted(FaceDetector):
    """It finds what it is asked for, until somebody presses Ctrl-C at the third picture."""

    asked = 0

    def find_in_photo(self, image: Image) -> list[Face]:
        self.asked += 1
        if self.asked == 3:
            raise KeyboardInterrupt
        return super().find_in_photo(image)


def test_demo_people_that_cannot_be_finished_leave_no_half_of_them(tmp_path: Path) -> None:
    people = assets() / "demo/people/resident-001"
    detector = _Interrupted(Cascade.onnx(assets() / "models/mtcnn"))
    with pytest.raises(KeyboardInterrupt):
        mask_half(people, tmp_path / "new/demo", detector)
    assert not (tmp_path / "new").exists()


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


@pytest.mark.slow
def test_a_broken_picture_is_listed_and_the_rest_prepared(prepared: Path) -> None:
    manifest = json.loads((prepared / "manifest.json").read_text())
    assert manifest["broken_names"] == ["pictures/broken.jpg"]
    assert manifest["files"]["faces.csv"] == sha256(prepared / "faces.csv")
    faces = FaceSet.load(prepared)
    assert (len(faces), faces.masks) == (8, 1)
    assert faces.identities.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    plain, masked = (faces.chips([(row, mask) for row in range(8)]) for mask in (0, 1))
    assert plain.shape == (8, 150, 150, 3)
    assert (plain != masked).any((1, 2, 3)).all()
    assert (masked == faces.chips([(row, 1) for row in range(8)])).all()  # always the same ones
    assert (masked != faces.chips([(row, 2) for row in range(8)])).any((1, 2, 3)).all()
    assert faces.shaped(112).chip(0, 1).shape == (112, 112, 3)
    with pytest.raises(TrainingError, match="no chips of 99 px"):
        faces.shaped(99)


@pytest.mark.slow
def test_a_trained_network_becomes_a_model_that_the_door_reads_alike(prepared: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = MobileFaceSE().eval()
    save_file(network.state_dict(), tmp_path / "network.safetensors")
    (tmp_path / "words.json").write_text('{"title": "Drawn at random", "licence": "MIT"}')
    crops = np.stack([FaceSet.load(prepared).crop(row) for row in range(8)])
    x = torch.from_numpy(chips_of(crops, CHIP128)).permute(0, 3, 1, 2).float()
    with torch.inference_mode():
        plain, mirrored = network(x), network(x) + network(x.flip(3))
    card = ("--card", tmp_path / "words.json")
    for name, words, truth in (("plain", (), plain), ("both", ("--mirrored", "--id", "other-name"), mirrored)):
        done = trainer("export", tmp_path / "network.safetensors", "--out", tmp_path / name, *words, *card)
        assert done.exit_code == 0, done.output
        model = ModelCard.read(tmp_path / name)
        assert (model.id, model.card["title"]) == ("other-name" if words else name, "Drawn at random")
        wanted = torch.nn.functional.normalize(truth).numpy()
        for embedder in (OnnxEmbedder(model), TorchEmbedder(model, "cpu")):
            said = embedder.embed(crops)
            assert said.shape == (8, 256)
            assert ((said * wanted).sum(1) > 0.999).all()


def test_the_bundled_liveness_card_says_what_the_file_for_its_command_does() -> None:
    words = json.loads((CONFIGS / "liveness_card.json").read_text(encoding="utf-8"))
    card = ModelCard.read(assets() / "models/liveness").card
    assert list(words) == ["title", "licence", "data", "recipe", "command", "measures", "weaknesses"]
    assert {key: card[key] for key in words} == words
    assert "--card trainer/configs/liveness_card.json" in words["command"]


@pytest.mark.parametrize("command", ["liveness", "landmarks", "mask-status", "masked-face", "export", "release"])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no JSON", "cannot be read"),
        ("[]", "holds no JSON object"),
        ('{"kind": "face", "files": {}}', "sets files, kind"),
        ('{"title": 7}', "title is 7"),
    ],
)
def test_a_card_file_is_read_before_anything_is_trained(command: str, text: str, why: str, tmp_path: Path) -> None:
    words = tmp_path / "words.json"
    words.write_text(text)
    given: tuple[object, ...] = (command, tmp_path, "--out", tmp_path / "x")
    if command == "masked-face":
        given = masked_face(listed(tmp_path))
    elif command == "export":
        given = (command, words, "--out", tmp_path / "x")
    elif command == "release":
        given = (command, tmp_path, tmp_path, "--out", tmp_path / "x")
    with pytest.raises(TrainingError, match=rf"words\.json.*{why}"):
        trainer(*given, "--card", words)
    assert not (tmp_path / "x").exists()


def masked_face(folder: Path, *more: str) -> tuple[object, ...]:
    start = assets() / "models/masked-face/network.safetensors"
    return (
        "masked-face",
        folder,
        "--masked",
        folder,
        "--start",
        start,
        "--pairs",
        folder,
        "--out",
        folder / "x",
        *more,
    )


def listed(folder: Path) -> Path:
    """A folder with a list of pairs, of which there are none."""
    (folder / "pairs_all.csv").write_text("path,pair_path,same\n")
    return folder


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (lambda p: masked_face(p, "--set", "stepz=2"), "stepz"),
        (lambda p: masked_face(p, "--set", "steps"), "--set steps"),
        (lambda p: masked_face(p, "--set", "blended_share=2"), "blended_share is 2"),
        (lambda p: masked_face(p), r"holds no pairs_\*\.csv"),
        (lambda p: masked_face(listed(p), "--id", "faces"), "cannot be called faces"),
        (lambda p: masked_face(listed(p), "--id", "../mine"), r"cannot be called '\.\./mine'"),
        (lambda p: (*masked_face(listed(p)), "--out", p / "Mine"), "cannot be called 'Mine'"),
        (lambda p: ("release", p, p, "--out", p / "Mine"), "cannot be called 'Mine'"),
        (
            lambda p: ("export", assets() / "models/mask-status/mask.safetensors", "--out", p / "x"),
            "mask.safetensors is not a network",
        ),
        (lambda p: ("cohort", assets() / "models/masked-face", p), "holds no prepared faces"),
        (lambda p: ("prepare", p, "--out", p / "x"), "No pictures"),
    ],
)
def test_a_wrong_word_is_named(words: Callable[[Path], tuple[object, ...]], message: str, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=message):
        trainer(*words(tmp_path))


def test_pictures_without_a_face_are_left_out_of_the_demo(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    people = tmp_path / "people/anna"
    people.mkdir(parents=True)
    shutil.copy(next((assets() / "demo/people/resident-001/bare").glob("*.jpg")), people / "0.jpg")
    (people / "1.jpg").write_bytes(b"no picture")
    Pictures.new("RGB", (200, 200)).save(people / "2.jpg")
    shutil.copy(people / "0.jpg", people / "3.jpg")
    done = trainer("demo-people", tmp_path / "people", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "people 1  bare 1  masked 1  left out 2" in done.output
    found = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.jpg"))
    assert found == ["anna/bare/0.jpg", "anna/masked/3.jpg"]
    assert all(f"{name}.jpg" in caplog.text for name in (1, 2))


def test_what_cannot_be_written_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"best\.safetensors cannot be written: .*Make room"):
        save_weights({"weight": torch.zeros(2)}, tmp_path / "gone/best.safetensors")
    (tmp_path / "file").write_text("")
    (tmp_path / "model").mkdir()
    with pytest.raises(TrainingError, match=r"file.mine cannot be written: .*Make room"):
        put(tmp_path / "model", tmp_path / "file/mine")
