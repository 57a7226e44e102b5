"""Scheduled backups: made by themselves, here and on another machine, and an alarm where they are not."""

import errno
import logging
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sshd import Sshd, sshd
from typer.testing import CliRunner

from gatekeeper.app import App
from gatekeeper.cli import app as commands
from gatekeeper.config import BackupSettings, Settings
from gatekeeper.desk.alarm_watch import AlarmWatch
from gatekeeper.desk.backups import Backups, backup_state, make_backup
from gatekeeper.desk.desk import Desk
from gatekeeper.doctor import _backups
from gatekeeper.domain import Reason, Role
from gatekeeper.errors import AuthError, ConfigError, StoreError
from gatekeeper.events import BackupDone, BackupTroubled
from gatekeeper.progress import Progress, silent
from gatekeeper.store import offsite
from gatekeeper.store.accounts import Actor
from gatekeeper.store.copies import Keep, marked, restore, verify
from gatekeeper.store.offsite import Server, backups_at, connected, fetched, verify_at
from gatekeeper.store.people import PeopleStore

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def app(open_home: Callable[[], App], tmp_path: Path) -> App:
    app = open_home()
    app.people.add("Wilhelmina", consent_text="v1", consent_at=NOW)
    (tmp_path / "copies").mkdir()
    app.settings = replace(app.settings, backup=BackupSettings(to=str(tmp_path / "copies")))
    return app


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


def _made(app: App, now: datetime) -> str:
    return make_backup(app, Desk(app, app.actor), now=now)[0].path.name


class Hours:
    """Time that passes as fast as it is waited for, until `hours` are over."""

    def __init__(self, hours: float, start: datetime = NOW) -> None:
        self.now, self.end = start, start + timedelta(hours=hours)

    def wait(self, seconds: float) -> bool:
        self.now += timedelta(seconds=max(seconds, 600 if seconds else 0))  # a minute seldom matters
        return self.now >= self.end


def _run(app: App, hours: float, start: datetime = NOW) -> list[object]:
    """Let so many hours pass; what was told."""
    told: list[object] = []
    ends = [app.bus.subscribe(kind, told.append) for kind in (BackupTroubled, BackupDone)]
    clock = Hours(hours, start)
    Backups(app, lambda: clock.now, clock.wait).run()
    for end in ends:
        end()
    return told


def test_backups_are_made_when_they_are_due_and_old_ones_go(app: App, tmp_path: Path) -> None:
    app.settings = replace(app.settings, backup=replace(app.settings.backup, days=2, weeks=1, months=1))
    told = _run(app, 73)
    assert [type(one) for one in told] == [BackupDone] * 4  # at once, and after 24, 48 and 72 hours
    names = sorted(one.name for one in (tmp_path / "copies").iterdir())
    assert names == ["gatekeeper-20260306T120000Z.backup", "gatekeeper-20260307T120000Z.backup"]
    assert verify(tmp_path / "copies" / names[-1], app.database.key).people == 1
    assert [act.who for act in app.accounts.acts() if act.act == "backup made"] == ["the program itself"] * 4
    assert _run(app, 20, NOW + 73 * HOUR) == []  # a restart makes none before its time


def test_a_backup_that_fails_or_is_overdue_raises_an_alarm_until_one_succeeds(app: App, tmp_path: Path) -> None:
    _made(app, NOW)
    shutil.move(tmp_path / "copies", tmp_path / "unplugged")
    told = _run(app, 30)
    assert len(told) == 1, "one alarm for one trouble, however often it is tried"
    assert isinstance(told[0], BackupTroubled)
    assert "There is no folder" in told[0].message
    state = backup_state(app.people, app.settings)
    assert state.tried == NOW + 24 * HOUR
    assert state.overdue(NOW + 31 * HOUR)
    assert not state.overdue(NOW + 29 * HOUR)
    shutil.move(tmp_path / "unplugged", tmp_path / "copies")
    assert [type(one) for one in _run(app, 1, NOW + 31 * HOUR)] == [BackupDone]
    state = backup_state(app.people, app.settings)
    assert state.alarm(NOW + 32 * HOUR) == ""
    # The control: who only looks whether the last one failed never hears of one that is not even tried.
    assert "older" in state.alarm(NOW + 70 * HOUR)


