"""Who is erased is nowhere any more: names, faces, vectors, in the file, its WAL and copies, after each way to erase."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from at_the_door import Desk as AtTheDoor
from conftest import another_model, back_to_0034, photo
from sqlalchemy import text, update
from sqlalchemy.dialects import sqlite
from typer.testing import CliRunner

from gatekeeper.app import App, open_app
from gatekeeper.cli import app as commands
from gatekeeper.demo import clip, demo_settings
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.erasing import _Tied
from gatekeeper.domain import AccessEvent, MaskState, Outcome, Person, Probe, Reason, Role
from gatekeeper.door.door import Door
from gatekeeper.door.orders import AllDoors, read_order
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.door_rule import DoorRule, SecondFactor
from gatekeeper.errors import AuthError, DoorError, SecondNeededError, StoreError
from gatekeeper.events import AccessDecided
from gatekeeper.models.activation import MADE_BY
from gatekeeper.store import erasure, failures
from gatekeeper.store.accounts import Actor
from gatekeeper.store.columns import Moment
from gatekeeper.store.connection import connect
from gatekeeper.store.database import Database
from gatekeeper.store.pins import Pins
from gatekeeper.store.proof import verify
from gatekeeper.store.site_settings import ORDER
from gatekeeper.store.tables import EventFaceRow, PinRow
from gatekeeper.store.templates import NewPhoto
from gatekeeper.timezones import utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA, BOB = "resident-001", "resident-002"
NAME = "Wilhelmina Quast"


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


@pytest.fixture
def desk(app: App) -> Desk:
    return Desk(app, Actor("Olga", Role.OPERATOR))


def _register(app: App, face: str, name: str) -> Person:
    session = app.enrolment()
    for number in range(2):
        assert session.offer(photo(face, "bare", number)).taken
    return Desk(app, app.actor).register(session, name, now=NOW)


def _visit(app: App, face: str, number: int, person: Person | None, message: str = "") -> AccessEvent:
    (portrait,) = app.models.reader.read_photo(
        photo(face, "bare", 2) if number == 2 else photo(face, "bare", 0, "visits")
    )
    probe = Probe(app.models.active.id, portrait.vector, portrait.chip)
    outcome, reason = (Outcome.OPENED, Reason.GRANTED) if person else (Outcome.UNKNOWN, Reason.NOT_KNOWN)
    name, known = (person.name, person.id) if person else (None, None)
    event = AccessEvent(
        NOW,
        "door",
        "cam",
        outcome,
        reason,
        message,
        known,
        name,
        portrait.mask,
        snapshot=portrait.chip.tobytes()[:5000],
    )
    return app.log.record(event, probe)


def _ready_door(app: App) -> Door:
    """The door, whose relay is open: that takes a moment."""
    door = app.doors.open_door()
    door.wait_ready()
    return door


def _live(app: App, desk: Desk) -> tuple[Person, Person, dict[str, AccessEvent]]:
    """Wilhelmina was known by another name, came unknown, was taken for Bob, and stands in sentences."""
    person, bob = _register(app, ADA, "Minchen Quast"), _register(app, BOB, "Bob")
    visits = {"as Minchen": _visit(app, ADA, 2, person, "Welcome, Minchen Quast.")}
    person = desk.rename(person.id, NAME, now=NOW)
    visits["own"] = _visit(app, ADA, 3, person, f"Welcome, {NAME}.")
    visits["unknown"] = _visit(app, ADA, 2, None)
    visits["as Bob"] = _visit(app, ADA, 3, bob, "Welcome, Bob.")
    visits["Bob"] = _visit(app, BOB, 2, bob, "Welcome, Bob.")
    visits["stranger"] = _visit(app, "resident-005", 2, None)
    impostor = desk.not_this_person(visits["as Bob"].id, now=NOW)
    assert impostor.person_id == bob.id
    visits["by hand"] = desk.open_by_hand(_ready_door(app), f"let {NAME.upper()}  in, she forgot her badge", now=NOW)
    with suppress(StoreError):
        desk.export_log(Path("/nowhere/x.csv"), now=NOW, progress=lambda done, of: None, name=NAME)
    app.accounts.audit(app.actor, "model installed", "x", f"/home/{NAME}/model", now=NOW)
    return person, bob, visits


def _everything(app: App) -> bytes:
    """All rows of all tables, and the free pages and WAL as they would be read with the key."""
    driver = connect(app.database.path, app.database.key, "ro")
    try:
        names = [row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [repr(driver.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names]
    finally:
        driver.close()
    return "\n".join(rows).encode()


def _plain_pages(app: App) -> bytes:
    """The whole file decrypted, with its free pages."""
    plain = app.home / "plain.db"
    driver = connect(app.database.path, app.database.key, "rw")
    try:
        driver.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        driver.execute("SELECT sqlcipher_export('plain')")
        driver.execute("DETACH DATABASE plain")
        return plain.read_bytes()
    finally:
        driver.close()
        plain.unlink()


def _remains(app: App, vectors: list[bytes], chips: list[bytes]) -> list[str]:
    found = []
    rows, pages = _everything(app), _plain_pages(app)
    for word in ("Wilhelmina", "wilhelmina", "WILHELMINA", "Minchen", "Quast", "quast", "QUAST"):
        found += [word] * (word.encode() in rows or word.encode() in pages)
    for what, parts in (("vector", vectors), ("picture", chips)):
        found += [what for part in parts if part[:64] in pages or repr(part[:64])[2:-1].encode() in rows]
    return found


def _faces(app: App, events: list[AccessEvent]) -> tuple[list[bytes], list[bytes]]:
    with app.database.reading() as session:
        driver: Any = session.connection().connection.driver_connection
        listed = ",".join(str(event.id) for event in events)
        rows = driver.execute(f"SELECT vector, chip FROM event_faces WHERE event_id IN ({listed})").fetchall()
        rows += driver.execute(
            f"SELECT t.vector, p.chip FROM photos p JOIN templates t ON t.photo_id = p.id "
            f"WHERE p.person_id = 1 OR p.event_id IN ({listed})"
        ).fetchall()
    assert len(rows) >= len(events)
    return [row[0] for row in rows], [row[1][1500:] for row in rows]  # behind the tables that all pictures share


@pytest.mark.parametrize("former", ["other networks of the same id", "another model"])
def test_visits_that_former_networks_saw_are_found_too(app: App, desk: Desk, former: str) -> None:
    """An update brings other networks, or the administrator switches the model: what the log has of somebody is erased
    anyway."""
    person, _, visits = _live(app, desk)
    unknown, stranger = visits["unknown"].id, visits["stranger"].id
    with app.database.transaction() as session:
        model_id = "former" if former == "another model" else app.models.active.id
        session.execute(update(EventFaceRow).values(model_id=model_id, vector=b"\0" * 4 * 64, dim=64))
    if former != "another model":
        app.people.set_setting(f"{MADE_BY}{app.models.active.id}", "former networks")
    shown: list[tuple[int, int]] = []
    _, chips = _faces(app, [visits[kind] for kind in ("unknown", "as Bob")])
    desk.remove_person(person.id, erase=True, now=NOW, progress=lambda done, of: shown.append((done, of)))
    assert [chip for chip in chips if chip[:64] in _plain_pages(app)] == []
    with pytest.raises(StoreError, match="not stored"):
        app.log.probe(unknown)
    assert app.log.probe(stranger).vector.size == app.models.active.dim
    assert shown == [(6, 6)]


def test_a_damaged_face_in_the_log_stops_no_erasure_and_is_reported(app: App, desk: Desk) -> None:
    person, _, visits = _live(app, desk)
    with app.database.transaction() as session:
        session.execute(update(EventFaceRow).values(vector=b"", dim=0))
        session.execute(update(EventFaceRow).where(EventFaceRow.event_id == visits["stranger"].id).values(chip=b"torn"))
    gone = desk.remove_person(person.id, erase=True, now=NOW)
    assert gone.unseen == 1
    with pytest.raises(StoreError, match="not stored"):
        app.log.probe(visits["unknown"].id)


def test_nothing_is_looked_at_before_the_second_person_has_confirmed(app: App, desk: Desk) -> None:
    for name in ("Eve", "Uwe"):
        app.accounts.add(name, "a long password", Role.ADMINISTRATOR, by=app.actor, now=NOW)
    eve, uwe = (app.accounts.sign_in(name, "a long password", now=NOW) for name in ("Eve", "Uwe"))
    app.accounts.set_takes_two(True, by=eve, second=uwe, now=NOW)
    person, _, visits = _live(app, desk)
    with app.database.transaction() as session:
        session.execute(update(EventFaceRow).values(vector=b"", dim=0))
    with pytest.raises(SecondNeededError):
        desk.remove_person(person.id, erase=True, now=NOW)
    assert app.log.probe(visits["unknown"].id).vector.size == 0
    replace(desk, second=uwe).remove_person(person.id, erase=True, now=NOW)
    with pytest.raises(StoreError, match="not stored"):
        app.log.probe(visits["unknown"].id)


def test_a_program_whose_model_others_have_exchanged_erases_with_theirs(app: App, desk: Desk, tmp_path: Path) -> None:
    """A window in front of the service does not recognise, so nothing else tells it that the model has changed."""
    person, _, visits = _live(app, desk)
    other = open_app(app.home, demo_settings(), prefer_keyring=False)
    try:
        other.models.install(another_model(tmp_path))
        other.models.activate("mine")
        desk.remove_person(person.id, erase=True, now=NOW)
        assert app.log.probe(visits["stranger"].id).model_id == "mine"
        with pytest.raises(StoreError, match="not stored"):
            app.log.probe(visits["unknown"].id)
    finally:
        other.close()


def test_a_person_is_erased_where_the_chosen_model_has_thresholds_of_an_earlier_comparison(
    app: App, desk: Desk, tmp_path: Path
) -> None:
    """As after an update of the program: the bundled model looks for their faces."""
    person, _, visits = _live(app, desk)
    folder = app.models.install(another_model(tmp_path)).folder
    app.models.activate("mine")
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps({**card, "comparison": 1}))
    app.models.loaded = None
    desk.remove_person(person.id, erase=True, now=NOW)
    with pytest.raises(StoreError, match="not stored"):
        app.log.probe(visits["unknown"].id)


def test_an_erasure_that_is_stopped_while_it_looks_for_faces_has_erased_nothing(app: App, desk: Desk) -> None:
    person, _, visits = _live(app, desk)
    with app.database.transaction() as session:
        session.execute(update(EventFaceRow).values(vector=b"", dim=0))

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.remove_person(person.id, erase=True, now=NOW, progress=stop)
    assert app.people.get(person.id).name == NAME
    assert app.log.probe(visits["unknown"].id).vector.size  # seen before the stop, and kept
    assert verify(app.database).faults == []


@pytest.mark.parametrize("way", ["at once", "removed first", "withdrawn first"])
def test_nothing_of_an_erased_person_remains(app: App, desk: Desk, way: str) -> None:
    person, bob, visits = _live(app, desk)
    vectors, chips = _faces(app, [visits[kind] for kind in ("as Minchen", "own", "unknown", "as Bob")])
    assert _remains(app, vectors, chips)  # what is searched for can be found
    if way == "removed first":
        desk.remove_person(person.id, erase=False, now=NOW)
        desk.erase_removed(NAME, now=NOW)
    else:
        if way == "withdrawn first":  # which leaves no photo of theirs to compare with
            desk.withdraw_consent(person.id, now=NOW, delete_photos=True)
        desk.remove_person(person.id, erase=True, now=NOW)
    assert _remains(app, vectors, chips) == []
    # Whoever else came is as they were, and what happened stays.
    kept = {kind: app.log.fetch([event.id], snapshots=True)[0] for kind, event in visits.items()}
    assert (kept["Bob"].person_name, kept["Bob"].message) == ("Bob", "Welcome, Bob.")
    assert kept["Bob"].snapshot
    assert kept["stranger"].snapshot
    assert (kept["as Bob"].person_name, kept["as Bob"].snapshot) == ("Bob", b"")
    assert kept["by hand"].message == "Opened by hand by Olga: let [erased]  in, she forgot her badge"
    assert app.people.photos(bob.id, impostors=True) == []
    assert len(app.people.photos(bob.id)) == 2
    assert "person erased" in {act.act for act in app.accounts.acts()}
    assert verify(app.database).faults == []


@pytest.mark.slow
def test_faces_recorded_as_unknown_remain_where_nobody_looks_for_them(
    app: App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the comparison, and without the sentences, there are remains."""
    person, _, visits = _live(app, desk)
    vectors, chips = _faces(app, [visits["unknown"]])
    monkeypatch.setattr(Desk, "_tied", lambda self, who, progress: _Tied())
    monkeypatch.setattr(erasure, "_pattern", lambda names, others: None)
    desk.remove_person(person.id, erase=True, now=NOW)
    assert {"vector", "QUAST", "Quast"} <= set(_remains(app, vectors, chips))


