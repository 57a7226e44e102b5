"""Settings from a TOML file in the home folder. What is not there has a default; what is not known is an error."""

import os
import tomllib
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from gatekeeper.domain import LivenessMode, MaskRule, SecondFactor
from gatekeeper.errors import ConfigError

FILE = "config.toml"
LANGUAGES = ("", "en", "de", "zh_TW")
APPEARANCES = ("system", "light", "dark")
HOME_VARIABLE = "GATEKEEPER_HOME"


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """door: the name of the door it watches, the first one where it is empty.

    min_face_px: the shorter side of the smallest face that is searched; smaller ones can not be recognised.
    """

    name: str = "camera"
    source: str = "0"
    min_face_px: float = 70
    door: str = ""


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """relay: "simulated" or "serial:PORT"; unlock and cooldown in seconds; timezone: IANA name, for schedules.

    liveness: how pictures of people are kept out: "off", "passive", "passive+active" or "depth". By what was measured (the
    card of the liveness model), a screen too near to show its frame passes the network alone: so a turn is asked for too.

    language: in which it speaks to whoever stands before it, "" for the window's.

    mask: "required", "optional", or "off" (it must be taken off); second_factor: "auto" (a PIN until the site has measured
    how well it tells living faces from pictures), "pin", or "none".
    """

    name: str = "door"
    relay: str = "simulated"
    unlock_seconds: float = 3.0
    cooldown_seconds: float = 5.0
    timezone: str = "UTC"
    liveness: str = LivenessMode.PASSIVE_ACTIVE.value
    mask: str = MaskRule.OPTIONAL.value
    second_factor: str = SecondFactor.AUTO.value
    language: str = ""


@dataclass(frozen=True, slots=True)
class RecognitionSettings:
    """fmr: the false-match rate of one comparison the thresholds are set to; agree of window frames must name one."""

    fmr: float = 1e-4
    margin: float = 0.008
    agree: int = 4
    window: int = 6


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """language: "" is the system's; appearance: "system", "light" or "dark"; lock_minutes: idle so long, it locks; 0: never."""

    language: str = ""
    appearance: str = "system"
    lock_minutes: int = 10


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """After how many days an event is deleted, and after how many only the pictures in it; 0: never."""

    events_days: int = 0
    faces_days: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one table of the file each; [[camera]] and [[door]] may be there several times."""

    cameras: tuple[CameraSettings, ...] = (CameraSettings(),)
    doors: tuple[DoorSettings, ...] = (DoorSettings(),)
    recognition: RecognitionSettings = field(default_factory=RecognitionSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)

    @property
    def camera(self) -> CameraSettings:
        """The first camera."""
        return self.cameras[0]

    @property
    def door(self) -> DoorSettings:
        """The first door."""
        return self.doors[0]

    def door_of(self, camera: CameraSettings) -> DoorSettings:
        """The door that a camera watches."""
        return next((door for door in self.doors if door.name == camera.door), self.doors[0])

    @staticmethod
    def load(home: Path) -> "Settings":
        """Read HOME/config.toml; defaults where there is none. Raises ConfigError that names the key at fault."""
        path = home / FILE
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Settings()
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"{path} can not be read: {error}", "Correct the file, or move it away.") from error
        several = {
            f"{table}s": tuple(
                _filled(kind, one, str(path), table) for one in _tables(values.pop(table), str(path), table)
            )
            for table, kind in (("camera", CameraSettings), ("door", DoorSettings))
            if table in values
        }
        settings: Settings = replace(_filled(Settings, values, str(path), ""), **several)
        _check(settings, path)
        return settings


def default_home() -> Path:
    """The folder of database, key and settings: $GATEKEEPER_HOME, or the system's place for a user's data."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else user_data_path("gatekeeper", appauthor=False)


def _tables(value: Any, file: str, table: str) -> list[dict[str, Any]]:
    """One table, or several of the same name."""
    tables = value if isinstance(value, list) else [value]
    if not tables or not all(isinstance(one, dict) for one in tables):
        raise ConfigError(f"{file}: {table} is a table, not {value!r}.", f"Write [[{table}]] above its settings.")
    return tables


