"""Trains the network that tells whether a mask is worn, and worn correctly, on real masks, simulated masks and bare faces.

Incorrectly worn masks are all simulated: no real data set of them may be used freely. The door's own detector runs again on
each masked picture, so the network trains on the misalignment that occurs at the door.
"""

import csv
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, cast

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import PhotoError, TrainingError
from gatekeeper.files import replacing
from gatekeeper.messages import Message
from gatekeeper.paths import assets
from gatekeeper.settings_table import Mistake, about
from gatekeeper.text_files import read_table
from gatekeeper.vision.detect import CHIP_PX, Cascade, FaceDetector, align, nearest_to_middle
from gatekeeper.vision.mask_status import INPUT_PX, shrink
from gatekeeper.vision.networks import MaskNet
from trainer.files import output_folder, save_weights
from trainer.learn.optimise import running_mean
from trainer.learn.recipe import read_recipe
from trainer.processes import worker_processes
from trainer.simulate.mask import Fit, put_on

STATES = tuple(MaskState)
_TABLE, _COLUMNS = "faces.csv", ("picture", "state", "source")
_WRONG = STATES.index(MaskState.WRONG)
_CAUTION = "caution"  # the note in a weights' file of what was subtracted from the logit of worn incorrectly
_WITHOUT_NOTE = 2.5  # what was subtracted in the bundled network and others from before there was a note
_VERSIONS = (MaskState.BARE, MaskState.MASKED, MaskState.MASKED, MaskState.WRONG, MaskState.WRONG)

_detector: FaceDetector


@dataclass(frozen=True, slots=True)
class MaskRecipe:
    """The settings of one run; see the comments in `configs/mask_status.toml`."""

    steps: Annotated[int, about("Number of steps.", 1)]
    batch: Annotated[int, about("Faces per step.", 2)]
    learning_rate: Annotated[float, about("Peak of the one-cycle schedule, AdamW.", 1e-12, 1)]
    weight_decay: Annotated[float, about("Weight decay of AdamW.", 0)]
    bare_share: Annotated[
        float, about("Share of bare faces in a batch; the rest beside the masked are worn incorrectly.", 0, 1)
    ]
    masked_share: Annotated[float, about("Share of masked faces in a batch.", 0, 1)]
    real_share: Annotated[float, about("Share of bare and masked faces that come from the set of real masks.", 0, 1)]
    smoothing: Annotated[float, about("Label smoothing: some web pictures are mislabelled.", 0, 1)]
    average_decay: Annotated[float, about("Decay of the running mean of the weights, which is kept.", 0, 1)]
    caution: Annotated[float, about("Subtracted from the logit of worn incorrectly.")]
    seed: Annotated[int, about("Random seed.", 0)]

    @staticmethod
    def load(path: Path, **overrides: float) -> "MaskRecipe":
        """Read a TOML file. Raises TrainingError that names every key that is unknown, missing or of an impossible value."""
        return read_recipe(MaskRecipe, path, overrides, _contradictions)


def _contradictions(recipe: MaskRecipe) -> Iterator[Mistake]:
    if recipe.bare_share + recipe.masked_share > 1:
        message = Message("bare_share and masked_share add up to more than 1.")
        yield Mistake("bare_share", message, Message("Lower one of them."))


@dataclass(frozen=True, slots=True)
class MaskFaces:
    """The faces that `prepare_mask_status` wrote into a folder.

    chips: uint8 (N, 150, 150, 3), memory-mapped; states: int (N,), positions in `MaskState`; real: bool (N,), from the set
    of real pictures, not of simulated masks; pictures: int (N,), the picture each chip comes from.
    """

    chips: NDArray[np.uint8]
    states: NDArray[np.int64]
    real: NDArray[np.bool_]
    pictures: NDArray[np.int64]

    @property
    def held_out(self) -> NDArray[np.bool_]:
        """The chips of every tenth picture: never trained on."""
        return np.asarray(self.pictures % 10 == 0)

    @staticmethod
    def load(folder: Path) -> "MaskFaces":
        """Raises TrainingError where the folder holds no finished preparation."""
        try:
            (folder / _TABLE).stat()
            rows = [row for _, row in read_table(folder / _TABLE, _COLUMNS)]
            chips = np.memmap(folder / "chips.u8", np.uint8, "r", shape=(len(rows), CHIP_PX, CHIP_PX, 3))
            return MaskFaces(
                chips,
                np.array([STATES.index(MaskState(row["state"])) for row in rows]),
                np.array([row["source"] == "crop" for row in rows]),
                np.array([int(row["picture"]) for row in rows]),
            )
        except (OSError, ValueError) as error:
            raise TrainingError(
                f"{folder} holds no prepared faces: {error}", "Run `trainer mask-faces` first."
            ) from error


