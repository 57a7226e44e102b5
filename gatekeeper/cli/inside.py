"""`gatekeeper inside …`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import (
    WHO,
    BomOption,
    JsonOption,
    PersonArgument,
    advise,
    desk_of,
    open_home,
    print_json,
    print_table,
    say_whose_time,
)
from gatekeeper.command_line import counted, progress_bar
from gatekeeper.errors import ConfigError
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.config import Settings

inside_app = typer.Typer(
    no_args_is_help=True, help="Who is inside, as counted by cameras with a direction (in or out)."
)


class Where(StrEnum):
    """Where somebody is, as far as known."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@inside_app.command("list")
def inside_list(json_: JsonOption = False) -> None:
    """List everybody inside: since when, by which door, whose guest they are, and whether they may have left unseen.

    Only doors whose cameras have a direction count people; they are named below the list.
    """
    from gatekeeper.desk.evacuation import doors_stood_open, people_inside
    from gatekeeper.speech import TERMINAL

    with open_home(reading=True) as opened:
        people, doubt, settings = people_inside(opened), opened.presence.doubt(), opened.settings
    if json_:
        print_json(
            [
                {
                    "id": person.person_id,
                    "name": person.name,
                    "since": person.since,
                    "door": person.door,
                    "guest": person.host is not None,
                    "host": person.host,
                    "doubtful": person.doubtful,
                }
                for person in people
            ]
        )
        return
    if people:
        rows = [
            [
                str(person.person_id),
                person.name,
                TERMINAL.moment(person.since),
                person.door or "corrected by hand",
                "" if person.host is None else person.host or "somebody no longer registered",
                "may have left" if person.doubtful else "",
            ]
            for person in people
        ]
        say_whose_time()
        title = f"{counted(len(people), 'person', 'people')} inside, as of {TERMINAL.moment(utc_now())}"
        print_table(title, ["number", "name", "inside since", "by the door", "guest of", "doubt"], rows)
    else:
        typer.echo("Nobody is inside.")
    if (said := doors_stood_open(people, doubt)) is not None:
        typer.echo(TERMINAL.say(said), err=True)
        advise(
            "Once that is known: gatekeeper inside settle still-there, or: gatekeeper inside settle forget", err=True
        )
    for line in _counted_at(settings):
        typer.echo(line, err=True)


def _counted_at(settings: "Settings") -> Iterator[str]:
    """Which doors count whom, and what that leaves out."""
    from gatekeeper.domain import Direction
    from gatekeeper.door.access import listed

    doors = {
        direction: listed(
            {settings.door_of(camera).name for camera in settings.cameras if camera.direction == direction}
        )
        for direction in (*Direction, "")
    }
    ways = {Direction.IN: ("People who enter", "enter"), Direction.OUT: ("People who leave", "leave")}
    for direction, (who, _) in ways.items():
        if doors[direction]:
            yield f"{who} are counted at: {doors[direction]}."
    missing = [verb for direction, (_, verb) in ways.items() if not doors[direction]]
    if missing:
        yield (
            f'No camera sees people {" or ".join(missing)}: set direction = "in" or "out" for each [[camera]] in '
            "config.toml."
        )
    elif doors[""]:
        yield f"Cameras without a direction, at {doors['']}, count nobody."


@inside_app.command("mark")
def inside_mark(person: PersonArgument, where: Annotated[Where, typer.Argument(help="Where they really are.")]) -> None:
    """Correct where somebody is. If it is unknown, they may pass once in either direction."""
    from gatekeeper.domain import Direction

    directions = {Where.INSIDE: Direction.IN, Where.OUTSIDE: Direction.OUT, Where.UNKNOWN: None}
    with open_home() as opened:
        found = opened.people.find(person)
        desk_of(opened).correct_presence(found.id, directions[where], now=utc_now())
    answer = "It is no longer known where {name} is." if where is Where.UNKNOWN else "{name} is {where}."
    typer.echo(answer.format(name=found.name, where=where.value))


class Settled(StrEnum):
    """What can be said of those who went before doors stood open."""

    STILL_THERE = "still-there"
    FORGET = "forget"


@inside_app.command("settle")
def inside_settle(
    how: Annotated[Settled, typer.Argument(help="Whether they are still inside, or nobody knows.")],
) -> None:
    """After doors stood open: say that everybody on the list is still there, or forget where they are, so that each may
    pass once either way."""
    with open_home() as opened:
        count = desk_of(opened).settle_presence(inside=how is Settled.STILL_THERE, now=utc_now())
    told = "still inside" if how is Settled.STILL_THERE else "free to pass once in either direction"
    typer.echo(f"Now on record as {told}: {counted(count, 'person', 'people')}.")


@inside_app.command("rebuild")
def inside_rebuild() -> None:
    """Recompute from the log where everybody is."""
    with open_home() as opened:
        changed = desk_of(opened).rebuild_presence(now=utc_now())
    typer.echo(f"Recomputed; changed for {counted(changed, 'person', 'people')}.")


@inside_app.command("export")
def inside_export(file: Annotated[Path, typer.Argument(help="A .html or .csv file.")]) -> None:
    """Write who is inside to a file, for a roll call outside."""
    with open_home(reading=True) as opened:
        count = desk_of(opened).export_inside(file, now=utc_now())
    typer.echo(f"{counted(count, 'person', 'people')} written to {file}.")


@inside_app.command("attendance")
def inside_attendance(
    month: Annotated[str, typer.Argument(help="As 2026-01.")],
    file: Annotated[Path, typer.Argument(help="A .csv, .json or .xlsx file.")],
    person: Annotated[str, typer.Option(help=WHO)] = "",
    bom: BomOption = False,
) -> None:
    """Write to a file when people came and went on each day of a month, and how long they were inside."""
    try:
        meant = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        raise ConfigError("{month!r} is not a month.", "Write it as 2026-01.", month=month) from None
    with open_home() as opened, progress_bar("Writing") as progress:
        number = opened.people.find(person).id if person else None
        count = desk_of(opened).export_attendance(file, meant, number, now=utc_now(), progress=progress, mark=bom)
    typer.echo(f"{counted(count, 'day')} written to {file}.")
