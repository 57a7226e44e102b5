"""Triplet mining: indices (anchor, positive, negative) within a batch, found without gradient.

Each miner takes distances (N, N) and labels (N,) and uses whole-tensor operations only. An anchor without a positive or a
negative in the batch gives no triplet.
"""

from collections.abc import Callable

import torch
from torch import Tensor

Triplets = tuple[Tensor, Tensor, Tensor]


@torch.no_grad()
def batch_all(distances: Tensor, labels: Tensor) -> Triplets:
    """Every valid triplet of the batch (Hermans et al., 2017). N^3 booleans: 16 MiB at 256 pictures."""
    positive, negative = _relations(labels)
    anchors, positives, negatives = (positive[:, :, None] & negative[:, None, :]).nonzero(as_tuple=True)
    return anchors, positives, negatives


@torch.no_grad()
def batch_hard(distances: Tensor, labels: Tensor) -> Triplets:
    """For each anchor, its farthest positive and nearest negative (Hermans et al., 2017)."""
    positive, negative = _relations(labels)
    anchors = (positive.any(1) & negative.any(1)).nonzero()[:, 0]
    farthest = distances.masked_fill(~positive, -torch.inf).argmax(1)
    nearest = distances.masked_fill(~negative, torch.inf).argmin(1)
    return anchors, farthest[anchors], nearest[anchors]


@torch.no_grad()
def semi_hard(distances: Tensor, labels: Tensor, margin: float) -> Triplets:
    """For each anchor and positive, the nearest negative that is farther than the positive but within the margin.

    (Schroff et al., 2015.) Pairs without such a negative give no triplet.
    """
    positive, negative = _relations(labels)
    anchors, positives = positive.nonzero(as_tuple=True)
    rows, to_positive = distances[anchors], distances[anchors, positives][:, None]
    fit = negative[anchors] & (rows > to_positive) & (rows < to_positive + margin)
    nearest = rows.masked_fill(~fit, torch.inf).argmin(1)
    usable = fit.any(1)
    return anchors[usable], positives[usable], nearest[usable]


@torch.no_grad()
def offline(distances: Tensor, labels: Tensor) -> Triplets:
    """The triplets that `trainer.learn.sampling.RandomTriplets` put into the batch, three rows each: no mining."""
    rows = torch.arange(len(labels) - len(labels) % 3, device=labels.device).view(-1, 3)
    return rows[:, 0], rows[:, 1], rows[:, 2]


def miner(name: str, margin: float) -> Callable[[Tensor, Tensor], Triplets]:
    """The miner of this name, one of `MINERS`."""
    if name == "semi-hard":
        return lambda distances, labels: semi_hard(distances, labels, margin)
    return {"batch-hard": batch_hard, "batch-all": batch_all, "offline": offline}[name]


MINERS = ("batch-hard", "semi-hard", "batch-all", "offline")


def _relations(labels: Tensor) -> tuple[Tensor, Tensor]:
    """Boolean (N, N): pairs of two pictures of the same person, and pairs of different people."""
    same = labels[:, None] == labels[None, :]
    return same & ~torch.eye(len(labels), dtype=torch.bool, device=labels.device), ~same
