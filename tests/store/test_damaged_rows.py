"""One row that cannot be read hides none of the others: not in lists, not in pages, not in exports."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gatekeeper.desk.reports import export, summarise
from gatekeeper.domain import Reason
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.accounts import Accounts, system_user
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore

from .conftest import NOW, opened


def damage(database: Database, table: str, column: str, value: str, number: int) -> None:
    with database.transaction() as session:
        session.execute(text("PRAGMA ignore_check_constraints = ON"))
        session.execute(text(f"UPDATE {table} SET {column} = {value} WHERE id = {number}"))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("outcome", "'flung open'"),
        ("reason", "x'ff'"),
        ("at", "'yesterday'"),
        ("at", "9000000000000000000"),
        ("mask", "'on a monday'"),
        ("latency_ms", "'long'"),
        ("message", "CAST(x'ff41' AS TEXT)"),
        ("person_name", "CAST(x'ff41' AS TEXT)"),
        ("snapshot", "17"),
    ],
)
def test_a_damaged_event_hides_none_of_the_others(
    database: Database, log: AccessLog, tmp_path: Path, column: str, value: str
) -> None:
    for minute in range(3):
        log.record(opened(NOW + timedelta(minutes=minute)))
    damage(database, "events", column, value, 2)
    found = {event.id: event for event in log.query()}
    assert sorted(found) == [1, 2, 3]
    assert found[2].reason is Reason.UNREADABLE
    assert found[2].message == f"Event 2 is damaged: {column} cannot be read."
    assert found[1].reason is found[3].reason is Reason.GRANTED
    assert found[2].camera == found[1].camera  # what can be read is there
    assert [event.id for event in log.fetch([1, 2, 3], snapshots=True)] == [1, 2, 3]
    assert sorted(log.numbers()) == [1, 2, 3]
    newest = int(log.numbers()[0])
    assert sorted([newest, *log.numbers(after=newest)]) == [1, 2, 3]
    export(tmp_path / "log.csv", log.stream())
    rows = list(csv.DictReader((tmp_path / "log.csv").open(encoding="utf-8")))
    assert sorted(row["id"] for row in rows) == ["1", "2", "3"]
    assert summarise(log).events >= 2
    log.retain(NOW + timedelta(minutes=1), None)
    assert 3 in {event.id for event in log.query()}


def test_a_damaged_act_hides_none_of_the_others(database: Database) -> None:
    accounts = Accounts(database)
    for turn in range(3):
        accounts.audit(system_user(), "seen", f"turn {turn}", now=NOW)
    damage(database, "audit", "at", "'yesterday'", 2)
    damage(database, "audit", "about", "CAST(x'ff41' AS TEXT)", 3)
    assert [(act.id, act.detail) for act in accounts.acts()] == [
        (3, "Entry 3 of the trail is damaged."),
        (2, "Entry 2 of the trail is damaged."),
        (1, ""),
    ]


def test_a_damaged_person_is_listed_and_known_to_no_door(database: Database, people: PeopleStore) -> None:
    for name in ("Anna", "Bea"):
        people.add(name, consent_text="v1", consent_at=NOW)
    damage(database, "people", "valid_until", "'some day'", 2)
    anna, bea = people.list()
    assert (anna.name, anna.blocked, anna.consented) == ("Anna", False, True)
    assert (bea.name, bea.blocked, bea.consented) == ("Bea", True, False)
    assert [one.person.name for one in people.search()] == ["Anna", "Bea"]
