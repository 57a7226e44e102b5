"""Draws a mask on a picture of a face: vector shapes fitted to five landmarks, lit like the face beneath.

The shapes live in the face's own frame: u runs along the eyes (1 is half the eye distance), v from the middle of the
eyes down to the middle of the mouth (1). Tilt and size follow from that. The face is modelled as a curved
surface: the nose's offset from the middle line gives the head's yaw, and every point moves by its depth, so that the near
cheek widens, the far one narrows, and nothing is drawn beyond the face's far contour.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image
from gatekeeper.errors import TrainingError

Points = NDArray[np.float64]
Plane = NDArray[np.uint8]
Share = NDArray[np.float32]
_FINE = 2  # drawn at twice the size, so that edges are smooth


class MaskKind(StrEnum):
    """The five kinds of the earlier project, and a random one of any colour and pattern for training."""

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
_US = np.linspace(-1.6, 1.6, 15)


def _across(v: float, bend: float) -> Points:
    """A line from cheek to cheek, at v in the middle, bent down by `bend` times u squared."""
    return np.stack([_US, v + bend * _US * _US], 1)


def _ring(radius: float) -> Points:
    turn = np.linspace(0, 2 * np.pi, 20)
    return np.stack([0.05 + radius * np.cos(turn), 1.18 + 0.6 * radius * np.sin(turn)], 1)


@dataclass(frozen=True, slots=True)
class _Stroke:
    """Lines (u, v) of one style. thickness: in units; strength: opacity of white, or if negative of black, over the cloth;
    on_dark: the same on cloth so dark that black would not show."""

    lines: tuple[Points, ...]
    thickness: float
    strength: float
    on_dark: float


_PLEATS = (0.86, 1.08, 1.30)
_MIDDLE = np.stack([np.zeros(9), np.linspace(0.3, 1.75, 9)], 1)
_SURGICAL_FOLDS = (
    _Stroke(tuple(_across(v + 0.05, -0.03) for v in _PLEATS), 0.03, -0.22, 0.2),
    _Stroke(tuple(_across(v + 0.09, -0.03) for v in _PLEATS), 0.03, 0.12, 0.12),
    _Stroke((_across(0.38, 0.13),), 0.03, 0.18, 0.18),
)
_FOLDS = {
    MaskKind.SURGICAL_GREEN: _SURGICAL_FOLDS,
    MaskKind.SURGICAL_BLUE: _SURGICAL_FOLDS,
    MaskKind.KN95: (
        _Stroke((_MIDDLE,), 0.035, -0.28, -0.28),
        _Stroke((_across(0.42, 0.13),), 0.025, -0.12, -0.12),
    ),
    MaskKind.N95: (
        _Stroke((_across(0.45, 0.2),), 0.03, -0.14, -0.14),
        _Stroke((_ring(0.24),), 0.04, -0.3, -0.3),
        _Stroke((_ring(0.17),), 0.04, -0.18, -0.18),
    ),
    MaskKind.CLOTH: (_Stroke((_MIDDLE,), 0.02, -0.16, 0.16),),
}
_FOLD_LINES = {kind: [line for stroke in strokes for line in stroke.lines] for kind, strokes in _FOLDS.items()}
_OUTLINES = {
    MaskKind.SURGICAL_GREEN: _PLEATED,
    MaskKind.SURGICAL_BLUE: _PLEATED,
    MaskKind.N95: _CUP,
    MaskKind.KN95: _FITTED,
    MaskKind.CLOTH: _FITTED,
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How a mask sits. lift moves its upper edge (in v, positive is lower); the others scale and shift the whole mask.

    drop: how far it is pulled down, in v, hanging from the ears: from 0.45 the nose is free, from 0.75 the mouth too, and
    the mask sits on or under the chin.
    """

    lift: float = 0.0
    width: float = 1.0
    height: float = 1.0
    shift: float = 0.0
    tilt: float = 0.0
    drop: float = 0.0

    @staticmethod
    def random(rng: np.random.Generator) -> "Fit":
        """A usual fit: mostly near the middle, sometimes low or crooked."""
        return Fit(
            lift=float(rng.normal(0.02, 0.07)),
            width=float(rng.normal(1.0, 0.06)),
            height=float(rng.normal(1.0, 0.05)),
            shift=float(rng.normal(0, 0.04)),
            tilt=float(rng.normal(0, 0.03)),
        )

    @staticmethod
    def wrong(rng: np.random.Generator) -> "Fit":
        """An incorrectly worn mask: below the nose more often than under the chin."""
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
    """Draw a mask; returns the picture and how much of each pixel the mask and its loops cover.

    image: RGB uint8 (H, W, 3), not changed; landmarks: (5, 2) left eye, right eye, nose, mouth corners in pixels.
    Without kind or fit they are random. Returns RGB uint8 (H, W, 3) and uint8 (H, W), 255 where the mask is opaque.
    Raises TrainingError for landmarks that are not a face.
    """
    points = np.asarray(landmarks, np.float64)
    if points.shape != (5, 2) or not np.isfinite(points).all():
        raise TrainingError(f"A face has five landmarks (x, y), not an array of shape {points.shape} with {points}.")
    kind = kind or (MaskKind.RANDOM if rng.random() < 0.4 else NAMED_KINDS[rng.integers(len(NAMED_KINDS))])
    fit = fit or Fit.random(rng)
    shape = kind if kind is not MaskKind.RANDOM else NAMED_KINDS[rng.integers(len(NAMED_KINDS))]
    face = _FaceFrame.of(points)
    half = _half(kind, shape, rng)
    # All lines at once: one by one would take as long as drawing.
    outline, *lines = _placed(face, fit, [_outline(half), *_loops(half, face), *_FOLD_LINES[shape]])
    folds = lines[len(lines) - len(_FOLD_LINES[shape]) :]
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
    dark = max(colour) < 60

    solid = canvas.filled(outline)
    alpha = _share(solid)
    skin = 1 - alpha
    loops = lines[: len(lines) - len(folds)]
    loop = _share(canvas.lines(loops, max(1.0, face.unit * 0.03))) * skin * np.float32(0.85)
    # The mask darkens the skin just outside of its edge.
    shade = _share(np.asarray(cv2.subtract(_blurred(solid, max(0.6, face.unit * 0.05)), solid), np.uint8)) * np.float32(
        0.35
    )
    lit = _light(under, solid, strength=0.35 if dark else 0.75) * alpha

    # Each pixel is a mix of skin, the mask's colour, its pattern's colour, and grey.
    shown, white = _folds(canvas, face.unit, _FOLDS[shape], folds, dark)
    patterned = kind is MaskKind.RANDOM
    pattern = _pattern(canvas, face, rng) if patterned and rng.random() < 0.5 else None
    second = rng.uniform(0, 255, 3).tolist() if pattern is not None else (0, 0, 0)
    if pattern is not None:
        shown, white = shown * (1 - pattern), white * (1 - pattern)
    creases = _creases(canvas, 0.05 if patterned else 0.03, rng)
    weave = rng.standard_normal(canvas.size, np.float32) * np.float32(3)
    hilly = (1 + creases) * lit
    grey = white * hilly + (weave + 60 * creases if dark else weave) * lit + (30 if dark else 235) * loop
    shown *= hilly
    skin *= (1 - shade) * (1 - loop)
    planes = []
    for plane, base, accent in zip(cv2.split(under), colour, second, strict=True):
        cloth = shown * base + grey
        if pattern is not None:
            cloth += pattern * hilly * accent
        # Rounds and clips to 0 ... 255.
        planes.append(cv2.add(cv2.multiply(plane, skin, dtype=cv2.CV_32F), cloth, dtype=cv2.CV_8U))
    out = image.copy()
    out[y0:y1, x0:x1] = cv2.merge(planes)
    coverage[y0:y1, x0:x1] = np.ceil(np.maximum(alpha, np.maximum(loop, shade)) * 255)
    return out, coverage


