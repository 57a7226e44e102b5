"""Visits: who came as an unknown person, and whom the door mistook for somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from gatekeeper.comparison import Crowd
from gatekeeper.desk.clerk import MOST_FACES, VISITOR_FMR, Clerk
from gatekeeper.domain import (
    MaskState,
    Outcome,
    Pairing,
    Photo,
    Vectors,
)
from gatekeeper.door.access import until
from gatekeeper.errors import EnrolmentError, StoreError
from gatekeeper.messages import Message
from gatekeeper.people.enrolment import NEAR_DUPLICATE
from gatekeeper.people.strangers import strangers
from gatekeeper.store.accounts import Right
from gatekeeper.store.watched import Watched


@dataclass(frozen=True, slots=True)
class Visitor:
    """An unknown person who came once or more often. events: numbers of their visits, oldest first."""

    events: tuple[int, ...]
    mask: MaskState
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class VisitDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def not_this_person(self, event_id: int, *, now: datetime) -> Photo:
        """ "This is not him": the face of a visit goes to the impostors of the person it was taken for."""
        self.actor.require(Right.CORRECT)
        event = next(iter(self.app.log.fetch([event_id])), None)
        if event is None or event.person_id is None:
            raise StoreError("Event {event} names nobody.", "Choose a visit of somebody known.", event=event_id)
        portrait = self._portrait(self.app.log.probe(event_id).chip, event.mask or MaskState.BARE)
        return self._keep(
            event.person_id, portrait, Message("not this person"), impostor=True, event_id=event_id, now=now
        )

    def undo_not_this_person(self, impostor: Photo, *, now: datetime) -> None:
        """Undo `not_this_person`."""
        self.actor.require(Right.CORRECT)
        with self.app.database.transaction(together=True):
            self.app.people.remove_photo(impostor.person_id, impostor.id)
            self._audit(Message("not this person: undone"), impostor.person_id, "", now)
        self.app.doors.update_gallery()

    def this_is(self, event_id: int, person_id: int, *, now: datetime) -> Photo:
        """ "This is ...": the face of a visit becomes a photo of that person.

        Raises EnrolmentError if it looks unlike them, more like somebody else, or adds nothing.
        """
        self.actor.require(Right.CORRECT)
        person = self.app.people.get(person_id)
        event = next(iter(self.app.log.fetch([event_id])), None)
        mask = (event.mask if event else None) or MaskState.BARE
        portrait = self._portrait(self.app.log.probe(event_id).chip, mask)
        own = self._portraits(person_id)
        nearest, covered = self.app.doors.with_gallery(lambda gallery: gallery.similarity(portrait.vector, person_id))
        least = self.app.models.active.threshold(Pairing.of(mask, covered), 1e-2)
        if nearest < least:
            raise EnrolmentError(
                "This face does not look like {person} (similarity {nearest:.2f}, needed {least:.2f}).",
                "If it is, register a new photo at the desk.",
                person=person.name,
                nearest=nearest,
                least=least,
            )
        if any(float(p.vector @ portrait.vector) >= NEAR_DUPLICATE for p in own):
            raise EnrolmentError(
                "{person} has nearly the same photo already.", "Choose another visit.", person=person.name
            )

        self._refuse_other(person, portrait)
        return self._keep(person_id, portrait, Message("visit added as photo"), event_id=event_id, now=now)

    def undo_this_is(self, photo: Photo, watched: Sequence[Watched] = (), *, now: datetime) -> None:
        """Undo `this_is`: the visit is no longer anybody's photo. The last bare photo stays.

        watched: the watch-list entries of this visit, see `watched_by`, which are restored for the rest of their time.
        """
        self.actor.require(Right.CORRECT)
        with self.app.database.transaction(together=True):
            if photo.mask is MaskState.BARE and not any(
                stored.mask is MaskState.BARE and stored.id != photo.id
                for stored in self.app.people.photos(photo.person_id)
            ):
                raise EnrolmentError("This is the person's only photo without a mask.", "Add another one first.")
            self.app.people.remove_photo(photo.person_id, photo.id)
            self._audit(Message("visit added as photo: undone"), photo.person_id, "", now)
            for one in watched if self.app.settings.alarms.watch_list else ():
                if one.until > now and not self.app.watched.of_visits([one.event_id]):
                    number = self.app.watched.put_back(one)
                    detail = Message(
                        "event {number}, until {until}: {why}", number=one.event_id, until=until(one.until), why=one.why
                    )
                    self._trail(Message("visitor watched for"), f"watched {number}", detail, now)
        self.app.doors.update_gallery()
        self._tell(photo.person_id)

    def watched_by(self, event_id: int) -> list[Watched]:
        """The watch-list entries of this visit, to be restored if "this is ..." is undone."""
        self.actor.require(Right.CORRECT)
        return [one for one in self.app.watched.list() if one.event_id == event_id]

    def visitors(self, since: datetime, *, now: datetime) -> list[Visitor]:
        """The unknown visitors since then, grouped by face, most frequent first.

        A visitor who has been named since ("this is ...") is no longer unknown, and neither is any of their visits. Two visits
        are taken for one person's at the similarity that strangers reach in one of 10,000 comparisons. Faces with and without a
        mask are grouped separately: what a mask leaves visible is not enough to join two groups.
        """
        self.actor.require(Right.WATCH)
        card = self.app.models.active
        found: list[Visitor] = []
        named = self.app.people.visits_named().keys()
        numbers, vectors = self.app.log.faces(card.id, since=since, until=now, outcome=Outcome.UNKNOWN)
        numbers, vectors = numbers[-MOST_FACES:], vectors[-MOST_FACES:]
        shown = {event.id: event for event in self._events(numbers.tolist())}
        bare = np.array([shown[number].mask is MaskState.BARE for number in numbers.tolist()], bool)
        # Without the registered people: one of them may be the visitor, who would then be normalised away.
        crowd = strangers(self.app.thresholds.cohorts(card).values(), card.dim)
        for mask, chosen in ((MaskState.BARE, bare), (MaskState.MASKED, ~bare)):
            least = card.threshold(Pairing.of(mask, mask), VISITOR_FMR)
            for rows in grouped(vectors[chosen], least, crowd):
                events = tuple(int(numbers[chosen][row]) for row in rows)
                if named.isdisjoint(events):
                    found.append(Visitor(events, mask, shown[events[0]].at, shown[events[-1]].at))
        return sorted(found, key=lambda visitor: (-len(visitor.events), -visitor.last.timestamp()))

    def _one_face(self, one: tuple[Vectors, MaskState], other: tuple[Vectors, MaskState]) -> bool:
        """Whether two faces are taken for one person's."""
        card = self.app.models.active
        least = card.threshold(Pairing.of(other[1], one[1]), VISITOR_FMR)
        crowd = strangers(self.app.thresholds.cohorts(card).values(), card.dim)
        return len(grouped(np.stack([one[0], other[0]]), least, crowd)) == 1

    def _watched_as(self, faces: Sequence[tuple[Vectors, MaskState]]) -> set[int]:
        """The numbers on the watch list that show this person's face: they may have come more often than in the visits that are
        known to be theirs."""
        card = self.app.models.active
        self._embed_watched(card.id)
        vectors, found = self.app.watched.vectors(card.id), set()
        for one in self.app.watched.list():
            vector = vectors.get(one.id)
            if vector is None or vector.size != card.dim:
                continue
            if any(face.size == card.dim and self._one_face((face, mask), (vector, one.mask)) for face, mask in faces):
                found.add(one.id)
        return found


def grouped(vectors: Vectors, threshold: float, strangers: Crowd) -> list[list[int]]:
    """Group the rows of unit vectors (N, D): each row joins the group whose mean is nearest, if that is near enough.

    Means instead of pairs: a chain of look-alikes does not join into one person. strangers: the crowd over which similarities
    are normalised.
    """
    if not len(vectors):
        return []
    moments = strangers.moments(vectors)
    sums = np.zeros_like(vectors)
    groups: list[list[int]] = []
    for row, vector in enumerate(vectors):
        if groups:
            means = sums[: len(groups)]
            cosines = np.asarray(means @ vector / np.linalg.norm(means, axis=1), np.float64)[None]
            near = moments.row(row).normalised(cosines)[0]
            best = int(near.argmax())
            if near[best] >= threshold:
                groups[best].append(row)
                sums[best] += vector
                continue
        sums[len(groups)] = vector
        groups.append([row])
    return groups
