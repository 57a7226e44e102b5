"""The words of the program, as frozen values. Nothing here knows a camera, a network, a database or a screen.

`similarity` is that of `gatekeeper.comparison`: higher is closer, 0.1 is about one standard deviation of strangers.
Images are RGB uint8 of shape (H, W, 3).
Wall-clock times are timezone-aware UTC; durations and frame times are seconds of `clock.elapsed`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gatekeeper.messages import Message

Image = NDArray[np.uint8]
Vectors = NDArray[np.float32]
FMRS = (1e-2, 1e-3, 1e-4)  # the false-match rates a model's card has thresholds for


class MaskState(StrEnum):
    """What covers a face, as the mask-status network sees it. The values are stored: never rename one.

    WRONG: a mask is on, but the nose is free, or it sits under the chin.
    """

    BARE = "bare"
    MASKED = "masked"
    WRONG = "wrong"


class Role(StrEnum):
    """What somebody who uses the program is there for. The values are stored: never rename one."""

    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    VIEWER = "viewer"


class Pairing(StrEnum):
    """Which kinds of picture are compared; each has a threshold of its own."""

    BARE_BARE = "bare-bare"
    BARE_MASKED = "bare-masked"
    MASKED_MASKED = "masked-masked"

    @staticmethod
    def of(probe: MaskState, template: MaskState) -> "Pairing":
        """The pairing of a probe with a template; the order does not matter. A mask worn wrongly is a mask."""
        masked = (probe is not MaskState.BARE) + (template is not MaskState.BARE)
        return (Pairing.BARE_BARE, Pairing.BARE_MASKED, Pairing.MASKED_MASKED)[masked]


MASKS = {
    MaskState.BARE: Message("bare"),
    MaskState.MASKED: Message("masked"),
    MaskState.WRONG: Message("wrong"),
}


@dataclass(frozen=True, slots=True, eq=False)
class DepthMap:
    """How far away what a picture shows is. metres: float32 (H, W) of the picture's shape, 0 where nothing was measured;
    focal_px: the picture's focal length, its middle is the optical axis."""

    metres: NDArray[np.float32]
    focal_px: float


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a camera. taken_at: monotonic seconds at which the camera delivered it; depth: of a depth camera."""

    image: Image
    taken_at: float
    index: int = 0
    camera: str = ""
    depth: DepthMap | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A face found in a picture.

    box: float32 (4,) x0, y0, x1, y1 in pixels; landmarks: float32 (5, 2) left eye, right eye, nose, left and
    right mouth corner as they lie in the picture; probability: the detector's own, 0..1.
    """

    box: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    probability: float

    @property
    def size_px(self) -> float:
        """The shorter side of the box."""
        return float(min(self.box[2] - self.box[0], self.box[3] - self.box[1]))


@dataclass(frozen=True, slots=True)
class Measure:
    """One quality of a face: its value, the limit it is held to, and what to do when it falls short."""

    name: str
    value: float
    limit: float
    ok: bool
    remedy: str


