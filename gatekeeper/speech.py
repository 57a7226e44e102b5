"""How messages, figures and dates are said: in English here, with times as the terminal's locale writes them.

The window has its own way (`gatekeeper.gui.core.language.Spoken`), so that what is worded in the core is read in any language.
"""

import locale
import os
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache

from gatekeeper.messages import Message, Value, fill, numbered
from gatekeeper.timezones import on_the_clock

_AMOUNT = r",?(\.\d+)?[dfg]?"  # the formats of numbers that languages write in their own ways


class Speech:
    """Words for a terminal."""

    def say(self, text: str) -> str:
        """A message, its parameters as this speech writes them; any other text as a message without parameters."""
        message = Message(text)
        return fill(self.template(message), message.params, self._put)

    def template(self, message: Message) -> str:
        """A message's template, in the form that its count wants."""
        return numbered(message.template, message.params)

    def _put(self, value: Value, form: str) -> str:
        match value:
            case Message():
                return self.say(value)
            case tuple():
                parts = [self._put(part, "") for part in value]
                return form.join(parts) if form else self.listed(parts)
            case datetime():
                return self.day(value) if value.time() == time() else self.moment(value)
            case date():
                return self.day(value)
            case int() | float() if form:
                digits = len(re.sub(r"\D", "", (text := format(value, form)).partition(".")[2]))
                if form.endswith("%"):
                    return self.percent(value, digits)
                # A number to a base, with leading zeros or with a power of ten is no amount: each language writes it alike.
                return self.number(value, digits) if re.fullmatch(_AMOUNT, form) and "e" not in text else text
        return str(value)

    def listed(self, parts: Iterable[str]) -> str:
        """Things one after the other."""
        return ", ".join(parts)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with thousands separators."""
        return f"{value:,.{digits}f}"

    def percent(self, share: float, digits: int = 1) -> str:
        """A share of 1 in per cent."""
        return f"{100 * share:.{digits}f}%"

    def one_in(self, rate: float) -> str:
        """A small rate in words: 1e-4 is 1 in 10,000."""
        return f"1 in {round(1 / rate):,}"

    def day(self, value: date) -> str:
        """A day; of a moment the local one."""
        return f"{on_the_clock(value) if isinstance(value, datetime) else value:{_shapes()[0]}}"

    def clock(self, value: datetime) -> str:
        """The local time of day, with its seconds."""
        return f"{on_the_clock(value):{_shapes()[2]}}"

    def moment(self, value: datetime, *, seconds: bool = False) -> str:
        """Day and time, local."""
        day, minutes, shape = _shapes()
        return f"{on_the_clock(value):{day} {shape if seconds else minutes}}"


TERMINAL = Speech()
_PLAIN = ("%Y-%m-%d", "%H:%M", "%H:%M:%S")  # where the locale says nothing: a date that nobody can misread


@cache
def _shapes() -> tuple[str, str, str]:
    """How day, time, and time with seconds are written by the locale's LC_TIME, for strftime."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if os.environ.get(name)), "C")
    if chosen.split(".")[0] in ("C", "POSIX") or not hasattr(locale, "nl_langinfo"):
        return _PLAIN
    try:
        locale.setlocale(locale.LC_TIME, "")
    except locale.Error:  # named, and not installed here
        return _PLAIN
    return shapes(locale.nl_langinfo(locale.D_FMT), locale.nl_langinfo(locale.T_FMT))


def shapes(day: str, time: str) -> tuple[str, str, str]:
    """The same from a locale's D_FMT and T_FMT: the year in four digits, the parts written out."""
    day = day.replace("%D", "%m/%d/%y").replace("%F", "%Y-%m-%d").replace("%y", "%Y").replace("%-", "%")
    shape = time.replace("%r", "%I:%M:%S %p").replace("%T", "%H:%M:%S").replace("%R", "%H:%M").replace("%-", "%")
    minutes = re.sub(r"\W?%S\w?(?=\W|$)", "", shape)
    if not re.search("%[de]", day) or "%H" not in shape + shape.replace("%I", "%H"):
        return _PLAIN
    return day, minutes, shape
