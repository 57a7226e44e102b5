"""Days and times that an operator chooses, where the clock on the wall skips an hour or shows one twice."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from gatekeeper.gui.pages.people.moment import MomentField
from gatekeeper.gui.widgets.fields import DayField
from gatekeeper.gui.widgets.period import Period

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows sets no zone for one program")


@pytest.fixture
def machine_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("now", "today", "week"),
    [
        ("2026-10-25T20:00", "2026-10-24T22:00", "2026-10-17T22:00"),  # summer time ended at 01:00 UTC
        ("2026-03-29T20:00", "2026-03-28T23:00", "2026-03-21T23:00"),  # and began
        ("2026-10-26T20:00", "2026-10-25T23:00", "2026-10-18T22:00"),
    ],
)
def test_a_period_begins_at_midnight_also_where_the_clock_was_changed_since(
    machine_in: Callable[[str], None], qtbot: QtBot, now: str, today: str, week: str
) -> None:
    """In autumn the log of today lacked its first hour."""
    machine_in("Europe/Vienna")
    period = Period()
    qtbot.addWidget(period)
    for days, since in ((0, today), (7, week)):
        period.choice.setCurrentIndex(period.choice.findData(days))
        assert period.since(datetime.fromisoformat(f"{now}+00:00")) == datetime.fromisoformat(f"{since}+00:00")


def test_a_time_that_the_clock_shows_twice_stays_as_it_is_stored(
    machine_in: Callable[[str], None], qtbot: QtBot
) -> None:
    machine_in("Europe/Vienna")
    field = MomentField("until", end=True)
    qtbot.addWidget(field)
    for hour in (0, 1):  # both 02:30
        stored = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        field.show_moment(stored)
        assert field.moment == stored


@pytest.mark.parametrize("end", [False, True])
def test_a_day_is_a_day_where_its_midnight_is_skipped(
    machine_in: Callable[[str], None], qtbot: QtBot, end: bool
) -> None:
    """The clock goes from 23:59:59 of 5 September to 01:00."""
    machine_in("America/Santiago")
    field = MomentField("limit", end=end)
    qtbot.addWidget(field)
    first = datetime(2026, 9, 6, 4, tzinfo=UTC)
    field.show_moment(first)
    assert not field._timed.isChecked()
    assert field._day.date() == QDate(2026, 9, 5 if end else 6)
    assert field.moment == first


@pytest.mark.parametrize("end", [False, True])
def test_the_last_day_there_is_means_for_ever_and_is_no_mistake(qtbot: QtBot, end: bool) -> None:
    field, period = MomentField("limit", end=end), Period()
    for widget in (field, period):
        qtbot.addWidget(widget)
    field.show_moment(datetime(2026, 9, 6, 4, tzinfo=UTC))
    for day in (*field.findChildren(DayField), period.last):
        day.setDate(QDate(9999, 12, 31))
    period.choice.setCurrentIndex(period.choice.count() - 1)
    assert field.moment is not None
    assert field.moment.year == 9999
    field.show_moment(field.moment)
    assert field._day.date() == QDate(9999, 12, 31)  # as it was entered, not a day earlier
    until = period.until()
    assert until is not None
    assert until.year == 9999
