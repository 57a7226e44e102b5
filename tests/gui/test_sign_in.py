"""Who sits at the window: the first start, signing in, the lock, roles; real accounts, real pages."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from conftest import DEMO, make_older
from keyring.backends.null import Keyring as NullKeyring
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text as sql

from gatekeeper.app import App, open_app
from gatekeeper.domain import AccessEvent, Outcome, Pairing, Reason, Role
from gatekeeper.errors import AuthError, StoreError
from gatekeeper.gui.core import tasks, theme
from gatekeeper.gui.core.application import Demo, Program
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.gui.core.sign_in import PasswordDialog
from gatekeeper.gui.pages.alarms import AlarmsPage
from gatekeeper.gui.pages.backups import BackupsPage
from gatekeeper.gui.pages.enrol import EnrolPage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.operators import AccountDialog, OperatorsPage
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.rules import RulesPage
from gatekeeper.gui.pages.settings import SettingsPage
from gatekeeper.models.activation import ACTIVE_MODEL
from gatekeeper.people.folder_import import enrol_folder
from gatekeeper.store.accounts import NOBODY, Actor, system_user
from gatekeeper.store.database import Database
from gatekeeper.store.vault import DATABASE_FILE, database_key
from gui.conftest import Sitter

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PASSWORD = "a long one, say"


@pytest.fixture
def app(program: Callable[..., App]) -> App:
    """A home with an administrator, an operator and a viewer; nobody is signed in."""
    app = program()
    for name, role in (("Anna", Role.ADMINISTRATOR), ("Olga", Role.OPERATOR), ("Vera", Role.VIEWER)):
        app.accounts.add(name, PASSWORD, role, by=system_user(), now=NOW)
    app.actor = NOBODY
    return app


def sign_in(qtbot: QtBot, shown: MainWindow, name: str, password: str = PASSWORD) -> None:
    panel = shown.sign_in
    qtbot.waitUntil(panel.go.isVisible)
    if not panel.name.isReadOnly():
        panel.name.setText(name)
    QTest.keyClicks(panel.password, password)
    QTest.keyClick(panel.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.isVisible())


def in_menu(shown: MainWindow, what: str) -> QAction:
    """The entry of the account's menu that says this."""
    (found,) = (one for one in shown.account.menu().actions() if one.text().replace("&", "").startswith(what))
    return found


def open_pages(shown: MainWindow) -> list[str]:
    """The pages that the rail offers."""
    return [page.__name__ for index, page in enumerate(PAGES) if shown._choices.button(index).isEnabled()]


def test_at_the_first_start_nothing_goes_before_there_is_an_administrator(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program()
    app.actor = NOBODY
    shown = window(app)
    panel = shown.sign_in
    qtbot.waitUntil(panel.again.isVisible)
    assert open_pages(shown) == ["LivePage"]
    with pytest.raises(AuthError, match="Nobody is signed in"):
        shown.show_page(PeoplePage)
    panel.go.click()
    assert panel.said.text() == "Enter a name."
    assert panel.name.hasFocus()
    panel.name.setText("A" * 201)
    for line in (panel.password, panel.again):
        line.setText(PASSWORD)
    panel.go.click()
    qtbot.waitUntil(lambda: "1 to 200" in panel.said.text())
    assert panel.name.hasFocus()
    for line in (panel.name, panel.password, panel.again):
        line.clear()
    QTest.keyClicks(panel.name, "Anna")
    for line in (panel.password, panel.again):
        QTest.keyClicks(line, "short")
    panel.go.click()
    qtbot.waitUntil(lambda: "5 characters" in panel.said.text())
    panel.password.setText(PASSWORD)
    panel.go.click()
    assert "differ" in panel.said.text()
    panel.again.setText(PASSWORD)
    panel.go.click()
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert app.actor == Actor("Anna", Role.ADMINISTRATOR)
    assert len(open_pages(shown)) == len(PAGES)
    assert [(act.who, act.act) for act in app.accounts.acts()] == [("Anna", "signed in"), ("Anna", "operator added")]
    assert panel.password.text() == panel.again.text() == ""


def test_a_first_administrator_made_elsewhere_can_sign_in_and_nobody_else_closes_the_window(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    app.actor = NOBODY
    shown = window(app)
    panel = shown.sign_in
    qtbot.waitUntil(panel.again.isVisible)
    panel.name.setText("Otto")
    shown.look_for_news()
    after = tasks.run_in_background(lambda job: None, done=lambda nothing: None)
    with qtbot.waitSignal(after.ended):
        pass
    assert panel.name.text() == "Otto", "what is being typed stays"
    other = open_app(app.home, prefer_keyring=False)
    other.accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=system_user(), now=NOW)
    other.close()
    qtbot.waitUntil(lambda: panel.title.text() == "Sign in")
    assert not panel.again.isVisible()
    shown.close()
    box = shown.findChild(QMessageBox, "closing")
    assert isinstance(box, QMessageBox)
    assert "Only an administrator" in box.informativeText()
    with qtbot.waitSignal(box.destroyed):
        box.reject()
    sign_in(qtbot, shown, "Anna")
    assert app.actor == Actor("Anna", Role.ADMINISTRATOR)


def test_whether_there_is_an_account_is_read_again_after_a_failure(
    qtbot: QtBot, program: Callable[..., App], window: Callable[[App], MainWindow]
) -> None:
    app = program()
    app.accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=system_user(), now=NOW)
    app.actor = NOBODY
    with app.database.transaction() as session:
        session.execute(sql("ALTER TABLE accounts RENAME TO gone"))
    shown = window(app)
    panel = shown.sign_in
    qtbot.waitUntil(lambda: bool(panel.said.text()))
    assert not panel.go.isVisible()
    with app.database.transaction() as session:
        session.execute(sql("ALTER TABLE gone RENAME TO accounts"))
    qtbot.waitUntil(panel.go.isVisible)
    assert panel.title.text() == "Sign in"
    assert panel.said.text() == ""
    sign_in(qtbot, shown, "Anna")


