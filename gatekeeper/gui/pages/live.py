"""The doors as they are now: each camera's picture, who stands there, what the door said and did, and who came last."""

import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHideEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App, Watch
from gatekeeper.capture.cameras import SILENT_SECONDS
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Decision, Frame, LivenessMode, Reason, Sighting
from gatekeeper.door.access import BoxColour, answer_colour, box_colour
from gatekeeper.door.station import Seen
from gatekeeper.errors import GatekeeperError
from gatekeeper.events import AccessDecided, DoorFailed, DoorUnlocked, PersonChanged, PersonRemoved
from gatekeeper.gui.core import keys, language, theme, words
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.layouts import Name, Scroll
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.core.words import Saying
from gatekeeper.gui.widgets.pin_pad import PinPad, of_a_keypad
from gatekeeper.store.accounts import Right

PULL_MILLISECONDS = 33
EVENTS_SHOWN = 200
THUMBNAIL = QSize(56, 56)
_LISTED_CHARACTERS = 40  # of a name in the list of events
# A silent camera is shown a little before its reader gives it up, so that nobody trusts an old picture for two seconds.
STILL_SECONDS = 0.75 * SILENT_SECONDS
STAYS_SECONDS = 2.5  # how long the banner keeps an answer after the person has gone
_PAD_WIDTH = 236
_BOTH_WIDTH = 540  # of a tile with room for picture and PIN pad
_WIDE = 400  # of a tile with room for its door's state in words
_TILE_WIDTH = 264  # the least: a name can be read in it, and the PIN pad has room
_AROUND = 150  # of a tile's height that is not its picture's
_GAP = 12  # between two tiles
_BESIDE = 700  # from this width of the page on, the last events stand beside the doors
_COLUMN = (220, 300)  # the least and the greatest width of the last events
_EVENTS_BELOW = 170  # the height of the last events where they stand below the doors
_NO_LIMIT = 16_777_215  # Qt's
_BANNER, _LEAST_BANNER = QSize(400, 132), QSize(140, 60)
_CLICK_SECONDS = 5.0  # how long after it was asked for by hand a door may still open
_FRESH_SECONDS = 1.0  # what recognition saw longer ago is not drawn over the picture

BOX_COLOURS = {
    BoxColour.GREEN: "#2ecc71",
    BoxColour.YELLOW: "#ffd21f",
    BoxColour.RED: "#d3302f",
    BoxColour.BLACK: "#000000",
    BoxColour.WHITE: "#ffffff",
}


