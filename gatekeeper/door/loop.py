"""The one thread on which all stations process frames, cameras in turn, and run the jobs of other threads between two
frames."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from gatekeeper.capture.cameras import CameraReader
from gatekeeper.domain import AccessEvent, Frame
from gatekeeper.door.station import PROGRAM_ERROR, Station
from gatekeeper.door.visit import Seen
from gatekeeper.errors import DoorError, GatekeeperError
from gatekeeper.store.pins import Typed
from gatekeeper.timezones import utc_now
from gatekeeper.vision.reading import Reading

log = logging.getLogger(__name__)
T = TypeVar("T")
KEEP_UP_SECONDS = 1.0
_FAILURES_IN_A_ROW = 10  # after this many frames that raised, only some frames are tried
_MOST_PAUSE_SECONDS = 2.0  # between two frames that are tried in that state


@dataclass(slots=True)
class _Failing:
    """The failures of a station: frames: in a row; until: no frame is tried before this, monotonic; said, kept_up: what was
    logged."""

    frames: int = 0
    until: float = 0.0
    said: str = ""
    kept_up: str = ""


class RecognitionLoop(threading.Thread):
    """The one thread that owns all stations' models, gallery and tracks; other threads hand it work with `submit`.

    watched: each station with the camera it sees through. Cameras take turns, so that none starves another. on_seen: called
    with the result of each frame; it must not wait. keep_up: called with each station once a second, to apply changes made by
    other processes. ended: called when recognition has ended. An exception affects one station and one frame: it is logged and
    shown, and the other stations go on.
    """

    def __init__(
        self,
        watched: Sequence[tuple[Station, CameraReader]],
        on_seen: Callable[[Seen], None] = lambda seen: None,
        wall_clock: Callable[[], datetime] = utc_now,
        keep_up: Callable[[Station], None] = lambda station: None,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name="recognition", daemon=True)
        self.stations = [station for station, _ in watched]
        self._watched, self._on_seen, self._wall_clock = watched, on_seen, wall_clock
        self._keep_up, self._kept_up_at, self._then = keep_up, time.monotonic(), ended
        self._failing = {id(station): _Failing() for station in self.stations}
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        # One PIN at a time: each comparison takes 64 MiB, and attempts of one person are counted in order.
        self._pins = ThreadPoolExecutor(1, "pin")
        self._unshown = False  # whether the last frame could not be shown
        self._ended = False
        self._ending = threading.Lock()
        self._news = threading.Event()
        self._closing = threading.Event()
        self.failure: BaseException | None = None

    def submit(self, job: Callable[[Station], T], station: Station | None = None) -> "Future[T]":
        """Run `job(station)` on the loop's thread between two frames; on the first station unless one is named."""
        future: Future[T] = Future()
        chosen = station or self.stations[0]

        def run() -> None:
            try:
                future.set_result(job(chosen))
            except Exception as error:  # passed to the caller
                future.set_exception(error)

        with self._ending:
            if self._ended:
                future.set_exception(DoorError("Recognition has ended.", "Start the program again."))
            else:
                self._jobs.put(run)
        self._news.set()
        return future

    def enter_pin(
        self, pin: str, now: datetime, station: Station | None = None, person_id: int | None = None
    ) -> "Future[AccessEvent]":
        """Check a PIN of the person who was asked for one; see `Station.begin_pin` and `answer_pin`.

        Comparing it (Argon2id) takes so long on a slow machine that tracks would break, so frames are processed meanwhile.
        """
        answer: Future[AccessEvent] = Future()

        def begin(station: Station) -> None:
            entry = station.begin_pin(now, person_id)

            def compared(done: "Future[Typed]") -> None:
                judged = self.submit(lambda s: s.answer_pin(entry, done, self._wall_clock()), station)
                judged.add_done_callback(lambda event: _hand_on(event, answer))

            self._pins.submit(entry.compare, pin, now).add_done_callback(compared)

        def begun(done: "Future[None]") -> None:
            error = done.exception()
            if error is not None:
                answer.set_exception(error)

        self.submit(begin, station).add_done_callback(begun)
        return answer

    def run(self) -> None:
        """Process frames until all sources end or the loop is closed.

        An unexpected error is logged and shown, and its frame decides nothing; after several in a row fewer frames are tried,
        until one succeeds.
        """
        try:
            for _, source in self._watched:
                source.frames.on_change = self._news.set
            while not self._closing.is_set():
                self._news.clear()
                while not self._jobs.empty():
                    self._work(self._jobs.get())
                fresh = [(station, source.frames.get(timeout=0)) for station, source in self._watched]
                waiting = [(station, frame) for station, frame in fresh if frame is not None]
                for (station, frame), reading in zip(waiting, _readings(waiting), strict=True):
                    if not self._closing.is_set():
                        self._show(self._seen(station, frame, reading))
                if time.monotonic() - self._kept_up_at >= KEEP_UP_SECONDS:
                    for station, _ in self._watched:
                        self._take_up(station)
                    self._kept_up_at = time.monotonic()
                if not waiting:
                    if all(source.frames.closed for _, source in self._watched):
                        return
                    self._news.wait(0.2)
        except Exception as error:
            self.failure = error
            raise
        finally:
            with self._ending:
                self._ended = True
            for station in self.stations:
                self._close(station)
            self._work(self._then)
            while not self._jobs.empty():  # every caller that waits for an answer gets one
                self._work(self._jobs.get())
            self._pins.shutdown()

    def _show(self, seen: Seen) -> None:
        try:
            self._on_seen(seen)
            self._unshown = False
        except Exception:  # a screen that fails is no reason to keep anybody out
            if not self._unshown:  # logged once, not on every frame
                log.exception("What %s saw could not be shown", seen.frame.camera)
            self._unshown = True

    def _seen(self, station: Station, frame: Frame, reading: Reading | None) -> Seen:
        failing = self._failing[id(station)]
        if time.monotonic() < failing.until:
            return Seen(frame, (), {}, trouble=PROGRAM_ERROR)
        try:
            seen = station.see(frame, self._wall_clock(), reading)
        except Exception as error:
            station.start_over()
            failing.frames += 1
            if failing.frames >= _FAILURES_IN_A_ROW:
                pause = 0.1 * 2.0 ** min(failing.frames - _FAILURES_IN_A_ROW, 10)
                failing.until = time.monotonic() + min(pause, _MOST_PAUSE_SECONDS)
            if failing.said != repr(error):  # not on every frame
                failing.said = repr(error)
                log.exception("A frame of %s could not be looked at", station.camera)
            return Seen(frame, (), {}, trouble=PROGRAM_ERROR)
        if failing.frames:
            log.warning("Frames of %s are looked at again, after %d that could not be", station.camera, failing.frames)
            failing.frames, failing.until, failing.said = 0, 0.0, ""
        return seen

    def _take_up(self, station: Station) -> None:
        failing = self._failing[id(station)]
        try:
            station.settle_grants()
            self._keep_up(station)
        except Exception as error:
            if failing.kept_up != repr(error):
                failing.kept_up = repr(error)
                log.exception("What changed could not be taken up for %s", station.rule.door)
        else:
            failing.kept_up = ""

    def _close(self, station: Station) -> None:
        try:
            station.close()
        except Exception:
            log.exception("What was granted last at %s is not settled", station.rule.door)

    def _work(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception:  # the caller has given up
            log.exception("The answer to a request came to nothing")

    def end(self) -> None:
        """Stop after the current frame."""
        self._closing.set()
        self._news.set()

    def close(self) -> None:
        """Stop after the current frame and wait for it."""
        self.end()
        if self.is_alive() and threading.current_thread() is not self:
            self.join(10)


def _readings(waiting: Sequence[tuple[Station, Frame]]) -> Sequence[Reading | None]:
    """A graphics card's results for the frames of several cameras together; None for each frame that its station processes
    itself."""
    readers = {id(station.reader): station.reader for station, _ in waiting}
    if len(waiting) < 2 or len(readers) > 1:
        return [None] * len(waiting)
    (reader,) = readers.values()
    try:
        found = reader.read([frame.image for _, frame in waiting], [station.sight.faces for station, _ in waiting])
    except GatekeeperError:  # one of them is not a valid frame: its own station reports that
        found = None
    return [None] * len(waiting) if found is None else found


def on_recognition_thread() -> bool:
    """Whether the caller is on the recognition thread and so must not take seconds: no door processes frames meanwhile."""
    return isinstance(threading.current_thread(), RecognitionLoop)


class Helpers:
    """Threads beside the doors, for work that takes seconds."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def run(self, name: str, work: Callable[[], None]) -> None:
        """Do this work: on another thread if called on the recognition thread, otherwise right here."""
        if on_recognition_thread():
            thread = threading.Thread(target=work, name=name, daemon=True)
            self._threads = [running for running in self._threads if running.is_alive()] + [thread]
            thread.start()
        else:
            work()

    def join(self) -> None:
        """Wait for all of them to finish."""
        for thread in self._threads:
            thread.join()


def _hand_on(done: "Future[T]", to: "Future[T]") -> None:
    error = done.exception()
    if error is not None:
        to.set_exception(error)
    else:
        to.set_result(done.result())
