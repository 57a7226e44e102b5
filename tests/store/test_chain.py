"""Tampering with the log is found, and nothing else is taken for it: on real files, with and without the key.

By command, the whole of it: GATEKEEPER_MUTATIONS=10000 GATEKEEPER_CLEAN_LOGS=1000 uv run pytest tests/store/test_chain.py
"""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import make_older
from sqlalchemy import event as hooks
from sqlalchemy import text
from sqlalchemy.pool import QueuePool

from gatekeeper.domain import Probe, Role
from gatekeeper.errors import GatekeeperError, StoreError
from gatekeeper.paths import assets
from gatekeeper.store import chain, entries, failures, proof, seal_file
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.accounts import PROGRAM, Accounts
from gatekeeper.store.connection import connect
from gatekeeper.store.copies import back_up, restore
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.proof import Verified, verify

from .conftest import KEY, NOW, chip, opened, photo, unit

MUTATIONS = int(os.environ.get("GATEKEEPER_MUTATIONS", "220"))
CLEAN_LOGS = int(os.environ.get("GATEKEEPER_CLEAN_LOGS", "12"))
VERIFIER = assets() / "verify_log.py"


def _lived(path: Path, events: int = 30) -> Database:
    """A log in which people came, were removed and erased, and old events were deleted."""
    database = Database.open(path, KEY)
    people, log, accounts = PeopleStore(database), AccessLog(database), Accounts(database)
    accounts.add("Anna", "a long secret 1", Role.ADMINISTRATOR, by=PROGRAM, now=NOW)
    who = [people.add(f"Person {n}", consent_text="v1", consent_at=NOW, photos=[photo(n)]) for n in range(3)]
    for n in range(events):
        person = who[n % 3]
        event = opened(NOW + timedelta(minutes=n), person_id=person.id, person_name=person.name, track_id=n)
        log.record(event, Probe("model-a", unit(n), chip(n)) if n % 2 else None)
        if n % 7 == 0:
            accounts.audit(PROGRAM, "settings changed", "doors", f"door: relay: {n}", now=NOW)
    accounts.audit(PROGRAM, "model installed", "mine", "/media/person 1/model", now=NOW)
    log.retain(NOW + timedelta(minutes=3), NOW + timedelta(minutes=9), lambda *counts: None)
    people.remove(who[0].id)
    people.remove(who[1].id, erase=True)
    log.retain(NOW + timedelta(minutes=5), None)
    return database


def _checked(database: Database, *checkpoints: dict[str, Any], seeds: dict[str, Any] | None = None) -> Verified:
    return verify(database, checkpoints, seeds)


def test_what_the_program_does_is_no_tampering(path: Path) -> None:
    with _lived(path) as database:
        found = _checked(database, proof.checkpoint(database, now=NOW))
    assert found.faults == []
    assert (found.events, found.deleted, found.checkpoints) == (25, 5, 1)
    assert found.erased == 8 + 8 + 2  # of the third person's visits only the older ones lack their pictures
    assert found.acts == 7
    assert found.seals == found.entries - 2  # but those of the gaps
    with Database.open(path, KEY) as database:
        assert _checked(database).faults == []


def test_the_log_of_an_older_version_is_chained_as_it_is(path: Path) -> None:
    with Database.open(path, KEY) as database:
        Accounts(database).audit(PROGRAM, "settings changed", now=NOW)
        make_older(database, 2_500)
    with Database.open(path, KEY) as database:
        found = _checked(database)
        assert (found.faults, found.events, found.acts) == ([], 2_500, 1)
        AccessLog(database).record(opened())
        assert _checked(database).events == 2_501


# What somebody does who has the key of the database. Each gets a connection that may write, and a source of chance.


def _number(driver: Any, chance: random.Random, table: str) -> int:
    return int(chance.choice(driver.execute(f"SELECT id FROM {table}").fetchall())[0])


def _flip(driver: Any, chance: random.Random) -> None:
    tables = {
        "events": ("at", "door", "message", "person_name", "latency_ms", "similarity", "snapshot", "track_id"),
        "audit": ("at", "who", "act", "about", "detail"),
        "chain": ("link", "person", "words", "picture", "note", "event_id"),
    }
    table = chance.choice([*tables])
    column = chance.choice(tables[table])
    key = "seq" if table == "chain" else "id"
    rows = driver.execute(f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
    number, value = chance.choice(rows)
    if isinstance(value, bytes):
        value = bytes([*value[:-1], value[-1] ^ 1 << chance.randrange(8)]) if value else b"x"
    elif isinstance(value, str):
        value = value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
    else:
        value = value + 1_000_000
    driver.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (value, number))


