"""A door, its people and its hardware, as a test can turn them: each picture is looked at by the real networks once, so that
a frame takes as long as what the door makes of it. What a frame shows is written into its first pixels."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from conftest import photo
from safetensors.numpy import load_file, save_file
from test_liveness import Everyone

from gatekeeper.demo import clip
from gatekeeper.domain import Face, Image, MaskState, Vectors
from gatekeeper.models.card import ModelCard, sha256
from gatekeeper.vision.pipeline import FacePipeline
from gatekeeper.vision.quality import DOOR, problems

PEOPLE = ("resident-001", "resident-002", "resident-003")
STRANGER = "stranger-002"
LOOKS = 6  # of a person who stands there: they sway, and no two pictures are alike
PLACES = (-150, 0, 150)  # pixels from the middle
_ROOM = np.asarray(np.random.default_rng(5).integers(80, 150, (480, 640, 3)), np.uint8)
_SEEN_AT = np.array([16, 33, 50])  # columns of the pixels in which the places are written


@dataclass(frozen=True)
class Standing:
    """Somebody before the camera. kind: bare or masked; blurred: they move too fast to be compared; alive: no picture."""

    name: str
    kind: str = "bare"
    alive: bool = True
    blurred: bool = False
    place: int = 1


@dataclass(frozen=True, eq=False)
class Look:
    """What the networks made of one picture. chip: with the look's own number in its corners."""

    face: Face
    chip: Image
    mask: MaskState
    vector: Vectors


