"""Whoever hears the screen hears a name for everything that keys reach, on every page and in every language."""

import inspect
import re
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest
from conftest import NO_WINDOW

if NO_WINDOW:
    pytest.skip("no window can be opened here", allow_module_level=True)

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gatekeeper import gui
from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Alarm, Reason, Role
from gatekeeper.door_rule import Holiday, Hours, Schedule
from gatekeeper.gui.core import language
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.live.resident import ResidentScreen
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.store.accounts import Actor
from gatekeeper.store.alarms import SAID
from gatekeeper.timezones import utc_now

from .conftest import Sitter
from .dialogs import dialogs
from .test_keys import add, views


@pytest.fixture(params=language.SPOKEN)
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    language.apply(qapp, request.param)
    yield request.param
    language.apply(qapp, "en")


def nameless(root: QWidget) -> list[str]:
    """What keys or the mouse can reach, also once it is enabled, and has neither a name nor a text nor a label of its own."""
    found = []
    for widget in root.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_") or isinstance(
            widget, QScrollArea | QHeaderView | QTabWidget | QLabel
        )
        around = widget.parentWidget()
        part = isinstance(widget, QLineEdit) and around is not None and around.focusProxy() is widget
        part = (
            part or around is None or isinstance(around, QComboBox) or widget.window() is not root.window()
        )  # a list's own
        unasked = isinstance(widget, QPushButton) and widget.objectName() == "same"  # its text names who is registered
        inner = inner or unasked or not widget.isVisible() or "pyqtgraph" in type(around).__module__
        reached = widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton)
        if inner or part or not reached:
            continue
        said = QAccessible.queryAccessibleInterface(widget)
        if said is not None and not said.text(QAccessible.Text.Name).strip():
            ways = f"{widget.objectName()} in {type(around).__name__}"
            found.append(f"{type(widget).__name__} {ways}")
    return found


@pytest.fixture
def site(program: Callable[..., App]) -> App:
    """Two doors with cameras, and something on every list: a person, a group, hours that are painted, a holiday."""
    settings = Settings(
        cameras=(CameraSettings("hall", "0"), CameraSettings("gate", "1", door="yard")),
        doors=(DoorSettings("front"), DoorSettings("yard")),
    )
    app = program(settings, captures=lambda source: Sitter("resident-001"), recognise=False)
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    ada, desk, now = add(app, "Ada"), Desk(app, app.actor), utc_now()
    desk.add_group("staff", now=now)
    desk.set_members("staff", [ada.id], now=now)
    desk.set_schedule(Schedule("day", (Hours(frozenset({0}), time(8), time(17)),)), now=now)
    desk.set_holiday(Holiday("New Year", date(2026, 1, 1), date(2026, 1, 1)), now=now)
    app.alarms.begin(Alarm(Reason.TAMPERED, "yard", SAID[Reason.TAMPERED], now, now))
    return app


def arrived(qtbot: QtBot) -> None:
    """What was asked for is shown."""
    for worker in ("quick", "sums", "pictures"):
        job = run_in_background(lambda job: None, done=lambda nothing: None, worker=worker)
        with qtbot.waitSignal(job.ended, timeout=60_000):
            pass


@pytest.mark.slow
def test_everything_that_keys_reach_has_a_name_to_be_heard(
    site: App, window: Callable[..., MainWindow], qtbot: QtBot, spoken: str
) -> None:
    shown = window(site, site.actor)
    wrong = {}
    for kind in PAGES:
        page = shown.show_page(kind)
        if isinstance(page, PeoplePage):
            page.view.show_person(site.people.list()[0].id)
        for view in views(page):
            arrived(qtbot)
            if found := nameless(page):
                wrong[view] = found
    if found := nameless(shown):  # the rail, the account, what stands above every page
        wrong["window"] = found
    assert wrong == {}, "\n".join(f"{page}: {one}" for page, found in wrong.items() for one in found)


@pytest.mark.slow
def test_everything_in_dialogs_and_on_the_residents_screen_has_a_name_to_be_heard(
    site: App, qtbot: QtBot, spoken: str
) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    screen = ResidentScreen(site, site.live.watches[0])
    qtbot.addWidget(screen)
    screen._pull.stop()
    screen.pad.show()
    screen.turn.ask("left", "Turn")
    screen.turn.show()
    shown: list[QWidget] = [screen]
    shown += [make() for make in dialogs(site, site.people.list()[0], around)]
    wrong = {}
    for widget in shown:
        widget.show()
        if found := nameless(widget):
            wrong[type(widget).__name__] = found
        assert widget is screen or widget.windowTitle(), widget
        widget.hide()
    assert wrong == {}
    screen.freed = True


def test_every_dialog_of_the_window_is_looked_at() -> None:
    named = set(re.findall(r"\b(\w+)\(", inspect.getsource(dialogs)))
    every = {"QDialog": "", "QMessageBox": ""}
    for file in sorted(Path(gui.__path__[0]).rglob("*.py")):
        for name, base in re.findall(r"^class (\w+)\((\w+)\)", file.read_text(), re.MULTILINE):
            every |= {name: base} if base in every else {}
    assert every.keys() >= {"PinDialog", "LeaveDialog", "WebhookDialog"}
    assert every.keys() - named - {*every.values(), "QDialog", "QMessageBox"} == set()


def test_control_a_field_without_a_label_is_found(qtbot: object) -> None:
    root = QWidget()
    line = QLineEdit(root)
    root.show()
    assert nameless(root)
    line.setAccessibleName("Name")
    assert nameless(root) == []
    root.close()
