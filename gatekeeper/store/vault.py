"""Where the key of the database is kept: the system's keyring, or a file only its owner can read."""

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gatekeeper.errors import VaultError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

DATABASE_FILE = "gatekeeper.db"
KEY_FILE = "gatekeeper.key"
KEY_BYTES = 32
_SERVICE = "gatekeeper"


def database_key(home: Path, *, prefer_keyring: bool = True) -> bytes:
    """The 32 bytes that open the database of this home folder.

    A key file in the folder always wins. Without one the system's keyring is asked (prefer_keyring, and only if the
    system has a real one). A new key is made only while the folder holds no database yet, because a new key next to
    an old database could never open it. Raises VaultError when the key is missing, damaged, or readable by others.
    """
    file = home / KEY_FILE
    if file.exists():
        return _read_key_file(file)
    keyring = _system_keyring() if prefer_keyring else None
    account = str(home.resolve())
    database_exists = (home / DATABASE_FILE).exists()
    if keyring is not None:
        try:
            stored = keyring.get_password(_SERVICE, account)
        except Exception as error:  # every backend raises errors of its own system
            if database_exists:
                raise VaultError(
                    f"The system's keyring does not give out the key of {home}: {error}",
                    "Unlock the keyring (log in to the desktop) and start again.",
                ) from error
            keyring = stored = None
        if stored is not None:
            return _parse(stored, f"the system's keyring (service {_SERVICE}, account {account})")
    if database_exists:
        raise VaultError(
            f"The key of the database {home / DATABASE_FILE} is missing.",
            f"Put {KEY_FILE} from your backup into {home}, or start as the user in whose keyring the key lies. "
            "Nothing was changed.",
        )
    key = secrets.token_bytes(KEY_BYTES)
    if keyring is not None and _kept_by(keyring, account, key):
        return key
    return _create_key_file(file, key)


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
    except RuntimeError:  # how a backend says that it can not work here
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
        raise VaultError(f"The key file {file} can not be read: {error}", "Restore it from your backup.") from error
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
    """Write the key so that the file is complete from its first moment; if another process was faster, take its key."""
    partial = None
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=file.parent, prefix=KEY_FILE)  # mode 600
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(key.hex() + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            # Both refuse to replace an existing file, each on its system.
            (os.rename if os.name == "nt" else os.link)(partial, file)
    except OSError as error:
        raise VaultError(
            f"The key file {file} can not be written: {error}", "Check the folder and its permissions."
        ) from error
    finally:
        if partial is not None:
            Path(partial).unlink(missing_ok=True)
    return _read_key_file(file)
