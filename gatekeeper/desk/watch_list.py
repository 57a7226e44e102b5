"""The watch list: unknown visitors whom operators watch for, found among later unknown visitors; and who is blocked.

The entries are not registered people. A face is compared with the list after the door has answered, from the record and on the
alarm thread, so that nothing about the list can open a door, or keep one shut (docs/decisions/064-watch-list.md).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from gatekeeper.app import App
from gatekeeper.comparison import Crowd
from gatekeeper.desk.clerk import VISITOR_FMR, Clerk
from gatekeeper.domain import AccessEvent, MaskState, Outcome, Pairing, Person, Vectors
from gatekeeper.door import access
from gatekeeper.door.gallery import Gallery
from gatekeeper.errors import ConfigError, StoreError
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.people.strangers import strangers
from gatekeeper.store.accounts import Right
from gatekeeper.store.people import Which
from gatekeeper.store.watched import Watched

MOST_WATCHED = 100  # each additional entry is one more person for whom somebody else may be mistaken
LONGEST = timedelta(days=365)
BLOCKED = Message("person blocked")


@dataclass(frozen=True, slots=True)
class Blocked:
    """A registered person who is kept out. since, by, why: as in the audit trail; None and "" if it does not say."""

    person: Person
    since: datetime | None = None
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class WatchDesk(Clerk):
    """Methods raise AuthError where the role does not allow them."""

    def watched(self, *, now: datetime) -> list[Watched]:
        """The watch list, newest first."""
        self.actor.require(Right.ALARMS)
        return self.app.watched.list(now=now)

    def blocked_people(self) -> list[Blocked]:
        """The blocked people, with reason and date, by name."""
        self.actor.require(Right.ALARMS)
        people = self.app.people.found(limit=None, which=Which.BLOCKED)
        left, acts = {f"person {person.id}" for person in people}, {}
        for act in self.app.accounts.stream_acts(act=str(BLOCKED)) if left else ():
            if act.about in left:
                left.remove(act.about)
                acts[act.about] = act
            if not left:
                break
        found = []
        for person in people:
            last = acts.get(f"person {person.id}")
            found.append(Blocked(person) if last is None else Blocked(person, last.at, last.who, str(last.detail)))
        return found

    def watch_visitor(self, event_id: int, why: str, until: datetime, *, now: datetime) -> Watched:
        """Put an unknown visitor on the watch list: an alarm is raised when they come again, at any door.

        Raises ConfigError if the site keeps no such list, StoreError if the visit is not an unknown person's, its face is not
        kept, or the end of the watch is not valid.
        """
        self.actor.require(Right.PEOPLE)
        app = self.app
        if not app.settings.alarms.watch_list:
            raise ConfigError(
                "This site keeps no watch list of unknown visitors.",
                "They have not agreed to be recognised: ask whoever is responsible for data protection. Then set watch_list "
                "in [alarms] of config.toml to true, or turn it on in the window: Alarms, Watch list.",
            )
        if not why.strip():
            raise ConfigError("Watching for somebody requires a reason.", "Give a reason.")
        event = next(iter(app.log.fetch([event_id])), None)
        if event is None or event.outcome is not Outcome.UNKNOWN:
            raise StoreError(
                "Event {event} is no visit of somebody unknown.", "Choose an unknown visitor.", event=event_id
            )
        self._check_time(until, event.at, now)
        mask, chip = event.mask or MaskState.BARE, app.log.probe(event_id).chip
        portrait = self._portrait(chip, mask)
        self._refuse_known(event_id, portrait.vector, mask)
        model = app.models.reader.embedder.model_id
        with app.database.transaction(together=True):
            if len(app.watched.list()) >= MOST_WATCHED:
                raise StoreError(
                    "The watch list is full: it holds {n} visitor(s).",
                    "Remove somebody from it first.",
                    n=MOST_WATCHED,
                )
            watched = app.watched.add(
                event_id, mask, chip, why, by=str(self.actor.name), at=now, until=until, seen_at=event.at
            )
            app.watched.add_vectors(model, [(watched.id, portrait.vector)])
            detail = Message(
                "event {number}, until {until}: {why}", number=event_id, until=access.until(until), why=watched.why
            )
            self._trail(Message("visitor watched for"), f"watched {watched.id}", detail, now)
        return watched

    def end_watch(self, watched_id: int, *, now: datetime) -> None:
        """Stop watching for somebody, and delete their face. StoreError if nobody has this number."""
        self.actor.require(Right.PEOPLE)
        app = self.app
        with app.database.transaction(together=True):
            if not app.watched.remove([watched_id]):
                raise StoreError(
                    "There is no entry {number} on the watch list.",
                    "See `gatekeeper alarms watch list`.",
                    number=watched_id,
                )
            self._trail(Message("visitor watched for no longer"), f"watched {watched_id}", "", now)
            app.wiping.due()
        app.wiping.wipe()

    def purge_watched(self, *, now: datetime) -> int:
        """Delete from the watch list the entries whose time is over, or whose face is older than the site keeps faces of
        visits; returns how many."""
        self.actor.require(Right.ADMINISTER)
        days = self.app.settings.retention.faces_days
        with self.app.database.transaction(together=True):
            count = self.app.watched.remove_older(now, now - timedelta(days=days) if days else None)
            if count:
                self._trail(Message("watch list purged"), "", Message("{n} visitor(s)", n=count), now)
                self.app.wiping.due()
        if count:
            self.app.wiping.wipe()
        return count

    def _check_time(self, until: datetime, seen_at: datetime, now: datetime) -> None:
        days = self.app.settings.retention.faces_days
        if until <= now:
            raise StoreError("That time has passed.", "Choose a later one.")
        if days and until > seen_at + timedelta(days=days):
            raise StoreError(
                "This site keeps faces of visits for {n} day(s), so nobody can be watched for longer.",
                "Choose an earlier end.",
                n=days,
            )
        if until > now + LONGEST:
            raise StoreError(
                "Nobody is watched for longer than {n} day(s) at a time.", "Choose an earlier end.", n=LONGEST.days
            )

    def _refuse_known(self, event_id: int, vector: Vectors, mask: MaskState) -> None:
        """Raise StoreError if the visitor is registered by now: whether registered people may come in is set on their own
        record."""
        app = self.app
        person = app.people.visits_named([event_id]).get(event_id)
        if person is None:
            card = app.models.active
            policy = app.thresholds.policy(card)
            match = app.doors.with_gallery(lambda gallery: gallery.search(vector[None], [mask], policy.thresholds))[0]
            number = None if match is None else access.named(match, policy)
            if number is None:  # a person whom no door knows, for lack of a consent, is still registered
                others = Gallery(vector.size, strangers(app.thresholds.cohorts(card).values(), vector.size))
                templates = app.people.templates(card.id, consented=False)
                others.add(template for template in templates if template.vector.size == vector.size)
                match = others.search(vector[None], [mask], policy.thresholds)[0]
                number = None if match is None else access.named(match, policy)
            if number is None:
                number = self._seen_as(card, vector, mask)
            person = None if number is None else app.people.get(number)
        if person is not None:
            raise StoreError(
                "This visitor is registered, as {name} (number {number}).",
                "To keep them out, block them instead.",
                name=person.name,
                number=person.id,
            )

    def _seen_as(self, card: ModelCard, vector: Vectors, mask: MaskState) -> int | None:
        """The person, among those whose photos were deleted with their consent, who came with this face before, according to
        the log."""
        app, crowd = self.app, strangers(self.app.thresholds.cohorts(card).values(), card.dim)
        near = crowd.moments(vector[None])
        for person in app.people.found(limit=None, which=Which.NO_CONSENT):
            if app.people.photos(person.id):
                continue  # already compared
            seen = [one for one in self._seen(card.id, person.id) if one[0].shape == vector.shape]
            if not seen:
                continue
            raw = np.stack([one for one, _ in seen]).astype(np.float64) @ vector
            over = near.normalised(raw[None])[0] - [card.threshold(Pairing.of(mask, m), VISITOR_FMR) for _, m in seen]
            if over.max() >= 0:
                return person.id
        return None


class WatchList:
    """Recognises watched visitors when they come again; for use on one thread."""

    def __init__(self, app: App) -> None:
        self._app = app

    def find(self, event: AccessEvent, *, now: datetime) -> Watched | None:
        """The entry of the list who came with this visit; None if there is none, and for a visitor who was recognised.

        Two faces are taken for one person's at the similarity that strangers reach in one of 10,000 comparisons; a visitor who
        looks more like somebody registered is that person, seen badly. Raises StoreError if the list cannot be read.
        """
        app = self._app
        if not app.settings.alarms.watch_list or event.outcome is not Outcome.UNKNOWN or not event.id:
            return None
        entries = app.watched.list(now=now)
        if not entries:
            return None
        try:
            probe = app.log.probe(event.id)
        except StoreError:
            return None  # no face was kept
        card = app.models.find(probe.model_id)
        vectors = self._vectors(card)
        entries = [entry for entry in entries if entry.id in vectors and vectors[entry.id].shape == probe.vector.shape]
        if not entries:
            return None
        raw = np.stack([vectors[entry.id] for entry in entries]).astype(np.float64) @ probe.vector
        near = self._crowd(card).moments(probe.vector[None]).normalised(raw[None])[0]
        mask = event.mask or MaskState.BARE
        over = near - [card.threshold(Pairing.of(mask, entry.mask), VISITOR_FMR) for entry in entries]
        best = int(over.argmax())
        resident = -np.inf
        if event.similarity is not None and event.pairing is not None:
            resident = event.similarity - card.threshold(event.pairing, VISITOR_FMR)
        return entries[best] if over[best] >= 0 and over[best] > resident else None

    def _vectors(self, card: ModelCard) -> dict[int, Vectors]:
        """A model's vectors of the faces on the list; missing ones are computed now, if the model is open."""
        store, loaded = self._app.watched, self._app.models.loaded
        lacking = store.lacking(card.id) if loaded is not None and loaded.card.id == card.id else {}
        if loaded is not None and lacking:
            made = loaded.reader.enrolment_vectors([*lacking.values()])
            store.add_vectors(card.id, zip(lacking, made, strict=True))
        return store.vectors(card.id)

    def _crowd(self, card: ModelCard) -> Crowd:
        """Everybody registered and the strangers, as used by the doors; only the strangers if no door uses it."""
        loaded = self._app.models.loaded
        if loaded is not None and loaded.card.id == card.id and loaded.gallery is not None:
            return loaded.gallery.crowd
        return strangers(self._app.thresholds.cohorts(card).values(), card.dim)
