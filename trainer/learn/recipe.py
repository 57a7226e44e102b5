"""The settings of a training run, from a TOML file. What is not known is an error that names it."""

import tomllib
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from math import inf
from pathlib import Path
from typing import Any

from gatekeeper.errors import TrainingError
from gatekeeper.text_files import read_toml
from gatekeeper.vision.detect import CHIP_SHAPES
from trainer import CONFIGS
from trainer.learn.losses import MARGINS
from trainer.learn.mining import MINERS


@dataclass(frozen=True, slots=True)
class Data:
    """sampler: shuffled, people-pictures, full-coverage or random-triplets. batch: pictures of a step over all processes;
    a sampler of people takes batch / pictures people with `pictures` each. masked_share: shown with a simulated mask."""

    sampler: str = "shuffled"
    batch: int = 128
    pictures: int = 4
    masked_share: float = 0.5
    vary: bool = True


@dataclass(frozen=True, slots=True)
class Network:
    """architecture: of gatekeeper.vision.networks; chip: pixels of a face's side, 112, 128 or 150; weights: none, a published
    name (vggface2, imagenet), or a file."""

    architecture: str = "mobile-face"
    dim: int = 128
    chip: int = 150
    pooling: str = "average"
    dropout: float = 0.0
    weights: str = "none"


@dataclass(frozen=True, slots=True)
class Loss:
    """kind: arcface, cosface, adaface, magface, triplet, or distillation (the teacher alone). focal 0 is cross-entropy.
    margin_most, magnitude_weight: of magface; sub_centres: centres of each person, for pictures that bear wrong names;
    sampled: share of the people a step looks at, for very many (partial FC). teacher: folder of a model that the door can
    open, whose answer to the bare, whole face is what `teacher_weight` times the distillation loss draws to (network.dim
    must be its)."""

    kind: str = "arcface"
    margin: float = 0.5
    margin_most: float = 0.8
    magnitude_weight: float = 35.0
    sub_centres: int = 1
    sampled: float = 1.0
    scale: float = 64.0
    focal: float = 0.0
    class_weights: bool = False
    mining: str = "batch-hard"
    teacher: str = ""
    teacher_weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Optimiser:
    """name: sgd, adam, adamw, adadelta or rmsprop. weight_decay: not of norms and biases. network_share: of the learning rate,
    for the network, while the classes' centres take the whole; below 1 for a network that knows faces already. clip: the
    largest norm of a gradient, 0 for any.
    """

    name: str = "sgd"
    learning_rate: float = 0.1
    network_share: float = 1.0
    weight_decay: float = 5e-4
    momentum: float = 0.9
    clip: float = 0.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """name: constant, multistep, cosine, one-cycle or cyclic. milestones: epochs after which the rate is times factor.
    warmup: epochs in which the rate rises to what the schedule says, e.g. 0.5."""

    name: str = "multistep"
    milestones: tuple[int, ...] = (5, 10, 15, 20)
    factor: float = 0.1
    warmup: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """accumulate: batches whose gradients make one step. precision: float32, bfloat16 or float16. save_every: steps.
    average: the decay of a running mean of the weights, which is then what is measured and kept, e.g. 0.999; 0 for none.
    patience: epochs without a better EER after which the run ends; 0 for never. compile: by torch.compile, which takes
    minutes at first. loaders: threads that load pictures; 0 for as many as there are cores."""

    epochs: int = 25
    accumulate: int = 1
    precision: str = "float32"
    average: float = 0.0
    patience: int = 0
    compile: bool = False
    save_every: int = 200
    loaders: int = 0
    tensorboard: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """All settings, one table of the file each."""

    data: Data = field(default_factory=Data)
    network: Network = field(default_factory=Network)
    loss: Loss = field(default_factory=Loss)
    optimiser: Optimiser = field(default_factory=Optimiser)
    schedule: Schedule = field(default_factory=Schedule)
    run: Run = field(default_factory=Run)

    @staticmethod
    def load(source: str, changes: dict[str, Any] | None = None) -> "Recipe":
        """source: a TOML file, or the name of one that comes with the trainer; changes: "table.key" -> value.

        Raises TrainingError that names the key at fault.
        """
        path = path_of(source)
        try:
            values = read_toml(path)
        except FileNotFoundError:
            raise TrainingError(
                f"There is no recipe {source!r}.", f"There are: {', '.join(recipes())}; or name a .toml file."
            ) from None
        except OSError as error:
            raise TrainingError(f"{path} cannot be read: {error}", "Correct the file.") from error
        if values and not _is_recipe(values):
            raise TrainingError(
                f"{path} is a recipe of another command.", f"Those of `trainer train`: {', '.join(recipes())}."
            )
        values.pop("sweep", None)  # ranges, for `trainer.learn.sweep`
        for key, value in (changes or {}).items():
            table, _, name = key.partition(".")
            values.setdefault(table, {})[name] = value
        recipe = _filled(Recipe(), values, str(path), "")
        assert isinstance(recipe, Recipe)
        _check(recipe, str(path))
        return recipe

    def as_dict(self) -> dict[str, Any]:
        """As nested plain values."""
        return asdict(self)


def path_of(source: str) -> Path:
    """The file of a recipe that `Recipe.load` reads."""
    return Path(source) if source.endswith(".toml") else CONFIGS / f"{source}.toml"


def recipes() -> list[str]:
    """The names of the recipes that come with the trainer, without those of commands other than `train`."""
    return sorted(p.stem for p in CONFIGS.glob("*.toml") if _is_recipe(tomllib.loads(p.read_text(encoding="utf-8"))))


