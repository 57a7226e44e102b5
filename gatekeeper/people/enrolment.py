"""Registration: photos are judged one by one, then the person is written in one step and known at the door at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from gatekeeper.comparison import Crowd, table
from gatekeeper.domain import MASKS, Image, MaskState, Measure, Pairing, Person
from gatekeeper.door.gallery import Gallery
from gatekeeper.errors import EnrolmentError
from gatekeeper.messages import Message
from gatekeeper.store.consents import IN_FORCE, Read
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.rows import NOT_STATED
from gatekeeper.store.templates import NewPhoto
from gatekeeper.vision.detect import inner
from gatekeeper.vision.pipeline import FacePipeline, Portrait
from gatekeeper.vision.quality import ENROLMENT, MEASURES, Limits, measure

NEAR_DUPLICATE = 0.997  # of photo files
NEAR_DUPLICATE_LIVE = 0.995  # for a camera's frames: those of one moment are mostly above, other photos below 0.99


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The similarity limits of a registration. same_person: at or above, a bare photo counts as that of a registered person;
    other_person: below, per pairing, a further photo is not accepted as the same person; crowd: the crowd over which
    other_person is normalised; near_duplicate: the cosine at or above which a photo adds nothing to an existing one."""

    same_person: float
    other_person: dict[Pairing, float]
    crowd: Crowd
    near_duplicate: float = NEAR_DUPLICATE


@dataclass(frozen=True, slots=True)
class Feedback:
    """The result for one offered photo: taken, or refused with a reason, the measured value and the remedy. adds: 1 - the
    similarity to the nearest photo already taken; 1 for the first."""

    taken: bool
    message: str
    remedy: str = ""
    mask: MaskState | None = None
    measures: tuple[Measure, ...] = ()
    adds: float = 0.0


class Unmatched:
    """The people without a recorded consent, whom no door knows: they must not be registered twice either.

    They are read once, then only who has changed since, in this program or another: one serves a batch of registrations.
    """

    def __init__(self) -> None:
        self._model_id, self._found = "", Gallery(0)

    def beside(self, gallery: Gallery, people: PeopleStore, model_id: str) -> Gallery:
        """They as they are now, compared over the crowd of the doors' gallery."""
        found, revision = self._found, people.templates_revision(model_id)
        # Revisions only grow, unless a backup is restored.
        if (self._model_id, found.dim) != (model_id, gallery.dim) or revision < found.version:
            found = Gallery(gallery.dim)
            found.version = revision  # before loading: later changes are picked up again
            stored = people.templates(model_id, consented=False)
            found.add([template for template in stored if template.vector.size == gallery.dim])
            self._model_id, self._found = model_id, found
        for changes in people.template_changes(model_id, found.version, consented=False):
            found.take_up(changes)
        found.set_strangers(gallery.crowd)
        return found


