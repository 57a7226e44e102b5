"""The registration wizard with a real camera, networks and database."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from conftest import DEMO
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.reports import export
from gatekeeper.domain import MaskState, Outcome
from gatekeeper.door.orders import AllDoors
from gatekeeper.gui.core import language, theme
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.pages.doors import DoorsPage, OrderDialog
from gatekeeper.gui.pages.enrol import EnrolPage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.models.recording import RecordingDialog
from gatekeeper.gui.widgets.guest import GuestDialog
from gatekeeper.gui.widgets.looking import LookingThrough
from gatekeeper.gui.widgets.video import Video
from gui.conftest import Sitter

ADA = "resident-001"


def begin(qtbot: QtBot, window: MainWindow, name: str) -> EnrolPage:
    """Fill in the first step and go on to the photos."""
    page = window.show_page(EnrolPage)
    assert isinstance(page, EnrolPage)
    assert not page.person.next.isEnabled()
    QTest.keyClicks(page.person.name, name)
    assert not page.person.next.isEnabled()
    page.person.agreed.setChecked(True)
    page.person.next.click()
    qtbot.waitUntil(lambda: page.photo.session is not None)
    return page


def with_files(qtbot: QtBot, page: EnrolPage, name: str, kind: str = "bare") -> None:
    files = photo_files(DEMO / "people" / name / kind)
    page.photo.offer_files(files)
    qtbot.waitUntil(lambda: page.photo.photos.count() + page.photo.refused.count() >= len(files))


def register(qtbot: QtBot, page: EnrolPage) -> None:
    qtbot.waitUntil(page.photo.next.isEnabled)
    with qtbot.waitSignal(page.enrolled):
        page.photo.next.click()


@pytest.mark.slow
def test_from_the_wizard_to_the_door_to_the_log(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], tmp_path: Path
) -> None:
    """A person is photographed by the camera, bare and masked, registered, let in by the same camera, and in the export."""
    sitter = Sitter(ADA)
    app = program(captures=lambda source: sitter)
    shown = window(app)
    page = begin(qtbot, shown, "Ada Lovelace")
    session = page.photo.session
    assert session is not None
    for taken in range(6):
        kind, number = ("bare", taken) if taken < 3 else ("masked", taken - 3)
        assert page.photo.wanted is MaskState(kind)
        with qtbot.waitSignal(page.photo.photos.model().rowsInserted):
            sitter.pose(kind, number)
    assert page.photo.wanted is None
    assert {p.mask for p in session.taken} == {MaskState.BARE, MaskState.MASKED}
    register(qtbot, page)
    assert page.steps.currentWidget() is page.done
    assert [p.name for p in app.people.list()] == ["Ada Lovelace"]

    live = shown.show_page(LivePage)
    assert isinstance(live, LivePage)
    welcome = Saying("Welcome, Ada Lovelace", "", "check", "good")
    with qtbot.waitSignal(live.tiles[0].banner.said, check_params_cb=lambda said: said == welcome):
        pass
    qtbot.waitUntil(lambda: any("Ada" in live.events.item(row).text() for row in range(live.events.count())))
    opened = app.log.query(outcome=Outcome.OPENED)
    assert {event.person_name for event in opened} == {"Ada Lovelace"}
    export(tmp_path / "log.csv", opened)
    rows = list(csv.DictReader((tmp_path / "log.csv").open()))
    assert {row["person_name"] for row in rows} == {"Ada Lovelace"}


def test_files_are_judged_and_the_refused_are_named_with_the_reason(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], tmp_path: Path
) -> None:
    page = begin(qtbot, window(program()), "Ada")
    good = photo_files(DEMO / "people" / ADA / "bare")
    blurred = tmp_path / "blurred.png"
    cv2.imwrite(str(blurred), cv2.GaussianBlur(load_photo(good[1]), (0, 0), 5))
    other = photo_files(DEMO / "people/resident-010/bare")[0]
    page.photo.offer_files([good[0], good[0], blurred, other, tmp_path / "missing.jpg"])
    qtbot.waitUntil(lambda: page.photo.refused.count() == 4)
    said = [page.photo.refused.item(row).text() for row in range(4)]
    for text, words in zip(said, ("same photo", "hold still", "another person", "does not exist"), strict=True):
        assert words in text
    assert said[1].startswith("blurred.png: ")
    assert said[3] == "missing.jpg does not exist. Check the path."
    assert page.photo.photos.count() == 1
    page.photo.photos.setCurrentRow(0)
    QTest.keyClick(page.photo.photos, Qt.Key.Key_Delete)
    assert page.photo.photos.count() == 0
    assert not page.photo.next.isEnabled()


def register_ada(qtbot: QtBot, shown: MainWindow) -> None:
    """Register Ada, and go on to the next person."""
    page = begin(qtbot, shown, "Ada")
    with_files(qtbot, page, ADA)
    register(qtbot, page)
    page.done.another_button.click()


@pytest.mark.slow
def test_somebody_known_is_shown_beside_the_new_one_and_given_the_photos(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program()
    shown = window(app)
    register_ada(qtbot, shown)
    page = begin(qtbot, shown, "Eve")
    with_files(qtbot, page, ADA, "masked")
    with_files(qtbot, page, ADA)
    qtbot.waitUntil(page.photo.next.isEnabled)
    page.photo.next.click()
    qtbot.waitUntil(lambda: page.steps.currentWidget() is page.twin)
    assert "Ada" in page.twin.is_same.text()
    with qtbot.waitSignal(page.enrolled):
        page.twin.is_same.click()
    assert [p.name for p in app.people.list()] == ["Ada"]
    assert len(app.people.photos(1)) > 3
    assert app.models.gallery.people == {1}


def test_a_long_name_leaves_all_choices_in_sight_when_two_look_alike(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], qapp: QApplication
) -> None:
    theme.apply(qapp, "light")
    language.apply(qapp, "de")  # whose buttons are the longest
    shown = window(program())
    register_ada(qtbot, shown)
    shown.app.people.rename(1, "Maximiliane Bartholomäa von und zu Hohenschwangau-Wittelsbach-Oettingen")
    page = begin(qtbot, shown, "Eve")
    with_files(qtbot, page, ADA)
    qtbot.waitUntil(page.photo.next.isEnabled)
    page.photo.next.click()
    qtbot.waitUntil(lambda: page.steps.currentWidget() is page.twin)
    assert "Maximiliane" in page.twin.is_same.text()
    assert page.minimumSizeHint().width() <= 897  # what the rail leaves of a screen of 1024
    theme.apply(qapp, "system")
    language.apply(qapp, "en")


@pytest.mark.parametrize("choice", ["is_other", "is_same"])
def test_a_double_click_registers_nobody_twice(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], choice: str
) -> None:
    app = program()
    shown = window(app)
    register_ada(qtbot, shown)
    before = len(app.people.photos(1))
    page = begin(qtbot, shown, "Eve, her twin")
    with_files(qtbot, page, ADA)
    qtbot.waitUntil(page.photo.next.isEnabled)
    page.photo.next.click()
    qtbot.waitUntil(lambda: page.steps.currentWidget() is page.twin)
    button = getattr(page.twin, choice)
    with qtbot.waitSignal(page.enrolled):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        page.twin.is_other.click()  # nor as another person besides
    after = run_in_background(lambda job: None, done=lambda nothing: None, worker="pictures")
    with qtbot.waitSignal(after.ended):
        pass
    assert [p.name for p in app.people.list()] == (["Ada", "Eve, her twin"] if choice == "is_other" else ["Ada"])
    assert page.said.text() == ""
    assert len(app.people.photos(1)) <= 2 * before


def test_a_camera_without_a_picture_is_told_and_files_are_asked_for_until_it_is_back(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    sitter = Sitter(ADA)
    app = program(captures=lambda source: sitter, recognise=False, slower=1.0)
    shown = window(app)
    page = begin(qtbot, shown, "Ada")
    step = page.photo
    video = step.findChild(Video)
    assert isinstance(video, Video)
    qtbot.waitUntil(lambda: step.photos.count() == 1)
    qtbot.waitUntil(lambda: video.trouble == "")  # a busy machine may have no picture for a moment
    sitter.plugged_in.clear()
    qtbot.waitUntil(lambda: step.banner.saying is not None and step.banner.saying.headline == "No picture")
    assert step.banner.saying is not None
    assert "Add files" in step.banner.saying.detail
    assert video.trouble.startswith(("No picture for", "The camera"))
    guest, measuring = GuestDialog(app, Desk(app, app.actor), None, shown), RecordingDialog(app, shown)
    qtbot.waitUntil(guest.take.isEnabled)
    guest.take.click()
    assert guest.said.text().startswith(("No picture for", "The camera"))
    measuring.show()
    seen = measuring.videos.currentWidget()
    assert isinstance(seen, Video)
    qtbot.waitUntil(lambda: seen.trouble != "")
    guest.close()
    measuring.close()
    with_files(qtbot, page, ADA)
    assert step.next.isEnabled()
    qtbot.waitUntil(lambda: step.banner.saying is not None and step.banner.saying.headline == "No picture")
    sitter.plugged_in.set()
    qtbot.waitUntil(lambda: step.banner.saying is not None and step.banner.saying.kind != "bad")


def test_many_dropped_photos_hold_up_no_order_and_can_be_stopped(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    shown = window(program(captures=lambda source: Sitter(ADA), recognise=False))
    page, doors = begin(qtbot, shown, "Ada"), shown.show_page(DoorsPage)
    assert isinstance(doors, DoorsPage)
    qtbot.waitUntil(lambda: doors.order is not None)
    shown.show_page(EnrolPage)
    files = photo_files(DEMO / "people" / ADA / "bare") * 100
    page.photo.offer_files(files)
    looking = page.photo.findChild(LookingThrough)
    assert isinstance(looking, LookingThrough)
    qtbot.waitUntil(looking.isVisible)
    assert looking.labelText().endswith(f" of {len(files)} photos judged.")
    shown.show_page(DoorsPage)
    doors.lock_all.click()
    dialog = doors.findChild(OrderDialog)
    assert isinstance(dialog, OrderDialog)
    dialog.reason.setText("a fight at the gate")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: doors.order is not None and doors.order.doors is AllDoors.LOCKED)
    assert page.photo.findChild(LookingThrough) is looking, "the photos are still being judged"
    judged = looking.value()
    qtbot.waitUntil(lambda: looking.value() > judged)
    assert not looking.isVisible(), "it does not lie over the doors"
    shown.show_page(EnrolPage)
    qtbot.waitUntil(looking.isVisible)
    (stop,) = looking.findChildren(QPushButton)
    with qtbot.waitSignal(looking.destroyed):
        stop.click()
    qtbot.waitUntil(lambda: page.photo.refused.count() > 0)
    assert page.photo.photos.count() > 0, "what was judged before is kept"
    assert page.photo.photos.count() + page.photo.refused.count() < len(files)


def test_going_back_to_change_something_registers_nobody(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program()
    shown = window(app)
    page = begin(qtbot, shown, "Ada")
    with_files(qtbot, page, ADA)
    qtbot.waitUntil(page.photo.next.isEnabled)
    page.photo.next.click()  # looks for somebody who is the same
    page.photo.back.emit()
    page.person.name.setText("Ada Lovelace")
    after = run_in_background(lambda job: None, done=lambda nothing: None, worker="pictures")
    with qtbot.waitSignal(after.ended):
        pass
    assert page.steps.currentWidget() is page.person
    assert app.people.list() == []
    page.person.next.click()
    qtbot.waitUntil(lambda: page.photo.session is not None)
    with_files(qtbot, page, ADA)
    register(qtbot, page)
    assert [p.name for p in app.people.list()] == ["Ada Lovelace"]


def folder_of(target: Path, people: dict[str, list[Path]]) -> Path:
    for name, files in people.items():
        (target / name).mkdir(parents=True)
        for path in files:
            (target / name / path.name).write_bytes(path.read_bytes())
    return target


def test_a_folder_is_registered_with_a_report_of_what_was_refused(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], tmp_path: Path
) -> None:
    app = program()
    page = window(app).show_page(EnrolPage)
    assert isinstance(page, EnrolPage)
    page.person.wants_import.emit()
    masked_only = photo_files(DEMO / "people/resident-003/masked")[:1]
    people = {"Ada": photo_files(DEMO / "people" / ADA / "bare")[:2], "Bob": masked_only}
    folder = folder_of(tmp_path / "people", people)
    (folder / "Ada/raw.nef").write_bytes(b"raw")
    (folder / "Ada/text.jpg").write_text("not a picture")
    (folder / "#recycle").mkdir()
    (folder / os.fsdecode("坏".encode("gbk"))).mkdir()
    texts = page.folder.findChildren(QLabel)

    def why_not() -> list[str]:
        """What is said beside the button that is still disabled."""
        assert not page.folder.start.isEnabled()
        return [
            label.text() for label in texts if label.isVisible() and label.geometry().top() > page.folder.report.y()
        ]

    assert why_not() == ["A folder of people is missing."]
    how = next(label.text() for label in texts if "people.csv" in label.text())
    assert how.endswith("name, groups, department, valid_from, valid_until, consent, note."), (
        "all that the table can say"
    )
    page.folder.choose(folder)
    assert why_not() == ["Nobody is registered without consent."]
    page.folder.agreed.setChecked(True)
    page.folder.start.click()
    assert why_not() == [""]
    qtbot.waitUntil(lambda: bool(page.folder.summary.text()))
    rows = [page.folder.report.topLevelItem(row) for row in range(page.folder.report.topLevelItemCount())]
    report = {row.text(0): row.text(1) for row in rows if row is not None}
    assert "no bare photo" in report["Bob"]
    assert "2 photos" in report["Ada"]
    assert report["Ada/raw.nef"].startswith("left out: Files of this kind are not read.")
    assert report["Ada/text.jpg"].startswith("photo refused: Ada/text.jpg is not a picture")
    assert report["#recycle"] == "left out: It belongs to the system."
    assert report["坏"] == "not registered: The folder contains no readable photo."
    assert [p.name for p in app.people.list()] == ["Ada"]


def test_people_of_one_folder_who_agreed_are_not_taken_for_those_of_another(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow], tmp_path: Path
) -> None:
    shown = window(program())
    page = shown.show_page(EnrolPage)
    assert isinstance(page, EnrolPage)
    page.person.wants_import.emit()
    photos = photo_files(DEMO / "people" / ADA / "bare")[:1]
    first, second = (folder_of(tmp_path / name, {name: photos}) for name in ("Ada", "Bob"))
    page.folder.choose(first)
    page.folder.agreed.setChecked(True)
    page.folder.choose(second)
    assert not page.folder.agreed.isChecked()
    assert not page.folder.start.isEnabled()
    page.folder.agreed.setChecked(True)
    page.folder.start.click()
    qtbot.waitUntil(lambda: bool(page.folder.summary.text()))
    assert not page.folder.agreed.isChecked(), "later the folder may hold other people"
    page.folder.agreed.setChecked(True)
    shown.bridge.signed_in.emit("Olga", True)
    assert page.folder.agreed.isChecked(), "it was only locked"
    shown.bridge.signed_in.emit("Otto", False)
    assert not page.folder.agreed.isChecked()


def test_a_cancelled_import_keeps_and_reports_whoever_is_whole(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program()
    page = window(app).show_page(EnrolPage)
    assert isinstance(page, EnrolPage)
    page.folder.choose(DEMO / "people")
    page.folder.agreed.setChecked(True)
    page.folder.start.click()
    with qtbot.waitSignal(page.folder.progress.valueChanged, check_params_cb=lambda value: value >= 7):
        pass
    page.folder.cancel.click()
    qtbot.waitUntil(lambda: bool(page.folder.summary.text()))
    names = [p.name for p in app.people.list()]
    assert 1 <= len(names) < 10
    assert page.folder.summary.text().startswith(f"Registered: {len(names)}.")
