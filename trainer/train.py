"""Training, to be read from top to bottom: one process or many, one GPU, several, or none.

Every process computes its share of a batch; the embeddings of all are gathered, so that the loss, and the triplets mined
for it, are those of the whole batch whatever the number of processes. Nothing random outlives a step except torch's own
generator, which is saved: a run that was killed goes on from its last checkpoint to the very weights it would have had. It
may go on in another number of processes; then the same pictures come, and only what is dropped out is drawn anew.
"""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor, distributed, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.models.evaluation import equal_error_rate, tar_at_fmr
from gatekeeper.vision.embed import Embedder, OnnxEmbedder, TorchEmbedder
from gatekeeper.vision.networks import build
from trainer.augment import vary
from trainer.batch_norm import synchronise
from trainer.checkpoints import PUBLISHED, fetch_published, fit, read_checkpoint
from trainer.evaluate import Histogram, embed, pair_distances
from trainer.faceset import STATES, FaceSet
from trainer.files import output_folder, save_weights
from trainer.losses import MARGINS, MarginHead, balanced_weights, distances, distillation, triplet_loss
from trainer.mining import miner
from trainer.on_device import Chances, DeviceFaces
from trainer.optimise import Schedule, optimiser_of, rates_of
from trainer.processes import cores
from trainer.recipe import Recipe
from trainer.sampling import FullCoverage, Indices, PeoplePictures, RandomTriplets, Shuffled, share
from trainer.split import Split

LAST, BEST, STEPS, EPOCHS, RECIPE = "last.pt", "best.safetensors", "steps.jsonl", "epochs.json", "recipe.json"
Bare = Image | Tensor  # the crops that a teacher sees: in the program's memory, or where the faces live
_FETCHED_AT_ONCE = 20  # steps whose figures are fetched from the device together


