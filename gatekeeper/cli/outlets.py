"""`gatekeeper outlets`: word of events and alarms to other systems."""

from typing import Annotated

import typer

from gatekeeper.cli.session import JsonOption, desk_of, open_home, print_json, print_table
from gatekeeper.command_line import counted
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL
from gatekeeper.timezones import utc_now

outlets_app = typer.Typer(
    no_args_is_help=True,
    help="Word of events and alarms to other systems: webhooks, MQTT and mail, as config.toml names them.",
)


@outlets_app.command("list")
def list_(json_: JsonOption = False) -> None:
    """List the outlets of config.toml, how many events each is behind, and how much it has put aside."""
    with open_home() as opened:
        found = desk_of(opened).outlets()
    if json_:
        print_json([{"name": one.name, "behind": one.behind, "dead": one.dead} for one in found])
    elif found:
        rows = [[one.name, f"{one.behind:,}", f"{one.dead:,}"] for one in found]
        print_table("Outlets", ["Name", "Events behind", "Put aside"], rows)
    else:
        typer.echo("There is none: see [[webhook]], [mqtt] and [mail] in docs/configuration.md.")


@outlets_app.command()
def test(
    name: Annotated[str, typer.Argument(help='As `gatekeeper outlets list` calls it, as "webhook NAME".')],
) -> None:
    """Send a test to an outlet, now and from here."""
    with open_home() as opened:
        why = desk_of(opened).test_outlet(name, now=utc_now())
    if why:
        raise ConfigError(
            "The test did not arrive: {why}.",
            "Check address, secret and network; the program's log says more.",
            why=why,
        )
    typer.echo("It has arrived.")


@outlets_app.command()
def dead(json_: JsonOption = False) -> None:
    """List what outlets have refused so often that it was put aside."""
    with open_home() as opened:
        found = desk_of(opened).dead_letters()
    if json_:
        print_json(
            [
                {"id": o.id, "outlet": o.outlet, "item": o.item, "at": o.at, "tries": o.tries, "why": o.why}
                for o in found
            ]
        )
    elif found:
        rows = [[str(o.id), o.outlet, o.item, TERMINAL.moment(o.at), str(o.tries), o.why] for o in found]
        print_table("Put aside", ["ID", "Outlet", "What", "When", "Tries", "Why"], rows)
    else:
        typer.echo("Nothing was put aside.")


@outlets_app.command()
def resend(
    numbers: Annotated[list[int] | None, typer.Argument(help="IDs of `gatekeeper outlets dead`; else all.")] = None,
) -> None:
    """Have what was put aside sent once more, by the program that has the doors."""
    with open_home() as opened:
        count = desk_of(opened).resend(numbers, now=utc_now())
    typer.echo(f"{counted(count, 'message')} will be sent again while the program runs.")


@outlets_app.command()
def secret() -> None:
    """Make a secret for a webhook, for config.toml and whoever receives it."""
    import base64
    import secrets

    typer.echo("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())
