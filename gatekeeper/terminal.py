"""What every command line of the house does alike."""

import sys

import typer

from gatekeeper.errors import GatekeeperError


def run_commands(app: typer.Typer) -> None:
    """Run a command; a GatekeeperError is printed with its remedy and ends with exit status 1."""
    try:
        app()
    except GatekeeperError as error:
        typer.secho(error.message, fg="red", err=True)
        if error.hint:
            typer.echo(error.hint, err=True)
        sys.exit(1)
