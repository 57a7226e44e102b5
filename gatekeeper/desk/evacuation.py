"""The list of who is inside, for those who count people outside: exported on request, and kept as a file while the program
runs."""

import csv
import html
import io
import logging
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from gatekeeper.app import App
from gatekeeper.config import Settings
from gatekeeper.desk.recurring import Recurring
from gatekeeper.errors import ConfigError, GatekeeperError, StoreError
from gatekeeper.events import AccessDecided, LoggedOnce, PersonChanged, PersonRemoved
from gatekeeper.files import replacing
from gatekeeper.messages import Message
from gatekeeper.speech import TERMINAL, Speech
from gatekeeper.store.presence import Doubt
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
FILES = ("inside.html", "inside.csv")
_KEPT_IN = "evacuation/folder"  # the folder that a running program writes the list to; left behind when it ends
_LOOK_SECONDS = 5.0  # how often changes at another program's doors, and of the files, are looked for
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_TITLE = Message("Who is inside")
_HEADS = (Message("Name"), Message("Inside since"), Message("By the door"), Message("Guest of"), Message("Found"))


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody who is inside. host: the host of a guest, "" if the host is gone; None for people who are not guests. doubtful:
    doors have stood open since they came, so they may have left unseen."""

    person_id: int
    name: str
    since: datetime
    door: str
    host: str | None = None
    doubtful: bool = False


def people_inside(app: App) -> list[Inside]:
    """Everybody who is inside, by name."""
    inside = app.presence.inside()
    names = app.people.names()
    hosts = {guest.person.id: guest.host.name if guest.host else "" for guest in app.guests.list()}
    found = [
        Inside(
            presence.person_id,
            names[presence.person_id],
            presence.at,
            presence.door,
            hosts.get(presence.person_id),
            presence.doubtful,
        )
        for presence in inside
        if presence.person_id in names
    ]
    return sorted(found, key=lambda person: (person.name.casefold(), person.person_id))


def doors_stood_open(people: Iterable[Inside], doubt: Doubt | None, zone: tzinfo | None = None) -> Message | None:
    """The warning above the list: since when the doors stood open; None if nobody is in doubt."""
    if doubt is None or not any(person.doubtful for person in people):
        return None
    since = _local(doubt.since, zone)
    if doubt.doors:
        doors = list(doubt.doors)
        if doubt.until is None:
            return Message(
                "Doors have stood open since {since}, by schedule {doors:, }: whoever came in before may have left unseen.",
                since=since,
                doors=doors,
            )
        return Message(
            "Doors stood open from {since} to {until}, by schedule {doors:, }: whoever came in before may have left unseen.",
            since=since,
            until=_local(doubt.until, zone),
            doors=doors,
        )
    if doubt.until is None:
        return Message(
            "All doors have stood open since {since}: people who came in before may have left unseen.", since=since
        )
    return Message(
        "All doors stood open from {since} to {until}: people who came in before may have left unseen.",
        since=since,
        until=_local(doubt.until, zone),
    )


def write_list(
    path: Path,
    people: Sequence[Inside],
    now: datetime,
    zone: tzinfo | None = None,
    speech: Speech = TERMINAL,
    *,
    doubt: Doubt | None = None,
) -> None:
    """Write a list to a .csv or .html file, whole or not at all, readable by its owner only. Raises StoreError."""
    text = list_text(path.name, people, now, zone, speech, doubt)
    try:
        with replacing(path, private=True) as part:
            part.write_bytes(_in_a_file(path.name, text))
    except OSError as error:
        raise _not_written(path, error) from error


def write_lists(
    folder: Path, people: Sequence[Inside], now: datetime, zone: tzinfo | None, speech: Speech, *, doubt: Doubt | None
) -> None:
    """Write a list to every file of the evacuation folder, which is created if it is missing. Raises StoreError."""
    try:
        _make(folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    for name in FILES:
        write_list(folder / name, people, now, zone, speech, doubt=doubt)


def _not_written(path: Path, error: OSError) -> StoreError:
    return StoreError(
        "The list of who is inside cannot be written to {path}: {why}.",
        "Check the folder, its permissions and space.",
        path=path,
        why=error,
    )


def list_text(
    name: str,
    people: Sequence[Inside],
    now: datetime,
    zone: tzinfo | None = None,
    speech: Speech = TERMINAL,
    doubt: Doubt | None = None,
) -> str:
    """The list in the format of a file with this name. Raises StoreError unless it is .csv or .html."""
    match Path(name).suffix.lower():
        case ".html":
            return as_html(people, now, zone, speech, doubt)
        case ".csv":
            return as_csv(people, zone)
    raise StoreError("A list cannot be written as {file!r}.", "Use .csv or .html.", file=name)


def as_html(
    people: Iterable[Inside],
    now: datetime,
    zone: tzinfo | None = None,
    speech: Speech = TERMINAL,
    doubt: Doubt | None = None,
) -> str:
    """The list as a page that any browser shows and prints, with room for a check mark behind each name."""
    people = list(people)
    doubtful = doors_stood_open(people, doubt, zone)
    warning = f"<p><b>{html.escape(speech.say(doubtful))}</b></p>\n" if doubtful is not None else ""
    count = speech.say(Message("{n} person(s), as of {at}", n=len(people), at=_local(now, zone)))
    heads = "".join(f"<th>{html.escape(speech.say(head))}</th>" for head in _HEADS)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in _cells(person, zone, speech)) + "<td>☐</td></tr>"
        for person in people
    )
    title = html.escape(speech.say(_TITLE))
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title>\n'
        "<style>body{font-family:sans-serif}table{border-collapse:collapse;width:100%}"
        "td,th{border:1px solid #888;padding:4px 8px;text-align:left}</style></head>\n"
        f"<body><h1>{title}</h1>\n<p>{html.escape(count)}</p>\n{warning}"
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></body></html>\n"
    )


def as_csv(people: Iterable[Inside], zone: tzinfo | None = None) -> str:
    """The list as rows: number, name, since, door, guest, host; doubtful: doors have stood open since."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("number", "name", "since", "door", "guest", "host", "doubtful"))
    for person in people:
        cells = (person.name, person.since.astimezone(zone).isoformat(" ", "seconds"), person.door)
        guest = ("", "") if person.host is None else ("yes", person.host)
        safe = (f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in (*cells, *guest))
        writer.writerow((person.person_id, *safe, "yes" if person.doubtful else ""))
    return out.getvalue()


