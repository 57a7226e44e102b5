"""The whole chain in torch says what the processor's own chain says, and a card that fails leaves the door to the processor.

There is no card here: the same code runs with device="cpu", so that what differs on a card is the card alone.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from at_the_door import ADA, BOB, Desk
from conftest import DEMO, photo
from torch.utils._python_dispatch import TorchDispatchMode

from gatekeeper.app import App
from gatekeeper.bench.device import chosen
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.demo import clip
from gatekeeper.domain import Face, Image, LivenessMode, MaskState, Outcome
from gatekeeper.door.liveness import LivenessCheck
from gatekeeper.door.loop import _readings
from gatekeeper.errors import ConfigError, ModelError
from gatekeeper.models.activation import LoadedModel
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.vision import accelerator, pipeline
from gatekeeper.vision.accelerator import Accelerator, CardOrProcessor
from gatekeeper.vision.detect import inner
from gatekeeper.vision.device import DeviceChain
from gatekeeper.vision.embed import OnnxEmbedder
from gatekeeper.vision.liveness import PassiveLiveness
from gatekeeper.vision.pipeline import FacePipeline
from gatekeeper.vision.reading import Reading

pytestmark = pytest.mark.slow

MODELS = assets() / "models"
CARD = ModelCard.read(MODELS / "masked-face")
MIN_FACE_PX = 60


@pytest.fixture(scope="module")
def chain() -> DeviceChain:
    return DeviceChain(MODELS, CARD, "cpu", MIN_FACE_PX)


def frame(*pictures: Image, height: int = 480, width: int = 640) -> Image:
    """One picture, or four beside and below each other."""
    if len(pictures) == 1:
        return np.asarray(cv2.resize(pictures[0], (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    tiles = [cv2.resize(picture, (width // 2, height // 2), interpolation=cv2.INTER_AREA) for picture in pictures]
    return np.concatenate([np.concatenate(tiles[:2], 1), np.concatenate(tiles[2:], 1)])


@pytest.fixture(scope="module")
def frames() -> list[Image]:
    """What several cameras see at once: one face, bare and masked and large, four faces, nobody, and other sizes."""
    names = sorted(path.name for path in (DEMO / "visits").iterdir())[::25][:4]
    bare, masked = ([photo(name, kind, 0, "visits") for name in names] for kind in ("bare", "masked"))
    return [
        frame(bare[0]),
        frame(masked[1]),
        frame(bare[1], masked[2], bare[2], masked[3]),
        np.full((480, 640, 3), 90, np.uint8),
        frame(bare[3][40:-40, 40:-40], height=900, width=900),
        frame(masked[0], height=359, width=477),  # nothing here is a multiple of anything
    ]


def of_the_processor(reader: FacePipeline, image: Image) -> Reading:
    faces = reader.detector.find(image, MIN_FACE_PX)
    chips = reader.chips(image, faces)
    masks = reader.mask_status.classify(inner(chips))
    faces, chips = reader.aligned(image, faces, chips, masks)
    # Full precision: OpenVINO's bfloat16 is further from it than a card's half precision.
    vectors = OnnxEmbedder(CARD, openvino=False).embed(chips)
    alive = PassiveLiveness(ModelCard.read(MODELS / "liveness")).scores(image, faces)
    return Reading(faces, chips, masks, vectors, alive)


def test_the_chain_says_what_the_processor_says_of_every_face(
    chain: DeviceChain, reader: FacePipeline, frames: list[Image]
) -> None:
    found = chain.read(frames)
    expected = [of_the_processor(reader, image) for image in frames]
    assert [len(one.faces) for one in expected] == [1, 1, 4, 0, 1, 1]
    for mine, other in zip(found, expected, strict=True):
        assert len(mine.faces) == len(other.faces)
        assert mine.masks == other.masks
        for face, wanted in zip(mine.faces, other.faces, strict=True):
            np.testing.assert_allclose(face.box, wanted.box, atol=0.1)
            np.testing.assert_allclose(face.landmarks, wanted.landmarks, atol=0.1)
        assert mine.chips.shape == other.chips.shape
        assert mine.vectors is not None
        assert other.vectors is not None
        assert mine.alive is not None
        assert other.alive is not None
        if len(mine.faces):
            assert np.abs(mine.chips.astype(int) - other.chips).mean() < 0.5
            assert (mine.vectors * other.vectors).sum(1).min() >= 0.9997
            np.testing.assert_allclose(mine.alive, other.alive, atol=0.05)
    assert {mask for one in expected for mask in one.masks} >= {MaskState.BARE, MaskState.MASKED}


def test_half_precision_as_on_a_card_changes_no_face(reader: FacePipeline, frames: list[Image]) -> None:
    half = DeviceChain(MODELS, CARD, "cpu", MIN_FACE_PX, half=True).read(frames[1:3])
    for mine, other in zip(half, (of_the_processor(reader, image) for image in frames[1:3]), strict=True):
        assert mine.vectors is not None
        assert other.vectors is not None
        assert (mine.vectors * other.vectors).sum(1).min() >= 0.999


def test_a_face_that_was_there_is_looked_for_where_it_was(chain: DeviceChain, frames: list[Image]) -> None:
    """The first two networks see nothing of it: faces so large find no room in these frames."""
    (before,) = chain.read(frames[:1])
    blind = DeviceChain(MODELS, CARD, "cpu", 481)
    assert blind.read(frames[:1])[0].faces == []
    (again,) = blind.read(frames[:1], [before.faces])
    np.testing.assert_allclose(again.faces[0].box, before.faces[0].box, atol=6)
    assert blind.read(frames[3:4], [before.faces])[0].faces == []


def test_faces_of_one_frame_are_scored_each_as_alone(frames: list[Image], reader: FacePipeline) -> None:
    network = PassiveLiveness(ModelCard.read(MODELS / "liveness"))
    faces = reader.detector.find(frames[2], MIN_FACE_PX)
    alone = [network.scores(frames[2], [face])[0] for face in faces]
    np.testing.assert_allclose(network.scores(frames[2], faces), alone, atol=1e-5)


# A card that fails


class Failing:
    """A chain that computes until it is told how it fails."""

    name = "A card"

    def __init__(self, chain: DeviceChain) -> None:
        self.chain = chain
        self.failure: Callable[[], object] | None = None
        self.asked = 0

    def read(self, images: Sequence[Image], known: Sequence[Sequence[Face]] | None = None) -> list[Reading]:
        self.asked += 1
        if self.failure is not None:
            self.failure()
        return self.chain.read(images, known)

    def embed(self, crops: Image) -> np.ndarray:
        self.asked += 1
        if self.failure is not None:
            self.failure()
        return self.chain.embed(crops)


def out_of_memory() -> None:
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.\nmore")


def no_kernel() -> None:
    raise RuntimeError("CUDA error: no kernel image is available for execution on the device")


def hangs() -> None:
    threading.Event().wait()


def on_card(reader: FacePipeline, chain: Failing, patience: float = 60.0) -> FacePipeline:
    card = Accelerator(lambda: chain, patience)
    return replace(reader, card=card, embedder=CardOrProcessor(card, reader.embedder))


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (out_of_memory, "CUDA out of memory. Tried to allocate 20.00 MiB."),
        (no_kernel, "no kernel image is available"),
        (hangs, "it did not answer within"),
    ],
)
def test_a_card_that_fails_leaves_the_door_to_the_processor(
    app: App,
    reader: FacePipeline,
    chain: DeviceChain,
    caplog: pytest.LogCaptureFixture,
    failure: Callable[[], None],
    said: str,
) -> None:
    card = Failing(chain)
    app.models.loaded = LoadedModel(app.models.active, on_card(reader, card, 60.0))
    desk = Desk(app, liveness=LivenessCheck.open(LivenessMode.OFF, MODELS))
    pictures = list(clip(photo(ADA, "bare", 0, "visits"), 1, 12))
    desk.show(pictures[:1])
    assert card.asked == 1
    assert str(app.models.computes_on) == "A card"
    card.failure = failure
    if failure is hangs:  # the others are waited for as long as a busy machine takes
        app.models.reader.card._patience = 0.2  # type: ignore[union-attr]
    seen = desk.show(pictures[1:])
    assert [one.decided.person_name for one in seen if one.decided] == [ADA]
    assert desk.unlocks() == 1
    assert card.asked == 2  # asked no more
    assert said in caplog.text
    assert said in str(app.models.computes_on)
    assert str(app.models.computes_on).startswith("the processor: the graphics card failed: ")
    crops = reader.chips(pictures[-1], [seen[-1].sightings[0].face])
    assert np.array_equal(app.models.reader.embedder.embed(crops), reader.embedder.embed(crops))


def test_a_card_is_given_up_within_three_seconds() -> None:
    assert accelerator.ANSWER_SECONDS < 3


def test_answers_that_are_no_numbers_are_a_failure(chain: DeviceChain, frames: list[Image]) -> None:
    broken = DeviceChain(MODELS, CARD, "cpu", MIN_FACE_PX)
    with torch.no_grad():
        broken.embedder._network._function.fc.weight.fill_(float("nan"))  # type: ignore[attr-defined]
    card = Accelerator(lambda: broken, 60.0)
    assert card.read(frames[:1]) is None
    assert "not finite" in card.trouble


@pytest.mark.parametrize("broken", ["first", "second", "last"])
def test_a_card_that_sees_no_numbers_is_a_failure_and_not_an_empty_room(frames: list[Image], broken: str) -> None:
    """Or nobody would be let in any more, and nothing would say so."""
    chain = DeviceChain(MODELS, CARD, "cpu", MIN_FACE_PX)
    networks = {"first": chain._propose_network, "second": chain._refine._function, "last": chain._output._function}
    with torch.no_grad():
        networks[broken].conv1.weight.fill_(float("nan"))  # type: ignore[attr-defined]
    card = Accelerator(lambda: chain, 60.0)
    assert card.read(frames[:1]) is None
    assert "not finite" in card.trouble


class Waits(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts how often the program must wait for the card to decide how to go on."""

    count = 0

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.count += function in (torch.ops.aten.is_nonzero.default, torch.ops.aten._local_scalar_dense.default)
        return function(*args, **(kwargs or {}))


