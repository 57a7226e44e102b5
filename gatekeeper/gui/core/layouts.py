"""Layouts that fit any screen: content that does not fit can be scrolled, and long names are elided in the middle."""

from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from gatekeeper.gui.core import wording

_FRAME = QSize(24, 48)  # the desktop's frame around a dialog
_INSET = 7  # pixels
_SETTLED = 50  # milliseconds: one layout has another lay out again, each after the next turn of the event loop
_LINE = 34  # pixels of a field of one line
Spin = TypeVar("Spin", bound=QAbstractSpinBox)


class Stack(QStackedWidget):
    """Shows one page at a time, and takes only the space of that page, not that of the largest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda index: self.updateGeometry())

    def sizeHint(self) -> QSize:  # noqa: N802
        """The current page's size hint."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The current page's minimum size hint."""
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page is not None else QSize(0, 0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Whether the current page's height depends on its width."""
        page = self.currentWidget()
        return page is not None and page.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The minimum height of the page at this width; a list in it may show only a few of its lines."""
        page = self.currentWidget()
        if page is None:
            return -1
        layout = page.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else page.heightForWidth(width)


class Scroll(QScrollArea):
    """Shows scroll bars where the content does not fit; has no frame, and is as wide as the content where `fixed` is set."""

    def __init__(self, content: QWidget, parent: QWidget | None = None, *, fixed: bool = False) -> None:
        super().__init__(parent)
        self._content = content
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys go to its content, which scrolls with the focus
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        if fixed:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
            self.verticalScrollBar().rangeChanged.connect(self._widen)
            self._widen(0, 0)

    def _widen(self, least: int, most: int) -> None:
        """Widen by the width of the bar, so that it takes no room from the content."""
        bar = self.verticalScrollBar().sizeHint().width() if most > least else 0
        self.setFixedWidth(self._content.sizeHint().expandedTo(self._content.minimumSize()).width() + bar)


def bring_into_view(widget: QWidget) -> None:
    """Scroll to a widget, once all layouts around it have made room for what it has just been given to say."""

    def scroll() -> None:
        around = widget.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea) and widget.isVisible():
                around.ensureWidgetVisible(widget)
            around = around.parentWidget()

    QTimer.singleShot(_SETTLED, widget, scroll)


def open_at(dialog: QWidget, size: QSize) -> None:
    """Give a dialog its preferred size, or as much of it as fits the screen."""
    screen = dialog.screen().availableSize()
    dialog.resize(size.boundedTo(screen - _FRAME))


class Fields(QFormLayout):
    """Fields below each other, with their labels on the baseline of their text."""

    def addRow(self, *row: Any) -> None:  # noqa: N802
        """See `QFormLayout.addRow`."""
        super().addRow(*row)
        label = self.labelForField(row[-1]) if len(row) > 1 else None
        if label is not None:
            if isinstance(row[-1], QWidget):
                row[-1].ensurePolished()
            label.setMinimumHeight(min(row[-1].sizeHint().height(), _LINE))

    def minimumSize(self) -> QSize:  # noqa: N802
        """High enough for wrapped texts; Qt leaves them out, so a dialog would not grow with what it says."""
        least = super().minimumSize()
        height = self.minimumHeightForWidth(max(least.width(), self.geometry().width()))
        return QSize(least.width(), max(least.height(), height))


def inset(field: Spin) -> Spin:
    """Align a number with the text of other fields. A style sheet cannot do this where it draws the buttons."""
    field.lineEdit().setTextMargins(_INSET, 0, 0, 0)
    return field


class Name(QLabel):
    """A name on one or two lines; a longer name is elided in the middle, and the tooltip shows all of it."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lines: list[str] = []
        self.setText(name)
        self.setAccessibleName(name)

    @property
    def lines(self) -> list[str]:
        """The whole name."""
        return self._lines

    def setText(self, name: str) -> None:  # noqa: N802
        """Show another name."""
        super().setText(name)
        self._break()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Room for two lines, however short."""
        return QSize(5 * self.fontMetrics().averageCharWidth(), 2 * self.fontMetrics().height())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for the whole name on one line."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, 2 * metrics.height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Two lines at any width."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Break the name into lines again."""
        super().resizeEvent(event)
        self._break()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Break the name into lines again in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._break()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the lines in the colour of the style sheet."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().windowText().color())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.contentsRect(), int(left), "\n".join(self._lines))

    def _break(self) -> None:
        metrics, room, name = self.fontMetrics(), self.width(), self.text()
        self._lines = [name]
        if metrics.horizontalAdvance(name) > room:
            most = next(n for n in range(len(name), -1, -1) if metrics.horizontalAdvance(name[:n].rstrip()) <= room)
            # Break between two words, else after a hyphen, else where the line is full.
            breaks = [name.rfind(" ", 0, most + 1) + 1, name.rfind("-", 0, most) + 1, most]
            cut = next(place for place in breaks if place > 0 or place == most)
            below = metrics.elidedText(name[cut:].lstrip(), Qt.TextElideMode.ElideMiddle, room)
            self._lines = [name[:cut].rstrip(), below]
        self.setToolTip(wording.plain(name) if any("…" in line for line in self._lines) else "")
        self.update()
