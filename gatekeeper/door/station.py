"""One camera, one door: what happens to a frame, from its faces to the committed event and the unlocked door.

`Station.see` is the whole of it and runs on one thread without locks; `loop.RecognitionLoop` is that thread. A frame is
searched for faces every few frames only; between, each face is looked for where it was, by the detector's last network alone.
Every face is embedded again on every frame until its track is decided, so a name never outlives the face it was given to.

One live face, one decision: the frame that opens was itself compared and names who is let in, the liveness check has seen
nobody but that person, covered as they are now, and the relay is asked before that frame is half a second old. Where disk or
relay take longer, the grant is on record already, and the next frame that says the same asks the relay.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime

from gatekeeper.capture.cameras import FrameHealth
from gatekeeper.clock import elapsed
from gatekeeper.domain import (
    AccessEvent,
    Decision,
    Direction,
    DoorRule,
    Face,
    Frame,
    Image,
    Liveness,
    LivenessMode,
    MaskRule,
    MaskState,
    Match,
    Outcome,
    Pairing,
    Passback,
    Person,
    Presence,
    Probe,
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
from gatekeeper.door.stage_times import StageTimes
from gatekeeper.door.tracks import TrackLimits, Tracks
from gatekeeper.door.visit import FAILED, Answer, Seen, Visit
from gatekeeper.door.visit_pin import PinEntry, PinTurns
from gatekeeper.errors import AuthError, StoreError
from gatekeeper.events import Bus, DuressUsed
from gatekeeper.messages import Message
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.pins import Pins, Typed
from gatekeeper.vision import quality
from gatekeeper.vision.detect import inner
from gatekeeper.vision.head_turn import asymmetry
from gatekeeper.vision.pipeline import FacePipeline
from gatekeeper.vision.reading import Reading

log = logging.getLogger(__name__)
GRANT_SECONDS = 1.0  # how long after it was asked for a door may still be opened by hand
_SHOWN_SECONDS = 3.0  # how long an answer is said at least, and a failure before it is tried again
_MOST_LOOKED_AT = 4  # faces of one frame whose life is looked for
PROGRAM_ERROR = Message("An error in the program keeps this door shut: see its log.")
_TURNED = 0.2  # the asymmetry from which a face under request does not vote; it is compared with how it looked facing
_UNCOMPARED_SECONDS = 1.5  # seen for so long without being compared, a face may be somebody else's by now
_LOOK_AGAIN = 5  # a decided track is embedded on every so many frames


class Station:
    """A camera's view of a door. Everything it is given is owned by the thread that calls `see`, except door and log.

    search_every: a whole search for faces on every so many frames, and on every frame while nobody is followed.
    pins: where they are kept, when the door asks for one besides the face; `begin_pin` and `answer_pin` take it. direction:
    which way one goes who passes here.
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
        self._companions = companions or Companions()  # of the door, whichever of its cameras they stand before
        self.rule = rule
        self.reader = reader
        self.gallery = gallery
        self.policy = policy
        self.times = StageTimes()
        self._liveness = liveness
        self._people, self._log, self.door = people, log, door
        self._limits = limits
        self.pins = pins
        self._tracks = Tracks(track_limits or TrackLimits())
        self._health = FrameHealth()
        self._search_every = search_every
        self.clock = clock
        self._visits: dict[int, Visit] = {}
        self._pin_turns = PinTurns()
        self._bus = bus
        self._recorder = Recorder(camera, direction, log, door, bus, lambda: self.clock())
        self._faces: list[Face] = []
        self._since_search = 0
        self.trouble = ""  # why this door can decide nothing now, a sentence; empty where it can
        self._order: list[int] = []  # the tracks of the last frame, who has precedence first
        self._known_version = gallery.version
        self._unreadable: set[int] = set()  # people of whom that was logged

    @property
    def followed(self) -> list[Face]:
        """The faces of the last frame, which the next one is expected to show again."""
        return self._faces

    def see(self, frame: Frame, now: datetime, reading: Reading | None = None) -> Seen:
        """Take one frame through to a decision. now: UTC, for schedules and the log; reading: what a graphics card said of it,
        where it was asked for the frames of several cameras together."""
        self.settle_grants()
        trouble = self._health.check(frame)
        if trouble is None and self.clock() - frame.taken_at > MAX_FRAME_AGE_SECONDS:
            trouble = "stale"
        shut = self.door.held or self.trouble
        if trouble is not None or shut:
            # What cannot be trusted cannot carry an identity either; who comes to another program's door is its business.
            self.start_over()
            return Seen(frame, (), {}, trouble=trouble or shut)
        self._take_up_losses()
        sightings = self._recognise(frame, self._read(frame.image, reading))
        live = set(self._tracks.live)
        self._visits = {key: visit for key, visit in self._visits.items() if key in live}
        # A picture on the wall is answered too, and may be somebody after all; but it must not keep others waiting.
        sightings.sort(key=lambda s: (self._visits[s.track_id].still, -s.face.size_px))
        seen = [sighting.track_id for sighting in sightings]
        self._order = seen + [key for key in self._visits if key not in seen]
        decided = None
        for sighting in sightings:
            decided = self._answer(sighting, frame, now)
            if decided is not None:
                break
        self._pin_turns.choose(self.waiting_for_pin, self._visits)
        visits = {key: self._visits[key] for key in self._order}
        return Seen(
            frame,
            tuple(sightings),
            {key: visit.decision for key, visit in visits.items() if visit.decision is not None},
            decided,
            requests={key: v.life.request for key, v in visits.items() if v.life is not None and v.life.request},
            mask_rule=self.rule.mask,
            names={key: visit.person.name for key, visit in visits.items() if visit.person is not None},
            addressed=self._addressed(visits),
            pin_of=self._pin_turns.track,
        )

    def _addressed(self, visits: dict[int, Visit]) -> int | None:
        """Whom the door speaks to: who is to do something, then who was answered just now, then who stands in front."""
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
        return max(answered)[2] if answered else next(iter(visits), None)

    def _take_up_losses(self) -> None:
        """What was found among people or photos that are gone since counts no longer; everybody else's visit goes on."""
        if self.gallery.version == self._known_version:
            return
        lost = self.gallery.lost_since(self._known_version)
        self._known_version = self.gallery.version
        for visit in self._visits.values() if lost else ():
            kept = [s for s in visit.sightings if s.match is None or s.match.person_id not in lost]
            if len(kept) < len(visit.sightings):
                visit.sightings.clear()
                visit.sightings.extend(kept)
            about = visit.decision.person_id if visit.decision is not None else None
            if about in lost and not self.gallery.knows(about):
                visit.decision, visit.person = None, None

    def start_over(self) -> None:
        """Forget every track and what was seen of it; whoever stands there is looked at anew."""
        self._faces = []
        self._tracks.forget(float("inf"))
        self._visits.clear()
        self._order, self._pin_turns.track = [], None

    def settle_grants(self) -> None:
        """See `Recorder.settle`: called on the thread of `see`, once a second also while no frame comes."""
        self._recorder.settle()

    def close(self) -> None:
        """See nothing any more; what was granted and did not come about is put on record."""
        self.start_over()
        self._recorder.close()

    def renew(self, reader: FacePipeline, gallery: Gallery) -> None:
        """Go on with another model. What the earlier one saw counts no longer; whoever was answered stays so."""
        self.reader, self.gallery, self._known_version = reader, gallery, gallery.version
        self._companions.clear()
        self._tracks.forget_looks()
        for visit in self._visits.values():
            visit.sightings.clear()
            visit.probe = None
            self._check_anew(visit)

    def _check_anew(self, visit: Visit) -> None:
        """What the liveness check has seen counts no longer: it was somebody else, or may have been."""
        if not visit.let_in:
            visit.life = self._liveness.begin() if self._liveness is not None else None
            visit.checked, visit.strayed, visit.compared = None, 0, None

    def begin_pin(self, now: datetime, person_id: int | None = None) -> PinEntry:
        """Take note that whoever was asked for a PIN, and still stands there, has typed one; it opens nothing yet.

        person_id: which of several, else whose turn it is (`Seen.pin_of`); their track may have broken while they typed. What
        `PinEntry.compare` finds, on any thread, goes to `answer_pin`. Raises AuthError where nobody waits for a PIN, and while
        the PIN before is still being compared.
        """
        return self._pin_turns.begin(person_id, lambda person_id: self._waits(now, person_id))

    def answer_pin(self, entry: PinEntry, compared: "Future[Typed]", now: datetime) -> AccessEvent:
        """Open the door where the PIN is right and its person is still there and may come in; returns what is on record.

        A wrong one is on record also where they have left. Raises AuthError where they have left with the right one, and
        whatever kept it from being compared.
        """
        if compared.exception() is None and compared.result() is Typed.DURESS:
            self._alarm_silently(entry, now)
        answer = self._pin_turns.end(entry, compared, lambda person_id: self._waits(now, person_id))
        # Every entry is answered: the second wrong one too, and the second that could not be recorded.
        decision = answer.decision
        answer = replace(answer, typed=answer.pins is not None)
        if answer.decision.opens and self.rule.two_people_seconds:
            decision, companion = self._accompanied(answer.decision, answer.visit, answer.person, now, answer.typed)
            answer = replace(answer, decision=decision, companion=companion)
        decision = answer.decision
        answer.visit.said -= {(reason, decision.person_id) for reason in (decision.reason, Reason.LOG_FAILED)}
        return self._record(answer, now)

    def _alarm_silently(self, entry: PinEntry, now: datetime) -> None:
        """Tell who looks after the program, and nobody at the door, that somebody is forced; whatever becomes of the visit."""
        try:
            if entry.pins is not None:
                entry.pins.note_duress(entry.person.id, self.rule.door, now=now)
        except Exception:  # told all the same; without a log the door stays shut anyway
            log.debug("A silent alarm is not on record", exc_info=True)
        self._bus.publish(DuressUsed(self.rule.door, entry.person.id, entry.person.name, now))

    def _record(self, answer: Answer, now: datetime) -> AccessEvent:
        visit, before = answer.visit, self.clock()
        event = self._recorder.commit(answer, self.rule, self.policy, self.reader.embedder.model_id, now)
        if answer.companion is not None and event.outcome is Outcome.OPENED:
            both = (answer.companion.person.id, event.person_id or 0)
            self._companions.forget(*both)
            for other in self._visits.values():
                if (
                    other.person is not None and other.person.id in both
                ):  # they are in, and need not be told that it opened
                    other.said.add((Reason.COOLDOWN, other.person.id))
        # No frame was looked at meanwhile, so none was missed: the grant of a slow disk waits for this track. Who stands there
        # by now is asked anew, where they could have changed places.
        blind = self.clock() - before
        self._tracks.wait(answer.sighting.track_id, blind)
        if blind > self._tracks.limits.gap_seconds and not visit.let_in:
            visit.sightings.clear()
            self._check_anew(visit)
        return event

    def _waits(self, now: datetime, person_id: int | None) -> PinEntry:
        waiting = [key for key in self.waiting_for_pin if person_id in (None, self._asked(key))]
        if not waiting:
            raise AuthError("Nobody waits to enter a PIN.", "Please look into the camera, one person at a time.")
        visit = self._visits[self._pin_turns.track if self._pin_turns.track in waiting else waiting[0]]
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
        return self._liveness.mode if self._liveness is not None else LivenessMode.OFF

    @property
    def liveness_trouble(self) -> str:
        """Why this door cannot check that somebody lives, and so opens for nobody; empty where it can, or need not."""
        return self._liveness.trouble if self._liveness is not None else ""

    @property
    def waiting_for_pin(self) -> list[int]:
        """The tracks of those who are recognised and may enter their PIN, who has precedence first."""
        return [key for key in self._order if key in self._visits and self._visits[key].may_enter_pin]

    def _asked(self, track_id: int) -> int | None:
        decision = self._visits[track_id].decision
        return decision.person_id if decision is not None else None

    def _read(self, image: Image, reading: Reading | None) -> Reading:
        """The faces of a frame, the largest first, and what the networks say of them: the card's, else the processor's."""
        if reading is None and self.reader.card is not None:
            with self.times.stage("card"):
                (reading,) = self.reader.read([image], [self._faces]) or (None,)
        if reading is not None:
            self._faces = reading.faces
            return reading
        faces = sorted(self._find(image), key=lambda face: -face.size_px)
        with self.times.stage("align"):
            chips = self.reader.chips(image, faces)
        with self.times.stage("mask"):
            masks = self.reader.mask_status.classify(inner(chips))
        with self.times.stage("straighten"):
            faces, chips = self.reader.aligned(image, faces, chips, masks)
        return Reading(faces, chips, masks)

    def _find(self, image: Image) -> list[Face]:
        with self.times.stage("detect"):
            self._since_search += 1
            if self._faces and self._since_search < self._search_every:
                followed = self.reader.detector.follow(image, self._faces)
                if all(face is not None for face in followed):
                    self._faces = [face for face in followed if face is not None]
                    return self._faces
            self._since_search = 0
            self._faces = self.reader.detector.find(image)
            return self._faces

    def _recognise(self, frame: Frame, reading: Reading) -> list[Sighting]:
        faces, chips, masks = reading.faces, reading.chips, reading.masks
        ids = self._tracks.assign(faces, frame.taken_at)
        with self.times.stage("quality"):
            problems = [
                quality.problems(face, chip, frame.image.shape, self._limits)
                for face, chip in zip(faces, inner(chips), strict=True)
            ]
        visits = [self._visits.get(key) or self._visit(key, frame) for key in ids]
        wanted, asked, turned = [], set(), set()
        for i, visit in enumerate(visits):
            visit.frames += 1
            if visit.life is not None and visit.life.request:
                asked.add(i)
                if abs(asymmetry(faces[i].landmarks)) > _TURNED:
                    turned.add(i)
            compare = visit.frames % _LOOK_AGAIN == 0 if visit.let_in else not visit.repeats(frame, faces[i])
            if compare and not problems[i]:
                wanted.append(i)
        matches: list[Match | None] = [None] * len(faces)
        alike = set()  # who turned their head and is the one who faced the camera before
        if wanted:
            with self.times.stage("embed"):
                known = reading.vectors
                vectors = self.reader.embedder.embed(chips[wanted]) if known is None else known[wanted]
            with self.times.stage("search"):
                found = self.gallery.search(vectors, [masks[i] for i in wanted], self.policy.thresholds)
                for i, vector, match in zip(wanted, vectors, found, strict=True):
                    covered = masks[i] is not MaskState.BARE
                    # Whether a face that was bare and one that is masked are the same is too uncertain to let anybody in:
                    # who was let in before is asked anew.
                    changed = visits[i].let_in and visits[i].covered not in (None, covered)
                    fits = i not in turned and not changed and self._tracks.resembles(ids[i], vector, covered)
                    if not fits and i in asked:
                        # A head that turns because it was asked to is another picture: it says nothing of who it is, but
                        # it counts as turned only where it is the same head.
                        if self._tracks.resembles(ids[i], vector, bool(visits[i].covered), turned=True):
                            turned.add(i)
                            alike.add(i)
                        if i in turned:
                            continue
                    if not fits:
                        ids[i] = self._tracks.restart(ids[i])
                        self._tracks.resembles(ids[i], vector, covered)
                        visits[i] = self._visit(ids[i], frame)
                    matches[i] = match
                    visits[i].covered = covered
                    visits[i].probe = Probe(self.reader.embedder.model_id, vector, chips[i])
        sightings = [
            Sighting(ids[i], frame.taken_at, faces[i], masks[i], matches[i], problems[i]) for i in range(len(faces))
        ]
        counts = set()  # whose frame the liveness check takes in
        for i, (visit, sighting) in enumerate(zip(visits, sightings, strict=True)):
            visit.move_to(sighting.face, frame.taken_at)
            facing = i in wanted and i not in turned
            if facing:
                visit.compared = frame, sighting
            elif i in alike:
                visit.turned_at = frame.taken_at
            else:
                self._doubt(visit, frame)
            # A face that was not compared on this frame says nothing; one that nobody is registered to be compared with
            # is not known.
            if facing or (sighting.problems and i not in turned):
                visit.sightings.append(sighting)
            if i in alike or (facing and self._same_for_life(visit, sighting)):
                counts.add(i)
        looked_at = sorted((i for i in counts if not visits[i].let_in), key=lambda i: visits[i].still)
        with self.times.stage("liveness"):
            for i in looked_at[:_MOST_LOOKED_AT]:
                if (life := visits[i].life) is not None:
                    score = float(reading.alive[i]) if reading.alive is not None else None
                    life.look(frame, faces[i], masks[i], usable=i not in turned, score=score)
        return sightings

    def _doubt(self, visit: Visit, frame: Frame) -> None:
        """A face that was not compared for long may be another's: who was named before, and what was seen of their life,
        counts no longer, nor is what they were told said to whoever is there now."""
        if visit.let_in or visit.compared is None:
            return
        if frame.taken_at - max(visit.compared[0].taken_at, visit.turned_at) > _UNCOMPARED_SECONDS:
            kept = [sighting for sighting in visit.sightings if sighting.match is None]
            visit.sightings.clear()
            visit.sightings.extend(kept)
            visit.decision = visit.person = None
            self._check_anew(visit)

    def _named(self, sighting: Sighting) -> int | None:
        """Whom this one frame names; None where its face was not compared."""
        return access.named(sighting.match, self.policy) if sighting.match is not None else None

    def _same_for_life(self, visit: Visit, sighting: Sighting) -> bool:
        """Whether a frame that was compared shows whom the liveness check has looked at so far, covered as they were; it
        begins anew where two in a row show another, or another state."""
        named = self._named(sighting)
        if named is None:
            return False  # who is not known is not let in, alive or not
        shown = (sighting.mask is not MaskState.BARE, named)
        if visit.checked is None:
            visit.checked = shown
        if visit.checked == shown:
            visit.strayed = 0
            return True
        visit.strayed += 1
        if visit.strayed == 2:
            compared = visit.compared
            self._check_anew(visit)
            visit.checked, visit.compared = shown, compared
            return True
        return False

    def _visit(self, track_id: int, frame: Frame) -> Visit:
        life = self._liveness.begin() if self._liveness is not None else None
        visit = self._visits[track_id] = Visit(frame.taken_at, life)
        return visit

    def _answer(self, sighting: Sighting, frame: Frame, now: datetime) -> AccessEvent | None:
        visit = self._visits[sighting.track_id]
        if visit.let_in:
            return None
        with self.times.stage("decide"):
            vote = access.vote(list(visit.sightings), self.policy)
            if vote is None:
                return None
            if vote.reason in (Reason.TOO_SMALL, Reason.POOR_PICTURE) and sighting.track_id != self._order[0]:
                return None  # somebody further off is not told to come closer
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
                # What is on record of another track is not what opens now: it opened nothing, and this one is decided anew.
                self._recorder.give_up(grant)
                if decision.opens:
                    answer = self._decide(visit, frame, sighting, vote, person, now)
                    if answer is None:
                        return None
                    decision, life = answer
            if decision.opens and person is not None and self.pins is not None:
                decision = access.ask_for_pin(decision, self.pins.has(person.id))
            companion = None
            if decision.opens and person is not None and self.rule.two_people_seconds:
                decision, companion = self._accompanied(decision, visit, person, now)
            elif self._waited_in_vain(visit):
                visit.said.clear()  # they are asked anew, for a PIN too
            if (decision.reason, decision.person_id) in visit.said and not self._tries_again(visit, decision):
                if visit.decision is None and not decision.opens:
                    visit.decision = decision  # recognised once more after a doubt
                return None
            if decision.opens and not self._recorder.fresh(frame):
                return None  # a slow machine has let the frame grow old: the next one decides
        with self.times.stage("record"):
            unrecorded = (Reason.LOG_FAILED, decision.person_id) in visit.said
            event = self._record(Answer(visit, frame, sighting, person, decision, life, companion=companion), now)
            # Tried again on every frame until the log takes it, but said once.
            return None if unrecorded and event.reason is Reason.LOG_FAILED else event

    def _waited_in_vain(self, visit: Visit) -> bool:
        """Whether no second one came in time for somebody who was told that one must."""
        if visit.person is None or visit.decision is None or visit.decision.reason is not Reason.SECOND_NEEDED:
            return False
        return not self._companions.waits(visit.person.id, self.rule.two_people_seconds, self.clock())

    def follow(self, rule: DoorRule) -> None:
        """Go on with a rule; by another one nobody was looked at who waits for a second person."""
        if rule != self.rule:
            self._companions.clear()
        self.rule = rule
        self.door.interlock = rule.interlock

    def _accompanied(
        self, decision: Decision, visit: Visit, person: Person, now: datetime, typed: bool = False
    ) -> tuple[Decision, Companion | None]:
        """The answer of a door that opens for two people only: to the first that they are to wait, to the second that it opens,
        with whom it does; both have passed everything else. typed: they have given their PIN."""
        at, seconds = self.clock(), self.rule.two_people_seconds
        for other in self._companions.others(person.id, self.direction, seconds, at):
            still = self._still(other, now)
            if still is None:
                self._companions.forget(other.person.id)
            elif not self._one_body(still, visit, person):
                return decision, still
        if visit.probe is not None:
            one = Companion(
                *(person, decision, self.camera, at, self.direction, visit.presence, typed, visit.probe),
                *(bool(visit.covered), self._known_version),
            )
            self._companions.wait(one)
        return access.ask_for_second(decision, self.rule), None

    def _one_body(self, first: Companion, visit: Visit, second: Person) -> bool:
        """Whether two who are registered may be one: confirmed to look alike, or each other's face passes for theirs."""
        if visit.probe is None or self.gallery.alike(first.person.id, second.id):
            return True
        for vector, covered, other in (
            (visit.probe.vector, bool(visit.covered), first.person.id),
            (first.probe.vector, first.covered, second.id),
        ):
            similarity, mask = self.gallery.similarity(vector, other)
            pairing = Pairing.of(MaskState.MASKED if covered else MaskState.BARE, mask)
            if similarity >= self.policy.thresholds[pairing]:
                return True
        return False

    def _still(self, companion: Companion, now: datetime) -> Companion | None:
        """Somebody who waits, as they would be let in now; None where they may not: much may have been changed since they were
        looked at."""
        person = self._may_pass(companion, self._last_opened(companion.person), now)
        if person is None or (self.pins is not None and not companion.typed):
            return None
        presence, decision = self._presence(person), replace(companion.decision, reason=Reason.GRANTED)
        if companion.direction is not None:
            decision = access.against_passback(decision, presence, companion.direction, self.rule, now)
        return replace(companion, person=person, decision=decision, presence=presence) if decision.opens else None

    def _may_pass(self, companion: Companion, last_opened: datetime | None, now: datetime) -> Person | None:
        """Who waits, or is on record as let in with somebody, where they are known by the same photos and within the rules."""
        person = self._person(companion.person.id)
        lost = companion.person.id in self.gallery.lost_since(companion.version)
        earlier = companion.probe.model_id != self.reader.embedder.model_id
        if person is None or lost or earlier or self._outdated(person):
            return None
        worn = MaskState.MASKED if self.rule.mask is MaskRule.REQUIRED else MaskState.BARE  # that was seen
        passed = all(step.passes for step in examined(person, self.rule, worn, last_opened, now))
        return person if passed else None

    def _suffices(self, visit: Visit, now: datetime) -> bool:
        """Whether a grant that waits was given for all that is asked by now: a PIN, and a second person who may still pass."""
        if self.pins is not None and not visit.typed:
            return False
        if visit.companion is None:
            return not self.rule.two_people_seconds
        return self._may_pass(visit.companion, None, now) is not None

    def _tries_again(self, visit: Visit, decision: Decision) -> bool:
        """Whether what was said before is said once more, since log or relay failed after it: a relay is tried again after a
        while, and whoever typed a PIN is asked for it again, which needs no other event."""
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
        """The door's answer to face, rules and life, before a second factor; None while more must be seen."""
        # Where a grant waits, the opening on record is this one.
        waits = self._recorder.waiting(person) is not None
        opened = None if waits else self._last_opened(person)
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
        # Votes are of earlier frames: whoever opens the door is who stands there now.
        if self._named(sighting) != person.id:
            return None
        if visit.life is None:
            return decision, None
        if visit.checked != (sighting.mask is not MaskState.BARE, person.id):
            return None
        life = visit.life.answer(frame.taken_at, person.id)
        return (access.require_life(decision, life), life) if life is not None else None

    def _outdated(self, person: Person) -> bool:
        """Whether a person's photos were changed elsewhere and the gallery does not know it yet: then nobody is let in by what
        they were. Within a second it does."""
        try:
            return self._people.templates_revision(self.reader.embedder.model_id, person.id) > self.gallery.version
        except StoreError:
            return False  # what cannot be read cannot be written either, and then the door stays shut

    def _person(self, person_id: int | None) -> Person | None:
        """As the store knows them now; None, which nobody is let in as, for who is gone, has withdrawn their consent, or cannot
        be read."""
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

    def _last_opened(self, person: Person | None) -> datetime | None:
        if person is None:
            return None
        try:
            return self._log.last_opened(person.id, self.rule.door)
        except StoreError:
            return None  # a log that cannot be read cannot be written either, and then the door stays shut
