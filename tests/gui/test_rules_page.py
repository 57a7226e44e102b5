"""The rules in the window: painted hours, members, holidays, doors, and why somebody may pass."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time

import numpy as np
import pytest
from PySide6.QtCore import QDate, QPoint, Qt, QTranslator
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialogButtonBox, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import MaskState, Role
from gatekeeper.door.hours import parse_hours
from gatekeeper.door.orders import AllDoors
from gatekeeper.door_rule import DoorRule, Holiday, Hours, MaskRule, Schedule, SecondFactor
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.theme import colours
from gatekeeper.gui.pages.rules import RulesPage
from gatekeeper.gui.pages.rules.editor import Editor
from gatekeeper.gui.widgets.week_grid import WeekGrid
from gatekeeper.store.accounts import Actor
from gatekeeper.store.templates import NewPhoto
from gatekeeper.timezones import utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
OFFICE = Schedule("office", (parse_hours("mon-fri 08:00-18:00"),))


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    app = open_home()
    desk, door = Desk(app, app.actor), app.doors.rule().door
    photos = [NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8), (("m", np.full(4, 0.5, np.float32)),))]
    ada, _ = (app.people.add(name, consent_text="1", consent_at=NOW, photos=photos).id for name in ("Ada", "Bob"))
    desk.set_schedule(OFFICE, now=NOW)
    desk.add_group("staff", now=NOW)
    desk.set_members("staff", [ada], now=NOW)
    desk.set_door_rule(DoorRule(door, {"staff": OFFICE}), now=NOW)
    return app


@pytest.fixture
def page(app: App, qtbot: QtBot) -> Iterator[RulesPage]:
    bridge = Bridge(app.bus)
    page = RulesPage(app, bridge)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    with qtbot.waitSignal(page.doors.shown):
        page.show()
    yield page
    bridge.close()


def test_a_holiday_shows_on_which_days_of_the_week_its_hours_count(app: App, page: RulesPage, qtbot: QtBot) -> None:
    tab = page.holidays
    monday, evening = date(2027, 11, 29), parse_hours("mon 22:00-02:00")
    Desk(app, app.actor).set_holiday(Holiday("Founding Day", monday, monday, hours=(evening,)), now=NOW)
    with qtbot.waitSignal(tab.shown):
        page.tabs.setCurrentWidget(tab)
    assert tab.week.days == {0}
    assert "do not count" not in tab.told.text()

    def painted(day: int, cell: int) -> QColor:
        return tab.week.grab().toImage().pixelColor(tab.week._area(day, cell + 0.5, cell + 1).center().toPoint())

    assert painted(1, 4) == QColor(colours().accent), "the night from Monday"
    assert painted(1, 40) != painted(0, 40), "Tuesday is none of its days"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(tab.week, key)  # Tuesday 08:00
    assert "do not count" in tab.told.text()
    assert painted(1, 32) != QColor(colours().accent)
    tab.yearly.click()  # in time it falls on every day of the week
    assert "do not count" not in tab.told.text()
    assert painted(1, 32) == QColor(colours().accent)
    tab.yearly.click()
    tab.last.setDate(QDate(2027, 11, 30))
    assert tab.week.days == {0, 1}
    assert "do not count" not in tab.told.text()


def test_a_holiday_gets_another_name(app: App, page: RulesPage, qtbot: QtBot) -> None:
    tab, day = page.holidays, date(2027, 1, 1)
    for name in ("New Yaer", "Founding Day"):
        Desk(app, app.actor).set_holiday(Holiday(name, day, day, True), now=NOW)
    with qtbot.waitSignal(tab.shown):
        page.tabs.setCurrentWidget(tab)

    def rename(new: str) -> None:
        tab.rename.click()
        (dialog,) = (one for one in tab.findChildren(QInputDialog) if one.isVisible())
        dialog.setTextValue(new)
        dialog.accept()

    tab._choose("New Yaer")
    rename("Founding Day")
    qtbot.waitUntil(lambda: "There already is a holiday" in tab.said.text())
    rename("New Year")
    qtbot.waitUntil(lambda: tab.current == "New Year")
    assert {holiday.name for holiday in app.people.holidays()} == {"New Year", "Founding Day"}
    (act,) = app.accounts.acts(limit=1)
    assert (act.act, act.about, act.detail) == ("holiday renamed", "New Yaer", "New Year")


def test_a_doors_rule_can_be_read_and_saved_on_a_low_screen(app: App, page: RulesPage, qtbot: QtBot) -> None:
    page.resize(1000, 600)
    assert page.minimumSizeHint().height() <= 600  # else the whole page is scrolled, and its buttons out of sight
    tab = page.doors
    plan = tab.admitted.cellWidget(0, 1)
    assert isinstance(plan, QComboBox)
    qtbot.waitUntil(lambda: tab.save.visibleRegion().boundingRect().size() == tab.save.size())
    assert plan.width() >= plan.sizeHint().width()


def look_at(page: RulesPage, tab: Editor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tab.shown):
        page.tabs.setCurrentWidget(tab)


def test_a_line_parts_every_day_from_the_next_at_any_height(qtbot: QtBot) -> None:
    week = WeekGrid()
    qtbot.addWidget(week)
    for height in range(300, 330):
        week.resize(640, height)
        picture, line = week.grab().toImage(), QColor(colours().line)
        between = round(week._area(0, 2, 3).center().x())  # where no hour has its line
        lines = [y for y in range(picture.height()) if picture.pixelColor(between, y) == line]
        assert len(lines) == 8, (height, lines)


def drag(week: WeekGrid, start: tuple[int, int], end: tuple[int, int]) -> None:
    """From a quarter of an hour of a day to another."""
    places = [week._area(day, cell, cell + 1).center().toPoint() for day, cell in (start, end)]
    QTest.mousePress(week, Qt.MouseButton.LeftButton, pos=places[0])
    QTest.mouseMove(week, places[1] + QPoint(0, 1))
    QTest.mouseMove(week, places[1])
    QTest.mouseRelease(week, Qt.MouseButton.LeftButton, pos=places[1])


def saved(tab: Editor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tab.shown):
        tab.save.click()


def test_hours_are_painted_undone_and_saved(app: App, page: RulesPage, qtbot: QtBot) -> None:
    tab = page.schedules
    look_at(page, tab, qtbot)
    assert tab.week.hours == OFFICE.hours
    drag(tab.week, (5, 36), (6, 47))  # 9 to 12 on both days of the weekend
    drag(tab.week, (0, 48), (0, 51))  # Monday's lunch is taken out
    assert page.changed
    assert set(tab.week.hours) == {
        parse_hours("tue-fri 08:00-18:00"),
        parse_hours("mon 08:00-12:00"),
        parse_hours("mon 13:00-18:00"),
        parse_hours("sat,sun 09:00-12:00"),
    }
    tab.undo.click()
    tab.undo.click()
    assert tab.week.hours == OFFICE.hours
    assert not page.changed
    drag(tab.week, (5, 36), (5, 47))
    page.tabs.setCurrentWidget(page.groups)
    look_at(page, tab, qtbot)
    assert tab.save.isEnabled(), "what was begun is kept"
    saved(tab, qtbot)
    assert app.people.schedules()[0].hours == (parse_hours("mon-fri 08:00-18:00"), parse_hours("sat 09:00-12:00"))
    assert not page.changed


def test_hours_are_set_with_the_keyboard_alone_past_midnight_too(app: App, page: RulesPage, qtbot: QtBot) -> None:
    tab = page.schedules
    look_at(page, tab, qtbot)
    tab.begin("nights")
    week = tab.week
    assert not week.hours
    keys = Qt.Key
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(week, keys.Key_End)
    for _ in range(7):
        QTest.keyClick(week, keys.Key_Left, shift)
    QTest.keyClick(week, keys.Key_Space)
    QTest.keyClick(week, keys.Key_Down)
    QTest.keyClick(week, keys.Key_Home)
    for _ in range(7):
        QTest.keyClick(week, keys.Key_Right, shift)
    QTest.keyClick(week, keys.Key_Space)
    assert week.hours == (Hours(frozenset({0}), time(22), time(2)),)
    assert week.accessibleDescription() == "Tuesday 01:45 to 02:00: set"
    assert "Monday 22:00 to 02:00" in tab.told.text()
    saved(tab, qtbot)
    assert [one.name for one in app.people.schedules()] == ["nights", "office"]


def test_what_is_changed_while_a_rule_is_saved_is_not_lost(app: App, page: RulesPage, qtbot: QtBot) -> None:
    tab = page.doors
    before = tab.unlock.value()
    tab.unlock.setValue(before + 1)
    with qtbot.waitSignal(tab.shown):
        tab.save.click()
        tab.unlock.setValue(before + 2)
    assert tab.unlock.value() == before + 2
    assert tab.changed
    tab.save.click()
    qtbot.waitUntil(lambda: not tab.changed)
    assert app.doors.rule().unlock_seconds == before + 2


def test_changes_by_another_window_are_named_and_not_undone(app: App, page: RulesPage, qtbot: QtBot) -> None:
    tab = page.schedules
    look_at(page, tab, qtbot)
    drag(tab.week, (5, 36), (5, 47))
    other = Schedule("office", (parse_hours("mon 08:00-12:00"),))
    Desk(app, Actor("Berta", Role.ADMINISTRATOR)).set_schedule(other, now=NOW)
    tab.save.click()
    qtbot.waitUntil(lambda: "meanwhile: Berta" in tab.said.text())
    assert app.people.schedules() == [other]
    with qtbot.waitSignal(tab.shown):
        tab.discard.click()
    assert tab.week.hours == other.hours


def test_what_another_window_adds_under_the_same_name_is_named_and_not_overwritten(
    app: App, page: RulesPage, qtbot: QtBot
) -> None:
    berta = Desk(app, Actor("Berta", Role.ADMINISTRATOR))
    theirs = Schedule("nights", (parse_hours("mon 22:00-23:00"),))
    eve = Holiday("Eve", date(2026, 12, 24), date(2026, 12, 24))
    for tab, name in ((page.schedules, "nights"), (page.holidays, "Eve")):
        look_at(page, tab, qtbot)
        tab.begin(name)
        drag(tab.week, (5, 36), (5, 47))
    berta.set_schedule(theirs, now=NOW)
    berta.set_holiday(eve, now=NOW)
    for tab, kind in ((page.schedules, "the schedule nights"), (page.holidays, "the holiday Eve")):
        look_at(page, tab, qtbot)
        tab.save.click()
        qtbot.waitUntil(lambda tab=tab, kind=kind: f"added {kind} meanwhile: Berta" in tab.said.text())  # type: ignore[misc]
        assert "under another name" in tab.said.text()
        with qtbot.waitSignal(tab.shown):
            tab.discard.click()
        assert not tab.changed
    assert (app.people.schedules(), app.people.holidays()) == ([theirs, OFFICE], [eve])


def test_that_a_rule_with_a_long_name_is_not_saved_can_be_read(page: RulesPage, qtbot: QtBot) -> None:
    tab = page.schedules
    look_at(page, tab, qtbot)
    tab.begin("night shift at the northern loading ramp, with its two gates")
    drag(tab.week, (5, 36), (5, 47))
    names, item = tab.names, tab.names.currentItem()
    assert item is not None
    *_, mark = item.text().splitlines()
    assert mark == "(not saved)"
    qtbot.waitUntil(lambda: names.visualItemRect(item).height() >= 2 * names.fontMetrics().height())
    assert names.fontMetrics().horizontalAdvance(mark) < names.viewport().width()


class Unsaved(QTranslator):
    """A language that puts the mark in other words, and before a name."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, count: int = -1) -> str:
        return {"{name} (not saved)": "unsaved: {name}", "(not saved)": "unsaved"}.get(text, "")


