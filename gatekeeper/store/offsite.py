"""Backups off this machine: in a folder of another machine, by SFTP. Its host key is pinned, and no password is used or
kept."""

import hashlib
import os
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

import paramiko

from gatekeeper.config import BackupSettings
from gatekeeper.config_check import sftp_address
from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.progress import Progress, silent
from gatekeeper.store.copies import (
    Contents,
    Keep,
    back_up,
    delete_all,
    is_marked,
    marked,
    pruning,
    verify,
    write_backup,
)
from gatekeeper.store.database import Database
from gatekeeper.store.failures import file_errors

_SECONDS = 30.0  # without an answer, after which the connection to a server is abandoned
_CLOSED = "Socket is closed"  # so paramiko calls a connection that ended while something was sent
_CHUNK = 1 << 18
_PART = ".part"
_MADE, _FETCHED = ".backing-up-", ".fetched-"  # temporary folders in the home
_STALE_SECONDS = 86_400.0


def back_up_to(
    database: Database,
    home: Path,
    to: BackupSettings,
    *,
    now: datetime,
    progress: Progress = silent,
    made: Callable[[Contents], object] = lambda contents: None,
) -> tuple[Contents, list[str]]:
    """Write a verified backup to the place in the settings, and delete what is too old there; returns its contents, and what
    was deleted.

    Nobody else may do this at the same time: unfinished files in the home are deleted. For SFTP the backup is first restored
    and checked here, then sent, read back and compared. progress: the bytes sent and read back so far, and their total. made:
    records the new backup, before any is deleted. Raises StoreError: before `made`, no older backup was deleted; after it, not
    all of them."""
    keep = kept(to)
    if not to.to.startswith("sftp:"):
        contents, deleted = back_up(database, home, Path(to.to), keep=keep, now=now, made=made)
        return contents, [path.name for path in deleted]
    with file_errors(home):
        _clear_up(home)
    with (
        file_errors(home),
        tempfile.TemporaryDirectory(prefix=_MADE, dir=home) as folder,
        connected(to) as server,
    ):
        place = Path(folder)
        contents = write_backup(database, home, place, now=now)
        name = marked(contents.path.name, database.key)
        server.put(contents.path, name, progress)
        contents = replace(contents, path=Path(name))
        made(contents)
        with pruning():
            names = server.names()
            old = keep.too_old([name for name in names if is_marked(name, database.key)], name)
            marks = (name for name in names if name.endswith(_PART))
            cut_off = [name for name in marks if is_marked(name.removesuffix(_PART), database.key)]
            delete_all([*old, *cut_off], server.delete)
    return contents, old


def kept(to: BackupSettings) -> Keep:
    """Which backups are kept according to the settings."""
    return Keep(0, to.days, to.weeks, to.months)


def backups_at(to: BackupSettings, key: bytes) -> list[str]:
    """The names of this home's backups in the place that the settings name, newest first. Raises StoreError."""
    if to.to.startswith("sftp:"):
        with connected(to) as server:
            return sorted((name for name in server.names() if is_marked(name, key)), reverse=True)
    folder = Path(to.to)
    try:
        return sorted((name for name in os.listdir(folder) if fnmatch(name, "gatekeeper-*.backup")), reverse=True)
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError("There is no folder {folder}.", "Create it, or connect its disk.", folder=folder) from None
    except OSError as error:
        raise StoreError(
            "The folder {folder} cannot be read: {error}", "Check its disk and permissions.", folder=folder, error=error
        ) from error


@contextmanager
def fetched(to: BackupSettings, name: str, home: Path, progress: Progress = silent) -> Iterator[Path]:
    """A backup as a file of this machine for as long as the block lasts. name: one of `backups_at`."""
    if not to.to.startswith("sftp:"):
        yield Path(to.to) / name
        return
    with file_errors(home), tempfile.TemporaryDirectory(prefix=_FETCHED, dir=home) as folder:
        place = Path(folder)
        with connected(to) as server:
            server.get(name, place / name, progress)
        yield place / name


