"""The vote and the rules: tables for every reason, properties for every sequence."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatekeeper.domain import Face, MaskState, Match, Measure, Outcome, Pairing, Person, Reason, Sighting
from gatekeeper.door.access import (
    BoxColour,
    Policy,
    Vote,
    ask_for_pin,
    box_colour,
    decide,
    vote,
)
from gatekeeper.door.hours import describe, parse_hours, within
from gatekeeper.door_rule import DoorRule, Hours, MaskRule, Schedule
from gatekeeper.errors import ConfigError

POLICY = Policy(dict.fromkeys(Pairing, 0.9), margin=0.02, agree=4, window=6, patience=10)
FACE = Face(np.array([0, 0, 100, 100], np.float32), np.zeros((5, 2), np.float32), 0.99)
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
WEEKDAYS = Schedule("office", (Hours(frozenset(range(5)), time(8), time(18)),))
NIGHTS = Schedule("night", (Hours(frozenset({4}), time(22), time(6)),))


def sighting(person: int | None, similarity: float = 0.95, margin: float = 0.1, problem: str = "") -> Sighting:
    problems = (Measure(problem, 1.0, 2.0, False, f"Mend the {problem}."),) if problem else ()
    match = None if person is None else Match(person, similarity, similarity - margin, Pairing.BARE_BARE)
    return Sighting(1, 0.0, FACE, MaskState.BARE, match, problems)


YES, FAR, CLOSE = sighting(1), sighting(1, 0.8), sighting(1, 0.95, 0.001)


@pytest.mark.parametrize(
    ("sightings", "person", "reason"),
    [
        ([YES] * 4, 1, Reason.GRANTED),
        ([FAR, FAR, YES, YES, YES, YES], 1, Reason.GRANTED),
        ([FAR] * 6, None, Reason.NOT_KNOWN),
        ([YES, YES, YES, FAR, FAR, FAR], None, Reason.AMBIGUOUS),
        ([CLOSE] * 6, None, Reason.AMBIGUOUS),
        ([YES, YES, YES, *[sighting(2)] * 3], None, Reason.AMBIGUOUS),
        ([sighting(None, problem="size")] * 10, None, Reason.TOO_SMALL),
        ([sighting(None, problem="light")] * 10, None, Reason.POOR_PICTURE),
        # Too few that would do between many that would not: somebody stands there all the same.
        ([*[sighting(None, problem="size")] * 4, FAR] * 4, None, Reason.TOO_SMALL),
        ([*[sighting(1, problem="sharpness")] * 6, YES] * 3, None, Reason.POOR_PICTURE),
    ],
)
def test_a_settled_vote_has_one_reason(sightings: list[Sighting], person: int | None, reason: Reason) -> None:
    result = vote(sightings, POLICY)
    assert result is not None
    assert (result.person_id, result.reason) == (person, reason)
    assert result.value is not None
    assert result.limit is not None


@pytest.mark.parametrize(
    ("above", "lead", "named"),
    [(0.05, 0.021, True), (0.05, 0.019, False), (0.001, 0.03, False), (0.001, 0.04, True), (-0.001, 0.5, False)],
)
def test_a_barely_similar_face_needs_a_clear_lead(above: float, lead: float, named: bool) -> None:
    result = vote([sighting(1, 0.9 + above, lead)] * 6, POLICY)
    assert result is not None
    assert (result.person_id == 1) is named


@pytest.mark.parametrize(
    "sightings",
    [[], [YES] * 3, [FAR] * 5, [sighting(1, problem="size")] * 9, [*[sighting(1, problem="size")] * 4, FAR] * 3],
)
def test_too_little_seen_is_no_answer_yet(sightings: list[Sighting]) -> None:
    assert vote(sightings, POLICY) is None


def test_a_sighting_with_a_problem_takes_no_part() -> None:
    assert vote([YES, YES, YES, sighting(1, problem="sharpness")], POLICY) is None


people = st.lists(
    st.builds(
        sighting,
        st.sampled_from([1, 2, 3]),
        st.sampled_from([0.5, 0.899, 0.9, 0.97]),
        st.sampled_from([0.0, 0.019, 0.021, 0.2]),
        st.sampled_from(["", "", "size"]),
    ),
    max_size=20,
)


@settings(deadline=None)
@given(people)
def test_nobody_is_named_by_fewer_than_k_of_the_last_n(sightings: list[Sighting]) -> None:
    result = vote(sightings, POLICY)
    if result is None or result.person_id is None:
        return
    usable = [s.match for s in sightings if not s.problems and s.match is not None][-POLICY.window :]
    for_them = [
        m for m in usable if m.person_id == result.person_id and m.similarity >= 0.9 and m.margin >= POLICY.margin
    ]
    assert len(for_them) >= POLICY.agree


@settings(deadline=None)
@given(people, st.randoms(use_true_random=False))
def test_the_order_within_the_window_does_not_matter(sightings: list[Sighting], random: Random) -> None:
    window = [s for s in sightings if not s.problems][-POLICY.window :]
    mixed = random.sample(window, len(window))
    first, second = vote(window, POLICY), vote(mixed, POLICY)
    assert (first and first.person_id) == (second and second.person_id)


def person(**changes: object) -> Person:
    return Person(**{"id": 1, "name": "Ada", "groups": frozenset({"staff"}), **changes})  # type: ignore[arg-type]


GRANT = Vote(1, Reason.GRANTED, Match(1, 0.95, 0.5, Pairing.BARE_BARE), 0.95, 0.9)
RULE = DoorRule("front", {"staff": WEEKDAYS}, cooldown_seconds=5)


@pytest.mark.parametrize(
    ("known", "now", "last", "outcome", "reason"),
    [
        (person(), NOW, None, Outcome.OPENED, Reason.GRANTED),
        (None, NOW, None, Outcome.UNKNOWN, Reason.NOT_KNOWN),
        (person(id=2), NOW, None, Outcome.UNKNOWN, Reason.NOT_KNOWN),
        (person(blocked=True), NOW, None, Outcome.REFUSED, Reason.BLOCKED),
        (person(valid_from=NOW + timedelta(seconds=1)), NOW, None, Outcome.REFUSED, Reason.NOT_YET_VALID),
        (person(valid_from=NOW), NOW, None, Outcome.OPENED, Reason.GRANTED),
        (person(valid_until=NOW), NOW, None, Outcome.REFUSED, Reason.EXPIRED),
        (person(groups=frozenset()), NOW, None, Outcome.REFUSED, Reason.WRONG_GROUP),
        (person(groups=frozenset({"guests"})), NOW, None, Outcome.REFUSED, Reason.WRONG_GROUP),
        (person(doors=frozenset({"back"})), NOW, None, Outcome.REFUSED, Reason.WRONG_GROUP),
        (person(doors=frozenset({"front", "back"})), NOW, None, Outcome.OPENED, Reason.GRANTED),
        (person(), NOW.replace(hour=18), None, Outcome.REFUSED, Reason.OUTSIDE_HOURS),
        (person(), NOW.replace(hour=17, minute=59), None, Outcome.OPENED, Reason.GRANTED),
        (person(), NOW + timedelta(days=3), None, Outcome.REFUSED, Reason.OUTSIDE_HOURS),
        (person(), NOW, NOW - timedelta(seconds=4), Outcome.REFUSED, Reason.COOLDOWN),
        (person(), NOW, NOW - timedelta(seconds=5), Outcome.OPENED, Reason.GRANTED),
    ],
)
def test_the_rules_of_the_door(
    known: Person | None, now: datetime, last: datetime | None, outcome: Outcome, reason: Reason
) -> None:
    decision = decide(GRANT, known, RULE, last, now)
    assert (decision.outcome, decision.reason) == (outcome, reason)
    assert decision.opens == (outcome is Outcome.OPENED)
    assert decision.message.endswith(".")
    assert "0.9" not in decision.message  # no similarity is told at the door


@pytest.mark.parametrize("reason", [Reason.NOT_KNOWN, Reason.AMBIGUOUS, Reason.TOO_SMALL, Reason.POOR_PICTURE])
def test_no_rule_opens_what_the_vote_refused(reason: Reason) -> None:
    decision = decide(Vote(None, reason, None, 1.0, 2.0, "Come closer."), person(), DoorRule("front"), None, NOW)
    assert not decision.opens
    assert decision.reason is reason
    assert decision.message


@pytest.mark.parametrize("reason", [Reason.NOT_KNOWN, Reason.AMBIGUOUS])
def test_the_doors_answer_does_not_reveal_how_similar_a_face_is(reason: Reason) -> None:
    matches = [Match(1, similarity, 0.1, Pairing.BARE_BARE) for similarity in (0.89, 0.2)]
    near, far = (decide(Vote(None, reason, m, m.similarity, 0.9), None, DoorRule("door"), None, NOW) for m in matches)
    assert near.message == far.message
    assert near.value != far.value  # the log has it


def test_a_door_without_groups_admits_every_registered_person() -> None:
    assert decide(GRANT, person(groups=frozenset()), DoorRule("front"), None, NOW).opens


def test_hours_are_those_of_the_door_s_place_through_daylight_saving() -> None:
    rule = DoorRule("front", {"staff": WEEKDAYS}, timezone="Europe/Berlin")
    winter, summer = datetime(2026, 3, 27, 6, 30, tzinfo=UTC), datetime(2026, 3, 30, 6, 30, tzinfo=UTC)
    assert decide(GRANT, person(), rule, None, winter).reason is Reason.OUTSIDE_HOURS
    assert decide(GRANT, person(), rule, None, summer).opens


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        (datetime(2026, 3, 6, 21, 59), False),
        (datetime(2026, 3, 6, 22, 0), True),
        (datetime(2026, 3, 7, 5, 59), True),
        (datetime(2026, 3, 7, 6, 0), False),
        (datetime(2026, 3, 6, 3, 0), False),
        (datetime(2026, 3, 7, 23, 0), False),
    ],
)
def test_a_span_past_midnight_belongs_to_the_evening_it_began(moment: datetime, inside: bool) -> None:
    assert within(NIGHTS, moment) is inside


def test_a_day_ends_at_24_o_clock() -> None:
    plan = Schedule("evening", (parse_hours("fri 22:00-24:00"),))
    assert within(plan, datetime(2026, 3, 6, 23, 59))
    assert not within(plan, datetime(2026, 3, 7, 0, 0))
    assert not within(plan, datetime(2026, 3, 6, 0, 0))


def test_a_policy_without_a_majority_is_refused() -> None:
    with pytest.raises(ValueError, match="majority"):
        Policy({}, agree=3, window=6)


def test_sightings_before_the_mask_was_put_on_do_not_count_for_the_masked_face() -> None:
    masked = replace(YES, mask=MaskState.MASKED)
    assert vote([YES, YES, YES, masked], POLICY) is None
    settled = vote([YES, YES, YES, *[masked] * 4], POLICY)
    assert settled is not None
    assert settled.person_id == 1


def test_a_clock_that_was_set_back_is_no_cooldown() -> None:
    granted = Vote(1, Reason.GRANTED, YES.match, 0.95, 0.9)
    rule = DoorRule("front", cooldown_seconds=5)
    for ago, reason in ((4.9, Reason.COOLDOWN), (5, Reason.GRANTED), (-3600, Reason.GRANTED)):
        decision = decide(granted, Person(1, "Ada"), rule, NOW - timedelta(seconds=ago), NOW)
        assert decision.reason is reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mon-fri 08:00-18:00", "Monday to Friday 08:00 to 18:00"),
        ("Sat,Sun 22:00-2:00", "Saturday, Sunday 22:00 to 02:00"),
        ("fri-mon 0:00 - 23:59", "Monday, Friday, Saturday, Sunday 00:00 to 23:59"),
        ("wed 09:30-10:00", "Wednesday 09:30 to 10:00"),
        ("mon 22:00-24:00", "Monday 22:00 to 00:00"),
    ],
)
def test_hours_are_read_as_they_are_written(text: str, words: str) -> None:
    assert describe(Schedule("x", (parse_hours(text),))) == words


@pytest.mark.parametrize(
    "text", ["", "08:00-18:00", "mon 8-18", "xyz 08:00-18:00", "mon 25:00-26:00", "a-b-c 1:00-2:00"]
)
def test_hours_that_can_not_be_read_are_an_error_that_shows_how(text: str) -> None:
    with pytest.raises(ConfigError, match="mon-fri 08:00-18:00"):
        parse_hours(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mon-fry 08:00-18:00", "mon-fry is not a range of days"),
        ("mon 08:00-25:00", "25:00 is not a time of day"),
        ("mon 08:60-18:00", "08:60 is not a time of day"),
    ],
)
def test_what_is_wrong_with_hours_is_said_in_words(text: str, why: str) -> None:
    with pytest.raises(ConfigError, match=f"is not a range of hours: {why}."):
        parse_hours(text)


BARE, MASKED, WRONG = MaskState.BARE, MaskState.MASKED, MaskState.WRONG


def wearing(*states: MaskState) -> list[Sighting]:
    match = Match(1, 0.95, 0.5, Pairing.BARE_BARE)
    return [Sighting(1, 0.0, FACE, state, match) for state in states]


@pytest.mark.parametrize(
    ("states", "mask"),
    [
        ([BARE] * 4, BARE),
        ([BARE, BARE, MASKED, MASKED, MASKED, MASKED], MASKED),
        ([WRONG, BARE, WRONG, WRONG, WRONG, MASKED], WRONG),
        ([BARE, MASKED] * 4, None),
    ],
)
def test_the_mask_state_is_voted_on_like_the_name(states: list[MaskState], mask: MaskState | None) -> None:
    result = vote(wearing(*states), POLICY)
    assert result is not None
    assert (result.person_id, result.mask) == (1, mask)


def test_a_name_waits_for_the_mask_to_be_clear_as_long_as_more_frames_may_come() -> None:
    assert vote(wearing(BARE, MASKED, MASKED, MASKED), POLICY) is None
    assert vote(wearing(BARE, MASKED, MASKED, MASKED, MASKED), POLICY) is not None


@pytest.mark.parametrize(
    ("rule", "mask", "reason", "message"),
    [
        (MaskRule.OPTIONAL, BARE, Reason.GRANTED, "Welcome, Ada."),
        (MaskRule.OPTIONAL, WRONG, Reason.GRANTED, "Welcome, Ada."),
        (MaskRule.OPTIONAL, None, Reason.GRANTED, "Welcome, Ada."),
        (MaskRule.REQUIRED, MASKED, Reason.GRANTED, "Welcome, Ada."),
        (MaskRule.REQUIRED, BARE, Reason.MASK_NEEDED, "Please put on your mask."),
        (MaskRule.REQUIRED, None, Reason.MASK_NEEDED, "Please put on your mask."),
        (MaskRule.REQUIRED, WRONG, Reason.MASK_WRONG, "Please pull your mask over your nose."),
        (MaskRule.OFF, BARE, Reason.GRANTED, "Welcome, Ada."),
        (MaskRule.OFF, MASKED, Reason.MASK_OFF, "Please take your mask off."),
        (MaskRule.OFF, WRONG, Reason.MASK_OFF, "Please take your mask off."),
        (MaskRule.OFF, None, Reason.MASK_OFF, "Please take your mask off."),
    ],
)
def test_a_door_opens_only_to_faces_covered_as_it_asks(
    rule: MaskRule, mask: MaskState | None, reason: Reason, message: str
) -> None:
    seen = Vote(1, Reason.GRANTED, Match(1, 0.95, 0.5, Pairing.BARE_BARE), 0.95, 0.9, mask=mask)
    decision = decide(seen, person(), DoorRule("front", mask=rule), None, NOW)
    assert (decision.reason, decision.message) == (reason, message)
    assert decision.opens is (reason is Reason.GRANTED)


def test_a_person_who_may_not_pass_at_all_is_not_asked_for_a_mask() -> None:
    seen = Vote(1, Reason.GRANTED, None, 0.95, 0.9, mask=BARE)
    rule = DoorRule("front", {"guests": None}, mask=MaskRule.REQUIRED)
    assert decide(seen, person(), rule, None, NOW).reason is Reason.WRONG_GROUP


@pytest.mark.parametrize(
    ("known", "mask", "rule", "colour"),
    [
        (True, MASKED, MaskRule.REQUIRED, BoxColour.GREEN),
        (True, BARE, MaskRule.REQUIRED, BoxColour.YELLOW),
        (True, WRONG, MaskRule.REQUIRED, BoxColour.YELLOW),
        (True, BARE, MaskRule.OPTIONAL, BoxColour.GREEN),
        (True, MASKED, MaskRule.OFF, BoxColour.YELLOW),
        (True, BARE, MaskRule.OFF, BoxColour.GREEN),
        (False, MASKED, MaskRule.REQUIRED, BoxColour.BLACK),
        (False, WRONG, MaskRule.OPTIONAL, BoxColour.BLACK),
        (False, BARE, MaskRule.OFF, BoxColour.WHITE),
    ],
)
def test_the_box_has_the_earlier_program_s_colours(
    known: bool, mask: MaskState, rule: MaskRule, colour: BoxColour
) -> None:
    assert box_colour(known, mask, rule) is colour


def test_a_door_that_wants_a_pin_asks_who_has_one_and_sends_away_who_has_none() -> None:
    granted = decide(GRANT, person(groups=frozenset()), DoorRule("front"), None, NOW)
    assert granted.opens
    asked, sent = ask_for_pin(granted, True), ask_for_pin(granted, False)
    assert (asked.reason, asked.message) == (Reason.PIN_NEEDED, "Please enter your PIN.")
    assert sent.reason is Reason.NO_PIN
    assert "door desk" in sent.message
    assert not asked.opens
    assert not sent.opens


def test_a_person_s_last_day_is_told_as_a_day_where_the_next_one_has_no_midnight() -> None:
    """In Santiago the clock goes from 23:59:59 of 5 September to 01:00."""
    until = datetime(2026, 9, 6, 4, tzinfo=UTC)
    person, rule = Person(1, "Ada", valid_until=until), DoorRule("front", timezone="America/Santiago")
    told = decide(Vote(1, Reason.GRANTED), person, rule, None, until)
    assert told.message == "Your access ended on 2026-09-05. Please ask at the door desk."
    person = Person(1, "Ada", valid_from=until)
    told = decide(Vote(1, Reason.GRANTED), person, rule, None, until - timedelta(seconds=1))
    assert told.message == "Your access begins on 2026-09-06."
