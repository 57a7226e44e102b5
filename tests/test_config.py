"""Settings from a file: defaults, several cameras and doors, and errors that name the key at fault."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import gatekeeper
from gatekeeper.config import (
    FILE,
    BackupSettings,
    CameraSettings,
    DoorSettings,
    EvacuationSettings,
    RecognitionSettings,
    RetentionSettings,
    Settings,
    WindowSettings,
    written_reference,
)
from gatekeeper.errors import ConfigError


def load(home: Path, text: str) -> Settings:
    (home / FILE).write_text(text)
    return Settings.load(home)


def test_without_a_file_there_is_one_camera_before_one_door(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)
    assert settings == Settings()
    assert settings.door_of(settings.camera) == settings.door


def test_one_table_is_one_camera(tmp_path: Path) -> None:
    settings = load(tmp_path, '[camera]\nname = "hall"\n[door]\nunlock_seconds = 4\n')
    assert [camera.name for camera in settings.cameras] == ["hall"]
    assert [door.unlock_seconds for door in settings.doors] == [4.0]


def test_several_cameras_watch_the_doors_they_name(tmp_path: Path) -> None:
    text = """
        [[door]]
        name = "front"
        [[door]]
        name = "yard"
        [[camera]]
        name = "hall"
        [[camera]]
        name = "gate"
        source = "1"
        door = "yard"
    """
    settings = load(tmp_path, text)
    watched = {camera.name: settings.door_of(camera).name for camera in settings.cameras}
    assert watched == {"hall": "front", "gate": "yard"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[camera]\nnam = 'x'\n", "no setting camera.nam"),
        ("[cameras]\n", "no setting cameras"),
        ("camera = 1\n", "camera is a table"),
        ("[camera]\nmin_face_px = 5\n", "camera.min_face_px is 5"),
        ("[[door]]\nunlock_seconds = inf\n", "door.unlock_seconds is inf"),
        ("[[door]]\nunlock_seconds = 0.1\n", "door.unlock_seconds is 0.1"),
        ("[[camera]]\n[[camera]]\n", "two cameras are called 'camera'"),
        ("[camera]\ndoor = 'yard'\n", "the door 'yard', which does not exist"),
        ("[window]\nlanguage = 'fr'\n", "window.language is 'fr'"),
        ("[service]\nhost = 1\n", "It must be text, as '127.0.0.1'."),
        ("[service]\nsocket = 1\n", r"It must be text\.$"),
        ("[window]\nappearance = 'pink'\n", "window.appearance is 'pink'"),
        ("[window]\nlock_minutes = -1\n", "window.lock_minutes is -1"),
        ("[retention]\nfaces_days = -3\n", "retention.faces_days is -3"),
        ("[retention]\nevents_days = 50000\n", "retention.events_days is 50000"),
        ("[[door]]\nrelay = 'bell'\n", "door.relay is 'bell'"),
        ("[[door]]\nrelay = 'board:'\n", "door.relay is 'board:'"),
        ("[[door]]\nrelay = 'serial:COM3?contact'\n", "It has no options"),
        ("[[door]]\nrelay = 'board:COM3?contact&bell'\n", "Its options are contact, tamper, alarm"),
        ("[[door]]\nrelay = 'board:COM3?contact=2'\n", "contact takes no value here"),
        ("[[door]]\nrelay = 'board:COM3?alarm'\n", "An alarm output needs contact or tamper"),
        ("[[door]]\nrelay = 'lcus:COM3?channel=0'\n", "channel must be 1 to 255"),
        ("[[door]]\nrelay = 'modbus-tcp:10.0.0.7?baud=9600'\n", "Its options are contact, tamper, alarm, channel"),
        ("[[door]]\nrelay = 'modbus-rtu:COM3?baud=9601'\n", "baud must be one of 1200"),
        ("[[door]]\nrelay = 'modbus-rtu:COM3?pulse=long'\n", "pulse must be"),
        ("[[door]]\nrelay = 'modbus-tcp:10.0.0.7?contact=1&alarm=1'\n", "alarm must be another channel"),
        ("[[door]]\nheld_seconds = 0\n", "door.held_seconds is 0"),
        ("[[door]]\ntimezone = 'Mars/Base'\n", "no timezone 'Mars/Base'"),
        ("[[camera]]\nname = ' '\n", "the camera number 1 has no name"),
        ("[recognition]\ndevice = 'gpu'\n", "recognition.device is 'gpu'"),
        ("[recognition]\nagree = 1\nwindow = 6\n", "recognition.agree is 1"),
    ],
)
def test_an_error_names_the_setting(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load(tmp_path, text)


def test_all_mistakes_of_a_file_are_reported_at_once_each_with_its_remedy(tmp_path: Path) -> None:
    text = """
        [[door]]
        unlock_seconds = 100
        [[door]]
        name = "yard"
        mask = "never"
        relay = "bell"
        [[camera]]
        nam = "hall"
        door = "cellar"
        mirror = 1
        [recognition]
        agree = 2
        window = 6
    """
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, text)
    head, *lines = str(refused.value.message).splitlines()
    assert "7 settings are wrong" in head
    for line, (says, remedy) in zip(
        lines,
        (
            ("no setting camera.nam", "min_face_px, mirror, name"),
            ("camera.mirror is 1", "true or false"),
            ("door (number 1).unlock_seconds is 100", "0.5 to 60"),
            ("door \"yard\".mask is 'never'", "'required', 'optional', 'off'"),
            ("door 'cellar', which does not exist", "door, yard"),
            ("door \"yard\": door.relay is 'bell'", "simulated"),
            ("recognition.agree is 2", "more than half of recognition.window"),
        ),
        strict=True,
    ):
        assert says in line
        assert remedy in line
    assert Settings.load(tmp_path / "none") == Settings()


def test_the_reference_tells_every_setting_as_it_is() -> None:
    written = (Path(gatekeeper.__file__).parents[1] / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert written == written_reference(), "renew it: python -m gatekeeper.config --reference > docs/configuration.md"
    assert "| |" not in written.replace("| meaning |", ""), "a setting without a word about it"


def test_saved_settings_are_read_again_and_defaults_stay_out_of_the_file(tmp_path: Path) -> None:
    Settings().save(tmp_path)
    assert (tmp_path / FILE).read_text() == "# Every setting has its default.\n"
    settings = Settings(
        (CameraSettings("hall", "rtsp://somewhere/1"), CameraSettings("gate", "1", 90.5, "yard")),
        (DoorSettings("front"), DoorSettings("yard", "serial:/dev/ttyACM0", 4, timezone="Europe/Vienna")),
        RecognitionSettings(1e-3, agree=5, window=8),
        WindowSettings("zh_TW", "dark", 0),
        RetentionSettings(365, 30),
    )
    settings.save(tmp_path)
    assert Settings.load(tmp_path) == settings
    assert "margin" not in (tmp_path / FILE).read_text()
    # Back to the defaults: what the file names stays in it.
    Settings().save(tmp_path)
    assert Settings.load(tmp_path) == Settings()
    if sys.platform != "win32":
        assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


COMMENTED = """# the house in the park
[[camera]]   # over the bell
name = "hall"
source = "0" # to be replaced

