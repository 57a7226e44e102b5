"""Alarms: begun once, counted, ended, acknowledged by name; told by whatever program has the door, never at the door."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from test_unusable_home import minding_permissions
from typer.testing import CliRunner

from gatekeeper.app import App, open_app
from gatekeeper.cli import app as commands
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.desk.alarm_watch import CAMERA_SECONDS, HOME_SECONDS, QUIET, RELAY_SECONDS, SETTLE_SECONDS, AlarmWatch
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Alarm, Decision, Outcome, Reason, Role
from gatekeeper.door.ownership import Claims, door_file
from gatekeeper.door.sensors import LEAST_SECONDS
from gatekeeper.errors import AuthError, DoorError, StoreError
from gatekeeper.events import (
    AccessDecided,
    AlarmTold,
    CameraFrozen,
    CameraRecovered,
    CameraTroubled,
    DoorAlarmed,
    DoorFailed,
    DoorMended,
    DoorUnlocked,
    DuressUsed,
)
from gatekeeper.outlets.feed import live_item
from gatekeeper.store.accounts import Actor
from gatekeeper.store.pins import DURESS
from gatekeeper.timezones import utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Site:
    """An open home without people, its watch, and a clock that is set by hand."""

    def __init__(self, home: Path) -> None:
        self.app = open_app(home, Settings(), prefer_keyring=False)
        self.seconds, self.free = 0.0, 10**12
        self.told: list[Alarm] = []
        self.app.bus.subscribe(AlarmTold, lambda told: self.told.append(told.alarm))
        self.watch = self.start()

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def start(self) -> AlarmWatch:
        self.watch = AlarmWatch(self.app, lambda: self.now, lambda: self.seconds, lambda folder: self.free)
        self.watch.look()
        return self.watch

    def after(self, seconds: float, *news: object) -> list[tuple[Reason, str]]:
        """The alarm events that are recorded so much later."""
        before = max((event.id for event in self.app.log.query(limit=1)), default=0)
        self.seconds += seconds
        for one in news:
            self.app.bus.publish(one)
        self.watch.look()
        events = [event for event in reversed(self.app.log.query(limit=50)) if event.id > before]
        return [(event.reason, event.door) for event in events if event.outcome is Outcome.ALARM]

    def visit(self, reason: Reason, outcome: Outcome, person_id: int | None = None, name: str | None = None) -> object:
        decision = Decision(outcome, reason, "", person_id)
        event = AccessEvent(self.now, "door", "camera", outcome, reason, "", person_id, name, snapshot=b"a face")
        return AccessDecided(self.app.log.record(event), decision)

    def unknown(self) -> object:
        return self.visit(Reason.NOT_KNOWN, Outcome.UNKNOWN)


@pytest.fixture
def site(copied_home: Path) -> Iterator[Site]:
    site = Site(copied_home)
    yield site
    site.watch.close()
    site.app.close()


def test_a_camera_that_is_away_for_long_is_one_alarm_with_an_end(site: Site) -> None:
    assert site.after(1, CameraTroubled("camera", "silent", 0)) == []
    assert site.after(30, CameraRecovered("camera")) == []
    assert site.after(1, CameraTroubled("camera", "silent", 0)) == []
    assert site.after(60, CameraTroubled("camera", "silent still", 0)) == [(Reason.CAMERA_LOST, "door")]
    assert site.after(600) == []
    (alarm,) = site.app.alarms.listed(open_only=True)
    assert (alarm.about, alarm.ended, str(alarm.message)) == (
        "camera",
        None,
        "The camera camera delivers no pictures: silent",
    )
    open_cameras(site)
    assert site.after(1, CameraRecovered("camera")) == []
    assert site.after(CAMERA_SECONDS) == [(Reason.ALARM_OVER, "door")]
    (alarm,) = site.app.alarms.listed(open_only=True)
    assert alarm.ended == site.now
    assert [one.ended is None for one in site.told] == [True, False]


def test_a_camera_given_to_another_door_while_it_is_away_recovers_all_the_same(site: Site) -> None:
    open_cameras(site)
    site.after(1, CameraTroubled("camera", "silent", 0))
    assert site.after(60) == [(Reason.CAMERA_LOST, "door")]
    doors = (DoorSettings("front"), DoorSettings("door"))
    site.app.settings = replace(site.app.settings, doors=doors)  # from the next start on it watches the first
    site.after(1, CameraRecovered("camera"))
    assert site.after(CAMERA_SECONDS) == [(Reason.ALARM_OVER, "door")]


def test_a_camera_that_delivers_a_picture_now_and_then_is_lost_all_the_same(site: Site) -> None:
    open_cameras(site)
    events = site.after(15, CameraTroubled("camera", "silent", 0), CameraRecovered("camera"))
    for _ in range(20):
        events += site.after(CAMERA_SECONDS - 1, CameraTroubled("camera", "silent", 0))
        events += site.after(1, CameraRecovered("camera"))
    assert events == [(Reason.CAMERA_LOST, "door")]
    assert site.after(CAMERA_SECONDS) == [(Reason.ALARM_OVER, "door")]


def test_a_frozen_camera_is_lost_until_its_picture_moves(site: Site) -> None:
    open_cameras(site)
    assert site.after(1, CameraFrozen("camera", True)) == []
    assert site.after(60, CameraTroubled("camera", "silent", 0)) == [(Reason.CAMERA_LOST, "door")]
    assert site.after(1, CameraRecovered("camera")) == []
    assert site.after(CAMERA_SECONDS) == [], "it delivers the same picture still"
    assert str(site.told[0].message) == "The picture of the camera camera does not change."
    site.after(1, CameraFrozen("camera", False))
    assert site.after(CAMERA_SECONDS) == [(Reason.ALARM_OVER, "door")]


def open_cameras(site: Site) -> None:
    """What the watch knows to be this program's."""
    site.app.doors.open_cameras(at_once=False)


