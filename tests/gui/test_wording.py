"""Names within texts."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from gatekeeper.gui.core import wording


@pytest.mark.parametrize("name", ["W" * 200, "i" * 200, "王" * 200, "Ada " * 50])
def test_a_long_name_takes_the_same_room_whatever_its_letters_are(qapp: QApplication, name: str) -> None:
    metrics = QFontMetrics(QApplication.font())
    room = 40 * metrics.averageCharWidth()
    short = wording.shortened(name, 40)
    assert short.endswith("…")
    assert room * 0.8 < metrics.horizontalAdvance(short) <= room
    assert name.startswith(short[:-1])


def test_a_name_that_fits_stays(qapp: QApplication) -> None:
    assert wording.shortened("Ada Lovelace") == "Ada Lovelace"
    assert wording.shortened("") == ""
