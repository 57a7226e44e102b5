"""Tables to read and choose from: create them, fill them again, and read what is chosen."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gatekeeper.gui.core import wording

KEY = Qt.ItemDataRole.UserRole
"""The role under which every item of a row has the row's key."""
HEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
"""Where a column's heading stands: above the beginning of its texts."""
_BOX = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable


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


def fill(
    table: QTableWidget, rows: Sequence[tuple[Hashable, Sequence[str]]], ticked: Collection[Hashable] | None = None
) -> None:
    """Show these rows, each a key of its own and its texts. ticked: the keys of the rows whose first cell is a ticked box;
    None: no cell is a box. The chosen keys stay chosen, in whichever rows they are by now, and nothing else is; the row at the
    top of a list that is scrolled stays there; no change of the selection or of a box is announced."""
    chosen, bar = {*chosen_in(table)}, table.verticalScrollBar()
    top = _key(table, bar.value()) if bar.value() else None
    table.blockSignals(True)
    _make_room(table, [key for key, _ in rows])
    _write(table, rows, ticked)
    still = [row for row, (key, _) in enumerate(rows) if key in chosen]
    if chosen_in(table) != [rows[row][0] for row in still]:
        flags, model = QItemSelectionModel.SelectionFlag, table.model()
        table.clearSelection()
        for row in still:
            table.selectionModel().select(model.index(row, 0), flags.Select | flags.Rows)
    table.blockSignals(False)
    for row, (key, _) in enumerate(rows):
        if key == top:
            bar.setValue(row)


def _make_room(table: QTableWidget, keys: Sequence[Hashable]) -> None:
    """Remove the rows of other keys, and insert empty ones for new keys: the others keep what the view knows of them."""
    shown = [_key(table, row) for row in range(table.rowCount())]
    kept, known = {*keys}, {*shown}
    for first, count in reversed(_runs(key not in kept for key in shown)):
        table.model().removeRows(first, count)
    for first, count in _runs(key not in known for key in keys):
        table.model().insertRows(first, count)


def _runs(marks: Iterable[bool]) -> list[tuple[int, int]]:
    """Where the marks follow each other: the first one's place, and how many."""
    runs = [[*run] for marked, run in groupby(enumerate(marks), lambda place: place[1]) if marked]
    return [(run[0][0], len(run)) for run in runs]


def _write(
    table: QTableWidget, rows: Sequence[tuple[Hashable, Sequence[str]]], ticked: Collection[Hashable] | None
) -> None:
    """Write what differs, and announce it to the view in one: it measures a thousand rows after each change."""
    model, changed = table.model(), dict[int, None]()
    model.blockSignals(True)
    for row, (key, texts) in enumerate(rows):
        for column, text in enumerate(texts):
            if (item := table.item(row, column)) is None:
                item = QTableWidgetItem()
                table.setItem(row, column, item)
            if item.data(KEY) != key or item.text() != text:
                item.setText(text)
                item.setData(KEY, key)
                item.setToolTip(wording.plain(text))
                changed[row] = None
        if ticked is not None and (box := table.item(row, 0)) is not None:
            state = Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked
            if row in changed or box.checkState() is not state:
                box.setFlags(_BOX)
                box.setCheckState(state)
                box.setData(Qt.ItemDataRole.AccessibleTextRole, texts[1])
                changed[row] = None
    model.blockSignals(False)
    if changed:
        model.dataChanged.emit(model.index(min(changed), 0), model.index(max(changed), table.columnCount() - 1))


def _key(table: QTableWidget, row: int) -> Any:
    return None if (item := table.item(row, 0)) is None else item.data(KEY)


def chosen_in(table: QTableWidget) -> list[Any]:
    """The keys of the chosen rows, from top to bottom."""
    rows = sorted({index.row() for index in table.selectedIndexes()})
    return [_key(table, row) for row in rows]
