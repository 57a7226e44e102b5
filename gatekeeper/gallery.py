"""The registered people's templates in memory, searched by cosine. faiss lives here only.

One owner, one thread: the recognition loop. The index is never written to disk; it is plaintext biometrics.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import MaskState, Match, Pairing, Template, TemplateChange, Vectors, View
from gatekeeper.errors import ModelError

EXACT_UP_TO = 100_000  # templates of one kind; more are searched approximately
_ONE_THREAD_UP_TO = 20_000
_FIRST_LOOK = 16
_HASHTABLE = 2  # faiss::DirectMap::Hashtable: the kind that allows removal by key


@dataclass(frozen=True, slots=True)
class _Entry:
    person_id: int
    photo_id: int
    mask: MaskState


class Gallery:
    """Templates of one model, for both views, with the best per person and the margin over the runner-up.

    Bare and masked templates of a view are indexed apart, since each is held to a threshold of its own.

    dim: length of the vectors. exact_up_to: number of templates of a kind above which an inverted-file index (faiss
    IndexIVFFlat over inner product) takes the place of the exact one.
    """

    def __init__(self, dim: int, exact_up_to: int = EXACT_UP_TO) -> None:
        self.dim = dim
        self._kinds = {(view, masked): _Index(dim, exact_up_to) for view in View for masked in (False, True)}
        self._entries: dict[View, dict[int, _Entry]] = {view: {} for view in View}
        self._of_person: dict[int, list[tuple[View, int]]] = defaultdict(list)
        self._impostors: dict[int, list[Template]] = defaultdict(list)
        self._next = 0
        self.version = 0  # the model's count of changes up to which it knows them; see `take_up`
        self._lost: dict[int, int] = {}  # whose templates grew fewer, or impostors more, and with which change last

    def __len__(self) -> int:
        """Templates of both views."""
        return sum(len(entries) for entries in self._entries.values())

    @property
    def people(self) -> set[int]:
        """Everybody with at least one template."""
        return {person for person, keys in self._of_person.items() if keys}

    def add(self, templates: Iterable[Template]) -> int:
        """Make templates known; returns how many. Raises ModelError for vectors of another length than dim or 1."""
        rows = list(templates)
        self._add(rows)
        for index in self._kinds.values():
            index.fit()
        return len(rows)

    def take_up(self, changes: Iterable[TemplateChange]) -> None:
        """Make known what people have by now instead of what they had, and go on to the version of the last change.

        It costs as much as the people who changed, however many there are besides; the index is never built anew. Vectors
        of another length than dim are left out: they are no reason to keep everybody else out.
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
        """Who may no longer match what they matched at that version: they are gone, or a photo of them, or somebody was
        found to be taken for them."""
        return {person for person, at in self._lost.items() if at > version}

    def knows(self, person_id: int) -> bool:
        """Whether a person has at least one template."""
        return bool(self._of_person.get(person_id))

    def _photos(self, person_id: int) -> set[tuple[View, int]]:
        return {(view, self._entries[view][key].photo_id) for view, key in self._of_person.get(person_id, ())}

    def _add(self, rows: list[Template]) -> None:
        vectors = self._checked(np.stack([t.vector for t in rows])) if rows else np.zeros((0, self.dim), np.float32)
        for (view, masked), index in self._kinds.items():
            chosen = [i for i, t in enumerate(rows) if t.view is view and (t.mask is not MaskState.BARE) is masked]
            if not chosen:
                continue
            keys = np.arange(self._next, self._next + len(chosen))
            self._next += len(chosen)
            index.add(vectors[chosen], keys)
            for key, i in zip(keys.tolist(), chosen, strict=True):
                template = rows[i]
                self._entries[view][key] = _Entry(template.person_id, template.photo_id, template.mask)
                self._of_person[template.person_id].append((view, key))

    def add_impostors(self, templates: Iterable[Template]) -> None:
        """Remember faces that were taken for a person and are not theirs.

        A search then counts the nearest of them as that person's runner-up, so that who resembles the impostor no less
        than the person is not named. It can only make the door stricter.
        """
        rows = list(templates)
        if rows:
            self._checked(np.stack([t.vector for t in rows]))
        for template in rows:
            self._impostors[template.person_id].append(template)

    def remove_person(self, person_id: int) -> int:
        """Forget a person; returns how many templates went."""
        self._impostors.pop(person_id, None)
        return self._drop(person_id, self._of_person.pop(person_id, []))

    def remove_photo(self, person_id: int, photo_id: int) -> int:
        """Forget one photo of a person or of an impostor of theirs; returns how many templates went."""
        if person_id in self._impostors:
            self._impostors[person_id] = [t for t in self._impostors[person_id] if t.photo_id != photo_id]
        keys = self._of_person.get(person_id, [])
        gone = [(view, key) for view, key in keys if self._entries[view][key].photo_id == photo_id]
        self._of_person[person_id] = [pair for pair in keys if pair not in gone]
        return self._drop(person_id, gone)

    def search(
        self, vectors: Vectors, view: View, probe: MaskState, thresholds: Mapping[Pairing, float] | None = None
    ) -> list[Match | None]:
        """For each unit vector (N, dim) the nearest person of a view, and how near the next one comes.

        None where the view holds no template. A person counts with the nearest of their templates. thresholds: what each
        pairing is held to; nearest is then who lies furthest above the threshold of their pairing, not who is most similar.
        """
        vectors = self._checked(vectors)
        nearest: list[list[Match]] = [[] for _ in vectors]
        for masked in (False, True):
            pairing = Pairing.of(probe, MaskState.MASKED if masked else MaskState.BARE)
            for row, matches in enumerate(self._nearest_two(vectors, view, masked, pairing)):
                nearest[row] += matches
        limits = thresholds or dict.fromkeys(Pairing, 0.0)
        return [
            self._doubted(_best(matches, limits), vector, view, probe, limits)
            for matches, vector in zip(nearest, vectors, strict=True)
        ]

    def _nearest_two(self, vectors: Vectors, view: View, masked: bool, pairing: Pairing) -> list[list[Match]]:
        """For each vector the nearest person among the templates of one kind, and the nearest other person."""
        index, entries = self._kinds[view, masked], self._entries[view]
        out: list[list[Match]] = [[] for _ in vectors]
        size = len(index)
        pending, count = np.arange(len(vectors)), min(_FIRST_LOOK, size)
        while len(pending) and size:
            similarities, keys = index.search(vectors[pending], count)
            unsettled = []
            for row, values, found in zip(pending.tolist(), similarities.tolist(), keys.tolist(), strict=True):
                people: dict[int, float] = {}
                for similarity, key in zip(values, found, strict=True):
                    if key in entries:  # an approximate search may come back with fewer than asked for
                        people.setdefault(entries[key].person_id, similarity)
                    if len(people) == 2:
                        break
                out[row] = [Match(person, similarity, -1.0, pairing) for person, similarity in people.items()]
                if len(people) < 2 and count < size:
                    unsettled.append(row)
            # All of the nearest were one person's: look further until another appears.
            pending, count = np.array(unsettled, int), min(count * 8, size)
        return out

    def _doubted(
        self, match: Match | None, vector: Vectors, view: View, probe: MaskState, thresholds: Mapping[Pairing, float]
    ) -> Match | None:
        if match is None or match.person_id not in self._impostors:
            return match
        known = [
            float(t.vector @ vector) - thresholds[Pairing.of(probe, t.mask)] + thresholds[match.pairing]
            for t in self._impostors[match.person_id]
            if t.view is view
        ]
        return replace(match, runner_up=max([match.runner_up, *known]))

    def _drop(self, person_id: int, keys: list[tuple[View, int]]) -> int:
        for (view, masked), index in self._kinds.items():
            entries = self._entries[view]
            gone = [
                k for at, k in keys if at is view and k in entries and (entries[k].mask is not MaskState.BARE) is masked
            ]
            if gone:
                index.remove(np.array(gone))
                for key in gone:
                    del entries[key]
        if not self._of_person.get(person_id):
            self._of_person.pop(person_id, None)
        return len(keys)

    def _checked(self, vectors: Vectors) -> Vectors:
        if vectors.ndim != 2 or vectors.shape[1] != self.dim:
            raise ModelError(
                f"The gallery holds vectors of length {self.dim}, not {vectors.shape}.",
                "Re-embed the people for the active model.",
            )
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.allclose(lengths, 1, atol=1e-2):
            worst = float(lengths[np.argmax(np.abs(np.nan_to_num(lengths, nan=np.inf) - 1))])
            raise ModelError(
                f"A vector of length {worst:.3g} is not a unit vector.", "The model or its file is damaged."
            )
        return np.ascontiguousarray(vectors, np.float32)


class _Index:
    """Exact while small; when it is fitted above `exact_up_to` an inverted file, rebuilt where it has doubled since then."""

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
        """Take the index that this many templates want, which is built anew for it: seconds for a hundred thousand."""
        size = self._index.ntotal
        if size > self._exact_up_to and size > 2 * self._trained_at:
            self._grow()

    def remove(self, keys: NDArray[np.int64]) -> None:
        self._index.remove_ids(keys)

    def search(self, vectors: Vectors, count: int) -> tuple[Vectors, NDArray[np.int64]]:
        # Waking a team of threads takes longer than a small index takes to search: milliseconds on a busy machine.
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


def _best(matches: list[Match], thresholds: Mapping[Pairing, float]) -> Match | None:
    """Who lies furthest above their pairing's threshold, with the runner-up as similar as if held to the same one."""
    ordered = sorted(matches, key=lambda m: m.similarity - thresholds[m.pairing], reverse=True)
    if not ordered:
        return None
    best = ordered[0]
    other = next((m for m in ordered if m.person_id != best.person_id), None)
    if other is None:
        return best
    return replace(best, runner_up=other.similarity - thresholds[other.pairing] + thresholds[best.pairing])
