"""The one encrypted SQLite file: opening, migrating, transactions, backup. Errors of SQLite are translated here."""

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlite

from gatekeeper.errors import GatekeeperError, StoreError, VaultError
from gatekeeper.progress import Progress, silent
from gatekeeper.store import chain

BUSY_SECONDS = 5.0
"""How long a write waits for another writer, in this process or another, before it fails."""

_STEPS_AT_ONCE = 10_000  # instructions of SQLite's machine: some hundredths of a second
_LEAST_FREE = 1_000_000  # bytes
_NO_ROOM = ("disk I/O error", "disk is full", "unable to open", "readonly")
_PAGES_AT_ONCE = 2048  # of a copy, 8 MB
_CHECK_STEPS = {"events": 3}  # to see that what a row refers to is there
_migrating = threading.Lock()  # Alembic keeps the migration it runs in module globals


def migrations_folder() -> Path:
    """Where the Alembic scripts lie: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_db", package.parent / "db"):
        if (folder / "env.py").is_file():
            return folder
    raise StoreError(
        "The migrations of the database are missing beside {package}.", "Install gatekeeper again.", package=package
    )


def refuse_unsafe_sqlite(version: tuple[int, int, int]) -> None:
    """Raise StoreError for an SQLite that can corrupt a WAL database (fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    if version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45):
        return
    raise StoreError(
        "SQLite {version} can damage the database (its WAL bug).",
        "Install a newer sqlcipher3: one with SQLite 3.51.3 or later.",
        version=".".join(map(str, version)),
    )


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
        engine = create_engine(
            "sqlite://",
            module=sqlite,
            creator=lambda: _connect(path, key, "ro" if read_only else "rw"),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=12,
        )
        # The driver runs in autocommit, so that we say how each transaction begins: a write takes its lock at the
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
        """Open the file, which is created if there is none, and bring its tables to the newest form.

        key: 32 bytes from `vault.database_key`. read_only: never creates, migrates or writes. progress: how far that is,
        which takes minutes with a long log; only called where it is slow enough to be asked, and may raise to stop it: then
        the file is as it was. Raises VaultError when the key does not fit (the file is left as it was) and StoreError when
        the file cannot be used.
        """
        refuse_unsafe_sqlite(sqlite.sqlite_version_info)
        if len(key) != 32:
            raise VaultError(
                "The key of the database has {length} bytes instead of 32.", "Restore it.", length=len(key)
            )
        with _file_errors(path):
            if path.is_file() and path.stat().st_size:
                # Tried read-only first: closing a connection that may write would fold the WAL into the file.
                _connect(path, key, "ro").close()
            elif read_only:
                raise StoreError("There is no database at {path}.", "Check the home folder (--home).", path=path)
            else:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        database = cls(path, key, read_only=read_only)
        try:
            with _translated(path):
                database._check_revision() if read_only else database._migrate(progress)
                with database._engine.connect() as connection:
                    chain.check(connection.connection.driver_connection, path, read_only=read_only)
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def transaction(self, *, together: bool = False) -> Iterator[Session]:
        """A session that writes: everything in the block is committed at its end, or nothing is.

        When the block has been left without an error the data is on the disk. Raises StoreError when it cannot be
        written (disk full, locked, damaged); then nothing of the block was.

        together: transactions that the same thread begins inside are parts of this one, as an act and its audit are.
        """
        self._refuse_closed()
        outer: Session | None = getattr(self._joined, "session", None)
        if outer is not None:
            yield outer
            return
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise _locked(self.path)
        try:
            with _translated(self.path), Session(self._writer) as session:
                with session.begin():
                    session.connection()  # begins now, not at the first statement
                    self._joined.session = session if together else None
                    yield session
                chain.committed_state(session, self.path)
        finally:
            self._joined.session = None
            self._writing.release()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database, whatever is written meanwhile, and changes nothing.

        Inside of a `together` transaction of the same thread it sees what that has written so far.
        """
        self._refuse_closed()
        outer: Session | None = getattr(self._joined, "session", None)
        if outer is not None:
            yield outer
            return
        with _translated(self.path), Session(self._reader, autoflush=False) as session:
            yield session

    def check(self) -> None:
        """Verify every page and every reference of the file; StoreError names what is damaged."""
        self._refuse_closed()
        with _translated(self.path), self._reader.connect() as connection:
            _check(connection.connection.driver_connection, self.path)

    def backup(self, to: Path, add: Callable[[Any], None] = lambda copy: None) -> None:
        """Write a checked copy, encrypted with the same key, while the program goes on. `to` must not exist yet.

        add: puts more into it, by a connection of the driver. The copy appears under its name only after it passed the
        check; StoreError otherwise.
        """
        self._refuse_closed()
        with self._reader.connect() as source:
            _copy(source.connection.driver_connection, to, self._key, add)

    def checkpoint(self) -> bool:
        """Fold the WAL into the file and empty it, so that what was erased is in neither; whether that could be done.

        It cannot while another program is in the midst of reading, after a wait, and not inside of a transaction: whoever
        began it asks again at its end.
        """
        self._refuse_closed()
        if getattr(self._joined, "session", None) is not None:
            return False
        with _translated(self.path), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            (busy, _, _) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def delete_earlier_copies(self) -> None:
        """Delete the copies that were made before it was brought up to date: they hold what has been erased since."""
        for copy in copies_before(self.path):
            copy.unlink(missing_ok=True)

    @property
    def key(self) -> bytes:
        """What it is encrypted with."""
        return self._key

    def versions(self) -> dict[str, str]:
        """Of what keeps and encrypts it."""
        asked = {
            "SQLite": "SELECT sqlite_version()",
            "SQLCipher": "PRAGMA cipher_version",
            "OpenSSL": "PRAGMA cipher_provider_version",
        }
        with self.reading() as session:
            return {name: str(session.scalar(text(question)) or "") for name, question in asked.items()}

    def close(self) -> None:
        """Give all connections back. Twice is fine; any other use afterwards is a StoreError."""
        self._closed = True
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

    def _migrate(self, progress: Progress) -> None:
        """Bring the tables to the newest form, all in one transaction."""
        with self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            (mode,) = driver.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise StoreError(
                    "The folder of {path} does not allow a write-ahead log (SQLite answers {mode!r}).",
                    "Keep the home folder on a local disk.",
                    path=self.path,
                    mode=mode,
                )
            found = _revision(driver)
            if found == newest_revision():
                return
            earlier = copies_before(self.path)
            before = self._copy_before(driver, progress) if found is not None and found < newest_revision() else None
            # Rebuilding a table drops the old one, which would cascade to everything that refers to it.
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                connection = connection.execution_options(begin="BEGIN IMMEDIATE")
                with _migrating, connection.begin():
                    _upgrade(connection, self.path, progress if before is None else partial(_second_half, progress))
            except BaseException:
                if before is not None and before not in earlier:  # nothing has changed
                    before.unlink(missing_ok=True)
                raise
            finally:
                driver.execute("PRAGMA foreign_keys = ON")
            for copy in earlier:
                if before is not None and copy != before:
                    copy.unlink(missing_ok=True)

    def _copy_before(self, driver: Any, progress: Callable[[int, int], None]) -> Path:
        """Copy the file as the version before had it. Copies of earlier migrations stay until this one has succeeded."""
        copy = self.path.with_name(f"{self.path.stem}.before-{newest_revision()}{self.path.suffix}")
        pages, page_size = (int(driver.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
        size = pages * page_size
        with _file_errors(self.path):
            free = shutil.disk_usage(self.path.parent).free
        if free < size:
            raise StoreError(
                "Before {path} is brought up to date it is copied, which takes {size:.0f} MB: the disk has {free:.0f} MB left. "
                "Nothing was changed.",
                "Free some space on it, or move the home folder to a larger disk.",
                path=self.path,
                size=size / 1e6,
                free=free / 1e6,
            )
        _copy(driver, copy, self._key, lambda connection: None, replace=True, progress=partial(_first_half, progress))
        return copy

    def _check_revision(self) -> None:
        """For a database that may not be migrated: StoreError unless its tables have the form of this program."""
        with self._reader.connect() as connection:
            found = _revision(connection.connection.driver_connection)
        newest = newest_revision()
        if found != newest:
            raise StoreError(
                "The tables of {path} are of version {found}, this program needs {wanted}.",
                "Open the database once for writing with this program, which brings it up to date.",
                path=self.path,
                found=found,
                wanted=newest,
            )


def opened_by(path: Path, key: bytes) -> bool:
    """Whether a key opens this database, which is left as it is; a database that is not there is opened by any."""
    if not path.is_file() or not path.stat().st_size:
        return True
    try:
        with _file_errors(path):
            _connect(path, key, "ro").close()
    except VaultError:
        return False
    return True


def copies_before(path: Path) -> list[Path]:
    """The copies of a database that were made before it was brought up to date."""
    return sorted(path.parent.glob(f"{path.stem}.before-*{path.suffix}"))


def give_key(path: Path, key: bytes, new_key: bytes) -> None:
    """Encrypt a database that nobody has open with another key: a checked copy takes its place at once, or nothing changes.

    Raises StoreError where another program has it open.
    """
    copy = path.with_name(path.name + ".next")
    copy.unlink(missing_ok=True)  # of a rotation that was cut off
    with _file_errors(path):
        with alone_at(path, key) as source:
            _copy(source, copy, key, lambda connection: connection.execute(f"PRAGMA rekey = \"x'{new_key.hex()}'\""))
            if os.name != "nt":  # which replaces no open file
                copy.replace(path)
        if os.name == "nt":
            copy.replace(path)
        sync_folder(path.parent)


def take_out(path: Path, key: bytes, work: Callable[[Any], None]) -> None:
    """Let a connection of the driver work on a copy that nobody else has open, and leave it as one file."""
    with _file_errors(path):
        connection = _connect(path, key, "rw")
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN IMMEDIATE")
            work(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()


@contextmanager
def alone_at(path: Path, key: bytes) -> Iterator[Any]:
    """A connection of the driver while nobody else has the database open. Raises StoreError where somebody has."""
    with _translated(path):
        connection = _connect(path, key, "rw")
        try:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            try:
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = DELETE")  # all of it is in the one file now
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


def _first_half(progress: Callable[[int, int], None], done: int, of: int) -> None:
    progress(done, 2 * of)


def _second_half(progress: Callable[[int, int], None], done: int, of: int) -> None:
    progress(of + done, 2 * of)


def _copy(
    source: Any,
    to: Path,
    key: bytes,
    add: Callable[[Any], object],
    *,
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Copy by a connection of the driver, and check what was written, before it appears under its name.

    replace: whether that may be in the place of another. progress: called where there is more than a moment's work; with it
    the copy is made in steps, which begin anew whenever somebody else writes.
    """
    if to.exists() and not replace:
        raise StoreError("The backup {to} already exists.", "Choose another name, or move the old one away.", to=to)
    unfinished = to.with_name(to.name + ".partial")
    with _file_errors(to):
        try:
            os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
            copy = _connect(unfinished, key, "rw")
            try:
                if progress is None:
                    source.backup(copy)
                else:
                    source.backup(copy, pages=_PAGES_AT_ONCE, progress=partial(_copied, progress))
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no WAL beside it
                add(copy)
                _check(copy, unfinished)
            finally:
                copy.close()
            with unfinished.open("rb+") as written:
                os.fsync(written.fileno())
            unfinished.replace(to)
            sync_folder(to.parent)
        finally:
            unfinished.unlink(missing_ok=True)


