"""What a door asks many times a second is remembered until anybody commits, and no longer."""

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from gatekeeper.domain import AccessEvent, Outcome, Reason
from gatekeeper.errors import StoreError
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore

from .conftest import KEY, NOW

_ELSEWHERE = """
import sys
from pathlib import Path
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
with Database.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])) as database:
    PeopleStore(database).set_blocked(int(sys.argv[3]), True)
"""


def _here(database: Database, person_id: int) -> None:
    PeopleStore(database).set_blocked(person_id, True)


def _by_another_thread(database: Database, person_id: int) -> None:
    thread = threading.Thread(target=_here, args=(database, person_id))
    thread.start()
    thread.join()


def _by_another_program(database: Database, person_id: int) -> None:
    subprocess.run([sys.executable, "-c", _ELSEWHERE, str(database.path), KEY.hex(), str(person_id)], check=True)


def _somebody(database: Database) -> int:
    return PeopleStore(database).add("Ada", consent_text="1", consent_at=NOW).id


WRITERS = pytest.mark.parametrize(
    "block", [_here, _by_another_thread, _by_another_program], ids=lambda one: one.__name__
)


@WRITERS
def test_who_is_blocked_is_blocked_at_the_next_look(database: Database, block: Callable[[Database, int], None]) -> None:
    people, ada = PeopleStore(database), _somebody(database)
    assert not people.get(ada).blocked
    block(database, ada)
    assert people.get(ada).blocked


def test_control_a_program_that_does_not_ask_for_commits_goes_on_with_what_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "_version", lambda self: 1)
    people, ada = PeopleStore(database), _somebody(database)
    assert not people.get(ada).blocked
    _here(database, ada)
    assert not people.get(ada).blocked


def test_it_is_read_once_while_nobody_commits(database: Database) -> None:
    reads: list[int] = []

    def read() -> int:
        reads.append(1)
        return len(reads)

    assert [database.remembered("how often", read) for _ in range(3)] == [1, 1, 1]
    assert database.remembered("something else", read) == 2
    PeopleStore(database).set_setting("a", "b")
    assert database.remembered("how often", read) == 3


def test_what_is_not_committed_is_remembered_by_nobody(database: Database) -> None:
    people = PeopleStore(database)
    assert people.setting("key") is None

    def give_up() -> None:
        with people.together():
            people.set_setting("key", "within")
            assert people.setting("key") == "within"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    assert people.setting("key") is None


def test_what_was_committed_during_a_read_is_seen_at_the_next(database: Database) -> None:
    people = PeopleStore(database)

    def read() -> str | None:
        before = people.setting("key")
        people.set_setting("key", "new")
        return before

    assert database.remembered("the key", read) is None
    assert database.remembered("the key", lambda: people.setting("key")) == "new"


def test_what_cannot_be_read_is_asked_for_again(database: Database) -> None:
    people = PeopleStore(database)
    for _ in range(2):
        with pytest.raises(StoreError, match="no person with the number 1"):
            people.get(1)
    ada = _somebody(database)
    assert people.get(ada).name == "Ada"


def test_a_database_that_is_closed_remembers_nothing(path: Path) -> None:
    with Database.open(path, KEY) as database:
        people, ada = PeopleStore(database), _somebody(database)
        people.get(ada)
    with pytest.raises(StoreError, match="is closed"):
        people.get(ada)
    assert not path.with_name(path.name + "-wal").exists()  # folded in by whoever was last


def test_an_opening_from_before_the_clock_was_set_back_hides_none_before_it(database: Database) -> None:
    log, ada = AccessLog(database), _somebody(database)
    for at in (NOW, NOW + timedelta(hours=2)):
        log.record(AccessEvent(at, "door", "cam", Outcome.OPENED, Reason.GRANTED, "", ada, "Ada"))
    for now, expected in (
        (NOW - timedelta(seconds=1), None),
        (NOW + timedelta(hours=1), NOW),
        (NOW + timedelta(hours=3), NOW + timedelta(hours=2)),
    ):
        assert log.last_opened(ada, "door", now) == expected
