"""Whether a head turned as it was asked to: a real one moves in depth, a picture of one moves as one plane.

However a flat picture is moved, tilted and turned, the four points of eyes and mouth corners say where its nose must be
(the homography of a plane; Hartley & Zisserman, Multiple View Geometry, ch. 13). The tip of a real nose stands two to
three centimetres before that plane and leaves the place as the head turns. A film of a real head does so too, so the
direction and the moment are drawn at random, twice.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.messages import Message

Points = NDArray[np.float32]
_PLANE = [0, 1, 3, 4]  # eyes and mouth corners
_NOSE = 2


def parallax(facing: Points, now: Points) -> float:
    """How far the nose is from where it would be on a flat picture, in eye distances; positive to the picture's right.

    facing, now: landmarks, float32 (5, 2), of the same face looking into the camera and now. NaN where the points are
    no face's.
    """
    plane = cv2.getPerspectiveTransform(facing[_PLANE].astype(np.float32), now[_PLANE].astype(np.float32))
    if not np.isfinite(plane).all():
        return float("nan")
    expected = cv2.perspectiveTransform(facing[None, [_NOSE]].astype(np.float32), plane)[0, 0]
    eyes = now[1] - now[0]
    return float((now[_NOSE] - expected) @ eyes / max(float(np.linalg.norm(eyes)), 1e-6) / _eye_distance(facing, now))


def asymmetry(landmarks: Points) -> float:
    """How far the nose lies beside the middle of the eyes, in eye distances; positive to the picture's right."""
    eyes = landmarks[1] - landmarks[0]
    middle = (landmarks[0] + landmarks[1]) / 2
    return float((landmarks[_NOSE] - middle) @ eyes / max(float(eyes @ eyes), 1e-6))


def _eye_distance(facing: Points, now: Points) -> float:
    """What the eye distance would be if the head still faced the camera: turning shortens it, but not the face's height."""

    def tall(points: Points) -> float:
        return float(np.linalg.norm((points[3] + points[4]) / 2 - (points[0] + points[1]) / 2))

    wide = float(np.linalg.norm(facing[1] - facing[0]))
    return max(wide * tall(now) / max(tall(facing), 1e-6), float(np.linalg.norm(now[1] - now[0])), 1e-6)


class Turn(StrEnum):
    """Which way a person is asked to turn the head: their own left or right."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def sign(self) -> int:
        """Where the nose goes in the camera's picture, which is not mirrored: their left is its right."""
        return 1 if self is Turn.LEFT else -1


class Phase(StrEnum):
    """FACING: waiting for a still look into the camera; TURNING: asked, waiting for the turn; then one of three ends."""

    FACING = "facing"
    TURNING = "turning"
    PASSED = "passed"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class TurnLimits:
    """What a turn is held to; distances in eye distances, times in seconds. See the card of the liveness model.

    parallax: the least that the nose must leave the plane of eyes and mouth; opposite: the most it may leave it against
    the request; frames: how many in a row must show either; straight: the asymmetry up to which a face looks into the
    camera; still: how long it must; reaction: nobody turns sooner; turning: nobody may take longer; total: of everything.
    """

    parallax: float = 0.16
    opposite: float = 0.1
    frames: int = 2
    straight: float = 0.2
    still: tuple[float, float] = (0.4, 1.2)
    reaction: float = 0.15
    turning: float = 4.0
    total: float = 15.0


BARE = TurnLimits()
# Landmarks under a mask are guessed from what is free of it: they follow the turn less, and shake more.
MASKED = TurnLimits(parallax=0.1)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: the direction, and for how long the face must look into the camera before it is made."""

    turn: Turn
    still: float


@dataclass(frozen=True, slots=True, eq=False)
class HeadTurn:
    """The check's state; `step` makes the next one. `begin` starts it.

    asks: what is still to be done, the first is being done; facing: landmarks while the face looked into the camera;
    streak: frames in a row that went the asked way (positive) or the other; best: the largest parallax that counted.
    """

    asks: tuple[Ask, ...]
    began: float
    phase: Phase = Phase.FACING
    since: float = 0.0
    facing: tuple[Points, ...] = ()
    streak: int = 0
    best: float = 0.0
    limits: TurnLimits = BARE

    @property
    def request(self) -> str:
        """The sentence for the person; empty at the end."""
        if self.phase is Phase.FACING:
            return Message("Please look straight into the camera.")
        if self.phase is not Phase.TURNING:
            return ""
        left = self.asks[0].turn == "left"
        return Message("Please turn your head to the left.") if left else Message("Please turn your head to the right.")

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.phase in (Phase.PASSED, Phase.FAILED, Phase.EXPIRED)


def begin(rng: random.Random, now: float, limits: TurnLimits = BARE, turns: int = 2) -> HeadTurn:
    """A check of so many requests, drawn by rng. at: monotonic seconds."""
    asks = tuple(Ask(rng.choice(list(Turn)), rng.uniform(*limits.still)) for _ in range(turns))
    return HeadTurn(asks, now, since=now, limits=limits)


def step(state: HeadTurn, landmarks: Points | None, now: float) -> HeadTurn:
    """What one more frame makes of it. landmarks: float32 (5, 2), None where the face was not seen; at: its time."""
    if state.over:
        return state
    limits = state.limits
    late = state.phase is Phase.TURNING and now - state.since > limits.turning
    if late or now - state.began > limits.total:
        return replace(state, phase=Phase.EXPIRED)
    if landmarks is None or not np.isfinite(landmarks).all():
        return state
    return _face(state, landmarks, now) if state.phase is Phase.FACING else _turn(state, landmarks, now)


def _face(state: HeadTurn, landmarks: Points, now: float) -> HeadTurn:
    if abs(asymmetry(landmarks)) > state.limits.straight:
        # Moved before it was asked: a person waits, a film does not, so the waiting begins anew.
        return replace(state, facing=(), since=now)
    facing = (*state.facing, landmarks)[-8:]
    since = state.since if state.facing else now
    if len(facing) < 3 or now - since < state.asks[0].still:
        return replace(state, facing=facing, since=since)
    return replace(state, facing=facing, phase=Phase.TURNING, since=now, streak=0)


def _turn(state: HeadTurn, landmarks: Points, now: float) -> HeadTurn:
    limits = state.limits
    moved = parallax(_middle(state.facing), landmarks) * state.asks[0].turn.sign
    if not np.isfinite(moved):
        return state
    way = 1 if moved >= limits.parallax else -1 if moved <= -limits.opposite else 0
    streak = state.streak + way if way and way * state.streak >= 0 else way
    best = max(state.best, moved)
    if streak <= -limits.frames:
        return replace(state, phase=Phase.FAILED, streak=streak, best=moved)
    if streak < limits.frames:
        return replace(state, streak=streak, best=best)
    if now - state.since < limits.reaction:
        return replace(state, phase=Phase.FAILED, streak=streak, best=moved)
    left = state.asks[1:]
    if not left:
        return replace(state, phase=Phase.PASSED, asks=state.asks, best=best)
    return replace(state, asks=left, phase=Phase.FACING, since=now, facing=(), streak=0, best=best)


def _middle(faces: Sequence[Points]) -> Points:
    """The median face: each is laid over the others by its middle, so that a step aside blurs nothing."""
    return np.asarray(np.median([face - face.mean(0) for face in faces], 0), np.float32)
