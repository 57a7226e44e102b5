"""Networks as the door loads them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from trainer.cli.options import CardOption, FacesArgument, IdOption, OutOption, RunArgument, card_of, id_of

commands = typer.Typer()


@commands.command()
def export(
    weights: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What `trainer masked-face` trained.")],
    out: OutOption,
    model_id: IdOption = "",
    mirrored: Annotated[bool, typer.Option("--mirrored", help="Read each face with its mirror image.")] = False,
    card: CardOption = None,
) -> None:
    """Make an embedding model the door can load: safetensors (float16), ONNX over the same bytes, and a card."""
    from trainer.export.networks import export_embedding, put, require_room

    model_id = id_of(model_id, out)
    require_room(out, model_id)
    words = {"title": out.name, "licence": "unknown", "mirrored": mirrored, **card_of(card)}
    with TemporaryDirectory() as place:
        put(export_embedding(weights, Path(place) / "model", model_id, words), out)
    typer.echo(f"The model is {out}.")


@commands.command()
def convert(
    checkpoint: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A PyTorch checkpoint of any kind.")],
    out: Annotated[Path, typer.Argument(dir_okay=False, help="The .safetensors file to write.")],
) -> None:
    """Extract the weights from an old checkpoint without running any code in it."""
    from trainer.files import save_weights
    from trainer.learn.checkpoints import read_checkpoint

    found = read_checkpoint(checkpoint)
    out.parent.mkdir(parents=True, exist_ok=True)
    save_weights({name: tensor.clone() for name, tensor in found.state.items()}, out)
    typer.echo(f"{checkpoint} is a {found.kind}; {len(found.state)} tensors are in {out}.")


@commands.command()
def release(
    run: RunArgument,
    faces: FacesArgument,
    out: OutOption,
    model_id: IdOption = "",
    card: CardOption = None,
) -> None:
    """Export a run's best network in half precision and in int8, each checked against torch on real faces."""
    from trainer.export.release import release as release_run

    model_id = id_of(model_id, out)
    found = release_run(run, faces, out, model_id, card_of(card))
    for name, row in found.items():
        typer.echo(f"{name:<5} " + "  ".join(f"{key.replace('_', ' ')} {value:.5f}" for key, value in row.items()))
    if not (small := out.with_name(f"{out.name}-int8")).is_dir():
        typer.echo(f"{small} is not written: its embeddings are too far from the trained network's.")
    typer.echo(f"To use it: copy {out} into HOME/models, then: gatekeeper --home HOME models activate {model_id}")
