"""Measures whether decisions at a service's door take longer while windows are connected."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from gatekeeper.app import App, open_app
from gatekeeper.demo import DemoCamera, demo_settings, visits_of
from gatekeeper.domain import Outcome
from gatekeeper.errors import GatekeeperError
from gatekeeper.events import AccessDecided
from gatekeeper.people.folder_import import enrol_folder
from gatekeeper.progress import Progress, silent
from gatekeeper.service.api import Server
from gatekeeper.service.found import service_lock
from gatekeeper.service.guard import Guard
from gatekeeper.service.remote import RemoteDoors

WINDOWS = 3
_TURNS = 4  # with and without, so that what else the machine does falls on both
_VISIT_SECONDS = 60.0  # after which nobody comes any more, it seems


def bench_service(people: Path, visits: Path, count: int, progress: Progress = silent) -> dict[str, Any]:
    """Simulate `visits` visitors with three connected windows (separate processes), and as many without.

    Returns the median and 95th percentile of the milliseconds from a visitor's first picture to the decision for both, and
    their ratios. Raises GatekeeperError if recognition ends.
    """
    taken: dict[bool, list[float]] = {False: [], True: []}
    with ExitStack() as ends:
        home = Path(ends.enter_context(tempfile.TemporaryDirectory())) / "home"
        app = open_app(home, demo_settings(), prefer_keyring=False)
        ends.callback(app.close)
        enrol_folder(app, people, allow_duplicate=True)
        coming = visits_of(visits)
        app.doors.open_capture = lambda source: DemoCamera(coming, frames_per_visit=24, empty_frames=6)
        guard = Guard(app, "gatekeeper bench")
        ends.callback(guard.close)
        app.doors.claims.take(service_lock(home))
        guard.open_cameras()
        ends.callback(Server(app, app.settings.service).start().close)
        guard.recognise()
        for turn in range(_TURNS):
            watched = bool(turn % 2)
            with ExitStack() as looking:
                for _ in range(WINDOWS if watched else 0):
                    looking.enter_context(_window(home))
                taken[watched] += _visits(app, max(1, count * 2 // _TURNS), skip=1)
            progress(turn + 1, _TURNS)
    report: dict[str, Any] = {"windows": WINDOWS}
    for name, watched in (("alone", False), ("watched", True)):
        times = taken[watched]
        p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        report[name] = {"visits": len(times), "p50_ms": round(median(times), 1), "p95_ms": round(p95, 1)}
    report["ratio"] = {key: round(report["watched"][key] / report["alone"][key], 3) for key in ("p50_ms", "p95_ms")}
    return report


def _visits(app: App, count: int, skip: int) -> list[float]:
    """How long the decisions about the next so many people took; the first ones, who began in the turn before, are left out."""
    times: list[float] = []
    enough = threading.Event()

    def hear(event: AccessDecided) -> None:
        if event.event.camera and event.event.outcome is not Outcome.ALARM:
            times.append(event.event.latency_ms)
            if len(times) >= count + skip:
                enough.set()

    end = app.bus.subscribe(AccessDecided, hear)
    try:
        if not enough.wait(_VISIT_SECONDS * (count + skip)):
            raise GatekeeperError("Nobody comes to the door any more.", "See the log.")
    finally:
        end()
    return times[skip : skip + count]


@contextmanager
def _window(home: Path) -> Iterator[None]:
    """A process that connects like a window."""
    command = [sys.executable, "-m", "gatekeeper.bench.service", str(home)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()  # it sees
        yield
    finally:
        process.kill()
        process.communicate()


def _look(home: Path) -> None:
    app = open_app(home, demo_settings(), prefer_keyring=False)
    app.live = RemoteDoors(app).start()
    print("looks", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    _look(Path(sys.argv[1]))
