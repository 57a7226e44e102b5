"""Holidays, and why somebody may (not) pass: pure functions of the rules and a moment; and how the desk keeps them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Direction, MaskState, Match, Pairing, Person, Presence, Reason, Role
from gatekeeper.door.access import Vote, ask_for_pin, decide
from gatekeeper.door.hours import holiday_on, hours_of, minutes_of, parse_holiday, parse_hours, weekdays_of, within
from gatekeeper.door.orders import AllDoors
from gatekeeper.door.rules import why
from gatekeeper.door_rule import DoorRule, Holiday, Hours, MaskRule, Passback, Schedule, SecondFactor
from gatekeeper.errors import ConfigError, StoreError
from gatekeeper.store.accounts import Actor
from gatekeeper.store.templates import NewPhoto
from gatekeeper.timezones import LAST_MOMENT, utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
OFFICE = Schedule("office", (parse_hours("mon-fri 08:00-18:00"),))
NIGHTS = Schedule("nights", (parse_hours("mon-sun 22:00-06:00"),))
EVE = parse_holiday("Christmas Eve", "24.12.", yearly=True, hours=["mon-sun 08:00-12:00"])
BREAK = parse_holiday("break", "12-24", "01-06", yearly=True)


@pytest.mark.parametrize(
    ("schedule", "moment", "inside"),
    [
        (OFFICE, datetime(2026, 12, 23, 17), True),
        (OFFICE, datetime(2026, 12, 24, 11), True),  # a Thursday: the shorter holiday says more exactly what is meant
        (OFFICE, datetime(2026, 12, 24, 12), False),
        (OFFICE, datetime(2026, 12, 25, 11), False),
        (OFFICE, datetime(2027, 1, 6, 11), False),  # over the turn of the year
        (OFFICE, datetime(2027, 1, 7, 11), True),
        (Schedule("on call", OFFICE.hours, heeds_holidays=False), datetime(2026, 12, 25, 11), True),
        (Schedule("never", ()), datetime(2026, 12, 24, 11), False),  # it stays so, whatever a holiday opens
        (NIGHTS, datetime(2026, 12, 24, 3), True),  # begun the evening before
        (NIGHTS, datetime(2026, 12, 24, 23), False),
        (NIGHTS, datetime(2027, 1, 7, 3), False),  # it would have begun on the holiday
        (NIGHTS, datetime(2027, 1, 7, 22), True),
    ],
)
def test_holidays_replace_the_hours_that_begin_on_them(schedule: Schedule, moment: datetime, inside: bool) -> None:
    assert within(schedule, moment, (BREAK, EVE)) is inside


def test_a_leap_day_comes_every_year_that_has_one() -> None:
    leap = parse_holiday("leap day", "29.02.", yearly=True)
    assert holiday_on(date(2028, 2, 29), [leap]) == leap
    assert holiday_on(date(2027, 2, 28), [leap]) is None
    assert holiday_on(date(2027, 3, 1), [leap]) is None


@pytest.mark.parametrize(
    ("first", "last", "inside", "outside"),
    [
        ("20.12.", "29.2.", [date(2027, 12, 20), date(2028, 2, 29), date(2027, 2, 28)], [date(2027, 3, 1)]),
        ("12-20", "02-28", [date(2028, 2, 28)], [date(2028, 2, 29), date(2028, 12, 19)]),
        ("29.2.", "6.1.", [date(2028, 2, 29), date(2027, 3, 1), date(2027, 1, 6)], [date(2028, 2, 28)]),
        ("2026-12-20", "2024-02-29", [date(2027, 1, 1), date(2028, 2, 29)], [date(2028, 3, 1)]),
    ],
)
def test_a_yearly_holiday_across_the_turn_of_the_year_keeps_a_29_february(
    first: str, last: str, inside: list[date], outside: list[date]
) -> None:
    winter = parse_holiday("winter", first, last, yearly=True)
    assert [holiday_on(day, [winter]) for day in inside] == [winter] * len(inside)
    assert [holiday_on(day, [winter]) for day in outside] == [None] * len(outside)


@pytest.mark.parametrize(
    ("first", "last", "yearly", "says"),
    [
        ("24.12.", "", False, "has no year"),
        ("32.12.", "", False, "is not a day"),  # no year would help
        ("2026-02-30", "", False, "2026-02-30"),
        ("31.12.2026", "24.12.2026", False, "before it begins"),
        ("soon", "", True, "soon"),
        ("2026-01-01", "2027-06-01", True, "lasts a year"),
    ],
)
def test_days_that_there_are_not_are_refused(first: str, last: str, yearly: bool, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        parse_holiday("x", first, last, yearly=yearly)


def test_what_is_looked_for_in_an_empty_home_is_an_error_that_says_what_to_do(open_home: Callable[[], App]) -> None:
    people = open_home().people
    looks: dict[str, Callable[[], object]] = {
        "register": lambda: people.find("Ada"),
        "config.toml": lambda: people.save_door_rule(DoorRule("lab", interlock=frozenset({"yard"}))),
        "add it": lambda: people.remove_group("staff"),
    }
    for remedy, look in looks.items():
        with pytest.raises(StoreError) as raised:
            look()
        assert remedy in raised.value.hint


times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
spans = st.builds(Hours, st.frozensets(st.integers(0, 6)), times, times)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
holidays = st.lists(
    st.builds(
        lambda name, first, length, yearly, hours: Holiday(name, first, first + timedelta(length), yearly, hours),
        st.sampled_from("abc"),
        days,
        st.integers(0, 20),
        st.booleans(),
        st.lists(spans, max_size=2).map(tuple),
    ),
    max_size=3,
).map(tuple)
schedules = st.builds(Schedule, st.just("plan"), st.lists(spans, max_size=3).map(tuple), st.booleans())
moments = st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 30), timezones=st.just(UTC))
people = st.builds(
    Person,
    st.just(1),
    st.just("Ada"),
    st.booleans(),
    st.none() | moments,
    st.none() | moments,
    st.frozensets(st.sampled_from(("staff", "guests"))),
    st.sampled_from((True, True, True, False)),
    doors=st.sampled_from((None, None, frozenset({"front", "back"}), frozenset({"back"}))),
)
rules = st.builds(
    DoorRule,
    st.just("front"),
    st.dictionaries(st.sampled_from(("staff", "guests")), st.none() | schedules),
    cooldown_seconds=st.sampled_from((0.0, 5.0, 3600.0)),
    timezone=st.sampled_from(("UTC", "Europe/Vienna", "Asia/Taipei")),
    mask=st.sampled_from(MaskRule),
    holidays=holidays,
)


@settings(max_examples=300, deadline=None)
@given(
    person=people, rule=rules, now=moments, ago=st.none() | st.floats(-10, 5000), asks=st.booleans(), has=st.booleans()
)
def test_why_says_what_the_door_decides(
    person: Person, rule: DoorRule, now: datetime, ago: float | None, asks: bool, has: bool
) -> None:
    """The answer to "why" and the door's decision are of one mind, whatever the rules are."""
    worn = MaskState.MASKED if rule.mask is MaskRule.REQUIRED else MaskState.BARE
    seen = Vote(1, Reason.GRANTED, Match(1, 0.9, 0.1, Pairing.BARE_BARE), 0.9, 0.5, mask=worn)
    last = None if ago is None else now - timedelta(seconds=ago)
    decision = decide(seen, person, rule, last, now)
    if decision.opens and asks:
        decision = ask_for_pin(decision, has)
    answer = why(person, rule, last, now, asks_for_pin=asks, has_pin=has)
    assert answer.opens is (decision.opens or decision.reason is Reason.PIN_NEEDED)
    if not answer.opens:
        assert (answer.decides.reason, answer.decides.message) == (decision.reason, decision.message)


