"""The one encrypted SQLite file: opening, transactions, backup."""

import os
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlite

from gatekeeper.errors import StoreError, VaultError
from gatekeeper.progress import Progress, silent
from gatekeeper.store import chain, failures
from gatekeeper.store.connection import check, connect, refuse_unsafe_sqlite
from gatekeeper.store.failures import file_errors, locked, translated
from gatekeeper.store.file_copy import copy_file
from gatekeeper.store.migration import check_revision, delete_copies_before, migrate

T = TypeVar("T")
_MOST_REMEMBERED = 1000


class Database:
    """The open database. Any thread may use it; writes take turns, reads never wait for a write."""

    def __init__(self, path: Path, key: bytes, *, read_only: bool) -> None:
        """Use `Database.open`, which also checks the key and migrates."""
        self.path = path
        self.read_only = read_only
        self._key = key
        self._writing = threading.Lock()
        self._joined = threading.local()
        self._closed = False
        self._witness: Any = None  # a connection that never writes: it shows whether any other connection has
        self._watching = threading.Lock()  # held while that is queried, and while it is closed
        self._remembered: tuple[int, dict[Hashable, Any]] = 0, {}  # the commit, and the results as of it
        engine = create_engine(
            "sqlite://",
            module=sqlite,
            creator=lambda: connect(path, key, "ro" if read_only else "rw"),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=12,
        )
        # The driver runs in autocommit, so that this module decides how each transaction begins: a write takes its lock at the
        # start, instead of failing in the middle because another writer came in between.
        event.listen(engine, "begin", _begin)
        self._engine = engine
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._reader = engine.execution_options(begin="BEGIN DEFERRED")

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        *,
        read_only: bool = False,
        progress: Progress = silent,
    ) -> Self:
        """Open the file, which is created if it does not exist, and migrate its tables to the newest version. key: 32 bytes
        from `vault.database_key`. read_only: never creates, migrates or writes. progress: the progress of the migration, which
        takes minutes with a long log; called only if it is slow, and may raise to stop it: then the file is unchanged.

        Raises VaultError if the key does not fit (the file is left as it was) and StoreError if the file cannot be used.
        """
        refuse_unsafe_sqlite(sqlite.sqlite_version_info)
        if len(key) != 32:
            raise VaultError(
                "The key of the database has {length} bytes instead of 32.", "Restore it.", length=len(key)
            )
        with file_errors(path):
            if path.is_file() and path.stat().st_size:
                # Read-only first: closing a connection that may write would checkpoint the WAL into the file.
                connect(path, key, "ro").close()
            elif read_only:
                raise StoreError("There is no database at {path}.", "Check the home folder (--home).", path=path)
            else:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        database = cls(path, key, read_only=read_only)
        try:
            with translated(path):
                if not read_only:
                    migrate(database._engine, path, key, progress)
                with database._engine.connect() as connection:
                    driver = connection.connection.driver_connection
                    if read_only:
                        check_revision(driver, path)
                    chain.check(driver, path, read_only=read_only)
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def transaction(self, *, together: bool = False) -> Iterator[Session]:
        """A session that writes: everything in the block is committed at its end, or nothing is.

        When the block ends without an error, the data is on the disk. Raises StoreError when it cannot be written (disk full,
        locked, damaged); then nothing of the block was written. together: transactions that the same thread begins inside
        become part of this one, as an act and its audit do."""
        self._refuse_closed()
        outer: Session | None = getattr(self._joined, "session", None)
        if outer is not None:
            yield outer
            return
        if not self._writing.acquire(timeout=failures.BUSY_SECONDS):
            raise locked(self.path)
        try:
            with translated(self.path), Session(self._writer) as session:
                with session.begin():
                    session.connection()  # begins now, not at the first statement
                    self._joined.session = session if together else None
                    yield session
                chain.committed_state(session, self.path)
            waiting = self._joined.__dict__.pop("waiting", {})
        finally:
            self._joined.__dict__.clear()
            self._writing.release()
        for act in waiting.values():
            act()

    def when_committed(self, key: Hashable, act: Callable[[], None]) -> None:
        """Call `act` once the `together` transaction of the calling thread is committed: at once if it has none, never if its
        changes are undone. Of several acts with one key only the last is called."""
        if getattr(self._joined, "session", None) is None:
            act()
            return
        waiting = self._joined.__dict__.setdefault("waiting", {})
        waiting.pop(key, None)
        waiting[key] = act

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database, regardless of later writes, and changes nothing.

        Inside a `together` transaction of the same thread it sees what that transaction has written so far.
        """
        self._refuse_closed()
        outer: Session | None = getattr(self._joined, "session", None)
        if outer is not None:
            yield outer
            return
        with translated(self.path), Session(self._reader, autoflush=False) as session:
            yield session

    def remembered(self, key: Hashable, read: Callable[[], T]) -> T:
        """The cached result of `read`, which is called again only after somebody, in this program or another, has committed.

        For values that a door needs many times a second and that seldom change. key: what is read, and about whom; all callers
        share the result, so nobody may change it. Nothing is cached inside a `together` transaction, which sees uncommitted
        changes.
        """
        self._refuse_closed()
        if getattr(self._joined, "session", None) is not None:
            return read()
        # Queried before reading: a commit in between makes the result outdated, but never labels an old result as new.
        version = self._version()
        as_of, answers = self._remembered  # read once: another thread may replace it
        if as_of != version or len(answers) >= _MOST_REMEMBERED:
            self._remembered = version, (answers := {})
        if key not in answers:
            answers[key] = read()
        answer: T = answers[key]
        return answer

    def _version(self) -> int:
        """A number that differs after each commit of any connection; see PRAGMA data_version."""
        with translated(self.path), self._watching:
            self._refuse_closed()
            if self._witness is None:
                self._witness = connect(self.path, self._key, "ro")
            return int(self._witness.execute("PRAGMA data_version").fetchone()[0])

    def check(self) -> None:
        """Verify every page and every reference of the file; StoreError names what is damaged."""
        self._refuse_closed()
        with translated(self.path), self._reader.connect() as connection:
            check(connection.connection.driver_connection, self.path)

    def backup(self, to: Path, add: Callable[[Any], None] = lambda copy: None) -> None:
        """Write a checked copy, encrypted with the same key, while the program keeps running. `to` must not exist yet.

        add: adds more to it, through a connection of the driver. The copy appears under its name only after it passed the
        check; StoreError otherwise.
        """
        self._refuse_closed()
        with self._reader.connect() as source:
            copy_file(source.connection.driver_connection, to, self._key, add)

    def checkpoint(self) -> bool:
        """Checkpoint the WAL into the file and truncate it, so that erased data is in neither; returns whether that was
        possible.

        It waits, and fails, while another program is reading; and it is not possible inside a transaction: its owner calls this
        again at the end."""
        self._refuse_closed()
        if getattr(self._joined, "session", None) is not None:
            return False
        with translated(self.path), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            (busy, _, _) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def delete_earlier_copies(self, made_before: datetime | None = None) -> None:
        """Delete the copies that were made before migrations, and before this moment: they contain data that has been deleted
        since."""
        delete_copies_before(self.path, made_before)

    @property
    def key(self) -> bytes:
        """The key with which the file is encrypted."""
        return self._key

    def versions(self) -> dict[str, str]:
        """The versions of the libraries that store and encrypt it."""
        asked = {
            "SQLite": "SELECT sqlite_version()",
            "SQLCipher": "PRAGMA cipher_version",
            "OpenSSL": "PRAGMA cipher_provider_version",
        }
        with self.reading() as session:
            return {name: str(session.scalar(text(question)) or "") for name, question in asked.items()}

    def close(self) -> None:
        """Close all connections. Calling it twice is fine; any other use afterwards is a StoreError."""
        self._closed = True
        with self._watching:
            if self._witness is not None:  # before the others: the last one to close checkpoints the WAL into the file
                self._witness.close()
            self._witness = None
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreError("The database {path} is closed.", "Start the program again.", path=self.path)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN DEFERRED"))
