"""What residents see of a door, and that nobody but an operator gets behind it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import NO_WINDOW, photo

if NO_WINDOW:
    pytest.skip("no window can be opened here", allow_module_level=True)

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTransform
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gatekeeper.app import App
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Role
from gatekeeper.gui.core import residents, tasks
from gatekeeper.gui.core.kiosk import Kiosk, KioskProgram, OnMonitor
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.pages.live.resident import LeaveDialog, ResidentScreen
from gatekeeper.gui.widgets.banner import Banner
from gatekeeper.gui.widgets.head_turn import HeadTurn
from gatekeeper.store.accounts import PROGRAM, Actor

from .conftest import Sitter

NAME, SECRET = "resident-001", "a long secret 1"
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def show(qtbot: QtBot, program: Callable[..., App]) -> Iterator[Callable[..., ResidentScreen]]:
    """The screen of a door before which somebody stands, in a German house whose desk speaks English."""
    opened: list[ResidentScreen] = []

    def show_(registered: bool = True, recognise: bool = True, greets: bool = False, **how: bool) -> ResidentScreen:
        settings = Settings(doors=(replace(DoorSettings(), language="de", kiosk_greets=greets),))
        app = program(settings)
        app.accounts.add("Ada", SECRET, Role.ADMINISTRATOR, by=PROGRAM, now=NOW)
        app.accounts.add("Vera", SECRET, Role.VIEWER, by=PROGRAM, now=NOW)
        if registered:
            session = app.enrolment()
            for number in range(2):
                assert session.offer(photo(NAME, "bare", number)).taken
            Desk(app, app.actor).register(session, NAME, now=NOW)
        sitter = Sitter(NAME)
        app.doors.open_capture = lambda source: sitter
        app.doors.open_cameras()
        if recognise:
            app.doors.start_recognition()
        screen = ResidentScreen(app, app.live.watches[0], **how)
        opened.append(screen)
        screen.resize(1280, 800)
        screen.show()
        return screen

    yield show_
    tasks.close_workers()
    for screen in opened:
        screen.leave()
        screen.deleteLater()


def words(screen: ResidentScreen) -> str:
    """All that can be read, seen or heard as text."""
    labels = [label.text() for label in screen.findChildren(QLabel)]
    return " ".join([*labels, screen.banner.accessibleName(), screen.pad.heading.text()])


@pytest.mark.slow
def test_a_resident_is_told_in_the_door_s_language_and_nobody_reads_their_name(
    show: Callable[..., ResidentScreen], qtbot: QtBot
) -> None:
    screen = show(greets=True, greet=False)  # the option overrules the settings of the door
    qtbot.waitUntil(lambda: screen.banner.saying is not None and screen.banner.saying.kind == "good")
    assert screen.banner.saying is not None
    assert screen.banner.saying.headline == "Willkommen"
    assert screen.banner.saying.icon == "check"  # and not the colour alone
    assert NAME not in words(screen)
    font = screen.banner.findChildren(QLabel)[1].font()
    assert max(font.pixelSize(), int(font.pointSizeF())) >= 60  # read from two metres


@pytest.mark.slow
def test_known_people_are_greeted_by_name_and_strangers_are_told_what_to_do(
    show: Callable[..., ResidentScreen], qtbot: QtBot
) -> None:
    screen = show(greets=True)
    qtbot.waitUntil(lambda: screen.banner.saying is not None and screen.banner.saying.kind == "good")
    assert NAME in words(screen)


@pytest.mark.slow
def test_a_stranger_is_told_what_to_do(show: Callable[..., ResidentScreen], qtbot: QtBot) -> None:
    screen = show(registered=False)
    qtbot.waitUntil(lambda: screen.banner.saying is not None and screen.banner.saying.kind == "bad")
    assert screen.banner.saying is not None
    assert (screen.banner.saying.headline, screen.banner.saying.icon) == ("Nicht bekannt", "question")
    assert screen.banner.saying.detail


@pytest.mark.slow
def test_nobody_leaves_it_without_an_operator(show: Callable[..., ResidentScreen], qtbot: QtBot) -> None:
    screen = show(registered=False, recognise=False)
    qtbot.waitExposed(screen)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
        QTest.keyClick(screen, key)
    QTest.keyClick(screen, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert screen.isVisible()
    assert not screen.findChildren(LeaveDialog)
    screen.close()  # as Alt+F4 and a window's cross do
    assert screen.isVisible()
    dialog = screen.findChild(LeaveDialog)
    assert isinstance(dialog, LeaveDialog)
    for name, password in (("Ada", "wrong"), ("Vera", SECRET)):
        dialog.name.setText(name)
        dialog.password.setText(password)
        dialog.confirm.click()
        qtbot.waitUntil(lambda: dialog.confirm.isEnabled())
        assert screen.isVisible()
        assert dialog.said.text()
        assert not dialog.password.text()
        dialog.said.clear()
    dialog.name.setText("Ada")
    dialog.password.setText(SECRET)
    with qtbot.waitSignal(screen.left):
        dialog.confirm.click()
    assert not screen.isVisible()


SCREENS = {
    "screens": [
        {"name": name, "x": x, "y": 0, "width": width, "height": height}
        | {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, x, width, height in (("desk", 0, 1280, 800), ("door", 1280, 1920, 1080))
    ]
}
ON_THE_SECOND = """
from PySide6.QtWidgets import QApplication, QWidget
from gatekeeper.gui.core.kiosk import OnMonitor, monitor, other_monitor
application = QApplication([])
desk, door = QWidget(), QWidget()
desk.show()
OnMonitor(door, monitor(2))
application.processEvents()
print(door.screen().name(), door.geometry().getRect(), door.isFullScreen(), other_monitor(desk).name())
"""


def test_it_fills_the_monitor_that_was_chosen(tmp_path: Path) -> None:
    (tmp_path / "screens.json").write_text(json.dumps(SCREENS))
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"}
    done = subprocess.run([sys.executable, "-c", ON_THE_SECOND], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "door (1280, 0, 1920, 1080) True door", done.stderr


def test_while_its_monitor_is_unplugged_it_leaves_the_desk_s_alone(qtbot: QtBot) -> None:
    desk = QApplication.primaryScreen()
    for only, shown in ((True, False), (False, True)):
        at_the_door = QWidget()
        qtbot.addWidget(at_the_door)
        kept = OnMonitor(at_the_door, desk, only=only)
        assert at_the_door.isFullScreen()
        kept._name = "a monitor that is gone"
        at_the_door.setVisible(only)  # the other way round than it is to be
        QApplication.instance().screenRemoved.emit(desk)  # type: ignore[union-attr]
        qtbot.waitUntil(at_the_door.isVisible if shown else at_the_door.isHidden)


@pytest.mark.slow
def test_an_operator_closes_the_screen_that_the_window_opened_on_another_monitor(
    program: Callable[..., App],
    window: Callable[..., MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = program(captures=lambda source: Sitter(NAME), recognise=False)
    app.accounts.add("Ada", SECRET, Role.ADMINISTRATOR, by=PROGRAM, now=NOW)
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    shown = window(app, app.actor)
    monkeypatch.setattr(residents, "other_monitor", lambda widget: widget.screen())  # the tests have one
    shown.residents.put_up(app.live.watches[0])
    (screen,) = shown.residents.screens.values()
    qtbot.waitUntil(screen.isVisible, timeout=60_000)
    screen.close()  # as Alt+F4 does
    dialog = screen.findChild(LeaveDialog)
    assert isinstance(dialog, LeaveDialog)
    dialog.name.setText("Ada")
    dialog.password.setText(SECRET)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: not isValid(screen), timeout=60_000)
    assert shown.residents.screens == {}


def test_the_answer_grows_with_the_screen(qtbot: QtBot) -> None:
    banner = Banner(larger=2.2)
    qtbot.addWidget(banner)
    banner.say(Saying("Willkommen", "", "check", "good"))
    banner.resize(1232, 288)
    banner.show()

    def letters() -> int:
        return banner.findChildren(QLabel)[1].fontMetrics().capHeight()

    assert letters() >= 70  # 12 mm on a panel of ten inches with 1280 x 800 pixels: read from two metres
    small = letters()
    banner.enlarge(4.4)
    banner.resize(2464, 576)
    assert letters() >= 1.8 * small


def test_a_head_turn_is_shown_to_the_side_it_is_asked_for(qtbot: QtBot) -> None:
    pictures = {}
    for way in ("left", "right"):
        turn = HeadTurn()
        qtbot.addWidget(turn)
        turn.resize(200, 200)
        turn.ask(way, f"Please turn your head to the {way}.")
        pictures[way] = turn.grab().toImage()
        assert way in turn.accessibleName()
    mirrored = pictures["right"].transformed(QTransform().scale(-1, 1))
    assert pictures["left"] != pictures["right"]
    assert _alike(pictures["left"], mirrored)


def _alike(one: QImage, other: QImage) -> bool:
    points = [(x, y) for x in range(5, 200, 10) for y in range(5, 200, 10)]
    same = sum(one.pixelColor(x, y) == other.pixelColor(x, y) for x, y in points)
    return same > 0.9 * len(points)


def test_a_bug_is_written_down_and_not_shown_to_residents(
    qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards
    error = ValueError("the wrong value")
    program = KioskProgram(qapp, tmp_path, Kiosk("front"))
    try:
        sys.excepthook(ValueError, error, None)
        assert not error_boxes()
        assert "the wrong value" in caplog.text
    finally:
        program.close()
    sys.excepthook(ValueError, error, None)  # the control: before an operator
    (box,) = error_boxes()
    box.close()


def error_boxes() -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if one.objectName() == "error_dialog" and one.isVisible()]
