"""A head, paper and a screen in depth, rendered with a stereo camera's noise and holes, found by the real detector."""

import numpy as np
import pytest
from conftest import photo

from gatekeeper.vision.depth import DepthLimits, Relief, relief
from gatekeeper.vision.detect import nearest_to_middle
from gatekeeper.vision.pipeline import FacePipeline
from trainer.simulate.scenes import Camera, Head, Pose, Sheet, Surface

LIMITS = DepthLimits()
ROOM = np.full((480, 640, 3), 120, np.uint8)


def seen(reader: FacePipeline, surface: Surface, pose: Pose, **camera: float) -> Relief:
    image, depth = Camera(rng=np.random.default_rng(5), **camera).see(surface, pose, ROOM)  # type: ignore[arg-type]
    return relief(depth, reader.detector.find(image, 40)[0])


@pytest.fixture(scope="module")
def shapes(reader: FacePipeline) -> dict[str, Surface]:
    picture = photo("resident-004")
    face = nearest_to_middle(picture, reader.detector.find_in_photo(picture))
    assert face is not None
    points = face.landmarks
    return {
        "head": Head(picture, points),
        "flat nose": Head(picture, points, nose=0.45),
        "flat": Sheet(picture, points),
        "bent": Sheet(picture, points, bend=0.1),
        "bent across": Sheet(picture, points, bend=0.12, upright=False),
        "hollow": Sheet(picture, points, bend=-0.12),
        "folded": Sheet(picture, points, fold=0.35),
    }


POSES = [Pose(y=-0.03, z=0.4), Pose(y=-0.05, z=0.7, yaw=0.25, roll=0.2), Pose(z=1.0, pitch=0.2, yaw=-0.2)]


@pytest.mark.parametrize("pose", POSES, ids=["near", "arm's length", "a metre"])
@pytest.mark.parametrize("shape", ["head", "flat nose", "flat", "bent", "bent across", "hollow", "folded"])
def test_no_sheet_however_bent_or_held_is_a_head(
    reader: FacePipeline, shapes: dict[str, Surface], shape: str, pose: Pose
) -> None:
    found = seen(reader, shapes[shape], pose)
    assert found.known > LIMITS.known
    assert found.noise_mm < LIMITS.noise_mm
    assert (found.mm >= LIMITS.relief_mm) == (shape in ("head", "flat nose"))


def test_too_far_too_noisy_or_too_many_holes_is_no_answer(reader: FacePipeline, shapes: dict[str, Surface]) -> None:
    for shape in ("head", "flat"):
        assert seen(reader, shapes[shape], Pose(z=2.0)).noise_mm > LIMITS.noise_mm
        assert seen(reader, shapes[shape], Pose(z=0.7), depth_noise=0.02).noise_mm > LIMITS.noise_mm
        assert seen(reader, shapes[shape], Pose(z=0.7), holes=0.9).known < LIMITS.known
