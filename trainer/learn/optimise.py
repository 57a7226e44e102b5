"""Optimisers and how their rates go over the steps."""

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from torch.optim import SGD, Adadelta, Adam, AdamW, Optimizer, RMSprop, lr_scheduler

from trainer.learn.recipe import Recipe


def optimiser_of(recipe: Recipe, network: nn.Module, head: nn.Module) -> Optimizer:
    """The recipe's optimiser. Its groups bear names: head and network, each without decay for what is no matrix.

    Weight decay pulls at matrices and convolutions: norms, slopes and biases are not what grows too large (Loshchilov, 2019;
    as timm has it).
    """
    wanted = recipe.optimiser
    common: dict[str, Any] = {"lr": wanted.learning_rate, "weight_decay": wanted.weight_decay}
    if wanted.name in ("sgd", "adam", "adamw") and next(network.parameters()).is_cuda:
        common["fused"] = True  # one kernel for all weights instead of several for each
    groups = []
    for name, part, rate in (
        ("head", head, wanted.learning_rate),
        ("network", network, wanted.learning_rate * wanted.network_share),
    ):
        trained = [p for p in part.parameters() if p.requires_grad]
        for decay, own in (
            (wanted.weight_decay, [p for p in trained if p.ndim > 1]),
            (0.0, [p for p in trained if p.ndim <= 1]),
        ):
            if own:
                groups.append({"params": own, "lr": rate, "weight_decay": decay, "name": name})
    if wanted.name == "sgd":
        return SGD(groups, momentum=wanted.momentum, **common)
    if wanted.name == "rmsprop":
        return RMSprop(groups, momentum=wanted.momentum, **common)
    kinds: dict[str, type[Optimizer]] = {"adam": Adam, "adamw": AdamW, "adadelta": Adadelta}
    return kinds[wanted.name](groups, **common)


def rates_of(optimiser: Optimizer) -> dict[str, float]:
    """The learning rate of each named group."""
    return {group["name"]: float(group["lr"]) for group in optimiser.param_groups}


class Schedule:
    """The learning rate over steps, one of torch's schedules, with a linear warm-up over it (Goyal et al., 2017).

    An epoch's milestones fall on its last step. During the warm-up the schedule's own rate is scaled, whichever it is.
    """

    def __init__(self, recipe: Recipe, optimiser: Optimizer, steps_per_epoch: int) -> None:
        self._optimiser = optimiser
        self._total = recipe.run.epochs * steps_per_epoch
        self._warm = round(recipe.schedule.warmup * steps_per_epoch)
        self._schedule = _of_torch(recipe, optimiser, steps_per_epoch, self._total)
        self._scale()

    def step(self) -> None:
        """Go on to the next step's rate; after the last one it stays."""
        if self._schedule.last_epoch >= self._total:
            return
        # Some of torch's schedules go on from the rate they find.
        for group, rate in zip(self._optimiser.param_groups, self._schedule.get_last_lr(), strict=True):
            group["lr"] = rate
        self._schedule.step()
        self._scale()

    def state_dict(self) -> dict[str, Any]:
        """As torch's schedules have it."""
        return self._schedule.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """As torch's schedules have it."""
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
        # One more than there are: the last call of step() sets the rate of a step that does not come.
        return lr_scheduler.OneCycleLR(optimiser, rates, total + 1, cycle_momentum="momentum" in optimiser.defaults)
    if name == "cyclic":
        up = max(1, 2 * steps_per_epoch)
        return lr_scheduler.CyclicLR(optimiser, [rate / 10 for rate in rates], rates, up, cycle_momentum=False)
    return lr_scheduler.ConstantLR(optimiser, 1.0)


def running_mean(decay: float) -> Callable[[Tensor, Tensor, Tensor | int], Tensor]:
    """For `AveragedModel`: the mean of the latest steps; in the beginning, of all of them. Counters are taken as they are."""

    def mean(kept: Tensor, now: Tensor, count: Tensor | int) -> Tensor:
        if not kept.is_floating_point():
            return now
        return kept.lerp(now, 1 - min(decay, 1 - 1 / (int(count) + 2) ** 0.75))

    return mean
