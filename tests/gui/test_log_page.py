"""The log in the window: any length, filters, corrections, visitors, export, plots; a real database and real faces."""

import csv
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import photo
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Decision, MaskState, Outcome, Probe, Reason, Role
from gatekeeper.events import AccessDecided
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.log.event import EventDialog
from gatekeeper.gui.pages.log.table import PAGE
from gatekeeper.gui.widgets.export import Export
from gatekeeper.gui.widgets.person_picker import PersonPicker
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Actor
from gatekeeper.store.tables import EventRow

START = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


@pytest.fixture
def open_page(app: App, qtbot: QtBot) -> Iterator[Callable[[], LogPage]]:
    bridges: list[Bridge] = []

    def open_() -> LogPage:
        bridges.append(Bridge(app.bus))
        page = LogPage(app, bridges[-1])
        qtbot.addWidget(page)
        page.resize(1180, 760)
        with qtbot.waitSignal(page.shown):
            page.show()
        return page

    yield open_
    for bridge in bridges:
        bridge.close()


def many(app: App, count: int) -> None:
    one = AccessEvent(START, "door", "cam", Outcome.OPENED, Reason.GRANTED, "Welcome.", latency_ms=120, snapshot=b"x")
    row = {f.name: getattr(one, f.name) for f in fields(one) if f.name != "id"}
    unknown = {"outcome": Outcome.UNKNOWN, "reason": Reason.NOT_KNOWN}
    with app.database.transaction() as session:
        for start in range(0, count, 5000):
            rows = [
                row | {"at": START - timedelta(minutes=n)} | (unknown if n % 4 == 0 else {})
                for n in range(start, min(count, start + 5000))
            ]
            session.execute(insert(EventRow), rows)


@pytest.mark.parametrize("spoken", ["en", "de", "zh_TW"])
def test_whether_a_mask_was_worn_can_be_read_in_full(
    app: App, open_page: Callable[[], LogPage], qapp: QApplication, spoken: str
) -> None:
    language.apply(qapp, spoken)
    try:
        page = open_page()
        room, metrics = page.list.columnWidth(4), page.list.fontMetrics()
        words = [wording.mask(state) for state in (MaskState.BARE, MaskState.MASKED)]
        assert max(metrics.horizontalAdvance(word) for word in words) + 8 <= room
    finally:
        language.apply(qapp, "en")


@pytest.mark.parametrize("spoken", ["en", "de", "zh_TW"])
def test_why_somebody_was_refused_is_said_once(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot, qapp: QApplication, spoken: str
) -> None:
    told = Message("Outside your hours: {hours}.", hours="Monday 08:00 to 18:00")
    app.log.record(AccessEvent(START, "door", "cam", Outcome.REFUSED, Reason.OUTSIDE_HOURS, told, person_name="Ada"))
    language.apply(qapp, spoken)
    try:
        page = open_page()
        page.list.selectRow(0)
        qtbot.waitUntil(lambda: page.event_view.event_shown is not None)
        assert page.event_view.message.text() == wording.translated(told)
    finally:
        language.apply(qapp, "en")


@pytest.mark.slow
def test_a_long_log_is_shown_a_page_at_a_time_wherever_one_scrolls(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot
) -> None:
    many(app, 20_000)
    page = open_page()
    assert page.table.rowCount() == 20_000
    for row in (0, 13_000, 19_999):
        page.list.scrollTo(page.table.index(row, 0))
        page.list.viewport().repaint()
        qtbot.waitUntil(lambda row=row: page.table.event_at(row) is not None)  # type: ignore[misc]
        event = page.table.event_at(row)
        assert event is not None
        assert event.at == START - timedelta(minutes=row)
    assert len(page.table._events) < 2000
    with qtbot.waitSignal(page.shown):
        page.bar.outcome.setCurrentIndex(3)
    assert page.table.rowCount() == 5000
    with qtbot.waitSignal(page.shown):
        QTest.keyClicks(page.bar.person, "Nobody")
    assert page.table.rowCount() == 0
    assert page.empty.isVisible()


