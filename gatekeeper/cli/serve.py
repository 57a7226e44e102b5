"""`gatekeeper serve` and `gatekeeper service …`: doors that run as a system service."""

import os
import shlex
import stat
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import (
    JsonOption,
    RoleOption,
    YesOption,
    advise,
    agreed,
    home_folder,
    open_home,
    pasteable,
    print_json,
    print_table,
)
from gatekeeper.command_line import counted, printing, progress_bar
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.messages import Message
    from gatekeeper.service.systemd import Unit

commands = typer.Typer()
TokenArgument = Annotated[str, typer.Argument(help="What the token is called: the other system's name.")]

service_app = typer.Typer(
    no_args_is_help=True, help="The system service that runs the doors from boot, and access to it."
)
token_app = typer.Typer(no_args_is_help=True, help="Access tokens of other systems.")
service_app.add_typer(token_app, name="token")


@commands.command()
def serve() -> None:
    """Run every door of config.toml without a window until stopped; windows and other systems connect to it.

    Nobody needs to be signed in. `gatekeeper service install` starts it at boot.
    """
    from gatekeeper.ending import Ending
    from gatekeeper.service.serving import note_put_back, put_back, serve

    with printing() as printer, Ending() as ending:

        def say(message: "Message") -> None:
            printer.say(pasteable(message), err=True)

        again = True
        while again and not ending.asked.is_set():
            again = False
            restored = put_back(_home(), say)
            try:
                with open_home(makes=True) as opened, progress_bar("Preparing photos") as bar:
                    ending.doors = opened.doors
                    note_put_back(opened, restored)
                    again = serve(opened, ending.asked, say, bar)
            except (KeyboardInterrupt, SystemExit):
                pass
        printer.say("Stopped.", err=True)


UserOption = Annotated[bool, typer.Option("--user", help="The service of this user, without root (Linux).")]


def _home() -> Path:
    return home_folder().resolve()


def _unit(user: bool) -> "Unit":
    import getpass

    from gatekeeper.service.systemd import Unit

    account = os.environ.get("SUDO_USER") or getpass.getuser()
    return Unit(_home(), user, account, _passphrase_file())


def _passphrase_file() -> str:
    """The file with the passphrase of a locked key, as the environment names it; empty if it names none."""
    from gatekeeper.store.key_file import PASSPHRASE_FILE

    named = os.environ.get(PASSPHRASE_FILE)
    return os.path.abspath(named) if named else ""


@service_app.command("install")
def service_install(
    user: UserOption = False,
    print_: Annotated[bool, typer.Option("--print", help="Only show what would be installed.")] = False,
    yes: YesOption = False,
) -> None:
    """Start `gatekeeper serve` at boot and restart it if it ends, by systemd or as a Windows service."""
    from gatekeeper.service import windows

    home, unit = _home(), None if sys.platform == "win32" else _unit(user)
    if print_:
        typer.echo(windows.command(home) if unit is None else unit.text, nl=unit is None)
        return
    _needs_key(home)
    _needs_passphrase(home, unit)
    if unit is None:
        typer.echo(f"This registers a service {windows.NAME}, which Windows starts at boot: {windows.command(home)}")
        typer.echo(f"It runs as {windows.ACCOUNT}, which gets access to {home}.")
        agreed(yes, "Register it?")
        windows.install(home, _passphrase_file())
    else:
        if not user and unit.account == "root":
            typer.echo(
                "Warning: the service will run as root. Use sudo from the account that owns the home.",
                err=True,
            )
        state = "replaced" if unit.place.exists() else "written"
        typer.echo(f"{unit.place} is {state}, for the home {home}" + ("." if user else f", run by {unit.account}."))
        for step in unit.steps:
            typer.echo(f"Then: {' '.join(step)}")
        agreed(yes, "Do it?")
        unit.install()
    advise("The service is running. Check it: gatekeeper service status")
    if user:
        typer.echo("It starts when you sign in; to start it at boot: loginctl enable-linger")


@service_app.command("remove")
def service_remove(user: UserOption = False, yes: YesOption = False) -> None:
    """Stop and remove the service. The home is not changed."""
    from gatekeeper.service import windows

    unit = None if sys.platform == "win32" else _unit(user)
    label = f"the service {windows.NAME}" if unit is None else str(unit.place)
    if not (windows.status() if unit is None else unit.place.exists()):
        typer.echo(f"There is no {label}; nothing to remove.")
        return
    typer.echo(f"This locks the doors, stops the service and removes {label}.")
    agreed(yes, "Do it?")
    windows.remove() if unit is None else unit.remove()
    typer.echo("Removed.")


