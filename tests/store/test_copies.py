"""Backups and the rotation of the key: real files, restored, cut off and damaged."""

import itertools
import os
import shutil
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import make_older

from gatekeeper.domain import MaskState
from gatekeeper.door.lockdown import LockDown
from gatekeeper.door.orders import AllDoors, read_order, write_order
from gatekeeper.door.ownership import Claims, door_file
from gatekeeper.door_rule import DoorRule
from gatekeeper.errors import GatekeeperError, StoreError, VaultError
from gatekeeper.store import copies, failures, key_file, vault
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.connection import alone_at
from gatekeeper.store.consents import TextVersion, Wording
from gatekeeper.store.copies import (
    NEXT_BACKUP,
    back_up,
    restore,
    restore_laid_ready,
    rotate_key,
    verify,
)
from gatekeeper.store.database import Database
from gatekeeper.store.file_copy import take_out
from gatekeeper.store.guests import GuestStore
from gatekeeper.store.migration import copies_before
from gatekeeper.store.outlets import Cursor, OutletStore
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.presence import PresenceStore
from gatekeeper.store.site_settings import ORDER
from gatekeeper.store.vault import DATABASE_FILE, ID_FILE, KEY_FILE, NEXT_KEY_FILE, database_key, settled
from gatekeeper.store.watched import WatchedStore

from .conftest import KEY, NOW, opened, photo


def _key(home: Path) -> bytes:
    return database_key(home, prefer_keyring=False)


def _open(home: Path) -> Database:
    database = Database.open(home / DATABASE_FILE, _key(home))
    settled(home)
    return database


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    with _open(home) as database:
        person = PeopleStore(database).add("Wilhelmina", consent_text="v1", consent_at=NOW, photos=[photo(1)])
        AccessLog(database).record(opened(person_id=person.id, person_name="Wilhelmina"))
    (home / "config.toml").write_text('language = "de"\n')
    (home / "models/mine").mkdir(parents=True)
    (home / "models/mine/card.json").write_text('{"id": "mine"}')
    (home / "models/.installing-x").mkdir()
    (home / "models/.installing-x/half").write_text("x")
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def _backed_up(home: Path, folder: Path, keep: int = 7, days: int = 0) -> Path:
    with _open(home) as database:
        return back_up(database, home, folder, keep=keep, now=NOW + timedelta(days))[0].path


def test_a_backup_comes_back_in_a_fresh_home(home: Path, folder: Path, tmp_path: Path) -> None:
    made = _backed_up(home, folder)
    content = made.read_bytes()
    assert all(word not in content for word in (b"Wilhelmina", b"language", b"card.json", b"SQLite", b"\x89PNG\r\n"))
    assert os.name == "nt" or made.stat().st_mode & 0o077 == 0
    fresh, key = tmp_path / "fresh", _key(home)
    shutil.rmtree(home)
    contents = restore(fresh, made, key, replace=False, prefer_keyring=False)
    assert (contents.people, contents.photos, contents.events) == (1, 1, 1)
    assert contents.files == ("config.toml", "models/mine/card.json")
    assert (fresh / "config.toml").read_text() == 'language = "de"\n'
    assert os.name == "nt" or (fresh / "config.toml").stat().st_mode & 0o077 == 0
    assert not (fresh / "models/.installing-x").exists()
    with _open(fresh) as database:
        assert [person.name for person in PeopleStore(database).list()] == ["Wilhelmina"]
        assert AccessLog(database).count() == 1
        database.check()
    assert sorted(one.name for one in folder.iterdir()) == [made.name]


def test_a_backup_on_a_server_is_to_be_fetched_first(home: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "new", Path("sftp://backup@nas.example/gatekeeper-1.backup"), _key(home), replace=False)
    assert refused.value.hint == "Fetch it from the server with `sftp` first, and give the file that is here then."