def test_the_first_page_is_there_before_the_numbers_of_all_events_are(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(app, 3000)
    monkeypatch.setattr("gatekeeper.gui.pages.log.table._PART", 1000)
    page = open_page()
    counted: list[tuple[int, bool]] = []
    page.table.counted.connect(lambda count, whole: counted.append((count, whole)))
    with qtbot.waitSignal(page.shown):
        page.refresh()
    assert counted == [(PAGE, False), (1200, False), (2200, False), (3000, True)]
    assert page.count.text() == f"{language.number(3000)} events"


@pytest.mark.slow
def test_new_events_come_on_top_and_do_not_move_the_list_further_down(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot
) -> None:
    many(app, 2000)
    page = open_page()
    # The list lays itself out a little later than its rows are there.
    qtbot.waitUntil(lambda: page.list.verticalScrollBar().maximum() > 1500)
    page.list.scrollTo(page.table.index(1500, 0), page.list.ScrollHint.PositionAtTop)
    page.list.selectRow(1500)
    qtbot.waitUntil(lambda: page.table.event_at(1500) is not None)
    before = page.table.event_at(1500)
    event = app.log.record(AccessEvent(START, "door", "cam", Outcome.OPENED, Reason.GRANTED, "", person_name="Ada"))
    app.bus.publish(AccessDecided(event, Decision(event.outcome, event.reason, event.message)))
    qtbot.waitUntil(lambda: page.table.rowCount() == 2001)
    assert page.list.currentIndex().row() == 1501
    assert page.list.rowAt(0) == 1501
    assert page.table.event_at(1501) == before
    page.list.scrollToBottom()
    top = page.list.rowAt(0)
    app.log.record(event)
    app.bus.publish(AccessDecided(event, Decision(event.outcome, event.reason, event.message)))
    qtbot.waitUntil(lambda: page.table.rowCount() == 2002)
    assert page.list.rowAt(0) == top + 1
    page.list.scrollToTop()
    qtbot.waitUntil(lambda: page.table.event_at(0) is not None)
    assert page.table.index(0, 1).data() == "Ada"


def test_an_export_has_the_filtered_events(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot, tmp_path: Path
) -> None:
    many(app, 40)
    page = open_page()
    with qtbot.waitSignal(page.shown):
        page.bar.reason.setCurrentIndex(page.bar.reason.findData("not_known"))
    path = tmp_path / "out.csv"
    page.export.setFocus()
    job = page.write(path)
    assert page.window().focusWidget() is page._export.stop
    with qtbot.waitSignal(job.ended):
        pass
    assert page.window().focusWidget() is page.export
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["reason"] for row in csv.DictReader(file)] == ["not_known"] * 10
    assert "10" in page.said.text()
    assert app.accounts.acts()[0].act == "log exported"


def test_corrections_reach_the_gallery_and_can_be_taken_back(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot
) -> None:
    session = app.enrolment()
    session.offer(photo("resident-001"))
    ada = Desk(app, app.actor).register(session, "Ada", now=START)
    (seen,) = app.models.reader.read_photo(photo("resident-001", "bare", 2))
    probe = Probe(app.models.active.id, seen.vector, seen.chip)
    known = AccessEvent(START, "door", "cam", Outcome.OPENED, Reason.GRANTED, "", ada.id, "Ada", MaskState.BARE)
    app.log.record(known, probe)
    page = open_page()
    page.list.viewport().repaint()
    qtbot.waitUntil(lambda: page.table.event_at(0) is not None)
    page.list.selectRow(0)
    qtbot.waitUntil(page.event_view.not_him.isEnabled)
    page.event_view.not_him.click()
    qtbot.waitUntil(page.corrections.undo.isVisible)
    assert len(app.people.photos(ada.id, impostors=True)) == 1
    page.corrections.undo.click()
    qtbot.waitUntil(page.corrections.undo.isHidden)
    assert app.people.photos(ada.id, impostors=True) == []
    page.event_view.this_is.click()
    picker = page.findChild(PersonPicker)
    assert isinstance(picker, PersonPicker)
    qtbot.waitUntil(lambda: picker.list.people.count() == 1)
    assert not picker.choose.isEnabled()
    picker.list.people.setCurrentRow(0)
    picker.choose.click()
    qtbot.waitUntil(lambda: len(app.people.photos(ada.id)) == 2)
    qtbot.waitUntil(lambda: page.said.text() == "Added to Ada's photos.")
    # The only photo that she was registered with can go no more, this one can.
    page.corrections.undo.click()
    qtbot.waitUntil(page.corrections.undo.isHidden)
    assert len(app.people.photos(ada.id)) == 1
    assert app.accounts.acts()[0].act == "visit added as photo: undone"
    page.event_view.not_him.click()
    qtbot.waitUntil(page.corrections.undo.isVisible)
    page._bridge.signed_in.emit("Berta", False)
    assert page.corrections.undo.isHidden(), "it would be recorded as done by the user before her"
    with qtbot.waitSignal(page.corrections.corrected):
        page.event_view.not_him.click()
        app.actor = replace(app.actor, name="Berta")  # has signed in before it is done
    assert page.corrections.undo.isHidden()


