"""Copies of the encrypted file: checked before they appear under their name, under another key, or taken out for work."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from gatekeeper.errors import StoreError
from gatekeeper.store.connection import alone_at, check, connect
from gatekeeper.store.failures import file_errors

_PAGES_AT_ONCE = 2048  # of a copy, 8 MB


def copy_file(
    source: Any,
    to: Path,
    key: bytes,
    add: Callable[[Any], object],
    *,
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Copy through a connection of the driver, and check what was written, before it appears under its name.

    replace: whether it may replace another file. progress: called if the copy takes more than a moment; with it the copy is
    made in steps, which start over whenever somebody else writes.
    """
    if to.exists() and not replace:
        raise StoreError("The backup {to} already exists.", "Choose another name, or move the old one away.", to=to)
    unfinished = to.with_name(to.name + ".partial")
    with file_errors(to):
        try:
            os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
            copy = connect(unfinished, key, "rw")
            try:
                if progress is None:
                    source.backup(copy)
                else:
                    source.backup(copy, pages=_PAGES_AT_ONCE, progress=partial(_copied, progress))
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no WAL beside it
                add(copy)
                check(copy, unfinished)
            finally:
                copy.close()
            with unfinished.open("rb+") as written:
                os.fsync(written.fileno())
            unfinished.replace(to)
            sync_folder(to.parent)
        finally:
            unfinished.unlink(missing_ok=True)


def _copied(progress: Callable[[int, int], None], status: int, left: int, total: int) -> None:
    if total > _PAGES_AT_ONCE:
        progress(total - left, total)


def give_key(path: Path, key: bytes, new_key: bytes) -> None:
    """Encrypt a database that nobody has open with another key: a checked copy takes its place at once, or nothing changes.

    Raises StoreError if another program has it open.
    """
    copy = path.with_name(path.name + ".next")
    copy.unlink(missing_ok=True)  # left by an interrupted rotation
    with file_errors(path):
        with alone_at(path, key) as source:
            copy_file(
                source, copy, key, lambda connection: connection.execute(f"PRAGMA rekey = \"x'{new_key.hex()}'\"")
            )
            if os.name != "nt":  # Windows cannot replace an open file
                copy.replace(path)
        if os.name == "nt":
            copy.replace(path)
        sync_folder(path.parent)


def take_out(path: Path, key: bytes, work: Callable[[Any], None]) -> None:
    """Let a connection of the driver work on a copy that nobody else has open, and leave it as a single file."""
    with file_errors(path):
        connection = connect(path, key, "rw")
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN IMMEDIATE")
            work(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, if the system supports that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
