"""The window in front of a service: it shows that one's doors, says so when it goes away, and closes without asking."""

from collections.abc import Callable
from datetime import UTC, datetime

from conftest import DEMO
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gatekeeper.app import App, open_app
from gatekeeper.config import DoorSettings, ServiceSettings, Settings
from gatekeeper.demo import DemoCamera, visits_of
from gatekeeper.domain import Role
from gatekeeper.gui.core.main_window import MainWindow
from gatekeeper.gui.core.tasks import close_workers, run_in_background
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.widgets.guest import GuestDialog
from gatekeeper.models.activation import LoadedModel
from gatekeeper.service.api import Server
from gatekeeper.service.found import service_lock
from gatekeeper.service.remote import RemoteDoors
from gatekeeper.vision.pipeline import FacePipeline
from gui.conftest import Sitter


def test_the_window_looks_at_the_doors_of_a_service(
    program: Callable[..., App], window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    visits = visits_of(DEMO / "visits")
    stays_open = Settings(doors=(DoorSettings(unlock_seconds=60.0),))  # until a busy machine has looked
    served = program(stays_open, captures=lambda source: DemoCamera(visits), recognise=False)
    served.doors.claims.take(service_lock(served.home))
    server = Server(served, ServiceSettings()).start()
    app = open_app(served.home, prefer_keyring=False)
    try:
        now = datetime.now(UTC)
        app.accounts.add("Ada", "a long secret 1", Role.ADMINISTRATOR, by=app.actor, now=now)
        app.actor = app.accounts.sign_in("Ada", "a long secret 1", now=now)
        app.live = RemoteDoors(app).start()
        shown = window(app)
        page = shown.show_page(LivePage)
        assert isinstance(page, LivePage)
        (tile,) = page.tiles
        qtbot.waitUntil(lambda: tile.watch.camera.frames.newest is not None)
        assert not app.doors.watches  # it has no door of its own
        page.desk.open_by_hand(tile.watch.door, "parcel", now=now)
        assert served.doors.watches[0].door.is_open
        qtbot.waitUntil(lambda: tile.state.text() == "Open")
        server.close()
        qtbot.waitUntil(
            lambda: tile.banner.saying is not None and tile.banner.saying.headline == "The service does not answer",
            timeout=60_000,
        )
        qtbot.waitUntil(lambda: tile.state.text() == "Does not answer")  # told of by another way
        server = Server(served, ServiceSettings()).start()
        qtbot.waitUntil(lambda: tile.state.text() in ("Open", "Locked"))
        shown.close()
        assert not shown.isVisible()
        assert shown.findChild(QMessageBox, "closing") is None  # the doors go on
    finally:
        server.close()
        app.close()


def test_a_guest_is_photographed_by_a_camera_of_the_service(
    program: Callable[..., App], window: Callable[..., MainWindow], reader: FacePipeline, qtbot: QtBot
) -> None:
    served = program(captures=lambda source: Sitter("resident-002"), recognise=False)
    served.doors.claims.take(service_lock(served.home))
    now = datetime.now(UTC)
    served.accounts.add("Ada", "a long secret 1", Role.ADMINISTRATOR, by=served.actor, now=now)
    host = served.people.add("Holger", consent_text="2026-1", consent_at=now)
    server = Server(served, ServiceSettings()).start()
    app = open_app(served.home, prefer_keyring=False)
    app.models.loaded = LoadedModel(app.models.active, reader)
    try:
        app.actor = app.accounts.sign_in("Ada", "a long secret 1", now=now)
        app.live = RemoteDoors(app).start()
        qtbot.waitUntil(lambda: app.live.watches[0].camera.frames.newest is not None)
        page = window(app).show_page(InsidePage)
        assert isinstance(page, InsidePage)
        page.guests.new.click()
        dialog = page.findChild(GuestDialog)
        assert isinstance(dialog, GuestDialog)
        qtbot.waitUntil(dialog.take.isEnabled)
        assert dialog.take.isVisible()
        assert dialog.camera.currentText() == app.settings.cameras[0].name
        dialog.name.setText("Gilbert Quast")
        dialog.set_host(host)
        dialog.agreed.setChecked(True)

        def photographed() -> bool:
            if dialog.take.isEnabled():
                dialog.take.click()
            return dialog.welcome.isEnabled()

        qtbot.waitUntil(photographed)
        with qtbot.waitSignal(dialog.welcomed):
            dialog.welcome.click()
            dialog.name.setText("Gilbert Quast!")  # enables the button again
            dialog.welcome.click()
        after = run_in_background(lambda job: None, done=lambda nothing: None, worker="pictures")
        with qtbot.waitSignal(after.ended):
            pass
        assert [guest.person.name for guest in app.guests.list()] == ["Gilbert Quast"]
    finally:
        close_workers()
        server.close()
        app.live.close()
        app.close()
