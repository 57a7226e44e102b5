"""What people at the desk do: every act is checked against their rights, done, and written to the audit trail.

Window and command line change people, doors, models, log and settings through here only. What a running station has to
know it knows when the method returns.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any, Unpack

import numpy as np

from gatekeeper.app import MADE_BY, App, calibration_key
from gatekeeper.comparison import Crowd, resemblance
from gatekeeper.config import FILE, DoorSettings, Settings
from gatekeeper.desk.reports import Sheet, export, export_rows
from gatekeeper.desk.trail import COLUMNS, plain
from gatekeeper.domain import (
    FMRS,
    AccessEvent,
    Decision,
    DoorRule,
    Face,
    Image,
    MaskState,
    Outcome,
    Pairing,
    Person,
    Photo,
    Reason,
    Schedule,
    Vectors,
)
from gatekeeper.door.access import describe, listed, validity
from gatekeeper.door.relay import Door
from gatekeeper.door.station import GRANT_SECONDS
from gatekeeper.errors import ConfigError, DoorError, EnrolmentError, ModelError, StoreError
from gatekeeper.events import AccessDecided, DoorRelocked, PersonChanged, PersonEnrolled, PersonRemoved
from gatekeeper.models.card import ModelCard
from gatekeeper.people.calibration import Accepted, Calibration, look_alikes, strangers
from gatekeeper.people.enrolment import CONSENT_VERSION, NEAR_DUPLICATE, EnrolmentSession, Feedback
from gatekeeper.speech import TERMINAL, Speech
from gatekeeper.store import proof
from gatekeeper.store.access_log import Filter
from gatekeeper.store.accounts import Actor, Right, Which
from gatekeeper.store.copies import Contents, back_up
from gatekeeper.store.people import NewPhoto, PeopleStore, Traces
from gatekeeper.store.together import changing
from gatekeeper.store.vault import export_key, set_passphrase
from gatekeeper.timezones import zone_of
from gatekeeper.vision.pipeline import Portrait

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
_VISITOR_FMR = 1e-4
_SETTINGS = tuple(field.name for field in fields(Settings))
_MOST_FACES = 5000  # of unknown visitors that are grouped, the newest


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody not known who came more than once, or once. events: numbers of their visits, oldest first."""

    events: tuple[int, ...]
    mask: MaskState
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's acts. Methods raise AuthError where the role does not allow them."""

    app: App
    actor: Actor

    # The door

    def open_by_hand(self, door: Door, why: str, *, now: datetime, deadline: float | None = None) -> AccessEvent:
        """Open a door because somebody at the desk says so; the reason is on record before the door is asked.

        deadline: of the app's clock, after which it stays locked: counted from the click, where the call may have had
        to wait; a few seconds from now unless given. Raises StoreError when it could not be recorded, DoorError when the
        door did not open, ConfigError without a reason.
        """
        self.actor.require(Right.OPEN_DOOR)
        if not why.strip():
            raise ConfigError("The door is opened by hand for a reason only.", "Say why.")
        if door.held:
            raise DoorError(door.held, "Open it there.")
        # Asked for before the event: a door is opened by hand also while the networks are still being loaded.
        rule = self.app.door_rule(next((one for one in self.app.settings.doors if one.name == door.name), None))
        return self._open(door, why, rule.unlock_seconds, deadline, now)

    def _open(self, door: Door, why: str, seconds: float, deadline: float | None, now: datetime) -> AccessEvent:
        app = self.app
        message = f"Opened by hand by {self.actor.name}: {why.strip()}"
        decision = Decision(Outcome.OPENED, Reason.BY_HAND, message)
        event = app.log.record(AccessEvent(now, door.name, "", decision.outcome, decision.reason, message))
        opened = door.unlock(seconds, deadline=deadline or app.clock() + GRANT_SECONDS)
        app.bus.publish(AccessDecided(event, decision))
        error = opened.exception()
        if error is not None:
            refused = Decision(Outcome.REFUSED, Reason.RELAY_FAILED, str(error))
            failed = replace(event, id=0, outcome=refused.outcome, reason=refused.reason, message=refused.message)
            app.bus.publish(AccessDecided(app.log.record(failed), refused))
            raise error
        return event

    def set_door_rule(self, rule: DoorRule, *, now: datetime) -> DoorRule:
        """Store a door's rule; a door that is running follows within a second. Raises ConfigError for one that cannot be."""
        self.actor.require(Right.ADMINISTER)
        Settings(doors=(_with_rule(DoorSettings(), {f.name: getattr(rule, f.name) for f in fields(rule)}),)).check()
        people = self.app.people
        with self.app.database.transaction(together=True):
            before = people.door_rule(rule.door) if rule.door in people.doors() else None
            people.save_door_rule(rule)
            changed = [
                f"{name}: {'' if before is None else _told(getattr(before, name)) + ' -> '}{_told(getattr(rule, name))}"
                for name in (field.name for field in fields(rule) if field.name != "door")
                if before is None or getattr(before, name) != getattr(rule, name)
            ]
            if changed:
                self.app.accounts.audit(self.actor, "door's rule changed", rule.door, "; ".join(changed), now=now)
        return rule

    def set_schedule(self, schedule: Schedule, *, now: datetime) -> None:
        """Make or change a schedule; every door that follows it changes."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self.app.people.save_schedule(schedule)
            self.app.accounts.audit(self.actor, "schedule changed", schedule.name, describe(schedule), now=now)

    def remove_schedule(self, name: str, *, now: datetime) -> None:
        """Delete a schedule that no door follows."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self.app.people.remove_schedule(name)
            self.app.accounts.audit(self.actor, "schedule removed", name, now=now)

    # Models

    def activate_model(self, model_id: str, progress: Progress, *, now: datetime) -> int:
        """Open the door with another model; see `App.activate_model`. Returns the templates made."""
        self.actor.require(Right.ADMINISTER)
        return self.app.activate_model(
            model_id, progress, lambda count: self._trail("model activated", model_id, f"{count} templates", now)
        )

    def add_model(self, model_id: str, file: Path | None, progress: Progress, *, now: datetime) -> ModelCard:
        """Install a published model; see `App.add_model`."""
        self.actor.require(Right.ADMINISTER)
        return self.app.add_model(model_id, file, progress, lambda card: self._trail("model added", card.id, "", now))

    def install_model(self, folder: Path, progress: Progress, *, now: datetime) -> ModelCard:
        """Take a model folder that the workshop made; see `App.install_model`."""
        self.actor.require(Right.ADMINISTER)
        return self.app.install_model(
            folder, progress, lambda card: self._trail("model installed", card.id, str(folder), now)
        )

    def accept_liveness(self, report: dict[str, Any], *, now: datetime) -> None:
        """Take a liveness report for this site's measurement; see `App.accept_liveness`."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self.app.accept_liveness(report, now)
            worst = max(kind["high"] for kind in report["apcer"].values())
            detail = f"at most {worst:.1%} of attacks pass"
            self.app.accounts.audit(self.actor, "liveness accepted", report["model"], detail, now=now)

    # People

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
        allow_duplicate: bool = False,
    ) -> Person:
        """Write a registration whose photos are taken; the person is known at every door when this returns.

        valid_from, valid_until: when they may come in, UTC; consent_at: when they agreed, now unless given; consented: False
        where nobody said that they did.
        """
        self.actor.require(Right.PEOPLE)
        people = self.app.people
        person = self.app.save(
            session,
            lambda gallery: session.commit(
                name,
                people,
                gallery,
                now=now,
                groups=groups,
                valid_from=valid_from,
                valid_until=valid_until,
                consent_at=consent_at,
                consented=consented,
                allow_duplicate=allow_duplicate,
                record=lambda person: self._audit("register", person.id, f"{len(session.taken)} photos", now),
            ),
        )
        self.app.bus.publish(PersonEnrolled(person))
        return person

    def note_consent(self, person_id: int, *, at: datetime, now: datetime) -> None:
        """Put on record that a person agreed to the consent text of this version, and when."""
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            self.app.people.set_consent(person_id, CONSENT_VERSION, at)
            self._audit("consent recorded", person_id, CONSENT_VERSION, now)

    def add_photos(self, session: EnrolmentSession, person_id: int, *, now: datetime) -> Person:
        """Give the photos of a registration to somebody who is registered already; known at every door on return."""
        self.actor.require(Right.PEOPLE)
        people = self.app.people
        told = f"{len(session.taken)} photos"
        person = self.app.save(
            session,
            lambda gallery: session.add_to(
                person_id, people, gallery, now=now, record=lambda: self._audit("add photos", person_id, told, now)
            ),
        )
        self.app.bus.publish(PersonEnrolled(person))
        return person

    def rename(self, person_id: int, name: str, *, now: datetime) -> Person:
        """Give a person another name."""
        return self._change(person_id, "person renamed", name, now, lambda p: p.rename(person_id, name))

    def set_blocked(self, person_id: int, blocked: bool, *, now: datetime) -> Person:
        """Keep a person out, or let them in again."""
        act = "person blocked" if blocked else "person unblocked"
        return self._change(person_id, act, "", now, lambda p: p.set_blocked(person_id, blocked))

    def set_groups(self, person_id: int, groups: Iterable[str], *, now: datetime) -> Person:
        """Put a person into exactly these groups."""
        names = sorted(set(groups))
        return self._change(
            person_id, "person's groups changed", listed(names), now, lambda p: p.set_groups(person_id, names)
        )

    def set_validity(
        self, person_id: int, valid_from: datetime | None, valid_until: datetime | None, *, now: datetime
    ) -> Person:
        """Limit when a person may come in, UTC; None is unbounded."""
        return self._change(
            person_id,
            "person's validity changed",
            validity(valid_from, valid_until),
            now,
            lambda p: p.set_validity(person_id, valid_from, valid_until),
        )

    def save_person(
        self,
        before: Person,
        *,
        name: str,
        groups: Iterable[str],
        validity: tuple[datetime | None, datetime | None],
        now: datetime,
    ) -> None:
        """Change what differs from what was shown before: all of it, or nothing. validity: from when until when, UTC."""
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            if validity != (before.valid_from, before.valid_until):
                self.set_validity(before.id, *validity, now=now)
            if name != before.name:
                self.rename(before.id, name, now=now)
            if frozenset(groups) != before.groups:
                self.set_groups(before.id, groups, now=now)

    def add_photo(self, person_id: int, photo: Image, *, now: datetime) -> tuple[Feedback, Photo | None]:
        """Judge one more photo of a person and keep it if it is good, theirs, and adds something.

        Raises EnrolmentError where it is nearer to somebody else.
        """
        self.actor.require(Right.PEOPLE)
        session = self.app.enrolment()
        session.taken = self._portraits(person_id)
        feedback = session.offer(photo)
        if not feedback.taken:
            return feedback, None
        self._refuse_other(self.app.people.get(person_id), session.taken[-1])
        return feedback, self._keep(person_id, session.taken[-1], "photo added", now=now)

    def remove_photo(self, person_id: int, photo_id: int, *, now: datetime) -> Photo:
        """Delete one photo; returns it, so that `restore_photo` can undo that. The last bare photo stays."""
        self.actor.require(Right.PEOPLE)
        photos = self.app.people.photos(person_id)
        gone = next((photo for photo in photos if photo.id == photo_id), None)
        if gone is None:
            raise StoreError(f"There is no photo {photo_id} of the person of number {person_id}.")
        if gone.mask is MaskState.BARE and sum(photo.mask is MaskState.BARE for photo in photos) == 1:
            raise EnrolmentError("This is the person's only photo without a mask.", "Add another one first.")
        with self.app.database.transaction(together=True):
            self.app.people.remove_photo(person_id, photo_id)
            self._audit("photo removed", person_id, str(photo_id), now)
        self.app.update_gallery()
        self._tell(person_id)
        return gone

    def restore_photo(self, photo: Photo, *, now: datetime) -> Photo:
        """Take a removed photo back."""
        self.actor.require(Right.PEOPLE)
        return self._keep(photo.person_id, self._portrait(photo.chip, photo.mask), "photo restored", now=now)

    def set_pin(self, person_id: int, pin: str | None, *, now: datetime) -> bool:
        """Give a person a PIN, or take it away with None; whether they had one. Raises AuthError for one not fit to be."""
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            had = self.app.pins.has(person_id)
            if pin is None:
                self.app.pins.clear(person_id)
            else:
                self.app.pins.set(person_id, pin, now=now)
            self._audit("PIN cleared" if pin is None else "PIN set", person_id, "", now)
        return had

    def remove_person(self, person_id: int, *, erase: bool, now: datetime) -> Traces:
        """Delete a person; erase: out of the log and the audit trail as well. No door knows them when this returns.

        Returns what there was of them. Raises StoreError where all of that is done, and what was erased cannot be wiped out of
        the database's WAL yet: that is made up for, see `App.finish_erasing`.
        """
        self.actor.require(Right.PEOPLE)
        people = self.app.people
        tied, photos = self._tied(person_id) if erase else ([], [])
        with self.app.database.transaction(together=True):
            # The trail must not keep the name of who was erased.
            who = "" if erase else people.get(person_id).name
            traces = people.traces(person_id)
            people.remove(person_id, erase=erase, tied=tied, photos=photos)
            self._audit("person erased" if erase else "person removed", person_id, who, now)
        self.app.update_gallery()
        self.app.bus.publish(PersonRemoved(person_id))
        if erase:
            self._finish_erasing()
        return traces

    def erase_removed(self, name: str, *, now: datetime) -> Traces:
        """Take who was removed before, and is still named by log or trail, out of both. StoreError where they name nobody so,
        and as of `remove_person`."""
        self.actor.require(Right.PEOPLE)
        people = self.app.people
        tied, photos = self._tied(name)
        with self.app.database.transaction(together=True):
            traces = people.removed_traces(name)
            if not traces.events and not people.was_removed(name):
                raise StoreError(f"The log names nobody {name!r} who was removed.", "See `gatekeeper log list`.")
            people.erase_removed(name, tied=tied, photos=photos)
            self._trail("person erased", "", f"{traces.events} events", now)
        self.app.update_gallery()
        self._finish_erasing()
        return traces

    def _finish_erasing(self) -> None:
        if not self.app.wipe_erased():
            raise StoreError(
                "The person is erased, but another program is reading the database: until it ends, what was erased still "
                f"stands in {self.app.database.path.name}-wal.",
                "End that program. This one wipes it out as soon as it can, and at its next start.",
            )

    def _tied(self, who: int | str) -> tuple[list[int], list[int]]:
        """Visits recorded as unknown or as somebody else whose face is this person's, and their pictures that are kept with
        others as "not them": by number and photo. who: a number, or the name of somebody who was removed. The visits of those
        who are confirmed to look like this person are theirs.

        Two faces are one person's at the similarity that strangers reach in one of 10,000 comparisons.
        """
        try:
            card = self.app.active_model
            dim = card.dim
            crowd = strangers(self.app.cohorts(card).values(), dim)
        except ModelError as error:  # what no model can compare is not tied to anybody
            log.warning("No visit is tied to the person who is erased: %s", error)
            return [], []
        if isinstance(who, int):
            own = [(one.vector, one.mask) for one in self.app.people.templates(card.id, who)]
        else:
            numbers, vectors = self.app.log.faces(card.id, person=who)
            shown = {event.id: event for event in self._events(numbers.tolist())}
            own = [
                (vector, shown[number].mask or MaskState.BARE)
                for number, vector in zip(numbers.tolist(), vectors, strict=True)
                if shown[number].person_id is None
            ]
        own = [one for one in own if one[0].size == dim]
        if not own:
            return [], []
        stacked = np.stack([vector for vector, _ in own])
        masks = [mask for _, mask in own]

        def alike(faces: Vectors, of: Sequence[MaskState]) -> list[int]:
            if not len(faces) or faces.shape[1] != dim:
                return []
            raw, best = resemblance(faces, stacked)
            raw = raw[:, None]
            near = crowd.moments(faces).normalised(raw, np.full_like(raw, np.nan))[:, 0]  # they are not of the crowd
            least = [card.threshold(Pairing.of(m, masks[int(b)]), _VISITOR_FMR) for m, b in zip(of, best, strict=True)]
            return [row for row in range(len(faces)) if near[row] >= least[row]]

        twins = {person for pair in self.app.people.look_alikes() if who in pair for person in pair if person != who}
        numbers, vectors = self.app.log.faces(card.id)
        tied: list[int] = []
        for start in range(0, len(numbers), _MOST_FACES):
            part = numbers[start : start + _MOST_FACES].tolist()
            known = {event.id: event for event in self._events(part)}
            masks_of = [known[number].mask or MaskState.BARE for number in part]
            rows = alike(vectors[start : start + _MOST_FACES], masks_of)
            tied += [part[row] for row in rows if known[part[row]].person_id not in twins]
        others = [one for one in self.app.people.templates(card.id, impostors=True) if one.vector.size == dim]
        rows = alike(np.stack([one.vector for one in others]), [one.mask for one in others]) if others else []
        return tied, [others[row].photo_id for row in rows if others[row].person_id != who]

    # The log

    def export_log(
        self,
        path: Path,
        *,
        now: datetime,
        progress: Progress,
        mark: bool = False,
        sign: bool = False,
        **which: Unpack[Filter],
    ) -> int:
        """Write the events that pass the filter to a file, in the site's time; returns how many.

        mark: see `export`; sign: write PATH.signed.json beside it, by which `assets/verify_log.py` checks it.
        """
        self.actor.require(Right.CORRECT)
        log = self.app.log
        count = export(
            path,
            log.stream(**which),
            log.count(**which),
            progress,
            # Nothing leaves without a trace: a trace of what then did not leave is the lesser fault.
            lambda count: self._trail("log exported", path.name, f"{count} events", now),
            zone=self._site_zone(),
            mark=mark,
        )
        if sign:
            beside = path.with_name(path.name + ".signed.json")
            beside.unlink(missing_ok=True)  # of the file that was replaced
            made = proof.sign_export(self.app.database, path, count, now=now)
            proof.write_private(beside, json.dumps(made, indent=1) + "\n")
        return count

    def checkpoint_log(self, file: Path, *, now: datetime) -> dict[str, Any]:
        """Write a signed checkpoint of the log into a new file, which is to be kept on another machine."""
        self.actor.require(Right.CORRECT)
        with self.app.database.transaction(together=True):
            self._trail("checkpoint of the log exported", file.name, "", now)
            made = proof.checkpoint(self.app.database, now=now)
            proof.write_private(file, json.dumps(made, indent=1) + "\n")
        return made

    def prove_log(self, file: Path, *, names: bool, now: datetime, progress: Progress) -> int:
        """Write the whole log so that anybody can check it without this program; see `proof.prove`."""
        self.actor.require(Right.CORRECT)
        self._trail("proof of the log exported", file.name, "with names" if names else "without names", now)
        return proof.prove(self.app.database, file, names=names, now=now, progress=progress)

    def take_log_seed(self, file: Path, *, now: datetime) -> None:
        """Take the seed of the log's seals away into a new file; see `proof.take_seed`."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self._trail("seed of the log taken away", file.name, "", now)
            proof.take_seed(self.app.database, file)
        self.app.database.checkpoint()

    def note_resumed(self, why: str, *, now: datetime) -> None:
        """Write down that the log goes on although some of it was lost."""
        self.actor.require(Right.ADMINISTER)
        self._trail("log resumed after a loss", "", why, now)

    def _site_zone(self) -> tzinfo:
        return zone_of(self.app.door_rule().timezone)

    def export_trail(
        self,
        path: Path,
        *,
        now: datetime,
        progress: Progress,
        speech: Speech = TERMINAL,
        mark: bool = False,
        **which: Unpack[Which],
    ) -> int:
        """Write the acts that pass the filter, in plain words, to a file as `export_log` does; returns how many."""
        self.actor.require(Right.ADMINISTER)
        accounts = self.app.accounts
        rows = (
            dict(zip(COLUMNS, (act.at, act.who, *plain(act, speech)), strict=True))
            for act in accounts.stream_acts(**which)
        )
        total = accounts.count_acts(**which)
        return export_rows(
            path,
            Sheet("Acts", COLUMNS, self._site_zone(), mark),
            rows,
            total,
            progress,
            lambda count: self._trail("audit trail exported", path.name, f"{count} acts", now),
        )

    def not_this_person(self, event_id: int, *, now: datetime) -> Photo:
        """ "This is not him": the face of a visit goes to the impostors of the person it was taken for."""
        self.actor.require(Right.CORRECT)
        event = next(iter(self.app.log.fetch([event_id])), None)
        if event is None or event.person_id is None:
            raise StoreError(f"Event {event_id} names nobody.", "Choose a visit of somebody known.")
        portrait = self._portrait(self.app.log.probe(event_id).chip, event.mask or MaskState.BARE)
        return self._keep(event.person_id, portrait, "not this person", impostor=True, event_id=event_id, now=now)

    def undo_not_this_person(self, impostor: Photo, *, now: datetime) -> None:
        """Take that back."""
        self.actor.require(Right.CORRECT)
        with self.app.database.transaction(together=True):
            self.app.people.remove_photo(impostor.person_id, impostor.id)
            self._audit("not this person: undone", impostor.person_id, "", now)
        self.app.update_gallery()

    def this_is(self, event_id: int, person_id: int, *, now: datetime) -> Photo:
        """ "This is ...": the face of a visit becomes a photo of that person.

        Raises EnrolmentError where it looks unlike them, more like somebody else, or adds nothing.
        """
        self.actor.require(Right.CORRECT)
        person = self.app.people.get(person_id)
        event = next(iter(self.app.log.fetch([event_id])), None)
        mask = (event.mask if event else None) or MaskState.BARE
        portrait = self._portrait(self.app.log.probe(event_id).chip, mask)
        own = self._portraits(person_id)
        nearest, covered = self.app.with_gallery(lambda gallery: gallery.similarity(portrait.vector, person_id))
        least = self.app.active_model.threshold(Pairing.of(mask, covered), 1e-2)
        if nearest < least:
            raise EnrolmentError(
                f"This face does not look like {person.name} (similarity {nearest:.2f}, needed {least:.2f}).",
                "If it is, register a new photo at the desk.",
            )
        if any(float(p.vector @ portrait.vector) >= NEAR_DUPLICATE for p in own):
            raise EnrolmentError(f"{person.name} has nearly the same photo already.", "Choose another visit.")

        self._refuse_other(person, portrait)
        return self._keep(person_id, portrait, "visit added as photo", event_id=event_id, now=now)

    def undo_this_is(self, photo: Photo, *, now: datetime) -> None:
        """Take that back: the visit is nobody's photo any more. The last bare photo stays."""
        self.actor.require(Right.CORRECT)
        with self.app.database.transaction(together=True):
            if photo.mask is MaskState.BARE and not any(
                other.mask is MaskState.BARE and other.id != photo.id
                for other in self.app.people.photos(photo.person_id)
            ):
                raise EnrolmentError("This is the person's only photo without a mask.", "Add another one first.")
            self.app.people.remove_photo(photo.person_id, photo.id)
            self._audit("visit added as photo: undone", photo.person_id, "", now)
        self.app.update_gallery()
        self._tell(photo.person_id)

    def visitors(self, since: datetime, *, now: datetime) -> list[Visitor]:
        """Who came unknown since then, grouped by face, who came most often first.

        Who was named since ("this is ...") is no unknown visitor, with all visits of theirs. Two visits are one person's at
        the similarity that strangers reach in one of 10,000 comparisons. Faces with and without a mask are grouped apart: what
        a mask leaves free is no ground to join two groups.
        """
        self.actor.require(Right.WATCH)
        card = self.app.active_model
        found: list[Visitor] = []
        named = self.app.people.visits_named().keys()
        numbers, vectors = self.app.log.faces(card.id, since=since, until=now, outcome=Outcome.UNKNOWN)
        numbers, vectors = numbers[-_MOST_FACES:], vectors[-_MOST_FACES:]
        shown = {event.id: event for event in self._events(numbers.tolist())}
        bare = np.array([shown[number].mask is MaskState.BARE for number in numbers.tolist()], bool)
        # Not the people registered: among them may be whoever came, who would hide behind themselves.
        crowd = strangers(self.app.cohorts(card).values(), card.dim)
        for mask, chosen in ((MaskState.BARE, bare), (MaskState.MASKED, ~bare)):
            least = card.threshold(Pairing.of(mask, mask), _VISITOR_FMR)
            for rows in grouped(vectors[chosen], least, crowd):
                events = tuple(int(numbers[chosen][row]) for row in rows)
                if named.isdisjoint(events):
                    found.append(Visitor(events, mask, shown[events[0]].at, shown[events[-1]].at))
        return sorted(found, key=lambda visitor: (-len(visitor.events), -visitor.last.timestamp()))

    def retain(
        self, events_days: int | None, faces_days: int | None, *, now: datetime, doubting: bool = False
    ) -> tuple[int, int]:
        """Delete events, and pictures in them, that are older than so many days; how many of each went.

        doubting: what a clock that was wrong has stamped is told by its neighbours; see `AccessLog.retain`.
        """
        self.actor.require(Right.ADMINISTER)

        def moment(days: int | None) -> datetime | None:
            if days is not None and days < 1:
                raise StoreError(f"{days} days are no time to keep anything.", "Choose 1 or more.")
            return None if days is None else now - timedelta(days=days)

        return self.app.log.retain(
            moment(events_days),
            moment(faces_days),
            lambda events, pictures: self._trail(
                "old events deleted", "", f"{events} events, {pictures} pictures", now
            ),
            now=now if doubting else None,
        )

    def forget_gone_models(self, *, now: datetime) -> int:
        """Delete templates, and empty the log's face vectors, of models that there are no more; how many vectors went.

        A model whose folder is there with a damaged card is no such model, nor is one that doors open with: its networks may
        be open still.
        """
        self.actor.require(Right.ADMINISTER)
        app = self.app
        made = {key.removeprefix(MADE_BY) for key in app.people.settings_under(MADE_BY)}
        gone = (app.people.models_with_templates() | made) - app.model_folders - app.models_in_use
        count = 0
        for model_id in sorted(gone):
            # The templates last: they are what tells that something of this model is left.
            count += app.log.forget_vectors(model_id)
            with app.database.transaction(together=True):
                app.people.replace_templates(model_id, [])
                app.people.set_setting(f"{MADE_BY}{model_id}", None)
                self._trail("gone model forgotten", model_id, f"{count} faces of events", now)
        return count

    # The key, and backups

    def export_key(self, to: Path, passphrase: str | None = None, *, now: datetime) -> None:
        """Write the key of the database into a file; see `vault.export_key`."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            self._trail("key exported", to.name, "", now)
            export_key(self.app.home, to, passphrase)

    def set_passphrase(self, passphrase: str | None, *, now: datetime) -> str:
        """Lock the key with a passphrase, or unlock it with None; see `vault.set_passphrase`."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            act = "key unlocked" if passphrase is None else "key locked with a passphrase"
            self._trail(act, "", "", now)
            return set_passphrase(self.app.home, passphrase)

    def note_rotation(self, *, now: datetime) -> None:
        """Write down that the database is going to have another key: while it gets that, nobody has it open."""
        self.actor.require(Right.ADMINISTER)
        self._trail("key rotated", "", "", now)

    def note_restored(self, backup: Path, *, now: datetime) -> None:
        """Write down that this home is what a backup held."""
        self.actor.require(Right.ADMINISTER)
        self._trail("backup restored", backup.name, "", now)

    def back_up(self, folder: Path, *, keep: int, now: datetime) -> tuple[Contents, list[Path]]:
        """Write a verified backup into a folder; see `copies.back_up`."""
        self.actor.require(Right.ADMINISTER)
        # Before: it stands in the copy as well, and a trace of what did not come about is the lesser fault.
        self._trail("backup made", folder.name, "", now)
        return back_up(self.app.database, self.app.home, folder, keep=keep, now=now)

    # Settings

    def save_settings(
        self, settings: Settings, rules: Mapping[str, Mapping[str, Any]] = MappingProxyType({}), *, now: datetime
    ) -> None:
        """Change config.toml and doors' rules: all of it, or nothing. A running station follows its rule and the
        thresholds within a second, cameras and relays when the program is started again.

        rules: by the door's name the fields of its DoorRule to change. The others stay as they are stored by now: who may
        come in can have been narrowed since they were shown. A door without a rule gets one, of its settings.

        Raises ConfigError that names the setting at fault, and where config.toml was changed by somebody else meanwhile.
        """
        self.actor.require(Right.ADMINISTER)
        app, before = self.app, self.app.settings
        doors = tuple(_with_rule(door, rules.get(door.name, {})) for door in settings.doors)
        replace(settings, doors=doors).check()
        if settings != before and (app.home / FILE).exists() and Settings.load(app.home) != before:
            raise ConfigError(
                f"{app.home / FILE} was changed meanwhile.", "Start the program again, and change it then."
            )
        with self._changing_settings(settings != before):
            stored = app.people.doors()
            for door in doors:
                if rules.get(door.name) or door.name not in stored:
                    rule = app.people.door_rule(door.name) if door.name in stored else door.rule()
                    self.set_door_rule(replace(rule, **rules.get(door.name, {})), now=now)
            if settings != before:
                tables = [name for name in _SETTINGS if getattr(settings, name) != getattr(before, name)]
                self._trail("settings changed", ", ".join(tables), _differences(before, settings), now)
                settings.save(app.home)  # the last of it: what else can fail has been done
        app.settings = settings

    def _changing_settings(self, file_too: bool) -> AbstractContextManager[object]:
        app = self.app
        return changing(app.database, app.home, app.home / FILE) if file_too else app.people.together()

    def test_relay(self, door: DoorSettings, *, now: datetime) -> AccessEvent:
        """Open a door for as long as its rule says by a relay that need not be in use yet, and wait until it is locked.

        It is on record like every opening by hand, and leaves nothing else behind. Raises DoorError where the relay does
        not answer.
        """
        self.actor.require(Right.ADMINISTER)
        running = next((watch.door for watch in self.app.watches if watch.door.name == door.name), None)
        saved = next((one for one in self.app.settings.doors if one.name == door.name), None)
        reason = f"test of the relay {door.relay}"
        if running is not None and saved is not None and saved.relay == door.relay:
            return self.open_by_hand(running, reason, now=now)
        known = door.name in self.app.people.doors()
        seconds = self.app.people.door_rule(door.name).unlock_seconds if known else door.unlock_seconds
        tried = self.app.open_door(door)
        locked = threading.Event()
        end = self.app.bus.subscribe(DoorRelocked, lambda event: locked.set() if event.door == door.name else None)
        try:
            tried.wait_ready()
            event = self._open(tried, reason, seconds, None, now)
            locked.wait(seconds + 5)
            return event
        finally:
            end()
            self.app.close_door(tried)

    # Thresholds

    def accept_calibration(self, calibration: Calibration, *, now: datetime) -> Accepted:
        """Let the doors demand what was measured, from now on."""
        self.actor.require(Right.ADMINISTER)
        accepted = Accepted(calibration, now, self.actor.name)
        if not accepted.fits(self.app.model(calibration.model)):
            raise ModelError(
                f"The model {calibration.model} has changed since it was calibrated.", "Calibrate it again."
            )
        found = ", ".join(f"{p.value} {threshold:.4f}" for p, threshold in calibration.thresholds.items())
        with self.app.database.transaction(together=True):
            self.app.people.set_setting(calibration_key(calibration.model, calibration.fmr), accepted.to_json())
            self._trail("calibration accepted", calibration.model, f"FMR {calibration.fmr:g}: {found}", now)
        return accepted

    def reset_calibration(self, model_id: str, *, now: datetime) -> int:
        """Go back to the card's thresholds of a model; how many calibrations, of different FMRs, are forgotten."""
        self.actor.require(Right.ADMINISTER)
        keys = [key for fmr in FMRS if self.app.people.setting(key := calibration_key(model_id, fmr)) is not None]
        with self.app.database.transaction(together=True):
            for key in keys:
                self.app.people.set_setting(key, None)
            if keys:
                self._trail("calibration reset", model_id, "", now)
        return len(keys)

    def set_look_alike(self, person_id: int, other_id: int, alike: bool, *, now: datetime) -> None:
        """Confirm that two people look alike (twins, or one person registered twice), or that they do not.

        Thresholds no longer count a confirmed pair as strangers to each other, and neither is of the crowd that the other is
        compared with; everybody else's comparisons, and what the card and other strangers demand, count as before. Who is
        meant is decided by the lead over the runner-up, which must be larger for look-alikes. Raises ModelError for a pair
        that does not look alike: leaving it out could make doors laxer.
        """
        self.actor.require(Right.ADMINISTER)
        one, other = (self.app.people.get(number) for number in sorted((person_id, other_id)))
        card = self.app.active_model
        if alike:
            found = look_alikes(self.app.people.templates(card.id), card, self.app.cohorts(card))
            if (one.id, other.id) not in {pair.people for pair in found}:
                raise ModelError(
                    f"{one.name} (number {one.id}) and {other.name} (number {other.id}) do not look alike to {card.id}.",
                    "Only pairs that `gatekeeper models calibrate` names can be confirmed.",
                )
        with self.app.database.transaction(together=True):
            self.app.people.set_look_alike(one.id, other.id, alike)
            act = "look-alikes confirmed" if alike else "look-alikes taken back"
            self._audit(act, one.id, f"person {other.id}", now)
        self.app.update_gallery()

    def _change(
        self, person_id: int, act: str, detail: str, now: datetime, change: Callable[[PeopleStore], Person]
    ) -> Person:
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            person = change(self.app.people)
            self._audit(act, person_id, detail, now)
        self.app.bus.publish(PersonChanged(person))
        return person

    def _audit(self, act: str, person_id: int, detail: str, now: datetime) -> None:
        self.app.accounts.audit(self.actor, act, f"person {person_id}", detail, now=now)

    def _trail(self, act: str, about: str, detail: str, now: datetime) -> None:
        self.app.accounts.audit(self.actor, act, about, detail, now=now)

    def _tell(self, person_id: int) -> None:
        self.app.bus.publish(PersonChanged(self.app.people.get(person_id)))

    def _events(self, numbers: list[int]) -> list[AccessEvent]:
        return [e for start in range(0, len(numbers), 500) for e in self.app.log.fetch(numbers[start : start + 500])]

    def _refuse_other(self, person: Person, portrait: Portrait) -> None:
        """Raise EnrolmentError where a face is nearer to somebody else."""
        match = self.app.with_gallery(lambda gallery: gallery.search(portrait.vector[None], [portrait.mask]))[0]
        if match is not None and match.person_id != person.id:
            other = self.app.people.get(match.person_id)
            raise EnrolmentError(
                f"This face looks more like {other.name} (number {other.id}) than like {person.name}.",
                "Adding it would let them in as each other.",
            )

    def _portraits(self, person_id: int) -> list[Portrait]:
        """The kept photos of a person with the active model's vectors of them."""
        templates = self.app.people.templates(self.app.active_model.id, person_id)
        vectors = {template.photo_id: template.vector for template in templates}
        photos = [photo for photo in self.app.people.photos(person_id) if photo.id in vectors]
        return [Portrait(_NO_FACE, photo.chip, photo.mask, vectors[photo.id]) for photo in photos]

    def _portrait(self, chip: Image, mask: MaskState) -> Portrait:
        return Portrait(_NO_FACE, chip, mask, self.app.reader.enrolment_vectors([chip])[0])

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
        # Seen once more: another model may have been taken up since the portrait was made.
        reader = self.app.reader
        model = reader.embedder.model_id
        (vector,) = reader.enrolment_vectors([portrait.chip])
        new = NewPhoto(portrait.mask, portrait.chip, ((model, vector),))
        with self.app.database.transaction(together=True):
            (photo,) = self.app.people.add_photos(person_id, [new], added_at=now, impostor=impostor, event_id=event_id)
            self._audit(act, person_id, f"event {event_id}" if event_id is not None else f"photo {photo.id}", now)
        self.app.update_gallery()
        self._tell(person_id)
        return photo


