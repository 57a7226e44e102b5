"""The networks' results for one frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Face, Image, MaskState, Vectors
from gatekeeper.vision.detect import CROP_PX


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The networks' results for the faces of one frame. chips: crops, uint8 (N, 200, 200, 3), realigned for masked faces.

    vectors (N, D), alive (N,): embeddings and the log-odds that each is alive, if computed along with the rest; None: to be
    computed for the faces that need it.
    """

    faces: list[Face]
    chips: Image
    masks: list[MaskState]
    vectors: Vectors | None = None
    alive: NDArray[np.float32] | None = None

    @staticmethod
    def nobody(dim: int) -> "Reading":
        """A frame without a face."""
        none = np.zeros(0, np.float32)
        return Reading([], np.zeros((0, CROP_PX, CROP_PX, 3), np.uint8), [], none.reshape(0, dim), none)

    def only(self, chosen: Sequence[int]) -> "Reading":
        """Of these faces, in this order."""
        rows = np.asarray(chosen, int)
        return Reading(
            [self.faces[i] for i in chosen],
            self.chips[rows],
            [self.masks[i] for i in chosen],
            None if self.vectors is None else self.vectors[rows],
            None if self.alive is None else self.alive[rows],
        )
