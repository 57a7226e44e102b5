"""Tracks on synthetic movements: an identity never passes from one person to another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatekeeper.domain import Face
from gatekeeper.door.tracks import Tracks


def face(x: float, y: float = 200, size: float = 100) -> Face:
    points = np.array([(-0.2, -0.2), (0.2, -0.2), (0, 0), (-0.15, 0.2), (0.15, 0.2)]) * size + (x, y)
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


@given(st.lists(st.lists(st.floats(0, 600), max_size=5), max_size=12))
def test_no_two_faces_of_a_frame_share_a_track(frames: list[list[float]]) -> None:
    tracks = Tracks()
    for step, places in enumerate(frames):
        ids = tracks.assign([face(x) for x in places], step / 15)
        assert len(set(ids)) == len(places)
