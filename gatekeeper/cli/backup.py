"""`gatekeeper backup`, `gatekeeper verify` and `gatekeeper restore`."""

from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.cli.session import (
    AsFileOption,
    BackupArgument,
    JsonOption,
    KeyFileOption,
    advise,
    desk_of,
    home_folder,
    open_home,
    print_json,
    with_second,
)
from gatekeeper.command_line import counted, progress_bar
from gatekeeper.errors import ConfigError, GatekeeperError
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
        typer.Argument(help="An existing folder, best on another machine's disk; default: backup.to of the settings."),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="How many of this home's newest backups to keep in the folder; default: all."),
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Write database, settings and added models into one encrypted file, and verify it by restoring it.

    A folder given here keeps all its backups unless --keep says how many. At backup.to, older backups are deleted as the
    schedule says: the last one of each day, week and month stays (backup.days, weeks and months in config.toml).

    The doors keep working meanwhile. Restoring needs the key as well (`gatekeeper key export`): keep the two apart.
    """
    from gatekeeper.desk.backups import make_backup

    if keep is not None and folder is None:
        raise ConfigError("--keep needs a folder.", "Give one, or set backup.days, weeks and months in config.toml.")
    with open_home(makes=True) as opened:
        if folder is not None:
            contents, old = desk_of(opened).back_up(folder, keep=keep, now=utc_now())
            deleted = [str(path) for path in old]
        else:
            with progress_bar("Sending") as progress:
                contents, deleted = make_backup(opened, desk_of(opened), now=utc_now(), progress=progress)
    older = "it is older than --keep allows" if keep else "a newer backup of the same day, week or month is kept"
    _show_backup(contents, json_, deleted, older)


@commands.command()
def backups(json_: JsonOption = False) -> None:
    """Show the state of the scheduled backups, and list them."""
    from gatekeeper.desk.backups import backup_state
    from gatekeeper.errors import StoreError
    from gatekeeper.store.offsite import backups_at

    with open_home(reading=True) as opened:
        to, now = opened.settings.backup, utc_now()
        state = backup_state(opened.people, opened.settings)
        names, why = [], ""
        try:
            names = backups_at(to, opened.database.key) if to.to else []
        except StoreError as error:  # the last one's result is still shown
            why = str(error)
    standing = str(state.alarm(now))
    alarm = " ".join(
        filter(None, (standing, "" if why in standing else why))
    )  # mostly the last one failed for the same
    if json_:
        values = {"to": to.to, "last": state.last, "name": state.name, "failing_since": state.tried, "why": state.why}
        print_json({**values, "overdue": state.overdue(now), "alarm": alarm, "backups": names})
    elif not state.wanted:
        typer.echo("No backups are scheduled: set backup.to in config.toml to a folder, or to sftp://USER@HOST/FOLDER.")
    else:
        last = f"the last {TERMINAL.moment(state.last)}" if state.last else "none yet"
        if to.to:
            typer.echo(f"{to.to}, every {counted(to.every_hours, 'hour')}: {last}.")
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
    """Restore a backup into a temporary folder, check every page, and show what it contains."""
    from gatekeeper.app import open_app
    from gatekeeper.store.copies import verify as verified

    contents = verified(file, _backup_key(key))
    if key is None:  # the home is here: times are told by its clock, and nothing of it is brought up to date for that
        with suppress(GatekeeperError), closing(open_app(home_folder(), read_only=True)):
            pass
    _show_backup(contents, json_)


@commands.command()
def restore(
    file: BackupArgument,
    key: KeyFileOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Move the existing home into HOME/replaced-TIME first.")
    ] = False,
    as_file: AsFileOption = False,
    json_: JsonOption = False,
) -> None:
    """Restore a home from a backup: database, settings, added models, key. No program may have the home open."""
    from gatekeeper.door.lockdown import LockDown
    from gatekeeper.errors import StoreError, VaultError
    from gatekeeper.store.copies import restore as restored
    from gatekeeper.store.vault import is_used

    home, backup_key, second = home_folder(), _backup_key(key), None
    if replace and is_used(home):
        try:
            with open_home() as opened:
                second = with_second(opened, lambda confirming: _allowed(opened, confirming, file))
        except (StoreError, VaultError) as error:  # a damaged home is a reason to restore
            typer.echo(f"The home to be replaced cannot be opened: {error}", err=True)
    contents = restored(home, file, backup_key, replace=replace, prefer_keyring=not as_file)
    with open_home() as opened:
        desk_of(opened, second).note_restored(file, now=utc_now())
    _show_backup(contents, json_)
    if LockDown.of(home).mark() is not None:
        advise(
            "All doors stay locked, as they were or may have been. To let them go: gatekeeper doors normal --why REASON",
            err=True,
        )


def _allowed(opened: "App", second: "Actor | None", file: Path) -> "Actor | None":
    desk_of(opened, second).may_restore(file, now=utc_now())
    return second


def _backup_key(file: Path | None) -> bytes:
    from gatekeeper.store.key_file import read_key
    from gatekeeper.store.vault import kept_key

    return read_key(file) if file is not None else kept_key(home_folder())


def _show_backup(contents: "Contents", json_: bool, deleted: Iterable[str] = (), why: str = "") -> None:
    values = {
        "file": str(contents.path),
        "people": contents.people,
        "photos": contents.photos,
        "events": contents.events,
    }
    if json_:
        print_json({**values, "newest": contents.newest, "files": contents.files, "deleted": [*deleted]})
        return
    newest = f", the last of {TERMINAL.moment(contents.newest)}" if contents.newest else ""
    typer.echo(
        f"{contents.path}: {counted(contents.people, 'person', 'people')}, {counted(contents.photos, 'photo')}, "
        f"{counted(contents.events, 'event')}{newest}; "
        f"{', '.join(contents.files) or 'no other files'}. It was restored and checked."
    )
    for path in deleted:
        typer.echo(f"Deleted, because {why}: {path}")
