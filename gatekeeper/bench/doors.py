"""Measures how many cameras at 15 frames per second this machine can handle, with one person each, and the bottleneck."""

import itertools
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import cv2
import numpy as np

from gatekeeper.app import App, open_app
from gatekeeper.bench.speed import some_people
from gatekeeper.capture.photos import load_photo
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.demo import FPS, clip, visits_of
from gatekeeper.domain import Image, LivenessMode, Outcome
from gatekeeper.events import AccessDecided
from gatekeeper.paths import assets
from gatekeeper.people.folder_import import enrol_folder, people_folders
from gatekeeper.progress import Progress, silent

BAR_SECONDS = 0.4  # p95 from the first frame of a person to the decision
_VISIT_FRAMES, _EMPTY_FRAMES = 45, 15  # three seconds before the camera, and one of the room alone
_SECONDS = 24.0  # of each measurement


def bench_doors(most: int, progress: Progress = silent, seconds: float = _SECONDS) -> dict[str, Any]:
    """Measure 1, 2, 3 … cameras at once until p95 to the decision is over `BAR_SECONDS`, `most` at the most.

    Keys: cameras (the most that were under it), cores, load_before (the system's load average over a minute; on a machine with
    other work the figures say little), at (of each count: p95_seconds and median_seconds to the decision, decisions,
    frames_seen_per_second of each camera, stage_ms, busy: the share of time in which the recognising thread was at work), limit
    (the stage that takes most of a frame).
    """
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    measured: dict[int, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as place:
        names = _enrolled(Path(place), most)
        tapes = [Tape(visits[0].picture) for visits in names]
        for count in range(1, most + 1):
            progress(count - 1, most)
            measured[count] = _measure(Path(place) / "home", tapes[:count], seconds)
            if measured[count]["p95_seconds"] is None or measured[count]["p95_seconds"] > BAR_SECONDS:
                break
        progress(most, most)
    carried = [
        n
        for n, figures in measured.items()
        if figures["p95_seconds"] is not None and figures["p95_seconds"] <= BAR_SECONDS
    ]
    stages = measured[max(measured)]["stage_ms"]
    return {
        "cameras": max(carried, default=0),
        "cores": os.cpu_count(),
        "load_before": load,
        "at": {str(count): figures for count, figures in measured.items()},
        "limit": max(stages, key=lambda name: stages[name]) if stages else None,
    }


class Tape:
    """A visit as JPEG frames, which are decoded as for a network camera."""

    def __init__(self, picture: Path) -> None:
        image = load_photo(picture)
        frames = [*clip(image[:1], 0, _EMPTY_FRAMES), *clip(image, 0, _VISIT_FRAMES)]
        self.frames = [cv2.imencode(".jpg", np.ascontiguousarray(frame[..., ::-1]))[1] for frame in frames]


class TapeCamera:
    """Plays frames in an endless loop in real time. Has the interface of `cv2.VideoCapture`."""

    def __init__(self, tape: Tape, ahead: float) -> None:
        self._frames: Iterator[Any] = itertools.cycle(tape.frames)
        self._due = time.monotonic() + ahead
        self._pacer = Event()

    def read(self) -> tuple[bool, Image]:
        """The next picture, BGR, when it is due."""
        self._due = max(self._due + 1 / FPS, time.monotonic() - 1 / FPS)
        self._pacer.wait(max(0.0, self._due - time.monotonic()))
        return True, np.asarray(cv2.imdecode(next(self._frames), cv2.IMREAD_COLOR), np.uint8)

    def release(self) -> None:
        """Nothing to release."""


def _enrolled(place: Path, count: int) -> list[list[Any]]:
    """Register `count` people in a home; returns each one's visits."""
    app = open_app(place / "home", Settings(), prefer_keyring=False)
    try:
        enrol_folder(app, some_people(people_folders(assets() / "demo/people"), place / "people"), allow_duplicate=True)
        names = [person.name for person in app.people.list()]
    finally:
        app.close()
    visits = visits_of(assets() / "demo/visits")
    return [[visit for visit in visits if visit.name == names[n % len(names)]] for n in range(count)]


def _measure(home: Path, tapes: Sequence[Tape], seconds: float) -> dict[str, Any]:
    doors = [
        replace(DoorSettings(f"door {n}"), liveness=LivenessMode.OFF.value, second_factor="none", cooldown_seconds=0.0)
        for n in range(len(tapes))
    ]
    cameras = [CameraSettings(f"camera {n}", str(n), door=door.name) for n, door in enumerate(doors)]
    app = open_app(home, Settings(tuple(cameras), tuple(doors)), prefer_keyring=False)
    try:
        return _watched(app, tapes, seconds)
    finally:
        app.close()


def _watched(app: App, tapes: Sequence[Tape], seconds: float) -> dict[str, Any]:
    latencies: list[float] = []
    seen = [0] * len(tapes)

    def decided(event: AccessDecided) -> None:
        if event.event.outcome is Outcome.OPENED:
            latencies.append(event.event.latency_ms / 1000)

    # Staggered, as visits are.
    app.doors.open_capture = lambda source: TapeCamera(tapes[int(source.place)], int(source.place) * 0.7)
    app.doors.open_cameras(at_once=False)
    loop = app.doors.start_recognition(lambda step: _count(seen, step.frame.camera))
    Event().wait(5.0)  # the first visits warm up
    latencies.clear()
    seen[:] = [0] * len(tapes)
    before = [dict(station.sight.times.total) for station in loop.stations]
    end = app.bus.subscribe(AccessDecided, decided)
    since = time.monotonic()
    Event().wait(seconds)
    took = time.monotonic() - since
    end()
    stages: dict[str, float] = {}
    for station, pictures_before in zip(loop.stations, before, strict=True):
        for name, total in station.sight.times.total.items():
            stages[name] = stages.get(name, 0.0) + total - pictures_before.get(name, 0.0)
    frames = max(sum(seen), 1)
    return {
        "p95_seconds": round(float(np.percentile(latencies, 95)), 3) if latencies else None,
        "median_seconds": round(float(np.median(latencies)), 3) if latencies else None,
        "decisions": len(latencies),
        "frames_seen_per_second": round(sum(seen) / took / len(tapes), 1),
        "busy": round(sum(stages.values()) / 1000 / took, 2),
        "stage_ms": {name: round(total / frames, 2) for name, total in stages.items()},
    }


def _count(seen: list[int], camera: str) -> None:
    seen[int(camera.rpartition(" ")[2])] += 1
