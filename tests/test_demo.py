"""The demo on a few of its people, and a move to another machine in the middle: what it reports is what is on record."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import DEMO

from gatekeeper.app import App
from gatekeeper.demo import play_policies, play_visits, visits_of
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import MaskState, Outcome, Reason
from gatekeeper.door_rule import DoorRule, SecondFactor
from gatekeeper.people.folder_import import enrol_folder, people_folders
from gatekeeper.store.copies import restore
from gatekeeper.store.key_file import read_key

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
RESIDENTS = ("resident-001", "resident-002", "resident-005")
# So like resident-005 that the card's threshold lets them in.
STRANGERS = ("stranger-010", "stranger-016")


def test_residents_come_in_strangers_do_not_and_a_restored_backup_in_the_middle_loses_nothing(
    open_home: Callable[[], App], tmp_path: Path
) -> None:
    for folder, names in (("people", RESIDENTS), ("visits", RESIDENTS + STRANGERS)):
        for name in names:
            shutil.copytree(DEMO / folder / name, tmp_path / folder / name)
    app = open_home()
    app.thresholds.left_out = frozenset({"strangers"})  # thresholds that knew them would prove nothing
    app.people.save_door_rule(DoorRule("door", cooldown_seconds=0, second_factor=SecondFactor.NONE))
    verdicts = enrol_folder(app, tmp_path / "people", allow_duplicate=True)
    assert set(verdicts.taken) == set(RESIDENTS)
    visits = visits_of(tmp_path / "visits")
    assert {visit.name for visit in visits[:5]} == set(RESIDENTS + STRANGERS)
    half = len(visits) // 2
    first = play_visits(app, visits[:half])
    logged = app.log.count()
    # The machine is lost in the middle: on another one a backup and the key are all there is.
    (tmp_path / "backups").mkdir()
    backup, _ = Desk(app, app.actor).back_up(tmp_path / "backups", keep=1, now=NOW)
    Desk(app, app.actor).export_key(tmp_path / "key", now=NOW)
    app.close()
    shutil.rmtree(app.home)
    restore(app.home, backup.path, read_key(tmp_path / "key"), replace=False, prefer_keyring=False)
    app = open_home()
    app.thresholds.left_out = frozenset({"strangers"})
    assert app.log.count() == logged
    reports = [first, play_visits(app, visits[half:])]
    for kind in ("bare", "masked"):
        came, opened = (sum(r["residents"][kind][key] for r in reports) for key in ("visits", "opened"))
        assert came == opened == 2 * len(RESIDENTS)
    assert sum(r["strangers"]["visits"] for r in reports) == 4 * len(STRANGERS)
    assert [r["strangers_let_in"] for r in reports] == [0, 0]
    assert [r["wrong_person"] for r in reports] == [0, 0]
    events = app.log.query(outcome=Outcome.OPENED)
    assert len(events) == 4 * len(RESIDENTS)
    assert {event.person_name for event in events} == set(RESIDENTS)
    assert all(r["seconds_to_decision"]["p95"] > 0 and r["stage_ms"]["embed"] > 0 for r in reports)


@pytest.mark.slow
def test_a_visit_that_opens_as_somebody_else_s_is_no_refusal(open_home: Callable[[], App], tmp_path: Path) -> None:
    for name in ("resident-001", "resident-002"):
        shutil.copytree(DEMO / "people" / name, tmp_path / name)
    app = open_home()
    app.people.save_door_rule(DoorRule("door", cooldown_seconds=0, second_factor=SecondFactor.NONE))
    enrol_folder(app, tmp_path, allow_duplicate=True)
    (theirs, *_) = [v for v in visits_of(DEMO / "visits") if v.name == "resident-002" and v.mask is MaskState.BARE]
    report = play_visits(app, [replace(theirs, name="resident-001")])
    assert report["residents"]["bare"] == {"visits": 1, "opened": 0}
    assert (report["wrong_person"], report["refusals"]) == (1, {})


def test_both_layouts_of_a_folder_of_people_are_read(tmp_path: Path) -> None:
    flat = tmp_path / "flat" / "Ada"
    flat.mkdir(parents=True)
    for number, file in enumerate(sorted((DEMO / "people" / "resident-001" / "bare").iterdir())):
        shutil.copy(file, flat / f"{number}.jpg")
    assert [path.name for path in people_folders(tmp_path / "flat")["Ada"]] == ["0.jpg", "1.jpg", "2.jpg"]
    assert {visit.mask for visit in visits_of(tmp_path / "flat")} == {None}
    nested = visits_of(DEMO / "visits")
    assert {visit.mask.value for visit in nested if visit.mask} == {"bare", "masked"}


@pytest.mark.slow
def test_a_person_with_a_wrong_mask_is_asked_for_it_and_let_in_once_it_is_right(
    open_home: Callable[[], App], tmp_path: Path
) -> None:
    for folder in ("people", "visits"):
        for name in RESIDENTS:
            shutil.copytree(DEMO / folder / name, tmp_path / folder / name)
    app = open_home()
    enrol_folder(app, tmp_path / "people", allow_duplicate=True)
    report = play_policies(app, visits_of(tmp_path / "visits"))
    heeded = {"people": 3, "told": 3, "opened_early": 0, "opened": 3}
    assert report == {"laboratory": {"mask": "required", **heeded}, "cash desk": {"mask": "off", **heeded}}
    first = {event.door: event.reason for event in app.log.query()}  # the oldest event of each door comes last
    assert first == {"laboratory": Reason.MASK_NEEDED, "cash desk": Reason.MASK_OFF}
