"""Trains the network that tells a living person from a picture, and measures it on people it never saw.

It starts from weights trained on very many people (`minifasnet`) and fine-tunes on what these fail at: pictures whose edge is
out of sight, masks, and living people in bad light. Six people are few, and a network takes shortcuts: the light of a session,
the room, the crop's size. So every crop of either class is shifted, scaled, rotated, blurred, compressed and tinted at random;
living people's own frames are rendered as prints and screens (`attacks`), so that the same face, room and light occur in both
classes; and other people's portraits, live and as attacks, keep it from memorising six faces.
"""

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, cast

import cv2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from rich.progress import track
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_avg_fn

from gatekeeper.capture.photos import is_system, photo_files
from gatekeeper.domain import Face, Image
from gatekeeper.errors import TrainingError
from gatekeeper.messages import Message
from gatekeeper.paths import assets
from gatekeeper.settings_table import Mistake, about
from gatekeeper.statistics import error_rate
from gatekeeper.vision.detect import Cascade, FaceDetector, nearest_to_middle
from gatekeeper.vision.liveness import INPUT_PX, SURROUNDINGS, as_input, cut, seen_square
from gatekeeper.vision.networks import LivenessNet
from trainer.data.pictures import readable
from trainer.export.networks import export_liveness
from trainer.files import save_weights
from trainer.learn.recipe import read_recipe
from trainer.processes import worker_processes
from trainer.simulate.attacks import Medium, present
from trainer.simulate.mask import put_on
from trainer.simulate.scenes import measure_depth, measure_turns

_MEASURES = (
    "APCER and BPCER of ISO/IEC 30107-3 with 95 % intervals (Wilson). left_out_people: each person by a network "
    "and a threshold that never saw them; worst_person: the highest rate of any one of them; unseen_kinds: screens, by "
    "networks that were trained on without screens (what they began with may have seen some); as_it_began: the "
    "weights before any training here, their threshold chosen the same way. rendered_*: the head turn and "
    "the depth check on rendered heads and sheets, through the detector."
)
WIDE = 4.6  # side of the square kept around a face, in face sides: room to shift and scale
WIDE_PX = 164
OTHERS = ""  # the person of portraits that do not belong to the frames


@dataclass(frozen=True, slots=True)
class LivenessRecipe:
    """How the network is trained; `configs/liveness.toml` holds the values of the shipped one."""

    layout: Annotated[str, about("MiniFASNetV2's layers, or MiniFASNetV1SE's.", of=("v2", "v1se"))] = "v2"
    frozen: Annotated[int, about("Number of first layers that are frozen.", 0)] = 10
    steps: Annotated[int, about("Number of steps.", 1)] = 300
    batch: Annotated[int, about("Faces per step.", 2)] = 48
    simulated: Annotated[
        int, about("Number of attacks rendered from living people's frames, beside the photographed prints.", 0)
    ] = 1500
    others: Annotated[int, about("Maximum number of portraits of other people.", 0)] = 700
    learning_rate: Annotated[float, about("Peak of the one-cycle schedule, AdamW.", 1e-12, 1)] = 1e-3
    weight_decay: Annotated[float, about("Weight decay of AdamW.", 0)] = 0.02
    average_decay: Annotated[float, about("Decay of the running mean of the weights, which is kept.", 0, 1)] = 0.99
    strength: Annotated[float, about("Strength of the augmentation of light, sharpness and colours.", 0)] = 0.4
    simulated_share: Annotated[float, about("Share of simulated attacks among the attacks in a batch.", 0, 1)] = 0.7
    others_share: Annotated[
        float, about("Share of other people among the living in a batch, and among rendered attacks.", 0, 1)
    ] = 0.4
    media: Annotated[list[str], about("Media that attacks are rendered on.")] = field(
        default_factory=lambda: [medium.value for medium in Medium]
    )
    masked_share: Annotated[float, about("Share of faces with a simulated mask.", 0, 1)] = 0.4
    smoothing: Annotated[float, about("Label smoothing.", 0, 1)] = 0.02
    window: Annotated[int, about("Number of frames of a track whose scores are averaged.", 1)] = 5
    limits: Annotated[dict[str, float], about("Target error rates, relative to which the threshold is chosen.")] = (
        field(default_factory=lambda: {"live": 0.02, "print": 0.01, "paper": 0.03, "phone": 0.03, "monitor": 0.15})
    )
    seed: Annotated[int, about("Random seed.", 0)] = 0

    @staticmethod
    def load(path: Path, **changes: Any) -> "LivenessRecipe":
        """Read a TOML file. Raises TrainingError that names every key that is unknown or of an impossible value."""
        return read_recipe(LivenessRecipe, path, changes, _contradictions)


