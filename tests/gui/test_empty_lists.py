"""Where there is nothing yet, the window says why and leads on."""

from collections.abc import Callable

import pytest
from conftest import NO_WINDOW

if NO_WINDOW:
    pytest.skip("no window can be opened here", allow_module_level=True)

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.domain import Role
from gatekeeper.gui.core.help import HelpDialog
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.alarms import AlarmsPage
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.enrol import EnrolPage
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.operators import OperatorsPage
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.rules import RulesPage
from gatekeeper.gui.pages.settings import SettingsPage
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.store.accounts import Actor

from .test_keys import views

# What is filled in right there: photos are taken beside it, a measurement begins above it, a person is chosen to its left.
FILLED_BESIDE = {
    "Photos",
    "Photos taken",
    "Report",
    "The rules, in the order in which the door applies them",
    "Operators",
}
FILLED_BESIDE |= {"Thresholds", "Events"}


@pytest.fixture
def shown(program: Callable[..., App], window: Callable[..., MainWindow]) -> MainWindow:
    """A new home without cameras, people or rules."""
    app = program()
    app.doors.open_cameras([])
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    return window(app, app.actor)


def arrived(qtbot: QtBot) -> None:
    for worker in ("quick", "sums", "quick"):
        job = run_in_background(lambda job: None, done=lambda nothing: None, worker=worker)
        with qtbot.waitSignal(job.ended, timeout=60_000):
            pass


def mute(page: QWidget) -> list[str]:
    """Lists that are empty and say nothing."""
    return [
        view.accessibleName()
        for view in page.findChildren(QAbstractItemView)
        if view.isVisible()
        and not isinstance(view, QHeaderView)
        and view.model() is not None
        and view.model().rowCount() == 0
        and view.accessibleName() not in FILLED_BESIDE
        and not any(lead.isVisible() and lead.words.text() for lead in view.findChildren(Lead))
    ]


def test_every_empty_list_says_why_and_leads_on(shown: MainWindow, qtbot: QtBot) -> None:
    silent = {}
    for kind in PAGES:
        page = shown.show_page(kind)
        for view in views(page):
            arrived(qtbot)
            if found := mute(page):
                silent[view] = found
    assert silent == {}


def test_the_button_in_an_empty_list_leads_to_where_one_goes_on(shown: MainWindow, qtbot: QtBot) -> None:
    def lead(page: type[Page]) -> Lead:
        there = shown.show_page(page)
        arrived(qtbot)
        found = [one for one in there.findChildren(Lead) if one.isVisible()]
        assert len(found) == 1
        return found[0]

    for page, to in ((PeoplePage, EnrolPage), (InsidePage, SettingsPage)):
        button = lead(page).button
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)  # by keys alone as well
        assert isinstance(shown.pages.currentWidget(), to)
    lead(AlarmsPage).button.click()
    help_ = shown.findChild(HelpDialog)
    assert isinstance(help_, HelpDialog)
    help_.reject()
    log = shown.show_page(LogPage)
    assert isinstance(log, LogPage)
    log.bar.person.setText("nobody of this name")
    qtbot.waitUntil(log.unfilter.isVisible, timeout=60_000)
    log.unfilter.click()
    qtbot.waitUntil(log.go_live.isVisible, timeout=60_000)
    assert log.bar.person.text() == ""
    rules = shown.show_page(RulesPage)
    assert isinstance(rules, RulesPage)
    arrived(qtbot)
    rules.doors.no_group.button.click()
    assert rules.tabs.currentWidget() is rules.groups


def test_a_viewer_is_led_to_nothing_that_is_not_theirs(shown: MainWindow, qtbot: QtBot) -> None:
    shown.app.actor = Actor("Vera", Role.VIEWER)
    people = shown.show_page(PeoplePage)
    assert isinstance(people, PeoplePage)
    arrived(qtbot)
    assert people.list.lead.words.text()
    assert not people.list.lead.button.isVisible()


def test_control_a_list_that_says_nothing_is_found(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(listed := QListWidget())
    listed.setAccessibleName("Things")
    page.show()
    assert mute(page) == ["Things"]
    Lead(listed).say("There are none.", "Add …", page.close)
    assert mute(page) == []
    listed.addItem("one")
    assert not listed.findChildren(Lead)[0].isVisible()


def test_where_nothing_happened_yet_nobody_is_told_that_nothing_matches(shown: MainWindow, qtbot: QtBot) -> None:
    log = shown.show_page(LogPage)
    assert isinstance(log, LogPage)
    log.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: log.plots is not None and log.plots.said.text().startswith("Nobody has come yet."))
    log.bar.period.choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: log.plots is not None and log.plots.said.text().startswith("No events match."))
    operators = shown.show_page(OperatorsPage)
    assert isinstance(operators, OperatorsPage)
    qtbot.waitUntil(lambda: operators.no_act.words.text().startswith("Nothing has been done yet."))
    assert operators.said.text() == ""
    operators.period.choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: operators.said.text() == "No acts match.")
    assert operators.no_act.words.text() == "Nothing of this kind has been done."
