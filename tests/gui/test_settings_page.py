"""Settings in the window: checked at their fields, saved to the real file and database, followed by a running door."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import DEMO
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.config import FILE, DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import LivenessMode, Reason, Role
from gatekeeper.door.liveness import MODEL
from gatekeeper.door_rule import DoorRule, MaskRule, SecondFactor
from gatekeeper.errors import AuthError, ConfigError, DoorError
from gatekeeper.gui.core import theme
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.language import SPOKEN_HERE
from gatekeeper.gui.pages.settings import SettingsPage, preview
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.store.accounts import Actor
from gatekeeper.vision.liveness import PassiveLiveness

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
CAMERAS, DOORS, RECOGNITION, LOG, ALARMS, WINDOW = range(6)


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    app = open_home()
    app.settings = Settings(doors=(DoorSettings(liveness="off", second_factor="none"),))
    return app


@pytest.fixture
def bridge(app: App) -> Iterator[Bridge]:
    bridge = Bridge(app.bus)
    yield bridge
    bridge.close()


@pytest.fixture
def page(app: App, bridge: Bridge, qtbot: QtBot) -> Iterator[SettingsPage]:
    page = SettingsPage(app, bridge)
    qtbot.addWidget(page)
    page.resize(1100, 760)
    with qtbot.waitSignal(page.loaded):
        page.show()
    yield page
    page.hide()
    theme.apply(QApplication.instance())  # type: ignore[arg-type]


def save(page: SettingsPage, qtbot: QtBot) -> None:
    assert page.save.isEnabled(), page.said.text()
    with qtbot.waitSignal(page.loaded):
        page.save.click()


def test_a_change_is_in_the_file_the_database_and_the_audit(
    app: App, page: SettingsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not page.save.isEnabled()
    station = app.doors.station(app.doors.open_door())
    page.cameras.form.fields["name"].setText("entrance")  # type: ignore[attr-defined]
    page.recognition.fields["fmr"].setCurrentIndex(1)  # type: ignore[attr-defined]
    page.doors.form.fields["mask"].setCurrentIndex(1)  # type: ignore[attr-defined]
    page.window_.fields["lock_minutes"].setValue(3)  # type: ignore[attr-defined]
    page.doors.form.fields["kiosk_greets"].setCurrentIndex(1)  # type: ignore[attr-defined]
    assert "cameras" in page.said.text()
    assert page.cameras.names.item(0).text() == "entrance"
    before = station.policy
    save(page, qtbot)
    assert not page.changed

    written = Settings.load(app.home)
    assert (written.camera.name, written.recognition.fmr, written.window.lock_minutes) == ("entrance", 1e-3, 3)
    assert (written.door.kiosk_greets, written.door.kiosk_sounds) == (True, False)
    assert written == app.settings
    # What a door asks has one place: the database.
    assert "mask" not in (app.home / FILE).read_text()
    assert app.people.door_rule("door").mask.value == "required"
    app.doors.keep_up(station)
    assert station.rule.mask.value == "required"
    assert station.policy != before
    acts = {act.act: act for act in app.accounts.acts()}
    assert "must be worn" in acts["door's rule changed"].detail
    assert acts["settings changed"].about == "cameras, doors, recognition, window"


def test_a_mistake_is_shown_at_its_field_and_nothing_is_saved(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    page.cameras.add.click()
    page.cameras.form.fields["name"].setText("camera")  # type: ignore[attr-defined]
    page.sections.setCurrentRow(WINDOW)
    with qtbot.waitSignal(page.refused):
        page.save.click()
    assert page.sections.currentRow() == CAMERAS
    assert page.cameras.names.currentRow() == 1
    # As people say it, without the names of file and setting.
    assert page.cameras.form.wrong("name") == "Two cameras are called 'camera'. Give each its own name."
    page.cameras.form.fields["name"].clear()  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.refused):
        page.save.click()
    assert page.cameras.form.wrong("name") == "Enter a name."
    assert page.cameras.form.fields["name"].hasFocus()
    page.cameras.form.fields["name"].setText("gate")  # type: ignore[attr-defined]

    page.sections.setCurrentRow(DOORS)
    page.doors.form.fields["timezone"].setCurrentText("Mars/Base")  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.refused):
        page.save.click()
    assert "Mars/Base" in page.doors.form.wrong("timezone")
    assert not page.cameras.form.wrong("name")
    page.doors.form.fields["timezone"].setCurrentText("UTC")  # type: ignore[attr-defined]
    page.doors.form.fields["relay"].setText("foo:bar")  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.refused):
        page.save.click()
    assert page.doors.form.wrong("relay").startswith("“Relay” cannot be foo:bar. It must be ")
    assert not (app.home / FILE).exists()
    assert app.people.door_rule("door").timezone == "UTC"

    with qtbot.waitSignal(page.loaded):
        page.undo.click()
    assert not page.changed
    assert page.cameras.names.count() == 1


def test_a_door_with_a_space_at_its_end_stays_the_one_whose_rule_is_stored(
    app: App, bridge: Bridge, qtbot: QtBot
) -> None:
    (app.home / FILE).write_text('[[door]]\nname = "gate "\n[[camera]]\nname = " by the gate"\ndoor = "gate "\n')
    app.settings = Settings.load(app.home)
    app.people.save_door_rule(replace(app.settings.door.rule(), groups={"staff": None}))
    page = SettingsPage(app, bridge)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.loaded):
        page.show()
    page.doors.form.fields["held_seconds"].setValue(7)  # type: ignore[attr-defined]
    page.cameras.form.fields["mirror"].setCurrentIndex(1)  # type: ignore[attr-defined]
    save(page, qtbot)
    written = Settings.load(app.home)
    assert [(door.name, door.held_seconds) for door in written.doors] == [("gate ", 7)]
    assert [(camera.name, camera.door, camera.mirror) for camera in written.cameras] == [
        (" by the gate", "gate ", True)
    ]
    assert app.people.doors() == ["gate "]
    assert app.people.door_rule("gate ").groups == {"staff": None}


def test_a_door_is_added_watched_and_removed(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    page.sections.setCurrentRow(DOORS)
    assert not page.doors.remove.isEnabled()
    name = page.doors.form.fields["name"]
    assert not name.isEnabled()
    assert "stored under this name" in name.accessibleDescription(), "why it is grey"
    page.doors.add.click()
    assert name.isEnabled()
    assert "stored" not in name.accessibleDescription()
    page.doors.form.fields["name"].setText("yard")  # type: ignore[attr-defined]
    page.doors.form.fields["unlock_seconds"].setValue(7)  # type: ignore[attr-defined]
    assert not page.doors.test_relay.isEnabled()  # it is not there yet
    page.sections.setCurrentRow(CAMERAS)
    page.cameras.names.setCurrentRow(0)
    page.cameras.show_again()
    page.cameras.form.put("door", "yard")
    page.cameras.take_row()
    save(page, qtbot)
    assert [door.name for door in app.settings.doors] == ["door", "yard"]
    assert app.settings.door_of(app.settings.camera).name == "yard"
    assert app.people.door_rule("yard").unlock_seconds == 7

    page.doors.names.setCurrentRow(1)
    page.doors.remove.click()
    save(page, qtbot)
    assert [door.name for door in Settings.load(app.home).doors] == ["door"]
    assert app.settings.camera.door == ""


def test_a_camera_is_looked_at_before_it_is_saved(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    page.cameras.form.fields["source"].setText("nowhere")  # type: ignore[attr-defined]
    page.cameras.show_picture.click()
    assert "no camera 'nowhere'" in page.cameras.preview.said.text()
    page.cameras.form.fields["source"].setText(str(DEMO / "people/resident-001/bare"))  # type: ignore[attr-defined]
    assert page.cameras.preview.picture.pixmap().isNull()
    page.cameras.show_picture.click()
    qtbot.waitUntil(lambda: not page.cameras.preview.picture.pixmap().isNull())
    assert "360 × 360" in page.cameras.preview.said.text()


def test_a_running_camera_without_a_picture_says_why(
    app: App, bridge: Bridge, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = replace(app.settings.camera, source=str(tmp_path / "none.mp4"))
    app.settings = replace(app.settings, cameras=(lost,))
    app.doors.open_cameras()
    page = SettingsPage(app, bridge)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.loaded):
        page.show()
    said = page.cameras.preview.said
    qtbot.waitUntil(lambda: "There is no file or folder" in said.text())
    assert said.property("kind") == "bad"
    # Who asks for the picture is brought to the answer once, though the text counts the seconds of some faults.
    shown: list[QWidget] = []
    seconds = count()
    monkeypatch.setattr(preview, "bring_into_view", shown.append)
    monkeypatch.setattr(preview, "trouble_of", lambda watch, now: f"no picture for {next(seconds)} s")
    page.cameras.preview.show_source(lost.source, open_=True)
    qtbot.waitUntil(lambda: "for 5 s" in said.text())
    assert shown == [page.cameras.preview]
    page.hide()


@pytest.mark.slow
def test_a_cameras_password_is_shown_to_nobody_and_stays(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    source = page.cameras.form.fields["source"]
    assert isinstance(source, QLineEdit)
    source.setText("rtsp://guard:s3cret@127.0.0.1:9/a?token=t0ken")
    save(page, qtbot)
    assert source.text() == "rtsp://***@127.0.0.1:9/a?token=***"
    assert not page.changed
    source.setText("rtsp://***@127.0.0.1:9/b?token=***")
    save(page, qtbot)
    assert Settings.load(app.home).camera.source == "rtsp://guard:s3cret@127.0.0.1:9/b?token=t0ken"
    page.cameras.show_picture.click()
    qtbot.waitUntil(lambda: "cannot be opened" in page.cameras.preview.said.text())
    assert "s3cret" not in page.cameras.preview.said.text()
    source.setText("rtsp://guard:pa/s3cret@127.0.0.1/a")
    with qtbot.waitSignal(page.refused):
        page.save.click()
    assert "%2F" in page.cameras.form.wrong("source")
    assert "s3cret" not in page.cameras.form.wrong("source")
    assert Settings.load(app.home).camera.source.startswith("rtsp://guard:s3cret@")


def test_a_camera_mounted_on_its_side_is_set_upright_while_one_looks(
    app: App, page: SettingsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "clip").mkdir()
    picture = np.zeros((60, 120, 3), np.uint8)
    picture[:, :60] = 255  # bright on the left
    cv2.imwrite(str(tmp_path / "clip/0.png"), picture)
    page.cameras.form.fields["source"].setText(str(tmp_path / "clip"))  # type: ignore[attr-defined]
    page.cameras.show_picture.click()
    shown = page.cameras.preview.picture

    def bright(left: float, top: float) -> bool:
        image = shown.pixmap().toImage()
        return image.pixelColor(int(left * image.width()), int(top * image.height())).lightness() > 200

    def stands() -> bool:
        return shown.pixmap().height() > shown.pixmap().width()

    qtbot.waitUntil(lambda: not shown.pixmap().isNull() and bright(0.1, 0.9) and not bright(0.9, 0.9))
    rotate, mirror = page.cameras.form.fields["rotate"], page.cameras.form.fields["mirror"]
    assert isinstance(rotate, QComboBox)
    assert isinstance(mirror, QComboBox)
    mirror.setCurrentIndex(mirror.findData(True))
    qtbot.waitUntil(lambda: bright(0.9, 0.9) and not bright(0.1, 0.9))
    mirror.setCurrentIndex(mirror.findData(False))
    rotate.setCurrentIndex(rotate.findData(90))
    qtbot.waitUntil(lambda: stands() and bright(0.9, 0.1) and not bright(0.9, 0.9))
    save(page, qtbot)
    app.settings = Settings.load(app.home)
    assert app.settings.camera.rotate == 90
    app.doors.open_cameras()
    frame = app.doors.watches[0].camera.frames.get(timeout=60)
    assert frame is not None
    assert frame.image.shape == (120, 60, 3)


def test_a_relay_is_tried_and_the_trial_is_on_record(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    page.sections.setCurrentRow(DOORS)
    page.doors.form.fields["relay"].setText("serial:/dev/none")  # type: ignore[attr-defined]
    page.doors.test_relay.click()
    qtbot.waitUntil(lambda: "/dev/none" in page.doors.form.wrong("relay"))
    page.doors.form.fields["relay"].setText("simulated")  # type: ignore[attr-defined]
    qtbot.waitUntil(page.doors.test_relay.isEnabled)
    page.doors.form.fields["unlock_seconds"].setValue(0.5)  # type: ignore[attr-defined]
    save(page, qtbot)
    page.doors.test_relay.click()
    qtbot.waitUntil(lambda: "answered" in page.doors.form.wrong("relay"))
    event = app.log.query(limit=1)[0]
    assert event.reason is Reason.BY_HAND
    assert "test of the relay simulated" in event.message


def seen(label: QLabel) -> bool:
    """Whether all that it says can be read without scrolling."""
    whole = label.height() >= label.heightForWidth(label.width())
    return whole and label.visibleRegion().boundingRect() == label.rect()


def test_the_answer_of_a_camera_or_relay_is_scrolled_to(page: SettingsPage, qtbot: QtBot) -> None:
    theme.apply(QApplication.instance())  # type: ignore[arg-type]
    page.resize(1100, 420)
    page.cameras.form.fields["source"].setText(f"/nowhere/{'far and ' * 20}away.mp4")  # type: ignore[attr-defined]
    page.cameras.show_picture.click()
    qtbot.waitUntil(lambda: seen(page.cameras.preview.said))
    assert page.cameras.preview.said.property("kind") == "bad"
    page.sections.setCurrentRow(DOORS)
    port = f"/dev/none-{os.getpid()}"  # a port is claimed of the whole machine: no other run of the tests has this one
    page.doors.form.fields["relay"].setText(f"serial:{port}")  # type: ignore[attr-defined]
    page.doors.test_relay.click()
    page.pages.currentWidget().verticalScrollBar().setValue(10_000)  # type: ignore[union-attr]
    qtbot.waitUntil(page.doors.test_relay.isEnabled)
    assert page.doors.form.wrong("relay") == f"There is no serial port {port}. Check cable and port."
    (said,) = (label for label in page.doors.findChildren(QLabel) if port in label.text())
    qtbot.waitUntil(lambda: seen(said))


def test_what_was_wrong_is_said_no_longer_than_it_is_so(page: SettingsPage, qtbot: QtBot) -> None:
    page.sections.setCurrentRow(DOORS)
    relay = page.doors.form.fields["relay"]
    assert isinstance(relay, QLineEdit)
    before = relay.text()

    def refuse() -> None:
        relay.setText("foo:bar")
        with qtbot.waitSignal(page.refused):
            page.save.click()
        assert "foo:bar" in page.doors.form.wrong("relay")
        assert "foo:bar" in page.said.text()

    refuse()
    relay.setText("shelly:door.example")
    assert page.doors.form.wrong("relay") == ""
    assert "foo:bar" not in page.said.text()
    refuse()
    relay.setText(before)
    assert (page.doors.form.wrong("relay"), page.said.text()) == ("", "")
    refuse()
    with qtbot.waitSignal(page.loaded):
        page.undo.click()
    assert (page.doors.form.wrong("relay"), page.said.text()) == ("", "")
    # Nor is anything cut that stands beside it.
    texts = [label for label in page.doors.form.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    qtbot.waitUntil(lambda: all(label.height() >= label.heightForWidth(label.width()) for label in texts))


def test_what_raises_an_alarm_is_set_here_and_the_watch_list_elsewhere(
    app: App, page: SettingsPage, qtbot: QtBot
) -> None:
    page.sections.setCurrentRow(ALARMS)
    page.alarms.fields["sound"].setCurrentIndex(1)  # type: ignore[attr-defined]
    page.alarms.fields["unknown_times"].setValue(3)  # type: ignore[attr-defined]
    # Meanwhile the Alarms page turns the watch list on.
    on = replace(app.settings, alarms=replace(app.settings.alarms, watch_list=True))
    Desk(app, app.actor).save_settings(on, now=NOW)
    assert "as soon as it is saved" in page.said.text()
    save(page, qtbot)
    stored = Settings.load(app.home).alarms
    assert (stored.sound, stored.unknown_times, stored.watch_list) == (True, 3, True)
    assert not page.changed
    Desk(app, app.actor).save_settings(
        replace(app.settings, alarms=replace(app.settings.alarms, watch_list=False)), now=NOW
    )
    assert not page.changed, "nobody has changed anything here"


def test_the_window_changes_its_appearance_at_once(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    page.window_.fields["appearance"].setCurrentIndex(2)  # type: ignore[attr-defined]
    assert "as soon as it is saved" in page.said.text()
    save(page, qtbot)
    assert theme.colours() is theme.DARK


def test_only_an_administrator_may_change_settings(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    app.actor = Actor("Olga", Role.OPERATOR)
    with qtbot.waitSignal(page.loaded):
        page.load()
    assert not page.pages.isEnabled()
    assert "administrators" in page.said.text()
    desk = Desk(app, app.actor)
    with pytest.raises(AuthError):
        desk.save_settings(Settings(), now=NOW)
    with pytest.raises(AuthError):
        desk.test_relay(app.settings.door, now=NOW)


def test_nothing_is_half_saved(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(app, app.actor)
    rule, before = app.doors.rule(), app.settings
    wrong = replace(before, recognition=replace(before.recognition, fmr=0.5))
    with pytest.raises(ConfigError):
        desk.save_settings(wrong, {"door": {"unlock_seconds": 9.0}}, now=NOW)
    assert app.people.door_rule(rule.door) == rule
    with pytest.raises(DoorError):
        desk.test_relay(replace(before.door, relay="serial:/dev/none"), now=NOW)
    for impossible in (replace(rule, unlock_seconds=1e9), replace(rule, timezone="Mars")):
        with pytest.raises(ConfigError):
            desk.set_door_rule(impossible, now=NOW)
    # A file that cannot be written takes the rules back with it.
    to_its_place = Path.replace

    def full(part: Path, to: Path) -> Path:
        if to.name == FILE:
            raise OSError(28, "No space left on device")
        return to_its_place(part, to)

    monkeypatch.setattr(Path, "replace", full)
    looser = replace(before, recognition=replace(before.recognition, fmr=1e-2))
    with pytest.raises(ConfigError, match="cannot be written"):
        desk.save_settings(looser, {"door": {"unlock_seconds": 9.0}}, now=NOW)
    assert app.people.door_rule(rule.door) == rule
    assert app.settings == before
    assert [act.act for act in app.accounts.acts()] == []


def test_saving_an_old_page_keeps_the_present_rule_of_who_may_come_in(
    app: App, page: SettingsPage, qtbot: QtBot
) -> None:
    # The page was loaded while everybody might come in; somebody else has closed the door for most since.
    Desk(app, app.actor).set_door_rule(replace(app.doors.rule(), groups={"staff": None}, cooldown_seconds=60), now=NOW)
    page.doors.form.fields["unlock_seconds"].setValue(8)  # type: ignore[attr-defined]
    save(page, qtbot)
    rule = app.people.door_rule("door")
    assert (rule.groups, rule.cooldown_seconds, rule.unlock_seconds) == ({"staff": None}, 60, 8)


def test_a_door_that_comes_back_has_the_rule_it_had(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    before = DoorRule("yard", {"staff": None}, mask=MaskRule.REQUIRED, second_factor=SecondFactor.PIN)
    app.people.save_door_rule(before)
    page.sections.setCurrentRow(DOORS)
    page.doors.add.click()
    page.doors.form.fields["name"].setText("yard")  # type: ignore[attr-defined]
    page.doors.form.fields["unlock_seconds"].setValue(7)  # type: ignore[attr-defined]
    save(page, qtbot)
    assert app.people.door_rule("yard") == replace(before, unlock_seconds=7)


def test_changes_are_recorded_field_by_field_without_passwords(app: App) -> None:
    before = app.settings
    door = replace(before.door, liveness="passive")
    camera = replace(before.camera, source="rtsp://guard:secret@gate/1")
    changed = replace(
        before,
        doors=(door, DoorSettings("yard", relay="serial:COM3")),
        cameras=(camera,),
        recognition=replace(before.recognition, fmr=1e-3),
    )
    Desk(app, app.actor).save_settings(changed, now=NOW)
    act = next(act for act in app.accounts.acts() if act.act == "settings changed")
    assert "door door: photo protection: none → passive check" in act.detail
    assert "door yard added; door yard: relay: simulated → serial:COM3" in act.detail
    assert "false accepts: 1 in 10,000 → 1 in 1,000" in act.detail
    assert "camera camera: source: changed" in act.detail
    assert "secret" not in act.detail


@pytest.mark.slow
def test_a_restart_is_offered_for_what_waits_for_one(
    app: App, page: SettingsPage, bridge: Bridge, qtbot: QtBot
) -> None:
    page.recognition.fields["agree"].setValue(9)  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.refused):
        page.save.click()
    assert page.recognition.wrong("agree").startswith("“Frames that must agree” cannot be 9. More than half")
    page.recognition.fields["agree"].setValue(5)  # type: ignore[attr-defined]
    bridge.may_restart = True
    save(page, qtbot)
    assert page.restart.isHidden()
    device = page.recognition.fields["device"]
    device.setCurrentIndex(device.findData("cpu"))  # type: ignore[attr-defined]
    assert page.said.text() == "Will apply after a restart: what the networks run on."
    save(page, qtbot)
    assert app.settings.recognition.device == "cpu"
    page.cameras.form.fields["name"].setText("entrance")  # type: ignore[attr-defined]
    assert page.said.text() == "Will apply after a restart: cameras."
    save(page, qtbot)
    assert page.restart.isVisible()
    page.restart.click()
    box = page.findChild(QMessageBox, "restart")
    assert isinstance(box, QMessageBox)
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    (restart,) = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.AcceptRole]
    with qtbot.waitSignal(bridge.restart_wanted):
        restart.click()


def test_a_file_edited_by_hand_meanwhile_is_not_overwritten(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    Settings(window=replace(app.settings.window, lock_minutes=1)).save(app.home)
    page.recognition.fields["fmr"].setCurrentIndex(1)  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.refused):
        page.save.click()
    assert "changed meanwhile" in page.said.text()
    assert Settings.load(app.home).window.lock_minutes == 1


def test_input_during_saving_stays_and_remains_unsaved(app: App, page: SettingsPage, qtbot: QtBot) -> None:
    name, seconds = page.cameras.form.fields["name"], page.doors.form.fields["unlock_seconds"]
    assert isinstance(name, QLineEdit)
    name.setText("entrance")
    seconds.setValue(7)  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.saved):
        page.save.click()
        name.setText("entrance hall")
    assert (name.text(), page.changed, page.save.isEnabled()) == ("entrance hall", True, True)
    assert Settings.load(app.home).camera.name == "entrance"
    save(page, qtbot)
    assert (name.text(), page.changed) == ("entrance hall", False)
    assert Settings.load(app.home).camera.name == "entrance hall"
    assert app.doors.rule().unlock_seconds == 7


def test_a_rule_that_is_changed_elsewhere_is_shown_unless_somebody_is_changing_it(
    app: App, page: SettingsPage, bridge: Bridge, qtbot: QtBot
) -> None:
    seconds = page.doors.form.fields["unlock_seconds"]

    def elsewhere(value: float) -> None:
        Desk(app, app.actor).set_door_rule(replace(app.doors.rule(), unlock_seconds=value), now=NOW)
        bridge.acted.emit()

    with qtbot.waitSignal(page.loaded):
        elsewhere(9.0)
    assert seconds.value() == 9.0  # type: ignore[attr-defined]
    page.retention.fields["events_days"].setValue(30)  # type: ignore[attr-defined]
    elsewhere(4.0)
    save(page, qtbot)
    assert app.doors.rule().unlock_seconds == 4.0


def test_another_users_unsaved_changes_are_not_saved(
    app: App, bridge: Bridge, page: SettingsPage, qtbot: QtBot
) -> None:
    page.window_.fields["lock_minutes"].setValue(0)  # type: ignore[attr-defined]
    bridge.signed_in.emit(app.actor.name, True)  # who goes on after the lock goes on with it
    assert page.changed
    with qtbot.waitSignal(page.loaded):
        bridge.signed_in.emit("Berta", False)
    assert not page.changed
    assert page.window_.value("lock_minutes") == app.settings.window.lock_minutes


def test_a_tried_relay_leaves_nothing_but_its_event(app: App) -> None:
    app.doors.rule()
    left = list(app.doors._open_doors)
    event = Desk(app, app.actor).test_relay(DoorSettings("garage", unlock_seconds=0.5), now=NOW)
    assert event.door == "garage"
    assert app.people.doors() == ["door"]
    assert list(app.doors._open_doors) == left


def test_each_photo_protection_says_what_it_asks_and_how_often_it_errs(
    page: SettingsPage, app: App, qtbot: QtBot
) -> None:
    page.sections.setCurrentRow(DOORS)
    choice = page.doors.form.fields["liveness"]
    assert isinstance(choice, QComboBox)
    said = {}
    for mode in LivenessMode:
        choice.setCurrentIndex(choice.findData(mode.value))
        said[mode] = choice.accessibleDescription()
        assert said[mode] in [label.text() for label in page.doors.form.findChildren(QLabel) if label.isVisible()]
    assert "good photo" in said[LivenessMode.OFF]
    assert said[LivenessMode.PASSIVE].startswith("Asks nothing")
    assert "turn of the head" in said[LivenessMode.PASSIVE_ACTIVE]
    assert "public test" in said[LivenessMode.PASSIVE]
    assert app.liveness.shares is not None
    of_card = tuple(share.as_text(SPOKEN_HERE) for share in app.liveness.shares)
    assert all(figure in said[LivenessMode.PASSIVE] for figure in of_card)

    # Once the site has measured, its own figures stand there.
    network = PassiveLiveness(ModelCard.read(assets() / "models" / MODEL))
    rate = {"rate": 0.031, "low": 0.01, "high": 0.08, "presentations": 90}
    report = {"model": MODEL, "mark": network.fingerprint, "bpcer": rate, "apcer": {"print": {**rate, "rate": 0.021}}}
    app.liveness.accept({**report, "shown": {"print": 5, "phone": 5}}, NOW)
    page.undo.click()
    with qtbot.waitSignal(page.loaded):
        page.hide()
        page.show()
    choice.setCurrentIndex(choice.findData(LivenessMode.PASSIVE.value))
    told = choice.accessibleDescription()
    assert "measured here" in told
    assert "3.1" in told
    assert "2.1" in told
