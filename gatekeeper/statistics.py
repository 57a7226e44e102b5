"""The arithmetic of figures: thresholds at a false match rate, and intervals of shares."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]


def allowed(share: float, total: float) -> float:
    """How many of so many comparisons a share of them is. 0.29 times 100 is 28.999... to a computer, and means 29."""
    return share * total * (1 + 1e-12)


def threshold_at(values: NDArray[np.floating[Any]], share: float, weights: Weights | None = None) -> float:
    """The lowest similarity that at most this share of the comparisons of different people reaches: the threshold at an FMR.

    values: (N,), at least one; weights: (N,), how often each counts, once unless given.
    """
    order = np.argsort(values)[::-1]
    reached = np.cumsum(np.ones(len(values)) if weights is None else weights[order])
    first_too_many = int(np.searchsorted(reached, allowed(share, reached[-1]), side="right"))
    return float(np.nextafter(values[order[min(first_too_many, len(order) - 1)]], np.inf))


def wilson(right: float, n: int) -> dict[str, float | int | None]:
    """A share with its 95 % interval by Wilson (1927): keys value, low, high, n; None where there is nothing to count."""
    if n == 0:
        return {"value": None, "low": None, "high": None, "n": 0}
    z, share = 1.959964, right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    return {"value": share, "low": max(0.0, middle - half), "high": min(1.0, middle + half), "n": n}


def error_rate(errors: int, trials: int) -> dict[str, float | int | None]:
    """A rate with its 95 % interval, see `wilson`: keys rate, low, high; None where nothing was tried."""
    share = wilson(errors, trials)
    return {"rate": share["value"], "low": share["low"], "high": share["high"]}
