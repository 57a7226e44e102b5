"""The operators, their rights, and the audit trail."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.trail import plain
from gatekeeper.domain import Role
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import error_dialog, language, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.widgets.export import Export
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.period import Period
from gatekeeper.gui.widgets.questions import AskToDestroy
from gatekeeper.gui.widgets.second import with_second
from gatekeeper.gui.widgets.tables import chosen_in, fill, reading_table
from gatekeeper.progress import Progress
from gatekeeper.store.accounts import PASSWORD_CHARACTERS, Account, Accounts, Actor, Right
from gatekeeper.store.acts import Act, Which
from gatekeeper.store.names import NAMELESS
from gatekeeper.timezones import utc_now

ACTS_SHOWN = 500


class AccountDialog(QDialog):
    """Asks for a new account, or for a new password. It stays open until the core has accepted the input."""

    taken = Signal()

    def __init__(self, app: App, account: Account | None, first: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._account = app, account
        self.setWindowTitle(self.tr("Add an operator") if account is None else self.tr("Change the password"))
        self.name, self.password, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.password, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self.role = role_box()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("kind", "bad")
        self.said.setWordWrap(True)
        self.said.setMinimumWidth(380)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
        self.save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save.setProperty("kind", "primary")
        layout = Fields(self)
        layout.addRow(self.tr("&Name"), self.name)
        if account is None:
            layout.addRow(self.tr("&Role"), self.role)
            if first:
                self.role.setCurrentIndex(self.role.findData(Role.ADMINISTRATOR.value))
                self.role.setEnabled(False)
        else:
            self.name.setText(account.name)
            self.name.setEnabled(False)
        layout.addRow(self.tr("&Password"), self.password)
        layout.addRow(self.tr("&Again"), self.again)
        hint = QLabel(self.tr("At least {n} characters.").replace("{n}", str(PASSWORD_CHARACTERS[0])))
        hint.setProperty("kind", "hint")
        layout.addRow(hint)
        layout.addRow(self.said)
        layout.addRow(self.buttons)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)

    def _take(self) -> None:
        if not self.name.text().strip():
            self.said.setText(wording.translated(NAMELESS))
            self.name.setFocus()
            return
        if self.password.text() != self.again.text():
            self.said.setText(self.tr("The two passwords differ."))
            self.again.setFocus()
            self.again.selectAll()
            return
        name, password, role = self.name.text(), self.password.text(), Role(self.role.currentData())
        accounts, by, new = self._app.accounts, self._app.actor, self._account is None

        def take(second: Actor | None, _: Progress) -> None:
            if new:
                accounts.add(name, password, role, by=by, second=second, now=utc_now())
            else:
                accounts.set_password(name, password, by=by, second=second, now=utc_now())

        self.save.setEnabled(False)
        with_second(
            self._app,
            self,
            take,
            done=lambda nothing: self._done(),
            failed=self._refused,
            left=lambda: self.save.setEnabled(True),
        )

    def _done(self) -> None:
        self.taken.emit()
        self.accept()

    def _refused(self, error: GatekeeperError) -> None:
        self.save.setEnabled(True)
        nameless = error.hint == NAMELESS
        self.said.setText(wording.translated(NAMELESS) if nameless else wording.of(error))
        wrong = self.name if nameless or "name" in error.message.params else self.password
        wrong.setFocus()
        wrong.selectAll()


def role_box() -> QComboBox:
    """The roles to choose from."""
    box = ChoiceField()
    for role, text in (
        (Role.OPERATOR, QCoreApplication.translate("OperatorsPage", "Operator: registers people, opens doors")),
        (Role.ADMINISTRATOR, QCoreApplication.translate("OperatorsPage", "Administrator: everything")),
        (Role.VIEWER, QCoreApplication.translate("OperatorsPage", "Viewer: sees the door and the log")),
    ):
        box.addItem(text, role.value)
    box.setAccessibleName(QCoreApplication.translate("OperatorsPage", "Role"))
    return box


class OperatorsPage(Page):
    """Accounts above, the audit trail below."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Operators"))
    icon: ClassVar[str] = "lock"
    right: ClassVar[Right] = Right.ADMINISTER
    shown = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._accounts: list[Account] = []
        self.accounts = _table([self.tr("Name"), self.tr("Role"), self.tr("Since")], stretched=(0, 1))
        self.accounts.setAccessibleName(self.tr("Operators"))
        heads = [self.tr("Time"), self.tr("Who"), self.tr("What"), self.tr("About"), self.tr("Details")]
        self.trail = _table(heads, stretched=(1, 2, 3, 4))
        self.trail.setAccessibleName(self.tr("What was done"))
        self.no_act = Lead(self.trail)
        self.who, self.act, self.period = ChoiceField(), ChoiceField(), Period()
        for box, anything, name in (
            (self.who, self.tr("Anybody"), self.tr("By whom")),
            (self.act, self.tr("Anything"), self.tr("What was done")),
        ):
            box.addItem(anything, None)
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda index: self._read_trail())
        self.period.changed.connect(self._read_trail)
        self._export = Export(self.tr("Export what was done"), "audit.csv")
        self.export = self._export.button
        self._export.wanted.connect(self.write)
        self.said.setProperty("kind", "hint")
        self.hint = QLabel()
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setProperty("kind", "hint")
        self.hint.setWordWrap(True)
        self.add = QPushButton(self.tr("&Add …"))
        self.add.setProperty("kind", "primary")
        self.role = role_box()
        self.give_role = QPushButton(self.tr("&Give role"))
        self.password = QPushButton(self.tr("&Password …"))
        self.remove = QPushButton(self.tr("&Remove …"))
        self.remove.setProperty("kind", "danger")
        self.two = QCheckBox(self.tr("The most serious acts need &two people"))
        self.two.setToolTip(
            self.tr(
                "Erasing somebody, restoring a backup, exporting the key, deleting from the log or changing "
                "how long it is kept, adding an operator or administrator or changing their role or password, "
                "and removing an administrator."
            )
        )
        self.two.clicked.connect(self._set_two)
        buttons = QHBoxLayout()
        for widget in (self.add, self.role, self.give_role, self.password):
            buttons.addWidget(widget)
        buttons.addStretch()
        buttons.addWidget(self.remove)
        heading = QLabel(self.tr("What was done, newest first"))
        heading.setProperty("kind", "subtitle")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addWidget(self.hint)
        layout.addWidget(self.accounts, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.two)
        layout.addWidget(heading)
        filters, foot = QHBoxLayout(), QHBoxLayout()
        filters.addWidget(self.who)
        filters.addWidget(self.act)
        filters.addWidget(self.period)
        filters.addStretch()
        foot.addWidget(self.said, 1)
        foot.addWidget(self._export)
        layout.addLayout(filters)
        layout.addWidget(self.trail, 2)
        layout.addLayout(foot)
        self.accounts.itemSelectionChanged.connect(self._enable)
        bridge.acted.connect(self._heard)
        self.add.clicked.connect(lambda: self._ask(None))
        self.password.clicked.connect(lambda: self._ask(self._chosen))
        self.give_role.clicked.connect(self._give_role)
        self.remove.clicked.connect(self._ask_to_remove)
        self._enable()

    def _heard(self) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read accounts and trail when the page is shown."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show the present accounts and trail."""
        accounts, conditions = self._app.accounts, self.filter(utc_now())

        def read(job: Job) -> _Found:
            return _Found(accounts.list(), *accounts.acted(), *_trail(accounts, conditions), accounts.takes_two)

        run_in_background(read, done=self._show)

    def filter(self, now: datetime) -> Which:
        """The filter of the acts. now: UTC."""
        return Which(
            who=self.who.currentData(),
            act=self.act.currentData(),
            since=self.period.since(now),
            until=self.period.until(),
        )

    def write(self, path: Path, bom: bool = False) -> Job:
        """Export the acts that pass the filter to a file."""
        conditions, desk = self.filter(utc_now()), self.desk
        self.said.clear()  # it was said of an earlier file
        return self._export.begin(
            lambda job: desk.export_trail(path, now=utc_now(), progress=job.report, bom=bom, **conditions),
            lambda count: self._written(path.name, count),
        )

    def _written(self, name: str, count: int) -> None:
        self.refresh()  # the export is an act, too
        self.said.setText(self.tr("%Ln act(s) written to {file}.", "", count).replace("{file}", name))

    def _read_trail(self) -> None:
        accounts, conditions = self._app.accounts, self.filter(utc_now())
        self.said.clear()
        run_in_background(lambda job: _trail(accounts, conditions), done=lambda both: self._show_trail(*both))

    def _show_trail(self, acts: list[Act], count: int) -> None:
        speech = language.SPOKEN_HERE
        rows = [(a.id, (language.moment(a.at, seconds=True), wording.who(a.who), *plain(a, speech))) for a in acts]
        fill(self.trail, rows)
        narrowed = any(self.filter(utc_now()).values())
        self.no_act.say(
            self.tr("Nothing of this kind has been done.")
            if narrowed
            else self.tr("Nothing has been done yet. What operators do here is listed, with who did it and when.")
        )
        if narrowed and not count:
            self.said.setText(self.tr("No acts match."))
        elif count > len(acts):
            self.said.setText(
                self.tr("The newest {n} of {all}. An export has all of them.")
                .replace("{n}", language.number(len(acts)))
                .replace("{all}", language.number(count))
            )
        self.shown.emit()

    @property
    def _chosen(self) -> Account | None:
        name = next(iter(chosen_in(self.accounts)), None)
        return next((account for account in self._accounts if account.name == name), None)

    def _show(self, found: "_Found") -> None:
        self._accounts = accounts = found.accounts
        names = {self.role.itemData(i): re.split("[:：]", self.role.itemText(i))[0] for i in range(self.role.count())}
        fill(self.accounts, [(a.name, (a.name, names[a.role.value], language.day(a.created_at))) for a in accounts])
        for box, values in ((self.who, found.who), (self.act, found.done)):
            _offer(box, [((wording.translated if box is self.act else wording.who)(value), value) for value in values])
        self.hint.setText(
            self.tr("Everybody listed here may sign in. The doors work whether or not somebody is signed in.")
            if accounts
            else self.tr("There is no operator yet. Add the first one: an administrator.")
        )
        self.two.setChecked(found.two)
        self._enable()
        self._show_trail(found.acts, found.count)

    def _enable(self) -> None:
        may = self.may(Right.ADMINISTER)
        chosen = self._chosen is not None
        self.add.setEnabled(may)
        self.export.setEnabled(may)
        for widget in (self.role, self.give_role, self.password, self.remove):
            widget.setEnabled(may and chosen)

    def _ask(self, account: Account | None) -> None:
        dialog = AccountDialog(self._app, account, first=not self._accounts, parent=self)
        dialog.taken.connect(self.refresh)
        dialog.finished.connect(lambda result: dialog.deleteLater())
        dialog.open()

    def _give_role(self) -> None:
        account, by, role = self._chosen, self._app.actor, Role(self.role.currentData())
        if account is not None:
            with_second(
                self._app,
                self,
                lambda second, _: self._app.accounts.set_role(account.name, role, by=by, second=second, now=utc_now()),
                done=lambda nothing: self.refresh(),
                once=(self.give_role, account.name, role),
            )

    def _set_two(self, two_people: bool) -> None:
        accounts, by = self._app.accounts, self._app.actor

        def refused(error: GatekeeperError) -> None:
            self.refresh()
            error_dialog.show(error, self)

        with_second(
            self._app,
            self,
            lambda second, _: accounts.set_takes_two(two_people, by=by, second=second, now=utc_now()),
            done=lambda nothing: self.refresh(),
            failed=refused,
            left=self.refresh,
        )

    def _ask_to_remove(self) -> None:
        account, by = self._chosen, self._app.actor
        if account is None:
            return

        def remove() -> None:
            with_second(
                self._app,
                self,
                lambda second, _: self._app.accounts.remove(account.name, by=by, second=second, now=utc_now()),
                done=lambda nothing: self.refresh(),
            )

        question = self.tr("{name} will not be able to sign in any more.").replace("{name}", account.name)
        AskToDestroy(self, "remove", remove).ask(question, "", self.tr("Remove"))


@dataclass(frozen=True, slots=True)
class _Found:
    """What is stored. who, done: the users and kinds of act to choose from; count: how many acts pass the filter."""

    accounts: list[Account]
    who: list[str]
    done: list[str]
    acts: list[Act]
    count: int
    two: bool


def _trail(accounts: Accounts, conditions: Which) -> tuple[list[Act], int]:
    return accounts.acts(limit=ACTS_SHOWN, **conditions), accounts.count_acts(**conditions)


def _offer(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    """Offer these choices after the first one; the chosen one stays chosen."""
    chosen = box.currentData()
    box.blockSignals(True)
    while box.count() > 1:
        box.removeItem(1)
    for text, value in sorted(choices):
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)


def _table(heads: list[str], stretched: tuple[int, ...]) -> QTableWidget:
    table = reading_table(heads, stretched)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.verticalHeader().setDefaultSectionSize(32)
    return table
