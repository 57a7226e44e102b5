"""Measures machine utilisation in training, as ratios within one run: absolute times on shared machines say little."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
import torch
from torch import nn

from gatekeeper.vision.detect import CROP_PX
from trainer.data.faceset import FaceSet
from trainer.data.on_device import DeviceFaces
from trainer.learn.batches import Bare, batches_on_device, load, loader_threads, loads, planes
from trainer.learn.losses import distances, triplet_loss
from trainer.learn.mining import MINERS, miner
from trainer.learn.parts import margin_head, starting_network
from trainer.learn.recipe import Recipe
from trainer.simulate.mask import put_on


def bench(faces: FaceSet, recipe: Recipe, batch: int, steps: int, device: str) -> dict[str, Any]:
    """Train `steps` steps on batches of `batch` pictures and profile them.

    On a GPU as in a real run: in bfloat16, with a fused optimiser, on faces in its memory.

    Keys: device_busy (share of the time in which the network did not wait for pictures), mining_share (miner -> its time
    over a whole step's), step_seconds, trained_images_per_second, loaded_images_per_second (by one core) and
    mask_images_per_second (by one core, for pictures of 360 and 168 px). Rates of one core use
    its CPU time, so that other programs do not count; shares use wall-clock time, where load affects both sides.
    """
    return {
        "mask_images_per_second": _masks(faces),
        **_steps(faces, recipe, batch, steps, device),
        "batch": batch,
        "architecture": recipe.network.architecture,
        "device": device,
        "name": torch.cuda.get_device_name(device) if device.startswith("cuda") else "CPU",
    }


def _masks(faces: FaceSet, pictures: int = 10, rounds: int = 10) -> dict[str, float]:
    rates = {}
    for size in (360, 168):
        scale = size / CROP_PX
        shown = [
            (np.asarray(cv2.resize(faces.crop(row), (size, size)), np.uint8), faces.landmarks[row] * np.float32(scale))
            for row in range(min(pictures, len(faces)))
        ]
        rng = np.random.default_rng(0)
        threads = cv2.getNumThreads()
        cv2.setNumThreads(1)
        started = time.thread_time()
        for image, landmarks in shown * rounds:
            put_on(image, landmarks, rng=rng)
        rates[f"{size} px"] = len(shown) * rounds / (time.thread_time() - started)
        cv2.setNumThreads(threads)
    return rates


def _steps(faces: FaceSet, recipe: Recipe, batch: int, steps: int, device: str) -> dict[str, Any]:
    faces = faces.shaped(recipe.network.chip)
    torch.manual_seed(0)
    network = starting_network(recipe).train().to(device).to(memory_format=torch.channels_last)
    cuda = device.startswith("cuda")
    optimiser = torch.optim.AdamW(network.parameters(), 1e-4, fused=cuda)
    rng = np.random.default_rng(0)
    rows = np.arange(len(faces))
    batches = [rng.choice(rows, batch) for _ in range(steps + 1)]
    # Four pictures per person, as from the samplers; true labels would not change the time.
    labels = torch.arange(batch, device=device) // 4
    waited = total = 0.0
    mined = dict.fromkeys(MINERS, 0.0)

    def now() -> float:
        if cuda:
            torch.cuda.synchronize(device)
        return time.perf_counter()

    started = time.thread_time()
    load(faces, rows, recipe, batches[0], (0, 0), (0, 1))
    loading = time.thread_time() - started
    with ThreadPoolExecutor(loader_threads(recipe)) as pool:
        coming: Iterator[tuple[torch.Tensor, Bare]]
        if DeviceFaces.fits(len(faces), device):
            coming = batches_on_device(DeviceFaces(faces, rows, device), rows, recipe, batches, 0, 0, (0, 1))
        else:
            coming = loads(pool, faces, rows, recipe, batches, 0, 0, (0, 1), cuda)
        for number in range(steps + 1):
            start = now()
            chips, _ = next(coming)
            arrived = now()
            with torch.autocast("cuda", torch.bfloat16, enabled=cuda):
                embeddings = network(planes(chips, device)).float()
            other_miners = 0.0  # not part of a step
            for name in MINERS:
                before = now()
                triplets = miner(name, recipe.loss.margin)(distances(embeddings, embeddings).detach(), labels)
                took = now() - before
                if number:
                    mined[name] += took
                other_miners += took if name != "batch-hard" else 0.0
                if name == "batch-hard":
                    loss = triplet_loss(embeddings, triplets, recipe.loss.margin)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            if number:  # the first one warms up
                waited += arrived - start
                total += now() - start - other_miners
    found = {
        "device_busy": 1 - waited / total,
        "mining_share": {name: seconds / total for name, seconds in mined.items()},
        "step_seconds": total / steps,
        "trained_images_per_second": batch * steps / total,
        "loaded_images_per_second": batch / loading,
    }
    return found | (_unhindered(network, faces, recipe, batch, steps, device) if cuda else {})


def _unhindered(
    network: nn.Module, faces: FaceSet, recipe: Recipe, batch: int, steps: int, device: str
) -> dict[str, float]:
    """device_busy and trained_images_per_second of a GPU as in a real run: with the recipe's loss and without synchronising
    after each step. device_busy is kernel time over wall-clock time."""
    rows, rng, people = np.arange(len(faces)), np.random.default_rng(1), max(2, len(faces) // 4)
    labels = torch.from_numpy(rng.integers(0, people, batch)).to(device)
    head = margin_head(recipe, people, labels.cpu()).to(device)
    optimiser = torch.optim.AdamW([*network.parameters(), *head.parameters()], 1e-4, fused=True)
    batches = [rng.choice(rows, batch) for _ in range(2 * steps + 3)]
    with ThreadPoolExecutor(loader_threads(recipe)) as pool:
        if DeviceFaces.fits(len(faces), device):
            coming = batches_on_device(DeviceFaces(faces, rows, device), rows, recipe, batches, 0, 0, (0, 1))
        else:
            coming = loads(pool, faces, rows, recipe, batches, 0, 0, (0, 1), True)

        def train_steps(count: int) -> float:
            """Seconds for `count` steps."""
            torch.cuda.synchronize(device)
            start = time.perf_counter()
            for _ in range(count):
                chips, _ = next(coming)
                with torch.autocast("cuda", torch.bfloat16):
                    embeddings = network(planes(chips, device)).float()
                optimiser.zero_grad(set_to_none=True)
                torch.autograd.backward(head(embeddings, labels))
                optimiser.step()
            torch.cuda.synchronize(device)
            return time.perf_counter() - start

        train_steps(3)
        seconds = train_steps(steps)
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as watched:
            profiled_seconds = train_steps(steps)
    kernels = sum(event.self_device_time_total for event in watched.key_averages()) / 1e6
    # Profiling slows the program, not the kernels: kernel time is compared with the unprofiled run.
    return {
        "device_busy": min(1.0, kernels / seconds),
        "device_busy_watched": kernels / profiled_seconds,
        "trained_images_per_second": batch * steps / seconds,
    }
