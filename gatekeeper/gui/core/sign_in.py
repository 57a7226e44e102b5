"""The window's user: the first administrator, sign-in, the lock, one's own password, and idleness."""

import math
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.domain import Role
from gatekeeper.errors import AuthError, GatekeeperError
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.widgets.pin_pad import PinPad, of_a_keypad
from gatekeeper.store.accounts import NOBODY, PASSWORD_CHARACTERS, Actor
from gatekeeper.timezones import utc_now

PANEL_WIDTH = 330


class _Asks(Enum):
    NOTHING = auto()  # until it is known whether there is an account
    FIRST = auto()
    NAME = auto()
    LOCKED = auto()
    NO_PASSWORD = auto()


class NameLine(QLineEdit):
    """The field for the user's name. A keypad at the door must not write a PIN into it, where everybody could read it.

    The focus has to be somewhere, so it is here. Digits therefore pass an empty name field and go to the page (see `LivePage`),
    unless the user has moved the focus here by mouse or Tab: a name may begin with a digit.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meant = False

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Remember how the field got the focus."""
        self._meant = event.reason() in _BY_SOMEBODY
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let a keypad's keys pass."""
        if of_a_keypad(event) and not self.text() and not self._meant:
            event.ignore()
        else:
            super().keyPressEvent(event)


