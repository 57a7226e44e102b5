"""How a face is compared with a person: the one place that door, registration, calibration and evaluation share.

A person is known by several photos. Half of what counts is the similarity to the best of them, half that to their mean,
which is steadier: one odd photo neither opens a door nor closes it. The sum is judged by how similar this face is to people
whom it does not show, for a blurred or masked face resembles many. So it is normalised half way by mean and spread over the
crowd: the other people of the gallery and a cohort of strangers. All the way would be the Z-norm of speaker verification
(Auckenthaler et al., 2000), which takes more from a good network's similarities than it gives; see decision 023.

All crowds are remembered by two moments of their people's prototypes, so that normalising costs the same for five people and
for a million. People who are confirmed to look alike are no crowd for each other: among few people one twin alone would make
the other look like nobody in particular, and both would stay outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Vectors
from gatekeeper.errors import ModelError

Floats = NDArray[np.float64]

# The version of all this. Thresholds belong to the one with which they were measured; cards that name none have the first.
COMPARISON = 2

_BEST_SHARE = 0.5
_NORMALISED = 0.5  # 0: not at all; 1: a similarity of 0.1 lies one standard deviation of the crowd above its mean
# How far strangers' cosines are spread, about.
SPREAD = 0.1
# As how many people the strangers of a model's card count in a crowd: they speak until the building has many of its own.
STRANGERS = 30.0


def prototype(vectors: Vectors) -> Vectors:
    """What a person's photos (K, D) have in common: the direction of their mean, a unit vector (D,)."""
    mean = vectors.mean(0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def prototypes(vectors: Vectors, starts: NDArray[np.intp]) -> Vectors:
    """The same of several people (P, D), whose photos (K, D) begin at these rows (P,)."""
    counts = np.diff(starts, append=len(vectors))
    means = np.add.reduceat(vectors, starts, axis=0) / counts[:, None].astype(np.float32)
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), np.float32)


def resemblance(faces: Vectors, photos: Vectors) -> tuple[Floats, NDArray[np.intp]]:
    """How much each of the faces (N, D) resembles the person of the photos (K, D), before it is normalised.

    Returns that (N,), and which of the photos is the most similar (N,).
    """
    cosines = faces @ photos.T
    best = cosines.argmax(1)
    return weighed(cosines[np.arange(len(faces)), best], faces @ prototype(photos)), best


def weighed(best: Floats | Vectors, mean: Floats | Vectors) -> Floats:
    """What counts of a face's cosines to the best photo of a person and to their prototype, arrays of one shape."""
    return np.asarray(_BEST_SHARE * best + (1 - _BEST_SHARE) * mean, np.float64)


