"""The steps of setting up a site, and which of them are done."""

from dataclasses import dataclass
from enum import StrEnum

from gatekeeper.app import App
from gatekeeper.domain import MaskState


class Step(StrEnum):
    """The steps, in the best order."""

    ADMINISTRATOR = "administrator"
    CAMERA = "camera"
    DOOR = "door"
    PERSON = "person"
    LIVENESS = "liveness"
    CALIBRATED = "calibrated"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """done: the completed steps; the list is over once all are done."""

    done: frozenset[Step]

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.done == frozenset(Step)


def first_steps(app: App) -> FirstSteps:
    """Which steps are done. Reads the database, so do not call it on the window's thread."""
    people = app.people.list()
    settings, card = app.settings, app.models.active

    def both_ways(person_id: int) -> bool:
        kinds = {photo.mask for photo in app.people.photos(person_id) if not photo.impostor}
        return MaskState.BARE in kinds and MaskState.MASKED in kinds

    done = {
        Step.ADMINISTRATOR: not app.accounts.first_start,
        Step.CAMERA: any(watch.camera.frames.newest is not None for watch in app.live.watches),
        Step.DOOR: any(door.relay != "simulated" for door in settings.doors),
        Step.PERSON: any(both_ways(person.id) for person in people[:20]),
        Step.LIVENESS: app.liveness.measured is not None,
        Step.CALIBRATED: app.thresholds.calibration(card) is not None,
        Step.BACKUP: bool(settings.backup.to),
    }
    return FirstSteps(frozenset(step for step, finished in done.items() if finished))
