"""`gatekeeper log …`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL
from gatekeeper.terminal import (
    counted,
    progress_bar,
)

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.domain import AccessEvent

from gatekeeper.cli.session import WHO, JsonOption, desk_of, moment, open_home, print_json, print_table

log_app = typer.Typer(no_args_is_help=True, help="What happened at the door.")


@log_app.command("list")
def log_list(
    since: Annotated[str, typer.Option(help="From this time on, as 2026-01-31 or 2026-01-31T08:00 (local).")] = "",
    until: Annotated[str, typer.Option(help="Until the end of this day, or before this time.")] = "",
    person: Annotated[str, typer.Option(help=WHO)] = "",
    outcome: Annotated[str, typer.Option(help="opened, refused or unknown.")] = "",
    door: Annotated[str, typer.Option(help="A door's name.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 50,
    export: Annotated[Optional[Path], typer.Option(help="Write all that match to a .csv, .json or .xlsx file.")] = None,  # noqa: UP045
    bom: Annotated[bool, typer.Option("--bom", help="Begin the CSV with a byte-order mark, for Excel.")] = False,
    json_: JsonOption = False,
) -> None:
    """The events, newest first."""
    from dataclasses import fields

    from gatekeeper.domain import AccessEvent, Outcome
    from gatekeeper.store.access_log import Filter

    if outcome and outcome not in set(Outcome):
        raise ConfigError(f"There is no outcome {outcome!r}.", f"There are: {', '.join(Outcome)}.")
    start, end = moment("--since", since), moment("--until", until, end=True)
    if start is not None and end is not None and start >= end:
        raise ConfigError(f"--until {until!r} lies before --since {since!r}.", "Exchange the two.")
    with open_home() as opened:
        wanted = Filter(
            since=start,
            until=end,
            person=_person_of_log(opened, person) if person else None,
            outcome=Outcome(outcome) if outcome else None,
            door=door or None,
        )
        doors = {*opened.people.doors(), *(one.name for one in opened.settings.doors)}
        if door and door not in doors:
            raise ConfigError(f"There is no door {door!r}.", f"There are: {', '.join(sorted(doors))}.")
        if export is not None:
            with progress_bar("Writing") as progress:
                count = desk_of(opened).export_log(export, now=datetime.now(UTC), progress=progress, mark=bom, **wanted)
            typer.echo(f"{counted(count, 'event')} written to {export}.")
            return
        events = opened.log.query(**wanted, limit=limit, snapshots=False)
        count = opened.log.count(**wanted)
    if json_:
        names = [f.name for f in fields(AccessEvent) if f.name != "snapshot"]
        print_json([{name: getattr(event, name) for name in names} for event in events])
        return
    rows = [
        [
            str(e.id),
            TERMINAL.moment(e.at, seconds=True),
            e.door,
            e.person_name or "-",
            e.mask.value if e.mask else "-",
            _outcome(e),
        ]
        for e in events
    ]
    print_table(counted(count, "event"), ["number", "at", "door", "person", "mask", "outcome"], rows)


def _person_of_log(opened: "App", who: str) -> str | int:
    """Whose events are meant: a number, or the name of who is not registered any more."""
    from gatekeeper.store.people import named, numbered

    found, name = opened.people.matching(who), named(who)
    if not found and name is not None and opened.log.count(person=name):
        return name
    person = opened.people.find(who)
    # By their name come also the visits of before they were removed and registered again.
    return (
        person.name
        if person.id != numbered(who) and len(opened.people.matching(f"name={person.name}")) == 1
        else person.id
    )


def _outcome(event: "AccessEvent") -> str:
    """What came of a visit, in a word or two; the whole of it is in `message`, with --json."""
    from gatekeeper.domain import Outcome, Reason

    reason = event.reason.value.replace("_", " ")
    if event.outcome is Outcome.REFUSED:
        return f"refused: {reason}"
    return (
        event.outcome.value if event.reason in (Reason.GRANTED, Reason.NOT_KNOWN) else f"{event.outcome.value} {reason}"
    )


@log_app.command("retain")
def log_retain(
    events_days: Annotated[Optional[int], typer.Option(min=1, help="Delete events older than so many days.")] = None,  # noqa: UP045
    faces_days: Annotated[Optional[int], typer.Option(min=1, help="Delete only the pictures in them.")] = None,  # noqa: UP045
) -> None:
    """Delete what is older than it may be kept."""
    if events_days is None and faces_days is None:
        raise ConfigError("Nothing is to be deleted.", "Name --events-days, --faces-days, or both.")
    with open_home() as opened:
        events, faces = desk_of(opened).retain(events_days, faces_days, now=datetime.now(UTC))
    typer.echo(f"Deleted: {counted(events, 'event')}, and the pictures of {counted(faces, 'event')}.")
