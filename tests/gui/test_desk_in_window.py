"""What the window shows and asks of people: names that look like markup, groups with commas, days, PINs, erasure."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListWidget, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gatekeeper.app import App, open_app
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.domain import AccessEvent, MaskState, Outcome, Person, Reason, Role
from gatekeeper.door.access import listed, parse_groups
from gatekeeper.door_rule import DoorRule
from gatekeeper.gui.core import tasks, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.pages.enrol.done import DoneStep
from gatekeeper.gui.pages.enrol.person import PersonStep
from gatekeeper.gui.pages.live.events import EventList
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.operators import OperatorsPage
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Actor
from gatekeeper.store.templates import NewPhoto

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
HOSTILE = "Ann <b>Bold</b> & <img src=x> Co"
GROUPS = ["Sales, Marketing", 'the "new" ones', "R&D", "staff"]


@pytest.fixture
def app(copied_home: Path) -> Iterator[App]:
    settings = Settings(doors=(DoorSettings("front", second_factor="none"), DoorSettings("vault", second_factor="pin")))
    opened = open_app(copied_home, settings, prefer_keyring=False)
    for door in settings.doors:
        opened.doors.rule(door)
    yield opened
    opened.close()


@pytest.fixture
def bridge(app: App, qapp: object) -> Iterator[Bridge]:
    made = Bridge(app.bus)
    yield made
    made.close()


def add(
    app: App, name: str, valid_from: datetime | None = None, valid_until: datetime | None = None, photos: int = 1
) -> Person:
    return app.people.add(
        name,
        groups=GROUPS,
        consent_text="1",
        consent_at=NOW,
        valid_from=valid_from,
        valid_until=valid_until,
        photos=[NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8))] * photos,
    )


def settle(page: QWidget) -> None:
    """Let what a page has begun come to its end while the page is there."""
    for _ in range(3):
        tasks.close_workers()
        QApplication.processEvents()


@pytest.fixture
def chosen(app: App, bridge: Bridge, qtbot: QtBot) -> Callable[[str], PeoplePage]:
    """The page of people with one of them chosen."""
    pages: list[PeoplePage] = []  # which live on until they have settled

    def choose(name: str) -> PeoplePage:
        page = PeoplePage(app, bridge)
        pages.append(page)
        qtbot.addWidget(page, before_close_func=settle)
        page.resize(1100, 760)
        with qtbot.waitSignal(page.list.found):
            page.show()
        rows = [page.list.people.item(row).text().split("\n")[0] for row in range(page.list.people.count())]
        page.list.people.setCurrentRow(rows.index(name))
        qtbot.waitUntil(lambda: page.view.person is not None and bool(page.view.facts.text()))
        return page

    return choose


def test_saving_without_changes_changes_nothing(app: App, chosen: Callable[[str], PeoplePage], qtbot: QtBot) -> None:
    until = datetime(2026, 11, 20, 23, 59, 59, 999999).astimezone(UTC)  # as it was stored before
    before = add(app, "Anna", valid_from=datetime(2026, 3, 4, 8, 30, 15).astimezone(UTC), valid_until=until)
    page = chosen("Anna")
    with qtbot.waitSignal(page.view.told):
        page.view.save.click()
    assert app.people.get(before.id) == before
    assert app.accounts.acts() == []


@pytest.mark.parametrize("groups", [GROUPS, ['"', ",", '",'], ["a"], [], [" a", "b ", "c  d"]])
def test_groups_are_read_as_they_are_written(groups: list[str]) -> None:
    assert sorted(parse_groups(listed(groups))) == sorted(groups)


def test_a_registration_reads_groups_and_days_like_that(app: App, qtbot: QtBot) -> None:
    step = PersonStep()
    qtbot.addWidget(step)
    step.name.setText("Anna")
    step.groups.setText('"Sales, Marketing", staff')
    step.agreed.setChecked(True)
    step._limited.setChecked(True)
    step._until.setDate(QDate(2026, 11, 20))
    with qtbot.waitSignal(step.ready) as ready:
        step.next.click()
    (draft,) = ready.args
    assert draft.groups == ("Sales, Marketing", "staff")
    assert draft.valid_until == datetime(2026, 11, 21).astimezone(UTC)


def test_the_end_of_a_day_is_edited_as_that_day(app: App, chosen: Callable[[str], PeoplePage], qtbot: QtBot) -> None:
    person = add(app, "Anna", valid_until=datetime(2026, 11, 21).astimezone(UTC))
    page = chosen("Anna")
    assert page.view.until._day.date() == QDate(2026, 11, 20)
    assert not page.view.until._timed.isChecked()
    page.view.until._day.setDate(QDate(2026, 11, 22))
    with qtbot.waitSignal(page.view.told):
        page.view.save.click()
    assert app.people.get(person.id).valid_until == datetime(2026, 11, 23).astimezone(UTC)


def test_doors_say_why_they_do_not_open_for_somebody(app: App, chosen: Callable[[str], PeoplePage]) -> None:
    now = datetime.now(UTC)
    add(app, "Anna")
    app.people.set_blocked(add(app, "Berta").id, True)
    add(app, "Carla", valid_until=now - timedelta(days=1))
    app.pins.set(add(app, "Dora").id, "2580", now=NOW)
    app.people.save_door_rule(DoorRule("store", {"others": None}))
    for name, front, vault, store in (
        ("Anna", "at any time", "not admitted (Has no PIN)", "not admitted (Not for this door)"),
        ("Berta", *["not admitted (Blocked)"] * 3),
        ("Carla", *["not admitted (Access expired)"] * 3),
        ("Dora", "at any time", "at any time", "not admitted (Not for this door)"),
    ):
        page = chosen(name)
        told = page.view.facts.text().splitlines()
        assert {f"front: {front}", f"vault: {vault}", f"store: {store}"} <= set(told), name


def test_people_without_a_photo_are_marked_and_found(
    app: App, chosen: Callable[[str], PeoplePage], qtbot: QtBot
) -> None:
    add(app, "Anna")
    app.pins.set(add(app, "Berta", photos=0).id, "2580", now=NOW)
    page = chosen("Berta")
    assert {"front: not admitted (no photo)", "vault: not admitted (no photo)"} <= {
        *page.view.facts.text().splitlines()
    }
    with qtbot.waitSignal(page.list.found):
        page.list.which.setCurrentIndex(page.list.which.findData("no-photo"))
    (told,) = (page.list.people.item(row).text() for row in range(page.list.people.count()))
    assert told.startswith("Berta")
    assert "no photo" in told
    app.people.set_blocked(add(app, "Cleo", photos=0).id, True)  # whom a photo would not help
    assert "front: not admitted (Blocked)" in chosen("Cleo").view.facts.text().splitlines()


def test_people_without_a_pin_are_found_and_a_new_person_is_marked_so(
    app: App, bridge: Bridge, chosen: Callable[[str], PeoplePage], qtbot: QtBot
) -> None:
    anna, berta = add(app, "Anna"), add(app, "Berta")
    app.pins.set(berta.id, "2580", now=NOW)
    page = chosen("Berta")
    with qtbot.waitSignal(page.list.found):
        page.list.which.setCurrentIndex(page.list.which.findData("no-pin"))
    assert [page.list.people.item(row).text().split("\n")[0] for row in range(page.list.people.count())] == ["Anna"]
    app.pins.set(anna.id, "2581", now=NOW)
    with qtbot.waitSignal(page.list.found):
        page.list.search()
    assert page.empty.text() == "Everybody has a PIN."
    app.pins.clear(anna.id)
    assert app.doors.lacking_pin(anna.id) == ["vault"]
    done = DoneStep()
    qtbot.addWidget(done)
    done.show_person(anna, 1, app.doors.lacking_pin(anna.id))
    assert "vault" in done._pin.text()
    assert not done._pin.isHidden()
    done.show_person(berta, 1, app.doors.lacking_pin(berta.id))
    assert done._pin.isHidden()


def test_enter_erases_nobody_and_what_was_erased_is_said(
    app: App, chosen: Callable[[str], PeoplePage], qtbot: QtBot
) -> None:
    add(app, HOSTILE)
    page = chosen(HOSTILE)

    def ask() -> QMessageBox:
        page.view.erase.click()
        qtbot.waitUntil(lambda: page.view.findChild(QMessageBox, "erase") is not None)
        box = page.view.findChild(QMessageBox, "erase")
        assert isinstance(box, QMessageBox)
        return box

    box = ask()
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view.findChild(QMessageBox, "erase") is None)
    assert len(app.people.list()) == 1
    box = ask()
    (erase,) = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.DestructiveRole]
    with qtbot.waitSignal(page.view.told):
        erase.click()
    with qtbot.waitSignal(page.list.found):
        page.list.search()
    assert page.stack.currentWidget() is page.empty
    assert f"{HOSTILE} has been erased, with 1 photo," in page.said.text()


def test_enter_removes_no_operator(app: App, bridge: Bridge, qtbot: QtBot) -> None:
    for name in ("Olga Operator", HOSTILE):
        app.accounts.add(name, "long-password-17x", Role.ADMINISTRATOR, by=app.actor, now=NOW)
    page = OperatorsPage(app, bridge)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: page.accounts.rowCount() == 2)
    (found,) = page.accounts.findItems(HOSTILE, Qt.MatchFlag.MatchExactly)
    page.accounts.setCurrentItem(found)
    page._ask_to_remove()
    box = page.findChild(QMessageBox, "remove")
    assert isinstance(box, QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert len(app.accounts.list()) == 2
    page.hide()


def interpreted(widget: QWidget) -> list[str]:
    """The texts below a widget in which Qt takes something of a name for markup or for a key."""
    found = [
        label.text()
        for label in widget.findChildren(QLabel)
        if "Ann" in label.text()
        and (
            label.textFormat() is Qt.TextFormat.RichText
            or (label.textFormat() is Qt.TextFormat.AutoText and GuiQt.mightBeRichText(label.text()))
        )
    ]
    found += [b.text() for b in widget.findChildren(QAbstractButton) if "Ann" in b.text() and " && " not in b.text()]
    tips = [child.toolTip() for child in widget.findChildren(QWidget)]
    for rows in widget.findChildren(QListWidget):
        tips += [rows.item(row).toolTip() for row in range(rows.count())]
    return found + [tip for tip in tips if "<b>" in tip]


def test_names_are_no_markup_in_the_window(
    app: App, bridge: Bridge, chosen: Callable[[str], PeoplePage], qtbot: QtBot
) -> None:
    ada = add(app, HOSTILE)
    event = AccessEvent(NOW, "front", "cam", Outcome.OPENED, Reason.GRANTED, f"Welcome, {HOSTILE}.", ada.id, HOSTILE)
    app.log.record(event)
    page = chosen(HOSTILE)
    assert interpreted(page) == []
    log = LogPage(app, bridge)
    qtbot.addWidget(log)
    with qtbot.waitSignal(log.shown):
        log.show()
    log.event_view.show_event(app.log.query()[0])
    assert interpreted(log) == []
    last = EventList()
    qtbot.addWidget(last)
    last.add(event)
    assert interpreted(last) == []
    assert wording.plain("a & b") == "a & b"
    label = QLabel(HOSTILE)  # control
    qtbot.addWidget(label)
    frame = QWidget()
    qtbot.addWidget(frame)
    label.setParent(frame)
    assert interpreted(frame) == [HOSTILE]


def test_last_events_name_the_door_and_the_operator(qtbot: QtBot) -> None:
    last = EventList()
    qtbot.addWidget(last)
    by = Actor("Olga: desk", Role.OPERATOR).name
    said = Message("Opened by hand by {who}: {why}", who=by, why="a parcel")
    last.add(AccessEvent(NOW, "vault", "", Outcome.OPENED, Reason.BY_HAND, said))
    assert last.item(0).text().startswith("Olga")
    assert "vault" in last.item(0).text()
    last.add(AccessEvent(NOW, "front", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""))
    assert "front" in last.item(0).text()
