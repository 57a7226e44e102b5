"""Thresholds of a site against a comparison of everybody with everybody."""

from pathlib import Path

import numpy as np
import pytest

from gatekeeper.calibration import impostor_similarities, read_cohorts, site_thresholds
from gatekeeper.domain import MaskState, Pairing, Template, View
from gatekeeper.errors import ModelError
from gatekeeper.paths import assets
from gatekeeper.vision.registry import ModelCard

KINDS = {
    Pairing.BARE_BARE: ((View.WHOLE, MaskState.BARE), (View.WHOLE, MaskState.BARE)),
    Pairing.BARE_MASKED: ((View.COVERED, MaskState.BARE), (View.COVERED, MaskState.MASKED)),
    Pairing.MASKED_MASKED: ((View.COVERED, MaskState.MASKED), (View.COVERED, MaskState.MASKED)),
}
LOW = dict.fromkeys(Pairing, -1.0)


def templates(people: int, seed: int = 0) -> list[Template]:
    rng = np.random.default_rng(seed)
    out = []
    for person in range(people):
        for photo, mask in enumerate((MaskState.BARE, MaskState.BARE, MaskState.MASKED)):
            for view in (View.WHOLE, View.COVERED) if mask is MaskState.BARE else (View.COVERED,):
                vector = rng.standard_normal(16).astype(np.float32)
                out.append(Template(person, 3 * person + photo, mask, view, "m", vector / np.linalg.norm(vector)))
    return out


def brute_force(everybody: list[Template], pairing: Pairing) -> list[float]:
    one, other = KINDS[pairing]
    return [
        float(a.vector @ b.vector)
        for a in everybody
        for b in everybody
        if (a.view, a.mask) == one and (b.view, b.mask) == other and a.person_id != b.person_id
    ]


def test_impostors_are_all_pairs_of_different_people_and_no_others() -> None:
    everybody = templates(7)
    found = impostor_similarities(everybody)
    for pairing in Pairing:
        np.testing.assert_allclose(np.sort(found[pairing]), np.sort(brute_force(everybody, pairing)), atol=1e-6)


@pytest.mark.parametrize("fmr", [1e-2, 1e-1])
def test_at_most_the_asked_share_of_strangers_lies_above_the_threshold(fmr: float) -> None:
    everybody = templates(30)
    chosen = site_thresholds(everybody, LOW, fmr)
    for pairing in Pairing:
        strangers = np.array(brute_force(everybody, pairing))
        assert (strangers > chosen[pairing] + 1e-6).mean() <= fmr
        assert (strangers >= chosen[pairing] - 1e-6).mean() > 0


def test_a_site_makes_the_door_stricter_and_never_laxer() -> None:
    card = {Pairing.BARE_BARE: 0.99, Pairing.BARE_MASKED: -1.0, Pairing.MASKED_MASKED: 0.5}
    chosen = site_thresholds(templates(10), card, 1e-4)
    assert chosen[Pairing.BARE_BARE] == 0.99
    assert chosen[Pairing.BARE_MASKED] == pytest.approx(max(brute_force(templates(10), Pairing.BARE_MASKED)), abs=1e-6)
    assert site_thresholds([], card, 1e-4) == card
    assert site_thresholds(templates(1), card, 1e-4) == card


def test_a_place_with_two_people_is_as_strict_as_strangers_demand() -> None:
    two, others = templates(2), templates(20, seed=1)
    kinds = {kind for sides in KINDS.values() for kind in sides}
    cohort = {kind: np.stack([t.vector for t in others if (t.view, t.mask) == kind]) for kind in kinds}
    alone, together = site_thresholds(two, LOW, 1e-4), site_thresholds(two, LOW, 1e-4, [cohort])
    for pairing, (one, other) in KINDS.items():
        worst = max(
            float(a.vector @ b.vector)
            for a in two
            for b in others
            if {(a.view, a.mask), (b.view, b.mask)} == {one, other}
        )
        assert together[pairing] == pytest.approx(max(worst, alone[pairing]), abs=1e-6)


def test_the_bundled_model_s_strangers_are_read_and_a_damaged_file_is_refused(tmp_path: Path) -> None:
    model = ModelCard.read(assets() / "models/masked-dlib")
    cohorts = read_cohorts(model.verified, model.card["cohort"])
    assert cohorts.keys() == {"faces", "strangers"}
    for cohort in cohorts.values():
        for vectors in cohort.values():
            np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)
    (tmp_path / "cohort.safetensors").write_bytes(b"no tensors")
    with pytest.raises(ModelError, match="can not be read"):
        read_cohorts(tmp_path, "cohort.safetensors")