def _delete(driver: Any, chance: random.Random) -> None:
    table = chance.choice(["events", "audit", "chain"])
    if table == "chain":
        driver.execute("DELETE FROM chain WHERE seq = (SELECT seq FROM chain ORDER BY random() LIMIT 1)")
    else:
        driver.execute(f"DELETE FROM {table} WHERE id = ?", (_number(driver, chance, table),))


def _delete_with_its_entry(driver: Any, chance: random.Random) -> None:
    number = _number(driver, chance, "events")
    driver.execute("DELETE FROM chain WHERE event_id = ?", (number,))
    driver.execute("DELETE FROM events WHERE id = ?", (number,))


def _swap(driver: Any, chance: random.Random) -> None:
    one, other = chance.sample([row[0] for row in driver.execute("SELECT id FROM events")], 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        driver.execute("UPDATE events SET id = ? WHERE id = ?", (new, old))


def _insert(driver: Any, chance: random.Random) -> None:
    names = [row[1] for row in driver.execute("PRAGMA table_info(events)") if row[1] != "id"]
    columns = ", ".join(f'"{name}"' for name in names)
    number = _number(driver, chance, "events")
    driver.execute(f"INSERT INTO events ({columns}) SELECT {columns} FROM events WHERE id = ?", (number,))


def _erase_quietly(driver: Any, chance: random.Random) -> None:
    there = driver.execute("SELECT event_id FROM chain WHERE event_id IS NOT NULL AND length(words) = 16")
    (number,) = chance.choice(there.fetchall())
    chain._conceal(driver, [number], entries.PARTS)
    driver.execute(
        "UPDATE events SET person_id = NULL, person_name = NULL, message = '', snapshot = x'' WHERE id = ?", (number,)
    )
    driver.execute("DELETE FROM event_faces WHERE event_id = ?", (number,))


def _seal_a_suffix_anew(driver: Any, chance: random.Random) -> None:
    """Change an event and every entry from there on, so that the chain is whole again; the old keys are gone."""
    numbers = driver.execute("SELECT seq, event_id FROM chain WHERE event_id IS NOT NULL").fetchall()
    start, number = chance.choice(numbers)
    driver.execute("UPDATE events SET door = 'elsewhere' WHERE id = ?", (number,))
    _, previous = driver.execute("SELECT seq, link FROM chain WHERE seq < ? ORDER BY seq DESC", (start,)).fetchone()
    key = bytes(32)
    for row in driver.execute(proof._ENTRIES).fetchall():
        seq = row[0]
        if seq < start:
            continue
        silent = Verified(), proof._Covered()
        if row[2] is not None:
            digest = proof._event(*silent, row, row[5:8])
        elif row[3] is not None:
            digest = proof._act(*silent, row, row[6])
        else:
            digest = entries.note_digest(row[4].encode())
        assert digest is not None
        previous = entries.link_of(previous, seq, digest)
        seal, key = entries.seal_of(key, previous), entries.next_key(key)
        driver.execute("UPDATE chain SET link = ?, seal = ? WHERE seq = ?", (previous, seal, seq))
    _agree(driver)


def _cut_the_end(driver: Any, chance: random.Random) -> None:
    rows = driver.execute("SELECT seq, event_id, act_id FROM chain ORDER BY seq DESC").fetchall()
    for seq, event, act in rows[: chance.randint(1, 5)]:
        driver.execute("DELETE FROM events WHERE id = ?", (event,))
        driver.execute("DELETE FROM audit WHERE id = ?", (act,))
        driver.execute("DELETE FROM chain WHERE seq = ?", (seq,))
    _agree(driver)


def _agree(driver: Any) -> None:
    """Let the file beside the database say the same: whoever has the key of the database can."""
    path = Path(driver.execute("PRAGMA database_list").fetchone()[2])
    file = seal_file.SealFile(seal_file.file_of(path), chain._secret(driver))
    file.write(entries.State(*chain.head(driver), bytes(32)))


WITH_KEY: list[Callable[[Any, random.Random], None]] = [
    *(_flip, _delete, _delete_with_its_entry, _swap, _insert, _erase_quietly, _seal_a_suffix_anew, _cut_the_end)
]


# And who has only the files.


def _flip_in_file(folder: Path, before: Path, chance: random.Random) -> None:
    file = chance.choice([folder / "x.db", folder / "x.db-wal", folder / "x.seal"])
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def _shorten_the_wal(folder: Path, before: Path, chance: random.Random) -> None:
    os.truncate(folder / "x.db-wal", chance.randrange((folder / "x.db-wal").stat().st_size - 4096))


def _put_back_an_older_copy(folder: Path, before: Path, chance: random.Random) -> None:
    for file in before.iterdir():
        shutil.copy(file, folder / file.name)
    (folder / "x.db-wal").unlink()


WITHOUT_KEY: list[Callable[[Path, Path, random.Random], None]] = [
    *(_flip_in_file, _shorten_the_wal, _put_back_an_older_copy)
]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any], dict[str, Any]]:
    """A folder with a log as a kill leaves it, with its WAL; one as it was earlier; the last checkpoint, and the seed."""
    place = tmp_path_factory.mktemp("logs")
    for name in ("earlier", "now"):
        (place / name).mkdir()
    with _lived(place / "x.db") as database:
        proof.take_seed(database, place / "seed")
        database.checkpoint()
        shutil.copy(place / "x.db", place / "earlier")
        shutil.copy(place / "x.seal", place / "earlier")
        log = AccessLog(database)
        for n in range(10):
            log.record(opened(NOW + timedelta(hours=n)))
        checkpoint = proof.checkpoint(database, now=NOW)
        for file in ("x.db", "x.db-wal", "x.seal"):
            shutil.copy(place / file, place / "now")
    return place / "now", place / "earlier", checkpoint, proof.read_seeds(place / "seed")


