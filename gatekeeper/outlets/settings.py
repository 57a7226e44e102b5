"""Where events and alarms are sent: tables of config.toml. Printing a table never shows secrets."""

import base64
import binascii
import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from gatekeeper.domain import Outcome, Reason
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message
from gatekeeper.settings_table import HIDDEN, Mistake, about

WHAT = ("all", "alarms")
KINDS = (*map(str, Outcome), *sorted(str(reason) for reason in Reason))
"""What something told of may be of: its outcome, its reason, and the alarm that it is of."""
_ATOM = r'[^\s\x00-\x1f\x7f@,:;<>()\[\]\\".]+'
_PLAIN = rf"\.*{_ATOM}(\.+{_ATOM})*\.*@(\[[\w.:]+\]|{_ATOM}(\.{_ATOM})*)"  # some Japanese mailboxes have dots anywhere
# One, with a name before it or without: a mail server is told no more than one.
_ADDRESS = re.compile(rf'{_PLAIN}|("[^"<>@;]*" *|[^<>@,;"]*)<{_PLAIN}>')
_SECRET = "whsec_"
_LEAST_SECRET = 24  # bytes, as Standard Webhooks asks


_CaFile = Annotated[
    str, about("PEM file with the authority that signed its certificate; empty: the system's authorities.")
]
_GiveUpHours = Annotated[
    float,
    about(
        "How long a message may fail before it is put aside, so that later ones are sent; 0: no limit.",
        0,
        720,
        unit="hours",
    ),
]
_Kinds = Annotated[
    str,
    about(
        "Only of these kinds, separated by commas: outcomes (`alarm`, `opened`, `refused`, `unknown`, `noted`) or reasons "
        "(`forced_open`), as the log names them; empty: of all."
    ),
]
_Doors = Annotated[
    str,
    about(
        "Only of these doors, separated by commas (a name with a comma in quotes), and of what concerns no door, such as a "
        "full disk; empty: of all."
    ),
]


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """A URL that events and alarms are sent to, signed as Standard Webhooks; repeat the table for each one."""

    name: Annotated[str, about("Its name, which must be unique.")] = "webhook"
    url: Annotated[str, about("Its URL: https://…; http:// sends people's names unencrypted.", secret=True)] = field(
        default="", repr=False
    )
    secret: Annotated[
        str, about("The secret that signs messages: whsec_ and at least 24 bytes in base64.", secret=True)
    ] = field(default="", repr=False)
    ca_file: _CaFile = ""
    what: Annotated[str, about("Send every event, or alarms only.", of=WHAT)] = "all"
    pictures: Annotated[bool, about("Whether to send the picture of the face as well.")] = False
    tries: Annotated[
        int, about("How often the receiver may refuse a message before it is put aside.", 1, 100, unit="times")
    ] = 12
    give_up_hours: _GiveUpHours = 6.0
    kinds: _Kinds = ""
    doors: _Doors = ""

    @property
    def key(self) -> bytes:
        """The bytes of the secret."""
        return base64.b64decode(self.secret.removeprefix(_SECRET), validate=True)


@dataclass(frozen=True, slots=True)
class MqttSettings:
    """An MQTT broker that receives doors, events and alarms, for Home Assistant's discovery too."""

    server: Annotated[str, about("The broker's host; empty: none.")] = ""
    port: Annotated[int, about("Its port.", 1, 65535)] = 8883
    tls: Annotated[bool, about("Whether to use TLS; without it, names and the password are sent unencrypted.")] = True
    ca_file: _CaFile = ""
    user: Annotated[str, about("The user name.")] = ""
    password: Annotated[str, about("The password.", secret=True)] = field(default="", repr=False)
    topic: Annotated[str, about("The prefix of all topics.")] = "gatekeeper"
    discovery: Annotated[str, about("Home Assistant's discovery prefix; empty: no discovery.")] = "homeassistant"
    give_up_hours: _GiveUpHours = 6.0
    kinds: _Kinds = ""
    doors: _Doors = ""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Alarms by e-mail, several in one message."""

    server: Annotated[str, about("The SMTP server's host; empty: no e-mail.")] = ""
    port: Annotated[int, about("Its port.", 1, 65535)] = 587
    tls: Annotated[
        str,
        about(
            "`start`: STARTTLS; `tls`: TLS from the start (port 465); `none`: no encryption, for a server on this machine.",
            of=("start", "tls", "none"),
        ),
    ] = "start"
    ca_file: _CaFile = ""
    user: Annotated[str, about("The user name; empty: the server asks for none.")] = ""
    password: Annotated[str, about("The password.", secret=True)] = field(default="", repr=False)
    sender: Annotated[str, about("The sender's address.")] = ""
    recipients: Annotated[str, about("The recipients' addresses, separated by commas.")] = ""
    bundle_minutes: Annotated[
        int,
        about(
            "The least time between two e-mails; alarms raised meanwhile are in the next one.", 0, 1440, unit="minutes"
        ),
    ] = 5
    give_up_hours: _GiveUpHours = 6.0
    kinds: _Kinds = ""
    doors: _Doors = ""

    @property
    def addresses(self) -> list[str]:
        """The addresses of the recipients."""
        return parted(self.recipients)


def parted(text: str) -> list[str]:
    """What stands between the commas of a setting; in quotes there may be one: north, "Sales, back"."""
    fields = next(csv.reader([" ".join(text.split())], skipinitialspace=True), [])
    return [field.strip() for field in fields if field.strip()]


def as_parted(name: str) -> str:
    """A door's name as `parted` gives it."""
    return " ".join(name.split())


Outlet = WebhookSettings | MqttSettings | MailSettings


