"""Shared by the commands: the opened home, options, and output as tables and JSON."""

import codecs
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from gatekeeper.command_line import counted, number_option, progress_bar
from gatekeeper.errors import ConfigError
from gatekeeper.progress import Progress
from gatekeeper.timezones import site_and_machine, utc_now

if TYPE_CHECKING:
    from rich.console import Console

    from gatekeeper.app import App
    from gatekeeper.desk.desk import Desk
    from gatekeeper.store.accounts import Actor


WHO = "A name or a number; id=NUMBER or name=NAME where that could mean two people."

DoorArgument = Annotated[str, typer.Argument(help="A door's name.")]
ModelArgument = Annotated[str, typer.Argument(help="A model's ID, as `gatekeeper models list` shows it.")]
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
    """The options given before the command, and the names of all commands."""

    home: Path | None = None
    commands: frozenset[str] = frozenset()


def pasteable(text: str) -> str:
    """A text in which commands name this call's home, if it was given one with --home, so that they can be pasted."""
    if State.home is None:
        return text
    # Not where a command is only named: "a file that `gatekeeper backup` wrote", "see `gatekeeper enrol --help`".
    home = str(State.home)
    home = subprocess.list2cmdline([home]) if sys.platform == "win32" else shlex.quote(home)
    command = rf"\bgatekeeper (?=(?:{'|'.join(sorted(State.commands))})\b)(?![^`]*` wrote)(?![a-z -]*--help)"
    return re.sub(command, lambda found: f"{found[0]}--home {home} ", text)


def advise(text: str, *, err: bool = False) -> None:
    """Print a text that names commands."""
    typer.echo(pasteable(text), err=err)


def home_folder() -> Path:
    """This call's home, which may not have been made. Raises StoreError if it cannot be one, or cannot be read."""
    from gatekeeper.config import default_home
    from gatekeeper.store.home import check_home

    home = State.home or default_home()
    check_home(home)
    return home


@contextmanager
def open_home(*, reading: bool = False, makes: bool = False) -> Iterator["App"]:
    """Open this call's home, upgrading its database if needed; closed at the end.

    makes: whether the command makes the home if there is none yet. One that does not, because it only reads or needs what is in
    a home, then sees an empty one and leaves nothing behind.
    reading: the command only reads. If the home cannot be written to, as on a full disk, a warning is printed and it is opened
    read-only.
    """
    from gatekeeper.app import open_app
    from gatekeeper.config import Settings
    from gatekeeper.errors import GatekeeperError, StoreError

    home = home_folder()
    with ExitStack() as ends:
        if not makes and _is_unmade(home):
            settings = Settings.load(home)
            empty = Path(ends.enter_context(TemporaryDirectory(prefix="gatekeeper-")))
            opened = open_app(empty / "home", settings, prefer_keyring=False)
            ends.callback(opened.close)
            yield opened
            return
        bar: Progress | None = None
        begun = False

        def progress(done: int, total: int) -> None:
            nonlocal bar, begun
            begun = True
            if bar is None:
                typer.echo(
                    "The database is from an older version and is being upgraded, once. "
                    "Ctrl-C stops the upgrade without loss.",
                    err=True,
                )
                bar = ends.enter_context(progress_bar("Upgrading"))
            bar(done, total)

        try:
            opened = open_app(home, progress=progress)
        except StoreError as error:
            if not reading:
                raise
            try:
                opened = open_app(home, read_only=True)
            except GatekeeperError:
                raise error from None
            typer.echo(f"{error} Opened read-only.", err=True)
        except KeyboardInterrupt:
            if begun:
                typer.echo("Stopped; the database is unchanged. The next command starts the upgrade again.", err=True)
            raise
    with closing_or_abandoned(opened):
        yield opened