def test_a_named_visitor_is_no_longer_unknown(app: App, open_page: Callable[[], LogPage], qtbot: QtBot) -> None:
    session = app.enrolment()
    session.offer(photo("resident-001"))
    ada = Desk(app, app.actor).register(session, "Ada", now=START)
    for number in (1, 2):
        (seen,) = app.models.reader.read_photo(photo("resident-001", "bare", number))
        probe = Probe(app.models.active.id, seen.vector, seen.chip)
        at = START - timedelta(hours=number)
        unknown = AccessEvent(at, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=MaskState.BARE)
        event = app.log.record(unknown, probe)
    page = open_page()
    with qtbot.waitSignal(page.shown):
        page.tabs.setCurrentIndex(1)
    assert "Came 2 times" in page.visitors.item(0).text()
    page.visitors.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.event_view.event_shown is not None)
    with qtbot.waitSignal(page.shown):
        page.corrections.this_is(event, ada.id)
    assert page.visitors.item(0).text() == "No unknown visitor came in the last 7 days."
    assert page.event_view.event_shown is None
    with qtbot.waitSignal(page.shown):
        page.corrections.undo.click()
    assert "Came 2 times" in page.visitors.item(0).text()


def test_events_are_searched_by_part_of_a_name_and_days_and_sorted(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot
) -> None:
    today = START.astimezone().replace(hour=23, minute=30, tzinfo=None)  # of START: midnight may have come since
    for day, name in enumerate(("Zoë Müller", "anna muller", "Bob", "Clara Müller")):
        at = (today - timedelta(days=day)).astimezone()
        app.log.record(
            AccessEvent(at, "door", "cam", Outcome.OPENED, Reason.GRANTED, "", person_name=name, latency_ms=100 + day)
        )
    page = open_page()

    def names() -> list[str]:
        qtbot.waitUntil(lambda: all(page.table.event_at(row) for row in range(page.table.rowCount())))
        return [page.table.index(row, 1).data() for row in range(page.table.rowCount())]

    with qtbot.waitSignal(page.shown):
        QTest.keyClicks(page.bar.person, "MULLER")
    assert names() == ["Zoë Müller", "anna muller", "Clara Müller"]
    heads = page.list.horizontalHeader()
    with qtbot.waitSignal(page.shown):
        heads.setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    assert names() == ["anna muller", "Clara Müller", "Zoë Müller"]
    with qtbot.waitSignal(page.shown):
        heads.setSortIndicator(5, Qt.SortOrder.DescendingOrder)
    assert names() == ["Clara Müller", "anna muller", "Zoë Müller"]
    # A list that is sorted otherwise does not move under its reader: newer events wait until they are asked for.
    event = app.log.record(AccessEvent(START, "door", "cam", Outcome.OPENED, Reason.GRANTED, "", person_name="Mullers"))
    app.bus.publish(AccessDecided(event, Decision(event.outcome, event.reason, event.message)))
    qtbot.waitUntil(page.newer.isVisible)
    assert len(names()) == 3
    with qtbot.waitSignal(page.shown):
        page.newer.click()
    assert names()[-1] == "Mullers"
    assert page.newer.isHidden()
    with qtbot.waitSignal(page.shown):
        page.bar.person.clear()
    yesterday = QDate(today.year, today.month, today.day).addDays(-1)
    with qtbot.waitSignal(page.shown):
        page.bar.period.between(yesterday.addDays(-1), yesterday)
    # The whole of the last day is meant, to its midnight.
    assert names() == ["Bob", "anna muller"]
    with qtbot.waitSignal(page.shown):
        page.bar.period.first.setDate(yesterday.addDays(5))
    assert page.bar.period.last.date() == yesterday.addDays(5)
    assert page.empty.text().startswith("No events match.")


