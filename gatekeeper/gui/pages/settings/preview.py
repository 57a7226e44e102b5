"""What a camera shows while it is set up."""

from collections import deque

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.capture.cameras import CameraReader, Turn
from gatekeeper.capture.sources import parse_source
from gatekeeper.door.live import LiveCamera, LiveWatch
from gatekeeper.errors import CameraError
from gatekeeper.events import Bus, CameraTroubled
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import bring_into_view
from gatekeeper.gui.pages.base import dress
from gatekeeper.gui.widgets.pictures import pixmap_of
from gatekeeper.gui.widgets.video import trouble_of

PREVIEW_MILLISECONDS = 100
PREVIEW_SIDE = 300


class Preview(QFrame):
    """What a camera shows now: a running camera, or one that is opened only to look."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._app = app
        self._own: CameraReader | None = None  # a camera opened only to look
        self._trouble: deque[str] = deque()  # of that camera, reported on its own thread
        self._camera: LiveCamera | None = None
        self._running: LiveWatch | None = None  # whose camera it is, unless it was opened only to look
        self._shown = -1
        self._turn = Turn()
        self._awaited = False  # whether the user waits for an answer, and is to see it wherever the page is scrolled to
        self.picture, self.said = QLabel(), QLabel()
        self.picture.setFixedSize(PREVIEW_SIDE, PREVIEW_SIDE * 3 // 4)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("Picture of the camera"))
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.addWidget(self.picture)
        layout.addWidget(self.said)
        self._timer = QTimer(self, interval=PREVIEW_MILLISECONDS)
        self._timer.timeout.connect(self._pull)

    def show_source(self, source: str, open_: bool = False) -> None:
        """Show the camera with this source if it runs; open_: open it if it does not, and scroll to the answer."""
        self._close()
        self._awaited = open_
        self._running = next((w for w in self._app.live.watches if w.settings.source == source), None)
        self._camera = self._running.camera if self._running is not None else None
        self.picture.clear()
        self._shown = -1
        if self._running is not None:
            self._tell_of(self._running)
        elif not open_:
            self._say(self.tr("“Show picture” opens this camera."))
        else:
            self._open(source)

    def turn(self, turn: Turn) -> None:
        """Turn the pictures shown like this, regardless of how the running camera turns them."""
        if turn != self._turn:
            self._turn, self._shown = turn, -1

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop showing the camera."""
        super().hideEvent(event)
        self._timer.stop()
        self._close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Show the camera again."""
        super().showEvent(event)
        self._timer.start()

    def _say(self, text: str, kind: str = "hint") -> None:
        self.said.setText(text)
        dress(self.said, kind)
        # A widget that is aligned is not given the height of lines that wrap.
        self.said.setMinimumHeight(self.said.heightForWidth(PREVIEW_SIDE))
        if self._awaited:
            bring_into_view(self)

    def _open(self, text: str) -> None:
        try:
            source = parse_source(text)
        except CameraError as error:
            self._say(wording.of(error), "bad")
            return
        bus, troubles = Bus(), deque[str]()
        bus.subscribe(CameraTroubled, lambda event: troubles.append(event.trouble))
        reader = CameraReader(
            source,
            "preview",
            bus,
            open_capture=self._app.doors.open_capture,
            clock=self._app.doors.clock,
            loop=source.ends,
        )
        self._own, self._camera, self._trouble = reader.start(), reader, troubles
        self._say(self.tr("Opening the camera …"))

    def _tell_of(self, watch: LiveWatch) -> None:
        """Say what is wrong with a running camera, as the live page does."""
        trouble = trouble_of(watch, self._app.live.clock())
        text = trouble or self.tr("This is what the camera shows now.")
        if self._awaited or text != self.said.text():
            self._say(text, "bad" if trouble else "hint")
            self._awaited = False  # a text that counts the seconds scrolls the page once

    def _pull(self) -> None:
        if self._running is not None:
            self._tell_of(self._running)
        while self._trouble:
            self._say(wording.standing(self._trouble.popleft()), "bad")
            self._awaited = False
        frame = self._camera.frames.newest if self._camera is not None else None
        if frame is not None and self._camera is not None and frame.index != self._shown:
            image = self._turn.of(self._camera.turn.undone.of(frame.image))
            height, width = image.shape[:2]
            if self._shown < 0 and self._own is not None:
                self._say(self.tr("Pictures of {size}").format(size=f"{width} × {height}"))
                self._awaited = False
            self._shown = frame.index
            self.picture.setPixmap(pixmap_of(image, PREVIEW_SIDE if width > height else PREVIEW_SIDE * 3 // 4))

    def _close(self) -> None:
        if self._own is not None:
            self._own.close(0)  # the window does not wait for a camera that hangs
            self._own = self._camera = None
