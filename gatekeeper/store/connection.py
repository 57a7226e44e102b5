"""Connections of the driver to the encrypted file: how each one is set up, and what is verified through it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from gatekeeper.errors import StoreError, VaultError
from gatekeeper.store import failures
from gatekeeper.store.failures import file_errors, translated

_NO_ROOM = ("disk I/O error", "disk is full", "unable to open", "readonly")


def refuse_unsafe_sqlite(version: tuple[int, int, int]) -> None:
    """Raise StoreError for an SQLite that can corrupt a WAL database (fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    if version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45):
        return
    raise StoreError(
        "SQLite {version} can damage the database (its WAL bug).",
        "Install a newer sqlcipher3: one with SQLite 3.51.3 or later.",
        version=".".join(map(str, version)),
    )


def connect(path: Path, key: bytes, mode: str) -> Any:
    """A keyed connection of the driver in autocommit. mode: ro or rw, as in SQLite's file names.

    Raises the driver's error "file is not a database" if the key does not fit.
    """
    try:
        return _connect_by(path, key, mode)
    except sqlite.OperationalError as error:
        if mode != "ro" or not any(fragment in str(error) for fragment in _NO_ROOM):
            raise
        # Reading creates small files beside the database, with which programs coordinate. If there is no room for them, or the
        # folder cannot be written to, nobody else has it open, since they would exist otherwise: so it is read without them.
        return _connect_by(path, key, mode, alone=True)


def _connect_by(path: Path, key: bytes, mode: str, *, alone: bool = False) -> Any:
    how = ""
    if alone and any(os.path.exists(f"{path}{end}") for end in ("-wal", "-journal")):
        how = f"&vfs={'win32-none' if os.name == 'nt' else 'unix-none'}"
    elif alone:
        how = "&immutable=1"  # everything is in the one file
    connection = sqlite.connect(
        f"{path.absolute().as_uri()}?mode={mode}{how}",
        uri=True,
        timeout=failures.BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # the pool lends a connection to one thread at a time
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")  # must come first; raw, so no derivation is done
        connection.execute("PRAGMA cipher_compatibility = 4")
        connection.execute("PRAGMA cipher_log_level = NONE")  # SQLCipher would print to stderr what we raise
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # keeps the index of the WAL in memory
        connection.execute(f"PRAGMA busy_timeout = {int(failures.BUSY_SECONDS * 1000)}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first read that needs the right key
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # on macOS a plain fsync does not reach the disk
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")  # temporary files would not be encrypted
        if mode == "ro":
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def opened_by(path: Path, key: bytes) -> bool:
    """Whether a key opens this database, which is left as it is; any key opens a database that does not exist."""
    if not path.is_file() or not path.stat().st_size:
        return True
    try:
        with file_errors(path):
            connect(path, key, "ro").close()
    except VaultError:
        return False
    return True


@contextmanager
def alone_at(path: Path, key: bytes) -> Iterator[Any]:
    """A connection of the driver that has the database to itself. Raises StoreError if somebody else has it open."""
    with translated(path):
        connection = connect(path, key, "rw")
        try:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            try:
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = DELETE")  # all of it is now in the one file
            except sqlite.OperationalError as error:
                if "locked" not in str(error):
                    raise
                raise StoreError(
                    "Another program has {path} open.",
                    "End it first: the window, `gatekeeper run`, a service.",
                    path=path,
                ) from error
            yield connection
        finally:
            connection.close()


def check(driver: Any, path: Path) -> None:
    """Verify every page and every reference of the file; StoreError names what is damaged."""
    damage = [str(row[0]) for row in driver.execute("PRAGMA cipher_integrity_check").fetchall()]
    damage += [row[0] for row in driver.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    if damage:
        raise StoreError(
            "The database {path} is damaged: {first} ({n} fault(s)).",
            "Restore a backup.",
            path=path,
            first=damage[0],
            n=len(damage),
        )
    check_references(driver, path)


def check_references(driver: Any, path: Path) -> None:
    """Verify that every referenced row exists."""
    broken = driver.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise StoreError(
            "In the database {path}, row {row} of table {table} refers to a {other} row that is gone.",
            "Restore a backup.",
            path=path,
            row=broken[1],
            table=broken[0],
            other=broken[2],
        )
