"""Operators in the window: the first one, roles, passwords, the trail."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QMessageBox, QTableWidget
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Role
from gatekeeper.errors import AuthError
from gatekeeper.gui.core import language
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.pages.operators import AccountDialog, OperatorsPage
from gatekeeper.store.accounts import Actor

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PASSWORD = "a long one, say"


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


@pytest.fixture
def page(app: App, qtbot: QtBot) -> Iterator[OperatorsPage]:
    bridge = Bridge(app.bus)
    page = OperatorsPage(app, bridge)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.shown):
        page.show()
    yield page
    bridge.close()


def text(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    return item.text() if item is not None else ""


def test_the_first_operator_is_an_administrator_with_a_good_password(
    app: App, page: OperatorsPage, qtbot: QtBot
) -> None:
    assert "no operator yet" in page.hint.text()
    page.add.click()
    dialog = page.findChild(AccountDialog)
    assert isinstance(dialog, AccountDialog)
    assert not dialog.role.isEnabled()
    dialog.save.click()
    assert dialog.said.text() == "Enter a name."
    assert dialog.focusWidget() is dialog.name
    dialog.name.setText("Anna")
    dialog.password.setText("short")
    dialog.again.setText("shorter")
    dialog.save.click()
    assert "differ" in dialog.said.text()
    dialog.again.setText("short")
    dialog.save.click()
    qtbot.waitUntil(lambda: "5 characters" in dialog.said.text())
    assert dialog.focusWidget() is dialog.password
    assert app.accounts.first_start
    for line in (dialog.password, dialog.again):
        line.setText(PASSWORD)
    with qtbot.waitSignal(page.shown):
        dialog.save.click()
    assert app.accounts.sign_in("Anna", PASSWORD, now=NOW).role is Role.ADMINISTRATOR
    assert text(page.accounts, 0, 0) == "Anna"
    assert text(page.trail, 0, 2) == "operator added"


@pytest.mark.slow
def test_roles_are_given_and_operators_removed(app: App, page: OperatorsPage, qtbot: QtBot) -> None:
    for name, role in (("Anna", Role.ADMINISTRATOR), ("Bert", Role.VIEWER)):
        app.accounts.add(name, PASSWORD, role, by=app.actor, now=NOW)
    with qtbot.waitSignal(page.shown):
        page.refresh()
    assert not page.remove.isEnabled()
    page.accounts.selectRow(1)
    page.role.setCurrentIndex(page.role.findData("operator"))
    with qtbot.waitSignal(page.shown):
        page.give_role.click()
    assert app.accounts.list()[1].role is Role.OPERATOR
    page.accounts.selectRow(1)
    page.remove.click()
    box = page.findChild(QMessageBox, "remove")
    assert isinstance(box, QMessageBox)
    (remove,) = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.DestructiveRole]
    with qtbot.waitSignal(page.shown):
        remove.click()
    assert [account.name for account in app.accounts.list()] == ["Anna"]
    with pytest.raises(AuthError):
        app.accounts.sign_in("Bert", PASSWORD, now=NOW)


def test_only_an_administrator_may_change_operators(app: App, page: OperatorsPage, qtbot: QtBot) -> None:
    app.accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=app.actor, now=NOW)
    app.actor = Actor("Olga", Role.OPERATOR)
    with qtbot.waitSignal(page.shown):
        page.refresh()
    page.accounts.selectRow(0)
    for button in (page.add, page.give_role, page.password, page.remove):
        assert not button.isEnabled()


def test_the_trail_names_people_is_narrowed_and_exported(
    app: App, page: OperatorsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    ada = app.people.add("Ada", consent_text="v1", consent_at=NOW)
    for actor in (app.actor, Actor("Olga", Role.OPERATOR)):
        Desk(app, actor).set_blocked(ada.id, True, now=NOW)
    with qtbot.waitSignal(page.shown):
        page.refresh()
    assert page.trail.rowCount() == 2
    assert text(page.trail, 0, 3) == "Ada (number 1)"
    with qtbot.waitSignal(page.shown):
        page.who.setCurrentIndex(page.who.findData("Olga"))
    assert [text(page.trail, row, 1) for row in range(page.trail.rowCount())] == ["Olga"]
    with qtbot.waitSignal(page.write(tmp_path / "trail.csv").ended):
        pass
    qtbot.waitUntil(lambda: "1 act written" in page.said.text())
    assert (tmp_path / "trail.csv").read_text().count("Ada (number 1)") == 1
    page.period.between(QDate(2020, 1, 1), QDate(2020, 1, 2))
    qtbot.waitUntil(lambda: page.said.text() == "No acts match.")


def test_whose_sign_in_failed_is_nobody_in_the_reader_s_language(
    app: App, page: OperatorsPage, qtbot: QtBot, qapp: QApplication
) -> None:
    with pytest.raises(AuthError):
        app.accounts.sign_in("Anna", PASSWORD, now=NOW)
    language.apply(qapp, "de")
    with qtbot.waitSignal(page.shown):
        page.refresh()
    assert [text(page.trail, 0, column) for column in (1, 2)] == ["niemand", "Anmeldung fehlgeschlagen"]
    assert page.who.findText("niemand") > 0
    language.apply(qapp, "en")


def test_a_role_is_told_without_what_it_may_do(app: App, page: OperatorsPage, qtbot: QtBot, qapp: QApplication) -> None:
    app.accounts.add("Anna", PASSWORD, Role.ADMINISTRATOR, by=app.actor, now=NOW)
    for spoken, role in (("en", "Administrator"), ("de", "Administrator"), ("zh_TW", "管理員")):
        language.apply(qapp, spoken)
        shown = OperatorsPage(app, page._bridge)
        qtbot.addWidget(shown)
        with qtbot.waitSignal(shown.shown):
            shown.show()
        assert text(shown.accounts, 0, 1) == role
    language.apply(qapp, "en")


def test_what_was_done_is_read_without_a_bar_across(app: App, page: OperatorsPage, qtbot: QtBot) -> None:
    name = "Bernhard Freiherr von Münchhausen zu Bodenwerder an der Weser"
    ada = app.people.add(name, consent_text="v1", consent_at=NOW)
    for number in range(30):
        Desk(app, Actor(name, Role.OPERATOR)).set_blocked(ada.id, number % 2 == 0, now=NOW)
    with qtbot.waitSignal(page.shown):
        page.refresh()
    page.resize(880, 700)  # beside the rail, on a screen of 1024
    qtbot.waitUntil(lambda: page.trail.verticalScrollBar().maximum() > 0)
    assert page.trail.horizontalScrollBar().maximum() == 0
    header = page.trail.horizontalHeader()
    assert min(map(header.sectionSize, range(header.count()))) > 100