def test_a_double_click_shows_an_event_and_its_menu_narrows_the_list(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot
) -> None:
    many(app, 3)
    app.log.record(AccessEvent(START, "back & yard", "cam", Outcome.OPENED, Reason.GRANTED, "", person_name="Ada & Bo"))
    page = open_page()
    page.list.viewport().repaint()
    qtbot.waitUntil(lambda: page.table.event_at(0) is not None)
    place = page.list.visualRect(page.table.index(0, 1)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: page.findChild(EventDialog) is not None)
    dialog = page.findChild(EventDialog)
    assert isinstance(dialog, EventDialog)
    assert "back & yard" in dialog.text.text()
    dialog.close()
    for column in range(page.table.columnCount()):  # a narrow column cuts its texts
        cell = page.table.index(0, column)
        assert str(cell.data()) in str(cell.data(Qt.ItemDataRole.ToolTipRole))
    event = page.table.event_at(0)
    assert event is not None
    menu = page.menu(event)
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["This is &not Ada && Bo"].isEnabled()  # no face of it is kept
    with qtbot.waitSignal(page.shown):
        actions["Only Ada && Bo"].trigger()
    assert page.table.rowCount() == 1
    with qtbot.waitSignal(page.shown):
        page.bar.person.clear()
    with qtbot.waitSignal(page.shown):
        actions["Only back && yard"].trigger()
    assert page.table.rowCount() == 1
    actions["&Copy"].trigger()
    assert "back & yard" in QGuiApplication.clipboard().text()


def test_a_click_waits_neither_for_plots_nor_for_visitors_and_they_for_no_export(
    open_page: Callable[[], LogPage], qtbot: QtBot
) -> None:
    page = open_page()
    told: list[str] = []
    page.shown.connect(lambda: told.append("page"))
    export, sums = threading.Event(), threading.Event()  # while somebody else's work is done
    run_in_background(lambda job: export.wait(60), done=lambda set_: None, worker="long")
    run_in_background(lambda job: sums.wait(60), done=lambda set_: None, worker="sums")
    try:
        for tab in (1, 2):
            page.tabs.setCurrentIndex(tab)
            run_in_background(lambda job: "click", done=told.append)
        qtbot.waitUntil(lambda: told.count("click") == 2)
        assert told == ["click", "click"]
        sums.set()
        qtbot.waitUntil(lambda: told.count("page") == 2)
    finally:
        export.set()
        sums.set()


@pytest.fixture
def kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's clock, a quarter of an hour off the full one."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def move(app: App, zone: str) -> None:
    """Say in which zone the site lies, as an administrator does."""
    desk = Desk(app, Actor("Ada", Role.ADMINISTRATOR))
    desk.set_door_rule(replace(app.doors.rule(), timezone=zone), now=START)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows sets no zone for one program")
def test_list_filter_plots_and_export_tell_the_time_of_the_site_wherever_the_machine_is(
    kathmandu: None, app: App, open_page: Callable[[], LogPage], qtbot: QtBot, tmp_path: Path
) -> None:
    move(app, "America/New_York")
    at = START.replace(hour=2, minute=20)  # 21:20 or 22:20 of the day before there; 8:05 in Kathmandu
    app.log.record(AccessEvent(at, "door", "cam", Outcome.OPENED, Reason.GRANTED, ""))
    local = at.astimezone(ZoneInfo("America/New_York"))
    page = open_page()
    day = QDate(local.year, local.month, local.day)
    page.bar.period.between(day, day)
    qtbot.waitUntil(lambda: page.table.rowCount() == 1 and page.table.event_at(0) is not None)
    assert page.table.index(0, 0).data() == language.moment(local.replace(tzinfo=None), seconds=True)
    page.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: page.plots is not None and page.plots._last is not None)
    assert page.plots is not None
    assert page.plots._last is not None
    assert page.plots._last.days == {local.date(): (1, 0)}
    assert page.plots._last.hours[local.hour] == (1, 0)
    with qtbot.waitSignal(page.write(tmp_path / "events.csv").ended):
        pass
    (row,) = csv.DictReader((tmp_path / "events.csv").read_text().splitlines())
    assert row["at"] == local.isoformat(" ", "seconds")
    page.bar.period.between(day.addDays(1), day.addDays(1))  # the day in Kathmandu
    page.tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: page.table.rowCount() == 0)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows sets no zone for one program")
