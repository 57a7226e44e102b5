"""Settings from a TOML file in the home folder. What is not there has a default; what is not known is an error.

A new setting is one line of its table (`gatekeeper.settings_table`); `python -m gatekeeper.config --reference`
prints docs/configuration.md from them.
"""

import os
import sys
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path

from gatekeeper.config_check import is_of_a_camera, is_of_a_part, mistakes_of
from gatekeeper.domain import FMRS, Direction, LivenessMode
from gatekeeper.door_rule import DoorRule, MaskRule, SecondFactor
from gatekeeper.errors import ConfigError, TextError
from gatekeeper.files import replacing
from gatekeeper.messages import Message
from gatekeeper.outlets.settings import MailSettings, MqttSettings, WebhookSettings, outlet_names
from gatekeeper.settings_table import BACKSLASH, NO_SETTING, Mistake, about, filled, reference, settings_of, told
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
    """A camera; repeat the table for each one."""

    name: Annotated[str, about("Its name, which must be unique.")] = "camera"
    source: Annotated[
        str,
        about("A number (0 is the first camera), a device, an address (rtsp://, http://), a video file or a folder."),
    ] = "0"
    min_face_px: Annotated[
        float, about("Smaller faces are ignored: the shorter side of a face.", 20, 1000, unit="pixels")
    ] = 70.0
    door: Annotated[str, about("The name of the door it watches; empty: the first one.")] = ""
    rotate: Annotated[int, about("Rotate its pictures clockwise.", of=(0, 90, 180, 270), unit="degrees")] = 0
    mirror: Annotated[bool, about("Mirror its pictures, after rotating them.")] = False
    direction: Annotated[
        str, about("Which way people who pass it go: in or out; empty: not known.", of=("", *Direction))
    ] = ""


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """A door; repeat the table for each one."""

    name: Annotated[str, about("Its name, which must be unique.")] = "door"
    relay: Annotated[str, about("What opens it: see *Relays* in docs/operation.md; `simulated` opens nothing.")] = (
        "simulated"
    )
    unlock_seconds: Annotated[float, about("How long it stays unlocked.", 0.5, 60, unit="seconds")] = 3.0
    cooldown_seconds: Annotated[
        float, about("How long it will not open again for the same person.", 0, 86400, unit="seconds")
    ] = 5.0
    timezone: Annotated[
        str,
        about(
            "The IANA time zone of its schedules, such as Europe/Vienna; empty: the machine's. The first door's is the site's."
        ),
    ] = ""
    # By what was measured (the card of the liveness model), one in six monitors of a kind it has never seen passes the network
    # alone: so a turn of the head is asked for too.
    liveness: Annotated[
        str, about("How photos and screens are told from living people; see docs/security.md.", of=LivenessMode)
    ] = LivenessMode.PASSIVE_ACTIVE.value
    mask: Annotated[str, about("Whether a mask is required, optional, or must be taken off (`off`).", of=MaskRule)] = (
        MaskRule.OPTIONAL.value
    )
    second_factor: Annotated[
        str,
        about(
            "Whether a PIN is required; `auto`: unless the door checks liveness and that was measured at this site.",
            of=SecondFactor,
        ),
    ] = SecondFactor.AUTO.value
    language: Annotated[str, about("The language of its messages to visitors; empty: the window's.", of=LANGUAGES)] = ""
    held_seconds: Annotated[
        float,
        about(
            "How long a door with a contact may stand open, once it is locked, before an alarm.",
            1,
            3600,
            unit="seconds",
        ),
    ] = 30.0
    kiosk_greets: Annotated[
        bool, about("Its residents' screen greets people by name, which people behind them can read.")
    ] = False
    kiosk_sounds: Annotated[
        bool, about("Its residents' screen plays one chime for a welcome and another for a refusal.")
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
    """How certain the doors must be of whom they see, and what the networks run on."""

    fmr: Annotated[
        float, about("The false-match rate of one comparison for which the thresholds are set.", of=FMRS)
    ] = 1e-4
    margin: Annotated[float, about("How much more similar the best match must be than the second best.", 0, 0.999)] = (
        0.008
    )
    agree: Annotated[
        int, about("How many of the last `window` frames must name the same person; more than half.", 1, 1000)
    ] = 4
    window: Annotated[int, about("How many frames are considered.", 1, 1000)] = 6
    largest_gallery: Annotated[
        int,
        about(
            "A start warns if more people are registered than this, or than the model was tested with, whichever is larger.",
            0,
        ),
    ] = 0
    device: Annotated[
        str,
        about(
            "What the networks run on: `cuda` is an NVIDIA GPU; `auto` uses one if a measurement at the start finds it faster.",
            of=DEVICES,
        ),
    ] = "auto"


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """The appearance and language of the window."""

    language: Annotated[str, about("Its language; empty: the system's.", of=LANGUAGES)] = ""
    appearance: Annotated[str, about("Light or dark.", of=APPEARANCES)] = "system"
    lock_minutes: Annotated[
        int, about("How long it may be idle before it locks; 0: never.", 0, 1440, unit="minutes")
    ] = 10


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """When records are deleted."""

    events_days: Annotated[int, about("How long events are kept; 0: no limit.", 0, MOST_DAYS, unit="days")] = 0
    faces_days: Annotated[
        int, about("How long pictures in events are kept; 0: as long as the event.", 0, MOST_DAYS, unit="days")
    ] = 0
    guests_days: Annotated[
        int, about("How long guests are kept after their visit ends; 0: no limit.", 0, MOST_DAYS, unit="days")
    ] = 7


@dataclass(frozen=True, slots=True)
class EvacuationSettings:
    """The list of who is inside, for an evacuation."""

    folder: Annotated[
        str,
        about(
            "Folder in which inside.html and inside.csv are kept up to date, unencrypted; made if it is missing. Empty: none."
        ),
    ] = ""


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Scheduled backups. If days, weeks and months are all 0, every backup is kept."""

    to: Annotated[
        str, about("Where to keep them: an existing folder, or sftp://USER@HOST[:PORT]/FOLDER; empty: no backups.")
    ] = ""
    every_hours: Annotated[int, about("Time between backups.", 1, 24 * 31, unit="hours")] = 24
    days: Annotated[int, about("For how many days the newest backup of each day is kept.", 0, 1000, unit="days")] = 7
    weeks: Annotated[
        int, about("For how many weeks the newest backup of each week is kept.", 0, 1000, unit="weeks")
    ] = 4
    months: Annotated[
        int, about("For how many months the newest backup of each month is kept.", 0, 1000, unit="months")
    ] = 12
    key_file: Annotated[
        str, about("File with a private SSH key without a passphrase; empty: the SSH agent's keys.")
    ] = ""
    host_key: Annotated[str, about("The server's key, as `SHA256:…`.")] = ""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Where `gatekeeper serve` listens."""

    host: Annotated[str, about("The address it listens at; other machines can connect with TLS only.")] = "127.0.0.1"
    port: Annotated[int, about("The port; 0: any free one.", 0, 65535)] = 0
    socket: Annotated[str, about("Path of a UNIX socket to listen at instead; empty: none.")] = ""
    certificate: Annotated[str, about("PEM file with the certificate for TLS.")] = ""
    key: Annotated[str, about("PEM file with the certificate's key.")] = ""


@dataclass(frozen=True, slots=True)
class AlarmSettings:
    """What raises an alarm, and whether it sounds."""

    unknown_times: Annotated[
        int, about("How many visits of unknown people to one door, within `unknown_minutes`, raise an alarm.", 1, 1000)
    ] = 5
    unknown_minutes: Annotated[int, about("The period in which these visits are counted.", 1, 1440, unit="minutes")] = (
        10
    )
    camera_seconds: Annotated[
        float,
        about("How long a camera may deliver no picture, or the same one, before an alarm.", 5, 86_400, unit="seconds"),
    ] = 60.0
    disk_megabytes: Annotated[int, about("Free disk space below which an alarm is raised.", 0, 10**9, unit="MB")] = 500
    watch_list: Annotated[
        bool,
        about(
            "Whether unknown visitors can be put on a watch list and recognised when they come again. They have not agreed "
            "to that: ask whoever is responsible for data protection before you turn it on."
        ),
    ] = False
    sound: Annotated[
        bool, about("Whether the window makes a sound until an alarm is acknowledged; silent alarms never do.")
    ] = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one table of the file each; [[camera]] and [[door]] may be there several times.

    unread: mistakes of the file that these settings cannot hold, by the part that does not work, see `mistakes`: a key that
    there is not, or a value of another type, in whose place stands the default.
    """

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
    unread: tuple[tuple[str, Mistake], ...] = field(default=(), metadata=NO_SETTING)

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
        """What the outlets are called, as the database knows them; also those of which the file says what cannot be read, which
        may be their server."""
        named = outlet_names(self.webhooks, self.mqtt, self.mail)
        return named + [name for name in ("mqtt", "mail") if name not in named and name in dict(self.unread)]

    @property
    def mistakes(self) -> dict[str, Mistake]:
        """Why parts that no door needs do not work, each with the first mistake in its settings: outlets by their names,
        `backup`, and `evacuation`."""
        found = dict(reversed(self.unread))
        for mistake in filter(is_of_a_part, mistakes_of(self)):
            found.setdefault(self._part(mistake)[0], mistake)
        return found

    def _part(self, mistake: Mistake) -> tuple[str, object]:
        """The part, or camera, that a mistake concerns: its name, and its settings."""
        table, number, *_ = mistake.setting.split(".")
        if table not in ("webhook", "camera"):
            return table, getattr(self, table)
        part = (self.webhooks if table == "webhook" else self.cameras)[int(number)]
        return f"{table} {part.name}", part

    @property
    def both_directions(self) -> bool:
        """Whether it is seen who goes in, and who goes out."""
        return {camera.direction for camera in self.cameras} >= set(Direction)

    def door_of(self, camera: CameraSettings) -> DoorSettings:
        """The door that a camera watches."""
        return next((door for door in self.doors if door.name == camera.door), self.doors[0])

    @staticmethod
    def load(home: Path) -> "Settings":
        """Read HOME/config.toml; defaults where there is none. Raises ConfigError that names every key at fault, unless none of
        them keeps a door shut: those of parts that no door needs, see `mistakes`, and a camera without a source.

        The name of a webhook must be right, too.
        """
        return Settings.stated(home) or Settings()

    @staticmethod
    def stated(home: Path) -> "Settings | None":
        """What HOME/config.toml says, as `load` reads it; None where there is none, or nothing stands in it."""
        path = home / FILE
        text = _text(path)
        return _parsed(text, path) if text and not text.isspace() else None

    def check(self, path: Path = Path(FILE), *, before: "Settings | None" = None) -> None:
        """Raises ConfigError that names every setting at fault, those of parts that no door needs as well. before: the settings
        that change; a part that is wrong in them and left as it is keeps nobody from changing others."""
        known = (
            [] if before is None else [before._part(mistake) for mistake in mistakes_of(before) if _is_apart(mistake)]
        )
        unread = [] if before is not None and before.unread == self.unread else [mistake for _, mistake in self.unread]

        def left_as_it_is(mistake: Mistake) -> bool:
            return _is_apart(mistake) and self._part(mistake) in known

        _refuse([*unread, *(mistake for mistake in mistakes_of(self) if not left_as_it_is(mistake))], path)

    def save(self, home: Path) -> None:
        """Write HOME/config.toml, all or nothing, after `check`.

        What the file says already keeps its place and its comments; a setting at its default that the file does not name
        stays out of it. Raises ConfigError where a setting is wrong or the file cannot be written, and where it says what these
        settings cannot hold: that would be lost.
        """
        path = home / FILE
        _refuse([mistake for _, mistake in self.unread], path)
        before = None
        with suppress(ConfigError):  # what is wrong there may be what is put right
            before = Settings.stated(home)
        self.check(path, before=before)
        text = _written(self, _text(path) or "", path)
        if _parsed(text, path) != self:  # never write what would be read as something else
            raise ConfigError(
                "{path} is laid out in a way that the program cannot edit.", "Edit it by hand.", path=path
            )
        try:
            # Private: addresses of cameras hold passwords. Where it is a link, what it leads to is replaced, not the link.
            with replacing(path.resolve(), private=True) as part:
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
    settings, unread = filled(Settings, values)
    assert isinstance(settings, Settings)
    together = [*mistakes_of(settings)]
    nobodys = any("." in key for key in values)  # a key in quotes that is of no table, though it looks so
    if nobodys or not (all(map(is_of_a_part, unread)) and all(map(_is_apart, together))):
        _refuse([*unread, *together], path)
    return replace(settings, unread=tuple((settings._part(mistake)[0], mistake) for mistake in unread))


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


def _is_apart(mistake: Mistake) -> bool:
    return is_of_a_part(mistake) or is_of_a_camera(mistake)


def _refuse(mistakes: Sequence[Mistake], path: Path) -> None:
    if mistakes:
        message, hint = told(path, mistakes)
        raise ConfigError(message, hint, mistakes[0].setting)


def written_reference() -> str:
    """docs/configuration.md."""
    head = (
        "# Settings",
        "",
        "Settings are read from `config.toml` in the home folder; the rest have defaults. An error lists all mistakes.",
        "A mistake keeps no door shut in `[[webhook]]` (but for its name), `[mqtt]`, `[mail]`, `[backup]` and `[evacuation]`,",
        "which do not work until it is put right, and say so; nor does a camera without a source.",
        "This page is generated by `python -m gatekeeper.config --reference`.",
        "",
    )
    return "\n".join((*head, *reference(Settings))).rstrip() + "\n"


if __name__ == "__main__":
    if sys.argv[1:] != ["--reference"]:
        raise SystemExit("python -m gatekeeper.config --reference > docs/configuration.md")
    print(written_reference(), end="")
