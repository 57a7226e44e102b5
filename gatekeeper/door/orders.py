"""Orders for all doors at once: locked for everybody, open for everybody, or each by its rule.

The order is kept in the database, so that every program that has doors follows it within a second, and it is on record before
any relay moves. In doubt the doors are shut: after a lock-down they stay locked over restarts, until somebody lifts it; after
an order to open they are held open by a deadline that is renewed every second, and only by programs that were running when the
order was given. A lock-down that cannot be recorded holds in every program of the home as well, through a file beside the
database (`lockdown.py`).
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
from gatekeeper.store.site_settings import ORDER
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
LOCKED_FOR_ALL = Message("All doors are locked: nobody can pass now.")
_UNKNOWN = Message("This door stays shut, because the order for all doors cannot be read.")
_EVERY_SECONDS = 1.0  # between two checks of the order; each check also renews what is held open
_HOLD_SECONDS = 5.0  # how long a door stays open once nobody renews the hold
_PAUSE_SECONDS = 2.0


class AllDoors(StrEnum):
    """What all doors do. The values are stored: never rename one."""

    NORMAL = "normal"
    LOCKED = "locked"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Order:
    """The last order: what was ordered, by whom, why and when (UTC). number: counts the orders, 0 if there was none yet."""

    doors: AllDoors = AllDoors.NORMAL
    who: str = ""
    why: str = ""
    at: datetime | None = None
    number: int = 0


def read_order(people: PeopleStore) -> Order:
    """The last order. Raises StoreError if it cannot be read."""
    return order_of(people.setting(ORDER))


def order_of(kept: str | None) -> Order:
    """The order stored in a database's settings. Raises StoreError if the stored value is not an order."""
    if kept is None:
        return Order()
    try:
        fields = json.loads(kept)
        at = datetime.fromisoformat(fields["at"])
        return Order(AllDoors(fields["doors"]), str(fields["who"]), str(fields["why"]), at, int(fields["number"]))
    except (ValueError, TypeError, KeyError) as error:
        raise _NoOrderError(
            "The last order for all doors cannot be read: {error}",
            "Give it again: gatekeeper doors normal --why REASON",
            error=error,
        ) from error


def write_order(people: PeopleStore, doors: AllDoors, who: str, why: str, at: datetime) -> Order:
    """Replace the last order, whatever it was."""
    try:
        number = read_order(people).number + 1
    except StoreError:  # the stored value is not an order, so no program has followed it
        number = time.time_ns()
    order = Order(doors, who, why, at, number)
    fields = {"doors": doors, "who": who, "why": why, "at": at.isoformat(), "number": number}
    people.set_setting(ORDER, json.dumps(fields, ensure_ascii=False))
    return order


class _NoOrderError(StoreError):
    """The value stored as the last order is not an order."""


