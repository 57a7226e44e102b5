"""Processes that work on pictures beside each other, and end with the one they work for."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

import cv2


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def worker_processes(
    count: int, begin: Callable[[], None] | None = None, jobs_each: int | None = None
) -> Iterator[ProcessPoolExecutor]:
    """So many processes of one thread each. begin: called in each first; jobs_each: after so many it is replaced.

    Left by an exception or Ctrl-C, jobs that wait are dropped. Where the caller is killed, they end as well.
    """
    # A fork would copy the locks of whatever threads the caller runs, held for ever; a fresh process has none.
    pool = ProcessPoolExecutor(
        count, get_context("spawn"), initializer=_begin, initargs=(begin,), max_tasks_per_child=jobs_each
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
    """A worker waits for jobs at a pipe whose other end it holds itself: without this it would wait for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
