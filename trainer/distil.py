"""Masked fine-tuning: a network learns to answer to the uncovered part of a face as its teacher does to the whole one.

One loop, from top to bottom. The losses live in squared Euclidean distance, the measure dlib's network was made for:
distillation towards the teacher's vector (Hinton et al., 2015), and InfoNCE (van den Oord et al., 2018) within the
batch, where two pictures of one identity count as the same person.
"""

import copy
import json
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn, track
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from gatekeeper.domain import Image
from gatekeeper.errors import TrainingError
from gatekeeper.vision.detect import CHIP_PX
from gatekeeper.vision.embed import cover
from gatekeeper.vision.networks import DlibResNet, folded
from gatekeeper.vision.registry import sha256
from trainer.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of one run; see the comments in `configs/covered.toml`."""

    steps: int
    batch: int
    labelled_share: float
    masked_share: float
    blended_share: float
    learning_rate: float
    weight_decay: float
    frozen_blocks: int
    teacher_weight: float
    contrast_weight: float
    pair_weight: float
    temperature: float
    average_decay: float
    cover_row: int
    seed: int

    @staticmethod
    def load(path: Path, **overrides: float) -> "Recipe":
        """Read a TOML file. An unknown or missing key is a TrainingError that names it."""
        values = {**tomllib.loads(path.read_text()), **overrides}
        known = {f.name for f in fields(Recipe)}
        if wrong := (set(values) ^ known):
            raise TrainingError(
                f"{path}: unknown or missing keys: {', '.join(sorted(wrong))}.", f"Keys: {sorted(known)}."
            )
        recipe = Recipe(**values)
        for name in ("labelled_share", "masked_share", "blended_share"):
            if not 0 <= getattr(recipe, name) <= 1:
                raise TrainingError(f"{path}: {name} is {getattr(recipe, name)!r}.", "A share lies between 0 and 1.")
        return recipe


def distil(
    faces: Prepared, teacher_file: Path, recipe: Recipe, out: Path, device: str = "cpu", start: Path | None = None
) -> Path:
    """Train; write covered.safetensors (the running mean of the weights), progress.jsonl and recipe.json into `out`.

    start: weights of an earlier run to go on with, the teacher's where it is None. A checkpoint is written every 250 steps
    under the same name, so an interrupted run leaves its best so far.
    """
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    out.mkdir(parents=True, exist_ok=True)
    (out / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1))

    student = DlibResNet()
    student.load_state_dict(folded(load_file(teacher_file)))
    teacher = copy.deepcopy(student).eval().to(device).to(memory_format=torch.channels_last)
    if start is not None:
        student.load_state_dict({key: value.float() for key, value in load_file(start).items()})
    student = student.to(device).to(memory_format=torch.channels_last)
    for frozen in (student.stem, *list(student.blocks)[: recipe.frozen_blocks]):
        frozen.requires_grad_(False)
    mean = copy.deepcopy(student).requires_grad_(False)
    targets = _teach(teacher, faces, device, sha256(teacher_file))

    trained = [p for p in student.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, recipe.learning_rate, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.learning_rate, recipe.steps, pct_start=0.1)
    started = time.monotonic()
    with (
        (out / "progress.jsonl").open("w") as log,
        ThreadPoolExecutor(1) as ahead,
        Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar,
    ):
        task = bar.add_task("Training", total=recipe.steps)
        batches = _batches(faces, targets, recipe, rng)
        pending = ahead.submit(next, batches)
        for step in range(1, recipe.steps + 1):
            chips, wanted, identities, blends = pending.result()
            pending = ahead.submit(next, batches)
            x = torch.from_numpy(chips).to(device).permute(0, 3, 1, 2).float()
            t = torch.from_numpy(wanted).to(device)
            if len(blends):
                t[-len(blends) :] = _answers(teacher, blends, device)
            who = torch.from_numpy(identities).to(device)
            with torch.autocast(torch.device(device).type, torch.bfloat16):
                s = student(x.contiguous(memory_format=torch.channels_last))
            s = s.float()
            towards = (s - t).square().sum(1).mean()
            contrast = _infonce(s, t, who, recipe.temperature, own=True)
            pairs = _infonce(s, s, who, recipe.temperature, own=False)
            loss = recipe.teacher_weight * towards + recipe.contrast_weight * contrast + recipe.pair_weight * pairs
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 2.0)
            optimiser.step()
            schedule.step()
            decay = min(recipe.average_decay, 1 - 1 / (step + 1) ** 0.75)
            with torch.no_grad():
                for kept, now in zip(mean.parameters(), student.parameters(), strict=True):
                    kept.lerp_(now, 1 - decay)
            bar.advance(task)
            if step % 20 == 0:
                row = {"step": step, "towards": towards.item(), "contrast": contrast.item(), "pairs": pairs.item()}
                log.write(json.dumps({**row, "seconds": round(time.monotonic() - started, 1)}) + "\n")
                log.flush()
            if step % 250 == 0 or step == recipe.steps:
                save_file({k: v.contiguous() for k, v in mean.state_dict().items()}, out / "covered.safetensors")
    return out / "covered.safetensors"


def _infonce(a: Tensor, b: Tensor, who: Tensor, temperature: float, own: bool) -> Tensor:
    """Mean cross entropy of a's rows finding b's rows of the same person; own: whether row i may find row i."""
    logits = -torch.cdist(a, b).square() / temperature
    same = who[:, None] == who[None, :]
    if not own:
        itself = torch.eye(len(a), dtype=torch.bool, device=a.device)
        logits = logits.masked_fill(itself, -torch.inf)
        same = same & ~itself
    some = same.any(1)
    share = functional.log_softmax(logits[some], 1).masked_fill(~same[some], 0).sum(1) / same[some].sum(1)
    return -share.mean()


def _teach(teacher: DlibResNet, faces: Prepared, device: str, identity: str) -> NDArray[np.float32]:
    """The teacher's vectors of all whole, bare chips, each the mean of its own and its mirror image's: float32 (N, 128).

    The mean is the better answer (a face is nearly symmetric, a photo's light is not), and it is the same for both sides of
    the student's own mirror. They take minutes on a CPU and never change, so they are kept beside the chips.
    """
    kept = faces.folder / f"teacher-mean-{identity[:16]}.npy"
    if kept.is_file():
        return np.asarray(np.load(kept), np.float32)
    answers = np.empty((len(faces.chips), 128), np.float32)
    for start in track(range(0, len(answers), 256), "Asking the teacher"):
        answers[start : start + 256] = _answers(teacher, faces.chips[start : start + 256, 0], device).cpu().numpy()
    np.save(kept, answers)
    return answers


def _answers(teacher: DlibResNet, chips: Image, device: str) -> Tensor:
    """The mean of the teacher's vectors of whole chips (N, 150, 150, 3) and of their mirror images, (N, 128)."""
    x = torch.from_numpy(np.array(chips)).to(device).permute(0, 3, 1, 2).float()
    x = x.contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        answers: Tensor = (teacher(x) + teacher(x.flip(3))) / 2
    return answers


def _batches(
    faces: Prepared, targets: NDArray[np.float32], recipe: Recipe, rng: np.random.Generator
) -> Iterator[tuple[Image, NDArray[np.float32], NDArray[np.int64], Image]]:
    """Covered chips, the teacher's answers, who they are, and the whole chips of the blends, which come last.

    A blend is two people's faces laid over each other by their landmarks: somebody the teacher has an answer for and no
    photo shows. With them the network meets new people in every batch, where photos alone are soon known by heart (mixup,
    Zhang et al., 2018, asked of a teacher as in Beyer et al., 2022). Their answers are not known beforehand.
    """
    order = np.argsort(faces.identities, kind="stable")
    values, starts, counts = np.unique(faces.identities[order], return_index=True, return_counts=True)
    several = [(s, c) for v, s, c in zip(values, starts, counts, strict=True) if v >= 0 and c >= 2]
    # Faces without a name are each a person of their own, and so is each blend.
    who = np.where(faces.identities >= 0, faces.identities, faces.identities.max() + 1 + np.arange(len(order)))
    nobody = who.max() + 1
    people = int(recipe.batch * recipe.labelled_share / 2) if several else 0
    first_blend = recipe.batch - int(recipe.batch * recipe.blended_share)
    while True:
        chosen: list[int] = []
        for at in rng.choice(len(several), people, replace=False) if people else ():
            start, count = several[at]
            chosen += [int(i) for i in order[start + rng.choice(count, 2, replace=False)]]
        chosen += [int(i) for i in rng.integers(0, len(order), recipe.batch - len(chosen))]
        chips = np.empty((recipe.batch, CHIP_PX, CHIP_PX, 3), np.uint8)
        wholes = np.empty((recipe.batch - first_blend, CHIP_PX, CHIP_PX, 3), np.uint8)
        identities = who[chosen]
        flips = rng.random(recipe.batch) < 0.5
        for row, index in enumerate(chosen):
            chip = _seen(faces, index, recipe, rng)
            if row >= first_blend:
                blend = row - first_blend
                other, share = int(rng.integers(len(order))), rng.uniform(0.3, 0.7)
                chip = _over(chip, _seen(faces, other, recipe, rng), share)
                wholes[blend] = _over(faces.chips[index, 0], faces.chips[other, 0], share)
                identities[row] = nobody + blend
            chips[row] = vary(chip[:, ::-1] if flips[row] else chip, rng)
        yield cover(chips, recipe.cover_row), targets[chosen], identities, wholes


def _seen(faces: Prepared, index: int, recipe: Recipe, rng: np.random.Generator) -> Image:
    """A face's chip as the student is shown it: bare, or with one of its masks."""
    masks = faces.chips.shape[1] - 1
    masked = masks > 0 and rng.random() < recipe.masked_share
    return np.asarray(faces.chips[index, 1 + rng.integers(masks) if masked else 0])


def _over(one: Image, other: Image, share: float) -> Image:
    return np.asarray(cv2.addWeighted(np.asarray(one), share, np.asarray(other), 1 - share, 0), np.uint8)


def vary(chip: Image, rng: np.random.Generator) -> Image:
    """A chip as another camera and a shakier alignment would have given it; uint8 (150, 150, 3)."""
    turn, scale = rng.normal(0, 2.5), np.exp(rng.normal(0, 0.03))
    matrix = cv2.getRotationMatrix2D((CHIP_PX / 2, CHIP_PX / 3), turn, scale)
    matrix = matrix + np.pad(rng.normal(0, 2.0, (2, 1)), ((0, 0), (2, 0)))
    chip = cv2.warpAffine(chip, matrix, (CHIP_PX, CHIP_PX), borderMode=cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    if rng.random() < 0.3:
        side = int(rng.integers(45, 120))
        small = cv2.resize(chip, (side, side), interpolation=cv2.INTER_AREA)
        chip = cv2.resize(small, (CHIP_PX, CHIP_PX), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
    elif rng.random() < 0.15:
        chip = cv2.GaussianBlur(chip, (0, 0), rng.uniform(0.5, 1.8))  # type: ignore[assignment]
    return recoloured(chip, rng)


def recoloured(chip: Image, rng: np.random.Generator) -> Image:
    """A picture, uint8 (H, W, 3), as another camera in another light would have coloured it."""
    if rng.random() < 0.1:
        chip = np.repeat(np.asarray(cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY), np.uint8)[:, :, None], 3, 2)
    if rng.random() < 0.6:
        gain, lift = rng.uniform(0.65, 1.35) * rng.uniform(0.93, 1.07, 3), rng.uniform(-20, 20)
        ramp = np.clip(np.arange(256)[:, None] * gain + lift, 0, 255).astype(np.uint8)
        chip = cv2.LUT(chip, ramp[:, None, :])  # type: ignore[assignment]
    return chip
