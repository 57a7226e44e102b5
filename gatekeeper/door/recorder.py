"""What a door does about an answer: first it is put on record, then the relay is asked; not on record means not open."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime

import cv2
import numpy as np

from gatekeeper.domain import AccessEvent, Decision, DoorRule, Face, Image, Outcome, Reason
from gatekeeper.door import access
from gatekeeper.door.relay import Door
from gatekeeper.door.visit import ASKED_FOR_PIN, Answer, Visit
from gatekeeper.errors import GatekeeperError, StoreError
from gatekeeper.events import AccessDecided, Bus
from gatekeeper.messages import Message
from gatekeeper.store.access_log import AccessLog

log = logging.getLogger(__name__)
MAX_FRAME_AGE_SECONDS = 0.5  # of the frame that opens, from its capture until the relay is asked


class Recorder:
    """Records what is decided before one camera, and carries it out. clock: monotonic seconds."""

    def __init__(self, camera: str, log: AccessLog, door: Door, bus: Bus, clock: Callable[[], float]) -> None:
        self._camera, self._log, self._door, self._bus, self._clock = camera, log, door, bus, clock

    def commit(
        self, answer: Answer, rule: DoorRule, policy: access.Policy, model_id: str, now: datetime
    ) -> AccessEvent:
        """Put an answer on record, then do it; one that was said before is only kept."""
        visit, frame, sighting, decision, life = (
            answer.visit,
            answer.frame,
            answer.sighting,
            answer.decision,
            answer.life,
        )
        decided_at = self._clock()
        if decision.reason is Reason.PIN_NEEDED:
            visit.asked_at = decided_at
        known = answer.person if decision.person_id is not None else None
        match = decision.match
        event = AccessEvent(
            at=now,
            door=rule.door,
            camera=self._camera,
            outcome=decision.outcome,
            reason=decision.reason,
            message=decision.message,
            person_id=known.id if known else None,
            person_name=known.name if known else None,
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
            snapshot=snapshot(frame.image, sighting.face),
        )
        try:
            event = self._log.record(event, visit.probe)
        except Exception as error:
            # Not on record means not open.
            if not isinstance(error, StoreError):
                log.exception("A visit at %s could not be recorded", rule.door)
            why = error.message if isinstance(error, StoreError) else str(error)
            decision = Decision(
                Outcome.REFUSED,
                Reason.LOG_FAILED,
                Message("The door stays shut: {why}", why=why),
                decision.person_id,
                match,
            )
            event = replace(event, outcome=decision.outcome, reason=decision.reason, message=decision.message)
            visit.failed_at = decided_at
        visit.decision, visit.answered_at = decision, decided_at
        visit.asked |= decision.reason in ASKED_FOR_PIN
        new = (decision.reason, decision.person_id) not in visit.said or decision.opens
        visit.said.add((decision.reason, decision.person_id))
        if not new:
            return event
        if decision.opens and known is not None:
            opened = self._door.unlock(rule.unlock_seconds, deadline=frame.taken_at + MAX_FRAME_AGE_SECONDS)
            opened.add_done_callback(lambda done: self._relay_answered(done, event, visit))
        elif decision.reason is not Reason.PIN_NEEDED:
            self._door.refuse()
        self._bus.publish(AccessDecided(event, decision))
        return event

    def _relay_answered(self, done: "Future[None]", event: AccessEvent, visit: Visit) -> None:
        """On the door's thread: put on record that the relay did not do it."""
        error = done.exception()
        if error is None:
            return
        message = error.message if isinstance(error, GatekeeperError) else Message("{error}", error=error)
        decision = Decision(Outcome.REFUSED, Reason.RELAY_FAILED, message, event.person_id)
        failed = replace(event, id=0, outcome=decision.outcome, reason=decision.reason, message=message)
        try:
            failed = self._log.record(failed)
        except Exception as trouble:
            log.error("That the relay of %s failed is not on record: %s", event.door, trouble)
        visit.failed_at, visit.failures = self._clock(), visit.failures + 1
        visit.answered_at = visit.failed_at
        visit.decision = decision  # only now: a look in between would find the log saying that the door has opened
        self._bus.publish(AccessDecided(failed, decision))


def snapshot(image: Image, face: Face, side_px: int = 160) -> bytes:
    """The face with a little of its surroundings as JPEG bytes."""
    height, width = image.shape[:2]
    margin = 0.25 * face.size_px
    x0, y0 = np.maximum(face.box[:2] - margin, 0).astype(int).tolist()
    x1, y1 = np.minimum(face.box[2:] + margin, (width, height)).astype(int).tolist()
    part = image[y0:y1, x0:x1]
    if not part.size:
        return b""
    scale = min(1.0, side_px / max(part.shape[:2]))
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    written, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return data.tobytes() if written else b""
