"""The files of a run: recipe, steps, epochs, figures, last state and best weights."""

import json
import time
from collections.abc import Callable
from contextlib import nullcontext
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gatekeeper.errors import TrainingError
from gatekeeper.files import replacing
from gatekeeper.models.card import sha256
from trainer.data.faceset import FACES, FaceSet
from trainer.data.split import TRAINING, Split
from trainer.learn.recipe import Recipe
from trainer.measure.evaluate import Histogram

T = TypeVar("T")
LAST, BEST, STEPS, EPOCHS, RECIPE = "last.pt", "best.safetensors", "steps.jsonl", "epochs.json", "recipe.json"
_SPLIT, _LEARNT = "split.json", "learnt.npy"  # the hashes of the tables there were; the faces that were trained on
_FETCHED_AT_ONCE = 20  # steps whose figures are fetched from the device at once


def same_run(out: Path, settings: dict[str, Any]) -> None:
    """Raises TrainingError if `out` holds a run with other settings."""
    if not (out / LAST).is_file():
        return
    try:
        before = json.loads((out / RECIPE).read_text(encoding="utf-8"))
        changed = [
            f"{table}.{key}"
            for table in settings
            for key in settings[table]
            if before.get(table, {}).get(key) != settings[table][key]
        ]
    except (OSError, ValueError, AttributeError) as error:
        raise TrainingError(f"{out / RECIPE} cannot be read: {error}", "Choose another --out.") from error
    if changed:
        raise TrainingError(f"{out} holds a run of another recipe: {', '.join(changed)}.", "Choose another --out.")


def intact(file: Path, read: Callable[[Path], T]) -> T:
    """What `read` makes of a file of a run. Raises TrainingError if it is damaged, and what is raised where it may not be read,
    or the memory is full, as it is."""
    try:
        return read(file)
    except Exception as error:  # json, numpy, torch and safetensors raise many kinds
        if isinstance(error, MemoryError | PermissionError | IsADirectoryError) or "memory" in str(error):
            raise  # the machine's fault: the run is whole, and is not to be trained again
        raise TrainingError(
            f"{file} is damaged: {error}",
            "Copy the run anew from where it was trained, or train again into another --out.",
        ) from error


def steps_of(run: Path) -> list[dict[str, Any]]:
    """The steps recorded in a run. A line that was not written to its end is left out: the power may have failed, or the run
    goes on."""
    text = (run / STEPS).read_text(encoding="utf-8") if (run / STEPS).is_file() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def record_split(run: Path, faces: FaceSet, parts: Split) -> None:
    """Note in a run's folder which faces it is trained on, if they were split by `trainer split`."""
    split = _split_of(faces.folder)
    if split is not None:
        with replacing(run / _LEARNT) as part, part.open("wb") as file:
            np.save(file, _fingerprints(faces, parts.training))
        with replacing(run / _SPLIT) as part:
            part.write_text(json.dumps(split, indent=1) + "\n", encoding="utf-8")


def require_same_faces(run: Path, faces: FaceSet) -> None:
    """Raise TrainingError if a run cannot go on with these faces: they or their split are not those it began with."""
    if (run / _SPLIT).is_file() and intact(run / _SPLIT, _hashes) != _split_of(faces.folder):
        raise TrainingError(
            f"{faces.folder} was prepared or split anew after {run} began: its test people may be among those it learnt from.",
            "Choose another --out.",
        )


def require_unlearnt(run: Path, faces: FaceSet, parts: Split) -> None:
    """Raise TrainingError if a run may have learnt from those who are tested now: these faces were split anew after it, or a
    picture of a test person is among those it was trained on. Other faces may be measured with any run."""
    split = _split_of(faces.folder)
    if split is None or not (run / _SPLIT).is_file():
        return
    before = intact(run / _SPLIT, _hashes)
    if before == split:
        return
    known = intact(run / _LEARNT, np.load) if (run / _LEARNT).is_file() else np.zeros(0, np.uint64)
    tested = np.unique(np.concatenate([parts.evaluation.rows.ravel(), parts.test.rows.ravel()]))
    theirs = np.flatnonzero(np.isin(faces.identities, faces.identities[tested]))
    if before["faces"] == split["faces"] or np.isin(_fingerprints(faces, theirs), known).any():
        raise TrainingError(
            f"{faces.folder} was split anew after {run} was trained: its test people may be among those it learnt from.",
            "Train again into another --out, or split as before.",
        )


