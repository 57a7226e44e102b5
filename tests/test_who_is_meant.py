"""Who and what is meant at the command line: names that look like numbers or markup, days, Enter at a question."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import keyring
import numpy as np
import pytest
from keyring.backends.null import Keyring as NullKeyring
from typer.testing import CliRunner, Result

from gatekeeper.app import App, open_app
from gatekeeper.cli import app as commands
from gatekeeper.domain import AccessEvent, MaskState, Outcome, Reason
from gatekeeper.door_rule import DoorRule, Schedule
from gatekeeper.errors import ConfigError, GatekeeperError, StoreError, VaultError
from gatekeeper.store.templates import NewPhoto
from gatekeeper.store.vault import database_key

MARKUP = ("Bo [/b] Lee", "[visitor]", "[bold]Ann[/bold]", "[link=file:///etc]x", "Zed \\[x]", ":smile:")


def at(text: str) -> datetime:
    """A moment in the machine's time."""
    return datetime.fromisoformat(text).astimezone(UTC)


class Terminal:
    """A home with people of given names, who have been at the door once each, in the order of their numbers."""

    def __init__(self, home: Path, *names: str) -> None:
        self.home = home
        with self.opened() as app:
            for number, name in enumerate(names):
                person = app.people.add(name, consent_text="1", consent_at=at("2026-11-01"))
                app.log.record(
                    AccessEvent(
                        at("2026-11-20T10:00") + timedelta(minutes=number),
                        "door",
                        "cam",
                        Outcome.OPENED,
                        Reason.GRANTED,
                        f"Welcome, {name}.",
                        person.id,
                        name,
                    )
                )

    def opened(self) -> "Opened":
        return Opened(self.home)

    def answer(self, *words: object, typed: str = "") -> Result:
        return CliRunner().invoke(commands, ["--home", str(self.home), *map(str, words)], input=typed)

    def run(self, *words: object, typed: str = "") -> str:
        done = self.answer(*words, typed=typed)
        assert done.exception is None, done.output
        return done.output

    def refused(self, kind: type[GatekeeperError], *words: object) -> str:
        done = self.answer(*words)
        assert type(done.exception) is kind, (done.exception, done.output)
        return str(done.exception)

    def names(self) -> list[str]:
        with self.opened() as app:
            return [person.name for person in app.people.list()]

    def log(self, *words: object) -> list[str]:
        return [event["person_name"] for event in json.loads(self.run("log", "list", "--json", *words))]


class Opened:
    def __init__(self, home: Path) -> None:
        self.app = open_app(home, prefer_keyring=False)

    def __enter__(self) -> App:
        return self.app

    def __exit__(self, *error: object) -> None:
        self.app.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    before = keyring.get_keyring()
    keyring.set_keyring(NullKeyring())  # type: ignore[no-untyped-call]
    yield tmp_path / "home"
    keyring.set_keyring(before)


def test_nobody_is_removed_blocked_or_changed_in_the_place_of_somebody_else(home: Path) -> None:
    terminal = Terminal(home, "10", "2", "5", "3")  # number 3 is called 5, number 4 is called 3
    for words in (
        ("remove", "3", "--yes"),
        ("remove", "3", "--erase", "--yes"),
        ("block", "3"),
        ("show", "3"),
        ("rename", "3", "x"),
        ("edit", "3", "--group", "staff"),
        ("pin", "3"),
        ("pin", "3", "--clear"),
        ("alike", "2", "3"),
        ("alike", "3", "2"),
        ("add-photos", "3", home / "a.jpg"),
    ):
        said = terminal.refused(StoreError, "people", *words)
        assert "id=3 is 5; id=4 is 3" in said, words
    assert "id=3 is 5; id=4 is 3" in terminal.refused(StoreError, "log", "list", "--person", "3")
    assert terminal.names() == ["10", "2", "3", "5"]
    assert terminal.log("--person", "name=3") == ["3"]
    assert terminal.log("--person", "id=3") == ["5"]
    assert terminal.log("--person", "10") == ["10"]
    terminal.run("people", "remove", "name=3", "--yes")
    assert terminal.names() == ["10", "2", "5"]
    assert "5 (number 3) is removed" in terminal.run("people", "remove", "id=3", "--yes")


