"""Faces and their five landmarks by MTCNN (Zhang et al., 2016, https://arxiv.org/abs/1604.02878), and their alignment.

The three networks carry the weights of facenet-pytorch. The cascade around them is our own: numpy and OpenCV between
small ONNX Runtime (or torch) calls, so that a frame costs a few milliseconds instead of the hundred of the eager one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Face, Image
from gatekeeper.vision.runtime import onnx_session

Floats = NDArray[np.float32]
Network = Callable[[Floats], Sequence[Floats]]

CHIP_PX = 150
# Where the five points lie in a chip as the embedding network was trained on it (dlib's face chip, 150 px).
CHIP_POINTS = np.array([(47.7, 47.2), (100.3, 47.0), (74.2, 77.2), (52.6, 108.1), (96.1, 107.9)], np.float32)


@dataclass(frozen=True, slots=True)
class ChipShape:
    """A network's input: the side of its square chip in pixels, and the positions of the five landmarks in it (5, 2)."""

    px: int
    points: Floats


CHIP150 = ChipShape(CHIP_PX, CHIP_POINTS)
# Open Model Zoo's face-reidentification-retail-0095 and what is trained from it.
CHIP128 = ChipShape(
    128,
    np.array(
        [(0.31557, 0.46157), (0.68262, 0.46157), (0.50026, 0.64054), (0.34947, 0.8247), (0.65344, 0.8247)], np.float32
    )
    * np.float32(128),
)

# What most published networks are trained on: ArcFace's (Deng et al., 2019), in InsightFace's coordinates.
CHIP112 = ChipShape(
    112,
    np.array(
        [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)], np.float32
    ),
)

CHIP_SHAPES = {shape.px: shape for shape in (CHIP112, CHIP128, CHIP150)}

# A crop is stored per photo: the chip with a margin, from which other networks' chips can be cut.
CROP_MARGIN = 25
CROP_PX = CHIP_PX + 2 * CROP_MARGIN
CROP_POINTS = CHIP_POINTS + np.float32(CROP_MARGIN)

CELL, STRIDE = 12, 2  # receptive field and stride of P-Net
THRESHOLDS = (0.6, 0.7, 0.8)  # the least probability kept after each of the three networks
MOST_BOXES = 700  # looked at per step: dozens of faces have some hundreds, a sheet of tiny faces has many thousands
FACTOR = 0.709  # from one picture of the pyramid to the next
OVERLAPS = (
    0.5,
    0.7,
    0.7,
    0.7,
)  # IoU limits of suppression: within a level, over all levels, after R-Net, after O-Net


@dataclass(frozen=True, slots=True)
class Cascade:
    """The three networks; each maps float32 (N, 3, h, w), scaled to -1..1, to its heads (box offsets first, face
    probability last; O-Net has the landmarks between)."""

    propose: Network
    refine: Network
    output: Network

    @staticmethod
    def onnx(folder: Path, threads: int = 1) -> "Cascade":
        """ONNX Runtime on the CPU. One thread: these networks are too small to gain from more."""
        return Cascade(*(_onnx_network(folder / f"{name}.onnx", threads) for name in ("pnet", "rnet", "onet")))


def _onnx_network(path: Path, threads: int) -> Network:
    session = onnx_session(path, threads)
    return lambda x: session.run(None, {"input": x})


