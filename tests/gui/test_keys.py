"""The window by keyboard alone, in every language: letters that mean one thing, Enter, Tab, and where the focus stays."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGroupBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QTableView,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Person, Role
from gatekeeper.gui.core import language
from gatekeeper.gui.core.main_window import LAYOUT_FILE, PAGES, MainWindow
from gatekeeper.gui.pages.backups import BackupsPage
from gatekeeper.gui.pages.doors import DoorsPage
from gatekeeper.gui.pages.enrol import EnrolPage
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.live.open_dialog import OpenDialog
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.operators import OperatorsPage
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.rules import RulesPage
from gatekeeper.gui.pages.settings import SettingsPage
from gatekeeper.store.accounts import NOBODY, Actor
from gui.conftest import Sitter
from gui.dialogs import dialogs

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


@pytest.mark.slow
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
    around = QWidget()
    qtbot.addWidget(around)
    for make in dialogs(app, add(app, "Ada"), around):
        dialog = make()
        dialog.show()
        assert clashes(dialog) == {}, type(dialog).__name__
        dialog.hide()


def test_enter_presses_the_button_that_has_the_focus(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow]
) -> None:
    shown = window(app)
    live = shown.show_page(LivePage)
    assert isinstance(live, LivePage)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        live.tiles[0].open_button.setFocus()
        QTest.keyClick(live.tiles[0].open_button, key)
        (dialog,) = (one for one in live.findChildren(OpenDialog) if one.isVisible())
        dialog.reject()
    people = shown._choices.button(PAGES.index(PeoplePage))
    people.setFocus()
    QTest.keyClick(people, Qt.Key.Key_Return)
    assert isinstance(shown.pages.currentWidget(), PeoplePage)


def test_every_page_has_keys_that_open_it(qtbot: QtBot, app: App, window: Callable[[App], MainWindow]) -> None:
    shown = window(app)
    tips = [shown._choices.button(index).toolTip() for index in range(len(PAGES))]
    told = [re.findall(r"\((Ctrl\+\S+)\)", tip) for tip in tips]
    assert len({keys for (keys,) in told}) == len(PAGES)
    for page in (PeoplePage, BackupsPage, DoorsPage):
        QTest.keySequence(shown.windowHandle(), QKeySequence(told[PAGES.index(page)][0]))
        assert isinstance(shown.pages.currentWidget(), page)


def test_the_rail_is_one_stop_of_tab_the_open_page_s_button_where_enter_leads_nowhere_else(
    app: App, window: Callable[[App], MainWindow]
) -> None:
    shown = window(app)
    for kind in (InsidePage, OperatorsPage, SettingsPage):
        number = PAGES.index(kind)
        QTest.keySequence(shown.windowHandle(), QKeySequence(f"Ctrl+{(number + 1) % 10}"))
        for _ in range(60):
            widget = QApplication.focusWidget()
            assert widget is not None
            if widget in shown._choices.buttons():
                break
            QTest.keyClick(widget, Qt.Key.Key_Tab)
        button = shown._choices.button(number)
        assert widget is button
        QTest.keyClick(button, Qt.Key.Key_Return)
        assert isinstance(shown.pages.currentWidget(), kind)
    QTest.keyClick(button, Qt.Key.Key_Down)  # the arrows lead from page to page
    assert isinstance(shown.pages.currentWidget(), PAGES[number + 1])


def test_tab_stops_nowhere_where_nothing_shows_it(app: App, window: Callable[[App], MainWindow]) -> None:
    shown = window(app)
    unseen = []
    for kind in PAGES:
        page = shown.show_page(kind)
        for area in page.findChildren(QScrollArea):
            if area.focusPolicy() & Qt.FocusPolicy.TabFocus:
                unseen.append((kind.__name__, area.widget()))
    assert unseen == []


def test_alt_and_a_letter_ticks(qtbot: QtBot, app: App, window: Callable[[App], MainWindow]) -> None:
    shown = window(app)
    page = shown.show_page(EnrolPage)
    assert isinstance(page, EnrolPage)
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(page.person.agreed.isChecked)  # a click that is seen
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not page.person.agreed.isChecked())


def test_tab_goes_through_a_page_as_it_is_read(qtbot: QtBot, app: App, window: Callable[[App], MainWindow]) -> None:
    ada = add(app, "Ada")
    shown = window(app)
    page = shown.show_page(PeoplePage)
    assert isinstance(page, PeoplePage)
    page.stack.setCurrentWidget(page.view)
    shown_now(qtbot, page, ada.id)
    page.view.name.setFocus()
    places: list[QPoint] = []
    while (widget := QApplication.focusWidget()) is not page.view.erase and len(places) < 20:
        assert widget is not None
        if page.isAncestorOf(widget):
            places.append(widget.mapTo(page, QPoint(0, 0)))
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.view.erase
    downwards = [place.y() // 12 for place in places]
    assert downwards == sorted(downwards)


def test_tab_goes_through_a_door_s_rule_as_it_is_read(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow]
) -> None:
    desk = Desk(app, app.actor)
    for group in ("day", "night"):
        desk.add_group(group, now=datetime.now(UTC))
    page = window(app).show_page(RulesPage)
    assert isinstance(page, RulesPage)
    qtbot.waitUntil(lambda: page.doors.admitted.rowCount() == 2)
    page.doors.some.click()
    page.doors.some.setFocus()
    passed: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not page.doors.mask_rule and len(passed) < 10:
        assert widget is not None
        passed.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    boxes = [page.doors.admitted.cellWidget(row, 0) for row in range(2)]
    assert passed == [page.doors.some, *boxes]  # whom no box admits have no hours to choose
    assert not [table for table in page.findChildren(QTableView) if table.tabKeyNavigation()]


def test_the_focus_goes_back_to_where_the_work_was(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow], tmp_path: Path
) -> None:
    shown = window(app)
    settings = shown.show_page(SettingsPage)
    assert isinstance(settings, SettingsPage)
    with qtbot.waitSignal(settings.loaded):
        settings.load()
    field = settings.cameras.form.fields["name"]
    field.setFocus()
    QTest.keyClicks(field, "2")
    settings.save.setFocus()
    assert settings.save.hasFocus(), settings.said.text()
    with qtbot.waitSignal(settings.saved):
        QTest.keyClick(settings.save, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not settings.save.isEnabled())
    assert QApplication.focusWidget() is field
    # The export's button makes room for its progress, and comes back.
    log = shown.show_page(LogPage)
    assert isinstance(log, LogPage)
    log.bar.person.setFocus()
    log.export.setFocus()
    job = log.write(tmp_path / "events.csv")
    assert not log.export.isVisible()
    with qtbot.waitSignal(job.ended):
        pass
    assert QApplication.focusWidget() is log.export
    # A PIN pad that nobody needs any more gives it back.
    live = shown.show_page(LivePage)
    assert isinstance(live, LivePage)
    live._pull.stop()  # which would find that nobody stands there
    live.tiles[1].open_button.setFocus()
    live.tiles[0].pad.ask(1, "Ada")
    live.tiles[0]._show_pad(True)
    assert QApplication.focusWidget() is live.tiles[0].pad
    live.tiles[0]._show_pad(False)
    assert QApplication.focusWidget() is live.tiles[1].open_button


def test_enter_never_destroys(qtbot: QtBot, app: App, window: Callable[[App], MainWindow]) -> None:
    ada = add(app, "Ada")
    shown = window(app)
    page = shown.show_page(PeoplePage)
    assert isinstance(page, PeoplePage)
    page.stack.setCurrentWidget(page.view)
    shown_now(qtbot, page, ada.id)
    page.view.erase.click()
    qtbot.waitUntil(lambda: page.view.findChild(QMessageBox, "erase") is not None)
    box = page.view.findChild(QMessageBox, "erase")
    assert isinstance(box, QMessageBox)
    qtbot.waitUntil(box.isVisible)
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not box.isVisible())
    assert app.people.list() == [ada]


class _Windows(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.mark.slow
def test_no_page_takes_the_keyboard_away_with_a_window_of_its_own(
    qapp: QApplication, app: App, window: Callable[[App], MainWindow]
) -> None:
    shown, windows = window(app), _Windows()
    qapp.installEventFilter(windows)
    for kind in PAGES:
        shown.show_page(kind)
    qapp.removeEventFilter(windows)
    assert windows.seen == []
    assert QApplication.activeWindow() is shown


@pytest.mark.parametrize("remembered", ["DoorsPage", "11"])
def test_the_window_opens_where_it_was_left(
    program: Callable[..., App], window: Callable[..., MainWindow], remembered: str
) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    layout = QSettings(str(app.home / LAYOUT_FILE), QSettings.Format.IniFormat)
    layout.setValue("page", remembered)  # by an earlier version as its place on the rail
    layout.sync()
    shown = window(app, app.actor)
    assert isinstance(shown.pages.currentWidget(), DoorsPage)
    shown.end()
    layout.sync()
    assert layout.value("page") == "DoorsPage"