class Video(QWidget):
    """A camera's newest picture, fitted into the widget, with the camera's trouble.

    boxes: with a box and a name on every face. public: everybody who passes by sees it. first_painted: there is a picture on
    the screen now.
    """

    first_painted = Signal()

    def __init__(self, watch: Watch, parent: QWidget | None = None, *, boxes: bool = True) -> None:
        super().__init__(parent)
        self.watch = watch
        self._boxes = boxes
        self.public = False
        self.trouble = ""
        self.names: dict[int, str] = {}
        self._shown: tuple[int, int, str] = (-1, -1, "")
        self._painted = False
        self.setMinimumSize(96, 72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Large enough to know somebody on it."""
        return QSize(320, 240)

    def pull(self) -> None:
        """Paint again if picture, boxes or trouble are other than those shown."""
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
        painter.drawImage(QRectF(corner.x(), corner.y(), width * scale, height * scale), image)
        seen = self.watch.seen
        if self._boxes and seen is not None and frame.taken_at - seen.frame.taken_at < _FRESH_SECONDS:
            for sighting in seen.sightings:
                self._paint_face(painter, seen, sighting, scale, corner)

    def _paint_face(self, painter: QPainter, seen: Seen, sighting: Sighting, scale: float, corner: QPointF) -> None:
        decision = seen.decisions.get(sighting.track_id)
        x0, y0, x1, y1 = (float(v) * scale for v in sighting.face.box)
        box = QRectF(corner.x() + x0, corner.y() + y0, x1 - x0, y1 - y0)
        known = decision is not None and decision.person_id is not None
        reason = decision.reason if decision is not None else None
        colour = QColor(BOX_COLOURS[box_colour(known, sighting.mask, seen.mask_rule, reason)])
        thickness = max(3.0, self.width() / 250)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # A thin rim of the opposite lightness: black boxes are seen on dark pictures too.
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
        """What stands at a face: who it is and, where several stand there and the banner speaks to one, their answer."""
        if decision.person_id is None:
            return self.tr("Not known") if decision.reason is Reason.NOT_KNOWN else words.reason(decision.reason)
        if self._unnamed(decision):
            return self.tr("No access")
        name = self.name_of(decision)
        answer = words.reason(decision.reason) if len(seen.sightings) > 1 else ""
        return ": ".join(part for part in (name, answer) if part)

    def name_of(self, decision: Decision) -> str:
        """The name to be shown with a decision; empty for nobody known, and for who is refused before everybody's eyes."""
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
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        below = self.rect().adjusted(16, middle.y() + 12, -16, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, int(flags), self.trouble)


class Banner(QFrame):
    """One answer, large enough to be read from two metres: icon, colour and words. said: it has changed."""

    said = Signal(Saying)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
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
        self.setMaximumHeight(_BANNER.height())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Where there is less room, the words are smaller."""
        return _BANNER

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Whatever it says."""
        return _LEAST_BANNER

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """It makes its words fit."""
        return False

    def say(self, saying: Saying) -> None:
        """Show this from now on."""
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
        """Fit the words anew."""
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
        side = 72 if large else 36
        across, down = (20, 8) if large else (10, 4)
        self._row.setContentsMargins(across, down, across, down)
        self._row.setSpacing(across)
        self._icon.setPixmap(theme.pixmap(self.saying.icon, side, colour, self.devicePixelRatioF()))
        room = QSize(max(self.width() - side - 3 * across - 2, 60), self.height() - 2 * down)
        headline, detail, fits = self._fitting(self.saying, room)
        self._headline.setStyleSheet(f"font-size: {headline}px; font-weight: 700;")
        self._detail.setStyleSheet(f"font-size: {detail}px;")
        self.setToolTip("" if fits else words.plain(f"{self.saying.headline}\n{self.saying.detail}".strip()))

    def _fitting(self, saying: Saying, room: QSize) -> tuple[int, int, bool]:
        """The largest sizes in pixels at which headline and detail fit into the room, and whether there are any."""
        bold, plain = QFont(self.font()), QFont(self.font())
        bold.setBold(True)

        def needed(font: QFont, pixels: int, text: str) -> QSize:
            font.setPixelSize(pixels)
            wrapped = int(Qt.TextFlag.TextWordWrap)
            return QFontMetrics(font).boundingRect(0, 0, room.width(), 1000, wrapped, text).size()

        for size in range(52, 12, -2):
            small = max(11, min(16, size // 2))
            above = needed(bold, size, saying.headline)
            below = needed(plain, small, saying.detail) if saying.detail else QSize(0, -2)
            if above.height() + 2 + below.height() <= room.height() and above.width() <= room.width():
                return size, small, True
        return 13, 11, False


class DoorTile(QFrame):
    """One camera before one door: picture, banner, the door's state, the PIN pad, and the button that opens it by hand."""

    wants_open = Signal(object)  # the Watch
    wants_pin = Signal(object, int, str)  # this tile, the person's number, their PIN

    def __init__(self, app: App, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.watch = watch
        self._app = app
        doors = (door for door in app.settings.doors if door.name == watch.door.name)
        self._speaks = next((door.language for door in doors), "")
        self.video, self.banner = Video(watch), Banner()
        self.video.setAccessibleName(self.tr("Picture of the camera {name}").format(name=watch.camera.name))
        self.pad = PinPad()
        self.pad.setFixedWidth(_PAD_WIDTH)
        self.pad.hide()
        self.pad.entered.connect(lambda person, pin: self.wants_pin.emit(self, person, pin))
        self._asked: int | None = None  # whom the pad asks
        self._asked_at = 0.0
        self._by_hand: str | None = None
        self._held = ""  # by which program, where another one has the door
        self.state, self.failure = QLabel(), QLabel()
        self.failure.setProperty("kind", "bad")
        self.failure.setWordWrap(True)
        self.failure.setTextFormat(Qt.TextFormat.PlainText)
        self._state_icon = QLabel()
        self.open_button = QPushButton()
        self.open_button.setIcon(theme.icon("open"))
        self.open_button.setAccessibleName(self.tr("Open the door {name}").replace("{name}", watch.door.name))
        self.open_button.clicked.connect(lambda: self.wants_open.emit(watch))
        door, camera = watch.door.name, watch.camera.name
        self.title = Name(door if door == camera else f"{door} · {camera}")
        self.title.setProperty("kind", "subtitle")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self._state_icon)
        head.addWidget(self.state)
        head.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.failure)
        middle = QHBoxLayout()
        middle.addWidget(self.video, 1)
        middle.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(middle, 1)
        layout.addWidget(self.banner)
        self._answered: Saying | None = None
        self._answered_at = 0.0
        self.setMinimumWidth(_TILE_WIDTH)
        self._door_shown = (watch.door.is_open, words.translated(watch.door.trouble))
        self.follow_rights()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Picture and answer take what room there is."""
        return False

    def show_door(self, is_open: bool, failure: str = "") -> None:
        """Show the door's state; failure: what the relay did wrong."""
        if not is_open:
            self._by_hand = None
        self._door_shown, self._colours = (is_open, failure), theme.colours()
        known = self.tr("Open") if is_open else self.tr("Locked")
        known = self.tr("Watched only") if self._held else known  # whose door it is knows more
        self.state.setText(self.tr("Does not answer") if failure else known)
        _kind(self.state, "bad" if failure else "")
        # The relay's address is nobody's business who only stands there.
        self.failure.setText("" if self.public else failure)
        self.failure.setVisible(bool(self.failure.text()))
        name = "warning" if failure else "open" if is_open else "closed"
        self._state_icon.setPixmap(theme.pixmap(name, 22, theme.colours().text, self.devicePixelRatioF()))
        self._state_icon.setToolTip(self.state.text())

    def opened_by_hand(self) -> None:
        """Tell who stands there, for as long as the door stays open."""
        self._by_hand = translate("DoorTile", "The door was opened from the desk.")

    def follow_rights(self) -> None:
        """Show what whoever sits at the window now may see of the door, and let them do what they may: nobody opens one that
        another program has."""
        actor, self._held = self._app.actor, self.watch.door.held
        self.video.public = self.public
        self.show_door(*self._door_shown)
        self.open_button.setEnabled(actor.may(Right.OPEN_DOOR) and not self._held)
        if actor.role is None:
            tip = self.tr("Sign in first.")
        elif not actor.may(Right.OPEN_DOOR):
            tip = self.tr("Only operators may open a door by hand.")
        else:
            tip = words.plain(words.translated(self._held)) or self.tr("Open the door…")
        self.open_button.setToolTip(tip)

    @property
    def public(self) -> bool:
        """Whether nobody is signed in: then the screen is for everybody who passes by."""
        return self._app.actor.role is None

    def pull(self, now: float) -> None:
        """Show what is newest. now: monotonic seconds."""
        if self._held != self.watch.door.held:
            self.follow_rights()
        if self._colours is not theme.colours():
            self.show_door(*self._door_shown)
        self.video.trouble = self._trouble(now)
        self.video.pull()
        with language.speaking(self._speaks):
            self.banner.say(self._saying(now))
            self._ask_for_pin(now)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is no room for both, the pad takes the picture's place, and the door's state is an icon."""
        super().resizeEvent(event)
        self._share_room()
        wide = self.width() >= _WIDE
        self.state.setVisible(wide)
        self.open_button.setText(self.tr("Open the door…") if wide else "")

    def _trouble(self, now: float) -> str:
        frames = self.watch.camera.frames
        seen = self.watch.seen
        if self.public and (self.watch.camera.trouble or (frames.newest is None and self.watch.camera.failure)):
            return self.tr("No picture")  # where the camera is reached is for those who are signed in
        if self.watch.camera.trouble:
            return words.translated(self.watch.camera.trouble)
        if frames.newest is None:
            return "" if self.watch.camera.failure is None else words.translated(self.watch.camera.failure.message)
        silent = now - frames.newest.taken_at
        if silent > STILL_SECONDS:
            if frames.closed:
                return self.tr("The clip has ended.")
            return self.tr("No picture for %Ln second(s)", "", round(silent))
        said = {
            "black": self.tr("The picture is black: is the lens covered?"),
            "frozen": self.tr("The picture stands still: is the camera frozen?"),
            "wrong type": self.tr("The camera delivers no colour pictures."),
        }
        return said.get(seen.trouble or "", "") if seen is not None else ""

    def _saying(self, now: float) -> Saying:
        loop = self._app.loop
        if loop is None:
            detail = translate("DoorTile", "Recognition is being loaded.")
            if (preparing := self._app.preparing) is not None:
                detail = translate(
                    "DoorTile", "Photos are being prepared for the new model: {done} of {all}. The door stays locked."
                )
                detail = detail.replace("{done}", language.number(preparing[0]))
                detail = detail.replace("{all}", language.number(preparing[1]))
            return Saying(translate("DoorTile", "One moment, please"), detail, "wait")
        if loop.failure is not None or (not loop.is_alive() and not self.watch.camera.frames.closed):
            stopped = translate("DoorTile", "Recognition has stopped")
            return Saying(
                stopped, translate("DoorTile", "The door stays locked. Please restart the program."), "warning", "bad"
            )
        if self.watch.door.held:
            why = "" if self.public else words.translated(self.watch.door.held)
            return Saying(translate("DoorTile", "Another program guards this door"), why, "warning")
        if self.video.trouble:
            detail = translate("DoorTile", "The door stays locked until the camera is back.")
            if self.watch.camera.frames.newest is None:  # there was none yet: the first start, mostly
                detail = translate(
                    "DoorTile",
                    "The door stays locked. Plug the camera in, or sign in and choose another one on the Settings page.",
                )
            return Saying(translate("DoorTile", "No picture"), detail, "warning", "bad")
        fault = self._app.liveness_trouble(self.watch.camera.name)
        if fault:
            detail = translate("DoorTile", "The door stays locked. {why} Run “gatekeeper doctor”.").replace(
                "{why}", fault
            )
            if self.public:
                detail = translate("words", "Please ask at the door desk.")
            return Saying(translate("DoorTile", "Liveness cannot be checked"), detail, "warning", "bad")
        seen = self.watch.seen
        fresh = seen is not None and now - seen.frame.taken_at < _FRESH_SECONDS
        if self._by_hand is not None:
            return Saying(translate("words", "The door is open"), self._by_hand, "open", "good")
        if seen is not None and fresh and seen.fault:
            why = translate("words", "Please ask at the door desk.") if self.public else words.translated(seen.fault)
            return Saying(translate("words", "The door stays shut"), why, "warning", "bad")
        if seen is not None and fresh and seen.sightings:
            answer = self._to_whom(seen, self._about(seen, self._answered_to(seen)))
            if answer.kind != "idle":
                self._answered, self._answered_at = answer, now
            return answer
        if self._answered is not None and now - self._answered_at < STAYS_SECONDS:
            return self._answered
        self._answered = None
        if not self._app.registered and not self.public:
            return Saying(
                translate("DoorTile", "Nobody is registered yet"),
                translate("DoorTile", "Register the first person: Ctrl+2."),
                "enrol",
            )
        return Saying(translate("DoorTile", "Please look into the camera"), "", "face")

    def _ask_for_pin(self, now: float) -> None:
        seen = self.watch.seen
        fresh = seen is not None and now - seen.frame.taken_at < _FRESH_SECONDS
        if seen is not None and fresh:
            asked = seen.decisions.get(seen.pin_of) if seen.pin_of is not None else None
            if asked is not None and asked.person_id is not None:
                self._asked, self._asked_at = asked.person_id, now
                self.pad.ask(asked.person_id, self.video.names.get(asked.person_id, ""))
                self._show_pad(True)
                return
            if any(decision.person_id == self._asked for decision in seen.decisions.values()):  # the door has answered
                self._asked = None
        # Whoever looks down at the keys is out of sight for a moment.
        if self._asked is None or now - self._asked_at > STAYS_SECONDS:
            self._asked = None
            self._show_pad(False)

    def _show_pad(self, shown: bool) -> None:
        if shown == self.pad.isVisibleTo(self):
            return
        self.pad.setVisible(shown)
        self._share_room()
        if shown and not _somebody_writes() and QApplication.activeModalWidget() is None:
            self.pad.setFocus()

    def _share_room(self) -> None:
        self.video.setVisible(not self.pad.isVisibleTo(self) or self.width() >= _BOTH_WIDTH)

    def _answered_to(self, seen: Seen) -> Sighting:
        """Whom the banner speaks to."""
        return next((s for s in seen.sightings if s.track_id == seen.addressed), seen.sightings[0])

    def _to_whom(self, seen: Seen, saying: Saying) -> Saying:
        """An answer and, where several stand there, to whom it belongs: by name, else by their place in the picture."""
        if len(seen.sightings) < 2:
            return saying
        meant = self._answered_to(seen)
        decision = seen.decisions.get(meant.track_id)
        name = self.video.name_of(decision) if decision is not None else ""
        if name and (name in saying.headline or name in saying.detail):
            return saying
        in_order = [s.track_id for s in sorted(seen.sightings, key=lambda s: float(s.face.box[0]))]
        place = in_order.index(meant.track_id)
        if name:
            whom = translate("DoorTile", "For {name}.").replace("{name}", name)
        elif place == 0:
            whom = translate("DoorTile", "For the person on the left of the picture.")
        elif place == len(in_order) - 1:
            whom = translate("DoorTile", "For the person on the right of the picture.")
        else:
            whom = translate("DoorTile", "For person {n} from the left of the picture.").replace("{n}", str(place + 1))
        return replace(saying, detail=f"{whom} {saying.detail}".strip())

    def _about(self, seen: Seen, nearest: Sighting) -> Saying:
        decision = seen.decisions.get(nearest.track_id)
        asked = seen.requests.get(nearest.track_id)
        if asked and not (decision is not None and decision.opens):
            return words.request(asked)
        if decision is not None:
            return words.about(decision, self.video.name_of(decision))
        if nearest.problems:
            return Saying(words.translated(nearest.problems[0].remedy), "", "face", "idle")
        return Saying(translate("DoorTile", "One moment, please"), "", "wait")


class EventList(QListWidget):
    """Who came last, newest first, with the face."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIconSize(THUMBNAIL)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Last events"))

    def shown(self) -> set[int]:
        """The numbers of the events in the list."""
        return {self.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.count())}

    def add(self, event: AccessEvent, row: int = 0) -> None:
        """Put an event on top, or at a row."""
        what = words.reason(event.reason)
        name = event.person_name or self.tr("Not known")
        if event.reason is Reason.BY_HAND:
            by = words.opened_by(event)
            name, what = by or what, what
        when = language.clock(event.at, seconds=True)
        item = QListWidgetItem(_thumbnail(event), f"{_cut(name)}\n{when}  ·  {what}\n{_cut(event.door)}")
        item.setToolTip(words.plain(f"{event.door}: {words.translated(event.message)}"))
        item.setData(Qt.ItemDataRole.UserRole, event.id)
        self.insertItem(row, item)
        while self.count() > EVENTS_SHOWN:
            self.takeItem(self.count() - 1)


