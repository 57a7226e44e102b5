"""The file beside the database that records the end of the log: the number and link of the last entry, and the next key.

It is written after every commit, never before: a database that has less than this file says has lost its end, because its WAL
was removed or an older copy was put in its place.
"""

import hmac
import os
import struct
import time
from pathlib import Path

from gatekeeper.errors import LogLostError, StoreError
from gatekeeper.store.entries import State

_RECORD = struct.Struct(">8sQ32s32s32s")
_MAGIC = b"gkseal1\n"


class SealFile:
    """The file beside the database. secret: authenticates it, so that only those who can read the database can write one."""

    def __init__(self, path: Path, secret: bytes) -> None:
        self.path, self._secret = path, secret

    def read(self) -> State:
        """Its contents. Raises LogLostError if it is missing or damaged, StoreError if it cannot be read."""
        for attempt in range(4):
            try:
                content = self.path.read_bytes()
            except FileNotFoundError as error:
                raise LogLostError("The file {file} is missing: {why}.", file=self.path, why=error) from error
            except OSError as error:
                raise StoreError(
                    "The file {file} cannot be read: {why}.",
                    "Check its permissions, and the disk.",
                    file=self.path,
                    why=error,
                ) from error
            if len(content) == _RECORD.size:
                magic, size, link, key, mac = _RECORD.unpack(content)
                if magic == _MAGIC and hmac.compare_digest(mac, hmac.digest(self._secret, content[:-32], "sha256")):
                    return State(size, link, key)
            time.sleep(0.001 * attempt)  # another process may just be writing it
        raise LogLostError("The file {file} is damaged, or was not written by this program.", file=self.path)

    def write(self, state: State) -> None:
        """Write a state into it, atomically and in place; it is created if it does not exist."""
        body = _RECORD.pack(_MAGIC, state.size, state.link, state.key, b"")[:-32]
        content = body + hmac.digest(self._secret, body, "sha256")
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            new = os.fstat(descriptor).st_size == 0
            os.write(descriptor, content)
            if new:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def file_of(database: Path) -> Path:
    """The path of a database's file."""
    return database.with_suffix(".seal")
