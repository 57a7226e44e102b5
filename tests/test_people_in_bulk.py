"""Departments, notes and filters, several people changed in one act, and what a table beside the photos says of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from counting import statements
from sqlalchemy import text
from typer.testing import CliRunner

from gatekeeper.app import App, open_app
from gatekeeper.cli import app as commands
from gatekeeper.comparison import worth
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.people import Change
from gatekeeper.domain import AccessEvent, MaskState, Outcome, Person, Reason, Vectors
from gatekeeper.errors import StoreError
from gatekeeper.events import PersonChanged
from gatekeeper.store.people import Which
from gatekeeper.store.templates import NewPhoto

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def app(copied_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    opened = open_app(copied_home, prefer_keyring=False)
    for name in ("Anna", "Bert", "Cleo"):
        opened.people.add(name, groups=["staff"], consent_text="1", consent_at=NOW - timedelta(days=100))
    yield opened
    opened.close()


def names(app: App, which: Which, text: str = "") -> list[str]:
    return [one.person.name for one in app.people.search(text, which=which, now=NOW)]


def test_several_people_are_changed_in_one_act_which_is_on_record(app: App) -> None:
    desk = Desk(app, app.actor)
    end = NOW + timedelta(days=3)
    change = Change(frozenset({"night"}), frozenset({"staff"}), valid_until=end, blocked=True, department="Lab")
    desk.change_people([1, 2], change, now=NOW)
    for number in (1, 2):
        person = app.people.get(number)
        assert person.groups == frozenset({"night"})
        assert (person.valid_until, person.blocked, person.department) == (end, True, "Lab")
    assert app.people.get(3).department == ""
    assert [act.about for act in app.accounts.acts() if act.act == "person blocked"] == ["person 2", "person 1"]
    assert names(app, Which.ALL, "lab") == ["Anna", "Bert"]


def test_a_change_that_fails_for_one_changes_nobody(app: App) -> None:
    with pytest.raises(StoreError, match="no person with the number 99"):
        Desk(app, app.actor).change_people([1, 99], Change(blocked=True, department="Lab"), now=NOW)
    assert not app.people.get(1).blocked
    assert app.accounts.acts() == []


def test_a_change_is_told_once_and_only_what_is_stored(app: App) -> None:
    """A page that reads when it is told would show what may be undone a moment later; a reader of its own sees only what is
    committed."""
    desk, told = Desk(app, app.actor), list[tuple[str, bool, Person]]()

    def note(changed: PersonChanged) -> None:
        with ThreadPoolExecutor(1) as beside:
            told.append((changed.person.name, changed.person.blocked, beside.submit(app.people.get, 1).result()))

    app.bus.subscribe(PersonChanged, note)
    anna = app.people.get(1)
    with pytest.raises(StoreError):
        desk.change_people([1, 99], Change(blocked=True, department="Lab"), now=NOW)
    with pytest.raises(StoreError, match="cannot be stored"):
        desk.save_person(
            anna, name="Ann\x1b", groups=["staff"], validity=(None, None), department="Lab", blocked=True, now=NOW
        )
    assert told == []
    desk.save_person(anna, name="Ann", groups=["staff"], validity=(None, None), department="Lab", blocked=True, now=NOW)
    assert told == [("Ann", True, app.people.get(1))]
    desk.change_people([1, 2], Change(blocked=False, department="Hall"), now=NOW)
    assert [(name, blocked) for name, blocked, _ in told[1:]] == [("Ann", False), ("Bert", False)]


def test_the_trail_says_that_something_was_noted_and_not_what(app: App) -> None:
    Desk(app, app.actor).set_note(1, "Allergic to nuts\nCall her sister", now=NOW)
    assert app.people.get(1).note == "Allergic to nuts\nCall her sister"
    (act,) = app.accounts.acts()
    assert (act.act, act.about, act.detail) == ("person's note changed", "person 1", "")
    for wrong in ("x" * 2001, "a\x1b[2J"):
        with pytest.raises(StoreError, match="note cannot be stored"):
            Desk(app, app.actor).set_note(1, wrong, now=NOW)


def test_people_are_found_by_what_they_lack(app: App) -> None:
    people = app.people
    app.pins.set(1, "472913", now=NOW)
    people.set_blocked(2, True)
    people.set_validity(3, None, NOW - timedelta(seconds=1))
    seen = AccessEvent(NOW - timedelta(days=2), "door", "", Outcome.OPENED, Reason.GRANTED, "", 1, "Anna")
    app.log.record(seen)
    people.add("Dora", consent_text="not stated", consent_at=NOW)
    assert names(app, Which.NO_PIN) == ["Bert", "Cleo", "Dora"]
    assert names(app, Which.BLOCKED) == ["Bert"]
    assert names(app, Which.EXPIRED) == ["Cleo"]
    assert names(app, Which.NO_CONSENT) == ["Dora"]
    assert names(app, Which.UNSEEN) == ["Bert", "Cleo"]  # Dora has only just come
    assert names(app, Which.NO_MASKED) == ["Anna", "Bert", "Cleo", "Dora"]
    assert names(app, Which.NO_PHOTO) == ["Anna", "Bert", "Cleo", "Dora"]
    picture = NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8))
    people.add_photos(1, [picture], added_at=NOW)
    people.add_photos(4, [picture], added_at=NOW, impostor=True)  # which is no photo of hers
    assert names(app, Which.NO_PHOTO) == ["Bert", "Cleo", "Dora"]
    assert people.without_photo() == {2, 3, 4}
    assert names(app, Which.GUESTS) == []


def test_the_value_of_a_photo_is_the_similarity_lost_without_it() -> None:
    rng = np.random.default_rng(0)
    middle, side = np.linalg.qr(rng.standard_normal((64, 2)))[0].T

    def unit(vector: Vectors) -> Vectors:
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    # Two photos of the face from the left, nearly the same, and one of each of two other sides.
    left = [unit(middle + side + 0.01 * rng.standard_normal(64)) for _ in range(2)]
    others = [unit(middle - 0.5 * side), unit(middle - side)]
    found = worth(np.stack([*left, *others]))
    assert found is not None
    twice = worth(np.stack([*left, left[0], *others]))
    assert twice is not None
    assert twice[2] < found[0]  # what is there three times adds less than what is there twice
    assert worth(np.stack(left)) is None


def test_the_command_line_changes_several_people_together(app: App) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(commands, ["--home", str(app.home), "people", *words])
        assert done.exception is None, done.output
        return done.output

    said = run("edit", "Anna", "Bert", "--department", "Lab", "--group", "night", "--block")
    assert "Anna (number 1): groups night, staff; valid always; department Lab; blocked." in said
    assert "Cleo" not in run("list", "--which", "blocked")
    assert "note         Bring cake" in run("edit", "Cleo", "--note", "Bring cake") + run("show", "Cleo")
    assert "valid from" in run("edit", "Cleo", "--valid-from", "0001-01-01"), "the first day there is"
    refused = CliRunner().invoke(commands, ["--home", str(app.home), "people", "list", "--which", "tall"])
    assert "--which cannot be 'tall'" in str(refused.exception)


def test_people_are_filtered_by_their_photos_without_reading_a_picture(app: App) -> None:
    """By the plan: pictures are large, and among 50,000 people that took two seconds. Only the one shown is read."""
    seen: list[str] = []
    with app.database.reading() as session:
        driver: Any = session.connection().connection.driver_connection
        driver.set_trace_callback(seen.append)
    assert names(app, Which.NO_MASKED) == ["Anna", "Bert", "Cleo"]
    (query,) = (one for one in seen if "photos.mask" in one)
    with app.database.reading() as session:
        rows = session.execute(text(f"EXPLAIN QUERY PLAN {query}".replace(":", "\\:"))).all()
    plans = [row[3] for row in rows if "photos" in row[3]]
    assert ["COVERING INDEX" in plan for plan in plans].count(False) == 1
    assert len(plans) == 3
    seen.clear()
    assert app.people.without_photo() == {1, 2, 3}
    (query,) = (one for one in seen if "photos.impostor" in one)
    with app.database.reading() as session:
        plans = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all() if "photos" in row[3]]
    assert all("COVERING INDEX" in plan for plan in plans)


def test_the_last_of_many_without_consent_is_read_with_as_many_steps_as_the_first(app: App) -> None:
    """By the steps of the database: an import of 800 people read the pages of all others for each of them."""
    rng, chip = np.random.default_rng(0), np.zeros((8, 8, 3), np.uint8)

    def add() -> int:
        vector = rng.standard_normal(64).astype(np.float32)
        photo = NewPhoto(MaskState.BARE, chip, (("m", vector / np.linalg.norm(vector)),))
        app.people.add("Nobody", consent_text="not stated", consent_at=NOW, photos=[photo] * 3)
        steps, last = 0, app.people.templates_revision("m") - 1

        def step() -> int:
            nonlocal steps
            steps += 1
            return 0

        with app.database.reading() as session:
            driver: Any = session.connection().connection.driver_connection
        driver.set_progress_handler(step, 10)
        ((change,),) = app.people.template_changes("m", last, consented=False)
        driver.set_progress_handler(None, 0)
        assert len(change.templates) == 3
        return steps

    first, *_, last = [add() for _ in range(30)]
    assert 0 < last <= first + 10


@pytest.mark.parametrize(
    "words", [("people", "list", "--which", "blocked"), ("alarms", "watch", "list"), ("consent", "print", "{form}")]
)
def test_a_list_of_names_reads_no_photo_and_no_visit(app: App, tmp_path: Path, words: tuple[str, ...]) -> None:
    grey = np.full((150, 150, 3), 128, np.uint8)
    app.people.add_photos(1, [NewPhoto(MaskState.BARE, grey, ())], added_at=NOW)
    app.people.set_blocked(1, True)
    form = tmp_path / "form.html"
    given = [word.format(form=form) for word in words] + (["--which", "blocked"] if "print" in words else [])
    with statements() as asked:
        done = CliRunner().invoke(commands, ["--home", str(app.home), *given])
    assert "Anna" in (form.read_text("utf-8") if "print" in words else done.output), done.output
    about = [statement for statement in asked if "ORDER BY people.folded" in statement]
    assert about
    assert not any("photos" in statement or "events" in statement for statement in about)
    assert app.people.search(which=Which.BLOCKED)[0].chip, "lists with pictures have them"
