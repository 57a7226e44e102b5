"""A key in a file that only its owner can read, optionally locked with a passphrase."""

import errno
import getpass
import os
import secrets
import shlex
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gatekeeper.errors import VaultError
from gatekeeper.files import replacing
from gatekeeper.messages import Message
from gatekeeper.passwords import SALT_BYTES, derived_key

PASSPHRASE_FILE = "GATEKEEPER_PASSPHRASE_FILE"
"""The environment variable that names a file with the passphrase, for a service: a credential of systemd, for example."""
KEY_BYTES = 32
_MOST_KEY_BYTES = 4096
_LOCKED = "argon2id"  # the prefix of a key that is locked with a passphrase
NONCE_BYTES = 12
_PASSPHRASE_CHARACTERS = 12
_NO_LINKS = {
    errno.EPERM,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
}  # what link(2) says on a file system without them
_unlocked: dict[str, tuple[bytes, str]] = {}  # by the text of a locked key: its key and passphrase


def read_key(file: Path) -> bytes:
    """The key that `export_key` wrote into a file. Raises VaultError if the file contains none."""
    try:
        return parse_key(_text_of(file), str(file))
    except OSError as error:
        raise VaultError(
            "{file} cannot be read: {error}.",
            "It belongs to somebody else. Make it yours, then repeat this: sudo chown $USER {quoted}"
            if isinstance(error, PermissionError)
            else "Give a file that `gatekeeper key export` wrote.",
            file=file,
            quoted=shlex.quote(str(file)),
            error=error,
        ) from error


