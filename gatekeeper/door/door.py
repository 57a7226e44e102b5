"""A door: one relay, and the thread that unlocks it for a time and always locks it again. Any doubt ends locked."""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
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
_OPENING = ("unlock", "hold open", "hold", "renew")
_LOOK_SECONDS = 1.0  # how often it is looked whether the relay is there, and whether another program still has the door
_AFTER_FAILURE_SECONDS = 0.02


class GrantExpiredError(DoorError):
    """What the door was to be opened for is too long ago; the relay was not asked."""

    def __init__(self, door: str) -> None:
        super().__init__("The door {door} did not unlock: the grant had become too old.", "Come again.", door=door)


class Door:
    """One relay and the thread that times it. Its methods may be called from any thread.

    Whoever waits for an answer or listens to the bus is told by a second thread: a listener that takes its time, or that
    fails, keeps no door open.

    claim: takes the door for this program; it returns why it cannot be had, empty where it is. While another program has
    it, `held` says so: the relay is left alone and nothing is opened; it is asked for again every second. trouble: what is
    wrong with the relay, which is looked at every second; empty while nothing is known.

    held_seconds: how long it may stand open once it is locked. alarms: what its contacts tell of now.

    barred: why nobody is let in until it is empty again, see `bar`. interlock: the doors that must be shut before it opens, of
    those in `together`; locks: how often somebody locked it, or barred it.
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
        self._contact: bool | None = None  # whether it stands open; True also where that is not known
        self._unsure = isinstance(relay, SensingRelay)  # not looked at yet, or its relay did not answer last
        self._held_until = float("-inf")
        self._claim, self.held, self.trouble = claim, claim(), ""
        self._looked: Future[None] = Future()
        self._look_at = 0.0  # of the machine's own clock
        self._not_locking = ""  # what was told of a relay that does not lock
        self._relay, self._bus, self._clock = relay, bus, clock
        self._alarms = Alarms(held_seconds)
        self.alarms: tuple[Reason, ...] = ()
        self.barred = ""
        self._open_until = float("-inf")  # while it is held open, whoever comes
        self._not_opening = ""  # what was told of a relay that does not hold open
        self._wake = threading.Condition()
        self._wanted: deque[tuple[str, float, float, Future[None]]] = deque()
        self._news: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._relock_at: float | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"door {name}", daemon=True)
        self._teller = threading.Thread(target=self._tell, name=f"door {name} news", daemon=True)
        self._together.add(self)
        self._thread.start()
        self._teller.start()

    @property
    def held_open(self) -> bool:
        """Whether it is unlocked for whoever comes; see `hold_open`."""
        with self._wake:
            return self._relock_at is not None and self._clock() < self._open_until

    @property
    def is_open(self) -> bool:
        """Whether the relay is unlocked now."""
        with self._wake:
            return self._relock_at is not None

    @property
    def may_stand_open(self) -> bool:
        """Whether its contact says so, or that is not known: since it was unlocked, before it was looked at once, and while its
        relay does not answer. False where no contact is wired and the relay answers."""
        return self._unsure or bool(self._contact)

    def interlocked(self) -> str:
        """Why it must stay shut now because of another door, a sentence; empty where it need not."""
        return self._together.bar(self)

    def hold(self, seconds: float, *, deadline: float, locks: int) -> "Future[None]":
        """Keep it unlocked for so long from now, whoever else it is opened for meanwhile; to be said again before that ends.

        It ends by itself, by `lock` and by `release`. deadline: see `unlock`. locks: how often it was locked when this was
        decided; locked since then, it stays so.
        """
        return self._ask("hold", seconds, deadline, locks)

    def renew(self, seconds: float) -> "Future[None]":
        """Go on with `hold`. The future ends with a DoorError where the door is locked by now: it stays so."""
        return self._ask("renew", seconds, float("inf"))

    def release(self) -> "Future[None]":
        """Hold it no longer, and lock it."""
        return self._ask("release", 0.0, float("inf"))

    def unlock(self, seconds: float, *, deadline: float) -> "Future[None]":
        """Unlock for `seconds`; a door that is open stays open that long from now.

        deadline: monotonic seconds after which the grant is no longer honoured, so that a stalled thread or relay can
        not act on an old one. The future ends when the relay was asked, or with a DoorError.
        """
        return self._ask("unlock", seconds, deadline)

    def hold_open(self, until: float) -> "Future[None]":
        """Unlock, and keep it so until then, in monotonic seconds, whoever comes meanwhile; `lock` ends it at once.

        It is for a few seconds ahead: whoever wants a door to stand open for hours says it anew every second, so that it
        locks by itself when they no longer do. A relay that times its pulse is given a new one each time.
        """
        return self._ask("hold open", 0.0, until)

    def bar(self, why: str) -> "Future[None]":
        """Lock at once, and let nobody in, by face, PIN or hand, until it is called with an empty text."""
        with self._wake:
            self.barred = why
        return self.lock()

    def lock(self, *, for_now: bool = False) -> "Future[None]":
        """Lock at once, whoever it is open for; what was asked for and not done yet is forgotten. for_now: nobody said so, the
        machine stops or sleeps."""
        with self._wake:
            self.locks += not for_now
        return self._ask("lock", 0.0, float("inf"))

    def refuse(self) -> "Future[None]":
        """Show a refusal, unless the door is open for somebody."""
        return self._ask("refuse", 0.0, float("inf"))

    def wait_ready(self, seconds: float = 10.0) -> None:
        """Wait until the relay was opened. Raises DoorError where it cannot be, or another program has the door."""
        try:
            self._looked.result(seconds)
        except TimeoutError as error:
            raise DoorError("The relay of {door} does not answer.", "Check the relay.", door=self.name) from error
        if self.held or self.trouble:
            raise DoorError(self.held or self.trouble)

    def begin_to_close(self) -> None:
        """Take no wish any more and lock, without waiting for the relay; see `close`."""
        with self._wake:
            self._closing = True
            self._wake.notify()

    def close(self) -> None:
        """End locked."""
        self.begin_to_close()
        for thread in (self._thread, self._teller):
            if thread is not threading.current_thread():
                thread.join(5)

    def _ask(self, word: str, seconds: float, deadline: float, locks: int | None = None) -> "Future[None]":
        future: Future[None] = Future()
        with self._wake:
            if self._closing:
                future.set_exception(
                    DoorError("The door {door} is closed down.", "Start the program again.", door=self.name)
                )
            elif self.held:
                if word in _OPENING:
                    future.set_exception(DoorError(self.held))
                else:
                    future.set_result(None)
            elif self.barred and word in _OPENING:
                future.set_exception(DoorError(self.barred))
            elif locks is not None and locks != self.locks:
                future.set_exception(DoorError("The door {door} was locked.", "Come again.", door=self.name))
            else:
                if word == "lock":
                    self._forget_wishes()
                self._wanted.append((word, seconds, deadline, future))
                self._wake.notify()
        return future

    def _forget_wishes(self) -> None:
        for *_, future in self._wanted:
            self._news.put(
                partial(future.set_exception, DoorError("The door {door} was locked.", "Come again.", door=self.name))
            )
        self._wanted.clear()

    def _run(self) -> None:
        """Turn after turn until it is closed. Whatever raises in one, and be it for want of memory, the door is locked then,
        and the thread goes on: nobody else would lock it."""
        while True:
            try:
                if self._turn():
                    return
            except BaseException as error:
                self._lock_after(error)
                time.sleep(_AFTER_FAILURE_SECONDS)

    def _turn(self) -> bool:
        """Do what is wanted or due next; whether the door is closed now."""
        with self._wake:
            while not self._wanted and not self._closing and not self._due():
                wait = self._look_at - time.monotonic()
                if wait <= 0:
                    break
                if self._relock_at is not None:
                    wait = min(wait, max(0.0, self._relock_at - self._clock()))
                self._wake.wait(wait)
            closing = self._closing and not self._wanted
            wanted = self._wanted.popleft() if self._wanted else None
        try:
            if self._due() or closing:
                self._lock()
            if wanted is not None:
                self._do(*wanted)
        except BaseException as error:
            if wanted is not None:
                self._news.put(
                    partial(
                        _give_up,
                        wanted[-1],
                        DoorError("The relay of {door} failed: {error}", door=self.name, error=error),
                    )
                )
            raise
        if closing:
            self._attempt(self._relay.close)
            self._together.remove(self)
            self._news.put(None)
            return True
        if time.monotonic() >= self._look_at and not self._wanted:  # what is wanted does not wait for a slow answer
            self._look()
        return False

    def _lock_after(self, error: BaseException) -> None:
        """Lock without the help of anything that may have failed; what is not locked now is due at once."""
        for act in (
            partial(setattr, self, "_relock_at", float("-inf")),  # nothing but `_lock` takes that back
            self._lock_at_once,
            partial(log.error, "The door %s failed and was locked", self.name, exc_info=error),
        ):
            try:
                act()
            except BaseException:  # the next turn tries it again
                continue

    def _look(self) -> None:
        """See whether the door can be had by now, and then whether its relay is there."""
        was = self.held or self.trouble
        try:
            held = self._claim() if self.held else ""
        except Exception as error:
            log.exception("The door %s could not be asked for", self.name)
            held = Message("The door {door} cannot be taken: {error}", door=self.name, error=error)
        with self._wake:
            self.held = held
        fault = None if held else self._attempt(self._relay.check) or self._sense()
        if fault is not None and self._contact is not None:
            self._contact = True
        self._unsure = fault is not None or (self._unsure and bool(held))
        self.trouble = "" if fault is None else fault.message
        self._look_at = time.monotonic() + _LOOK_SECONDS
        if self.trouble and self.trouble != was:
            self._publish(DoorFailed(self.name, self.trouble))
        elif was and not held and not self.trouble:
            self._publish(DoorMended(self.name))
        if not self._looked.done():
            self._looked.set_result(None)

    def _sense(self) -> DoorError | None:
        """Tell of what the contacts at the door say, and switch the alarm output."""
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

    def _do(self, word: str, seconds: float, deadline: float, future: "Future[None]") -> None:
        error: DoorError | None = None
        if word == "lock":
            error = self._lock()
        elif word == "release":
            self._held_until = float("-inf")
            error = None if self._clock() < self._open_until else self._lock()  # all doors may be open for a fire
        elif word == "refuse":
            error = None if self._relock_at is not None else self._attempt(self._relay.refuse)
        elif self.barred:
            error = DoorError(self.barred)
        elif self._clock() > deadline:
            error = DoorError(self.trouble, "Check the relay.") if self.trouble else GrantExpiredError(self.name)
        elif word == "renew" and self._relock_at is None:
            error = GrantExpiredError(self.name)
        elif (error := self._attempt(partial(self._enter, word))) is None:
            error = self._open(word, seconds, deadline)
        told = self._not_opening
        if word == "hold open":
            self._not_opening = "" if error is None else error.message
        if error is None:
            self._news.put(partial(future.set_result, None))
        else:
            # Locking, and looking at the relay, say so themselves; that a grant has expired, or the door is barred, or another
            # one is open, is not the relay's fault; what is asked again and again is told once.
            known = (self.trouble, self.barred, told if word == "hold open" else "")
            no_fault = word in ("lock", "release") or isinstance(error, GrantExpiredError | InterlockedError)
            if error.message not in known and not no_fault:
                self._publish(DoorFailed(self.name, error.message))
            self._news.put(partial(future.set_exception, error))

    def _enter(self, word: str) -> None:
        """Heed the interlock, except where all doors are opened for everybody: lives come before it."""
        self._together.enter(self, whatever=word == "hold open")

    def _open(self, word: str, seconds: float, deadline: float) -> DoorError | None:
        """Ask the relay, so that whoever passes a door that is held open does not end that, nor the other way about."""
        relay, was_open, goes_on = self._relay, self._relock_at is not None, word == "hold open" and self.held_open
        open_until, held_until = self._open_until, self._held_until
        if word == "hold open":
            open_until = deadline
        elif word != "unlock":
            held_until = self._clock() + seconds
        until = max(open_until, held_until, (self._relock_at or 0.0) if word != "unlock" else 0.0)
        seconds = max(seconds, until - self._clock())
        error: DoorError | None = None
        if isinstance(relay, TimedRelay):
            error = self._attempt(partial(relay.unlock_for, seconds))
        elif word != "renew":  # it is open until it is locked
            error = self._attempt(relay.unlock)
        if error is None:
            with self._wake:
                self._relock_at = self._clock() + seconds
                self._open_until, self._held_until = open_until, held_until
            if word != "renew" and not goes_on:
                self._publish(DoorUnlocked(self.name, seconds))
        elif self._attempt(relay.lock) is not None:
            # It may have opened before it failed: it is asked to lock again every second.
            with self._wake:
                self._relock_at = self._clock() + 1.0
        elif was_open:
            self._lock()  # it was open for somebody, and is locked now
        else:
            self._together.leave(self)
        return error

    def _lock_at_once(self) -> None:
        if not self.held:
            self._relay.lock()

    def _lock(self) -> DoorError | None:
        self._held_until = float("-inf")
        if self.held:
            self._relock_at = None
            self._together.leave(self)
            return None  # whoever has it locks it
        was_open = self._relock_at is not None
        self._open_until = float("-inf")
        error = self._attempt(self._relay.lock)
        with self._wake:
            # A relay that will not lock is asked again every second.
            self._relock_at = None if error is None or self._closing else self._clock() + 1.0
        if error is None:
            if self._contact is not None and was_open:
                self._contact, self._look_at = True, 0.0  # until it is looked at
            self._together.leave(self)
        told, self._not_locking = self._not_locking, "" if error is None else error.message
        if error is not None:
            if error.message != told and (was_open or error.message != self.trouble):  # not every second
                self._publish(DoorFailed(self.name, f"The door does not lock: {error.message}"))
        elif was_open:
            self._publish(DoorRelocked(self.name))
        return error

    def _publish(self, event: object) -> None:
        self._news.put(partial(self._bus.publish, event))

    def _tell(self) -> None:
        while (news := self._news.get()) is not None:
            try:
                news()
            except BaseException:  # whoever waited gave up, or what they do with the answer failed
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