@pytest.mark.parametrize("days", [-1, 1, 20 * 365])
def test_a_clock_that_jumps_neither_ends_backups_nor_deletes_them(app: App, tmp_path: Path, days: int) -> None:
    made = [_made(app, NOW - timedelta(days=back)) for back in (3, 2, 1)]
    other = _run(app, 1, NOW + timedelta(days=days))  # the clock is wrong
    assert [type(one) for one in _run(app, 25)] == [BackupDone] * 2, "put right, they go on"
    assert set(made) <= {one.name for one in (tmp_path / "copies").iterdir()}
    assert all(isinstance(one, BackupDone) for one in other)


def test_kept_is_the_newest_of_each_day_week_and_month(app: App) -> None:
    names = [f"gatekeeper-{NOW - timedelta(hours=6 * n):%Y%m%dT%H%M%SZ}.backup" for n in range(4 * 400)]
    old = Keep(days=7, weeks=4, months=12).too_old([*names, "holiday.jpg"], names[0])
    kept = [name for name in names if name not in old]
    days = [name[11:19] for name in kept]
    assert len(days) == len(set(days))
    assert days[:7] == [f"{NOW - timedelta(days=n):%Y%m%d}" for n in range(7)]
    assert len({day[:6] for day in days}) == 12
    assert Keep(newest=3).too_old(names[:5], names[4]) == [names[3], names[2]], "never the one just made"
    assert Keep().too_old(names, names[0]) == []
    ahead = "gatekeeper-20460101T000000Z.backup"  # of a clock that was wrong
    assert names[0] not in Keep(days=1).too_old([ahead, names[0]], names[0])


def test_two_programs_make_one_backup(app: App, tmp_path: Path) -> None:
    from gatekeeper.door.ownership import Claims

    other = Claims("another")
    assert other.take(app.home / "locks/backup.lock") is None
    with pytest.raises(StoreError, match="being made by"):
        _made(app, NOW)
    other.close()
    assert _made(app, NOW)


def test_files_in_use_stay_and_interrupted_ones_are_deleted(app: App, server: Sshd) -> None:
    app.settings = replace(app.settings, backup=server.settings)
    name = _made(app, NOW - timedelta(days=40))
    for cut_off in (".backing-up-x", ".fetched-old"):
        (app.home / cut_off).mkdir()
        (app.home / cut_off / "half").write_bytes(b"half")
        for part in (app.home / cut_off / "half", app.home / cut_off):
            os.utime(part, (0, 0))
    went_on: list[str] = []

    def meanwhile(done: int, of: int) -> None:
        """While one is being made: somebody fetches one, and another thread wants one as well."""
        if went_on:
            return
        live = [*app.home.glob(".backing-up-*")]
        with fetched(app.settings.backup, name, app.home):
            pass
        with pytest.raises(StoreError, match="being made"):
            _made(app, NOW)
        assert live == [*app.home.glob(".backing-up-*")]
        assert any(live[0].iterdir())
        went_on.append(name)

    with fetched(app.settings.backup, name, app.home) as file:
        make_backup(app, Desk(app, app.actor), now=NOW - timedelta(days=39), progress=meanwhile)
        assert file.is_file(), "somebody reads it"
    assert went_on
    assert not [*app.home.glob(".backing-up-*"), *app.home.glob(".fetched-*")]


def test_a_backup_that_failed_is_not_on_record_as_made(app: App, tmp_path: Path) -> None:
    def made() -> int:
        return sum(act.act == "backup made" for act in app.accounts.acts())

    app.settings = replace(app.settings, backup=BackupSettings(to=str(tmp_path / "gone")))
    with pytest.raises(StoreError, match="no folder"):
        _made(app, NOW)
    with pytest.raises(StoreError, match="no folder"):
        Desk(app, app.actor).back_up(tmp_path / "gone", now=NOW)
    assert made() == 0
    (tmp_path / "gone").mkdir()
    _made(app, NOW)
    Desk(app, app.actor).back_up(tmp_path / "copies", now=NOW)
    assert made() == 2


