"""Checks that a head turned as requested: a real head moves in depth, a picture moves as a plane.

However a flat picture is moved and tilted, the four points of eyes and mouth corners determine where its nose must be (the
homography of a plane; Hartley & Zisserman, Multiple View Geometry, ch. 13). The tip of a real nose is two to three centimetres
in front of that plane and moves away from that point as the head turns. So does a film of a real head; therefore direction and
time are chosen at random, twice.
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
    """The nose's offset from its position on a flat picture, in eye distances; positive to the picture's right.

    facing, now: landmarks, float32 (5, 2), of the same face looking into the camera and now. NaN if the points are
    not a face's.
    """
    plane = cv2.getPerspectiveTransform(facing[_PLANE].astype(np.float32), now[_PLANE].astype(np.float32))
    if not np.isfinite(plane).all():
        return float("nan")
    expected = cv2.perspectiveTransform(facing[None, [_NOSE]].astype(np.float32), plane)[0, 0]
    eyes = now[1] - now[0]
    return float((now[_NOSE] - expected) @ eyes / max(float(np.linalg.norm(eyes)), 1e-6) / _eye_distance(facing, now))


def asymmetry(landmarks: Points) -> float:
    """The nose's offset from the middle of the eyes, in eye distances; positive to the picture's right."""
    eyes = landmarks[1] - landmarks[0]
    middle = (landmarks[0] + landmarks[1]) / 2
    return float((landmarks[_NOSE] - middle) @ eyes / max(float(eyes @ eyes), 1e-6))


def _eye_distance(facing: Points, now: Points) -> float:
    """The eye distance as if facing the camera: turning shortens it, but not the face's height."""

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
        """The nose's direction in the camera's picture, which is not mirrored: the person's left is on its right."""
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
    """Limits of a turn; distances in eye distances, times in seconds. See the card of the liveness model.

    parallax: the least parallax that counts as a turn; opposite: the parallax against the request that fails; frames:
    consecutive frames needed for either; straight: the asymmetry up to which a face looks into the camera; still: how long it
    must do so; reaction: turns sooner than this fail; turning: time allowed for a turn; total: time allowed for everything.
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
# Landmarks under a mask are guessed from the visible part: they follow a turn less and are noisier.
MASKED = TurnLimits(parallax=0.1)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: the direction, and for how long the face must look into the camera before it is made."""

    turn: Turn
    still: float


@dataclass(frozen=True, slots=True, eq=False)
class HeadTurn:
    """The check's state; `begin` creates it and `step` returns the next one.

    asks: the remaining requests, the first is current; facing: landmarks while the face looked into the camera; rest: its
    asymmetry then, at the last request; streak: consecutive frames in the requested direction (positive) or against it; best:
    the largest parallax that counted.
    """

    asks: tuple[Ask, ...]
    began: float
    phase: Phase = Phase.FACING
    since: float = 0.0
    facing: tuple[Points, ...] = ()
    rest: float = 0.0
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

    def turned(self, landmarks: Points) -> bool:
        """Whether this head has turned away from the camera, or from its own straight look: few faces and cameras are straight
        enough for a turn to the left to look as far as one to the right."""
        now = asymmetry(landmarks)
        return max(abs(now), abs(now - self.rest)) > self.limits.straight

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.phase in (Phase.PASSED, Phase.FAILED, Phase.EXPIRED)


def begin(rng: random.Random, now: float, limits: TurnLimits = BARE, turns: int = 2) -> HeadTurn:
    """A check with `turns` random requests. now: monotonic seconds."""
    asks = tuple(Ask(rng.choice(list(Turn)), rng.uniform(*limits.still)) for _ in range(turns))
    return HeadTurn(asks, now, since=now, limits=limits)


def step(state: HeadTurn, landmarks: Points | None, now: float) -> HeadTurn:
    """The state after one more frame. landmarks: float32 (5, 2), None if the face was not seen; now: its time."""
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
        # Moved before the request: a film does, so restart the wait.
        return replace(state, facing=(), since=now)
    facing = (*state.facing, landmarks)[-8:]
    since = state.since if state.facing else now
    if len(facing) < 3 or now - since < state.asks[0].still:
        return replace(state, facing=facing, since=since)
    return replace(state, facing=facing, rest=asymmetry(_middle(facing)), phase=Phase.TURNING, since=now, streak=0)


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
    """The median face, after centring each, so that sideways movement does not blur it."""
    return np.asarray(np.median([face - face.mean(0) for face in faces], 0), np.float32)
