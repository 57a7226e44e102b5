"""The folder of a home: whether it can be used, and what is left of it if nothing came of making it."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import select

from gatekeeper.errors import StoreError
from gatekeeper.store.database import Database
from gatekeeper.store.seal_file import file_of
from gatekeeper.store.tables import ChainRow, PersonRow
from gatekeeper.store.vault import (
    DATABASE_FILE,
    ID_FILE,
    KEY_FILE,
    NEW_FILE,
    NEXT_KEY_FILE,
    forget_key,
    is_used,
    making,
    settled,
)

_FOLDERS = ("models", "locks")
_MAY_BE_AWAY = "models"  # a link to a disk that is not there costs these models, never a door
_FILES = (DATABASE_FILE, file_of(Path(DATABASE_FILE)).name, NEXT_KEY_FILE, NEW_FILE, "service.json")


def check_home(home: Path) -> None:
    """Raise StoreError if something is in the way of this folder or of what the program keeps in it, or nobody but others may
    look into it. It may be missing."""
    try:
        with os.scandir(home):
            os.stat(os.path.join(home, os.curdir))  # fails where it can be listed, and nothing in it opened
    except FileNotFoundError as error:
        if os.path.islink(home):  # to a disk that is not there: its people would seem to be gone
            raise StoreError(
                "The home folder {home} is a link, and there is no folder {target}, to which it leads.",
                "Connect the disk that it is on, or name another folder with --home.",
                home=home,
                target=os.path.realpath(home),
            ) from error
    except NotADirectoryError as error:
        file = next((path for path in (home, *home.absolute().parents) if path.exists()), home)
        raise StoreError(
            "The home folder {home} cannot be used: {file} is a file.",
            "Move that file away, or name another folder with --home.",
            home=home,
            file=file,
        ) from error
    except OSError as error:
        raise StoreError(
            "The home folder {home} cannot be read: {error}",
            "Start the program as the user to whom it belongs, or name another folder with --home.",
            home=home,
            error=error,
        ) from error
    for folder in (home / name for name in _FOLDERS):
        there = folder.exists() if folder.name == _MAY_BE_AWAY else os.path.lexists(folder)
        if there and not folder.is_dir():
            raise StoreError(
                "The home folder {home} cannot be used: {path} must be a folder.",
                "Move away what has that name; the program makes the folder.",
                home=home,
                path=folder,
            )
    for file in (*(home / name for name in _FILES), *(home / "locks").glob("*")):
        if os.path.isdir(file):  # False where nobody may look: whoever takes a lock tells of that
            raise StoreError(
                "The home folder {home} cannot be used: {path} must be a file.",
                "Move away the folder of that name; the program makes the file.",
                home=home,
                path=file,
            )


@dataclass(frozen=True, slots=True)
class NewHome:
    """A home that is about to be made. before: what is in its folder already; folders: those to be made, the innermost
    first."""

    home: Path
    before: frozenset[str]
    folders: tuple[Path, ...]

    @classmethod
    def of(cls, home: Path) -> Self | None:
        """None if there is, or has been, a database in the folder."""
        if is_used(home):
            return None
        missing = tuple(folder for folder in (home, *home.absolute().parents) if not folder.exists())
        return cls(home, frozenset(() if missing else os.listdir(home)), missing)

    def undo(self) -> None:
        """Delete what the program has made in it, unless another program uses it by now. Settings and anything else that a user
        put there stay. The caller has closed the database."""
        home, database = self.home, self.home / DATABASE_FILE
        if database.with_name(DATABASE_FILE + "-wal").exists():  # only the last program that closes it removes that
            return
        with suppress(OSError, StoreError):
            # If this is interrupted, the home counts as not yet made, instead of having lost its database.
            making(home)
            forget_key(home)
            for path in (database, file_of(database), home / KEY_FILE, home / ID_FILE):
                if path.name not in self.before:
                    path.unlink(missing_ok=True)
            settled(home)
            if "locks" not in self.before:
                shutil.rmtree(home / "locks", ignore_errors=True)
            for folder in self.folders:
                folder.rmdir()


def is_blank(database: Database) -> bool:
    """Whether nothing has been put on record since the log began, and nobody registered."""
    with database.reading() as session:
        later = session.scalar(select(ChainRow.seq).where(ChainRow.seq > 1).limit(1))
        return later is None and session.scalar(select(PersonRow.id).limit(1)) is None
