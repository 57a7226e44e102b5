"""Turns folders of face pictures into aligned crops for training.

The detector and the alignment are the door's own, so that training and the door cannot see faces differently. A simulated
mask keeps the bare picture's landmarks: the door corrects the error a mask causes (`vision.landmarks`), and `augment.vary`
adds the remaining error to each sample.
"""

import csv
import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from gatekeeper.domain import MaskState
from gatekeeper.errors import PhotoError, TrainingError
from gatekeeper.models.card import ModelCard, sha256
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
from trainer.data.faceset import CROPS, FACES, INDEX, MANIFEST, STATES, Floats
from trainer.data.pictures import Picture, name_of, pictures_of
from trainer.files import output_folder
from trainer.processes import worker_processes

Cut = tuple[bytes, Floats, int]  # JPEG, landmarks in it (5, 2), index of the mask state in `MaskState`

_detector: FaceDetector
_mask_status: MaskStatus
_refiner: LandmarkRefiner


def prepare(
    sources: list[Path], target: Path, masks: int, workers: int, folders_are_people: bool = False
) -> dict[str, int]:
    """Find, align and crop every face of `sources`; write crops.jpegs, index.npz, faces.csv, identities.csv and manifest.json.

    sources: folders or .rec files, see `trainer.data.pictures`. Pictures that are broken or show no face are listed in the
    manifest. masks: number of simulated masks per face that pairs are made with. An interrupted preparation resumes where it
    stopped, or at the first picture that has changed since, with the same result. Pictures are streamed: memory grows with the
    number of names, not with the pictures. Returns counts: pictures, faces, broken, without_face, masks. Raises TrainingError
    for two sources of the same name, for sources without pictures or faces, and when stopped by Ctrl-C.
    """
    names = [name_of(source) for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise TrainingError(
            f"Two sources are called {', '.join(twice)}; their pictures could not be told apart.", "Rename one of them."
        )
    settings: dict[str, Any] = {
        "sources": [str(s) for s in sources],
        "masks": masks,
        "people": folders_are_people,
    }
    with output_folder(target, lambda: _begun(target)):
        return _prepared(sources, target, masks, workers, settings)


def _begun(target: Path) -> bool:
    """Whether the same command could resume from faces already done."""
    return (target / "journal.jsonl").is_file() and (target / CROPS).is_file() and (target / CROPS).stat().st_size > 0


def _prepared(sources: list[Path], target: Path, masks: int, workers: int, settings: dict[str, Any]) -> dict[str, int]:
    folders_are_people = settings["people"]
    journal, crops_file = target / "journal.jsonl", target / CROPS

    def pictures(report: Callable[[str], object] | None = None) -> Iterator[Picture]:
        return (p for source in sources for p in pictures_of(source, folders_are_people, report))

    # Every source is looked through before anything of an earlier preparation is deleted.
    named = [bool(picture.identity) for picture in pictures()]
    if folders_are_people and not any(named):
        raise TrainingError(
            f"Nobody in {', '.join(map(str, sources))} has a name: no picture lies in a folder of its person.",
            "Arrange them as NAME/picture.jpg, or omit --people.",
        )
    resumed = _resumed(journal, crops_file, settings, (p.name for p in pictures()))
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.0f} images/s"))
    bar = Progress(*columns, transient=True)
    say = partial(bar.console.print, markup=False, highlight=False, soft_wrap=True)
    jobs = (p for index, p in enumerate(pictures(say)) if index >= resumed)
    with (
        crops_file.open("ab") as crops,
        journal.open("a", encoding="utf-8") as log,
        bar,
        _stopping(bar),
        worker_processes(workers, _start) as pool,
    ):
        started = time.monotonic()
        task = bar.add_task("Preparing", total=None, completed=resumed, rate=0.0)
        for count, (picture, found) in enumerate(_in_order(pool, jobs, ahead=64 * workers), 1):
            line: list[Any] = [picture.name, picture.identity]
            if isinstance(found, str):
                line.append(found)
            else:
                data, points, state = found
                crops.write(data)
                crops.flush()
                line += ["", len(data), points.round(3).tolist(), state]
            log.write(json.dumps(line) + "\n")
            log.flush()
            bar.update(task, advance=1, rate=count / (time.monotonic() - started))
    return _finished(target, journal, settings)


def _in_order(pool: ProcessPoolExecutor, jobs: Iterator[Picture], ahead: int) -> Iterator[tuple[Picture, Cut | str]]:
    """The jobs' results in order, with at most `ahead` jobs pending."""
    waiting: deque[tuple[Picture, Future[Cut | str]]] = deque()
    for job in jobs:
        waiting.append((job, pool.submit(cut_face, job)))
        if len(waiting) >= ahead:
            picture, future = waiting.popleft()
            yield picture, future.result()
    for picture, future in waiting:
        yield picture, future.result()


