"""The trainer's command line. Heavy modules are imported inside the commands so that `--help` is instant."""

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from gatekeeper.command_line import run_commands, show_version
from gatekeeper.errors import TrainingError
from trainer import CONFIGS, devices

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Prepares pictures; trains, measures and exports networks."
)

OutOption = Annotated[Path, typer.Option("--out", help="Folder to write into.")]
DeviceOption = Annotated[str, typer.Option(help="cpu, cuda, cuda:1, …; default: a GPU if there is one.")]
SeedOption = Annotated[int, typer.Option(help="The same seed gives the same result.")]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="key=value: override a setting of the recipe; may be repeated."),
]
CardOption = Annotated[
    Path | None,
    typer.Option(
        exists=True, dir_okay=False, help="JSON file whose keys are added to the card (title, licence, data, …)."
    ),
]


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=show_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run a command of `trainer`."""
    run_commands(app)


@app.command()
def prepare(
    sources: Annotated[
        list[Path], typer.Argument(exists=True, help="Folders of pictures, searched to any depth, or .rec files.")
    ],
    out: OutOption,
    masks: Annotated[int, typer.Option(min=0, help="Simulated masks per face that pairs are made with.")] = 2,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = os.cpu_count() or 1,
    people: Annotated[
        bool, typer.Option("--people", help="Take each picture's person from its folder's name (LFW, CASIA, VGGFace2).")
    ] = False,
) -> None:
    """Find, align and crop every face in folders of pictures. Pictures that are broken or show no face are listed."""
    from trainer.data.prepare import prepare as prepare_faces

    counts = prepare_faces(sources, out, masks, workers, people)
    typer.echo("  ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items()))
    typer.echo(f"Prepared in {out}; {out / 'manifest.json'} lists the pictures left out.")


@app.command("mask-faces")
def mask_faces(
    crops: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder with bare/ and masked/.")],
    faces: Annotated[list[Path], typer.Argument(exists=True, file_okay=False, help="Folders of bare faces.")],
    out: OutOption,
    most: Annotated[int, typer.Option(min=1, help="Pictures to take from each folder of bare faces, at most.")] = 1000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = os.cpu_count() or 1,
    seed: SeedOption = 0,
) -> None:
    """Prepare faces for `mask-status`: real masks, bare faces, and simulated masks worn correctly and incorrectly."""
    from trainer.learn.mask_status import prepare_mask_status

    count = prepare_mask_status(crops, faces, out, most, workers, seed)
    typer.echo(f"{count} faces prepared in {out}.")


@app.command("mask-status")
def mask_status(
    faces: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Folder that `trainer mask-faces` wrote.")
    ],
    out: OutOption,
    recipe: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="TOML file; default: trainer/configs/mask_status.toml."),
    ] = None,
    set_: SetOption = None,
    start: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="An earlier mask.safetensors to continue from."),
    ] = None,
    card: CardOption = None,
) -> None:
    """Train the network that tells no mask, a mask and an incorrectly worn mask apart, and write its model folder."""
    from trainer.export.networks import export_mask_status
    from trainer.learn.mask_status import MaskFaces, MaskRecipe, train_mask_status

    chosen = MaskRecipe.load(recipe or CONFIGS / "mask_status.toml", **_settings(set_ or []))
    metrics = train_mask_status(MaskFaces.load(faces), chosen, out, start)
    words = {"title": "No mask, mask, mask worn wrongly", "licence": "MIT", **_card(card), "metrics": metrics}
    folder = export_mask_status(out / "mask.safetensors", out / "mask-status", words)
    typer.echo("Confusion on held-out pictures, rows truth, columns prediction (bare, masked, incorrectly worn):")
    for name, table in metrics.items():
        typer.echo(f"  {name}: {table}")
    typer.echo(f"The model is {folder}.")


@app.command()
def liveness(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Frames in live/NN and print/NN.")],
    out: OutOption,
    start: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="A liveness.safetensors or a MiniFASNet (ONNX) to start from; default: the bundled one.",
        ),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="TOML file; default: trainer/configs/liveness.toml."),
    ] = None,
    others: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Portraits of other people to train on as well."),
    ] = None,
    portraits: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Bare portraits for the rendered trials of the head turn and the depth check.",
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = os.cpu_count() or 1,
) -> None:
    """Train the network that tells a living person from a picture, measure it on left-out people, write its model folder.

    Intermediate networks are kept in OUT-networks; the same command continues from them.
    """
    from gatekeeper.capture.photos import photo_files
    from gatekeeper.paths import assets
    from trainer.learn.liveness import LivenessRecipe, make

    chosen = LivenessRecipe.load(recipe or CONFIGS / "liveness.toml")
    pictures = {
        name: photo_files(place) if place else [] for name, place in (("others", others), ("portraits", portraits))
    }
    begin = start or assets() / "models/liveness/liveness.safetensors"
    found = make(folder, begin, out, chosen, **pictures, workers=workers)
    typer.echo(json.dumps(found, indent=1))
    typer.echo(f"The model is {out}. Measure it: gatekeeper models evaluate-liveness FOLDER")


@app.command()
def landmarks(
    sources: Annotated[list[Path], typer.Argument(exists=True, help="Folders of pictures of bare faces.")],
    out: OutOption,
    masks: Annotated[int, typer.Option(min=1, help="Simulated masks per face.")] = 3,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = os.cpu_count() or 1,
    steps: Annotated[int, typer.Option(min=1, help="Training steps.")] = 1500,
    batch: Annotated[int, typer.Option(min=2, help="Pictures per step.")] = 128,
    seed: SeedOption = 0,
    card: CardOption = None,
) -> None:
    """Train the network that corrects the landmarks of masked faces, and write its model folder."""
    from trainer.export.networks import export_landmarks
    from trainer.learn.landmarks import train_landmarks, views_of

    views, truths = views_of(sources, masks, workers, seed)
    errors = train_landmarks(views, truths, out, steps, batch, seed)
    words = {
        "title": "Landmarks of masked faces",
        "licence": "MIT",
        **_card(card),
        "metrics": {"held_out_error": errors},
    }
    folder = export_landmarks(out / "landmarks.safetensors", out / "landmarks", words)
    typer.echo("Median errors in eye distances (left eye, right eye, nose, left and right mouth corner):")
    for name, values in errors.items():
        typer.echo(f"  {name:<8} {'  '.join(f'{value:.3f}' for value in values)}")
    typer.echo(f"The model is {folder}.")


@app.command()
def export(
    weights: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What `trainer masked-face` trained.")],
    out: OutOption,
    model_id: Annotated[str, typer.Option("--id", help="The model's name; default: the folder's.")] = "",
    mirrored: Annotated[bool, typer.Option("--mirrored", help="Read each face with its mirror image.")] = False,
    card: CardOption = None,
) -> None:
    """Make an embedding model the door can load: safetensors (float16), ONNX over the same bytes, and a card."""
    from trainer.export.networks import export_embedding

    words = {"title": out.name, "licence": "unknown", "mirrored": mirrored, **_card(card)}
    folder = export_embedding(weights, out, model_id or out.name, words)
    typer.echo(f"The model is {folder}.")


@app.command("split")
def split_people(
    faces: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder that `trainer prepare` wrote.")],
    pairs: Annotated[int, typer.Option(min=10, help="Number of same pairs; as many different pairs are drawn.")] = 3000,
    evaluation: Annotated[
        float, typer.Option(min=0, max=0.9, help="Share of people used to choose the threshold.")
    ] = 0.1,
    test: Annotated[float, typer.Option(min=0, max=0.9, help="Share of people used for testing only.")] = 0.1,
    seed: SeedOption = 0,
) -> None:
    """Split people into training, evaluation and test, and draw pairs for the latter two. Writes four CSV files."""
    from trainer.data.faceset import FaceSet
    from trainer.data.split import counts, split, write

    prepared = FaceSet.load(faces)
    parts = split(prepared, pairs, evaluation, test, seed)
    write(prepared, parts)
    for name, rows in (
        ("training", parts.training),
        ("evaluation", parts.evaluation.rows),
        ("test", parts.test.rows),
    ):
        people = len(set(prepared.identities[rows.ravel()].tolist()))
        typer.echo(f"{name:<11} {people:>7} identities {len(set(rows.ravel().tolist())):>8} images")
    for name, part in (("evaluation", parts.evaluation), ("test", parts.test)):
        found = counts(part)
        summary = "  ".join(
            f"{kind} {numbers['same']} same, {numbers['different']} different" for kind, numbers in found.items()
        )
        typer.echo(f"{name:<11} pairs: {summary}")
        if sum(numbers["same"] + numbers["different"] for numbers in found.values()) < 2 * pairs:
            typer.echo(f"{name:<11} {pairs} of each were asked for; there are no more distinct ones.")


@app.command()
def train(
    faces: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Prepared and split faces.")],
    recipe: Annotated[str, typer.Option(help="Name of a bundled recipe, or a TOML file.")],
    out: OutOption,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="table.key=value: override a setting of the recipe; may be repeated."),
    ] = None,
    device: DeviceOption = "",
) -> None:
    """Train a network, or resume the run in --out. Under torchrun: in several processes or on several machines."""
    from trainer.data.faceset import FaceSet
    from trainer.data.split import read
    from trainer.learn.recipe import Recipe
    from trainer.learn.train import train as train_network

    where = devices.chosen(device)
    chosen = Recipe.load(recipe, _settings(set_ or []))
    prepared = FaceSet.load(faces)
    best = train_network(prepared, read(prepared), chosen, out, where)
    typer.echo(f"The best weights are {best}. Measure them: trainer evaluate {out} {faces}")


@app.command()
def sweep(
    faces: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Prepared and split faces.")],
    recipe: Annotated[str, typer.Option(help="A recipe with a table `sweep` of ranges; see docs/training.md.")],
    out: OutOption,
    trials: Annotated[int, typer.Option(min=1, help="Total number of trials, including those of earlier calls.")] = 20,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="table.key=value: override a setting of the recipe; may be repeated."),
    ] = None,
    device: DeviceOption = "",
) -> None:
    """Search ranges for a recipe's best settings, or resume the sweep in --out."""
    from trainer.data.faceset import FaceSet
    from trainer.data.split import read
    from trainer.learn.sweep import sweep as look

    prepared = FaceSet.load(faces)
    best = look(prepared, read(prepared), recipe, _settings(set_ or []), out, trials, devices.chosen(device))
    words = " ".join(f"--set {key}={json.dumps(value)}" for key, value in best["settings"].items())
    typer.echo(f"The lowest EER of {best['trials']} trials is {best['eer']:.2%}, in {out / best['run']}: {words}")


