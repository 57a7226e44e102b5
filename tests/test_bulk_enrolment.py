"""Folders of people as they come off phones, Macs, network drives and old archives."""

import os
import shutil
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gatekeeper.app import App, open_app
from gatekeeper.demo import demo_settings
from gatekeeper.desk.desk import Desk
from gatekeeper.errors import PhotoError, TextError
from gatekeeper.paths import assets
from gatekeeper.people.folder_import import enrol_folder, groups_of, people_folders, read_roster

DEMO = assets() / "demo"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def put(folder: Path, number: int, *names: str) -> Path:
    """Photos of one of the fictional people in a folder of this name."""
    folder.mkdir(parents=True, exist_ok=True)
    photos = sorted((DEMO / f"people/resident-{number:03}/bare").iterdir())
    for photo, name in zip(photos, names, strict=False):
        shutil.copy(photo, folder / name)
    return folder


def test_nobody_ends_it_and_everything_left_out_is_told(open_home: Callable[[], App], tmp_path: Path) -> None:
    people, app = tmp_path / "in", open_home()
    put(people / "Anna", 1, "1.jpg")
    (people / "Anna/broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    (people / "Anna/bomb.jpg").write_bytes(b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 8, 8, 65535, 65535, 1))
    (people / "Anna/IMG_1.CR3").write_bytes(b"raw")
    put(people / os.fsdecode("张伟".encode("gbk")), 3, os.fsdecode("张伟".encode("gbk")) + ".jpg")
    put(people / "Jean\u00a0Paul  Roux", 4, "1.JPG")
    put(people / "\x1b[31mRed", 5, "1.jpg")
    put(people / "Anna again", 1, "1.jpg")
    put(people / "Zita", 6, "1.jpg")
    put(people / "#recycle", 7, "1.jpg")
    put(people / ".Trash-1000/files", 7, "1.jpg")
    put(people / "@eaDir", 7, "1.jpg")
    put(people, 7, "loose.jpg")
    put(tmp_path / "elsewhere", 7, "1.jpg")
    (people / "Linked").symlink_to(tmp_path / "elsewhere")
    (people / "Empty").mkdir()
    (people / "Raw only").mkdir()
    (people / "Raw only/1.nef").write_bytes(b"raw")
    (people / "Thumbs.db").write_bytes(b"")
    (people / "notes.txt").write_text("x")
    os.mkfifo(people / "Zita/pipe.jpg")

    verdicts = enrol_folder(app, people, now=NOW)
    assert verdicts.taken == {"Anna": 1, "张伟": 1, "Jean\u00a0Paul  Roux": 1, "Zita": 1}
    assert [person.name for person in app.people.list()] == ["Anna", "Jean Paul Roux", "Zita", "张伟"]
    refused = {one.what: str(one) for one in verdicts.refused}
    assert refused.keys() == {"Anna/broken.jpg", "Anna/bomb.jpg"}
    assert "4295 megapixels" in refused["Anna/bomb.jpg"]
    assert all(told.startswith(f"{photo} ") for photo, told in refused.items()), "by person and file, not by its path"
    failed = {one.what: str(one) for one in verdicts.failed}
    assert failed.keys() == {"\x1b[31mRed", "Anna again", "loose.jpg", "Linked", "Empty", "Raw only"}
    assert "looks like Anna" in failed["Anna again"]
    assert "not in a person's folder" in failed["loose.jpg"]
    assert "leads out of the folder" in failed["Linked"]
    assert "no readable photo" in failed["Empty"] == failed["Raw only"]
    left_out = {one.path.relative_to(people).as_posix(): one.system for one in verdicts.left_out}
    assert left_out == {
        "#recycle": True,
        ".Trash-1000": True,
        "@eaDir": True,
        "Thumbs.db": True,
        "notes.txt": False,
        "Anna/IMG_1.CR3": False,
        "Raw only/1.nef": False,
        "Zita/pipe.jpg": False,
    }
    assert not verdicts.complete


def test_a_fault_of_the_program_at_one_photo_is_told_and_the_next_follows(
    open_home: Callable[[], App], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_home()
    put(tmp_path / "in/Ada", 8, "1.jpg", "2.jpg")
    read = app.models.reader.portraits
    failures = iter([MemoryError("no room")])

    def fails_once(*given: object) -> object:
        for error in failures:
            raise error
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(type(app.models.reader), "portraits", lambda self, *given: fails_once(*given))
    verdicts = enrol_folder(app, tmp_path / "in", now=NOW)
    assert verdicts.taken == {"Ada": 1}
    assert [(one.what, one.message) for one in verdicts.refused] == [
        ("Ada/1.jpg", "The program failed (MemoryError: no room).")
    ]


def test_a_table_says_groups_validity_and_consent(open_home: Callable[[], App], tmp_path: Path) -> None:
    people, app = tmp_path / "in", open_home()
    for number, name in enumerate(("Ada", "Zoë", "Bo", "Cy", "Di"), 10):
        put(people / name, number, "1.jpg")
    (people / "people.csv").write_bytes(
        "\ufeffName;Groups;Valid_from;Valid_until;Consent\r\n"
        'ada;"staff;night shift";2026-02-01;31.12.2026;2026-01-15\r\n'
        "Zoe\u0308;;;;\r\n"
        "Bo;;soon;;\r\n"
        "Cy;;;;2027-01-01\r\n"
        "Di;;2026-03-02;2026-03-01;\r\n"
        "Eve;;;;\r\n".encode()
    )
    morning = datetime(2026, 1, 15, 10).astimezone(UTC)
    written = Desk(app, app.actor).revise_consent_text({"en": "I agree."}, now=morning)
    verdicts = enrol_folder(app, people, now=NOW)
    assert verdicts.taken == {"Ada": 1, "Zoë": 1}
    ada = app.people.find("Ada")
    assert ada.groups == {"staff", "night shift"}
    assert ada.valid_from == datetime(2026, 2, 1).astimezone(UTC)
    assert ada.valid_until == datetime(2027, 1, 1).astimezone(UTC)
    assert app.people.consent(ada.id).at == datetime(2026, 1, 15).astimezone(UTC)
    assert app.people.consent(ada.id).text_version == written.version, "a day alone: the last text of that day"
    assert app.people.consent(app.people.find("Zoë").id).at == NOW
    failed = {one.what: one.message for one in verdicts.failed}
    assert failed["Bo"] == "people.csv, line 4: valid_from is 'soon'."
    assert failed["Cy"] == "people.csv, line 5: the consent is in the future."
    assert failed["Di"] == "people.csv, line 6: the validity ends (2026-03-01) before it begins (2026-03-02)."
    assert failed["Eve"] == "people.csv, line 7: there is no folder of this name."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"name,grops\r\nAda,staff\r\n", "line 1: unknown column 'grops'"),
        ("name\r\nAda\r\nZoë\r\n".encode("latin-1"), "line 3: this is not UTF-8"),
        (b"who\r\nAda\r\n", "line 1: the column name is missing"),
    ],
)
def test_a_table_that_can_not_be_read_lets_nobody_in_unlimited(
    open_home: Callable[[], App], tmp_path: Path, data: bytes, says: str
) -> None:
    app = open_home()
    put(tmp_path / "in/Ada", 8, "1.jpg")
    (tmp_path / "in/people.csv").write_bytes(data)
    with pytest.raises(TextError, match=says):
        enrol_folder(app, tmp_path / "in", now=NOW)
    assert app.people.list() == []


