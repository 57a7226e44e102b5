"""Tables that are filled anew while a row is chosen, and the boxes in them."""

import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gatekeeper.gui.core import theme
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


def test_ticks_and_the_row_at_the_top_stay_where_rows_come_and_go_above(qtbot: QtBot) -> None:
    table = reading_table(["Found", "Name"], stretched=(1,))
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    names = [f"Person {number:02d}" for number in range(60)]
    fill(table, [(name, ("", name)) for name in names], ticked={names[31]})
    bar = table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 40)
    bar.setValue(30)
    table.selectRow(32)

    def first_seen() -> str | None:
        item = table.item(table.rowAt(0), 1)
        return None if item is None else item.text()

    def boxes() -> list[str]:
        found = []
        for row in range(table.rowCount()):
            box, name = table.item(row, 0), table.item(row, 1)
            assert box is not None
            assert name is not None
            assert box.flags() & Qt.ItemFlag.ItemIsUserCheckable
            assert box.data(Qt.ItemDataRole.AccessibleTextRole) == name.text()
            found += [name.text()] * (box.checkState() is Qt.CheckState.Checked)
        return found

    for there in (names[2:], ["A", "B", "C", *names[2:]], [*names[:50], "Z"], [*reversed(names)]):
        fill(table, [(name, ("", name)) for name in there], ticked={names[31]})
        assert [table.model().index(row, 1).data() for row in range(table.rowCount())] == there
        assert first_seen() == "Person 30"
        assert boxes() == ["Person 31"]
        assert chosen_in(table) == ["Person 32"]
    fill(table, [(name, ("", name)) for name in names], ticked={names[5]})
    assert boxes() == ["Person 05"]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours, 1 to 21, by WCAG 2.1."""

    def luminance(colour: QColor) -> float:
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (c / 12.92 if c <= 0.04045 else math.pow((c + 0.055) / 1.055, 2.4) for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    less, more = sorted((luminance(one), luminance(other)))
    return (more + 0.05) / (less + 0.05)


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, request.param)
    yield
    theme.apply(qapp)


@pytest.mark.usefixtures("scheme")
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton, QListWidget, QTableWidget])
def test_what_can_be_ticked_is_seen_before_it_is(qtbot: QtBot, kind: type[QWidget]) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    if isinstance(widget, QListWidget):
        item = QListWidgetItem("", widget)
        item.setCheckState(Qt.CheckState.Unchecked)
    if isinstance(widget, QTableWidget):
        widget.setRowCount(1)
        widget.setColumnCount(1)
        widget.horizontalHeader().hide()
        widget.verticalHeader().hide()
        widget.setShowGrid(False)
        cell = QTableWidgetItem()
        cell.setCheckState(Qt.CheckState.Unchecked)
        widget.setItem(0, 0, cell)
    widget.resize(60, 40)
    widget.show()
    picture = widget.grab().toImage()
    colours = [QColor(picture.pixel(x, y)) for x in range(2, 40) for y in range(2, 38)]
    ground = theme.colours().window if isinstance(widget, QCheckBox | QRadioButton) else theme.colours().surface
    drawn = [colour for colour in colours if contrast(colour, QColor(ground)) >= 3]  # WCAG 2.1, 1.4.11
    assert len(drawn) >= 12  # a ring's sides are blurred
