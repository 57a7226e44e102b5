"""A guest's day with the doors in a process of their own: `gatekeeper serve` before two cameras, a real window as its
client, and another system that asks the API."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from conftest import photo
from mjpeg import Scene, scene
from pytestqt.qtbot import QtBot

from gatekeeper.app import App, open_app
from gatekeeper.config import Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Outcome, Reason, Role
from gatekeeper.door.live import LiveWatch
from gatekeeper.events import AccessDecided
from gatekeeper.models.activation import LoadedModel
from gatekeeper.service.found import address, find
from gatekeeper.service.remote import RemoteDoors
from gatekeeper.timezones import utc_now
from gatekeeper.vision.pipeline import FacePipeline

if TYPE_CHECKING:
    from gatekeeper.gui.core.main_window import MainWindow

# Nobody of the demo's strangers: the thresholds know these as people who must stay out.
GUEST, NAME, PASSWORD = "resident-010", "Gilbert Quast", "a long secret 1"
PATIENCE = 120_000  # milliseconds, for a busy machine
CONFIG = """\
[[camera]]
name = "way in"
source = "{front}"
door = "front"
direction = "in"
[[camera]]
name = "way out"
source = "{back}"
door = "back"
direction = "out"
[[door]]
name = "front"
liveness = "off"
second_factor = "none"
cooldown_seconds = 0
[[door]]
name = "back"
liveness = "off"
second_factor = "none"
cooldown_seconds = 0
[alarms]
unknown_times = 1
"""


@pytest.fixture
def scenes() -> Iterator[tuple[Scene, Scene]]:
    with scene() as front, scene() as back:
        yield front, back


@pytest.fixture
def served(scenes: tuple[Scene, Scene], tmp_path: Path, reader: FacePipeline) -> Iterator[Path]:
    """A home in which somebody is registered, and the service that guards its doors."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text(CONFIG.format(front=scenes[0].address, back=scenes[1].address))
    app = open_app(home, Settings.load(home), prefer_keyring=False)
    app.models.loaded = LoadedModel(app.models.active, reader)
    session = app.enrolment()
    assert sum(session.offer(photo("resident-001", "bare", number)).taken for number in range(2)) == 2
    Desk(app, app.actor).register(session, "Ada", now=utc_now())
    app.accounts.add("Olga", PASSWORD, Role.ADMINISTRATOR, by=app.actor, now=utc_now())
    app.close()
    environment = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    command = [sys.executable, "-m", "gatekeeper.cli", "--home", str(home), "serve"]
    program = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    assert program.stderr is not None

    def read() -> None:
        for line in program.stderr or ():
            said.put(line)

    reading = threading.Thread(target=read)
    reading.start()
    try:
        while "Recognition runs on" not in said.get(timeout=PATIENCE / 1000):
            pass
        yield home
        program.terminate()
        assert program.wait(PATIENCE / 1000) == 0
    finally:
        program.kill()
        program.wait()
        reading.join()
        program.stderr.close()


class Client:
    """What a window has of the service, with whom it is told of at the doors."""

    def __init__(self, home: Path, reader: FacePipeline, qtbot: QtBot) -> None:
        self.app: App = open_app(home, prefer_keyring=False)
        self.app.models.loaded = LoadedModel(self.app.models.active, reader)
        self.app.actor = self.app.accounts.sign_in("Olga", PASSWORD, now=utc_now())
        self.heard: list[AccessEvent] = []
        self.app.bus.subscribe(AccessDecided, lambda told: self.heard.append(told.event))
        self.app.live = RemoteDoors(self.app).start(PATIENCE / 1000)
        self._qtbot = qtbot

    def comes(self, before_it: Scene, door: str) -> AccessEvent:
        """What is decided about the guest, who comes to a door and leaves the picture after it."""
        before = len(self.heard)

        def decided() -> list[AccessEvent]:
            return [one for one in self.heard[before:] if one.door == door and one.outcome is not Outcome.ALARM]

        (watch,) = (one for one in self.app.live.watches if one.door.name == door)
        before_it.show(GUEST)
        self._qtbot.waitUntil(lambda: bool(decided()), timeout=PATIENCE)
        # Pictures and decisions come by two ways: an empty one from before the guest is not the one after them.
        self._qtbot.waitUntil(lambda: not _empty(watch), timeout=PATIENCE)
        before_it.show()
        self._qtbot.waitUntil(lambda: _empty(watch), timeout=PATIENCE)
        return decided()[0]

    def passes(self, before_it: Scene, door: str) -> AccessEvent:
        """What is decided once they are known: the service hears of a new guest within a second or two, and a camera whose
        pictures a busy machine mostly drops may show too few of them."""
        for _ in range(20):
            if (came := self.comes(before_it, door)).outcome is not Outcome.UNKNOWN:
                break
        return came


