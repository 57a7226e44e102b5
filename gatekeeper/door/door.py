"""A door: one relay, and the thread that unlocks it for a time and always locks it again. In any doubt the door ends up
locked."""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial

from gatekeeper.clock import elapsed
from gatekeeper.domain import Reason
from gatekeeper.door.interlock import Interlock, InterlockedError
from gatekeeper.door.relay import Relay, SensingRelay, TimedRelay
from gatekeeper.door.sensors import Alarms, Sensors
from gatekeeper.errors import DoorError
from gatekeeper.events import Bus, DoorAlarmed, DoorFailed, DoorMended, DoorRelocked, DoorUnlocked
from gatekeeper.messages import Message

log = logging.getLogger(__name__)
_OPENING = ("unlock", "hold", "renew")
_LOOK_SECONDS = 1.0  # between two checks of the relay, and of whether another program still has the door
_AFTER_FAILURE_SECONDS = 0.02
LOCKING_SECONDS = 15.0
"""What a slow relay may take to lock at the end: what it is doing then may be cut off only after seconds, and so may each try
to lock. A service manager ends the program after thirty."""


class GrantExpiredError(DoorError):
    """The grant is too old; the relay was not asked."""

    def __init__(self, door: str) -> None:
        super().__init__("The door {door} did not unlock: the grant had become too old.", "Come again.", door=door)


class Holder(Enum):
    """On whose behalf a door is held open for everybody. Each begins and ends only its own hold."""

    SCHEDULE = auto()
    ALL_DOORS = auto()  # holders that open for everybody: they take precedence over an interlock


@dataclass(frozen=True, slots=True)
class _Wish:
    """A request to the door's thread. seconds: to unlock for; deadline: after which it is no longer carried out; holder, until:
    of a hold."""

    act: str
    deadline: float = float("inf")
    seconds: float = 0.0
    holder: Holder | None = None
    until: float = 0.0
    future: "Future[None]" = field(default_factory=Future)