def _copied(progress: Callable[[int, int], None], status: int, left: int, of: int) -> None:
    if of > _PAGES_AT_ONCE:
        progress(of - left, of)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder survive a power cut, where the system can be asked for that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def newest_revision() -> str:
    """The form of the tables that this program needs: the number that the last migration's file begins with."""
    return max(path.stem.partition("_")[0] for path in (migrations_folder() / "versions").glob("0*.py"))


def _revision(driver: Any) -> str | None:
    """The form that the tables of a file have, None for an empty one."""
    if not driver.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return None
    found = driver.execute("SELECT version_num FROM alembic_version").fetchone()
    return found and str(found[0])


def _upgrade(connection: Connection, path: Path, progress: Progress) -> None:
    # Imported where a file needs it, which is once in its life: that takes longer than opening the file does.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.script.revision import RevisionError
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    driver: Any = connection.connection.driver_connection
    try:
        pending = ScriptDirectory.from_config(config).iterate_revisions("head", _revision(driver) or "base")
        per_row = [getattr(revision.module, "ROW_STEPS", {}) for revision in pending]
        with _watched(driver, _steps(driver, [*per_row, _CHECK_STEPS]), progress):
            command.upgrade(config, "head")
            _check_references(driver, path)
    except (CommandError, RevisionError) as error:
        raise StoreError(
            "The tables of {path} cannot be brought up to date: {error}",
            "If a newer gatekeeper has written this database, use that one.",
            path=path,
            error=error,
        ) from error


