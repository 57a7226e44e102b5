"""The gallery against a plain search over everything."""

import numpy as np
import pytest
from numpy.typing import NDArray

from gatekeeper.domain import MaskState, Pairing, Template, View
from gatekeeper.errors import ModelError
from gatekeeper.gallery import Gallery

Vectors = NDArray[np.float32]
DIM = 32


def unit(rng: np.random.Generator, shape: tuple[int, ...]) -> Vectors:
    v = rng.normal(size=shape)
    return np.asarray(v / np.linalg.norm(v, axis=-1, keepdims=True), np.float32)


def template(person: int, vector: Vectors, photo: int = 0, mask: str = "bare", view: str = "whole") -> Template:
    return Template(person, photo, MaskState(mask), View(view), "m", vector)


def people(count: int, each: int, seed: int = 0) -> list[Template]:
    rng = np.random.default_rng(seed)
    centres = unit(rng, (count, DIM))
    found = []
    for person in range(count):
        for k in range(each):
            vector = centres[person] + 0.1 * unit(rng, (DIM,))
            found.append(template(person, vector / np.linalg.norm(vector), photo=person * each + k))
    return found


@pytest.mark.parametrize("exact_up_to", [100_000, 1000])
def test_best_person_and_runner_up_are_those_of_a_plain_search(exact_up_to: int) -> None:
    templates = people(500, 5)
    gallery = Gallery(DIM, exact_up_to)
    for start in range(0, len(templates), 400):
        gallery.add(templates[start : start + 400])
    vectors = np.stack([t.vector for t in templates])
    owners = np.array([t.person_id for t in templates])
    queries = vectors[::50]
    right = 0
    for query, match in zip(queries, gallery.search(queries, View.WHOLE, MaskState.BARE), strict=True):
        assert match is not None
        similarities = vectors @ query
        best = int(owners[similarities.argmax()])
        runner_up = float(similarities[owners != best].max())
        right += match.person_id == best
        assert match.similarity == pytest.approx(float(similarities.max()), abs=1e-5)
        if exact_up_to > len(templates):
            assert match.runner_up == pytest.approx(runner_up, abs=1e-5)
        else:
            assert match.runner_up <= runner_up + 1e-5
    assert right / len(queries) >= 0.99


def test_the_runner_up_is_another_person_however_many_photos_the_best_one_has() -> None:
    rng = np.random.default_rng(1)
    me, you = unit(rng, (2, DIM))
    mine = [template(1, me, photo=i) for i in range(200)]
    gallery = Gallery(DIM)
    gallery.add([*mine, template(2, you, photo=999)])
    match = gallery.search(me[None], View.WHOLE, MaskState.BARE)[0]
    assert match is not None
    assert match.person_id == 1
    assert match.similarity == pytest.approx(1, abs=1e-5)
    assert match.runner_up == pytest.approx(float(me @ you), abs=1e-5)


def test_one_person_alone_has_no_runner_up_and_an_empty_gallery_matches_nobody() -> None:
    me = unit(np.random.default_rng(2), (1, DIM))
    gallery = Gallery(DIM)
    assert gallery.search(me, View.WHOLE, MaskState.BARE) == [None]
    gallery.add([template(1, me[0])])
    match = gallery.search(me, View.WHOLE, MaskState.BARE)[0]
    assert match is not None
    assert match.runner_up == -1
    assert gallery.search(me, View.COVERED, MaskState.MASKED) == [None]


def test_the_pairing_is_that_of_probe_and_winning_template() -> None:
    a, b = unit(np.random.default_rng(3), (2, DIM))
    gallery = Gallery(DIM)
    gallery.add([template(1, a, view="covered"), template(2, b, mask="masked", view="covered")])
    first, second = gallery.search(np.stack([a, b]), View.COVERED, MaskState.MASKED)
    assert first is not None
    assert second is not None
    assert (first.pairing, second.pairing) == (Pairing.BARE_MASKED, Pairing.MASKED_MASKED)


@pytest.mark.parametrize("exact_up_to", [100_000, 100])
def test_who_is_removed_is_never_matched_again_and_the_others_are(exact_up_to: int) -> None:
    templates = people(60, 4)
    gallery = Gallery(DIM, exact_up_to)
    gallery.add(templates)
    assert gallery.remove_person(7) == 4
    assert gallery.remove_person(7) == 0
    assert gallery.remove_photo(8, 32) == 1
    assert len(gallery) == 235
    assert 7 not in gallery.people
    matches = gallery.search(np.stack([t.vector for t in templates]), View.WHOLE, MaskState.BARE)
    assert all(m is not None and m.person_id != 7 for m in matches)
    assert {m.person_id for m in matches if m is not None} == set(range(60)) - {7}