@pytest.mark.slow
def test_a_backup_by_hand_deletes_none_of_the_scheduled_ones_and_elsewhere_only_what_it_is_told_to(
    app: App, tmp_path: Path
) -> None:
    app.settings = replace(app.settings, backup=replace(app.settings.backup, days=2, weeks=3, months=4))
    months = [_made(app, NOW - timedelta(days=31 * n)) for n in (3, 2, 1)]
    desk, folder = Desk(app, app.actor), tmp_path / "copies"
    (other := tmp_path / "other").mkdir()
    for hour in range(9):
        desk.back_up(folder, now=NOW + timedelta(hours=hour))
        desk.back_up(other, now=NOW + timedelta(hours=hour))
    names = {one.name for one in folder.iterdir()}
    assert names > {*months}
    assert len(names) == 4, "and of today the newest"
    assert len([*other.iterdir()]) == 9
    with pytest.raises(ConfigError, match="scheduled backups"):
        desk.back_up(folder / ".." / folder.name, keep=7, now=NOW)
    assert {one.name for one in folder.iterdir()} == names
    desk.back_up(other, keep=2, now=NOW + timedelta(hours=10))
    assert len([*other.iterdir()]) == 2


def test_only_an_administrator_makes_one(app: App) -> None:
    with pytest.raises(AuthError, match="may not"):
        make_backup(app, Desk(app, Actor("Ops", Role.OPERATOR)), now=NOW)
    app.settings = replace(app.settings, backup=BackupSettings())
    with pytest.raises(StoreError, match="No place"):
        _made(app, NOW)


@pytest.mark.slow
def test_to_another_machine_and_back_to_a_fresh_one(app: App, server: Sshd, tmp_path: Path) -> None:
    app.settings = replace(app.settings, backup=replace(server.settings, days=2, weeks=1, months=1))
    (server.folder / "gatekeeper-20200101T000000Z.0123456789abcdef.backup").write_bytes(b"of another home")
    names = [_made(app, NOW + timedelta(days=day)) for day in range(3)]
    (server.folder / f"{names[0]}.part").write_bytes(b"of one that was cut off")
    names.append(_made(app, NOW + timedelta(days=3)))
    to, key = app.settings.backup, app.database.key
    assert backups_at(to, key) == [names[3], names[2]]
    assert sorted(one.name for one in server.folder.iterdir())[0].startswith("gatekeeper-2020"), "not ours to delete"
    assert not [*server.folder.glob("*.part")]
    assert not [*app.home.glob(".backing-up-*")]
    content = (server.folder / names[3]).read_bytes()
    assert b"Wilhelmina" not in content
    assert (server.folder / names[3]).stat().st_mode & 0o077 == 0
    told: list[tuple[int, int]] = []
    assert verify_at(to, names[3], app.home, key, lambda done, of: told.append((done, of))).people == 1
    assert told[-1] == (len(content), len(content))
    with fetched(to, names[3], app.home) as file:
        restore(tmp_path / "fresh", file, key, replace=False, prefer_keyring=False)
    from gatekeeper.store.database import Database

    with Database.open(tmp_path / "fresh/gatekeeper.db", key) as database:
        assert [person.name for person in PeopleStore(database).list()] == ["Wilhelmina"]


def test_a_server_with_another_key_gets_nothing(app: App, server: Sshd, tmp_path: Path) -> None:
    before = sorted(server.folder.iterdir())
    for pinned, says in (("", "not known yet"), (f"SHA256:{'A' * 43}", "another machine")):
        app.settings = replace(app.settings, backup=replace(server.settings, host_key=pinned))
        with pytest.raises(StoreError, match=says) as refused:
            _made(app, NOW + timedelta(days=10))
        assert server.host_key in str(refused.value)
    assert sorted(server.folder.iterdir()) == before
    # The control: with the right one it goes.
    app.settings = replace(app.settings, backup=server.settings)
    _made(app, NOW + timedelta(days=10))
    assert len(sorted(server.folder.iterdir())) > len(before) - 2