class Door:
    """One relay and the thread that times it.

    Its methods may be called from any thread. Answers and events are delivered by a second thread, so that a slow or failing
    listener cannot keep the door open. claim: takes the door for this program; returns why that is not possible, or empty.
    While another program has the door, `held` says so: the relay is left alone, nothing is opened, and the claim is repeated
    every second. trouble: what is wrong with the relay, which is checked every second, with the remedy; empty while nothing is
    known. held_seconds: how long the door may stand open once it is locked. alarms: the current alarms of its contacts. barred:
    why nobody is let in until it is empty again, see `bar`. interlock: the doors that must be shut before this one opens, among
    those in `together`; locks: how often somebody locked or barred the door.
    """

    def __init__(
        self,
        name: str,
        relay: Relay,
        bus: Bus,
        clock: Callable[[], float] = elapsed,
        claim: Callable[[], str] = lambda: "",
        held_seconds: float = 30.0,
        together: Interlock | None = None,
        interlock: frozenset[str] = frozenset(),
    ) -> None:
        self.name = name
        self.interlock, self.locks = interlock, 0
        self._together = together or Interlock()
        self._contact: bool | None = None  # whether the door stands open; also True if that is unknown
        self._unsure = isinstance(relay, SensingRelay)  # not checked yet, or the relay did not answer last time
        self._holds: dict[Holder, float] = {}  # until when, by the clock
        self._claim, self.held, self.trouble = claim, claim(), ""
        self._fault: DoorError | None = None  # which that trouble tells
        self._looked: Future[None] = Future()
        self._look_at = 0.0  # by the machine's own clock
        self._not_locking = ""  # the last report of a relay that fails to lock
        self._relay, self._bus, self._clock = relay, bus, clock
        self._alarms = Alarms(held_seconds)
        self.alarms: tuple[Reason, ...] = ()
        self.barred = ""
        self._not_holding: dict[Holder, str] = {}  # the last report of a relay that fails to stay open
        self._wake = threading.Condition()
        self._wishes: deque[_Wish] = deque()
        self._news: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._relock_at: float | None = None
        self._opening = False  # the relay is being asked to open
        self._closing = False
        self._end_by = 0.0  # once it closes, by the machine's own clock
        self._left = False  # by then its thread still waited for the relay
        self._thread = threading.Thread(target=self._run, name=f"door {name}", daemon=True)
        self._teller = threading.Thread(target=self._tell, name=f"door {name} news", daemon=True)
        self._together.add(self)
        self._thread.start()
        self._teller.start()

    def held_for(self, holder: Holder) -> bool:
        """Whether the door is unlocked for everybody on a holder's behalf; see `hold`."""
        with self._wake:
            return self._relock_at is not None and self._clock() < self._holds.get(holder, float("-inf"))

    @property
    def is_open(self) -> bool:
        """Whether the relay is unlocked now."""
        with self._wake:
            return self._relock_at is not None

    @property
    def may_stand_open(self) -> bool:
        """Whether the contact reports the door open, or its state is unknown: after it was unlocked, before the first check,
        and while its relay does not answer. False if no contact is wired and the relay answers."""
        return self._unsure or bool(self._contact)

    def interlocked(self) -> str:
        """Why this door must stay shut now because of another door, as a sentence; empty if it need not."""
        return self._together.bar(self)

    def hold(
        self, holder: Holder, until: float, *, deadline: float | None = None, locks: int | None = None
    ) -> "Future[None]":
        """Unlock the door and keep it unlocked until this time, in monotonic seconds, regardless of other openings meanwhile.

        This is meant for a few seconds: to keep a door open for hours, the caller renews the hold before it ends, so that the
        door locks by itself when the caller stops. A relay that times its own pulse is given a new one each time. `lock` ends
        the hold at once, and so does `release` for its holder. deadline: see `unlock`; at the latest `until`. locks: how often
        the door had been locked at the time of the decision; if it has been locked since, it stays locked.
        """
        last = until if deadline is None else min(deadline, until)
        return self._ask(_Wish("hold", last, holder=holder, until=until), locks)

    def renew(self, holder: Holder, until: float) -> "Future[None]":
        """Renew a `hold`. The future ends with a DoorError if the door has been locked meanwhile; it then stays locked."""
        return self._ask(_Wish("renew", until, holder=holder, until=until))

    def release(self, holder: Holder) -> "Future[None]":
        """End this holder's hold, and lock the door unless another holder keeps it open; its pending requests are dropped."""
        return self._ask(_Wish("release", holder=holder))

    def unlock(self, seconds: float, *, deadline: float) -> "Future[None]":
        """Unlock for `seconds`; a door that is already open stays open that long from now.

        deadline: monotonic seconds after which the grant is no longer honoured, so that a stalled thread or relay cannot act on
        an old grant. The future ends when the relay was asked, or with a DoorError.
        """
        return self._ask(_Wish("unlock", deadline, seconds))

    def bar(self, why: str) -> "Future[None]":
        """Lock at once, and let nobody in, by face, PIN or hand, until this is called with an empty text."""
        with self._wake:
            self.barred = why
        return self.lock()

    def lock(self, *, for_now: bool = False) -> "Future[None]":
        """Lock at once, even if the door is open for somebody; pending requests are dropped. for_now: not by order, but because
        the machine is shutting down or going to sleep."""
        with self._wake:
            self.locks += not for_now
        return self._ask(_Wish("lock"))

    def refuse(self) -> "Future[None]":
        """Show a refusal, unless the door is open for somebody."""
        return self._ask(_Wish("refuse"))

    def wait_ready(self, seconds: float = 10.0) -> None:
        """Wait until the relay has been opened. Raises DoorError if that is not possible, or another program has the door."""
        try:
            self._looked.result(seconds)
        except TimeoutError as error:
            raise DoorError("The relay of {door} does not answer.", "Check the relay.", door=self.name) from error
        if self.held:
            raise DoorError(self.held)
        if self._fault is not None:
            raise DoorError(self._fault.message, self._fault.hint)

    def begin_to_close(self) -> None:
        """Accept no more requests and lock, without waiting for the relay; see `close`."""
        with self._wake:
            if not self._closing:
                self._closing, self._end_by = True, time.monotonic() + LOCKING_SECONDS
            self._wake.notify()

    def close(self) -> None:
        """End locked. If the relay hangs, that the door may be open is announced and logged after `LOCKING_SECONDS`."""
        self.begin_to_close()
        if self._thread is not threading.current_thread():
            self._thread.join(max(0.0, self._end_by - time.monotonic()))
            if self._thread.is_alive():
                self._leave()
        if self._teller is not threading.current_thread():
            self._teller.join(5)

    def say_if_open(self) -> None:
        """Announce and log that the door may be open, if it may be: the relay was asked to lock it, and has not answered."""
        if not self.held and (self._opening or self._relock_at is not None):
            why = Message(
                "The door may be open: its relay has not answered for {seconds:g} s. Look at the door.",
                seconds=LOCKING_SECONDS,
            )
            log.error("%s: %s", self.name, why)
            self._publish(DoorFailed(self.name, why))

    def _leave(self) -> None:
        """Wait for the relay no longer; once, whoever closes the door again."""
        with self._wake:
            left, self._left = self._left, True
        if not left:
            self.say_if_open()
            self._news.put(None)

    def _ask(self, wish: _Wish, locks: int | None = None) -> "Future[None]":
        future = wish.future
        with self._wake:
            if self._closing:
                future.set_exception(
                    DoorError("The door {door} is closed down.", "Start the program again.", door=self.name)
                )
            elif self.held:
                if wish.act in _OPENING:
                    future.set_exception(DoorError(self.held))
                else:
                    future.set_result(None)
            elif self.barred and wish.act in _OPENING:
                future.set_exception(DoorError(self.barred))
            elif locks is not None and locks != self.locks:
                future.set_exception(DoorError("The door {door} was locked.", "Come again.", door=self.name))
            else:
                if wish.act == "lock":
                    self._forget_wishes()
                elif wish.act == "release":
                    self._forget_wishes(wish.holder)
                self._wishes.append(wish)
                self._wake.notify()
        return future

    def _forget_wishes(self, holder: Holder | None = None) -> None:
        """Do nothing more of what waits; holder: only of this one's holds."""
        for wish in list(self._wishes):
            if holder is None or (wish.holder is holder and wish.act in _OPENING):
                self._wishes.remove(wish)
                locked = DoorError("The door {door} was locked.", "Come again.", door=self.name)
                self._news.put(partial(wish.future.set_exception, locked))

    def _run(self) -> None:
        """Run turn after turn until the door is closed. If a turn raises anything, even for lack of memory, the door is locked
        and the thread goes on: nobody else would lock it."""
        while True:
            try:
                if self._turn():
                    return
            except BaseException as error:
                self._lock_after(error)
                time.sleep(_AFTER_FAILURE_SECONDS)

    def _turn(self) -> bool:
        """Do what has been requested or is due next; returns whether the door has been closed."""
        with self._wake:
            while not self._wishes and not self._closing and not self._due():
                wait = self._look_at - time.monotonic()
                if wait <= 0:
                    break
                if self._relock_at is not None:
                    wait = min(wait, max(0.0, self._relock_at - self._clock()))
                self._wake.wait(wait)
            closing = self._closing and not self._wishes
            wish = self._wishes.popleft() if self._wishes else None
        try:
            if self._due() or closing:
                self._lock()
            if wish is not None:
                self._do(wish)
        except BaseException as error:
            if wish is not None:
                failed = DoorError("The relay of {door} failed: {error}", door=self.name, error=error)
                self._news.put(partial(_give_up, wish.future, failed))
            raise
        if closing:
            self._attempt(self._relay.close)
            self._together.remove(self)
            self._news.put(None)
            return True
        if time.monotonic() >= self._look_at and not self._wishes:  # requests do not wait for a slow answer
            self._look()
        return False

    def _lock_after(self, error: BaseException) -> None:
        """Lock in a way that does not depend on anything that may have failed; if that fails too, locking is due at once."""
        for act in (
            partial(setattr, self, "_relock_at", float("-inf")),  # only `_lock` clears that
            self._lock_at_once,
            partial(log.error, "The door %s failed and was locked", self.name, exc_info=error),
        ):
            try:
                act()
            except BaseException:  # the next turn tries again
                continue

    def _look(self) -> None:
        """Check whether the door can be taken now, and then whether its relay answers."""
        before, holder = self.held or self.trouble, ""
        if (
            self.held
        ):  # a door that is already ours is not claimed again: a failure would leave it to nobody, perhaps open
            try:
                holder = self._claim()
            except Exception as error:
                log.exception("The door %s could not be asked for", self.name)
                holder = Message("The door {door} cannot be taken: {error}", door=self.name, error=error)
        with self._wake:
            self.held = holder
        fault = None if holder else self._attempt(self._relay.check) or self._sense()
        if fault is not None and self._contact is not None:
            self._contact = True
        self._unsure = fault is not None or (self._unsure and bool(holder))
        self._fault, self.trouble = fault, "" if fault is None else fault.told
        self._look_at = time.monotonic() + _LOOK_SECONDS
        if self.trouble and self.trouble != before:
            self._publish(DoorFailed(self.name, self.trouble))
        elif before and not holder and not self.trouble:
            self._publish(DoorMended(self.name))
        if not self._looked.done():
            self._looked.set_result(None)

    def _sense(self) -> DoorError | None:
        """Announce what the door's contacts report, and switch the alarm output."""
        relay, sensed = self._relay, list[Sensors]()
        if not isinstance(relay, SensingRelay):
            return None
        fault = self._attempt(lambda: sensed.append(relay.sense()))
        if fault is not None:
            return fault
        self._contact = sensed[0].contact_open
        for reason, active in self._alarms.take(sensed[0], self._relock_at is not None, self._clock()):
            self._publish(DoorAlarmed(self.name, reason, active))
        self.alarms = tuple(self._alarms.since)
        return self._attempt(partial(relay.alarm, bool(self.alarms)))

    def _due(self) -> bool:
        return self._relock_at is not None and self._clock() >= self._relock_at

    def _do(self, wish: _Wish) -> None:
        act, holder = wish.act, wish.holder
        error: DoorError | None = None
        if act == "lock":
            error = self._lock()
        elif act == "release" and holder is not None:
            self._holds.pop(holder, None)
            error = None if self._held_until > self._clock() else self._lock()
        elif act == "refuse":
            error = None if self._relock_at is not None else self._attempt(self._relay.refuse)
        elif self.barred:
            error = DoorError(self.barred)
        elif self._clock() > wish.deadline:
            error = DoorError(self.trouble) if self.trouble else GrantExpiredError(self.name)
        elif act == "renew" and self._relock_at is None:
            error = GrantExpiredError(self.name)
        else:
            error = self._attempt(partial(self._together.enter, self, whatever=holder is Holder.ALL_DOORS))
            if error is None:
                error = self._open(wish)
        last_told = ""
        if act == "hold" and holder is not None:
            last_told = self._not_holding.get(holder, "")
            self._not_holding[holder] = "" if error is None else error.told
        if error is None:
            self._news.put(partial(wish.future.set_result, None))
        else:
            # Failures to lock or to check the relay are reported where they occur. An expired grant, a barred door or another
            # open door is not the relay's fault. A failure of a request that is repeated all the time is reported once.
            no_fault = act in ("lock", "release") or isinstance(error, GrantExpiredError | InterlockedError)
            if (told := error.told) not in (self.trouble, self.barred, last_told) and not no_fault:
                self._publish(DoorFailed(self.name, told))
            self._news.put(partial(wish.future.set_exception, error))

    @property
    def _held_until(self) -> float:
        return max(self._holds.values(), default=float("-inf"))

    def _open(self, wish: _Wish) -> DoorError | None:
        """Open the relay in such a way that a passage does not end a hold, nor a hold a passage."""
        relay, was_open = self._relay, self._relock_at is not None
        goes_on, holds = False, self._holds
        if wish.holder is not None:
            goes_on, holds = self.held_for(wish.holder), {**holds, wish.holder: wish.until}
        until = max(holds.values(), default=float("-inf"))
        if wish.holder is not None:  # people for whom the door happens to be open may pass
            until = max(until, self._relock_at or 0.0)
        seconds = max(wish.seconds, until - self._clock())
        error: DoorError | None = None
        self._opening = True
        if isinstance(relay, TimedRelay):
            error = self._attempt(partial(relay.unlock_for, seconds))
        elif wish.act != "renew":  # the door counts as open until it is locked
            error = self._attempt(relay.unlock)
        if error is None:
            with self._wake:
                self._relock_at = self._clock() + seconds
                self._holds = holds
            if wish.act != "renew" and not goes_on:
                self._publish(DoorUnlocked(self.name, seconds))
        elif self._attempt(relay.lock) is not None:
            # The relay may have opened before it failed, so locking is repeated every second.
            with self._wake:
                self._relock_at = self._clock() + 1.0
        elif was_open:
            self._lock()  # the door was open for somebody, and is locked now
        else:
            self._together.leave(self)
        self._opening = False
        return error

    def _lock_at_once(self) -> None:
        if not self.held:
            self._relay.lock()

    def _lock(self) -> DoorError | None:
        self._holds = {}
        if self.held:
            self._relock_at = None
            self._together.leave(self)
            return None  # the program that has the door locks it
        was_open = self._relock_at is not None
        error = self._attempt(self._relay.lock)
        with self._wake:
            # A relay that fails to lock is asked again every second.
            self._relock_at = None if error is None or self._closing else self._clock() + 1.0
        if error is None:
            if was_open:
                self._alarms.was_unlocked(self._clock())
            if self._contact is not None and was_open:
                self._contact, self._look_at = True, 0.0  # until it is checked
            self._together.leave(self)
        was_told, self._not_locking = self._not_locking, "" if error is None else error.told
        if error is not None:
            if self._not_locking != was_told and (was_open or self._not_locking != self.trouble):  # not every second
                self._publish(DoorFailed(self.name, Message("The door does not lock: {error}", error=error)))
        elif was_open:
            self._publish(DoorRelocked(self.name))
        return error

    def _publish(self, event: object) -> None:
        self._news.put(partial(self._bus.publish, event))

    def _tell(self) -> None:
        while (news := self._news.get()) is not None:
            try:
                news()
            except BaseException:  # the caller gave up waiting, or its callback failed
                log.exception("Somebody failed on what the door %s did", self.name)

    def _attempt(self, act: Callable[[], None]) -> DoorError | None:
        try:
            act()
        except DoorError as error:
            return error
        except Exception as error:  # a relay's bug must not end the thread that locks the door
            log.exception("The relay of %s failed", self.name)
            return DoorError("The relay of {door} failed: {error}", "Check the relay.", door=self.name, error=error)
        return None


def _give_up(future: "Future[None]", error: DoorError) -> None:
    if not future.done():
        future.set_exception(error)
