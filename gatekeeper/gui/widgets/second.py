"""The second person whom the gravest acts take: who signs in beside whoever sits there, and confirms."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget

from gatekeeper.app import App
from gatekeeper.errors import GatekeeperError, SecondNeededError
from gatekeeper.gui.core import error_dialog, wording
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.core.tasks import Name, run_in_background
from gatekeeper.store.accounts import Actor
from gatekeeper.timezones import utc_now


class SecondDialog(QDialog):
    """Asks for name and password, and hands the actor to `confirmed` once they are right."""

    def __init__(self, app: App, parent: QWidget, confirmed: Callable[[Actor], None]) -> None:
        super().__init__(parent)
        self.setObjectName("second")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._app, self._confirmed = app, confirmed
        self.setWindowTitle(self.tr("This takes two people"))
        self.name, self.password, self.said = QLineEdit(), QLineEdit(), QLabel()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        told = QLabel(
            self.tr("A second person, who may do it too, signs in here and confirms. Both will be on record.")
        )
        told.setWordWrap(True)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("kind", "bad")
        self.said.setMinimumWidth(380)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.confirm = buttons.addButton(self.tr("Confirm"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setProperty("kind", "primary")
        buttons.accepted.connect(self._sign_in)
        buttons.rejected.connect(self.reject)
        layout = Fields(self)
        layout.addRow(told)
        layout.addRow(self.tr("&Name"), self.name)
        layout.addRow(self.tr("&Password"), self.password)
        layout.addRow(self.said)
        layout.addRow(buttons)

    def _sign_in(self) -> None:
        accounts, name, password = self._app.accounts, self.name.text().strip(), self.password.text()
        self.confirm.setEnabled(False)
        run_in_background(
            lambda job: accounts.sign_in(name, password, now=utc_now()),
            done=self._signed_in,
            failed=self._refused,
        )

    def _signed_in(self, second: Actor) -> None:
        self._confirmed(second)
        self.accept()

    def _refused(self, error: GatekeeperError) -> None:
        self.said.setText(wording.of(error))
        self.password.clear()
        self.confirm.setEnabled(True)


def with_second(
    app: App,
    parent: QWidget,
    work: Callable[[Actor | None], object],
    done: Callable[..., None],
    failed: Callable[[GatekeeperError], None] | None = None,
    worker: Name = "quick",
    left: Callable[[], object] = lambda: None,
) -> None:
    """Do what may be one of the gravest acts in the background; where it takes two people, ask for the second one first.

    work: does it, with who has confirmed it; left: nobody did.
    """

    def refused(error: GatekeeperError) -> None:
        if isinstance(error, SecondNeededError):
            dialog = SecondDialog(app, parent, begin)
            dialog.rejected.connect(left)
            dialog.open()
        elif failed is not None:
            failed(error)
        else:
            error_dialog.show(error, parent)

    def begin(second: Actor | None) -> None:
        run_in_background(lambda job: work(second), done=done, failed=refused, worker=worker)

    begin(None)
