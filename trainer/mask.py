"""Puts a mask on a picture of a face: vector shapes fitted to five landmarks, lit like the face beneath.

The shapes live in the face's own frame: u runs along the eyes (1 is half the eye distance), v from the middle of the
eyes down to the middle of the mouth (1). Tilt and size follow from that. The face is taken for a curved surface: how
far the nose has left the middle line tells the head's turn, and every point moves by its own depth, so that the near
cheek widens, the far one narrows, and nothing is drawn beyond the face's far contour.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image
from gatekeeper.errors import TrainingError

Points = NDArray[np.float64]
_FINE = 2  # drawn at twice the size, so that edges are smooth


class MaskKind(StrEnum):
    """The five kinds of the earlier project, and one of any colour and pattern for training."""

    SURGICAL_GREEN = "surgical_green"
    SURGICAL_BLUE = "surgical_blue"
    N95 = "N95"
    KN95 = "KN95"
    CLOTH = "cloth"
    RANDOM = "random"


NAMED_KINDS = tuple(kind for kind in MaskKind if kind is not MaskKind.RANDOM)
_COLOURS = {
    MaskKind.SURGICAL_GREEN: (0x44, 0xB4, 0xA8),
    MaskKind.SURGICAL_BLUE: (0x1C, 0xA0, 0xF4),
    MaskKind.N95: (0xFF, 0xFF, 0xFF),
    MaskKind.KN95: (0xFF, 0xFF, 0xFF),
    MaskKind.CLOTH: (0, 0, 0),
}
# Right half of each outline, (u, v) from the nose bridge round the cheek to the chin; the left half mirrors it.
_PLEATED = (
    (0.0, 0.30),
    (0.52, 0.38),
    (1.10, 0.56),
    (1.66, 0.68),
    (1.60, 1.16),
    (1.20, 1.52),
    (0.62, 1.70),
    (0.0, 1.75),
)
_CUP = ((0.0, 0.27), (0.44, 0.40), (1.00, 0.62), (1.42, 0.86), (1.40, 1.18), (1.08, 1.52), (0.56, 1.72), (0.0, 1.77))
_FITTED = ((0.0, 0.28), (0.48, 0.40), (1.08, 0.58), (1.72, 0.74), (1.58, 1.12), (1.18, 1.46), (0.60, 1.68), (0.0, 1.75))
# Depth of the middle line (towards the viewer, in u) over v, measured from the line through eyes and mouth.
_PROFILE_V = (0.2, 0.45, 0.65, 1.0, 1.75)
_PROFILE_DEPTH = (0.25, 0.65, 0.75, 0.45, -0.15)
_ROUNDNESS = 0.5  # depth lost at u is this times u squared
_EAR = ((2.05, 0.30), (2.10, 0.62))  # where the loops go behind the right ear
_OUTLINES = {
    MaskKind.SURGICAL_GREEN: _PLEATED,
    MaskKind.SURGICAL_BLUE: _PLEATED,
    MaskKind.N95: _CUP,
    MaskKind.KN95: _FITTED,
    MaskKind.CLOTH: _FITTED,
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How a mask sits. lift moves its upper edge (in v, positive is lower), the others scale and shift the whole.

    drop: pulled down by so much, in v, hanging from the ears: from 0.45 on the nose is free, from 0.75 the mouth too,
    and what is left sits on or under the chin.
    """

    lift: float = 0.0
    width: float = 1.0
    height: float = 1.0
    shift: float = 0.0
    tilt: float = 0.0
    drop: float = 0.0

    @staticmethod
    def random(rng: np.random.Generator) -> "Fit":
        """A fit as people wear them: mostly near the middle, now and then low or crooked."""
        return Fit(
            lift=float(rng.normal(0.02, 0.07)),
            width=float(rng.normal(1.0, 0.06)),
            height=float(rng.normal(1.0, 0.05)),
            shift=float(rng.normal(0, 0.04)),
            tilt=float(rng.normal(0, 0.03)),
        )

    @staticmethod
    def wrong(rng: np.random.Generator) -> "Fit":
        """A mask that protects nobody: below the nose more often than under the chin."""
        drop = rng.uniform(0.45, 0.75) if rng.random() < 0.6 else rng.uniform(0.75, 1.1)
        return replace(Fit.random(rng), lift=float(rng.normal(0, 0.03)), drop=float(drop))


