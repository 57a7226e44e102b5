"""Nobody is matched without a consent on record: neither before one is given nor after it was withdrawn, by any program."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import back_to_0034, photo
from sqlalchemy import text
from typer.testing import CliRunner

from gatekeeper.app import App
from gatekeeper.cli import app as commands
from gatekeeper.demo import Visit, play_visits
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import MaskState, Outcome, Person, Reason, Role, Template
from gatekeeper.door.access import admitted
from gatekeeper.door.gallery import Gallery
from gatekeeper.door_rule import DoorRule, SecondFactor
from gatekeeper.errors import AuthError, ConfigError
from gatekeeper.paths import assets
from gatekeeper.store.accounts import Actor
from gatekeeper.store.rows import NOT_STATED, WITHDRAWN
from gatekeeper.store.templates import NewPhoto

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA = "resident-001"
# Another program of the home: for each line that it reads it does what a door does once a second, and tells who it knows.
OTHER = """
import sys
from pathlib import Path
from gatekeeper.app import open_app
from gatekeeper.demo import demo_settings
from gatekeeper.capture.photos import load_photo
app = open_app(Path(sys.argv[1]), demo_settings(), prefer_keyring=False)
station = app.doors.station(app.doors.open_door())
(portrait,) = app.models.reader.read_photo(load_photo(Path(sys.argv[2])))
for line in iter(sys.stdin.readline, ""):
    app.doors.keep_up(station)
    match = station.gallery.search(portrait.vector[None], [portrait.mask])[0]
    print(match.person_id if match else "nobody", flush=True)
