"""People: who they are, which person a name means, and their removal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from gatekeeper.domain import MaskState, Outcome, Person
from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.store import chain, erasure
from gatekeeper.store.consents import SHIPPED, Consent, ConsentStore, in_force, keep_consent
from gatekeeper.store.names import as_name, clean_name, clean_text, folded, named, near, numbered, same_name
from gatekeeper.store.rows import (
    NO_CONSENT,
    NOT_ASKED,
    person_row,
    put_into_groups,
    read_people,
    read_person,
    remembered,
)
from gatekeeper.store.rules import RuleStore
from gatekeeper.store.site_settings import SettingStore
from gatekeeper.store.tables import (
    AuditRow,
    EventRow,
    GroupRow,
    GuestRow,
    LookAlikeRow,
    PersonDoorRow,
    PersonGroupRow,
    PersonRow,
    PhotoRow,
    PinRow,
    TemplateRow,
    WatchedRow,
)
from gatekeeper.store.templates import NewPhoto, TemplateStore, insert_photos
from gatekeeper.timezones import on_the_clock, utc_now

_ROWS_AT_A_TIME = 1000
_NOBODY = Message("Nobody is registered yet: register the person first.")
UNSEEN_DAYS = 90
DEPARTMENT, NOTE = Message("department"), Message("note")
# Inside PeopleStore, `list` is the method.
_Names = list[str]
_People = list[Person]
_Listed = list["Listed"]
_Called = list[tuple[int, str]]


class Which(StrEnum):
    """Which people a list shows."""

    ALL = "all"
    NO_PIN = "no-pin"
    NO_PHOTO = "no-photo"
    NO_MASKED = "no-masked-photo"
    NO_CONSENT = "no-consent"
    OLDER_CONSENT = "older-consent"
    """They agreed to a text that is not the one in force."""
    BLOCKED = "blocked"
    EXPIRED = "expired"
    UNSEEN = "unseen"
    """Not seen for `UNSEEN_DAYS`, and registered before that."""
    GUESTS = "guests"


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as shown in a list. chip: the aligned face of their first bare photo as PNG, empty without one."""

    person: Person
    photos: int
    last_seen: datetime | None
    chip: bytes


@dataclass(frozen=True, slots=True)
class Traces:
    """How much is stored about a person: what an erasure deletes."""

    photos: int
    templates: int
    impostors: int
    events: int
    snapshots: int
    watched: int = 0  # faces of theirs on the watch list
    uncompared: int = 0  # faces on the watch list that could not be compared with theirs
    unseen: int = 0  # faces in the log that could not be compared with theirs


_NAMES = select(PersonRow.id, PersonRow.name)
_NO_PHOTO = ~select(PhotoRow.id).where(PhotoRow.person_id == PersonRow.id, ~PhotoRow.impostor).exists()
_LOOK_ALIKES = select(LookAlikeRow.person_id, LookAlikeRow.other_id)


