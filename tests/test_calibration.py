"""Thresholds of a site against a comparison of everybody with everybody."""

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from gatekeeper.calibration import Accepted, Cohort, calibrate, few_people_floor, read_cohorts, site_thresholds
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


def templates(people: int, seed: int = 0, noise: float = 1e6) -> list[Template]:
    """noise: how far a person's pictures lie apart, in lengths of what they have in common; by default all are random."""
    rng = np.random.default_rng(seed)
    out = []
    for person in range(people):
        common = rng.standard_normal(16)
        for photo, mask in enumerate((MaskState.BARE, MaskState.BARE, MaskState.MASKED)):
            for view in (View.WHOLE, View.COVERED) if mask is MaskState.BARE else (View.COVERED,):
                vector = (common + noise * rng.standard_normal(16)).astype(np.float32)
                out.append(Template(person, 3 * person + photo, mask, view, "m", vector / np.linalg.norm(vector)))
    return out


def brute_force(everybody: list[Template], pairing: Pairing) -> list[float]:
    """Every comparison of different people once."""
    one, other = KINDS[pairing]
    return [
        float(a.vector @ b.vector)
        for i, a in enumerate(everybody)
        for j, b in enumerate(everybody)
        if (a.view, a.mask) == one and (b.view, b.mask) == other and a.person_id != b.person_id
        if one != other or i < j
    ]


def card(threshold: float, **more: object) -> ModelCard:
    """A model that demands the same in every pairing and at every FMR."""
    per_fmr = {f"{fmr:.0e}": {"threshold": threshold} for fmr in (1e-1, 1e-2, 1e-3, 1e-4)}
    words = {"id": "m", "files": {"m.onnx": "0"}, "thresholds": {pairing.value: per_fmr for pairing in Pairing}}
    return ModelCard(Path(), {**words, **more})


def steps(*values: float) -> dict[str, object]:
    """The same thresholds for FMR 1e-2, 1e-3 and 1e-4 in every pairing."""
    return {
        pairing.value: {f"1e-0{2 + n}": {"threshold": value} for n, value in enumerate(values)} for pairing in Pairing
    }


def strangers(people: int, seed: int) -> Cohort:
    others = templates(people, seed)
    kinds = {kind for sides in KINDS.values() for kind in sides}
    return {kind: np.stack([t.vector for t in others if (t.view, t.mask) == kind]) for kind in kinds}


def twin(of: Template, person: int, photo: int, noise: float = 0.0) -> Template:
    """Another person with nearly the same face."""
    vector = of.vector + noise * np.random.default_rng(photo).standard_normal(16).astype(np.float32)
    return replace(of, person_id=person, photo_id=photo, vector=vector / np.linalg.norm(vector))


@pytest.mark.parametrize("fmr", [1e-2, 1e-1])
def test_the_most_comparisons_of_strangers_that_are_asked_for_reach_the_threshold_and_no_more(fmr: float) -> None:
    everybody = templates(30)
    chosen = site_thresholds(everybody, LOW, fmr)
    for pairing in Pairing:
        found = np.array(brute_force(everybody, pairing))
        assert (found >= chosen[pairing]).sum() == int(fmr * len(found))


def test_a_site_makes_the_door_stricter_and_never_laxer() -> None:
    base = {Pairing.BARE_BARE: 0.99, Pairing.BARE_MASKED: -1.0, Pairing.MASKED_MASKED: 0.5}
    chosen = site_thresholds(templates(10), base, 1e-4)
    assert chosen[Pairing.BARE_BARE] == 0.99
    assert chosen[Pairing.BARE_MASKED] == pytest.approx(max(brute_force(templates(10), Pairing.BARE_MASKED)), abs=1e-6)
    assert site_thresholds([], base, 1e-4) == base
    assert site_thresholds(templates(1), base, 1e-4) == base


def test_a_place_with_two_people_is_as_strict_as_strangers_demand() -> None:
    two, others, cohort = templates(2), templates(20, seed=1), strangers(20, seed=1)
    alone, together = site_thresholds(two, LOW, 1e-4), site_thresholds(two, LOW, 1e-4, [cohort])
    for pairing, (one, other) in KINDS.items():
        worst = max(
            float(a.vector @ b.vector)
            for a in two
            for b in others
            if {(a.view, a.mask), (b.view, b.mask)} == {one, other}
        )
        assert together[pairing] == pytest.approx(max(worst, alone[pairing]), abs=1e-6)


