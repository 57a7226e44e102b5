"""All doors at a glance: state, last event, trouble; and orders to lock or open all of them."""

import math
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.domain import AccessEvent
from gatekeeper.door.live import LiveDoor, is_unclaimed
from gatekeeper.door.orders import AllDoors, Order, read_order
from gatekeeper.errors import GatekeeperError
from gatekeeper.events import AccessDecided
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.layouts import Fields, Name, Scroll
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.base import Page, dress
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.store.accounts import Right
from gatekeeper.store.presence import Doubt
from gatekeeper.timezones import utc_now

_LOOK_MILLISECONDS = 500
_TILE_WIDTH, _TILE_HEIGHT = 260, 150  # sixteen stand on a Full HD screen beside the rail
_GAP = 10


class DoorCard(QFrame):
    """One door: its name, state, trouble or alarm, and last visitor."""

    def __init__(self, door: LiveDoor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.door = door
        self.troubles: list[str] = []  # of its cameras
        self.order: Order = Order()
        self._icon, self.state, self.trouble, self.last = QLabel(), QLabel(), QLabel(), QLabel()
        self.title = Name(door.name)
        self.title.setProperty("kind", "subtitle")
        for label in (self.state, self.trouble, self.last):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.trouble, self.last):
            label.setWordWrap(True)
        dress(self.trouble, "bad")
        dress(self.last, "hint")
        head = QHBoxLayout()
        head.addWidget(self._icon)
        head.addWidget(self.title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.state)
        layout.addWidget(self.trouble)
        layout.addStretch()
        layout.addWidget(self.last)
        self.setMinimumSize(_TILE_WIDTH, _TILE_HEIGHT)
        self.last.setText(self.tr("Nobody has come yet."))

    def look(self) -> None:
        """Show the present state."""
        door, alarms = self.door, self.door.alarms
        wrong = [wording.reason(alarm) for alarm in alarms]
        wrong += [wording.standing(trouble) for trouble in (door.held, door.trouble, *self.troubles) if trouble]
        if alarms:
            icon, state = "warning", self.tr("Alarm")
        elif door.trouble:
            icon, state = "warning", self.tr("Does not answer")
        elif is_unclaimed(door):
            icon, state = "warning", self.tr("Not guarded")
        elif door.held:
            icon, state = "question", self.tr("Watched only")
        elif door.is_open:
            icon, state = "open", self.tr("Open")
        elif self.order.doors is AllDoors.LOCKED:
            icon, state = "lock", self.tr("Locked for everybody")
        else:
            icon, state = "closed", self.tr("Locked")
        self.state.setText(state)
        dress(self.state, "bad" if icon == "warning" else "")
        self.trouble.setText("\n".join(dict.fromkeys(wrong)))
        self.trouble.setVisible(bool(wrong))
        self._icon.setPixmap(theme.pixmap(icon, 24, theme.colours().text, self.devicePixelRatioF()))
        self.setAccessibleName(". ".join(part for part in (door.name, state, self.trouble.text()) if part))

    def came(self, event: AccessEvent) -> None:
        """Show this event as the last one."""
        name = event.person_name or ""
        reason = wording.reason(event.reason)
        self.last.setText(f"{language.lately(event.at)}  {name + ': ' if name else ''}{reason}")


