"""What the networks say of one frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Face, Image, MaskState, Vectors
from gatekeeper.vision.detect import CROP_PX


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the networks say of the faces of one frame. chips: their crops, uint8 (N, 200, 200, 3), masked faces' aligned anew.

    vectors (N, D), alive (N,): what they are compared by and the logarithm of the odds that they live, where it was found along
    with the rest; None: to be asked of those it is needed of.
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
