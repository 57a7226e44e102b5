"""What every relay can do, what only some can do, and a wrapper for a relay that may be disconnected."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

from gatekeeper.door.sensors import Sensors
from gatekeeper.errors import DoorError

log = logging.getLogger(__name__)
T = TypeVar("T")


class Relay(Protocol):
    """The device that opens a door. Every method may raise DoorError."""

    def unlock(self) -> None:
        """Open, until `lock`."""

    def lock(self) -> None:
        """Close."""

    def refuse(self) -> None:
        """Show that the door stays shut."""

    def check(self) -> None:
        """Check that the relay is reachable; called repeatedly while it is not being opened."""

    def close(self) -> None:
        """Lock and release the hardware."""


@runtime_checkable
class TimedRelay(Relay, Protocol):
    """A relay that locks by itself, even if this program is killed or hangs while the relay is open."""

    def unlock_for(self, seconds: float) -> None:
        """Open for this long, or until `lock`; called again, it stays open this long from then on."""


@runtime_checkable
class SensingRelay(Relay, Protocol):
    """A relay with inputs for the contacts at its door, and an output for an alarm, as far as they are wired."""

    def sense(self) -> Sensors:
        """The state of the contacts."""

    def alarm(self, on: bool) -> None:
        """Switch the alarm output; called repeatedly."""


class KeptRelay:
    """A relay that may be disconnected: `check` opens it, and reopens it once it has failed; until then every other method
    raises its fault. Opening locks it.

    open_relay: raises DoorError if it cannot be opened.
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
        """See `TimedRelay`; a relay that cannot do that is opened until `lock`."""
        relay = self._there()
        self._ask(partial(relay.unlock_for, seconds) if isinstance(relay, TimedRelay) else relay.unlock)

    def sense(self) -> Sensors:
        """See `SensingRelay`; a relay that cannot do that senses nothing."""
        relay = self._there()
        return self._ask(relay.sense) if isinstance(relay, SensingRelay) else Sensors()

    def alarm(self, on: bool) -> None:
        """See `SensingRelay`; a relay that cannot do that ignores it."""
        relay = self._there()
        if isinstance(relay, SensingRelay):
            self._ask(partial(relay.alarm, on))

    def lock(self) -> None:
        """See `Relay`. A relay that was never opened is not open."""
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
                self.close()  # the relay may have opened before it failed
            except Exception:  # a relay that has failed may fail to close as well
                log.debug("A relay that failed could not be closed", exc_info=True)
            raise
