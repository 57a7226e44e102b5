"""Trains the network that corrects the landmarks of masked faces.

The ground truth is free: MTCNN's points before a mask is drawn are those it should have found after. Each sample is the
masked face aligned by the detector's own (wrong) points, so the network learns the errors that occur at the door.
"""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track
from torch.nn import functional

from gatekeeper.capture.photos import photo_files
from gatekeeper.domain import Image
from gatekeeper.errors import TrainingError
from gatekeeper.paths import assets
from gatekeeper.vision.detect import (
    CHIP_POINTS,
    CHIP_PX,
    Cascade,
    FaceDetector,
    nearest_to_middle,
    similarity_transform,
    warp,
)
from gatekeeper.vision.landmarks import INPUT_PX, canonical, planes
from gatekeeper.vision.networks import LandmarkNet
from trainer.files import save_weights
from trainer.processes import worker_processes
from trainer.simulate.augment import recoloured
from trainer.simulate.mask import put_on

_KEPT_PX = 128
# A view covers twice a chip's extent, so that a window can be rotated and shifted in it.
_KEPT_POINTS = np.asarray((CHIP_POINTS - CHIP_PX / 2) * (_KEPT_PX / 2 / CHIP_PX) + _KEPT_PX / 2, np.float32)
VIEW_EYES_PX = float(np.linalg.norm(_KEPT_POINTS[1] - _KEPT_POINTS[0]))
_TO_WINDOW = similarity_transform(_KEPT_POINTS, canonical())
_EYE_PX = float(np.linalg.norm(canonical()[1] - canonical()[0]))
Floats = NDArray[np.float32]

_detector: FaceDetector


def views_of(
    sources: list[Path], masks: int, workers: int, seed: int = 0, most: int | None = None
) -> tuple[Image, Floats, Floats, NDArray[np.int64]]:
    """Every face of the sources, bare and with `masks` simulated masks, aligned by its detected points.

    most: of so many pictures, drawn at random, instead of all.

    Returns views, uint8 (N, 128, 128, 3), the true and the detected points in their pixels, float32 (N, 5, 2), and the number
    of the face each shows, (N,). The two are the same for a bare face, and where a mask kept the face from being detected.
    Raises TrainingError if there is no face.
    """
    jobs = [(path, masks, [seed, n]) for n, path in enumerate(p for source in sources for p in photo_files(source))]
    if not jobs:
        raise TrainingError(
            f"No pictures below {', '.join(map(str, sources))}.", "Give folders with JPEG or PNG files."
        )
    if most is not None:
        jobs = [jobs[n] for n in sorted(np.random.default_rng(seed).permutation(len(jobs))[:most].tolist())]
    views = np.empty((len(jobs) * (1 + masks), _KEPT_PX, _KEPT_PX, 3), np.uint8)
    truths, detected = (np.empty((len(views), 5, 2), np.float32) for _ in range(2))
    of, count, faces = np.empty(len(views), np.int64), 0, 0
    with worker_processes(workers, _start) as pool:
        for found in track(pool.map(_views, jobs, chunksize=32), "Masking", total=len(jobs), transient=True):
            for views[count], truths[count], detected[count] in found:
                of[count] = faces
                count += 1
            faces += bool(found)
    if not faces:
        raise TrainingError(
            f"No face was found in the {len(jobs)} pictures of {', '.join(map(str, sources))}.",
            "Give folders with JPEG or PNG files of bare faces.",
        )
    return views[:count], truths[:count], detected[:count], of[:count]


def train_landmarks(
    views: Image,
    truths: Floats,
    detected: Floats,
    faces: NDArray[np.int64],
    out: Path,
    steps: int = 1500,
    batch: int = 128,
    seed: int = 0,
) -> dict[str, list[float]]:
    """Train and write landmarks.safetensors into `out`. views, truths, detected, faces: see `views_of`.

    Returns the median error of each point in eye distances over the masked views of the held-out faces (every fiftieth), of
    which no view is trained on: `found` by the detector, `refined` by the network. Raises TrainingError if there is one face
    only, or none of the held-out ones was detected below a mask.
    """
    held_out = faces % 50 == 0
    if held_out.all():
        raise TrainingError("There is one face only, which is held out.", "Give folders with more faces.")
    measured = np.flatnonzero(held_out & found_below_mask(truths, detected))
    if not len(measured):
        raise TrainingError("No held-out face was found below a mask.", "Give folders with more faces.")
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = LandmarkNet().train().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), 1e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1e-3, steps)
    for _, (x, truth_points) in zip(
        track(range(steps), "Training"), _batches(views, truths, np.flatnonzero(~held_out), batch, rng), strict=False
    ):
        shown = torch.from_numpy(x).contiguous(memory_format=torch.channels_last)
        loss = functional.smooth_l1_loss(network(shown) / _EYE_PX, torch.from_numpy(truth_points) / _EYE_PX, beta=0.03)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    save_weights(network.state_dict(), out / "landmarks.safetensors")
    windows, points = zip(*(_window(views[i], truths[i], _TO_WINDOW) for i in measured), strict=True)
    with torch.inference_mode():
        predicted = network(torch.from_numpy(planes(np.stack(windows)))).numpy().reshape(-1, 5, 2)
    truth, found = np.stack(points), _moved(detected[measured], _TO_WINDOW)
    return {"found": median_errors(truth, found, _EYE_PX), "refined": median_errors(truth, predicted, _EYE_PX)}


