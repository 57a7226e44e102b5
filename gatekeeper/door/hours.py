"""Weekly hours and holidays: parsing, wording, and whether a moment falls into them.

Pure functions. A span belongs to the day on which it begins: one that runs past midnight continues into a following holiday,
and one that would begin on the holiday does not apply."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from gatekeeper.door_rule import Holiday, Hours, Schedule
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message

_DAY, _WEEK = 1440, 7 * 1440  # minutes
DAYS = (
    Message("Monday"),
    Message("Tuesday"),
    Message("Wednesday"),
    Message("Thursday"),
    Message("Friday"),
    Message("Saturday"),
    Message("Sunday"),
)


def parse_hours(text: str) -> Hours:
    """One weekly span as it is written: "mon-fri 08:00-18:00", "sat,sun 22:00-02:00". Raises ConfigError."""
    found = re.fullmatch(r"([a-z,-]+)\s+(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)", text.strip().lower())
    short = [day[:3].lower() for day in DAYS]
    try:
        if found is None:
            raise ValueError(Message("the format is DAYS FROM-TO"))
        weekdays: set[int] = set()
        for part in found[1].split(","):
            days = part.split("-")
            if len(days) > 2 or not set(days) <= set(short):
                raise ValueError(Message("{part} is not a range of days", part=part))
            ends = [short.index(day) for day in days]
            # "fri-mon" wraps around the end of the week.
            weekdays |= {(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)}
        start = _time_of_day(found[2], found[3])
        end = time() if found[4] + found[5] == "2400" else _time_of_day(found[4], found[5])  # 24:00: the end of the day
    except ValueError as error:
        raise ConfigError(
            "{text!r} is not a range of hours: {error}.",
            'Write it as "mon-fri 08:00-18:00" or "sat,sun 22:00-02:00".',
            text=text,
            error=error,
        ) from error
    return Hours(frozenset(weekdays), start, end)


def _time_of_day(hour: str, minute: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise ValueError(Message("{time} is not a time of day", time=f"{hour}:{minute}")) from None


def parse_holiday(name: str, first: str, last: str = "", *, yearly: bool = False, hours: Iterable[str] = ()) -> Holiday:
    """Parse a holiday: 2026-12-24, or 24.12. and 12-24 for every year. last: empty for a single day.

    Raises ConfigError for a day that does not exist, a last day before the first, and a range in which only one day names a
    year.
    """
    day = _day(first, yearly)
    end = _day(last, yearly) if last.strip() else day
    if yearly and end < day:  # across the turn of the year
        try:
            end = end.replace(year=day.year + 1)
        except ValueError:  # a 29 February stays in its leap year
            day = _on(day, end.year - 1)
    return checked(Holiday(name, day, end, yearly, tuple(map(parse_hours, hours))))


def checked(holiday: Holiday) -> Holiday:
    """The same holiday. Raises ConfigError if its last day comes before its first, or if it lasts a year or longer."""
    if holiday.last < holiday.first:
        raise ConfigError(
            "The holiday {name!r} ends on {last}, before it begins on {first}.",
            "Swap the two days.",
            name=holiday.name,
            first=holiday.first,
            last=holiday.last,
        )
    if holiday.yearly and holiday.last - holiday.first >= timedelta(days=365):
        raise ConfigError(
            "The holiday {name!r} comes every year and lasts a year.", "Choose an earlier end.", name=holiday.name
        )
    return holiday


def holiday_on(day: date, holidays: Iterable[Holiday]) -> Holiday | None:
    """The holiday that a day belongs to. If there are several, the most specific one counts: the shortest, then one that
    applies to this year only."""
    holidays_today = [holiday for holiday in holidays if _falls_on(holiday, day)]
    return min(holidays_today, key=lambda h: (h.last - h.first, h.yearly, h.name), default=None)


def within(schedule: Schedule, local: datetime, holidays: Sequence[Holiday] = ()) -> bool:
    """Whether a moment, in the door's local time, falls within one of the schedule's spans. holidays: of the site."""
    clock, today = local.time(), local.date()
    for span in begun_on(schedule, today, holidays):
        if span.start <= clock and (span.end <= span.start or clock < span.end):
            return True
    # Past midnight: the evening belongs to its own day, the small hours to the day before.
    before = begun_on(schedule, today - timedelta(days=1), holidays) if today > date.min else ()
    return any(span.end <= span.start and clock < span.end for span in before)


def begun_on(schedule: Schedule, day: date, holidays: Sequence[Holiday] = ()) -> Iterator[Hours]:
    """The spans that begin on a day. A schedule without hours means never, including on holidays."""
    holiday = holiday_on(day, holidays) if schedule.heeds_holidays and schedule.hours else None
    hours = schedule.hours if holiday is None else holiday.hours
    return (span for span in hours if day.weekday() in span.weekdays)


def minutes_of(hours: Iterable[Hours]) -> NDArray[np.bool_]:
    """The minutes of a week covered by spans: bool (7 * 1440,), from Monday 00:00 on."""
    week = np.zeros(_WEEK, np.bool_)
    for span in hours:
        start, end = (time_.hour * 60 + time_.minute for time_ in (span.start, span.end))
        length = end - start if end > start else end - start + _DAY
        for day in span.weekdays:
            week[np.arange(day * _DAY + start, day * _DAY + start + length) % _WEEK] = True
    return week


def hours_of(minutes: NDArray[np.bool_]) -> tuple[Hours, ...]:
    """The spans that cover these minutes of a week, as returned by `minutes_of`: a run across one midnight that is shorter than
    a day is one span; a longer run is split by day."""
    if minutes.all():
        return (Hours(frozenset(range(7)), time(), time()),)
    # A minute that is not covered: if the week is read from there, no run wraps around its end.
    first = int(np.argmin(minutes))
    edges = np.flatnonzero(np.diff(np.roll(minutes, -first).astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    spans: dict[tuple[int, int], set[int]] = {}
    for begin, end in edges.tolist():
        start_minute, left = (begin + first) % _WEEK, end - begin
        while left > 0:
            day, minute = divmod(start_minute % _WEEK, _DAY)
            length = left if left < _DAY and left == end - begin else min(left, _DAY - minute)
            spans.setdefault((minute, (minute + length) % _DAY), set()).add(day)
            start_minute, left = start_minute + length, left - length
    found = [Hours(frozenset(days), _time(start), _time(end)) for (start, end), days in spans.items()]
    return tuple(sorted(found, key=lambda span: (min(span.weekdays), span.start)))


def describe(schedule: Schedule) -> Message:
    """The hours in words: "Monday, Tuesday 08:00 to 18:00"."""
    return described([schedule])


def described(schedules: Iterable[Schedule]) -> Message:
    """The hours of several schedules, one after the other."""
    return listed_hours(hours for schedule in schedules for hours in schedule.hours)


def listed_hours(hours: Iterable[Hours]) -> Message:
    """Spans in words; "never" for none."""
    spans = [_told(span) for span in hours]
    return Message("{spans:; }", spans=spans) if spans else Message("never")


def days_of(holiday: Holiday) -> Message:
    """The days of a holiday in words."""
    once = holiday.first == holiday.last
    if not holiday.yearly:
        if once:
            return Message("{day}", day=holiday.first)
        return Message("{first} to {last}", first=holiday.first, last=holiday.last)
    if once:
        return Message("every year on {day}", day=f"{holiday.first:%m-%d}")
    return Message("every year from {first} to {last}", first=f"{holiday.first:%m-%d}", last=f"{holiday.last:%m-%d}")


def weekdays_of(holiday: Holiday) -> frozenset[int]:
    """The days of the week on which a holiday falls, Monday is 0: one that comes every year falls on each of them in time."""
    days = (holiday.last - holiday.first).days + 1
    if holiday.yearly:
        return frozenset(range(7))
    return frozenset((holiday.first.weekday() + step) % 7 for step in range(min(max(days, 0), 7)))


def _told(hours: Hours) -> Message:
    days = sorted(hours.weekdays)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        names = Message("{first} to {last}", first=DAYS[days[0]], last=DAYS[days[-1]])
    else:
        names = Message("{days:, }", days=[DAYS[day] for day in days])
    return Message("{days} {start} to {end}", days=names, start=f"{hours.start:%H:%M}", end=f"{hours.end:%H:%M}")


def _time(minute: int) -> time:
    return time(*divmod(minute, 60))


def _falls_on(holiday: Holiday, day: date) -> bool:
    if not holiday.yearly:
        return holiday.first <= day <= holiday.last
    first, last, today = ((date_.month, date_.day) for date_ in (holiday.first, holiday.last, day))
    return first <= today <= last if first <= last else today >= first or today <= last


def _day(text: str, yearly: bool) -> date:
    """A day as people write it. A day of every year may be written without a year; a leap year then stands for it."""
    text = text.strip()
    try:
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", text):
            year, month, day = found[3], found[2], found[1]
        elif found := re.fullmatch(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})", text):
            year, month, day = found[1], found[2], found[3]
        else:
            raise ValueError(text)
        day = date(int(year) if year is not None else 2024, int(month), int(day))
    except ValueError as error:
        raise ConfigError("{day!r} is not a day.", "Write it as 2026-12-24, or 24.12.2026.", day=text) from error
    if year is None and not yearly:
        raise ConfigError(
            "{day!r} has no year.", "Add the year, or let the holiday come every year: --yearly.", day=text
        )
    return day


def _on(day: date, year: int) -> date:
    """The same day of another year; the last of February if that year has no 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