def put_on(
    image: Image,
    landmarks: NDArray[np.float32],
    *,
    rng: np.random.Generator,
    kind: MaskKind | None = None,
    fit: Fit | None = None,
) -> tuple[Image, NDArray[np.uint8]]:
    """The picture with a mask on, and how much of each pixel the mask and its loops cover.

    image: RGB uint8 (H, W, 3), not changed; landmarks: (5, 2) left eye, right eye, nose, mouth corners in pixels.
    Without kind or fit they are drawn by `rng`. Returns RGB uint8 (H, W, 3) and uint8 (H, W), 255 where nothing
    shines through. Raises TrainingError for landmarks that are no face.
    """
    points = np.asarray(landmarks, np.float64)
    if points.shape != (5, 2) or not np.isfinite(points).all():
        raise TrainingError(f"A face has five landmarks (x, y), not an array of shape {points.shape} with {points}.")
    kind = kind or (MaskKind.RANDOM if rng.random() < 0.4 else NAMED_KINDS[rng.integers(len(NAMED_KINDS))])
    fit = fit or Fit.random(rng)
    shape = kind if kind is not MaskKind.RANDOM else NAMED_KINDS[rng.integers(len(NAMED_KINDS))]
    face = _FaceFrame.of(points)
    half = _half(kind, shape, rng)
    outline = face.place(_outline(half, fit))
    height, width = image.shape[:2]
    low = np.maximum(np.floor(outline.min(0) - 0.5 * face.unit).astype(int), 0)
    high = np.minimum(np.ceil(outline.max(0) + 0.5 * face.unit).astype(int), (width, height))
    coverage = np.zeros((height, width), np.uint8)
    if (high - low < 2).any():
        return image.copy(), coverage
    (x0, y0), (x1, y1) = low.tolist(), high.tolist()
    under = image[y0:y1, x0:x1]
    canvas = _Canvas(low, (y1 - y0, x1 - x0))
    colour = _colour(kind, rng)

    alpha = canvas.filled(outline)
    cloth = _cloth(canvas, face, fit, shape, colour, rng, kind is MaskKind.RANDOM)
    cloth *= _light(under, alpha, strength=0.75 if max(colour) > 60 else 0.35)[:, :, None]
    loops = canvas.lines([face.place(line) for line in _loops(half, face, fit)], max(1.0, face.unit * 0.03))
    # The mask darkens the skin just outside of its edge.
    shade = np.clip(cv2.GaussianBlur(alpha, (0, 0), max(0.6, face.unit * 0.05)) - alpha, 0, 1)[:, :, None] * 0.35
    pixels = under.astype(np.float32) * (1 - shade)
    loop = (loops * (1 - alpha) * 0.85)[:, :, None]
    pixels = pixels * (1 - loop) + np.array(_loop_colour(colour), np.float32) * loop
    pixels = pixels * (1 - alpha[:, :, None]) + cloth * alpha[:, :, None]
    out = image.copy()
    out[y0:y1, x0:x1] = np.clip(pixels + 0.5, 0, 255).astype(np.uint8)
    covered = np.maximum(alpha, np.maximum(loop[:, :, 0], shade[:, :, 0]))
    coverage[y0:y1, x0:x1] = np.ceil(covered * 255).astype(np.uint8)
    return out, coverage


@dataclass(frozen=True, slots=True)
class _FaceFrame:
    origin: Points
    across: Points
    down: Points
    turn: float  # the nose's u: positive when the head turns towards the picture's right
    unit: float  # pixels of half the eye distance, or what it would be seen from the front

    @staticmethod
    def of(points: Points) -> "_FaceFrame":
        origin = (points[0] + points[1]) / 2
        across = (points[1] - points[0]) / 2
        down = (points[3] + points[4]) / 2 - origin
        tall = float(np.linalg.norm(down))
        # Eyes that come together (a profile) would make a mask of no width: a face is 1.1 eye distances to the mouth.
        wide = max(float(np.linalg.norm(across)), 0.25 * tall, 1e-3)
        length = max(float(np.linalg.norm(across)), 1e-3)
        across = across / length * wide
        if tall < 0.6 * wide:
            down = np.array([-across[1], across[0]]) * 2.0
        nose = np.linalg.lstsq(np.stack([across, down], 1), points[2] - origin, rcond=None)[0]
        return _FaceFrame(origin, across, down, float(np.clip(nose[0], -1.2, 1.2)), max(wide, 0.45 * tall))

    @property
    def contour(self) -> float:
        """The |u| at which the far side of the face turns out of sight."""
        return 1 / max(2 * _ROUNDNESS * abs(self.turn) / _PROFILE_DEPTH[2], 0.1)

    def place(self, uv: Points) -> Points:
        """From (u, v) on the face's surface to pixels."""
        turn = self.turn / _PROFILE_DEPTH[2]  # the tangent of the head's turn: the nose's shift over its depth
        u, v = uv[:, 0], uv[:, 1]
        u = np.minimum(u, self.contour) if turn > 0 else np.maximum(u, -self.contour)
        depth = np.interp(v, _PROFILE_V, _PROFILE_DEPTH) - _ROUNDNESS * u * u
        return np.asarray(self.origin + (u + depth * turn)[:, None] * self.across + v[:, None] * self.down)