def test_a_number_alone_is_nobody_s_number_where_people_are_called_by_numbers(home: Path) -> None:
    terminal = Terminal(home, "10", "2", "5", "3")  # number 3 is called 5
    terminal.run("people", "remove", "name=3", "--yes")
    for words in (("remove", "3", "--yes"), ("remove", "3", "--erase", "--yes"), ("block", "3"), ("rename", "3", "x")):
        assert "Nobody is called '3', and number 3 is 5" in terminal.refused(StoreError, "people", *words)
    assert "write id=3 for 5" in terminal.refused(StoreError, "log", "list", "--person", "3")
    assert terminal.names() == ["10", "2", "5"]
    assert terminal.log("--person", "name=3") == ["3"]
    terminal.run("people", "remove", "#3", "--yes")
    assert terminal.names() == ["10", "2"]


def test_a_number_that_was_somebody_s_name_is_not_taken_for_another_s_number(home: Path) -> None:
    terminal = Terminal(home, "Anna", "1", "007")
    assert terminal.log("--person", "007") == ["007"]
    terminal.run("people", "remove", "name=1", "--yes")
    terminal.run("people", "remove", "007", "--yes")
    for who in ("1", "007", "03"):
        terminal.refused(StoreError, "people", "remove", who, "--yes")
    assert terminal.names() == ["Anna"]
    assert "Anna" in terminal.run("people", "show", "id=1")


def test_a_number_with_a_sign_before_it_is_a_name_where_people_are_called_so(home: Path) -> None:
    terminal = Terminal(home, "Anna", "Berta", "#3", "=2")  # number 3 is called #3, and so on
    terminal.run("people", "block", "=2")
    assert [
        person["name"] for person in json.loads(terminal.run("people", "list", "--which", "blocked", "--json"))
    ] == ["=2"]
    assert "no person '=1'" in terminal.refused(StoreError, "people", "remove", "=1", "--yes")
    terminal.run("people", "rename", "id=2", "#1")
    terminal.run("people", "remove", "name=#1", "--yes")
    terminal.run("people", "remove", "id=3", "--yes")
    assert "write id=1 for Anna" in terminal.refused(StoreError, "people", "remove", "#1", "--yes")
    assert terminal.names() == ["=2", "Anna"]
    assert "Anna" in terminal.run("people", "show", "id=1")


def test_nobody_is_erased_in_the_place_of_somebody_else_who_is_gone(home: Path) -> None:
    terminal = Terminal(home, "10", "2", "5", "3", "Anna")  # number 3 is called 5, number 4 is called 3
    terminal.run("people", "remove", "id=3", "--yes")
    terminal.run("people", "remove", "id=4", "--yes")
    terminal.run("people", "remove", "id=5", "--yes")
    said = terminal.refused(StoreError, "people", "remove", "3", "--erase", "--yes")
    assert "id=3 is 5; name=3" in said
    assert "write id=4 for 3" in terminal.refused(StoreError, "people", "remove", "4", "--erase", "--yes")
    assert terminal.log() == ["Anna", "3", "5", "2", "10"]
    terminal.run("people", "remove", "name=3", "--erase", "--yes")
    terminal.run("people", "remove", "id=3", "--erase", "--yes")
    assert terminal.log() == ["Anna", None, None, "2", "10"]


def test_a_hint_never_names_somebody_else(home: Path) -> None:
    terminal = Terminal(home, "Anna", "id=1", "name=Bo")  # number 2 is called id=1
    assert "Did you mean name=id=1?" in terminal.refused(StoreError, "people", "show", "id=x")
    assert "Did you mean name=name=Bo?" in terminal.refused(StoreError, "people", "show", "name=Bo")
    terminal.run("people", "remove", "name=id=1", "--yes")
    assert terminal.names() == ["Anna", "name=Bo"]


def test_an_unknown_name_is_an_error_and_a_removed_one_is_not(home: Path) -> None:
    terminal = Terminal(home, "Anna", "Berta", "Anna")
    assert "no person 'Ana'" in terminal.refused(StoreError, "log", "list", "--person", "Ana")
    assert "no person 'id=7'" in terminal.refused(StoreError, "log", "list", "--person", "id=7")
    assert "id=1 is Anna; id=3 is Anna" in terminal.refused(StoreError, "log", "list", "--person", "Anna")
    assert "no door" in terminal.refused(ConfigError, "log", "list", "--door", "gate")
    assert "no schedule" in terminal.refused(ConfigError, "doors", "set", "door", "--admit", "staff=nights")
    terminal.run("people", "remove", "id=3", "--yes")
    terminal.run("people", "remove", "Berta", "--yes")
    # Who was removed is still in the log, and so is found there.
    assert terminal.log("--person", "berta") == ["Berta"]
    assert terminal.log("--person", "Anna") == ["Anna", "Anna"]
    assert terminal.log("--person", "id=1") == ["Anna"]