def grouped(vectors: Vectors, threshold: float, strangers: Crowd) -> list[list[int]]:
    """Rows of unit vectors (N, D) in groups, each row with the group whose mean is nearest, if that is near enough.

    Means instead of pairs: a chain of look-alikes does not join into one person. strangers: what similarities are
    normalised over.
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
            near = moments.row(row).normalised(cosines, np.full_like(cosines, np.nan))[0]
            best = int(near.argmax())
            if near[best] >= threshold:
                groups[best].append(row)
                sums[best] += vector
                continue
        sums[len(groups)] = vector
        groups.append([row])
    return groups


def _with_rule(door: DoorSettings, rule: Mapping[str, Any]) -> DoorSettings:
    """A door's settings with fields of its rule, which are held to the same limits."""
    known = {"door": "name"} | {f.name: f.name for f in fields(DoorSettings)}
    return replace(door, **{known[name]: value for name, value in rule.items() if name in known})


def _differences(before: Settings, after: Settings) -> str:
    """What differs, field by field, as the trail has it; cameras' addresses hold passwords and are not told."""
    found = []
    for name in _SETTINGS:
        old, new = getattr(before, name), getattr(after, name)
        several = isinstance(new, tuple)
        olds, news = ({one.name: one for one in v} if several else {name: v} for v in (old, new))
        what = name.removesuffix("s")
        found += [f"{what} {gone} removed" for gone in olds.keys() - news.keys()]
        for key, one in news.items():
            about = f"{what} {key}" if several else name
            if key not in olds:
                found.append(f"{about} added")
                olds[key] = type(one)(name=key)
            for field in fields(one):
                was, now = getattr(olds[key], field.name), getattr(one, field.name)
                if was != now:
                    told = "changed" if field.name == "source" else f"{_told(was)} -> {_told(now)}"
                    found.append(f"{about}: {field.name}: {told}")
    return "; ".join(found)


def _told(value: object) -> str:
    """A value of a door's rule or of the settings, as the trail has it."""
    if isinstance(value, dict):
        who = ", ".join(f"{group}={plan.name}" if plan else group for group, plan in value.items())
        return who or "everybody"
    return f"{value:g}" if isinstance(value, float) else str(value)


# Where a photo's face lay in its picture is not kept, and nobody asks once it is aligned.
_NO_FACE = Face(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 1.0)
