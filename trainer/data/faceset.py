"""Face sets for training: one JPEG crop per face with its landmarks; masks are drawn when a face is loaded.

A crop shows the door's chip with a margin (`vision.detect.CROP_PX`), so that a chip for any network, rotated and shifted,
can be cut from it. A face takes about 15 KB, and no two epochs show the same mask. All crops are concatenated in one file; an
index holds the end of each.
"""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import TextError, TrainingError
from gatekeeper.text_files import read_table
from gatekeeper.vision.detect import CHIP150, CHIP_SHAPES, ChipShape, chips_of
from trainer.processes import cores
from trainer.simulate.mask import put_on

Floats = NDArray[np.float32]
CROPS, INDEX, FACES, MANIFEST = "crops.jpegs", "index.npz", "faces.csv", "manifest.json"
STATES = tuple(MaskState)


@dataclass(frozen=True, slots=True, eq=False)
class FaceSet:
    """The prepared faces of a folder.

    landmarks: float32 (N, 5, 2), in pixels of the crops; identities: int64 (N,), -1 where unknown; states: uint8 (N,),
    the index of each face's mask state in `MaskState`; names: the pictures, by source. masks: number of simulated masks per
    face that pairs are made with; shape: the shape of the chips.
    """

    folder: Path
    landmarks: Floats
    identities: NDArray[np.int64]
    states: NDArray[np.uint8]
    names: list[str]
    masks: int
    _bytes: NDArray[np.uint8]
    _ends: NDArray[np.int64]
    shape: ChipShape = CHIP150

    @staticmethod
    def load(folder: Path) -> "FaceSet":
        """Raises TrainingError where the folder holds no finished set, TextError that names a wrong line of its table."""
        try:
            index = np.load(folder / INDEX, allow_pickle=False)
            rows = _faces(folder / FACES)
            masks = int(json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("masks", 0))
            data = np.memmap(folder / CROPS, np.uint8, "r")
            ends, landmarks, states = index["ends"], index["landmarks"], index["states"]
            if not len(rows) == len(ends) == len(landmarks) == len(states) or int(ends[-1]) != len(data):
                raise ValueError("its files do not belong together")
            if masks < 0:
                raise ValueError(f"{MANIFEST} names {masks} masks")
        except (OSError, ValueError, TypeError, LookupError, AttributeError, EOFError, BadZipFile) as error:
            if (folder / CROPS).is_file() and not (folder / MANIFEST).is_file():
                raise TrainingError(
                    f"Preparing the faces in {folder} was not finished.",
                    "Run the same `trainer prepare` again; it resumes.",
                ) from error
            raise TrainingError(
                f"{folder} holds no prepared faces: {error}",
                "Run `trainer prepare` first, or check manifest.json for pictures left out.",
            ) from error
        identities = np.array([identity for _, identity in rows], np.int64)
        return FaceSet(folder, landmarks, identities, states, [name for name, _ in rows], masks, data, ends)

    def __len__(self) -> int:
        return len(self.landmarks)

    def shaped(self, px: int) -> "FaceSet":
        """The same faces with chips of 112, 128 or 150 pixels. Raises TrainingError for any other size."""
        if px not in CHIP_SHAPES:
            raise TrainingError(f"There are no chips of {px} px.", f"Sizes: {', '.join(map(str, CHIP_SHAPES))}.")
        return replace(self, shape=CHIP_SHAPES[px])

    def size(self, index: int) -> int:
        """The length of a face's JPEG file, in bytes."""
        return int(self._ends[index] - (self._ends[index - 1] if index else 0))

    def crop(self, index: int) -> Image:
        """RGB uint8 (200, 200, 3)."""
        end = int(self._ends[index])
        decoded = cv2.imdecode(self._bytes[end - self.size(index) : end], cv2.IMREAD_COLOR)
        if decoded is None:
            raise TrainingError(f"Crop {index} of {self.folder} is damaged.", "Prepare the faces again.")
        return np.ascontiguousarray(decoded[:, :, ::-1]).astype(np.uint8)

    def masked_crop(self, index: int, rng: np.random.Generator) -> Image:
        """As `crop`, with a simulated mask."""
        return put_on(self.crop(index), self.landmarks[index], rng=rng)[0]

    def cut(self, crop: Image) -> Image:
        """The chip of a crop, RGB uint8 (px, px, 3), as the door cuts it."""
        return np.asarray(chips_of(crop[None], self.shape)[0], np.uint8)

    def chip(self, index: int, mask: int = 0) -> Image:
        """A face's chip, RGB uint8 (px, px, 3). mask: the number of its simulated mask, which is reproducible; 0 is none."""
        crop = self.masked_crop(index, np.random.default_rng([index, mask])) if mask else self.crop(index)
        return self.cut(crop)

    def chips(self, keys: Sequence[tuple[int, int]] | NDArray[np.int64]) -> Image:
        """The chips (N, px, px, 3) of faces and their masks (N, 2)."""
        with ThreadPoolExecutor(min(cores(), len(keys))) as pool:
            return np.stack([*pool.map(lambda key: self.chip(int(key[0]), int(key[1])), keys)])

    def where(self, state: MaskState) -> NDArray[np.intp]:
        """The indices of the faces in this state."""
        return np.flatnonzero(self.states == STATES.index(state))


def _faces(table: Path) -> list[tuple[str, int]]:
    """(path, identity) of every line. Raises OSError if the table is missing, TextError naming a wrong line."""
    table.stat()
    rows = []
    for line, row in read_table(table, ("path", "identity")):
        try:
            rows.append((row["path"], int(row["identity"])))
        except ValueError:
            raise TextError(
                f"{table}, line {line}: the identity {row['identity']!r} is not a number.",
                "Write -1 where it is unknown, or prepare the pictures again.",
            ) from None
    return rows