def test_all_that_a_site_keeps_comes_back_as_it_was_and_nobody_erased_before(
    home: Path, folder: Path, tmp_path: Path
) -> None:
    """Table by table: the watch list, guests and their doors, consent texts, how far outlets are and what they put aside."""
    later = NOW + timedelta(days=9)
    with _open(home) as database:
        people, watched, outlets = PeopleStore(database), WatchedStore(database), OutletStore(database)
        people.save_door_rule(DoorRule("front"))
        people.add_text(TextVersion("2026-3", NOW, "Ada", {"en": Wording("Do you agree?", "Do you agree?")}))
        guest = people.add("Gil", consent_text="2026-3", consent_at=NOW, photos=[photo(2)], valid_until=later)
        people.set_doors(guest.id, ["front"])
        GuestStore(database).add(guest.id, 1, made_at=NOW)
        for event in (7, 8):
            chip = np.full((200, 200, 3), event, np.uint8)
            watched.add(event, MaskState.BARE, chip, "took a bicycle", by="Ada", at=NOW, until=later, seen_at=NOW)
        watched.add_vectors("masked-face", [(2, np.eye(1, 8, dtype=np.float32)[0])])
        watched.remove([1])  # as an erasure does
        outlets.cursor("webhook house")
        outlets.advance("webhook house", Cursor(3, 4), delivered=NOW)
        outlets.bury("webhook house", ["event 3"], Cursor(3, 4), 12, "HTTP 400", now=NOW)
        PresenceStore(database).hold("front", NOW, begins=True)
    made = _backed_up(home, folder)
    before = _rows(home)
    assert {"watched", "watched_vectors", "guests", "dead_letters", "consents"} <= {
        name for name, rows in before.items() if rows
    }
    fresh = tmp_path / "fresh"
    restore(fresh, made, _key(home), replace=False, prefer_keyring=False)
    after = _rows(fresh)
    del before["chain"], after["chain"]  # which says that it was restored
    assert {name: (before[name], rows) for name, rows in after.items() if before[name] != rows} == {}
    assert [row[0] for row in after["watched"]] == [2]


