"""Files that are on disk whole or not at all, even where the power goes."""

import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gatekeeper.errors import StoreError


def folder_in_home(folder: Path, *, exist_ok: bool = True) -> None:
    """Make a folder of a home that only the home's user can read.

    On Windows it has the access rights of the home: since 3.12.4, Python's mode 0o700 shuts out everybody but the user who
    makes a folder, and with that the service's account, which was given access to the home.
    """
    if sys.platform == "win32":
        folder.mkdir(parents=True, exist_ok=exist_ok)
    else:
        folder.mkdir(parents=True, exist_ok=exist_ok, mode=0o700)


def is_folder(path: Path) -> bool:
    """Whether there is a folder. Raises OSError where that cannot be looked at, as `Path.is_dir` did before Python 3.14."""
    return stat.S_ISDIR(_mode(path))


def is_file(path: Path) -> bool:
    """Whether there is a file. Raises OSError where that cannot be looked at, as `Path.is_file` did before Python 3.14."""
    return stat.S_ISREG(_mode(path))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


@contextmanager
def scratch_in_home(folder: Path, prefix: str) -> Iterator[Path]:
    """A folder to prepare something in that is then moved into `folder`, which is made if missing; it goes with the block.

    On Windows, what is moved keeps the access rights of the place where it was made, and Python's temporary folders shut out
    the service's account: see `folder_in_home`. Raises StoreError if nothing can be put there.
    """
    scratch = folder / f"{prefix}{secrets.token_hex(8)}"
    try:
        folder_in_home(scratch, exist_ok=False)
    except OSError as error:
        raise StoreError(
            "The folder {folder} cannot be written to: {why}.",
            "Check its permissions and space, or choose another one.",
            folder=folder,
            why=error,
        ) from error
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A file to write, beside `path`, that takes its place when the block ends; where it fails, nothing is left of it.

    private: for nobody else to read, from its first moment on. Raises OSError.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")  # mode 600
    os.close(handle)
    part = Path(name)
    try:
        yield part
        if not private:
            part.chmod(0o644)
        with part.open("r+b") as written:
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
