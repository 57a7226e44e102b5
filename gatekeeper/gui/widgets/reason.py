"""Why something is done, and until when."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget

from gatekeeper.gui.core import language
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.widgets.fields import DayField, as_qt
from gatekeeper.timezones import today

_DAYS = 30  # how long somebody is watched for by default


class ReasonDialog(QDialog):
    """Asks for a reason, which is required. given: with the reason, and with the end of the last day, or None where no end is
    asked for. ends: whether an end is asked for; most_days: how many days ahead it may be."""

    given = Signal(str, object)

    def __init__(
        self, title: str, explanation: str, do: str, parent: QWidget, *, ends: bool = False, most_days: int = 0
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setMinimumWidth(380)
        self.until = DayField()
        self.until.setDisplayFormat(language.day_format())
        self.until.setCalendarPopup(True)
        self.until.setAccessibleName(self.tr("Until the end of"))
        now = as_qt(today())
        self.until.setMinimumDate(now)
        if most_days:
            # The end of the day that many days ahead would be later than that.
            self.until.setMaximumDate(now.addDays(max(0, most_days - 1)))
        self.until.setDate(now.addDays(_DAYS))
        self._ends = ends
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.do = buttons.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
        self.do.setProperty("kind", "primary")
        self.do.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.do.setEnabled(bool(text.strip())))
        self.accepted.connect(lambda: self.given.emit(self.reason.text(), self.end if ends else None))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        hint = QLabel(explanation)
        hint.setWordWrap(True)
        hint.setTextFormat(Qt.TextFormat.PlainText)
        layout = Fields(self)
        layout.addRow(hint)
        layout.addRow(self.tr("&Reason"), self.reason)
        if ends:
            layout.addRow(self.tr("&Until the end of"), self.until)
        layout.addRow(buttons)

    @property
    def end(self) -> datetime:
        """The end of the chosen day, UTC."""
        return self.until.ends
