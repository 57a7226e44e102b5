"""Where the key of the database is kept: the system's keyring, or a file only its owner can read, which a passphrase may lock;
its export and import, and its rotation."""

import ctypes
import hmac
import os
import secrets
import sys
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gatekeeper.errors import StoreError, VaultError
from gatekeeper.messages import Message
from gatekeeper.store.connection import opened_by
from gatekeeper.store.key_file import (
    KEY_BYTES,
    NONCE_BYTES,
    create_key_file,
    create_once,
    is_locked,
    key_text,
    parse_key,
    read_key,
    read_key_file,
    replace_key,
    write_over,
)

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

DATABASE_FILE = "gatekeeper.db"
KEY_FILE = "gatekeeper.key"
ID_FILE = "gatekeeper.id"
NEXT_KEY_FILE = "gatekeeper.key.next"
"""The key that the database is being given, locked with the one that it has: `begin_rotation` and `database_key`."""
NEW_FILE = "gatekeeper.new"  # exists from before the key is created until the database has been created
_SERVICE = "gatekeeper"
_PR_SET_DUMPABLE = 4


def database_key(home: Path, *, prefer_keyring: bool = True, read_only: bool = False) -> bytes:
    """The 32 bytes that open the database of this home folder.

    A key file in the folder always takes precedence. Without one, the system's keyring is used (prefer_keyring, and only if the
    system has a real one), under the id that is stored in the home and moves with it. A new key is made only in a home that has
    never had one: a new key next to an old database could never open it, and a key without its database means that the database
    is lost. read_only: creates nothing in the folder. Raises VaultError if the key is missing, damaged, or readable by others,
    StoreError if there is a key and no database, or an empty file.
    """
    _stay_out_of_dumps()
    file = home / KEY_FILE
    home_id = None if file.exists() else home_id_of(home)
    used = is_used(home) and not (home / NEW_FILE).exists()
    key, keyring = _kept_key(home, home_id, prefer_keyring, read_only)
    if used and not _has_database(home):
        raise _lost(home)
    if key is not None:
        return _after_rotation(home, key, prefer_keyring=prefer_keyring, read_only=read_only)
    if _has_database(home) or read_only:
        raise _missing(home, home_id, keyring)
    making(home)
    key = secrets.token_bytes(KEY_BYTES)
    if keyring is not None and _kept_by(keyring, home_id or _make_home_id(home), key):
        return key
    return create_key_file(file, key)


