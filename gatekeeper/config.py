"""Settings from a TOML file in the home folder. What is not there has a default; what is not known is an error."""

import os
import tomllib
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from gatekeeper.errors import ConfigError

FILE = "config.toml"
HOME_VARIABLE = "GATEKEEPER_HOME"


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """min_face_px: the shorter side of the smallest face that is searched; smaller ones can not be recognised."""

    name: str = "camera"
    source: str = "0"
    min_face_px: float = 70


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """relay: "simulated" or "serial:PORT"; unlock and cooldown in seconds; timezone: IANA name, for schedules."""

    name: str = "door"
    relay: str = "simulated"
    unlock_seconds: float = 3.0
    cooldown_seconds: float = 5.0
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class RecognitionSettings:
    """fmr: the false-match rate of one comparison the thresholds are set to; agree of window frames must name one."""

    fmr: float = 1e-4
    margin: float = 0.008
    agree: int = 4
    window: int = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one table of the file each."""

    camera: CameraSettings = field(default_factory=CameraSettings)
    door: DoorSettings = field(default_factory=DoorSettings)
    recognition: RecognitionSettings = field(default_factory=RecognitionSettings)

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
        settings: Settings = _filled(Settings, values, str(path), "")
        _check(settings, path)
        return settings


def default_home() -> Path:
    """The folder of database, key and settings: $GATEKEEPER_HOME, or the system's place for a user's data."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else user_data_path("gatekeeper", appauthor=False)


def _filled(kind: Any, values: dict[str, Any], file: str, table: str) -> Any:
    known = {f.name: f for f in fields(kind)}
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
    bad = {
        "camera.min_face_px": (settings.camera.min_face_px, 20 <= settings.camera.min_face_px <= 1000, "20 to 1000"),
        "door.unlock_seconds": (settings.door.unlock_seconds, 0.5 <= settings.door.unlock_seconds <= 60, "0.5 to 60"),
        "door.cooldown_seconds": (settings.door.cooldown_seconds, settings.door.cooldown_seconds >= 0, "0 or more"),
        "recognition.fmr": (recognition.fmr, recognition.fmr in (1e-2, 1e-3, 1e-4), "1e-2, 1e-3 or 1e-4"),
        "recognition.margin": (recognition.margin, 0 <= recognition.margin < 1, "0 to 1"),
        "recognition.agree": (
            recognition.agree,
            0 < recognition.agree <= recognition.window < 2 * recognition.agree,
            "more than half of recognition.window and at most all of it",
        ),
    }
    for name, (value, good, wanted) in bad.items():
        if not good:
            raise ConfigError(f"{path}: {name} is {value:g}.", f"It must be {wanted}.")
