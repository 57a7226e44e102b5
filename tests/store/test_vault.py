import errno
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked
from typer.testing import CliRunner

from gatekeeper.cli import app
from gatekeeper.errors import StoreError, VaultError
from gatekeeper.store.connection import opened_by
from gatekeeper.store.copies import back_up, restore, rotate_key
from gatekeeper.store.database import Database
from gatekeeper.store.key_file import PASSPHRASE_FILE, read_key
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.vault import (
    DATABASE_FILE,
    ID_FILE,
    KEY_FILE,
    database_key,
    export_key,
    import_key,
    set_passphrase,
    settled,
)

from .conftest import NOW


class MemoryKeyring(KeyringBackend):
    """A working keyring for the length of a test."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")


@pytest.fixture(autouse=True)
def _keyring_put_back() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_key_file_is_made_once_and_private(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key = database_key(home, prefer_keyring=False)
    assert len(key) == 32
    assert database_key(home, prefer_keyring=False) == key
    assert os.name == "nt" or stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600
    assert {file.name for file in home.iterdir()} == {KEY_FILE, "gatekeeper.new"}  # until its database is there
    settled(home)
    assert [file.name for file in home.iterdir()] == [KEY_FILE]
    with pytest.raises(StoreError, match="is missing, and its key is there"):
        database_key(home, prefer_keyring=False)
    assert database_key(tmp_path / "other", prefer_keyring=False) != key


@pytest.mark.parametrize("stand_in", [NullKeyring, FailKeyring])
def test_stand_in_keyring_means_a_key_file(tmp_path: Path, stand_in: type[KeyringBackend]) -> None:
    keyring.set_keyring(stand_in())
    key = database_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_text().strip() == key.hex()


def test_real_keyring_keeps_the_key_and_no_file_is_left(tmp_path: Path) -> None:
    keyring.set_keyring(MemoryKeyring())
    key = database_key(tmp_path)
    (tmp_path / DATABASE_FILE).write_bytes(b"any")
    assert database_key(tmp_path) == key
    assert not (tmp_path / KEY_FILE).exists()
    assert all(key.hex() not in file.read_text() for file in tmp_path.iterdir())


def test_a_home_that_is_moved_finds_its_key(tmp_path: Path) -> None:
    keyring.set_keyring(MemoryKeyring())
    key = database_key(tmp_path / "home")
    (tmp_path / "home" / DATABASE_FILE).write_bytes(b"any")
    moved = (tmp_path / "home").rename(tmp_path / "elsewhere")
    assert database_key(moved) == key
    # A new home at the old place has a key of its own, and takes nobody's.
    assert database_key(tmp_path / "home") != key
    assert database_key(moved) == key
    (tmp_path / "link").symlink_to(moved)
    assert database_key(tmp_path / "link") == key


def test_a_key_that_is_filed_under_the_path_is_filed_anew(tmp_path: Path) -> None:
    home, ring = tmp_path / "home", MemoryKeyring()
    home.mkdir()
    key = bytes(range(32))
    ring.kept["gatekeeper", str(home.resolve())] = key.hex()
    keyring.set_keyring(ring)
    (home / DATABASE_FILE).write_bytes(b"any")
    assert database_key(home, read_only=True) == key
    assert [file.name for file in home.iterdir()] == [DATABASE_FILE]
    assert database_key(home) == key
    assert database_key(home.rename(tmp_path / "elsewhere")) == key


def test_copies_of_a_home_keep_their_keys_when_one_of_them_rotates_its_own(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    home, copy, backup = (tmp_path / name for name in ("home", "copy", "backup"))
    Database.open(home / DATABASE_FILE, database_key(home)).close()
    settled(home)
    for place in (copy, backup):
        shutil.copytree(home, place)
    rotate_key(copy)
    told = CliRunner().invoke(app, ["--home", str(home), "key", "rotate"]).output
    assert f"account {(backup / ID_FILE).read_text().strip()}" in told, "what stays in the keyring is said"
    for place in (home, copy, backup):
        Database.open(place / DATABASE_FILE, database_key(place)).close()
    assert len({database_key(place) for place in (home, copy, backup)}) == 3
    # A copy whose entry an earlier version overwrote gets its key back, and takes nobody's.
    export_key(backup, out := tmp_path / "backup.key")
    ring.kept["gatekeeper", (backup / ID_FILE).read_text().strip()] = database_key(home).hex()
    (home / ID_FILE).write_text((backup / ID_FILE).read_text())
    import_key(backup, out, lambda key: opened_by(backup / DATABASE_FILE, key))
    for place in (home, backup):
        Database.open(place / DATABASE_FILE, database_key(place)).close()


def test_a_rotation_that_is_interrupted_leaves_one_entry_of_each_key(tmp_path: Path) -> None:
    """Another one of the new key would outlive the passphrase that is to remove it."""

    class Cut(MemoryKeyring):
        cuts = 3

        def set_password(self, service: str, username: str, password: str) -> None:
            super().set_password(service, username, password)
            if len(self.kept) > 1 and self.cuts:
                self.cuts -= 1
                raise KeyboardInterrupt

    keyring.set_keyring(ring := Cut())
    Database.open(tmp_path / DATABASE_FILE, old := database_key(tmp_path)).close()
    settled(tmp_path)
    for act in (rotate_key, database_key, database_key):
        with pytest.raises(KeyboardInterrupt):
            act(tmp_path)
    new = database_key(tmp_path)
    Database.open(tmp_path / DATABASE_FILE, new).close()
    assert sorted(ring.kept.values()) == sorted([old.hex(), new.hex()])


def test_a_key_that_was_exported_for_a_service_is_there_already_also_where_there_is_a_keyring(tmp_path: Path) -> None:
    keyring.set_keyring(MemoryKeyring())
    Database.open(tmp_path / DATABASE_FILE, database_key(tmp_path)).close()
    settled(tmp_path)
    for said in ("instead of the keyring.", "is in {} already: the program reads it from there."):
        done = CliRunner().invoke(app, ["--home", str(tmp_path), "key", "export", str(tmp_path / KEY_FILE)])
        assert said.format(tmp_path / KEY_FILE) in done.output.replace("\n", " ")


def test_a_service_without_the_keyring_is_told_what_to_do(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    key = database_key(tmp_path)
    (tmp_path / DATABASE_FILE).write_bytes(b"any")
    keyring.set_keyring(FailKeyring())  # type: ignore[no-untyped-call]
    with pytest.raises(VaultError, match=rf"none can be reached here.*key export {tmp_path / KEY_FILE}"):
        database_key(tmp_path)
    keyring.set_keyring(ring)
    export_key(tmp_path, tmp_path / KEY_FILE)
    keyring.set_keyring(FailKeyring())  # type: ignore[no-untyped-call]
    assert database_key(tmp_path) == key


def test_a_key_goes_out_and_comes_back(tmp_path: Path) -> None:
    keyring.set_keyring(MemoryKeyring())
    home, out = tmp_path / "home", tmp_path / "safe.key"
    key = database_key(home)
    Database.open(home / DATABASE_FILE, key).close()

    def fits(one: bytes) -> bool:
        return opened_by(home / DATABASE_FILE, one)

    export_key(home, out)
    assert os.name == "nt" or stat.S_IMODE(out.stat().st_mode) == 0o600
    with pytest.raises(VaultError, match="already exists"):
        export_key(home, out)
    with pytest.raises(VaultError, match="no folder"):
        export_key(home, tmp_path / "no" / "safe.key")
    (tmp_path / "link").symlink_to(tmp_path / "stick that is not there")
    with pytest.raises(VaultError, match="already exists"):
        export_key(home, tmp_path / "link")
    keyring.set_keyring(MemoryKeyring())  # another machine's
    with pytest.raises(VaultError, match="key import"):
        database_key(home)
    wrong, none = tmp_path / "wrong.key", tmp_path / "none.key"
    wrong.write_text("ab" * 32)
    none.write_text("nothing")
    (tmp_path / "a photo").write_bytes(b"\xff\xd8\xff")
    for file, says in (
        (wrong, "does not open"),
        (none, "damaged"),
        (tmp_path / "gone.key", "cannot be read: No such file"),
        (tmp_path / "a photo", "cannot be read: it is no key file"),
        (tmp_path, "cannot be read: it is no key file"),
    ):
        with pytest.raises(VaultError, match=says):
            import_key(home, file, fits)
    assert not (home / KEY_FILE).exists()
    out.chmod(0o644)  # as it comes from a stick
    assert "keyring" in import_key(home, out, fits)
    assert "keyring" in import_key(home, out, fits)
    assert database_key(home) == key
    # Another key that is there is not overwritten, whatever it is.
    ring = MemoryKeyring()
    ring.kept["gatekeeper", (home / ID_FILE).read_text().strip()] = "cd" * 32
    keyring.set_keyring(ring)
    assert "keyring" in import_key(home, out, fits)
    assert database_key(home) == key
    assert sorted(ring.kept.values()) == sorted(["cd" * 32, key.hex()])
    keyring.set_keyring(FailKeyring())  # type: ignore[no-untyped-call]
    assert import_key(home, out, fits) == str(home / KEY_FILE)
    assert database_key(home) == key
    (home / KEY_FILE).write_text("ef" * 32)
    with pytest.raises(VaultError, match="another key in"):
        import_key(home, out, fits, prefer_keyring=False)
    assert (home / KEY_FILE).read_text() == "ef" * 32


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither")
def test_a_key_is_exported_to_a_stick_that_knows_neither_links_nor_modes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As FAT and exFAT answer, where every file has the mode of the mount."""

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    home, out = tmp_path / "home", tmp_path / "stick/key"
    key = database_key(home, prefer_keyring=False)
    out.parent.mkdir()
    made = os.open
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "open", lambda path, flags, mode=0o777, **more: made(path, flags, mode | 0o055, **more))
    before, sync, synced = os.umask(0), os.fsync, list[int]()

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(handle)

    try:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(VaultError, match="No space left"):
            export_key(home, out)
        assert list(out.parent.iterdir()) == []  # half a key would pass for one
        export_key(home, out)
    finally:
        os.umask(before)
    assert out.stat().st_mode & 0o077
    assert read_key(out) == key
    assert [path.name for path in out.parent.iterdir()] == ["key"]
    with pytest.raises(VaultError, match="already exists"):
        export_key(home, out)


