"""Passive liveness: a small network that tells a living person from a picture.

It sees the face with its surroundings, since the signs of a picture (its edge, the hand that holds it, a screen's frame) are
often beside the face. Scores are averaged over a window of a track's frames.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Face, Image
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.runtime import model_session

INPUT_PX = 80
SURROUNDINGS = 2.7  # the side of what the network sees, in sides of the face's box
# Incremented whenever the same files give different scores, which invalidates a site's measurements.
SCORING = 3


class PassiveLiveness:
    """Scores faces on the CPU: the network is too small to gain from a GPU.

    threshold: mean scores below it mean a picture; window: number of frames averaged; fingerprint: changes with everything the
    scores depend on.
    """

    def __init__(self, model: ModelCard) -> None:
        if model.kind != "liveness":
            raise ModelError(
                "The model {model} is of kind {kind!r}, not a liveness network.", model=model.id, kind=model.kind
            )
        try:
            self.threshold, self.window = float(model.card["threshold"]), int(model.card["window"])
        except (KeyError, OverflowError, TypeError, ValueError) as error:
            raise ModelError(
                "The card of the model {model} has no threshold or window.",
                "Export the model again.",
                model=model.id,
            ) from error
        self.model_id = model.id
        self.fingerprint = liveness_fingerprint(model)
        self._session = model_session(model, "liveness.onnx", 1)

    def scores(self, image: Image, faces: Sequence[Face]) -> NDArray[np.float32]:
        """The logarithm of the odds, float32 (N,), that each face of a picture is alive."""
        if not faces:
            return np.zeros(0, np.float32)
        # One by one: OpenVINO computes ReduceLogSumExp over the whole batch.
        crops = [as_input(surroundings(image, face)[None]) for face in faces]
        return np.concatenate([self._session.run(None, {"input": crop})[0][:, 0] for crop in crops])


def liveness_fingerprint(model: ModelCard) -> str:
    """What a liveness model's scores depend on: its files, threshold, window and preprocessing."""
    return f"{SCORING}/{model.card.get('threshold')}/{model.card.get('window')}/{model.files_fingerprint}"


def surroundings(image: Image, face: Face) -> Image:
    """The square around a face that the network sees, `SURROUNDINGS` times as wide as its box: RGB uint8 (80, 80, 3).

    At the picture's edge it is moved inwards, and shrunk if the picture is smaller; nothing is padded.
    """
    x0, y0, x1, y1 = (float(v) for v in face.box)
    height, width = image.shape[:2]
    left, top, side = seen_square(
        (x0 + x1) / 2, (y0 + y1) / 2, SURROUNDINGS * max(x1 - x0, y1 - y0), (0, 0, width, height)
    )
    return cut(image, left, top, side)


def cut(image: Image, left: float, top: float, side: float) -> Image:
    """A square of a picture as the network takes it: uint8 (80, 80, 3)."""
    x, y, whole = round(left), round(top), round(side)
    # Shrunk by area: a warp would alias.
    how = cv2.INTER_AREA if whole > INPUT_PX else cv2.INTER_LINEAR
    return np.asarray(
        cv2.resize(image[y : y + whole, x : x + whole], (INPUT_PX, INPUT_PX), interpolation=how), np.uint8
    )


def seen_square(
    x: float, y: float, side: float, inside: Sequence[float] | NDArray[np.float32]
) -> tuple[float, float, float]:
    """The square around a point, moved and shrunk to fit into x0, y0, x1, y1: left, top and side, at least one pixel."""
    x0, y0, x1, y1 = inside
    side = max(min(side, x1 - x0, y1 - y0), 1.0)
    return min(max(x - side / 2, x0), x1 - side), min(max(y - side / 2, y0), y1 - side), side


def as_input(crops: Image) -> NDArray[np.float32]:
    """Crops, uint8 (N, 80, 80, 3), as the network takes them: float32 (N, 3, 80, 80) in 0..255. The trainer uses the same."""
    return np.ascontiguousarray(crops.transpose(0, 3, 1, 2), np.float32)
