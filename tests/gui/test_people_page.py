"""The people in the window: search, change, single photos with undo, erase; a real database and real faces."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest
from conftest import DEMO, photo
from PySide6.QtCore import QDate
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Outcome, Person, Probe, Reason, Role
from gatekeeper.errors import StoreError
from gatekeeper.gui.core import language
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import close_workers
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.people.moment import MomentField
from gatekeeper.gui.pages.people.pin import PinDialog
from gatekeeper.gui.widgets.fields import DayField
from gatekeeper.gui.widgets.looking import LookingThrough
from gatekeeper.store.accounts import Actor

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA, BOB = "resident-001", "resident-002"


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


def register(app: App, folder: str, name: str) -> Person:
    session = app.enrolment()
    assert session.offer(photo(folder)).taken
    return Desk(app, app.actor).register(session, name, now=NOW, groups=["staff"])


@pytest.fixture
def open_page(app: App, qtbot: QtBot) -> Iterator[Callable[[], PeoplePage]]:
    bridges: list[Bridge] = []
    pages: list[PeoplePage] = []

    def open_() -> PeoplePage:
        bridges.append(Bridge(app.bus))
        page = PeoplePage(app, bridges[-1])
        pages.append(page)
        page.resize(1100, 760)
        with qtbot.waitSignal(page.list.found):
            page.show()
        return page

    yield open_
    for bridge in bridges:
        bridge.close()
    close_workers()  # as the program does, before what they tell is gone
    for page in pages:
        page.close()
        page.deleteLater()


def test_an_empty_register_says_what_to_do_first(open_page: Callable[[], PeoplePage]) -> None:
    page = open_page()
    assert "Register page" in page.empty.text()
    assert page.empty.isVisible()


@pytest.mark.parametrize("spoken", ["en", "de", "zh_TW"])
def test_what_each_photo_adds_can_be_read_in_full(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot, spoken: str
) -> None:
    session = app.enrolment()
    for file in photo_files(DEMO / "people" / ADA)[:3]:
        assert session.offer(load_photo(file)).taken
    Desk(app, app.actor).register(session, "Ada", now=NOW)
    application = cast("QApplication", QApplication.instance())
    language.apply(application, spoken)
    try:
        page = open_page()
        page.list.people.setCurrentRow(0)
        qtbot.waitUntil(lambda: page.view.photos.count() == 3)
        photos = page.view.photos
        for row in range(3):
            lines = photos.item(row).text().splitlines()
            assert re.search(r"\d\s%$" if spoken == "de" else r"\d%$", lines[-1]), "as the language writes it"
            cell, metrics = photos.visualItemRect(photos.item(row)), photos.fontMetrics()
            assert max(metrics.horizontalAdvance(line) for line in lines) < cell.width() - 4
            assert photos.iconSize().height() + len(lines) * metrics.lineSpacing() < cell.height()
    finally:
        language.apply(application, "en")


def test_a_chosen_photo_stays_chosen_whatever_is_done_elsewhere(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    session = app.enrolment()
    for file in photo_files(DEMO / "people" / ADA)[:3]:
        assert session.offer(load_photo(file)).taken
    ada = Desk(app, app.actor).register(session, "Ada", now=NOW)
    page = open_page()
    page.list.people.setCurrentRow(0)
    photos = page.view.photos
    qtbot.waitUntil(lambda: photos.count() == 3)
    photos.setCurrentRow(1)
    assert page.view.remove_photo.isEnabled()
    Desk(app, app.actor).set_blocked(ada.id, True, now=NOW)  # by somebody else
    page.view.refresh()
    qtbot.waitUntil(lambda: "BLOCKED" in page.view.facts.text())
    assert photos.currentRow() == 1
    assert page.view.remove_photo.isEnabled()


def test_the_last_day_of_access_is_one_of_the_site(app: App, qtbot: QtBot) -> None:
    desk = Desk(app, Actor("Ada", Role.ADMINISTRATOR))
    desk.set_door_rule(replace(app.doors.rule(), timezone="Pacific/Kiritimati"), now=NOW)  # 14 hours before UTC
    until = MomentField("Until", end=True)
    qtbot.addWidget(until)
    until.show_moment(datetime(2026, 1, 31, 10, tzinfo=UTC))
    assert [day.date() for day in until.findChildren(DayField)] == [QDate(2026, 1, 31)]
    assert [box.isChecked() for box in until.findChildren(QCheckBox)] == [True, False]  # limited, and to no time of day
    until.findChildren(DayField)[0].setDate(QDate(2026, 7, 31))
    assert until.moment == datetime(2026, 7, 31, 10, tzinfo=UTC)


def test_somebody_is_found_while_typing_and_changed(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada, _ = register(app, ADA, "Ada Nguyễn"), register(app, BOB, "Bob")
    page = open_page()
    assert page.list.people.count() == 2
    with qtbot.waitSignal(page.list.found):
        QTest.keyClicks(page.list.line, "nguyen")
    assert page.list.people.count() == 1
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person is not None)
    assert page.view.name.text() == "Ada Nguyễn"
    assert page.view.photos.count() == 1
    page.view.name.clear()
    page.view.save.click()
    assert page.said.text() == "Enter a name."
    assert page.view.name.hasFocus()
    page.view.name.setText("Ada Nguyễn")
    page.view.groups.setText("staff,  night shift")
    with qtbot.waitSignal(page.view.told):
        page.view.save.click()
    assert app.people.get(ada.id).groups == {"staff", "night shift"}
    with qtbot.waitSignal(page.view.told):
        page.view.block.click()
    assert app.people.get(ada.id).blocked
    qtbot.waitUntil(lambda: "BLOCKED" in page.view.facts.text())
    assert [act.act for act in app.accounts.acts()] == [
        "person blocked",
        "person's groups changed",
        "register",
        "register",
    ]


@pytest.mark.slow
def test_a_pin_is_set_changed_and_removed(app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot) -> None:
    ada = register(app, ADA, "Ada")
    page = open_page()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: "Set" in page.view.pin.text())
    page.view.pin.click()
    dialog = page.view.findChild(PinDialog)
    assert dialog is not None
    said = dialog.said
    assert not dialog.remove.isEnabled()
    dialog.pin.setText("1234")
    dialog.save.click()
    assert "differ" in said.text()
    dialog.again.setText("1234")
    dialog.save.click()
    qtbot.waitUntil(lambda: "too easy to guess" in said.text())
    for line in (dialog.pin, dialog.again):
        line.setText("2580")
    with qtbot.waitSignal(page.view.told):
        dialog.save.click()
    assert app.pins.check(ada.id, "2580", now=NOW)
    qtbot.waitUntil(lambda: "Change" in page.view.pin.text())
    assert "PIN set" in page.view.facts.text()
    page.view.pin.click()
    dialog = page.view.findChildren(PinDialog)[-1]
    with qtbot.waitSignal(page.view.told):
        dialog.remove.click()
    qtbot.waitUntil(lambda: "Set" in page.view.pin.text())
    assert not app.pins.has(ada.id)
    assert [act.act for act in app.accounts.acts()] == ["PIN cleared", "PIN set", "register"]


@pytest.mark.slow
def test_photos_are_added_judged_removed_and_taken_back(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada = register(app, ADA, "Ada")
    page = open_page()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person is not None)
    files = [photo_files(DEMO / "people" / who / "bare")[number] for who, number in ((ADA, 1), ("resident-010", 0))]
    with qtbot.waitSignal(page.view.told):
        page.view.take_photos(files)
    assert "1 photo added" in page.said.text()
    assert "another person" in page.said.text()
    qtbot.waitUntil(lambda: page.view.photos.count() == 2)
    page.view.photos.setCurrentRow(1)
    page.view.remove_photo.click()
    qtbot.waitUntil(lambda: page.view.photos.count() == 1)
    assert len(app.people.photos(ada.id)) == 1
    page.undo.click()
    qtbot.waitUntil(lambda: page.view.photos.count() == 2)
    assert len(app.models.gallery) == 2


def test_erasing_says_first_what_will_be_gone(app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot) -> None:
    register(app, ADA, "Ada")
    (seen,) = app.models.reader.read_photo(photo(ADA))
    event = AccessEvent(NOW, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=seen.mask)
    visit = app.log.record(event, Probe("a former model", seen.vector, seen.chip))
    page = open_page()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person is not None)
    told: list[str] = []
    page.view.told.connect(told.append)
    page.view.erase.click()
    qtbot.waitUntil(lambda: page.view.findChild(QMessageBox, "erase") is not None)
    box = page.view.findChild(QMessageBox, "erase")
    assert isinstance(box, QMessageBox)
    assert "1 photo and 1 template." in box.informativeText()
    assert len(app.people.list()) == 1
    (erase,) = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.DestructiveRole]
    erase.click()
    qtbot.waitUntil(lambda: page.list.people.count() == 0)
    assert app.people.list() == []
    assert app.models.gallery.people == set()
    qtbot.waitUntil(lambda: told == ["Ada has been erased, with 1 photo, and with name and pictures in 0 events."])
    with pytest.raises(StoreError, match="not stored"):
        app.log.probe(visit.id)


@pytest.mark.slow
def test_an_erasure_that_looks_through_the_log_says_how_far_it_is_and_can_be_stopped(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    register(app, ADA, "Ada")
    (seen,) = app.models.reader.read_photo(photo(ADA))
    event = AccessEvent(NOW, "door", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=seen.mask)
    visits = [app.log.record(event, Probe("a former model", seen.vector, seen.chip)).id for _ in range(400)]
    page = open_page()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person is not None)
    told: list[str] = []
    page.view.told.connect(told.append)

    def erase() -> None:
        page.view.erase.click()
        qtbot.waitUntil(lambda: page.view.findChild(QMessageBox, "erase") is not None)
        box = page.view.findChild(QMessageBox, "erase")
        assert isinstance(box, QMessageBox)
        (button,) = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.DestructiveRole]
        with qtbot.waitSignal(box.destroyed):
            button.click()

    erase()
    looking = page.view.findChild(LookingThrough)
    assert isinstance(looking, LookingThrough)
    qtbot.waitUntil(looking.isVisible)
    began, app.actor = app.actor, Actor("Vera", Role.VIEWER)
    qtbot.waitUntil(lambda: not looking.isVisible())  # it is not hers to stop
    app.actor = began
    qtbot.waitUntil(looking.isVisible)
    assert re.fullmatch(r"Looking for their face in the log: \d+ of 400 faces\.", looking.labelText())
    (stop,) = looking.findChildren(QPushButton)
    with qtbot.waitSignal(looking.destroyed):
        stop.click()
    assert told == ["Stopped. Nobody has been erased."]
    assert [person.name for person in app.people.list()] == ["Ada"]
    assert app.log.probe(visits[0]) is not None
    erase()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == "Ada has been erased, with 1 photo, and with name and pictures in 0 events."
    qtbot.waitUntil(lambda: page.view.findChild(LookingThrough) is None)
    with pytest.raises(StoreError, match="not stored"):
        app.log.probe(visits[0])


def test_a_viewer_changes_nobody(app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot) -> None:
    register(app, ADA, "Ada")
    app.actor = Actor("Vera", Role.VIEWER)
    page = open_page()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person is not None)
    page.view.photos.setCurrentRow(0)
    for button in (
        page.view.save,
        page.view.pin,
        page.view.block,
        page.view.erase,
        page.view.add_photo,
        page.view.remove_photo,
    ):
        assert not button.isEnabled()


@pytest.mark.slow
def test_an_action_applies_to_the_chosen_person_and_not_to_an_earlier_one(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada, bob = register(app, ADA, "Ada"), register(app, BOB, "Bob")
    page = open_page()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person == ada)
    # A slow job of Ada's ends after the list has moved on to Bob.
    ended: list[None] = []
    job = page.view.take_photos([photo_files(DEMO / "people" / ADA / "bare")[1]])
    job.ended.connect(lambda: ended.append(None))
    page.list.people.setCurrentRow(1)
    assert not page.view.block.isEnabled()  # Ada is still on the screen
    page.view.block.click()
    qtbot.waitUntil(lambda: page.view.person == bob)
    qtbot.waitUntil(lambda: bool(ended))
    assert page.said.text().startswith("Ada: 1 photo added")
    assert (page.view.person, page.view.name.text()) == (bob, "Bob")
    with qtbot.waitSignal(page.view.told):
        page.view.block.click()
    assert [app.people.get(number).blocked for number in (ada.id, bob.id)] == [False, True]


def test_two_quick_clicks_block_somebody_and_do_not_unblock_them_again(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada = register(app, ADA, "Ada")
    page, interval = open_page(), QApplication.doubleClickInterval()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person == ada)
    QApplication.setDoubleClickInterval(60_000)
    try:
        page.view.block.click()
        qtbot.waitUntil(lambda: "BLOCKED" in page.view.facts.text())
        page.view.block.click()
        page.view.groups.setText("night shift")
        with qtbot.waitSignal(page.view.told):
            page.view.save.click()  # behind what the second click might have begun
    finally:
        QApplication.setDoubleClickInterval(interval)
    after = app.people.get(ada.id)
    assert (after.blocked, after.groups) == (True, frozenset({"night shift"}))


def test_changes_made_elsewhere_are_shown_and_input_stays(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada, desk = register(app, ADA, "Ada"), Desk(app, app.actor)
    page = open_page()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person == ada)
    desk.rename(ada.id, "Ada Nguyễn", now=NOW)
    qtbot.waitUntil(lambda: page.view.name.text() == "Ada Nguyễn")
    page.view.groups.setText("night shift")
    desk.set_blocked(ada.id, True, now=NOW)
    qtbot.waitUntil(lambda: "BLOCKED" in page.view.facts.text())
    assert page.view.groups.text() == "night shift"
    desk.remove_person(ada.id, erase=True, now=NOW)
    qtbot.waitUntil(lambda: page.empty.isVisible())
    assert page.view.person is None


def beside_bert(app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot) -> tuple[Person, Desk, PeoplePage]:
    """Ada, who is in two groups and shown on the page, and the desk of somebody else who changes her."""
    ada, bert = register(app, ADA, "Ada"), Desk(app, Actor("Bert", Role.OPERATOR))
    bert.set_groups(ada.id, ["staff", "vault"], now=NOW)
    page = open_page()
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: "vault" in page.view.groups.text())
    return ada, bert, page


def test_saving_a_note_leaves_what_somebody_else_has_changed_meanwhile(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada, bert, page = beside_bert(app, open_page, qtbot)
    page.view.note.setPlainText("Calls before she comes")
    end = datetime(2026, 12, 1, tzinfo=UTC)
    bert.set_groups(ada.id, ["staff"], now=NOW)
    bert.set_validity(ada.id, None, end, now=NOW)
    qtbot.waitUntil(lambda: page.view.groups.text() == "staff" and page.view.until.moment == end)
    assert page.view.note.toPlainText() == "Calls before she comes"
    with qtbot.waitSignal(page.view.told):
        page.view.save.click()
    kept = app.people.get(ada.id)
    assert (kept.note, kept.groups, kept.valid_until) == ("Calls before she comes", frozenset({"staff"}), end)
    qtbot.waitUntil(lambda: not page.view.changed)


def test_a_field_that_somebody_else_has_changed_too_is_not_overwritten(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada, bert, page = beside_bert(app, open_page, qtbot)
    page.view.groups.setText("staff, vault, night shift")
    bert.set_groups(ada.id, ["staff"], now=NOW)
    Desk(app, Actor("Carl", Role.OPERATOR)).set_department(ada.id, "Lab", now=NOW)
    Desk(app, app.actor).set_groups(ada.id, ["staff"], now=NOW)
    qtbot.waitUntil(lambda: page.view.person is not None and page.view.person.groups == {"staff"})
    page.view.save.click()

    def refused() -> list[QMessageBox]:
        boxes = (box for box in QApplication.allWidgets() if isinstance(box, QMessageBox) and box.isVisible())
        return [box for box in boxes if box.objectName() == "error_dialog"]

    qtbot.waitUntil(lambda: bool(refused()))
    (box,) = refused()
    assert "Somebody else has changed Ada meanwhile: Bert" in box.text()
    qtbot.waitUntil(lambda: "Groups: staff\n" in box.informativeText())
    assert "save again" in box.informativeText()
    box.close()
    assert app.people.get(ada.id).groups == {"staff"}
    assert page.view.groups.text() == "staff, vault, night shift"
    with qtbot.waitSignal(page.view.told) as told:
        page.view.save.click()
    assert told.args == ["Saved."]
    assert app.people.get(ada.id).groups == {"staff", "vault", "night shift"}


def test_what_is_typed_while_the_rest_is_saved_can_be_saved_too(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada, view = register(app, ADA, "Ada"), (page := open_page()).view
    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: view.person == ada)
    view.note.setPlainText("Calls")
    with qtbot.waitSignal(view.told):
        view.save.click()
        view.note.setPlainText("Calls before she comes")
    assert (app.people.get(ada.id).note, view.changed) == ("Calls", True)
    with qtbot.waitSignal(view.told):
        view.save.click()
    assert app.people.get(ada.id).note == "Calls before she comes"


def test_unsaved_changes_are_asked_about_before_somebody_else_is_shown(
    app: App, open_page: Callable[[], PeoplePage], qtbot: QtBot
) -> None:
    ada, bob = register(app, ADA, "Ada"), register(app, BOB, "Bob")
    page = open_page()

    def asked() -> QMessageBox:
        page.list.people.setCurrentRow(1)
        box = page.findChildren(QMessageBox, "unsaved")[-1]
        assert "Ada" in box.text()
        assert page.list.current == ada.id
        return box

    page.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.view.person == ada)
    page.view.name.setText("Eve")
    buttons = QMessageBox.StandardButton
    asked().button(buttons.Cancel).click()
    assert (page.view.person, page.view.name.text()) == (ada, "Eve")
    asked().button(buttons.Save).click()
    qtbot.waitUntil(lambda: page.view.person == bob)
    assert app.people.get(ada.id).name == "Eve"
    page.list.people.setCurrentRow(page.list.people.currentRow())
    page.view.name.setText("Somebody else")
    other = next(row for row in range(2) if row != page.list.people.currentRow())
    page.list.people.setCurrentRow(other)
    page.findChildren(QMessageBox, "unsaved")[-1].button(buttons.Discard).click()
    qtbot.waitUntil(lambda: page.view.person is not None and page.view.person.id == ada.id)
    assert app.people.get(bob.id).name == "Bob"
