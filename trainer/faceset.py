"""Sets of faces as they are trained on: one JPEG crop a face with its landmarks; masks are drawn when a face is loaded.

A crop shows the door's chip with a margin (`vision.detect.CROP_PX`), so that a chip of any network, turned and shifted, can be
cut from it. Kept this way a face takes about 15 KB, and no two epochs show the same mask.
"""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import PhotoError, TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.vision.detect import (
    CROP_POINTS,
    CROP_PX,
    Cascade,
    FaceDetector,
    align,
    nearest_to_middle,
    similarity_transform,
    warp,
)
from gatekeeper.vision.landmarks import LandmarkRefiner
from gatekeeper.vision.mask_status import MaskStatus
from trainer.files import output_folder
from trainer.pictures import Picture, name_of, pictures_of
from trainer.processes import worker_processes

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]
_STATES = tuple(MaskState)

_detector: FaceDetector
_mask_status: MaskStatus
_refiner: LandmarkRefiner


@dataclass(frozen=True, slots=True, eq=False)
class FaceSet:
    """What `collect` left in a folder.

    landmarks: float32 (N, 5, 2), in pixels of the crops; identities: int64 (N,), -1 where nobody says who it is; states: uint8
    (N,), the place of each face's mask state in `MaskState`; names: the pictures, by source.
    """

    folder: Path
    landmarks: Floats
    identities: NDArray[np.int64]
    states: NDArray[np.uint8]
    names: list[str]
    _bytes: NDArray[np.uint8]
    _ends: NDArray[np.int64]

    @staticmethod
    def load(folder: Path) -> "FaceSet":
        """Raises TrainingError where the folder holds no finished set."""
        try:
            index = np.load(folder / "index.npz", allow_pickle=False)
            with (folder / "faces.csv").open(newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            data = np.memmap(folder / "crops.jpegs", np.uint8, "r")
            return FaceSet(
                folder,
                index["landmarks"],
                np.array([int(row["identity"]) for row in rows], np.int64),
                index["states"],
                [row["path"] for row in rows],
                data,
                index["ends"],
            )
        except (OSError, ValueError, KeyError) as error:
            raise TrainingError(
                f"{folder} holds no prepared faces: {error}", "`trainer masked-face` collects them."
            ) from error

    def __len__(self) -> int:
        return len(self.landmarks)

    def crop(self, index: int) -> Image:
        """RGB uint8 (200, 200, 3)."""
        start = int(self._ends[index - 1]) if index else 0
        decoded = cv2.imdecode(self._bytes[start : int(self._ends[index])], cv2.IMREAD_COLOR)
        if decoded is None:
            raise TrainingError(f"Crop {index} of {self.folder} is damaged.", "Collect the faces again.")
        return np.ascontiguousarray(decoded[:, :, ::-1]).astype(np.uint8)

    def where(self, state: MaskState) -> NDArray[np.intp]:
        """The places of the faces in this state."""
        return np.flatnonzero(self.states == _STATES.index(state))


def collect(
    sources: list[Path],
    target: Path,
    workers: int,
    folders_are_people: bool = False,
    progress: Progress = lambda done, of: None,
) -> dict[str, int]:
    """Find and cut every face of `sources` (folders or .rec files) into `target`; see `FaceSet`.

    Broken and face-less pictures are listed in the manifest, never fatal. Returns counts: pictures, faces, identities, broken,
    without_face. Raises TrainingError where there is no face at all, and for two sources of one name.
    """
    names = [name_of(source) for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise TrainingError(
            f"Two sources are called {', '.join(twice)}: their people could not be told apart.", "Rename one of them."
        )
    with output_folder(target):
        return _collected(sources, target, workers, folders_are_people, progress)


def _collected(
    sources: list[Path], target: Path, workers: int, folders_are_people: bool, progress: Progress
) -> dict[str, int]:
    # What was made of earlier pictures would be taken for these.
    for stale in (target / "manifest.json", *target.glob("teacher-*.npy")):
        stale.unlink(missing_ok=True)
    pictures = [(name_of(source), p) for source in sources for p in pictures_of(source, folders_are_people)]
    landmarks, states, ends, rows = [], [], [], []
    left_out: dict[str, list[str]] = {"broken": [], "without_face": []}
    numbers: dict[tuple[str, str], int] = {}
    end = 0
    with (target / "crops.jpegs").open("wb") as out, worker_processes(workers, _start) as pool:
        every = pool.map(_cut, (picture for _, picture in pictures), chunksize=32)
        for done, ((source, picture), found) in enumerate(zip(pictures, every, strict=True), 1):
            progress(done, len(pictures))
            if isinstance(found, str):
                left_out[found].append(picture.name)
                continue
            data, points, state = found
            end += out.write(data)
            ends.append(end)
            landmarks.append(points)
            states.append(state)
            # A name means somebody in its source only.
            number = numbers.setdefault((source, picture.identity), len(numbers)) if picture.identity else -1
            rows.append((picture.name, number))
    if not rows:
        raise TrainingError(
            f"No face was found in the {len(pictures)} pictures of {', '.join(map(str, sources))}.",
            "Name folders with JPEG or PNG files of faces.",
        )
    arrays = {"landmarks": np.stack(landmarks), "states": np.array(states, np.uint8), "ends": np.array(ends, np.int64)}
    np.savez(target / "index.npz", **arrays)  # type: ignore[arg-type]
    with (target / "faces.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("path", "identity"), *rows])
    counts = {"pictures": len(pictures), "faces": len(rows), "identities": len(numbers)}
    counts |= {name: len(names) for name, names in left_out.items()}
    words = {**counts, **{f"{name}_names": names for name, names in left_out.items()}}
    (target / "manifest.json").write_text(json.dumps(words, indent=1))
    return counts


def _start() -> None:
    global _detector, _mask_status, _refiner
    models = assets() / "models"
    _detector = FaceDetector(Cascade.onnx(models / "mtcnn"))
    _mask_status = MaskStatus(ModelCard.read(models / "mask-status"))
    _refiner = LandmarkRefiner(ModelCard.read(models / "landmarks"))


def _cut(picture: Picture) -> tuple[bytes, Floats, int] | str:
    try:
        image = picture.read()
    except PhotoError:
        return "broken"
    face = nearest_to_middle(image, _detector.find_in_photo(image))
    if face is None:
        return "without_face"
    points = face.landmarks
    state = _mask_status.classify(align(image, points)[None])[0]
    if state is MaskState.MASKED:
        points = _refiner.refine(image, points[None])[0]
    matrix = similarity_transform(points, CROP_POINTS)
    crop = warp(image, matrix, CROP_PX)
    quality = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    written, data = cv2.imencode(".jpg", crop[:, :, ::-1], quality)
    assert written
    return data.tobytes(), np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float32), _STATES.index(state)