@pytest.mark.slow
def test_after_five_wrong_passwords_the_panel_says_how_long_to_wait(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow]
) -> None:
    panel = window(app).sign_in
    qtbot.waitUntil(panel.go.isVisible)
    QTest.keyClicks(panel.name, "anna")
    for _ in range(5):
        panel.said.clear()
        panel.password.setText("not this one")
        panel.go.click()
        qtbot.waitUntil(lambda: bool(panel.said.text()))
    assert "Please wait 0:" in panel.said.text()
    assert not panel.go.isEnabled()
    QTest.keyClick(panel.password, Qt.Key.Key_Return)  # not by the keyboard either
    assert [act.act for act in app.accounts.acts()] == ["sign-in failed"] * 5 + ["operator added"] * 3
    QTest.keyClicks(panel.name, "e")
    assert panel.go.isEnabled()  # somebody else may try at once


@pytest.mark.slow
def test_the_lock_leaves_the_doors_only_and_gives_back_what_was_there(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow]
) -> None:
    shown = window(app)
    sign_in(qtbot, shown, "Anna")
    enrol = shown.show_page(EnrolPage)
    assert isinstance(enrol, EnrolPage)
    enrol.person.name.setText("Half a registration")
    operators = shown.show_page(OperatorsPage)
    assert isinstance(operators, OperatorsPage)
    operators.add.click()
    dialog = operators.findChild(AccountDialog)
    assert dialog is not None
    shown.lock()
    assert app.actor is NOBODY
    assert not dialog.isVisible()
    assert open_pages(shown) == ["LivePage"]
    live = shown.pages.currentWidget()
    assert isinstance(live, LivePage)
    assert not live.events.isVisible()
    with qtbot.waitActive(shown):
        shown.activateWindow()  # a screen without a window manager does not give it back after a dialog
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert shown.pages.currentWidget() is live
    assert shown.sign_in.name.text() == "Anna"
    sign_in(qtbot, shown, "Anna")
    assert shown.pages.currentWidget() is operators
    assert enrol.person.name.text() == "Half a registration"
    # Somebody else does not go on with it.
    with qtbot.waitActive(shown):
        shown.activateWindow()
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    shown.sign_in.somebody_else.click()
    qtbot.waitUntil(lambda: not shown.sign_in.name.isReadOnly())
    sign_in(qtbot, shown, "Olga")
    assert app.actor.name == "Olga"
    assert shown.pages.currentWidget() is live
    assert enrol.person.name.text() == ""


