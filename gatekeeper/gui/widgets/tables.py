"""Tables to read and choose from: create them, fill them again, and read what is chosen."""

from collections.abc import Collection, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gatekeeper.gui.core import wording

KEY = Qt.ItemDataRole.UserRole
"""The role under which every item of a row has the row's key."""
HEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
"""Where a column's heading stands: above the beginning of its texts."""


def reading_table(heads: Sequence[str], stretched: Collection[int]) -> QTableWidget:
    """An empty table with these headings; its rows are selected whole and cannot be edited. stretched: the columns of long
    texts."""
    table = QTableWidget(0, len(heads))
    table.setHorizontalHeaderLabels([*heads])
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultAlignment(HEADING)
    for column in range(len(heads)):
        mode = QHeaderView.ResizeMode.Stretch if column in stretched else QHeaderView.ResizeMode.ResizeToContents
        table.horizontalHeader().setSectionResizeMode(column, mode)
    return table


def fill(table: QTableWidget, rows: Sequence[tuple[Hashable, Sequence[str]]]) -> None:
    """Show these rows, each a key and its texts. The chosen keys stay chosen, in whichever rows they are by now, and nothing
    else is; nothing is scrolled, and no change of the selection is announced."""
    model, columns = table.model(), range(table.columnCount())
    before = [
        (model.index(row, 0).data(KEY), [model.index(row, column).data() for column in columns])
        for row in range(table.rowCount())
    ]
    if before == [(key, list(texts)) for key, texts in rows]:
        return
    chosen = chosen_in(table)
    table.blockSignals(True)
    table.setRowCount(len(rows))
    table.clearSelection()
    for row, (key, texts) in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setData(KEY, key)
            item.setToolTip(wording.plain(text))
            table.setItem(row, column, item)
    flags = QItemSelectionModel.SelectionFlag
    for row, (key, _) in enumerate(rows):
        if key in chosen:
            table.selectionModel().select(model.index(row, 0), flags.Select | flags.Rows)
    table.blockSignals(False)


def chosen_in(table: QTableWidget) -> list[Any]:
    """The keys of the chosen rows, from top to bottom."""
    rows = sorted({index.row() for index in table.selectedIndexes()})
    return [table.model().index(row, 0).data(KEY) for row in rows]