def worth(photos: Vectors) -> Floats | None:
    """What each of a person's photos (K, D) adds to their being recognised, (K,): of how much less the others, as faces that
    come to the door, resemble the person without it, as a share of how much they do with it. None for fewer than three photos:
    without one of two there would be nothing left to compare the other with. Below 0 is a photo that misleads."""
    count = len(photos)
    if count < 3:
        return None

    def resembles(face: int, left_out: int) -> float:
        kept = np.delete(photos, [face, left_out], 0)
        return float(resemblance(photos[face][None], kept)[0][0])

    lost = np.zeros(count)
    for photo in range(count):
        other_faces = [face for face in range(count) if face != photo]
        with_it = np.array([resembles(face, face) for face in other_faces])
        without = np.array([resembles(face, photo) for face in other_faces])
        lost[photo] = (with_it - without).mean() / max(abs(with_it.mean()), 1e-6)
    return lost


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """People whom a face is not: how many, the sum of their prototypes (D,) and of the outer products of these (D, D)."""

    count: float
    total: Floats
    products: Floats

    @staticmethod
    def empty(dim: int) -> "Crowd":
        """Nobody."""
        return Crowd(0.0, np.zeros(dim), np.zeros((dim, dim)))

    @staticmethod
    def of(prototypes: Vectors) -> "Crowd":
        """The people of these prototypes (N, D)."""
        wide = np.asarray(prototypes, np.float64)
        return Crowd(float(len(wide)), wide.sum(0), wide.T @ wide)

    @staticmethod
    def unknown(dim: int) -> "Crowd":
        """What is believed of strangers before any was seen: similarities about 0 with the usual spread."""
        return Crowd(STRANGERS, np.zeros(dim), np.eye(dim) * (SPREAD**2 * STRANGERS))

    def __add__(self, other: "Crowd") -> "Crowd":
        if self.total.shape != other.total.shape:
            raise ModelError(
                "A crowd of vectors of length {mine} cannot be joined with one of {theirs}.",
                "Both must come from the same model.",
                mine=len(self.total),
                theirs=len(other.total),
            )
        return Crowd(self.count + other.count, self.total + other.total, self.products + other.products)

    def __sub__(self, other: "Crowd") -> "Crowd":
        return self + Crowd(-other.count, -other.total, -other.products)

    def counting_as(self, count: float = STRANGERS) -> "Crowd":
        """The same people, weighing as much as so many."""
        share = count / self.count
        return Crowd(count, self.total * share, self.products * share)

    def moments(self, faces: Vectors) -> "Moments":
        """Sums over the crowd of the similarities to each of the faces (N, D), and of their squares."""
        wide = np.asarray(faces, np.float64)
        count = np.full(len(wide), self.count)
        return Moments(count, wide @ self.total, np.einsum("nd,de,ne->n", wide, self.products, wide, optimize=True))


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """How similar faces are to a crowd: how many it counts, sums of similarities and of their squares, of one shape: (N,),
    or (N, M) where each of M people has a crowd of their own."""

    count: Floats
    sums: Floats
    squares: Floats

    @staticmethod
    def of(cosines: Floats) -> "Moments":
        """Of some people for each face, to whose prototypes it has these cosines (..., K); NaN: there is none."""
        finite = np.isfinite(cosines)
        wide = np.where(finite, cosines, 0.0)
        return Moments(finite.sum(-1).astype(np.float64), wide.sum(-1), (wide**2).sum(-1))

    def __sub__(self, other: "Moments") -> "Moments":
        return Moments(self.count - other.count, self.sums - other.sums, self.squares - other.squares)

    def row(self, number: int) -> "Moments":
        """Of one face."""
        part = slice(number, number + 1)
        return Moments(self.count[part], self.sums[part], self.squares[part])

    def normalised(self, resemblances: Floats, own: Floats | None = None, alike: "Moments | None" = None) -> Floats:
        """Similarities (N, M) of the faces to people of the crowd (N,), each of whom is left out of it meanwhile.

        resemblances: (N, M), of `resemblance`; own: (N, M), cosines to the prototypes of these people, NaN for people who are
        not of the crowd, None where nobody is; alike: (N, M), of those of the crowd who are confirmed to look like them, who
        are left out as well.
        """
        own = np.full_like(resemblances, np.nan) if own is None else own
        finite = np.isfinite(own)
        own = np.where(finite, own, 0.0)
        left = Moments(self.count[:, None] - finite, self.sums[:, None] - own, self.squares[:, None] - own**2)
        if alike is not None:
            left -= alike
        count = np.maximum(left.count, 1.0)
        mean = left.sums / count
        spread = np.sqrt(np.maximum(left.squares / count - mean**2, (SPREAD / 4) ** 2))
        return np.asarray((resemblances - _NORMALISED * mean) * (SPREAD / spread) ** _NORMALISED, np.float64)


def table(
    faces: Vectors, people: Sequence[Vectors], crowd: Crowd, of_crowd: bool = True
) -> tuple[Floats, NDArray[np.intp]]:
    """Similarities of faces (N, D) to people (M), each known by photos (K, D), and the best photo of each: both (N, M).

    crowd: everybody the faces are compared with, and strangers. of_crowd: whether the people are in it.
    """
    prototypes = np.stack([prototype(photos) for photos in people])
    cosines = np.asarray(faces @ prototypes.T, np.float64)
    ends = np.cumsum([len(photos) for photos in people])
    starts = ends - np.array([len(photos) for photos in people])
    every = faces @ np.concatenate(people).T
    highest = np.maximum.reduceat(every, starts, axis=1)
    best = np.stack([every[:, a:b].argmax(1) for a, b in zip(starts, ends, strict=True)], 1)
    return crowd.moments(faces).normalised(weighed(highest, cosines), cosines if of_crowd else None), best
