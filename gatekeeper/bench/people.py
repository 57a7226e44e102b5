"""Measures start, search, lists and registration with many people, in a temporary home."""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np

from gatekeeper.app import open_app
from gatekeeper.config import Settings
from gatekeeper.domain import MaskState
from gatekeeper.people.folder_import import enrol_folder
from gatekeeper.progress import Progress, silent
from gatekeeper.store.people import Which
from gatekeeper.store.templates import NewPhoto
from gatekeeper.timezones import utc_now

_AT_ONCE = 500  # people in a transaction
_PHOTOS = (MaskState.BARE, MaskState.BARE, MaskState.MASKED)
_SPREAD = 0.6  # of a person's photos around what they have in common, in standard deviations of people
_IMPORTED = 20  # of the demo's residents, whose photos are read, judged and stored


def bench_people(people: int, residents: Path, progress: Progress = silent) -> dict[str, Any]:
    """Times and rates with `people` people, who have three photos each with random vectors.

    residents: folders of pictures, some of which are registered in addition. The others' pictures are plain grey, which makes
    no difference here.
    """
    with tempfile.TemporaryDirectory(prefix="gatekeeper-bench-") as place:
        home, folder = Path(place) / "home", Path(place) / "people"
        app = open_app(home, Settings(), prefer_keyring=False)
        try:
            card = app.models.active
            dim = app.models.gallery.dim  # and what is made from now on counts as this model's
            rng, now = np.random.default_rng(0), utc_now()
            grey = np.full((200, 200, 3), 128, np.uint8)
            for start in range(0, people, _AT_ONCE):
                with app.database.transaction(together=True):
                    for number in range(start, min(people, start + _AT_ONCE)):
                        middle = rng.standard_normal(dim)
                        photos = []
                        for mask in _PHOTOS:
                            vector = (middle + _SPREAD * rng.standard_normal(dim)).astype(np.float32)
                            photos.append(NewPhoto(mask, grey, ((card.id, vector / np.linalg.norm(vector)),)))
                        app.people.add(f"Person {number:06}", consent_text="bench", consent_at=now, photos=photos)
                progress(min(people, start + _AT_ONCE), people)
        finally:
            app.close()
        app = open_app(home, Settings(), prefer_keyring=False)
        try:
            began, worked = time.perf_counter(), time.process_time()
            gallery = app.models.gallery
            start_s, start_cpu_s = time.perf_counter() - began, time.process_time() - worked
            began = time.perf_counter()
            app.thresholds.for_enrolment(card, dim)
            thresholds_s = time.perf_counter() - began
            faces = rng.standard_normal((50, dim)).astype(np.float32)
            faces /= np.linalg.norm(faces, axis=1, keepdims=True)
            found = {
                "people": people,
                "templates": people * len(_PHOTOS),
                "start_s": start_s,
                "start_cpu_s": start_cpu_s,
                "thresholds_s": thresholds_s,
                "search_ms": _median(lambda index: gallery.search(faces[index][None], [MaskState.BARE]), 50),
                "people_page_ms": _median(lambda _: app.people.search(), 5),
                "find_by_name_ms": _median(lambda index: app.people.search(f"Person {index * people // 5:06}"), 5),
                "filter_ms": _median(lambda _: app.people.search(which=Which.UNSEEN), 5),
            }
            for resident in sorted(residents.iterdir())[:_IMPORTED]:
                copytree(resident, folder / resident.name)
            count = sum(path.is_file() for path in folder.rglob("*"))
            began = time.perf_counter()
            verdicts = enrol_folder(app, folder, consented=True, allow_duplicate=True)
            found["import_photos_per_s"] = count / (time.perf_counter() - began)
            found["imported"] = len(verdicts.taken)
        finally:
            app.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**found, "peak_mb": peak / (1024 if sys.platform != "darwin" else 1024 * 1024)}


def _median(work: Callable[[int], object], times: int) -> float:
    """Milliseconds."""
    spent = []
    for round_ in range(times):
        began = time.perf_counter()
        work(round_)
        spent.append(time.perf_counter() - began)
    return 1000 * float(np.median(spent))
