"""The demo: a temporary home with fictional people, and simulated visits through the real pipeline.

Every picture becomes a short clip at 15 frames a second with jitter, changing light and noise, as a camera would deliver
it, so that tracking and voting work as with a camera. Clips are played as fast as they are processed; the station's clock is
the clip's, plus the real processing time of each frame.
"""

import itertools
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from gatekeeper.app import App
from gatekeeper.capture.photos import load_photo
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.domain import Frame, Image, LivenessMode, MaskState, Outcome, Reason
from gatekeeper.door.visit import Seen
from gatekeeper.door_rule import MaskRule, SecondFactor
from gatekeeper.paths import assets
from gatekeeper.people.folder_import import people_folders
from gatekeeper.timezones import utc_now

FPS = 15.0
FRAMES_PER_VISIT = 15
FRAME_SIZE = (480, 640)
_GREY = 128  # what noise is added to, so that it fits into uint8


@dataclass(frozen=True, slots=True)
class Visit:
    """One picture of a visitor. mask: as the folder's name says (masked/, bare/); None where it says nothing."""

    name: str
    picture: Path
    mask: MaskState | None


def demo_settings() -> Settings:
    """The demo's settings. The liveness check is off, because the demo's people are still pictures.

    Nor do they have PINs to type. Besides the front door there is one for each other rule about masks.
    """
    doors = {"door": MaskRule.OPTIONAL, "laboratory": MaskRule.REQUIRED, "cash desk": MaskRule.OFF}
    off, none = LivenessMode.OFF.value, SecondFactor.NONE.value
    return Settings(
        doors=tuple(
            DoorSettings(name, liveness=off, mask=rule.value, second_factor=none) for name, rule in doors.items()
        )
    )


def visits_of(folder: Path) -> list[Visit]:
    """Every picture of a folder of people, interleaved so that nobody comes twice in a row."""
    rounds: dict[int, list[Visit]] = defaultdict(list)
    for name, files in people_folders(folder).items():
        for turn, path in enumerate(files):
            kind = path.parent.name
            mask = MaskState(kind) if kind in set(MaskState) else None
            rounds[turn].append(Visit(name, path, mask))
    return [visit for turn in sorted(rounds) for visit in rounds[turn]]


def cohorts_to_leave_out(visits: Sequence[Visit]) -> frozenset[str]:
    """The model's cohorts that contain some of these visitors, which must not influence the thresholds."""
    strangers = {folder.name for folder in (assets() / "demo/visits").glob("stranger-*")}
    return frozenset({"strangers"} if any(visit.name in strangers for visit in visits) else ())


