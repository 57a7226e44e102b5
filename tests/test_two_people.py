"""The gravest acts take two people where the site wants it, a session ends with its role, and who is forced alarms silently."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from at_the_door import NOW as STATION_NOW
from at_the_door import Desk as AtTheDoor
from conftest import photo
from typer.testing import CliRunner

from gatekeeper.app import App
from gatekeeper.cli import app as commands
from gatekeeper.config import RetentionSettings
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.retention import Retention
from gatekeeper.doctor import _silent_alarms
from gatekeeper.domain import AccessEvent, Outcome, Reason, Role
from gatekeeper.door_rule import DoorRule
from gatekeeper.errors import AuthError, SecondNeededError, StoreError
from gatekeeper.passwords import matches
from gatekeeper.store import pins
from gatekeeper.store.accounts import PROGRAM, Actor, Right
from gatekeeper.store.pins import Pins, Typed

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SECRET = "a long secret 1"


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


@pytest.fixture
def ada(app: App) -> Actor:
    """Signed in; Eve and Ida, administrators too, Olga, an operator, and Vera, a viewer, are not."""
    roles = {"Eve": Role.ADMINISTRATOR, "Ida": Role.ADMINISTRATOR, "Olga": Role.OPERATOR, "Vera": Role.VIEWER}
    for name, role in {"Ada": Role.ADMINISTRATOR, **roles}.items():
        app.accounts.add(name, SECRET, role, by=app.actor, now=NOW)
    return app.accounts.sign_in("Ada", SECRET, now=NOW)


def _old_event(app: App) -> None:
    app.log.record(AccessEvent(NOW - timedelta(days=60), "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""))


def _erase(desk: Desk, place: Path) -> object:
    person = desk.app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
    return desk.remove_person(person.id, erase=True, now=NOW)


def _retain(desk: Desk, place: Path) -> object:
    _old_event(desk.app)
    return desk.retain(30, None, now=NOW)


def _retention(desk: Desk, place: Path) -> None:
    days = RetentionSettings(events_days=desk.app.settings.retention.events_days + 100)
    desk.save_settings(replace(desk.app.settings, retention=days), now=NOW)


GRAVE: dict[str, Callable[[Desk, Path], object]] = {
    "erase": _erase,
    "export the key": lambda desk, place: desk.export_key(place / "key", now=NOW),
    "restore": lambda desk, place: desk.may_restore(place / "backup", now=NOW),
    "delete from the log": _retain,
    "retention": _retention,
    "make an administrator": lambda desk, place: desk.app.accounts.add(
        "Zoe", SECRET, Role.ADMINISTRATOR, by=desk.actor, second=desk.second, now=NOW
    ),
    "make of somebody an administrator": lambda desk, place: desk.app.accounts.set_role(
        "Olga", Role.ADMINISTRATOR, by=desk.actor, second=desk.second, now=NOW
    ),
    "another administrator's password": lambda desk, place: desk.app.accounts.set_password(
        "Eve", "a long secret 2", by=desk.actor, second=desk.second, now=NOW
    ),
    "make an operator": lambda desk, place: desk.app.accounts.add(
        "Zoe", SECRET, Role.OPERATOR, by=desk.actor, second=desk.second, now=NOW
    ),
    "make of a viewer an operator": lambda desk, place: desk.app.accounts.set_role(
        "Vera", Role.OPERATOR, by=desk.actor, second=desk.second, now=NOW
    ),
    "an operator's password": lambda desk, place: desk.app.accounts.set_password(
        "Olga", "a long secret 2", by=desk.actor, second=desk.second, now=NOW
    ),
    "remove an administrator": lambda desk, place: desk.app.accounts.remove(
        "Ida", by=desk.actor, second=desk.second, now=NOW
    ),
    "make of an administrator a viewer": lambda desk, place: desk.app.accounts.set_role(
        "Ida", Role.VIEWER, by=desk.actor, second=desk.second, now=NOW
    ),
    "want two no longer": lambda desk, place: desk.app.accounts.set_takes_two(
        False, by=desk.actor, second=desk.second, now=NOW
    ),
}


@pytest.mark.parametrize("act", GRAVE)
def test_the_gravest_acts_take_two_and_both_stand_in_the_trail(app: App, ada: Actor, act: str, tmp_path: Path) -> None:
    do, accounts = GRAVE[act], app.accounts
    accounts.set_takes_two(True, by=ada, now=NOW)
    eve, olga = (accounts.sign_in(name, SECRET, now=NOW) for name in ("Eve", "Olga"))
    before = accounts.count_acts()
    with pytest.raises(SecondNeededError, match="two people"):
        do(Desk(app, ada), tmp_path)
    with pytest.raises(SecondNeededError, match="their own"):
        do(Desk(app, ada, accounts.current(ada)), tmp_path)
    if act != "erase":  # which operators may do
        with pytest.raises(AuthError, match="may not"):
            do(Desk(app, ada, olga), tmp_path)
    assert accounts.count_acts() == before, "nothing was done, and nothing else is on record"
    assert not [*tmp_path.glob("key")]
    do(Desk(app, ada, eve), tmp_path)
    acts = accounts.acts(limit=3)
    (confirmed,) = [one for one in acts if one.act == "confirmed"]
    assert (confirmed.who, confirmed.detail) == ("Eve", "of Ada")
    assert confirmed.about in [one.act for one in acts] or act in ("retention", "restore")


@pytest.mark.parametrize("act", GRAVE)
def test_where_nobody_wants_two_one_is_enough(app: App, ada: Actor, act: str, tmp_path: Path) -> None:
    """The control."""
    GRAVE[act](Desk(app, ada), tmp_path)
    assert "confirmed" not in [one.act for one in app.accounts.acts()]


def test_two_are_wanted_only_where_there_are_two_and_the_program_goes_on_alone(app: App, ada: Actor) -> None:
    app.accounts.remove("Eve", by=ada, now=NOW)
    app.accounts.remove("Ida", by=ada, now=NOW)
    with pytest.raises(AuthError, match="no two administrators"):
        app.accounts.set_takes_two(True, by=ada, now=NOW)
    app.accounts.add("Eve", SECRET, Role.ADMINISTRATOR, by=ada, now=NOW)
    app.accounts.set_takes_two(True, by=ada, now=NOW)
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=30))
    _old_event(app)
    app.log.record(AccessEvent(NOW, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""))
    Retention(app, lambda: NOW, lambda seconds: seconds > 0).run()
    assert app.log.count() == 1


def test_nobody_passes_for_the_program_itself(app: App, ada: Actor) -> None:
    for name in ("the program itself", "The  Program Itself"):
        with pytest.raises(StoreError, match="name of the program"):
            app.accounts.add(name, SECRET, Role.ADMINISTRATOR, by=ada, now=NOW)
    app.accounts.set_takes_two(True, by=ada, now=NOW)
    called_so = Actor(PROGRAM.name, Role.ADMINISTRATOR)  # as an older version let somebody be called
    with pytest.raises(SecondNeededError):
        Desk(app, called_so).export_key(Path("x"), now=NOW)


def test_acts_that_give_nobody_a_vote_need_one_person(app: App, ada: Actor) -> None:
    app.accounts.set_takes_two(True, by=ada, now=NOW)
    app.accounts.add("Will", SECRET, Role.VIEWER, by=ada, now=NOW)
    app.accounts.set_password("Will", "a long secret 2", by=ada, now=NOW)
    app.accounts.set_password("Ada", "a long secret 2", by=ada, now=NOW)
    app.accounts.set_role("Olga", Role.OPERATOR, by=ada, now=NOW)  # as she is
    app.accounts.set_role("Olga", Role.VIEWER, by=ada, now=NOW)
    app.accounts.remove("Olga", by=ada, now=NOW)
    assert "confirmed" not in [one.act for one in app.accounts.acts()]


def test_the_command_line_asks_for_the_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = CliRunner(env={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})
    monkeypatch.setattr("getpass.getuser", lambda: "ada")

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        done = runner.invoke(commands, ["--home", str(tmp_path / "home"), *words], input=typed)
        return done.exit_code, done.output + str(done.exception or "")

    for name in ("Ada", "Eve"):
        run("operators", "add", name, "--role", "administrator", typed=f"{SECRET}\n{SECRET}\n")
    assert "two people" in run("operators", "two", "on")[1]
    key = tmp_path / "key"
    code, said = run("key", "export", str(key), typed="Eve\nwrong\n")
    assert (code != 0, key.exists()) == (True, False), said
    code, said = run("key", "export", str(key), typed=f"Ada\n{SECRET}\n")
    assert "their own" in said, "ada at the command line is Ada"
    assert not key.exists()
    code, said = run("key", "export", str(key), typed=f"Eve\n{SECRET}\n")
    assert (code, key.exists()) == (0, True), said
    assert "one person" in run("operators", "two", "off", typed=f"Eve\n{SECRET}\n")[1]


def test_a_session_ends_at_once_when_its_role_changes(app: App, ada: Actor) -> None:
    eve, olga = (app.accounts.sign_in(name, SECRET, now=NOW) for name in ("Eve", "Olga"))
    olga.require(Right.PEOPLE)
    app.accounts.set_role("Eve", Role.OPERATOR, by=ada, now=NOW)
    app.accounts.remove("Olga", by=ada, now=NOW)
    with pytest.raises(AuthError, match="session is over"):
        Desk(app, eve).export_key(Path("x"), now=NOW)
    with pytest.raises(AuthError, match="session is over"):
        Desk(app, eve).visitors(since=NOW, now=NOW)
    with pytest.raises(AuthError, match="session is over"):
        app.accounts.set_role("Ada", Role.VIEWER, by=eve, now=NOW)
    with pytest.raises(AuthError, match="session is over"):
        Desk(app, olga).set_blocked(1, True, now=NOW)
    Desk(app, app.accounts.sign_in("Eve", SECRET, now=NOW)).visitors(since=NOW, now=NOW)
    # The control: who only remembers the role goes on as what they were.
    assert Actor("Eve", Role.ADMINISTRATOR).may(Right.ADMINISTER)


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_waits_survive_a_restart_and_a_clock_that_jumps_by_a_day(
    open_home: Callable[[], App], monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    app = open_home()
    app.accounts.add("Ada", SECRET, Role.ADMINISTRATOR, by=app.actor, now=NOW)
    person = app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
    app.pins.set(person.id, "2580", now=NOW)
    for _ in range(5):
        with pytest.raises(AuthError):
            app.accounts.sign_in("Ada", "a long secret 9", now=NOW)
        assert not app.pins.check(person.id, "1379", now=NOW)
    app = open_home()  # a restart
    then = NOW + timedelta(days=days)
    if days > 0:  # the wait is over by the clock, whoever set it; the next wrong one waits longer than before
        with pytest.raises(AuthError):
            app.accounts.sign_in("Ada", "a long secret 9", now=then)
        assert not app.pins.check(person.id, "1379", now=then)
    for again in (
        lambda: app.accounts.sign_in("Ada", SECRET, now=then),
        lambda: app.pins.check(person.id, "2580", now=then),
    ):
        with pytest.raises(AuthError) as waits:
            again()
        assert 0 < waits.value.wait_seconds <= 60, "never longer than its own length"
    later = then + timedelta(seconds=61)
    assert app.accounts.sign_in("Ada", SECRET, now=later).role is Role.ADMINISTRATOR
    assert app.pins.check(person.id, "2580", now=later)


# Who is forced


def test_a_pin_for_duress_is_another_one_and_goes_with_the_pin(app: App) -> None:
    person = app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
    desk = Desk(app, Actor("Olga", Role.OPERATOR))
    with pytest.raises(AuthError, match="no PIN yet"):
        desk.set_duress_pin(person.id, "9513", now=NOW)
    desk.set_pin(person.id, "2580", now=NOW)
    with pytest.raises(AuthError, match="already their PIN"):
        desk.set_duress_pin(person.id, "2580", now=NOW)
    with pytest.raises(AuthError, match="too easy to guess"):
        desk.set_duress_pin(person.id, "1111", now=NOW)
    desk.set_duress_pin(person.id, "9513", now=NOW)
    found = [app.pins.check(person.id, pin, now=NOW) for pin in ("2580", "9513", "1379")]
    assert found == [Typed.RIGHT, Typed.DURESS, Typed.WRONG]
    desk.set_pin(person.id, "4682", now=NOW)
    assert not app.pins.check(person.id, "9513", now=NOW)
    desk.set_duress_pin(person.id, "9513", now=NOW)
    desk.set_duress_pin(person.id, None, now=NOW)
    assert app.pins.count_duress() == 0


def test_a_pin_takes_as_long_for_who_has_a_second_one(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def counted(stored: str, secret: str) -> bool:
        compared.append(stored)
        return matches(stored, secret)

    monkeypatch.setattr(pins, "matches", counted)
    person = app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
    app.pins.set(person.id, "2580", now=NOW)

    def work(pin: str) -> list[str]:
        """What Argon2 has to do, by its parameters."""
        compared.clear()
        app.pins.check(person.id, pin, now=NOW)
        return [stored.rsplit("$", 2)[0] for stored in compared]

    alone = [work(pin) for pin in ("2580", "1379", "2580")]
    app.pins.set_duress(person.id, "9513")
    assert alone == [work(pin) for pin in ("2580", "9513", "1379")]
    assert len(alone[0]) == 2


def test_doctor_says_where_nobody_would_see_a_silent_alarm(app: App, ada: Actor) -> None:
    def found() -> tuple[str, str]:
        finding = _silent_alarms(app.home)
        return finding.state, finding.found

    assert found() == ("ok", "nobody has a PIN for duress")
    person = app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
    app.pins.set(person.id, "2580", now=NOW)
    app.pins.set_duress(person.id, "9513")
    state, said = found()  # Ada has signed in, long ago
    assert state == "note"
    assert "nobody has signed in to a window for 7 days" in said
    app.accounts.sign_in("Ada", SECRET, now=datetime.now(UTC))
    assert found() == ("ok", "1 person with a PIN for duress; windows show an alarm")
    app.pins.note_duress(person.id, "front", now=NOW)
    state, said = found()
    assert (state, said.split(",")[0]) == ("note", "1 alarm that nobody has marked as seen")
    app.pins.mark_duress_seen(app.pins.unseen_duress()[-1].id, by=ada, now=NOW)
    assert found()[0] == "ok"


def _opens_with(app: App, pin: str) -> tuple[AccessEvent, list[str], list[AccessEvent]]:
    """What the door says to a PIN, every sentence of its screen, and the log."""
    door = AtTheDoor(app, rule=DoorRule("front", cooldown_seconds=0), pin=True)
    coming = clip(photo("resident-001", "bare", 0, "visits"), 1, 1000)
    seen = door.show(list(itertools.islice(coming, 8)))
    event = door.enter_pin(pin, STATION_NOW)
    seen += door.show(list(itertools.islice(coming, 3)))
    assert door.unlocks() == 1
    assert all("duress" not in str(one).lower() for one in door.told)
    said = [decision.message for one in seen for decision in one.decisions.values()]
    return event, said, app.log.query(snapshots=False)


def test_who_is_forced_opens_and_only_the_desk_hears_of_it(two_residents: App, monkeypatch: pytest.MonkeyPatch) -> None:
    app = two_residents
    ada = app.people.find("resident-001").id
    app.pins.set(ada, "2580", now=STATION_NOW)
    app.pins.set_duress(ada, "9513")
    free, said, _ = _opens_with(app, "2580")
    assert app.pins.unseen_duress() == []
    forced, said_forced, logged = _opens_with(app, "9513")
    (alarm,) = app.pins.unseen_duress()  # what windows show: tests/gui/test_backups_page.py
    # Neither the answer, nor the screen, nor the log that the live page shows tells one from the other.
    same = ("outcome", "reason", "message", "person_id", "door")
    assert [getattr(forced, name) for name in same] == [getattr(free, name) for name in same]
    assert set(said_forced) == set(said)
    assert {event.reason for event in logged} == {Reason.GRANTED, Reason.PIN_NEEDED}
    assert (alarm.who, alarm.about, alarm.detail) == (PROGRAM.name, f"person {ada}", "door front")
    # The control: where the second PIN is taken for the first, nobody hears of it.
    monkeypatch.setattr(Pins, "check", lambda *args, **named: Typed.RIGHT)
    _opens_with(app, "9513")
    assert app.pins.unseen_duress() == [alarm]
