"""`gatekeeper serve` and `gatekeeper service …`: doors that run by themselves."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import JsonOption, RoleOption, State, YesOption, agreed, open_home, print_json, print_table
from gatekeeper.command_line import printing, progress_bar
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.messages import Message
    from gatekeeper.service.systemd import Unit

commands = typer.Typer()
service_app = typer.Typer(no_args_is_help=True, help="Doors that run from boot, and who may ask them.")
token_app = typer.Typer(no_args_is_help=True, help="Access tokens of other systems.")
service_app.add_typer(token_app, name="token")


@commands.command()
def serve() -> None:
    """Guard every door of config.toml without a window, until it is told to end; windows and other systems ask it.

    Nobody needs to be signed in. `gatekeeper service install` has it started at boot.
    """
    from gatekeeper.desk.desk import Desk
    from gatekeeper.domain import Role
    from gatekeeper.ending import Ending
    from gatekeeper.service.serving import serve
    from gatekeeper.store.accounts import PROGRAM, Actor
    from gatekeeper.timezones import utc_now

    with printing() as printer, Ending() as ending:

        def say(message: "Message") -> None:
            printer.say(str(message), err=True)

        again = True
        while again and not ending.asked.is_set():
            again = False
            restored = _put_back(_home(), say)
            try:
                with open_home() as opened, progress_bar("Preparing photos") as bar:
                    ending.doors = opened.doors
                    if restored is not None:
                        by = Actor(restored[0] or PROGRAM.name, Role.ADMINISTRATOR)
                        Desk(opened, by).note_restored(Path(restored[1]), now=utc_now())
                    again = serve(opened, ending.asked, say, bar)
            except (KeyboardInterrupt, SystemExit):
                pass
        printer.say("Stopped.", err=True)


def _put_back(home: Path, say: "Callable[[Message], None]") -> tuple[str, str] | None:
    """Restore the backup that somebody laid ready in a window, before the database is opened: who, and which."""
    from gatekeeper.errors import OutlivedError
    from gatekeeper.service.found import find
    from gatekeeper.store.copies import restore_laid_ready
    from gatekeeper.store.vault import database_key, is_used

    if not is_used(home) or find(home) is not None:
        return None
    try:
        return restore_laid_ready(home, database_key(home))
    except OutlivedError as error:  # the home as it is goes on
        say(error.message)
        return None


UserOption = Annotated[bool, typer.Option("--user", help="A service of your own, without being root (Linux).")]


def _home() -> Path:
    from gatekeeper.config import default_home

    return (State.home or default_home()).resolve()


def _unit(user: bool) -> "Unit":
    import getpass
    import os

    from gatekeeper.service.systemd import Unit

    return Unit(_home(), user, os.environ.get("SUDO_USER") or getpass.getuser())


@service_app.command("install")
def service_install(
    user: UserOption = False,
    print_: Annotated[bool, typer.Option("--print", help="Only show what would be put there.")] = False,
    yes: YesOption = False,
) -> None:
    """Have `gatekeeper serve` started at boot, and again whenever it ends: by systemd, or as a Windows service."""
    from gatekeeper.service import windows

    home, unit = _home(), None if sys.platform == "win32" else _unit(user)
    if print_:
        typer.echo(windows.command(home) if unit is None else unit.text, nl=unit is None)
        return
    _needs_key(home)
    if unit is None:
        typer.echo(f"A service {windows.NAME} is registered, which Windows starts at boot: {windows.command(home)}")
        typer.echo(f"It runs as {windows.ACCOUNT}, which is let into {home}.")
        agreed(yes, "Register it?")
        windows.install(home)
    else:
        if not user and unit.account == "root":
            typer.echo(
                "Warning: the service will run as root. Use sudo from the account that has the home.",
                err=True,
            )
        made = "replaced" if unit.place.exists() else "written"
        typer.echo(f"{unit.place} is {made}, for the home {home}" + ("." if user else f", run by {unit.account}."))
        for step in unit.steps:
            typer.echo(f"Then: {' '.join(step)}")
        agreed(yes, "Do it?")
        unit.install()
    typer.echo("The service runs. See how it is: gatekeeper service status")
    if user:
        typer.echo("It begins when you sign in; to have it begin at boot: loginctl enable-linger")


@service_app.command("remove")
def service_remove(user: UserOption = False, yes: YesOption = False) -> None:
    """Stop the service and have it started no more. The home stays as it is."""
    from gatekeeper.service import windows

    unit = None if sys.platform == "win32" else _unit(user)
    what = f"the service {windows.NAME}" if unit is None else str(unit.place)
    if not (windows.status() if unit is None else unit.place.exists()):
        typer.echo(f"There is no {what}: nothing to remove.")
        return
    typer.echo(f"The doors are locked, the service is stopped, and {what} is removed.")
    agreed(yes, "Do it?")
    windows.remove() if unit is None else unit.remove()
    typer.echo("Removed.")


@service_app.command("status")
def service_status(user: UserOption = False, json_: JsonOption = False) -> None:
    """Whether the service is installed, runs, and where it answers."""
    from gatekeeper.service import windows
    from gatekeeper.service.found import find

    unit = None if sys.platform == "win32" else _unit(user)
    found = find(_home())
    said = {
        "installed": (windows.NAME if windows.status() else "")
        if unit is None
        else str(unit.place) * unit.place.exists(),
        "state": windows.status() if unit is None else unit.active,
        "answers_at": "" if found is None else found.socket or found.url,
        "process": None if found is None else found.pid,
    }
    if json_:
        print_json(said)
        return
    typer.echo(f"Installed: {said['installed'] or 'no (gatekeeper service install)'} {said['state']}".rstrip())
    typer.echo("Runs: " + (f"process {said['process']}, at {said['answers_at']}" if found is not None else "no"))


def _needs_key(home: Path) -> None:
    """Nobody is signed in to the system where a service runs, so there is no keyring."""
    from gatekeeper.store.vault import KEY_FILE, is_used

    if is_used(home) and not (home / KEY_FILE).exists():
        raise ConfigError(
            "The key of the database is not in {file}, and a service has no keyring.",
            "Export it there: gatekeeper key export {file}",
            file=home / KEY_FILE,
        )


@token_app.command("add")
def token_add(
    name: str,
    role: RoleOption = "viewer",
    days: Annotated[int, typer.Option(help="How long it is valid.")] = 365,
) -> None:
    """Give another system access. The token is shown this once, on standard output."""
    from gatekeeper.domain import Role
    from gatekeeper.timezones import utc_now

    if role not in [*Role]:
        raise ConfigError(
            "There is no role {role!r}.", "There are: {known}.", role=role, known=[str(one) for one in Role]
        )
    with open_home() as opened:
        token = opened.tokens.add(name, Role(role), days, by=opened.actor, now=utc_now())
    typer.echo(f"{name} may ask as {role} for {days} days. This is shown once:", err=True)
    typer.echo(token)


@token_app.command("list")
def token_list(json_: JsonOption = False) -> None:
    """Which systems have access."""
    with open_home() as opened:
        rows = [
            [one.name, one.role.value, TERMINAL.day(one.created_at), TERMINAL.day(one.expires_at)]
            for one in opened.tokens.list()
        ]
    if json_:
        print_json([dict(zip(("name", "role", "since", "until"), row, strict=True)) for row in rows])
    elif not rows:
        typer.echo("None yet. Give one: gatekeeper service token add NAME --role viewer")
    else:
        print_table("Access tokens", ["name", "role", "since", "until"], rows)


@token_app.command("remove")
def token_remove(name: str) -> None:
    """Withdraw a token: at once it lets nobody in."""
    from gatekeeper.timezones import utc_now

    with open_home() as opened:
        opened.tokens.remove(name, by=opened.actor, now=utc_now())
    typer.echo(f"{name} has no access any more.")
