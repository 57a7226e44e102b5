import os
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from conftest import make_older
from sqlalchemy import text

from gatekeeper.door_rule import DoorRule
from gatekeeper.errors import StoreError, VaultError
from gatekeeper.store import chain, failures, migration
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.connection import refuse_unsafe_sqlite
from gatekeeper.store.database import Database
from gatekeeper.store.migration import migrations_folder, newest_revision
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.proof import resume, verify
from gatekeeper.store.tables import PersonGroupRow, SettingRow, metadata
from gatekeeper.store.templates import as_png

from .conftest import KEY, NOW, opened, photo

KILLS = int(os.environ.get("GATEKEEPER_KILLS", "50"))


def _pragma(database: Database, name: str) -> object:
    with database.transaction() as session:
        return session.execute(text(f"PRAGMA {name}")).scalar()


def test_connections_are_set_up_safely(database: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
    wanted["temp_store"] = 2  # in memory: SQLite's temporary files would not be encrypted
    assert {name: _pragma(database, name) for name in wanted} == wanted


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)])
def test_sqlite_with_the_wal_bug_is_refused(version: tuple[int, int, int]) -> None:
    with pytest.raises(StoreError, match="WAL bug"):
        refuse_unsafe_sqlite(version)


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 4), (4, 0, 0)])
def test_sqlite_without_it_is_taken(version: tuple[int, int, int]) -> None:
    refuse_unsafe_sqlite(version)


def test_migrations_make_the_tables_of_the_program(database: Database) -> None:
    with database._reader.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == newest_revision()


def test_migrations_are_one_chain_and_no_number_is_given_twice() -> None:
    files = sorted((migrations_folder() / "versions").glob("*.py"))
    migrations = [runpy.run_path(str(file)) for file in files]
    numbers = [migration["revision"] for migration in migrations]
    assert numbers == [file.stem.partition("_")[0] for file in files]  # `newest_revision` goes by the name
    assert [migration["down_revision"] for migration in migrations] == [None, *numbers[:-1]]
    assert len(numbers) == len(set(numbers))


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the version before the last migration left it, with a log of 20,000 events."""
    path = tmp_path_factory.mktemp("old") / "gatekeeper.db"
    with Database.open(path, KEY) as database:
        make_older(database, 20_000)
    return path


@pytest.mark.slow
def test_migrating_a_long_log_says_how_far_it_is(old: Path, path: Path) -> None:
    shutil.copy(old, path)
    told: list[tuple[int, int]] = []
    with Database.open(path, KEY, progress=lambda done, of: told.append((done, of))) as database:
        assert AccessLog(database).count() == 20_000
        with database._reader.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    shares = [done / of for done, of in told]
    assert len(shares) > 20
    assert shares == sorted(shares)
    # What was expected is about what it took: the bar neither waits at its end nor stops half way.
    assert shares[-1] > 0.95
    assert shares.count(1.0) < 0.1 * len(shares)
    # One that is up to date has nothing to say.
    Database.open(path, KEY, progress=lambda done, of: pytest.fail("migrated twice")).close()


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 30])
def test_a_migration_that_is_stopped_leaves_everything_as_it_was(old: Path, path: Path, after: int) -> None:
    class EnoughError(Exception):
        pass

    shutil.copy(old, path)
    told: list[int] = []

    def stop(done: int, of: int) -> None:
        told.append(done)
        if len(told) == after:
            raise EnoughError

    with pytest.raises(EnoughError):
        Database.open(path, KEY, progress=stop)
    with pytest.raises(StoreError, match="version 0005"):
        Database.open(path, KEY, read_only=True)
    with Database.open(path, KEY) as database:  # begins again
        database.check()
        assert AccessLog(database).count() == 20_000


_MIGRATION = """
import sys, threading
from pathlib import Path
from gatekeeper.store.database import Database
from tests.store.conftest import KEY
def tell(done, of):
    if done > of // 2:
        print("half", flush=True)
        threading.Event().wait(60)  # for what ends it, which may come late where the machine is busy
Database.open(Path(sys.argv[1]), KEY, progress=tell)
print("migrated", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals that end a process in the middle")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_ctrl_c_and_a_power_cut_in_the_middle_of_a_migration_lose_nothing(
    old: Path, path: Path, how: signal.Signals
) -> None:
    shutil.copy(old, path)
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _MIGRATION, str(path)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as migration:
        assert migration.stdout is not None
        assert migration.stderr is not None
        assert migration.stdout.readline() == "half\n"
        migration.send_signal(how)
        assert migration.stdout.read() == ""
        if how is signal.SIGINT:
            assert migration.stderr.read().splitlines()[-1] == "KeyboardInterrupt"
    with pytest.raises(StoreError, match="version 0005"):
        Database.open(path, KEY, read_only=True)
    with Database.open(path, KEY) as database:
        database.check()
        assert AccessLog(database).count() == 20_000


