"""People with their photos and templates, and the rules of the doors they pass."""

import difflib
import io
import itertools
import logging
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
from PIL import Image as Pictures
from sqlalchemy import (
    ColumnElement,
    Result,
    Select,
    String,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from gatekeeper.domain import (
    DoorRule,
    Hours,
    Image,
    MaskState,
    Person,
    Photo,
    Schedule,
    Template,
    TemplateChange,
    Vectors,
)
from gatekeeper.errors import StoreError
from gatekeeper.store import chain, erasure
from gatekeeper.store.database import Database
from gatekeeper.store.tables import (
    AuditRow,
    DoorGroupRow,
    DoorRow,
    EventRow,
    GroupRow,
    HoursRow,
    LookAlikeRow,
    PersonGroupRow,
    PersonRow,
    PhotoRow,
    PinRow,
    ScheduleRow,
    SettingRow,
    TemplateChangeRow,
    TemplateRow,
    metadata,
)

log = logging.getLogger(__name__)

_NAME_CHARACTERS = 200
_PHOTOS_AT_A_TIME = 64
_ROWS_AT_A_TIME = 1000
_TEMPLATES = metadata.tables[TemplateRow.__tablename__]
_PEOPLE_AT_A_TIME = 32

# Inside PeopleStore, `list` is the method.
_Photos = list[Photo]
_Templates = list[Template]
_Changes = list[TemplateChange]
_Names = list[str]
_People = list[Person]
_Schedules = list[Schedule]
_TemplatesOf = list[tuple[Template, bool]]
_Listed = list["Listed"]
_UNIT_TOLERANCE = 0.02  # of the squared length


@dataclass(frozen=True, slots=True, eq=False)
class NewPhoto:
    """An enrolment photo to keep. chip: the aligned face, RGB uint8 (H, W, 3), kept without loss.

    templates: (model id, float32 unit vector) for each embedding made of it.
    """

    mask: MaskState
    chip: Image
    templates: Sequence[tuple[str, Vectors]] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as a list shows them. chip: the aligned face of their first bare photo as PNG, empty without one."""

    person: Person
    photos: int
    last_seen: datetime | None
    chip: bytes


@dataclass(frozen=True, slots=True)
class Traces:
    """How much of a person is stored: what an erasure takes away."""

    photos: int
    templates: int
    impostors: int
    events: int
    snapshots: int


NOT_STATED = "not stated"
"""In the place of a version of the consent text: nobody said that the person agreed."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to, and when (UTC)."""

    text_version: str
    at: datetime

    @property
    def stated(self) -> bool:
        """Whether anybody said that they agreed."""
        return self.text_version != NOT_STATED


class PeopleStore:
    """Reads and writes people, photos, templates, door rules and settings. Every method is one transaction.

    Methods that name a person, door or schedule raise StoreError when it is unknown.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def together(self) -> AbstractContextManager[object]:
        """What the calling thread writes and reads within is one transaction: all of it is committed, or nothing."""
        return self._database.transaction(together=True)

    # People

    def add(
        self,
        name: str,
        *,
        groups: Iterable[str] = (),
        consent_text: str,
        consent_at: datetime,
        photos: Sequence[NewPhoto] = (),
        added_at: datetime | None = None,
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
    ) -> Person:
        """Register somebody, with photos and templates, all or nothing.

        Names need not be unique; groups are made as they are named. consent_text: the version of the text agreed to.
        added_at: when the registration happened, `consent_at` unless given; valid_from, valid_until: see `set_validity`.
        """
        _check_validity(valid_from, valid_until)
        consent_text = _clean(consent_text, "version of the consent text")
        added_at = added_at or consent_at
        with self._database.transaction() as session:
            row = PersonRow(
                name=(clean := _clean(name, "name")),
                folded=folded(clean),
                consent_text_version=consent_text,
                consent_at=consent_at,
                created_at=added_at,
                valid_from=valid_from,
                valid_until=valid_until,
            )
            session.add(row)
            session.flush()
            _set_groups(session, row.id, groups)
            _add_photos(session, row.id, photos, added_at)
            return _person(session, row.id)

    def add_photos(
        self,
        person_id: int,
        photos: Sequence[NewPhoto],
        *,
        added_at: datetime,
        impostor: bool = False,
        event_id: int | None = None,
    ) -> list[Photo]:
        """Keep more photos of a person, with their templates, all or nothing.

        impostor: they show who was taken for the person and is not; event_id: the visit they were taken from.
        """
        with self._database.transaction() as session:
            _row(session, person_id)
            return [_photo(row) for row in _add_photos(session, person_id, photos, added_at, impostor, event_id)]

    def remove_photo(self, person_id: int, photo_id: int) -> None:
        """Delete one photo of a person with its templates. StoreError for somebody else's."""
        with self._database.transaction() as session:
            mine = (PhotoRow.id == int(photo_id), PhotoRow.person_id == person_id)
            if session.scalar(delete(PhotoRow).where(*mine).returning(PhotoRow.id)) is None:
                raise StoreError(f"There is no photo {photo_id} of the person of number {person_id}.")

    def get(self, person_id: int) -> Person:
        """The person of this number."""
        with self._database.reading() as session:
            return _person(session, person_id)

    def find(self, who: str) -> Person:
        """The one person who is meant: a number, a name (capitals do not matter), or "id=NUMBER", "name=NAME" for either.

        StoreError when there is none, naming those of a similar name, and when it can mean several people, listing them: who
        is called by a number must not be taken for who has it.
        """
        found = self.matching(who)
        if len(found) == 1:
            return found[0]
        if found:
            listed = "; ".join(f"id={person.id} is {person.name}" for person in found)
            raise StoreError(f"{who.strip()!r} can mean {len(found)} people.", f"Write whom you mean: {listed}.")
        names = [person.name for person in self.list()]
        raise StoreError(f"There is no person {who.strip()!r}.", _near(named(who) or who.strip(), names))

    def matching(self, who: str) -> _People:
        """Everybody who can be meant, by number; see `find`."""
        name, number = named(who), numbered(who)
        wanted = None if name is None else _folded(name)
        found = [person for person in self.list() if person.id == number or _folded(person.name) == wanted]
        return sorted(found, key=lambda person: person.id)

    def list(self) -> list[Person]:
        """Everybody, by name."""
        with self._database.reading() as session:
            return sorted(_people(session), key=lambda person: (_folded(person.name), person.id))

    def visits_named(self, events: Iterable[int] | None = None) -> dict[int, Person]:
        """The visits, of these numbers or of all, whose face is somebody's photo by now ("this is ..."), and whose."""
        wanted = select(PhotoRow.event_id, PhotoRow.person_id).where(PhotoRow.event_id.is_not(None), ~PhotoRow.impostor)
        if events is not None:
            wanted = wanted.where(PhotoRow.event_id.in_([*events]))
        with self._database.reading() as session:
            whose = {int(event): person for event, person in session.execute(wanted) if event is not None}
            people = {person.id: person for person in _people(session, sorted({*whose.values()}))}
        return {event: people[person] for event, person in whose.items()}

    def search(self, text: str = "", limit: int = 200, *, without_pin: bool = False) -> _Listed:
        """The people whose name has every word of the text, or whose number or group is the text, by name.

        Capitals and accents do not matter. An empty text means everybody. without_pin: only those who have none.
        """
        words = folded(text).split()
        named = and_(true(), *(PersonRow.folded.contains(word, autoescape=True) for word in words))
        grouped = (
            select(PersonGroupRow.person_id)
            .join(GroupRow, GroupRow.id == PersonGroupRow.group_id)
            .where(GroupRow.name.collate("NOCASE") == text.strip())
        )
        number = int(text) if text.strip().isdecimal() and len(text) < 18 else -1
        lacking = PersonRow.id.not_in(select(PinRow.person_id))
        first = (
            select(PhotoRow.chip)
            .where(PhotoRow.person_id == PersonRow.id, ~PhotoRow.impostor)
            .order_by(PhotoRow.mask, PhotoRow.id)  # "bare" comes before "masked"
            .limit(1)
            .scalar_subquery()
        )
        photos = select(func.count()).where(PhotoRow.person_id == PersonRow.id, ~PhotoRow.impostor).scalar_subquery()
        seen = (
            select(EventRow.at)
            .where(EventRow.person_id == PersonRow.id)
            .order_by(EventRow.at.desc())
            .limit(1)
            .scalar_subquery()
        )
        wanted = (
            select(PersonRow.id, photos, seen, first)
            .where(or_(named, PersonRow.id == number, PersonRow.id.in_(grouped)), lacking if without_pin else true())
            .order_by(PersonRow.folded, PersonRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            rows = session.execute(wanted).all()
            numbers = [row[0] for row in rows]
            people = {
                person.id: person
                for start in range(0, len(numbers), _ROWS_AT_A_TIME)
                for person in _people(session, numbers[start : start + _ROWS_AT_A_TIME])
            }
            return [Listed(people[row[0]], row[1], row[2], row[3] or b"") for row in rows]

    def traces(self, person_id: int) -> Traces:
        """How much of a person is stored."""
        with self._database.reading() as session:
            _row(session, person_id)

            def count(*which: ColumnElement[bool], of: type[PhotoRow] | type[EventRow]) -> int:
                return session.scalars(select(func.count()).select_from(of).where(*which)).one()

            mine = PhotoRow.person_id == person_id
            theirs = EventRow.person_id == person_id
            templates = select(func.count()).select_from(TemplateRow).join(PhotoRow).where(mine)
            return Traces(
                count(mine, ~PhotoRow.impostor, of=PhotoRow),
                session.scalars(templates).one(),
                count(mine, PhotoRow.impostor.is_(True), of=PhotoRow),
                count(theirs, of=EventRow),
                count(theirs, func.length(EventRow.snapshot) > 0, of=EventRow),
            )

    def groups(self) -> _Names:
        """The names of all groups."""
        with self._database.reading() as session:
            return [*session.scalars(select(GroupRow.name).order_by(GroupRow.name))]

    def rename(self, person_id: int, name: str) -> Person:
        """Give a person another name. Events already on record keep the name they were written with."""
        with self._database.transaction() as session:
            row = _row(session, person_id)
            row.name = _clean(name, "name")
            row.folded = folded(row.name)
            return _person(session, person_id)

    def set_blocked(self, person_id: int, blocked: bool) -> Person:
        """Block or unblock a person."""
        with self._database.transaction() as session:
            _row(session, person_id).blocked = bool(blocked)
            return _person(session, person_id)

    def set_validity(self, person_id: int, valid_from: datetime | None, valid_until: datetime | None) -> Person:
        """Limit when a person may come in: from the first moment to before the second, None is unbounded."""
        _check_validity(valid_from, valid_until)
        with self._database.transaction() as session:
            row = _row(session, person_id)
            row.valid_from, row.valid_until = valid_from, valid_until
            return _person(session, person_id)

    def set_groups(self, person_id: int, groups: Iterable[str]) -> Person:
        """Put a person into exactly these groups, which are made as they are named."""
        with self._database.transaction() as session:
            _row(session, person_id)
            _set_groups(session, person_id, groups)
            return _person(session, person_id)

    def remove(
        self, person_id: int, *, erase: bool = False, tied: Iterable[int] = (), photos: Iterable[int] = ()
    ) -> None:
        """Delete a person with consent, photos and templates. Their events stay, without the number.

        erase: take them out of events and audit trail as well, see `erasure.forget`, and leave no trace in the file or its
        WAL (free pages are overwritten).
        """
        with self._database.transaction() as session:
            row = _row(session, person_id)
            if erase:
                # Also where a face of theirs was taken for nobody's, and made their photo afterwards.
                named = select(PhotoRow.event_id).where(PhotoRow.person_id == row.id, ~PhotoRow.impostor)
                also = [number for number in session.scalars(named) if number is not None]
                names = erasure.names_of(session, row.id)
                mine = EventRow.person_id == row.id
                erasure.forget(session, self._database.path, mine, names, [row.id], {*tied, *also}, photos)
            else:
                erasure.keep_names(session, row.id)
                visits = session.scalars(select(EventRow.id).where(EventRow.person_id == row.id)).all()
                chain.conceal_events(session, self._database.path, visits, "person")
            session.execute(delete(PersonRow).where(PersonRow.id == row.id))
        if erase:
            self._database.checkpoint()

    def removed_traces(self, name: str) -> Traces:
        """How much the log holds of who was called so and is not registered any more."""
        with self._database.reading() as session:
            names = self._removed_names(session, name)
            events, snapshots = session.execute(
                select(func.count(), func.count().filter(func.length(EventRow.snapshot) > 0)).where(
                    erasure.visits_of_any(names)
                )
            ).one()
            return Traces(0, 0, 0, events, snapshots)

    def removed_name(self, number: int) -> str | None:
        """What the person of this number was called who has been removed, and not erased; None where there is nobody."""
        with self._database.reading() as session:
            return session.scalar(
                select(AuditRow.detail).where(
                    AuditRow.act == "person removed", AuditRow.about == f"person {number}", AuditRow.detail != ""
                )
            )

    def was_removed(self, name: str) -> bool:
        """Whether somebody was removed under this name, and not erased."""
        with self._database.reading() as session:
            return bool(erasure.removed_as(session, name))

    def erase_removed(self, name: str, *, tied: Iterable[int] = (), photos: Iterable[int] = ()) -> None:
        """Take who was called so, and is not registered any more, out of events and trail; see `erasure.forget`."""
        with self._database.transaction() as session:
            names = self._removed_names(session, name)
            numbers = erasure.removed_as(session, name)
            erasure.forget(session, self._database.path, erasure.visits_of_any(names), names, numbers, tied, photos)
        self._database.checkpoint()

    def _removed_names(self, session: Session, name: str) -> set[str]:
        return {name.strip()}.union(*(erasure.names_of(session, n) for n in erasure.removed_as(session, name)))

    def consent(self, person_id: int) -> Consent:
        """What the person agreed to, and when."""
        with self._database.reading() as session:
            row = _row(session, person_id)
            return Consent(row.consent_text_version, row.consent_at)

    def set_consent(self, person_id: int, text_version: str, at: datetime) -> None:
        """Store what a person agreed to, and when, in the place of what was stored before."""
        with self._database.transaction() as session:
            row = _row(session, person_id)
            row.consent_text_version, row.consent_at = _clean(text_version, "version of the consent text"), at

    def last_seen(self, person_id: int) -> datetime | None:
        """When a door last recognised this person (opened or not), UTC; None if never."""
        with self._database.reading() as session:
            _row(session, person_id)
            return session.scalar(
                select(EventRow.at).where(EventRow.person_id == person_id).order_by(EventRow.at.desc()).limit(1)
            )

    # Photos and templates

    def photos(self, person_id: int, *, impostors: bool = False) -> _Photos:
        """The kept photos of a person, oldest first; or those of people who were taken for them."""
        wanted = select(PhotoRow.id).where(PhotoRow.person_id == person_id, PhotoRow.impostor == impostors)
        with self._database.reading() as session:
            _row(session, person_id)
            return _read_photos(session, session.scalars(wanted.order_by(PhotoRow.id)).all())

    def all_photos(self, after: int = 0, *, without: str | None = None) -> Iterator[Photo]:
        """Every photo of everybody, impostors' too, by number; a few in memory at a time, those added meanwhile last.

        after: only those of a higher number, which were added later; without: of which this model has made no template.
        """
        while True:
            with self._database.reading() as session:
                wanted = select(PhotoRow.id).where(PhotoRow.id > after, *_lacking(without))
                numbers = session.scalars(wanted.order_by(PhotoRow.id).limit(_PHOTOS_AT_A_TIME)).all()
                photos = _read_photos(session, numbers)
            yield from photos
            if not numbers:
                return
            after = numbers[-1]

    def photo_numbers(self) -> set[int]:
        """The numbers of all photos."""
        with self._database.reading() as session:
            return set(session.scalars(select(PhotoRow.id)))

    def templates(self, model_id: str, person_id: int | None = None, *, impostors: bool = False) -> _Templates:
        """Every template this model made, or those of one person, by photo: what a gallery is filled with.

        impostors: instead those of people who were taken for the person and are not.
        """
        wanted = _select_templates(model_id).where(PhotoRow.impostor == impostors)
        if person_id is not None:
            wanted = wanted.where(PhotoRow.person_id == person_id)
        with self._database.reading() as session:
            rows = session.execute(wanted.execution_options(yield_per=_ROWS_AT_A_TIME))
            return [template for template, _ in _read_templates(rows, model_id)]

    def templates_mark(self, model_id: str, person_id: int | None = None) -> int:
        """How often templates of this model (those of one person) changed, by whatever process; it only grows."""
        newest = select(func.coalesce(func.max(TemplateChangeRow.version), 0))
        newest = newest.where(TemplateChangeRow.model_id == model_id)
        if person_id is not None:
            newest = newest.where(TemplateChangeRow.person_id == person_id)
        with self._database.reading() as session:
            return int(session.scalars(newest).one())

    def template_changes(self, model_id: str, after: int) -> Iterator[_Changes]:
        """Who changed since a mark, with what this model has of them by now, in the order of the changes; a few people at a
        time, so that whoever takes them up can pause in between."""
        changed = select(TemplateChangeRow.person_id, TemplateChangeRow.version)
        while True:
            newer = changed.where(TemplateChangeRow.model_id == model_id, TemplateChangeRow.version > after)
            with self._database.reading() as session:
                people = session.execute(newer.order_by(TemplateChangeRow.version).limit(_PEOPLE_AT_A_TIME)).all()
                numbers = [person_id for person_id, _ in people]
                rows = session.execute(_select_templates(model_id).where(PhotoRow.person_id.in_(numbers)))
                of: dict[int, tuple[_Templates, _Templates]] = {number: ([], []) for number in numbers}
                for template, impostor in _read_templates(rows, model_id):
                    of[template.person_id][impostor].append(template)
            if not people:
                return
            yield [TemplateChange(number, version, *map(tuple, of[number])) for number, version in people]
            after = people[-1].version

    def replace_templates(self, model_id: str, templates: Iterable[tuple[int, Vectors]]) -> int:
        """Put these (photo number, unit vector) in the place of all templates of one model; their count.

        Other models' templates stay, so that one can go back to them. All or nothing.
        """
        rows = (_template_values(photo_id, model_id, vector) for photo_id, vector in templates)
        count = 0
        with self._database.transaction() as session:
            session.execute(delete(TemplateRow).where(TemplateRow.model_id == model_id))
            while part := list(itertools.islice(rows, _ROWS_AT_A_TIME)):
                session.execute(insert(_TEMPLATES), part)
                count += len(part)
        return count

    def count_photos(self, *, without: str | None = None) -> int:
        """How many photos there are, impostors' too; without: of which this model has made no template."""
        with self._database.reading() as session:
            wanted = select(func.count()).select_from(PhotoRow).where(*_lacking(without))
            return session.scalars(wanted).one()

    def add_templates(self, model_id: str, templates: Iterable[tuple[int, Vectors]]) -> None:
        """Add (photo number, unit vector) of one model, but of photos that are gone and where there is one already."""
        rows = (_template_values(photo_id, model_id, vector) for photo_id, vector in templates)
        columns = [column for column in _TEMPLATES.columns if not column.primary_key]
        there = select(PhotoRow.id).where(PhotoRow.id == bindparam("photo_id")).exists()
        values = select(*(bindparam(column.name, type_=column.type) for column in columns)).where(there)
        # One statement for each, so that there may be any number: SQLite takes 250,000 values in one.
        added = sqlite.insert(_TEMPLATES).from_select([column.name for column in columns], values)
        with self._database.transaction() as session:
            while part := list(itertools.islice(rows, _ROWS_AT_A_TIME)):
                session.execute(added.on_conflict_do_nothing(), part)

    def models_with_templates(self) -> set[str]:
        """The ids of all models that have made a template."""
        with self._database.reading() as session:
            return set(session.scalars(select(TemplateRow.model_id).distinct()))

    # Look-alikes

    def look_alikes(self) -> frozenset[tuple[int, int]]:
        """The pairs of people who are confirmed to look alike, the lower number first."""
        with self._database.reading() as session:
            return frozenset((row.person_id, row.other_id) for row in session.scalars(select(LookAlikeRow)))

    def set_look_alike(self, person_id: int, other_id: int, alike: bool) -> None:
        """Take two people for look-alikes, or no longer."""
        lower, higher = sorted((int(person_id), int(other_id)))
        with self._database.transaction() as session:
            for number in (lower, higher):
                _row(session, number)
            if lower == higher:
                raise StoreError(f"The person of number {lower} is one person.", "Name two.")
            row = session.get(LookAlikeRow, (lower, higher))
            if alike and row is None:
                session.add(LookAlikeRow(person_id=lower, other_id=higher))
            elif not alike and row is not None:
                session.delete(row)

    # Rules

    def doors(self) -> _Names:
        """The names of all doors that have a rule."""
        with self._database.reading() as session:
            return [*session.scalars(select(DoorRow.name).order_by(DoorRow.name))]

    def door_rule(self, name: str) -> DoorRule:
        """The rule of a door. An unknown door is a StoreError: an assumed rule could admit everybody."""
        with self._database.reading() as session:
            door = session.scalar(select(DoorRow).where(DoorRow.name == name))
            if door is None:
                known = [*session.scalars(select(DoorRow.name))]
                raise StoreError(f"There is no rule for a door {name!r}.", _near(name, known))
            admitted = session.execute(
                select(GroupRow.name, DoorGroupRow.schedule_id)
                .join(GroupRow, GroupRow.id == DoorGroupRow.group_id)
                .where(DoorGroupRow.door_id == door.id)
                .order_by(GroupRow.name)
            ).all()
            groups = {group: None if plan is None else _schedule(session, plan) for group, plan in admitted}
            for what, value in (("opens for", door.unlock_seconds), ("cools down for", door.cooldown_seconds)):
                if not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
                    raise StoreError(
                        f"The door {name!r} {what} {value!r} seconds.", "Set its rule again: gatekeeper doors set."
                    )
            return DoorRule(
                door.name,
                groups,
                door.unlock_seconds,
                door.cooldown_seconds,
                door.timezone,
                door.mask,
                door.second_factor,
            )

    def save_door_rule(self, rule: DoorRule) -> None:
        """Store a rule in the place of the door's earlier one; new groups and schedules are stored with it.

        StoreError when a schedule of the same name is stored with other hours: other doors may follow it, so it is
        changed only by `save_schedule`.
        """
        with self._database.transaction() as session:
            name = _clean(rule.door, "name of the door")
            door = session.scalar(select(DoorRow).where(DoorRow.name == name)) or DoorRow(name=name)
            door.unlock_seconds = float(rule.unlock_seconds)
            door.cooldown_seconds = float(rule.cooldown_seconds)
            door.timezone = rule.timezone
            door.mask = rule.mask
            door.second_factor = rule.second_factor
            session.add(door)
            session.flush()
            session.execute(delete(DoorGroupRow).where(DoorGroupRow.door_id == door.id))
            for group, schedule in rule.groups.items():
                plan = None if schedule is None else _schedule_id(session, schedule)
                session.add(DoorGroupRow(door_id=door.id, group_id=_group_id(session, group), schedule_id=plan))

    def schedules(self) -> _Schedules:
        """All schedules, by name."""
        with self._database.reading() as session:
            plans = session.scalars(select(ScheduleRow.id).order_by(ScheduleRow.name)).all()
            return [_schedule(session, plan) for plan in plans]

    def save_schedule(self, schedule: Schedule) -> None:
        """Store a schedule in the place of the earlier one of its name; every door that follows it changes."""
        with self._database.transaction() as session:
            name = _clean(schedule.name, "name of the schedule")
            row = session.scalar(select(ScheduleRow).where(ScheduleRow.name == name))
            if row is None:
                row = ScheduleRow(name=name)
                session.add(row)
                session.flush()
            session.execute(delete(HoursRow).where(HoursRow.schedule_id == row.id))
            _add_hours(session, row.id, schedule.hours)

    def remove_schedule(self, name: str) -> None:
        """Delete a schedule. StoreError where there is none of this name, or where a door follows it."""
        with self._database.transaction() as session:
            row = session.scalar(select(ScheduleRow).where(ScheduleRow.name == name))
            if row is None:
                raise StoreError(f"There is no schedule {name!r}.", "See `gatekeeper schedules list`.")
            follows = (
                select(DoorRow.name)
                .join(DoorGroupRow, DoorGroupRow.door_id == DoorRow.id)
                .where(DoorGroupRow.schedule_id == row.id)
            )
            doors = sorted(set(session.scalars(follows)))
            if doors:
                raise StoreError(
                    f"The schedule {name!r} is followed by {', '.join(doors)}.",
                    "Let them admit otherwise first: gatekeeper doors set.",
                )
            session.execute(delete(HoursRow).where(HoursRow.schedule_id == row.id))
            session.delete(row)

    # Settings

    def setting(self, key: str) -> str | None:
        """What was stored under this key, None when nothing was."""
        with self._database.reading() as session:
            return session.scalar(select(SettingRow.value).where(SettingRow.key == key))

    def settings_under(self, prefix: str) -> set[str]:
        """The keys that begin so and have something stored."""
        with self._database.reading() as session:
            keys = select(SettingRow.key).where(SettingRow.key.startswith(prefix, autoescape=True))
            return set(session.scalars(keys))

    def set_setting(self, key: str, value: str | None) -> None:
        """Store a value under a key, in the place of the earlier one; None forgets it."""
        with self._database.transaction() as session:
            if value is None:
                session.execute(delete(SettingRow).where(SettingRow.key == key))
            else:
                session.merge(SettingRow(key=key, value=value))


_JOINERS = "\u200c\u200d"  # zero width; Persian, Hindi, Sinhala and others are not written rightly without them


def _clean(text: str, what: str) -> str:
    """In Unicode's composed form, any white space as one space, without invisible characters but joiners within.

    StoreError when nothing is left, when it is endless, or holds a control character.
    """
    visible = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) != "Cf")
    clean = " ".join(unicodedata.normalize("NFC", visible).split()).strip(f"{_JOINERS} ")
    if not clean or len(clean) > _NAME_CHARACTERS or any(unicodedata.category(c) in ("Cc", "Cs") for c in clean):
        raise StoreError(
            f"The {what} {clean[:40]!r} cannot be stored.", f"Use 1 to {_NAME_CHARACTERS} printable characters."
        )
    return clean


def numbered(who: str) -> int | None:
    """The number that is written, as "7", "#7" or "id=7"; None where there is none."""
    sign, _, number = who.strip().rpartition("=")
    number = number.strip() if sign else number.removeprefix("#")
    is_number = sign.strip().lower() in ("", "id") and number.isdecimal() and len(number) < 18
    return int(number) if is_number else None


def named(who: str) -> str | None:
    """The name that is written, alone or as "name=NAME"; None where "id=NUMBER" says that it is none."""
    sign, equals, name = who.strip().partition("=")
    if equals and sign.strip().lower() == "name":
        return name.strip()
    return None if equals and numbered(who) is not None else who.strip()


def _check_validity(valid_from: datetime | None, valid_until: datetime | None) -> None:
    if valid_from is not None and valid_until is not None and valid_from >= valid_until:
        raise StoreError(
            f"The validity ends ({valid_until.isoformat()}) before it begins ({valid_from.isoformat()}).",
            "Exchange the two times.",
        )


def clean_name(text: str) -> str:
    """A name as it is stored. Raises StoreError when it is empty, endless or holds a control character."""
    return _clean(text, "name")


def folded(name: str) -> str:
    """As names are searched: without capitals, accents and what is invisible."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf").casefold()


@cache
def _written() -> dict[str, str]:
    """For each folded letter how it may be written, with capitals and accents."""
    ways: dict[str, str] = {}
    for number in (*range(0x20, 0x530), *range(0x1E00, 0x1F00)):
        plain = folded(chr(number))
        if len(plain) == 1:
            ways[plain] = ways.get(plain, "") + chr(number)
    return ways


def part_of_name(text: str) -> str:
    """A GLOB pattern, as SQLite has them, for names that have this text in them: without capitals and accents."""
    return f"*{''.join(_one_of(letter) for letter in folded(text))}*"


def _one_of(letter: str) -> str:
    ways = _written().get(letter, letter)
    return f"[{ways}]" if len(ways) > 1 or letter in "*?[" else letter


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) != "Cf")
    return " ".join(plain.split()).casefold()


_FEW = 8  # names that are worth listing where none is like the wanted one


def _near(wanted: str, known: Sequence[str]) -> str:
    """A hint that names up to three known names like the wanted one."""
    by_fold = {_folded(name): name for name in known}
    close = [name for fold, name in by_fold.items() if _folded(wanted) and _folded(wanted) in fold]
    close += [by_fold[fold] for fold in difflib.get_close_matches(_folded(wanted), by_fold)]
    if close:
        return f"Did you mean {' or '.join(list(dict.fromkeys(close))[:3])}?"
    if len(known) <= _FEW:
        return f"There are: {', '.join(sorted(known))}." if known else "None is stored yet."
    return f"{len(known)} are stored."


def _row(session: Session, person_id: int) -> PersonRow:
    row = session.get(PersonRow, int(person_id))
    if row is None:
        count = session.scalar(select(func.count()).select_from(PersonRow))
        raise StoreError(f"There is no person of number {person_id}.", f"{count} people are registered.")
    return row


def _people(session: Session, ids: Sequence[int] | None = None) -> list[Person]:
    rows, memberships = (
        select(PersonRow),
        select(PersonGroupRow.person_id, GroupRow.name).join(GroupRow, GroupRow.id == PersonGroupRow.group_id),
    )
    if ids is not None:
        rows = rows.where(PersonRow.id.in_(ids))
        memberships = memberships.where(PersonGroupRow.person_id.in_(ids))
    groups: dict[int, set[str]] = {}
    for member, group in session.execute(memberships):
        groups.setdefault(member, set()).add(group)
    return [
        Person(row.id, row.name, row.blocked, row.valid_from, row.valid_until, frozenset(groups.get(row.id, ())))
        for row in session.scalars(rows)
    ]


def _person(session: Session, person_id: int) -> Person:
    session.flush()
    row = _row(session, person_id)
    return _people(session, [row.id])[0]


def _group_id(session: Session, name: str) -> int:
    name = _clean(name, "name of the group")
    known = session.scalar(select(GroupRow.id).where(GroupRow.name == name))
    if known is not None:
        return known
    row = GroupRow(name=name)
    session.add(row)
    session.flush()
    return row.id


def _set_groups(session: Session, person_id: int, names: Iterable[str]) -> None:
    session.execute(delete(PersonGroupRow).where(PersonGroupRow.person_id == person_id))
    for group_id in {_group_id(session, name) for name in names}:
        session.add(PersonGroupRow(person_id=person_id, group_id=group_id))


def _add_photos(
    session: Session,
    person_id: int,
    photos: Sequence[NewPhoto],
    added_at: datetime,
    impostor: bool = False,
    event_id: int | None = None,
) -> list[PhotoRow]:
    rows = []
    for photo in photos:
        row = PhotoRow(
            person_id=person_id,
            mask=photo.mask,
            chip=_png(photo.chip),
            added_at=added_at,
            impostor=impostor,
            event_id=event_id,
        )
        session.add(row)
        session.flush()
        for model_id, vector in photo.templates:
            session.add(TemplateRow(**_template_values(row.id, model_id, vector)))
        rows.append(row)
    session.flush()
    return rows


def _lacking(model_id: str | None) -> list[ColumnElement[bool]]:
    """The condition that a model has made no template of a photo; none without a model."""
    if model_id is None:
        return []
    made = select(TemplateRow.id).where(TemplateRow.photo_id == PhotoRow.id, TemplateRow.model_id == model_id)
    return [~made.exists()]


def _read_photos(session: Session, numbers: Iterable[int]) -> list[Photo]:
    """The photos of these numbers. One that is damaged, picture or row, is left out and logged: it keeps no other back."""
    found = []
    for number in numbers:
        try:
            found.append(_photo(session.get_one(PhotoRow, number)))
        except Exception as error:  # whatever a damaged picture makes its decoder raise
            log.error("Photo %s is damaged and left out: %s", number, error)
    return found


def _photo(row: PhotoRow) -> Photo:
    with Pictures.open(io.BytesIO(row.chip), formats=["PNG"]) as picture:
        chip = np.array(picture, dtype=np.uint8)
    return Photo(row.id, row.person_id, row.mask, chip, row.added_at, row.impostor)


def _png(chip: Image) -> bytes:
    if chip.dtype != np.uint8 or chip.ndim != 3 or chip.shape[2] != 3 or not chip.size:
        raise StoreError(
            f"A face of shape {chip.shape} and type {chip.dtype} cannot be kept.", "It must be RGB uint8 (H, W, 3)."
        )
    out = io.BytesIO()
    Pictures.fromarray(np.ascontiguousarray(chip)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _template_values(photo_id: int, model_id: str, vector: Vectors) -> dict[str, object]:
    """The columns of a template. A vector of another length than 1 is refused: it would match anybody, or nobody."""
    stored = np.ascontiguousarray(vector, dtype="<f4")
    length = float(np.linalg.norm(stored)) if stored.ndim == 1 else float("nan")
    if not abs(length - 1) < 0.01:
        raise StoreError(
            f"A template of model {model_id} for photo {photo_id} is no unit vector "
            f"(shape {stored.shape}, length {length:.4g}).",
            "Embed the photo again.",
        )
    return {
        "photo_id": int(photo_id),
        "model_id": model_id,
        "vector": stored.tobytes(),
        "dim": stored.size,
    }


def _select_templates(model_id: str) -> "Select[*tuple[Any, ...]]":
    """Rows for `_read_templates`, by photo. Words as they are stored: one that is damaged must not keep back the others."""
    return (
        select(
            PhotoRow.person_id,
            PhotoRow.id,
            PhotoRow.impostor,
            type_coerce(PhotoRow.mask, String),
            TemplateRow.vector,
        )
        .join(PhotoRow, PhotoRow.id == TemplateRow.photo_id)
        .where(TemplateRow.model_id == model_id)
        .order_by(TemplateRow.photo_id)
    )


def _read_templates(rows: "Result[*tuple[Any, ...]]", model_id: str) -> _TemplatesOf:
    """Templates, and whether each is an impostor's. One that is damaged is left out and logged: it would match nobody, or
    anybody, and is no reason to keep everybody else out."""
    found: _TemplatesOf = []
    for person_id, photo_id, impostor, mask, stored in rows:
        try:
            vector = np.frombuffer(stored, dtype="<f4").astype(np.float32)
            if not abs(float(vector @ vector) - 1) < _UNIT_TOLERANCE:
                raise ValueError("it is no unit vector")
            found.append((Template(person_id, photo_id, MaskState(mask), model_id, vector), bool(impostor)))
        except (TypeError, ValueError) as error:
            log.error("A template of photo %s of person %s is damaged and left out: %s", photo_id, person_id, error)
    lengths = Counter(template.vector.size for template, _ in found)
    if len(lengths) > 1:
        usual = lengths.most_common(1)[0][0]
        odd = [template.photo_id for template, _ in found if template.vector.size != usual]
        log.error("Templates of the photos %s have another length than %d and are left out.", odd[:20], usual)
        found = [one for one in found if one[0].vector.size == usual]
    return found


def _schedule(session: Session, schedule_id: int) -> Schedule:
    rows = session.scalars(select(HoursRow).where(HoursRow.schedule_id == schedule_id).order_by(HoursRow.id))
    hours = tuple(
        Hours(frozenset(day for day in range(7) if row.weekdays >> day & 1), row.start, row.end) for row in rows
    )
    return Schedule(session.scalars(select(ScheduleRow.name).where(ScheduleRow.id == schedule_id)).one(), hours)


def _schedule_id(session: Session, schedule: Schedule) -> int:
    """The number of a stored schedule equal to this one, which is stored if its name is new."""
    name = _clean(schedule.name, "name of the schedule")
    known = session.scalar(select(ScheduleRow.id).where(ScheduleRow.name == name))
    if known is None:
        row = ScheduleRow(name=name)
        session.add(row)
        session.flush()
        _add_hours(session, row.id, schedule.hours)
        return row.id
    if _schedule(session, known).hours != schedule.hours:
        raise StoreError(
            f"The schedule {name!r} is already stored with other hours.",
            "Change it on its own first, or give the new one another name.",
        )
    return known


def _add_hours(session: Session, schedule_id: int, hours: Iterable[Hours]) -> None:
    for span in hours:
        if not span.weekdays <= frozenset(range(7)):
            raise StoreError(f"{sorted(span.weekdays)} are no weekdays.", "Use 0 (Monday) to 6 (Sunday).")
        days = sum(1 << day for day in span.weekdays)
        session.add(HoursRow(schedule_id=schedule_id, weekdays=days, start=span.start, end=span.end))
    session.flush()
