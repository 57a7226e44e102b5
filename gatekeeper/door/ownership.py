"""Which program has a door, a serial port or a camera: only one program of a machine at a time.

The lock is the system's own (flock, LockFileEx), so it ends with its process, however that ends. A small file beside it says
which program has it: for systems on which a locked file cannot be read (Windows), and for the message.
"""

import errno
import hashlib
import json
import logging
import os
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout
from platformdirs import user_runtime_path, user_state_path

from gatekeeper.capture.sources import Source, SourceKind, find_device
from gatekeeper.errors import CameraError
from gatekeeper.files import folder_in_home
from gatekeeper.messages import Message
from gatekeeper.timezones import on_the_clock, today, utc_now

log = logging.getLogger(__name__)
_MOST_BYTES = 255  # of a file's name
_LOOK_SECONDS = 1.0  # far longer than a look takes, even on a busy machine


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that has something. pid: 0 if it did not say; since: UTC."""

    pid: int = 0
    program: str = ""
    since: datetime | None = None

    def __str__(self) -> str:
        return self.told

    @property
    def told(self) -> Message:
        """Which program it is, and since when, in the site's time."""
        if not self.pid or self.since is None:
            return Message("another program")
        since = on_the_clock(self.since)
        return (
            Message(
                "process {pid} (`{program}`, since {time})", pid=self.pid, program=self.program, time=f"{since:%H:%M}"
            )
            if since.date() == today()
            else Message(
                "process {pid} (`{program}`, since {time})",
                pid=self.pid,
                program=self.program,
                time=since.replace(tzinfo=None),
            )
        )


def door_file(home: Path, door: str) -> Path:
    """The file that represents a door of a home."""
    return home / "locks" / _file_name("door", door)


def machine_file(kind: str, place: str) -> Path:
    """The file that represents a resource of this machine, whichever home names it: a serial port, a camera.

    place: its path, or a name that does not change; two paths to one device are the same resource.
    """
    real = os.path.realpath(place) if place.startswith("/") else place
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a service has no such folder of its own, and gets one among the temporary folders
        try:
            folder = user_runtime_path("gatekeeper")
        except OSError:  # anybody may put something else there in the way, which must not keep a door shut
            folder = user_state_path("gatekeeper")
    return folder / "locks" / _file_name(kind, real)


def _file_name(kind: str, name: str) -> str:
    """A file's name for any name: a file system takes 255 bytes, and a Chinese character alone is nine here."""
    plain = f"{kind}-{quote(name, safe='')}.lock"
    if len(plain) <= _MOST_BYTES:
        return plain
    return f"{kind}-+{hashlib.sha256(name.encode()).hexdigest()}.lock"  # + stands in no quoted name


def camera_file(source: Source) -> Path | None:
    """The file that represents a camera which only one program can read; None for a camera that several can read, and for one
    that does not exist."""
    if source.kind is SourceKind.DEPTH:
        return machine_file("camera", str(source))
    if source.kind is not SourceKind.DEVICE:
        return None
    try:
        return machine_file("camera", f"/dev/video{find_device(source.place).number}")
    except CameraError:
        return None


class Claims:
    """What one program has taken; its methods may be called from any thread.

    program: its name in the message shown by other programs, such as `gatekeeper run`. It must contain nothing secret.
    """

    def __init__(self, program: str = "gatekeeper") -> None:
        self.program = program
        self._since = utc_now()
        self._taken: dict[Path, FileLock] = {}
        self._guard = threading.Lock()

    def take(self, file: Path) -> Holder | None:
        """Take the resource that this file represents, until `release` or the end of the process; returns None on success.

        Otherwise returns its holder. Raises OSError if this program cannot take it, though nobody seems to have it.
        """
        with self._guard:
            if file in self._taken:
                return None
            folder_in_home(file.parent)
            lock = FileLock(file, thread_local=False)
            if (holder := _acquire(lock, file)) is not None:
                return holder
            self._taken[file] = lock
            note = {"pid": os.getpid(), "program": self.program, "since": self._since.isoformat()}
            with suppress(OSError):  # then other programs say "another program"
                _note(file).write_text(json.dumps(note))
            return None

    def release(self, file: Path) -> None:
        """Release it to other programs."""
        with self._guard:
            lock = self._taken.pop(file, None)
            if lock is not None:
                with suppress(OSError):
                    _note(file).unlink(missing_ok=True)
                lock.release()

    def close(self) -> None:
        """Release everything to other programs."""
        for file in list(self._taken):
            self.release(file)


def holder_of(file: Path) -> Holder | None:
    """The current holder, without taking it or creating anything; None if nobody has it. Raises OSError where that cannot be
    told: nobody may look into its folder, say."""
    if not file.exists():
        return None
    lock = FileLock(file, thread_local=False)
    try:
        holder = _acquire(lock, file)
    except PermissionError:
        return None
    if holder is not None:
        return holder
    with suppress(OSError):
        _note(file).unlink(missing_ok=True)  # of a program that was killed
    lock.release()
    return None


def check_takable(file: Path) -> None:
    """Raise OSError if this program could not take what this file represents, though nobody has it. Nothing is created."""
    if os.path.lexists(file):
        os.close(os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)))  # as the lock opens it
        return
    folder = next(folder for folder in file.absolute().parents if folder.exists())
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _acquire(lock: FileLock, file: Path) -> Holder | None:
    """Acquire it if nobody has it, and return who has. Whoever looks has it for a moment too, but says nothing of itself.

    Raises PermissionError if it is another user's, and nobody seems to have it."""
    end = time.monotonic() + _LOOK_SECONDS
    while True:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            pass
        except PermissionError:
            held = _is_held(file)
            if held is None and os.path.lexists(_note(file)):  # the note of a program that was killed stays, too
                return _told(file)
            if not held:
                raise
        else:
            return None
        holder = _told(file)
        if holder.pid or time.monotonic() > end:
            return holder
        time.sleep(0.01)


def _is_held(file: Path) -> bool | None:
    """Whether somebody has what another user's file represents, which can be looked at, but not locked, here; None if it cannot
    even be read."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    finally:
        os.close(handle)
    return False


def _note(file: Path) -> Path:
    return file.with_suffix(".json")


def _told(file: Path) -> Holder:
    try:
        note = json.loads(_note(file).read_text())
        return Holder(int(note["pid"]), str(note["program"]), datetime.fromisoformat(note["since"]))
    except (OSError, ValueError, KeyError, TypeError):  # the holder has only just begun, or is another version
        return Holder()
