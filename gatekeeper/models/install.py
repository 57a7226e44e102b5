"""Installs models into the home folder: published ones, and folders made by the trainer."""

import json
import shutil
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.domain import FMRS, Pairing, Template
from gatekeeper.errors import ModelError
from gatekeeper.files import scratch_in_home
from gatekeeper.messages import Message
from gatekeeper.models import download
from gatekeeper.models.card import CARD, ModelCard, find_models
from gatekeeper.models.download import UNTRAINED
from gatekeeper.paths import assets
from gatekeeper.people.calibration import card_thresholds
from gatekeeper.people.site_thresholds import calibration_key
from gatekeeper.people.strangers import read_cohorts
from gatekeeper.progress import Progress, silent
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.together import changing
from gatekeeper.vision.pipeline import FacePipeline

_MOST_DEMANDED = 3.0  # similarity: some thirty standard deviations of strangers, never reached
Record = Callable[[ModelCard], object]


class Installation:
    """Installs models into the home folder together with their data in the database."""

    def __init__(self, home: Path, database: Database, people: PeopleStore, log: AccessLog) -> None:
        self._home, self._database, self._people, self._log = home, database, people, log

    def add(self, model_id: str, file: Path | None, progress: Progress = silent, *, record: Record) -> ModelCard:
        """Install a published model and measure its thresholds on the fictional people.

        record: as of `install`. Raises ModelError: unknown id, wrong checksum, no connection.
        """
        with self._beside_models() as place:
            card = _with_thresholds(download.add_model(model_id, place, file, progress), progress)
            return self._put_in_place(card, record)

    def install(self, folder: Path, in_use: Set[str], progress: Progress = silent, *, record: Record) -> ModelCard:
        """Copy a model folder made by the trainer into the home folder; a model with the same id is replaced.

        Thresholds missing from its card are measured on the fictional people. Replacing a different network deletes its
        templates and calibration. in_use: ids that must not be replaced. record: called within the same transaction. Raises
        ModelError if the folder is not an embedding model, its files do not match its card, its thresholds are invalid, or it
        is in use.
        """
        card = ModelCard.read(folder)
        if card.kind != "embedding":
            raise ModelError(
                "{model} is a model for {kind}.",
                "Only embedding models can be installed.",
                model=card.id,
                kind=card.kind,
            )
        if not card.card["files"]:
            raise ModelError("The model {model} lists no files.", "Export the model again.", model=card.id)
        if card.id in in_use | {bundled.id for bundled in find_models(assets() / "models")}:
            raise ModelError("The model {model} is in use or bundled.", "Give the new one another name.", model=card.id)
        with self._beside_models() as place:
            copy = place / card.id
            copy.mkdir()
            shutil.copyfile(folder / CARD, copy / CARD)
            for name in card.card["files"]:  # only files that the card lists
                (copy / name).write_bytes(card.content(name))
            local_card = _with_thresholds(ModelCard.read(copy), progress)
            return self._put_in_place(local_card, record)

    @contextmanager
    def _beside_models(self) -> Iterator[Path]:
        """A folder to prepare a model in, from which it is moved into place atomically."""
        with scratch_in_home(self._home / "models", ".installing-") as place:
            yield place

    def _put_in_place(self, card: ModelCard, record: Record) -> ModelCard:
        """Move a model that is ready among the others, together with what is recorded of it; one of the same id goes, and
        what was made with it, unless the networks are the same."""
        target = self._home / "models" / card.id
        try:
            same = target.is_dir() and ModelCard.read(target).files_fingerprint == card.files_fingerprint
        except ModelError:
            same = False
        if not same:
            # In portions, so that doors can record events meanwhile.
            self._log.forget_vectors(card.id)
            self._people.forget_templates(card.id)
        with changing(self._database, self._home, target):
            if not same:
                self._people.replace_templates(card.id, [])
                for fmr in FMRS:
                    self._people.set_setting(calibration_key(card.id, fmr), None)
            record(card)
            card.folder.rename(target)
        return ModelCard.read(target)


def _with_thresholds(card: ModelCard, progress: Progress) -> ModelCard:
    """A model whose card has thresholds of every pairing and FMR, measured on the fictional people where it lacks any, or has
    them of an earlier comparison of faces.

    Raises ModelError for a threshold that is no similarity of strangers.
    """
    table = card.card.get("thresholds", {})
    needed = [(pairing, fmr) for pairing in Pairing for fmr in FMRS]
    if not isinstance(table, dict) or (
        card.same_comparison
        and all(isinstance(rates := table.get(p.value), dict) and f"{fmr:.0e}" in rates for p, fmr in needed)
    ):
        for pairing, fmr in needed:
            if not 0 < card.threshold(pairing, fmr) < _MOST_DEMANDED:
                raise ModelError(
                    "The model {model} has the threshold {threshold:g} for {pairing} at FMR {fmr:g}.",
                    "It must be above 0 and below {most:g}: do not trust it.",
                    model=card.id,
                    threshold=card.threshold(pairing, fmr),
                    pairing=pairing.value,
                    fmr=fmr,
                    most=_MOST_DEMANDED,
                )
        return card
    reader = FacePipeline.open(assets() / "models", card)
    photos = photo_files(assets() / "demo/people")
    templates = []
    for number, path in enumerate(photos):
        portrait = next(iter(reader.read_photo(load_photo(path))), None)
        if portrait is not None:
            person = int(path.parent.parent.name.rsplit("-", 1)[1])
            templates.append(Template(person, number, portrait.mask, card.id, portrait.vector))
        progress(number + 1, len(photos))
    # One text for each: translators know what a card says by the whole of it.
    weak = (
        Message(
            "Not trained for masks. Thresholds were measured on the fictional people of the demo: calibrate on your own "
            "before relying on them."
        )
        if card.card.get("weaknesses") == UNTRAINED
        else Message(
            "Not measured on real people. Thresholds were measured on the fictional people of the demo: calibrate on your "
            "own before relying on them."
        )
    )
    measured = card_thresholds(templates, FMRS, list(read_cohorts(card).values()))
    content = {**card.without_thresholds, **measured, "weaknesses": weak}
    (card.folder / CARD).write_text(json.dumps(content, indent=1))
    return ModelCard.read(card.folder)
