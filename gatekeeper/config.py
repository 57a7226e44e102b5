"""Settings from a TOML file in the home folder. What is not there has a default; what is not known is an error."""

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path

from gatekeeper.domain import FMRS, Direction, DoorRule, LivenessMode, MaskRule, SecondFactor
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.errors import ConfigError, TextError
from gatekeeper.files import replacing
from gatekeeper.messages import Message
from gatekeeper.text_files import read_text
from gatekeeper.timezones import machine_zone, zone_of

FILE = "config.toml"
LANGUAGES = ("", "en", "de", "zh_TW")
DEVICES = ("auto", "cpu", "cuda")
APPEARANCES = ("system", "light", "dark")
MOST_DAYS = 36_500  # a hundred years; calendars end not far beyond
_BACKSLASH = Message("A text with backslashes is written in single quotes: 'C:\\clips\\a.mp4'.")
_TYPES = {
    str: Message("a text"),
    int: Message("a whole number"),
    float: Message("a number"),
    bool: Message("true or false"),
}
HOME_VARIABLE = "GATEKEEPER_HOME"


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """door: the name of the door it watches, the first one where it is empty.

    min_face_px: the shorter side of the smallest face that is searched; smaller ones cannot be recognised.

    rotate, mirror: how pictures of a camera that hangs askew are set upright: clockwise by 0, 90, 180 or 270 degrees, then
    left and right exchanged.

    direction: "in" or "out" where whoever passes before it goes in, or out; "" where that is not told.
    """

    name: str = "camera"
    source: str = "0"
    min_face_px: float = 70.0
    door: str = ""
    rotate: int = 0
    mirror: bool = False
    direction: str = ""


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """relay: see `RelayAddress`; unlock and cooldown in seconds; held_seconds: how long a door with a contact may stand open
    once it is locked; timezone: IANA name, for schedules, "" for the machine's.

    liveness: how pictures of people are kept out: "off", "passive", "passive+active" or "depth". By what was measured (the
    card of the liveness model), one in six monitors of a kind it has never seen passes the network alone: so a turn is asked
    for too.

    language: in which it speaks to whoever stands before it, "" for the window's.

    mask: "required", "optional", or "off" (it must be taken off); second_factor: "auto" (a PIN, unless the door asks
    the liveness network and the site has measured how well that tells living faces from pictures), "pin", or "none".
    """

    name: str = "door"
    relay: str = "simulated"
    unlock_seconds: float = 3.0
    cooldown_seconds: float = 5.0
    timezone: str = ""
    liveness: str = LivenessMode.PASSIVE_ACTIVE.value
    mask: str = MaskRule.OPTIONAL.value
    second_factor: str = SecondFactor.AUTO.value
    language: str = ""
    held_seconds: float = 30.0

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
    """fmr: the false-match rate of one comparison the thresholds are set to; agree of window frames must name one.

    largest_gallery: how many people may be registered, where the model was tested with fewer, before the start warns of it.

    device: what the networks run on: "cpu", "cuda" (an NVIDIA card; the processor where there is none, or it fails), or "auto",
    which takes the card where a measurement at the start finds it faster for these cameras.
    """

    fmr: float = 1e-4
    margin: float = 0.008
    agree: int = 4
    window: int = 6
    largest_gallery: int = 0
    device: str = "auto"


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """language: "" is the system's; appearance: "system", "light" or "dark"; lock_minutes: idle so long, it locks; 0: never."""

    language: str = ""
    appearance: str = "system"
    lock_minutes: int = 10


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """After how many days an event is deleted, and after how many only the pictures in it; guests_days: how many days after the
    end of their visit a guest is erased; 0: never."""

    events_days: int = 0
    faces_days: int = 0
    guests_days: int = 7


