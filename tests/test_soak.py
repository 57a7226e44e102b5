"""The check for what grows with time: the door passes it, and what leaks does not."""

import json
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest
from conftest import DEMO
from typer.testing import CliRunner

from gatekeeper.bench import soak as soaking
from gatekeeper.bench.soak import Sample, grown, soak
from gatekeeper.cli import app
from gatekeeper.demo import DemoCamera
from gatekeeper.domain import Image


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
    told = []
    report = soak(folders / "people", folders / "visits", 0, lambda done, of: told.append((done, of)))
    assert report["grown"] == []
    assert report["pictures"] >= 180
    assert report["decisions"] > 0
    assert told[-1] == (60, 60)
    assert len(report["samples"]) == 60


@pytest.mark.slow
def test_what_keeps_pictures_threads_and_files_fails_the_check(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[Image, int, threading.Thread]] = []
    end = threading.Event()

    class Leaking(DemoCamera):
        def read(self) -> tuple[bool, Image]:
            fine, image = super().read()
            thread = threading.Thread(target=end.wait, daemon=True)
            thread.start()
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
    wanted = ["Python's objects", "threads"] + ["open files"] * (sys.platform == "linux")
    assert [one.split(":")[0] for one in report["grown"]] == wanted


def test_a_hundred_and_sixty_bytes_a_picture_show_in_two_hours_and_jitter_does_not() -> None:
    def run(a_picture: int, process: int) -> list[str]:
        return grown(
            [
                Sample(
                    120.0 * n, 1800 * n, 60_000_000 + a_picture * 1800 * n + n % 3 * 50_000, process * n, 20, 40 + n % 2
                )
                for n in range(60)
            ]
        )

    assert run(0, 0) == run(10, 10_000) == []
    assert [one.split(":")[0] for one in run(160, 0)] == ["Python's objects"]
    assert [one.split(":")[0] for one in run(0, 1_500_000)] == ["memory of the process"]


def test_the_command_tells_what_grew_by_its_status(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"minutes": 1.0, "pictures": 9, "decisions": 1, "grown": ["threads: 3 more"], "samples": []}
    monkeypatch.setattr(soaking, "soak", lambda *_: found)
    done = CliRunner().invoke(app, ["bench", "--soak", "1", "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["grown"] == ["threads: 3 more"]