class _Canvas:
    """Draws anti-aliased into a crop of the picture."""

    def __init__(self, corner: NDArray[np.int_], size: tuple[int, int]) -> None:
        self.corner = corner
        self.size = size

    def _fixed(self, points: Points) -> NDArray[np.int32]:
        return np.round(((points - self.corner + 0.5) * _FINE - 0.5) * 16).astype(np.int32)

    def _coarse(self, fine: NDArray[np.uint8]) -> NDArray[np.float32]:
        small = cv2.resize(fine, self.size[::-1], interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.float32) / np.float32(255)

    def filled(self, outline: Points) -> NDArray[np.float32]:
        fine = np.zeros((self.size[0] * _FINE, self.size[1] * _FINE), np.uint8)
        cv2.fillPoly(fine, [self._fixed(outline)], 255, cv2.LINE_AA, 4)
        return self._coarse(fine)

    def lines(self, lines: list[Points], thickness: float) -> NDArray[np.float32]:
        fine = np.zeros((self.size[0] * _FINE, self.size[1] * _FINE), np.uint8)
        cv2.polylines(
            fine, [self._fixed(line) for line in lines], False, 255, max(1, round(thickness * _FINE)), cv2.LINE_AA, 4
        )
        return self._coarse(fine)


def _half(kind: MaskKind, shape: MaskKind, rng: np.random.Generator) -> Points:
    """The right half of the outline; one of the random kind lies anywhere between two of the known ones."""
    half = np.array(_OUTLINES[shape])
    if kind is MaskKind.RANDOM:
        other = np.array(_OUTLINES[NAMED_KINDS[rng.integers(len(NAMED_KINDS))]])
        half += (other - half) * rng.uniform(0, 1)
        half[1:-1] += rng.normal(0, 0.03, (len(half) - 2, 2))
    return half


def _outline(half: Points, fit: Fit) -> Points:
    left = half[-2:0:-1] * (-1, 1)
    return _fitted(_smooth(np.concatenate([half, left])), fit)


def _fitted(uv: Points, fit: Fit) -> Points:
    u = uv[:, 0] * fit.width + fit.shift
    v = 1.0 + (uv[:, 1] - 1.0) * fit.height
    upper = np.clip((1.0 - uv[:, 1]) / 0.6, 0, 1)
    v = v + fit.lift * upper + fit.tilt * uv[:, 0]
    if fit.drop:
        # Pulled down it folds together, and its edge, free of the nose, sags in the middle between the ears.
        top, sag = 0.3, 0.15 * min(1.0, fit.drop / 0.4)
        v = top + fit.drop + (v - top) * (1 - 0.45 * min(fit.drop, 1.2)) - sag * u * u
    return np.stack([u, v], 1)


def _smooth(points: Points, steps: int = 6) -> Points:
    """A closed Catmull-Rom spline through the points."""
    before, after, next_ = np.roll(points, 1, 0), np.roll(points, -1, 0), np.roll(points, -2, 0)
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = before[:, None], points[:, None], after[:, None], next_[:, None]
    curve = p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)))
    return np.asarray(curve.reshape(-1, 2))


def _colour(kind: MaskKind, rng: np.random.Generator) -> tuple[int, int, int]:
    if kind is not MaskKind.RANDOM:
        return _COLOURS[kind]
    hue, look = rng.uniform(0, 180), rng.random()
    if look < 0.08:  # skin-coloured
        hue, saturation, value = rng.uniform(4, 18), rng.uniform(50, 160), rng.uniform(70, 250)
    elif look < 0.33:  # pale, as most bought ones are
        saturation, value = rng.uniform(0, 70), rng.uniform(200, 255)
    elif look < 0.55:  # black and grey
        saturation, value = rng.uniform(0, 40), rng.uniform(8, 110)
    else:
        saturation, value = rng.uniform(0, 230), rng.uniform(20, 255)
    red, green, blue = cv2.cvtColor(np.array([[[hue, saturation, value]]], np.uint8), cv2.COLOR_HSV2RGB)[0, 0]
    return int(red), int(green), int(blue)


