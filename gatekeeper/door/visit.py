"""What a station knows of each person before it, and what it shows of them."""

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatekeeper.capture.cameras import FRAME_TROUBLES
from gatekeeper.domain import (
    AccessEvent,
    Decision,
    Face,
    Frame,
    Image,
    Liveness,
    Person,
    Presence,
    Probe,
    Reason,
    Sighting,
)
from gatekeeper.door.companions import Companion
from gatekeeper.door.liveness import LivenessSession
from gatekeeper.door_rule import MaskRule

ASKED_FOR_PIN = (Reason.PIN_NEEDED, Reason.PIN_WRONG, Reason.PIN_WAIT)
FAILED = (Reason.LOG_FAILED, Reason.RELAY_FAILED)
_REMEMBERED = 30  # sightings of a track that are kept
_STILL_SECONDS = 2.0  # so long unmoved, a face is a picture's: whoever lives sways
_STILL = 0.015  # by how much it may move then, in eye distances: pictures do by 0.007, fictional people by 0.06
_AVERAGED = 5  # frames


@dataclass(frozen=True, slots=True)
class Seen:
    """What one frame showed, for the screen: its sightings, whose decision is known, and what was just decided.

    sightings: who has precedence first, that is who is nearest and no picture on the wall. decided: of one person, the others
    are answered on the next frames. requests: what the people of some tracks are asked to do, "Please turn your head to the
    left." names: of those whom the frames of a track agree on by now. addressed: the track whom the door speaks to; pin_of:
    whose PIN is taken, of one person at a time. mask_rule: what the door asks of masks.
    """

    frame: Frame
    sightings: tuple[Sighting, ...]
    decisions: dict[int, Decision]
    decided: AccessEvent | None = None
    trouble: str | None = None
    requests: dict[int, str] = field(default_factory=dict)
    mask_rule: MaskRule = MaskRule.OPTIONAL
    names: dict[int, str] = field(default_factory=dict)
    addressed: int | None = None
    pin_of: int | None = None

    @property
    def fault(self) -> str:
        """The trouble where it is the door's own and not its camera's: a sentence, else empty."""
        return self.trouble if self.trouble is not None and self.trouble not in FRAME_TROUBLES else ""


@dataclass(slots=True)
class Visit:
    """What is known of one track. person: whom its frames agree on; places: where its landmarks were, and when; answered_at,
    failed_at: when it was decided, and when log or relay failed it, of the clock."""

    since: float
    life: LivenessSession | None = None
    sightings: deque[Sighting] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    decision: Decision | None = None
    probe: Probe | None = None
    said: set[tuple[Reason, int | None]] = field(default_factory=set)
    frames: int = 0
    person: Person | None = None
    places: deque[tuple[float, NDArray[np.float32]]] = field(default_factory=deque)
    answered_at: float | None = None
    asked_at: float | None = None  # when a PIN was asked for: nothing but that was left to decide by then
    failed_at: float | None = None
    failures: int = 0
    asked: bool = False  # for a PIN
    covered: bool | None = None  # when it was compared last
    compared: tuple[Frame, Sighting] | None = None  # when it was compared last
    checked: tuple[bool, int] | None = None  # covered or not, and whom: what `life` has seen nobody else than
    strayed: int = 0  # frames in a row that did not show that
    turned_at: float = -np.inf  # when it was seen last with the head turned as asked, and was the same
    pictures: deque[tuple[slice, slice, Image]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    presence: Presence | None = None  # where they were when it was decided last, at a door that asks
    typed: bool = False  # the PIN that was asked for, before the door opened for them last
    companion: Companion | None = None  # with whom it did, at a door that opens for two people only
    waits: bool = False  # granted and on record, for a frame that is fresh enough to ask the relay
    still: bool = False  # neither moved nor changed for so long that it is a picture: a poster, a screen

    @property
    def let_in(self) -> bool:
        """Whether the door was opened for them."""
        return self.decision is not None and self.decision.opens and not self.waits

    @property
    def may_enter_pin(self) -> bool:
        """Asked for a PIN; also where log or relay failed after a right one, so that it can be typed once more."""
        decision = self.decision
        if decision is None or decision.person_id is None:
            return False
        return decision.reason in ASKED_FOR_PIN or (self.asked and decision.reason in FAILED)

    def repeats(self, frame: Frame, face: Face) -> bool:
        """Whether this is a picture once more that was seen before, to the last bit: no camera takes the same one twice.
        Only where the face is counts, since a clock may run in a corner of it."""
        if any(np.array_equal(frame.image[rows, columns], before) for rows, columns, before in self.pictures):
            return True
        x0, y0, x1, y1 = (max(int(value), 0) for value in face.box)
        rows, columns = slice(y0, y1, 4), slice(x0, x1, 4)  # every fourth pixel tells them apart
        self.pictures.append((rows, columns, frame.image[rows, columns].copy()))
        return False

    def move_to(self, face: Face, now: float) -> None:
        """Take note of where the face is, and whether it has moved of late."""
        self.places.append((now, face.landmarks))
        while now - self.places[0][0] > _STILL_SECONDS + 0.5:
            self.places.popleft()
        if now - self.places[0][0] >= _STILL_SECONDS and len(self.places) >= 2 * _AVERAGED:
            points = np.stack([landmarks for _, landmarks in self.places])[
                -(len(self.places) // _AVERAGED) * _AVERAGED :
            ]
            # Where the detector puts a landmark shakes, and jumps between a search and what follows it.
            means = points.reshape(-1, _AVERAGED, *points.shape[1:]).mean(1)
            eyes = float(np.linalg.norm(face.landmarks[1] - face.landmarks[0]))
            moved, changed = (
                float(np.ptp(positions, axis=0).max()) / max(eyes, 1e-6) for positions in (means.mean(1), means)
            )
            self.still = moved < _STILL and changed < 2 * _STILL


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door answers to somebody, and as whom and how they were seen. person: None for who is not known; companion: who
    is let in with them, where the door opens for two people only; typed: they have given their PIN."""

    visit: Visit
    frame: Frame
    sighting: Sighting
    person: Person | None
    decision: Decision
    life: Liveness | None
    companion: Companion | None = field(default=None, kw_only=True)
    typed: bool = field(default=False, kw_only=True)
