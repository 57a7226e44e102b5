"""One camera at one door."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.domain import Reason
from gatekeeper.door.live import LiveWatch, has_holder
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.layouts import Name
from gatekeeper.gui.pages.live.answers import STAYS_SECONDS, Answers
from gatekeeper.gui.widgets.banner import Banner
from gatekeeper.gui.widgets.pin_pad import PinPad
from gatekeeper.gui.widgets.video import FRESH_SECONDS, Video
from gatekeeper.store.accounts import Right

_PAD_WIDTH = 236
_BOTH_WIDTH = 540  # the width of a tile with room for picture and PIN pad
_WIDE = 400  # the width of a tile with room for its door's state in words
TILE_WIDTH = 264  # the minimum: a name can be read in the tile, and the PIN pad has room


class DoorTile(QFrame):
    """One camera at one door: picture, banner, the door's state, the PIN pad, and the button that opens it by hand."""

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
        self.answers = Answers(lambda: app.live, watch, self.video.name_of)
        self.pad = PinPad()
        self.pad.setFixedWidth(_PAD_WIDTH)
        self.pad.hide()
        self.pad.entered.connect(lambda person, pin: self.wants_pin.emit(self, person, pin))
        self._asked: int | None = None  # the person whom the PIN pad asks
        self._asked_at = 0.0
        self._held = ""  # the other program that controls the door; empty for none
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
        self.setMinimumWidth(TILE_WIDTH)
        self._door_shown = (watch.door.is_open, wording.translated(watch.door.trouble))
        self.follow_rights()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Picture and answer take whatever room there is."""
        return False

    def show_door(self, is_open: bool, failure: str = "") -> None:
        """Show the door's state; failure: the relay's failure."""
        if not is_open:
            self.answers.by_hand = None
        self._door_shown, self._colours = (is_open, failure), theme.colours()
        state = self.tr("Open") if is_open else self.tr("Locked")
        if self._held:  # the program that controls the door, if there is one, knows more
            state = self.tr("Watched only") if has_holder(self._held) else self.tr("Not guarded")
        self._alarms = self.watch.door.alarms
        state = self.tr("Alarm") if self._alarms else state
        self.state.setText(self.tr("Does not answer") if failure else state)
        unguarded = bool(self._held) and not has_holder(self._held)
        _kind(self.state, "bad" if failure or self._alarms or unguarded else "")
        # People in front of the screen need not know the relay's address.
        messages = [wording.reason(reason) for reason in self._alarms] + (
            [] if self.public or not failure else [failure]
        )
        self.failure.setText(" · ".join(messages))
        self.failure.setVisible(bool(self.failure.text()))
        name = "open" if is_open else "question" if self._held else "closed"
        name = "warning" if failure or self._alarms or unguarded else name
        self._state_icon.setPixmap(theme.pixmap(name, 22, theme.colours().text, self.devicePixelRatioF()))
        self._state_icon.setToolTip(self.state.text())

    def opened_by_hand(self) -> None:
        """Show the people there that the door was opened by hand, for as long as it stays open."""
        self.answers.by_hand = translate("DoorTile", "The door was opened from the desk.")

    def follow_rights(self) -> None:
        """Show and enable what the present user may see and do; nobody can open a door that another program controls."""
        actor, self._held = self._app.actor, self.watch.door.held
        self.video.public = self.answers.public = self.public
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
        """Whether nobody is signed in: then everybody who passes by can see the screen."""
        return self._app.actor.role is None

    def pull(self, now: float) -> None:
        """Show the newest state. now: monotonic seconds."""
        if self._held != self.watch.door.held:
            self.follow_rights()
        if self._colours is not theme.colours() or self._alarms != self.watch.door.alarms:
            self.show_door(*self._door_shown)
        self.video.trouble = self.answers.look(now)
        self.video.pull()
        with language.speaking(self._speaks):
            self.banner.say(self.answers.say(now))
            self._ask_for_pin(now)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is no room for both picture and pad, the pad takes the picture's place, and the door's state is an
        icon."""
        super().resizeEvent(event)
        self._share_room()
        wide = self.width() >= _WIDE
        self.state.setVisible(wide)
        self.open_button.setText(self.tr("Open the door…") if wide else "")

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
        # A person who looks down at the keys is out of sight for a moment.
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


def _kind(label: QLabel, kind: str) -> None:
    label.setProperty("kind", kind)
    label.style().unpolish(label)
    label.style().polish(label)


def somebody_writes() -> bool:
    """Whether another widget needs the keys: a password must not end up on the pad. An empty name field does not: a keypad at
    the door works while nobody is signed in."""
    line = QApplication.focusWidget()
    return isinstance(line, QLineEdit) and (bool(line.text()) or line.echoMode() is not QLineEdit.EchoMode.Normal)
