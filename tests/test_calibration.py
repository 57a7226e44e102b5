"""Thresholds of a site against a comparison of everybody with everybody."""

import json
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from plainly import of, similarity

from gatekeeper.comparison import COMPARISON
from gatekeeper.domain import MaskState, Pairing, Template
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard, sha256
from gatekeeper.paths import assets
from gatekeeper.people.calibration import Accepted, Source, calibrate, few_people_floor, site_thresholds
from gatekeeper.people.strangers import Cohort, read_cohorts

LOW = dict.fromkeys(Pairing, -1.0)
BARE, MASKED = MaskState.BARE, MaskState.MASKED


def templates(people: int, seed: int = 0, noise: float = 1e6) -> list[Template]:
    """noise: how far a person's pictures lie apart, in lengths of what they have in common; by default all are random."""
    rng = np.random.default_rng(seed)
    out = []
    for person in range(people):
        common = rng.standard_normal(64)
        for photo, mask in enumerate((BARE, BARE, MASKED, MASKED)):
            vector = (common + noise * rng.standard_normal(64)).astype(np.float32)
            out.append(Template(person, 4 * person + photo, mask, "m", vector / np.linalg.norm(vector)))
    return out


def plainly(
    everybody: list[Template], cohort: Cohort | None = None, faces: Cohort | None = None
) -> dict[Pairing, list[float]]:
    """How similar every photo is to everybody else, or, with faces, each of these to everybody."""
    known = of(everybody)
    vectors = {person: [t.vector for t in theirs] for person, theirs in known.items()}
    strangers = cohort[BARE] if cohort is not None else ()
    probes = (
        [(t.vector, t.mask, t.person_id) for t in everybody]
        if faces is None
        else [(vector, mask, -1) for mask, every in faces.items() for vector in every]
    )
    out: dict[Pairing, list[float]] = {pairing: [] for pairing in Pairing}
    for face, mask, owner in probes:
        for person, theirs in known.items():
            if person != owner:
                others = [v for other, v in vectors.items() if other not in (person, owner)]
                nearest = max(theirs, key=lambda t: float(t.vector @ face))
                value = similarity(face, vectors[person], others, strangers)
                out[Pairing.of(mask, nearest.mask)].append(value)
    return out


def card(threshold: float, **more: object) -> ModelCard:
    """A model that demands the same in every pairing and at every FMR."""
    per_fmr = {f"{fmr:.0e}": {"threshold": threshold} for fmr in (1e-1, 1e-2, 1e-3, 1e-4)}
    words = {
        "id": "m",
        "files": {"m.onnx": "0"},
        "comparison": COMPARISON,
        "thresholds": {pairing.value: per_fmr for pairing in Pairing},
    }
    return ModelCard(Path(), {**words, **more})


def steps(*values: float) -> dict[str, object]:
    """The same thresholds for FMR 1e-2, 1e-3 and 1e-4 in every pairing."""
    return {
        pairing.value: {f"1e-0{2 + n}": {"threshold": value} for n, value in enumerate(values)} for pairing in Pairing
    }


def strangers(people: int, seed: int) -> Cohort:
    others = templates(people, seed)
    return {mask: np.stack([t.vector for t in others if t.mask is mask]) for mask in (BARE, MASKED)}


def twin(of: Template, person: int, photo: int, noise: float = 0.0) -> Template:
    """Another person with nearly the same face."""
    vector = of.vector + noise * np.random.default_rng(photo).standard_normal(64).astype(np.float32)
    return replace(of, person_id=person, photo_id=photo, vector=vector / np.linalg.norm(vector))


@pytest.mark.parametrize("fmr", [1e-2, 1e-1])
def test_the_most_comparisons_of_strangers_that_are_asked_for_reach_the_threshold_and_no_more(fmr: float) -> None:
    everybody = templates(20)
    chosen = site_thresholds(everybody, LOW, fmr)
    for pairing, found in plainly(everybody).items():
        assert len(found) > 100
        assert (np.array(found) >= chosen[pairing] - 1e-6).sum() == pytest.approx(int(fmr * len(found)), abs=1)


