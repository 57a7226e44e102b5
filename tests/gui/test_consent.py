"""Consent in the window: the site's own text, what one person agreed to, several asked again, and withdrawal."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from gatekeeper.app import App, open_app
from gatekeeper.cli import app as commands
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import MaskState, Role
from gatekeeper.gui.core import tasks
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.people.consent_text import ConsentTextDialog
from gatekeeper.gui.pages.people.several import SeveralView
from gatekeeper.gui.widgets.consent import ConsentCard, ConsentDialog
from gatekeeper.store.accounts import NOBODY, Actor
from gatekeeper.store.people import Which
from gatekeeper.store.templates import NewPhoto

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def app(copied_home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    opened = open_app(copied_home, prefer_keyring=False)
    opened.actor = Actor("Olga", Role.ADMINISTRATOR)
    photos = [NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8))]
    for name in ("Anna", "Bert"):
        opened.people.add(name, consent_text="2026-1", consent_at=NOW, photos=photos)
    yield opened
    tasks.close_workers()
    opened.close()


def choose(box: object, value: str) -> None:
    box.setCurrentIndex(box.findData(value))  # type: ignore[attr-defined]


def test_an_administrator_writes_the_text_and_sees_how_it_reads(app: App, qtbot: QtBot) -> None:
    dialog = ConsentTextDialog(app)
    dialog.show()
    choose(dialog.language, "de")
    assert "einverstanden" in dialog.preview.text()
    assert not dialog.save.isEnabled()
    dialog.text.setPlainText("Ich stimme zu. Aufbewahrt: {nie}")
    dialog.judge()
    assert "{nie}" in dialog.said.text()
    assert not dialog.save.isEnabled()
    dialog.text.setPlainText("Ich stimme zu, in {site}.")
    dialog.judge()
    assert "{site}" in dialog.said.text(), "nothing says what that is"
    dialog.site.setText("Haus 7")
    dialog.judge()
    assert dialog.preview.text() == "Ich stimme zu, in Haus 7."
    assert dialog.said.text() == ""
    choose(dialog.language, "en")  # what was typed is kept meanwhile
    choose(dialog.language, "de")
    assert dialog.text.toPlainText() == "Ich stimme zu, in {site}."
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.save.click()
    (version,) = told.args
    assert app.consent_texts.in_force("de").text == "Ich stimme zu, in Haus 7."
    assert app.people.text_in_force() == version
    assert dialog.version.count() == 2
    assert "2" in dialog.people.text(), "so many agreed to the earlier text"
    dialog.version.setCurrentIndex(1)
    assert "einverstanden" in dialog.preview.text(), "an earlier text stays readable"
    assert dialog.text.isReadOnly()
    dialog.close()


def test_a_value_that_somebody_else_has_changed_meanwhile_stays(app: App, qtbot: QtBot) -> None:
    desk = Desk(app, Actor("Bert", Role.ADMINISTRATOR))
    dialog = ConsentTextDialog(app)
    dialog.show()
    desk.revise_consent_text({}, controller="House Ltd, 2 Street", now=NOW)
    choose(dialog.language, "de")
    dialog.text.setPlainText("Ich stimme zu, sagt {controller}.")
    dialog.judge()
    assert dialog.preview.text() == "Ich stimme zu, sagt House Ltd, 2 Street."
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
    assert app.consent_texts.controller == "House Ltd, 2 Street"
    dialog.close()


def test_no_text_is_lost_while_another_is_saved_and_when_saving_fails_or_the_dialog_closes(
    app: App, qtbot: QtBot
) -> None:
    dialog = ConsentTextDialog(app)
    dialog.show()
    choose(dialog.language, "de")
    dialog.text.setPlainText("Ich stimme zu.")
    dialog.judge()
    app.actor = Actor("Otto", Role.OPERATOR)  # whose right was taken away meanwhile
    dialog.save.click()
    assert not dialog.save.isEnabled()
    qtbot.waitUntil(lambda: bool(dialog.said.text()))
    assert dialog.save.isEnabled()
    app.actor = Actor("Olga", Role.ADMINISTRATOR)
    go = threading.Event()

    def wait(job: tasks.Job) -> None:
        assert go.wait(60)

    tasks.run_in_background(wait, done=lambda nothing: None)
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
        choose(dialog.language, "en")
        dialog.text.setPlainText("I agree.")
        dialog.judge()
        assert not dialog.save.isEnabled(), "one is on its way"
        go.set()
    assert app.consent_texts.in_force("de").text == "Ich stimme zu."
    assert dialog.text.toPlainText() == "I agree."
    assert dialog.save.isEnabled()
    dialog.close()
    assert dialog.isVisible()
    box = dialog.findChild(QMessageBox, "unsaved")
    assert isinstance(box, QMessageBox)
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert dialog.isVisible()
    dialog.reject()
    box = next(one for one in dialog.findChildren(QMessageBox, "unsaved") if one.isVisible())
    box.button(QMessageBox.StandardButton.Discard).click()
    assert not dialog.isVisible()
    other = ConsentTextDialog(app)
    other.show()
    other.text.setPlainText("I do.")
    app.actor = NOBODY  # the window was locked
    other.reject()
    assert not other.isVisible()


def test_others_than_administrators_can_read_but_not_change_it(app: App, qtbot: QtBot) -> None:
    app.actor = Actor("Otto", Role.OPERATOR)
    dialog = ConsentTextDialog(app)
    dialog.show()
    assert dialog.preview.text()
    assert dialog.text.isReadOnly()
    assert not dialog.site.isEnabled()
    assert not dialog.save.isEnabled()
    dialog.close()


@pytest.fixture
def open_dialog(app: App, qtbot: QtBot) -> Callable[[int], ConsentDialog]:
    def open_(number: int) -> ConsentDialog:
        dialog = ConsentDialog(app, app.people.get(number))
        dialog.show()
        qtbot.waitUntil(dialog.agree.isEnabled)
        return dialog

    return open_


def test_a_person_agrees_to_the_new_text_before_somebody_and_a_form_is_filed(
    app: App, qtbot: QtBot, open_dialog: Callable[[int], ConsentDialog]
) -> None:
    version = app.consent_texts.revised({"en": "Mine."}, made_at=NOW, made_by="Olga")
    app.people.add_text(version)
    dialog = open_dialog(1)
    assert "older text" in dialog.state.text()
    choose(dialog.card.language, "zh_TW")
    with qtbot.waitSignal(dialog.told):
        dialog.agree.click()
    consent = app.people.consent(1)
    assert (consent.text_version, consent.language, consent.before) == (version.version, "zh_TW", "Olga")
    qtbot.waitUntil(dialog.filed.isEnabled)
    with qtbot.waitSignal(dialog.told):
        dialog.filed.click()
    assert app.people.consent(1).paper
    dialog.close()


def test_enter_opens_what_a_person_read_and_records_nothing(
    app: App, qtbot: QtBot, open_dialog: Callable[[int], ConsentDialog]
) -> None:
    dialog = open_dialog(1)
    before = app.people.consents(1)
    agreed: list[bool] = []
    dialog.agree.clicked.connect(agreed.append)
    dialog.history.setCurrentIndex(dialog.history.model().index(0, 0))
    QTest.keyClick(dialog.history, Qt.Key.Key_Return)
    assert [shown.windowTitle() for shown in dialog.findChildren(QDialog)] == ["Consent, version 2026-1"]
    assert agreed == []
    assert app.people.consents(1) == before
    dialog.close()


def test_consent_is_withdrawn_after_a_question_and_the_person_stays(
    app: App, qtbot: QtBot, open_dialog: Callable[[int], ConsentDialog]
) -> None:
    for number, keep in ((1, False), (2, True)):
        dialog = open_dialog(number)
        dialog.withdraw.click()
        box = dialog.findChild(QMessageBox, "withdraw")
        assert isinstance(box, QMessageBox)
        assert "stay" in box.informativeText()
        box.checkBox().setChecked(not keep)
        assert app.people.get(number).consented, "nothing before the answer"
        (act,) = [one for one in box.buttons() if one is not box.button(QMessageBox.StandardButton.Cancel)]
        with qtbot.waitSignal(dialog.told):
            act.click()
        assert not app.people.get(number).consented
        assert len(app.people.photos(number)) == keep
        dialog.close()


def test_several_agree_at_once(app: App, qtbot: QtBot) -> None:
    app.people.add_text(app.consent_texts.revised({"en": "Mine."}, made_at=NOW, made_by="Olga"))
    view = SeveralView(app)
    qtbot.addWidget(view)
    view.show_people([one.person.id for one in app.people.search(which=Which.OLDER_CONSENT)])
    view.agreed.setChecked(True)
    view.paper.setChecked(True)
    with qtbot.waitSignal(view.told):
        view.save.click()
    assert app.people.search(which=Which.OLDER_CONSENT) == []
    assert app.people.consent(2).paper
    assert not view.agreed.isChecked()


def test_what_is_typed_while_several_are_changed_stays(app: App, qtbot: QtBot) -> None:
    view = SeveralView(app)
    qtbot.addWidget(view)
    view.show_people([1, 2])
    view.department.setText("Sales")
    with qtbot.waitSignal(view.told):
        view.save.click()
        view.department.setText("Purchasing")
    assert [app.people.get(number).department for number in (1, 2)] == ["Sales"] * 2
    assert view.department.text() == "Purchasing"
    with qtbot.waitSignal(view.told):
        view.save.click()
    assert [app.people.get(number).department for number in (1, 2)] == ["Purchasing"] * 2
    assert view.department.text() == ""


def test_several_who_agreed_are_not_taken_for_others_or_for_another_text(app: App, qtbot: QtBot) -> None:
    for name in ("Clara", "Dora"):
        app.people.add(name, consent_text="2026-1", consent_at=NOW)
    view = SeveralView(app)
    qtbot.addWidget(view)
    view.show_people([1, 2])

    def tick() -> None:
        view.agreed.setChecked(True)
        view.paper.setChecked(True)

    tick()
    view.show_people([2, 1])
    assert view.agreed.isChecked(), "the same people"
    view.show_people([3, 4])
    assert not view.agreed.isChecked()
    assert not view.paper.isChecked()
    tick()
    choose(view.language, "zh_TW")
    assert not view.agreed.isChecked(), "another language is another text"
    tick()
    app.people.add_text(app.consent_texts.revised({"en": "Mine."}, made_at=NOW, made_by="Olga"))
    with qtbot.waitSignal(view.told):
        view.save.click()
    assert app.people.consent(3).text_version == "2026-1", "what they had read"
    tick()
    view.show()
    assert not view.agreed.isChecked(), "another version is in force"


def test_several_who_agreed_before_one_user_are_not_recorded_by_another(app: App, qtbot: QtBot) -> None:
    bridge = Bridge(app.bus)
    page = PeoplePage(app, bridge)
    qtbot.addWidget(page)
    page.several.show_people([1, 2])
    page.several.join.setText("staff")
    page.several.agreed.setChecked(True)
    bridge.signed_in.emit("Olga", True)
    assert page.several.agreed.isChecked(), "it was only locked"
    bridge.signed_in.emit("Otto", False)
    assert not page.several.agreed.isChecked()
    assert page.several.join.text() == ""
    bridge.close()


def test_a_signed_form_is_on_file_for_one_text_and_one_consent(
    app: App, qtbot: QtBot, open_dialog: Callable[[int], ConsentDialog]
) -> None:
    dialog = open_dialog(1)
    dialog.paper.setChecked(True)
    choose(dialog.card.language, "zh_TW")
    assert not dialog.paper.isChecked()
    dialog.paper.setChecked(True)
    for paper in (True, False):
        with qtbot.waitSignal(dialog.told):
            dialog.agree.click()
        assert app.people.consent(1).paper == paper
        qtbot.waitUntil(dialog.agree.isEnabled)
    dialog.close()


def test_a_person_about_to_agree_has_to_read_the_new_text_first(app: App, qtbot: QtBot) -> None:
    card = ConsentCard(app.consent_texts.in_force)
    qtbot.addWidget(card)
    assert card.text.textFormat() is Qt.TextFormat.PlainText
    before = card.read
    app.people.add_text(app.consent_texts.revised({card.read.language: "Mine."}, made_at=NOW, made_by="Olga"))
    with qtbot.waitSignal(card.changed):
        card.refresh()
    assert card.read != before
    assert card.text.text() == "Mine."


def test_the_command_line_prints_a_form_as_pdf(app: App, tmp_path: Path) -> None:
    pdf = tmp_path / "form.pdf"
    names = ("--person", "Anna", "--person", "Bert")
    done = CliRunner().invoke(
        commands, ["--home", str(app.home), "consent", "print", str(pdf), "--language", "zh-TW", *names]
    )
    assert done.exit_code == 0, done.output
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/Count 2" in content, "a page for each"