@dataclass(frozen=True, slots=True)
class _FaceFrame:
    origin: Points
    across: Points
    down: Points
    turn: float  # the nose's u: positive if the head turns towards the picture's right
    unit: float  # half the eye distance in pixels, as seen from the front

    @staticmethod
    def of(points: Points) -> "_FaceFrame":
        origin = (points[0] + points[1]) / 2
        across = (points[1] - points[0]) / 2
        down = (points[3] + points[4]) / 2 - origin
        tall = float(np.linalg.norm(down))
        # In profile the eyes coincide and the mask would have no width: assume 1.1 eye distances to the mouth.
        wide = max(float(np.linalg.norm(across)), 0.25 * tall, 1e-3)
        length = max(float(np.linalg.norm(across)), 1e-3)
        across = across / length * wide
        if tall < 0.6 * wide:
            down = np.array([-across[1], across[0]]) * 2.0
        x, y = points[2] - origin
        # The nose's u, by Cramer's rule.
        turn = float(x * down[1] - y * down[0]) / float(across[0] * down[1] - across[1] * down[0])
        return _FaceFrame(origin, across, down, min(max(turn, -1.2), 1.2), max(wide, 0.45 * tall))

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
    """Draws anti-aliased into a crop of the picture: uint8 (h, w), 255 where a shape is."""

    def __init__(self, corner: NDArray[np.int_], size: tuple[int, int]) -> None:
        self.corner = corner
        self.size = size

    def _fixed(self, points: Points) -> NDArray[np.int32]:
        return np.round(((points - self.corner + 0.5) * _FINE - 0.5) * 16).astype(np.int32)

    def _coarse(self, fine: Plane) -> Plane:
        return np.asarray(cv2.resize(fine, self.size[::-1], interpolation=cv2.INTER_AREA), np.uint8)

    def filled(self, outline: Points) -> Plane:
        fine = np.zeros((self.size[0] * _FINE, self.size[1] * _FINE), np.uint8)
        cv2.fillPoly(fine, [self._fixed(outline)], 255, cv2.LINE_AA, 4)
        return self._coarse(fine)

    def lines(self, lines: list[Points], thickness: float) -> Plane:
        fine = np.zeros((self.size[0] * _FINE, self.size[1] * _FINE), np.uint8)
        cv2.polylines(
            fine, [self._fixed(line) for line in lines], False, 255, max(1, round(thickness * _FINE)), cv2.LINE_AA, 4
        )
        return self._coarse(fine)


