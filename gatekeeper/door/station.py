"""One camera, one door: what happens to a frame, from its faces to the committed event and the unlocked door.

`Station.see` is all of it and runs on one thread without locks; `loop.RecognitionLoop` is that thread. `sight.Sight` finds out
who is on the frame; this module decides the answer.

One live face, one decision: the frame that opens was itself compared and names the person who is let in, the liveness check has
seen nobody but that person, covered as they are now, and the relay is asked before that frame is half a second old. If disk or
relay take longer, the grant is on record already, and the next frame with the same result asks the relay.
"""

import logging
from collections.abc import Callable, Collection
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime

from gatekeeper.capture.cameras import FrameHealth
from gatekeeper.clock import elapsed
from gatekeeper.domain import (
    AccessEvent,
    Decision,
    Direction,
    Frame,
    Liveness,
    LivenessMode,
    MaskState,
    Outcome,
    Pairing,
    Person,
    Presence,
    Reason,
    Sighting,
)
from gatekeeper.door import access
from gatekeeper.door.companions import Companion, Companions
from gatekeeper.door.door import Door
from gatekeeper.door.gallery import Gallery
from gatekeeper.door.liveness import LivenessCheck
from gatekeeper.door.recorder import MAX_FRAME_AGE_SECONDS, Recorder
from gatekeeper.door.rules import examined
from gatekeeper.door.sight import Sight, named
from gatekeeper.door.tracks import TrackLimits
from gatekeeper.door.visit import FAILED, Answer, Seen, Visit
from gatekeeper.door.visit_pin import PinEntry, PinTurns
from gatekeeper.door_rule import DoorRule, MaskRule, Passback
from gatekeeper.errors import AuthError, StoreError
from gatekeeper.events import Bus, CameraFrozen, DuressUsed
from gatekeeper.messages import Message
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.pins import Pins, Typed
from gatekeeper.vision import quality
from gatekeeper.vision.pipeline import FacePipeline
from gatekeeper.vision.reading import Reading

log = logging.getLogger(__name__)
GRANT_SECONDS = 1.0  # how long after the request a door may still be opened by hand
_SHOWN_SECONDS = 3.0  # how long an answer is shown at least, and how long a failure is shown before it is tried again
_STEP_APART = Message("Please step apart, so that each face can be seen.")
PROGRAM_ERROR = Message("A program error keeps this door shut; see its log.")