def test_a_namesake_keeps_what_is_theirs(app: App, desk: Desk) -> None:
    ada, other = _register(app, ADA, "Alex"), _register(app, BOB, "Alexandra")
    namesake = desk.rename(other.id, "Alex", now=NOW)
    visits = _visit(app, ADA, 2, ada, "Welcome, Alex."), _visit(app, BOB, 2, namesake, "Welcome, Alex.")
    app.accounts.audit(app.actor, "settings changed", "doors", "door Alexandria added", now=NOW)
    desk.remove_person(ada.id, erase=True, now=NOW)
    gone, kept = (app.log.fetch([visit.id])[0] for visit in visits)
    assert (gone.person_name, gone.message) == (None, "")
    assert (kept.person_name, kept.message) == ("Alex", "Welcome, Alex.")
    acts = {act.act: act.detail for act in app.accounts.acts()}
    assert acts["person renamed"] == "Alex"
    assert acts["settings changed"] == "door Alexandria added"


@pytest.mark.parametrize(
    ("name", "why", "left"),
    [
        ("陳大文", "開門給陳大文先生", "開門給[erased]先生"),
        ("山田 太郎", "山田 太郎さんを入れる", "[erased]さんを入れる"),
        ("김철수", "김철수님이 왔다", "[erased]님이 왔다"),
        ("สมชาย", "เปิดให้สมชายครับ", "เปิดให้[erased]ครับ"),
        ("Ada Byron", "請讓Ada Byron進來", "請讓[erased]進來"),
        ("Ada Byron", "Ada Byrons Paket, ADA BYRON'S van, Ada Byron’s key", "[erased]s Paket, [erased]'S van, [erased]’s key"),
        ("Ada", "for Adam, Radka and Adas-Ada", "for Adam, Radka and [erased]s-[erased]"),
        ("Adam", "for Eve Adams and Adam", "for Eve Adams and [erased]"),  # she is registered
        ("文", "請文 帶文件來", "請文 帶文件來"),
        ("文", "請 文 帶文件來", "請 [erased] 帶文件來"),
    ],
)  # fmt: skip
def test_a_name_inside_a_sentence_of_any_script_is_erased_and_no_longer_one(
    app: App, desk: Desk, name: str, why: str, left: str
) -> None:
    for other in ("Eve Adams", "Radka"):
        app.people.add(other, consent_text="v1", consent_at=NOW)
    person = app.people.add(name, consent_text="v1", consent_at=NOW)
    opened = desk.open_by_hand(_ready_door(app), why, now=NOW)
    app.accounts.audit(app.actor, "settings changed", why, why, now=NOW)
    desk.remove_person(person.id, erase=True, now=NOW)
    (event,) = app.log.fetch([opened.id])
    assert event.message == f"Opened by hand by Olga: {left}"
    assert [(act.about, act.detail) for act in app.accounts.acts() if act.act == "settings changed"] == [(left, left)]
    assert verify(app.database).faults == []


