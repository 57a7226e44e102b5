"""`gatekeeper key …`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from gatekeeper.cli.session import AsFileOption, advise, ask_secret, desk_of, home_folder, open_home, with_second
from gatekeeper.timezones import utc_now

key_app = typer.Typer(no_args_is_help=True, help="The database's key: rotate, lock, export, import.")


@key_app.command("rotate")
def key_rotate(
    keep_old: Annotated[
        Path | None,
        typer.Option("--keep-old", help="Write the present key to this new file; existing backups need it."),
    ] = None,
) -> None:
    """Encrypt the database with a new key, and delete its copies from before upgrades, which the old key opens. Stop every
    other program of this home first. If interrupted, run it again."""
    from gatekeeper.store.copies import rotate_key
    from gatekeeper.store.vault import DATABASE_FILE, KEY_FILE, home_id_of

    home = home_folder()
    if (home / DATABASE_FILE).exists():  # before anything is on record, or written
        _nobody_else_has(home)
    with open_home(makes=True) as opened:
        if keep_old is not None and not _holds(keep_old, opened.database.key):
            with_second(opened, lambda second: desk_of(opened, second).export_key(keep_old, now=utc_now()))
        desk_of(opened).note_rotation(now=utc_now())
    earlier = None if (home / KEY_FILE).exists() else home_id_of(home)
    for copy in rotate_key(home):
        typer.echo(f"Deleted, since the old key opens it: {copy}")
    if earlier is not None and home_id_of(home) != earlier:
        typer.echo(
            f"The system's keyring keeps the old key (service gatekeeper, account {earlier}) for copies of this home's folder. "
            "If there are none, delete it in the system's password manager."
        )
    typer.echo("The database has a new key. Existing backups open with the old key only: make a new one now.")


def _nobody_else_has(home: Path) -> None:
    """Raises StoreError where another program has this home open."""
    from gatekeeper.store.connection import alone_at
    from gatekeeper.store.vault import DATABASE_FILE, database_key

    with alone_at(home / DATABASE_FILE, database_key(home)):
        pass


def _holds(file: Path, key: bytes) -> bool:
    """Whether a file has the key already: a rotation that was refused, or cut off, is run again by the same command."""
    from gatekeeper.errors import VaultError
    from gatekeeper.store.key_file import read_key

    try:
        return file.exists() and read_key(file) == key
    except VaultError:
        return False


@key_app.command("passphrase")
def key_passphrase(
    remove: Annotated[bool, typer.Option("--remove", help="Remove the passphrase.")] = False,
) -> None:
    """Lock the key with a passphrase, which every start asks for; a service reads it from the file named by the environment
    variable GATEKEEPER_PASSPHRASE_FILE. If you forget it and have not exported the key, all data is lost."""
    with open_home(makes=True) as opened:
        chosen = None if remove else ask_secret("New passphrase", twice=True)
        place = desk_of(opened).set_passphrase(chosen, now=utc_now())
    typer.echo(f"The key in {place} is {'no longer locked' if remove else 'locked with the passphrase'}.")


@key_app.command("export")
def key_export(
    file: Annotated[Path, typer.Argument(help="A new file, which only you will be able to read.")],
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Lock it with a passphrase, which you are asked for.")
    ] = False,
) -> None:
    """Write the key to a file: for a backup, or as HOME/gatekeeper.key for a service, which has no keyring."""
    from gatekeeper.store.vault import KEY_FILE

    with open_home(makes=True) as opened:
        own = opened.home / KEY_FILE
        beside = os.path.realpath(file) == os.path.realpath(own)
        if own.exists() and beside and not passphrase:
            typer.echo(f"The key is in {file} already: the program reads it from there.")
            return
        chosen = ask_secret("Passphrase", twice=True) if passphrase else None
        with_second(opened, lambda second: desk_of(opened, second).export_key(file, chosen, now=utc_now()))
    typer.echo(f"The key is in {file}. With it and the database, anybody can read everything: keep them apart.")
    if beside:
        typer.echo("From now on the program reads it from there instead of the keyring.")


@key_app.command("import")
def key_import(
    file: Annotated[Path, typer.Argument(help="A file that `gatekeeper key export` wrote.")],
    as_file: AsFileOption = False,
) -> None:
    """Import this home's key from a file. A key that does not open the database is refused; nothing is overwritten."""
    from gatekeeper.store.connection import opened_by
    from gatekeeper.store.vault import DATABASE_FILE, import_key

    home = home_folder()
    place = import_key(home, file, lambda key: opened_by(home / DATABASE_FILE, key), prefer_keyring=not as_file)
    typer.echo(f"The key is kept in {place}.")
    if not (home / DATABASE_FILE).exists():
        advise("There is no database here yet. To bring it from a backup: gatekeeper restore FILE")
