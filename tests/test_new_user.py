"""What somebody meets who sets the program up: help, hints that can be pasted, and commands that fail before they begin."""

import re
from pathlib import Path

import pytest
import typer
from conftest import DEMO, make_older
from typer.main import get_command
from typer.testing import CliRunner

from gatekeeper.capture.photos import photo_files
from gatekeeper.cli import app, session
from gatekeeper.config import Settings
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.site_settings import ORDER
from gatekeeper.store.vault import DATABASE_FILE, database_key
from gatekeeper.timezones import tell_times_in
from trainer.cli import app as trainer_app


def said(home: Path, *words: object, code: int = 0) -> str:
    """What a command says; an error with the remedy as it is printed."""
    done = CliRunner().invoke(app, ["--home", str(home), *map(str, words)])
    if isinstance(done.exception, GatekeeperError):
        assert code == 1, done.exception
        return f"{done.output}{done.exception.message} {session.pasteable(done.exception.hint)}"
    assert done.exit_code == code, (done.exception, done.output)
    return done.output


@pytest.mark.parametrize("commands", [app, trainer_app])
def test_no_help_names_a_type_of_python_and_every_argument_is_explained(commands: typer.Typer) -> None:
    def check(command: object, path: list[str]) -> None:
        help_ = CliRunner().invoke(commands, [*path, "--help"], env={"COLUMNS": "200"}).output
        assert "Usage" in help_
        assert not re.search(r"<(str|bool|int|float|path|list|uuid)", help_), help_
        assert not re.search(r"^│ \*? +\S+ +(\[required\])? +│$", help_, re.MULTILINE), help_  # an argument alone
        for name, inner in getattr(command, "commands", {}).items():
            check(inner, [*path, name])

    check(get_command(commands), [])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("enrol", "Bo", "/nowhere/bo.jpg"), "/nowhere/bo.jpg does not exist"),
        (("enrol", "--from", "/nowhere"), "/nowhere is not a folder"),
        (("enrol", "--from", ""), "--from is empty. Name a file or folder."),
        (("enrol", "Bo", "bo.jpg", "--encoding", "gb18030"), "--encoding goes with --from."),
        (("enrol", "Bo", ".", ""), "is empty. Name a file or folder."),
        (("enrol", "Bo", "", "."), "is empty. Name a file or folder."),
        (("backup", ""), "FOLDER is empty."),
        (("log", "list", "--export="), "--export is empty."),
        (("run", "--camera", "/nowhere/visit.mp4"), "There is no file or folder /nowhere/visit.mp4. Check the path"),
        (("run", "--door", "yard"), "There is no door 'yard'"),
        (("people", "show", "Bo"), "Bo"),
        (("people", "remove", "Bo", "--yes"), "Bo"),
        (("guests", "add", "Gil", "--host", "Bo", "--photo", "/nowhere/gil.jpg"), "Bo"),
        (("doors", "why", "Bo", "door"), "Bo"),
        (("operators", "add", "Bo", "--role", "viewer"), "first account"),
        (("operators", "remove", "Bo"), "Bo"),
        (("schedules", "remove", "office"), "office"),
        (("alarms", "acknowledge", "7"), "7"),
        (("alarms", "watch", "end", "9" * 20), f"NUMBER is {'9' * 20}. Give another number."),
        (("alarms", "watch", "end", "--", "-" + "9" * 20), f"NUMBER is -{'9' * 20}. Give another number."),
    ],
)
def test_a_command_that_fails_before_it_begins_makes_no_home_and_asks_for_no_consent(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    answer = said(tmp_path / "home", *words, code=1)
    assert why in answer
    assert "onsent" not in answer
    assert not (tmp_path / "home").exists()


def test_a_command_that_only_reads_makes_no_home_and_reads_the_settings(tmp_path: Path) -> None:
    home = tmp_path / "my home"
    assert f"gatekeeper --home '{home}' enrol NAME" in said(home, "people", "list")
    assert not home.exists()
    home.mkdir()
    (home / "config.toml").write_text('[door]\nname = "yard"\n')
    assert "yard" in said(home, "doors", "list")
    assert [path.name for path in home.iterdir()] == ["config.toml"]
    said(home, "groups", "add", "staff")
    assert (home / "gatekeeper.db").exists()


def test_hints_name_the_home_that_was_given_and_are_the_same_without_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert f"gatekeeper --home {home} alarms list" in said(home, "alarms", "acknowledge", "7", code=1)
    assert f"gatekeeper --home {home} groups add NAME" in said(home, "groups", "list")
    assert f"gatekeeper --home {home} backup" not in said(home, "verify", "/nowhere", code=1)  # a file that it wrote
    before, session.State.home = session.State.home, None
    try:
        assert session.pasteable("Then: gatekeeper people list") == "Then: gatekeeper people list"
    finally:
        session.State.home = before


def test_doctor_ends_with_1_where_a_camera_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f"[camera]\nsource = '{tmp_path / 'gone.mp4'}'\n")
    answer = said(tmp_path, "doctor", code=1)
    assert f"FAIL  camera: There is no file or folder {tmp_path / 'gone.mp4'}" in answer
    assert answer.count("FAIL") == 1
    assert "camera.source in config.toml" in answer


