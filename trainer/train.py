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
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import save_file
from torch import Tensor, distributed, nn
from torch.optim import Optimizer, lr_scheduler

from gatekeeper.domain import Image
from gatekeeper.errors import TrainingError
from gatekeeper.vision.networks import build
from trainer.augment import vary
from trainer.checkpoints import PUBLISHED, fetch_published, fit, read_checkpoint
from trainer.evaluate import Histogram, embed, pair_distances
from trainer.losses import ArcFace, balanced_weights, distances, distillation, triplet_loss
from trainer.mining import miner
from trainer.prepare import Prepared
from trainer.recipe import Recipe
from trainer.sampling import FullCoverage, Indices, PeoplePictures, RandomTriplets, Shuffled, share
from trainer.split import Split

LAST, BEST, STEPS, EPOCHS, RECIPE = "last.pt", "best.safetensors", "steps.jsonl", "epochs.json", "recipe.json"


def train(faces: Prepared, parts: Split, recipe: Recipe, out: Path, device: str = "cpu") -> Path:
    """Train, or go on where `out` holds a run; returns best.safetensors, the weights of the epoch of the lowest IOU.

    Writes steps.jsonl (the loss of every step), epochs.json, a histogram of each epoch, loss.png and last.pt. Ctrl-C
    saves and stops. Raises TrainingError for a run of another recipe, a loss that is no number, a collapsed network.
    """
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    cuda = device.startswith("cuda")
    if cuda and world > 1:
        device = f"cuda:{os.environ['LOCAL_RANK']}"
        torch.cuda.set_device(device)
    if world > 1 and not distributed.is_initialized():
        distributed.init_process_group("nccl" if cuda else "gloo")
    out.mkdir(parents=True, exist_ok=True)
    settings = json.loads(json.dumps(recipe.as_dict()))
    same_run(out, settings)
    if rank == 0:  # in one step: the other processes may be reading it just now
        unfinished = (out / RECIPE).with_suffix(".part")
        unfinished.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(out / RECIPE)

    # The people trained on, counted from 0.
    _, labels_of = np.unique(faces.identities[parts.training], return_inverse=True)
    classes = int(labels_of.max()) + 1
    sampler = _sampler(recipe, labels_of)
    steps_per_epoch = max(1, len(sampler.epoch(0)) // recipe.run.accumulate)

    torch.manual_seed(recipe.run.seed)
    network = starting_network(recipe)
    labels_there = torch.from_numpy(labels_of)
    weights = balanced_weights(labels_there, classes) if recipe.loss.class_weights else None
    head = ArcFace(
        recipe.network.dim, classes, recipe.loss.margin, recipe.loss.scale, recipe.loss.focal, weights
    ).requires_grad_(recipe.loss.kind == "arcface")
    network, head = network.to(device).to(memory_format=torch.channels_last), head.to(device)
    if world > 1 and cuda:
        network = nn.SyncBatchNorm.convert_sync_batchnorm(network)  # type: ignore[no-untyped-call]
    teacher = _teacher(recipe, device)
    trained = [p for module in (network, head) for p in module.parameters() if p.requires_grad]
    optimiser = _optimiser(recipe, network, head)
    schedule = _schedule(recipe, optimiser, steps_per_epoch)
    scaler = torch.amp.GradScaler(device.split(":")[0], enabled=recipe.run.precision == "float16" and cuda)
    parallel = nn.parallel.DistributedDataParallel(network, [device] if cuda else None) if world > 1 else network

    epoch, step, lowest, history = 0, 0, float("inf"), []
    if (out / LAST).is_file():
        kept = torch.load(out / LAST, map_location=device, weights_only=True)
        for part, name in ((network, "network"), (head, "head"), (optimiser, "optimiser"), (schedule, "schedule")):
            part.load_state_dict(kept[name])
        scaler.load_state_dict(kept["scaler"])
        epoch, step, lowest, history = kept["epoch"], kept["step"], kept["lowest"], kept["history"]
        if len(kept["generators"]) == world:
            torch.set_rng_state(kept["generators"][rank].cpu())
        else:  # of another number of processes: each begins to draw anew, alike whenever it goes on from here
            place = np.random.default_rng([recipe.run.seed, epoch, step, rank, world])
            torch.manual_seed(int(place.integers(2**63)))
        if epoch == recipe.run.epochs:
            return out / BEST
    else:
        torch.manual_seed(recipe.run.seed + rank)  # each process drops out other units
    if rank == 0:
        _cut(out / STEPS, epoch, step)

    def save() -> None:
        generators = [torch.get_rng_state() for _ in range(world)]
        if world > 1:
            distributed.all_gather_object(generators, torch.get_rng_state())
        if rank == 0:
            _write(
                out / LAST,
                {
                    "network": network.state_dict(),
                    "head": head.state_dict(),
                    "optimiser": optimiser.state_dict(),
                    "schedule": schedule.state_dict(),
                    "scaler": scaler.state_dict(),
                    "generators": generators,
                    "epoch": epoch,
                    "step": step,
                    "lowest": lowest,
                    "history": history,
                },
            )

    half = {"float32": None, "bfloat16": torch.bfloat16, "float16": torch.float16}[recipe.run.precision]
    mine = miner(recipe.loss.mining, recipe.loss.margin)
    with ExitStack() as stack:
        stopped = stack.enter_context(_Stop())
        loaders = stack.enter_context(ThreadPoolExecutor(recipe.run.loaders))
        log = stack.enter_context((out / STEPS).open("a")) if rank == 0 else None
        board = stack.enter_context(_board(recipe, out)) if rank == 0 else None
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = stack.enter_context(Progress(*columns, disable=rank > 0))
        task = bar.add_task("Training", total=recipe.run.epochs * steps_per_epoch)
        while epoch < recipe.run.epochs:
            network.train()
            batches = sampler.epoch(epoch)
            usable = len(batches) - len(batches) % recipe.run.accumulate or len(batches)
            first = step * recipe.run.accumulate
            coming = loads(loaders, faces, parts.training, recipe, batches[:usable], epoch, first, (rank, world))
            total = 0.0
            waits: list[float] = []
            began = time.perf_counter()
            for number, (chips, bare) in enumerate(_timed(coming, waits), first):
                rows = batches[number]
                last = (number + 1) % recipe.run.accumulate == 0 or number + 1 == usable
                labels = labels_there[torch.from_numpy(rows)].to(device)
                # Gradients travel between processes once a step, not once a batch.
                apart = nullcontext() if world == 1 or last else parallel.no_sync()  # type: ignore[operator]
                with apart:
                    with torch.autocast(device.split(":")[0], half, enabled=half is not None):
                        own = parallel(planes(chips, device)).float()
                    embeddings = _gathered(own, len(rows), rank, world)
                    if recipe.loss.kind == "arcface":
                        loss = head(embeddings, labels)
                    elif recipe.loss.kind == "distillation":
                        loss = embeddings.new_zeros(())
                    else:
                        chosen = mine(distances(embeddings, embeddings), labels)
                        loss = triplet_loss(embeddings, chosen, recipe.loss.margin)
                    if teacher is not None:
                        with torch.no_grad():
                            wanted = _gathered(teacher(planes(bare, device)), len(rows), rank, world)
                        loss = loss + recipe.loss.teacher_weight * distillation(embeddings, wanted)
                    loss = loss / recipe.run.accumulate
                    scaler.scale(loss).backward()
                total += loss.item()
                if not last:
                    continue
                if recipe.optimiser.clip:
                    scaler.unscale_(optimiser)
                    nn.utils.clip_grad_norm_(trained, recipe.optimiser.clip)
                scaler.step(optimiser)
                scaler.update()
                optimiser.zero_grad(set_to_none=True)
                if schedule.last_epoch < recipe.run.epochs * steps_per_epoch:
                    schedule.step()
                step += 1
                if not np.isfinite(total):
                    raise TrainingError(
                        f"The loss is {total} at epoch {epoch + 1}, step {step}: the training diverged.",
                        "Lower optimiser.learning_rate, set optimiser.clip = 5, or train in float32 or bfloat16.",
                    )
                rate = optimiser.param_groups[0]["lr"]
                if log is not None:
                    log.write(json.dumps({"epoch": epoch, "step": step, "loss": total, "rate": rate}) + "\n")
                    log.flush()
                if board is not None:
                    board.add_scalar("loss", total, epoch * steps_per_epoch + step)
                bar.update(task, completed=epoch * steps_per_epoch + step, description=f"Epoch {epoch + 1}")
                total = 0.0
                # All processes must agree to stop after the same step.
                if _any(stopped.asked, device, world):
                    save()
                    raise TrainingError(
                        f"Stopped and saved after step {step} of epoch {epoch + 1}.", "The same command goes on."
                    )
                if step % recipe.run.save_every == 0:
                    save()
            busy = 1 - sum(waits) / (time.perf_counter() - began)
            if rank == 0:
                found = _examined(network, faces, parts, recipe, device)
                history.append({"epoch": epoch + 1, "iou": found.iou, "threshold": found.threshold})
                if found.iou < lowest:
                    lowest = found.iou
                    tensors = {k: v.detach().cpu().contiguous() for k, v in network.state_dict().items()}
                    save_file(tensors, out / BEST)
                _draw(out, found, epoch, steps_per_epoch)
                (out / EPOCHS).write_text(json.dumps(history, indent=1) + "\n")
                said = f"Epoch {epoch + 1}: IOU {found.iou:.4f}, threshold {found.threshold:.3f}"
                bar.console.print(f"{said}, {busy:.1%} of the time not waiting for pictures")
                if board is not None:
                    board.add_scalar("iou", found.iou, epoch)
            epoch, step = epoch + 1, 0
            if world > 1:
                distributed.barrier()
            save()
    return out / BEST


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


def _teacher(recipe: Recipe, device: str) -> nn.Module | None:
    if not recipe.loss.teacher_weight:
        return None
    if recipe.network.dim != 128:
        raise TrainingError(f"The teacher answers with 128 numbers, the network with {recipe.network.dim}.", "Set dim.")
    teacher = build("dlib-resnet")
    fit(teacher, read_checkpoint(Path(recipe.loss.teacher)).state)
    return teacher.eval().requires_grad_(False).to(device).to(memory_format=torch.channels_last)


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


def _optimiser(recipe: Recipe, network: nn.Module, head: nn.Module) -> Optimizer:
    wanted = recipe.optimiser
    common: dict[str, Any] = {"lr": wanted.learning_rate, "weight_decay": wanted.weight_decay}
    parts = [(head, wanted.learning_rate), (network, wanted.learning_rate * wanted.network_share)]
    groups = [{"params": [p for p in part.parameters() if p.requires_grad], "lr": rate} for part, rate in parts]
    trained = [group for group in groups if group["params"]]
    if wanted.name == "sgd":
        return torch.optim.SGD(trained, momentum=wanted.momentum, **common)
    if wanted.name == "rmsprop":
        return torch.optim.RMSprop(trained, momentum=wanted.momentum, **common)
    kinds: dict[str, type[Optimizer]] = {
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "adadelta": torch.optim.Adadelta,
    }
    return kinds[wanted.name](trained, **common)


def _schedule(recipe: Recipe, optimiser: Optimizer, steps_per_epoch: int) -> lr_scheduler.LRScheduler:
    """The learning rate over steps; an epoch's milestones fall on its last step."""
    total, name = recipe.run.epochs * steps_per_epoch, recipe.schedule.name
    rates = [group["lr"] for group in optimiser.param_groups]
    if name == "multistep":
        milestones = [epoch * steps_per_epoch for epoch in recipe.schedule.milestones]
        return lr_scheduler.MultiStepLR(optimiser, milestones, recipe.schedule.factor)
    if name == "cosine":
        return lr_scheduler.CosineAnnealingLR(optimiser, total)
    if name == "one-cycle":
        # One more than there are: the last call of step() sets the rate of a step that does not come.
        return lr_scheduler.OneCycleLR(optimiser, rates, total + 1, cycle_momentum="momentum" in optimiser.defaults)
    if name == "cyclic":
        up = max(1, 2 * steps_per_epoch)
        return lr_scheduler.CyclicLR(optimiser, [rate / 10 for rate in rates], rates, up, cycle_momentum=False)
    return lr_scheduler.ConstantLR(optimiser, 1.0)


def loads(
    loaders: ThreadPoolExecutor,
    faces: Prepared,
    training: NDArray[np.int64],
    recipe: Recipe,
    batches: list[Indices],
    epoch: int,
    first: int,
    process: tuple[int, int],
) -> Iterator[tuple[Image, Image]]:
    """This process's part of each batch from `first` on, a few batches ahead of the network."""
    waiting: list[Future[tuple[Image, Image]]] = []
    for number in range(first, len(batches)):
        waiting.append(loaders.submit(load, faces, training, recipe, batches[number], (epoch, number), process))
        if len(waiting) > 2 * recipe.run.loaders:
            yield waiting.pop(0).result()
    while waiting:
        yield waiting.pop(0).result()


def _timed(coming: Iterator[tuple[Image, Image]], waits: list[float]) -> Iterator[tuple[Image, Image]]:
    """The same, with the seconds that each was waited for."""
    before = time.perf_counter()
    for batch in coming:
        waits.append(time.perf_counter() - before)
        yield batch
        before = time.perf_counter()


def load(
    faces: Prepared,
    training: NDArray[np.int64],
    recipe: Recipe,
    batch: Indices,
    place: tuple[int, int],
    process: tuple[int, int],
) -> tuple[Image, Image]:
    """A process's part of a batch: (chips as the network sees them, the same faces bare and whole), each uint8
    (n, 150, 150, 3). place: epoch and number of the batch.

    A picture's chance is drawn from its place in the whole batch, so it falls alike in one process and in many.
    """
    data, masks = recipe.data, faces.chips.shape[1] - 1
    seen, bare = [], []
    for position in share(np.arange(len(batch)), *process):
        rng = np.random.default_rng([recipe.run.seed, *place, int(position)])
        row = training[batch[position]]
        masked = masks > 0 and rng.random() < data.masked_share
        chip, own = (np.asarray(faces.chips[row, at]) for at in (1 + rng.integers(masks) if masked else 0, 0))
        if data.vary:
            if rng.random() < 0.5:
                chip, own = chip[:, ::-1], own[:, ::-1]
            chip = vary(chip, rng)
        seen.append(chip)
        bare.append(own)
    return np.stack(seen), np.stack(bare)


def planes(chips: Image, device: str) -> Tensor:
    """uint8 (N, 150, 150, 3) -> float32 (N, 3, 150, 150) on the device, as the networks take them."""
    x = torch.from_numpy(chips).to(device, non_blocking=True)
    return x.permute(0, 3, 1, 2).float().contiguous(memory_format=torch.channels_last)


def _examined(network: nn.Module, faces: Prepared, parts: Split, recipe: Recipe, device: str) -> Histogram:
    """The histogram of the evaluation pairs. Raises TrainingError where the network has collapsed."""
    rows = np.unique(parts.evaluation.rows)[:64]
    vectors = embed(network, np.asarray(faces.chips[rows, 0]), device)
    # The mean distance from their middle: an untrained network spreads faces by a few hundredths.
    spread = np.linalg.norm(vectors - vectors.mean(0), axis=1).mean()
    # The means that batch normalisation keeps lag behind: in the first batches they make all faces alike.
    norms = [part for part in network.modules() if isinstance(part, nn.modules.batchnorm._BatchNorm)]
    settled = all(int(part.num_batches_tracked or 0) >= 20 for part in norms)
    if not np.isfinite(spread) or (settled and spread <= 2e-3):
        raise TrainingError(
            "The network has collapsed: it gives all faces the same embedding.",
            "Lower optimiser.learning_rate or loss.margin; with triplets begin with loss.mining = 'semi-hard' or from "
            "trained weights, and put more people into a batch.",
        )
    return Histogram.of(pair_distances(network, faces, parts.evaluation, device), parts.evaluation.same)


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
