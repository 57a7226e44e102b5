"""Fields below each other, each with room for a message."""

import re
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.capture.addresses import hide_credentials
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import language
from gatekeeper.gui.core.language import translated
from gatekeeper.gui.core.layouts import bring_into_view, inset
from gatekeeper.gui.pages.base import dress
from gatekeeper.gui.widgets.fields import ChoiceField, NumberField, WholeField
from gatekeeper.store.names import NAMELESS


class Form(QWidget):
    """Fields below each other, each with room for a message. changed: the user changed a field."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)  # QFormLayout keeps the former heights when a text in a row changes
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setColumnStretch(1, 1)
        self._said: dict[str, QLabel] = {}
        self._hints: dict[str, QLabel] = {}
        self._kept: dict[str, tuple[Any, Any]] = {}  # a value that was filled in, and what its field made of it
        self.fields: dict[str, QWidget] = {}

    def add(self, key: str, label: str, field: QWidget, hint: str = "", beside: QWidget | None = None) -> None:
        """Add a field under its setting's name. beside: a button that belongs to it."""
        self.fields[key] = field
        said, explanation = QLabel(), QLabel(hint)
        explanation.setProperty("kind", "hint")
        for text in (said, explanation):
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
        said.hide()
        if not hint:  # shown here, it would be a window of its own for a moment, with the focus
            explanation.hide()
        self._said[key], self._hints[key] = said, explanation
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(2)
        row.addWidget(field, 1)
        if beside is not None:
            row.addWidget(beside)
        column.addLayout(row)
        column.addWidget(said)
        column.addWidget(explanation)
        name = QLabel(label)
        name.setBuddy(field)
        name.setMinimumHeight(34)
        below = self._layout.rowCount()
        self._layout.addWidget(name, below, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(column, below, 1)
        field.setAccessibleName(label.replace("&", ""))
        field.setAccessibleDescription(hint)
        self._listen(field, said)

    def say_hint(self, key: str, hint: str) -> None:
        """Change the hint under a field that was added with one."""
        if hint != self._hints[key].text():
            self._hints[key].setText(hint)
            self._lay_out_again()
        self.fields[key].setAccessibleDescription(hint)

    def value(self, key: str) -> Any:
        """The value of a field, without spaces around it; the one that was filled in, unrounded and with its spaces, until
        another is entered: a door is known by its name."""
        field = self.fields[key]
        if isinstance(field, QComboBox):
            return field.currentText().strip() if field.isEditable() else field.currentData()
        put, shown = self._kept.get(key, (None, None))
        if isinstance(field, QSpinBox | QDoubleSpinBox):
            return put if field.value() == shown else field.value()
        text = cast("QLineEdit", field).text()
        return put if text == shown else text.strip()

    def text(self, key: str) -> str:
        """The value of a field, as the text that is shown."""
        field = self.fields[key]
        return field.currentText() if isinstance(field, QComboBox) else cast("QLineEdit | QSpinBox", field).text()

    def put(self, key: str, value: Any) -> None:
        """Fill in a field without emitting `changed`."""
        field = self.fields[key]
        self._forget(self._said[key])
        field.blockSignals(True)
        if isinstance(field, QComboBox) and field.isEditable():
            field.setCurrentText(value)
        elif isinstance(field, QComboBox):
            if field.findData(value) < 0:
                field.addItem(str(value), value)
            field.setCurrentIndex(field.findData(value))
        elif isinstance(field, QSpinBox | QDoubleSpinBox):
            # A number far beyond the bounds is more than PySide can hand over: it crashes.
            nearest = max(field.minimum(), min(value, field.maximum()))
            field.setValue(nearest)
            # A wrong one is not kept behind what is shown: it would be saved again, and no error would fit what is seen.
            self._kept[key] = (value if value == nearest else field.value(), field.value())
        else:
            line = cast("QLineEdit", field)
            line.setText(value)
            self._kept[key] = (value, line.text())
        field.blockSignals(False)

    def say(self, key: str, message: str, kind: str) -> None:
        """Show a message at a field until the field is changed, and scroll to it. kind: "hint", "good" or "bad"."""
        self._said[key].setText(message)
        dress(self._said[key], kind)
        self._said[key].show()
        self._lay_out_again()
        bring_into_view(self._said[key])

    def say_wrong(self, key: str, message: str) -> None:
        """Show what is wrong at a field, and move the focus to it."""
        self.say(key, message, "bad")
        self.fields[key].setFocus()
        bring_into_view(self.fields[key])

    def in_words(self, error: GatekeeperError, table: str, key: str) -> str:
        """What is wrong at a field, without the names that settings have in the file. table: the one of the fields."""
        if key == "name" and not self.text(key):
            return translated(NAMELESS)
        of_file = error.message.template == "{path}: {why}"
        why = error.message.params["why"] if of_file else error.message
        assert isinstance(why, str)
        text = translated(why)
        secret = isinstance(field := self.fields[key], QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal
        if not secret and re.search(rf"^{table}\b.*\.{key} is ('.*'|\".*\"|\S+)\.$", str(why)):
            text = QCoreApplication.translate("SettingsPage", "“{name}” cannot be {value}.")
            text = text.replace("{name}", field.accessibleName()).replace("{value}", hide_credentials(self.text(key)))
        text = self.by_label(f"{text} {translated(error.hint)}".strip(), table)
        return f"{text[:1].upper()}{text[1:]}"

    def by_label(self, text: str, table: str) -> str:
        """A text in which the fields have the names that the window gives them, not those in the file."""
        for other, named in self.fields.items():
            text = re.sub(rf"\b{table}\.{other}\b", lambda found, named=named: named.accessibleName(), text)  # type: ignore[misc]
        return text

    def wrong(self, key: str) -> str:
        """The message shown at a field, usually what is wrong there; empty for none."""
        return self._said[key].text() if not self._said[key].isHidden() else ""

    def forget_wrong(self) -> None:
        """Hide every message."""
        for label in self._said.values():
            self._forget(label)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """See `_lay_out_again`."""
        super().resizeEvent(event)
        self._lay_out_again()

    def _forget(self, said: QLabel) -> None:
        if not said.isHidden():
            said.hide()
            self._lay_out_again()

    def _lay_out_again(self) -> None:
        """Once everything around has its new size: at first Qt gives lines that wrap the room of other rows."""

        def settle() -> None:
            self._layout.invalidate()
            self._layout.activate()

        QTimer.singleShot(0, self, settle)

    def _listen(self, field: QWidget, said: QLabel) -> None:
        if isinstance(field, QComboBox):
            changed = field.currentTextChanged
        elif isinstance(field, QSpinBox | QDoubleSpinBox):
            changed = field.valueChanged
        else:
            changed = cast("QLineEdit", field).textChanged
        changed.connect(lambda: self._forget(said))  # it was said of the former value
        changed.connect(self.changed)


def choice_field(*items: tuple[Any, str]) -> QComboBox:
    """A choice of several values, each with its text."""
    box = ChoiceField()
    for value, text in items:
        box.addItem(text, value)
    return box


def language_field(otherwise: str) -> QComboBox:
    """A choice of the languages spoken here, each with its own name. otherwise: the text for choosing none."""
    return choice_field(("", otherwise), *language.OWN_NAMES.items())


def number_field(least: float, most: float, decimals: int, unit: str) -> QDoubleSpinBox:
    """A number that the mouse wheel does not change."""
    box = NumberField(minimum=least, maximum=most, decimals=decimals, suffix=unit)
    box.setSingleStep(10**-decimals if decimals else 1)
    return inset(box)


def whole_field(least: int, most: int, unit: str = "", zero: str = "") -> QSpinBox:
    """A whole number that the mouse wheel does not change. zero: the text shown for 0."""
    box = WholeField(minimum=least, maximum=most, suffix=unit)
    box.setSpecialValueText(zero)
    return inset(box)
