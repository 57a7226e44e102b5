"""The options that several commands take, and what is read from them."""

import json
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from gatekeeper.errors import TrainingError

ALL_CORES = os.cpu_count() or 1

OutOption = Annotated[Path, typer.Option("--out", file_okay=False, help="Folder to write into.")]
DeviceOption = Annotated[str, typer.Option(help="cpu, cuda, cuda:1, …; default: a GPU if there is one.")]
SeedOption = Annotated[int, typer.Option(min=0, help="The same seed gives the same result.")]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="key=value: override a setting of the recipe; may be repeated."),
]
FacesArgument = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Prepared and split faces.")]
PreparedArgument = Annotated[
    Path, typer.Argument(exists=True, file_okay=False, help="Folder that `trainer prepare` wrote.")
]
IdOption = Annotated[str, typer.Option("--id", help="The model's name; default: the folder's.")]
RunArgument = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of a run.")]
ModelArgument = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of an embedding model.")]
PeopleOption = Annotated[
    bool, typer.Option("--people", help="Take each picture's person from its folder's name (LFW, CASIA, VGGFace2).")
]
WorkersOption = Annotated[int, typer.Option(min=1, help="Processes.")]
TablesSetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="table.key=value: override a setting of the recipe; may be repeated."),
]
CardOption = Annotated[
    Path | None,
    typer.Option(
        exists=True, dir_okay=False, help="JSON file whose keys are added to the card (title, licence, data, …)."
    ),
]


# What a card says of its files, which nobody knows better than the command: the door could not load another.
_WRITTEN = {
    *("id", "kind", "files", "dim", "chip_px", "architecture", "options", "mirrored"),
    *("thresholds", "threshold", "window", "comparison", "metrics", "cohort", "gallery_tested"),
}


def settings_of(pairs: list[str]) -> dict[str, Any]:
    """Parse key=value pairs; values are TOML."""
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


def id_of(model_id: str, out: Path) -> str:
    """The id of a model: what --id says, or else the name of its folder. Raises TrainingError if the door could not load it."""
    from gatekeeper.models.card import MODEL_ID  # with numpy

    chosen = model_id or out.name
    if not MODEL_ID.fullmatch(chosen):
        raise TrainingError(
            f"A model cannot be called {chosen!r}.",
            "Give --id: lower-case letters, digits, dots and dashes, with a letter or digit first.",
        )
    return chosen


def card_of(path: Path | None) -> dict[str, Any]:
    """What a JSON file adds to a model's card."""
    if path is None:
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path} cannot be read: {error}", "Give a JSON file.") from error
    if not isinstance(values, dict):
        raise TrainingError(f"{path} holds no JSON object.", 'Write {"title": "…", "licence": "…"}.')
    if taken := sorted(values.keys() & _WRITTEN):
        raise TrainingError(
            f"{path} sets {', '.join(taken)}, which the command writes itself.", "Remove it; --id names a model."
        )
    for key in ("title", "licence"):
        if not isinstance(values.get(key, ""), str):
            raise TrainingError(f"{path}: {key} is {values[key]!r}.", "It must be a text.")
    return values
