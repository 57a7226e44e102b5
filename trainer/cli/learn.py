"""The networks: how each is trained."""

import json
import shlex
from pathlib import Path
from typing import Annotated

import typer

from gatekeeper.errors import TrainingError
from trainer import CONFIGS, devices
from trainer.cli.options import (
    ALL_CORES,
    CardOption,
    DeviceOption,
    FacesArgument,
    IdOption,
    OutOption,
    PeopleOption,
    SeedOption,
    SetOption,
    TablesSetOption,
    WorkersOption,
    card_of,
    id_of,
    settings_of,
)

commands = typer.Typer()


@commands.command()
def train(
    faces: FacesArgument,
    recipe: Annotated[str, typer.Option(help="Name of a bundled recipe, or a TOML file.")],
    out: OutOption,
    set_: TablesSetOption = None,
    device: DeviceOption = "",
) -> None:
    """Train a network, or resume the run in --out. Under torchrun: in several processes or on several machines."""
    from trainer.data.faceset import FaceSet
    from trainer.data.split import read
    from trainer.learn.recipe import Recipe
    from trainer.learn.train import train as train_network

    where = devices.chosen(device)
    chosen = Recipe.load(recipe, settings_of(set_ or []))
    prepared = FaceSet.load(faces)
    best = train_network(prepared, read(prepared), chosen, out, where)
    typer.echo(f"The best weights are {best}. Measure them: trainer evaluate {out} {faces}")


@commands.command()
def sweep(
    faces: FacesArgument,
    recipe: Annotated[str, typer.Option(help="A recipe with a table `sweep` of ranges; see docs/training.md.")],
    out: OutOption,
    trials: Annotated[int, typer.Option(min=1, help="Total number of trials, including those of earlier calls.")] = 20,
    set_: TablesSetOption = None,
    device: DeviceOption = "",
) -> None:
    """Search ranges for a recipe's best settings, or resume the sweep in --out."""
    from trainer.data.faceset import FaceSet
    from trainer.data.split import read
    from trainer.learn.sweep import sweep as look

    prepared = FaceSet.load(faces)
    best = look(prepared, read(prepared), recipe, settings_of(set_ or []), out, trials, devices.chosen(device))
    words = " ".join(f"--set {shlex.quote(f'{key}={json.dumps(value)}')}" for key, value in best["settings"].items())
    typer.echo(f"The lowest EER of {best['trials']} trials is {best['eer']:.2%}, in {out / best['run']}: {words}")


@commands.command("masked-face")
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
            help="Teacher and starting weights: Open Model Zoo's face-reidentification-retail-0095 as safetensors, or "
            "OpenCV Zoo's face_recognition_sface as ONNX.",
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
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="TOML file; default: trainer/configs/masked_face.toml. Several: one run each, and the mean of their weights; "
            "--set applies to all.",
        ),
    ] = None,
    set_: SetOption = None,
    strangers: Annotated[int, typer.Option(min=10, help="Faces in the cohort, as for `trainer cohort`.")] = 1500,
    people: PeopleOption = False,
    workers: WorkersOption = ALL_CORES,
    device: DeviceOption = "",
    model_id: IdOption = "",
    card: CardOption = None,
) -> None:
    """Train a model the way the bundled one was trained, from folders of pictures to a model the door can load.

    Finds the faces (OUT/faces, OUT/masks), trains the network to give a masked face the teacher's embedding of the bare one
    (OUT/run; with several recipes OUT/run-1, …), exports it (a folder of the model's name in OUT), adds the cohort of
    strangers, and writes thresholds and figures into its card.

    Named people (--people, or an identity.csv) are trained as classes; nameless faces are also needed, for the cohort.
    The same command resumes an interrupted run: faces already found and a network already trained are kept.
    """
    from gatekeeper.command_line import progress_bar
    from trainer.data.faceset import FaceSet
    from trainer.data.prepare import prepare as prepare_faces
    from trainer.export.networks import export_embedding
    from trainer.learn.masked_face import Recipe, check, finished, mean_of, train, training_log
    from trainer.measure.card import add_cohort, measure_card, nameless_faces, pair_lists

    where = devices.chosen(device)
    files = recipe or [CONFIGS / "masked_face.toml"]
    recipes = [Recipe.load(file, **settings_of(set_ or [])) for file in files]
    words = card_of(card)
    pair_lists(pairs)
    runs = [out / "run"] if len(recipes) == 1 else [out / f"run-{number}" for number in range(1, len(recipes) + 1)]
    model_id = id_of(model_id, out)
    if model_id in ("faces", "masks", *(run.name for run in runs)):
        raise TrainingError(f"The model cannot be called {model_id}: its faces or runs are.", "Choose another --id.")
    for name, folders, named in (("faces", sources, people), ("masks", [masked], False)):
        kept = out / name / "manifest.json"
        if kept.is_file():
            _require_same_sources(kept, folders, named)
        else:
            counts = prepare_faces(folders, out / name, 1, workers, folders_are_people=named)
            typer.echo("  ".join(f"{key.replace('_', ' ')} {count}" for key, count in counts.items()))
    faces = FaceSet.load(out / "faces")
    nameless_faces(faces, strangers)  # too few fail here, not after hours of training
    masks = FaceSet.load(out / "masks")
    check(faces, masks, recipes)  # what does not fit fails here, too
    trained = [run / "finished.safetensors" for run in runs]
    for chosen, run, weights in zip(recipes, runs, trained, strict=True):
        if not finished(run, weights, chosen, start):
            train(faces, masks, start, chosen, run, where).replace(weights)
    weights = trained[0] if len(trained) == 1 else mean_of(trained, out / "mean.safetensors")
    words = {"title": "Masked face", "licence": "unknown", **words, "training": training_log(*runs)}
    model = export_embedding(weights, out / model_id, model_id, words)
    add_cohort(model, faces, strangers)
    with progress_bar("Measuring") as progress:
        measure_card(model, pairs, gallery, progress)
    typer.echo(
        f"The model is {model}. To use it: copy it into HOME/models, then: gatekeeper --home HOME models activate {model_id}"
    )


