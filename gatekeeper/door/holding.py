"""A door that is kept unlocked by a schedule. Beginning and end are recorded, the hold is renewed every second, and the door is
locked if that fails."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta

from gatekeeper.domain import AccessEvent, Decision, Outcome, Reason
from gatekeeper.door.door import Door, Holder
from gatekeeper.door.hours import begun_on
from gatekeeper.door_rule import DoorRule, Holiday, Schedule
from gatekeeper.errors import StoreError
from gatekeeper.events import AccessDecided, Bus
from gatekeeper.messages import Message
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.presence import PresenceStore
from gatekeeper.timezones import local_time, zone_of

log = logging.getLogger(__name__)
PULSE_SECONDS = 10.0  # how long the door stays unlocked without a renewal
_AGAIN_SECONDS = 60.0  # after which a failed hold is tried again


def held_since(schedule: Schedule, holidays: tuple[Holiday, ...], now: datetime, timezone: str) -> datetime | None:
    """Since when (in the zone) a schedule has had the door open at a given moment; None if it has not."""
    zone = zone_of(timezone)
    local = now.astimezone(zone)
    starts = []
    for day in (local.date(), local.date() - timedelta(days=1)):
        for span in begun_on(schedule, day, holidays):
            start = local_time(day, span.start, zone)
            end = datetime.combine(day if span.end > span.start else day + timedelta(days=1), span.end, zone)
            if start <= local < end:
                starts.append(start)
    return min(starts, default=None)


def holds(rule: DoorRule, since: datetime | None, first_in: datetime | None, locked_down: datetime | None) -> bool:
    """Whether a door is to be held open. since: when its hours began, None outside them; first_in, locked_down: when, in these
    hours, somebody was first let in, and when the door was locked by hand."""
    if rule.hold_open is None or since is None or locked_down is not None:
        return False
    return not rule.hold_after_first or first_in is not None


class Holding:
    """The hold of one door. `follow` is called every second on the recognition thread, `end` from any thread.

    presence: where people are counted at this door; they are not counted while it stands open.
    """

    def __init__(
        self,
        door: Door,
        access_log: AccessLog,
        bus: Bus,
        clock: Callable[[], float],
        presence: PresenceStore | None = None,
    ) -> None:
        self._door, self._log, self._bus, self._clock = door, access_log, bus, clock
        self._presence = presence
        # Whether the end of unseen passing is on record: an earlier program may have been killed before recording it.
        self._counted = presence is None
        self._one = threading.Lock()
        self._over = False
        self._locks = -1  # of the door, when the hold began
        self._locked_at: datetime | None = None  # by hand, in hours in which it was held
        self._unrecorded = False  # locked by hand, but that is not on record yet
        self._asked: Future[None] | None = None
        self._not_before = float("-inf")
        self.active = False

    def follow(self, rule: DoorRule, now: datetime) -> None:
        """Begin, renew or end the hold according to the rule now (UTC). If anything raises, the door is locked."""
        with self._one:
            if self._over:
                return
            try:
                self._follow(rule, now)
            except BaseException:
                if self.active and self._locked_by_hand:
                    self._locked_at, self._unrecorded = now, True
                self.active = False
                self._door.release(Holder.SCHEDULE)
                raise

    def end(self, now: datetime, *, for_good: bool = False) -> None:
        """End the hold and lock the door, because its rule is no longer known or the program ends."""
        with self._one:
            self._over |= for_good
            self._heed_lock(now)
            if self.active:
                self._stop(Reason.HOLD_ENDED, Message("The door is no longer kept open."), now)

    def _follow(self, rule: DoorRule, now: datetime) -> None:
        since = None
        if rule.hold_open is not None:
            since = held_since(rule.hold_open, rule.holidays, now, rule.timezone)
        self._heed_lock(now)
        if (
            self._door.held
        ):  # the program that has the door records whether it stands open; once this one has it, it is checked again
            self._counted = self._presence is None
        elif not self.active and not self._counted:
            self._stands_open(now, begins=False)
            self._counted = True
        hold = False
        if since is not None:
            first = self._log.last_let_in(rule.door, since, now) if rule.hold_after_first else None
            locked = self._locked_at
            if locked is None or locked < since:
                ahead = max(now, since + timedelta(days=1))  # the clock may have been ahead; hours last a day at most
                locked = self._log.last_at(rule.door, (Reason.HOLD_LOCKED,), since, ahead)
            hold = holds(rule, since, first, locked)
        failed = self._asked.exception() if self._asked is not None and self._asked.done() else None
        if self.active and failed is not None:
            self._not_before = self._clock() + _AGAIN_SECONDS
            self._stop(Reason.HOLD_ENDED, Message("The door cannot be kept open: {why}", why=failed), now)
        elif self.active and not hold:
            self._stop(Reason.HOLD_ENDED, Message("The door is no longer kept open."), now)
        elif self.active:
            self._asked = self._door.renew(Holder.SCHEDULE, self._clock() + PULSE_SECONDS)
        elif hold and self._clock() >= self._not_before and not self._shut:
            self._begin(rule, now)

    @property
    def _locked_by_hand(self) -> bool:
        """Whether somebody has locked the door, on its own or with all others, since the hold began."""
        return self._door.locks != self._locks

    def _heed_lock(self, now: datetime) -> None:
        """End the hold if somebody has locked the door, and record that, repeating until it succeeds."""
        if self.active and self._locked_by_hand:
            self._locked_at, self._unrecorded = now, True
            self.active, self._asked = False, None
            self._door.release(Holder.SCHEDULE)
        if self._unrecorded and self._locked_at is not None:
            message = Message("The door was locked and is not kept open until its next hours.")
            self._unrecorded = not self._note(Reason.HOLD_LOCKED, message, self._locked_at)

    @property
    def _shut(self) -> str:
        """Why the door cannot be opened now."""
        return self._door.held or self._door.barred or self._door.trouble or self._door.interlocked()

    def _begin(self, rule: DoorRule, now: datetime) -> None:
        assert rule.hold_open is not None
        # The count is taken before the hold is recorded: a lock in between ends it.
        self._locks = self._door.locks
        message = Message("The door is kept open by the schedule {schedule}.", schedule=rule.hold_open.name)
        self._counted = False
        with self._log.together():
            event = self._log.record(AccessEvent(now, rule.door, "", Outcome.OPENED, Reason.HOLD_BEGUN, message))
            self._stands_open(now, begins=True)
        self.active = True
        start = self._clock()
        self._asked = self._door.hold(
            Holder.SCHEDULE, start + PULSE_SECONDS, deadline=start + PULSE_SECONDS / 2, locks=self._locks
        )
        self._bus.publish(AccessDecided(event, Decision(event.outcome, event.reason, message)))

    def _stop(self, reason: Reason, message: Message, now: datetime) -> None:
        """End the hold. This is recorded first, and the door is locked whether or not that succeeds."""
        try:
            self._note(reason, message, now)
        finally:
            if self._locked_by_hand:  # just now, while this was being decided: it is recorded next time
                self._locked_at, self._unrecorded = now, True
            self.active, self._asked = False, None
            self._door.release(Holder.SCHEDULE)

    def _stands_open(self, now: datetime, *, begins: bool) -> None:
        """Note that from now on people pass the door unseen, or no longer do. Raises StoreError."""
        if self._presence is not None:
            self._presence.hold(self._door.name, now, begins=begins)

    def _note(self, reason: Reason, message: Message, now: datetime) -> bool:
        """Record an end, and announce it; returns whether it was recorded."""
        event = AccessEvent(now, self._door.name, "", Outcome.NOTED, reason, message)
        try:
            with self._log.together():
                event = self._log.record(event)
                self._stands_open(now, begins=False)
            self._counted = True
        except StoreError as error:
            log.error("That the door %s is not kept open any more is not on record: %s", self._door.name, error)
            if reason is Reason.HOLD_LOCKED:
                return False  # it is announced once it is recorded
        self._bus.publish(AccessDecided(event, Decision(event.outcome, reason, message)))
        return bool(event.id)
