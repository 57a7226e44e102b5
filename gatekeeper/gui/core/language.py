"""The window's language, and how it writes dates, times and numbers.

The source is English. `assets/translations/gatekeeper_LANGUAGE.ts` holds the translations; the `.qm` file beside it is made
from it and comes with the program (`gatekeeper.gui.tools.translate` makes both).
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, QTime, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from gatekeeper.config import LANGUAGES
from gatekeeper.messages import PLURAL, Message, Value
from gatekeeper.paths import assets
from gatekeeper.speech import Speech
from gatekeeper.store.accounts import COMMAND_LINE, NO_USER
from gatekeeper.timezones import on_the_clock, today

log = logging.getLogger(__name__)
SPOKEN = tuple(language for language in LANGUAGES if language)
OWN_NAMES = {"en": "English", "de": "Deutsch", "zh_TW": "繁體中文"}  # in their own language
_CHINESE_FONTS = ("PingFang TC", "Microsoft JhengHei UI", "Microsoft JhengHei", "Noto Sans CJK TC", "Noto Sans TC")
_CHINESE_MARKS = {": ": "：", "; ": "；", ", ": "，", " (": "（", ")": "）"}
_aside: QTranslator | None = None  # the language that `speaking` uses instead of the window's


def apply(application: QApplication, chosen: str = "") -> str:
    """Use a language for all texts from now on; returns the language used.

    chosen: one of SPOKEN, or "" for the system's language, or English where the system's is not in SPOKEN. Traditional Chinese
    is used only where a font with its characters is installed; otherwise English is, since boxes instead of words help nobody.
    """
    language = chosen or _of_system()
    application.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    if language == "zh_TW" and not _write_chinese(application):
        log.warning("No font with Traditional Chinese characters is installed: the window speaks English.")
        language = "en"
    QLocale.setDefault(_locale(language))
    for before in application.findChildren(QTranslator):
        application.removeTranslator(before)
        before.deleteLater()
    # Qt's own translations first: the one that is installed last is asked first.
    for name, folder in (
        ("qtbase", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
        ("gatekeeper", assets() / "translations"),
    ):
        translator = QTranslator(application)
        if translator.load(str(folder / f"{name}_{language}.qm")):
            application.installTranslator(translator)
    application.setProperty("language", language)
    return language


def spoken() -> str:
    """The window's language, one of SPOKEN."""
    application = QCoreApplication.instance()
    return str((application.property("language") if application is not None else None) or "en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let `translate` use another language within the block, for people at a door; "" is the window's."""
    global _aside
    before, _aside = _aside, _translator(language) if language else None
    try:
        yield
    finally:
        _aside = before


def locale() -> QLocale:
    """How the current language writes dates and numbers."""
    return QLocale() if _aside is None else QLocale(_aside.language())


def translate(context: str, text: str, disambiguation: str = "", count: int = -1) -> str:
    """A text in the current language; unchanged where it has no translation.

    On the window's thread only. count: selects the plural, and replaces %Ln."""
    if _aside is None:
        return QCoreApplication.translate(context, text, disambiguation, count)
    result = _aside.translate(context, text, disambiguation, count) or text
    return result.replace("%Ln", number(count)) if count >= 0 else result


@cache
def _translator(language: str) -> QTranslator:
    translator = QTranslator()
    translator.load(str(assets() / f"translations/gatekeeper_{language}.qm"))
    return translator


def number(value: int) -> str:
    """A number with the language's thousands separator."""
    return locale().toString(value)


def decimal(value: float, digits: int) -> str:
    """A number with this many digits after the language's decimal sign."""
    return locale().toString(float(value), "f", digits)


def listed(parts: Iterable[str]) -> str:
    """Items in one list: "a, b, and c", "a、b和c"."""
    return locale().createSeparatedList([*parts])


def percent(share: float, digits: int = 1) -> str:
    """A share of 1 in per cent: 0.987 is 98.7% in English and 98,7 % in German."""
    return translate("wording", "{n}%").replace("{n}", decimal(100 * share, digits))


def milliseconds(value: float) -> str:
    """A duration in whole milliseconds."""
    return f"{number(round(value))} ms"


def one_in(rate: float) -> str:
    """A small rate in words: 1e-4 is 1 in 10,000."""
    return translate("wording", "1 in {n}").replace("{n}", number(round(1 / rate)))


def day(moment: datetime | date) -> str:
    """A date, or the local date of a moment: 2026-03-04 is 04.03.2026 in German."""
    local = on_the_clock(moment) if isinstance(moment, datetime) else moment
    return locale().toString(QDate(local.year, local.month, local.day), day_format())


def short_day(moment: datetime | date) -> str:
    """Day and month for the axis of a plot."""
    local = on_the_clock(moment) if isinstance(moment, datetime) else moment
    shortened = re.sub(r"^y+\W+|[/-]?y+$", "", day_format())
    return locale().toString(QDate(local.year, local.month, local.day), shortened)


def clock(moment: datetime, *, seconds: bool = False) -> str:
    """A local time of day."""
    local = on_the_clock(moment)
    shape = locale().timeFormat(QLocale.FormatType.ShortFormat)
    if seconds and "ss" not in shape:
        shape = shape.replace("mm", "mm:ss")
    written = locale().toString(QTime(local.hour, local.minute, local.second), shape)
    return written.replace("a.m.", "am").replace("p.m.", "pm")  # a sentence may end with it


def moment(value: datetime, *, seconds: bool = False) -> str:
    """Date and time."""
    return f"{day(value)} {clock(value, seconds=seconds)}"


def lately(value: datetime, *, seconds: bool = False) -> str:
    """The time of day of something that was today; what was on another day has its date too."""
    is_today = on_the_clock(value).date() == today()
    return clock(value, seconds=seconds) if is_today else moment(value, seconds=seconds)


def day_format() -> str:
    """The date format for a field in which a date is edited."""
    return _day_format(locale().name())


def month_format() -> str:
    """The format for a field in which a month is chosen: a date's without its day."""
    return re.sub(r"^d+\W+|\W+d+", "", day_format())


def clock_format() -> str:
    """The time format for a field in which a time of day is edited; see `locale_of_fields`."""
    shape = locale().timeFormat(QLocale.FormatType.ShortFormat)
    return shape if locale_of_fields() == locale() else re.sub("ap", "ap", shape, flags=re.IGNORECASE)


def locale_of_fields() -> QLocale:
    """How a field writes a time of day: as `clock` does, "5:47 pm", where the language has "p.m."."""
    return QLocale("en_US") if "." in locale().pmText() else locale()


@cache
def _day_format(name: str) -> str:
    shape = QLocale(name).dateFormat(QLocale.FormatType.ShortFormat)
    return shape if "yyyy" in shape else shape.replace("yy", "yyyy")


def _of_system() -> str:
    for name in QLocale.system().uiLanguages():
        candidate = QLocale(name)
        if candidate.language() is QLocale.Language.Chinese:
            # Simplified Chinese is another script: English serves its readers better.
            if candidate.script() is QLocale.Script.TraditionalChineseScript:
                return "zh_TW"
        elif (language := name.replace("-", "_").split("_")[0]) in SPOKEN:
            return language
    return "en"


def _locale(language: str) -> QLocale:
    """The language's locale. If it is the system's language, the system's own variant: Austrian German, British English."""
    system = QLocale.system()
    if system.language() is QLocale(language).language() and system.script() is QLocale(language).script():
        return system
    # A system without a language (LANG=C) has no conventions either: plain English numbers, and the English date format that
    # cannot be misread (2026-03-04).
    return QLocale("en_CA" if language == "en" and system.language() is QLocale.Language.C else language)


def _write_chinese(application: QApplication) -> bool:
    able = QFontDatabase.families(QFontDatabase.WritingSystem.TraditionalChinese)
    if not able:
        return False
    font = QFont(application.font())
    # Named after the usual font, so that Latin letters stay as they are; Taiwan's shapes before those of Japan.
    chosen = next((family for family in _CHINESE_FONTS if family in able), able[0])
    font.setFamilies([*font.families(), chosen])
    application.setFont(font)
    return True


def _writes_chinese() -> bool:
    return locale().language() is QLocale.Language.Chinese


def _with_chinese_marks(template: str) -> str:
    parts = re.split(r"(\{[^{}]*\})", template)  # every other one is a gap
    if re.search("[A-Za-z]", "".join(parts[::2])):
        return template
    for english, chinese in _CHINESE_MARKS.items():
        parts[::2] = [part.replace(english, chinese) for part in parts[::2]]
    return "".join(parts)


class Spoken(Speech):
    """The window's translator: messages of the core in the current language."""

    def template(self, message: Message) -> str:
        """The translation, with the plural for its count; the English text where there is no translation. A message without
        words of its own, as "{days}: {hours}", has none, but Chinese has marks of its own."""
        n = message.params.get("n")
        counted = isinstance(n, int) and PLURAL in message.template
        text = translate("core", message.template, "", int(n) if counted and isinstance(n, int) else -1)
        if text != message.template:
            return text
        english = super().template(message)
        return _with_chinese_marks(english) if _writes_chinese() else english

    def _put(self, value: Value, form: str) -> str:
        said = super()._put(value, "、" if form == ", " and _writes_chinese() else form)
        return user(said) if isinstance(value, str) and not isinstance(value, Message) else said

    def listed(self, parts: Iterable[str]) -> str:
        """Items in one list."""
        return listed(parts)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with thousands separators."""
        return decimal(value, digits)

    def percent(self, share: float, digits: int = 1) -> str:
        """A share of 1 in per cent."""
        return percent(share, digits)

    def one_in(self, rate: float) -> str:
        """A small rate in words."""
        return one_in(rate)

    def day(self, value: date) -> str:
        """A day; for a moment, the local day."""
        return day(value)

    def clock(self, time: datetime) -> str:
        """The local time of day, with its seconds."""
        return clock(time, seconds=True)

    def moment(self, time: datetime, *, seconds: bool = False) -> str:
        """Day and time, local."""
        return moment(time, seconds=seconds)


SPOKEN_HERE = Spoken()


def user(name: str) -> str:
    """A user's name as it is; of one at the command line, that it is so in words."""
    short = name.removesuffix(COMMAND_LINE)
    if short == name:
        return name
    if short == NO_USER:
        return translate("wording", "unknown user (command line)")
    return translate("wording", "{name} (command line)").replace("{name}", short)


def translated(text: str) -> str:
    """A message of the core in the current language."""
    return SPOKEN_HERE.say(text)
