"""Outlets: where events and alarms go, whether they arrive, and what could not be delivered."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.config import Settings
from gatekeeper.desk.outlets import OutletState
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.language import translate, translated
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.outlets.dialogs import (
    MailDialog,
    MqttDialog,
    OutletDialog,
    WebhookDialog,
    dialog_for,
)
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.questions import AskToDestroy
from gatekeeper.gui.widgets.tables import chosen_in, fill, reading_table
from gatekeeper.outlets.settings import (
    MailSettings,
    MqttSettings,
    Outlet,
    WebhookSettings,
    parted,
    shown_address,
    shown_server,
)
from gatekeeper.store.accounts import Right
from gatekeeper.store.outlets import DeadLetter
from gatekeeper.timezones import utc_now

_LOOK_MILLISECONDS = 2_000  # deliveries are neither acts nor events, so nothing announces them


class OutletsPage(Page):
    """The outlets above, the deliveries they have put aside below. shown: everything was read; tested: a test was answered."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Outlets"))
    icon: ClassVar[str] = "outlets"
    right: ClassVar[Right] = Right.ADMINISTER
    shown = Signal()
    tested = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._testing = ""
        self._reading = False
        self.hint = QLabel()
        self.hint.setProperty("kind", "hint")
        self.hint.setWordWrap(True)
        self.list = reading_table(
            [
                self.tr("Name"),
                self.tr("Goes to"),
                self.tr("Receives"),
                self.tr("Delivered last"),
                self.tr("Waiting"),
                self.tr("Put aside"),
                self.tr("State"),
            ],
            stretched=(1, 6),
        )
        self.list.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.tr("Outlets"))
        self.lead = Lead(self.list)
        self.add, self.change = QPushButton(self.tr("&Add")), QPushButton(self.tr("&Change …"))
        self.remove, self.test = QPushButton(self.tr("&Remove …")), QPushButton(self.tr("Send a &test"))
        self.menu = QMenu(self)
        self.add_webhook = self.menu.addAction(self.tr("Webhook …"), self._add_webhook)
        self.add_mqtt = self.menu.addAction(self.tr("MQTT broker …"), self._add_mqtt)
        self.add_mail = self.menu.addAction(self.tr("E-mail …"), self._add_mail)
        self.add.setMenu(self.menu)
        self.state = QLabel()  # the chosen outlet's state, in full
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.aside = QLabel()
        self.aside.setProperty("kind", "title")
        self.letters = reading_table(
            [self.tr("Outlet"), self.tr("What"), self.tr("When"), self.tr("Tries"), self.tr("Why")], stretched=(4,)
        )
        self.letters.setAccessibleName(self.tr("Put aside"))
        self.again, self.throw = QPushButton(self.tr("&Send again")), QPushButton(self.tr("T&hrow away …"))
        self.again.setToolTip(self.tr("The selected ones, or all of them."))
        self.throw.setToolTip(self.tr("The selected ones, or all of them."))
        self._lay_out()
        self._looking = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._looking.timeout.connect(self.look)
        for table in (self.list, self.letters):
            table.itemSelectionChanged.connect(self._enable)
        self.list.itemActivated.connect(lambda item: self._change())
        self.change.clicked.connect(self._change)
        self.remove.clicked.connect(self._ask_to_remove)
        self.test.clicked.connect(self._test)
        self.again.clicked.connect(self._send_again)
        self.throw.clicked.connect(self._ask_to_throw_away)
        bridge.acted.connect(self._look_if_shown)
        self._enable()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read the state, now and again while the page is shown."""
        super().showEvent(event)
        self._looking.start()
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop reading while the page is hidden."""
        super().hideEvent(event)
        self._looking.stop()

    def look(self) -> None:
        """Read the state of the outlets, unless a read is under way."""
        if self._reading or not self.may(Right.ADMINISTER):
            return
        desk, self._reading = self.desk, True
        job = run_in_background(
            lambda job: (desk.outlets(), desk.dead_letters()),
            done=lambda both: self._show(*both),
            failed=lambda error: self.say(wording.of(error), "bad"),
        )
        job.ended.connect(self._has_read)

    def _look_if_shown(self) -> None:
        if self.isVisible():
            self.look()

    def _has_read(self) -> None:
        self._reading = False

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        heading = QLabel(self.tr("Outlets"))
        heading.setProperty("kind", "title")
        for widget in (heading, self.hint):
            layout.addWidget(widget)
        # Above the list, which makes room by itself for a longer state and for what is put aside: they must not move then.
        layout.addLayout(_row(self.add, self.change, self.remove, self.test))
        layout.addWidget(self.list, 2)
        layout.addWidget(self.state)
        layout.addWidget(self.aside)
        layout.addWidget(self.letters, 1)
        layout.addLayout(_row(self.again, self.throw))
        layout.addWidget(self.said)

    def _show(self, outlets: Sequence[OutletState], letters: Sequence[DeadLetter]) -> None:
        settings = self._app.settings
        rows = [
            (
                state.name,
                [
                    _called(state.name),
                    self._goes_to(state.name, settings),
                    self._is_told_of(state.name, settings),
                    "" if state.standing.delivered is None else language.moment(state.standing.delivered),
                    language.number(state.behind),
                    language.number(state.dead),
                    self._state(state),
                ],
            )
            for state in outlets
        ]
        fill(self.list, rows)
        fill(
            self.letters,
            [
                (
                    letter.id,
                    [
                        _called(letter.outlet),
                        self._what(letter.item),
                        language.moment(letter.at),
                        language.number(letter.tries),
                        self.tr("being sent again …") if letter.again else translated(letter.why),
                    ],
                )
                for letter in letters
            ],
        )
        nobody = self.tr("Nothing is sent anywhere yet. Add a webhook, an MQTT broker or e-mail, then send a test.")
        offer = (lambda: self.menu.popup(QCursor.pos())) if self.may(Right.ADMINISTER) else None
        self.lead.say(nobody, self.tr("Add"), offer)
        self.hint.setText(
            self.tr(
                "Events and alarms go out in order. Messages that cannot be sent now are sent later; refused "
                "ones are put aside."
            )
        )
        self.hint.setVisible(bool(outlets))
        self.aside.setText(self.tr("%Ln message(s) put aside", "", len(letters)))
        for widget in (self.aside, self.letters, self.again, self.throw):
            widget.setVisible(bool(letters))
        self._enable()
        self.shown.emit()

    def _goes_to(self, name: str, settings: Settings) -> str:
        if name == "mqtt":
            return f"{shown_server(settings.mqtt.server)}:{settings.mqtt.port}"
        if name == "mail":
            return settings.mail.recipients
        return next(
            (shown_address(webhook.url) for webhook in settings.webhooks if f"webhook {webhook.name}" == name), ""
        )

    def _is_told_of(self, name: str, settings: Settings) -> str:
        named: dict[str, Outlet] = {f"webhook {one.name}": one for one in settings.webhooks}
        named |= {"mqtt": settings.mqtt, "mail": settings.mail}
        of = named.get(name)
        only = ", ".join([*parted(of.kinds), *parted(of.doors)]) if of is not None else ""
        told = self._is_told_of_at_all(name, settings)
        return self.tr("{what}: {only}").replace("{what}", told).replace("{only}", only) if only else told

    def _is_told_of_at_all(self, name: str, settings: Settings) -> str:
        if name == "mail" or any(f"webhook {one.name}" == name and one.what == "alarms" for one in settings.webhooks):
            return self.tr("alarms")
        return self.tr("events, alarms, doors") if name == "mqtt" else self.tr("events and alarms")

    def _state(self, state: OutletState) -> str:
        standing = state.standing
        if state.mistake:
            return translated(state.mistake)
        if standing.since is not None:
            said = self.tr("has accepted nothing since {when}: {why}").replace(
                "{when}", language.moment(standing.since)
            )
            return said.replace("{why}", translated(standing.why))
        if state.dead:
            return self.tr("has refused some messages")
        return self.tr("nothing to send yet") if standing.delivered is None else self.tr("all is well")

    def _what(self, item: str) -> str:
        kind, number = item.split()
        text = self.tr("event {number}") if kind == "event" else self.tr("act {number}")
        return text.replace("{number}", language.number(int(number)))

    def _enable(self) -> None:
        may, settings = self.may(Right.ADMINISTER), self._app.settings
        chosen = may and bool(self._chosen())
        self.add.setEnabled(may)
        self.add_mqtt.setEnabled(not settings.mqtt.server)
        self.add_mail.setEnabled(not settings.mail.server)
        self.change.setEnabled(chosen)
        self.remove.setEnabled(chosen)
        self.test.setEnabled(chosen and not self._testing)
        self.again.setEnabled(may)
        self.throw.setEnabled(may)
        row = self.list.selectedIndexes()[0].row() if chosen else -1
        self.state.setVisible(row >= 0)
        if row >= 0:
            texts = [self.list.model().index(row, column).data() for column in (0, 1, 6)]
            self.state.setText("{} → {}: {}".format(*texts))

    def _chosen(self) -> str:
        return next(iter(chosen_in(self.list)), "")

    # Adding, changing, removing

    def _add_webhook(self) -> None:
        names = [one.name for one in self._app.settings.webhooks]
        self._ask(WebhookDialog(WebhookSettings(name=wording.free_name(self.tr("webhook"), names)), True, self))

    def _add_mqtt(self) -> None:
        self._ask(MqttDialog(MqttSettings(), self))

    def _add_mail(self) -> None:
        self._ask(MailDialog(MailSettings(), self))

    def _change(self) -> None:
        dialog = dialog_for(self._chosen(), self._app.settings, self) if self.change.isEnabled() else None
        if dialog is not None:
            self._ask(dialog)

    def _ask(self, dialog: OutletDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def saved() -> None:
            dialog.accept()
            self.say(self.tr("Saved. Send a test to see whether it arrives."), "good")

        dialog.wanted.connect(
            lambda: self._save(dialog.settings(self._app.settings), saved, dialog.refuse, entered=dialog.entered)
        )
        dialog.open()

    def _ask_to_remove(self) -> None:
        name = self._chosen()
        explanation = self.tr("Nothing more is sent to it, not even the messages that are waiting or were put aside.")
        AskToDestroy(self, "remove-outlet", lambda: self._remove(name)).ask(
            self.tr("Remove {name}?").replace("{name}", _called(name)), explanation, self.tr("Remove")
        )

    def _remove(self, name: str) -> None:
        settings = self._app.settings
        left = tuple(webhook for webhook in settings.webhooks if f"webhook {webhook.name}" != name)
        settings = replace(
            settings,
            webhooks=left,
            mqtt=MqttSettings() if name == "mqtt" else settings.mqtt,
            mail=MailSettings() if name == "mail" else settings.mail,
        )
        self._save(
            settings,
            done=lambda: self.say(self.tr("Removed."), "good"),
            failed=lambda error: self.say(wording.of(error), "bad"),
        )

    def _save(
        self,
        settings: Settings,
        done: Callable[[], None],
        failed: Callable[[GatekeeperError], None],
        entered: Sequence[str] = (),
    ) -> None:
        desk = self.desk

        def saved(nothing: None) -> None:
            done()
            self.look()

        run_in_background(
            lambda job: desk.save_settings(settings, entered=entered, now=utc_now()), done=saved, failed=failed
        )

    # Testing, and deliveries put aside

    def _test(self) -> None:
        name, desk = self._chosen(), self.desk
        self._testing = name
        self._enable()
        self.say(self.tr("A test goes to {name} …").replace("{name}", _called(name)))
        job = run_in_background(
            lambda job: desk.test_outlet(name, now=utc_now()),
            done=lambda why: self._answered(name, why),
            failed=lambda error: self.say(wording.of(error), "bad"),
            worker="long",
        )
        job.ended.connect(self._has_tested)

    def _answered(self, name: str, why: str) -> None:
        if why:
            text = self.tr("The test did not arrive at {name}: {why}.").replace("{why}", translated(why))
        else:
            text = self.tr("The test has arrived at {name}.")
        self.say(text.replace("{name}", _called(name)), "bad" if why else "good")

    def _has_tested(self) -> None:
        self._testing = ""
        self._enable()
        self.tested.emit()

    def _send_again(self) -> None:
        desk, chosen = self.desk, chosen_in(self.letters) or None
        self._act(
            lambda job: desk.resend(chosen, now=utc_now()),
            lambda count: self.tr("%Ln message(s) will be sent again.", "", count),
        )

    def _ask_to_throw_away(self) -> None:
        desk, chosen = self.desk, chosen_in(self.letters) or None
        count = len(chosen) if chosen else self.letters.rowCount()
        AskToDestroy(
            self,
            "throw-away",
            lambda: self._act(
                lambda job: desk.throw_away(chosen, now=utc_now()),
                lambda count: self.tr("%Ln message(s) thrown away.", "", count),
            ),
        ).ask(
            self.tr("Throw away %Ln message(s)?", "", count),
            self.tr("They will never be sent. The events themselves stay in the log."),
            self.tr("Throw away"),
        )

    def _act(self, work: Callable[[Job], int], message: Callable[[int], str]) -> None:
        def done(count: int) -> None:
            self.say(message(count), "good")
            self.look()

        run_in_background(work, done=done, failed=lambda error: self.say(wording.of(error), "bad"))


def _called(name: str) -> str:
    """The name of an outlet as shown."""
    return {"mqtt": "MQTT", "mail": translate("OutletsPage", "E-mail")}.get(name, name.removeprefix("webhook "))


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row
