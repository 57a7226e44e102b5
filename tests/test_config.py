"""Settings from a file: defaults, several cameras and doors, and errors that name the key at fault."""

from pathlib import Path

import pytest

from gatekeeper.config import FILE, Settings
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
        ("[[door]]\nunlock_seconds = 0.1\n", "door.unlock_seconds is 0.1"),
        ("[[camera]]\n[[camera]]\n", "two cameras are called 'camera'"),
        ("[camera]\ndoor = 'yard'\n", "a door 'yard', which there is not"),
        ("[window]\nlanguage = 'fr'\n", "window.language is 'fr'"),
        ("[window]\nappearance = 'pink'\n", "window.appearance is 'pink'"),
        ("[window]\nlock_minutes = -1\n", "window.lock_minutes is -1"),
        ("[retention]\nfaces_days = -3\n", "retention.faces_days is -3"),
        ("[recognition]\nagree = 1\nwindow = 6\n", "recognition.agree is 1"),
    ],
)
def test_an_error_names_the_setting(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load(tmp_path, text)
