"""What a door asks of whoever comes to it: who may pass, when, and with what besides the face. Frozen values."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class MaskRule(StrEnum):
    """What a door asks of masks. The values are stored: never rename one."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    OFF = "off"


class SecondFactor(StrEnum):
    """What a door asks for besides the face. The values are stored: never rename one.

    AUTO: a PIN until the site has measured how well it tells living faces from pictures.
    """

    AUTO = "auto"
    PIN = "pin"
    NONE = "none"


class Passback(StrEnum):
    """What a door does where somebody goes in who is inside already, or out who is not. The values are stored: never rename
    one. SOFT: it opens, and tells. HARD: it refuses the way in; the way out opens, and tells."""

    OFF = "off"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Hours:
    """A weekly span: weekdays 0 (Monday) to 6, local time of the door, `start` included, `end` excluded.

    A span whose end is not after its start runs past midnight into the next day.
    """

    weekdays: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days of the site on which other hours count: `hours` in the place of those of a schedule, none for never.

    first, last: both included; yearly: on the same days of every year, whichever year they name.
    """

    name: str
    first: date
    last: date
    yearly: bool = False
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a group may come in. No hours at all means never. heeds_holidays: whether those of the site replace its hours."""

    name: str
    hours: tuple[Hours, ...]
    heeds_holidays: bool = True


@dataclass(frozen=True, slots=True)
class DoorRule:
    """Who may pass one door, and when.

    groups maps each admitted group to the schedule it is held to (None: always). An empty mapping admits every
    registered person at any time. cooldown_seconds: how long the same person does not open this door again.
    timezone: IANA name of the door's place, in which schedules are read. mask: whether one must be worn, may be, or must
    be off; second_factor: what is asked for besides the face. holidays: those of the site, which its schedules may heed; they
    are read with the rule and stored on their own.
    passback: what is done about whoever goes the same way twice; what counts is younger than passback_hours (0: of any age),
    and not from before the last passback_reset, a local time of every day.

    two_people_seconds: it opens for two people only, who are let in within so long of each other; 0: for each alone.
    interlock: the doors that must be shut before it opens; the same holds for them. hold_open: when it is kept unlocked, None
    for never; hold_after_first: once somebody was let in within those hours.
    """

    door: str
    groups: dict[str, Schedule | None] = field(default_factory=dict)
    unlock_seconds: float = 3.0
    cooldown_seconds: float = 5.0
    timezone: str = "UTC"
    mask: MaskRule = MaskRule.OPTIONAL
    second_factor: SecondFactor = SecondFactor.AUTO
    passback: Passback = Passback.OFF
    passback_hours: float = 0.0
    passback_reset: time | None = None
    two_people_seconds: float = 0.0
    interlock: frozenset[str] = frozenset()
    hold_open: Schedule | None = None
    hold_after_first: bool = False
    holidays: tuple[Holiday, ...] = ()
