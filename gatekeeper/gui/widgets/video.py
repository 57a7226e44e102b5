"""A camera's picture as it comes, with boxes and names, and its trouble."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatekeeper.capture.cameras import SILENT_SECONDS
from gatekeeper.domain import Decision, Frame, Reason, Sighting
from gatekeeper.door.access import BoxColour, answer_colour, box_colour
from gatekeeper.door.live import LiveWatch
from gatekeeper.door.visit import Seen
from gatekeeper.gui.core import theme, wording
from gatekeeper.gui.core.language import translate
from gatekeeper.messages import Message

FRESH_SECONDS = 1.0  # what recognition saw before that is not drawn over the picture
# A camera counts as silent a little before its reader gives up, so that nobody trusts a two-second-old picture.
STILL_SECONDS = 0.75 * SILENT_SECONDS
_LEAST_PIXELS = 10  # of letters that can still be read
BOX_COLOURS = {
    BoxColour.GREEN: "#2ecc71",
    BoxColour.YELLOW: "#ffd21f",
    BoxColour.RED: "#d3302f",
    BoxColour.BLACK: "#000000",
    BoxColour.WHITE: "#ffffff",
}


def trouble_of(watch: LiveWatch, now: float, *, public: bool = False) -> str:
    """What is wrong with a camera's picture; empty where nothing is wrong. public: everybody who passes by can read it."""
    camera, frames, seen = watch.camera, watch.camera.frames, watch.seen
    if public and (camera.trouble or (frames.newest is None and camera.failure)):
        return translate("DoorTile", "No picture")  # the camera's address is only for signed-in users
    if camera.trouble:
        return wording.standing(camera.trouble)
    if frames.newest is None:
        return "" if camera.failure is None else wording.standing(camera.failure.message)
    silent = now - frames.newest.taken_at
    if silent > STILL_SECONDS:
        if frames.closed:
            return translate("DoorTile", "The clip has ended.")
        return wording.translated(Message("No picture for {n} second(s)", n=round(silent)))
    texts = {
        "black": translate("DoorTile", "The picture is black: is the lens covered?"),
        "frozen": translate("DoorTile", "The picture does not change: is the camera frozen?"),
        "wrong type": translate("DoorTile", "The camera delivers no colour pictures."),
    }
    return texts.get(seen.trouble or "", "") if seen is not None else ""