def clip(picture: Image, seed: int, frames: int = FRAMES_PER_VISIT) -> Iterator[Image]:
    """A still picture as a camera sees a person standing there: uint8 (480, 640, 3) frames with movement, flicker and noise."""
    height, width = FRAME_SIZE
    rng = np.random.default_rng(seed)
    scale = height / max(picture.shape[:2])
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    person = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=interpolation), np.uint8)
    # The room behind is the picture's own border, blurred: at an eighth of the size, where that is cheap.
    room = cv2.GaussianBlur(cv2.resize(picture[:8], (width // 8, height // 8)), (0, 0), 2)
    room = cv2.resize(room, (width, height), interpolation=cv2.INTER_LINEAR)
    x, y = (width - person.shape[1]) / 2, (height - person.shape[0]) / 2
    drift, light = np.zeros(2), 1.0
    noise = np.clip(rng.normal(_GREY, 3, (height, width, 3)), 0, 255).astype(np.uint8)
    for _ in range(frames):
        drift = 0.8 * drift + rng.normal(0, 1.5, 2)
        light = 1 + 0.8 * (light - 1) + rng.normal(0, 0.02)
        angle, zoom = rng.normal(0, 0.4), 1 + rng.normal(0, 0.006)
        matrix = cv2.getRotationMatrix2D((person.shape[1] / 2, person.shape[0] / 2), angle, zoom)
        matrix = matrix + np.array([[0, 0, x + drift[0]], [0, 0, y + drift[1]]])
        frame = cv2.warpAffine(
            person, matrix, (width, height), dst=room.copy(), borderMode=cv2.BORDER_TRANSPARENT, flags=cv2.INTER_LINEAR
        )
        # Rolling noise costs a tenth of drawing new noise.
        rustle = np.roll(noise, tuple(int(step) for step in rng.integers(0, 400, 2)), (0, 1))
        yield np.asarray(cv2.addWeighted(frame, light, rustle, 1.0, -_GREY), np.uint8)


class DemoCamera:
    """An endless sequence of fictional visitors, as a camera would deliver it, in real time.

    Reads as `cv2.VideoCapture` does. first: who comes first, so that two doors do not show the same person;
    empty_frames: of the room alone between two people, so that nobody is taken for the one before.
    """

    def __init__(
        self, visits: Sequence[Visit], first: int = 0, frames_per_visit: int = 60, empty_frames: int = 15
    ) -> None:
        first %= max(len(visits), 1)
        self._frames = self._play([*visits[first:], *visits[:first]], frames_per_visit, empty_frames)
        self._due = time.monotonic()

    def read(self) -> tuple[bool, Image]:
        """The next picture, BGR as OpenCV's, when its time has come."""
        frame = next(self._frames)
        self._due = max(self._due + 1 / FPS, time.monotonic() - 1 / FPS)
        time.sleep(max(0.0, self._due - time.monotonic()))
        return True, frame[..., ::-1]

    def release(self) -> None:
        """Nothing to release."""

    @staticmethod
    def _play(visits: Sequence[Visit], frames_per_visit: int, empty_frames: int) -> Iterator[Image]:
        for number, visit in enumerate(itertools.cycle(visits)):
            picture = load_photo(visit.picture)
            yield from clip(picture[:1], number, empty_frames)
            yield from clip(picture, number, frames_per_visit)


def why_undecided(seen: Sequence[Seen]) -> str:
    """Why nothing was decided about a visit: no face was found, or the faces could be exchanged, as those of people who stand
    half behind each other."""
    return "undecided" if any(step.sightings for step in seen) else "no_face"


class _VisitClock:
    """Monotonic seconds of the clip being played, running on while a frame is worked on."""

    def __init__(self) -> None:
        self._at = time.monotonic()
        self._since = time.perf_counter()

    def step(self, seconds: float) -> float:
        self._at += seconds
        self._since = time.perf_counter()
        return self._at

    def __call__(self) -> float:
        return self._at + time.perf_counter() - self._since


def play_visits(
    app: App, visits: list[Visit], on_visit: Callable[[Visit, list[Seen]], None] = lambda visit, seen: None
) -> dict[str, Any]:
    """Simulate all visits; returns the report (see docs/measurements.md)."""
    clock = _VisitClock()
    station = app.doors.station(app.doors.open_door(), clock=clock)
    ids = {person.name: person.id for person in app.people.list()}
    residents = {kind.value: {"visits": 0, "opened": 0} for kind in MaskState}
    strangers = {"visits": 0, **{kind.value: 0 for kind in MaskState}}
    let_in = wrong = frames = 0
    refusals: Counter[str] = Counter()
    to_decision: list[float] = []
    working = 0.0
    # The visits lie in the past, ten seconds apart, so that the log reads like a morning's.
    wall = utc_now() - timedelta(seconds=10 * len(visits))
    for number, visit in enumerate(visits):
        clock.step(10.0)
        wall += timedelta(seconds=10)
        opened: int | None = None
        reasons: list[str] = []
        all_seen: list[Seen] = []
        mask = visit.mask
        for index, image in enumerate(clip(load_photo(visit.picture), number)):
            taken_at = clock.step(1 / FPS)
            frames += 1
            started = time.perf_counter()
            seen = station.see(Frame(image, taken_at, index, station.camera), wall)
            working += time.perf_counter() - started
            all_seen.append(seen)
            if mask is None and seen.sightings:
                mask = seen.sightings[0].mask
            if seen.decided is not None:
                if not reasons:
                    to_decision.append(seen.decided.latency_ms / 1000)
                reasons.append(seen.decided.reason.value)
                if seen.decided.outcome is Outcome.OPENED:
                    opened = seen.decided.person_id
                    break
        kind = (mask or MaskState.BARE).value
        if visit.name in ids:
            residents[kind]["visits"] += 1
            if opened == ids[visit.name]:
                residents[kind]["opened"] += 1
            elif opened is not None:
                wrong += 1
            else:
                refusals[reasons[-1] if reasons else why_undecided(all_seen)] += 1
        else:
            strangers["visits"] += 1
            strangers[kind] += 1
            let_in += opened is not None
        on_visit(visit, all_seen)
    return {
        "residents": residents,
        "strangers": strangers,
        "strangers_let_in": let_in,
        "wrong_person": wrong,
        "refusals": dict(refusals),
        "frames": frames,
        "frames_per_second": frames / max(working, 1e-9),
        "stage_ms": station.sight.times.mean(),
        "seconds_to_decision": {
            "median": float(np.median(to_decision)) if to_decision else None,
            "p95": float(np.quantile(to_decision, 0.95)) if to_decision else None,
        },
    }


def play_policies(app: App, visits: Sequence[Visit], people: int = 10) -> dict[str, Any]:
    """Let some who are known come to every other door the wrong way and put it right there; returns a report for each.

    At a door where a mask is required they come bare and put one on before it, where it must be off they come masked. Keys
    of each: mask (its rule), people, told (they heard of the mask first), opened_early (before they had heeded it), opened.
    """
    pictures: dict[str, dict[MaskState, Path]] = defaultdict(dict)
    names = {person.name for person in app.people.list()}
    for visit in visits:
        if visit.name in names and visit.mask is not None:
            pictures[visit.name].setdefault(visit.mask, visit.picture)
    both = [pictures[name] for name in sorted(pictures) if len(pictures[name]) > 1][:people]
    wrong_way = {
        MaskRule.REQUIRED: (MaskState.BARE, MaskState.MASKED, Reason.MASK_NEEDED),
        MaskRule.OFF: (MaskState.MASKED, MaskState.BARE, Reason.MASK_OFF),
    }
    report = {}
    for settings in app.settings.doors:
        rule = MaskRule(settings.mask)
        if rule not in wrong_way:
            continue
        *states, reason = wrong_way[rule]
        clock = _VisitClock()
        station = app.doors.station(app.doors.open_door(settings), clock=clock)
        reported = early = opened = 0
        for number, pair in enumerate(both):
            clock.step(10.0)
            events = []
            for late, state in enumerate(states):
                for index, image in enumerate(clip(load_photo(pair[state]), number, 2 * FRAMES_PER_VISIT)):
                    seen = station.see(Frame(image, clock.step(1 / FPS), index, station.camera), utc_now())
                    if seen.decided is not None:
                        events.append((bool(late), seen.decided))
            reported += any(not late and event.reason is reason for late, event in events)
            early += any(not late and event.outcome is Outcome.OPENED for late, event in events)
            opened += any(late and event.outcome is Outcome.OPENED for late, event in events)
        report[settings.name] = {
            "mask": rule.value,
            "people": len(both),
            "told": reported,
            "opened_early": early,
            "opened": opened,
        }
    return report