class PeopleStore(TemplateStore, RuleStore, SettingStore, ConsentStore):
    """Reads and writes people, with their consents, photos and templates, the rules of the doors, and the values stored about
    the site.

    Methods that name a person, door or schedule raise StoreError when it is unknown.
    """

    def add(
        self,
        name: str,
        *,
        groups: Iterable[str] = (),
        consent_text: str,
        consent_at: datetime,
        photos: Sequence[NewPhoto] = (),
        consent_language: str = "",
        consent_before: str = "",
        consent_paper: bool = False,
        added_at: datetime | None = None,
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
        department: str = "",
        note: str = "",
    ) -> Person:
        """Register somebody, with photos and templates, all or nothing.

        Names need not be unique; new groups are created. consent_text: the version of the text agreed to; consent_language,
        consent_before, consent_paper: see `Consent`. added_at: when the registration happened, `consent_at` unless given;
        valid_from, valid_until: see `set_validity`.
        """
        _check_validity(valid_from, valid_until)
        consent_text = clean_text(consent_text, "version of the consent text")
        added_at = added_at or consent_at
        with self._database.transaction() as session:
            row = PersonRow(
                name=(clean := clean_name(name)),
                folded=folded(clean),
                consent_text_version=consent_text,
                consent_at=consent_at,
                created_at=added_at,
                valid_from=valid_from,
                valid_until=valid_until,
                department=_text(department, DEPARTMENT, 200),
                note=_text(note, NOTE, 2000),
            )
            session.add(row)
            session.flush()
            put_into_groups(session, row.id, groups)
            given = Consent(consent_text, consent_at, consent_language, consent_before, consent_paper)
            keep_consent(session, row.id, given)
            insert_photos(session, row.id, photos, added_at)
            return read_person(session, row.id)

    @remembered
    def get(self, person_id: int) -> Person:
        """The person with this number."""
        with self._database.reading() as session:
            return read_person(session, person_id)

    def of(self, numbers: Sequence[int]) -> _People:
        """The people with these numbers; removed ones are left out."""
        with self._database.reading() as session:
            return [*_by_number(session, numbers).values()]

    def names(self) -> dict[int, str]:
        """The names of everybody, by their numbers: without all else that is stored about them."""
        with self._database.reading() as session:
            return dict(session.execute(_NAMES).all())

    def count(self) -> int:
        """How many are registered."""
        with self._database.reading() as session:
            return session.scalars(select(func.count()).select_from(PersonRow)).one()

    def find(self, who: str) -> Person:
        """The one person who is meant: a number, a name (capitals do not matter), or "id=NUMBER", "name=NAME" for either.

        StoreError if there is none, which lists similar names, and if several people can be meant, which lists them: a person
        whose name is a number must not be taken for the person with that number. So if such names exist, now or among removed
        people, a number alone is only a name; and "#7" is, if somebody called so was removed.
        """
        found, who = self.matching(who), who.strip()
        if len(found) == 1:
            (person,) = found
            by_number = "=" not in who and numbered(who) is not None and same_name(person.name) != same_name(who)
            if by_number and (self.was_removed(who) or self._called_so(who)):
                raise _called_by_numbers(who, person.id, person.name)
            return person
        if found:
            raise _several(
                who, [Message("id={number} is {name}", number=person.id, name=person.name) for person in found]
            )
        names = [name for alike in self._called().values() for _, name in alike]
        raise StoreError("There is no person {who!r}.", near(named(who) or who, names, _NOBODY, as_name), who=who)

    def find_removed(self, who: str) -> str | None:
        """The name of the one person who was removed and is meant, written as for `find`; None if nobody is known by that.

        StoreError where a number alone is somebody's name and somebody else's number, or may be.
        """
        name, number = named(who), numbered(who)
        by_number = None if number is None else self.removed_name(number)
        if by_number is None or number is None or name in (None, by_number):
            return by_number or name
        if self.was_removed(name or ""):
            raise _several(who, [Message("id={number} is {name}", number=number, name=by_number), as_name(name or "")])
        if self._called_so(who.strip()):
            raise _called_by_numbers(who.strip(), number, by_number)
        return by_number

    def matching(self, who: str) -> _People:
        """Everybody who may be meant, by number; see `find`."""
        name, number = named(who), numbered(who)
        numbers = set() if number is None else {number}
        if name is not None:
            numbers |= {found for found, _ in self._called().get(same_name(name), ())}
        return sorted(self.of([*numbers]), key=lambda person: person.id)

    @remembered
    def _called(self) -> dict[str, _Called]:
        """The number and name of everybody by the form in which names are compared, in the order of `list`.

        Remembered: a command that changes many people looks each of them up."""
        found: dict[str, _Called] = {}
        for form, number, name in sorted((same_name(name), number, name) for number, name in self.names().items()):
            found.setdefault(form, []).append((number, name))
        return found

    def _called_so(self, number: str) -> bool:
        """Whether a number without a sign may be a name, because people are called by numbers."""
        return number.isdecimal() and any(
            numbered(name) is not None for alike in self._called().values() for _, name in alike
        )

    def list(self) -> list[Person]:
        """Everybody, by name."""
        with self._database.reading() as session:
            return sorted(read_people(session), key=lambda person: (same_name(person.name), person.id))

    def search(
        self,
        text: str = "",
        limit: int | None = 200,
        *,
        which: Which = Which.ALL,
        now: datetime | None = None,
        chips: bool = True,
    ) -> _Listed:
        """The people whose name has every word of the text, or whose number, group or department is the text, by name.

        Capitals and accents do not matter. An empty text means everybody. which: only those for whom this is true at this time.
        chips: False leaves the chips in the file, which is much faster for long lists.
        """
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
            .where(EventRow.person_id == PersonRow.id, EventRow.outcome != Outcome.NOTED)
            .order_by(EventRow.at.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = _found(text, which, now).add_columns(photos, seen, first if chips else null()).limit(limit)
        with self._database.reading() as session:
            rows = session.execute(query).all()
            people = _by_number(session, [row[0] for row in rows])
            return [Listed(people[row[0]], row[1], row[2], row[3] or b"") for row in rows]

    def found(
        self, text: str = "", limit: int | None = 200, *, which: Which = Which.ALL, now: datetime | None = None
    ) -> _People:
        """The people that `search` finds, without looking at their photos and visits."""
        with self._database.reading() as session:
            numbers = session.scalars(_found(text, which, now).limit(limit)).all()
            people = _by_number(session, numbers)
            return [people[number] for number in numbers]

    def without_photo(self) -> frozenset[int]:
        """The numbers of everybody of whom there is no photo, by which a door could know them. No photo is read."""
        with self._database.reading() as session:
            return frozenset(session.scalars(select(PersonRow.id).where(_NO_PHOTO)))

    def traces(self, person_id: int) -> Traces:
        """How much of a person is stored."""
        with self._database.reading() as session:
            person_row(session, person_id)

            def count(*conditions: ColumnElement[bool], table: type[PhotoRow] | type[EventRow]) -> int:
                return session.scalars(select(func.count()).select_from(table).where(*conditions)).one()

            photos_of_person = PhotoRow.person_id == person_id
            events_of_person = EventRow.person_id == person_id
            templates = select(func.count()).select_from(TemplateRow).join(PhotoRow).where(photos_of_person)
            from_visits = select(PhotoRow.event_id).where(
                photos_of_person, ~PhotoRow.impostor, PhotoRow.event_id.is_not(None)
            )
            watched = select(func.count()).select_from(WatchedRow).where(WatchedRow.event_id.in_(from_visits))
            return Traces(
                count(photos_of_person, ~PhotoRow.impostor, table=PhotoRow),
                session.scalars(templates).one(),
                count(photos_of_person, PhotoRow.impostor.is_(True), table=PhotoRow),
                count(events_of_person, table=EventRow),
                count(events_of_person, func.length(EventRow.snapshot) > 0, table=EventRow),
                session.scalars(watched).one(),
            )

    def visits_of(self, person_id: int) -> set[int]:
        """The visits whose face is now a photo of this person, although somebody else or nobody was recognised."""
        query = select(PhotoRow.event_id).where(PhotoRow.person_id == person_id, ~PhotoRow.impostor)
        with self._database.reading() as session:
            return {number for number in session.scalars(query) if number is not None}

    def groups(self) -> _Names:
        """The names of all groups."""
        with self._database.reading() as session:
            return [*session.scalars(select(GroupRow.name).order_by(GroupRow.name))]

    def rename(self, person_id: int, name: str) -> Person:
        """Give a person another name. Earlier events keep the name they were written with."""
        with self._database.transaction() as session:
            row = person_row(session, person_id)
            row.name = clean_name(name)
            row.folded = folded(row.name)
            return read_person(session, person_id)

    def set_blocked(self, person_id: int, blocked: bool) -> Person:
        """Block or unblock a person."""
        with self._database.transaction() as session:
            person_row(session, person_id).blocked = bool(blocked)
            return read_person(session, person_id)

    def set_validity(self, person_id: int, valid_from: datetime | None, valid_until: datetime | None) -> Person:
        """Limit when a person may come in: from the first moment to before the second, None is unbounded."""
        _check_validity(valid_from, valid_until)
        with self._database.transaction() as session:
            row = person_row(session, person_id)
            row.valid_from, row.valid_until = valid_from, valid_until
            return read_person(session, person_id)

    def set_details(self, person_id: int, *, department: str | None = None, note: str | None = None) -> Person:
        """Set a person's department and note; None leaves either as it is."""
        with self._database.transaction() as session:
            row = person_row(session, person_id)
            row.department = row.department if department is None else _text(department, DEPARTMENT, 200)
            row.note = row.note if note is None else _text(note, NOTE, 2000)
            return read_person(session, person_id)

    def set_groups(self, person_id: int, groups: Iterable[str]) -> Person:
        """Put a person into exactly these groups; new ones are created."""
        with self._database.transaction() as session:
            person_row(session, person_id)
            put_into_groups(session, person_id, groups)
            return read_person(session, person_id)

    def set_doors(self, person_id: int, doors: Iterable[str] | None) -> Person:
        """Let a person pass only these doors, as far as their groups allow; None: all that the groups allow. StoreError for an
        empty list."""
        with self._database.transaction() as session:
            person_row(session, person_id)
            session.execute(delete(PersonDoorRow).where(PersonDoorRow.person_id == person_id))
            if doors is not None:
                names = set(doors)  # as the settings have them, by which they are looked up
                for name in names:
                    clean_name(name, "name of the door")  # raises
                if not names:
                    raise StoreError("No door is named.", "Name one, or block the person.")
                session.add_all(PersonDoorRow(person_id=person_id, door=name) for name in names)
            return read_person(session, person_id)

    def remove(
        self, person_id: int, *, erase: bool = False, tied: Iterable[int] = (), photos: Iterable[int] = ()
    ) -> None:
        """Delete a person with consent, photos and templates.

        Their events stay, without the number. erase: remove them from events and audit trail as well, see `erasure.forget`, and
        leave no trace in the file or its WAL (free pages are overwritten)."""
        with self._database.transaction() as session:
            row = person_row(session, person_id)
            if erase:
                # Also visits recorded as unknown whose face was later made their photo.
                named = select(PhotoRow.event_id).where(PhotoRow.person_id == row.id, ~PhotoRow.impostor)
                also = [number for number in session.scalars(named) if number is not None]
                names = erasure.names_of(session, row.id)
                events_of_person = EventRow.person_id == row.id
                erasure.forget(session, self._database.path, events_of_person, names, [row.id], {*tied, *also}, photos)
            else:
                erasure.keep_names(session, row.id)
                visits = session.scalars(select(EventRow.id).where(EventRow.person_id == row.id)).all()
                chain.conceal_events(session, self._database.path, visits, "person")
            session.execute(delete(PersonRow).where(PersonRow.id == row.id))
        if erase:
            self._database.checkpoint()

    def removed_traces(self, name: str) -> Traces:
        """How much the log contains about a person with this name who is no longer registered."""
        with self._database.reading() as session:
            names = self._removed_names(session, name)
            events, snapshots = session.execute(
                select(func.count(), func.count().filter(func.length(EventRow.snapshot) > 0)).where(
                    erasure.visits_of_any(names)
                )
            ).one()
            return Traces(0, 0, 0, events, snapshots)

    def removed_name(self, number: int) -> str | None:
        """The name of the person with this number who was removed but not erased; None if there is none."""
        with self._database.reading() as session:
            return session.scalar(
                select(AuditRow.detail).where(
                    AuditRow.act == "person removed", AuditRow.about == f"person {number}", AuditRow.detail != ""
                )
            )

    def was_removed(self, name: str) -> bool:
        """Whether somebody with this name was removed but not erased."""
        with self._database.reading() as session:
            return bool(erasure.removed_as(session, name))

    def erase_removed(self, name: str, *, tied: Iterable[int] = (), photos: Iterable[int] = ()) -> None:
        """Remove a person with this name who is no longer registered from events and trail; see `erasure.forget`."""
        with self._database.transaction() as session:
            names = self._removed_names(session, name)
            numbers = erasure.removed_as(session, name)
            erasure.forget(session, self._database.path, erasure.visits_of_any(names), names, numbers, tied, photos)
        self._database.checkpoint()

    def _removed_names(self, session: Session, name: str) -> set[str]:
        return {name.strip()}.union(*(erasure.names_of(session, n) for n in erasure.removed_as(session, name)))

    def last_seen(self, person_id: int) -> datetime | None:
        """When a door last recognised this person (opened or not), UTC; None if never."""
        with self._database.reading() as session:
            person_row(session, person_id)
            return session.scalar(
                select(EventRow.at)
                .where(EventRow.person_id == person_id, EventRow.outcome != Outcome.NOTED)
                .order_by(EventRow.at.desc())
                .limit(1)
            )

    @remembered
    def look_alikes(self) -> frozenset[tuple[int, int]]:
        """The pairs of people who are confirmed to look alike, the lower number first."""
        with self._database.reading() as session:
            return frozenset((one, other) for one, other in session.execute(_LOOK_ALIKES))

    def set_look_alike(self, person_id: int, other_id: int, alike: bool) -> None:
        """Mark two people as look-alikes, or remove the mark."""
        lower, higher = sorted((int(person_id), int(other_id)))
        with self._database.transaction() as session:
            for number in (lower, higher):
                person_row(session, number)
            if lower == higher:
                raise StoreError("Both are the person with the number {lower}.", "Choose two people.", lower=lower)
            row = session.get(LookAlikeRow, (lower, higher))
            if alike and row is None:
                session.add(LookAlikeRow(person_id=lower, other_id=higher))
            elif not alike and row is not None:
                session.delete(row)


def _called_by_numbers(who: str, number: int, name: str) -> StoreError:
    return StoreError(
        "Nobody is called {who!r}, and number {who} is {name}.",
        "People are called by numbers here: write id={number} for {name}.",
        who=who,
        number=number,
        name=name,
    )


def _several(who: str, people: Sequence[str]) -> StoreError:
    return StoreError(
        "{who!r} can mean {count} people.",
        "Say whom you mean: {people:; }.",
        who=who,
        count=len(people),
        people=people,
    )


def _found(text: str, which: Which, now: datetime | None) -> Select[int]:
    """The numbers of the people that `search` finds."""
    words = folded(text).split()
    named = and_(true(), *(PersonRow.folded.contains(word, autoescape=True) for word in words))
    grouped = (
        select(PersonGroupRow.person_id)
        .join(GroupRow, GroupRow.id == PersonGroupRow.group_id)
        .where(GroupRow.name.collate("NOCASE") == text.strip())
    )
    number = int(text) if text.strip().isdecimal() and len(text) < 18 else -1
    meant = or_(
        named,
        PersonRow.id == number,
        PersonRow.id.in_(grouped),
        PersonRow.department.collate("NOCASE") == text.strip(),
    )
    return select(PersonRow.id).where(meant, _of_kind(which, now or utc_now())).order_by(PersonRow.folded, PersonRow.id)


def _by_number(session: Session, numbers: Sequence[int]) -> dict[int, Person]:
    return {
        person.id: person
        for start in range(0, len(numbers), _ROWS_AT_A_TIME)
        for person in read_people(session, numbers[start : start + _ROWS_AT_A_TIME])
    }


def _of_kind(kind: Which, now: datetime) -> ColumnElement[bool]:
    match kind:
        case Which.ALL:
            return true()
        case Which.NO_PIN:
            return PersonRow.id.not_in(select(PinRow.person_id))
        case Which.NO_PHOTO:
            return _NO_PHOTO
        case Which.NO_MASKED:
            masked = select(PhotoRow.id).where(
                PhotoRow.person_id == PersonRow.id, PhotoRow.mask == MaskState.MASKED, ~PhotoRow.impostor
            )
            return ~masked.exists()
        case Which.NO_CONSENT:
            return PersonRow.consent_text_version.in_((*NO_CONSENT, NOT_ASKED))
        case Which.OLDER_CONSENT:
            now_asked = func.coalesce(in_force().scalar_subquery(), SHIPPED)
            return PersonRow.consent_text_version.not_in((*NO_CONSENT, NOT_ASKED, now_asked))
        case Which.BLOCKED:
            return PersonRow.blocked.is_(True)
        case Which.EXPIRED:
            return PersonRow.valid_until <= now
        case Which.UNSEEN:
            since = now - timedelta(days=UNSEEN_DAYS)
            seen = select(EventRow.id).where(EventRow.person_id == PersonRow.id, EventRow.at >= since)
            return and_(PersonRow.created_at < since, ~seen.exists())
        case Which.GUESTS:
            return PersonRow.id.in_(select(GuestRow.person_id))


def _text(text: str, label: Message, most: int) -> str:
    """An optional text, with its lines and spaces; StoreError for one that is too long or has control characters."""
    text = text.strip()
    if len(text) > most or not all(c.isprintable() or c in "\n\t" for c in text):
        raise StoreError(
            "The {what} cannot be stored.", "At most {most} letters, and no control characters.", what=label, most=most
        )
    return text


def _check_validity(valid_from: datetime | None, valid_until: datetime | None) -> None:
    if valid_from is not None and valid_until is not None and valid_from >= valid_until:
        raise StoreError(
            "The validity ends ({until}) before it begins ({start}).",
            "Swap the two times.",
            until=on_the_clock(valid_until).replace(tzinfo=None),
            start=on_the_clock(valid_from).replace(tzinfo=None),
        )
