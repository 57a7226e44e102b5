"""The audit trail as it is read: acts, selected, with the names of the people that they mention."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, LargeBinary, Select, cast, select, type_coerce
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.store.columns import Moment
from gatekeeper.store.tables import AuditRow, PersonRow

PAGE = 1000
_PERSON = re.compile(r"\bperson (\d{1,17})\b")


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the audit trail: who did what, to what, when (UTC).

    names: the names of the people whose numbers it mentions, or their names when they were removed; erased people have no name.
    `gatekeeper.desk.trail` says it in plain words.
    """

    at: datetime
    who: str
    act: str
    about: str
    detail: str
    id: int = 0
    names: dict[int, str] = field(default_factory=dict, compare=False)


class Which(TypedDict, total=False):
    """Selects acts; a field that is missing or None does not restrict. since is included, until is not."""

    who: str | None
    act: str | None
    since: datetime | None
    until: datetime | None


def read_acts(session: Session, selection: Which, limit: int, before: int | None = None) -> list[Act]:
    """The selected acts, newest first; before: only those of a lower number."""
    query = select(AuditRow).where(*where(selection)).order_by(AuditRow.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditRow.id < before)
    acts = _read_acts(session, query)
    mentioned = [{int(n) for n in _PERSON.findall(f"{act.about} {act.detail}")} for act in acts]
    names = _names(session, set().union(*mentioned))
    return [
        replace(act, names={n: names[n] for n in numbers if n in names})
        for act, numbers in zip(acts, mentioned, strict=True)
    ]


def _read_acts(session: Session, query: Select[Any]) -> list[Act]:
    """The acts of a query; a damaged one is returned with what can be read of it, and does not hide the others."""
    columns = (AuditRow.at, AuditRow.who, AuditRow.act, AuditRow.about, AuditRow.detail, AuditRow.id)
    try:
        return [Act(*row) for row in session.execute(query.with_only_columns(*columns))]
    except (StoreError, DBAPIError):  # an invalid time, a text that is not UTF-8
        pass
    time, *texts, number = columns
    raw = (type_coerce(time, NullType()), *(type_coerce(cast(text, LargeBinary), NullType()) for text in texts), number)
    return [_legible(*row) for row in session.execute(query.with_only_columns(*raw))]


def _legible(time: Any, *rest: Any) -> Act:
    *texts, number = rest
    operator, act, about, detail = (text.decode("utf-8", "backslashreplace") for text in texts)
    try:
        when = Moment().process_result_value(time, sqlite.dialect())
    except StoreError:
        when = None
    if when is None or [operator, act, about, detail] != [text.decode("utf-8", "replace") for text in texts]:
        detail = Message("Entry {number} of the trail is damaged.", number=number)
    return Act(when or datetime(1970, 1, 1, tzinfo=UTC), operator, act, about, detail, number)


def where(selection: Which) -> list[ColumnElement[bool]]:
    """The conditions of a query on `AuditRow`."""
    conditions: list[ColumnElement[bool]] = []
    if (operator := selection.get("who")) is not None:
        conditions.append(AuditRow.who == operator)
    if (act := selection.get("act")) is not None:
        conditions.append(AuditRow.act == act)
    if (since := selection.get("since")) is not None:
        conditions.append(AuditRow.at >= since)
    if (until := selection.get("until")) is not None:
        conditions.append(AuditRow.at < until)
    return conditions


def _names(session: Session, numbers: set[int]) -> dict[int, str]:
    """The names of these people, or their names when they were removed. Numbers are never reused."""
    names: dict[int, str] = {}
    for start in range(0, len(numbers), PAGE):
        part = sorted(numbers)[start : start + PAGE]
        person_labels = [f"person {number}" for number in part]
        removed = select(AuditRow.about, AuditRow.detail).where(
            AuditRow.act == "person removed", AuditRow.about.in_(person_labels)
        )
        names |= {int(about.split()[1]): name for about, name in session.execute(removed) if name}
        rows = session.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(part)))
        names.update((row.id, row.name) for row in rows)
    return names
