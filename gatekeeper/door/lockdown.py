"""A lock-down that no database holds: an empty file beside it, which locks the doors of every program of this home.

It is written before a lock-down is put on record, and taken away once an order is. An empty file takes no room, so that it is
there also where the disk is full or the database is another program's. It says nothing but when: who and why are for the
database alone, which is encrypted.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Mark = tuple[int, int]
"""What tells one lock-down from another: the file's number, and when it was written."""


@dataclass(frozen=True, slots=True)
class LockDown:
    """The file of a home. Its methods may be called from any thread and raise OSError."""

    file: Path

    @staticmethod
    def of(home: Path) -> "LockDown":
        """That of this home."""
        return LockDown(home / "locks" / "locked-down")

    def begin(self) -> Mark:
        """Lock all doors; where they are already, this counts as another one."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.file, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.utime(self.file)
            with suppress(OSError):  # it holds all the same, unless the power goes as well
                os.fsync(handle)
        finally:
            os.close(handle)
        return self.mark() or (0, 0)

    def mark(self) -> Mark | None:
        """The lock-down there is; None for none."""
        try:
            found = self.file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_ino, found.st_mtime_ns

    def end(self, mark: Mark | None) -> None:
        """Take away this one; not one that was begun since."""
        if mark is not None and self.mark() == mark:
            self.file.unlink(missing_ok=True)


def since(mark: Mark) -> datetime:
    """When a lock-down was begun, UTC."""
    return datetime.fromtimestamp(mark[1] / 1e9, UTC)
