"""The service as a systemd unit: its contents and installation."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from gatekeeper.errors import ConfigError
from gatekeeper.store.key_file import PASSPHRASE_FILE

UNIT = "gatekeeper.service"
_HARDENED = """\
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
UMask=0077
"""
# Options that need the system's own manager. Not PrivateTmp, PrivateDevices: cameras and boards are devices, and the file that
# says which program has one must be visible to every program.
_HARDENED_BY_SYSTEM = """\
CapabilityBoundingSet=
ProtectSystem=full
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
"""
_GROUPS = ("video", "dialout")  # groups whose members may open cameras and serial ports


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit for one home. user: of the user's own manager, without root; account: the user it runs as under the system's
    manager; passphrase_file: holds the passphrase of the key, if that is locked."""

    home: Path
    user: bool
    account: str = ""
    passphrase_file: str = ""

    @property
    def place(self) -> Path:
        """The path of the unit."""
        if not self.user:
            return Path("/etc/systemd/system") / UNIT
        return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd/user" / UNIT

    @property
    def text(self) -> str:
        """The text of the unit."""
        command = " ".join(map(_quoted, [sys.executable, "-m", "gatekeeper.cli", "--home", str(self.home), "serve"]))
        account = "" if self.user else f"User={self.account}\n{_supplementary()}"
        named = _quoted(f"{PASSPHRASE_FILE}={self.passphrase_file}").replace("$$", "$")  # no command line: $ is itself
        passphrase = f"Environment={named}\n" if self.passphrase_file else ""
        return f"""\
# Written by `gatekeeper service install`, which overwrites it.
[Unit]
Description=gatekeeper guards the doors of {_escaped(str(self.home))}
After=network-online.target time-sync.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart={command}
{account}{passphrase}Restart=always
RestartSec=2
WatchdogSec=30
# Not SIGABRT, which leaves doors as they are; a process that hangs whole hears neither, and is not waited for long.
WatchdogSignal=SIGTERM
TimeoutAbortSec=10
TimeoutStartSec=300
TimeoutStopSec=30
KillMode=mixed
{_HARDENED}{"" if self.user else _HARDENED_BY_SYSTEM}
[Install]
WantedBy={"default.target" if self.user else "multi-user.target"}
"""

    @property
    def command(self) -> str:
        """The command that installs it. The variable stands after sudo, which drops those before it, and the home is named,
        since root has another one."""
        named = f"{PASSPHRASE_FILE}={shlex.quote(self.passphrase_file)} " if self.passphrase_file else ""
        installs = f"{named}gatekeeper --home {shlex.quote(str(self.home))} service install"
        return f"{installs} --user" if self.user else f"sudo {installs}"

    @property
    def steps(self) -> list[list[str]]:
        """The commands with which systemd loads and starts it."""
        return [self._systemctl("daemon-reload"), self._systemctl("enable", UNIT), self._systemctl("restart", UNIT)]

    def install(self) -> None:
        """Write it and start it. Raises ConfigError that says which step failed."""
        _need_systemd()
        try:
            self.place.parent.mkdir(parents=True, exist_ok=True)
            self.place.write_text(self.text, encoding="utf-8")
        except OSError as error:
            raise ConfigError(
                "{file} cannot be written: {error}",
                "Check its permissions."
                if self.user
                else "Run it as root: {command}. Or use --user for a service of your own.",
                file=self.place,
                command=self.command,
                error=error,
            ) from error
        for step in self.steps:
            _done(step)

    def remove(self) -> bool:
        """Stop and remove it; returns whether there was one."""
        if not self.place.exists():
            return False
        _need_systemd()
        _done(self._systemctl("disable", "--now", UNIT))
        try:
            self.place.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigError(
                "{file} cannot be removed: {error}", "Run it as root.", file=self.place, error=error
            ) from error
        _done(self._systemctl("daemon-reload"))
        return True

    @property
    def is_for_its_home(self) -> bool:
        """Whether the installed unit guards the doors of this home."""
        try:
            return f'"--home" {_quoted(str(self.home))} "serve"' in self.place.read_text(encoding="utf-8")
        except OSError:
            return False

    @property
    def active(self) -> str:
        """Its state according to systemd: "active", "activating", "failed", …; empty where there is none."""
        if not self.place.exists() or shutil.which("systemctl") is None:
            return ""
        done = subprocess.run(self._systemctl("is-active", UNIT), capture_output=True, text=True, check=False)
        return done.stdout.strip() or done.stderr.strip()

    def _systemctl(self, *arguments: str) -> list[str]:
        return ["systemctl", *(["--user"] if self.user else []), *arguments]


def _need_systemd() -> None:
    if shutil.which("systemctl") is None:
        raise ConfigError(
            "There is no systemd here.", "Have the service manager of this machine start `gatekeeper serve` at boot."
        )


def _done(step: list[str]) -> None:
    done = subprocess.run(step, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ConfigError(
            "{command} failed: {why}",
            "See `journalctl -u gatekeeper`, with --user for a service of your own.",
            command=" ".join(step),
            why=done.stderr.strip() or done.returncode,
        )


def _supplementary() -> str:
    import grp

    groups = {group.gr_name for group in grp.getgrall()}
    found = [name for name in _GROUPS if name in groups]
    return f"SupplementaryGroups={' '.join(found)}\n" if found else ""


def _escaped(text: str) -> str:
    return text.encode(errors="replace").decode().replace("%", "%%").replace("\n", " ")


def _quoted(argument: str) -> str:
    """A word of a command line, after systemd.service(5). What a unit cannot hold is written as codes: the ends of lines, and
    the bytes of a path that are no UTF-8."""
    escaped = argument.replace("%", "%%").replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return '"' + re.sub(r"[\n\r\udc80-\udcff]", lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", escaped) + '"'