def test_few_people_are_held_to_more_than_the_card_until_they_are_enough_to_show_its_rate() -> None:
    model = ModelCard.read(assets() / "models/masked-dlib")
    known = {pairing: model.threshold(pairing, 1e-4) for pairing in Pairing}
    floors = [few_people_floor(model, 1e-4, people) for people in (0, 1, 5, 24, 40, 100, 245)]
    for pairing in Pairing:
        values = [floor[pairing] for floor in floors]
        # A hundred times as often mistaken: two more of the card's last steps per decade.
        two_more = 3 * known[pairing] - 2 * model.threshold(pairing, 1e-3)
        assert values[0] == values[1] == values[2] == pytest.approx(two_more)
        assert values == sorted(values, reverse=True)
        assert 1 > values[0] > values[-1] > known[pairing]
    assert few_people_floor(model, 1e-4, 246) == {}
    # Five people show 3/10 and 1e-2 is wanted, thirty times less: between what the card knows for 1e-3 and for 1e-4.
    floor = few_people_floor(model, 1e-2, 5)
    assert all(model.threshold(pairing, 1e-3) < floor[pairing] < known[pairing] for pairing in Pairing)
    steep = few_people_floor(card(0.9, thresholds=steps(0.5, 0.7, 0.9)), 1e-4, 5)
    assert [*steep.values()] == pytest.approx([0.975] * 3)  # somebody may still come in


def test_what_few_people_are_held_to_is_measured_and_named() -> None:
    everybody = templates(5)
    model = card(0.0, thresholds=steps(0.95, 0.96, 0.97))
    found = calibrate(everybody, model, 1e-4, {})
    assert {one.basis for one in found.pairings.values()} == {"few"}
    assert found.thresholds == few_people_floor(model, 1e-4, 5)


def test_a_calibration_counts_its_evidence_and_takes_the_strictest_upper_end() -> None:
    everybody, cohort = templates(8), strangers(40, seed=1)
    found = calibrate(everybody, card(-1.0), 1e-2, {"faces": cohort})
    for pairing, measured in found.pairings.items():
        own = measured.own
        assert own is not None
        assert (own.people, own.pairs, own.comparisons) == (8, 28, len(brute_force(everybody, pairing)))
        assert own.least_fmr == pytest.approx(3 / 28)
        (faces,) = (source for source in measured.sources if source.name == "faces")
        assert faces.pairs == 8 * faces.others
        assert faces.others == max(len(cohort[kind]) for kind in KINDS[pairing])
        for source in measured.sources:
            assert source.low <= source.threshold <= source.high
        assert measured.threshold == max(source.high for source in measured.sources)
        assert found.thresholds[pairing] >= site_thresholds(everybody, LOW, 1e-2, [cohort])[pairing]


def test_the_interval_is_drawn_over_people_and_tells_how_much_one_person_matters() -> None:
    # One look-alike pair with many photos: pairs of photos would make it look like much evidence.
    everybody = templates(30)
    model = next(t for t in everybody if t.view is View.WHOLE)
    many = [twin(model, person, 1000 + 10 * person + n, 0.05) for person in (100, 101) for n in range(8)]
    measured = calibrate([*everybody, *many], card(-1.0), 1e-2, {}).pairings[Pairing.BARE_BARE].own
    assert measured is not None
    # Draws without either of the two know nothing of it.
    assert measured.low < 0.9 < measured.high


def test_only_people_enough_to_carry_the_claim_let_a_threshold_lie_below_the_card_s() -> None:
    # 3/1e-2 pairs of people are those of 25 people, whatever number of photos they have.
    for people, basis in ((24, "card"), (25, "own")):
        found = calibrate(templates(people), card(0.99), 1e-2, {"faces": strangers(500, seed=1)})
        for measured in found.pairings.values():
            assert measured.basis == basis
            assert (measured.threshold < 0.99) is (basis == "own")
    raised = calibrate(templates(24), card(0.1), 1e-2, {"faces": strangers(500, seed=1)})
    assert {measured.basis for measured in raised.pairings.values()} == {"strangers"}