def _contradictions(recipe: LivenessRecipe) -> Iterator[Mistake]:
    known = [medium.value for medium in Medium]
    if strange := [name for name in recipe.media if name not in known]:
        yield Mistake("media", Message(f"media has {strange[0]!r}."), Message(f"Known: {', '.join(known)}."))
    kinds = [kind + worn for kind in ("live", "print", *known) for worn in ("", " masked")]
    if strange := [kind for kind, limit in recipe.limits.items() if kind not in kinds or limit < 0]:
        yield Mistake(
            "limits",
            Message(f"limits.{strange[0]!r} is {recipe.limits[strange[0]]}."),
            Message(f"Give shares of 0 or more for: {', '.join(kinds)}."),
        )
    elif not recipe.limits.get("live"):
        yield Mistake("limits", Message("limits.live is missing or 0."), Message("Without it, nobody would be let in."))


@dataclass(frozen=True, slots=True)
class Faces:
    """Wide squares around faces, a face's box being `WIDE_PX / WIDE` wide in their middle.

    wide: uint8 (N, 1 + masks, 164, 164, 3), bare first; seen: float32 (N, 1 + masks, 4), the part of each that the camera
    saw (x0, y0, x1, y1), beyond which it is mirrored; person, live: (N,).
    """

    wide: Image
    seen: NDArray[np.float32]
    person: NDArray[np.str_]
    live: NDArray[np.bool_]

    def of(self, people: Sequence[str]) -> "Faces":
        """The faces of these people."""
        chosen = np.isin(self.person, list(people))
        return Faces(self.wide[chosen], self.seen[chosen], self.person[chosen], self.live[chosen])

    @property
    def people(self) -> list[str]:
        """The people of the frames, without those of the additional portraits."""
        return sorted(set(self.person) - {OTHERS})


def collect(folder: Path, portraits: Sequence[Path] = (), masks: int = 2, seed: int = 0, least: int = 1) -> Faces:
    """Find the faces of live/NN and print/NN and put simulated masks on them, in the pictures themselves.

    portraits: pictures of other people, labelled as living. Raises TrainingError for somebody with fewer than `least` faces of
    either kind.
    """
    detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"), 60)
    rng = np.random.default_rng(seed)
    wide, seen, person, live = [], [], [], []
    files = [
        (path, place.name, kind == "live")
        for kind in ("live", "print")
        for place in sorted((folder / kind).glob("*"))
        if place.is_dir() and not is_system(place.name)
        for path in photo_files(place)
    ]
    if not files:
        raise TrainingError(f"{folder} holds no live/NN and print/NN.", "Unpack webcam.zip there.")
    files += [(path, OTHERS, True) for path in portraits]
    for path, name, alive in track(files, "Looking for faces", transient=True):
        image = readable(path)
        face = nearest_to_middle(image, detector.find_in_photo(image)) if image is not None else None
        if image is None or face is None:
            continue
        squares = [_wide(image, face)]
        for _ in range(masks):
            masked, _ = put_on(image, face.landmarks, rng=rng)
            refound = nearest_to_middle(masked, detector.find_in_photo(masked))
            near = (
                refound is not None and np.abs(refound.landmarks[:2] - face.landmarks[:2]).max() < 0.35 * face.size_px
            )
            squares.append(_wide(masked, refound if refound is not None and near else face))
        wide.append(np.stack([square for square, _ in squares]))
        seen.append(np.stack([part for _, part in squares]))
        person.append(name)
        live.append(alive)
    found = Counter(zip(person, live, strict=True))
    for name, kind in itertools.product(sorted({name for _, name, _ in files} - {OTHERS}), ("live", "print")):
        if (count := found[name, kind == "live"]) < least:
            raise TrainingError(
                f"{folder} shows {name} in {count} frames of {kind}/{name}, fewer than {least}.",
                f"Add frames with a face to {kind}/{name}, take {name} out of live and print, or lower the recipe's `window`.",
            )
    return Faces(np.stack(wide), np.stack(seen), np.array(person), np.array(live))