def test_that_a_rule_is_not_saved_is_said_in_any_order_of_words(
    page: RulesPage, qtbot: QtBot, qapp: QApplication
) -> None:
    translator = Unsaved()
    qapp.installTranslator(translator)
    try:
        tab = page.schedules
        look_at(page, tab, qtbot)
        tab.begin("nights")
        drag(tab.week, (5, 36), (5, 47))
        item = tab.names.currentItem()
        assert item is not None
        assert item.text() == "nights\nunsaved"
    finally:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize("typed", ["night  shift ", "night\u00a0shift", "n\u200bight shift"])
def test_a_name_that_is_written_with_other_spaces_is_the_one_that_is_there(
    app: App, page: RulesPage, qtbot: QtBot, typed: str
) -> None:
    nights = Schedule("night shift", (parse_hours("mon-fri 22:00-06:00"),))
    Desk(app, app.actor).set_schedule(nights, now=NOW)
    for tab in (page.schedules, page.groups):
        look_at(page, tab, qtbot)
        tab.add.click()
        asked = tab.findChild(QInputDialog)
        assert isinstance(asked, QInputDialog)
        line, buttons = asked.findChild(QLineEdit), asked.findChild(QDialogButtonBox)
        assert isinstance(line, QLineEdit)
        assert isinstance(buttons, QDialogButtonBox)
        line.setText(typed)
        buttons.button(QDialogButtonBox.StandardButton.Ok).click()
        assert tab.current == "night shift"
    assert page.schedules.value() == nights, "nobody's hours are replaced by none"
    saved(page.groups, qtbot)
    assert page.groups.said.text() == "night shift is saved."
    assert app.people.groups() == ["night shift", "staff"]
    assert not page.changed


