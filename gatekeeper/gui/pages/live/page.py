"""The live page: each camera's picture, the people there, the door's answers, and the last events."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.domain import AccessEvent, LivenessMode, Reason
from gatekeeper.door.live import LiveWatch
from gatekeeper.door.orders import Order, read_order
from gatekeeper.errors import GatekeeperError
from gatekeeper.events import AccessDecided, DoorFailed, DoorUnlocked, PersonChanged, PersonRemoved
from gatekeeper.gui.core import keys, language, theme, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.live.doors import Doors
from gatekeeper.gui.pages.live.events import EventList
from gatekeeper.gui.pages.live.open_dialog import OpenDialog
from gatekeeper.gui.pages.live.tile import DoorTile, somebody_writes
from gatekeeper.gui.widgets.guest import GuestDialog
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.pin_pad import PinPad, of_a_keypad
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now

PULL_MILLISECONDS = 33
_BESIDE = 700  # from this width of the page on, the last events stand beside the doors
_COLUMN = (220, 300)  # the least and the greatest width of the last events
_EVENTS_BELOW = 140  # the height of the list of last events where it stands below the doors
_NO_LIMIT = 16_777_215  # Qt's
_ORDERS = (
    Reason.LOCKED_DOWN,
    Reason.OPENED_FOR_ALL,
    Reason.ALARM_OVER,
)  # what is recorded about an order for all doors
_LOOK_MILLISECONDS = 1000  # how often the order for all doors is read: a lock-down may not be on record
_CLICK_SECONDS = 5.0  # how long after the click a door may still be opened by hand


class Notice(QFrame):
    """Warnings for the operators, above the last events; hidden where there are none. The doors' buttons are beside it: they
    must not move when an order for all doors comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._icon, self.text = QLabel(), QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 6)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, 1)
        self.hide()

    def say(self, text: str) -> None:
        """Show this text; an empty text hides the line."""
        self.text.setText(text)
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw the icon in the present colours."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._icon.setPixmap(theme.pixmap("warning", 22, theme.colours().text, self.devicePixelRatioF()))
        super().changeEvent(event)


