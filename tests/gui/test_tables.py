"""A table that is filled anew while somebody has chosen a row of it."""

from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from gatekeeper.gui.widgets.tables import chosen_in, fill, reading_table

ADA, BORIS, CHAN = (1, ("Ada", "today")), (2, ("Boris", "today")), (3, ("Chan", "tomorrow"))


def filled(qtbot: QtBot) -> QTableWidget:
    table = reading_table(["Name", "Until"], stretched=(0,))
    qtbot.addWidget(table)
    fill(table, [ADA, BORIS, CHAN])
    return table


def test_who_was_chosen_stays_chosen_in_whichever_row_they_are_by_now(qtbot: QtBot) -> None:
    table = filled(qtbot)
    table.selectRow(1)
    fill(table, [BORIS, CHAN, (1, ("Ada", "for ever"))])
    assert chosen_in(table) == [2]
    assert [table.model().index(row, 1).data() for row in range(3)] == ["today", "tomorrow", "for ever"]


def test_nobody_else_is_chosen_once_who_was_chosen_is_gone(qtbot: QtBot) -> None:
    table = filled(qtbot)
    table.selectRow(1)
    fill(table, [ADA, CHAN])  # a button for the chosen one would now be about Chan
    assert chosen_in(table) == []


def test_several_stay_chosen(qtbot: QtBot) -> None:
    table = filled(qtbot)
    table.selectAll()
    fill(table, [CHAN, (4, ("Dora", "")), ADA])
    assert chosen_in(table) == [3, 1]
