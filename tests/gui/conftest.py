"""Fixtures of the window, and the one that fails a test which leaves a thread or a timer behind."""

import threading
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QThread, QTimer
from shiboken6 import isValid

from gatekeeper.gui import tasks


def _started_at() -> str:
    return "".join(traceback.format_stack(limit=8)[:-2])


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[None]:
    """Fails tests that leave a QThread, a QTimer or one of the program's threads, and says where it was started."""
    timers: list[tuple[QTimer, str]] = []
    qthreads: list[tuple[QThread, str]] = []
    start_timer, start_thread = QTimer.start, QThread.start

    def timer_started(self: QTimer, *args: Any) -> None:
        timers.append((self, _started_at()))
        start_timer(self, *args)

    def thread_started(self: QThread, *args: Any) -> None:
        qthreads.append((self, _started_at()))
        start_thread(self, *args)

    monkeypatch.setattr(QTimer, "start", timer_started)
    monkeypatch.setattr(QThread, "start", thread_started)
    before = set(threading.enumerate())
    yield
    tasks.close_workers()
    left = [f"QTimer:\n{where}" for timer, where in timers if isValid(timer) and timer.isActive()]
    left += [f"QThread:\n{where}" for thread, where in qthreads if isValid(thread) and thread.isRunning()]
    left += [f"thread {t.name!r}" for t in threading.enumerate() if t not in before and t.is_alive()]
    assert not left, "The test left behind: " + "\n".join(left)
