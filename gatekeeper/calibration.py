"""Thresholds for a site: the model's card says what strangers in general look like, the site's own people what they do.

People of one place resemble each other, and so do pictures of one camera; a threshold measured elsewhere is then too low.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from gatekeeper.domain import MaskState, Pairing, Template, Vectors, View

_MOST = 4000  # templates of one kind that are compared; more add little but seconds


def site_thresholds(
    templates: Sequence[Template], card: Mapping[Pairing, float], fmr: float, seed: int = 0
) -> dict[Pairing, float]:
    """For each pairing the larger of the card's threshold and the one the registered people need among themselves.

    templates: everybody's, of one model. fmr: the share of comparisons between different people that may reach the
    threshold. Where the site has fewer than 3/fmr such comparisons (rule of three) its highest similarity stands for the
    quantile it can not show: that can only make the door stricter than asked, never laxer.
    """
    out = dict(card)
    for pairing, strangers in impostor_similarities(templates, seed).items():
        rank = int(fmr * len(strangers))
        out[pairing] = max(out[pairing], float(np.partition(strangers, -1 - rank)[-1 - rank]))
    return out


def impostor_similarities(templates: Sequence[Template], seed: int = 0) -> dict[Pairing, Vectors]:
    """For each pairing that occurs, the similarities of all templates of different people, float32, in no order."""
    rng = np.random.default_rng(seed)
    kinds = {
        (View.WHOLE, MaskState.BARE): [t for t in templates if t.view is View.WHOLE and t.mask is MaskState.BARE],
        (View.COVERED, MaskState.BARE): [t for t in templates if t.view is View.COVERED and t.mask is MaskState.BARE],
        (View.COVERED, MaskState.MASKED): [t for t in templates if t.mask is MaskState.MASKED],
    }
    arrays = {}
    for key, chosen in kinds.items():
        if len(chosen) > _MOST:
            chosen = [chosen[i] for i in rng.choice(len(chosen), _MOST, replace=False)]
        if chosen:
            arrays[key] = np.stack([t.vector for t in chosen]), np.array([t.person_id for t in chosen])
    sides = {
        Pairing.BARE_BARE: ((View.WHOLE, MaskState.BARE), (View.WHOLE, MaskState.BARE)),
        Pairing.BARE_MASKED: ((View.COVERED, MaskState.BARE), (View.COVERED, MaskState.MASKED)),
        Pairing.MASKED_MASKED: ((View.COVERED, MaskState.MASKED), (View.COVERED, MaskState.MASKED)),
    }
    out = {}
    for pairing, (one, other) in sides.items():
        if one in arrays and other in arrays:
            (a, people_a), (b, people_b) = arrays[one], arrays[other]
            strangers = (a @ b.T)[people_a[:, None] != people_b[None, :]]
            if len(strangers):
                out[pairing] = strangers
    return out