@pytest.mark.slow
def test_nobody_saves_what_the_user_before_them_has_typed(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow]
) -> None:
    app.doors.rule()
    app.accounts.add("Berta", PASSWORD, Role.ADMINISTRATOR, by=system_user(), now=NOW)
    shown = window(app)
    sign_in(qtbot, shown, "Anna")
    rules, backups, enrol = shown.show_page(RulesPage), shown.show_page(BackupsPage), shown.show_page(EnrolPage)
    people, alarms = shown.show_page(PeoplePage), shown.show_page(AlarmsPage)
    assert isinstance(rules, RulesPage)
    assert isinstance(backups, BackupsPage)
    assert isinstance(enrol, EnrolPage)
    assert isinstance(people, PeoplePage)
    assert isinstance(alarms, AlarmsPage)
    qtbot.waitUntil(lambda: rules.doors.names.count() == 1)
    before = rules.doors.unlock.value()
    rules.doors.unlock.setValue(before + 40)
    backups.form.fields["to"].setText("/mnt/annas")  # type: ignore[attr-defined]
    people.several.join.setText("annas friends")
    for box in (people.several.agreed, enrol.folder.agreed):
        box.setChecked(True)
    alarms.note.setText("looked at it")

    def left() -> list[object]:
        changes: list[object] = [rules.doors.unlock.value() - before, backups.form.value("to")]
        typed: list[object] = [people.several.join.text(), alarms.note.text()]
        return changes + typed + [box.isChecked() for box in (people.several.agreed, enrol.folder.agreed)]

    assert shown.unsaved() == ["Rules", "Backups"]
    shown.lock()
    sign_in(qtbot, shown, "Anna")
    assert left() == [40, "/mnt/annas", "annas friends", "looked at it", True, True], "it is Anna's, who is back"
    shown.lock()
    shown.sign_in.somebody_else.click()
    qtbot.waitUntil(lambda: not shown.sign_in.name.isReadOnly())
    sign_in(qtbot, shown, "Berta")
    assert left() == [0, "", "", "", False, False]
    assert shown.unsaved() == []
    shown.show_page(RulesPage)
    assert not rules.doors.save.isEnabled()
    assert [rules.doors.names.item(row).text() for row in range(rules.doors.names.count())] == app.people.doors()


@pytest.mark.slow
def test_pages_open_for_those_whose_role_allows_it(qtbot: QtBot, app: App, window: Callable[[App], MainWindow]) -> None:
    app.people.add("Ada", consent_text="1", consent_at=NOW)
    shown = window(app)
    sign_in(qtbot, shown, "Olga")
    people = shown.show_page(PeoplePage)
    assert isinstance(people, PeoplePage)
    qtbot.waitUntil(lambda: people.list.people.count() == 1)
    people.list.people.setCurrentRow(0)
    qtbot.waitUntil(lambda: people.view.person is not None)
    with qtbot.waitSignal(people.view.told):
        people.view.block.click()
    assert (app.accounts.acts()[0].who, app.accounts.acts()[0].act) == ("Olga", "person blocked")
    assert OperatorsPage.__name__ not in open_pages(shown)
    assert "administrators" in shown._choices.button(PAGES.index(OperatorsPage)).toolTip()
    shown.sign_out()
    sign_in(qtbot, shown, "Vera")
    assert not {"EnrolPage", "OperatorsPage"} & {*open_pages(shown)}
    shown.show_page(PeoplePage)
    assert not people.view.save.isEnabled()  # the page that Olga had opened
    log = shown.show_page(LogPage)
    assert isinstance(log, LogPage)
    assert not log.export.isEnabled()
    assert {"signed in", "signed out"} <= {act.act for act in app.accounts.acts()}


@pytest.mark.slow
def test_losing_the_role_or_account_closes_the_pages(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow]
) -> None:
    shown = window(app)
    sign_in(qtbot, shown, "Olga")
    shown.show_page(EnrolPage)
    app.accounts.set_role("Olga", Role.VIEWER, by=system_user(), now=NOW)
    shown.ask_for_rights()
    qtbot.waitUntil(lambda: app.actor == Actor("Olga", Role.VIEWER))
    assert isinstance(shown.pages.currentWidget(), LivePage)
    app.accounts.remove("Olga", by=system_user(), now=NOW)
    shown.ask_for_rights()
    qtbot.waitUntil(shown.sign_in.isVisible)
    assert app.actor is NOBODY


def left_seconds(shown: MainWindow) -> float:
    """How much longer nobody may touch anything; 0 while nobody watches."""
    timer = shown.idleness.findChild(QTimer)
    assert isinstance(timer, QTimer)
    return max(0, timer.remainingTime()) / 1000