def _split_of(folder: Path) -> dict[str, str] | None:
    files = {"faces": folder / FACES, "training": folder / TRAINING}
    return {name: sha256(file) for name, file in files.items()} if all(f.is_file() for f in files.values()) else None


def _hashes(file: Path) -> dict[str, str]:
    found = json.loads(file.read_text(encoding="utf-8"))
    return {name: found[name] for name in ("faces", "training")}


def _fingerprints(faces: FaceSet, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """What these faces are known by in whatever set they are: uint64 (N,), of the picture's name and the crop's length."""
    found = (blake2b(f"{faces.names[row]}\0{faces.size(row)}".encode(), digest_size=8) for row in rows.tolist())
    return np.array([int.from_bytes(one.digest(), "little") for one in found], np.uint64)


class StepLog:
    """Logs steps to steps.jsonl and TensorBoard. Figures are fetched for several steps at once, not to stall the device."""

    def __init__(self, file: Path | None, board: Any, steps_per_epoch: int) -> None:
        self._file, self._board, self._steps_per_epoch = file, board, steps_per_epoch
        self._waiting: list[tuple[int, int, dict[str, float]]] = []
        self._figures: list[Tensor] = []
        self._last_flush = time.monotonic()

    def add(self, epoch: int, step: int, loss: Tensor, gradient: Tensor, rates: dict[str, float]) -> None:
        """Record a step: its loss, gradient norm and learning rates."""
        self._waiting.append((epoch, step, rates))
        self._figures.append(torch.stack([loss.float(), gradient.detach().float()]))
        if len(self._waiting) >= _FETCHED_AT_ONCE or time.monotonic() - self._last_flush > 2:
            self.flush()

    def flush(self) -> None:
        """Fetch and write the pending steps. Raises TrainingError for a loss that is not finite."""
        if not self._waiting:
            return
        figures = torch.stack(self._figures).tolist()
        lines = []
        for (epoch, step, rates), (loss, gradient) in zip(self._waiting, figures, strict=True):
            if not np.isfinite(loss):
                raise TrainingError(
                    f"The loss is {loss} at epoch {epoch + 1}, step {step}: the training diverged.",
                    "Lower optimiser.learning_rate, set optimiser.clip = 5, or train in float32 or bfloat16.",
                )
            row = {"epoch": epoch, "step": step, "loss": loss, "rate": rates["network"], "rates": rates}
            lines.append(json.dumps({**row, "gradient_norm": gradient}) + "\n")
            if self._board is not None:
                global_step = epoch * self._steps_per_epoch + step
                self._board.add_scalar("loss", loss, global_step)
                self._board.add_scalar("gradient_norm", gradient, global_step)
                for name, rate in rates.items():
                    self._board.add_scalar(f"rate/{name}", rate, global_step)
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as file:
                file.writelines(lines)
        self._waiting, self._figures, self._last_flush = [], [], time.monotonic()

    def of_epoch(self, epoch: int) -> dict[str, float]:
        """Mean loss and gradient norm of an epoch's steps, including those before an interruption."""
        if self._file is None:
            return {}
        of_this_epoch = [step for step in steps_of(self._file.parent) if step["epoch"] == epoch]
        return {name: float(np.mean([step[name] for step in of_this_epoch])) for name in ("loss", "gradient_norm")}


def cut_back(run: Path, epoch: int, step: int) -> None:
    """Drop the steps after the checkpoint, and a partial line: they will be repeated."""
    kept = [row for row in steps_of(run) if (row["epoch"], row["step"]) <= (epoch, step)]
    with replacing(run / STEPS) as part:
        part.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")


def draw_epoch(out: Path, found: Histogram, epoch: int, steps_per_epoch: int) -> None:
    """Write the epoch's histogram and the losses of all steps so far as PNG."""
    from trainer.measure.figures import histogram, lines

    (out / f"histogram-{epoch + 1:03}.png").write_bytes(histogram(found, f"Epoch {epoch + 1}"))
    losses = [step["loss"] for step in steps_of(out)]
    (out / "loss.png").write_bytes(
        lines({"loss": ([i / steps_per_epoch for i in range(len(losses))], losses)}, "Training loss", "epoch", "loss")
    )


def board_of(recipe: Recipe, out: Path) -> Any:
    """A context with TensorBoard's writer, or with None. Raises TrainingError if it is enabled but not installed."""
    if not recipe.run.tensorboard:
        return nullcontext()
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise TrainingError(
            "run.tensorboard is set, but TensorBoard is not installed.", "pip install gatekeeper[tensorboard]"
        ) from error
    return SummaryWriter(str(out))
