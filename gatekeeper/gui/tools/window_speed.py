"""Measures how quickly the window responds: `gatekeeper bench` runs
`python -m gatekeeper.gui.tools.window_speed HOME FRAMES STARTED_AT` on a prepared home.

A timer beats on the window's thread while the program starts, recognises four faces, registers somebody, and the log is
scrolled, filtered, exported and drawn. The longest time between two beats is the longest that a click had to wait.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatekeeper.gui.core.application import Demo, Program, dressed_application
from gatekeeper.progress import Progress

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.domain import Image
    from gatekeeper.gui.core.main_window import MainWindow
    from gatekeeper.store.accounts import Actor

BEAT_MILLISECONDS = 5
_WAIT_SECONDS = 120.0


class Heart:
    """Beats on the window's thread.

    gaps: for each activity, the milliseconds by which beats were late, and the milliseconds that the window's thread computed
    in between. Where other programs use the processor too, only the second is the window's own doing.
    """

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: dict[str, list[tuple[float, float]]] = {}
        self._doing = ""
        self._last = self._computed = 0.0
        self._timer = QTimer(interval=BEAT_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def during(self, doing: str) -> Iterator[None]:
        """Note the gaps during the block."""
        self._doing, self._last, self._computed = doing, time.perf_counter(), time.thread_time()
        self._timer.start()
        try:
            yield
        finally:
            self._beat()
            self._timer.stop()

    def report(self, events: int) -> dict[str, dict[str, float]]:
        """Percentiles of the gaps (events: 0) or of the computing between two beats (1)."""
        import numpy as np

        gaps = {name: [pair[events] for pair in pairs] for name, pairs in self.gaps.items()}
        gaps["all"] = [gap for every in gaps.values() for gap in every]
        out = {}
        for name, values in gaps.items():
            p50, p99 = np.percentile(values, (50, 99)).tolist()
            out[name] = {"p50": round(p50, 1), "p99": round(p99, 1), "max": round(max(values), 1)}
        return out

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        late = max(0.0, (now - self._last) * 1000 - BEAT_MILLISECONDS)
        self.gaps.setdefault(self._doing, []).append((late, (computed - self._computed) * 1000))
        self._last, self._computed = now, computed


class FourFaces(Demo):
    """Four people who stand before the camera and move, again and again. visits: the frames, uint8 (N, H, W, 3) in a .npy."""

    def prepare(self, app: "App") -> None:
        """Put the people before the camera."""
        import numpy as np

        frames = np.load(self.visits, mmap_mode="r")
        app.doors.open_capture = lambda source: _Loop(frames)

    def register(self, app: "App", by: "Actor", progress: Progress) -> None:
        """Do nothing: everybody is registered already."""


class _Loop:
    def __init__(self, frames: "Image") -> None:
        self._frames, self._at, self._next = frames, 0, time.monotonic()

    def read(self) -> "tuple[bool, Image]":
        import numpy as np

        from gatekeeper.demo import FPS

        self._next += 1 / FPS
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._at += 1
        return True, np.array(self._frames[self._at % len(self._frames)][..., ::-1])

    def release(self) -> None:
        """Do nothing: nothing is held."""


def measure(home: Path, frames: Path, started_at: float) -> dict[str, Any]:
    """Start the window, use it, and return how quickly it responded.

    started_at: Unix seconds when this process was started. Keys: seconds_to_first_picture, processor_seconds_to_first_picture
    (what this process computed until then, regardless of what else the machine does), seconds_to_recognition, gap_ms
    (percentiles of the time in which the window did not respond, for each activity), computed_ms (how much of it was its own
    computing), log_first_page_ms, log_events, peak_memory_mb.
    """
    application = dressed_application()
    heart, painted = Heart(), []
    with heart.during("start"):
        program = Program(application, home, FourFaces(home, frames))
        program.first_picture.connect(lambda: painted.append((time.time() - started_at, time.process_time())))
        program.start()
        _wait(lambda: painted)
        window = program.window
        assert window is not None
        _wait(
            lambda: (
                program.app is not None
                and all(w.seen is not None and w.seen.decisions for w in program.app.doors.watches)
            )
        )
    recognised = time.time() - started_at
    with heart.during("recognising four faces"):
        _wait_seconds(3)
    _register(heart, window)
    first_page = _read_log(heart, window, home)
    report = {
        "seconds_to_first_picture": round(painted[0][0], 2),
        "processor_seconds_to_first_picture": round(painted[0][1], 2),
        "seconds_to_recognition": round(recognised, 2),
        "gap_ms": heart.report(0),
        "computed_ms": heart.report(1),
        "log_first_page_ms": round(first_page * 1000),
        "log_events": window.app.log.count(),
        "peak_memory_mb": _peak_memory_mb(),
    }
    program.close()
    return report


def _register(heart: Heart, window: "MainWindow") -> None:
    from gatekeeper.gui.pages.enrol import EnrolPage
    from gatekeeper.paths import assets
    from gatekeeper.people.folder_import import people_folders

    with heart.during("registering"):
        page = window.show_page(EnrolPage)
        assert isinstance(page, EnrolPage)
        page.person.name.setText("Somebody new")
        page.person.agreed.setChecked(True)
        page.person.next.click()
        _wait(lambda: page.photo.session is not None)
        people = people_folders(assets() / "demo/people")
        page.photo.offer_files(people[list(people)[-1]])
        _wait(lambda: page.photo.photos.count() >= 4)
        page.photo.next.click()
        _wait(lambda: page.steps.currentWidget() in (page.done, page.twin))


def _read_log(heart: Heart, window: "MainWindow", home: Path) -> float:
    """Seconds until the list's first page is on the screen."""
    from gatekeeper.gui.pages.log import LogPage

    first: list[float] = []
    shown: list[bool] = []
    with heart.during("opening the log"):
        begun = time.perf_counter()
        page = window.show_page(LogPage)
        assert isinstance(page, LogPage)
        page.table.dataChanged.connect(lambda *rows: first.append(time.perf_counter() - begun))
        page.shown.connect(lambda: shown.append(True))
        _wait(lambda: shown and first)
    bar = page.list.verticalScrollBar()
    with heart.during("scrolling the log"):
        for step in range(200):
            bar.setValue(bar.maximum() * step // 200 if step % 2 else bar.value() + 30)
            _wait_seconds(0.02)
    with heart.during("filtering the log"):
        for choice in (3, 2, 0):
            shown.clear()
            page.bar.outcome.setCurrentIndex(choice)
            _wait(lambda: shown)
    with heart.during("exporting the log"):
        page.bar.door.setCurrentIndex(1)
        ended: list[bool] = []
        page.write(home / "events.csv").ended.connect(lambda: ended.append(True))
        _wait(lambda: ended)
    with heart.during("drawing the plots"):
        shown.clear()
        page.tabs.setCurrentIndex(2)
        _wait(lambda: shown)
        _wait_seconds(0.5)
    return first[0]


def _wait(until: Callable[[], object]) -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError("The window did not get there.")
        _wait_seconds(0.01)


def _wait_seconds(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _peak_memory_mb() -> float | None:
    try:
        with open("/proc/self/status") as status:
            return round(next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024)
    except OSError:
        return None


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))), flush=True)
    os._exit(0)  # do not wait for a worker in the middle of something