def _is_recipe(values: dict[str, Any]) -> bool:
    return not values.keys().isdisjoint(f.name for f in fields(Recipe))


def _filled(default: Any, values: dict[str, Any], file: str, table: str) -> Any:
    known = {f.name for f in fields(default)}
    chosen: dict[str, Any] = {}
    for key, value in values.items():
        name = f"{table}.{key}" if table else key
        if key not in known:
            raise TrainingError(f"{file}: there is no setting {name}.", f"Known here: {', '.join(sorted(known))}.")
        before = getattr(default, key)
        if is_dataclass(before):
            if not isinstance(value, dict):
                raise TrainingError(f"{file}: {name} is a table, not {value!r}.", f"Write [{name}] above its settings.")
            chosen[key] = _filled(before, value, file, name)
            continue
        if isinstance(before, float) and type(value) is int and abs(value) < 1 << 63:
            value = float(value)
        elif isinstance(before, tuple) and isinstance(value, list):
            value = tuple(value)
        if type(value) is not type(before):
            raise TrainingError(
                f"{file}: {name} is {value!r}.", f"It must be a {type(before).__name__}, as {before!r}."
            )
        chosen[key] = value
    return type(default)(**{**{f.name: getattr(default, f.name) for f in fields(default)}, **chosen})


_CHOICES: dict[str, tuple[str | int, ...]] = {
    "data.sampler": ("shuffled", "people-pictures", "full-coverage", "random-triplets"),
    "loss.kind": (*MARGINS, "triplet", "distillation"),
    "loss.mining": MINERS,
    "optimiser.name": ("sgd", "adam", "adamw", "adadelta", "rmsprop"),
    "schedule.name": ("constant", "multistep", "cosine", "one-cycle", "cyclic"),
    "network.chip": tuple(sorted(CHIP_SHAPES)),
    "run.precision": ("float32", "bfloat16", "float16"),
}


_RANGES = {
    "data.batch": (2, inf),
    "data.pictures": (2, inf),
    "data.masked_share": (0, 1),
    "network.dim": (2, inf),
    "network.dropout": (0, 0.99),
    "loss.margin": (0, inf),
    "loss.margin_most": (0, inf),
    "loss.magnitude_weight": (0, inf),
    "loss.sub_centres": (1, inf),
    "loss.sampled": (1e-6, 1),
    "loss.scale": (1e-6, inf),
    "loss.focal": (0, inf),
    "loss.teacher_weight": (0, inf),
    "optimiser.learning_rate": (1e-12, 1e3),
    "optimiser.network_share": (1e-12, 1),
    "optimiser.weight_decay": (0, inf),
    "optimiser.momentum": (0, 0.9999),
    "optimiser.clip": (0, inf),
    "schedule.factor": (1e-12, 1),
    "schedule.warmup": (0, inf),
    "run.epochs": (1, inf),
    "run.accumulate": (1, inf),
    "run.save_every": (1, inf),
    "run.average": (0, 0.999999),
    "run.patience": (0, inf),
    "run.loaders": (0, inf),
    "run.seed": (0, inf),
}


def _check(recipe: Recipe, file: str) -> None:
    values = recipe.as_dict()
    for name, choices in _CHOICES.items():
        table, _, key = name.partition(".")
        if (value := values[table][key]) not in choices:
            raise TrainingError(f"{file}: {name} is {value!r}.", f"It must be one of {', '.join(map(str, choices))}.")
    for name, (least, most) in _RANGES.items():
        table, _, key = name.partition(".")
        if not least <= (value := values[table][key]) <= most:  # also where it is no number
            bound = f"{least} or more" if most == inf else f"between {least} and {most}"
            raise TrainingError(f"{file}: {name} is {value}.", f"It must be {bound}.")
    if not all(type(epoch) is int and epoch > 0 for epoch in recipe.schedule.milestones):
        raise TrainingError(
            f"{file}: schedule.milestones is {list(recipe.schedule.milestones)}.", "It must be epochs, as [5, 10]."
        )
    data = recipe.data
    smallest = {"shuffled": 2, "random-triplets": 3}.get(data.sampler, 2 * data.pictures)
    if data.batch < smallest:
        raise TrainingError(
            f"{file}: data.batch is {data.batch}.", f"The sampler {data.sampler} needs {smallest} pictures or more."
        )
    if recipe.loss.kind == "magface" and recipe.loss.margin_most < recipe.loss.margin:
        raise TrainingError(
            f"{file}: loss.margin_most is {recipe.loss.margin_most}, below loss.margin {recipe.loss.margin}.",
            "MagFace's margin grows from the one to the other, e.g. from 0.45 to 0.8.",
        )
    if bool(recipe.loss.teacher) != bool(recipe.loss.teacher_weight):
        raise TrainingError(
            f"{file}: loss.teacher is {recipe.loss.teacher!r} and loss.teacher_weight {recipe.loss.teacher_weight}.",
            "Set both, or neither.",
        )
    if recipe.loss.kind == "distillation" and not recipe.loss.teacher_weight:
        raise TrainingError(
            f"{file}: loss.kind is distillation, but no teacher counts.", "Set loss.teacher and loss.teacher_weight."
        )
    if recipe.loss.kind == "triplet" and (recipe.loss.mining == "offline") != (
        recipe.data.sampler == "random-triplets"
    ):
        raise TrainingError(
            f"{file}: loss.mining {recipe.loss.mining} does not go with data.sampler {recipe.data.sampler}.",
            "Offline triplets come from random-triplets, and nothing else does.",
        )