def test_members_holidays_and_a_doors_rule_are_changed(app: App, page: RulesPage, qtbot: QtBot) -> None:
    bob = app.people.find("Bob").id
    look_at(page, page.groups, qtbot)
    page.groups.put_in(bob)
    saved(page.groups, qtbot)
    assert [name for _, name in app.people.members()["staff"]] == ["Ada", "Bob"]

    page.groups.rename.click()
    asked = page.groups.findChild(QInputDialog)
    assert isinstance(asked, QInputDialog)
    line, ok = asked.findChild(QLineEdit), asked.findChild(QDialogButtonBox)
    assert isinstance(line, QLineEdit)
    assert isinstance(ok, QDialogButtonBox)
    line.setText(" ")
    ok.button(QDialogButtonBox.StandardButton.Ok).click()
    assert (asked.isVisible(), asked.labelText(), asked.focusWidget()) == (True, "Enter a name.", line)
    line.setText("crew")
    ok.button(QDialogButtonBox.StandardButton.Ok).click()
    qtbot.waitUntil(lambda: page.groups.current == "crew")
    page.groups.renamed(Desk(app, app.actor), "crew", "staff")

    look_at(page, page.holidays, qtbot)
    page.holidays.begin("Christmas")
    page.holidays.first.setDate(QDate(2026, 12, 24))
    page.holidays.last.setDate(QDate(2026, 12, 26))
    page.holidays.yearly.setChecked(True)
    saved(page.holidays, qtbot)
    assert app.people.holidays() == [Holiday("Christmas", date(2026, 12, 24), date(2026, 12, 26), yearly=True)]

    look_at(page, page.doors, qtbot)
    door = page.doors
    box, plan = door.admitted.cellWidget(0, 0), door.admitted.cellWidget(0, 1)
    assert isinstance(box, QCheckBox)
    assert isinstance(plan, QComboBox)
    assert (box.isChecked(), plan.currentText(), plan.accessibleName()) == (True, "office", "When staff may pass")
    box.setChecked(False)
    assert "at least one group" in door.said.text()
    assert not door.save.isEnabled(), "a rule without groups would admit everybody"
    box.setChecked(True)
    plan.setCurrentIndex(0)
    door.mask_rule.setCurrentIndex(door.mask_rule.findData(MaskRule.REQUIRED))
    saved(door, qtbot)
    rule = app.people.door_rule(door.current)
    assert (rule.groups, rule.mask) == ({"staff": None}, MaskRule.REQUIRED)


