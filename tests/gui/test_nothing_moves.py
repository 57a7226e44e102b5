"""What comes by itself moves nothing that somebody may be about to click."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Alarm, Direction, Reason, Role
from gatekeeper.door.orders import AllDoors
from gatekeeper.events import BackupTroubled
from gatekeeper.gui.core import theme
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.outlets import OutletsPage
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.messages import Message
from gatekeeper.outlets.settings import WebhookSettings
from gatekeeper.store.accounts import Actor
from gatekeeper.store.outlets import Cursor
from gui.conftest import Sitter
from gui.test_keys import add
from gui.test_small_screens import resized

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def opened(qapp: QApplication, program: Callable[..., App], window: Callable[[App], MainWindow]) -> MainWindow:
    """The window in its own look at 1024 x 768, where Anna has signed in: two doors, one leads in, one out."""
    theme.apply(qapp)
    cameras = CameraSettings("hall", "0", direction="in"), CameraSettings("gate", "1", door="yard", direction="out")
    settings = Settings(cameras=cameras, doors=(DoorSettings("door"), DoorSettings("yard")))
    app = program(settings, captures=lambda source: Sitter("resident-001"), recognise=False)
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    shown = window(app)
    resized(shown, 1024, 768)
    return shown


def place(widget: QWidget) -> tuple[QPoint, int]:
    """Where a widget's upper edge begins in the window, and its height."""
    return widget.mapTo(widget.window(), QPoint(0, 0)), widget.height()


def settle(qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.wait(1)


def test_an_alarm_and_a_late_backup_leave_every_page_where_it_is(
    qtbot: QtBot, qapp: QApplication, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    shown = opened(qapp, program, window)
    page, app, strip = shown.show_page(PeoplePage), shown.app, shown.alarms
    qtbot.waitUntil(strip.nothing.isVisible)
    settle(qtbot)
    before = place(page)
    told = Message("No backup has been made since {when}, though one is due every day. See the Backups page.", when=NOW)
    app.bus.publish(BackupTroubled(told))
    for door in ("door", "yard"):
        app.alarms.begin(Alarm(Reason.FORCED_OPEN, door, Message("forced"), NOW, NOW))
    person = add(app, "Maximiliane Bartholomäa von und zu Hohenschwangau-Wittelsbach-Oettingen")
    app.pins.note_duress(person.id, "yard", now=NOW)
    strip.look()
    qtbot.waitUntil(lambda: strip.unseen.isVisible() and strip.duress.isVisible())
    settle(qtbot)
    assert place(page) == before
    assert not strip.nothing.isVisible()
    assert strip.seen.visibleRegion().boundingRect() == strip.seen.rect()
    assert not strip.backup.isVisible(), "it can wait"
    for told_by in (strip.duress, strip.unseen):
        assert told_by.width() > 180, "each has its share"
        assert not any("…" in line for line in told_by.lines) or told_by.text() in told_by.toolTip()
    strip.seen.click()
    qtbot.waitUntil(strip.backup.isVisible)
    settle(qtbot)
    assert place(page) == before
    assert strip.unseen.isVisible()


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Maximiliane Bartholomäa von und zu Hohenschwangau-Wittelsbach-Oettingen", False),
        ("Wilhelmina Brandenburg", True),
    ],
)
def test_what_to_do_is_read_whole(
    qtbot: QtBot,
    qapp: QApplication,
    program: Callable[..., App],
    window: Callable[[App], MainWindow],
    name: str,
    others: bool,
) -> None:
    shown = opened(qapp, program, window)
    shown.show_page(PeoplePage)
    app, strip = shown.app, shown.alarms
    person = add(app, name)
    for _ in range(3 if others else 1):
        app.pins.note_duress(person.id, "yard", now=NOW)
    if others:
        app.bus.publish(BackupTroubled(Message("There has been no backup yet.")))
        app.alarms.begin(Alarm(Reason.FORCED_OPEN, "door", Message("forced"), NOW, NOW))
    strip.look()
    qtbot.waitUntil(lambda: strip.duress.isVisible() and strip.unseen.isVisible() is others)
    settle(qtbot)
    assert "Get help; do not call anyone at the door." in " ".join(strip.duress.lines)


def test_an_order_for_all_doors_does_not_move_a_door_s_button(
    qtbot: QtBot, qapp: QApplication, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    shown = opened(qapp, program, window)
    page, app = shown.show_page(LivePage), shown.app
    assert isinstance(page, LivePage)
    qtbot.waitUntil(lambda: bool(page.notice.text.text()))  # a photo may pass here
    settle(qtbot)
    before = [place(tile.open_button) for tile in page.tiles]
    Desk(app, app.actor).order(AllDoors.LOCKED, "somebody in the yard, dressed in black", now=datetime.now(UTC))
    qtbot.waitUntil(lambda: "All doors are locked" in page.notice.text.text())
    settle(qtbot)
    assert [place(tile.open_button) for tile in page.tiles] == before
    assert page.notice.text.height() >= page.notice.text.heightForWidth(page.notice.text.width()), "read whole"


def test_the_warning_that_a_door_stood_open_does_not_move_whom_somebody_ticks_off(
    qtbot: QtBot, qapp: QApplication, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    shown = opened(qapp, program, window)
    app, now = shown.app, datetime.now(UTC)
    desk, people = Desk(app, app.actor), [add(app, name) for name in ("Ada", "Bert")]
    for person in people:
        desk.correct_presence(person.id, Direction.IN, now=now - timedelta(minutes=5))
    page = shown.show_page(InsidePage)
    assert isinstance(page, InsidePage)
    qtbot.waitUntil(lambda: page.list.rowCount() == 2)
    settle(qtbot)
    before, buttons = place(page.list.viewport())[0], place(page.gone)
    desk.order(AllDoors.OPEN, "fire on floor 2", now=datetime.now(UTC))
    desk.order(AllDoors.NORMAL, "it is out", now=datetime.now(UTC))
    with qtbot.waitSignal(page.shown):
        page.refresh()
    qtbot.waitUntil(lambda: page.doubt.isVisible() and page.still.isVisible())
    settle(qtbot)
    assert place(page.list.viewport())[0] == before
    assert place(page.gone) == buttons


def test_what_is_put_aside_does_not_move_the_outlets_buttons(
    qtbot: QtBot, qapp: QApplication, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    shown = opened(qapp, program, window)
    app = shown.app
    app.settings = replace(app.settings, webhooks=(WebhookSettings("house", "https://bms.example.com/hooks"),))
    page = shown.show_page(OutletsPage)
    assert isinstance(page, OutletsPage)
    qtbot.waitUntil(lambda: page.list.rowCount() == 1)
    page.list.selectRow(0)
    settle(qtbot)
    before = [place(button) for button in (page.add, page.remove)]
    app.outlets.cursor("webhook house")
    app.outlets.bury("webhook house", ["event 1"], Cursor(1, 0), 3, "HTTP 404", now=NOW)
    page.look()
    qtbot.waitUntil(page.letters.isVisible)
    settle(qtbot)
    assert [place(button) for button in (page.add, page.remove)] == before
