"""The PIN pad for a recognised person: by mouse, by touch, or with a keyboard's digits."""

import math

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gatekeeper.gui.core import theme
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.wording import shortened
from gatekeeper.passwords import PIN_DIGITS

_NAME_LETTERS = 40
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)


def of_a_keypad(event: QKeyEvent) -> bool:
    """Whether a keypad at a door has this key: a digit, Backspace or Enter."""
    text = event.text()
    return (text.isascii() and text.isdigit()) or event.key() in _KEYS


class PinPad(QFrame):
    """Takes digits and shows dots. entered: emitted with the person's number and their PIN once it is complete.

    key_px: the side of a key for a touch screen that shows nothing else, where everything else on the pad grows with it and the
    keys take the room there is; 0: the style's.
    """

    entered = Signal(int, str)

    def __init__(self, parent: QWidget | None = None, *, key_px: int = 0) -> None:
        super().__init__(parent)
        self.setObjectName("pad")
        self._key_px = key_px
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._person: int | None = None
        self._digits = ""
        self._busy = False
        self._wait = 0
        self.heading, self.dots, self.said = QLabel(), QLabel(), QLabel()
        self.heading.setProperty("kind", "subtitle")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.dots.setObjectName("dots")
        self.dots.setMinimumHeight(44)
        self.said.setProperty("kind", "bad")
        self.said.setWordWrap(True)
        for label in (self.heading, self.dots, self.said):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            if key_px and label is not self.dots:
                label.setStyleSheet(f"font-size: {key_px // 4}px;")
                label.ensurePolished()
        # Two lines are kept free, so that the keys do not move under the finger when something is said.
        self.said.setMinimumHeight(2 * self.said.fontMetrics().height())
        keys = QGridLayout()
        keys.setSpacing(6)
        self.keys = {digit: self._key(digit, digit) for digit in "123456789"}
        for place, key in enumerate(self.keys.values()):
            keys.addWidget(key, place // 3, place % 3)
        self.keys["0"] = self._key("0", "0")
        self.back = self._key("", self.tr("Take the last digit back"))
        self.back.setIcon(theme.icon("backspace"))
        self.enter = self._key(self.tr("OK"), self.tr("Enter the PIN"))
        self.enter.setProperty("kind", "primary")
        for column, key in enumerate((self.back, self.keys["0"], self.enter)):
            keys.addWidget(key, 3, column)
        for digit, key in self.keys.items():
            key.clicked.connect(lambda checked=False, digit=digit: self._type(digit))
        self.back.clicked.connect(lambda: self._change(self._digits[:-1]))
        self.enter.clicked.connect(self._send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addStretch()
        layout.addWidget(self.heading)
        layout.addWidget(self.dots)
        layout.addLayout(keys, 1 if key_px else 0)
        layout.addWidget(self.said)
        layout.addStretch()
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._second_passed)
        self._change("")

    def ask(self, person_id: int, name: str) -> None:
        """Ask this person for their PIN; digits that somebody else typed before are forgotten."""
        if person_id != self._person:
            self._person = person_id
            self._busy = False
            self._countdown.stop()
            self._wait = 0
            self.said.clear()
            self._change("")
        name = shortened(name, _NAME_LETTERS)
        heading = translate("PinPad", "PIN of {name}") if name else translate("PinPad", "Your PIN")
        self.heading.setText(heading.replace("{name}", name))
        self.setAccessibleName(self.heading.text())

    def forget(self) -> None:
        """Ask nobody any more."""
        self._person = None
        self._change("")

    def say(self, person_id: int, message: str, wait_seconds: float = 0.0) -> None:
        """Show the result of a person's PIN, unless somebody else is asked by now; wait_seconds: how long no other PIN is
        accepted."""
        if person_id != self._person:
            return
        self._busy = False
        self.said.setText(message)
        self._wait = math.ceil(wait_seconds)
        if self._wait:
            self._countdown.start()
            self._tell_wait()
        self._change("")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take digits, Backspace, Enter, and Escape, which starts again."""
        key, text = event.key(), event.text()
        if text.isascii() and text.isdigit():
            self._type(text)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._send()
        elif key == Qt.Key.Key_Backspace:
            self._change(self._digits[:-1])
        elif key == Qt.Key.Key_Escape:
            self._change("")
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Forget what was typed."""
        super().hideEvent(event)
        self._countdown.stop()
        self.forget()

    def _key(self, text: str, name: str) -> QPushButton:
        key = QPushButton(text)
        key.setAccessibleName(name)
        key.setToolTip("" if text.isdigit() else name)
        key.setIconSize(QSize(22, 22))
        if self._key_px:
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            key.setMaximumHeight(2 * self._key_px)
            key.setIconSize(QSize(self._key_px // 2, self._key_px // 2))
            key.setStyleSheet(f"font-size: {self._key_px * 2 // 5}px;")
        # The keyboard types into the pad itself, wherever the mouse clicked before.
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key

    def _type(self, digit: str) -> None:
        if not self._busy and not self._wait and len(self._digits) < PIN_DIGITS[1]:
            self.said.clear()
            self._change(self._digits + digit)

    def _change(self, digits: str) -> None:
        self._digits = digits
        self.dots.setText("●" * len(digits))
        self.dots.setAccessibleName(self.tr("Digits entered: {n}").replace("{n}", str(len(digits))))
        self.enter.setEnabled(len(digits) >= PIN_DIGITS[0] and not self._busy)
        self.back.setEnabled(bool(digits))
        for key in self.keys.values():
            key.setEnabled(not self._busy and not self._wait)

    def _send(self) -> None:
        if not self.enter.isEnabled() or self._person is None:
            return
        pin, self._busy = self._digits, True
        self._change("")
        self.entered.emit(self._person, pin)

    def _second_passed(self) -> None:
        self._wait -= 1
        if self._wait > 0:
            self._tell_wait()
            return
        self._countdown.stop()
        self._wait = 0
        self.said.clear()
        self._change("")

    def _tell_wait(self) -> None:
        minutes, seconds = divmod(self._wait, 60)
        self.said.setText(
            self.tr("Too many wrong PINs. Please wait {time}.").replace("{time}", f"{minutes}:{seconds:02}")
        )