def _wide(image: Image, face: Face) -> tuple[Image, NDArray[np.float32]]:
    x0, y0, x1, y1 = (float(v) for v in face.box)
    height, width = image.shape[:2]
    extent = max(round(WIDE * max(x1 - x0, y1 - y0)), 1)
    left, top = round((x0 + x1 - extent) / 2), round((y0 + y1 - extent) / 2)
    border = max(0, -left, -top, left + extent - width, top + extent - height)
    framed = cv2.copyMakeBorder(image, border, border, border, border, cv2.BORDER_REFLECT_101)
    part = framed[top + border : top + border + extent, left + border : left + border + extent]
    how = cv2.INTER_AREA if extent > WIDE_PX else cv2.INTER_LINEAR
    square = np.asarray(cv2.resize(part, (WIDE_PX, WIDE_PX), interpolation=how), np.uint8)
    seen = np.array([-left, -top, width - left, height - top], np.float32) * (WIDE_PX / extent)
    return square, np.clip(seen, 0, WIDE_PX)


def begin_with(file: Path, layout: str) -> LivenessNet:
    """The network of an earlier liveness.safetensors, or of a MiniFASNet as ONNX. Raises TrainingError for anything else."""
    if file.suffix == ".onnx":
        return minifasnet(file, layout)
    network = LivenessNet(layout)
    try:
        network.load_state_dict(load_file(file))
    except (OSError, SafetensorError, RuntimeError) as error:
        raise TrainingError(
            f"{file} does not hold a liveness network of layout {layout!r}: {error}",
            "Give the liveness.safetensors of a model folder, or a MiniFASNet as ONNX.",
        ) from error
    return network.eval()


def minifasnet(file: Path, layout: str) -> LivenessNet:
    """The weights of MiniFASNetV2 or V1SE, published for BGR pictures, in our network, which takes RGB.

    Raises TrainingError for a file that holds another network.
    """
    network = LivenessNet(layout)
    try:
        graph = onnx.load(str(file)).graph
        weights = {tensor.name: torch.tensor(numpy_helper.to_array(tensor)) for tensor in graph.initializer}

        def weights_of(*kinds: str) -> Iterator[list[torch.Tensor]]:
            return ([weights[name] for name in node.input[1:]] for node in graph.node if node.op_type in kinds)

        with torch.no_grad():
            # Both list their layers in forward order.
            convolutions, slopes = weights_of("Conv"), weights_of("PRelu")
            for layer in network.layers.modules():
                if isinstance(layer, nn.Conv2d):
                    weight, *bias = next(convolutions)
                    layer.weight.copy_(weight)
                    assert layer.bias is not None
                    layer.bias.copy_(bias[0] if bias else torch.zeros(layer.out_channels))
                elif isinstance(layer, nn.PReLU):
                    layer.weight.copy_(next(slopes)[0].flatten())
            (first, *_) = network.layers.parameters()
            first.copy_(first.flip(1))
            # Fold a linear layer, a batch norm and another linear layer into one.
            ((before,), (after,)), ((scale, shift, mean, variance),) = (
                weights_of("MatMul"),
                weights_of("BatchNormalization"),
            )
            scale = scale / torch.sqrt(variance + 1e-5)
            network.head.weight.copy_((before * scale @ after).T)
            network.head.bias.copy_((shift - mean * scale) @ after)
    except Exception as error:  # onnx, protobuf and torch raise many kinds
        raise TrainingError(
            f"{file} does not hold a MiniFASNet of layout {layout!r}: {error}",
            "The layouts are v2 (2.7_80x80_MiniFASNetV2) and v1se (4_0_0_80x80_MiniFASNetV1SE).",
        ) from error
    return network.eval()


