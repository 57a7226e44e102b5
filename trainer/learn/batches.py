"""Makes batches ahead of the network: in threads, or on the device that holds the faces."""

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

Bare = Image | Tensor  # the crops that a teacher takes: in main memory, or on the device


def loader_threads(recipe: Recipe) -> int:
    """The number of loader threads: the recipe's, else this process's share of the usable cores."""
    return recipe.run.loaders or max(1, cores() // int(os.environ.get("LOCAL_WORLD_SIZE", "1")))


def batches_on_device(
    faces: DeviceFaces,
    training: NDArray[np.int64],
    recipe: Recipe,
    batches: list[Indices],
    epoch: int,
    first: int,
    process: tuple[int, int],
) -> Iterator[tuple[Tensor, Bare]]:
    """As `loads`, for faces held on the device: chips are already network input."""
    data = recipe.data
    for number in range(first, len(batches)):
        rows = training[batches[number]]
        rng = np.random.default_rng([recipe.run.seed, epoch, number])
        chances = Chances.drawn(len(rows), faces.faces.shape.px, rng, data.masked_share, data.vary)
        own_share = share(np.arange(len(rows)), *process)
        chances = chances.of(own_share)
        bare = (
            faces.crops(rows[own_share], chances.flipped)
            if recipe.loss.teacher_weight
            else np.zeros((0, 0, 0, 3), np.uint8)
        )
        yield faces.planes(rows[own_share], chances), bare


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
    """This process's part of each batch from `first` on, a few batches ahead of the network. pinned: use page-locked memory,
    which a GPU copies from asynchronously."""
    waiting: list[Future[tuple[Tensor, Image]]] = []

    def load_batch(number: int) -> tuple[Tensor, Image]:
        chips, bare = load(faces, training, recipe, batches[number], (epoch, number), process)
        tensor = torch.from_numpy(chips)
        return tensor.pin_memory() if pinned else tensor, bare

    for number in range(first, len(batches)):
        waiting.append(loaders.submit(load_batch, number))
        if len(waiting) > 2 * loader_threads(recipe):
            yield waiting.pop(0).result()
    while waiting:
        yield waiting.pop(0).result()


def timed(coming: Iterator[tuple[Tensor, Bare]], waits: list[float]) -> Iterator[tuple[Tensor, Bare]]:
    """Pass batches through and append the seconds spent waiting for each to `waits`."""
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
    """A process's part of a batch: (chips as the network sees them, uint8 (n, px, px, 3); the bare crops of the same faces, as
    a teacher sees them, (n, 200, 200, 3)). place: epoch and number of the batch.

    Random values are seeded by a picture's position in the whole batch, so they do not depend on the number of processes; each
    time the mask differs.
    """
    data = recipe.data
    seen, bare = [], []
    for position in share(np.arange(len(batch)), *process):
        rng = np.random.default_rng([recipe.run.seed, *place, int(position)])
        row = int(training[batch[position]])
        bare_crop = crop = faces.crop(row)
        if rng.random() < data.masked_share and faces.states[row] != STATES.index(MaskState.MASKED):
            crop = faces.masked_crop(row, rng)
        chip = faces.cut(crop)
        if data.vary:
            if rng.random() < 0.5:
                chip, bare_crop = chip[:, ::-1], bare_crop[:, ::-1]
            chip = vary(chip, rng)
        seen.append(chip)
        if recipe.loss.teacher_weight:
            bare.append(bare_crop)
    return np.stack(seen), np.stack(bare) if bare else np.zeros((0, 0, 0, 3), np.uint8)


def planes(chips: Tensor, device: str) -> Tensor:
    """uint8 (N, px, px, 3) -> float32 (N, 3, px, px) on the device; float input is passed through."""
    if chips.is_floating_point():
        return chips
    x = chips.to(device, non_blocking=True)
    return x.permute(0, 3, 1, 2).float().contiguous(memory_format=torch.channels_last)