def _filled(kind: Any, values: dict[str, Any], file: str, table: str) -> Any:
    # The lists of cameras and doors have been taken out before, under their tables' names.
    known = {f.name.removesuffix("s") if f.name in ("cameras", "doors") else f.name for f in fields(kind)}
    for key in values:
        if key not in known:
            name = f"{table}.{key}" if table else key
            raise ConfigError(f"{file}: there is no setting {name}.", f"Known here: {', '.join(sorted(known))}.")
    chosen = {}
    for key, value in values.items():
        default = getattr(kind(), key)
        name = f"{table}.{key}" if table else key
        if is_dataclass(default):
            if not isinstance(value, dict):
                raise ConfigError(f"{file}: {name} is a table, not {value!r}.", f"Write [{name}] above its settings.")
            chosen[key] = _filled(type(default), value, file, name)
        else:
            number = isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool)
            if not number and type(value) is not type(default):
                wanted = {str: "a text", int: "a whole number", float: "a number"}[type(default)]
                raise ConfigError(f"{file}: {name} is {value!r}.", f"It must be {wanted}, as {default!r}.")
            chosen[key] = float(value) if number else value
    return kind(**chosen)


def _check(settings: Settings, path: Path) -> None:
    recognition = settings.recognition
    for table, named in (("camera", settings.cameras), ("door", settings.doors)):
        names = [one.name for one in named]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ConfigError(f"{path}: two {table}s are called {twice!r}.", "Give each its own name.")
    doors = [door.name for door in settings.doors]
    for camera in settings.cameras:
        if camera.door and camera.door not in doors:
            raise ConfigError(
                f"{path}: the camera {camera.name!r} watches a door {camera.door!r}, which there is not.",
                f"Name one of {', '.join(doors)}.",
            )
        _check_values(
            {"camera.min_face_px": (camera.min_face_px, 20 <= camera.min_face_px <= 1000, "20 to 1000")}, path
        )
    for door in settings.doors:
        _check_values(
            {
                "door.unlock_seconds": (door.unlock_seconds, 0.5 <= door.unlock_seconds <= 60, "0.5 to 60"),
                "door.cooldown_seconds": (door.cooldown_seconds, door.cooldown_seconds >= 0, "0 or more"),
            },
            path,
        )
        if door.liveness not in set(LivenessMode):
            raise ConfigError(
                f"{path}: door.liveness is {door.liveness!r}.", f"It must be one of {', '.join(LivenessMode)}."
            )
    bad = {
        "recognition.fmr": (recognition.fmr, recognition.fmr in (1e-2, 1e-3, 1e-4), "1e-2, 1e-3 or 1e-4"),
        "recognition.margin": (recognition.margin, 0 <= recognition.margin < 1, "0 to 1"),
        "recognition.agree": (
            recognition.agree,
            0 < recognition.agree <= recognition.window < 2 * recognition.agree,
            "more than half of recognition.window and at most all of it",
        ),
        "window.lock_minutes": (settings.window.lock_minutes, 0 <= settings.window.lock_minutes <= 1440, "0 to 1440"),
        "retention.events_days": (settings.retention.events_days, settings.retention.events_days >= 0, "0 or more"),
        "retention.faces_days": (settings.retention.faces_days, settings.retention.faces_days >= 0, "0 or more"),
    }
    _check_values(bad, path)
    for name, word, known in (
        ("window.language", settings.window.language, LANGUAGES),
        ("window.appearance", settings.window.appearance, APPEARANCES),
        *(("door.language", door.language, LANGUAGES) for door in settings.doors),
    ):
        if word not in known:
            raise ConfigError(f"{path}: {name} is {word!r}.", f"It must be one of {', '.join(map(repr, known))}.")
    for door in settings.doors:
        for name, word, words in (
            ("door.mask", door.mask, MaskRule),
            ("door.second_factor", door.second_factor, SecondFactor),
        ):
            if word not in set(words):
                raise ConfigError(f"{path}: {name} is {word!r}.", f"It must be one of {', '.join(words)}.")


def _check_values(values: dict[str, tuple[float, bool, str]], path: Path) -> None:
    for name, (value, good, wanted) in values.items():
        if not good:
            raise ConfigError(f"{path}: {name} is {value:g}.", f"It must be {wanted}.")
