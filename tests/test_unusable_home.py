"""A home that cannot be used is named, with the remedy, whatever is begun with it; and a command that fails leaves none."""

import ctypes
import io
import json
import os
import shutil
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import DEMO
from typer._click.exceptions import ClickException
from typer.testing import CliRunner

from gatekeeper.app import open_app
from gatekeeper.cli import app as commands
from gatekeeper.config import DoorSettings
from gatekeeper.doctor import _door, _home, examine
from gatekeeper.door.ownership import Claims, door_file
from gatekeeper.errors import DoorError, GatekeeperError, StoreError, VaultError
from gatekeeper.service.found import service_lock
from gatekeeper.service.serving import put_back
from gatekeeper.store.connection import connect
from gatekeeper.store.copies import NEXT_BACKUP
from gatekeeper.store.database import Database
from gatekeeper.store.failures import translated
from gatekeeper.store.home import check_home
from gatekeeper.timezones import utc_now

DAC_OVERRIDE_AND_READ_SEARCH = 0b110
WINDOWS_OF_THEIR_OWN = {("demo",), ("kiosk",), ("bench",)}  # the first two show one; the last makes homes of its own


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@contextmanager
def minding_permissions() -> Iterator[None]:
    """As root, who may read everything, the tests could not see what other users do."""
    if os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head, sets = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0)), ctypes.create_string_buffer(24)
    assert libc.capget(head, sets) == 0
    effective, *rest = struct.unpack("6I", sets.raw)
    for now in (effective & ~DAC_OVERRIDE_AND_READ_SEARCH, effective):
        assert libc.capset(head, ctypes.create_string_buffer(struct.pack("6I", now, *rest), 24)) == 0
        if now != effective:
            try:
                yield
            finally:
                assert libc.capset(head, sets) == 0


