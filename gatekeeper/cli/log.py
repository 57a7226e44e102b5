"""`gatekeeper log …`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.command_line import (
    counted,
    progress_bar,
)
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.domain import AccessEvent

from gatekeeper.cli.session import (
    WHO,
    BomOption,
    ExportOption,
    JsonOption,
    LimitOption,
    SinceOption,
    UntilOption,
    YesOption,
    advise,
    agreed,
    desk_of,
    home_folder,
    newest_of,
    only_with_export,
    open_home,
    period,
    print_json,
    print_table,
    say_whose_time,
    with_second,
)
from gatekeeper.timezones import utc_now

log_app = typer.Typer(no_args_is_help=True, help="What happened at the door.")


@log_app.command("list")
def log_list(
    since: SinceOption = "",
    until: UntilOption = "",
    person: Annotated[str, typer.Option(help=WHO)] = "",
    outcome: Annotated[str, typer.Option(help="opened, refused, unknown, alarm or noted.")] = "",
    door: Annotated[str, typer.Option(help="A door's name.")] = "",
    limit: LimitOption = 50,
    export: ExportOption = None,
    bom: BomOption = False,
    sign: Annotated[
        bool, typer.Option("--sign", help="Also write FILE.signed.json, which shows changes to the export.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """List events, newest first."""
    from dataclasses import fields

    from gatekeeper.domain import AccessEvent, Outcome
    from gatekeeper.store.event_query import Filter

    only_with_export(export, sign=sign, bom=bom)
    if outcome and outcome not in set(Outcome):
        raise ConfigError(
            "There is no outcome {outcome!r}.", "Choose one of {outcomes}.", outcome=outcome, outcomes=Outcome
        )
    with open_home(reading=True) as opened:
        start, end = period(since, until)
        chosen = Filter(
            since=start,
            until=end,
            person=_person_of_log(opened, person) if person else None,
            outcome=Outcome(outcome) if outcome else None,
            door=door or None,
        )
        doors = {*opened.people.doors(), *(settings.name for settings in opened.settings.doors)}
        if door and door not in doors:
            raise ConfigError("There is no door {door!r}.", "There are: {doors}.", door=door, doors=sorted(doors))
        if export is not None:
            with progress_bar("Writing") as progress:
                count = desk_of(opened).export_log(
                    export, now=utc_now(), progress=progress, bom=bom, sign=sign, **chosen
                )
            typer.echo(f"{counted(count, 'event')} written to {export}.")
            if sign:
                from gatekeeper.paths import assets

                typer.echo(f"To check: python3 {assets() / 'verify_log.py'} {export}")
            return
        events = opened.log.query(**chosen, limit=limit, snapshots=False)
        count = opened.log.count(**chosen)
    if json_:
        names = [f.name for f in fields(AccessEvent) if f.name != "snapshot"]
        print_json([{name: getattr(event, name) for name in names} for event in events])
        return
    if not events:
        narrowed = any(value is not None for value in chosen.values())
        advise(
            "No event matches. List all: gatekeeper log list"
            if narrowed
            else "There are no events yet. Start the doors: gatekeeper run, or gatekeeper for the window."
        )
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
    say_whose_time()
    print_table(newest_of(count, len(rows), "event"), ["number", "at", "door", "person", "mask", "outcome"], rows)


def _person_of_log(opened: "App", text: str) -> str | int:
    """The person whose events are meant: a number, or the name of somebody no longer registered."""
    from gatekeeper.store.names import named, numbered

    found, name = opened.people.matching(text), named(text)
    if not found and name is not None and opened.log.count(person=name):
        return name
    person = opened.people.find(text)
    # A name also finds visits from before they were removed and registered again.
    return (
        person.name
        if person.id != numbered(text) and len(opened.people.matching(f"name={person.name}")) == 1
        else person.id
    )


def _outcome(event: "AccessEvent") -> str:
    """A visit's outcome in a word or two; --json has the full `message`."""
    from gatekeeper.domain import Outcome, Reason

    reason = event.reason.value.replace("_", " ")
    if event.reason is Reason.UNREADABLE:
        return str(event.message)
    if event.outcome in (Outcome.REFUSED, Outcome.ALARM):
        return f"{event.outcome.value}: {reason}"
    return (
        event.outcome.value if event.reason in (Reason.GRANTED, Reason.NOT_KNOWN) else f"{event.outcome.value} {reason}"
    )