def test_a_relay_that_failed_works_again_once_it_has_unlocked_or_had_no_trouble_for_a_while(site: Site) -> None:
    open_cameras(site)
    assert site.after(1, DoorFailed("door", "no answer")) == [(Reason.DOOR_FAILED, "door")]
    assert site.after(1, DoorFailed("door", "no answer")) == []
    assert site.after(1, DoorUnlocked("door", 3)) == [(Reason.ALARM_OVER, "door")]
    site.after(1, DoorFailed("door", "no answer"))
    assert site.after(RELAY_SECONDS - 1) == []
    assert site.after(1) == [(Reason.ALARM_OVER, "door")]


def test_a_door_that_nobody_could_claim_is_an_alarm_until_somebody_has(site: Site) -> None:
    """It stays shut, and no relay of it is there to fail."""
    file, mended = door_file(site.app.home, "door"), threading.Event()
    file.mkdir(parents=True)  # a folder where a file belongs
    site.app.bus.subscribe(DoorMended, lambda event: mended.set())
    open_cameras(site)
    assert site.after(1, CameraTroubled("camera", "silent", 0)) == [(Reason.DOOR_FAILED, "door")]
    assert f"The folder {file.parent} cannot be written to" in site.told[0].message
    assert site.told[0].message.endswith("Check the folder, its permissions and space.")
    assert site.after(2 * RELAY_SECONDS) == []
    assert site.after(60) == [(Reason.CAMERA_LOST, "door")]  # which nobody else would tell of
    file.rmdir()
    assert mended.wait(60)
    assert site.after(1) == [(Reason.ALARM_OVER, "door")]


def test_a_door_that_another_program_has_is_no_alarm_of_this_one(site: Site) -> None:
    other = Claims("gatekeeper serve")
    assert other.take(door_file(site.app.home, "door")) is None
    open_cameras(site)
    assert site.after(1, DoorFailed("door", "no answer")) == []
    other.close()


@pytest.mark.parametrize("mode", [0o444, 0], ids=["that may be read", "that may not"])
def test_alarms_of_a_door_that_another_user_s_program_has_are_that_program_s(site: Site, mode: int) -> None:
    """The file of its lock belongs to that user: of an earlier start by sudo, say."""
    file, other = door_file(site.app.home, "door"), Claims("gatekeeper run")
    assert other.take(file) is None
    file.chmod(mode)
    lost = Alarm(Reason.CAMERA_LOST, "door", "The camera is dark.", NOW, NOW, "camera")
    site.app.alarms.begin(lost)
    with minding_permissions():
        open_cameras(site)
        (watch,) = site.app.doors.watches
        assert "is held by process" in watch.door.held
        assert site.after(1) == []
        assert site.after(2 * SETTLE_SECONDS, DoorFailed("door", "no answer")) == []
        assert [alarm.ended for alarm in site.app.alarms.listed(open_only=True)] == [None]
        site.app.doors.close()
    other.close()


def test_a_door_whose_lock_is_another_user_s_is_an_alarm_where_nobody_has_it(site: Site) -> None:
    other = Claims("gatekeeper run")
    file = door_file(site.app.home, "door")
    assert other.take(file) is None
    other.close()
    file.chmod(0o444)
    with minding_permissions():
        open_cameras(site)
        assert site.after(1) == [(Reason.DOOR_FAILED, "door")]
        assert f"The door door stays shut: {file} cannot be opened: Permission denied" in site.told[0].message
        site.app.doors.close()


