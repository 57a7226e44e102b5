"""`gatekeeper backup`, `gatekeeper verify` and `gatekeeper restore`."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import JsonOption, State, desk_of, open_home, print_json
from gatekeeper.speech import TERMINAL
from gatekeeper.terminal import counted

if TYPE_CHECKING:
    from gatekeeper.store.copies import Contents

commands = typer.Typer()


@commands.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="A folder that is there, best on another machine's disk.")],
    keep: Annotated[int, typer.Option(min=1, help="So many backups of this home stay there, the newest.")] = 7,
    json_: JsonOption = False,
) -> None:
    """Write one encrypted file with database, settings and added models, and verify it by restoring it.

    The door goes on meanwhile. Whoever restores it needs the key as well (`gatekeeper key export`): keep the two apart.
    """
    with open_home() as opened:
        made, gone = desk_of(opened).back_up(folder, keep=keep, now=datetime.now(UTC))
    _show_backup(made, json_, [str(one) for one in gone])


@commands.command()
def verify(
    file: Annotated[Path, typer.Argument(help="What `gatekeeper backup` wrote.")],
    key: Annotated[Path | None, typer.Option(help="What `gatekeeper key export` wrote; else this home's key.")] = None,
    json_: JsonOption = False,
) -> None:
    """Restore a backup into a throw-away place, check every page of it, and say what it holds."""
    from gatekeeper.store.copies import verify as verified

    _show_backup(verified(file, _backup_key(key)), json_)


@commands.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `gatekeeper backup` wrote.")],
    key: Annotated[Path | None, typer.Option(help="What `gatekeeper key export` wrote; else this home's key.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Move what is there into a folder HOME/replaced-TIME first.")
    ] = False,
    as_file: Annotated[
        bool, typer.Option("--as-file", help="Keep the key in HOME/gatekeeper.key, not in the keyring.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Make a home of a backup: database, settings, added models, key. No program may have the home open."""
    from gatekeeper.config import default_home
    from gatekeeper.store.copies import restore as restored

    home = State.home or default_home()
    made = restored(home, file, _backup_key(key), replace=replace, prefer_keyring=not as_file)
    with open_home() as opened:
        desk_of(opened).note_restored(file, now=datetime.now(UTC))
    _show_backup(made, json_)


def _backup_key(file: Path | None) -> bytes:
    from gatekeeper.config import default_home
    from gatekeeper.store.vault import kept_key, read_key

    return read_key(file) if file is not None else kept_key(State.home or default_home())


def _show_backup(made: "Contents", json_: bool, gone: Iterable[str] = ()) -> None:
    values = {"file": str(made.path), "people": made.people, "photos": made.photos, "events": made.events}
    if json_:
        print_json({**values, "newest": made.newest, "files": made.files, "deleted": [*gone]})
        return
    newest = f", the last of {TERMINAL.moment(made.newest)}" if made.newest else ""
    typer.echo(
        f"{made.path}: {counted(made.people, 'person', 'people')}, {counted(made.photos, 'photo')}, "
        f"{counted(made.events, 'event')}{newest}; {', '.join(made.files) or 'no other files'}. It was restored and checked."
    )
    for one in gone:
        typer.echo(f"Deleted, being too old: {one}")
