"""Every runtime gives the same vectors and finds the same faces, on the fictional people."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import DEMO

from gatekeeper.domain import Image, MaskState, View
from gatekeeper.errors import ModelError
from gatekeeper.paths import assets
from gatekeeper.photos import load_photo, photo_files
from gatekeeper.vision.detect import Cascade, FaceDetector
from gatekeeper.vision.embed import Embedder, OnnxEmbedder, TorchEmbedder, cover, open_embedder
from gatekeeper.vision.reader import FaceReader
from gatekeeper.vision.registry import ModelCard

CARD = ModelCard.read(assets() / "models/masked-dlib")


@pytest.fixture(scope="module")
def chips(reader: FaceReader) -> Image:
    pictures = [load_photo(path) for path in photo_files(DEMO / "people")[::22]]
    faces = [reader.detector.find_in_photo(picture)[0] for picture in pictures]
    return np.concatenate([reader.chips(p, [f]) for p, f in zip(pictures, faces, strict=True)])


@pytest.mark.parametrize("view", list(View))
def test_all_runtimes_embed_alike(chips: Image, view: View) -> None:
    """Also OpenVINO's bfloat16 on processors that have it."""
    expected = TorchEmbedder(CARD, "cpu").embed(chips, view)
    assert len(chips) >= 20
    np.testing.assert_allclose(np.linalg.norm(expected, axis=1), 1, atol=1e-5)
    embedders: list[Embedder] = [OnnxEmbedder(CARD, openvino=choice) for choice in (False, True)]
    for embedder in embedders:
        found = np.concatenate([embedder.embed(chips[:1], view), embedder.embed(chips[1:], view)])
        assert (found * expected).sum(1).min() >= 0.9999


def test_a_covered_vector_knows_nothing_of_what_lies_under_the_mask(chips: Image) -> None:
    embedder = OnnxEmbedder(CARD)
    other = chips.copy()
    other[:, 80:] = 200 - other[:, 80:] // 2
    covered, changed = embedder.embed(chips, View.COVERED), embedder.embed(other, View.COVERED)
    np.testing.assert_array_equal(cover(chips), cover(other))
    assert (covered * changed).sum(1).min() > 0.9999
    assert (embedder.embed(chips, View.WHOLE) * embedder.embed(other, View.WHOLE)).sum(1).min() < 0.99


@pytest.mark.parametrize("share", [0, 0.3])
def test_a_bare_face_is_registered_with_its_share_of_the_whole_face_and_a_masked_one_as_it_is_seen(
    chips: Image, reader: FaceReader, share: float
) -> None:
    model = ModelCard(CARD.folder, {**CARD.card, "bare_whole_share": share})
    at_the_door = OnnxEmbedder(model)
    masks = [MaskState.BARE, MaskState.MASKED, MaskState.WRONG] * 5
    covered, whole = (at_the_door.embed(chips[:15], view) for view in (View.COVERED, View.WHOLE))
    for i, vectors in enumerate(replace(reader, embedder=at_the_door).registered(chips[:15], masks)):
        if masks[i] is MaskState.BARE:
            assert set(vectors) == {View.COVERED, View.WHOLE}
            both = (1 - share) * covered[i] + share * whole[i]
            assert vectors[View.WHOLE] @ whole[i] > 0.9998
            assert vectors[View.COVERED] @ both / np.linalg.norm(both) > 0.9998
            assert not share or vectors[View.COVERED] @ covered[i] < 0.9995  # it makes a difference
        else:
            assert set(vectors) == {View.COVERED}
            assert vectors[View.COVERED] @ covered[i] > 0.9998


@pytest.mark.parametrize("share", [1.5, -0.1, float("nan"), "half", None])
def test_a_card_with_a_share_that_is_none_is_refused(share: object) -> None:
    with pytest.raises(ModelError, match="bare_whole_share"):
        OnnxEmbedder(ModelCard(CARD.folder, {**CARD.card, "bare_whole_share": share}))


def test_no_face_is_no_vector_and_a_wrong_chip_is_an_error(chips: Image) -> None:
    embedder = OnnxEmbedder(CARD)
    assert embedder.embed(chips[:0], View.WHOLE).shape == (0, embedder.dim)
    for wrong in (chips[:, :140], chips.astype(np.float32), chips[0]):
        with pytest.raises(ModelError, match="uint8 chips"):
            embedder.embed(wrong, View.WHOLE)  # type: ignore[arg-type]


def test_the_cascade_finds_the_same_faces_in_torch(reader: FaceReader) -> None:
    other = FaceDetector(Cascade.torch("cpu"), 60)
    for path in photo_files(DEMO / "visits")[::60]:
        picture = load_photo(path)
        mine, theirs = reader.detector.find(picture, 60), other.find(picture, 60)
        assert len(mine) == len(theirs) > 0
        for a, b in zip(mine, theirs, strict=True):
            np.testing.assert_allclose(a.landmarks, b.landmarks, atol=0.05)
            np.testing.assert_allclose(a.box, b.box, atol=0.1)


def test_a_graphics_card_that_can_not_compute_leaves_it_to_the_processor(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # Driver and torch say that a card is there; what is computed on it fails, as on one too old for torch's kernels.
    monkeypatch.setattr("gatekeeper.vision.embed.cuda_driver_present", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)

    def no_kernel(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: no kernel image is available for execution on the device")

    monkeypatch.setattr(torch.nn.Module, "to", no_kernel)
    embedder = open_embedder(ModelCard.read(assets() / "models/masked-dlib"))
    assert isinstance(embedder, OnnxEmbedder)
    assert "no kernel image is available" in caplog.text
