"""The training loop, for one process or many, on CPUs or GPUs.

Every process computes its share of a batch; embeddings are gathered, so that the loss and the mined triplets are those of the
whole batch for any number of processes. The only random state that outlives a step is torch's generator, which is saved: a
killed run resumes from its last checkpoint and reaches the same weights. Resumed with another number of processes, it sees the
same pictures; only dropout differs.
"""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor, distributed, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from gatekeeper.errors import TrainingError
from gatekeeper.files import replacing
from gatekeeper.memory import keep_what_is_freed
from gatekeeper.models.evaluation import equal_error_rate, tar_at_fmr
from trainer.data.faceset import FaceSet
from trainer.data.on_device import DeviceFaces
from trainer.data.split import Split
from trainer.files import output_folder, save_weights, saved
from trainer.learn.batch_norm import synchronise
from trainer.learn.batches import Bare, batches_on_device, loader_threads, loads, planes, timed
from trainer.learn.gather import agreed, gathered
from trainer.learn.losses import MARGINS, distances, distillation, triplet_loss
from trainer.learn.mining import miner
from trainer.learn.optimise import Schedule, growing, optimiser_of, rates_of
from trainer.learn.parts import margin_head, sampler_of, starting_network, teacher_embeddings, teacher_of
from trainer.learn.recipe import Recipe
from trainer.learn.run_files import (
    BEST,
    EPOCHS,
    LAST,
    RECIPE,
    STEPS,
    StepLog,
    board_of,
    cut_back,
    draw_epoch,
    intact,
    record_split,
    require_same_faces,
    same_run,
)
from trainer.learn.sampling import Indices
from trainer.measure.evaluate import Histogram, embed, pair_distances


class StoppedError(TrainingError):
    """The run was stopped and saved; the same call resumes it."""


def train(
    faces: FaceSet,
    parts: Split,
    recipe: Recipe,
    out: Path,
    device: str = "cpu",
    hopeless: Callable[[dict[str, Any]], bool] = lambda row: False,
) -> Path:
    """Train, or resume the run in `out`; returns best.safetensors, the weights of the epoch with the lowest EER.

    Writes steps.jsonl (loss, rates and gradient of every step), epochs.json, a histogram of each epoch, loss.png and last.pt.
    Ctrl-C saves and stops. hopeless: called with each epoch's figures; True ends the run.

    Raises StoppedError, and TrainingError for a run of another recipe, a loss that is not finite, a collapsed network.
    """
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    cuda = device.startswith("cuda")
    if not cuda:
        keep_what_is_freed()
    if cuda and world > 1:
        device = f"cuda:{os.environ['LOCAL_RANK']}"
        torch.cuda.set_device(device)
    if world > 1 and not distributed.is_initialized():
        distributed.init_process_group("nccl" if cuda else "gloo")
    settings = json.loads(json.dumps(recipe.as_dict()))
    same_run(out, settings)
    if (out / LAST).is_file():
        require_same_faces(out, faces)
    with output_folder(out, lambda: (out / LAST).is_file()):
        return _Run(faces, parts, recipe, out, device, rank, world).to_the_end(settings, hopeless)


_Tensors = tuple[Tensor, ...] | list[Tensor]
_running_mean: Any = get_ema_multi_avg_fn