def test_a_site_makes_the_door_stricter_and_never_laxer() -> None:
    base = {Pairing.BARE_BARE: 2.9, Pairing.BARE_MASKED: -1.0, Pairing.MASKED_MASKED: 0.2}
    chosen = site_thresholds(templates(10), base, 1e-4)
    assert chosen[Pairing.BARE_BARE] == 2.9
    assert chosen[Pairing.BARE_MASKED] == pytest.approx(max(plainly(templates(10))[Pairing.BARE_MASKED]), abs=1e-4)
    assert site_thresholds([], base, 1e-4) == base
    assert site_thresholds(templates(1), base, 1e-4) == base


def test_a_place_with_two_people_is_as_strict_as_strangers_demand() -> None:
    two, cohort = templates(2), strangers(20, seed=1)
    together = site_thresholds(two, LOW, 1e-4, [cohort])
    alone = plainly(two, cohort)
    for pairing, values in plainly(two, cohort, cohort).items():
        assert together[pairing] == pytest.approx(max(*values, *alone[pairing]), abs=1e-4)


def test_few_people_are_held_to_more_than_the_card_until_they_are_enough_to_show_its_rate() -> None:
    model = ModelCard.read(assets() / "models/masked-face")
    known = {pairing: model.threshold(pairing, 1e-4) for pairing in Pairing}
    floors = [few_people_floor(model, 1e-4, people) for people in (0, 1, 5, 24, 40, 100, 245)]
    for pairing in Pairing:
        values = [floor[pairing] for floor in floors]
        # Fifteen hundred times as often mistaken: so many more of the card's last steps per decade.
        held_to = Pairing.MASKED_MASKED if pairing is Pairing.BARE_MASKED else pairing
        step = known[held_to] - model.threshold(held_to, 1e-3)
        assert values[0] == values[1] == values[2] == pytest.approx(known[held_to] + step * np.log10(1500))
        assert values == sorted(values, reverse=True)
        assert 1 > values[0] > values[-1] > known[pairing]
    assert few_people_floor(model, 1e-4, 246) == {}
    # Ten people's 45 pairs count for 6, which show 1/2, and 1e-2 is wanted, fifty times less: between 1e-3 and 1e-4.
    floor = few_people_floor(model, 1e-2, 10)
    assert all(model.threshold(pairing, 1e-3) < floor[pairing] < known[pairing] for pairing in Pairing)
    steep = few_people_floor(card(0.9, thresholds=steps(0.5, 0.7, 0.9)), 1e-4, 5)
    assert [*steep.values()] == pytest.approx([1.2] * 3)  # somebody may still come in


def test_what_few_people_are_held_to_is_measured_and_named() -> None:
    everybody = templates(5)
    model = card(0.0, thresholds=steps(0.95, 0.96, 0.97))
    found = calibrate(everybody, model, 1e-4, {})
    assert {one.basis for one in found.pairings.values()} == {"few"}
    assert found.thresholds == few_people_floor(model, 1e-4, 5)


@pytest.mark.slow
def test_a_calibration_counts_its_evidence_and_takes_the_strictest_upper_end() -> None:
    everybody, cohort = templates(8), strangers(40, seed=1)
    found = calibrate(everybody, card(-1.0), 1e-2, {"faces": cohort})
    counted = plainly(everybody)
    for pairing, measured in found.pairings.items():
        own = measured.own
        assert own is not None
        assert (own.people, own.pairs, own.comparisons) == (8, 28, len(counted[pairing]))
        assert own.least_fmr == pytest.approx(3 / 28)
        (faces,) = (source for source in measured.sources if source.name == "faces")
        assert faces.comparisons == len(plainly(everybody, cohort, cohort)[pairing])
        for source in measured.sources:
            assert source.low <= source.threshold <= source.high
        assert measured.threshold == max(source.high for source in measured.sources)
        assert found.thresholds[pairing] >= site_thresholds(everybody, LOW, 1e-2, [cohort])[pairing]


