"""`gatekeeper alarms …`: list and acknowledge alarms."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import JsonOption, desk_of, open_home, print_json, print_table
from gatekeeper.command_line import counted
from gatekeeper.speech import TERMINAL
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.domain import Alarm

alarms_app = typer.Typer(no_args_is_help=True, help="List and acknowledge alarms.")


@alarms_app.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Include alarms that are over and acknowledged.")] = False,
    json_: JsonOption = False,
) -> None:
    """List alarms that last or are not acknowledged. Silent ones are included: do not run this where a visitor can see it."""
    with open_home() as opened:
        found = desk_of(opened).alarms(open_only=not every)
    if json_:
        print_json([_values(alarm) for alarm in found])
    elif found:
        print_table("Alarms", ["ID", "Since", "Over", "Door", "What", "Acknowledged"], [_row(alarm) for alarm in found])
    else:
        typer.echo("There is no open alarm.")


@alarms_app.command()
def acknowledge(
    numbers: Annotated[list[int], typer.Argument(help="The alarms' IDs, as shown by `gatekeeper alarms list`.")],
    note: Annotated[str, typer.Option(help="What was found or done; kept in the audit trail.")] = "",
) -> None:
    """Acknowledge alarms in your name; windows show it within a second."""
    with open_home() as opened:
        mine = desk_of(opened).acknowledge(numbers, note, now=utc_now())
    before = len(set(numbers)) - len(mine)
    typer.echo(
        f"{counted(len(mine), 'alarm')} acknowledged." + (f" {before} had been acknowledged before." if before else "")
    )


def _row(alarm: "Alarm") -> list[str]:
    from gatekeeper.domain import LASTING

    over = "" if alarm.ended is None else TERMINAL.moment(alarm.ended)
    name = f"{alarm.person_name}: " if alarm.person_name and alarm.person_name not in alarm.message else ""
    often = f" ({alarm.times} times)" if alarm.times > 1 else ""
    silent = "silent: " if alarm.silent else ""
    by = f"{alarm.acknowledged_by}, {TERMINAL.moment(alarm.acknowledged_at)}" if alarm.acknowledged_at else "nobody"
    lasts = "ongoing" if alarm.kind in LASTING else ""
    message = f"{silent}{name}{TERMINAL.say(alarm.message)}{often}"
    return [str(alarm.id), TERMINAL.moment(alarm.began), over or lasts, alarm.door, message, by]


def _values(alarm: "Alarm") -> dict[str, object]:
    return {key: value for key, value in asdict(alarm).items() if key != "snapshot"} | {
        "message": str(alarm.message),
        "silent": alarm.silent,
        "open": alarm.open,
    }
