"""The filter that selects the events shown."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from gatekeeper.app import App
from gatekeeper.domain import Outcome, Reason
from gatekeeper.gui.core import wording
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.period import Period
from gatekeeper.gui.widgets.person_picker import TYPING_MILLISECONDS
from gatekeeper.store.event_query import Filter


class FilterBar(QWidget):
    """The filter of the log. changed: another filter is chosen."""

    changed = Signal()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period = Period()
        self.outcome, self.reason, self.door = ChoiceField(), ChoiceField(), ChoiceField()
        self.person = QLineEdit()
        self.outcome.addItem(self.tr("Any outcome"), None)
        for outcome, text in (
            (Outcome.OPENED, self.tr("Opened")),
            (Outcome.REFUSED, self.tr("Refused")),
            (Outcome.UNKNOWN, self.tr("Unknown")),
            (Outcome.ALARM, self.tr("Alarm")),
            (Outcome.NOTED, self.tr("Corrected by hand")),
        ):
            self.outcome.addItem(text, outcome.value)
        self.reason.addItem(self.tr("Any reason"), None)
        for reason in Reason:
            self.reason.addItem(wording.reason(reason), reason.value)
        self.door.addItem(self.tr("Any door"), None)
        for door in app.settings.doors:
            self.door.addItem(door.name, door.name)
        self.person.setPlaceholderText(self.tr("Part of a name, or a number"))
        self.person.setClearButtonEnabled(True)
        self.person.setMinimumWidth(100)
        self._typing = QTimer(self, singleShot=True, interval=3 * TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.changed)
        self.person.textChanged.connect(lambda text: self._typing.start())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.period)
        self.period.changed.connect(self.changed)
        for box, name in (
            (self.door, self.tr("Door")),
            (self.outcome, self.tr("Outcome")),
            (self.reason, self.tr("Reason")),
        ):
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda index: self.changed.emit())
            layout.addWidget(box)
        # Their longest entries would make the page wider than a screen of 1024, above all beside two days.
        for box in (self.door, self.outcome, self.reason):
            box.setMinimumWidth(110)
        self.person.setAccessibleName(self.tr("Person"))
        layout.addWidget(self.person, 1)

    def filter(self, now: datetime) -> Filter:
        """The chosen filter. now: UTC."""
        outcome, reason = self.outcome.currentData(), self.reason.currentData()
        return Filter(
            since=self.period.since(now),
            until=self.period.until(),
            name=self.person.text().strip() or None,
            outcome=Outcome(outcome) if outcome else None,
            reason=Reason(reason) if reason else None,
            door=self.door.currentData(),
        )

    def clear(self) -> None:
        """Show everything."""
        self.person.clear()
        self._typing.stop()
        for asks, box in (
            (self.period, self.period.choice),
            *((box, box) for box in (self.door, self.outcome, self.reason)),
        ):
            asks.blockSignals(True)  # one signal for all of them, below
            box.setCurrentIndex(0)
            asks.blockSignals(False)
        self.changed.emit()

    def only(self, box: QComboBox, value: str, text: str) -> None:
        """Show only the events of one door, outcome or reason."""
        if box.findData(value) < 0:  # a door that is no longer configured
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(value))
