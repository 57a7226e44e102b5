"""All doors locked, all doors open, and back: by everybody's right, on record first, and shut whenever there is doubt."""

import shlex
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gatekeeper.app import open_app
from gatekeeper.cli import app as cli
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.demo import demo_settings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Decision, Outcome, Reason
from gatekeeper.door import hardware
from gatekeeper.door import orders as orders_module
from gatekeeper.door import runner as runner_module
from gatekeeper.door.access import unless_barred
from gatekeeper.door.door import Door
from gatekeeper.door.holding import Holding
from gatekeeper.door.hours import parse_hours
from gatekeeper.door.lockdown import LockDown
from gatekeeper.door.orders import LOCKED_FOR_ALL, AllDoors, read_order, write_order
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.door_rule import DoorRule, Schedule
from gatekeeper.errors import ConfigError, DoorError, StoreError
from gatekeeper.events import AccessDecided
from gatekeeper.store.presence import Doubt
from gatekeeper.store.site_settings import ORDER
from gatekeeper.timezones import utc_now

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FOREVER = float("inf")


def _nothing() -> None:
    pass


class Site:
    """A program with two doors, whose clock stands still unless it is moved. on_unlock: called as a relay opens."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.relays = 1000.0, list[SimulatedRelay]()
        self.on_unlock: Callable[[], object] = _nothing
        site = self

        class Relay(SimulatedRelay):
            def unlock(self) -> None:
                site.on_unlock()
                super().unlock()

        def open_relay(address: object) -> SimulatedRelay:
            self.relays.append(Relay())
            return self.relays[-1]

        monkeypatch.setattr(hardware, "open_relay", open_relay)
        settings = Settings(doors=(DoorSettings("front"), DoorSettings("back")), cameras=demo_settings().cameras)
        self.app = open_app(home, settings, prefer_keyring=False)
        self.app.doors.clock = lambda: self.now
        self.home, self._monkeypatch = home, monkeypatch
        self.desk = Desk(self.app, self.app.actor)
        self.doors: list[Door] = []

    @contextmanager
    def again(self) -> "Iterator[Site]":
        """Another program of this home, from its start to its end."""
        other = Site(self.home, self._monkeypatch).open()
        try:
            yield other
        finally:
            other.app.close()

    def open(self) -> "Site":
        self.doors = [self.app.doors.open_door(door) for door in self.app.settings.doors]
        for door in self.doors:
            door.wait_ready()
        return self

    def settled(self) -> list[bool]:
        """Which relays are locked, once everything that was asked of them is done."""
        for door in self.doors:
            door.refuse().result(60)
        return [relay.locked for relay in self.relays]

    def wait(self, seconds: float, following: bool = True) -> None:
        """Let time go by, with or without anybody who follows orders."""
        for _ in range(int(seconds)):
            self.now += 1.0
            if following:
                self.app.doors.orders.take_up()
                self.settled()


@pytest.fixture
def site(copied_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(orders_module, "_EVERY_SECONDS", 3600.0)  # the tests follow by hand
    opened = Site(copied_home, monkeypatch).open()
    yield opened
    opened.app.close()


def test_a_lock_down_locks_all_doors_for_everybody_until_it_is_lifted(site: Site) -> None:
    front = site.doors[0]
    front.unlock(60, deadline=FOREVER).result(60)
    assert site.settled() == [False, True]
    site.desk.order(AllDoors.LOCKED, "somebody armed", now=NOW)
    assert site.settled() == [True, True]
    with pytest.raises(DoorError, match="All doors are locked"):
        site.desk.open_by_hand(front, "a parcel", now=NOW)
    with pytest.raises(DoorError, match="All doors are locked"):
        front.unlock(60, deadline=FOREVER).result(60)
    site.wait(10)
    assert site.settled() == [True, True]
    events = site.app.log.query()
    assert {(event.door, event.outcome, event.reason) for event in events} == {
        ("front", Outcome.ALARM, Reason.LOCKED_DOWN),
        ("back", Outcome.ALARM, Reason.LOCKED_DOWN),
    }
    assert "somebody armed" in events[0].message
    assert site.app.accounts.acts(limit=1)[0].act == "all doors locked"

    site.desk.order(AllDoors.NORMAL, "the police have left", now=NOW)
    site.desk.open_by_hand(front, "a parcel", now=NOW)
    assert site.settled() == [False, True]


def test_a_lock_down_outlives_the_program(site: Site) -> None:
    site.desk.order(AllDoors.LOCKED, "somebody armed", now=NOW)
    site.app.close()
    with site.again() as again:
        with pytest.raises(DoorError, match="All doors are locked"):
            again.doors[0].unlock(60, deadline=FOREVER).result(60)
        assert again.app.doors.orders.current.why == "somebody armed"


def test_all_doors_open_for_a_fire_on_record_before_any_relay_moves_and_stay_so_until_it_ends(site: Site) -> None:
    recorded = []
    site.on_unlock = lambda: recorded.append([event.reason for event in site.app.log.query()])
    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    site.wait(60)
    assert site.settled() == [False, False]
    assert recorded
    assert all(seen == [Reason.OPENED_FOR_ALL] * 2 for seen in recorded)
    assert {event.outcome for event in site.app.log.query()} == {Outcome.OPENED}
    site.desk.order(AllDoors.NORMAL, "a drill", now=NOW)
    assert site.settled() == [True, True]


def test_a_door_that_its_schedule_keeps_open_stays_so_once_all_doors_are_no_longer_open(site: Site) -> None:
    """After a drill each door follows its rule, and nobody has locked this one."""
    front, _ = site.doors
    rule = DoorRule("front", hold_open=Schedule("always", (parse_hours("mon-sun 00:00-24:00"),)))
    holding = Holding(front, site.app.log, site.app.bus, lambda: site.now)
    holding.follow(rule, NOW)
    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    assert site.settled() == [False, False]
    site.desk.order(AllDoors.NORMAL, "a drill", now=NOW)
    assert site.settled() == [False, True]
    holding.follow(rule, NOW)
    assert site.settled() == [False, True]
    assert Reason.HOLD_LOCKED not in {event.reason for event in site.app.log.query()}


def test_without_whoever_holds_them_open_all_doors_lock_by_themselves(site: Site) -> None:
    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    assert site.settled() == [False, False]
    site.wait(4, following=False)
    assert site.settled() == [False, False]
    site.wait(2, following=False)
    assert site.settled() == [True, True]


@pytest.mark.parametrize("busy", [False, True], ids=["read at once", "read only later"])
def test_an_order_to_open_ends_with_the_program_and_the_next_one_does_not_follow_it(
    site: Site, busy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_nothing(people: object) -> None:
        raise StoreError("The database was busy.")

    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    site.app.close()
    assert [relay.locked for relay in site.relays] == [True, True]
    with ExitStack() as programs:
        with monkeypatch.context() as first:
            if busy:
                first.setattr(orders_module, "read_order", read_nothing)
            again = programs.enter_context(site.again())
        again.wait(3)
        assert again.settled() == [True, True]
        assert again.app.doors.orders.outdated
        again.desk.order(AllDoors.OPEN, "still burning", now=NOW)
        assert again.settled() == [False, False]


def test_doors_that_locked_with_their_program_leave_no_doubt_about_who_came_later(
    site: Site, elsewhere: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    presence = elsewhere.app.presence
    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    elsewhere.app.doors.orders.take_up()  # a program without doors says nothing
    assert presence.doubt() == Doubt(NOW)
    began = utc_now()
    again = Site(tmp_path / "home", monkeypatch)
    try:
        again.app.doors.open_door(again.app.settings.doors[0])
        again.app.doors.orders.take_up()
        doubt = presence.doubt()
        assert doubt is not None
        assert doubt.since == NOW
        assert doubt.until is not None
        assert began <= doubt.until
        assert not doubt.covers(doubt.until + timedelta(seconds=1))
        site.app.doors.orders.take_up()  # which still holds its doors open
        assert presence.doubt() == Doubt(NOW)
        again.app.doors.orders.take_up()
        assert presence.doubt() == Doubt(NOW)
    finally:
        again.app.close()


def test_a_lock_down_that_cannot_be_read_keeps_the_doors_of_a_program_that_begins_shut(
    site: Site, tmp_path: Path
) -> None:
    site.app.close()
    file = LockDown.of(tmp_path / "home").file
    file.parent.mkdir(exist_ok=True)
    file.symlink_to(file)
    with site.again() as again:
        with pytest.raises(DoorError, match="cannot be read"):
            again.doors[0].unlock(60, deadline=FOREVER).result(60)
        again.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
        again.wait(2)
        assert again.settled() == [True, True]
        file.unlink()
        again.wait(2)
        assert again.settled() == [False, False]
        file.symlink_to(file)  # what was read once stands
        again.wait(2)
        assert again.settled() == [False, False]


def test_an_opening_that_cannot_be_recorded_does_not_happen(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **named: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(site.app.log, "record", full)
    with pytest.raises(StoreError):
        site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    site.wait(2)
    assert site.settled() == [True, True]
    assert read_order(site.app.people).doors is AllDoors.NORMAL


def test_an_order_that_cannot_be_read_keeps_the_doors_of_a_program_that_begins_shut(site: Site) -> None:
    site.app.people.set_setting("doors.order", "{")
    site.app.close()
    with site.again() as again:
        with pytest.raises(DoorError, match="cannot be read"):
            again.doors[0].unlock(60, deadline=FOREVER).result(60)
        write_order(again.app.people, AllDoors.OPEN, "another program", "fire on floor 2", NOW)
        again.wait(2)
        assert again.settled() == [False, False]
        again.desk.order(AllDoors.NORMAL, "given anew", now=NOW)
        again.doors[0].unlock(60, deadline=FOREVER).result(60)


def test_a_lock_down_that_cannot_be_put_on_record_locks_all_the_same_until_an_order_is(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise StoreError("The database was busy.")

    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    assert site.settled() == [False, False]
    monkeypatch.setattr(site.app.log, "record", busy)
    with pytest.raises(StoreError, match="busy"):
        site.desk.order(AllDoors.LOCKED, "somebody armed", now=NOW)
    site.wait(3)
    assert site.settled() == [True, True]
    assert site.app.doors.orders.current.why == "somebody armed"
    with pytest.raises(DoorError, match="All doors are locked"):
        site.doors[0].unlock(60, deadline=FOREVER).result(60)
    monkeypatch.undo()
    site.desk.order(AllDoors.NORMAL, "over", now=NOW)
    site.doors[0].unlock(60, deadline=FOREVER).result(60)


@pytest.fixture
def elsewhere(site: Site) -> Iterator[Desk]:
    """The desk of another program on the same home, which has no doors."""
    app = open_app(site.app.home, site.app.settings, prefer_keyring=False)
    yield Desk(app, app.actor)
    app.close()


def _busy(*_: object) -> None:
    raise StoreError("The database was busy.")


def lock_without_record(desk: Desk) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.app.log, "record", _busy)
        with pytest.raises(StoreError, match="busy"):
            desk.order(AllDoors.LOCKED, "somebody armed", now=NOW)


def follows_unrecorded(site: Site, elsewhere: Desk) -> None:
    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    assert site.settled() == [False, False]
    lock_without_record(elsewhere)
    assert read_order(site.app.people).doors is AllDoors.OPEN
    site.wait(2)
    assert site.settled() == [True, True]
    assert site.app.doors.orders.current.doors is AllDoors.LOCKED


def test_a_lock_down_that_cannot_be_put_on_record_holds_in_every_program_until_an_order_is(
    site: Site, elsewhere: Desk
) -> None:
    follows_unrecorded(site, elsewhere)
    site.app.close()
    with site.again() as again:  # and over a restart
        with pytest.raises(DoorError, match="All doors are locked"):
            again.doors[0].unlock(60, deadline=FOREVER).result(60)
        elsewhere.order(AllDoors.NORMAL, "over", now=NOW)
        again.wait(1)
        again.doors[0].unlock(60, deadline=FOREVER).result(60)
        lock_without_record(again.desk)  # and of the program that has the doors, by another one
        assert again.settled() == [True, True]
        again.wait(1)
        elsewhere.order(AllDoors.NORMAL, "over again", now=NOW)
        again.wait(1)
        again.doors[0].unlock(60, deadline=FOREVER).result(60)


def test_without_the_file_another_program_would_stay_open(
    site: Site, elsewhere: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(LockDown, "mark", lambda self: None)
    with pytest.raises(AssertionError):
        follows_unrecorded(site, elsewhere)


def test_an_order_lifts_no_lock_down_that_was_given_while_it_was_written(site: Site, elsewhere: Desk) -> None:
    record = site.app.log.record

    def meanwhile(*args: object, **named: object) -> object:
        lock_down.begin()
        return record(*args, **named)  # type: ignore[arg-type]

    lock_down = LockDown.of(site.app.home)
    lock_down.begin()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site.app.log, "record", meanwhile)
        site.desk.order(AllDoors.NORMAL, "over", now=NOW)
    with pytest.raises(DoorError, match="All doors are locked"):
        site.doors[0].unlock(60, deadline=FOREVER).result(60)
    site.desk.order(AllDoors.NORMAL, "over now", now=NOW)
    site.doors[0].unlock(60, deadline=FOREVER).result(60)


def test_where_not_even_the_file_can_be_written_the_doors_of_this_program_lock(site: Site) -> None:
    lock_down = LockDown.of(site.app.home)
    lock_down.file.mkdir()  # so that no file can be
    lock_without_record(site.desk)
    lock_down.file.rmdir()
    site.wait(2)
    assert site.settled() == [True, True]
    with pytest.raises(DoorError, match="All doors are locked"):
        site.doors[0].unlock(60, deadline=FOREVER).result(60)
    site.desk.order(AllDoors.NORMAL, "over", now=NOW)
    site.doors[0].unlock(60, deadline=FOREVER).result(60)


def test_what_a_desk_without_doors_ordered_is_over_for_it_when_another_program_says_so(
    site: Site, elsewhere: Desk
) -> None:
    orders = elsewhere.app.doors.orders
    elsewhere.order(AllDoors.LOCKED, "somebody armed", now=NOW)
    assert orders.prevailing(read_order(elsewhere.app.people)).why == "somebody armed"
    site.desk.order(AllDoors.NORMAL, "over", now=NOW)
    assert orders.prevailing(read_order(elsewhere.app.people)).why == "over"
    LockDown.of(site.app.home).begin()  # by whichever program, and on no record
    assert orders.prevailing(read_order(elsewhere.app.people)).doors is AllDoors.LOCKED


def test_a_desk_that_could_neither_lock_nor_record_does_not_say_that_doors_are_locked(
    site: Site, elsewhere: Desk
) -> None:
    LockDown.of(site.app.home).file.mkdir()  # so that no file can be
    lock_without_record(elsewhere)
    LockDown.of(site.app.home).file.rmdir()
    site.wait(2)
    assert site.app.doors.orders.current.doors is elsewhere.app.doors.orders.current.doors is AllDoors.NORMAL


def test_doors_are_locked_at_once_though_an_order_waits_for_the_database(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, go = threading.Event(), threading.Event()
    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    read = orders_module.read_order

    def slow(people: object) -> object:
        reads.set()
        go.wait(20)
        return read(people)  # type: ignore[arg-type]

    monkeypatch.setattr(orders_module, "read_order", slow)
    waiting = threading.Thread(target=site.app.doors.orders.take_up)
    waiting.start()
    assert reads.wait(60)
    locking = threading.Thread(target=site.app.doors.lock_doors, daemon=True)
    locking.start()
    locking.join(60)
    assert not locking.is_alive()
    assert site.settled() == [True, True]
    go.set()
    waiting.join(60)


def test_a_door_whose_relay_does_not_lock_in_time_before_a_pause_is_named(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As after Ctrl-Z, when nothing of the program goes on until it is continued."""
    asked, free = threading.Event(), threading.Event()

    def hang() -> None:
        asked.set()
        assert free.wait(60)

    site.on_unlock = hang
    site.doors[0].unlock(60, deadline=float("inf"))
    assert asked.wait(60)
    monkeypatch.setattr(runner_module, "LOCKING_SECONDS", 0.1)
    site.app.doors.lock_doors()
    assert [record.message.split(":")[0] for record in caplog.records] == ["front"]
    assert "The door may be open" in caplog.text
    free.set()
    assert site.settled() == [True, True]


