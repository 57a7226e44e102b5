"""Turns folders of face pictures into aligned chips, bare and with simulated masks, ready for training.

The detector and the alignment are the door's own, so that training and the door cannot see faces differently. Masked
pictures are aligned by the points of the bare one: the door corrects what a mask does to them (`vision.landmarks`), and what
error is left `augment.vary` adds anew for each sample.
"""

import csv
import json
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from gatekeeper.errors import PhotoError, TextError, TrainingError
from gatekeeper.models.card import sha256
from gatekeeper.paths import assets
from gatekeeper.text_files import read_table
from gatekeeper.vision.detect import CHIP_PX, Cascade, FaceDetector, align, nearest_to_middle
from trainer.files import output_folder
from trainer.mask import put_on
from trainer.pictures import Picture, name_of, pictures_of
from trainer.processes import worker_processes

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
            rows = _faces(folder / "faces.csv")
            masks = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["masks"]
            shape = (len(rows), 1 + masks, CHIP_PX, CHIP_PX, 3)
            chips = np.memmap(folder / "chips.u8", np.uint8, "r", shape=shape)
        except (OSError, ValueError, KeyError) as error:
            raise TrainingError(
                f"{folder} holds no prepared faces: {error}",
                "Run `trainer prepare` first, or look in its manifest.json at what was left out.",
            ) from error
        return Prepared(folder, chips, np.array([who for _, who in rows], np.int64), [path for path, _ in rows])


def _faces(table: Path) -> list[tuple[str, int]]:
    """(path, identity) of every line. Raises OSError where the table is missing, TextError that names the line at fault."""
    table.stat()
    rows = []
    for line, row in read_table(table, ("path", "identity")):
        try:
            rows.append((row["path"], int(row["identity"])))
        except ValueError:
            raise TextError(
                f"{table}, line {line}: the identity {row['identity']!r} is not a number.",
                "Write -1 where nobody says who it is, or prepare the pictures again.",
            ) from None
    return rows


def prepare(
    sources: list[Path], target: Path, masks: int, workers: int, seed: int = 0, folders_are_people: bool = False
) -> dict[str, int]:
    """Find, mask and align every picture of `sources`; write chips.u8, faces.csv, identities.csv and manifest.json.

    sources: folders or .rec files, see `trainer.pictures`. Broken and face-less pictures are listed in the manifest,
    never fatal. A preparation that was interrupted goes on where it stopped, or where the pictures have changed since; the
    result is the same. Pictures are streamed: what is held grows with the names of a set, not with its pictures. Returns
    counts: pictures, faces, broken, without_face, masks. Raises TrainingError for two sources of one name, for sources
    without pictures, and when it is stopped by Ctrl-C.
    """
    names = [name_of(source) for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise TrainingError(
            f"Two sources are called {', '.join(twice)}: their pictures could not be told apart.", "Rename one of them."
        )
    settings: dict[str, Any] = {
        "sources": [str(s) for s in sources],
        "masks": masks,
        "seed": seed,
        "people": folders_are_people,
    }
    with output_folder(target, lambda: _begun(target)):
        return _prepared(sources, target, masks, workers, settings)


def _begun(target: Path) -> bool:
    """Whether some pictures are done that the same command would go on from."""
    journal = target / "journal.jsonl"
    return journal.is_file() and len(journal.read_bytes().splitlines()) > 1


def _prepared(sources: list[Path], target: Path, masks: int, workers: int, settings: dict[str, Any]) -> dict[str, int]:
    folders_are_people, seed = settings["people"], settings["seed"]
    journal, chips_file = target / "journal.jsonl", target / "chips.u8"
    size = (1 + masks) * CHIP_PX * CHIP_PX * 3

    def pictures() -> Iterator[Picture]:
        return (p for source in sources for p in pictures_of(source, folders_are_people))

    if folders_are_people and not any(picture.identity for picture in pictures()):
        raise TrainingError(
            f"Nobody has a name in {', '.join(map(str, sources))}: no picture lies in a folder of its person.",
            "Lay them out as NAME/picture.jpg, or leave --people out.",
        )
    done = _resumed(journal, chips_file, settings, size, (p.name for p in pictures()))
    jobs = ((p, masks, [seed, at]) for at, p in enumerate(pictures()) if at >= done)
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.0f} images/s"))
    with (
        chips_file.open("ab") as chips,
        journal.open("a", encoding="utf-8") as log,
        Progress(*columns, transient=True) as bar,
        _stopping(bar),
        worker_processes(workers, _start) as pool,
    ):
        started = time.monotonic()
        task = bar.add_task("Preparing", total=None, completed=done, rate=0.0)
        for count, (picture, found) in enumerate(_in_order(pool, jobs, ahead=64 * workers), 1):
            if not isinstance(found, str):
                chips.write(found.tobytes())
                chips.flush()
            log.write(json.dumps([picture.name, picture.identity, found if isinstance(found, str) else ""]) + "\n")
            log.flush()
            bar.update(task, advance=1, rate=count / (time.monotonic() - started))
    return _finished(target, journal, settings)


