"""Measures this machine's speed as ratios within one run: absolute times on shared machines say little.

The reference is a plain pipeline: facenet-pytorch's `MTCNN()` with its defaults and `InceptionResnetV1`, in eager torch. Its
weights are random here (the published ones need a download); its time does not depend on them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from gatekeeper.app import App, open_app
from gatekeeper.capture.photos import load_photo
from gatekeeper.config import FILE
from gatekeeper.demo import FPS, Visit, clip, demo_settings, play_visits, visits_of
from gatekeeper.desk.reports import summarise
from gatekeeper.domain import Frame, Image, LivenessMode, MaskState, Outcome, Template
from gatekeeper.door.gallery import EXACT_UP_TO, Gallery
from gatekeeper.door.station import Station
from gatekeeper.paths import assets
from gatekeeper.people.folder_import import enrol_folder, people_folders
from gatekeeper.progress import Progress, silent
from gatekeeper.screen import why_no_qt
from gatekeeper.store.chain import append_event
from gatekeeper.store.proof import verify
from gatekeeper.timezones import utc_now

RESIDENTS = 10
EVENTS_IN_WINDOW = 20_000


def bench_frames(frames: int = 100, progress: Progress = silent) -> dict[str, Any]:
    """The door's whole frame (detect, align, embed, search, decide) against the plain pipeline.

    Frames of strangers, so that every face is embedded on every frame. Keys: ratio_one_face, ratio_four_faces (median
    over frames of the plain pipeline's time / ours), frames_per_second, stage_ms, plain_ms, seconds_to_decision (p95 over
    visits at 15 frames per second), frames_kept_with_mask_and_liveness (share of the frames per second there would be
    without these two networks), seconds_to_first_decision and peak_memory_mb (of `gatekeeper run` as a process; None where
    the system does not tell), window (see `gatekeeper.gui.tools.window_speed`, or not_measured and remedy, where it failed).
    """
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        app = open_app(home, demo_settings(), prefer_keyring=False)
        try:
            people = people_folders(assets() / "demo/people")
            enrol_folder(app, some_people(people, Path(place) / "people"), allow_duplicate=True)
            total = 2 * frames + 1
            stations = [
                app.doors.station(app.doors.open_door(), clock=_Clip(), liveness=LivenessMode.PASSIVE) for _ in range(2)
            ]
            single = _compare(stations[0], _moving(1, frames), lambda n: progress(n, total))
            four = _compare(stations[1], _moving(4, frames), lambda n: progress(frames + n, total))
            decided = play_visits(app, _some_visits())
            _make_events(app, EVENTS_IN_WINDOW)
        finally:
            app.close()
        window = _window(home)
        process = _first_decision(home, Path(place) / "clip")
    return {
        "ratio_one_face": single["ratio"],
        "ratio_four_faces": four["ratio"],
        "frames_per_second": 1000 / single["ours_ms"],
        "frames_per_second_four_faces": 1000 / four["ours_ms"],
        "frames_kept_with_mask_and_liveness": single["kept"],
        "stage_ms": single["stage_ms"],
        "plain_ms": {"one_face": single["plain_ms"], "four_faces": four["plain_ms"]},
        "seconds_to_decision": decided["seconds_to_decision"],
        **process,
        "window": window,
    }


def some_people(people: dict[str, list[Path]], target: Path) -> Path:
    """A folder with the photos of the first few of these people."""
    # Copied, since links that lead out of a folder are not followed on import.
    for name in list(people)[:RESIDENTS]:
        for path in people[name]:
            place = target / name / path.parent.name / path.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    return target


def _some_visits() -> list[Visit]:
    residents = set(list(people_folders(assets() / "demo/people"))[:RESIDENTS])
    return [v for v in visits_of(assets() / "demo/visits") if v.name in residents]


class _Clip:
    """The clock of a clip at 15 frames a second."""

    def __init__(self) -> None:
        self.at = time.monotonic()

    def __call__(self) -> float:
        return self.at


def _moving(faces: int, frames: int) -> list[Image]:
    """640 x 480 frames of `faces` moving strangers."""
    folders = people_folders(assets() / "demo/visits")
    strangers = [load_photo(files[0]) for name, files in folders.items() if name.startswith("stranger")]
    if faces == 1:
        return list(clip(strangers[0], 0, frames))
    moving = [clip(picture, i, frames) for i, picture in enumerate(strangers[:faces])]
    out = []
    for pictures in zip(*moving, strict=True):
        # The middle of each, where the face is, at half the size.
        tiles = [cv2.resize(p[60:420, 80:560], (320, 240), interpolation=cv2.INTER_AREA) for p in pictures]
        rows = [np.concatenate(tiles[:2], 1), np.concatenate(tiles[2:], 1)]
        out.append(np.asarray(np.concatenate(rows), np.uint8))
    return out


def _compare(station: Station, frames: list[Image], progress: Callable[[int], None]) -> dict[str, Any]:
    import torch
    from facenet_pytorch import MTCNN, InceptionResnetV1

    mtcnn, network = MTCNN(keep_all=True), InceptionResnetV1(pretrained=None).eval()

    def plain(image: Image) -> None:
        with torch.inference_mode():
            faces = mtcnn(image)
            if faces is not None:
                network(faces)

    clock = station.clock
    assert isinstance(clock, _Clip)
    for image in frames[:5]:  # both warm up
        plain(image)
    times = []
    for index, image in enumerate(frames):
        clock.at += 1 / FPS
        start = time.perf_counter()
        station.see(Frame(image, clock.at, index), utc_now())
        seconds = time.perf_counter() - start
        start = time.perf_counter()
        plain(image)
        times.append((seconds * 1000, (time.perf_counter() - start) * 1000))
        progress(index + 1)
    measured = np.array(times[5:])
    spent = station.sight.times.total
    both = spent["mask"] + spent["liveness"]
    return {
        "kept": 1 - both / sum(spent.values()),
        "ratio": float(np.median(measured[:, 1] / measured[:, 0])),
        "ours_ms": float(np.median(measured[:, 0])),
        "plain_ms": float(np.median(measured[:, 1])),
        "stage_ms": {name: round(ms, 2) for name, ms in station.sight.times.mean().items()},
    }


_CHILD = """
import json, sys
sys.argv = ["gatekeeper", "--home", sys.argv[1], "run", "--json", "--camera", sys.argv[2]]
from gatekeeper.cli import main
try:
    main()
