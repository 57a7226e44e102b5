"""Each quality falls short when, and only when, its own cause is there."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from conftest import photo

from gatekeeper.domain import Face, Image
from gatekeeper.vision.detect import align
from gatekeeper.vision.pipeline import FacePipeline
from gatekeeper.vision.quality import DOOR, ENROLMENT, measure, problems


@pytest.fixture(scope="module")
def seen(reader: FacePipeline) -> tuple[Image, Face]:
    picture = photo("resident-004")
    return picture, reader.detector.find_in_photo(picture)[0]


def names(picture: Image, face: Face) -> list[str]:
    return [m.name for m in problems(face, align(picture, face.landmarks), picture.shape)]


def test_a_good_photo_has_no_problem_and_every_measure_a_remedy(seen: tuple[Image, Face]) -> None:
    picture, face = seen
    assert names(picture, face) == []
    for limits in (DOOR, ENROLMENT):
        found = measure(face, align(picture, face.landmarks), picture.shape, limits)
        assert [m.name for m in found] == ["size", "light", "sharpness", "pose", "cut"]
        assert all(m.remedy.endswith(".") for m in found)


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (lambda p: cv2.GaussianBlur(p, (0, 0), 6), "sharpness"),
        (lambda p: p // 10, "light"),
        (lambda p: 255 - (255 - p) // 12, "light"),
    ],
)
def test_a_spoilt_photo_says_what_is_wrong_first(
    seen: tuple[Image, Face], spoil: Callable[[Image], Image], name: str
) -> None:
    picture, face = seen
    assert names(np.asarray(spoil(picture), np.uint8), face)[0] == name


def test_far_turned_and_cut_faces_are_told_apart(seen: tuple[Image, Face]) -> None:
    picture, face = seen
    eyes = face.landmarks[1] - face.landmarks[0]
    turned = face.landmarks.copy()
    turned[2] += 0.5 * eyes
    aside = Face(face.box + np.float32(0.4 * face.size_px) * np.array([-1, 0, -1, 0], np.float32), face.landmarks, 1.0)
    shift = float(aside.box[0]) + 0.3 * face.size_px
    cut = Face(face.box - np.array([shift, 0, shift, 0], np.float32), face.landmarks, 1.0)
    small = Face(face.box[:2].repeat(2)[[0, 2, 1, 3]] + np.array([0, 0, 50, 50], np.float32), face.landmarks, 1.0)
    chip = align(picture, face.landmarks)

    def of(one: Face) -> list[str]:
        return [m.name for m in problems(one, chip, (4000, 4000, 3) if one is small else picture.shape)]

    assert of(Face(face.box, turned, 1.0)) == ["pose"]
    assert of(small) == ["size"]
    assert "cut" in of(
        Face(face.box - np.array([face.box[0] + 0.3 * face.size_px, 0] * 2, np.float32), face.landmarks, 1.0)
    )
    assert of(face) == []
    assert cut.size_px == pytest.approx(face.size_px, abs=1e-3)