def _half(kind: MaskKind, shape: MaskKind, rng: np.random.Generator) -> Points:
    """The right half of the outline; the random kind interpolates between two named ones."""
    half = np.array(_OUTLINES[shape])
    if kind is MaskKind.RANDOM:
        neighbour = np.array(_OUTLINES[NAMED_KINDS[rng.integers(len(NAMED_KINDS))]])
        half += (neighbour - half) * rng.uniform(0, 1)
        half[1:-1] += rng.normal(0, 0.03, (len(half) - 2, 2))
    return half


def _outline(half: Points) -> Points:
    outline = np.concatenate([half, half[-2:0:-1] * (-1, 1)])
    return np.asarray(_spline(len(outline)) @ outline)


def _placed(face: _FaceFrame, fit: Fit, lines: list[Points]) -> list[Points]:
    """Map lines from (u, v) of the mask to pixels of the mask as worn."""
    points = face.place(_fitted(np.concatenate(lines), fit))
    ends = np.cumsum([len(line) for line in lines]).tolist()
    return [points[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _fitted(uv: Points, fit: Fit) -> Points:
    u = uv[:, 0] * fit.width + fit.shift
    v = 1.0 + (uv[:, 1] - 1.0) * fit.height
    upper = np.clip((1.0 - uv[:, 1]) / 0.6, 0, 1)
    v = v + fit.lift * upper + fit.tilt * uv[:, 0]
    if fit.drop:
        # Pulled down, it folds up, and its free upper edge sags between the ears.
        top, sag = 0.3, 0.15 * min(1.0, fit.drop / 0.4)
        v = top + fit.drop + (v - top) * (1 - 0.45 * min(fit.drop, 1.2)) - sag * u * u
    return np.stack([u, v], 1)


@cache
def _spline(count: int, steps: int = 6) -> Points:
    """A closed Catmull-Rom spline through `count` points, as a matrix (steps * count, count)."""
    points = np.eye(count)
    before, after, next_ = np.roll(points, 1, 0), np.roll(points, -1, 0), np.roll(points, -2, 0)
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = before[:, None], points[:, None], after[:, None], next_[:, None]
    curve = p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)))
    return np.asarray(curve.reshape(-1, count))


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


