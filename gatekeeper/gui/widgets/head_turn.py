"""The request to turn the head, as a picture: a face that turns, and an arrow, for people who read none of the program's
languages."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatekeeper.gui.core import theme

_FRAME_MILLISECONDS = 40
_TURN_SECONDS = 1.6  # from facing, to the side, and back


class HeadTurn(QWidget):
    """Turns in the direction of the request: people face the screen, and their left is its left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = "left"
        self._phase = 0.0  # 0 facing, 1 at the end of a turn
        self._timer = QTimer(self, interval=_FRAME_MILLISECONDS)
        self._timer.timeout.connect(self._go_on)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Visible from two metres."""
        return QSize(420, 420)

    def ask(self, way: str, request: str) -> None:
        """Show this direction, "left" or "right". said: the request in words, for screen readers."""
        self.way = way
        self.setAccessibleName(request)
        self.update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Start moving."""
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop moving."""
        self._timer.stop()

    def _go_on(self) -> None:
        self._phase = (self._phase + _FRAME_MILLISECONDS / 1000 / _TURN_SECONDS) % 1.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A face from the front whose features move to the side, and the arrow beside it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        side = min(self.width(), self.height())
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(side / 200, side / 200)  # 200 by 200 units, the middle is 0, 0
        if self.way == "right":
            painter.scale(-1, 1)
        turned = (1 - math.cos(2 * math.pi * self._phase)) / 2
        painter.setPen(QPen(QColor(colours.text), 5))
        painter.setBrush(QColor(colours.raised))
        painter.drawEllipse(QPointF(18, 0), 52, 66)
        painter.setBrush(QColor(colours.text))
        painter.setPen(Qt.PenStyle.NoPen)
        moved = 18 - 24 * turned
        narrow = 1 - 0.35 * turned
        for eye in (-20.0, 20.0):
            painter.drawEllipse(QPointF(moved + eye * narrow, -14), 6 * narrow, 7)
        painter.setPen(QPen(QColor(colours.text), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(QPointF(moved - 3 - 6 * turned, -4), QPointF(moved - 6 - 10 * turned, 12))
        painter.drawLine(QPointF(moved - 6 - 10 * turned, 12), QPointF(moved, 13))
        painter.drawArc(QRectF(moved - 18 * narrow, 18, 36 * narrow, 22), 200 * 16, 140 * 16)
        reach = -58 - 12 * turned
        painter.setPen(QPen(QColor(colours.accent), 12, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(-44, 0), QPointF(reach, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawPolygon(QPolygonF([QPointF(reach - 24, 0), QPointF(reach, -22), QPointF(reach, 22)]))
