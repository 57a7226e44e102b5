"""`gatekeeper key …`."""

from pathlib import Path
from typing import Annotated

import typer

from gatekeeper.cli.session import AsFileOption, State, ask_secret, desk_of, open_home, with_second
from gatekeeper.timezones import utc_now

key_app = typer.Typer(no_args_is_help=True, help="The key of the database: out of the keyring and back.")


@key_app.command("rotate")
def key_rotate(
    keep_old: Annotated[
        Path | None,
        typer.Option("--keep-old", help="Write the present key into this new file: backups made so far need it."),
    ] = None,
) -> None:
    """Encrypt the database with a new key. End every other program of this home first. Cut off, run it again."""
    from gatekeeper.config import default_home
    from gatekeeper.store.copies import rotate_key

    with open_home() as opened:
        if keep_old is not None:
            with_second(opened, lambda second: desk_of(opened, second).export_key(keep_old, now=utc_now()))
        desk_of(opened).note_rotation(now=utc_now())
    rotate_key(State.home or default_home())
    typer.echo("The database has a new key. Backups made so far open with the old one only: make a new one now.")


@key_app.command("passphrase")
def key_passphrase(
    remove: Annotated[bool, typer.Option("--remove", help="Ask for none any more.")] = False,
) -> None:
    """Lock the key with a passphrase, which every start asks for; for a service, in the file that the environment variable
    GATEKEEPER_PASSPHRASE_FILE names. Who forgets it and has not exported the key loses everything."""
    with open_home() as opened:
        chosen = None if remove else ask_secret("New passphrase", twice=True)
        place = desk_of(opened).set_passphrase(chosen, now=utc_now())
    typer.echo(f"The key in {place} is {'no longer locked' if remove else 'locked with the passphrase'}.")


@key_app.command("export")
def key_export(
    file: Annotated[Path, typer.Argument(help="A new file; it is readable by its owner only.")],
    passphrase: Annotated[bool, typer.Option("--passphrase", help="Lock it with a passphrase, asked for.")] = False,
) -> None:
    """Write the key into a file: for a backup, or as HOME/gatekeeper.key for a service that has no keyring."""
    from gatekeeper.store.vault import KEY_FILE

    with open_home() as opened:
        chosen = ask_secret("Passphrase", twice=True) if passphrase else None
        with_second(opened, lambda second: desk_of(opened, second).export_key(file, chosen, now=utc_now()))
        beside = file.resolve() == (opened.home / KEY_FILE).resolve()
    typer.echo(f"The key is in {file}. Who has it and the database can read everything: keep them apart.")
    if beside:
        typer.echo("From now on the program takes it from there and asks no keyring.")


@key_app.command("import")
def key_import(
    file: Annotated[Path, typer.Argument(help="What `gatekeeper key export` wrote.")],
    as_file: AsFileOption = False,
) -> None:
    """Take the key of this home from a file. One that does not open its database is refused; nothing is overwritten."""
    from gatekeeper.config import default_home
    from gatekeeper.store.database import opened_by
    from gatekeeper.store.vault import DATABASE_FILE, import_key

    home = State.home or default_home()
    place = import_key(home, file, lambda key: opened_by(home / DATABASE_FILE, key), prefer_keyring=not as_file)
    typer.echo(f"The key is kept in {place}.")
