"""Every act at the desk is done whole or not at all, whatever statement fails, and wherever the program is killed."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import another_model, photo
from sqlalchemy import event, text
from sqlcipher3 import dbapi2 as sqlite

from gatekeeper.app import App, open_app
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Outcome, Reason
from gatekeeper.door_rule import Hours, Schedule
from gatekeeper.errors import GatekeeperError
from gatekeeper.models.activation import MADE_BY
from gatekeeper.store import together
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NOON = NOW.time()
ADA, BOB = "resident-001", "resident-002"
Act = Callable[[App, Desk, Path], object]


def state(app: App, activated: str = "") -> dict[str, Any]:
    """All that is stored: every row of every table, and the files of the home beside the database. activated: a model whose
    templates may stay half made while nobody uses it; its next activation goes on with them."""
    with app.database.reading() as session:
        names = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        )
        tables = {name: {tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))} for name in names.all()}
    if activated and app.models.chosen != activated:
        for name in ("templates", "template_changes"):
            tables[name] = {row for row in tables[name] if activated not in row}
        tables["settings"] = {row for row in tables["settings"] if f"{MADE_BY}{activated}" not in row}
    files = {
        path.relative_to(app.home).as_posix(): path.read_bytes()
        for path in app.home.rglob("*")
        if path.is_file() and not path.name.startswith("gatekeeper.")
    }
    return {**tables, "files": files}


@contextmanager
def failing(database: Database, at: int) -> Iterator[list[str]]:
    """The at-th statement that writes, or commit, fails; the list tells which that was."""
    seen, failed = 0, []

    def count(what: str) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            failed.append(what)
            raise sqlite.OperationalError("disk I/O error")

    def statement(connection: Any, cursor: Any, sql: str, *rest: Any) -> None:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            count(sql)

    def commit(connection: Any) -> None:
        if connection.get_execution_options().get("begin") == "BEGIN IMMEDIATE":
            count("COMMIT")

    engine = database._engine
    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    try:
        yield failed
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "commit", commit)


def halves(app: App, act: Act, place: Path, activated: str = "") -> list[str]:
    """The statements whose failure leaves something of an act. At the end the act is done."""
    desk, found = Desk(app, app.actor), []
    before, acts = state(app, activated), len(app.accounts.acts(limit=1000))
    for at in range(1, 100):
        try:
            with failing(app.database, at) as failed:
                act(app, desk, place)
        except (GatekeeperError, sqlite.Error):
            if state(app, activated) != before:
                found.append(failed[0])
                return found
        if not failed:
            assert len(app.accounts.acts(limit=1000)) > acts, "the act is not in the trail"
            assert at > 2, "nothing was written at all"
            return found
    raise AssertionError("the act never ends")


def register(app: App, desk: Desk, place: Path) -> None:
    session = app.enrolment()
    assert session.offer(photo(BOB)).taken
    desk.register(session, "Bob", now=NOW, groups=["visitors"], valid_until=NOW + timedelta(days=1))


def add_photos(app: App, desk: Desk, place: Path) -> None:
    session = app.enrolment()
    assert session.offer(photo(ADA, "bare", 1)).taken
    desk.add_photos(session, 1, now=NOW)


def save_settings(app: App, desk: Desk, place: Path) -> None:
    doors = (*app.settings.doors, DoorSettings("gate"))
    desk.save_settings(replace(app.settings, doors=doors), {"gate": {"unlock_seconds": 4.0}}, now=NOW)


def retain(app: App, desk: Desk, place: Path) -> None:
    desk.retain(30, None, now=NOW)


ACTS: dict[str, Act] = {
    "register": register,
    "add photos": add_photos,
    "add photo": lambda app, desk, place: desk.add_photo(1, photo(ADA, "masked"), now=NOW),
    "validity": lambda app, desk, place: desk.set_validity(1, NOW, None, now=NOW),
    "groups": lambda app, desk, place: desk.set_groups(1, ["staff", "night"], now=NOW),
    "pin": lambda app, desk, place: desk.set_pin(1, "2580", now=NOW),
    "schedule": lambda app, desk, place: desk.set_schedule(Schedule("never", (Hours(frozenset(), NOON, NOON),)), now=NOW),
    "settings": save_settings,
    "install": lambda app, desk, place: desk.install_model(place / "mine", lambda done, of: None, now=NOW),
    "activate": lambda app, desk, place: desk.activate_model("mine", lambda done, of: None, now=NOW),
    "retain": retain,
    "export": lambda app, desk, place: desk.export_log(app.home / "log.csv", now=NOW, progress=lambda done, of: None),
    "erase": lambda app, desk, place: desk.remove_person(1, erase=True, now=NOW),
}  # fmt: skip


@pytest.mark.slow
def test_whatever_statement_fails_an_act_is_done_whole_or_not_at_all(
    open_home: Callable[[], App], tmp_path: Path
) -> None:
    app = prepared(open_home(), tmp_path)
    found = {name: halves(app, act, tmp_path, "mine" if name == "activate" else "") for name, act in ACTS.items()}
    assert found == {name: [] for name in ACTS}
    bob = app.people.find("Bob")
    assert bob.valid_until == NOW + timedelta(days=1)
    assert bob.groups == {"visitors"}
    # Nor does the door know anybody who is not stored.
    assert {person.id for person in app.people.list()} == {bob.id}
    assert len(app.models.gallery) == len(app.people.templates("mine"))


def test_control_a_transaction_that_does_not_hold_an_act_together_is_found(
    open_home: Callable[[], App], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = prepared(open_home(), tmp_path)
    monkeypatch.setattr(PeopleStore, "together", lambda store: nullcontext())
    assert halves(app, register, tmp_path)


def test_a_change_that_waits_for_another_leaves_what_that_would_put_back(open_home: Callable[[], App]) -> None:
    """Two programs change the same folder, and neither gets to the end."""
    app = open_home()
    other = Database.open(app.database.path, app.database.key)
    (model := app.home / "models/mine").mkdir(parents=True)
    (model / "card.json").write_text("{}")

    def change() -> None:
        with suppress(RuntimeError), together.changing(other, app.home, model):
            raise RuntimeError

    waiting = threading.Thread(target=change)
    with suppress(RuntimeError), together.changing(app.database, app.home, model):
        waiting.start()
        waiting.join(0.3)
        raise RuntimeError
    waiting.join()
    other.close()
    assert (model / "card.json").read_text() == "{}"


def prepared(app: App, place: Path) -> App:
    """A home with Ada in it, an old event, and a model to install beside it."""
    another_model(place)
    session = app.enrolment()
    assert session.offer(photo(ADA)).taken
    Desk(app, app.actor).register(session, "Ada", now=NOW)
    old = NOW - timedelta(days=60)
    app.log.record(AccessEvent(old, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""))
    return app


KILLED = """
import os, shutil, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import event
from gatekeeper.app import open_app
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.desk.desk import Desk