def test_a_former_name_does_not_match_where_somebody_else_has_it_now(home: Path) -> None:
    terminal = Terminal(home, "Anna", "Berta")
    terminal.run("people", "rename", "Anna", "Carla")
    assert terminal.log("--person", "Anna") == ["Anna"]
    terminal.run("people", "rename", "Berta", "Anna")
    assert terminal.log("--person", "Anna") == ["Berta"]


def test_a_removed_person_can_be_erased_later(home: Path) -> None:
    terminal = Terminal(home, "Wilhelmina", "Berta")
    terminal.run("people", "rename", "id=1", "Wilhelmina Maria")
    terminal.run("people", "rename", "id=1", "Wilhelmina")
    assert "still names Wilhelmina in 1 event" in terminal.run("people", "remove", "Wilhelmina", "--yes")
    assert terminal.answer("people", "remove", "Wilhelmina", "--erase", typed="\n").exit_code == 1
    assert terminal.log("--person", "Wilhelmina") == ["Wilhelmina"]
    terminal.run("people", "remove", "Wilhelmina", "--erase", "--yes")
    terminal.refused(StoreError, "people", "remove", "Wilhelmina", "--erase", "--yes")
    assert terminal.log() == ["Berta", None]
    acts = terminal.run("operators", "audit", "--json")
    assert {act["act"] for act in json.loads(acts)} == {"person renamed", "person removed", "person erased"}
    assert "Wilhelmina" not in acts + terminal.run("log", "list", "--json")
    assert b"Wilhelmina" not in b"".join(path.read_bytes() for path in home.iterdir())


def test_the_trail_forgets_the_names_of_who_is_erased(home: Path) -> None:
    terminal = Terminal(home, "Anna")
    terminal.run("people", "rename", "Anna", "Wilhelmina")
    assert "Wilhelmina (number 1) is erased" in terminal.run("people", "remove", "Wilhelmina", "--erase", "--yes")
    assert "Wilhelmina" not in terminal.run("operators", "audit", "--json")


def test_enter_deletes_nobody(home: Path) -> None:
    terminal = Terminal(home, "Anna")
    for erase in ([], ["--erase"]):
        done = terminal.answer("people", "remove", "Anna", *erase, typed="\n")
        assert done.exit_code == 1
        assert "Nothing was changed." in done.output
    assert terminal.names() == ["Anna"]


def test_names_are_no_markup(home: Path) -> None:
    terminal = Terminal(home, *MARKUP)
    with terminal.opened() as app:
        app.people.set_groups(1, MARKUP)
        app.people.save_door_rule(DoorRule("[/red] door", {name: Schedule(name, ()) for name in MARKUP}))
        app.accounts.audit(app.actor, "x", MARKUP[0], MARKUP[1], now=at("2026-11-20"))
    for words, shown in (
        (("people", "list"), MARKUP),
        (("log", "list"), MARKUP),
        (("doors", "list"), (*MARKUP, "[/red] door")),
        (("schedules", "list"), MARKUP),
        (("operators", "audit"), MARKUP[:2]),
    ):
        told = re.sub(r"\s+", "", terminal.run(*words))
        for name in shown:
            # In a narrow column a name is broken over lines, with those of the others between.
            assert re.sub(r"\s+", "", name)[:6] in told, (words, name)
    for name in MARKUP:
        assert name in terminal.run("people", "show", f"name={name}")


def test_a_terminal_obeys_no_reason(home: Path) -> None:
    terminal = Terminal(home)
    with terminal.opened() as app:
        app.accounts.audit(app.actor, "x", "", "fire\x1b[2J\x9b1A\r\nand smoke", now=at("2026-11-20"))
    done = CliRunner().invoke(commands, ["--home", str(home), "operators", "audit"], color=True)
    for shown in ("fire", r"\x1b[2J", r"\x9b", r"\r", "and smoke"):
        assert shown in done.output
    assert not set(done.output) & {"\x1b", "\x9b", "\r"}