def test_a_database_in_its_newest_form_is_opened_without_the_machinery_of_migrations(path: Path) -> None:
    Database.open(path, KEY).close()
    code = (
        "import sys; from pathlib import Path; from gatekeeper.store.database import Database\n"
        f"Database.open(Path({str(path)!r}), bytes.fromhex({KEY.hex()!r})).close()\n"
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_migrations_are_found_in_checkout_and_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (migrations_folder() / "versions").is_dir()
    module = tmp_path / "site" / "gatekeeper" / "store" / "migration.py"
    monkeypatch.setattr(migration, "__file__", str(module))
    with pytest.raises(StoreError, match="migrations"):
        migrations_folder()
    packaged = module.parents[1] / "_db"
    packaged.mkdir(parents=True)
    (packaged / "env.py").write_text("")
    assert migrations_folder() == packaged


def test_file_and_wal_are_encrypted(path: Path) -> None:
    picture = as_png(photo(1).chip)
    # Parts of every page that it fills. Words as short as PNG stand in encrypted bytes by chance: in one run of thirty or so.
    secrets = [b"Wilhelmina", *(picture[at : at + 64] for at in range(0, len(picture), 1024))]
    with Database.open(path, KEY) as database:
        person = PeopleStore(database).add("Wilhelmina", consent_text="v1", consent_at=NOW, photos=[photo(1)])
        AccessLog(database).record(opened(person_id=person.id, person_name="Wilhelmina"))
        files = [file.read_bytes() for file in path.parent.glob("gatekeeper.db*")]
        assert len(files) >= 2
        assert sum(map(len, files)) > 50_000
        for content in files:
            assert b"SQLite format 3" not in content
            assert not [secret for secret in secrets if secret in content]
    assert not [secret for secret in secrets if secret in path.read_bytes()]


@pytest.mark.parametrize("read_only", [False, True])
def test_wrong_key_is_refused_and_the_file_unchanged(path: Path, tmp_path: Path, read_only: bool) -> None:
    # As after a power cut: a WAL lies beside the file, and a refused opening must not even fold that one in.
    left = tmp_path / "left" / path.name
    left.parent.mkdir()
    with Database.open(path, KEY) as database:
        PeopleStore(database).set_setting("a", "b")
        names = (path.name, f"{path.name}-wal", "gatekeeper.seal")
        before = {left.with_name(name): path.with_name(name).read_bytes() for name in names}
    for file, content in before.items():
        file.write_bytes(content)
    with pytest.raises(VaultError, match="file is not a database"):
        Database.open(left, bytes(32), read_only=read_only)
    with pytest.raises(VaultError, match="32"):
        Database.open(left, KEY[:16])
    assert {file: file.read_bytes() for file in before} == before
    with Database.open(left, KEY, read_only=read_only) as database:
        assert PeopleStore(database).setting("a") == "b"


def test_file_that_is_no_database_is_refused_and_kept(path: Path) -> None:
    path.write_bytes(b"holiday pictures" * 1000)
    with pytest.raises(VaultError, match="not a database"):
        Database.open(path, KEY)
    assert path.read_bytes() == b"holiday pictures" * 1000


def test_read_only(path: Path) -> None:
    with pytest.raises(StoreError, match="no database"):
        Database.open(path, KEY, read_only=True)
    assert not path.exists()
    Database.open(path, KEY).close()
    with Database.open(path, KEY, read_only=True) as database:
        assert PeopleStore(database).list() == []
        with pytest.raises(StoreError, match="only be read"):
            PeopleStore(database).set_setting("a", "b")


@pytest.mark.parametrize("read_only", [False, True])
def test_database_of_a_newer_program_is_refused(path: Path, read_only: bool) -> None:
    with Database.open(path, KEY) as database, database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"have version 9999; this program needs \d+\.") as refused:
        Database.open(path, KEY, read_only=read_only)
    assert "use that one" in refused.value.hint, "this program cannot bring it down to its own version"


def test_a_log_whose_secrets_are_damaged_is_replaced_by_the_remedy_as_it_stands(path: Path) -> None:
    with Database.open(path, KEY) as database:
        PeopleStore(database).set_setting(chain.SECRETS, "{")
    with pytest.raises(StoreError, match="log_secrets cannot be read") as refused:
        Database.open(path, KEY)
    assert "gatekeeper restore FILE --replace" in refused.value.hint, "without it the database there is in the way"


