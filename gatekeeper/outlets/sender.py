"""Sends the records to one outlet, in order: from a stored cursor, so that a kill loses nothing.

Items that are not accepted are tried again at growing intervals. It is put aside, which is an alarm
(`gatekeeper.desk.alarm_watch`), and what comes after it goes on, - where the answer was no, `tries` times, and then to each by
itself, if several were refused together for what is in them; - where it is older than `give_up_hours`, and for so long the
outlet has taken nothing, but answered, or let a request hang. Where nobody can be reached nothing is put aside: what comes
after it would not get there either."""

import logging
import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from gatekeeper.app import App
from gatekeeper.desk.recurring import Recurring
from gatekeeper.domain import Alarm
from gatekeeper.errors import GatekeeperError, StoreError
from gatekeeper.events import LoggedOnce
from gatekeeper.messages import Message
from gatekeeper.outlets.feed import Item, item_of, items_after, live_item
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
IN_A_ROW = (
    12  # this many failures come before an item is given up for its age, so that a jump of the clock alone does not
)
_FIRST_PAUSE, _MOST_PAUSE = 0.1, 300.0
_LONGEST_PAUSE = 900.0  # the longest that a server may ask for, since alarms wait as long
_STALE_PAUSE = 1.0  # after a longer one the items are read again: they may have been erased

NO_ANSWER = Message("no answer")