def test_a_door_that_does_not_open_with_the_others_is_on_record_once(site: Site) -> None:
    def jammed() -> None:
        raise DoorError("The relay is unplugged.", "Plug it in.")

    site.on_unlock = jammed
    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    site.wait(4)
    failed = [event for event in site.app.log.query() if event.reason is Reason.RELAY_FAILED]
    assert sorted(event.door for event in failed) == ["back", "front"]


def test_a_relay_that_fails_is_told_even_if_that_can_not_be_recorded(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    front, told = site.doors[0], list[AccessDecided]()
    site.app.bus.subscribe(AccessDecided, told.append)

    def jammed_and_disk_full() -> None:
        monkeypatch.setattr(site.app.database, "transaction", disk_full)
        raise DoorError("The relay is unplugged.", "Plug it in.")

    site.on_unlock = jammed_and_disk_full
    with pytest.raises(DoorError, match="unplugged"):
        site.desk.open_by_hand(front, "a parcel", now=NOW)
    assert [(one.event.door, one.decision.reason) for one in told] == [
        ("front", Reason.BY_HAND),
        ("front", Reason.RELAY_FAILED),
    ]


@pytest.mark.parametrize("answers", [True, False])
def test_a_door_is_locked_by_hand_though_the_disk_is_full_and_it_is_said_whether(
    site: Site, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    front = site.doors[0]
    front.unlock(60, deadline=FOREVER).result(60)

    def jammed(relay: SimulatedRelay) -> None:
        raise DoorError("The relay is unplugged.", "Plug it in.")

    with monkeypatch.context() as broken:
        broken.setattr(site.app.database, "transaction", disk_full)
        if not answers:
            broken.setattr(SimulatedRelay, "lock", jammed)
        refused = (
            pytest.raises(StoreError, match="front is locked, but that could not be recorded")
            if answers
            else (pytest.raises(DoorError, match="unplugged"))
        )
        with refused:
            site.desk.lock_by_hand(front, now=NOW)
    if answers:
        assert site.settled() == [True, True]


def disk_full(*_: object, **__: object) -> Any:
    raise StoreError("There is no space left on the disk.", "Delete what is not needed.")


def test_doors_that_are_locked_since_the_machine_stops_are_not_opened_again_at_once(site: Site) -> None:
    site.desk.order(AllDoors.OPEN, "fire on floor 2", now=NOW)
    site.app.doors.lock_doors()
    site.wait(1)
    assert site.settled() == [True, True]


def test_a_running_program_follows_an_order_of_the_command_line_within_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the command line says which doors there are, and asks for a reason."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text('[[door]]\nname = "front"\n[[door]]\nname = "back"\n')
    site = Site(home, monkeypatch).open()
    try:
        opened = threading.Event()
        site.on_unlock = opened.set
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        run = CliRunner().invoke
        said = run(cli, ["--home", str(home), "doors", "open-all", "--why", "fire", "--yes"])
        assert said.exit_code == 0, said.output
        assert "front" in said.output
        assert opened.wait(60)
        deadline = time.monotonic() + 10
        for command in ("normal", "lock-all"):
            said = run(cli, ["--home", str(home), "doors", command, "--why", "over", "--yes"])
            assert said.exit_code == 0, said.output
        while not site.doors[0].barred:
            assert time.monotonic() < deadline + 20
            threading.Event().wait(0.05)
        said = run(cli, ["--home", str(home), "doors", "lock-all", "--yes"])
        assert said.exit_code == 2  # no reason
    finally:
        site.app.close()


def test_a_script_that_cannot_answer_is_referred_to_the_yes_option(tmp_path: Path) -> None:
    command = ["--home", str(tmp_path), "doors", "lock-all", "--why", "drill"]
    asked = CliRunner().invoke(cli, command, input="")
    assert isinstance(asked.exception, ConfigError)
    assert "--yes" in str(asked.exception)
    assert "Lock all doors for everybody?" in str(asked.exception)
    denied = CliRunner().invoke(cli, command, input="n\n")
    assert (denied.exit_code, "Nothing was changed." in denied.output) == (1, True)


def test_what_is_advised_where_no_order_can_be_read_gives_one(site: Site) -> None:
    site.app.people.set_setting(ORDER, "{")
    with pytest.raises(StoreError) as refused:
        read_order(site.app.people)
    command = refused.value.hint.partition("gatekeeper ")[2]
    said = CliRunner().invoke(cli, ["--home", str(site.app.home), *command.split()], input="y\n")
    assert said.exit_code == 0, said.output
    assert read_order(site.app.people).why == "REASON"


def test_what_is_advised_after_a_restored_backup_lets_the_locked_doors_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def run(*command: str) -> str:
        said = CliRunner().invoke(cli, ["--home", str(tmp_path / "home"), *command], input="y\n")
        assert said.exit_code == 0, said.output
        return said.output

    (tmp_path / "backups").mkdir()
    run("backup", str(tmp_path / "backups"))
    run("doors", "lock-all", "--why", "drill", "--yes")
    (backup,) = (tmp_path / "backups").iterdir()
    advised = run("restore", str(backup), "--replace").splitlines()[-1]
    assert LockDown.of(tmp_path / "home").mark() is not None
    run(*shlex.split(advised.partition("gatekeeper ")[2])[2:])
    assert LockDown.of(tmp_path / "home").mark() is None


def test_an_order_needs_a_reason(site: Site) -> None:
    with pytest.raises(ConfigError, match="reason"):
        site.desk.order(AllDoors.LOCKED, "  ", now=NOW)


def test_a_person_recognised_during_a_lock_down_is_refused_and_told_why() -> None:
    granted = Decision(Outcome.OPENED, Reason.GRANTED, "Welcome", 1)
    refused = unless_barred(granted, LOCKED_FOR_ALL)
    assert (refused.opens, refused.reason, refused.person_id) == (False, Reason.LOCKED_DOWN, 1)
    assert unless_barred(granted, "") is granted
