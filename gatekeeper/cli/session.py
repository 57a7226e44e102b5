"""What the commands share: the opened home, how tables and JSON are printed, options that several have."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from gatekeeper.command_line import number_option, progress_bar
from gatekeeper.errors import ConfigError
from gatekeeper.progress import Progress
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.desk.desk import Desk
    from gatekeeper.store.accounts import Actor


WHO = "A name or a number; id=NUMBER or name=NAME where that could mean two people."

PersonArgument = Annotated[str, typer.Argument(help=WHO)]
BackupArgument = Annotated[Path, typer.Argument(help="A file that `gatekeeper backup` wrote.")]

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
WhyOption = Annotated[str, typer.Option(help="The reason, which goes on record.")]
AllowDuplicateOption = Annotated[bool, typer.Option(help="Register people who look like somebody already known.")]
ConsentOption = Annotated[
    bool, typer.Option("--consent", help="Record that they have read the consent text and agreed.")
]
RoleOption = Annotated[str, typer.Option(help="administrator, operator or viewer.")]
KeyFileOption = Annotated[
    Path | None, typer.Option(help="A file that `gatekeeper key export` wrote; default: this home's key.")
]
AsFileOption = Annotated[
    bool, typer.Option("--as-file", help="Keep the key in HOME/gatekeeper.key instead of the keyring.")
]

SinceOption = Annotated[str, typer.Option(help="From this local time, as 2026-01-31 or 2026-01-31T08:00.")]
UntilOption = Annotated[str, typer.Option(help="Up to the end of this day, or up to this local time.")]
LimitOption = Annotated[int, typer.Option(min=1, help="Show at most this many, the newest.")]
ExportOption = Annotated[Path | None, typer.Option(help="Write all matches to a .csv, .json or .xlsx file.")]
BomOption = Annotated[bool, typer.Option("--bom", help="Start the CSV with a byte-order mark, for Excel.")]


def number(option: str, least: float, most: float, unit: str, text: str) -> Any:
    """An option that takes a number in a range. text: its help, without the range."""
    parser: Callable[[str], float] = number_option(option, least, most, unit)
    return typer.Option(parser=parser, metavar=unit.upper(), help=f"{text} ({least:g} to {most:g}).")


class State:
    """What was said before the command."""

    home: Path | None = None


@contextmanager
def open_home(*, reading: bool = False) -> Iterator["App"]:
    """The home of this call, its database brought up to date; closed at the end.

    reading: the command only looks. Where the home cannot be written to, for a full disk above all, that is said, and it
    looks at what there is.
    """
    from gatekeeper.app import open_app
    from gatekeeper.config import default_home
    from gatekeeper.errors import GatekeeperError, StoreError

    with ExitStack() as ends:
        bar: Progress | None = None
        begun = False

        def progress(done: int, of: int) -> None:
            nonlocal bar, begun
            begun = True
            if bar is None:
                typer.echo(
                    "The database was written by an older version: it is brought up to date, once. "
                    "Ctrl-C stops it and loses nothing.",
                    err=True,
                )
                bar = ends.enter_context(progress_bar("Up to date"))
            bar(done, of)

        try:
            opened = open_app(State.home or default_home(), progress=progress)
        except StoreError as error:
            if not reading:
                raise
            try:
                opened = open_app(State.home or default_home(), read_only=True)
            except GatekeeperError:
                raise error from None
            typer.echo(f"{error} This is only read.", err=True)
        except KeyboardInterrupt:
            if begun:
                typer.echo("Stopped: the database is as it was. The next command begins again.", err=True)
            raise
    try:
        yield opened
    finally:
        opened.close()


def desk_of(opened: "App", second: "Actor | None" = None) -> "Desk":
    """The acts of the system's user, who is named in the audit trail. second: who confirms them."""
    from gatekeeper.desk.desk import Desk

    return Desk(opened, opened.actor, second)


T = TypeVar("T")


def ask_secret(question: str, *, twice: bool = False) -> str:
    """A PIN or password, typed unseen. twice: typed again, against slips. Where no terminal is there to ask at, the next line
    of what is piped in, which may be there once or twice, and nothing is printed between."""
    if sys.stdin is not None and sys.stdin.isatty():
        return str(typer.prompt(question, hide_input=True, confirmation_prompt=twice, err=True))
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise ConfigError(
            "{question} is asked for, and nothing was piped in.", "Run it in a terminal.", question=question
        )
    again = sys.stdin.readline() if twice and sys.stdin is not None else ""
    if again and again.rstrip("\r\n") != line.rstrip("\r\n"):
        raise ConfigError("{question}: the two lines that were piped in differ.", "Repeat it.", question=question)
    return line.rstrip("\r\n")


def with_second(opened: "App", work: "Callable[[Actor | None], T]") -> T:
    """Do what may be one of the gravest acts: where it takes two people, the second one is asked to sign in first.

    work: does it, with who has confirmed it.
    """
    from gatekeeper.errors import SecondNeededError

    try:
        return work(None)
    except SecondNeededError as error:
        typer.echo(str(error), err=True)
    name = typer.prompt("Name of the second one", err=True)
    password = ask_secret("Password")
    return work(opened.accounts.sign_in(name, password, now=utc_now()))


def print_json(value: Any) -> None:
    """Print a value for a machine to read."""
    typer.echo(json.dumps(value, indent=1, default=str, ensure_ascii=False))


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Print rows under a title; nothing in them is read as markup."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Little between the columns: a terminal of 80 has to do. Texts, because what somebody is called is no markup.
    table = Table(title=Text(title, style="table.title"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)


def agreed(yes: bool, question: str) -> None:
    """Go on only where it was said so before or is now; Enter alone means no."""
    if not yes and not typer.confirm(question, default=False):
        typer.echo("Nothing was changed.", err=True)
        raise typer.Exit(1)


def moment(option: str, text: str, *, end: bool = False) -> datetime | None:
    """A local time as UTC. end: of a day alone its end is meant."""
    from gatekeeper.door.access import moment

    if not text:
        return None
    try:
        return moment(text, end=end)
    except ValueError:
        raise ConfigError(
            "{option} {text!r} is no time.", "Write it as 2026-01-31 or 2026-01-31T08:00.", option=option, text=text
        ) from None


def print_values(report: dict[str, Any], above: str = "") -> None:
    """Print a report line by line, the keys of what is nested before its own."""
    for key, value in report.items():
        if isinstance(value, dict) and any(isinstance(one, dict) for one in value.values()):
            print_values(value, f"{above}{key} ")
        else:
            typer.echo(f"{above + key:<48} {value}")