@pytest.mark.parametrize("name", ["Wilhelmina Quast", "陳大文", "Zoë Groß"])
def test_the_last_order_and_what_was_written_about_others_keep_no_name(app: App, desk: Desk, name: str) -> None:
    person, bob = (app.people.add(one, consent_text="v1", consent_at=NOW) for one in (name, "Bob"))
    desk.set_note(bob.id, f"shares a desk with {name}", now=NOW)
    app.watched.add(
        7,
        MaskState.BARE,
        np.zeros((200, 200, 3), np.uint8),
        f"quarrel with {name}",
        by="Olga",
        at=NOW,
        until=NOW + timedelta(9),
        seen_at=NOW,
    )
    given = desk.order(AllDoors.NORMAL, f"{name} has left", now=NOW)
    desk.remove_person(person.id, erase=True, now=NOW)
    assert read_order(app.people) == replace(given, why="[erased] has left")
    assert app.people.get(bob.id).note == "shares a desk with [erased]"
    assert [one.why for one in app.watched.list(now=NOW)] == ["quarrel with [erased]"]
    escaped = json.dumps(name).strip('"')
    assert not [spelled for spelled in (name, escaped) if spelled.encode() in _everything(app)]


def test_an_order_that_cannot_be_read_stays_one_and_hinders_no_erasure(app: App, desk: Desk) -> None:
    person = app.people.add(NAME, consent_text="v1", consent_at=NOW)
    app.people.set_setting(ORDER, '"no order"')
    desk.remove_person(person.id, erase=True, now=NOW)
    with pytest.raises(StoreError, match="cannot be read"):
        read_order(app.people)