class OrderDialog(QDialog):
    """Asks to confirm an order to all doors, with a reason, which is required."""

    def __init__(self, title: str, explanation: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.confirm = buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setProperty("kind", "danger")
        self.confirm.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        label = QLabel(explanation)
        label.setWordWrap(True)
        label.setMinimumWidth(420)
        hint = QLabel(self.tr("The reason goes on record, at every door."))
        hint.setProperty("kind", "hint")
        layout = Fields(self)
        layout.addRow(label)
        layout.addRow(self.tr("&Reason"), self.reason)
        layout.addRow(hint)
        layout.addRow(buttons)


class DoorsPage(Page):
    """Sixteen doors on a Full HD screen, and the order to all of them."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Doors"))
    icon: ClassVar[str] = "closed"
    right: ClassVar[Right] = Right.WATCH

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self.cards: dict[str, DoorCard] = {}
        self.order: Order | None = None
        self.notice = QLabel()
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        self.lock_all = QPushButton(theme.icon("lock"), self.tr("&Lock all …"))
        self.open_all = QPushButton(theme.icon("open"), self.tr("&Open all …"))
        self.normal = QPushButton(theme.icon("check"), self.tr("&By the rules again …"))
        self.lock_all.clicked.connect(lambda: self._ask(AllDoors.LOCKED))
        self.open_all.clicked.connect(lambda: self._ask(AllDoors.OPEN))
        self.normal.clicked.connect(lambda: self._ask(AllDoors.NORMAL))
        row = QHBoxLayout()
        for button in (self.lock_all, self.open_all, self.normal):
            row.addWidget(button)
        row.addStretch()
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._columns = 0
        for watch in app.live.watches:
            if watch.door.name not in self.cards:
                self.cards[watch.door.name] = DoorCard(watch.door)
        self._scroll = Scroll(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self.notice)
        layout.addWidget(self.said)
        self.lead = Lead()
        layout.addWidget(self.lead, 1)
        layout.addWidget(self._scroll, 1)
        self._scroll.setVisible(bool(self.cards))
        self._look = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._look_at_all)
        bridge.decided.connect(self._decided)
        bridge.recorded.connect(self._read)
        self._arrange(4)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Start updating."""
        self._read()
        self._look_at_all()
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop listening."""
        self._look.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As many columns as fit."""
        super().resizeEvent(event)
        self._arrange(max(1, (self.width() - 28 + _GAP) // (_TILE_WIDTH + _GAP)))

    def _arrange(self, columns: int) -> None:
        columns = min(columns, max(1, math.ceil(math.sqrt(len(self.cards)))))
        if columns != self._columns:
            self._columns = columns
            for place, card in enumerate(self.cards.values()):
                self._grid.addWidget(card, place // columns, place % columns)
            rows = math.ceil(len(self.cards) / columns)
            for row in range(
                self._grid.rowCount() + 1
            ):  # the remaining space stays below: two doors do not fill the screen
                self._grid.setRowStretch(row, 1 if row == rows else 0)
            for column in range(self._grid.columnCount()):
                self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _look_at_all(self) -> None:
        for card in self.cards.values():
            card.troubles = [
                watch.camera.trouble
                for watch in self._app.live.watches
                if watch.door.name == card.door.name and watch.camera.trouble
            ]
            card.look()
        order = self._app.doors.orders.prevailing(self.order)
        if order is not self.order:
            self._show_order(order)
        self._follow_rights()
        if not self.cards:
            settings = (lambda: self.wants_page.emit("SettingsPage")) if self.may(Right.ADMINISTER) else None
            self.lead.say(self.tr("No camera watches a door yet."), self.tr("Open the settings"), settings)

    def _follow_rights(self) -> None:
        may, now = self.may(Right.OPEN_DOOR), AllDoors.NORMAL if self.order is None else self.order.doors
        for button, doors in (
            (self.lock_all, AllDoors.LOCKED),
            (self.open_all, AllDoors.OPEN),
            (self.normal, AllDoors.NORMAL),
        ):
            button.setEnabled(may and now is not doors)
            button.setToolTip("" if may else self.tr("Only operators may give an order to all doors."))

    def _read(self) -> None:
        doors, app = list(self.cards), self._app

        def read() -> tuple[Order, list[AccessEvent]]:
            last = [event for door in doors for event in app.log.query(limit=1, door=door)]
            return read_order(app.people), last

        run_in_background(lambda job: read(), done=self._show_read, failed=self._not_read)

    def _show_read(self, found: tuple[Order, list[AccessEvent]]) -> None:
        self._show_order(found[0])
        self._look_at_all()  # an unrecorded lock-down has precedence
        for event in found[1]:
            self.cards[event.door].came(event)

    def _not_read(self, error: GatekeeperError) -> None:
        self.say(wording.of(error), "bad")

    def _show_order(self, order: Order) -> None:
        self.order = order
        for card in self.cards.values():
            card.order = order
        said = wording.order(order, self._app.doors.orders)
        self.notice.setText(said)
        self.notice.setVisible(bool(said))
        dress(self.notice, "bad")

    def _decided(self, decided: AccessDecided) -> None:
        card = self.cards.get(decided.event.door)
        if card is not None:
            card.came(decided.event)

    def _ask(self, doors: AllDoors) -> None:
        title, explanation, button = {
            AllDoors.LOCKED: (
                self.tr("Lock all doors"),
                self.tr(
                    "Nobody can pass any door, by face, by PIN or by hand, until you let the doors follow their "
                    "rules again. A restart does not change that."
                ),
                self.tr("Lock all doors"),
            ),
            AllDoors.OPEN: (
                self.tr("Open all doors"),
                self.tr(
                    "All doors stand open for everybody until you let them follow their rules again, or the "
                    "program ends. Escape routes must never depend on this: they must open by hand from inside."
                ),
                self.tr("Open all doors"),
            ),
            AllDoors.NORMAL: (
                self.tr("By the rules again"),
                self.tr("Every door follows its rule again."),
                self.tr("By the rules again"),
            ),
        }[doors]
        dialog = OrderDialog(title, explanation, button, self)

        def give() -> None:
            why, desk, now = dialog.reason.text().strip(), self.desk, utc_now()
            run_in_background(
                lambda job: desk.order(doors, why, now=now), done=self._given, failed=self._not_read, worker="orders"
            )

        dialog.accepted.connect(give)
        dialog.open()

    def _given(self, order: Order) -> None:
        self.say("")
        if order.doors is not AllDoors.OPEN and self._app.settings.both_directions:
            run_in_background(lambda job: self._app.presence.doubt(), done=self._ask_who_left)
        self._show_order(order)
        self._look_at_all()
        buttons = (self.normal, self.lock_all, self.open_all)  # the one that was pressed is off now
        next((button for button in buttons if button.isEnabled()), self).setFocus()

    def _ask_who_left(self, doubt: Doubt | None) -> None:
        if doubt is not None:
            self.say(
                self.tr("People who were inside may have left unseen: confirm or clear the list on the Inside page."),
                "bad",
            )
