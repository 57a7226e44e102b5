import csv
import json
import os
import time
from dataclasses import fields, replace
from datetime import UTC, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert

from gatekeeper.domain import AccessEvent, MaskState, Outcome, Pairing, Reason
from gatekeeper.errors import StoreError
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.tables import EventRow

from .conftest import NOW, opened


def test_event_comes_back_whole(log: AccessLog, people: PeopleStore) -> None:
    person = people.add("Anna", consent_text="v1", consent_at=NOW)
    known = log.record(opened(person_id=person.id, person_name="Anna"))
    unknown = log.record(AccessEvent(NOW, "front", "0", Outcome.UNKNOWN, Reason.NOT_KNOWN, "Not known."))
    assert (known.id, unknown.id) == (1, 2)
    assert log.query(newest_first=False) == [known, unknown]
    assert replace(known, id=0) == opened(person_id=person.id, person_name="Anna")


def test_numbers_of_numpy_and_times_of_elsewhere_are_stored_as_ours(log: AccessLog, people: PeopleStore) -> None:
    person = people.add("Anna", consent_text="v1", consent_at=NOW)
    at = NOW.astimezone(timezone(timedelta(hours=-7)))
    written = log.record(
        opened(
            at,
            person_id=np.int64(person.id),
            track_id=np.int64(4),
            similarity=np.float32(0.5),
            latency_ms=np.float64(1.5),
            value=None,
        )
    )
    (found,) = log.query(person=person.id)
    assert found == written
    assert (found.at, found.at.tzinfo, found.track_id, found.similarity) == (NOW, UTC, 4, 0.5)


def test_event_that_can_not_be_stored_is_refused(log: AccessLog) -> None:
    for event in (
        opened(NOW.replace(tzinfo=None)),
        opened(latency_ms=float("nan")),
        opened(outcome="opened wide"),
        opened(message="\ud800"),
    ):
        with pytest.raises(StoreError):
            log.record(event)
    assert log.count() == 0


def test_filters(log: AccessLog, people: PeopleStore) -> None:
    anna = people.add("Anna", consent_text="v1", consent_at=NOW)
    times = [NOW + timedelta(hours=n) for n in range(4)]
    log.record(opened(times[2], person_id=anna.id, person_name="Anna"))
    log.record(opened(times[0], person_id=anna.id, person_name="Anna", outcome=Outcome.REFUSED, reason=Reason.BLOCKED))
    log.record(opened(times[1], door="back", outcome=Outcome.UNKNOWN, reason=Reason.NOT_KNOWN))
    log.record(opened(times[3], person_name="Berta"))
    people.rename(anna.id, "Anne")

    def hours(**which: object) -> list[int]:
        found = log.query(**which)  # type: ignore[arg-type]
        counted = {name: value for name, value in which.items() if name not in ("limit", "offset", "newest_first")}
        if len(counted) == len(which):
            assert log.count(**which) == len(found)  # type: ignore[arg-type]
        return [times.index(event.at) for event in found]

    assert hours() == [3, 2, 1, 0]
    assert hours(newest_first=False) == [0, 1, 2, 3]
    assert hours(since=times[1], until=times[3]) == [2, 1]
    assert hours(since=None, person=None) == [3, 2, 1, 0]
    for person in ("Anna", "anna", "Anne", str(anna.id), anna.id):
        assert hours(person=person) == [2, 0]
    assert hours(person="berta") == [3]
    assert hours(person="Nobody") == []
    assert hours(outcome=Outcome.OPENED) == [3, 2]
    assert hours(reason=Reason.NOT_KNOWN) == [1]
    assert hours(door="back") == [1]
    assert hours(door="front", outcome=Outcome.OPENED, person="Anna") == [2]
    assert hours(limit=2, offset=1) == [2, 1]
    assert hours(offset=3) == [0]
    assert {event.snapshot for event in log.query(snapshots=False)} == {b""}


def test_pages_of_a_long_log_come_quickly(database: Database, log: AccessLog) -> None:
    row = {field.name: getattr(opened(), field.name) for field in fields(AccessEvent) if field.name != "id"}
    words = list(Outcome)
    with database.transaction() as session:
        session.execute(
            insert(EventRow),
            [
                row | {"at": NOW + timedelta(seconds=n), "outcome": words[n % 3], "snapshot": b"x" * 500}
                for n in range(20_000)
            ],
        )
    before = time.perf_counter()
    assert log.count() == 20_000
    first = log.query(limit=50)
    last = log.query(limit=50, offset=19_950)
    day = log.query(outcome=Outcome.REFUSED, since=NOW + timedelta(hours=5), limit=50)
    assert time.perf_counter() - before < 1
    assert [len(page) for page in (first, last, day)] == [50, 50, 50]
    assert first[0].at == NOW + timedelta(seconds=19_999)
    assert last[-1].at == NOW


def test_csv_is_harmless_and_complete(log: AccessLog, tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", 'quo"te, comma\nline', "Zoë"]
    events = [log.record(opened(person_name=name, similarity=-0.5, mask=None)) for name in names]
    path = tmp_path / "events.csv"
    assert log.export(path, events) == len(names)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["person_name"] for row in rows] == [*(f"'{name}" for name in names[:6]), *names[6:]]
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert rows[0]["at"] == NOW.isoformat()
    assert (rows[0]["mask"], rows[0]["pairing"], rows[0]["id"]) == ("", "bare-masked", "1")
    assert set(rows[0]) == {field.name for field in fields(AccessEvent)} - {"snapshot"}
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0


def test_json_export(log: AccessLog, tmp_path: Path) -> None:
    path = tmp_path / "events.JSON"
    log.export(path, log.query())
    assert json.loads(path.read_text("utf-8")) == []
    log.record(opened(person_name="=Zoë"))
    assert log.export(path, log.query()) == 1
    (row,) = json.loads(path.read_text("utf-8"))
    assert row["person_name"] == "=Zoë"
    assert MaskState(row["mask"]) is MaskState.MASKED
    assert Pairing(row["pairing"]) is Pairing.BARE_MASKED
    assert "snapshot" not in row


def test_export_appears_whole_or_not_at_all(log: AccessLog, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"\.csv, \.json"):
        log.export(tmp_path / "events.xlsx", [opened()])
    with pytest.raises(StoreError, match="can not be written"):
        log.export(tmp_path / "missing" / "events.csv", [opened()])
    path = tmp_path / "out" / "events.csv"
    path.parent.mkdir()
    path.write_text("the earlier export")
    with pytest.raises(StoreError, match="can not be written"):
        log.export(path.parent / ("x" * 300 + ".csv"), [opened()])
    with pytest.raises(StoreError, match="can not be written"):
        log.export(path, [opened(message="\ud800")])
    assert [file.name for file in path.parent.iterdir()] == ["events.csv"]
    assert path.read_text() == "the earlier export"
