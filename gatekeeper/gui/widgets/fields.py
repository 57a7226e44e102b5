"""Fields whose values the mouse wheel does not change, and tabs that it does not turn.

Every page can be scrolled: somebody who scrolls past a field must not change it unnoticed, and one that was clicked keeps the
focus, so that is no sign of intent. The list of an open choice is scrolled as usual.
"""

from datetime import date, datetime, time

from PySide6.QtCore import QDate
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QDoubleSpinBox,
    QSpinBox,
    QTabBar,
    QTabWidget,
    QTimeEdit,
    QWidget,
)

from gatekeeper.gui.core import language
from gatekeeper.timezones import end_of, from_the_clock, today

_LAST = QDate(9999, 12, 30)  # every time of it is a moment in every zone; after the next day Python counts no further


class _Unwheeled:
    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll the page, not the value."""
        event.ignore()


class ChoiceField(_Unwheeled, QComboBox):
    """A choice."""


class WholeField(_Unwheeled, QSpinBox):
    """A whole number."""


class NumberField(_Unwheeled, QDoubleSpinBox):
    """A number."""


class DayField(_Unwheeled, QDateEdit):
    """A day of the site's."""

    def __init__(self, day: QDate | None = None) -> None:
        super().__init__(day or as_qt(today()))

    @property
    def begins(self) -> datetime:
        """When the day begins, UTC."""
        return from_the_clock(datetime.combine(self._day, time()))

    @property
    def ends(self) -> datetime:
        """When the day is over, UTC."""
        return end_of(self._day)

    @property
    def _day(self) -> date:
        day = self.date()
        return date(day.year(), day.month(), day.day())


class TimeField(_Unwheeled, QTimeEdit):
    """A time of day."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(language.locale_of_fields())


class DayAndTimeField(_Unwheeled, QDateTimeEdit):
    """A day and a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(language.locale_of_fields())
        self.setMaximumDate(_LAST)


def as_qt(day: date) -> QDate:
    """A day as fields take it."""
    return QDate(day.year, day.month, day.day)


class _Tabs(_Unwheeled, QTabBar):
    pass


class Tabs(QTabWidget):
    """Pages behind tabs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bar = _Tabs()
        bar.setDrawBase(False)  # as a tab widget's own bar
        self.setTabBar(bar)
