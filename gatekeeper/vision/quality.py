"""Quality measures of a face, each with its limit and a remedy in words."""

from dataclasses import dataclass

import cv2
import numpy as np

from gatekeeper.domain import Face, Image, Measure
from gatekeeper.messages import Message

MEASURES = {
    "size": Message("size"),
    "light": Message("light"),
    "sharpness": Message("sharpness"),
    "pose": Message("pose"),
    "cut": Message("cut"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for a face; registration is stricter than the door.

    face_px: shorter side of the face's box in pixels. sharpness: variance of the Laplacian of the chip's upper half
    (Pech-Pacheco et al., 2000). dark / bright: mean luminance 0..255 of the same. turn: how far the nose lies from the
    middle of the eyes, in eye distances. cut: share of the box outside of the picture.
    """

    face_px: float = 70
    sharpness: float = 12
    dark: float = 28
    bright: float = 235
    turn: float = 0.42
    cut: float = 0.15


DOOR = Limits()
ENROLMENT = Limits(face_px=80, sharpness=20, dark=35, bright=225, turn=0.32, cut=0.1)


def measure(face: Face, chip: Image, shape: tuple[int, ...], limits: Limits = DOOR) -> list[Measure]:
    """All measures of a face. chip: its aligned face, RGB uint8 (150, 150, 3); shape: the picture's (H, W, …)."""
    # A mask has its own brightness and sharpness, so only the part above it is measured.
    upper = cv2.cvtColor(chip[20:80, 25:125], cv2.COLOR_RGB2GRAY)
    light = float(upper.mean())
    sharpness = float(cv2.Laplacian(upper, cv2.CV_32F).var())
    left, right, nose = face.landmarks[0], face.landmarks[1], face.landmarks[2]
    eyes = right - left
    distance = max(float(np.linalg.norm(eyes)), 1e-6)
    turn = abs(float((nose - (left + right) / 2) @ eyes)) / distance**2
    height, width = shape[:2]
    x0, y0, x1, y1 = (float(v) for v in face.box)
    inside = max(0.0, min(x1, width) - max(x0, 0)) * max(0.0, min(y1, height) - max(y0, 0))
    cut = 1 - inside / max((x1 - x0) * (y1 - y0), 1e-6)
    too_dark = light < limits.dark
    return [
        Measure("size", face.size_px, limits.face_px, face.size_px >= limits.face_px, Message("Please come closer.")),
        Measure(
            "light",
            light,
            limits.dark if too_dark else limits.bright,
            limits.dark <= light <= limits.bright,
            Message("More light on the face, please.") if too_dark else Message("Less light on the face, please."),
        ),
        # A dark picture is never sharp: the light comes first.
        Measure("sharpness", sharpness, limits.sharpness, sharpness >= limits.sharpness, Message("Please hold still.")),
        Measure("pose", turn, limits.turn, turn <= limits.turn, Message("Please look into the camera.")),
        Measure("cut", cut, limits.cut, cut <= limits.cut, Message("Please step into the middle of the picture.")),
    ]


def problems(face: Face, chip: Image, shape: tuple[int, ...], limits: Limits = DOOR) -> tuple[Measure, ...]:
    """The measures beyond their limits; empty if the face is good enough to compare."""
    return tuple(m for m in measure(face, chip, shape, limits) if not m.ok)