def test_key_file_wins_over_the_keyring(tmp_path: Path) -> None:
    keyring.set_keyring(MemoryKeyring())
    in_keyring = database_key(tmp_path)
    in_file = database_key(tmp_path, prefer_keyring=False)
    assert in_file != in_keyring
    assert database_key(tmp_path) == in_file


def test_locked_keyring_beside_a_database_is_refused(tmp_path: Path) -> None:
    keyring.set_keyring(LockedKeyring())
    (tmp_path / DATABASE_FILE).write_bytes(b"any")
    with pytest.raises(VaultError, match="does not give out"):
        database_key(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()


def test_missing_key_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    file = tmp_path / DATABASE_FILE
    with Database.open(file, database_key(tmp_path, prefer_keyring=False)) as database:
        PeopleStore(database).set_setting("a", "b")
    settled(tmp_path)
    before = file.read_bytes()
    (tmp_path / KEY_FILE).unlink()
    for prefer_keyring in (False, True):
        keyring.set_keyring(MemoryKeyring())
        with pytest.raises(VaultError, match="is missing"):
            database_key(tmp_path, prefer_keyring=prefer_keyring)
    assert {entry.name for entry in tmp_path.iterdir()} == {DATABASE_FILE, "gatekeeper.seal"}
    assert file.read_bytes() == before


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_key_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    key = database_key(tmp_path, prefer_keyring=False)
    (tmp_path / KEY_FILE).chmod(mode)
    if os.name == "nt":  # has no such modes
        assert database_key(tmp_path, prefer_keyring=False) == key
        return
    with pytest.raises(VaultError, match=f"mode {mode:o}.*chmod 600"):
        database_key(tmp_path, prefer_keyring=False)


@pytest.mark.parametrize("text", ["", "abc", "00" * 31, "zz" * 32, "ü" * 64])
def test_damaged_key_file_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    file = tmp_path / KEY_FILE
    file.write_text(text, "utf-8")
    file.chmod(0o600)
    exported = tmp_path / "exported.key"
    exported.write_text("ab" * 32)
    for act in (
        lambda: database_key(tmp_path, prefer_keyring=False),
        lambda: import_key(tmp_path, exported, lambda key: True, prefer_keyring=False),
    ):
        with pytest.raises(VaultError) as refused:
            act()
        assert f"move {file} away, and bring the key" in refused.value.hint
    assert file.read_text("utf-8") == text
    file.rename(tmp_path / "away")  # as the hint says
    assert import_key(tmp_path, exported, lambda key: True, prefer_keyring=False) == str(file)


def test_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(VaultError, match="cannot be written"):
        database_key(tmp_path / "home", prefer_keyring=False)


@pytest.mark.parametrize("kept_in", ["file", "keyring"])
@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_key_without_its_database_is_never_given_a_new_one(tmp_path: Path, kept_in: str, left: str) -> None:
    keyring.set_keyring(MemoryKeyring() if kept_in == "keyring" else FailKeyring())  # type: ignore[no-untyped-call]
    file = tmp_path / DATABASE_FILE
    Database.open(file, database_key(tmp_path)).close()
    settled(tmp_path)
    file.unlink()
    if left == "an empty file":
        file.touch()
    for ring in (keyring.get_keyring(), LockedKeyring() if kept_in == "keyring" else FailKeyring()):  # type: ignore[no-untyped-call]
        keyring.set_keyring(ring)
        with pytest.raises(StoreError, match=r"is (missing|empty), and its key is there.*restore FILE"):
            database_key(tmp_path)
    assert file.exists() == (left == "an empty file")


def test_a_first_start_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    key = database_key(tmp_path, prefer_keyring=False)
    assert database_key(tmp_path, prefer_keyring=False) == key
    (tmp_path / DATABASE_FILE).touch()  # and once more, between making the file and the tables
    assert database_key(tmp_path, prefer_keyring=False) == key


@pytest.mark.parametrize("in_keyring", [True, False])
def test_a_key_without_a_passphrase_stays_where_it_is_when_one_is_removed(tmp_path: Path, in_keyring: bool) -> None:
    keyring.set_keyring(MemoryKeyring())
    key = database_key(tmp_path, prefer_keyring=in_keyring)
    Database.open(tmp_path / DATABASE_FILE, key).close()
    with pytest.raises(VaultError, match="not locked with a passphrase"):
        set_passphrase(tmp_path, None, prefer_keyring=in_keyring)
    assert (tmp_path / KEY_FILE).exists() is not in_keyring
    assert database_key(tmp_path, prefer_keyring=in_keyring) == key


def test_a_key_is_not_exported_to_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    keyring.set_keyring(FailKeyring())  # type: ignore[no-untyped-call]
    home, loop = tmp_path / "home", tmp_path / "loop"
    Database.open(home / DATABASE_FILE, database_key(home)).close()
    settled(home)
    loop.symlink_to(loop)
    refused = CliRunner().invoke(app, ["--home", str(home), "key", "export", str(loop)]).exception
    assert isinstance(refused, VaultError)
    assert "already exists" in refused.message


@pytest.mark.slow
def test_a_passphrase_locks_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    home, secret = tmp_path / "home", tmp_path / "secret"
    key = database_key(home)
    Database.open(home / DATABASE_FILE, key).close()
    secret.write_text("correct horse battery\n")
    with pytest.raises(VaultError, match="5 characters"):
        set_passphrase(home, "horse")
    set_passphrase(home, "correct horse battery")
    assert key.hex() not in (home / KEY_FILE).read_text()
    assert key.hex() not in ring.kept.values()
    monkeypatch.setattr("gatekeeper.store.key_file._unlocked", {})  # as another process
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(VaultError, match=f"no terminal.*{PASSPHRASE_FILE}"):
        database_key(home)
    for named, says in ((tmp_path / "none", "No such file or directory"), (tmp_path / "photo", "it is no text")):
        (tmp_path / "photo").write_bytes(b"\xff\xd8\xff")
        monkeypatch.setenv(PASSPHRASE_FILE, str(named))
        with pytest.raises(VaultError, match=re.escape(f"cannot be read from {named}: {says}.")):
            database_key(home)
    monkeypatch.delenv(PASSPHRASE_FILE)
    with monkeypatch.context() as at_a_terminal:
        at_a_terminal.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True, readline=str))
        at_a_terminal.setattr("getpass.getpass", lambda prompt: input())  # Ctrl-D
        with pytest.raises(VaultError, match="none was entered"):
            database_key(home)
    monkeypatch.setenv(PASSPHRASE_FILE, str(secret))
    assert database_key(home) == key
    export_key(home, tmp_path / "out.key", "another long passphrase")
    monkeypatch.setattr("gatekeeper.store.key_file._unlocked", {})
    with pytest.raises(VaultError, match="does not unlock") as locked_copy:
        read_key(tmp_path / "out.key")
    assert locked_copy.value.hint == "Try again."
    secret.write_text("forgotten")
    with pytest.raises(VaultError, match=re.escape(f"move {home / KEY_FILE} away, and bring")) as forgotten:
        database_key(home)
    assert f"gatekeeper --home {home} key import FILE" in forgotten.value.hint
    secret.write_text("correct horse battery\n")
    set_passphrase(home, None)
    monkeypatch.delenv(PASSPHRASE_FILE)
    assert database_key(home) == key