@pytest.mark.parametrize("name", ["people.xlsx", "People.ODS", "people.csv.txt", "people.csv.xlsx", "people.tsv"])
def test_a_table_in_another_format_lets_nobody_in_unlimited(tmp_path: Path, name: str) -> None:
    put(tmp_path / "Ada", 8, "1.jpg")
    (tmp_path / name).write_bytes(b"PK")
    with pytest.raises(TextError, match=rf"{name} is not read, and there is no people.csv\. Save it as people.csv"):
        read_roster(tmp_path)
    (tmp_path / "people.csv").write_text("name,groups\nAda,staff\n")  # saved from it
    roster = read_roster(tmp_path)
    assert [person.entry["groups"] for person in roster.people] == ["staff"]
    assert [entry.path.name for entry in roster.left_out] == [name]


def test_a_table_that_is_gone_lets_nobody_in_unlimited(tmp_path: Path) -> None:
    put(tmp_path / "Ada", 8, "1.jpg")
    (tmp_path / "people.csv").symlink_to(tmp_path / "nowhere.csv")
    with pytest.raises(TextError, match=r"people\.csv cannot be read: No such file"):
        read_roster(tmp_path)


def test_a_number_whose_zeros_a_spreadsheet_dropped_lets_nobody_in_unlimited(tmp_path: Path) -> None:
    for number, name in enumerate(("007", "0042", "12"), 8):
        put(tmp_path / name, number, "1.jpg")
    (tmp_path / "people.csv").write_text("name,valid_until\n7,2030-01-01\n0042,2030-01-01\n12,2030-01-01\n")
    roster = read_roster(tmp_path)
    troubles = {person.name: str(person.trouble or "") for person in roster.people}
    assert troubles == {
        "007": "people.csv, line 2: 7 may stand for this folder; spreadsheets drop the zeros before a number. "
        "Write the name as its folder is named.",
        "0042": "",
        "12": "",
    }
    assert [refusal.what for refusal in roster.nobody] == ["7"]


