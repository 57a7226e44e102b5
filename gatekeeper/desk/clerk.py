"""Shared by every desk: its user, the trail of their acts, and the photos that are added."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import numpy as np

from gatekeeper.app import App
from gatekeeper.capture.file_names import readable
from gatekeeper.domain import (
    AccessEvent,
    Face,
    Image,
    MaskState,
    Person,
    Photo,
    Vectors,
)
from gatekeeper.errors import ChangedError, EnrolmentError, StoreError
from gatekeeper.events import PersonChanged
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.progress import Progress
from gatekeeper.store.accounts import Actor, Right
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.templates import NewPhoto
from gatekeeper.vision.pipeline import Portrait

log = logging.getLogger(__name__)
T = TypeVar("T")
VISITOR_FMR = 1e-4  # from this similarity on, two faces of visits are taken for one person's
MOST_FACES = 5000  # the most unknown visitors that are grouped: the newest ones
# The position of a face in its original picture is not kept; it is not needed once the face is aligned.
NO_FACE = Face(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 1.0)


@dataclass(frozen=True, slots=True)
class Clerk:
    """One person at the desk. second: the second person who has signed in to confirm the most serious acts, if the site
    requires two people: erasing somebody, exporting the key, restoring a backup, deleting from the log, changing the retention.

    See `Accounts.confirm`.
    """

    app: App
    actor: Actor
    second: Actor | None = None

    def _two(self, act: str, right: Right, now: datetime) -> None:
        self.actor.require(right)
        self.app.accounts.confirm(act, right, by=self.actor, second=self.second, now=now)

    def _second_is_there(self, act: str, right: Right) -> None:
        """Raise as `_two` does, before anything that takes long."""
        self.actor.require(right)
        self.app.accounts.confirmed(act, right, by=self.actor, second=self.second)

    def _audit(self, act: str, person_id: int, detail: str, now: datetime) -> None:
        self.app.accounts.audit(self.actor, act, f"person {person_id}", detail, now=now)

    def _trail(self, act: str, about: str, detail: str, now: datetime) -> None:
        # About a file it says its name, and on Linux names are bytes.
        self.app.accounts.audit(self.actor, act, readable(about), readable(detail), now=now)

    def _same(self, seen: T | None, stored: T | None, kind: str, name: str, by: Collection[str] = ()) -> None:
        """Raise ChangedError if somebody else has changed it meanwhile; the error names them. by: the only acts that change it;
        any act unless given."""
        if seen is None or seen == stored:
            return
        raise ChangedError(
            "Somebody else has changed {what} meanwhile: {who}.",
            "Reload it, then change it.",
            what=kind,
            who=self._who_else(name, by),
        )

    def _none_yet(self, stored: object, kind: str, name: str) -> None:
        """Raise ChangedError, which names who has added it, if what is to be added is stored already."""
        if stored is not None:
            raise ChangedError(
                "Somebody else has added {what} meanwhile: {who}.",
                "Discard yours and change that one, or add yours under another name.",
                what=kind,
                who=self._who_else(name),
            )

    def _who_else(self, name: str, by: Collection[str] = ()) -> str:
        last = next(
            (
                act
                for act in self.app.accounts.acts(limit=200)
                if name in (act.about, act.detail) and act.who != self.actor.name and (not by or act.act in by)
            ),
            None,
        )
        return last.who if last is not None else Message("another program")

    def _tell(self, person_id: int) -> None:
        """Announce that a person has changed: once, and only if the change is committed."""
        app = self.app
        app.database.when_committed(
            (PersonChanged, person_id), lambda: app.bus.publish(PersonChanged(app.people.get(person_id)))
        )

    def _end_watches(self, numbers: Iterable[int], now: datetime) -> int:
        """Remove the people with these numbers from the watch list, in the caller's transaction; returns how many were on
        it."""
        for number in (wanted := sorted(numbers)):
            self._trail(Message("visitor watched for no longer"), f"watched {number}", "", now)
        if wanted:
            self.app.wiping.due()
        return self.app.watched.remove(wanted)

    def _embed_watched(self, model_id: str) -> None:
        """Embed the faces on the watch list that this model has not embedded yet, if the model can be opened."""
        store, models = self.app.watched, self.app.models
        if not (lacking := store.lacking(model_id)):
            return
        try:
            loaded = models.open()
            if loaded.card.id == model_id:
                made = loaded.reader.enrolment_vectors([*lacking.values()])
                store.add_vectors(model_id, zip(lacking, made, strict=True))
        except Exception as error:  # a model or network that fails must not prevent an erasure
            log.warning("The faces on the watch list could not be looked at: %s", error)

    def _embed_visits(self, card: ModelCard, progress: Progress) -> int:
        """Embed the faces in the log that this model has not embedded yet, if it can be opened; returns how many are left.

        Raises StoreError if they cannot be stored."""
        if not self.app.models.lacks_visits(card):
            return 0
        of = 0
        for done in self._embedding_visits(card):
            of = of or done + self.app.log.count_faces_without(card.id)
            progress(done, max(done, of))
        return self.app.log.count_faces_without(card.id)

    def _embedding_visits(self, card: ModelCard) -> Iterator[int]:
        try:
            loaded = self.app.models.open()
            if loaded.card.id == card.id:
                yield from self.app.models.embed_visits(loaded)
        except StoreError:
            raise
        except Exception as error:  # a model or network that fails must not prevent an erasure
            log.warning("Not all faces of visits could be looked at: %s", error)

    def _seen(self, model_id: str, who: int | str) -> list[tuple[Vectors, MaskState]]:
        """The faces of a person's visits: of the person with this number, or of a removed person with this name."""
        numbers, vectors = self.app.log.faces(model_id, person=who)
        shown = {event.id: event for event in self._events(numbers.tolist())}
        return [
            (vector, shown[event].mask or MaskState.BARE)
            for event, vector in zip(numbers.tolist(), vectors, strict=True)
            if isinstance(who, int) or shown[event].person_id is None
        ]

    def _faces(self, model_id: str, person_id: int) -> list[tuple[Vectors, MaskState]]:
        """The faces of a person: those of their photos or, if these were deleted when they withdrew their consent, those that
        the log still has."""
        templates = self.app.people.templates(model_id, person_id)
        return [(template.vector, template.mask) for template in templates] or self._seen(model_id, person_id)

    def _events(self, numbers: list[int]) -> list[AccessEvent]:
        return [e for start in range(0, len(numbers), 500) for e in self.app.log.fetch(numbers[start : start + 500])]

    def _change(
        self, person_id: int, act: str, detail: str, now: datetime, change: Callable[[PeopleStore], Person]
    ) -> Person:
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            person = change(self.app.people)
            self._audit(act, person_id, detail, now)
            self._tell(person_id)
        return person

    def _refuse_other(self, person: Person, portrait: Portrait) -> None:
        """Raise EnrolmentError if a face is nearer to somebody else."""
        match = self.app.doors.with_gallery(lambda gallery: gallery.search(portrait.vector[None], [portrait.mask]))[0]
        if match is not None and match.person_id != person.id:
            namesake = self.app.people.get(match.person_id)
            raise EnrolmentError(
                "This face looks more like {other} (number {other_number}) than like {person}.",
                "Adding it could let each in as the other.",
                other=namesake.name,
                other_number=namesake.id,
                person=person.name,
            )

    def _portraits(self, person_id: int) -> list[Portrait]:
        """The kept photos of a person with the active model's vectors of them."""
        templates = self.app.people.templates(self.app.models.active.id, person_id)
        vectors = {template.photo_id: template.vector for template in templates}
        photos = [photo for photo in self.app.people.photos(person_id) if photo.id in vectors]
        return [Portrait(NO_FACE, photo.chip, photo.mask, vectors[photo.id]) for photo in photos]

    def _portrait(self, chip: Image, mask: MaskState) -> Portrait:
        return Portrait(NO_FACE, chip, mask, self.app.models.reader.enrolment_vectors([chip])[0])

    def _keep(
        self,
        person_id: int,
        portrait: Portrait,
        act: str,
        *,
        now: datetime,
        impostor: bool = False,
        event_id: int | None = None,
    ) -> Photo:
        # Embedded again: another model may have been activated since the portrait was made.
        reader = self.app.models.reader
        model = reader.embedder.model_id
        (vector,) = reader.enrolment_vectors([portrait.chip])
        new = NewPhoto(portrait.mask, portrait.chip, ((model, vector),))
        with self.app.database.transaction(together=True):
            (photo,) = self.app.people.add_photos(person_id, [new], added_at=now, impostor=impostor, event_id=event_id)
            self._audit(
                act,
                person_id,
                Message("event {number}", number=event_id)
                if event_id is not None
                else Message("photo {number}", number=photo.id),
                now,
            )
            known = 0
            if not impostor and event_id is not None:
                known = self._end_watches(self.app.watched.of_visits([event_id]), now)
        if known:
            self.app.wiping.wipe()  # otherwise it is retried
        self.app.doors.update_gallery()
        self._tell(person_id)
        return photo
