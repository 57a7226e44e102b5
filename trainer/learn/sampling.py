"""Samplers: for each epoch a list of batches of indices, which depends only on the seed and the epoch.

So a resumed run continues with the same batches, and several processes agree on them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatekeeper.errors import TrainingError

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Shuffled:
    """Every picture once per epoch, shuffled; an incomplete last batch is left out."""

    identities: Indices
    batch: int
    seed: int = 0

    def epoch(self, number: int) -> list[Indices]:
        """The batches of an epoch."""
        order = np.random.default_rng([self.seed, number]).permutation(len(self.identities))
        return _full(order, self.batch)


@dataclass(frozen=True, slots=True, eq=False)
class PeoplePictures:
    """Batches of P people with K pictures each (Hermans et al., 2017); every person once per epoch.

    Pictures of people with fewer than K are repeated; people with one picture have no positive and are left out.
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
        return _packed(groups, self.people, self.identities, self.people)


@dataclass(frozen=True, slots=True, eq=False)
class FullCoverage:
    """Batches of P people with K pictures each that cover every picture of everybody with two or more.

    A person's pictures are split into groups of K; the last group is filled up with their other pictures. Batches of fewer
    than `least_people` people or `least` pictures are left out: where one person has many more pictures than the others, the
    last batches hold that person alone.
    """

    identities: Indices
    people: int
    pictures: int
    seed: int = 0
    least_people: int = 1
    least: int = 1

    def epoch(self, number: int) -> list[Indices]:
        """The batches of an epoch; the last may be smaller."""
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
        least = max(self.least_people, -(-self.least // self.pictures))
        return _packed(groups, self.people, self.identities, least)


@dataclass(frozen=True, slots=True, eq=False)
class RandomTriplets:
    """Random triplets (anchor, positive, negative), three indices each, drawn without mining."""

    identities: Indices
    triplets: int
    seed: int = 0

    def epoch(self, number: int) -> list[Indices]:
        """The batches of an epoch, each of 3 x triplets indices: every picture with a positive is an anchor once."""
        rng = np.random.default_rng([self.seed, number])
        rows = []
        for pictures in _by_person(self.identities):
            if len(pictures) < 2:
                continue
            for anchor in pictures:
                positive = rng.choice(pictures[pictures != anchor])
                negative = int(rng.integers(len(self.identities)))
                while self.identities[negative] == self.identities[anchor]:
                    negative = int(rng.integers(len(self.identities)))
                rows.append((anchor, positive, negative))
        chosen = rng.permutation(np.array(rows, np.int64))
        return [batch.ravel() for batch in _full(chosen, self.triplets)]


def share(batch: Indices, rank: int, world: int) -> Indices:
    """The part of a batch that process `rank` of `world` computes: the parts in order make up the batch."""
    return np.array_split(batch, world)[rank]


def _by_person(identities: Indices) -> Iterator[Indices]:
    """The rows of each person. Raises TrainingError for fewer than two people."""
    order = np.argsort(identities, kind="stable")
    people, starts = np.unique(identities[order], return_index=True)
    if len(people) < 2:
        raise TrainingError(
            "Training needs pictures of at least two people.", "Prepare more pictures, or check faces.csv."
        )
    return iter(np.split(order, starts[1:]))


def _drawn(rows: Indices, count: int, rng: np.random.Generator) -> Indices:
    if len(rows) >= count:
        return rng.choice(rows, count, replace=False)
    return np.concatenate([rng.permutation(rows), rng.choice(rows, count - len(rows))])


def _packed(groups: list[Indices], people: int, identities: Indices, least: int) -> list[Indices]:
    """Pack one-person groups into batches of `people` groups, no person twice in a batch; drop those of fewer than `least`.

    Raises TrainingError if none is left.
    """
    waiting: list[list[Indices]] = []
    inside: list[set[int]] = []
    first = 0  # all earlier batches are full
    for group in groups:
        person = int(identities[group[0]])
        index = first
        while index < len(waiting) and (len(waiting[index]) == people or person in inside[index]):
            index += 1
        if index == len(waiting):
            waiting.append([])
            inside.append(set())
        waiting[index].append(group)
        inside[index].add(person)
        while first < len(waiting) and len(waiting[first]) == people:
            first += 1
    batches = [np.concatenate(batch) for batch in waiting if len(batch) >= least]
    if not batches:
        several = len({int(identities[group[0]]) for group in groups})
        raise TrainingError(
            f"A batch of {least} people is larger than the set of {several} with two pictures or more.",
            "Use a smaller batch.",
        )
    return batches


def _full(rows: Indices, size: int) -> list[Indices]:
    if len(rows) < size:
        raise TrainingError(f"A batch of {size} is larger than the set of {len(rows)}.", "Use a smaller batch.")
    return [rows[start : start + size] for start in range(0, len(rows) - size + 1, size)]