def prepare_mask_status(crops: Path, faces: list[Path], target: Path, most: int, workers: int, seed: int = 0) -> int:
    """Align all pictures of `crops` (masked/, bare/) and at most `most` of each folder of `faces`; returns the number of chips.

    Each of the bare `faces` gives five chips: bare, two with a mask, two with an incorrectly worn mask.
    """
    jobs: list[tuple[Path, tuple[MaskState, ...], list[int]]] = []
    rng = np.random.default_rng(seed)
    for state in (MaskState.BARE, MaskState.MASKED):
        jobs += [(path, (state,), [seed, len(jobs)]) for path in photo_files(crops / state.value)]
    real = len(jobs)
    for folder in faces:
        files = photo_files(folder)
        chosen = sorted(rng.permutation(len(files))[:most].tolist())
        jobs += [(files[i], _VERSIONS, [seed, len(jobs)]) for i in chosen]
    if not real or len(jobs) == real:
        raise TrainingError(f"No pictures below {crops} or {', '.join(map(str, faces))}.", "Give folders of pictures.")
    rows: list[tuple[object, ...]] = [_COLUMNS]
    picture = 0
    with output_folder(target):
        (target / _TABLE).unlink(missing_ok=True)  # it comes last: chips without it are not taken for all of them
        with (target / "chips.u8").open("wb") as chips, worker_processes(workers, _start) as pool:
            results = pool.map(_versions, jobs, chunksize=32)
            for job, found in enumerate(track(results, "Preparing", total=len(jobs), transient=True)):
                for state, chip in zip(jobs[job][1], found, strict=False):
                    chips.write(chip.tobytes())
                    rows.append((picture, state.value, "crop" if job < real else "simulated"))
                picture += bool(found)
        if not picture:
            raise TrainingError(f"No face was found in the {len(jobs)} pictures.", "Give folders of pictures of faces.")
        with replacing(target / _TABLE) as part, part.open("w", newline="", encoding="utf-8") as listed:
            csv.writer(listed).writerows(rows)
    return len(rows) - 1


def _start() -> None:
    global _detector
    _detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"))


def _versions(job: tuple[Path, tuple[MaskState, ...], list[int]]) -> list[Image]:
    path, states, seed = job
    try:
        image = load_photo(path)
    except PhotoError:
        return []
    face = nearest_to_middle(image, _detector.find_in_photo(image))
    if face is None:
        return []
    rng = np.random.default_rng(seed)
    out = [align(image, face.landmarks)]
    for state in states[1:]:
        fit = Fit.wrong(rng) if state is MaskState.WRONG else Fit.random(rng)
        masked, _ = put_on(image, face.landmarks, rng=rng, fit=fit)
        seen = nearest_to_middle(masked, _detector.find_in_photo(masked))
        out.append(align(masked, (seen or face).landmarks))
    return out


