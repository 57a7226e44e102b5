"""The networks of the door together: from a picture to faces, chips, mask states and vectors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Face, Image, MaskState, Vectors
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.detect import CROP_PX, Cascade, FaceDetector, as_crop, cut, inner
from gatekeeper.vision.embed import Embedder, open_embedder
from gatekeeper.vision.landmarks import LandmarkRefiner
from gatekeeper.vision.mask_status import MaskStatus


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A face of a photo. chip: its crop, uint8 (200, 200, 3); vector: the unit vector it is compared by, (D,)."""

    face: Face
    chip: Image
    mask: MaskState
    vector: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the networks say of the faces of one frame. chips: their crops, uint8 (N, 200, 200, 3), masked faces' straightened.

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


@dataclass(frozen=True, slots=True)
class FaceReader:
    """Detector, mask status, landmark refiner and embedder, opened once and used by one thread."""

    detector: FaceDetector
    mask_status: MaskStatus
    refiner: LandmarkRefiner
    embedder: Embedder

    @staticmethod
    def open(models: Path, embedding: ModelCard, min_face_px: float = 80) -> "FaceReader":
        """models: the folder of the bundled models other than the embedding; embedding: the active model's card."""
        return FaceReader(
            FaceDetector(Cascade.onnx(models / "mtcnn"), min_face_px),
            MaskStatus(ModelCard.read(models / "mask-status")),
            LandmarkRefiner(ModelCard.read(models / "landmarks")),
            open_embedder(embedding),
        )

    def chips(self, image: Image, faces: Sequence[Face]) -> Image:
        """The faces' crops, aligned by the landmarks they have, uint8 (N, 200, 200, 3)."""
        if not faces:
            return np.zeros((0, CROP_PX, CROP_PX, 3), np.uint8)
        return np.stack([cut(image, face.landmarks) for face in faces])

    def straightened(
        self, image: Image, faces: Sequence[Face], chips: Image, masks: Sequence[MaskState]
    ) -> tuple[list[Face], Image]:
        """Faces and chips again, those of masked faces with the landmarks that the mask had misled put right."""
        faces, chips = list(faces), chips.copy()
        masked = [i for i, mask in enumerate(masks) if mask is MaskState.MASKED]
        if masked:
            better = self.refiner.refine(image, np.stack([faces[i].landmarks for i in masked]))
            for i, landmarks in zip(masked, better, strict=True):
                faces[i] = replace(faces[i], landmarks=landmarks)
                chips[i] = cut(image, landmarks)
        return faces, chips

    def read_photo(self, image: Image) -> list[Portrait]:
        """Every face of a photo, the largest first."""
        return self.portraits(image, self.detector.find_in_photo(image))

    def portraits(self, image: Image, faces: Sequence[Face]) -> list[Portrait]:
        """Faces of a picture with mask state, crop and vector."""
        chips = self.chips(image, faces)
        masks = self.mask_status.classify(inner(chips))
        faces, chips = self.straightened(image, faces, chips, masks)
        vectors = self.embedder.embed(chips)
        return [
            Portrait(face, chip, mask, vector)
            for face, chip, mask, vector in zip(faces, chips, masks, vectors, strict=True)
        ]

    def enrolment_vectors(self, kept: Sequence[Image]) -> Vectors:
        """The vectors (N, D) of kept crops (200, 200, 3), or of chips (150, 150, 3) as older versions kept them."""
        if not len(kept):
            return np.zeros((0, self.embedder.dim), np.float32)
        crops = [as_crop(one) for one in kept]
        for crop in crops:
            if crop.shape != (CROP_PX, CROP_PX, 3):
                raise ModelError(
                    f"A kept face has the shape {crop.shape}, not {(CROP_PX, CROP_PX, 3)}.", "Take the photo again."
                )
        return self.embedder.embed(np.stack(crops))
