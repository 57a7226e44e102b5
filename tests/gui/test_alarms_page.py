"""The page of alarms: open ones first, with the picture; acknowledged by name; a second window sees it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.domain import Alarm, MaskState, Reason, Role
from gatekeeper.gui.core import language
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.pages.alarms import AlarmsPage
from gatekeeper.gui.widgets.alarms import Alarms
from gatekeeper.gui.widgets.reason import ReasonDialog
from gatekeeper.store.accounts import Actor
from gatekeeper.timezones import utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    app = open_home()
    done, _ = app.alarms.begin(Alarm(Reason.DISK_LOW, "", "full", NOW, NOW))
    app.alarms.end(done.id, now=NOW)
    app.alarms.acknowledge([done.id], "Otto", now=NOW)
    face = cv2.imencode(".jpg", np.zeros((40, 40, 3), np.uint8))[1].tobytes()
    earlier = NOW - timedelta(days=1)
    app.alarms.begin(Alarm(Reason.PHOTO_ATTACK, "front", "A picture.", earlier, earlier), snapshot=face)
    return app


@pytest.fixture
def bridge(app: App) -> Iterator[Bridge]:
    bridge = Bridge(app.bus)
    yield bridge
    bridge.close()


@pytest.fixture
def page(app: App, bridge: Bridge, qtbot: QtBot) -> AlarmsPage:
    page = AlarmsPage(app, bridge)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.shown):
        page.show()
    return page


def rows(page: AlarmsPage) -> list[list[str]]:
    table = page.table
    cells = [[table.item(row, column) for column in range(table.columnCount())] for row in range(table.rowCount())]
    return [[cell.text() if cell is not None else "" for cell in row] for row in cells]


def test_open_alarms_stand_first_and_are_acknowledged_by_name(app: App, page: AlarmsPage, qtbot: QtBot) -> None:
    assert [(row[1], row[2], row[5]) for row in rows(page)] == [
        ("Picture held before the camera", "front", "nobody"),
        ("Disk nearly full", "", "Otto"),
    ]
    assert not page.acknowledge.isEnabled()
    page.table.selectRow(1)
    assert f"Acknowledged by Otto, {language.moment(NOW)}" in page.detail.text()
    page.table.selectRow(0)
    assert page.detail.text() == "A picture."
    qtbot.waitUntil(lambda: not page.picture.isHidden())
    app.actor = Actor("Olga", Role.OPERATOR)
    page.table.selectRow(1)
    page.table.selectRow(0)
    page.note.setText("sent away")
    page.note.setFocus()
    with qtbot.waitSignal(page.shown):
        page.acknowledge.click()
    # And not whatever comes next: the field is off now. The rows may be read anew before that.
    qtbot.waitUntil(lambda: page.window().focusWidget() is page.table)
    assert {row[5] for row in rows(page)} == {"Olga", "Otto"}
    assert app.accounts.acts(limit=1)[0].detail == "sent away"


def test_enter_after_the_note_acknowledges(app: App, page: AlarmsPage, qtbot: QtBot) -> None:
    app.actor = Actor("Olga", Role.OPERATOR)
    page.table.selectRow(0)
    page.note.setText("sent away")
    with qtbot.waitSignal(page.shown):
        QTest.keyClick(page.note, Qt.Key.Key_Return)
    assert {row[5] for row in rows(page)} == {"Olga", "Otto"}
    assert app.accounts.acts(limit=1)[0].detail == "sent away"


def test_a_viewer_cannot_acknowledge_an_alarm(app: App, page: AlarmsPage) -> None:
    app.actor = Actor("Vera", Role.VIEWER)
    page.table.selectRow(0)
    assert not page.acknowledge.isEnabled()


def act(page: AlarmsPage, button: QAbstractButton, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.watch_list.shown):
        button.click()


def test_the_watch_list_is_off_until_somebody_turns_it_on_and_leads_to_visitors(
    app: App, page: AlarmsPage, qtbot: QtBot
) -> None:
    tab = page.watch_list
    page.tabs.setCurrentWidget(tab)
    assert "The list is off" in tab.hint.text()
    assert tab.add.isHidden()
    tab.switch.click()
    box = tab.findChild(QMessageBox, "switch")
    assert box is not None
    assert "have not agreed to be recognised" in box.informativeText()
    (sure,) = [button for button in box.buttons() if "turn it on" in button.text()]
    act(page, sure, qtbot)
    assert app.settings.alarms.watch_list
    assert "Nobody is on the watch list" in tab.hint.text()
    with qtbot.waitSignal(tab.wants_visitors):
        tab.add.click()
    face = np.full((200, 200, 3), 99, np.uint8)
    later = utc_now() + timedelta(days=3)
    app.watched.add(7, MaskState.BARE, face, "took a bicycle", by="Olga", at=NOW, until=later, seen_at=NOW)
    ada = app.people.add("Ada", consent_text="1", consent_at=NOW)
    page.refresh()
    qtbot.waitUntil(lambda: tab.watched.rowCount() == 1)
    cell = tab.watched.item(0, 0)
    assert cell is not None
    assert cell.text() == "took a bicycle"
    assert not cell.icon().isNull()
    tab._ask_why(ada)
    dialog = tab.findChild(ReasonDialog)
    assert dialog is not None
    assert not dialog.do.isEnabled()
    dialog.reason.setText("lent her card")
    act(page, dialog.do, qtbot)
    shown = [item.text() if (item := tab.blocked.item(0, column)) is not None else "" for column in range(2)]
    assert shown == ["Ada", "lent her card"]
    tab.watched.selectRow(0)
    act(page, tab.end, qtbot)
    assert app.watched.list() == []
    app.actor = Actor("Vera", Role.VIEWER)
    page.refresh()
    assert tab.blocked.rowCount() == 0
    assert not page.tabs.isTabVisible(page.tabs.indexOf(tab)), "nothing says that nobody is on it"
    app.actor = Actor("Olga", Role.OPERATOR)
    page.refresh()
    assert page.tabs.isTabVisible(page.tabs.indexOf(tab))


def test_unseen_alarms_stand_above_every_page_and_are_heard_only_where_that_is_set(
    app: App, bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    heard, player = tmp_path / "heard", tmp_path / "paplay"
    player.write_text(f'#!/bin/sh\necho "$1" >> "{heard}"\n')
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")  # so the only player that is found
    above = Alarms(app, bridge)
    qtbot.addWidget(above)
    qtbot.waitUntil(lambda: "Picture held before the camera" in above.unseen.text())
    assert not above._rings.isActive()
    object.__setattr__(app.settings.alarms, "sound", True)
    above.show_what_may_be_seen(outside=True)
    qtbot.waitUntil(lambda: heard.exists() and heard.read_text().endswith("alarm.wav\n"), timeout=60_000)
    assert Path(heard.read_text().strip()).is_file()
    assert above._rings.isActive()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    bell: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: bell.append(1))
    above._rings.timeout.emit()  # without a player, the desktop's bell
    assert bell == [1]
    (alarm,) = app.alarms.listed(open_only=True)
    app.alarms.acknowledge([alarm.id], "Olga", now=NOW)  # in another window, or at the command line
    bridge.acted.emit()
    qtbot.waitUntil(above.nothing.isVisible)
    object.__setattr__(app.settings.alarms, "sound", False)
