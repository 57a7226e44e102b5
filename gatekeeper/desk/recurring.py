"""Tasks that repeat while the program runs."""

import threading
from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime

from gatekeeper.app import App
from gatekeeper.timezones import utc_now


class Recurring(threading.Thread):
    """A thread that does its task, waits for as long as the task says or until something happens, and repeats until it is
    closed. now: the time in UTC; wait: sleeps for these seconds and returns whether to end; `look_soon` and `close` cut it
    short."""

    def __init__(
        self, name: str, app: App, now: Callable[[], datetime] = utc_now, wait: Callable[[float], bool] | None = None
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._app, self._now = app, now
        self._closing, self._wake = threading.Event(), threading.Event()
        self._wait = wait or self._pause

    def run(self) -> None:
        """Run the task at once, and again after each pause."""
        pause = 0.0
        while not self._wait(pause):
            pause = self._look(pause)

    def look_soon(self) -> None:
        """Run the task again at once, or after the current run; from any thread, without waiting for it."""
        self._wake.set()

    def end(self) -> None:
        """Request the end after the current task, without waiting."""
        self._closing.set()
        self._wake.set()

    def close(self) -> None:
        """End after the current task, and wait for that."""
        self.end()
        if self.is_alive():
            self.join(10)

    def _pause(self, seconds: float) -> bool:
        self._wake.wait(seconds)
        self._wake.clear()
        return self._closing.is_set()

    @abstractmethod
    def _look(self, waited: float) -> float:
        """Do what is due; returns the seconds until the next run. Must not raise. waited: the seconds returned last time."""
