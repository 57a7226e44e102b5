"""A model's strangers, as embeddings: cohorts of unnamed faces, and the crowd they form."""

from collections.abc import Collection

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load

from gatekeeper.comparison import Crowd
from gatekeeper.domain import MaskState, Vectors
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard

Cohort = dict[MaskState, Vectors]


def strangers(cohorts: Collection[Cohort], dim: int) -> Crowd:
    """The crowd of a model's strangers, each with one bare face; default values if it has none."""
    bare = [cohort[MaskState.BARE] for cohort in cohorts if len(cohort.get(MaskState.BARE, ()))]
    return Crowd.of(np.concatenate(bare)).counting_as() if bare else Crowd.unknown(dim)


def strangers_of(card: ModelCard) -> Crowd:
    """The crowd of all strangers that come with a model."""
    return strangers(list(read_cohorts(card).values()), card.dim)


def read_cohorts(card: ModelCard) -> dict[str, Cohort]:
    """The cohorts of a model by name: only strangers' embeddings, as `trainer cohort` wrote them.

    Empty if the model has none. Raises ModelError if the file is damaged.
    """
    file = card.card.get("cohort")
    if not file:
        return {}
    content = card.content(file)
    try:
        arrays = load(content)
        out: dict[str, Cohort] = {}
        for key, vectors in sorted(arrays.items()):  # safetensors returns them in any order
            name, mask = key.split(".")
            out.setdefault(name, {})[MaskState(mask)] = np.asarray(vectors, np.float32)
        return out
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(
            "The cohort {file} cannot be read: {error}",
            "Install the model again.",
            file=card.folder / file,
            error=error,
        ) from error
