"""A file or folder that changes together with the database: both change, or neither, even if the program is interrupted in
between."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import delete, select

from gatekeeper.errors import StoreError
from gatekeeper.files import replacing
from gatekeeper.store.database import Database
from gatekeeper.store.tables import SettingRow

_CHANGING = "changing_files"  # what is being changed, recorded in the database until the change is committed
_NOTHING = "-"


@contextmanager
def changing(database: Database, home: Path, path: Path) -> Iterator[None]:
    """One transaction that also replaces a file or folder of the home, preferably as the last step of the block.

    Until the transaction is committed, the former state is kept beside it: a file is copied, a folder is moved. If the
    transaction is not committed, the former state is put back: at once after an error, by `repair` at the next start after a
    crash.
    """
    kept, name = _kept(path), path.relative_to(home).as_posix()
    with database.transaction() as session:  # another program may be in the middle of changing the same
        _remove(kept)  # left by a change that was committed
        existed = path.exists()
        session.merge(SettingRow(key=_CHANGING, value=name if existed else _NOTHING + name))
    try:
        with database.transaction(together=True) as session:
            if path.is_dir():
                path.rename(kept)
            elif path.exists():
                _copy(path, kept)
            yield
            session.execute(delete(SettingRow).where(SettingRow.key == _CHANGING))
    except BaseException:
        try:
            repair(database, home)
        except StoreError:  # the error being raised says more, and the next start checks again
            _put_back(path, existed)
        raise
    _remove(kept)


def repair(database: Database, home: Path) -> None:
    """Undo a change of files whose database part was never committed."""
    with database.reading() as session:
        if session.get(SettingRow, _CHANGING) is None:
            return
    # Within a transaction: another program that is in the middle of such a change holds it until it is done.
    with database.transaction() as session:
        row = session.scalar(select(SettingRow).where(SettingRow.key == _CHANGING))
        if row is None:
            return
        _put_back(home / row.value.removeprefix(_NOTHING), not row.value.startswith(_NOTHING))
        session.delete(row)


def _put_back(path: Path, existed: bool) -> None:
    kept = _kept(path)
    try:
        if existed and kept.exists():
            if kept.is_dir():
                _remove(path)
            os.replace(kept, path)
        elif not existed:
            _remove(path)
    except OSError as error:
        raise StoreError(
            "{path} cannot be restored after a change that failed: {error}",
            "Check its permissions, and start again.",
            path=path,
            error=error,
        ) from error


def _kept(path: Path) -> Path:
    return path.with_name(f".{path.name}.before")


def _copy(path: Path, to: Path) -> None:
    """The copy appears under its name only once it is complete, and nobody else can read it: settings contain cameras'
    passwords."""
    with replacing(to, private=True) as part:
        part.write_bytes(path.read_bytes())
        shutil.copymode(path, part)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