def test_whether_results_are_numbers_is_asked_of_the_card_once_a_frame(chain: DeviceChain, frames: list[Image]) -> None:
    """With a face it comes with the results; else it is one question, however many networks have seen something."""
    for image, questions in ((frames[0], 0), (np.full((480, 640, 3), 127, np.uint8), 1)):
        with Waits() as waits:  # type: ignore[no-untyped-call]
            (found,) = chain.read([image])
        assert (bool(found.faces), waits.count) == (not questions, questions)


def test_a_door_on_a_card_opens_for_residents_and_for_no_stranger(
    app: App,
    reader: FacePipeline,
    chain: DeviceChain,
) -> None:
    app.models.loaded = LoadedModel(app.models.active, on_card(reader, Failing(chain)))
    desk = Desk(app, liveness=LivenessCheck.open(LivenessMode.PASSIVE, MODELS))
    told = []
    for name, kind in ((BOB, "masked"), ("stranger-002", "bare")):
        seen = desk.show(list(clip(photo(name, kind, 0, "visits"), 1, 9)))
        told.append([one.decided.outcome for one in seen if one.decided])
        # The picture is a picture: the card's score says so, as the processor's own does.
        life = [v.life for v in desk.station.sight.visits.values() if v.life is not None]
        own = PassiveLiveness(ModelCard.read(MODELS / "liveness"))
        if name == BOB:
            (session,) = life
            shown = seen[-1].frame.image, [seen[-1].sightings[0].face]
            assert abs(session._scores[-1] - own.scores(*shown)[0]) < 3
        desk.leave()
    assert all(Outcome.OPENED not in outcomes for outcomes in told[1:])