@pytest.mark.parametrize(
    ("vector", "word"),
    [(np.ones(DIM, np.float32), "unit"), (np.full(DIM, np.nan, np.float32), "unit"), (np.eye(7)[0], "length 32")],
)
def test_vectors_that_are_none_are_refused_by_name(vector: Vectors, word: str) -> None:
    with pytest.raises(ModelError, match=word):
        Gallery(DIM).add([template(1, vector)])


def test_who_resembles_a_known_impostor_no_less_than_the_person_has_no_margin() -> None:
    rng = np.random.default_rng(2)
    me, twin, other = unit(rng, (3, DIM))
    twin = (me + 0.4 * twin) / np.linalg.norm(me + 0.4 * twin)
    gallery = Gallery(DIM)
    gallery.add([template(1, me), template(2, other, photo=1)])

    def margin(probe: Vectors, view: View = View.WHOLE) -> float:
        (match,) = gallery.search(probe[None], view, MaskState.BARE)
        assert match is not None
        assert match.person_id == 1
        return match.margin

    assert margin(twin) > 0.3
    gallery.add_impostors([template(1, twin, photo=7)])
    assert margin(twin) < 0
    assert 0 < margin(me) < 0.2
    assert len(gallery) == 2
    gallery.remove_photo(1, 7)
    assert margin(twin) > 0.3
    gallery.add_impostors([template(1, twin, photo=8)])
    gallery.remove_person(1)
    gallery.add([template(1, me)])
    assert margin(twin) > 0.3


def at(degrees: float) -> Vectors:
    """A unit vector so far from the first axis."""
    vector = np.zeros(DIM, np.float32)
    vector[:2] = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return vector


THRESHOLDS = {Pairing.BARE_BARE: 0.9, Pairing.BARE_MASKED: 0.80, Pairing.MASKED_MASKED: 0.95}


def test_a_masked_face_is_held_to_the_threshold_of_what_it_is_compared_with() -> None:
    """Bob's masked photo is the more similar one, but Ada's bare one lies further above its own threshold."""
    gallery = Gallery(DIM)
    gallery.add([template(1, at(15), 1, "bare", "covered"), template(2, at(10), 2, "masked", "covered")])
    (plain,) = gallery.search(at(0)[None], View.COVERED, MaskState.MASKED)
    assert plain is not None
    assert plain.person_id == 2
    (match,) = gallery.search(at(0)[None], View.COVERED, MaskState.MASKED, THRESHOLDS)
    assert match is not None
    assert (match.person_id, match.pairing) == (1, Pairing.BARE_MASKED)
    ada, bob = np.cos(np.radians(15)) - 0.80, np.cos(np.radians(10)) - 0.95
    assert match.similarity == pytest.approx(ada + 0.80, abs=1e-5)
    assert match.margin == pytest.approx(ada - bob, abs=1e-5)


def test_one_person_s_other_pairing_is_not_their_runner_up() -> None:
    gallery = Gallery(DIM)
    gallery.add(
        [
            template(1, at(15), 1, "bare", "covered"),
            template(1, at(10), 2, "masked", "covered"),
            template(2, at(60), 3, "bare", "covered"),
        ]
    )
    (match,) = gallery.search(at(0)[None], View.COVERED, MaskState.MASKED, THRESHOLDS)
    assert match is not None
    assert match.person_id == 1
    assert match.runner_up == pytest.approx(float(np.cos(np.radians(60))), abs=1e-5)


def test_a_mask_worn_wrongly_is_compared_as_a_mask() -> None:
    gallery = Gallery(DIM)
    gallery.add([template(1, at(10), 1, "bare", "covered")])
    (match,) = gallery.search(at(0)[None], View.COVERED, MaskState.WRONG, THRESHOLDS)
    assert match is not None
    assert match.pairing is Pairing.BARE_MASKED


def test_with_thresholds_the_search_is_that_of_a_plain_one_over_what_lies_above_them() -> None:
    rng = np.random.default_rng(5)
    rows = [template(i // 4, v, i, ("bare", "masked")[i % 2], "covered") for i, v in enumerate(unit(rng, (400, DIM)))]
    gallery = Gallery(DIM)
    gallery.add(rows)
    queries = unit(rng, (30, DIM))
    limits = np.array([THRESHOLDS[Pairing.of(MaskState.MASKED, t.mask)] for t in rows])
    owners = np.array([t.person_id for t in rows])
    for query, match in zip(queries, gallery.search(queries, View.COVERED, MaskState.MASKED, THRESHOLDS), strict=True):
        assert match is not None
        above = np.stack([t.vector for t in rows]) @ query - limits
        assert match.person_id == owners[above.argmax()]
        assert match.margin == pytest.approx(above.max() - above[owners != match.person_id].max(), abs=1e-5)
