"""How the service is installed: as a unit of systemd, as a service of Windows, and what is said of it."""

import getpass
import os
import sys
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from gatekeeper.cli import app as commands
from gatekeeper.errors import ConfigError, VaultError
from gatekeeper.service import windows
from gatekeeper.service.systemd import Unit
from gatekeeper.store.key_file import PASSPHRASE_FILE, key_text, write_over
from gatekeeper.store.vault import KEY_FILE


def test_a_service_of_windows_is_let_into_the_home_and_no_further(tmp_path: Path) -> None:
    home = tmp_path / "Türen und Tore"
    assert ["icacls", str(home), "/grant", r"NT SERVICE\gatekeeper:(OI)(CI)M", "/T"] in windows.grants(home, "")
    assert {step[-1][-2:] for step in windows.grants(home, "") if step[1] != str(home)} == {"RX"}


def test_a_service_of_windows_is_the_interpreter_itself_in_its_virtual_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "_base_executable", r"C:\Program Files\Python312\python.exe")
    monkeypatch.setattr(sys, "executable", r"C:\gate keeper\Scripts\python.exe")
    said = windows.command(PureWindowsPath("D:\\"))
    assert said == r'"C:\Program Files\Python312\python.exe" -m gatekeeper.service.windows D:' + "\\"
    home = windows.command(PureWindowsPath(r"C:\Users\Ada Lovelace\home"))
    assert home.endswith(r' -m gatekeeper.service.windows "C:\Users\Ada Lovelace\home"')
    assert windows.command(PureWindowsPath("D:\\Türen 門\\")).endswith(' "D:\\Türen 門"')
    assert windows.command(PureWindowsPath(r"\\nas\the doors")).endswith(' "\\\\nas\\the doors\\\\"')
    assert windows.environment("") == [r"__PYVENV_LAUNCHER__=C:\gate keeper\Scripts\python.exe"]
    monkeypatch.setattr(sys, "_base_executable", sys.executable)
    assert windows.environment("") == []
    assert windows.environment(r"C:\a secret") == [rf"{PASSPHRASE_FILE}=C:\a secret"]


def test_a_service_of_windows_whose_key_is_locked_is_told_where_the_passphrase_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gatekeeper.cli.serve.sys", SimpleNamespace(platform="win32"))
    home, secret = tmp_path / "home", tmp_path / "secret"
    home.mkdir()
    write_over(home / KEY_FILE, key_text(bytes(32), "correct horse battery"))
    ask = ["--home", str(home), "service", "install"]
    monkeypatch.delenv(PASSPHRASE_FILE, raising=False)
    refused = CliRunner().invoke(commands, ask, input="n\n").exception
    assert isinstance(refused, ConfigError)
    assert f"set the environment variable {PASSPHRASE_FILE} to its path" in refused.hint
    secret.write_text("correct horse battery")
    monkeypatch.setenv(PASSPHRASE_FILE, str(secret))
    assert "Register it?" in CliRunner().invoke(commands, ask, input="n\n").output
    assert ["icacls", str(secret), "/grant", r"NT SERVICE\gatekeeper:R"] in windows.grants(home, str(secret))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no systemd")
