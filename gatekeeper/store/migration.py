"""The version of a file's tables, and their migration to the newest one: after a copy, in one transaction."""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2 as sqlite

from gatekeeper.errors import StoreError
from gatekeeper.progress import Progress
from gatekeeper.store.connection import check_references
from gatekeeper.store.failures import file_errors
from gatekeeper.store.file_copy import copy_file

_STEPS_AT_ONCE = 10_000  # SQLite VM instructions: some hundredths of a second
_CHECK_STEPS = {"events": 3}  # to check a row's references
_migrating = threading.Lock()  # Alembic keeps the migration it runs in module globals


def migrations_folder() -> Path:
    """Where the Alembic scripts are: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_db", package.parent / "db"):
        if (folder / "env.py").is_file():
            return folder
    raise StoreError("The database migrations of {package} are missing.", "Install gatekeeper again.", package=package)


def newest_revision() -> str:
    """The version of the tables that this program needs: the number at the beginning of the last migration's file name."""
    return max(path.stem.partition("_")[0] for path in (migrations_folder() / "versions").glob("0*.py"))


def copies_before(path: Path) -> list[Path]:
    """The copies of a database that were made before migrations."""
    return sorted(path.parent.glob(f"{path.stem}.before-*{path.suffix}"))


def delete_copies_before(path: Path, made_before: datetime | None = None) -> list[Path]:
    """Delete the copies of a database that were made before migrations, and before this moment; returns them. The copies
    contain what is deleted from the database, under the key that it had then."""
    deleted = []
    for copy in copies_before(path):
        with file_errors(copy), suppress(FileNotFoundError):  # another program was faster
            if made_before is None or copy.stat().st_mtime < made_before.timestamp():
                copy.unlink()
                deleted.append(copy)
    return deleted


def check_revision(driver: Any, path: Path) -> None:
    """For a database that may not be migrated: StoreError unless its tables have the version that this program needs."""
    found = _revision(driver)
    if found != newest_revision():
        raise _of_another_version(path, found)


def _of_another_version(path: Path, found: str | None) -> StoreError:
    newest = newest_revision()
    return StoreError(
        "The tables of {path} have version {found}; this program needs {wanted}.",
        "If a newer gatekeeper has written this database, use that one."
        if found is not None and found > newest
        else "Open the database once for writing with this program, which upgrades it.",
        path=path,
        found=found,
        wanted=newest,
    )


def migrate(engine: Engine, path: Path, key: bytes, progress: Progress) -> None:
    """Migrate the tables of an open database to the newest version, all in one transaction."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        (mode,) = driver.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise StoreError(
                "The folder of {path} does not allow a write-ahead log (SQLite answers {mode!r}).",
                "Keep the home folder on a local disk.",
                path=path,
                mode=mode,
            )
        found = _revision(driver)
        if found == newest_revision():
            return
        if found is not None and found > newest_revision():
            raise _of_another_version(path, found)
        earlier = copies_before(path)
        before = _copy_before(driver, path, key, progress) if found is not None and found < newest_revision() else None
        # Rebuilding a table drops the old one, which would cascade to everything that refers to it.
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            connection = connection.execution_options(begin="BEGIN IMMEDIATE")
            with _migrating, connection.begin():
                _upgrade(connection, path, progress if before is None else partial(_second_half, progress))
        except BaseException:
            if before is not None and before not in earlier:  # nothing has changed
                before.unlink(missing_ok=True)
            raise
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
        for copy in earlier:
            if before is not None and copy != before:
                copy.unlink(missing_ok=True)


def _copy_before(driver: Any, path: Path, key: bytes, progress: Callable[[int, int], None]) -> Path:
    """Copy the file before it is migrated. Copies from earlier migrations stay until this one has succeeded."""
    copy = path.with_name(f"{path.stem}.before-{newest_revision()}{path.suffix}")
    pages, page_size = (int(driver.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    size = pages * page_size
    with file_errors(path):
        free = shutil.disk_usage(path.parent).free
    if free < size:
        raise StoreError(
            "Before {path} is brought up to date it is copied, which takes {size:.0f} MB: the disk has {free:.0f} MB left. "
            "Nothing was changed.",
            "Free some space on it, or move the home folder to a larger disk.",
            path=path,
            size=size / 1e6,
            free=free / 1e6,
        )
    copy_file(driver, copy, key, lambda connection: None, replace=True, progress=partial(_first_half, progress))
    return copy


def _first_half(progress: Callable[[int, int], None], done: int, total: int) -> None:
    progress(done, 2 * total)


def _second_half(progress: Callable[[int, int], None], done: int, total: int) -> None:
    progress(total + done, 2 * total)


def _revision(driver: Any) -> str | None:
    """The version of a file's tables, None for an empty file."""
    if not driver.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return None
    found = driver.execute("SELECT version_num FROM alembic_version").fetchone()
    return found and str(found[0])


def _upgrade(connection: Connection, path: Path, progress: Progress) -> None:
    # Imported only for a migration: the import takes longer than opening the file.
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
            check_references(driver, path)
    except (CommandError, RevisionError) as error:
        raise StoreError(
            "The tables of {path} cannot be upgraded: {error}",
            "If a newer gatekeeper has written this database, use that one.",
            path=path,
            error=error,
        ) from error


def _steps(driver: Any, per_row: Iterable[Mapping[str, int]]) -> int:
    """Estimated SQLite VM instructions, given the instructions per row of these tables."""
    tables = {row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    steps_of = [(table, per_table) for steps in per_row for table, per_table in steps.items() if table in tables]
    rows = {table: driver.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table, _ in steps_of}
    return max(1, sum(per_table * int(rows[table]) for table, per_table in steps_of))


@contextmanager
def _watched(driver: Any, total: int, progress: Progress) -> Iterator[None]:
    """Report the progress of a connection's work; what `progress` raises, and Ctrl-C, interrupts the statement and is then
    raised.

    Counted in SQLite VM instructions, since one statement may take minutes; total: the expected number."""
    done = 0
    stopped: list[BaseException] = []

    def at_work() -> int:
        nonlocal done
        done += _STEPS_AT_ONCE
        try:
            progress(min(done, total), total)
        except BaseException as error:
            stopped.append(error)
        return len(stopped)  # any value other than 0 interrupts

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