def _rows(home: Path) -> dict[str, list[Any]]:
    """What stands in each table."""
    with _open(home) as database, database.reading() as session:
        ask = session.connection().exec_driver_sql
        names = [str(row[0]) for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'").all()]
        rows = {name: sorted(map(tuple, ask(f'SELECT * FROM "{name}"').all()), key=repr) for name in names}
        rows["settings"] = [row for row in rows["settings"] if row[0] != "log_epochs"]  # begun anew with the chain
        return rows


def test_so_many_backups_are_kept_and_no_others_are_touched(home: Path, folder: Path, tmp_path: Path) -> None:
    others = [folder / "holiday.jpg", folder / "gatekeeper-20200101T000000Z.backup", folder / "gatekeeper-notes.backup"]
    for other in others[:1] + others[2:]:
        other.write_bytes(b"mine")
    with _open(tmp_path / "neighbour") as database:
        back_up(database, tmp_path / "neighbour", folder, keep=1, now=NOW)[0].path.rename(others[1])
    made = [_backed_up(home, folder, 2, days) for days in range(4)]
    assert set(folder.iterdir()) == {*others, *made[2:]}
    with _open(home) as database:
        one, two = (back_up(database, home, folder, keep=9, now=NOW)[0].path for _ in range(2))
        assert one != two  # within one second
        for keep, place, says in (
            (0, folder, "0 is not a number of backups"),
            (1, tmp_path / "no", "no folder"),
            (1, home / "models", "is inside the home"),
        ):
            with pytest.raises(StoreError, match=says):
                back_up(database, home, place, keep=keep, now=NOW)


def test_what_cannot_be_read_or_is_no_file_neither_fails_a_backup_nor_counts_as_one(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "BUSY_SECONDS", 0.1)
    made = [_backed_up(home, folder, days=days) for days in (1, 2)]
    names = ("gatekeeper-20300101T000000Z.backup", "gatekeeper-20300102T000000Z.backup")
    (folder / names[0]).write_bytes(b"")
    (folder / names[1]).mkdir()
    with alone_at(made[0], _key(home)):  # unreadable to every account, and root may run this test
        newest = _backed_up(home, folder, keep=2, days=3)
    assert {*folder.iterdir()} == {folder / names[0], folder / names[1], *made, newest}
    again = _backed_up(home, folder, keep=2, days=4)
    assert {*folder.iterdir()} == {folder / names[0], folder / names[1], newest, again}


def test_a_backup_that_can_not_be_restored_is_none_and_costs_no_older_one(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = _backed_up(home, folder)
    write = copies._add_files

    def damaging(copy: object, of: Path) -> None:
        write(copy, of)
        copy.execute("UPDATE backup_files SET content = x'00' WHERE name = 'config.toml'")  # type: ignore[attr-defined]

    monkeypatch.setattr(copies, "_add_files", damaging)
    with pytest.raises(StoreError, match=r"config\.toml.*damaged"):
        _backed_up(home, folder, keep=1, days=1)
    assert [*folder.iterdir()] == [good]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_every_damage_to_a_backup_is_found(home: Path, folder: Path, share: float) -> None:
    made, key = _backed_up(home, folder), _key(home)
    verify(made, key)
    content = bytearray(made.read_bytes())
    content[int(share * len(content))] ^= 1
    made.write_bytes(content)
    with pytest.raises(GatekeeperError, match="damaged"):
        verify(made, key)
    made.write_bytes(content[: len(content) // 2])
    with pytest.raises(GatekeeperError):
        verify(made, key)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "models/../../outside", "bin/sh", "models\\..\\x", ""])
def test_a_backup_writes_nowhere_but_into_the_home(home: Path, folder: Path, tmp_path: Path, name: str) -> None:
    made, key = _backed_up(home, folder), _key(home)
    take_out(made, key, lambda copy: copy.execute("UPDATE backup_files SET name = ? WHERE name LIKE 'm%'", (name,)))
    with pytest.raises(StoreError, match="outside the home") as refused:
        restore(tmp_path / "fresh", made, key, replace=False, prefer_keyring=False)
    assert refused.value.hint == "Do not restore this backup."
    assert not (tmp_path / "fresh" / DATABASE_FILE).exists()


def test_restoring_replaces_nothing_unasked_and_deletes_nothing(home: Path, folder: Path) -> None:
    made, key = _backed_up(home, folder), _key(home)
    with _open(home) as database:
        PeopleStore(database).rename(1, "Anna")
        with pytest.raises(StoreError, match="--replace"):
            restore(home, made, key, replace=False)
        with pytest.raises(StoreError, match="Another program"):
            restore(home, made, key, replace=True)
    with pytest.raises(VaultError, match="does not open the backup"):
        restore(home, made, KEY, replace=True)
    with pytest.raises(VaultError, match="does not open the backup"):
        restore(home, home / "config.toml", key, replace=True)
    with _open(home) as database:
        database.backup(folder / "bare.db")
    with pytest.raises(StoreError, match="is not a gatekeeper backup"):
        restore(home, folder / "bare.db", key, replace=True)
    restore(home, made, key, replace=True, prefer_keyring=False)
    with _open(home) as database:
        assert [person.name for person in PeopleStore(database).list()] == ["Wilhelmina"]
    (aside,) = home.glob("replaced-*")
    with Database.open(aside / DATABASE_FILE, key) as database:
        assert [person.name for person in PeopleStore(database).list()] == ["Anna"]
    assert (aside / "config.toml").exists()


def test_a_linked_config_is_backed_up_and_a_home_is_moved_aside_whole(home: Path, folder: Path, tmp_path: Path) -> None:
    managed = tmp_path / "managed.toml"
    (home / "config.toml").rename(managed)
    (home / "config.toml").symlink_to(managed)
    made, key = _backed_up(home, folder), _key(home)
    restore(tmp_path / "fresh", made, key, replace=False, prefer_keyring=False)
    assert (tmp_path / "fresh/config.toml").read_bytes() == managed.read_bytes()
    # What the backup does not have, the restored home does not have either: its database would follow other settings.
    for name in ("config.toml", "models"):
        shutil.move(home / name, tmp_path / name)
    bare = _backed_up(home, folder)
    for name in ("config.toml", "models"):
        shutil.move(tmp_path / name, home / name)
    (home / "config.toml").unlink()
    shutil.copy(managed, home / "config.toml")
    restore(home, bare, key, replace=True, prefer_keyring=False)
    assert not (home / "config.toml").exists()
    assert not (home / "models").exists()
    (aside,) = home.glob("replaced-*")
    assert (aside / "config.toml").read_bytes() == managed.read_bytes()
    assert (aside / "models").is_dir()
    # Settings that others manage are no part of the home, and earlier backups left them out.
    aside.rename(tmp_path / "aside")
    (home / "config.toml").symlink_to(managed)
    restore(home, bare, key, replace=True, prefer_keyring=False)
    assert (home / "config.toml").read_bytes() == managed.read_bytes()


def test_a_home_whose_key_nobody_unlocks_is_not_replaced_while_it_may_be_open(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, old = _backed_up(home, folder), _key(home)
    rotate_key(home, prefer_keyring=False)
    vault.set_passphrase(home, "correct horse battery", prefer_keyring=False)
    with _open(home):
        before = sorted(home.rglob("*"))
        monkeypatch.setattr(key_file, "_unlocked", {})  # as in another process
        monkeypatch.setattr("sys.stdin", None)
        with pytest.raises(VaultError, match="Nothing was replaced") as refused:
            restore(home, made, old, replace=True, prefer_keyring=False)
        assert str(home) in refused.value.message
        assert str(home / KEY_FILE) in refused.value.hint
        assert sorted(home.rglob("*")) == before
        (folder / "secret").write_text("forgotten")
        monkeypatch.setenv(key_file.PASSPHRASE_FILE, str(folder / "secret"))
        with pytest.raises(VaultError, match=r"damaged\. Try again\. If that key is lost: end every program"):
            restore(home, made, old, replace=True, prefer_keyring=False)
        if os.name != "nt":  # where files have modes
            (home / KEY_FILE).chmod(0o644)
            with pytest.raises(VaultError, match=f"Run: chmod 600 {home / KEY_FILE}. If that key is lost: end"):
                restore(home, made, old, replace=True, prefer_keyring=False)
            (home / KEY_FILE).chmod(0o600)
        (folder / "secret").write_text("correct horse battery")
        with pytest.raises(StoreError, match="Another program"):
            restore(home, made, old, replace=True, prefer_keyring=False)
    monkeypatch.setattr(key_file, "_unlocked", {})
    monkeypatch.delenv(key_file.PASSPHRASE_FILE)
    (home / KEY_FILE).rename(folder / KEY_FILE)  # as the hint says, where the passphrase is forgotten
    restore(home, made, old, replace=True, prefer_keyring=False)
    with _open(home) as database:
        assert [person.name for person in PeopleStore(database).list()] == ["Wilhelmina"]


def test_a_restored_home_keeps_the_passphrase_of_its_key(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, old = _backed_up(home, folder), _key(home)
    vault.set_passphrase(home, "correct horse battery", prefer_keyring=False)
    locked = (home / KEY_FILE).read_text()
    monkeypatch.setattr(key_file, "_unlocked", {})  # as in another process
    monkeypatch.setattr("sys.stdin", None)
    before = sorted(home.rglob("*"))
    with pytest.raises(VaultError, match="Nothing was restored") as refused:
        restore(home, made, old, replace=True, prefer_keyring=False)
    assert str(home / KEY_FILE) in refused.value.hint
    (folder / "secret").write_text("forgotten")
    monkeypatch.setenv(key_file.PASSPHRASE_FILE, str(folder / "secret"))
    with pytest.raises(VaultError, match="Nothing was restored") as forgotten:
        restore(home, made, old, replace=True, prefer_keyring=False)
    assert str(forgotten.value).count("lost: move") == 1, "one remedy, and not another one before it"
    assert sorted(home.rglob("*")) == before
    (folder / "secret").write_text("correct horse battery")
    restore(home, made, old, replace=True, prefer_keyring=False)
    assert (home / KEY_FILE).read_text() == locked
    shutil.rmtree(next(home.glob("replaced-*")))  # two within a second would have one name
    rotate_key(home, prefer_keyring=False)
    restore(
        home, made, old, replace=True, prefer_keyring=False
    )  # the key of before, locked as the one that it replaces
    assert (home / KEY_FILE).read_text().startswith("argon2id ")
    monkeypatch.setattr(key_file, "_unlocked", {})
    assert _key(home) == old
    _open(home).close()


@pytest.mark.parametrize("number", range(5))
def test_a_restoring_that_fails_anywhere_leaves_the_home_as_it_was(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    made, key = _backed_up(home, folder), _key(home)
    with _open(home) as database:
        PeopleStore(database).rename(1, "Anna")
    before = sorted(home.rglob("*"))
    names, rename = itertools.count(), Path.rename

    def in_use(path: Path, to: Path) -> Path:  # as on Windows, where somebody reads the file
        if next(names) == number:
            raise PermissionError(13, "in use", str(path))
        return rename(path, to)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", in_use)
        with pytest.raises(StoreError, match="in use"):
            restore(home, made, key, replace=True, prefer_keyring=False)
    assert next(names) > number, "it was tried"
    assert sorted(home.rglob("*")) == before
    with _open(home) as database:
        assert [person.name for person in PeopleStore(database).list()] == ["Anna"]


def test_a_restoring_that_cannot_keep_the_key_leaves_the_home_as_it_was(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, old = _backed_up(home, folder), _key(home)
    rotate_key(home, prefer_keyring=False)
    with _open(home) as database:
        PeopleStore(database).rename(1, "Anna")
    before = sorted(home.rglob("*"))

    def full(source: str, to: Path, real: Callable[..., None] = os.rename if os.name == "nt" else os.link) -> None:
        if to.name in {KEY_FILE, ID_FILE}:
            raise OSError(28, "No space left on device", str(to))
        real(source, to)

    with monkeypatch.context() as patched:
        patched.setattr(os, "rename" if os.name == "nt" else "link", full)
        with pytest.raises(VaultError, match="No space left"):
            restore(home, made, old, replace=True, prefer_keyring=False)
    assert sorted(home.rglob("*")) == before
    with _open(home) as database:
        assert [person.name for person in PeopleStore(database).list()] == ["Anna"]
    restore(home, made, old, replace=True, prefer_keyring=False)
    assert _key(home) == old


@pytest.mark.parametrize(
    ("before", "locked"), [("normal", False), ("open", False), ("locked", True), ("{", True), ("damaged", True)]
)
def test_a_restored_backup_lifts_no_lock_down(home: Path, folder: Path, before: str, locked: bool) -> None:
    made, key = _backed_up(home, folder), _key(home)
    with _open(home) as database:
        if before == "{":
            PeopleStore(database).set_setting(ORDER, before)
        elif before != "damaged":
            write_order(PeopleStore(database), AllDoors(before), "somebody", "armed", NOW)
    if before == "damaged":
        (home / DATABASE_FILE).write_bytes(b"no database" * 1000)
    restore(home, made, key, replace=True, prefer_keyring=False)
    with _open(home) as database:
        assert read_order(PeopleStore(database)).number == 0  # the backup knows of none
    assert (LockDown.of(home).mark() is not None) == locked


def test_a_database_that_was_cut_off_is_replaced_unless_a_program_guards_a_door(home: Path, folder: Path) -> None:
    """SQLite opens it with no key, so nobody else tells whether it is in use."""
    made, key = _backed_up(home, folder), _key(home)
    content = (home / DATABASE_FILE).read_bytes()
    (home / DATABASE_FILE).write_bytes(content[: len(content) // 2])
    guarding = Claims()
    assert guarding.take(door_file(home, "front")) is None
    with pytest.raises(StoreError, match="Another program has"):
        restore(home, made, key, replace=True, prefer_keyring=False)
    guarding.close()
    shutil.copy(made, home / NEXT_BACKUP)
    (home / f"{NEXT_BACKUP}.by").write_text("Olga\nmade.backup\n99 00\n")
    assert restore_laid_ready(home, key, prefer_keyring=False) == ("Olga", "made.backup")
    with _open(home) as database:
        assert [person.name for person in PeopleStore(database).list()] == ["Wilhelmina"]
    (aside,) = home.glob("replaced-*")
    assert (aside / DATABASE_FILE).stat().st_size == len(content) // 2


def test_a_rotated_key_is_the_only_one_that_opens(home: Path, folder: Path) -> None:
    made, old = _backed_up(home, folder), _key(home)
    earlier = home / "gatekeeper.before-0005.db"
    with _open(home) as database:
        database.backup(earlier)
    with _open(home), pytest.raises(StoreError, match="Another program"):
        rotate_key(home, prefer_keyring=False)
    assert rotate_key(home, prefer_keyring=False) == [earlier]
    assert _key(home) != old
    with pytest.raises(VaultError):
        Database.open(home / DATABASE_FILE, old)
    with _open(home) as database:
        assert AccessLog(database).count() == 1
        database.check()
    verify(made, old)
    with _open(home), pytest.raises(StoreError, match="Another program"):
        restore(home, made, old, replace=True, prefer_keyring=False)
    assert {one.name for one in home.iterdir()} == {DATABASE_FILE, KEY_FILE, "config.toml", "models", "gatekeeper.seal"}


def _rotate_killed(home: Path, at: int) -> bool:
    """Rotate the key in a process that is killed before its n-th change of a file; whether it came to its end."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    count = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*args, **kwargs)

        return call

    try:
        for name in ("replace", "link", "fsync", "unlink"):
            setattr(os, name, counted(getattr(os, name)))
        rotate_key(home, prefer_keyring=False)
        os._exit(0)
    finally:
        os._exit(1)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows kills no process in the middle of a call")
def test_a_rotation_that_is_killed_anywhere_loses_nothing_and_goes_on(home: Path, tmp_path: Path) -> None:
    old, changed = _key(home), set()
    for at in range(1, 40):
        place = tmp_path / f"killed-{at}"
        shutil.copytree(home, place)
        finished = _rotate_killed(place, at)
        with _open(place) as database:  # what there is opens at once
            assert AccessLog(database).count() == 1
        changed.add(_key(place) != old)
        if (place / NEXT_KEY_FILE).exists():  # and goes on
            rotate_key(place, prefer_keyring=False)
            assert _key(place) != old
        if finished:
            break
    assert at > 8
    assert finished
    assert changed == {True, False}  # it was cut off before the moment that counts, and after


def test_a_rotation_without_a_next_key_is_found_out(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the database gets a key that was written nowhere before."""
    monkeypatch.setattr(copies, "begin_rotation", lambda home, key: bytes(32))
    rotate_key(home, prefer_keyring=False)
    with pytest.raises(VaultError):
        _open(home)


def test_a_key_locked_with_a_passphrase_is_rotated_with_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.set_passphrase(home, "correct horse battery", prefer_keyring=False)
    old = _key(home)
    rotate_key(home, prefer_keyring=False)
    assert (home / KEY_FILE).read_text().startswith("argon2id ")
    assert _key(home) != old
    (home / "secret").write_text("correct horse battery")
    monkeypatch.setattr(key_file, "_unlocked", {})
    monkeypatch.setenv(key_file.PASSPHRASE_FILE, str(home / "secret"))
    _open(home).close()


def test_a_migration_copies_the_file_first(path: Path) -> None:
    with Database.open(path, KEY) as database:
        PeopleStore(database).set_setting("a", "b")
        make_older(database, 20)
    path.with_name("gatekeeper.before-0005.db").write_bytes(b"of an earlier one")
    Database.open(path, KEY).close()
    (copy,) = copies_before(path)
    with pytest.raises(StoreError, match="version 0005"):
        Database.open(copy, KEY, read_only=True)
    with Database.open(copy, KEY) as database:  # with this program it can be opened, too
        assert PeopleStore(database).setting("a") == "b"


def test_a_migration_whose_copy_the_disk_has_no_room_for_says_so_and_keeps_the_copy_of_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database.open(path, KEY) as database:
        make_older(database, 20)
    earlier = path.with_name("gatekeeper.before-0005.db")
    earlier.write_bytes(b"of an earlier one")
    usage = shutil.disk_usage(path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage._replace(free=1000))
    with pytest.raises(StoreError, match=r"is copied, which takes \d+ MB: the disk has 0 MB left.*Free some space"):
        Database.open(path, KEY)
    assert copies_before(path) == [earlier]
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)

    def break_down(*args: object) -> None:
        raise StoreError("The migration failed.")

    with monkeypatch.context() as patch:
        patch.setattr("gatekeeper.store.migration._upgrade", break_down)
        with pytest.raises(StoreError, match="The migration failed"):
            Database.open(path, KEY)
    assert copies_before(path) == [earlier]
    Database.open(path, KEY).close()
    assert len(copies_before(path)) == 1
    assert not earlier.exists()


def test_the_copy_before_a_migration_shows_how_far_it_is_and_can_be_stopped(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database.open(path, KEY) as database:
        make_older(database, 20)
    monkeypatch.setattr("gatekeeper.store.file_copy._PAGES_AT_ONCE", 8)
    told: list[float] = []

    def stop(done: int, of: int) -> None:
        told.append(done / of)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Database.open(path, KEY, progress=stop)
    assert sorted(path.parent.glob("*before*")) == []
    told.clear()
    Database.open(path, KEY, progress=lambda done, of: told.append(done / of)).close()
    assert told == sorted(told)
    assert 0 < told[0] < 0.5 < told[-1] + 0.01
    assert len(told) > 5


def test_a_migration_whose_copy_can_not_be_made_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Database.open(path, KEY) as database:
        make_older(database, 20)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gatekeeper.store.file_copy.sync_folder", full)
    with pytest.raises(StoreError, match="No space left"):
        Database.open(path, KEY)
    with pytest.raises(StoreError, match="version 0005"):
        Database.open(path, KEY, read_only=True)
    monkeypatch.undo()
    Database.open(path, KEY).close()


def test_the_backup_just_made_stays_whatever_the_clock_said_when_the_others_were_made(home: Path, folder: Path) -> None:
    ahead = [_backed_up(home, folder, days=days) for days in (400, 500)]
    made = _backed_up(home, folder, keep=2)
    assert sorted(folder.iterdir()) == [made, ahead[1]]
    again = _backed_up(home, folder, keep=1)
    assert [*folder.iterdir()] == [again]
