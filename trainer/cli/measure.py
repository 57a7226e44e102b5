"""What a network is worth, and what stands in a model's card."""

import json
from pathlib import Path
from typing import Annotated

import typer

from trainer import devices
from trainer.cli.options import (
    ALL_CORES,
    DeviceOption,
    FacesArgument,
    ModelArgument,
    OutOption,
    PreparedArgument,
    RunArgument,
    SeedOption,
    WorkersOption,
)

commands = typer.Typer()


@commands.command()
def evaluate(
    run: RunArgument,
    faces: FacesArgument,
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


@commands.command()
def bench(
    faces: PreparedArgument,
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


@commands.command("card")
def card_(
    model: ModelArgument,
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


@commands.command("cohort")
def cohort(
    model: ModelArgument,
    faces: Annotated[
        Path,
        typer.Argument(
            exists=True, file_okay=False, help="Faces of `trainer masked-face`; those without a name are used."
        ),
    ],
    count: Annotated[int, typer.Option(min=10, help="Faces in the cohort.")] = 1500,
    seed: SeedOption = 0,
) -> None:
    """Add strangers' embeddings to a model; the door sets its thresholds against them. No pictures are stored.

    Measure its thresholds with `trainer card` afterwards: earlier ones are dropped, since they depend on the strangers.
    """
    from trainer.data.faceset import FaceSet
    from trainer.measure.card import add_cohort

    for kind, number in add_cohort(model, FaceSet.load(faces), count, seed).items():
        typer.echo(f"{kind:<24} {number}")


@commands.command("enrolment-masks")
def enrolment_masks(
    model: ModelArgument,
    gallery: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder NAME/bare, NAME/masked.")],
    masks: Annotated[int, typer.Option(min=1, help="Simulated masks per bare photo.")] = 3,
    seed: SeedOption = 0,
) -> None:
    """Measure whether simulated masks on the bare enrolment photos help to recognise people who wear masks."""
    from gatekeeper.command_line import progress_bar
    from trainer.measure.enrolment import masks_at_enrolment

    with progress_bar("Reading pictures") as progress:
        typer.echo(json.dumps(masks_at_enrolment(model, gallery, masks, seed, progress), indent=1))


@commands.command("compare-masks")
def compare_masks_(
    model: ModelArgument,
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


@commands.command("evaluate-landmarks")
def evaluate_landmarks(
    sources: Annotated[
        list[Path],
        typer.Argument(exists=True, help="Folders of pictures of bare faces that the network was not trained on."),
    ],
    model: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder of a landmark network; default: the bundled one."),
    ] = None,
    masks: Annotated[int, typer.Option(min=1, help="Simulated masks per face.")] = 3,
    most: Annotated[int | None, typer.Option(min=1, help="Pictures to measure, drawn at random; default: all.")] = None,
    workers: WorkersOption = ALL_CORES,
    seed: SeedOption = 0,
    write: Annotated[bool, typer.Option("--write", help="Put the figures into the model's card.")] = False,
) -> None:
    """Measure how far masks mislead the detector's landmarks, and what the network that corrects them leaves of it.

    The errors are medians in eye distances (left eye, right eye, nose, left and right mouth corner): of the points found by
    the detector, of those refined by the network, and of those used at the door, the mean of the two.
    """
    from gatekeeper.paths import assets
    from trainer.measure.landmarks import measure_landmarks

    folder = model or assets() / "models/landmarks"
    typer.echo(json.dumps(measure_landmarks(folder, sources, masks, most, workers, seed, write=write), indent=1))