@app.command()
def evaluate(
    run: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of a run.")],
    faces: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Prepared and split faces.")],
    groups: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="CSV path,group: pairs within a group are also measured separately."
        ),
    ] = None,
    device: DeviceOption = "",
) -> None:
    """Measure a run's best network on held-out people. Writes report.html and report.json into the run's folder."""
    from trainer.measure.report import report_run

    page = report_run(run, faces, groups, devices.chosen(device))
    figures = json.loads((run / "report.json").read_text(encoding="utf-8"))
    protocol, eer = figures["protocol"], figures["all"]["eer"]["eer"]
    typer.echo(f"accuracy {protocol['accuracy']:.2%}  IOU {protocol['iou']:.4f}  EER {eer:.2%}")
    typer.echo(f"The report is {page}.")


@app.command()
def convert(
    checkpoint: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A PyTorch checkpoint of any kind.")],
    out: Annotated[Path, typer.Argument(help="The .safetensors file to write.")],
) -> None:
    """Extract the weights from an old checkpoint without running any code in it."""
    from trainer.files import save_weights
    from trainer.learn.checkpoints import read_checkpoint

    found = read_checkpoint(checkpoint)
    out.parent.mkdir(parents=True, exist_ok=True)
    save_weights({name: tensor.clone() for name, tensor in found.state.items()}, out)
    typer.echo(f"{checkpoint} is a {found.kind}; {len(found.state)} tensors are in {out}.")