def test_the_interval_is_drawn_over_people_and_tells_how_much_one_person_matters() -> None:
    # One look-alike pair with many photos: pairs of photos would make it look like much evidence.
    everybody = templates(30)
    model = everybody[0]
    many = [twin(model, person, 1000 + 10 * person + n, 0.05) for person in (100, 101) for n in range(8)]
    measured = calibrate([*everybody, *many], card(-1.0), 1e-2, {}).pairings[Pairing.BARE_BARE].own
    assert measured is not None
    # Draws without either of the two know nothing of it.
    assert measured.low < 0.6 * measured.high


def test_only_people_enough_to_carry_the_claim_let_a_threshold_lie_below_the_card_s() -> None:
    # 3/1e-2 pairs of people are those of 25 people, whatever number of photos they have.
    for people, basis in ((24, "card"), (25, "own")):
        found = calibrate(templates(people), card(2.0), 1e-2, {"faces": strangers(500, seed=1)})
        for measured in found.pairings.values():
            assert measured.basis == basis
            assert (measured.threshold < 2.0) is (basis == "own")
    raised = calibrate(templates(24), card(0.1), 1e-2, {"faces": strangers(500, seed=1)})
    assert {measured.basis for measured in raised.pairings.values()} == {"strangers"}


def test_the_evidence_for_a_pairing_is_the_pairs_of_people_with_the_photos_for_it_look_alikes_apart() -> None:
    worn = {person: {MASKED} if person < 3 else {BARE, MASKED} if person < 8 else {BARE} for person in range(30)}
    alike = {(1, 9), (4, 6), (10, 11), (12, 13)}
    everybody = [t for t in templates(30) if t.mask in worn[t.person_id]]
    found = calibrate(everybody, card(2.0), 1e-2, {}, alike)
    states = {
        Pairing.BARE_BARE: (BARE, BARE),
        Pairing.BARE_MASKED: (BARE, MASKED),
        Pairing.MASKED_MASKED: (MASKED, MASKED),
    }
    for pairing, (one, other) in states.items():
        own = found.pairings[pairing].own
        assert own is not None
        able = [
            (p, q)
            for p, q in combinations(worn, 2)
            if (p, q) not in alike and any(one in worn[a] and other in worn[b] for a, b in ((p, q), (q, p)))
        ]
        assert own.pairs == len(able)


@pytest.mark.parametrize("masked", [2, 3])
def test_confirmed_look_alikes_and_people_without_a_mask_are_no_evidence_for_masked_faces(masked: int) -> None:
    everybody = [t for t in templates(30) if t.mask is BARE or t.person_id < masked]
    found = calibrate(everybody, card(2.0), 1e-2, {}, {(10, 11), (12, 13), (14, 15), (16, 17)})
    assert {pairing: one.basis for pairing, one in found.pairings.items()} == {
        Pairing.BARE_BARE: "own",
        Pairing.BARE_MASKED: "card",
        Pairing.MASKED_MASKED: "card",
    }
    assert found.thresholds[Pairing.BARE_MASKED] == found.thresholds[Pairing.MASKED_MASKED] == 2.0


@pytest.mark.parametrize("pairs", [-1, 0, 3])
def test_what_no_pair_of_people_or_three_show_is_nothing(pairs: int) -> None:
    assert Source("own", 2, 2, 4, pairs, 0.5, 0.4, 0.6).least_fmr == 1


