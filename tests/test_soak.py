"""The check for what grows with time: the door passes it, and what leaks does not."""

import gc
import json
import os
import select
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import DEMO
from typer.testing import CliRunner

from gatekeeper.bench import soak as soaking
from gatekeeper.bench.soak import Sample, grown, growth, soak
from gatekeeper.cli import app as commands
from gatekeeper.demo import DemoCamera, Visit, visits_of
from gatekeeper.domain import Image
from gatekeeper.door import recorder, sight, station
from gatekeeper.progress import Progress


@pytest.fixture(scope="module", autouse=True)
def nothing_else_to_collect() -> Iterator[None]:
    """What the tests before have left is not looked through at each sample: in a run of all tests that took minutes."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("soak")
    shutil.copytree(DEMO / "people/resident-001", place / "people/resident-001")
    for name in ("resident-001", "stranger-001"):
        shutil.copytree(DEMO / "visits" / name, place / "visits" / name)
    return place


@pytest.mark.slow
def test_the_door_holds_no_more_after_a_while(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soaking, "PICTURES", 180)  # of which the middle and the last sixty are compared
    # On a slow machine somebody may be there throughout the last sixty, of whom two pictures are held; sixty would be 55 MB.
    monkeypatch.setattr(soaking, "_SPARE_BYTES", 2_000_000)
    for place in (recorder, station):  # a machine that is busy with other things decides too
        monkeypatch.setattr(place, "MAX_FRAME_AGE_SECONDS", 600.0)
    monkeypatch.setattr(sight, "_UNCOMPARED_SECONDS", 600.0)
    told = []

    class Patient(DemoCamera):
        """Whose people stay until a slow machine has seen enough of them too."""

        def __init__(self, coming: Sequence[Visit], **frames: int) -> None:
            super().__init__(coming, **{**frames, "frames_per_visit": 120})

    monkeypatch.setattr(soaking, "DemoCamera", Patient)
    report = soak(folders / "people", folders / "visits", 0, lambda done, of: told.append((done, of)))
    assert report["grown"] == []
    assert report["pictures"] >= 180
    assert report["decisions"] > 0
    assert told[-1] == (60, 60)
    assert len(report["samples"]) == 60


@pytest.mark.slow
def test_what_keeps_pictures_threads_files_and_processes_fails_the_check(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[Image, int, threading.Thread]] = []
    children: list[subprocess.Popen[bytes]] = []
    end = threading.Event()

    class Leaking(DemoCamera):
        def read(self) -> tuple[bool, Image]:
            fine, image = super().read()
            thread = threading.Thread(target=end.wait, daemon=True)
            thread.start()
            if len(kept) % 5 == 0 and sys.platform == "linux":
                children.append(subprocess.Popen(["sleep", "600"]))
            kept.append((image.copy(), os.open(os.devnull, os.O_RDONLY), thread))
            return fine, image

    monkeypatch.setattr(soaking, "DemoCamera", Leaking)
    monkeypatch.setattr(soaking, "PICTURES", 90)
    try:
        report = soak(folders / "people", folders / "visits", 0)
    finally:
        end.set()
        for _, file, thread in kept:
            thread.join()
            os.close(file)
        for child in children:
            child.kill()
            child.wait()
    wanted = ["Python's objects", "threads"] + ["open files", "processes"] * (sys.platform == "linux")
    assert [one.split(":")[0] for one in report["grown"]] == wanted


def test_a_hundred_and_sixty_bytes_a_picture_show_in_two_hours_and_jitter_does_not() -> None:
    def run(a_picture: int, process: int) -> list[str]:
        return grown(
            [
                Sample(
                    120.0 * n,
                    1800 * n,
                    60_000_000 + a_picture * 1800 * n + n % 3 * 50_000,
                    process * n,
                    20,
                    40 + n % 2,
                    1,
                )
                for n in range(60)
            ]
        )

    assert run(0, 0) == run(10, 10_000) == []
    assert [one.split(":")[0] for one in run(160, 0)] == ["Python's objects"]
    assert [one.split(":")[0] for one in run(0, 1_500_000)] == ["memory of the process"]


def test_six_megabytes_an_hour_show_in_an_hour_and_heaps_that_come_and_go_do_not() -> None:
    def run(an_hour: float, minutes: int, wobble: int) -> tuple[list[str], list[float]]:
        samples = [
            Sample(
                minutes * n,
                1000 * n,
                60_000_000,
                350_000_000 + round(an_hour * minutes * n / 3600) + n * 7 % 5 * wobble,
                20,
                40,
                1,
            )
            for n in range(61)
        ]
        rates = growth(samples)
        assert rates is not None
        return [one.split(":")[0] for one in grown(samples)], [rate / 1e6 for rate in rates]

    found, (rate, low, high) = run(6e6, 60, 500_000)
    assert found == ["memory of the process"]
    assert low < rate < high
    assert rate == pytest.approx(6, abs=0.5)
    found, (rate, low, high) = run(0, 60, 3_000_000)
    assert found == []
    assert low <= 0 <= high
    assert run(6e6, 20, 3_000_000)[0] == []  # too short to tell
    assert run(60e6, 20, 3_000_000)[0] == ["memory of the process"]


def test_a_thread_for_every_visitor_shows_and_one_that_is_started_late_does_not() -> None:
    def run(threads: Callable[[int], int]) -> list[str]:
        return grown([Sample(10.0 * n, 10 * n, 60_000_000, 0, threads(n) + n % 2, 40, 1) for n in range(60)])

    assert run(lambda n: 20 + n // 5) == ["threads: 6 more"]  # a visitor is in view for 45 pictures
    assert run(lambda n: 20 + 5 * (n > 40)) == ["threads: 5 more"]
    assert run(lambda n: 20 + (n > 30)) == []
    assert run(lambda n: 20 + (n > 30) + (n > 50)) == []


def test_the_command_tells_what_grew_by_its_status(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"minutes": 1.0, "pictures": 9, "decisions": 1, "grown": ["threads: 3 more"], "samples": []}
    asked: list[object] = []

    def soaked(people: Path, visits: Path, minutes: float, progress: Progress, pause: float) -> dict[str, object]:
        asked.append((minutes, pause))
        return found

    monkeypatch.setattr(soaking, "soak", soaked)
    done = CliRunner().invoke(commands, ["bench", "--soak", "1", "--pause", "0.5", "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["grown"] == ["threads: 3 more"]
    assert asked == [(1.0, 0.5)]


def test_a_soak_beside_other_work_takes_its_time(folders: Path) -> None:
    open_gate = threading.Event()
    open_gate.set()
    camera = soaking._Gated(visits_of(folders / "visits"), open_gate, pause=0.05)
    began = time.monotonic()
    assert all(camera.read()[0] for _ in range(10))
    assert time.monotonic() - began >= 10 * 0.05


_FREED = """
import sys
from pathlib import Path
import numpy as np
from gatekeeper.app import open_app
from gatekeeper.demo import demo_settings
from gatekeeper.memory import return_what_is_freed
def process():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
if sys.argv[1] == "returned":
    return_what_is_freed()