class UnreachableError(Exception):
    """The outlet cannot be reached."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = Message(why)


class BusyError(UnreachableError):
    """The answer is "not now", or none at all. after: when to ask again, in seconds, if it says so."""

    def __init__(self, why: str, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


class RefusedError(Exception):
    """The answer is no. final: and will stay so; content: because of what is in the items, so that each may be taken by
    itself."""

    def __init__(self, why: str, *, final: bool = False, content: bool = False) -> None:
        super().__init__(why)
        self.why, self.final, self.content = Message(why), final, content


class Outlet(Protocol):
    """A destination of items. batch: the most items at once; pause: seconds between two deliveries; tries: refusals after which
    an item is put aside; give_up_hours: the age at which an undelivered item is put aside, 0: never."""

    name: str
    tries: int
    give_up_hours: float
    batch: int
    pause: float

    def wants(self, item: Item) -> bool:
        """Whether it receives this item."""

    def deliver(self, items: Sequence[Item]) -> None:
        """Deliver items. Raises UnreachableError or RefusedError."""

    def close(self) -> None:
        """Close connections."""


class Sender(Recurring):
    """The thread of one outlet. now, wait: see `Recurring`."""

    def __init__(
        self,
        app: App,
        outlet: Outlet,
        now: Callable[[], datetime] = utc_now,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        super().__init__(outlet.name, app, now, wait)
        self.outlet = outlet
        self._live: queue.SimpleQueue[Alarm] = queue.SimpleQueue()
        self._page: deque[Item] = deque()
        self._sent_at = float("-inf")
        self._complaints = LoggedOnce()
        self._failures = 0  # in a row, of the outlet
        self._tries = self._refusals = self._held = (
            0  # of the next items: how often they were tried, and how many they are
        )
        self._since: datetime | None = None
        # The items that were refused together, by key, and how often: each of them is tried once by itself.
        self._apart: dict[str, int] = {}
        self._one_by_one = 0  # how many of the next dead letters were refused together: perhaps only one of them is

    def look_soon(self) -> None:
        """There are new items; undelivered ones are not tried any sooner."""
        if not self._failures:
            super().look_soon()

    def tell_live(self, alarm: Alarm) -> None:
        """Send an alarm that cannot be recorded, once."""
        self._live.put(alarm)
        super().look_soon()

    def close(self) -> None:
        """End; unsent items are sent after the next start."""
        self.end()
        if self.is_alive():
            self.join(20)
        self.outlet.close()

    def _look(self, waited: float) -> float:
        try:
            pause = self.look()
            self._complaints.settled("look")
            return pause
        except Exception as error:
            trace = None if isinstance(error, GatekeeperError) else error
            self._complaints.error("look", f"{self.outlet.name}: {error}", trace)
            return LOOK_SECONDS

    def look(self) -> float:
        """Send the next items; returns after how many seconds to look again, 0 where there may be more."""
        self._tell_live()
        if not self._page:
            self._page.extend(items_after(self._app, self._app.outlets.cursor(self.outlet.name)))
        items, to_send = self._next()
        if not items:
            return self._send_again()
        if not to_send:
            self._done_with(items)
            return 0.0
        if self._bundles() and not self._is_apart(to_send):
            self._page.clear()
            return LOOK_SECONDS  # items that arrive meanwhile go with it
        if len(to_send) < self._at_once:
            self._read_on()
            items, to_send = self._next()
        try:
            self._deliver(to_send)
        except (UnreachableError, RefusedError) as error:
            return self._failed(items, to_send, error)
        self._sent_at = time.monotonic()
        self._complaints.settled("send")
        self._failures, self._since = 0, None
        self._done_with(items, delivered=self._now())
        return 0.0

    def _deliver(self, items: Sequence[Item]) -> None:
        """Raises UnreachableError or RefusedError. What an outlet did not expect fails as what a server cannot now: it is told,
        and put aside in the end, so that it holds nothing up for ever."""
        from gatekeeper.outlets.trouble import reason

        try:
            self.outlet.deliver(items)
        except (UnreachableError, RefusedError):
            raise
        except Exception as error:
            trace = None if isinstance(error, GatekeeperError) else error
            self._complaints.error("deliver", f"{self.outlet.name}: {error}", trace)
            raise BusyError(reason(error)) from error
        self._complaints.settled("deliver")

    @property
    def _at_once(self) -> int:
        """How many items the next delivery holds at most: a retry the same, as recipients who have them already get no
        others; of those that were refused together, one."""
        return 1 if self._is_apart(self._page) else self._held or self.outlet.batch

    def _is_apart(self, items: Iterable[Item]) -> bool:
        """Whether the next of these to send was refused together with others."""
        return any(item.key in self._apart for item in islice(filter(self.outlet.wants, items), 1))

    def _bundles(self) -> bool:
        """Whether what comes now waits for the next delivery."""
        return self.outlet.batch > 1 and time.monotonic() - self._sent_at < self.outlet.pause

    def _read_on(self) -> None:
        """Read until the next delivery is full, or nothing more comes: otherwise each page would wait for its own pause."""
        wanted = sum(map(self.outlet.wants, self._page))
        while wanted < self._at_once:
            cursor = self._page[-1].cursor
            assert cursor is not None
            page = items_after(self._app, cursor)
            if not page:
                break
            wanted += sum(map(self.outlet.wants, page))
            # A backlog may be long: of unwanted items only a page's last is kept, for its cursor.
            self._page.extend(item for item in page if self.outlet.wants(item) or item is page[-1])

    def _next(self) -> tuple[list[Item], list[Item]]:
        """The next items, with and without those before them that this outlet does not want."""
        items, to_send, most = [], [], self._at_once
        for item in self._page:
            items.append(item)
            if self.outlet.wants(item):
                to_send.append(item)
            if len(to_send) == most:
                break
        return items, to_send

    def _done_with(self, items: Sequence[Item], delivered: datetime | None = None) -> None:
        cursor = items[-1].cursor
        assert cursor is not None
        self._until_stored(lambda: self._app.outlets.advance(self.outlet.name, cursor, delivered=delivered))
        self._forget(items)

    def _until_stored(self, note: Callable[[], None]) -> None:
        """Repeat a note of what was sent until it is on the disk: otherwise that would be sent twice."""
        while True:
            try:
                note()
                break
            except StoreError as error:
                self._complaints.error("note", f"{self.outlet.name}: {error}")
                self._tell_live()  # with a full disk no alarm can be recorded
                if self._pause(LOOK_SECONDS):
                    break

    def _forget(self, items: Sequence[Item]) -> None:
        for item in items:
            self._page.popleft()
            self._apart.pop(item.key, None)
        self._tries = self._refusals = self._held = 0

    def _failed(self, items: Sequence[Item], to_send: Sequence[Item], error: UnreachableError | RefusedError) -> float:
        """After how many seconds to try again: at once, with the next items, where these have been put aside."""
        name, now, refused = self.outlet.name, self._now(), isinstance(error, RefusedError)
        self._failures, self._tries, self._held = self._failures + 1, self._tries + 1, len(to_send)
        self._refusals += refused
        if self._since is None:
            self._since = self._app.outlets.standing(name).since or now
        if self._failures > 1:  # else it may have been a short failure that needs no message
            self._complain(error)
        if isinstance(error, RefusedError):
            often = self._refusals >= self.outlet.tries or (error.content and self._is_apart(to_send))
            given_up = error.final or often or self._is_overdue(to_send[0], now)
            if given_up and error.content and len(to_send) > 1:
                self._apart = {item.key: self._tries for item in to_send}
                self._tries = self._refusals = self._held = 0
                return 0.0
        else:
            given_up = isinstance(error, BusyError) and self._is_overdue(to_send[0], now)
        if given_up:
            keys = [item.key for item in to_send]
            log.error("%s has not taken %s: %s", name, ", ".join(keys), error)
            cursor = items[-1].cursor
            assert cursor is not None
            tries = self._tries + self._apart.get(keys[0], 0)
            self._app.outlets.bury(name, keys, cursor, tries, error.why, now=now)
            self._forget(items)
            return 0.0
        asked = min(error.after, _LONGEST_PAUSE) if isinstance(error, BusyError) else 0.0
        pause = max(min(_FIRST_PAUSE * 2.0 ** min(self._tries - 1, 30), _MOST_PAUSE), asked)
        if pause >= _STALE_PAUSE:
            self._page.clear()
        return pause

    def _complain(self, error: UnreachableError | RefusedError) -> None:
        name, standing = self.outlet.name, self._app.outlets.standing(self.outlet.name)
        assert self._since is not None
        if (standing.since, standing.why) != (self._since, error.why):
            self._app.outlets.complain(name, self._since, error.why)
        self._complaints.error("send", f"{name} has taken nothing since {self._since.isoformat()}: {error}")

    def _is_overdue(self, item: Item, now: datetime) -> bool:
        """Whether the outlet has accepted nothing for long, and this item is as old."""
        hours = self.outlet.give_up_hours
        assert self._since is not None
        waited = now - max(item.at, self._since)
        return bool(hours) and self._failures >= IN_A_ROW and waited >= timedelta(hours=hours)

    def _tell_live(self) -> None:
        """Does not raise: a cursor may wait to be stored."""
        while not (self._live.empty() or self._closing.is_set()):
            item = live_item(self._live.get())
            try:
                if self.outlet.wants(item):
                    self.outlet.deliver([item])
            except (UnreachableError, RefusedError):
                pass
            except Exception as error:
                self._complaints.error("live", f"{self.outlet.name}: {error}", error)

    def _send_again(self) -> float:
        """Send the next dead letters that are to be tried again, as many at once as of new items; returns as `look` does. Where
        nobody can be reached, none of them is tried: new items go on. What is refused together is tried one by one, without a
        pause."""
        name, store = self.outlet.name, self._app.outlets
        letters = store.dead(name, again=True, limit=1 if self._one_by_one else self.outlet.batch)
        if not letters or (self._bundles() and not self._one_by_one):
            self._one_by_one = 0
            return LOOK_SECONDS
        self._one_by_one = max(self._one_by_one - 1, 0)
        found = {letter.id: item for letter in letters if (item := item_of(self._app, letter.item)) is not None}
        if deleted := {letter.id for letter in letters} - found.keys():  # there is nothing left to send
            store.settle(deleted, None)
        if not found:
            return 0.0
        settled, why = list(found), None
        try:
            self._deliver(list(found.values()))
            self._sent_at = time.monotonic()
        except UnreachableError as error:
            settled, why = [letter.id for letter in store.dead(name, again=True)], error.why
        except RefusedError as error:
            if len(found) > 1 and error.content:
                self._one_by_one = len(found)
                return 0.0
            why = error.why
        self._until_stored(lambda: store.settle(settled, why))
        return 0.0
