"""The order of pictures: what every epoch promises, for any set of people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatekeeper.errors import TrainingError
from trainer.learn.sampling import FullCoverage, PeoplePictures, RandomTriplets, Shuffled, share

sets = st.lists(st.integers(0, 6), min_size=2, max_size=60).filter(lambda who: len(set(who)) > 1)


@settings(deadline=None)
@given(sets, st.integers(2, 4), st.integers(0, 3))
def test_people_and_pictures(who: list[int], pictures: int, epoch: int) -> None:
    identities = np.array(who)
    for batch in PeoplePictures(identities, 2, pictures, 1).epoch(epoch):
        people, counts = np.unique(identities[batch], return_counts=True)
        assert len(people) == 2
        assert (counts == pictures).all()
        for person in people:
            mine = batch[identities[batch] == person]
            assert len(np.unique(mine)) == min(pictures, (identities == person).sum()) >= 2


@settings(deadline=None)
@given(sets, st.integers(2, 4), st.integers(0, 3))
def test_full_coverage_shows_every_picture_that_has_a_partner(who: list[int], pictures: int, epoch: int) -> None:
    identities = np.array(who)
    batches = FullCoverage(identities, 3, pictures, 1).epoch(epoch)
    partnered = np.flatnonzero(np.bincount(identities)[identities] > 1)
    assert set(np.concatenate(batches or [np.empty(0, np.int64)]).tolist()) == set(partnered.tolist())
    for batch in batches:
        people, counts = np.unique(identities[batch], return_counts=True)
        assert len(people) <= 3
        assert (counts == pictures).all()


def test_random_triplets_are_two_of_one_person_and_one_of_another() -> None:
    identities = np.repeat(np.arange(7), 3)
    batches = RandomTriplets(identities, 5, 0).epoch(2)
    assert [len(batch) for batch in batches] == [15] * 4
    a, p, n = identities[np.concatenate(batches)].reshape(-1, 3).T
    assert (a == p).all()
    assert (a != n).all()
    anchors, positives, _ = np.concatenate(batches).reshape(-1, 3).T
    assert (anchors != positives).all()
    assert len(np.unique(anchors)) == 20


@pytest.mark.parametrize("kind", [Shuffled, PeoplePictures, FullCoverage, RandomTriplets])
def test_an_epoch_is_a_function_of_seed_and_number_and_its_shares_give_it_again(kind: type) -> None:
    identities = np.repeat(np.arange(9), 4)
    numbers = (3, 2) if kind in (PeoplePictures, FullCoverage) else (6,)
    one, again, other = (kind(identities, *numbers, seed).epoch(5) for seed in (1, 1, 2))
    assert all((a == b).all() for a, b in zip(one, again, strict=True))
    assert any((a != b).any() for a, b in zip(one, other, strict=True))
    assert any((a != b).any() for a, b in zip(one, kind(identities, *numbers, 1).epoch(6), strict=True))
    for batch in one:
        assert (np.concatenate([share(batch, rank, 2) for rank in (0, 1)]) == batch).all()


def test_too_few_people_or_pictures_are_named() -> None:
    with pytest.raises(TrainingError, match="two people"):
        PeoplePictures(np.zeros(5, np.int64), 2, 2).epoch(0)
    with pytest.raises(TrainingError, match="A batch of 8 is larger than the set of 3"):
        Shuffled(np.arange(3), 8).epoch(0)
