"""Settings from a TOML file in the home folder. What is not there has a default; what is not known is an error.

A new setting is one line of its table (`gatekeeper.settings_table`); `python -m gatekeeper.config --reference`
prints docs/configuration.md from them.
"""

import os
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path

from gatekeeper.config_check import mistakes_of
from gatekeeper.domain import FMRS, Direction, LivenessMode
from gatekeeper.door_rule import DoorRule, MaskRule, SecondFactor
from gatekeeper.errors import ConfigError, TextError
from gatekeeper.files import replacing
from gatekeeper.messages import Message
from gatekeeper.outlets.settings import MailSettings, MqttSettings, WebhookSettings, outlet_names
from gatekeeper.settings_table import BACKSLASH, Mistake, about, filled, reference, settings_of, told
from gatekeeper.text_files import read_text
from gatekeeper.timezones import machine_zone

FILE = "config.toml"
LANGUAGES = ("", "en", "de", "zh_TW")
DEVICES = ("auto", "cpu", "cuda")
APPEARANCES = ("system", "light", "dark")
MOST_DAYS = 36_500  # a hundred years; calendars end not far beyond
HOME_VARIABLE = "GATEKEEPER_HOME"
# A file that says so on purpose: an empty one may be what a failed copy has left, and is not followed (`SettingsWatch`).
_ALL_DEFAULTS = "# Every setting has its default.\n"


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """A camera; the table may be there several times."""

    name: Annotated[str, about("What it is called; each has its own name.")] = "camera"
    source: Annotated[
        str,
        about("A number (0 is the first camera), a device, an address (rtsp://, http://), a video file or a folder."),
    ] = "0"
    min_face_px: Annotated[
        float, about("The shorter side of the smallest face that is searched.", 20, 1000, unit="pixels")
    ] = 70.0
    door: Annotated[str, about("The name of the door that it watches; empty: the first one.")] = ""
    rotate: Annotated[int, about("Turns its pictures clockwise.", of=(0, 90, 180, 270), unit="degrees")] = 0
    mirror: Annotated[bool, about("Exchanges left and right, once turned.")] = False
    direction: Annotated[
        str, about("Where whoever passes before it goes: in or out; empty where that is not told.", of=("", *Direction))
    ] = ""


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """A door; the table may be there several times."""

    name: Annotated[str, about("What it is called; each has its own name.")] = "door"
    relay: Annotated[str, about("What opens it, as docs/operation.md lists; `simulated` opens nothing.")] = "simulated"
    unlock_seconds: Annotated[float, about("How long it stays unlocked.", 0.5, 60, unit="seconds")] = 3.0
    cooldown_seconds: Annotated[
        float, about("How long it does not open again for the same person.", 0, 86400, unit="seconds")
    ] = 5.0
    timezone: Annotated[
        str, about("The timezone of its schedules, by its IANA name (Europe/Vienna); empty: the machine's.")
    ] = ""
    # By what was measured (the card of the liveness model), one in six monitors of a kind it has never seen passes the network
    # alone: so a turn of the head is asked for too.
    liveness: Annotated[str, about("How pictures of people are kept out; see docs/security.md.", of=LivenessMode)] = (
        LivenessMode.PASSIVE_ACTIVE.value
    )
    mask: Annotated[str, about("Whether a mask must be worn, may be, or must be taken off (`off`).", of=MaskRule)] = (
        MaskRule.OPTIONAL.value
    )
    second_factor: Annotated[
        str,
        about(
            "Whether a PIN is asked for; `auto`: unless the door asks the liveness network and the site has measured it.",
            of=SecondFactor,
        ),
    ] = SecondFactor.AUTO.value
    language: Annotated[
        str, about("In which it speaks to whoever stands before it; empty: the window's.", of=LANGUAGES)
    ] = ""
    held_seconds: Annotated[
        float, about("How long a door with a contact may stand open once it is locked.", 1, 3600, unit="seconds")
    ] = 30.0
    kiosk_greets: Annotated[
        bool, about("Its residents' screen greets people by their names, which whoever stands behind them can read.")
    ] = False
    kiosk_sounds: Annotated[
        bool, about("Its residents' screen plays a chime for a welcome, another for a refusal.")
    ] = False

    def rule(self) -> DoorRule:
        """The rule of a door that is new: these settings, and everybody may come in."""
        return DoorRule(
            self.name,
            {},
            self.unlock_seconds,
            self.cooldown_seconds,
            self.timezone or machine_zone(),
            MaskRule(self.mask),
            SecondFactor(self.second_factor),
        )