@app.command()
def release(
    run: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of a run.")],
    faces: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Prepared and split faces.")],
    out: OutOption,
    model_id: Annotated[str, typer.Option("--id", help="The model's name; default: the folder's.")] = "",
    card: CardOption = None,
) -> None:
    """Export a run's best network in half precision and in int8, each checked against torch on real faces."""
    from trainer.export.release import release as release_run

    found = release_run(run, faces, out, model_id or out.name, _card(card))
    for name, row in found.items():
        typer.echo(f"{name:<5} " + "  ".join(f"{key.replace('_', ' ')} {value:.5f}" for key, value in row.items()))
    typer.echo(f"Copy {out} into the folder models of the door's home, then: gatekeeper models activate {out.name}")


@app.command()
def bench(
    faces: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder that `trainer prepare` wrote.")],
    recipe: Annotated[str, typer.Option(help="Recipe whose network is measured.")] = "smoke",
    batch: Annotated[int, typer.Option(min=4, help="Pictures per step.")] = 256,
    steps: Annotated[int, typer.Option(min=1, help="Steps to measure.")] = 5,
    device: DeviceOption = "",
) -> None:
    """Measure training on this machine: share of time spent waiting for pictures and mining, and masks drawn per second."""
    from trainer.data.faceset import FaceSet
    from trainer.learn.recipe import Recipe
    from trainer.measure.bench import bench as measure

    where = devices.chosen(device)
    report = measure(FaceSet.load(faces), Recipe.load(recipe), batch, steps, where)
    typer.echo(json.dumps(report, indent=1))


