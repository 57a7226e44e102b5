"""The registered people in memory, searched by similarity.

Only this module uses faiss. The recognition loop owns and changes the gallery. The index is never written to disk because it is
plaintext biometric data.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from gatekeeper.comparison import SPREAD, Crowd, Moments, prototype, prototypes, resemblance, weighed
from gatekeeper.domain import MaskState, Match, Pairing, Template, TemplateChange, Vectors
from gatekeeper.errors import ModelError

EXACT_UP_TO = 100_000  # people; above this the search is approximate
_ONE_THREAD_UP_TO = 20_000
_LOOKED_AT = 32  # how many people's photos a face is compared with: those with the nearest prototypes
# The additional lead required over confirmed look-alikes: only the lead tells them apart, and a face that could be either is
# named as neither.
_LEAD_OF_ALIKE = 0.3 * SPREAD
_HASHTABLE = 2  # faiss::DirectMap::Hashtable: the kind that allows removal by key


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """One person. vectors: float32 (K, D), one per photo; prototype: (D,), see `comparison.prototype`."""

    vectors: Vectors
    photos: tuple[int, ...]
    masks: tuple[MaskState, ...]
    prototype: Vectors


class Gallery:
    """The templates of one model: finds the most similar person, and their lead over the next one.

    People are found by their prototypes, then compared by their photos; see `gatekeeper.comparison`.

    dim: length of the vectors. strangers: people of no site, who belong to the crowd over which similarities are normalised.
    exact_up_to: number of people above which an inverted-file index (faiss IndexIVFFlat over inner product) replaces the exact
    one.
    """

    def __init__(self, dim: int, strangers: Crowd | None = None, exact_up_to: int = EXACT_UP_TO) -> None:
        self.dim = dim
        self._strangers = strangers or Crowd.unknown(dim)
        self._own = Crowd.empty(dim)
        self._crowd: tuple[Crowd, Crowd] | None = None  # of the registered people, and with the strangers
        self._index = _Index(dim, exact_up_to)
        self._known: dict[int, _Known] = {}
        self._impostors: dict[int, list[Template]] = defaultdict(list)
        self._alike: dict[int, set[int]] = {}
        self.version = 0  # the model's revision that the gallery includes; see `take_up`
        self._lost: dict[int, int] = {}  # people who lost templates, or gained impostors, with the last such revision

    def __len__(self) -> int:
        """Number of templates of all people."""
        return sum(len(entry.photos) for entry in self._known.values())

    @property
    def people(self) -> set[int]:
        """Everybody with at least one template."""
        return set(self._known)

    @property
    def crowd(self) -> Crowd:
        """Everybody and the strangers."""
        own, crowd = self._own, self._crowd  # once: registration asks from a thread of its own
        if crowd is None or crowd[0] is not own:
            crowd = self._crowd = own, own + self._strangers
        return crowd[1]

    def set_strangers(self, strangers: Crowd) -> None:
        """Set who else belongs to the crowd."""
        self._strangers, self._crowd = strangers, None

    def set_alike(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Set the confirmed look-alikes: they are not in each other's crowd, and must lead each other by more."""
        alike: dict[int, set[int]] = defaultdict(set)
        for first, second in pairs:
            alike[first].add(second)
            alike[second].add(first)
        self._alike = dict(alike)

    def alike(self, first: int, second: int) -> bool:
        """Whether two people are confirmed to look alike: twins, or one person under two numbers."""
        return second in self._alike.get(first, ())

    def add(self, templates: Iterable[Template]) -> int:
        """Add templates; returns how many. Raises ModelError for vectors of another dimension than dim, or with a norm other
        than 1."""
        count = self._add(list(templates))
        self._index.fit()
        return count

    def take_up(self, changes: Iterable[TemplateChange]) -> None:
        """Replace the templates of changed people, and move on to the version of the last change.

        The cost depends only on the number of people who changed; the index is never rebuilt. Vectors of another dimension than
        dim are left out: they must not keep everybody else out.
        """
        for change in changes:
            person = change.person_id
            before, suspects = self._photos(person), {t.photo_id for t in self._impostors.get(person, ())}
            self.remove_person(person)
            self._add([t for t in change.templates if t.vector.shape == (self.dim,)])
            self.add_impostors(t for t in change.impostors if t.vector.shape == (self.dim,))
            if before - self._photos(person) or {t.photo_id for t in self._impostors.get(person, ())} - suspects:
                self._lost[person] = change.version
            self.version = change.version

    def lost_since(self, version: int) -> set[int]:
        """Whether people may no longer match as they did at that version, because they or one of their photos were removed, or
        an impostor was added."""
        return {person for person, lost_version in self._lost.items() if lost_version > version}

    def knows(self, person_id: int) -> bool:
        """Whether a person has at least one template."""
        return person_id in self._known

    def add_impostors(self, templates: Iterable[Template]) -> None:
        """Remember faces that were mistaken for a person.

        A search then counts the nearest of them as that person's runner-up, so a face at least as similar to the impostor is
        not named. This can only make the door stricter.
        """
        rows = list(templates)
        if rows:
            self._checked(np.stack([t.vector for t in rows]))
        for template in rows:
            self._impostors[template.person_id].append(template)

    def remove_person(self, person_id: int) -> int:
        """Remove a person; returns how many templates were removed."""
        self._impostors.pop(person_id, None)
        entry = self._known.get(person_id)
        self._set([person_id], [None])
        return len(entry.photos) if entry is not None else 0

    def remove_photo(self, person_id: int, photo_id: int) -> int:
        """Remove one photo of a person or of one of their impostors; returns how many templates were removed."""
        if person_id in self._impostors:
            self._impostors[person_id] = [t for t in self._impostors[person_id] if t.photo_id != photo_id]
        entry = self._known.get(person_id)
        if entry is None or photo_id not in entry.photos:
            return 0
        kept = [i for i, photo in enumerate(entry.photos) if photo != photo_id]
        left = _known(entry.vectors[kept], [entry.photos[i] for i in kept], [entry.masks[i] for i in kept])
        self._set([person_id], [left])
        return len(entry.photos) - len(kept)

    def search(
        self, vectors: Vectors, masks: Sequence[MaskState], thresholds: Mapping[Pairing, float] | None = None
    ) -> list[Match | None]:
        """For each unit vector (N, dim), the nearest person and how near the next one comes; None if nobody is known.

        masks: what covers each face. thresholds: of each pairing; the nearest is then the person furthest above the threshold
        of their pairing, not the most similar one.
        """
        vectors = self._checked(vectors)
        if not self._known or not len(vectors):
            return [None] * len(vectors)
        limits = thresholds or dict.fromkeys(Pairing, 0.0)
        cosines, keys = self._index.search(vectors, min(_LOOKED_AT, len(self._known)))
        moments = self.crowd.moments(vectors)
        out: list[Match | None] = []
        for row, (vector, probe) in enumerate(zip(vectors, masks, strict=True)):
            valid = keys[row] >= 0  # an approximate search may return fewer than requested
            people, own = keys[row][valid].tolist(), cosines[row][valid].astype(np.float64)
            if not people:
                out.append(None)
                continue
            entries = [self._known[person] for person in people]
            every = np.concatenate([entry.vectors for entry in entries]) @ vector
            ends = np.cumsum([len(entry.photos) for entry in entries])
            best = [int(part.argmax()) for part in np.split(every, ends[:-1])]
            highest = np.maximum.reduceat(every, np.concatenate([[0], ends[:-1]]))
            alike = self._moments_of_alike(vector, people)
            similarities = moments.row(row).normalised(weighed(highest, own)[None], own[None], alike)[0]
            pairings = [Pairing.of(probe, entry.masks[i]) for entry, i in zip(entries, best, strict=True)]
            above = similarities - np.array([limits[pairing] for pairing in pairings])
            first = int(above.argmax())
            twins = self._alike.get(people[first], set())
            rest = [index for index in range(len(people)) if index != first]
            over = [above[index] + (_LEAD_OF_ALIKE if people[index] in twins else 0.0) for index in rest]
            if suspects := self._impostors.get(people[first]):
                faces = np.stack([t.vector for t in suspects])
                alone = np.asarray(faces @ vector, np.float64)
                # Normalised as for the person: the crowd here excludes the person and their look-alikes.
                alike = self._moments_of_alike(vector, [people[first]])
                values = moments.row(row).normalised(alone[None], np.full((1, len(alone)), own[first]), alike)[0]
                over += [v - limits[Pairing.of(probe, t.mask)] for v, t in zip(values.tolist(), suspects, strict=True)]
            runner_up = float(max(over)) + limits[pairings[first]] if over else -1.0
            out.append(Match(people[first], float(similarities[first]), runner_up, pairings[first]))
        return out

    def similarity(self, vector: Vectors, person_id: int) -> tuple[float, MaskState]:
        """How similar a face (dim,) is to one person, as a search finds it, and what covers their nearest photo; -1 if nothing
        is known of them."""
        entry = self._known.get(person_id)
        if entry is None:
            return -1.0, MaskState.BARE
        raw, best = resemblance(vector[None], entry.vectors)
        own = np.asarray([[vector @ entry.prototype]], np.float64)
        alike = self._moments_of_alike(vector, [person_id])
        return float(self.crowd.moments(vector[None]).normalised(raw[:, None], own, alike)[0, 0]), entry.masks[best[0]]

    def _moments_of_alike(self, vector: Vectors, people: Sequence[int]) -> Moments | None:
        """How similar a face is to the look-alikes of each of these people (1, M); None if none of them has any."""
        alike = [
            [self._known[twin] for twin in self._alike.get(person, ()) if twin in self._known] for person in people
        ]
        if not any(alike):
            return None
        cosines = np.full((1, len(people), max(map(len, alike))), np.nan)
        for column, twins in enumerate(alike):
            cosines[0, column, : len(twins)] = [float(twin.prototype @ vector) for twin in twins]
        return Moments.of(cosines)

    def _photos(self, person: int) -> set[int]:
        entry = self._known.get(person)
        return set(entry.photos) if entry is not None else set()

    def _add(self, rows: list[Template]) -> int:
        if not rows:
            return 0
        rows = sorted(rows, key=lambda row: row.person_id)  # each person's in the order given
        vectors = self._checked(np.stack([t.vector for t in rows]))
        people, starts = np.unique([t.person_id for t in rows], return_index=True)
        entries: list[_Known | None] = []
        # For everybody at once: a program starts with tens of thousands.
        for person, start, end, mean in zip(
            people.tolist(),
            starts.tolist(),
            [*starts[1:].tolist(), len(rows)],
            prototypes(vectors, starts),
            strict=True,
        ):
            photos, masks = tuple(t.photo_id for t in rows[start:end]), tuple(t.mask for t in rows[start:end])
            entry = self._known.get(person)
            if entry is None:
                entries.append(
                    _Known(vectors[start:end].copy(), photos, masks, mean.copy())
                )  # a person who is removed leaves nothing behind
            else:
                both = np.concatenate([entry.vectors, vectors[start:end]])
                entries.append(_known(both, [*entry.photos, *photos], [*entry.masks, *masks]))
        self._set(people.tolist(), entries)
        return len(rows)

    def _set(self, people: list[int], entries: list[_Known | None]) -> None:
        """Set what is stored for people; None removes a person."""
        removed = [person for person in people if person in self._known]
        if removed:
            self._own -= Crowd.of(np.stack([self._known.pop(person).prototype for person in removed]))
            self._index.remove(np.array(removed, np.int64))
        present = {person: entry for person, entry in zip(people, entries, strict=True) if entry is not None}
        if present:
            means = np.stack([entry.prototype for entry in present.values()])
            self._own += Crowd.of(means)
            self._known |= present
            self._index.add(means, np.array(list(present), np.int64))

    def _checked(self, vectors: Vectors) -> Vectors:
        if vectors.ndim != 2 or vectors.shape[1] != self.dim:
            raise ModelError(
                "The gallery holds vectors of length {dim}, not {shape}.",
                "Re-embed the people for the active model.",
                dim=self.dim,
                shape=str(vectors.shape),
            )
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.allclose(lengths, 1, atol=1e-2):
            worst = float(lengths[np.argmax(np.abs(np.nan_to_num(lengths, nan=np.inf) - 1))])
            raise ModelError(
                "A vector of length {worst:.3g} is not a unit vector.", "The model or its file is damaged.", worst=worst
            )
        return np.ascontiguousarray(vectors, np.float32)


