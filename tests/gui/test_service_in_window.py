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
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.service.api import Server
from gatekeeper.service.found import service_lock
from gatekeeper.service.remote import RemoteDoors


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
        assert tile.state.text() == "Does not answer"
        server = Server(served, ServiceSettings()).start()
        qtbot.waitUntil(lambda: tile.state.text() in ("Open", "Locked"))
        shown.close()
        assert not shown.isVisible()
        assert shown.findChild(QMessageBox, "closing") is None  # the doors go on
    finally:
        server.close()
        app.close()