def found_below_mask(truths: Floats, detected: Floats) -> NDArray[np.bool_]:
    """Flags (N,) of the views, see `views_of`, whose face was detected below a mask. On a bare face the detector's points are
    the true ones: there they have no error to correct."""
    return np.asarray((detected != truths).any((1, 2)))


def median_errors(truths: Floats, points: Floats, eyes: float) -> list[float]:
    """The median distance of each of the five points from the true one, in eye distances.

    truths, points: float32 (N, 5, 2), of aligned faces; eyes: how far apart their eyes are, in the same pixels.
    """
    errors = np.linalg.norm(truths - points, axis=2) / eyes
    return [round(float(error), 4) for error in np.median(errors, 0)]


def _batches(
    views: Image, truths: Floats, among: NDArray[np.intp], batch: int, rng: np.random.Generator
) -> Iterator[tuple[Floats, Floats]]:
    while True:
        windows, targets = [], []
        for index in rng.choice(among, batch):
            view, truth = views[index], truths[index]
            if rng.random() < 0.5:
                view = np.ascontiguousarray(view[:, ::-1])
                truth = truth[[1, 0, 2, 4, 3]] * np.array((-1, 1), np.float32) + np.array((_KEPT_PX - 1, 0), np.float32)
            matrix = np.array(
                cv2.getRotationMatrix2D(tuple(_KEPT_POINTS.mean(0).tolist()), rng.normal(0, 4), 1.0), np.float64
            )
            matrix *= np.exp(rng.normal(0, 0.05))
            matrix = _TO_WINDOW[:, :2] @ matrix
            matrix[:, 2] += _TO_WINDOW[:, 2]
            # Whatever the rotation and scale, the points stay near the window's canonical ones.
            matrix[:, 2] += canonical().mean(0) - (matrix[:, :2] @ _KEPT_POINTS.mean(0) + matrix[:, 2])
            matrix[:, 2] += rng.normal(0, 0.06 * _EYE_PX, 2)
            window, points = _window(view, truth, matrix)
            windows.append(recoloured(window, rng))
            targets.append(points.ravel())
        yield planes(np.stack(windows)), np.stack(targets)


def _window(view: Image, truth: Floats, matrix: NDArray[np.float64]) -> tuple[Image, Floats]:
    """A window (48 px) of a view, and the true points in it."""
    return warp(view, matrix, INPUT_PX), _moved(truth, matrix)


def _moved(points: Floats, matrix: NDArray[np.float64]) -> Floats:
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float32)


def _start() -> None:
    global _detector
    _detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"))


def _views(job: tuple[Path, int, list[int]]) -> list[tuple[Image, Floats, Floats]]:
    path, masks, seed = job
    picture = cv2.imread(str(path))
    if picture is None:
        return []
    image = np.ascontiguousarray(picture[:, :, ::-1]).astype(np.uint8)
    face = nearest_to_middle(image, _detector.find_in_photo(image))
    if face is None:
        return []
    rng = np.random.default_rng(seed)
    out = [_view(image, face.landmarks, face.landmarks)]
    for _ in range(masks):
        masked, _ = put_on(image, face.landmarks, rng=rng)
        seen = nearest_to_middle(masked, _detector.find_in_photo(masked))
        near = seen is not None and np.abs(seen.landmarks[:2] - face.landmarks[:2]).max() < 0.35 * face.size_px
        out.append(_view(masked, seen.landmarks if seen is not None and near else face.landmarks, face.landmarks))
    return out


def _view(image: Image, found: Floats, truth: Floats) -> tuple[Image, Floats, Floats]:
    matrix = similarity_transform(found, _KEPT_POINTS)
    return warp(image, matrix, _KEPT_PX), _moved(truth, matrix), _moved(found, matrix)
