"""Names as they are written, stored and searched."""

import difflib
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from gatekeeper.errors import StoreError
from gatekeeper.messages import Message

_NAME_CHARACTERS = 200
_JOINERS = "\u200c\u200d"  # zero width; Persian, Hindi, Sinhala and others cannot be written correctly without them
NAMELESS = Message("Enter a name.")
_FEW = 8  # the most names that are listed if none is similar


def clean_text(text: str, label: str) -> str:
    """In Unicode's composed form, any white space as one space, without invisible characters except inner joiners.

    StoreError if nothing is left, if it is too long, or contains a control character.
    """
    clean = _visible(text)
    if not clean:
        raise StoreError("The {what} is missing.", "Enter a text.", what=label)
    if len(clean) > _NAME_CHARACTERS or any(unicodedata.category(c) in ("Cc", "Cs") for c in clean):
        raise StoreError(
            "The {what} {name!r} cannot be stored.",
            "Use 1 to {most} printable characters.",
            what=label,
            name=clean[:40],
            most=_NAME_CHARACTERS,
        )
    return clean


def clean_name(text: str, label: str = "name") -> str:
    """A name as it is stored. Raises StoreError if it is empty, too long or contains a control character."""
    if not _visible(text):
        raise StoreError("The {what} is missing.", NAMELESS, what=label)
    return clean_text(text, label)


def _visible(text: str) -> str:
    visible = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).split()).strip(f"{_JOINERS} ")


def numbered(text: str) -> int | None:
    """The number in "7", "#7" or "id=7"; None if there is none: "007" and "=7" are names."""
    sign, equals, number = text.strip().rpartition("=")
    number = number.strip() if equals else number.removeprefix("#")
    is_number = (not equals or sign.strip().lower() == "id") and number.isdecimal() and len(number) < 18
    return int(number) if is_number and (equals or int(number[0]) > 0) else None


def named(text: str) -> str | None:
    """The name, written alone or as "name=NAME"; None for "id=NUMBER", which is not a name."""
    sign, equals, name = text.strip().partition("=")
    if equals and sign.strip().lower() == "name":
        return name.strip()
    return None if equals and numbered(text) is not None else text.strip()


def folded(name: str) -> str:
    """The form in which names are searched: without capitals, accents and invisible characters."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf").casefold()


@cache
def _written() -> dict[str, str]:
    """For each folded letter its spellings, with capitals and accents."""
    ways: dict[str, str] = {}
    for number in (*range(0x20, 0x530), *range(0x1E00, 0x1F00)):
        plain = folded(chr(number))
        if len(plain) == 1:
            ways[plain] = ways.get(plain, "") + chr(number)
    return ways


def part_of_name(text: str) -> str:
    """An SQLite GLOB pattern for names that contain this text, ignoring capitals and accents."""
    return f"*{''.join(_one_of(letter) for letter in folded(text))}*"


def _one_of(letter: str) -> str:
    ways = _written().get(letter, letter)
    return f"[{ways}]" if len(ways) > 1 or letter in "*?[" else letter


def same_name(name: str) -> str:
    """The form in which names are compared: normalised, without capitals and invisible characters."""
    plain = unicodedata.normalize("NFC", name)
    if not plain.isprintable():  # invisible characters are not printable; few names have one
        plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return " ".join(plain.split()).casefold()


def as_name(name: str) -> str:
    """A name as it can be typed: one that looks like a number or "id=…" is marked as a name."""
    return f"name={name}" if "=" in name or numbered(name) is not None else name


def near(name: str, names: Sequence[str], none: Message, write: Callable[[str], str] = str) -> Message:
    """A hint that names up to three known names like this one. none: what to do if there are no names; write: how a name is
    typed."""
    by_fold = {same_name(spelling): spelling for spelling in names}
    close = [spelling for fold, spelling in by_fold.items() if same_name(name) and same_name(name) in fold]
    close += [by_fold[fold] for fold in difflib.get_close_matches(same_name(name), by_fold)]
    if close:
        return Message("Did you mean {names: / }?", names=[*map(write, dict.fromkeys(close))][:3])
    if not names:
        return none
    if len(names) <= _FEW:
        return Message("There are: {names}.", names=[*map(write, sorted(names))])
    return Message("{n} are stored.", n=len(names))
