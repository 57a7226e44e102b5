"""What somebody ordered for all doors at once: locked for everybody, open for everybody, or each by its rule.

The order is kept in the database, so that every program that has doors follows it within a second, and is on record before any
relay moves. In doubt they are shut: doors that were locked so stay locked over restarts, until somebody lifts it; doors that
were opened so are held open by a deadline that is renewed every second, and only by programs that ran when it was ordered.
A lock-down that cannot be recorded holds in every program of the home as well, by a file beside the database (`lockdown.py`).
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gatekeeper.door.door import Door, Holder
from gatekeeper.door.lockdown import LockDown, Mark, since
from gatekeeper.errors import DoorError, StoreError
from gatekeeper.events import LoggedOnce
from gatekeeper.messages import Message
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.presence import PresenceStore
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
LOCKED_FOR_ALL = Message("All doors are locked: nobody can pass now.")
_UNKNOWN = Message("This door stays shut, because the order for all doors cannot be read.")
ORDER = "doors.order"
_EVERY_SECONDS = 1.0  # it is looked at, and what is held open is held open anew
_HOLD_SECONDS = 5.0  # so long a door stays open when nobody holds it open any more
_PAUSE_SECONDS = 2.0


class AllDoors(StrEnum):
    """What all doors do. The values are stored: never rename one."""

    NORMAL = "normal"
    LOCKED = "locked"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered last, by whom, why and when (UTC). number: counts the orders, 0 where there was none yet."""

    doors: AllDoors = AllDoors.NORMAL
    who: str = ""
    why: str = ""
    at: datetime | None = None
    number: int = 0


def read_order(people: PeopleStore) -> Order:
    """The last order. Raises StoreError where it cannot be read."""
    return order_of(people.setting(ORDER))


def order_of(kept: str | None) -> Order:
    """The order that is kept so in a database's settings. Raises StoreError where it is none."""
    if kept is None:
        return Order()
    try:
        fields = json.loads(kept)
        at = datetime.fromisoformat(fields["at"])
        return Order(AllDoors(fields["doors"]), str(fields["who"]), str(fields["why"]), at, int(fields["number"]))
    except (ValueError, TypeError, KeyError) as error:
        raise _NoOrderError(
            "The last order for all doors cannot be read: {error}",
            "Give it again: gatekeeper doors normal.",
            error=error,
        ) from error


def write_order(people: PeopleStore, doors: AllDoors, who: str, why: str, at: datetime) -> Order:
    """Put an order in the place of the last one, whatever that was."""
    try:
        number = read_order(people).number + 1
    except StoreError:  # none that a program has taken note of
        number = time.time_ns()
    order = Order(doors, who, why, at, number)
    people.set_setting(
        ORDER, json.dumps({"doors": doors, "who": who, "why": why, "at": at.isoformat(), "number": number})
    )
    return order


class _NoOrderError(StoreError):
    """What is kept as the last order is none."""


