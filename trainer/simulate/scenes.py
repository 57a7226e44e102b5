"""Renders heads, paper and screens with depth, to measure the head-turn and depth checks on.

A surface is a height field over a plane, textured with a picture of a person and ray-traced. The camera is a pinhole. Units
are metres and radians; x points right, y down, z away from the camera, heights towards it.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from gatekeeper.domain import DepthMap, Face, Image
from gatekeeper.vision.depth import DepthLimits, relief
from gatekeeper.vision.detect import FaceDetector, nearest_to_middle
from gatekeeper.vision.head_turn import BARE, MASKED, Phase, begin, step
from trainer.simulate.mask import put_on

Floats = NDArray[np.float32]
EYES_M = 0.063  # between the pupils of an adult
_ROUNDS = 10
_STEP = 4


@dataclass(frozen=True, slots=True)
class Pose:
    """A surface's position and rotation. yaw: positive turns the face towards the picture's right."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.55
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0

    @property
    def rotation(self) -> NDArray[np.float64]:
        """From the surface's own axes to the camera's."""
        cy, sy, cp, sp = np.cos(self.yaw), np.sin(self.yaw), np.cos(self.pitch), np.sin(self.pitch)
        cr, sr = np.cos(self.roll), np.sin(self.roll)
        # Heights point at the camera (-z): a positive yaw moves what is high to the right.
        about_y = np.array([[cy, 0, -sy], [0, 1, 0], [sy, 0, cy]])
        about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
        about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
        return np.asarray(about_z @ about_x @ about_y)