def test_the_price_is_the_share_of_people_s_own_faces_that_pass() -> None:
    """Each photo as a face, the person as the other photos show them."""
    everybody = templates(12, noise=0.7)
    found = calibrate(everybody, card(-1.0), 1e-2, {})
    known = of(everybody)
    own: dict[Pairing, list[float]] = {pairing: [] for pairing in Pairing}
    for person, theirs in known.items():
        others = [[t.vector for t in photos] for other, photos in known.items() if other != person]
        for face in theirs:
            rest = [t for t in theirs if t is not face]
            nearest = max(rest, key=lambda t: float(t.vector @ face.vector))
            value = similarity(face.vector, [t.vector for t in rest], others)
            own[Pairing.of(face.mask, nearest.mask)].append(value)
    for pairing, values in own.items():
        share = found.pairings[pairing].genuine
        assert share is not None
        assert share.value == pytest.approx(np.mean(np.array(values) >= found.thresholds[pairing]))
        assert share.low <= share.value <= share.high
        assert share.comparisons == len(values)


def test_who_is_registered_twice_is_named_and_once_confirmed_raises_nobody_s_threshold() -> None:
    everybody = templates(40, noise=0.1)
    again = [twin(t, 99, 900 + t.photo_id, 0.01) for t in everybody if t.person_id == 7]
    before, raised = (site_thresholds(some, LOW, 1e-4) for some in (everybody, [*everybody, *again]))
    confirmed = site_thresholds([*everybody, *again], LOW, 1e-4, alike={(7, 99)})
    # Whoever is registered twice is nearest to a photo that is covered alike.
    for pairing in (Pairing.BARE_BARE, Pairing.MASKED_MASKED):
        assert raised[pairing] > before[pairing] + 0.05
        # Nearly as before; what the second registration says about all the others still counts.
        assert confirmed[pairing] < raised[pairing] - 0.05
    model = card(before[Pairing.BARE_BARE])
    named = calibrate([*everybody, *again], model, 1e-2, {}).look_alikes
    assert [pair.people for pair in named] == [(7, 99)]
    assert named[0].as_one
    found = calibrate([*everybody, *again], model, 1e-2, {}, alike={(7, 99)})
    assert found.look_alikes == ()
    assert found.confirmed == ((7, 99),)


def test_two_people_of_whom_one_photo_is_alike_are_not_taken_for_one() -> None:
    everybody = templates(40, noise=0.1)
    stray = next(t for t in everybody if t.person_id == 7)
    least = site_thresholds(everybody, LOW, 1e-4)[Pairing.BARE_BARE]
    found = calibrate([*everybody, twin(stray, 8, 900)], card(least), 1e-2, {})
    assert found.look_alikes == ()


@pytest.mark.slow
def test_memory_does_not_grow_with_people_times_people_and_nobody_is_overlooked() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((6000, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[4999] = vectors[3]  # registered twice: a sample of the people would hardly hold both
    everybody = [Template(n, n, MaskState.BARE, "m", vectors[n]) for n in range(5000)]
    cohort: Cohort = {MaskState.BARE: vectors[5000:]}
    tracemalloc.start()
    found = calibrate(everybody, card(0.75), 1e-3, {"faces": cohort})
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
    before = json.loads(accepted.to_json())
    del before["comparison"]
    assert not Accepted.from_json(json.dumps(before)).fits(card(0.5)), "it was measured with another comparison"
    assert not accepted.outgrown(13)
    assert accepted.outgrown(30)


def test_calibrating_needs_two_people_and_can_be_stopped() -> None:
    with pytest.raises(ModelError, match="knows 1 person: too few"):
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
    model = ModelCard.read(assets() / "models/masked-face")
    cohorts = read_cohorts(model)
    assert cohorts.keys() == {"faces", "strangers"}
    for cohort in cohorts.values():
        for vectors in cohort.values():
            np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)
    (tmp_path / "cohort.safetensors").write_bytes(b"no tensors")
    files = {"cohort.safetensors": sha256(tmp_path / "cohort.safetensors")}
    with pytest.raises(ModelError, match="cannot be read"):
        read_cohorts(ModelCard(tmp_path, {"id": "x", "files": files, "cohort": "cohort.safetensors"}))
