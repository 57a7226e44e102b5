"""The audit trail in plain words: nothing of the program's own names, numbers of people by their names."""

import ast
import csv
import json
import os
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gatekeeper import config
from gatekeeper.app import App
from gatekeeper.config import Settings
from gatekeeper.desk import trail
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.trail import plain
from gatekeeper.domain import LivenessMode, Role
from gatekeeper.door_rule import DoorRule, MaskRule, SecondFactor
from gatekeeper.errors import AuthError
from gatekeeper.settings_table import settings_of
from gatekeeper.store.accounts import Actor
from gatekeeper.store.acts import Act, Which

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


def act(name: str, about: str, detail: str) -> Act:
    return Act(NOW, "Anna", name, about, detail, names={1: "Ada"})


@pytest.mark.slow
def test_details_are_told_in_plain_words(app: App) -> None:
    desk = Desk(app, app.actor)

    def told() -> str:
        return plain(app.accounts.acts()[0])[2]

    rule = app.doors.rule()
    desk.set_door_rule(replace(rule, second_factor=SecondFactor.AUTO), now=NOW)
    desk.set_door_rule(replace(rule, second_factor=SecondFactor.NONE, unlock_seconds=4.5), now=NOW)
    assert told() == "stays open: 3 s → 4.5 s; PIN besides the face: until photos are known to be kept out → never"
    before = app.settings
    watched = tuple(replace(camera, source="rtsp://me:secret@host/1", mirror=True) for camera in before.cameras)
    desk.save_settings(replace(before, cameras=watched, recognition=replace(before.recognition, fmr=1e-3)), now=NOW)
    assert told() == (
        "camera camera: source: changed; camera camera: mirrored: no → yes; false accepts: 1 in 10,000 → 1 in 1,000"
    )
    assert plain(app.accounts.acts()[0])[1] == "cameras, recognition"
    keep = replace(before.retention, events_days=0)
    desk.save_settings(replace(app.settings, retention=keep), now=NOW)
    desk.save_settings(replace(app.settings, retention=replace(keep, events_days=400)), now=NOW)
    assert told() == "events are kept: for ever → 400 days"
    side = replace(before.door, name="side", liveness="off")
    desk.save_settings(replace(app.settings, doors=(*app.settings.doors, side)), now=NOW)
    assert "door side added; door side: photo protection: passive check and head turn → none" in told()
    person = app.people.add("Ada", consent_text="v1", consent_at=NOW)
    desk.set_validity(person.id, None, None, now=NOW)
    assert told() == "always"
    desk.rename(person.id, "never", now=NOW)
    assert told() == "never"


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (act("look-alikes confirmed", "person 1", "person 1"), "Ada (number 1)"),
        (act("person renamed", "person 1", "Ada; b: c -> d"), "Ada; b: c -> d"),
        # As older versions wrote it, and later ones may.
        (act("door's rule changed", "door", "second_factor: auto -> none"), "second_factor: auto -> none"),
        (act("something of a later version", "x", "y_z: 1 -> 2"), "y_z: 1 -> 2"),
    ],
)
def test_other_details_are_told_as_they_stand(stored: Act, said: str) -> None:
    assert plain(stored)[2] == said


def test_people_are_named_also_once_they_are_gone(app: App) -> None:
    desk, numbers = Desk(app, app.actor), []
    for name in ("Ada", "Bob", "Cleo"):
        person = app.people.add(name, consent_text="v1", consent_at=NOW)
        desk.set_blocked(person.id, True, now=NOW)
        numbers.append(person.id)
    desk.rename(numbers[0], "Ada Byron", now=NOW)
    desk.remove_person(numbers[1], erase=False, now=NOW)
    desk.remove_person(numbers[2], erase=True, now=NOW)
    blocked = [plain(one)[1] for one in app.accounts.acts(act="person blocked")]
    assert blocked == ["somebody who was erased (number 3)", "Bob (number 2)", "Ada Byron (number 1)"]