@app.command("masked-face")
def masked_face(
    sources: Annotated[
        list[Path],
        typer.Argument(exists=True, help="Folders of bare faces to learn from, searched to any depth, or .rec files."),
    ],
    masked: Annotated[
        Path,
        typer.Option(exists=True, help="Folder of really masked faces; their lower halves are pasted over bare ones."),
    ],
    start: Annotated[
        Path,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Teacher and starting weights: Open Model Zoo's face-reidentification-retail-0095 as safetensors.",
        ),
    ],
    pairs: Annotated[
        Path,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Folder with pairs_*.csv and the pictures they name, as for `trainer card`.",
        ),
    ],
    out: OutOption,
    gallery: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder NAME/bare, NAME/masked, as for `trainer card`."),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="TOML file; default: trainer/configs/masked_face.toml."),
    ] = None,
    set_: SetOption = None,
    strangers: Annotated[int, typer.Option(min=10, help="Faces in the cohort, as for `trainer cohort`.")] = 1500,
    people: Annotated[
        bool, typer.Option("--people", help="Take each picture's person from its folder's name.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = os.cpu_count() or 1,
    device: DeviceOption = "",
    card: CardOption = None,
) -> None:
    """Train a model the way the bundled one was trained, from folders of pictures to a model the door can load.

    Finds the faces (OUT/faces, OUT/masks), trains the network to give a masked face the teacher's embedding of the bare one
    (OUT/run), exports it (OUT/masked-face), adds the cohort of strangers, and writes thresholds and figures into its card.

    Named people (--people, or an identity.csv) are trained as classes; nameless faces are also needed, for the cohort.
    The same command resumes an interrupted run: faces already found and a network already trained are kept.
    """
    from gatekeeper.command_line import progress_bar
    from trainer.data.faceset import FaceSet
    from trainer.data.prepare import prepare as prepare_faces
    from trainer.export.networks import export_embedding
    from trainer.learn.masked_face import Recipe, train, training_log
    from trainer.measure.card import add_cohort, measure_card, nameless_faces, pair_lists

    where = devices.chosen(device)
    chosen = Recipe.load(recipe or CONFIGS / "masked_face.toml", **_settings(set_ or []))
    pair_lists(pairs)
    for name, folders, named in (("faces", sources, people), ("masks", [masked], False)):
        if not (out / name / "manifest.json").is_file():
            counts = prepare_faces(folders, out / name, 1, workers, folders_are_people=named)
            typer.echo("  ".join(f"{key.replace('_', ' ')} {count}" for key, count in counts.items()))
    faces = FaceSet.load(out / "faces")
    nameless_faces(faces, strangers)  # too few fail here, not after hours of training
    weights = out / "run" / "finished.safetensors"
    if not weights.is_file():
        train(faces, FaceSet.load(out / "masks"), start, chosen, out / "run", where).replace(weights)
    words = {"title": "Masked face", "licence": "unknown", **_card(card), "training": training_log(out / "run")}
    model = export_embedding(weights, out / "masked-face", "masked-face", words)
    add_cohort(model, faces, strangers)
    with progress_bar("Measuring") as progress:
        measure_card(model, pairs, gallery, progress)
    typer.echo(
        f"The model is {model}. To use it: copy it into HOME/models, then: gatekeeper models activate {model.name}"
    )


@app.command("card")
def card_(
    model: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of an embedding model.")],
    pairs: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Folder with pairs_*.csv and the pictures they name.")
    ],
    gallery: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder NAME/bare, NAME/masked."),
    ] = None,
) -> None:
    """Measure a model the way the door uses it; write figures and thresholds into its card."""
    from gatekeeper.command_line import progress_bar
    from trainer.measure.card import measure_card

    with progress_bar("Reading pictures") as progress:
        metrics = measure_card(model, pairs, gallery, progress)["metrics"]
    typer.echo(json.dumps(metrics, indent=1))


