"""The active model: its networks, everybody's templates, and switching to another model."""

import itertools
import logging
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.config import Settings
from gatekeeper.domain import Image, Pairing, Photo, Template, Vectors
from gatekeeper.door.gallery import Gallery
from gatekeeper.door.loop import Helpers
from gatekeeper.errors import GatekeeperError, ModelError
from gatekeeper.messages import Message
from gatekeeper.models.card import CARD, ModelCard, find_models
from gatekeeper.models.install import Installation, Record
from gatekeeper.models.side_by_side import Choice, chosen_people, measure
from gatekeeper.paths import assets
from gatekeeper.people.calibration import Calibration
from gatekeeper.people.site_thresholds import SiteThresholds
from gatekeeper.people.strangers import strangers
from gatekeeper.progress import Progress, silent
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.watched import WatchedStore
from gatekeeper.vision.detect import CROP_PX, as_crop
from gatekeeper.vision.pipeline import FacePipeline

log = logging.getLogger(__name__)
DEFAULT_MODEL = "masked-face"
ACTIVE_MODEL = "active_model"
MADE_BY = "templates_made_by/"  # and the id of a model that has made templates
_FACES_AT_A_TIME = 32
_VISITS_AT_A_TIME = 8  # fewer: doors that recognise meanwhile wait for no more than these


@dataclass
class LoadedModel:
    """The networks of one model with the card they were opened by, and everybody's templates of that model: kept
    together, so that vectors of one model are never compared with templates or thresholds of another."""

    card: ModelCard
    reader: FacePipeline
    gallery: Gallery | None = None