def test_who_asks_how_the_service_is_is_told_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def told(home: Path) -> str:
        return CliRunner().invoke(commands, ["--home", str(home), "service", "status"]).output

    assert f"Installed: no. Install it: gatekeeper --home {home} service install\nRunning: no" in told(home)
    unit = Unit(home, user=True)  # found without --user
    unit.place.parent.mkdir(parents=True)
    unit.place.write_text(unit.text)
    (tmp_path / "systemctl").write_text("#!/bin/sh\necho failed\n")
    (tmp_path / "systemctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert f"Installed: {unit.place}, failed\nSee why: journalctl --user -u gatekeeper\nRunning: no" in told(home)
    assert "of another home" in told(tmp_path / "other")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no systemd")
def test_a_service_that_would_run_as_root_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUDO_USER", raising=False)
    ask = ["--home", str(tmp_path), "service", "install"]
    for account, warned in [("root", True), ("ada", False)]:
        monkeypatch.setenv("LOGNAME", account)
        assert ("as root" in CliRunner().invoke(commands, ask, input="n\n").output) == warned


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no systemd")
def test_a_unit_is_put_in_its_place_and_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a systemctl that writes down what it is told, and fails when it is told to."""
    asked, home = tmp_path / "asked", tmp_path / 'my "home" 100%'
    (tmp_path / "systemctl").write_text(
        f'#!/bin/sh\necho "$@" >> {asked}\n[ ! -e {tmp_path}/broken ] || {{ echo no >&2; exit 1; }}\n'
    )
    (tmp_path / "systemctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    unit = Unit(home, user=True)
    assert not unit.remove()
    unit.install()
    text = unit.place.read_text()
    assert unit.place == tmp_path / "config/systemd/user/gatekeeper.service"
    assert '"--home" "' + str(home).replace('"', '\\"').replace("%", "%%") + '" "serve"' in text
    for line in (
        "Type=notify",
        "Restart=always",
        "WatchdogSec=30",
        "WatchdogSignal=SIGTERM",
        "TimeoutAbortSec=10",
        "NoNewPrivileges=yes",
        "WantedBy=default.target",
    ):
        assert f"\n{line}\n" in text
    assert asked.read_text().split("\n")[:3] == [
        "--user daemon-reload",
        "--user enable gatekeeper.service",
        "--user restart gatekeeper.service",
    ]
    assert unit.remove()
    assert not unit.place.exists()
    (tmp_path / "broken").touch()
    with pytest.raises(ConfigError, match=r"systemctl --user daemon-reload failed: no"):
        unit.install()
    assert Unit(Path("/my home"), user=False, passphrase_file="/a word").command == (
        f"sudo {PASSPHRASE_FILE}='/a word' gatekeeper --home '/my home' service install"
    )
    system = Unit(home, user=False, account="ada").text
    assert "\nUser=ada\n" in system
    assert "\nProtectSystem=full\n" in system


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no systemd")
def test_a_service_whose_key_is_locked_is_told_where_the_passphrase_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, secret = tmp_path / "home", tmp_path / "the $ecret 100%"
    home.mkdir()
    write_over(home / KEY_FILE, key_text(bytes(32), "correct horse battery"))
    ask = ["--home", str(home), "service", "install", "--user"]
    monkeypatch.delenv(PASSPHRASE_FILE, raising=False)
    refused = CliRunner().invoke(commands, ask, input="n\n").exception
    assert isinstance(refused, ConfigError)
    assert refused.hint.endswith(f": {PASSPHRASE_FILE}=FILE gatekeeper --home {home} service install --user")
    refused = CliRunner().invoke(commands, ask[:-1], input="n\n").exception
    assert isinstance(refused, ConfigError)
    assert refused.hint.endswith(f": sudo {PASSPHRASE_FILE}=FILE gatekeeper --home {home} service install")
    monkeypatch.setenv(PASSPHRASE_FILE, str(secret))
    monkeypatch.setattr("gatekeeper.store.key_file._unlocked", {})  # as in a process that did not lock it
    for wrong, says in ((None, "No such file"), ("another one", "does not unlock the key")):
        if wrong is not None:
            secret.write_text(wrong)
        refused = CliRunner().invoke(commands, ask, input="n\n").exception
        assert says in str(refused), "and not that it starts again for ever"
    secret.write_text("correct horse battery")
    kept = (home / KEY_FILE).read_text()
    for damaged in (b"", b"\xff\xd8"):
        (home / KEY_FILE).write_bytes(damaged)
        refused = CliRunner().invoke(commands, ask, input="n\n").exception
        assert isinstance(refused, VaultError), "of its key file, and not at boot"
    (home / KEY_FILE).write_text(kept)
    assert "Do it?" in CliRunner().invoke(commands, ask, input="n\n").output
    text = CliRunner().invoke(commands, [*ask, "--print"]).output
    assert f'\nEnvironment="{PASSPHRASE_FILE}={str(secret).replace("%", "%%")}"\n' in text
    monkeypatch.delenv(PASSPHRASE_FILE)
    assert "Environment=" not in CliRunner().invoke(commands, [*ask, "--print"]).output


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no systemd")
def test_a_passphrase_that_only_another_user_can_read_is_no_passphrase_of_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, who installs it by sudo, can read it; the service would start again for ever."""
    home, secret = tmp_path / "home", tmp_path / "a secret"
    home.mkdir()
    write_over(home / KEY_FILE, key_text(bytes(32), "correct horse battery"))
    secret.write_text("correct horse battery")
    monkeypatch.setenv(PASSPHRASE_FILE, str(secret))
    monkeypatch.setenv("SUDO_USER", "daemon")  # which every system has

    def asked(*options: str) -> Result:
        return CliRunner().invoke(commands, ["--home", str(home), "service", "install", *options], input="n\n")

    secret.chmod(0o600)
    refused = asked().exception
    assert isinstance(refused, ConfigError)
    assert refused.message == f"{secret} cannot be read by daemon, as whom the service runs."
    assert refused.hint == f"Give it to that user: sudo chown daemon '{secret}'"
    assert "Do it?" in asked("--user").output
    secret.chmod(0o644)
    assert "Do it?" in asked().output
    secret.chmod(0o600)
    monkeypatch.setenv("SUDO_USER", getpass.getuser())
    assert "Do it?" in asked().output


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no systemd")
def test_a_unit_names_a_home_whose_path_is_no_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "systemctl").write_text("#!/bin/sh\n")
    (tmp_path / "systemctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    unit = Unit(Path(os.fsdecode(os.fsencode(tmp_path) + b"/T\xfcr\nhaus")), user=True)
    unit.install()
    (command,) = [line for line in unit.place.read_text().splitlines() if line.startswith("ExecStart=")]
    assert f'"--home" "{tmp_path}/T\\xfcr\\x0ahaus" "serve"' in command  # systemd.service(5), C-style escapes
    assert unit.is_for_its_home
