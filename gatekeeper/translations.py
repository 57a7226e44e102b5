"""What the core says in other languages, without a window: read from what the window's translations are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from xml.etree import ElementTree

from gatekeeper.messages import Message
from gatekeeper.paths import assets
from gatekeeper.speech import Speech
from gatekeeper.timezones import on_the_clock


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a language writes what is no word. day, clock: for strftime; and: before the last of several things."""

    thousands: str
    decimal: str
    percent: str
    comma: str
    conjunction: str
    day: str
    clock: str


_HABITS = {
    "de": _Habits(".", ",", " %", ", ", " und ", "%d.%m.%Y", "%H:%M"),
    "zh_TW": _Habits(",", ".", "%", "、", "和", "%Y/%m/%d", "%H:%M"),
}


class Translated(Speech):
    """Words in another language than English; see `speech_in`."""

    def __init__(self, language: str) -> None:
        self._forms, self._habits = _core(language), _HABITS[language]

    def template(self, message: Message) -> str:
        """The translation, with the plural of its count; in English where there is none."""
        forms = self._forms.get(message.template)
        if not forms:
            return super().template(message)
        # German has a form for one and another for the rest, Chinese has one.
        return forms[0 if message.params.get("n") == 1 else -1]

    def listed(self, parts: Iterable[str]) -> str:
        """Things one after the other."""
        *first, last = [*parts] or [""]
        return f"{self._habits.comma.join(first)}{self._habits.conjunction}{last}" if first else last

    def number(self, value: float, digits: int = 0) -> str:
        """A number with thousands separators."""
        habits = self._habits
        return f"{value:,.{digits}f}".translate({ord(","): habits.thousands, ord("."): habits.decimal})

    def percent(self, share: float, digits: int = 1) -> str:
        """A share of 1 in per cent."""
        return f"{self.number(100 * share, digits)}{self._habits.percent}"

    def day(self, at: date) -> str:
        """A day; of a moment the local one."""
        return f"{on_the_clock(at) if isinstance(at, datetime) else at:{self._habits.day}}"

    def clock(self, at: datetime) -> str:
        """The local time of day, with its seconds."""
        return f"{on_the_clock(at):{self._habits.clock}:%S}"

    def moment(self, at: datetime, *, seconds: bool = False) -> str:
        """Day and time, local."""
        return f"{self.day(at)} {self.clock(at) if seconds else f'{on_the_clock(at):{self._habits.clock}}'}"


@cache
def speech_in(language: str) -> Translated:
    """The words of a language that the program speaks besides English."""
    return Translated(language)


def _core(language: str) -> Mapping[str, tuple[str, ...]]:
    """The forms of each template of the core that is translated."""
    found = ElementTree.parse(assets() / f"translations/gatekeeper_{language}.ts")
    messages = found.iterfind("context[name='core']/message")
    return {
        message.findtext("source", ""): tuple(
            form.text or "" for form in (translation.findall("numerusform") or [translation])
        )
        for message in messages
        if (translation := message.find("translation")) is not None and translation.get("type") is None
    }
