"""Help for every page, what the program is made of, and the first steps of a site."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gatekeeper.app import App
from gatekeeper.desk.first_steps import Step, first_steps
from gatekeeper.domain import Role
from gatekeeper.gui.core.first_steps import FirstStepsDialog
from gatekeeper.gui.core.help import AboutDialog, HelpDialog, text_of
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.gui.pages.settings import SettingsPage
from gatekeeper.paths import assets
from gatekeeper.store.accounts import PROGRAM, Actor
from gatekeeper.timezones import utc_now


@pytest.mark.parametrize("spoken", ["en", "de", "zh_TW"])
def test_every_page_has_its_help_in_every_language(spoken: str) -> None:
    texts = {page.__name__: text_of(page.__name__, spoken) for page in PAGES}
    assert all(len(text) > 30 for text in texts.values())
    # and there is none for a page that is gone, and no second one, of which only the last would be shown
    lines = (assets() / "help" / f"{spoken}.md").read_text(encoding="utf-8").splitlines()
    assert sorted(line for line in lines if line.startswith("# ")) == sorted(f"# {page}" for page in texts)
    if spoken != "en":
        assert all(text != text_of(page, "en") for page, text in texts.items())


def test_f1_shows_the_help_of_the_page_one_looks_at(
    qtbot: QtBot, program: Callable[..., App], window: Callable[..., MainWindow]
) -> None:
    app = program()
    app.doors.open_cameras([])
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    shown = window(app, app.actor)
    shown.show_page(SettingsPage)
    QTest.keyClick(QApplication.focusWidget() or shown, Qt.Key.Key_F1)
    dialog = shown.findChild(HelpDialog)
    assert isinstance(dialog, HelpDialog)
    assert "Settings holds cameras" in dialog.text.toPlainText()
    dialog.reject()
    shown.show_about()
    qtbot.waitUntil(lambda: shown.findChild(AboutDialog) is not None)
    about = shown.findChild(AboutDialog)
    assert isinstance(about, AboutDialog)
    said = " ".join(label.text() for label in about.findChildren(QLabel))
    for part in ("Qt", "SQLCipher", "OpenSSL", "torch", app.models.active.id, "LGPL"):
        assert part in said
    about.reject()


def test_the_first_steps_are_counted_and_lead_to_where_they_are_done(
    qtbot: QtBot, program: Callable[..., App], window: Callable[..., MainWindow]
) -> None:
    app = program()
    app.doors.open_cameras([])
    assert first_steps(app).done == set()
    app.accounts.add("Ada", "a long secret 1", Role.ADMINISTRATOR, by=PROGRAM, now=utc_now())
    assert first_steps(app).done == {Step.ADMINISTRATOR}
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    shown = window(app)
    qtbot.waitUntil(lambda: "1 of 7" in shown.steps.text())
    assert shown.steps.isVisible()
    shown.steps.click()
    dialog = shown.findChild(FirstStepsDialog)
    assert isinstance(dialog, FirstStepsDialog)
    assert not dialog.buttons[Step.ADMINISTRATOR].isEnabled()
    dialog.buttons[Step.BACKUP].click()
    assert isinstance(shown.pages.currentWidget(), SettingsPage)