class FaceDetector:
    """Finds faces of at least `min_face_px` in whole pictures.

    min_face_px: smaller faces are not searched for, which saves most of the time; set per camera.
    thresholds: the least probability kept after each of the three networks.
    """

    def __init__(
        self,
        cascade: Cascade,
        min_face_px: float = 80,
        thresholds: tuple[float, float, float] = THRESHOLDS,
    ) -> None:
        self._cascade = cascade
        self.min_face_px = min_face_px
        self.thresholds = thresholds

    def find(self, image: Image, min_face_px: float | None = None) -> list[Face]:
        """The faces of a picture, the largest first. image: RGB uint8 (H, W, 3). No face is an empty list."""
        boxes, _ = self._propose(image, min_face_px or self.min_face_px, self.thresholds[0])
        return self._finish(image, boxes, self.thresholds)

    def follow(self, image: Image, faces: Sequence[Face]) -> list[Face | None]:
        """Look where faces were in the previous frame, with the last network only: a tenth of the cost of a search.

        Returns each face's new position, or None if it is no longer clearly a face of its own: the box of one that is half
        behind another is drawn onto the one in front.
        """
        if not faces:
            return []
        # The search box is the last box, centred on the landmarks' middle and widened so that a step of a fifth of
        # the face's size stays inside.
        boxes = _square(np.stack([f.box for f in faces]).astype(np.float32))
        probabilities, found, points = self._output(image, boxes)
        kept = set(_suppress(found, probabilities, OVERLAPS[3], of_smaller=True).tolist())
        return [
            Face(found[i], points[i], float(p)) if i in kept and p >= self.thresholds[2] else None
            for i, p in enumerate(probabilities)
        ]

    def find_in_photo(self, image: Image) -> list[Face]:
        """The faces of a single photo, also where the face fills it to the edge or the photo is tiny.

        Searches the photo as it is; if nothing is found, with a border around it, then with lower thresholds, then the same on
        the mirror image, since the networks are not symmetric.
        """
        if min(image.shape[:2]) < 16:
            return []
        if max(image.shape[:2]) > 1024:
            scale = 1024 / max(image.shape[:2])
            small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            return [Face(f.box / scale, f.landmarks / scale, f.probability) for f in self.find_in_photo(_rgb(small))]
        return self._search_photo(image) or [
            _mirrored(face, image.shape[1]) for face in self._search_photo(np.ascontiguousarray(image[:, ::-1]))
        ]

    def _search_photo(self, image: Image) -> list[Face]:
        side = min(image.shape[:2])
        smallest = max(20.0, 0.2 * side)
        faces = self.find(image, smallest)
        if faces:
            return faces
        # A strip's border follows its shorter side, and its enlargement ends: they would make millions of pixels of it.
        border = int(0.4 * min(max(image.shape[:2]), 4 * side))
        padded = _rgb(
            cv2.copyMakeBorder(image, border, border, border, border, cv2.BORDER_CONSTANT, value=_mean(image))
        )
        scale = max(1.0, min(160 / side, 1200 / max(padded.shape[:2])))
        if scale > 1:
            padded = _rgb(cv2.resize(padded, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))
        steps = (self.thresholds, (0.5, 0.5, 0.5), (0.3, 0.3, 0.3))
        # Once for all: what is less probable suppresses nothing that is more probable.
        boxes, chance = self._propose(padded, max(20.0, 0.3 * side * scale), min(least for least, *_ in steps))
        for thresholds in steps:
            faces = self._finish(padded, boxes[chance >= thresholds[0]], thresholds)
            if faces:
                shift = np.float32(border)
                return [
                    Face(f.box / np.float32(scale) - shift, f.landmarks / np.float32(scale) - shift, f.probability)
                    for f in faces
                ]
        return []

    def _propose(self, image: Image, min_face_px: float, threshold: float) -> tuple[Floats, Floats]:
        """Square boxes (N, 4) in which a face may be, and the probabilities (N,) that there is one."""
        height, width = image.shape[:2]
        scale = CELL / min_face_px
        found: list[Floats] = []
        while min(height, width) * scale >= CELL:
            size = (int(width * scale + 1), int(height * scale + 1))
            level = _rgb(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
            offsets, probability = self._cascade.propose(_blob(level[None]))
            ys, xs = np.nonzero(probability[0, 1] >= threshold)
            if len(ys):
                corner = np.stack([xs, ys], 1) * STRIDE
                parts = [np.concatenate([corner + 1, corner + CELL], 1) / scale, probability[0, 1, ys, xs][:, None]]
                rows: Floats = np.concatenate([*parts, offsets[0][:, ys, xs].T], 1).astype(np.float32)
                found.append(rows[_suppress(rows[:, :4], rows[:, 4], OVERLAPS[0])])
            scale *= FACTOR
        if not found:
            return np.zeros((0, 4), np.float32), np.zeros(0, np.float32)
        every: Floats = np.concatenate(found)
        every = every[_suppress(every[:, :4], every[:, 4], OVERLAPS[1])]
        side = np.tile(every[:, 2:4] - every[:, :2], 2)
        return _square(every[:, :4] + every[:, 5:9] * side), every[:, 4]

    def _finish(self, image: Image, boxes: Floats, thresholds: tuple[float, float, float]) -> list[Face]:
        if len(boxes) == 0:
            return []
        offsets, probability = self._cascade.refine(_blob(_cut(image, boxes, 24)))
        keep = probability[:, 1] >= thresholds[1]
        boxes, offsets, chance = boxes[keep], offsets[keep], probability[keep, 1]
        keep_at = _suppress(boxes, chance, OVERLAPS[2])
        boxes = _square(_regress(boxes[keep_at], offsets[keep_at]))
        if len(boxes) == 0:
            return []
        chance, boxes, points = self._output(image, boxes)
        keep = chance >= thresholds[2]
        boxes, points, chance = boxes[keep], points[keep], chance[keep]
        order = _suppress(boxes, chance, OVERLAPS[3], of_smaller=True)
        faces = [Face(boxes[i], points[i], float(chance[i])) for i in order]
        return sorted(faces, key=lambda f: -f.size_px)

    def _output(self, image: Image, boxes: Floats) -> tuple[Floats, Floats, Floats]:
        offsets, points, probability = self._cascade.output(_blob(_cut(image, boxes, 48)))
        size = (boxes[:, 2:] - boxes[:, :2] + 1)[:, None]
        landmarks = boxes[:, None, :2] + np.stack([points[:, :5], points[:, 5:]], 2) * size - 1
        return probability[:, 1], _regress(boxes, offsets), landmarks.astype(np.float32)


def _mirrored(face: Face, width: int) -> Face:
    """A face found in the mirror image of a picture `width` pixels wide, in the picture itself."""
    box, points = face.box.copy(), face.landmarks.copy()
    box[[0, 2]] = width - 1 - face.box[[2, 0]]
    points[:, 0] = width - 1 - points[:, 0]
    return Face(box, points[[1, 0, 2, 4, 3]], face.probability)  # what was the left eye is the right one


def warp(image: Image, matrix: NDArray[np.float64], size: int) -> Image:
    """A picture under a similarity transform (2, 3), RGB uint8 (size, size, 3), edges replicated."""
    shrink = np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    if shrink < 0.5:
        # Sampling a large face at chip size would alias; halve the picture first as often as needed.
        factor = 2 ** int(np.floor(np.log2(1 / shrink)))
        image = _rgb(cv2.resize(image, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA))
        matrix = matrix.copy()
        matrix[:, :2] *= factor
    return _rgb(cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def align(image: Image, landmarks: Floats) -> Image:
    """The face's chip, aligned by its five landmarks (5, 2); RGB uint8 (150, 150, 3)."""
    return warp(image, similarity_transform(landmarks, CHIP_POINTS), CHIP_PX)


def cut(image: Image, landmarks: Floats) -> Image:
    """The face's crop: its chip with a margin; RGB uint8 (200, 200, 3)."""
    return warp(image, similarity_transform(landmarks, CROP_POINTS), CROP_PX)


def inner(crops: Image) -> Image:
    """The chips (…, 150, 150, 3) in the middle of crops (…, 200, 200, 3)."""
    return crops[..., CROP_MARGIN:-CROP_MARGIN, CROP_MARGIN:-CROP_MARGIN, :]


def as_crop(kept: Image) -> Image:
    """A crop from a stored image: chips without a margin, as older versions stored them, are padded by their edges."""
    if kept.shape[:2] != (CHIP_PX, CHIP_PX):
        return kept
    margin = CROP_MARGIN
    return np.pad(kept, ((margin, margin), (margin, margin), (0, 0)), "edge")


def chips_of(crops: Image, shape: ChipShape) -> Image:
    """A network's chips, uint8 (N, px, px, 3), of crops (N, 200, 200, 3)."""
    if shape.px == CHIP_PX:
        return inner(crops)
    matrix = similarity_transform(CROP_POINTS, shape.points)
    return np.stack([warp(crop, matrix, shape.px) for crop in crops])


def nearest_to_middle(image: Image, faces: Sequence[Face]) -> Face | None:
    """A portrait's main face: large and near the middle. None if there is no face."""
    middle = np.array(image.shape[1::-1]) / 2

    def worth(face: Face) -> float:
        off = np.linalg.norm((face.box[:2] + face.box[2:]) / 2 - middle)
        return face.size_px - float(off)

    return max(faces, key=worth, default=None)


def similarity_transform(source: Floats, target: Floats) -> NDArray[np.float64]:
    """The least-squares similarity transform (2, 3) from points (N, 2) to others (Umeyama, 1991)."""
    # In two dimensions it is one complex division.
    source, target = source.astype(np.float64), target.astype(np.float64)
    a = source[:, 0] + 1j * source[:, 1]
    b = target[:, 0] + 1j * target[:, 1]
    a0, b0 = a.mean(), b.mean()
    turn = np.vdot(a - a0, b - b0) / max(np.vdot(a - a0, a - a0).real, 1e-9)
    shift = b0 - turn * a0
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def _rgb(image: object) -> Image:
    return np.asarray(image, np.uint8)


def _mean(image: Image) -> tuple[float, float, float]:
    red, green, blue = image.reshape(-1, 3).mean(0)
    return float(red), float(green), float(blue)


def _blob(images: NDArray[np.uint8]) -> Floats:
    """uint8 (N, H, W, 3) -> float32 (N, 3, H, W) in -1..1."""
    return np.ascontiguousarray(((images.astype(np.float32) - 127.5) * 0.0078125).transpose(0, 3, 1, 2))


def _square(boxes: Floats) -> Floats:
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]).max(1, keepdims=True) / 2
    return np.concatenate([centre - half, centre + half], 1).astype(np.float32)


