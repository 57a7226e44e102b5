"""Pictures of faces, made ready to learn from."""

from pathlib import Path
from typing import Annotated

import typer

from trainer.cli.options import ALL_CORES, OutOption, PeopleOption, PreparedArgument, SeedOption, WorkersOption

commands = typer.Typer()


@commands.command()
def prepare(
    sources: Annotated[
        list[Path], typer.Argument(exists=True, help="Folders of pictures, searched to any depth, or .rec files.")
    ],
    out: OutOption,
    masks: Annotated[int, typer.Option(min=0, help="Simulated masks per face that pairs are made with.")] = 2,
    workers: WorkersOption = ALL_CORES,
    people: PeopleOption = False,
) -> None:
    """Find, align and crop every face in folders of pictures. Pictures that are broken or show no face are listed."""
    from trainer.data.prepare import prepare as prepare_faces

    counts = prepare_faces(sources, out, masks, workers, people)
    typer.echo("  ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items()))
    typer.echo(f"Prepared in {out}; {out / 'manifest.json'} lists the pictures left out.")


@commands.command("mask-faces")
def mask_faces(
    crops: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder with bare/ and masked/.")],
    faces: Annotated[list[Path], typer.Argument(exists=True, file_okay=False, help="Folders of bare faces.")],
    out: OutOption,
    most: Annotated[int, typer.Option(min=1, help="Pictures to take from each folder of bare faces, at most.")] = 1000,
    workers: WorkersOption = ALL_CORES,
    seed: SeedOption = 0,
) -> None:
    """Prepare faces for `mask-status`: real masks, bare faces, and simulated masks worn correctly and incorrectly."""
    from trainer.learn.mask_status import prepare_mask_status

    count = prepare_mask_status(crops, faces, out, most, workers, seed)
    typer.echo(f"{count} faces prepared in {out}.")


@commands.command("split")
def split_people(
    faces: PreparedArgument,
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


@commands.command("demo-people")
def demo_people(
    source: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder NAME/*.jpg of bare portraits.")],
    target: Annotated[Path, typer.Argument(file_okay=False, help="Folder to write NAME/bare and NAME/masked into.")],
    seed: SeedOption = 0,
) -> None:
    """Arrange portraits as the demo expects them, with a simulated mask on every second one."""
    from gatekeeper.paths import assets
    from gatekeeper.vision.detect import Cascade, FaceDetector
    from trainer.data.demo_people import mask_half

    counts = mask_half(source, target, FaceDetector(Cascade.onnx(assets() / "models/mtcnn")), seed)
    typer.echo("  ".join(f"{name} {count}" for name, count in counts.items()))
