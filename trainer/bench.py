"""How well a machine is used in training, as ratios within one run: absolute times on shared machines say little."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
import torch

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.paths import assets
from gatekeeper.vision.detect import Cascade, FaceDetector, nearest_to_middle
from trainer.faceset import FaceSet
from trainer.losses import distances, triplet_loss
from trainer.mask import put_on
from trainer.mining import MINERS, miner
from trainer.recipe import Recipe
from trainer.train import load, loader_threads, loads, planes, starting_network


def bench(faces: FaceSet, recipe: Recipe, batch: int, steps: int, device: str) -> dict[str, Any]:
    """Train `steps` steps on batches of `batch` pictures and take the time apart.

    Keys: device_busy (share of the time in which the network did not wait for pictures), mining_share (miner -> its time
    over a whole step's), step_seconds, trained_images_per_second, loaded_images_per_second (by one core) and
    mask_images_per_second (by one core, for pictures of 360 and 168 px). What one core does is taken from its processor
    time, so that other programs do not count; the shares are of the clock's time, in which they slow down both sides.
    """
    return {
        "mask_images_per_second": _masks(),
        **_steps(faces, recipe, batch, steps, device),
        "batch": batch,
        "architecture": recipe.network.architecture,
        "device": device,
    }


def _masks(pictures: int = 10, rounds: int = 10) -> dict[str, float]:
    detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"))
    rates = {}
    for size in (360, 168):
        shown = []
        for path in photo_files(assets() / "demo/people")[:pictures]:
            image = np.asarray(cv2.resize(load_photo(path), (size, size), interpolation=cv2.INTER_AREA), np.uint8)
            if (face := nearest_to_middle(image, detector.find_in_photo(image))) is not None:
                shown.append((image, face.landmarks))
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
    optimiser = torch.optim.SGD(network.parameters(), 1e-4)
    rng = np.random.default_rng(0)
    rows = np.arange(len(faces))
    batches = [rng.choice(rows, batch) for _ in range(steps + 1)]
    # Four pictures a person, as many as the samplers give; who they really are does not change the time.
    labels = torch.arange(batch, device=device) // 4
    waited = whole = 0.0
    mined = dict.fromkeys(MINERS, 0.0)

    def now() -> float:
        if device.startswith("cuda"):
            torch.cuda.synchronize(device)
        return time.perf_counter()

    started = time.thread_time()
    load(faces, rows, recipe, batches[0], (0, 0), (0, 1))
    loading = time.thread_time() - started
    with ThreadPoolExecutor(loader_threads(recipe)) as pool:
        coming = loads(pool, faces, rows, recipe, batches, 0, 0, (0, 1))
        for number in range(steps + 1):
            start = now()
            chips, _ = next(coming)
            arrived = now()
            embeddings = network(planes(chips, device))
            away = 0.0  # what the other miners took is no part of a step
            for name in MINERS:
                before = now()
                triplets = miner(name, recipe.loss.margin)(distances(embeddings, embeddings).detach(), labels)
                took = now() - before
                if number:
                    mined[name] += took
                away += took if name != "batch-hard" else 0.0
                if name == "batch-hard":
                    loss = triplet_loss(embeddings, triplets, recipe.loss.margin)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            if number:  # the first one warms up
                waited += arrived - start
                whole += now() - start - away
    return {
        "device_busy": 1 - waited / whole,
        "mining_share": {name: seconds / whole for name, seconds in mined.items()},
        "step_seconds": whole / steps,
        "trained_images_per_second": batch * steps / whole,
        "loaded_images_per_second": batch / loading,
    }