def test_the_price_is_the_share_of_people_s_own_comparisons_that_pass() -> None:
    everybody = templates(30)
    found = calibrate(everybody, card(-1.0), 1e-2, {})
    for pairing, (one, other) in KINDS.items():
        own = [
            float(a.vector @ b.vector)
            for i, a in enumerate(everybody)
            for j, b in enumerate(everybody)
            if (a.view, a.mask) == one and (b.view, b.mask) == other
            if a.person_id == b.person_id and a.photo_id != b.photo_id and (one != other or i < j)
        ]
        share = found.pairings[pairing].genuine
        if not own:
            assert share is None  # everybody has one masked photo only
            continue
        assert share is not None
        assert share.value == pytest.approx(np.mean(np.array(own) >= found.thresholds[pairing]))
        assert share.low <= share.value <= share.high
        assert (share.people, share.comparisons) == (30, len(own))


def test_who_is_registered_twice_is_named_and_once_confirmed_raises_nobody_s_threshold() -> None:
    everybody = templates(40, noise=0.1)
    again = [twin(t, 99, 900 + t.photo_id, 0.01) for t in everybody if t.person_id == 7]
    before, raised = (site_thresholds(some, LOW, 1e-4) for some in (everybody, [*everybody, *again]))
    confirmed = site_thresholds([*everybody, *again], LOW, 1e-4, alike={(7, 99)})
    for pairing in Pairing:
        assert raised[pairing] > 0.97 > before[pairing]
        # Nearly as before; what the second registration says about all the others still counts.
        assert before[pairing] <= confirmed[pairing] < before[pairing] + 0.05
    model = card(before[Pairing.BARE_BARE])
    named = calibrate([*everybody, *again], model, 1e-2, {}).look_alikes
    assert [pair.people for pair in named] == [(7, 99)]
    assert named[0].as_one
    found = calibrate([*everybody, *again], model, 1e-2, {}, alike={(7, 99)})
    assert found.look_alikes == ()
    assert found.confirmed == ((7, 99),)


def test_two_people_of_whom_one_photo_is_alike_are_not_taken_for_one() -> None:
    everybody = templates(40, noise=0.1)
    stray = next(t for t in everybody if t.person_id == 7 and t.view is View.WHOLE)
    found = calibrate([*everybody, twin(stray, 8, 900)], card(0.9), 1e-2, {})
    assert found.look_alikes == ()


def test_memory_does_not_grow_with_people_times_people_and_nobody_is_overlooked() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((6000, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[4999] = vectors[3]  # registered twice: a sample of the people would hardly hold both
    everybody = [Template(n, n, MaskState.BARE, View.WHOLE, "m", vectors[n]) for n in range(5000)]
    cohort: Cohort = {(View.WHOLE, MaskState.BARE): vectors[5000:]}
    tracemalloc.start()
    found = calibrate(everybody, card(0.999), 1e-3, {"faces": cohort})
    site_thresholds(everybody, LOW, 1e-3, [cohort])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 5000 * 5000  # no table of people by people, not of the smallest numbers
    assert [pair.people for pair in found.look_alikes] == [(3, 4999)]


def test_a_calibration_is_stored_whole() -> None:
    everybody = [
        *templates(12, noise=0.1),
        *(twin(t, 99, 900 + t.photo_id) for t in templates(12, noise=0.1) if t.person_id == 7),
    ]
    found = calibrate(everybody, card(0.9), 1e-2, {"faces": strangers(20, seed=1)}, alike={(1, 2)})
    accepted = Accepted(found, datetime(2026, 3, 4, tzinfo=UTC), "Anna")
    assert Accepted.from_json(accepted.to_json()) == accepted
    assert accepted.fits(card(0.5))
    assert not accepted.fits(card(0.5, files={"m.onnx": "1"}))
    assert not accepted.outgrown(13)
    assert accepted.outgrown(30)


def test_calibrating_needs_two_people_and_can_be_stopped() -> None:
    with pytest.raises(ModelError, match="1 people are registered"):
        calibrate(templates(1), card(0.9), 1e-2, {})

    class Stop(Exception):  # noqa: N818
        pass

    told = []

    def progress(done: int, of: int) -> None:
        told.append(done / of)
        if len(told) == 5:
            raise Stop

    with pytest.raises(Stop):
        calibrate(templates(20), card(0.9), 1e-2, {}, progress=progress)
    told.clear()
    calibrate(templates(3), card(0.9), 1e-2, {}, progress=lambda done, of: told.append(done / of))
    assert told == sorted(told)
    assert told[-1] == 1


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
