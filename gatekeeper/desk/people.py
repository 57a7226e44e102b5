"""People: registration, photos, PINs, groups, and their removal."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final, Literal

from gatekeeper.desk.consent import ConsentDesk
from gatekeeper.domain import (
    Image,
    MaskState,
    Person,
    Photo,
)
from gatekeeper.door.access import listed, validity
from gatekeeper.door.gallery import Gallery
from gatekeeper.errors import EnrolmentError, ModelError, StoreError
from gatekeeper.events import PersonEnrolled
from gatekeeper.messages import Message
from gatekeeper.people.calibration import look_alikes
from gatekeeper.people.enrolment import EnrolmentSession, Feedback, Unmatched
from gatekeeper.store.accounts import Right
from gatekeeper.store.consents import IN_FORCE, Read
from gatekeeper.store.names import clean_text
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.watched import REASON


class _Kept(Enum):
    KEPT = "kept"


KEPT: Final = _Kept.KEPT
"""In place of a time: leave it as it is. None means no limit."""

_ACTS: Final = {
    "name": Message("person renamed"),
    "groups": Message("person's groups changed"),
    "doors": Message("person's doors changed"),
    "department": Message("person's department changed"),
    "note": Message("person's note changed"),
    "valid_from": Message("person's validity changed"),
    "valid_until": Message("person's validity changed"),
}
"""The act that changes a field of a person."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change to several people: groups to join and to leave, from when until when they may come in (UTC), whether they are
    blocked, their department, the text they have read and agree to, a note about them; None leaves these four as they are.
    doors: the only ones that they may pass, None: all that their groups allow."""

    join: frozenset[str] = frozenset()
    leave: frozenset[str] = frozenset()
    valid_from: datetime | Literal[_Kept.KEPT] | None = KEPT
    valid_until: datetime | Literal[_Kept.KEPT] | None = KEPT
    blocked: bool | None = None
    department: str | None = None
    consent: Read | None = None
    note: str | None = None
    doors: frozenset[str] | Literal[_Kept.KEPT] | None = KEPT


@dataclass(frozen=True, slots=True)
class PeopleDesk(ConsentDesk):
    """The acts concerning people. Methods raise AuthError where the role does not allow them."""

    def register(
        self,
        session: EnrolmentSession,
        name: str,
        *,
        now: datetime,
        groups: Sequence[str] = (),
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
        consent_at: datetime | None = None,
        consented: bool = True,
        consent_read: Read = IN_FORCE,
        department: str = "",
        note: str = "",
        allow_duplicate: bool = False,
        unmatched: Unmatched | None = None,
        also: Callable[[Person], object] = lambda person: None,
    ) -> Person:
        """Store a registration with its photos; every door knows the person when this returns.

        valid_from, valid_until: when they may come in, UTC; consent_at: when they agreed, now unless given; consented: False if
        nobody confirmed it; consent_read: the text they read, the one in force at that time unless given; unmatched: of the
        batch that the registration belongs to; also: writes related rows in the same transaction.
        """
        self.actor.require(Right.PEOPLE)
        people, unmatched = self.app.people, unmatched or Unmatched()

        def record(person: Person) -> None:
            self._audit(Message("register"), person.id, Message("{n} photo(s)", n=len(session.taken)), now)
            also(person)

        def writing() -> Callable[[Gallery], Person]:
            # Measured here, where no door waits for it: there may be many people.
            known = unmatched.beside(self.app.models.gallery, people, session.reader.embedder.model_id)
            return lambda gallery: session.commit(
                name,
                people,
                gallery,
                now=now,
                groups=groups,
                valid_from=valid_from,
                valid_until=valid_until,
                consent_at=consent_at,
                consented=consented,
                consent_read=consent_read,
                consent_before=str(self.actor.name),
                department=department,
                note=note,
                allow_duplicate=allow_duplicate,
                unmatched=known,
                record=record,
            )

        person = self.app.save(session, writing)
        self.app.bus.publish(PersonEnrolled(person))
        return person

    def add_photos(self, session: EnrolmentSession, person_id: int, *, now: datetime) -> Person:
        """Add the photos of a registration to somebody who is already registered; every door knows them when this returns."""
        self.actor.require(Right.PEOPLE)
        people = self.app.people
        detail = Message("{n} photo(s)", n=len(session.taken))
        person = self.app.save(
            session,
            lambda: (
                lambda gallery: session.add_to(
                    person_id,
                    people,
                    gallery,
                    now=now,
                    record=lambda: self._audit(Message("add photos"), person_id, detail, now),
                )
            ),
        )
        self.app.bus.publish(PersonEnrolled(person))
        return person

    def rename(self, person_id: int, name: str, *, now: datetime) -> Person:
        """Give a person another name."""
        return self._change(person_id, _ACTS["name"], name, now, lambda p: p.rename(person_id, name))

    def set_blocked(self, person_id: int, blocked: bool, why: str = "", *, now: datetime) -> Person:
        """Block a person, or let them in again; the trail keeps the reason, if one is given."""
        act = Message("person blocked") if blocked else Message("person unblocked")
        detail = Message("{why}", why=clean_text(why, REASON)) if why.strip() else ""
        return self._change(person_id, act, detail, now, lambda p: p.set_blocked(person_id, blocked))

    def set_groups(self, person_id: int, groups: Iterable[str], *, now: datetime) -> Person:
        """Put a person into exactly these groups."""
        names = sorted(set(groups))
        return self._change(person_id, _ACTS["groups"], listed(names), now, lambda p: p.set_groups(person_id, names))

    def set_validity(
        self, person_id: int, valid_from: datetime | None, valid_until: datetime | None, *, now: datetime
    ) -> Person:
        """Limit when a person may come in, UTC; None is unbounded. A guest is then no longer treated, or erased, as a guest:
        the limit now has another reason, such as the end of a contract."""

        def limit(people: PeopleStore) -> Person:
            self.app.guests.forget(person_id)
            return people.set_validity(person_id, valid_from, valid_until)

        return self._change(person_id, _ACTS["valid_from"], validity(valid_from, valid_until), now, limit)

    def set_doors(self, person_id: int, doors: Iterable[str] | None, *, now: datetime) -> Person:
        """Let a person pass only these doors, as far as their groups allow; None: all that the groups allow. Raises StoreError
        if one of them does not exist."""
        self.actor.require(Right.PEOPLE)
        names = None if doors is None else sorted(set(doors))
        self._known_doors(names or ())
        detail = Message("any") if names is None else listed(names)
        return self._change(person_id, _ACTS["doors"], detail, now, lambda p: p.set_doors(person_id, names))

    def _known_doors(self, doors: Iterable[str]) -> None:
        doors_known = sorted({*self.app.people.doors(), *(door.name for door in self.app.settings.doors)})
        unknown = next((door for door in doors if door not in doors_known), None)
        if unknown is not None:
            raise StoreError("There is no door {door!r}.", "There are: {doors}.", door=unknown, doors=doors_known)

    def set_department(self, person_id: int, department: str, *, now: datetime) -> Person:
        """Set the department of a person; "" for none."""
        return self._change(
            person_id,
            _ACTS["department"],
            department,
            now,
            lambda p: p.set_details(person_id, department=department),
        )

    def set_note(self, person_id: int, note: str, *, now: datetime) -> Person:
        """Replace the note about a person; the trail says that it changed, but not to what."""
        return self._change(person_id, _ACTS["note"], "", now, lambda p: p.set_details(person_id, note=note))

    def change_people(self, numbers: Sequence[int], change: Change, *, now: datetime) -> list[Person]:
        """Change several people in one act: all of them, or nobody. The change to each is in the trail."""
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            for number in numbers:
                person = self.app.people.get(number)
                groups = (person.groups | change.join) - change.leave
                start = person.valid_from if change.valid_from is KEPT else change.valid_from
                end = person.valid_until if change.valid_until is KEPT else change.valid_until
                if (start, end) != (person.valid_from, person.valid_until):
                    self.set_validity(number, start, end, now=now)
                if groups != person.groups:
                    self.set_groups(number, groups, now=now)
                if change.blocked not in (None, person.blocked):
                    self.set_blocked(number, bool(change.blocked), now=now)
                if change.department not in (None, person.department):
                    self.set_department(number, change.department or "", now=now)
                if change.note not in (None, person.note):
                    self.set_note(number, change.note or "", now=now)
                if change.doors is not KEPT and change.doors != person.doors:
                    self.set_doors(number, change.doors, now=now)
                if change.consent is not None:
                    self._note_consent(number, now, now, change.consent)
            if change.consent is not None:
                self.app.database.when_committed("gallery", self.app.doors.update_gallery)
            for number in numbers:
                self._tell(number)
            return [self.app.people.get(number) for number in numbers]

    def save_person(
        self,
        before: Person,
        *,
        name: str,
        groups: Iterable[str],
        validity: tuple[datetime | None, datetime | None],
        department: str | None = None,
        note: str | None = None,
        doors: Iterable[str] | Literal[_Kept.KEPT] | None = KEPT,
        blocked: bool | None = None,
        now: datetime,
    ) -> Person:
        """Change the values that differ from those shown before: all of them, or nothing. validity: from when until when, UTC;
        department, note, blocked: None leaves them as they are; doors: see `set_doors`.

        Raises ChangedError if somebody else has changed one of these values since. All other values stay as they are stored."""
        self.actor.require(Right.PEOPLE)
        wanted: dict[str, Any] = {
            "department": before.department if department is None else department,
            "note": before.note if note is None else note,
            "valid_from": validity[0],
            "valid_until": validity[1],
            "doors": before.doors if doors is KEPT else None if doors is None else frozenset(doors),
            "name": name,
            "groups": frozenset(groups),
            "blocked": before.blocked if blocked is None else blocked,
        }
        with self.app.database.transaction(together=True):
            stored = self.app.people.get(before.id)
            changed = {field: value for field, value in wanted.items() if value != getattr(before, field)}
            for field, value in changed.items():
                if value != getattr(stored, field):
                    # In a tuple, since None is a value of a person too.
                    seen, now_stored = (getattr(before, field),), (getattr(stored, field),)
                    by = {_ACTS[field]} if field in _ACTS else ()
                    self._same(seen, now_stored, before.name, f"person {before.id}", by)
            after = replace(stored, **changed)
            if after.department != stored.department:
                self.set_department(before.id, after.department, now=now)
            if after.note != stored.note:
                self.set_note(before.id, after.note, now=now)
            if (after.valid_from, after.valid_until) != (stored.valid_from, stored.valid_until):
                self.set_validity(before.id, after.valid_from, after.valid_until, now=now)
            if after.doors != stored.doors:
                self.set_doors(before.id, after.doors, now=now)
            if after.name != stored.name:
                self.rename(before.id, after.name, now=now)
            if after.groups != stored.groups:
                self.set_groups(before.id, after.groups, now=now)
            if after.blocked != stored.blocked:
                self.set_blocked(before.id, after.blocked, now=now)
            return self.app.people.get(before.id)

    def add_photo(self, person_id: int, photo: Image, *, now: datetime) -> tuple[Feedback, Photo | None]:
        """Judge one more photo of a person and keep it if it is good, theirs, and adds something.

        Raises EnrolmentError if it is nearer to somebody else.
        """
        self.actor.require(Right.PEOPLE)
        session = self.app.enrolment()
        session.taken = self._portraits(person_id)
        feedback = session.offer(photo)
        if not feedback.taken:
            return feedback, None
        self._refuse_other(self.app.people.get(person_id), session.taken[-1])
        return feedback, self._keep(person_id, session.taken[-1], Message("photo added"), now=now)

    def remove_photo(self, person_id: int, photo_id: int, *, now: datetime) -> Photo:
        """Delete one photo; returns it, so that `restore_photo` can undo that. The last bare photo stays."""
        self.actor.require(Right.PEOPLE)
        photos = self.app.people.photos(person_id)
        removed = next((photo for photo in photos if photo.id == photo_id), None)
        if removed is None:
            raise StoreError(
                "There is no photo {photo} of the person with the number {number}.", photo=photo_id, number=person_id
            )
        if removed.mask is MaskState.BARE and sum(photo.mask is MaskState.BARE for photo in photos) == 1:
            raise EnrolmentError("This is the person's only photo without a mask.", "Add another one first.")
        with self.app.database.transaction(together=True):
            self.app.people.remove_photo(person_id, photo_id)
            self._audit(Message("photo removed"), person_id, Message("photo {number}", number=photo_id), now)
        self.app.doors.update_gallery()
        self._tell(person_id)
        return removed

    def restore_photo(self, photo: Photo, *, now: datetime) -> Photo:
        """Take a removed photo back."""
        self.actor.require(Right.PEOPLE)
        return self._keep(photo.person_id, self._portrait(photo.chip, photo.mask), Message("photo restored"), now=now)

    def set_pin(self, person_id: int, pin: str | None, *, now: datetime) -> bool:
        """Give a person a PIN, or remove it with None; returns whether they had one. Raises AuthError for a PIN that is not
        acceptable."""
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            had_pin = self.app.pins.has(person_id)
            if pin is None:
                self.app.pins.clear(person_id)
            else:
                self.app.pins.set(person_id, pin, now=now)
            self._audit(Message("PIN cleared") if pin is None else Message("PIN set"), person_id, "", now)
        return had_pin

    def set_duress_pin(self, person_id: int, pin: str | None, *, now: datetime) -> None:
        """Set a person's duress PIN, for when they are forced to open, or remove it with None; see `Pins.set_duress`."""
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            self.app.pins.set_duress(person_id, pin)
            self._audit(Message("duress PIN cleared") if pin is None else Message("duress PIN set"), person_id, "", now)

    def set_look_alike(self, person_id: int, other_id: int, alike: bool, *, now: datetime) -> None:
        """Confirm that two people look alike (twins, or one person registered twice), or that they do not.

        Thresholds no longer treat a confirmed pair as strangers to each other, and neither belongs to the crowd that the other
        is compared with. All other comparisons, and the thresholds of the card and of other strangers, count as before. The
        lead over the runner-up decides between them; it must be larger for look-alikes. Raises ModelError for a pair that does
        not look alike: leaving it out could make doors laxer.
        """
        self.actor.require(Right.ADMINISTER)
        first, second = (self.app.people.get(number) for number in sorted((person_id, other_id)))
        card = self.app.models.active
        if alike:
            found = look_alikes(self.app.people.templates(card.id), card, self.app.thresholds.cohorts(card))
            if (first.id, second.id) not in {pair.people for pair in found}:
                raise ModelError(
                    "{person} (number {number}) and {other} (number {other_number}) do not look alike to {model}.",
                    "Only pairs that `gatekeeper models calibrate` names can be confirmed.",
                    person=first.name,
                    number=first.id,
                    other=second.name,
                    other_number=second.id,
                    model=card.id,
                )
        with self.app.database.transaction(together=True):
            self.app.people.set_look_alike(first.id, second.id, alike)
            act = Message("look-alikes confirmed") if alike else Message("look-alikes taken back")
            self._audit(act, first.id, f"person {second.id}", now)
        self.app.doors.update_gallery()