class Station:
    """A camera's view of a door. Everything it is given is owned by the thread that calls `see`, except door and log.

    search_every: see `Sight`. pins: where PINs are kept, if the door requires one besides the face; `begin_pin` and
    `answer_pin` take it. direction: the direction of a passage here.
    """

    def __init__(
        self,
        camera: str,
        rule: DoorRule,
        reader: FacePipeline,
        gallery: Gallery,
        people: PeopleStore,
        log: AccessLog,
        door: Door,
        bus: Bus,
        policy: access.Policy,
        *,
        liveness: LivenessCheck | None = None,
        limits: quality.Limits = quality.DOOR,
        track_limits: TrackLimits | None = None,
        search_every: int = 5,
        clock: Callable[[], float] = elapsed,
        pins: Pins | None = None,
        direction: Direction | None = None,
        companions: Companions | None = None,
    ) -> None:
        self.camera = camera
        self.direction = direction
        self._companions = companions or Companions()  # of the door, across all its cameras
        self.rule = rule
        self.policy = policy
        self.sight = Sight(reader, gallery, liveness, limits, track_limits or TrackLimits(), search_every)
        self._people, self._log, self.door = people, log, door
        self.pins = pins
        self._health = FrameHealth()
        self._frozen = False
        self.clock = clock
        self._pin_turns = PinTurns()
        self._bus = bus
        self._recorder = Recorder(camera, direction, log, door, bus, lambda: self.clock())
        self.trouble = ""  # why this door cannot decide anything now, a sentence; empty if it can
        self._order: list[int] = []  # the tracks of the last frame, in order of precedence
        self._unreadable: set[int] = set()  # people for whom that was logged

    @property
    def reader(self) -> FacePipeline:
        """The model that reads the faces; see `renew`."""
        return self.sight.reader

    @property
    def gallery(self) -> Gallery:
        """The gallery that faces are compared with; see `renew`."""
        return self.sight.gallery

    def see(self, frame: Frame, now: datetime, reading: Reading | None = None) -> Seen:
        """Process one frame up to a decision. now: UTC, for schedules and the log; reading: a graphics card's result for it, if
        the card was asked for the frames of several cameras together."""
        self.settle_grants()
        trouble = self._health.check(frame)
        if (trouble == "frozen") != self._frozen:
            self._frozen = trouble == "frozen"
            self._bus.publish(CameraFrozen(self.camera, self._frozen))
        if trouble is None and self.clock() - frame.taken_at > MAX_FRAME_AGE_SECONDS:
            trouble = "stale"
        shut = self.door.held or self.trouble
        if trouble is not None or shut:
            # A frame that cannot be trusted cannot identify anybody either; visitors at another program's door are that
            # program's business.
            self.start_over()
            return Seen(frame, (), {}, trouble=trouble or shut)
        sightings = self.sight.see(frame, reading, self.policy)
        seen = [sighting.track_id for sighting in sightings]
        self._order = seen + [key for key in self.sight.visits if key not in seen]
        decided = None
        for sighting in sightings:
            decided = self._answer(sighting, frame, now)
            if decided is not None:
                break
        self._pin_turns.choose(self.waiting_for_pin, self.sight.visits)
        visits = {key: self.sight.visits[key] for key in self._order}
        checks = {key: v.life.request for key, v in visits.items() if v.life is not None and v.life.request}
        apart = [key for key in seen if key in self.sight.too_close and visits[key].waits_for_room]
        return Seen(
            frame,
            tuple(sightings),
            {key: visit.decision for key, visit in visits.items() if visit.decision is not None},
            decided,
            requests=dict.fromkeys(apart, _STEP_APART) | checks,
            mask_rule=self.rule.mask,
            names={key: visit.person.name for key, visit in visits.items() if visit.person is not None},
            addressed=self._addressed(visits, apart),
            pin_of=self._pin_turns.track,
            too_close=frozenset(apart),
        )

    def _addressed(self, visits: dict[int, Visit], too_close: Collection[int]) -> int | None:
        """The person whom the door addresses: first anybody who must do something, then the one answered last, then those who
        stand too close, then the one in front."""
        if self._pin_turns.track is not None:
            return self._pin_turns.track
        for key, visit in visits.items():
            if visit.life is not None and visit.life.request and not visit.let_in:
                return key
        now = self.clock()
        answered = [
            (visit.let_in, visit.answered_at, key)
            for key, visit in visits.items()
            if visit.answered_at is not None and now - visit.answered_at < _SHOWN_SECONDS
        ]
        return max(answered)[2] if answered else next(iter(too_close or visits), None)

    def start_over(self) -> None:
        """Forget every track and what was seen of it; whoever is there is processed from the start."""
        self.sight.forget()
        self._order, self._pin_turns.track = [], None

    def settle_grants(self) -> None:
        """See `Recorder.settle`: called on the thread of `see`, once a second even while no frame comes."""
        self._recorder.settle()

    def close(self) -> None:
        """Process no more frames; grants that did not open the door are put on record as such."""
        self.start_over()
        self._recorder.close()

    def renew(self, reader: FacePipeline, gallery: Gallery) -> None:
        """Go on with another model. Results of the earlier model no longer count; people who were answered stay answered."""
        self._companions.clear()
        self.sight.renew(reader, gallery)

    def begin_pin(self, now: datetime, person_id: int | None = None) -> PinEntry:
        """Note that a person who was asked for a PIN, and is still there, has typed one; this opens nothing yet.

        person_id: which of several, otherwise the person whose turn it is (`Seen.pin_of`); their track may have broken while
        they typed. The result of `PinEntry.compare`, on any thread, goes to `answer_pin`. Raises AuthError if nobody is waiting
        to enter a PIN, and while the previous PIN is still being compared.
        """
        return self._pin_turns.begin(person_id, lambda person_id: self._waits(now, person_id))

    def answer_pin(self, entry: PinEntry, compared: "Future[Typed]", now: datetime) -> AccessEvent:
        """Open the door if the PIN is right and its person is still there and may come in; returns what is on record.

        A wrong PIN is recorded even if they have left. Raises AuthError if they have left after a right one, and re-raises any
        error that prevented the comparison.
        """
        if compared.exception() is None and compared.result() is Typed.DURESS:
            self._alarm_silently(entry, now)
        answer = self._pin_turns.end(entry, compared, lambda person_id: self._waits(now, person_id))
        # Every entry is answered: also a second wrong one, and a second one that could not be recorded.
        decision = answer.decision
        answer = replace(answer, typed=answer.pins is not None)
        if answer.decision.opens and self.rule.two_people_seconds:
            decision, companion = self._accompanied(answer.decision, answer.visit, answer.person, now, answer.typed)
            answer = replace(answer, decision=decision, companion=companion)
        decision = answer.decision
        answer.visit.said -= {(reason, decision.person_id) for reason in (decision.reason, Reason.LOG_FAILED)}
        return self._record(answer, now)

    def _alarm_silently(self, entry: PinEntry, now: datetime) -> None:
        """Notify those responsible for the program, and nobody at the door, that somebody acts under duress, whatever the
        outcome of the visit."""
        try:
            if entry.pins is not None:
                entry.pins.note_duress(entry.person.id, self.rule.door, now=now)
        except Exception:  # still notified; without a log the door stays shut anyway
            log.debug("A silent alarm is not on record", exc_info=True)
        self._bus.publish(DuressUsed(self.rule.door, entry.person.id, entry.person.name, now))

    def _record(self, answer: Answer, now: datetime) -> AccessEvent:
        visit, before = answer.visit, self.clock()
        event = self._recorder.commit(answer, self.rule, self.policy, self.reader.embedder.model_id, now)
        if answer.companion is not None and event.outcome is Outcome.OPENED:
            both = (answer.companion.person.id, event.person_id or 0)
            self._companions.forget(*both)
            for present in self.sight.visits.values():
                # They are in, and need not be shown that it opened.
                if present.person is not None and present.person.id in both:
                    present.said.add((Reason.COOLDOWN, present.person.id))
        self.sight.wait(answer.sighting.track_id, visit, self.clock() - before)
        return event

    def _waits(self, now: datetime, person_id: int | None) -> PinEntry:
        waiting = [key for key in self.waiting_for_pin if person_id in (None, self._asked(key))]
        if not waiting:
            raise AuthError("Nobody is waiting to enter a PIN.", "Please look into the camera, one person at a time.")
        visit = self.sight.visits[self._pin_turns.track if self._pin_turns.track in waiting else waiting[0]]
        assert visit.decision is not None
        if visit.compared is None or self.clock() - visit.compared[0].taken_at > MAX_FRAME_AGE_SECONDS:
            raise AuthError("You are no longer seen.", "Please look into the camera and enter the PIN again.")
        frame, sighting = visit.compared
        vote = access.vote(list(visit.sightings), self.policy)
        person = self._person(vote.person_id) if vote is not None else None
        if vote is None or person is None or person.id != visit.decision.person_id:
            raise AuthError("You are no longer recognised.", "Please look into the camera and enter the PIN again.")
        answer = self._decide(visit, frame, sighting, vote, person, now)
        if answer is None:
            raise AuthError("You are no longer recognised.", "Please look into the camera and enter the PIN again.")
        decision, life = answer
        pins = self.pins if decision.opens else None
        return PinEntry(visit, frame, sighting, person, decision, life, pins)

    @property
    def liveness_mode(self) -> LivenessMode:
        """How this door tells living people from pictures."""
        return self.sight.liveness.mode if self.sight.liveness is not None else LivenessMode.OFF

    @property
    def liveness_trouble(self) -> str:
        """Why this door cannot check liveness, and so opens for nobody; empty if it can, or need not."""
        return self.sight.liveness.trouble if self.sight.liveness is not None else ""

    @property
    def waiting_for_pin(self) -> list[int]:
        """The tracks of people who are recognised and may enter their PIN, in order of precedence."""
        return [key for key in self._order if key in self.sight.visits and self.sight.visits[key].may_enter_pin]

    def _asked(self, track_id: int) -> int | None:
        decision = self.sight.visits[track_id].decision
        return decision.person_id if decision is not None else None

    def _answer(self, sighting: Sighting, frame: Frame, now: datetime) -> AccessEvent | None:
        visit = self.sight.visits[sighting.track_id]
        if visit.let_in:
            return None
        with self.sight.times.stage("decide"):
            vote = access.vote(list(visit.sightings), self.policy)
            if vote is None:
                return None
            if vote.reason in (Reason.TOO_SMALL, Reason.POOR_PICTURE) and sighting.track_id != self._order[0]:
                return None  # people further away are not told to come closer
            visit.person = person = self._person(vote.person_id)
            answer = self._decide(visit, frame, sighting, vote, person, now)
            if answer is None:
                return None
            decision, life = answer
            grant = self._recorder.waiting(person)
            if grant is not None and decision.opens and grant.visit is visit and self._suffices(visit, now):
                self._recorder.open(grant, visit, decision, frame, self.rule)
                return None
            if grant is not None and (decision.opens or grant.visit is visit):
                # An opening on record for another track does not apply to this one: it opened nothing, and this track is
                # decided anew.
                self._recorder.give_up(grant)
                if decision.opens:
                    answer = self._decide(visit, frame, sighting, vote, person, now)
                    if answer is None:
                        return None
                    decision, life = answer
            if visit.hidden and not decision.opens:
                return None  # half a face proves nothing: they are asked to step apart
            if decision.opens and person is not None and self.pins is not None:
                decision = access.ask_for_pin(decision, self.pins.has(person.id))
            companion = None
            if decision.opens and person is not None and self.rule.two_people_seconds:
                decision, companion = self._accompanied(decision, visit, person, now)
            elif self._waited_in_vain(visit):
                visit.said.clear()  # they are asked again, for a PIN too
            if (decision.reason, decision.person_id) in visit.said and not self._tries_again(visit, decision):
                if visit.decision is None and not decision.opens:
                    visit.decision = decision  # recognised again after a doubt
                return None
            if decision.opens and not self._recorder.fresh(frame):
                return None  # the frame has grown too old on a slow machine: the next one decides
        with self.sight.times.stage("record"):
            unrecorded = (Reason.LOG_FAILED, decision.person_id) in visit.said
            event = self._record(Answer(visit, frame, sighting, person, decision, life, companion=companion), now)
            # Tried again on every frame until the log accepts it, but shown once.
            return None if unrecorded and event.reason is Reason.LOG_FAILED else event

    def _waited_in_vain(self, visit: Visit) -> bool:
        """Whether somebody who was told to wait for a second person waited too long."""
        if visit.person is None or visit.decision is None or visit.decision.reason is not Reason.SECOND_NEEDED:
            return False
        return not self._companions.waits(visit.person.id, self.rule.two_people_seconds, self.clock())

    def follow(self, rule: DoorRule) -> None:
        """Apply a rule; if it has changed, nobody who is waiting for a second person was checked by it."""
        if rule != self.rule:
            self._companions.clear()
        self.rule = rule
        self.door.interlock = rule.interlock

    def _accompanied(
        self, decision: Decision, visit: Visit, person: Person, now: datetime, typed: bool = False
    ) -> tuple[Decision, Companion | None]:
        """The answer of a door that opens only for two people: the first is told to wait; for the second it opens, together
        with the first. Both have passed everything else. typed: they have entered their PIN."""
        seen_at, seconds = self.clock(), self.rule.two_people_seconds
        for first in self._companions.others(person.id, self.direction, seconds, seen_at):
            still = self._still(first, now)
            if still is None:
                self._companions.forget(first.person.id)
            elif not self._one_body(still, visit, person):
                return decision, still
        if visit.probe is not None:
            waiting = Companion(
                *(person, decision, self.camera, seen_at, self.direction, visit.presence, typed, visit.probe),
                *(bool(visit.covered), self.sight.version),
            )
            self._companions.wait(waiting)
        return access.ask_for_second(decision, self.rule), None

    def _one_body(self, first: Companion, visit: Visit, second: Person) -> bool:
        """Whether two registered people may be the same person: confirmed to look alike, or each other's face passes for
        theirs."""
        if visit.probe is None or self.gallery.alike(first.person.id, second.id):
            return True
        for vector, covered, person_id in (
            (visit.probe.vector, bool(visit.covered), first.person.id),
            (first.probe.vector, first.covered, second.id),
        ):
            similarity, mask = self.gallery.similarity(vector, person_id)
            pairing = Pairing.of(MaskState.MASKED if covered else MaskState.BARE, mask)
            if similarity >= self.policy.thresholds[pairing]:
                return True
        return False

    def _still(self, companion: Companion, now: datetime) -> Companion | None:
        """A person who waits, as they would be let in now; None if they may not be: much may have changed since they were
        checked."""
        person = self._may_pass(companion, self._last_opened(companion.person, now), now)
        if person is None or (self.pins is not None and not companion.typed):
            return None
        presence, decision = self._presence(person), replace(companion.decision, reason=Reason.GRANTED)
        if companion.direction is not None:
            decision = access.against_passback(decision, presence, companion.direction, self.rule, now)
        return replace(companion, person=person, decision=decision, presence=presence) if decision.opens else None

    def _may_pass(self, companion: Companion, last_opened: datetime | None, now: datetime) -> Person | None:
        """A person who waits, or is on record as let in with somebody, if they are known by the same photos and within the
        rules."""
        person = self._person(companion.person.id)
        lost = companion.person.id in self.gallery.lost_since(companion.version)
        earlier = companion.probe.model_id != self.reader.embedder.model_id
        if person is None or lost or earlier or self._outdated(person):
            return None
        worn = MaskState.MASKED if self.rule.mask is MaskRule.REQUIRED else MaskState.BARE  # as seen
        passed = all(step.passes for step in examined(person, self.rule, worn, last_opened, now))
        return person if passed else None

    def _suffices(self, visit: Visit, now: datetime) -> bool:
        """Whether a waiting grant still covers everything required now: a PIN, and a second person who may still pass."""
        if self.pins is not None and not visit.typed:
            return False
        if visit.companion is None:
            return not self.rule.two_people_seconds
        return self._may_pass(visit.companion, None, now) is not None

    def _tries_again(self, visit: Visit, decision: Decision) -> bool:
        """Whether an earlier answer is given again because log or relay failed after it: a relay is tried again after a while,
        and a person who entered a PIN is asked for it again, which needs no other event."""
        if visit.failed_at is None or visit.decision is None or visit.decision.reason not in FAILED:
            return False
        wait = _SHOWN_SECONDS * (2.0 ** min(visit.failures - 1, 5) if decision.opens else 1.0)
        if self.clock() - visit.failed_at < wait:
            return False
        if not decision.opens:
            visit.decision = decision
        return decision.opens

    def _decide(
        self,
        visit: Visit,
        frame: Frame,
        sighting: Sighting,
        vote: access.Vote,
        person: Person | None,
        now: datetime,
    ) -> tuple[Decision, Liveness | None] | None:
        """The door's answer to face, rules and liveness, before a second factor; None while more must be seen."""
        # If a grant is waiting, the opening on record is that grant's own.
        waits = self._recorder.waiting(person) is not None
        opened = None if waits else self._last_opened(person, now)
        decision = access.unless_barred(access.decide(vote, person, self.rule, opened, now), self.door.barred)
        if decision.opens and not waits and self.direction is not None:
            visit.presence = self._presence(person)
            decision = access.against_passback(decision, visit.presence, self.direction, self.rule, now)
        if decision.opens and (why := self.door.interlocked()):
            decision = access.instead(decision, Reason.INTERLOCKED, why)
        if not decision.opens:
            return decision, None
        if person is None or self._outdated(person):
            return None
        # Votes are of earlier frames: the person on the present frame opens the door.
        if named(sighting, self.policy) != person.id:
            return None
        if visit.life is None:
            return decision, None
        if visit.checked != (sighting.mask is not MaskState.BARE, person.id):
            return None
        life = self.sight.alive(visit, frame.taken_at, person.id)
        return (access.require_life(decision, life), life) if life is not None else None

    def _outdated(self, person: Person) -> bool:
        """Whether a person's photos were changed elsewhere and the gallery does not have the change yet: then nobody is let in
        by the old photos. The gallery catches up within a second."""
        try:
            return self._people.templates_revision(self.reader.embedder.model_id, person.id) > self.gallery.version
        except StoreError:
            return False  # what cannot be read cannot be written either, and then the door stays shut

    def _person(self, person_id: int | None) -> Person | None:
        """The person as currently stored; None, for which nobody is let in, if they are deleted, have withdrawn their consent,
        or cannot be read."""
        if person_id is None:
            return None
        try:
            person = self._people.get(person_id)
        except Exception as error:
            if person_id not in self._unreadable:
                self._unreadable.add(person_id)
                log.error("Person %d is matched and cannot be read: %s", person_id, error)
            return None
        self._unreadable.discard(person_id)
        return person if person.consented else None

    def _presence(self, person: Person | None) -> Presence | None:
        if person is None or self.rule.passback is Passback.OFF:
            return None
        try:
            return self._log.presence(person.id)
        except StoreError:
            return None  # as of the last opening

    def _last_opened(self, person: Person | None, now: datetime) -> datetime | None:
        if person is None:
            return None
        try:
            return self._log.last_opened(person.id, self.rule.door, now)
        except StoreError:
            return None  # a log that cannot be read cannot be written either, and then the door stays shut