def _found(path: Path, checkpoint: dict[str, Any] | None, seeds: dict[str, Any] | None = None) -> bool:
    """Whether the start is refused, a page is damaged, or the verification finds a fault."""
    try:
        with Database.open(path, KEY) as database:
            if verify(database, [checkpoint] if checkpoint else [], seeds).count:
                return True
            database.check()
    except GatekeeperError:
        return True
    return False


@pytest.mark.slow
def test_every_mutation_is_found_against_the_last_checkpoint(
    logs: tuple[Path, Path, dict[str, Any], dict[str, Any]], tmp_path: Path
) -> None:
    now, earlier, checkpoint, seeds = logs
    folder, missed = tmp_path / "mutated", []
    for number in range(MUTATIONS):
        chance = random.Random(number)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(now, folder)
        kind = number % (len(WITH_KEY) + len(WITHOUT_KEY))
        if kind < len(WITH_KEY):
            driver = connect(folder / "x.db", KEY, "rw")
            try:
                driver.execute("PRAGMA foreign_keys = OFF")
                driver.execute("BEGIN")
                WITH_KEY[kind](driver, chance)
                driver.execute("COMMIT")
            finally:
                driver.close()
            name = WITH_KEY[kind].__name__
        else:
            mutate = WITHOUT_KEY[kind - len(WITH_KEY)]
            mutate(folder, earlier, chance)
            name = mutate.__name__
        if not _found(folder / "x.db", checkpoint, seeds):
            missed.append((number, name))
    assert missed == []
    shutil.rmtree(folder)
    shutil.copytree(now, folder)
    assert not _found(folder / "x.db", checkpoint, seeds)  # and nothing is found where there is nothing


@pytest.mark.parametrize("mutate", [_cut_the_end, _seal_a_suffix_anew])
def test_what_only_a_checkpoint_or_the_seed_shows_is_not_shown_without(
    logs: tuple[Path, Path, dict[str, Any], dict[str, Any]],
    tmp_path: Path,
    mutate: Callable[[Any, random.Random], None],
) -> None:
    """The control of the one above, and what docs/security.md says: a local chain alone does not show these."""
    shutil.copytree(logs[0], tmp_path / "x")
    driver = connect(tmp_path / "x/x.db", KEY, "rw")
    driver.execute("PRAGMA foreign_keys = OFF")
    mutate(driver, random.Random(3))
    driver.close()
    assert not _found(tmp_path / "x/x.db", None)
    assert _found(tmp_path / "x/x.db", logs[2])
    if mutate is _seal_a_suffix_anew:
        assert _found(tmp_path / "x/x.db", None, logs[3])


