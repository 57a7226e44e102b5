"""The window in English, German and Traditional Chinese: nothing untranslated, nothing stale, and each in its place."""

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QDate, QDateTime, QLocale, QTime
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gatekeeper
from gatekeeper.app import App
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.door.hours import describe, parse_hours
from gatekeeper.door_rule import Schedule
from gatekeeper.errors import StoreError
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.application import Program
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.people.moment import MomentField
from gatekeeper.gui.pages.rules.why import WhyTab
from gatekeeper.gui.tools import translate
from gatekeeper.gui.tools.translate import FOLDER, calls, renew
from gatekeeper.gui.widgets.fields import TimeField
from gatekeeper.messages import Message, fields, restored, stored
from gatekeeper.store.accounts import PROGRAM
from gatekeeper.timezones import utc_now
from gatekeeper.vision.quality import MEASURES

from .conftest import Sitter

PACKAGE = Path(gatekeeper.__file__).parent
HOURS = describe(Schedule("s", (parse_hours("mon-fri 08:00-18:00"), parse_hours("sat 9:00-12:00"))))
FULL = OSError(28, "No space left on device")


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[str], str]]:
    font = qapp.font()
    yield lambda chosen: language.apply(qapp, chosen)
    qapp.setFont(font)
    language.apply(qapp, "en")


def test_every_text_has_its_translations_and_the_files_are_made_of_what_the_code_says_now(tmp_path: Path) -> None:
    folder = tmp_path / "translations"
    shutil.copytree(FOLDER, folder)
    remedy = "run `python -m gatekeeper.gui.tools.translate`, translate what it lists, run it again"
    assert renew(folder) == {spoken: [] for spoken in language.SPOKEN}, remedy
    for file in sorted(folder.iterdir()):
        assert file.read_bytes() == (FOLDER / file.name).read_bytes(), f"{file.name} is not of the code: {remedy}"


@pytest.mark.parametrize(
    ("kept", "german", "chinese"),
    [
        (
            Message("The relay {relay} does not know what it was asked.", relay="a"),
            "Das Relais a versteht die Anfrage nicht.",
            "繼電器 a 無法理解請求。",
        ),
        (
            Message("No messages are put aside any more."),
            "Es sind keine Nachrichten mehr zurückgelegt.",
            "已沒有擱置的訊息。",
        ),
    ],
)
def test_records_of_older_versions_are_translated_into_every_language(
    speak: Callable[[str], str], kept: Message, german: str, chinese: str
) -> None:
    for spoken, text in (("de", german), ("zh_TW", chinese), ("en", str(kept))):
        speak(spoken)
        assert language.translated(restored(stored(kept))) == text


