"""Trains the network that tells a living person from a picture of one, and measures it on people it never saw.

Six people are few, and a network finds what is easy: the light of a sitting, the room, the size of the crop, the white
edge of the paper. So every crop is shifted, scaled, turned, blurred, compressed and tinted anew whichever class it is of;
the surroundings are often taken away; and living people's own frames are printed and shown on screens (`attacks`), so
that the same face, room and light stand on both sides.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track
from torch.nn import functional

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.domain import Image
from gatekeeper.errors import TrainingError
from gatekeeper.models.evaluation import rate_interval
from gatekeeper.paths import assets
from gatekeeper.vision.detect import Cascade, FaceDetector, nearest_to_middle
from gatekeeper.vision.liveness import INPUT_PX, SURROUNDINGS, as_input, both_looks, surroundings
from gatekeeper.vision.networks import LivenessNet
from trainer.attacks import Medium, present
from trainer.export import export_liveness
from trainer.mask import put_on
from trainer.processes import worker_processes
from trainer.scenes import measure_depth, measure_turns

CARD = {
    "title": "Alive or a picture",
    "licence": "MIT",
    "data": "NUAA photograph imposter database: 480 webcam frames of 6 people and of photos of them; attacks rendered from "
    "its living people's frames. No picture of it is in the model's folder.",
    "recipe": "trainer/configs/liveness.toml",
    "command": "trainer liveness FOLDER --out assets/models/liveness",
    "measures": "APCER and BPCER of ISO/IEC 30107-3 with 95 % intervals (Wilson). left_out_people: each person by a network "
    "and a threshold that never saw them; worst_person: the highest rate of any one of them; hidden: the face without its "
    "surroundings; unseen_kinds: screens, by networks that were shown no screen. rendered_*: the head turn and the depth "
    "check on rendered heads and sheets, through the detector.",
    "weaknesses": "Six people of one laboratory and two webcams: measure it on your own site (gatekeeper models "
    "evaluate-liveness) before relying on it. A monitor or phone so near that its frame is out of sight, and a picture of "
    "which only the face is seen, often pass: ask for a turn of the head as well. A print folded or bent sharply around the "
    "nose passes some turns of the head, more of them where it shows a mask. Masks were simulated.",
}
WIDE = 3.6  # what is kept around a face, in face sides: room to shift and scale
WIDE_PX = 128


@dataclass(frozen=True, slots=True)
class LivenessRecipe:
    """How the network is trained; `configs/liveness.toml` holds the values of the shipped one."""

    steps: int = 400
    batch: int = 32
    simulated: int = 400
    learning_rate: float = 2e-3
    weight_decay: float = 0.05
    simulated_share: float = 0.5
    media: list[str] = field(default_factory=lambda: [medium.value for medium in Medium])
    masked_share: float = 0.4
    hidden_share: float = 0.3
    smoothing: float = 0.03
    window: int = 5
    apcer: float = 0.02
    seed: int = 0

    @staticmethod
    def load(path: Path, **changes: Any) -> "LivenessRecipe":
        """Read a TOML file. Raises TrainingError for a key it does not know."""
        try:
            values = {**tomllib.loads(path.read_text("utf-8")), **changes}
            return LivenessRecipe(**values)
        except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
            raise TrainingError(f"The recipe {path} cannot be used: {error}", "See configs/liveness.toml.") from error


@dataclass(frozen=True, slots=True)
class Faces:
    """Wide squares around faces. wide: uint8 (N, 1 + masks, 128, 128, 3), bare first; person, live: (N,)."""

    wide: Image
    person: NDArray[np.str_]
    live: NDArray[np.bool_]

    def of(self, people: Sequence[str]) -> "Faces":
        """Those of some people only."""
        chosen = np.isin(self.person, list(people))
        return Faces(self.wide[chosen], self.person[chosen], self.live[chosen])


def collect(folder: Path, masks: int = 2, seed: int = 0) -> Faces:
    """Find the faces of live/NN and print/NN and put simulated masks on them, in the pictures themselves."""
    detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"), 60)
    rng = np.random.default_rng(seed)
    wide, person, live = [], [], []
    files = [
        (path, place.name, kind == "live")
        for kind in ("live", "print")
        for place in sorted((folder / kind).glob("*"))
        if place.is_dir()
        for path in photo_files(place)
    ]
    if not files:
        raise TrainingError(f"{folder} holds no live/NN and print/NN.", "Unpack webcam.zip there.")
    for path, name, alive in track(files, "Looking for faces", transient=True):
        image = load_photo(path)
        face = nearest_to_middle(image, detector.find_in_photo(image))
        if face is None:
            continue
        crops = [surroundings(image, face, WIDE, WIDE_PX)]
        for _ in range(masks):
            masked, _ = put_on(image, face.landmarks, rng=rng)
            seen = nearest_to_middle(masked, detector.find_in_photo(masked))
            near = seen is not None and np.abs(seen.landmarks[:2] - face.landmarks[:2]).max() < 0.35 * face.size_px
            crops.append(surroundings(masked, seen if seen is not None and near else face, WIDE, WIDE_PX))
        wide.append(np.stack(crops))
        person.append(name)
        live.append(alive)
    return Faces(np.stack(wide), np.array(person), np.array(live))


def train_liveness(faces: Faces, recipe: LivenessRecipe) -> LivenessNet:
    """One network from these faces."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    network = LivenessNet().train()
    optimiser = torch.optim.AdamW(network.parameters(), recipe.learning_rate, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.learning_rate, recipe.steps)
    alive, prints = np.nonzero(faces.live)[0], np.nonzero(~faces.live)[0]
    media = [Medium(name) for name in recipe.media]
    variants = faces.wide.shape[1]

    def variant() -> int:
        return int(rng.integers(1, variants)) if variants > 1 and rng.random() < recipe.masked_share else 0

    def simulated() -> Image:
        person = _flipped(faces.wide[rng.choice(alive), variant()], rng)
        room = faces.wide[rng.integers(len(faces.wide)), 0]
        if rng.random() < 0.5:  # what is behind a picture need not show a face
            room = np.roll(room, int(rng.integers(WIDE_PX)), 1)
        return present(person, room, media[rng.integers(len(media))], rng, 1 / WIDE)

    # Rendered once: it costs more than the step that learns from it.
    shown = [simulated() for _ in range(recipe.simulated if media else 0)]

    def one(label: bool) -> Image:
        if not label and shown and rng.random() < recipe.simulated_share:
            return vary(shown[rng.integers(len(shown))], rng, recipe.hidden_share)
        return vary(faces.wide[rng.choice(alive if label else prints), variant()], rng, recipe.hidden_share)

    for _ in track(range(recipe.steps), "Training", transient=True):
        labels = rng.random(recipe.batch) < 0.5
        crops = np.stack([one(bool(label)) for label in labels])
        target = torch.from_numpy(labels.astype(np.float32)) * (1 - 2 * recipe.smoothing) + recipe.smoothing
        loss = functional.binary_cross_entropy_with_logits(network(torch.from_numpy(as_input(crops)))[:, 0], target)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return network.eval()


