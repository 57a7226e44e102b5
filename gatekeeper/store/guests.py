"""Guests: people registered for a visit, and whose guests they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from gatekeeper.domain import Person
from gatekeeper.store.rows import Store, person_row, read_people
from gatekeeper.store.tables import GuestRow, PhotoRow


@dataclass(frozen=True, slots=True)
class Guest:
    """A person's guest. host: None once the host is no longer registered."""

    person: Person
    host: Person | None
    made_at: datetime


class GuestStore(Store):
    """Reads and writes who is a guest. The entry ends with the person."""

    def add(self, person_id: int, host_id: int, *, made_at: datetime, visits: Sequence[int] = ()) -> None:
        """Make a registered person somebody's guest. visits: the events from which their photos are, in the order of the
        photos."""
        with self._database.transaction() as session:
            for number in (person_id, host_id):
                person_row(session, number)
            session.add(GuestRow(person_id=person_id, host_id=host_id, made_at=made_at))
            photos = session.scalars(select(PhotoRow.id).where(PhotoRow.person_id == person_id).order_by(PhotoRow.id))
            for photo, event in zip(photos.all(), visits, strict=False):
                session.execute(update(PhotoRow).where(PhotoRow.id == photo).values(event_id=event))

    def forget(self, person_id: int) -> None:
        """End their being a guest; no error for somebody who is not one."""
        with self._database.transaction() as session:
            session.execute(delete(GuestRow).where(GuestRow.person_id == person_id))

    def list(self) -> list[Guest]:
        """All guests, the newest first."""
        with self._database.reading() as session:
            rows = session.execute(
                select(GuestRow.person_id, GuestRow.host_id, GuestRow.made_at).order_by(
                    GuestRow.made_at.desc(), GuestRow.person_id.desc()
                )
            ).all()
            numbers = {number for row in rows for number in row[:2] if number is not None}
            people = {person.id: person for person in read_people(session, [*numbers])}
        return [Guest(people[row.person_id], people.get(row.host_id), row.made_at) for row in rows]