class SignInPanel(QFrame):
    """The sign-in beside the live picture. signed_in: carries the Actor. free: an actor who needs no password, as in the
    demo."""

    signed_in = Signal(object)

    def __init__(self, app: App, free: Actor | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFixedWidth(PANEL_WIDTH)
        self._app, self._free = app, free
        self._locked: Actor | None = None
        self._asks = _Asks.NOTHING
        self._wait = 0
        self.title, self.explanation, self.said = QLabel(), QLabel(), QLabel()
        for label in (self.title, self.explanation, self.said):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("kind", "title")
        self.explanation.setProperty("kind", "hint")
        self.said.setProperty("kind", "bad")
        for label in (self.title, self.explanation, self.said):
            label.setWordWrap(True)
        self.name, self.password, self.again = NameLine(), _secret(), _secret()
        self.go = QPushButton()
        self.go.setProperty("kind", "primary")
        self.somebody_else = QPushButton(self.tr("Sign in as s&omeone else"))
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.addRow(self.tr("&Name"), self.name)
        self._form.addRow(self.tr("&Password"), self.password)
        self._form.addRow(self.tr("Confirm p&assword"), self.again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self.title)
        layout.addWidget(self.explanation)
        layout.addLayout(self._form)
        layout.addWidget(self.go)
        layout.addWidget(self.said)
        layout.addWidget(self.somebody_else)
        layout.addStretch(2)
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._second_passed)
        self.go.clicked.connect(self._submit)
        self.name.returnPressed.connect(self.password.setFocus)
        self.name.textEdited.connect(lambda text: self._wait_no_more())  # another name may be tried at once
        self.password.returnPressed.connect(self._next)
        self.again.returnPressed.connect(self._submit)
        self.somebody_else.clicked.connect(lambda: self.ask())
        self._show(_Asks.NOTHING)

    @property
    def nobody_can_sign_in(self) -> bool:
        """Whether there is no account yet."""
        return self._asks is _Asks.FIRST

    def ask(self, locked: Actor | None = None) -> None:
        """Ask for a sign-in; locked: the user who has locked the window and may continue."""
        self._locked = locked
        self._wait_no_more()
        if self._free is not None:
            self._show(_Asks.NO_PASSWORD)
        elif locked is not None:
            self._show(_Asks.LOCKED)
        else:
            self._show(_Asks.NOTHING)
            self.look()

    def look(self) -> None:
        """Read whether there is an account by now, where there was none, or where that could not be read."""
        if self._asks in (_Asks.NOTHING, _Asks.FIRST):
            run_in_background(
                lambda job: self._app.accounts.first_start,
                done=self._know,
                failed=lambda error: self.said.setText(wording.of(error)),
                of=lambda: (self._asks, self._app.actor),
                once=self,
            )

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Clear the password when the panel is hidden."""
        super().hideEvent(event)
        self._wait_no_more()
        self._clear()

    def _know(self, first: bool) -> None:
        asks = _Asks.FIRST if first else _Asks.NAME
        if asks is not self._asks:  # what is being typed stays
            self.said.clear()
            self._show(asks)

    def _show(self, asks: _Asks) -> None:
        self._asks = asks
        least = str(PASSWORD_CHARACTERS[0])
        first, locked = asks is _Asks.FIRST, asks is _Asks.LOCKED
        typed = asks in (_Asks.FIRST, _Asks.NAME, _Asks.LOCKED)
        self._form.setRowVisible(self.name, typed)
        self._form.setRowVisible(self.password, typed)
        self._form.setRowVisible(self.again, first)
        self.go.setVisible(asks is not _Asks.NOTHING)
        self.somebody_else.setVisible(locked)
        self._clear()
        self.name.setReadOnly(locked)
        self.name.setText(self._locked.name if locked and self._locked is not None else "")
        match asks:
            case _Asks.NOTHING:
                self.title.setText("")
                self.explanation.setText("")
            case _Asks.FIRST:
                self.title.setText(self.tr("First administrator"))
                text = self.tr(
                    "There is no account yet. Choose a name and a password of at least {n} characters for the first "
                    "administrator; there is no default password. The doors keep working meanwhile."
                )
                self.explanation.setText(text.replace("{n}", least))
                self.go.setText(self.tr("&Create account"))
            case _Asks.NAME:
                self.title.setText(self.tr("Sign in"))
                self.explanation.setText(self.tr("The doors work whether or not anyone is signed in."))
                self.go.setText(self.tr("&Sign in"))
            case _Asks.LOCKED:
                self.title.setText(self.tr("Locked"))
                self.explanation.setText(
                    self.tr("The doors keep working. Enter your password to continue where you left off.")
                )
                self.go.setText(self.tr("&Unlock"))
            case _Asks.NO_PASSWORD:
                self.title.setText(self.tr("Locked"))
                self.explanation.setText(self.tr("This is the demo: no password is needed."))
                self.go.setText(self.tr("&Unlock"))
        self._enable()
        if isinstance(QApplication.focusWidget(), PinPad):
            return  # somebody at the door may be typing
        if typed:
            (self.password if locked else self.name).setFocus()
        elif asks is _Asks.NO_PASSWORD:
            self.go.setFocus()

    def _next(self) -> None:
        if self._asks is _Asks.FIRST:
            self.again.setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        if not self.go.isEnabled():
            return
        if self._asks is _Asks.NO_PASSWORD and self._free is not None:
            self.signed_in.emit(self._free)
            return
        first, accounts = self._asks is _Asks.FIRST, self._app.accounts
        name, password = self.name.text().strip(), self.password.text()
        if not name:
            self.said.setText(self.tr("Enter a name."))
            self.name.setFocus()
            return
        if first and password != self.again.text():
            self.said.setText(self.tr("The two passwords differ."))
            self.again.setFocus()
            self.again.selectAll()
            return

        def sign_in(job: Job) -> Actor:
            now = utc_now()
            if first:
                accounts.add(name, password, Role.ADMINISTRATOR, by=NOBODY, now=now)
            return accounts.sign_in(name, password, now=now)

        self.said.clear()
        self.go.setEnabled(False)
        run_in_background(sign_in, done=self.signed_in.emit, failed=self._refused)

    def _refused(self, error: GatekeeperError) -> None:
        self.said.setText(wording.of(error))
        if self._asks is not _Asks.FIRST:
            self._clear()
        if isinstance(error, AuthError) and error.wait_seconds > 0:
            self._wait = math.ceil(error.wait_seconds)
            self._countdown.start()
            self._tell_wait()
        self._enable()
        wrong = self.name if "name" in error.message.params and self._asks is _Asks.FIRST else self.password
        wrong.setFocus()
        wrong.selectAll()

    def _second_passed(self) -> None:
        self._wait -= 1
        if self._wait > 0:
            self._tell_wait()
        else:
            self._wait_no_more()

    def _wait_no_more(self) -> None:
        self._countdown.stop()
        self._wait = 0
        self.said.clear()
        self._enable()

    def _tell_wait(self) -> None:
        minutes, seconds = divmod(self._wait, 60)
        text = self.tr("Too many wrong attempts. Please wait {time}.")
        self.said.setText(text.replace("{time}", f"{minutes}:{seconds:02}"))

    def _enable(self) -> None:
        self.go.setEnabled(not self._wait)

    def _clear(self) -> None:
        self.password.clear()
        self.again.clear()


class PasswordDialog(QDialog):
    """Changes one's own password, and asks for the old one. It stays open until the core has accepted the new one."""

    def __init__(self, app: App, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._actor = app, actor
        self.setWindowTitle(self.tr("Change my password"))
        self.old, self.new, self.again = _secret(), _secret(), _secret()
        self.said = QLabel()
        self.said.setProperty("kind", "bad")
        self.said.setWordWrap(True)
        self.said.setMinimumWidth(380)
        self.said.setMinimumHeight(2 * self.said.fontMetrics().height())  # the dialog does not grow by itself
        hint = QLabel(self.tr("At least {n} characters.").replace("{n}", str(PASSWORD_CHARACTERS[0])))
        hint.setProperty("kind", "hint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
        self.save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save.setProperty("kind", "primary")
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        layout = Fields(self)
        layout.addRow(self.tr("&Old password"), self.old)
        layout.addRow(self.tr("&New password"), self.new)
        layout.addRow(self.tr("&Again"), self.again)
        layout.addRow(hint)
        layout.addRow(self.said)
        layout.addRow(buttons)

    def _take(self) -> None:
        if self.new.text() != self.again.text():
            self.said.setText(self.tr("The two passwords differ."))
            return
        accounts, actor, old, new = self._app.accounts, self._actor, self.old.text(), self.new.text()
        self.save.setEnabled(False)
        run_in_background(
            lambda job: accounts.change_own_password(actor, old, new, now=utc_now()),
            done=lambda nothing: self.accept(),
            failed=self._refused,
        )

    def _refused(self, error: GatekeeperError) -> None:
        self.save.setEnabled(True)
        self.said.setText(wording.of(error))


class Idleness(QObject):
    """Watches mouse and keyboard. long_idle: neither was used for the time given to `begin`."""

    long_idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.long_idle)
        QApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]

    def begin(self, minutes: float) -> None:
        """Start watching; 0 minutes: never idle."""
        self.end()
        if minutes > 0:
            for window in QGuiApplication.topLevelWindows():
                self._watch(window)
            self._timer.start(round(minutes * 60_000))

    def end(self) -> None:
        """Stop watching."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Any input restarts the time."""
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False

    def _watch(self, window: QWindow | None) -> None:
        # Watch the windows and dialogs, not the whole application: all input passes through them, and little else.
        if window is not None:
            window.installEventFilter(self)


_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


_BY_SOMEBODY = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def _secret() -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
