"""Tells a head from a flat or bent sheet of paper or screen by depth.

Paper bends without stretching, so it curves in one direction only (a developable surface; do Carmo, Differential Geometry
of Curves and Surfaces, ch. 3). A plane plus one profile along one direction therefore fits every sheet; between the eyes
and the chin of a real face nose, sockets and cheeks remain.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import DepthMap, Face

Floats = NDArray[np.float64]
_DIRECTIONS = 12
_CORRELATED = 1.9  # a stereo camera's noise is spatially correlated: cells vary more than their halves suggest
_CELLS = 12  # cells across the face; averaging removes sensor noise


@dataclass(frozen=True, slots=True)
class DepthLimits:
    """relief_mm: the least residual of a head from the best-fitting sheet; noise_mm: the sensor noise of one cell above which
    no decision is made; known: the least share of cells with a measurement. See the card of the liveness model.
    """

    relief_mm: float = 3.8
    noise_mm: float = 2.2
    known: float = 0.6


@dataclass(frozen=True, slots=True)
class Relief:
    """mm: RMS residual from the best-fitting sheet, less the part due to noise; noise_mm: the sensor noise of one cell;
    known: share of the face that was measured."""

    mm: float
    noise_mm: float
    known: float


def relief(depth: DepthMap, face: Face) -> Relief:
    """How much a face's shape differs from any sheet of paper.

    The cells' positions are metric (pinhole), so that a tilted plane is a plane; each direction's profile is a polynomial
    of fourth degree.
    """
    cells, noise, measured = _cells(depth, face)
    if len(cells) < 20:
        return Relief(0.0, float("inf"), measured)
    x, y, z = cells.T
    x, y = x - x.mean(), y - y.mean()
    scale = max(float(np.abs(np.stack([x, y])).max()), 1e-9)
    best = np.inf
    for angle in np.arange(_DIRECTIONS) * np.pi / _DIRECTIONS:
        s = (x * np.cos(angle) + y * np.sin(angle)) / scale
        sheet = np.stack([np.ones_like(s), x / scale, y / scale, s**2, s**3, s**4], 1)
        left = z - sheet @ np.linalg.lstsq(sheet, z, rcond=None)[0]
        best = min(best, float(np.sqrt((left**2).mean())))
    left_over = np.sqrt(max(best**2 - (_CORRELATED * noise) ** 2, 0.0)) if np.isfinite(noise) else 0.0
    return Relief(float(left_over) * 1000, noise * 1000, measured)


def _cells(depth: DepthMap, face: Face) -> tuple[Floats, float, float]:
    """Positions in metres (N, 3), the noise of one cell in metres, the share of cells measured."""
    eyes, mouth = face.landmarks[:2].mean(0), face.landmarks[3:].mean(0)
    down = mouth - eyes
    tall = float(np.linalg.norm(down))
    # From the brow to below the mouth, and a little wider than the eyes: skin, with a mask on as well.
    middle, half = eyes + 0.5 * down, (0.85 * tall, 1.0 * tall)
    angle = float(np.degrees(np.arctan2(-down[0], down[1])))
    height, width = depth.metres.shape
    x0, y0 = np.maximum(np.floor(middle - max(half) * 1.2), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(middle + max(half) * 1.2).astype(int), (width, height))
    if x1 - x0 < _CELLS or y1 - y0 < _CELLS:
        return np.zeros((0, 3)), np.inf, 0.0
    part = depth.metres[y0:y1, x0:x1].astype(np.float64)
    inside = np.zeros(part.shape, np.uint8)
    centre = (float(middle[0] - x0), float(middle[1] - y0))
    cv2.ellipse(inside, (centre, (2 * half[0], 2 * half[1]), angle), 1, -1)
    good = (inside > 0) & (part > 0.05) & np.isfinite(part)
    if good.sum() < 50:
        return np.zeros((0, 3)), np.inf, 0.0
    # Points far behind the face are background or wrong measurements.
    good &= np.abs(part - np.median(part[good])) < 0.12
    v, u = np.nonzero(good)
    z = part[v, u]
    side = max(part.shape) / _CELLS
    index = (v / side).astype(int) * (_CELLS + 1) + (u / side).astype(int)
    slots = (_CELLS + 1) ** 2
    count = np.bincount(index, minlength=slots)
    expected = np.bincount(
        (np.nonzero(inside)[0] / side).astype(int) * (_CELLS + 1) + (np.nonzero(inside)[1] / side).astype(int),
        minlength=slots,
    )
    full = count >= max(3, 0.3 * side**2)
    measured = float(full.sum() / max((expected >= max(3, 0.3 * side**2)).sum(), 1))
    metres = np.stack([(u + x0 - width / 2) * z / depth.focal_px, (v + y0 - height / 2) * z / depth.focal_px, z], 1)
    sums = np.stack([np.bincount(index, weights=metres[:, i], minlength=slots) for i in range(3)], 1)
    cells = sums[full] / count[full, None]
    return cells, _noise(part, good, side), measured


def _noise(part: Floats, good: NDArray[np.bool_], side: float) -> float:
    """The noise of a cell's mean: how much neighbouring half cells differ beyond the slope that neighbours of theirs share."""
    step = max(round(side / 2), 1)
    blurred = cv2.blur(np.where(good, part, 0), (step, step))
    weight = cv2.blur(good.astype(np.float64), (step, step))
    mean = np.where(weight > 0.5, blurred / np.maximum(weight, 1e-9), np.nan)[::step, ::step]
    second = mean[:, 2:] - 2 * mean[:, 1:-1] + mean[:, :-2]
    second = second[np.isfinite(second)]
    # A second difference of independent values has six times their variance; a whole cell has four half ones.
    return float(1.4826 * np.median(np.abs(second)) / np.sqrt(6) / 2) if len(second) > 10 else np.inf
