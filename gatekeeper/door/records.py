"""Events of the doors themselves, on record: alarms of their contacts, and doors that do not follow an order."""

from dataclasses import replace

from gatekeeper.domain import AccessEvent, Alarm, Decision, Outcome, Reason
from gatekeeper.door.door import Door
from gatekeeper.door.orders import Order
from gatekeeper.errors import DoorError, StoreError
from gatekeeper.events import AccessDecided, AlarmTold, Bus, DoorAlarmed, LoggedOnce
from gatekeeper.messages import Message
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.alarms import OVER, SAID, AlarmStore
from gatekeeper.timezones import utc_now


class DoorRecords:
    """Records these events as they arrive, and announces them whether or not they could be recorded."""

    def __init__(self, access_log: AccessLog, alarms: AlarmStore, bus: Bus, complaints: LoggedOnce) -> None:
        self._log, self._alarms, self._bus, self._complaints = access_log, alarms, bus, complaints
        bus.subscribe(DoorAlarmed, self._record_alarm)

    def record_not_opened(self, door: Door, order: Order, error: DoorError) -> None:
        """Put on record that a door which should have opened with all others is not open."""
        why = error.message if isinstance(error.message, Message) else Message("{error}", error=error)
        event = AccessEvent(utc_now(), door.name, "", Outcome.REFUSED, Reason.RELAY_FAILED, why)
        try:
            event = self._log.record(event)
        except StoreError as trouble:
            self._complaints.error(f"order at {door.name}", f"That {door.name} is not open is not on record: {trouble}")
        self._bus.publish(AccessDecided(event, Decision(event.outcome, event.reason, why)))

    def _record_alarm(self, alarmed: DoorAlarmed) -> None:
        """Put on record what a door's contacts report; an alarm that cannot be recorded is still announced."""
        now = utc_now()
        alarm = Alarm(alarmed.reason, alarmed.door, SAID[alarmed.reason], now, now)
        event: AccessEvent | None = None
        try:
            if alarmed.active:
                alarm, event = self._alarms.begin(alarm)
            else:
                alarm = next(
                    going_on
                    for going_on in self._alarms.going_on()
                    if (going_on.kind, going_on.door) == (alarmed.reason, alarmed.door)
                )
                alarm, event = self._alarms.end(alarm.id, now=now)
        except StopIteration:  # another program has recorded its end
            return
        except StoreError as error:
            self._complaints.error(f"alarm of {alarmed.door}", f"An alarm could not be recorded: {error}")
            reason, message = (
                (alarmed.reason, alarm.message) if alarmed.active else (Reason.ALARM_OVER, OVER[alarmed.reason])
            )
            event = AccessEvent(now, alarmed.door, "", Outcome.ALARM, reason, message)
            if not alarmed.active:
                alarm = replace(alarm, ended=now, id=0)  # over, but still open on record
        if event is not None:
            self._bus.publish(AccessDecided(event, Decision(event.outcome, event.reason, event.message)))
        self._bus.publish(AlarmTold(alarm))
