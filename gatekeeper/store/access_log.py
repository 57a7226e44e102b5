"""The access log: every decision about the door, on the disk before the door is asked to open."""

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, func, or_, select

from gatekeeper.domain import AccessEvent, Outcome, Reason
from gatekeeper.errors import StoreError
from gatekeeper.store.database import Database
from gatekeeper.store.tables import EventRow, PersonRow

_FIELDS = tuple(field.name for field in fields(AccessEvent))
_EXPORTED = ("id", *(name for name in _FIELDS if name not in ("id", "snapshot")))


class Filter(TypedDict, total=False):
    """Which events are meant; what is left out or None does not restrict.

    since is included, until is not; person: a number, or a name as the event or the register has it (capitals of the
    Latin alphabet do not matter).
    """

    since: datetime | None
    until: datetime | None
    person: str | int | None
    outcome: Outcome | None
    reason: Reason | None
    door: str | None


class AccessLog:
    """Writes and reads access events. It has no way to change one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, event: AccessEvent) -> AccessEvent:
        """Write an event; what comes back carries its number. Once this returned, the event survives a power cut.

        Raises StoreError when the event could not be committed: then the door must stay shut.

        This is the only place that writes events, and the transaction below is where tamper evidence belongs: the
        sequence, the hash of the previous event and the seal are computed and stored inside it, so that no event can
        be on record without them.
        """
        event = _plain(event)
        with self._database.transaction() as session:
            row = EventRow(**{name: getattr(event, name) for name in _FIELDS if name != "id"})
            session.add(row)
            session.flush()
            return replace(event, id=row.id)

    def query(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = True,
        snapshots: bool = True,
        **which: Unpack[Filter],
    ) -> list[AccessEvent]:
        """The events that pass the filter, by time; limit and offset cut a page out of them.

        snapshots: False leaves the pictures in the file, which is much quicker for long lists.
        """
        names = _FIELDS if snapshots else tuple(name for name in _FIELDS if name != "snapshot")
        columns = [getattr(EventRow, name) for name in names]
        order = (EventRow.at, EventRow.id)
        wanted = (
            select(*columns)
            .where(*_conditions(which))
            .order_by(*(column.desc() if newest_first else column.asc() for column in order))
            .limit(limit)
            .offset(offset)
        )
        with self._database.reading() as session:
            return [AccessEvent(**dict(zip(names, row, strict=True))) for row in session.execute(wanted)]

    def count(self, **which: Unpack[Filter]) -> int:
        """How many events pass the filter."""
        with self._database.reading() as session:
            return session.scalars(select(func.count()).select_from(EventRow).where(*_conditions(which))).one()

    def last_opened(self, person_id: int, door: str) -> datetime | None:
        """When this door last opened for a person, UTC; None if never, or if its relay failed the last time.

        Asked of the log and not remembered, so that a restart, or a second camera at the door, knows it too.
        """
        wanted = (
            select(EventRow.at, EventRow.reason)
            .where(EventRow.person_id == person_id, EventRow.door == door)
            .where(or_(EventRow.outcome == Outcome.OPENED, EventRow.reason == Reason.RELAY_FAILED))
            .order_by(EventRow.at.desc(), EventRow.id.desc())
            .limit(1)
        )
        with self._database.reading() as session:
            row = session.execute(wanted).first()
        return None if row is None or row.reason is Reason.RELAY_FAILED else row.at

    @staticmethod
    def export(path: Path, events: Iterable[AccessEvent]) -> int:
        """Write events, without their pictures, to a .csv or .json file; returns how many.

        The file appears whole or not at all, readable by its owner only. In CSV, a cell that a spreadsheet could take
        for a formula is led by an apostrophe. StoreError for another suffix, or when the file can not be written.
        """
        writers = {".csv": _csv, ".json": _json}
        write = writers.get(path.suffix.lower())
        if write is None:
            raise StoreError(f"Events can not be exported as {path.name!r}.", f"Use one of {', '.join(writers)}.")
        rows = [{name: _exported(getattr(event, name)) for name in _EXPORTED} for event in events]
        partial = None
        try:
            handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                out.write(write(rows))
                out.flush()
                os.fsync(out.fileno())
            os.replace(partial, path)
        except (OSError, UnicodeEncodeError) as error:
            raise StoreError(
                f"The export {path} can not be written: {error}", "Check the folder, its permissions and space."
            ) from error
        finally:
            if partial is not None:
                Path(partial).unlink(missing_ok=True)
        return len(rows)


def _plain(event: AccessEvent) -> AccessEvent:
    """The event in Python's own numbers and in UTC: NumPy's would be stored as bytes, or not at all."""

    def number(value: float | None) -> float | None:
        return None if value is None else float(value)

    return replace(
        event,
        at=event.at.astimezone(UTC) if event.at.tzinfo else event.at,
        person_id=None if event.person_id is None else int(event.person_id),
        similarity=number(event.similarity),
        threshold=number(event.threshold),
        value=number(event.value),
        limit=number(event.limit),
        track_id=int(event.track_id),
        latency_ms=float(event.latency_ms),
        snapshot=bytes(event.snapshot),
    )


def _conditions(which: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if (since := which.get("since")) is not None:
        conditions.append(EventRow.at >= since)
    if (until := which.get("until")) is not None:
        conditions.append(EventRow.at < until)
    if (person := which.get("person")) is not None:
        conditions.append(_is_about(person))
    if (outcome := which.get("outcome")) is not None:
        conditions.append(EventRow.outcome == outcome)
    if (reason := which.get("reason")) is not None:
        conditions.append(EventRow.reason == reason)
    if (door := which.get("door")) is not None:
        conditions.append(EventRow.door == door)
    return conditions


def _is_about(person: str | int) -> ColumnElement[bool]:
    if isinstance(person, int) or person.strip().isdecimal():
        return EventRow.person_id == int(person)
    name = person.strip()
    renamed = select(PersonRow.id).where(PersonRow.name.collate("NOCASE") == name)
    return or_(EventRow.person_name.collate("NOCASE") == name, EventRow.person_id.in_(renamed))


def _exported(value: object) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _EXPORTED)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