def test_the_frames_of_several_cameras_are_read_together(
    app: App,
    reader: FacePipeline,
    chain: DeviceChain,
    frames: list[Image],
) -> None:
    card = Failing(chain)
    app.models.loaded = LoadedModel(app.models.active, on_card(reader, card))
    desks = [Desk(app), Desk(app)]
    waiting = [(desk.station, desk.frame(image)) for desk, image in zip(desks, frames, strict=False)]
    readings = _readings(waiting)
    assert card.asked == 1
    assert [len(one.faces) for one in readings if one is not None] == [1, 1]
    card.failure = no_kernel
    assert _readings(waiting) == [None, None]
    for desk in desks:
        desk.door.close()


def test_what_is_no_frame_is_no_failure_of_the_card(chain: DeviceChain, frames: list[Image]) -> None:
    card = Accelerator(lambda: chain, 60.0)
    wrong: Image
    for wrong in (frames[0][:, :, 0], frames[0].astype(np.float32), frames[0][:0]):  # type: ignore[assignment]
        with pytest.raises(ModelError, match="A frame is uint8"):
            card.read([wrong])
    with pytest.raises(ModelError, match="uint8 crops"):
        card.embed(frames[0][None])
    assert card.trouble == ""
    assert card.read(frames[3:4]) is not None


