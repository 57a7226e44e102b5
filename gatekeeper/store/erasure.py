"""Erasing a person from all records: events, pictures, faces, sentences, the audit trail.

What happened, when, and who did it remains; the chain of the log shows that something was erased, but never about whom.
"""

import json
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from gatekeeper.domain import Outcome, Reason
from gatekeeper.messages import Message
from gatekeeper.store import chain, entries
from gatekeeper.store.site_settings import ORDER
from gatekeeper.store.tables import AuditRow, EventFaceRow, EventRow, PersonRow, PhotoRow, SettingRow, WatchedRow

ERASED = "[erased]"
_NAMING = ("person renamed", "person removed")  # acts whose detail is a name
_SPOKEN = (
    Reason.BY_HAND,
    Reason.RELAY_FAILED,
    Reason.LOCKED_DOWN,
    Reason.OPENED_FOR_ALL,
    Reason.ALARM_OVER,
    Reason.PRESENCE_CORRECTED,
    Reason.WATCHED_SEEN,
)  # events whose sentence contains text that an operator wrote
_CALLED = "called/{}"  # with the number of somebody who was removed
_PAGE = 1000
_RUN_TOGETHER = (  # letters of scripts without spaces between words or, in Korean, before particles
    "\u0e00-\u109f"  # Thai, Lao, Tibetan, Burmese
    "\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff"  # Korean
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u9fff\uf900-\ufaff\uff66-\uffdc\U0001aff0-\U0001b16f\U00020000-\U0003ffff"  # Chinese, Japanese
)


def names_of(session: Session, person_id: int) -> set[str]:
    """All names that a person has or had: registered, in events, in the trail."""
    in_trail = select(AuditRow.detail).where(AuditRow.about == f"person {person_id}", AuditRow.act.in_(_NAMING))
    in_log = select(EventRow.person_name).where(EventRow.person_id == person_id).distinct()
    registered = select(PersonRow.name).where(PersonRow.id == person_id)
    kept = session.scalar(select(SettingRow.value).where(SettingRow.key == _CALLED.format(person_id)))
    return {name for query in (in_trail, in_log, registered) for name in session.scalars(query) if name} | {
        *json.loads(kept or "[]")
    }


def keep_names(session: Session, person_id: int) -> None:
    """Before somebody is removed but not erased: keep their names, otherwise not all of them could be found later."""
    names = names_of(session, person_id)
    session.merge(SettingRow(key=_CALLED.format(person_id), value=json.dumps(sorted(names), ensure_ascii=False)))


def removed_as(session: Session, name: str) -> set[int]:
    """The numbers of the people who were removed under this name."""
    about = session.scalars(
        select(AuditRow.about).where(AuditRow.act == "person removed", AuditRow.detail == name.strip())
    )
    return {int(label.split()[1]) for label in about}


def forget(
    session: Session,
    database: Path,
    condition: ColumnElement[bool],
    names: Collection[str],
    numbers: Collection[int] = (),
    tied: Iterable[int] = (),
    photos: Iterable[int] = (),
) -> None:
    """Erase a person, in the transaction that removes them.

    condition: selects their events; names: all their names; numbers: their numbers in the trail; tied: events that were
    recorded as unknown or as somebody else but show their face: picture and face are deleted; photos: pictures of them kept
    with other people.
    """
    session.execute(delete(SettingRow).where(SettingRow.key.in_([_CALLED.format(number) for number in numbers])))
    visits = session.scalars(select(EventRow.id).where(condition)).all()
    _empty(session, database, visits, entries.PARTS, {"person_id": None, "person_name": None, "message": ""})
    also = {*tied} - {*visits}
    _empty(session, database, sorted(also | _alarms_of(session, {*visits} | also) - {*visits}), ("picture",), {})
    for page in _pages(photos):
        session.execute(delete(PhotoRow).where(PhotoRow.id.in_(page)))
    pattern = _pattern(names, {*session.scalars(select(PersonRow.name))} - {*names})
    if pattern is None:
        return
    spoken = select(EventRow.id, EventRow.message).where(EventRow.reason.in_(_SPOKEN), EventRow.message != "")
    found = [row for row in session.execute(spoken).all() if pattern.search(row.message)]
    chain.conceal_events(session, database, [row.id for row in found], "words")
    for table, column in ((WatchedRow, WatchedRow.why), (PersonRow, PersonRow.note)):
        for number, text in session.execute(select(table.id, column).where(column != "")).all():
            if pattern.search(text):
                session.execute(update(table).where(table.id == number).values({column: pattern.sub(ERASED, text)}))
    _forget_in_order(session, pattern)
    for row in found:
        message = _without(pattern, row.message)
        session.execute(update(EventRow).where(EventRow.id == row.id).values(message=message))
    chain.note_left(session, database, events=[row.id for row in found])
    _forget_in_trail(session, database, pattern, numbers)