class Surface(Protocol):
    """A textured height field. x, y: metres in the surface's plane, 0 between the eyes."""

    @property
    def picture(self) -> Image:
        """RGB uint8 (H, W, 3)."""

    def height(self, x: Floats, y: Floats) -> Floats:
        """Metres towards the camera."""

    def texel(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """The picture's pixel at this point."""


@dataclass(frozen=True)
class Sheet:
    """A picture on paper or a screen. bend: radius of the cylinder it is bent to, in metres (negative: concave towards the
    camera); fold: angle by which each half is folded back; upright: whether the bend's axis is vertical."""

    picture: Image
    landmarks: Floats
    bend: float = np.inf
    fold: float = 0.0
    upright: bool = True
    size: float = 1.0

    def height(self, x: Floats, y: Floats) -> Floats:
        """See Surface."""
        along = x if self.upright else y - np.float32(0.035)
        if self.fold:
            return np.asarray(-np.abs(along) * np.tan(self.fold), np.float32)
        if not np.isfinite(self.bend):
            return np.zeros_like(x)
        inside = np.minimum(np.abs(along), 0.98 * abs(self.bend))
        return np.asarray(np.sign(self.bend) * (np.sqrt(self.bend**2 - inside**2) - abs(self.bend)), np.float32)

    def texel(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """See Surface: the picture lies along the bent sheet, not across its shadow."""
        u, v = (x, y) if self.upright else (y - np.float32(0.035), x)
        if self.fold:
            u = u / np.float32(np.cos(self.fold))
        elif np.isfinite(self.bend):
            u = np.asarray(np.arcsin(np.clip(u / abs(self.bend), -0.98, 0.98)) * abs(self.bend), np.float32)
        x, y = (u, v) if self.upright else (v, u + np.float32(0.035))
        origin, scale = _origin(self.landmarks)
        return x / np.float32(scale * self.size) + origin[0], y / np.float32(scale * self.size) + origin[1]


@dataclass(frozen=True)
class Head:
    """A picture mapped onto a head: an ellipsoid with eye sockets, nose and lips. nose: its height over the cheeks, in half
    eye distances (0.5 to 0.7 of adults; Farkas, Anthropometry of the Head and Face, 1994)."""

    picture: Image
    landmarks: Floats
    nose: float = 0.55

    def height(self, x: Floats, y: Floats) -> Floats:
        """See Surface."""
        half = np.float32(EYES_M / 2)
        u, v = x / half, y / half
        mouth = self._mouth
        r = np.minimum((u / 2.4) ** 2 + ((v - 0.3) / 3.4) ** 2, 1)
        h = 2.6 * (np.sqrt(1 - 0.85 * r) - 1)
        tip = 0.6 * mouth
        ridge = np.clip((v + 0.1) / (tip + 0.1), 0, 1) * np.where(v > tip, np.exp(-(((v - tip) / 0.3) ** 2)), 1)
        h = h + self.nose * ridge * np.exp(-((u / (0.25 + 0.2 * ridge)) ** 2))
        h = h + 0.15 * np.exp(-((u / 0.8) ** 2) - ((v - mouth) / 0.35) ** 2)
        h = h - 0.15 * np.exp(-(((np.abs(u) - 1) / 0.5) ** 2) - (v / 0.35) ** 2)
        return np.asarray(h * half, np.float32)

    @property
    def _mouth(self) -> float:
        points = self.landmarks.astype(np.float64)
        down = np.linalg.norm((points[3] + points[4]) / 2 - (points[0] + points[1]) / 2)
        return float(down / (np.linalg.norm(points[1] - points[0]) / 2))

    def texel(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """See Surface."""
        origin, scale = _origin(self.landmarks)
        return x / np.float32(scale) + origin[0], y / np.float32(scale) + origin[1]


def _origin(landmarks: Floats) -> tuple[Floats, float]:
    """The pixel between the eyes, and metres per pixel."""
    eyes = landmarks[:2].astype(np.float64)
    return np.asarray(eyes.mean(0), np.float32), float(EYES_M / np.linalg.norm(eyes[1] - eyes[0]))


@dataclass(frozen=True)
class Camera:
    """A webcam with a depth camera beside it. noise: standard deviation in grey values; depth_noise: metres at
    1 m, growing with the square of the distance; holes: share of the depth map without a value."""

    size: tuple[int, int] = (480, 640)
    focal_px: float = 600.0
    noise: float = 3.0
    depth_noise: float = 0.003
    holes: float = 0.05
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    def see(self, surface: Surface, pose: Pose, room: Image) -> tuple[Image, DepthMap]:
        """The picture, RGB uint8 (H, W, 3), and its depth. room: the background, of the same shape, 1 m further away."""
        height, width = self.size
        # The shape is smooth: every fourth pixel is traced, the others are interpolated.
        y, x = np.mgrid[0:height:_STEP, 0:width:_STEP].astype(np.float32) + np.float32(_STEP / 2 - 0.5)
        rotation = pose.rotation
        origin = -rotation.T @ np.array([pose.x, pose.y, pose.z])
        rays = np.stack([(x - width / 2) / self.focal_px, (y - height / 2) / self.focal_px, np.ones_like(x)])
        ray = np.einsum("ij,jhw->ihw", rotation.T.astype(np.float32), rays)
        steep = np.where(np.abs(ray[2]) < 0.05, np.float32(0.05), ray[2])
        t = (-origin[2] / steep).astype(np.float32)
        for _ in range(_ROUNDS):
            h = surface.height(origin[0] + t * ray[0], origin[1] + t * ray[1])
            t = np.asarray(t + 0.6 * ((-h - origin[2]) / steep - t), np.float32)
        sx, sy = np.float32(origin[0]) + t * ray[0], np.float32(origin[1]) + t * ray[1]
        u, v = surface.texel(sx, sy)
        u, v, t = (np.asarray(cv2.resize(a, (width, height)), np.float32) for a in (u, v, t))
        rows, columns = surface.picture.shape[:2]
        inside = ((u >= 0) & (v >= 0) & (u <= columns - 1) & (v <= rows - 1)).astype(np.float32)
        shown = cv2.remap(surface.picture, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        soft = cv2.GaussianBlur(inside, (3, 3), 0)[:, :, None]
        image = room * (1 - soft) + shown * soft + self.rng.standard_normal((height, width, 1), np.float32) * self.noise
        depth = np.where(inside > 0, t, pose.z + 1.0)
        return np.clip(image, 0, 255).astype(np.uint8), DepthMap(self._sensed(depth), self.focal_px)

    def _sensed(self, depth: Floats) -> Floats:
        """Add a stereo camera's errors: noise correlated over a few pixels, and holes."""
        grain = self.rng.standard_normal(depth.shape, np.float32)
        grain = 0.7 * grain + 0.7 * cv2.GaussianBlur(grain, (0, 0), 1.5) * 5
        depth = depth + self.depth_noise * depth**2 * grain
        blobs = cv2.GaussianBlur(self.rng.standard_normal(depth.shape, np.float32), (0, 0), 3)
        depth[blobs > np.quantile(blobs, 1 - self.holes)] = 0
        return np.asarray(depth, np.float32)


def path(start: Pose, steps: Sequence[tuple[int, dict[str, float]]]) -> Iterator[Pose]:
    """A smooth sequence of poses: each step is a number of frames and the values to reach."""
    pose = start
    for frames, goal in steps:
        before = pose
        for n in range(1, frames + 1):
            share = 0.5 - 0.5 * np.cos(np.pi * n / frames)
            pose = replace(
                before, **{k: getattr(before, k) + share * (v - getattr(before, k)) for k, v in goal.items()}
            )
            yield pose
        pose = replace(before, **goal)


SHEETS: dict[str, dict[str, float | bool]] = {
    "flat": {},
    "bent, 15 cm": {"bend": 0.15},
    "bent, 8 cm": {"bend": 0.08},
    "hollow, 12 cm": {"bend": -0.12},
    "bent across, 12 cm": {"bend": 0.12, "upright": False},
    "folded by 25 degrees": {"fold": 0.44},
}


def surfaces(picture: Image, landmarks: Floats, rng: np.random.Generator) -> dict[str, Surface]:
    """A head and all sheets of one person, bare and with a simulated mask on."""
    masked, _ = put_on(picture, landmarks, rng=rng)
    found: dict[str, Surface] = {}
    for suffix, shown in (("", picture), (", masked", masked)):
        found[f"head{suffix}"] = Head(shown, landmarks, float(rng.uniform(0.45, 0.7)))
        for name, how in SHEETS.items():
            found[f"{name}{suffix}"] = Sheet(shown, landmarks, **how)  # type: ignore[arg-type]
    return found


def measure_depth(detector: FaceDetector, pictures: Sequence[Image], seed: int = 0) -> dict[str, dict[str, float]]:
    """The depth check on rendered heads and sheets at 0.4 to 1.3 m: by shape, how many were judged and accepted as a head."""
    rng = np.random.default_rng(seed)
    camera, limits = Camera(rng=rng), DepthLimits()
    out: dict[str, dict[str, float]] = {}
    for picture, landmarks in _people(detector, pictures):
        for name, surface in surfaces(picture, landmarks, rng).items():
            if name.endswith("masked"):
                continue  # the mask's own shape is not rendered, so the depth is the same
            for z in (0.4, 0.7, 1.0, 1.3):
                turned = rng.normal(0, 0.12 if name == "head" else 0.3, 3)
                image, depth = camera.see(surface, Pose(0, -0.03, z, *(float(a) for a in turned)), _room(rng))
                faces = detector.find(image, 40)
                count = out.setdefault(
                    name, {"shown": 0, "judged": 0, "called_head": 0, "least_mm": 1e9, "most_mm": 0.0}
                )
                count["shown"] += 1
                found = relief(depth, faces[0]) if faces else None
                if found is None or found.known < limits.known or found.noise_mm > limits.noise_mm:
                    continue
                count["judged"] += 1
                count["called_head"] += found.mm >= limits.relief_mm
                count["least_mm"] = round(min(count["least_mm"], found.mm), 2)
                count["most_mm"] = round(max(count["most_mm"], found.mm), 2)
    return out


def measure_turns(detector: FaceDetector, pictures: Sequence[Image], seed: int = 0) -> dict[str, dict[str, int]]:
    """The head turn on rendered people and pictures of them: by shape, how many requests were made and how many passed.

    A head turns by 30 to 40 degrees as requested. A sheet is turned as far the same way, tilted, moved and rolled, for the
    best chance of passing. "head, other way" is a film that turns regardless of the request.
    """
    rng = np.random.default_rng(seed)
    camera = Camera(rng=rng)
    out: dict[str, dict[str, int]] = {}
    for picture, landmarks in _people(detector, pictures):
        for name, surface in surfaces(picture, landmarks, rng).items():
            for way in ("", ", other way") if name == "head" else ("",):
                limits = MASKED if name.endswith("masked") else BARE
                state = begin(random.Random(int(rng.integers(1 << 30))), 0.0, replace(limits, still=(0.4, 0.4)), 1)
                yaw = float(rng.uniform(0.52, 0.7)) * state.asks[0].turn.sign * (-1 if way else 1)
                shake = 0.06 if name.startswith("head") else 0.2
                goal = {"yaw": yaw, "pitch": float(rng.normal(0, shake)), "roll": float(rng.normal(0, shake))}
                goal |= {"x": float(rng.normal(0, 0.02)), "z": 0.5 * float(rng.uniform(0.9, 1.1))}
                faces: list[Face] = []
                for n, pose in enumerate(path(Pose(y=-0.03, z=0.5), [(5, {}), (5, goal), (3, {})])):
                    image, _ = camera.see(surface, pose, _room(rng))
                    followed = [face for face in detector.follow(image, faces) if face is not None]
                    faces = followed or detector.find(image, 60)
                    state = step(state, faces[0].landmarks if faces else None, 0.2 * n)
                count = out.setdefault(name + way, {"requests": 0, "passed": 0, "failed": 0})
                count["requests"] += 1
                count["passed"] += state.phase is Phase.PASSED
                count["failed"] += state.phase is Phase.FAILED
    return out


def _people(detector: FaceDetector, pictures: Sequence[Image]) -> Iterator[tuple[Image, Floats]]:
    for picture in track(pictures, "Rendering", transient=True):
        face = nearest_to_middle(picture, detector.find_in_photo(picture))
        if face is not None:
            yield picture, face.landmarks


def _room(rng: np.random.Generator) -> Image:
    return np.full((480, 640, 3), rng.integers(60, 200), np.uint8)
