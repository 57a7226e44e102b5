"""Registers everybody in a folder NAME/photo.jpg, with an optional table people.csv beside the folders.

A problem with a person, photo or file does not affect the others: it is reported, and the import continues.
"""

import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from gatekeeper.app import App
from gatekeeper.capture.file_names import encoding_of, readable, shown
from gatekeeper.capture.photos import SUFFIXES, LeftOut, left_out, load_photo, look_through, natural
from gatekeeper.desk.desk import Desk
from gatekeeper.door.access import moment
from gatekeeper.errors import ConfigError, GatekeeperError, PhotoError
from gatekeeper.messages import Message
from gatekeeper.people.enrolment import EnrolmentSession, Unmatched
from gatekeeper.progress import Progress, silent
from gatekeeper.store.accounts import Actor, Right
from gatekeeper.store.consents import Read
from gatekeeper.store.names import clean_name
from gatekeeper.text_files import check_format, read_table
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
TABLE = "people.csv"
_COLUMNS = ("groups", "department", "valid_from", "valid_until", "consent", "note")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A person or photo that was refused, and why."""

    what: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


@dataclass(slots=True)
class Candidate:
    """A person of the folder. entry: their row in the table; trouble: why they cannot be registered."""

    name: str
    photos: list[Path]
    line: int = 0
    entry: dict[str, str] = field(default_factory=dict)
    trouble: Refusal | None = None


@dataclass(slots=True)
class Roster:
    """The contents of a folder of people: candidates, and files that are left out."""

    people: list[Candidate] = field(default_factory=list)
    nobody: list[Refusal] = field(default_factory=list)  # pictures outside a person's folder, lines of the table
    left_out: list[LeftOut] = field(default_factory=list)
    assumed: Counter[str] = field(default_factory=Counter)  # the encodings of names that are not UTF-8


@dataclass(slots=True)
class Verdicts:
    """The result for everybody: name -> photos taken, and -> number; photos and people refused; files left out; people not
    reached."""

    taken: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    failed: list[Refusal] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    not_reached: list[str] = field(default_factory=list)
    assumed: Counter[str] = field(default_factory=Counter)

    @property
    def complete(self) -> bool:
        """Whether everybody in the folder is registered."""
        return not self.failed and not self.not_reached


def people_folders(folder: Path) -> dict[str, list[Path]]:
    """NAME -> pictures, for a folder of NAME/*.jpg or NAME/{bare,masked}/*.jpg."""
    roster = read_roster(folder)
    found = {person.name: person.photos for person in roster.people if person.photos}
    if not found:
        nobody = [*roster.nobody, *(person.trouble for person in roster.people if person.trouble is not None)]
        raise _empty(folder, [(refusal.what, refusal.message) for refusal in nobody])
    return found


def _empty(folder: Path, why: list[tuple[str, str]]) -> PhotoError:
    hint = "Lay it out as NAME/photo.jpg."
    if not why:
        return PhotoError("{folder} has no folder with photos.", hint, folder=shown(folder))
    name, reason = why[0]
    if len(why) == 1:
        return PhotoError(
            "{folder} has no folder with photos. {what}: {why}", hint, folder=shown(folder), what=name, why=reason
        )
    return PhotoError(
        "{folder} has no folder with photos. {what}: {why} The same goes for {more} more.",
        hint,
        folder=shown(folder),
        what=name,
        why=reason,
        more=len(why) - 1,
    )


def check_folder(folder: Path) -> None:
    """Raises PhotoError if it is not a folder."""
    if not folder.is_dir():
        raise PhotoError(
            "{folder} is not a folder.",
            "Give a folder with one folder of photos per person.",
            folder=shown(folder),
        )


def read_roster(folder: Path) -> Roster:
    """Scan a folder of people without opening pictures. Raises PhotoError if it is not a folder, TextError if the table
    cannot be read: without it, its restrictions would be lost."""
    check_folder(folder)
    try:
        entries = sorted(folder.iterdir(), key=natural)
    except OSError as error:
        raise PhotoError(
            "{folder} cannot be read: {why}.", "Check its permissions.", folder=shown(folder), why=error
        ) from error
    tables = [place for place in entries if place.name.casefold() == TABLE]
    if not tables:
        check_format(entries, TABLE)
    roster, root = Roster(), folder.resolve()
    for place in entries:
        if place in tables:
            continue
        why = left_out(place, root)
        name = readable(place.name)
        if name != place.name and place.is_dir():
            roster.assumed[encoding_of(os.fsencode(place.name)) or "?"] += 1
        if why is not None:
            if why.system:
                roster.left_out.append(why)
            else:  # it may be meant as a person's folder
                roster.nobody.append(Refusal(name, why.reason))
        elif place.is_dir():
            found = look_through(place, folder)
            roster.left_out += found.left_out
            person = Candidate(name, found.photos)
            if not found.photos:
                person.trouble = Refusal(name, Message("The folder contains no readable photo."))
            roster.people.append(person)
        elif place.suffix.lower() in SUFFIXES:
            hint = Message("Put it into a folder named after the person.")
            roster.nobody.append(Refusal(name, Message("The picture is not in a person's folder."), hint))
        else:
            roster.left_out.append(LeftOut(place, Message("Only folders of people and people.csv are read here.")))
    if not roster.people and not roster.nobody:
        raise _empty(
            folder, [(readable(entry.path.name), entry.reason) for entry in roster.left_out if not entry.system]
        )
    for table in tables:
        _read_table(table, roster)
    return roster


def enrol_folder(
    app: App,
    folder: Path,
    progress: Progress = silent,
    *,
    now: datetime | None = None,
    allow_duplicate: bool = False,
    by: Actor | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    consented: bool = True,
) -> Verdicts:
    """Register everybody in a folder; a refused photo or person is listed and does not stop the rest.

    consented: False if nobody confirmed it, except for people whose table row says when they agreed. by: the operator who
    registers them, the current one unless given. cancelled: called before each photo; completed people stay registered, the
    unfinished one does not.
    """
    desk = Desk(app, by or app.actor)
    desk.actor.require(Right.PEOPLE)
    roster = read_roster(folder)
    verdicts = Verdicts(failed=list(roster.nobody), left_out=roster.left_out, assumed=roster.assumed)
    # The thresholds depend on everybody registered: measure once, not per newcomer.
    reader, thresholds = app.models.reader, app.enrolment().thresholds
    unmatched = Unmatched()
    total, done = sum(len(person.photos) for person in roster.people), 0
    for index, person in enumerate(roster.people):
        today = now or utc_now()
        if person.trouble is not None:
            verdicts.failed.append(person.trouble)
            continue
        try:
            clean_name(person.name)
            conditions = _conditions(person, app.people.groups(), app.people.text_in_force, today)
        except GatekeeperError as error:  # before its photos are processed
            verdicts.failed.append(_refusal(person.name, error))
            done += len(person.photos)
            continue
        if app.models.reader is not reader:  # the model has been switched meanwhile
            reader, thresholds = app.models.reader, app.enrolment().thresholds
        session = EnrolmentSession(reader, thresholds)
        for path in person.photos:
            if cancelled():
                verdicts.not_reached += [candidate.name for candidate in roster.people[index:]]
                return verdicts
            name = shown(path.relative_to(folder))
            try:
                feedback = session.offer(load_photo(path, name=name))
                if not feedback.taken:
                    verdicts.refused.append(Refusal(name, feedback.message, feedback.remedy))
            except Exception as error:  # affects only this photo
                verdicts.refused.append(_refusal(name, error))
            done += 1
            progress(done, total)
        if not session.taken:
            verdicts.failed.append(Refusal(person.name, Message("None of the photos was accepted.")))
            continue
        try:
            agreed = consented or conditions["consent_at"] is not None
            registered = desk.register(
                session,
                person.name,
                now=today,
                allow_duplicate=allow_duplicate,
                consented=agreed,
                unmatched=unmatched,
                **conditions,
            )
            verdicts.taken[person.name] = len(session.taken)
            verdicts.numbers[person.name] = registered.id
        except Exception as error:  # affects only this person
            verdicts.failed.append(_refusal(person.name, error))
    return verdicts


def _refusal(name: str, error: Exception) -> Refusal:
    if isinstance(error, GatekeeperError):
        return Refusal(name, error.message, error.hint)
    log.error("%s was not registered", name, exc_info=error)
    return Refusal(
        name,
        Message("The program failed ({kind}: {error}).", kind=type(error).__name__, error=error),
        Message("Please report it."),
    )


def _read_table(table: Path, roster: Roster) -> None:
    """Add each person's row of the table."""
    people: dict[str, list[Candidate]] = {}
    for person in roster.people:
        people.setdefault(_key(person.name), []).append(person)
    for line, row in read_table(table, ("name",), _COLUMNS):
        alike = people.get(_key(row["name"]), [])
        named = [person for person in alike if person.name == row["name"]] or alike
        if not named:
            for person in roster.people:
                if _is_shortened(row["name"], person.name):
                    dropped = Message(
                        "{table}, line {line}: {name} may stand for this folder; spreadsheets drop the zeros before a number.",
                        table=TABLE,
                        line=line,
                        name=row["name"],
                    )
                    person.trouble = Refusal(person.name, dropped, Message("Write the name as its folder is named."))
            label = row["name"] or Message("{table}, line {line}", table=TABLE, line=line)
            roster.nobody.append(
                Refusal(
                    label, Message("{table}, line {line}: there is no folder of this name.", table=TABLE, line=line)
                )
            )
        elif len(named) > 1:
            unclear = Message(
                "{table}, line {line}: the folders {folders} are all of this name.",
                table=TABLE,
                line=line,
                folders=", ".join(person.name for person in named),
            )
            hint = Message("Write the name as its folder is named.")
            for person in named:
                person.trouble = Refusal(person.name, unclear, hint)
        elif (person := named[0]).line:
            twice = Message(
                "{table} lists them in line {first} and in line {second}.",
                table=TABLE,
                first=person.line,
                second=line,
            )
            person.trouble = Refusal(person.name, twice, Message("Remove one of the lines."))
        else:
            person.line, person.entry = line, row


def _is_shortened(written: str, name: str) -> bool:
    """Whether a number in the table may be a folder's, without the zeros before it: its restrictions would be lost."""
    return written.isdecimal() and name.isdecimal() and written.lstrip("0") == name.lstrip("0")


def _key(name: str) -> str:
    try:
        return clean_name(name).casefold()
    except GatekeeperError:
        return name


def _conditions(
    person: Candidate, groups: Iterable[str], text_in_force: Callable[[datetime], str], now: datetime
) -> dict[str, Any]:
    """A person's table row as arguments of `Desk.register`. Raises ConfigError naming the line."""

    def at(column: str, *, end: bool = False) -> datetime | None:
        text = person.entry.get(column, "")
        try:
            return moment(text, end=end) if text else None
        except ValueError:
            raise ConfigError(
                "{table}, line {line}: {column} is {text!r}.",
                "Write it as 2026-01-31 or 2026-01-31T08:00, or nothing for no limit.",
                table=TABLE,
                line=person.line,
                column=column,
                text=text,
            ) from None

    consent_at = at("consent")
    if consent_at is not None and consent_at > now:
        raise ConfigError(
            "{table}, line {line}: the consent is in the future.",
            "Give a time in the past.",
            table=TABLE,
            line=person.line,
        )
    begin, end = at("valid_from"), at("valid_until", end=True)
    if begin is not None and end is not None and begin >= end:
        raise ConfigError(
            "{table}, line {line}: the validity ends ({until}) before it begins ({start}).",
            "Swap the two times.",
            table=TABLE,
            line=person.line,
            until=person.entry["valid_until"],
            start=person.entry["valid_from"],
        )
    return {
        "groups": groups_of(person.entry.get("groups", ""), groups),
        "valid_from": begin,
        "valid_until": end,
        "consent_at": consent_at,
        # Of a day alone it is the last text of that day: nobody knows at what time they read it.
        "consent_read": Read(text_in_force(min(at("consent", end=True) or now, now))),
        "department": person.entry.get("department", ""),
        "note": person.entry.get("note", ""),
    }


def groups_of(text: str, existing: Iterable[str]) -> list[str]:
    """The groups of a cell, separated by semicolons, bars, commas or line ends; one within the name of a known group is part
    of it. No name goes on in the next line: "night" above "shift" is not the known "night shift".

    Capitals do not matter for known groups, unless two differ by nothing else.
    """
    known = [" ".join(name.split()) for name in existing]
    names = {name.casefold(): name for name in known} | {name: name for name in known}
    longest = max((2 * len(re.findall("[;|,]", name)) + 1 for name in known), default=1)
    groups: list[str] = []
    for line in re.split(r"(?<![;|,\s])\s*[\r\n]+", text):
        parts = re.split(r"([;|,]\s*)", line)  # every other one is a separator
        at = 0
        while at < len(parts):
            runs = {end: " ".join("".join(parts[at:end]).split()) for end in range(at + longest, at, -2)}
            found = ((end, names.get(run) or names.get(run.casefold())) for end, run in runs.items())
            end, name = next(((end, name) for end, name in found if name), (at + 1, runs[at + 1]))
            groups.append(name)
            at = end + 1
    return list(dict.fromkeys(filter(None, groups)))
