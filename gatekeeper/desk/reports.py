"""The access log as summaries, series for plots, and files for others."""

import csv
import io
import json
import math
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import IO, Any, Unpack

from gatekeeper.domain import ALARMS, AccessEvent, Reason
from gatekeeper.errors import StoreError
from gatekeeper.files import replacing
from gatekeeper.progress import Progress, silent
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.event_query import Filter
from gatekeeper.timezones import on_the_clock

EXPORTED = ("id", *(f.name for f in fields(AccessEvent) if f.name not in ("id", "snapshot")))
SUFFIXES = (".csv", ".json", ".xlsx")
_EXCEL_ROWS = 1_048_575  # not counting the heading
_EXCEL_CHARACTERS = 32_767  # of a cell
_REPORT_EVERY = 500
_QUARTERS = 4  # clocks of all zones differ by whole quarters of an hour: India's by 5:30 from UTC, Nepal's by 5:45
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


# Requests, whose outcome is an event of its own, and alarms, which are not visits.
_NO_ANSWER = {
    *(*ALARMS, Reason.PIN_NEEDED, Reason.ALARM_OVER),
    *(Reason.PASSBACK_ALARM, Reason.PRESENCE_CORRECTED, Reason.UNREADABLE),
    Reason.OPENED_FOR_ALL,
}


@dataclass(frozen=True, slots=True)
class Summary:
    """Summary of a part of the log, in local time.

    days: each day with events -> (opened, others); hours: the same for the 24 hours of a day, over all days;
    refusals: how often each reason kept the door shut; latency_ms: (lower end of a 20 ms span, count).
    """

    days: dict[date, tuple[int, int]]
    hours: list[tuple[int, int]]
    refusals: dict[Reason, int]
    latency_ms: list[tuple[float, int]]

    @property
    def opened(self) -> int:
        """How many visits ended with an open door."""
        return sum(opened for opened, _ in self.hours)

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(map(sum, self.hours))

    def latency(self, share: float) -> float | None:
        """The milliseconds within which this share of the decisions was made; None if there are none."""
        total, seen = sum(n for _, n in self.latency_ms), 0
        for start, n in self.latency_ms:
            seen += n
            if seen >= share * total:
                return start + 20.0
        return None


def summarise(log: AccessLog, zone: tzinfo | None = None, **conditions: Unpack[Filter]) -> Summary:
    """Count the events that pass the filter. zone: the time zone of hours and days, the site's for None."""
    days: dict[date, list[int]] = {}
    hours = [[0, 0] for _ in range(24)]
    refusals: Counter[Reason] = Counter()
    for quarter, reason, count in log.hourly(_QUARTERS, **conditions):
        local = on_the_clock(quarter) if zone is None else quarter.astimezone(zone)
        if reason in _NO_ANSWER:
            continue
        side = 0 if reason in (Reason.GRANTED, Reason.PASSBACK_OPENED, Reason.BY_HAND) else 1
        days.setdefault(local.date(), [0, 0])[side] += count
        hours[local.hour][side] += count
        if side:
            refusals[reason] += count
    return Summary(
        {day: (a, b) for day, (a, b) in days.items()},
        [(a, b) for a, b in hours],
        dict(refusals.most_common()),
        log.latencies(20.0, **conditions),
    )


