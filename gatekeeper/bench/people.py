"""Measures start, search, lists and registration with many people, in a temporary home."""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copytree, rmtree
from threading import Event
from typing import Any

import numpy as np

from gatekeeper.app import App, open_app
from gatekeeper.bench.doors import Tape, TapeCamera
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.domain import LivenessMode, MaskState, Outcome, Vectors
from gatekeeper.events import AccessDecided
from gatekeeper.people.folder_import import enrol_folder
from gatekeeper.progress import Progress, silent
from gatekeeper.store.people import Which
from gatekeeper.store.templates import NewPhoto
from gatekeeper.timezones import utc_now

_AT_ONCE = 500  # people in a transaction
_PHOTOS = (MaskState.BARE, MaskState.BARE, MaskState.MASKED)
_SPREAD = 0.6  # of a person's photos around what they have in common, in standard deviations of people
_IMPORTED = 40  # residents, whose photos are read, judged and stored
_ALONE_SECONDS = 40.0  # for which the door is watched before


def bench_people(people: int, residents: Path, progress: Progress = silent) -> dict[str, Any]:
    """Times and rates with `people` people, who have three photos each with random vectors.

    residents: folders of pictures: one of them stands before a door, others are registered meanwhile. The others' pictures are
    plain grey, which makes no difference here.
    """
    with tempfile.TemporaryDirectory(prefix="gatekeeper-bench-") as place:
        home, folder = Path(place) / "home", Path(place) / "people"
        visitor, *others = sorted(residents.iterdir())[: _IMPORTED + 1]
        app = open_app(home, Settings(), prefer_keyring=False)
        try:
            _peopled(app, people, progress)
            copytree(visitor, folder / visitor.name)
            enrol_folder(app, folder, allow_duplicate=True)
        finally:
            app.close()
        rmtree(folder)
        door = DoorSettings(
            liveness=LivenessMode.OFF, second_factor="none", cooldown_seconds=0.0
        )  # for a still picture
        app = open_app(home, Settings(doors=(door,)), prefer_keyring=False)
        try:
            found = {"people": people, "templates": people * len(_PHOTOS), **_looked_up(app, people)}
            for resident in others:
                copytree(resident, folder / resident.name)
            found |= _imported(app, folder, Tape(next(visitor.rglob("*.jpg"))))
        finally:
            app.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**found, "peak_mb": peak / (1024 if sys.platform != "darwin" else 1024 * 1024)}


def _looked_up(app: App, people: int) -> dict[str, Any]:
    began, worked = time.perf_counter(), time.process_time()
    gallery = app.models.gallery
    start_s, start_cpu_s = time.perf_counter() - began, time.process_time() - worked
    began = time.perf_counter()
    app.thresholds.for_enrolment(app.models.active, gallery.dim)
    thresholds_s = time.perf_counter() - began
    faces = np.random.default_rng(1).standard_normal((50, gallery.dim)).astype(np.float32)
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    return {
        "start_s": start_s,
        "start_cpu_s": start_cpu_s,
        "thresholds_s": thresholds_s,
        "search_ms": _median(lambda index: gallery.search(faces[index][None], [MaskState.BARE]), 50),
        "people_page_ms": _median(lambda _: app.people.search(), 5),
        "find_by_name_ms": _median(lambda index: app.people.search(f"Person {index * people // 5:06}"), 5),
        "filter_ms": _median(lambda _: app.people.search(which=Which.UNSEEN), 5),
        "filter_no_masked_ms": _median(lambda _: app.people.search(which=Which.NO_MASKED), 5),
    }


def _imported(app: App, folder: Path, tape: Tape) -> dict[str, Any]:
    """Register a folder while somebody comes to a door of this program again and again: how fast, and what they notice."""
    latencies: list[float] = []

    def decided(event: AccessDecided) -> None:
        if event.event.camera and event.event.outcome is not Outcome.ALARM:
            latencies.append(event.event.latency_ms / 1000)

    app.doors.open_capture = lambda source: TapeCamera(tape, 0.0)
    app.doors.open_cameras()
    app.doors.start_recognition()
    app.bus.subscribe(AccessDecided, decided)
    Event().wait(_ALONE_SECONDS / 4)  # the first visits warm up
    latencies.clear()
    Event().wait(_ALONE_SECONDS)
    alone = latencies.copy()
    latencies.clear()
    count = sum(path.suffix == ".jpg" for path in folder.rglob("*"))
    began = time.perf_counter()
    verdicts = enrol_folder(app, folder, allow_duplicate=True)
    took = time.perf_counter() - began
    meanwhile = latencies.copy()
    return {
        "import_photos_per_s": count / took,
        "imported": len(verdicts.taken),
        "door_p95_s_before": _p95(alone),
        "door_p95_s_during_import": _p95(meanwhile),
        "decisions": [len(alone), len(meanwhile)],
    }


def _p95(seconds: list[float]) -> float | None:
    return float(np.percentile(seconds, 95)) if seconds else None


_PEOPLE = """
INSERT INTO people (id, name, folded, blocked, consent_text_version, consent_at, created_at)
SELECT :id, :name, lower(:name), blocked, consent_text_version, consent_at, created_at FROM people WHERE id = 1
"""
_CONSENTS = """
INSERT INTO consents (person_id, text_version, language, at, before, paper)
SELECT :id, text_version, language, at, before, paper FROM consents WHERE person_id = 1
"""
_TAKEN = """
INSERT INTO photos (id, person_id, mask, chip, added_at, impostor)
SELECT :first + id, :id, mask, chip, added_at, impostor FROM photos WHERE person_id = 1
"""
_VECTORS = "INSERT INTO templates (photo_id, model_id, vector, dim) VALUES (?, ?, ?, ?)"


def _peopled(app: App, people: int, progress: Progress) -> None:
    """Register so many people in an empty home: one as everybody is, and copies of their rows, with vectors of their own."""
    card, dim = app.models.active, app.models.gallery.dim  # what is made from now on counts as this model's
    rng, now = np.random.default_rng(0), utc_now()
    grey = np.full((200, 200, 3), 128, np.uint8)
    photos = [
        NewPhoto(mask, grey, ((card.id, vector),)) for mask, vector in zip(_PHOTOS, _somebody(rng, dim), strict=True)
    ]
    app.people.add("Person 000000", consent_text="bench", consent_at=now, photos=photos)
    for start in range(1, people, _AT_ONCE):
        numbers = range(start, min(people, start + _AT_ONCE))
        rows = [{"id": n + 1, "name": f"Person {n:06}", "first": n * len(_PHOTOS)} for n in numbers]
        vectors = [
            (n * len(_PHOTOS) + photo, card.id, vector.astype("<f4").tobytes(), dim)
            for n in numbers
            for photo, vector in enumerate(_somebody(rng, dim), 1)
        ]
        with app.database.transaction() as session:
            for statement in (_PEOPLE, _CONSENTS, _TAKEN):
                session.connection().exec_driver_sql(statement, rows)
            session.connection().exec_driver_sql(_VECTORS, vectors)
        progress(numbers[-1] + 1, people)


def _somebody(rng: np.random.Generator, dim: int) -> Vectors:
    """Unit vectors (K, dim) of one person's photos."""
    vectors = rng.standard_normal(dim) + _SPREAD * rng.standard_normal((len(_PHOTOS), dim))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _median(work: Callable[[int], object], times: int) -> float:
    """Milliseconds."""
    spent = []
    for round_ in range(times):
        began = time.perf_counter()
        work(round_)
        spent.append(time.perf_counter() - began)
    return 1000 * float(np.median(spent))
