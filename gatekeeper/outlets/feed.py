"""What outlets tell: events of the log and alarms, as JSON that any system can read.

No vector ever, no picture unless an outlet asks for it. A silent alarm says so: whoever is told must not let it be heard.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from gatekeeper.app import App
from gatekeeper.desk.alarms import ACKNOWLEDGED
from gatekeeper.domain import AccessEvent, Alarm, Outcome, Reason
from gatekeeper.store.outlets import ActTold, Cursor
from gatekeeper.store.pins import DURESS

ACTS = (str(DURESS), str(ACKNOWLEDGED))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell. id: the same however often it is sent; key: what dead letters call it; cursor: once it is told."""

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
    def body(self) -> dict[str, Any]:
        """What is sent."""
        return {"type": self.kind, "timestamp": self.at.isoformat(), "id": self.id, "data": self.data}


def items_after(app: App, cursor: Cursor, limit: int = 50) -> list[Item]:
    """What came after a cursor."""
    found = []
    for one in app.outlets.after(cursor, ACTS, limit):
        cursor = replace(cursor, **{"event" if isinstance(one, AccessEvent) else "act": one.id})
        found.append((one, cursor))
    alarms = _alarms(app, [one for one, _ in found])
    return [_item(one, alarms, cursor) for one, cursor in found]


def item_of(app: App, key: str) -> Item | None:
    """What a dead letter is about; None where it is deleted by now."""
    one = app.outlets.one(key)
    return None if one is None else _item(one, _alarms(app, [one]), None)


def live_item(alarm: Alarm) -> Item:
    """An alarm that cannot be put on record."""
    kind = "alarm.began" if alarm.ended is None or alarm.silent else "alarm.ended"
    at = alarm.began
    return Item(f"live_{alarm.kind.value}_{_micros(at)}_{kind}", "", kind, at, _of_alarm(alarm))


def test_item(now: datetime) -> Item:
    """Something that says that it is a test."""
    return Item(f"test_{_micros(now)}", "", "test", now, {"message": "This is a test of gatekeeper."})


def picture(app: App, item: Item) -> str:
    """The picture of an event in base64; empty where there is none."""
    number = item.data.get("event_id")
    events = app.log.fetch([number], snapshots=True) if number else []
    return base64.b64encode(events[0].snapshot).decode() if events else ""


def _item(one: AccessEvent | ActTold, alarms: dict[str, Alarm], cursor: Cursor | None) -> Item:
    key = f"event {one.id}" if isinstance(one, AccessEvent) else f"act {one.id}"
    # With the time: numbers begin again where a backup is restored.
    number = f"{key.replace(' ', '_')}_{_micros(one.at)}"
    alarm = alarms.get(key)
    if isinstance(one, ActTold):
        kind = "alarm.acknowledged" if one.act == ACKNOWLEDGED else "alarm.began"
        return Item(number, key, kind, one.at, {} if alarm is None else _of_alarm(alarm), cursor)
    data = {
        "event_id": one.id,
        "door": one.door,
        "camera": one.camera,
        "outcome": one.outcome.value,
        "reason": one.reason.value,
        "message": str(one.message),
        "person_id": one.person_id,
        "person": one.person_name,
    }
    if one.outcome is not Outcome.ALARM:
        return Item(number, key, "event.recorded", one.at, data, cursor)
    kind = "alarm.ended" if one.reason is Reason.ALARM_OVER else "alarm.began"
    return Item(number, key, kind, one.at, data | ({} if alarm is None else _of_alarm(alarm)), cursor)


def _alarms(app: App, found: Sequence[AccessEvent | ActTold]) -> dict[str, Alarm]:
    """The alarms that these tell of, by their keys."""
    known: dict[str, Alarm] = {}
    for one in found:
        key = f"event {one.id}" if isinstance(one, AccessEvent) else f"act {one.id}"
        alarm: Alarm | None = None
        if isinstance(one, ActTold) and one.act == ACKNOWLEDGED:
            alarm = app.alarms.get(int(one.about.split()[-1]))
        elif isinstance(one, ActTold):
            alarm = next(iter(app.alarms.told_by(acts=[one.id])), None)
        elif one.outcome is Outcome.ALARM:
            alarm = next(iter(app.alarms.told_by(events=[one.id])), None)
        if alarm is not None:
            known[key] = alarm
    return known


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


def _micros(at: datetime) -> int:
    return round(at.astimezone(UTC).timestamp() * 1e6)
