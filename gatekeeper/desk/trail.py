"""The audit trail in plain words. Acts and details are messages; people are stored as numbers and shown by their names.

What older versions wrote as English sentences, or with the internal names of settings, is shown as it is.
"""

import re
from collections.abc import Callable
from datetime import time

from gatekeeper.domain import Pairing
from gatekeeper.door_rule import Schedule
from gatekeeper.messages import Message
from gatekeeper.outlets.settings import shown_server
from gatekeeper.speech import TERMINAL, Speech
from gatekeeper.store.acts import Act

COLUMNS = ("at", "who", "act", "about", "detail")

# The words for settings and values. `tests/test_trail.py` checks them against the existing settings.
FIELDS = {
    "name": Message("name"),
    "source": Message("source"),
    "door": Message("watches the door"),
    "min_face_px": Message("smallest face"),
    "rotate": Message("turned by"),
    "mirror": Message("mirrored"),
    "direction": Message("leads"),
    "relay": Message("relay"),
    "groups": Message("who may come in"),
    "unlock_seconds": Message("stays open"),
    "cooldown_seconds": Message("not again within"),
    "two_people_seconds": Message("opens for two people within"),
    "interlock": Message("stays shut while open"),
    "hold_open": Message("kept open"),
    "holidays": Message("holidays"),
    "hold_after_first": Message("kept open after the first person only"),
    "passback": Message("going in twice"),
    "passback_hours": Message("who is inside is remembered for"),
    "passback_reset": Message("and forgotten every day at"),
    "held_seconds": Message("may stand open for"),
    "kiosk_greets": Message("residents' screen greets by name"),
    "kiosk_sounds": Message("residents' screen sounds"),
    "timezone": Message("time zone"),
    "mask": Message("mask"),
    "liveness": Message("photo protection"),
    "second_factor": Message("PIN besides the face"),
    "language": Message("language"),
    "device": Message("networks run on"),
    "fmr": Message("false accepts"),
    "margin": Message("lead over the next person"),
    "largest_gallery": Message("people at most, whatever the model was tested with"),
    "agree": Message("frames that must agree"),
    "window": Message("out of the last"),
    "appearance": Message("appearance"),
    "lock_minutes": Message("locks when nobody used it for"),
    "events_days": Message("events are kept"),
    "faces_days": Message("pictures in them are kept"),
    "guests_days": Message("guests are kept after their visit"),
    "folder": Message("who is inside is written to"),
    "to": Message("backups go to"),
    "every_hours": Message("a backup every"),
    "days": Message("daily backups kept"),
    "weeks": Message("weekly backups kept"),
    "months": Message("monthly backups kept"),
    "key_file": Message("SSH key"),
    "host_key": Message("the server's key"),
    "host": Message("the service answers at"),
    "port": Message("port"),
    "socket": Message("the service's socket"),
    "certificate": Message("the service's certificate"),
    "key": Message("the key of that certificate"),
    "unknown_times": Message("unknown visits to one door"),
    "unknown_minutes": Message("within"),
    "camera_seconds": Message("no picture for"),
    "disk_megabytes": Message("less room on the disk than"),
    "sound": Message("alarms make a sound"),
    "watch_list": Message("watch list of unknown visitors"),
    "url": Message("address"),
    "secret": Message("secret"),
    "what": Message("receives"),
    "kinds": Message("kinds it is told of"),
    "doors": Message("doors it is told of"),
    "pictures": Message("with pictures"),
    "tries": Message("refusals allowed"),
    "give_up_hours": Message("undelivered messages are put aside after"),
    "tls": Message("TLS"),
    "ca_file": Message("certificate authority"),
    "user": Message("user"),
    "password": Message("password"),
    "topic": Message("topic"),
    "discovery": Message("Home Assistant discovery prefix"),
    "server": Message("server"),
    "sender": Message("from"),
    "recipients": Message("for"),
    "bundle_minutes": Message("no second mail within"),
}
VALUES: dict[str, dict[str, str]] = {
    "second_factor": {
        "auto": Message("until photos are known to be kept out"),
        "pin": Message("always"),
        "none": Message("never"),
    },
    "mask": {
        "optional": Message("may be worn"),
        "required": Message("must be worn"),
        "off": Message("must be taken off"),
    },
    "liveness": {
        "passive+active": Message("passive check and head turn"),
        "passive": Message("passive check"),
        "depth": Message("depth camera"),
        "off": Message("none"),
    },
    "language": {"": Message("the system's"), "en": Message("English"), "de": "Deutsch", "zh_TW": "繁體中文"},
    "device": {
        "auto": Message("whichever is faster"),
        "cpu": Message("the processor"),
        "cuda": Message("the graphics card"),
    },
    "appearance": {
        "system": Message("the system's"),
        "light": Message("light colours"),
        "dark": Message("dark colours"),
    },
    "groups": {"everybody": Message("everybody")},
    "mirror": {"True": Message("yes"), "False": Message("no")},
    "pictures": {"True": Message("yes"), "False": Message("no")},
    "tls": {"True": Message("yes"), "False": Message("no"), "start": "STARTTLS", "tls": "TLS", "none": Message("none")},
    "what": {"all": Message("everything"), "alarms": Message("alarms")},
    "sound": {"True": Message("yes"), "False": Message("no")},
    "kiosk_greets": {"True": Message("yes"), "False": Message("no")},
    "kiosk_sounds": {"True": Message("yes"), "False": Message("no")},
    "watch_list": {"True": Message("yes"), "False": Message("no")},
    "hold_after_first": {"True": Message("yes"), "False": Message("no")},
    "hold_open": {"None": Message("never")},
    "door": {"": Message("the first one")},
    "direction": {"": Message("not stated"), "in": Message("in"), "out": Message("out")},
    "passback": {
        "off": Message("not checked"),
        "soft": Message("opens, with an alarm"),
        "hard": Message("the way in is refused"),
    },
    "passback_reset": {"None": Message("no time")},
}
UNITS: dict[str, Callable[[float], Message]] = {
    "rotate": lambda value: Message("{degrees:g}°", degrees=value),
    "unlock_seconds": lambda value: Message("{seconds:g} s", seconds=value),
    "held_seconds": lambda value: Message("{seconds:g} s", seconds=value),
    "cooldown_seconds": lambda value: Message("{seconds:g} s", seconds=value),
    "two_people_seconds": lambda value: Message("{seconds:g} s", seconds=value) if value else Message("each alone"),
    "min_face_px": lambda value: Message("{pixels:g} px", pixels=value),
    "lock_minutes": lambda value: Message("{n} minute(s)", n=int(value)) if value else Message("never"),
    "events_days": lambda value: Message("{n} day(s)", n=int(value)) if value else Message("for ever"),
    "faces_days": lambda value: Message("{n} day(s)", n=int(value)) if value else Message("for ever"),
    "guests_days": lambda value: Message("{n} day(s)", n=int(value)) if value else Message("for ever"),
    "every_hours": lambda value: Message("{n} hour(s)", n=int(value)),
    "give_up_hours": lambda value: Message("{hours:g} h", hours=value) if value else Message("never"),
    "passback_hours": lambda value: Message("{hours:g} h", hours=value) if value else Message("however long"),
    "bundle_minutes": lambda value: Message("{n} minute(s)", n=int(value)),
    "unknown_minutes": lambda value: Message("{n} minute(s)", n=int(value)),
    "camera_seconds": lambda value: Message("{seconds:g} s", seconds=value),
    "disk_megabytes": lambda value: Message("{megabytes:,} MB", megabytes=int(value)),
    "fmr": lambda value: one_in(value),
}
TABLES = {
    "cameras": Message("cameras"),
    "doors": Message("doors"),
    "recognition": Message("recognition"),
    "window": Message("window"),
    "retention": Message("retention"),
    "backup": Message("backups"),
    "service": Message("service"),
    "evacuation": Message("evacuation list"),
    "alarms": Message("alarms"),
    "webhooks": Message("webhooks"),
    "webhook": Message("webhook"),
    "mqtt": Message("MQTT"),
    "mail": Message("mail"),
    "camera": Message("camera"),
    "door": Message("door"),
}
PAIRINGS = {
    Pairing.BARE_BARE: Message("both without a mask"),
    Pairing.BARE_MASKED: Message("one with a mask"),
    Pairing.MASKED_MASKED: Message("both with a mask"),
}
_PERSON, _ALARM, _WATCHED = (re.compile(rf"{what} (\d+)") for what in ("person", "alarm", "watched"))
_NAMES = (
    "person renamed",
    "person removed",
    "person's groups changed",
    "model installed",
)  # acts whose detail is not in our words


