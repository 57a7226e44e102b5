"""Any screen will do: what does not fit is scrolled to, nothing is cut, and doors keep names that tell them apart."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.first_steps import first_steps
from gatekeeper.domain import AccessEvent, Outcome, Reason, Role
from gatekeeper.door_rule import Hours, Schedule
from gatekeeper.gui.core import theme
from gatekeeper.gui.core.first_steps import FirstStepsDialog
from gatekeeper.gui.core.help import AboutDialog, made_of
from gatekeeper.gui.core.layouts import Name
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.gui.core.sign_in import PasswordDialog
from gatekeeper.gui.pages.backups import BackupsPage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.live.open_dialog import OpenDialog
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.log.event import EventDialog
from gatekeeper.gui.pages.models import ModelsPage
from gatekeeper.gui.pages.models.choice import ChoiceDialog
from gatekeeper.gui.pages.operators import AccountDialog
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.people.pin import PinDialog
from gatekeeper.gui.pages.rules import RulesPage
from gatekeeper.gui.pages.settings import SettingsPage
from gatekeeper.gui.widgets.banner import Banner
from gatekeeper.gui.widgets.card_view import CardView
from gatekeeper.gui.widgets.person_picker import PersonPicker
from gatekeeper.models.card import ModelCard
from gatekeeper.models.card_page import page as card_page
from gatekeeper.models.side_by_side import Choice
from gatekeeper.paths import assets
from gatekeeper.store.accounts import Actor
from gui.conftest import Sitter
from gui.dialogs import dialogs
from gui.test_keys import add, shown_now, spoken, views

__all__ = ["spoken"]
DOORS = (
    "Main entrance, north wing",
    "Main entrance, south wing",
    "Garage, level 2, by the lift",
    "Garage, level 3, by the lift",
    "Serverraum-Sicherheitsschleuse-West",
    "Serverraum-Sicherheitsschleuse-Ost",
    "Yard",
    "Gate 8",
    "Gate 9",
)


@pytest.fixture
def site(program: Callable[..., App]) -> Callable[[int], App]:
    """A program with so many doors, at which nobody is recognised yet."""

    def open_(doors: int) -> App:
        settings = Settings(
            cameras=tuple(CameraSettings(f"camera {n}", str(n), door=DOORS[n]) for n in range(doors)),
            doors=tuple(DoorSettings(DOORS[n]) for n in range(doors)),
        )
        app = program(settings, captures=lambda source: Sitter("resident-001"), recognise=False)
        app.actor = Actor("Anna", Role.ADMINISTRATOR)
        return app

    return open_


def resized(window: MainWindow, width: int, height: int) -> None:
    window.setWindowState(Qt.WindowState.WindowNoState)  # the tests' screen is a small one
    window.resize(width, height)


def out_of_reach(root: QWidget) -> list[str]:
    """What can be pressed or filled in, and is not seen whole even when every bar has been moved to it."""
    cut = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, QPushButton | QToolButton | QLineEdit | QComboBox | QCheckBox):
            continue
        inner = isinstance(widget.parentWidget(), QComboBox) or widget.objectName().startswith("qt_")
        if inner or not widget.isVisible() or isinstance(widget.parentWidget(), QLineEdit | QTabBar):
            continue
        around = widget.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea) and (content := around.widget()) is not None:
                middle, half = widget.mapTo(content, widget.rect().center()), widget.size() / 2
                around.ensureVisible(middle.x(), middle.y(), half.width() + 1, half.height() + 1)
            around = around.parentWidget()
        seen = widget.visibleRegion().boundingRect().size()
        wanted = QSize(min(widget.width(), 200), widget.height())
        whole = not isinstance(widget, QAbstractButton) or widget.width() >= widget.minimumSizeHint().width()
        if seen.width() < wanted.width() or seen.height() < wanted.height() or not whole:
            text = widget.text() if isinstance(widget, QAbstractButton | QLineEdit) else widget.accessibleName()
            cut.append(f"{type(widget).__name__} {text!r}: {widget.size().toTuple()}, seen {seen.toTuple()}")
    return cut


def settled_out_of_reach(qtbot: QtBot, root: QWidget) -> list[str]:
    """What is still out of reach when a page has had time to lay itself out: answers of the store may come late."""
    qtbot.wait(1)
    with suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not out_of_reach(root), timeout=10_000)
    return out_of_reach(root)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1024, 640), (683, 384)])
def test_everything_is_reached_on_a_small_screen(
    qtbot: QtBot, site: Callable[[int], App], window: Callable[[App], MainWindow], spoken: str, size: tuple[int, int]
) -> None:
    app = site(2)
    ada = add(app, "Ada")
    shown = window(app)
    resized(shown, *size)
    assert (shown.width(), shown.height()) == size
    wrong = {}
    for kind in PAGES:
        page = shown.show_page(kind)
        if isinstance(page, PeoplePage):
            shown_now(qtbot, page, ada.id)
        for view in views(page):
            if cut := settled_out_of_reach(qtbot, shown):
                wrong[view] = cut
    shown.sign_out()
    for asks in type(shown.sign_in._asks):
        shown.sign_in._show(asks)
        if cut := settled_out_of_reach(qtbot, shown):
            wrong[asks.name] = cut
    assert wrong == {}, "\n".join(f"{view}: {cut}" for view, cut in wrong.items())


@pytest.mark.slow
@pytest.mark.parametrize(("doors", "size"), [(6, (1024, 768)), (6, (1366, 768)), (9, (1920, 1080))])
def test_many_doors_keep_names_that_tell_them_apart(
    qtbot: QtBot,
    site: Callable[[int], App],
    window: Callable[[App], MainWindow],
    doors: int,
    size: tuple[int, int],
) -> None:
    shown = window(site(doors))
    page = shown.show_page(LivePage)
    assert isinstance(page, LivePage)
    resized(shown, *size)

    def whole() -> bool:
        """Whether every door is on the screen without a bar: nobody scrolls at a door."""
        return all(tile.visibleRegion().boundingRect().size() == tile.size() for tile in page.tiles)

    qtbot.waitUntil(lambda: whole() and len({tile.y() for tile in page.tiles}) < doors)
    qtbot.wait(1)
    names = ["\n".join(tile.title.lines) for tile in page.tiles]
    assert len(set(names)) == doors, names
    for tile, name in zip(page.tiles, names, strict=True):
        assert len(name) > 0.5 * len(tile.title.text()), (name, tile.size(), tile.title.size(), tile.state.isVisible())
        assert tile.title.height() >= 2 * tile.title.fontMetrics().height()
        assert tile.banner.height() >= 60


def test_on_a_screen_of_1024_by_768_who_sits_there_is_in_sight_and_its_pages_need_no_bar(
    qtbot: QtBot, qapp: QApplication, site: Callable[[int], App], window: Callable[..., MainWindow], spoken: str
) -> None:
    theme.apply(qapp)
    shown = window(site(1))
    resized(shown, 1024, 768)
    page = shown.show_page(PeoplePage)
    qtbot.waitUntil(shown.steps.isVisible)  # what takes most of the rail's room
    for button in (shown.account, shown.steps):
        assert button.visibleRegion().boundingRect().size() == button.size()
    # While something is being done its bar takes room, too.
    qtbot.waitUntil(
        lambda: all(one.visibleRegion().boundingRect().size() == one.size() for one in shown._choices.buttons())
    )
    rail = shown.account.parentWidget()
    assert rail is not None
    assert abs(shown.account.geometry().center().x() - rail.rect().center().x()) <= 1
    around = page.parentWidget()
    while not isinstance(around, QScrollArea):
        assert around is not None
        around = around.parentWidget()
    bar = around.horizontalScrollBar()
    assert bar.maximum() == 0
    log = shown.show_page(LogPage)
    qtbot.waitUntil(log.isVisible)
    qtbot.wait(1)
    assert bar.maximum() == 0
    assert isinstance(log, LogPage)
    log.bar.period.between(QDate(2026, 3, 1), QDate(2026, 3, 31))
    qtbot.waitUntil(log.bar.period.first.isVisible)
    qtbot.wait(1)
    assert bar.maximum() == 0
    models = shown.show_page(ModelsPage)
    assert isinstance(models, ModelsPage)
    with qtbot.waitSignal(models.shown):
        models.refresh("liveness")
    models.tabs.setCurrentWidget(models.measuring)  # where the first steps lead
    qtbot.waitUntil(models.measuring.record.isVisible)
    qtbot.wait(1)
    assert bar.maximum() == 0
    resized(shown, 1024, 500)
    shown.show_page(len(PAGES) - 1)  # as its keys do
    last = shown._choices.button(len(PAGES) - 1)
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect().height() == last.height())


def test_the_demos_note_is_read_whole(
    site: Callable[[int], App], window: Callable[..., MainWindow], spoken: str
) -> None:
    shown = window(site(1), Actor("root", Role.ADMINISTRATOR))
    resized(shown, 1024, 640)
    note = shown.findChild(QLabel, "demo")
    assert isinstance(note, QLabel)
    assert note.height() >= note.heightForWidth(note.width())


def test_what_a_training_run_said_is_in_sight_beside_its_plots(
    qtbot: QtBot, site: Callable[[int], App], window: Callable[[App], MainWindow], spoken: str
) -> None:
    shown = window(site(1))
    resized(shown, 1024, 768)
    page = shown.show_page(ModelsPage)
    assert isinstance(page, ModelsPage)
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    qtbot.waitUntil(page.training.printed.isVisible)
    page.training.run.ended.emit(False)
    qtbot.waitUntil(page.hasHeightForWidth)  # what was said is wrapped
    assert page.heightForWidth(page.width()) <= 700


def cut(root: QWidget) -> list[str]:
    """The wrapped texts in sight that are lower than they need."""
    wrapped = [label for label in root.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    return [label.text() for label in wrapped if label.height() < label.heightForWidth(label.width())]


def test_texts_that_change_under_fields_are_read_whole(
    qtbot: QtBot, site: Callable[[int], App], window: Callable[[App], MainWindow], spoken: str
) -> None:
    shown = window(site(1))
    resized(shown, 1270, 800)
    settings = shown.show_page(SettingsPage)
    assert isinstance(settings, SettingsPage)
    qtbot.waitUntil(lambda: settings.doors.form.value("name") != "")
    settings.sections.setCurrentRow(1)
    protection = settings.doors.form.fields["liveness"]
    assert isinstance(protection, QComboBox)
    assert protection.currentData() == "off"
    for mode in ("passive+active", "off"):
        protection.setCurrentIndex(protection.findData(mode))
        qtbot.waitUntil(lambda: cut(settings) == [])
    protection.setCurrentIndex(0)
    with qtbot.waitSignal(settings.loaded):
        settings.undo.click()
    qtbot.waitUntil(lambda: cut(settings) == [])
    resized(shown, 700, 480)
    backups = shown.show_page(BackupsPage)
    assert isinstance(backups, BackupsPage)
    to = backups.form.fields["to"]
    assert isinstance(to, QLineEdit)
    to.setText("backup")
    backups.save.click()
    qtbot.waitUntil(lambda: backups.form.wrong("to") != "")
    qtbot.waitUntil(lambda: cut(backups) == [])


def test_a_dialog_grows_with_what_it_says(qtbot: QtBot, site: Callable[[int], App]) -> None:
    app = site(1)
    ada, around = add(app, "Ada"), QWidget()
    qtbot.addWidget(around)
    long = "This sentence takes several lines of any dialog, since it tells what is wrong, and what helps. "
    for make in dialogs(app, ada, around):
        dialog = make()
        dialog.show()
        for label in dialog.findChildren(QLabel):
            if label.wordWrap() and label.isVisible() and not isinstance(label.parentWidget(), Banner):
                label.setText(2 * long)
                qtbot.waitUntil(lambda dialog=dialog: cut(dialog) == [])  # type: ignore[misc]
        dialog.close()


def test_a_cards_tables_break_no_word(qtbot: QtBot) -> None:
    view = CardView()
    qtbot.addWidget(view)
    view.resize(560, 500)
    view.show_page(card_page(ModelCard.read(assets() / "models/masked-face")), "")
    with qtbot.waitExposed(view):
        view.show()
    block, broken = view.document().begin(), []
    while block.isValid():
        text, layout = block.text(), block.layout()
        for number in range(layout.lineCount() - 1):
            line = layout.lineAt(number)
            end = line.textStart() + line.textLength()
            if text[end - 1].isalpha() and text[end].isalpha():
                broken.append(text)
        block = block.next()
    assert broken == []


def test_a_long_name_loses_its_middle_and_the_tooltip_keeps_it(qtbot: QtBot) -> None:
    name = Name("Donaudampfschifffahrtsgesellschaftskapitänswitwe, rear entrance 17 b")
    qtbot.addWidget(name)
    name.resize(150, 40)
    name.show()
    assert len(name.lines) == 2
    assert "…" in name.lines[1]
    assert name.lines[1].endswith("17 b")
    assert name.toolTip() == name.text()
    name.resize(900, 40)
    assert name.lines == [name.text()]
    assert name.toolTip() == ""


def test_no_dialog_is_larger_than_a_small_screen(qtbot: QtBot, site: Callable[[int], App], spoken: str) -> None:
    app, around = site(1), QWidget()
    qtbot.addWidget(around)
    ada, now = add(app, "Ada"), datetime.now(UTC)
    picture = cv2.imencode(".jpg", np.zeros((400, 400, 3), np.uint8))[1].tobytes()
    event = AccessEvent(now, DOORS[0], "cam", Outcome.OPENED, Reason.GRANTED, "Welcome, Ada.", ada.id, "Ada")
    old = app.models.active
    for dialog in (
        PersonPicker(app, "Who is this?"),
        EventDialog(replace(event, snapshot=picture), None),
        ChoiceDialog(Choice(old, old, None, None)),
        OpenDialog(DOORS[0]),
        PinDialog(Desk(app, app.actor), ada, has_pin=True),
        PasswordDialog(app, app.actor),
        AccountDialog(app, None),
        AboutDialog(made_of(app), around),
        FirstStepsDialog(first_steps(app), around),
    ):
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
        assert least.width() <= 660, (dialog, least)
        assert least.height() <= 340, (dialog, least)
        dialog.resize(660, 340)
        qtbot.wait(1)
        assert out_of_reach(dialog) == []


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_how_far_work_has_come_is_read_on_both_parts_of_its_bar(
    qtbot: QtBot, qapp: QApplication, appearance: str
) -> None:
    theme.apply(qapp, appearance)
    bar = QProgressBar()
    qtbot.addWidget(bar)
    bar.resize(300, 24)
    for value in (0, 100):
        bar.setValue(value)
        seen = bar.grab().toImage()
        middle = [seen.pixelColor(x, y) for x in range(120, 180) for y in range(5, 19)]
        light = sorted(_luminance(colour) for colour in middle)
        assert (light[-1] + 0.05) / (light[0] + 0.05) >= 4.5, value
    theme.apply(qapp, "system")


def _luminance(colour: QColor) -> float:
    """Relative luminance by WCAG."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_list_that_drops_down_shows_its_last_entry(
    qtbot: QtBot, site: Callable[[int], App], window: Callable[[App], MainWindow]
) -> None:
    shown = window(site(1))
    resized(shown, 1024, 700)
    box = QComboBox(shown)
    box.addItems([f"entry {n}" for n in range(9)])
    box.move(200, 40)
    box.show()
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    listed = box.view()
    last = listed.visualRect(box.model().index(8, 0))
    assert 0 <= last.top() < last.bottom() <= listed.viewport().rect().bottom()
    box.hidePopup()