def test_why_names_the_rule_that_decides() -> None:
    ada = Person(1, "Ada", groups=frozenset({"staff"}))
    rule = DoorRule("front", {"staff": OFFICE, "guards": None}, holidays=(BREAK, EVE))

    def told(at: datetime, person: Person = ada) -> tuple[bool, str]:
        answer = why(person, rule, None, at, asks_for_pin=False, has_pin=False)
        return answer.opens, answer.decides.rule

    assert told(NOW) == (
        True,
        "The group staff follows the schedule office (Monday to Friday 08:00 to 18:00): that is now.",
    )
    assert told(NOW + timedelta(hours=9))[0] is False
    opens, text = told(datetime(2026, 12, 25, 9, tzinfo=UTC))
    assert not opens
    assert text == "The group staff follows the schedule office, on the holiday break (never): that is not now."
    assert told(NOW, Person(2, "Bob"))[1] == "The door admits guards, staff; they are in none of these groups."
    assert told(NOW, Person(1, "Ada", blocked=True)) == (False, "Access is blocked.")
    guest = replace(ada, doors=frozenset({"back", "yard"}))
    assert told(NOW, guest) == (False, "They may pass these doors only: back, yard.")
    assert told(NOW, replace(ada, doors=frozenset({"front"})))[0]
    assert told(NOW, Person(2, "Bob", doors=frozenset({"front"})))[0] is False, "their groups count as before"