def export(
    path: Path,
    events: Iterable[AccessEvent],
    total: int = 0,
    progress: Progress = silent,
    record: Callable[[int], object] = lambda count: None,
    *,
    zone: tzinfo | None = None,
    bom: bool = False,
) -> int:
    """Write events, without their pictures, to a .csv, .json or .xlsx file; returns how many.

    The file appears whole or not at all, readable by its owner only; memory does not grow with the events. Numbers are written
    as numbers. A text that a spreadsheet could take for a formula is prefixed with an apostrophe in CSV, and is marked as text
    in Excel. Times in Excel are in `zone` (the machine's for None); CSV writes them as 2026-01-31 08:00:00+01:00, and rounds
    numbers to readable precision; JSON has everything as it is stored. bom: begin a CSV with a byte-order mark, without which
    Excel assumes another encoding. progress may raise to stop; record is called with the number of events in the file before it
    appears. StoreError for another suffix, for more events than a sheet has rows, or if the file cannot be written.
    """
    rows = ({name: getattr(event, name) for name in EXPORTED} for event in events)
    return export_rows(path, Sheet("Events", EXPORTED, zone, bom), rows, total, progress, record)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Title and columns of a file; zone, bom: see `export`."""

    title: str
    columns: tuple[str, ...]
    zone: tzinfo | None = None
    bom: bool = False


def export_rows(
    path: Path,
    sheet: Sheet,
    found: Iterable[dict[str, Any]],
    total: int = 0,
    progress: Progress = silent,
    record: Callable[[int], object] = lambda count: None,
) -> int:
    """Write rows, each with a value for every column, as `export` does."""
    writers = {".csv": _write_csv, ".json": _write_json, ".xlsx": _write_excel}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise StoreError("Nothing is exported as {file!r}.", "Use one of {writers}.", file=path.name, writers=writers)
    count = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal count
        for row in found:
            yield row
            count += 1
            if count % _REPORT_EVERY == 0:
                progress(count, max(total, count))

    try:
        with replacing(path, private=True) as part:
            with part.open("w+b") as out:
                write(out, sheet, rows())
            record(count)
    except (OSError, UnicodeEncodeError) as error:
        # Without the name of the temporary file, which the user never named.
        raise StoreError(
            "The export {path} cannot be written: {why}.",
            "Check the folder, its permissions and space.",
            path=path,
            why=error,
        ) from error
    return count


@contextmanager
def _text(out: IO[bytes], encoding: str = "utf-8") -> Iterator[IO[str]]:
    text = io.TextIOWrapper(out, encoding, newline="", write_through=True)
    yield text
    text.flush()
    text.detach()


def _write_json(out: IO[bytes], sheet: Sheet, rows: Iterator[dict[str, Any]]) -> None:
    with _text(out) as text:
        lead = "["
        for row in rows:
            text.write(f"{lead}\n{json.dumps(row, ensure_ascii=False, default=datetime.isoformat)}")
            lead = ","
        text.write("[]\n" if lead == "[" else "\n]\n")


def _write_csv(out: IO[bytes], sheet: Sheet, rows: Iterator[dict[str, Any]]) -> None:
    with _text(out, "utf-8-sig" if sheet.bom else "utf-8") as text:
        writer = csv.DictWriter(text, sheet.columns)
        writer.writeheader()
        writer.writerows({name: _cell(value, sheet.zone) for name, value in row.items()} for row in rows)


def _cell(value: object, zone: tzinfo | None) -> object:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(" ", "seconds")
    if isinstance(value, float):
        return _rounded(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _rounded(value: float) -> float | None:
    """Rounded as people read a similarity, a threshold, milliseconds; empty for a value that is not a number."""
    return round(value, 4) if math.isfinite(value) else None


def _write_excel(out: IO[bytes], described: Sheet, rows: Iterator[dict[str, Any]]) -> None:
    import xlsxwriter  # imported here, so that only such exports pay for it
    from xlsxwriter.exceptions import XlsxWriterException

    # Row by row to the disk, and every text as text: never as a formula or a link.
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    written = _ZipTarget(out)
    try:
        # What it puts there has names in clear: that stays where the export goes, and is gone with it.
        with (
            tempfile.TemporaryDirectory(
                dir=Path(out.name).parent, prefix=".excel-", ignore_cleanup_errors=True
            ) as place,
            xlsxwriter.Workbook(written, options | {"tmpdir": place}) as book,
        ):
            sheet = book.add_worksheet(described.title)
            bold = book.add_format({"bold": True})
            times = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
            sheet.write_row(0, 0, described.columns, bold)
            sheet.freeze_panes(1, 0)
            wide = {"at": 20, "message": 50, "person_name": 25, "who": 25, "act": 30, "about": 30, "detail": 60}
            for column, name in enumerate(described.columns):
                sheet.set_column(column, column, wide.get(name, 13))
            last = 0
            for number, row in enumerate(rows, 1):
                if number > _EXCEL_ROWS:
                    raise StoreError(
                        "An Excel sheet has room for {most:,} rows.",
                        "Narrow the filter, or export as CSV.",
                        most=_EXCEL_ROWS,
                    )
                for column, name in enumerate(described.columns):
                    value = row[name]
                    if isinstance(value, datetime):  # Excel's times have no time zone
                        local = value.astimezone(described.zone).replace(tzinfo=None)
                        sheet.write_datetime(number, column, local, times)
                    elif isinstance(value, str):
                        sheet.write_string(number, column, value[:_EXCEL_CHARACTERS])
                    elif value is not None and (rounded := _rounded(float(value))) is not None:
                        sheet.write_number(number, column, rounded)
                last = number
            sheet.autofilter(0, 0, last, len(described.columns) - 1)
    except XlsxWriterException as error:
        raise OSError(str(error)) from error
    finally:
        written.ended = True


class _ZipTarget:
    """The file that a zip archive is written to, which takes nothing more once it has ended: an archive that was cut off tries
    to end itself when it is collected, and Python prints a trace of what fails then."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._at, self.ended = out, 0, False

    def write(self, data: bytes) -> int:
        """See `io.BufferedIOBase`."""
        if not self.ended:
            self._out.write(data)
        self._at += len(data)
        return len(data)

    def seek(self, at: int) -> int:
        """See `io.IOBase`."""
        if not self.ended:
            self._out.seek(at)
        self._at = at
        return at

    def tell(self) -> int:
        """See `io.IOBase`."""
        return self._at

    def flush(self) -> None:
        """See `io.IOBase`."""
        if not self.ended:
            self._out.flush()
