"""Sixteen doors at one look, and the orders to all of them."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.domain import AccessEvent, Alarm, Outcome, Reason, Role
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.hardware import relay_files
from gatekeeper.door.orders import AllDoors
from gatekeeper.door.ownership import Claims, door_file
from gatekeeper.errors import CameraError, DoorError
from gatekeeper.gui.core import language, tasks
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.pages.alarms import AlarmsPage
from gatekeeper.gui.pages.doors import DoorsPage, OrderDialog
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.live.open_dialog import OpenDialog
from gatekeeper.store.accounts import Actor
from gatekeeper.store.alarms import SAID
from gatekeeper.timezones import utc_now
from gui.conftest import Sitter

DOORS = [f"door {number}" for number in range(1, 17)]


@pytest.fixture
def page(qtbot: QtBot, program: Callable[..., App], window: Callable[..., MainWindow]) -> DoorsPage:
    settings = Settings(
        cameras=tuple(CameraSettings(f"camera of {name}", str(n), door=name) for n, name in enumerate(DOORS)),
        doors=tuple(DoorSettings(name) for name in DOORS),
    )
    app = program(settings)

    def unplugged(source: object) -> None:
        raise CameraError("The camera cannot be opened.")

    app.doors.open_capture = unplugged  # type: ignore[assignment]
    app.doors.open_cameras()
    app.actor = Actor("Anna", Role.OPERATOR)
    shown = window(app, app.actor)
    shown.resize(1920, 1080)
    made = shown.show_page(DoorsPage)
    assert isinstance(made, DoorsPage)
    qtbot.waitExposed(made)
    return made


def give(page: DoorsPage, qtbot: QtBot, doors: AllDoors, why: str) -> None:
    {AllDoors.LOCKED: page.lock_all, AllDoors.OPEN: page.open_all, AllDoors.NORMAL: page.normal}[doors].click()
    dialog = page.findChild(OrderDialog)
    assert isinstance(dialog, OrderDialog)
    assert not dialog.confirm.isEnabled()  # no order without a reason
    dialog.reason.setText(why)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: page.order is not None and page.order.doors is doors)


def test_sixteen_doors_stand_on_a_full_hd_screen_and_all_follow_an_order(page: DoorsPage, qtbot: QtBot) -> None:
    assert len(page.cards) == 16
    assert page._scroll.verticalScrollBar().maximum() == 0
    assert all(card.visibleRegion().boundingRect().size() == card.size() for card in page.cards.values())
    give(page, qtbot, AllDoors.OPEN, "fire on floor 2")
    card = page.cards["door 7"]
    qtbot.waitUntil(lambda: card.state.text() == "Open")
    assert "fire on floor 2" in page.notice.text()
    assert "Anna" in page.notice.text()
    qtbot.waitUntil(lambda: "All doors opened" in card.last.text())  # told of by another way than the state
    assert not page.open_all.isEnabled()
    qtbot.waitUntil(lambda: page.window().focusWidget() is page.normal)  # the keyboard leads on to lifting it
    give(page, qtbot, AllDoors.LOCKED, "somebody armed")
    qtbot.waitUntil(lambda: card.state.text() == "Locked for everybody")
    give(page, qtbot, AllDoors.NORMAL, "over")
    qtbot.waitUntil(lambda: card.state.text() == "Locked")
    assert not page.notice.isVisible()


def test_what_is_urgent_waits_for_no_other_work(page: DoorsPage, qtbot: QtBot, tmp_path: Path) -> None:
    shown, app, now = page.window(), page._app, utc_now()
    assert isinstance(shown, MainWindow)
    app.alarms.begin(Alarm(Reason.TAMPERED, "door 1", SAID[Reason.TAMPERED], now, now))
    live, inside, alarms = (shown.show_page(kind) for kind in (LivePage, InsidePage, AlarmsPage))
    assert isinstance(live, LivePage)
    assert isinstance(inside, InsidePage)
    assert isinstance(alarms, AlarmsPage)
    qtbot.waitUntil(lambda: alarms.table.rowCount() == 1)
    alarms.table.selectRow(0)
    go = threading.Event()
    for name in get_args(tasks.Name):
        if name not in ("orders", "urgent", "inside"):
            tasks.run_in_background(lambda job: go.wait(60), done=lambda nothing: None, worker=name)
    try:
        alarms.acknowledge.click()
        qtbot.waitUntil(lambda: app.alarms.listed()[0].acknowledged_by == "Anna")
        live._ask_why(app.live.watches[2])
        dialog = live.findChild(OpenDialog)
        assert isinstance(dialog, OpenDialog)
        dialog.reason.setText("a parcel")
        dialog.open_button.click()
        qtbot.waitUntil(lambda: any(event.reason is Reason.BY_HAND for event in app.log.query()))
        # Nor does an order wait for a door that does not answer.
        tasks.run_in_background(lambda job: go.wait(60), done=lambda nothing: None, worker="urgent")
        shown.show_page(DoorsPage)
        give(page, qtbot, AllDoors.LOCKED, "somebody armed")
        inside.write_list(tmp_path / "inside.csv")
        assert inside.said.text() == "The list is being written …"
        qtbot.waitUntil(lambda: "written to inside.csv" in inside.said.text())
        assert (tmp_path / "inside.csv").is_file()
    finally:
        go.set()


def test_a_port_that_another_home_holds_is_told_at_the_desk_with_the_remedy(
    qtbot: QtBot, program: Callable[..., App], window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    relay = f"serial:{tmp_path / 'port'}"
    (file,), other = relay_files(RelayAddress.parse(relay)), Claims("gatekeeper run")
    assert other.take(file) is None
    app = program(
        Settings(doors=(DoorSettings("door", relay=relay),)), lambda source: Sitter("resident-001"), recognise=False
    )
    shown = window(app, Actor("Anna", Role.OPERATOR))
    live, doors = shown.show_page(LivePage), shown.show_page(DoorsPage)
    assert isinstance(live, LivePage)
    assert isinstance(doors, DoorsPage)
    for label in (live.tiles[0].failure, doors.cards["door"].trouble):
        qtbot.waitUntil(lambda label=label: "is held by process" in label.text())  # type: ignore[misc]
        assert label.text().endswith(". Choose another port, or end that program.")
    other.close()


def test_a_door_that_cannot_be_claimed_is_not_said_to_be_another_programs(
    qtbot: QtBot, program: Callable[..., App], window: Callable[..., MainWindow]
) -> None:
    app = program()
    file = door_file(app.home, "door")
    file.mkdir(parents=True)  # a folder where a file belongs
    app.doors.open_capture = lambda source: Sitter("resident-001")
    app.doors.open_cameras()
    app.doors.start_recognition()
    shown = window(app, Actor("Anna", Role.OPERATOR))
    live, doors = shown.show_page(LivePage), shown.show_page(DoorsPage)
    assert isinstance(live, LivePage)
    assert isinstance(doors, DoorsPage)
    (tile,) = live.tiles
    qtbot.waitUntil(lambda: tile.banner.saying is not None and tile.banner.saying.headline == "The door stays shut")
    assert tile.banner.saying is not None
    assert f"The folder {file.parent} cannot be written to" in tile.banner.saying.detail
    card = doors.cards["door"]
    qtbot.waitUntil(lambda: f"The folder {file.parent} cannot be written to" in card.trouble.text())
    assert (tile.state.text(), card.state.text()) == ("Not guarded", "Not guarded")
    with pytest.raises(DoorError) as refused:
        doors.desk.open_by_hand(app.doors.watches[0].door, "a parcel", now=utc_now())
    assert "in that program" not in str(refused.value)
    shown.show_page(LivePage)
    shown.lock()
    qtbot.waitUntil(
        lambda: tile.banner.saying is not None and tile.banner.saying.detail == "Please ask at the door desk."
    )


def test_who_came_last_came_today_unless_the_day_is_said(page: DoorsPage) -> None:
    card, now = page.cards["door 1"], utc_now()
    event = AccessEvent(now, "door 1", "", Outcome.UNKNOWN, Reason.NOT_KNOWN, "Not known.")
    card.came(event)
    assert card.last.text().startswith(language.clock(now))
    card.came(replace(event, at=now - timedelta(days=3)))
    assert card.last.text().startswith(language.day(now - timedelta(days=3)))


def test_a_viewer_cannot_give_orders(page: DoorsPage, qtbot: QtBot) -> None:
    page._app.actor = Actor("Vera", Role.VIEWER)
    page._look_at_all()
    assert not any(button.isEnabled() for button in (page.lock_all, page.open_all, page.normal))