# Which device


def test_without_a_card_it_is_the_processor_at_once_and_torch_is_not_loaded() -> None:
    code = (
        "import sys; from gatekeeper.paths import assets; from gatekeeper.models.card import ModelCard\n"
        "from gatekeeper.vision.pipeline import FacePipeline\n"
        "models = assets() / 'models'\n"
        "reader = FacePipeline.open(models, ModelCard.read(models / 'masked-face'), device='auto')\n"
        "print(reader.computes_on, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "the processor False"


@pytest.mark.parametrize(("driver", "said"), [(False, "no NVIDIA graphics card"), (True, "no kernel image")])
def test_a_card_that_is_asked_for_and_cannot_be_used_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, driver: bool, said: str
) -> None:
    """The driver says that there is a card, and what is computed on it fails, as on one too old for torch's kernels."""
    monkeypatch.setattr(pipeline, "cuda_driver_present", lambda: driver)
    monkeypatch.setattr(torch.nn.Module, "to", lambda *_, **__: no_kernel())
    reader = FacePipeline.open(MODELS, CARD, device="cuda")
    assert reader.card is None
    assert isinstance(reader.embedder, OnnxEmbedder)
    assert str(reader.computes_on).startswith("the processor: the graphics card cannot be used: ")
    assert said in str(reader.computes_on)
    assert "The graphics card cannot be used" in caplog.text


@pytest.mark.parametrize("slow", [True, False], ids=["slow card", "fast card"])
def test_auto_takes_what_is_faster(monkeypatch: pytest.MonkeyPatch, chain: DeviceChain, slow: bool) -> None:
    """A chain in torch on the processor is slower than the processor's own; one that answers at once is not."""
    quick = Failing(chain)
    quick.read = lambda images, known=None: [Reading.nobody(CARD.dim)] * len(images)  # type: ignore[method-assign]
    monkeypatch.setattr(pipeline, "cuda_driver_present", lambda: True)
    monkeypatch.setattr(accelerator, "ANSWER_SECONDS", 60.0)
    monkeypatch.setattr(pipeline, "Accelerator", lambda open_chain: Accelerator(lambda: chain if slow else quick, 60.0))
    monkeypatch.setattr(pipeline, "MEASURE_SECONDS", 0.1)
    measured_on = partial(load_photo, photo_files(DEMO / "visits")[0])
    reader = FacePipeline.open(MODELS, CARD, MIN_FACE_PX, device="auto", cameras=1, measured_on=measured_on)
    assert (reader.card is None) == slow
    assert str(reader.computes_on).startswith("the processor: faster than CPU here" if slow else "A card: ")


def test_a_model_that_only_the_processor_can_run_runs_there_beside_a_card_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its network is one that torch's part does not know; on a machine without a card nobody asks for that."""
    copytree(CARD.folder, tmp_path / "masked-face")
    card = json.loads((tmp_path / "masked-face/card.json").read_text())
    card["architecture"] = "of tomorrow"
    (tmp_path / "masked-face/card.json").write_text(json.dumps(card))
    monkeypatch.setattr(pipeline, "cuda_driver_present", lambda: True)
    reader = FacePipeline.open(MODELS, ModelCard.read(tmp_path / "masked-face"), device="auto")
    assert reader.card is None
    assert "of tomorrow" in str(reader.computes_on)
    assert "using the processor" in caplog.text


def test_the_bench_refuses_a_card_that_torch_has_no_kernels_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch, "ones", lambda *_, **__: no_kernel())
    with pytest.raises(ConfigError, match=r"--device cuda: CUDA error: no kernel image") as refused:
        chosen("cuda")
    assert "--device cpu" in refused.value.hint
