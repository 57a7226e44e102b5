"""One camera before one door."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.capture.cameras import SILENT_SECONDS
from gatekeeper.domain import Reason, Sighting
from gatekeeper.door.live import LiveWatch, Recognition
from gatekeeper.door.visit import Seen
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.layouts import Name
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.widgets.banner import Banner
from gatekeeper.gui.widgets.pin_pad import PinPad
from gatekeeper.gui.widgets.video import FRESH_SECONDS, Video
from gatekeeper.store.accounts import Right

# A silent camera is shown a little before its reader gives it up, so that nobody trusts an old picture for two seconds.
STILL_SECONDS = 0.75 * SILENT_SECONDS
STAYS_SECONDS = 2.5  # how long the banner keeps an answer after the person has gone
_PAD_WIDTH = 236
_BOTH_WIDTH = 540  # of a tile with room for picture and PIN pad
_WIDE = 400  # of a tile with room for its door's state in words
TILE_WIDTH = 264  # the least: a name can be read in it, and the PIN pad has room


class DoorTile(QFrame):
    """One camera before one door: picture, banner, the door's state, the PIN pad, and the button that opens it by hand."""

    wants_open = Signal(object)  # the Watch
    wants_pin = Signal(object, int, str)  # this tile, the person's number, their PIN

    def __init__(self, app: App, watch: LiveWatch, parent: QWidget | None = None) -> None:
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
        self._alarms: tuple[Reason, ...] = ()
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
        self.setMinimumWidth(TILE_WIDTH)
        self._door_shown = (watch.door.is_open, wording.translated(watch.door.trouble))
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
        self._alarms = self.watch.door.alarms
        known = self.tr("Alarm") if self._alarms else known
        self.state.setText(self.tr("Does not answer") if failure else known)
        _kind(self.state, "bad" if failure or self._alarms else "")
        # The relay's address is nobody's business who only stands there.
        said = [wording.reason(one) for one in self._alarms] + ([] if self.public or not failure else [failure])
        self.failure.setText(" · ".join(said))
        self.failure.setVisible(bool(self.failure.text()))
        name = "warning" if failure or self._alarms else "open" if is_open else "closed"
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
            tip = wording.plain(wording.translated(self._held)) or self.tr("Open the door…")
        self.open_button.setToolTip(tip)

    @property
    def public(self) -> bool:
        """Whether nobody is signed in: then the screen is for everybody who passes by."""
        return self._app.actor.role is None

    def pull(self, now: float) -> None:
        """Show what is newest. now: monotonic seconds."""
        if self._held != self.watch.door.held:
            self.follow_rights()
        if self._colours is not theme.colours() or self._alarms != self.watch.door.alarms:
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
            return wording.translated(self.watch.camera.trouble)
        if frames.newest is None:
            return "" if self.watch.camera.failure is None else wording.translated(self.watch.camera.failure.message)
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
        live = self._app.live
        if live.recognition is Recognition.AWAY:
            return Saying(
                translate("DoorTile", "The service does not answer"),
                translate("DoorTile", "The door stays locked until the service is back."),
                "warning",
                "bad",
            )
        if live.recognition is Recognition.LOADING:
            detail = translate("DoorTile", "Recognition is being loaded.")
            if (preparing := live.preparing) is not None:
                detail = translate(
                    "DoorTile", "Photos are being prepared for the new model: {done} of {all}. The door stays locked."
                )
                detail = detail.replace("{done}", language.number(preparing[0]))
                detail = detail.replace("{all}", language.number(preparing[1]))
            return Saying(translate("DoorTile", "One moment, please"), detail, "wait")
        if live.recognition is Recognition.FAILED or (
            live.recognition is Recognition.ENDED and not self.watch.camera.frames.closed
        ):
            stopped = translate("DoorTile", "Recognition has stopped")
            return Saying(
                stopped, translate("DoorTile", "The door stays locked. Please restart the program."), "warning", "bad"
            )
        if self.watch.door.held:
            why = "" if self.public else wording.translated(self.watch.door.held)
            return Saying(translate("DoorTile", "Another program guards this door"), why, "warning")
        if self.video.trouble:
            detail = translate("DoorTile", "The door stays locked until the camera is back.")
            if self.watch.camera.frames.newest is None:  # there was none yet: the first start, mostly
                detail = translate(
                    "DoorTile",
                    "The door stays locked. Plug the camera in, or sign in and choose another one on the Settings page.",
                )
            return Saying(translate("DoorTile", "No picture"), detail, "warning", "bad")
        fault = live.liveness_trouble(self.watch.camera.name)
        if fault:
            detail = translate("DoorTile", "The door stays locked. {why} Run “gatekeeper doctor”.").replace(
                "{why}", fault
            )
            if self.public:
                detail = translate("wording", "Please ask at the door desk.")
            return Saying(translate("DoorTile", "Liveness cannot be checked"), detail, "warning", "bad")
        seen = self.watch.seen
        fresh = seen is not None and now - seen.frame.taken_at < FRESH_SECONDS
        if self._by_hand is not None:
            return Saying(translate("wording", "The door is open"), self._by_hand, "open", "good")
        if seen is not None and fresh and seen.fault:
            why = (
                translate("wording", "Please ask at the door desk.") if self.public else wording.translated(seen.fault)
            )
            return Saying(translate("wording", "The door stays shut"), why, "warning", "bad")
        if seen is not None and fresh and seen.sightings:
            answer = self._to_whom(seen, self._about(seen, self._answered_to(seen)))
            if answer.kind != "idle":
                self._answered, self._answered_at = answer, now
            return answer
        if self._answered is not None and now - self._answered_at < STAYS_SECONDS:
            return self._answered
        self._answered = None
        if not live.knows_anybody and not self.public:
            return Saying(
                translate("DoorTile", "Nobody is registered yet"),
                translate("DoorTile", "Register the first person: Ctrl+2."),
                "enrol",
            )
        return Saying(translate("DoorTile", "Please look into the camera"), "", "face")

    def _ask_for_pin(self, now: float) -> None:
        seen = self.watch.seen
        fresh = seen is not None and now - seen.frame.taken_at < FRESH_SECONDS
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
        if shown and not somebody_writes() and QApplication.activeModalWidget() is None:
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
            return wording.request(asked)
        if decision is not None:
            return wording.about(decision, self.video.name_of(decision))
        if nearest.problems:
            return Saying(wording.translated(nearest.problems[0].remedy), "", "face", "idle")
        return Saying(translate("DoorTile", "One moment, please"), "", "wait")


def _kind(label: QLabel, kind: str) -> None:
    label.setProperty("kind", kind)
    label.style().unpolish(label)
    label.style().polish(label)


def somebody_writes() -> bool:
    """Whether keys are wanted elsewhere than on the pad: a password must not end up there. An empty name is nobody's yet: a
    keypad at the door works while nobody is signed in."""
    line = QApplication.focusWidget()
    return isinstance(line, QLineEdit) and (bool(line.text()) or line.echoMode() is not QLineEdit.EchoMode.Normal)
