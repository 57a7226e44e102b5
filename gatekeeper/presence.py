"""Who is inside, and since when, as a pure function of what the doors and the operators put on record.

An opened event of a camera that leads in or out is a passage. One whose relay then failed was none. What an operator noted
counts as a passage, or, without a direction, forgets where somebody is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from gatekeeper.domain import AccessEvent, Direction, Outcome, Presence, Reason

LONGEST_STAY = timedelta(hours=24)  # after a longer one somebody was not seen to leave


def passages(events: Iterable[AccessEvent]) -> list[AccessEvent]:
    """Those of one person's events, in the order in which they were recorded, that say which way they went or, noted without
    a direction, that it is not known."""
    found: list[AccessEvent] = []
    for event in events:
        if event.reason is Reason.RELAY_FAILED:
            # It takes back the last opening of this door, for whoever has not gone through another since.
            if found and found[-1].outcome is Outcome.OPENED and found[-1].door == event.door:
                found.pop()
        elif event.reason is Reason.PRESENCE_CORRECTED or (
            event.outcome is Outcome.OPENED and event.direction is not None
        ):
            found.append(event)
    return found


def presence(events: Iterable[AccessEvent]) -> Presence | None:
    """Where one person is by their events, in the order in which they were recorded; None where nothing says so."""
    last = next(reversed(passages(events)), None)
    return None if last is None else after(last)


def after(passage: AccessEvent) -> Presence | None:
    """Where somebody is after a passage."""
    if passage.direction is None or passage.person_id is None:
        return None
    return Presence(passage.person_id, passage.direction, passage.at, passage.door, passage.id)


@dataclass(slots=True)
class Attendance:
    """One day of one person, in the site's time. first_in, last_out: None where there was none that day; inside: how long, of
    what is known; open: they were seen to come and not to go, or the other way round."""

    day: date
    first_in: datetime | None = None
    last_out: datetime | None = None
    inside: timedelta = timedelta()
    open: bool = False


def attendance(events: Sequence[AccessEvent], zone: tzinfo) -> list[Attendance]:
    """The days of one person's events, in the order in which they were recorded, oldest first.

    A stay over midnight counts for both days. One that ends with nothing but the next coming counts for nothing
    and leaves its day open; so does one that is longer than `LONGEST_STAY`, which leaves the day of its end open too.
    """
    days: dict[date, Attendance] = {}

    def of(moment: datetime) -> Attendance:
        on = moment.astimezone(zone).date()
        if on not in days:
            days[on] = Attendance(on)
        return days[on]

    came: datetime | None = None
    for event in passages(events):
        if event.direction is Direction.IN:
            if came is not None:
                of(came).open = True
            came = event.at
            day = of(came)
            if day.first_in is None:
                day.first_in = came
        elif event.direction is Direction.OUT:
            day = of(event.at)
            day.last_out = event.at
            if came is None or not timedelta() <= event.at - came <= LONGEST_STAY:
                day.open = True
                if came is not None:
                    of(came).open = True
            else:
                for start, end in _by_days(came, event.at, zone):
                    of(start).inside += end - start
            came = None
        else:
            if came is not None:
                of(came).open = True
            came = None
    if came is not None:
        of(came).open = True
    return [days[day] for day in sorted(days)]


def _by_days(start: datetime, end: datetime, zone: tzinfo) -> Iterable[tuple[datetime, datetime]]:
    while (day := start.astimezone(zone).date()) < end.astimezone(zone).date():
        midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(start.tzinfo)
        yield start, midnight
        start = midnight
    if start < end:
        yield start, end