def _stay_out_of_dumps() -> None:
    """Prevent a crash from writing this process's memory, with key and faces in it, to a disk, and another process of the same
    user from reading it (prctl(2), PR_SET_DUMPABLE). What this system does not support is skipped: a door must not depend on
    it."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _has_database(home: Path) -> bool:
    file = home / DATABASE_FILE
    return file.is_file() and file.stat().st_size > 0


def making(home: Path) -> None:
    """Mark a home as one that is being made: a missing database is no lost one."""
    create_once(home / NEW_FILE, "")


def settled(home: Path) -> None:
    """Record that the database of a new home has been created: from now on, a missing database is a lost one."""
    (home / NEW_FILE).unlink(missing_ok=True)


def is_used(home: Path) -> bool:
    """Whether there is, or has been, a database in this folder."""
    return any((home / name).exists() for name in (DATABASE_FILE, KEY_FILE, ID_FILE))


def _kept_key(
    home: Path, home_id: str | None, prefer_keyring: bool, read_only: bool, lost: Message | None = None
) -> "tuple[bytes | None, KeyringBackend | None]":
    """The key as it is kept, None if there is none; and the keyring that could keep it."""
    file = home / KEY_FILE
    if file.exists():
        return read_key_file(file, lost), None
    keyring = _system_keyring() if prefer_keyring else None
    if keyring is None:
        return None, None
    database_exists = _has_database(home)
    # Before homes had an id their keys were filed under the folder's path.
    account = home_id or str(home.resolve()) if database_exists else home_id
    stored = None
    try:
        stored = keyring.get_password(_SERVICE, account) if account else None
    except Exception as error:  # each backend raises its own system's errors
        if database_exists:
            raise VaultError(
                "The system's keyring does not give out the key of {home}: {error}",
                "Unlock the keyring (log in to the desktop) and start again; or bring the key as a file: "
                "gatekeeper --home {home} key import FILE.",
                home=home,
                error=error,
            ) from error
        return None, None
    if stored is None:
        return None, keyring
    key = parse_key(stored, f"the system's keyring (service {_SERVICE}, account {account})")
    if home_id is None and not read_only:
        # The old entry stays, for older versions of the program. If this fails, the old entry still opens the home.
        with suppress(VaultError):
            _kept_by(keyring, _make_home_id(home), key)
    return key, keyring


def begin_rotation(home: Path, key: bytes) -> bytes:
    """The next key of this home: a new one, or that of an interrupted rotation. key: the present one."""
    file = home / NEXT_KEY_FILE
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, secrets.token_bytes(KEY_BYTES), None)
    create_once(file, sealed.hex())
    return _next_key(file, key)


def _next_key(file: Path, key: bytes) -> bytes:
    try:
        sealed = bytes.fromhex(file.read_text("ascii"))
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    except (OSError, ValueError, InvalidTag) as error:
        raise VaultError(
            "{file} does not hold the next key of this home: {kind}.",
            "If the database opens without it, delete it and rotate the key again.",
            file=file,
            kind=type(error).__name__,
        ) from error


def _after_rotation(home: Path, key: bytes, *, prefer_keyring: bool, read_only: bool) -> bytes:
    """The key that opens the database, if a rotation was interrupted after the database got another key and before that key was
    stored."""
    file, database = home / NEXT_KEY_FILE, home / DATABASE_FILE
    if not file.exists():
        return key
    opens = opened_by(database, key)
    try:
        new = _next_key(file, key)
    except VaultError:
        if not opens:
            raise
        if not read_only:  # it has been stored already, and locks nothing any more
            file.unlink(missing_ok=True)
        return key
    if opens or not opened_by(database, new):
        return key
    if not read_only:
        _replace_key(home, new, prefer_keyring)
        file.unlink(missing_ok=True)
    return new


def _replace_key(home: Path, key: bytes, prefer_keyring: bool) -> None:
    """Store another key where the present one is kept, locked with the same passphrase if the present one is locked.

    The keyring keeps the present one as well, under the id before: copies of the home, made by hand, know no other.
    """
    file = home / KEY_FILE
    if file.exists():
        replace_key(file, key)
        return
    keyring = _system_keyring() if prefer_keyring else None
    if keyring is None or not _kept_apart(keyring, home, key):
        create_key_file(file, key)


def set_passphrase(home: Path, passphrase: str | None, *, prefer_keyring: bool = True) -> str:
    """Lock the key with a passphrase from now on, asked for at every start; None: unlock it. Returns where it is kept.

    It is locked in the home's key file (AES-256-GCM under a key that Argon2id derives, RFC 9106: t=3, 64 MiB, p=4); the
    keyring's copies are deleted. Raises VaultError if there is no passphrase to remove: the key stays where it is.
    """
    key, file = database_key(home, prefer_keyring=prefer_keyring), home / KEY_FILE
    if passphrase is None and not (file.exists() and is_locked(file)):
        raise VaultError("The key is not locked with a passphrase.", "Nothing was changed.")
    text = key_text(key, passphrase)
    if file.exists():
        write_over(file, text)
    else:
        create_once(file, text)
    if passphrase is not None and prefer_keyring:
        forget_key(home, str(home.resolve()))  # older versions stored it under the home's path
    return str(file)


def forget_key(home: Path, *accounts: str) -> None:
    """Delete the keyring's copy of a home's key, and those under other accounts."""
    names = [*filter(None, (home_id_of(home), *accounts))]
    keyring = _system_keyring() if names else None
    if keyring is not None:
        for account in names:
            with suppress(
                Exception
            ):  # it has none, or does not allow deletion: it was refused the key or keeps an old one
                keyring.delete_password(_SERVICE, account)


def export_key(home: Path, to: Path, passphrase: str | None = None) -> None:
    """Write the key of this home into a file that only its owner can read. VaultError if the file exists.

    passphrase: locks it, as `set_passphrase` does.
    """
    key = database_key(home, read_only=True)
    if os.path.lexists(to):  # also a link that leads nowhere
        raise VaultError("{to} already exists.", "Choose a new file; nothing is overwritten.", to=to)
    if not to.absolute().parent.is_dir():
        raise VaultError("There is no folder for {to}.", "Choose a file in an existing folder.", to=to)
    create_once(to, key_text(key, passphrase))
    if read_key(to) != key:  # whatever its mode: a stick has none of its own
        raise VaultError("{to} has just been written by another program.", "Choose another file.", to=to)


def import_key(home: Path, file: Path, opens: Callable[[bytes], bool], *, prefer_keyring: bool = True) -> str:
    """Import the key of this home from a file that `export_key` wrote, and return where it is kept from now on.

    opens: whether a key opens the home's database. Raises VaultError for a key that does not, and if another key exists
    already: nothing is overwritten.
    """
    key = read_key(file)
    if not opens(key):
        raise VaultError(
            "The key in {file} does not open {database}.",
            "Use the one exported from this home. Nothing was changed.",
            file=file,
            database=home / DATABASE_FILE,
        )
    return keep_key(home, key, prefer_keyring=prefer_keyring)


def kept_key(home: Path, *, prefer_keyring: bool = True, lost: Message | None = None) -> bytes:
    """The key of a home, whatever the state of its database. lost: see `read_key_file`. Raises VaultError if there is none."""
    home_id = None if (home / KEY_FILE).exists() else home_id_of(home)
    key, _ = _kept_key(home, home_id, prefer_keyring, read_only=True, lost=lost)
    if key is None:
        raise VaultError(
            "There is no key in {home}, nor in a keyring for it.",
            "Give the file that `gatekeeper key export` wrote with --key.",
            home=home,
        )
    return key


def has_key(home: Path, key: bytes, *, prefer_keyring: bool = True) -> bool:
    """Whether this is the stored key of a home."""
    try:
        return kept_key(home, prefer_keyring=prefer_keyring) == key
    except VaultError:
        return False


def keep_key(home: Path, key: bytes, *, prefer_keyring: bool = True) -> str:
    """Store the key of a home that has none so far, and return where. VaultError if another key exists."""
    kept = home / KEY_FILE
    if kept.exists():
        if read_key_file(kept) == key:
            return str(kept)
        raise VaultError(
            "There is another key in {kept}, which does not open this home.",
            "Move it away, and import again.",
            kept=kept,
        )
    keyring = _system_keyring() if prefer_keyring else None
    if keyring is not None:
        home_id = home_id_of(home) or _make_home_id(home)
        try:
            stored = keyring.get_password(_SERVICE, home_id)
        except Exception:  # a key file is used instead
            stored = None
        # Another key there may be that of a copy of this home: it stays.
        other = stored is not None and stored != key.hex()
        if _kept_apart(keyring, home, key) if other else _kept_by(keyring, home_id, key):
            return f"the system's keyring (service {_SERVICE}, account {home_id_of(home)})"
    create_key_file(kept, key)
    return str(kept)


def _lost(home: Path) -> StoreError:
    """The error for a key without its database."""
    database = home / DATABASE_FILE
    state = Message("is empty") if database.exists() else Message("is missing")
    return StoreError(
        "The database {database} {what}, and its key is there: people, rules and log are gone.",
        "Restore a backup: gatekeeper --home {home} restore FILE. To begin anew on purpose, delete "
        "{file} and {id_file} first. Nothing was changed.",
        database=database,
        what=state,
        home=home,
        file=home / KEY_FILE,
        id_file=home / ID_FILE,
    )


def _missing(home: Path, home_id: str | None, keyring: object) -> VaultError:
    """The error for a database without a key."""
    database = home / DATABASE_FILE
    bring = Message("Or bring the key from a backup: gatekeeper --home {home} key import FILE.", home=home)
    if keyring is None and home_id is not None:
        return VaultError(
            "The key of the database {database} is missing: it was given to a keyring, and none can be reached here.",
            "For a service, run once in the session of the user who made it: gatekeeper --home {home} "
            "key export {file}. {bring} Nothing was changed.",
            database=database,
            home=home,
            file=home / KEY_FILE,
            bring=bring,
        )
    return VaultError(
        "The key of the database {database} is missing.",
        "Put {file} back, or start as the user in whose keyring the key lies. {bring} Nothing was changed.",
        database=database,
        file=home / KEY_FILE,
        bring=bring,
    )


def home_id_of(home: Path) -> str | None:
    """The id under which the keyring has this home's key, even if the folder is moved; None if it has none yet."""
    try:
        return str(uuid.UUID((home / ID_FILE).read_text("ascii").strip()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise VaultError(
            "{file} cannot be read: {error}",
            "It says under what name the keyring has the key. Restore it, or run: gatekeeper --home "
            "{home} key import FILE",
            file=home / ID_FILE,
            error=error,
            home=home,
        ) from error


def _kept_apart(keyring: "KeyringBackend", home: Path, key: bytes) -> bool:
    """Store another key of a home under an id that follows from it, and which the home has from now on; False if the keyring
    does not return it. However often this is interrupted, one entry is left of it."""
    own_id = str(uuid.UUID(bytes=hmac.digest(key, b"entry of the keyring", "sha256")[:16], version=4))
    if not _kept_by(keyring, own_id, key):
        return False
    write_over(home / ID_FILE, own_id)
    return True


def _make_home_id(home: Path) -> str:
    create_once(home / ID_FILE, str(uuid.uuid4()))
    home_id = home_id_of(home)
    assert home_id is not None
    return home_id


def _system_keyring() -> "KeyringBackend | None":
    """The keyring of this system, or None if there is only a stand-in that forgets, refuses or stores in clear text."""
    import keyring  # slow to import, and not needed if there is a key file
    from keyring.backends.chainer import ChainerBackend

    def is_real(backend: "KeyringBackend") -> bool:
        return float(backend.priority) >= 1  # keyring's own threshold for "recommended"; null is -1, fail is 0

    backend = keyring.get_keyring()
    candidates = backend.backends if isinstance(backend, ChainerBackend) else [backend]
    try:
        return backend if any(map(is_real, candidates)) else None
    except RuntimeError:  # how a backend reports that it does not work here
        return None


def _kept_by(keyring: "KeyringBackend", account: str, key: bytes) -> bool:
    """Store the key in the keyring; False if it does not return the same key."""
    try:
        keyring.set_password(_SERVICE, account, key.hex())
        return keyring.get_password(_SERVICE, account) == key.hex()
    except Exception:  # locked, refused by the user, no session: a key file is used instead
        return False