def act(home, at):
    seen = 0
    def count(*_):
        nonlocal seen
        seen += 1
        if seen == at:
            os._exit(9)  # nothing is closed, flushed or rolled back
    def statement(connection, cursor, sql, *rest):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            count()
    def commit(connection):
        if connection.get_execution_options().get("begin") == "BEGIN IMMEDIATE":
            count()
    app = open_app(home, prefer_keyring=False)
    for name, heard in (("before_cursor_execute", statement), ("after_cursor_execute", statement), ("commit", commit)):
        event.listen(app.database._engine, name, heard)
    save = Settings.save
    def saved(self, home):
        save(self, home)
        count()
    Settings.save = saved
    doors = (*app.settings.doors, DoorSettings("gate"))
    rules = {"gate": {"unlock_seconds": 4.0}}
    Desk(app, app.actor).save_settings(replace(app.settings, doors=doors), rules, now=datetime.now(UTC))

place, at, ended = Path(sys.argv[1]), 0, 9
while ended == 9:
    at += 1
    home = shutil.copytree(place / "home", place / f"home-{at:02}")
    child = os.fork()
    if not child:
        act(home, at)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(ended)
"""


def in_step(home: Path) -> tuple[bool, bool, bool]:
    """Whether config.toml, the door's rule and the trail tell of the new door, after a start of the program."""
    app = open_app(home, prefer_keyring=False)
    try:
        file = "gate" in {door.name for door in Settings.load(home).doors}
        assert ("gate" in {door.name for door in app.settings.doors}) is file
        return file, "gate" in app.people.doors(), bool(app.accounts.acts())
    finally:
        app.close()


@pytest.mark.slow
def test_killed_anywhere_settings_and_rules_are_in_step_after_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text('# ours\n[[door]]\nname = "door"\n')
    open_app(home, prefer_keyring=False).close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    *killed, whole = sorted(tmp_path.glob("home-*"))
    in_file = 0
    for home in killed:
        if "gate" in (home / "config.toml").read_text():
            in_file += 1
            # Control: without the repair the file says what nobody has decided.
            with monkeypatch.context() as sabotage:
                sabotage.setattr("gatekeeper.app.repair", lambda database, home: None)
                assert in_step(home) == (True, False, False)
        assert in_step(home) == (False, False, False)
        assert (home / "config.toml").read_text() == '# ours\n[[door]]\nname = "door"\n'
    assert in_file, "never killed between file and commit"
    assert in_step(whole) == (True, True, True)
    assert (whole / "config.toml").read_text().startswith("# ours")


def test_a_first_settings_file_goes_again_where_its_rules_were_never_committed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    app = open_app(home, prefer_keyring=False)

    def change() -> None:
        with together.changing(app.database, home, home / "config.toml"):
            replace(Settings(), doors=(DoorSettings("gate"),)).save(home)
            raise GatekeeperError("no room")

    with pytest.raises(GatekeeperError, match="no room"):
        change()
    assert not (home / "config.toml").exists()
    app.close()