def test_a_group_may_hold_what_separates_others(home: Path) -> None:
    terminal = Terminal(home, "Anna")
    said = terminal.run("people", "edit", "Anna", "--group", "Sales, Marketing", "--group", "A=B")
    assert 'groups A=B, "Sales, Marketing";' in said
    shown = terminal.run("people", "show", "Anna")
    assert "valid until  -" in shown
    assert "blocked      no" in shown
    terminal.run("schedules", "set", "office", "mon-fri 08:00-18:00")
    terminal.run("doors", "set", "door", "--admit", "Sales, Marketing=office", "--admit", "A=B")
    with terminal.opened() as app:
        rule = app.people.door_rule("door")
        assert {group: plan.name if plan else None for group, plan in rule.groups.items()} == {
            "Sales, Marketing": "office",
            "A=B": None,
        }
        app.people.save_schedule(Schedule("B", ()))
    assert "several" in terminal.refused(ConfigError, "doors", "set", "door", "--admit", "A=B")
    said = terminal.run("doors", "set", "door", "--admit", "staff")
    assert 'The group staff is new; nobody is in it yet. There were: A=B, "Sales, Marketing".' in said


def test_until_a_day_means_to_its_end(home: Path) -> None:
    terminal = Terminal(home, "Anna")
    assert terminal.log("--since", "2026-11-20", "--until", "2026-11-20") == ["Anna"]
    assert terminal.log("--until", "2026-11-19") == terminal.log("--since", "2026-11-21") == []
    assert terminal.log("--since", "2026-11-20", "--until", "2026-11-20T10:00") == []
    assert "is before" in terminal.refused(ConfigError, "log", "list", "--since", "2026-11-20", "--until", "2026-11-19")
    # 2026-11-20 is the Friday of the 47th week.
    assert terminal.log("--since", "2026-W47-5", "--until", "2026-W47-5") == ["Anna"]
    assert terminal.log("--since", "2026-W47", "--until", "2026W47") == ["Anna"]
    assert terminal.log("--until", "2026-W47-4") == terminal.log("--until", "2026-W46") == []
    terminal.run("log", "list", "--since", "2026-11-20", "--until", "2026-11-20", "--export", home / "day.csv")
    assert len((home / "day.csv").read_text().splitlines()) == 2


def test_list_filter_and_export_tell_the_time_of_the_site(home: Path) -> None:
    terminal, zone = Terminal(home, "Anna"), "Pacific/Kiritimati"  # 14 hours before UTC
    terminal.run("doors", "set", "door", "--timezone", zone)
    local = at("2026-11-20T10:00").astimezone(ZoneInfo(zone))
    listed = terminal.run("log", "list")
    assert f"{local:%Y-%m-%d %H:%M:%S}" in listed
    assert f"Times are in {zone}" in listed
    assert terminal.log("--since", f"{local:%Y-%m-%dT%H:%M}", "--until", f"{local:%Y-%m-%d}") == ["Anna"]
    assert terminal.log("--until", f"{local:%Y-%m-%dT%H:%M}") == []
    terminal.run("log", "list", "--export", home / "all.csv")
    assert f"{local:%Y-%m-%d %H:%M:%S}+14:00" in (home / "all.csv").read_text()


def test_a_trail_from_after_its_end_is_refused_as_a_log_is(home: Path) -> None:
    terminal = Terminal(home, "Anna")
    for words in (("log", "list"), ("operators", "audit"), ("operators", "audit", "--export", home / "trail.csv")):
        said = terminal.refused(ConfigError, *words, "--since", "2026-11-20", "--until", "2026-11-19")
        assert "is before" in said
    assert not (home / "trail.csv").exists()


def test_the_end_of_a_day_is_shown_as_that_day(home: Path) -> None:
    terminal = Terminal(home, "Anna")
    edited = terminal.run("people", "edit", "Anna", "--valid-from", "2026-11-01", "--valid-until", "2026-11-20")
    assert "from 2026-11-01 until the end of 2026-11-20." in edited
    assert "the end of 2026-11-20" in terminal.run("people", "show", "Anna")
    acts = json.loads(terminal.run("operators", "audit", "--json"))
    assert acts[0]["detail"] == "from 2026-11-01 until the end of 2026-11-20"
    exact = terminal.run("people", "edit", "Anna", "--valid-until", "2026-11-20T17:30")
    assert "until 2026-11-20 17:30." in exact


