"""Thresholds for a site: the model's card says what strangers in general look like, the site's own people what they do.

People of one place resemble each other, and so do pictures of one camera; a threshold measured elsewhere is then too low.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from gatekeeper.domain import MaskState, Pairing, Template, Vectors, View
from gatekeeper.errors import ModelError

Kind = tuple[View, MaskState]
Cohort = dict[Kind, Vectors]

_SIDES: dict[Pairing, tuple[Kind, Kind]] = {
    Pairing.BARE_BARE: ((View.WHOLE, MaskState.BARE), (View.WHOLE, MaskState.BARE)),
    Pairing.BARE_MASKED: ((View.COVERED, MaskState.BARE), (View.COVERED, MaskState.MASKED)),
    Pairing.MASKED_MASKED: ((View.COVERED, MaskState.MASKED), (View.COVERED, MaskState.MASKED)),
}
_MOST = 4000  # templates of one kind that are compared; more add little but seconds


def site_thresholds(
    templates: Sequence[Template],
    card: Mapping[Pairing, float],
    fmr: float,
    cohorts: Sequence[Cohort] = (),
    seed: int = 0,
) -> dict[Pairing, float]:
    """For each pairing the largest of the card's threshold and of what the registered people need among each other and
    against each cohort of strangers.

    templates: everybody's, of one model. fmr: the share of comparisons between different people that may reach the
    threshold. Where there are fewer than 3/fmr such comparisons (rule of three) their highest similarity stands for the
    quantile they can not show. All of it can only make the door stricter than asked, never laxer: a place with few people
    says little about strangers by itself, so there the cohorts speak.
    """
    out = dict(card)
    found = [impostor_similarities(templates, seed), *(_against(templates, cohort, seed) for cohort in cohorts)]
    for similarities in found:
        for pairing, strangers in similarities.items():
            rank = int(fmr * len(strangers))
            out[pairing] = max(out[pairing], float(np.partition(strangers, -1 - rank)[-1 - rank]))
    return out


def read_cohorts(folder: Path, file: str) -> dict[str, Cohort]:
    """The cohorts of a model by their names: strangers' embeddings, as `trainer cohort` wrote them, and nothing else of them.

    Raises ModelError where the file is damaged.
    """
    try:
        arrays = load_file(folder / file)
        out: dict[str, Cohort] = {}
        for key, vectors in arrays.items():
            name, view, mask = key.split(".")
            out.setdefault(name, {})[View(view), MaskState(mask)] = np.asarray(vectors, np.float32)
        return out
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(f"The cohort {folder / file} can not be read: {error}", "Install the model again.") from error


def impostor_similarities(templates: Sequence[Template], seed: int = 0) -> dict[Pairing, Vectors]:
    """For each pairing that occurs, the similarities of all templates of different people, float32, in no order."""
    of = _kinds(templates, seed)
    out = {}
    for pairing, (one, other) in _SIDES.items():
        if one in of and other in of:
            (a, people_a), (b, people_b) = of[one], of[other]
            strangers = (a @ b.T)[people_a[:, None] != people_b[None, :]]
            if len(strangers):
                out[pairing] = strangers
    return out


def _against(templates: Sequence[Template], cohort: Cohort, seed: int) -> dict[Pairing, Vectors]:
    """As `impostor_similarities`, of the templates with a cohort's."""
    of = _kinds(templates, seed)
    out = {}
    for pairing, (one, other) in _SIDES.items():
        found = [
            (of[mine][0] @ cohort[theirs].T).ravel()
            for mine, theirs in {(one, other), (other, one)}
            if mine in of and theirs in cohort
        ]
        if found:
            out[pairing] = np.concatenate(found)
    return out


def _kinds(templates: Sequence[Template], seed: int) -> dict[Kind, tuple[Vectors, NDArray[np.int64]]]:
    """Vectors and people of each kind of template that occurs."""
    rng = np.random.default_rng(seed)
    out = {}
    for view, mask in {kind for sides in _SIDES.values() for kind in sides}:
        chosen = [t for t in templates if t.view is view and t.mask is mask]
        if len(chosen) > _MOST:
            chosen = [chosen[i] for i in rng.choice(len(chosen), _MOST, replace=False)]
        if chosen:
            out[view, mask] = np.stack([t.vector for t in chosen]), np.array([t.person_id for t in chosen])
    return out
