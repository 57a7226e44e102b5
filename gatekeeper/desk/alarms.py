"""Alarms at the desk: listed, and acknowledged by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gatekeeper.desk.clerk import Clerk
from gatekeeper.domain import Alarm
from gatekeeper.errors import StoreError
from gatekeeper.events import AlarmTold
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Right

ACKNOWLEDGED = Message("alarm acknowledged")


@dataclass(frozen=True, slots=True)
class AlarmDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def alarms(self, *, open_only: bool = False, limit: int = 200) -> Sequence[Alarm]:
        """Alarms, open ones first, including silent ones: the caller must not show them where people at a door can read
        them."""
        self.actor.require(Right.WATCH)
        return self.app.alarms.listed(open_only=open_only, limit=limit)

    def acknowledge(self, numbers: Collection[int], note: str = "", *, now: datetime) -> list[Alarm]:
        """Acknowledge these alarms; returns those that nobody had acknowledged before.

        Raises StoreError if one of them does not exist.
        """
        self.actor.require(Right.ALARMS)
        with self.app.database.transaction(together=True):
            for number in numbers:
                if self.app.alarms.get(number) is None:
                    raise StoreError("There is no alarm {number}.", "See `gatekeeper alarms list`.", number=number)
            acknowledged = self.app.alarms.acknowledge(numbers, str(self.actor.name), now=now)
            for alarm in acknowledged:
                self._trail(ACKNOWLEDGED, f"alarm {alarm.id}", note.strip(), now)
        for alarm in acknowledged:
            self.app.bus.publish(AlarmTold(alarm))
        return acknowledged