def plain(act: Act, speech: Speech = TERMINAL) -> tuple[str, str, str]:
    """What was done, to whom or what, and the details."""
    about = _of_people(act.about, act, speech)
    if act.act in ("settings changed", "changed settings taken up"):
        about = ", ".join(speech.say(TABLES.get(table, table)) for table in act.about.split(", "))
    elif act.act == "confirmed":  # another act
        about = speech.say(act.about)
    elif act.act == "alarm acknowledged" and (found := _ALARM.fullmatch(about)):
        about = speech.say(Message("alarm {number}", number=int(found[1])))
    elif act.act.startswith("visitor watched for") and (found := _WATCHED.fullmatch(about)):
        about = speech.say(Message("entry {number} of the watch list", number=int(found[1])))
    detail = act.detail if act.act in _NAMES or _PERSON.fullmatch(act.detail) else speech.say(act.detail)
    return speech.say(act.act), about, _of_people(detail, act, speech)


def change(field: str, after: object, before: tuple[object] | None = None, about: Message | None = None) -> Message:
    """The change of a setting or of a part of a door's rule; before: its former value, if there was one; about: its owner."""
    label = FIELDS[field] if about is None else Message("{about}: {field}", about=about, field=FIELDS[field])
    if field in ("source", "url", "secret", "password"):  # an address may contain a password
        return Message("{field}: {after}", field=label, after=Message("changed"))
    if before is None:
        return Message("{field}: {after}", field=label, after=_value(field, after))
    return Message(
        "{field}: {before} → {after}", field=label, before=_value(field, before[0]), after=_value(field, after)
    )


