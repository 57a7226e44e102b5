"""A choice of a period: one of the usual ones, or from one day to another."""

from datetime import datetime, time, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gatekeeper.gui.core import language
from gatekeeper.gui.widgets.fields import ChoiceField, DayField, as_qt
from gatekeeper.timezones import from_the_clock, on_the_clock, today

_RANGE = -1  # the choice with two days


class Period(QWidget):
    """A choice of a period. changed: another period was chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = ChoiceField()
        for days, text in (
            (None, self.tr("Any time")),
            (0, self.tr("Today")),
            (7, self.tr("Last 7 days")),
            (30, self.tr("Last 30 days")),
            (365, self.tr("Last year")),
            (_RANGE, self.tr("From … to …")),
        ):
            self.choice.addItem(text, days)
        self.choice.setAccessibleName(self.tr("Time"))
        self.first, self.last = DayField(as_qt(today()).addDays(-7)), DayField(as_qt(today()))
        between = QLabel("–")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        self._days = (self.first, between, self.last)
        for field, name in ((self.first, self.tr("From this day")), (self.last, self.tr("To the end of this day"))):
            field.setCalendarPopup(True)
            field.setDisplayFormat(language.day_format())
            field.setAccessibleName(name)
            field.setToolTip(name)
            field.dateChanged.connect(lambda day: self.changed.emit())
        for widget in self._days:
            layout.addWidget(widget)
            widget.hide()
        # The last day is never before the first.
        self.first.dateChanged.connect(self.last.setMinimumDate)
        self.last.setMinimumDate(self.first.date())
        self.choice.currentIndexChanged.connect(lambda index: self._chosen())

    def since(self, now: datetime) -> datetime | None:
        """The start, UTC; None: unlimited. now: UTC."""
        days = self.choice.currentData()
        if days == _RANGE:
            return self.first.begins
        midnight = datetime.combine(on_the_clock(now).date(), time())
        return None if days is None else from_the_clock(midnight - timedelta(days=days))

    def until(self) -> datetime | None:
        """The end, UTC, exclusive; None: until now. The last day is included whole."""
        return self.last.ends if self.choice.currentData() == _RANGE else None

    def between(self, first: QDate, last: QDate) -> None:
        """Choose these days and all between them."""
        self.blockSignals(True)
        self.first.setDate(first)
        self.last.setDate(last)
        self.choice.setCurrentIndex(self.choice.findData(_RANGE))
        self.blockSignals(False)
        self.changed.emit()

    def _chosen(self) -> None:
        for widget in self._days:
            widget.setVisible(self.choice.currentData() == _RANGE)
        self.changed.emit()
