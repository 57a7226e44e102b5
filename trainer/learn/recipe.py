"""The settings of a training run, from a TOML file. All mistakes are reported at once (`gatekeeper.settings_table`)."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, TypeVar

from gatekeeper.errors import TrainingError
from gatekeeper.messages import Message
from gatekeeper.models.card import MOST_DIMENSIONS
from gatekeeper.settings_table import Mistake, about, filled, out_of_range, told
from gatekeeper.text_files import read_toml
from gatekeeper.vision.detect import CHIP_SHAPES
from trainer import CONFIGS
from trainer.learn.losses import MARGINS
from trainer.learn.mining import MINERS

T = TypeVar("T")
SWEEP = "sweep"  # a recipe's table of ranges, for `trainer.learn.sweep`


@dataclass(frozen=True, slots=True)
class Data:
    """The training data."""

    sampler: Annotated[
        str,
        about(
            "How batches are drawn; samplers of people take batch / pictures people with `pictures` each.",
            of=("shuffled", "people-pictures", "full-coverage", "random-triplets"),
        ),
    ] = "shuffled"
    batch: Annotated[int, about("Pictures per step, over all processes.", 2)] = 128
    pictures: Annotated[int, about("Pictures per person in a batch.", 2)] = 4
    masked_share: Annotated[float, about("Share of pictures with a simulated mask.", 0, 1)] = 0.5
    vary: Annotated[bool, about("Whether light, sharpness and position are augmented.")] = True


@dataclass(frozen=True, slots=True)
class Network:
    """The network to train."""

    architecture: Annotated[str, about("One of gatekeeper.vision.networks.")] = "mobile-face"
    dim: Annotated[int, about("Length of an embedding.", 2, MOST_DIMENSIONS)] = 128
    chip: Annotated[int, about("The side of its input.", of=sorted(CHIP_SHAPES), unit="pixels")] = 150
    pooling: Annotated[str, about("How the last feature map is pooled.")] = "average"
    dropout: Annotated[float, about("Dropout rate.", 0, 0.99)] = 0.0
    weights: Annotated[str, about("Starting weights: none, a published name (vggface2, imagenet), or a file.")] = "none"


@dataclass(frozen=True, slots=True)
class Loss:
    """The loss; distillation alone uses only a teacher."""

    kind: Annotated[str, about("The loss.", of=(*MARGINS, "triplet", "distillation"))] = "arcface"
    margin: Annotated[float, about("The margin.", 0)] = 0.5
    margin_most: Annotated[float, about("MagFace: the margin of the best pictures.", 0)] = 0.8
    magnitude_weight: Annotated[float, about("MagFace: weight of the magnitude term.", 0)] = 35.0
    sub_centres: Annotated[int, about("Centres per person, for mislabelled pictures.", 1)] = 1
    sampled: Annotated[float, about("Share of the people sampled at each step (partial FC).", 1e-6, 1)] = 1.0
    scale: Annotated[float, about("Scale of the cosines.", 1e-6)] = 64.0
    focal: Annotated[float, about("The focal loss's exponent; 0 is cross-entropy.", 0)] = 0.0
    class_weights: Annotated[bool, about("Whether people with few pictures get more weight.")] = False
    mining: Annotated[str, about("The triplet miner.", of=MINERS)] = "batch-hard"
    teacher: Annotated[
        str, about("The folder of a model the door can load; its embeddings of the bare faces are the targets.")
    ] = ""
    teacher_weight: Annotated[float, about("Its weight beside the loss; network.dim must equal the teacher's.", 0)] = (
        0.0
    )


@dataclass(frozen=True, slots=True)
class Optimiser:
    """The optimiser."""

    name: Annotated[str, about("The optimiser.", of=("sgd", "adam", "adamw", "adadelta", "rmsprop"))] = "sgd"
    learning_rate: Annotated[float, about("Peak learning rate.", 1e-12, 1e3)] = 0.1
    network_share: Annotated[
        float,
        about(
            "The network's share of the rate, the centres using all of it; below 1 for a pre-trained network.", 1e-12, 1
        ),
    ] = 1.0
    weight_decay: Annotated[float, about("Weight decay, not applied to norms and biases.", 0)] = 5e-4
    momentum: Annotated[float, about("Momentum of sgd and rmsprop.", 0, 0.9999)] = 0.9
    clip: Annotated[float, about("Gradient norm to clip at; 0: none.", 0)] = 0.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """The learning-rate schedule."""

    name: Annotated[str, about("The schedule.", of=("constant", "multistep", "cosine", "one-cycle", "cyclic"))] = (
        "multistep"
    )
    milestones: Annotated[
        tuple[Annotated[int, about("", 1)], ...], about("Epochs after which the rate is multiplied by factor.")
    ] = (5, 10, 15, 20)
    factor: Annotated[float, about("See milestones.", 1e-12, 1)] = 0.1
    warmup: Annotated[float, about("Duration of the linear warm-up.", 0, unit="epochs")] = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Duration, precision and files of a run."""

    epochs: Annotated[int, about("Number of epochs.", 1)] = 25
    accumulate: Annotated[int, about("Batches per step (gradient accumulation).", 1)] = 1
    precision: Annotated[str, about("Arithmetic precision.", of=("float32", "bfloat16", "float16"))] = "float32"
    average: Annotated[
        float,
        about("Decay of the running mean of the weights, which is then measured and kept; 0: none.", 0, 0.999999),
    ] = 0.0
    patience: Annotated[int, about("Epochs without a better EER before it stops; 0: never.", 0)] = 0
    compile: Annotated[bool, about("Whether to use torch.compile, which takes minutes at the start.")] = False
    save_every: Annotated[int, about("How often the state is saved.", 1, unit="steps")] = 200
    loaders: Annotated[int, about("Threads that load pictures; 0: one per core.", 0)] = 0
    tensorboard: Annotated[bool, about("Whether to log to TensorBoard.")] = False
    seed: Annotated[int, about("Random seed.", 0)] = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """All settings, one table per section."""

    data: Data = field(default_factory=Data)
    network: Network = field(default_factory=Network)
    loss: Loss = field(default_factory=Loss)
    optimiser: Optimiser = field(default_factory=Optimiser)
    schedule: Schedule = field(default_factory=Schedule)
    run: Run = field(default_factory=Run)

    @staticmethod
    def load(source: str, changes: dict[str, Any] | None = None) -> "Recipe":
        """source: a TOML file, or the name of one that comes with the trainer; changes: "table.key" -> value.

        Raises TrainingError naming every wrong key.
        """
        path = path_of(source)
        try:
            values = read_toml(path)
        except FileNotFoundError:
            raise TrainingError(
                f"There is no recipe {source!r}.", f"Bundled recipes: {', '.join(recipes())}. Or give a .toml file."
            ) from None
        except OSError as error:
            raise TrainingError(f"{path} cannot be read: {error}", "Correct the file.") from error
        if values and not _is_recipe(values):
            raise TrainingError(
                f"{path} is a recipe for another command.", f"Recipes for `trainer train`: {', '.join(recipes())}."
            )
        values.pop(SWEEP, None)
        for key, value in (changes or {}).items():
            table, _, name = key.partition(".")
            if not name or not isinstance(values.setdefault(table, {}), dict):
                raise TrainingError(f"{key!r} names no setting.", "Write table.key, such as data.batch.")
            values[table][name] = value
        return checked(Recipe, values, path, _contradictions)

    def as_dict(self) -> dict[str, Any]:
        """As nested plain values."""
        return asdict(self)