def test_the_page_says_why_somebody_may_pass_or_not(app: App, page: RulesPage, qtbot: QtBot) -> None:
    why = page.why
    page.tabs.setCurrentWidget(why)
    qtbot.waitUntil(lambda: why.people.people.count() == 2 and why.door.count() == 1)
    with qtbot.waitSignal(why.answered):
        why.people.select(app.people.find("Bob").id)
        why.ask()
    assert why.verdict.text() == "May not pass: The door admits staff; they are in none of these groups."
    assert why.steps.count() == 4


def test_why_follows_a_lock_down_while_it_answers_for_now(app: App, page: RulesPage, qtbot: QtBot) -> None:
    why, desk = page.why, Desk(app, app.actor)
    desk.set_door_rule(DoorRule(app.doors.rule().door, second_factor=SecondFactor.NONE), now=NOW)
    page.tabs.setCurrentWidget(why)
    qtbot.waitUntil(lambda: why.people.people.count() == 2 and why.door.count() == 1)
    why.people.select(app.people.find("Ada").id)
    why.ask()
    qtbot.waitUntil(lambda: why.verdict.text().startswith("May pass"))
    desk.order(AllDoors.LOCKED, "attack", now=utc_now())
    page._bridge.acted.emit()
    qtbot.waitUntil(lambda: why.verdict.text().startswith("May not pass: All doors are locked"))
    why.at.setDateTime(why.at.dateTime().addDays(1))  # nobody knows when the order ends
    qtbot.waitUntil(lambda: why.verdict.text().startswith("May pass"))
    with qtbot.waitSignal(why.answered):
        page._bridge.acted.emit()
    assert why.verdict.text().startswith("May pass")  # the chosen time stays


def test_an_operator_changes_members_and_no_rules(app: App, page: RulesPage, qtbot: QtBot) -> None:
    app.actor = Actor("Olga", Role.OPERATOR)
    look_at(page, page.groups, qtbot)
    assert page.groups.join.isEnabled()
    look_at(page, page.schedules, qtbot)
    assert not page.schedules.body.isEnabled()
    assert not page.schedules.add.isEnabled()
