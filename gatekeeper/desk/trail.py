"""The audit trail in plain words: what is stored are the program's own names of people, settings and values."""

import re
from collections.abc import Iterator
from datetime import datetime

from gatekeeper.domain import Pairing
from gatekeeper.speech import TERMINAL, Speech
from gatekeeper.store.accounts import Act

COLUMNS = ("at", "who", "act", "about", "detail")

# What is stored -> what is said. `tests/test_trail.py` holds both to the settings there are and to the translators' list.
FIELDS = {
    "name": "name",
    "source": "source",
    "door": "watches the door",
    "min_face_px": "smallest face",
    "rotate": "turned by",
    "mirror": "mirrored",
    "relay": "relay",
    "groups": "who may come in",
    "unlock_seconds": "stays open",
    "cooldown_seconds": "not again within",
    "held_seconds": "may stand open for",
    "timezone": "time zone",
    "mask": "mask",
    "liveness": "photo protection",
    "second_factor": "PIN besides the face",
    "language": "language",
    "fmr": "false accepts",
    "margin": "lead over the next person",
    "largest_gallery": "people at most, whatever the model was tested with",
    "device": "networks run on",
    "agree": "frames that must agree",
    "window": "out of the last",
    "appearance": "appearance",
    "lock_minutes": "locks when nobody used it for",
    "events_days": "events are kept",
    "faces_days": "pictures in them are kept",
}
VALUES = {
    "second_factor": {"auto": "until photos are known to be kept out", "pin": "always", "none": "never"},
    "mask": {"optional": "may be worn", "required": "must be worn", "off": "must be taken off"},
    "liveness": {
        "passive+active": "passive check and head turn",
        "passive": "passive check",
        "depth": "depth camera",
        "off": "none",
    },
    "language": {"": "the system's", "en": "English", "de": "Deutsch", "zh_TW": "繁體中文"},
    "device": {"auto": "whichever is faster", "cpu": "the processor", "cuda": "the graphics card"},
    "appearance": {"system": "the system's", "light": "light colours", "dark": "dark colours"},
    "groups": {"everybody": "everybody"},
    "mirror": {"True": "yes", "False": "no"},
    "door": {"": "the first one"},
}
UNITS = {
    "rotate": "{0}°",
    "unlock_seconds": "{0} s",
    "cooldown_seconds": "{0} s",
    "held_seconds": "{0} s",
    "min_face_px": "{0} px",
    "lock_minutes": "{0} minutes",
    "events_days": "{0} days",
    "faces_days": "{0} days",
}
TABLES = {
    "cameras": "cameras",
    "doors": "doors",
    "recognition": "recognition",
    "window": "window",
    "retention": "retention",
    "camera": "camera",
    "door": "door",
}
PAIRINGS = {
    Pairing.BARE_BARE: "both without a mask",
    Pairing.BARE_MASKED: "one with a mask",
    Pairing.MASKED_MASKED: "both with a mask",
}
_PERSON = re.compile(r"person (\d+)")
_CHANGE = re.compile(r"(?:(?P<about>.+?): )?(?P<field>[a-z_]+): (?:(?P<before>.*?) -> )?(?P<after>.*)")
_CALIBRATED = re.compile(r"FMR ([0-9.e-]+): (.+)")
_VALIDITY = re.compile(r"(\S.*?) to (\S.*)")


def plain(act: Act, speech: Speech = TERMINAL) -> tuple[str, str, str]:
    """What was done, to whom or what, and in detail."""
    about = _of_people(act.about, act, speech)
    if act.act == "settings changed":
        about = ", ".join(speech.say(TABLES.get(table, table)) for table in act.about.split(", "))
    return speech.say(act.act), about, _detail(act, speech)


def _of_people(text: str, act: Act, speech: Speech) -> str:
    """A stored reference in words: people by their names."""
    found = _PERSON.fullmatch(text)
    if found is None:
        return text
    name = act.names.get(int(found[1]))
    if name is None:
        return speech.say(f"somebody who was erased (number {found[1]})")
    return speech.say(f"{name} (number {found[1]})")


def _detail(act: Act, speech: Speech) -> str:
    match act.act:
        case "settings changed" | "door's rule changed":
            return "; ".join(_change(one, speech) for one in _changes(act.detail))
        case "person's validity changed" if found := _VALIDITY.fullmatch(act.detail):
            ends = [("from", found[1]), ("until", found[2])]
            said = [speech.say(f"{word} {_moment(text, speech)}") for word, text in ends if text != "-"]
            return ", ".join(said) or speech.say("always")
        case "calibration accepted" if found := _CALIBRATED.fullmatch(act.detail):
            measured = [_threshold(one, speech) for one in found[2].split(", ")]
            return f"{speech.say('false accepts')}: {speech.one_in(float(found[1]))}; {'; '.join(measured)}"
        case "photo removed":
            return speech.say(f"photo {act.detail}")
        case "look-alikes confirmed" | "look-alikes taken back":
            return _of_people(act.detail, act, speech)
        case "person renamed" | "person removed" | "person's groups changed" | "model installed":
            return act.detail  # names, which may be like words of ours
    return speech.say(act.detail)


def _changes(detail: str) -> Iterator[str]:
    """The changes that a detail lists: values may hold the sign between them."""
    parts: list[str] = []
    for part in detail.split("; "):
        if parts and not re.match(r"(?:.+: )?[a-z_]+: |.+ (?:added|removed)$", part):
            parts[-1] += f"; {part}"
        else:
            parts.append(part)
    yield from parts


def _change(text: str, speech: Speech) -> str:
    if (found := re.fullmatch(r"(camera|door) (.+) (added|removed)", text)) is not None:
        return speech.say(f"{speech.say(found[1])} {found[2]} {found[3]}")
    found = _CHANGE.fullmatch(text)
    if found is None or found["field"] not in FIELDS:
        return text
    key = found["field"]
    what = speech.say(FIELDS[key])
    kind, _, name = (found["about"] or "").partition(" ")
    if name and kind in TABLES:  # of one of several cameras or doors
        what = f"{speech.say(TABLES[kind])} {name}: {what}"
    after = _value(key, found["after"], speech)
    if found["before"] is None:
        return f"{what}: {after}"
    return f"{what}: {_value(key, found['before'], speech)} → {after}"


def _value(key: str, text: str, speech: Speech) -> str:
    if key == "source":
        return speech.say(text)
    if text in VALUES.get(key, {}):
        return speech.say(VALUES[key][text])
    try:
        number = float(text)
    except ValueError:
        return text
    if key == "fmr":
        return speech.one_in(number)
    if key in ("events_days", "faces_days", "lock_minutes") and number == 0:
        return speech.say("never" if key == "lock_minutes" else "for ever")
    digits = len(text.partition(".")[2])
    return speech.say(UNITS.get(key, "{0}").format(speech.number(number, digits)))


def _threshold(text: str, speech: Speech) -> str:
    kind, _, value = text.rpartition(" ")
    try:
        return f"{speech.say(PAIRINGS[Pairing(kind)])} {speech.number(float(value), 4)}"
    except (KeyError, ValueError):
        return text


def _moment(text: str, speech: Speech) -> str:
    try:
        return speech.moment(datetime.fromisoformat(text))
    except ValueError:
        return text
