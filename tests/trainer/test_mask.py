"""The mask simulator on the fictional people."""

from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray

from gatekeeper.domain import Image
from gatekeeper.errors import TrainingError
from gatekeeper.vision.detect import Cascade, FaceDetector
from trainer.simulate.mask import NAMED_KINDS, Fit, MaskKind, put_on

ASSETS = Path(__file__).parents[2] / "assets"
FRONTAL = np.array([(70, 80), (130, 80), (100, 115), (78, 145), (122, 145)], np.float32)
NOMINAL = {
    MaskKind.SURGICAL_GREEN: (0x44, 0xB4, 0xA8),
    MaskKind.SURGICAL_BLUE: (0x1C, 0xA0, 0xF4),
    MaskKind.N95: (0xFF, 0xFF, 0xFF),
    MaskKind.KN95: (0xFF, 0xFF, 0xFF),
    MaskKind.CLOTH: (0, 0, 0),
}


@pytest.fixture(scope="module")
def portrait() -> tuple[Image, NDArray[np.float32]]:
    path = sorted((ASSETS / "demo/visits").rglob("bare/*.jpg"))[0]
    image = np.asarray(PIL.Image.open(path).convert("RGB"))
    face = FaceDetector(Cascade.onnx(ASSETS / "models/mtcnn")).find_in_photo(image)[0]
    return image, face.landmarks


def turned(angle: float, yaw: float) -> NDArray[np.float32]:
    """Landmarks of a head tilted by `angle` degrees, with the nose moved aside by `yaw` of half the eye distance."""
    points = FRONTAL.astype(float)
    points[2, 0] += yaw * 30
    c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    return np.asarray((points - 100) @ np.array([[c, s], [-s, c]]) + 100, np.float32)


@pytest.mark.parametrize("kind", NAMED_KINDS)
@pytest.mark.parametrize(("angle", "yaw"), [(0, 0), (25, 0), (-40, 0), (0, 0.5), (0, -0.5), (15, 0.6)])
def test_a_mask_covers_mouth_and_nose_and_leaves_the_eyes_free(kind: MaskKind, angle: float, yaw: float) -> None:
    points = turned(angle, yaw)
    grey = np.full((200, 200, 3), 128, np.uint8)
    _, coverage = put_on(grey, points, rng=np.random.default_rng(0), kind=kind, fit=Fit())
    for x, y in points[2:].round().astype(int):
        assert coverage[y, x] > 200
    for x, y in points[:2].round().astype(int):
        assert coverage[y, x] == 0


@pytest.mark.parametrize("seed", range(12))
def test_a_random_mask_in_a_random_fit_covers_the_mouth_and_leaves_the_eyes_free(seed: int) -> None:
    grey = np.full((200, 200, 3), 128, np.uint8)
    _, coverage = put_on(grey, FRONTAL, rng=np.random.default_rng(seed), kind=MaskKind.RANDOM)
    assert all(coverage[y, x] > 200 for x, y in FRONTAL[3:].astype(int))
    assert all(coverage[y, x] == 0 for x, y in FRONTAL[:2].astype(int))


@pytest.mark.parametrize("kind", NAMED_KINDS)
def test_a_mask_reaches_over_the_cheeks_and_under_the_chin_of_a_face_seen_from_the_front(kind: MaskKind) -> None:
    grey = np.full((200, 200, 3), 128, np.uint8)
    _, coverage = put_on(grey, FRONTAL, rng=np.random.default_rng(0), kind=kind, fit=Fit())
    solid = np.argwhere(coverage == 255)
    (top, left), (bottom, right) = solid.min(0), solid.max(0)
    assert 100 - left == pytest.approx(right - 100, abs=3)
    assert 1.35 <= (right - left) / 60 <= 1.8  # in eye distances
    assert top > 90  # well below the eyes at 80
    assert bottom >= 145 + 0.6 * 65  # the mouth is at 145, 65 below the eyes


@pytest.mark.parametrize("kind", NAMED_KINDS)
@pytest.mark.parametrize("yaw", [0.3, 0.6, -0.6])
def test_a_turned_head_shows_more_of_the_mask_on_the_near_side_of_the_nose(kind: MaskKind, yaw: float) -> None:
    grey = np.full((260, 260, 3), 128, np.uint8)
    points = turned(0, yaw) + 30
    _, coverage = put_on(grey, points, rng=np.random.default_rng(0), kind=kind, fit=Fit())
    columns = np.flatnonzero(coverage[round(float(points[3, 1]))] == 255)
    left, right = points[2, 0] - columns.min(), columns.max() - points[2, 0]
    near, far = (left, right) if yaw > 0 else (right, left)
    assert near > 1.5 * far > 0


@pytest.mark.parametrize("kind", NAMED_KINDS)
def test_a_mask_has_its_nominal_colour_on_an_evenly_lit_face(kind: MaskKind) -> None:
    grey = np.full((200, 200, 3), 150, np.uint8)
    masked, coverage = put_on(grey, FRONTAL, rng=np.random.default_rng(0), kind=kind, fit=Fit())
    assert np.abs(np.median(masked[coverage == 255], 0) - NOMINAL[kind]).max() <= 12


def test_nothing_changes_outside_of_what_is_covered(portrait: tuple[Image, NDArray[np.float32]]) -> None:
    image, points = portrait
    before = image.copy()
    for seed in range(8):
        masked, coverage = put_on(image, points, rng=np.random.default_rng(seed))
        assert (masked[coverage == 0] == image[coverage == 0]).all()
        assert (masked != image).any()
    assert (image == before).all()


def test_the_same_seed_gives_the_same_mask_and_another_seed_another(
    portrait: tuple[Image, NDArray[np.float32]],
) -> None:
    image, points = portrait
    one, two, three = (put_on(image, points, rng=np.random.default_rng(seed))[0] for seed in (5, 5, 6))
    assert (one == two).all()
    assert (one != three).any()


@pytest.mark.parametrize("shift", [(-90, 0), (95, 0), (0, -110), (0, 90), (500, 500)])
def test_a_face_at_or_beyond_the_border_is_no_error(shift: tuple[int, int]) -> None:
    grey = np.full((200, 200, 3), 128, np.uint8)
    masked, coverage = put_on(grey, FRONTAL + np.array(shift, np.float32), rng=np.random.default_rng(0))
    assert masked.shape == grey.shape
    assert coverage.shape == (200, 200)


def test_landmarks_that_are_no_face_are_refused_by_name() -> None:
    grey = np.full((20, 20, 3), 128, np.uint8)
    with pytest.raises(TrainingError, match="five landmarks"):
        put_on(grey, np.full((5, 2), np.nan, np.float32), rng=np.random.default_rng(0))


@pytest.mark.parametrize("seed", range(20))
def test_a_mask_worn_wrongly_leaves_the_nose_free_and_still_lies_on_the_face(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grey = np.full((260, 200, 3), 128, np.uint8)
    _, coverage = put_on(grey, FRONTAL, rng=rng, fit=Fit.wrong(rng))
    assert coverage[115, 100] == 0
    assert (coverage > 200).sum() > 500


def test_a_mask_pulled_down_far_leaves_the_mouth_free_as_well() -> None:
    grey = np.full((260, 200, 3), 128, np.uint8)
    covered = []
    for drop in (0.0, 0.55, 1.0):
        _, coverage = put_on(grey, FRONTAL, rng=np.random.default_rng(0), kind=MaskKind.CLOTH, fit=Fit(drop=drop))
        covered.append((coverage[115, 100] > 200, coverage[145, 100] > 200))
    assert covered == [(True, True), (False, True), (False, False)]
