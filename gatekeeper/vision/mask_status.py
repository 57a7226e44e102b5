"""Classifies a face as bare, masked, or with a mask worn incorrectly, from the aligned chip."""

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.runtime import model_session

INPUT_PX = 64
_STATES = tuple(MaskState)


class MaskStatus:
    """Classifies chips on the CPU: the network is too small to gain from a GPU."""

    def __init__(self, model: ModelCard) -> None:
        if model.kind != "mask-status":
            raise ModelError(
                "The model {model} is of kind {kind!r}, not a mask-status network.", model=model.id, kind=model.kind
            )
        self.model_id = model.id
        self._session = model_session(model, "mask.onnx", 1)

    def probabilities(self, chips: Image) -> NDArray[np.float32]:
        """How likely each state is, float32 (N, 3) in the order of `MaskState`. chips: RGB uint8 (N, 150, 150, 3)."""
        if not len(chips):
            return np.zeros((0, len(_STATES)), np.float32)
        logits = self._session.run(None, {"input": shrink(chips)})[0]
        raised = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)

    def classify(self, chips: Image) -> list[MaskState]:
        """The likeliest state of each chip."""
        return [_STATES[i] for i in self.probabilities(chips).argmax(1)]


def shrink(chips: Image) -> NDArray[np.float32]:
    """Chips as the network takes them: float32 (N, 3, 64, 64) in -1..1. The trainer uses the same."""
    small = np.stack([cv2.resize(chip, (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_AREA) for chip in chips])
    return np.ascontiguousarray(small.transpose(0, 3, 1, 2), np.float32) / np.float32(127.5) - np.float32(1)
