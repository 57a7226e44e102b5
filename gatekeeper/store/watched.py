"""The watch list: faces of unknown visitors whom operators watch for.

They are in tables of their own, which are never read into a gallery: no door can take anybody for one of them.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from sqlalchemy import ColumnElement, delete, func, select, true

from gatekeeper.domain import Image, MaskState, Vectors
from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.store.names import clean_text
from gatekeeper.store.rows import Store
from gatekeeper.store.tables import WatchedRow, WatchedVectorRow
from gatekeeper.store.templates import as_png, from_png

REASON = Message("reason")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """An unknown visitor on the list. event_id: their visit; seen_at: when it was; picture: the aligned face, PNG; until: when
    the watch ends. Times are UTC."""

    id: int
    event_id: int
    mask: MaskState
    why: str
    added_by: str
    added_at: datetime
    until: datetime
    seen_at: datetime
    picture: bytes = field(default=b"", repr=False)


class WatchedStore(Store):
    """Reads and writes the list."""

    def add(
        self,
        event_id: int,
        mask: MaskState,
        chip: Image,
        why: str,
        *,
        by: str,
        at: datetime,
        until: datetime,
        seen_at: datetime,
    ) -> Watched:
        """Put the face of a visit, which was at seen_at, on the list. Raises StoreError if it is on the list already."""
        with self._database.transaction() as session:
            if session.scalar(select(WatchedRow.id).where(WatchedRow.event_id == event_id)) is not None:
                raise StoreError(
                    "The visitor of event {event} is already on the watch list.",
                    "To choose another end or reason, take them off it first.",
                    event=event_id,
                )
            row = WatchedRow(
                event_id=event_id,
                mask=mask,
                chip=as_png(chip),
                seen_at=seen_at,
                why=clean_text(why, REASON),
                added_by=by,
                added_at=at,
                until=until,
            )
            session.add(row)
            session.flush()
            return _read(row)

    def put_back(self, one: Watched) -> int:
        """Put somebody who was removed by mistake back on the list; returns their new number. Raises StoreError if their visit
        is on it already."""
        return self.add(
            one.event_id,
            one.mask,
            from_png(one.picture),
            one.why,
            by=one.added_by,
            at=one.added_at,
            until=one.until,
            seen_at=one.seen_at,
        ).id

    def remove(self, numbers: Collection[int]) -> int:
        """Remove these from the list, with picture and vectors; returns how many were on it."""
        return self._remove(WatchedRow.id.in_([*numbers]))

    def remove_older(self, now: datetime, seen_before: datetime | None) -> int:
        """Remove the entries whose time is over, or whose visit was before a given moment; returns how many."""
        over = WatchedRow.until <= now
        return self._remove(over if seen_before is None else over | (WatchedRow.seen_at < seen_before))

    def of_visits(self, events: Iterable[int]) -> set[int]:
        """The numbers of the entries that come from one of these visits."""
        with self._database.reading() as session:
            return set(session.scalars(select(WatchedRow.id).where(WatchedRow.event_id.in_([*events]))))

    def vectors(self, model_id: str) -> dict[int, Vectors]:
        """A model's vectors of the faces on the list, unit vectors (D,) by number. A damaged one is left out."""
        query = select(WatchedVectorRow.watched_id, WatchedVectorRow.vector)
        with self._database.reading() as session:
            rows = session.execute(query.where(WatchedVectorRow.model_id == model_id)).all()
        found = {int(number): np.frombuffer(stored, "<f4").astype(np.float32) for number, stored in rows}
        return {number: vector for number, vector in found.items() if abs(float(vector @ vector) - 1) < 0.02}

    def lacking(self, model_id: str) -> dict[int, Image]:
        """The faces on the list of which a model has made no vector, by number. A damaged one is left out, and logged."""
        made = select(WatchedVectorRow.watched_id).where(WatchedVectorRow.model_id == model_id)
        found: dict[int, Image] = {}
        with self._database.reading() as session:
            rows = session.execute(select(WatchedRow.id, WatchedRow.chip).where(WatchedRow.id.not_in(made))).all()
        for number, stored in rows:
            try:
                found[number] = from_png(stored)
            except Exception as error:  # whatever the decoder raises for a damaged picture
                log.error(
                    "The face of number %d of the watch list is damaged, nobody is compared with it: %s", number, error
                )
        return found

    def add_vectors(self, model_id: str, made: Iterable[tuple[int, Vectors]]) -> None:
        """Store a model's vectors of faces on the list, except for faces that are gone."""
        with self._database.transaction() as session:
            for number, vector in made:
                stored = np.ascontiguousarray(vector, "<f4")
                if session.get(WatchedRow, number) is not None:
                    session.merge(
                        WatchedVectorRow(watched_id=number, model_id=model_id, vector=stored.tobytes(), dim=stored.size)
                    )

    def models(self) -> set[str]:
        """The ids of all models that have made a vector."""
        with self._database.reading() as session:
            return set(session.scalars(select(WatchedVectorRow.model_id).distinct()))

    def forget_model(self, model_id: str) -> None:
        """Delete a model's vectors; the faces stay."""
        with self._database.transaction() as session:
            session.execute(delete(WatchedVectorRow).where(WatchedVectorRow.model_id == model_id))

    def list(self, *, now: datetime | None = None) -> list[Watched]:
        """The list, newest first. now: only entries whose time is not over. A damaged row is left out, and logged."""
        query = select(WatchedRow.id).where(true() if now is None else WatchedRow.until > now)
        found = []
        with self._database.reading() as session:
            for number in session.scalars(query.order_by(WatchedRow.id.desc())).all():
                try:
                    found.append(_read(session.get_one(WatchedRow, number)))
                except StoreError as error:
                    log.error("Number %d of the watch list is damaged and left out: %s", number, error)
        return found

    def _remove(self, condition: ColumnElement[bool]) -> int:
        with self._database.transaction() as session:
            count = session.scalars(select(func.count()).select_from(WatchedRow).where(condition)).one()
            session.execute(delete(WatchedRow).where(condition))
            return count


def _read(row: WatchedRow) -> Watched:
    return Watched(
        *(row.id, row.event_id, row.mask, row.why, row.added_by, row.added_at, row.until, row.seen_at),
        picture=row.chip,
    )