finally:  # a command ends by SystemExit
    try:  # not getrusage: its peak begins with that of the process this one was forked from
        with open("/proc/self/status") as status:
            peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        peak = None
    print(json.dumps({"peak_mb": peak}))
"""


def _first_decision(home: Path, folder: Path) -> dict[str, float | None]:
    """Start `gatekeeper run` on a resident's clip and wait for its first decision."""
    folder.mkdir()
    visit = _some_visits()[0]
    (home / FILE).write_text(f'[door]\nliveness = "{LivenessMode.OFF}"\n')  # the resident is a still picture
    for index, image in enumerate(clip(load_photo(visit.picture), 0, 60)):
        cv2.imwrite(str(folder / f"{index}.png"), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    start = time.perf_counter()
    first: float | None = None
    peak: float | None = None
    with _silent_process([sys.executable, "-c", _CHILD, str(home), str(folder)]) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if not line.startswith("{"):
                continue
            values = json.loads(line)
            if "outcome" in values and first is None:
                first = time.perf_counter() - start
            peak = values.get("peak_mb", peak)
    return {"seconds_to_first_decision": first, "peak_memory_mb": peak}


@contextmanager
def _silent_process(
    command: Sequence[str], environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A process whose standard output is read here; it has ended afterwards.

    What it says on its error stream, as which cameras it watches, is printed only if it fails: it is not about this machine's
    speed."""
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True, env=environment) as process:
            yield process
        if process.returncode:
            said.seek(0)
            sys.stderr.write(said.read())


def bench_gallery(count: int, progress: Progress = silent) -> dict[str, Any]:
    """Search among `templates` templates of 128 and of 512 numbers: recall@1 and milliseconds, compared with a plain search."""
    out: dict[str, Any] = {"templates": count}
    for index, dim in enumerate((128, 512)):
        out[f"{dim}"] = _search(count, dim)
        progress(index + 1, 2)
    return out


def _search(count: int, dim: int, photos: int = 5, queries: int = 200) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    people = count // photos
    # Pictures of a person have cosines of about 0.8, as real templates do.
    vectors = np.repeat(rng.standard_normal((people, dim), np.float32), photos, 0)
    vectors += 0.5 * rng.standard_normal(vectors.shape, np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    chosen = rng.choice(people, queries, replace=False)
    probes = vectors[chosen * photos] + 0.5 / np.sqrt(dim) * rng.standard_normal((queries, dim), np.float32)
    probes = np.asarray(probes / np.linalg.norm(probes, axis=1, keepdims=True), np.float32)
    best = (probes @ vectors.T).argmax(1) // photos
    gallery = Gallery(dim)
    start = time.perf_counter()
    gallery.add(Template(i // photos, i, MaskState.BARE, "bench", vectors[i]) for i in range(people * photos))
    built = time.perf_counter() - start
    found, times = [], []
    for probe in probes:
        start = time.perf_counter()
        (match,) = gallery.search(probe[None], [MaskState.BARE])
        middle = time.perf_counter()
        (vectors @ probe).argmax()
        times.append(((middle - start) * 1000, (time.perf_counter() - middle) * 1000))
        found.append(-1 if match is None else match.person_id)
    search_ms, plain_ms = np.median(np.array(times), 0).tolist()
    return {
        "recall_at_1": float((np.array(found) == best).mean()),
        "search_ms": search_ms,
        "plain_search_ms": plain_ms,
        "build_seconds": round(built, 1),
        "exact": count <= EXACT_UP_TO,
    }


# Four events a minute until now, with a picture of 1.8 kB each; every fourth unknown. Of another time than the bench's visitors
# they would look like those of a wrong clock, which the program says at its start.
_EVENTS = """
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
INSERT INTO events (id, at, door, camera, outcome, reason, message, person_name, model_id, track_id, latency_ms, snapshot)
SELECT i, :now - (:end - i) * 15000000, 'door ' || (i % 3), 'camera', iif(i % 4, 'opened', 'unknown'),
    iif(i % 4, 'granted', 'not_known'), 'Welcome.', 'Person ' || (i % 500), 'model', i, 100 + i % 400, randomblob(1800)
FROM n
"""
_EVENTS_AT_ONCE = 20_000  # small enough that the file's write-ahead log stays small too


def _make_events(app: App, count: int, progress: Progress = silent) -> None:
    """Add `count` events to the log, after those that are in it; the last one is of now."""
    now = int(utc_now().timestamp() * 1e6)
    with app.database.reading() as session:
        before: int = session.connection().exec_driver_sql("SELECT coalesce(max(id), 0) FROM events").scalar_one()
    for first in range(before + 1, before + count + 1, _EVENTS_AT_ONCE):
        last = min(first + _EVENTS_AT_ONCE - 1, before + count)
        with app.database.transaction() as session:
            values = {"first": first, "last": last, "end": before + count, "now": now}
            session.connection().exec_driver_sql(_EVENTS, values)
            for number in range(first, last + 1):
                append_event(session, app.database.path, number)
        progress(last - before, count)


def _window(home: Path) -> dict[str, Any]:
    """The window working on this home in a separate process; offscreen if there is no screen.

    Where that fails, why, and what to do about it: `not_measured` and `remedy`. What else was measured is of use without it.
    """
    environment = _environment_of_window(os.environ)
    if why := why_no_qt(environment):
        return {"not_measured": why, "remedy": "Mend that; where there is no screen: QT_QPA_PLATFORM=offscreen."}
    frames = home.parent / "frames.npy"
    np.save(frames, np.stack(_moving(4, 90)))
    command = [sys.executable, "-m", "gatekeeper.gui.tools.window_speed", str(home), str(frames), str(time.time())]
    with _silent_process(command, environment) as process:
        assert process.stdout is not None
        lines = process.stdout.read().splitlines()
    if process.returncode:
        return {
            "not_measured": f"its process ended with status {process.returncode}",
            "remedy": "What it said stands above. If this machine was busy, measure again when it is not.",
        }
    report: dict[str, Any] = json.loads(lines[-1])
    return report


def _environment_of_window(own: Mapping[str, str]) -> dict[str, str]:
    environment = dict(own)
    screen = any(own.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if sys.platform == "linux" and not screen and not own.get("QT_QPA_PLATFORM"):  # an empty one names no platform
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment


def bench_log(count: int, progress: Progress = silent) -> dict[str, Any]:
    """Milliseconds for reading an encrypted log of `count` events.

    Keys: first_page_ms, deep_page_ms (200 events nine tenths down, as the window fetches them), deep_page_by_offset_ms (the
    same by counting rows), numbers_of_all_ms, first_numbers_ms, count_ms, count_of_a_door_unknown_ms, summary_ms,
    verify_ms (every entry and seal of the chain); megabytes;
    window: the same log in the window, as of `bench_frames`.
    """
    with tempfile.TemporaryDirectory() as place:
        app = open_app(Path(place) / "home", demo_settings(), prefer_keyring=False)
        try:
            _make_events(app, count, lambda done, total: progress(done, 2 * total))
            log, out = app.log, dict[str, Any](events=count)
            numbers = log.numbers()
            deep = int(0.9 * count)
            work: dict[str, Callable[[], object]] = {
                "first_page": lambda: log.query(limit=200, snapshots=False),
                "deep_page": lambda: log.fetch(numbers[deep : deep + 200]),
                "deep_page_by_offset": lambda: log.query(limit=200, offset=deep, snapshots=False),
                "numbers_of_all": log.numbers,
                "first_numbers": lambda: log.numbers(limit=200),
                "count": log.count,
                "count_of_a_door_unknown": lambda: log.count(door="door 1", outcome=Outcome.UNKNOWN),
                "summary": lambda: summarise(log),
                "verify": lambda: verify(app.database),
            }
            for index, (name, read) in enumerate(work.items(), 1):
                start = time.perf_counter()
                read()
                out[f"{name}_ms"] = round((time.perf_counter() - start) * 1000, 1)
                progress(len(work) + index, 2 * len(work))
            out["megabytes"] = app.database.path.stat().st_size // 1_000_000
        finally:
            app.close()
        out["window"] = _window(Path(place) / "home")
    return out