def vary(wide: Image, rng: np.random.Generator, hidden_share: float) -> Image:
    """A wide square as another camera would have seen it, cut and shrunk for the network."""
    side = WIDE_PX * SURROUNDINGS / WIDE * rng.uniform(0.85, 1.18)
    angle, middle = rng.normal(0, 6), WIDE_PX / 2
    matrix = np.array(cv2.getRotationMatrix2D((middle, middle), angle, INPUT_PX / side), np.float64)
    matrix[:, 2] += INPUT_PX / 2 - middle + rng.normal(0, 0.04 * INPUT_PX, 2)
    crop = cv2.warpAffine(
        _flipped(wide, rng), matrix, (INPUT_PX, INPUT_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    if rng.random() < 0.4:
        small = int(INPUT_PX * rng.uniform(0.4, 0.95))
        crop = cv2.resize(cv2.resize(crop, (small, small), interpolation=cv2.INTER_AREA), (INPUT_PX, INPUT_PX))
    elif rng.random() < 0.3:
        crop = cv2.GaussianBlur(crop, (0, 0), rng.uniform(0.3, 1.5))
    pixels: NDArray[Any] = crop.astype(np.float32) / 255
    if rng.random() < hidden_share:
        pixels = _hidden(pixels, rng)
    grey = pixels.mean(2, keepdims=True)
    pixels = grey + (pixels - grey) * rng.uniform(0.3, 1.4)
    pixels = np.clip(pixels * np.float32(rng.normal(1, 0.1, 3) * rng.uniform(0.65, 1.35)) + rng.normal(0, 0.05), 0, 1)
    pixels = pixels ** rng.uniform(0.6, 1.7) + rng.standard_normal(pixels.shape, np.float32) * np.float32(
        rng.uniform(0, 0.04)
    )
    out: Image = np.clip(pixels * 255 + 0.5, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        _, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 95))])
        out = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return out


