"""Tracks on synthetic movements: an identity never passes from one person to another."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatekeeper.domain import Face
from gatekeeper.door.tracks import Tracks

Point = tuple[float, float]


def face(x: float, y: float = 200, size: float = 100, lean: float = 0) -> Face:
    """lean: how far aside the landmarks lie of the middle of the box."""
    points = np.array([(-0.2, -0.2), (0.2, -0.2), (0, 0), (-0.15, 0.2), (0.15, 0.2)]) * size + (x + lean, y)
    box = np.array([x - size / 2, y - size / 2, x + size / 2, y + size / 2])
    return Face(box.astype(np.float32), points.astype(np.float32), 0.99)


def unit(*values: float) -> NDArray[np.float32]:
    vector = np.array(values, np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def test_a_face_that_moves_smoothly_keeps_its_track() -> None:
    tracks = Tracks()
    ids = {tracks.assign([face(100 + 15 * step)], step / 15)[0] for step in range(20)}
    assert len(ids) == 1


def test_a_face_not_seen_for_longer_than_the_gap_is_new() -> None:
    tracks = Tracks()
    first = tracks.assign([face(100)], 0.0)
    assert tracks.assign([face(100)], 0.4) == first
    assert tracks.assign([face(100)], 1.0) != first


def test_a_face_that_jumps_or_grows_at_once_is_new() -> None:
    tracks = Tracks()
    first = tracks.assign([face(100)], 0.0)
    second = tracks.assign([face(300)], 0.07)
    third = tracks.assign([face(300, size=200)], 0.14)
    assert len({*first, *second, *third}) == 3


def test_a_second_face_gets_a_number_of_its_own_and_the_first_keeps_its() -> None:
    tracks = Tracks()
    first = tracks.assign([face(100)], 0.0)
    both = tracks.assign([face(400), face(101)], 0.07)
    assert both[1] == first[0]
    assert both[0] != first[0]


def test_two_faces_that_cross_both_lose_their_tracks() -> None:
    tracks = Tracks()
    before = tracks.assign([face(100), face(400)], 0.0)
    at = 0.0
    for step in range(1, 31):
        at = step / 15
        after = tracks.assign([face(100 + 10 * step), face(400 - 10 * step)], at)
    assert not set(before) & set(after)


def test_one_who_comes_between_breaks_the_track_instead_of_taking_it() -> None:
    tracks = Tracks()
    (mine,) = tracks.assign([face(100)], 0.0)
    ids = tracks.assign([face(105), face(130)], 0.07)
    assert mine not in ids
    assert mine not in tracks.live


def test_people_who_stand_half_behind_each_other_keep_their_tracks() -> None:
    tracks, sway = Tracks(), np.random.default_rng(1)
    before = tracks.assign([face(100), face(140)], 0.0)
    for step in range(1, 31):
        moved = [face(100 + sway.uniform(-3, 3)), face(140 + sway.uniform(-3, 3))]
        assert tracks.assign(moved, step / 15) == before
        assert tracks.unclear == tracks.overlapping == set(before)
    tracks.assign([face(40), face(200)], 2.1)
    assert not tracks.unclear


def test_two_cheek_to_cheek_keep_their_tracks_until_one_moves_though_neither_covers_the_other() -> None:
    tracks = Tracks()
    before = tracks.assign([face(100, lean=20), face(180, lean=-20)], 0.0)
    assert tracks.assign([face(102, lean=20), face(179, lean=-20)], 0.07) == before
    assert tracks.unclear == set(before)
    assert not tracks.overlapping
    assert not set(tracks.assign([face(102, lean=20), face(195, lean=-20)], 0.14)) & set(before)


def test_a_face_that_a_large_one_covers_keeps_its_track_while_that_stands_still() -> None:
    tracks = Tracks()
    small, large = tracks.assign([face(100, size=60), face(160, size=140)], 0.0)
    assert tracks.assign([face(101, size=60), face(161, size=140)], 0.07) == [small, large]
    assert tracks.overlapping == {small}
    after = tracks.assign([face(101, size=60), face(140, size=140)], 0.14)
    assert after[0] != small
    assert after[1] == large


@pytest.mark.parametrize(("moved", "seconds"), [(20, 0.07), (0, 0.3)], ids=["one moves", "seen too long ago"])
def test_one_of_two_who_moves_or_is_not_seen_in_between_leaves_both_in_doubt(moved: float, seconds: float) -> None:
    tracks = Tracks()
    before = tracks.assign([face(100), face(140)], 0.0)
    assert not set(tracks.assign([face(100), face(140 + moved)], seconds)) & set(before)


def test_one_who_goes_leaves_in_doubt_whoever_stood_beside_and_whoever_stood_beside_those() -> None:
    tracks = Tracks()
    before = tracks.assign([face(100), face(140), face(180), face(400)], 0.0)
    after = tracks.assign([face(100), face(140), face(400)], 0.07)
    assert set(after) & set(before) == {before[3]}


def test_one_who_comes_cheek_to_cheek_leaves_both_in_doubt() -> None:
    tracks = Tracks()
    (mine,) = tracks.assign([face(100, lean=20)], 0.0)
    assert mine not in tracks.assign([face(101, lean=20), face(180, lean=-20)], 0.07)
    assert mine not in tracks.live


def test_another_person_at_the_same_place_is_noticed_by_the_embedding() -> None:
    tracks = Tracks()
    (mine,) = tracks.assign([face(100)], 0.0)
    assert tracks.resembles(mine, unit(1, 0, 0.1), False)
    assert tracks.resembles(mine, unit(1, 0, 0.2), False)
    assert not tracks.resembles(mine, unit(0.5, 1, 0), False)
    new = tracks.restart(mine)
    assert new != mine
    assert tracks.resembles(new, unit(0.5, 1, 0), False)
    assert tracks.assign([face(101)], 0.07) == [new]


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(0, 600), max_size=5), max_size=12))
def test_no_two_faces_of_a_frame_share_a_track(frames: list[list[float]]) -> None:
    tracks = Tracks()
    for step, places in enumerate(frames):
        ids = tracks.assign([face(x) for x in places], step / 15)
        assert len(set(ids)) == len(places)


STEP = st.tuples(st.floats(-16, 16), st.floats(-16, 16))
WALKS = st.lists(st.tuples(st.tuples(STEP, STEP, STEP), st.sampled_from((0.03, 0.067, 0.1, 0.2))), max_size=30)
PLACE = st.tuples(st.floats(100, 180), st.floats(180, 220))


def owners(places: Sequence[Point], walks: Sequence[tuple[Sequence[Point], float]]) -> dict[int, set[int]]:
    """Whom each track was given to, where everybody takes these steps and these seconds pass from frame to frame."""
    tracks, at, owned = Tracks(), 0.0, defaultdict[int, set[int]](set)
    where = np.array(places)
    for steps, seconds in [(np.zeros_like(where), 0.0), *walks]:
        where, at = where + steps, at + seconds
        for person, track in enumerate(tracks.assign([face(x, y) for x, y in where], at)):
            owned[track].add(person)
    return owned


@settings(deadline=None)
@given(st.tuples(PLACE, PLACE, PLACE), WALKS)
def test_nobody_who_moves_by_less_than_a_quarter_of_a_face_gets_another_s_track(
    places: Sequence[Point], walks: Sequence[tuple[Sequence[Point], float]]
) -> None:
    assert all(len(people) == 1 for people in owners(places, walks).values())


def test_control_two_who_exchange_places_from_one_frame_to_the_next_exchange_their_tracks() -> None:
    """Which only their looks tell."""
    owned = owners([(100, 200), (140, 200)], [([(40, 0), (-40, 0)], 0.07)])
    assert list(owned.values()) == [{0, 1}, {0, 1}]
