import csv
import json
import os
from dataclasses import fields
from datetime import timedelta, timezone
from pathlib import Path
from zipfile import ZipFile

import pytest

from gatekeeper.domain import AccessEvent, MaskState, Outcome, Pairing, Reason
from gatekeeper.errors import StoreError
from gatekeeper.reports import export, summarise
from gatekeeper.store.access_log import AccessLog

from .conftest import NOW, opened


def test_csv_is_harmless_and_complete(log: AccessLog, tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", 'quo"te, comma\nline', "Zoë"]
    events = [log.record(opened(person_name=name, similarity=-0.5, mask=None)) for name in names]
    path = tmp_path / "events.csv"
    assert export(path, events) == len(names)
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
    export(path, log.query())
    assert json.loads(path.read_text("utf-8")) == []
    log.record(opened(person_name="=Zoë"))
    assert export(path, log.query()) == 1
    (row,) = json.loads(path.read_text("utf-8"))
    assert row["person_name"] == "=Zoë"
    assert MaskState(row["mask"]) is MaskState.MASKED
    assert Pairing(row["pairing"]) is Pairing.BARE_MASKED
    assert "snapshot" not in row


def test_export_appears_whole_or_not_at_all(log: AccessLog, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"\.csv, \.json, \.xlsx"):
        export(tmp_path / "events.doc", [opened()])
    with pytest.raises(StoreError, match="can not be written"):
        export(tmp_path / "missing" / "events.csv", [opened()])
    path = tmp_path / "out" / "events.csv"
    path.parent.mkdir()
    path.write_text("the earlier export")
    with pytest.raises(StoreError, match="can not be written"):
        export(path.parent / ("x" * 300 + ".csv"), [opened()])
    with pytest.raises(StoreError, match="can not be written"):
        export(path, [opened(message="\ud800")])
    assert [file.name for file in path.parent.iterdir()] == ["events.csv"]
    assert path.read_text() == "the earlier export"


def test_excel_takes_no_name_for_a_formula(log: AccessLog, tmp_path: Path) -> None:
    names = ["=1+1", "+1", "@x", "http://elsewhere.example", "12", "Zoë"]
    path = tmp_path / "events.xlsx"
    assert export(path, [log.record(opened(person_name=name)) for name in names]) == len(names)
    with ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        everything = "".join(book.read(name).decode() for name in book.namelist())
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert all(f">{name}<" in everything for name in names)
    assert "<v>0.75</v>" in sheet


def test_a_stopped_export_leaves_nothing(log: AccessLog, tmp_path: Path) -> None:
    class Stopped(Exception):  # noqa: N818
        pass

    def stop(done: int, of: int) -> None:
        assert of == 5000
        raise Stopped

    for suffix in ("csv", "json", "xlsx"):
        with pytest.raises(Stopped):
            export(tmp_path / f"events.{suffix}", (opened() for _ in range(5000)), 5000, stop)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("gatekeeper.db")] == []


def test_a_summary_is_in_local_time_and_adds_up(log: AccessLog) -> None:
    assert summarise(log).events == 0
    assert summarise(log).latency(0.5) is None
    for hours in (0, 1, 1, 15):  # 08:30, 09:30 twice, 23:30 UTC
        log.record(opened(NOW + timedelta(hours=hours), latency_ms=100 * hours))
    log.record(opened(NOW, outcome=Outcome.UNKNOWN, reason=Reason.NOT_KNOWN))
    zone = timezone(timedelta(hours=8))
    found = summarise(log, zone)
    assert (found.events, found.opened) == (5, 4)
    assert [hour for hour, counts in enumerate(found.hours) if sum(counts)] == [7, 16, 17]
    assert found.hours[16] == (1, 1)
    assert {day.day: counts for day, counts in found.days.items()} == {1: (3, 1), 2: (1, 0)}
    assert found.refusals == {Reason.NOT_KNOWN: 1}
    assert found.latency(0.5) == 120.0
    assert summarise(log, zone, outcome=Outcome.UNKNOWN).events == 1
