"""Who is inside, and guests, at the command line and at the desk: as an operator uses them."""

import csv
import json
import queue
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import DEMO
from counting import objects, values
from sqlalchemy import text
from sqlalchemy.orm import Session
from test_presence import IN, OUT, went
from typer.testing import CliRunner

from gatekeeper.app import App, open_app
from gatekeeper.cli import app as commands
from gatekeeper.config import CameraSettings, EvacuationSettings, Settings
from gatekeeper.desk import evacuation
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.evacuation import EvacuationList
from gatekeeper.desk.presence import PresenceDesk
from gatekeeper.domain import AccessEvent, Direction, MaskState, Outcome, Probe, Reason, Role
from gatekeeper.door.orders import AllDoors
from gatekeeper.door.rules import passback
from gatekeeper.door_rule import DoorRule, Passback
from gatekeeper.errors import EnrolmentError, StoreError
from gatekeeper.events import AccessDecided
from gatekeeper.store.accounts import Actor
from gatekeeper.store.presence import Doubt
from gatekeeper.timezones import utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    app = open_home()
    app.people.add("Ada", consent_text="1", consent_at=NOW)
    app.people.save_door_rule(app.settings.door.rule())
    return app


def run(app: App, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(commands, ["--home", str(app.home), *words])
    assert done.exit_code == code, done.output
    return done.output + str(done.exception or "")  # which `main` prints


def test_the_list_is_shown_put_right_exported_and_worked_out_anew(app: App, tmp_path: Path) -> None:
    assert "Nobody is inside" in run(app, "inside", "list")
    app.log.record(went(IN))
    (ada,) = json.loads(run(app, "inside", "list", "--json"))
    assert (ada["name"], ada["door"], ada["guest"]) == ("Ada", "front", False)
    run(app, "inside", "export", str(tmp_path / "list.html"))
    assert "<td>Ada</td>" in (tmp_path / "list.html").read_text()
    with pytest.raises(StoreError, match="cannot be written as"):
        Desk(app, app.actor).export_inside(tmp_path / "x.txt", now=NOW)
    assert "Ada is outside" in run(app, "inside", "mark", "Ada", "outside")
    assert json.loads(run(app, "inside", "list", "--json")) == []
    run(app, "inside", "mark", "ada", "inside")
    run(app, "inside", "rebuild")
    assert [one["door"] for one in json.loads(run(app, "inside", "list", "--json"))] == [""]
    noted = app.log.query(outcome=Outcome.NOTED)
    assert [event.direction for event in noted] == [IN, OUT]
    assert app.people.last_seen(1) == NOW, "whom the desk put right was not seen by that"
    acts = [(act.act, act.detail) for act in app.accounts.acts()]
    assert ("presence put right", "outside") in acts
    assert ("evacuation list exported", "1 person") in acts


def test_the_list_is_exported_from_a_home_that_can_only_be_read(open_home: Callable[[], App], tmp_path: Path) -> None:
    app = open_home()  # whose door no program has opened yet
    app.people.add("Ada", consent_text="1", consent_at=NOW)
    app.log.record(went(IN))
    app.close()
    read = open_app(app.home, read_only=True)
    try:
        assert Desk(read, read.actor).export_inside(tmp_path / "list.csv", now=NOW) == 1
    finally:
        read.close()
    assert "Ada" in (tmp_path / "list.csv").read_text()


def test_attendance_goes_to_a_file_by_person_and_day_with_a_trace(app: App, tmp_path: Path) -> None:
    for hours, way in ((0, IN), (8.5, OUT), (24, IN)):
        app.log.record(went(way, hours))
    file = tmp_path / "attendance.csv"
    assert "2 days" in run(app, "inside", "attendance", "2026-03", str(file), "--person", "Ada")
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert [(row["person"], row["day"], row["hours"], row["open"]) for row in rows] == [
        ("Ada", "2026-03-04", "8.5", ""),
        ("Ada", "2026-03-05", "0.0", "yes"),
    ]
    assert "0 days" in run(app, "inside", "attendance", "2026-02", str(tmp_path / "before.xlsx"))
    refused = run(app, "inside", "attendance", "2026-03", str(tmp_path / "march.pdf"), code=1)
    assert "march.pdf" in refused
    assert ".xlsx" in refused
    assert "Events" not in refused, "it is attendance"
    assert "is not a month" in run(app, "inside", "attendance", "March", str(file), code=1)
    assert [(act.about, act.detail) for act in app.accounts.acts(act="attendance exported")][-1:] == [
        ("person 1", "2026-03")
    ]


class Watched(EvacuationList):
    """Says when it has written."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.wrote: queue.Queue[bool] = queue.Queue()

    def write(self) -> bool:
        done = super().write()
        self.wrote.put(done)
        return done


def test_the_list_is_written_at_once_when_somebody_comes_and_by_name(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evacuation, "_LOOK_SECONDS", 3600.0)  # only what is told wakes it
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(tmp_path)))
    kept = Watched(app)
    kept.start()
    try:
        assert kept.wrote.get(timeout=60)
        assert "Ada" not in (tmp_path / "inside.html").read_text()
        Desk(app, app.actor).correct_presence(1, IN, now=NOW)
        assert kept.wrote.get(timeout=60)
        assert "Ada" in (tmp_path / "inside.html").read_text()
        assert not list(tmp_path.glob("*.part"))
        with suppress(StoreError):
            Desk(app, app.actor).remove_person(1, erase=True, now=NOW)
        assert kept.wrote.get(timeout=60)
        assert "Ada" not in (tmp_path / "inside.csv").read_text()
    finally:
        kept.close()


def test_a_month_at_the_ends_of_the_calendar_is_refused_by_name(app: App, tmp_path: Path) -> None:
    file = tmp_path / "attendance.csv"
    for month in ("0001-01", "9999-12"):
        said = run(app, "inside", "attendance", month, str(file), code=1)
        assert f"There is no attendance for {month}. Choose a month from 0001-02 to 9999-11." in said
    assert not file.exists()
    for month in ("0001-02", "9999-11"):
        assert "0 days written" in run(app, "inside", "attendance", month, str(file))


def test_a_table_for_excel_says_that_it_is_utf_8(app: App, tmp_path: Path) -> None:
    app.people.rename(1, "Zoë 林")
    app.log.record(went(IN))
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(tmp_path)))
    kept = EvacuationList(app)
    kept.write()
    assert not kept.write()
    kept.close()
    run(app, "inside", "export", str(tmp_path / "roll.CSV"))
    month = ("inside", "attendance", "2026-03")
    run(app, *month, str(tmp_path / "month.csv"), "--bom")
    run(app, *month, str(tmp_path / "plain.csv"))
    for name, mark in (("inside.csv", True), ("roll.CSV", True), ("month.csv", True), ("plain.csv", False)):
        data = (tmp_path / name).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") == mark
        assert "Zoë 林" in data.decode("utf-8-sig")
    assert (tmp_path / "inside.html").read_bytes().startswith(b"<!doctype")


def test_the_list_goes_from_a_folder_that_is_no_longer_set(app: App, tmp_path: Path) -> None:
    kept = EvacuationList(app)
    for folder, left in (("one", 2), ("two", 2), ("", 0)):
        at = tmp_path / folder  # made when the list is written
        app.settings = replace(app.settings, evacuation=EvacuationSettings(str(at) if folder else ""))
        kept.write()
        assert len(list(tmp_path.glob("*/inside.*"))) == left
    kept.close()


def test_the_list_comes_back_to_a_stick_that_was_pulled_and_to_a_folder_that_lost_it(app: App, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(stick)))
    kept = EvacuationList(app)
    kept.write()
    assert not kept.write()
    stick.rename(tmp_path / "pulled")
    app.log.record(went(IN))
    assert kept.write()
    shutil.rmtree(stick)
    (tmp_path / "pulled").rename(stick)  # plugged in again, with the list of before
    assert kept.write()
    assert "Ada" in (stick / "inside.csv").read_text()
    for name in ("inside.html", "inside.csv"):
        (stick / name).unlink()
        assert kept.write()
        assert "Ada" in (stick / name).read_text()
    assert not kept.write()
    kept.close()


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ('folder = "lists"', "evacuation.folder is"),
        ("folder = 1", "evacuation.folder is"),
        ("folder = '{one}'\nfile = 1", "there is no setting evacuation.file"),
    ],
)
def test_settings_that_are_wrong_leave_the_list_where_it_was_and_keep_no_program_from_starting(
    app: App, tmp_path: Path, written: str, why: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(tmp_path / "one")))
    kept = EvacuationList(app)
    kept.write()
    (app.home / "config.toml").write_text("[evacuation]\n" + written.format(one=tmp_path / "one"))
    app.settings = Settings.load(app.home)
    app.log.record(went(IN))
    kept._look(0.0)
    kept.close()
    assert "Ada" in (tmp_path / "one/inside.csv").read_text()
    assert not (tmp_path / "lists").exists()
    assert why in caplog.text
    with pytest.raises(StoreError, match=why):
        Desk(app, app.actor).write_evacuation_list(now=NOW)


@pytest.mark.parametrize("folder", ["", "two"])
def test_a_list_of_an_earlier_program_goes_when_its_folder_is_no_longer_set(
    app: App, tmp_path: Path, folder: str
) -> None:
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(tmp_path / "one")))
    kept = EvacuationList(app)
    kept.write()
    kept.close()
    app.settings = replace(app.settings, evacuation=EvacuationSettings(folder and str(tmp_path / folder)))
    kept = EvacuationList(app)
    kept.write()
    kept.close()
    assert {file.parent.name for file in tmp_path.glob("*/inside.*")} == ({folder} if folder else set())


def test_a_list_on_a_disk_that_was_removed_is_named_when_its_folder_is_no_longer_set(
    app: App, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(tmp_path / "stick")))
    kept = EvacuationList(app)
    kept.write()
    shutil.rmtree(tmp_path / "stick")
    app.settings = replace(app.settings, evacuation=EvacuationSettings(""))
    kept.write()
    kept.close()
    assert f"{tmp_path / 'stick'} is not there: if it is on a disk that was removed" in caplog.text


def test_the_old_list_stays_until_the_new_folder_can_be_written_to(app: App, tmp_path: Path) -> None:
    def keep_in(folder: Path) -> None:
        app.settings = replace(app.settings, evacuation=EvacuationSettings(str(folder)))

    one, two = tmp_path / "one", tmp_path / "two"
    keep_in(one)
    kept = EvacuationList(app)
    kept._look(0)
    two.write_text("in the way")
    keep_in(two)
    kept._look(0)
    kept.close()
    kept = EvacuationList(app)  # a program that starts with the new folder
    kept._look(0)
    assert sorted(file.name for file in one.iterdir()) == ["inside.csv", "inside.html"]
    app.log.record(went(IN))
    kept._look(0)
    assert all("Ada" in file.read_text() for file in one.iterdir()), "people look there until there is another"
    two.unlink()
    kept._look(0)
    assert [file.parent.name for file in tmp_path.glob("*/inside.*")] == ["two", "two"]
    keep_in(one / ".." / "two")
    kept._look(0)
    assert [file.parent.name for file in tmp_path.glob("*/inside.*")] == ["two", "two"], "the same folder"
    kept.close()


def test_an_old_folder_that_is_gone_is_not_made_again_and_one_that_cannot_be_written_is_named_once(
    app: App, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(tmp_path / "stick")))
    kept = EvacuationList(app)
    kept._look(0)
    (tmp_path / "stick").rename(tmp_path / "pulled")
    (tmp_path / "two").write_text("in the way")
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(tmp_path / "two")))
    kept._look(0)
    assert not (tmp_path / "stick").exists()
    (tmp_path / "pulled").rename(tmp_path / "stick")
    for file in (tmp_path / "stick").iterdir():
        file.unlink()
        file.mkdir()
    for _ in range(2):
        kept._look(0)
    kept.close()
    assert caplog.text.count(f"cannot be written to {tmp_path / 'stick' / 'inside.html'}") == 1
    assert caplog.text.count(f"cannot be written to {tmp_path / 'two'}") == 1


def test_with_a_full_disk_the_list_is_written_and_a_lost_folder_named_once_and_the_folder_noted_later(
    app: App, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def looks(folder: str) -> None:
        app.settings = replace(app.settings, evacuation=EvacuationSettings(folder and str(tmp_path / folder)))
        kept = EvacuationList(app)
        pages = []
        for _ in range(3):
            kept._look(0)
            pages += [page.stat().st_ino for page in tmp_path.glob("*/inside.html")]
        kept.close()
        assert len(set(pages)) == bool(folder), "written once"

    looks("stick")
    shutil.rmtree(tmp_path / "stick")
    with app.database.transaction() as session:
        for does in ("INSERT", "UPDATE", "DELETE"):
            session.execute(
                text(f"CREATE TRIGGER full_{does} BEFORE {does} ON settings BEGIN SELECT RAISE(ABORT, 'full'); END")
            )
    looks("")
    assert caplog.text.count("stick is not there") == 1
    looks("new")
    assert caplog.text.count("stick is not there") == 2, "once by each program"
    kept = EvacuationList(app)
    kept._look(0)
    with app.database.transaction() as session:
        for does in ("INSERT", "UPDATE", "DELETE"):
            session.execute(text(f"DROP TRIGGER full_{does}"))
    kept._look(0)
    kept.close()
    looks("")  # finds the new folder
    assert not list(tmp_path.glob("*/inside.*"))


def unknown(app: App, who: str, at: datetime, *, blurred: bool = False) -> AccessEvent:
    from conftest import photo

    (portrait,) = app.models.reader.read_photo(photo(who, "bare", 0, "visits"))
    chip = portrait.chip // 8 if blurred else portrait.chip
    event = AccessEvent(at, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=MaskState.BARE, snapshot=b"x")
    return app.log.record(event, Probe(app.models.active.id, portrait.vector, chip))


@pytest.mark.slow
def test_a_guest_is_made_listed_and_ended_at_the_command_line(app: App) -> None:
    visit = unknown(app, "stranger-002", NOW)
    about = ("guests", "add", "Gil", "--host", "Ada")
    assert "Give --event" in run(app, *about, "--consent", code=1)
    assert "people who have agreed" in run(app, *about, "--event", str(visit.id), code=1)
    refused = run(app, *about, "--event", str(visit.id), "--consent", "--group", "day guests", code=1)
    assert "Add it: gatekeeper groups add 'day guests'." in refused
    only = ("--event", str(visit.id), "--consent", "--door")
    assert "There is no door 'lab'" in run(app, *about, *only, "lab", code=1)
    later = str((utc_now() + timedelta(days=2)).date())  # the end of today may be past in a moment
    assert "Gil is a guest with number 2 and 1 photo" in run(app, *about, *only, "door", "--until", later)
    (guest,) = json.loads(run(app, "guests", "list", "--json"))
    assert guest["doors"] == ["door"]
    (welcomed,) = app.accounts.acts(act="guest welcomed")
    assert welcomed.detail.startswith("guest of person 1, until the end of ")  # the day on which they may still come
    assert welcomed.detail.endswith(", door only")
    assert (guest["name"], guest["host"]["name"], guest["state"]) == ("Gil", "Ada", "active")
    assert app.people.visits_named([visit.id])[visit.id].name == "Gil"
    assert "has ended" in run(app, "guests", "end", "Gil")
    assert json.loads(run(app, "guests", "list", "--json"))[0]["state"] == "expired"
    assert "not a guest" in run(app, "guests", "end", "Ada", code=1)
    photo = str(next((DEMO / "people/resident-003/bare").glob("*")))
    eve = ("guests", "add", "Eve", "--host", "Ada", "--photo", photo, "--consent")
    rule = app.doors.rule_of("door")
    app.people.save_door_rule(replace(rule, groups={"visitors": None}))
    told = run(app, *eve)  # no door would open for her, though none was named
    assert "Eve is a guest" in told
    assert "door admits visitors only: gatekeeper" in told


@pytest.mark.parametrize(("ways", "erased"), [((IN,), 1), ((IN, OUT), 0)])
def test_a_guest_whom_no_camera_can_see_leave_is_erased_all_the_same(
    app: App, ways: tuple[Direction, ...], erased: int
) -> None:
    app.settings = replace(app.settings, cameras=tuple(CameraSettings(way, "0", direction=way) for way in ways))
    gil = app.people.add("Gil", consent_text="1", consent_at=NOW, valid_until=NOW + timedelta(hours=8))
    app.guests.add(gil.id, 1, made_at=NOW)
    app.log.record(replace(went(IN), person_id=gil.id, person_name="Gil"))
    assert Desk(app, app.actor).erase_guests(7, now=NOW + timedelta(days=8)) == erased


def test_the_list_of_guests_says_which_doors_admit_them(app: App) -> None:
    """A guest in no group passes no door that admits groups."""
    front = replace(app.settings.door, name="front")
    app.settings = replace(app.settings, doors=(front, replace(front, name="lab")))
    (app.home / "config.toml").write_text('[[door]]\nname = "front"\n[[door]]\nname = "lab"\n')
    gil = app.people.add("Gil", consent_text="1", consent_at=NOW, valid_until=utc_now() + timedelta(hours=8))
    app.guests.add(gil.id, 1, made_at=NOW)
    for admitting, column, doors in (
        ((), "any", ["front", "lab"]),
        (("lab",), "front", ["front"]),
        (("front", "lab"), "none", []),
    ):
        for name in ("front", "lab"):
            app.people.save_door_rule(DoorRule(name, {"staff": None} if name in admitting else {}))
        (guest,) = json.loads(run(app, "guests", "list", "--json"))
        assert (guest["doors"], guest["admitted_by"]) == (None, doors)
        (row,) = (line for line in run(app, "guests", "list").splitlines() if "Gil" in line)
        assert row.split()[-1] == column


def test_ending_a_visit_that_is_over_makes_it_no_longer(app: App) -> None:
    desk, over = Desk(app, app.actor), NOW - timedelta(days=8)
    gil = app.people.add("Gil", consent_text="1", consent_at=over, valid_until=over)
    app.guests.add(gil.id, 1, made_at=over)
    assert desk.end_visit(gil.id, now=NOW).valid_until == over
    assert not app.accounts.acts(act="visit ended")
    assert desk.erase_guests(7, now=NOW) == 1, "on its day"


def test_pictures_that_are_too_poor_make_no_guest(app: App) -> None:
    desk: Any = Desk(app, Actor("Olga", Role.OPERATOR))
    dark = unknown(app, "stranger-002", NOW, blurred=True)
    photos = desk.photos_of_visit(dark.id)
    assert not photos.enough
    with pytest.raises(EnrolmentError, match="More light on the face"):
        desk.welcome_guest(photos, "Gil", 1, consented=True, now=NOW)
    known = app.log.record(went(IN))
    with pytest.raises(StoreError, match="no visit of somebody unknown"):
        desk.photos_of_visit(known.id)


def test_only_guests_whose_time_is_over_are_erased(app: App) -> None:
    desk = Desk(app, app.actor)
    for name, days in (("Old", -8), ("Young", -6)):
        person = app.people.add(name, consent_text="1", consent_at=NOW, valid_until=NOW + timedelta(days=days))
        app.guests.add(person.id, 1, made_at=NOW)
    app.people.add("No guest", consent_text="1", consent_at=NOW, valid_until=NOW - timedelta(days=99))
    assert desk.erase_guests(7, now=NOW) == 1
    assert [person.name for person in app.people.list()] == ["Ada", "No guest", "Young"]
    for name in ("Employed", "Inside"):
        person = app.people.add(name, consent_text="1", consent_at=NOW, valid_until=NOW - timedelta(days=8))
        app.guests.add(person.id, 1, made_at=NOW)
    employed, inside = app.people.find("Employed"), app.people.find("Inside")
    desk.set_validity(employed.id, None, NOW - timedelta(days=8), now=NOW)
    desk.correct_presence(inside.id, Direction.IN, now=NOW)
    assert desk.erase_guests(7, now=NOW) == 0, "no guest any more, and not before they have left"
    desk.correct_presence(inside.id, Direction.OUT, now=NOW)
    assert desk.erase_guests(7, now=NOW) == 1
    assert [person.name for person in app.people.list()] == ["Ada", "Employed", "No guest", "Young"]
    app.people.remove(1)
    assert [(guest.person.name, guest.host) for guest in app.guests.list()] == [("Young", None)]


def test_an_operator_who_is_erased_is_not_named_in_what_they_put_right(app: App) -> None:
    Desk(app, replace(app.actor, name="Olga")).correct_presence(1, Direction.IN, now=NOW)
    olga = app.people.add("Olga", consent_text="1", consent_at=NOW)
    Desk(app, app.actor).remove_person(olga.id, erase=True, now=NOW)
    (noted,) = [event for event in app.log.query() if event.reason is Reason.PRESENCE_CORRECTED]
    assert "Corrected by [erased]" in noted.message


def all_doors(app: App, doors: AllDoors, minutes: int) -> None:
    Desk(app, app.actor).order(doors, "fire on floor 2", now=NOW + timedelta(minutes=minutes))


def test_after_all_doors_stood_open_the_list_is_kept_and_doubted_until_somebody_settles_it(
    app: App, tmp_path: Path
) -> None:
    app.people.add("Bob", consent_text="1", consent_at=NOW)
    app.log.record(went(IN))
    all_doors(app, AllDoors.OPEN, 60 * 24 * 365)  # after whatever `went` says
    assert "All doors have stood open since" in run(app, "inside", "list")
    assert "Ada" in run(app, "inside", "list")
    assert "nobody can say yet" in run(app, "inside", "settle", "still-there", code=1)
    all_doors(app, AllDoors.NORMAL, 60 * 24 * 365 + 5)
    after = NOW + timedelta(days=366)
    app.log.record(replace(went(IN), at=after, person_id=2, person_name="Bob"))
    told = json.loads(run(app, "inside", "list", "--json"))
    assert {one["name"]: one["doubtful"] for one in told} == {"Ada": True, "Bob": False}
    for name in ("list.html", "list.csv"):
        run(app, "inside", "export", str(tmp_path / name))
    assert "may have left unseen" in (tmp_path / "list.html").read_text()
    rows = list(csv.DictReader((tmp_path / "list.csv").open()))
    assert {row["name"]: row["doubtful"] for row in rows} == {"Ada": "yes", "Bob": ""}
    assert "1 person" in run(app, "inside", "settle", "forget")
    told = json.loads(run(app, "inside", "list", "--json"))
    assert [one["name"] for one in told] == ["Bob"]
    assert app.accounts.acts(limit=1)[0].act == "list of who is inside cleared"
    assert "no doubt about" in run(app, "inside", "settle", "forget", code=1)


def test_who_is_inside_is_settled_as_it_is_when_that_is_written_and_told_only_then(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, told = Desk(app, app.actor), list[AccessDecided]()
    end = app.bus.subscribe(AccessDecided, told.append)
    app.log.record(went(IN))
    doubt = Doubt(NOW, NOW + timedelta(days=400))
    app.presence.set_doubt(doubt)

    def fail(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(PresenceDesk, "_trail", fail)
        with pytest.raises(StoreError, match="disk is full"):
            desk.settle_presence(inside=False, now=NOW)
    assert (told, app.presence.doubt()) == ([], doubt)
    begin = app.database.transaction

    def opened_meanwhile(*, together: bool = False) -> AbstractContextManager[Session]:
        monkeypatch.undo()
        app.presence.set_doubt(Doubt(NOW))
        return begin(together=together)

    monkeypatch.setattr(app.database, "transaction", opened_meanwhile)
    with pytest.raises(StoreError, match="nobody can say yet"):
        desk.settle_presence(inside=False, now=NOW)
    assert app.presence.doubt() == Doubt(NOW)
    app.presence.set_doubt(doubt)
    assert desk.settle_presence(inside=False, now=NOW) == 1
    assert [one.event.reason for one in told] == [Reason.PRESENCE_CORRECTED]
    end()


def test_nobody_is_refused_for_where_they_were_before_all_doors_stood_open(app: App) -> None:
    rule, later = DoorRule("front", passback=Passback.HARD), NOW + timedelta(days=400)
    app.log.record(went(IN))
    refused = passback(rule, app.log.presence(1), IN, later)
    assert not refused.passes
    all_doors(app, AllDoors.OPEN, 60 * 24 * 365)
    assert passback(rule, app.log.presence(1), IN, later).passes
    all_doors(app, AllDoors.NORMAL, 60 * 24 * 365 + 5)
    assert passback(rule, app.log.presence(1), IN, later).passes
    assert "still inside" in run(app, "inside", "settle", "still-there")
    assert not passback(rule, app.log.presence(1), IN, later).passes


def test_the_list_is_written_by_the_machine_s_clock_where_the_site_s_zone_is_not_known(
    app: App, tmp_path: Path
) -> None:
    """A zone that is renamed, or a home that is moved to a machine without it: the door stays shut, and people are inside."""
    app.people.save_door_rule(replace(app.settings.door.rule(), timezone="Europe/Atlantis"))
    app.log.record(went(IN))
    app.settings = replace(app.settings, evacuation=EvacuationSettings(str(tmp_path / "list")))
    kept = EvacuationList(app)
    assert kept.write()
    kept.close()
    assert "<td>Ada</td>" in (tmp_path / "list/inside.html").read_text()
    run(app, "inside", "export", str(tmp_path / "list.csv"))
    assert "Ada" in (tmp_path / "list.csv").read_text("utf-8-sig")


def test_attendance_reads_no_picture(app: App) -> None:
    """By the plan: passages lie among pictures, and a month of them in a long log took seconds."""
    seen: list[str] = []
    with app.database.reading() as session:
        driver: Any = session.connection().connection.driver_connection
        driver.set_trace_callback(seen.append)
    desk = Desk(app, app.actor)
    for person in (None, 1):
        list(desk.attendance_rows(NOW, person))
    passages = {one for one in seen if "FROM events" in one}
    assert len(passages) == 2
    with app.database.reading() as session:
        plans = [row[3] for one in passages for row in session.execute(text(f"EXPLAIN QUERY PLAN {one}"))]
    assert [plan for plan in plans if "COVERING INDEX ix_events_passages" not in plan] == []


def test_a_list_of_many_people_inside_reads_what_is_on_it_and_no_more(app: App, tmp_path: Path) -> None:
    with app.database.transaction(together=True):
        for number in range(2, 42):
            app.people.add(f"Person {number}", groups=("day", "night"), consent_text="1", consent_at=NOW)
            app.log.record(replace(went(IN), person_id=number, person_name=f"Person {number}"))
    desk = Desk(app, app.actor)
    file = tmp_path / "list.csv"
    with values() as read, objects() as made:
        assert desk.export_inside(file, now=NOW) == 40
    assert "Person 41" in file.read_text("utf-8-sig")
    assert sum(read) < 40 * 8, "where they are, and their names: not their groups, notes and consents"
    assert len(made) <= 1, "but for the door, whose clock it is"
    with values() as read:
        assert len(list(desk.attendance_rows(NOW))) == 40
    assert sum(read) < 40 * 10, "their passages, and their names"
