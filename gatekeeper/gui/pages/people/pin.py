"""A person's PIN."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget

from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Person
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.passwords import PIN_DIGITS
from gatekeeper.timezones import utc_now


class PinDialog(QDialog):
    """Changes or removes a person's PIN.

    It stays open until the core has accepted the input. taken: the result, in words."""

    taken = Signal(str)

    def __init__(self, desk: Desk, person: Person, has_pin: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._person = desk, person
        self.setWindowTitle(self.tr("PIN of {name}").replace("{name}", person.name))
        self.pin, self.again = QLineEdit(), QLineEdit()
        least, most = PIN_DIGITS
        for line in (self.pin, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setMaxLength(most)
            line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        hint = QLabel(
            self.tr(
                "{least} to {most} digits that neither repeat nor count up or down. Nobody can read the PIN afterwards."
            )
            .replace("{least}", str(least))
            .replace("{most}", str(most))
        )
        hint.setProperty("kind", "hint")
        hint.setWordWrap(True)
        self.said = QLabel()
        self.said.setProperty("kind", "bad")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setMinimumWidth(380)
        self.said.setMinimumHeight(2 * self.said.fontMetrics().height())  # the dialog does not grow by itself
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
        self.save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save.setProperty("kind", "primary")
        self.remove = buttons.addButton(self.tr("&Remove the PIN"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.remove.setEnabled(has_pin)
        self.remove.clicked.connect(lambda: self._set(None, self.tr("The PIN has been removed.")))
        self.duress = QCheckBox(self.tr("The second PIN, for &duress"))
        self.duress.setToolTip(self.tr("It opens like the other one and raises a silent alarm at the desk."))
        self.duress.setEnabled(has_pin)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        layout = Fields(self)
        layout.addRow(self.tr("&PIN"), self.pin)
        layout.addRow(self.tr("&Again"), self.again)
        layout.addRow(self.duress)
        layout.addRow(hint)
        layout.addRow(self.said)
        layout.addRow(buttons)

    def _take(self) -> None:
        if self.pin.text() != self.again.text():
            self.said.setText(self.tr("The two PINs differ."))
            return
        self._set(self.pin.text(), self.tr("The PIN has been set."))

    def _set(self, pin: str | None, message: str) -> None:
        desk, person, duress = self._desk, self._person, self.duress.isChecked()
        self.save.setEnabled(False)

        def work(job: Job) -> None:
            now = utc_now()
            if duress:
                desk.set_duress_pin(person.id, pin, now=now)
            else:
                desk.set_pin(person.id, pin, now=now)

        def done(nothing: None) -> None:
            self.taken.emit(message)
            self.accept()

        run_in_background(work, done=done, failed=self._refused, once=self)

    def _refused(self, error: GatekeeperError) -> None:
        self.save.setEnabled(True)
        self.said.setText(wording.of(error))
