"""The landmarks of masked faces, on the fictional people: what the detector found under a mask, put right."""

import numpy as np
import pytest
from conftest import DEMO

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.domain import MaskState
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.vision.detect import cut, nearest_to_middle
from gatekeeper.vision.landmarks import LandmarkRefiner
from gatekeeper.vision.pipeline import FacePipeline
from trainer.simulate.mask import NAMED_KINDS, put_on


def test_points_found_under_a_mask_come_back_to_where_they_were_without_it(reader: FacePipeline) -> None:
    before, after = [], []
    for number, path in enumerate(photo_files(DEMO / "visits")[::12]):
        if path.parent.name != "bare":
            continue
        image = load_photo(path)
        truth = reader.detector.find_in_photo(image)[0].landmarks
        kind = NAMED_KINDS[number % len(NAMED_KINDS)]
        masked, _ = put_on(image, truth, rng=np.random.default_rng(number), kind=kind)
        face = nearest_to_middle(masked, reader.detector.find_in_photo(masked))
        assert face is not None
        eyes = np.linalg.norm(truth[1] - truth[0])
        (better,) = reader.refiner.refine(masked, face.landmarks[None])
        before.append(np.linalg.norm(face.landmarks - truth, axis=1) / eyes)
        after.append(np.linalg.norm(better - truth, axis=1) / eyes)
    assert len(after) >= 15
    assert np.mean(after) < 0.6 * np.mean(before)
    assert np.mean(after) < 0.08


def test_a_face_shifted_and_turned_in_the_picture_is_corrected_alike(reader: FacePipeline) -> None:
    image = load_photo(next(p for p in photo_files(DEMO / "visits") if p.parent.name == "masked"))
    found = reader.detector.find_in_photo(image)[0].landmarks
    (once,) = reader.refiner.refine(image, found[None])
    (again,) = reader.refiner.refine(image, (found + np.array((3, -2), np.float32))[None])
    assert np.abs(once - again).max() < 2.0


def test_only_masked_faces_are_moved(reader: FacePipeline) -> None:
    image = load_photo(next(p for p in photo_files(DEMO / "visits") if p.parent.name == "bare"))
    faces = reader.detector.find_in_photo(image)
    chips = reader.chips(image, faces)
    same, unmoved = reader.aligned(image, faces, chips, [MaskState.BARE])
    assert (same[0].landmarks == faces[0].landmarks).all()
    assert (unmoved == chips).all()
    other, moved = reader.aligned(image, faces, chips, [MaskState.MASKED])
    assert (moved[0] == cut(image, other[0].landmarks)).all()


def test_no_face_is_no_work_and_another_kind_of_model_is_refused(reader: FacePipeline) -> None:
    nothing = np.zeros((0, 5, 2), np.float32)
    assert reader.refiner.refine(np.zeros((9, 9, 3), np.uint8), nothing).shape == (0, 5, 2)
    with pytest.raises(ModelError, match="'mask-status', not a landmark"):
        LandmarkRefiner(ModelCard.read(assets() / "models/mask-status"))
