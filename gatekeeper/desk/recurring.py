"""What the program does by itself, again and again while it runs."""

import threading
from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime

from gatekeeper.app import App
from gatekeeper.timezones import utc_now


class Recurring(threading.Thread):
    """A thread that looks, waits as long as the look says, and looks again until it is closed.

    now: the time in UTC; wait: sleeps for so many seconds and says whether to end, cut short by `close`.
    """

    def __init__(
        self, name: str, app: App, now: Callable[[], datetime] = utc_now, wait: Callable[[float], bool] | None = None
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._app, self._now = app, now
        self._closing = threading.Event()
        self._wait = wait or self._closing.wait

    def run(self) -> None:
        """Look at once, and again after each pause."""
        pause = 0.0
        while not self._wait(pause):
            pause = self._look(pause)

    def close(self) -> None:
        """End, after what is being done."""
        self._closing.set()
        if self.is_alive():
            self.join(10)

    @abstractmethod
    def _look(self, waited: float) -> float:
        """Do what is due; returns after how many seconds to look again. Raises nothing. waited: seconds since the last time."""