def every_command(group: Any, path: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Each command with something for whatever it requires."""
    for name, command in getattr(group, "commands", {}).items():
        yield from every_command(command, (*path, name))
    if not hasattr(group, "commands") and path not in WINDOWS_OF_THEIR_OWN:
        words = {"month": "2026-01", "day": "24.12.", "hours": "mon-fri 08:00-18:00", "until": "2030-01-01"}
        words |= {"role": "viewer", "where": "inside", "how": "inside"}
        line = [*path]
        for one in group.params:
            if one.required:
                line += [one.opts[0]] if one.param_type_name == "option" else []
                line.append(words.get(one.name, "1"))
        yield line


def test_no_command_leaves_a_trace_when_nobody_may_look_into_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    homes = [sealed, sealed / "home"]
    program = typer.main.get_command(commands)
    lines = [*every_command(program)]
    lines = [
        line for line in lines if line[0] in ("serve", "run", "restore", "log", "service", "key", "doors", "people")
    ]
    sealed.chmod(0)
    refused = 0
    try:
        with minding_permissions():
            for number, line in enumerate(lines):
                monkeypatch.setattr("sys.stdin", io.StringIO())
                try:
                    program.main(["--home", str(homes[number % 2]), *line], standalone_mode=False)
                except GatekeeperError as error:
                    refused += "--home" in error.hint
                except OSError as error:
                    pytest.fail(f"{line}: {error!r}")
                except (ClickException, typer.Exit):
                    pass  # they lack an option, or need no home
    finally:
        sealed.chmod(0o700)
    assert refused > 15
    assert [*sealed.iterdir()] == []


def test_what_is_in_the_way_is_named(tmp_path: Path) -> None:
    (file := tmp_path / "file").write_text("")
    for home in (file, file / "home", file / "a" / "home"):
        for begin in (check_home, open_app):
            with pytest.raises(StoreError, match="is a file") as refused:
                begin(home)
            assert str(home) in str(refused.value)
            assert f"{file} is a file" in str(refused.value)
            assert "--home" in refused.value.hint
    (home := tmp_path / "theirs").mkdir(mode=0)
    with minding_permissions():
        for begin in (check_home, open_app):
            with pytest.raises(StoreError, match="theirs cannot be read: Permission denied") as refused:
                begin(home)
            assert "the user to whom it belongs" in refused.value.hint
        found = {finding.what: finding for finding in examine(home)}
    assert found["home"].state == "missing"
    assert "theirs cannot be read" in found["home"].found
    home.chmod(0o600)  # it can be listed, and nothing in it opened
    with minding_permissions(), pytest.raises(StoreError, match="theirs cannot be read: Permission denied"):
        check_home(home)
    check_home(tmp_path / "not" / "made")


def test_a_home_that_can_only_be_read_is_read_and_nothing_else(tmp_path: Path) -> None:
    """A disk that the system made read-only after a fault, or a copy on a medium: who is inside can still be told."""
    home = tmp_path / "home"
    app = open_app(home)
    app.people.add("Ada", consent_text="1", consent_at=utc_now())
    app.close()
    for file in home.iterdir():
        file.chmod(0o400)
    home.chmod(0o500)
    before = {file.name: file.read_bytes() for file in home.iterdir()}
    try:
        with minding_permissions():
            shown = CliRunner().invoke(commands, ["--home", str(home), "people", "list", "--json"])
            verified = CliRunner().invoke(commands, ["--home", str(home), "log", "verify"])
            refused = CliRunner().invoke(commands, ["--home", str(home), "people", "block", "Ada", "--why", "lost"])
            found = _home(home)
        assert [person["name"] for person in json.loads(shown.stdout)] == ["Ada"]
        files = f"{home / 'gatekeeper.db'}, {home}"
        assert f"can only be read. Check the permissions of {files}. Opened read-only." in shown.stderr
        assert "Nothing was tampered with" in verified.output
        assert isinstance(refused.exception, StoreError)
        assert (found.state, "can only be read" in found.found) == ("missing", True), "no door works with it"
        assert {file.name: file.read_bytes() for file in home.iterdir()} == before
    finally:
        home.chmod(0o700)


def test_a_home_on_a_disk_that_is_not_there_is_not_empty(tmp_path: Path) -> None:
    (home := tmp_path / "home").symlink_to(tmp_path / "disk/home")
    for words in (("people", "list"), ("groups", "add", "day"), ("service", "status")):
        refused = CliRunner().invoke(commands, ["--home", str(home), *words]).exception
        assert isinstance(refused, StoreError), words
        assert f"there is no folder {tmp_path / 'disk/home'}, to which it leads" in refused.message
        assert "Connect the disk" in refused.hint
    (tmp_path / "disk/home").mkdir(parents=True)
    assert CliRunner().invoke(commands, ["--home", str(home), "people", "list"]).exit_code == 0


def test_locks_that_nobody_may_look_into_keep_a_list_from_no_one(tmp_path: Path) -> None:
    (locks := tmp_path / "home/locks").mkdir(parents=True)
    (locks / "door-front.lock").write_text("")
    locks.chmod(0o600)
    try:
        with minding_permissions():
            listed = CliRunner().invoke(commands, ["--home", str(tmp_path / "home"), "people", "list", "--json"])
        assert json.loads(listed.stdout) == []
    finally:
        locks.chmod(0o700)


def test_files_beside_a_database_that_can_only_be_read_are_named(tmp_path: Path) -> None:
    """SQLite gives them the mode of the database; they stay when that gets its own back."""
    home = tmp_path / "home"
    open_app(home).close()
    blocked = ["--home", str(home), "groups", "add", "day"]
    (home / "gatekeeper.db").chmod(0o400)
    with minding_permissions():
        assert CliRunner().invoke(commands, ["--home", str(home), "people", "list"]).exit_code == 0
        (home / "gatekeeper.db").chmod(0o600)
        refused = CliRunner().invoke(commands, blocked).exception
    assert isinstance(refused, StoreError)
    assert "can only be read" in refused.message
    assert "gatekeeper.db-shm" in refused.hint
    for file in home.iterdir():
        file.chmod(0o600)
    with minding_permissions():
        assert CliRunner().invoke(commands, blocked).exit_code == 0


def test_a_backup_never_lacks_a_model_in_silence(tmp_path: Path) -> None:
    open_app(home := tmp_path / "home").close()
    (model := home / "models/mine").mkdir(parents=True)
    (model / "card.json").write_text("{}")
    (to := tmp_path / "backups").mkdir()
    for path, mode in ((model / "card.json", 0), (model, 0), (model, 0o600), (home / "models", 0)):
        before = path.stat().st_mode
        path.chmod(mode)
        try:
            with minding_permissions():
                refused = CliRunner().invoke(commands, ["--home", str(home), "backup", str(to)]).exception
        finally:
            path.chmod(before)
        assert isinstance(refused, StoreError), (path, mode)
        assert str(path) in refused.message
        assert [*to.iterdir()] == []


def test_half_a_transaction_is_not_read_where_nobody_may_undo_it(tmp_path: Path) -> None:
    """A crash while the key was changed, say: what undoes it lies beside the database, and must be written into it first."""
    (tmp_path / "home").mkdir()
    whole, cut_off, key = tmp_path / "whole.db", tmp_path / "home" / "cut off.db", bytes(32)
    whole.touch()
    with closing(connect(whole, key, "rw")) as writer:
        writer.execute("CREATE TABLE people (name TEXT, face BLOB)")
        writer.executemany("INSERT INTO people VALUES ('Ada', ?)", [(bytes(3000),)] * 50)
        writer.execute("PRAGMA cache_size = 2")
        writer.execute("BEGIN")
        writer.execute("UPDATE people SET name = 'nobody'")
        for end in ("", "-journal"):
            shutil.copy(f"{whole}{end}", f"{cut_off}{end}")
    cut_off.parent.chmod(0o500)
    try:
        with minding_permissions(), pytest.raises(StoreError, match="can only be read"), translated(cut_off):
            connect(cut_off, key, "ro")
    finally:
        cut_off.parent.chmod(0o700)


def test_a_folder_that_may_be_listed_alone_is_told(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    copy = tmp_path / "backups" / "copy.db"
    copy.touch()
    copy.parent.chmod(0o600)
    try:
        with minding_permissions(), pytest.raises(StoreError, match="cannot be opened"), translated(copy):
            connect(copy, bytes(32), "ro")
    finally:
        copy.parent.chmod(0o700)


def test_a_key_that_another_user_exported_is_refused_with_the_remedy(tmp_path: Path) -> None:
    """By sudo, say: nobody but root can read it then."""
    (file := tmp_path / "exported.key").write_text("ab" * 32)
    file.chmod(0)
    with minding_permissions():
        refused = CliRunner().invoke(commands, ["--home", str(tmp_path / "home"), "key", "import", str(file)]).exception
    assert isinstance(refused, VaultError)
    assert "exported.key cannot be read: Permission denied" in refused.message
    assert f"sudo chown $USER {file}" in refused.hint
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("begun", [False, True], ids=["never opened", "opened by root"])
def test_doctor_names_a_door_that_this_user_cannot_claim(tmp_path: Path, begun: bool) -> None:
    """It stays shut, whatever its relay says."""
    door, locks = DoorSettings("front"), tmp_path / "locks"
    locks.mkdir()
    assert _door("front", tmp_path, door).state == "ok"
    if begun:
        (locks / "door-front.lock").touch(0o400)
    locks.chmod(0o500)
    try:
        with minding_permissions(), pytest.raises(DoorError, match="Permission denied") as refused:
            _door("front", tmp_path, door)
    finally:
        locks.chmod(0o700)
    if begun:  # the folder is not what keeps it shut
        assert f"{locks / 'door-front.lock'} cannot be opened" in refused.value.message
        assert "the user to whom it belongs" in refused.value.hint
        assert f'sudo chown "$USER" {locks / "door-front.lock"}' in refused.value.hint
    else:
        assert "locks cannot be written to" in refused.value.message
        assert refused.value.hint == "Check the folder, its permissions and space."
    assert _door("front", tmp_path / "new", door).state == "ok"
    assert not (tmp_path / "new").exists()


def test_locks_of_another_user_are_looked_at_without_a_trace(tmp_path: Path) -> None:
    """As they stay after one start by sudo."""
    (tmp_path / "config.toml").write_text("".join(f'[[door]]\nname = "{name}"\n' for name in ("front", "back", "yard")))
    open_app(tmp_path, prefer_keyring=False).close()
    other, former = Claims("gatekeeper serve"), Claims("gatekeeper run")
    held, free, hidden = (door_file(tmp_path, name) for name in ("front", "back", "yard"))
    files = (held, free, hidden, service_lock(tmp_path))
    for claims, file in zip((other, former, former, other), files, strict=True):
        assert claims.take(file) is None
    former.close()
    for file in files:
        file.chmod(0 if file is hidden else 0o444)
    with minding_permissions():
        for command in ("lock-all", "open-all", "normal"):
            said = CliRunner().invoke(commands, ["--home", str(tmp_path), "doors", command, "--why", "drill", "--yes"])
            assert said.exit_code == 0, said.output
            assert "within a second: front\n" in said.output
            assert "No program runs the door back now" in said.output
            assert "No program runs the door yard now" in said.output
        status = CliRunner().invoke(commands, ["--home", str(tmp_path), "service", "status"])
        assert "Running: yes, but where it listens cannot be read" in status.output
        (tmp_path / NEXT_BACKUP).touch()
        assert put_back(tmp_path, print) is None
        assert (tmp_path / NEXT_BACKUP).exists()  # nothing is restored from under that service
        (tmp_path / NEXT_BACKUP).unlink()
        other.close()
        status = CliRunner().invoke(commands, ["--home", str(tmp_path), "service", "status"])
        assert "Running: no." in status.output
        started = CliRunner().invoke(commands, ["--home", str(tmp_path), "serve"]).exception
    assert isinstance(started, DoorError)
    assert f"{service_lock(tmp_path)} cannot be opened: Permission denied" in started.message
    assert "the user to whom it belongs" in started.hint


@pytest.mark.parametrize("name", ["models", "locks"])
def test_a_file_where_the_home_has_a_folder_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    assert_named(tmp_path, tmp_path / name, "must be a folder")
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to(tmp_path / "gone")  # of a disk that is not there
    if name == "locks":
        assert_named(tmp_path, tmp_path / name, "must be a folder")
    else:  # costs those models, never a door
        listed = CliRunner().invoke(commands, ["--home", str(tmp_path), "models", "list"])
        assert listed.exit_code == 0
        assert "masked-face" in listed.output
        adding = ["models", "add", "inception-resnet-v1", "--file", str(DEMO)]
        ended = CliRunner().invoke(commands, ["--home", str(tmp_path), *adding]).exception
        assert isinstance(ended, StoreError)
        assert str(tmp_path / name) in str(ended)


@pytest.mark.parametrize(
    "name", ["service.json", "gatekeeper.db", "gatekeeper.seal", "gatekeeper.new", "locks/service.lock"]
)
def test_a_folder_where_the_home_has_a_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)
    assert_named(tmp_path, tmp_path / name, "must be a file")


def assert_named(home: Path, path: Path, what: str) -> None:
    for line in (["serve"], ["people", "list"]):
        ended = CliRunner().invoke(commands, ["--home", str(home), *line]).exception
        assert isinstance(ended, StoreError), line
        assert f"{path} {what}" in str(ended)
        assert "Move away" in ended.hint
    assert not [*home.glob("gatekeeper.key")]


def test_a_demo_that_fails_leaves_no_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    (tmp_path / "nobody").mkdir()
    line = ["demo", "--headless", "--people", str(tmp_path / "nobody"), "--visits", str(DEMO / "visits")]
    ended = CliRunner().invoke(commands, line)
    assert "registered first" in ended.output  # it had begun
    assert isinstance(ended.exception, GatekeeperError), ended.exception
    assert [*(tmp_path / "temporary").iterdir()] == []


def test_a_variable_that_is_not_set_names_no_home() -> None:
    """It would be the folder that the user happens to be in."""
    ran = CliRunner().invoke(commands, ["--home", "", "groups", "add", "staff"])
    assert "names no folder" in str(ran.exception)


@pytest.mark.parametrize("there", [None, "config.toml"])
def test_a_command_that_fails_late_leaves_what_was_there_before(tmp_path: Path, there: str | None) -> None:
    home, picture = tmp_path / "a" / "home", tmp_path / "no picture.jpg"
    picture.write_text("x")
    if there is not None:
        home.mkdir(parents=True)
        (home / there).write_text("")
    for line in (
        ["enrol", "Ada", str(picture)],
        ["log", "resume"],
        ["operators", "add", "Olga"],
        ["schedules", "set", "office", "at night"],
        ["demo", "--headless", "--people", str(tmp_path / "nobody"), "--visits", str(tmp_path / "nobody")],
    ):
        ran = CliRunner().invoke(commands, ["--home", str(home), *line], input="short\nshort\n")
        assert isinstance(ran.exception, GatekeeperError), line
        assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == sorted(
            ["no picture.jpg", *(["a", "a/home", f"a/home/{there}"] if there else [])]
        ), line


def test_what_is_on_record_or_in_use_stays_when_a_command_fails(tmp_path: Path) -> None:
    runner, home = CliRunner(), tmp_path / "home"
    for _ in range(2):  # the second finds the group
        ran = runner.invoke(commands, ["--home", str(home), "groups", "add", "staff"])
    assert ran.exit_code == 1
    assert "staff" in runner.invoke(commands, ["--home", str(home), "groups", "list"]).output

    app = open_app(tmp_path / "new", prefer_keyring=False)
    with Database.open(app.database.path, app.database.key) as beside:
        app.abandon()
        beside.check()
    assert app.database.path.exists()
    open_app(tmp_path / "new", prefer_keyring=False).close()


def test_a_home_whose_database_cannot_be_made_is_not_begun(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "gatekeeper.seal").mkdir(parents=True)
    with pytest.raises(Exception, match=r"gatekeeper\.seal"):
        open_app(home, prefer_keyring=False)
    assert [path.name for path in home.iterdir()] == ["gatekeeper.seal"]