def _require_same_sources(manifest: Path, sources: list[Path], people: bool) -> None:
    """Raise TrainingError if faces that are kept from an earlier command come from elsewhere."""
    before = json.loads(manifest.read_text(encoding="utf-8"))
    if before.get("sources") != [str(source) for source in sources] or before.get("people") != people:
        raise TrainingError(
            f"{manifest.parent} holds faces of {', '.join(before.get('sources', ()))}, prepared "
            f"{'with' if before.get('people') else 'without'} --people.",
            "Choose another --out, or delete that folder.",
        )


@commands.command("mask-status")
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

    chosen = MaskRecipe.load(recipe or CONFIGS / "mask_status.toml", **settings_of(set_ or []))
    words = {"title": "No mask, mask, mask worn wrongly", "licence": "MIT", **card_of(card)}
    metrics = train_mask_status(MaskFaces.load(faces), chosen, out, start)
    words["metrics"] = {"held_out": metrics}
    folder = export_mask_status(out / "mask.safetensors", out / "mask-status", words)
    typer.echo("Confusion on held-out pictures, rows truth, columns prediction (bare, masked, incorrectly worn):")
    for name, table in metrics.items():
        typer.echo(f"  {name}: {table}")
    typer.echo(f"The model is {folder}.")


@commands.command()
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
    workers: WorkersOption = ALL_CORES,
    card: CardOption = None,
) -> None:
    """Train the network that tells a living person from a picture, measure it on left-out people, write its model folder.

    Intermediate networks are kept in OUT-networks; the same command continues from them.
    """
    from gatekeeper.capture.photos import photo_files
    from gatekeeper.paths import assets
    from trainer.learn.liveness import LivenessRecipe, make

    chosen, words = LivenessRecipe.load(recipe or CONFIGS / "liveness.toml"), card_of(card)
    pictures = {
        name: photo_files(place) if place else [] for name, place in (("others", others), ("portraits", portraits))
    }
    begin = start or assets() / "models/liveness/liveness.safetensors"
    found = make(folder, begin, out, chosen, **pictures, workers=workers, card=words)
    typer.echo(json.dumps(found, indent=1))
    typer.echo(f"The model is {out}. Measure it: gatekeeper models evaluate-liveness FOLDER")


@commands.command()
def landmarks(
    sources: Annotated[list[Path], typer.Argument(exists=True, help="Folders of pictures of bare faces.")],
    out: OutOption,
    masks: Annotated[int, typer.Option(min=1, help="Simulated masks per face.")] = 3,
    workers: WorkersOption = ALL_CORES,
    steps: Annotated[int, typer.Option(min=1, help="Training steps.")] = 1500,
    batch: Annotated[int, typer.Option(min=2, help="Pictures per step.")] = 128,
    seed: SeedOption = 0,
    card: CardOption = None,
) -> None:
    """Train the network that corrects the landmarks of masked faces, and write its model folder."""
    from trainer.export.networks import export_landmarks
    from trainer.files import output_folder
    from trainer.learn.landmarks import train_landmarks, views_of

    words = {"title": "Landmarks of masked faces", "licence": "MIT", **card_of(card)}
    with output_folder(
        out, lambda: (out / "landmarks.safetensors").is_file()
    ):  # before hours of training, not after them
        errors = train_landmarks(*views_of(sources, masks, workers, seed), out, steps, batch, seed)
    words["metrics"] = {"held_out_error": errors}
    folder = export_landmarks(out / "landmarks.safetensors", out / "landmarks", words)
    typer.echo("Median errors in eye distances (left eye, right eye, nose, left and right mouth corner):")
    for name, values in errors.items():
        typer.echo(f"  {name:<8} {'  '.join(f'{value:.3f}' for value in values)}")
    typer.echo(f"The model is {folder}.")
