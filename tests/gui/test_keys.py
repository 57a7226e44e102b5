"""The window by keyboard alone, in every language: letters that mean one thing, Enter, Tab, and where the focus stays."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QGroupBox,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.desk import Desk
from gatekeeper.domain import Person, Role
from gatekeeper.gui import language
from gatekeeper.gui.live_page import OpenDialog
from gatekeeper.gui.main_window import PAGES, MainWindow
from gatekeeper.gui.operators_page import AccountDialog
from gatekeeper.gui.people_page import PeoplePage, PinDialog
from gatekeeper.gui.person_picker import PersonPicker
from gatekeeper.gui.sign_in import PasswordDialog
from gatekeeper.store.accounts import NOBODY, Actor
from gui.conftest import Sitter

_LETTER = re.compile(r"&(?!&)(\w)")


def letters(root: QWidget) -> dict[str, list[str]]:
    """Which texts on a page, as far as they can be seen there, are reached by Alt and a letter, by the letter."""
    found: dict[str, list[str]] = defaultdict(list)
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisibleTo(root.window()):
            continue
        texts: list[str] = []
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None):
            texts = [widget.text()]
        elif isinstance(widget, QGroupBox):
            texts = [widget.title()]
        elif isinstance(widget, QTabBar):
            texts = [widget.tabText(number) for number in range(widget.count())]
        for text in texts:
            for letter in _LETTER.findall(text.replace("&&", "")):
                found[letter.lower()].append(text)
    return found


def clashes(root: QWidget) -> dict[str, list[str]]:
    return {letter: texts for letter, texts in letters(root).items() if len(texts) > 1}


def views(page: QWidget) -> Iterator[str]:
    """Turn a page to each of its steps, sections and tabs in turn."""
    stacks: list[QStackedWidget | QTabWidget] = [
        stack for stack in page.findChildren(QStackedWidget) if stack.objectName() != "qt_tabwidget_stackedwidget"
    ]
    stacks += page.findChildren(QTabWidget)
    yield type(page).__name__
    for stack in stacks:
        before = stack.currentIndex()
        for number in range(stack.count()):
            stack.setCurrentIndex(number)
            yield f"{type(page).__name__}, part {number}"
        stack.setCurrentIndex(before)


def add(app: App, name: str) -> Person:
    return app.people.add(name, consent_text="1", consent_at=datetime.now(UTC))


def shown_now(qtbot: QtBot, page: PeoplePage, person_id: int) -> None:
    page.view.show_person(person_id)
    qtbot.waitUntil(lambda: page.view.person is not None)


@pytest.fixture
def app(program: Callable[..., App]) -> App:
    settings = Settings(
        cameras=(CameraSettings("hall", "0"), CameraSettings("gate", "1", door="yard")),
        doors=(DoorSettings("front"), DoorSettings("yard")),
    )
    app = program(settings, captures=lambda source: Sitter("resident-001"), recognise=False)
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    return app


@pytest.fixture(params=language.SPOKEN)
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    language.apply(qapp, request.param)
    yield request.param
    language.apply(qapp, "en")


def test_no_letter_means_two_things_on_one_page(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow], spoken: str
) -> None:
    add(app, "Ada")
    shown = window(app)
    wrong = {}
    for kind in PAGES:
        page = shown.show_page(kind)
        for view in views(page):
            # Whatever a page shows only now and then counts too.
            for widget in page.findChildren(QPushButton):
                around = widget.parentWidget()
                if widget.isHidden() and around is not None and around.isVisible():
                    widget.show()
            if found := clashes(page):
                wrong[view] = found
        if isinstance(page, PeoplePage):
            for blocked in (False, True):
                app.people.set_blocked(1, blocked)
                shown_now(qtbot, page, 1)
                page.stack.setCurrentWidget(page.view)
                if found := clashes(page):
                    wrong[f"somebody, blocked: {blocked}"] = found
    texts = [action.text() for action in shown.account.menu().actions()]
    menu = [letter.lower() for text in texts for letter in _LETTER.findall(text)]
    assert len(menu) == len(set(menu)), texts
    shown.sign_out()
    assert app.actor is NOBODY
    for asks in type(shown.sign_in._asks):
        shown.sign_in._show(asks)
        if found := clashes(shown):
            wrong[asks.name] = found
    assert wrong == {}, "\n".join(f"{view}: {found}" for view, found in wrong.items())
    assert letters(shown)  # there are such letters at all


def test_no_letter_means_two_things_in_a_dialog(app: App, qtbot: QtBot, spoken: str) -> None:
    ada = add(app, "Ada")
    dialogs: list[QDialog] = [
        OpenDialog("front"),
        AccountDialog(app, None),
        PasswordDialog(app, app.actor),
        PinDialog(Desk(app, app.actor), ada, True),
        PersonPicker(app, "Who?"),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
        assert clashes(dialog) == {}, type(dialog).__name__