@pytest.mark.slow
def test_a_window_that_nobody_touches_locks_itself(qtbot: QtBot, app: App, window: Callable[[App], MainWindow]) -> None:
    shown = window(app)
    assert left_seconds(shown) == 0
    sign_in(qtbot, shown, "Anna")
    assert 590 < left_seconds(shown) < 601  # ten minutes unless the settings say otherwise
    before = left_seconds(shown)
    qtbot.waitUntil(lambda: left_seconds(shown) < before - 0.1)
    before = left_seconds(shown)
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_Shift)
    assert left_seconds(shown) > before
    with qtbot.waitSignal(shown.idleness.long_idle):
        shown.idleness.begin(0.005)
    assert app.actor is NOBODY
    assert shown.sign_in.name.text() == "Anna"
    shown.idleness.begin(0)
    assert left_seconds(shown) == 0


@pytest.mark.slow
def test_another_lock_time_is_in_effect_when_it_is_saved(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow]
) -> None:
    shown = window(app)
    sign_in(qtbot, shown, "Anna")
    settings = shown.show_page(SettingsPage)
    assert isinstance(settings, SettingsPage)
    qtbot.waitUntil(lambda: settings._stored is not None)
    settings.window_.fields["lock_minutes"].setValue(3)  # type: ignore[attr-defined]
    with qtbot.waitSignal(settings.saved):
        settings.save.click()
    assert 170 < left_seconds(shown) < 181


@pytest.mark.slow
def test_ones_own_password_is_changed_from_the_rail(
    qtbot: QtBot, app: App, window: Callable[[App], MainWindow]
) -> None:
    shown = window(app)
    sign_in(qtbot, shown, "Vera")
    lock, own = in_menu(shown, "Lock"), in_menu(shown, "Change my password")
    own.trigger()
    dialog = shown.findChild(PasswordDialog)
    assert isinstance(dialog, PasswordDialog)
    for line, text in ((dialog.old, "not mine"), (dialog.new, "another, longer"), (dialog.again, "another, longer")):
        line.setText(text)
    dialog.save.click()
    qtbot.waitUntil(lambda: "wrong" in dialog.said.text())
    dialog.old.setText(PASSWORD)
    with qtbot.waitSignal(dialog.accepted):
        dialog.save.click()
    lock.trigger()
    sign_in(qtbot, shown, "Vera", "another, longer")
    assert app.actor.name == "Vera"


def test_the_demo_needs_no_password_and_says_so(program: Callable[..., App], window: Callable[..., MainWindow]) -> None:
    app = program()
    app.actor = Actor("Demo", Role.ADMINISTRATOR)
    shown = window(app, app.actor)
    assert len(open_pages(shown)) == len(PAGES)
    assert app.accounts.first_start
    shown.lock()
    assert "demo" in shown.sign_in.explanation.text()
    assert open_pages(shown) == ["LivePage"]
    shown.sign_in.go.click()
    assert len(open_pages(shown)) == len(PAGES)


@pytest.mark.slow
def test_whoever_registers_a_visitor_of_the_demo_keeps_nobody_else_out(
    program: Callable[..., App], tmp_path: Path
) -> None:
    shutil.copytree(DEMO / "visits/stranger-001/bare", tmp_path / "Ada")
    app = program()
    Demo(DEMO / "people", DEMO / "visits").prepare(app)
    assert set(enrol_folder(app, tmp_path).taken) == {"Ada"}
    card = app.models.open().card
    demanded = app.thresholds.demanded(card, app.people.templates(card.id), frozenset())
    assert demanded[Pairing.BARE_BARE] < 0.6, "0.9 would be above residents' own photos"


