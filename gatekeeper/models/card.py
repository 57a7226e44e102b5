"""Models and their cards. A card lists every file with its SHA-256; files that do not match are not loaded."""

import hashlib
import json
import logging
import math
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gatekeeper.comparison import COMPARISON
from gatekeeper.domain import Pairing
from gatekeeper.errors import ModelError

CARD = "card.json"
log = logging.getLogger(__name__)
_CARD_BYTES = 4 << 20
_FILE_BYTES = 2 << 30
_MOST_LEVELS = 20
MOST_DIMENSIONS = 4096
_SHA256 = re.compile(r"[0-9a-f]{64}")
# What changes an embedding model's vectors beside its files.
_VECTORS = ("mirrored", "chip_px")
_OF_THRESHOLDS = ("door", "false_positive_identification", "identification")
# Used as a folder name: lower case only, since some file systems are case-insensitive.
MODEL_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True)
class ModelCard:
    """A model folder: `card.json` and the files it lists.

    The card's keys: id, kind ("embedding", "mask-status", "landmarks" or "liveness"), title, licence, data, recipe, files
    (name -> SHA-256), thresholds (pairing -> FMR -> {threshold, low, high}), metrics, gallery_tested, weaknesses, cohort
    (the file of strangers' embeddings, see `gatekeeper.people.calibration`). What changes an embedding model's vectors
    beside its files: chip_px (112, 128 or 150), mirrored (whether a face is embedded together with its mirror image).
    comparison: the version of `gatekeeper.comparison` with which the thresholds were measured, the first where it is absent.
    """

    folder: Path
    card: dict[str, Any]

    @staticmethod
    def read(folder: Path) -> "ModelCard":
        """Raises ModelError if the card is missing or invalid."""
        path = folder / CARD
        try:
            card = json.loads(_ordinary(path, _CARD_BYTES).decode())
        except FileNotFoundError:
            raise ModelError(
                "There is no model in {folder}: {card} is missing.",
                "See `gatekeeper models list`.",
                folder=folder,
                card=CARD,
            ) from None
        except (OSError, ValueError, RecursionError) as error:
            raise ModelError(
                "The model card {path} cannot be read: {error}", "Install the model again.", path=path, error=error
            ) from error
        if not isinstance(card, dict) or not isinstance(card.get("files", {}), dict) or not _shallow(card):
            raise ModelError("The model card {path} is not valid.", "Install the model again.", path=path)
        missing = [key for key in ("id", "kind", "title", "licence", "files") if key not in card]
        if missing:
            raise ModelError(
                "The model card {path} lacks {missing}.", "Export the model again.", path=path, missing=missing
            )
        if not isinstance(card["id"], str) or not MODEL_ID.fullmatch(card["id"]):
            raise ModelError(
                "The model card {path} has the id {id!r}.",
                "An id has lower-case letters, digits, dots and dashes, and starts with a letter or digit.",
                path=path,
                id=card["id"],
            )
        for key in ("kind", "title", "licence"):
            if not isinstance(card[key], str):
                raise ModelError(
                    "The model card {path} has the {key} {value!r}.",
                    "It must be a text.",
                    path=path,
                    key=key,
                    value=card[key],
                )
        for name, checksum in card["files"].items():
            if Path(name).name != name or "\\" in name or name in ("..", CARD):
                raise ModelError(
                    "The model card {path} lists a file outside its folder: {name!r}.",
                    "Do not use this model.",
                    path=path,
                    name=name,
                )
            if not isinstance(checksum, str) or not _SHA256.fullmatch(checksum):
                raise ModelError(
                    "The model card {path} gives {name!r} the checksum {checksum!r}.",
                    "It must be a SHA-256 in hexadecimal.",
                    path=path,
                    name=name,
                    checksum=checksum,
                )
        if card.get("cohort") is not None and card["cohort"] not in [*card["files"]]:
            raise ModelError(
                "The model card {path} has a cohort that is not one of its files: {cohort!r}.",
                "Do not use this model.",
                path=path,
                cohort=card["cohort"],
            )
        return ModelCard(folder, card)

    @property
    def id(self) -> str:
        """The name under which templates and events refer to this model."""
        return str(self.card["id"])

    @property
    def kind(self) -> str:
        """The model's purpose: "embedding", "mask-status", "landmarks" or "liveness"."""
        return str(self.card["kind"])

    @property
    def files_fingerprint(self) -> str:
        """Changes whenever a file of the model, or a card entry that affects its vectors, changes."""
        marked = {**self.card["files"], **{key: self.card[key] for key in _VECTORS if key in self.card}}
        return hashlib.sha256(json.dumps(marked, sort_keys=True).encode()).hexdigest()

    @property
    def dim(self) -> int:
        """The length of an embedding model's vectors. Raises ModelError if the card has none."""
        dim = self.card.get("dim")
        if type(dim) is not int or not 0 < dim <= MOST_DIMENSIONS:
            raise ModelError(
                "The card of {model} has the dim {dim!r}.",
                "It must be a whole number of 1 to {most}.",
                model=self.id,
                dim=dim,
                most=MOST_DIMENSIONS,
            )
        return dim

    def content(self, name: str) -> bytes:
        """The contents of one of the model's files, hashed as read, so that it cannot be replaced in between.

        Raises ModelError if the card does not list the file, or its hash differs.
        """
        expected = self.card["files"].get(name)
        if expected is None:
            raise ModelError(
                "The card of {model} does not list the file {name}.",
                "Export the model again.",
                model=self.id,
                name=name,
            )
        try:
            content = _ordinary(self.folder / name, _FILE_BYTES)
        except FileNotFoundError:
            raise ModelError(
                "The model {model} lacks its file {name}.", "Install the model again.", model=self.id, name=name
            ) from None
        except (OSError, ValueError) as error:
            raise ModelError(
                "The file {name} of the model {model} cannot be read: {error}",
                "Install the model again.",
                name=name,
                model=self.id,
                error=error,
            ) from error
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise ModelError(
                "The file {name} of the model {model} is not the one its card names (SHA-256 {found}…, "
                "expected {expected}…).",
                "It is damaged or was replaced: install the model again.",
                name=name,
                model=self.id,
                found=found[:12],
                expected=expected[:12],
            )
        return content

    @cached_property
    def verified(self) -> Path:
        """The folder, after verifying every file's hash. Raises ModelError otherwise."""
        for name in self.card["files"]:
            self.content(name)
        return self.folder

    @property
    def same_comparison(self) -> bool:
        """Whether the thresholds were measured with this program's comparison of faces."""
        return bool(self.card.get("comparison", 1) == COMPARISON)

    @property
    def without_thresholds(self) -> dict[str, Any]:
        """The card's content without its thresholds, and without the figures that came with them: for when they are measured
        with another comparison or other strangers."""
        kept = {key: value for key, value in self.card.items() if key not in ("thresholds", "comparison")}
        if isinstance(metrics := kept.get("metrics"), dict):
            kept["metrics"] = {key: value for key, value in metrics.items() if key not in _OF_THRESHOLDS}
        return kept

    def threshold(self, pairing: Pairing, fmr: float) -> float:
        """The similarity that a stranger's picture reaches with probability `fmr`, as measured.

        Raises ModelError if the card does not have it, or has it of another comparison of faces than this program's.
        """
        try:
            value = float(self.card["thresholds"][pairing.value][f"{fmr:.0e}"]["threshold"])
        except (KeyError, OverflowError, TypeError, ValueError):
            value = math.nan
        if not math.isfinite(value):
            raise ModelError(
                "The model {model} has no threshold for {pairing} at FMR {fmr:g}.",
                "Choose 1e-2, 1e-3 or 1e-4, or calibrate the model.",
                model=self.id,
                pairing=pairing.value,
                fmr=fmr,
            )
        if not self.same_comparison:
            raise ModelError(
                "The thresholds of the model {model} are of another comparison of faces than this program's.",
                "Measure them again with `trainer card`, or install the model again and activate it.",
                model=self.id,
            )
        return value


