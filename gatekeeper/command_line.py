"""What every command line of the house does alike."""

import atexit
import errno
import inspect
import io
import logging
import math
import os
import queue
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer
import typer.core
from typer.models import ArgumentInfo, OptionInfo

from gatekeeper.capture.addresses import hide_credentials
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.progress import Progress


class _Command(typer.core.TyperCommand):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        params: list[Any] = self.params
        for param in params:
            param.process_value = partial(_processed, param, param.process_value)

    def get_params(self, ctx: Any) -> list[Any]:
        """See `typer.core.TyperCommand`."""
        return _without_types(super().get_params(ctx))


class _Group(typer.core.TyperGroup):
    def get_params(self, ctx: Any) -> list[Any]:
        """See `typer.core.TyperGroup`."""
        return _without_types(super().get_params(ctx))


def _processed(param: Any, process: Callable[[Any, Any], Any], ctx: Any, given: Any) -> Any:
    """The value of an option or argument. process: how Typer makes it of what is given. Raises ConfigError for a number that no
    database holds, and for a file or folder of no name, as of a variable that is not set: it would be the current folder."""
    found = process(ctx, given)
    what = param.opts[0] if param.param_type_name == "option" else param.metavar
    for text, value in zip(_several(given), _several(found), strict=False):
        if text == "" and isinstance(value, Path):
            raise ConfigError("{what} is empty.", "Name a file or folder.", what=what)
        if isinstance(value, int) and abs(value) >= 1 << 63:
            raise ConfigError("{what} is {value}.", "Give another number.", what=what, value=str(value))
    return found


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _without_types(params: list[Any]) -> list[Any]:
    for param in params:
        if getattr(param, "is_flag", False):
            param.metavar = ""  # also of --help, which Typer makes
        if param.param_type_name == "argument":
            param.display_type_rich = lambda ctx: ""  # Typer 0.29 adds the type to an argument's name
    return params


def name_values(app: typer.Typer) -> None:
    """Let the help of every command call values TEXT, NUMBER or PATH, never by Python's types, and fill its lines.

    Called once all commands are there. What has a metavar of its own keeps it.
    """
    app.info.cls = _Group
    callbacks = [command.callback for command in app.registered_commands]
    callbacks += [app.registered_callback.callback] if app.registered_callback else []
    for command in app.registered_commands:
        command.cls = _Command
        paragraphs = (inspect.getdoc(command.callback) or "").split("\n\n")
        command.help = command.help or "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    for callback in filter(None, callbacks):
        for name, hint in get_type_hints(callback, include_extras=True).items():
            kind, *more = get_args(hint) if get_origin(hint) is Annotated else (hint,)
            for info in more:
                if isinstance(info, OptionInfo | ArgumentInfo) and info.metavar is None:
                    info.metavar = _value_of(kind, "TEXT" if isinstance(info, OptionInfo) else name.strip("_").upper())
    for group in app.registered_groups:
        group.cls = _Group
        if group.typer_instance is not None:
            name_values(group.typer_instance)


def _value_of(kind: Any, text: str) -> str:
    """What help calls a value of this type. text: what it calls one that is a text."""
    kinds = [part for part in get_args(kind) if part is not type(None)] or [kind]  # of a list or X | None
    if get_args(kinds[0]):
        return _value_of(kinds[0], text)
    if isinstance(kinds[0], type) and issubclass(kinds[0], Enum):
        return "|".join(str(choice.value) for choice in kinds[0])
    if text != "TEXT":
        return text
    return {bool: "", int: "NUMBER", float: "NUMBER", Path: "PATH"}.get(kinds[0], text)


_REFUSED = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO),
    *(errno.ENOTDIR, errno.EISDIR),
)


