"""What the program does by itself, again and again while it runs."""

import threading
from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime

from gatekeeper.app import App
from gatekeeper.timezones import utc_now


class Recurring(threading.Thread):
    """A thread that looks, waits as long as the look says, or until something has happened, and looks again until it is closed.

    now: the time in UTC; wait: sleeps for so many seconds and says whether to end, cut short by `look_soon` and `close`.
    """

    def __init__(
        self, name: str, app: App, now: Callable[[], datetime] = utc_now, wait: Callable[[float], bool] | None = None
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._app, self._now = app, now
        self._closing, self._wake = threading.Event(), threading.Event()
        self._wait = wait or self._pause

    def run(self) -> None:
        """Look at once, and again after each pause."""
        pause = 0.0
        while not self._wait(pause):
            pause = self._look(pause)

    def look_soon(self) -> None:
        """Look again at once, or after the look that is going on; from any thread, without waiting for it."""
        self._wake.set()

    def end(self) -> None:
        """Ask it to end, after what is being done, without waiting for that."""
        self._closing.set()
        self._wake.set()

    def close(self) -> None:
        """End, after what is being done."""
        self.end()
        if self.is_alive():
            self.join(10)

    def _pause(self, seconds: float) -> bool:
        self._wake.wait(seconds)
        self._wake.clear()
        return self._closing.is_set()

    @abstractmethod
    def _look(self, waited: float) -> float:
        """Do what is due; returns after how many seconds to look again. Raises nothing. waited: the seconds said last time."""
