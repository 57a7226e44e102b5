"""The comparison written out for one face and one person at a time, to hold the quick one against."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gatekeeper.comparison import SPREAD, STRANGERS
from gatekeeper.domain import Template

Vectors = NDArray[np.float32]


def direction(vectors: Sequence[Vectors]) -> NDArray[np.float64]:
    mean = np.mean(np.asarray(vectors, np.float64), axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def of(templates: Sequence[Template]) -> dict[int, list[Template]]:
    """Everybody's templates."""
    people: dict[int, list[Template]] = {}
    for template in templates:
        people.setdefault(template.person_id, []).append(template)
    return people


def similarity(
    face: Vectors,
    photos: Sequence[Vectors],
    others: Sequence[Sequence[Vectors]],
    strangers: Sequence[Vectors] | Vectors = (),
) -> float:
    """others: everybody else here; strangers: they count as 30, where there are none as similarities of about 0."""
    face = np.asarray(face, np.float64)
    raw = 0.5 * max(float(face @ p) for p in photos) + 0.5 * float(face @ direction(photos))
    values = [float(face @ direction(one)) for one in others]
    weights = [1.0] * len(values)
    if len(strangers):
        values += [float(face @ one) for one in strangers]
        weights += [STRANGERS / len(strangers)] * len(strangers)
    else:
        values += [SPREAD, -SPREAD]
        weights += [STRANGERS / 2] * 2
    mean = np.average(values, weights=weights)
    spread = np.sqrt(np.average((np.array(values) - mean) ** 2, weights=weights))
    return float((raw - mean / 2) / np.sqrt(spread / SPREAD))
