"""Soak test: whether memory, threads, processes and open files of a running door stay constant after warm-up.

Fictional people visit a real door (cameras, recognition, log, relay) in an endless loop. Python's allocations are counted to
the byte, so that a leak of a hundred bytes per picture shows within minutes; leaks in libraries show in the process's memory,
which fluctuates by megabytes and is judged in long runs only.
"""

import gc
import itertools
import math
import os
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from gatekeeper.app import App, open_app
from gatekeeper.demo import DemoCamera, Visit, demo_settings, visits_of
from gatekeeper.domain import Image
from gatekeeper.door.visit import Seen
from gatekeeper.errors import GatekeeperError
from gatekeeper.people.folder_import import enrol_folder
from gatekeeper.progress import Progress, silent

SAMPLES = 60
PICTURES = 300  # pictures, at least: a third for warm-up, the rest to judge
BYTES_A_PICTURE = 100  # that may stay: caches of the database and the runtimes still fill
_SPARE_BYTES = 300_000
_FEW = 3  # threads, files or processes: fewer may be started late, each once
_SPARE_PROCESS_BYTES = 10_000_000
_LONG_SECONDS = 1200.0
_HOUR = 3600.0
_BYTES_AN_HOUR = 5_000_000  # by which the process may grow, after warm-up


@dataclass(frozen=True, slots=True)
class Sample:
    """Resources at one time. allocated: bytes of Python's objects; process: bytes in memory; threads, files and children:
    how many threads, open files and processes of its own. None where the system does not tell."""

    seconds: float
    pictures: int
    allocated: int
    process: int | None
    threads: int
    files: int | None
    children: int | None


def soak(
    people: Path,
    visits: Path,
    minutes: float,
    progress: Progress = silent,
    pause: float = 0.0,
) -> dict[str, Any]:
    """Register the people of one folder and simulate visits from another for `minutes`, and at least 300 pictures.

    pause: seconds between two pictures of the empty door, and five times as many while somebody is there, so that a soak beside
    other work takes little of the processor; 0: as a camera delivers them.
    Returns samples, pictures, decisions, `process_mb_an_hour` (see `growth`; null if it cannot be told) and `grown`: what has
    grown, in words; empty if nothing has. Raises GatekeeperError if recognition ends early.
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
                app.doors.open_capture = lambda source: _Gated(coming, gate, pause)
                app.doors.open_cameras()
                samples = _watched(app, 60 * minutes, gate, progress)
                decisions = app.log.count()
            finally:
                app.close()
    finally:
        tracemalloc.stop()
    an_hour = growth(samples)
    return {
        "minutes": minutes,
        "pictures": samples[-1].pictures,
        "decisions": decisions,
        "process_mb_an_hour": an_hour and [round(rate / 1e6, 2) for rate in an_hour],
        "grown": grown(samples),
        "samples": [asdict(sample) for sample in samples],
    }


def grown(samples: Sequence[Sample]) -> list[str]:
    """What grew after the first third of a run, which is for warming up."""
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
    an_hour = growth(samples)
    if an_hour and seconds >= _LONG_SECONDS:
        rate, low, high = an_hour
        more = median(resident[1]) - median(resident[0])
        step = more > _SPARE_PROCESS_BYTES + BYTES_A_PICTURE * pictures
        # Libraries keep and return megabytes at a time: in less than an hour only what is beyond doubt counts.
        if step or (rate if seconds >= _HOUR else low) > _BYTES_AN_HOUR:
            found.append(
                f"memory of the process: {more / 1e6:.1f} MB more over {pictures:.0f} pictures, {rate / 1e6:.1f} MB an hour "
                f"(between {low / 1e6:.1f} and {high / 1e6:.1f})"
            )
    # What is opened once, however late, is no leak: that has more at the quietest moment of each quarter, or many more in all.
    judged = samples[third:]
    quarters = [judged[n * len(judged) // 4 : (n + 1) * len(judged) // 4] for n in range(4)]
    for name, words in (("threads", "threads"), ("files", "open files"), ("children", "processes")):
        counts = [[count for s in part if (count := getattr(s, name)) is not None] for part in quarters]
        if not all(counts):
            continue
        more = min(counts[-1]) - min(counts[0])
        if more >= _FEW or all(min(later) > min(former) for former, later in itertools.pairwise(counts)):
            found.append(f"{words}: {more} more")
    return found


def growth(samples: Sequence[Sample]) -> tuple[float, float, float] | None:
    """Bytes an hour by which the process grew after the first third, and the ends of a 95 % interval: the median of the slopes
    between any two samples (Theil-Sen; interval by Kendall's statistic). None if the system does not tell."""
    points = [(s.seconds / _HOUR, s.process) for s in samples[len(samples) // 3 :] if s.process is not None]
    slopes = sorted((b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.combinations(points, 2) if b[0] > a[0])
    if not slopes:
        return None
    count = len(points)
    spread = 1.96 * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    outside = max(0, math.floor((len(slopes) - spread) / 2))
    return median(slopes), slopes[outside], slopes[-1 - outside]


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
        now = time.monotonic() - started
        out.append(Sample(now, pictures, allocated, _process(), threading.active_count(), _files(), _children()))
        progress(number, SAMPLES)
    return out


def _held(quiet: Callable[[], None]) -> int:
    """Bytes of Python's objects while no picture is in flight."""
    quiet()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


class _Gated:
    """A camera that can be slowed down, and held so that no picture is in flight while resources are counted."""

    def __init__(self, coming: Sequence[Visit], gate: threading.Event, pause: float) -> None:
        empty, there = (40, 20) if pause else (15, 30)
        self._camera = DemoCamera(coming, frames_per_visit=there, empty_frames=empty)
        self._gate = gate
        self._apart = itertools.cycle([pause] * empty + [pause / 5] * there)

    def read(self) -> tuple[bool, Image]:
        """See `DemoCamera`."""
        time.sleep(next(self._apart))
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


def _children() -> int | None:
    parents = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # a process that has just ended
            parents.append(int(stat.read_text().rpartition(")")[2].split()[1]))
    return parents.count(os.getpid()) if parents else None
