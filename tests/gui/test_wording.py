"""Names within texts."""

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from gatekeeper.domain import AccessEvent, Outcome, Reason
from gatekeeper.gui.core import wording
from gatekeeper.messages import Message


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


@pytest.mark.parametrize(
    ("outcome", "reason", "said"),
    [
        (Outcome.OPENED, Reason.OPENED_FOR_ALL, "All doors opened"),
        (Outcome.OPENED, Reason.HOLD_BEGUN, "Kept open by its schedule"),
        (Outcome.NOTED, Reason.HOLD_ENDED, "No longer kept open"),
        (Outcome.UNKNOWN, Reason.NOT_KNOWN, "Nobody known"),
    ],
)
def test_an_event_about_nobody_is_named_by_what_happened_and_a_stranger_is_unknown(
    outcome: Outcome, reason: Reason, said: str, qapp: QApplication
) -> None:
    event = AccessEvent(datetime(2026, 3, 4, tzinfo=UTC), "door", "", outcome, reason, "So it was.")
    assert wording.subject(event, "Nobody known") == said


@pytest.mark.parametrize(
    ("message", "alone"),
    [
        (Message("no picture for {seconds:g} s", seconds=2), "No picture for 2 s"),
        (Message("{source} cannot be read: {error}", source="clip.mp4", error="gone"), "clip.mp4 cannot be read: gone"),
        (Message("The camera delivers no colour pictures."), "The camera delivers no colour pictures."),
        ("", ""),
    ],
)
def test_a_status_begins_with_a_capital_unless_a_name_begins_it(message: str, alone: str, qapp: QApplication) -> None:
    assert wording.standing(message) == alone
