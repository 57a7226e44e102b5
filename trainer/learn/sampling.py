"""In which order pictures come: for each epoch a list of batches of indices, a function of the seed and the epoch alone.

That is what makes a resumed run go on with the very batches it would have seen, and several processes agree on them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatekeeper.errors import TrainingError

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Shuffled:
    """Every picture once an epoch, in any order; the rest that fills no batch is left out of that epoch."""

    identities: Indices
    batch: int
    seed: int = 0

    def epoch(self, number: int) -> list[Indices]:
        """The batches of an epoch."""
        order = np.random.default_rng([self.seed, number]).permutation(len(self.identities))
        return _full(order, self.batch)


@dataclass(frozen=True, slots=True, eq=False)
class PeoplePictures:
    """Batches of P people with K pictures each (Hermans et al., 2017); every person once an epoch, K drawn pictures.

    Who has fewer than K pictures gives some of them again; who has one is left out: there is no positive.
    """

    identities: Indices
    people: int
    pictures: int
    seed: int = 0

    def epoch(self, number: int) -> list[Indices]:
        """The batches of an epoch, each of people x pictures indices."""
        rng = np.random.default_rng([self.seed, number])
        groups = [_drawn(rows, self.pictures, rng) for rows in _by_person(self.identities) if len(rows) > 1]
        rng.shuffle(groups)
        return _packed(groups, self.people, self.identities)


@dataclass(frozen=True, slots=True, eq=False)
class FullCoverage:
    """Batches of P people with K pictures each in which every picture of everybody with two or more comes up.

    A person's pictures are cut into groups of K, the last one filled up with others of theirs.
    """

    identities: Indices
    people: int
    pictures: int
    seed: int = 0

    def epoch(self, number: int) -> list[Indices]:
        """The batches of an epoch; the last may be smaller, since nothing is left out."""
        rng = np.random.default_rng([self.seed, number])
        groups: list[Indices] = []
        for rows in _by_person(self.identities):
            if len(rows) < 2:
                continue
            order = rng.permutation(rows)
            for start in range(0, len(order), self.pictures):
                group = order[start : start + self.pictures]
                if short := self.pictures - len(group):
                    others = np.setdiff1d(rows, group)
                    group = np.concatenate([group, _drawn(others if len(others) else rows, short, rng)])
                groups.append(group)
        rng.shuffle(groups)
        return _packed(groups, self.people, self.identities, rest=True)


@dataclass(frozen=True, slots=True, eq=False)
class RandomTriplets:
    """The naive way: (anchor, positive, negative) drawn before training knows which are hard, three to a triplet."""

    identities: Indices
    triplets: int
    seed: int = 0

    def epoch(self, number: int) -> list[Indices]:
        """The batches of an epoch, each of 3 x triplets indices: every picture that has a partner is anchor once."""
        rng = np.random.default_rng([self.seed, number])
        rows = []
        for own in _by_person(self.identities):
            if len(own) < 2:
                continue
            for anchor in own:
                positive = rng.choice(own[own != anchor])
                negative = int(rng.integers(len(self.identities)))
                while self.identities[negative] == self.identities[anchor]:
                    negative = int(rng.integers(len(self.identities)))
                rows.append((anchor, positive, negative))
        chosen = rng.permutation(np.array(rows, np.int64))
        return [batch.ravel() for batch in _full(chosen, self.triplets)]


def share(batch: Indices, rank: int, world: int) -> Indices:
    """The part of a batch that process `rank` of `world` computes: parts after each other give the batch."""
    return np.array_split(batch, world)[rank]


def _by_person(identities: Indices) -> Iterator[Indices]:
    """The rows of each person; at least two people, or there is nothing to tell apart."""
    order = np.argsort(identities, kind="stable")
    people, starts = np.unique(identities[order], return_index=True)
    if len(people) < 2:
        raise TrainingError("Training needs pictures of at least two people.", "Prepare more, or look at faces.csv.")
    return iter(np.split(order, starts[1:]))


def _drawn(rows: Indices, count: int, rng: np.random.Generator) -> Indices:
    if len(rows) >= count:
        return rng.choice(rows, count, replace=False)
    return np.concatenate([rng.permutation(rows), rng.choice(rows, count - len(rows))])


def _packed(groups: list[Indices], people: int, identities: Indices, rest: bool = False) -> list[Indices]:
    """Groups of one person each into batches of `people` groups, no person twice in one batch.

    Without `rest`, what fills no whole batch is left out.
    """
    waiting: list[list[Indices]] = []
    inside: list[set[int]] = []
    first = 0  # batches before it are full
    for group in groups:
        person = int(identities[group[0]])
        at = first
        while at < len(waiting) and (len(waiting[at]) == people or person in inside[at]):
            at += 1
        if at == len(waiting):
            waiting.append([])
            inside.append(set())
        waiting[at].append(group)
        inside[at].add(person)
        while first < len(waiting) and len(waiting[first]) == people:
            first += 1
    return [np.concatenate(batch) for batch in waiting if rest or len(batch) == people]


def _full(rows: Indices, size: int) -> list[Indices]:
    if len(rows) < size:
        raise TrainingError(f"A batch of {size} is larger than the set of {len(rows)}.", "Make the batch smaller.")
    return [rows[start : start + size] for start in range(0, len(rows) - size + 1, size)]