def _killed(path: Path, seed: int) -> set[int]:
    """The numbers of events that a process acknowledged, by a clock that jumps, before it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            chance = random.Random(seed)
            database = Database.open(path, KEY)
            log, at = AccessLog(database), NOW
            while True:
                at += timedelta(days=chance.choice([0, 0, 0, 1, -1, 20 * 365, -20 * 365]))
                os.write(write, b"%d\n" % log.record(opened(at)).id)
                if chance.random() < 0.1:
                    log.retain(at - timedelta(days=400), at - timedelta(days=30), now=at)
        finally:
            os._exit(1)
    os.close(write)
    wanted, got = random.Random(seed + 1).randint(0, 12), b""
    while got.count(b"\n") < wanted and (part := os.read(read, 4096)):
        got += part
    os.kill(child, signal.SIGKILL)
    while part := os.read(read, 4096):
        got += part
    os.close(read)
    os.waitpid(child, 0)
    return {int(line) for line in got.split(b"\n")[:-1]}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows kills no process in the middle of a call")
def test_a_clean_log_raises_no_false_alarm_whatever_is_killed_and_however_the_clock_jumps(tmp_path: Path) -> None:
    checkpoints: list[dict[str, Any]] = []
    for number in range(CLEAN_LOGS):
        if number % 6 == 0:
            path, checkpoints = tmp_path / f"{number}.db", []
        acknowledged = _killed(path, number)
        with Database.open(path, KEY) as database:
            found = verify(database, checkpoints)
            assert found.faults == [], number
            assert found.checkpoints == len(checkpoints)
            with database.reading() as session:
                driver: Any = session.connection().connection.driver_connection
                (last,) = driver.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone() or (0,)
            assert max(acknowledged, default=0) <= last
            with database.transaction(together=True):
                Accounts(database).audit(PROGRAM, "checkpoint of the log exported", now=NOW)
                checkpoints.append(proof.checkpoint(database, now=NOW))


def _after_a_kill(path: Path, work: Callable[[AccessLog], object]) -> None:
    """Leave the files as a process does that is killed after this."""
    child = os.fork()
    if child == 0:
        work(AccessLog(Database.open(path, KEY)))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that ends without closing its files")
@pytest.mark.parametrize("loss", ["wal removed", "wal shortened", "bit flipped in wal", "older copy", "no seal"])
def test_what_is_missing_is_named_at_the_start_and_nothing_goes_on_without_it(path: Path, loss: str) -> None:
    Database.open(path, KEY).close()
    older, wal = path.read_bytes(), path.with_name(path.name + "-wal")
    _after_a_kill(path, lambda log: [log.record(opened()) for _ in range(20)])
    match loss:
        case "wal removed":
            wal.unlink()
        case "wal shortened":
            os.truncate(wal, wal.stat().st_size // 2)
        case "bit flipped in wal":
            content = bytearray(wal.read_bytes())
            content[len(content) // 3] ^= 1
            wal.write_bytes(content)
        case "older copy":
            path.write_bytes(older)
            wal.unlink()
        case "no seal":
            seal_file.file_of(path).unlink()
    says = "is missing: No such file" if loss == "no seal" else r"ends with entry \d+ .* and entry 21 had been recorded"
    for read_only in (True, False):
        with pytest.raises(StoreError, match=rf"(?s){says}.*log resume"):
            Database.open(path, KEY, read_only=read_only)
    proof.resume(path, KEY)
    with Database.open(path, KEY) as database:
        assert AccessLog(database).record(opened()).id > 0
        found = verify(database)
        assert found.faults == []
        assert any("was resumed at" in note for note in found.notes)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((chain.SECRETS, value) for value in ("{", "5", '{"file": 1}')),
        *((chain.EPOCHS, value) for value in ("{", "5", "[7]", '[{"seed": "x", "from": 1}]')),
        ("log_file_made", "{"),
    ],
)
def test_what_the_log_remembers_and_makes_no_sense_is_an_error_in_words(path: Path, name: str, value: str) -> None:
    with Database.open(path, KEY) as database, database.transaction() as session:
        session.execute(text("UPDATE settings SET value = :value WHERE key = :name"), {"value": value, "name": name})
        if name == chain.EPOCHS:  # they are needed where the file beside the database is made anew
            session.execute(text("DELETE FROM settings WHERE key = 'log_file_made'"))
    with pytest.raises(StoreError, match=rf"{name} cannot be read.*gatekeeper restore"):
        Database.open(path, KEY)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that ends without closing its files")
def test_without_the_file_beside_it_a_lost_wal_goes_unnoticed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the one above."""
    Database.open(path, KEY).close()
    _after_a_kill(path, lambda log: [log.record(opened()) for _ in range(20)])
    path.with_name(path.name + "-wal").unlink()
    monkeypatch.setattr(chain, "check", lambda *args, **kwargs: None)
    with Database.open(path, KEY) as database:
        assert AccessLog(database).count() == 0


