"""The doors as a screen sees them, whether they run in its own process (`DoorRunner`) or in the service
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
    """The state of recognition. ENDED: every clip has been played; FAILED: a fault of the program; AWAY: the service that does
    it does not answer."""

    LOADING = "loading"
    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"
    AWAY = "away"


class LiveCamera(Protocol):
    """A camera while it runs; see `CameraReader`."""

    @property
    def name(self) -> str:
        """As in the settings."""

    @property
    def frames(self) -> FrameSlot:
        """What it delivers."""

    @property
    def turn(self) -> Turn:
        """How its pictures were set upright."""

    @property
    def trouble(self) -> str | None:
        """Why it delivers nothing usable; None where all is well."""

    @property
    def failure(self) -> CameraError | None:
        """Why it has ended."""


class LiveDoor(Protocol):
    """A door while it runs; see `Door`."""

    @property
    def name(self) -> str:
        """As in the settings."""

    @property
    def is_open(self) -> bool:
        """Whether its relay is unlocked now."""

    @property
    def held(self) -> str:
        """Which other program has it, so that it is only watched; empty where none has."""

    @property
    def trouble(self) -> str:
        """What is wrong with its relay; empty while nothing is known."""

    @property
    def alarms(self) -> tuple[Reason, ...]:
        """What its contacts tell of now."""


@runtime_checkable
class DoorElsewhere(LiveDoor, Protocol):
    """A door of another process: there an operator's act is checked, recorded and done, in the name of who is signed in
    here."""

    def open_by_hand(self, actor: Actor, why: str, seconds: float) -> AccessEvent:
        """Open it within so many seconds, or not at all. See `DoorDesk.open_by_hand`."""

    def lock_by_hand(self, actor: Actor) -> None:
        """Lock it. See `DoorDesk.lock_by_hand`."""


class LiveWatch(Protocol):
    """One camera before one door; see `Watch`."""

    @property
    def settings(self) -> CameraSettings:
        """The camera's."""

    @property
    def camera(self) -> LiveCamera:
        """It."""

    @property
    def door(self) -> LiveDoor:
        """The one it watches."""

    @property
    def seen(self) -> Seen | None:
        """What recognition made of a frame last; None before it began."""


class LiveDoors(Protocol):
    """Every camera and door, for a screen."""

    @property
    def clock(self) -> Callable[[], float]:
        """By which pictures are stamped, in monotonic seconds."""

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
        """How many photos a new model has seen, of how many, while it must see them first."""

    @property
    def computes_on(self) -> Message | None:
        """What the networks run on, once they do."""

    @property
    def knows_anybody(self) -> bool:
        """Whether anybody is registered whom the doors know."""

    @property
    def liveness_modes(self) -> Mapping[str, LivenessMode]:
        """How each door tells living people from pictures, as it runs."""

    def close(self) -> None:
        """End; what is no more is closed as well."""

    def liveness_trouble(self, camera: str) -> str:
        """Why liveness cannot be checked before a camera, so that its door stays shut; empty where it can be."""

    def enter_pin(self, camera: str, pin: str, person_id: int, *, now: datetime) -> "Future[AccessEvent]":
        """Hand somebody's PIN to the door that a camera watches."""