class LivePage(Page):
    """Every camera's picture at its own rate, even if recognition does not keep up."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Live"))
    icon: ClassVar[str] = "live"
    right: ClassVar[Right] = Right.WATCH

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self.tiles = [DoorTile(app, watch) for watch in app.live.watches]
        for tile in self.tiles:
            tile.wants_open.connect(self._ask_why)
            tile.wants_pin.connect(self._enter_pin)
        self.doors = Doors(self.tiles)
        self.events = EventList()
        nothing = QLabel(self.tr("Nobody has come yet.\nWhoever comes to a door appears here."))
        nothing.setProperty("kind", "hint")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setWordWrap(True)
        self._last = QStackedLayout()
        self._last.addWidget(nothing)
        self._last.addWidget(self.events)
        heading = QLabel(self.tr("Last events"))
        heading.setProperty("kind", "subtitle")
        self.notice = Notice()
        side = QVBoxLayout()
        side.addWidget(self.notice)
        side.addWidget(heading)
        side.addLayout(self._last, 1)
        self._column = QWidget()
        self._column.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(14)
        self.lead = Lead()
        self._both.addWidget(self.lead, 1)
        self._both.addWidget(self.doors, 1)
        self.doors.setVisible(bool(self.tiles))
        self._both.addWidget(self._column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(12)
        layout.addLayout(self._both, 1)
        self.computes_on = QLabel()
        self.computes_on.setProperty("kind", "hint")
        self.computes_on.setTextFormat(Qt.TextFormat.PlainText)
        self.computes_on.setWordWrap(True)
        layout.addWidget(self.computes_on)

        self._where = ""  # what the networks run on
        self._said = ""  # warnings for those who rely on the doors
        self._recorded: Order | None = None  # the order for all doors, as it was read last
        self._order = ""
        self._reads = 0  # how often the last events were read
        self._pull = QTimer(self, interval=PULL_MILLISECONDS)
        self._pull.timeout.connect(self._show_newest)
        self._look = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._show_order)
        self.events.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.events.customContextMenuRequested.connect(self._ask_about)
        bridge.decided.connect(self._decided)
        bridge.door_changed.connect(self._door_changed)
        bridge.people_changed.connect(self._person_changed)
        bridge.recorded.connect(self._look_for_others)
        self._read_earlier()
        self.follow_rights()

    def _ask_about(self, point: QPoint) -> None:
        number = self.events.unknown_at(point)
        if number is not None and self.may(Right.PEOPLE):
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.tr("Make a &guest …"), lambda: GuestDialog(self._app, self.desk, number, self).open())
            menu.popup(self.events.viewport().mapToGlobal(point))

    def follow_rights(self) -> None:
        """Show and enable what the present user may see and do; without one, only the doors are shown."""
        actor = self._app.actor
        if actor.role is not None:
            # Do not focus the next button: somebody may be typing a PIN.
            (self._waiting_pad() or self).setFocus()
        self._column.setVisible(actor.may(Right.WATCH))
        self.computes_on.setVisible(actor.role is not None)
        self._tell_notice()
        if not self.tiles:
            settings = (lambda: self.wants_page.emit("SettingsPage")) if actor.may(Right.ADMINISTER) else None
            self.lead.say(self.tr("No camera watches a door yet."), self.tr("Open the settings"), settings)
        for tile in self.tiles:
            tile.follow_rights()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """On a narrow page the last events are below the doors."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom,
        )
        least, most = _COLUMN
        wide = min(max(self.width() // 4, least), most) if beside else _NO_LIMIT
        self._column.setMaximumWidth(wide)
        self._column.setMinimumWidth(least if beside else 0)
        self.events.setMaximumHeight(_NO_LIMIT if beside else _EVENTS_BELOW)
        self.events.setMinimumHeight(0 if beside else _EVENTS_BELOW)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Start updating pictures."""
        self._show_newest()
        self._pull.start()
        self._look.start()
        run_in_background(
            lambda job: self._app.liveness.measured is not None,
            done=self._show_notice,
            failed=lambda error: self._show_notice(False),
        )
        self._read_order()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Digits that no other widget uses belong to somebody's PIN. Enter presses the focused button."""
        if keys.pressed_with_enter(event):
            return
        pad = self._waiting_pad()
        # Shift and Enter come here too when a field does not use them.
        if pad is not None and of_a_keypad(event) and not somebody_writes():
            pad.setFocus()
            pad.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop updating while nobody sees them."""
        self._pull.stop()
        self._look.stop()

    def _show_newest(self) -> None:
        now = self._app.live.clock()
        for tile in self.tiles:
            tile.pull(now)
        where = self._app.live.computes_on
        if where is not None and where != self._where:
            self._where = where
            text = wording.translated(Message("Recognition runs on {where}.", where=where))
            if self._app.live is not self._app.doors:
                text += " " + self.tr("The doors run in the service: they go on when this window is closed.")
            self.computes_on.setText(text)

    def _read_earlier(self) -> None:
        self._reads += 1
        # What was read before somebody was erased still names them.
        run_in_background(lambda job: self._app.log.query(limit=50), done=self._show_earlier, of=lambda: self._reads)

    def _look_for_others(self) -> None:
        """Read the list again if another program has written events."""

        def compare(newest: list[AccessEvent]) -> None:
            if any(event.id not in self.events.shown() for event in newest):
                self.events.clear()
                self._read_earlier()
                self._read_order()

        run_in_background(lambda job: self._app.log.query(limit=1), done=compare)

    def _person_changed(self, change: object) -> None:
        match change:
            case PersonRemoved(person_id):
                for tile in self.tiles:
                    tile.video.names.pop(person_id, None)
                # The log may have lost their name and face.
                self.events.clear()
                self._read_earlier()
            case PersonChanged(person):
                for tile in self.tiles:
                    if person.id in tile.video.names:
                        tile.video.names[person.id] = person.name

    def _show_earlier(self, events: list[AccessEvent]) -> None:
        # Below the events that came while the log was read.
        shown = self.events.shown()
        for event in events:
            self._name(event)
            if event.id not in shown:
                self.events.add(event, self.events.count())
        self._last.setCurrentIndex(1 if self.events.count() else 0)

    def _decided(self, decided: AccessDecided) -> None:
        self._name(decided.event)
        self.events.add(decided.event)
        self._last.setCurrentIndex(1)
        if decided.event.reason in _ORDERS:
            self._read_order()
        if decided.event.reason in (Reason.BY_HAND, Reason.OPENED_FOR_ALL):
            for tile in self.tiles:
                if tile.watch.door.name == decided.event.door:
                    tile.opened_by_hand()

    def _name(self, event: AccessEvent) -> None:
        if event.person_id is not None and event.person_name is not None:
            for tile in self.tiles:
                tile.video.names[event.person_id] = event.person_name

    def _door_changed(self, change: object) -> None:
        for tile in self.tiles:
            if tile.watch.door.name == getattr(change, "door", None):
                failure = change.message if isinstance(change, DoorFailed) else tile.watch.door.trouble
                tile.show_door(isinstance(change, DoorUnlocked), wording.translated(failure))

    def _waiting_pad(self) -> PinPad | None:
        return next((tile.pad for tile in self.tiles if tile.pad.isVisible()), None)

    def _show_notice(self, measured: bool) -> None:
        modes = self._app.live.liveness_modes
        unchecked = [door for door, mode in modes.items() if mode is LivenessMode.OFF]
        notices = []
        if unchecked:
            off = self.tr("A photo may pass at {doors}: liveness is not checked there (see the Settings page).")
            notices.append(off.replace("{doors}", language.listed(unchecked)))
        if len(unchecked) < len(modes) and not measured:
            notices.append(
                self.tr(
                    "A photo may pass: photo protection has not been measured here yet (see the Models page, or "
                    "run “gatekeeper models evaluate-liveness”)."
                )
            )
        self._said = "\n".join(notices)
        self._tell_notice()

    def _read_order(self) -> None:
        def show(order: Order) -> None:
            self._recorded = order
            self._show_order()

        # If the order cannot be read, the Doors page says so; here the last one that was read stays, as it does there.
        run_in_background(lambda job: read_order(self._app.people), done=show, failed=lambda error: self._show_order())

    def _show_order(self) -> None:
        orders = self._app.doors.orders
        text = wording.order(orders.prevailing(self._recorded), orders)
        if text != self._order:
            self._order = text
            self._tell_notice()

    def _tell_notice(self) -> None:
        # Passers-by need not know how the doors can be deceived, or why all are locked.
        said = "\n".join(filter(None, (self._order, self._said)))
        self.notice.say(said if self._app.actor.role is not None else "")

    def _enter_pin(self, tile: DoorTile, person_id: int, pin: str) -> None:
        # The order goes to the door at once: only the wait for its answer is on the worker.
        answer = self._app.live.enter_pin(tile.watch.camera.name, pin, person_id, now=utc_now())

        def done(event: AccessEvent) -> None:
            match event.reason:
                case Reason.PIN_WAIT:
                    tile.pad.say(person_id, "", event.value or 0.0)
                case Reason.PIN_WRONG:
                    tile.pad.say(person_id, wording.reason(event.reason))
                case _:
                    tile.pad.say(person_id, "")

        def failed(error: GatekeeperError) -> None:
            tile.pad.say(person_id, wording.of(error))

        run_in_background(lambda job: answer.result(), done=done, failed=failed, worker="pin")

    def _ask_why(self, watch: LiveWatch) -> None:
        dialog = OpenDialog(watch.door.name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def open_() -> None:
            why, desk = dialog.reason.text().strip(), self.desk
            # Counted from the click: if a door opens long after it, nobody is there to go through.
            now, deadline = utc_now(), self._app.live.clock() + _CLICK_SECONDS
            run_in_background(
                lambda job: desk.open_by_hand(watch.door, why, now=now, deadline=deadline),
                done=lambda event: None,
                worker="urgent",
            )

        dialog.accepted.connect(open_)
        dialog.open()
