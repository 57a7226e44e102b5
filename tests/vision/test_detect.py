"""MTCNN's cascade on real pixels: the fictional people of assets/demo."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import pytest
from at_the_door import ADA, BOB
from conftest import half_behind

from gatekeeper.demo import clip
from gatekeeper.domain import Face, Image
from gatekeeper.vision.detect import CHIP_POINTS, CHIP_PX, MOST_BOXES, Cascade, FaceDetector, Floats, align

ASSETS = Path(__file__).parents[2] / "assets"


def picture(path: Path) -> Image:
    return np.asarray(PIL.Image.open(path).convert("RGB"))


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return FaceDetector(Cascade.onnx(ASSETS / "models/mtcnn"))


def portraits(count: int) -> list[Image]:
    return [picture(path) for path in sorted((ASSETS / "demo").rglob("bare/*.jpg"))[::20][:count]]


def test_a_face_is_found_in_every_portrait_with_its_points_inside_the_box(detector: FaceDetector) -> None:
    for image in portraits(20):
        face = detector.find_in_photo(image)[0]
        assert face.size_px > 40
        assert (face.landmarks[:2, 1] < face.landmarks[3:, 1]).all()
        assert face.box[0] < face.landmarks[2, 0] < face.box[2]


def test_several_faces_of_one_picture_are_all_found_the_largest_first(detector: FaceDetector) -> None:
    one, two = portraits(2)
    big = cv2.resize(one, None, fx=1.3, fy=1.3)
    frame = np.full((480, 900, 3), 128, np.uint8)
    frame[:360, 500:860] = two
    frame[: big.shape[0], : big.shape[1]] = big[:480]
    faces = detector.find(frame, 60)
    assert len(faces) == 2
    assert faces[0].box[0] < faces[1].box[0]
    assert faces[0].size_px > faces[1].size_px


def test_a_face_cut_to_the_edge_of_its_photo_is_found_in_the_photo_s_own_coordinates(detector: FaceDetector) -> None:
    image = portraits(1)[0]
    whole = detector.find_in_photo(image)[0]
    x0, y0, x1, y1 = whole.box.astype(int)
    found = detector.find_in_photo(np.ascontiguousarray(image[y0:y1, x0:x1]))
    assert found
    assert np.abs(found[0].landmarks + np.array([x0, y0]) - whole.landmarks).max() < 0.12 * whole.size_px


@pytest.mark.parametrize("shape", [(1, 1, 3), (11, 400, 3), (16, 16, 3), (480, 640, 3)])
def test_a_picture_without_a_face_is_an_empty_list(detector: FaceDetector, shape: tuple[int, int, int]) -> None:
    blank = np.full(shape, 90, np.uint8)
    assert detector.find(blank) == []
    assert detector.find_in_photo(blank) == []


@pytest.mark.parametrize("shape", [(16, 16), (16, 1024), (1024, 16), (40, 1600), (64, 1024), (1600, 1600)])
def test_no_photo_is_enlarged_into_one_that_takes_minutes(shape: tuple[int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 255, (*shape, 3)).astype(np.uint8)
    cascade = Cascade.onnx(ASSETS / "models/mtcnn")
    searched: list[int] = []

    def propose(pictures: Floats) -> Sequence[Floats]:
        searched.append(pictures.shape[2] * pictures.shape[3])
        return cascade.propose(pictures)

    FaceDetector(replace(cascade, propose=propose)).find_in_photo(image)
    assert sum(searched) < 4_000_000  # a strip was searched in hundreds of millions of pixels


def test_a_strip_s_face_is_found_in_its_own_coordinates(detector: FaceDetector) -> None:
    image = portraits(1)[0]
    whole = detector.find_in_photo(image)[0]
    x0, y0, x1, y1 = whole.box.astype(int)
    face = np.asarray(cv2.resize(image[y0:y1, x0:x1], (48, 48), interpolation=cv2.INTER_AREA), np.uint8)
    strip = np.full((48, 480, 3), 128, np.uint8)
    strip[:, 300:348] = face
    (found,) = detector.find_in_photo(strip)
    points = (whole.landmarks - (x0, y0)) * 48 / (x1 - x0, y1 - y0) + (300, 0)
    assert np.abs(found.landmarks - points).max() < 6


@pytest.mark.parametrize("shape", [(63, 1017), (256, 256)])
def test_a_photo_without_a_clear_face_is_searched_once_in_each_size(shape: tuple[int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 255, (*shape, 3)).astype(np.uint8)
    cascade = Cascade.onnx(ASSETS / "models/mtcnn")
    searched: list[bytes] = []

    def propose(pictures: Floats) -> Sequence[Floats]:
        searched.append(pictures.tobytes())
        return cascade.propose(pictures)

    assert FaceDetector(replace(cascade, propose=propose)).find_in_photo(image) == []
    assert len(searched) == len(set(searched)) > 4


def test_of_a_sheet_of_thousands_of_tiny_faces_only_the_clearest_are_looked_at(detector: FaceDetector) -> None:
    image = portraits(1)[0]
    x0, y0, x1, y1 = detector.find_in_photo(image)[0].box.astype(int)
    sheet = np.tile(cv2.resize(image[y0:y1, x0:x1], (9, 9), interpolation=cv2.INTER_AREA), (7, 113, 1))
    cascade = Cascade.onnx(ASSETS / "models/mtcnn")
    looked_at: list[int] = []

    def refine(cuts: Floats) -> Sequence[Floats]:
        looked_at.append(len(cuts))
        return cascade.refine(cuts)

    FaceDetector(replace(cascade, refine=refine)).find_in_photo(np.asarray(sheet, np.uint8))
    assert 100 < max(looked_at) <= MOST_BOXES


def test_following_finds_the_face_that_moved_a_little_and_not_the_one_that_left(detector: FaceDetector) -> None:
    image = portraits(1)[0]
    before = detector.find(image, 60)
    moved = np.roll(image, 5, 1)
    after = detector.follow(moved, before)[0]
    assert after is not None
    assert np.abs(after.landmarks - before[0].landmarks - np.array([5, 0])).max() < 3
    assert detector.follow(np.full_like(image, 90), before) == [None]


def test_a_face_half_behind_another_is_not_followed_onto_the_one_in_front(detector: FaceDetector) -> None:
    """The box of the one behind is drawn onto the one in front; followed further, it would show the same face twice."""
    first, *rest = clip(half_behind(ADA, BOB, aside=60), 1)
    before = detector.find(first)
    assert len(before) == 2
    faces: list[Face | None] = list(before)
    for frame in rest:
        followed = [face for face in faces if face is not None]
        faces = list(detector.follow(frame, followed))
        if None in faces:
            break
    else:
        pytest.fail(f"two were followed through {len(rest)} frames")
    assert len([face for face in faces if face is not None]) == 1


def test_alignment_lays_the_points_where_the_network_expects_them() -> None:
    image = np.zeros((600, 600, 3), np.uint8)
    angle = np.deg2rad(25)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = (CHIP_POINTS - 75) @ turn.T * 2.5 + 300
    for x, y in points:
        cv2.circle(image, (round(x), round(y)), 9, (255, 255, 255), -1)
    chip = align(image, points.astype(np.float32))
    assert chip.shape == (CHIP_PX, CHIP_PX, 3)
    for x, y in CHIP_POINTS:
        assert chip[round(y), round(x), 0] > 200
