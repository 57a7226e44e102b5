"""Sixteen doors at one look, and the orders to all of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.domain import AccessEvent, Outcome, Reason, Role
from gatekeeper.door.orders import AllDoors
from gatekeeper.errors import CameraError
from gatekeeper.gui.core import language
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.pages.doors import DoorsPage, OrderDialog
from gatekeeper.store.accounts import Actor
from gatekeeper.timezones import utc_now

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
    assert "All doors opened" in card.last.text()
    assert not page.open_all.isEnabled()
    qtbot.waitUntil(lambda: page.window().focusWidget() is page.normal)  # the keyboard leads on to lifting it
    give(page, qtbot, AllDoors.LOCKED, "somebody armed")
    qtbot.waitUntil(lambda: card.state.text() == "Locked for everybody")
    give(page, qtbot, AllDoors.NORMAL, "over")
    qtbot.waitUntil(lambda: card.state.text() == "Locked")
    assert not page.notice.isVisible()


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