def test_lines_that_contradict_each_other_register_nobody(tmp_path: Path) -> None:
    put(tmp_path / "Ada", 8, "1.jpg")
    (tmp_path / "people.csv").write_text("name,groups\nAda,staff\nADA,guests\n")
    (ada,) = read_roster(tmp_path).people
    assert ada.trouble is not None
    assert "line 2 and in line 3" in ada.trouble.message


def test_a_line_is_of_the_folder_written_like_it_and_of_none_where_that_is_unclear(
    open_home: Callable[[], App], tmp_path: Path
) -> None:
    for number, name in enumerate(("Ann Lee", "ann lee", "Bo", "bo"), 8):
        put(tmp_path / name, number, "1.jpg")
    (tmp_path / "people.csv").write_text("name,valid_until\nAnn Lee,2030-01-01\nBO,2030-01-01\n")
    app = open_home()
    verdicts = enrol_folder(app, tmp_path, now=NOW, allow_duplicate=True)
    until = {person.name: person.valid_until for person in app.people.list()}
    assert until["Ann Lee"] is not None
    assert until.get("ann lee") is None
    # Whose restriction it is cannot be told: nobody comes in without it.
    assert not {"Bo", "bo"} & set(until)
    told = {refusal.what: str(refusal.message) for refusal in verdicts.failed}
    assert "line 3: the folders Bo, bo are all of this name" in told["Bo"]
    assert "line 3: the folders Bo, bo are all of this name" in told["bo"]


def test_who_was_not_reached_is_told(open_home: Callable[[], App], tmp_path: Path) -> None:
    app = open_home()
    for number, name in enumerate(("Ada", "Bo", "Cy"), 8):
        put(tmp_path / "in" / name, number, "1.jpg")
    asked = iter([False, True])
    verdicts = enrol_folder(app, tmp_path / "in", now=NOW, cancelled=lambda: next(asked))
    assert (list(verdicts.taken), verdicts.not_reached, verdicts.complete) == (["Ada"], ["Bo", "Cy"], False)
    assert [person.name for person in app.people.list()] == ["Ada"]


def test_a_folder_of_nobody_is_refused(tmp_path: Path) -> None:
    for folder, says in ((tmp_path, "no folder with photos"), (tmp_path / "nix", "not a folder")):
        with pytest.raises(PhotoError, match=says):
            read_roster(folder)


