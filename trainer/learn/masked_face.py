"""Trains a network to give a masked face the embedding its teacher gives the same face without a mask.

A weighted sum of losses on unit vectors: the cosine to the teacher's embedding (Hinton et al., 2015), InfoNCE within the
batch (van den Oord et al., 2018), where pictures of one identity count as the same person, CosFace or ArcFace over the labelled
identities, whose centres are initialised to the teacher's mean embeddings, and triplets of them. A weight of 0 leaves a loss
out. The running mean of the weights is kept.
"""

import copy
import json
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn, track
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import TrainingError
from gatekeeper.files import replacing
from gatekeeper.memory import keep_what_is_freed
from gatekeeper.messages import Message
from gatekeeper.models.card import sha256
from gatekeeper.settings_table import Mistake, about
from gatekeeper.vision.detect import CHIP128, CHIP_SHAPES, ChipShape, similarity_transform, warp
from gatekeeper.vision.networks import FaceNetwork
from trainer.data.faceset import INDEX, STATES, FaceSet
from trainer.files import save_weights
from trainer.learn.losses import MarginHead, distances, triplet_loss
from trainer.learn.mining import batch_hard
from trainer.learn.optimise import running_mean
from trainer.learn.recipe import read_recipe
from trainer.learn.start import student_of, teacher_of
from trainer.processes import cores, worker_processes
from trainer.simulate import augment

