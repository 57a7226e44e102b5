"""The residents' screen: the mirrored picture, one answer, what to do next; only an operator can leave it."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QDialog,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.config import DoorSettings
from gatekeeper.domain import AccessEvent, Decision, Reason
from gatekeeper.door.live import LiveWatch
from gatekeeper.errors import AuthError, GatekeeperError
from gatekeeper.gui.core import language, sound, wording
from gatekeeper.gui.core.credentials import CredentialsDialog
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.pages.live.answers import STAYS_SECONDS, Answers
from gatekeeper.gui.widgets.banner import Banner
from gatekeeper.gui.widgets.head_turn import HeadTurn
from gatekeeper.gui.widgets.pin_pad import PinPad, of_a_keypad
from gatekeeper.gui.widgets.video import FRESH_SECONDS, Video
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now

_PULL_MILLISECONDS = 33
_GUARD_MILLISECONDS = 500
_IDLE_SECONDS = 15.0  # it dims after this long without anybody there
_KEY_PX = 84
_LARGER, _PANEL = 2.2, QSize(1280, 800)  # letters of 14 mm on a ten-inch panel with this many pixels
_PROMPT_SECONDS = 30  # an unanswered question closes by itself


class ResidentScreen(QWidget):
    """One camera's door, full screen. left: an operator has closed the screen. greet: whether people are greeted by name, which
    anyone behind them can read; sounds: whether a chime or a refusal is played; None: as in the door's settings. freed: whether
    the screen may be closed without a question."""

    left = Signal()
    _in_front = False  # see `keep_in_front`; Qt reports changes before `__init__` has ended

    def __init__(self, app: App, watch: LiveWatch, *, greet: bool | None = None, sounds: bool | None = None) -> None:
        super().__init__()
        self.setObjectName("resident")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(watch.door.name)
        self._app, self.watch = app, watch
        self.freed = False
        configured = next((door for door in app.settings.doors if door.name == watch.door.name), DoorSettings())
        self._speaks = configured.language
        self._greet = configured.kiosk_greets if greet is None else greet
        self._sounds = configured.kiosk_sounds if sounds is None else sounds
        self.video = Video(watch, mirrored=True)
        self.video.public = True
        self.video.setAccessibleName(self.tr("Picture of the camera"))
        self.answers = Answers(lambda: app.live, watch, self._name_of)
        self.answers.settings_here = False
        self.banner = Banner(larger=_LARGER)
        self.turn, self.pad = HeadTurn(), PinPad(key_px=_KEY_PX)
        self.turn.hide()
        self.pad.hide()
        self.pad.entered.connect(self._enter_pin)
        self._asked: int | None = None  # the person whom the PIN pad asks
        self._asked_at = 0.0
        self._somebody_at = app.live.clock()
        self._chimed: tuple[str, str] | None = None
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.addWidget(self.video, 3)
        self._middle.addWidget(self.turn, 2)
        self._middle.addWidget(self.pad, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(24)
        layout.addLayout(self._middle, 1)
        layout.addWidget(self.banner)
        self._pull = QTimer(self, interval=_PULL_MILLISECONDS)
        self._pull.timeout.connect(self.show_newest)
        self._guard = QTimer(self, interval=_GUARD_MILLISECONDS)
        self._guard.timeout.connect(self._hold_keys)
        self._guard.timeout.connect(self._come_back)
        QShortcut(QKeySequence("Ctrl+Shift+Q"), self).activated.connect(self.ask_to_leave)

    def show_newest(self) -> None:
        """Show the present state."""
        now = self._app.live.clock()
        with language.speaking(self._speaks):
            self.video.trouble = self.answers.look(now)
            saying = self.answers.say(now)
            if saying.kind != "idle" or (self.watch.seen is not None and self.watch.seen.sightings):
                self._somebody_at = now
            idle = saying.kind == "idle" and saying.icon == "face" and not self._seen_now(now)
            if idle:
                saying = replace(saying, headline=translate("ResidentScreen", "Please step before the camera"))
            self.banner.say(saying)
            self._ask_for_pin(now)
        self.video.dimmed = idle and now - self._somebody_at > _IDLE_SECONDS
        self.video.pull()
        asked = saying.icon in ("left", "right")
        if asked:
            self.turn.ask(saying.icon, saying.headline)
        if asked != self.turn.isVisibleTo(self):
            self.turn.setVisible(asked)
        self._chime(saying)

    def keep_in_front(self) -> None:
        """Stay above every other window of this machine, take every key, and come back if another window takes the keyboard."""
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self._in_front = True
        self._guard.start()

    def ask_to_leave(self) -> None:
        """Ask for an operator's password; a user with the right may leave."""
        if self.findChild(QDialog, "leave") is None:
            dialog = LeaveDialog(self._app, self)
            dialog.signed_in.connect(lambda actor: self.leave())
            dialog.open()

    def leave(self) -> None:
        """Close without a question."""
        self.freed = True
        self._guard.stop()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Refused to everybody except an operator; this includes Alt+F4 and the window's close button."""
        nobody_can = self._app.accounts.first_start  # before there is an administrator, nobody has the right
        if self.freed or nobody_can:
            super().closeEvent(event)
            self.left.emit()
            return
        event.ignore()
        self.ask_to_leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Digits belong to somebody's PIN; other keys, Escape included, do nothing."""
        if self.pad.isVisible() and of_a_keypad(event):
            self.pad.keyPressEvent(event)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Alt+Tab, and windows that open by themselves, have no effect. Whenever the screen is back in front it takes the keys
        at once: it lost them while the window manager showed another desktop."""
        super().changeEvent(event)
        if self._in_front and event.type() is QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                self._hold_keys()
            else:
                QTimer.singleShot(0, self, self._come_back)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """On a small panel the answer leaves room for picture and keys; on a large one it grows with it."""
        super().resizeEvent(event)
        self.banner.enlarge(_LARGER * max(1.0, min(self.width() / _PANEL.width(), self.height() / _PANEL.height())))
        self.banner.setMaximumHeight(min(self.banner.sizeHint().height(), self.height() * 36 // 100))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Start updating pictures."""
        self.show_newest()
        self._pull.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop updating while nobody sees them."""
        self._pull.stop()

    def _come_back(self) -> None:
        if self.isVisible() and QApplication.activeWindow() is None:  # and its own question is not open
            self.raise_()
            self.activateWindow()

    def _hold_keys(self) -> None:
        """On X11, also take the window manager's own keys, those for other windows, desktops and menus, as a lock screen does.
        This is repeated, because it is refused while a menu holds the keys."""
        window = self.windowHandle()
        if window is not None and window.isExposed() and QGuiApplication.platformName() == "xcb":
            window.setKeyboardGrabEnabled(True)

    def _seen_now(self, now: float) -> bool:
        seen = self.watch.seen
        return seen is not None and now - seen.frame.taken_at < FRESH_SECONDS and bool(seen.sightings)

    def _name_of(self, decision: Decision) -> str:
        seen = self.watch.seen
        if not self._greet or seen is None or not decision.opens:
            return ""
        track = next((track for track, other_decision in seen.decisions.items() if other_decision is decision), None)
        return seen.names.get(track, "") if track is not None else ""

    def _ask_for_pin(self, now: float) -> None:
        seen = self.watch.seen
        if seen is not None and now - seen.frame.taken_at < FRESH_SECONDS:
            asked = seen.decisions.get(seen.pin_of) if seen.pin_of is not None else None
            if asked is not None and asked.person_id is not None:
                self._asked, self._asked_at = asked.person_id, now
                self.pad.ask(asked.person_id, "")
            elif any(decision.person_id == self._asked for decision in seen.decisions.values()):
                self._asked = None  # the door has answered
        # A person who looks down at the keys is out of sight for a moment.
        if self._asked is None or now - self._asked_at > STAYS_SECONDS:
            self._asked = None
        if (self._asked is not None) != self.pad.isVisibleTo(self):
            self.pad.setVisible(self._asked is not None)
            if self._asked is not None:
                self.pad.setFocus()

    def _enter_pin(self, person_id: int, pin: str) -> None:
        answer = self._app.live.enter_pin(self.watch.camera.name, pin, person_id, now=utc_now())

        def done(event: AccessEvent) -> None:
            with language.speaking(self._speaks):
                wrong = wording.reason(event.reason) if event.reason is Reason.PIN_WRONG else ""
                self.pad.say(person_id, wrong, (event.value or 0.0) if event.reason is Reason.PIN_WAIT else 0.0)

        def failed(error: GatekeeperError) -> None:
            with language.speaking(self._speaks):
                self.pad.say(person_id, wording.of(error))

        run_in_background(lambda job: answer.result(), done=done, failed=failed, worker="pin")

    def _chime(self, saying: Saying) -> None:
        heard = {"good": "welcome", "bad": "refusal"}.get(saying.kind)
        shown = (saying.kind, saying.headline)
        if shown != self._chimed:
            self._chimed = shown
            if self._sounds and heard is not None:
                sound.play(heard)


class LeaveDialog(CredentialsDialog):
    """Asks who wants to leave the residents' screen: an administrator if the doors stop with it, else an operator. The dialog
    closes by itself when nobody answers."""

    def __init__(self, app: App, parent: QWidget) -> None:
        stops = app.live.serving
        super().__init__(
            app,
            parent,
            title=translate("LeaveDialog", "Leave the residents’ screen"),
            told=translate("LeaveDialog", "The doors stop with this screen: only an administrator can leave it.")
            if stops
            else translate("LeaveDialog", "Only an operator can leave this screen."),
            confirm=translate("LeaveDialog", "Leave"),
            right=Right.ADMINISTER if stops else Right.OPEN_DOOR,
        )
        self.setObjectName("leave")
        self._patience = QTimer(self, interval=_PROMPT_SECONDS * 1000, singleShot=True)
        self._patience.timeout.connect(self.reject)
        for line in (self.name, self.password):
            line.textEdited.connect(lambda text: self._patience.start())
        self._patience.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop waiting for an answer."""
        self._patience.stop()
        super().hideEvent(event)

    def words_of(self, error: GatekeeperError) -> str:
        """Only what concerns the person signing in: residents read this too."""
        return super().words_of(error) if isinstance(error, AuthError) else self.tr("Please try again.")