def wheel(widget: QWidget, down: bool = True) -> None:
    """Turn the mouse wheel by one notch over a widget, whether or not it is in sight."""
    at, turn = QPointF(widget.rect().center()), QPoint(0, -120 if down else 120)
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    no_key = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, widget.mapToGlobal(at), QPoint(), turn, none, no_key, phase, False)
    QApplication.sendEvent(widget, event)


def turned(root: QWidget) -> list[str]:
    """The fields and tabs that the mouse wheel changes; a choice is given others on either side of the chosen one meanwhile."""
    found = []
    for field in root.findChildren(QWidget):
        turnable = isinstance(field, QComboBox | QAbstractSpinBox | QAbstractSlider | QTabBar)
        if not turnable or isinstance(field, QScrollBar):
            continue
        if field.window() is not root.window():
            continue
        field.blockSignals(True)
        field.setFocus()
        chosen = field.currentIndex() if isinstance(field, QComboBox) else 0
        if isinstance(field, QComboBox):
            field.addItems(["one", "two", "three"])
            field.setCurrentIndex(field.count() - 2)
        shown = "currentText" if isinstance(field, QComboBox) else "text"
        if isinstance(field, QAbstractSlider):
            shown = "value"
        if isinstance(field, QTabBar):
            shown = "currentIndex"
        for down in (True, False):
            before = field.property(shown)
            wheel(field, down)
            if field.property(shown) != before:
                found.append(f"{type(field).__name__} {field.accessibleName()} in {type(field.parent()).__name__}")
                break
        if isinstance(field, QComboBox):
            for _ in range(3):
                field.removeItem(field.count() - 1)
            field.setCurrentIndex(chosen)
        field.blockSignals(False)
    return found


