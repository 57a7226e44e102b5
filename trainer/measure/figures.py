"""Plots of a run and of a report, as PNG bytes."""

import io
from typing import Any

import numpy as np

from gatekeeper.errors import TrainingError
from trainer.measure.evaluate import BINS, Histogram

Series = dict[str, tuple[list[float], list[float]]]


def histogram(found: Histogram, title: str) -> bytes:
    """The distances of same and different pairs, and the threshold."""
    figure, axes = _axes(title, "distance", "share of pairs")
    for shares, label, colour in (
        (found.same, "same person", "#1b7f4b"),
        (found.different, "different people", "#b03a2e"),
    ):
        axes.stairs(shares, BINS, fill=True, alpha=0.6, label=label, color=colour)
    axes.axvline(found.threshold, color="black", linestyle="--", label=f"threshold {found.threshold:.3f}")
    axes.set_title(f"{title}: IOU {found.iou:.4f}")
    axes.legend()
    return _png(figure)


def lines(series: Series, title: str, x: str, y: str, logarithmic: bool = False) -> bytes:
    """Curves (x values, y values) by name; logarithmic: the x axis."""
    figure, axes = _axes(title, x, y)
    for name, (xs, ys) in series.items():
        axes.plot(xs, ys, label=name, marker="." if len(xs) < 30 else None)
    if logarithmic:
        axes.set_xscale("log")
    axes.grid(alpha=0.3)
    if len(series) > 1:
        axes.legend()
    return _png(figure)


def confusion(matrix: list[list[int]], title: str) -> bytes:
    """Rows are the truth, columns the prediction."""
    figure, axes = _axes(title, "prediction", "truth")
    axes.imshow(np.array(matrix), cmap="Blues")
    names = ("different", "same")
    axes.set_xticks((0, 1), names)
    axes.set_yticks((0, 1), names)
    half = np.max(matrix) / 2
    for row in (0, 1):
        for column in (0, 1):
            count = matrix[row][column]
            axes.text(column, row, str(count), ha="center", color="white" if count > half else "black")
    return _png(figure)


def _axes(title: str, x: str, y: str) -> tuple[Any, Any]:
    try:
        # Not pyplot: it would look for a display and keep every figure in memory.
        from matplotlib.figure import Figure
    except ImportError as error:
        raise TrainingError("Figures need matplotlib.", "Install it: pip install gatekeeper[trainer]") from error
    figure = Figure(figsize=(6, 4), dpi=110, layout="constrained")
    axes = figure.subplots()
    axes.set_title(title)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes


def _png(figure: Any) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()
