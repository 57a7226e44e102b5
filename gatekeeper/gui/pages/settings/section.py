"""A section of the settings about several things that have names."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from gatekeeper.gui.pages.settings.form import Form


class ListSection(QWidget):
    """Names to choose from, buttons that add one and remove the chosen one, and the form of the chosen one below.

    changed: the user changed something here. A section overrides what happens when the row or a field changes and what the
    buttons do.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form()
        self.names = QListWidget()
        self.names.setFixedHeight(84)
        self.names.setProperty("kind", "names")
        self.add, self.remove = QPushButton(self.tr("Add")), QPushButton(self.tr("Remove"))
        self.names.currentRowChanged.connect(self.show_row)
        self.form.changed.connect(self.take_row)
        self.add.clicked.connect(self.add_row)
        self.remove.clicked.connect(self.remove_row)

    @property
    def row(self) -> int:
        """The chosen row."""
        return self.names.currentRow()

    def show_row(self, row: int) -> None:
        """Fill the form from the thing in this row."""
        raise NotImplementedError

    def take_row(self) -> None:
        """Take over the form's values."""
        raise NotImplementedError

    def add_row(self) -> None:
        """Add a thing under a free name."""
        raise NotImplementedError

    def remove_row(self) -> None:
        """Remove the chosen thing."""
        raise NotImplementedError

    def lay_out(self, below: QWidget | None = None) -> None:
        """Lay out names and buttons, the form, and the widget below it, if any."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row, beside = QHBoxLayout(), QVBoxLayout()
        row.addWidget(self.names, 1)
        beside.addWidget(self.add)
        beside.addWidget(self.remove)
        beside.addStretch()
        row.addLayout(beside)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self.form)
        if below is not None:
            column.addWidget(below, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()

    def list_names(self, names: Sequence[str], row: int | None = None) -> None:
        """List these names, without announcing that another row was chosen. row: the row to choose; without it, the chosen name
        stays chosen, in whichever row it is by now."""
        if row is None:
            before = self.names.currentItem()
            kept = before is not None and before.text() in names
            row = names.index(before.text()) if kept else max(self.row, 0)
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems(list(names))
        self.names.setCurrentRow(min(row, len(names) - 1))
        self.names.blockSignals(False)
