"""Sends what is on record on to one outlet, in order: from a cursor that is kept, so that a kill loses nothing.

What nobody answers, or who is busy, is tried until somebody does, ever more seldom: a network that is away is no event's fault.
What was refused several times is put aside, which is an alarm (`gatekeeper.desk.alarm_watch`), and what comes after it goes on.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from gatekeeper.app import App
from gatekeeper.domain import Alarm
from gatekeeper.errors import GatekeeperError, StoreError
from gatekeeper.events import LoggedOnce
from gatekeeper.outlets.feed import Item, item_of, items_after, live_item
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
_FIRST_PAUSE, _MOST_PAUSE = 0.1, 300.0
_LONGEST_PAUSE = 900.0  # that somebody may ask for: an alarm would wait as long


class UnreachableError(Exception):
    """Nobody has answered."""


class BusyError(UnreachableError):
    """The answer is: not now. after: when to ask again, in seconds, if it says so."""

    def __init__(self, why: str, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


class RefusedError(Exception):
    """The answer is no. final: and will be."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


class Outlet(Protocol):
    """Where things are told. batch: at most so many at once; pause: seconds between two deliveries; tries: refusals borne."""

    name: str
    tries: int
    batch: int
    pause: float

    def wants(self, item: Item) -> bool:
        """Whether it is told of this."""

    def deliver(self, items: Sequence[Item]) -> None:
        """Tell it. Raises UnreachableError or RefusedError."""

    def close(self) -> None:
        """Let go of connections."""


class Sender(threading.Thread):
    """The thread of one outlet. wait: sleeps for so many seconds and says whether to end, cut short by `close`."""

    def __init__(
        self,
        app: App,
        outlet: Outlet,
        now: Callable[[], datetime] = utc_now,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        super().__init__(name=outlet.name, daemon=True)
        self._app, self.outlet, self._now = app, outlet, now
        self._closing, self._news = threading.Event(), threading.Event()
        self._wait = wait or self._closing.wait
        self._live: queue.SimpleQueue[Alarm] = queue.SimpleQueue()
        self._sent_at = float("-inf")
        self._complaints = LoggedOnce()

    def wake(self) -> None:
        """There is something new."""
        self._news.set()

    def tell_live(self, alarm: Alarm) -> None:
        """Tell of an alarm that cannot be put on record, once."""
        self._live.put(alarm)
        self._news.set()

    def run(self) -> None:
        """Send until closed; whatever fails is logged once and tried again."""
        while not self._closing.is_set():
            try:
                busy = self.look()
                self._complaints.settled("look")
            except Exception as error:
                busy = False
                trace = None if isinstance(error, GatekeeperError) else error
                self._complaints.error("look", f"{self.outlet.name}: {error}", trace)
            if not busy:
                self._news.wait(LOOK_SECONDS)
                self._news.clear()

    def end(self) -> None:
        """Ask it to end, without waiting for it."""
        self._closing.set()
        self._news.set()

    def close(self) -> None:
        """End; what was not told yet is told after the next start."""
        self.end()
        if self.is_alive():
            self.join(20)
        self.outlet.close()

    def look(self) -> bool:
        """Send what there is, up to a page of it; whether there may be more."""
        while not self._live.empty():
            item = live_item(self._live.get())
            if self.outlet.wants(item):
                self._try([item])
        for letter in self._app.outlets.dead(self.outlet.name, again=True):
            found = item_of(self._app, letter.item)  # None: deleted by now, so that nothing is left to be told
            self._app.outlets.settle(letter.id, None if found is None else self._try([found]))
        cursor = self._app.outlets.cursor(self.outlet.name)
        page = items_after(self._app, cursor)
        wanted: list[Item] = []
        for number, item in enumerate(page):
            if self.outlet.wants(item):
                wanted.append(item)
            last = number + 1 == len(page)
            if not wanted or not (last or len(wanted) == self.outlet.batch):
                continue
            if self.outlet.batch > 1 and time.monotonic() - self._sent_at < self.outlet.pause:
                return False  # what comes meanwhile goes with it
            if not self._send(wanted):
                return False
            self._note(item)
            wanted = []
        if page and not wanted:
            self._note(page[-1])
        return bool(page)

    def _note(self, item: Item) -> None:
        """Tried until it is on the disk: what is not noted would be told twice."""
        assert item.cursor is not None
        while True:
            try:
                return self._app.outlets.advance(self.outlet.name, item.cursor)
            except StoreError as error:
                self._complaints.error("note", f"{self.outlet.name}: {error}")
                if self._wait(1.0):
                    return None

    def _send(self, items: Sequence[Item]) -> bool:
        """Whether these are done with: sent, or put aside."""
        refused, pause = 0, _FIRST_PAUSE
        while True:
            asked = 0.0
            try:
                self.outlet.deliver(items)
                self._sent_at = time.monotonic()
                self._complaints.settled("send")
                return True
            except UnreachableError as error:
                self._complaints.error("send", f"{self.outlet.name} cannot be reached: {error}")
                asked = min(error.after, _LONGEST_PAUSE) if isinstance(error, BusyError) else 0.0
            except RefusedError as error:
                refused += 1
                if error.final or refused >= self.outlet.tries:
                    log.error("%s has refused %s: %s", self.outlet.name, ", ".join(one.key for one in items), error)
                    for one in items:
                        self._app.outlets.bury(self.outlet.name, one.key, refused, str(error), now=self._now())
                    return True
            if self._wait(max(pause, asked)):
                return False
            pause = min(2 * pause, _MOST_PAUSE)

    def _try(self, items: Sequence[Item]) -> str | None:
        """Send once; why it did not succeed."""
        try:
            self.outlet.deliver(items)
        except (UnreachableError, RefusedError) as error:
            return str(error)
        return None