@dataclass(eq=False)
class EnrolmentSession:
    """One person's registration. Offer photos until enough are taken, then commit; nothing is stored before that."""

    reader: FacePipeline
    thresholds: Thresholds
    limits: Limits = ENROLMENT
    taken: list[Portrait] = field(default_factory=list)

    def offer(self, photo: Image, required: MaskState | None = None) -> Feedback:
        """Judge a photo: exactly one face, good enough, of the same person as the others, and not one of them again.

        required: refuse a face that is not bare, or not masked.
        """
        faces = self.reader.detector.find_in_photo(photo)
        if not faces:
            return Feedback(
                False, Message("No face was found in this photo."), Message("Show the whole face, from the front.")
            )
        (main,) = self.reader.portraits(photo, faces[:1])  # of the others, only the size matters
        others = [face for face in faces[1:] if face.size_px > 0.5 * faces[0].size_px]
        if others:
            return Feedback(
                False,
                Message("There are {count} faces in this photo.", count=1 + len(others)),
                Message("Take the photo with one person only."),
                main.mask,
            )
        if required is not None and (main.mask is MaskState.BARE) is not (required is MaskState.BARE):
            bare = required is MaskState.BARE
            message = Message("The face is covered.") if bare else Message("No mask is seen.")
            return Feedback(
                False,
                message,
                Message("Please take the mask off.") if bare else Message("Please put the mask on."),
                main.mask,
            )
        measures = tuple(measure(main.face, inner(main.chip), photo.shape, self.limits))
        for m in measures:
            if not m.ok:
                message = Message(
                    "The {what} of the face is {value:.3g}; the limit is {limit:.3g}.",
                    what=MEASURES[m.name],
                    value=m.value,
                    limit=m.limit,
                )
                return Feedback(False, message, m.remedy, main.mask, measures)
        if main.mask is MaskState.WRONG:
            return Feedback(
                False,
                Message("The mask leaves nose or mouth free."),
                Message("Pull it over the nose, or take it off."),
                main.mask,
                measures,
            )
        cosines = [float(main.vector @ portrait.vector) for portrait in self.taken]
        if self.taken and max(cosines) >= self.thresholds.near_duplicate:
            return Feedback(
                False,
                Message("This is nearly the same photo as one already taken."),
                Message("Turn the head a little."),
                main.mask,
                measures,
            )
        if self.taken and self._of_another(main):
            return Feedback(
                False,
                Message("This photo seems to show another person."),
                Message("Use photos of one person."),
                main.mask,
                measures,
            )
        self.taken.append(main)
        return Feedback(
            True,
            Message("Taken ({mask}).", mask=MASKS[main.mask]),
            "",
            main.mask,
            measures,
            1 - max(cosines, default=0.0),
        )

    def _of_another(self, offered: Portrait) -> bool:
        """Whether a photo is no more similar to the person in the photos already taken than strangers are."""
        face = offered.vector[None]
        taken = np.stack([portrait.vector for portrait in self.taken])
        similarity, best = table(face, [taken], self.thresholds.crowd, of_crowd=False)
        pairing = Pairing.of(offered.mask, self.taken[int(best[0, 0])].mask)
        return bool(similarity[0, 0] < self.thresholds.other_person[pairing])

    def undo(self) -> None:
        """Remove the last photo."""
        if self.taken:
            self.taken.pop()

    def drop(self, photo: Portrait) -> None:
        """Remove one of the photos."""
        self.taken = [portrait for portrait in self.taken if portrait.chip is not photo.chip]

    def embed_anew(self, reader: FacePipeline, thresholds: Thresholds) -> None:
        """Switch to another model: the photos stay, embedded with it."""
        vectors = reader.enrolment_vectors([p.chip for p in self.taken])
        taken = [replace(p, vector=vector) for p, vector in zip(self.taken, vectors, strict=True)]
        # All at once: if a photo cannot be embedded, no vector of the old model may remain.
        self.taken, self.reader = taken, reader
        self.thresholds = replace(thresholds, near_duplicate=self.thresholds.near_duplicate)

    def commit(
        self,
        name: str,
        people: PeopleStore,
        gallery: Gallery,
        *,
        now: datetime,
        groups: Sequence[str] = (),
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
        consent_at: datetime | None = None,
        consented: bool = True,
        consent_read: Read = IN_FORCE,
        consent_before: str = "",
        department: str = "",
        note: str = "",
        allow_duplicate: bool = False,
        unmatched: Gallery | None = None,
        record: Callable[[Person], object] = lambda person: None,
    ) -> Person:
        """Write the person, all or nothing, and add them to the gallery.

        unmatched: see `Unmatched`; it is read here if None, which may be slow. consent_at: when they agreed, now unless given;
        consented: False if nobody confirmed it; consent_read, consent_before: the text they read, and the operator before whom
        they agreed; record: writes related rows in the same transaction. Raises EnrolmentError without a bare photo, or if
        somebody registered already looks like the same person.
        """
        name = name.strip()
        if not name:
            raise EnrolmentError("The person has no name.", "Enter a name.")
        if not any(p.mask is MaskState.BARE for p in self.taken):
            raise EnrolmentError(
                "{name} has no bare photo among the {taken} taken.",
                "Add at least one photo without a mask.",
                name=name,
                taken=len(self.taken),
            )
        if unmatched is None:
            unmatched = Unmatched().beside(gallery, people, self.reader.embedder.model_id)
        duplicate_id = next(
            (found_id for g in (gallery, unmatched) if (found_id := self.duplicate(g)) is not None), None
        )
        if not allow_duplicate and duplicate_id is not None:
            namesake = people.get(duplicate_id)
            raise EnrolmentError(
                "{name} looks like {other} (number {other_number}), who is already registered.",
                "Add the photos to {other}, or repeat with --allow-duplicate if they are two people.",
                name=name,
                other=namesake.name,
                other_number=namesake.id,
            )
        agreed_at = consent_at or now
        with people.together():
            person = people.add(
                name,
                groups=groups,
                consent_text=(consent_read.version or people.text_in_force(agreed_at)) if consented else NOT_STATED,
                consent_at=agreed_at,
                consent_language=consent_read.language,
                consent_before=consent_before,
                consent_paper=consent_read.paper,
                department=department,
                note=note,
                photos=self._photos(),
                added_at=now,
                valid_from=valid_from,
                valid_until=valid_until,
            )
            record(person)
        self._show(people, gallery)
        return person

    def add_to(
        self,
        person_id: int,
        people: PeopleStore,
        gallery: Gallery,
        *,
        now: datetime,
        record: Callable[[], object] = lambda: None,
    ) -> Person:
        """Add the photos to somebody who is already registered, and to the gallery; record: as above."""
        with people.together():
            people.add_photos(person_id, self._photos(), added_at=now)
            record()
        self._show(people, gallery)
        return people.get(person_id)

    def _show(self, people: PeopleStore, gallery: Gallery) -> None:
        """Add what was written to the gallery."""
        for changes in people.template_changes(self.reader.embedder.model_id, gallery.version):
            gallery.take_up(changes)

    def _photos(self) -> list[NewPhoto]:
        model = self.reader.embedder.model_id
        return [NewPhoto(p.mask, p.chip, ((model, p.vector),)) for p in self.taken]

    def duplicate(self, gallery: Gallery) -> int | None:
        """The person in the gallery whom most of the bare photos match; None if there is none."""
        bare = [p.vector for p in self.taken if p.mask is MaskState.BARE]
        if not bare or not len(gallery):
            return None
        hits = [
            m.person_id
            for m in gallery.search(np.stack(bare), [MaskState.BARE] * len(bare))
            if m is not None and m.similarity >= self.thresholds.same_person
        ]
        likeliest = max(set(hits), key=hits.count, default=None)
        return likeliest if likeliest is not None and 2 * hits.count(likeliest) > len(bare) else None
