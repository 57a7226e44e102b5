"""Soak test: whether memory, threads and open files of a running door stay constant after warm-up.

Fictional people visit a real door (cameras, recognition, log, relay) in an endless loop. Python's allocations are counted to
the byte, so that a leak of a hundred bytes per picture shows within minutes; leaks in libraries show in the process's memory,
which fluctuates by megabytes and is judged in long runs only.
"""

import gc
import os
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from gatekeeper.app import App, open_app
from gatekeeper.demo import DemoCamera, demo_settings, visits_of
from gatekeeper.domain import Image
from gatekeeper.door.visit import Seen
from gatekeeper.errors import GatekeeperError
from gatekeeper.people.folder_import import enrol_folder
from gatekeeper.progress import Progress, silent

SAMPLES = 60
PICTURES = 300  # pictures, at least: a third for warm-up, the rest to judge
BYTES_A_PICTURE = 100  # that may stay: caches of the database and the runtimes still fill
_SPARE_BYTES = 300_000
_SPARE_PROCESS_BYTES = 10_000_000
_LONG_SECONDS = 1200.0


@dataclass(frozen=True, slots=True)
class Sample:
    """Resources at one time. allocated: bytes of Python's objects; process: bytes in memory, None where the system
    does not tell; threads and files: how many are open, files None where the system does not tell."""

    seconds: float
    pictures: int
    allocated: int
    process: int | None
    threads: int
    files: int | None


def soak(
    people: Path,
    visits: Path,
    minutes: float,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Register the people of one folder and simulate visits from another for `minutes`, and at least 300 pictures.

    Returns samples, pictures, decisions and `grown`: what has grown, in words; empty if nothing has. Raises GatekeeperError if
    recognition ends early.
    """
    tracemalloc.start()
    try:
        with tempfile.TemporaryDirectory() as place:
            app = open_app(Path(place) / "home", demo_settings(), prefer_keyring=False)
            try:
                enrol_folder(app, people, allow_duplicate=True)
                coming = visits_of(visits)
                gate = threading.Event()
                gate.set()
                app.doors.open_capture = lambda source: _Gated(DemoCamera(coming, frames_per_visit=30), gate)
                app.doors.open_cameras()
                samples = _watched(app, 60 * minutes, gate, progress)
                decisions = app.log.count()
            finally:
                app.close()
    finally:
        tracemalloc.stop()
    return {
        "minutes": minutes,
        "pictures": samples[-1].pictures,
        "decisions": decisions,
        "grown": grown(samples),
        "samples": [asdict(sample) for sample in samples],
    }


def grown(samples: Sequence[Sample]) -> list[str]:
    """What grew from the middle third of a run to its last; the first third is for warming up."""
    third = len(samples) // 3
    middle, last = samples[third : 2 * third], samples[2 * third :]
    pictures = median(s.pictures for s in last) - median(s.pictures for s in middle)
    seconds = samples[-1].seconds - samples[0].seconds
    found = []
    # The newest picture of each step may be one that is kept with an event: what is held at the quietest moment tells.
    more: float = min(s.allocated for s in last) - min(s.allocated for s in middle)
    if more > _SPARE_BYTES + BYTES_A_PICTURE * pictures:
        found.append(f"Python's objects: {more / 1e6:.1f} MB more over {pictures:.0f} pictures")
    resident = [[s.process for s in part if s.process is not None] for part in (middle, last)]
    if all(resident) and seconds >= _LONG_SECONDS:
        more = median(resident[1]) - median(resident[0])
        if more > _SPARE_PROCESS_BYTES + BYTES_A_PICTURE * pictures:
            found.append(f"memory of the process: {more / 1e6:.1f} MB more over {pictures:.0f} pictures")
    if (more := min(s.threads for s in last) - max(s.threads for s in middle)) > 0:
        found.append(f"threads: {more} more")
    files = [[s.files for s in part if s.files is not None] for part in (middle, last)]
    if all(files) and (more := min(files[1]) - max(files[0])) > 0:
        found.append(f"open files: {more} more")
    return found


def _watched(app: App, seconds: float, gate: threading.Event, progress: Progress) -> list[Sample]:
    """Samples evenly apart in time and in pictures looked at: a slow machine judges by as many pictures as a quick one."""
    pictures = 0

    def count(seen: Seen) -> None:
        nonlocal pictures
        pictures += 1

    def quiet() -> None:
        seen = -1
        while seen != pictures:
            seen = pictures
            loop.join(0.1)

    loop = app.doors.start_recognition(count)
    started, out = time.monotonic(), []
    for number in range(1, SAMPLES + 1):
        while pictures * SAMPLES < number * PICTURES or time.monotonic() < started + number * seconds / SAMPLES:
            loop.join(0.02)
            if not loop.is_alive():
                raise GatekeeperError(
                    "Recognition ended after {pictures} pictures: {why}",
                    "See the log for what went wrong.",
                    pictures=pictures,
                    why=loop.failure,
                )
        gate.clear()
        try:
            allocated = _held(quiet)
        finally:
            gate.set()
        elapsed_seconds = time.monotonic() - started
        out.append(Sample(elapsed_seconds, pictures, allocated, _process(), threading.active_count(), _files()))
        progress(number, SAMPLES)
    return out


def _held(quiet: Callable[[], None]) -> int:
    """Bytes of Python's objects while no picture is in flight."""
    quiet()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


class _Gated:
    """A camera that can be paused, so that no picture is in flight while resources are counted."""

    def __init__(self, camera: DemoCamera, gate: threading.Event) -> None:
        self._camera, self._gate = camera, gate

    def read(self) -> tuple[bool, Image]:
        """See `DemoCamera`."""
        self._gate.wait()
        return self._camera.read()

    def release(self) -> None:
        """Nothing to release."""


def _process() -> int | None:
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return None


def _files() -> int | None:
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return None