def test_a_relay_that_is_only_tried_neither_raises_nor_ends_an_alarm_of_its_door(site: Site) -> None:
    open_cameras(site)
    desk = Desk(site.app, Actor("Anna", Role.ADMINISTRATOR))
    saved = replace(site.app.settings.door, relay="shelly:door.example")
    site.app.settings = replace(site.app.settings, doors=(saved,))
    with pytest.raises(DoorError, match="/dev/none"):
        desk.test_relay(replace(saved, relay="serial:/dev/none"), now=NOW)
    assert site.after(1) == []
    assert site.after(1, DoorFailed("door", "no answer")) == [(Reason.DOOR_FAILED, "door")]
    assert desk.test_relay(replace(saved, relay="simulated"), now=NOW).outcome is Outcome.OPENED
    assert site.after(1) == []
    (alarm,) = site.app.alarms.going_on()
    assert alarm.kind is Reason.DOOR_FAILED


def test_an_alarm_of_an_earlier_program_ends_only_when_this_one_is_sure(site: Site) -> None:
    site.after(1, DoorFailed("door", "no answer"))
    site.watch.close()
    site.start()
    open_cameras(site)
    assert site.after(30) == []
    assert site.after(31) == [(Reason.ALARM_OVER, "door")]


def test_unknown_people_again_and_again_are_one_alarm_until_it_has_been_quiet(site: Site) -> None:
    for _ in range(4):
        assert site.after(60, site.unknown()) == []
    assert site.after(60, site.unknown()) == [(Reason.REPEATED_UNKNOWN, "door")]
    assert site.after(60, site.unknown()) == []
    (alarm,) = site.app.alarms.listed()
    assert alarm.times == 2
    assert str(alarm.message) == "Unknown people came 5 times within 10 minutes."
    assert site.app.alarms.get(alarm.id).snapshot == b"a face"  # type: ignore[union-attr]
    assert site.after(QUIET.total_seconds() - 61) == []  # the last one was recorded a minute before
    assert site.after(1) == [(Reason.ALARM_OVER, "door")]
    for _ in range(10):
        assert site.after(601, site.unknown()) == []  # no more than one in ten minutes


def test_a_blocked_person_and_a_picture_before_the_camera_are_alarms(site: Site) -> None:
    ada = site.app.people.add("Ada", consent_text="v1", consent_at=NOW)
    seen = site.visit(Reason.BLOCKED, Outcome.REFUSED, ada.id, "Ada")
    assert site.after(1, seen) == [(Reason.BLOCKED_SEEN, "door")]
    assert site.after(1, site.visit(Reason.NOT_LIVE, Outcome.REFUSED, ada.id, "Ada")) == [(Reason.PHOTO_ATTACK, "door")]
    photo, blocked = site.app.alarms.listed()
    assert (blocked.person_name, photo.person_name) == ("Ada", None), "a photo is not Ada"
    Desk(site.app, site.app.actor).remove_person(ada.id, erase=True, now=NOW)
    assert all("Ada" not in str(alarm) for alarm in site.app.alarms.listed())


def test_a_full_disk_and_one_with_room_again(site: Site) -> None:
    site.free = 400 * 10**6
    assert site.after(HOME_SECONDS) == [(Reason.DISK_LOW, "")]
    site.free = 520 * 10**6
    assert site.after(HOME_SECONDS) == []  # not at every megabyte that comes and goes
    site.free = 600 * 10**6
    assert site.after(HOME_SECONDS) == [(Reason.ALARM_OVER, "")]


@pytest.mark.parametrize("damage", ["", "UPDATE doors SET timezone = 'Mars/Base'"], ids=["whole", "damaged"])
def test_the_next_start_reports_a_crash_and_no_orderly_end(site: Site, tmp_path: Path, damage: str) -> None:
    assert site.app.log.query() == []
    site.watch.close()
    site.start()
    assert site.app.log.query() == []
    site.after(HOME_SECONDS)
    site.app.doors.rule()
    if damage:  # by the power cut that it is to tell of
        with site.app.database.transaction() as session:
            session.execute(text(damage))
    site.app.doors.claims.close()  # as the system does when a process dies
    site.start()
    (event,) = site.app.log.query()
    assert event.reason is Reason.RESTARTED
    assert f"{NOW.astimezone():%H:%M}" in event.message
    assert "+" not in event.message  # the time is as people read it, without a zone


