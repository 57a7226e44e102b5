"""The live page with real cameras, doors, networks and database."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatekeeper.access import box_colour
from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.desk import Desk
from gatekeeper.domain import MaskRule, MaskState, Outcome, Reason, Role
from gatekeeper.errors import AuthError
from gatekeeper.events import DoorRelocked, DoorUnlocked
from gatekeeper.gui.live_page import BOX_COLOURS, LivePage, OpenDialog
from gatekeeper.gui.main_window import MainWindow
from gatekeeper.store.accounts import Actor
from gui.conftest import Sitter


def live(window: MainWindow) -> LivePage:
    page = window.show_page(LivePage)
    assert isinstance(page, LivePage)
    return page


def test_two_doors_are_two_tiles_and_one_loop_answers_both(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    settings = Settings(
        cameras=(CameraSettings("hall", "0"), CameraSettings("gate", "1", door="yard")),
        doors=(DoorSettings("front"), DoorSettings("yard")),
    )
    sitters = {"0": Sitter("resident-001"), "1": Sitter("stranger-001", "visits")}
    app = program(settings, captures=lambda source: sitters[source.place])
    page = live(window(app))
    assert [tile.watch.door.name for tile in page.tiles] == ["front", "yard"]
    # Nobody is registered: everybody is seen at their own door, and no event is made of it.
    watches = [tile.watch for tile in page.tiles]
    qtbot.waitUntil(lambda: all(watch.seen is not None and watch.seen.sightings for watch in watches), timeout=20_000)
    assert [watch.seen.frame.camera for watch in watches if watch.seen] == ["hall", "gate"]
    assert app.log.count() == 0


def test_a_camera_that_falls_silent_is_shown_within_two_seconds_and_so_is_its_return(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    sitter = Sitter("resident-001")
    app = program(captures=lambda source: sitter, slower=1.0, recognise=False)
    tile = live(window(app)).tiles[0]
    frames = app.watches[0].camera.frames
    qtbot.waitUntil(lambda: frames.newest is not None and not tile.video.trouble)
    sitter.plugged_in.clear()
    qtbot.waitUntil(lambda: bool(tile.video.trouble))
    assert frames.newest is not None
    assert app.clock() - frames.newest.taken_at < 2.5  # 1.5 s, and a second for a busy machine
    sitter.plugged_in.set()
    qtbot.waitUntil(lambda: not tile.video.trouble, timeout=20_000)


def test_a_door_is_opened_by_hand_for_a_reason_which_is_on_record(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    settings = Settings(doors=(DoorSettings(unlock_seconds=0.5),))
    sitter = Sitter("resident-001")
    app = program(settings, captures=lambda source: sitter, recognise=False)
    told: list[str] = []
    app.bus.subscribe(DoorUnlocked, lambda event: told.append(f"unlocked with {app.log.count()} on record"))
    shown = window(app)
    page = live(shown)
    page.tiles[0].open_button.click()
    dialog = page.findChild(OpenDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.reason, "   ")
    assert not dialog.open_button.isEnabled()
    QTest.keyClicks(dialog.reason, "delivery")
    with qtbot.waitSignal(
        shown.bridge.door_changed, timeout=10_000, check_params_cb=lambda event: isinstance(event, DoorRelocked)
    ):
        dialog.open_button.click()
    (event,) = app.log.query()
    assert (event.outcome, event.reason) == (Outcome.OPENED, Reason.BY_HAND)
    assert "delivery" in event.message
    assert told == ["unlocked with 1 on record"]
    assert "Opened by hand" in page.events.item(0).text()
    assert page.tiles[0].state.text() == "Locked"


def test_who_may_only_watch_can_not_open_a_door(program: Callable[..., App]) -> None:
    app = program()
    app.actor = Actor("Vera", Role.VIEWER)
    door = app.open_door()
    with pytest.raises(AuthError, match="Vera"):
        Desk(app, app.actor).open_by_hand(door, "delivery", now=datetime.now(UTC))
    assert app.log.count() == 0
    assert not door.is_open


@pytest.mark.parametrize(
    ("known", "mask", "colour"),
    [
        (True, MaskState.MASKED, "#2ecc71"),
        (True, MaskState.BARE, "#ffd21f"),
        (False, MaskState.MASKED, "#000000"),
        (False, MaskState.BARE, "#ffffff"),
    ],
)
def test_boxes_are_green_yellow_black_and_white(known: bool, mask: MaskState, colour: str) -> None:
    assert BOX_COLOURS[box_colour(known, mask, MaskRule.REQUIRED)] == colour
