"""Measures the door's networks on a device, beside facenet-pytorch's pipeline on the same device, in one run.

Every frame is searched completely, without tracking. facenet-pytorch runs as in its documentation,
`MTCNN(keep_all=True)` and `InceptionResnetV1`, frame by frame; its weights are random here, since its time does not depend on
them.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.domain import Image
from gatekeeper.errors import ConfigError
from gatekeeper.models.card import ModelCard
from gatekeeper.paths import assets
from gatekeeper.progress import Progress, silent

CAMERAS = (1, 8, 16)
FACES = (1, 4)
BATCH = 256
FPS = 15  # what a camera gives
MODEL = "masked-face"


def bench_device(
    device: str,
    seconds: float = 3.0,
    cameras_at_once: Sequence[int] = CAMERAS,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Measure a torch device. seconds: how long each figure is measured.

    Keys: device, name (the card's), torch; search: by faces ("1", "4") and cameras ("1", "8", "16"), ms_per_frame (median),
    frames_per_second and stage_ms (each stage's mean for all cameras together, waited for one by one, which slows them);
    plain: by faces, facenet-pytorch's ms_per_frame; ratio: by faces, its time over ours with one camera; keeps_up: whether 16
    cameras with four faces at 15 frames per second are possible; embedding: faces_per_second at a batch of 256 (16 on the
    processor) from the program's memory, and those that lie on the device already.
    """
    import torch

    from gatekeeper.vision.device import DeviceChain

    models = assets() / "models"
    chain = DeviceChain(models, ModelCard.read(models / MODEL), device, 70)
    wait = _waiting(device)
    total, done = len(FACES) * (len(cameras_at_once) + 1) + 1, 0

    def report() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    search: dict[str, dict[str, Any]] = {}
    plain: dict[str, float] = {}
    for faces in FACES:
        shown = _frames(faces)
        search[str(faces)] = {}
        for cameras in cameras_at_once:
            search[str(faces)][str(cameras)] = _search(chain, shown[:cameras], faces, seconds, wait)
            report()
        plain[str(faces)] = _plain(device, shown, seconds, wait)
        report()
    batch = BATCH if device != "cpu" else BATCH // 16  # more is no faster there
    crops = np.concatenate([reading.chips for reading in chain.read(_frames(4)[:1])])
    embedding = _embedding(chain, np.resize(crops, (batch, *crops.shape[1:])), device, seconds, wait)
    report()
    return {
        "device": device,
        "name": chain.name,
        "torch": torch.__version__,
        "frame": "640 x 480",
        "search": search,
        "plain": plain,
        "ratio": {faces: round(plain[faces] / search[faces]["1"]["ms_per_frame"], 1) for faces in plain},
        "keeps_up": search["4"]["16"]["frames_per_second"] >= 16 * FPS if "16" in search["4"] else None,
        "embedding": embedding,
    }


def chosen(device: str) -> str:
    """The torch device of this name. Raises ConfigError if it does not exist."""
    import torch

    if device == "cpu":
        return device
    if not re.fullmatch(r"cuda(:\d+)?", device):
        raise ConfigError(
            "The device {device!r} does not exist.", "Write cpu, cuda, or cuda:1 for the second card.", device=device
        )
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if int(device.partition(":")[2] or 0) >= count:
        raise ConfigError(
            "--device {device}: {n} graphics card(s) of NVIDIA with a driver found.",
            "Install the driver, or use --device cpu.",
            device=device,
            n=count,
        )
    try:
        torch.ones(8, device=device).mul(2).sum().item()
    except RuntimeError as error:  # too old for torch's kernels, out of memory
        raise ConfigError(
            "--device {device}: {why}",
            "Use --device cpu, or a torch built for this card.",
            device=device,
            why=str(error).splitlines()[0],
        ) from error
    return device


def _waiting(device: str) -> Callable[[], None]:
    import torch

    return (lambda: torch.cuda.synchronize(device)) if device.startswith("cuda") else (lambda: None)


def _frames(faces: int) -> list[Image]:
    """640 x 480 frames of `faces` strangers, one per camera."""
    folders = sorted(path for path in (assets() / "demo/visits").iterdir() if path.is_dir())
    pictures = [load_photo(photo_files(folder)[0]) for folder in folders[: max(CAMERAS)]]
    frames = []
    for number in range(max(CAMERAS)):
        shown = [pictures[(number + face) % len(pictures)] for face in range(faces)]
        across = 1 if faces == 1 else 2
        tiles = [cv2.resize(image, (640 // across, 480 // across), interpolation=cv2.INTER_AREA) for image in shown]
        rows = [np.concatenate(tiles[start : start + across], 1) for start in range(0, faces, across)]
        frames.append(np.ascontiguousarray(np.concatenate(rows), np.uint8))
    return frames


def _search(
    chain: Any, frames: Sequence[Image], faces: int, seconds: float, wait: Callable[[], None]
) -> dict[str, Any]:
    found = [len(reading.faces) for reading in chain.read(frames)]
    ms = _median(lambda: chain.read(frames), seconds)
    spent: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        wait()
        start = time.perf_counter()
        yield
        wait()
        spent[name] = spent.get(name, 0.0) + (time.perf_counter() - start) * 1000

    before, chain.stages = chain.stages, stage
    rounds = 5 if ms < 200 else 1
    for _ in range(rounds):
        chain.read(frames)
    chain.stages = before
    return {
        "ms_per_frame": round(ms / len(frames), 3),
        "frames_per_second": round(1000 * len(frames) / ms, 1),
        "faces_found": f"{sum(found)} of {faces * len(frames)}",
        "stage_ms": {name: round(total / rounds, 3) for name, total in spent.items()},
    }


def _plain(device: str, frames: Sequence[Image], seconds: float, wait: Callable[[], None]) -> float:
    import torch
    from facenet_pytorch import MTCNN, InceptionResnetV1

    mtcnn = MTCNN(keep_all=True, device=torch.device(device))
    network = InceptionResnetV1(pretrained=None).eval().to(device)
    number = 0

    def plain() -> None:
        nonlocal number
        number += 1
        with torch.inference_mode():
            faces = mtcnn(frames[number % len(frames)])
            if faces is not None:
                network(faces.to(device)).cpu()
        wait()

    return round(_median(plain, seconds), 3)


def _embedding(chain: Any, crops: Image, device: str, seconds: float, wait: Callable[[], None]) -> dict[str, Any]:
    import torch

    tensor = torch.from_numpy(crops).to(device).permute(0, 3, 1, 2)

    def on_device() -> None:
        with torch.inference_mode():
            chain.embedder.of_planes(tensor.float())
        wait()

    return {
        "batch": len(crops),
        "faces_per_second": round(1000 * len(crops) / _median(lambda: chain.embed(crops), seconds)),
        "faces_per_second_on_device": round(1000 * len(crops) / _median(on_device, seconds)),
    }


def _median(work: Callable[[], object], seconds: float) -> float:
    """Milliseconds, after two warm-up calls."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    work()
    if time.perf_counter() < end:
        work()
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
