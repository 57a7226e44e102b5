"""What is wrong with settings: values out of range, and settings that do not go together."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from gatekeeper.door.addresses import RelayAddress
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message
from gatekeeper.outlets.settings import outlet_mistakes
from gatekeeper.settings_table import Mistake, labels, out_of_range
from gatekeeper.timezones import zone_of

if TYPE_CHECKING:
    from gatekeeper.config import BackupSettings, ServiceSettings, Settings


_NO_DOOR_NEEDS = ("webhook", "mqtt", "mail", "backup", "evacuation")


def is_of_a_part(mistake: Mistake) -> bool:
    """Whether a mistake concerns the settings of a part alone that no door needs: an outlet, the backups, the list for an
    evacuation. That part does not work until they are right, and says so; the doors do. Without a name of its own, a webhook's
    messages might be taken for another one's."""
    table, *names = mistake.setting.split(".")
    return table in _NO_DOOR_NEEDS and bool(names) and (table, names[-1]) != ("webhook", "name")


def is_of_a_camera(mistake: Mistake) -> bool:
    """Whether a camera has no source; like one that cannot be opened it delivers no pictures, and its door stays shut."""
    table, *_, setting = mistake.setting.split(".")
    return (table, setting) == ("camera", "source")


def mistakes_of(settings: "Settings") -> Iterator[Mistake]:
    """What is out of range, and what does not go together."""
    yield from out_of_range(settings)
    yield from outlet_mistakes(settings.webhooks, settings.mqtt, settings.mail, [door.name for door in settings.doors])
    yield from _of_cameras_and_doors(settings)
    seen = settings.recognition
    if 1 <= seen.agree <= 1000 and 1 <= seen.window <= 1000 and not seen.agree <= seen.window < 2 * seen.agree:
        yield Mistake(
            "recognition.agree",
            Message("{setting} is {value}.", setting="recognition.agree", value=seen.agree),
            Message("It must be more than half of recognition.window and at most all of it."),
        )
    yield from _of_backups(settings.backup)
    if settings.evacuation.folder and not Path(settings.evacuation.folder).is_absolute():
        yield Mistake(
            "evacuation.folder",
            Message("{key} is {value!r}.", key="evacuation.folder", value=settings.evacuation.folder),
            Message("Write the full path of a folder."),
        )
    yield from _of_service(settings.service)


def _of_cameras_and_doors(settings: "Settings") -> Iterator[Mistake]:
    doors = [door.name for door in settings.doors]
    for table, names in (("camera", [camera.name for camera in settings.cameras]), ("door", doors)):
        for number, name in enumerate(names):
            if not name.strip():
                nameless = (
                    Message("the camera number {number} has no name.", number=number + 1)
                    if table == "camera"
                    else Message("the door number {number} has no name.", number=number + 1)
                )
                yield Mistake(f"{table}.{number}.name", nameless, Message("Give each its own name."))
            elif name in names[:number]:
                twice = (
                    Message("two cameras are called {name!r}.", name=name)
                    if table == "camera"
                    else Message("two doors are called {name!r}.", name=name)
                )
                yield Mistake(f"{table}.{number}.name", twice, Message("Give each its own name."))
    for number, camera in enumerate(settings.cameras):
        if camera.door and camera.door not in doors:
            message = Message(
                "the camera {camera!r} watches the door {door!r}, which does not exist.",
                camera=camera.name,
                door=camera.door,
            )
            yield Mistake(f"camera.{number}.door", message, Message("Name one of {doors}.", doors=doors))
        if not camera.source.strip():
            message = Message("the camera {camera!r} has no source.", camera=camera.name)
            yield Mistake(f"camera.{number}.source", message, Message("0 is the first camera."))
    called = labels("door", doors, type(settings.doors[0]))

    def of_which(number: int, why: Message) -> Message:
        return why if len(doors) == 1 else Message("{what}: {why}", what=called[number], why=why)

    for number, door in enumerate(settings.doors):
        try:
            RelayAddress.parse(door.relay)
        except ConfigError as error:
            yield Mistake(f"door.{number}.relay", of_which(number, error.message), error.hint)
        try:
            zone_of(door.timezone or "UTC")
        except ConfigError as error:
            message = Message("there is no timezone {name!r}.", name=door.timezone)
            yield Mistake(f"door.{number}.timezone", of_which(number, message), error.hint)


def _of_backups(backup: "BackupSettings") -> Iterator[Mistake]:
    if backup.to.startswith("sftp:"):
        try:
            sftp_address(backup.to)
        except ConfigError as error:
            yield Mistake("backup.to", error.message, error.hint)
    elif backup.to and not Path(backup.to).is_absolute():
        yield Mistake(
            "backup.to",
            Message("{key} is {value!r}.", key="backup.to", value=backup.to),
            Message("Write the full path of a folder, or sftp://USER@HOST/FOLDER."),
        )
    if backup.host_key and not re.fullmatch(r"SHA256:[A-Za-z0-9+/]{43}", backup.host_key):
        yield Mistake(
            "backup.host_key",
            Message("{key} is {value!r}.", key="backup.host_key", value=backup.host_key),
            Message("To show it, run on the server: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"),
        )


def _of_service(service: "ServiceSettings") -> Iterator[Mistake]:
    if bool(service.certificate) != bool(service.key):
        missing = "service.key" if service.certificate else "service.certificate"
        message = Message("{key} is missing.", key=missing)
        yield Mistake(missing, message, Message("TLS needs a certificate and its key."))
    if not service.socket and not service.certificate and not _is_loopback(service.host):
        yield Mistake(
            "service.host",
            Message("{key} is {value!r}.", key="service.host", value=service.host),
            Message("Other machines can connect with TLS only: set service.certificate and service.key."),
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
        raise ConfigError("backup.to is not an address.", hint) from None
    if parts.password is not None:
        raise ConfigError(
            "backup.to holds a password.", "Remove it: backups use an SSH key (backup.key_file, or the SSH agent)."
        )
    if parts.scheme != "sftp" or not parts.username or not parts.hostname or parts.path in ("", "/"):
        raise ConfigError("backup.to is {text!r}.", hint, text=text)
    return unquote(parts.username), parts.hostname, port, unquote(parts.path)