def test_numbers_are_told_with_what_they_are_the_numbers_of(app: App) -> None:
    assert plain(act("alarm acknowledged", "alarm 7", "a delivery")) == ("alarm acknowledged", "alarm 7", "a delivery")
    for name in ("visitor watched for", "visitor watched for no longer"):
        assert plain(act(name, "watched 2", ""))[1] == "entry 2 of the watch list"
    assert plain(act("group added", "watched 2", ""))[1] == "watched 2"


def test_the_trail_is_filtered_and_exported(app: App, tmp_path: Path) -> None:
    desk, other = Desk(app, app.actor), Desk(app, Actor("Olga", Role.OPERATOR))
    for day, name in enumerate(("Ada", "Bob")):
        person = app.people.add(name, consent_text="v1", consent_at=NOW)
        (desk, other)[day].set_blocked(person.id, True, now=NOW + timedelta(days=day))
        desk.rename(person.id, f"{name} B.", now=NOW + timedelta(days=day))
    accounts = app.accounts
    assert set(accounts.acted()[0]) == {"Olga", app.actor.name}
    assert [one.about for one in accounts.acts(who="Olga")] == ["person 2"]
    assert accounts.count_acts(act="person renamed") == 2
    later = Which(since=NOW + timedelta(hours=1), until=NOW + timedelta(days=2))
    assert accounts.count_acts(**later) == len(accounts.acts(**later)) == 2
    assert accounts.count_acts(until=NOW) == 0
    for suffix in (".csv", ".json", ".xlsx"):
        assert desk.export_trail(tmp_path / f"a{suffix}", now=NOW, progress=lambda done, of: None, who="Olga") == 1
    (row,) = csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8", newline=""))
    assert (row["who"], row["act"], row["about"]) == ("Olga", "person blocked", "Bob B. (number 2)")
    assert json.loads((tmp_path / "a.json").read_text())[0]["about"] == "Bob B. (number 2)"
    assert accounts.acts()[0].act == "audit trail exported"
    with pytest.raises(AuthError):
        other.export_trail(tmp_path / "b.csv", now=NOW, progress=lambda done, of: None)
    assert not (tmp_path / "b.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_whose_name_is_of_another_encoding_is_written_and_named(app: App, tmp_path: Path) -> None:
    desk = Desk(app, app.actor)
    for name, data in (("März", "März".encode("latin-1")), ("三月", "三月".encode("gbk"))):
        place = tmp_path / os.fsdecode(data)
        place.mkdir()
        file = place / os.fsdecode(data + b".csv")
        assert desk.export_log(file, now=NOW, progress=lambda done, of: None, sign=True) == 0
        assert file.is_file()
        desk.export_key(place / os.fsdecode(data), now=NOW)
        desk.checkpoint_log(place / os.fsdecode(data + b".json"), now=NOW)
        desk.back_up(place, now=NOW)
        told = [one.about for one in app.accounts.acts(limit=4)]
        assert told == [name, f"{name}.json", name, f"{name}.csv"]


def test_every_setting_and_value_has_words() -> None:
    kinds = (
        "Camera",
        "Door",
        "Recognition",
        "Window",
        "Retention",
        "Backup",
        "Service",
        "Alarm",
        "Webhook",
        "Mqtt",
        "Mail",
    )
    told = [getattr(config, f"{kind}Settings") for kind in kinds]
    names = {field.name for kind in (*told, DoorRule) for field in fields(kind)}
    assert names - trail.FIELDS.keys() == set()
    for key, kind in (("second_factor", SecondFactor), ("mask", MaskRule), ("liveness", LivenessMode)):
        assert trail.VALUES[key].keys() == set(kind)
    assert trail.VALUES["device"].keys() == set(config.DEVICES)
    assert trail.TABLES.keys() >= {setting.name for setting in settings_of(Settings)}


@pytest.mark.slow
def test_every_act_is_a_message() -> None:
    """What an act is called is translated by its text, so it must be one that translators see."""
    root = Path(trail.__file__).parents[1]
    place = {"audit": 1, "_audit": 0, "_trail": 0, "_change": 1}
    acts = [
        node.args[place[name]]
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func).split(".")[-1]) in place
        if len(node.args) > place[name]
    ]
    assert [ast.unparse(act) for act in acts if isinstance(act, ast.Constant)] == []
    assert len(acts) > 20
