"""The reason for opening a door by hand."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget

from gatekeeper.gui.core.layouts import Fields


class OpenDialog(QDialog):
    """Asks for the reason for opening a door by hand, which is required."""

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
        layout = Fields(self)
        name = QLabel(door)
        name.setTextFormat(Qt.TextFormat.PlainText)
        layout.addRow(self.tr("Door"), name)
        layout.addRow(self.tr("&Reason"), self.reason)
        layout.addRow(hint)
        layout.addRow(self._buttons)
