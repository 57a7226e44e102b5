"""Backups in the window: set, made, checked, put back; alarms above every page, the silent one on none that the door sees."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QScrollArea
from pytestqt.qtbot import QtBot
from sshd import needs_sshd, sshd

from gatekeeper.app import App
from gatekeeper.config import BackupSettings, EvacuationSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Role
from gatekeeper.errors import OutlivedError
from gatekeeper.events import BackupDone, BackupTroubled, DuressUsed
from gatekeeper.gui.core import language
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.main_window import LIVE, MainWindow
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.backups import BackupsPage
from gatekeeper.gui.pages.operators import OperatorsPage
from gatekeeper.gui.widgets.alarms import Alarms
from gatekeeper.gui.widgets.second import SecondDialog
from gatekeeper.messages import Message
from gatekeeper.outlets.settings import MqttSettings
from gatekeeper.store.accounts import Accounts, Actor
from gatekeeper.store.acts import Act
from gatekeeper.store.copies import NEXT_BACKUP, restore_laid_ready
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.pins import Pins
from gatekeeper.store.vault import DATABASE_FILE, database_key

NOW = datetime.now(UTC)
SECRET = "a long secret 1"


@pytest.fixture
def opened(window: Callable[..., MainWindow], program: Callable[..., App], tmp_path: Path) -> MainWindow:
    shown = window(program())
    (tmp_path / "copies").mkdir()
    for name in ("Ada", "Eve"):
        shown.app.accounts.add(name, SECRET, Role.ADMINISTRATOR, by=Actor("Ada", Role.ADMINISTRATOR), now=NOW)
    shown.app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
    return shown


def _page(opened: MainWindow, qtbot: QtBot) -> BackupsPage:
    page = opened.show_page(BackupsPage)
    assert isinstance(page, BackupsPage)
    qtbot.waitUntil(lambda: page.state.text() != "")
    return page


def test_a_number_that_no_field_can_hold_keeps_no_page_from_being_shown(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (opened.app.home / "config.toml").write_text(
        f"[backup]\nto = '{tmp_path / 'copies'}'\nevery_hours = 9000000000000\n"
    )
    opened.app.settings = Settings.load(opened.app.home)  # as a start does
    page = _page(opened, qtbot)
    qtbot.waitUntil(lambda: "9000000000000. It must be 1 to 744." in page.state.text())
    page.save.click()
    qtbot.waitUntil(lambda: Settings.load(opened.app.home).backup.every_hours == 744)  # what the page shows


@pytest.mark.slow
def test_a_backup_is_set_made_checked_and_put_back_by_a_restart(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    app, page = opened.app, _page(opened, qtbot)
    assert "No backups are made" in page.state.text()
    assert not page.now.isEnabled()
    page.form.fields["to"].setText("copies")  # type: ignore[attr-defined]
    page.save.click()
    qtbot.waitUntil(lambda: "full path" in page.form.wrong("to"))
    remedy = "Write the full path of a folder, or sftp://USER@HOST/FOLDER."
    assert page.form.wrong("to") == f"“Kept in” cannot be copies. {remedy}"
    page.form.fields["to"].setText("sftp://anna@nas:door/copies")  # type: ignore[attr-defined]
    page.save.click()
    qtbot.waitUntil(lambda: page.form.wrong("to").startswith("Kept in is not an address. Write it as sftp://"))
    page.form.fields["to"].setText(str(tmp_path / "copies"))  # type: ignore[attr-defined]
    page.save.click()
    qtbot.waitUntil(lambda: page.now.isEnabled())
    assert Settings.load(app.home).backup == BackupSettings(to=str(tmp_path / "copies"))
    page.now.click()
    qtbot.waitUntil(lambda: page.names.count() == 1 and page.now.isEnabled())
    assert "1 person" in page.said.text()
    page.names.setCurrentRow(0)
    page.verify.click()
    qtbot.waitUntil(lambda: page.verify.isEnabled())
    assert "restored and checked" in page.said.text()
    app.people.rename(1, "Somebody else")
    page._bridge.may_restart = True
    page._enable()
    page.restore.click()
    (box,) = page.findChildren(QMessageBox, "restore")
    assert "are replaced by those of" in box.informativeText()
    with qtbot.waitSignals([page._bridge.restart_wanted, page.shown]):
        next(b for b in box.buttons() if b.text() == "Restore").click()
    key = database_key(app.home, prefer_keyring=False)
    assert (app.home / NEXT_BACKUP).is_file()
    app.database.close()  # as the program does before it begins again
    laid = {one: one.read_bytes() for one in app.home.iterdir() if one.name.startswith(NEXT_BACKUP)}
    who, name = restore_laid_ready(app.home, key, prefer_keyring=False) or ("", "")
    assert (who, name) == (app.actor.name, page.names.item(0).text())
    from gatekeeper.store.database import Database

    with Database.open(app.home / DATABASE_FILE, key) as database:
        assert PeopleStore(database).get(1).name == "Wilhelmina"
    assert restore_laid_ready(app.home, key) is None

    # The same again, after the home has gone on: what was recorded since is not taken away.
    for file, content in laid.items():
        file.write_bytes(content)
    with Database.open(app.home / DATABASE_FILE, key) as database:
        PeopleStore(database).rename(1, "Somebody new")
        Accounts(database).audit(app.actor, Message("person renamed"), "", "", now=NOW)
    with pytest.raises(OutlivedError, match="the log has grown since"):
        restore_laid_ready(app.home, key, prefer_keyring=False)
    with Database.open(app.home / DATABASE_FILE, key) as database:
        assert PeopleStore(database).get(1).name == "Somebody new"
    (kept,) = app.home.glob("not-restored-*.backup")
    assert kept.read_bytes() == laid[app.home / NEXT_BACKUP]
    assert restore_laid_ready(app.home, key) is None, "it is said once"


def test_the_page_says_when_and_by_whom_a_backup_was_restored(opened: MainWindow, qtbot: QtBot) -> None:
    page = _page(opened, qtbot)
    assert page.restored.isHidden()
    Desk(opened.app, Actor("Eve", Role.ADMINISTRATOR)).note_restored(Path("2026-03-04.backup"), now=NOW)
    page.look()
    told = f"Restored from 2026-03-04.backup on {language.moment(NOW)}, by Eve."
    qtbot.waitUntil(page.restored.isVisible)
    assert page.restored.text() == told


def test_why_a_server_cannot_be_reached_is_said_in_words_with_its_address_and_a_remedy(
    opened: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        port = nobody.getsockname()[1]
        to = BackupSettings(to=f"sftp://anna@127.0.0.1:{port}/copies")
        opened.app.settings = replace(opened.app.settings, backup=to)
        page = _page(opened, qtbot)
        says = f"Backups cannot be kept on 127.0.0.1, port {port}: Connection refused. Is its SSH server running"
        qtbot.waitUntil(lambda: page.said.text().startswith(says))
        language.apply(qapp, "de")
        page.look()
        german = f"Auf 127.0.0.1, Port {port}, lassen sich keine Sicherungen ablegen: Verbindung abgelehnt."
        qtbot.waitUntil(lambda: page.said.text().startswith(german))


@pytest.mark.slow
def test_what_a_server_answers_names_the_fields_as_the_window_does(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    needs_sshd()
    page, remedy = _page(opened, qtbot), "set The server’s fingerprint to it."
    with sshd(tmp_path) as server:
        opened.app.settings = replace(opened.app.settings, backup=replace(server.settings, host_key=""))
        page.drop_changes()
        page.look()
        qtbot.waitUntil(lambda: remedy in page.said.text())
        page.say("")
        page.now.click()
        qtbot.waitUntil(lambda: remedy in page.said.text())
        qtbot.waitUntil(lambda: remedy in page.state.text())


def test_what_is_wrong_and_what_is_done_is_scrolled_to(opened: MainWindow, qtbot: QtBot) -> None:
    page = _page(opened, qtbot)
    opened.setWindowState(Qt.WindowState.WindowNoState)
    opened.resize(1024, 500)
    area = next(area for area in opened.findChildren(QScrollArea) if area.isAncestorOf(page))
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    page.form.fields["to"].setText("copies")  # type: ignore[attr-defined]
    bar.setValue(bar.maximum())
    page.save.click()
    qtbot.waitUntil(lambda: "full path" in page.form.wrong("to"))
    (said,) = (label for label in page.form.findChildren(QLabel) if "full path" in label.text())
    qtbot.waitUntil(lambda: said.visibleRegion().boundingRect() == said.rect())
    page.form.fields["to"].setText("")  # type: ignore[attr-defined]
    assert page.form.wrong("to") == ""
    page.form.fields["days"].setValue(3)  # type: ignore[attr-defined]
    bar.setValue(0)
    page.save.click()
    qtbot.waitUntil(lambda: page.said.text() == "Saved.")
    qtbot.waitUntil(lambda: page.said.visibleRegion().boundingRect() == page.said.rect())


def test_what_was_typed_is_kept_while_another_page_is_shown(opened: MainWindow, qtbot: QtBot) -> None:
    page = _page(opened, qtbot)
    page.form.fields["to"].setText("sftp://anna@nas/backups")  # type: ignore[attr-defined]
    page.form.fields["host_key"].setText("SHA256:abc")  # type: ignore[attr-defined]
    opened.show_page(OperatorsPage)
    opened.show_page(BackupsPage)
    assert (page.form.value("to"), page.form.value("host_key")) == ("sftp://anna@nas/backups", "SHA256:abc")
    assert opened.unsaved() == ["Backups"]


def test_the_buttons_return_before_a_dead_server_has_listed_its_backups(opened: MainWindow, qtbot: QtBot) -> None:
    page, held = _page(opened, qtbot), []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):  # the server has been closed
                while True:
                    caller, _ = server.accept()
                    if page._job is not None:
                        caller.close()  # so the backup fails, at once
                    else:
                        held.append(caller)  # so its list takes as long as the window is willing to wait

        answering = threading.Thread(target=answer)
        answering.start()
        page.form.fields["to"].setText(f"sftp://anna@127.0.0.1:{server.getsockname()[1]}/backups")  # type: ignore[attr-defined]
        page.form.fields["host_key"].setText(f"SHA256:{'A' * 43}")  # type: ignore[attr-defined]
        page.save.click()
        qtbot.waitUntil(page.now.isEnabled)
        page.now.click()
        assert page.stop.isVisible()
        assert not page.now.isEnabled()
        job = page._job
        assert job is not None
        listed = len(held)
        with qtbot.waitSignal(job.ended):
            pass
        assert page.said.text()
        assert (page.stop.isHidden(), page.progress.isHidden(), page.now.isEnabled()) == (True, True, True)
        assert len(held) <= listed + 1, "the list has not been answered yet"
        server.shutdown(socket.SHUT_RDWR)
        for caller in held:
            caller.close()
        answering.join(60)


@pytest.mark.slow
def test_alarms_stand_above_the_pages_and_the_silent_one_not_where_the_door_sees(
    opened: MainWindow, qtbot: QtBot
) -> None:
    app, alarms = opened.app, opened.alarms
    opened.show_page(LIVE)
    app.bus.publish(BackupTroubled(Message("There has been no backup yet.")))
    qtbot.waitUntil(alarms.backup.isVisible)
    app.bus.publish(BackupDone("x"))
    qtbot.waitUntil(alarms.nothing.isVisible)
    app.pins.note_duress(1, "front", now=NOW)  # by whichever program has the door
    qtbot.waitUntil(lambda: len(alarms._forced) == 1)
    assert alarms.nothing.isVisible(), "the live page stands at the door, too"
    _page(opened, qtbot)
    assert alarms.duress.isVisible()
    assert "Wilhelmina was forced to open “front”" in alarms.duress.text()
    opened.show_page(LIVE)
    assert alarms.nothing.isVisible()
    assert alarms.duress.text() == ""
    _page(opened, qtbot)
    opened.lock()
    assert alarms.isHidden()


def _quiet(qtbot: QtBot) -> None:
    """Wait until whatever was begun in the background has been shown."""
    done: list[object] = []
    run_in_background(lambda job: None, done=done.append)
    qtbot.waitUntil(lambda: bool(done))


def test_that_there_is_no_alarm_is_only_said_where_alarms_can_be_read(
    program: Callable[..., App], qtbot: QtBot
) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    bridge = Bridge(app.bus)
    alarms = Alarms(app, bridge)
    qtbot.addWidget(alarms)
    alarms.show_what_may_be_seen(outside=False)
    assert not alarms.nothing.isVisible(), "nobody has looked yet"
    qtbot.waitUntil(alarms.nothing.isVisible)
    height = alarms.sizeHint().height()
    app.database.close()
    bridge.acted.emit()
    qtbot.waitUntil(alarms.nothing.isHidden)
    assert (alarms.isVisible(), alarms.sizeHint().height()) == (True, height), "no page moves"
    bridge.close()


@pytest.mark.parametrize("opened_before", [False, True])
def test_the_first_silent_alarm_is_heard_and_stays_until_somebody_has_seen_it(
    program: Callable[..., App], qtbot: QtBot, opened_before: bool
) -> None:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    person = app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
    bridge = Bridge(app.bus)

    def above() -> Alarms:
        alarms = Alarms(app, bridge)
        qtbot.addWidget(alarms)
        alarms.show_what_may_be_seen(outside=False)
        return alarms

    alarms = above() if opened_before else None
    if alarms is not None:
        _quiet(qtbot)
        assert alarms.duress.isHidden()
    app.pins.note_duress(person.id, "front", now=NOW)  # the first act there is
    if alarms is None:
        alarms = above()
    else:
        app.bus.publish(DuressUsed("front", person.id, person.name, NOW))
    qtbot.waitUntil(lambda: not alarms.duress.isHidden())
    again = above()  # a restart forgets nothing
    qtbot.waitUntil(lambda: not again.duress.isHidden())
    again.seen.click()
    qtbot.waitUntil(lambda: again.duress.isHidden())
    assert [(act.who, act.act) for act in app.accounts.acts(limit=1)] == [("Ada", "silent alarm seen")]
    last = above()
    _quiet(qtbot)
    assert last.duress.isHidden()
    app.pins.note_duress(person.id, "back", now=NOW)
    bridge.acted.emit()
    qtbot.waitUntil(lambda: not last.duress.isHidden())
    assert "“back”" in last.duress.text()
    assert "“front”" not in last.duress.text()
    app.pins.note_duress(person.id, "yard", now=NOW)
    bridge.acted.emit()
    qtbot.waitUntil(lambda: "“yard”" in last.duress.text())
    assert "and 1 more" in last.duress.text()
    assert not last.seen.isEnabled()  # a click is meant for the one that was told just before
    qtbot.waitUntil(last.seen.isEnabled)
    last.seen.click()
    qtbot.waitUntil(lambda: "“back”" in last.duress.text())  # of which that said nothing
    assert not last.seen.isEnabled()  # for the second of a double click
    qtbot.waitUntil(last.seen.isEnabled)
    assert len(app.pins.unseen_duress()) == 1
    last.seen.click()
    qtbot.waitUntil(lambda: not app.pins.unseen_duress())
    qtbot.waitUntil(last.duress.isHidden)
    bridge.close()


def test_a_window_that_counts_from_its_first_look_on_misses_the_alarm(
    program: Callable[..., App], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    since: list[int] = []
    every = Pins.unseen_duress

    def from_the_first_look_on(pins: Pins) -> list[Act]:
        acts = every(pins)
        since.append(max((act.id for act in acts), default=0))
        return [act for act in acts if act.id > since[0]]

    monkeypatch.setattr(Pins, "unseen_duress", from_the_first_look_on)
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    app.pins.note_duress(app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW).id, "front", now=NOW)
    bridge = Bridge(app.bus)
    alarms = Alarms(app, bridge)
    qtbot.addWidget(alarms)
    alarms.show_what_may_be_seen(outside=False)
    _quiet(qtbot)
    assert alarms.duress.isHidden()
    bridge.close()


@pytest.mark.slow
def test_two_people_in_the_window(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened.app
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    page = opened.show_page(OperatorsPage)
    assert isinstance(page, OperatorsPage)
    page.two.click()
    qtbot.waitUntil(lambda: app.accounts.takes_two)
    qtbot.waitUntil(lambda: page.two.isChecked())
    page.two.click()  # no longer: that takes two
    qtbot.waitUntil(lambda: page.findChild(SecondDialog) is not None)
    dialog = page.findChild(SecondDialog)
    assert isinstance(dialog, SecondDialog)
    dialog.confirm.click()
    assert dialog.said.text() == "Enter a name."
    assert dialog.focusWidget() is dialog.name
    dialog.name.setText("Eve")
    dialog.password.setText("wrong wrong 1")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: dialog.said.text() != "")
    assert app.accounts.takes_two
    dialog.name.setText("Ada")
    dialog.password.setText(SECRET)
    dialog.confirm.click()

    def others() -> list[SecondDialog]:
        return [one for one in page.findChildren(SecondDialog) if one is not dialog]

    qtbot.waitUntil(lambda: others() != [])
    (again,) = others()
    assert again.said.text() == "Ada cannot confirm their own act. Ask somebody else."
    again.name.setText("Eve")
    again.password.setText(SECRET)
    again.confirm.click()
    qtbot.waitUntil(lambda: not app.accounts.takes_two)
    assert [act.who for act in app.accounts.acts() if act.act == "confirmed"] == ["Eve"]


@pytest.mark.slow
def test_other_settings_keep_those_of_other_pages(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Several pages write one file."""
    from gatekeeper.gui.pages.settings import SettingsPage

    page = opened.show_page(SettingsPage)
    assert isinstance(page, SettingsPage)
    app = opened.app
    qtbot.waitUntil(lambda: page._stored is not None, timeout=60_000)
    app.settings = replace(
        app.settings,
        backup=BackupSettings(to=str(tmp_path)),
        evacuation=EvacuationSettings(str(tmp_path)),
        mqtt=MqttSettings("broker"),
    )
    assert not page.changed
    assert page.settings() == app.settings
