"""The live page with real cameras, doors, networks and database."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import half_behind, photo
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.capture.process import Capture
from gatekeeper.capture.sources import Source
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Decision, LivenessMode, MaskState, Match, Outcome, Pairing, Reason, Role
from gatekeeper.door.access import BoxColour, box_colour
from gatekeeper.door.hours import describe, parse_hours
from gatekeeper.door.orders import AllDoors, Order
from gatekeeper.door_rule import DoorRule, MaskRule, Schedule, SecondFactor
from gatekeeper.errors import AuthError, CameraError, DoorError, ModelError
from gatekeeper.events import DoorFailed, DoorRelocked, DoorUnlocked
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.doors import DoorsPage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.live.open_dialog import OpenDialog
from gatekeeper.gui.widgets.pin_pad import PinPad
from gatekeeper.gui.widgets.video import BOX_COLOURS, Video
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.store.accounts import NOBODY, Actor, system_user
from gatekeeper.store.site_settings import ORDER
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
    qtbot.waitUntil(lambda: all(watch.seen is not None and watch.seen.sightings for watch in watches))
    assert [watch.seen.frame.camera for watch in watches if watch.seen] == ["hall", "gate"]
    qtbot.waitUntil(lambda: page.computes_on.text().startswith("Recognition runs on "))
    assert str(app.models.computes_on) in page.computes_on.text()
    assert app.log.count() == 0


def test_a_camera_that_falls_silent_is_shown_within_two_seconds_and_so_is_its_return(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    sitter = Sitter("resident-001")
    app = program(captures=lambda source: sitter, slower=1.0, recognise=False)
    page = live(window(app))
    tile, frames = page.tiles[0], app.doors.watches[0].camera.frames
    qtbot.waitUntil(lambda: frames.newest is not None and not tile.video.trouble)
    sitter.plugged_in.clear()
    qtbot.waitUntil(lambda: bool(tile.video.trouble))
    sitter.plugged_in.set()
    qtbot.waitUntil(lambda: not tile.video.trouble)
    page._pull.stop()  # how soon that was depends on a busy machine as well: so once more, by a clock of the test's
    assert frames.newest is not None
    tile.pull(frames.newest.taken_at + 2.0)
    assert tile.video.trouble


def test_what_is_wrong_with_a_camera_begins_as_every_status_does(
    qtbot: QtBot, qapp: QApplication, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    """In an alarm it is the end of a sentence: "The camera hall delivers no pictures: waiting for …"."""
    language.apply(qapp, "de")
    sitter = Sitter("resident-001")
    sitter.plugged_in.clear()
    shown = window(program(captures=lambda source: sitter, slower=0.01, recognise=False))  # two seconds pass at once
    tile = live(shown).tiles[0]
    begins = ("Wartet seit ", "Kein erstes Bild innerhalb von ")
    qtbot.waitUntil(lambda: tile.video.trouble.startswith(begins))
    doors = shown.show_page(DoorsPage)
    assert isinstance(doors, DoorsPage)
    card = doors.cards[tile.watch.door.name]
    qtbot.waitUntil(lambda: card.trouble.text().startswith(begins))
    sitter.plugged_in.set()


def test_why_liveness_cannot_be_checked_is_said_in_the_reader_s_language(
    qtbot: QtBot, qapp: QApplication, program: Callable[..., App], window: Callable[[App], MainWindow], tmp_path: Path
) -> None:
    language.apply(qapp, "de")
    app = program(captures=lambda source: Sitter("resident-001"), liveness=LivenessMode.PASSIVE)
    (tmp_path / "card.json").write_text("[]")
    with pytest.raises(ModelError) as damaged:
        ModelCard.read(tmp_path)
    assert app.doors.loop is not None
    check = app.doors.loop.stations[0].sight.liveness
    assert check is not None
    check.trouble = damaged.value.message
    tile = live(window(app)).tiles[0]
    qtbot.waitUntil(lambda: tile.banner.saying is not None and "card.json" in tile.banner.saying.detail)
    assert tile.banner.saying is not None
    assert f"Die Modellkarte {tmp_path / 'card.json'}" in tile.banner.saying.detail


def test_a_camera_that_never_gave_a_picture_says_what_to_do(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    def no_camera(source: Source) -> Capture:
        raise CameraError("The camera 0 cannot be opened.", "Plug it in.")

    shown = window(program(captures=no_camera))
    tile = live(shown).tiles[0]
    qtbot.waitUntil(lambda: tile.banner.saying is not None and tile.banner.saying.headline == "No picture")
    assert tile.banner.saying is not None
    assert "Plug the camera in, or choose another one on the Settings page" in tile.banner.saying.detail
    assert tile.video.trouble == "The camera 0 cannot be opened. Plug it in."
    shown.lock()
    asked = "Plug the camera in, or sign in and choose another one on the Settings page"
    qtbot.waitUntil(lambda: tile.banner.saying is not None and asked in tile.banner.saying.detail)


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
    with qtbot.waitSignal(shown.bridge.door_changed, check_params_cb=lambda event: isinstance(event, DoorRelocked)):
        dialog.open_button.click()
    (event,) = app.log.query()
    assert (event.outcome, event.reason) == (Outcome.OPENED, Reason.BY_HAND)
    assert "delivery" in event.message
    assert told == ["unlocked with 1 on record"]
    assert "Opened by hand" in page.events.item(0).text()
    assert page.tiles[0].state.text() == "Locked"


def test_a_viewer_cannot_open_a_door(program: Callable[..., App]) -> None:
    app = program()
    app.actor = Actor("Vera", Role.VIEWER)
    door = app.doors.open_door()
    with pytest.raises(AuthError, match="Vera"):
        Desk(app, app.actor).open_by_hand(door, "delivery", now=datetime.now(UTC))
    assert app.log.count() == 0
    assert not door.is_open


@pytest.mark.slow
def test_a_pin_is_typed_on_the_pad_while_nobody_is_signed_in(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    sitter = Sitter("resident-001")
    app = program(captures=lambda source: sitter, recognise=False)
    session = app.enrolment()
    assert session.offer(photo("resident-001")).taken
    desk = Desk(app, app.actor)
    ada = desk.register(session, "Ada", now=datetime.now(UTC))
    desk.set_pin(ada.id, "2580", now=datetime.now(UTC))
    app.people.save_door_rule(DoorRule("door", second_factor=SecondFactor.PIN))
    app.actor = NOBODY
    shown = window(app)
    page = live(shown)
    tile, pad = page.tiles[0], page.tiles[0].pad
    qtbot.waitUntil(shown.sign_in.name.hasFocus)
    app.doors.start_recognition()
    qtbot.waitUntil(pad.isVisible)
    assert pad.hasFocus()  # a keypad at the door types here, though nobody has signed in
    qtbot.waitUntil(lambda: pad.heading.text() == "PIN of Ada")
    qtbot.waitUntil(lambda: tile.banner.saying is not None and tile.banner.saying.icon == "keypad")
    QTest.keyClicks(pad, "258x")
    assert pad.dots.text() == "●●●"
    assert not pad.enter.isEnabled()
    QTest.keyClick(pad, Qt.Key.Key_Escape)
    assert pad.dots.text() == ""

    def enter(pin: str, answered: Callable[[], bool]) -> None:
        """Types a PIN, again where a busy machine lost sight of the person meanwhile."""
        while not answered():
            QTest.keyClicks(page, pin)  # what the page itself hears goes to whoever is asked
            assert pad.said.text() == ""
            pad.enter.click()
            assert pad.dots.text() == ""
            qtbot.waitUntil(lambda: answered() or "look into the camera" in pad.said.text())

    enter("2581", lambda: pad.said.text() == "Wrong PIN")
    assert app.log.count(outcome=Outcome.OPENED) == 0
    said: list[str] = []
    tile.banner.said.connect(lambda saying: said.append(saying.headline))
    enter("2580", lambda: app.log.count(outcome=Outcome.OPENED) == 1)
    qtbot.waitUntil(lambda: not pad.isVisible())
    reasons = [event.reason for event in app.log.query()]
    assert (
        reasons.count(Reason.GRANTED) == 1
    )  # newer is at most a "came again" of one whom a busy machine lost and found
    assert set(reasons[: reasons.index(Reason.GRANTED)]) <= {Reason.COOLDOWN}
    assert Reason.PIN_WRONG in reasons
    qtbot.waitUntil(lambda: "Welcome, Ada" in said)


def test_keypad_input_is_never_read_as_a_name(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    app.accounts.add("007", "a long one, say", Role.ADMINISTRATOR, by=system_user(), now=datetime.now(UTC))
    app.actor = NOBODY
    shown = window(app)
    page = live(shown)
    name, tile = shown.sign_in.name, page.tiles[0]
    qtbot.waitUntil(name.hasFocus)
    page._pull.stop()  # which would find that nobody stands there
    QTest.keyClicks(name, "25")  # too early: nobody is asked for a PIN
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert (name.text(), name.hasFocus()) == ("", True)
    tile.pad.ask(1, "Ada")
    tile._show_pad(True)
    assert tile.pad.hasFocus()
    name.setFocus()
    QTest.keyClicks(name, "25")
    assert (name.text(), tile.pad.dots.text()) == ("", "●●")
    # Nor does the panel take the cursor away from who is typing.
    shown.sign_in.ask()
    qtbot.waitUntil(shown.sign_in.go.isVisible)
    assert tile.pad.hasFocus()
    QTest.mouseClick(name, Qt.MouseButton.LeftButton)
    QTest.keyClicks(name, "007")
    assert name.text() == "007"
    QTest.keyClicks(name, "x")
    assert name.text() == "007x"


def test_the_pad_takes_no_password_though_none_is_typed_yet(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    app.accounts.add("Anna", "a long one, say", Role.ADMINISTRATOR, by=system_user(), now=datetime.now(UTC))
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    shown = window(app)
    shown.lock()
    tile, password = live(shown).tiles[0], shown.sign_in.password
    qtbot.waitUntil(password.hasFocus)
    tile._show_pad(True)
    assert tile.pad.isVisible()
    assert password.hasFocus()
    live(shown)._pull.stop()  # which would find that nobody stands there
    tile.pad.ask(1, "Ada")
    QTest.keyClick(password, Qt.Key.Key_Shift)  # as a capital letter begins
    QTest.keyClick(password, Qt.Key.Key_F5)
    QTest.keyClicks(password, "Z")
    assert (password.hasFocus(), password.text()) == (True, "Z")
    shown.sign_in.go.setEnabled(False)
    QTest.keyClicks(tile.pad, "2580")
    password.setFocus()
    with qtbot.assertNotEmitted(tile.pad.entered):
        QTest.keyClick(password, Qt.Key.Key_Return)
    assert password.hasFocus()


def test_the_notice_is_of_the_doors_that_run_not_of_settings_for_the_next_start(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"))
    app.settings = replace(app.settings, doors=(replace(app.settings.door, liveness="passive"),))
    page = live(window(app))
    qtbot.waitUntil(lambda: bool(page.notice.text.text()))
    assert "A photo may pass at door" in page.notice.text.text()


def test_on_a_narrow_page_the_warnings_take_nothing_from_the_last_events(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], qapp: QApplication
) -> None:
    theme.apply(qapp)
    app = program(captures=lambda source: Sitter("resident-001"))
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    app.log.record(AccessEvent(datetime.now(UTC), "door", "cam", Outcome.OPENED, Reason.GRANTED, "Welcome."))
    shown = window(app)
    page = live(shown)
    shown.setWindowState(Qt.WindowState.WindowNoState)
    shown.resize(512, 384)
    Desk(app, app.actor).order(AllDoors.LOCKED, "somebody in the yard, dressed in black", now=datetime.now(UTC))
    qtbot.waitUntil(lambda: "All doors are locked" in page.notice.text.text() and page.events.count() > 0)
    text = page.notice.text
    qtbot.waitUntil(lambda: page.events.height() >= 120 and text.height() >= text.heightForWidth(text.width()))


def test_doors_are_listed_as_the_language_lists_them(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], qapp: QApplication
) -> None:
    names = ("前門", "後門")
    settings = Settings(
        cameras=tuple(CameraSettings(name, str(n), door=name) for n, name in enumerate(names)),
        doors=tuple(DoorSettings(name) for name in names),
    )
    app = program(settings, captures=lambda source: Sitter("resident-001"))
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    language.apply(qapp, "zh_TW")
    try:
        page = live(window(app))
        qtbot.waitUntil(lambda: "前門" in page.notice.text.text())
        assert "前門和後門" in page.notice.text.text()
        assert ", " not in page.notice.text.text()
    finally:
        language.apply(qapp, "en")


def test_an_order_for_all_doors_stands_above_them_for_the_desk_and_for_nobody_else(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"))
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    page = live(window(app))
    desk = Desk(app, app.actor)
    desk.order(AllDoors.LOCKED, "somebody in the yard", now=datetime.now(UTC))
    qtbot.waitUntil(lambda: "All doors are locked" in page.notice.text.text())
    assert "Anna: somebody in the yard" in page.notice.text.text()
    app.actor = NOBODY
    page.follow_rights()
    assert not page.notice.text.text()
    app.actor = desk.actor
    page.follow_rights()
    desk.order(AllDoors.NORMAL, "he has left", now=datetime.now(UTC))
    page.follow_rights()
    qtbot.waitUntil(lambda: "locked" not in page.notice.text.text())


def test_a_lock_down_that_is_not_on_record_stands_above_the_doors_and_what_cannot_be_read_opens_no_dialog(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"))
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    page = live(window(app))
    Desk(app, app.actor).order(AllDoors.OPEN, "a drill", now=datetime.now(UTC))
    qtbot.waitUntil(lambda: "All doors are open" in page.notice.text.text())
    app.people.set_setting(ORDER, "no order")
    page._read_order()
    app.doors.orders.lock_down(Order(AllDoors.LOCKED, at=datetime.now(UTC)))
    qtbot.waitUntil(lambda: "That could not be recorded" in page.notice.text.text())
    assert QApplication.activeModalWidget() is None


def test_the_last_order_that_was_read_stands_above_the_doors_while_none_can_be_read(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    page = live(window(app))
    app.doors.orders.end()  # now this window knows only what is on record, as beside a running service
    assert app.doors.orders._thread is not None
    app.doors.orders._thread.join()
    given = {"doors": "open", "who": "Otto", "why": "a drill", "at": datetime.now(UTC).isoformat(), "number": 1}
    app.people.set_setting(ORDER, json.dumps(given))
    page._read_order()
    qtbot.waitUntil(lambda: "Otto: a drill" in page.notice.text.text())
    app.people.set_setting(ORDER, "no order")
    page._read_order()
    done: list[None] = []
    run_in_background(lambda job: None, done=done.append)  # told after what was read before
    qtbot.waitUntil(lambda: bool(done))
    assert "Otto: a drill" in page.notice.text.text()


def test_who_is_renamed_or_erased_is_so_among_the_last_events_too(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    ada = app.people.add("Ada", consent_text="1", consent_at=datetime.now(UTC))
    app.log.record(
        AccessEvent(
            datetime.now(UTC), "door", "camera", Outcome.OPENED, Reason.GRANTED, "Welcome, Ada.", ada.id, ada.name
        )
    )
    page = live(window(app))
    qtbot.waitUntil(lambda: page.events.count() == 1)
    assert "Ada" in page.events.item(0).text()
    desk = Desk(app, app.actor)
    desk.rename(ada.id, "Eve", now=datetime.now(UTC))
    qtbot.waitUntil(lambda: page.tiles[0].video.names[ada.id] == "Eve")
    desk.remove_person(ada.id, erase=True, now=datetime.now(UTC))
    qtbot.waitUntil(lambda: page.events.count() == 1 and "Ada" not in page.events.item(0).text())
    assert "Ada" not in page.events.item(0).toolTip()
    assert ada.id not in page.tiles[0].video.names


def test_who_is_erased_while_the_last_events_are_read_is_not_shown_by_them(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    now = datetime.now(UTC)
    ada = app.people.add("Ada", consent_text="1", consent_at=now)
    app.log.record(AccessEvent(now, "door", "camera", Outcome.OPENED, Reason.GRANTED, "", ada.id, ada.name))
    page = live(window(app))
    qtbot.waitUntil(lambda: page.events.count() == 1)
    read, erased, query = threading.Event(), threading.Event(), app.log.query

    def slow(**which: Any) -> list[AccessEvent]:
        found = query(**which)
        read.set()
        assert erased.wait(60)
        return found

    monkeypatch.setattr(app.log, "query", slow)
    page.events.clear()
    page._read_earlier()
    assert read.wait(60)
    Desk(app, app.actor).remove_person(ada.id, erase=True, now=now)
    erased.set()
    qtbot.waitUntil(lambda: page.events.count() == 1 and "Ada" not in page.events.item(0).text())
    assert ada.id not in page.tiles[0].video.names


def test_a_click_that_had_to_wait_opens_no_door(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    with pytest.raises(DoorError, match="too old"):
        Desk(app, app.actor).open_by_hand(
            app.doors.watches[0].door, "delivery", now=datetime.now(UTC), deadline=app.doors.clock() - 1
        )
    assert not app.doors.watches[0].door.is_open
    assert [event.reason for event in app.log.query()] == [Reason.RELAY_FAILED, Reason.BY_HAND]


def test_a_pad_that_must_wait_counts_and_takes_nothing(qtbot: QtBot) -> None:
    pad = PinPad()
    qtbot.addWidget(pad)
    pad.show()
    pad.ask(1, "Ada")
    QTest.keyClicks(pad, "2580")
    with qtbot.waitSignal(pad.entered) as sent:
        pad.enter.click()
    assert sent.args == [1, "2580"]
    QTest.keyClicks(pad, "1")  # the answer is still out
    assert pad.dots.text() == ""
    pad.say(1, "", 90.0)
    assert "1:30" in pad.said.text()
    QTest.keyClicks(pad, "1")
    assert pad.dots.text() == ""
    pad.ask(2, "Bob")  # the wait is not theirs
    QTest.keyClicks(pad, "1")
    assert pad.dots.text() == "●"
    pad.say(1, "Wrong PIN")  # nor is an answer that comes late
    assert (pad.dots.text(), pad.said.text()) == ("●", "")
    pad.ask(1, "Ada")
    assert pad.dots.text() == ""


@pytest.mark.slow
def test_a_fault_of_the_liveness_check_is_seen(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    sitter = Sitter("resident-001")
    # A door that asks for depth, before a camera that delivers none.
    app = program(captures=lambda source: sitter, recognise=False, liveness=LivenessMode.DEPTH)
    session = app.enrolment()
    assert session.offer(photo("resident-001")).taken
    Desk(app, app.actor).register(session, "Ada", now=datetime.now(UTC))
    app.doors.start_recognition()
    page = live(window(app))
    banner = page.tiles[0].banner
    qtbot.waitUntil(lambda: banner.saying is not None and banner.saying.headline == "Liveness could not be checked")
    assert banner.saying is not None
    assert "no depth" in banner.saying.detail
    assert (banner.saying.icon, banner.saying.kind) == ("warning", "bad")
    assert app.log.count(outcome=Outcome.OPENED) == 0
    assert "A photo may pass" in page.notice.text.text()
    assert "Models page" in page.notice.text.text()
    # What somebody is asked to do comes before what was decided about them earlier.
    watch = app.doors.watches[0]

    def asks_for_a_turn() -> bool:
        if watch.seen is None or not watch.seen.sightings:
            return False
        asked = {watch.seen.sightings[0].track_id: "Please turn your head to the left."}
        watch.seen = replace(watch.seen, requests=asked)
        page.tiles[0].pull(app.doors.clock())
        return banner.saying is not None and banner.saying.icon == "left"

    qtbot.waitUntil(asks_for_a_turn)


@pytest.mark.slow
def test_both_of_two_who_stand_half_behind_each_other_are_asked_to_step_apart(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    sitter = Sitter("stranger-010", "visits")
    sitter.show(half_behind("stranger-010", "stranger-008", aside=60))
    banner = live(window(program(captures=lambda source: sitter))).tiles[0].banner
    asked = "Please step apart, so that each face can be seen."
    qtbot.waitUntil(lambda: banner.saying is not None and banner.saying.headline == asked)
    assert banner.saying is not None
    assert banner.saying.detail == "", "it is said to both"


OPENS = {Reason.GRANTED, Reason.PASSBACK_OPENED, Reason.BY_HAND, Reason.OPENED_FOR_ALL, Reason.HOLD_BEGUN}
NOTED = {Reason.HOLD_ENDED, Reason.HOLD_LOCKED, Reason.PRESENCE_CORRECTED}  # of the door or the list, and nobody's face


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_an_icon_and_a_colour(reason: Reason) -> None:
    outcome = Outcome.OPENED if reason in OPENS else Outcome.REFUSED
    saying = wording.about(Decision(outcome, reason, "As the core says.", 1, value=30.0), "Ada")
    assert saying.headline
    kinds = {"good"} if reason in OPENS else {"idle"} if reason in NOTED else {"warning", "bad"}
    assert saying.kind in kinds
    assert (assets() / f"icons/{saying.icon}.svg").is_file()
    assert wording.reason(reason) != reason.value.replace("_", " ")
    if reason is Reason.PIN_WAIT:
        assert "30 seconds" in saying.detail


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.PIN_WAIT}))
def test_no_banner_says_how_alike_a_face_is(reason: Reason) -> None:
    """Who tries masks or pictures must not learn what brings them nearer. PIN_WAIT shows its value, so this can fail."""

    def said(similarity: float, reason: Reason) -> wording.Saying:
        match = Match(1, similarity, 0.1, Pairing.BARE_BARE)
        return wording.about(
            Decision(Outcome.REFUSED, reason, "As the core says.", 1, match, 100 * similarity, 50.0), "Ada"
        )

    assert said(0.49, reason) == said(0.11, reason)
    assert said(0.49, Reason.PIN_WAIT) != said(0.11, Reason.PIN_WAIT)


HOURS = describe(Schedule("s", (parse_hours("mon-fri 08:00-18:00"),)))


@pytest.mark.parametrize("spoken", language.SPOKEN)
@pytest.mark.parametrize(
    ("reason", "message"),
    [
        (Reason.NOT_KNOWN, "Not known. Please register at the door desk."),
        (Reason.AMBIGUOUS, "Not sure who you are. Please look straight into the camera."),
        (Reason.OUTSIDE_HOURS, Message("Outside your hours: {hours}.", hours=HOURS)),
        (Reason.COOLDOWN, "The door has just opened for you."),
        (
            Reason.LIVENESS_UNCHECKED,
            Message(
                "Liveness could not be checked ({trouble}). Please ask at the door desk.",
                trouble=Message("the camera delivers no depth"),
            ),
        ),
        (
            Reason.LIVENESS_UNCHECKED,
            Message(
                "Liveness could not be checked in time. {remedy}", remedy=Message("Please come closer and hold still.")
            ),
        ),
        (Reason.NO_PIN, "This door asks for a PIN and you have none. Please ask at the door desk."),
        (Reason.BLOCKED, "Your access is blocked. Please ask at the door desk."),
        (Reason.PIN_WRONG, "This PIN is wrong."),
    ],
)
def test_no_banner_says_the_same_twice(qapp: QApplication, spoken: str, reason: Reason, message: str) -> None:
    language.apply(qapp, spoken)
    saying = wording.about(Decision(Outcome.REFUSED, reason, message, 1), "Ada")
    headline = saying.headline.rstrip(".。").casefold()
    assert headline not in saying.detail.casefold()
    if spoken != "en":
        assert "please" not in f"{saying.headline} {saying.detail}".casefold()


def test_the_colour_of_a_known_face_is_that_of_the_banner() -> None:
    colours = {"good": BoxColour.GREEN, "warning": BoxColour.YELLOW, "bad": BoxColour.RED}
    for reason in set(Reason) - NOTED - {Reason.HOLD_BEGUN}:
        kind = wording.about(Decision(Outcome.REFUSED, reason, "As the core says.", 1), "Ada").kind
        assert box_colour(True, MaskState.BARE, MaskRule.OPTIONAL, reason) is colours[kind], reason


def colours_of(video: Video) -> Counter[str]:
    """How often a colour of the boxes is on the screen."""
    picture = video.grab().toImage()
    points = ((x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2))
    return Counter(picture.pixelColor(x, y).name() for x, y in points)


def test_a_small_picture_shows_all_of_what_is_to_be_done_about_its_camera(
    qtbot: QtBot, program: Callable[..., App]
) -> None:
    held = (
        "The camera is held by process 123456 (`gatekeeper run`, since 10:22), and only one program can read a device."
    )

    def no_camera(source: Source) -> Capture:
        raise CameraError(held)

    video = Video(program(captures=no_camera, recognise=False).doors.watches[0])
    qtbot.addWidget(video)
    video.resize(264, 198)
    pictures = []
    for last in ("program", "machine"):
        video.trouble = f"{held} Choose another camera, or end that {last}."
        pictures.append(video.grab().toImage())
    assert pictures[0] != pictures[1]


@pytest.mark.slow
def test_a_refused_person_has_no_green_frame_and_no_public_name(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    session = app.enrolment()
    assert session.offer(photo("resident-001")).taken
    desk = Desk(app, app.actor)
    ada = desk.register(session, "Ada Lovelace", now=datetime.now(UTC))
    desk.set_blocked(ada.id, True, now=datetime.now(UTC))
    signed_in, app.actor = app.actor, NOBODY
    shown = window(app)
    tile = live(shown).tiles[0]
    app.doors.start_recognition()

    def says(headline: str) -> Callable[[], bool]:
        return lambda: tile.banner.saying is not None and tile.banner.saying.headline == headline

    qtbot.waitUntil(says("No access"))
    assert tile.banner.saying is not None
    assert "blocked" in tile.banner.saying.detail
    qtbot.waitUntil(lambda: colours_of(tile.video)[BOX_COLOURS[BoxColour.RED]] > 20)
    assert colours_of(tile.video)[BOX_COLOURS[BoxColour.GREEN]] == 0
    shown._let_in(signed_in)  # the desk reads who it is
    qtbot.waitUntil(says("No access, Ada Lovelace"))


@pytest.mark.slow
def test_where_two_stand_there_each_answer_says_whose_it_is(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    class Two(Sitter):
        def pose(self, kind: str, number: int) -> None:
            left, right = photo("resident-001"), photo("stranger-001", "bare", 0, "visits")
            height = min(left.shape[0], right.shape[0])
            self._frames = clip(np.hstack([left[:height], right[:height]]), number, 100_000)

    app = program(captures=lambda source: Two(""), recognise=False)
    session = app.enrolment()
    assert session.offer(photo("resident-001")).taken
    desk = Desk(app, app.actor)
    ada = desk.register(session, "Ada", now=datetime.now(UTC))
    desk.set_blocked(ada.id, True, now=datetime.now(UTC))
    tile = live(window(app)).tiles[0]
    said: list[str] = []
    tile.banner.said.connect(lambda saying: said.append(f"{saying.headline}. {saying.detail}"))
    app.doors.start_recognition()
    unknown = "Not known. For the person on the right of the picture. Please register at the door desk."
    qtbot.waitUntil(lambda: unknown in said and any(one.startswith("No access, Ada.") for one in said))

    def plates() -> set[str]:
        seen = tile.watch.seen
        return set() if seen is None else {tile.video.plate_of(seen, one) for one in seen.decisions.values()}

    qtbot.waitUntil(
        lambda: plates() == {"Ada: Blocked", "Not known"}
    )  # in one picture: a busy machine may lose one of them


def test_the_public_screen_keeps_what_is_for_the_desk(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    def no_camera(source: Source) -> Capture:
        raise CameraError("The camera rtsp://admin:secret@10.0.0.7/live cannot be opened.", "Is it plugged in?")

    app = program(captures=no_camera)
    shown = window(app)
    page = live(shown)
    tile = page.tiles[0]
    qtbot.waitUntil(lambda: "10.0.0.7" in tile.video.trouble)
    qtbot.waitUntil(page.notice.isVisible)
    app.bus.publish(DoorFailed("door", "The door's serial port /dev/ttyACM0 cannot be opened: gone"))
    qtbot.waitUntil(lambda: "ttyACM0" in tile.failure.text())
    shown.lock()
    qtbot.waitUntil(lambda: tile.video.trouble == "No picture")
    seen = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "Does not answer" in seen
    assert not any(word in text for text in seen for word in ("10.0.0.7", "ttyACM0", "A photo may pass"))
    app.doors.watches[0].door.alarms = (
        Reason.HELD_OPEN,
    )  # what the contact at the door tells is for whoever stands there
    qtbot.waitUntil(lambda: tile.failure.isVisible() and tile.failure.text() == "Door stands open")
    app.doors.watches[0].door.alarms = ()
    qtbot.waitUntil(lambda: not tile.failure.isVisible())


@pytest.mark.slow
def test_people_at_the_door_read_that_the_desk_has_opened_and_the_list_names_who_and_where(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    settings = Settings(doors=(DoorSettings("Front door", unlock_seconds=1.5),))
    app = program(settings, captures=lambda source: Sitter("resident-001"), recognise=True)
    app.actor = Actor("Anna", Role.OPERATOR)
    shown = window(app)
    page = live(shown)
    banner = page.tiles[0].banner
    qtbot.waitUntil(lambda: app.doors.loop is not None)
    Desk(app, app.actor).open_by_hand(app.doors.watches[0].door, "delivery", now=datetime.now(UTC))
    qtbot.waitUntil(lambda: banner.saying is not None and banner.saying.headline == "The door is open")
    assert banner.saying is not None
    assert (banner.saying.kind, "desk" in banner.saying.detail) == ("good", True)
    # Whoever stands there may be on record above it by now, as somebody unknown.
    listed = [page.events.item(row).text().splitlines() for row in range(page.events.count())]
    ((_, what, door),) = (lines for lines in listed if lines[0] == "Anna")
    assert what.endswith("Opened by hand")
    assert door == "Front door"
    qtbot.waitUntil(lambda: banner.saying is not None and banner.saying.headline != "The door is open")


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_turn_of_the_head_is_asked_for_with_an_arrow(side: str) -> None:
    asked = wording.request(f"Please turn your head to the {side}.")
    assert (asked.icon, asked.headline) == (side, f"Please turn your head to the {side}.")
    assert wording.request("Please look straight into the camera.").icon == "face"


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


def test_what_a_pad_says_is_as_large_as_its_keys_are_for_touch(qtbot: QtBot) -> None:
    small, large = PinPad(), PinPad(key_px=84)
    for pad in (small, large):
        qtbot.addWidget(pad)
        pad.resize(490, 440)  # beside the picture on a panel of 1280 x 800
        pad.ask(1, "Maximiliane Bartholomäa von und zu Hohenschwangau")
        pad.say(1, "Wrong PIN")
        pad.show()
    for label in (large.heading, large.said):
        assert label.fontInfo().pixelSize() >= 20
        assert label.height() >= label.heightForWidth(label.width())  # nothing is cut
    assert large.keys["5"].height() >= small.keys["5"].height() * 1.25
