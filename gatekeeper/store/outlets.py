"""How far each outlet has sent the records, and which of them it could not deliver."""

import heapq
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from gatekeeper.domain import AccessEvent
from gatekeeper.messages import Message, restored, stored
from gatekeeper.store.database import Database
from gatekeeper.store.event_rows import event_fields, read_events
from gatekeeper.store.tables import AuditRow, DeadLetterRow, EventRow, SettingRow

_RETAINED = "retained/"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The numbers of the last event and the last act that an outlet has handled."""

    event: int
    act: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of an outlet. delivered: when it last accepted something; since: since when it has accepted nothing, and why;
    UTC."""

    delivered: datetime | None = None
    since: datetime | None = None
    why: Message = field(default_factory=lambda: Message(""))


@dataclass(frozen=True, slots=True)
class ActTold:
    """An act of the trail in the form that outlets send."""

    id: int
    at: datetime
    who: str
    act: str
    about: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An item that an outlet has given up on. item: "event 5" or "act 7"; again: it is to be sent again."""

    id: int
    outlet: str
    item: str
    at: datetime
    tries: int
    why: Message
    again: bool


@dataclass(frozen=True, slots=True)
class Retained:
    """Topics that a broker retains, sorted, and how it is reached, with its password; None if that is not known."""

    topics: tuple[str, ...] = ()
    broker: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class OutletStore:
    """Reads the log and the trail from a cursor on, and stores cursors and dead letters."""

    database: Database

    def cursor(self, outlet: str) -> Cursor:
        """The cursor of an outlet; a new outlet begins with the events from now on, and its cursor is stored."""
        with self.database.reading() as session:  # read every second: no other program has to wait for this
            row = session.get(SettingRow, _key(outlet))
            if row is not None:
                return _cursor(json.loads(row.value))
        with self.database.transaction(together=True) as session:
            row = session.get(SettingRow, _key(outlet))
            if row is not None:  # another program has stored it meanwhile
                return _cursor(json.loads(row.value))
            event, act = (session.scalar(select(func.max(table.id))) or 0 for table in (EventRow, AuditRow))
            session.add(SettingRow(key=_key(outlet), value=json.dumps(_handled(Cursor(event, act)))))
            return Cursor(event, act)

    def advance(self, outlet: str, cursor: Cursor, *, delivered: datetime | None = None) -> None:
        """Store that an outlet has dealt with everything up to here, and when it accepted the last item, if it did; durable
        once this has returned."""
        with self.database.transaction() as session:
            _note(session, outlet, _handled(cursor) | ({} if delivered is None else _delivered(delivered)))

    def standings(self) -> dict[str, Standing]:
        """The state of each outlet that has begun, by its name."""
        with self.database.reading() as session:
            rows = session.scalars(select(SettingRow).where(SettingRow.key.startswith(_key("")))).all()
            return {row.key.removeprefix(_key("")): _standing(json.loads(row.value)) for row in rows}

    def standing(self, outlet: str) -> Standing:
        """The state of an outlet; empty for one that has not begun."""
        return self.standings().get(_key(outlet).removeprefix(_key("")), Standing())

    def complain(self, outlet: str, since: datetime, why: str) -> None:
        """Store since when an outlet has accepted nothing, and why."""
        with self.database.transaction() as session:
            _note(session, outlet, {"since": since.isoformat(), "why": stored(why)})

    def arrived(self, outlet: str, at: datetime) -> None:
        """Store that an outlet accepts messages again, as a test has shown."""
        with self.database.transaction() as session:
            _note(session, outlet, _delivered(at))

    def retained(self, outlet: str) -> Retained:
        """What a broker retains for an outlet, which may have been forgotten since: it does not know of that."""
        with self.database.reading() as session:
            row = session.get(SettingRow, _RETAINED + outlet)
            if row is not None:
                values = json.loads(row.value)
                return Retained(tuple(values["topics"]), values["broker"])
            row = session.get(SettingRow, _key(outlet))  # as earlier versions noted it
            return Retained(() if row is None else tuple(json.loads(row.value).get("topics", ())))

    def keep(self, outlet: str, topics: Collection[str], broker: Mapping[str, Any] | None = None) -> list[str]:
        """Store which topics a broker retains for an outlet, and how it is reached; returns those that were retained until now
        and that are none of these."""
        to = {**broker} if topics and broker is not None else None  # no password is kept for nothing
        before, now = self.retained(outlet), Retained(tuple(sorted(topics)), to)
        if before != now:
            value = json.dumps({"topics": now.topics, "broker": now.broker})
            with self.database.transaction() as session:
                session.merge(SettingRow(key=_RETAINED + outlet, value=value))
        return [topic for topic in before.topics if topic not in topics]

    def forget(self, outlet: str) -> None:
        """Forget an outlet and what it has put aside: a new outlet with that name starts afresh."""
        with self.database.transaction() as session:
            session.execute(delete(SettingRow).where(SettingRow.key == _key(outlet)))
            session.execute(delete(DeadLetterRow).where(DeadLetterRow.outlet == outlet))

    def forget_others(self, outlets: Collection[str]) -> None:
        """Forget every outlet but these."""
        with self.database.transaction() as session:
            stored_here, kept = SettingRow.key.startswith(_key("")), [_key(outlet) for outlet in outlets]
            session.execute(delete(SettingRow).where(stored_here, SettingRow.key.not_in(kept)))
            session.execute(delete(DeadLetterRow).where(DeadLetterRow.outlet.not_in(outlets)))

    def behind(self, outlet: str) -> int:
        """How many events an outlet has not received yet; 0 if it has not begun."""
        with self.database.reading() as session:
            row = session.get(SettingRow, _key(outlet))
            if row is None:
                return 0
            after = EventRow.id > json.loads(row.value)["event"]
            return session.scalars(select(func.count()).select_from(EventRow).where(after)).one()

    def after(self, cursor: Cursor, acts: Collection[str], limit: int) -> list[AccessEvent | ActTold]:
        """The events and these acts after a cursor, each in the order of writing, without pictures."""
        with self.database.reading() as session:
            query = select().where(EventRow.id > cursor.event).order_by(EventRow.id).limit(limit)
            events: Sequence[AccessEvent | ActTold] = read_events(session, event_fields(snapshots=False), query)
            of_trail = select(AuditRow).where(AuditRow.id > cursor.act, AuditRow.act.in_(acts))
            rows = session.scalars(of_trail.order_by(AuditRow.id).limit(limit)).all()
            chosen = [ActTold(row.id, row.at, row.who, row.act, row.about) for row in rows]
        return list(heapq.merge(events, chosen, key=lambda item: item.at))[:limit]

    def one(self, item: str) -> AccessEvent | ActTold | None:
        """An event or act by its name in dead letters; None if it has been deleted."""
        kind, number = item.split()
        with self.database.reading() as session:
            if kind == "event":
                query = select().where(EventRow.id == int(number))
                return next(iter(read_events(session, event_fields(snapshots=False), query)), None)
            row = session.get(AuditRow, int(number))
            return None if row is None else ActTold(row.id, row.at, row.who, row.act, row.about)

    def bury(self, outlet: str, items: Collection[str], cursor: Cursor, tries: int, why: str, *, now: datetime) -> None:
        """Put aside the items that an outlet has given up on, and move its cursor past them."""
        with self.database.transaction(together=True) as session:
            if not _note(session, outlet, _handled(cursor)):
                return
            for item in items:
                letter = DeadLetterRow(outlet=outlet, item=item, at=now, tries=tries, why=stored(why), again=False)
                session.add(letter)

    def dead(
        self, outlet: str | None = None, *, again: bool | None = None, limit: int | None = None
    ) -> list[DeadLetter]:
        """What was put aside, oldest first."""
        query = select(DeadLetterRow).order_by(DeadLetterRow.id).limit(limit)
        if outlet is not None:
            query = query.where(DeadLetterRow.outlet == outlet)
        if again is not None:
            query = query.where(DeadLetterRow.again.is_(again))
        with self.database.reading() as session:
            return [
                DeadLetter(row.id, row.outlet, row.item, row.at, row.tries, restored(row.why), row.again)
                for row in session.scalars(query)
            ]

    def send_again(self, numbers: Collection[int]) -> int:
        """Mark these to be sent again by the program that sends; returns how many there are."""
        with self.database.transaction() as session:
            chosen = update(DeadLetterRow).where(DeadLetterRow.id.in_(numbers)).values(again=True)
            return int(session.execute(chosen).rowcount)  # type: ignore[attr-defined]

    def throw_away(self, numbers: Collection[int]) -> int:
        """Discard these; returns how many there were."""
        with self.database.transaction() as session:
            chosen = delete(DeadLetterRow).where(DeadLetterRow.id.in_(numbers))
            return int(session.execute(chosen).rowcount)  # type: ignore[attr-defined]

    def settle(self, numbers: Collection[int], why: str | None) -> None:
        """Store that these dead letters were delivered after all or, with why, were refused again."""
        with self.database.transaction() as session:
            if why is None:
                session.execute(delete(DeadLetterRow).where(DeadLetterRow.id.in_(numbers)))
            else:
                left = update(DeadLetterRow).where(DeadLetterRow.id.in_(numbers))
                session.execute(left.values(again=False, why=stored(why), tries=DeadLetterRow.tries + 1))


def _note(session: Session, outlet: str, values: dict[str, Any]) -> bool:
    """Whether the outlet is still known: one that was forgotten while it sent something stays forgotten."""
    row = session.get(SettingRow, _key(outlet))
    if row is not None:
        row.value = json.dumps(json.loads(row.value) | values)
    return row is not None


def _handled(cursor: Cursor) -> dict[str, Any]:
    return {"event": cursor.event, "act": cursor.act}


def _delivered(at: datetime) -> dict[str, Any]:
    return {"delivered": at.isoformat(), "since": None, "why": ""}


def _cursor(values: dict[str, Any]) -> Cursor:
    return Cursor(values["event"], values["act"])


def _standing(values: dict[str, Any]) -> Standing:
    times = {key: datetime.fromisoformat(values[key]) for key in ("delivered", "since") if values.get(key)}
    return Standing(times.get("delivered"), times.get("since"), restored(values.get("why", "")))


def _key(outlet: str) -> str:
    return f"outlet/{outlet}"[:200]
