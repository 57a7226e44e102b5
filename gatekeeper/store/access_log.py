"""The access log: every decision about the door, on disk before the door is asked to open."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import aliased

from gatekeeper.domain import LASTING, AccessEvent, Direction, Image, Outcome, Presence, Probe, Reason, Vectors
from gatekeeper.errors import StoreError
from gatekeeper.store import chain, presence
from gatekeeper.store.database import Database
from gatekeeper.store.event_query import STORED_AT, Filter, Sort, beyond, conditions_of, sort_key
from gatekeeper.store.event_rows import event_fields, read_events
from gatekeeper.store.rows import remembered
from gatekeeper.store.tables import AlarmRow, EventFaceRow, EventRow
from gatekeeper.vision import jpeg

log = logging.getLogger(__name__)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PAGE = 1000
_FACES_AT_A_TIME = 64
_REASONS = frozenset(Reason)
_HOURS_OF_TIME = 70_000_000  # until the year 9955
_OPEN_ALARM = or_(AlarmRow.acknowledged_at.is_(None), and_(AlarmRow.ended.is_(None), AlarmRow.kind.in_(LASTING)))
_failed = aliased(EventRow)
# The failures of the relay at an opening: recorded later, with the time of the opening.
_TAKEN_BACK = select(_failed.id).where(
    _failed.door == EventRow.door,
    _failed.at == EventRow.at,
    _failed.reason == Reason.RELAY_FAILED,
    _failed.person_id.is_not_distinct_from(EventRow.person_id),
    _failed.id > EventRow.id,
)
_NEWEST_OPENING = (
    select(EventRow.at)
    .where(
        EventRow.person_id == bindparam("person"),
        EventRow.door == bindparam("door"),
        EventRow.outcome == Outcome.OPENED,
        ~_TAKEN_BACK.exists(),
    )
    .order_by(EventRow.at.desc())
    .limit(1)
)


class AccessLog:
    """Writes and reads access events. It has no way to change one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self, event: AccessEvent, probe: Probe | None = None, *, after: tuple[Presence | None] | None = None
    ) -> AccessEvent:
        """Write an event; returns it with its number.

        Once this has returned, the event survives a power cut. probe: the face that the decision was about, kept for
        corrections; after: the person's presence when it was decided, if the decision depended on it: meanwhile another door,
        of this or another program, may have let them in. Raises StoreError when the event could not be committed: then the door
        must stay shut. Events are written only here: each is chained (`gatekeeper.store.chain`) in its own transaction."""
        event = _plain(event)
        with self._database.transaction() as session:
            if after is not None:
                presence.require(session, event.person_id, *after)
            row = EventRow(**{name: getattr(event, name) for name in event_fields() if name != "id"})
            session.add(row)
            session.flush()
            if probe is not None:
                session.add(EventFaceRow(event_id=row.id, **_probe_values(probe)))
            chain.append_event(session, self._database.path, row.id)
            event = replace(event, id=row.id)
            presence.follow(session, event)
            return event

    def query(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = True,
        snapshots: bool = True,
        **conditions: Unpack[Filter],
    ) -> list[AccessEvent]:
        """The events that pass the filter, by time; limit and offset select a page of them.

        snapshots: False leaves the pictures in the file, which is much faster for long lists.
        """
        order = (EventRow.at, EventRow.id)
        query = (
            select()
            .where(*conditions_of(conditions))
            .order_by(*(column.desc() if newest_first else column.asc() for column in order))
            .limit(limit)
            .offset(offset)
        )
        with self._database.reading() as session:
            return read_events(session, event_fields(snapshots=snapshots), query)

    def count(self, **conditions: Unpack[Filter]) -> int:
        """How many events pass the filter."""
        with self._database.reading() as session:
            return session.scalars(select(func.count()).select_from(EventRow).where(*conditions_of(conditions))).one()

    def last_opened(self, person_id: int, door: str, until: datetime) -> datetime | None:
        """When this door last opened for a person, UTC; None if it never did. An opening at which the relay failed does not
        count, and hides none before it.

        Read from the log and not remembered, so that a restart, or a second camera at the door, knows it too. until: now; later
        events were recorded before the clock was set back, and must not hide those that followed.
        """
        newest = self._newest_opening(person_id, door)
        return self._newest_opening(person_id, door, until) if newest is not None and newest > until else newest

    @remembered
    def _newest_opening(self, person_id: int, door: str, until: datetime | None = None) -> datetime | None:
        with self._database.reading() as session:
            return session.scalar(
                _NEWEST_OPENING if until is None else _NEWEST_OPENING.where(EventRow.at <= until),
                {"person": person_id, "door": door},
            )

    @remembered
    def presence(self, person_id: int) -> Presence | None:
        """Where a person is according to the log; None if it does not say."""
        with self._database.reading() as session:
            return presence.current(session, person_id)

    def last_at(self, door: str, reasons: Iterable[Reason], since: datetime, until: datetime) -> datetime | None:
        """When an event of this kind was last recorded at a door, from `since` to `until`, UTC; None if there was none."""
        query = select(EventRow.at).where(
            EventRow.door == door, EventRow.reason.in_([*reasons]), EventRow.at >= since, EventRow.at <= until
        )
        with self._database.reading() as session:
            return session.scalar(query.order_by(EventRow.at.desc()).limit(1))

    def last_let_in(self, door: str, since: datetime, until: datetime) -> datetime | None:
        """When this door last opened for somebody recognised, from `since` to `until`, UTC; None if it did not. People who went
        out do not count, nor does an opening at which the relay failed."""
        query = select(EventRow.at).where(
            EventRow.door == door,
            EventRow.reason.in_((Reason.GRANTED, Reason.PASSBACK_OPENED)),
            EventRow.at >= since,
            EventRow.at <= until,
            EventRow.direction.is_distinct_from(Direction.OUT),
            ~_TAKEN_BACK.exists(),
        )
        with self._database.reading() as session:
            return session.scalar(query.order_by(EventRow.at.desc()).limit(1))

    def together(self) -> AbstractContextManager[object]:
        """What the calling thread records within the block is recorded as a whole, or not at all."""
        return self._database.transaction(together=True)

    def probe(self, event_id: int) -> Probe:
        """The face that an event's decision was about. Raises StoreError if none was kept, or it has been deleted."""
        with self._database.reading() as session:
            row = session.get(EventFaceRow, int(event_id))
            if row is None:
                raise StoreError(
                    "The face of event {event} is not stored (or no longer).", "Choose a newer event.", event=event_id
                )
            return Probe(row.model_id, np.frombuffer(row.vector, "<f4").astype(np.float32), _chip(row.chip))

    def faces(self, model_id: str, **conditions: Unpack[Filter]) -> tuple[NDArray[np.int64], Vectors]:
        """The numbers of the events that pass the filter and whose face has a vector of this model, and these vectors.

        int64 (N,) oldest first, float32 (N, D).
        """
        query = (
            select(EventFaceRow.event_id, EventFaceRow.vector)
            .join(EventRow, EventRow.id == EventFaceRow.event_id)
            .where(EventFaceRow.model_id == model_id, EventFaceRow.dim > 0, *conditions_of(conditions))
            .order_by(EventRow.at, EventRow.id)
        )
        with self._database.reading() as session:
            rows = session.execute(query).all()
        vectors = np.frombuffer(b"".join(row[1] for row in rows), "<f4").astype(np.float32)
        return np.array([row[0] for row in rows], np.int64), vectors.reshape(
            len(rows), vectors.size // max(1, len(rows))
        )

    def faces_without(self, model_id: str) -> Iterator[tuple[int, Image]]:
        """The faces of which this model has made no vector, with the numbers of their events, newest first; a few are in memory
        at a time. A damaged one is left out, and logged."""
        below: list[ColumnElement[bool]] = []
        while True:
            query = select(EventFaceRow.event_id, EventFaceRow.chip).where(_without_vector_of(model_id), *below)
            with self._database.reading() as session:
                rows = session.execute(query.order_by(EventFaceRow.event_id.desc()).limit(_FACES_AT_A_TIME)).all()
            if not rows:
                return
            for number, chip in rows:
                try:
                    yield number, _chip(chip)
                except StoreError as error:
                    log.error("The face of event %d is damaged, nobody is compared with it: %s", number, error)
            below = [EventFaceRow.event_id < rows[-1][0]]

    def count_faces_without(self, model_id: str) -> int:
        """The number of faces of which this model has made no vector, damaged ones included."""
        query = select(func.count()).select_from(EventFaceRow).where(_without_vector_of(model_id))
        with self._database.reading() as session:
            return session.scalars(query).one()

    def add_vectors(self, model_id: str, made: Iterable[tuple[int, Vectors]]) -> None:
        """Store a model's vectors of the faces of events, by the events' numbers, in place of other models'; those of faces
        that were deleted meanwhile are left out."""
        with self._database.transaction() as session:
            for number, vector in made:
                stored = np.ascontiguousarray(vector, "<f4")
                values = {"model_id": model_id, "vector": stored.tobytes(), "dim": stored.size}
                session.execute(update(EventFaceRow).where(EventFaceRow.event_id == int(number)).values(**values))

    def numbers(
        self,
        *,
        limit: int | None = None,
        after: int | None = None,
        sort: Sort = Sort.TIME,
        descending: bool = True,
        **conditions: Unpack[Filter],
    ) -> NDArray[np.int64]:
        """The numbers of the events that pass the filter, newest first unless sorted otherwise, int64 (N,).

        limit: at most this many; after: those that come after the event with this number. With these numbers `fetch` reads any
        page of the list directly, however far down it is.
        """
        filtered = any(conditions.get(name) is not None for name in ("outcome", "reason", "door", "name"))
        key = sort_key(sort, filtered)
        order = [EventRow.at, EventRow.id] if key is None else [key, EventRow.at, EventRow.id]
        query = select(EventRow.id).where(*conditions_of(conditions, sort))
        query = query.order_by(*(column.desc() if descending else column.asc() for column in order))
        with self._database.reading() as session:
            if after is not None:
                last = session.execute(
                    select(STORED_AT, null() if key is None else key).where(EventRow.id == int(after))
                ).first()
                if last is None:
                    # The oldest events are deleted first, so nothing is left after a deleted one.
                    return np.zeros(0, np.int64)
                query = query.where(beyond(last[0], int(after), descending=descending, key=key, value=last[1]))
            # A few at a time: while the driver builds rows, no other thread can run, the window's included.
            parts = session.execute(query.limit(limit).execution_options(yield_per=_PAGE)).partitions()
            found = [np.fromiter((row[0] for row in rows), np.int64, len(rows)) for rows in parts]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def after(self, number: int, limit: int) -> list[AccessEvent]:
        """The events written after the one with this number, which may have been deleted, in their order; without pictures."""
        with self._database.reading() as session:
            query = select(EventRow.id).where(EventRow.id > number).order_by(EventRow.id).limit(limit)
            return self.fetch(session.scalars(query).all())

    def fetch(self, numbers: Iterable[int], *, snapshots: bool = False) -> list[AccessEvent]:
        """The events with these numbers, in their order; deleted ones are left out."""
        names = event_fields(snapshots=snapshots)
        place = {int(number): index for index, number in enumerate(numbers)}
        ids, every = select(), [*place]
        found: list[AccessEvent] = []
        with self._database.reading() as session:
            for start in range(0, len(every), _PAGE):
                found += read_events(session, names, ids.where(EventRow.id.in_(every[start : start + _PAGE])))
        return sorted(found, key=lambda event: place[event.id])

    def stream(self, *, snapshots: bool = False, **conditions: Unpack[Filter]) -> Iterator[AccessEvent]:
        """The events that pass the filter, newest first, a thousand in memory at a time.

        Events recorded meanwhile are not among them.
        """
        names = event_fields(snapshots=snapshots)
        after: tuple[int, int] | None = None
        while True:
            query = select().where(*conditions_of(conditions))
            if after is not None:
                # Where the last page ended, which an index finds as fast as the first one.
                query = query.where(beyond(*after, descending=True))
            query = query.order_by(EventRow.at.desc(), EventRow.id.desc()).limit(_PAGE)
            with self._database.reading() as session:
                page = read_events(session, names, query)
                last = query.add_columns(STORED_AT, EventRow.id).offset(_PAGE - 1).limit(1)
                ended = session.execute(last).first()
            yield from page
            if ended is None:
                return
            after = (ended[0], ended[1])

    def hourly(self, parts: int = 1, **conditions: Unpack[Filter]) -> list[tuple[datetime, Reason, int]]:
        """How many events of each reason fell into each hour (its beginning, UTC), oldest first. parts: of so many equal parts
        of an hour each is counted for itself."""
        hour = EventRow.at.op("/")(literal_column(str(3_600_000_000 // parts)))
        query = (
            select(type_coerce(hour, BigInteger), type_coerce(EventRow.reason, String), func.count())
            .where(*conditions_of(conditions))
            .group_by(hour, EventRow.reason)
            .order_by(hour)
        )
        with self._database.reading() as session:
            return [
                (_EPOCH + timedelta(hours=h / parts), Reason(reason) if reason in _REASONS else Reason.UNREADABLE, n)
                for h, reason, n in session.execute(query)
                if 0 <= h < _HOURS_OF_TIME * parts  # a damaged time belongs to no hour
            ]

    def latencies(self, step_ms: float = 20.0, **conditions: Unpack[Filter]) -> list[tuple[float, int]]:
        """How many decisions took how long: (lower end of a span of step_ms milliseconds, count)."""
        span = cast(EventRow.latency_ms / float(step_ms), Integer)
        # An opening by hand is not a decision, and neither is the request for a PIN.
        decided = (EventRow.reason.not_in((Reason.BY_HAND, Reason.PIN_NEEDED)), EventRow.latency_ms > 0)
        query = select(span, func.count()).where(*conditions_of(conditions), *decided).group_by(span).order_by(span)
        with self._database.reading() as session:
            return [(float(bucket) * step_ms, n) for bucket, n in session.execute(query)]

    def retain(
        self,
        events_before: datetime | None,
        faces_before: datetime | None,
        record: Callable[[int, int], object] = lambda events, pictures: None,
        *,
        now: datetime | None = None,
    ) -> tuple[int, int]:
        """Delete events from before one moment, and the pictures and faces of those from before another. Events of alarms that
        are active, or that nobody has acknowledged, stay; their pictures do not.

        now: unless given, time stamps are taken as they are. With it, events stamped by a clock that was wrong for a while are
        treated like their neighbours: events are numbered in order of arrival, so an event that came after one which is not yet
        old is not old either, whatever its stamp; and an event stamped later than now that came before an old one is old.

        Returns how many events, and how many pictures, are deleted. This is done in portions, so that the door never waits long
        to write; what record writes about the deletion is committed with the first one, and nothing is recorded if there is
        nothing to delete.
        """
        with_picture = func.length(EventRow.snapshot) > 0
        done = ~exists().where(AlarmRow.event_id == EventRow.id, _OPEN_ALARM)
        old = {before: self._old(before, now) for before in {events_before, faces_before} if before is not None}
        count = select(func.count()).select_from(EventRow)
        with self._database.reading() as session:
            events, pictures = (
                0 if before is None else session.scalars(count.where(old[before], more)).one()
                for before, more in ((events_before, done), (faces_before, with_picture))
            )
        counted = False

        def tell() -> None:
            nonlocal counted
            if not counted:
                record(events, pictures)
            counted = True

        if faces_before is not None:
            for number in self._portions(old[faces_before], with_picture):
                with self._database.transaction(together=True) as session:
                    tell()
                    chain.conceal_events(session, self._database.path, number, "picture")
                    session.execute(delete(EventFaceRow).where(EventFaceRow.event_id.in_(number)))
                    session.execute(update(EventRow).where(EventRow.id.in_(number)).values(snapshot=b""))
        if events_before is not None:
            for number in self._portions(old[events_before], done):
                with self._database.transaction(together=True) as session:
                    tell()
                    chain.cut_events(session, self._database.path, number)
                    session.execute(delete(EventRow).where(EventRow.id.in_(number)))
                    presence.forget(session, number)
        return events, pictures

    def _old(self, before: datetime, now: datetime | None) -> ColumnElement[bool]:
        """Selects the events from before a moment."""
        if now is None:
            return EventRow.at < before
        young = (EventRow.at >= before, EventRow.at <= now)
        with self._database.reading() as session:
            first_young = session.scalars(select(func.min(EventRow.id)).where(*young)).one()
            old = [EventRow.at < before, *([EventRow.id < first_young] if first_young is not None else [])]
            last_old = session.scalars(select(func.max(EventRow.id)).where(*old)).one() or 0
        return and_(EventRow.id <= last_old, or_(EventRow.at < before, EventRow.at > now))

    def days(self) -> list[int]:
        """The days on which there are events, as their numbers since 1970 in UTC, in order.

        An alarm's event is kept for as long as the alarm is open, so it tells nothing about the others: an open one does not
        count, and a later one counts for the day on which it was acknowledged or ended."""
        last = func.max(
            EventRow.at,
            func.coalesce(AlarmRow.acknowledged_at, EventRow.at),
            func.coalesce(AlarmRow.ended, EventRow.at),
        )
        day = type_coerce(last, BigInteger).op("/")(literal_column("86400000000"))
        query = select(day).outerjoin_from(EventRow, AlarmRow, AlarmRow.event_id == EventRow.id)
        with self._database.reading() as session:
            closed = or_(AlarmRow.id.is_(None), ~_OPEN_ALARM)
            return [int(number) for number in session.scalars(query.where(closed).distinct().order_by(day))]

    def forget_vectors(self, model_id: str) -> int:
        """Delete the vectors that a model made of events' faces, and keep the faces; returns how many. For a model that no
        longer exists: its vectors cannot be compared with anything."""
        count = after = 0
        while True:
            query = select(EventFaceRow.event_id).where(
                EventFaceRow.event_id > after, EventFaceRow.model_id == model_id, EventFaceRow.dim > 0
            )
            with self._database.reading() as session:
                numbers = session.scalars(query.order_by(EventFaceRow.event_id).limit(_PAGE)).all()
            if not numbers:
                return count
            with self._database.transaction() as session:
                session.execute(
                    update(EventFaceRow).where(EventFaceRow.event_id.in_(numbers)).values(vector=b"", dim=0)
                )
            count, after = count + len(numbers), numbers[-1]

    def _portions(self, *conditions: ColumnElement[bool]) -> Iterator[list[int]]:
        after: list[ColumnElement[bool]] = []
        while True:
            with self._database.reading() as session:
                query = select(STORED_AT, EventRow.id).where(*conditions, *after)
                rows = session.execute(query.order_by(EventRow.at, EventRow.id).limit(_PAGE)).all()
            if not rows:
                return
            yield [row[1] for row in rows]
            after = [beyond(*rows[-1], descending=False)]


def _without_vector_of(model_id: str) -> ColumnElement[bool]:
    return or_(EventFaceRow.model_id != model_id, EventFaceRow.dim == 0)


def _plain(event: AccessEvent) -> AccessEvent:
    """The event in Python's own numbers and in UTC: NumPy's numbers would be stored as bytes, or not at all."""

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
        liveness_score=number(event.liveness_score),
        track_id=int(event.track_id),
        latency_ms=float(event.latency_ms),
        snapshot=bytes(event.snapshot),
    )


def _probe_values(probe: Probe) -> dict[str, Any]:
    chip = jpeg.encoded(probe.chip, 95)
    if not chip:
        raise StoreError("The face of an event cannot be stored: it is not a picture.")
    vector = np.ascontiguousarray(probe.vector, "<f4")
    return {
        "view": "whole",
        "model_id": probe.model_id,
        "vector": vector.tobytes(),
        "dim": vector.size,
        "chip": chip,
    }


def _chip(data: bytes) -> Image:
    chip = jpeg.decoded(data)
    if chip is None:
        raise StoreError("The face of an event is damaged.", "Restore a backup.")
    return chip
