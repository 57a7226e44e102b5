"""Guests for a day: registered from an unknown visitor, with a host, and erased after the time set by the site."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from gatekeeper.app import App
from gatekeeper.desk.clerk import NO_FACE
from gatekeeper.desk.erasing import ErasingDesk
from gatekeeper.desk.people import PeopleDesk
from gatekeeper.desk.visits import VisitDesk
from gatekeeper.domain import Image, MaskState, Outcome, Person
from gatekeeper.door.access import until
from gatekeeper.door_rule import DoorRule
from gatekeeper.errors import EnrolmentError, StoreError
from gatekeeper.messages import Message
from gatekeeper.people.enrolment import EnrolmentSession, Feedback
from gatekeeper.progress import Progress, silent
from gatekeeper.store.accounts import Right
from gatekeeper.store.consents import IN_FORCE, Read
from gatekeeper.store.guests import Guest
from gatekeeper.vision.detect import inner
from gatekeeper.vision.pipeline import Portrait
from gatekeeper.vision.quality import ENROLMENT, measure

_MOST_PHOTOS = 6  # of one visit
_AROUND = timedelta(hours=12)  # around a visit, within which its other faces are searched for
_OF_A_CHIP = ("light", "sharpness")  # what can be measured of a face without the whole picture


@dataclass
class GuestPhotos:
    """The photos by which a guest is recognised. visits: the events from which the first of them are; remedy: why there are
    none."""

    session: EnrolmentSession
    visits: list[int] = field(default_factory=list)
    remedy: str = ""

    @property
    def enough(self) -> bool:
        """Whether one of them is without a mask, as registration requires."""
        return any(portrait.mask is MaskState.BARE for portrait in self.session.taken)

    def offer(self, photo: Image) -> Feedback:
        """Judge a photo that was just taken."""
        return self.session.offer(photo)


@dataclass(frozen=True, slots=True)
class GuestDesk(PeopleDesk, VisitDesk, ErasingDesk):
    """Methods raise AuthError where the role does not allow them."""

    def guests(self) -> Sequence[Guest]:
        """All guests, the newest first."""
        self.actor.require(Right.PEOPLE)
        return self.app.guests.list()

    def photos_of_visit(self, event_id: int | None) -> GuestPhotos:
        """The faces of an unknown visitor, from this visit and those around it, that are good enough to recognise them by; for
        None, no faces: photos are taken now."""
        self.actor.require(Right.PEOPLE)
        photos = GuestPhotos(self.app.enrolment())
        if event_id is None:
            return photos
        event = next(iter(self.app.log.fetch([event_id])), None)
        if event is None or event.outcome is not Outcome.UNKNOWN:
            raise StoreError(
                "Event {event} is no visit of somebody unknown.", "Choose an unknown visitor.", event=event_id
            )
        around = self.visitors(event.at - _AROUND, now=event.at + _AROUND)
        alike = next((visitor.events for visitor in around if event_id in visitor.events), ())
        chosen: Portrait | None = None
        for visit in self._events([event_id, *(number for number in reversed(alike) if number != event_id)]):
            if len(photos.session.taken) == _MOST_PHOTOS:
                break
            mask = visit.mask or MaskState.BARE
            if mask is MaskState.WRONG:
                continue
            try:
                chip = self.app.log.probe(visit.id).chip
            except StoreError as error:  # retention has deleted the face
                photos.remedy = error.message
                continue
            short = [
                m for m in measure(NO_FACE, inner(chip), chip.shape, ENROLMENT) if m.name in _OF_A_CHIP and not m.ok
            ]
            portrait = self._portrait(chip, mask)
            if visit.id == event_id:
                chosen = portrait
            elif chosen is None or not self._one_face((chosen.vector, chosen.mask), (portrait.vector, portrait.mask)):
                continue  # a group of faces may contain somebody else's, who must not become this guest
            alike_one = [float(portrait.vector @ taken.vector) for taken in photos.session.taken]
            if short:
                photos.remedy = short[0].remedy
            elif max(alike_one, default=-1.0) < photos.session.thresholds.near_duplicate:
                photos.session.taken.append(portrait)
                photos.visits.append(visit.id)
        return photos

    def welcome_guest(
        self,
        photos: GuestPhotos,
        name: str,
        host_id: int,
        *,
        consented: bool,
        consent_read: Read = IN_FORCE,
        now: datetime,
        groups: Sequence[str] = (),
        doors: Sequence[str] = (),
        until_at: datetime | None = None,
        allow_duplicate: bool = False,
    ) -> Person:
        """Register somebody as a guest; known at every door when this returns.

        consented: they have read the consent text (consent_read) and agreed; until_at: until when they may come in, the end of
        the day at the site unless given. Raises EnrolmentError if they did not agree, if no photo is good enough, or if they
        are already known. doors: the only ones they may pass, as far as their groups allow; empty: any.
        """
        self.actor.require(Right.PEOPLE)
        host = self.app.people.get(host_id)
        if not consented:
            raise EnrolmentError("Doors know only people who have agreed.", "Let them read the consent text.")
        if not photos.enough:
            raise EnrolmentError(
                "No picture of this visitor is good enough to recognise them by. {why}",
                "Take a photo of them now, without a mask.",
                why=photos.remedy,
            )
        end = end_of_day(self.app, now) if until_at is None else until_at
        if end <= now:
            raise EnrolmentError("The visit ends before it begins.", "Choose a later time.")

        self._known_doors(doors)
        watched = self._watched_as([(portrait.vector, portrait.mask) for portrait in photos.session.taken])

        def note(person: Person) -> None:
            if doors:
                self.app.people.set_doors(person.id, doors)
            self.app.guests.add(person.id, host.id, made_at=now, visits=photos.visits)
            self._end_watches(watched | self.app.watched.of_visits(photos.visits), now)
            detail = Message("guest of person {host}, until {end}", host=host.id, end=until(end))
            if doors:
                only = sorted(doors)
                detail = Message(
                    "guest of person {host}, until {end}, {doors} only",
                    host=host.id,
                    end=until(end),
                    doors=only,
                )
            self._audit(Message("guest welcomed"), person.id, detail, now)

        guest = self.register(
            photos.session,
            name,
            now=now,
            groups=groups,
            valid_from=None,
            valid_until=end,
            consent_read=consent_read,
            allow_duplicate=allow_duplicate,
            also=note,
        )
        self.app.wiping.wipe()  # the face of the person who was watched for; otherwise it is retried
        return guest

    def end_visit(self, person_id: int, *, now: datetime) -> Person:
        """Stop admitting a guest from now on. A visit that is over stays as it is: a later end would be a longer visit."""
        self.actor.require(Right.PEOPLE)
        guest = self._guest(person_id)
        if guest.valid_until is not None and guest.valid_until <= now:
            return guest
        return self._change(
            person_id,
            Message("visit ended"),
            until(now),
            now,
            lambda people: people.set_validity(person_id, None, now),
        )

    def erase_guests(self, days: int, *, now: datetime, progress: Progress = silent) -> int:
        """Erase the guests whose visit ended this many days ago or longer, as `remove_person` does; returns how many. If one
        cannot be erased, the others still are. Guests on record as inside are erased after they have left, unless only an
        operator could note that they have, and none has noted that they are inside."""
        self.actor.require(Right.ADMINISTER)
        last = now - timedelta(days=days)
        seen_to_leave = self.app.settings.both_directions
        erased, failure = 0, None
        for guest in self.app.guests.list():
            end = guest.person.valid_until
            if end is not None and end <= last:
                presence = self.app.log.presence(guest.person.id)
                if presence is not None and presence.inside and (seen_to_leave or not presence.door):
                    continue
                try:
                    self.remove_person(guest.person.id, erase=True, now=now, progress=progress)
                except StoreError as error:
                    failure = error
                erased += 1
        if failure is not None:
            raise failure
        return erased

    def _guest(self, person_id: int) -> Person:
        found = next((guest.person for guest in self.app.guests.list() if guest.person.id == person_id), None)
        if found is None:
            raise StoreError(
                "{name} is not a guest.", "See `gatekeeper guests list`.", name=self.app.people.get(person_id).name
            )
        return found


def doors_of(app: App, guests: Iterable[Guest]) -> dict[int, list[str] | None]:
    """By a guest's number the configured doors that admit them at some time: by their groups, and the doors that are named for
    them; None: every one. A door whose rule cannot be read stays shut."""
    rules, names = list[DoorRule](), [door.name for door in app.settings.doors]
    for name in names:
        with suppress(StoreError):
            rules.append(app.doors.rule_of(name))

    def admit(person: Person) -> list[str] | None:
        found = [
            rule.door
            for rule in rules
            if (person.doors is None or rule.door in person.doors)
            and (not rule.groups or not person.groups.isdisjoint(rule.groups))
        ]
        return None if len(found) == len(names) else found

    return {guest.person.id: admit(guest.person) for guest in guests}


def end_of_day(app: App, now: datetime) -> datetime:
    """The end of the day of a moment, at the site."""
    local = now.astimezone(app.doors.site_zone())
    return datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo).astimezone(now.tzinfo)