def _known(vectors: Vectors, photos: Sequence[int], masks: Sequence[MaskState]) -> _Known | None:
    return _Known(vectors, tuple(photos), tuple(masks), prototype(vectors)) if len(vectors) else None


class _Index:
    """Exact while small; an inverted file above `exact_up_to`, rebuilt whenever it has doubled."""

    def __init__(self, dim: int, exact_up_to: int) -> None:
        self._dim = dim
        self._exact_up_to = exact_up_to
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
        self._trained_at = 0

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, vectors: Vectors, keys: NDArray[np.int64]) -> None:
        self._index.add_with_ids(vectors, keys)

    def fit(self) -> None:
        """Use the kind of index suited to this many templates, rebuilt if necessary: takes seconds for a hundred thousand."""
        size = self._index.ntotal
        if size > self._exact_up_to and size > 2 * self._trained_at:
            self._grow()

    def remove(self, keys: NDArray[np.int64]) -> None:
        self._index.remove_ids(keys)

    def search(self, vectors: Vectors, count: int) -> tuple[Vectors, NDArray[np.int64]]:
        # Waking a team of threads takes longer than searching a small index: milliseconds on a busy machine.
        faiss.omp_set_num_threads(1 if self._index.ntotal <= _ONE_THREAD_UP_TO else os.cpu_count() or 1)
        similarities, keys = self._index.search(vectors, count)
        return similarities, keys

    def _grow(self) -> None:
        old, size = self._index, self._index.ntotal
        lists = int(4 * np.sqrt(size))
        index: Any = faiss.IndexIVFFlat(faiss.IndexFlatIP(self._dim), self._dim, lists, faiss.METRIC_INNER_PRODUCT)
        keys = faiss.vector_to_array(old.id_map) if not self._trained_at else self._keys()
        index.set_direct_map_type(_HASHTABLE)
        rng = np.random.default_rng(0)
        sample = rng.choice(keys, min(size, 40 * lists), replace=False)
        index.train(old.reconstruct_batch(sample))
        for start in range(0, size, 100_000):
            part = keys[start : start + 100_000]
            index.add_with_ids(old.reconstruct_batch(part), part)
        index.nprobe = max(8, lists // 16)
        self._index, self._trained_at = index, size

    def _keys(self) -> NDArray[np.int64]:
        lists = self._index.invlists
        return np.concatenate(
            [faiss.rev_swig_ptr(lists.get_ids(i), lists.list_size(i)).copy() for i in range(lists.nlist)]
        )
