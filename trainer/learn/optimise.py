"""Optimisers and learning-rate schedules."""

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from torch.optim import SGD, Adadelta, Adam, AdamW, Optimizer, RMSprop, lr_scheduler

from trainer.learn.recipe import Recipe


def optimiser_of(recipe: Recipe, network: nn.Module, head: nn.Module) -> Optimizer:
    """The recipe's optimiser, with named parameter groups: head and network, each with and without weight decay.

    Weight decay applies to matrices and convolutions only, not to norms, slopes and biases (as in timm).
    """
    settings = recipe.optimiser
    common: dict[str, Any] = {"lr": settings.learning_rate, "weight_decay": settings.weight_decay}
    if settings.name in ("sgd", "adam", "adamw") and next(network.parameters()).is_cuda:
        common["fused"] = True  # one kernel for all weights instead of several for each
    groups = []
    for name, part, rate in (
        ("head", head, settings.learning_rate),
        ("network", network, settings.learning_rate * settings.network_share),
    ):
        trained = [p for p in part.parameters() if p.requires_grad]
        for decay, parameters in (
            (settings.weight_decay, [p for p in trained if p.ndim > 1]),
            (0.0, [p for p in trained if p.ndim <= 1]),
        ):
            if parameters:
                groups.append({"params": parameters, "lr": rate, "weight_decay": decay, "name": name})
    if settings.name == "sgd":
        return SGD(groups, momentum=settings.momentum, **common)
    if settings.name == "rmsprop":
        return RMSprop(groups, momentum=settings.momentum, **common)
    kinds: dict[str, type[Optimizer]] = {"adam": Adam, "adamw": AdamW, "adadelta": Adadelta}
    return kinds[settings.name](groups, **common)


def rates_of(optimiser: Optimizer) -> dict[str, float]:
    """The learning rate of each named group."""
    return {group["name"]: float(group["lr"]) for group in optimiser.param_groups}


class Schedule:
    """One of torch's learning-rate schedules, stepped per batch, with a linear warm-up (Goyal et al., 2017).

    A milestone applies after its epoch's last step. The warm-up scales the schedule's own rate.
    """

    def __init__(self, recipe: Recipe, optimiser: Optimizer, steps_per_epoch: int) -> None:
        self._optimiser = optimiser
        self._total = recipe.run.epochs * steps_per_epoch
        self._warm = round(recipe.schedule.warmup * steps_per_epoch)
        self._schedule = _of_torch(recipe, optimiser, steps_per_epoch, self._total)
        self._scale()

    def step(self) -> None:
        """Advance to the next step's rate; after the last step it stays."""
        if self._schedule.last_epoch >= self._total:
            return
        # Some of torch's schedules compute the next rate from the current one.
        for group, rate in zip(self._optimiser.param_groups, self._schedule.get_last_lr(), strict=True):
            group["lr"] = rate
        self._schedule.step()
        self._scale()

    def state_dict(self) -> dict[str, Any]:
        """As in torch's schedules."""
        return self._schedule.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """As in torch's schedules."""
        self._schedule.load_state_dict(state)

    def _scale(self) -> None:
        if (share := (self._schedule.last_epoch + 1) / max(self._warm, 1)) < 1:
            for group, rate in zip(self._optimiser.param_groups, self._schedule.get_last_lr(), strict=True):
                group["lr"] = float(rate) * share


def _of_torch(recipe: Recipe, optimiser: Optimizer, steps_per_epoch: int, total: int) -> lr_scheduler.LRScheduler:
    name = recipe.schedule.name
    rates = [group["lr"] for group in optimiser.param_groups]
    if name == "multistep":
        milestones = [epoch * steps_per_epoch for epoch in recipe.schedule.milestones]
        return lr_scheduler.MultiStepLR(optimiser, milestones, recipe.schedule.factor)
    if name == "cosine":
        return lr_scheduler.CosineAnnealingLR(optimiser, total)
    if name == "one-cycle":
        # One more: the last call of step() sets the rate of a step that is never taken.
        return lr_scheduler.OneCycleLR(optimiser, rates, total + 1, cycle_momentum=False)  # it is the recipe's
    if name == "cyclic":
        up = max(1, 2 * steps_per_epoch)
        return lr_scheduler.CyclicLR(optimiser, [rate / 10 for rate in rates], rates, up, cycle_momentum=False)
    return lr_scheduler.ConstantLR(optimiser, 1.0)


def running_mean(decay: float) -> Callable[[Tensor, Tensor, Tensor | int], Tensor]:
    """For `AveragedModel`: an exponential mean whose decay grows to `decay`; integer buffers are copied."""

    def mean(average: Tensor, latest: Tensor, count: Tensor | int) -> Tensor:
        if not average.is_floating_point():
            return latest
        return average.lerp(latest, 1 - growing(decay, int(count)))

    return mean


def growing(decay: float, steps: int) -> float:
    """The decay of a running mean after so many steps: less at first, so that the beginning is soon forgotten."""
    return min(decay, 1 - float((steps + 2) ** -0.75))
