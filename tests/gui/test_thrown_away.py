"""Whatever arrives for a page or a dialog that is gone by then is dropped: results, news, what a job says when it ends."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from conftest import NO_WINDOW

if NO_WINDOW:
    pytest.skip("no window can be opened here", allow_module_level=True)

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.domain import AccessEvent, Alarm, Decision, Outcome, Reason, Role
from gatekeeper.events import AccessDecided, AlarmTold, Bus, PersonRemoved
from gatekeeper.gui.core import tasks
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.gui.pages.backups import BackupsPage
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.models import ModelsPage
from gatekeeper.store.accounts import Actor
from gatekeeper.timezones import utc_now

from .conftest import Sitter
from .dialogs import dialogs
from .test_keys import add, views

SECRET = "a long secret 1"


@pytest.fixture
def app(program: Callable[..., App]) -> App:
    settings = Settings(
        cameras=(CameraSettings("hall", "0"), CameraSettings("gate", "1", door="yard")),
        doors=(DoorSettings("front"), DoorSettings("yard")),
    )
    app = program(settings, captures=lambda source: Sitter("resident-001"), recognise=False)
    app.accounts.add("Anna", SECRET, Role.ADMINISTRATOR, by=Actor("Anna", Role.ADMINISTRATOR), now=utc_now())
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    add(app, "Ada")
    return app


NOW = utc_now()
FORCED = AlarmTold(Alarm(Reason.FORCED_OPEN, "front", "It was forced.", NOW, NOW))
REFUSED = AccessDecided(
    AccessEvent(NOW, "front", "hall", Outcome.REFUSED, Reason.NOT_KNOWN, "Not known."),
    Decision(Outcome.REFUSED, Reason.NOT_KNOWN, "Not known."),
)


@pytest.fixture
def held() -> Iterator[Callable[[], None]]:
    """No worker does anything before this is called."""
    go = threading.Event()

    def wait(job: tasks.Job) -> None:
        assert go.wait(60)

    for name in get_args(tasks.Name):
        tasks.run_in_background(wait, done=lambda nothing: None, worker=name)
    yield go.set
    go.set()


def everything_arrives(qtbot: QtBot) -> None:
    """Until what was asked for is done with: each worker does its work in order, so another job is its last."""
    for name in get_args(tasks.Name):
        job = tasks.run_in_background(lambda job: None, done=lambda nothing: None, worker=name)
        with qtbot.waitSignal(job.ended, timeout=60_000):
            pass


def bugs(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [str(one.exc_info[1]) for one in caplog.records if one.exc_info is not None and one.exc_info[1] is not None]


def ask(page: QWidget, place: Path) -> None:
    """Begin what takes long there, as far as a click or two do."""
    match page:
        case BackupsPage():
            page.look()
        case InsidePage():
            page.write_attendance(place / "attendance.csv")
            page.write_list(place / "inside.csv")
        case LogPage():
            page.write(place / "events.csv")
        case ModelsPage():
            page.training.out.line.setText(str(place))
        case QDialog():
            for line in page.findChildren(QLineEdit):
                line.setText(SECRET)
            for button in page.findChildren(QPushButton):
                box = button.parentWidget()
                if button.isEnabled() and isinstance(box, QDialogButtonBox):
                    role = box.buttonRole(button)
                    if role == QDialogButtonBox.ButtonRole.AcceptRole:
                        button.click()


def test_a_deleted_page_receives_nothing(
    app: App,
    window: Callable[..., MainWindow],
    held: Callable[[], None],
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    bridge = window(app, app.actor).bridge
    for kind in PAGES:
        page = kind(app, bridge)
        page.show()
        for _ in views(page):
            pass
        ask(page, tmp_path)
        delete(page)
    bridge.acted.emit()
    bridge.recorded.emit()
    bridge.happened.emit(FORCED)
    bridge.decided.emit(REFUSED)
    bridge.people_changed.emit(PersonRemoved(1))
    held()
    everything_arrives(qtbot)
    assert bugs(caplog) == []


def test_a_deleted_dialog_receives_nothing(
    app: App, held: Callable[[], None], qtbot: QtBot, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    for make in dialogs(app, app.people.list()[0], around):
        dialog = make()
        dialog.show()
        ask(dialog, tmp_path)
        delete(dialog)
    held()
    everything_arrives(qtbot)
    assert bugs(caplog) == []


def test_control_a_page_that_listens_with_its_own_function_is_called_after_its_deletion(qtbot: QtBot) -> None:
    class Careless(QWidget):
        def __init__(self, bridge: Bridge) -> None:
            super().__init__()
            bridge.acted.connect(lambda: self.isVisible())

    bridge = Bridge(Bus())
    delete(Careless(bridge))
    with qtbot.captureExceptions() as raised:
        bridge.acted.emit()
    assert [kind for kind, _, _ in raised] == [RuntimeError]
    bridge.close()
