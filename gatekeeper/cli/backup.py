"""`gatekeeper backup`, `gatekeeper verify` and `gatekeeper restore`."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import (
    AsFileOption,
    BackupArgument,
    JsonOption,
    KeyFileOption,
    State,
    desk_of,
    open_home,
    print_json,
    with_second,
)
from gatekeeper.command_line import counted, progress_bar
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.store.accounts import Actor
    from gatekeeper.store.copies import Contents

commands = typer.Typer()


@commands.command()
def backup(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder that is there, best on another machine's disk; else where backup.to says."),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="So many backups of this home stay in the folder, the newest; else all of them."),
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Write one encrypted file with database, settings and added models, and verify it by restoring it.

    The door goes on meanwhile. Whoever restores it needs the key as well (`gatekeeper key export`): keep the two apart.
    """
    from gatekeeper.desk.backups import make_backup

    if keep is not None and folder is None:
        raise ConfigError("--keep is of a folder that is named.", "Set backup.days, weeks and months in config.toml.")
    with open_home() as opened:
        if folder is not None:
            made, old = desk_of(opened).back_up(folder, keep=keep, now=utc_now())
            gone = [str(one) for one in old]
        else:
            with progress_bar("Sending") as progress:
                made, gone = make_backup(opened, desk_of(opened), now=utc_now(), progress=progress)
    _show_backup(made, json_, gone)


@commands.command()
def backups(json_: JsonOption = False) -> None:
    """Show what became of the scheduled backups, and which there are."""
    from gatekeeper.desk.backups import backup_state
    from gatekeeper.errors import StoreError
    from gatekeeper.store.offsite import backups_at

    with open_home() as opened:
        to, now = opened.settings.backup, utc_now()
        state = backup_state(opened.people, to)
        names, why = [], ""
        try:
            names = backups_at(to, opened.database.key) if to.to else []
        except StoreError as error:  # how the last one went is told all the same
            why = str(error)
    alarm = state.alarm(now) or why
    if json_:
        values = {"to": to.to, "last": state.last, "name": state.name, "failing_since": state.tried, "why": state.why}
        print_json({**values, "overdue": state.overdue(now), "alarm": alarm, "backups": names})
    elif not to.to:
        typer.echo("None are scheduled: set backup.to in config.toml to a folder, or to sftp://USER@HOST/FOLDER.")
    else:
        made = f"the last {TERMINAL.moment(state.last)}" if state.last else "none yet"
        typer.echo(f"{to.to}, every {counted(to.every_hours, 'hour')}: {made}.")
        for name in names:
            typer.echo(name)
        if alarm:
            typer.echo(alarm, err=True)
    if alarm:
        raise typer.Exit(1)


@commands.command()
def verify(
    file: BackupArgument,
    key: KeyFileOption = None,
    json_: JsonOption = False,
) -> None:
    """Restore a backup into a throw-away place, check every page of it, and say what it holds."""
    from gatekeeper.store.copies import verify as verified

    _show_backup(verified(file, _backup_key(key)), json_)


@commands.command()
def restore(
    file: BackupArgument,
    key: KeyFileOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Move what is there into a folder HOME/replaced-TIME first.")
    ] = False,
    as_file: AsFileOption = False,
    json_: JsonOption = False,
) -> None:
    """Make a home of a backup: database, settings, added models, key. No program may have the home open."""
    from gatekeeper.config import default_home
    from gatekeeper.errors import StoreError, VaultError
    from gatekeeper.store.copies import restore as restored
    from gatekeeper.store.vault import is_used

    home, backup_key, second = State.home or default_home(), _backup_key(key), None
    if replace and is_used(home):
        try:
            with open_home() as opened:
                second = with_second(opened, lambda other: _allowed(opened, other, file))
        except (StoreError, VaultError) as error:  # a damaged home is what a backup is for
            typer.echo(f"What is replaced cannot be opened: {error}", err=True)
    made = restored(home, file, backup_key, replace=replace, prefer_keyring=not as_file)
    with open_home() as opened:
        desk_of(opened, second).note_restored(file, now=utc_now())
    _show_backup(made, json_)


def _allowed(opened: "App", second: "Actor | None", file: Path) -> "Actor | None":
    desk_of(opened, second).may_restore(file, now=utc_now())
    return second


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
        typer.echo(f"Deleted, since a newer one of its day, week or month is kept: {one}")