def _steps(driver: Any, per_row: Iterable[Mapping[str, int]]) -> int:
    """About how many instructions work takes that needs so many for a row of these tables."""
    tables = {row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    steps_of = [(table, per_table) for steps in per_row for table, per_table in steps.items() if table in tables]
    rows = {table: driver.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table, _ in steps_of}
    return max(1, sum(per_table * int(rows[table]) for table, per_table in steps_of))


@contextmanager
def _watched(driver: Any, total: int, progress: Progress) -> Iterator[None]:
    """Tell how far a connection's work is; what `progress` raises, and Ctrl-C, interrupts a statement and is raised then.

    Counted in instructions of SQLite's machine, since one statement alone may take minutes; total: how many are expected.
    """
    done = 0
    stopped: list[BaseException] = []

    def at_work() -> int:
        nonlocal done
        done += _STEPS_AT_ONCE
        try:
            progress(min(done, total), total)
        except BaseException as error:
            stopped.append(error)
        return len(stopped)  # other than 0 interrupts

    driver.set_progress_handler(at_work, _STEPS_AT_ONCE)
    try:
        yield
    except (SQLAlchemyError, sqlite.Error) as error:
        if stopped:
            raise stopped[0] from None
        if "interrupted" in str(error):  # Ctrl-C fell between two lines of `at_work`
            raise KeyboardInterrupt from None
        raise
    finally:
        driver.set_progress_handler(None, 0)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN DEFERRED"))


def _connect(path: Path, key: bytes, mode: str) -> Any:
    """A keyed connection of the driver in autocommit. mode: ro or rw, as in SQLite's file names.

    Raises the driver's error "file is not a database" when the key does not fit.
    """
    try:
        return _connect_by(path, key, mode)
    except sqlite.OperationalError as error:
        if mode != "ro" or not any(fragment in str(error) for fragment in _NO_ROOM):
            raise
        # Reading makes a small file beside the database, by which programs agree. Where there is no room for it nobody else
        # has the database open, else it would be there: so it is read without.
        return _connect_by(path, key, mode, alone=True)


def _connect_by(path: Path, key: bytes, mode: str, *, alone: bool = False) -> Any:
    file_system = f"&vfs={'win32-none' if os.name == 'nt' else 'unix-none'}" if alone else ""
    connection = sqlite.connect(
        f"{path.absolute().as_uri()}?mode={mode}{file_system}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # the pool lends a connection to one thread at a time
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")  # must come first; raw, so no derivation is done
        connection.execute("PRAGMA cipher_compatibility = 4")
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would print to stderr what we raise
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # keeps the index of the WAL in memory
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
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


def _check(driver: Any, path: Path) -> None:
    damage = [str(row[0]) for row in driver.execute("PRAGMA cipher_integrity_check").fetchall()]
    damage += [row[0] for row in driver.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    if damage:
        raise StoreError(
            "The database {path} is damaged: {first} ({count} faults).",
            "Restore a backup.",
            path=path,
            first=damage[0],
            count=len(damage),
        )
    _check_references(driver, path)


def _check_references(driver: Any, path: Path) -> None:
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


def _locked(path: Path) -> StoreError:
    return StoreError(
        "The database {path} was busy for {seconds:g} seconds.",
        "Close other programs that write to it.",
        path=path,
        seconds=BUSY_SECONDS,
    )


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    """As `_translated`, for work on files: what the operating system refuses is ours too."""
    try:
        with _translated(path):
            yield
    except OSError as error:
        raise StoreError(
            "{path} cannot be written: {error}", "Check the folder, its permissions and space.", path=path, error=error
        ) from error


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn every error of SQLite and SQLAlchemy into one of ours that names the file and the remedy."""
    try:
        yield
    except GatekeeperError:
        raise
    except (SQLAlchemyError, sqlite.Error, UnicodeEncodeError, OverflowError) as error:  # the last two: binding
        raise _translation(error, path) from error


def _io_error(path: Path, text: str) -> StoreError:
    """Also reading makes a small file beside a database, which SQLite does not call a full disk where there is no room."""
    with suppress(OSError):
        if shutil.disk_usage(path.parent).free < _LEAST_FREE:
            return StoreError(
                "The disk of {path} is full: also reading takes a little room there.",
                "Free at least 1 MB on it.",
                path=path,
            )
    return StoreError("The disk of {path} fails: {why}.", "Check the disk and its free space.", path=path, why=text)


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
        ("locked", _locked(path)),
        ("malformed", StoreError("The database {path} is damaged.", "Restore a backup.", path=path)),
        ("readonly", StoreError("The database {path} can only be read.", "Check its permissions.", path=path)),
        ("unable to open", StoreError(
            "The database {path} cannot be opened.", "Check that the folder exists and may be written to.", path=path
        )),
        ("disk I/O error", _io_error(path, text)),
    ):  # fmt: skip
        if fragment in text:
            return translation
    return StoreError("The database {path} refuses: {why}.", path=path, why=text)
