"""Wiring only: from a home folder to an open program, and its ordered end.

`open_app` opens the key, the database and, where asked for, the models and the gallery. Command line and window use the
same `App`.
"""

import itertools
import json
import logging
import math
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from gatekeeper.capture.cameras import CameraReader, Turn
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.capture.process import Capture
from gatekeeper.capture.sources import Source, SourceKind, parse_source
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.domain import (
    FMRS,
    AccessEvent,
    Decision,
    DoorRule,
    LivenessMode,
    Outcome,
    Pairing,
    Person,
    Photo,
    Reason,
    SecondFactor,
    Template,
    Vectors,
)
from gatekeeper.door.access import Policy
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.gallery import Gallery
from gatekeeper.door.liveness import MODEL as LIVENESS
from gatekeeper.door.liveness import LivenessCheck, Tries
from gatekeeper.door.loop import RecognitionLoop
from gatekeeper.door.ownership import Claims, Holder, camera_file, door_file, machine_file
from gatekeeper.door.relay import Door, KeptRelay, Relay
from gatekeeper.door.relays import open_relay
from gatekeeper.door.station import Seen, Station
from gatekeeper.errors import CameraError, DoorError, GatekeeperError, ModelError, StoreError
from gatekeeper.events import AccessDecided, Bus, DoorAlarmed
from gatekeeper.messages import Message
from gatekeeper.models import download as fetch
from gatekeeper.models.card import CARD, ModelCard, find_models
from gatekeeper.models.card_page import Share, liveness_shares
from gatekeeper.models.side_by_side import Choice, chosen_people, measure
from gatekeeper.paths import assets
from gatekeeper.people.calibration import (
    Accepted,
    Calibration,
    Cohort,
    calibrate,
    card_thresholds,
    few_people_floor,
    read_cohorts,
    site_thresholds,
    strangers,
)
from gatekeeper.people.enrolment import NEAR_DUPLICATE, EnrolmentSession, Thresholds
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.accounts import Accounts, Actor, system_user
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.pins import Pins
from gatekeeper.store.together import changing, repair
from gatekeeper.store.vault import DATABASE_FILE, database_key, settled
from gatekeeper.timezones import zone_of
from gatekeeper.vision.detect import CROP_PX, as_crop
from gatekeeper.vision.liveness import liveness_mark
from gatekeeper.vision.pipeline import FaceReader

log = logging.getLogger(__name__)
T = TypeVar("T")
DEFAULT_MODEL = "masked-face"
_MOST_DEMANDED = 3.0  # similarity: thirty standard deviations of strangers, which nobody reaches
ACTIVE_MODEL = "active_model"
ERASING = "erasing"
MADE_BY = "templates_made_by/"  # and the id of a model that has made templates
LIVENESS_MEASURED = "liveness_measured"
_PHOTOS_AT_A_TIME = 32
_LEAST_FREE_BYTES = 1 << 20
_CATCH_UP_SECONDS = 0.1  # at most, of a second, that no door looks at anybody since many people have changed
_ALARMS = {  # what a door's contacts tell: that it began, and that it is over
    Reason.FORCED_OPEN: ("The door was forced open.", "The door that was forced open is shut again."),
    Reason.HELD_OPEN: ("The door stands open.", "The door that stood open is shut again."),
    Reason.TAMPERED: ("The housing at the door is open, or a wire is cut.", "The housing at the door is shut again."),
}
ACCEPTED_APCER = 0.1  # the upper end of its 95 % interval


@dataclass
class Watch:
    """One camera before one door. seen: what the recognition made of a frame last, None before it began."""

    settings: CameraSettings
    camera: CameraReader
    door: Door
    seen: Seen | None = None


@dataclass
class _Loaded:
    """The networks of one model with the card they were opened by, and everybody's templates of that model: one thing, so
    that nobody ever compares vectors of one model with the templates or the thresholds of another."""

    card: ModelCard
    reader: FaceReader
    gallery: Gallery | None = None