def test_a_list_says_who_is_expired(home: Path) -> None:
    terminal = Terminal(home, "Anna", "Berta", "Carla", "Dora")
    with terminal.opened() as app:
        photo = NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8))
        app.people.add_photos(app.people.find("Carla").id, [photo], added_at=at("2026-11-01"))
    terminal.run("people", "edit", "Anna", "--valid-until", "2020-01-01")
    terminal.run("people", "edit", "Berta", "--valid-from", "2999-01-01")
    states = {one["name"]: one["state"] for one in json.loads(terminal.run("people", "list", "--json"))}
    assert states == {"Anna": "expired", "Berta": "not yet valid", "Carla": "active", "Dora": "no photo"}


def test_the_key_goes_out_on_request_only_and_is_never_printed(home: Path, tmp_path: Path) -> None:
    terminal, out = Terminal(home, "Anna"), tmp_path / "safe.key"
    said = terminal.run("key", "export", out)
    key = (home / "gatekeeper.key").read_text().strip()
    assert out.read_text().strip() == key
    assert "already exists" in terminal.refused(VaultError, "key", "export", out)
    own = terminal.run("key", "export", home / "gatekeeper.key")  # as for a service, where there is no keyring
    assert "already" in own
    said += own
    (home / "gatekeeper.key").unlink()
    assert "key import" in terminal.refused(VaultError, "people", "list")
    said += terminal.run("key", "import", out, "--as-file")
    said += terminal.run("operators", "audit")
    elsewhere = CliRunner().invoke(commands, ["--home", str(tmp_path / "new"), "key", "import", str(out), "--as-file"])
    assert f"gatekeeper --home {tmp_path / 'new'} restore FILE" in elsewhere.output
    assert terminal.names() == ["Anna"]
    assert key not in said
    assert "key exported" in said


def test_a_rotation_that_is_refused_is_not_on_record_and_is_run_again_as_it_was(home: Path, tmp_path: Path) -> None:
    terminal, old = Terminal(home, "Anna"), tmp_path / "old.key"
    with terminal.opened():  # as a service would have it
        assert "Another program" in terminal.refused(StoreError, "key", "rotate", "--keep-old", old)
    assert not old.exists()
    assert "key rotated" not in terminal.run("operators", "audit")
    old.write_text((home / "gatekeeper.key").read_text())  # of one that was cut off
    assert "has a new key" in terminal.run("key", "rotate", "--keep-old", old)
    assert "key rotated" in terminal.run("operators", "audit")
    assert "already exists" in terminal.refused(VaultError, "key", "rotate", "--keep-old", old), "it holds another one"


def test_the_key_of_a_home_whose_making_was_interrupted_is_rotated(home: Path) -> None:
    earlier = database_key(home)  # and then the power failed
    done = CliRunner().invoke(commands, ["--home", str(home), "key", "rotate"])
    assert "has a new key" in done.output
    assert database_key(home) != earlier


def test_people_without_a_pin_are_listed_and_doors_show_whom_they_admit(home: Path) -> None:
    terminal = Terminal(home, "Anna", "Berta")
    with terminal.opened() as app:
        app.pins.set(2, "2580", now=at("2026-11-01"))
        photo = NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8))
        for number in (1, 2):
            app.people.add_photos(number, [photo], added_at=at("2026-11-01"))
    assert [one["name"] for one in json.loads(terminal.run("people", "list", "--without-pin", "--json"))] == ["Anna"]
    assert "The same as --which no-pin." in terminal.run("people", "list", "--help")
    assert "--which is 'blocked'" in terminal.refused(
        ConfigError, "people", "list", "--without-pin", "--which", "blocked"
    )
    terminal.run("doors", "set", "door", "--second-factor", "pin")
    assert json.loads(terminal.run("people", "show", "Anna", "--json"))["doors"] == {"door": "not admitted (no pin)"}
    assert "door: at any time" in terminal.run("people", "show", "Berta")
    terminal.run("people", "block", "Berta")
    assert "door: not admitted (blocked)" in terminal.run("people", "show", "Berta")
    assert "Berta (number 2) is no longer blocked." in terminal.run("people", "block", "Berta", "--undo")
