"""The service process: the guard of a home and its API, from start to end."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as NotInTimeError
from pathlib import Path

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Role
from gatekeeper.door.hardware import unclaimable
from gatekeeper.door.runner import DoorRunner
from gatekeeper.errors import ConfigError, DoorError, OutlivedError
from gatekeeper.messages import Message
from gatekeeper.progress import Progress, silent
from gatekeeper.service.api import Server
from gatekeeper.service.found import is_running, service_lock
from gatekeeper.service.guard import Guard
from gatekeeper.service.supervised import Watchdog, notify
from gatekeeper.store.accounts import NOBODY, PROGRAM, Actor
from gatekeeper.store.copies import restore_laid_ready
from gatekeeper.store.vault import database_key, is_used
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
NAME = "gatekeeper serve"


def serve(app: App, asked: threading.Event, say: Callable[[Message], None], progress: Progress = silent) -> bool:
    """Guard the doors and answer requests until asked to end.

    Raises what ends recognition, so that a supervisor restarts the process, ConfigError where a service runs on this home
    already, and DoorError where this user can run none. Returns whether to restart with the settings at that time. asked: set
    when it is to end; say: receives its messages."""
    app.doors.claims.program = NAME
    try:
        holder = app.doors.claims.take(service_lock(app.home))
    except OSError as error:
        raise unclaimable(service_lock(app.home), error) from error
    if holder is not None:
        raise ConfigError(
            "A service runs on {home} already: {holder}.", "End it first.", home=app.home, holder=holder.told
        )
    app.actor = NOBODY  # users sign in at the API
    guard = Guard(app, NAME, follow=True)
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
        if not app.doors.knows_anybody:
            say(Message("Nobody is registered yet, so everybody is unknown. See `gatekeeper enrol --help`."))
        notify("STATUS=The doors are watched.")
        over: set[str] = set()
        while not asked.wait(0.5):
            _tell_of_ends(app, over, say)
            if server.api.state.restart.is_set():
                return True
            if loop.failure is not None:
                raise loop.failure
            if not server.alive:
                raise DoorError("The service has stopped answering.", "See its log.")
        return False
    finally:
        if server.api.state.restart.is_set():
            # After STOPPING=1 systemd would wait for the end of this process, and kill it.
            notify("STATUS=The service restarts.")
            watchdog.allow_a_start()
        else:
            notify("STOPPING=1")
        watchdog.close()
        guard.close()
        server.close()


def _tell_of_ends(app: App, over: set[str], say: Callable[[Message], None]) -> None:
    """Report once for each camera when its file or folder has come to its end. over: the cameras already reported."""
    cameras = [watch.camera for watch in app.live.watches]
    for camera in cameras:
        if camera.frames.closed and camera.failure is None and camera.name not in over:
            over.add(camera.name)
            say(Message("Camera {camera}: there are no more pictures.", camera=camera.name))
            if len(over) == len(cameras):
                say(Message("Nobody is recognised any more until the service starts again."))
                notify("STATUS=No camera has any more pictures: nobody is recognised.")


def put_back(home: Path, say: Callable[[Message], None], *, prefer_keyring: bool = True) -> tuple[str, str] | None:
    """Restore the backup that was prepared in a window, before the database is opened; returns by whom, and which; see
    `note_put_back`."""
    if not is_used(home) or is_running(home):
        return None
    try:
        return restore_laid_ready(home, database_key(home, prefer_keyring=prefer_keyring))
    except OutlivedError as error:  # the home stays as it is
        say(error.message)
        return None


def note_put_back(app: App, restored: tuple[str, str] | None) -> None:
    """Record the restoration in the restored database."""
    if restored is not None:
        by = Actor(restored[0] or PROGRAM.name, Role.ADMINISTRATOR)
        Desk(app, by).note_restored(Path(restored[1]), now=utc_now())


def _goes_on(doors: DoorRunner, seconds: float) -> bool:
    """Whether recognition handles work within this many seconds. While the networks are being loaded there is none yet, and
    after every clip has ended none any more."""
    loop = doors.loop
    if loop is None:
        return True
    try:
        loop.submit(lambda station: None).result(seconds)
    except (NotInTimeError, DoorError):
        return not loop.is_alive() and loop.failure is None
    return True
