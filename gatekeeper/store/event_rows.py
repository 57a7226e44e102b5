"""The rows of the access log as events, including damaged ones."""

from datetime import UTC, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_type_hints

from sqlalchemy import LargeBinary, Select, cast, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType, TypeDecorator

from gatekeeper.domain import AccessEvent, Outcome, Reason
from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.store.tables import EventRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The types that each field may have: a whole number counts as a fraction too.
_KINDS: dict[str, tuple[type, ...]] = {
    name: (*(get_args(kind) or (kind,)), *((int,) if float in (kind, *get_args(kind)) else ()))
    for name, kind in get_type_hints(AccessEvent).items()
}
# Stands in for a required field that cannot be read.
_INSTEAD: dict[type, Any] = {datetime: _EPOCH, str: "", bytes: b"", int: 0, float: 0.0, Outcome: Outcome.ALARM}


def event_fields(*, snapshots: bool = True) -> tuple[str, ...]:
    """The columns of an event, with its picture or without."""
    return tuple(name for name in _KINDS if snapshots or name != "snapshot")


def read_events(session: Session, names: tuple[str, ...], query: Select[Any]) -> list[AccessEvent]:
    """The events that a query selects, in its order; names: the fields that are read. A damaged event is returned with what can
    be read of it, marked by `Reason.UNREADABLE`, and does not hide the others."""
    columns = [getattr(EventRow, name) for name in names]
    try:
        found = [dict(zip(names, row, strict=True)) for row in session.execute(query.add_columns(*columns))]
    except (StoreError, DBAPIError):  # an unknown value, or a text that is not UTF-8, in one of them
        found = []
    if found and all(isinstance(values[name], _KINDS[name]) for values in found for name in names):
        return [AccessEvent(**values) for values in found]
    raw = [type_coerce(cast(c, LargeBinary) if _is_text(c.key) else c, NullType()) for c in columns]
    rows = session.execute(query.add_columns(*raw)).all()
    return [_read(session, dict(zip(names, row, strict=True))) for row in rows]


def _is_text(name: str) -> bool:
    return any(issubclass(kind, (str, StrEnum)) for kind in _KINDS[name])


def _read(session: Session, raw: dict[str, Any]) -> AccessEvent:
    values: dict[str, Any] = {}
    damaged: list[str] = []
    for name, stored in raw.items():
        try:
            value = stored.decode() if _is_text(name) and stored is not None else stored
            kind = getattr(EventRow, name).type
            if isinstance(kind, TypeDecorator):
                value = kind.process_result_value(value, session.get_bind().dialect)
        except (StoreError, UnicodeDecodeError):
            value = damaged  # none of the allowed types
        if not isinstance(value, _KINDS[name]):
            damaged.append(name)
            value = None if NoneType in _KINDS[name] else _INSTEAD.get(_KINDS[name][0])
        values[name] = value
    if damaged:
        values["reason"] = Reason.UNREADABLE
        values["message"] = Message("Event {number} is damaged: {what} cannot be read.", number=raw["id"], what=damaged)
    return AccessEvent(**values)
