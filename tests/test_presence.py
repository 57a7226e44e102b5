"""Who is inside, by what doors and operators put on record; and who goes in twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from test_access import GRANT, person

from gatekeeper.domain import AccessEvent, Direction, Outcome, Presence, Reason
from gatekeeper.door import access
from gatekeeper.door_rule import DoorRule, Passback
from gatekeeper.errors import StoreError
from gatekeeper.presence import attendance, presence
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.presence import PresenceStore

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
IN, OUT = Direction.IN, Direction.OUT
KEY = bytes(range(32))


def went(direction: Direction | None, hours: float = 0, number: int = 0, door: str = "front") -> AccessEvent:
    at = NOW + timedelta(hours=hours)
    return AccessEvent(at, door, "cam", Outcome.OPENED, Reason.GRANTED, "", 1, "Ada", direction=direction, id=number)


def failed(event: AccessEvent) -> AccessEvent:
    return replace(event, outcome=Outcome.REFUSED, reason=Reason.RELAY_FAILED, id=event.id + 1)


def noted(direction: Direction | None, hours: float = 0) -> AccessEvent:
    return replace(
        went(direction, hours), outcome=Outcome.NOTED, reason=Reason.PRESENCE_CORRECTED, message="by Eve", camera=""
    )


@pytest.mark.parametrize(
    ("events", "inside"),
    [
        ([], None),
        ([went(None)], None),
        ([went(IN)], True),
        ([went(IN), went(OUT)], False),
        ([went(IN), failed(went(IN))], None),
        ([went(OUT), went(IN), failed(went(IN))], False),
        ([went(IN), went(OUT, door="back"), failed(went(IN))], False),
        ([went(IN), replace(went(OUT), outcome=Outcome.REFUSED, reason=Reason.PASSBACK)], True),
        ([went(IN), noted(OUT)], False),
        ([went(IN), noted(None)], None),
        ([noted(IN), failed(went(IN))], True),
    ],
)
def test_where_somebody_is_follows_from_what_is_on_record(events: list[AccessEvent], inside: bool | None) -> None:
    now = presence(events)
    assert (None if now is None else now.inside) is inside


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "gatekeeper.db", KEY) as opened:
        PeopleStore(opened).add("Ada", consent_text="1", consent_at=NOW)
        yield opened


def test_it_is_kept_with_the_events_and_worked_out_anew_from_them(database: Database) -> None:
    log, presences = AccessLog(database), PresenceStore(database)
    assert presences.of(1) is None
    came = log.record(went(IN))
    assert presences.inside() == [Presence(1, IN, NOW, "front", came.id)]
    out = log.record(went(OUT, 1, door="back"))
    assert presences.inside() == []
    log.record(failed(out))
    assert presences.of(1) == Presence(1, IN, NOW, "front", came.id), "a door that did not open let nobody out"
    log.record(replace(went(OUT), person_id=None))
    assert presences.rebuild() == 0
    with database.transaction() as session:  # another program, of before, wrote the log
        from sqlalchemy import text

        session.execute(text("UPDATE presence SET direction = 'out'"))
    assert presences.rebuild() == 1
    assert [one.person_id for one in presences.inside()] == [1]
    log.record(noted(None, 2))
    assert presences.of(1) is None
    assert presences.rebuild() == 0


def test_nobody_passes_two_doors_at_once(database: Database) -> None:
    log = AccessLog(database)
    log.record(went(IN), after=(None,))
    with pytest.raises(StoreError, match="another door"):
        log.record(went(IN, door="back"), after=(None,))
    assert log.count() == 1
    log.record(went(IN, door="back"))  # the control: where nobody asks, it is written


def test_what_retention_and_erasure_take_is_not_remembered_either(database: Database) -> None:
    log, people, presences = AccessLog(database), PeopleStore(database), PresenceStore(database)
    log.record(went(IN))
    log.retain(NOW, None)
    assert presences.of(1) is not None
    log.retain(NOW + timedelta(seconds=1), None)
    assert presences.of(1) is None
    log.record(went(IN))
    people.remove(1, erase=True)
    assert presences.inside() == []
    assert presences.rebuild() == 0


def test_attendance_of_ordinary_days_of_a_night_and_of_days_with_a_hole() -> None:
    zone = ZoneInfo("Europe/Berlin")

    def at(day: int, hour: int, minute: int = 0) -> float:
        return (datetime(2026, 3, day, hour, minute, tzinfo=zone) - NOW).total_seconds() / 3600

    days = attendance(
        [
            *(went(IN, at(2, 8)), went(OUT, at(2, 12)), went(IN, at(2, 13)), went(OUT, at(2, 17, 30))),
            *(went(IN, at(3, 22)), went(OUT, at(4, 6))),
            *(went(IN, at(5, 8)), went(IN, at(6, 8)), went(OUT, at(6, 9))),
            *(went(OUT, at(9, 9)), went(IN, at(10, 8)), went(OUT, at(12, 8))),
            went(IN, at(13, 8)),
        ],
        zone,
    )
    told = {day.day.day: (day.inside / timedelta(hours=1), day.open) for day in days}
    assert told == {
        2: (8.5, False),
        3: (2, False),
        4: (6, False),
        5: (0, True),
        6: (1, False),
        9: (0, True),
        10: (0, True),
        12: (0, True),
        13: (0, True),
    }
    monday = days[0]
    assert monday.first_in == datetime(2026, 3, 2, 8, tzinfo=zone)
    assert monday.last_out == datetime(2026, 3, 2, 17, 30, tzinfo=zone)
    assert (days[2].first_in, days[2].last_out) == (None, datetime(2026, 3, 4, 6, tzinfo=zone))


def test_a_stay_of_more_than_a_day_leaves_its_beginning_and_its_end_open_beside_what_is_known() -> None:
    passed = ((IN, 0), (OUT, 46), (IN, 47), (OUT, 50))  # the second day's own stay counts
    days = attendance([went(way, hours) for way, hours in passed], UTC)
    assert [(day.day.day, day.inside / timedelta(hours=1), day.open) for day in days] == [(4, 0, True), (6, 3, True)]
    backwards = attendance([went(IN, 24), went(OUT, 0)], UTC)  # the clock was put right in between
    assert [(day.inside, day.open) for day in backwards] == [(timedelta(), True)] * 2


def test_a_night_in_which_clocks_change_has_the_hours_it_had() -> None:
    zone = ZoneInfo("Europe/Berlin")
    night = datetime(2026, 3, 28, 23, tzinfo=zone), datetime(2026, 3, 29, 6, tzinfo=zone)
    events = [replace(went(way), at=at.astimezone(UTC)) for way, at in zip((IN, OUT), night, strict=True)]
    assert [day.inside for day in attendance(events, zone)] == [timedelta(hours=1), timedelta(hours=5)]


# Anti-passback

INSIDE = Presence(1, IN, NOW - timedelta(hours=2), "front", 1)
OUTSIDE = Presence(1, OUT, NOW - timedelta(hours=2), "front", 1)
HARD = DoorRule("front", passback=Passback.HARD)


@pytest.mark.parametrize(
    ("rule", "where", "way", "reason"),
    [
        (HARD, INSIDE, IN, Reason.PASSBACK),
        (HARD, OUTSIDE, OUT, Reason.PASSBACK_OPENED),  # nobody is locked in
        (HARD, INSIDE, OUT, Reason.GRANTED),
        (HARD, OUTSIDE, IN, Reason.GRANTED),
        (HARD, None, IN, Reason.GRANTED),
        (HARD, None, OUT, Reason.GRANTED),
        (HARD, INSIDE, None, Reason.GRANTED),
        (replace(HARD, passback=Passback.OFF), INSIDE, IN, Reason.GRANTED),
        (replace(HARD, passback=Passback.SOFT), INSIDE, IN, Reason.PASSBACK_OPENED),
        (replace(HARD, passback_hours=2), INSIDE, IN, Reason.GRANTED),
        (replace(HARD, passback_hours=2.01), INSIDE, IN, Reason.PASSBACK),
        # 12:00 UTC is 13:00 in Berlin.
        (replace(HARD, passback_reset=time(12), timezone="Europe/Berlin"), INSIDE, IN, Reason.GRANTED),
        (replace(HARD, passback_reset=time(10, 30), timezone="Europe/Berlin"), INSIDE, IN, Reason.PASSBACK),
        (replace(HARD, passback_reset=time(13), timezone="Europe/Berlin"), INSIDE, IN, Reason.GRANTED),
        (replace(HARD, passback_reset=time(13, 1), timezone="Europe/Berlin"), INSIDE, IN, Reason.PASSBACK),
    ],
)
def test_who_goes_the_same_way_twice(
    rule: DoorRule, where: Presence | None, way: Direction | None, reason: Reason
) -> None:
    decision = access.decide(GRANT, person(), rule, None, NOW)
    after = access.against_passback(decision, where, way, rule, NOW)
    assert (after.reason, after.opens) == (reason, reason is not Reason.PASSBACK)
    if reason is Reason.PASSBACK:
        assert "front" in after.message
        assert "ask at the door desk" in after.message


@pytest.mark.parametrize(("minutes", "reason"), [(15, Reason.PASSBACK), (30, Reason.GRANTED)])
def test_where_the_clock_skips_the_time_to_forget_nobody_goes_the_same_way_twice_before_it_is_due(
    minutes: int, reason: Reason
) -> None:
    rule = replace(HARD, passback_reset=time(2, 30), timezone="Europe/Berlin")
    summer = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 03:00 in Berlin, a second after 01:59:59
    came, now = replace(INSIDE, at=summer + timedelta(minutes=5)), summer + timedelta(minutes=minutes)
    decision = access.decide(GRANT, person(), rule, None, now)
    assert access.against_passback(decision, came, IN, rule, now).reason is reason


def test_what_is_refused_anyway_is_refused_for_its_own_reason() -> None:
    decision = access.decide(GRANT, person(blocked=True), HARD, None, NOW)
    assert access.against_passback(decision, INSIDE, IN, HARD, NOW) == decision