@contextmanager
def _stopping(bar: Progress) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        done = int(bar.tasks[0].completed) if bar.tasks else 0
        raise TrainingError(f"Stopped; {done} pictures are done.", "The same command resumes.") from None


def _resumed(journal: Path, crops: Path, settings: dict[str, Any], names: Iterator[str]) -> int:
    """How many of the present pictures are already done. Restarts the journal if it belongs to another preparation.
    Existing tables are deleted: they would be wrong for pictures that have changed since."""
    for stale in (*(crops.parent / name for name in (MANIFEST, FACES, INDEX)), *crops.parent.glob("teacher-*.npy")):
        stale.unlink(missing_ok=True)
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() and crops.is_file() else []
    if not lines or json.loads(lines[0]) != settings:
        journal.write_text(json.dumps(settings) + "\n", encoding="utf-8")
        crops.write_bytes(b"")
        return 0
    kept: list[str] = []
    end, size_on_disk = 0, crops.stat().st_size
    for line in lines[1:]:
        if not line.endswith("]"):
            break  # a partial line: the power failed
        name, _, trouble, *details = json.loads(line)
        size = 0 if trouble else int(details[0])
        if end + size > size_on_disk or name != next(names, None):
            break  # its crop is missing, or the pictures have changed
        end += size
        kept.append(line)
    journal.write_text("".join(f"{line}\n" for line in [lines[0], *kept]), encoding="utf-8")
    with crops.open("r+b") as file:
        file.truncate(end)
    return len(kept)


def _finished(target: Path, journal: Path, settings: dict[str, Any]) -> dict[str, int]:
    """Write faces.csv, the table of identities and images, and the manifest, from the journal."""
    pictures, faces = 0, 0
    # Person 7 of one set is not person 7 of another.
    images: dict[tuple[str, str], int] = {}
    with journal.open(encoding="utf-8") as lines:
        next(lines)
        for name, identity, trouble, *_ in map(json.loads, lines):
            if identity and not trouble:
                person = (name.split("/", 1)[0], identity)
                images[person] = images.get(person, 0) + 1
    # If all names are numbers they stay; otherwise names are numbered in order.
    plain = len({int(identity) for _, identity in images if identity.isdecimal() and len(identity) < 19}) == len(images)
    numbers = {person: int(person[1]) if plain else index for index, person in enumerate(images)}
    left_out: dict[str, list[str]] = {"broken": [], "without_face": []}
    ends, landmarks, states, end = [], [], [], 0
    with (
        journal.open(encoding="utf-8") as lines,
        (target / FACES).open("w", newline="", encoding="utf-8") as out,
    ):
        table = csv.writer(out)
        table.writerow(("path", "identity"))
        next(lines)
        for line in lines:
            name, identity, trouble, *details = json.loads(line)
            pictures += 1
            if trouble:
                left_out[trouble].append(name)
                continue
            faces += 1
            ends.append(end := end + int(details[0]))
            landmarks.append(np.array(details[1], np.float32))
            states.append(details[2])
            table.writerow((name, numbers[name.split("/", 1)[0], identity] if identity else -1))
    if not pictures:
        raise TrainingError(f"No pictures in {settings['sources']}.", "Give folders with JPEG or PNG files.")
    if not faces:
        raise TrainingError(
            f"No face was found in the {pictures} pictures of {', '.join(settings['sources'])}.",
            "Give folders with JPEG or PNG files of faces.",
        )
    arrays = {"landmarks": np.stack(landmarks), "states": np.array(states, np.uint8), "ends": np.array(ends, np.int64)}
    np.savez(target / INDEX, **arrays)  # type: ignore[arg-type]
    with (target / "identities.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerow(("source", "name", "identity", "images"))
        csv.writer(out).writerows((*person, numbers[person], count) for person, count in images.items())
    counts = {"pictures": pictures, "faces": faces, **{name: len(names) for name, names in left_out.items()}}
    manifest = {**settings, **counts, "identities": len(images), **{f"{k}_names": v for k, v in left_out.items()}}
    hashes = {name: sha256(target / name) for name in (CROPS, INDEX, FACES, "identities.csv")}
    (target / MANIFEST).write_text(json.dumps({**manifest, "files": hashes}, indent=1))
    journal.unlink()
    return {**counts, "masks": int(str(settings["masks"])), "identities": len(images)}


def _start() -> None:
    global _detector, _mask_status, _refiner
    models = assets() / "models"
    _detector = FaceDetector(Cascade.onnx(models / "mtcnn"))
    _mask_status = MaskStatus(ModelCard.read(models / "mask-status"))
    _refiner = LandmarkRefiner(ModelCard.read(models / "landmarks"))


def cut_face(picture: Picture) -> Cut | str:
    """The crop of a picture's main face, or what is wrong with it: "broken" or "without_face"."""
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
    return data.tobytes(), np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float32), STATES.index(state)
