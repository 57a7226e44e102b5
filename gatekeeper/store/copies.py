"""Backups of a home: one encrypted file each, verified by restoring it, and restored into this home or a new one.

A backup is a copy of the database that also contains the home's other files (the settings, added models), so all of it is
encrypted with the home's key, and only that key has to be kept with it.
"""

import hashlib
import hmac
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from sqlalchemy import func, select

from gatekeeper.door.lockdown import LockDown
from gatekeeper.door.orders import AllDoors, order_of
from gatekeeper.door.ownership import holder_of
from gatekeeper.errors import DamagedError, OutlivedError, StoreError, VaultError
from gatekeeper.files import folder_in_home, is_file, is_folder, scratch_in_home
from gatekeeper.messages import Message
from gatekeeper.store import chain
from gatekeeper.store.connection import alone_at, opened_by
from gatekeeper.store.database import Database
from gatekeeper.store.failures import file_errors
from gatekeeper.store.file_copy import give_key, sync_folder, take_out
from gatekeeper.store.key_file import create_once, is_locked, read_key_file, text_like
from gatekeeper.store.migration import delete_copies_before
from gatekeeper.store.site_settings import ORDER
from gatekeeper.store.tables import EventRow, PersonRow, PhotoRow
from gatekeeper.store.vault import (
    DATABASE_FILE,
    ID_FILE,
    KEY_FILE,
    NEXT_KEY_FILE,
    begin_rotation,
    database_key,
    forget_key,
    has_key,
    keep_key,
    kept_key,
    settled,
)
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
ENDING = ".backup"
_NAME = re.compile(r"gatekeeper-(\d{8}T\d{6}Z)(-\d+)?(\.[0-9a-f]{16})?\.backup")
_FILES = "backup_files"
NEXT_BACKUP = "restore-next.backup"
_OF_HOME = ("config.toml", "models")
_CHUNK = 1 << 20
Deletable = TypeVar("Deletable", Path, str)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup contains. files: the home's files other than the database, by their path in it."""

    path: Path
    people: int
    photos: int
    events: int
    newest: datetime | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """Which backups are kept: this many of the newest, and the newest of each of this many days, weeks and months that have
    one.

    Days without a backup do not count, so a wrong clock, or a machine that was off for a year, does not empty the place. All 0:
    every backup is kept."""

    newest: int = 0
    days: int = 0
    weeks: int = 0
    months: int = 0

    def too_old(self, names: Iterable[str], newest: str) -> list[str]:
        """The names of the backups to delete, oldest first; never the one just made."""
        if self == Keep():
            return []
        newest_first = sorted((name for name in names if _NAME.fullmatch(name)), key=_order, reverse=True)
        if newest in newest_first:  # regardless of the clock when the others were made
            newest_first.remove(newest)
            newest_first.insert(0, newest)
        staying = {*newest_first[: self.newest], newest}
        for count, form in ((self.days, "%Y-%m-%d"), (self.weeks, "%G-%V"), (self.months, "%Y-%m")):
            spans: dict[str, str] = {}
            for name in newest_first:
                spans.setdefault(made_at(name).strftime(form), name)
            staying.update([*spans.values()][:count])
        return [name for name in reversed(newest_first) if name not in staying]


def made_at(name: str) -> datetime:
    """When a backup of this name was made, UTC."""
    found = _NAME.fullmatch(name)
    assert found is not None
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _order(name: str) -> tuple[str, int]:
    found = _NAME.fullmatch(name)
    assert found is not None
    return found[1], -int(found[2] or 0)  # the number follows a dash


def marked(name: str, key: bytes) -> str:
    """The name of a backup in a place shared by several homes: with a fingerprint that only this home's key can produce."""
    return f"{name.removesuffix(ENDING)}.{_fingerprint(key)}{ENDING}"


def is_marked(name: str, key: bytes) -> bool:
    """Whether this is the name of a backup of the home with this key; see `marked`."""
    found = _NAME.fullmatch(name)
    return found is not None and found[3] == f".{_fingerprint(key)}"


def _fingerprint(key: bytes) -> str:
    return hmac.digest(key, b"whose backup this is", "sha256").hex()[:16]