def test_a_person_corrected_by_hand_came_by_no_door() -> None:
    here, hard = Presence(1, Direction.IN, NOW, "", 1), DoorRule("front", passback=Passback.HARD)
    answer = why(
        Person(1, "Ada"), hard, None, NOW, asks_for_pin=False, has_pin=False, presence=here, direction=Direction.IN
    )
    assert not answer.opens
    assert answer.decides.message == "You are inside already, since 2026-03-04 12:00. Please ask at the door desk."


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "UTC"])
@pytest.mark.parametrize("at", [LAST_MOMENT, datetime(1, 1, 1, 0, 1, tzinfo=UTC)])
def test_the_first_and_the_last_moment_there_is_are_answered_at_any_door(zone: str, at: datetime) -> None:
    night = Schedule("night", (parse_hours("mon-sun 22:00-21:59"),))
    reset = DoorRule("front", timezone=zone, passback=Passback.HARD, passback_reset=time(23, 30))
    for rule in (reset, replace(reset, groups={"crew": night})):
        here = Presence(1, Direction.IN, NOW, "front", 1)
        person = Person(1, "Ada", groups=frozenset({"crew"}))
        answer = why(person, rule, None, at, asks_for_pin=False, has_pin=False, presence=here, direction=Direction.IN)
        begun = at == LAST_MOMENT or not rule.groups  # no night began before the first day
        assert answer.opens == begun, answer.decides.rule


@pytest.fixture
def desk(open_home: Callable[[], App]) -> Desk:
    app = open_home()
    return Desk(app, app.actor)


def test_why_says_that_all_doors_are_locked_until_that_is_over(desk: Desk) -> None:
    now, people = utc_now(), desk.app.people
    people.save_door_rule(DoorRule("front", second_factor=SecondFactor.NONE))
    photo = NewPhoto(MaskState.BARE, np.zeros((112, 112, 3), np.uint8), (("m", np.full(4, 0.5, np.float32)),))
    ada = people.add("Ada", consent_text="1", consent_at=NOW, photos=[photo])
    desk.order(AllDoors.LOCKED, "attack", now=now)
    answer = desk.why(ada.id, "front", utc_now())
    assert (answer.opens, answer.decides.reason) == (False, Reason.LOCKED_DOWN)
    assert answer.decides.rule == "All doors are locked: nobody can pass now."
    assert desk.why(ada.id, "front", now - timedelta(hours=1)).opens
    assert desk.why(ada.id, "front", now + timedelta(days=1)).opens, "by then somebody may have ended it"
    desk.order(AllDoors.NORMAL, "it is over", now=utc_now())
    assert desk.why(ada.id, "front", utc_now()).opens


def test_why_says_that_no_door_recognises_somebody_without_a_photo(desk: Desk) -> None:
    desk.app.people.save_door_rule(DoorRule("front", second_factor=SecondFactor.NONE))
    ada = desk.app.people.add("Ada", consent_text="1", consent_at=NOW)
    answer = desk.why(ada.id, "front", NOW)
    assert (answer.opens, answer.decides.reason) == (False, Reason.NOT_KNOWN)
    assert answer.decides.rule == "They have no photo: no door recognises them."


