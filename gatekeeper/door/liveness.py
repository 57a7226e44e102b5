"""How a door checks that a living person is there: the checks of its setting, combined, for one track.

A check that cannot run (no model, no depth camera, an exception, nothing usable in time) answers "not checked", which keeps the
door shut as a picture does, with a reason of its own. Nothing here ever answers "alive" by default."""

import logging
import math
import random
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from gatekeeper.domain import Face, Frame, Liveness, LivenessMode, LivenessState, MaskState
from gatekeeper.errors import GatekeeperError, ModelError
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.depth import DepthLimits, relief
from gatekeeper.vision.head_turn import BARE, MASKED, HeadTurn, Phase, begin, step
from gatekeeper.vision.liveness import PassiveLiveness

log = logging.getLogger(__name__)
MODEL = "liveness"
PATIENCE_SECONDS = 3.0  # from the first frame until a check without enough usable frames gives up
_LOOK_AGAIN = 5  # once its window is full, a check looks at one frame in this many
_DEPTH_WINDOW = 5
_MOST_WITHOUT_DEPTH = 5  # frames in a row: depth cameras now and then deliver one without
MOST_TRIES = 5
MOST_WRONG_TURNS = (
    10  # of a door, whatever the person: a living head may turn the wrong way too, a picture never passes as alive
)
PAUSE_SECONDS = 60.0
FORGOTTEN_SECONDS = 900.0

_NOT_LIVE = Message("This looks like a picture of a person. Please step away and come again yourself.")
_TURNED_WRONG = Message("You did not turn as asked. Please step away and come again.")
_UNMOVED = Message("This face does not move. Please step away and come again.")
_NO_TURN = Message("No turn of the head was seen in time. Please step away and come again.")


@dataclass
class Row:
    """Failed checks in a row, of one door or of one person at it. After this many, checks pause for a while, which grows with
    each further failure. A person who passes as alive ends the row, and so does a quarter of an hour."""

    most: int
    failed: int = 0
    failed_at: float = 0.0
    until: float = 0.0

    def fail(self, now: float) -> None:
        """Count a failed check. at: monotonic seconds."""
        self.failed = self.failed + 1 if now - self.failed_at < FORGOTTEN_SECONDS else 1
        self.failed_at = now
        if self.failed >= self.most:
            self.until = now + min(PAUSE_SECONDS * 2.0 ** min(self.failed - self.most, 10), FORGOTTEN_SECONDS)

    def is_last(self, now: float) -> bool:
        """Whether the next failed check pauses them."""
        return self.failed + 1 >= self.most and now - self.failed_at < FORGOTTEN_SECONDS

    def wait(self, now: float) -> float:
        """For how many more seconds checks are paused."""
        return max(0.0, self.until - now)


@dataclass
class Tries:
    """The failed checks at one door, from all its cameras.

    A picture counts against the door, and so does a head that turned in another direction than asked: an attacker with a
    picture or a film may have more of them, showing other people. A head that did not turn counts only against the person it
    shows: people who do not look at the screen must not keep others out.
    """

    pictures: Row = field(default_factory=lambda: Row(MOST_TRIES))
    turns: Row = field(default_factory=lambda: Row(MOST_WRONG_TURNS))
    people: dict[int, Row] = field(default_factory=dict)

    def fail(self, person_id: int, now: float, why: str) -> None:
        """Count a failed check. at: monotonic seconds; why: what the person is told."""
        if why == _NOT_LIVE:
            self.pictures.fail(now)
        elif why == _TURNED_WRONG:
            self.turns.fail(now)
        self.people = {key: row for key, row in self.people.items() if now - row.failed_at < FORGOTTEN_SECONDS}
        self.people.setdefault(person_id, Row(MOST_TRIES)).fail(now)

    def succeed(self, person_id: int) -> None:
        """This person passed the check."""
        self.pictures.failed = self.turns.failed = 0
        self.people.pop(person_id, None)

    def wait(self, person_id: int, now: float) -> float:
        """For how many more seconds this person is not checked; 0 if they are."""
        person = self.people.get(person_id)
        return max(self.wait_of_door(now), person.wait(now) if person is not None else 0.0)

    def is_last(self, person_id: int, now: float) -> bool:
        """Whether this person is checked now, and if they look like a picture, checks of theirs, or of everybody, pause."""
        rows = (self.pictures, self.people.get(person_id, self.pictures))
        return not self.wait(person_id, now) and any(row.is_last(now) for row in rows)

    def wait_of_door(self, now: float) -> float:
        """For how many more seconds nobody is checked."""
        return max(self.pictures.wait(now), self.turns.wait(now))


