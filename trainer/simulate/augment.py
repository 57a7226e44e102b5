"""Augmentation as at a door: masks, misalignment, and small, blurred and badly lit pictures."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image
from gatekeeper.vision.detect import CHIP128, CHIP_PX, CROP_PX, ChipShape, similarity_transform, warp
from trainer.data.faceset import FaceSet
from trainer.simulate.mask import put_on

Floats = NDArray[np.float32]
_CANVAS_ROWS = np.arange(CROP_PX, dtype=np.float32)[:, None]
_CANVAS_COLUMNS = np.arange(CROP_PX, dtype=np.float32)[None, :]


@dataclass(frozen=True, slots=True)
class Jitter:
    """Standard deviations of a chip's misalignment. turn: degrees; scale: relative; shift: pixels of a 128 px chip; points:
    the same pixels, for each landmark independently."""

    turn: float = 4.0
    scale: float = 0.05
    shift: float = 3.0
    points: float = 1.2


def with_real_mask(crop: Image, landmarks: Floats, masked: FaceSet, index: int, rng: np.random.Generator) -> Image:
    """The crop with the lower half of a really masked face laid over it.

    The halves meet along a curve that begins just above the nose's tip and sinks towards the cheeks, as a mask's upper edge
    does. masked: a set of masked faces, of which `index` gives the half.
    """
    donor = masked.crop(index)
    if rng.random() < 0.5:
        donor = np.ascontiguousarray(donor[:, ::-1])
        points = masked.landmarks[index].copy()
        points[:, 0] = CROP_PX - 1 - points[:, 0]
        points = points[[1, 0, 2, 4, 3]]
    else:
        points = masked.landmarks[index]
    donor = warp(donor, similarity_transform(points, landmarks), CROP_PX)
    eyes, mouth = landmarks[:2].mean(0), landmarks[3:].mean(0)
    down = mouth - eyes
    tall = max(float(np.linalg.norm(down)), 1.0)
    down /= tall
    across = np.array([-down[1], down[0]])
    # Coordinates of every pixel along the face's middle line and across it, in eye-mouth distances.
    v = ((_CANVAS_COLUMNS - eyes[0]) * down[0] + (_CANVAS_ROWS - eyes[1]) * down[1]) / tall
    u = ((_CANVAS_COLUMNS - eyes[0]) * across[0] + (_CANVAS_ROWS - eyes[1]) * across[1]) / tall
    edge = rng.normal(0.36, 0.055) + rng.uniform(0.1, 0.35) * u * u
    share = np.clip((v - edge) / 0.05 + 0.5, 0, 1)[:, :, None]
    return np.asarray(crop * (1 - share) + donor * share, np.uint8)


def with_drawn_mask(crop: Image, landmarks: Floats, rng: np.random.Generator) -> Image:
    """The crop with a mask of `trainer.simulate.mask`."""
    return put_on(crop, landmarks, rng=rng)[0]


def chip_of(
    crop: Image, landmarks: Floats, rng: np.random.Generator, jitter: Jitter, tight: float, shape: ChipShape = CHIP128
) -> Image:
    """A chip of this shape with alignment errors. tight: the share of chips from pictures that end close to the face."""
    points = landmarks + rng.normal(0, jitter.points * 1.12, (5, 2)).astype(np.float32)
    matrix = similarity_transform(points, shape.points)
    turn, scale = rng.normal(0, jitter.turn), np.exp(rng.normal(0, jitter.scale))
    part = shape.px / CHIP128.px
    shake = cv2.getRotationMatrix2D((64 * part, 60 * part), turn, scale)
    shake[:, 2] = shake[:, 2] + rng.normal(0, jitter.shift * part, 2)
    matrix = shake[:, :2] @ matrix + np.pad(shake[:, 2:], ((0, 0), (2, 0)))
    if rng.random() < tight:
        # Outside the picture, its border is replicated.
        spread = float(np.linalg.norm(landmarks[3:].mean(0) - landmarks[:2].mean(0)))
        x0, y0 = landmarks.min(0) - spread * rng.uniform((0.35, 0.35), (1.0, 1.0))
        x1, y1 = landmarks.max(0) + spread * rng.uniform((0.35, 0.25), (1.0, 0.8))
        x0, y0 = (int(max(0, value)) for value in (x0, y0))
        crop = crop[y0 : int(min(CROP_PX, y1)), x0 : int(min(CROP_PX, x1))]
        matrix = matrix.copy()
        matrix[:, 2] += matrix[:, :2] @ (x0, y0)
    return warp(np.ascontiguousarray(crop), matrix, shape.px)


def seen(chip: Image, rng: np.random.Generator) -> Image:
    """A chip as from a worse camera in other light; RGB uint8 (H, W, 3)."""
    side = chip.shape[0]
    draw = rng.random()
    if draw < 0.25:
        small = cv2.resize(chip, (int(rng.integers(side // 4, side)),) * 2, interpolation=cv2.INTER_AREA)
        chip = _rgb(cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR))
    elif draw < 0.37:
        chip = _rgb(cv2.GaussianBlur(chip, (0, 0), rng.uniform(0.5, 1.8)))
    elif draw < 0.45:
        length, angle = int(rng.integers(3, 10)), rng.uniform(0, 180)
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        turned = cv2.warpAffine(kernel, cv2.getRotationMatrix2D((length / 2 - 0.5,) * 2, angle, 1), (length, length))
        chip = _rgb(cv2.filter2D(chip, -1, np.asarray(turned / max(float(turned.sum()), 1e-3), np.float32)))
    if rng.random() < 0.2:
        _, data = cv2.imencode(".jpg", chip, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))])
        chip = _rgb(cv2.imdecode(data, cv2.IMREAD_COLOR))
    if rng.random() < 0.12:
        chip = np.repeat(_rgb(cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY))[:, :, None], 3, 2)
    if rng.random() < 0.6:
        gain, lift = rng.uniform(0.6, 1.4) * rng.uniform(0.92, 1.08, 3), rng.uniform(-25, 25)
        ramp = np.clip(np.arange(256)[:, None] * gain + lift, 0, 255).astype(np.uint8)
        chip = _rgb(cv2.LUT(chip, ramp[:, None, :]))
    if rng.random() < 0.12:  # light from one side
        ramp = np.linspace(rng.uniform(0.35, 1), rng.uniform(0.8, 1.25), side, dtype=np.float32)
        if rng.random() < 0.5:
            ramp = ramp[::-1]
        chip = _rgb(np.clip(chip * ramp[None, :, None], 0, 255))
    if rng.random() < 0.15:
        noise = rng.standard_normal(chip.shape, np.float32) * np.float32(rng.uniform(2, 9))
        chip = _rgb(np.clip(chip + noise, 0, 255))
    return chip


def blended(first: Image, first_points: Floats, second: Image, second_points: Floats, share: float) -> Image:
    """Two people's crops, aligned by their landmarks and blended into a face of nobody."""
    second = warp(second, similarity_transform(second_points, first_points), CROP_PX)
    return _rgb(cv2.addWeighted(first, share, second, 1 - share, 0))


