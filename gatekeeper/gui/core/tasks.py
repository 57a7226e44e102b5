"""Slow work off the window's thread: a worker thread does it; results and errors come back on the window's thread.

    run_in_background(lambda job: app.log.export(path, app.log.query()), done=self._exported)

The workers belong to the application object and end with it. Each worker runs its jobs one after the other, in the order in
which they were queued. Work that takes minutes (an import, an export, a new model for everybody) has a thread of its own, so
that no page's query waits for it. Work that takes seconds while the user waits for it (plots, frequent visitors) has another,
and waits for neither of the two; so has what a network is to look at. Nothing else waits while a PIN is compared. Orders to
all doors wait for nothing but each other, and so do openings by hand and answers to alarms. The list of who is inside waits for
nothing but another such list; what is kept in a folder, which may be a lost share, holds up none.
"""

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import BuiltinMethodType, FunctionType, MethodType, MethodWrapperType
from typing import Any, Literal, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import error_dialog
from gatekeeper.progress import Progress, Stopped

log = logging.getLogger(__name__)
T = TypeVar("T")
Name = Literal["quick", "orders", "urgent", "inside", "folder", "pictures", "sums", "long", "pin"]  # of a worker


class Cancelled(Stopped):
    """The work was cancelled."""


class Post(QObject):
    """Hands over items from any thread, in order, on the thread this object was created on, until it is closed.

    Other threads emit only the signal of a Post. If an object is deleted while another thread emits one of its signals, the
    program crashes; `close` waits until no thread is emitting. A post is closed before its parent is deleted.
    """

    _arrived = Signal(object)

    def __init__(self, take: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._take: Callable[[Any], None] | None = take
        self._lock = threading.Lock()
        # This is a bound method of an object on that thread, so Qt queues the calls to it.
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def put(self, item: object) -> None:
        """Hand this item over; it is dropped if the post is closed."""
        with self._lock:
            if self._take is not None:
                self._arrived.emit(item)

    def close(self) -> None:
        """Stop handing over; items on their way are dropped too."""
        with self._lock:
            self._take = None  # a thread that is about to put an item in holds only this object

    @Slot(object)
    def _tell(self, item: object) -> None:
        if self._take is not None:
            self._take(item)


class Job(QObject):
    """One piece of slow work. `cancel`, `cancelled` and `report` may be used from any thread.

    stopped: emitted on the window's thread where the work was cancelled; ended: once after `done`, `failed` or `stopped`.
    """

    stopped = Signal()
    ended = Signal()

    def __init__(self, work: Callable[["Job"], Any], post: Post, parent: QObject) -> None:
        super().__init__(parent)
        self.work = work
        self.done: Callable[[Any], None] = lambda result: None
        self.failed: Callable[[GatekeeperError], None] | None = None
        self.progress: Progress | None = None
        self.once: object = None
        self._post = post
        self._stop = threading.Event()
        self._outcome: tuple[object, BaseException | None] = (None, None)
        self._news: tuple[int, int] | None = None
        self._news_lock = threading.Lock()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop. Work that checks `cancelled` may still return what it has so far, which is delivered."""
        self._stop.set()

    def report(self, done: int, total: int) -> None:
        """Report progress; raises Cancelled if the work is to stop. Can be passed wherever the core takes a progress
        callback."""
        if self.cancelled:
            raise Cancelled
        with self._news_lock:
            # A busy window gets only the newest report.
            pending, self._news = self._news is not None, (done, total)
        if not pending:
            self._post.put(None)

    def run(self) -> None:
        """Do the work, on the worker's thread; never raises."""
        try:
            if self.cancelled:
                raise Cancelled
            self._outcome = self.work(self), None
        except BaseException as error:
            self._outcome = None, error

    def tell(self) -> None:
        """Show progress, if it is new, on the window's thread."""
        with self._news_lock:
            news, self._news = self._news, None
        if news is not None and self.progress is not None and not _thrown_away(self.progress):
            self.progress(*news)

    def deliver(self) -> None:
        """Deliver the result, on the window's thread."""
        self.tell()
        result, error = self._outcome
        try:
            if error is None:
                if not _thrown_away(self.done):
                    self.done(result)
            elif isinstance(error, GatekeeperError):
                # A user who closed the dialog meanwhile must still learn that its work failed.
                report = self.failed if self.failed and not _thrown_away(self.failed) else error_dialog.show
                report(error)
            elif isinstance(error, Cancelled):
                self.stopped.emit()
            else:
                error_dialog.show_bug(error)
        finally:
            self.ended.emit()
            self.deleteLater()


class Worker(QObject):
    """One worker thread."""

    def __init__(self, parent: QObject, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._post = Post(self._arrived, self)
        # A job lies in a list of its own, and the window takes it out. If the worker held the last reference to the job, the
        # objects it holds (a page, its dialogs) would be deleted on the worker's thread.
        self._jobs: queue.SimpleQueue[list[Job]] = queue.SimpleQueue()
        self._known: list[Job] = []
        self._thread = threading.Thread(target=self._work, name=f"window's {name} worker", daemon=True)
        self._thread.start()

    def take(self, work: Callable[[Job], Any]) -> Job:
        """Run this work after everything queued before it."""
        job = Job(work, self._post, self)
        self._known.append(job)
        self._jobs.put([job])
        return job

    def doing(self, once: object) -> Job | None:
        """The job that does this, see `run_in_background`, until its result has arrived."""
        return next((job for job in self._known if job.once == once), None)

    def close(self, seconds: float = 10.0) -> bool:
        """Cancel every job, deliver nothing more, and wait for the thread; returns whether the thread has ended."""
        self._post.close()
        for job in self._known:
            job.cancel()
        self._jobs.put([])
        self._thread.join(seconds)
        self._known.clear()
        self.setObjectName("")  # no longer found by its name
        # Qt deletes it, not Python: its last reference may go with one of its own jobs, which it would then delete a second
        # time.
        self.deleteLater()
        return not self._thread.is_alive()

    def _work(self) -> None:
        while box := self._jobs.get():
            box[0].run()
            self._post.put(box)

    def _arrived(self, box: list[Job] | None) -> None:
        """A job has news, or has ended."""
        for job in self._known:
            job.tell()
        if box:
            job = box.pop()
            self._known.remove(job)
            job.deliver()


def run_in_background(
    work: Callable[[Job], T],
    *,
    done: Callable[[T], None],
    failed: Callable[[GatekeeperError], None] | None = None,
    progress: Progress | None = None,
    of: Callable[[], object] | None = None,
    worker: Name = "quick",
    once: object = None,
) -> Job:
    """Do `work(job)` on a worker thread; `done(result)` follows on the window's thread.

    A GatekeeperError goes to `failed`. It goes to the error dialog if there is no `failed`, or if the page or dialog that
    `failed` belongs to has been deleted. Any other exception is a bug and is shown as one. progress: called with what
    `job.report` reported, at most as often as the window can show it. of: returns the subject of the work, for example the
    number of the chosen person; if the subject has changed when the result arrives, the result is dropped, so that nobody is
    shown as somebody else. The result is also dropped if a page or dialog that `done` belongs to, or holds, has been deleted.
    worker: "orders" to all doors; "urgent" for opening by hand and acknowledging; "inside" for writing the list of who is
    inside, "folder" for the one that is kept; "pictures" for whatever a network looks at; "sums" for work that only reads and
    may take seconds; "long" for work that may take minutes; "pin" for waiting until a PIN is compared; "quick" for everything
    else, which reads or writes a little.
    once: what is done, and to whom, for work that must not be done twice: if that worker is doing it already, because the user
    clicked twice, nothing is begun, and the job under way is returned.
    """
    if once is not None and (same := _worker(worker).doing(once)) is not None:
        return same
    job = _worker(worker).take(work)
    job.once = once
    if of is not None:
        done = _while_it_is_the_same(of, done)
    # No result is delivered before this thread is back in its event loop.
    job.done, job.failed, job.progress = cast("Callable[[Any], None]", done), failed, progress
    return job


def _while_it_is_the_same(subject: Callable[[], object], done: Callable[[T], None]) -> Callable[[T], None]:
    before = subject()

    def done_if_same(result: T) -> None:
        if not _thrown_away(subject) and subject() == before:
            done(result)

    return done_if_same


def _thrown_away(answer: Callable[..., object]) -> bool:
    """Whether Qt has meanwhile deleted a page or dialog that this function belongs to, or holds.

    The Python object lives on in the function, but each call to it would raise.
    """
    seen: set[int] = set()
    waiting: list[object] = [answer]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue  # a function may hold itself
        seen.add(id(value))
        if isinstance(value, QObject):
            if not isValid(value) and not isinstance(value, Job):  # a finished job is deleted as a matter of course
                return True
        elif isinstance(value, partial):
            waiting += [value.func, *value.args, *value.keywords.values()]
        elif isinstance(value, MethodType | BuiltinMethodType | MethodWrapperType):
            waiting += [value.__self__, getattr(value, "__func__", None)]
        elif isinstance(value, FunctionType):
            for cell in value.__closure__ or ():
                with suppress(ValueError):  # the variable has no value yet
                    waiting.append(cell.cell_contents)
    return False


def close_workers() -> bool:
    """End the worker threads, if there are any; returns whether all of them have ended."""
    application = QCoreApplication.instance()
    workers = application.findChildren(Worker) if application is not None else []
    ended = [worker.close() for worker in workers]  # all of them, even if the first did not end
    return all(ended)


def _worker(name: Name) -> Worker:
    """The application's worker with this name, started when first needed."""
    application = QCoreApplication.instance()
    assert application is not None
    return application.findChild(Worker, name) or Worker(application, name)