@dataclass
class Looks:
    """Every picture that is shown, and the networks' answers to it; model: by whose vectors."""

    all: list[Look] = field(default_factory=list)
    of: dict[tuple[str, str, bool], list[int]] = field(default_factory=dict)
    photos: dict[str, list[int]] = field(default_factory=dict)
    shown: int = 0

    @staticmethod
    def prepare(reader: FacePipeline) -> "Looks":
        looks = Looks()
        for name in (*PEOPLE, STRANGER):
            for kind in ("bare", "masked"):
                for image in clip(photo(name, kind, 0, "visits"), 1, LOOKS):
                    looks._add(reader, image, (name, kind, False))
                if kind == "bare":
                    looks._blur((name, kind, False), (name, kind, True))
                for number in range(3 if name in PEOPLE else 0):
                    portrait = reader.read_photo(photo(name, kind, number))[0]
                    looks.photos.setdefault(name, []).append(len(looks.all))
                    looks._keep(Look(portrait.face, portrait.chip, portrait.mask, portrait.vector))
        return looks

    def _add(self, reader: FacePipeline, image: Image, key: tuple[str, str, bool]) -> None:
        (portrait, *_) = reader.portraits(image, reader.detector.find(image))
        self.of.setdefault(key, []).append(len(self.all))
        self._keep(Look(portrait.face, portrait.chip, portrait.mask, portrait.vector))

    def _blur(self, key: tuple[str, str, bool], blurred: tuple[str, str, bool]) -> None:
        for number in self.of[key]:
            look = self.all[number]
            chip = np.asarray(cv2.GaussianBlur(look.chip, (0, 0), 6), np.uint8)
            assert problems(look.face, chip[25:-25, 25:-25], _ROOM.shape, DOOR)
            self.of.setdefault(blurred, []).append(len(self.all))
            self._keep(replace(look, chip=chip))

    def _keep(self, look: Look) -> None:
        chip = look.chip.copy()
        for corner in ((0, 0), (25, 25)):  # of the crop, and of the chip in it
            chip[corner] = (*divmod(len(self.all), 256), 77)
        self.all.append(replace(look, chip=chip))

    def picture(self, standing: Sequence[Standing]) -> Image:
        """What the camera sees: like no picture before."""
        image = _ROOM.copy()
        for one in standing:
            self.shown += 1
            numbers = self.of[one.name, one.kind, one.blurred]
            number = numbers[self.shown % len(numbers)]
            image[8, _SEEN_AT[one.place]] = (*divmod(number, 256), 201 + one.alive)
            image[::8, ::8][0, one.place] = self.shown % 251
            x0, y0 = (max(int(v), 0) for v in _moved(self.all[number].face, one.place).box[:2])
            image[y0, x0] = (self.shown % 256, self.shown // 256 % 256, self.shown // 65536)
        return image

    def photo(self, number: int) -> Image:
        """A photo file as it is registered from."""
        image = _ROOM.copy()
        image[8, _SEEN_AT[1]] = (*divmod(number, 256), 202)
        return image

    def seen(self, image: Image) -> list[tuple[int, Face, bool]]:
        """(look, face, alive) of everybody in a picture."""
        out = []
        for place, column in enumerate(_SEEN_AT.tolist()):
            high, low, alive = (int(v) for v in image[8, column])
            if alive > 200:
                number = 256 * high + low
                out.append((number, _moved(self.all[number].face, place), alive == 202))
        return out

    def of_chip(self, chip: Image) -> Look:
        """Whose chip, or crop, this is."""
        high, low, mark = (int(v) for v in chip[0, 0])
        assert mark == 77
        return self.all[256 * high + low]


def _moved(face: Face, place: int) -> Face:
    by = np.array([PLACES[place], 0], np.float32)
    return Face(face.box + np.tile(by, 2), face.landmarks + by, face.probability)


class _Detector:
    def __init__(self, looks: Looks) -> None:
        self._looks = looks

    def find(self, image: Image, min_face_px: float | None = None) -> list[Face]:
        return [face for _, face, _ in self._looks.seen(image)]

    find_in_photo = find

    def follow(self, image: Image, faces: Sequence[Face]) -> list[Face | None]:
        there = self.find(image)
        near = [[one for one in there if abs(one.box[0] - face.box[0]) < 75] for face in faces]
        return [ones[0] if ones else None for ones in near]


class _MaskStatus:
    def __init__(self, looks: Looks) -> None:
        self._looks = looks

    def classify(self, chips: Image) -> list[MaskState]:
        return [self._looks.of_chip(chip).mask for chip in chips]


class _Embedder:
    def __init__(self, looks: Looks, model_id: str, order: Any) -> None:
        self._looks, self.model_id, self._order = looks, model_id, order
        self.dim = len(looks.all[0].vector)

    def embed(self, crops: Image) -> Vectors:
        vectors = [self._looks.of_chip(crop).vector for crop in crops]
        return np.stack(vectors)[:, self._order] if vectors else np.zeros((0, self.dim), np.float32)


class Reader(FacePipeline):
    """The networks' answers of before. model_id: "masked-face", or "mine", whose vectors are others."""

    def __init__(self, looks: Looks, model_id: str) -> None:
        embedder = _Embedder(looks, model_id, order_of(model_id, len(looks.all[0].vector)))
        parts: tuple[Any, ...] = (_Detector(looks), _MaskStatus(looks), None, embedder)
        super().__init__(*parts)
        object.__setattr__(self, "looks", looks)

    def chips(self, image: Image, faces: Sequence[Face]) -> Image:
        seen = self.looks.seen(image)  # type: ignore[attr-defined]
        chips = [
            next(self.looks.all[n].chip for n, there, _ in seen if there.box[0] == face.box[0])  # type: ignore[attr-defined]
            for face in faces
        ]
        return np.stack(chips) if chips else np.zeros((0, 200, 200, 3), np.uint8)

    def aligned(
        self, image: Image, faces: Sequence[Face], chips: Image, masks: Sequence[MaskState]
    ) -> tuple[list[Face], Image]:
        return list(faces), chips


class Life(Everyone):
    """Who is alive is alive."""

    looks: Looks

    def scores(self, image: Image, faces: Any) -> Any:
        there = self.looks.seen(image)
        alive = [next(alive for _, one, alive in there if one.box[0] == face.box[0]) for face in faces]
        return np.where(alive, np.float32(1.0), np.float32(-1e10)).astype(np.float32)


def order_of(model_id: str, dim: int) -> Any:
    """In what order a model has the coordinates: vectors of two models must never be compared."""
    return np.arange(dim) if model_id == "masked-face" else np.random.default_rng(3).permutation(dim)


def other_model(folder: Path, source: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Another model whose vectors, and those of its strangers, are those of `source` in another order."""
    folder.mkdir(parents=True)
    card = ModelCard.read(source).card
    cohort = {
        key: np.ascontiguousarray(vectors[:, order_of("mine", vectors.shape[1])])
        for key, vectors in load_file(source / card["cohort"]).items()
    }
    save_file(cohort, folder / card["cohort"])
    files = {card["cohort"]: sha256(folder / card["cohort"])}
    (folder / "card.json").write_text(json.dumps(change({**card, "id": "mine", "files": files})))
