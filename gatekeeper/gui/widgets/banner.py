"""One answer, large enough to be read from two metres."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gatekeeper.gui.core import theme, wording
from gatekeeper.gui.core.wording import Saying

_BANNER, _LEAST_BANNER = QSize(400, 132), QSize(140, 60)


class Banner(QFrame):
    """One answer, large enough to be read from two metres: icon, colour and words. said: the answer has changed.

    larger: how many times as large as on a tile of the window, for a screen that shows nothing else.
    """

    said = Signal(Saying)

    def __init__(self, parent: QWidget | None = None, *, larger: float = 1.0) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._larger = larger
        self.saying: Saying | None = None
        self._colours: theme.Colours | None = None
        self._icon, self._headline, self._detail = QLabel(), QLabel(), QLabel()
        self._headline.setWordWrap(True)
        self._detail.setWordWrap(True)
        for label in (self._headline, self._detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
        words_ = QVBoxLayout()
        words_.setSpacing(2)
        words_.addStretch()
        words_.addWidget(self._headline)
        words_.addWidget(self._detail)
        words_.addStretch()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addLayout(words_, 1)
        self.setMinimumSize(_LEAST_BANNER)
        self.setMaximumHeight(round(_BANNER.height() * larger))

    def enlarge(self, larger: float) -> None:
        """Be this many times as large as on a tile from now on."""
        if larger != self._larger:
            self._larger = larger
            self.setMaximumHeight(round(_BANNER.height() * larger))
            self.updateGeometry()
            self._dress()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Where there is less room, the words are smaller."""
        return _BANNER * self._larger

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The same minimum for any text."""
        return _LEAST_BANNER

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """The words are made to fit any size."""
        return False

    def say(self, saying: Saying) -> None:
        """Show this answer from now on."""
        if saying == self.saying and self._colours is theme.colours():
            return
        changed = saying != self.saying
        self.saying, self._colours = saying, theme.colours()
        self.setProperty("kind", saying.kind)
        self._headline.setText(saying.headline)
        self._detail.setText(saying.detail)
        self._detail.setVisible(bool(saying.detail))
        self.setAccessibleName(f"{saying.headline}. {saying.detail}".strip())
        self._dress()
        if changed:
            self.said.emit(saying)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the words again."""
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        if self.saying is None:
            return
        self.style().unpolish(self)
        self.style().polish(self)
        now = theme.colours()
        colour = {"good": now.on_good, "warning": now.on_warning, "bad": now.on_bad}.get(self.saying.kind, now.text)
        large = self.width() >= 420 and self.height() >= 100
        side = round(72 * self._larger) if large else 36
        across, down = (20, 8) if large else (10, 4)
        self._row.setContentsMargins(across, down, across, down)
        self._row.setSpacing(across)
        self._icon.setPixmap(theme.pixmap(self.saying.icon, side, colour, self.devicePixelRatioF()))
        room = QSize(max(self.width() - side - 3 * across - 2, 60), self.height() - 2 * down)
        headline, detail, fits = self._fitting(self.saying, room)
        self._headline.setStyleSheet(f"font-size: {headline}px; font-weight: 700;")
        self._detail.setStyleSheet(f"font-size: {detail}px;")
        self.setToolTip("" if fits else wording.plain(f"{self.saying.headline}\n{self.saying.detail}".strip()))

    def _fitting(self, saying: Saying, room: QSize) -> tuple[int, int, bool]:
        """The largest sizes in pixels at which headline and detail fit into the room, and whether there are any."""
        bold, plain = QFont(self.font()), QFont(self.font())
        bold.setBold(True)

        def needed(font: QFont, pixels: int, text: str) -> QSize:
            font.setPixelSize(pixels)
            wrapped = int(Qt.TextFlag.TextWordWrap)
            return QFontMetrics(font).boundingRect(0, 0, room.width(), 1000, wrapped, text).size()

        for size in range(round(52 * self._larger), 12, -2):
            small = max(11, min(round(16 * self._larger**1.5), size // 2))
            above = needed(bold, size, saying.headline)
            below = needed(plain, small, saying.detail) if saying.detail else QSize(0, -2)
            if above.height() + 2 + below.height() <= room.height() and above.width() <= room.width():
                return size, small, True
        return 13, 11, False