def train_mask_status(faces: MaskFaces, recipe: MaskRecipe, out: Path, start: Path | None = None) -> dict[str, Any]:
    """Train; write mask.safetensors (the running mean of the weights), steps.jsonl and metrics.json into `out`.

    start: weights to continue from. Returns the confusion matrices (rows truth, columns prediction, in the order of
    `MaskState`) on every tenth picture: of real pictures, and of simulated ones. Raises TrainingError if `start` holds another
    network, or if there is no face of a state to learn from.
    """
    _require_every_state(faces, recipe)
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    network = MaskNet().train()
    if start is not None:
        _begin_with(start, network)
    averaged = AveragedModel(network, avg_fn=running_mean(recipe.average_decay), use_buffers=True)
    mean = cast(MaskNet, averaged.module).eval()
    out.mkdir(parents=True, exist_ok=True)
    optimiser = torch.optim.AdamW(network.parameters(), recipe.learning_rate, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.learning_rate, recipe.steps, pct_start=0.15)
    batches = _batches(faces, recipe, rng)
    with ThreadPoolExecutor(1) as ahead, (out / "steps.jsonl").open("w") as log:
        pending = ahead.submit(next, batches)
        for step in track(range(1, recipe.steps + 1), "Training"):
            x, states = pending.result()
            pending = ahead.submit(next, batches)
            logits = network(torch.from_numpy(x))
            loss = functional.cross_entropy(logits, torch.from_numpy(states), label_smoothing=recipe.smoothing)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            log.write(json.dumps({"step": step, "loss": loss.item()}) + "\n")
            averaged.update_parameters(network)
            if step % 100 == 0:  # so that an interrupted run leaves weights
                save_weights(mean.state_dict(), out / "mask.safetensors", {_CAUTION: "0"})
    # A false "worn incorrectly" annoys people, so that answer must be clearer than the others.
    mean.head.bias.data[_WRONG] -= recipe.caution
    save_weights(mean.state_dict(), out / "mask.safetensors", {_CAUTION: str(recipe.caution)})
    metrics = {
        "crops": _confusion(mean, faces, faces.held_out & faces.real),
        "simulated": _confusion(mean, faces, faces.held_out & ~faces.real),
    }
    (out / "metrics.json").write_text(json.dumps({"recipe": asdict(recipe), **metrics}, indent=1) + "\n")
    return metrics


def _begin_with(file: Path, network: MaskNet) -> None:
    """Load weights without the caution that was subtracted when they were kept: it is subtracted again at the end."""
    try:
        with safe_open(file, "pt") as opened:
            notes = opened.metadata() or {}
        network.load_state_dict(load_file(file))  # into float32, from whatever precision
        network.head.bias.data[_WRONG] += float(notes.get(_CAUTION, _WITHOUT_NOTE))
    except (OSError, SafetensorError, RuntimeError, ValueError) as error:
        raise TrainingError(
            f"{file} does not hold a mask-status network: {error}",
            "Give the mask.safetensors of a run or a model folder.",
        ) from error


def _confusion(network: MaskNet, faces: MaskFaces, chosen: NDArray[np.bool_]) -> list[list[int]]:
    table = np.zeros((len(STATES), len(STATES)), int)
    rows = np.nonzero(chosen)[0]
    for part in np.array_split(rows, max(1, len(rows) // 256)):
        if len(part):
            with torch.inference_mode():
                answers = network(torch.from_numpy(shrink(np.asarray(faces.chips[part])))).argmax(1).numpy()
            np.add.at(table, (faces.states[part], answers), 1)
    return [[int(count) for count in row] for row in table]


def _shares(recipe: MaskRecipe) -> tuple[float, ...]:
    """The share of each state in a batch, in the order of `MaskState`."""
    # In floating point, what 0.9 and 0.1 leave is below 0.
    return recipe.bare_share, recipe.masked_share, max(0.0, 1 - recipe.bare_share - recipe.masked_share)


def _learnt_from(faces: MaskFaces) -> dict[tuple[int, bool], NDArray[np.intp]]:
    """The chips to train on, by state and whether they are of real pictures."""
    return {
        (state, real): np.nonzero(~faces.held_out & (faces.states == state) & (faces.real == real))[0]
        for state in range(len(STATES))
        for real in (False, True)
    }


def _require_every_state(faces: MaskFaces, recipe: MaskRecipe) -> None:
    rows = _learnt_from(faces)
    for state, share in enumerate(_shares(recipe)):
        if share and not len(rows[state, False]) and not (recipe.real_share == 1 and len(rows[state, True])):
            raise TrainingError(
                f"There is no simulated face of the state {STATES[state].value} to learn from.",
                "Prepare more faces with `trainer mask-faces`, or set its share to 0.",
            )


def _batches(
    faces: MaskFaces, recipe: MaskRecipe, rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int64]]]:
    shares, rows = _shares(recipe), _learnt_from(faces)
    while True:
        states = rng.choice(len(STATES), recipe.batch, p=shares)
        chips = []
        for state in states:
            real = rng.random() < recipe.real_share and len(rows[state, True]) > 0
            chips.append(disturbed(np.asarray(faces.chips[rng.choice(rows[state, real])]), rng))
        yield shrink(np.stack(chips)), states


