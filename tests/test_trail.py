"""The audit trail in plain words: nothing of the program's own names, numbers of people by their names."""

import ast
import csv
import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gatekeeper import config
from gatekeeper.app import App
from gatekeeper.config import Settings
from gatekeeper.desk import trail
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.trail import plain
from gatekeeper.domain import DoorRule, LivenessMode, MaskRule, Role, SecondFactor
from gatekeeper.errors import AuthError
from gatekeeper.gui.core import sentences
from gatekeeper.store.accounts import Act, Actor, Which

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


def act(name: str, about: str, detail: str) -> Act:
    return Act(NOW, "Anna", name, about, detail, names={1: "Ada"})


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (
            act(
                "door's rule changed",
                "door",
                "second_factor: auto -> none; unlock_seconds: 3 -> 4.5",
            ),
            "PIN besides the face: until photos are known to be kept out → never; stays open: 3 s → 4.5 s",
        ),
        (
            act(
                "settings changed",
                "cameras, recognition",
                "camera a: b: source: changed; recognition: fmr: 0.0001 -> 0.001",
            ),
            "camera a: b: source: changed; false accepts: 1 in 10,000 → 1 in 1,000",
        ),
        (
            act(
                "settings changed",
                "doors",
                "door side removed; door new added; door new: liveness: passive+active -> off",
            ),
            "door side removed; door new added; door new: photo protection: passive check and head turn → none",
        ),
        (
            act(
                "settings changed",
                "retention",
                "retention: events_days: 0 -> 400",
            ),
            "events are kept: for ever → 400 days",
        ),
        (
            act(
                "look-alikes confirmed",
                "person 1",
                "person 1",
            ),
            "Ada (number 1)",
        ),
        (
            act(
                "photo removed",
                "person 1",
                "12",
            ),
            "photo 12",
        ),
        (
            act(
                "calibration accepted",
                "masked-face",
                "FMR 0.0001: bare-bare 0.9416, bare-masked 0.9640",
            ),
            "false accepts: 1 in 10,000; both without a mask 0.9416; one with a mask 0.9640",
        ),
        (
            act(
                "person's validity changed",
                "person 1",
                "- to -",
            ),
            "always",
        ),
        (
            act(
                "person renamed",
                "person 1",
                "Ada; b: c -> d",
            ),
            "Ada; b: c -> d",
        ),
        (
            act(
                "something of a later version",
                "x",
                "y_z: 1 -> 2",
            ),
            "y_z: 1 -> 2",
        ),
    ],
)
def test_details_are_told_in_plain_words(stored: Act, said: str) -> None:
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


def test_every_setting_and_value_has_words() -> None:
    told = [*(getattr(config, f"{kind}Settings") for kind in ("Camera", "Door", "Recognition", "Window", "Retention"))]
    names = {field.name for kind in (*told, DoorRule) for field in fields(kind)}
    assert names - trail.FIELDS.keys() == set()
    for key, kind in (("second_factor", SecondFactor), ("mask", MaskRule), ("liveness", LivenessMode)):
        assert trail.VALUES[key].keys() == set(kind)
    assert trail.VALUES["device"].keys() == set(config.DEVICES)
    assert trail.TABLES.keys() >= {field.name for field in fields(Settings)}


def test_every_word_and_every_act_is_known_to_the_translators() -> None:
    said = {*trail.FIELDS.values(), *trail.TABLES.values(), *trail.PAIRINGS.values(), *trail.UNITS.values()}
    said |= {word for key, words in trail.VALUES.items() if key != "language" for word in words.values()}
    root = Path(trail.__file__).parents[1]
    for file in (*(root / "desk").glob("*.py"), root / "store/accounts.py", root / "gui/core/main_window.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
                "audit",
                "_audit",
                "_trail",
                "_change",
            ):
                first = [one for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)][:1]
                said |= {str(one.value) for one in first}
    assert said - set(sentences.SENTENCES) == {""} & said
