"""Recorded alarms: begun once, counted while they last, ended, acknowledged by name.

Each is an event of the log, and its end is another; a silent one is an act of the audit trail instead, which no door shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, null, or_, select

from gatekeeper.domain import LASTING, AccessEvent, Alarm, Outcome, Reason
from gatekeeper.messages import Message
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.tables import AlarmRow, EventRow, PersonRow

SAID = {
    Reason.FORCED_OPEN: Message("The door was forced open."),
    Reason.HELD_OPEN: Message("The door stands open."),
    Reason.TAMPERED: Message("The housing at the door is open, or a wire is cut."),
    Reason.DURESS: Message("Somebody was forced to open the door. Get help; do not call anyone at the door."),
}
"""The texts of alarms that always have the same text."""
OVER = {
    Reason.FORCED_OPEN: Message("The door that was forced open is shut again."),
    Reason.HELD_OPEN: Message("The door that stood open is shut again."),
    Reason.TAMPERED: Message("The housing at the door is shut again."),
    Reason.REPEATED_UNKNOWN: Message("No more unknown people have come for a while."),
    Reason.BLOCKED_SEEN: Message("The blocked person has not come again for a while."),
    Reason.WATCHED_SEEN: Message("The visitor on the watch list has not come again for a while."),
    Reason.PHOTO_ATTACK: Message("No picture has been held in front of the camera for a while."),
    Reason.CAMERA_LOST: Message("The camera delivers pictures again."),
    Reason.DOOR_FAILED: Message("The relay works again."),
    Reason.DISK_LOW: Message("There is room on the disk again."),
    Reason.LOG_LOST: Message("The log can be written again."),
    Reason.BACKUP_FAILED: Message("A backup was made again."),
    Reason.OUTLET_REFUSED: Message("Nothing is held back or put aside any more."),
    Reason.RESTARTED: Message("The program is running again."),
}
"""The texts when they are over."""


@dataclass(frozen=True, slots=True)
class AlarmStore:
    """Writes and reads alarms."""

    database: Database

    def begin(self, alarm: Alarm, *, camera: str = "", snapshot: bytes = b"") -> tuple[Alarm, AccessEvent | None]:
        """Record an alarm with its event; if it is already active, only count it. The alarm of a forced person goes through
        `Pins.note_duress`.

        Raises StoreError when it could not be committed.
        """
        with self.database.transaction(together=True) as session:
            going_on = session.scalars(select(AlarmRow).where(*_same(alarm), AlarmRow.ended.is_(None))).first()
            if going_on is not None:
                going_on.times, going_on.last = going_on.times + 1, max(going_on.last, alarm.last)
                session.flush()
                return self._get(going_on.id), None
            row = AlarmRow(
                kind=alarm.kind,
                door=alarm.door,
                about=alarm.about,
                began=alarm.began,
                last=alarm.last,
                ended=None,
                times=alarm.times,
                person_id=alarm.person_id,
                acknowledged_by="",
            )
            event = AccessEvent(
                alarm.began,
                alarm.door,
                camera,
                Outcome.ALARM,
                alarm.kind,
                alarm.message,
                alarm.person_id,
                alarm.person_name,
                snapshot=snapshot,
            )
            event = AccessLog(self.database).record(event)
            row.event_id = event.id
            session.add(row)
            session.flush()
            return self._get(row.id), event

    def end(self, alarm_id: int, *, now: datetime) -> tuple[Alarm, AccessEvent | None]:
        """Record that an alarm is over; one that is over already, as every silent one is, gets no event."""
        with self.database.transaction(together=True) as session:
            row = session.get(AlarmRow, alarm_id)
            if row is None or row.ended is not None:
                return self._get(alarm_id), None
            row.ended = now
            session.flush()
            alarm = self._get(alarm_id)
            event = AccessEvent(now, row.door, "", Outcome.ALARM, Reason.ALARM_OVER, OVER[row.kind])
            return alarm, AccessLog(self.database).record(event)

    def acknowledge(self, numbers: Collection[int], by: str, *, now: datetime) -> list[Alarm]:
        """Record who has acknowledged these alarms; an earlier acknowledgement stays. Returns those that are newly
        acknowledged."""
        with self.database.transaction(together=True) as session:
            acknowledged = []
            for number in sorted(set(numbers)):
                row = session.get(AlarmRow, number)
                if row is not None and row.acknowledged_at is None:
                    row.acknowledged_by, row.acknowledged_at = by, now
                    acknowledged.append(number)
            session.flush()
            return [self._get(number) for number in acknowledged]

    def listed(self, *, open_only: bool = False, limit: int = 200) -> Sequence[Alarm]:
        """Alarms, open ones first, then the newest first."""
        return self._read(_open()) + ([] if open_only else self._read(~_open(), limit=limit))

    def going_on(self) -> Sequence[Alarm]:
        """The active alarms."""
        return self._read(AlarmRow.ended.is_(None))

    def told_by(self, *, events: Collection[int] = (), acts: Collection[int] = ()) -> Sequence[Alarm]:
        """The alarms that these events or acts record."""
        return self._read(or_(AlarmRow.event_id.in_(events), AlarmRow.act_id.in_(acts)))

    def get(self, alarm_id: int) -> Alarm | None:
        """An alarm by its number, with its picture."""
        return next(iter(self._read(AlarmRow.id == alarm_id, snapshots=True)), None)

    def _get(self, alarm_id: int) -> Alarm:
        return self._read(AlarmRow.id == alarm_id)[0]

    def _read(
        self, condition: ColumnElement[bool], *, limit: int | None = None, snapshots: bool = False
    ) -> list[Alarm]:
        picture = EventRow.snapshot if snapshots else null()
        query = (
            select(AlarmRow, EventRow.message, EventRow.person_name, picture, PersonRow.name)
            .outerjoin(EventRow, EventRow.id == AlarmRow.event_id)
            .outerjoin(PersonRow, PersonRow.id == AlarmRow.person_id)
            .where(condition)
            .order_by(AlarmRow.began.desc(), AlarmRow.id.desc())
            .limit(limit)
        )
        with self.database.reading() as session:
            return [
                Alarm(
                    row.kind,
                    row.door,
                    SAID.get(row.kind) or message or "",
                    row.began,
                    row.last,
                    row.about,
                    row.ended,
                    row.times,
                    row.person_id,
                    name or then,
                    row.event_id or 0,
                    row.acknowledged_by,
                    row.acknowledged_at,
                    snapshot or b"",
                    row.id,
                )
                for row, message, then, snapshot, name in session.execute(query)
            ]


def _same(alarm: Alarm) -> tuple[ColumnElement[bool], ...]:
    return AlarmRow.kind == alarm.kind, AlarmRow.door == alarm.door, AlarmRow.about == alarm.about


def _open() -> ColumnElement[bool]:
    lasts = and_(AlarmRow.ended.is_(None), AlarmRow.kind.in_(LASTING))
    return or_(AlarmRow.acknowledged_at.is_(None), lasts)
