"""The head turn: geometry on projected points, the order of requests as a table, and rendered people through the detector."""

import random
from collections.abc import Iterable

import numpy as np
import pytest
from conftest import photo
from hypothesis import given, settings
from hypothesis import strategies as st

from gatekeeper.domain import Face, Image
from gatekeeper.vision.detect import nearest_to_middle
from gatekeeper.vision.head_turn import BARE, MASKED, HeadTurn, Phase, Points, Turn, TurnLimits, begin, parallax, step
from gatekeeper.vision.pipeline import FacePipeline
from trainer.simulate.mask import MaskKind, put_on
from trainer.simulate.scenes import Camera, Head, Pose, Sheet, Surface, path

# Eyes, nose, mouth corners in metres: right, down, away.
FACE = np.array([[-31, 0, 0], [31, 0, 0], [0, 40, -26], [-24, 70, 2], [24, 70, 2]], np.float64) / 1000
FLAT = FACE * (1, 1, 0)


def projected(points: np.ndarray[tuple[int, int], np.dtype[np.float64]], pose: Pose, noise: float = 0) -> Points:
    seen = points @ pose.rotation.T + (pose.x, pose.y, pose.z)
    shaken = np.random.default_rng(0).normal(0, 1, (5, 2)) * noise
    return np.asarray(600 * seen[:, :2] / seen[:, 2:] + 320 + shaken, np.float32)


angles, places = st.floats(-0.7, 0.7), st.floats(-0.15, 0.15)


@settings(deadline=None)
@given(st.builds(Pose, places, places, st.floats(0.35, 1.5), angles, angles, st.floats(-1.5, 1.5)))
def test_however_a_flat_picture_is_held_its_nose_stays_in_the_plane(pose: Pose) -> None:
    assert abs(parallax(projected(FLAT, Pose()), projected(FLAT, pose))) < 0.01


# Straight before the camera: what counts is the turn from the line of sight.
@settings(deadline=None)
@given(st.builds(Pose, st.just(0.0), places, st.floats(0.4, 1.5), st.floats(0.55, 0.7), st.floats(-0.2, 0.2)))
def test_a_head_that_turns_leaves_it_to_the_side_it_turns_to(pose: Pose) -> None:
    assert parallax(projected(FACE, Pose()), projected(FACE, pose)) > BARE.parallax
    mirrored = Pose(pose.x, pose.y, pose.z, -pose.yaw, pose.pitch)
    assert parallax(projected(FACE, Pose()), projected(FACE, mirrored)) < -BARE.parallax


def run(state: HeadTurn, turns: Iterable[tuple[int, float]]) -> HeadTurn:
    """Feeds frames at 10 a second: so many of each yaw (of the nose to the picture's right)."""
    at = state.began
    for frames, yaw in turns:
        for _ in range(frames):
            at += 0.1
            state = step(state, projected(FACE, Pose(yaw=yaw)), at)
    return state


def asked(turn: Turn, limits: TurnLimits | None = None, turns: int = 1) -> HeadTurn:
    """A check of one request in a known direction, made after half a second of looking straight."""
    limits = limits or TurnLimits(still=(0.5, 0.5))
    drawn = (begin(random.Random(seed), 0.0, limits, turns) for seed in range(50))
    return next(state for state in drawn if all(ask.turn is turn for ask in state.asks))


STRAIGHT, SIDE = 10, 0.6


@pytest.mark.parametrize(
    ("turn", "frames", "phase"),
    [
        (Turn.LEFT, [(STRAIGHT, 0.0), (3, SIDE)], Phase.PASSED),
        (Turn.RIGHT, [(STRAIGHT, 0.0), (3, -SIDE)], Phase.PASSED),
        (Turn.LEFT, [(STRAIGHT, 0.0), (3, -SIDE)], Phase.FAILED),
        (Turn.RIGHT, [(STRAIGHT, 0.0), (3, SIDE)], Phase.FAILED),
        (Turn.LEFT, [(STRAIGHT, 0.0), (1, SIDE), (10, 0.0)], Phase.TURNING),  # one frame proves nothing
        (Turn.LEFT, [(STRAIGHT, 0.0), (20, 0.1)], Phase.TURNING),
        (Turn.LEFT, [(STRAIGHT, 0.0), (45, 0.0)], Phase.EXPIRED),
        (Turn.LEFT, [(3, 0.0), (20, SIDE)], Phase.FACING),  # turned before it was asked: it waits
        (Turn.LEFT, [(200, SIDE)], Phase.EXPIRED),
    ],
)
def test_only_the_asked_turn_after_it_was_asked_passes(
    turn: Turn, frames: list[tuple[int, float]], phase: Phase
) -> None:
    end = run(asked(turn), frames)
    assert end.phase is phase
    assert bool(end.request) is not end.over


