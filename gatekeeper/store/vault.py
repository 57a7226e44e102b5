"""Where the key of the database is kept: the system's keyring, or a file only its owner can read; out of it and back."""

import os
import secrets
import stat
import tempfile
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gatekeeper.errors import VaultError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

DATABASE_FILE = "gatekeeper.db"
KEY_FILE = "gatekeeper.key"
ID_FILE = "gatekeeper.id"
KEY_BYTES = 32
_SERVICE = "gatekeeper"


def database_key(home: Path, *, prefer_keyring: bool = True, read_only: bool = False) -> bytes:
    """The 32 bytes that open the database of this home folder.

    A key file in the folder always wins. Without one the system's keyring is asked (prefer_keyring, and only if the
    system has a real one), under the id that lies in the home and moves with it. A new key is made only while the folder
    holds no database yet, because a new key next to an old database could never open it. read_only: makes nothing in the
    folder. Raises VaultError when the key is missing, damaged, or readable by others.
    """
    file = home / KEY_FILE
    if file.exists():
        return _read_key_file(file)
    keyring = _system_keyring() if prefer_keyring else None
    database_exists = (home / DATABASE_FILE).exists()
    known = _home_id(home)
    if keyring is not None:
        # Before homes had an id their keys were filed under the folder's path.
        account = known or str(home.resolve()) if database_exists else known
        stored = None
        try:
            stored = keyring.get_password(_SERVICE, account) if account else None
        except Exception as error:  # every backend raises errors of its own system
            if database_exists:
                raise VaultError(
                    f"The system's keyring does not give out the key of {home}: {error}",
                    "Unlock the keyring (log in to the desktop) and start again; or bring the key as a file: "
                    f"gatekeeper --home {home} key import FILE.",
                ) from error
            keyring = None
        if stored is not None:
            key = _parse(stored, f"the system's keyring (service {_SERVICE}, account {account})")
            if keyring is not None and known is None and not read_only:
                # The old entry stays, for a program of before. Where this fails, it is what opens the home as ever.
                with suppress(VaultError):
                    _kept_by(keyring, _make_home_id(home), key)
            return key
    if database_exists:
        raise _missing(home, known, keyring)
    key = secrets.token_bytes(KEY_BYTES)
    if keyring is not None and _kept_by(keyring, known or _make_home_id(home), key):
        return key
    return _create_key_file(file, key)


def export_key(home: Path, to: Path) -> None:
    """Write the key of this home into a file that only its owner can read. VaultError where there is such a file."""
    key = database_key(home, read_only=True)
    if to.exists():
        raise VaultError(f"{to} is there already.", "Name a file that is not there yet: nothing is overwritten.")
    if not to.absolute().parent.is_dir():
        raise VaultError(f"There is no folder for {to}.", "Name a file in a folder that exists.")
    if _create_key_file(to, key) != key:
        raise VaultError(f"{to} was written by somebody else just now.", "Name another file.")


