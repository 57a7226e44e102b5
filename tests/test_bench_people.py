"""Many people are measured in a home of their own."""

import tempfile
from pathlib import Path
from shutil import copytree

import pytest
from conftest import DEMO

from gatekeeper.bench import people


def test_many_people_are_measured_and_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(people, "_ALONE_SECONDS", 0.4)
    for name in ("resident-001", "resident-002"):  # who comes to the door, and who is registered meanwhile
        copytree(DEMO / "people" / name, tmp_path / "residents" / name)
    told: list[tuple[int, int]] = []
    found = people.bench_people(120, tmp_path / "residents", lambda done, of: told.append((done, of)))
    assert (found["people"], found["templates"], found["imported"]) == (120, 360, 1)
    times = ("start_s", "search_ms", "people_page_ms", "find_by_name_ms", "filter_ms", "import_photos_per_s", "peak_mb")
    assert all(found[name] > 0 for name in times)
    assert {"door_p95_s_before", "door_p95_s_during_import", "decisions"} <= found.keys()
    assert told[-1] == (120, 120)
    assert list((tmp_path / "temp").iterdir()) == []