class Orders:
    """Makes a program's doors follow the last order, on a thread of its own once it has begun.

    doors: those that are open now. failed: called once per order when a door that should be open is not. outdated: the order to
    open was given before this program began, and so is not followed.
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
        self._seen_over = 0  # the outdated order for which it is on record that its doors no longer stand open
        self._people, self._doors, self._clock, self._complaints, self._failed = (
            people,
            doors,
            clock,
            complaints,
            failed,
        )
        self._before: int | None = None  # the order in force when this program began, None while none has been read
        self._locking: Order | None = None  # a lock-down by this program that is not on record yet
        self._begun: Mark | None = None  # the file of that lock-down; None if it could not be written
        self._over = 0  # the order after which it was given
        self._signed: Mark | None = None  # the lock-down file of any program, as last read
        self._looked = False  # whether that file could be read at all
        self._known: Order | None = None
        self._holding: dict[Door, Future[None]] = {}
        self._told: dict[str, int] = {}  # by door: the order that it failed to follow
        self._pause_until = 0.0  # by the machine's own clock
        self._turn = threading.RLock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def current(self) -> Order:
        """The last known order."""
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
        """Whether the last order was to open all doors, and is not followed because this program began only after it."""
        return self.current.doors is AllDoors.OPEN and (self._before is None or self.current.number <= self._before)

    @property
    def followed(self) -> bool:
        """Whether doors of this program follow the orders; in other programs it is not known whether an order was followed."""
        return self._thread is not None

    def prevailing(self, recorded: Order | None) -> Order:
        """The order in effect, from the order last read and what this program knows: the newer one, or a lock-down that is
        not on record, or that doors of this program have not been told to end yet."""
        known = self.current
        if recorded is None or known.number > recorded.number:
            return known
        locks = known.doors is AllDoors.LOCKED and recorded.doors is not AllDoors.LOCKED
        # Without doors, a program does not learn of later orders, so what it knows of those on record is the past.
        return known if locks and (self.followed or self._locking or self.unrecorded()) else recorded

    def lock_down(self, order: Order) -> bool:
        """Lock this program's doors for everybody at once, and those of other programs within a second, until an order is
        given. This does not wait for the record, and holds whether or not it can be recorded. Returns whether any door was
        locked."""
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
        if not doors:
            self._locking = None  # the file alone locks doors, and every program that has any learns when it is over
        return bool(doors) or self._begun is not None

    def unrecorded(self) -> Mark | None:
        """The lock-down that the order about to be given lifts or puts on record; for `given`."""
        try:
            return self._lock_down.mark()
        except OSError:
            return None

    def given(self, order: Order, lifts: Mark | None = None) -> None:
        """An order of this program is on record: make all doors follow it instead of the lock-down that existed before the
        order was written, see `unrecorded`."""
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
        """Make a door that was just opened follow the orders, and from now on all doors."""
        with self._turn:
            if self._thread is None:
                self._read()
                self._thread = threading.Thread(target=self._run, name="orders", daemon=True)
                self._thread.start()
            self._follow(door)

    def take_up(self) -> None:
        """Make all doors follow the current order; this also happens every second."""
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
        """Hold nothing open for a moment: the doors are locked because the machine is shutting down or going to sleep."""
        # Without waiting for the turn: the thread that has it may be waiting for the database.
        self._pause_until = time.monotonic() + _PAUSE_SECONDS

    def end(self) -> None:
        """Stop holding doors open."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            try:
                self.take_up()
            except Exception as error:  # the next turn tries again; without it, open doors lock by themselves
                self._complaints.error("orders", f"The doors could not be told what was ordered: {error}", error)

    def _read(self) -> None:
        # The file is read before the order, because the order is written before the file is removed.
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
                self._before = 0  # any order read later is newer
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
            if self._locking is not None:  # a lock-down was given meanwhile
                door.bar(LOCKED_FOR_ALL)
        if order is not None and order.doors is AllDoors.OPEN and not barred and not self.outdated:
            self._hold_open(door, order)
        elif self._holding.pop(door, None) is not None:
            door.release(Holder.ALL_DOORS)  # its schedule may keep it open

    def _note_doubt(self) -> None:
        """Record that people who pass are seen again, since the doors have locked with the program that held them open. If
        another program still holds its own doors open, that program records this in its turn."""
        order = self._known
        if order is None or order.doors is not AllDoors.OPEN:
            return
        over = self.outdated
        if self._seen_over == order.number or not (over or self._holding):
            return
        try:
            self._presence.stood_open(
                utc_now() if over else None, lambda: read_order(self._people).number == order.number
            )
        except StoreError as error:
            self._complaints.error("doubt", f"How long all doors stood open cannot be put on record: {error}")
            return
        self._complaints.settled("doubt")
        if over:
            self._seen_over = order.number

    def _hold_open(self, door: Door, order: Order) -> None:
        last = self._holding.get(door)
        if door.held or time.monotonic() < self._pause_until or (last is not None and not last.done()):
            return  # a relay that is slow to answer is not asked twice
        error = last.exception() if last is not None else None
        if isinstance(error, DoorError) and self._told.get(door.name) != order.number:
            self._told[door.name] = order.number
            self._failed(door, order, error)
        self._holding[door] = door.hold(Holder.ALL_DOORS, self._clock() + _HOLD_SECONDS)