def test_a_file_that_is_behind_or_was_half_written_by_others_is_made_up_for(path: Path) -> None:
    with Database.open(path, KEY) as one, Database.open(path, KEY) as other:  # two programs
        logs = [AccessLog(one), AccessLog(other)]
        behind = seal_file.file_of(path).read_bytes()
        for n in range(6):
            logs[n % 2].record(opened())
        seal_file.file_of(path).write_bytes(behind)  # as a power cut leaves it
        logs[0].record(opened())
        assert verify(other).faults == []
    seal_file.file_of(path).write_bytes(behind)
    with Database.open(path, KEY) as database:
        assert seal_file.file_of(path).read_bytes() != behind
        assert verify(database).faults == []


@pytest.mark.parametrize(
    ("made", "statement"),
    [
        *((True, one) for one in ("SELECT seq, link FROM", "SELECT seq, link, seal", "BEGIN IMMEDIATE", "COMMIT")),
        *((False, one) for one in ("SELECT value FROM settings WHERE key = 'log_epochs'", "BEGIN IMMEDIATE", "COMMIT")),
    ],
)
def test_a_home_is_opened_beside_a_door_that_records_at_any_moment(
    path: Path, monkeypatch: pytest.MonkeyPatch, made: bool, statement: str
) -> None:
    """The file beside the database is behind, as after a kill, or has to be made, as after a restore."""
    monkeypatch.setattr(failures, "BUSY_SECONDS", 0.02)
    left = [statement]

    def records(begun: str) -> None:
        if left and begun.startswith(statement):
            left.clear()
            with suppress(StoreError), nullcontext(door) if made else Database.open(path, KEY) as at_the_door:
                AccessLog(at_the_door).record(opened())

    def watch(driver: Any, _: object) -> None:
        driver.set_trace_callback(records)

    with Database.open(path, KEY) as door:
        behind = seal_file.file_of(path).read_bytes()
        AccessLog(door).record(opened())
        if made:
            seal_file.file_of(path).write_bytes(behind)
        else:
            with door.transaction() as session:
                session.execute(text("DELETE FROM settings WHERE key = 'log_file_made'"))
        hooks.listen(QueuePool, "connect", watch)
        try:
            Database.open(path, KEY).close()
        finally:
            hooks.remove(QueuePool, "connect", watch)
        assert left == []
    shutil.copytree(path.parent, path.parent / "cut")
    driver = connect(path.parent / "cut" / path.name, KEY, "rw")
    driver.execute("DELETE FROM chain WHERE seq = (SELECT max(seq) FROM chain)")
    driver.close()
    with pytest.raises(StoreError, match="ends with entry"):
        Database.open(path.parent / "cut" / path.name, KEY)
    with Database.open(path, KEY) as door:
        AccessLog(door).record(opened())
        assert verify(door).faults == []


def test_a_door_starts_although_another_program_writes_for_long_and_the_file_is_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "BUSY_SECONDS", 0.02)
    with Database.open(path, KEY) as other:
        behind = seal_file.file_of(path).read_bytes()
        AccessLog(other).record(opened())
        seal_file.file_of(path).write_bytes(behind)
        with other.transaction():
            door = Database.open(path, KEY)
        with door:
            AccessLog(door).record(opened())
            assert verify(door).faults == []
            assert seal_file.file_of(path).read_bytes() != behind


def test_entries_that_were_written_without_the_key_of_the_seals_are_refused_at_the_start(path: Path) -> None:
    Database.open(path, KEY).close()
    driver = connect(path, KEY, "rw")
    chain._notice(driver, entries.State(*chain.head(driver), bytes(32)), {"what": "deleted", "events": 0, "gaps": []})
    driver.close()
    with pytest.raises(StoreError, match="not sealed by this program"):
        Database.open(path, KEY)


