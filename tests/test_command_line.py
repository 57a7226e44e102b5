"""The command line: one whole run through the installed command, then every command with what users get wrong."""

import csv
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import keyring
import pytest
import typer
from conftest import DEMO, another_model, make_older, photo
from keyring.backends.null import Keyring as NullKeyring
from typer.testing import CliRunner

from gatekeeper.capture.photos import photo_files
from gatekeeper.cli import app
from gatekeeper.demo import clip
from gatekeeper.door_rule import DoorRule
from gatekeeper.errors import (
    CameraError,
    ConfigError,
    EnrolmentError,
    GatekeeperError,
    LogLostError,
    ModelError,
    PhotoError,
    StoreError,
    TextError,
    VaultError,
)
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.seal_file import file_of
from gatekeeper.store.vault import DATABASE_FILE, database_key
from trainer.cli import app as trainer_app

ADA = "resident-001"
COMMAND = Path(sys.executable).with_name("gatekeeper.exe" if sys.platform == "win32" else "gatekeeper")


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The developer's own keyring is no place for the keys of tests."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    # The variable is read once in a process, and another test may have been there first.
    before = keyring.get_keyring()
    keyring.set_keyring(NullKeyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


class Terminal:
    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *words: object) -> str:
        """What a command that succeeds prints."""
        done = CliRunner().invoke(app, ["--home", str(self.home), *map(str, words)])
        assert done.exception is None, done.output
        return done.output

    def json(self, *words: object) -> Any:
        return json.loads(self.run(*words, "--json"))

    def findings(self) -> dict[str, Any]:
        """What `doctor` finds, whatever its status."""
        done = CliRunner().invoke(app, ["--home", str(self.home), "doctor", "--json"])
        return {finding["what"]: finding for finding in json.loads(done.output)}

    def refused(self, kind: type[GatekeeperError], *words: object) -> str:
        """The message and remedy of a command that must be refused with this error."""
        done = CliRunner().invoke(app, ["--home", str(self.home), *map(str, words)])
        assert type(done.exception) is kind, (done.exception, done.output)
        assert isinstance(done.exception, GatekeeperError)
        assert done.exception.hint, done.exception.message
        return str(done.exception)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A home with two people, registered and seen at the door through the installed command."""
    place = tmp_path_factory.mktemp("cli")
    people, pictures = place / "people", place / "clip"
    pictures.mkdir()
    for name in (ADA, "resident-002"):
        for file in photo_files(DEMO / "people" / name):
            target = people / name / file.parent.name / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    frames = [*clip(photo(ADA, "bare", 0, "visits"), 1), *clip(photo("stranger-001", "masked", 0, "visits"), 2, 60)]
    for index, image in enumerate(frames):
        cv2.imwrite(str(pictures / f"{index}.png"), image[..., ::-1])
    home = place / "home"

    def installed(*words: object) -> str:
        environment = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "PATH": "", "HOME": str(place)}
        done = subprocess.run(
            [COMMAND, "--home", home, *map(str, words)],
            capture_output=True,
            text=True,
            cwd=place,
            env=environment,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    verdicts = json.loads(installed("enrol", "--from", people, "--consent", "--json"))
    assert verdicts["taken"].keys() == {ADA, "resident-002"}
    assert [(one["name"], one["doors"]) for one in verdicts["without_pin"]] == [
        (ADA, ["door"]),
        ("resident-002", ["door"]),
    ]
    # The fictional people are still pictures: a liveness check is there to refuse them.
    (Path(home) / "config.toml").write_text('[door]\nliveness = "off"\nsecond_factor = "none"\n')
    told = [json.loads(line) for line in installed("run", "--camera", pictures, "--every-frame", "--json").splitlines()]
    assert (told[0]["outcome"], told[0]["person"]) == ("opened", ADA)
    assert {(event["door"], event["camera"]) for event in told} == {("door", "camera")}
    assert told[-1]["outcome"] == "unknown"
    assert {event["person"] for event in told if event["outcome"] == "opened"} == {ADA}
    return Terminal(home)


@pytest.mark.parametrize("days", ["36501", "900000", "99999999999"])
def test_a_retention_time_beyond_all_calendars_is_refused_with_what_may_be_chosen(tmp_path: Path, days: str) -> None:
    terminal = Terminal(tmp_path / "home")
    for option in ("--events-days", "--faces-days"):
        said = terminal.refused(StoreError, "log", "retain", option, days)
        assert said == f"{days} days is not a valid retention time. Choose 1 to 36500."
    assert "Deleted: 0 events" in terminal.run("log", "retain", "--events-days", "36500")


@pytest.mark.slow
def test_the_log_has_what_happened_at_the_door(seeded: Terminal, tmp_path: Path) -> None:
    events = seeded.json("log", "list")
    opened = [e for e in events if e["outcome"] == "opened"]
    assert opened
    assert opened != events
    assert seeded.json("log", "list", "--outcome", "opened") == opened
    assert seeded.json("log", "list", "--person", ADA, "--outcome", "opened") == opened
    assert seeded.json("log", "list", "--until", "2020-01-01") == []
    assert seeded.json("log", "list", "--since", "2020-01-01T08:00", "--door", "door") == events
    assert f"{len(events)} events, the newest 1 (--limit shows more)" in seeded.run("log", "list", "--limit", 1)
    assert "1 event " in seeded.run("log", "list", "--until", events[-2]["at"])
    # Each event in one line of a terminal of 80, and in words.
    told = seeded.run("log", "list").splitlines()
    assert max(map(len, told)) <= 80
    assert len(told) < len(events) + 6
    assert [ADA in line for line in told if "opened" in line] == [True] * len(opened)
    assert "unknown" in told[4]
    seeded.run("log", "list", "--export", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        assert sorted(row["outcome"] for row in csv.DictReader(file)) == sorted(e["outcome"] for e in events)
    seeded.run("log", "list", "--export", tmp_path / "out.json")
    assert len(json.loads((tmp_path / "out.json").read_text())) == len(events)


def test_people_are_shown_with_what_is_known_of_them(seeded: Terminal) -> None:
    assert [p["name"] for p in seeded.json("people", "list")] == [ADA, "resident-002"]
    shown = seeded.json("people", "show", ADA)
    assert shown["photos"]["bare"] > 0
    assert shown["photos"]["masked"] > 0
    assert shown["last_seen"] is not None
    assert shown["consent"]["at"] is not None


@pytest.mark.slow
def test_a_person_with_a_taken_name_is_registered_with_a_notice(terminal: Terminal) -> None:
    photos = [photo_files(DEMO / "people" / name / "bare")[0] for name in (ADA, "resident-002")]
    assert "already" not in terminal.run("enrol", "Ada", photos[0])
    told = terminal.run("enrol", "Ada", photos[1])
    assert "Ada is registered as number 2 with 1 photo." in told
    assert "There is another Ada, number 1." in told


@pytest.mark.slow
def test_more_photos_are_given_to_somebody_registered(terminal: Terminal) -> None:
    bare, masked = (photo_files(DEMO / "people" / ADA / kind) for kind in ("bare", "masked"))
    assert "with 1 photo." in terminal.run("enrol", "Ada", bare[0])
    told = terminal.run("people", "add-photos", "Ada", "no.jpg", bare[1], masked[0], bare[0])
    assert "refused no.jpg does not exist" in told
    assert "Ada (number 1) has 3 photos now." in told
    assert "nearly the same photo" in told
    assert terminal.json("people", "show", "Ada")["photos"] == {"bare": 2, "masked": 1}
    other = photo_files(DEMO / "people" / "resident-002" / "bare")[0]
    assert "No photo was added to Ada." in terminal.refused(EnrolmentError, "people", "add-photos", "Ada", other)
    assert [act["act"] for act in terminal.json("operators", "audit")][:2] == ["photo added", "photo added"]


def test_rules_are_set_and_shown(seeded: Terminal) -> None:
    seeded.run("schedules", "set", "office", "mon-fri 08:00-18:00", "sat 09:00-12:00")
    seeded.run("people", "edit", ADA, "--group", "staff", "--valid-until", "2030-01-01")
    shown = seeded.json("people", "show", ADA)
    assert shown["groups"] == ["staff"]
    # To the end of that day, as it is here.
    end = datetime.fromisoformat(shown["valid_until"])
    assert end.astimezone().replace(tzinfo=None) == datetime(2030, 1, 2)
    assert "until the end of 2030-01-01" in " ".join(seeded.run("people", "edit", ADA, "--group", "staff").split())
    assert "the end of 2030-01-01" in seeded.run("people", "show", ADA)
    seeded.run("people", "edit", ADA, "--valid-until", "2030-01-01 08")  # not the day after
    assert "until 2030-01-01 08:00" in " ".join(seeded.run("people", "edit", ADA, "--group", "staff").split())
    seeded.run("doors", "set", "door", "--admit", "staff=office", "--admit", "guests", "--cooldown", 9)
    (rule,) = seeded.json("doors", "list")
    assert rule["admits"] == {"guests": None, "staff": "office"}
    assert rule["cooldown_seconds"] == 9
    assert "Monday to Friday" in seeded.run("doors", "show", "door")
    assert seeded.json("schedules", "list")[0]["name"] == "office"
    assert "is used by door" in seeded.refused(StoreError, "schedules", "remove", "office")
    seeded.run("people", "edit", ADA, "--leave", "staff", "--valid-until", "always")
    assert seeded.json("people", "show", ADA)["valid_until"] is None
    seeded.run("doors", "set", "door", "--everybody", "--timezone", "Europe/Vienna")
    assert seeded.json("doors", "show", "door")[0]["admits"] == {}
    seeded.run("schedules", "remove", "office")
    assert "office" not in [schedule["name"] for schedule in seeded.json("schedules", "list")]


@pytest.mark.slow
def test_every_command_that_changes_something_is_in_the_audit_trail(seeded: Terminal, tmp_path: Path) -> None:
    before = len(seeded.json("operators", "audit", "--limit", 999))
    for words in (
        ("people", "rename", "resident-002", "Zoë"),
        ("people", "rename", "Zoë", "resident-002"),
        ("people", "block", "resident-002"),
        ("people", "block", "resident-002", "--undo"),
        ("people", "edit", "resident-002", "--group", "crew", "--valid-until", "2040-01-01"),
        ("people", "pin", "resident-002", "--clear"),
        ("doors", "set", "door", "--unlock", 4, "--mask", "required"),
        ("doors", "set", "door", "--unlock", 3, "--mask", "optional"),
        ("schedules", "set", "weekend", "sat,sun 08:00-12:00"),
        ("schedules", "remove", "weekend"),
        ("log", "list", "--export", tmp_path / "out.csv"),
        ("enrol", "Eve", *photo_files(DEMO / "people" / "resident-010" / "bare")[:2]),
        ("people", "remove", "Eve", "--yes"),
        ("models", "activate", "masked-face"),
    ):
        seeded.run(*words)
    acts = seeded.json("operators", "audit", "--limit", 999)[:-before]
    assert [act["act"] for act in reversed(acts)] == [
        "person renamed",
        "person renamed",
        "person blocked",
        "person unblocked",
        "person's validity changed",
        "person's groups changed",
        "PIN cleared",
        "door's rule changed",
        "door's rule changed",
        "schedule changed",
        "schedule removed",
        "log exported",
        "register",
        "person removed",
        "model activated",
    ]
    assert all(act["who"].endswith("(command line)") for act in acts)
    (mask,) = [act["detail"] for act in acts if "→ must be worn" in act["detail"]]
    assert mask == "stays open: 3 s → 4 s; mask: may be worn → must be worn"


@pytest.mark.parametrize(
    ("words", "kind", "says"),
    [
        (["people", "show", "nobody"], StoreError, "nobody"),
        (["people", "show", "99"], StoreError, "99"),
        (["people", "rename", ADA, " "], StoreError, "name"),
        (["people", "edit", ADA, "--valid-from", "soon"], ConfigError, "--valid-from"),
        (["people", "edit", ADA, "--valid-from", "2030-01-02", "--valid-until", "2030-01-01"], StoreError, "2030"),
        (["people", "edit", ADA, "--leave", "crew"], ConfigError, "crew"),
        (["doors", "show", "cellar"], StoreError, "cellar"),
        (["doors", "set", "cellar", "--everybody"], StoreError, "cellar"),
        (["doors", "set", "door", "--admit", "a=nights"], ConfigError, "nights"),
        (["doors", "set", "door", "--admit", "a", "--everybody"], ConfigError, "--everybody"),
        (
            ["doors", "set", "door", "--unlock", "0"],
            ConfigError,
            "--unlock is '0'. It must be a number of seconds from 0.5",
        ),
        (
            ["doors", "set", "door", "--cooldown", "abc"],
            ConfigError,
            "--cooldown is 'abc'. It must be a number of seconds",
        ),
        (["doors", "set", "door", "--cooldown", "nan"], ConfigError, "--cooldown is 'nan'"),
        (["people", "add-photos", ADA, "no.jpg"], EnrolmentError, "No photo was added"),
        (["people", "add-photos", "nobody", "no.jpg"], StoreError, "nobody"),
        (["schedules", "remove", "nights"], StoreError, "nights"),
        (["doors", "set", "door", "--timezone", "Mars/Base"], ConfigError, "Mars/Base"),
        (["doors", "set", "door", "--passback-reset", "04:00+02:00"], ConfigError, "is no time of day"),
        (["outlets", "resend", "5"], ConfigError, "No message was put aside with the ID 5."),
        (["outlets", "throw-away", "5"], ConfigError, "No message was put aside with the ID 5."),
        (["operators", "password", "nobody"], StoreError, "There is no account 'nobody'."),
        (["key", "import", "no.key"], VaultError, "no.key cannot be read: No such file or directory. Give"),
        (
            ["log", "verify", "--checkpoint", "no.json"],
            StoreError,
            "no.json cannot be read: No such file or directory.",
        ),
        (["schedules", "set", "office", "always"], ConfigError, "always"),
        (["log", "list", "--since", "2026-13-01"], ConfigError, "2026-13-01"),
        (["log", "list", "--outcome", "maybe"], ConfigError, "maybe"),
        (["log", "list", "--export", "events.txt"], StoreError, "events.txt"),
        (["log", "list", "--sign"], ConfigError, "--sign goes with --export"),
        (["operators", "audit", "--bom"], ConfigError, "--bom goes with --export"),
        (
            ["log", "list", "--export", "no/such/folder/events.csv"],
            StoreError,
            "no/such/folder/events.csv cannot be written: No such file or directory. Check",
        ),
        (["models", "show", "nix"], ModelError, "nix"),
        (["models", "activate", "nix"], ModelError, "nix"),
        (["models", "activate", ""], ModelError, "There is no model ''."),
        (["models", "activate", "mask-status"], ModelError, "mask-status"),
        (["models", "add", "nix"], ModelError, "nix"),
        (["models", "calibrate", "--model", "nix"], ModelError, "nix"),
        (["models", "add", "inception-resnet-v1", "--file", "no.pt"], ModelError, "no.pt"),
        (["models", "calibrate", "--reset", "--dry-run"], ConfigError, "exclude each other"),
        (["models", "compare", "masked-face"], ConfigError, "masked-face is the model in use. Name another"),
        (["models", "evaluate"], ConfigError, "--pairs"),
        (["models", "evaluate", "--gallery", ".", "--images", "."], ConfigError, "--pairs and --images, or --gallery"),
        (["models", "evaluate", "--pairs", "no.csv", "--images", "."], TextError, "no.csv"),
        (["models", "evaluate", "--gallery", "no-folder"], PhotoError, "no-folder"),
        (["run", "--camera", "no-such-clip.mp4"], CameraError, "no-such-clip.mp4"),
        (["run", "--camera", "halway"], CameraError, "Cameras by name: camera."),
        (["enrol"], ConfigError, "--from"),
        (["enrol", "Eve"], ConfigError, "--from"),
        (["enrol", "Eve", "no.jpg"], EnrolmentError, "None of the photos of Eve"),
        (["enrol", "--from", "no-folder"], PhotoError, "no-folder"),
        (["demo", "--headless", "--visits", "no-folder"], PhotoError, "no-folder"),
        (["demo", "--json", "no/such/folder/out.json"], ConfigError, "no/such"),
        (["demo", "--headless"], ConfigError, "already in use"),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else "",
)
def test_a_command_that_fails_says_why_with_a_remedy(
    seeded: Terminal, words: list[str], kind: type[GatekeeperError], says: str
) -> None:
    before = seeded.json("people", "list"), seeded.json("doors", "list")
    assert says in seeded.refused(kind, *words)
    assert (seeded.json("people", "list"), seeded.json("doors", "list")) == before


def test_a_test_that_does_not_arrive_says_what_to_look_at(terminal: Terminal) -> None:
    terminal.home.mkdir()
    mail = '[mail]\nserver = "127.0.0.1"\nport = 1\nsender = "a@b.c"\nrecipients = "d@e.f"\n'
    (terminal.home / "config.toml").write_text(mail)
    said = terminal.refused(ConfigError, "outlets", "test", "mail")
    assert said == (
        "The test did not arrive: it refuses connections. Check its settings in config.toml, and the network."
    )


@pytest.mark.slow
def test_why_a_clip_cannot_be_played_is_told_once_with_the_camera_s_name(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_text("no video")
    done = CliRunner().invoke(app, ["--home", str(terminal.home), "run", "--camera", str(tmp_path / "clip.mp4")])
    assert done.exit_code == 1
    assert "Camera camera: " in done.output
    assert f"{done.output}{done.exception}".count("copy it again, or convert it") == 1


@pytest.mark.slow
def test_pictures_without_a_usable_face_register_nobody(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no folder" in terminal.refused(PhotoError, "enrol", "--from", tmp_path / "empty")
    assert "picture" in terminal.refused(CameraError, "run", "--camera", tmp_path / "empty")
    (tmp_path / "text.jpg").write_text("not a picture")
    assert "None of the photos of Eve" in terminal.refused(EnrolmentError, "enrol", "Eve", tmp_path / "text.jpg")
    masked = photo_files(DEMO / "people" / ADA / "masked")[0]
    assert "no bare photo" in terminal.refused(EnrolmentError, "enrol", "Eve", masked)
    assert terminal.json("people", "list") == []


@pytest.mark.slow
def test_a_bad_photo_does_not_end_what_comes_after_it(terminal: Terminal, tmp_path: Path) -> None:
    bare = photo_files(DEMO / "people" / ADA / "bare")
    bad = tmp_path / os.fsdecode("坏.jpg".encode("gbk"))
    bad.write_text("not a picture")
    told = terminal.json("enrol", "Ada", bad, bare[0])
    assert [one["taken"] for one in told["photos"]] == [False, True]
    assert "坏.jpg is not a picture" in told["photos"][0]["message"]
    told = terminal.json("people", "add-photos", "Ada", "nix.jpg", tmp_path, bare[1])
    assert [one["taken"] for one in told["photos"]] == [False, False, True]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_terminal_obeys_no_name_of_a_folder_or_file(terminal: Terminal, tmp_path: Path) -> None:
    people = tmp_path / "in"
    shutil.copytree(DEMO / "people" / ADA / "bare", people / "Ada\nregistered     Eve")
    (people / "\x1b[2JBob").mkdir()
    (people / "\x1b[2JBob" / "0.jpg").write_bytes(b"")
    (people / "Ada\nregistered     Eve" / "\x1b]0;x\x07.jpg").write_bytes(b"")
    (people / "\r.txt").write_text("")
    done = CliRunner().invoke(app, ["--home", str(terminal.home), "enrol", "--from", str(people)], color=True)
    assert r"registered     Ada\nregistered     Eve with" in done.output
    photo = r"Ada\nregistered     Eve/\x1b]0;x\x07.jpg"
    assert f"photo refused  {photo} is not a picture" in done.output  # named once
    assert r"and these have none: Ada\nregistered     Eve (number 1)" in done.output
    assert r"left out       \r.txt" in done.output
    assert r"not registered \x1b[2JBob: The name '\x1b[2JBob' cannot be stored." in done.output
    done = CliRunner().invoke(app, ["--home", str(terminal.home), "enrol", "--from", str(people)], color=True)
    assert r"not registered Ada\nregistered     Eve: Ada\nregistered     Eve looks like" in done.output
    assert not set(done.output) & {"\x1b", "\x07", "\r"}


@pytest.mark.slow
def test_a_folder_where_somebody_is_left_out_ends_with_a_status(terminal: Terminal, tmp_path: Path) -> None:
    people = tmp_path / "in"
    shutil.copytree(DEMO / "people" / ADA / "bare", people / "Ada")
    (people / "Raw").mkdir()
    (people / "Raw/1.nef").write_bytes(b"raw")
    (people / ".Trash-1000").mkdir()
    done = CliRunner().invoke(app, ["--home", str(terminal.home), "enrol", "--from", str(people)])
    assert done.exit_code == 1
    assert "registered     Ada with" in done.output
    assert "left out       Raw/1.nef: Files of this kind are not read." in done.output
    assert "left out       .Trash-1000: It belongs to the system." in done.output
    assert "not registered Raw: The folder contains no readable photo." in done.output
    assert "1 person registered, 1 not." in done.output
    assert "door: a PIN is required as well, and these have none: Ada (number 1)." in done.output
    done = CliRunner().invoke(app, ["--home", str(terminal.home), "enrol", "--from", str(people), "--json"])
    told = json.loads(done.output)
    assert (done.exit_code, told["taken"], [one["name"] for one in told["failed"]]) == (1, {}, ["Ada", "Raw"])


@pytest.mark.slow
def test_an_older_log_is_brought_up_to_date_in_words(terminal: Terminal) -> None:
    terminal.run("groups", "add", "staff")
    with Database.open(terminal.home / DATABASE_FILE, database_key(terminal.home)) as database:
        make_older(database, 40_000)
    if sys.platform != "win32":  # which has no signal like it for one process
        with subprocess.Popen(
            [COMMAND, "--home", terminal.home, "log", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as command:
            assert command.stderr is not None
            assert "being upgraded" in command.stderr.readline()
            command.send_signal(signal.SIGINT)
            assert (
                "Stopped; the database is unchanged. The next command starts the upgrade again."
                in command.stderr.read()
            )
        assert command.returncode != 0
    assert "upgraded, once. Ctrl-C stops the upgrade without loss" in terminal.run("log", "list", "--limit", 1)
    assert "up to date" not in terminal.run("log", "list", "--limit", 1)


def test_a_home_that_can_not_be_used_is_refused_and_left_alone(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    inside = Terminal(tmp_path / "file" / "home")
    assert "--home" in inside.refused(StoreError, "people", "list")
    assert (tmp_path / "file").read_text() == "mine"
    terminal.run("groups", "add", "staff")
    key = terminal.home / "gatekeeper.key"
    kept = key.read_bytes()
    key.unlink()
    assert "gatekeeper.key" in terminal.refused(VaultError, "people", "list")
    key.write_text("00" * 32)
    key.chmod(0o600)
    assert "key" in terminal.refused(VaultError, "people", "list")
    key.write_bytes(kept)
    assert terminal.json("people", "list") == []
    (terminal.home / "config.toml").write_text("[door]\ncolour = 'red'\n")
    assert "door.colour" in terminal.refused(ConfigError, "people", "list")


@pytest.mark.slow
def test_a_site_is_calibrated_told_how_sure_that_is_and_reset(seeded: Terminal) -> None:
    found = seeded.json("models", "calibrate", "--fmr", "1e-4")
    assert found["accepted"]
    assert found["people"] == 2
    for pairing in ("bare-bare", "bare-masked", "masked-masked"):
        measured = found["pairings"][pairing]
        sources = {source["name"]: source for source in measured["sources"]}
        assert sources["own"]["pairs"] == 1
        assert sources["faces"]["pairs"] > 1000
        assert measured["threshold"] >= measured["card"]
        own = measured["genuine"]
        # The other photos that are nearest are covered alike.
        assert (own is None) is (pairing == "bare-masked")
        assert own is None or 0 <= own["low"] <= own["value"] <= own["high"] <= 1
    thresholds = seeded.findings()["thresholds"]
    assert "calibrated" in thresholds["found"]
    told = seeded.run("models", "calibrate", "--dry-run")
    assert "3/N" in told
    assert "the demo's strangers" in " ".join(told.split())
    assert "strangers (strangers)" not in told
    assert "Nothing was changed" in told
    assert "nobody has two such photos" not in told  # each has bare and masked ones
    assert "nobody's two most similar photos are such a pair" in told
    assert "in use again" in seeded.run("models", "calibrate", "--reset")
    assert "Nothing was calibrated" in seeded.run("models", "calibrate", "--reset")
    assert "calibration reset" in {act["act"] for act in seeded.json("operators", "audit")}
    assert "do not look alike" in seeded.refused(ModelError, "people", "alike", ADA, "resident-002")


def test_times_in_json_are_no_matter_of_the_locale(terminal: Terminal) -> None:
    terminal.run("service", "token", "add", "lift", "--days", 30)
    (token,) = terminal.json("service", "token", "list")
    since, until = (datetime.fromisoformat(token[key]) for key in ("since", "until"))
    assert until - since == timedelta(days=30)
    assert since.tzinfo is not None  # a moment: a day was one of the terminal's, in the order of its locale


def test_models_are_listed_and_shown(terminal: Terminal) -> None:
    models = {m["id"]: m for m in terminal.json("models", "list")}
    assert models["masked-face"]["active"]
    assert not models["mask-status"]["active"]
    card = terminal.json("models", "show", "masked-face")
    told = terminal.run("models", "show", "masked-face")
    for key in ("title", "licence", "weaknesses"):
        assert card[key][:40] in " ".join(told.split())
    for pairing in ("bare-bare", "bare-masked", "masked-masked"):
        assert f"{card['thresholds'][pairing]['1e-04']['threshold']:.4f}" in told
    assert "{" not in told
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.slow
def test_a_report_of_the_demo_that_is_to_be_a_folder_is_refused_before_the_visits(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["--home", str(tmp_path / "home"), "demo", "--json", str(tmp_path)])
    assert isinstance(told.exception, ConfigError)
    assert "is a folder" in told.exception.message
    assert "visits at the door" not in told.output
    assert not (tmp_path / "home").exists()


def test_the_help_of_the_log_names_each_outcome() -> None:
    told = CliRunner().invoke(app, ["log", "list", "--help"], env={"COLUMNS": "200"})
    assert "opened, refused, unknown, alarm or noted" in told.output


def test_the_demo_says_how_far_it_is_and_that_its_clock_is_simulated(terminal: Terminal, tmp_path: Path) -> None:
    for folder, names in (("people", [ADA]), ("visits", [ADA, "stranger-001"])):
        for name in names:
            shutil.copytree(DEMO / folder / name, tmp_path / folder / name)
    told = terminal.run("demo", "--headless", "--people", tmp_path / "people", "--visits", tmp_path / "visits")
    visits = len(photo_files(tmp_path / "visits"))
    assert "1 person registered with" in told
    assert f"{visits} visits at the door. The clock is simulated: ten seconds" in told
    assert f"\n1 of {visits}" in told
    assert f"\n{visits} of {visits}" in told


@pytest.mark.slow
def test_an_error_ends_the_command_with_status_1_its_message_and_its_remedy_on_stderr(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "--home", tmp_path / "home", "run", "--camera", "gone.mp4"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "There is no file or folder gone.mp4." in done.stderr
    assert "rtsp://" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_doctor_says_once_what_is_wrong_and_goes_on(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run("groups", "add", "staff")
    another_model(terminal.home / "models", "good")
    hurt = another_model(terminal.home / "models", "hurt")
    (hurt / "network.onnx").write_bytes(b"")
    (terminal.home / "models" / "torn").mkdir()
    (terminal.home / "models" / "torn" / "card.json").write_text("{")
    (terminal.home / "config.toml").write_text("[door]\ncolour = 'red'\n")
    done = CliRunner().invoke(app, ["--home", str(terminal.home), "doctor"])
    assert done.exit_code == 1
    assert done.output.count("door.colour") == 1
    findings = {line[6:].partition(":")[0]: line for line in done.output.splitlines() if not line.startswith(" ")}
    assert findings["models"].startswith("note")
    assert "good; damaged: " in findings["models"]
    assert "network.onnx" in findings["models"]
    assert "torn" in findings["models"]
    assert findings["home"].startswith("ok")
    assert findings["recognition"][:4] in ("ok  ", "slow")
    assert "thresholds" not in findings


@pytest.mark.parametrize("commands", [app, trainer_app])
def test_every_command_line_says_its_version(commands: typer.Typer) -> None:
    done = CliRunner().invoke(commands, ["--version"])
    assert (done.exit_code, done.output) == (0, f"gatekeeper {version('gatekeeper')}\n")


def test_only_a_lost_log_is_resumed(terminal: Terminal) -> None:
    terminal.run("groups", "add", "staff")
    assert "Nothing of the log is missing" in terminal.run("log", "resume", "--yes")
    with Database.open(terminal.home / DATABASE_FILE, database_key(terminal.home)) as database:
        make_older(database, 5)
    assert "The tables of" in terminal.refused(
        StoreError, "log", "resume", "--yes"
    )  # nothing of the log is lost by that
    terminal.run("people", "list")
    seal = file_of(terminal.home / DATABASE_FILE)
    content = seal.read_bytes()
    seal.unlink()
    seal.mkdir()  # there, and cannot be read
    assert "must be a file" in terminal.refused(StoreError, "log", "resume", "--yes")
    seal.rmdir()
    terminal.refused(LogLostError, "people", "list")
    assert "The log continues" in terminal.run("log", "resume", "--yes")
    assert seal.read_bytes() != content
    terminal.run("people", "list")


@pytest.mark.slow
def test_doctor_says_once_that_a_home_does_not_open(terminal: Terminal) -> None:
    terminal.run("groups", "add", "staff")
    (terminal.home / "gatekeeper.key").unlink()
    done = CliRunner().invoke(app, ["--home", str(terminal.home), "doctor"])
    assert (done.exit_code, done.output.count("is missing")) == (1, 1)
    assert "door 'door'" in done.output, "and goes on"


@pytest.mark.slow
def test_doctor_notes_that_more_people_are_registered_than_the_model_was_tested_with(
    terminal: Terminal,
) -> None:
    another_model(terminal.home / "models", "small", gallery_tested=0)
    files = photo_files(DEMO / "people" / ADA / "bare")[:1]
    terminal.run("models", "activate", "small")
    terminal.run("enrol", "Ada", *files)
    found = terminal.findings()["thresholds"]
    assert found["state"] == "note"
    assert found["found"].startswith(
        "not calibrated: they come from the card of small and the 1 person registered here, for wrong matches of 1 in 10,000; "
    )
    assert "registered: 1 person; the model small was tested with up to 0" in found["found"]
    assert "recognition.largest_gallery = 1" in found["remedy"]


def test_doctor_finds_the_program_whole(terminal: Terminal) -> None:
    findings = terminal.findings()
    assert findings["models"]["state"] == "ok"
    assert findings["encryption"]["state"] == "ok"
    assert findings["home"]["state"] in ("ok", "note")
    assert not (terminal.home / "gatekeeper.db").exists()


def test_a_pin_is_piped_in_once_or_twice_and_nothing_is_printed_between(seeded: Terminal) -> None:
    for typed in ("472913\n", "472913\n472913\n"):
        done = CliRunner().invoke(app, ["--home", str(seeded.home), "people", "pin", ADA], input=typed)
        assert done.exception is None, done.output
        assert done.output.splitlines() == [f"{ADA} (number 1) has a new PIN."]
    for typed in ("", "472913\n472914\n"):
        done = CliRunner().invoke(app, ["--home", str(seeded.home), "people", "pin", ADA], input=typed)
        assert isinstance(done.exception, ConfigError)
    assert "no longer has a PIN" in seeded.run("people", "pin", ADA, "--clear")


def test_a_door_that_the_configuration_does_not_name_is_marked(seeded: Terminal) -> None:
    database = Database.open(seeded.home / DATABASE_FILE, database_key(seeded.home, prefer_keyring=False))
    PeopleStore(database).save_door_rule(DoorRule("Old gate"))
    database.close()
    known = {door["door"]: door["configured"] for door in seeded.json("doors", "list")}
    assert known.pop("Old gate") is False
    assert known
    assert all(known.values())
    listed = seeded.run("doors", "list")
    assert "Old gate is not in config.toml: no camera guards it" in listed
    assert listed.count("not in config.toml") == 1


def test_a_door_that_no_program_had_yet_is_given_a_rule_and_asked_about(seeded: Terminal) -> None:
    (seeded.home / "config.toml").write_text('[[door]]\nname = "front"\n[[door]]\nname = "vault"\n')
    try:
        assert "vault" in seeded.run("doors", "why", ADA, "vault")
        seeded.run("doors", "set", "vault", "--two-people", "30")
        (vault,) = seeded.json("doors", "show", "vault")
        assert vault["two_people_seconds"] == 30
    finally:
        (seeded.home / "config.toml").unlink()


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow meanwhile."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are set otherwise there")
def test_a_home_on_a_full_disk_is_read(seeded: Terminal) -> None:
    commands = (
        *(("log", "list"), ("people", "list"), ("inside", "list"), ("guests", "list"), ("alarms", "list")),
        *(("alarms", "watch", "list"), ("outlets", "list"), ("outlets", "dead"), ("backups",)),
        *(("doors", "list"), ("doors", "why", ADA, "door"), ("service", "token", "list")),
        ("people", "show", ADA),
    )
    before = [seeded.json(*words) for words in commands]
    with full_disk():
        lists = []
        for words in commands:
            done = CliRunner().invoke(app, ["--home", str(seeded.home), *words, "--json"])
            assert done.exception is None, done.output
            assert "Opened read-only." in done.stderr
            lists.append(json.loads(done.stdout))
        done = CliRunner().invoke(app, ["--home", str(seeded.home), "people", "block", ADA])
        assert isinstance(done.exception, StoreError)
    assert lists == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are set otherwise there")
def test_a_person_is_shown_on_a_full_disk_with_the_doors_that_no_program_had_yet(seeded: Terminal) -> None:
    (seeded.home / "config.toml").write_text('[[door]]\nname = "hatch"\n')
    try:
        with full_disk():
            done = CliRunner().invoke(app, ["--home", str(seeded.home), "people", "show", ADA, "--json"])
        assert done.exception is None, done.output
        assert "hatch" in json.loads(done.stdout)["doors"]
    finally:
        (seeded.home / "config.toml").unlink()


@pytest.mark.skipif(os.name == "nt", reason="only some may make links there")
@pytest.mark.parametrize(
    ("name", "flags", "said"),
    [
        ("loop", "os.O_RDONLY", ["The link {} leads to itself.", "Check the path."]),
        (
            "link",
            "os.O_RDWR | os.O_NOFOLLOW",
            ["{} is a link, which is not followed.", "Replace it by the file that it leads to."],
        ),
    ],
)
def test_a_link_that_leads_to_itself_or_is_not_followed_is_said_in_a_line_with_its_remedy(
    tmp_path: Path, name: str, flags: str, said: list[str]
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "file").touch()
    path = str(tmp_path / name)
    code = (
        "import os\nimport typer\nfrom gatekeeper.command_line import run_commands\napp = typer.Typer()\n"
        f"@app.command()\ndef take() -> None:\n    os.open({path!r}, {flags})\nrun_commands(app)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [line.format(path) for line in said]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.ENOTDIR])
def test_a_file_that_the_system_refuses_is_said_in_a_line_with_its_remedy(number: int) -> None:
    code = (
        "import os\nimport typer\nfrom gatekeeper.command_line import run_commands\napp = typer.Typer()\n"
        f"@app.command()\ndef take() -> None:\n    raise OSError({number}, os.strerror({number}), 'run/last.pt')\n"
        "run_commands(app)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    first, remedy = done.stderr.splitlines()
    assert first == f"run/last.pt cannot be used: {os.strerror(number)}."
    assert "permissions" in remedy


@pytest.mark.parametrize(
    "error",
    [
        "MemoryError('Unable to allocate 728. TiB for an array')",
        "MemoryError()",
        "RuntimeError('[enforce fail at alloc_cpu.cpp:127] . DefaultCPUAllocator: not enough memory: 9 TB')",
    ],
)
def test_what_the_memory_does_not_hold_is_said_in_a_line_with_its_remedy(error: str) -> None:
    code = (
        "import typer\nfrom gatekeeper.command_line import run_commands\napp = typer.Typer()\n"
        f"@app.command()\ndef train() -> None:\n    raise {error}\nrun_commands(app)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    first, remedy = done.stderr.splitlines()
    assert first.startswith("The memory is full: ")
    assert "smaller batch" in remedy


@pytest.mark.parametrize(
    "said", ["CUDA out of memory. Tried to allocate 20.00 MiB.", "CUDA error: unspecified launch failure"]
)
def test_a_card_that_fails_in_the_middle_is_said_in_a_line_with_its_remedy(said: str) -> None:
    code = (
        "import typer\nfrom gatekeeper.command_line import run_commands\napp = typer.Typer()\n"
        f"@app.command()\ndef train() -> None:\n    raise RuntimeError({said + chr(10) + 'more'!r})\nrun_commands(app)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    first, remedy = done.stderr.splitlines()
    assert first == f"The graphics card failed: {said}"
    assert "--device cpu" in remedy