def _cut(name: str) -> str:
    return name if len(name) <= _LISTED_CHARACTERS else name[: _LISTED_CHARACTERS - 1] + "…"


def _kind(label: QLabel, kind: str) -> None:
    label.setProperty("kind", kind)
    label.style().unpolish(label)
    label.style().polish(label)


def _thumbnail(event: AccessEvent) -> QIcon:
    """The event's face with the outcome's icon in its corner."""
    picture = QPixmap(THUMBNAIL)
    picture.fill(QColor(theme.colours().raised))
    painter = QPainter(picture)
    face = QPixmap()
    if event.snapshot and face.loadFromData(event.snapshot):
        filled = face.scaled(
            THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawPixmap(
            (THUMBNAIL.width() - filled.width()) // 2, (THUMBNAIL.height() - filled.height()) // 2, filled
        )
    name, kind = words.icon(event)
    now = theme.colours()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor({"good": now.good, "bad": now.bad}[kind]))
    painter.drawEllipse(THUMBNAIL.width() - 21, THUMBNAIL.height() - 21, 20, 20)
    on = {"good": now.on_good, "bad": now.on_bad}[kind]
    painter.drawPixmap(THUMBNAIL.width() - 19, THUMBNAIL.height() - 19, theme.pixmap(name, 16, on))
    painter.end()
    return QIcon(picture)