@dataclass(frozen=True, slots=True)
class EvacuationSettings:
    """folder: where the list of who is inside is written whenever it changes, as inside.html and inside.csv, in clear; "": it
    is not."""

    folder: str = ""


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """to: where backups are kept, a folder or sftp://USER@HOST[:PORT]/FOLDER; "" for none. every_hours: how often.

    Kept are the newest of each of the last `days` days, `weeks` weeks and `months` months that have one; of all 0: every one.
    key_file: a private SSH key without a passphrase, the agent's keys where it is ""; host_key: the server's, "SHA256:...".
    """

    to: str = ""
    every_hours: int = 24
    days: int = 7
    weeks: int = 4
    months: int = 12
    key_file: str = ""
    host_key: str = ""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Where `gatekeeper serve` answers other programs: host and port (0: any that is free), or a UNIX socket where socket names
    a file. certificate, key: PEM files for TLS, without which no other machine is let in."""

    host: str = "127.0.0.1"
    port: int = 0
    socket: str = ""
    certificate: str = ""
    key: str = ""


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

    @property
    def camera(self) -> CameraSettings:
        """The first camera."""
        return self.cameras[0]

    @property
    def door(self) -> DoorSettings:
        """The first door."""
        return self.doors[0]

    @property
    def both_directions(self) -> bool:
        """Whether it is seen who goes in, and who goes out."""
        return {camera.direction for camera in self.cameras} >= set(Direction)

    def door_of(self, camera: CameraSettings) -> DoorSettings:
        """The door that a camera watches."""
        return next((door for door in self.doors if door.name == camera.door), self.doors[0])

    @staticmethod
    def load(home: Path) -> "Settings":
        """Read HOME/config.toml; defaults where there is none. Raises ConfigError that names the key at fault."""
        path = home / FILE
        text = _text(path)
        return Settings() if text is None else _parsed(text, path)

    def check(self, path: Path = Path(FILE)) -> None:
        """Raises ConfigError that names the setting at fault, the same as `load` would."""
        _check(self, path)

    def save(self, home: Path) -> None:
        """Write HOME/config.toml, all or nothing, after the same checks as `load` makes.

        What the file says already keeps its place and its comments; a setting at its default that the file does not name
        stays out of it. Raises ConfigError where a setting is wrong or the file cannot be written.
        """
        path = home / FILE
        _check(self, path)
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
            Message("{backslash} Correct the file, or move it away.", backslash=_BACKSLASH)
            if "\\" in text
            else Message("Correct the file, or move it away."),
            path=path,
            error=error,
        ) from error
    several = {
        f"{table}s": tuple(_filled(kind, one, str(path), table) for one in _tables(values.pop(table), str(path), table))
        for table, kind in (("camera", CameraSettings), ("door", DoorSettings))
        if table in values
    }
    settings: Settings = replace(_filled(Settings, values, str(path), ""), **several)
    _check(settings, path)
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
        for one in fields(values):
            value = getattr(values, one.name)
            if (one.name in table or value != one.default) and table.get(one.name) != value:
                table[one.name] = value
        return table

    for name, several in (("camera", settings.cameras), ("door", settings.doors)):
        if name not in document and several == (type(several[0])(),):
            continue
        there = document.get(name, [])
        there = there if isinstance(there, list) else [there]
        named = [one.get("name", name) for one in there]
        if named == [one.name for one in several]:
            for table, values in zip(there, several, strict=True):
                put(table, values)
            continue
        # Under its name a table keeps its comments, wherever it moves to.
        known = dict(zip(named, there, strict=True))
        document[name] = tomlkit.aot()
        for values in several:
            table = known.get(values.name)
            document[name].append(put(table if isinstance(table, Table) else tomlkit.table(), values))
    for name in ("recognition", "window", "retention", "backup", "evacuation", "service"):
        values = getattr(settings, name)
        if name in document:
            put(document[name], values)
        elif values != type(values)():
            document[name] = put(tomlkit.table(), values)
    return tomlkit.dumps(document)


def _tables(value: Any, file: str, table: str) -> list[dict[str, Any]]:
    """One table, or several of the same name."""
    tables = value if isinstance(value, list) else [value]
    if not tables or not all(isinstance(one, dict) for one in tables):
        raise ConfigError(
            "{file}: {table} is a table, not {value}.",
            "Write [[{table}]] above its settings.",
            file=file,
            table=table,
            value=repr(value),
        )
    return tables


def _filled(kind: Any, values: dict[str, Any], file: str, table: str) -> Any:
    # The lists of cameras and doors have been taken out before, under their tables' names.
    known = {f.name.removesuffix("s") if f.name in ("cameras", "doors") else f.name for f in fields(kind)}
    for key in values:
        if key not in known:
            name = f"{table}.{key}" if table else key
            raise ConfigError(
                "{file}: there is no setting {name}.", "Known here: {known}.", file=file, name=name, known=sorted(known)
            )
    chosen = {}
    for key, value in values.items():
        default = getattr(kind(), key)
        name = f"{table}.{key}" if table else key
        if is_dataclass(default):
            if not isinstance(value, dict):
                raise ConfigError(
                    "{file}: {name} is a table, not {value}.",
                    "Write [{name}] above its settings.",
                    file=file,
                    name=name,
                    value=repr(value),
                )
            chosen[key] = _filled(type(default), value, file, name)
        else:
            number = isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool)
            if not number and type(value) is not type(default):
                wanted = _TYPES[type(default)]
                example = repr(default).lower() if isinstance(default, bool) else repr(default)
                raise ConfigError(
                    "{file}: {name} is {value}.",
                    "It must be {wanted}, as {example}.",
                    file=file,
                    name=name,
                    value=repr(value),
                    wanted=wanted,
                    example=example,
                )
            if isinstance(value, str) and any(character < " " for character in value):
                # What a backslash makes of the letter after it: "C:\temp" holds a tab.
                raise ConfigError(
                    "{file}: {name} is {value!r}, which is not printable.",
                    _BACKSLASH,
                    file=file,
                    name=name,
                    value=value,
                )
            if isinstance(value, int) and abs(value) >= 1 << 63:
                raise ConfigError(
                    "{file}: {name} has too many digits.",
                    "It must be a number, as {default!r}.",
                    file=file,
                    name=name,
                    default=default,
                )
            chosen[key] = float(value) if number else value
    return kind(**chosen)


def _check(settings: Settings, path: Path) -> None:
    def refuse(setting: str, at: int | None, message: str, hint: str) -> ConfigError:
        table, _, key = setting.partition(".")
        return ConfigError(
            "{path}: {why}", hint, setting if at is None else f"{table}.{at}.{key}", path=path, why=message
        )

    def number(setting: str, value: float, good: bool, wanted: str, at: int | None = None) -> None:
        if not good:
            raise refuse(
                setting,
                at,
                Message("{setting} is {value}.", setting=setting, value=f"{value:g}"),
                Message("It must be {wanted}.", wanted=wanted),
            )

    def word(setting: str, value: str, known: Iterable[str], at: int | None = None) -> None:
        if value not in set(known):
            raise refuse(
                setting,
                at,
                Message("{setting} is {value}.", setting=setting, value=repr(value)),
                Message("It must be one of {known}.", known=[repr(str(each)) for each in known]),
            )

    doors = [door.name for door in settings.doors]
    nameless = {"camera": Message("a camera has no name."), "door": Message("a door has no name.")}
    for table, names in (("camera", [camera.name for camera in settings.cameras]), ("door", doors)):
        for at, name in enumerate(names):
            if not name.strip():
                raise refuse(f"{table}.name", at, nameless[table], Message("Give each its own name."))
            if name in names[:at]:
                twice = (
                    Message("two cameras are called {name!r}.", name=name)
                    if table == "camera"
                    else Message("two doors are called {name!r}.", name=name)
                )
                raise refuse(f"{table}.name", at, twice, Message("Give each its own name."))
    for at, camera in enumerate(settings.cameras):
        if camera.door and camera.door not in doors:
            message = Message(
                "the camera {camera!r} watches a door {door!r}, which there is not.",
                camera=camera.name,
                door=camera.door,
            )
            raise refuse("camera.door", at, message, Message("Name one of {doors}.", doors=doors))
        if not camera.source.strip():
            message = Message("the camera {camera!r} has no source.", camera=camera.name)
            raise refuse("camera.source", at, message, Message("0 is the first camera."))
        word("camera.direction", camera.direction, ("", *Direction), at)
        number("camera.rotate", camera.rotate, camera.rotate in (0, 90, 180, 270), Message("0, 90, 180 or 270"), at)
        number(
            "camera.min_face_px",
            camera.min_face_px,
            20 <= camera.min_face_px <= 1000,
            Message("{least} to {most}", least=20, most=1000),
            at,
        )
    for at, door in enumerate(settings.doors):
        try:
            RelayAddress.parse(door.relay)
        except ConfigError as error:
            raise refuse("door.relay", at, error.message, error.hint) from None
        number(
            "door.unlock_seconds",
            door.unlock_seconds,
            0.5 <= door.unlock_seconds <= 60,
            Message("{least} to {most}", least=0.5, most=60),
            at,
        )
        number(
            "door.held_seconds",
            door.held_seconds,
            1 <= door.held_seconds <= 3600,
            Message("{least} to {most}", least=1, most=3600),
            at,
        )
        number(
            "door.cooldown_seconds",
            door.cooldown_seconds,
            0 <= door.cooldown_seconds <= 86400,
            Message("{least} to {most}", least=0, most=86400),
            at,
        )
        try:
            zone_of(door.timezone or "UTC")
        except ConfigError as error:
            message = Message("there is no timezone {name!r}.", name=door.timezone)
            raise refuse("door.timezone", at, message, error.hint) from None
        word("door.liveness", door.liveness, LivenessMode, at)
        word("door.mask", door.mask, MaskRule, at)
        word("door.second_factor", door.second_factor, SecondFactor, at)
        word("door.language", door.language, LANGUAGES, at)
    one, window, kept = settings.recognition, settings.window, settings.retention
    number("recognition.fmr", one.fmr, one.fmr in FMRS, Message("1e-2, 1e-3 or 1e-4"))
    number("recognition.margin", one.margin, 0 <= one.margin < 1, Message("{least} to {most}", least=0, most=1))
    enough = 0 < one.agree <= one.window < 2 * one.agree
    number("recognition.agree", one.agree, enough, "more than half of recognition.window and at most all of it")
    number("recognition.largest_gallery", one.largest_gallery, one.largest_gallery >= 0, "0 or more")
    word("recognition.device", one.device, DEVICES)
    word("window.language", window.language, LANGUAGES)
    word("window.appearance", window.appearance, APPEARANCES)
    number(
        "window.lock_minutes",
        window.lock_minutes,
        0 <= window.lock_minutes <= 1440,
        Message("{least} to {most}", least=0, most=1440),
    )
    for key, days in (
        ("events_days", kept.events_days),
        ("faces_days", kept.faces_days),
        ("guests_days", kept.guests_days),
    ):
        number(f"retention.{key}", days, 0 <= days <= MOST_DAYS, Message("{least} to {most}", least=0, most=MOST_DAYS))
    if settings.evacuation.folder and not Path(settings.evacuation.folder).is_absolute():
        raise refuse(
            "evacuation.folder",
            None,
            Message("{key} is {value!r}.", key="evacuation.folder", value=settings.evacuation.folder),
            Message("Write the whole path of a folder."),
        )
    copies = settings.backup
    number(
        "backup.every_hours",
        copies.every_hours,
        1 <= copies.every_hours <= 24 * 31,
        Message("{least} to {most}", least=1, most=24 * 31),
    )
    for key, count in (("days", copies.days), ("weeks", copies.weeks), ("months", copies.months)):
        number(f"backup.{key}", count, 0 <= count <= 1000, Message("{least} to {most}", least=0, most=1000))
    if copies.to.startswith("sftp:"):
        try:
            sftp_address(copies.to)
        except ConfigError as error:
            raise refuse("backup.to", None, error.message, error.hint) from None
    elif copies.to and not Path(copies.to).is_absolute():
        raise refuse(
            "backup.to",
            None,
            Message("{key} is {value!r}.", key="backup.to", value=copies.to),
            Message("Write the whole path of a folder, or sftp://USER@HOST/FOLDER."),
        )
    if copies.host_key and not re.fullmatch(r"SHA256:[A-Za-z0-9+/]{43}", copies.host_key):
        raise refuse(
            "backup.host_key",
            None,
            Message("{key} is {value!r}.", key="backup.host_key", value=copies.host_key),
            Message("On the server: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub tells it as SHA256:…"),
        )
    service = settings.service
    number("service.port", service.port, 0 <= service.port <= 65535, Message("{least} to {most}", least=0, most=65535))
    if bool(service.certificate) != bool(service.key):
        missing = "service.key" if service.certificate else "service.certificate"
        raise refuse(
            missing, None, Message("{key} is missing.", key=missing), Message("TLS needs a certificate and its key.")
        )
    if not service.socket and not service.certificate and not _is_loopback(service.host):
        raise refuse(
            "service.host",
            None,
            Message("{key} is {value!r}.", key="service.host", value=service.host),
            Message("Other machines are let in with TLS only: set service.certificate and service.key."),
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def sftp_address(text: str) -> tuple[str, str, int, str]:
    """User, host, port, folder of sftp://USER@HOST[:PORT]/FOLDER. A password in it is refused: it would lie here in clear."""
    hint = Message("Write it as sftp://USER@HOST/FOLDER, with a port as HOST:2222.")
    try:
        parts = urlsplit(text)
        port = parts.port or 22
    except ValueError:
        raise ConfigError("backup.to is no address.", hint) from None
    if parts.password is not None:
        raise ConfigError(
            "backup.to holds a password.", "Take it out: backups go by a key (backup.key_file, or the SSH agent)."
        )
    if parts.scheme != "sftp" or not parts.username or not parts.hostname or parts.path in ("", "/"):
        raise ConfigError("backup.to is {text!r}.", hint, text=text)
    return unquote(parts.username), parts.hostname, port, unquote(parts.path)