def train_liveness(faces: Faces, start: LivenessNet, recipe: LivenessRecipe) -> LivenessNet:
    """Fine-tune `start` on these faces; returns the running mean of the weights."""
    torch.set_num_threads(1)  # for so small a network, more threads cost more than they save
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    network = LivenessNet(recipe.layout)
    network.load_state_dict(start.state_dict())
    network.train()
    network.layers[: recipe.frozen].requires_grad_(False)
    averaged = AveragedModel(network, avg_fn=get_ema_avg_fn(recipe.average_decay))  # type: ignore[no-untyped-call]
    taught = [weight for weight in network.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(taught, recipe.learning_rate, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.learning_rate, recipe.steps, pct_start=0.15)
    of_frames = faces.person != OTHERS
    alive, prints = np.nonzero(faces.live & of_frames)[0], np.nonzero(~faces.live)[0]
    others = np.nonzero(~of_frames)[0]
    media = [Medium(name) for name in recipe.media]
    variants = faces.wide.shape[1]

    def one_of(rows: NDArray[np.intp]) -> tuple[Image, NDArray[np.float32]]:
        masked = variants > 1 and rng.random() < recipe.masked_share
        place = rng.choice(rows), int(rng.integers(1, variants)) if masked else 0
        return _flipped(faces.wide[place], faces.seen[place], rng)

    def living() -> tuple[Image, NDArray[np.float32]]:
        return one_of(others if len(others) and rng.random() < recipe.others_share else alive)

    def simulated() -> tuple[Image, NDArray[np.float32]]:
        (person, _), (room, seen) = living(), living()
        if rng.random() < 0.5:  # the background need not show a face
            room = np.roll(room, int(rng.integers(WIDE_PX)), 1)
        return present(person, room, media[rng.integers(len(media))], rng, 1 / WIDE), seen

    # Rendered once: rendering costs more than augmentation.
    shown = [simulated() for _ in range(recipe.simulated if media else 0)]

    def sample(label: bool) -> Image:
        if label:
            return vary(*living(), rng, recipe.strength)
        if shown and rng.random() < recipe.simulated_share:
            return vary(*shown[rng.integers(len(shown))], rng, recipe.strength)
        return vary(*one_of(prints), rng, recipe.strength)

    for _ in track(range(recipe.steps), "Training", transient=True):
        labels = rng.random(recipe.batch) < 0.5
        crops = np.stack([sample(bool(label)) for label in labels])
        target = torch.from_numpy(labels.astype(np.float32)) * (1 - 2 * recipe.smoothing) + recipe.smoothing
        loss = functional.binary_cross_entropy_with_logits(network(torch.from_numpy(as_input(crops)))[:, 0], target)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        averaged.update_parameters(network)
    return cast(LivenessNet, averaged.module).eval()


def vary(wide: Image, seen: NDArray[np.float32], rng: np.random.Generator, strength: float) -> Image:
    """A wide square as another camera might have seen it, cropped to the network's input. strength: 0 keeps light, sharpness
    and colours."""
    k = strength
    left, top, side = seen_square(
        WIDE_PX / 2, WIDE_PX / 2, WIDE_PX * SURROUNDINGS / WIDE * rng.uniform(0.85, 1.1), seen
    )
    x, y = np.array([left, top]) + side / 2 + rng.normal(0, 0.02 * side, 2)
    matrix = np.array(cv2.getRotationMatrix2D((x, y), rng.normal(0, 5 * k), INPUT_PX / side), np.float64)
    matrix[:, 2] += INPUT_PX / 2 - np.array([x, y])
    crop = cv2.warpAffine(wide, matrix, (INPUT_PX, INPUT_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if (softer := rng.random()) < 0.25 * k:
        small = int(INPUT_PX * rng.uniform(0.5, 0.95))
        crop = cv2.resize(cv2.resize(crop, (small, small), interpolation=cv2.INTER_AREA), (INPUT_PX, INPUT_PX))
    elif softer < 0.4 * k:
        crop = cv2.GaussianBlur(crop, (0, 0), rng.uniform(0.3, 1.0))
    pixels: NDArray[Any] = crop.astype(np.float32) / 255
    grey = pixels.mean(2, keepdims=True)
    pixels = grey + (pixels - grey) * rng.uniform(1 - 0.5 * k, 1 + 0.3 * k)
    light = np.float32(rng.normal(1, 0.06 * k, 3) * rng.uniform(1 - 0.25 * k, 1 + 0.25 * k))
    pixels = np.clip(pixels * light + rng.normal(0, 0.03 * k), 0, 1) ** rng.uniform(1 - 0.3 * k, 1 + 0.5 * k)
    if rng.random() < 0.5:
        pixels = pixels + rng.standard_normal(pixels.shape, np.float32) * np.float32(rng.uniform(0, 0.03 * k))
    out: Image = np.clip(pixels * 255 + 0.5, 0, 255).astype(np.uint8)
    if rng.random() < k:
        _, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(50, 95))])
        out = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return out