def train(faces: FaceSet, parts: Split, recipe: Recipe, out: Path, device: str = "cpu") -> Path:
    """Train, or go on where `out` holds a run; returns best.safetensors, the weights of the epoch of the lowest EER.

    Writes steps.jsonl (loss, rates and gradient of every step), epochs.json, a histogram of each epoch, loss.png and last.pt.
    Ctrl-C saves and stops. Raises TrainingError for a run of another recipe, a loss that is no number, a collapsed network.
    """
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    cuda = device.startswith("cuda")
    if cuda and world > 1:
        device = f"cuda:{os.environ['LOCAL_RANK']}"
        torch.cuda.set_device(device)
    if world > 1 and not distributed.is_initialized():
        distributed.init_process_group("nccl" if cuda else "gloo")
    settings = json.loads(json.dumps(recipe.as_dict()))
    same_run(out, settings)
    with output_folder(out, lambda: (out / LAST).is_file()):
        return _Run(faces, parts, recipe, out, device, rank, world).to_the_end(settings)


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
        self.sampler = _sampler(recipe, labels_of)
        self.steps_per_epoch = max(1, len(self.sampler.epoch(0)) // recipe.run.accumulate)

        torch.manual_seed(recipe.run.seed)
        network = starting_network(recipe)
        self.head = margin_head(recipe, classes, self.labels).to(device)
        self.network = network.to(device).to(memory_format=torch.channels_last)
        if world > 1 and cuda:
            self.network = nn.SyncBatchNorm.convert_sync_batchnorm(self.network)  # type: ignore[no-untyped-call]
        elif world > 1:
            synchronise(self.network)
        self.averaged = (
            AveragedModel(self.network, multi_avg_fn=_running_mean(recipe.run.average), use_buffers=True)
            if recipe.run.average
            else None
        )
        self.teacher = _teacher(recipe, device)
        self.trained = [p for module in (self.network, self.head) for p in module.parameters() if p.requires_grad]
        self.optimiser = optimiser_of(recipe, self.network, self.head)
        self.schedule = Schedule(recipe, self.optimiser, self.steps_per_epoch)
        self.scaler = torch.amp.GradScaler(kind, enabled=recipe.run.precision == "float16" and cuda)
        self.parallel: nn.Module = (
            nn.parallel.DistributedDataParallel(self.network, [device] if cuda else None) if world > 1 else self.network
        )
        self.forward: Any = torch.compile(self.parallel) if recipe.run.compile else self.parallel
        self.half = {"float32": None, "bfloat16": torch.bfloat16, "float16": torch.float16}[recipe.run.precision]
        # Faces that find room on a card live there: loading them would let it wait.
        self.on_device = (
            DeviceFaces(self.faces, parts.training, device, recipe.run.seed)
            if DeviceFaces.fits(len(parts.training), device)
            else None
        )
        self.mine = miner(recipe.loss.mining, recipe.loss.margin)
        self.epoch, self.step = 0, 0
        self.history: list[dict[str, Any]] = []

    def to_the_end(self, settings: dict[str, Any]) -> Path:
        """Train epoch after epoch from where the run stands; returns the best weights."""
        recipe, out = self.recipe, self.out
        if self.rank == 0:  # in one step: the other processes may be reading it just now
            unfinished = (out / RECIPE).with_suffix(".part")
            unfinished.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
            unfinished.replace(out / RECIPE)
        if (out / LAST).is_file():
            self._go_on()
        else:
            torch.manual_seed(recipe.run.seed + self.rank)  # each process drops out other units
        if self.rank == 0:
            _cut(out / STEPS, self.epoch, self.step)
        with ExitStack() as stack:
            stopped = stack.enter_context(_Stop())
            loaders = stack.enter_context(ThreadPoolExecutor(loader_threads(recipe)))
            board = stack.enter_context(_board(recipe, out)) if self.rank == 0 else None
            log = StepLog(out / STEPS if self.rank == 0 else None, board, self.steps_per_epoch)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            bar = stack.enter_context(Progress(*columns, disable=self.rank > 0))
            task = bar.add_task("Training", total=recipe.run.epochs * self.steps_per_epoch)
            while self.epoch < recipe.run.epochs and not self._tired():

                def tell(step: int) -> None:
                    done = self.epoch * self.steps_per_epoch + step
                    bar.update(task, completed=done, description=f"Epoch {self.epoch + 1}")

                row = self._one_epoch(loaders, log, stopped, tell)
                if self.rank == 0:
                    self._examine(row, board, bar.console.print)
                self._agree_on_history()
                self.epoch, self.step = self.epoch + 1, 0
                self._save()
        return out / BEST

    def _one_epoch(
        self, loaders: ThreadPoolExecutor, log: "StepLog", stopped: "_Stop", tell: Callable[[int], None]
    ) -> dict[str, Any]:
        """The rest of the epoch; returns what is told of it."""
        recipe, run = self.recipe, self.recipe.run
        self.network.train()
        self.head.train()
        batches = self.sampler.epoch(self.epoch)
        usable = len(batches) - len(batches) % run.accumulate or len(batches)
        first = self.step * run.accumulate
        process = self.rank, self.world
        coming: Iterator[tuple[Tensor, Bare]]
        if self.on_device is not None:
            coming = made(self.on_device, self.parts.training, recipe, batches[:usable], self.epoch, first, process)
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
        for number, (chips, bare) in enumerate(_timed(coming, waits), first):
            rows = batches[number]
            last = (number + 1) % run.accumulate == 0 or number + 1 == usable
            # Gradients travel between processes once a step, not once a batch.
            apart = nullcontext() if self.world == 1 or last else self.parallel.no_sync()  # type: ignore[operator]
            with apart:
                loss = self._loss(rows, chips, bare) / run.accumulate
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
            if _any(stopped.asked, self.device, self.world):
                log.flush()
                self._save()
                raise TrainingError(
                    f"Stopped and saved after step {self.step} of epoch {self.epoch + 1}.", "The same command goes on."
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
            own = self.forward(planes(chips, device)).float()
        embeddings = _gathered(own, len(rows), self.rank, self.world)
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
            said = _said(self.teacher, bare).to(device)
            wanted = _gathered(said, len(rows), self.rank, self.world)
            loss = loss + recipe.loss.teacher_weight * distillation(embeddings, wanted)
        return loss

    def _stepped(self) -> Tensor:
        """Let the optimiser take a step; returns the norm of the gradient it had, before it was clipped."""
        self.scaler.unscale_(self.optimiser)
        norm = nn.utils.clip_grad_norm_(self.trained, self.recipe.optimiser.clip or float("inf"))
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.optimiser.zero_grad(set_to_none=True)
        self.schedule.step()
        if self.averaged is not None:
            self.averaged.update_parameters(self.network)
        return norm

    @property
    def judged(self) -> nn.Module:
        """The network that is measured and kept: the running mean where there is one."""
        return self.network if self.averaged is None else self.averaged.module

    def _examine(self, row: dict[str, Any], board: Any, say: Callable[[str], None]) -> None:
        """Measure the epoch's network, keep it where it is the best so far, and write down both."""
        batches = (self.epoch + 1) * self.steps_per_epoch * self.recipe.run.accumulate
        found, figures = _examined(self.judged, self.faces, self.parts, self.device, batches)
        row = {**row, **figures}
        if not self.history or _merit(row) < min(map(_merit, self.history)):
            save_weights(self.judged.state_dict(), self.out / BEST)
        self.history.append(row)
        _draw(self.out, found, self.epoch, self.steps_per_epoch)
        part = (self.out / EPOCHS).with_suffix(".part")
        part.write_text(json.dumps(self.history, indent=1) + "\n", encoding="utf-8")
        part.replace(self.out / EPOCHS)
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

    def _tired(self) -> bool:
        """Whether the last epochs brought nothing better."""
        patience = self.recipe.run.patience
        if not patience or not self.history:
            return False
        merits = [_merit(row) for row in self.history]
        return len(merits) - 1 - merits.index(min(merits)) >= patience

    def _agree_on_history(self) -> None:
        """What the first process measured is known to all."""
        if self.world > 1:
            shared = [self.history]
            distributed.broadcast_object_list(shared)
            self.history = shared[0]

    def _parts(self) -> dict[str, Any]:
        kept = {"network": self.network, "head": self.head, "optimiser": self.optimiser}
        kept |= {"schedule": self.schedule, "scaler": self.scaler}
        return kept | ({"averaged": self.averaged} if self.averaged is not None else {})

    def _save(self) -> None:
        generators = [torch.get_rng_state() for _ in range(self.world)]
        if self.world > 1:
            distributed.all_gather_object(generators, torch.get_rng_state())
        if self.rank == 0:
            states = {name: part.state_dict() for name, part in self._parts().items()}
            place = {"generators": generators, "epoch": self.epoch, "step": self.step, "history": self.history}
            _write(self.out / LAST, {**states, **place})

    def _go_on(self) -> None:
        kept = torch.load(self.out / LAST, map_location=self.device, weights_only=True)
        for name, part in self._parts().items():
            part.load_state_dict(kept[name])
        self.epoch, self.step, self.history = kept["epoch"], kept["step"], kept["history"]
        if len(kept["generators"]) == self.world:
            torch.set_rng_state(kept["generators"][self.rank].cpu())
        else:  # of another number of processes: each begins to draw anew, alike whenever it goes on from here
            place = np.random.default_rng([self.recipe.run.seed, self.epoch, self.step, self.rank, self.world])
            torch.manual_seed(int(place.integers(2**63)))


_running_mean: Any = get_ema_multi_avg_fn


def _merit(row: dict[str, Any]) -> tuple[float, float, float]:
    """The lower the better: EER; where that is alike, as on few pairs, TAR at FMR 1e-3 and the histograms' overlap."""
    return row["eer"], -row["tar_at_fmr"]["1e-3"], row["iou"]


class StepLog:
    """The steps as lines of steps.jsonl and on TensorBoard. Figures are fetched from the device some steps at a time: to ask
    for each would let the device wait for the program."""

    def __init__(self, file: Path | None, board: Any, steps_per_epoch: int) -> None:
        self._file, self._board, self._steps_per_epoch = file, board, steps_per_epoch
        self._waiting: list[tuple[int, int, dict[str, float]]] = []
        self._figures: list[Tensor] = []
        self._said = time.monotonic()

    def add(self, epoch: int, step: int, loss: Tensor, gradient: Tensor, rates: dict[str, float]) -> None:
        """A step that was taken: its loss, the norm of its gradient, and the rates it was taken with."""
        self._waiting.append((epoch, step, rates))
        self._figures.append(torch.stack([loss.float(), gradient.detach().float()]))
        if len(self._waiting) >= _FETCHED_AT_ONCE or time.monotonic() - self._said > 2:
            self.flush()

    def flush(self) -> None:
        """Fetch and write what waits. Raises TrainingError for a loss that is no number."""
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
                at = epoch * self._steps_per_epoch + step
                self._board.add_scalar("loss", loss, at)
                self._board.add_scalar("gradient_norm", gradient, at)
                for name, rate in rates.items():
                    self._board.add_scalar(f"rate/{name}", rate, at)
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as file:
                file.writelines(lines)
        self._waiting, self._figures, self._said = [], [], time.monotonic()

    def of_epoch(self, epoch: int) -> dict[str, float]:
        """Mean loss and gradient of an epoch's steps, also of those before the run was stopped."""
        if self._file is None:
            return {}
        steps = [json.loads(line) for line in self._file.read_text(encoding="utf-8").splitlines()]
        own = [step for step in steps if step["epoch"] == epoch]
        return {name: float(np.mean([step[name] for step in own])) for name in ("loss", "gradient_norm")}


def loader_threads(recipe: Recipe) -> int:
    """How many threads load pictures: as the recipe says, else the cores that this process may use, shared with the other
    processes of the machine."""
    return recipe.run.loaders or max(1, cores() // int(os.environ.get("LOCAL_WORLD_SIZE", "1")))


class _Stop:
    """Turns Ctrl-C and the system's polite kill into a question that is asked between two steps."""

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


class _Gather(torch.autograd.Function):
    """Rows of all processes one after another. Each computes the same loss from them, so each knows the gradient of its
    own rows; times the number of processes, because the gradients of the weights are averaged over them."""

    @staticmethod
    def forward(ctx: Any, own: Tensor, rows: int, start: int, world: int) -> Tensor:
        ctx.span, ctx.world = (start, start + len(own)), world
        every = own.new_zeros(rows, own.shape[1])
        every[start : start + len(own)] = own
        distributed.all_reduce(every)
        return every

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None, None]:
        start, end = ctx.span
        return gradients[0][start:end] * ctx.world, None, None, None


def _gathered(own: Tensor, rows: int, rank: int, world: int) -> Tensor:
    if world == 1:
        return own
    start = sum(len(part) for part in np.array_split(np.arange(rows), world)[:rank])
    gathered: Tensor = _Gather.apply(own, rows, start, world)
    return gathered


def _any(asked: bool, device: str, world: int) -> bool:
    if world == 1:
        return asked
    flag = torch.tensor(float(asked), device=device)
    distributed.all_reduce(flag)
    return bool(flag > 0)


def same_run(out: Path, settings: dict[str, Any]) -> None:
    """Raises TrainingError where `out` holds a run with other settings: going on would mix two."""
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


def starting_network(recipe: Recipe) -> nn.Module:
    """The recipe's network with the weights it begins from."""
    wanted = recipe.network
    options = {"dim": wanted.dim, "pooling": wanted.pooling, "dropout": wanted.dropout}
    network = build(wanted.architecture, options)
    if wanted.weights != "none":
        file = Path(wanted.weights)
        if wanted.weights in PUBLISHED.get(wanted.architecture, {}) or not file.exists():
            file = fetch_published(wanted.architecture, wanted.weights)
        fit(network, read_checkpoint(file).state)
    return network


def margin_head(recipe: Recipe, classes: int, labels: Tensor) -> MarginHead:
    """The recipe's head for so many people; frozen where its loss has none. labels: whose the pictures are."""
    loss = recipe.loss
    margin = loss.kind in MARGINS
    weights = balanced_weights(labels, classes) if loss.class_weights else None
    head = MarginHead(
        recipe.network.dim,
        classes,
        loss.margin,
        loss.scale,
        loss.focal,
        weights,
        loss.kind if margin else "arcface",
        loss.sub_centres,
        loss.sampled,
        loss.margin_most,
        loss.magnitude_weight,
    )
    return head.requires_grad_(margin)


def _teacher(recipe: Recipe, device: str) -> Embedder | None:
    """The recipe's teacher, as the door opens a model. Raises ModelError where it is none, TrainingError for another dim."""
    if not recipe.loss.teacher_weight:
        return None
    card = ModelCard.read(Path(recipe.loss.teacher))
    if card.kind != "embedding":
        raise TrainingError(f"The teacher {card.id} is a model for {card.kind}.", "Name one that knows faces.")
    torch_can = "network.safetensors" in card.card["files"]
    teacher: Embedder = TorchEmbedder(card, device) if torch_can else OnnxEmbedder(card)
    if recipe.network.dim != teacher.dim:
        raise TrainingError(
            f"The teacher answers with {teacher.dim} numbers, the network with {recipe.network.dim}.",
            f"Set network.dim = {teacher.dim}.",
        )
    return teacher


def _sampler(recipe: Recipe, labels: Indices) -> Shuffled | PeoplePictures | FullCoverage | RandomTriplets:
    data, seed = recipe.data, recipe.run.seed
    people = max(2, data.batch // data.pictures)
    if data.sampler == "people-pictures":
        return PeoplePictures(labels, people, data.pictures, seed)
    if data.sampler == "full-coverage":
        return FullCoverage(labels, people, data.pictures, seed)
    if data.sampler == "random-triplets":
        return RandomTriplets(labels, data.batch // 3, seed)
    return Shuffled(labels, data.batch, seed)


def _said(teacher: Embedder, bare: Bare) -> Tensor:
    if isinstance(bare, Tensor) and isinstance(teacher, TorchEmbedder):
        with torch.no_grad():
            return teacher.of_planes(bare)
    crops = bare.permute(0, 2, 3, 1).to(torch.uint8).cpu().numpy() if isinstance(bare, Tensor) else bare
    return torch.from_numpy(teacher.embed(crops))


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


def _timed(coming: Iterator[tuple[Tensor, Bare]], waits: list[float]) -> Iterator[tuple[Tensor, Bare]]:
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


def _examined(
    network: nn.Module, faces: FaceSet, parts: Split, device: str, batches: int
) -> tuple[Histogram, dict[str, Any]]:
    """The histogram of the evaluation pairs, and iou, threshold, eer and tar_at_fmr of them. batches: that it has learnt from.

    Raises TrainingError where the network has collapsed.
    """
    rows = np.unique(parts.evaluation.rows)[:64]
    vectors = embed(network, faces.chips([(row, 0) for row in rows.tolist()]), device)
    # The mean distance from their middle: an untrained network spreads faces by a few hundredths.
    spread = np.linalg.norm(vectors - vectors.mean(0), axis=1).mean()
    # The means that batch normalisation keeps lag behind: in the first batches they make all faces alike.
    lagging = batches < 20 and any(isinstance(part, nn.modules.batchnorm._BatchNorm) for part in network.modules())
    if not np.isfinite(spread) or (not lagging and spread <= 2e-3):
        raise TrainingError(
            "The network has collapsed: it gives all faces the same embedding.",
            "Lower optimiser.learning_rate or loss.margin; with triplets begin with loss.mining = 'semi-hard' or from "
            "trained weights, and put more people into a batch.",
        )
    pairs = pair_distances(network, faces, parts.evaluation, device)
    found, same, similarity = Histogram.of(pairs, parts.evaluation.same), parts.evaluation.same, 1 - pairs**2 / 2
    return found, {
        "iou": found.iou,
        "threshold": found.threshold,
        "eer": equal_error_rate(similarity, same),
        "tar_at_fmr": {name: tar_at_fmr(similarity, same, fmr)[0] for name, fmr in (("1e-2", 1e-2), ("1e-3", 1e-3))},
    }


def _draw(out: Path, found: Histogram, epoch: int, steps_per_epoch: int) -> None:
    from trainer.figures import histogram, lines

    (out / f"histogram-{epoch + 1:03}.png").write_bytes(histogram(found, f"Epoch {epoch + 1}"))
    losses = [json.loads(line)["loss"] for line in (out / STEPS).read_text().splitlines()]
    (out / "loss.png").write_bytes(
        lines({"loss": ([i / steps_per_epoch for i in range(len(losses))], losses)}, "Training loss", "epoch", "loss")
    )


def _cut(log: Path, epoch: int, step: int) -> None:
    """Forget the steps after the checkpoint, and a line that was being written: they will be done again."""
    if log.is_file():
        whole = [line for line in log.read_text().splitlines() if line.endswith("}")]
        kept = [line for line in whole if (at := json.loads(line)) and (at["epoch"], at["step"]) <= (epoch, step)]
        log.write_text("".join(f"{line}\n" for line in kept))


def _write(path: Path, values: dict[str, Any]) -> None:
    """All or nothing, even where the power goes."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        torch.save(values, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _board(recipe: Recipe, out: Path) -> Any:
    if not recipe.run.tensorboard:
        return nullcontext()
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise TrainingError(
            "run.tensorboard is set, but TensorBoard is not installed.", "pip install gatekeeper[tensorboard]"
        ) from error
    return SummaryWriter(str(out))
