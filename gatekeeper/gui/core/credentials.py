"""A dialog that asks for a name and password for one act, regardless of who is signed in at the window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget

from gatekeeper.app import App
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.store.accounts import Actor, Right
from gatekeeper.store.names import NAMELESS
from gatekeeper.timezones import utc_now


class CredentialsDialog(QDialog):
    """Asks for a name and password, and closes once they are right. signed_in: carries the Actor who signed in.

    told: the reason for asking; confirm: the button's text; right: the right that this user must have.
    """

    signed_in = Signal(object)

    def __init__(
        self, app: App, parent: QWidget, *, title: str, told: str, confirm: str, right: Right | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._app, self._right = app, right
        self.name, self.password, self.said = QLineEdit(), QLineEdit(), QLabel()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("kind", "bad")
        why = QLabel(told)
        for label in (why, self.said):
            label.setWordWrap(True)
            label.setMinimumWidth(380)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.confirm = buttons.addButton(confirm, QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setProperty("kind", "primary")
        buttons.accepted.connect(self._sign_in)
        buttons.rejected.connect(self.reject)
        layout = Fields(self)
        layout.addRow(why)
        layout.addRow(self.tr("&Name"), self.name)
        layout.addRow(self.tr("&Password"), self.password)
        layout.addRow(self.said)
        layout.addRow(buttons)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Clear what was typed."""
        self.password.clear()
        super().hideEvent(event)

    def words_of(self, error: GatekeeperError) -> str:
        """The text shown for an error."""
        return wording.of(error)

    def _sign_in(self) -> None:
        accounts, name, password = self._app.accounts, self.name.text().strip(), self.password.text()
        right = self._right
        if not name:
            self.said.setText(wording.translated(NAMELESS))
            self.name.setFocus()
            return

        def check() -> Actor:
            actor = accounts.sign_in(name, password, now=utc_now())
            if right is not None:
                actor.require(right)
            return actor

        self.said.clear()
        self.confirm.setEnabled(False)
        run_in_background(lambda job: check(), done=self._signed_in, failed=self._refused)

    def _signed_in(self, actor: Actor) -> None:
        self.accept()
        self.signed_in.emit(actor)

    def _refused(self, error: GatekeeperError) -> None:
        self.said.setText(self.words_of(error))
        self.password.clear()
        self.confirm.setEnabled(True)
