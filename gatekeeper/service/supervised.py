"""What systemd is told (sd_notify): that the service is ready, and again and again that it lives. Elsewhere nothing is told."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

log = logging.getLogger(__name__)
_USUAL_SECONDS = 30.0  # between two looks where no supervisor wants any


def notify(state: str) -> bool:
    """Tell systemd a line, as "READY=1"; whether there is one who hears it."""
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
    """Tells the supervisor that the program lives, for as long as it does.

    alive: whether it does, asked for in good time; it may take as long as it is given, in seconds.
    """

    def __init__(self, alive: Callable[[float], bool]) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._alive, self._ending = alive, threading.Event()
        self._every = _USUAL_SECONDS
        with suppress(ValueError):
            self._every = max(0.05, int(os.environ.get("WATCHDOG_USEC", "")) / 1e6 / 3)

    def run(self) -> None:
        """Ask, tell, wait."""
        while not self._ending.is_set():
            if self._alive(self._every):
                notify("WATCHDOG=1")
            else:
                log.error(
                    "Recognition does not go on: the supervisor is told nothing, and will start the service again."
                )
            self._ending.wait(self._every)

    def close(self) -> None:
        """Tell nothing more."""
        self._ending.set()
