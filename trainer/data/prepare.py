"""Turns folders of face pictures into aligned chips, bare and with simulated masks, ready for training.

The detector and the alignment are the door's own, so that training and the door cannot see faces differently. Masked
pictures are aligned by the points of the bare one: the door corrects what a mask does to them (`vision.landmarks`), and what
error is left `augment.vary` adds anew for each sample.
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

Cut = tuple[bytes, Floats, int]  # a JPEG, the landmarks in it (5, 2), and the place of the mask state in `MaskState`

_detector: FaceDetector
_mask_status: MaskStatus
_refiner: LandmarkRefiner


def prepare(
    sources: list[Path], target: Path, masks: int, workers: int, folders_are_people: bool = False
) -> dict[str, int]:
    """Find, align and cut every face of `sources`; write crops.jpegs, index.npz, faces.csv, identities.csv and manifest.json.

    sources: folders or .rec files, see `trainer.data.pictures`. Broken and face-less pictures are listed in the manifest,
    never fatal. masks: how many simulated ones of each face pairs are made with. A preparation that was interrupted goes on
    where it stopped, or where the pictures have changed since; the result is the same. Pictures are streamed: what is held
    grows with the names of a set, not with its pictures. Returns counts: pictures, faces, broken, without_face, masks. Raises
    TrainingError for two sources of one name, for sources without pictures or faces, and when it is stopped by Ctrl-C.
    """
    names = [name_of(source) for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise TrainingError(
            f"Two sources are called {', '.join(twice)}: their pictures could not be told apart.", "Rename one of them."
        )
    settings: dict[str, Any] = {
        "sources": [str(s) for s in sources],
        "masks": masks,
        "people": folders_are_people,
    }
    with output_folder(target, lambda: _begun(target)):
        return _prepared(sources, target, masks, workers, settings)


def _begun(target: Path) -> bool:
    """Whether some faces are done that the same command would go on from."""
    return (target / "journal.jsonl").is_file() and (target / CROPS).is_file() and (target / CROPS).stat().st_size > 0


def _prepared(sources: list[Path], target: Path, masks: int, workers: int, settings: dict[str, Any]) -> dict[str, int]:
    folders_are_people = settings["people"]
    journal, crops_file = target / "journal.jsonl", target / CROPS

    def pictures(report: Callable[[str], object] | None = None) -> Iterator[Picture]:
        return (p for source in sources for p in pictures_of(source, folders_are_people, report))

    if folders_are_people and not any(picture.identity for picture in pictures()):
        raise TrainingError(
            f"Nobody has a name in {', '.join(map(str, sources))}: no picture lies in a folder of its person.",
            "Lay them out as NAME/picture.jpg, or leave --people out.",
        )
    done = _resumed(journal, crops_file, settings, (p.name for p in pictures()))
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.0f} images/s"))
    bar = Progress(*columns, transient=True)
    say = partial(bar.console.print, markup=False, highlight=False, soft_wrap=True)
    jobs = (p for at, p in enumerate(pictures(say)) if at >= done)
    with (
        crops_file.open("ab") as crops,
        journal.open("a", encoding="utf-8") as log,
        bar,
        _stopping(bar),
        worker_processes(workers, _start) as pool,
    ):
        started = time.monotonic()
        task = bar.add_task("Preparing", total=None, completed=done, rate=0.0)
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
    """The jobs' results in their order, at most `ahead` of them under way."""
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
        raise TrainingError(f"Stopped; {done} pictures are done.", "The same command goes on.") from None


def _resumed(journal: Path, crops: Path, settings: dict[str, Any], names: Iterator[str]) -> int:
    """How many pictures are done already, of those that are there now. Begins the journal anew where it is another
    preparation's. The tables that are there go: they would name the crops of pictures that have changed since wrongly."""
    for stale in (*(crops.parent / name for name in (MANIFEST, FACES, INDEX)), *crops.parent.glob("teacher-*.npy")):
        stale.unlink(missing_ok=True)
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() and crops.is_file() else []
    if not lines or json.loads(lines[0]) != settings:
        journal.write_text(json.dumps(settings) + "\n", encoding="utf-8")
        crops.write_bytes(b"")
        return 0
    kept: list[str] = []
    end, there = 0, crops.stat().st_size
    for line in lines[1:]:
        if not line.endswith("]"):
            break  # half a line, written when the power went
        name, _, trouble, *more = json.loads(line)
        size = 0 if trouble else int(more[0])
        if end + size > there or name != next(names, None):
            break  # one without its crop, or other pictures than there were
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
        for name, who, trouble, *_ in map(json.loads, lines):
            if who and not trouble:
                person = (name.split("/", 1)[0], who)
                images[person] = images.get(person, 0) + 1
    # Numbers stay what they are, where all are numbers; names are counted in the order they come.
    plain = len({int(who) for _, who in images if who.isdecimal() and len(who) < 19}) == len(images)
    numbers = {person: int(person[1]) if plain else at for at, person in enumerate(images)}
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
            name, who, trouble, *more = json.loads(line)
            pictures += 1
            if trouble:
                left_out[trouble].append(name)
                continue
            faces += 1
            ends.append(end := end + int(more[0]))
            landmarks.append(np.array(more[1], np.float32))
            states.append(more[2])
            table.writerow((name, numbers[name.split("/", 1)[0], who] if who else -1))
    if not pictures:
        raise TrainingError(f"No pictures in {settings['sources']}.", "Name folders with JPEG or PNG files.")
    if not faces:
        raise TrainingError(
            f"No face was found in the {pictures} pictures of {', '.join(settings['sources'])}.",
            "Name folders with JPEG or PNG files of faces.",
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
