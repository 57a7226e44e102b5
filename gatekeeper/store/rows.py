"""Shared by all stores of people and rules for reading and writing."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import (
    Row,
    bindparam,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Session

from gatekeeper.domain import (
    Person,
)
from gatekeeper.errors import StoreError
from gatekeeper.store.database import Database
from gatekeeper.store.names import clean_name
from gatekeeper.store.tables import (
    GroupRow,
    PersonDoorRow,
    PersonGroupRow,
    PersonRow,
)

log = logging.getLogger(__name__)
NOT_STATED = "not stated"
"""In place of a version of the consent text: no consent is recorded."""
WITHDRAWN = "withdrawn"
"""In its place: the person has withdrawn their consent."""
NO_CONSENT = (NOT_STATED, WITHDRAWN)
"""No door knows people with one of these."""
NOT_ASKED = "not asked"
"""In its place: they were registered before consent was required. Doors know them; only a migration writes it."""


P = ParamSpec("P")
T = TypeVar("T")
_Words = Mapping[int, Collection[str]]  # by the number of the person
_MEMBERSHIPS = select(PersonGroupRow.person_id, GroupRow.name).join(GroupRow, GroupRow.id == PersonGroupRow.group_id)
_LIMITS = select(PersonDoorRow.person_id, PersonDoorRow.door)
# Columns rather than objects, which take several times as long to make: there may be ten thousand people.
_PEOPLE = select(
    *(PersonRow.id, PersonRow.name, PersonRow.blocked, PersonRow.valid_from, PersonRow.valid_until),
    *(PersonRow.consent_text_version, PersonRow.department, PersonRow.note),
)
# Made once: a door asks about whoever is before it again whenever anything has been committed.
_GROUPS_OF = _MEMBERSHIPS.where(PersonGroupRow.person_id == bindparam("person"))
_DOORS_OF = _LIMITS.where(PersonDoorRow.person_id == bindparam("person"))


class _OfDatabase(Protocol):
    _database: Database


S = TypeVar("S", bound=_OfDatabase)


def remembered(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """For a method that only reads, and whose results nobody changes: they are cached until anybody commits anything, see
    `Database.remembered`."""

    @wraps(method)
    def ask(self: S, /, *about: P.args, **how: P.kwargs) -> T:
        key = method.__qualname__, about, *how.items()
        return self._database.remembered(key, lambda: method(self, *about, **how))

    return ask


class Store:
    """Reads and writes one database. Each method is a transaction, or joins the one that `together` has begun."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def together(self) -> AbstractContextManager[object]:
        """All reads and writes of the calling thread within the block are one transaction: all of it is committed, or
        nothing."""
        return self._database.transaction(together=True)


def person_row(session: Session, person_id: int) -> PersonRow:
    """The row of a person. StoreError if there is none."""
    row = session.get(PersonRow, int(person_id))
    if row is None:
        count = session.scalar(select(func.count()).select_from(PersonRow))
        raise StoreError(
            "There is no person with the number {number}.",
            "Registered: {n} person(s).",
            number=person_id,
            n=count,
        )
    return row


def read_people(session: Session, ids: Sequence[int] | None = None) -> list[Person]:
    """The people with these numbers, or everybody."""
    rows, memberships, limits = _PEOPLE, _MEMBERSHIPS, _LIMITS
    if ids is not None:
        rows = rows.where(PersonRow.id.in_(ids))
        memberships = memberships.where(PersonGroupRow.person_id.in_(ids))
        limits = limits.where(PersonDoorRow.person_id.in_(ids))
    doors, groups = _words(session.execute(limits)), _words(session.execute(memberships))
    try:
        found = session.execute(rows).all()
    except StoreError:  # a damaged row does not hide the others
        return [
            _person_or_nobody(session, number, groups, doors)
            for number in session.scalars(rows.with_only_columns(PersonRow.id))
        ]
    return [_person(row, groups, doors) for row in found]


def _words(rows: Iterable[Row[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for person, word in rows:
        found.setdefault(person, set()).add(word)
    return found


def _person(row: PersonRow | Row[*tuple[Any, ...]], groups: _Words, doors: _Words) -> Person:
    return Person(
        *(row.id, row.name, row.blocked, row.valid_from, row.valid_until, frozenset(groups.get(row.id, ()))),
        consented=row.consent_text_version not in NO_CONSENT,
        department=row.department,
        note=row.note,
        doors=frozenset(doors[row.id]) if row.id in doors else None,
    )


def _person_or_nobody(session: Session, number: int, groups: _Words, doors: _Words) -> Person:
    """A person; no door knows them if their data cannot be read: the damaged part may be what keeps them out."""
    try:
        return _person(person_row(session, number), groups, doors)
    except StoreError as error:
        log.warning("person %d: %s", number, error)
        name = session.scalar(select(PersonRow.name).where(PersonRow.id == number)) or ""
        return Person(number, name, blocked=True, groups=frozenset(groups.get(number, ())), consented=False)


def read_person(session: Session, person_id: int) -> Person:
    """One person, including the session's changes."""
    session.flush()
    row = person_row(session, person_id)
    groups, doors = (_words(session.execute(query, {"person": row.id})) for query in (_GROUPS_OF, _DOORS_OF))
    return _person(row, groups, doors)


def find_group(session: Session, name: str) -> int:
    """The number of a group, which is created if it is new."""
    name = clean_name(name, "name of the group")
    group_id = session.scalar(select(GroupRow.id).where(GroupRow.name == name))
    if group_id is not None:
        return group_id
    row = GroupRow(name=name)
    session.add(row)
    session.flush()
    return row.id


def put_into_groups(session: Session, person_id: int, names: Iterable[str]) -> None:
    """Put a person into exactly these groups."""
    session.execute(delete(PersonGroupRow).where(PersonGroupRow.person_id == person_id))
    for group_id in {find_group(session, name) for name in names}:
        session.add(PersonGroupRow(person_id=person_id, group_id=group_id))
