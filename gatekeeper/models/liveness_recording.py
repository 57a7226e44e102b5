"""Measures a site's liveness figures before the camera: living people, their photo, a phone.

No picture is stored: only the network's score of each frame is kept.
"""

import math
from dataclasses import dataclass
from typing import Any

from gatekeeper.domain import Image, MaskState
from gatekeeper.models.liveness_evaluation import Look, liveness_report, look_at
from gatekeeper.vision.liveness import PassiveLiveness
from gatekeeper.vision.pipeline import FacePipeline

AWAY_FRAMES = 2  # consecutive frames without a face: the picture was taken away


@dataclass(frozen=True, slots=True)
class Step:
    """Something that one person does before the camera. kind: as in a report; name: of the step; presentations: how many are
    taken in it; mask: in which state of the mask, None for any."""

    kind: str
    name: str
    presentations: int
    mask: MaskState | None = None


def steps(presentations: int) -> tuple[Step, ...]:
    """What each person does, one after the other. presentations: how many of each attack."""
    living = math.ceil(presentations / 3)
    return (
        Step("live", "facing", living, MaskState.BARE),
        Step("live", "turning", living),
        Step("live", "masked", living, MaskState.MASKED),
        Step("print", "print", presentations),
        Step("phone", "phone", presentations),
    )


class LivenessRecording:
    """A measurement in progress. `take` may be called on another thread than the rest, one call at a time.

    A presentation is a window of frames. The next one counts only after a gap without a face: windows of a photo held up all
    the time are one trial and would make the interval too narrow.

    people: how many have taken part in it, each of whom agreed.
    """

    def __init__(self, reader: FacePipeline, network: PassiveLiveness, presentations: int) -> None:
        self._reader, self._network = reader, network
        self.steps = steps(presentations)
        self._runs: list[tuple[str, list[Look]]] = []
        self._who: list[int] = []  # whose run each is
        self.people = 0
        self._away = AWAY_FRAMES  # frames in a row without a face, since the last presentation
        self._step = len(self.steps)
        self.begin_person()

    @property
    def step(self) -> Step | None:
        """The current step; None once this person has completed all."""
        return self.steps[self._step] if self._step < len(self.steps) else None

    @property
    def number(self) -> int:
        """Of the step, from 0 on."""
        return self._step

    @property
    def share(self) -> float:
        """How much of the step is done, 0 to 1."""
        step = self.step
        return 1.0 if step is None else len(self._runs[-1][1]) / (step.presentations * self._network.window)

    @property
    def done(self) -> int:
        """How many presentations of the step there are."""
        return len(self._runs[-1][1]) // self._network.window

    @property
    def between(self) -> bool:
        """Whether the next presentation waits for a frame without a face."""
        return self._away < AWAY_FRAMES

    def begin_person(self) -> None:
        """Another person comes, who has agreed."""
        self.people += 1
        self._step = -1
        self.next()

    def next(self) -> None:
        """Continue with the next step; what was seen in this one counts."""
        self._step += 1
        self._away = AWAY_FRAMES
        if (step := self.step) is not None:
            self._runs.append((step.kind, []))
            self._who.append(self.people)

    def again(self) -> None:
        """Restart this step."""
        self._away = AWAY_FRAMES
        if self.step is not None:
            self._runs[-1] = (self.step.kind, [])

    def take(self, image: Image) -> Look:
        """Process a frame of the current step. It counts if it shows a face in the requested mask state."""
        step, run = self.step, self._runs[-1][1]
        look = look_at(self._reader, self._network, image)
        if run is self._runs[-1][1] and self.between:
            self._away = 0 if math.isfinite(look.score) else self._away + 1
            return look
        # Added to this step's run, even if the step has changed: a living face must never count as a picture.
        fits = step is not None and math.isfinite(look.score) and step.mask in (None, look.mask)
        if fits and step is not None and len(run) < step.presentations * self._network.window:
            run.append(look)
            if run is self._runs[-1][1] and len(run) % self._network.window == 0:
                self._away = 0
        return look

    @property
    def enough(self) -> bool:
        """Whether there are figures: of living people, and of an attack."""
        kinds = {kind for kind, run in self._runs if run}
        return "live" in kinds and len(kinds) > 1

    def report(self) -> dict[str, Any]:
        """As `evaluate_liveness`, how many people took part (`people`), and of how many each kind was seen
        (`shown`). Only where there is `enough`."""
        looks: dict[str, list[list[Look]]] = {}
        for kind, run in self._runs:
            looks.setdefault(kind, []).append(run)
        return {
            "model": self._network.model_id,
            "people": self.people,
            "shown": {
                kind: len(
                    {
                        person
                        for person, (run_kind, run) in zip(self._who, self._runs, strict=True)
                        if run_kind == kind and run
                    }
                )
                for kind in looks
            },
            **liveness_report(looks, self._network),
        }
