"""`gatekeeper key …`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    pass

from gatekeeper.cli.session import State, desk_of, open_home

key_app = typer.Typer(no_args_is_help=True, help="The key of the database: out of the keyring and back.")


@key_app.command("export")
def key_export(file: Annotated[Path, typer.Argument(help="A new file; it is readable by its owner only.")]) -> None:
    """Write the key into a file: for a backup, or as HOME/gatekeeper.key for a service that has no keyring."""
    from gatekeeper.store.vault import KEY_FILE

    with open_home() as opened:
        desk_of(opened).export_key(file, now=datetime.now(UTC))
        beside = file.resolve() == (opened.home / KEY_FILE).resolve()
    typer.echo(f"The key is in {file}. Who has it and the database can read everything: keep them apart.")
    if beside:
        typer.echo("From now on the program takes it from there and asks no keyring.")


@key_app.command("import")
def key_import(
    file: Annotated[Path, typer.Argument(help="What `gatekeeper key export` wrote.")],
    as_file: Annotated[
        bool, typer.Option("--as-file", help="Keep it in HOME/gatekeeper.key, not in the keyring.")
    ] = False,
) -> None:
    """Take the key of this home from a file. One that does not open its database is refused; nothing is overwritten."""
    from gatekeeper.config import default_home
    from gatekeeper.store.database import opened_by
    from gatekeeper.store.vault import DATABASE_FILE, import_key

    home = State.home or default_home()
    place = import_key(home, file, lambda key: opened_by(home / DATABASE_FILE, key), prefer_keyring=not as_file)
    typer.echo(f"The key is kept in {place}.")