class _Run:
    """One process's part of a run."""

    def __init__(
        self, faces: FaceSet, parts: Split, recipe: Recipe, out: Path, device: str, rank: int, world: int
    ) -> None:
        self.faces, self.parts, self.recipe, self.out = faces.shaped(recipe.network.chip), parts, recipe, out
        self.device, self.rank, self.world = device, rank, world
        kind, cuda = device.split(":")[0], device.startswith("cuda")
        # The people trained on, counted from 0.
        _, labels_of = np.unique(faces.identities[parts.training], return_inverse=True)
        classes = int(labels_of.max()) + 1
        self.labels = torch.from_numpy(labels_of)
        self.sampler = sampler_of(recipe, labels_of, world)
        batches = len(self.sampler.epoch(0))
        self.steps_per_epoch = max(1, batches // recipe.run.accumulate)
        # An epoch may have fewer batches than a step accumulates.
        self.batches_per_epoch = min(batches, self.steps_per_epoch * recipe.run.accumulate)

        torch.manual_seed(recipe.run.seed)
        network = starting_network(recipe)
        self.head = margin_head(recipe, classes, self.labels).to(device)
        self.network = network.to(device).to(memory_format=torch.channels_last)
        if world > 1 and cuda:
            self.network = nn.SyncBatchNorm.convert_sync_batchnorm(self.network)  # type: ignore[no-untyped-call]
        elif world > 1:
            synchronise(self.network)
        self.averaged = AveragedModel(self.network, multi_avg_fn=self._towards) if recipe.run.average else None
        self.teacher = teacher_of(recipe, device)
        self.trained = [p for module in (self.network, self.head) for p in module.parameters() if p.requires_grad]
        self.optimiser = optimiser_of(recipe, self.network, self.head)
        self.schedule = Schedule(recipe, self.optimiser, self.steps_per_epoch)
        self.scaler = torch.amp.GradScaler(kind, enabled=recipe.run.precision == "float16" and cuda)
        self.parallel: nn.Module = (
            nn.parallel.DistributedDataParallel(self.network, [device] if cuda else None) if world > 1 else self.network
        )
        self.forward: Any = torch.compile(self.parallel) if recipe.run.compile else self.parallel
        self.half = {"float32": None, "bfloat16": torch.bfloat16, "float16": torch.float16}[recipe.run.precision]
        # Faces that fit into GPU memory are kept there, which saves waiting for loaders.
        self.on_device = (
            DeviceFaces(self.faces, parts.training, device, recipe.run.seed)
            if DeviceFaces.fits(len(parts.training), device)
            else None
        )
        self.mine = miner(recipe.loss.mining, recipe.loss.margin)
        self.epoch, self.step = 0, 0
        self.history: list[dict[str, Any]] = []

    def to_the_end(self, settings: dict[str, Any], hopeless: Callable[[dict[str, Any]], bool]) -> Path:
        """Train the remaining epochs; returns the best weights."""
        recipe, out = self.recipe, self.out
        if self.rank == 0:  # atomically: another process may be reading it
            with replacing(out / RECIPE) as part:
                part.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
            record_split(out, self.faces, self.parts)
        if (out / LAST).is_file():
            self._resume()
        else:
            torch.manual_seed(recipe.run.seed + self.rank)  # dropout differs between processes
        if self.rank == 0:
            cut_back(out, self.epoch, self.step)
        with ExitStack() as stack:
            stopped = stack.enter_context(_Stop())
            loaders = stack.enter_context(ThreadPoolExecutor(loader_threads(recipe)))
            board = stack.enter_context(board_of(recipe, out)) if self.rank == 0 else None
            log = StepLog(out / STEPS if self.rank == 0 else None, board, self.steps_per_epoch)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            bar = stack.enter_context(Progress(*columns, disable=self.rank > 0))
            task = bar.add_task("Training", total=recipe.run.epochs * self.steps_per_epoch)
            while self.epoch < recipe.run.epochs and not self._out_of_patience():

                def tell(step: int) -> None:
                    done = self.epoch * self.steps_per_epoch + step
                    bar.update(task, completed=done, description=f"Epoch {self.epoch + 1}")

                row = self._one_epoch(loaders, log, stopped, tell)
                if self.rank == 0:
                    self._examine(row, board, bar.console.print)
                self._agree_on_history()
                self.epoch, self.step = self.epoch + 1, 0
                self._save()
                if hopeless(self.history[-1]):
                    break
        return out / BEST

    def _one_epoch(
        self, loaders: ThreadPoolExecutor, log: StepLog, stopped: "_Stop", tell: Callable[[int], None]
    ) -> dict[str, Any]:
        """Train the rest of the epoch; returns its figures."""
        recipe, run = self.recipe, self.recipe.run
        self.network.train()
        self.head.train()
        batches = self.sampler.epoch(self.epoch)
        usable = len(batches) - len(batches) % run.accumulate or len(batches)
        first = self.step * run.accumulate
        process = self.rank, self.world
        coming: Iterator[tuple[Tensor, Bare]]
        if self.on_device is not None:
            coming = batches_on_device(
                self.on_device, self.parts.training, recipe, batches[:usable], self.epoch, first, process
            )
        else:
            pinned = self.device.startswith("cuda")
            coming = loads(
                loaders,
                self.faces,
                self.parts.training,
                recipe,
                batches[:usable],
                self.epoch,
                first,
                process,
                pinned,
            )
        waits: list[float] = []
        pictures, began = 0, time.perf_counter()
        total: Tensor | None = None
        for number, (chips, bare) in enumerate(timed(coming, waits), first):
            rows = batches[number]
            last = (number + 1) % run.accumulate == 0 or number + 1 == usable
            # Gradients are all-reduced once per step, not per batch.
            synced = nullcontext() if self.world == 1 or last else self.parallel.no_sync()  # type: ignore[operator]
            with synced:
                loss = self._loss(rows, chips, bare) / min(run.accumulate, usable)
                torch.autograd.backward(self.scaler.scale(loss))
            total = loss.detach() if total is None else total + loss.detach()
            pictures += len(rows)
            if not last:
                continue
            assert total is not None
            rates = rates_of(self.optimiser)
            gradient = self._stepped()
            self.step += 1
            log.add(self.epoch, self.step, total, gradient, rates)
            total = None
            tell(self.step)
            # All processes must agree to stop after the same step.
            if agreed(stopped.asked, self.device, self.world):
                log.flush()
                self._save()
                raise StoppedError(
                    f"Stopped and saved after step {self.step} of epoch {self.epoch + 1}.", "The same command resumes."
                )
            if self.step % run.save_every == 0:
                log.flush()
                self._save()
        log.flush()
        seconds = time.perf_counter() - began
        return {
            "epoch": self.epoch + 1,
            **log.of_epoch(self.epoch),
            "rates": rates_of(self.optimiser),
            "images_per_second": pictures / seconds,
            "busy": 1 - sum(waits) / seconds,
        }

    def _loss(self, rows: Indices, chips: Tensor, bare: Bare) -> Tensor:
        recipe, device = self.recipe, self.device
        with torch.autocast(device.split(":")[0], self.half, enabled=self.half is not None):
            own_part = self.forward(planes(chips, device)).float()
        embeddings = gathered(own_part, len(rows), self.rank, self.world)
        labels = self.labels[torch.from_numpy(rows)].to(device)
        loss: Tensor
        if recipe.loss.kind in MARGINS:
            loss = self.head(embeddings, labels)
        elif recipe.loss.kind == "distillation":
            loss = embeddings.new_zeros(())
        else:
            chosen = self.mine(distances(embeddings, embeddings), labels)
            loss = triplet_loss(embeddings, chosen, recipe.loss.margin)
        if self.teacher is not None:
            answers = teacher_embeddings(self.teacher, bare).to(device)
            targets = gathered(answers, len(rows), self.rank, self.world)
            loss = loss + recipe.loss.teacher_weight * distillation(embeddings, targets)
        return loss

    def _stepped(self) -> Tensor:
        """Take an optimiser step; returns the gradient's norm before clipping."""
        self.scaler.unscale_(self.optimiser)
        norm = nn.utils.clip_grad_norm_(self.trained, self.recipe.optimiser.clip or float("inf"))
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.optimiser.zero_grad(set_to_none=True)
        self.schedule.step()
        if self.averaged is not None:
            self.averaged.update_parameters(self.network)
        return norm

    def _towards(self, means: _Tensors, latest: _Tensors, _count: Tensor | int) -> None:
        """Move the running mean of the weights a step on. Batch statistics are the network's own: their mean would lag."""
        steps = self.epoch * self.steps_per_epoch + self.step
        _running_mean(growing(self.recipe.run.average, steps))(means, latest, 0)

    @property
    def judged(self) -> nn.Module:
        """The network that is measured and kept: the running mean if there is one."""
        return self.network if self.averaged is None else self.averaged.module

    def _examine(self, row: dict[str, Any], board: Any, say: Callable[[str], None]) -> None:
        """Measure the epoch's network, save it if it is the best so far, and record the figures."""
        batches = (self.epoch + 1) * self.batches_per_epoch
        _require_spread(self.network, self.faces, self.parts, self.device, batches)
        found, figures = _examined(self.judged, self.faces, self.parts, self.device)
        row = {**row, **figures}
        if not self.history or _merit(row) < min(map(_merit, self.history)):
            save_weights(self.judged.state_dict(), self.out / BEST)
        self.history.append(row)
        draw_epoch(self.out, found, self.epoch, self.steps_per_epoch)
        with replacing(self.out / EPOCHS) as part:
            part.write_text(json.dumps(self.history, indent=1) + "\n", encoding="utf-8")
        tar = row["tar_at_fmr"]["1e-3"]
        say(
            f"Epoch {self.epoch + 1}: EER {row['eer']:.2%}, TAR {tar:.2%} at FMR 1e-3, IOU {found.iou:.4f}, threshold "
            f"{found.threshold:.3f}; {row['images_per_second']:.0f} pictures/s, {row['busy']:.1%} of the time without a wait "
            "for them"
        )
        if board is not None:
            board.add_scalar("iou", found.iou, self.epoch)
            board.add_scalar("eer", row["eer"], self.epoch)
            board.add_scalar("tar_at_fmr_1e-3", tar, self.epoch)
            board.add_scalar("images_per_second", row["images_per_second"], self.epoch)

    def _out_of_patience(self) -> bool:
        """Whether the last `patience` epochs brought no improvement."""
        patience = self.recipe.run.patience
        if not patience or not self.history:
            return False
        merits = [_merit(row) for row in self.history]
        return len(merits) - 1 - merits.index(min(merits)) >= patience

    def _agree_on_history(self) -> None:
        """Broadcast the first process's figures to all."""
        if self.world > 1:
            shared = [self.history]
            distributed.broadcast_object_list(shared)
            self.history = shared[0]

    def _parts(self) -> dict[str, Any]:
        parts = {"network": self.network, "head": self.head, "optimiser": self.optimiser}
        parts |= {"schedule": self.schedule, "scaler": self.scaler}
        return parts | ({"averaged": self.averaged} if self.averaged is not None else {})

    def _save(self) -> None:
        generators = [torch.get_rng_state() for _ in range(self.world)]
        if self.world > 1:
            distributed.all_gather_object(generators, torch.get_rng_state())
        if self.rank == 0:
            states = {name: part.state_dict() for name, part in self._parts().items()}
            place = {"generators": generators, "epoch": self.epoch, "step": self.step, "history": self.history}
            with saved(self.out / LAST) as part:
                torch.save({**states, **place}, part)

    def _resume(self) -> None:
        saved = intact(self.out / LAST, partial(torch.load, map_location=self.device, weights_only=True))
        for name, part in self._parts().items():
            part.load_state_dict(saved[name])
        self.epoch, self.step, self.history = saved["epoch"], saved["step"], saved["history"]
        if len(saved["generators"]) == self.world:
            torch.set_rng_state(saved["generators"][self.rank].cpu())
        else:  # another number of processes: reseed, reproducibly for this step
            place = np.random.default_rng([self.recipe.run.seed, self.epoch, self.step, self.rank, self.world])
            torch.manual_seed(int(place.integers(2**63)))


def _merit(row: dict[str, Any]) -> tuple[float, float, float]:
    """Sort key, lower is better: EER; ties, as on few pairs, by TAR at FMR 1e-3 and the histograms' overlap."""
    return row["eer"], -row["tar_at_fmr"]["1e-3"], row["iou"]


class _Stop:
    """Turns SIGINT and SIGTERM into a flag that is checked between steps."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> "_Stop":
        self._before = {s: signal.signal(s, self._ask) for s in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, *_: object) -> None:
        self.asked = True


def _require_spread(network: nn.Module, faces: FaceSet, parts: Split, device: str, batches: int) -> None:
    """Raise TrainingError where the network gives all faces the same embedding. batches: trained on so far."""
    rows = np.unique(parts.evaluation.rows)[:64]
    vectors = embed(network, faces.chips([(row, 0) for row in rows.tolist()]), device)
    # The mean distance from the centroid: a few hundredths in an untrained network.
    spread = np.linalg.norm(vectors - vectors.mean(0), axis=1).mean()
    # Batch normalisation's running means lag behind: in the first batches they make all faces alike.
    lagging = batches < 20 and any(isinstance(part, nn.modules.batchnorm._BatchNorm) for part in network.modules())
    if not np.isfinite(spread) or (not lagging and spread <= 2e-3):
        raise TrainingError(
            "The network has collapsed: it gives all faces the same embedding.",
            "Lower optimiser.learning_rate or loss.margin; with triplets, start with loss.mining = 'semi-hard' or from "
            "trained weights, and put more people into a batch.",
        )


def _examined(network: nn.Module, faces: FaceSet, parts: Split, device: str) -> tuple[Histogram, dict[str, Any]]:
    """The histogram of the evaluation pairs, and their iou, threshold, eer and tar_at_fmr."""
    pairs = pair_distances(network, faces, parts.evaluation, device)
    found, same, similarity = Histogram.of(pairs, parts.evaluation.same), parts.evaluation.same, 1 - pairs**2 / 2
    return found, {
        "iou": found.iou,
        "threshold": found.threshold,
        "eer": equal_error_rate(similarity, same),
        "tar_at_fmr": {name: tar_at_fmr(similarity, same, fmr)[0] for name, fmr in (("1e-2", 1e-2), ("1e-3", 1e-3))},
    }
