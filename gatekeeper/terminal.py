"""What every command line of the house does alike."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal's error stream, moved by (done, of); silent where that is no terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