def test_where_the_site_s_clock_is_not_the_machine_s_every_page_says_whose_time_it_shows(
    kathmandu: None, program: Callable[..., App], window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    app = program()
    move(app, "Asia/Kathmandu")
    shown = window(app)
    assert not shown.whose_time.isVisible()
    move(app, "America/New_York")
    qtbot.waitUntil(lambda: shown.whose_time.isVisible())
    assert "America/New_York" in shown.whose_time.text()


def test_visitors_and_plots_are_shown_and_a_viewer_corrects_nothing(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot, qapp: QApplication
) -> None:
    app.actor = Actor("Vera", Role.VIEWER)
    for number in (0, 1):
        (seen,) = app.models.reader.read_photo(photo("stranger-001", "bare", number, "visits"))
        probe = Probe(app.models.active.id, seen.vector, seen.chip)
        at = START - timedelta(days=number)
        app.log.record(
            AccessEvent(at, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=MaskState.BARE), probe
        )
    page = open_page()
    assert not page.export.isEnabled()
    with qtbot.waitSignal(page.shown):
        page.tabs.setCurrentIndex(1)
    assert page.visitors.count() == 1
    assert "Came 2 times" in page.visitors.item(0).text()
    assert not page.bar.isEnabled()  # the filter does not apply to the visitors of the last days
    page.visitors.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.event_view.event_shown is not None)
    assert not page.event_view.this_is.isEnabled()
    with qtbot.waitSignal(page.shown):
        page.tabs.setCurrentIndex(2)
    assert page.bar.isEnabled()
    # What was chosen on another tab cannot be corrected from here.
    assert page.event_view.event_shown is None
    assert page.event_view.isHidden()
    assert page.plots is not None
    assert "2 events, 0 opened" in page.plots.said.text()
    for appearance in ("dark", "light"):
        theme.apply(qapp, appearance)
        qapp.processEvents()
        assert page.plots.grab().toImage().pixelColor(20, 60).name() == theme.colours().surface


def test_a_removed_person_is_erased_from_the_log_on_request(
    app: App, open_page: Callable[[], LogPage], qtbot: QtBot
) -> None:
    people = [app.people.add(name, consent_text="1", consent_at=START) for name in ("Ada & Co", "Bob")]
    for person in people:
        said = f"Welcome, {person.name}."
        app.log.record(
            AccessEvent(
                START, "door", "cam", Outcome.OPENED, Reason.GRANTED, said, person.id, person.name, snapshot=b"x"
            )
        )
    Desk(app, app.actor).remove_person(people[0].id, erase=False, now=START)
    page = open_page()

    def choose(name: str) -> AccessEvent:
        row = next(row for row in range(2) if (event := page.table.event_at(row)) and event.person_name == name)
        page.list.selectRow(row)
        qtbot.waitUntil(lambda: (shown := page.event_view.event_shown) is not None and shown.person_name == name)
        assert page.event_view.event_shown is not None
        return page.event_view.event_shown

    qtbot.waitUntil(lambda: all(page.table.event_at(row) is not None for row in range(2)))
    assert not any("Erase" in action.text() for action in page.menu(choose("Bob")).actions())
    assert page.event_view.erase.isHidden()
    assert any(action.text() == "&Erase Ada && Co …" for action in page.menu(choose("Ada & Co")).actions())
    for answer in ("keep", "erase"):
        page.event_view.erase.click()
        qtbot.waitUntil(lambda: page.findChild(QMessageBox, "erase") is not None)
        box = page.findChild(QMessageBox, "erase")
        assert isinstance(box, QMessageBox)
        assert "1 picture in the log and the name in 1 event." in box.informativeText()
        with qtbot.waitSignal(box.destroyed):
            if answer == "keep":
                QTest.keyClick(box, Qt.Key.Key_Return)
            else:
                (erase,) = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.DestructiveRole]
                erase.click()
        if answer == "keep":
            assert {event.person_name for event in app.log.query()} == {"Ada & Co", "Bob"}
    qtbot.waitUntil(lambda: bool(page.said.text()))
    assert page.said.text() == "Ada & Co has been erased from 1 event."
    assert {event.person_name for event in app.log.query()} == {None, "Bob"}
    # Whoever may not change people is not offered it.
    Desk(app, app.actor).remove_person(people[1].id, erase=False, now=START)
    app.actor = Actor("Vera", Role.VIEWER)
    assert not any("Erase" in action.text() for action in page.menu(app.log.query()[0]).actions())


def test_a_file_s_name_without_a_suffix_gets_that_of_the_kind_that_is_proposed(qtbot: QtBot, tmp_path: Path) -> None:
    export = Export("Export attendance", "attendance.xlsx")
    qtbot.addWidget(export)

    def name_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        line.setText(str(tmp_path / "march"))
        dialog.accept()

    QTimer.singleShot(0, name_it)
    with qtbot.waitSignal(export.wanted) as told:
        export.button.click()
    assert told.args == [tmp_path / "march.xlsx", False]