def _cells(person: Inside, zone: tzinfo | None, speech: Speech) -> tuple[str, ...]:
    since = speech.say(Message("{at}", at=_local(person.since, zone)))
    host = "" if person.host is None else person.host or speech.say(Message("somebody no longer registered"))
    return person.name, since, person.door or speech.say(Message("corrected by hand")), host


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


def check_folder(folder: Path) -> None:
    """Create a folder if it is missing. Raises ConfigError unless files can be written into it."""
    try:
        _make(folder)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".inside.", suffix=".part") as tried:
            tried.write(b"x")
    except OSError as error:
        raise ConfigError(
            "The folder {folder} cannot be written to: {why}.",
            "Check its permissions and space, or choose another one.",
            "evacuation.folder",
            folder=folder,
            why=error,
        ) from error


def check_settings(settings: Settings) -> None:
    """Raises StoreError if the settings of the list are wrong."""
    if (mistake := settings.mistakes.get("evacuation")) is not None:
        raise StoreError(mistake.message, mistake.hint)


def _make(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # as readable as the list in it


def last_written(folder: Path) -> datetime | None:
    """When the list in a folder was written, UTC; None if there is none. Raises StoreError."""
    path = folder / FILES[0]
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError("The list {path} cannot be read: {why}.", path=path, why=error) from error


def _in_a_file(name: str, text: str) -> bytes:
    """A table begins with a byte-order mark: whoever opens it in an emergency has no time to tell Excel its encoding."""
    return text.encode("utf-8-sig" if Path(name).suffix.lower() == ".csv" else "utf-8")


def _stands(folder: Path, people: Sequence[Inside], zone: tzinfo) -> bool:
    """Whether the files in a folder are there and list these people: a stick that was pulled comes back with an old list."""
    page, table = (folder / name for name in FILES)
    try:
        return page.is_file() and table.read_bytes() == _in_a_file(table.name, as_csv(people, zone))
    except OSError:
        return False


class EvacuationList(Recurring):
    """Writes who is inside into the folder in the settings whenever that changes, in this program or another, never on a door's
    thread. After a power failure the last list is still there."""

    def __init__(self, app: App, speech: Speech = TERMINAL) -> None:
        super().__init__("evacuation", app)
        self._speech = speech
        self._complaints = LoggedOnce()
        self._written: tuple[str, list[Inside], Doubt | None] | None = None
        self._kept_in: str | None = None  # the folder with this program's list, "": none is kept; None: not known yet
        self._noted: str | None = None  # the same, as far as it is stored: with a full disk it is stored later
        self._ends = [app.bus.subscribe(kind, self._heard) for kind in (AccessDecided, PersonChanged, PersonRemoved)]

    def _look(self, waited: float) -> float:
        """Write the list if due. A failure is logged once and retried."""
        try:
            self.write()
            self._complaints.settled("now")
        except GatekeeperError as error:
            self._complaints.error("now", str(error))
        except Exception:
            log.exception("Who is inside cannot be written")
        return _LOOK_SECONDS

    def write(self) -> bool:
        """Write the files unless they are there and up to date; returns whether they were written. Those in an earlier folder,
        also of an earlier program, are deleted afterwards, so that there is always a list; while it cannot be written, those
        are kept up to date, since people look where it has been. Raises StoreError."""
        folder, stored = self._app.settings.evacuation.folder, self._app.people.setting(_KEPT_IN)
        # Another running program may have another folder: what is stored counts only until this one has written.
        before = stored if self._kept_in is None else self._kept_in
        try:
            check_settings(self._app.settings)
            written = bool(folder) and self._write(folder)
        except StoreError:
            # Where the settings are wrong, nothing was written to their folder either, though it may be the same.
            if before and (before != folder or "evacuation" in self._app.settings.mistakes):
                self._write_meanwhile(before)
            raise
        self._complaints.settled("before")
        if before and before != folder:
            self._clear(Path(before), folder)
        self._kept_in = folder
        if self._noted != folder:
            if (stored or "") != folder:
                self._app.people.set_setting(_KEPT_IN, folder or None)
            self._noted = folder
        return written

    def _write(self, folder: str) -> bool:
        people, doubt = people_inside(self._app), self._app.presence.doubt()
        now, zone = utc_now(), self._app.doors.site_zone()
        if self._written == (folder, people, doubt) and _stands(Path(folder), people, zone):
            return False
        write_lists(Path(folder), people, now, zone, self._speech, doubt=doubt)
        self._written = (folder, people, doubt)
        return True

    def _write_meanwhile(self, folder: str) -> None:
        """Write the files in an earlier folder. One that is gone is not made again: nobody looks there."""
        try:
            if Path(folder).is_dir():
                self._write(folder)
            self._complaints.settled("before")
        except StoreError as error:
            self._complaints.error("before", str(error))

    def _clear(self, folder: Path, new: str) -> None:
        """Remove the list from a folder that is no longer set: it would not be rewritten when somebody on it is erased."""
        if not folder.is_dir():
            log.warning("%s is not there: if it is on a disk that was removed, delete the list on it.", folder)
        elif new and folder.samefile(new):  # spelled in another way
            return
        for name in FILES:
            try:
                (folder / name).unlink(missing_ok=True)
            except OSError as error:
                log.warning("The list %s cannot be removed, delete it: %s", folder / name, error.strerror)

    def close(self) -> None:
        """End, after the current list has been written."""
        for end in self._ends:
            end()
        super().close()

    def _heard(self, event: object) -> None:
        self.look_soon()
