"""`gatekeeper alarms …`: list and acknowledge alarms."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import JsonOption, desk_of, moment, open_home, print_json, print_table, say_whose_time
from gatekeeper.command_line import counted
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.domain import Alarm

alarms_app = typer.Typer(no_args_is_help=True, help="List and acknowledge alarms.")
watch_app = typer.Typer(no_args_is_help=True, help="The watch list of unknown visitors; blocked people.")
alarms_app.add_typer(watch_app, name="watch")


@alarms_app.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Include alarms that are over and acknowledged.")] = False,
    json_: JsonOption = False,
) -> None:
    """List alarms that are active or not acknowledged. Silent ones are included: do not run this where visitors can see it."""
    with open_home(reading=True) as opened:
        found = desk_of(opened).alarms(open_only=not every)
    if json_:
        print_json([_values(alarm) for alarm in found])
    elif found:
        say_whose_time()
        print_table("Alarms", ["ID", "since", "over", "door", "what", "acknowledged"], [_row(alarm) for alarm in found])
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


@watch_app.command("list")
def watch_list(json_: JsonOption = False) -> None:
    """List unknown visitors on the watch list, and blocked people: why, and since when."""
    from gatekeeper.door.access import until as until_in_words

    with open_home(reading=True) as opened:
        desk = desk_of(opened)
        watched, blocked = desk.watched(now=utc_now()), desk.blocked_people()
        kept = opened.settings.alarms.watch_list
    if json_:
        print_json(
            {
                "watched": [{key: value for key, value in asdict(one).items() if key != "picture"} for one in watched],
                "blocked": [
                    {"id": one.person.id, "name": one.person.name, "since": one.since, "by": one.by, "why": one.why}
                    for one in blocked
                ],
            }
        )
        return
    if watched or blocked:
        say_whose_time()
    if watched:
        rows = [
            [str(one.id), str(one.event_id), one.why, TERMINAL.say(until_in_words(one.until)), one.added_by]
            for one in watched
        ]
        print_table("Unknown visitors", ["ID", "event", "why", "until", "by"], rows)
    else:
        typer.echo("No unknown visitor is on the watch list.")
    if not kept:
        typer.echo("The watch list is off: nobody is compared with it (alarms.watch_list in config.toml).")
    if blocked:
        told = [
            [str(one.person.id), one.person.name, one.why, TERMINAL.moment(one.since) if one.since else "", one.by]
            for one in blocked
        ]
        print_table("Blocked people", ["number", "name", "why", "since", "by"], told)


@watch_app.command("add")
def watch_add(
    event: Annotated[
        int, typer.Argument(help="The number of the unknown visit, as in `gatekeeper log list --outcome unknown`.")
    ],
    why: Annotated[str, typer.Option(help="The reason, which the alarm shows.")],
    until: Annotated[str, typer.Option(help="The end, as 2026-01-31 or 2026-01-31T18:00.")],
) -> None:
    """Watch for an unknown visitor: an alarm is raised when they come to any door again. No door opens or stays shut for it."""
    from gatekeeper.door.access import until as until_in_words

    with open_home() as opened:
        end = moment("--until", until, end=True)
        if end is None:
            raise ConfigError("Nobody is watched for without an end.", "Say until when: --until 2026-01-31.")
        one = desk_of(opened).watch_visitor(event, why, end, now=utc_now())
        typer.echo(
            f"The visitor of event {event} is watched for until {TERMINAL.say(until_in_words(one.until))} (ID {one.id})."
        )


@watch_app.command("end")
def watch_end(
    number: Annotated[int, typer.Argument(help="Their ID, as `gatekeeper alarms watch list` shows it.")],
) -> None:
    """Stop watching for somebody, and delete their face."""
    with open_home() as opened:
        desk_of(opened).end_watch(number, now=utc_now())
    typer.echo(f"Number {number} is watched for no longer; the face is deleted.")


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
