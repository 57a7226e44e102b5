"""The door's networks as one pipeline: from a picture to faces, crops, mask states and vectors."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from gatekeeper.domain import Face, Image, MaskState, Vectors
from gatekeeper.errors import ModelError
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.accelerator import MEASURE_SECONDS, Accelerator, CardOrProcessor, Chain, milliseconds
from gatekeeper.vision.detect import CROP_PX, Cascade, FaceDetector, as_crop, cut, inner
from gatekeeper.vision.embed import Embedder, open_embedder
from gatekeeper.vision.landmarks import LandmarkRefiner
from gatekeeper.vision.mask_status import MaskStatus
from gatekeeper.vision.reading import Reading
from gatekeeper.vision.runtime import cuda_driver_present

log = logging.getLogger(__name__)
_SEARCH_EVERY = 5  # frames, as at a door on the CPU


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A face of a photo. chip: its crop, uint8 (200, 200, 3); vector: the unit vector it is compared by, (D,)."""

    face: Face
    chip: Image
    mask: MaskState
    vector: Vectors


@dataclass(frozen=True, slots=True)
class FacePipeline:
    """Detector, mask status, landmark refiner and embedder, opened once and shared by recognition and registration.

    card: a GPU that processes whole frames (`read`) and embeds; None: the CPU does. why: the reason for this choice, in
    words, without the device's name.
    """

    detector: FaceDetector
    mask_status: MaskStatus
    refiner: LandmarkRefiner
    embedder: Embedder
    card: Accelerator | None = None
    why: str = ""

    @staticmethod
    def open(
        models: Path,
        embedding: ModelCard,
        min_face_px: float = 80,
        *,
        device: str = "cpu",
        cameras: int = 1,
        measured_on: Callable[[], Image] | None = None,
    ) -> "FacePipeline":
        """models: the folder of the bundled models other than the embedding; embedding: the active model's card.

        device: "cpu", "cuda", or "auto": the faster of the two for this number of cameras, measured for two seconds on a
        picture with a face (measured_on). Without a GPU, or if it fails, the CPU is used.
        """
        reader = FacePipeline(
            FaceDetector(Cascade.onnx(models / "mtcnn"), min_face_px),
            MaskStatus(ModelCard.read(models / "mask-status")),
            LandmarkRefiner(ModelCard.read(models / "landmarks")),
            open_embedder(embedding),
        )
        if device == "cpu":
            return reader
        if not cuda_driver_present():
            if device == "auto":
                return reader
            why = Message("no NVIDIA graphics card with a driver was found")
            log.error("The graphics card cannot be used; using the processor: %s", why)
            return replace(reader, why=Message("the graphics card cannot be used: {why}", why=why))

        def open_chain() -> Chain:
            from gatekeeper.vision.device import DeviceChain

            chain = DeviceChain(models, embedding, "cuda", min_face_px)
            chain.warm(cameras)
            return chain

        try:
            card = Accelerator(open_chain)
        except RuntimeError as error:
            return replace(reader, why=Message("the graphics card cannot be used: {why}", why=str(error)))
        except ModelError as error:  # of its weights for torch, or its architecture; the processor needs neither
            log.error("The graphics card cannot be used; using the processor: %s", error)
            return replace(reader, why=Message("the graphics card cannot be used: {why}", why=error.message))
        fast = replace(reader, embedder=CardOrProcessor(card, reader.embedder), card=card)
        if device == "cuda" or measured_on is None:
            return fast
        frame = np.asarray(cv2.resize(measured_on(), (640, 480), interpolation=cv2.INTER_AREA), np.uint8)
        on_card = milliseconds(lambda: card.read([frame] * cameras), MEASURE_SECONDS / 2)
        on_processor = cameras * milliseconds(lambda: reader.as_a_door(frame), MEASURE_SECONDS / 2) / _SEARCH_EVERY
        if card.trouble:
            return replace(reader, why=Message("the graphics card cannot be used: {why}", why=card.trouble))
        took = {"card": card.name, "ms": on_card / cameras, "other": on_processor / cameras}
        if on_processor < on_card:
            card.leave("the processor is faster")
            why = Message("faster than {card} here: {other:.1f} ms per frame, compared with {ms:.1f} ms", **took)
            return replace(reader, why=why)
        return replace(
            fast, why=Message("{ms:.1f} ms per frame, compared with {other:.1f} ms on the processor", **took)
        )

    @property
    def computes_on(self) -> Message:
        """The device the networks run on, in words."""
        if self.card is not None and not self.card.trouble:
            return Message("{card}: {why}", card=self.card.name, why=self.why) if self.why else Message(self.card.name)
        if self.card is not None:
            return Message(
                "the processor: {why}", why=Message("the graphics card failed: {why}", why=self.card.trouble)
            )
        return Message("the processor: {why}", why=self.why) if self.why else Message("the processor")

    def as_a_door(self, frame: Image) -> None:
        """The CPU's work for five frames at a door: search one, follow the faces in the others."""
        faces: Sequence[Face | None] = self.detector.find(frame)
        for _ in range(_SEARCH_EVERY):
            self.portraits(frame, [face for face in faces if face is not None])
            faces = self.detector.follow(frame, [face for face in faces if face is not None])

    def read(self, images: Sequence[Image], tracked: Sequence[Sequence[Face]] | None = None) -> list[Reading] | None:
        """The GPU's results for frames, see `DeviceChain.read`; None without a GPU, or if it failed."""
        return self.card.read(images, tracked) if self.card is not None else None

    def chips(self, image: Image, faces: Sequence[Face]) -> Image:
        """The faces' crops, aligned by their landmarks, uint8 (N, 200, 200, 3)."""
        if not faces:
            return np.zeros((0, CROP_PX, CROP_PX, 3), np.uint8)
        return np.stack([cut(image, face.landmarks) for face in faces])

    def aligned(
        self, image: Image, faces: Sequence[Face], chips: Image, masks: Sequence[MaskState]
    ) -> tuple[list[Face], Image]:
        """Faces and crops, with the landmarks of masked faces corrected."""
        faces, chips = list(faces), chips.copy()
        masked = [i for i, mask in enumerate(masks) if mask is MaskState.MASKED]
        if masked:
            better = self.refiner.refine(image, np.stack([faces[i].landmarks for i in masked]))
            for i, landmarks in zip(masked, better, strict=True):
                faces[i] = replace(faces[i], landmarks=landmarks)
                chips[i] = cut(image, landmarks)
        return faces, chips

    def read_photo(self, image: Image) -> list[Portrait]:
        """The largest face of a photo; of a crowd no other is computed. No face is an empty list."""
        return self.portraits(image, self.detector.find_in_photo(image)[:1])

    def portraits(self, image: Image, faces: Sequence[Face]) -> list[Portrait]:
        """Faces of a picture with mask state, crop and vector."""
        chips = self.chips(image, faces)
        masks = self.mask_status.classify(inner(chips))
        faces, chips = self.aligned(image, faces, chips, masks)
        vectors = self.embedder.embed(chips)
        return [
            Portrait(face, chip, mask, vector)
            for face, chip, mask, vector in zip(faces, chips, masks, vectors, strict=True)
        ]

    def enrolment_vectors(self, kept: Sequence[Image]) -> Vectors:
        """The vectors (N, D) of stored crops (200, 200, 3), or of chips (150, 150, 3) as stored by older versions."""
        if not len(kept):
            return np.zeros((0, self.embedder.dim), np.float32)
        crops = [as_crop(image) for image in kept]
        for crop in crops:
            if crop.shape != (CROP_PX, CROP_PX, 3):
                raise ModelError(
                    "A stored face has the shape {shape}, not {wanted}.",
                    "Take the photo again.",
                    shape=str(crop.shape),
                    wanted=str((CROP_PX, CROP_PX, 3)),
                )
        return self.embedder.embed(np.stack(crops))