def _text_of(file: Path) -> str:
    """What a key file contains. Raises OSError, also if it can be none."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_KEY_BYTES:  # opening a pipe would block
        raise OSError(Message("it is no key file"))
    try:
        return file.read_text("ascii")
    except UnicodeDecodeError:
        raise OSError(Message("it is no key file")) from None


def read_key_file(file: Path, lost: Message | None = None) -> bytes:
    """The key in a home's own file. lost: what to do where that, or its passphrase, is lost; None: import the key. Raises
    VaultError if others can read the file, or it contains no key."""
    if lost is None:
        lost = Message(
            "If it is lost: move {file} away, and bring the key as it was exported: gatekeeper --home {home} key import FILE",
            file=file,
            home=file.parent,
        )
    try:
        text, mode = _text_of(file), file.stat().st_mode
    except PermissionError as error:
        raise VaultError(
            "The key file {file} cannot be read: {error}",
            "Start the program as the user to whom it belongs.",
            file=file,
            error=error,
        ) from error
    except OSError as error:
        raise VaultError(
            "The key file {file} cannot be read: {error}", _restore(lost), file=file, error=error
        ) from error
    if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise VaultError(
            "The key file {file} has mode {mode:o}: others than its owner may use it.",
            "Run: chmod 600 {file}",
            file=file,
            mode=stat.S_IMODE(mode),
        )
    return parse_key(text, str(file), lost)


def is_locked(file: Path) -> bool:
    """Whether the key in a file is locked with a passphrase. Raises OSError if that cannot be read, or is no key file."""
    return _text_of(file).lstrip().startswith(_LOCKED)


def parse_key(text: str, place: str, lost: Message | None = None) -> bytes:
    """The key in a text, unlocked if necessary. place: its origin, for the VaultError of a damaged key; lost: what to do where
    that, or its passphrase, is lost."""
    text = text.strip()
    if text.startswith(_LOCKED):
        return _unlock(text, place, lost)
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise VaultError(
            "The key in {place} is damaged: it is not {length} hexadecimal digits.",
            _restore(lost),
            place=place,
            length=2 * KEY_BYTES,
        )
    return key


def _restore(lost: Message | None) -> Message:
    return Message("Restore it from a backup. {lost}", lost=lost) if lost else Message("Restore it from a backup.")


def key_text(key: bytes, passphrase: str | None = None) -> str:
    """A key as it is kept: locked with a passphrase, if there is one (AES-256-GCM under a key that Argon2id derives, RFC 9106:
    t=3, 64 MiB, p=4)."""
    return key.hex() if passphrase is None else _lock(key, passphrase)


def replace_key(file: Path, key: bytes) -> None:
    """Replace the key in a file, locked with the same passphrase if the present one is locked."""
    write_over(file, text_like(file, key))


def text_like(file: Path, key: bytes) -> str:
    """Another key as a file would keep it: locked with the same passphrase if the one in it is locked."""
    text = file.read_text("ascii").strip()
    passphrase = None
    if text.startswith(_LOCKED):
        _unlock(text, file.name)
        _, passphrase = _unlocked[text]
    return key_text(key, passphrase)


def _lock(key: bytes, passphrase: str) -> str:
    if len(passphrase) < _PASSPHRASE_CHARACTERS:
        raise VaultError(
            "The passphrase has {n} character(s).",
            "Use at least {least}: five words.",
            n=len(passphrase),
            least=_PASSPHRASE_CHARACTERS,
        )
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(derived_key(passphrase, salt)).encrypt(nonce, key, None)
    text = f"{_LOCKED} {salt.hex()} {sealed.hex()}"
    _unlocked[text] = key, passphrase
    return text


def _unlock(text: str, place: str, lost: Message | None = None) -> bytes:
    if text not in _unlocked:
        passphrase = _asked_passphrase(place)
        try:
            salt, sealed = map(bytes.fromhex, text.split()[1:])
            opening = AESGCM(derived_key(passphrase, salt))
            key = opening.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            raise VaultError(
                "The passphrase does not unlock the key in {place}, or that is damaged.",
                Message("Try again. {lost}", lost=lost) if lost else "Try again.",
                place=place,
            ) from None
        _unlocked[text] = key, passphrase
    return _unlocked[text][0]


def _asked_passphrase(place: str) -> str:
    if named := os.environ.get(PASSPHRASE_FILE):
        try:
            with open(named, encoding="utf-8") as file:  # a pipe works, and an endless device does no harm
                return file.read(_MOST_KEY_BYTES).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise VaultError(
                "The passphrase of {place} cannot be read from {file}: {error}.",
                "Write it into that file, or name another one in the environment variable {variable}.",
                place=place,
                file=named,
                error=Message("it is no text") if isinstance(error, UnicodeDecodeError) else error,
                variable=PASSPHRASE_FILE,
            ) from error
    if sys.stdin is not None and sys.stdin.isatty():
        try:
            return getpass.getpass("Passphrase of the database: ")
        except (OSError, EOFError) as error:  # Ctrl-D
            raise VaultError(
                "The key in {place} is locked with a passphrase, and none was entered.", "Try again.", place=place
            ) from error
    raise VaultError(
        "The key in {place} is locked with a passphrase, and there is no terminal to ask for it.",
        "Start in a terminal, or name a file that holds it in the environment variable {variable}.",
        place=place,
        variable=PASSPHRASE_FILE,
    )


def write_over(file: Path, text: str) -> None:
    """Replace a file atomically with one of mode 600."""
    try:
        with replacing(file, private=True) as new:
            new.write_text(text + "\n", encoding="ascii")
    except OSError as error:
        raise VaultError(
            "The file {file} cannot be written: {error}", "Check its permissions.", file=file, error=error
        ) from error


def create_key_file(file: Path, key: bytes) -> bytes:
    """Write the key; if another process was faster, take its key."""
    create_once(file, key.hex())
    return read_key_file(file)


def create_once(file: Path, text: str) -> None:
    """Write a file of mode 600 atomically, unless it exists."""
    partial = None
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 600
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(text + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            _move_unless_there(Path(partial), file)
    except OSError as error:
        raise VaultError(
            "The file {file} cannot be written: {error}",
            "Check the folder and its permissions.",
            file=file,
            error=error,
        ) from error
    finally:
        if partial is not None:
            Path(partial).unlink(missing_ok=True)


def _move_unless_there(partial: Path, file: Path) -> None:
    """Raises FileExistsError."""
    if os.name == "nt":
        os.rename(partial, file)  # refuses to replace a file there
        return
    try:
        os.link(partial, file)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # FAT and exFAT know no links: a file that is there is refused as well, but a crash may leave an unfinished one.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(partial.read_bytes())
                out.flush()
                os.fsync(out.fileno())
        except BaseException:
            file.unlink(missing_ok=True)  # a full stick: half a key would pass for one
            raise
