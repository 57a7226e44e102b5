"""A lock-down outside the database: an empty file beside it, which locks the doors of every program of this home.

It is written before a lock-down is recorded, and removed once an order is recorded. An empty file takes no space, so it can be
written when the disk is full or another program blocks the database. It says only when: by whom and why is only in the
database, which is encrypted.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gatekeeper.files import folder_in_home

Mark = tuple[int, int]
"""Identifies a lock-down: the file's inode number, and when it was written."""


@dataclass(frozen=True, slots=True)
class LockDown:
    """The file of a home. Its methods may be called from any thread and raise OSError."""

    file: Path

    @staticmethod
    def of(home: Path) -> "LockDown":
        """The file of this home."""
        return LockDown(home / "locks" / "locked-down")

    def begin(self) -> Mark:
        """Lock all doors; if they already are, this counts as another lock-down."""
        folder_in_home(self.file.parent)
        handle = os.open(self.file, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.utime(self.file)
            with suppress(OSError):  # it still holds, unless the power fails as well
                os.fsync(handle)
        finally:
            os.close(handle)
        return self.mark() or (0, 0)

    def mark(self) -> Mark | None:
        """The current lock-down; None if there is none."""
        try:
            found = self.file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_ino, found.st_mtime_ns

    def end(self, mark: Mark | None) -> None:
        """Remove this lock-down, but not one that began later."""
        if mark is not None and self.mark() == mark:
            self.file.unlink(missing_ok=True)


def since(mark: Mark) -> datetime:
    """When a lock-down was begun, UTC."""
    return datetime.fromtimestamp(mark[1] / 1e9, UTC)