def verify_at(to: BackupSettings, name: str, home: Path, key: bytes, progress: Progress) -> Contents:
    """Restore a backup from the place in the settings into a temporary folder, and check all of it."""
    with fetched(to, name, home, progress) as file:
        return verify(file, key)


class Server:
    """A folder of another machine."""

    def __init__(self, sftp: paramiko.SFTPClient, folder: str) -> None:
        self._sftp, self._folder = sftp, folder.rstrip("/")

    def names(self) -> list[str]:
        """The names of the files in the folder."""
        return self._sftp.listdir(self._folder)

    def delete(self, name: str) -> None:
        """Delete a file."""
        self._sftp.remove(self._path(name))

    def put(self, file: Path, name: str, progress: Progress) -> None:
        """Send a file and read it back; it gets its final name only if both are the same. StoreError if they are not."""
        size, part = file.stat().st_size, self._path(name + _PART)
        sent = hashlib.sha256()
        try:
            with file.open("rb") as source, self._sftp.open(part, "wb") as out:
                out.set_pipelined(True)
                while chunk := source.read(_CHUNK):
                    out.write(chunk)
                    sent.update(chunk)
                    progress(source.tell(), 2 * size)
            with suppress(OSError):  # not every server supports it; the file is encrypted
                self._sftp.chmod(part, 0o600)
            if self._digest(part, size, lambda done, total: progress(size + done, 2 * size)) != sent.digest():
                raise StoreError(
                    "The server's copy of the backup differs from what was sent.", "Check its disk: is it full?"
                )
            self._sftp.posix_rename(part, self._path(name))
        except BaseException:
            with suppress(OSError, EOFError, paramiko.SSHException):
                self._sftp.remove(part)
            raise

    def get(self, name: str, to: Path, progress: Progress) -> None:
        """Download into a new file, which is private."""
        with self._sftp.open(self._path(name), "rb") as source:
            size = source.stat().st_size or 0
            source.prefetch(size)
            with open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                while chunk := source.read(_CHUNK):
                    out.write(chunk)
                    progress(out.tell(), size)

    def _digest(self, path: str, size: int, progress: Progress) -> bytes:
        digest, done = hashlib.sha256(), 0
        with self._sftp.open(path, "rb") as file:
            file.prefetch(size)
            while done <= size and (chunk := file.read(_CHUNK)):  # more is another file, perhaps without an end
                digest.update(chunk)
                done += len(chunk)
                progress(done, size)
        return digest.digest()

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"


@contextmanager
def connected(to: BackupSettings) -> Iterator[Server]:
    """The server's folder, signed in with a key, after the server's own key has been checked against the pinned one. Raises
    StoreError."""
    user, host, port, folder = sftp_address(to.to)
    answers = False
    try:
        connection = socket.create_connection((host, port), _SECONDS)
        with paramiko.Transport(connection) as transport:
            transport.start_client(timeout=_SECONDS)
            answers = True
            _check_host(transport, host, to.host_key)
            _sign_in(transport, user, host, to.key_file)
            transport.set_keepalive(10)
            sftp = paramiko.SFTPClient.from_transport(transport)
            if sftp is None:
                raise StoreError("{host} offers no SFTP.", "Turn it on there: Subsystem sftp internal-sftp", host=host)
            sftp.get_channel().settimeout(_SECONDS)  # type: ignore[union-attr]
            try:
                sftp.listdir(folder)
            except FileNotFoundError:
                raise StoreError(
                    "There is no folder {folder} on {host}.", "Create it there.", folder=folder, host=host
                ) from None
            yield Server(sftp, folder)
    except (OSError, EOFError, UnicodeError, paramiko.SSHException) as error:  # UnicodeError: no possible host
        why, remedy = _what_failed(error, answers)
        raise StoreError(
            "Backups cannot be kept on {host}, port {port}: {error}.", remedy, host=host, port=port, error=why
        ) from error