def test_a_mistake_in_one_of_several_tables_says_in_which(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[[door]]\nname = "front"\n[[door]]\nname = "yard"\nunlock_seconds = 900\ncolour = 1\n'
        '[[door]]\nname = "gate"\nrelay = "bell"\ntimezone = "Mars/Base"\n'
        '[[webhook]]\nurl = "https://a.example"\ntries = "no"\n[[webhook]]\nname = "b"\nurl = "https://b.example"\n'
    )
    with pytest.raises(ConfigError) as refused:
        Settings.load(tmp_path)
    for told in (
        'there is no setting door "yard".colour',
        'door "yard".unlock_seconds is 900',
        "door \"gate\": door.relay is 'bell'",
        "door \"gate\": there is no timezone 'Mars/Base'",
        "webhook (number 1).tries is 'no'",
    ):
        assert told in str(refused.value.message)


def test_a_consent_text_in_one_language_says_what_the_others_keep(tmp_path: Path) -> None:
    (text := tmp_path / "text.txt").write_text("We keep your photo.")
    home = tmp_path / "home"
    first = said(home, "consent", "set", text)
    assert "The text in de is unchanged (shipped with gatekeeper)" in first
    assert "The text in zh_TW is unchanged (shipped with gatekeeper)" in first
    assert "The text in en" not in first
    assert f"gatekeeper --home {home} consent set FILE --language de" in first
    assert "The text in en is unchanged (the site's own)" in said(home, "consent", "set", text, "--language", "de")


