"""Photos of people, and the templates that models make of them."""

import io
import itertools
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from PIL import Image as Pictures
from sqlalchemy import (
    ColumnElement,
    Result,
    Select,
    String,
    bindparam,
    delete,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from gatekeeper.domain import (
    Image,
    MaskState,
    Person,
    Photo,
    Template,
    TemplateChange,
    Vectors,
)
from gatekeeper.errors import StoreError
from gatekeeper.store.rows import NO_CONSENT, Store, person_row, read_people, remembered
from gatekeeper.store.tables import (
    PersonRow,
    PhotoRow,
    TemplateChangeRow,
    TemplateRow,
    metadata,
)

log = logging.getLogger(__name__)
_PHOTOS_AT_A_TIME = 64
_ROWS_AT_A_TIME = 1000
_PAUSE_SECONDS = 0.12  # another writer that waits for its turn asks again every 0.1 s
_TEMPLATES = metadata.tables[TemplateRow.__tablename__]
_PEOPLE_AT_A_TIME = 32
# Made once: a door asks whenever anything has been committed.
_REVISION = select(func.coalesce(func.max(TemplateChangeRow.version), 0)).where(
    TemplateChangeRow.model_id == bindparam("model")
)
_REVISION_OF = _REVISION.where(TemplateChangeRow.person_id == bindparam("person"))
_UNIT_TOLERANCE = 0.02  # of the squared length
_TemplatesOf = list[tuple[Template, bool]]


@dataclass(frozen=True, slots=True, eq=False)
class NewPhoto:
    """An enrolment photo to keep. chip: the aligned face, RGB uint8 (H, W, 3), kept without loss.

    templates: (model id, float32 unit vector) for each embedding made of it.
    """

    mask: MaskState
    chip: Image
    templates: Sequence[tuple[str, Vectors]] = ()


class TemplateStore(Store):
    """Reads and writes photos and templates. Methods that name a person raise StoreError when they are unknown."""

    def add_photos(
        self,
        person_id: int,
        photos: Sequence[NewPhoto],
        *,
        added_at: datetime,
        impostor: bool = False,
        event_id: int | None = None,
    ) -> list[Photo]:
        """Keep more photos of a person, with their templates, all or nothing.

        impostor: they show somebody who was mistaken for the person; event_id: the visit they were taken from.
        """
        with self._database.transaction() as session:
            person_row(session, person_id)
            return [read_photo(row) for row in insert_photos(session, person_id, photos, added_at, impostor, event_id)]

    def remove_photo(self, person_id: int, photo_id: int) -> None:
        """Delete one photo of a person with its templates. StoreError if it is another person's."""
        with self._database.transaction() as session:
            conditions = (PhotoRow.id == int(photo_id), PhotoRow.person_id == person_id)
            if session.scalar(delete(PhotoRow).where(*conditions).returning(PhotoRow.id)) is None:
                raise StoreError(
                    "There is no photo {photo} of the person with the number {number}.",
                    photo=photo_id,
                    number=person_id,
                )

    def remove_photos(self, person_id: int) -> int:
        """Delete all photos of a person with their templates, and those of people who were mistaken for them; returns how
        many."""
        with self._database.transaction() as session:
            person_row(session, person_id)
            return len(
                session.scalars(delete(PhotoRow).where(PhotoRow.person_id == person_id).returning(PhotoRow.id)).all()
            )

    def photos(self, person_id: int, *, impostors: bool = False) -> list[Photo]:
        """The kept photos of a person, oldest first; or those of people who were mistaken for them."""
        query = select(PhotoRow.id).where(PhotoRow.person_id == person_id, PhotoRow.impostor == impostors)
        with self._database.reading() as session:
            person_row(session, person_id)
            return _read_photos(session, session.scalars(query.order_by(PhotoRow.id)).all())

    def all_photos(self, after: int = 0, *, without: str | None = None) -> Iterator[Photo]:
        """Every photo of everybody, including impostors', by number; a few in memory at a time, those added meanwhile last.

        after: only those with a higher number, which were added later; without: only photos of which this model has no
        template.
        """
        while True:
            with self._database.reading() as session:
                query = select(PhotoRow.id).where(PhotoRow.id > after, *_lacking(without))
                numbers = session.scalars(query.order_by(PhotoRow.id).limit(_PHOTOS_AT_A_TIME)).all()
                photos = _read_photos(session, numbers)
            yield from photos
            if not numbers:
                return
            after = numbers[-1]

    def templates(
        self, model_id: str, person_id: int | None = None, *, impostors: bool = False, consented: bool | None = None
    ) -> list[Template]:
        """Every template this model made, or those of one person, by photo.

        impostors: instead those of people who were mistaken for the person. consented: only those of people with a recorded
        consent, which fill a gallery; False: only those of the others.
        """
        query = _select_templates(model_id).where(PhotoRow.impostor == impostors)
        if consented is not None:
            query = query.where(_CONSENTED if consented else _NOT_CONSENTED)
        if person_id is not None:
            query = query.where(PhotoRow.person_id == person_id)
        with self._database.reading() as session:
            rows = session.execute(query.execution_options(yield_per=_ROWS_AT_A_TIME))
            return [template for template, _ in _read_templates(rows, model_id)]

    @remembered
    def templates_revision(self, model_id: str, person_id: int | None = None) -> int:
        """How often templates of this model (those of one person) have changed, in any process; it only grows."""
        newest, about = (_REVISION, {}) if person_id is None else (_REVISION_OF, {"person": person_id})
        with self._database.reading() as session:
            return int(session.scalars(newest, {"model": model_id, **about}).one())

    def template_changes(self, model_id: str, after: int, *, consented: bool = True) -> Iterator[list[TemplateChange]]:
        """The people who changed since a revision, with this model's present templates of them, in the order of the changes; a
        few people at a time, so that the caller can pause in between. People without a recorded consent have no templates
        here; consented: False: only they have."""
        kept = _CONSENTED if consented else _HAS_NOT_CONSENTED
        changed = select(TemplateChangeRow.person_id, TemplateChangeRow.version)
        while True:
            newer = changed.where(TemplateChangeRow.model_id == model_id, TemplateChangeRow.version > after)
            with self._database.reading() as session:
                people = session.execute(newer.order_by(TemplateChangeRow.version).limit(_PEOPLE_AT_A_TIME)).all()
                numbers = [person_id for person_id, _ in people]
                rows = session.execute(_select_templates(model_id).where(PhotoRow.person_id.in_(numbers), kept))
                templates: dict[int, tuple[list[Template], list[Template]]] = {number: ([], []) for number in numbers}
                for template, impostor in _read_templates(rows, model_id):
                    templates[template.person_id][impostor].append(template)
            if not people:
                return
            yield [TemplateChange(number, version, *map(tuple, templates[number])) for number, version in people]
            after = people[-1].version

    def replace_templates(self, model_id: str, templates: Iterable[tuple[int, Vectors]]) -> int:
        """Replace all templates of one model by these (photo number, unit vector); returns their count.

        Other models' templates stay, so that one can go back to them. All or nothing.
        """
        rows = (_template_values(photo_id, model_id, vector) for photo_id, vector in templates)
        count = 0
        with self._database.transaction() as session:
            session.execute(delete(TemplateRow).where(TemplateRow.model_id == model_id))
            while part := list(itertools.islice(rows, _ROWS_AT_A_TIME)):
                session.execute(insert(_TEMPLATES), part)
                count += len(part)
        return count

    def forget_templates(self, model_id: str, unless: Callable[[], bool] = lambda: False) -> None:
        """Delete all templates of one model, in portions: doors can record events meanwhile. unless: asked before each portion;
        the rest stays if it is true."""
        some = select(TemplateRow.id).where(TemplateRow.model_id == model_id).limit(_ROWS_AT_A_TIME)
        while True:
            with self._database.transaction(together=True) as session:
                if unless():
                    return
                deleted = delete(TemplateRow).where(TemplateRow.id.in_(some)).returning(TemplateRow.id)
                if not session.scalars(deleted).all():
                    return
            time.sleep(_PAUSE_SECONDS)

    def count_templates(self, model_id: str) -> int:
        """How many templates a model has made, including those of impostors."""
        with self._database.reading() as session:
            query = select(func.count()).select_from(TemplateRow).where(TemplateRow.model_id == model_id)
            return session.scalars(query).one()

    def newest_photo(self) -> int:
        """The highest number of a photo; 0 without any. Numbers are never used again."""
        with self._database.reading() as session:
            return session.scalars(select(func.coalesce(func.max(PhotoRow.id), 0))).one()

    def count_photos(self, *, without: str | None = None) -> int:
        """How many photos there are, including impostors'; without: only photos of which this model has no template."""
        with self._database.reading() as session:
            query = select(func.count()).select_from(PhotoRow).where(*_lacking(without))
            return session.scalars(query).one()

    def add_templates(self, model_id: str, templates: Iterable[tuple[int, Vectors]], *, replace: bool = False) -> None:
        """Add (photo number, unit vector) of one model, except for photos that were deleted or already have one. replace: in
        place of the one they have."""
        rows = (_template_values(photo_id, model_id, vector) for photo_id, vector in templates)
        columns = [column for column in _TEMPLATES.columns if not column.primary_key]
        exists = select(PhotoRow.id).where(PhotoRow.id == bindparam("photo_id")).exists()
        values = select(*(bindparam(column.name, type_=column.type) for column in columns)).where(exists)
        # One statement each, so that there may be any number: SQLite accepts 250,000 values in one.
        added = sqlite.insert(_TEMPLATES).from_select([column.name for column in columns], values)
        with self._database.transaction() as session:
            while part := list(itertools.islice(rows, _ROWS_AT_A_TIME)):
                if replace:
                    photos = [row["photo_id"] for row in part]
                    session.execute(
                        delete(TemplateRow).where(TemplateRow.photo_id.in_(photos), TemplateRow.model_id == model_id)
                    )
                session.execute(added.on_conflict_do_nothing(), part)

    def models_with_templates(self) -> set[str]:
        """The ids of all models that have made a template."""
        with self._database.reading() as session:
            return set(session.scalars(select(TemplateRow.model_id).distinct()))

    def visits_named(self, events: Iterable[int] | None = None) -> dict[int, Person]:
        """The visits, these or all, whose face has become a person's photo ("this is ..."), each with that person."""
        query = select(PhotoRow.event_id, PhotoRow.person_id).where(PhotoRow.event_id.is_not(None), ~PhotoRow.impostor)
        if events is not None:
            query = query.where(PhotoRow.event_id.in_([*events]))
        with self._database.reading() as session:
            person_of_event = {int(event): person for event, person in session.execute(query) if event is not None}
            people = {person.id: person for person in read_people(session, sorted({*person_of_event.values()}))}
        return {event: people[person] for event, person in person_of_event.items()}


def insert_photos(
    session: Session,
    person_id: int,
    photos: Sequence[NewPhoto],
    added_at: datetime,
    impostor: bool = False,
    event_id: int | None = None,
) -> list[PhotoRow]:
    """Store photos of a person with their templates; returns their rows."""
    rows = []
    for photo in photos:
        row = PhotoRow(
            person_id=person_id,
            mask=photo.mask,
            chip=as_png(photo.chip),
            added_at=added_at,
            impostor=impostor,
            event_id=event_id,
        )
        session.add(row)
        session.flush()
        for model_id, vector in photo.templates:
            session.add(TemplateRow(**_template_values(row.id, model_id, vector)))
        rows.append(row)
    session.flush()
    return rows


def _lacking(model_id: str | None) -> list[ColumnElement[bool]]:
    """The condition that a model has made no template of a photo; no condition without a model."""
    if model_id is None:
        return []
    made = select(TemplateRow.id).where(TemplateRow.photo_id == PhotoRow.id, TemplateRow.model_id == model_id)
    return [~made.exists()]


def _read_photos(session: Session, numbers: Sequence[int]) -> list[Photo]:
    """The photos with these numbers. A damaged one, picture or row, is left out and logged; it does not affect the others."""
    try:
        rows = {row.id: row for row in session.scalars(select(PhotoRow).where(PhotoRow.id.in_(numbers)))}
    except Exception:  # a damaged row: each is read on its own
        rows = {}
    found = []
    for number in numbers:
        try:
            found.append(read_photo(rows.get(number) or session.get_one(PhotoRow, number)))
        except Exception as error:  # whatever the decoder raises for a damaged picture
            log.error("Photo %s is damaged and left out: %s", number, error)
    return found


def read_photo(row: PhotoRow) -> Photo:
    """A stored photo, its picture decoded."""
    return Photo(row.id, row.person_id, row.mask, from_png(row.chip), row.added_at, row.impostor)


def from_png(stored: bytes) -> Image:
    """The picture that `as_png` encoded; raises whatever the decoder raises for a damaged one."""
    with Pictures.open(io.BytesIO(stored), formats=["PNG"]) as picture:
        return np.array(picture, dtype=np.uint8)


def as_png(chip: Image) -> bytes:
    """A face, encoded without loss. Raises StoreError if it is not an RGB picture."""
    if chip.dtype != np.uint8 or chip.ndim != 3 or chip.shape[2] != 3 or not chip.size:
        raise StoreError(
            "A face of shape {shape} and type {dtype} cannot be kept.",
            "It must be RGB uint8 (H, W, 3).",
            shape=str(chip.shape),
            dtype=chip.dtype,
        )
    out = io.BytesIO()
    Pictures.fromarray(np.ascontiguousarray(chip)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _template_values(photo_id: int, model_id: str, vector: Vectors) -> dict[str, object]:
    """The columns of a template. A vector whose length is not 1 is refused: it would match anybody, or nobody."""
    stored = np.ascontiguousarray(vector, dtype="<f4")
    length = float(np.linalg.norm(stored)) if stored.ndim == 1 else float("nan")
    if not abs(length - 1) < 0.01:
        raise StoreError(
            "A template of model {model} for photo {photo} is no unit vector (shape {shape}, length {length:.4g}).",
            "Embed the photo again.",
            model=model_id,
            photo=photo_id,
            shape=str(stored.shape),
            length=length,
        )
    return {
        "photo_id": int(photo_id),
        "model_id": model_id,
        "vector": stored.tobytes(),
        "dim": stored.size,
    }


_NOT_CONSENTED = PhotoRow.person_id.in_(select(PersonRow.id).where(PersonRow.consent_text_version.in_(NO_CONSENT)))
# Asked about each photo by its person's number: with a list of people who have not agreed, it would be searched for each photo,
# and made anew for each person who changed.
_OF_PERSON = select(PersonRow.id).where(PersonRow.id == PhotoRow.person_id)
_CONSENTED = _OF_PERSON.where(PersonRow.consent_text_version.not_in(NO_CONSENT)).exists()
_HAS_NOT_CONSENTED = _OF_PERSON.where(PersonRow.consent_text_version.in_(NO_CONSENT)).exists()


def _select_templates(model_id: str) -> "Select[*tuple[Any, ...]]":
    """Rows for `_read_templates`. Words as they are stored: a damaged one must not hide the others."""
    return (
        select(
            PhotoRow.person_id,
            PhotoRow.id,
            PhotoRow.impostor,
            type_coerce(PhotoRow.mask, String),
            TemplateRow.vector,
        )
        .join(PhotoRow, PhotoRow.id == TemplateRow.photo_id)
        # The index on the model, which SQLite considers selective, leads to everybody's templates: 2 s for each of 50,000
        # people. Behind an operator it is not used, and templates are found by their photos.
        .where(TemplateRow.model_id + "" == model_id)
    )


def _read_templates(rows: "Result[*tuple[Any, ...]]", model_id: str) -> _TemplatesOf:
    """Templates by photo, and whether each is an impostor's. A damaged one is left out and logged: it would match nobody, or
    anybody, and is no reason to keep everybody else out."""
    masks = {mask.value: mask for mask in MaskState}
    found: _TemplatesOf = []
    damaged: list[Any] = []
    for part in rows.partitions(_ROWS_AT_A_TIME):
        of_length: dict[int, list[Any]] = {}  # by the number of bytes of their vectors, which are checked together
        for row in part:
            whole = isinstance(row.vector, bytes) and len(row.vector) % 4 == 0 and row.mask in masks
            (of_length.setdefault(len(row.vector), []) if whole else damaged).append(row)
        for length, alike in of_length.items():
            stored = np.frombuffer(b"".join(row.vector for row in alike), "<f4")
            vectors = stored.reshape(len(alike), length // 4).astype(np.float32, copy=False)
            units = np.abs(np.einsum("nd,nd->n", vectors, vectors) - 1) < _UNIT_TOLERANCE
            for row, vector, unit in zip(alike, vectors, units.tolist(), strict=True):
                if unit:
                    template = Template(row.person_id, row.id, masks[row.mask], model_id, vector)
                    found.append((template, bool(row.impostor)))
                else:
                    damaged.append(row)
    for row in damaged:
        log.error("A template of photo %s of person %s is damaged and left out", row.id, row.person_id)
    lengths = Counter(template.vector.size for template, _ in found)
    if len(lengths) > 1:
        usual = lengths.most_common(1)[0][0]
        odd = [template.photo_id for template, _ in found if template.vector.size != usual]
        log.error("Templates of the photos %s have another length than %d and are left out.", odd[:20], usual)
        found = [one for one in found if one[0].vector.size == usual]
    return sorted(found, key=lambda one: one[0].photo_id)