@dataclass(frozen=True, slots=True)
class RecognitionSettings:
    """How certain the doors must be of whom they see, and what computes that."""

    fmr: Annotated[float, about("The false-match rate of one comparison that the thresholds are set to.", of=FMRS)] = (
        1e-4
    )
    margin: Annotated[float, about("By how much the best person must be more similar than the next one.", 0, 0.999)] = (
        0.008
    )
    agree: Annotated[
        int, about("So many of the last `window` frames must name one person; more than half of them.", 1, 1000)
    ] = 4
    window: Annotated[int, about("How many frames vote.", 1, 1000)] = 6
    largest_gallery: Annotated[
        int,
        about("How many people may be registered before the start warns of it, where the model's card says fewer.", 0),
    ] = 0
    device: Annotated[
        str,
        about(
            "What the networks run on; `cuda`: an NVIDIA card, `auto`: that where a measurement at the start finds it faster.",
            of=DEVICES,
        ),
    ] = "auto"


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """The window."""

    language: Annotated[str, about("Its language; empty: the system's.", of=LANGUAGES)] = ""
    appearance: Annotated[str, about("Light or dark.", of=APPEARANCES)] = "system"
    lock_minutes: Annotated[int, about("Idle for so long, it locks; 0: never.", 0, 1440, unit="minutes")] = 10


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """When what is recorded is deleted."""

    events_days: Annotated[int, about("After how long an event is deleted; 0: never.", 0, MOST_DAYS, unit="days")] = 0
    faces_days: Annotated[
        int, about("After how long the pictures in an event are deleted; 0: never.", 0, MOST_DAYS, unit="days")
    ] = 0
    guests_days: Annotated[
        int, about("How long after the end of their visit a guest is erased; 0: never.", 0, MOST_DAYS, unit="days")
    ] = 7


