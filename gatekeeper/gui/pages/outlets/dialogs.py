"""Dialogs for outlets. Secrets are entered and never shown: an empty field keeps the stored one, for the same destination."""

import base64
import secrets
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.config import Settings
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import Scroll, open_at
from gatekeeper.gui.pages.settings.form import Form, choice_field, number_field, whole_field
from gatekeeper.outlets.settings import (
    MailSettings,
    MqttSettings,
    WebhookSettings,
    destination,
    refuse_stored_secret,
    secrets_of,
    shown_address,
    shown_server,
)


class OutletDialog(QDialog):
    """Asks for one outlet, and stays open until its settings have been saved. wanted: the user wants to save them."""

    wanted = Signal()
    secret: ClassVar[str] = "password"
    table: str = ""  # its table in the settings

    def __init__(self, before: WebhookSettings | MqttSettings | MailSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outlet")
        self._before: Any = before
        self.form = Form()
        self._fill()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("kind", "bad")
        self.said.setWordWrap(True)
        self.said.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save.setProperty("kind", "primary")
        buttons.accepted.connect(self._ask_to_save)
        buttons.rejected.connect(self.reject)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.addWidget(self.form)
        inner.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(Scroll(body), 1)
        layout.addWidget(self.said)
        layout.addWidget(buttons)
        for field in fields(before):
            if field.name in self.form.fields:
                self.form.put(field.name, self._shown(field.name))
        open_at(self, QSize(640, max(420, min(body.sizeHint().height() + 90, 720))))

    def value(self) -> Any:
        """The values of the fields."""
        found = {key: self._taken(key) for key in self.form.fields}
        if "user" in found and not found["user"]:
            found[self.secret] = ""  # without a user there is no sign-in
        if destination(replace(self._before, **found)) != destination(self._before):
            for key in secrets_of(self._before):
                if self.form.value(key) == self._shown(key):
                    found[key] = ""  # the stored secret is not sent to an address that was just entered
        return replace(self._before, **found)

    @property
    def entered(self) -> Sequence[str]:
        """The name of the outlet in the settings, if a password or secret was entered; else empty."""
        named = [self.form.value("name")] if "name" in self.form.fields else []
        return [" ".join([self.table.partition(".")[0], *named])] if self.form.value(self.secret) else []

    def settings(self, before: Settings) -> Settings:
        """These settings with this outlet."""
        raise NotImplementedError

    def refuse(self, error: GatekeeperError) -> None:
        """Show what is wrong, at the field that the error names."""
        self.save.setEnabled(True)
        key = ""
        table, _, field = error.setting.rpartition(".") if isinstance(error, ConfigError) else ("", "", "")
        if isinstance(error, ConfigError) and table == self.table:
            key = field
        if key in self.form.fields:
            self.form.say_wrong(key, self.form.in_words(error, table, key))
        else:
            self.said.setText(self.form.by_label(wording.of(error), self.table))
            self.said.show()

    def _fill(self) -> None:
        raise NotImplementedError

    def _shown(self, key: str) -> Any:
        if key == "server":
            return shown_server(self._before.server)
        return "" if key == self.secret else getattr(self._before, key)

    def _taken(self, key: str) -> Any:
        value = self.form.value(key)
        if key == "server" and value == self._shown(key):
            return self._before.server
        return getattr(self._before, key) if key == self.secret and not value else value

    def _ask_to_save(self) -> None:
        self.form.forget_wrong()
        self.said.hide()
        if "server" in self.form.fields and not self.form.value("server"):
            self.form.say_wrong("server", self.tr("Name the server, or cancel. To have none, remove it on the page."))
            return
        value = self.value()
        missing = [key for key in secrets_of(self._before) if not getattr(value, key)]
        if missing and getattr(value, "user", "anybody") != "":
            for key in missing:
                try:
                    refuse_stored_secret(f"{self.table}.{key}".lstrip("."))
                except ConfigError as error:
                    self.refuse(error)
            return
        self.save.setEnabled(False)
        self.wanted.emit()

    # Fields that several kinds have

    def _server(self, port_hint: str) -> None:
        self.form.add("server", self.tr("&Server"), QLineEdit())
        self.form.add("port", self.tr("&Port"), whole_field(1, 65535), port_hint)

    def _ca_file(self, nobody: str) -> None:
        choose = QPushButton(self.tr("&File …"))
        choose.clicked.connect(self._choose_ca_file)
        hint = self.tr(
            "A PEM file with the certificate authority, for a site that has its own. No other authority is "
            "trusted then."
        )
        self.form.add("ca_file", self.tr("Certificate authorit&y"), QLineEdit(), f"{hint} {nobody}", choose)

    def _sign_in(self) -> None:
        self.form.add("user", self.tr("&User"), QLineEdit(), self.tr("Empty: no sign-in."))
        self._secret("password", self.tr("Pass&word"), "")

    def _secret(self, key: str, label: str, hint: str, beside: QPushButton | None = None) -> None:
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        if getattr(self._before, key):
            line.setPlaceholderText(self.tr("stays as it is"))
        self.form.add(key, label, line, hint, beside)

    def _told_of(self) -> None:
        self.form.add(
            "kinds",
            self.tr("Only these &kinds"),
            QLineEdit(),
            self.tr("As the log names them, separated by commas: alarm, opened, unknown, forced_open … Empty: all."),
        )
        self.form.add(
            "doors",
            self.tr("Only these &doors"),
            QLineEdit(),
            self.tr(
                "Separated by commas. Messages about no door, such as a full disk, are sent as well. Empty: all doors."
            ),
        )

    def _give_up(self) -> None:
        self.form.add(
            "give_up_hours",
            self.tr("&Given up after"),
            number_field(0, 720, 1, self.tr(" hours")),
            self.tr(
                "A message that is not accepted for this long is put aside, which raises an alarm, and the "
                "next ones follow. 0: it is tried for ever and holds back the next ones."
            ),
        )

    def _choose_ca_file(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, self.tr("Certificate authority"), "", "PEM (*.pem *.crt *.cer);;* (*)"
        )
        if found:
            self.form.put("ca_file", str(Path(found)))


class WebhookDialog(OutletDialog):
    """One webhook. Its name cannot change: its progress is stored under it."""

    secret = "secret"

    def __init__(self, before: WebhookSettings, new: bool, parent: QWidget) -> None:
        super().__init__(before, parent)
        self._new = new
        self.setWindowTitle(self.tr("Add a webhook") if new else self.tr("Change a webhook"))
        self.form.fields["name"].setEnabled(new)

    def settings(self, before: Settings) -> Settings:
        """These settings with this webhook."""
        value = self.value()
        names = [webhook.name for webhook in before.webhooks]
        new = self._new or value.name not in names  # somebody may have removed it meanwhile
        self.table = f"webhook.{len(names) if new else names.index(value.name)}"
        if new:
            return replace(before, webhooks=(*before.webhooks, value))
        return replace(
            before, webhooks=tuple(value if webhook.name == value.name else webhook for webhook in before.webhooks)
        )

    def _fill(self) -> None:
        self.form.add("name", self.tr("&Name"), QLineEdit())
        self.form.add(
            "url",
            self.tr("&Address"),
            QLineEdit(),
            self.tr(
                "https://…; http:// sends people’s names unencrypted. The part after the host is shown as *** "
                "and is kept unless you enter another address."
            ),
        )
        make = QPushButton(self.tr("&Make one"))
        make.setToolTip(self.tr("Makes a secret and puts it on the clipboard, for whoever receives the messages."))
        make.clicked.connect(self._make_secret)
        self._secret(
            "secret",
            self.tr("&Secret"),
            self.tr("Messages are signed with it. It begins with whsec_, and the receiver needs the same."),
            make,
        )
        self._ca_file(self.tr("Empty: the usual authorities are trusted."))
        self.form.add(
            "what",
            self.tr("Recei&ves"),
            choice_field(("all", self.tr("everything in the log")), ("alarms", self.tr("alarms only"))),
        )
        self.form.add(
            "pictures",
            self.tr("With &pictures"),
            choice_field((False, self.tr("no")), (True, self.tr("yes: the face leaves the building"))),
        )
        self.form.add(
            "tries",
            self.tr("&Refusals allowed"),
            whole_field(1, 100, self.tr(" times")),
            self.tr("After this many refusals a message is put aside."),
        )
        self._told_of()
        self._give_up()

    def _shown(self, key: str) -> Any:
        return shown_address(self._before.url) if key == "url" else super()._shown(key)

    def _taken(self, key: str) -> Any:
        if key == "url" and self.form.value(key) == shown_address(self._before.url):
            return self._before.url
        return super()._taken(key)

    def _make_secret(self) -> None:
        made = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        self.form.put("secret", made)
        QGuiApplication.clipboard().setText(made)
        self.form.say_hint(
            "secret", self.tr("It is on the clipboard: give it to whoever receives the messages. It is not shown.")
        )


class MqttDialog(OutletDialog):
    """The broker."""

    table = "mqtt"

    def __init__(self, before: MqttSettings, parent: QWidget) -> None:
        super().__init__(before, parent)
        self.setWindowTitle(self.tr("MQTT broker"))

    def settings(self, before: Settings) -> Settings:
        """These settings with this broker."""
        return replace(before, mqtt=self.value())

    def _fill(self) -> None:
        self._server(self.tr("8883 with TLS, 1883 without."))
        self.form.add(
            "tls",
            self.tr("&TLS"),
            choice_field((True, self.tr("yes")), (False, self.tr("no: names and the password are sent unencrypted"))),
        )
        self._ca_file(self.tr("Empty: the authorities that the system trusts."))
        self._sign_in()
        self.form.add("topic", self.tr("T&opic prefix"), QLineEdit())
        self.form.add(
            "discovery",
            self.tr("&Home Assistant discovery prefix"),
            QLineEdit(),
            self.tr("Empty: Home Assistant is not told about doors and alarms."),
        )
        self._told_of()
        self._give_up()


class MailDialog(OutletDialog):
    """The mail server."""

    table = "mail"

    def __init__(self, before: MailSettings, parent: QWidget) -> None:
        super().__init__(before, parent)
        self.setWindowTitle(self.tr("Alarms by e-mail"))

    def settings(self, before: Settings) -> Settings:
        """These settings with this server."""
        return replace(before, mail=self.value())

    def _fill(self) -> None:
        self._server(self.tr("587 with STARTTLS, 465 with TLS from the start."))
        self.form.add(
            "tls",
            self.tr("&Encrypted"),
            choice_field(
                ("start", self.tr("by STARTTLS")),
                ("tls", self.tr("TLS from the start")),
                ("none", self.tr("not at all: for a server on this machine")),
            ),
        )
        self._ca_file(self.tr("Empty: the authorities that the system trusts."))
        self._sign_in()
        self.form.add("sender", self.tr("Fro&m"), QLineEdit(), self.tr("An address."))
        self.form.add("recipients", self.tr("F&or"), QLineEdit(), self.tr("Addresses, separated by commas."))
        self.form.add(
            "bundle_minutes",
            self.tr("&No second mail within"),
            whole_field(0, 1440, self.tr(" minutes")),
            self.tr("The first alarm goes out at once; the alarms that follow within this time come in one mail."),
        )
        self._told_of()
        self._give_up()


def dialog_for(name: str, settings: Settings, parent: QWidget) -> OutletDialog | None:
    """The dialog that changes an outlet, by its name; None where it has been removed."""
    makers: dict[str, Callable[[], OutletDialog]] = {
        "mqtt": lambda: MqttDialog(settings.mqtt, parent),
        "mail": lambda: MailDialog(settings.mail, parent),
    }
    if name in makers:
        return makers[name]()
    hook = next((hook for hook in settings.webhooks if f"webhook {hook.name}" == name), None)
    return None if hook is None else WebhookDialog(hook, False, parent)
