"""What every command line of the house does alike."""

import logging
import math
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from gatekeeper.addresses import hide_credentials
from gatekeeper.errors import ConfigError, GatekeeperError


def run_commands(app: typer.Typer) -> None:
    """Run a command; a GatekeeperError is printed with its remedy, a bug with its trace. Both end with exit status 1."""
    try:
        app()
    except GatekeeperError as error:
        typer.secho(error.message, fg="red", err=True)
        if error.hint:
            typer.echo(error.hint, err=True)
        sys.exit(1)
    except Exception:
        typer.echo(hide_credentials(traceback.format_exc()), err=True)
        sys.exit(1)


class _Formatter(logging.Formatter):
    """Lines of the log as the terminal has them; traces and other libraries' words hide no password by themselves."""

    def format(self, record: logging.LogRecord) -> str:
        return hide_credentials(super().format(record))


def log_to_terminal(level: int) -> None:
    """Send the log to the terminal's error stream, from a level on."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its word: "1 event", "2 events", "1 person", "3 people"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def number_option(option: str, least: float, most: float, unit: str) -> Callable[[str], float]:
    """What reads an option that is a number. It raises ConfigError with option, value and remedy for everything else."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise ConfigError(f"{option} is {text!r}.", f"It must be a number of {unit} from {least:g} to {most:g}.")
        return value

    return read


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed within: what is begun ends well and says how far it came. Pressed again, it ends at once."""
    asked = threading.Event()

    def ask(number: int, frame: object) -> None:
        asked.set()
        signal.signal(number, before)
        print("Stopping …", file=sys.stderr)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal's error stream, moved by (done, of); silent where that is no terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
