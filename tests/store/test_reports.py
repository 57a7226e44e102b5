import csv
import gc
import json
import os
import re
import sys
import time
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from gatekeeper.desk.reports import export, summarise
from gatekeeper.domain import AccessEvent, MaskState, Outcome, Pairing, Reason
from gatekeeper.errors import StoreError
from gatekeeper.store.access_log import AccessLog

from .conftest import NOW, opened


def test_csv_is_harmless_and_complete(log: AccessLog, tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", 'quo"te, comma\nline', "Zoë"]
    events = [log.record(opened(person_name=name, similarity=-0.5, mask=None)) for name in names]
    path = tmp_path / "events.csv"
    assert export(path, events, zone=ZoneInfo("Europe/Vienna")) == len(names)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["person_name"] for row in rows] == [*(f"'{name}" for name in names[:6]), *names[6:]]
    for row in rows:
        assert float(row.pop("similarity")) == -0.5
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert datetime.fromisoformat(rows[0]["at"]) == NOW.replace(microsecond=0)
    assert rows[0]["at"] == NOW.astimezone(ZoneInfo("Europe/Vienna")).isoformat(" ", "seconds")
    assert (rows[0]["mask"], rows[0]["pairing"], rows[0]["id"]) == ("", "bare-masked", "1")
    assert set(rows[0]) == {field.name for field in fields(AccessEvent)} - {"snapshot", "similarity"}
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0


def test_numbers_of_a_csv_are_as_people_read_them_and_excel_knows_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    event = opened(person_name="Zoë", similarity=0.123456789012345, threshold=float("nan"), latency_ms=81.23456789)
    export(path, [event], bom=True)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,at,")
    (row,) = csv.DictReader(data.decode("utf-8-sig").splitlines())
    assert (row["similarity"], row["threshold"], row["latency_ms"]) == ("0.1235", "", "81.2346")
    export(path, [event])
    assert path.read_bytes().startswith(b"id,at,")


def test_excel_has_times_of_the_site_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "events.xlsx"
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # past midnight in Vienna
    export(path, [opened(at, similarity=-0.5, threshold=float("inf"))], zone=ZoneInfo("Europe/Vienna"))
    with ZipFile(path) as book:
        sheet, styles = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    days = (datetime(2026, 7, 2, 0, 30) - datetime(1899, 12, 30)) / timedelta(days=1)
    found = re.search(r'<c r="B2" s="(\d+)"><v>([\d.]+)</v>', sheet)
    assert found is not None
    assert float(found[2]) == pytest.approx(days)
    assert "yyyy-mm-dd hh:mm:ss" in styles
    assert "<v>-0.5</v>" in sheet


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
    with pytest.raises(StoreError, match="cannot be written"):
        export(tmp_path / "missing" / "events.csv", [opened()])
    path = tmp_path / "out" / "events.csv"
    path.parent.mkdir()
    path.write_text("the earlier export")
    with pytest.raises(StoreError, match="cannot be written"):
        export(path.parent / ("x" * 300 + ".csv"), [opened()])
    with pytest.raises(StoreError, match="cannot be written"):
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
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("gatekeeper.")] == []


@pytest.mark.skipif(os.name == "nt", reason="limits of files are set otherwise there")
def test_an_excel_file_that_the_disk_has_no_room_for_is_an_error_and_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive, cut off at its end, tries to end itself later on."""
    import resource

    printed: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", printed.append)
    event = opened(message=Random(0).randbytes(4000).hex())  # which no archive makes much smaller
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_500, hard))
    try:
        with pytest.raises(StoreError, match="File too large"):
            export(tmp_path / "events.xlsx", [event])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    gc.collect()
    assert printed == []
    assert [*tmp_path.iterdir()] == []


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


@pytest.mark.parametrize(
    ("zone", "of_the_first", "hours"),
    [
        ("Asia/Kolkata", 0, [0, 9]),  # 5:30 before UTC
        ("Asia/Kathmandu", 0, [0, 9]),  # 5:45
        ("America/St_Johns", 2, [0, 15]),  # 3:30 behind
        ("UTC", 2, [4, 18]),
    ],
)
def test_a_summary_is_right_where_clocks_are_off_the_full_hour(
    log: AccessLog, zone: str, of_the_first: int, hours: list[int]
) -> None:
    for at in (datetime(2026, 3, 4, 18, 35, tzinfo=UTC), datetime(2026, 3, 4, 18, 50, tzinfo=UTC)):
        log.record(opened(at))
    log.record(opened(datetime(2026, 3, 5, 4, 10, tzinfo=UTC)))
    found = summarise(log, ZoneInfo(zone))
    expected = {date(2026, 3, 4): (of_the_first, 0), date(2026, 3, 5): (3 - of_the_first, 0)}
    assert found.days == {day: counts for day, counts in expected.items() if any(counts)}
    assert [hour for hour, counts in enumerate(found.hours) if any(counts)] == hours


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows sets no zone for one program")
def test_a_day_on_which_clocks_change_is_one_day(log: AccessLog, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 10, tzinfo=UTC)):
        log.record(opened(at))
    monkeypatch.setenv("TZ", "Europe/Vienna")
    time.tzset()
    try:
        assert summarise(log).days == {date(2026, 10, 25): (2, 0)}
        assert summarise(log, ZoneInfo("Europe/Vienna")).days == {date(2026, 10, 25): (2, 0)}
    finally:
        monkeypatch.undo()
        time.tzset()
