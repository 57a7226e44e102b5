"""A relay without hardware."""

from collections import deque
from collections.abc import Callable

from gatekeeper.clock import elapsed

_REMEMBERED = 1000  # words kept by a simulated relay: it may run for months


class SimulatedRelay:
    """No hardware: remembers the last requests, as (monotonic seconds, word)."""

    def __init__(self, clock: Callable[[], float] = elapsed) -> None:
        self._clock = clock
        self.asked: deque[tuple[float, str]] = deque(maxlen=_REMEMBERED)
        self.locked = True

    def unlock(self) -> None:
        """See `Relay`."""
        self.locked = False
        self.asked.append((self._clock(), "unlock"))

    def lock(self) -> None:
        """See `Relay`."""
        self.locked = True
        self.asked.append((self._clock(), "lock"))

    def refuse(self) -> None:
        """See `Relay`."""
        self.asked.append((self._clock(), "refuse"))

    def check(self) -> None:
        """See `Relay`."""

    def close(self) -> None:
        """See `Relay`."""
        if not self.locked:
            self.lock()