@dataclass(frozen=True, slots=True)
class EvacuationSettings:
    """The list of who is inside."""

    folder: Annotated[
        str,
        about("Where it is written whenever it changes, as inside.html and inside.csv, in clear; empty: nowhere."),
    ] = ""


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Backups that the program makes by itself; where days, weeks and months are all 0, every one is kept."""

    to: Annotated[
        str, about("Where they are kept: a folder, or sftp://USER@HOST[:PORT]/FOLDER; empty: none are made.")
    ] = ""
    every_hours: Annotated[int, about("How often one is made.", 1, 24 * 31, unit="hours")] = 24
    days: Annotated[int, about("For so many days the newest of each day is kept.", 0, 1000, unit="days")] = 7
    weeks: Annotated[int, about("For so many weeks the newest of each week.", 0, 1000, unit="weeks")] = 4
    months: Annotated[int, about("For so many months the newest of each month.", 0, 1000, unit="months")] = 12
    key_file: Annotated[str, about("A private SSH key without a passphrase; empty: the keys of the SSH agent.")] = ""
    host_key: Annotated[str, about("The server's key, as `SHA256:...`.")] = ""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Where `gatekeeper serve` answers other programs."""

    host: Annotated[str, about("The address it listens at; other machines than this one are let in with TLS only.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, about("The port; 0: any that is free.", 0, 65535)] = 0
    socket: Annotated[str, about("A file for a UNIX socket, which is listened at instead; empty: none.")] = ""
    certificate: Annotated[str, about("A PEM file with the certificate for TLS.")] = ""
    key: Annotated[str, about("A PEM file with the certificate's key.")] = ""


@dataclass(frozen=True, slots=True)
class AlarmSettings:
    """When something is an alarm, and whether it is heard."""

    unknown_times: Annotated[int, about("So many visits of unknown people to one door are an alarm.", 1, 1000)] = 5
    unknown_minutes: Annotated[int, about("Within so long.", 1, 1440, unit="minutes")] = 10
    camera_seconds: Annotated[
        float, about("A camera that has delivered no picture for so long is lost.", 5, 86_400, unit="seconds")
    ] = 60.0
    disk_megabytes: Annotated[int, about("Less room than this on the disk is an alarm.", 0, 10**9, unit="MB")] = 500
    watch_list: Annotated[
        bool,
        about(
            "Unknown visitors can be put on a watch list, and are known again by their face. They have not agreed to that: "
            "ask whoever is responsible for data protection before you turn it on."
        ),
    ] = False
    sound: Annotated[bool, about("The window beeps until an alarm is acknowledged; never for a silent one.")] = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one table of the file each; [[camera]] and [[door]] may be there several times."""

    cameras: tuple[CameraSettings, ...] = (CameraSettings(),)
    doors: tuple[DoorSettings, ...] = (DoorSettings(),)
    recognition: RecognitionSettings = field(default_factory=RecognitionSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    backup: BackupSettings = field(default_factory=BackupSettings)
    service: ServiceSettings = field(default_factory=ServiceSettings)
    evacuation: EvacuationSettings = field(default_factory=EvacuationSettings)
    alarms: AlarmSettings = field(default_factory=AlarmSettings)
    webhooks: tuple[WebhookSettings, ...] = ()
    mqtt: MqttSettings = field(default_factory=MqttSettings)
    mail: MailSettings = field(default_factory=MailSettings)

    @property
    def camera(self) -> CameraSettings:
        """The first camera."""
        return self.cameras[0]

    @property
    def door(self) -> DoorSettings:
        """The first door."""
        return self.doors[0]

    @property
    def outlets(self) -> list[str]:
        """What the outlets are called, as the database knows them."""
        return outlet_names(self.webhooks, self.mqtt, self.mail)

    @property
    def both_directions(self) -> bool:
        """Whether it is seen who goes in, and who goes out."""
        return {camera.direction for camera in self.cameras} >= set(Direction)

    def door_of(self, camera: CameraSettings) -> DoorSettings:
        """The door that a camera watches."""
        return next((door for door in self.doors if door.name == camera.door), self.doors[0])

    @staticmethod
    def load(home: Path) -> "Settings":
        """Read HOME/config.toml; defaults where there is none. Raises ConfigError that names every key at fault."""
        return Settings.stated(home) or Settings()

    @staticmethod
    def stated(home: Path) -> "Settings | None":
        """What HOME/config.toml says, as `load` reads it; None where there is none, or nothing stands in it."""
        path = home / FILE
        text = _text(path)
        return _parsed(text, path) if text and not text.isspace() else None

    def check(self, path: Path = Path(FILE)) -> None:
        """Raises ConfigError that names every setting at fault, the same as `load` would."""
        _refuse([*mistakes_of(self)], path)

    def save(self, home: Path) -> None:
        """Write HOME/config.toml, all or nothing, after the same checks as `load` makes.

        What the file says already keeps its place and its comments; a setting at its default that the file does not name
        stays out of it. Raises ConfigError where a setting is wrong or the file cannot be written.
        """
        path = home / FILE
        self.check(path)
        text = _written(self, _text(path) or "", path)
        if _parsed(text, path) != self:  # never write what would be read as something else
            raise ConfigError(
                "{path} is laid out in a way that cannot be changed from here.", "Change it by hand.", path=path
            )
        try:
            with replacing(path, private=True) as part:  # addresses of cameras hold passwords
                part.write_bytes(text.encode())
        except OSError as error:
            raise ConfigError(
                "{path} cannot be written: {error}", "Make room, or check who owns it.", path=path, error=error
            ) from error


def default_home() -> Path:
    """The folder of database, key and settings: $GATEKEEPER_HOME, or the system's place for a user's data."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else user_data_path("gatekeeper", appauthor=False)


def _text(path: Path) -> str | None:
    """What the file says; None where there is none."""
    try:
        return read_text(path)
    except FileNotFoundError:
        return None
    except TextError as error:
        raise ConfigError(error.message, "Save it as UTF-8.") from error
    except OSError as error:
        raise ConfigError(
            "{path} cannot be read: {why}.",
            "Check who may read it, or move it away.",
            path=path,
            why=error,
        ) from error


def _parsed(text: str, path: Path) -> Settings:
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of more than 4300 digits, tomllib raises another
        raise ConfigError(
            "{path} cannot be read: {error}.",
            Message("{backslash} Correct the file, or move it away.", backslash=BACKSLASH)
            if "\\" in text
            else Message("Correct the file, or move it away."),
            path=path,
            error=error,
        ) from error
    settings, mistakes = filled(Settings, values)
    _refuse([*mistakes, *mistakes_of(settings)], path)
    assert isinstance(settings, Settings)
    return settings


def _written(settings: Settings, before: str, path: Path) -> str:
    """The text of a settings file that says these, made from what it says now."""
    import tomlkit  # needed by nobody who only reads
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Table

    try:
        document: Any = tomlkit.parse(before)
    except TOMLKitError as error:
        raise ConfigError(
            "{path} cannot be read: {error}", "Correct the file, or move it away.", path=path, error=error
        ) from error

    def put(table: Any, values: Any) -> Any:
        for field_ in fields(values):
            value = getattr(values, field_.name)
            if (field_.name in table or value != field_.default) and table.get(field_.name) != value:
                table[field_.name] = value
        return table

    for setting in (several_setting for several_setting in settings_of(Settings) if several_setting.several):
        name, several = setting.key, getattr(settings, setting.name)
        if name not in document and several == getattr(Settings(), setting.name):
            continue
        written = document.get(name, [])
        written = written if isinstance(written, list) else [written]
        named = [entry.get("name", name) for entry in written]
        if named == [entry.name for entry in several]:
            for table, values in zip(written, several, strict=True):
                put(table, values)
            continue
        if not several:
            del document[name]
            continue
        # Under its name a table keeps its comments, wherever it moves to.
        by_name = dict(zip(named, written, strict=True))
        document[name] = tomlkit.aot()
        for values in several:
            table = by_name.get(values.name)
            document[name].append(put(table if isinstance(table, Table) else tomlkit.table(), values))
    for name in (setting.name for setting in settings_of(Settings) if not setting.several):
        values = getattr(settings, name)
        if name in document:
            put(document[name], values)
        elif values != type(values)():
            document[name] = put(tomlkit.table(), values)
    text = tomlkit.dumps(document)
    return text if text.strip() else _ALL_DEFAULTS


def _refuse(mistakes: Sequence[Mistake], path: Path) -> None:
    if mistakes:
        message, hint = told(path, mistakes)
        raise ConfigError(message, hint, mistakes[0].setting)


def written_reference() -> str:
    """docs/configuration.md."""
    head = (
        "# Settings",
        "",
        "They stand in `config.toml` in the home folder; what does not has its default. All mistakes are told at once.",
        "This page is written by `python -m gatekeeper.config --reference`.",
        "",
    )
    return "\n".join((*head, *reference(Settings))).rstrip() + "\n"


if __name__ == "__main__":
    if sys.argv[1:] != ["--reference"]:
        raise SystemExit("python -m gatekeeper.config --reference > docs/configuration.md")
    print(written_reference(), end="")