@dataclass
class LivenessCheck:
    """One door's checks. trouble: why none can run, or empty."""

    mode: LivenessMode
    passive: PassiveLiveness | None = None
    trouble: str = ""
    rng: random.Random = field(default_factory=random.SystemRandom)
    depth_limits: DepthLimits = field(default_factory=DepthLimits)
    tries: Tries = field(default_factory=Tries)

    @staticmethod
    def open(
        mode: LivenessMode, models: Path, rng: random.Random | None = None, tries: Tries | None = None
    ) -> "LivenessCheck":
        """Open the checks of a mode; models: the folder of bundled models. A model that cannot be loaded is not an error here:
        every answer is then "not checked", with the reason."""
        check = LivenessCheck(mode, rng=rng or random.SystemRandom(), tries=tries or Tries())
        if mode in (LivenessMode.PASSIVE, LivenessMode.PASSIVE_ACTIVE):
            try:
                check.passive = PassiveLiveness(ModelCard.read(models / MODEL))
            except ModelError as error:
                log.error("Liveness cannot be checked: %s", error)
                check.trouble = error.message
        return check

    def begin(self) -> "LivenessSession | None":
        """The check of a new track; None if the door requires none."""
        return None if self.mode is LivenessMode.OFF else LivenessSession(self)


class LivenessSession:
    """The check of one track. One owner, one thread."""

    def __init__(self, check: LivenessCheck) -> None:
        self._check = check
        self._scores: deque[float] = deque(maxlen=check.passive.window if check.passive else _DEPTH_WINDOW)
        self._trouble = check.trouble
        self._frames = 0
        self._without_depth = 0  # frames in a row
        self._since: float | None = None
        self._turn: HeadTurn | None = None
        self._bare = True
        self._end: Liveness | None = None

    @property
    def request(self) -> str:
        """The request to the person, or empty."""
        return self._turn.request if self._turn is not None and self._end is None else ""

    @property
    def over(self) -> bool:
        """Whether it needs to look at no more frames: it has refused, or cannot run."""
        return self._end is not None or bool(self._trouble)

    @property
    def found_picture(self) -> bool:
        """Whether it has refused what it saw as a picture."""
        return self._end is not None and self._end.message == _NOT_LIVE

    def turned(self, face: Face) -> bool:
        """Whether this head has turned away, as heads do that are asked to turn."""
        return bool(self.request) and self._turn is not None and self._turn.turned(face.landmarks)

    def look(self, frame: Frame, face: Face, mask: MaskState, *, usable: bool, score: float | None = None) -> None:
        """Process one frame of the track in which its face was compared. usable: whether the picture of the face is good enough
        to be judged; a head that is turning as asked is not. score: of the passive check, if a graphics card has already
        computed it."""
        self._since = frame.taken_at if self._since is None else self._since
        if self._turn is None:
            self._bare = mask is MaskState.BARE
        if self.over:
            return
        try:
            self._look(frame, face, usable, score)
        except GatekeeperError as error:
            self._trouble = error.message
        except Exception as error:  # no failure here may open a door, or stop the loop that keeps it shut
            log.exception("The liveness check failed")
            self._trouble = Message("{kind}: {error}", kind=type(error).__name__, error=error)

    def _look(self, frame: Frame, face: Face, usable: bool, score: float | None) -> None:
        if self._turn is not None:
            self._turn = step(self._turn, face.landmarks, frame.taken_at)
        full = len(self._scores) == self._scores.maxlen
        self._frames += 1
        if not usable or (full and self._frames % _LOOK_AGAIN):
            return
        if self._check.mode is LivenessMode.DEPTH:
            self._measure(frame, face)
        else:
            assert self._check.passive is not None
            self._scores.append(float(self._check.passive.scores(frame.image, [face])[0]) if score is None else score)

    def _measure(self, frame: Frame, face: Face) -> None:
        if frame.depth is None:
            self._without_depth += 1
            self._frames -= 1  # so that the next frame is looked at in place of this one
            if self._without_depth == _MOST_WITHOUT_DEPTH:
                self._trouble = Message("the camera delivers no depth")
            return
        self._without_depth = 0
        limits = self._check.depth_limits
        found = relief(frame.depth, face)
        if found.known >= limits.known and found.noise_mm <= limits.noise_mm:
            self._scores.append(found.mm)

    def answer(self, now: float, person_id: int) -> Liveness | None:
        """The result of the check at monotonic time `now` for a recognised person; None while it must see more.

        With the active check, the first call in which the passive check is satisfied makes the first request.
        """
        tries = self._check.tries
        if self._end is None:
            if wait := tries.wait(person_id, now):
                seconds = math.ceil(wait)
                why = (
                    Message("Too many checks have failed at this door. Please wait {n} second(s).", n=seconds)
                    if tries.wait_of_door(now) == wait
                    else Message(
                        "Your check has failed too often. Please wait {n} second(s), or ask at the door desk.",
                        n=seconds,
                    )
                )
                return self._unchecked(why)
            self._end = self._answer(now)
            if self._end is not None and self._end.state is LivenessState.LIVE:
                # Alive now; if the answer is asked for again on a later frame, the check looks at more frames.
                alive, self._end = self._end, None
                tries.succeed(person_id)
                return alive
            if self._end is not None and (self._end.state is LivenessState.NOT_LIVE or self._end.message == _NO_TURN):
                tries.fail(person_id, now, self._end.message)
        return self._end

    def _answer(self, now: float) -> Liveness | None:
        if self._trouble:
            return self._unchecked(
                Message(
                    "Liveness could not be checked ({trouble}). Please ask at the door desk.", trouble=self._trouble
                )
            )
        if len(self._scores) < (self._scores.maxlen or 0):
            if self._since is not None and now - self._since > PATIENCE_SECONDS and self._turn is None:
                return self._unchecked(
                    Message(
                        "Liveness could not be checked in time. {remedy}",
                        remedy=Message("Please come closer and hold still."),
                    )
                )
            return None
        score = fmean(self._scores)
        depth = self._check.mode is LivenessMode.DEPTH
        assert depth or self._check.passive is not None
        limit = self._check.depth_limits.relief_mm if self._check.passive is None else self._check.passive.threshold
        if not score >= limit:  # NaN is not alive either
            return Liveness(LivenessState.NOT_LIVE, score, limit, _NOT_LIVE)
        if self._check.mode is not LivenessMode.PASSIVE_ACTIVE:
            return Liveness(LivenessState.LIVE, score, limit)
        return self._turned(now)

    def _turned(self, now: float) -> Liveness | None:
        if self._turn is None:
            self._turn = begin(self._check.rng, now, BARE if self._bare else MASKED)
        turn = self._turn = step(self._turn, None, now)
        limit = turn.limits.parallax
        if turn.phase is Phase.PASSED:
            return Liveness(LivenessState.LIVE, turn.best, limit)
        if turn.phase is Phase.FAILED:
            return Liveness(LivenessState.NOT_LIVE, turn.best, limit, _TURNED_WRONG)
        if turn.phase is Phase.EXPIRED:
            return self._unchecked(_NO_TURN)
        return None

    def unmoved(self) -> Liveness:
        """The answer to a face that must move before it is checked."""
        return self._unchecked(_UNMOVED)

    def _unchecked(self, message: str) -> Liveness:
        return Liveness(LivenessState.UNCHECKED, None, None, message)