Floats = NDArray[np.float32]
_EXAMPLES = 256  # faces on which the rank of a last layer is reduced


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of one run; see the comments in `configs/masked_face.toml`."""

    steps: Annotated[int, about("Number of steps.", 1)]
    batch: Annotated[int, about("Faces per step.", 2)]
    labelled_share: Annotated[float, about("Share of a batch: two pictures each of labelled people.", 0, 1)]
    blended_share: Annotated[float, about("Share of a batch: two blended faces, as a new person.", 0, 1)]
    drawn_share: Annotated[float, about("Share of faces with a simulated mask.", 0, 1)]
    real_share: Annotated[float, about("Share of faces with the lower half of a really masked one.", 0, 1)]
    tight_share: Annotated[float, about("Share of chips from pictures that end close to the face.", 0, 1)]
    turn: Annotated[float, about("Standard deviation of a chip's rotation, in degrees.", 0)]
    scale: Annotated[float, about("The same for its scale, relative.", 0)]
    shift: Annotated[float, about("The same for its position, in pixels of 128.", 0)]
    points: Annotated[float, about("The same for each landmark, in pixels of 128.", 0)]
    learning_rate: Annotated[float, about("Peak of the one-cycle schedule, AdamW.", 1e-12, 1)]
    weight_decay: Annotated[float, about("Weight decay of convolutions.", 0)]
    teacher_weight: Annotated[float, about("Weight of 1 - cosine to the teacher's embedding.", 0)]
    contrast_weight: Annotated[float, about("Weight of InfoNCE, student against all teachers of the batch.", 0)]
    temperature: Annotated[float, about("Temperature of InfoNCE.", 1e-3)]
    label_weight: Annotated[float, about("Weight of the margin loss over the labelled identities.", 0)]
    label_loss: Annotated[str, about("The margin loss.", of=("cosface", "arcface"))]
    label_margin: Annotated[float, about("Its margin.", 0)]
    label_scale: Annotated[float, about("Its scale.", 0)]
    triplet_weight: Annotated[float, about("Weight of the batch's hardest triplets of labelled people.", 0)]
    triplet_margin: Annotated[float, about("Their margin, a distance of unit vectors.", 0)]
    average_decay: Annotated[float, about("Decay of the running mean of the weights, which is kept.", 0, 1)]
    start_share: Annotated[float, about("How far it is interpolated towards the starting weights.", 0, 1)]
    held_out: Annotated[int, about("People with 15 pictures or more held out for model selection.", 0)]
    seed: Annotated[int, about("Random seed.", 0)]

    @staticmethod
    def load(path: Path, **overrides: float | str) -> "Recipe":
        """Read a TOML file. Raises TrainingError that names every key that is unknown, missing or of an impossible value."""
        return read_recipe(Recipe, path, overrides, _contradictions)


def _contradictions(recipe: Recipe) -> Iterator[Mistake]:
    if recipe.drawn_share + recipe.real_share > 1:
        message = Message("drawn_share and real_share add up to more than 1.")
        yield Mistake("drawn_share", message, Message("Lower one of them."))
    if not recipe.teacher_weight + recipe.contrast_weight + recipe.label_weight + recipe.triplet_weight:
        yield Mistake("teacher_weight", Message("All losses have the weight 0."), Message("Set one of the weights."))


def train(faces: FaceSet, masked: FaceSet, start_file: Path, recipe: Recipe, out: Path, device: str = "cpu") -> Path:
    """Train; write network.safetensors, progress.jsonl and recipe.json into `out`.

    The weights kept are the running mean, interpolated towards the starting weights by `start_share`, which loses less of
    what the teacher knew (WiSE-FT, https://arxiv.org/abs/2109.01903).

    faces: the faces to train on; masked: really masked faces, whose lower halves are pasted over them. start_file: the
    teacher's weights, which the student starts from too. Weights are written every 100 steps under the same name. Raises
    TrainingError if the teacher is another network, or if there is no face to train on, no mask to paste, or nobody named where
    a recipe learns from names alone.
    """
    check(faces, masked, [recipe])
    torch.manual_seed(recipe.seed)
    cuda = device.startswith("cuda")
    if not cuda:
        keep_what_is_freed()
    teacher = teacher_of(start_file)
    shape = CHIP_SHAPES[teacher.px]
    learnt = learnt_from(faces, recipe.held_out)
    bare = np.flatnonzero(learnt)
    shown = [_plain(faces.crop(i), faces.landmarks[i], shape) for i in bare[:: len(bare) // _EXAMPLES + 1].tolist()]
    student = student_of(teacher, _planes(torch.from_numpy(np.stack(shown)), "cpu"))
    start = copy.deepcopy(student.state_dict())
    teacher = teacher.to(device).to(memory_format=torch.channels_last)
    student = student.to(device).to(memory_format=torch.channels_last)
    answers = _teach(teacher, faces, shape, device, sha256(start_file))
    classes, centres = _classes(faces, learnt, answers)
    head = _head(recipe, centres).to(device)
    averaged = AveragedModel(student, avg_fn=running_mean(recipe.average_decay))
    groups = _decayed(student, head.centres, recipe.weight_decay)
    optimiser = torch.optim.AdamW(groups, recipe.learning_rate, fused=cuda)
    # Warm up for at least two steps: with one, torch divides by zero.
    total = recipe.steps + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.learning_rate, total, pct_start=max(0.1, 2 / total)
    )
    samples = _Samples(faces, masked, learnt, classes, recipe, shape)
    # All input was checked above, so that a mistake leaves no folder behind.
    out.mkdir(parents=True, exist_ok=True)
    (out / "recipe.json").write_text(json.dumps(_recorded(recipe, start_file), indent=1))
    started = time.monotonic()
    with (
        (out / "progress.jsonl").open("w") as log,
        closing(samples.coming(recipe.steps, cores() if cuda else 1)) as batches,
        Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar,
    ):
        task = bar.add_task("Training", total=recipe.steps)
        for step, (chips, index, blends, people) in enumerate(batches, 1):
            targets = torch.from_numpy(answers[index.numpy()]).to(device)
            if len(blends):
                targets[-len(blends) :] = _answers(teacher, blends, device)
            # On the CPU: on the GPU this would wait for all queued work.
            (named,) = (people < len(centres)).nonzero(as_tuple=True)
            none_named, named, people = not len(named), named.to(device), people.to(device)
            with _autocast(device):
                embeddings = student(_planes(chips, device))
            embeddings = functional.normalize(embeddings.float())
            towards = (1 - (embeddings * targets).sum(1)).mean()
            contrast = _infonce(embeddings, targets, people, recipe.temperature)
            labels = towards.new_zeros(()) if none_named else head(embeddings[named], people[named])
            triplets = towards.new_zeros(())
            if recipe.triplet_weight:  # mining waits for the GPU
                hardest = batch_hard(distances(embeddings, embeddings), people)
                triplets = triplet_loss(embeddings, hardest, recipe.triplet_margin)
            loss = recipe.teacher_weight * towards + recipe.contrast_weight * contrast
            loss = loss + recipe.label_weight * labels + recipe.triplet_weight * triplets
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            gradient = torch.nn.utils.clip_grad_norm_([*student.parameters(), head.centres], 5.0)
            optimiser.step()
            schedule.step()
            averaged.update_parameters(student)
            bar.advance(task)
            if step % 20 == 0 or step == recipe.steps:
                terms = {"towards": towards, "contrast": contrast, "labels": labels, "triplets": triplets}
                row = {"step": step, **{name: term.item() for name, term in terms.items()}}
                row |= {"gradient": gradient.item(), "rate": float(schedule.get_last_lr()[0])}
                log.write(json.dumps({**row, "seconds": round(time.monotonic() - started, 1)}) + "\n")
                log.flush()
            if step % 100 == 0 or step == recipe.steps:
                save_weights(
                    _between(averaged.module.state_dict(), start, recipe.start_share),
                    out / "network.safetensors",
                )
    return out / "network.safetensors"


def check(faces: FaceSet, masked: FaceSet, recipes: Sequence[Recipe]) -> None:
    """Raise TrainingError if a recipe cannot be trained on these faces (see `train`), or if recipes hold out different people,
    so that nobody is left to judge the mean of their weights by."""
    if len({recipe.held_out for recipe in recipes}) > 1:
        raise TrainingError("The recipes hold out different numbers of people.", "Give them the same held_out.")
    for recipe in recipes:
        learnt = learnt_from(faces, recipe.held_out)
        classes, _ = _classes(faces, learnt, np.zeros((len(faces), 1), np.float32))
        _Samples(faces, masked, learnt, classes, recipe, CHIP128)


def finished(run: Path, weights: Path, recipe: Recipe, start_file: Path) -> bool:
    """Whether this run has ended. Raises TrainingError if it was of another recipe or another start."""
    if not weights.is_file():
        return False
    try:
        recorded = json.loads((run / "recipe.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        recorded = None
    if recorded != _recorded(recipe, start_file):
        raise TrainingError(f"{run} holds a run of another recipe or start.", "Choose another --out, or delete it.")
    return True


def _recorded(recipe: Recipe, start_file: Path) -> dict[str, object]:
    return {**asdict(recipe), "start": sha256(start_file)}


def training_log(*runs: Path) -> dict[str, object]:
    """The record of a run for a card: its recipe, and the losses of every hundredth step and the last. For several runs, whose
    weights were averaged: a list of these records."""
    logs = []
    for run in runs:
        rows = [json.loads(line) for line in (run / "progress.jsonl").read_text(encoding="utf-8").splitlines()]
        logged = [row for row in rows if row["step"] % 100 == 0 or row is rows[-1]]
        logs.append({"recipe": json.loads((run / "recipe.json").read_text(encoding="utf-8")), "log": logged})
    return logs[0] if len(logs) == 1 else {"kept": "mean of the weights of these runs", "runs": logs}


def mean_of(networks: Sequence[Path], out: Path) -> Path:
    """Write the mean of the weights of several runs from one start ("model soup", https://arxiv.org/abs/2203.05482)."""
    states = [load_file(network) for network in networks]
    save_weights({name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}, out)
    return out


def _between(trained: dict[str, Tensor], start: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Interpolate from the trained weights (share 0) to the starting ones (share 1)."""
    return {name: weight.cpu().float().lerp(start[name].float(), share) for name, weight in trained.items()}


def _head(recipe: Recipe, centres: Tensor) -> MarginHead:
    """The margin loss with these class centres (C, D)."""
    classes, dim = centres.shape
    head = MarginHead(dim, classes, recipe.label_margin, recipe.label_scale, kind=recipe.label_loss)
    head.centres.data.copy_(centres)
    return head


def _decayed(student: nn.Module, centres: nn.Parameter, decay: float) -> list[dict[str, object]]:
    """Parameter groups: weight decay on convolutions only, not on biases, slopes and centres."""
    matrices = [p for p in student.parameters() if p.ndim > 1 and p.shape[-1] * p.shape[1] > 1]
    others = [p for p in student.parameters() if not any(p is m for m in matrices)]
    return [{"params": matrices, "weight_decay": decay}, {"params": [*others, centres], "weight_decay": 0.0}]


def _infonce(answers: Tensor, targets: Tensor, people: Tensor, temperature: float) -> Tensor:
    """InfoNCE: mean cross-entropy of finding the same person's targets (M, D) in the batch by the answers (M, D)."""
    logits = answers @ targets.T / temperature
    same_person = people[:, None] == people[None, :]
    share = functional.log_softmax(logits, 1).masked_fill(~same_person, 0).sum(1) / same_person.sum(1)
    return -share.mean()


def held_out(faces: FaceSet, people: int) -> NDArray[np.bool_]:
    """Flags (N,) of the faces of the first `people` with 15 pictures or more: held out for model selection."""
    values, counts = np.unique(faces.identities, return_counts=True)
    return np.isin(faces.identities, values[(values >= 0) & (counts >= 15)][:people])


def learnt_from(faces: FaceSet, people: int) -> NDArray[np.bool_]:
    """Flags (N,) of the bare faces that are not held out. The teacher's answer to any other is no target."""
    return np.asarray(~held_out(faces, people) & (faces.states == STATES.index(MaskState.BARE)))


def _classes(faces: FaceSet, learnt: NDArray[np.bool_], answers: Floats) -> tuple[NDArray[np.int64], Tensor]:
    """Every face's class (N,), -1 for none, and the class centres (C, D). Classes are people with two training pictures."""
    values, inverse, counts = np.unique(np.where(learnt, faces.identities, -1), return_inverse=True, return_counts=True)
    several = (values >= 0) & (counts >= 2)
    numbers = np.full(len(values), -1, np.int64)
    numbers[several] = np.arange(several.sum())
    classes = numbers[inverse]
    sums = np.zeros((int(several.sum()), answers.shape[1]), np.float32)
    np.add.at(sums, classes[classes >= 0], answers[classes >= 0])
    return classes, functional.normalize(torch.from_numpy(sums))


def _teach(teacher: FaceNetwork, faces: FaceSet, shape: ChipShape, device: str, identity: str) -> Floats:
    """The teacher's unit vectors of all faces, float32 (N, D); see `_answers`. Cached beside the faces, as they take minutes
    to compute: under the index's hash, which changes if the faces are prepared anew."""
    file = faces.folder / f"teacher-{identity[:16]}-{sha256(faces.folder / INDEX)[:16]}.npy"
    with suppress(OSError, ValueError, EOFError):  # missing or damaged
        if len(kept := np.load(file)) == len(faces):
            return np.asarray(kept, np.float32)
    answers = []
    for start in track(range(0, len(faces), 64), "Computing the teacher's embeddings"):
        chips = [_plain(faces.crop(i), faces.landmarks[i], shape) for i in range(start, min(start + 64, len(faces)))]
        answers.append(_answers(teacher, torch.from_numpy(np.stack(chips)), device).cpu().numpy())
    found = np.concatenate(answers)
    with replacing(file) as part, part.open("wb") as written:
        np.save(written, found)
    return found


def _plain(crop: Image, landmarks: Floats, shape: ChipShape) -> Image:
    return warp(crop, similarity_transform(landmarks, shape.points), shape.px)


def _answers(teacher: nn.Module, chips: Tensor, device: str) -> Tensor:
    """The teacher's unit embeddings (N, D) of chips (N, px, px, 3), summed with those of their mirror images."""
    x = _planes(chips, device)
    with torch.inference_mode(), _autocast(device):
        summed = teacher(x).float() + teacher(x.flip(3)).float()
    return functional.normalize(summed)


def _autocast(device: str) -> torch.autocast:
    """bfloat16 where it is fast: on a GPU, and on a CPU with instructions for it; others emulate it at a tenth of the speed."""
    kind = torch.device(device).type
    fast = kind != "cpu" or torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.autocast(kind, torch.bfloat16, enabled=fast)


def _planes(chips: Tensor, device: str) -> Tensor:
    """uint8 (N, H, W, 3) -> float32 (N, 3, H, W), channels last."""
    return chips.to(device).permute(0, 3, 1, 2).float().contiguous(memory_format=torch.channels_last)


class _Samples:
    """Batches: chips (B, px, px, 3), the faces' indices, the bare chips of the blends, which come last, and each chip's
    person: a class, or a unique number beyond the classes."""

    def __init__(
        self,
        faces: FaceSet,
        masked: FaceSet,
        learnt: NDArray[np.bool_],
        classes: NDArray[np.int64],
        recipe: Recipe,
        shape: ChipShape,
    ) -> None:
        self.faces, self.masked, self.learnt, self.classes, self.recipe = faces, masked, learnt, classes, recipe
        self.shape = shape
        self.halves = masked.where(MaskState.MASKED)
        self.bare = np.flatnonzero(learnt)
        order = [i for i in np.argsort(classes, kind="stable") if classes[i] >= 0]
        self.people = np.split(order, np.flatnonzero(np.diff(classes[order])) + 1) if order else []
        if not len(self.bare):
            raise TrainingError(
                f"{faces.folder} holds no bare face that is not held out.", "Prepare more faces, or lower held_out."
            )
        if recipe.real_share and not len(self.halves):
            raise TrainingError(
                f"{masked.folder} holds no masked face.", "Give a folder of really masked faces, or set real_share=0."
            )
        if not self.people and not recipe.teacher_weight + recipe.contrast_weight:
            raise TrainingError(
                f"{faces.folder} names nobody with two pictures who is not held out, and nothing else is learnt from.",
                "Prepare faces with --people or an identity.csv, or set teacher_weight above 0.",
            )
        self.jitter = augment.Jitter(recipe.turn, recipe.scale, recipe.shift, recipe.points)

    def coming(self, steps: int, workers: int) -> Generator[tuple[Tensor, ...], None, None]:
        """The batches of all steps, drawn in the background by one thread or by several processes."""
        begin = partial(
            _begin_to_draw,
            self.faces.folder,
            self.masked.folder,
            self.learnt,
            self.classes,
            self.recipe,
            self.shape.px,
        )
        with worker_processes(workers, begin) if workers > 1 else ThreadPoolExecutor(1) as pool:
            draw: Callable[[int], tuple[NDArray[Any], ...]] = _drawn if workers > 1 else self.batch
            waiting: deque[Future[tuple[NDArray[Any], ...]]] = deque()
            for step in range(steps):
                waiting.append(pool.submit(draw, step))
                if len(waiting) > workers:
                    yield tuple(map(torch.from_numpy, waiting.popleft().result()))
            while waiting:
                yield tuple(map(torch.from_numpy, waiting.popleft().result()))

    def batch(self, step: int) -> tuple[NDArray[Any], ...]:
        """The batch of a step; it does not depend on the process that draws it."""
        recipe, rng = self.recipe, np.random.default_rng([self.recipe.seed, step])
        chosen: list[int] = []
        pairs = min(int(recipe.batch * recipe.labelled_share / 2), len(self.people))
        for person in rng.permutation(len(self.people))[:pairs]:
            chosen += [int(i) for i in rng.choice(self.people[person], 2, replace=False)]
        chosen += [int(i) for i in rng.choice(self.bare, recipe.batch - len(chosen))]
        first_blend = recipe.batch - int(recipe.batch * recipe.blended_share)
        alone = len(self.people) + np.arange(recipe.batch)
        people = np.where(self.classes[chosen] >= 0, self.classes[chosen], alone)
        people[first_blend:] = alone[first_blend:]
        chips, wholes = [], []
        for row, index in enumerate(chosen):
            crop, points = self.faces.crop(index), self.faces.landmarks[index]
            if row >= first_blend:
                partner = int(rng.choice(self.bare))
                crop = augment.blended(
                    crop, points, self.faces.crop(partner), self.faces.landmarks[partner], rng.uniform(0.3, 0.7)
                )
                wholes.append(_plain(crop, points, self.shape))
            draw = rng.random()
            if draw < recipe.drawn_share:
                crop = augment.with_drawn_mask(crop, points, rng)
            elif draw < recipe.drawn_share + recipe.real_share:
                crop = augment.with_real_mask(crop, points, self.masked, int(rng.choice(self.halves)), rng)
            chip = augment.chip_of(crop, points, rng, self.jitter, recipe.tight_share, self.shape)
            chips.append(augment.seen(chip[:, ::-1] if rng.random() < 0.5 else chip, rng))
        blends = np.stack(wholes) if wholes else np.zeros((0, self.shape.px, self.shape.px, 3), np.uint8)
        return np.stack(chips), np.array(chosen), blends, people


_drawing: _Samples  # of a worker process


def _begin_to_draw(
    faces: Path, masked: Path, learnt: NDArray[np.bool_], classes: NDArray[np.int64], recipe: Recipe, px: int
) -> None:
    global _drawing
    _drawing = _Samples(FaceSet.load(faces), FaceSet.load(masked), learnt, classes, recipe, CHIP_SHAPES[px])


def _drawn(step: int) -> tuple[NDArray[Any], ...]:
    return _drawing.batch(step)