@pytest.mark.skipif(sys.platform != "linux", reason="the question is put to Linux")
@pytest.mark.parametrize("opened", [True, False])
def test_a_process_that_has_the_key_leaves_no_core_dump(tmp_path: Path, opened: bool) -> None:
    """The control has none, and may be dumped."""
    code = (
        "import ctypes, resource, sys; from pathlib import Path; from gatekeeper.store.vault import database_key\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)\n"
        "len(sys.argv) > 1 and database_key(Path(sys.argv[1]), prefer_keyring=False)\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    command = [sys.executable, "-c", code, *([str(tmp_path)] if opened else [])]
    dumpable, most_bytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert (dumpable == "0") is opened
    assert most_bytes == "0" or not opened


def _rotated_since_its_backup(place: Path) -> tuple[Path, Path, bytes]:
    """A home, its backup, and the key that it had then."""
    home, backups = place / "home", place / "backups"
    backups.mkdir()
    with Database.open(home / DATABASE_FILE, old := database_key(home)) as database:
        made = back_up(database, home, backups, keep=1, now=NOW)[0].path
    settled(home)
    rotate_key(home)
    return home, made, old


def test_a_home_with_its_key_in_the_keyring_is_not_replaced_while_it_is_open(tmp_path: Path) -> None:
    keyring.set_keyring(MemoryKeyring())
    home, made, old = _rotated_since_its_backup(tmp_path)
    with Database.open(home / DATABASE_FILE, database_key(home)):
        with pytest.raises(StoreError, match="Another program"):
            restore(home, made, old, replace=True, prefer_keyring=False)  # the key that it gets: --as-file
        keyring.set_keyring(FailKeyring())  # type: ignore[no-untyped-call]  # another user's session
        with pytest.raises(VaultError, match="Nothing was replaced"):
            restore(home, made, old, replace=True)


def test_a_restoring_that_fails_leaves_no_key_in_the_keyring_and_one_that_succeeds_its_own(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    home, made, old = _rotated_since_its_backup(tmp_path)
    before = dict(ring.kept)
    (home / "locks").write_text("in the way of what locks the doors")
    (home / DATABASE_FILE).write_bytes(b"no database" * 1000)  # so they may have been locked
    with pytest.raises(StoreError):
        restore(home, made, old, replace=True)
    assert ring.kept == before
    (home / "locks").unlink()
    restore(home, made, old, replace=True)
    assert database_key(home) == old
    assert not (home / KEY_FILE).exists()
    assert ring.kept.items() > before.items()  # those of the home that was moved aside stay
    assert len(ring.kept) == 1 + len(before)
