"""The door as it is now: the camera's picture, who stands there, and what the door did."""

from typing import ClassVar

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gatekeeper.app import App, Watch
from gatekeeper.gui.bridge import Bridge

PULL_MILLISECONDS = 33


class Video(QWidget):
    """A camera's newest picture, fitted into the widget."""

    def __init__(self, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self._shown = -1
        self.setMinimumSize(320, 240)

    def pull(self) -> None:
        """Paint the newest picture if it is another than the one shown."""
        frame = self._watch.camera.frames.newest
        if frame is not None and frame.index != self._shown:
            self._shown = frame.index
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The picture, as large as it fits."""
        frame = self._watch.camera.frames.newest
        painter = QPainter(self)
        painter.fillRect(self.rect(), "black")
        if frame is None:
            return
        height, width = frame.image.shape[:2]
        image = QImage(frame.image.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        scale = min(self.width() / width, self.height() / height)
        w, h = width * scale, height * scale
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF((self.width() - w) / 2, (self.height() - h) / 2, w, h), image)


class LivePage(QWidget):
    """Every camera's picture at its own rate, whether or not recognition keeps up."""

    title: ClassVar[str] = "Live"
    icon: ClassVar[str] = "live"

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        self._videos = [Video(watch) for watch in app.watches]
        for video in self._videos:
            layout.addWidget(video)
        self._pull = QTimer(self, interval=PULL_MILLISECONDS)
        self._pull.timeout.connect(self._show_newest)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin to pull pictures."""
        self._pull.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Pull none while nobody sees them."""
        self._pull.stop()

    def _show_newest(self) -> None:
        for video in self._videos:
            video.pull()