def test_a_refused_sign_in_is_explained(app: App, server: Sshd, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"], check=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", tmp_path / "locked"], check=True)
    (tmp_path / "open").write_bytes((tmp_path / "other").read_bytes())
    os.chmod(tmp_path / "open", 0o644)
    gone = replace(server.settings, to=server.settings.to.replace("/backups", "/nowhere"))
    shut = replace(server.settings, to=server.settings.to.replace(f":{server.port}", ":1"))
    for settings, says in (
        (replace(server.settings, key_file=str(tmp_path / "other")), "does not let"),
        (replace(server.settings, key_file=str(tmp_path / "locked")), "passphrase"),
        (replace(server.settings, key_file=str(tmp_path / "open")), "Others can read"),
        (replace(server.settings, key_file=str(tmp_path / "none")), "cannot be read"),
        (replace(server.settings, key_file=""), "SSH agent"),
        (gone, "There is no folder"),
        (shut, "cannot be kept on 127.0.0.1, port 1:"),
    ):
        app.settings = replace(app.settings, backup=settings)
        with pytest.raises(StoreError, match=says):
            _made(app, NOW)
        assert says in backup_state(app.people, app.settings).why


def _hangs_up(listening: socket.socket) -> None:
    listening.accept()[0].close()


def test_a_server_that_is_not_to_be_reached_or_is_none_is_told_in_words() -> None:
    """No number of the system and no name of the program's: what happened, where, and what to do."""
    with socket.socket() as unknown, socket.create_server(("127.0.0.1", 0)) as another:
        unknown.bind(("127.0.0.1", 0))  # and does not listen
        hangs_up = threading.Thread(target=_hangs_up, args=(another,))
        hangs_up.start()
        for host, says in (
            (f"127.0.0.1:{unknown.getsockname()[1]}", "Connection refused. Is its SSH server running"),
            (f"127.0.0.1:{another.getsockname()[1]}", "it does not answer as an SSH server"),
            (f"{'x' * 70}.invalid", "there is no such host. Correct the host's name."),
        ):
            with pytest.raises(StoreError) as told:
                backups_at(BackupSettings(to=f"sftp://anna@{host}/copies"), b"")
            assert says in str(told.value)
            assert host.partition(":")[0] in str(told.value)
            assert "Errno" not in str(told.value)
        hangs_up.join()


def _cut_off(server: Sshd, carry: Callable[[Server, Progress], None]) -> None:
    with connected(server.settings) as there:
        channel = there._sftp.get_channel()
        assert channel is not None
        carry(there, lambda done, of: channel.get_transport().close())


@pytest.mark.parametrize("sends", [False, True])
def test_a_connection_that_is_lost_in_the_middle_is_not_said_to_be_of_another_server(
    server: Sshd, tmp_path: Path, sends: bool
) -> None:
    for folder in (server.folder, tmp_path):
        (folder / "large").write_bytes(bytes(3_000_000))

    def carry(there: Server, progress: Progress) -> None:
        if sends:
            there.put(tmp_path / "large", "sent", progress)
        else:
            there.get("large", tmp_path / "fetched", progress)

    with pytest.raises(StoreError, match=r"it closed the connection\. See the log of its SSH server"):
        _cut_off(server, carry)