class Video(QWidget):
    """A camera's newest picture, fitted into the widget, with the camera's trouble.

    boxes: whether every face has a box and a name. mirrored: whether the picture is shown as in a mirror, for the person before
    it; only without boxes. public: everybody who passes by sees the picture. dimmed: nobody is there to look at it.
    first_painted: the first picture is on the screen.
    """

    first_painted = Signal()

    def __init__(
        self, watch: LiveWatch, parent: QWidget | None = None, *, boxes: bool = True, mirrored: bool = False
    ) -> None:
        super().__init__(parent)
        self.watch = watch
        self._boxes, self._mirrored = boxes and not mirrored, mirrored
        self.dimmed = False
        self.public = False
        self.trouble = ""
        self.names: dict[int, str] = {}
        self._shown: tuple[int, int, str] = (-1, -1, "")
        self._painted = False
        self.setMinimumSize(96, 72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Large enough to recognise somebody."""
        return QSize(320, 240)

    def pull(self) -> None:
        """Paint again if picture, boxes or trouble have changed."""
        frame, seen = self.watch.camera.frames.newest, self.watch.seen
        now = (frame.index if frame else -1, seen.frame.index if seen else -1, self.trouble)
        if now != self._shown:
            self._shown = now
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Picture, boxes, name plates, trouble."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("#0b0e11"))
        frame = self.watch.camera.frames.newest
        if frame is not None:
            self._paint_picture(painter, frame)
        if self.dimmed:
            painter.fillRect(self.rect(), QColor(0, 0, 0, 190))
        if self.trouble:
            self._paint_trouble(painter)
        if frame is not None and not self._painted:
            self._painted = True
            self.first_painted.emit()

    def _paint_picture(self, painter: QPainter, frame: Frame) -> None:
        height, width = frame.image.shape[:2]
        image = QImage(frame.image.data, width, height, frame.image.strides[0], QImage.Format.Format_RGB888)
        scale = min(self.width() / width, self.height() / height)
        corner = QPointF((self.width() - width * scale) / 2, (self.height() - height * scale) / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        if self._mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(QRectF(corner.x(), corner.y(), width * scale, height * scale), image)
        painter.restore()
        seen = self.watch.seen
        if self._boxes and seen is not None and frame.taken_at - seen.frame.taken_at < FRESH_SECONDS:
            for sighting in seen.sightings:
                self._paint_face(painter, seen, sighting, scale, corner)

    def _paint_face(self, painter: QPainter, seen: Seen, sighting: Sighting, scale: float, corner: QPointF) -> None:
        decision = seen.decisions.get(sighting.track_id)
        x0, y0, x1, y1 = (float(v) * scale for v in sighting.face.box)
        box = QRectF(corner.x() + x0, corner.y() + y0, x1 - x0, y1 - y0)
        recognised = decision is not None and decision.person_id is not None
        reason = decision.reason if decision is not None else None
        colour = QColor(BOX_COLOURS[box_colour(recognised, sighting.mask, seen.mask_rule, reason)])
        thickness = max(3.0, self.width() / 250)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # A thin rim of the opposite lightness makes black boxes visible on dark pictures too.
        rim = QColor("#ffffff" if colour.lightness() < 128 else "#000000")
        rim.setAlpha(150)
        painter.setPen(QPen(rim, thickness + 2))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QPen(colour, thickness))
        painter.drawRoundedRect(box, 6, 6)
        if decision is None:
            return
        plate = self.plate_of(seen, decision)
        if plate:
            self._paint_plate(painter, plate, box, colour)

    def plate_of(self, seen: Seen, decision: Decision) -> str:
        """The text at a face: who it is and, where several people are there and the banner addresses one of them, their
        answer."""
        if decision.person_id is None:
            return self.tr("Not known") if decision.reason is Reason.NOT_KNOWN else wording.reason(decision.reason)
        if self._unnamed(decision):
            return self.tr("No access")
        name = self.name_of(decision)
        answer = wording.reason(decision.reason) if len(seen.sightings) > 1 else ""
        return ": ".join(part for part in (name, answer) if part)

    def name_of(self, decision: Decision) -> str:
        """The name to show with a decision; empty for an unknown person, and for a person who is refused in public."""
        if decision.person_id is None or self._unnamed(decision):
            return ""
        return self.names.get(decision.person_id, "")

    def _unnamed(self, decision: Decision) -> bool:
        return self.public and answer_colour(decision.reason) is BoxColour.RED

    def _paint_plate(self, painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(13, self.width() // 38))
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        width = min(metrics.horizontalAdvance(name) + 20, self.width())
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width - 16)
        left = min(max(0.0, box.left()), self.width() - width)
        top = min(box.bottom() + 6, self.height() - metrics.height() - 8.0)
        plate = QRectF(left, top, width, metrics.height() + 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(plate, 5, 5)
        painter.setPen(QColor("#ffffff" if colour.lightness() < 128 else "#000000"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_trouble(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(0, 0, 0, 170))
        size = max(40, self.height() // 6)
        picture = theme.pixmap("warning", size, "#ffd21f", self.devicePixelRatioF())
        middle = self.rect().center()
        painter.drawPixmap(middle.x() - size // 2, middle.y() - size, picture)
        font = QFont(self.font())
        font.setPixelSize(max(15, self.width() // 32))
        font.setBold(True)
        below = self.rect().adjusted(16, middle.y() + 12, -16, 0)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        while (  # the remedy stands at the end
            font.pixelSize() > _LEAST_PIXELS
            and QFontMetrics(font).boundingRect(below, flags, self.trouble).height() > below.height()
        ):
            font.setPixelSize(font.pixelSize() - 1)
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(below, flags, self.trouble)