def _empty(watch: LiveWatch) -> bool:
    return watch.seen is not None and not watch.seen.sightings


@pytest.mark.slow
def test_a_guest_passes_the_doors_of_the_service_and_the_window_sees_it(
    qtbot: QtBot,
    scenes: tuple[Scene, Scene],
    served: Path,
    reader: FacePipeline,
    window: Callable[..., "MainWindow"],
) -> None:
    from gatekeeper.gui.core import tasks
    from gatekeeper.gui.pages.alarms import AlarmsPage
    from gatekeeper.gui.pages.inside import InsidePage
    from gatekeeper.gui.pages.live import LivePage
    from gatekeeper.gui.pages.log import LogPage
    from gatekeeper.gui.widgets.guest import GuestDialog

    assert find(served) is not None
    front, back = scenes
    with ExitStack() as ends:
        client = Client(served, reader, qtbot)
        app = client.app
        ends.callback(app.close)
        shown = window(app)
        ends.callback(tasks.close_workers)
        ends.callback(shown.close)
        live = shown.show_page(LivePage)
        assert isinstance(live, LivePage)
        assert client.comes(front, "front").outcome is Outcome.UNKNOWN
        qtbot.waitUntil(lambda: live.events.count() >= 1, timeout=PATIENCE)

        log = shown.show_page(LogPage)
        assert isinstance(log, LogPage)

        def chosen() -> bool:
            events = [log.table.event_at(row) for row in range(log.table.rowCount())]
            rows = [row for row, event in enumerate(events) if event is not None and event.outcome is Outcome.UNKNOWN]
            if rows:
                log.list.selectRow(rows[0])
            seen = log.event_view.event_shown
            return seen is not None and seen.outcome is Outcome.UNKNOWN and log.event_view.guest.isVisible()

        qtbot.waitUntil(chosen, timeout=PATIENCE)
        log.event_view.guest.click()
        (dialog,) = log.findChildren(GuestDialog)
        qtbot.waitUntil(lambda: dialog._photos is not None, timeout=PATIENCE)
        dialog.name.setText(NAME)
        dialog.set_host(app.people.list()[0])
        dialog.until.show_moment(utc_now() + timedelta(days=2))  # not today's midnight, which may come while they do
        dialog.agreed.setChecked(True)
        with qtbot.waitSignal(dialog.welcomed, timeout=PATIENCE) as told:
            dialog.welcome.click()
        guest = told.args[0]

        came = client.passes(front, "front")
        assert (came.reason, came.person_id) == (Reason.GRANTED, guest.id)
        page = shown.show_page(InsidePage)
        assert isinstance(page, InsidePage)
        qtbot.waitUntil(lambda: page.list.rowCount() == 1, timeout=PATIENCE)
        assert page.list.model().index(0, 1).data() == NAME

        at = address(served)
        assert at is not None
        token = app.tokens.begin(app.actor, now=utc_now())

        def ask(path: str) -> Any:
            answer = httpx.get(at.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=60)
            return answer.raise_for_status().json()

        assert [one["name"] for one in ask("/v1/inside")] == [NAME]

        left = client.passes(back, "back")
        assert (left.outcome, left.person_id) == (Outcome.OPENED, guest.id)
        qtbot.waitUntil(lambda: page.list.rowCount() == 0, timeout=PATIENCE)
        assert ask("/v1/inside") == []

        alarms = shown.show_page(AlarmsPage)
        assert isinstance(alarms, AlarmsPage)
        qtbot.waitUntil(lambda: alarms.table.rowCount() >= 1, timeout=PATIENCE)
        alarms.table.selectAll()
        with qtbot.waitSignal(alarms.shown, timeout=PATIENCE):
            alarms.acknowledge.click()
        seen = ask("/v1/alarms")
        assert "repeated_unknown" in {one["kind"] for one in seen}
        assert {one["acknowledged_by"] for one in seen} == {"Olga"}