def test_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        Database.open(tmp_path / "file" / "gatekeeper.db", KEY)
    with pytest.raises(StoreError):
        Database.open(tmp_path, KEY)


def test_transaction_is_all_or_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="stop"), database.transaction() as session:  # noqa: PT012
        session.add(SettingRow(key="a", value="b"))
        session.flush()
        raise RuntimeError("stop")
    assert PeopleStore(database).setting("a") is None


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"), database.transaction() as session:
        session.add(PersonGroupRow(person_id=77, group_id=88))
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        AccessLog(database).record(opened(person_id=77))
    with pytest.raises(StoreError, match="unlock_seconds"):
        PeopleStore(database).save_door_rule(DoorRule("front", unlock_seconds=0))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are set otherwise there")
@pytest.mark.parametrize("ended", ["in order", "killed"])
def test_a_full_disk_is_read_without_writing_a_byte(tmp_path: Path, ended: str) -> None:
    """SQLite makes a small file beside a database to read it, for which there is no room."""
    import resource

    with Database.open(tmp_path / "a" / "gatekeeper.db", KEY) as database:
        PeopleStore(database).add("Anna", consent_text="v1", consent_at=NOW)
        if ended == "killed":  # what is committed lies in the WAL alone
            shutil.copytree(tmp_path / "a", tmp_path / "b", ignore=shutil.ignore_patterns("*-shm"))
    if ended == "in order":
        shutil.copytree(tmp_path / "a", tmp_path / "b")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with Database.open(tmp_path / "b" / "gatekeeper.db", KEY, read_only=True) as database:
            people = PeopleStore(database)
            with database.reading(), database.reading():
                assert [one.name for one in people.list()] == ["Anna"]
            with pytest.raises(StoreError):
                people.add("Bea", consent_text="v1", consent_at=NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with Database.open(tmp_path / "b" / "gatekeeper.db", KEY) as database:
        assert [one.name for one in PeopleStore(database).list()] == ["Anna"]


def test_full_disk_is_named_loses_nothing_and_heals(database: Database) -> None:
    log = AccessLog(database)
    written = [log.record(opened()).id]
    pages = _pragma(database, "page_count")
    _pragma(database, f"max_page_count = {pages}")
    with pytest.raises(StoreError, match=r"is full.*Free some space"):  # noqa: PT012
        for _ in range(50):
            written.append(log.record(opened(snapshot=b"x" * 20_000)).id)
    assert log.count() == len(written)
    _pragma(database, "max_page_count = 1000000")
    assert log.record(opened(snapshot=b"x" * 20_000)).id > written[-1]
    database.check()


def test_second_writer_waits_then_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "BUSY_SECONDS", 0.05)
    with Database.open(database.path, KEY) as other, database.transaction() as session:
        session.add(SettingRow(key="a", value="first"))
        for busy in (database, other):  # in this process, and as another process would
            with pytest.raises(StoreError, match="busy"):
                PeopleStore(busy).set_setting("a", "second")
        assert PeopleStore(other).setting("a") is None  # readers do not wait
    assert PeopleStore(database).setting("a") == "first"


def test_a_write_within_a_transaction_that_says_so_is_a_part_of_it(database: Database) -> None:
    people = PeopleStore(database)
    with pytest.raises(StoreError, match="no person"), database.transaction(together=True):  # noqa: PT012
        people.set_setting("a", "1")
        people.set_blocked(7, True)
    assert people.setting("a") is None
    with database.transaction(together=True):
        people.set_setting("a", "1")
        people.set_setting("b", "2")
    assert (people.setting("a"), people.setting("b")) == ("1", "2")


def test_what_must_be_committed_by_itself_never_joins_unasked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "BUSY_SECONDS", 0.02)
    with database.transaction(), pytest.raises(StoreError, match="busy"):
        AccessLog(database).record(opened())
    assert AccessLog(database).record(opened()).id == 1