def _forget_in_order(session: Session, pattern: "re.Pattern[str]") -> None:
    """The last order for all doors keeps its reason where programs read it."""
    if (row := session.get(SettingRow, ORDER)) is None:
        return
    with suppress(ValueError, TypeError, KeyError):  # an order that cannot be read stays one: it keeps the doors shut
        fields = json.loads(row.value)
        cleaned = {name: pattern.sub(ERASED, fields[name]) for name in ("who", "why")}
        row.value = json.dumps(fields | cleaned, ensure_ascii=False)


def _forget_in_trail(session: Session, database: Path, pattern: "re.Pattern[str]", numbers: Collection[int]) -> None:
    labels = {f"person {number}" for number in numbers}
    changed: list[tuple[int, str, str]] = []
    for row in session.execute(select(AuditRow.id, AuditRow.act, AuditRow.about, AuditRow.detail)):
        if row.about in labels and row.act in _NAMING:
            about, detail = row.about, ""
        elif row.about.startswith("person ") and row.about not in labels and row.act in _NAMING:
            continue  # the name of a namesake
        else:
            about, detail = pattern.sub(ERASED, row.about), _without(pattern, row.detail)
        if (about, detail) != (row.about, row.detail):
            changed.append((row.id, about, detail))
    chain.conceal_acts(session, database, [number for number, _, _ in changed])
    for number, about, detail in changed:
        session.execute(update(AuditRow).where(AuditRow.id == number).values(about=about, detail=detail))
    chain.note_left(session, database, acts=[number for number, _, _ in changed])


def _empty(
    session: Session, database: Path, events: Iterable[int], parts: Iterable[str], values: dict[str, object]
) -> None:
    numbers = [int(number) for number in events]
    chain.conceal_events(session, database, numbers, *parts)
    for page in _pages(numbers):
        session.execute(delete(EventFaceRow).where(EventFaceRow.event_id.in_(page)))
        session.execute(update(EventRow).where(EventRow.id.in_(page)).values(snapshot=b"", **values))


def _alarms_of(session: Session, visits: Collection[int]) -> set[int]:
    """The alarms that visits have raised, which have the same picture."""
    found: set[int] = set()
    for page in _pages(sorted(visits)):
        visit, alarm = aliased(EventRow), aliased(EventRow)
        same = and_(alarm.at == visit.at, alarm.door == visit.door, alarm.camera == visit.camera)
        query = select(alarm.id).join(visit, same).where(visit.id.in_(page), alarm.outcome == Outcome.ALARM)
        found.update(session.scalars(query))
    return found


def visits_of_removed(name: str) -> ColumnElement[bool]:
    """The events of a person with this name who is no longer registered."""
    return and_(EventRow.person_id.is_(None), EventRow.person_name.collate("NOCASE") == name.strip())


def visits_of_any(names: Iterable[str]) -> ColumnElement[bool]:
    """The same for several names."""
    return or_(*(visits_of_removed(name) for name in names))


def _pattern(names: Collection[str], others: Collection[str]) -> "re.Pattern[str] | None":
    """A name as a whole word or with the s of a genitive, ignoring case and differences in spaces; in a script that runs words
    together, also within others. others: names that are not erased, even if they are one of these with an s."""
    patterns = [_standing(name, others) for name in sorted(names, key=len, reverse=True) if name.strip()]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _standing(name: str, others: Collection[str]) -> str:
    name = name.strip()
    words = r"\s+".join(map(re.escape, name.split()))
    before, after = (_next_to(letter, alone=len(name) == 1) for letter in (name[0], name[-1]))
    owned = re.compile(rf"(?<!\w){words}s(?!\w)", re.IGNORECASE)
    genitive = "" if not after or any(map(owned.search, others)) else "s?"
    return (f"(?<!{before})" if before else "") + words + (f"(?={genitive}(?!{after}))" if after else "")


def _next_to(letter: str, *, alone: bool) -> str:
    """What stands only beside a letter in the middle of a word. alone: the letter is a whole name; in such a script it occurs
    in too many other words."""
    if not re.match(f"[{_RUN_TOGETHER}]", letter):
        return rf"[^\W{_RUN_TOGETHER}]"  # letters without spaces on both sides of it: 請讓Ada進來
    return r"\w" if alone else ""


def _without(pattern: "re.Pattern[str]", text: str) -> str:
    """A message without these names among its parameters; for a text of an older log, without the names in it."""
    return Message(text).changed(lambda part: pattern.sub(ERASED, part))


def _pages(numbers: Iterable[int]) -> Iterable[list[int]]:
    every = [int(number) for number in numbers]
    return (every[start : start + _PAGE] for start in range(0, len(every), _PAGE))
