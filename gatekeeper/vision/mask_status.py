"""Whether a mask covers a face: a small network of our own on the aligned chip."""

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import ModelError
from gatekeeper.vision.registry import ModelCard
from gatekeeper.vision.runtime import onnx_session

INPUT_PX = 64


class MaskStatus:
    """Classifies chips on the CPU, on a GPU machine too: the network is smaller than the way to the GPU."""

    def __init__(self, model: ModelCard) -> None:
        if model.kind != "mask-status":
            raise ModelError(f"The model {model.id} is of kind {model.kind!r}, not a mask-status network.")
        self.model_id = model.id
        self._session = onnx_session(model.verified / "mask.onnx", 1)

    def probabilities(self, chips: Image) -> NDArray[np.float32]:
        """The probability, float32 (N,), that a mask is worn. chips: RGB uint8 (N, 150, 150, 3)."""
        if not len(chips):
            return np.zeros(0, np.float32)
        logits = self._session.run(None, {"input": shrink(chips)})[0]
        return np.asarray(1 / (1 + np.exp(-logits[:, 0])), np.float32)

    def classify(self, chips: Image) -> list[MaskState]:
        """MASKED where a mask is more likely than not."""
        return [MaskState.MASKED if p > 0.5 else MaskState.BARE for p in self.probabilities(chips)]


def shrink(chips: Image) -> NDArray[np.float32]:
    """Chips as the network takes them: float32 (N, 3, 64, 64) in -1..1. The trainer uses the same."""
    small = np.stack([cv2.resize(chip, (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_AREA) for chip in chips])
    return np.ascontiguousarray(small.transpose(0, 3, 1, 2), np.float32) / np.float32(127.5) - np.float32(1)