def test_a_turn_sooner_than_anyone_can_react_is_a_film() -> None:
    limits = TurnLimits(still=(0.5, 0.5), reaction=0.3)
    state = run(asked(Turn.LEFT, limits), [(7, 0.0)])
    assert state.phase is Phase.TURNING
    at = state.since
    for _ in range(2):
        at += 0.1
        state = step(state, projected(FACE, Pose(yaw=SIDE)), at)
    assert state.phase is Phase.FAILED


def test_two_requests_need_two_turns_and_a_look_into_the_camera_between() -> None:
    state = asked(Turn.LEFT, turns=2)
    once = run(state, [(STRAIGHT, 0.0), (30, SIDE)])
    assert once.phase is Phase.FACING
    assert run(state, [(STRAIGHT, 0.0), (3, SIDE), (STRAIGHT, 0.0), (3, SIDE)]).phase is Phase.PASSED
    assert run(state, [(STRAIGHT, 0.0), (3, SIDE), (STRAIGHT, 0.0), (3, -SIDE)]).phase is Phase.FAILED


def test_requests_are_drawn_and_a_lost_face_neither_helps_nor_breaks() -> None:
    drawn = {tuple(ask.turn for ask in begin(random.Random(seed), 0.0).asks) for seed in range(30)}
    assert len(drawn) == 4
    state = run(asked(Turn.LEFT), [(STRAIGHT, 0.0)])
    assert step(state, None, state.since + 1).phase is Phase.TURNING
    assert step(state, None, state.since + 5).phase is Phase.EXPIRED
    assert step(state, np.full((5, 2), np.nan, np.float32), state.since + 1) is state


def played(reader: FacePipeline, surface: Surface, state: HeadTurn, yaw: float, wobble: float = 0.0) -> HeadTurn:
    """What the real detector's landmarks make of a surface that faces the camera, then turns by yaw."""
    camera, room = Camera(rng=np.random.default_rng(3)), np.full((480, 640, 3), 110, np.uint8)
    at = 0.0
    faces: list[Face] = []
    away = {"x": 0.04 * wobble, "y": -0.05, "z": 0.5 + 0.1 * wobble, "pitch": 0.25 * wobble, "roll": 0.3 * wobble}
    for pose in path(Pose(y=-0.03), [(5, {}), (6, {"yaw": yaw, **away}), (3, {})]):
        image, _ = camera.see(surface, pose, room)
        followed = reader.detector.follow(image, faces)
        faces = [face for face in followed if face is not None] or reader.detector.find(image, 60)
        at += 0.2
        state = step(state, faces[0].landmarks if faces else None, at)
    return state


def of(reader: FacePipeline, image: Image) -> Points:
    face = nearest_to_middle(image, reader.detector.find_in_photo(image))
    assert face is not None
    return np.asarray(face.landmarks, np.float32)


@pytest.mark.parametrize("name", ["resident-004", "resident-019"])
def test_rendered_heads_pass_and_pictures_of_them_do_not(reader: FacePipeline, name: str) -> None:
    picture = photo(name)
    points = of(reader, picture)
    head, flat = Head(picture, points), Sheet(picture, points)
    assert played(reader, head, asked(Turn.LEFT), 0.65).phase is Phase.PASSED
    assert played(reader, head, asked(Turn.RIGHT), -0.65).phase is Phase.PASSED
    assert played(reader, head, asked(Turn.RIGHT), 0.65).phase is Phase.FAILED  # a film that turns the other way
    for yaw, wobble in ((0.65, 0.0), (0.5, 1.0), (-0.6, -1.0)):
        assert played(reader, flat, asked(Turn.LEFT), yaw, wobble).phase is Phase.TURNING
    assert played(reader, Sheet(picture, points, bend=0.15), asked(Turn.LEFT), 0.6).phase is Phase.TURNING


def test_a_masked_head_passes_and_its_flat_picture_does_not(reader: FacePipeline) -> None:
    bare = photo("resident-004")
    picture, _ = put_on(bare, of(reader, bare), rng=np.random.default_rng(0), kind=MaskKind.SURGICAL_BLUE)
    points = of(reader, bare)
    limits = TurnLimits(parallax=MASKED.parallax, still=(0.5, 0.5))
    assert played(reader, Head(picture, points), asked(Turn.LEFT, limits), 0.65).phase is Phase.PASSED
    assert played(reader, Sheet(picture, points), asked(Turn.LEFT, limits), 0.65).phase is not Phase.PASSED
