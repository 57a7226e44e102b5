"""Turns folders of face pictures into aligned chips, bare and with simulated masks, ready for training.

The detector and the alignment are the door's own, so that training and the door can not see faces differently. The
masked picture goes through the detector again: the landmarks found under a mask are off by what they will be off at the
door.
"""

import csv
import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from gatekeeper.errors import TrainingError
from gatekeeper.vision.detect import CHIP_PX, Cascade, FaceDetector, align, nearest_to_middle
from trainer.mask import put_on

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
Chips = NDArray[np.uint8]

_detector: FaceDetector


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` left in a folder.

    chips: uint8 (N, 1 + masks, 150, 150, 3), memory-mapped; the first chip of each face is bare. identities: int (N,),
    -1 where nobody says who it is. paths: the pictures, relative to their source folder.
    """

    folder: Path
    chips: Chips
    identities: NDArray[np.int64]
    paths: list[str]

    @staticmethod
    def load(folder: Path) -> "Prepared":
        """Raises TrainingError where the folder holds no finished preparation."""
        try:
            rows = list(csv.DictReader((folder / "faces.csv").open()))
            masks = json.loads((folder / "manifest.json").read_text())["masks"]
            shape = (len(rows), 1 + masks, CHIP_PX, CHIP_PX, 3)
            chips = np.memmap(folder / "chips.u8", np.uint8, "r", shape=shape)
        except OSError as error:
            raise TrainingError(f"{folder} holds no prepared faces.", "Run `trainer prepare` first.") from error
        return Prepared(folder, chips, np.array([int(r["identity"]) for r in rows]), [r["path"] for r in rows])


def prepare(sources: list[Path], target: Path, masks: int, workers: int, seed: int = 0) -> dict[str, int]:
    """Find, mask and align every picture below `sources`; write chips.u8, faces.csv and manifest.json into `target`.

    A source may hold an identity.csv (path, identity). Pictures without a face are listed in the manifest, never fatal.
    Returns counts: pictures, faces, without_face.
    """
    jobs: list[tuple[Path, str, int, int, list[int]]] = []
    for source in sources:
        known = _identities(source)
        for path in sorted(p for p in source.rglob("*") if p.suffix.lower() in SUFFIXES):
            name = path.relative_to(source).as_posix()
            jobs.append((path, f"{source.name}/{name}", known.get(name, -1), masks, [seed, len(jobs)]))
    if not jobs:
        raise TrainingError(
            f"No pictures below {', '.join(map(str, sources))}.", "Name folders with JPEG or PNG files."
        )
    target.mkdir(parents=True, exist_ok=True)
    rows, missing = [], []
    # A fork would copy the locks of whatever threads the caller runs, held for ever; a fresh process has none.
    fresh = multiprocessing.get_context("spawn")
    with (target / "chips.u8").open("wb") as chips, ProcessPoolExecutor(workers, fresh, initializer=_start) as pool:
        results: Iterator[Chips | None] = pool.map(_chips, jobs, chunksize=32)
        for (_, name, identity, _, _), found in track(
            zip(jobs, results, strict=True), "Preparing", total=len(jobs), transient=True
        ):
            if found is None:
                missing.append(name)
                continue
            chips.write(found.tobytes())
            rows.append((name, identity))
    with (target / "faces.csv").open("w", newline="") as out:
        csv.writer(out).writerows([("path", "identity"), *rows])
    counts = {"pictures": len(jobs), "faces": len(rows), "without_face": len(missing), "masks": masks}
    (target / "manifest.json").write_text(json.dumps({**counts, "seed": seed, "missing": missing}, indent=1))
    return counts


def _identities(source: Path) -> dict[str, int]:
    table = source / "identity.csv"
    if not table.is_file():
        return {}
    with table.open() as lines:
        return {row["path"]: int(row["identity"]) for row in csv.DictReader(lines)}


def _start() -> None:
    global _detector
    cv2.setNumThreads(1)
    _detector = FaceDetector(Cascade.onnx(Path(__file__).parents[1] / "assets/models/mtcnn"))


def _chips(job: tuple[Path, str, int, int, list[int]]) -> Chips | None:
    path, _, _, masks, seed = job
    picture = cv2.imread(str(path))
    if picture is None:
        return None
    image = np.ascontiguousarray(picture[:, :, ::-1]).astype(np.uint8)
    face = nearest_to_middle(image, _detector.find_in_photo(image))
    if face is None:
        return None
    rng = np.random.default_rng(seed)
    out = [align(image, face.landmarks)]
    for _ in range(masks):
        masked, _ = put_on(image, face.landmarks, rng=rng)
        seen = nearest_to_middle(masked, _detector.find_in_photo(masked))
        near = seen is not None and np.abs(seen.landmarks[:2] - face.landmarks[:2]).max() < 0.35 * face.size_px
        out.append(align(masked, seen.landmarks if seen is not None and near else face.landmarks))
    return np.stack(out)