def _flipped(wide: Image, seen: NDArray[np.float32], rng: np.random.Generator) -> tuple[Image, NDArray[np.float32]]:
    if rng.random() < 0.5:
        return wide, seen
    return np.ascontiguousarray(wide[:, ::-1]), np.array([WIDE_PX - seen[2], seen[1], WIDE_PX - seen[0], seen[3]])


def plain(wide: Image, seen: NDArray[np.float32]) -> Image:
    """Wide squares, uint8 (N, 164, 164, 3), cropped as at the door: uint8 (N, 80, 80, 3)."""
    middle, side = WIDE_PX / 2, WIDE_PX * SURROUNDINGS / WIDE
    return np.stack(
        [cut(square, *seen_square(middle, middle, side, part)) for square, part in zip(wide, seen, strict=True)]
    )


def score(network: LivenessNet, crops: Image) -> NDArray[np.float64]:
    """The network's scores of crops, float64 (N,)."""
    with torch.inference_mode():
        parts = [network(torch.from_numpy(as_input(crops[i : i + 64])))[:, 0] for i in range(0, len(crops), 64)]
    return np.asarray(torch.cat(parts).numpy(), np.float64)


def trials(network: LivenessNet, faces: Faces, window: int, seed: int = 0) -> dict[str, list[float]]:
    """Scores of one person's presentations, by kind: "live" and "print" (means over windows, as at the door) and simulated
    "paper", "phone" and "monitor" (one frame each), all also as "… masked"."""
    rng = np.random.default_rng(seed)
    out: dict[str, list[float]] = {}
    for kind, chosen in (("live", faces.live), ("print", ~faces.live)):
        for variant, name in enumerate((kind, f"{kind} masked")):
            scores = score(network, plain(faces.wide[chosen, variant], faces.seen[chosen, variant]))
            parts = [scores[i : i + window] for i in range(0, len(scores) - window + 1, window)]
            out[name] = [float(part.mean()) for part in parts]
    for medium in Medium:
        for variant, name in enumerate((medium.value, f"{medium.value} masked")):
            rooms = rng.integers(len(faces.wide), size=int(faces.live.sum()))
            squares = zip(faces.wide[faces.live, variant], faces.wide[rooms, 0], strict=True)
            rendered = [present(person, room, medium, rng, 1 / WIDE) for person, room in squares]
            out[name] = score(network, plain(np.stack(rendered), faces.seen[rooms, 0])).tolist()
    return out


def leave_people_out(
    faces: Faces, start: LivenessNet, recipe: LivenessRecipe, folder: Path, workers: int
) -> dict[str, dict[str, list[float]]]:
    """Cross-validation, two people left out at a time: the trials of each by a network that never saw either.

    Networks are kept in `folder`; existing ones are not trained again.
    """
    people = faces.people
    if len(people) < 4:
        raise TrainingError(f"Leaving two of {len(people)} people out leaves too few.", "Add frames of more people.")
    jobs = [
        (faces, people[i : i + 2], start, recipe, folder / f"without-{'-'.join(people[i : i + 2])}.safetensors")
        for i in range(0, len(people), 2)
    ]
    title = "Leaving people out"
    if workers == 1:
        results = [_fold(job) for job in track(jobs, title, transient=True)]
    else:
        with worker_processes(workers, jobs_each=1) as pool:
            results = list(track(pool.map(_fold, jobs), title, total=len(jobs), transient=True))
    return {person: found for result in results for person, found in result.items()}