def _loop_colour(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    return (30, 30, 30) if max(colour) < 60 else (235, 235, 235)


def _cloth(
    canvas: _Canvas,
    face: _FaceFrame,
    fit: Fit,
    kind: MaskKind,
    colour: tuple[int, int, int],
    rng: np.random.Generator,
    patterned: bool,
) -> NDArray[np.float32]:
    """The mask's own picture, float32 (h, w, 3), before it is lit: colour, folds, valve, pattern, weave."""
    height, width = canvas.size
    cloth = np.empty((height, width, 3), np.float32)
    cloth[:] = colour

    def line(points: list[tuple[float, float]], thickness: float, strength: float) -> None:
        sharp = canvas.lines([face.place(_fitted(np.array(points), fit))], max(1.0, face.unit * thickness))
        drawn = np.asarray(cv2.GaussianBlur(sharp, (0, 0), max(0.5, face.unit * 0.02)))[:, :, None] * abs(strength)
        cloth[:] = cloth * (1 - drawn) + (255 if strength > 0 else 0) * drawn

    dark = max(colour) < 60
    us = np.linspace(-1.6, 1.6, 15)
    if kind in (MaskKind.SURGICAL_GREEN, MaskKind.SURGICAL_BLUE):
        for v in (0.86, 1.08, 1.30):
            line([(u, v + 0.05 * (1 - 0.6 * u * u)) for u in us], 0.03, 0.2 if dark else -0.22)
            line([(u, v + 0.04 + 0.05 * (1 - 0.6 * u * u)) for u in us], 0.03, 0.12)
        line([(u, 0.38 + 0.13 * u * u) for u in us], 0.03, 0.18)
    elif kind is MaskKind.KN95:
        line([(0.0, v) for v in np.linspace(0.3, 1.75, 9)], 0.035, -0.28)
        line([(u, 0.42 + 0.13 * u * u) for u in us], 0.025, -0.12)
    elif kind is MaskKind.N95:
        line([(u, 0.45 + 0.2 * u * u) for u in us], 0.03, -0.14)
        for radius, strength in ((0.24, -0.3), (0.17, -0.18)):
            turn = np.linspace(0, 2 * np.pi, 20)
            line([(0.05 + radius * np.cos(a), 1.18 + 0.6 * radius * np.sin(a)) for a in turn], 0.04, strength)
    else:
        line([(0.0, v) for v in np.linspace(0.3, 1.75, 9)], 0.02, 0.16 if dark else -0.16)
    if patterned and rng.random() < 0.5:
        ys, xs = np.mgrid[:height, :width].astype(np.float32)
        angle, period = rng.uniform(0, np.pi), face.unit * rng.uniform(0.12, 0.8)
        wave = np.sin((xs * np.cos(angle) + ys * np.sin(angle)) * 2 * np.pi / period)
        if rng.random() < 0.5:
            wave = wave * np.sin((ys * np.cos(angle) - xs * np.sin(angle)) * 2 * np.pi / period)
        mix = (wave > rng.uniform(-0.3, 0.6)).astype(np.float32)[:, :, None]
        cloth = cloth * (1 - mix) + rng.uniform(0, 255, 3).astype(np.float32) * mix
    # Creases: soft hills and dales, drawn out sideways as cloth pulled by two loops lies.
    hills = rng.normal(0, 0.05 if patterned else 0.03, (12, 5)).astype(np.float32)
    creases = cv2.resize(hills, (width, height), interpolation=cv2.INTER_CUBIC)[:, :, None]
    weave = rng.normal(0, 3.0, (height, width, 1)).astype(np.float32)
    return np.asarray(cloth * (1 + creases) + weave + (60 * creases if dark else 0), np.float32)


def _light(under: Image, alpha: NDArray[np.float32], strength: float) -> NDArray[np.float32]:
    """How brightly the mask is lit, float32 (h, w): the face's luminance, smoothed, about 1."""
    grey = np.asarray(cv2.cvtColor(under, cv2.COLOR_RGB2GRAY), np.float32) + 1
    blur = max(under.shape[:2]) / 6
    small = cv2.resize(grey, (16, 16), interpolation=cv2.INTER_AREA)
    smooth = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(16 * blur / max(under.shape[:2]), 1.0)), under.shape[1::-1])
    level = float((smooth * alpha).sum() / max(float(alpha.sum()), 1.0))
    # A dark room makes a white mask grey, but a mask is brighter than most skin.
    overall = np.clip(level / 140, 0.45, 1.0) ** 0.6
    return np.asarray(np.clip((smooth / max(level, 1.0)) ** strength, 0.55, 1.3) * overall, np.float32)


def _loops(half: Points, face: _FaceFrame, fit: Fit) -> list[Points]:
    widest = int(np.argmax(half[:, 0]))
    upper, lower = half[widest], half[min(widest + 1, len(half) - 1)]
    lines = []
    for side in (1, -1):
        if side * face.turn > 0 and face.contour < _EAR[0][0]:
            continue  # this ear is out of sight
        for end, ear in zip((upper, lower), _EAR, strict=True):
            lines.append(_fitted(np.array([end, ear]) * (side, 1), fit))
    return lines