elif sys.argv[1] == "opened":
    program = open_app(Path(sys.argv[2]), demo_settings(), prefer_keyring=False)
np.ones(30_000_000, np.uint8)  # freed at once: from now on glibc keeps what is smaller
before = process()
pictures, notes = [], []
for _ in range(20):
    pictures.append(np.ones(3_000_000, np.uint8))
    notes.append(bytearray(100_000))
held = process()
pictures.clear()
print(held - before, process() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="as glibc does")
def test_an_open_program_gives_the_memory_of_pictures_back_and_glibc_by_default_does_not(tmp_path: Path) -> None:
    def held_and_kept(how: str) -> list[int]:
        """In a process of its own: what else one of the tests' process does shows in its memory too."""
        done = subprocess.run(
            [sys.executable, "-c", _FREED, how, str(tmp_path / "home")],
            env={name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return [int(word) for word in done.stdout.split()]

    for how, most_kept in (("returned", 10_000_000), ("opened", 10_000_000), ("kept", 100_000_000)):
        held, kept = held_and_kept(how)
        assert held > 55_000_000, how
        assert kept < most_kept, how
    assert kept > 50_000_000  # the control


@pytest.mark.skipif(os.name == "nt", reason="CI runs on Linux; bash")
@pytest.mark.parametrize(
    ("demo", "tests", "soak", "types", "passes"),
    [
        ("1 of 1 came", "exit 0", "echo soaked", "exit 0", True),
        ("1 of 1 came; exit 1", "exit 0", "echo soaked", "exit 0", False),
        ("nothing is installed; exit 1", "exit 0", "", "exit 0", False),
        ("1 of 1 came", "exit 0", "echo soaked", "exit 1", False),
        ("1 of 1 came", "exit 0", "echo soaked; exit 1", "exit 0", False),
        ("1 of 1 came", "exit 1", "exec sleep 600", "exit 0", False),
    ],
)
def test_ci_soaks_beside_the_tests_and_fails_where_something_grew_or_is_wrong(
    demo: str, tests: str, soak: str, types: str, passes: bool, tmp_path: Path
) -> None:
    """The lines of .ci/run themselves, with a demo, tests, a soak and a check of types that end as they are told."""
    script = (Path(__file__).parents[1] / ".ci/run").read_text()
    lines = script[script.index("place=$(mktemp") :]
    uv = tmp_path / "uv"
    first = "until [ -e begun ]; do sleep 0.05; done; "
    told = {
        "bench --soak 10": f"touch begun; {soak}",
        "collect-only": "echo 'libEGL.so.1 is missing (apt-get install libegl1'",
        "run mypy": types,
        "": f"{first}{tests}",
    }
    cases = "".join(f'*"{words}"*) {does};; ' for words, does in told.items())
    uv.write_text(f'#!/bin/bash\ncase "$*" in {cases}esac\n')
    uv.chmod(0o755)
    held_open, by_all = os.pipe()
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"commands=('echo {demo}' 'uv run pytest')\n{lines}"],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        cwd=tmp_path,
        pass_fds=[by_all],
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(by_all)
    with open(held_open, "rb") as pipe:
        assert select.select([pipe], [], [], 120)[0], "the soak goes on though the tests have failed"
    assert (done.returncode == 0) is passes, done.stderr
    assert ("soaked" in done.stdout) is (tests == "exit 0" and "soaked" in soak)
