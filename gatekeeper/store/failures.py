"""Failures of SQLite, SQLAlchemy and the disk as errors that name the file and the remedy."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlcipher3 import dbapi2 as sqlite

from gatekeeper.errors import DamagedError, GatekeeperError, StoreError, VaultError
from gatekeeper.messages import Message

BUSY_SECONDS = 5.0
"""How long a write waits for another writer, in this process or another, before it fails."""

_LEAST_FREE = 1_000_000  # bytes


def locked(path: Path) -> StoreError:
    """Another writer took too long."""
    return StoreError(
        "The database {path} was busy for {seconds:g} seconds.",
        "Close other programs that write to it.",
        path=path,
        seconds=BUSY_SECONDS,
    )


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """As `translated`, for work on files: errors of the operating system are translated too."""
    try:
        with translated(path):
            yield
    except OSError as error:
        raise StoreError(
            "{path} cannot be written: {error}", "Check the folder, its permissions and space.", path=path, error=error
        ) from error


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn every error of SQLite and SQLAlchemy into one of ours that names the file and the remedy."""
    try:
        yield
    except GatekeeperError:
        raise
    except (SQLAlchemyError, sqlite.Error, UnicodeEncodeError, OverflowError) as error:  # the last two: binding
        raise _translation(error, path) from error


def _io_error(path: Path, text: str) -> StoreError:
    """Reading, too, creates a small file beside a database; if there is no room for it, SQLite does not report a full disk. Nor
    does it report a file that can only be read where it needs that alone."""
    with suppress(OSError):
        if shutil.disk_usage(path.parent).free < _LEAST_FREE:
            return StoreError(
                "The disk of {path} is full; reading needs a little space as well.",
                "Free at least 1 MB on it.",
                path=path,
            )
    if path in unwritable(path):
        return _only_read(path)
    return StoreError("The disk of {path} failed: {why}.", "Check the disk and its free space.", path=path, why=text)


def _only_read(path: Path) -> StoreError:
    if fixed := unwritable(path):
        hint = Message("Check the permissions of {files:, }.", files=[str(file) for file in fixed])
    else:
        hint = Message("Check its permissions.")
    return StoreError("The database {path} can only be read.", hint, path=path)


def unwritable(path: Path) -> list[Path]:
    """What of a database nobody may write to here: itself, its folder, the files that SQLite keeps beside it."""
    own = [path, path.parent, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    mine = os.access in os.supports_effective_ids
    return [file for file in own if os.path.exists(file) and not os.access(file, os.W_OK, effective_ids=mine)]


def _translation(error: Exception, path: Path) -> GatekeeperError:
    cause: BaseException | None = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, GatekeeperError):  # raised by a column type
        return cause
    if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
        return StoreError("A value does not fit the database {path}: {cause}", path=path, cause=cause)
    text = str(cause)
    for fragment, translation in (
        ("file is not a database", VaultError(
            "The key does not open {path} (file is not a database).",
            "Put back the key this database was made with. Nothing was changed.", path=path,
        )),
        ("disk is full", StoreError("The disk of {path} is full: nothing was written.", "Free some space.", path=path)),
        ("locked", locked(path)),
        ("malformed", DamagedError("The database {path} is damaged.", "Restore a backup.", path=path)),
        ("readonly", _only_read(path)),
        ("unable to open", StoreError(
            "The database {path} cannot be opened.", "Check that the folder exists and may be written to.", path=path
        )),
        ("disk I/O error", _io_error(path, text)),
    ):  # fmt: skip
        if fragment in text:
            return translation
    return StoreError("The database {path} refuses: {why}.", path=path, why=text)
