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
_STILL_SECONDS = 2.0  # a face that does not move for this long is a picture's: living people sway
_STILL = 0.015  # the most it may move then, in eye distances: pictures move by 0.007, fictional people by 0.06
_AVERAGED = 5  # frames


@dataclass(frozen=True, slots=True)
class Seen:
    """The result of one frame, for the screen: its sightings, whose decision is known, and what was just decided.

    sightings: in order of precedence: the nearest first, pictures on the wall last. decided: for one person, the others are
    answered on the next frames. requests: what the people of some tracks are asked to do, such as "Please turn your head to the
    left." names: the people on whom the frames of a track agree by now. addressed: the track whom the door addresses; pin_of:
    the person whose PIN is taken, one at a time. mask_rule: what the door requires of masks. too_close: the tracks that are
    asked to step apart, together.
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
    too_close: frozenset[int] = frozenset()

    @property
    def fault(self) -> str:
        """The trouble if it is the door's own and not its camera's: a sentence, otherwise empty."""
        return self.trouble if self.trouble is not None and self.trouble not in FRAME_TROUBLES else ""


@dataclass(slots=True)
class Visit:
    """What is known of one track. person: the one on whom its frames agree; places: where its landmarks were, and when;
    answered_at, failed_at: when it was decided, and when log or relay failed, by the clock."""

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
    asked_at: float | None = None  # when a PIN was asked for: everything else had been decided by then
    failed_at: float | None = None
    failures: int = 0
    asked: bool = False  # for a PIN
    covered: bool | None = None  # when the face was last compared
    compared: tuple[Frame, Sighting] | None = None  # when the face was last compared
    checked: tuple[bool, int] | None = None  # covered or not, and the person: `life` has seen nobody else
    strayed: int = 0  # frames in a row that showed something else
    turned_at: float = -np.inf  # when it was last seen with the head turned as asked, and was the same head
    pictures: deque[tuple[slice, slice, Image]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    presence: Presence | None = None  # where they were when last decided, at a door that uses presence
    typed: bool = False  # whether the PIN asked for was entered before the door last opened for them
    companion: Companion | None = None  # the person with whom it opened, at a door that opens only for two
    waits: bool = False  # granted and on record, for a frame that is fresh enough to ask the relay
    hidden: bool = False  # another face's box covers it, so that it may not be seen whole
    still: bool = False  # unmoved and unchanged for so long that it is a picture: a poster, a screen

    @property
    def let_in(self) -> bool:
        """Whether the door was opened for them."""
        return self.decision is not None and self.decision.opens and not self.waits

    @property
    def waits_for_room(self) -> bool:
        """Whether nothing can be decided about them while others stand so close that they could be exchanged."""
        return not self.let_in and (self.decision is None or (self.hidden and self.life is not None))

    @property
    def may_enter_pin(self) -> bool:
        """Whether they may enter a PIN: they were asked for one, or log or relay failed after a right one, so that it can be
        typed again."""
        decision = self.decision
        if decision is None or decision.person_id is None:
            return False
        return decision.reason in ASKED_FOR_PIN or (self.asked and decision.reason in FAILED)

    def repeats(self, frame: Frame, face: Face) -> bool:
        """Whether this picture equals an earlier one to the last bit: no camera takes the same picture twice. Only the area of
        the face counts, since a clock may run in a corner of the picture."""
        if any(np.array_equal(frame.image[rows, columns], before) for rows, columns, before in self.pictures):
            return True
        x0, y0, x1, y1 = (max(int(value), 0) for value in face.box)
        rows, columns = slice(y0, y1, 4), slice(x0, x1, 4)  # every fourth pixel is enough to tell pictures apart
        self.pictures.append((rows, columns, frame.image[rows, columns].copy()))
        return False

    def may_hang(self, now: float) -> bool:
        """Whether this may be a picture on the wall: it does not move, or was not watched for long enough to tell. now: of the
        frame."""
        return self.still or now - self.since < _STILL_SECONDS

    def move_to(self, face: Face, now: float) -> None:
        """Record where the face is, and whether it has moved recently."""
        self.places.append((now, face.landmarks))
        while now - self.places[0][0] > _STILL_SECONDS + 0.5:
            self.places.popleft()
        if now - self.places[0][0] >= _STILL_SECONDS and len(self.places) >= 2 * _AVERAGED:
            points = np.stack([landmarks for _, landmarks in self.places])[
                -(len(self.places) // _AVERAGED) * _AVERAGED :
            ]
            # The detector's landmarks jitter, and jump between a search and the tracking that follows it.
            means = points.reshape(-1, _AVERAGED, *points.shape[1:]).mean(1)
            eyes = float(np.linalg.norm(face.landmarks[1] - face.landmarks[0]))
            moved, changed = (
                float(np.ptp(positions, axis=0).max()) / max(eyes, 1e-6) for positions in (means.mean(1), means)
            )
            self.still = moved < _STILL and changed < 2 * _STILL


@dataclass(frozen=True, slots=True)
class Answer:
    """The door's answer to a person, and who they are and how they were seen. person: None if not known; companion: the person
    let in with them, at a door that opens only for two; typed: they have entered their PIN."""

    visit: Visit
    frame: Frame
    sighting: Sighting
    person: Person | None
    decision: Decision
    life: Liveness | None
    companion: Companion | None = field(default=None, kw_only=True)
    typed: bool = field(default=False, kw_only=True)