def test_a_restored_backup_goes_on_and_says_so(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "folder"
    folder.mkdir()
    home.mkdir()
    (home / "gatekeeper.key").write_text(KEY.hex())
    (home / "gatekeeper.key").chmod(0o600)
    with _lived(home / "gatekeeper.db") as database:
        backup = back_up(database, home, folder, keep=1, now=NOW)[0].path
        AccessLog(database).record(opened())
        later = proof.checkpoint(database, now=NOW)
    restore(home, backup, KEY, replace=True, prefer_keyring=False)
    with Database.open(home / "gatekeeper.db", KEY) as database:
        AccessLog(database).record(opened())
        found = verify(database)
        assert found.faults == []
        assert any("was restored at" in note for note in found.notes)
        assert found.seals == found.entries - 2
        assert verify(database, [later]).faults != []  # what the checkpoint is of is not in it


def test_the_old_keys_are_gone_once_the_seed_was_taken_away(path: Path, tmp_path: Path) -> None:
    with _lived(path) as database:
        first = database.path.with_suffix(".seal").read_bytes()
        proof.take_seed(database, tmp_path / "seed")
        seeds = proof.read_seeds(tmp_path / "seed")
        assert os.name == "nt" or (tmp_path / "seed").stat().st_mode & 0o077 == 0
        found = _checked(database)
        assert found.seals == 0
        assert "name it with --seed" in found.notes[0]
        assert _checked(database, seeds=seeds).seals > 30
        with pytest.raises(StoreError, match="already"):
            proof.take_seed(database, tmp_path / "again")
        with database.reading() as session:
            driver: Any = session.connection().connection.driver_connection
            stored = json.dumps(driver.execute("SELECT value FROM settings").fetchall())
        key = bytes.fromhex(seeds["epochs"][0]["seed"])
        assert key.hex() not in stored
        AccessLog(database).record(opened())
        assert seal_file.file_of(path).read_bytes() != first
        kept = seal_file.SealFile(seal_file.file_of(path), bytes.fromhex(json.loads(_secrets(driver))["file"])).read()
        assert kept.key == entries.next_key(key, kept.size)  # only the next one is there
        with pytest.raises(StoreError, match="another log"), Database.open(tmp_path / "other.db", KEY) as other:
            verify(other, [], seeds)


def _secrets(driver: Any) -> str:
    return str(driver.execute("SELECT value FROM settings WHERE key = 'log_secrets'").fetchone()[0])


def test_nothing_of_an_erased_person_can_be_found_by_guessing(path: Path) -> None:
    """Commitments without a salt could be opened by trying names."""
    with Database.open(path, KEY) as database:
        people, log = PeopleStore(database), AccessLog(database)
        person = people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
        log.record(opened(person_id=person.id, person_name="Wilhelmina", message="Welcome, Wilhelmina."))
        with database.reading() as session:
            driver: Any = session.connection().connection.driver_connection
            (salt,) = driver.execute("SELECT words FROM chain WHERE event_id = 1").fetchone()
        people.remove(person.id, erase=True)
        with database.reading() as session:
            driver = session.connection().connection.driver_connection
            (commitment,) = driver.execute("SELECT words FROM chain WHERE event_id = 1").fetchone()
            dump = repr(
                [driver.execute(f"SELECT * FROM {t}").fetchall() for t in ("chain", "events", "audit", "settings")]
            )
        guess = entries.text_of(["Wilhelmina", "Welcome, Wilhelmina."])
        assert entries.sha(salt, guess) == commitment  # with the salt it could be
        assert repr(salt)[2:-1] not in dump
        assert "Wilhelmina" not in dump
        assert verify(database).faults == []


# The verifier that needs nothing of the program.


def _standalone(*arguments: str | Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), *map(str, arguments)], capture_output=True, text=True
    )
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("proven")
    with _lived(place / "x.db") as database:
        with database.transaction(together=True):
            Accounts(database).audit(PROGRAM, "checkpoint of the log exported", now=NOW)
            proof.write_private(place / "checkpoint", json.dumps(proof.checkpoint(database, now=NOW)))
        AccessLog(database).record(opened(person_name='Müller \u2028 "x"', message="ü"))
        proof.take_seed(database, place / "seed")
        for names in (True, False):
            proof.prove(database, place / f"{names}.jsonl", names=names, now=NOW, progress=lambda done, of: None)
    return place