def import_key(home: Path, file: Path, opens: Callable[[bytes], bool], *, prefer_keyring: bool = True) -> str:
    """Take the key of this home from a file that `export_key` wrote, and say where it is kept from now on.

    opens: whether a key opens the home's database. Raises VaultError for a key that does not, and where another one is
    there already: nothing is overwritten.
    """
    try:
        key = _parse(file.read_text("ascii"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise VaultError(
            f"{file} cannot be read: {error}", "Name a file that `gatekeeper key export` wrote."
        ) from error
    if not opens(key):
        raise VaultError(
            f"The key in {file} does not open {home / DATABASE_FILE}.",
            "Find the one that was exported from this home. Nothing was changed.",
        )
    kept = home / KEY_FILE
    if kept.exists():
        if kept.read_bytes().strip() == key.hex().encode():
            return str(kept)
        raise VaultError(
            f"There is another key in {kept}, which does not open this home.", "Move it away, and import again."
        )
    keyring = _system_keyring() if prefer_keyring else None
    if keyring is not None:
        known = _home_id(home) or _make_home_id(home)
        try:
            there = keyring.get_password(_SERVICE, known)
        except Exception:  # a key file does instead
            there = None
        if there is not None and there != key.hex():
            raise VaultError(
                f"There is another key in the system's keyring (service {_SERVICE}, account {known}), which does not open "
                "this home.",
                "Delete that entry in the system's password manager, and import again.",
            )
        if _kept_by(keyring, known, key):
            return f"the system's keyring (service {_SERVICE}, account {known})"
    _create_key_file(kept, key)
    return str(kept)


def _missing(home: Path, known: str | None, keyring: object) -> VaultError:
    """What to say of a database without a key."""
    database = home / DATABASE_FILE
    bring = f"Or bring the key from a backup: gatekeeper --home {home} key import FILE."
    if keyring is None and known is not None:
        return VaultError(
            f"The key of the database {database} is missing: it was given to a keyring, and none can be reached here.",
            f"For a service, run once in the session of the user who made it: gatekeeper --home {home} key export "
            f"{home / KEY_FILE}. {bring} Nothing was changed.",
        )
    return VaultError(
        f"The key of the database {database} is missing.",
        f"Put {home / KEY_FILE} back, or start as the user in whose keyring the key lies. {bring} Nothing was changed.",
    )


def _home_id(home: Path) -> str | None:
    """Under which the keyring has this home's key, wherever the folder is moved to; None where it has none yet."""
    try:
        return str(uuid.UUID((home / ID_FILE).read_text("ascii").strip()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise VaultError(
            f"{home / ID_FILE} cannot be read: {error}",
            f"It says under what name the keyring has the key. Restore it, or run: gatekeeper --home {home} key import FILE",
        ) from error


def _make_home_id(home: Path) -> str:
    _create_once(home / ID_FILE, str(uuid.uuid4()))
    made = _home_id(home)
    assert made is not None
    return made


def _system_keyring() -> "KeyringBackend | None":
    """The keyring of this system, or None where there is only a stand-in that forgets, refuses or stores in clear."""
    import keyring  # slow to import, and not needed where a key file lies
    from keyring.backends.chainer import ChainerBackend

    def is_real(backend: "KeyringBackend") -> bool:
        return float(backend.priority) >= 1  # the bar keyring itself sets for "recommended"; null is -1, fail is 0

    backend = keyring.get_keyring()
    candidates = backend.backends if isinstance(backend, ChainerBackend) else [backend]
    try:
        return backend if any(map(is_real, candidates)) else None
    except RuntimeError:  # how a backend says that it cannot work here
        return None


def _kept_by(keyring: "KeyringBackend", account: str, key: bytes) -> bool:
    """Give the key to the keyring; False when it does not hand the same key back."""
    try:
        keyring.set_password(_SERVICE, account, key.hex())
        return keyring.get_password(_SERVICE, account) == key.hex()
    except Exception:  # locked, refused by the user, no session: a key file does instead
        return False


def _read_key_file(file: Path) -> bytes:
    try:
        mode = file.stat().st_mode
        text = file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise VaultError(f"The key file {file} cannot be read: {error}", "Restore it from your backup.") from error
    if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise VaultError(
            f"The key file {file} has mode {stat.S_IMODE(mode):o}: others than its owner may use it.",
            f"Run: chmod 600 {file}",
        )
    return _parse(text, str(file))


def _parse(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise VaultError(
            f"The key in {place} is damaged: it is not {2 * KEY_BYTES} hexadecimal digits.", "Restore it from a backup."
        )
    return key


def _create_key_file(file: Path, key: bytes) -> bytes:
    """Write the key; if another process was faster, take its key."""
    _create_once(file, key.hex())
    return _read_key_file(file)


def _create_once(file: Path, text: str) -> None:
    """Write a file of mode 600 that is complete from its first moment, unless there is one."""
    partial = None
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 600
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(text + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            # Both refuse to replace an existing file, each on its system.
            (os.rename if os.name == "nt" else os.link)(partial, file)
    except OSError as error:
        raise VaultError(
            f"The file {file} cannot be written: {error}", "Check the folder and its permissions."
        ) from error
    finally:
        if partial is not None:
            Path(partial).unlink(missing_ok=True)