class Orders:
    """Sees to it that a program's doors follow the last order, on a thread of its own once it was begun.

    doors: those that are open now. failed: told, once for an order, that a door that should be open is not. outdated: the order
    to open was given before this program began, and so is not followed.
    """

    def __init__(
        self,
        people: PeopleStore,
        doors: Callable[[], Sequence[Door]],
        clock: Callable[[], float],
        complaints: LoggedOnce,
        failed: Callable[[Door, Order, DoorError], None],
        lock_down: LockDown,
        presence: PresenceStore,
    ) -> None:
        self._lock_down, self._presence = lock_down, presence
        self._seen_over = 0  # the outdated order of which it is on record that its doors no longer stand open
        self._people, self._doors, self._clock, self._complaints, self._failed = (
            people,
            doors,
            clock,
            complaints,
            failed,
        )
        self._before: int | None = None  # the order there was when this program began, None while none was read
        self._locking: Order | None = None  # a lock-down of this program that is not on record yet
        self._begun: Mark | None = None  # the file of that; None where it could not be written
        self._over = 0  # the order that it was given after
        self._signed: Mark | None = None  # that of any program, as it was read last
        self._looked = False  # whether that could be read at all
        self._known: Order | None = None
        self._holding: dict[Door, Future[None]] = {}
        self._told: dict[str, int] = {}  # by door: the order that it failed to follow
        self._pause_until = 0.0  # of the machine's own clock
        self._turn = threading.RLock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def current(self) -> Order:
        """The last order that is known of."""
        if self._locking is None and (signed := self.unrecorded()) is not None:
            order = self._known or Order()
            return (
                order
                if order.doors is AllDoors.LOCKED
                else Order(AllDoors.LOCKED, at=since(signed), number=order.number)
            )
        return self._locking or self._known or Order()

    @property
    def outdated(self) -> bool:
        """Whether the last order was to open all doors, and is not followed, since this program has begun only after it."""
        return self.current.doors is AllDoors.OPEN and (self._before is None or self.current.number <= self._before)

    @property
    def followed(self) -> bool:
        """Whether doors of this program follow the orders; elsewhere it is not known what became of one."""
        return self._thread is not None

    def prevailing(self, recorded: Order | None) -> Order:
        """What holds, of the order that was read last and what this program knows: the newer one, or a lock-down, which may
        not be on record."""
        known = self.current
        if recorded is None or known.number > recorded.number:
            return known
        return known if known.doors is AllDoors.LOCKED and recorded.doors is not AllDoors.LOCKED else recorded

    def lock_down(self, order: Order) -> bool:
        """Lock this program's doors for everybody at once, and those of other programs within a second, before that is on
        record and whether or not it can be; until an order is. Whether any door is locked by that."""
        self._over = self._known.number if self._known is not None else 0
        self._locking = order
        doors = self._doors()
        for door in doors:
            door.bar(LOCKED_FOR_ALL)
        try:
            self._begun = self._signed = self._lock_down.begin()
        except OSError as error:
            self._begun = None
            log.error("That all doors are locked cannot be told to other programs: %s", error)
        if self._begun is not None and not doors:
            self._locking = None  # the file says it, and whoever has doors hears when it is over
        return bool(doors) or self._begun is not None

    def unrecorded(self) -> Mark | None:
        """The lock-down that an order which is about to be given lifts, or puts on record; for `given`."""
        try:
            return self._lock_down.mark()
        except OSError:
            return None

    def given(self, order: Order, lifts: Mark | None = None) -> None:
        """An order of this program is on record: have all doors follow it, and no longer the lock-down that was there before it
        was written, see `unrecorded`."""
        with self._turn:
            if self._before is None:
                self._before = order.number - 1
            self._known, self._locking, self._begun = order, None, None
            try:
                self._lock_down.end(lifts)
            except OSError as error:
                log.error("All doors stay locked: delete %s. %s", self._lock_down.file, error)
        self.take_up()

    def begin(self, door: Door) -> None:
        """Have a door that was just opened follow, and from now on all of them."""
        with self._turn:
            if self._thread is None:
                self._read()
                self._thread = threading.Thread(target=self._run, name="orders", daemon=True)
                self._thread.start()
            self._follow(door)

    def take_up(self) -> None:
        """Have all doors follow what was ordered by now; done every second besides."""
        with self._turn:
            if self._thread is None or self._ended.is_set():
                return
            self._read()
            doors = self._doors()
            self._holding = {door: done for door, done in self._holding.items() if door in doors}
            for door in doors:
                self._follow(door)
        self._note_doubt()

    def pause(self) -> None:
        """Hold nothing open for a moment: the doors are locked because the machine stops or sleeps now."""
        # Without its turn: who has that may be waiting for the database.
        self._pause_until = time.monotonic() + _PAUSE_SECONDS

    def end(self) -> None:
        """Hold no door open any more."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            try:
                self.take_up()
            except Exception as error:  # the next turn tries again, and without it what is open locks by itself
                self._complaints.error("orders", f"The doors could not be told what was ordered: {error}", error)

    def _read(self) -> None:
        # Before the order: that is written before the file is taken away.
        begun = self._begun
        try:
            self._signed = signed = self._lock_down.mark()
        except OSError as error:
            signed = self._signed
            self._complaints.error("lock-down", f"Whether all doors are locked cannot be read: {error}")
        else:
            self._looked = True
            self._complaints.settled("lock-down")
        try:
            self._known = read_order(self._people)
            if begun is not None and signed is None and self._known.number > self._over:
                self._locking = self._begun = None  # another program's order is on record
            if self._before is None:
                self._before = self._known.number
        except StoreError as error:
            if isinstance(error, _NoOrderError) and self._before is None:
                self._before = 0  # whatever is read later is newer
            self._complaints.error("order", f"What was ordered for all doors cannot be read: {error}")
        else:
            self._complaints.settled("order")

    def _follow(self, door: Door) -> None:
        order = self._locking or self._known
        barred: str = ""
        if self._signed is not None or (order is not None and order.doors is AllDoors.LOCKED):
            barred = LOCKED_FOR_ALL
        elif order is None or not self._looked:
            barred = _UNKNOWN
        if barred != door.barred:
            door.bar(barred)
            if self._locking is not None:  # given meanwhile
                door.bar(LOCKED_FOR_ALL)
        if order is not None and order.doors is AllDoors.OPEN and not barred and not self.outdated:
            self._hold_open(door, order)
        elif self._holding.pop(door, None) is not None:
            door.lock()

    def _note_doubt(self) -> None:
        """Whoever goes by once the doors have locked with the program that held them open is seen again. Where another program
        holds its own open still, that says so in its turn."""
        order = self._known
        if order is None or order.doors is not AllDoors.OPEN:
            return
        over = self.outdated
        if self._seen_over == order.number or not (over or self._holding):
            return
        try:
            self._presence.stood_open(utc_now() if over else None, lambda: read_order(self._people) == order)
        except StoreError as error:
            self._complaints.error("doubt", f"How long all doors stood open cannot be put on record: {error}")
            return
        self._complaints.settled("doubt")
        if over:
            self._seen_over = order.number

    def _hold_open(self, door: Door, order: Order) -> None:
        last = self._holding.get(door)
        if door.held or time.monotonic() < self._pause_until or (last is not None and not last.done()):
            return  # a relay that takes its time is not asked twice
        error = last.exception() if last is not None else None
        if isinstance(error, DoorError) and self._told.get(door.name) != order.number:
            self._told[door.name] = order.number
            self._failed(door, order, error)
        self._holding[door] = door.hold(Holder.ALL_DOORS, self._clock() + _HOLD_SECONDS)
