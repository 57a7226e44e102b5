"""Batch normalisation over the whole batch when several CPU processes share it.

torch's SyncBatchNorm supports GPUs only. Here sums are all-reduced over the processes in the forward pass, and their
gradients in the backward pass, so that the result equals that of a single process.
"""

from types import MethodType
from typing import Any, cast

import torch
from torch import Tensor, distributed, nn
from torch.nn.modules.batchnorm import _BatchNorm


def synchronise(network: nn.Module) -> None:
    """Make every batch normalisation of a network use all processes' pictures. Weights and names stay the same."""
    for part in network.modules():
        if isinstance(part, _BatchNorm):
            part.forward = MethodType(_forward, part)  # type: ignore[method-assign]


class _Sum(torch.autograd.Function):
    """The sum over all processes; gradients are summed as well."""

    @staticmethod
    def forward(ctx: Any, values: Tensor) -> Tensor:
        total = values.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        total = gradients[0].clone()
        distributed.all_reduce(total)
        return total


def _forward(self: _BatchNorm, x: Tensor) -> Tensor:
    if not self.training:
        return type(self).forward(self, x)
    axes = [0, *range(2, x.ndim)]
    wide = x.float()
    count = torch.tensor([x.numel() / x.shape[1]], device=x.device)
    sums = cast(Tensor, _Sum.apply(torch.cat([wide.sum(axes), wide.square().sum(axes), count])))
    n = sums[-1]
    mean, squares = (part / n for part in sums[:-1].chunk(2))
    variance = (squares - mean.square()).clamp_min(0)
    if self.track_running_stats and self.running_mean is not None and self.running_var is not None:
        with torch.no_grad():
            assert self.num_batches_tracked is not None
            self.num_batches_tracked.add_(1)
            share = self.momentum if self.momentum is not None else 1 / float(self.num_batches_tracked)
            self.running_mean.lerp_(mean.to(self.running_mean.dtype), share)
            self.running_var.lerp_((variance * n / (n - 1)).to(self.running_var.dtype), share)
    shape = [1, -1, *[1] * (x.ndim - 2)]
    y = (wide - mean.view(shape)) * torch.rsqrt(variance + self.eps).view(shape)
    if self.weight is not None:
        y = y * self.weight.view(shape) + self.bias.view(shape)
    return y.to(x.dtype)