class OpenDialog(QDialog):
    """Asks why a door is to be opened by hand; there is no opening without a reason."""

    def __init__(self, door: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open the door"))
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("For example: delivery, let in by the door desk"))
        self.reason.setMinimumWidth(380)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.open_button = self._buttons.addButton(self.tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.open_button.setProperty("kind", "primary")
        self.open_button.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.open_button.setEnabled(bool(text.strip())))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        hint = QLabel(self.tr("The reason is recorded before the door opens."))
        hint.setProperty("kind", "hint")
        layout = QFormLayout(self)
        name = QLabel(door)
        name.setTextFormat(Qt.TextFormat.PlainText)
        layout.addRow(self.tr("Door"), name)
        layout.addRow(self.tr("&Reason"), self.reason)
        layout.addRow(hint)
        layout.addRow(self._buttons)


class Notice(QFrame):
    """A line above the doors about what those who rely on them should know; hidden where there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._icon, self.text = QLabel(), QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        self.hide()

    def say(self, text: str) -> None:
        """Show this; nothing for an empty text."""
        self.text.setText(text)
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw the icon in the colours of the moment."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._icon.setPixmap(theme.pixmap("warning", 22, theme.colours().text, self.devicePixelRatioF()))
        super().changeEvent(event)


def _somebody_writes() -> bool:
    """Whether keys are wanted elsewhere than on the pad: a password must not end up there. An empty name is nobody's yet: a
    keypad at the door works while nobody is signed in."""
    line = QApplication.focusWidget()
    return isinstance(line, QLineEdit) and (bool(line.text()) or line.echoMode() is not QLineEdit.EchoMode.Normal)


class Doors(Scroll):
    """The doors in as many columns as let their pictures be largest, in the room there is."""

    def __init__(self, tiles: list[DoorTile], parent: QWidget | None = None) -> None:
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        super().__init__(content, parent)
        self._tiles, self._columns = tiles, 0
        self.setMinimumSize(_TILE_WIDTH, min(240, _AROUND + 72))
        for tile in tiles:
            tile.banner.said.connect(lambda saying, tile=tile: self._look_at(tile, saying))
        self._arrange(1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Choose the columns anew."""
        super().resizeEvent(event)
        room, count = self.viewport().size(), max(len(self._tiles), 1)

        def picture(columns: int) -> float:
            width, rows = (room.width() + _GAP) / columns - _GAP, math.ceil(count / columns)
            return min(width * 3 / 4, (room.height() + _GAP) / rows - _GAP - _AROUND)

        wide_enough = [c for c in range(1, count + 1) if (room.width() + _GAP) / c - _GAP >= _TILE_WIDTH]
        self._arrange(max(wide_enough or [1], key=picture))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for index, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, index // columns, index % columns)

    def _look_at(self, tile: DoorTile, saying: Saying) -> None:
        """Nobody scrolls on a screen at a door: an answer is brought to sight. Not under the hands of the desk, who may be
        about to press another door's button."""
        if tile.public and saying.kind != "idle" and tile.visibleRegion() != QRegion(tile.rect()):
            self.ensureWidgetVisible(tile.banner)