def _fold(job: tuple[Faces, list[str], LivenessNet, LivenessRecipe, Path]) -> dict[str, dict[str, list[float]]]:
    faces, left_out, start, recipe, file = job
    network = trained(faces.of([p for p in set(faces.person) if p not in left_out]), start, recipe, file)
    return {person: trials(network, faces.of([person]), recipe.window) for person in left_out}


def trained(faces: Faces, start: LivenessNet, recipe: LivenessRecipe, file: Path) -> LivenessNet:
    """The network in `file`, trained and written first if it is missing."""
    if not file.is_file():
        network = train_liveness(faces, start, recipe)
        file.parent.mkdir(parents=True, exist_ok=True)
        save_weights(network.state_dict(), file)
    network = LivenessNet(recipe.layout)
    network.load_state_dict(load_file(file))
    return network.eval()


def wrong(kind: str, scores: Sequence[float], threshold: float) -> int:
    """The number of wrong decisions: living people below the threshold, pictures at or above it."""
    passed = sum(value >= threshold for value in scores)
    return len(scores) - passed if kind.startswith("live") else passed


def threshold_of(folds: Sequence[dict[str, list[float]]], recipe: LivenessRecipe) -> float:
    """The threshold, midway between two scores, that minimises the worst error rate relative to its limit (`limits`)."""
    shown: dict[str, list[float]] = {}
    for fold in folds:
        for name, scores in fold.items():
            shown.setdefault(name, []).extend(scores)
    limits = {name: recipe.limits.get(name, recipe.limits.get(name.removesuffix(" masked"), 0.0)) for name in shown}
    limits = {name: limit for name, limit in limits.items() if limit}
    candidates = np.unique([value for name in limits for value in shown[name]])
    candidates = (candidates[1:] + candidates[:-1]) / 2
    worst = [
        max(wrong(name, shown[name], threshold) / len(shown[name]) / limit for name, limit in limits.items())
        for threshold in candidates
    ]
    best = np.nonzero(np.isclose(worst, min(worst)))[0]
    return float(candidates[best[len(best) // 2]])


def figures(folds: dict[str, dict[str, list[float]]], recipe: LivenessRecipe) -> dict[str, Any]:
    """APCER and BPCER by kind, over all people and for the worst of them. Each person's threshold is chosen on the other
    left-out people's scores."""
    errors: dict[str, dict[str, tuple[int, int]]] = {}
    for person, shown in folds.items():
        threshold = threshold_of([fold for name, fold in folds.items() if name != person], recipe)
        for name, scores in shown.items():
            errors.setdefault(name, {})[person] = (wrong(name, scores, threshold), len(scores))
    out = {}
    for name, people in errors.items():
        wrong_count, tried = (sum(pair[i] for pair in people.values()) for i in (0, 1))
        interval = {
            key: None if value is None else round(value, 4) for key, value in error_rate(wrong_count, tried).items()
        }
        worst = max(e / n for e, n in people.values())
        measure = "BPCER" if name.startswith("live") else "APCER"
        out[name] = {"measure": measure, "presentations": tried, **interval, "worst_person": round(worst, 4)}
    return out


def _require_same_work(networks: Path, start: LivenessNet, faces: Faces, recipe: LivenessRecipe) -> None:
    """Raise TrainingError if the networks that are kept were made of something else; note what they are made of."""
    weights = b"".join(weight.numpy().tobytes() for weight in start.state_dict().values())
    work: dict[str, object] = {"recipe": asdict(recipe), "start": sha256(weights).hexdigest()}
    work["faces"] = sha256(faces.wide.tobytes()).hexdigest()
    work["people"] = [*map(str, faces.person)]
    text, note = json.dumps(work, indent=1), networks / "made-of.json"
    if any(networks.glob("**/*.safetensors")) and (not note.is_file() or note.read_text(encoding="utf-8") != text):
        raise TrainingError(
            f"{networks} holds networks of another recipe, start or faces.",
            "Choose another --out, or delete that folder.",
        )
    if not note.is_file() or note.read_text(encoding="utf-8") != text:
        networks.mkdir(parents=True, exist_ok=True)
        note.write_text(text, encoding="utf-8")


def make(
    folder: Path,
    start: Path,
    out: Path,
    recipe: LivenessRecipe,
    *,
    others: Sequence[Path] = (),
    portraits: Sequence[Path] = (),
    workers: int = 1,
    card: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Measure on left-out people, train on all of them, and write the model folder. Returns its card's figures.

    folder: live/NN and print/NN; start: see `begin_with`; others: portraits to train on as well; portraits: bare ones for the
    rendered trials of the head turn and the depth check; card: what the card says in words, where it is to say more than what
    was counted here. Intermediate networks are kept in OUT-networks, from which an
    interrupted run resumes; TrainingError if they are of another recipe, start or faces, or somebody is shown too rarely to be
    measured.
    """
    networks = out.with_name(f"{out.name}-networks")
    before = begin_with(start, recipe.layout)
    chosen = np.random.default_rng(recipe.seed).permutation(len(others))[: recipe.others]
    faces = collect(folder, [others[i] for i in chosen], seed=recipe.seed, least=recipe.window)
    _require_same_work(networks, before, faces, recipe)
    untrained = {person: trials(before, faces.of([person]), recipe.window) for person in faces.people}
    folds = leave_people_out(faces, before, recipe, networks, workers)
    found: dict[str, Any] = {"left_out_people": figures(folds, recipe)}
    if recipe.media:
        # Unseen media: the same people and trials, by networks trained on rendered paper only.
        screens = (Medium.PHONE.value, Medium.MONITOR.value)
        limits = {name: limit for name, limit in recipe.limits.items() if not name.startswith(screens)}
        narrow = replace(recipe, media=[Medium.PAPER.value], limits=limits)
        unaware = leave_people_out(faces, before, narrow, networks / "paper-alone", workers)
        found["unseen_kinds"] = {
            name: row for name, row in figures(unaware, narrow).items() if name.startswith(screens)
        }
    found["as_it_began"] = figures(untrained, recipe)
    if portraits:
        detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"), 60)
        pictures = [image for path in portraits if (image := readable(path)) is not None]
        found["rendered_head_turn"] = measure_turns(detector, pictures)
        found["rendered_depth"] = measure_depth(detector, pictures)
    network = trained(faces, before, recipe, networks / "all.safetensors")
    threshold = round(threshold_of(list(folds.values()), recipe), 3)
    words = {**_words(faces, start, recipe), **(card or {})}
    export_liveness(network, out, {**words, "threshold": threshold, "window": recipe.window, "metrics": found})
    return found


def _words(faces: Faces, start: Path, recipe: LivenessRecipe) -> dict[str, Any]:
    """What a card says of a network trained on these faces."""
    others = faces.person == OTHERS
    live, prints = int((faces.live & ~others).sum()), int((~faces.live).sum())
    people = len(faces.people)
    return {
        "title": "Alive or a picture",
        "licence": "unknown",
        "data": f"Begun with {start.name} (SHA-256 {sha256(start.read_bytes()).hexdigest()}). Then {live} frames of {people} "
        f"people, {prints} frames of photos of them, {int(others.sum())} portraits of other people"
        + ("; attacks rendered from them." if recipe.media and recipe.simulated else "."),
        "recipe": asdict(recipe),
        "measures": _MEASURES,
        "weaknesses": f"Measured on {people} people: measure it on your own site (gatekeeper models evaluate-liveness) "
        "before relying on it. Paper, phones and monitors were rendered, not filmed. Ask for a turn of the head as well "
        "where a filmed screen must not pass. Masks were simulated.",
    }
