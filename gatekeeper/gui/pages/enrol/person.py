"""The first step: the person and their consent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.door.access import parse_groups
from gatekeeper.gui.core import language
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.widgets.consent import ConsentCard
from gatekeeper.gui.widgets.fields import DayField, as_qt
from gatekeeper.people.consent import ConsentText, shipped_text
from gatekeeper.store.consents import IN_FORCE, Read
from gatekeeper.timezones import today, utc_now


@dataclass
class Draft:
    """The registration so far; nothing of it is stored before the last step."""

    name: str = ""
    groups: tuple[str, ...] = ()
    valid_until: datetime | None = None
    consent_at: datetime | None = None
    consent_read: Read = IN_FORCE


class PersonStep(QWidget):
    """Name, groups, validity, consent. ready: with the Draft."""

    ready = Signal(object)
    wants_import = Signal()

    def __init__(self, consent: Callable[[str], ConsentText] = shipped_text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.groups = QLineEdit(), QLineEdit()
        self.name.setMaxLength(200)
        self.name.setPlaceholderText(self.tr("As they are greeted at the door"))
        self.groups.setPlaceholderText(self.tr("For example: staff, cleaning (may stay empty)"))
        self._limited = QCheckBox(self.tr("Access &ends after"))
        self._until = DayField(as_qt(today()).addMonths(1))
        self._until.setCalendarPopup(True)
        self._until.setDisplayFormat(language.day_format())
        self._until.setEnabled(False)
        self._until.setAccessibleName(self._limited.text().replace("&", ""))
        self._limited.toggled.connect(self._until.setEnabled)
        until = QHBoxLayout()
        until.addWidget(self._limited)
        until.addWidget(self._until)
        until.addStretch()
        self.card = ConsentCard(consent)
        self.agreed = QCheckBox(self.tr("The person has read this and &agrees"))
        self.next = QPushButton(self.tr("&Photos"))
        self.next.setProperty("kind", "primary")
        self.next.setEnabled(False)
        self._missing = QLabel()
        self._missing.setProperty("kind", "hint")
        many = QPushButton(self.tr("Register a whole &folder…"))
        form = Fields()
        form.setVerticalSpacing(12)
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("&Groups"), self.groups)
        form.addRow("", until)
        buttons = QHBoxLayout()
        buttons.addWidget(many)
        buttons.addStretch()
        buttons.addWidget(self._missing)
        buttons.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(self.card)
        layout.addWidget(self.agreed)
        layout.addStretch()
        layout.addLayout(buttons)
        for changed in (self.name.textChanged, self.agreed.toggled):
            changed.connect(self._judge)
        self.name.returnPressed.connect(self.next.click)
        self.next.clicked.connect(self._finish)
        many.clicked.connect(self.wants_import)
        self.card.changed.connect(lambda: self.agreed.setChecked(False))  # the earlier tick was for another text
        self._judge()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Ask for consent to the text that is now in force."""
        super().showEvent(event)
        self.card.refresh()

    def know_groups(self, groups: list[str]) -> None:
        """Offer the names of existing groups for completion."""
        completer = QCompleter(groups, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.groups.setCompleter(completer)

    def clear(self) -> None:
        """Clear the form for the next person."""
        self.name.clear()
        self.groups.clear()
        self._limited.setChecked(False)
        self.agreed.setChecked(False)
        self.name.setFocus()

    def _judge(self) -> None:
        named = bool(self.name.text().strip())
        self.next.setEnabled(named and self.agreed.isChecked())
        missing = "" if named else self.tr("A name is missing.")
        if named and not self.agreed.isChecked():
            missing = self.tr("Nobody is registered without consent.")
        self._missing.setText(missing)

    def _finish(self) -> None:
        groups = parse_groups(self.groups.text())
        until = self._until.ends if self._limited.isChecked() else None
        self.ready.emit(Draft(self.name.text().strip(), groups, until, utc_now(), self.card.read))
