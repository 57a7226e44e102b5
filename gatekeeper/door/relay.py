"""What every relay can do, what some can do besides, and one that may be away."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

from gatekeeper.door.sensors import Sensors
from gatekeeper.errors import DoorError

log = logging.getLogger(__name__)
T = TypeVar("T")


class Relay(Protocol):
    """What opens a door. Every method may raise DoorError."""

    def unlock(self) -> None:
        """Open, until `lock`."""

    def lock(self) -> None:
        """Close."""

    def refuse(self) -> None:
        """Show that the door stays shut."""

    def check(self) -> None:
        """See that it is there; called again and again while nobody opens."""

    def close(self) -> None:
        """Lock and let go of the hardware."""


@runtime_checkable
class TimedRelay(Relay, Protocol):
    """A relay that locks by itself, so that it does when this program is killed, or stands still, while it is open."""

    def unlock_for(self, seconds: float) -> None:
        """Open for so long, or until `lock`; once more, it stays open so long from then on."""


@runtime_checkable
class SensingRelay(Relay, Protocol):
    """A relay with inputs for the contacts at its door, and an output for an alarm, where they are wired."""

    def sense(self) -> Sensors:
        """How the contacts stand."""

    def alarm(self, on: bool) -> None:
        """Switch the alarm output; said again and again."""


class KeptRelay:
    """A relay that may be away: it is opened by `check`, and anew once it has failed; until then everything else raises what
    is wrong with it. Opening locks it.

    open_relay: raises DoorError where it cannot be opened.
    """

    def __init__(self, open_relay: Callable[[], Relay]) -> None:
        self._open = open_relay
        self._relay: Relay | None = None
        self._fault: DoorError | None = None

    def check(self) -> None:
        """See `Relay`."""
        if self._relay is None:
            try:
                self._relay = self._open()
            except DoorError as error:
                self._fault = error
                raise
        else:
            self._ask(self._relay.check)

    def unlock(self) -> None:
        """See `Relay`."""
        self._ask(self._there().unlock)

    def unlock_for(self, seconds: float) -> None:
        """See `TimedRelay`; one that cannot do that is opened until `lock`."""
        relay = self._there()
        self._ask(partial(relay.unlock_for, seconds) if isinstance(relay, TimedRelay) else relay.unlock)

    def sense(self) -> Sensors:
        """See `SensingRelay`; one that cannot do that senses nothing."""
        relay = self._there()
        return self._ask(relay.sense) if isinstance(relay, SensingRelay) else Sensors()

    def alarm(self, on: bool) -> None:
        """See `SensingRelay`."""
        relay = self._there()
        if isinstance(relay, SensingRelay):
            self._ask(partial(relay.alarm, on))

    def lock(self) -> None:
        """See `Relay`. One that was never opened is not open."""
        if self._relay is not None or self._fault is not None:
            self._ask(self._there().lock)

    def refuse(self) -> None:
        """See `Relay`."""
        self._ask(self._there().refuse)

    def close(self) -> None:
        """See `Relay`."""
        relay, self._relay = self._relay, None
        if relay is not None:
            relay.close()

    def _there(self) -> Relay:
        if self._relay is None:
            raise self._fault or DoorError("The relay is not open yet.", "Please wait a moment.")
        return self._relay

    def _ask(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except DoorError as error:
            self._fault = error
            try:
                self.close()  # it may have opened before it failed
            except Exception:  # what fails cannot be closed well
                log.debug("A relay that failed could not be closed", exc_info=True)
            raise
