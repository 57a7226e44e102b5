"""Where people are, kept in step with the events that say so, and their movements over time."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, delete, select, text
from sqlalchemy.orm import Session

from gatekeeper import presence
from gatekeeper.domain import AccessEvent, Direction, Outcome, Presence, Reason
from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.store.event_query import past_its_index
from gatekeeper.store.rows import Store
from gatekeeper.store.site_settings import VALUE
from gatekeeper.store.tables import SAYS_WHERE, EventRow, PresenceRow, SettingRow

log = logging.getLogger(__name__)
DOUBT = "presence.doubt"  # since all doors were opened
HELD = "presence.held"  # since doors stood open by their schedules
_PRESENCE = (*(PresenceRow.person_id, PresenceRow.direction, PresenceRow.at, PresenceRow.door, PresenceRow.event_id),)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why it is not known who is inside: doors have stood open. since, until: UTC; until: None while they still do; doors:
    those that stood open by their schedules, none if all stood open by an order alone."""

    since: datetime
    until: datetime | None = None
    doors: tuple[str, ...] = ()

    def covers(self, at: datetime) -> bool:
        """Whether somebody who passed at that time may have left or entered unseen since."""
        return self.until is None or at <= self.until


class PresenceStore(Store):
    """Reads where people are; the events written by `AccessLog.record` keep it up to date."""

    def doubt(self) -> Doubt | None:
        """The doubt about who is inside; None if there is none, or somebody has settled it since."""
        with self._database.reading() as session:
            return _doubt(session)

    def ordered(self) -> Doubt | None:
        """The part of the doubt that is due to an order to open all doors."""
        with self._database.reading() as session:
            return _kept(session, DOUBT)[0]

    def held(self) -> frozenset[str]:
        """The doors that stand open by their schedules, as reported by their programs; see `hold`."""
        with self._database.reading() as session:
            return frozenset(_kept(session, HELD)[1])

    def set_doubt(self, doubt: Doubt | None) -> None:
        """Replace the doubt due to an order; None: there is no such doubt any more."""
        with self._database.transaction() as session:
            if doubt is None:
                session.execute(delete(SettingRow).where(SettingRow.key.in_((DOUBT, HELD))))
            else:
                _keep(session, DOUBT, doubt)

    def hold(self, door: str, at: datetime, *, begins: bool) -> None:
        """Note that a door at which people are counted begins to stand open by its schedule, or no longer does, if it did."""
        with self._database.transaction() as session:
            doubt, held = _kept(session, HELD)
            if begins:
                doubt = Doubt(at) if doubt is None else doubt
                _keep(session, HELD, Doubt(doubt.since, None, tuple(sorted({*doubt.doors, door}))), {*held, door})
            elif doubt is not None and door in held:
                held.remove(door)
                _keep(session, HELD, Doubt(doubt.since, None if held else at, doubt.doors), held)

    def stood_open(self, until: datetime | None, still: Callable[[], bool]) -> None:
        """If there is a doubt, store until when all doors stood open (None: they still do). still: called in the transaction;
        whether to store it."""
        doubt = self.ordered()
        if doubt is None or (doubt.until is None) == (until is None):
            return
        with self._database.transaction(together=True):
            doubt = self.ordered()
            if doubt is not None and (doubt.until is None) != (until is None) and still():
                self.set_doubt(Doubt(doubt.since, until))

    def of(self, person_id: int) -> Presence | None:
        """Where a person is; None if nothing says so."""
        with self._database.reading() as session:
            return current(session, person_id)

    def inside(self) -> list[Presence]:
        """Everybody who is inside, in the order of arrival."""
        query = select(*_PRESENCE).where(PresenceRow.direction == Direction.IN)
        with self._database.reading() as session:
            doubt = _doubt(session)
            rows = session.execute(query.order_by(PresenceRow.at, PresenceRow.person_id))
            return [_read(row, doubt) for row in rows]

    def rebuild(self) -> int:
        """Rebuild from the events where everybody is; returns for how many people that changed."""
        with self._database.transaction() as session:
            before = {row.person_id: _read(row) for row in session.execute(select(*_PRESENCE))}
            after = {}
            for person_id, events in groupby(_events(session, _passages()), lambda event: event.person_id or 0):
                if (latest := presence.presence(events)) is not None:
                    after[person_id] = latest
            session.execute(delete(PresenceRow))
            session.flush()
            session.expunge_all()
            for latest in after.values():
                _put(session, latest)
            return sum(before.get(number) != after.get(number) for number in before.keys() | after.keys())

    def passages(
        self, since: datetime, until: datetime, person_id: int | None = None
    ) -> Iterator[tuple[int, list[AccessEvent]]]:
        """The events in a period that say in which direction people, or one person, passed, in the order of recording."""
        # The index of passages has all of it; that of times lacks the direction.
        at = past_its_index(EventRow.at)
        query = _passages().where(at >= since, at < until)
        if person_id is not None:
            query = query.where(EventRow.person_id == person_id)
        with self._database.reading() as session:
            events = list(_events(session, query))
        for number, passages in groupby(events, lambda event: event.person_id or 0):
            yield number, list(passages)