def test_a_removed_person_named_only_in_the_trail_is_erased_by_number(app: App, desk: Desk) -> None:
    person = _register(app, ADA, NAME)
    _register(app, BOB, "Bob")
    desk.remove_person(person.id, erase=False, now=NOW)
    home, runner = str(app.home), CliRunner()
    app.close()
    for who, status in ((f"id={person.id}", 0), (f"id={person.id}", 1), (NAME, 1), ("id=2000", 1)):
        done = runner.invoke(commands, ["--home", home, "people", "remove", "--erase", "--yes", who])
        assert (done.exit_code == 0) == (status == 0), done.output
    opened = open_app(app.home, demo_settings(), prefer_keyring=False)
    assert b"Quast" not in _everything(opened)
    assert [one.name for one in opened.people.list()] == ["Bob"]
    opened.close()


def test_while_somebody_reads_erasing_says_that_it_is_not_finished_and_finishes_later(
    open_home: Callable[[], App], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "BUSY_SECONDS", 0.1)
    app = open_home()
    desk = Desk(app, Actor("Olga", Role.OPERATOR))
    person = _register(app, ADA, NAME)
    app.database.path.with_name("gatekeeper.before-0031.db").write_bytes(b"a copy that holds her still")
    reader = connect(app.database.path, app.database.key, "ro")  # another program
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM people").fetchone()
    with pytest.raises(StoreError, match=r"is erased, but another program is reading.*gatekeeper\.db-wal"):
        desk.remove_person(person.id, erase=True, now=NOW)
    assert app.people.list() == []
    assert not app.database.path.with_name("gatekeeper.before-0031.db").exists()
    wal = app.database.path.with_name("gatekeeper.db-wal")
    assert wal.stat().st_size > 0
    assert not app.wiping.finish()
    reader.close()
    assert app.wiping.finish()
    assert wal.stat().st_size == 0
    app = open_home()  # and a start finds nothing left to do
    assert app.people.setting("erasing") is None