def test_threads_write_in_turns(database: Database) -> None:
    log = AccessLog(database)
    threads = [threading.Thread(target=lambda: [log.record(opened()) for _ in range(10)]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({event.id for event in log.query()}) == 60


def test_closed_database_is_refused(path: Path) -> None:
    database = Database.open(path, KEY)
    database.close()
    database.close()
    with pytest.raises(StoreError, match="closed"):
        AccessLog(database).record(opened())


def test_backup_is_a_checked_encrypted_copy(database: Database, tmp_path: Path) -> None:
    people = PeopleStore(database)
    people.add("Wilhelmina", consent_text="v1", consent_at=NOW, photos=[photo(1)])
    to = tmp_path / "backups" / "today.db"
    with pytest.raises(StoreError, match="today"):
        database.backup(to)
    to.parent.mkdir()
    database.backup(to)
    people.rename(1, "Anna")
    assert [file.name for file in to.parent.iterdir()] == ["today.db"]
    assert b"Wilhelmina" not in to.read_bytes()
    assert not to.read_bytes().startswith(b"SQLite")
    assert os.name == "nt" or to.stat().st_mode & 0o077 == 0
    with pytest.raises(VaultError):
        Database.open(to, bytes(32))
    resume(to, KEY)  # it has no file beside it that says how long its log is
    with Database.open(to, KEY) as copy:
        assert [person.name for person in PeopleStore(copy).list()] == ["Wilhelmina"]
        assert len(PeopleStore(copy).templates("model-a")) == 1
    for existing in (to, database.path):
        with pytest.raises(StoreError, match="already exists"):
            database.backup(existing)


def test_damage_is_found(path: Path) -> None:
    with Database.open(path, KEY) as database:
        PeopleStore(database).add("Anna", consent_text="v1", consent_at=NOW, photos=[photo(n) for n in range(12)])
        database.check()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1  # one bit in the middle of a photo
    path.write_bytes(content)
    with Database.open(path, KEY) as database:
        with pytest.raises(StoreError, match="damaged"):
            database.check()
        with pytest.raises(StoreError):
            database.backup(path.with_name("copy.db"))
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name, "gatekeeper.seal"]


# For each line, a process of its own that writes until it is killed: forked from one that has imported everything already.
_WRITERS = """
import os, signal, sys
from pathlib import Path
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.tables import SettingRow
from tests.store.conftest import KEY, opened
while line := sys.stdin.readline():
    how, path = line.strip().split(" ", 1)
    if child := os.fork():
        os.waitpid(child, 0)
        print("gone", flush=True)
        continue
    print(os.getpid(), flush=True)
    database = Database.open(Path(path), KEY)
    if how == "early":  # the control: acknowledged before it is committed
        with database.transaction() as session:
            session.add(SettingRow(key="early", value="1"))
            session.flush()
            print("early", flush=True)
            signal.pause()
    log = AccessLog(database)
    while True:
        print(log.record(opened()).id, flush=True)
"""


@pytest.fixture(scope="module")
def killed_writer() -> Iterator[Callable[[Path, str, int], list[str]]]:
    """What a writer acknowledged that was killed after so many acknowledgements, as soon as this process got to it."""
    if not hasattr(os, "fork"):
        pytest.skip("Windows kills no process in the middle of a call")
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _WRITERS],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writers:

        def killed(path: Path, how: str, acknowledgements: int) -> list[str]:
            assert writers.stdin is not None
            assert writers.stdout is not None
            print(how, path, file=writers.stdin, flush=True)
            writer = int(writers.stdout.readline())
            lines = [writers.stdout.readline().strip() for _ in range(acknowledgements)]
            os.kill(writer, signal.SIGKILL)
            return lines + [line.strip() for line in iter(writers.stdout.readline, "gone\n")]

        yield killed
        writers.communicate()


@pytest.mark.slow
def test_kill_loses_no_acknowledged_event(tmp_path: Path, killed_writer: Callable[[Path, str, int], list[str]]) -> None:
    """As often as GATEKEEPER_KILLS says, after other numbers of events each time; a new database after every fifty kills."""
    events, restarts = 0, []
    for kill in range(KILLS):
        if kill % 50 == 0:
            path = tmp_path / f"{kill}.db"
            acknowledged: set[int] = set()
            unacknowledged: set[int] = set()  # of the kills before
        lines = killed_writer(path, "safely", 25 if kill == 0 else kill * 7 % 13)
        events += len(lines)
        acknowledged |= {int(line) for line in lines}
        before = time.perf_counter()
        with Database.open(path, KEY) as database:
            found = {event.id for event in AccessLog(database).query(snapshots=False)}
            restarts.append(time.perf_counter() - before)
            database.check()
            assert not verify(database).faults
        assert acknowledged <= found, kill
        assert len(found - acknowledged - unacknowledged) <= 1  # the one committed while it was killed
        unacknowledged = found - acknowledged
    print(f"{KILLS} kills, {events} acknowledged events, none lost; restarts: {max(restarts):.2f} s at most")
    assert median(restarts) < 2  # one of them may have waited for a busy machine


@pytest.mark.slow
def test_kill_finds_an_acknowledgement_before_the_commit(
    path: Path, killed_writer: Callable[[Path, str, int], list[str]]
) -> None:
    Database.open(path, KEY).close()
    assert killed_writer(path, "early", 1) == ["early"]
    with Database.open(path, KEY) as database:
        assert PeopleStore(database).setting("early") is None
