"""Nobody comes in twice: by no door of this program, by none of another on the same home, and not after a restart."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import photo
from passing import Doorway

from gatekeeper.app import App, open_app
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Direction, Outcome, Presence, Reason
from gatekeeper.door import access
from gatekeeper.door.rules import Step, passback
from gatekeeper.door_rule import DoorRule, Passback
from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message
from gatekeeper.models.activation import LoadedModel
from gatekeeper.timezones import utc_now
from gatekeeper.vision.pipeline import FacePipeline

ADA = "resident-001"
WAYS = {"front": "in", "side": "in", "garage": "in", "back": "out"}
CAMERAS = {door: CameraSettings(f"at {door}", "0", door=door, direction=way) for door, way in WAYS.items()}
DOORS = tuple(DoorSettings(door, cooldown_seconds=0, liveness="off", second_factor="none") for door in WAYS)
SETTINGS = Settings(tuple(CAMERAS.values()), DOORS)


@pytest.fixture
def start(open_home: Callable[[], App]) -> Callable[[], App]:
    def start() -> App:
        app = open_home()
        app.settings = SETTINGS
        return app

    return start


@pytest.fixture
def app(start: Callable[[], App]) -> App:
    app = start()
    session = app.enrolment()
    assert sum(session.offer(photo(ADA, "bare", number)).taken for number in range(2)) == 2
    Desk(app, app.actor).register(session, "Ada", now=utc_now())
    for door in DOORS:
        app.doors.rule(door)
    _every_door(app, Passback.HARD)
    return app


def _every_door(app: App, passback: Passback) -> None:
    for door in app.people.doors():
        if door in WAYS:
            rule = replace(app.people.door_rule(door), passback=passback)
            Desk(app, app.actor).set_door_rule(rule, now=utc_now())


@contextmanager
def another_program(home: Path, reader: FacePipeline) -> Iterator[App]:
    other = open_app(home, SETTINGS, prefer_keyring=False)
    other.models.loaded = LoadedModel(other.models.active, reader)
    try:
        yield other
    finally:
        other.close()


def test_who_is_inside_passes_no_way_in_until_they_have_left(
    app: App, start: Callable[[], App], reader: FacePipeline
) -> None:
    clock = [100.0]
    assert Doorway(app, CAMERAS["front"], clock).come(ADA).reason is Reason.GRANTED
    refused = Doorway(app, CAMERAS["side"], clock).come(ADA)
    assert (refused.outcome, refused.reason, refused.direction) == (Outcome.REFUSED, Reason.PASSBACK, "in")
    assert "by front. Please ask at the door desk." in refused.message
    with another_program(app.home, reader) as other:
        assert Doorway(other, CAMERAS["garage"], clock).come(ADA).reason is Reason.PASSBACK
    app = start()
    front = Doorway(app, CAMERAS["front"], clock)
    assert front.come(ADA).reason is Reason.PASSBACK, "a restart forgets nothing"
    told = Desk(app, app.actor).why(1, "front", utc_now())
    assert (told.opens, told.decides.reason) == (False, Reason.PASSBACK)
    assert Doorway(app, CAMERAS["back"], clock).come(ADA).outcome is Outcome.OPENED
    assert Desk(app, app.actor).why(1, "front", utc_now()).opens
    assert front.come(ADA).reason is Reason.GRANTED
    assert front.come(ADA).reason is Reason.PASSBACK
    Desk(app, app.actor).correct_presence(1, None, now=utc_now())
    assert front.come(ADA).reason is Reason.GRANTED, "put right at the desk, they pass once"


def test_whoever_is_on_record_as_outside_can_leave_all_the_same_and_it_is_told(app: App) -> None:
    """They came in unseen: behind somebody, through a door kept open, or while all doors were opened."""
    back = Doorway(app, CAMERAS["back"], [100.0])
    Desk(app, app.actor).correct_presence(1, Direction.OUT, now=utc_now())
    assert Desk(app, app.actor).why(1, "back", utc_now()).opens
    left = back.come(ADA)
    assert (left.outcome, left.reason) == (Outcome.OPENED, Reason.PASSBACK_OPENED)
    (alarm,) = app.log.query(outcome=Outcome.ALARM)
    assert (alarm.reason, alarm.message) == (Reason.PASSBACK_ALARM, "Ada goes out and has left already.")


def test_what_was_on_record_before_the_clock_was_set_back_keeps_nobody_out() -> None:
    rule, now = DoorRule("front", passback=Passback.HARD), utc_now()
    ahead = [
        passback(rule, Presence(1, Direction.IN, now + timedelta(seconds=by), "front", 5), Direction.IN, now).passes
        for by in (0.01, 3600)
    ]
    assert ahead == [False, True], "two doors that look at once are not a clock set back"


def test_a_soft_door_opens_and_tells(app: App) -> None:
    _every_door(app, Passback.SOFT)
    front = Doorway(app, CAMERAS["front"], [100.0])
    assert front.come(ADA).reason is Reason.GRANTED
    assert app.log.count(outcome=Outcome.ALARM) == 0
    again = front.come(ADA)
    assert (again.outcome, again.reason) == (Outcome.OPENED, Reason.PASSBACK_OPENED)
    (alarm,) = app.log.query(outcome=Outcome.ALARM)
    assert (alarm.reason, alarm.message) == (Reason.PASSBACK_ALARM, "Ada goes in and is inside already.")


def test_without_the_rule_somebody_comes_in_twice(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(access, "passback", lambda *about: Step(Reason.GRANTED, Message("")))
    front = Doorway(app, CAMERAS["front"], [100.0])
    assert [front.come(ADA).outcome for _ in range(2)] == [Outcome.OPENED] * 2


def test_a_door_that_looked_before_the_other_opened_lets_nobody_in(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two doors at once: both have looked, one has written; the other must not open by what it saw."""
    front, side = (Doorway(app, CAMERAS[door], [100.0]) for door in ("front", "side"))
    seen: list[Presence | None] = [app.log.presence(1)]
    assert front.come(ADA).reason is Reason.GRANTED
    monkeypatch.setattr(app.log, "presence", lambda person_id: seen[0])
    late = side.come(ADA)
    assert (late.outcome, late.reason) == (Outcome.REFUSED, Reason.LOG_FAILED)
    assert "another door" in late.message
    assert app.log.count(outcome=Outcome.OPENED) == 1


def test_where_nobody_is_seen_to_leave_nobody_is_kept_out(app: App) -> None:
    app.settings = replace(SETTINGS, cameras=(CAMERAS["front"], CAMERAS["side"]))
    front = Doorway(app, CAMERAS["front"], [100.0])
    assert [front.come(ADA).reason for _ in range(2)] == [Reason.GRANTED] * 2
    with pytest.raises(ConfigError, match="no camera sees who goes in, or none sees who goes out"):
        Desk(app, app.actor).set_door_rule(app.people.door_rule("front"), now=utc_now())
