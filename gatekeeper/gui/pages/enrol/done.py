"""The last step: registered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gatekeeper.domain import Person
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.widgets.banner import Banner


class DoneStep(QWidget):
    """The person is registered. another: register the next person."""

    another = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner()
        self._what = QLabel()
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setProperty("kind", "hint")
        self._what.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pin = QLabel()
        self._pin.setTextFormat(Qt.TextFormat.PlainText)
        self._pin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pin.setWordWrap(True)
        self.another_button = QPushButton(self.tr("Register &another"))
        self.another_button.setProperty("kind", "primary")
        self.another_button.clicked.connect(self.another)
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(self.banner)
        layout.addWidget(self._what)
        layout.addWidget(self._pin)
        layout.addSpacing(20)
        layout.addWidget(self.another_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def show_person(self, person: Person, photos: int, pin_missing_at: list[str]) -> None:
        """Show who was registered, and which doors need a PIN that they do not have."""
        hint = self.tr("{doors}: these doors also ask for a PIN. Set one on the People page (Ctrl+3).")
        self._pin.setText(hint.replace("{doors}", language.listed(pin_missing_at)))
        self._pin.setVisible(bool(pin_missing_at))
        headline = self.tr("{name} is registered").format(name=wording.shortened(person.name))
        self.banner.say(Saying(headline, self.tr("The door knows them from now on."), "check", "good"))
        self._what.setText(self.tr("Number {number}, %Ln new photo(s)", "", photos).format(number=person.id))
        self.another_button.setFocus()