@dataclass(frozen=True, slots=True)
class Match:
    """The nearest person of the gallery and how clearly they are the nearest.

    runner_up: similarity of the next-nearest *other* person, or of a known impostor of this one; -1 when there is none.
    Where that one was compared in another pairing, it is the similarity that would lie as far from this one's threshold.
    """

    person_id: int
    similarity: float
    runner_up: float
    pairing: Pairing

    @property
    def margin(self) -> float:
        """How much nearer this person is than the runner-up."""
        return self.similarity - self.runner_up


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one frame showed of one track. match is None when the gallery is empty or the face was not embedded.

    problems: the qualities that fell short; a sighting with problems takes no part in the vote.
    """

    track_id: int
    seen_at: float
    face: Face
    mask: MaskState
    match: Match | None
    problems: tuple[Measure, ...] = ()


class Outcome(StrEnum):
    """What became of a visit; or ALARM and NOTED (what an operator put right), which are none. The values are stored: never
    rename one."""

    OPENED = "opened"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    ALARM = "alarm"
    NOTED = "noted"


class Reason(StrEnum):
    """Why the door opened or stayed shut. The values are stored: never rename one."""

    GRANTED = "granted"
    NOT_KNOWN = "not_known"
    AMBIGUOUS = "ambiguous"
    TOO_SMALL = "too_small"
    POOR_PICTURE = "poor_picture"
    BLOCKED = "blocked"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    WRONG_GROUP = "wrong_group"
    OUTSIDE_HOURS = "outside_hours"
    COOLDOWN = "cooldown"
    MASK_NEEDED = "mask_needed"
    MASK_WRONG = "mask_wrong"
    MASK_OFF = "mask_off"
    PIN_NEEDED = "pin_needed"
    PIN_WRONG = "pin_wrong"
    PIN_WAIT = "pin_wait"
    NO_PIN = "no_pin"
    LOG_FAILED = "log_failed"
    RELAY_FAILED = "relay_failed"
    BY_HAND = "by_hand"
    NOT_LIVE = "not_live"
    LIVENESS_UNCHECKED = "liveness_unchecked"
    FORCED_OPEN = "forced_open"
    HELD_OPEN = "held_open"
    TAMPERED = "tampered"
    ALARM_OVER = "alarm_over"
    SECOND_NEEDED = "second_needed"
    INTERLOCKED = "interlocked"
    HOLD_BEGUN = "hold_begun"
    HOLD_ENDED = "hold_ended"
    HOLD_LOCKED = "hold_locked"
    PASSBACK = "passback"  # refused: the same person went the same way before
    PASSBACK_OPENED = "passback_opened"  # opened all the same
    PASSBACK_ALARM = "passback_alarm"  # and told
    PRESENCE_CORRECTED = "presence_corrected"
    UNREADABLE = "unreadable"
    """None that was ever decided: what the log holds of the event is damaged."""
    LOCKED_DOWN = "locked_down"
    OPENED_FOR_ALL = "opened_for_all"
    REPEATED_UNKNOWN = "repeated_unknown"
    BLOCKED_SEEN = "blocked_seen"
    WATCHED_SEEN = "watched_seen"
    PHOTO_ATTACK = "photo_attack"
    CAMERA_LOST = "camera_lost"
    DOOR_FAILED = "door_failed"
    DISK_LOW = "disk_low"
    LOG_LOST = "log_lost"
    BACKUP_FAILED = "backup_failed"
    OUTLET_REFUSED = "outlet_refused"
    RESTARTED = "restarted"
    DURESS = "duress"


LASTING = frozenset(
    {
        *(Reason.FORCED_OPEN, Reason.HELD_OPEN, Reason.TAMPERED, Reason.CAMERA_LOST, Reason.DOOR_FAILED),
        *(Reason.DISK_LOW, Reason.LOG_LOST, Reason.BACKUP_FAILED, Reason.OUTLET_REFUSED),
    }
)
"""Alarms that last as long as their cause does."""

PASSING = frozenset(
    {*(Reason.REPEATED_UNKNOWN, Reason.BLOCKED_SEEN, Reason.WATCHED_SEEN, Reason.PHOTO_ATTACK), Reason.RESTARTED}
)
"""Alarms of something that happened: over once it has not happened again for a while."""

SILENT = frozenset({Reason.DURESS})
"""Alarms of which nothing may be seen or heard at a door: they stand in no list that could be seen there, nor in the log."""

ALARMS = LASTING | PASSING | SILENT
"""What an alarm is about; the reasons of no visit."""


class LivenessMode(StrEnum):
    """How a door makes sure that a living person stands there. The values are those of the setting `door.liveness`."""

    OFF = "off"
    PASSIVE = "passive"
    PASSIVE_ACTIVE = "passive+active"
    DEPTH = "depth"


class LivenessState(StrEnum):
    """What came of a liveness check: not checked is neither alive nor a picture. The values are stored."""

    LIVE = "live"
    NOT_LIVE = "not_live"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Liveness:
    """The answer of a liveness check, with what was measured and demanded and a sentence for the person."""

    state: LivenessState
    score: float | None = None
    limit: float | None = None
    message: str = ""


class Direction(StrEnum):
    """Which way somebody goes who passes before a camera. The values are stored: never rename one."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Presence:
    """Which way somebody went last, by what is on record: inside since `at` (UTC) by that door, or outside. event_id: that
    says so; doubtful: doors have stood open since, so that they may have gone another way unseen."""

    person_id: int
    direction: Direction
    at: datetime
    door: str
    event_id: int
    doubtful: bool = False

    @property
    def inside(self) -> bool:
        """Whether they are in the building."""
        return self.direction is Direction.IN


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody registered. valid_from / valid_until: UTC, None means unbounded.

    consented: it is on record that they agreed to be recognised, and still do; otherwise no door knows them. note: for the
    desk alone, no door shows it. doors: the only ones they may pass, as far as their groups let them; None: any.
    """

    id: int
    name: str
    blocked: bool = False
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    groups: frozenset[str] = frozenset()
    consented: bool = True
    department: str = ""
    note: str = field(default="", repr=False)
    doors: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the door does about one track, with the measured value and a sentence for the person in front of it.

    value / limit: what was measured and what was demanded, None where nothing was measured.
    """

    outcome: Outcome
    reason: Reason
    message: str
    person_id: int | None = None
    match: Match | None = None
    value: float | None = None
    limit: float | None = None

    @property
    def opens(self) -> bool:
        """Whether the door is to be unlocked."""
        return self.outcome is Outcome.OPENED