def test_holidays_are_kept_and_reach_the_doors_rule(desk: Desk) -> None:
    people = desk.app.people
    desk.app.doors.rule()
    desk.set_holiday(BREAK, now=NOW)
    desk.set_holiday(EVE, now=NOW)
    assert people.holidays() == [EVE, BREAK]
    (door,) = people.doors()
    assert people.door_rule(door).holidays == (EVE, BREAK)
    desk.set_schedule(Schedule("on call", OFFICE.hours, heeds_holidays=False), now=NOW)
    assert not people.schedules()[0].heeds_holidays
    desk.remove_holiday("break", now=NOW)
    assert people.holidays() == [EVE]
    with pytest.raises(StoreError, match="no holiday 'break'"):
        desk.remove_holiday("break", now=NOW)
    with pytest.raises(StoreError, match="no holiday 'break'"):
        desk.rename_holiday("break", "recess", now=NOW)


def test_a_holiday_falls_on_the_days_of_the_week_between_its_ends() -> None:
    monday = date(2027, 11, 29)
    assert weekdays_of(Holiday("one", monday, monday)) == {0}
    assert weekdays_of(Holiday("over the weekend", date(2027, 11, 26), monday)) == {4, 5, 6, 0}
    assert weekdays_of(Holiday("a fortnight", monday, date(2027, 12, 12))) == set(range(7))
    assert weekdays_of(Holiday("every year", monday, monday, True)) == set(range(7))


def test_a_conflicting_change_is_refused_and_says_by_whom(desk: Desk) -> None:
    desk.set_schedule(OFFICE, now=NOW)
    other = Schedule("office", (parse_hours("sat 09:00-12:00"),))
    Desk(desk.app, Actor("Bert", Role.ADMINISTRATOR)).set_schedule(other, now=NOW, seen=OFFICE)
    with pytest.raises(ConfigError, match="the schedule office meanwhile: Bert"):
        desk.set_schedule(Schedule("office", NIGHTS.hours), now=NOW, seen=OFFICE)
    assert desk.app.people.schedules() == [other]


def test_a_group_is_renamed_with_its_people_and_doors(desk: Desk) -> None:
    people = desk.app.people
    rule = desk.app.doors.rule()
    desk.add_group("staff", now=NOW)
    desk.set_door_rule(DoorRule(rule.door, {"staff": None}), now=NOW)
    ada, bob = (people.add(name, consent_text="1", consent_at=NOW).id for name in ("Ada", "Bob"))
    desk.set_members("staff", [ada, bob], now=NOW)
    desk.set_members("staff", [bob], now=NOW, seen=[ada, bob])
    desk.rename_group("staff", "crew", now=NOW)
    assert people.members() == {"crew": [(bob, "Bob")]}
    assert people.door_rule(rule.door).groups == {"crew": None}
    with pytest.raises(StoreError, match="is admitted by"):
        desk.remove_group("crew", now=NOW)
    desk.add_group("guests", now=NOW)
    with pytest.raises(StoreError, match="already"):
        desk.rename_group("guests", "crew", now=NOW)
    with pytest.raises(ConfigError, match="the group crew meanwhile"):
        desk.set_members("crew", [], now=NOW, seen=[ada])
    desk.remove_group("guests", now=NOW)
    assert people.groups() == ["crew"]


@settings(deadline=None)
@given(st.lists(spans, max_size=4), st.integers(0, 7 * 1440 - 1))
def test_painted_hours_admit_at_the_same_minutes(hours: list[Hours], minute: int) -> None:
    """Whatever is painted comes back, and means the same at the door."""
    painted = minutes_of(hours)
    back = hours_of(painted)
    assert (minutes_of(back) == painted).all()
    at = datetime(2026, 3, 2) + timedelta(minutes=minute)  # a Monday
    assert within(Schedule("x", tuple(hours)), at) is within(Schedule("x", back), at) is bool(painted[minute])
