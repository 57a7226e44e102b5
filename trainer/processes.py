"""Worker processes that end with their parent."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

import cv2

_MOST = 61 if sys.platform == "win32" else 1000


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def worker_processes(
    count: int, begin: Callable[[], None] | None = None, jobs_each: int | None = None
) -> Iterator[ProcessPoolExecutor]:
    """A pool of `count` single-threaded processes, or as many as the system can wait for. begin: called first in each;
    jobs_each: jobs before a process is replaced.

    An exception or Ctrl-C drops pending jobs. If the parent is killed, the workers end as well.
    """
    # A fork would copy locks held by the caller's threads; a fresh process has none.
    pool = ProcessPoolExecutor(
        min(count, _MOST), get_context("spawn"), initializer=_begin, initargs=(begin,), max_tasks_per_child=jobs_each
    )
    try:
        yield pool
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def _begin(begin: Callable[[], None] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the caller decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    cv2.setNumThreads(1)
    if begin is not None:
        begin()


def _end_with_parent() -> None:
    """End with the parent: a worker holds both ends of its job pipe, so it would otherwise wait for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