def back_up(
    database: Database,
    home: Path,
    folder: Path,
    *,
    keep: int | Keep,
    now: datetime,
    made: Callable[[Contents], object] = lambda contents: None,
) -> tuple[Contents, list[Path]]:
    """Write a backup into a folder, verify it by restoring it into a temporary place, and delete the backups that are too old.
    keep: how many backups of this home are kept, the newest ones. made: records the new backup, before any is deleted.

    Backups of other homes, under an earlier key, or that cannot be read, are not touched. The program may keep running. Returns
    what was written and what was deleted. Raises StoreError if the copy cannot be restored: it is then deleted, and no older
    backup is; also, after `made`, if not all of the older ones could be deleted.
    """
    if isinstance(keep, int):
        if keep < 1:
            raise StoreError("{keep} is not a number of backups to keep.", "Keep 1 or more.", keep=keep)
        keep = Keep(newest=keep)
    with file_errors(folder):
        if not is_folder(folder):
            raise StoreError("There is no folder {folder}.", "Create it, or connect its disk.", folder=folder)
        if folder.resolve() == home.resolve() or home.resolve() in folder.resolve().parents:
            raise StoreError("{folder} is inside the home.", "Choose a folder on another disk.", folder=folder)
        contents = write_backup(database, home, folder, now=now)
    made(contents)
    with pruning():
        names = [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name) and _is_ours(path, database.key)]
        old = [folder / name for name in keep.too_old(names, contents.path.name)]
        delete_all(old, Path.unlink)
    return contents, old


@contextmanager
def pruning() -> Iterator[None]:
    """Whatever fails here is told as what it is: the new backup was made, and older ones are still there."""
    try:
        yield
    except Exception as error:
        raise StoreError(
            "The backup was made, but not all older ones could be deleted: {why}",
            "Delete those that are too old, and check the permissions there: otherwise the disk will be full one day.",
            why=error,
        ) from error


def delete_all(old: Iterable[Deletable], delete: Callable[[Deletable], object]) -> None:
    """Delete what can be deleted; raises StoreError for the first that cannot."""
    failed: list[StoreError] = []
    for one in old:
        try:
            delete(one)
        except OSError as error:
            failed.append(
                StoreError("{path} cannot be deleted: {error}.", "Check its permissions.", path=one, error=error)
            )
    if failed:
        raise failed[0]


def _is_ours(path: Path, key: bytes) -> bool:
    """Whether a key opens this file. One that cannot be read may be another home's, such as on a stick that several share."""
    try:
        return path.is_file() and path.stat().st_size > 0 and opened_by(path, key)
    except (StoreError, OSError):
        return False


