"""Communication between training processes within a step."""

from typing import Any

import numpy as np
import torch
from torch import Tensor, distributed


class _Gather(torch.autograd.Function):
    """The rows of all processes, concatenated. Each process computes the same loss from them and so knows the gradient of its
    own rows; it is multiplied by the number of processes because weight gradients are averaged over them."""

    @staticmethod
    def forward(ctx: Any, part: Tensor, rows: int, start: int, world: int) -> Tensor:
        ctx.span, ctx.world = (start, start + len(part)), world
        every = part.new_zeros(rows, part.shape[1])
        every[start : start + len(part)] = part
        distributed.all_reduce(every)
        return every

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None, None]:
        start, end = ctx.span
        return gradients[0][start:end] * ctx.world, None, None, None


def gathered(part: Tensor, rows: int, rank: int, world: int) -> Tensor:
    """All processes' embeddings, (rows, dim), in the order of the batch; part: this process's."""
    if world == 1:
        return part
    start = sum(len(part) for part in np.array_split(np.arange(rows), world)[:rank])
    gathered: Tensor = _Gather.apply(part, rows, start, world)
    return gathered


def agreed(asked: bool, device: str, world: int) -> bool:
    """Whether any process was asked to stop; all processes get the same answer after the same step."""
    if world == 1:
        return asked
    flag = torch.tensor(float(asked), device=device)
    distributed.all_reduce(flag)
    return bool(flag > 0)