@service_app.command("status")
def service_status(user: UserOption = False, json_: JsonOption = False) -> None:
    """Show whether the service is installed and running, and where it listens."""
    from gatekeeper.service import windows
    from gatekeeper.service.found import find, is_running

    unit = None if sys.platform == "win32" else _unit(user)
    if unit is not None and not unit.place.exists() and _unit(True).place.exists():
        unit = _unit(True)
    found = find(_home())
    status = {
        "installed": (windows.NAME if windows.status() else "")
        if unit is None
        else str(unit.place) * unit.place.exists(),
        "state": windows.status() if unit is None else unit.active,
        "answers_at": "" if found is None else found.socket or found.url,
        "process": None if found is None else found.pid,
    }
    if json_:
        print_json(status)
        return
    if not status["installed"]:
        advise("Installed: no. Install it: gatekeeper service install")
    else:
        typer.echo(f"Installed: {status['installed']}, {status['state'] or 'state unknown'}")
        if unit is not None and not unit.is_for_its_home:
            typer.echo(f"It runs the doors of another home, not of {_home()}.")
        if unit is not None and status["state"] == "failed":
            typer.echo(f"See why: journalctl {'--user ' * unit.user}-u gatekeeper")
    if found is not None:
        typer.echo(f"Running: process {status['process']}, which listens at {status['answers_at']}")
    elif is_running(_home()):
        typer.echo("Running: yes, but where it listens cannot be read: it has just begun, or belongs to another user.")
    else:
        typer.echo(f"Running: no. No service guards the doors of {_home()}.")


def _needs_key(home: Path) -> None:
    """Raise ConfigError if the key is not in a file: a service has no keyring."""
    from gatekeeper.store.vault import KEY_FILE, is_used

    if is_used(home) and not (home / KEY_FILE).exists():
        raise ConfigError(
            "The key of the database is not in {file}, and a service has no keyring.",
            "Export it there: gatekeeper key export {file}",
            file=home / KEY_FILE,
        )


def _needs_passphrase(home: Path, unit: "Unit | None") -> None:
    """Raise ConfigError if the key is locked with a passphrase and no file is named that holds it, as nobody is asked for it at
    boot, or the service's user cannot read that file, and VaultError if it cannot be had from there: the service would start
    again for ever. unit: None for Windows."""
    from gatekeeper.store.key_file import PASSPHRASE_FILE, is_locked, read_key_file
    from gatekeeper.store.vault import KEY_FILE

    if not (file := home / KEY_FILE).exists():
        return
    locked = False
    with suppress(OSError):  # which is told below
        locked = is_locked(file)
    if locked and not _passphrase_file():
        raise ConfigError(
            "The key in {file} is locked with a passphrase, and nobody is there to enter it at boot.",
            "Write it into a file that only you can read, set the environment variable {variable} to its path, and install "
            "again."
            if unit is None
            else "Write it into a file that only the service's user can read, and install again: {command}",
            file=file,
            variable=PASSPHRASE_FILE,
            command="" if unit is None else replace(unit, passphrase_file="FILE").command,
        )
    read_key_file(file)
    if locked and unit is not None and not unit.user:
        _readable_by(unit.account, _passphrase_file())


def _readable_by(account: str, file: str) -> None:
    """Raise ConfigError if this account certainly cannot read a file: root, who installs the service, can read any."""
    import pwd

    try:
        user = pwd.getpwnam(account)
        found = os.stat(file)
        more: list[str] = getattr(os, "listxattr", lambda file: [])(file)
    except (KeyError, OSError):  # systemd tells of the first
        return
    if "system.posix_acl_access" in more:  # which may let others in
        return
    if found.st_uid == user.pw_uid:
        bits = stat.S_IRUSR
    elif found.st_gid in os.getgrouplist(account, user.pw_gid):
        bits = stat.S_IRGRP
    else:
        bits = stat.S_IROTH
    if user.pw_uid and stat.S_ISREG(found.st_mode) and not found.st_mode & bits:
        raise ConfigError(
            "{file} cannot be read by {account}, as whom the service runs.",
            "Give it to that user: {command}",
            file=file,
            account=account,
            command=f"sudo chown {shlex.quote(account)} {shlex.quote(file)}",
        )


@token_app.command("add")
def token_add(
    name: TokenArgument,
    role: RoleOption = "viewer",
    days: Annotated[int, typer.Option(help="Days of validity.")] = 365,
) -> None:
    """Give another system access. The token is printed once, on standard output."""
    from gatekeeper.domain import Role
    from gatekeeper.timezones import utc_now

    if role not in [*Role]:
        raise ConfigError(
            "There is no role {role!r}.", "There are: {known}.", role=role, known=[str(one) for one in Role]
        )
    with open_home(makes=True) as opened:
        token = opened.tokens.add(name, Role(role), days, by=opened.actor, now=utc_now())
        try:
            typer.echo(
                f"{name} has access as {role} for {counted(days, 'day')}. The token is shown only once:", err=True
            )
            typer.echo(token)
        except OSError:  # nobody has it, and nobody could get it any more
            opened.tokens.remove(name, by=opened.actor, now=utc_now())
            raise


@token_app.command("list")
def token_list(json_: JsonOption = False) -> None:
    """List access tokens."""
    with open_home(reading=True) as opened:
        tokens = opened.tokens.list()
    if json_:
        print_json([{"name": t.name, "role": t.role, "since": t.created_at, "until": t.expires_at} for t in tokens])
    elif not tokens:
        advise("There are none yet. Add one: gatekeeper service token add NAME --role viewer")
    else:
        rows = [[t.name, t.role.value, TERMINAL.day(t.created_at), TERMINAL.day(t.expires_at)] for t in tokens]
        print_table("Access tokens", ["name", "role", "since", "until"], rows)


@token_app.command("remove")
def token_remove(name: TokenArgument) -> None:
    """Revoke a token at once."""
    from gatekeeper.timezones import utc_now

    with open_home() as opened:
        opened.tokens.remove(name, by=opened.actor, now=utc_now())
    typer.echo(f"{name} no longer has access.")
