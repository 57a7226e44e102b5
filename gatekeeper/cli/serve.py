"""`gatekeeper serve` and `gatekeeper service …`: doors that run by themselves."""

from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import JsonOption, open_home, print_json, print_table
from gatekeeper.command_line import printing, progress_bar
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.messages import Message

commands = typer.Typer()
service_app = typer.Typer(no_args_is_help=True, help="Doors that run from boot, and who may ask them.")
token_app = typer.Typer(no_args_is_help=True, help="Access tokens of other systems.")
service_app.add_typer(token_app, name="token")


@commands.command()
def serve() -> None:
    """Guard every door of config.toml without a window, until it is told to end; windows and other systems ask it.

    Nobody needs to be signed in. `gatekeeper service install` has it started at boot.
    """
    from gatekeeper.ending import Ending
    from gatekeeper.service.serving import serve

    with printing() as printer, Ending() as ending, open_home() as opened:
        ending.doors = opened.doors

        def say(message: "Message") -> None:
            printer.say(str(message), err=True)

        try:
            with progress_bar("Preparing photos") as bar:
                serve(opened, ending.asked, say, bar)
        except (KeyboardInterrupt, SystemExit):
            pass
        printer.say("Stopped.", err=True)


@token_app.command("add")
def token_add(
    name: str,
    role: Annotated[str, typer.Option(help="administrator, operator or viewer.")] = "viewer",
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