def _ordinary(path: Path, most_bytes: int) -> bytes:
    """The contents of a file in a model folder. Raises OSError, and ValueError if it is not a regular file in that folder (a
    pipe, a device, a link that leads out of it) or is too large."""
    if not stat.S_ISREG(path.stat().st_mode) or path.resolve().parent != path.parent.resolve():
        raise ValueError("it is no ordinary file of its folder")
    with path.open("rb") as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise ValueError(f"it is larger than {most_bytes >> 20} MiB")
    return content


def _shallow(card: dict[str, Any]) -> bool:
    """Whether a card's nesting is shallow enough to display."""
    level: list[Any] = [card]
    for _ in range(_MOST_LEVELS):
        inside = (
            value.values() if isinstance(value, dict) else value for value in level if isinstance(value, dict | list)
        )
        level = [value for values in inside for value in values]
    return not level


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_models(*folders: Path) -> list[ModelCard]:
    """All models below the given folders, in order. A card that cannot be read, or that has the id of an earlier one, is logged
    and skipped, so that one wrong model does not affect the others."""
    found = []
    for card in _read(folders):
        if isinstance(card, ModelCard):
            found.append(card)
        else:
            log.warning("A model is left out: %s", card)
    return found


def unreadable_models(*folders: Path) -> list[ModelError]:
    """The faults of the models that `find_models` skips."""
    return [found for found in _read(folders) if isinstance(found, ModelError)]


def _read(folders: Iterable[Path]) -> Iterator[ModelCard | ModelError]:
    known: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*/{CARD}")) if folder.is_dir() else ():
            if path.parent.name.startswith("."):  # being installed or removed
                continue
            try:
                card = ModelCard.read(path.parent)
            except ModelError as error:
                yield error
                continue
            first = known.setdefault(card.id, path.parent)
            if first == path.parent:
                yield card
            else:
                yield ModelError(
                    "The model in {folder} has the id {id}, as the one in {first} has.",
                    "Give it another id in its card.json, or delete it.",
                    folder=path.parent,
                    id=card.id,
                    first=first,
                )
