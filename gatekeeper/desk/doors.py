"""Doors: opening them by hand, and testing their relays."""

import logging
import threading
from dataclasses import dataclass, replace
from datetime import datetime

from gatekeeper.config import DoorSettings
from gatekeeper.desk.clerk import Clerk
from gatekeeper.domain import (
    AccessEvent,
    Decision,
    Outcome,
    Reason,
)
from gatekeeper.door.door import Door
from gatekeeper.door.live import DoorElsewhere, LiveDoor, has_holder
from gatekeeper.door.orders import AllDoors, Order, write_order
from gatekeeper.door.station import GRANT_SECONDS
from gatekeeper.errors import ConfigError, DoorError, StoreError
from gatekeeper.events import AccessDecided, Bus, DoorRelocked
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Right
from gatekeeper.store.presence import Doubt

log = logging.getLogger(__name__)
_ANSWER_SECONDS = 10.0  # for a relay


@dataclass(frozen=True, slots=True)
class DoorDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def open_by_hand(self, door: LiveDoor, why: str, *, now: datetime, deadline: float | None = None) -> AccessEvent:
        """Open a door by hand; the reason is recorded before the door opens. deadline: a time of the app's clock after which
        the door stays locked, counted from the click because the call may have to wait; a few seconds from now unless given.

        Raises StoreError when it could not be recorded, DoorError when the door did not open, ConfigError without a reason."""
        self.actor.require(Right.OPEN_DOOR)
        if not why.strip():
            raise ConfigError("Opening a door by hand requires a reason.", "Give a reason.")
        if isinstance(door, DoorElsewhere):
            left = GRANT_SECONDS if deadline is None else deadline - self.app.live.clock()
            return door.open_by_hand(self.actor, why, left)
        if door.held:
            raise DoorError(door.held, Message("Open it in that program.") if has_holder(door.held) else "")
        if _here(door).barred:
            raise DoorError(_here(door).barred, "Let the doors follow their rules again first: the Doors page.")
        # Read before the event: a door can be opened by hand while the networks are still being loaded.
        rule = self.app.doors.rule(
            next((settings for settings in self.app.settings.doors if settings.name == door.name), None)
        )
        return self._open(_here(door), why, rule.unlock_seconds, deadline, now)

    def lock_by_hand(self, door: LiveDoor, *, screen: bool = False, now: datetime) -> None:
        """Lock a door now, even if it is open for somebody; the next person who may pass opens it again. screen: a screen of
        this home asks, whose user was not checked; locking needs no right then, for it opens nothing. Raises DoorError if
        its relay does not lock, StoreError if it is locked and that could not be recorded."""
        if not screen:
            self.actor.require(Right.OPEN_DOOR)
        if isinstance(door, DoorElsewhere):
            door.lock_by_hand(self.actor)
            return
        if door.held:
            raise DoorError(door.held, Message("Lock it in that program.") if has_holder(door.held) else "")
        locked = _here(door).lock()  # at once, without waiting for the trail
        unrecorded = None
        try:
            self.app.accounts.audit(self.actor, Message("door locked by hand"), door.name, now=now)
        except StoreError as error:
            unrecorded = error
        try:  # a relay that fails is said first: it concerns the door
            locked.result(_ANSWER_SECONDS)
        except TimeoutError:
            raise DoorError("The relay of {door} does not answer.", "Check the relay.", door=door.name) from None
        if unrecorded is not None:
            raise StoreError(
                "{door} is locked, but that could not be recorded: {why}",
                unrecorded.hint,
                door=door.name,
                why=unrecorded.message,
            ) from unrecorded

    def _open(self, door: Door, why: str, seconds: float, deadline: float | None, now: datetime) -> AccessEvent:
        app = self.app
        why = why if isinstance(why, Message) else why.strip()
        message = Message("Opened by hand by {who}: {why}", who=self.actor.name, why=why)
        decision = Decision(Outcome.OPENED, Reason.BY_HAND, message)
        event = app.log.record(AccessEvent(now, door.name, "", decision.outcome, decision.reason, message))
        opened = door.unlock(seconds, deadline=deadline or app.doors.clock() + GRANT_SECONDS)
        app.bus.publish(AccessDecided(event, decision))
        error = opened.exception()
        if error is not None:
            refused = Decision(Outcome.REFUSED, Reason.RELAY_FAILED, Message("{error}", error=error))
            failed = replace(event, id=0, outcome=refused.outcome, reason=refused.reason, message=refused.message)
            try:
                failed = app.log.record(failed)
            except StoreError as trouble:
                log.error("That the relay of %s failed is not on record: %s", door.name, trouble)
            app.bus.publish(AccessDecided(failed, refused))
            raise error
        return event

    def order(self, doors: AllDoors, why: str, *, now: datetime) -> Order:
        """Lock all doors for everybody, open all, or let each follow its rule again, until the next order.

        The order is recorded, once for each door, before any relay moves. The exception is a lock-down: it locks the doors
        first, and keeps them locked even if it cannot be recorded, until an order is recorded. The doors of this program follow
        before this returns, those of other programs within a second. Raises ConfigError without a reason, StoreError if the
        order cannot be recorded.
        """
        self.actor.require(Right.OPEN_DOOR)
        if not why.strip():
            raise ConfigError("An order for all doors requires a reason.", "Give a reason.")
        app = self.app
        if doors is AllDoors.LOCKED and app.doors.orders.lock_down(Order(doors, self.actor.name, why.strip(), now)):
            try:
                return self._order(doors, why, now)
            except StoreError as error:
                log.error("All doors are locked, but that is not on record: %s", error)
                raise StoreError(
                    "All doors are locked, but that could not be recorded: {why}",
                    "They stay locked until somebody lets them follow their rules again, which must be recorded.",
                    why=error.message,
                ) from error
        return self._order(doors, why, now)

    def _order(self, doors: AllDoors, why: str, now: datetime) -> Order:
        act, outcome, reason, message = _order_texts(doors, self.actor.name, why.strip())
        app = self.app
        lifts = app.doors.orders.unrecorded()
        with app.database.transaction(together=True):
            order = write_order(app.people, doors, self.actor.name, why.strip(), now)
            events = [
                app.log.record(AccessEvent(now, door.name, "", outcome, reason, message)) for door in app.settings.doors
            ]
            app.accounts.audit(self.actor, act, "", Message("{why}", why=why.strip()), now=now)
            doubt = app.presence.ordered()
            if doors is AllDoors.OPEN:  # people who leave from now on are not seen
                app.presence.set_doubt(Doubt(now) if doubt is None else Doubt(doubt.since))
            elif doubt is not None and doubt.until is None:
                app.presence.set_doubt(Doubt(doubt.since, now))
        app.doors.orders.given(order, lifts)
        for event in events:
            app.bus.publish(AccessDecided(event, Decision(outcome, reason, message)))
        return order

    def test_relay(self, door: DoorSettings, *, now: datetime) -> AccessEvent:
        """Open a door for the time its rule sets, with a relay that need not be in use yet, and wait until it is locked again.

        This is recorded like every opening by hand, and has no other effect. Raises DoorError if the relay does not answer.
        """
        self.actor.require(Right.ADMINISTER)
        running = next((watch.door for watch in self.app.live.watches if watch.door.name == door.name), None)
        saved = next((settings for settings in self.app.settings.doors if settings.name == door.name), None)
        reason = Message("test of the relay {relay}", relay=door.relay)
        if running is not None and saved is not None and saved.relay == door.relay:
            return self.open_by_hand(running, reason, now=now)
        has_rule = door.name in self.app.people.doors()
        seconds = self.app.people.door_rule(door.name).unlock_seconds if has_rule else door.unlock_seconds
        locked, bus = threading.Event(), Bus()
        bus.subscribe(DoorRelocked, lambda event: locked.set())
        tried = self.app.doors.open_door(door, bus)
        try:
            tried.wait_ready()
            event = self._open(tried, reason, seconds, None, now)
            locked.wait(seconds + 5)
            return event
        finally:
            self.app.doors.close_door(tried)


def _here(door: LiveDoor) -> Door:
    assert isinstance(door, Door)
    return door


def _order_texts(doors: AllDoors, who: str, why: str) -> tuple[Message, Outcome, Reason, Message]:
    """For an order to all doors: the act, and the outcome, reason and message recorded at each door."""
    match doors:
        case AllDoors.LOCKED:
            message = Message("All doors were locked by {who}: {why}", who=who, why=why)
            return Message("all doors locked"), Outcome.ALARM, Reason.LOCKED_DOWN, message
        case AllDoors.OPEN:
            message = Message("All doors were opened by {who}: {why}", who=who, why=why)
            return Message("all doors opened"), Outcome.OPENED, Reason.OPENED_FOR_ALL, message
        case AllDoors.NORMAL:
            message = Message("All doors follow their rules again, by {who}: {why}", who=who, why=why)
            return Message("all doors follow their rules"), Outcome.ALARM, Reason.ALARM_OVER, message
