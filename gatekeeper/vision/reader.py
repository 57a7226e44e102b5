"""The networks of the door together: from a picture to faces, chips, mask states and vectors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gatekeeper.domain import Face, Image, MaskState, Vectors, View
from gatekeeper.vision.detect import Cascade, FaceDetector, align
from gatekeeper.vision.embed import Embedder, open_embedder, unit
from gatekeeper.vision.landmarks import LandmarkRefiner
from gatekeeper.vision.mask_status import MaskStatus
from gatekeeper.vision.registry import ModelCard


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A face of a photo, read whole. vectors: one unit vector per view that may be compared.

    A bare face is compared whole with bare ones and covered with masked ones; a masked face only covered.
    """

    face: Face
    chip: Image
    mask: MaskState
    vectors: dict[View, Vectors]


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
        """The faces aligned by the landmarks they have, uint8 (N, 150, 150, 3)."""
        if not faces:
            return np.zeros((0, 150, 150, 3), np.uint8)
        return np.stack([align(image, face.landmarks) for face in faces])

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
                chips[i] = align(image, landmarks)
        return faces, chips

    def embed(self, chips: Image, masks: Sequence[MaskState]) -> Vectors:
        """One vector per chip, float32 (N, D), in the view its mask state is compared in; one batch per view."""
        out = np.zeros((len(chips), self.embedder.dim), np.float32)
        for view in View:
            rows = [i for i, mask in enumerate(masks) if view_of(mask) is view]
            if rows:
                out[rows] = self.embedder.embed(chips[rows], view)
        return out

    def read_photo(self, image: Image) -> list[Portrait]:
        """Every face of a photo with all of its templates' vectors, the largest face first."""
        return self.portraits(image, self.detector.find_in_photo(image))

    def portraits(self, image: Image, faces: Sequence[Face]) -> list[Portrait]:
        """Faces of a picture with mask state, chip, and the vectors of every view they are compared in."""
        chips = self.chips(image, faces)
        masks = self.mask_status.classify(chips)
        faces, chips = self.straightened(image, faces, chips, masks)
        every = self.registered(chips, masks)
        return [
            Portrait(face, chip, mask, vectors)
            for face, chip, mask, vectors in zip(faces, chips, masks, every, strict=True)
        ]

    def registered(self, chips: Image, masks: Sequence[MaskState]) -> list[dict[View, Vectors]]:
        """The vectors under which faces are registered: of each chip (N, 150, 150, 3) those of every view it is compared in.

        A bare face is shown to the masked visitors of tomorrow by what a mask will leave free of it. The network of covered
        faces was taught to answer as that of whole ones does, so the whole face, which here is known, may have its say too:
        the covered template of a bare photo is the mean of both, weighted by the model's `bare_whole_share`.
        """
        covered = self.embedder.embed(chips, View.COVERED)
        vectors = [{View.COVERED: vector} for vector in covered]
        bare = [i for i, mask in enumerate(masks) if mask is MaskState.BARE]
        whole = self.embedder.embed(chips[bare], View.WHOLE)
        share = self.embedder.bare_whole_share
        mixed = unit((1 - share) * covered[bare] + share * whole) if share else covered[bare]
        for i, of_whole, of_both in zip(bare, whole, mixed, strict=True):
            vectors[i] = {View.COVERED: of_both, View.WHOLE: of_whole}
        return vectors


def view_of(mask: MaskState) -> View:
    """The view a probe of this mask state is compared in: a mask worn wrongly hides too much to be called bare."""
    return View.WHOLE if mask is MaskState.BARE else View.COVERED