class Models:
    """The models of a home, and the active one in this process, which is loaded on first use.

    loaded: the active model, once its networks are open. preparing: progress while photos are embedded for a new model.
    fallback_reason: why another model than the chosen one is active; empty otherwise.
    """

    def __init__(
        self,
        home: Path,
        settings: Callable[[], Settings],
        database: Database,
        people: PeopleStore,
        access_log: AccessLog,
        thresholds: SiteThresholds,
        helpers: Helpers,
    ) -> None:
        self._home, self._settings, self._database, self._people = home, settings, database, people
        self._log, self._thresholds, self._helpers = access_log, thresholds, helpers
        self._installation = Installation(home, database, people, access_log)
        self.loaded: LoadedModel | None = None
        self.preparing: tuple[int, int] | None = None
        self.fallback_reason = ""
        self._refused = ""  # a model that was chosen and that cannot be loaded here
        self._opening = threading.Lock()
        self._switching = threading.Lock()  # held while this process changes the model
        self._filling = threading.RLock()  # held while a gallery is made

    @property
    def cards(self) -> list[ModelCard]:
        """All models: bundled ones first, then those added to the home folder."""
        return find_models(assets() / "models", self._home / "models")

    @property
    def folders(self) -> set[str]:
        """The ids of all models whose files are here, also those whose card is damaged."""
        added = self._home / "models"
        return {card.id for card in self.cards} | {f.name for f in (added.iterdir() if added.is_dir() else ())}

    def find(self, model_id: str) -> ModelCard:
        """The model with this id. Raises ModelError listing the available ones."""
        return find_model(self._home, model_id)

    @property
    def chosen(self) -> str:
        """The id of the embedding model chosen in the database, which another process may have changed."""
        return self._people.setting(ACTIVE_MODEL) or DEFAULT_MODEL

    @property
    def active(self) -> ModelCard:
        """The embedding model in use here: the loaded one, else the one that the doors will load."""
        return self.loaded.card if self.loaded is not None else self._usable()

    @property
    def in_use(self) -> set[str]:
        """The ids of the chosen model and of the one in use here."""
        return {self.chosen} | ({self.loaded.card.id} if self.loaded is not None else set())

    @property
    def reader(self) -> FacePipeline:
        """The networks, opened once."""
        return self.open().reader

    @property
    def gallery(self) -> Gallery:
        """Everybody's templates of the active model."""
        return self.gallery_of(self.open())

    @property
    def knows_anybody(self) -> bool:
        """Whether the loaded gallery has anybody; for a screen, without querying the database."""
        gallery = self.loaded.gallery if self.loaded is not None else None
        return gallery is not None and len(gallery) > 0

    def open(self) -> LoadedModel:
        """The networks of the chosen model, or of the bundled one if that cannot be opened. Raises ModelError."""
        with self._opening:  # not twice, by doors that begin and an erasure
            return self._open()

    def _open(self) -> LoadedModel:
        if self.loaded is None:
            chosen = self.chosen
            try:
                card = self.find(chosen)
                self._require_thresholds(card)
                self.loaded = LoadedModel(card, self._networks(card))
            except ModelError as error:
                if chosen == DEFAULT_MODEL:
                    raise
                # If an added model cannot be opened, the doors use the bundled one.
                self._refused = chosen
                self.fallback_reason = Message(
                    "{why} The doors use {model} instead.", why=error.message, model=DEFAULT_MODEL
                )
                log.error("The model %s cannot be opened, so the doors use %s: %s", chosen, DEFAULT_MODEL, error)
                card = self.find(DEFAULT_MODEL)
                self.loaded = LoadedModel(card, self._networks(card))
        return self.loaded

    def _usable(self) -> ModelCard:
        """The card of the chosen model, or of the bundled one if the doors cannot use that."""
        try:
            card = self.find(self.chosen)
            self._require_thresholds(card)
        except ModelError:
            card = self.find(DEFAULT_MODEL)
        return card

    def _require_thresholds(self, card: ModelCard) -> None:
        """Raises ModelError for a model whose card lacks the thresholds that doors need."""
        for pairing in Pairing:
            card.threshold(pairing, self._settings().recognition.fmr)

    def _networks(self, card: ModelCard) -> FacePipeline:
        # All cameras share the networks, so search for the smallest faces that any camera needs.
        settings = self._settings()
        reader = FacePipeline.open(
            assets() / "models",
            card,
            min(camera.min_face_px for camera in settings.cameras),
            device=settings.recognition.device,
            cameras=len(settings.cameras),
            measured_on=lambda: load_photo(photo_files(assets() / "demo/visits")[0]),
        )
        log.info("Recognition runs on %s.", reader.computes_on)
        return reader

    @property
    def computes_on(self) -> Message | None:
        """The device the networks run on, in words; None before they are open."""
        return self.loaded.reader.computes_on if self.loaded is not None else None

    def gallery_of(self, loaded: LoadedModel, progress: Progress = silent) -> Gallery:
        """Everybody's templates of a loaded model. progress: of the photos it has to see first, see `_complete`."""
        if loaded.gallery is not None:
            return loaded.gallery
        with self._filling:
            if (gallery := loaded.gallery) is None:  # no other thread was first
                model = loaded.card.id
                self._complete(loaded, progress)
                dim = loaded.reader.embedder.dim
                gallery = Gallery(dim, strangers(list(self._thresholds.cohorts(loaded.card).values()), dim))
                # Before loading: later changes are picked up again.
                gallery.version = self._people.templates_revision(model)
                for impostors, add in ((False, gallery.add), (True, gallery.add_impostors)):
                    templates = self._people.templates(model, impostors=impostors, consented=True)
                    add([template for template in templates if template.vector.size == gallery.dim])
                gallery.set_alike(self._people.look_alikes())
                loaded.gallery = gallery
        return gallery

    def catch_up(self, loaded: LoadedModel, seconds: float = math.inf) -> Gallery:
        """Update the gallery with people added, changed or removed since, in this process or another.

        seconds: a time limit; the rest is left for the next call.
        """
        gallery, end = self.gallery_of(loaded), time.monotonic() + seconds
        revision = self._people.templates_revision(loaded.card.id)
        if revision < gallery.version:  # a backup was restored meanwhile
            loaded.gallery = None
            return self.gallery_of(loaded)
        gallery.set_alike(self._people.look_alikes())
        if revision == gallery.version:
            return gallery
        for changes in self._people.template_changes(loaded.card.id, gallery.version):
            gallery.take_up(changes)
            if time.monotonic() > end:
                break
        return gallery

    def _complete(self, loaded: LoadedModel, progress: Progress = silent) -> None:
        """Embed photos this model has not seen: those stored while it was being activated, or all of them if a program update
        changed the networks under the same id, whose vectors are unrelated to the old ones. Those in the log are deleted;
        `embed_visits` makes them anew.
        """
        card = loaded.card
        self._forget_former(card)
        lacking = self._people.count_photos(without=card.id)
        if lacking:
            log.info("%s makes the templates of %d photos.", card.id, lacking)
            done = 0
            try:
                for part in _embedded(loaded.reader, _chips(self._people.all_photos(without=card.id))):
                    self._people.add_templates(card.id, part)  # stored at once, in case this is interrupted
                    done += len(part)
                    self.preparing = done, max(done, lacking)
                    progress(*self.preparing)
            finally:
                self.preparing = None

    def _forget_former(self, card: ModelCard) -> None:
        """Delete what other networks made under a model's id."""
        if self.is_maker(card):
            return
        self._log.forget_vectors(card.id)  # in portions, so that doors can record events meanwhile
        self._people.forget_templates(card.id, lambda: self.is_maker(card))  # another program may be first
        with self._database.transaction(together=True):
            if not self.is_maker(card):  # no other program was first
                self._people.replace_templates(card.id, [])
                WatchedStore(self._database).forget_model(card.id)  # they are made anew when somebody is compared
                self._people.set_setting(_made_by(card), card.files_fingerprint)

    def is_maker(self, card: ModelCard) -> bool:
        """Whether what is stored of this model was made by the networks it has now."""
        return self._people.setting(_made_by(card)) == card.files_fingerprint

    def lacks_visits(self, card: ModelCard) -> bool:
        """Whether a model's present networks have not seen some face in the log."""
        return not self.is_maker(card) or self._log.count_faces_without(card.id) > 0

    def embed_visits(self, loaded: LoadedModel) -> Iterator[int]:
        """Embed the faces in the log that a loaded model has not seen, newest first: those that another model saw, or its own
        former networks. Yields the number looked at so far, after every few; a face it gives no numbers for is left out."""
        with self._filling:
            self._complete(loaded)
        done = 0
        for part in _portions(self._log.faces_without(loaded.card.id), _VISITS_AT_A_TIME):
            made = _vectors(loaded.reader, part)
            self._log.add_vectors(loaded.card.id, [one for one in made if np.isfinite(one[1]).all()])
            yield (done := done + len(part))

    def _use(self, loaded: LoadedModel) -> None:
        self.gallery_of(loaded)  # here, not by the doors
        self._thresholds.policy(loaded.card)
        self.loaded, self.fallback_reason = loaded, ""
        self._complete(loaded)  # people registered until just now

    def add(
        self,
        model_id: str,
        file: Path | None = None,
        progress: Progress = silent,
        record: Record = lambda card: None,
    ) -> ModelCard:
        """Install a published model; see `Installation.add`."""
        return self._installation.add(model_id, file, progress, record=record)

    def install(self, folder: Path, progress: Progress = silent, record: Record = lambda card: None) -> ModelCard:
        """Install a model folder made by the trainer; see `Installation.install`."""
        # A chosen model that the doors cannot use may be replaced by one that they can.
        return self._installation.install(folder, {self.active.id, self._usable().id}, progress, record=record)

    def activate(
        self,
        model_id: str,
        progress: Progress = silent,
        record: Callable[[int], object] = lambda count: None,
    ) -> int:
        """Switch to another model: embed every stored photo with it, then switch. Returns the number of templates.

        record: called with that number within the same transaction. The old model's templates stay, so switching back is one
        more call. Raises ModelError if the model cannot be loaded or returns invalid vectors. If this ends early, the old model
        stays active, and what was made so far is kept for the next time.
        """
        card = self.find(model_id)
        self._require_thresholds(card)
        reader = self._networks(card)
        dim = reader.embedder.dim
        crowd = Gallery(dim, strangers(list(self._thresholds.cohorts(card).values()), dim)).crowd
        if not np.isfinite(crowd.products).all():
            raise ModelError("The strangers of {model} hold no numbers.", "Export it again.", model=card.id)
        self._forget_former(card)
        last, done, total = 0, 0, self._people.count_photos()
        while True:
            newest = self._people.newest_photo()
            for part in _embedded(reader, _chips(self._people.all_photos(after=last))):
                # In portions, so that doors can record events meanwhile; of people erased since, nothing is stored.
                self._people.add_templates(card.id, part, replace=True)
                done += len(part)
                progress(done, max(done, total))
            last = newest
            with self._switching:
                before = self.chosen
                with self._database.transaction(together=True):
                    if self._people.newest_photo() > last:
                        continue  # somebody was registered while this ran; the transaction excludes further ones
                    count = self._people.count_templates(card.id)
                    self._people.set_setting(ACTIVE_MODEL, card.id)
                    record(count)
                try:
                    self._use(LoadedModel(card, reader))
                except BaseException:
                    self._people.set_setting(ACTIVE_MODEL, before)
                    raise
            return count

    def follow(self) -> None:
        """Load a model that another process activated. If it cannot be loaded, the door keeps the old model with its
        templates and thresholds. While recognition runs, this happens in the background."""
        chosen = self.chosen
        current = self.open().card.id
        if chosen == current:
            self._refused = ""  # chosen again, it may have been repaired
        if chosen in (current, self._refused) or not self._switching.acquire(blocking=False):
            return

        def follow() -> None:
            try:
                card = self.find(chosen)
                self._require_thresholds(card)
                self._use(LoadedModel(card, self._networks(card)))
                self._refused = ""
            except GatekeeperError as error:
                # Reported once, not every second; a database error is retried.
                self._refused = chosen if isinstance(error, ModelError) else self._refused
                log.error("The model %s was activated elsewhere and cannot be opened here: %s", chosen, error)
            except Exception:
                self._refused = chosen
                log.exception("The model %s was activated elsewhere and cannot be opened here", chosen)
            finally:
                self._switching.release()

        self._helpers.run("model", follow)

    def calibrate(
        self, model_id: str | None = None, fmr: float | None = None, progress: Progress = silent
    ) -> Calibration:
        """See `SiteThresholds.calibrate`. model_id: of the active model unless named."""
        return self._thresholds.calibrate(self.find(model_id) if model_id else self.active, fmr, progress)

    def compare(self, model_id: str, progress: Progress = silent) -> Choice:
        """Compare another model with the active one, on the stored photos and by their cards; nothing is changed.

        Raises ModelError if the model cannot be loaded or returns invalid vectors.
        """
        old, new = self.active, self.find(model_id)
        self._require_thresholds(new)  # models of other kinds have none and are refused first
        by_person: dict[int, list[Template]] = {}
        for template in self._people.templates(old.id):
            by_person.setdefault(template.person_id, []).append(template)
        chosen = chosen_people({person: len({t.photo_id for t in ts}) for person, ts in by_person.items()})
        if not chosen:
            return Choice(old, new, None, None)
        before = [template for person in chosen for template in by_person[person]]
        photos = {template.photo_id: template for template in before}
        templates: list[Template] = []
        kept = (photo for photo in self._people.all_photos() if photo.id in photos)
        for part in _embedded(self._networks(new), _chips(kept)):
            for photo, vector in part:
                template = photos[photo]
                templates.append(Template(template.person_id, photo, template.mask, new.id, vector))
            progress(len({template.photo_id for template in templates}), len(photos))
        alike = self._people.look_alikes()
        now, new_site = (
            measure(
                templates,
                self._thresholds.demanded(card, templates, alike),
                [*self._thresholds.cohorts(card).values()],
                alike,
            )
            for card, templates in ((old, before), (new, templates))
        )
        return Choice(old, new, now, new_site, {person.id: person.name for person in self._people.list()})