def _regress(boxes: Floats, offsets: Floats) -> Floats:
    size = boxes[:, 2:] - boxes[:, :2] + 1
    return (boxes + offsets * np.tile(size, 2)).astype(np.float32)


def _cut(image: Image, boxes: Floats, size: int) -> NDArray[np.uint8]:
    """The boxes' contents at size x size; parts outside the picture are left out (the rest is stretched)."""
    height, width = image.shape[:2]
    out = np.zeros((len(boxes), size, size, 3), np.uint8)
    for i, (x0, y0, x1, y1) in enumerate(np.trunc(boxes).astype(int)):
        part = image[max(y0 - 1, 0) : min(y1, height), max(x0 - 1, 0) : min(x1, width)]
        if part.size:
            cv2.resize(part, (size, size), dst=out[i], interpolation=cv2.INTER_AREA)
    return out


def _suppress(boxes: Floats, chance: Floats, limit: float, of_smaller: bool = False) -> NDArray[np.intp]:
    """Greedy non-maximum suppression among the most probable boxes; indices of those kept, the most probable first."""
    area = np.prod(boxes[:, 2:] - boxes[:, :2] + 1, 1)
    rest = np.argsort(-chance, kind="stable")[:MOST_BOXES]
    kept = []
    while len(rest):
        best, rest = rest[0], rest[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[rest, :2])
        high = np.minimum(boxes[best, 2:], boxes[rest, 2:])
        shared = np.prod(np.maximum(high - low + 1, 0), 1)
        whole = np.minimum(area[best], area[rest]) if of_smaller else area[best] + area[rest] - shared
        rest = rest[shared / whole <= limit]
    return np.array(kept, np.intp)