def test_a_restored_home_tells_of_no_crash_though_it_was_backed_up_at_work(site: Site) -> None:
    site.after(HOME_SECONDS)
    site.app.doors.claims.close()
    Desk(site.app, site.app.actor).note_restored(Path("a.backup"), now=site.now)
    site.start()
    assert site.app.log.query() == []


def test_one_program_alone_looks_after_the_home(site: Site, tmp_path: Path) -> None:
    other = open_app(site.app.home, Settings(), prefer_keyring=False)
    second = AlarmWatch(other, lambda: site.now, lambda: site.seconds, lambda folder: 0)
    second.look()
    assert other.log.query() == []
    site.watch.close()
    second.look()
    assert [event.reason for event in other.log.query()] == [Reason.DISK_LOW]
    second.close()
    other.close()


def test_a_failing_log_is_announced_at_once_and_recorded_once_possible(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = AccessEvent(NOW, "door", "camera", Outcome.REFUSED, Reason.LOG_FAILED, "The disk is full.")
    with monkeypatch.context() as patched:

        def full(*args: object, **named: object) -> None:
            raise StoreError("The disk is full.")

        patched.setattr(type(site.app.database), "transaction", full)
        site.app.bus.publish(AccessDecided(failed, Decision(failed.outcome, failed.reason, failed.message)))
        site.watch.look()
        site.watch.look()
    assert [(alarm.kind, alarm.id) for alarm in site.told] == [(Reason.LOG_LOST, 0)]
    assert site.after(1) == [(Reason.LOG_LOST, "")]
    assert site.after(1) == [(Reason.ALARM_OVER, "")]


def test_an_alarm_whose_write_fails_once_is_announced_at_once_and_recorded_later(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = [site.visit(reason, Outcome.REFUSED) for reason in (Reason.BLOCKED, Reason.NOT_LIVE)]
    with monkeypatch.context() as patched:

        def locked(*args: object, **named: object) -> None:
            raise StoreError("The database is locked.")

        patched.setattr(type(site.app.database), "transaction", locked)
        for visit in visits:
            site.app.bus.publish(visit)
        site.watch.look()
        site.watch.look()
    kinds = [Reason.BLOCKED_SEEN, Reason.PHOTO_ATTACK]
    assert [(alarm.kind, alarm.id) for alarm in site.told] == [(kind, 0) for kind in kinds]
    assert site.after(1) == [(kind, "door") for kind in kinds]
    assert site.after(1) == []
    assert site.app.alarms.get(1).snapshot == b"a face"  # type: ignore[union-attr]


@contextmanager
def full_disk(app: App) -> Iterator[None]:
    """Meanwhile nothing can be added to the log, though it can be read."""
    with app.database.transaction() as session:
        session.execute(text("CREATE TRIGGER no_room BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END"))
    yield
    with app.database.transaction() as session:
        session.execute(text("DROP TRIGGER no_room"))


def test_every_forced_opening_while_the_disk_is_full_is_recorded_later_and_ends(site: Site) -> None:
    open_cameras(site)
    site.seconds = (utc_now() - NOW).total_seconds()  # the door goes by the clock of the machine
    for times in (1, 2):
        with full_disk(site.app):
            assert site.after(1, DoorAlarmed("door", Reason.FORCED_OPEN, True)) == []
            assert site.after(2 * LEAST_SECONDS, DoorAlarmed("door", Reason.FORCED_OPEN, False)) == []
        assert site.after(1) + site.after(1) == [(Reason.FORCED_OPEN, "door"), (Reason.ALARM_OVER, "door")]
        assert site.app.alarms.going_on() == []
        assert len(site.app.alarms.listed()) == times
    outside = [(alarm.id > 0, live_item(alarm).kind) for alarm in site.told]
    assert outside == [(False, "alarm.began"), (True, "alarm.began"), (True, "alarm.ended")] * 2


def test_openings_by_force_while_the_disk_is_full_are_all_counted(site: Site) -> None:
    open_cameras(site)
    site.seconds = (utc_now() - NOW).total_seconds()
    with full_disk(site.app):
        for _ in range(3):
            site.after(1, DoorAlarmed("door", Reason.FORCED_OPEN, True))
            site.after(2 * LEAST_SECONDS, DoorAlarmed("door", Reason.FORCED_OPEN, False))
    site.after(1)
    assert [alarm.times for alarm in site.app.alarms.listed()] == [3]


def test_an_end_that_cannot_be_recorded_is_announced_as_an_end_and_recorded_later(site: Site) -> None:
    open_cameras(site)
    site.seconds = (utc_now() - NOW).total_seconds()
    assert site.after(1, DoorAlarmed("door", Reason.FORCED_OPEN, True)) == [(Reason.FORCED_OPEN, "door")]
    (begun,) = site.told
    with full_disk(site.app):
        assert site.after(2 * LEAST_SECONDS, DoorAlarmed("door", Reason.FORCED_OPEN, False)) == []
    live = live_item(site.told[-1])
    assert (live.kind, live.data["began"], live.data["alarm_id"]) == ("alarm.ended", begun.began.isoformat(), 0)
    assert (live.at, live.at > begun.began) == (site.told[-1].ended, True)
    assert site.after(1) + site.after(1) == [(Reason.ALARM_OVER, "door")]
    (alarm,) = site.app.alarms.listed()
    assert (alarm.times, alarm.ended is None) == (1, False)


def test_who_is_forced_alarms_without_an_event_that_a_door_shows(site: Site) -> None:
    ada = site.app.people.add("Ada", consent_text="v1", consent_at=NOW)
    site.app.pins.note_duress(ada.id, "door", now=NOW)
    assert site.after(1, DuressUsed("door", ada.id, "Ada", NOW)) == []
    assert site.app.log.query() == []
    (alarm,) = site.told
    assert (alarm.kind, alarm.silent, alarm.person_name, alarm.id > 0) == (Reason.DURESS, True, "Ada", True)
    by = Actor("Olga", Role.OPERATOR)
    Desk(site.app, by).acknowledge([alarm.id], now=NOW)
    assert site.app.pins.unseen_duress() == []
    assert site.app.accounts.count_acts(act=DURESS) == 1
    # And where not even that can be put on record.
    site.told.clear()
    site.after(1, DuressUsed("door", ada.id, "Ada", NOW + timedelta(hours=1)))
    assert [(alarm.kind, alarm.id) for alarm in site.told] == [(Reason.DURESS, 0)]


def test_alarms_are_acknowledged_by_name_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.after(1, DoorFailed("door", "no answer"))
    (alarm,) = site.app.alarms.listed(open_only=True)
    with pytest.raises(AuthError, match="may not acknowledge alarms"):
        Desk(site.app, Actor("Vera", Role.VIEWER)).acknowledge([alarm.id], now=NOW)
    olga, otto = (Desk(site.app, Actor(name, Role.OPERATOR)) for name in ("Olga", "Otto"))
    assert [one.id for one in olga.acknowledge([alarm.id], "called the plumber", now=NOW)] == [alarm.id]
    assert otto.acknowledge([alarm.id], now=NOW) == []
    (seen,) = site.app.alarms.listed(open_only=True)
    assert (seen.acknowledged_by, seen.open) == ("Olga", True), "it lasts"
    act = site.app.accounts.acts(limit=1)[0]
    assert (act.who, act.act, act.detail) == ("Olga", "alarm acknowledged", "called the plumber")
    with pytest.raises(StoreError, match="no alarm 99"):
        olga.acknowledge([99], now=NOW)


def test_alarms_at_the_command_line(site: Site) -> None:
    ask = ["--home", str(site.app.home), "alarms"]
    site.after(1, DoorFailed("door", "no answer"))
    listed = CliRunner().invoke(commands, [*ask, "list"])
    assert "no answer" in " ".join(listed.output.split())
    assert (
        CliRunner().invoke(commands, [*ask, "acknowledge", "1", "--note", "seen"]).output == "1 alarm acknowledged.\n"
    )
    assert '"acknowledged_by": "' in CliRunner().invoke(commands, [*ask, "list", "--json"]).output


def test_the_end_of_what_is_kept_takes_along_alarms_that_are_over_and_seen(open_home: Callable[[], App]) -> None:
    app = open_home()
    seen, unseen, lasting = (
        app.alarms.begin(Alarm(kind, "", "", NOW, NOW))[0].id
        for kind in (Reason.DISK_LOW, Reason.CAMERA_LOST, Reason.DOOR_FAILED)
    )
    app.alarms.acknowledge([seen, lasting], "Olga", now=NOW)
    for over in (seen, unseen):
        app.alarms.end(over, now=NOW)
    app.log.retain(NOW + timedelta(days=1), None)
    assert {alarm.id for alarm in app.alarms.listed()} == {unseen, lasting}
    app.alarms.acknowledge([unseen], "Olga", now=NOW)
    app.alarms.end(lasting, now=NOW)
    app.log.retain(NOW + timedelta(days=1), None)
    assert app.alarms.listed() == []
    app.database.check()