@contextmanager
def closing_or_abandoned(opened: "App") -> Iterator[None]:
    """Close at the end; a command that fails with nothing on record leaves no home behind that it has made."""
    try:
        yield
    except typer.Exit as ended:
        (opened.abandon if ended.exit_code else opened.close)()
        raise
    except BaseException:
        opened.abandon()
        raise
    opened.close()


def _is_unmade(home: Path) -> bool:
    """Whether nothing is in a home yet, except perhaps its settings."""
    from gatekeeper.config import FILE

    if home.is_dir():
        return all(entry.name == FILE for entry in home.iterdir())
    return not home.exists() and next(folder for folder in home.absolute().parents if folder.exists()).is_dir()


def of_photo(photo: str, message: str) -> str:
    """What is said of a photo, which is named once: errors begin with its name."""
    return message if message.startswith(f"{photo} ") else f"{photo}: {message}"


def desk_of(opened: "App", second: "Actor | None" = None) -> "Desk":
    """The desk for the system's user, who is named in the audit trail. second: the person who confirms."""
    from gatekeeper.desk.desk import Desk

    return Desk(opened, opened.actor, second)


T = TypeVar("T")


def ask_secret(question: str, *, twice: bool = False) -> str:
    """A PIN or password, typed without echo. twice: asked for again to catch typing errors. Without a terminal, the next line
    of standard input, which may be repeated on the line after it."""
    if sys.stdin is not None and sys.stdin.isatty():
        return str(typer.prompt(question, hide_input=True, confirmation_prompt=twice, err=True))
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise ConfigError(
            "{question} is required, but standard input is empty.", "Run it in a terminal.", question=question
        )
    again = sys.stdin.readline() if twice and sys.stdin is not None else ""
    if again and again.rstrip("\r\n") != line.rstrip("\r\n"):
        raise ConfigError("{question}: the two input lines differ.", "Repeat the same line.", question=question)
    return line.rstrip("\r\n")


def with_second(opened: "App", work: "Callable[[Actor | None], T]") -> T:
    """Do an act that may require two people; if it does, the second one is asked to sign in first.

    work: does it, given who has confirmed it.
    """
    from gatekeeper.errors import SecondNeededError

    try:
        return work(None)
    except SecondNeededError as error:
        typer.echo(str(error), err=True)
    try:
        name = typer.prompt("Name of the second person", err=True)
    except typer.Abort:
        if sys.stdin is not None and sys.stdin.isatty():  # Ctrl-C
            raise
        typer.echo(err=True)
        raise ConfigError(
            "Nobody can sign in here as the second person, and nothing was done.",
            "Run it in a terminal, or pipe in name and password, one per line.",
        ) from None
    password = ask_secret("Password")
    return work(opened.accounts.sign_in(name, password, now=utc_now()))


def print_json(value: Any) -> None:
    """Print a value as JSON, whole in every encoding of the output: elsewhere than in UTF-8 a character is its code, as JSON
    writes it. The code that the output itself puts for one that it lacks is no JSON."""
    utf8 = codecs.lookup(sys.stdout.encoding or "ascii").name == "utf-8"
    typer.echo(json.dumps(value, indent=1, default=str, ensure_ascii=not utf8))


