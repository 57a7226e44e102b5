"""Every runtime gives the same vectors and finds the same faces, on the fictional people."""

import numpy as np
import pytest
from conftest import DEMO

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.domain import Image
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.vision.detect import inner
from gatekeeper.vision.embed import OnnxEmbedder, TorchEmbedder
from gatekeeper.vision.pipeline import FacePipeline

CARD = ModelCard.read(assets() / "models/masked-face")


@pytest.fixture(scope="module")
def chips(reader: FacePipeline) -> Image:
    pictures = [load_photo(path) for path in photo_files(DEMO / "people")[::22]]
    faces = [reader.detector.find_in_photo(picture)[0] for picture in pictures]
    return np.concatenate([reader.chips(p, [f]) for p, f in zip(pictures, faces, strict=True)])


def test_all_runtimes_embed_alike(chips: Image) -> None:
    """OpenVINO's bfloat16, on processors that have it, costs 0.0002 of a cosine."""
    expected = TorchEmbedder(CARD, "cpu").embed(chips)
    assert len(chips) >= 20
    np.testing.assert_allclose(np.linalg.norm(expected, axis=1), 1, atol=1e-5)
    for openvino, least in ((False, 0.99999), (True, 0.9995)):
        embedder = OnnxEmbedder(CARD, openvino=openvino)
        found = np.concatenate([embedder.embed(chips[:1]), embedder.embed(chips[1:])])
        assert (found * expected).sum(1).min() >= least


def test_a_face_is_read_with_its_mirror_image_where_the_card_says_so(chips: Image) -> None:
    plain = OnnxEmbedder(CARD)
    both = OnnxEmbedder(ModelCard(CARD.folder, {**CARD.card, "mirrored": True}))
    mirrored = np.ascontiguousarray(chips[:, :, ::-1])
    alike, less = ((one.embed(chips) * one.embed(mirrored)).sum(1) for one in (both, plain))
    assert (alike > less).all()
    assert alike.min() > 0.97


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"chip_px": 99}, "chip_px 99"),
        ({"chip_px": "128"}, "chip_px '128'"),
        ({"mirrored": ["covered"]}, "mirrored"),
        ({"networks": {"whole": "whole", "covered": "covered"}}, "handles covered faces only"),
    ],
)
def test_a_card_that_shows_faces_in_an_unknown_way_is_refused(change: dict[str, object], named: str) -> None:
    with pytest.raises(ModelError, match=named):
        OnnxEmbedder(ModelCard(CARD.folder, {**CARD.card, **change}))


def test_a_chip_kept_by_an_older_version_is_much_the_same_face(chips: Image, reader: FacePipeline) -> None:
    """It lacks the margin: the network sees the picture's edge drawn out above the forehead."""
    now = reader.enrolment_vectors(list(chips))
    then = reader.enrolment_vectors(list(inner(chips)))
    assert np.median((now * then).sum(1)) > 0.8
    # Each is nearest to itself among all of them.
    assert ((then @ now.T).argmax(1) == np.arange(len(chips))).all()


def test_no_face_is_no_vector_and_a_wrong_chip_is_an_error(chips: Image) -> None:
    embedder = OnnxEmbedder(CARD)
    assert embedder.embed(chips[:0]).shape == (0, embedder.dim)
    for wrong in (chips[:, :140], chips.astype(np.float32), chips[0]):
        with pytest.raises(ModelError, match="uint8 crops"):
            embedder.embed(wrong)  # type: ignore[arg-type]
