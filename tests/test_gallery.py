"""The gallery against the comparison written out, one person at a time."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from plainly import of, similarity

from gatekeeper.comparison import Crowd
from gatekeeper.domain import MaskState, Match, Pairing, Template
from gatekeeper.door.gallery import Gallery
from gatekeeper.errors import ModelError

Vectors = NDArray[np.float32]
DIM = 32
BARE, MASKED = MaskState.BARE, MaskState.MASKED


def unit(rng: np.random.Generator, shape: tuple[int, ...]) -> Vectors:
    v = rng.normal(size=shape)
    return np.asarray(v / np.linalg.norm(v, axis=-1, keepdims=True), np.float32)


def template(person: int, vector: Vectors, photo: int = 0, mask: str = "bare") -> Template:
    return Template(person, photo, MaskState(mask), "m", vector)


def people(count: int, each: int, seed: int = 0) -> list[Template]:
    """Every second photo of each is masked."""
    rng = np.random.default_rng(seed)
    centres = unit(rng, (count, DIM))
    found = []
    for person in range(count):
        for k in range(each):
            vector = centres[person] + 0.6 * unit(rng, (DIM,))
            vector /= np.linalg.norm(vector)
            found.append(template(person, vector, person * each + k, ("bare", "masked")[k % 2]))
    return found


def plainly(face: Vectors, templates: list[Template], strangers: Sequence[Vectors] | Vectors = ()) -> dict[int, float]:
    """How similar a face is to everybody."""
    everybody = of(templates)
    vectors = {person: [t.vector for t in theirs] for person, theirs in everybody.items()}
    return {
        person: similarity(face, mine, [theirs for other, theirs in vectors.items() if other != person], strangers)
        for person, mine in vectors.items()
    }


def only(matches: list[Match | None]) -> Match:
    (match,) = matches
    assert match is not None
    return match


@pytest.mark.parametrize("strangers", [0, 40])
def test_person_similarity_and_runner_up_are_those_of_the_comparison_written_out(strangers: int) -> None:
    rng = np.random.default_rng(9)
    templates, aside = people(60, 5), unit(rng, (strangers, DIM))
    gallery = Gallery(DIM, Crowd.of(aside).counting_as() if strangers else None)
    for start in range(0, len(templates), 77):
        gallery.add(templates[start : start + 77])
    faces = np.stack([t.vector for t in templates[::30]] + list(unit(rng, (5, DIM))))
    for face, match in zip(faces, gallery.search(faces, [BARE] * len(faces)), strict=True):
        expected = sorted(plainly(face, templates, aside).items(), key=lambda one: -one[1])
        assert match is not None
        assert match.person_id == expected[0][0]
        assert match.similarity == pytest.approx(expected[0][1], abs=1e-4)
        assert match.runner_up == pytest.approx(expected[1][1], abs=1e-4)


def test_so_many_people_that_the_index_is_approximate_are_found_as_by_the_exact_one() -> None:
    templates = people(1500, 2)
    exact, approximate = Gallery(DIM), Gallery(DIM, exact_up_to=300)
    for gallery in (exact, approximate):
        for start in range(0, len(templates), 500):
            gallery.add(templates[start : start + 500])
    faces = np.stack([t.vector for t in templates[::30]])
    pairs = zip(*(g.search(faces, [BARE] * len(faces)) for g in (exact, approximate)), strict=True)
    same = [a is not None and b is not None and a.person_id == b.person_id for a, b in pairs]
    assert np.mean(same) >= 0.99


def test_one_odd_photo_does_not_make_somebody_of_a_person() -> None:
    """It is the best photo, but not what the others have in common."""
    rng = np.random.default_rng(1)
    me, you = unit(rng, (2, DIM))
    alone, among = Gallery(DIM), Gallery(DIM)
    alone.add([template(1, you)])
    among.add([template(1, you, 0), *(template(1, me, 1 + n) for n in range(5))])
    assert only(among.search(you[None], [BARE])).similarity < 0.7 * only(alone.search(you[None], [BARE])).similarity


def test_a_face_that_resembles_everybody_is_less_similar_to_each() -> None:
    rng = np.random.default_rng(4)
    common = unit(rng, (DIM,))
    alike = [template(n, v / np.linalg.norm(v), n) for n, v in enumerate(common + 0.7 * unit(rng, (40, DIM)))]
    gallery = Gallery(DIM)
    gallery.add(alike)
    own = only(gallery.search(alike[3].vector[None], [BARE]))
    everybody_s = only(gallery.search(common[None], [BARE]))
    assert own.person_id == 3
    assert everybody_s.similarity < 0.8 * own.similarity
    assert float(max(t.vector @ common for t in alike)) > 0.75  # which the plain cosine would have called a match


def test_one_person_alone_has_no_runner_up_and_an_empty_gallery_matches_nobody() -> None:
    me = unit(np.random.default_rng(2), (1, DIM))
    gallery = Gallery(DIM)
    assert gallery.search(me, [BARE]) == [None]
    gallery.add([template(1, me[0])])
    assert only(gallery.search(me, [MASKED])).runner_up == -1


def test_the_pairing_is_that_of_the_face_and_the_person_s_nearest_photo() -> None:
    a, b, c = unit(np.random.default_rng(3), (3, DIM))
    gallery = Gallery(DIM)
    gallery.add([template(1, a), template(1, b, 1, "masked"), template(2, c, 2)])
    found = gallery.search(np.stack([a, b, a, b]), [BARE, BARE, MASKED, MaskState.WRONG])
    expected = [Pairing.BARE_BARE, Pairing.BARE_MASKED, Pairing.BARE_MASKED, Pairing.MASKED_MASKED]
    assert [match.pairing for match in found if match is not None] == expected


@pytest.mark.parametrize("exact_up_to", [100_000, 20])
def test_a_removed_person_is_never_matched_again_and_the_others_are(exact_up_to: int) -> None:
    templates = people(60, 4)
    gallery = Gallery(DIM, exact_up_to=exact_up_to)
    gallery.add(templates)
    assert gallery.remove_person(7) == 4
    assert gallery.remove_person(7) == 0
    assert gallery.remove_photo(8, 32) == 1
    assert gallery.remove_photo(8, 32) == 0
    assert len(gallery) == 235
    assert 7 not in gallery.people
    matches = gallery.search(np.stack([t.vector for t in templates]), [BARE] * len(templates))
    assert all(m is not None and m.person_id != 7 for m in matches)
    assert {m.person_id for m in matches if m is not None} == set(range(60)) - {7}


def test_adding_and_removing_people_leaves_nothing_in_the_crowd() -> None:
    templates = people(30, 3)
    plain, moved = Gallery(DIM), Gallery(DIM)
    plain.add(t for t in templates if t.person_id < 20)
    moved.add(templates[40:])
    moved.add(templates[:40])
    for person in range(20, 30):
        moved.remove_person(person)
    faces = np.stack([t.vector for t in templates])
    for a, b in zip(*(g.search(faces, [BARE] * len(faces)) for g in (plain, moved)), strict=True):
        assert a is not None
        assert b is not None
        assert (a.person_id, a.similarity) == (b.person_id, pytest.approx(b.similarity, abs=1e-4))


@pytest.mark.parametrize(
    ("vector", "word"),
    [(np.ones(DIM, np.float32), "unit"), (np.full(DIM, np.nan, np.float32), "unit"), (np.eye(7)[0], "length 32")],
)
def test_vectors_that_are_none_are_refused_by_name(vector: Vectors, word: str) -> None:
    with pytest.raises(ModelError, match=word):
        Gallery(DIM).add([template(1, vector)])


def test_a_face_as_similar_to_an_impostor_as_to_the_person_has_no_margin() -> None:
    rng = np.random.default_rng(2)
    me, twin, other = unit(rng, (3, DIM))
    twin = (me + 0.4 * twin) / np.linalg.norm(me + 0.4 * twin)
    gallery = Gallery(DIM)
    gallery.add([template(1, me), template(2, other, photo=1)])

    def margin(probe: Vectors) -> float:
        match = only(gallery.search(probe[None], [BARE]))
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


def test_with_thresholds_the_nearest_is_who_lies_furthest_above_their_own() -> None:
    thresholds = {Pairing.BARE_BARE: 0.9, Pairing.BARE_MASKED: 0.2, Pairing.MASKED_MASKED: 0.6}
    rng = np.random.default_rng(5)
    rows = [template(i, v, i, ("bare", "masked")[i % 2]) for i, v in enumerate(unit(rng, (25, DIM)))]
    gallery = Gallery(DIM)
    gallery.add(rows)
    limits = {t.person_id: thresholds[Pairing.of(MASKED, t.mask)] for t in rows}
    faces = unit(rng, (30, DIM))
    changed = 0
    for face, match in zip(faces, gallery.search(faces, [MASKED] * len(faces), thresholds), strict=True):
        assert match is not None
        above = {person: value - limits[person] for person, value in plainly(face, rows).items()}
        first, second = sorted(above, key=lambda person: -above[person])[:2]
        assert match.person_id == first
        assert match.margin == pytest.approx(above[first] - above[second], abs=1e-4)
        changed += only(gallery.search(face[None], [MASKED])).person_id != first
    assert changed > 3  # without thresholds it would have been others