def test_what_keeps_somebody_erased_in_a_copy_is_put_right_at_the_next_start(open_home: Callable[[], App]) -> None:
    """An error after the erasing was committed, or a power cut: nobody would have deleted the copy any more."""
    app = open_home()
    person = _register(app, ADA, NAME)
    (copy := app.database.path.with_name("gatekeeper.before-0031.db")).mkdir()  # it cannot be deleted
    with pytest.raises(StoreError, match=r"before-0031\.db"):
        Desk(app, app.actor).remove_person(person.id, erase=True, now=NOW)
    app.close()
    app = open_home()  # which it does not keep shut
    assert app.people.list() == []
    app.close()
    copy.rmdir()
    copy.write_bytes(b"a copy that holds her still")
    app = open_home()
    assert not copy.exists()
    assert app.people.setting("erasing") is None


@pytest.mark.slow
def test_failed_sign_ins_and_exports_stand_in_the_trail(app: App, tmp_path: Path) -> None:
    admin = app.accounts.add("Ada", "a long secret 1", Role.ADMINISTRATOR, by=app.actor, now=NOW)
    for name in ("ada", "my password by mistake"):
        with pytest.raises(AuthError):
            app.accounts.sign_in(name, "wrong", now=NOW)
    desk = Desk(app, Actor(admin.name, admin.role))
    desk.export_log(tmp_path / "x.csv", now=NOW, progress=lambda done, of: None, sign=True)
    desk.export_trail(tmp_path / "y.csv", now=NOW, progress=lambda done, of: None)
    desk.checkpoint_log(tmp_path / "z", now=NOW)
    desk.prove_log(tmp_path / "p", names=False, now=NOW, progress=lambda done, of: None)
    acts = [(act.who, act.act, act.about) for act in reversed(app.accounts.acts())]
    assert ("nobody", "sign-in failed", "Ada") in acts
    assert ("nobody", "sign-in failed", "") in acts
    assert "my password" not in repr(acts)
    assert [act[1] for act in acts[-4:]] == [
        "log exported",
        "audit trail exported",
        "checkpoint of the log exported",
        "proof of the log exported",
    ]
    assert (tmp_path / "x.csv.signed.json").exists()


