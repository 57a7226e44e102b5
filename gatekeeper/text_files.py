"""Text files and CSV tables as people's programs write them: with a byte-order mark, with semicolons, in UTF-16.

What can be told for certain is read; what cannot (another encoding, other headings) is an error that names file, line and
remedy: a guess would put a wrong name on a person without a word.
"""

import csv
import errno
import re
import stat
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, Any

from gatekeeper.errors import TextError
from gatekeeper.messages import Message

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t|"
_OTHER_FORMATS = "xlsx|xlsm|xlsb|xls|ods|numbers|tsv|tab"
_MOST_CHARACTERS = 1 << 20  # of a line
_MOST_TEXT_BYTES = 4 << 20  # of a text that is read whole
_AS_UTF8 = Message('Save it as UTF-8 (Excel: "CSV UTF-8").')


def read_table(
    path: Path, needed: Sequence[str], optional: Sequence[str] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a table one after the other, however long it is: (number of the line, column -> cell).

    Columns are separated by commas, semicolons, tabs or bars, whichever the headings are; capitals and spaces around
    headings and cells do not matter; empty lines are passed over. optional: the other columns there may be, so that a
    misspelt one is an error; None where any may. Raises TextError with file, line and remedy, also while it is read.
    """
    try:
        encoding = _encoding(path)
        with path.open(newline="", encoding=encoding) as file:
            yield from _lines(path, file, needed, optional)
    except UnicodeError:  # UTF-16 that ends in the middle of a character is no UnicodeDecodeError
        raise _undecodable(path, encoding) from None
    except OSError as error:
        raise TextError("{path} cannot be read: {why}.", "Check path and permissions.", path=path, why=error) from error


def check_format(files: Iterable[Path], table: str) -> None:
    """Raises TextError if the table that is looked for, people.csv say, is there in another format only: as people.xlsx, or as
    people.csv.txt where a system does not show the end of a name."""
    stem, _, suffix = table.partition(".")
    others = re.compile(rf"{stem}(\.{suffix})?\.({_OTHER_FORMATS})|{re.escape(table)}\.({suffix}|txt)")
    for file in files:
        if others.fullmatch(file.name.casefold()):
            raise TextError(
                "{path} is not read, and there is no {table}.",
                'Save it as {table} (Excel: "CSV UTF-8").',
                path=file,
                table=table,
            )


def read_text(path: Path) -> str:
    """A whole text file, its byte-order mark heeded. Raises OSError, also for a pipe, a device and more than 4 MiB, and
    TextError that names the line of no UTF-8."""
    encoding = _encoding(path)
    if path.stat().st_size > _MOST_TEXT_BYTES:
        raise OSError(errno.EFBIG, f"it has more than {_MOST_TEXT_BYTES >> 20} MiB")
    try:
        return path.read_text(encoding)
    except UnicodeError:
        raise _undecodable(path, encoding) from None


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file says. Raises OSError as `read_text` does, and TextError for what is none."""
    try:
        return tomllib.loads(read_text(path))
    except (ValueError, RecursionError) as error:  # numbers of too many digits raise another than its own
        raise TextError("{file} cannot be read: {why}.", "Correct the file.", file=path, why=error) from error


def posix(path: str) -> str:
    """A relative path as tables are compared by: with slashes, in Unicode's composed form, without "./" before it.

    Tables that were written on Windows have backslashes; names that come from a Mac are decomposed.
    """
    return unicodedata.normalize("NFC", path.replace("\\", "/")).removeprefix("./")


def _lines(
    path: Path, file: IO[str], needed: Sequence[str], optional: Sequence[str] | None
) -> Iterator[tuple[int, dict[str, str]]]:
    columns: list[str] | None = None
    number, delimiter = 1, ""
    try:
        lines = _bounded(file)
        first = next(lines, "")
        if declared := re.fullmatch(r"sep=([^\r\"])[\r\n]*", first, re.IGNORECASE):  # so that Excel splits it rightly
            delimiter, first, number = declared[1], next(lines, ""), 2
        while first and not first.strip(f"{_DELIMITERS} \r\n"):  # an empty line names no delimiter
            first, number = next(lines, ""), number + 1
        # The headings name the delimiter: the one that gives most of the columns that are looked for.
        expected = {*needed, *(optional or ())}
        delimiter = delimiter or max(_DELIMITERS, key=lambda d: len(expected & {*_headings(first, d)}))
        reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
        before = number - 1
        for cells in reader:
            line, number = number, before + reader.line_num + 1
            if any("\0" in cell for cell in cells):
                raise TextError("{path}, line {at}: this is not text.", _AS_UTF8, path=path, at=line)
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(path, line, [*map(_heading, cells)], needed, optional)
                continue
            if len(cells) != len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                raise TextError(
                    "{path}, line {at}: {cells} cells under {columns} headings.",
                    "Put a cell in quotes where it holds {delimiter!r}.",
                    path=path,
                    at=line,
                    cells=len(cells),
                    columns=len(columns),
                    delimiter=delimiter,
                )
            cells += [""] * (len(columns) - len(cells))
            yield line, {column: _text_of(cell) for column, cell in zip(columns, cells, strict=False) if column}
    except csv.Error as error:
        raise TextError(
            "{path}, line {number}: {error}.",
            "Correct the line: are its quotes closed?",
            path=path,
            number=number,
            error=error,
        ) from error
    if columns is None:
        raise TextError("{path} is empty.", "Its first line names the columns: {needed}.", path=path, needed=needed)


def _columns(
    path: Path, line: int, found: list[str], needed: Sequence[str], optional: Sequence[str] | None
) -> list[str]:
    columns = [*needed, *(optional or ())]
    lacking = [name for name in needed if name not in found]
    if lacking:
        raise TextError(
            "{path}, line {at}: the column {column} is missing; there are: {there}.",
            "Put the column names {known} into the first line.",
            path=path,
            at=line,
            column=lacking[0],
            there=filter(None, found),
            known=columns,
        )
    twice = [name for name in found if name and found.count(name) > 1]
    if twice:
        raise TextError(
            "{path}, line {at}: there are two columns {column}.",
            "Remove one of them.",
            path=path,
            at=line,
            column=twice[0],
        )
    strange = [name for name in found if name and name not in columns]
    if strange and optional is not None:
        raise TextError(
            "{path}, line {at}: unknown column {character!r}.",
            "The columns are: {known}.",
            path=path,
            at=line,
            character=strange[0],
            known=columns,
        )
    return found


def _text_of(cell: str) -> str:
    """What a cell says; ="007" is how programs keep Excel from making a number of it."""
    said = cell.strip()
    kept = re.fullmatch('="([^"]*)"', said)
    return said if kept is None else kept[1].strip()


def _headings(line: str, delimiter: str) -> list[str]:
    return [_heading(name) for name in next(csv.reader([line], delimiter=delimiter), [])]


def _heading(text: str) -> str:
    return " ".join(text.split()).casefold()


def _bounded(file: IO[str]) -> Iterator[str]:
    """The lines of a file; csv.Error for one that would fill the memory."""
    while line := file.readline(_MOST_CHARACTERS + 1):
        if len(line) > _MOST_CHARACTERS:
            raise csv.Error(f"it has more than {_MOST_CHARACTERS} characters")
        yield line


def _encoding(path: Path) -> str:
    """The encoding that a file's byte-order mark names; UTF-8 where there is none. Raises OSError for a pipe or a device, of
    which reading waits, or never ends."""
    if not (stat.S_ISREG(mode := path.stat().st_mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "it is no file but a device or a pipe")
    with path.open("rb") as file:
        start = file.read(3)
    return next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")


def _undecodable(path: Path, encoding: str) -> TextError:
    """Names the first line that is not of this encoding."""
    with path.open(encoding=encoding, errors="replace") as file:
        line = next((number for number, text in enumerate(file, 1) if "\ufffd" in text), 1)
    return TextError(
        "{path}, line {line}: this is not {encoding}.",
        _AS_UTF8,
        path=path,
        line=line,
        encoding=encoding.removesuffix("-sig").upper(),
    )