@app.command("enrolment-masks")
def enrolment_masks(
    model: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of an embedding model.")],
    gallery: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder NAME/bare, NAME/masked.")],
    masks: Annotated[int, typer.Option(min=1, help="Simulated masks per bare photo.")] = 3,
    seed: SeedOption = 0,
) -> None:
    """Measure whether simulated masks on the bare enrolment photos help to recognise people who wear masks."""
    from gatekeeper.command_line import progress_bar
    from trainer.measure.enrolment import masks_at_enrolment

    with progress_bar("Reading pictures") as progress:
        typer.echo(json.dumps(masks_at_enrolment(model, gallery, masks, seed, progress), indent=1))


@app.command("compare-masks")
def compare_masks_(
    model: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of an embedding model.")],
    images: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Folder bare/PERSON/N.jpg, masked/PERSON/N_KIND.jpg.")
    ],
    pairs: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="CSV path,pair_path,same.")],
    out: OutOption,
    most: Annotated[int, typer.Option(min=10, help="Pairs to measure.")] = 1000,
    seed: SeedOption = 0,
) -> None:
    """Measure a model on another program's masks and on ours, drawn on the same pictures; writes a sheet of both."""
    from gatekeeper.command_line import progress_bar
    from trainer.measure.mask_comparison import compare_masks

    with progress_bar("Reading pictures") as progress:
        found = compare_masks(model, images, pairs, out, most, seed, progress)
    typer.echo(json.dumps(found, indent=1))
    typer.echo(f"Look at {out / 'sheet.png'}: theirs above, ours below.")


@app.command("cohort")
def cohort(
    model: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of an embedding model.")],
    faces: Annotated[
        Path,
        typer.Argument(
            exists=True, file_okay=False, help="Faces of `trainer masked-face`; those without a name are used."
        ),
    ],
    count: Annotated[int, typer.Option(min=10, help="Faces in the cohort.")] = 1500,
    seed: SeedOption = 0,
) -> None:
    """Add strangers' embeddings to a model; the door sets its thresholds against them. No pictures are stored."""
    from trainer.data.faceset import FaceSet
    from trainer.measure.card import add_cohort

    for kind, number in add_cohort(model, FaceSet.load(faces), count, seed).items():
        typer.echo(f"{kind:<24} {number}")


@app.command("demo-people")
def demo_people(
    source: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder NAME/*.jpg of bare portraits.")],
    target: Annotated[Path, typer.Argument(help="Folder to write NAME/bare and NAME/masked into.")],
    seed: SeedOption = 0,
) -> None:
    """Arrange portraits as the demo expects them, with a simulated mask on every second one."""
    from gatekeeper.paths import assets
    from gatekeeper.vision.detect import Cascade, FaceDetector
    from trainer.data.demo_people import mask_half

    counts = mask_half(source, target, FaceDetector(Cascade.onnx(assets() / "models/mtcnn")), seed)
    typer.echo("  ".join(f"{name} {count}" for name, count in counts.items()))


def _settings(pairs: list[str]) -> dict[str, Any]:
    """Parse key=value pairs; values are TOML."""
    import tomllib

    values = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        try:
            values[key.strip()] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            raise TrainingError(
                f"--set {pair} is not key=value.", 'Write numbers plain and text in "quotes".'
            ) from None
        if not equals:
            raise TrainingError(f"--set {pair} is not key=value.", "For example --set steps=100.")
    return values


def _card(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path} cannot be read: {error}", "Give a JSON file.") from error
    if not isinstance(values, dict):
        raise TrainingError(f"{path} holds no JSON object.", 'Write {"title": "…", "licence": "…"}.')
    return values


if __name__ == "__main__":
    main()