def _in_order(
    pool: ProcessPoolExecutor, jobs: Iterator[tuple[Picture, int, list[int]]], ahead: int
) -> Iterator[tuple[Picture, Chips | str]]:
    """The jobs' results in their order, at most `ahead` of them under way."""
    waiting: deque[tuple[Picture, Future[Chips | str]]] = deque()
    for job in jobs:
        waiting.append((job[0], pool.submit(_chips, job)))
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


def _resumed(journal: Path, chips: Path, settings: dict[str, object], size: int, names: Iterator[str]) -> int:
    """How many pictures are done already, of those that are there now. Begins the journal anew where it is another
    preparation's. The tables that are there go: they would name the chips of pictures that have changed since wrongly."""
    for table in ("manifest.json", "faces.csv"):
        (chips.parent / table).unlink(missing_ok=True)
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() and chips.is_file() else []
    if not lines or json.loads(lines[0]) != settings:
        journal.write_text(json.dumps(settings) + "\n", encoding="utf-8")
        chips.write_bytes(b"")
        return 0
    kept: list[str] = []
    faces, there = 0, chips.stat().st_size // size
    for line in lines[1:]:
        whole = line.endswith("]")
        faces += whole and json.loads(line)[2] == ""
        if not whole or faces > there or json.loads(line)[0] != next(names, None):
            break  # half a line or one without its chips, written when the power went; or other pictures than there were
        kept.append(line)
    journal.write_text("".join(f"{line}\n" for line in [lines[0], *kept]), encoding="utf-8")
    with chips.open("r+b") as file:
        file.truncate(sum(json.loads(line)[2] == "" for line in kept) * size)
    return len(kept)


def _finished(target: Path, journal: Path, settings: dict[str, object]) -> dict[str, int]:
    """Write faces.csv, the table of identities and images, and the manifest, from the journal."""
    pictures, faces = 0, 0
    # Person 7 of one set is not person 7 of another.
    images: dict[tuple[str, str], int] = {}
    with journal.open(encoding="utf-8") as lines:
        next(lines)
        for name, who, trouble in map(json.loads, lines):
            if who and not trouble:
                person = (name.split("/", 1)[0], who)
                images[person] = images.get(person, 0) + 1
    # Numbers stay what they are, where all are numbers; names are counted in the order they come.
    plain = len({int(who) for _, who in images if who.isdecimal() and len(who) < 19}) == len(images)
    numbers = {person: int(person[1]) if plain else at for at, person in enumerate(images)}
    left_out: dict[str, list[str]] = {"broken": [], "without_face": []}
    with (
        journal.open(encoding="utf-8") as lines,
        (target / "faces.csv").open("w", newline="", encoding="utf-8") as out,
    ):
        table = csv.writer(out)
        table.writerow(("path", "identity"))
        next(lines)
        for line in lines:
            name, who, trouble = json.loads(line)
            pictures += 1
            if trouble:
                left_out[trouble].append(name)
                continue
            faces += 1
            table.writerow((name, numbers[name.split("/", 1)[0], who] if who else -1))
    if not pictures:
        raise TrainingError(f"No pictures in {settings['sources']}.", "Name folders with JPEG or PNG files.")
    with (target / "identities.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerow(("source", "name", "identity", "images"))
        csv.writer(out).writerows((*person, numbers[person], count) for person, count in images.items())
    counts = {"pictures": pictures, "faces": faces, **{name: len(names) for name, names in left_out.items()}}
    manifest = {**settings, **counts, "identities": len(images), **{f"{k}_names": v for k, v in left_out.items()}}
    hashes = {name: sha256(target / name) for name in ("chips.u8", "faces.csv", "identities.csv")}
    (target / "manifest.json").write_text(json.dumps({**manifest, "files": hashes}, indent=1))
    journal.unlink()
    return {**counts, "masks": int(str(settings["masks"])), "identities": len(images)}


def _start() -> None:
    global _detector
    _detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"))


def _chips(job: tuple[Picture, int, list[int]]) -> Chips | str:
    """The chips of a picture, or what is wrong with it: "broken" or "without_face"."""
    picture, masks, seed = job
    try:
        image = picture.read()
    except PhotoError:
        return "broken"
    face = nearest_to_middle(image, _detector.find_in_photo(image))
    if face is None:
        return "without_face"
    rng = np.random.default_rng(seed)
    out = [align(image, face.landmarks)]
    for _ in range(masks):
        masked, _ = put_on(image, face.landmarks, rng=rng)
        out.append(align(masked, face.landmarks))
    return np.stack(out)