@dataclass(frozen=True, slots=True)
class Template:
    """One embedding of one photo. vector: float32 unit vector (D,) made by model_id."""

    person_id: int
    photo_id: int
    mask: MaskState
    model_id: str
    vector: Vectors


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """What one model has of one person by now: their templates, and those of people who were taken for them; neither for
    who is gone. version: the model's count of changes up to this one."""

    person_id: int
    version: int
    templates: tuple[Template, ...] = ()
    impostors: tuple[Template, ...] = ()


@dataclass(frozen=True, slots=True)
class Photo:
    """A kept photo: chip is the aligned face with a margin, RGB uint8 (200, 200, 3); older versions kept (150, 150, 3).

    impostor: it shows somebody who was taken for this person and is not.
    """

    id: int
    person_id: int
    mask: MaskState
    chip: Image
    added_at: datetime
    impostor: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """The face an event decided about, kept so that a decision can be corrected.

    chip: the aligned face as in `Photo`; vector: float32 unit vector (D,) made by model_id.
    """

    model_id: str
    vector: Vectors
    chip: Image


@dataclass(frozen=True, slots=True)
class AccessEvent:
    """One line of the log. at: UTC. snapshot: JPEG bytes of the face, empty when none was kept.

    liveness: None where no check was asked for, or none was reached; liveness_score: of the check that decided.

    latency_ms: from the first frame of the track that was looked at to the decision; where a PIN was asked for, to that.

    direction: which way the camera's door leads; of what an operator noted, where the person is by that.
    """

    at: datetime
    door: str
    camera: str
    outcome: Outcome
    reason: Reason
    message: str
    person_id: int | None = None
    person_name: str | None = None
    mask: MaskState | None = None
    pairing: Pairing | None = None
    similarity: float | None = None
    threshold: float | None = None
    value: float | None = None
    limit: float | None = None
    liveness: LivenessState | None = None
    liveness_score: float | None = None
    model_id: str = ""
    track_id: int = 0
    latency_ms: float = 0.0
    snapshot: bytes = b""
    direction: Direction | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody must look at, from its beginning to its end.

    kind: one of ALARMS; door: empty where it is about none; about: which camera, disk or person, a key and no text for people.
    began, last: when it was noticed first and last, ended: when it was over, None while it lasts; times: how often it happened.
    event_id: the event it is told by; 0 of a silent one, which an act of the trail tells of. id: 0 while it cannot be
    put on record. Who has acknowledged it, and when, None while nobody has.
    """

    kind: Reason
    door: str
    message: str
    began: datetime
    last: datetime
    about: str = ""
    ended: datetime | None = None
    times: int = 1
    person_id: int | None = None
    person_name: str | None = None
    event_id: int = 0
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    snapshot: bytes = b""
    id: int = 0

    @property
    def silent(self) -> bool:
        """Whether nothing of it may be seen or heard at a door."""
        return self.kind in SILENT

    @property
    def open(self) -> bool:
        """Whether it lasts, or nobody has acknowledged it."""
        return self.acknowledged_at is None or (self.ended is None and self.kind in LASTING)
