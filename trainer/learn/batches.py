"""Batches as the network takes them, made while it works on those before: in threads, or on the device where the faces live."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gatekeeper.domain import Image, MaskState
from trainer.data.faceset import STATES, FaceSet
from trainer.data.on_device import Chances, DeviceFaces
from trainer.learn.recipe import Recipe
from trainer.learn.sampling import Indices, share
from trainer.processes import cores
from trainer.simulate.augment import vary

Bare = Image | Tensor  # the crops that a teacher sees: in the program's memory, or where the faces live


def loader_threads(recipe: Recipe) -> int:
    """How many threads load pictures: as the recipe says, else the cores that this process may use, shared with the other
    processes of the machine."""
    return recipe.run.loaders or max(1, cores() // int(os.environ.get("LOCAL_WORLD_SIZE", "1")))


def made(
    faces: DeviceFaces,
    training: NDArray[np.int64],
    recipe: Recipe,
    batches: list[Indices],
    epoch: int,
    first: int,
    process: tuple[int, int],
) -> Iterator[tuple[Tensor, Bare]]:
    """The same as `loads` of faces that live on the device: chips as the network takes them."""
    data = recipe.data
    for number in range(first, len(batches)):
        rows = training[batches[number]]
        rng = np.random.default_rng([recipe.run.seed, epoch, number])
        chances = Chances.drawn(len(rows), faces.faces.shape.px, rng, data.masked_share, data.vary)
        mine = share(np.arange(len(rows)), *process)
        chances = chances.of(mine)
        bare = (
            faces.crops(rows[mine], chances.flipped) if recipe.loss.teacher_weight else np.zeros((0, 0, 0, 3), np.uint8)
        )
        yield faces.planes(rows[mine], chances), bare


def loads(
    loaders: ThreadPoolExecutor,
    faces: FaceSet,
    training: NDArray[np.int64],
    recipe: Recipe,
    batches: list[Indices],
    epoch: int,
    first: int,
    process: tuple[int, int],
    pinned: bool = False,
) -> Iterator[tuple[Tensor, Image]]:
    """This process's part of each batch from `first` on, a few batches ahead of the network. pinned: in memory that a GPU can
    fetch from by itself."""
    waiting: list[Future[tuple[Tensor, Image]]] = []

    def one(number: int) -> tuple[Tensor, Image]:
        chips, bare = load(faces, training, recipe, batches[number], (epoch, number), process)
        there = torch.from_numpy(chips)
        return there.pin_memory() if pinned else there, bare

    for number in range(first, len(batches)):
        waiting.append(loaders.submit(one, number))
        if len(waiting) > 2 * loader_threads(recipe):
            yield waiting.pop(0).result()
    while waiting:
        yield waiting.pop(0).result()


def timed(coming: Iterator[tuple[Tensor, Bare]], waits: list[float]) -> Iterator[tuple[Tensor, Bare]]:
    """The same, with the seconds that each was waited for."""
    before = time.perf_counter()
    for batch in coming:
        waits.append(time.perf_counter() - before)
        yield batch
        before = time.perf_counter()


def load(
    faces: FaceSet,
    training: NDArray[np.int64],
    recipe: Recipe,
    batch: Indices,
    place: tuple[int, int],
    process: tuple[int, int],
) -> tuple[Image, Image]:
    """A process's part of a batch: (chips as the network sees them, uint8 (n, px, px, 3); the crops of the same faces bare and
    whole, as a teacher sees them, (n, 200, 200, 3)). place: epoch and number of the batch.

    A picture's chance is drawn from its place in the whole batch, so it falls alike in one process and in many; each time it
    wears another mask.
    """
    data = recipe.data
    seen, bare = [], []
    for position in share(np.arange(len(batch)), *process):
        rng = np.random.default_rng([recipe.run.seed, *place, int(position)])
        row = int(training[batch[position]])
        own = crop = faces.crop(row)
        if rng.random() < data.masked_share and faces.states[row] != STATES.index(MaskState.MASKED):
            crop = faces.masked_crop(row, rng)
        chip = faces.cut(crop)
        if data.vary:
            if rng.random() < 0.5:
                chip, own = chip[:, ::-1], own[:, ::-1]
            chip = vary(chip, rng)
        seen.append(chip)
        if recipe.loss.teacher_weight:
            bare.append(own)
    return np.stack(seen), np.stack(bare) if bare else np.zeros((0, 0, 0, 3), np.uint8)


def planes(chips: Tensor, device: str) -> Tensor:
    """uint8 (N, px, px, 3) -> float32 (N, 3, px, px) on the device, as the networks take them; made there, they are that."""
    if chips.is_floating_point():
        return chips
    x = chips.to(device, non_blocking=True)
    return x.permute(0, 3, 1, 2).float().contiguous(memory_format=torch.channels_last)
