"""The process without a window: the guard of a home and the API before it, from start to end."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as NotInTimeError

from gatekeeper.app import App
from gatekeeper.door.runner import DoorRunner
from gatekeeper.errors import ConfigError, DoorError
from gatekeeper.messages import Message
from gatekeeper.progress import Progress, silent
from gatekeeper.service.api import Server
from gatekeeper.service.found import service_lock
from gatekeeper.service.guard import Guard
from gatekeeper.service.supervised import Watchdog, notify
from gatekeeper.store.accounts import NOBODY

log = logging.getLogger(__name__)
PROGRAM = "gatekeeper serve"


def serve(app: App, asked: threading.Event, say: Callable[[Message], None], progress: Progress = silent) -> bool:
    """Guard the doors and answer until an end is asked for. Raises what ends recognition, for whoever supervises the process to
    start it again, and ConfigError where a service runs on this home already.

    Returns whether it is to begin again, with the settings as they are then.

    asked: set when it is to end; say: what is told of it meanwhile.
    """
    app.doors.claims.program = PROGRAM
    holder = app.doors.claims.take(service_lock(app.home))
    if holder is not None:
        raise ConfigError(
            "A service runs on {home} already: {holder}.", "End it first.", home=app.home, holder=holder.told
        )
    app.actor = NOBODY  # whoever acts signs in at the API
    guard = Guard(app, PROGRAM, follow=True)
    server = Server(app, app.settings.service)
    watchdog = Watchdog(lambda seconds: _goes_on(app.doors, seconds))
    try:
        guard.open_cameras()
        server.start()
        guard.keep()
        say(Message("The service answers at {place}.", place=server.address.socket or server.address.url))
        notify("READY=1\nSTATUS=The networks are being loaded.")
        watchdog.start()
        loop = guard.recognise(progress=progress)
        say(Message("Recognition runs on {where}.", where=app.models.computes_on))
        notify("STATUS=The doors are watched.")
        while not asked.wait(0.5):
            if server.api.state.restart.is_set():
                return True
            if loop.failure is not None:
                raise loop.failure
            if not server.alive:
                raise DoorError("The service answers no more.", "See its log.")
        return False
    finally:
        notify("STOPPING=1")
        watchdog.close()
        guard.close()
        server.close()


def _goes_on(doors: DoorRunner, seconds: float) -> bool:
    """Whether recognition takes up work within so many seconds. While the networks are loaded there is none yet, and where
    every clip has ended none any more."""
    loop = doors.loop
    if loop is None:
        return True
    try:
        loop.submit(lambda station: None).result(seconds)
    except (NotInTimeError, DoorError):
        return not loop.is_alive() and loop.failure is None
    return True
