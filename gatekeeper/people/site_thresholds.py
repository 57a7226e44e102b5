"""The thresholds in use at this site: those of a model's card or of an accepted calibration, raised if the people registered
here, or strangers, require it."""

import logging
import threading
from collections.abc import Callable, Sequence

from gatekeeper.config import Settings
from gatekeeper.domain import Pairing, Template
from gatekeeper.door.access import Policy
from gatekeeper.door.loop import Helpers, on_recognition_thread
from gatekeeper.events import LoggedOnce
from gatekeeper.models.card import ModelCard
from gatekeeper.people.calibration import Accepted, Calibration, calibrate, few_people_floor, site_thresholds
from gatekeeper.people.enrolment import NEAR_DUPLICATE, Thresholds
from gatekeeper.people.strangers import Cohort, read_cohorts, strangers
from gatekeeper.progress import Progress, silent
from gatekeeper.store.people import PeopleStore

log = logging.getLogger(__name__)


class SiteThresholds:
    """The thresholds of every model, recomputed when their inputs have changed. settings: returns those in force. helpers: runs
    measurements that doors cannot wait for. left_out: names of cohorts to leave out because they are being
    measured."""

    def __init__(
        self, settings: Callable[[], Settings], people: PeopleStore, helpers: Helpers, complaints: LoggedOnce
    ) -> None:
        self._settings, self._people, self._helpers, self._complaints = settings, people, helpers, complaints
        self.left_out: frozenset[str] = frozenset()
        self._cohorts: tuple[ModelCard, dict[str, Cohort]] | None = None
        # By model: the inputs, and the measurement before the raise for few people.
        self._policies: dict[str, tuple[object, Policy, dict[Pairing, float]]] = {}
        self._measuring = threading.Lock()  # held while it is measured in the background

    def cohorts(self, card: ModelCard) -> dict[str, Cohort]:
        """The cohorts of strangers of a model, read once, by name; without those that are left out."""
        cached = self._cohorts  # read once: another thread may be asking for another model's
        if cached is None or cached[0] != card:
            cached = self._cohorts = card, read_cohorts(card)
        return {name: cohort for name, cohort in cached[1].items() if name not in self.left_out}

    def policy(self, card: ModelCard) -> Policy:
        """The thresholds for the target FMR: the site's if it was calibrated, otherwise the card's, raised if the registered
        people or strangers need it."""
        chosen = self._settings().recognition
        accepted, alike = self.calibration(card), self._people.look_alikes()
        made_from = (card, self._people.templates_revision(card.id), accepted, alike, chosen, self.left_out)
        cached = self._policies.get(card.id)
        if cached is not None and cached[0] == made_from:
            return cached[1]
        base = self._base(card)
        if cached is not None and on_recognition_thread():
            # With many people this takes seconds, during which doors must keep working: use the stricter thresholds until then.
            if self._measuring.acquire(blocking=False):
                self._helpers.run("thresholds", lambda: self._measure(card))
            base = {pairing: max(base[pairing], cached[1].thresholds[pairing]) for pairing in Pairing}
            return Policy(base, chosen.margin, chosen.agree, chosen.window)
        cohorts = list(self.cohorts(card).values())
        templates = self._people.templates(card.id)
        measured = site_thresholds(templates, base, chosen.fmr, cohorts, alike)
        people = len({template.person_id for template in templates})
        if accepted is not None:
            people = max(people, accepted.calibration.people)  # what more people have shown stays valid
        floor = few_people_floor(card, chosen.fmr, people)
        thresholds = {pairing: max(value, floor.get(pairing, value)) for pairing, value in measured.items()}
        policy = Policy(thresholds, chosen.margin, chosen.agree, chosen.window)
        self._policies[card.id] = made_from, policy, measured
        return policy

    def _measure(self, card: ModelCard) -> None:
        try:
            self.policy(card)
        except Exception:  # the doors keep the stricter thresholds
            log.exception("What thresholds the people registered need could not be measured")
        finally:
            self._measuring.release()

    def _base(self, card: ModelCard) -> dict[Pairing, float]:
        accepted = self.calibration(card)
        if accepted is not None:
            return accepted.calibration.thresholds
        return {pairing: card.threshold(pairing, self._settings().recognition.fmr) for pairing in Pairing}

    def demanded(
        self, card: ModelCard, templates: Sequence[Template], alike: frozenset[tuple[int, int]]
    ) -> dict[Pairing, float]:
        """The thresholds doors would use with a model that has these templates."""
        fmr = self._settings().recognition.fmr
        return site_thresholds(templates, self._base(card), fmr, [*self.cohorts(card).values()], alike)

    def for_enrolment(self, card: ModelCard, dim: int, near_duplicate: float = NEAR_DUPLICATE) -> Thresholds:
        """The limits for a registration's photos. dim: the length of the model's vectors."""
        self.policy(card)
        return Thresholds(
            # As measured: stricter limits with few people would let somebody be registered twice.
            same_person=self._policies[card.id][2][Pairing.BARE_BARE],
            other_person={pairing: card.threshold(pairing, 1e-3) for pairing in Pairing},
            # Strangers only: a person who gets more photos is in the gallery themselves.
            crowd=strangers(list(self.cohorts(card).values()), dim),
            near_duplicate=near_duplicate,
        )

    def calibration(self, card: ModelCard, fmr: float | None = None) -> Accepted | None:
        """The accepted calibration of a model at an FMR (that of the settings unless given); None if there is none, or if it no
        longer fits, see `outdated`."""
        accepted = self._accepted(card, fmr)
        return accepted if accepted is not None and accepted.fits(card) else None

    def outdated(self, card: ModelCard) -> bool:
        """Whether a calibration was accepted and no longer counts: the model's files have changed since, or the comparison."""
        accepted = self._accepted(card)
        return accepted is not None and not accepted.fits(card)

    def _accepted(self, card: ModelCard, fmr: float | None = None) -> Accepted | None:
        key = calibration_key(card.id, fmr or self._settings().recognition.fmr)
        stored = self._people.setting(key)
        try:
            return Accepted.from_json(stored) if stored else None
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            self._complaints.error(key, f"{key} cannot be read, so the card's thresholds count: {error!r}")
            return None

    def calibrate(self, card: ModelCard, fmr: float | None = None, progress: Progress = silent) -> Calibration:
        """Measure which thresholds a model needs among the registered people, for an FMR (that of the settings unless given).
        Nothing is changed: see `Desk.accept_calibration`."""
        templates, alike = self._people.templates(card.id), self._people.look_alikes()
        return calibrate(templates, card, fmr or self._settings().recognition.fmr, self.cohorts(card), alike, progress)


def calibration_key(model_id: str, fmr: float) -> str:
    """The settings key of a calibration."""
    return f"calibration/{model_id}/{fmr:.0e}"