@pytest.fixture
def _no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NullKeyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.mark.slow
@pytest.mark.usefixtures("_no_keyring", "reader")
def test_a_real_home_opens_with_the_doors_at_work_and_nobody_signed_in(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text('[camera]\nsource = "9"\n')
    program = Program(qapp, tmp_path)
    program.start()
    qtbot.waitUntil(lambda: program.window is not None)
    app, shown = program.app, program.window
    assert app is not None
    assert shown is not None
    qtbot.waitUntil(lambda: app.doors.loop is not None and app.doors.loop.is_alive())
    qtbot.waitUntil(shown.sign_in.again.isVisible)
    assert app.actor is NOBODY
    assert open_pages(shown) == ["LivePage"]
    shown.closed.disconnect()
    shown.end()
    program.close()


@pytest.mark.slow
@pytest.mark.usefixtures("_no_keyring", "reader")
def test_bringing_a_long_log_up_to_date_is_shown_and_can_be_stopped(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text('[camera]\nsource = "9"\n')
    before = open_app(tmp_path)
    make_older(before.database, 60_000)
    before.close()
    stopped = Program(qapp, tmp_path)
    stopped.start()
    qtbot.waitUntil(lambda: stopped.update is not None and stopped.update.value() > 0)
    assert stopped.update is not None
    assert "is upgraded once" in stopped.update.labelText()
    with qtbot.waitSignal(stopped._opening.ended):
        stopped.update.findChild(QPushButton).click()  # type: ignore[union-attr]
    assert (stopped.app, stopped.window, stopped.failed) == (None, None, False)
    stopped.close()
    with pytest.raises(StoreError, match="version 0005"):
        Database.open(tmp_path / DATABASE_FILE, database_key(tmp_path), read_only=True)
    again = Program(qapp, tmp_path)
    again.start()
    qtbot.waitUntil(lambda: again.window is not None)
    assert again.app is not None
    assert again.window is not None
    assert again.update is None
    assert again.app.log.count() == 60_000
    again.window.closed.disconnect()
    again.window.end()
    again.close()


@pytest.mark.usefixtures("_no_keyring")
def test_old_data_is_deleted_even_where_no_network_can_be_loaded(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gatekeeper.models.activation.DEFAULT_MODEL", "gone")  # else the bundled one would serve
    (tmp_path / "config.toml").write_text('[camera]\nsource = "9"\n[retention]\nevents_days = 30\n')
    before = open_app(tmp_path)
    before.people.set_setting(ACTIVE_MODEL, "gone")
    now = datetime.now(UTC)
    for days in (40, 0):
        at = now - timedelta(days=days)
        before.log.record(AccessEvent(at, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""))
    before.close()
    program = Program(qapp, tmp_path)
    program.start()

    def box() -> QMessageBox | None:
        return next((w for w in qapp.topLevelWidgets() if isinstance(w, QMessageBox)), None) or (
            program.window.findChild(QMessageBox, "error_dialog") if program.window is not None else None
        )

    qtbot.waitUntil(lambda: box() is not None)
    trouble = box()
    assert trouble is not None
    assert "gone" in trouble.text()
    trouble.accept()
    app, shown = program.app, program.window
    assert app is not None
    assert shown is not None
    qtbot.waitUntil(lambda: app.log.count() == 1)
    shown.closed.disconnect()
    shown.end()
    program.close()


@pytest.mark.slow
def test_only_who_may_stop_the_building_closes_the_window(
    window: Callable[..., MainWindow], program: Callable[..., App], qtbot: QtBot, qapp: QApplication
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    for name, role in (("Anna", Role.ADMINISTRATOR), ("Olga", Role.OPERATOR)):
        app.accounts.add(name, PASSWORD, role, by=system_user(), now=NOW)
    app.actor = NOBODY
    shown = window(app)
    closed: list[None] = []
    shown.closed.connect(lambda: closed.append(None))

    def asked(close: Callable[[], object]) -> QMessageBox:
        with qtbot.waitActive(shown):
            shown.activateWindow()
        close()
        box = shown.findChild(QMessageBox, "closing")
        assert isinstance(box, QMessageBox)
        assert shown.isVisible()
        assert "door" in box.text()
        return box

    def keep(box: QMessageBox) -> None:
        with qtbot.waitSignal(box.destroyed):
            QTest.keyClick(box, Qt.Key.Key_Return)  # what is under Enter stops nothing

    ways: list[Callable[[], object]] = [
        shown.close,  # the title bar's X, Alt+F4
        lambda: QTest.keyClick(shown, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        qapp.closeAllWindows,
        lambda: QApplication.sendEvent(qapp, QEvent(QEvent.Type.Quit)),  # macOS's Cmd+Q
    ]
    for who in ("", "Olga"):
        app.actor = app.accounts.sign_in(who, PASSWORD, now=NOW) if who else NOBODY
        for way in ways:
            box = asked(way)
            assert "Only an administrator" in box.informativeText()
            assert len(box.buttons()) == 1
            keep(box)
    app.actor = app.accounts.sign_in("Anna", PASSWORD, now=NOW)
    box = asked(shown.close)
    assert "stops these doors" in box.text()
    keep(box)
    assert not closed
    stop = next(button for button in asked(shown.close).buttons() if "Stop" in button.text())
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert closed
    assert not shown.isVisible()


@pytest.mark.slow
def test_unsaved_changes_raise_a_question_before_sign_out_or_closing(
    window: Callable[..., MainWindow], program: Callable[..., App], qtbot: QtBot
) -> None:
    app = program()
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    shown = window(app)
    settings, enrol = shown.show_page(SettingsPage), shown.show_page(EnrolPage)
    assert isinstance(settings, SettingsPage)
    assert isinstance(enrol, EnrolPage)
    qtbot.waitUntil(lambda: settings._stored is not None)
    closed: list[None] = []
    shown.closed.connect(lambda: closed.append(None))
    sign_out = in_menu(shown, "Sign out")

    def asked(way: Callable[[], object]) -> QMessageBox:
        with qtbot.waitActive(shown):
            shown.activateWindow()
        way()
        qtbot.waitUntil(lambda: shown.findChild(QMessageBox, "unsaved") is not None)
        box = shown.findChild(QMessageBox, "unsaved")
        assert isinstance(box, QMessageBox)
        assert box.text() == "There are unsaved changes on: Register and Settings."
        return box

    settings.cameras.form.fields["name"].setText("another")  # type: ignore[attr-defined]
    enrol.person.name.setText("Ada")
    for way in (sign_out.trigger, lambda: QTest.keyClick(shown, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)):
        box = asked(way)
        with qtbot.waitSignal(box.destroyed):
            QTest.keyClick(box, Qt.Key.Key_Return)  # what is under Enter loses nothing
        assert (app.actor.name, closed, enrol.person.name.text()) == ("Anna", [], "Ada")
    # The lock keeps what was begun for who goes on; somebody else does not find it.
    shown.lock()
    assert shown.findChild(QMessageBox, "unsaved") is None
    shown.sign_in.signed_in.emit(Actor("Anna", Role.ADMINISTRATOR))
    assert shown.unsaved() == ["Register", "Settings"]
    box = asked(sign_out.trigger)
    with qtbot.waitSignal(box.destroyed):
        box.button(QMessageBox.StandardButton.Discard).click()
    assert app.actor is NOBODY
    shown.sign_in.signed_in.emit(Actor("Olga", Role.ADMINISTRATOR))
    qtbot.waitUntil(lambda: shown.unsaved() == [])


def test_a_window_whose_doors_another_program_has_watches_and_may_go(
    window: Callable[..., MainWindow], program: Callable[..., App], qtbot: QtBot
) -> None:
    first = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    other = open_app(first.home, first.settings, prefer_keyring=False)
    try:
        other.doors.open_capture, other.doors.clock = first.doors.open_capture, first.doors.clock
        other.doors.open_cameras()
        other.actor = Actor("Anna", Role.ADMINISTRATOR)
        shown = window(other)
        page = shown.show_page(LivePage)
        assert isinstance(page, LivePage)
        (tile,) = page.tiles
        assert tile.state.text() == "Watched only"
        # No closed door either: in a narrow tile the icon stands there alone.
        unknown = theme.pixmap("question", 22, theme.colours().text, tile.devicePixelRatioF())
        assert tile._state_icon.pixmap().toImage() == unknown.toImage()
        assert not tile.open_button.isEnabled()
        assert "is held by process" in tile.open_button.toolTip()
        # The first one lets go: from now on this window has the door, and is asked before it goes.
        first.doors.close_doors()
        qtbot.waitUntil(tile.open_button.isEnabled)
        assert tile.state.text() == "Locked"
        shown.close()
        box = shown.findChild(QMessageBox, "closing")
        assert isinstance(box, QMessageBox)
        box.reject()
        # The control: while another one has it, nothing depends on this window.
        other.doors.watches[0].door.held = "The door door is held by another program: this program only watches."
        assert shown.close()
    finally:
        tasks.close_workers()
        other.close()


def test_a_session_that_ends_and_a_program_without_doors_are_not_held_up(
    window: Callable[..., MainWindow], program: Callable[..., App]
) -> None:
    app = program(captures=lambda source: Sitter("resident-001"), recognise=False)
    app.actor = NOBODY
    shown = window(app)
    shown.session_ends()
    assert shown.close()
    app.doors.close_doors()
    again = window(app)
    assert again.close()