@log_app.command("retain")
def log_retain(
    events_days: Annotated[int | None, typer.Option(min=1, help="Delete events older than this many days.")] = None,
    faces_days: Annotated[
        int | None, typer.Option(min=1, help="Delete only pictures older than this many days.")
    ] = None,
) -> None:
    """Delete old events, or only their pictures."""
    if events_days is None and faces_days is None:
        raise ConfigError("There is nothing to delete.", "Give --events-days, --faces-days, or both.")
    with open_home() as opened:
        events, faces = with_second(
            opened, lambda second: desk_of(opened, second).retain(events_days, faces_days, now=utc_now())
        )
    typer.echo(f"Deleted: {counted(events, 'event')}, and the pictures of {counted(faces, 'event')}.")


@log_app.command("verify")
def log_verify(
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint exported earlier and kept elsewhere; may be repeated."),
    ] = None,
    seed: Annotated[Path | None, typer.Option(help="A file that `gatekeeper log take-seed` wrote.")] = None,
    json_: JsonOption = False,
) -> None:
    """Check whether any part of the log was changed, deleted or replaced. Exit status 1 if so."""
    from dataclasses import asdict

    from gatekeeper.store.proof import read_checkpoint, read_seeds, verify

    checkpoints = [read_checkpoint(file) for file in checkpoint or ()]
    seeds = read_seeds(seed) if seed is not None else None
    with open_home(reading=True) as opened, progress_bar("Verifying") as progress:
        found = verify(opened.database, checkpoints, seeds, progress)
    if json_:
        print_json(asdict(found))
    else:
        for fault in found.faults:
            typer.echo(fault)
        if found.count > len(found.faults):
            typer.echo(f"... and {found.count - len(found.faults)} more.")
        typer.echo(
            f"{counted(found.events, 'event')} and {counted(found.acts, 'act')} of the audit trail in "
            f"{counted(found.entries, 'entry', 'entries')}; {found.deleted} deleted by retention, {found.erased} with personal "
            f"data erased; {counted(found.seals, 'seal')}, {counted(found.checkpoints, 'checkpoint')} checked."
        )
        for note in found.notes:
            typer.echo(note)
        typer.echo(f"TAMPERED WITH: {counted(found.count, 'fault')}." if found.count else "Nothing was tampered with.")
    if found.count:
        raise typer.Exit(1)


@log_app.command("checkpoint")
def log_checkpoint(
    file: Annotated[Path, typer.Argument(help="A new file, to be kept on another machine.")],
) -> None:
    """Sign the log's present length and contents, so that it cannot be changed, cut or replaced unnoticed later."""
    with open_home(makes=True) as opened:
        checkpoint = desk_of(opened).checkpoint_log(file, now=utc_now())
    size = counted(checkpoint["size"], "entry", "entries")
    typer.echo(f"{file}: {size}, signed with the key {checkpoint['key']}. Move it to another machine.")


@log_app.command("take-seed")
def log_take_seed(
    file: Annotated[Path, typer.Argument(help="A new file, to be kept on another machine, secretly.")],
) -> None:
    """Export and delete the seed that all seals derive from: afterwards nobody on this machine can reseal old entries."""
    with open_home(makes=True) as opened:
        desk_of(opened).take_log_seed(file, now=utc_now())
    advise(f"{file}: move it to another machine. Verify with it: gatekeeper log verify --seed {file}")


@log_app.command("prove")
def log_prove(
    file: Annotated[Path, typer.Argument(help="A new file, lines of JSON.")],
    names: Annotated[bool, typer.Option("--names", help="Include people's names.")] = False,
) -> None:
    """Write the whole log so that anybody can verify it with a single Python file, without this program."""
    from gatekeeper.paths import assets

    with open_home(makes=True) as opened, progress_bar("Writing") as progress:
        count = desk_of(opened).prove_log(file, names=names, now=utc_now(), progress=progress)
    typer.echo(f"{counted(count, 'entry', 'entries')} written. To check: python3 {assets() / 'verify_log.py'} {file}")


@log_app.command("resume")
def log_resume(yes: YesOption = False) -> None:
    """Resume after a start was refused because part of the log is missing. The loss stays on record."""
    from gatekeeper.errors import LogLostError, StoreError
    from gatekeeper.store.database import Database
    from gatekeeper.store.proof import resume
    from gatekeeper.store.vault import DATABASE_FILE, database_key, is_used

    home = home_folder()
    path = home / DATABASE_FILE
    if not is_used(home):
        raise StoreError("There is no database at {path}.", "Check the home folder (--home).", path=path)
    key = database_key(home, read_only=True)
    try:
        Database.open(path, key, read_only=True).close()
    except LogLostError as error:  # resuming does not fix any other fault
        why = error.message
    else:
        typer.echo("Nothing of the log is missing.")
        return
    agreed(yes, f"{why}\nContinue without it?")
    resume(path, key)
    with open_home() as opened:
        desk_of(opened).note_resumed(why, now=utc_now())
    advise("The log continues. What is missing stays on record: gatekeeper log verify")
