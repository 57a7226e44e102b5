"""The threshold at an FMR, counted by hand: what is allowed passes, and not one comparison more."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatekeeper.people.comparisons import Compared
from gatekeeper.statistics import threshold_at


@settings(deadline=None)
@given(st.integers(1, 100), st.sampled_from([100, 300, 1000]))
def test_exactly_the_share_that_is_allowed_reaches_the_threshold(percent: int, strangers: int) -> None:
    """As fractions, which do not round: 29 % of 100 is 29, while 0.29 * 100 is less."""
    similarities = np.random.default_rng(percent).permutation(strangers) / strangers
    may = min(int(Fraction(percent, 100) * strangers), strangers - 1)
    compared = Compared(
        -np.sort(-similarities),
        np.arange(strangers),
        np.zeros(strangers, int),
        np.ones(strangers),
        np.array([float(strangers)]),
        False,
        strangers,
    )
    for threshold in (threshold_at(similarities, percent / 100), compared.threshold(percent / 100)):
        assert (similarities >= threshold).sum() == may


def test_equal_similarities_pass_together_or_not_at_all() -> None:
    assert threshold_at(np.array([0.9, 0.5, 0.5, 0.5, 0.1]), 0.4) == pytest.approx(0.5)
    assert (np.array([0.9, 0.5, 0.5, 0.5, 0.1]) >= threshold_at(np.array([0.9, 0.5, 0.5, 0.5, 0.1]), 0.4)).sum() == 1


def test_a_comparison_that_counts_twice_uses_up_two() -> None:
    values, weights = np.array([0.9, 0.8, 0.7, 0.6]), np.array([2.0, 1.0, 1.0, 0.0])
    assert (values >= threshold_at(values, 0.5, weights)).sum() == 1
    assert (values >= threshold_at(values, 0.75, weights)).sum() == 2