def _what_failed(error: Exception, answers: bool) -> tuple[Exception | Message, Message]:
    """What kept a server from taking backups, and the remedy. answers: whether it has answered as an SSH server."""
    match error:
        case UnicodeError():
            return Message("there is no such host"), Message("Correct the host's name.")
        case socket.gaierror():
            return error, Message("Check the host's name and this machine's network.")
        case ConnectionRefusedError():
            return error, Message("Is its SSH server running, and the port right?")
        case TimeoutError() | ConnectionError():
            return error, Message("Is it switched on, and reachable from here? Check address and network.")
        case paramiko.SSHException() if not answers:
            said = re.sub(r"\[Errno -?\d+\]", ":", str(error))
            why = Message("it does not answer as an SSH server ({said})", said=said)
            return why, Message("Is the port right? See the log of its SSH server.")
        case _ if isinstance(error, EOFError | paramiko.SSHException) or str(error) == _CLOSED:
            return Message("it closed the connection"), Message("See the log of its SSH server.")
        # SFTP has one word for a full disk, a quota and whatever else fails there.
        case OSError() if error.errno is None:
            why = Message("its SFTP server says no more than {said!r}", said=str(error))
            return why, Message("Check the free space of its disk, and the user's rights there.")
    return error, Message("Check the address, the network and the user's rights there.")


def _check_host(transport: paramiko.Transport, host: str, pinned: str) -> None:
    found = transport.get_remote_server_key()
    if found.fingerprint == pinned:
        return
    about = {"host": host, "shown": found.fingerprint, "kind": found.get_name(), "pinned": pinned}
    if not pinned:
        raise StoreError(
            "The key of {host} is not known yet. It shows {shown} ({kind}).",
            "If its administrator confirms it (ssh-keygen -lf), set backup.host_key to it.",
            **about,
        )
    raise StoreError(
        "{host} shows the key {shown} ({kind}) instead of {pinned}: it may be another machine.",
        "Nothing was sent. Ask its administrator before you change backup.host_key.",
        **about,
    )


def _sign_in(transport: paramiko.Transport, user: str, host: str, key_file: str) -> None:
    for key in [_read_key(Path(key_file).expanduser())] if key_file else paramiko.Agent().get_keys():
        with suppress(paramiko.AuthenticationException):
            transport.auth_publickey(user, key)
            return
    says = "{host} does not let {user} in with the key {key}."
    if not key_file:
        says = "{host} does not let {user} in with any key of the SSH agent."
    remedy = "Add its public half to authorized_keys there."
    raise StoreError(says, remedy, host=host, user=user, key=key_file)


def _read_key(path: Path) -> paramiko.PKey:
    if os.name == "posix" and path.is_file() and path.stat().st_mode & 0o077:
        raise StoreError("Others can read the SSH key {path}.", "chmod 600 {path}", path=path)
    try:
        return paramiko.PKey.from_path(path)
    except (paramiko.PasswordRequiredException, TypeError):
        raise StoreError(
            "The SSH key {path} has a passphrase, which cannot be entered here.",
            "Load it into the SSH agent and leave backup.key_file empty, or create a key only for backups.",
            path=path,
        ) from None
    except (OSError, ValueError, paramiko.SSHException) as error:
        says = "The SSH key {path} cannot be read: {error}."
        raise StoreError(says, "Make one: ssh-keygen -t ed25519", path=path, error=error) from error


def _clear_up(home: Path) -> None:
    """Delete the leftovers of interruptions: unfinished backups, and fetched ones that are too old to be in use."""
    stale = time.time() - _STALE_SECONDS
    for left in [*home.glob(f"{_MADE}*"), *home.glob(f"{_FETCHED}*")]:
        with suppress(FileNotFoundError):  # its reader has finished
            newest = max(path.stat().st_mtime for path in [left, *left.rglob("*")])
            if left.name.startswith(_MADE) or newest < stale:
                shutil.rmtree(left)