def disturbed(chip: Image, rng: np.random.Generator) -> Image:
    """An augmented chip (64, 64, 3): misaligned, occluded, in other light, from a worse camera."""
    size, middle = CHIP_PX, CHIP_PX / 2
    loose = 2.0 if rng.random() < 0.15 else 1.0
    turn, zoom = rng.normal(0, 6) * loose, float(np.exp(rng.normal(0, 0.07) * loose))
    matrix = np.asarray(cv2.getRotationMatrix2D((middle, middle), turn, zoom), np.float64)
    # Stretching, as of crops made square, and of faces that look up, down or aside.
    matrix = matrix @ _stretched(np.exp(rng.normal(0, 0.1)), middle)
    matrix[:, 2] += rng.normal(0, 0.035 * size, 2) * loose
    if rng.random() < 0.5:
        matrix = matrix @ np.array([[-1, 0, size - 1], [0, 1, 0], [0, 0, 1]], float)
    image = cv2.warpAffine(chip, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if rng.random() < 0.35:
        _cut(image, rng)
    if rng.random() < 0.15:
        _hide(image, rng)
    small = np.asarray(cv2.resize(image, (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_AREA), np.float32)
    if rng.random() < 0.35:
        coarse = int(rng.integers(14, 44))
        shrunk = cv2.resize(small, (coarse, coarse), interpolation=cv2.INTER_AREA)
        way = cv2.INTER_NEAREST if rng.random() < 0.15 else cv2.INTER_LINEAR
        small = np.asarray(cv2.resize(shrunk, (INPUT_PX, INPUT_PX), interpolation=way), np.float32)
    if rng.random() < 0.12:
        small[:] = small.mean(2, keepdims=True)
    elif rng.random() < 0.3:
        grey = small.mean(2, keepdims=True)
        small = grey + (small - grey) * np.float32(rng.uniform(0.3, 1.6))
    # Exposure, white balance, contrast; values clip as in a camera.
    level = np.float32(small.mean())
    small = (small - level) * np.float32(rng.uniform(0.6, 1.35)) + level * np.float32(np.exp(rng.normal(0, 0.28)))
    small = small * rng.normal(1, 0.06, 3).astype(np.float32)
    if rng.random() < 0.3:  # light from one side
        ramp = np.linspace(rng.uniform(0.5, 1), rng.uniform(1, 1.5), INPUT_PX, dtype=np.float32)
        small = small * (ramp[None, :, None] if rng.random() < 0.6 else ramp[:, None, None])
    if rng.random() < 0.3:
        small = small + rng.normal(0, rng.uniform(2, 14), small.shape).astype(np.float32)
    out = np.clip(small, 0, 255).astype(np.uint8)
    if rng.random() < 0.25:
        _, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(15, 70))])
        out = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return out


def _stretched(by: float, middle: float) -> NDArray[np.float64]:
    """The affine map, float64 (3, 3), that stretches a picture vertically by a factor about its middle."""
    return np.array([[1, 0, 0], [0, by, (1 - by) * middle], [0, 0, 1]], float)


def _cut(image: Any, rng: np.random.Generator) -> None:
    """Draw the picture's edge across the chip, mostly below the chin; beyond it is black, grey or one colour."""
    angle = rng.normal(0, 0.12) if rng.random() < 0.7 else rng.uniform(-np.pi, np.pi)
    ys, xs = np.mgrid[:CHIP_PX, :CHIP_PX] - CHIP_PX / 2
    depth = ys * np.cos(angle) + xs * np.sin(angle)
    edge = rng.uniform(26, 72)  # the mouth lies about 25 below the middle
    if rng.random() < 0.3:  # a detector's crop repeats the last line
        last = int(CHIP_PX / 2 + edge)
        image[last:] = image[last - 1]
    else:
        image[depth > edge] = 0 if rng.random() < 0.6 else rng.integers(0, 256, 3 if rng.random() < 0.5 else 1)


def _hide(image: Any, rng: np.random.Generator) -> None:
    """Draw an occlusion that is not a mask: a hand, a microphone, a phone."""
    skin = image[30:60, 40:110].reshape(-1, 3).mean(0)
    colour = skin * rng.uniform(0.7, 1.2) if rng.random() < 0.6 else rng.uniform(0, 200, 3)
    middle = (int(rng.integers(15, 135)), int(rng.integers(60, 150)))
    axes = (int(rng.integers(8, 26)), int(rng.integers(8, 26)))
    cv2.ellipse(image, middle, axes, float(rng.uniform(0, 180)), 0, 360, np.clip(colour, 0, 255).tolist(), -1)
