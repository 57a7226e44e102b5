"""An optional day."""

from datetime import datetime, timedelta

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from gatekeeper.door.rules import last_day, local_day_or_time
from gatekeeper.gui.core import language
from gatekeeper.gui.core.layouts import inset
from gatekeeper.gui.widgets.fields import DayField, TimeField, as_qt
from gatekeeper.timezones import from_the_clock, on_the_clock, today


class MomentField(QWidget):
    """An optional day with an optional time. end: without a time, it is the end of the day."""

    def __init__(self, name: str, parent: QWidget | None = None, *, end: bool = False) -> None:
        super().__init__(parent)
        self._end = end
        self._shown: datetime | None = None
        self._limited, self._timed = QCheckBox(), QCheckBox(self.tr("at"))
        self._day, self._time = DayField(as_qt(today())), inset(TimeField())
        for field, label in (
            (self._limited, self.tr("limited")),
            (self._timed, self.tr("at a time of day")),
            (self._time, self.tr("time of day")),
        ):
            field.setAccessibleName(f"{name}: {label}")
        self._day.setDisplayFormat(language.day_format())
        self._day.setCalendarPopup(True)
        self._day.setAccessibleName(name)
        self._time.setDisplayFormat(language.clock_format())
        self._always = QLabel(self.tr("no limit"))
        self._whole = QLabel(self.tr("to the end of the day") if end else self.tr("from the beginning of the day"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._limited, self._day, self._timed, self._time, self._whole, self._always):
            layout.addWidget(widget)
        for hint in (self._always, self._whole):
            hint.setProperty("kind", "hint")
        layout.addStretch()
        self._limited.toggled.connect(lambda on: self._follow())
        self._timed.toggled.connect(lambda on: self._follow())
        self._follow()

    @property
    def moment(self) -> datetime | None:
        """The chosen time, UTC."""
        if not self._limited.isChecked():
            return None
        if self._end and not self._timed.isChecked() and self._day.date() == self._day.maximumDate():
            return self._day.ends
        day, clock = self._day.date(), self._time.time()
        chosen = datetime(day.year(), day.month(), day.day())
        if self._timed.isChecked():
            chosen += timedelta(hours=clock.hour(), minutes=clock.minute())
        elif self._end:
            chosen += timedelta(days=1)
        # A stored time stays where nothing was changed: its seconds, and which of two it is where a clock shows it twice.
        shown = None if self._shown is None else on_the_clock(self._shown).replace(tzinfo=None)
        near = shown is not None and abs(shown - chosen) < timedelta(minutes=1)
        return self._shown if near else from_the_clock(chosen)

    def show_moment(self, moment: datetime | None) -> None:
        """Show a time, None for no limit."""
        self._shown = moment
        self._limited.setChecked(moment is not None)
        if moment is not None:
            local = on_the_clock(moment)
            first = local_day_or_time(moment)
            day = last_day(moment) if self._end else None if isinstance(first, datetime) else first
            self._timed.setChecked(day is None)
            self._day.setDate(as_qt(day or local.date()))
            self._time.setTime(QTime(local.hour, local.minute))

    def _follow(self) -> None:
        limited, timed = self._limited.isChecked(), self._timed.isChecked()
        for widget, shown in (
            (self._day, limited),
            (self._timed, limited),
            (self._time, limited and timed),
            (self._whole, limited and not timed),
            (self._always, not limited),
        ):
            widget.setVisible(shown)
