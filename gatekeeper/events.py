"""What happened, as past-tense values, told to whoever listens."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from gatekeeper.domain import AccessEvent, Alarm, Decision, Person, Reason
from gatekeeper.messages import Message

log = logging.getLogger(__name__)
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class AccessDecided:
    """A decision fell and its event is on record (an id of 0: it could not be recorded, and the door stayed shut)."""

    event: AccessEvent
    decision: Decision


@dataclass(frozen=True, slots=True)
class DoorUnlocked:
    """The relay was asked to open."""

    door: str
    seconds: float


@dataclass(frozen=True, slots=True)
class DoorRelocked:
    """The relay was asked to close again."""

    door: str


@dataclass(frozen=True, slots=True)
class DoorFailed:
    """The relay did not do what it was asked. message: why, with the remedy."""

    door: str
    message: str


@dataclass(frozen=True, slots=True)
class DoorMended:
    """The relay is there again, or the door is this program's now, which another one had."""

    door: str


@dataclass(frozen=True, slots=True)
class DoorAlarmed:
    """A contact tells of something at the door: FORCED_OPEN, HELD_OPEN or TAMPERED. active: False, it is over."""

    door: str
    reason: Reason
    active: bool


@dataclass(frozen=True, slots=True)
class CameraTroubled:
    """A camera delivers nothing usable. since: monotonic seconds."""

    camera: str
    trouble: str
    since: float


@dataclass(frozen=True, slots=True)
class CameraRecovered:
    """Pictures are back."""

    camera: str


@dataclass(frozen=True, slots=True)
class CameraFrozen:
    """A camera delivers the same picture again and again, or no longer does so."""

    camera: str
    frozen: bool


@dataclass(frozen=True, slots=True)
class PersonEnrolled:
    """Somebody was registered and is known at the door."""

    person: Person


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """What is known of somebody registered, or their photos, changed."""

    person: Person


@dataclass(frozen=True, slots=True)
class PersonRemoved:
    """Somebody is no longer registered."""

    person_id: int


@dataclass(frozen=True, slots=True)
class DuressUsed:
    """Somebody opened with the PIN for who is forced. Nothing that can be seen or heard at a door may follow from it."""

    door: str
    person_id: int
    person_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlarmTold:
    """An alarm began, is over or was acknowledged, by this program. It may be silent: see `Alarm.silent`."""

    alarm: Alarm


@dataclass(frozen=True, slots=True)
class BackupTroubled:
    """A backup failed, or is overdue."""

    message: Message


@dataclass(frozen=True, slots=True)
class BackupDone:
    """A backup was made, checked, and lies where it should."""

    name: str


class Bus:
    """Thread-safe publish and subscribe; callbacks run on the publishing thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[type, list[Callable[[Any], None]]] = {}

    def subscribe(self, kind: type[E], callback: Callable[[E], None]) -> Callable[[], None]:
        """Call `callback` with every event of this kind; returns what ends it."""
        with self._lock:
            self._listeners.setdefault(kind, []).append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._listeners.get(kind, []):
                    self._listeners[kind].remove(callback)

        return unsubscribe

    def publish(self, event: object) -> None:
        """Tell everyone who listens for this kind. A listener that fails is logged and stops nobody else."""
        with self._lock:
            listeners = list(self._listeners.get(type(event), []))
        for listener in listeners:
            try:
                listener(event)
            except Exception:
                log.exception("A listener failed on %s", type(event).__name__)


class LoggedOnce:
    """Logs what would else be logged every second: a complaint is said again only when it has changed."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def error(self, key: str, message: str, trace: Exception | None = None) -> None:
        """Log a message, unless it was the last under this key."""
        if self._said.get(key) != message:
            self._said[key] = message
            log.error("%s", message, exc_info=trace)

    def settled(self, key: str) -> None:
        """All is well with it: the next complaint under this key is logged."""
        self._said.pop(key, None)
