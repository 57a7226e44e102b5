"""Filter and order of the access log's events, as conditions and columns of a query."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict

from sqlalchemy import BigInteger, ColumnElement, and_, literal, literal_column, or_, select, true, tuple_, type_coerce

from gatekeeper.domain import Outcome, Reason
from gatekeeper.store.names import part_of_name
from gatekeeper.store.tables import EventRow, PersonRow

STORED_AT = type_coerce(EventRow.at, BigInteger)
"""The time of an event as it is stored: microseconds."""


class Filter(TypedDict, total=False):
    """Selects events; a field that is missing or None does not restrict.

    since is included, until is not; person: a number, or, as a text, the whole name by which somebody is registered, or was
    when the event was written (capitals of the Latin alphabet do not matter); name: parts of a name, all of which it has
    (capitals and accents do not matter), or a number.
    """

    since: datetime | None
    until: datetime | None
    person: str | int | None
    name: str | None
    outcome: Outcome | None
    reason: Reason | None
    door: str | None


class Sort(StrEnum):
    """The sort key of a list of events; equal ones, and TIME, are sorted by time. Each has an index."""

    TIME = "time"
    PERSON = "person"
    DOOR = "door"
    REASON = "reason"
    MASK = "mask"
    LATENCY = "latency"


def sort_key(sort: Sort, filtered: bool) -> ColumnElement[Any] | None:
    """The column that sorts a list before the time; None for TIME. filtered: whether other columns restrict it."""
    if sort is Sort.TIME:
        return None
    columns = {
        Sort.PERSON: EventRow.person_name,
        Sort.DOOR: EventRow.door,
        Sort.REASON: EventRow.reason,
        Sort.MASK: EventRow.mask,
        Sort.LATENCY: EventRow.latency_ms,
    }
    column: ColumnElement[Any] = columns[sort].expression
    column = past_its_index(column) if filtered else column
    # Names as the index has them: capitals of the Latin alphabet do not matter.
    return column.collate("NOCASE") if sort is Sort.PERSON else column


def beyond(
    micros: int, number: int, *, descending: bool, key: ColumnElement[Any] | None = None, value: Any = None
) -> ColumnElement[bool]:
    """Selects what comes after an event in a list sorted by a key, by time if there is none. NULL is the smallest value.

    micros: its time as it is stored; number: its own; value: its key.
    """
    place, last = tuple_(EventRow.at, EventRow.id), tuple_(literal(micros, BigInteger()), number)
    later = place < last if descending else place > last
    if key is None:
        return later
    if value is None:
        return and_(key.is_(None), later) if descending else or_(key.is_not(None), later)
    past = or_(key < value, key.is_(None)) if descending else key > value
    return or_(past, and_(key == value, later))


def conditions_of(which: Filter, sort: Sort = Sort.TIME) -> list[ColumnElement[bool]]:
    """The conditions of a filter. sort: the order of the list, which decides the index that is used."""
    conditions: list[ColumnElement[bool]] = []
    if (since := which.get("since")) is not None:
        conditions.append(EventRow.at >= since)
    if (until := which.get("until")) is not None:
        conditions.append(EventRow.at < until)
    if (person := which.get("person")) is not None:
        conditions.append(_is_about(person))
    named = which.get("name")
    for key in ("outcome", "reason", "door"):
        if (value := which.get(key)) is not None:
            column = getattr(EventRow, key)
            along = named is not None or sort is not Sort.TIME
            conditions.append((past_its_index(column) if along else column) == value)
    if named is not None:
        conditions.append(_is_called(named))
    return conditions


def past_its_index(column: Any) -> ColumnElement[Any]:
    """A column of an event whose own index SQLite must not use (the plus prevents it): that index lacks what else is asked for,
    so the row of every event would be read, among pictures, while another index has it all."""
    return type_coerce(literal_column(f"+events.{column.key}"), column.type)


def _is_called(parts: str) -> ColumnElement[bool]:
    """Selects events whose person's name, recorded or present, has all these parts; or whose person has this number."""
    patterns = [part_of_name(part) for part in parts.split()]
    matches = and_(true(), *(EventRow.person_name.op("GLOB")(pattern) for pattern in patterns))
    now = select(PersonRow.id).where(*(PersonRow.name.op("GLOB")(pattern) for pattern in patterns))
    found = or_(matches, EventRow.person_id.in_(now))
    return or_(found, EventRow.person_id == int(parts)) if parts.strip().isdecimal() and len(parts) < 18 else found


def _is_about(person: str | int) -> ColumnElement[bool]:
    if isinstance(person, int):
        return EventRow.person_id == person
    name = person.strip()
    renamed = select(PersonRow.id).where(PersonRow.name.collate("NOCASE") == name)
    # People who once had this name and have another one now are not included.
    once = and_(EventRow.person_name.collate("NOCASE") == name, or_(EventRow.person_id.is_(None), ~renamed.exists()))
    return or_(once, EventRow.person_id.in_(renamed))