def is_told(outlet: Outlet, kinds: Collection[str], door: str) -> bool:
    """Whether an outlet wants to be told of something of these kinds, by their names, at a door; "" is none."""
    wanted, doors = parted(outlet.kinds), parted(outlet.doors)
    return (not wanted or any(kind in wanted for kind in kinds)) and (not doors or not door or as_parted(door) in doors)


def destination(outlet: Outlet) -> tuple[object, ...]:
    """The destination of a secret, and how it is authenticated: the secret was entered for that only."""
    if isinstance(outlet, WebhookSettings):
        return outlet.url, outlet.ca_file
    return outlet.server, outlet.port, outlet.user, outlet.tls, outlet.ca_file


def secrets_of(outlet: Outlet) -> list[str]:
    """The settings of an outlet that hold something secret; an address does where a part of it is not shown."""
    if isinstance(outlet, WebhookSettings):
        return [
            key for key, there in (("secret", outlet.secret), ("url", HIDDEN in shown_address(outlet.url))) if there
        ]
    return ["password"] if outlet.password else []


def shown_address(url: str) -> str:
    """An address as it may be shown: what stands behind the host may be as good as a password, and so may what is before it."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return HIDDEN if url else ""
    if not parts.hostname:
        return HIDDEN if url else ""
    whole = parts.path in ("", "/") and not parts.query and parts.username is None
    return f"{parts.scheme}://{parts.hostname}{port}/{'' if whole else HIDDEN}"


def shown_server(server: str) -> str:
    """A mail server or a broker as it may be shown: a host, with a port or not. Of anything else, such as USER:PASSWORD@HOST,
    nothing is: which part is the password cannot be told, as it may contain every sign."""
    plain = re.fullmatch(r"([A-Za-z]+://)?([\w.-]*|\[[\da-fA-F:.]+\])(:\d{0,5})?/?|[\da-fA-F:.]+", server)
    return server if plain else HIDDEN


def refuse_stored_secret(setting: str) -> None:
    """Raises the ConfigError for a stored secret that would go elsewhere than where it was entered for."""
    raise ConfigError(
        "What is stored for {key} was entered for another address.", "Enter it again.", setting, key=setting
    )


def outlet_names(webhooks: Sequence[WebhookSettings], mqtt: MqttSettings, mail: MailSettings) -> list[str]:
    """The names of the outlets in these settings."""
    found = [f"webhook {hook.name}" for hook in webhooks]
    return found + (["mqtt"] if mqtt.server else []) + (["mail"] if mail.server else [])


def outlet_mistakes(
    webhooks: Sequence[WebhookSettings], mqtt: MqttSettings, mail: MailSettings, doors: Sequence[str]
) -> Iterator[Mistake]:
    """What does not go together. doors: there are. No secret is in what is said."""
    hooks = [(f"webhook.{number}", hook) for number, hook in enumerate(webhooks)]
    outlets: list[tuple[str, Outlet]] = [*hooks, ("mqtt", mqtt), ("mail", mail)]
    for place, outlet in outlets:
        for key, known in (("kinds", KINDS), ("doors", doors)):
            if unknown := [one for one in parted(getattr(outlet, key)) if one not in map(as_parted, known)]:
                message = Message(
                    "{key} names {unknown:, }, which there is not.", key=f"{place}.{key}", unknown=unknown
                )
                yield Mistake(f"{place}.{key}", message, Message("There are: {known:, }.", known=list(known)))
    names = [one.name for one in webhooks]
    for number, hook in enumerate(webhooks):
        place = f"webhook.{number}"
        if not hook.name.strip() or hook.name in names[:number]:
            nameless = Message("the webhook number {number} has no name.", number=number + 1)
            twice = Message("two webhooks are called {name!r}.", name=hook.name)
            message = twice if hook.name.strip() else nameless
            yield Mistake(f"{place}.name", message, Message("Give each its own name."))
        try:
            parts = urlsplit(hook.url)
            good = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
            good = good and not any(character.isspace() for character in hook.url)
        except ValueError:
            good = False
        if not good:
            message = Message("the webhook {name!r} has no valid address.", name=hook.name)
            yield Mistake(f"{place}.url", message, Message("Write it as https://HOST/PATH."))
        try:
            good = len(hook.key) >= _LEAST_SECRET
        except (binascii.Error, ValueError):
            good = False
        if not good:
            message = Message("the webhook {name!r} has no valid secret.", name=hook.name)
            hint = Message("Make one: gatekeeper outlets secret. The receiver needs the same one.")
            yield Mistake(f"{place}.secret", message, hint)
    for key, example in (("topic", "gatekeeper/house"), ("discovery", "homeassistant")):
        value = getattr(mqtt, key)
        if any(character in value for character in "+#") or (key == "topic" and not value.strip("/")):
            message = Message("{key} is {value!r}.", key=f"mqtt.{key}", value=value)
            hint = Message("Write a topic without + and #, such as {example}.", example=example)
            yield Mistake(f"mqtt.{key}", message, hint)
    addresses = [("mail.sender", mail.sender), *(("mail.recipients", one) for one in mail.addresses or [""])]
    for key, address in addresses if mail.server else ():
        if not _ADDRESS.fullmatch(address.strip()):
            message = Message("{key} names {address!r}, which is not one e-mail address.", key=key, address=address)
            hint = Message("Write it as name@example.org; between several recipients stands a comma.")
            yield Mistake(key, message, hint)
    if mail.server and mail.user and mail.tls == "none":
        message = Message("mail.tls is none, but there is a password.")
        yield Mistake("mail.tls", message, Message("Set it to start or tls: the password would be sent unencrypted."))