@pytest.mark.slow
def test_scrolling_past_a_field_changes_it_nowhere(
    site: Callable[[int], App], window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    app, now = site(2), datetime.now(UTC)
    ada, desk = add(app, "Ada"), Desk(app, Actor("Anna", Role.ADMINISTRATOR))
    desk.add_group("staff", now=now)
    desk.set_schedule(Schedule("day", (Hours(frozenset({0}), time(8), time(17)),)), now=now)
    app.actor = desk.actor
    shown = window(app, app.actor)
    shown.resize(1024, 500)
    settings = shown.show_page(SettingsPage)
    assert isinstance(settings, SettingsPage)
    qtbot.waitUntil(lambda: settings.doors.form.value("name") != "")
    settings.sections.setCurrentRow(1)
    protection, area = settings.doors.form.fields["liveness"], settings.pages.currentWidget()
    assert isinstance(protection, QComboBox)
    assert isinstance(area, QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    bar, before = area.verticalScrollBar(), protection.currentText()
    area.ensureWidgetVisible(protection)
    start, at = bar.value(), protection.mapTo(shown, protection.rect().center())
    QTest.wheelEvent(shown.windowHandle(), QPointF(at), QPoint(0, 120 if start else -120))
    qtbot.waitUntil(lambda: bar.value() != start)  # the page is scrolled instead
    assert protection.currentText() == before
    assert not settings.changed
    wrong, seen = {}, 0
    for kind in PAGES:
        page = shown.show_page(kind)
        if isinstance(page, PeoplePage):
            shown_now(qtbot, page, ada.id)
        if isinstance(page, RulesPage):
            qtbot.waitUntil(lambda page=page: page.doors.admitted.cellWidget(0, 1) is not None)  # type: ignore[misc]
        seen += len(page.findChildren(QComboBox))
        if found := turned(page):
            wrong[kind.__name__] = found
    around = QWidget()
    qtbot.addWidget(around)
    for make in dialogs(app, ada, around):
        dialog = make()
        if found := turned(dialog):
            wrong[type(dialog).__name__] = found
        dialog.close()
    assert wrong == {}
    assert seen > 20


def test_control_a_field_that_the_wheel_changes_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    QComboBox(root)
    tabs = QTabBar(root)
    for name in ("one", "two"):
        tabs.addTab(name)
    assert turned(root) == ["QComboBox  in QWidget", "QTabBar  in QWidget"]