[[camera]]
name = "gate"   # frozen in winter
source = "1"

[recognition]
# agreed with the residents
fmr = 1e-3
"""


def test_comments_stay_where_they_are(tmp_path: Path) -> None:
    settings = load(tmp_path, COMMENTED)
    settings.save(tmp_path)
    assert (tmp_path / FILE).read_text() == COMMENTED
    hall, gate = settings.cameras
    replace(settings, recognition=RecognitionSettings(1e-4), cameras=(replace(hall, source="2"), gate)).save(tmp_path)
    expected = COMMENTED.replace('source = "0"', 'source = "2"').replace("1e-3", "0.0001")
    assert (tmp_path / FILE).read_text() == expected


def test_settings_that_are_a_link_are_saved_where_it_leads(tmp_path: Path) -> None:
    managed = tmp_path / "managed/door.toml"
    managed.parent.mkdir()
    managed.write_text(COMMENTED)
    (tmp_path / FILE).symlink_to(managed)
    replace(Settings.load(tmp_path), recognition=RecognitionSettings(1e-4)).save(tmp_path)
    assert (tmp_path / FILE).is_symlink()
    assert managed.read_text() == COMMENTED.replace("1e-3", "0.0001")


def test_a_camera_that_goes_takes_only_its_own_comments(tmp_path: Path) -> None:
    settings = load(tmp_path, COMMENTED)
    replace(settings, cameras=settings.cameras[1:]).save(tmp_path)
    text = (tmp_path / FILE).read_text()
    assert "frozen in winter" in text
    assert "agreed with the residents" in text
    assert "over the bell" not in text
    assert Settings.load(tmp_path).cameras == settings.cameras[1:]


@pytest.mark.parametrize(
    "text", ["[door]\nname = 'front' # ours\n", "door = {name = 'front'}\n[recognition]\nfmr = 1e-3\n"]
)
def test_a_second_door_beside_the_only_one(tmp_path: Path, text: str) -> None:
    settings = load(tmp_path, text)
    settings = replace(settings, doors=(*settings.doors, DoorSettings("yard")))
    settings.save(tmp_path)
    assert Settings.load(tmp_path) == settings


def test_nothing_wrong_is_saved_and_the_setting_at_fault_is_named(tmp_path: Path) -> None:
    Settings(window=WindowSettings("de")).save(tmp_path)
    before = (tmp_path / FILE).read_text()
    for settings, setting in (
        (Settings(doors=(DoorSettings("a"), DoorSettings("b", unlock_seconds=0))), "door.1.unlock_seconds"),
        (Settings(cameras=(CameraSettings("a"), CameraSettings("a"))), "camera.1.name"),
        (Settings(cameras=(CameraSettings(door="cellar"),)), "camera.0.door"),
        (Settings(recognition=RecognitionSettings(fmr=0.5)), "recognition.fmr"),
        (Settings(window=WindowSettings(lock_minutes=-1)), "window.lock_minutes"),
    ):
        with pytest.raises(ConfigError) as refused:
            settings.save(tmp_path)
        assert refused.value.setting == setting
    assert (tmp_path / FILE).read_text() == before
    (tmp_path / FILE).write_text("not = [toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        Settings().save(tmp_path)
    assert os.listdir(tmp_path) == [FILE]


NO_DOOR_NEEDS = """
# ours
[[camera]]
name = "hall"
[[camera]]
name = "gate"
source = ""
[[webhook]]
name = "house"
url = "example.org"
[backup]
to = "copies" # on the stick
[evacuation]
folder = "lists"
"""


def test_what_no_door_needs_keeps_none_shut_and_is_left_as_it_stands_until_somebody_changes_it(tmp_path: Path) -> None:
    settings = load(tmp_path, NO_DOOR_NEEDS)
    assert {name: mistake.setting for name, mistake in settings.mistakes.items()} == {
        "webhook house": "webhook.0.url",
        "backup": "backup.to",
        "evacuation": "evacuation.folder",
    }
    replace(settings, window=WindowSettings("de")).save(tmp_path)
    assert (tmp_path / FILE).read_text() == NO_DOOR_NEEDS + '\n[window]\nlanguage = "de"\n'
    for table, values in (
        ("backup", replace(settings.backup, days=3)),
        ("evacuation", EvacuationSettings("./lists")),
        ("cameras", (settings.camera, replace(settings.cameras[1], mirror=True))),
    ):
        with pytest.raises(ConfigError, match=f"{table.removesuffix('s')}"):
            replace(settings, **{table: values}).save(tmp_path)  # type: ignore[arg-type]
    right = replace(settings, backup=BackupSettings("/copies"), evacuation=EvacuationSettings("/lists"))
    right.save(tmp_path)
    assert [*Settings.load(tmp_path).mistakes] == ["webhook house"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('[mail]\nhost = "127.0.0.1"\n', "mail"),
        ('[mqtt]\nserver = "127.0.0.1"\nport = "abc"\n', "mqtt"),
        ("[mqtt]\nserver = 5\n", "mqtt"),
        ('[[webhook]]\nname = "a"\n[[webhook]]\nname = "b"\nkinds = ["alarm"]\n', "webhook b"),
        ('[backup]\nto = "/copies"\nday = 3\n', "backup"),
        ("[evacuation]\nfolder = true\n", "evacuation"),
    ],
)
def test_what_cannot_be_read_and_no_door_needs_keeps_none_shut_and_stays_in_the_file(
    tmp_path: Path, text: str, part: str
) -> None:
    """Only by hand is it put right: settings that were saved meanwhile would replace it by a default."""
    text = f"{text}# ours\n"
    settings = load(tmp_path, text)
    assert part in settings.mistakes
    assert part in ("backup", "evacuation", *settings.outlets)
    for changed in (settings, replace(settings, window=WindowSettings("de"), webhooks=())):
        with pytest.raises(ConfigError) as refused:
            changed.save(tmp_path)
        assert str(settings.mistakes[part].message) in str(refused.value)
    assert (tmp_path / FILE).read_text() == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("backup = 5\n", "backup is a table"),
        ('[[mqtt]]\nserver = "a"\n[[mqtt]]\nserver = "b"\n', "mqtt is a table"),
        ("[[webhook]]\nname = 5\n", "webhook.name is 5"),
        ('"webhook.0.url" = "https://a/"\n', "no setting webhook.0.url"),
        ('"backup.to" = "/copies"\n', "no setting backup.to"),
        ("[[camera]]\nsource = 0\n", "camera.source is 0"),
        ('[backup]\nto = "copies"\n[[door]]\nmask = "never"\n', "backup.to is 'copies'"),
    ],
)
def test_what_a_door_may_need_or_what_is_nobody_s_is_an_error_of_the_file(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        load(tmp_path, text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_saved_by_windows_editors_are_read_and_saved_again(tmp_path: Path, encoding: str) -> None:
    (tmp_path / FILE).write_bytes("# Tür\r\n[door]\r\nname = 'Tür'\r\n".encode(encoding))
    settings = Settings.load(tmp_path)
    assert settings.door.name == "Tür"
    replace(settings, doors=(replace(settings.door, unlock_seconds=4.0),)).save(tmp_path)
    assert (tmp_path / FILE).read_text("utf-8").startswith("# Tür\n[door]\nname = 'Tür'\n")
    assert Settings.load(tmp_path).door.unlock_seconds == 4.0


@pytest.mark.parametrize(
    ("data", "says", "remedy"),
    [
        ("[door]\nname = 'Tür'\n".encode("latin-1"), "line 2: this is not UTF-8", "UTF-8"),
        (b'[camera]\nsource = "C:\\Users\\cam.mp4"\n', "line 2", "single quotes"),
        (b'[camera]\nsource = "C:\\clips\\cam.mp4"\n', "line 2", "single quotes"),
        (b'[camera]\nsource = "C:\\temp\\new.mp4"\n', "camera.source is 'C:.temp", "single quotes"),
        (b"[door]\nunlock_seconds = 1" + b"0" * 400, "door.unlock_seconds has too many digits", "0.5 to 60"),
        (b"[door]\nname = 'a'\nname = 'b'\n", "line 3", "Correct"),
        (b"x = " + b"[" * 5000, "cannot be read", "Correct"),
    ],
)
def test_a_file_that_can_not_be_read_names_the_line_and_the_remedy(
    tmp_path: Path, data: bytes, says: str, remedy: str
) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(ConfigError, match=says) as caught:
        Settings.load(tmp_path)
    assert FILE in caught.value.message
    assert remedy in caught.value.hint