def test_the_command_tells_how_it_stands_also_where_the_place_is_gone(tmp_path: Path) -> None:
    runner = CliRunner(env={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})
    (home := tmp_path / "home").mkdir()
    (copies := tmp_path / "copies").mkdir()
    (home / "config.toml").write_text(f"[backup]\nto = '{copies}'\n")

    def run(*words: str) -> tuple[int, str]:
        done = runner.invoke(commands, ["--home", str(home), *words])
        return done.exit_code, done.output

    assert run("backups")[0] == 1
    assert run("backup")[0] == 0
    code, said = run("backups")
    assert (code, "the last 20" in said, "gatekeeper-20" in said) == (0, True, True)
    shutil.rmtree(copies)
    code, said = run("backups")
    assert (code, "the last 20" in said, "There is no folder" in said) == (1, True, True)
    assert run("backup")[0] == 1
    assert run("backups")[1].count("There is no folder") == 1, "said once, though the place is still gone"
    (home / "config.toml").write_text(f"[backup]\nto = '{tmp_path / ('x' * 300)}'\n")
    code, said = run("backups")
    assert (code, "cannot be read" in said, "Traceback" in said) == (1, True, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_server_whose_disk_is_full_is_told_with_what_to_look_at(app: App, server: Sshd) -> None:
    app.settings = replace(app.settings, backup=server.settings)
    name = marked(f"gatekeeper-{NOW + 30 * HOUR:%Y%m%dT%H%M%SZ}.backup", app.database.key)
    part = server.folder / f"{name}.part"
    part.symlink_to("/dev/full")  # paramiko tells nobody that nothing was written
    with pytest.raises(StoreError, match=r"differs from what was sent.*is it full"):
        _made(app, NOW + 30 * HOUR)
    assert not part.is_symlink(), "nothing of it is left"
    part.mkdir()  # as where no file can be made
    with pytest.raises(StoreError, match=r"Backups cannot be kept on 127\.0\.0\.1, .*'Failure'\. Check the free space"):
        _made(app, NOW + 30 * HOUR)
    part.rmdir()


def test_a_backup_that_cannot_be_fetched_into_the_home_is_told(app: App, server: Sshd) -> None:
    app.settings = replace(app.settings, backup=server.settings)
    name = _made(app, NOW)
    gone = app.home / "gone"
    with pytest.raises(StoreError, match="gone cannot be written"):
        verify_at(server.settings, name, gone, app.database.key, silent)


def test_a_sent_backup_is_read_back(app: App, server: Sshd, monkeypatch: pytest.MonkeyPatch) -> None:
    app.settings = replace(app.settings, backup=server.settings)
    before = sorted(server.folder.iterdir())
    monkeypatch.setattr(offsite.Server, "_digest", lambda *args: b"something else")
    with pytest.raises(StoreError, match="differs from what was sent"):
        _made(app, NOW + timedelta(days=20))
    assert sorted(server.folder.iterdir()) == before


def test_a_program_that_ends_gives_the_sending_up_and_leaves_nothing(app: App, server: Sshd) -> None:
    app.settings = replace(app.settings, backup=server.settings)
    before = sorted(server.folder.iterdir())
    backups = Backups(app, lambda: NOW + timedelta(days=30), lambda seconds: seconds > 0)
    backups.close()
    backups.run()
    assert sorted(server.folder.iterdir()) == before
    assert not [*app.home.glob(".backing-up-*")]
    assert backup_state(app.people, app.settings).why == ""


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("to", "sftp://anna:secret@host/folder", "password"),
        ("to", "sftp://host/folder", "backup.to"),
        ("to", "sftp://anna@host", "backup.to"),
        ("to", "sftp://anna@host:port/folder", "not an address"),
        ("to", "backups", "full path"),
        ("host_key", "SHA256:short", "host_key"),
        ("every_hours", 0, "1 to 744"),
        ("days", -1, "0 to 1000"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name(key: str, value: object, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as refused:
        replace(Settings(), backup=replace(BackupSettings(), **{key: value})).check()  # type: ignore[arg-type]
    assert "secret" not in str(refused.value)
    assert refused.value.setting == f"backup.{key}"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('to = "copies"\n', "full path"),
        ('to = "{copies}"\ndays = "all"\nweeks = 0\nmonths = 0\n', "backup.days is 'all'"),
        ('to = "{copies}"\nevery_hours = 9000000000000\n', "1 to 744"),  # more hours than Python's calendar has
    ],
)
def test_with_settings_that_are_wrong_no_backup_is_made_or_deleted_and_an_alarm_says_so(
    app: App, tmp_path: Path, written: str, says: str
) -> None:
    copies = tmp_path / "copies"
    made = {_made(app, NOW - timedelta(days=back)) for back in (30, 20, 10)}
    (app.home / "config.toml").write_text("[backup]\n" + written.format(copies=copies))
    app.settings = Settings.load(app.home)  # as a start does
    (told,) = _run(app, 25)
    assert isinstance(told, BackupTroubled)
    assert says in told.message
    watch = AlarmWatch(app, lambda: NOW, lambda: 0.0, lambda folder: 10**12)
    app.bus.publish(told)
    watch.look()
    assert [alarm.kind for alarm in app.alarms.going_on()] == [Reason.BACKUP_FAILED]
    watch.close()
    finding = _backups(app.home, app.settings)
    assert finding.state == "note"
    assert says in f"{finding.found} {finding.remedy}"
    result = CliRunner().invoke(commands, ["--home", str(app.home), "backups"])
    assert result.exit_code == 1
    assert says in result.output
    if app.settings.backup.to == str(copies):
        with pytest.raises(ConfigError, match=says):
            Desk(app, app.actor).back_up(copies, now=NOW)
    assert {one.name for one in copies.iterdir()} == made


def test_an_unexpected_fault_ends_neither_the_thread_nor_the_silence(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*args: object, **named: object) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr("gatekeeper.desk.backups.back_up_to", breaks)
    with caplog.at_level(logging.CRITICAL):
        (told,) = _run(app, 2)
    assert isinstance(told, BackupTroubled)
    assert "no such thing" in told.message
    assert backup_state(app.people, app.settings).alarm(NOW) == told.message, "it lasts"


def test_a_failure_of_the_system_stays_an_alarm_until_a_backup_is_made(app: App, tmp_path: Path) -> None:
    place = app.settings.backup
    app.settings = replace(app.settings, backup=replace(place, to=str(tmp_path / ("x" * 300))))
    clock = iter(range(0, 10**6, 31))  # beyond the next look at the backups, each time
    watch = AlarmWatch(app, lambda: NOW, lambda: float(next(clock)))
    (told,) = _run(app, 30)
    assert isinstance(told, BackupTroubled)
    assert "xxx cannot be written" in told.message
    assert "File name too long" in told.message
    for _ in range(3):
        watch.look()
        assert [alarm.kind for alarm in app.alarms.going_on()] == [Reason.BACKUP_FAILED]
    app.settings = replace(app.settings, backup=place)
    _made(app, NOW)
    watch.look()
    assert app.alarms.going_on() == []
    watch.close()


def test_an_older_backup_that_cannot_be_deleted_is_told_and_undoes_no_new_one(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.settings = replace(app.settings, backup=replace(app.settings.backup, days=1, weeks=0, months=0))
    folder, delete = tmp_path / "copies", os.unlink
    oldest = _made(app, NOW)
    with monkeypatch.context() as system:

        def refuses(path: Any, **how: Any) -> None:
            if Path(path).name == oldest:
                raise PermissionError(errno.EPERM, "Operation not permitted", str(path))
            delete(path, **how)

        system.setattr(os, "unlink", refuses)
        told = _run(app, 30, NOW + 24 * HOUR)
        assert [type(one) for one in told] == [BackupDone, BackupTroubled, BackupDone], (
            "one a day, not every 10 minutes"
        )
        assert len([*folder.iterdir()]) == 2, "what can be deleted is"
        state = backup_state(app.people, app.settings)
        assert (state.last, state.why) == (NOW + 48 * HOUR, "")
        assert f"The backup was made, but not all older ones could be deleted: {folder / oldest}" in state.alarm(NOW)
        assert sum(act.act == "backup made" for act in app.accounts.acts()) == 3
        with pytest.raises(StoreError, match="The backup was made, but"):
            Desk(app, app.actor).back_up(folder, now=NOW + 49 * HOUR)
        assert sum(act.act == "backup made" for act in app.accounts.acts()) == 4
    _made(app, NOW + 72 * HOUR)
    assert backup_state(app.people, app.settings).alarm(NOW + 72 * HOUR) == ""
    assert len([*folder.iterdir()]) == 1