def test_the_tool_that_collects_texts_sees_every_one() -> None:
    """It passes over those inside of an f-string, which would stay English for ever."""
    german = ElementTree.parse(FOLDER / "gatekeeper_de.ts")
    known = {message.findtext("source", "") for message in german.iter("message")}
    written = {
        (path.name, text.value)
        for path in (PACKAGE / "gui").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in ("tr", "translate")
        for text in call.args[:2]
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    contexts = {context.findtext("name", "") for context in german.iter("context")} | {""}
    assert [text for text in sorted(written) if text[1] not in known | contexts] == []
    assert len(written) > 500


def gaps(text: str) -> set[str]:
    """The fields of a text with their formats; how a text of somebody else's is quoted is up to the language."""
    return {gap.replace("!r", "") for gap in re.findall(r"\{[^}]*\}", text)}


@pytest.mark.parametrize("spoken", language.SPOKEN)
def test_a_translation_fills_the_same_gaps(spoken: str) -> None:
    for message in ElementTree.parse(FOLDER / f"gatekeeper_{spoken}.ts").iter("message"):
        source, found = message.findtext("source", ""), message.find("translation")
        assert found is not None
        for text in [form.text or "" for form in found] or [found.text or ""]:
            assert gaps(text) == gaps(source), source
            assert ("%Ln" in text) == ("%Ln" in source) or message.get("numerus") == "yes", source
            assert ("&" in text) == ("&" in source), source
            assert text.count("\n") == source.count("\n") or source.startswith("Choose an event"), source


def faults(path: Path) -> list[str]:
    """What is wrong with the messages of a file: put together where nobody can translate it, or not filled as it says."""
    found = []
    for call in calls(path):
        named = {name for template in call.templates for name in fields(template)}
        if call.made_up:
            found.append(f"{call.place}: give a template and parameters, not a text that is put together")
            continue
        given = (call.params or frozenset()) - ({"hint", "setting", "wait_seconds"} - named)
        if call.params is not None and (named - given or (call.literal and given - named)):
            found.append(f"{call.place}: {sorted(named)} stand in the text, {sorted(call.params)} are given")
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_messages_are_templates_with_parameters(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize(
    "code",
    [
        'raise StoreError(f"{path} is gone.")',
        'raise ConfigError("{path} is gone.", f"Look for {path}.", path=path)',
        'raise DoorError("The door " + name, "Check it.")',
        'raise DoorError("The door {}".format(name))',
        'Message("Hello" if a else f"{b}")',
        'Message("{name} is gone.", nmae=1)',
        'Message("{name} is gone.")',
        'raise StoreError("It is gone.", hint=f"{name}")',
    ],
)
def test_a_message_that_is_put_together_is_found(tmp_path: Path, code: str) -> None:
    (tmp_path / "wrong.py").write_text(code)
    assert len(faults(tmp_path / "wrong.py")) == 1


def test_a_message_that_nobody_translated_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "translations"
    shutil.copytree(FOLDER, folder)
    known = translate.templates()
    new = "Message nobody knows, of {n} photo(s)."
    monkeypatch.setattr(translate, "templates", lambda: known | {new})
    assert renew(folder) == {"en": [], "de": [new], "zh_TW": [new]}


@pytest.mark.parametrize(
    ("message", "german", "chinese"),
    [
        (Message("Please come closer."), "Bitte kommen Sie näher.", "請靠近一點。"),
        (Message("Welcome, {name}.", name="never"), "Willkommen, never.", "歡迎，never。"),
        (
            Message("Your access begins on {start}.", start=datetime(2026, 3, 4, 7, 30)),
            "Ihr Zutritt beginnt am 04.03.2026 07:30.",
            "您的通行權限自 2026/3/4 上午7:30 起生效。",
        ),
        (
            Message("Outside your hours: {hours}.", hours=HOURS),
            "Außerhalb Ihrer Zeiten: Mo.–Fr. 08:00–18:00; Sa. 09:00–12:00.",
            "不在您的通行時段：週一–週五 08:00–18:00; 週六 09:00–12:00。",
        ),
        (
            Message(
                "The {what} of the face is {value:.3g}; the limit is {limit:.3g}.",
                what=MEASURES["sharpness"],
                value=12.34,
                limit=20.0,
            ),
            "Gesicht, Schärfe: 12,3; die Grenze ist 20.",
            "臉部清晰度為 12.3，限制為 20。",
        ),
        (Message("Please wait {n} second(s).", n=1), "Bitte warten Sie 1 Sekunde.", "請等候 1 秒。"),
        (Message("Please wait {n} second(s).", n=2), "Bitte warten Sie 2 Sekunden.", "請等候 2 秒。"),
        (Message("1 in {count:,}", count=10_000), "1 von 10.000", "10,000 分之 1"),
        (
            StoreError("{file} cannot be written: {why}.", file=Path("x.csv"), why=FULL).message,
            "x.csv kann nicht geschrieben werden: Kein Platz mehr auf dem Datenträger.",
            "無法寫入 x.csv：磁碟空間不足。",
        ),
        (Message("Nobody translated this."), "Nobody translated this.", "Nobody translated this."),
        ("1 events, as an older log has it", "1 events, as an older log has it", "1 events, as an older log has it"),
    ],
)  # fmt: skip
def test_a_message_is_said_in_the_language_of_the_window(
    speak: Callable[[str], str], message: str, german: str, chinese: str
) -> None:
    speak("de")
    assert language.translated(message) == german
    assert restored(stored(message)) == message
    assert language.translated(restored(stored(message))) == german
    assert speak("zh_TW") == "zh_TW"
    assert language.translated(message) == chinese
    speak("en")
    assert language.translated(message)[:3] == message[:3]


def test_the_window_speaks_one_language_and_the_door_another(
    qtbot: QtBot,
    program: Callable[..., App],
    window: Callable[[App], MainWindow],
    speak: Callable[[str], str],
) -> None:
    speak("zh_TW")
    app = program(
        Settings(doors=(DoorSettings(language="de"),)), captures=lambda source: Sitter("stranger-001", "visits")
    )
    shown = window(app)
    page = shown.show_page(LivePage)
    assert isinstance(page, LivePage)
    assert shown._choices.button(0).text() == "即時"
    (tile,) = page.tiles
    qtbot.waitUntil(lambda: tile.banner._headline.text() == "Nicht bekannt")
    assert "Empfang" in tile.banner._detail.text()
    qtbot.waitUntil(lambda: page.events.count() > 0)
    assert "不認識" in page.events.item(0).text()
    assert page.events.item(0).text().count("不認識") == 1  # the reason is not said again below it


def test_without_a_font_for_chinese_the_window_speaks_english(
    speak: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(QFontDatabase, "families", staticmethod(lambda system: []))
    assert speak("zh_TW") == "en"
    assert "No font" in caplog.text


def test_the_actor_of_an_act_is_translated_and_names_stay(speak: Callable[[str], str]) -> None:
    speak("de")
    assert wording.who("Anna") == "Anna"
    assert wording.who("never") == "never"
    assert wording.who("root (command line)") == "root (Befehlszeile)"
    assert wording.who(PROGRAM.name) == "das Programm selbst"
    opened = restored(stored(Message("Opened by hand by {who}: {why}", who="root (command line)", why="fire drill")))
    assert wording.translated(opened) == "Von Hand geöffnet von root (Befehlszeile): fire drill"
    speak("en")
    assert wording.who("unknown (command line)") == "unknown user (command line)"


def test_axes_write_numbers_as_the_language_does_and_count_in_whole_ones(
    speak: Callable[[str], str], qtbot: QtBot
) -> None:
    from gatekeeper.gui.widgets.plots import Axis

    speak("de")
    assert Axis("left", whole=False).tickStrings([0.5, 1000], 1.0, 0.5) == ["0,5", "1.000,0"]
    assert Axis("left", whole=True).tickStrings([500, 1000], 1.0, 500) == ["500", "1.000"]
    assert all(spacing >= 1 for spacing, _ in Axis("left", whole=True).tickSpacing(0, 2, 200))
    assert any(spacing < 1 for spacing, _ in Axis("left", whole=False).tickSpacing(0, 2, 200))


def test_numbers_and_plurals_are_those_of_the_language(speak: Callable[[str], str], qtbot: QtBot) -> None:
    from gatekeeper.gui.pages.enrol.done import DoneStep

    step = DoneStep()
    qtbot.addWidget(step)
    for spoken, one, many in (("de", "1 neues Foto", "2 neue Fotos"), ("en", "1 new photo", "2 new photos")):
        speak(spoken)
        assert [step.tr("Number {number}, %Ln new photo(s)", "", n).split(", ")[1] for n in (1, 2)] == [one, many]
    speak("de")
    assert language.number(1_234_567) == QLocale("de").toString(1_234_567)


def test_a_month_is_chosen_as_its_language_writes_it(
    program: Callable[..., App], window: Callable[[App], MainWindow], qapp: QApplication
) -> None:
    app, said = program(), []
    for spoken in ("en", "de", "zh_TW"):
        language.apply(qapp, spoken)
        inside = window(app).show_page(InsidePage)
        assert isinstance(inside, InsidePage)
        inside.month.setDate(QDate(2026, 3, 4))
        said.append(inside.month.text())
    assert said == ["2026-03", "03.2026", "2026/3"]
    language.apply(qapp, "en")


def test_what_was_on_another_day_is_told_with_its_date_and_a_sentence_may_end_with_it(
    speak: Callable[[str], str],
) -> None:
    speak("en")
    now = utc_now()
    assert language.lately(now) == language.clock(now)
    before = now - timedelta(days=2)  # a day of 25 hours has one of 24 hours before
    assert language.lately(before) == f"{language.day(before)} {language.clock(before)}"
    assert not language.clock(now).endswith(".")


def test_what_joins_the_parts_of_a_message_is_written_as_the_language_writes_it(speak: Callable[[str], str]) -> None:
    days = Message("{days:, }", days=[Message("Monday"), Message("Friday")])
    joined = Message("{days}: {hours} ({why})", days=days, hours="22:00 (a, b: c)", why="-")
    speak("zh_TW")
    assert language.translated(joined) == "週一、週五：22:00 (a, b: c)（-）", "what somebody wrote stays as it is"
    speak("de")
    assert language.translated(joined) == "Mo., Fr.: 22:00 (a, b: c) (-)"
    speak("en")
    assert language.translated(joined) == "Monday, Friday: 22:00 (a, b: c) (-)"


@pytest.mark.parametrize("variant", ["en_CA", "en_GB", "de", "zh_TW"])
def test_a_field_writes_a_time_of_day_as_everything_else_does(
    program: Callable[..., App], qtbot: QtBot, variant: str
) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(variant))
    try:
        until, why = MomentField("Until"), WhyTab(program())
        for widget in (until, why):
            qtbot.addWidget(widget)
        at = utc_now().replace(hour=17, minute=47)
        until.show_moment(at)
        why.at.setDateTime(QDateTime(QDate(at.year, at.month, at.day), QTime(17, 47)))
        (field,) = until.findChildren(TimeField)
        assert field.text() == language.clock(at)
        assert why.at.text() == language.moment(at)
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize("appearance", ["light", "dark"])
@pytest.mark.parametrize("spoken", language.SPOKEN)
def test_what_the_start_picture_says_is_read_whole_on_the_colour_that_it_is_meant_for(
    speak: Callable[[str], str], qapp: QApplication, tmp_path: Path, spoken: str, appearance: str
) -> None:
    theme.apply(qapp, appearance)
    speak(spoken)
    program = Program(qapp, tmp_path)
    program._say(program.tr("Opening the database"))
    assert not program._splash.pixmap().hasAlphaChannel(), "where nothing blends it, what is transparent is black"
    shown = program._splash.grab().toImage()
    width, height, below = shown.width(), shown.height(), QColor(theme.colours().window)
    edges = [shown.pixelColor(x, y) for x in (0, 1, width - 2, width - 1) for y in range(height)]
    assert set(map(QColor.name, edges)) == {below.name()}
    assert width > program._splash.fontMetrics().horizontalAdvance(program._splash.message())
    theme.apply(qapp, "system")
