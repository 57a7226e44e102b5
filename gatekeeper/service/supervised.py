"""Notifies systemd (sd_notify) that the service is ready, and regularly that it is alive. Does nothing elsewhere."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

log = logging.getLogger(__name__)
_USUAL_SECONDS = 30.0  # seconds between two checks without a watchdog
_START_SECONDS = 300.0  # that a start may take, as by the unit's TimeoutStartSec


def notify(state: str) -> bool:
    """Send systemd a line, such as "READY=1"; returns whether it is listening."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.sendto(state.encode(), "\0" + place[1:] if place.startswith("@") else place)
    except (OSError, AttributeError):
        log.exception("The supervisor cannot be told %s", state)
        return False
    return True


class Watchdog(threading.Thread):
    """Notifies the watchdog for as long as the program is alive. alive: whether it is, called in good time; it may take as many
    seconds as it is given."""

    def __init__(self, alive: Callable[[float], bool]) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._alive, self._ending = alive, threading.Event()
        self._every, self._patience = (
            _USUAL_SECONDS,
            0,
        )  # the latter is systemd's, in microseconds; 0 without a watchdog
        with suppress(ValueError):
            self._patience = int(os.environ.get("WATCHDOG_USEC", ""))
            self._every = max(0.05, self._patience / 1e6 / 3)

    def allow_a_start(self) -> None:
        """Have systemd wait as long as a start may take: the process restarts within itself. The next `run` ends that."""
        if self._patience:
            notify(f"WATCHDOG_USEC={int(_START_SECONDS * 1e6)}")

    def run(self) -> None:
        """Ask, tell, wait."""
        if self._patience:
            notify(f"WATCHDOG_USEC={self._patience}")
        while not self._ending.is_set():
            if self._alive(self._every):
                notify("WATCHDOG=1")
            else:
                log.error(
                    "Recognition does not go on: the supervisor is told nothing, and will start the service again."
                )
            self._ending.wait(self._every)

    def close(self) -> None:
        """Stop notifying."""
        self._ending.set()