def test_the_verifier_needs_nothing_and_agrees(proven: Path) -> None:
    for names in (True, False):
        file = proven / f"{names}.jsonl"
        said = _standalone(file, "--checkpoint", proven / "checkpoint", "--seed", proven / "seed")
        assert said[0] == 0, said
        assert "26 events" in said[1]
    assert "Person 2" in (proven / "True.jsonl").read_text()
    assert "Person" not in (proven / "False.jsonl").read_text()
    assert _standalone(proven / "none")[0] == 2
    assert _standalone(proven / "x.db")[0] == 1


def test_a_signed_export_is_checked_by_the_same_tool_and_any_change_of_it_is_found(tmp_path: Path) -> None:
    file, beside = tmp_path / "log.csv", tmp_path / "log.csv.signed.json"
    with _lived(tmp_path / "x.db") as database:
        file.write_text("at,door\n2026-03-01,front\n")
        body = proof.sign_export(database, file, 1, now=NOW)
        key = proof.checkpoint(database, now=NOW)["key"]
    proof.write_private(beside, json.dumps(body))
    status, said = _standalone(file, "--key", key)
    assert status == 0, said
    assert "1 rows" in said
    assert _standalone(beside, "--key", key) == (status, said)
    # The controls: a row more, another number of rows, and the whole signed by somebody else.
    file.write_text(file.read_text() + "2026-03-02,front\n")
    assert "not what was exported" in _standalone(file)[1]
    beside.write_text(json.dumps({**body, "sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "rows": 2}))
    assert "signature does not fit" in _standalone(file)[1]
    with _lived(tmp_path / "other.db") as other:
        beside.write_text(json.dumps(proof.sign_export(other, file, 2, now=NOW)))
    assert _standalone(file)[0] == 0
    assert "another key" in _standalone(file, "--key", key)[1]


def _changed_lines(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(1, len(lines) - 1)
    match chance.randrange(4):
        case 0:
            return lines[:at] + lines[at + 1 :]
        case 1:
            return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
        case 2:
            return lines[:at]
    place = chance.randrange(12, len(lines[at]) - 3)
    return [*lines[:at], lines[at][:place] + chr(ord(lines[at][place]) ^ 1) + lines[at][place + 1 :], *lines[at + 1 :]]


@pytest.mark.slow
def test_the_verifier_finds_every_change_of_a_proof(proven: Path, tmp_path: Path) -> None:
    """In this process, as a module: the same file, only quicker."""
    import runpy

    tool = runpy.run_path(str(VERIFIER))
    lines = (proven / "True.jsonl").read_text().split("\n")[:-1]
    file, missed = tmp_path / "x.jsonl", []

    def faults() -> list[str]:
        try:
            found = tool["verify_log"](str(file), [str(proven / "checkpoint")], str(proven / "seed"), None)
            return list(found)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return [repr(error)]

    for number in range(MUTATIONS):
        changed = _changed_lines(lines, random.Random(number))
        file.write_text("\n".join(changed) + "\n")
        if not faults() and changed != lines:
            missed.append(number)
    assert missed == []
    file.write_text("\n".join(lines) + "\n")
    assert faults() == []


def test_a_signature_is_checked_as_the_library_does(proven: Path) -> None:
    import runpy

    fits = runpy.run_path(str(VERIFIER))["signature_fits"]
    body = json.loads((proven / "checkpoint").read_text())
    key, text, signature = bytes.fromhex(body["key"]), proof.signed_text(body), bytes.fromhex(body["signature"])
    assert fits(key, text, signature)
    assert not fits(key, text + b" ", signature)
    for part, at in ((signature, 0), (signature, 40), (key, 5)):
        changed = bytearray(part)
        changed[at] ^= 1
        assert not fits(bytes(changed) if part is key else key, text, signature if part is key else bytes(changed))
    (proven / "changed").write_text(json.dumps({**body, "size": body["size"] - 1}))
    with pytest.raises(StoreError, match="signature does not fit"):
        proof.read_checkpoint(proven / "changed")
    proof.read_checkpoint(proven / "checkpoint")
    for content in ("{", "[" * 100_000, "[]", '{"format": "gatekeeper checkpoint 1"}'):
        (proven / "changed").write_text(content)
        with pytest.raises(StoreError):
            proof.read_checkpoint(proven / "changed")