def one_in(rate: float) -> Message:
    """A small rate in words: 1e-4 is 1 in 10,000."""
    return Message("1 in {count:,}", count=round(1 / rate))


def _of_people(text: str, act: Act, speech: Speech) -> str:
    """A stored reference in words: people by their names."""
    found = _PERSON.fullmatch(text)
    if found is None:
        return text
    number = int(found[1])
    name = act.names.get(number)
    if name is None:
        return speech.say(Message("somebody who was erased (number {number})", number=number))
    return speech.say(Message("{name} (number {number})", name=name, number=number))


def _value(field: str, value: object) -> object:
    if isinstance(value, dict):  # the groups a door admits
        groups = [f"{group}={plan.name}" if plan else group for group, plan in value.items()]
        return Message("{groups:, }", groups=groups) if groups else Message("everybody")
    if (word := VALUES.get(field, {}).get(str(value))) is not None:
        return word
    if isinstance(value, frozenset):
        return Message("{names:, }", names=sorted(value)) if value else Message("none")
    if isinstance(value, Schedule):
        return value.name
    if isinstance(value, int | float) and not isinstance(value, bool):
        return UNITS[field](value) if field in UNITS else Message("{number:g}", number=value)
    if field == "server":  # of an outlet; it too may contain one
        return shown_server(str(value))
    return f"{value:%H:%M}" if isinstance(value, time) else value