@pytest.mark.slow
def test_no_consent_is_written_that_nobody_stated(tmp_path: Path) -> None:
    picture = str(next((Path(__file__).parents[1] / "assets/demo/people" / ADA / "bare").iterdir()))
    home, runner = (
        ["--home", str(tmp_path / "home")],
        CliRunner(env={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}),
    )
    done = runner.invoke(commands, [*home, "enrol", "Ada", picture])
    assert done.exit_code == 0, done.output
    assert "No consent is on record for Ada" in done.output
    assert "not on record" in runner.invoke(commands, [*home, "people", "show", "Ada"]).output
    assert runner.invoke(commands, [*home, "people", "consent", "Ada", "--at", "2026-01-31"]).exit_code == 0
    assert "given 2026-01-31" in runner.invoke(commands, [*home, "people", "show", "Ada"]).output
    picture = str(next((Path(__file__).parents[1] / "assets/demo/people" / BOB / "bare").iterdir()))
    assert runner.invoke(commands, [*home, "enrol", "Bob", picture, "--consent"]).exit_code == 0
    assert "text of 2026-1, given" in runner.invoke(commands, [*home, "people", "show", "Bob"]).output
    acts = runner.invoke(commands, [*home, "operators", "audit", "--json"]).output
    assert "consent recorded" in acts


@pytest.mark.slow
def test_pins_are_guessed_at_most_a_hundred_times_a_year_and_clocks_that_jump_lock_nobody_out(app: App) -> None:
    person = app.people.add("Ada", consent_text="v1", consent_at=NOW)
    app.pins.set(person.id, "2580", now=NOW)
    for step in (
        timedelta(days=1),
        timedelta(0),
        timedelta(days=-1),
        timedelta(0),
    ):  # right at once, after wrong ones too
        assert not app.pins.check(person.id, "1379", now=NOW + step)
        assert app.pins.check(person.id, "2580", now=NOW + step)
    with app.database.transaction() as session:  # as after a year's patience, the resident's own right ones in between
        session.execute(update(PinRow).values(wrong_at=(NOW,) * 99))
    later = NOW + timedelta(days=90)
    assert app.pins.check(person.id, "2580", now=later)
    assert not app.pins.check(person.id, "1379", now=later)
    for step in (timedelta(0), timedelta(days=400), timedelta(days=-20 * 365)):
        with pytest.raises(AuthError, match="100 times within a year"):
            app.pins.check(person.id, "2580", now=later + step)
    app.pins.set(person.id, "4682", now=later)
    assert app.pins.check(person.id, "4682", now=later)


@pytest.mark.slow
def test_no_year_has_more_than_a_hundred_wrong_tries_of_a_pin_whenever_it_begins(app: App) -> None:
    person = app.people.add("Ada", consent_text="v1", consent_at=NOW).id
    app.pins.set(person, "2580", now=NOW)
    assert not app.pins.check(person, "1379", now=NOW)
    late = NOW + timedelta(days=364)
    with app.database.transaction() as session:
        session.execute(update(PinRow).values(wrong_at=(NOW, *(late,) * 98)))
    now = late + timedelta(days=2)  # the first one is more than a year ago, the others days
    assert app.pins.check(person, "2580", now=now)
    assert not app.pins.check(person, "1379", now=now)
    assert app.pins.check(person, "2580", now=now), "99 of them: the first one is forgotten"
    assert not app.pins.check(person, "1379", now=now)
    with pytest.raises(AuthError, match="100 times within a year"):
        app.pins.check(person, "2580", now=now)


def test_the_wrong_tries_that_were_counted_before_are_forgotten_within_a_year(app: App) -> None:
    counts = {"99 this year": (99, 30), "100 this year": (100, 30), "99 long ago": (99, 800)}
    real = utc_now()
    people = {name: app.people.add(name, consent_text="v1", consent_at=NOW).id for name in counts}
    for number in people.values():
        app.pins.set(number, "2580", now=NOW)
    with app.database.transaction() as session:
        back_to_0034(session)
        for name, (wrong, days) in counts.items():
            began = Moment().process_bind_param(real - timedelta(days=days), sqlite.dialect())
            values = {"wrong": wrong, "began": began, "id": people[name]}
            session.execute(text("UPDATE pins SET wrong = :wrong, year_at = :began WHERE person_id = :id"), values)
        session.execute(text("UPDATE alembic_version SET version_num = '0034'"))
    app.close()
    with Database.open(app.database.path, app.database.key) as database:
        pins = Pins(database)
        assert not pins.check(people["99 this year"], "1379", now=real)
        assert not pins.check(people["99 long ago"], "1379", now=real)
        assert pins.check(people["99 long ago"], "2580", now=real)
        for name in ("99 this year", "100 this year"):
            with pytest.raises(AuthError, match="100 times within a year"):
                pins.check(people[name], "2580", now=real)