def find_model(home: Path, model_id: str | None = None) -> ModelCard:
    """A bundled or added model by its id, the default one for None. Raises ModelError listing the available ones."""
    name = DEFAULT_MODEL if model_id is None else model_id
    cards = find_models(assets() / "models", home / "models")
    for card in cards:
        if card.id == name:
            return card
    for folder in (assets() / "models", home / "models"):
        if Path(name).name == name and (folder / name / CARD).is_file():
            ModelCard.read(folder / name)  # raises with the fault
    raise ModelError(
        "There is no model {name!r}.", "There are: {models}.", name=name, models=(card.id for card in cards)
    )


def _chips(photos: Iterable[Photo]) -> Iterator[tuple[int, Image]]:
    return ((photo.id, photo.chip) for photo in photos)


def _embedded(reader: FacePipeline, faces: Iterable[tuple[int, Image]]) -> Iterator[list[tuple[int, Vectors]]]:
    """(number, vector), of a few numbered faces at a time. Raises ModelError for a vector that is not finite."""
    for part in _portions(faces, _FACES_AT_A_TIME):
        if not (made := _vectors(reader, part)):
            continue
        if not np.isfinite(np.stack([vector for _, vector in made])).all():
            model = reader.embedder.model_id
            raise ModelError("The model {model} gives no numbers for some photos.", "Export it again.", model=model)
        yield made


def _portions(faces: Iterable[tuple[int, Image]], count: int) -> Iterator[list[tuple[int, Image]]]:
    left = iter(faces)
    while part := list(itertools.islice(left, count)):
        yield part


def _vectors(reader: FacePipeline, faces: list[tuple[int, Image]]) -> list[tuple[int, Vectors]]:
    """(number, vector) of numbered faces; those of another size are left out."""
    whole = [(number, chip) for number, chip in faces if as_crop(chip).shape == (CROP_PX, CROP_PX, 3)]
    vectors = reader.enrolment_vectors([chip for _, chip in whole])
    return [(number, vector) for (number, _), vector in zip(whole, vectors, strict=True)]


def _made_by(card: ModelCard) -> str:
    """The settings key that stores what a model's templates were made with."""
    return f"{MADE_BY}{card.id}"
