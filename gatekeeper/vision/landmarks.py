"""Corrects the five landmarks of masked faces: MTCNN guesses the mouth on the mask and often misplaces the eyes too.

Measured on masks put on LFW pictures, MTCNN's points move by 6 % (eyes), 14 % (nose) and 18 % (mouth) of the eye distance
(median) when a mask covers the face, and misalignment costs recognition. MTCNN's last network, fine-tuned on masked faces
towards the points it found before the mask was drawn, looks again at the face aligned by the first points. The errors of the
two differ, so their mean is used: better on LFW's simulated masks than either, and no worse on real ones, where the second
look alone was worse (see docs/decisions/021-second-look-at-landmarks.md).
"""

import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.detect import CHIP_POINTS, similarity_transform, warp
from gatekeeper.vision.runtime import model_session

Floats = NDArray[np.float32]

INPUT_PX = 48
# A face in MTCNN's windows: the midpoint of the eyes in window pixels, and window pixels per chip pixel.
_EYES = np.array((24.4, 18.5), np.float32)
_SCALE = 0.3084


class LandmarkRefiner:
    """Corrects the landmarks of masked faces on the CPU: the network is too small to gain from a GPU."""

    def __init__(self, model: ModelCard) -> None:
        if model.kind != "landmarks":
            raise ModelError(
                "The model {model} is of kind {kind!r}, not a landmark network.", model=model.id, kind=model.kind
            )
        self.model_id = model.id
        self._run = model_session(model, "landmarks.onnx", 1).run

    def refine(self, image: Image, landmarks: Floats) -> Floats:
        """Better landmarks for the masked faces of a picture.

        image: RGB uint8 (H, W, 3); landmarks: float32 (N, 5, 2) in its pixels, as the detector found them. Returns the same
        shape.
        """
        if not len(landmarks):
            return landmarks
        windows, placed = zip(*(window(image, points) for points in landmarks), strict=True)
        predicted = self._run(None, {"input": planes(np.stack(windows))})[0].reshape(-1, 5, 2)
        corrected = np.stack([back(points, matrix) for points, matrix in zip(predicted, placed, strict=True)])
        return np.asarray((landmarks + corrected) / 2, np.float32)


def canonical() -> Floats:
    """The correct positions of the five points in a window, float32 (5, 2)."""
    return np.asarray((CHIP_POINTS - CHIP_POINTS[:2].mean(0)) * _SCALE + _EYES, np.float32)


def window(image: Image, landmarks: Floats) -> tuple[Image, NDArray[np.float64]]:
    """The network's window, uint8 (48, 48, 3), and the matrix (2, 3) from picture pixels to window pixels."""
    matrix = similarity_transform(landmarks, canonical())
    return warp(image, matrix, INPUT_PX), matrix


def back(points: Floats, matrix: NDArray[np.float64]) -> Floats:
    """Points (5, 2) of a window in the picture's pixels."""
    return np.asarray((points - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T, np.float32)


def planes(windows: Image) -> Floats:
    """uint8 (N, 48, 48, 3) -> float32 (N, 3, 48, 48) in -1..1, as MTCNN does. The trainer uses the same."""
    return (np.ascontiguousarray(windows.transpose(0, 3, 1, 2), np.float32) - np.float32(127.5)) / np.float32(128)
