"""What several processes that train as one tell each other within a step."""

from typing import Any

import numpy as np
import torch
from torch import Tensor, distributed


class _Gather(torch.autograd.Function):
    """Rows of all processes one after another. Each computes the same loss from them, so each knows the gradient of its
    own rows; times the number of processes, because the gradients of the weights are averaged over them."""

    @staticmethod
    def forward(ctx: Any, own: Tensor, rows: int, start: int, world: int) -> Tensor:
        ctx.span, ctx.world = (start, start + len(own)), world
        every = own.new_zeros(rows, own.shape[1])
        every[start : start + len(own)] = own
        distributed.all_reduce(every)
        return every

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None, None]:
        start, end = ctx.span
        return gradients[0][start:end] * ctx.world, None, None, None


def gathered(own: Tensor, rows: int, rank: int, world: int) -> Tensor:
    """All processes' embeddings, (rows, dim), in the order of the batch; own: this process's part of them."""
    if world == 1:
        return own
    start = sum(len(part) for part in np.array_split(np.arange(rows), world)[:rank])
    gathered: Tensor = _Gather.apply(own, rows, start, world)
    return gathered


def agreed(asked: bool, device: str, world: int) -> bool:
    """Whether any process was asked to stop: all of them answer alike, after the same step."""
    if world == 1:
        return asked
    flag = torch.tensor(float(asked), device=device)
    distributed.all_reduce(flag)
    return bool(flag > 0)