class LivePage(QWidget):
    """Every camera's picture at its own rate, whether or not recognition keeps up."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Live"))
    icon: ClassVar[str] = "live"
    right: ClassVar[Right] = Right.WATCH

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.tiles = [DoorTile(app, watch) for watch in app.watches]
        for tile in self.tiles:
            tile.wants_open.connect(self._ask_why)
            tile.wants_pin.connect(self._enter_pin)
        self.doors = Doors(self.tiles)
        self.events = EventList()
        nothing = QLabel(self.tr("Nobody has come yet.\nWhoever comes to a door appears here."))
        nothing.setProperty("kind", "hint")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setWordWrap(True)
        self._last = QStackedLayout()
        self._last.addWidget(nothing)
        self._last.addWidget(self.events)
        heading = QLabel(self.tr("Last events"))
        heading.setProperty("kind", "subtitle")
        side = QVBoxLayout()
        side.addWidget(heading)
        side.addLayout(self._last, 1)
        self._column = QWidget()
        self._column.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(14)
        self._both.addWidget(self.doors, 1)
        self._both.addWidget(self._column)
        self.notice = Notice()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(12)
        layout.addWidget(self.notice)
        layout.addLayout(self._both, 1)

        self._said = ""  # what those who rely on the doors should know
        self._pull = QTimer(self, interval=PULL_MILLISECONDS)
        self._pull.timeout.connect(self._show_newest)
        bridge.decided.connect(self._decided)
        bridge.door_changed.connect(self._door_changed)
        bridge.people_changed.connect(self._person_changed)
        bridge.recorded.connect(self._look_for_others)
        self._read_earlier()
        self.follow_rights()

    def follow_rights(self) -> None:
        """Show and allow what whoever sits at the window now may see and do: nobody sees the doors only."""
        actor = self._app.actor
        if actor.role is not None:
            # Not left on the next button that happens to be there: somebody may be typing a PIN.
            (self._waiting_pad() or self).setFocus()
        self._column.setVisible(actor.may(Right.WATCH))
        self._tell_notice()
        for tile in self.tiles:
            tile.follow_rights()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """On a narrow page the last events stand below the doors."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom,
        )
        least, most = _COLUMN
        wide = min(max(self.width() // 4, least), most) if beside else _NO_LIMIT
        self._column.setMaximumSize(wide, _NO_LIMIT if beside else _EVENTS_BELOW)
        self._column.setMinimumSize(least if beside else 0, 0 if beside else _EVENTS_BELOW)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin to pull pictures."""
        self._show_newest()
        self._pull.start()
        run_in_background(
            lambda job: self._app.liveness_measured is not None,
            done=self._show_notice,
            failed=lambda error: self._show_notice(False),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Digits that nothing else on the page wants are somebody's PIN. Enter is the button's that has the focus."""
        if keys.pressed_with_enter(event):
            return
        pad = self._waiting_pad()
        # Also Shift and Enter come here when a line has no use for them.
        if pad is not None and of_a_keypad(event) and not _somebody_writes():
            pad.setFocus()
            pad.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Pull none while nobody sees them."""
        self._pull.stop()

    def _show_newest(self) -> None:
        now = self._app.clock()
        for tile in self.tiles:
            tile.pull(now)

    def _read_earlier(self) -> None:
        run_in_background(lambda job: self._app.log.query(limit=50), done=self._show_earlier)

    def _look_for_others(self) -> None:
        """Another program may have written events: then the list is read anew."""

        def compare(newest: list[AccessEvent]) -> None:
            if any(event.id not in self.events.shown() for event in newest):
                self.events.clear()
                self._read_earlier()

        run_in_background(lambda job: self._app.log.query(limit=1), done=compare)

    def _person_changed(self, change: object) -> None:
        match change:
            case PersonRemoved(person_id):
                for tile in self.tiles:
                    tile.video.names.pop(person_id, None)
                # The log may have lost their name and face.
                self.events.clear()
                self._read_earlier()
            case PersonChanged(person):
                for tile in self.tiles:
                    if person.id in tile.video.names:
                        tile.video.names[person.id] = person.name

    def _show_earlier(self, events: list[AccessEvent]) -> None:
        # Below what came while the log was read.
        shown = self.events.shown()
        for event in events:
            self._name(event)
            if event.id not in shown:
                self.events.add(event, self.events.count())
        self._last.setCurrentIndex(1 if self.events.count() else 0)

    def _decided(self, told: AccessDecided) -> None:
        self._name(told.event)
        self.events.add(told.event)
        self._last.setCurrentIndex(1)
        if told.event.reason is Reason.BY_HAND:
            for tile in self.tiles:
                if tile.watch.door.name == told.event.door:
                    tile.opened_by_hand()

    def _name(self, event: AccessEvent) -> None:
        if event.person_id is not None and event.person_name is not None:
            for tile in self.tiles:
                tile.video.names[event.person_id] = event.person_name

    def _door_changed(self, change: object) -> None:
        for tile in self.tiles:
            if tile.watch.door.name == getattr(change, "door", None):
                failure = change.message if isinstance(change, DoorFailed) else tile.watch.door.trouble
                tile.show_door(isinstance(change, DoorUnlocked), words.translated(failure))

    def _waiting_pad(self) -> PinPad | None:
        return next((tile.pad for tile in self.tiles if tile.pad.isVisible()), None)

    def _show_notice(self, measured: bool) -> None:
        # By what runs: settings that were changed since are in effect when the program is started again.
        loop = self._app.loop
        if loop is not None:
            modes = {station.rule.door: station.liveness_mode for station in loop.stations}
        else:
            modes = {door.name: LivenessMode(door.liveness) for door in self._app.settings.doors}
        unchecked = [door for door, mode in modes.items() if mode is LivenessMode.OFF]
        said = []
        if unchecked:
            off = self.tr("A photo may pass at {doors}: liveness is not checked there (see the Settings page).")
            said.append(off.replace("{doors}", ", ".join(unchecked)))
        if len(unchecked) < len(modes) and not measured:
            said.append(
                self.tr(
                    "A photo may pass: how well living faces are told from pictures has not been measured here yet "
                    "(see the Models page, or run “gatekeeper models evaluate-liveness”)."
                )
            )
        self._said = "\n".join(said)
        self._tell_notice()

    def _tell_notice(self) -> None:
        # How the doors can be deceived is not for everybody who passes by.
        self.notice.say(self._said if self._app.actor.role is not None else "")

    def _enter_pin(self, tile: DoorTile, person_id: int, pin: str) -> None:
        # Handed to the door here and now: only its answer waits for the worker.
        answer = self._app.enter_pin(tile.watch.camera.name, pin, person_id, now=datetime.now(UTC))

        def done(event: AccessEvent) -> None:
            match event.reason:
                case Reason.PIN_WAIT:
                    tile.pad.say(person_id, "", event.value or 0.0)
                case Reason.PIN_WRONG:
                    tile.pad.say(person_id, words.reason(event.reason))
                case _:
                    tile.pad.say(person_id, "")

        def failed(error: GatekeeperError) -> None:
            tile.pad.say(person_id, words.of(error))

        run_in_background(lambda job: answer.result(), done=done, failed=failed, worker="pin")

    def _ask_why(self, watch: Watch) -> None:
        dialog = OpenDialog(watch.door.name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def open_() -> None:
            why, desk = dialog.reason.text().strip(), Desk(self._app, self._app.actor)
            # Of the click: a door that opens long after it opens for nobody.
            now, deadline = datetime.now(UTC), self._app.clock() + _CLICK_SECONDS
            run_in_background(
                lambda job: desk.open_by_hand(watch.door, why, now=now, deadline=deadline), done=lambda event: None
            )

        dialog.accepted.connect(open_)
        dialog.open()
