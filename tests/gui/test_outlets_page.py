"""Outlets in the window: added, changed, tried and removed; secrets entered and never shown; what was put aside sent again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot
from receiver import SECRET, Receiver

from gatekeeper.app import App
from gatekeeper.config import FILE, Settings
from gatekeeper.domain import Role
from gatekeeper.errors import ConfigError
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.pages.outlets import OutletsPage
from gatekeeper.gui.pages.outlets.dialogs import OutletDialog, WebhookDialog, dialog_for
from gatekeeper.gui.widgets.tables import KEY
from gatekeeper.outlets.settings import MailSettings, MqttSettings, WebhookSettings, shown_address
from gatekeeper.store.accounts import Actor
from gatekeeper.store.outlets import Cursor

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
WAIT = 60_000
NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate


@pytest.fixture
def page(program: Callable[..., App], qtbot: QtBot) -> OutletsPage:
    app = program()
    app.actor = Actor("Ada", Role.ADMINISTRATOR)
    page = OutletsPage(app, Bridge(app.bus))
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.shown, timeout=WAIT):
        page.show()
    return page


def dialog(page: OutletsPage) -> OutletDialog:
    return next(one for one in page.findChildren(OutletDialog) if one.isVisible())


def enter(opened: OutletDialog, **texts: str) -> None:
    for key, text in texts.items():
        field = opened.form.fields[key]
        assert isinstance(field, QLineEdit)
        field.setText(text)


def everything_shown(page: OutletsPage) -> str:
    fields = [one.displayText() for one in page.findChildren(QLineEdit)]
    cells = [page.list.model().index(row, column).data() for row in range(page.list.rowCount()) for column in range(7)]
    return " ".join([*fields, *cells, page.state.text(), page.said.text()])


def test_an_outlet_is_added_tried_changed_and_removed_and_no_secret_is_shown(page: OutletsPage, qtbot: QtBot) -> None:
    app = page._app
    assert "Nothing is sent anywhere" in page.lead.words.text()
    (app.home / FILE).write_text("# ours\n[[door]]\nname = 'door' # the front\n")
    app.settings = Settings.load(app.home)
    with Receiver(lambda number: 0) as receiver:
        address = f"{receiver.hook.url}?token=hidden"
        page.add_webhook.trigger()
        opened = dialog(page)
        enter(opened, name="house", url="example.org", secret=SECRET)
        opened.save.click()
        qtbot.waitUntil(lambda: "https://HOST/PATH" in opened.form.wrong("url"), timeout=WAIT)
        enter(opened, url=address)
        opened.save.click()
        qtbot.waitUntil(lambda: page.list.rowCount() == 1, timeout=WAIT)
        assert Settings.load(app.home).webhooks == (WebhookSettings("house", address, SECRET),)
        text = (app.home / FILE).read_text()
        assert "# ours" in text
        assert "# the front" in text
        page.list.selectRow(0)
        with qtbot.waitSignal(page.tested, timeout=WAIT):
            page.test.click()
        assert page.said.text() == "The test has arrived at house."
        assert [body["type"] for body in receiver.accepted] == ["test"]
        page.change.click()
        opened = dialog(page)
        assert not opened.form.fields["name"].isEnabled(), "what it was told is known by its name"
        assert SECRET not in everything_shown(page)
        assert "hidden" not in everything_shown(page)
        opened.form.put("what", "alarms")
        opened.save.click()
        qtbot.waitUntil(lambda: page.list.model().index(0, 2).data() == "alarms", timeout=WAIT)
        assert app.settings.webhooks == (WebhookSettings("house", address, SECRET, what="alarms"),)
    with qtbot.waitSignal(page.tested, timeout=WAIT):  # by now nobody is there
        page.test.click()
    assert "did not arrive at house" in page.said.text()
    acts = app.accounts.acts()
    assert [act.act for act in acts].count("outlet tested") == 2
    assert not any(SECRET in act.detail or "hidden" in act.detail for act in acts)
    app.outlets.cursor("webhook house")
    app.outlets.bury("webhook house", ["event 1"], Cursor(1, 0), 3, "HTTP 404", now=NOW)
    page.remove.click()
    (box,) = page.findChildren(QMessageBox, "remove-outlet")
    next(button for button in box.buttons() if button.text() == "Remove").click()
    qtbot.waitUntil(lambda: page.list.rowCount() == 0, timeout=WAIT)
    assert not app.settings.webhooks
    assert app.outlets.dead() == []


def test_a_password_that_is_not_entered_stays_and_goes_with_its_user(page: OutletsPage, qtbot: QtBot) -> None:
    app = page._app
    mail = MailSettings("mail", 587, "start", "", "me", "hunter2", "a@b.c", "d@e.f")
    app.settings = replace(app.settings, mail=mail)
    page.look()
    qtbot.waitUntil(lambda: page.list.rowCount() == 1, timeout=WAIT)
    assert not page.add_mail.isEnabled(), "there is one"
    page.list.selectRow(0)
    page.change.click()
    opened = dialog(page)
    assert "hunter2" not in everything_shown(page)
    enter(opened, recipients="guard@e.f")
    assert opened.value() == replace(mail, recipients="guard@e.f")
    enter(opened, recipients="nobody")
    opened.save.click()
    qtbot.waitUntil(lambda: "name@example.org" in opened.form.wrong("recipients"), timeout=WAIT)
    enter(opened, recipients="guard@e.f", server="elsewhere")
    assert opened.value().password == ""
    opened.save.click()
    assert "Enter it again." in opened.form.wrong("password")
    assert app.settings.mail == mail
    enter(opened, server="mail", user="")
    assert opened.value().password == ""
    enter(opened, user="me", server="elsewhere", password="hunter2")
    opened.save.click()
    qtbot.waitUntil(
        lambda: app.settings.mail == replace(mail, recipients="guard@e.f", server="elsewhere"), timeout=WAIT
    )


def test_another_certificate_authority_asks_for_what_is_stored_anew(page: OutletsPage) -> None:
    """What is hidden of an address as well: whoever that authority signs for would be sent it."""
    app = page._app
    hook = WebhookSettings("house", "https://example.org/in/hunter2", SECRET)
    app.settings = replace(app.settings, webhooks=(hook,), mqtt=MqttSettings("broker", user="me", password="hunter2"))
    opened = dialog_for("mqtt", app.settings, page)
    assert opened is not None
    enter(opened, ca_file="/other.pem")
    opened.save.click()
    assert "Enter it again." in opened.form.wrong("password")
    opened = dialog_for("webhook house", app.settings, page)
    assert opened is not None
    opened.form.put("tries", 3)
    assert opened.value() == replace(hook, tries=3)
    enter(opened, ca_file="/other.pem")
    opened.save.click()
    assert "Enter it again." in opened.form.wrong("secret")
    assert "Enter it again." in opened.form.wrong("url")
    enter(opened, url=hook.url, secret=SECRET)
    assert opened.settings(app.settings).webhooks == (replace(hook, tries=3, ca_file="/other.pem"),)
    assert opened.entered == ["webhook house"]


@pytest.mark.parametrize("kind", ["mqtt", "mail"])
def test_a_password_in_the_address_of_a_server_is_not_shown(page: OutletsPage, qtbot: QtBot, kind: str) -> None:
    app = page._app
    server = "me:hunter2@broker.example.org"
    settings: MqttSettings | MailSettings = MqttSettings(server)
    if kind == "mail":
        settings = MailSettings(server, sender="door@example.org", recipients="desk@example.org")
    app.settings = replace(app.settings, **{kind: settings})  # type: ignore[arg-type]
    page.look()
    qtbot.waitUntil(lambda: page.list.rowCount() == 1, timeout=WAIT)
    opened = dialog_for(kind, app.settings, page)
    assert opened is not None
    assert opened.form.value("server") == "***"
    assert "hunter2" not in everything_shown(page)
    assert opened.value() == settings, "what is left alone stays"
    enter(opened, server="broker.example.org")
    assert opened.value().server == "broker.example.org"


def test_a_number_shown_rounded_stays_and_another_webhook_s_fault_is_not_shown_as_this_one_s(page: OutletsPage) -> None:
    app = page._app
    good = WebhookSettings("good", "https://example.org/", SECRET, give_up_hours=0.04)
    app.settings = replace(app.settings, webhooks=(WebhookSettings("bad", "nowhere", SECRET), good))
    opened = dialog_for("webhook good", app.settings, page)
    assert opened is not None
    opened.form.put("what", "alarms")
    assert opened.value() == replace(good, what="alarms")
    opened.form.fields["give_up_hours"].setValue(1.0)  # type: ignore[attr-defined]
    assert opened.value().give_up_hours == 1.0
    with pytest.raises(ConfigError) as told:
        opened.settings(app.settings).check()
    opened.refuse(told.value)
    assert not opened.form.wrong("url")
    assert "'bad' has no valid address" in opened.said.text()
    fresh = WebhookDialog(WebhookSettings("", "https://example.org/", SECRET), True, page)
    with pytest.raises(ConfigError, match="the webhook number 2 has no name") as told:
        fresh.settings(replace(app.settings, webhooks=(good,))).check()
    fresh.refuse(told.value)
    assert fresh.form.wrong("name") == "Enter a name."
    assert fresh.focusWidget() is fresh.form.fields["name"]
    assert dialog_for("webhook gone", app.settings, page) is None


def test_a_look_moves_nothing_that_somebody_looks_at(page: OutletsPage, qtbot: QtBot) -> None:
    app = page._app
    app.outlets.cursor("webhook house")
    app.outlets.bury("webhook house", ["event 1", "event 2", "act 3"], Cursor(2, 3), 12, "HTTP 404", now=NOW)
    with qtbot.waitSignal(page.shown, timeout=WAIT):
        page.look()
    page.letters.selectRow(0)
    page.letters.selectionModel().setCurrentIndex(page.letters.model().index(2, 1), NO_UPDATE)
    shown = page.letters.item(0, 0)
    for sent_again in ([], [page.letters.item(1, 0).data(KEY)]):  # type: ignore[union-attr]
        if sent_again:
            page.desk.resend(sent_again, now=NOW)
        with qtbot.waitSignal(page.shown, timeout=WAIT):
            page.look()
        assert {one.row() for one in page.letters.selectedIndexes()} == {0}
        assert (page.letters.currentRow(), page.letters.currentColumn()) == (2, 1)
        assert page.letters.item(0, 0) is shown
        assert ("sent again" in page.letters.model().index(1, 4).data()) is bool(sent_again)


def test_dead_letters_are_sent_again_or_thrown_away(page: OutletsPage, qtbot: QtBot) -> None:
    app = page._app
    assert page.letters.isHidden()
    app.outlets.cursor("webhook house")
    app.outlets.bury("webhook house", ["event 1", "event 2", "act 3"], Cursor(2, 3), 12, "HTTP 404", now=NOW)
    page.look()
    qtbot.waitUntil(lambda: page.letters.rowCount() == 3, timeout=WAIT)
    assert [page.letters.model().index(2, column).data() for column in (0, 1, 3, 4)] == [
        "house",
        "act 3",
        "12",
        "HTTP 404",
    ]
    page.letters.selectRow(1)
    page.again.click()
    qtbot.waitUntil(lambda: [letter.again for letter in app.outlets.dead()] == [False, True, False], timeout=WAIT)
    page.letters.selectRow(0)
    page.throw.click()
    (box,) = page.findChildren(QMessageBox, "throw-away")
    assert "1 message" in box.text()
    next(button for button in box.buttons() if button.text() == "Throw away").click()
    qtbot.waitUntil(lambda: page.letters.rowCount() == 2, timeout=WAIT)
    assert [letter.item for letter in app.outlets.dead()] == ["event 2", "act 3"]
    assert [act.act for act in app.accounts.acts(limit=2)] == ["dead letters thrown away", "dead letters sent again"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org:8443/in/secret", "https://example.org:8443/***"),
        ("https://user:secret@example.org/", "https://example.org/***"),
        ("https://example.org/?token=secret", "https://example.org/***"),
        ("https://[secret", "***"),
        ("", ""),
    ],
)
def test_addresses_are_shown_without_what_may_be_secret(url: str, shown: str) -> None:
    assert shown_address(url) == shown