def run_commands(app: typer.Typer, pasteable: Callable[[str], str] = str) -> None:
    """Run a command; a GatekeeperError is printed with its remedy, a bug with its trace. Both end with exit status 1.

    So does an output that takes nothing more. Characters that the terminal's encoding lacks are printed as their codes.
    pasteable: completes the commands in a remedy so that they can be pasted.
    """
    _open_missing_streams()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
        status: object = 0
    except SystemExit as ended:
        status = ended.code
    except GatekeeperError as error:
        status = _fail(error.message, pasteable(error.hint))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO) and error.filename is None:
            # What is left in the buffer would fail once more at the end.
            with suppress(OSError, ValueError, AttributeError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            message, hint = (
                f"The output could not be written: {error.strerror}.",
                "Make room, or write it to another place.",
            )
        elif error.errno == errno.ENAMETOOLONG:
            message, hint = (
                f"There is no file of that name, it is too long: {str(error.filename)[:60]!r}….",
                "Check the path.",
            )
        elif error.errno == errno.ELOOP:
            message, hint = _fault_of_link(error.filename)
        elif error.errno in _REFUSED:
            message, hint = (
                f"{error.filename or 'A file'} cannot be used: {error.strerror}.",
                "Check its permissions, and the room and the state of the disk it is on, or choose another place.",
            )
        else:
            message, hint = hide_credentials(traceback.format_exc()), ""
        status = _fail(message, hint)
    except RuntimeError as error:
        said = next(iter(str(error).splitlines()), "")
        if re.match(r"(CUDA|cuDNN|cublas|NCCL)\b", said, re.IGNORECASE):  # as torch's errors of a card begin
            status = _fail(
                f"The graphics card failed: {said}",
                "If it is out of memory, choose a smaller batch, or end other programs that use it; else --device cpu.",
            )
        elif said.startswith("Symlink loop from "):  # of Path.resolve, which raises that before Python 3.13
            status = _fail(f"The link {said.removeprefix('Symlink loop from ')} leads to itself.", "Check the path.")
        elif "DefaultCPUAllocator" in said:  # torch's, which raises no MemoryError
            status = _fail(*_too_large(error))
        else:
            status = _fail(hide_credentials(traceback.format_exc()), "")
    except MemoryError as error:
        status = _fail(*_too_large(error))
    except Exception:
        status = _fail(hide_credentials(traceback.format_exc()), "")
    if any(thread.daemon for thread in threading.enumerate()) and isinstance(status, int):
        # One that is inside a driver, a network or a read of the terminal cannot be interrupted, and would abort the end of
        # the interpreter around it. All that had to be closed has been.
        atexit._run_exitfuncs()  # of the log, of child processes
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(status)
    sys.exit(status)  # type: ignore[arg-type]


def _too_large(error: Exception) -> tuple[str, str]:
    said = next(iter(str(error).splitlines()), "") or "more was asked for than there is"
    return f"The memory is full: {said}", "Choose a smaller batch or fewer pictures, or end other programs."


def _fault_of_link(file: str | None) -> tuple[str, str]:
    """Message and remedy for ELOOP: a link leads to itself, or whoever opened it follows none (O_NOFOLLOW).

    file: as the error names it, if it does.
    """
    try:
        os.path.realpath(file or "", strict=True)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return f"The link {file} leads to itself.", "Check the path."
    return f"{file or 'The path'} is a link, which is not followed.", "Replace it by the file that it leads to."


def _open_missing_streams() -> None:
    """Let nothing come in and go out where whoever started the program left a standard stream closed.

    Else the next file that is opened, a camera's or a database's, would get its number, and with it what libraries print.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 (it stays open as long as the program lives)


def _fail(message: str, hint: str) -> int:
    with suppress(OSError):  # a terminal that has been closed
        typer.secho(message, fg="red", err=True)
        if hint:
            typer.echo(hint, err=True)
    return 1


class _Formatter(logging.Formatter):
    """Lines of the log as the terminal has them; traces and other libraries' words hide no password by themselves."""

    def format(self, record: logging.LogRecord) -> str:
        return hide_credentials(super().format(record))


def log_to_terminal(level: int) -> None:
    """Send the log to the terminal's error stream, from a level on."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])


def show_version(asked: bool) -> None:
    """Say which version this is, and end."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"gatekeeper {version('gatekeeper')}")
        raise typer.Exit


def counted(count: int, singular: str, plural: str = "") -> str:
    """A number with its word: "1 event", "2 events", "1 person", "3 people"."""
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def number_option(option: str, least: float, most: float, unit: str) -> Callable[[str], float]:
    """What reads an option that is a number. It raises ConfigError with option, value and remedy for everything else."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise ConfigError(
                "{option} is {text!r}.",
                "It must be a number of {unit} from {least:g} to {most:g}.",
                option=option,
                text=text,
                unit=unit,
                least=least,
                most=most,
            )
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
def progress_bar(label: str) -> Iterator[Progress]:
    """A progress bar on the terminal's error stream, moved by (done, of); silent where that is no terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class Printer:
    """Prints lines for those who must not wait: on a thread of its own, which a full disk, a closed pipe or a stopped terminal
    may fail or hold up. What then cannot be printed is dropped, and `close` returns how many lines that were.

    room: so many lines may wait to be printed.
    """

    def __init__(self, room: int = 1000) -> None:
        self._lines: queue.Queue[tuple[str, bool] | None] = queue.Queue(room)
        self._dropped = 0
        self._thread = threading.Thread(target=self._print, name="printer", daemon=True)
        self._thread.start()

    def say(self, text: str, err: bool = False) -> None:
        """Have a line printed soon; err: on the error stream. Never raises, never waits."""
        try:
            self._lines.put_nowait((text, err))
        except queue.Full:
            self._dropped += 1

    def close(self, seconds: float = 2.0) -> int:
        """Print what is left, for at most so long; returns how many lines could not be printed."""
        with suppress(queue.Full):
            self._lines.put(None, timeout=seconds)
        self._thread.join(seconds)
        return self._dropped + self._lines.qsize()

    def _print(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                _write(*line)
            except Exception:  # whatever a stream raises: nobody's door depends on it
                self._dropped += 1


def _write(text: str, err: bool) -> None:
    stream = sys.stderr if err else sys.stdout
    try:
        descriptor = stream.fileno()
    except (AttributeError, OSError, ValueError):  # there is none, or it is a test's
        typer.echo(text, err=err)
        return
    if sys.platform == "win32" and stream.isatty():
        print(text, file=stream, flush=True)
        return
    # Past the stream's buffer: what cannot be written would stay in it and fail once more when the program ends.
    data = (text + "\n").encode(stream.encoding or "utf-8", "backslashreplace")
    while data:
        data = data[os.write(descriptor, data) :]


class PrintedLog(logging.Handler):
    """The log in the terminal, by a printer."""

    def __init__(self, printer: Printer) -> None:
        super().__init__()
        self._printer = printer

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler`."""
        try:
            self._printer.say(self.format(record), err=True)
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Print what is left."""
        self._printer.close()
        super().close()


@contextmanager
def printing() -> Iterator[Printer]:
    """A printer, for the log as well; what could not be printed is said at the end."""
    printer, root = Printer(), logging.getLogger()
    replaced = [(handler, PrintedLog(printer)) for handler in root.handlers if type(handler) is logging.StreamHandler]
    for plain, printed in replaced:
        printed.setFormatter(plain.formatter)
        root.removeHandler(plain)
        root.addHandler(printed)
    try:
        yield printer
    finally:
        for plain, printed in replaced:
            root.removeHandler(printed)
            root.addHandler(plain)
        dropped = printer.close()
        if dropped:
            with suppress(OSError, ValueError):
                typer.echo(f"{counted(dropped, 'line')} could not be printed; the log has every decision.", err=True)