def test_a_dark_picture_of_nobody_is_tied_to_nobody(app: App, desk: Desk) -> None:
    person = _register(app, ADA, NAME)
    app.people.add_photos(person.id, [NewPhoto(MaskState.BARE, np.zeros((150, 150, 3), np.uint8))], added_at=NOW)
    stranger = _visit(app, "resident-005", 2, None)
    found = desk._tied(person.id)
    assert (found.visits, found.photos, found.watched) == ([], [], set())
    assert app.log.probe(stranger.id)


@pytest.mark.slow
def test_a_picture_that_shows_a_confirmed_twin_stays_when_the_other_is_erased(
    app: App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people of one set of photos are as alike as twins can be; the third has a picture of each as "not them"."""
    monkeypatch.setattr("gatekeeper.desk.erasing.VISITOR_FMR", 1e-2)
    session = app.enrolment()
    assert session.offer(photo(ADA, "bare", 2)).taken
    one = _register(app, ADA, NAME)
    other = session.commit("Ottilie", app.people, app.models.gallery, now=NOW, allow_duplicate=True)
    bob = _register(app, BOB, "Bob")
    app.people.set_look_alike(one.id, other.id, True)
    app.doors.update_gallery()
    hers, twins = _visit(app, ADA, 3, bob), _visit(app, ADA, 2, bob)  # the second is the twin's own photo
    kept = {event.id: desk.not_this_person(event.id, now=NOW).id for event in (hers, twins)}
    found = desk._tied(one.id)
    assert found.photos == [kept[hers.id]]
    assert twins.id not in found.visits
    desk.remove_person(one.id, erase=True, now=NOW)
    assert [left.id for left in app.people.photos(bob.id, impostors=True)] == [kept[twins.id]]


@pytest.mark.parametrize("erase", [True, False], ids=["erased", "removed"])
def test_a_relay_that_fails_late_takes_back_the_opening_for_people_who_are_gone_by_then(
    app: App, desk: Desk, erase: bool
) -> None:
    asked, answers = threading.Event(), threading.Event()

    class Slow(SimulatedRelay):
        def unlock(self) -> None:
            asked.set()
            answers.wait(30)
            raise DoorError("The relay is unplugged.", "Plug it in.")

    for_two = DoorRule("front", second_factor=SecondFactor.NONE, cooldown_seconds=0.0, two_people_seconds=10.0)
    people = [_register(app, ADA, NAME), _register(app, BOB, "Bob")]
    door, told = AtTheDoor(app, Slow(), for_two), list[AccessDecided]()
    for face in (ADA, BOB):
        door.show(clip(photo(face, "bare", 0, "visits"), 1))
    assert asked.wait(30)
    for person in people:
        desk.remove_person(person.id, erase=erase, now=NOW)
    door.bus.subscribe(AccessDecided, told.append)
    answers.set()
    door.until_told(Reason.RELAY_FAILED)
    door.door.close()

    def who(outcome: Reason) -> list[tuple[int | None, str | None, bool]]:
        found = app.log.query(reason=outcome, newest_first=False)
        return [(event.person_id, event.person_name, bool(event.snapshot)) for event in found]

    left = [(None, None, False)] * 2 if erase else [(None, NAME, False), (None, "Bob", True)]
    assert who(Reason.GRANTED) == left
    assert who(Reason.RELAY_FAILED) == left
    assert app.log.last_let_in("front", NOW, NOW + timedelta(days=1)) is None
    (failed,) = told
    assert (failed.event.person_id, failed.decision.person_id) == (None, None)
    assert (failed.event.person_name, bool(failed.event.snapshot)) == left[1][1:]
    assert (NAME.encode() in _everything(app)) is not erase
    assert verify(app.database).faults == []
