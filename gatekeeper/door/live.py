"""The doors as seen by a screen, whether they run in its own process (`DoorRunner`) or in the service
(`gatekeeper.service.remote.RemoteDoors`)."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from gatekeeper.capture.cameras import FrameSlot, Turn
from gatekeeper.config import CameraSettings
from gatekeeper.domain import AccessEvent, LivenessMode, Reason
from gatekeeper.door.visit import Seen
from gatekeeper.errors import CameraError
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Actor


class Recognition(StrEnum):
    """The state of recognition. ENDED: every clip has been played; FAILED: a fault of the program; AWAY: the service that
    performs recognition does not answer."""

    LOADING = "loading"
    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"
    AWAY = "away"


class LiveCamera(Protocol):
    """A camera while it runs; see `CameraReader`."""

    @property
    def name(self) -> str:
        """Its name in the settings."""

    @property
    def frames(self) -> FrameSlot:
        """The frames it delivers."""

    @property
    def turn(self) -> Turn:
        """How its pictures were rotated upright."""

    @property
    def trouble(self) -> str | None:
        """Why it delivers nothing usable; None if all is well."""

    @property
    def failure(self) -> CameraError | None:
        """Why it has ended."""


class LiveDoor(Protocol):
    """A door while it runs; see `Door`."""

    @property
    def name(self) -> str:
        """Its name in the settings."""

    @property
    def is_open(self) -> bool:
        """Whether its relay is unlocked now."""

    @property
    def held(self) -> str:
        """Which other program has the door, so that it is only watched, or why it cannot be claimed; empty if neither."""

    @property
    def trouble(self) -> str:
        """What is wrong with its relay, with the remedy; empty while nothing is known."""

    @property
    def alarms(self) -> tuple[Reason, ...]:
        """The current alarms of its contacts."""


def has_holder(held: str) -> bool:
    """Whether another program has the door whose `held` is this; otherwise nobody could claim it."""
    return isinstance(held, Message) and "holder" in held.params


def is_unclaimed(door: LiveDoor) -> bool:
    """Whether a door could not be claimed, so that no program guards it."""
    return bool(door.held) and not has_holder(door.held)


@runtime_checkable
class DoorElsewhere(LiveDoor, Protocol):
    """A door of another process: that process checks, records and carries out an operator's act, in the name of the person
    signed in here."""

    def open_by_hand(self, actor: Actor, why: str, seconds: float) -> AccessEvent:
        """Open the door within this many seconds, or not at all. See `DoorDesk.open_by_hand`."""

    def lock_by_hand(self, actor: Actor) -> None:
        """Lock the door. See `DoorDesk.lock_by_hand`."""


class LiveWatch(Protocol):
    """One camera before one door; see `Watch`."""

    @property
    def settings(self) -> CameraSettings:
        """The camera's settings."""

    @property
    def camera(self) -> LiveCamera:
        """The camera."""

    @property
    def door(self) -> LiveDoor:
        """The door that the camera watches."""

    @property
    def seen(self) -> Seen | None:
        """What recognition last made of a frame; None before it began."""


class LiveDoors(Protocol):
    """All cameras and doors, for a screen."""

    @property
    def clock(self) -> Callable[[], float]:
        """The clock by which pictures are stamped, in monotonic seconds."""

    @property
    def watches(self) -> Sequence[LiveWatch]:
        """Every camera."""

    @property
    def serving(self) -> bool:
        """Whether doors depend on this process now."""

    @property
    def recognition(self) -> Recognition:
        """The state of recognition."""

    @property
    def preparing(self) -> tuple[int, int] | None:
        """How many photos a new model has processed, of how many, while it must process them first."""

    @property
    def computes_on(self) -> Message | None:
        """What the networks run on, once they run."""

    @property
    def knows_anybody(self) -> bool:
        """Whether anybody is registered whom the doors know."""

    @property
    def liveness_modes(self) -> Mapping[str, LivenessMode]:
        """How each door tells living people from pictures, as it runs."""

    def close(self) -> None:
        """End; whatever this process runs is closed as well."""

    def liveness_trouble(self, camera: str) -> str:
        """Why liveness cannot be checked at a camera, so that its door stays shut; empty if it can be."""

    def enter_pin(self, camera: str, pin: str, person_id: int, *, now: datetime) -> "Future[AccessEvent]":
        """Pass somebody's PIN to the door that a camera watches."""