def _share(plane: Plane) -> Share:
    return np.multiply(plane, np.float32(1 / 255), dtype=np.float32)


def _blurred(plane: Plane, sigma: float) -> Plane:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.uint8)


def _folds(
    canvas: _Canvas, unit: float, strokes: tuple[_Stroke, ...], lines: list[Points], dark: bool
) -> tuple[Share, Share]:
    """How much of the cloth's colour the folds, seams and valve leave, 0 to 1, and the white they add, 0 to 255; (h, w)."""
    shown, white = np.ones(canvas.size, np.float32), np.zeros(canvas.size, np.float32)
    for stroke in strokes:
        stroke_lines, lines = lines[: len(stroke.lines)], lines[len(stroke.lines) :]
        strength = stroke.on_dark if dark else stroke.strength
        sharp = canvas.lines(stroke_lines, max(1.0, unit * stroke.thickness))
        ink = _share(_blurred(sharp, max(0.5, unit * 0.02))) * np.float32(abs(strength))
        uncovered = 1 - ink
        shown *= uncovered
        white *= uncovered
        if strength > 0:
            white += 255 * ink
    return shown, white


def _pattern(canvas: _Canvas, face: _FaceFrame, rng: np.random.Generator) -> Share:
    """Where a second colour shows, 0 or 1 (h, w): stripes or checks."""
    height, width = canvas.size
    xs, ys = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
    angle, period = rng.uniform(0, np.pi), face.unit * rng.uniform(0.12, 0.8)
    c, s = (np.float32(f(angle) * 2 * np.pi / period) for f in (np.cos, np.sin))
    wave = np.sin(xs * c + ys * s)
    if rng.random() < 0.5:
        wave *= np.sin(ys * c - xs * s)
    return (wave > rng.uniform(-0.3, 0.6)).astype(np.float32)


def _creases(canvas: _Canvas, depth: float, rng: np.random.Generator) -> Share:
    """Smooth relief about 0 (h, w), stretched sideways like cloth pulled by two loops."""
    hills = rng.standard_normal((12, 5), np.float32) * np.float32(depth)
    return np.asarray(cv2.resize(hills, canvas.size[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _light(under: Image, solid: Plane, strength: float) -> Share:
    """How brightly the mask is lit, float32 (h, w): the face's luminance, smoothed, about 1."""
    # At low resolution, since it is smooth.
    colours, share = (cv2.resize(plane, (16, 16), interpolation=cv2.INTER_AREA) for plane in (under, solid))
    smooth = cv2.GaussianBlur(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY).astype(np.float32) + 1, (0, 0), 16 / 6)
    level = max(float((smooth * share).sum()) / max(float(share.sum(dtype=float)), 1.0), 1.0)
    # A dark room makes a white mask grey, but a mask is brighter than most skin.
    overall = min(max(level / 140, 0.45), 1.0) ** 0.6
    lit = np.clip((smooth / level) ** strength, 0.55, 1.3) * np.float32(overall)
    return np.asarray(cv2.resize(lit, under.shape[1::-1]), np.float32)


def _loops(half: Points, face: _FaceFrame) -> list[Points]:
    widest = int(np.argmax(half[:, 0]))
    ends = half[widest], half[min(widest + 1, len(half) - 1)]
    return [
        np.array([end, ear]) * (side, 1)
        for side in (1, -1)
        if not (side * face.turn > 0 and face.contour < _EAR[0][0])  # else this ear is out of sight
        for end, ear in zip(ends, _EAR, strict=True)
    ]
