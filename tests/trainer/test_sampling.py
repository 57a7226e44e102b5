"""The order of pictures: what every epoch promises, for any set of people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatekeeper.errors import TrainingError
from trainer.learn.parts import sampler_of
from trainer.learn.recipe import Recipe
from trainer.learn.sampling import FullCoverage, PeoplePictures, RandomTriplets, Shuffled, share

sets = st.lists(st.integers(0, 6), min_size=2, max_size=60).filter(lambda who: len(set(who)) > 1)


@settings(deadline=None)
@given(sets, st.integers(2, 4), st.integers(0, 3))
def test_people_and_pictures(who: list[int], pictures: int, epoch: int) -> None:
    identities = np.array(who)
    sampler = PeoplePictures(identities, 2, pictures, 1)
    if (np.bincount(identities) > 1).sum() < 2:
        with pytest.raises(TrainingError, match="A batch of 2 people is larger than the set of"):
            sampler.epoch(epoch)
        return
    for batch in sampler.epoch(epoch):
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
    sampler = FullCoverage(identities, 3, pictures, 1)
    partnered = np.flatnonzero(np.bincount(identities)[identities] > 1)
    if not len(partnered):
        with pytest.raises(TrainingError, match="A batch of 1 people is larger than the set of 0"):
            sampler.epoch(epoch)
        return
    batches = sampler.epoch(epoch)
    assert set(np.concatenate(batches).tolist()) == set(partnered.tolist())
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


def test_no_batch_is_without_negatives_where_triplets_are_mined_nor_leaves_a_process_idle() -> None:
    """Where one person has most of the pictures, the last batches hold that person alone."""
    identities = np.repeat(np.arange(6), [40, 4, 4, 4, 4, 4])

    def batches(loss: str, processes: int) -> list[NDArray[np.int64]]:
        changes = {"data.sampler": "full-coverage", "data.batch": 16, "data.pictures": 4, "loss.kind": loss}
        sampler = sampler_of(Recipe.load("smoke", changes), identities, processes)
        return [batch for epoch in range(4) for batch in sampler.epoch(epoch)]

    assert all(len(np.unique(identities[batch])) > 1 for batch in batches("triplet", 1))
    assert min(map(len, batches("arcface", 1))) < 8 <= min(map(len, batches("arcface", 8)))
    assert set(np.concatenate(batches("arcface", 4))) == set(range(60)), "classes need no negatives in the batch"
    with pytest.raises(TrainingError, match="A batch of 16 pictures is too small for 17 processes"):
        batches("arcface", 17)
    # A batch of 10 takes 2 people with 4 pictures each.
    few = Recipe.load("smoke", {"data.sampler": "people-pictures", "data.batch": 10, "data.pictures": 4})
    with pytest.raises(TrainingError, match="A batch of 8 pictures is too small for 9 processes"):
        sampler_of(few, identities, 9)


def test_too_few_people_or_pictures_are_named() -> None:
    with pytest.raises(TrainingError, match="two people"):
        PeoplePictures(np.zeros(5, np.int64), 2, 2).epoch(0)
    with pytest.raises(TrainingError, match="A batch of 5 people is larger than the set of 3") as told:
        PeoplePictures(np.array([0, 0, 1, 1, 2, 2, 3]), 5, 2).epoch(0)
    assert told.value.hint == "Use a smaller batch."
    with pytest.raises(TrainingError, match="A batch of 8 is larger than the set of 3"):
        Shuffled(np.arange(3), 8).epoch(0)
