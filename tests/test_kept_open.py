"""Doors that are kept open by a schedule, in every second of it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from at_the_door import ADA, Desk
from conftest import photo

from gatekeeper.app import App
from gatekeeper.config import CameraSettings, DoorSettings
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk as DeskOf
from gatekeeper.desk.evacuation import Inside, doors_stood_open
from gatekeeper.domain import AccessEvent, Direction, Outcome, Reason
from gatekeeper.door.door import Door, Holder
from gatekeeper.door.holding import PULSE_SECONDS, Holding, held_since
from gatekeeper.door.hours import parse_hours
from gatekeeper.door.rules import passback
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.door.station import Station
from gatekeeper.door_rule import DoorRule, Hours, Passback, Schedule
from gatekeeper.errors import StoreError
from gatekeeper.store.presence import Doubt

FOREVER = float("inf")

OPEN_HOURS = Schedule("open hours", (parse_hours("mon-fri 08:00-18:00"),))
HELD = DoorRule("front", hold_open=OPEN_HOURS)
MORNING = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


class Held:
    """A door that is kept open, second by second."""

    def __init__(self, app: App, rule: DoorRule = HELD) -> None:
        self.app, self.rule, self.at, self.now = app, rule, 100.0, MORNING
        self.relay = SimulatedRelay(lambda: self.at)
        self.door = Door("front", self.relay, app.bus, lambda: self.at)
        self.door.wait_ready()
        self.holding = Holding(self.door, app.log, app.bus, lambda: self.at)

    def second(self, seconds: float = 1.0) -> None:
        self.at += seconds
        self.now += timedelta(seconds=seconds)
        self.holding.follow(self.rule, self.now)
        self.door.refuse().result(60)  # what was asked is done

    @property
    def recorded(self) -> list[Reason]:
        return [event.reason for event in self.app.log.query(newest_first=False)]


@pytest.fixture
def held(app: App) -> Iterator[Held]:
    made = Held(app)
    yield made
    made.door.close()


def test_a_door_is_kept_open_in_its_hours_and_every_begin_and_end_is_on_record_first(held: Held) -> None:
    unlock, lock, seen = held.relay.unlock, held.relay.lock, []
    held.relay.unlock = lambda: (seen.append(held.recorded), unlock())[1]  # type: ignore[method-assign,func-returns-value]
    held.relay.lock = lambda: (seen.append(held.recorded), lock())[1]  # type: ignore[method-assign,func-returns-value]
    for _ in range(30):
        held.second()
        assert held.door.is_open
    assert seen == [[Reason.HOLD_BEGUN]], "renewed, and unlocked but once"
    held.now = datetime(2026, 3, 4, 18, 0, tzinfo=UTC)
    held.second()
    assert not held.door.is_open
    assert seen[1] == [Reason.HOLD_BEGUN, Reason.HOLD_ENDED]


def test_a_hold_that_nobody_renews_ends_by_itself_and_begins_anew_on_record(held: Held) -> None:
    held.second()
    held.at += PULSE_SECONDS + 1
    held.door.refuse().result(60)
    assert not held.door.is_open, "whoever was to renew it stands still"
    held.second()
    held.second()
    assert not held.door.is_open
    for _ in range(61):
        held.second()
    assert held.door.is_open
    assert held.recorded == [Reason.HOLD_BEGUN, Reason.HOLD_ENDED, Reason.HOLD_BEGUN]


def test_a_visit_meanwhile_does_not_shorten_it(held: Held) -> None:
    held.second()
    held.door.unlock(0.5, deadline=FOREVER).result(60)
    held.at += 5
    held.door.refuse().result(60)
    assert held.door.is_open


def test_locked_by_hand_it_stays_locked_until_its_next_hours(held: Held) -> None:
    held.second()
    held.door.lock().result(60)
    for _ in range(120):
        held.second()
        assert not held.door.is_open
    assert held.recorded == [Reason.HOLD_BEGUN, Reason.HOLD_LOCKED]
    again = Holding(held.door, held.app.log, held.app.bus, lambda: held.at)  # a restart knows it too
    again.follow(held.rule, held.now)
    assert not again.active
    held.now += timedelta(days=1)
    held.second()
    assert held.door.is_open


def test_a_lock_by_hand_stays_though_the_clock_is_put_back_and_the_program_restarted(held: Held) -> None:
    held.second()
    held.door.lock().result(60)
    held.second()
    held.now -= timedelta(hours=1)  # it was wrong
    held.second()
    again = Holding(held.door, held.app.log, held.app.bus, lambda: held.at)
    again.follow(held.rule, held.now)
    assert not again.active
    assert held.recorded == [Reason.HOLD_BEGUN, Reason.HOLD_LOCKED]
    again.follow(held.rule, held.now + timedelta(days=1))
    assert again.active, "in its next hours"


def test_a_lock_by_hand_stays_though_the_hours_begin_at_a_time_that_the_clock_skips(held: Held) -> None:
    summer = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 03:00 in Vienna, a second after 01:59:59
    hours = Schedule("early", (parse_hours("sun 02:30-18:00"),))
    held.rule, held.now = replace(HELD, hold_open=hours, timezone="Europe/Vienna"), summer - timedelta(minutes=5)
    opened = []
    while held.now < summer + timedelta(hours=2):
        held.now += timedelta(seconds=59)
        held.second()
        if held.door.is_open:
            opened.append(held.now - summer)
            held.door.lock().result(60)
    assert opened == [timedelta(minutes=30)]
    assert held.recorded == [Reason.HOLD_BEGUN, Reason.HOLD_LOCKED]


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "control"])
def test_nobody_is_certain_to_be_inside_once_a_door_that_counts_people_was_held_open(
    held: Held, monkeypatch: pytest.MonkeyPatch, counted: bool
) -> None:
    app, hard = held.app, DoorRule("front", passback=Passback.HARD)
    counting = CameraSettings("front", "0", door="front", direction="in")
    app.settings = replace(app.settings, doors=(DoorSettings("front"),), cameras=(counting,))

    def begin() -> Holding:
        held.holding = Holding(held.door, app.log, app.bus, lambda: held.at, app.presence if counted else None)
        return held.holding

    def passes() -> bool:
        return passback(hard, app.log.presence(1), Direction.IN, held.now).passes

    def comes_in() -> None:
        came = AccessEvent(held.now, "front", "door", Outcome.OPENED, Reason.GRANTED, "", person_id=1)
        app.log.record(replace(came, direction=Direction.IN))

    begin()
    held.now -= timedelta(hours=3)
    comes_in()
    held.second()
    assert (passes(), app.presence.doubt()) == (False, None), "its hours have not begun"
    held.now = MORNING
    held.second()
    assert passes() is counted
    if not counted:
        return
    assert app.presence.doubt() == Doubt(held.now, None, ("front",))
    app.presence.hold("side", held.now, begins=True)
    app.presence.hold("side", held.now, begins=False)
    desk = DeskOf(app, app.actor)
    with pytest.raises(StoreError, match="front still stands open"):
        desk.settle_presence(inside=True, now=held.now)
    watching = Door("front", SimulatedRelay(), app.bus, claim=lambda: "Another program has it.")
    beside = Holding(watching, app.log, app.bus, lambda: held.at, app.presence)
    beside.follow(held.rule, held.now)
    assert app.presence.held() == {"front"}, "the program that has the door says when it is shut"
    watching.close()
    begin()  # the program was killed, and starts again in its hours
    held.second()
    assert app.presence.held() == {"front"}

    def busy(*event: object, **named: object) -> object:
        raise StoreError("The database was busy.")

    with monkeypatch.context() as patch:
        patch.setattr(app.log, "record", busy)
        held.holding.end(held.now)
    assert app.presence.held() == {"front"}
    held.now = MORNING.replace(hour=19)
    begin()  # and after them
    held.second()
    assert app.presence.held() == frozenset()
    assert passes(), "they may have left meanwhile"
    said = doors_stood_open([Inside(1, ADA, MORNING, "front", doubtful=True)], app.presence.doubt())
    assert said is not None
    assert "by schedule front, side" in said
    held.second(60)
    comes_in()
    assert not passes(), "they were seen since"
    assert desk.settle_presence(inside=True, now=held.now) == 0
    assert app.presence.doubt() is None


def test_where_nobody_is_counted_any_more_the_doubt_of_a_door_held_open_can_be_settled(held: Held) -> None:
    """Its program was killed meanwhile, and no other one notes its end."""
    app = held.app
    counting = CameraSettings("front", "0", door="front", direction="in")
    app.settings = replace(app.settings, doors=(DoorSettings("front"),), cameras=(counting,))
    app.presence.hold("front", held.now, begins=True)
    desk = DeskOf(app, app.actor)
    with pytest.raises(StoreError, match="front still stands open"):
        desk.settle_presence(inside=True, now=held.now)
    app.settings = replace(app.settings, cameras=(replace(counting, direction=""),))
    assert desk.settle_presence(inside=True, now=held.now) == 0
    assert app.presence.doubt() is None


@pytest.mark.parametrize("how", ["busy", "the program ends", "trouble", "the log fails"])
def test_a_lock_by_hand_stays_whatever_comes_in_between(held: Held, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    def busy(*event: object, **named: object) -> object:
        raise StoreError("The database was busy.")

    held.second()
    held.door.lock().result(60)
    if how == "busy":
        monkeypatch.setattr(held.app.log, "record", busy)
        held.second()
        held.second()
    elif how == "the program ends":
        held.holding.end(held.now, for_good=True)
        held.holding = Holding(held.door, held.app.log, held.app.bus, lambda: held.at)
    elif how == "trouble":
        held.holding.end(held.now)
    else:
        monkeypatch.setattr(held.app.log, "record", busy)
        monkeypatch.setattr(held.app.log, "last_at", busy)
        held.second()
    monkeypatch.undo()
    for _ in range(70):
        held.second()
        assert not held.door.is_open
    assert held.recorded == [Reason.HOLD_BEGUN, Reason.HOLD_LOCKED]


def test_a_lock_right_as_a_hold_begins_wins(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    hold = Door.hold

    def too_late(self: Door, holder: Holder, until: float, **named: Any) -> object:
        self.lock().result(60)
        return hold(self, holder, until, **named)

    monkeypatch.setattr(Door, "hold", too_late)
    held.second()
    assert not held.door.is_open
    held.second()
    assert not held.door.is_open
    assert held.recorded == [Reason.HOLD_BEGUN, Reason.HOLD_LOCKED]


def test_a_lock_right_as_a_hold_ends_wins(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    record = held.app.log.record

    def too_late(event: AccessEvent) -> AccessEvent:
        held.door.lock().result(60)
        return record(event)

    held.second()
    held.rule = replace(HELD, hold_open=None)
    monkeypatch.setattr(held.app.log, "record", too_late)
    held.second()
    monkeypatch.undo()
    held.rule = HELD
    for _ in range(3):
        held.second()
        assert not held.door.is_open
    assert held.recorded == [Reason.HOLD_BEGUN, Reason.HOLD_ENDED, Reason.HOLD_LOCKED]


@pytest.mark.parametrize("kind", ["nobody", "out"])
def test_a_refused_person_is_not_the_first_one(held: Held, kind: str) -> None:
    held.rule = replace(HELD, hold_after_first=True)
    event = AccessEvent(held.now, "front", "door", Outcome.OPENED, Reason.GRANTED, "", person_id=1)
    if kind == "out":
        held.app.log.record(replace(event, direction=Direction.OUT))
    else:
        held.app.log.record(event)
        held.app.log.record(replace(event, outcome=Outcome.REFUSED, reason=Reason.RELAY_FAILED))
    held.second()
    assert not held.door.is_open
    held.app.log.record(replace(event, at=held.now, direction=Direction.IN))
    held.second()
    assert held.door.is_open


def test_with_the_first_person_only(held: Held) -> None:
    held.rule = replace(HELD, hold_after_first=True)
    held.second()
    assert not held.door.is_open
    desk = Desk(held.app)
    seen = desk.show(clip(photo(ADA, "bare", 0, "visits"), 1))
    desk.door.close()
    held.now = max(one.decided.at for one in seen if one.decided)
    held.second()
    assert held.door.is_open


def test_a_hold_that_cannot_be_recorded_does_not_begin_and_a_failed_one_ends_locked(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*event: object, **named: object) -> object:
        raise StoreError("The disk is full.")

    held.second()
    monkeypatch.setattr(held.app.log, "record", full)
    held.rule = replace(HELD, hold_open=None)
    held.second()
    assert not held.door.is_open, "it ends though that is not on record"
    held.rule = HELD
    with pytest.raises(StoreError):
        held.second()
    assert "unlock" not in [word for at, word in held.relay.asked if at > 101]
    monkeypatch.undo()
    held.second()
    assert held.door.is_open
    monkeypatch.setattr(held.app.log, "last_at", full)
    with pytest.raises(StoreError):
        held.second()
    held.door.refuse().result(60)
    assert not held.door.is_open, "whatever raises, the door is locked"


def test_control_a_hold_without_its_event_is_found_out(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Holding._begin

    def early(self: Holding, rule: DoorRule, now: datetime) -> None:
        self._door.hold(Holder.SCHEDULE, self._clock() + PULSE_SECONDS, locks=self._door.locks).result(60)
        begin(self, rule, now)

    monkeypatch.setattr(Holding, "_begin", early)
    with pytest.raises(AssertionError):
        test_a_door_is_kept_open_in_its_hours_and_every_begin_and_end_is_on_record_first(held)


@pytest.mark.parametrize(
    ("at", "since"),
    [
        (datetime(2026, 3, 4, 12, 0, tzinfo=UTC), datetime(2026, 3, 4, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 4, 6, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 4, 17, 0, tzinfo=UTC), None),
        (datetime(2026, 7, 1, 6, 0, tzinfo=UTC), datetime(2026, 7, 1, 6, 0, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_the_place(at: datetime, since: datetime | None) -> None:
    assert held_since(OPEN_HOURS, (), at, "Europe/Vienna") == since


def test_hours_past_midnight_began_the_day_before() -> None:
    nights = Schedule("nights", (Hours(frozenset({2}), *(moment.time() for moment in (MORNING, MORNING))),))
    assert held_since(nights, (), MORNING + timedelta(hours=20), "UTC") == MORNING


def test_the_program_keeps_a_door_open_and_ends_it_on_record(app: App) -> None:
    """As it runs: the rule from the database, every second, to the end of the program."""
    door, _ = held_by_program(app)
    app.doors.close_doors()
    assert not door.is_open
    reasons = [event.reason for event in app.log.query(newest_first=False, door=door.name)]
    assert reasons == [Reason.HOLD_BEGUN, Reason.HOLD_ENDED]


def held_by_program(app: App) -> tuple[Door, Station]:
    """A door that the program keeps open."""
    desk = DeskOf(app, app.actor)
    desk.set_door_rule(replace(app.doors.rule(), hold_open=OPEN_HOURS), now=MORNING)
    app.doors.now = lambda: MORNING
    door = app.doors.open_door()
    door.wait_ready()
    station = app.doors.station(door)
    app.doors.keep_up(station)
    door.refuse().result(60)  # what was asked before is done
    assert door.is_open
    return door, station


def test_a_program_that_ends_locks_at_once_and_writes_later(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    door, _ = held_by_program(app)
    record, open_then = app.log.record, list[bool]()

    def note(event: AccessEvent) -> AccessEvent:
        open_then.append(door.is_open)
        return record(event)

    monkeypatch.setattr(app.log, "record", note)
    app.doors.close_doors()
    assert open_then == [False]


def test_a_door_that_stays_shut_since_the_disk_is_full_is_not_kept_open(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, station = held_by_program(app)
    real = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda path: real(path)._replace(free=0))
    app.doors.keep_up(station)
    door.refuse().result(60)
    assert "full" in station.trouble
    assert not door.is_open


def test_the_end_of_recognition_ends_a_hold_and_records_it(app: App) -> None:
    door, _ = held_by_program(app)
    loop = app.doors.start_recognition()  # no camera: it ends at once
    loop.join(60)
    door.refuse().result(60)
    assert not door.is_open
    assert app.log.query(door=door.name)[0].reason is Reason.HOLD_ENDED
    app.doors.close_doors()