def test_people_without_consent_are_found_again_within_a_batch(open_home: Callable[[], App], tmp_path: Path) -> None:
    app = open_home()
    for name, number in (("Ada", 1), ("Ben", 2), ("Once more Ada", 1), ("Yet again Ben", 2), ("Zoe", 3)):
        put(tmp_path / "in" / name, number, "1.jpg", "2.jpg")
    verdicts = enrol_folder(app, tmp_path / "in", now=NOW, consented=False)
    assert verdicts.taken.keys() == {"Ada", "Ben", "Zoe"}
    assert {one.what: str(one).split(" (")[0] for one in verdicts.failed} == {
        "Once more Ada": "Once more Ada looks like Ada",
        "Yet again Ben": "Yet again Ben looks like Ben",
    }


def test_what_another_program_changes_between_two_people_of_a_batch_is_seen(
    open_home: Callable[[], App], tmp_path: Path
) -> None:
    app, folder = open_home(), tmp_path / "in"
    put(tmp_path / "first/Ada", 1, "1.jpg", "2.jpg")
    enrol_folder(app, tmp_path / "first", now=NOW, consented=False)
    for name, number in (("Ann", 3), ("Bea", 2), ("Cecil, who was Ada", 1)):
        put(folder / name, number, "1.jpg", "2.jpg")
    other = open_app(app.home, demo_settings(), prefer_keyring=False)
    try:

        def between(done: int, of: int) -> None:
            if done == 3:  # of Bea the first photo: Ann is registered
                other.people.remove(other.people.find("Ada").id)
                put(tmp_path / "second/Bernadette", 2, "1.jpg", "2.jpg")
                enrol_folder(other, tmp_path / "second", now=NOW, consented=False)

        verdicts = enrol_folder(app, folder, between, now=NOW, consented=False)
    finally:
        other.close()
    assert verdicts.taken.keys() == {"Ann", "Cecil, who was Ada"}
    (refused,) = verdicts.failed
    assert "Bea looks like Bernadette" in str(refused)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", []),
        ("staff", ["staff"]),
        (" staff ; night  shift|staff", ["staff", "night shift"]),
        ("staff, cleaning", ["staff", "cleaning"]),
        ("sales, marketing; staff", ["Sales, Marketing", "staff"]),
        ("STAFF, night, Guests", ["staff", "Night", "Guests"]),
        ("night; NIGHT, IT", ["Night", "IT"]),
        ("IT, it", ["IT", "it"]),
        ("staff, Sales, Marketing, guests", ["staff", "Sales, Marketing", "guests"]),
        ("a|b;staff", ["A|B", "staff"]),
        ("night;sales", ["Night", "sales"]),
        ("staff\r\nnight\nsales,\nmarketing", ["staff", "Night", "Sales, Marketing"]),
        ("Late\nShift; IT \r\n\nLate Shift", ["Late", "Shift", "IT", "Late Shift"]),
        ("x;" * 20_000, ["x"]),
    ],
)
def test_groups_of_a_cell(text: str, groups: list[str]) -> None:
    assert groups_of(text, ["Sales, Marketing", "staff", "Night", "IT", "it", "A|B", "Late Shift"]) == groups


def test_a_folder_of_links_says_why_nobody_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/Ada").mkdir(parents=True)
    (tmp_path / "people").mkdir()
    for name in ("Ada", "Bob"):
        (tmp_path / "people" / name).symlink_to(tmp_path / "elsewhere/Ada", target_is_directory=True)
    with pytest.raises(
        PhotoError, match=r"no folder with photos\. Ada: It is a link that leads out.* The same goes for 1 more\."
    ):
        people_folders(tmp_path / "people")
    assert [str(one) for one in read_roster(tmp_path / "people").nobody][:1] == [
        "It is a link that leads out of the folder."
    ]