def path_of(source: str) -> Path:
    """The file of a recipe that `Recipe.load` reads."""
    return Path(source) if source.endswith(".toml") else CONFIGS / f"{source}.toml"


def recipes() -> list[str]:
    """The names of the bundled recipes for `trainer train`."""
    return sorted(p.stem for p in CONFIGS.glob("*.toml") if _is_recipe(tomllib.loads(p.read_text(encoding="utf-8"))))


def _is_recipe(values: dict[str, Any]) -> bool:
    return not values.keys().isdisjoint({SWEEP, *(f.name for f in fields(Recipe))})


def checked(
    table: type[T], values: dict[str, Any], path: Path, extra_checks: Callable[[T], Iterable[Mistake]] = lambda _: ()
) -> T:
    """A table with the values of a file. Raises TrainingError naming all mistakes; extra_checks: finds contradictions."""
    recipe, mistakes = filled(table, values)
    if recipe is not None:
        mistakes += [*out_of_range(recipe), *extra_checks(recipe)]
    if mistakes:
        raise TrainingError(*told(path, mistakes))
    assert isinstance(recipe, table)
    return recipe


def read_recipe(
    table: type[T],
    path: Path,
    changes: Mapping[str, Any],
    extra_checks: Callable[[T], Iterable[Mistake]] = lambda _: (),
) -> T:
    """A recipe that is one table, from a TOML file; see `checked`."""
    try:
        values = {**read_toml(path), **changes}
    except OSError as error:
        raise TrainingError(f"{path} cannot be read: {error}", "Correct the file.") from error
    return checked(table, values, path, extra_checks)


def _contradictions(recipe: Recipe) -> Iterator[Mistake]:
    data, loss = recipe.data, recipe.loss
    smallest = {"shuffled": 2, "random-triplets": 3}.get(data.sampler, 2 * data.pictures)
    if data.batch < smallest:
        yield _wrong(
            "data.batch",
            f"data.batch is {data.batch}.",
            f"The sampler {data.sampler} needs {smallest} pictures or more.",
        )
    if loss.kind == "magface" and loss.margin_most < loss.margin:
        yield _wrong(
            "loss.margin_most",
            f"loss.margin_most is {loss.margin_most}, below loss.margin {loss.margin}.",
            "MagFace's margin grows from margin to margin_most, e.g. from 0.45 to 0.8.",
        )
    if bool(loss.teacher) != bool(loss.teacher_weight):
        yield _wrong(
            "loss.teacher",
            f"loss.teacher is {loss.teacher!r} and loss.teacher_weight {loss.teacher_weight}.",
            "Set both, or neither.",
        )
    if loss.kind == "distillation" and not loss.teacher_weight:
        yield _wrong(
            "loss.kind",
            "loss.kind is distillation, but there is no teacher.",
            "Set loss.teacher and loss.teacher_weight.",
        )
    if loss.kind == "triplet" and (loss.mining == "offline") != (data.sampler == "random-triplets"):
        yield _wrong(
            "loss.mining",
            f"loss.mining {loss.mining} does not go with data.sampler {data.sampler}.",
            "Use mining offline with random-triplets, and with no other sampler.",
        )


def _wrong(setting: str, message: str, hint: str) -> Mistake:
    return Mistake(setting, Message(message), Message(hint))