@dataclass
class App:
    """An open program. `reader` and `gallery` are loaded when first asked for."""

    home: Path
    settings: Settings
    database: Database
    bus: Bus

    def __post_init__(self) -> None:
        self.people = PeopleStore(self.database)
        self.log = AccessLog(self.database)
        self.pins = Pins(self.database)
        self.accounts = Accounts(self.database)
        # Who sits at the program: at the command line its user, in the window whoever signed in.
        self.actor: Actor = system_user()
        # Names of cohorts that thresholds must not know, because they are what is measured.
        self.cohorts_left_out: frozenset[str] = frozenset()
        self._cohorts_of: tuple[ModelCard, dict[str, Cohort]] | None = None
        self._loaded: _Loaded | None = None
        self._switching = threading.Lock()  # held while this process changes the model
        self._logged: dict[str, str] = {}  # see `_log_once`
        self._refused = ""  # a model that was chosen and that cannot be loaded here
        self.model_trouble = ""  # why the doors open with another model than the chosen one; "" where they do not
        # By model: what it was made from, and what was measured before few people raised it.
        self._policies: dict[str, tuple[object, Policy, dict[Pairing, float]]] = {}
        self._measuring = threading.Lock()  # held while that is done beside the doors
        self._working: list[threading.Thread] = []  # beside the doors; see `_beside`
        self._open_doors: list[Door] = []
        self._tries: dict[str, Tries] = {}  # by door, whichever of its cameras they were made before
        self.claims = Claims()  # the doors, ports and cameras that are this program's
        self._ending = False  # no door is opened any more
        self._filling = threading.RLock()  # held while a gallery is made
        self.preparing: tuple[int, int] | None = None  # how many of the photos that a model has to see anew it has seen
        self.watches: list[Watch] = []
        self.loop: RecognitionLoop | None = None
        self.bus.subscribe(DoorAlarmed, self._record_alarm)
        # Where the cameras' pictures come from and the time they are stamped with, in monotonic seconds.
        # None: a process of each camera's own.
        self.open_capture: Callable[[Source], Capture] | None = None
        self.clock: Callable[[], float] = time.monotonic

    @property
    def models(self) -> list[ModelCard]:
        """Every model there is: bundled ones first, then those added to the home folder."""
        return find_models(assets() / "models", self.home / "models")

    @property
    def model_folders(self) -> set[str]:
        """The ids of all models whose files are here, also those whose card is damaged."""
        added = self.home / "models"
        return {card.id for card in self.models} | {one.name for one in (added.iterdir() if added.is_dir() else ())}

    def model(self, model_id: str) -> ModelCard:
        """The model of this id. Raises ModelError that lists what there is."""
        return find_model(self.home, model_id)

    @property
    def chosen_model(self) -> str:
        """The id of the embedding model that the database names, which another process may have changed."""
        return self.people.setting(ACTIVE_MODEL) or DEFAULT_MODEL

    @property
    def active_model(self) -> ModelCard:
        """The embedding model the door opens with here: that of the networks once they are open, else the chosen one."""
        loaded = self._loaded
        if loaded is not None:
            return loaded.card
        try:
            return self.model(self.chosen_model)
        except ModelError:  # as the doors will
            return self.model(DEFAULT_MODEL)

    @property
    def models_in_use(self) -> set[str]:
        """The ids of the model that the doors are to open with and of the one they open with here."""
        return {self.chosen_model} | ({self._loaded.card.id} if self._loaded is not None else set())

    @property
    def reader(self) -> FaceReader:
        """The networks, opened once."""
        return self._open().reader

    def _open(self) -> _Loaded:
        if self._loaded is None:
            chosen = self.chosen_model
            try:
                card = self.model(chosen)
                self._loaded = _Loaded(card, self._networks(card))
            except ModelError as error:
                if chosen == DEFAULT_MODEL:
                    raise
                # A model that was added and cannot be opened costs itself: the doors open with the bundled one.
                self._refused, self.model_trouble = chosen, f"{error.message} The doors use {DEFAULT_MODEL} instead."
                log.error("The model %s cannot be opened, so the doors use %s: %s", chosen, DEFAULT_MODEL, error)
                card = self.model(DEFAULT_MODEL)
                self._loaded = _Loaded(card, self._networks(card))
        return self._loaded

    def _networks(self, card: ModelCard) -> FaceReader:
        # Every camera's pictures go through the same networks: the smallest faces that any of them wants are searched.
        settings = self.settings
        reader = FaceReader.open(
            assets() / "models",
            card,
            min(one.min_face_px for one in settings.cameras),
            device=settings.recognition.device,
            cameras=len(settings.cameras),
            measured_on=lambda: load_photo(photo_files(assets() / "demo/visits")[0]),
        )
        log.info("Recognition runs on %s.", reader.computes_on)
        return reader

    @property
    def computes_on(self) -> Message | None:
        """What the networks run on, for people; None before they are open."""
        return self._loaded.reader.computes_on if self._loaded is not None else None

    def use_reader(self, reader: FaceReader) -> None:
        """Take networks of the active model that are open already instead of opening them again."""
        card = self.active_model
        if reader.embedder.model_id != card.id:
            raise ModelError(f"The networks opened are {reader.embedder.model_id}, not {card.id}.")
        self._loaded = _Loaded(card, reader)

    @property
    def gallery(self) -> Gallery:
        """Everybody's templates of the active model."""
        return self._gallery_of(self._open())

    def _gallery_of(self, loaded: _Loaded, progress: Callable[[int, int], None] = lambda done, of: None) -> Gallery:
        if loaded.gallery is not None:
            return loaded.gallery
        with self._filling:
            if (gallery := loaded.gallery) is None:  # nobody else was first
                model = loaded.card.id
                self._complete(loaded, progress)
                dim = loaded.reader.embedder.dim
                gallery = Gallery(dim, strangers(list(self.cohorts(loaded.card).values()), dim))
                gallery.version = self.people.templates_mark(model)  # before: what changes meanwhile is taken up again
                for impostors, add in ((False, gallery.add), (True, gallery.add_impostors)):
                    add([t for t in self.people.templates(model, impostors=impostors) if t.vector.size == gallery.dim])
                gallery.set_alike(self.people.look_alikes())
                loaded.gallery = gallery
        return gallery

    def _catch_up(self, loaded: _Loaded, seconds: float = math.inf) -> Gallery:
        """Let the gallery know who was added, changed or removed since, in this process or another, and nothing else.

        seconds: when it takes longer, the rest waits for the next call.
        """
        gallery, end = self._gallery_of(loaded), time.monotonic() + seconds
        if self.people.templates_mark(loaded.card.id) < gallery.version:  # a backup was put back beneath us
            loaded.gallery = None
            return self._gallery_of(loaded)
        gallery.set_alike(self.people.look_alikes())
        for changes in self.people.template_changes(loaded.card.id, gallery.version):
            gallery.take_up(changes)
            if time.monotonic() > end:
                break
        return gallery

    def _complete(self, loaded: _Loaded, progress: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Embed the photos that this model has not seen: those stored while it was being activated, and all of them where
        an update of the program brought other networks under the same id, whose vectors nothing of the old ones resembles.
        """
        card = loaded.card
        if self.people.setting(_made_by(card)) != card.files_mark:
            with self.database.transaction(together=True):
                if self.people.setting(_made_by(card)) != card.files_mark:  # no other program was first
                    self.people.replace_templates(card.id, [])
                    self.people.set_setting(_made_by(card), card.files_mark)
        lacking = self.people.count_photos(without=card.id)
        if lacking:
            log.info("%s makes the templates of %d photos.", card.id, lacking)
            done = 0
            try:
                for made in _embedded(loaded.reader, self.people.all_photos(without=card.id)):
                    self.people.add_templates(card.id, made)  # kept, whatever ends this before its time
                    done += len(made)
                    self.preparing = done, max(done, lacking)
                    progress(*self.preparing)
            finally:
                self.preparing = None

    def _use(self, loaded: _Loaded) -> None:
        self._gallery_of(loaded)  # here, not by the doors
        self._policy_of(loaded.card)
        self._loaded, self.model_trouble = loaded, ""
        self._complete(loaded)  # whoever was registered until just now

    def add_model(
        self,
        model_id: str,
        file: Path | None = None,
        progress: Callable[[int, int], None] = lambda done, of: None,
        record: Callable[[ModelCard], object] = lambda card: None,
    ) -> ModelCard:
        """Install a published model into the home folder and measure its thresholds on the fictional people.

        record: as of `install_model`. Raises ModelError: unknown id, wrong checksum, no connection.
        """
        with self._beside_models() as place:
            made = self._with_thresholds(fetch.add_model(model_id, place, file, progress), progress)
            return self._put_in_place(made, record)

    def install_model(
        self,
        folder: Path,
        progress: Callable[[int, int], None] = lambda done, of: None,
        record: Callable[[ModelCard], object] = lambda card: None,
    ) -> ModelCard:
        """Copy a model folder, as the workshop makes them, into the home folder; a model of the same id there is replaced.

        Thresholds that its card lacks are measured on the fictional people. With another network of the same id go its
        templates and what was calibrated for it. record: writes what belongs to it into the same transaction. Raises
        ModelError where the folder is no embedding model, its files are not those of its card, its thresholds are no
        similarities, or the door opens with it now.
        """
        card = ModelCard.read(folder)
        if card.kind != "embedding":
            raise ModelError(f"{card.id} is a model for {card.kind}.", "Only models that know faces can be installed.")
        if not card.card["files"]:
            raise ModelError(f"The model {card.id} names no files.", "Export the model again.")
        if card.id in self.models_in_use | {bundled.id for bundled in find_models(assets() / "models")}:
            raise ModelError(f"The model {card.id} is in use or bundled.", "Give the new one another name.")
        with self._beside_models() as place:
            copy = place / card.id
            copy.mkdir()
            shutil.copyfile(folder / CARD, copy / CARD)
            for name in card.card["files"]:  # nothing that no hash speaks for
                (copy / name).write_bytes(card.content(name))
            made = self._with_thresholds(ModelCard.read(copy), progress)
            return self._put_in_place(made, record)

    @contextmanager
    def _beside_models(self) -> Iterator[Path]:
        """A folder to make a model in, from which it can be moved among the others at once."""
        models = self.home / "models"
        models.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=models, prefix=".installing-") as place:
            yield Path(place)

    def _put_in_place(self, made: ModelCard, record: Callable[[ModelCard], object]) -> ModelCard:
        """Move a model that is ready among the others, together with what is recorded of it; one of the same id goes, and
        what was made with it, unless the networks are the same."""
        target = self.home / "models" / made.id
        try:
            same = target.is_dir() and ModelCard.read(target).files_mark == made.files_mark
        except ModelError:
            same = False
        if not same:
            self.log.forget_vectors(made.id)  # in portions: with a long log no door could record anything meanwhile
        with changing(self.database, self.home, target):
            if not same:
                self.people.replace_templates(made.id, [])
                for fmr in FMRS:
                    self.people.set_setting(calibration_key(made.id, fmr), None)
            record(made)
            made.folder.rename(target)
        return ModelCard.read(target)

    def _with_thresholds(self, card: ModelCard, progress: Callable[[int, int], None]) -> ModelCard:
        """A model whose card has thresholds of every pairing and FMR, measured on the fictional people where it lacks any.

        Raises ModelError for a threshold that is no similarity of strangers.
        """
        table = card.card.get("thresholds", {})
        wanted = [(pairing, fmr) for pairing in Pairing for fmr in FMRS]
        if not isinstance(table, dict) or all(f"{fmr:.0e}" in table.get(p.value, ()) for p, fmr in wanted):
            for pairing, fmr in wanted:
                if not 0 < card.threshold(pairing, fmr) < _MOST_DEMANDED:
                    raise ModelError(
                        f"The model {card.id} calls {card.threshold(pairing, fmr):g} the threshold of {pairing.value} at "
                        f"FMR {fmr:g}.",
                        f"It must be above 0 and below {_MOST_DEMANDED:g}: do not trust it.",
                    )
            return card
        reader = FaceReader.open(assets() / "models", card)
        photos = photo_files(assets() / "demo/people")
        templates = []
        for number, path in enumerate(photos):
            portrait = next(iter(reader.read_photo(load_photo(path))), None)
            if portrait is not None:
                person = int(path.parent.parent.name.rsplit("-", 1)[1])
                templates.append(Template(person, number, portrait.mask, card.id, portrait.vector))
            progress(number + 1, len(photos))
        how = "Thresholds were measured on the fictional people of the demo: calibrate on your own before relying on them."
        weak = f"{card.card.get('weaknesses', 'Not measured on real people.')} {how}"
        words = {**card.card, "thresholds": card_thresholds(templates, FMRS), "weaknesses": weak}
        (card.folder / CARD).write_text(json.dumps(words, indent=1))
        return ModelCard.read(card.folder)

    def activate_model(
        self,
        model_id: str,
        progress: Callable[[int, int], None] = lambda done, of: None,
        record: Callable[[int], object] = lambda count: None,
    ) -> int:
        """Open the door with another model: embed every kept photo with it, then switch. Returns the templates made.

        record: writes what belongs to it, told how many templates were made, into the same transaction.

        The old model's templates stay, so going back is one more call. Raises ModelError, and changes nothing, where the
        model cannot be loaded or answers nonsense.
        """
        card = self.model(model_id)
        for pairing in Pairing:
            card.threshold(pairing, self.settings.recognition.fmr)
        reader = self._networks(card)
        dim = reader.embedder.dim
        if not np.isfinite(Gallery(dim, strangers(list(self.cohorts(card).values()), dim)).crowd.products).all():
            raise ModelError(f"The strangers of {card.id} hold no numbers.", "Export it again.")
        made: list[tuple[int, Vectors]] = []  # the vectors are kept, never all photos
        last, done, of = 0, 0, self.people.count_photos()
        for part in _embedded(reader, self.people.all_photos()):
            made += part
            last, done = part[-1][0], done + len(part)
            progress(done, max(done, of))
        with self._switching:
            before = self.chosen_model
            with self.database.transaction(together=True):
                # Whoever was registered or removed while this ran; nobody else can be before the transaction ends.
                for part in _embedded(reader, self.people.all_photos(after=last)):
                    made += part
                there = self.people.photo_numbers()
                count = self.people.replace_templates(model_id, (one for one in made if one[0] in there))
                self.people.set_setting(_made_by(card), card.files_mark)
                self.people.set_setting(ACTIVE_MODEL, model_id)
                record(count)
            try:
                self._use(_Loaded(card, reader))
            except BaseException:
                self.people.set_setting(ACTIVE_MODEL, before)
                raise
        return count

    def compare_models(self, model_id: str, progress: Callable[[int, int], None] = lambda done, of: None) -> Choice:
        """Hold another model against the one in use, on the photos kept here and by their cards; nothing is changed.

        Raises ModelError where the model cannot be loaded or answers nonsense.
        """
        old, new = self.active_model, self.model(model_id)
        for pairing in Pairing:  # one that knows no faces has none, and is refused before anybody is asked about it
            new.threshold(pairing, self.settings.recognition.fmr)
        of: dict[int, list[Template]] = {}
        for template in self.people.templates(old.id):
            of.setdefault(template.person_id, []).append(template)
        chosen = chosen_people({person: len({t.photo_id for t in ts}) for person, ts in of.items()})
        if not chosen:
            return Choice(old, new, None, None)
        before = [template for person in chosen for template in of[person]]
        photos = {template.photo_id: template for template in before}
        wanted = (photo for photo in self.people.all_photos() if photo.id in photos)
        made: list[Template] = []
        for part in _embedded(self._networks(new), wanted):
            for photo, vector in part:
                known = photos[photo]
                made.append(Template(known.person_id, photo, known.mask, new.id, vector))
            progress(len({template.photo_id for template in made}), len(photos))
        alike = self.people.look_alikes()
        now, then = (
            measure(templates, self._demanded(card, templates, alike), [*self.cohorts(card).values()], alike)
            for card, templates in ((old, before), (new, made))
        )
        return Choice(old, new, now, then)

    def _demanded(
        self, card: ModelCard, templates: Sequence[Template], alike: frozenset[tuple[int, int]]
    ) -> dict[Pairing, float]:
        """What doors would demand with a model that has these templates."""
        fmr, accepted = self.settings.recognition.fmr, self.calibration(card)
        base = {pairing: card.threshold(pairing, fmr) for pairing in Pairing}
        if accepted is not None:
            base = accepted.calibration.thresholds
        return site_thresholds(templates, base, fmr, [*self.cohorts(card).values()], alike)

    @property
    def liveness_measured(self) -> dict[str, Any] | None:
        """What was measured and accepted of this site's liveness check; None: nothing yet, a picture may pass."""
        stored = self.people.setting(LIVENESS_MEASURED)
        try:
            measured: dict[str, Any] = dict(json.loads(stored)) if stored else {}
        except (TypeError, ValueError, RecursionError) as error:
            self._log_once(LIVENESS_MEASURED, f"{LIVENESS_MEASURED} cannot be read, so a PIN is asked for: {error}")
            measured = {}
        # Figures of another network, or of another way to look with it, say nothing of this one.
        return measured if measured and measured.get("mark") == _liveness_mark() else None

    @property
    def liveness_shares(self) -> tuple[Share, Share] | None:
        """See `card_page.liveness_shares`: by what was measured here, else by the card of the network the doors look with."""
        measured = self.liveness_measured
        try:
            metrics = ModelCard.read(assets() / "models" / LIVENESS).card.get("metrics")
        except ModelError:
            metrics = None
        return liveness_shares(measured or (metrics if isinstance(metrics, dict) else {}))

    def accept_liveness(self, report: dict[str, Any], now: datetime) -> None:
        """Take an `evaluate_liveness` report of this site for its measurement. Raises ModelError where it proves too little.

        The worst kind of attack counts; what may be claimed is the interval's upper end.
        """
        if not report["apcer"]:
            raise ModelError("This report measured no attack.", "Put frames of pictures into print/NN/.")
        if report["mark"] != _liveness_mark():
            raise ModelError("Another liveness network was measured than the doors use.", "Measure it again.")
        worst = max(kind["high"] for kind in report["apcer"].values())
        if not worst <= ACCEPTED_APCER:
            needed = math.ceil(3.84 * (1 / ACCEPTED_APCER - 1))
            raise ModelError(
                f"Up to {worst:.0%} of attacks may pass by these figures; at most {ACCEPTED_APCER:.0%} are accepted.",
                f"With no error at all, {needed} presentations of each attack are enough to show it.",
            )
        kept = {key: report[key] for key in ("model", "mark", "bpcer", "apcer")} | {"at": now.isoformat()}
        self.people.set_setting(LIVENESS_MEASURED, json.dumps(kept))

    def cohorts(self, card: ModelCard) -> dict[str, Cohort]:
        """The strangers that come with a model, read once, by name; without those that are left out."""
        known = self._cohorts_of  # once: another thread may be asking for another model's
        if known is None or known[0] != card:
            known = self._cohorts_of = card, read_cohorts(card)
        return {name: one for name, one in known[1].items() if name not in self.cohorts_left_out}

    def policy(self) -> Policy:
        """The thresholds for the target FMR: the site's where they were calibrated, else the card's, raised where the
        registered people or strangers need it."""
        return self._policy_of(self.active_model)

    def _policy_of(self, card: ModelCard) -> Policy:
        chosen = self.settings.recognition
        accepted, alike = self.calibration(card), self.people.look_alikes()
        mark = (card, self.people.templates_mark(card.id), accepted, alike, chosen, self.cohorts_left_out)
        known = self._policies.get(card.id)
        if known is not None and known[0] == mark:
            return known[1]
        base = {pairing: card.threshold(pairing, chosen.fmr) for pairing in Pairing}
        if accepted is not None:
            base = accepted.calibration.thresholds
        if known is not None and isinstance(threading.current_thread(), RecognitionLoop):
            # With many people it takes seconds, in which no door would look at anybody: until it is known, the stricter.
            if self._measuring.acquire(blocking=False):
                self._beside("thresholds", lambda: self._measure(card))
            base = {pairing: max(base[pairing], known[1].thresholds[pairing]) for pairing in Pairing}
            return Policy(base, chosen.margin, chosen.agree, chosen.window)
        cohorts = list(self.cohorts(card).values())
        templates = self.people.templates(card.id)
        measured = site_thresholds(templates, base, chosen.fmr, cohorts, alike)
        people = len({template.person_id for template in templates})
        if accepted is not None:
            people = max(people, accepted.calibration.people)  # what they showed stays shown
        floor = few_people_floor(card, chosen.fmr, people)
        thresholds = {pairing: max(value, floor.get(pairing, value)) for pairing, value in measured.items()}
        policy = Policy(thresholds, chosen.margin, chosen.agree, chosen.window)
        self._policies[card.id] = mark, policy, measured
        return policy

    def _measure(self, card: ModelCard) -> None:
        try:
            self._policy_of(card)
        except Exception:  # the doors go on with the stricter ones
            log.exception("What thresholds the people registered need could not be measured")
        finally:
            self._measuring.release()

    def calibration(self, card: ModelCard, fmr: float | None = None) -> Accepted | None:
        """What was accepted for a model at an FMR (that of the settings unless given); None for nothing, or where the
        model's files are others now."""
        key = calibration_key(card.id, fmr or self.settings.recognition.fmr)
        stored = self.people.setting(key)
        try:
            accepted = Accepted.from_json(stored) if stored else None
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            self._log_once(key, f"{key} cannot be read, so the card's thresholds count: {error!r}")
            accepted = None
        return accepted if accepted is not None and accepted.fits(card) else None

    def calibrate(
        self,
        model_id: str | None = None,
        fmr: float | None = None,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> Calibration:
        """Measure what thresholds a model (the active one unless named) needs among the people registered, for an FMR (that
        of the settings unless given). Nothing is changed: see `Desk.accept_calibration`."""
        card = self.model(model_id) if model_id else self.active_model
        templates, alike = self.people.templates(card.id), self.people.look_alikes()
        return calibrate(templates, card, fmr or self.settings.recognition.fmr, self.cohorts(card), alike, progress)

    def enrolment(self, near_duplicate: float = NEAR_DUPLICATE) -> EnrolmentSession:
        """A new person's registration. near_duplicate: the similarity from which a photo adds nothing to another."""
        loaded = self._open()
        return EnrolmentSession(loaded.reader, self._enrolment_thresholds(loaded, near_duplicate))

    def _enrolment_thresholds(self, loaded: _Loaded, near_duplicate: float = NEAR_DUPLICATE) -> Thresholds:
        card = loaded.card
        self._policy_of(card)
        return Thresholds(
            # As measured: doubting more where few are registered would let somebody be registered twice.
            same_person=self._policies[card.id][2][Pairing.BARE_BARE],
            other_person={pairing: card.threshold(pairing, 1e-3) for pairing in Pairing},
            # Of strangers alone: whoever is given more photos stands in the gallery themselves.
            crowd=strangers(list(self.cohorts(card).values()), loaded.reader.embedder.dim),
            near_duplicate=near_duplicate,
        )

    def bring_up(self, session: EnrolmentSession) -> None:
        """Let a registration that was begun before another model was activated go on with the model there is now."""
        self._follow_model()
        loaded = self._open()
        if session.reader is not loaded.reader:
            session.embed_anew(loaded.reader, self._enrolment_thresholds(loaded))

    def save(self, session: EnrolmentSession, write: Callable[[Gallery], Person]) -> Person:
        """Write a registration, as the model sees it that the doors use by now, and make it known to their gallery."""
        while True:
            self.bring_up(session)
            # Unless yet another model was taken up just now.
            person = self.with_gallery(
                lambda gallery: write(gallery) if session.reader is self.reader and gallery is self.gallery else None
            )
            if person is not None:
                return person

    def door_rule(self, settings: DoorSettings | None = None) -> DoorRule:
        """The rule of a configured door (the first one unless named), made with its settings when it is new."""
        wanted = settings or self.settings.door
        if wanted.name not in self.people.doors():  # and not where its rule cannot be read: a new one admits everybody
            self.people.save_door_rule(wanted.rule())
        return self.people.door_rule(wanted.name)

    def asks_for_pin(self, rule: DoorRule, mode: LivenessMode | None = None) -> bool:
        """Whether this door wants a PIN as well: always, or unless the site has measured the liveness network and the door
        looks with it. mode: how the door tells living people from pictures; by its settings unless given."""
        if rule.second_factor is not SecondFactor.AUTO:
            return rule.second_factor is SecondFactor.PIN
        if mode is None:
            settings = next((one for one in self.settings.doors if one.name == rule.door), self.settings.door)
            mode = LivenessMode(settings.liveness)
        looks = mode in (LivenessMode.PASSIVE, LivenessMode.PASSIVE_ACTIVE)
        return not looks or self.liveness_measured is None

    def doors_lacking_pin(self, person_id: int) -> list[str]:
        """The configured doors that want a PIN, where this person has none."""
        if self.pins.has(person_id):
            return []
        known = set(self.people.doors())  # a door that is new is not given its rule because somebody asks
        return [
            door.name
            for door in self.settings.doors
            if self.asks_for_pin(self.people.door_rule(door.name) if door.name in known else door.rule())
        ]

    def open_door(self, settings: DoorSettings | None = None) -> Door:
        """A configured door, the first one unless named; locked again when the app closes. Its relay is opened beside, and
        anew when it was away; a door that another program has is only watched, see `Door.held`."""
        wanted = settings or self.settings.door
        relay = KeptRelay(lambda: self._open_relay(wanted.relay))
        door = Door(
            wanted.name, relay, self.bus, self.clock, lambda: self._claim_door(wanted.name), wanted.held_seconds
        )
        self._open_doors.append(door)
        if self._ending:  # asked to while the relay was greeted
            door.close()
        return door

    def close_door(self, door: Door) -> None:
        """Lock a door that `open_door` gave, and let go of its relay."""
        if door in self._open_doors:
            self._open_doors.remove(door)
        door.close()
        if all(one.name != door.name for one in self._open_doors):
            self.claims.release(door_file(self.home, door.name))

    def _claim_door(self, name: str) -> str:
        """Take a door for this program; why it cannot be had, empty where it is."""
        try:
            holder = self.claims.take(door_file(self.home, name))
        except OSError as error:
            return f"The door {name} stays shut: {error}"
        return "" if holder is None else f"The door {name} is held by {holder}: this program only watches."

    def _open_relay(self, text: str) -> Relay:
        address = RelayAddress.parse(text)
        port = address.port
        if port and (holder := self._claim_machine(machine_file("port", port))) is not None:
            raise DoorError(f"The serial port {port} is held by {holder}.", "Choose another port, or end that program.")
        return open_relay(address)

    def _record_alarm(self, told: DoorAlarmed) -> None:
        """Put what a door's contacts tell on record; an alarm that cannot be is told all the same."""
        message = _ALARMS[told.reason][0 if told.active else 1]
        reason = told.reason if told.active else Reason.ALARM_OVER
        event = AccessEvent(datetime.now(UTC), told.door, "", Outcome.ALARM, reason, message)
        try:
            event = self.log.record(event)
        except StoreError as error:
            self._log_once(f"alarm of {told.door}", f"An alarm could not be recorded: {error}")
        self.bus.publish(AccessDecided(event, Decision(event.outcome, reason, message)))

    def _claim_camera(self, source: Source) -> str:
        """Take a camera of this machine, which one program alone can read; why it cannot be had, empty where it is."""
        file = camera_file(source)
        holder = None if file is None else self._claim_machine(file)
        return "" if holder is None else f"The camera is held by {holder}, and only one program can read a device."

    def _claim_machine(self, file: Path) -> Holder | None:
        try:
            return self.claims.take(file)
        except OSError as error:  # the system itself opens neither twice
            self._log_once(file.name, f"Who has it cannot be written down: {error}")
            return None

    def station(
        self,
        door: Door,
        search_every: int = 5,
        clock: Callable[[], float] = time.monotonic,
        camera: CameraSettings | None = None,
        liveness: LivenessMode | None = None,
    ) -> Station:
        """A configured camera's (the first one's unless named) view of a door.

        liveness: another check than the door's setting, to measure it.
        """
        settings = next((one for one in self.settings.doors if one.name == door.name), None)
        mode = liveness or LivenessMode((settings or self.settings.door).liveness)
        loaded = self._open()
        rule, trouble = (settings or self.settings.door).rule(), ""
        try:
            rule = self.door_rule(settings)
            zone_of(rule.timezone)
        except Exception as error:
            log.error("The rule of the door %s cannot be read: %s", door.name, error)
            trouble = f"The door stays shut, since its rule cannot be read: {error}"
        station = Station(
            (camera or self.settings.camera).name,
            rule,
            loaded.reader,
            self._gallery_of(loaded),
            self.people,
            self.log,
            door,
            self.bus,
            self._policy_of(loaded.card),
            liveness=LivenessCheck.open(mode, assets() / "models", tries=self._tries.setdefault(door.name, Tries())),
            search_every=search_every,
            clock=clock,
            pins=self.pins if self.asks_for_pin(rule, mode) else None,
        )
        station.trouble = trouble
        return station

    def open_cameras(
        self, cameras: Sequence[CameraSettings] | None = None, *, pace: bool = True, at_once: bool = True
    ) -> None:
        """Open cameras and their doors, every configured one unless named; nothing is recognised before
        `start_recognition`.

        pace: see `CameraReader`. at_once: deliver pictures already now, for a screen; else from `start_recognition` on, so
        that nobody misses a clip's first ones.
        """
        doors: dict[str, Door] = {}
        for settings in cameras or self.settings.cameras:
            wanted = self.settings.door_of(settings)
            if wanted.name not in doors:
                doors[wanted.name] = self.open_door(wanted)
            source, open_capture = self._source(settings)
            camera = CameraReader(
                source,
                settings.name,
                self.bus,
                pace=pace,
                turn=Turn(settings.rotate, settings.mirror),
                open_capture=open_capture,
                clock=self.clock,
                claim=self._claim_camera,
            )
            if source.ends and wanted.relay != "simulated":
                log.warning(
                    "The camera %s is a file, and the door %s has a relay: whoever can change the file opens the door.",
                    settings.name,
                    wanted.name,
                )
            if at_once:
                camera.start()
            self.watches.append(Watch(settings, camera, doors[wanted.name]))

    def _source(self, settings: CameraSettings) -> tuple[Source, Callable[[Source], Capture] | None]:
        """What a configured camera reads, and how. A name that means no camera is that camera's trouble, and no other's."""
        try:
            return parse_source(settings.source), self.open_capture
        except CameraError as error:
            fault = error

        def refuse(source: Source) -> Capture:
            raise CameraError(fault.message, fault.hint)

        return Source(SourceKind.DEVICE, settings.source), refuse

    def start_recognition(
        self,
        on_seen: Callable[[Seen], None] = lambda seen: None,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> RecognitionLoop:
        """Load networks and gallery and begin to recognise who comes before the cameras; takes seconds.

        progress: how many photos the model has seen of those that it must see first, which are all of them where an update
        of the program brought other networks, and takes minutes. Until it has, no door opens: who looks like somebody
        whose photos are missing would be taken for the next best. What it raises ends this; the next start goes on there.
        """
        self._gallery_of(self._open(), progress)
        self._check_size()
        watched = [
            (self.station(watch.door, clock=self.clock, camera=watch.settings), watch.camera) for watch in self.watches
        ]
        by_name = {watch.camera.name: watch for watch in self.watches}

        def show(seen: Seen) -> None:
            by_name[seen.frame.camera].seen = seen
            on_seen(seen)

        self.loop = RecognitionLoop(watched, show, keep_up=self.keep_up)
        self.loop.start()
        for watch in self.watches:
            if not watch.camera.started:
                watch.camera.start()
        return self.loop

    def _check_size(self) -> None:
        """Say where more people are registered than the model was tested with: among many, somebody looks like everybody. The
        doors go on: who is registered already must not be shut out by who came after them."""
        card, people = self.active_model, len(self.people.list())
        tested = card.card.get("gallery_tested")
        if isinstance(tested, int) and people > max(tested, self.settings.recognition.largest_gallery):
            log.error(
                "%d people are registered; the model %s was tested with up to %d. Calibrate it (gatekeeper models calibrate), "
                "choose another, or set recognition.largest_gallery to %d to hear no more of it.",
                *(people, card.id, tested, people),
            )

    def enter_pin(self, camera: str, pin: str, person_id: int, *, now: datetime) -> "Future[AccessEvent]":
        """Hand somebody's PIN to the station of a camera; see `RecognitionLoop.enter_pin`."""
        if self.loop is None:
            raise DoorError("Recognition has not begun.", "Please wait a moment.")
        station = next(one for one in self.loop.stations if one.camera == camera)
        return self.loop.enter_pin(pin, now, station, person_id)

    def liveness_trouble(self, camera: str) -> str:
        """Why liveness cannot be checked before a camera, so that its door stays shut; empty where it can be."""
        stations = self.loop.stations if self.loop is not None else []
        return next((one.liveness_trouble for one in stations if one.camera == camera), "")

    def keep_up(self, station: Station) -> None:
        """Take up what another process, or a page of the window, changed: rules, the model, and who is registered.

        What cannot be read is logged. While that is the door's rule, the door decides nothing and says so; otherwise it goes
        on with what it knows.
        """
        self._take_up("rule", station, self._follow_rule)
        self._take_up("model", station, lambda station: self._follow_model())
        self._take_up("people", station, self._follow_people)
        self._take_up("disk", station, self._follow_disk)

    def _take_up(self, what: str, station: Station, follow: Callable[[Station], None]) -> None:
        key = f"{what} at {station.camera}"
        try:
            follow(station)
        except Exception as error:
            trace = None if isinstance(error, GatekeeperError) else error
            self._log_once(key, f"What changed cannot be taken up ({key}): {error}", trace)
        else:
            self._logged.pop(key, None)

    def _log_once(self, key: str, message: str, trace: Exception | None = None) -> None:
        """Log what would else be logged every second, when it is another than was logged last under this key."""
        if self._logged.get(key) != message:
            self._logged[key] = message
            log.error("%s", message, exc_info=trace)

    def _follow_rule(self, station: Station) -> None:
        try:
            rule = self.people.door_rule(station.rule.door)
            zone_of(rule.timezone)
        except Exception as error:
            why = error.message if isinstance(error, GatekeeperError) else f"{type(error).__name__}: {error}"
            station.trouble = f"The door stays shut, since its rule cannot be read: {why}"
            raise
        station.rule, station.trouble = rule, ""
        station.pins = self.pins if self.asks_for_pin(rule, station.liveness_mode) else None

    def _follow_disk(self, station: Station) -> None:
        """Say at once, and not when somebody comes, that nothing can be put on record any more."""
        if not station.trouble and shutil.disk_usage(self.home).free < _LEAST_FREE_BYTES:
            station.trouble = f"The disk of {self.home} is full, so this door stays shut."

    def _follow_people(self, station: Station) -> None:
        loaded = self._open()
        gallery = self._catch_up(loaded, _CATCH_UP_SECONDS)
        if station.reader is not loaded.reader or station.gallery is not gallery:
            station.renew(loaded.reader, gallery)
        station.policy = self._policy_of(loaded.card)

    def _follow_model(self) -> None:
        """Open the networks of a model that another process activated; where they cannot be, the door goes on with the
        old model whole: its networks, its templates and its thresholds. While a loop recognises, it is done beside it."""
        chosen = self.chosen_model
        current = self._open().card.id
        if chosen == current:
            self._refused = ""  # chosen once more, it may have been mended
        if chosen in (current, self._refused) or not self._switching.acquire(blocking=False):
            return

        def follow() -> None:
            try:
                card = self.model(chosen)
                self._use(_Loaded(card, self._networks(card)))
                self._refused = ""
            except GatekeeperError as error:
                # Said once, not every second; what only the database did not give is asked for again.
                self._refused = chosen if isinstance(error, ModelError) else self._refused
                log.error("The model %s was activated elsewhere and cannot be opened here: %s", chosen, error)
            except Exception:
                self._refused = chosen
                log.exception("The model %s was activated elsewhere and cannot be opened here", chosen)
            finally:
                self._switching.release()

        self._beside("model", follow)

    def _beside(self, name: str, work: Callable[[], None]) -> None:
        """Do what takes seconds: on the recognising thread, where no door would look at anybody meanwhile, on another one."""
        if isinstance(threading.current_thread(), RecognitionLoop):
            thread = threading.Thread(target=work, name=name, daemon=True)
            self._working = [one for one in self._working if one.is_alive()] + [thread]
            thread.start()
        else:
            work()

    @property
    def serving(self) -> bool:
        """Whether doors depend on this program now: they have been opened, and recognition has not failed."""
        return bool(self.watches) and not self._ending and (self.loop is None or self.loop.failure is None)

    @property
    def registered(self) -> bool:
        """Whether the loaded gallery knows anybody; for a screen, without asking the database."""
        gallery = self._loaded.gallery if self._loaded is not None else None
        return gallery is not None and len(gallery) > 0

    def with_gallery(self, work: Callable[[Gallery], T]) -> T:
        """Run work on the gallery where it is owned, between two frames of the running loop, and wait for the result."""

        def between_frames(station: Station) -> T:
            loaded = self._open()
            gallery = self._gallery_of(loaded)
            if station.reader is not loaded.reader or station.gallery is not gallery:  # not taken up yet
                station.renew(loaded.reader, gallery)
                station.policy = self._policy_of(loaded.card)
            return work(gallery)

        if self.loop is not None and self.loop.is_alive():
            return self.loop.submit(between_frames).result()
        return work(self.gallery)

    def update_gallery(self) -> None:
        """Let the doors know, before this returns, what was just written to the database about people and their photos. A
        gallery that is not loaded yet will read it there."""
        loaded = self._loaded
        if (loaded is not None and loaded.gallery is not None) or (self.loop is not None and self.loop.is_alive()):
            self.with_gallery(lambda gallery: self._catch_up(self._open()))

    def wipe_erased(self) -> bool:
        """Wipe what was erased out of the WAL, and delete copies of the database made before an update; whether that is done.

        It cannot be while another program is reading: that is remembered, for `finish_erasing`.
        """
        self.database.delete_earlier_copies()
        done = self.database.checkpoint()
        if not done:
            self.people.set_setting(ERASING, "1")
        return done

    def finish_erasing(self) -> bool:
        """Wipe what could not be wiped when it was erased; whether nothing is left of it."""
        if self.people.setting(ERASING) is None:
            return True
        if not self.wipe_erased():
            return False
        self.people.set_setting(ERASING, None)
        self.database.checkpoint()
        return True

    def lock_doors(self) -> None:
        """Lock every door now, whoever it is open for; the next who may pass opens it again."""
        wait([door.lock() for door in list(self._open_doors)], 5)

    def close_doors(self) -> None:
        """Lock every door for good and decide nothing any more; from any thread. The rest is for `close`."""
        self._ending = True
        if self.loop is not None:
            self.loop.end()
        doors = list(self._open_doors)
        for door in doors:  # all at once: a relay that hangs keeps no other door open
            door.begin_to_close()
        for door in doors:
            door.close()
            self.claims.release(door_file(self.home, door.name))

    def close(self) -> None:
        """Lock the doors, end recognition and cameras, then close the database; whatever of it fails stops nothing else."""
        with ExitStack() as rest:
            rest.callback(self.database.close)
            rest.callback(self.claims.close)
            for watch in self.watches:
                rest.callback(watch.camera.close)
            for thread in self._working:
                rest.callback(thread.join)
            if self.loop is not None:
                rest.callback(self.loop.close)
            self.close_doors()


def open_app(
    home: Path,
    settings: Settings | None = None,
    *,
    prefer_keyring: bool = True,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> App:
    """Open (or make) the program's home. Raises VaultError, StoreError or ConfigError; nothing is overwritten.

    progress: how far it is to bring an older version's database up to date, see `Database.open`.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"The home folder {home} cannot be made: {error}", "Name another one with --home.") from error
    if settings is None:
        Settings.load(home)  # what is wrong with it is said before anything is made
    key = database_key(home, prefer_keyring=prefer_keyring)
    database = Database.open(home / DATABASE_FILE, key, progress=progress)
    try:
        settled(home)
        repair(database, home)
        opened = App(home, settings or Settings.load(home), database, Bus())
        opened.finish_erasing()
        return opened
    except BaseException:
        database.close()
        raise


def find_model(home: Path, model_id: str | None = None) -> ModelCard:
    """A bundled or added model by its id, the default one for None. Raises ModelError that lists what there is."""
    wanted = model_id or DEFAULT_MODEL
    cards = find_models(assets() / "models", home / "models")
    for card in cards:
        if card.id == wanted:
            return card
    for folder in (assets() / "models", home / "models"):
        if Path(wanted).name == wanted and (folder / wanted / CARD).is_file():
            ModelCard.read(folder / wanted)  # says what is wrong with it
    raise ModelError(f"There is no model {wanted!r}.", f"There are: {', '.join(card.id for card in cards)}.")


def _liveness_mark() -> str:
    """That of the network the doors look with; see `LivenessCheck.open`. Empty, which nothing measured has, for none."""
    try:
        return liveness_mark(ModelCard.read(assets() / "models" / LIVENESS))
    except ModelError:
        return ""


def _embedded(reader: FaceReader, photos: Iterable[Photo]) -> Iterator[list[tuple[int, Vectors]]]:
    """(photo number, vector), of a few photos at a time. Raises ModelError where a vector holds no numbers."""
    left = iter(photos)
    while part := list(itertools.islice(left, _PHOTOS_AT_A_TIME)):
        part = [photo for photo in part if as_crop(photo.chip).shape == (CROP_PX, CROP_PX, 3)]
        if not part:
            continue
        vectors = reader.enrolment_vectors([photo.chip for photo in part])
        if not np.isfinite(vectors).all():
            model = reader.embedder.model_id
            raise ModelError(f"The model {model} gives no numbers for some photos.", "Export it again.")
        yield [(photo.id, vector) for photo, vector in zip(part, vectors, strict=True)]


def _made_by(card: ModelCard) -> str:
    """Under which it is stored what a model's templates were made with."""
    return f"{MADE_BY}{card.id}"


def calibration_key(model_id: str, fmr: float) -> str:
    """Under which a calibration is stored."""
    return f"calibration/{model_id}/{fmr:.0e}"
