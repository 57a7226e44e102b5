"""Carries out a door's answer: first it is put on record, then the relay is asked; not on record means not open.

If disk or relay take so long that the frame is too old by then, the grant waits on record: the next frame of that person is
decided anew, and then asks the relay.
"""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from gatekeeper.domain import AccessEvent, Decision, Direction, Face, Frame, Image, Outcome, Person, Reason
from gatekeeper.door import access
from gatekeeper.door.door import Door, GrantExpiredError
from gatekeeper.door.visit import ASKED_FOR_PIN, Answer, Visit
from gatekeeper.door_rule import DoorRule, Passback
from gatekeeper.errors import GatekeeperError, StoreError
from gatekeeper.events import AccessDecided, Bus
from gatekeeper.messages import Message
from gatekeeper.store.access_log import AccessLog
from gatekeeper.vision import jpeg

log = logging.getLogger(__name__)
MAX_FRAME_AGE_SECONDS = 0.5  # of the frame that opens, from its capture until the relay is asked
_GRANT_WAITS_SECONDS = 10.0  # how long a grant on record waits for a frame that reaches the relay in time


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant that is on record and reached the relay too late, or has not reached it yet. since: by the clock."""

    event: AccessEvent
    visit: Visit
    since: float


class Recorder:
    """Records the decisions made at one camera, and carries them out. clock: monotonic seconds."""

    def __init__(
        self,
        camera: str,
        direction: Direction | None,
        log: AccessLog,
        door: Door,
        bus: Bus,
        clock: Callable[[], float],
    ) -> None:
        self._camera, self._direction = camera, direction
        self._log, self._door, self._bus, self._clock = log, door, bus, clock
        self._grants: dict[int, Grant] = {}  # by person: grants that wait for a fresh frame
        self._too_late: deque[tuple[Visit, AccessEvent]] = deque()  # late grants; filled by the door's thread
        self._beside: dict[int, AccessEvent] = {}  # by the event that opened for two: the other person's event
        self._closed = False

    def commit(
        self, answer: Answer, rule: DoorRule, policy: access.Policy, model_id: str, now: datetime
    ) -> AccessEvent:
        """Put an answer on record, then carry it out; an answer that was already given is only kept."""
        visit, frame, decision = answer.visit, answer.frame, answer.decision
        decided_at = self._clock()
        if decision.reason is Reason.PIN_NEEDED:
            visit.asked_at = decided_at
        event = self._event_of(answer, rule, policy, model_id, now, decided_at)
        # Since the log was read, another door may have let them in; a person who leaves is not held up by that.
        hard = self._direction is Direction.IN and rule.passback is Passback.HARD
        after = (visit.presence,) if decision.opens and hard else None
        if decision.opens:
            visit.companion, visit.typed = answer.companion, answer.typed
        beside: AccessEvent | None = None
        try:
            with self._log.together() if answer.companion is not None else nullcontext():
                both = self._record_companion(answer, event, hard)
                event = self._log.record(event, visit.probe, after=after)
            beside = both
            if beside is not None:
                self._beside[event.id] = beside
        except Exception as error:
            # Not on record means not open.
            if not isinstance(error, StoreError):
                log.exception("A visit at %s could not be recorded", rule.door)
            why = error.message if isinstance(error, StoreError) else error
            decision = Decision(
                Outcome.REFUSED,
                Reason.LOG_FAILED,
                Message("The door stays shut: {why}", why=why),
                decision.person_id,
                decision.match,
            )
            event = replace(event, outcome=decision.outcome, reason=decision.reason, message=decision.message)
            visit.failed_at = decided_at
        visit.decision, visit.answered_at = decision, decided_at
        visit.asked |= decision.reason in ASKED_FOR_PIN
        new = (decision.reason, decision.person_id) not in visit.said or decision.opens
        visit.said.add((decision.reason, decision.person_id))
        if not new:
            return event
        if decision.opens and event.person_id is not None:
            if self.fresh(frame):
                self._ask_relay(visit, event, frame, rule)
            else:
                self._wait(visit, event)  # the disk was slow
        elif decision.reason is not Reason.PIN_NEEDED:
            self._door.refuse()
        if beside is not None:
            self._bus.publish(
                AccessDecided(beside, Decision(beside.outcome, beside.reason, beside.message, beside.person_id))
            )
            if beside.reason is Reason.PASSBACK_OPENED:
                self._tell_passback(beside)
        self._bus.publish(AccessDecided(event, decision))
        if decision.reason is Reason.PASSBACK_OPENED:
            self._tell_passback(event)
        return event

    def _event_of(
        self, answer: Answer, rule: DoorRule, policy: access.Policy, model_id: str, now: datetime, decided_at: float
    ) -> AccessEvent:
        """The event recorded for an answer."""
        visit, sighting, decision, life = answer.visit, answer.sighting, answer.decision, answer.life
        person = answer.person if decision.person_id is not None else None
        match = decision.match
        return AccessEvent(
            at=now,
            door=rule.door,
            camera=self._camera,
            outcome=decision.outcome,
            reason=decision.reason,
            message=decision.message,
            person_id=person.id if person else None,
            person_name=person.name if person else None,
            mask=access.agreed_mask(visit.sightings, policy) or sighting.mask,
            pairing=match.pairing if match else None,
            similarity=match.similarity if match else None,
            threshold=policy.thresholds[match.pairing] if match else None,
            value=decision.value,
            limit=decision.limit,
            liveness=life.state if life else None,
            liveness_score=life.score if life else None,
            model_id=model_id,
            track_id=sighting.track_id,
            latency_ms=((decided_at if visit.asked_at is None else visit.asked_at) - visit.since) * 1000,
            snapshot=snapshot(answer.frame.image, sighting.face),
            direction=self._direction,
        )

    def _tell_passback(self, event: AccessEvent) -> None:
        """Raise an alarm for those responsible for the doors: somebody passed in the same direction twice, and the door
        opened."""
        message = (
            Message("{name} goes in and is inside already.", name=event.person_name)
            if self._direction is Direction.IN
            else Message("{name} goes out and has left already.", name=event.person_name)
        )
        alarm = AccessEvent(
            *(event.at, event.door, event.camera, Outcome.ALARM, Reason.PASSBACK_ALARM, message),
            *(event.person_id, event.person_name),
        )
        try:
            alarm = self._log.record(alarm)
        except StoreError as error:
            log.error("An alarm of %s is not on record: %s", event.door, error)
        self._bus.publish(AccessDecided(alarm, Decision(alarm.outcome, alarm.reason, message, alarm.person_id)))

    def _record_companion(self, answer: Answer, event: AccessEvent, hard: bool) -> AccessEvent | None:
        """Put on record that a second person is let in together with the first, in the same transaction."""
        companion = answer.companion
        if companion is None or not answer.decision.opens:
            return None
        match = companion.decision.match
        return self._log.record(
            replace(
                event,
                camera=companion.camera,
                reason=companion.decision.reason,
                message=companion.decision.message,
                person_id=companion.person.id,
                person_name=companion.person.name,
                mask=None,
                pairing=match.pairing if match else None,
                similarity=match.similarity if match else None,
                threshold=None,
                value=companion.decision.value,
                limit=companion.decision.limit,
                liveness=None,
                liveness_score=None,
                track_id=0,
                snapshot=b"",
                direction=companion.direction,
            ),
            after=(companion.presence,) if hard else None,
        )

    def fresh(self, frame: Frame) -> bool:
        """Whether the relay may still be asked because of this frame."""
        return self._clock() - frame.taken_at <= MAX_FRAME_AGE_SECONDS

    def waiting(self, person: Person | None) -> Grant | None:
        """This person's grant that waits for a fresh frame."""
        return self._grants.get(person.id) if person is not None else None

    def open(self, grant: Grant, visit: Visit, decision: Decision, frame: Frame, rule: DoorRule) -> None:
        """Ask the relay for a waiting grant, if the frame that confirms it is fresh enough."""
        if self.fresh(frame):
            del self._grants[grant.event.person_id or 0]
            visit.decision, visit.answered_at, visit.waits = decision, self._clock(), False
            self._ask_relay(visit, grant.event, frame, rule)

    def settle(self) -> None:
        """Let grants that reached the relay too late wait for another frame, and put on record that those which have waited too
        long opened nothing."""
        while self._too_late:
            self._wait(*self._too_late.popleft())
        for grant in list(self._grants.values()):
            if self._clock() - grant.since > _GRANT_WAITS_SECONDS:
                self.give_up(grant)

    def give_up(self, grant: Grant) -> None:
        """Put on record that a waiting grant has opened nothing."""
        del self._grants[grant.event.person_id or 0]
        grant.visit.waits = False
        self._not_opened(grant.visit, grant.event, GrantExpiredError(grant.event.door).message)

    def close(self) -> None:
        """Stop waiting for frames."""
        self._closed = True
        self.settle()
        for grant in list(self._grants.values()):
            self.give_up(grant)

    def _wait(self, visit: Visit, event: AccessEvent) -> None:
        assert event.person_id is not None
        if (before := self._grants.get(event.person_id)) is not None:
            self.give_up(before)
        self._grants[event.person_id] = Grant(event, visit, self._clock())
        visit.waits = True

    def _ask_relay(self, visit: Visit, event: AccessEvent, frame: Frame, rule: DoorRule) -> None:
        opened = self._door.unlock(rule.unlock_seconds, deadline=frame.taken_at + MAX_FRAME_AGE_SECONDS)
        opened.add_done_callback(lambda done: self._relay_answered(done, event, visit))

    def _relay_answered(self, done: "Future[None]", event: AccessEvent, visit: Visit) -> None:
        """Called on the door's thread: put on record that the relay failed."""
        error = done.exception()
        if error is None:
            self._beside.pop(event.id, None)
        if isinstance(error, GrantExpiredError) and not self._closed:
            self._too_late.append((visit, event))
        elif error is not None:
            self._not_opened(
                visit, event, error.message if isinstance(error, GatekeeperError) else Message("{error}", error=error)
            )

    def _not_opened(self, visit: Visit, event: AccessEvent, message: Message) -> None:
        said = Decision(Outcome.REFUSED, Reason.RELAY_FAILED, message)
        beside = self._beside.pop(event.id, None)
        try:
            with self._log.together():  # nobody is removed between the look and the record
                event, beside = self._as_kept(event), beside and self._as_kept(beside)
                if beside is not None:
                    self._log.record(_failed(beside, said))
                failed = self._log.record(_failed(event, said))
        except Exception as trouble:
            log.error("That the relay of %s failed is not on record: %s", event.door, trouble)
            failed = _failed(event, said)
        decision = replace(said, person_id=failed.person_id)
        visit.failed_at, visit.failures = self._clock(), visit.failures + 1
        visit.answered_at = visit.failed_at
        visit.decision = decision  # only now: a read in between would find that the door has opened
        self._bus.publish(AccessDecided(failed, decision))

    def _as_kept(self, event: AccessEvent) -> AccessEvent:
        """A recorded event with what the log still has of its person, who may have been removed or erased since."""
        for kept in self._log.fetch([event.id], snapshots=True):
            return replace(event, person_id=kept.person_id, person_name=kept.person_name, snapshot=kept.snapshot)
        return replace(event, person_id=None, person_name=None, snapshot=b"")


def _failed(event: AccessEvent, decision: Decision) -> AccessEvent:
    """The event that takes an opening back."""
    return replace(event, id=0, outcome=decision.outcome, reason=decision.reason, message=decision.message)


def snapshot(image: Image, face: Face, side_px: int = 160) -> bytes:
    """The face with a margin around it, as JPEG bytes."""
    height, width = image.shape[:2]
    margin = 0.25 * face.size_px
    x0, y0 = np.maximum(face.box[:2] - margin, 0).astype(int).tolist()
    x1, y1 = np.minimum(face.box[2:] + margin, (width, height)).astype(int).tolist()
    return jpeg.encoded(image[y0:y1, x0:x1], 85, side_px)
