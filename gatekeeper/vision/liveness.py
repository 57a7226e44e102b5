"""Whether a living person or a picture of one is before the camera: a small network of our own.

It looks twice: at the face with its surroundings, since what gives a picture away (its edge, the hand that holds it, a
screen's frame) often lies beside the face, and at the face alone, since a room it does not know misleads it about the
living. One frame says little, so the scores of a window of one track's frames are averaged.
"""

from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Face, Image
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.runtime import onnx_session

INPUT_PX = 96
SURROUNDINGS = 2.7  # the side of what the network sees, in sides of the face's box
# Counted up whenever the same files give other scores: what a site has measured of the old ones is then void.
SCORING = 2
# What the look at the face alone counts; chosen on people left out (`trainer liveness`; see DECISIONS).
_ALONE = 0.85


class PassiveLiveness:
    """Scores faces on the CPU, on a GPU machine too: the network is smaller than the way to the GPU.

    threshold: the mean score of a window below which it is a picture; window: frames of a track that are averaged; mark:
    changes with everything that its answers depend on.
    """

    def __init__(self, model: ModelCard) -> None:
        if model.kind != "liveness":
            raise ModelError(f"The model {model.id} is of kind {model.kind!r}, not a liveness network.")
        try:
            self.threshold, self.window = float(model.card["threshold"]), int(model.card["window"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"The card of the model {model.id} names no threshold and window.", "Export the model again."
            ) from error
        self.model_id = model.id
        self.mark = liveness_mark(model)
        self._session = onnx_session(model.verified / "liveness.onnx", 1)

    def scores(self, image: Image, faces: Sequence[Face]) -> NDArray[np.float32]:
        """The logarithm of the odds, float32 (N,), that each face of a picture is alive."""
        if not faces:
            return np.zeros(0, np.float32)
        crops = np.stack([surroundings(image, face) for face in faces])
        return both_looks(lambda x: self._session.run(None, {"input": x})[0][:, 0], crops)


def liveness_mark(model: ModelCard) -> str:
    """What the answers of a liveness model depend on: its files, threshold and window, and how it is made to look."""
    return f"{SCORING}/{model.card.get('threshold')}/{model.card.get('window')}/{model.files_mark}"


def surroundings(image: Image, face: Face, scale: float = SURROUNDINGS, side_px: int = INPUT_PX) -> Image:
    """The square around a face, `scale` times as wide as its box: RGB uint8 (side_px, side_px, 3).

    What lies outside of the picture is its edge, drawn out.
    """
    x0, y0, x1, y1 = (float(v) for v in face.box)
    side = scale * max(x1 - x0, y1 - y0, 1.0)
    # Cut first, then shrink by area: a warp would alias.
    left, top = round((x0 + x1 - side) / 2), round((y0 + y1 - side) / 2)
    whole = max(round(side), 1)
    height, width = image.shape[:2]
    part = image[max(top, 0) : min(top + whole, height), max(left, 0) : min(left + whole, width)]
    if not part.size:
        return np.zeros((side_px, side_px, 3), np.uint8)
    beyond = (max(-top, 0), max(top + whole - height, 0), max(-left, 0), max(left + whole - width, 0))
    shrink = side_px / whole
    size = [max(1, round(n * shrink)) for n in (part.shape[1], part.shape[0])]
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA if shrink < 1 else cv2.INTER_LINEAR)
    if any(beyond):
        above, left_of = (min(round(n * shrink), side_px - k) for n, k in ((beyond[0], size[1]), (beyond[2], size[0])))
        edges = (above, side_px - size[1] - above, left_of, side_px - size[0] - left_of)
        small = cv2.copyMakeBorder(small, *edges, cv2.BORDER_REPLICATE)
    return np.asarray(small, np.uint8)


def both_looks(ask: Callable[[NDArray[np.float32]], NDArray[np.float32]], crops: Image) -> NDArray[np.float32]:
    """The score, float32 (N,), of crops, uint8 (N, 96, 96, 3): `ask`, the network, is shown each whole and its face alone.

    The trainer measures with the same.
    """
    answers = np.asarray(ask(np.concatenate([as_input(crops), as_input(face_alone(crops))])), np.float32)
    whole, alone = answers[: len(crops)], answers[len(crops) :]
    return np.asarray((1 - _ALONE) * whole + _ALONE * alone, np.float32)


def face_alone(crops: Image) -> Image:
    """Crops, uint8 (N, 96, 96, 3), with one grey where their surroundings were."""
    keep = _face()[None, :, :, None]
    return np.asarray(crops * keep + 128 * (1 - keep) + 0.5, np.uint8)


@cache
def _face() -> NDArray[np.float32]:
    keep = np.zeros((INPUT_PX, INPUT_PX), np.float32)
    half = 1.2 * INPUT_PX / SURROUNDINGS / 2
    middle = (INPUT_PX // 2, INPUT_PX // 2)
    cv2.ellipse(keep, middle, (round(half * 0.9), round(half * 1.15)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    return keep


def as_input(crops: Image) -> NDArray[np.float32]:
    """Crops, uint8 (N, 96, 96, 3), as the network takes them: float32 (N, 3, 96, 96) in -1..1. The trainer uses the same."""
    return np.ascontiguousarray(crops.transpose(0, 3, 1, 2), np.float32) / np.float32(127.5) - np.float32(1)