_MANY_ROWS = 100  # more than fit a screen
_LAID_OUT = re.compile("[\n\u2028\u2029\u200d]")
"""What a cell contains that Rich has to lay out: what breaks lines, and what joins characters to one, or to none."""


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Print rows under a title; nothing in them is read as markup, or obeyed by the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from gatekeeper.capture.file_names import plain

    console, shown = Console(), [[plain(cell, but="\n") for cell in row] for row in rows]
    widths = _widths_of_many(console, columns, shown)
    # Narrow padding, to fit 80 columns. Text objects, because names are not markup.
    table = Table(title=Text(title, style="table.title"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(Text(column), overflow="fold", min_width=widths[number] if widths else None)
    if not widths:
        for row in shown:
            table.add_row(*map(Text, row))
        console.print(table)
        return
    with console.capture() as empty:
        console.print(table)
    *head, last = empty.get().splitlines()
    print("\n".join([*head, *(f" {_padded(row, widths)} " for row in shown), last]))


def _widths_of_many(console: "Console", columns: list[str], rows: list[list[str]]) -> list[int]:
    """How wide the columns of many rows are, which need no laying out, for which Rich takes half a millisecond a row: one line
    each, within the terminal's width. Empty for all other rows."""
    from rich.cells import cell_len

    if len(rows) <= _MANY_ROWS or console.options.ascii_only or console.legacy_windows:
        return []
    if any(len(row) != len(columns) or any(map(_LAID_OUT.search, row)) for row in rows):
        return []
    widths = [max(map(cell_len, cells)) for cells in zip(columns, *rows, strict=True)]
    return widths if sum(widths) + 3 * len(widths) - 1 <= console.width else []


def _padded(row: list[str], widths: list[int]) -> str:
    """A row as Rich prints it."""
    from rich.cells import cell_len

    return "   ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))


def agreed(yes: bool, question: str) -> None:
    """Ask for confirmation unless `yes`; Enter alone means no. Raises ConfigError if nobody can answer."""
    if not yes and not confirmed(question):
        typer.echo("Nothing was changed.", err=True)
        raise typer.Exit(1)


def confirmed(question: str) -> bool:
    """What somebody answers, or the next line of what is piped in. Raises ConfigError that names --yes where there is none."""
    try:
        return typer.confirm(pasteable(question), default=False)
    except typer.Abort:
        if sys.stdin is not None and sys.stdin.isatty():  # Ctrl-C
            raise
        typer.echo(err=True)  # the question stands without an answer
        raise ConfigError(
            "{question} Nobody can answer here, and nothing was changed.",
            "Add --yes to go on without being asked.",
            question=question,
        ) from None


def moment(option: str, text: str, *, end: bool = False) -> datetime | None:
    """A time by the site's clock, as UTC; the home must be open. end: a date alone means the end of that day."""
    from gatekeeper.door.access import moment

    if not text:
        return None
    try:
        return moment(text, end=end)
    except ValueError:
        raise ConfigError(
            "{option} {text!r} is not a time.", "Write it as 2026-01-31 or 2026-01-31T08:00.", option=option, text=text
        ) from None


def only_with_export(export: Path | None, **chosen: bool) -> None:
    """Raise ConfigError for an option that says how --export writes its file, where none is written. chosen: by their names."""
    for option in (name for name, given in chosen.items() if given and export is None):
        raise ConfigError("--{option} goes with --export.", "Add --export FILE, or omit it.", option=option)


def newest_of(count: int, shown: int, singular: str) -> str:
    """The title of a list that is cut off by --limit, so that nobody takes it for all there is."""
    return counted(count, singular) + ("" if shown == count else f", the newest {shown} (--limit shows more)")


def say_whose_time() -> None:
    """Say in which zone times are told, where the machine's clock shows others."""
    if zones := site_and_machine(utc_now()):
        site, machine = zones
        advise(f"Times are in {site}, the time zone of the first door; this machine's is {machine}.", err=True)


def period(since: str, until: str) -> tuple[datetime | None, datetime | None]:
    """The options --since and --until as UTC, the end not included. Raises ConfigError if nothing lies between them."""
    start, end = moment("--since", since), moment("--until", until, end=True)
    if start is not None and end is not None and start >= end:
        raise ConfigError("--until {until!r} is before --since {since!r}.", "Swap them.", until=until, since=since)
    return start, end


def print_values(report: dict[str, Any], above: str = "") -> None:
    """Print a report line by line, nested keys after their parents'."""
    for key, value in report.items():
        if isinstance(value, dict) and any(isinstance(nested, dict) for nested in value.values()):
            print_values(value, f"{above}{key} ")
        else:
            typer.echo(f"{above + key:<48} {value}")
