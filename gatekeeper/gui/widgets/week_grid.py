"""The hours of a week, painted: a line for each day, a quarter of an hour for each cell."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gatekeeper.door.hours import DAYS, hours_of, minutes_of
from gatekeeper.door_rule import Hours
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.theme import colours

STEP = 15  # minutes
EVERY_DAY = frozenset(range(7))
_CELLS = 1440 // STEP


class WeekGrid(QWidget):
    """Drag over cells to set them, or to clear them if the first is set; over several days at once. Hours that run past
    midnight continue in the line below.

    With the keyboard: arrows move, with Shift they select more, with Ctrl by an hour; Space sets or clears, Delete clears.
    edited: the user has changed the hours. days: the days of the week that there are, Monday is 0; the others are grey, as are
    hours that begin on them.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days = EVERY_DAY
        self._hours: tuple[Hours, ...] = ()
        self._minutes = minutes_of(())
        self._cell, self._anchor = (0, 32), (0, 32)  # day and quarter: the cursor, and where the selection began
        self._drags: bool | None = None  # what a drag sets cells to; None while nobody drags
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Hours of the week"))
        self._tell()

    @property
    def hours(self) -> tuple[Hours, ...]:
        """The painted hours; exactly those that were shown if nothing was changed."""
        return self._hours

    def show_hours(self, hours: tuple[Hours, ...]) -> None:
        """Show these hours."""
        self._hours, self._minutes = hours, minutes_of(hours)
        self._drags = None
        self._tell()
        self.update()

    @property
    def days(self) -> frozenset[int]:
        """See the class."""
        return self._days

    @days.setter
    def days(self, days: frozenset[int]) -> None:
        self._days = days
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """The size with cells that a mouse can hit."""
        return QSize(self._left + 7 * _CELLS, self._top + 7 * 2 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The size with cells that can be told apart."""
        return QSize(self._left + 3 * _CELLS, self._top + 7 * (self.fontMetrics().height() + 4))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the days, the hours, the set cells and the selection."""
        painter, now, metrics = QPainter(self), colours(), self.fontMetrics()
        every = 3 if self._wide * _CELLS > 9 * metrics.horizontalAdvance("00:00") else 6
        painter.setPen(QColor(now.muted if self.isEnabled() else now.faint))
        for hour in range(0, 25, every):
            text = f"{hour:02}:00"
            x = self._left + hour * 4 * self._wide - metrics.horizontalAdvance(text) / 2
            x = min(x, self.width() - metrics.horizontalAdvance(text))
            painter.drawText(QPoint(round(x), metrics.ascent()), text)
        for day, name in enumerate(_names()):
            line = self._area(day, 0, _CELLS)
            there_is = self.isEnabled() and day in self.days
            painter.fillRect(line, QColor(now.surface if day in self.days else now.raised))
            painter.setPen(QColor(now.text if there_is else now.faint))
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(0, line.top(), self._left - 4, line.height()), int(middle), name)
            for start, end in self._runs(day):
                area = self._area(day, start / STEP, end / STEP)
                counts = self.isEnabled() and self._counts(day, start)
                painter.fillRect(area.adjusted(0, 2, 0, -2), QColor(now.accent if counts else now.faint))
            painter.setPen(QPen(QColor(now.line), 1))
            for hour in range(0, 25, every):
                x = line.left() + hour * 4 * self._wide
                painter.drawLine(QPoint(round(x), round(line.top())), QPoint(round(x), round(line.bottom())))
            painter.drawLine(line.topLeft(), line.topRight())  # above it: the next day would paint over what is below
        painter.drawLine(line.bottomLeft(), line.bottomRight())
        if self._drags is not None or self.hasFocus():
            (top, bottom), (left, right) = self._chosen()
            area = self._area(top, left, right + 1).united(self._area(bottom, left, right + 1))
            painter.setPen(QPen(QColor(now.text), 2))
            painter.drawRect(area.adjusted(0, 1, 0, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin to set or clear cells."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._cell = self._anchor = self._at(event.position().toPoint())
            self._drags = not self._is_set(*self._cell)
            self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Select more, and say which time the mouse is at."""
        cell = self._at(event.position().toPoint())
        if self._drags is not None:
            self._cell = cell
            self._tell()
        QToolTip.showText(event.globalPosition().toPoint(), self._told(*cell), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Set or clear the selected cells."""
        if event.button() is Qt.MouseButton.LeftButton and self._drags is not None:
            to, self._drags = self._drags, None
            self._set(to)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """See the class."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        step = 4 if modifiers & Qt.KeyboardModifier.ControlModifier else 1
        day, cell = self._cell
        places = {
            Qt.Key.Key_Left: (day, cell - step),
            Qt.Key.Key_Right: (day, cell + step),
            Qt.Key.Key_Up: (day - 1, cell),
            Qt.Key.Key_Down: (day + 1, cell),
            Qt.Key.Key_Home: (day, 0),
            Qt.Key.Key_End: (day, _CELLS - 1),
        }
        if key in places:
            day, cell = places[key]
            self._cell = min(max(day, 0), 6), min(max(cell, 0), _CELLS - 1)
            if not modifiers & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = self._cell
            self._tell()
        elif key is Qt.Key.Key_Space:
            self._set(not self._is_set(*self._anchor))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._set(False)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the cursor is."""
        super().focusInEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw again in another language, font or colour."""
        super().changeEvent(event)
        self.updateGeometry()
        self.update()

    def _set(self, to: bool) -> None:
        (top, bottom), (left, right) = self._chosen()
        minutes = self._minutes.copy().reshape(7, 1440)
        minutes[top : bottom + 1, left * STEP : (right + 1) * STEP] = to
        if (minutes.ravel() != self._minutes).any():
            self._minutes = minutes.ravel()
            self._hours = hours_of(self._minutes)
            self.edited.emit()
        self._tell()

    def _chosen(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The first and last day, and the first and last cell, of the selection."""
        days, cells = zip(self._anchor, self._cell, strict=True)
        return (min(days), max(days)), (min(cells), max(cells))

    def _is_set(self, day: int, cell: int) -> bool:
        start = day * 1440 + cell * STEP
        return bool(self._minutes[start : start + STEP].all())

    def _runs(self, day: int) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        for minute, on in enumerate(self._minutes[day * 1440 : (day + 1) * 1440].tolist()):
            if on and runs and runs[-1][1] == minute:
                runs[-1] = runs[-1][0], minute + 1
            elif on:
                runs.append((minute, minute + 1))
        return runs

    def _counts(self, day: int, start: int) -> bool:
        """Whether a run of minutes is on a day that there is, or goes on from the evening of one."""
        before = (day - 1) % 7
        goes_on = start == 0 and before in self.days and bool(self._minutes[before * 1440 + 1439])
        return day in self.days or goes_on

    def _tell(self) -> None:
        """Let a screen reader say where the cursor is, and what is set there."""
        self.setAccessibleDescription(self._told(*self._cell))
        self.update()

    def _told(self, day: int, cell: int) -> str:
        minute = cell * STEP
        start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in (minute, minute + STEP))
        text = (
            self.tr("{day} is not one of these days")
            if day not in self.days and not self._is_set(day, cell)
            else self.tr("{day} {start} to {end}: set")
            if self._is_set(day, cell)
            else self.tr("{day} {start} to {end}: not set")
        )
        return text.replace("{day}", wording.translated(DAYS[day])).replace("{start}", start).replace("{end}", end)

    @property
    def _left(self) -> int:
        return max(self.fontMetrics().horizontalAdvance(name) for name in _names()) + 12

    @property
    def _top(self) -> int:
        return self.fontMetrics().height() + 4

    @property
    def _wide(self) -> float:
        """The width of a cell."""
        return max(1.0, (self.width() - self._left - self.fontMetrics().horizontalAdvance("00:00") / 2) / _CELLS)

    def _area(self, day: int, start: float, end: float) -> QRectF:
        high = (self.height() - self._top - 2) / 7
        return QRectF(self._left + start * self._wide, self._top + day * high, (end - start) * self._wide, high)

    def _at(self, point: QPoint) -> tuple[int, int]:
        high = (self.height() - self._top - 2) / 7
        day, cell = int((point.y() - self._top) // high), int((point.x() - self._left) // self._wide)
        return min(max(day, 0), 6), min(max(cell, 0), _CELLS - 1)


def _names() -> list[str]:
    return [wording.translated(day) for day in DAYS]
