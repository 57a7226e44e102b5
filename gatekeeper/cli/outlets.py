"""`gatekeeper outlets …`: events and alarms sent to other systems."""

from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import JsonOption, desk_of, open_home, print_json, print_table
from gatekeeper.command_line import counted
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.desk.desk import Desk

outlets_app = typer.Typer(
    no_args_is_help=True,
    help="Events and alarms sent to other systems: the webhooks, MQTT and mail of config.toml.",
)


@outlets_app.command("list")
def list_(json_: JsonOption = False) -> None:
    """List the outlets of config.toml: events waiting, messages put aside, the last delivery, and failures."""
    with open_home(reading=True) as opened:
        found = desk_of(opened).outlets()
    if json_:
        print_json(
            [
                {
                    "name": outlet.name,
                    "behind": outlet.behind,
                    "dead": outlet.dead,
                    "delivered": outlet.standing.delivered,
                    "since": outlet.standing.since,
                    "why": outlet.mistake or outlet.standing.why,
                }
                for outlet in found
            ]
        )
    elif found:
        rows = [
            [
                outlet.name,
                f"{outlet.behind:,}",
                f"{outlet.dead:,}",
                "" if outlet.standing.delivered is None else TERMINAL.moment(outlet.standing.delivered),
                outlet.mistake
                or (
                    ""
                    if outlet.standing.since is None
                    else f"{TERMINAL.moment(outlet.standing.since)}: {outlet.standing.why}"
                ),
            ]
            for outlet in found
        ]
        print_table("Outlets", ["name", "events waiting", "put aside", "last delivered", "failing since"], rows)
    else:
        typer.echo("There are none: see [[webhook]], [mqtt] and [mail] in docs/configuration.md.")


@outlets_app.command()
def test(
    name: Annotated[
        str, typer.Argument(help='The outlet, as in `gatekeeper outlets list`, for example "webhook NAME".')
    ],
) -> None:
    """Send a test message to an outlet now, from this machine."""
    with open_home() as opened:
        why = desk_of(opened).test_outlet(name, now=utc_now())
    if why:
        raise ConfigError(
            "The test did not arrive: {why}.",
            "Check its settings in config.toml, and the network.",
            why=why,
        )
    typer.echo("It has arrived.")


@outlets_app.command()
def dead(json_: JsonOption = False) -> None:
    """List what was put aside: messages that failed too often or for too long."""
    with open_home(reading=True) as opened:
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
        print_table("Put aside", ["ID", "outlet", "what", "when", "tries", "why"], rows)
    else:
        typer.echo("Nothing was put aside.")


@outlets_app.command()
def resend(
    numbers: Annotated[
        list[int] | None, typer.Argument(help="IDs from `gatekeeper outlets dead`; default: all.")
    ] = None,
) -> None:
    """Send messages that were put aside again; the program that runs the doors does it."""
    with open_home() as opened:
        desk = desk_of(opened)
        _check_put_aside(desk, numbers)
        count = desk.resend(numbers, now=utc_now())
    typer.echo(
        f"{counted(count, 'message')} will be sent again while the program runs." if count else "Nothing was put aside."
    )


@outlets_app.command("throw-away")
def throw_away(
    numbers: Annotated[list[int] | None, typer.Argument(help="IDs from `gatekeeper outlets dead`.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Discard all of them.")] = False,
) -> None:
    """Discard messages that were put aside. The events themselves stay on record."""
    if bool(numbers) == all_:
        raise ConfigError("Nothing was chosen to be discarded.", "Give IDs from `gatekeeper outlets dead`, or --all.")
    with open_home() as opened:
        desk = desk_of(opened)
        _check_put_aside(desk, numbers)
        count = desk.throw_away(None if all_ else numbers, now=utc_now())
    typer.echo(f"{counted(count, 'message')} will never be sent." if count else "Nothing was put aside.")


def _check_put_aside(desk: "Desk", numbers: list[int] | None) -> None:
    """Raise ConfigError for a number of no message: who mistypes one is not to believe that it was dealt with."""
    if missing := sorted(set(numbers or ()) - {letter.id for letter in desk.dead_letters()}):
        raise ConfigError(
            "No message was put aside with the ID {number}.", "See `gatekeeper outlets dead`.", number=missing[0]
        )


@outlets_app.command()
def secret() -> None:
    """Generate a webhook secret, for config.toml and the receiver."""
    import base64
    import secrets

    typer.echo("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())
