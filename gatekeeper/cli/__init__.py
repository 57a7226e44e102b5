"""The command line, one module per group of commands.

Heavy modules are imported inside the commands so that `--help` is instant.
"""

import logging
from pathlib import Path
from typing import Annotated

import typer

from gatekeeper.cli import (
    alarms,
    backup,
    checks,
    consent,
    demo,
    doors,
    enrol,
    guests,
    inside,
    key,
    log,
    models,
    operators,
    outlets,
    people,
    rules,
    run,
    serve,
)
from gatekeeper.cli.session import State, pasteable
from gatekeeper.command_line import log_to_terminal, name_values, printing, run_commands, show_version
from gatekeeper.errors import ConfigError

app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    help="Guards a building's door by face, masked or not. Without a command it opens the window.",
)
for module in (demo, run, serve, enrol, backup, checks):
    app.add_typer(module.commands)
for name, group in {
    "people": people.people_app,
    "consent": consent.consent_app,
    "guests": guests.guests_app,
    "inside": inside.inside_app,
    "doors": doors.doors_app,
    "schedules": rules.schedules_app,
    "holidays": rules.holidays_app,
    "groups": rules.groups_app,
    "log": log.log_app,
    "alarms": alarms.alarms_app,
    "outlets": outlets.outlets_app,
    "operators": operators.operators_app,
    "models": models.models_app,
    "key": key.key_app,
    "service": serve.service_app,
}.items():
    app.add_typer(group, name=name)


def _folder(named: str) -> Path:
    if not named:  # of a variable that is not set: it would be the current folder
        raise ConfigError("--home names no folder.", "Name one, or leave --home out.")
    return Path(named)


@app.callback()
def _options(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            parser=_folder, metavar="PATH", help="Folder of database, key and settings; default: $GATEKEEPER_HOME."
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=show_version, is_eager=True)
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Write the log to the terminal.")] = False,
) -> None:
    State.home = home
    State.commands = frozenset(context.command.list_commands(context))  # type: ignore[attr-defined]
    log_to_terminal(logging.INFO if verbose else logging.ERROR)
    if context.invoked_subcommand is None:
        from gatekeeper.screen import has_screen, why_no_window

        if not has_screen():
            typer.echo(context.get_help())
            return
        why = why_no_window()
        if why:
            raise ConfigError(
                "No window can be opened here: {why}.", "Without one: gatekeeper run, gatekeeper --help.", why=why
            )
        from gatekeeper.config import default_home
        from gatekeeper.gui.core.application import run_gui

        with printing():
            raise typer.Exit(run_gui(home or default_home()))


name_values(app)


def main() -> None:
    """Run a command of `gatekeeper`."""
    run_commands(app, pasteable)
