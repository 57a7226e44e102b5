"""A guest's whole day, from an unknown visit to an empty list, in a real window before two doors of the program."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import photo
from passing import Doorway
from pytestqt.qtbot import QtBot
from test_erasure import _everything, _plain_pages

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, EvacuationSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.evacuation import EvacuationList
from gatekeeper.desk.retention import Retention
from gatekeeper.domain import Direction, Outcome, Person, Reason
from gatekeeper.door_rule import DoorRule
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.gui.core.main_window import MainWindow

GUEST, NAME = "stranger-002", "Gilbert Quast"


@pytest.fixture
def two_doors(program: Callable[..., App], tmp_path: Path) -> tuple[App, Doorway, Doorway, Person]:
    """A way in and a way out, somebody registered, and a folder for the list of who is inside."""
    cameras = (
        CameraSettings("way in", "0", door="front", direction="in"),
        CameraSettings("way out", "1", door="back", direction="out"),
    )
    doors = DoorSettings("front", cooldown_seconds=0), DoorSettings("back", cooldown_seconds=0)
    app = program(Settings(cameras, doors, evacuation=EvacuationSettings(str(tmp_path))))
    clock = [100.0]
    session = app.enrolment()
    assert sum(session.offer(photo("resident-001", "bare", number)).taken for number in range(2)) == 2
    host = Desk(app, app.actor).register(session, "Ada", now=utc_now())
    return app, Doorway(app, cameras[0], clock), Doorway(app, cameras[1], clock), host


def test_that_no_door_admits_a_guest_is_said_in_the_list(program: Callable[..., App], qtbot: QtBot) -> None:
    from gatekeeper.gui.core.bridge import Bridge
    from gatekeeper.gui.pages.inside import InsidePage

    app = program()
    page = InsidePage(app, Bridge(app.bus))
    qtbot.addWidget(page)
    until = utc_now() + timedelta(hours=8)
    gil = app.people.add(NAME, consent_text="1", consent_at=utc_now(), valid_until=until)
    app.guests.add(gil.id, app.people.add("Ada", consent_text="1", consent_at=utc_now()).id, made_at=utc_now())
    rule = app.settings.door.rule()
    for groups, only, shown in (
        ((), None, ["may come in", "", "any"]),
        (("staff",), None, ["no door admits them", "", "none"]),
        ((), {"elsewhere"}, ["no door admits them", "", "none"]),
    ):
        app.people.save_door_rule(replace(rule, groups=dict.fromkeys(groups)))
        app.people.set_doors(gil.id, only)
        with qtbot.waitSignal(page.shown):
            page.refresh()
        model = page.guests.list.model()
        assert [model.index(0, column).data() for column in (3, 4, 5)] == shown


@pytest.mark.slow
def test_an_unknown_visitor_becomes_a_guest_comes_in_and_leaves(
    qtbot: QtBot,
    two_doors: tuple[App, Doorway, Doorway, Person],
    window: Callable[..., "MainWindow"],
    tmp_path: Path,
) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QMenu

    from gatekeeper.gui.pages.inside import InsidePage
    from gatekeeper.gui.pages.live import LivePage
    from gatekeeper.gui.pages.log import LogPage
    from gatekeeper.gui.widgets.guest import GuestDialog

    app, front, back, host = two_doors
    unknown = front.come(GUEST)
    assert unknown.outcome is Outcome.UNKNOWN
    shown = window(app)
    live = shown.show_page(LivePage)
    assert isinstance(live, LivePage)
    qtbot.waitUntil(lambda: live.events.count() == 1)
    live._ask_about(live.events.visualItemRect(live.events.item(0)).center())
    assert [action.text() for menu in live.findChildren(QMenu) for action in menu.actions()] == ["Make a &guest …"]
    log = shown.show_page(LogPage)
    assert isinstance(log, LogPage)
    qtbot.waitUntil(lambda: log.table.rowCount() == 1)
    log.list.selectRow(0)
    qtbot.waitUntil(lambda: log.event_view.event_shown is not None and log.event_view.guest.isVisible())
    log.event_view.guest.click()
    (dialog,) = log.findChildren(GuestDialog)
    qtbot.waitUntil(lambda: dialog._photos is not None)
    assert not dialog.welcome.isEnabled()
    assert dialog.focusWidget() is dialog.name  # what is typed first
    dialog.name.setText(NAME)
    dialog.set_host(host)
    assert not dialog.welcome.isEnabled(), "nobody is registered without having agreed"
    assert dialog.missing.text() == "Still missing: the consent"
    dialog.agreed.setChecked(True)
    assert [dialog.doors.item(row).text() for row in range(dialog.doors.count())] == ["front", "back"]
    dialog.doors.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.until.moment is not None
    assert dialog.until.moment - utc_now() <= timedelta(hours=25)  # the end of today, which may have an hour more
    dialog.until.show_moment(utc_now() + timedelta(days=2))  # midnight may come while they do
    with qtbot.waitSignal(dialog.welcomed) as told:
        dialog.welcome.click()
    guest = told.args[0]

    came = front.come(GUEST)
    assert (came.reason, came.person_name, came.message) == (Reason.GRANTED, NAME, f"Welcome, {NAME}.")
    page = shown.show_page(InsidePage)
    assert isinstance(page, InsidePage)
    qtbot.waitUntil(lambda: page.list.rowCount() == 1)
    assert [page.list.model().index(0, column).data() for column in (1, 3, 4)] == [NAME, "front", "Ada"]
    assert page.guests.list.model().index(0, 0).data() == NAME
    page.list.model().setData(
        page.list.model().index(0, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole
    )
    assert page.count.text() == "1 person inside  ·  1 found"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "list.pdf"))
    page.print_to(printer)
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    kept = EvacuationList(app)
    assert kept.write()
    assert not kept.write(), "only what has changed is written"
    assert NAME in (tmp_path / "inside.html").read_text()
    assert f"{guest.id},{NAME}," in (tmp_path / "inside.csv").read_text()

    refused = back.come(GUEST)
    assert (refused.outcome, refused.reason) == (Outcome.REFUSED, Reason.WRONG_GROUP), (
        "they were welcomed to the front door"
    )
    why = Desk(app, app.actor).why(guest.id, "back", utc_now()).decides.rule
    assert why == "They may pass these doors only: front."
    Desk(app, app.actor).set_doors(guest.id, None, now=utc_now())
    left = back.come(GUEST)
    assert left.outcome is Outcome.OPENED
    qtbot.waitUntil(lambda: page.list.rowCount() == 0)
    assert page.count.text().startswith("0 ")
    assert kept.write()
    assert NAME not in (tmp_path / "inside.html").read_text()
    kept.close()

    # Who was not seen to come, and to leave, is put right; the live page, which is open too, tells of it.
    Desk(app, app.actor).correct_presence(host.id, Direction.IN, now=utc_now())
    qtbot.waitUntil(lambda: page.list.rowCount() == 1)
    assert page.list.model().index(0, 3).data() == "corrected by hand"
    page.list.selectRow(0)
    page.gone.click()
    qtbot.waitUntil(lambda: page.list.rowCount() == 0)

    # The visit is over, and the time after which guests are erased.
    Desk(app, app.actor).end_visit(guest.id, now=utc_now())
    assert front.come(GUEST).reason is Reason.EXPIRED
    assert NAME.encode() in _everything(app)
    later = utc_now() + timedelta(days=app.settings.retention.guests_days, seconds=1)
    app.log.record(
        replace(unknown, at=later, snapshot=b"", camera="", id=0)
    )  # a later day is believed where somebody came
    Retention(app, lambda: later, lambda seconds: seconds > 0).run()
    assert [person.name for person in app.people.list()] == ["Ada"]
    assert app.guests.list() == []
    for remains in (_everything(app), _plain_pages(app)):
        assert b"Gilbert" not in remains
        assert b"Quast" not in remains
    assert [len(event.snapshot) for event in app.log.query() if event.outcome is Outcome.OPENED] == [0, 0]


def test_that_no_door_would_open_for_a_guest_is_said_before_they_are_welcomed(
    qtbot: QtBot, open_home: Callable[[], App]
) -> None:
    from gatekeeper.gui.widgets.guest import GuestDialog

    app = open_home()
    app.settings = replace(app.settings, doors=(DoorSettings("front"), DoorSettings("back")))
    for door in ("front", "back"):
        app.people.save_door_rule(DoorRule(door, groups={"staff": None}))

    def ask() -> GuestDialog:
        dialog = GuestDialog(app, Desk(app, app.actor), None)
        qtbot.addWidget(dialog)
        with qtbot.waitSignal(dialog.ready):
            dialog.show()
        return dialog

    dialog = ask()
    assert dialog.shut.isVisible()
    assert dialog.shut.text() == "front admits only staff: put the guest into one of these groups."
    dialog.groups.setText("staff")
    assert not dialog.shut.isVisible()
    app.people.save_door_rule(DoorRule("back"))
    assert not ask().shut.isVisible(), "one door opens, and no other was named"