def current(session: Session, person_id: int) -> Presence | None:
    """Where somebody is, as the session sees it."""
    row = session.get(PresenceRow, int(person_id))
    return None if row is None else _read(row, _doubt(session))


def require(session: Session, person_id: int | None, expected: Presence | None) -> None:
    """Raise StoreError if the person has passed another door since the decision."""
    if person_id is not None and current(session, person_id) != expected:
        raise StoreError(Message("They have passed another door just now."), Message("Look into the camera once more."))


def follow(session: Session, event: AccessEvent) -> None:
    """Update presence from an event that was just written, in its transaction."""
    if event.person_id is None or (event.direction is None and event.reason is not Reason.PRESENCE_CORRECTED):
        return
    if event.outcome is Outcome.OPENED or event.reason is Reason.PRESENCE_CORRECTED:
        now = presence.after(event)
    elif event.reason is Reason.RELAY_FAILED:
        now = presence.presence(_events(session, _passages().where(EventRow.person_id == event.person_id)))
    else:
        return
    row = session.get(PresenceRow, event.person_id)
    if row is not None and now is None:
        session.delete(row)
    elif row is not None and now is not None:
        row.direction, row.at, row.door, row.event_id = now.direction, now.at, now.door, now.event_id
    elif now is not None:
        _put(session, now)


def forget(session: Session, events: Iterable[int]) -> None:
    """Forget where a person is once the event that says so is deleted."""
    session.execute(delete(PresenceRow).where(PresenceRow.event_id.in_([*events])))


def _put(session: Session, presence: Presence) -> None:
    session.add(
        PresenceRow(
            person_id=presence.person_id,
            direction=presence.direction,
            at=presence.at,
            door=presence.door,
            event_id=presence.event_id,
        )
    )


def _read(row: PresenceRow | Row[*tuple[Any, ...]], doubt: Doubt | None = None) -> Presence:
    doubtful = doubt is not None and doubt.covers(row.at)
    return Presence(row.person_id, row.direction, row.at, row.door, row.event_id, doubtful)


def _doubt(session: Session) -> Doubt | None:
    """The doubt from all causes: for people who passed before the last door was locked, it is uncertain whether they are still
    where they went."""
    found = [doubt for key in (DOUBT, HELD) if (doubt := _kept(session, key)[0]) is not None]
    if not found:
        return None
    ends = [doubt.until for doubt in found]
    until = None if None in ends else max(end for end in ends if end is not None)
    return Doubt(min(doubt.since for doubt in found), until, tuple(door for doubt in found for door in doubt.doors))


def _kept(session: Session, key: str) -> tuple[Doubt | None, set[str]]:
    """A cause of doubt, and the doors that stand open for it by their schedules."""
    kept = session.scalar(VALUE, {"key": key})
    if kept is None:
        return None, set()
    try:
        values = json.loads(kept)
        since, until = (values[name] for name in ("since", "until"))
        doubt = Doubt(
            datetime.fromisoformat(since),
            None if until is None else datetime.fromisoformat(until),
            tuple(map(str, values.get("doors", ()))),
        )
        return doubt, set(map(str, values.get("held", ())))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        log.error("Since when doors stood open is damaged, nobody's presence is certain: %s", error)
        return Doubt(datetime.fromtimestamp(0, UTC)), set()


def _keep(session: Session, key: str, doubt: Doubt, held: Iterable[str] = ()) -> None:
    values: dict[str, object] = {
        "since": doubt.since.isoformat(),
        "until": doubt.until.isoformat() if doubt.until else None,
    }
    if doubt.doors:
        values |= {"doors": list(doubt.doors), "held": sorted(held)}
    session.merge(SettingRow(key=key, value=json.dumps(values)))


def _passages() -> "Select[*tuple[Any, ...]]":
    query = select(
        *(EventRow.id, EventRow.at, EventRow.door, EventRow.outcome, EventRow.reason),
        *(EventRow.person_id, EventRow.direction),
    )
    says_where = EventRow.person_id.is_not(None), text(f"({SAYS_WHERE})")
    return query.where(*says_where).order_by(EventRow.person_id, EventRow.id)


def _events(session: Session, query: "Select[*tuple[Any, ...]]") -> Iterable[AccessEvent]:
    for number, at, door, outcome, reason, person_id, direction in session.execute(query):
        yield AccessEvent(at, door, "", outcome, reason, "", person_id, direction=direction, id=number)
