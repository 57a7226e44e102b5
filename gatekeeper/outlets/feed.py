"""What outlets send: events of the log and alarms, as JSON that any system can read.

Never a vector, and a picture only if an outlet asks for it. A silent alarm is marked as such: the receiver must not make it
audible."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from gatekeeper.app import App
from gatekeeper.desk.alarms import ACKNOWLEDGED
from gatekeeper.domain import AccessEvent, Alarm, Outcome, Reason
from gatekeeper.outlets.settings import Outlet as OutletSettings
from gatekeeper.outlets.settings import is_told
from gatekeeper.store.outlets import ActTold, Cursor
from gatekeeper.store.pins import DURESS

ACTS = (str(DURESS), str(ACKNOWLEDGED))


@dataclass(frozen=True, slots=True)
class Item:
    """One item to send. id: the same however often it is sent; key: its name in dead letters; cursor: the cursor after it."""

    id: str
    key: str
    kind: str
    at: datetime
    data: dict[str, Any]
    cursor: Cursor | None = None

    @property
    def alarm(self) -> bool:
        """Whether it is of an alarm."""
        return self.kind.startswith("alarm.")

    @property
    def kinds(self) -> list[str]:
        """Of what it is, as `kinds` of the settings names it."""
        of = [self.data.get(key) for key in ("outcome", "reason", "alarm")]
        return [str(one) for one in (*of, "alarm" if self.alarm else None) if one]

    def for_outlet(self, outlet: OutletSettings) -> bool:
        """Whether an outlet wants to be told of it; a test goes to each."""
        return self.kind == "test" or is_told(outlet, self.kinds, str(self.data.get("door") or ""))

    @property
    def body(self) -> dict[str, Any]:
        """What is sent."""
        return {"type": self.kind, "timestamp": self.at.isoformat(), "id": self.id, "data": self.data}


def items_after(app: App, cursor: Cursor, limit: int = 50) -> list[Item]:
    """What came after a cursor."""
    found = []
    for act in app.outlets.after(cursor, ACTS, limit):
        cursor = replace(cursor, **{"event" if isinstance(act, AccessEvent) else "act": act.id})
        found.append((act, cursor))
    alarms = _alarms(app, [event for event, _ in found])
    return [_item(event, alarms, cursor) for event, cursor in found]


def item_of(app: App, key: str) -> Item | None:
    """The item of a dead letter; None where it has been deleted."""
    act = app.outlets.one(key)
    return None if act is None else _item(act, _alarms(app, [act]), None)


def live_item(alarm: Alarm) -> Item:
    """An alarm that cannot be recorded."""
    if alarm.ended is None or alarm.silent:
        kind, time = "alarm.began", alarm.began
    else:
        kind, time = "alarm.ended", alarm.ended
    return Item(f"live_{alarm.kind.value}_{_micros(time)}_{kind}", "", kind, time, _of_alarm(alarm))


def test_item(now: datetime) -> Item:
    """An item marked as a test."""
    return Item(f"test_{_micros(now)}", "", "test", now, {"message": "This is a test of gatekeeper."})


def picture(app: App, item: Item) -> str:
    """The picture of an event in base64; empty where there is none."""
    number = item.data.get("event_id")
    events = app.log.fetch([number], snapshots=True) if number else []
    return base64.b64encode(events[0].snapshot).decode() if events else ""


def _item(event: AccessEvent | ActTold, alarms: dict[str, Alarm], cursor: Cursor | None) -> Item:
    key = f"event {event.id}" if isinstance(event, AccessEvent) else f"act {event.id}"
    # With the time: numbers start again after a backup is restored.
    number = f"{key.replace(' ', '_')}_{_micros(event.at)}"
    alarm = alarms.get(key)
    if isinstance(event, ActTold):
        kind = "alarm.acknowledged" if event.act == ACKNOWLEDGED else "alarm.began"
        return Item(number, key, kind, event.at, {} if alarm is None else _of_alarm(alarm), cursor)
    data = {
        "event_id": event.id,
        "door": event.door,
        "camera": event.camera,
        "outcome": event.outcome.value,
        "reason": event.reason.value,
        "message": str(event.message),
        "person_id": event.person_id,
        "person": event.person_name,
    }
    if event.outcome is not Outcome.ALARM:
        return Item(number, key, "event.recorded", event.at, data, cursor)
    kind = "alarm.ended" if event.reason is Reason.ALARM_OVER else "alarm.began"
    return Item(number, key, kind, event.at, data | ({} if alarm is None else _of_alarm(alarm)), cursor)


def _alarms(app: App, found: Sequence[AccessEvent | ActTold]) -> dict[str, Alarm]:
    """The alarms that these items report, by their keys."""
    alarms: dict[str, Alarm] = {}
    for event in found:
        key = f"event {event.id}" if isinstance(event, AccessEvent) else f"act {event.id}"
        alarm: Alarm | None = None
        if isinstance(event, ActTold) and event.act == ACKNOWLEDGED:
            alarm = app.alarms.get(int(event.about.split()[-1]))
        elif isinstance(event, ActTold):
            alarm = next(iter(app.alarms.told_by(acts=[event.id])), None)
        elif event.outcome is Outcome.ALARM:
            alarm = next(iter(app.alarms.told_by(events=[event.id])), None)
        if alarm is not None:
            alarms[key] = alarm
    return alarms


def _of_alarm(alarm: Alarm) -> dict[str, Any]:
    return {
        "alarm_id": alarm.id,
        "alarm": alarm.kind.value,
        "silent": alarm.silent,
        "door": alarm.door,
        "about": alarm.about,
        "message": str(alarm.message),
        "person_id": alarm.person_id,
        "person": alarm.person_name,
        "began": alarm.began.isoformat(),
        "ended": None if alarm.ended is None else alarm.ended.isoformat(),
        "times": alarm.times,
        "acknowledged_by": alarm.acknowledged_by or None,
        "event_id": alarm.event_id or None,
    }


def _micros(time: datetime) -> int:
    return round(time.astimezone(UTC).timestamp() * 1e6)