def write_backup(database: Database, home: Path, folder: Path, *, now: datetime) -> Contents:
    """Write a backup into a folder and verify it by restoring it; if that fails, it is deleted again."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    numbers = (f"-{n}" if n else "" for n in range(1000))
    path = next(p for n in numbers if not (p := folder / f"gatekeeper-{stamp}{n}{ENDING}").exists())
    database.backup(path, lambda copy: _add_files(copy, home))
    try:
        return verify(path, database.key)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def verify(path: Path, key: bytes) -> Contents:
    """Restore a backup into a temporary folder beside it (the system's own may be memory), or otherwise into the system's
    folder for temporary files; check all of it, and return its contents.

    Raises VaultError for another key, and StoreError if it is damaged or not a backup. Nothing is written unencrypted.
    """
    with file_errors(path):
        there = path.is_file()
    if not there:
        elsewhere = Message("Fetch it from the server with `sftp` first, and give the file that is here then.")
        hint = elsewhere if path.parts[:1] == ("sftp:",) else Message("Give a file that `gatekeeper backup` wrote.")
        raise StoreError("There is no backup {path}.", hint, path=path)
    if not opened_by(path, key):
        raise VaultError(
            "The key does not open the backup {path}, or it is damaged from its beginning.",
            "Give the key that the home had when it was made with --key.",
            path=path,
        )
    beside = path.parent if os.access(path.parent, os.W_OK) else None
    with (
        file_errors(beside or Path(tempfile.gettempdir())),
        tempfile.TemporaryDirectory(prefix=".gatekeeper-verify-", dir=beside) as place,
    ):
        copy = Path(place) / DATABASE_FILE
        files = _take_apart(path, copy, key, lambda name, content: None)
        with Database.open(copy, key) as database:
            database.check()
            with database.reading() as session:
                people, photos, events = (
                    session.scalars(select(func.count()).select_from(table)).one()
                    for table in (PersonRow, PhotoRow, EventRow)
                )
                newest = session.scalar(select(func.max(EventRow.at)))
            return Contents(path, people, photos, events, newest, files)


def restore(home: Path, backup: Path, key: bytes, *, replace: bool, prefer_keyring: bool = True) -> Contents:
    """Replace a home with a backup, or make a new home from it.

    No program may have the home open. key: of the backup; it is kept as the home's, locked with the home's passphrase if its
    key is. replace: an existing home is moved whole into a folder inside it, and nothing is deleted; without replace, an
    existing home is refused. If all its doors were locked, or that cannot be read, they stay locked, through a file beside the
    database. Raises StoreError and VaultError; nothing has changed then.
    """
    contents = verify(backup, key)
    with file_errors(home):
        database = home / DATABASE_FILE
        existing = [path for path in (home.iterdir() if home.is_dir() else ()) if path.name.startswith("gatekeeper.")]
        holds_something = database.is_file() and database.stat().st_size > 0
        if holds_something and not replace:
            raise StoreError(
                "There is already a database in {home}.",
                "To replace it with the backup: --replace. It is then moved aside.",
                home=home,
            )
        there = _key_there(home, key) if holds_something else None
        if there is not None:
            with alone_at(database, there):  # StoreError if somebody has it open
                pass
        elif holds_something:
            _refuse_while_guarded(home)
        folder_in_home(home)
        with scratch_in_home(home, ".restoring-") as folder:
            _take_apart(backup, folder / DATABASE_FILE, key, lambda name, content: _write(folder / name, content))
            coming = [folder / name for name in _OF_HOME if (folder / name).exists()]
            aside = home / f"replaced-{utc_now():%Y%m%dT%H%M%SZ}"
            # Without a database, there is no home to move aside: what lies ready for the new one stays.
            brought = {path.name for path in coming}
            leaving = [name for name in _OF_HOME if name in brought or holds_something]
            # A link leads to settings that others manage, which earlier backups left out.
            going = [
                at for name in leaving if (at := home / name).exists() and (name in brought or not at.is_symlink())
            ]
            # The same key stays where it is; another home's key is no longer of use here.
            kept, locked = {KEY_FILE, ID_FILE}, _has_passphrase(home)
            same = _is_locked_there(home, key) if locked else has_key(home, key, prefer_keyring=prefer_keyring)
            if same:
                going += [path for path in existing if path.name not in kept]
            else:
                # What tells of the key moves with the database, or not at all.
                if locked:
                    create_once(folder / KEY_FILE, text_like(home / KEY_FILE, key))
                else:
                    keep_key(folder, key, prefer_keyring=prefer_keyring)
                going += existing
                coming += [folder / name for name in kept if (folder / name).exists()]
            try:
                if holds_something and _may_be_locked_down(home, there):
                    LockDown.of(home).begin()  # the database with that order is moved aside
                if going:
                    folder_in_home(aside, exist_ok=False)
                _move_all(
                    [(path, aside / path.name) for path in going]
                    + [(path, home / path.name) for path in [*coming, folder / DATABASE_FILE]],
                    made=aside,
                )
            except BaseException:
                forget_key(folder)
                raise
            sync_folder(home)
        settled(home)
    return contents


def _move_all(moves: list[tuple[Path, Path]], made: Path) -> None:
    """Rename all of these, or none; then the folder made for them goes again."""
    moved: list[tuple[Path, Path]] = []
    try:
        for source, to in moves:
            source.rename(to)
            moved.append((source, to))
    except BaseException:
        for source, to in reversed(moved):
            with suppress(OSError):
                to.rename(source)
        with suppress(OSError):
            made.rmdir()
        raise


def _key_there(home: Path, key: bytes) -> bytes | None:
    """The key that opens a home's database: this one, or otherwise the one it keeps, wherever that is; None if neither does, or
    it is so damaged that none does.

    Raises VaultError for a kept key that cannot be had: without it, nobody knows whether a program has the database open.
    """
    try:
        if opened_by(home / DATABASE_FILE, key):
            return key
    except DamagedError:
        return None
    try:
        kept = kept_key(home, lost=Message(""))  # the remedy for that is another one here
    except VaultError as error:
        file = next((file for file in (home / KEY_FILE, home / ID_FILE) if file.exists()), None)
        if file is None:
            return None
        raise VaultError(
            "Nothing was replaced: without its key, nobody knows whether a program has {home} open. {why}",
            "If that key is lost: end every program that uses this home, move {file} away, and restore again.",
            home=home,
            why=_ended(error),
            file=file,
        ) from error
    return kept if opened_by(home / DATABASE_FILE, kept) else None


def _refuse_while_guarded(home: Path) -> None:
    """Raise StoreError if a program guards a door of this home, or is its service: a database that nobody can open does not
    tell whether one has it open."""
    for file in (home / "locks").glob("*.lock"):
        with suppress(OSError):  # another user's, and nobody has it
            if holder_of(file) is not None:
                raise StoreError(
                    "Another program has {path} open.",
                    "End it first: the window, `gatekeeper run`, a service.",
                    path=home / DATABASE_FILE,
                )


def _ended(error: VaultError) -> Message:
    """What an error says, with a full stop for what follows: a remedy that ends with a command has none."""
    return error.told if error.told.endswith(".") else Message("{error}.", error=error)


def _has_passphrase(home: Path) -> bool:
    try:
        return is_locked(home / KEY_FILE)
    except OSError:  # there is none, or it cannot be read
        return False


def _is_locked_there(home: Path, key: bytes) -> bool:
    """Whether this is the key that a home keeps locked with a passphrase.

    Raises VaultError if nobody gives the passphrase: the key would be kept without one from then on.
    """
    file = home / KEY_FILE
    try:
        return read_key_file(file, Message("")) == key  # the remedy for that is another one here
    except VaultError as error:
        raise VaultError(
            "Nothing was restored: the key of {home} is locked with a passphrase, without which it cannot stay so. {why}",
            "If the passphrase is lost: move {file} away, restore again with --key, and give the key another one: "
            "gatekeeper key passphrase",
            home=home,
            why=_ended(error),
            file=file,
        ) from error


def _may_be_locked_down(home: Path, key: bytes | None) -> bool:
    """Whether the order in a home's database is to lock all doors, or cannot be read. key: None if none opens it."""
    try:
        if key is None:
            raise VaultError("No key opens it.")
        with alone_at(home / DATABASE_FILE, key) as driver:
            kept = driver.execute("SELECT value FROM settings WHERE key = ?", (ORDER,)).fetchone()
        return order_of(None if kept is None else kept[0]).doors is AllDoors.LOCKED
    except (StoreError, VaultError) as error:
        log.warning("All doors stay locked, since what was ordered for them before cannot be read: %s", error)
        return True


def restore_at_next_start(database: Database, home: Path, backup: Path, *, by: str) -> None:
    """Prepare a checked backup to replace a home that is in use; see `restore_laid_ready`. by: who asked for it."""
    verify(backup, database.key)
    with database.reading() as session:
        size, link = chain.head(session.connection().connection.driver_connection)
    with file_errors(home):
        part = home / f"{NEXT_BACKUP}.part"
        part.unlink(missing_ok=True)
        _copy_file(backup, part)
        _who_wants(home).write_text(f"{by}\n{backup.name}\n{size} {link.hex()}\n", encoding="utf-8")
        part.replace(home / NEXT_BACKUP)
        sync_folder(home)


def restore_laid_ready(home: Path, key: bytes, *, prefer_keyring: bool = True) -> tuple[str, str] | None:
    """Replace the home, which nobody has open, with the prepared backup, if there is one; returns who asked for it, and its
    name.

    Raises as `restore` does; then the only change is that the backup is no longer prepared: the next start opens the home as it
    is. Raises OutlivedError if something was recorded after the backup was prepared: that would be lost, so the backup is kept
    under another name.
    """
    ready, by = home / NEXT_BACKUP, _who_wants(home)
    if not ready.is_file():
        return None
    operator, name, end, *_ = [*(by.read_text(encoding="utf-8") if by.is_file() else "").splitlines(), "", "", ""]
    try:
        if (since := _recorded_since(home / DATABASE_FILE, key, end)) is not None:
            ready.rename(aside := home / f"not-restored-{utc_now():%Y%m%dT%H%M%SZ}{ENDING}")
            raise OutlivedError(
                "The backup {name} was not restored: the log has grown since that was requested (entries: {count}).",
                "To restore it anyway and lose those entries, restore it again; it is kept as {aside}.",
                name=name,
                count=since,
                aside=aside,
            )
        restore(home, ready, key, replace=True, prefer_keyring=prefer_keyring)
    finally:
        for left in (ready, by):
            left.unlink(missing_ok=True)
    return operator, name


def _recorded_since(database: Path, key: bytes, end: str) -> int | None:
    """How many entries a log has gained, or lost, since its end was this; None if it is unchanged, or cannot be read at all: a
    damaged home is what a backup is for. end: number and link of the last entry, in hexadecimal."""
    try:
        if not (database.is_file() and opened_by(database, key)):
            return None
        with alone_at(database, key) as driver:
            size, link = chain.head(driver)
    except DamagedError:
        return None
    return None if end == f"{size} {link.hex()}" else max(1, abs(size - int(end.partition(" ")[0] or 0)))


def _who_wants(home: Path) -> Path:
    return home / f"{NEXT_BACKUP}.by"


def _copy_file(source: Path, to: Path) -> None:
    """Copy a file into a new one that nobody else can read, and flush it to the disk."""
    try:
        with source.open("rb") as content, open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            shutil.copyfileobj(content, out, _CHUNK)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise StoreError(
            "The backup {source} cannot be copied to {to}: {error}",
            "Check the disks.",
            source=source,
            to=to,
            error=error,
        ) from error


def rotate_key(home: Path, *, prefer_keyring: bool = True) -> list[Path]:
    """Encrypt the database with a new key, and delete its copies from before upgrades, which the old one opens; returns those.
    No program may have it open. If this is interrupted at any moment, the database still opens, and calling it again
    continues."""
    database = home / DATABASE_FILE
    key = database_key(home, prefer_keyring=prefer_keyring)  # completes a rotation whose key only had to be stored
    new = begin_rotation(home, key)
    give_key(database, key, new)
    deleted = delete_copies_before(database)
    database_key(home, prefer_keyring=prefer_keyring)
    if (home / NEXT_KEY_FILE).exists():
        raise StoreError(
            "The new key of {database} could not be kept.", "Run it again: gatekeeper key rotate", database=database
        )
    return deleted


def _add_files(copy: Any, home: Path) -> None:
    copy.execute(f"CREATE TABLE {_FILES} (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, content BLOB NOT NULL)")
    try:
        for name in _files_of(home):
            content = (home / name).read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            copy.execute(f"INSERT INTO {_FILES} VALUES (?, ?, ?)", (name.as_posix(), digest, content))
    except OSError as error:
        raise StoreError(
            "{file} belongs in the backup, and cannot be read: {error}.",
            "Check its permissions.",
            file=error.filename or home,
            error=error,
        ) from error


def _files_of(home: Path) -> Iterator[Path]:
    """The files of a home other than its database, relative to it; no unfinished files, and no links but the settings. Raises
    OSError for what cannot be looked into."""
    for name in _OF_HOME:
        top = home / name
        walked = os.walk(top, onerror=_raise) if is_folder(top) else ()
        found = [top] if is_file(top) else sorted(Path(folder, file) for folder, _, files in walked for file in files)
        for path in found:
            relative = path.relative_to(home)
            linked = path.is_symlink() and path != top
            if not linked and is_file(path) and not any(part.startswith(".") for part in relative.parts):
                yield relative


def _raise(error: OSError) -> None:
    raise error


def _take_apart(backup: Path, to: Path, key: bytes, take: Callable[[Path, bytes], None]) -> tuple[str, ...]:
    """Copy the database out of a backup, and pass each file in it to `take`; returns the names of the files."""
    names: list[str] = []

    def work(copy: Any) -> None:
        if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_FILES,)).fetchone():
            raise StoreError(
                "{backup} is not a gatekeeper backup.", "Give a file that `gatekeeper backup` wrote.", backup=backup
            )
        for name, digest, content in copy.execute(f"SELECT name, sha256, content FROM {_FILES} ORDER BY name"):
            if hashlib.sha256(content).hexdigest() != digest:
                raise StoreError(
                    "{name} in the backup {backup} is damaged.", "Use an older backup.", name=name, backup=backup
                )
            take(_safe(name, backup), content)
            names.append(name)
        copy.execute(f"DROP TABLE {_FILES}")
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'chain'").fetchone():  # older versions have none
            chain.restart(copy, "restored")

    _copy_file(backup, to)
    take_out(to, key, work)
    return tuple(names)


def _safe(name: str, backup: Path) -> Path:
    """The path of a file in a backup, which must stay inside the home."""
    path = PurePosixPath(name)
    if (
        path.is_absolute()
        or ".." in path.parts
        or path.parts[:1] not in {(entry,) for entry in _OF_HOME}
        or "\\" in name
        or ":" in name
    ):
        raise StoreError(
            "The backup {backup} contains a file {name!r} outside the home.",
            "Do not restore this backup.",
            backup=backup,
            name=name,
        )
    return Path(*path.parts)


def _write(path: Path, content: bytes) -> None:
    """Write a file that nobody else can read: the settings contain cameras' passwords."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