app.close()
"""


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    app = open_home()
    app.thresholds.left_out = frozenset({"strangers"})
    app.people.save_door_rule(DoorRule("door", cooldown_seconds=0, second_factor=SecondFactor.NONE))
    return app


def _register(app: App, consented: bool = True) -> Person:
    session = app.enrolment()
    for number in range(3):
        assert session.offer(photo(ADA, "bare", number)).taken
    return Desk(app, app.actor).register(session, "Ada", now=NOW, consented=consented)


def _old_photo(app: App) -> NewPhoto:
    """With a template as another network of the same name made them."""
    vector = np.full(64, 1 / 8, np.float32)
    return NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8), ((app.models.active.id, vector),))


def _came(app: App) -> tuple[Outcome, str | None]:
    """What the door says to Ada."""
    before = app.log.count()
    picture = sorted((assets() / "demo/visits" / ADA / "bare").iterdir())[0]
    play_visits(app, [Visit(ADA, picture, MaskState.BARE)])
    (event,) = app.log.query(limit=app.log.count() - before, snapshots=False)
    return event.outcome, event.person_name


@pytest.mark.slow
def test_people_without_consent_are_not_known_until_they_give_it(app: App) -> None:
    ada, desk = _register(app, consented=False), Desk(app, Actor("Olga", Role.OPERATOR))
    assert len(app.models.gallery) == 0
    assert _came(app) == (Outcome.UNKNOWN, None)
    desk.note_consent(ada.id, at=NOW, now=NOW)
    assert _came(app) == (Outcome.OPENED, "Ada")  # the control
    desk.withdraw_consent(ada.id, now=NOW)
    assert len(app.models.gallery) == 0
    assert _came(app) == (Outcome.UNKNOWN, None)
    consent = app.people.consent(ada.id)
    assert (consent.withdrawn, consent.stated, consent.at) == (True, False, NOW)
    acts = [(act.act, act.detail) for act in app.accounts.acts() if act.act.startswith("consent")]
    assert acts == [("consent withdrawn", "2026-1"), ("consent recorded", "2026-1")]
    rule = DoorRule("door")
    assert admitted(app.people.get(ada.id), rule, NOW, pin_missing=False) == (Reason.NOT_KNOWN, "")
    with pytest.raises(AuthError, match="may not"):
        Desk(app, Actor("Vera", Role.VIEWER)).withdraw_consent(ada.id, now=NOW)
    assert app.people.templates(app.models.active.id, ada.id), "kept, for when they agree again"


def test_a_consent_from_before_a_withdrawal_does_not_undo_it(app: App) -> None:
    """Such as a form that was found later."""
    ada, desk = app.people.add("Ada", consent_text="2026-1", consent_at=NOW), Desk(app, Actor("Olga", Role.OPERATOR))
    desk.withdraw_consent(ada.id, now=NOW)
    later = NOW + timedelta(hours=1)
    with pytest.raises(ConfigError, match="Ada has withdrawn their consent since then, at 2026-03-04") as refused:
        desk.note_consent(ada.id, at=NOW - timedelta(days=1), now=later)
    assert "gave later" in refused.value.hint
    assert app.people.consent(ada.id).withdrawn
    assert not app.people.get(ada.id).consented
    desk.note_consent(ada.id, at=later, now=later)
    assert app.people.get(ada.id).consented
    desk.withdraw_consent(ada.id, now=NOW + timedelta(days=3650))  # by a clock that was ahead
    later += timedelta(days=1)
    desk.note_consent(ada.id, at=later, now=later)
    assert app.people.get(ada.id).consented


def test_an_old_template_of_another_length_refuses_no_registration(app: App) -> None:
    session = app.enrolment()
    for number in range(3):
        assert session.offer(photo(ADA, "bare", number)).taken
    eve = app.people.add("Eve", consent_text=NOT_STATED, consent_at=NOW, photos=[_old_photo(app)])
    assert [one.vector.size for one in app.people.templates(app.models.active.id, eve.id)] == [64]
    assert session.commit("Ada", app.people, app.models.gallery, now=NOW).name == "Ada"


def test_people_whom_no_door_knows_are_searched_while_the_doors_keep_working(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    between_frames: list[bool] = []
    read, within = app.people.templates, app.doors.with_gallery
    at_work = False

    def with_gallery(work: Callable[[Gallery], object]) -> object:
        nonlocal at_work
        at_work = True
        try:
            return within(work)
        finally:
            at_work = False

    def templates(model_id: str, *args: Any, **options: Any) -> list[Template]:
        if options.get("consented") is False:
            between_frames.append(at_work)
        return read(model_id, *args, **options)

    monkeypatch.setattr(app.doors, "with_gallery", with_gallery)
    monkeypatch.setattr(app.people, "templates", templates)
    _register(app)
    assert between_frames == [False]


def test_a_door_whose_gallery_has_not_heard_of_it_yet_lets_nobody_in(app: App) -> None:
    ada = _register(app)
    with app.database.transaction() as session:  # the control: nobody tells galleries
        session.execute(text("DROP TRIGGER consent_changed"))
    app.people.set_consent(ada.id, "withdrawn", NOW)
    app.doors.update_gallery()
    assert len(app.models.gallery) > 0, "without the trigger it stays in the gallery"
    assert _came(app) == (Outcome.UNKNOWN, None), "and still no door opens"


@pytest.mark.slow
def test_people_registered_before_consent_was_required_are_let_in_and_listed(
    open_home: Callable[[], App], app: App
) -> None:
    ada = _register(app, consented=False)
    with app.database.transaction() as session:  # as the version before left the home
        session.execute(text("DROP TRIGGER consent_changed"))
        back_to_0034(session)
        session.execute(text("ALTER TABLE pins DROP COLUMN duress"))
        session.execute(text("UPDATE alembic_version SET version_num = '0032'"))
    app = open_home()
    app.thresholds.left_out = frozenset({"strangers"})
    eve = app.people.add("Eve", consent_text=NOT_STATED, consent_at=NOW)  # since
    gone = app.people.add("Gone", consent_text=WITHDRAWN, consent_at=NOW)
    assert _came(app) == (Outcome.OPENED, "Ada")
    assert [app.people.get(one.id).consented for one in (ada, eve, gone)] == [True, False, False]
    assert app.people.not_asked() == {ada.id}

    def said(*words: str) -> str:
        runner = CliRunner(env={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})
        return " ".join(runner.invoke(commands, ["--home", str(app.home), *words]).output.split())

    named, command = f"Ada ({ada.id})", f"gatekeeper --home {app.home} people consent PERSON"
    for told in (said("people", "list"), said("doctor")):
        assert named in told
        assert command in told
        assert "Eve (" not in told
    assert "doors know them" in said("people", "show", "Ada")
    clip = assets() / "demo/visits" / ADA / "bare"
    ran = said("run", "--camera", str(clip))
    assert ran.count("1 person was registered before consent was asked for") == 1, ran
    desk = Desk(app, app.actor)
    desk.withdraw_consent(ada.id, now=NOW)
    assert app.people.consent(ada.id).withdrawn
    assert _came(app) == (Outcome.UNKNOWN, None)
    desk.note_consent(ada.id, at=NOW, now=NOW)
    assert app.people.not_asked() == frozenset()
    assert _came(app) == (Outcome.OPENED, "Ada")


@pytest.mark.slow
def test_another_program_stops_matching_by_its_next_look(app: App) -> None:
    ada = _register(app)
    picture = sorted((assets() / "demo/people" / ADA / "bare").iterdir())[0]
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, app.home, picture], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None

        def looks() -> str:
            print(file=other.stdin, flush=True)
            assert other.stdout is not None
            return other.stdout.readline().strip()

        assert looks() == str(ada.id)
        Desk(app, app.actor).withdraw_consent(ada.id, now=NOW)
        assert looks() == "nobody"
        Desk(app, app.actor).note_consent(ada.id, at=NOW, now=NOW)
        assert looks() == str(ada.id)
        other.stdin.close()
        assert other.wait(60) == 0


def test_the_command_line_withdraws_it(tmp_path: Path) -> None:
    runner = CliRunner(env={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})

    def run(*words: str) -> str:
        done = runner.invoke(commands, ["--home", str(tmp_path / "home"), *words])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    picture = str(sorted((assets() / "demo/people" / ADA / "bare").iterdir())[0])
    assert "no door knows them until it is" in run("enrol", "Ada", picture)
    assert '"state": "no consent"' in run("people", "list", "--json")
    run("people", "consent", "Ada")
    assert '"state": "active"' in run("people", "list", "--json")
    assert "no door knows them" in run("people", "consent", "Ada", "--withdraw")
    assert "withdrawn" in run("people", "show", "Ada")
    assert '"state": "no consent"' in run("people", "list", "--json")