def test_the_list_of_who_is_inside_says_which_doors_count(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "No camera sees people enter or leave: set direction" in said(home, "inside", "list")
    home.mkdir()
    doors = '[[door]]\nname = "front"\n[[door]]\nname = "yard"\n'
    entry, way_out = '[[camera]]\nname = "a"\ndirection = "in"\n', '[[camera]]\nname = "b"\ndoor = "yard"\n'
    (home / "config.toml").write_text(doors + entry + way_out)
    answer = said(home, "inside", "list")
    assert "People who enter are counted at: front." in answer
    assert "No camera sees people leave" in answer
    (home / "config.toml").write_text(doors + entry + way_out + 'direction = "out"\n[[camera]]\nname = "c"\n')
    answer = said(home, "inside", "list")
    assert "People who leave are counted at: yard." in answer
    assert "Cameras without a direction, at front, count nobody." in answer


def test_a_lack_of_consent_is_told_once_somebody_is_registered(tmp_path: Path) -> None:
    files = photo_files(DEMO / "people" / "resident-001" / "bare")[:1]
    answer = said(tmp_path / "home", "enrol", "Ada", *files)
    assert answer.index("is registered") < answer.index("No consent is on record for Ada")
    assert f"gatekeeper --home {tmp_path / 'home'} people consent PERSON" in answer


def test_a_door_named_in_the_configuration_can_be_interlocked_before_anything_ran_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text('[[door]]\nname = "inner"\n[[door]]\nname = "outer"\nunlock_seconds = 7\n')
    assert "shut: outer" in said(home, "doors", "set", "inner", "--interlock", "outer")
    outer = said(home, "doors", "show", "outer")
    assert "shut: inner" in outer
    assert "7 s" in outer
    assert "no other door 'yard'" in said(home, "doors", "set", "inner", "--interlock", "yard", code=1)


def test_the_list_of_doors_says_that_all_are_locked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    said(home, "doors", "lock-all", "--why", "a drill", "--yes")
    for words in (("list",), ("show", "door")):
        answer = said(home, "doors", *words)
        assert "All doors are locked since" in answer
        assert ": a drill" in answer
        assert f"gatekeeper --home {home} doors normal --why REASON" in answer
    said(home, "doors", "normal", "--why", "it is over", "--yes")
    assert "All doors" not in said(home, "doors", "list")


def test_an_order_that_cannot_be_read_hides_no_rule(tmp_path: Path) -> None:
    home = tmp_path / "home"
    said(home, "doors", "set", "door", "--mask", "required")
    with Database.open(home / DATABASE_FILE, database_key(home)) as database:
        PeopleStore(database).set_setting(ORDER, "{")
    for words in (("list",), ("show", "door")):
        answer = said(home, "doors", *words)
        assert "mask required" in answer
        assert "The last order for all doors cannot be read" in answer
        assert f"gatekeeper --home {home} doors normal --why REASON" in answer


def test_somebody_whose_photos_are_deleted_is_shown_as_without_any_and_not_without_a_pin(tmp_path: Path) -> None:
    files = photo_files(DEMO / "people" / "resident-001" / "bare")[:1]
    home = tmp_path / "home"
    said(home, "enrol", "Ada", "--consent", *files)
    assert "not admitted (no pin)" in said(home, "people", "show", "Ada")
    said(home, "people", "consent", "Ada", "--withdraw")
    assert "not admitted (not known)" in said(home, "people", "show", "Ada")
    said(home, "people", "consent", "Ada")
    assert "not admitted (no photo)" in said(home, "people", "show", "Ada")
    assert re.search("Ada +no photo ", said(home, "people", "list"))
    assert "Ada" in said(home, "people", "list", "--which", "no-photo")


def test_a_holiday_of_every_year_that_ends_on_28_february_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    said(home, "holidays", "set", "Ski week", "02-20", "--to", "02-28", "--yearly")
    said(home, "holidays", "set", "Winter", "01-20", "--to", "02-29", "--yearly")
    said(home, "holidays", "set", "Moving", "2027-02-20", "--to", "2027-02-28")
    listed = said(home, "holidays", "list")
    assert listed.count("ends on 28 February") == 1
    assert "Ski week ends on 28 February in leap years as well." in listed
    assert "--to 02-29" in listed
    assert "now called Removal" in said(home, "holidays", "rename", "Moving", "Removal")
    assert "Removal" in said(home, "holidays", "list")


def test_a_backup_is_verified_by_the_site_s_clock_as_it_was_made(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "backups"
    home.mkdir()
    folder.mkdir()
    (home / "config.toml").write_text('[door]\ntimezone = "Asia/Kathmandu"\n')  # no machine's that runs tests
    said(home, "doors", "lock-all", "--why", "a drill", "--yes")
    made = said(home, "backup", folder)
    (file,) = folder.iterdir()
    newest = re.compile(r"the last of [-\d]+ [:\d]+")
    assert newest.findall(made)
    tell_times_in(None)  # as in a new process
    assert newest.findall(said(home, "verify", file)) == newest.findall(made)


def test_a_home_of_an_older_version_is_left_alone_where_its_backup_is_verified(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "backups"
    folder.mkdir()
    said(home, "groups", "add", "staff")
    said(home, "backup", folder)
    (file,) = folder.iterdir()
    with Database.open(home / DATABASE_FILE, database_key(home)) as database:
        make_older(database, 5)
    before = {path.name: path.read_bytes() for path in home.glob("*.db")}
    assert "It was restored and checked" in said(home, "verify", file)
    assert {path.name: path.read_bytes() for path in home.glob("*.db")} == before
