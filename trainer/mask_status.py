"""Trains the network that sees whether a mask is worn, on real masks, simulated masks and bare faces."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track
from safetensors.torch import save_file
from torch.nn import functional

from gatekeeper.domain import Image
from gatekeeper.vision.mask_status import shrink
from gatekeeper.vision.networks import MaskNet
from trainer.distil import vary
from trainer.prepare import Prepared


def train_mask_status(
    crops: Prepared, faces: Prepared, out: Path, steps: int = 2500, batch: int = 128, seed: int = 0
) -> dict[str, float]:
    """Train and write mask.safetensors into `out`; returns accuracy on held-out pictures by kind.

    crops: really masked and bare pictures, told apart by the folder name in their path (`masked/`, `bare/`);
    faces: bare pictures, with simulated masks where they were prepared. Every tenth picture is held out.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    real = np.array(["/masked/" in path for path in crops.paths])
    kept = {name: np.arange(len(set_.chips)) % 10 == 0 for name, set_ in (("crops", crops), ("faces", faces))}
    network = MaskNet().train()
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, steps)

    def batches() -> Iterator[tuple[Image, NDArray[np.float32]]]:
        masked, bare = np.nonzero(real & ~kept["crops"])[0], np.nonzero(~real & ~kept["crops"])[0]
        others = np.nonzero(~kept["faces"])[0]
        simulated = faces.chips.shape[1] - 1
        while True:
            chips, labels = [], []
            for _ in range(batch):
                label = rng.random() < 0.5
                if rng.random() < 0.5 or (label and not simulated):
                    chip = crops.chips[rng.choice(masked if label else bare), 0]
                else:
                    chip = faces.chips[rng.choice(others), rng.integers(1, simulated + 1) if label else 0]
                chip = np.asarray(chip)
                chips.append(vary(vary(chip[:, ::-1] if rng.random() < 0.5 else chip, rng), rng))
                labels.append(label)
            yield np.stack(chips), np.array(labels, np.float32)

    for _, (chips, labels) in zip(track(range(steps), "Training"), batches(), strict=False):
        logits = network(torch.from_numpy(shrink(chips)))[:, 0]
        loss = functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(labels * 0.98 + 0.01))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    save_file(network.state_dict(), out / "mask.safetensors")

    def right(chips: Image, masked: bool) -> float:
        with torch.inference_mode():
            return float(((network(torch.from_numpy(shrink(chips)))[:, 0] > 0) == masked).float().mean())

    held = kept["crops"]
    return {
        "real_masked": right(np.asarray(crops.chips[held & real, 0]), True),
        "real_bare": right(np.asarray(crops.chips[held & ~real, 0]), False),
        "faces_bare": right(np.asarray(faces.chips[kept["faces"], 0]), False),
    }
