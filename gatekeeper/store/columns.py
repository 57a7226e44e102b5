"""How values are stored in columns, and what all tables share. A stored value that the program could not have written is a
StoreError."""

import json
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Dialect, MetaData, String, Time
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from gatekeeper.domain import Direction, LivenessState, MaskState, Outcome, Pairing, Reason, Role
from gatekeeper.door_rule import MaskRule, Passback, SecondFactor
from gatekeeper.errors import StoreError
from gatekeeper.messages import restored, stored

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """A timezone-aware datetime, stored as whole microseconds since 1970 in UTC: exact, and sorted by an index."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To microseconds. A time without a timezone is a StoreError: guessing one would shift the log."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise StoreError(
                "The time {time} has no timezone.", "Give it one, for example UTC.", time=value.isoformat()
            )
        return (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Back to a datetime in UTC. StoreError for an invalid time."""
        try:
            return None if value is None else _EPOCH + timedelta(microseconds=value)
        except (TypeError, OverflowError) as error:
            raise _damaged(value, "time") from error


class Moments(TypeDecorator[tuple[datetime, ...]]):
    """Several moments, stored as a JSON list of what `Moment` stores."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[datetime, ...] | None, dialect: Dialect) -> Any:
        """To JSON."""
        return None if value is None else json.dumps([Moment().process_bind_param(at, dialect) for at in value])

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[datetime, ...] | None:
        """Back to datetimes in UTC. StoreError if it is no list of times."""
        try:
            return None if value is None else tuple(_EPOCH + timedelta(microseconds=at) for at in json.loads(value))
        except (TypeError, ValueError, OverflowError) as error:
            raise _damaged(value, "list of times") from error


class StoredEnum(TypeDecorator[StrEnum]):
    """A member of one StrEnum, stored as its value."""

    impl = String
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__(32)
        self.members = members

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> Any:
        """To the stored value; a ValueError when it is not a member of the enum."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """Back to the member. StoreError for a value that is not a member of the enum."""
        return _Members(self.members)[value]

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """See `TypeDecorator`: a look-up, since a long list reads hundreds of thousands of values."""
        return _Members(self.members).__getitem__


class _Members(dict[str | None, StrEnum | None]):
    """The members of an enum by their stored values. StoreError for another value."""

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__((member.value, member) for member in members)
        self[None] = None
        self._members = members

    def __missing__(self, value: object) -> StrEnum | None:
        raise _damaged(value, self._members.__name__)


class Said(TypeDecorator[str]):
    """A message: its template and parameters (`gatekeeper.messages.stored`), or a text as an older version wrote it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """To JSON if it has parameters."""
        return None if value is None else stored(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Back to the message."""
        return None if value is None else restored(str(value))


class Day(TypeDecorator[date]):
    """A day of the calendar, stored as 2026-12-24."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """To its ISO 8601 text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """Back to a day. StoreError for an invalid day."""
        try:
            return None if value is None else date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise _damaged(value, "day") from error


class TimeOfDay(TypeDecorator[time]):
    """A time of a day, stored as SQLAlchemy's Time stores it."""

    impl = Time
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """See `TypeDecorator`. The function it returns raises StoreError for an invalid time."""
        read = super().result_processor(dialect, coltype) or (lambda value: value)

        def read_or_say(value: Any) -> Any:
            try:
                return read(value)
            except (TypeError, ValueError) as error:
                raise _damaged(value, "time of day") from error

        return read_or_say


def _damaged(value: object, kind: str) -> StoreError:
    return StoreError(
        "The database holds {value!r} where a {kind} belongs.",
        "A newer gatekeeper, or another program, wrote it: use that one, or restore a backup.",
        value=str(value)[:40],
        kind=kind,
    )


class Table(DeclarativeBase):
    """What all tables share: names of constraints, and how Python types are stored."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        date: Day(),
        time: TimeOfDay(),
        **{
            members: StoredEnum(members)
            for members in (
                *(Direction, LivenessState, MaskRule, MaskState, Outcome, Pairing, Passback),
                *(Reason, Role, SecondFactor),
            )
        },
    }
