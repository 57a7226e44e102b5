"""Comparisons of everybody with everybody else, made as the door makes them: the basis of a site's thresholds."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatekeeper.comparison import Crowd, Moments, prototype, resemblance, weighed
from gatekeeper.domain import MaskState, Pairing, Template, Vectors
from gatekeeper.people.strangers import Cohort, strangers
from gatekeeper.statistics import allowed

PeoplePair = tuple[int, int]
OWN = "own"  # the source that is not a cohort
_MOST = 4000  # faces of one mask state that are compared with everybody; more add little but seconds
_FEWEST = 500  # faces, however many people there are
_AT_MOST = 60_000_000  # comparisons of photos; beyond this fewer faces are taken
_AT_ONCE = 100_000  # similarities examined besides the highest
_PAIRS_AT_ONCE = 200_000  # of a face and a person: enough to keep the processor busy, and few for the memory
_FACES_AT_ONCE = 16  # at least: each block reads all vectors, which with fewer takes longer than the comparing
_ROWS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Comparisons of faces with people who are somebody else, in one pairing.

    values: float64 (K,), the highest similarities, highest first: many more than may reach a threshold; first, second: int
    (K,), whose face it was and with whom it was compared; faces: float64 (F,), how often each person's faces were compared in
    this pairing; people: (P,), how often each person was compared with. mutual: both sides are the same people; pairs: of how
    many pairs of people one has the face and the other the photo for this pairing, which is the evidence for it.
    """

    values: NDArray[np.float64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    faces: NDArray[np.float64]
    people: NDArray[np.float64]
    mutual: bool
    pairs: int

    def total(self, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> float:
        """How many comparisons there are if each face's owner and each person counts this often.

        Who was compared with whom in this pairing is taken to be independent, so no table of people by people is needed.
        """
        return float((rows @ self.faces) * (columns @ self.people) / max(float(self.faces.sum()), 1.0))

    def threshold(
        self, fmr: float, rows: NDArray[np.float64] | None = None, columns: NDArray[np.float64] | None = None
    ) -> float:
        """The lowest similarity that at most the share `fmr` of the comparisons reaches.

        rows, columns: how often each face's owner, and each person, counts; once unless given.
        """
        row_weights = np.ones(len(self.faces)) if rows is None else rows
        column_weights = np.ones(len(self.people)) if columns is None else columns
        most, reached, index = allowed(fmr, self.total(row_weights, column_weights)), 0.0, len(self.values) - 1
        for start in range(0, len(self.values), _ROWS_AT_ONCE):  # only as far down as necessary
            part = slice(start, start + _ROWS_AT_ONCE)
            sums = reached + np.cumsum(row_weights[self.first[part]] * column_weights[self.second[part]])
            if sums[-1] > most:
                index = start + int(np.searchsorted(sums, most, side="right"))
                break
            reached = float(sums[-1])
        return float(np.nextafter(self.values[index], np.inf))


_Genuine = dict[Pairing, list[tuple[NDArray[np.float64], int]]]  # for each person: the similarities, and who it is


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """Everybody as the door knows them.

    numbers: (P,) of the people; vectors: float32 (T, D) of their photos, by person; owners: (T,) indices into numbers; bare:
    bool (T,), each person's bare photos first; starts: (P,) where each person's photos begin; kinds: (S,) where the bare ones
    among them begin, and the masked ones; ordered: the vectors by the number of photos that their owners have of a kind; sizes:
    for each such number, where its vectors begin and end in `ordered`, and which kinds they are; prototypes: (P, D); crowd: all
    people, and the strangers; alike: by index, the indices of the people confirmed to look like that person.
    """

    numbers: NDArray[np.int64]
    vectors: Vectors
    owners: NDArray[np.int64]
    bare: NDArray[np.bool_]
    starts: NDArray[np.intp]
    kinds: NDArray[np.intp]
    ordered: Vectors
    sizes: tuple[tuple[int, int, int, NDArray[np.intp]], ...]
    prototypes: Vectors
    crowd: Crowd
    alike: Mapping[int, tuple[int, ...]]

    @staticmethod
    def of(templates: Sequence[Template], cohorts: Collection[Cohort], alike: Collection[PeoplePair] = ()) -> "Site":
        """Built from everybody's templates of one model, its strangers, and who is confirmed to look alike."""
        rows = sorted(
            templates, key=lambda template: (template.person_id, template.mask is not MaskState.BARE, template.photo_id)
        )
        ids = np.array([template.person_id for template in rows], np.int64)
        numbers, starts, owners = np.unique(ids, return_index=True, return_inverse=True)
        dim = rows[0].vector.size if rows else 1
        vectors = np.stack([t.vector for t in rows]) if rows else np.zeros((0, dim), np.float32)
        sums = np.add.reduceat(vectors, starts, axis=0) if rows else vectors
        prototypes = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        crowd = Crowd.of(prototypes) + strangers(cohorts if rows else (), dim)
        bare = np.array([template.mask is MaskState.BARE for template in rows], bool)
        kinds = np.flatnonzero(np.diff(2 * owners + ~bare, prepend=-1))
        lengths = np.diff(kinds, append=len(rows))
        sizes, chosen, row = [], [np.zeros(0, np.intp)], 0
        for length in np.unique(lengths).tolist():
            of_length = kinds[lengths == length]
            chosen.append((of_length[:, None] + np.arange(length)).ravel())
            sizes.append((length, row, row + len(chosen[-1]), of_length))
            row += len(chosen[-1])
        ordered = vectors[np.concatenate(chosen)]
        places = {number: place for place, number in enumerate(numbers.tolist())}
        pairs = [(places[p], places[q]) for p, q in alike if p in places and q in places]
        alike_of: dict[int, tuple[int, ...]] = {}
        for p, q in {*pairs, *((q, p) for p, q in pairs)}:
            alike_of[p] = (*alike_of.get(p, ()), q)
        return Site(
            numbers,
            vectors,
            owners,
            bare,
            starts,
            kinds,
            ordered,
            tuple(sizes),
            np.asarray(prototypes, np.float32),
            crowd,
            alike_of,
        )

    def faces(self, mask: MaskState, seed: int) -> NDArray[np.intp]:
        """The photos that serve as faces in a mask state: all, or a sample."""
        chosen = np.flatnonzero(self.bare if mask is MaskState.BARE else ~self.bare)
        most = int(np.clip(_AT_MOST / max(1, len(self.vectors)), _FEWEST, _MOST))
        if len(chosen) > most:
            chosen = np.sort(np.random.default_rng(seed).choice(chosen, most, replace=False))
        return chosen

    def compare(
        self,
        faces: Vectors,
        mask: MaskState,
        owners: NDArray[np.int64] | None,
        most: int,
        least: float = -np.inf,
        tell: Callable[[float], None] = lambda share: None,
    ) -> dict[Pairing, Compared]:
        """Compare faces (N, D) with everybody who is somebody else, for each pairing that occurs: at most this many of the
        highest similarities, from `least` on.

        owners: (N,) the index of each face's owner among these people; None if every face is a stranger's. Look-alikes do not
        count. One block of faces is compared at a time and little more is kept than is asked for: memory does not grow with
        faces times people. tell: called with the share done.
        """
        count, people = len(faces), len(self.numbers)
        owner = np.arange(count) if owners is None else owners
        sides = count if owners is None else people
        kept: dict[bool, list[_Highest]] = {False: [], True: []}
        rows_of = {masked: np.zeros(sides) for masked in kept}
        columns_of = {masked: np.zeros(people) for masked in kept}
        lows = dict.fromkeys(kept, least)
        step = max(_FACES_AT_ONCE, _PAIRS_AT_ONCE // max(1, len(self.numbers)))
        for start in range(0, count, step):
            part = faces[start : start + step]
            similarities, with_masked = self._table(part, None if owners is None else owners[start : start + step])
            counted = np.ones(similarities.shape, bool)
            if owners is not None:
                counted[self._same(owners[start : start + step])] = False
            for masked in kept:
                chosen_rows = counted & (with_masked == masked)
                np.add.at(rows_of[masked], owner[start : start + step], chosen_rows.sum(1))
                columns_of[masked] += chosen_rows.sum(0)
                rows, columns = np.nonzero(chosen_rows & (similarities >= lows[masked]))
                kept[masked].append((similarities[rows, columns], owner[start + rows], columns))
                if sum(len(values) for values, *_ in kept[masked]) > 2 * most + _AT_ONCE:
                    kept[masked] = [_first(kept[masked], most)]
                    lows[masked] = max(least, float(kept[masked][0][0].min()))
            tell(min(1.0, (start + step) / count))
        out = {}
        for masked, parts in kept.items():
            if not parts or not columns_of[masked].any():
                continue
            values, first, second = _first(parts, most)
            order = np.lexsort((second, first, -values))
            pairing = Pairing.of(mask, MaskState.MASKED if masked else MaskState.BARE)
            looking, known = rows_of[masked] > 0, columns_of[masked] > 0
            pairs = int(looking.sum()) * int(known.sum()) if owners is None else self._pairs(looking, known)
            out[pairing] = Compared(
                values[order],
                first[order],
                second[order],
                rows_of[masked],
                columns_of[masked],
                owners is not None,
                pairs,
            )
        return out

    def similarities(self, photos: NDArray[np.bool_], person: int) -> NDArray[np.float64]:
        """The similarities of the faces in some photos (T,) of one person with another; only if nobody is confirmed to look
        like anybody."""
        faces, owners = self.vectors[photos], self.owners[photos]
        faces_of_person = self.vectors[slice(*np.searchsorted(self.owners, [person, person + 1]))]
        genuine, impostor = (
            np.asarray(faces @ self.prototypes[[owner]].T, np.float64) for owner in (owners[0], person)
        )
        crowd = self.crowd.moments(faces) - Moments.of(genuine)
        return crowd.normalised(resemblance(faces, faces_of_person)[0][:, None], impostor)[:, 0]

    def genuine(self, seed: int) -> _Genuine:
        """The similarities of people with themselves: each photo as a face, compared with the person's other photos."""
        ends = np.append(self.starts[1:], len(self.vectors))
        several = np.flatnonzero(ends - self.starts >= 2)
        if len(several) > _MOST // 2:
            several = np.sort(np.random.default_rng(seed).choice(several, _MOST // 2, replace=False))
        out: _Genuine = {pairing: [] for pairing in Pairing}
        for person in several.tolist():
            values, nearest_bare = self._with_themselves(person)
            bare = self.bare[self.starts[person] : ends[person]]
            pairings = [Pairing.of(_state(a), _state(b)) for a, b in zip(bare, nearest_bare, strict=True)]
            for pairing in set(pairings):
                out[pairing].append((values[[kind is pairing for kind in pairings]], person))
        return out

    def judged(self, thresholds: Mapping[Pairing, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """For each photo (T,) as a face, how far it lies above the threshold: for its own person by their other photos, -inf if
        there are none, and for the nearest other person."""
        genuine, impostor = (np.full(len(self.vectors), -np.inf) for _ in range(2))
        ends = np.append(self.starts[1:], len(self.vectors))
        limits = {a: [thresholds[Pairing.of(_state(a), _state(b))] for b in (True, False)] for a in (True, False)}
        for person in np.flatnonzero(ends - self.starts >= 2).tolist():
            values, nearest_bare = self._with_themselves(person)
            for place, value, bare in zip(range(self.starts[person], ends[person]), values, nearest_bare, strict=True):
                genuine[place] = value - limits[bool(self.bare[place])][0 if bare else 1]
        step = max(_FACES_AT_ONCE, _PAIRS_AT_ONCE // max(1, len(self.numbers)))
        for start in range(0, len(self.vectors) if len(self.numbers) > 1 else 0, step):
            part = slice(start, start + step)
            similarities, with_masked = self._table(self.vectors[part], self.owners[part])
            demanded = np.array([limits[bool(bare)] for bare in self.bare[part]])
            above = similarities - np.where(with_masked, demanded[:, 1:], demanded[:, :1])
            above[self._same(self.owners[part])] = -np.inf
            impostor[part] = above.max(1)
        return genuine, impostor

    def _with_themselves(self, person: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """For each of a person's photos, how similar it is to the others, and whether the nearest of them is bare."""
        own = slice(self.starts[person], np.append(self.starts[1:], len(self.vectors))[person])
        vectors, bare = self.vectors[own], self.bare[own]
        cosines = vectors @ vectors.T
        others = np.stack([prototype(np.delete(vectors, i, 0)) for i in range(len(vectors))])
        np.fill_diagonal(cosines, -2)
        raw = weighed(cosines.max(1), (vectors * others).sum(1))
        left_out = self.prototypes[[person, *self.alike.get(person, ())]]
        crowd = self.crowd.moments(vectors) - Moments.of(np.asarray(vectors @ left_out.T, np.float64))
        return crowd.normalised(raw[:, None])[:, 0], bare[cosines.argmax(1)]

    def _table(self, faces: Vectors, owners: NDArray[np.int64] | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Similarities (N, P) of faces with everybody, and whether the nearest photo shows a mask."""
        every = self.ordered @ faces.T
        nearest = np.full((2, len(self.numbers), len(faces)), -2, np.float32)  # of the bare and the masked photos
        for photos, begin, end, kinds in self.sizes:
            highest = every[begin:end].reshape(-1, photos, len(faces)).max(1)
            nearest[(~self.bare[kinds]).astype(int), self.owners[kinds]] = highest
        with_masked = np.ascontiguousarray((nearest[1] > nearest[0]).T)
        cosines = np.asarray(faces @ self.prototypes.T, np.float64)
        raw = weighed(np.ascontiguousarray(nearest.max(0).T), cosines)
        moments = self.crowd.moments(faces)
        if owners is not None:
            # A face's owner is not a stranger to it, nor are the owner's look-alikes.
            rows, columns = self._same(owners)
            own = cosines[rows, columns]
            count, total, squares = (
                np.bincount(rows, weights, len(faces)).astype(np.float64)
                for weights in (np.ones_like(own), own, own**2)
            )
            moments -= Moments(count, total, squares)
            cosines[rows, columns] = np.nan  # already excluded
        return moments.normalised(raw, cosines, self._alike_moments(cosines)), with_masked

    def _alike_moments(self, cosines: NDArray[np.float64]) -> Moments | None:
        """The moments of each person's look-alikes, by cosines (N, P) to everybody; NaN: not part of the crowd."""
        if not self.alike:
            return None
        first, second = np.array([(p, q) for p, others in self.alike.items() for q in others]).T
        finite = np.isfinite(cosines[:, second])
        values = np.where(finite, cosines[:, second], 0.0)
        out = Moments(*(np.zeros_like(cosines) for _ in range(3)))
        for total, part in ((out.count, finite), (out.sums, values), (out.squares, values**2)):
            np.add.at(total.T, first, part.T)
        return out

    def _pairs(self, looking: NDArray[np.bool_], known: NDArray[np.bool_]) -> int:
        """How many pairs of people, look-alikes apart, there are of somebody `looking` (P,) and somebody else `known` (P,)."""
        both = int((looking & known).sum())
        pairs = int(looking.sum()) * int(known.sum()) - both - both * (both - 1) // 2  # two of `both` are there twice
        alike = {(min(p, q), max(p, q)) for p, others in self.alike.items() for q in others if looking[p] and known[q]}
        return pairs - len(alike)

    def _same(self, owners: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Entries of a table (N, P) in which faces of these owners (N,) are compared with the owner or a look-alike."""
        pairs = [(row, p) for row, owner in enumerate(owners.tolist()) for p in (owner, *self.alike.get(owner, ()))]
        rows, columns = np.array(pairs, np.intp).reshape(-1, 2).T
        return rows, columns


_Highest = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]  # similarities, whose faces, with whom


def _state(bare: bool) -> MaskState:
    return MaskState.BARE if bare else MaskState.MASKED


def comparisons_of(
    site: Site,
    cohorts: Mapping[Any, Cohort],
    fmr: float,
    seed: int,
    own: bool = True,
) -> Iterator[tuple[Pairing, Any, Compared]]:
    """Every pairing that occurs, among the people themselves (OWN), and of each cohort's faces with them.

    A bare face with a person known masked, and the reverse, are separate comparisons of one pairing.
    """
    if not len(site.numbers):
        return
    for name, cohort in ([(OWN, None)] if own else []) + list(cohorts.items()):
        found: dict[Pairing, list[Compared]] = {}
        for mask in (MaskState.BARE, MaskState.MASKED):
            if cohort is None:
                chosen = site.faces(mask, seed)
                faces, owners = site.vectors[chosen], site.owners[chosen]
            else:
                faces, owners = cohort.get(mask, site.vectors[:0]), None
                most = int(np.clip(_AT_MOST / len(site.vectors), _FEWEST, _MOST))
                if len(faces) > most:
                    faces = faces[np.sort(np.random.default_rng(seed).choice(len(faces), most, replace=False))]
            if len(faces) and (owners is None or len(site.numbers) > 1):
                enough = _enough(len(faces) * len(site.numbers), fmr)
                for pairing, compared in site.compare(faces, mask, owners, enough).items():
                    found.setdefault(pairing, []).append(compared)
        for pairing, parts in found.items():
            yield pairing, name, _joined(parts)


def _joined(parts: list[Compared]) -> Compared:
    """Comparisons of one pairing that were made in both directions, joined."""
    if len(parts) == 1:
        return parts[0]
    bare, masked = parts
    shift = 0 if bare.mutual else len(bare.faces)  # strangers with a mask are not the same as those without
    faces = bare.faces + masked.faces if bare.mutual else np.concatenate([bare.faces, masked.faces])
    values = np.concatenate([bare.values, masked.values])
    first = np.concatenate([bare.first, masked.first + shift])
    second = np.concatenate([bare.second, masked.second])
    order = np.lexsort((second, first, -values))
    pairs = max(bare.pairs, masked.pairs) if bare.mutual else bare.pairs + masked.pairs
    people = bare.people + masked.people
    return Compared(values[order], first[order], second[order], faces, people, bare.mutual, pairs)


def _enough(comparisons: int, fmr: float) -> int:
    """How many of the highest similarities suffice for every draw of people: a few times those that may reach a threshold, and
    a larger multiple if they are few. A draw that needs more is answered with the last, which is stricter."""
    most = allowed(fmr, comparisons)
    return min(comparisons, int(max(4 * most, min(20 * most, 100_000))) + 2000)


def _first(parts: list[_Highest], most: int) -> _Highest:
    values, first, second = (np.concatenate(part) for part in zip(*parts, strict=True))
    if len(values) > most:
        chosen = np.argpartition(-values, most - 1)[:most]
        values, first, second = values[chosen], first[chosen], second[chosen]
    return values, first, second
