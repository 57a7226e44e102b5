"""The trainer's command line, one module per group of commands.

Heavy modules are imported inside the commands so that `--help` is instant.
"""

from typing import Annotated

import typer

from gatekeeper.command_line import name_values, run_commands, show_version
from trainer.cli import data, export, learn, measure

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Prepares pictures; trains, measures and exports networks."
)
for module in (data, learn, measure, export):
    app.add_typer(module.commands)


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=show_version, is_eager=True)
    ] = False,
) -> None:
    pass


name_values(app)


def main() -> None:
    """Run a command of `trainer`."""
    run_commands(app)
