"""Removing people: from the doors and, if they request it, from all records."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from gatekeeper.comparison import resemblance
from gatekeeper.desk.clerk import MOST_FACES, VISITOR_FMR, Clerk
from gatekeeper.domain import (
    MaskState,
    Pairing,
    Vectors,
)
from gatekeeper.errors import ModelError, StoreError
from gatekeeper.events import PersonRemoved
from gatekeeper.messages import Message
from gatekeeper.people.strangers import strangers
from gatekeeper.progress import Progress, silent
from gatekeeper.store.accounts import Right
from gatekeeper.store.people import Traces

log = logging.getLogger(__name__)
_NO_VECTOR = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class _Tied:
    """Records that show a person's face: visits recorded as unknown or as somebody else, photos kept with other people as "not
    them", and faces on the watch list, each by its number; uncompared: faces on the list that could not be compared; unseen:
    the number of faces in the log that could not."""

    visits: list[int] = field(default_factory=list)
    photos: list[int] = field(default_factory=list)
    watched: set[int] = field(default_factory=set)
    uncompared: set[int] = field(default_factory=set)
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class ErasingDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def remove_person(self, person_id: int, *, erase: bool, now: datetime, progress: Progress = silent) -> Traces:
        """Delete a person; erase: from the log and the audit trail as well. progress: of faces in the log that the networks in
        use have not seen, as after an update that brought other ones: they are looked at first.

        No door knows them when this returns. Returns what was deleted. Raises StoreError if all of that is done but the erased
        data cannot be wiped from the database's WAL yet: that is done later, see `Wiping.finish`.
        """
        self.actor.require(Right.PEOPLE)
        people = self.app.people
        people.get(person_id)  # an unknown number is refused before faces are looked at
        if erase:
            self._second_is_there(Message("person erased"), Right.PEOPLE)
        found = self._tied(person_id, progress) if erase else _Tied()
        watched = found.watched | (self.app.watched.of_visits(people.visits_of(person_id)) if erase else set())
        with self.app.database.transaction(together=True):
            if erase:
                self._two(Message("person erased"), Right.PEOPLE, now)
                self.app.wiping.due()
            # The trail must not keep the name of an erased person.
            name = "" if erase else people.get(person_id).name
            traces = people.traces(person_id)
            people.remove(person_id, erase=erase, tied=found.visits, photos=found.photos)
            gone, left = self.app.watched.remove(watched), len(found.uncompared - watched)
            traces = replace(traces, watched=gone, uncompared=left, unseen=found.unseen)
            self._audit(Message("person erased") if erase else Message("person removed"), person_id, name, now)
        self.app.doors.update_gallery()
        self.app.bus.publish(PersonRemoved(person_id))
        if erase:
            self._finish_erasing()
        return traces

    def erase_removed(self, name: str, *, now: datetime, progress: Progress = silent) -> Traces:
        """Erase somebody who was removed earlier from the log and the trail, which still name them. Raises StoreError if
        neither has this name, and as `remove_person` does."""
        self.actor.require(Right.PEOPLE)
        people = self.app.people
        if not people.removed_traces(name).events and not people.was_removed(name):
            raise StoreError("The log names no removed person {name!r}.", "See `gatekeeper log list`.", name=name)
        self._second_is_there(Message("person erased"), Right.PEOPLE)
        found = self._tied(name, progress)
        with self.app.database.transaction(together=True):
            self._two(Message("person erased"), Right.PEOPLE, now)
            self.app.wiping.due()
            traces = people.removed_traces(name)
            people.erase_removed(name, tied=found.visits, photos=found.photos)
            gone, left = self.app.watched.remove(found.watched), len(found.uncompared)
            traces = replace(traces, watched=gone, uncompared=left, unseen=found.unseen)
            self._trail(Message("person erased"), "", Message("{n} event(s)", n=traces.events), now)
        self.app.doors.update_gallery()
        self._finish_erasing()
        return traces

    def _finish_erasing(self) -> None:
        if not self.app.wiping.wipe():
            raise StoreError(
                "The person is erased, but another program is reading the database: until it ends, what was "
                "erased still stands in {database}-wal.",
                "End that program. This one wipes it out as soon as it can, and at its next start.",
                database=self.app.database.path.name,
            )

    def _tied(self, who: int | str, progress: Progress = silent) -> "_Tied":
        """Find records that show this person's face but do not name them. who: a number, or the name of somebody who was
        removed. Visits of people confirmed to look like this person belong to those people, and so do faces that are at least
        as near to them.

        Two faces are taken for one person's at the similarity that strangers reach in one of 10,000 comparisons.
        """
        if self.app.models.loaded is not None:
            with suppress(ModelError):
                self.app.models.follow()  # another program may have activated another model
        try:
            card = self.app.models.active
            dim = card.dim
            crowd = strangers(self.app.thresholds.cohorts(card).values(), dim)
        except ModelError as error:  # faces that no model can compare are not tied to anybody
            log.warning("No visit is tied to the person who is erased: %s", error)
            return _Tied(uncompared={one.id for one in self.app.watched.list()})
        unseen = self._embed_visits(card, progress)
        own = self._faces(card.id, who) if isinstance(who, int) else self._seen(card.id, who)
        own = [one for one in own if one[0].size == dim]
        if not own:  # nothing shows what they look like
            return _Tied(uncompared={one.id for one in self.app.watched.list()}, unseen=unseen)
        stacked = np.stack([vector for vector, _ in own])
        masks = [mask for _, mask in own]

        self._embed_watched(card.id)
        twins = {person for pair in self.app.people.look_alikes() if who in pair for person in pair if person != who}
        of_twins = []
        for twin in sorted(twins):
            kept = [
                template.vector for template in self.app.people.templates(card.id, twin) if template.vector.size == dim
            ]
            of_twins += [np.stack(kept)] if kept else []

        def alike(faces: Vectors, states: Sequence[MaskState]) -> list[int]:
            if not len(faces) or faces.shape[1] != dim:
                return []
            raw, best = resemblance(faces, stacked)
            of_twin = np.max([np.full_like(raw, -np.inf), *(resemblance(faces, twin)[0] for twin in of_twins)], axis=0)
            near = crowd.moments(faces).normalised(raw[:, None])[:, 0]  # these faces are not part of the crowd
            least = [
                card.threshold(Pairing.of(m, masks[int(b)]), VISITOR_FMR) for m, b in zip(states, best, strict=True)
            ]
            return [row for row in range(len(faces)) if near[row] >= least[row] and raw[row] > of_twin[row]]

        numbers, vectors = self.app.log.faces(card.id)
        tied: list[int] = []
        for start in range(0, len(numbers), MOST_FACES):
            part = numbers[start : start + MOST_FACES].tolist()
            events = {event.id: event for event in self._events(part)}
            masks_of = [events[number].mask or MaskState.BARE for number in part]
            rows = alike(vectors[start : start + MOST_FACES], masks_of)
            tied += [part[row] for row in rows if events[part[row]].person_id not in twins]
        others = [
            template for template in self.app.people.templates(card.id, impostors=True) if template.vector.size == dim
        ]
        rows = (
            alike(np.stack([template.vector for template in others]), [template.mask for template in others])
            if others
            else []
        )
        not_them = [others[row].photo_id for row in rows if others[row].person_id != who]
        kept_faces, listed = self.app.watched.vectors(card.id), self.app.watched.list()
        watched = [one for one in listed if kept_faces.get(one.id, _NO_VECTOR).size == dim]
        uncompared = {one.id for one in listed} - {one.id for one in watched}
        if uncompared:
            log.warning(
                "%d face(s) on the watch list were not compared with the person who is erased: no model could see them.",
                len(uncompared),
            )
        rows = (
            alike(np.stack([kept_faces[entry.id] for entry in watched]), [entry.mask for entry in watched])
            if watched
            else []
        )
        of_visits = self.app.watched.of_visits(tied)
        return _Tied(tied, not_them, {watched[row].id for row in rows} | of_visits, uncompared - of_visits, unseen)
