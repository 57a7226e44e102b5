"""What is too old goes by itself: a real home, real events, and days that pass as fast as they are asked for."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from conftest import photo

from gatekeeper.app import App
from gatekeeper.config import RetentionSettings
from gatekeeper.desk.retention import DAY_SECONDS, TRY_AGAIN_SECONDS, Retention, believed_day
from gatekeeper.domain import AccessEvent, Alarm, Outcome, Probe, Reason

START = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    """Four visits with a picture: 400, 40 and 29 days old, and one of now."""
    app = open_home()
    for days in (400, 40, 29, 0):
        at = START - timedelta(days=days)
        app.log.record(AccessEvent(at, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", snapshot=b"face"))
    return app


class Days:
    """Passes time when it is waited for. before: what happens before each wait but the first."""

    def __init__(self, *before: Callable[[], object]) -> None:
        self.now, self._before = START, list(before)
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.now += timedelta(seconds=seconds)
        self.waits.append(seconds)
        if len(self.waits) > 1 and self._before:
            self._before.pop(0)()
            return False
        return len(self.waits) > 1


def test_old_events_and_pictures_go_at_the_start_and_again_a_day_later(app: App) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=365, faces_days=30))
    after_the_start: list[list[bytes]] = []
    days = Days(
        lambda: after_the_start.append([event.snapshot for event in app.log.query()]),
        lambda: None,
    )
    Retention(app, lambda: days.now, days.wait).run()
    assert after_the_start == [[b"face", b"face", b""]]
    assert days.waits == [0, DAY_SECONDS, DAY_SECONDS, DAY_SECONDS]
    assert [event.snapshot for event in app.log.query()] == [b"face", b"", b""]  # 31 days old by now
    acts = [(act.who, act.act, act.detail) for act in app.accounts.acts()]
    assert acts == [
        ("the program itself", "old events deleted", "0 events, 1 picture"),
        ("the program itself", "old events deleted", "1 event, 2 pictures"),
    ]


def test_nothing_goes_where_no_days_are_set_and_setting_them_needs_no_restart(app: App) -> None:
    def limit() -> None:
        assert app.log.count() == 4
        app.settings = replace(app.settings, retention=RetentionSettings(events_days=30))

    days = Days(limit)
    Retention(app, lambda: days.now, days.wait).run()
    # 30 days old, and no older
    assert [event.at for event in app.log.query()] == [START, START - timedelta(days=29)]
    assert app.accounts.acts()[0].detail == "2 events, 0 pictures"


def test_a_database_that_can_not_be_written_is_tried_again_soon(app: App) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=30))
    days = Days()
    app.database.close()
    Retention(app, lambda: days.now, days.wait).run()
    assert days.waits == [0, TRY_AGAIN_SECONDS]


def test_a_clock_that_jumps_ahead_deletes_nothing_that_is_not_old(app: App) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=30, faces_days=30))
    days = Days(lambda: None)
    days.now = START + timedelta(days=3650)
    Retention(app, lambda: days.now, days.wait).run()
    assert [(event.at, event.snapshot) for event in app.log.query()] == [
        (START, b"face"),
        (START - timedelta(days=29), b"face"),
    ]


YEARS = timedelta(days=7300)


@pytest.mark.parametrize("jump", [timedelta(days=3650), YEARS, -YEARS, timedelta(days=400)])
@pytest.mark.parametrize("running", [False, True])
def test_whatever_a_wrong_clock_stamps_nothing_young_goes_then_or_when_it_is_right_again(
    app: App, jump: timedelta, running: bool
) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=30, faces_days=30))
    days = Days()

    def visit(at: datetime) -> int:
        return app.log.record(AccessEvent(at, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", snapshot=b"face")).id

    def jumps() -> None:
        days.now += jump
        young.extend(visit(days.now + timedelta(hours=hours)) for hours in range(3))

    young = [event.id for event in app.log.query(since=START - timedelta(days=30))]
    if running:
        days = Days(jumps)
    else:
        jumps()
    Retention(app, lambda: days.now, days.wait).run()
    # The clock is right again, and the program started anew.
    days = Days()
    young.append(visit(START + timedelta(hours=5)))
    Retention(app, lambda: days.now, days.wait).run()
    kept = {event.id: event.snapshot for event in app.log.query()}
    assert kept.keys() >= set(young)
    assert set(kept.values()) == {b"face"}
    assert len(kept) == len(young)  # what is old went all the same


def test_after_weeks_in_which_the_building_was_closed_what_is_old_goes_as_always(app: App) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=30))
    again = START + timedelta(weeks=7)
    app.log.record(AccessEvent(again, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""))
    days = Days()
    days.now = again
    Retention(app, lambda: days.now, days.wait).run()
    assert [event.at for event in app.log.query()] == [again]


@pytest.mark.parametrize(("age", "stays"), [(13, True), (15, False)])
def test_the_copy_from_before_an_update_goes_when_it_is_as_old_as_events_may_be(
    app: App, age: int, stays: bool
) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=30, faces_days=14))
    copy = app.database.path.with_name("gatekeeper.before-0031.db")
    app.database.backup(copy)
    made = (START - timedelta(days=age)).timestamp()
    os.utime(copy, (made, made))
    days = Days()
    days.now = START + YEARS  # the clock is wrong
    Retention(app, lambda: days.now, days.wait).run()
    assert copy.exists() is stays


def test_a_copy_from_before_an_update_that_stays_keeps_nothing_else(app: App, caplog: pytest.LogCaptureFixture) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=30, guests_days=7))
    stays = app.database.path.with_name("gatekeeper.before-0031.db")
    stays.mkdir()  # so that it cannot be deleted as a file
    os.utime(stays, (0, 0))
    host = app.people.add("Ada", consent_text="1", consent_at=START)
    guest = app.people.add("Gil", consent_text="1", consent_at=START, valid_until=START - timedelta(days=8))
    app.guests.add(guest.id, host.id, made_at=START)
    app.log.record(AccessEvent(START, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""))
    days = Days()
    days.now = START
    Retention(app, lambda: days.now, days.wait).run()
    assert [person.name for person in app.people.list()] == ["Ada"]
    assert str(stays) in caplog.text


@pytest.mark.parametrize("acknowledged", [False, True])
@pytest.mark.parametrize("jump", [timedelta(), YEARS])
@pytest.mark.parametrize("others", [False, True])
def test_an_alarm_that_was_open_for_long_keeps_nothing_but_itself(
    open_home: Callable[[], App], acknowledged: bool, jump: timedelta, others: bool
) -> None:
    """After a restart, when all other events are younger than the month for which a clock must go on."""
    app = open_home()
    app.settings = replace(app.settings, retention=RetentionSettings(events_days=14, faces_days=14, guests_days=7))

    def forced(days: int) -> Alarm:
        at = START - timedelta(days=days)
        return app.alarms.begin(Alarm(Reason.FORCED_OPEN, f"door {days}", "forced", at, at), snapshot=b"face")[0]

    old = forced(150)
    app.alarms.end(old.id, now=old.began)
    app.log.retain(START - timedelta(days=15), START - timedelta(days=15))  # as on every day before
    for ago in range(20, 1, -1) if others else ():
        at = START - timedelta(days=ago)
        app.log.record(AccessEvent(at, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", snapshot=b"face"))
    fresh = forced(1)
    app.alarms.acknowledge([fresh.id, *([old.id] if acknowledged else [])], "Olga", now=START)
    app.alarms.end(fresh.id, now=START)
    host = app.people.add("Ada", consent_text="1", consent_at=START)
    for name, left in (("Gil", 8), ("Hal", 6)):
        guest = app.people.add(name, consent_text="1", consent_at=START, valid_until=START - timedelta(days=left))
        app.guests.add(guest.id, host.id, made_at=START)
    days = Days()
    days.now = START + jump
    Retention(app, lambda: days.now, days.wait).run()
    assert max((START - event.at).days for event in app.log.query() if event.snapshot) == (14 if others else 1)
    assert [person.name for person in app.people.list()] == ["Ada", "Hal"]
    assert any(event.at == old.began for event in app.log.query()) is not acknowledged


def test_a_clock_is_believed_again_when_it_has_gone_on_for_a_month() -> None:
    assert believed_day([0, 1, 2]) == 2
    assert believed_day([0, 1, 2, 3650]) == 2
    assert believed_day([*range(40), 90, 91]) == 91
    assert believed_day([*range(40), *range(500, 529)]) == 39
    assert believed_day([*range(40), *range(500, 531)]) == 530
    assert believed_day([-7300, *range(29), 5000]) == -7300
    assert believed_day([-7300, *range(31), 5000]) == 30


def test_what_a_clock_ahead_stamped_long_ago_goes_with_its_neighbours(app: App) -> None:
    for day in (1, 7300, 2, 20):
        at = START + timedelta(days=day)
        app.log.record(AccessEvent(at, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, ""))
    now = START + timedelta(days=40)
    assert app.log.retain(now - timedelta(days=30), None, now=now) == (7, 0)
    assert [event.at for event in app.log.query()] == [START + timedelta(days=20)]


def test_an_unexpected_failure_does_not_end_it(app: App) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(events_days="often"))  # type: ignore[arg-type]

    def correct() -> None:
        app.settings = replace(app.settings, retention=RetentionSettings(events_days=30))

    days = Days(correct)
    Retention(app, lambda: days.now, days.wait).run()
    assert days.waits == [0, DAY_SECONDS, DAY_SECONDS]
    assert app.log.count() == 2


def test_the_thread_ends_when_it_is_told(app: App) -> None:
    retention = Retention(app)
    retention.start()
    retention.close()
    assert not retention.is_alive()


def test_a_program_that_ends_leaves_overdue_guests_for_the_next_start(app: App) -> None:
    """An erasure first looks at the faces in the log that the present model has not seen, which may take minutes."""
    host = app.people.add("Ada", consent_text="1", consent_at=START)
    guest = app.people.add("Gil", consent_text="1", consent_at=START, valid_until=START - timedelta(days=8))
    app.guests.add(guest.id, host.id, made_at=START)
    (seen,) = app.models.reader.read_photo(photo("resident-001"))
    visit = AccessEvent(START, "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", mask=seen.mask)
    app.log.record(visit, Probe("a former model", seen.vector, seen.chip))
    app.settings = replace(app.settings, retention=RetentionSettings(guests_days=7))
    days = Days()
    ending = Retention(app, lambda: days.now, days.wait)
    ending.end()
    ending.run()
    assert [person.name for person in app.people.list()] == ["Ada", "Gil"]
    days = Days()
    Retention(app, lambda: days.now, days.wait).run()
    assert [person.name for person in app.people.list()] == ["Ada"]