def _hidden(pixels: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Everything but the face in one grey."""
    keep = np.zeros((INPUT_PX, INPUT_PX), np.float32)
    half = INPUT_PX / SURROUNDINGS / 2 * rng.uniform(0.9, 1.5)
    middle = (INPUT_PX // 2, INPUT_PX // 2)
    cv2.ellipse(keep, middle, (round(half * 0.9), round(half * 1.15)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    return np.asarray(pixels * keep[:, :, None] + rng.uniform(0.1, 0.9) * (1 - keep[:, :, None]), np.float32)


def _flipped(image: Image, rng: np.random.Generator) -> Image:
    return np.ascontiguousarray(image[:, ::-1] if rng.random() < 0.5 else image)


def plain(wide: Image) -> Image:
    """Wide squares, uint8 (N, 128, 128, 3), cut as the door cuts: uint8 (N, 96, 96, 3)."""
    half = round(WIDE_PX * SURROUNDINGS / WIDE / 2)
    middle = WIDE_PX // 2
    cut = wide[:, middle - half : middle + half, middle - half : middle + half]
    return np.stack([cv2.resize(part, (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_AREA) for part in cut])


def score(network: LivenessNet, crops: Image) -> NDArray[np.float64]:
    """What the door makes of crops, float64 (N,)."""
    with torch.inference_mode():
        answers = both_looks(lambda x: network(torch.from_numpy(x))[:, 0].numpy(), crops)
    return np.asarray(answers, np.float64)


def trials(network: LivenessNet, faces: Faces, window: int, seed: int = 0) -> dict[str, list[float]]:
    """Scores of presentations of one person, by what was shown: "live" and "print" (means of windows, as at the door) and
    simulated "paper", "phone" and "monitor" (each rendered anew, so each is one), all also "… masked"; of what was
    photographed also "… hidden": the face alone, without its surroundings."""
    rng = np.random.default_rng(seed)
    out: dict[str, list[float]] = {}
    for kind, chosen in (("live", faces.live), ("print", ~faces.live)):
        crops = plain(faces.wide[chosen, 0])
        hidden = [np.asarray(_hidden(c.astype(np.float32) / 255, rng) * 255, np.uint8) for c in crops]
        for name, shown in (
            (kind, crops),
            (f"{kind} hidden", np.stack(hidden)),
            (f"{kind} masked", plain(faces.wide[chosen, 1])),
        ):
            scores = score(network, shown)
            parts = [scores[i : i + window] for i in range(0, len(scores) - window + 1, window)]
            out[name] = [float(part.mean()) for part in parts]
    for medium in Medium:
        for variant, name in enumerate((medium.value, f"{medium.value} masked")):
            rooms = faces.wide[rng.integers(len(faces.wide), size=int(faces.live.sum())), 0]
            squares = faces.wide[faces.live, variant]
            rendered = [present(a, b, medium, rng, 1 / WIDE) for a, b in zip(squares, rooms, strict=True)]
            out[name] = score(network, plain(np.stack(rendered))).tolist()
    return out


def leave_people_out(faces: Faces, recipe: LivenessRecipe, workers: int) -> dict[str, dict[str, list[float]]]:
    """Every person once left out, two at a time: the trials of each by a network that never saw either."""
    people = sorted(set(faces.person))
    if len(people) < 4:
        raise TrainingError(f"Leaving two of {len(people)} people out leaves too few.", "Bring frames of more people.")
    jobs = [(faces, people[i : i + 2], recipe) for i in range(0, len(people), 2)]
    with worker_processes(workers, jobs_each=1) as pool:
        results = list(track(pool.map(_fold, jobs), "Leaving people out", total=len(jobs), transient=True))
    return {person: found for result in results for person, found in result.items()}


def _fold(job: tuple[Faces, list[str], LivenessRecipe]) -> dict[str, dict[str, list[float]]]:
    torch.set_num_threads(1)
    faces, left_out, recipe = job
    network = train_liveness(faces.of([p for p in set(faces.person) if p not in left_out]), recipe)
    return {person: trials(network, faces.of([person]), recipe.window) for person in left_out}


def threshold_of(folds: Sequence[dict[str, list[float]]], recipe: LivenessRecipe) -> float:
    """Half-way between the living and the photographed prints, bare and masked; where they overlap, so high that at most
    the recipe's share of the prints passes."""
    live = [value for fold in folds for name in ("live", "live masked") for value in fold[name]]
    prints = [value for fold in folds for name in ("print", "print masked") for value in fold[name]]
    low, high = np.quantile(prints, 1 - recipe.apcer), np.quantile(live, recipe.apcer)
    return float(max(low, (low + high) / 2))


def figures(folds: dict[str, dict[str, list[float]]], recipe: LivenessRecipe) -> dict[str, Any]:
    """APCER and BPCER by what was shown: over all people and the worst of them. Each person's threshold is chosen on the
    other left-out people's scores."""
    wrong: dict[str, dict[str, tuple[int, int]]] = {}
    for person, shown in folds.items():
        threshold = threshold_of([fold for name, fold in folds.items() if name != person], recipe)
        for name, scores in shown.items():
            passed = sum(value >= threshold for value in scores)
            errors = len(scores) - passed if name.startswith("live") else passed
            wrong.setdefault(name, {})[person] = (errors, len(scores))
    out = {}
    for name, people in wrong.items():
        errors, tried = (sum(pair[i] for pair in people.values()) for i in (0, 1))
        interval = {
            key: None if value is None else round(value, 4) for key, value in rate_interval(errors, tried).items()
        }
        worst = max(e / n for e, n in people.values())
        measure = "BPCER" if name.startswith("live") else "APCER"
        out[name] = {"measure": measure, "presentations": tried, **interval, "worst_person": round(worst, 4)}
    return out


def make(folder: Path, out: Path, recipe: LivenessRecipe, pictures: Sequence[Path], workers: int) -> dict[str, Any]:
    """Measure on left-out people, train on all of them, and write the model folder. Returns its card's figures.

    folder: live/NN and print/NN; pictures: bare portraits for the rendered trials of the head turn and of the depth check.
    """
    faces = collect(folder)
    folds = leave_people_out(faces, recipe, workers)
    found: dict[str, Any] = {"left_out_people": figures(folds, recipe)}
    if recipe.media:
        # What no network was ever shown: the same people and trials by networks that learnt from rendered paper alone.
        unaware = leave_people_out(faces, replace(recipe, media=[Medium.PAPER.value]), workers)
        screens = (Medium.PHONE, Medium.MONITOR)
        found["unseen_kinds"] = {
            name: row for name, row in figures(unaware, recipe).items() if name.startswith(screens)
        }
    if pictures:
        detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"), 60)
        portraits = [load_photo(path) for path in pictures]
        found["rendered_head_turn"] = measure_turns(detector, portraits)
        found["rendered_depth"] = measure_depth(detector, portraits)
    network = train_liveness(faces, recipe)
    threshold = round(threshold_of(list(folds.values()), recipe), 3)
    export_liveness(network, out, {**CARD, "threshold": threshold, "window": recipe.window, "metrics": found})
    return found
