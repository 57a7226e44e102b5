"""The window in English, German and Traditional Chinese: nothing untranslated, nothing stale, and each in its place."""

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gatekeeper
from gatekeeper.app import App
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.domain import Schedule
from gatekeeper.door.access import describe, parse_hours
from gatekeeper.gui.core import language, sentences, words
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.tools.translate import FOLDER, renew
from gatekeeper.store.accounts import PROGRAM

from .conftest import Sitter

PACKAGE = Path(gatekeeper.__file__).parent
# What these say is shown in the window; what others say is for an administrator, about files and networks.
SPEAK_TO_PEOPLE = (
    "capture/cameras", "capture/photos", "desk/clerk", "desk/doors", "desk/erasing", "desk/log", "desk/models", "desk/people",
    "desk/reports", "desk/settings", "desk/visits", "door/access", "door/http_relay", "door/liveness", "door/loop",
    "door/recorder", "door/relay", "door/station", "door/visit_pin", "passwords", "people/enrolment", "people/folder_import",
    "store/accounts", "vision/head_turn", "vision/quality",
)  # fmt: skip
SPEECH = {
    "refused", "instead", "_unchecked", "Decision", "Feedback", "LeftOut", "Liveness", "Measure", "Refusal", "require_life"
}  # fmt: skip
HOURS = describe(Schedule("s", (parse_hours("mon-fri 08:00-18:00"), parse_hours("sat 9:00-12:00"))))


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


@pytest.mark.parametrize("spoken", language.SPOKEN)
def test_a_translation_fills_the_same_gaps(spoken: str) -> None:
    for message in ElementTree.parse(FOLDER / f"gatekeeper_{spoken}.ts").iter("message"):
        source, found = message.findtext("source", ""), message.find("translation")
        assert found is not None
        for text in [form.text or "" for form in found] or [found.text or ""]:
            assert set(re.findall(r"\{[^}]*\}", text)) == set(re.findall(r"\{[^}]*\}", source)), source
            assert ("%Ln" in text) == ("%Ln" in source) or message.get("numerus") == "yes", source
            assert ("&" in text) == ("&" in source), source
            assert text.count("\n") == source.count("\n") or source.startswith("Choose an event"), source


def said() -> Iterator[tuple[str, str]]:
    """Every sentence that is written where the core says it, its gaps filled."""
    for module in SPEAK_TO_PEOPLE:
        for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).split(".")[-1]
            if (name.endswith("Error") and name not in ("ValueError", "OSError", "TimeoutError")) or name in SPEECH:
                for part in node.args:
                    for text in written(part):
                        if " " in text or text.endswith("."):
                            yield module, text


def written(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.JoinedStr():
            return ["".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in node.values)]
        case ast.IfExp():
            return written(node.body) + written(node.orelse)
    return []


def test_what_the_core_says_to_people_is_known_to_the_translators() -> None:
    known = [shape for shape, _ in sentences._shapes()]
    missing = [
        (module, text)
        for module, text in said()
        if text not in sentences.SENTENCES and not any(shape.fullmatch(text) for shape in known)
    ]
    assert missing == [], "put them into gatekeeper/gui/core/sentences.py"


@pytest.mark.parametrize(
    ("english", "german", "chinese"),
    [
        ("Please come closer.", "Bitte kommen Sie näher.", "請靠近一點。"),
        ("Welcome, never.", "Willkommen, never.", "歡迎，never。"),
        ("Welcome, Ada (the first).", "Willkommen, Ada (the first).", "歡迎，Ada (the first)。"),
        (
            "Your access begins on 2026-03-04 at 07:30.",
            "Ihr Zutritt beginnt am 04.03.2026 07:30.",
            "您的通行權限自 2026/3/4 上午7:30 起生效。",
        ),
        (
            f"Outside your hours: {HOURS}.",
            "Außerhalb Ihrer Zeiten: Mo.–Fr. 08:00–18:00; Sa. 09:00–12:00.",
            "不在您的通行時段：週一–週五 08:00–18:00; 週六 09:00–12:00。",
        ),
        (
            "The sharpness of the face is 12.3; the limit is 20.",
            "Gesicht, Schärfe: 12,3; die Grenze ist 20.",
            "臉部清晰度為 12.3，限制為 20。",
        ),
        (  # as older logs have it
            "The door's serial port COM3 can not be opened: gone",
            "Der serielle Anschluss COM3 der Tür lässt sich nicht öffnen: gone",
            "無法開啟門的序列埠 COM3：gone",
        ),
        (
            "1 events, 2 pictures",
            "1 Ereignis und 2 Bilder",
            "1 筆事件和2 張影像",
        ),
        (
            "1 events, 1 pictures",
            "1 Ereignis und 1 Bild",
            "1 筆事件和1 張影像",
        ),
        ("Please wait 1 seconds.", "Bitte warten Sie 1 Sekunde.", "請等候 1 秒。"),
        ("Nobody translated this.", "Nobody translated this.", "Nobody translated this."),
    ],
)
def test_what_was_said_at_the_door_is_read_in_the_language_of_the_window(
    speak: Callable[[str], str], english: str, german: str, chinese: str
) -> None:
    speak("de")
    assert sentences.translated(english) == german
    assert speak("zh_TW") == "zh_TW"
    assert sentences.translated(english) == chinese
    speak("en")
    assert sentences.translated(english).startswith(english[:7])


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
    qtbot.waitUntil(lambda: tile.banner._headline.text() == "Nicht bekannt", timeout=20_000)
    assert "Empfang" in tile.banner._detail.text()
    qtbot.waitUntil(lambda: page.events.count() > 0)
    assert "不認識" in page.events.item(0).text()


def test_without_a_font_for_chinese_the_window_speaks_english(
    speak: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(QFontDatabase, "families", staticmethod(lambda system: []))
    assert speak("zh_TW") == "en"
    assert "No font" in caplog.text


def test_whose_act_it_was_is_said_in_the_language_and_names_stay(speak: Callable[[str], str]) -> None:
    speak("de")
    assert words.who("Anna") == "Anna"
    assert words.who("never") == "never"
    assert words.who("root (command line)") == "root (Befehlszeile)"
    assert words.who(PROGRAM.name) == "das Programm selbst"


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
