"""Alarms: active and unacknowledged ones on top; where, who, since when, with a picture if there is one."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.domain import LASTING, Alarm
from gatekeeper.events import AlarmTold
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.alarms.watch_list import WatchList
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.widgets.fields import Tabs
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.tables import fill, reading_table
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now

_PICTURE = 160  # pixels


class AlarmsPage(Page):
    """The list, and the details of the chosen alarm. shown: everything was read.

    Silent alarms are listed here too, but never where people at a door could see them.
    """

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Alarms"))
    icon: ClassVar[str] = "warning"
    right: ClassVar[Right] = Right.WATCH
    shown = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._alarms: Sequence[Alarm] = ()
        titles = [
            self.tr("Since"),
            self.tr("What"),
            self.tr("Where"),
            self.tr("Who"),
            self.tr("Over"),
            self.tr("Seen by"),
        ]
        self.table = reading_table(titles, stretched=(5,))
        self.table.setAccessibleName(self.tr("Alarms"))
        self.table.setMinimumHeight(160)
        self.lead = Lead(self.table)
        self.picture, self.detail = QLabel(), QLabel()
        self.picture.setAccessibleName(self.tr("Picture"))
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("What was found or done"))
        self.note.setAccessibleName(self.tr("What was found or done"))
        self.acknowledge = QPushButton(self.tr("&Acknowledge"))
        self.acknowledge.setProperty("kind", "primary")
        alarms = QWidget()
        layout = QVBoxLayout(alarms)
        below, act = QHBoxLayout(), QHBoxLayout()
        below.addWidget(self.picture)
        below.addWidget(self.detail, 1)
        act.addWidget(self.note, 1)
        act.addWidget(self.acknowledge)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        layout.addLayout(act)
        self.watch_list = WatchList(self)
        self.tabs = Tabs()
        self.tabs.addTab(alarms, self.tr("Alarms"))
        self.tabs.addTab(self.watch_list, self.tr("Watch list"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 14, 14, 14)
        outer.addWidget(self.tabs, 1)
        outer.addWidget(self.said)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.acknowledge.clicked.connect(self._acknowledge)
        self.note.returnPressed.connect(self.acknowledge.click)  # which does nothing while the button is off
        bridge.acted.connect(self._look_if_shown)
        bridge.recorded.connect(self._look_if_shown)
        bridge.happened.connect(self._heard)
        self._show_chosen()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read the alarms again, with the present user's rights."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the alarms, and the watch list."""
        desk = self.desk
        # A user who may not see the list is not shown an empty one.
        self.tabs.setTabVisible(self.tabs.indexOf(self.watch_list), self.may(Right.ALARMS))
        self.watch_list.refresh()
        run_in_background(
            lambda job: desk.alarms(), done=self._take, failed=lambda error: self.say(wording.of(error), "bad")
        )

    @property
    def chosen(self) -> list[Alarm]:
        """The alarms that are selected."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [alarm for row, alarm in enumerate(self._alarms) if row in rows]

    def _heard(self, event: object) -> None:
        if isinstance(event, AlarmTold):
            self._look_if_shown()

    def _look_if_shown(self) -> None:
        if self.isVisible():
            self.refresh()

    def drop_changes(self) -> None:
        """See `Page`."""
        self.note.clear()

    def _take(self, alarms: Sequence[Alarm]) -> None:
        self._alarms = alarms
        fill(self.table, [(alarm.id, self._row(alarm)) for alarm in alarms])
        for row, alarm in enumerate(alarms):
            for column in range(self.table.columnCount()):
                if (item := self.table.item(row, column)) is not None:
                    font = item.font()
                    font.setBold(alarm.open)
                    item.setFont(font)
        self.lead.say(
            self.tr("There has been no alarm yet. Everything that needs attention is listed here."),
            self.tr("What raises an alarm?"),
            lambda: self.wants_page.emit(""),
        )
        self._show_chosen()
        self.shown.emit()

    def _row(self, alarm: Alarm) -> list[str]:
        often = f" ({language.number(alarm.times)}×)" if alarm.times > 1 else ""
        text = wording.reason(alarm.kind) + often
        if alarm.silent:
            text = self.tr("Silent: {what}").replace("{what}", text)
        over = language.moment(alarm.ended) if alarm.ended is not None else ""
        if alarm.ended is None and alarm.kind in LASTING:
            over = self.tr("ongoing")
        seen = wording.who(alarm.acknowledged_by) if alarm.acknowledged_by else self.tr("nobody")
        return [language.moment(alarm.began), text, alarm.door, alarm.person_name or "", over, seen]

    def _show_chosen(self) -> None:
        chosen = self.chosen
        unseen = [alarm for alarm in chosen if alarm.acknowledged_at is None]
        self.acknowledge.setEnabled(bool(unseen) and self.may(Right.ALARMS))
        self.note.setEnabled(self.acknowledge.isEnabled())
        self.detail.setText(self._detail(chosen[0]) if len(chosen) == 1 else "")
        self.picture.hide()
        if len(chosen) == 1 and chosen[0].event_id:
            number, store = chosen[0].id, self._app.alarms
            run_in_background(lambda job: store.get(number), done=self._show_picture, failed=lambda error: None)

    def _detail(self, alarm: Alarm) -> str:
        told = wording.translated(alarm.message)
        if alarm.acknowledged_at is None:
            return told
        who, when = wording.who(alarm.acknowledged_by), language.moment(alarm.acknowledged_at)
        return told + "\n" + self.tr("Acknowledged by {who}, {when}").replace("{who}", who).replace("{when}", when)

    def _show_picture(self, alarm: Alarm | None) -> None:
        picture = QPixmap()
        if (
            alarm is not None
            and [chosen.id for chosen in self.chosen] == [alarm.id]
            and picture.loadFromData(alarm.snapshot)
        ):
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(picture.scaledToHeight(_PICTURE, smooth))
            self.picture.show()

    def _acknowledge(self) -> None:
        desk, note, now = self.desk, self.note.text(), utc_now()
        numbers = [alarm.id for alarm in self.chosen if alarm.acknowledged_at is None]

        def done(acknowledged: Sequence[Alarm]) -> None:
            self.note.clear()
            self.table.setFocus()  # the button and the note are off now, and Enter must not lead to another page
            self.say(self.tr("%n alarm(s) acknowledged.", "", len(acknowledged)), "good")
            self.refresh()

        run_in_background(
            lambda job: desk.acknowledge(numbers, note, now=now),
            done=done,
            failed=lambda error: self.say(wording.of(error), "bad"),
            worker="urgent",
        )