def vary(chip: Image, rng: np.random.Generator) -> Image:
    """A chip, uint8 (px, px, 3), as from another camera and a less exact alignment."""
    px = chip.shape[0]
    turn, scale = rng.normal(0, 2.5), np.exp(rng.normal(0, 0.03))
    matrix = cv2.getRotationMatrix2D((px / 2, px / 3), turn, scale)
    matrix = matrix + np.pad(rng.normal(0, 2.0 * px / CHIP_PX, (2, 1)), ((0, 0), (2, 0)))
    chip = cv2.warpAffine(chip, matrix, (px, px), borderMode=cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    if rng.random() < 0.3:
        side = int(rng.integers(45, 120) * px / CHIP_PX)
        small = cv2.resize(chip, (side, side), interpolation=cv2.INTER_AREA)
        chip = cv2.resize(small, (px, px), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
    elif rng.random() < 0.15:
        chip = cv2.GaussianBlur(chip, (0, 0), rng.uniform(0.5, 1.8))  # type: ignore[assignment]
    return recoloured(chip, rng)


def recoloured(chip: Image, rng: np.random.Generator) -> Image:
    """A picture, uint8 (H, W, 3), as coloured by another camera in other light."""
    if rng.random() < 0.1:
        chip = np.repeat(np.asarray(cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY), np.uint8)[:, :, None], 3, 2)
    if rng.random() < 0.6:
        gain, lift = rng.uniform(0.65, 1.35) * rng.uniform(0.93, 1.07, 3), rng.uniform(-20, 20)
        ramp = np.clip(np.arange(256)[:, None] * gain + lift, 0, 255).astype(np.uint8)
        chip = cv2.LUT(chip, ramp[:, None, :])  # type: ignore[assignment]
    return chip


def _rgb(image: object) -> Image:
    return np.asarray(image, np.uint8)
