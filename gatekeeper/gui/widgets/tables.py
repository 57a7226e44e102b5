"""The table that the lists of people inside, of guests and of the watch list share."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget


def people_table(heads: Sequence[str], stretched: Collection[int]) -> QTableWidget:
    """An empty table with these headings, whose rows are chosen whole and not edited. stretched: the columns of names."""
    table = QTableWidget(0, len(heads))
    table.setHorizontalHeaderLabels([*heads])
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    for column in range(len(heads)):
        mode = QHeaderView.ResizeMode.Stretch if column in stretched else QHeaderView.ResizeMode.ResizeToContents
        table.horizontalHeader().setSectionResizeMode(column, mode)
    return table
