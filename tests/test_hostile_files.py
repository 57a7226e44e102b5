"""Files from outside, damaged or made by who means harm: read, or refused with a remedy, within bounded time and memory.

`GATEKEEPER_EXAMPLES=20000 uv run pytest tests/test_hostile_files.py` is the long run; `tests/fuzzing.py` searches with atheris.
"""

import os
import re
import signal
import socket
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import fuzzing
import numpy as np
import pytest
from fuzzing import TARGETS, Target, judge, seeds_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from gatekeeper.capture.cameras import CameraReader
from gatekeeper.capture.photos import decode_photo, load_photo
from gatekeeper.capture.sources import Source, SourceKind, present
from gatekeeper.config import Settings
from gatekeeper.errors import ConfigError, GatekeeperError, TextError
from gatekeeper.events import Bus, CameraTroubled
from gatekeeper.models.evaluation import read_pairs
from gatekeeper.paths import assets
from gatekeeper.store.key_file import is_locked
from gatekeeper.store.vault import database_key
from gatekeeper.vision.detect import Cascade, FaceDetector
from trainer.learn.checkpoints import read_checkpoint

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("GATEKEEPER_EXAMPLES", "20"))
DEAR = {"network": 4, "proof of the log": 2, "backup": 2, "checkpoint": 2}  # so many times fewer
ENDS = [
    b"0",
    b"-1",
    b"9" * 20,
    b"9" * 400,
    b"9" * 5000,
    b"1e999",
    b"nan",
    b"null",
    b"[]",
    b"{}",
    b'"',
    b"\n",
    b",",
    b";",
]
ENDS += [
    b"=",
    b"\0",
    b"\xff" * 4,
    b"\xff" * 8,
    b"\x80",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"../x",
    b"/dev/zero",
    b"a" * 140_000,
]
ENDS += [b"[" * 3000, b'{"a":' * 3000]


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A good file with bits flipped, parts gone, doubled or moved, numbers and words at their ends."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        how = draw(st.sampled_from(("flip", "byte", "cut", "end", "put", "word", "double")))
        if how == "flip" and data:
            data[at % len(data)] ^= 1 << draw(st.integers(0, 7))
        elif how == "byte" and data:
            data[at % len(data)] = draw(st.integers(0, 255))
        elif how == "cut":
            del data[at : at + draw(st.sampled_from((1, 2, 8, 100)))]
        elif how == "end":
            del data[at:]
        elif how == "put":
            data[at : at + draw(st.sampled_from((0, 1, 4)))] = draw(st.sampled_from(ENDS))
        elif how == "word" and (words := [*re.finditer(rb"[\w.\-]+", bytes(data[:4000]))]):
            word = draw(st.sampled_from(words))
            data[word.start() : word.end()] = draw(st.sampled_from(ENDS))
        elif how == "double":
            data[at:at] = data[at : at + draw(st.sampled_from((1, 16, 400)))]
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_a_file_from_outside_is_read_or_refused_with_a_remedy(name: str, tmp_path: Path) -> None:
    target, seeds = TARGETS[name], seeds_of(name)
    with suppress(GatekeeperError):
        target.read(seeds[0], tmp_path)  # what is imported for the first time takes its time
    for seed in seeds:
        judge(target, seed)

    @settings(
        max_examples=max(5, EXAMPLES // DEAR.get(name, 1)),
        deadline=None,
        database=None,
        derandomize=EXAMPLES < 1000,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(damaged(seeds))
    def attack(data: bytes) -> None:
        judge(target, data)

    attack()


def _busy(data: bytes, place: Path) -> None:
    end = time.process_time() + 0.5
    while time.process_time() < end:
        pass


def _greedy(data: bytes, place: Path) -> None:
    assert np.ones(200 << 20, np.uint8).all()  # far more than a process may give back meanwhile


def _silent(data: bytes, place: Path) -> None:
    raise TextError("It is bad.")


def _unkind(data: bytes, place: Path) -> None:
    raise ValueError("bad")


def test_a_file_that_was_read_while_the_process_did_other_things_is_not_to_blame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others = iter([_busy, _greedy])
    monkeypatch.setattr(fuzzing, "SECONDS", 0.2)
    monkeypatch.setattr(fuzzing, "MOST_BYTES", 30 << 20)
    judge(Target(lambda data, place: next(others, lambda *_: None)(data, place), list), b"")
    assert not [*others]


@pytest.mark.parametrize("read", [_busy, _greedy, _silent, _unkind])
def test_control_a_reader_that_is_slow_greedy_or_gives_no_remedy_is_found_out(
    read: Callable[[bytes, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzzing, "SECONDS", 0.2)
    monkeypatch.setattr(fuzzing, "MOST_BYTES", 30 << 20)
    with pytest.raises((AssertionError, ValueError)):
        judge(Target(read, list), b"")


@pytest.mark.parametrize(
    "text",
    [
        "[[camera]]\nrotate = " + "9" * 400,
        "[[camera]]\nrotate = " + "9" * 5000,
        "[retention]\nevents_days = 0x" + "f" * 5000,
        "[[door]]\nunlock_seconds = " + "9" * 400,
        "a = " + "[" * 5000,
        "#" * (5 << 20),
    ],
)
def test_settings_beyond_all_measure_are_refused_by_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        Settings.load(tmp_path)
    assert "config.toml" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("size", [(1024, 16), (16, 1600), (1600, 90), (16, 16), (30000, 1), (7000, 7000)])
def test_a_picture_of_any_shape_is_searched_for_faces_in_bounded_memory(size: tuple[int, int], tmp_path: Path) -> None:
    detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"))
    detector.find_in_photo(np.zeros((64, 64, 3), np.uint8))  # what is loaded at the first use counts for none of them
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0]), np.uint8)
    Picture.fromarray(noise).save(tmp_path / "photo.jpg")
    more = fuzzing._memory_watched()
    detector.find_in_photo(load_photo(tmp_path / "photo.jpg"))
    assert more() < fuzzing.MOST_BYTES


@pytest.mark.parametrize(("px", "size"), [(9, (63, 1017)), (9, (99, 1017)), (20, (1020, 1020)), (20, (100, 1020))])
def test_a_sheet_of_tiny_faces_is_searched_within_a_second_of_the_processor(
    px: int, size: tuple[int, int], tmp_path: Path
) -> None:
    detector = FaceDetector(Cascade.onnx(assets() / "models/mtcnn"))
    faces = []
    for path in sorted((assets() / "demo").rglob("bare/*.jpg"))[::20][:6]:
        portrait = load_photo(path)
        box = detector.find_in_photo(portrait)[0].box
        faces.append(np.asarray(Picture.fromarray(portrait).resize((px, px), Picture.Resampling.BOX, tuple(box))))
    row = np.tile(np.concatenate(faces, 1), (1, size[1] // px // len(faces), 1))
    Picture.fromarray(np.tile(row, (size[0] // px, 1, 1))).save(tmp_path / "photo.png")

    def search(data: bytes, place: Path) -> None:
        detector.find_in_photo(decode_photo(data, "photo.png"))

    judge(Target(search, list), (tmp_path / "photo.png").read_bytes())


def test_a_table_of_one_endless_line_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    for content in (b"path" + b"a" * 140_000 + b"\n", b"path,pair_path,same\n" + b"a," * 600_000, b'sep="\npath\n'):
        table.write_bytes(content)
        with pytest.raises(TextError) as caught:
            read_pairs(table)
        assert "pairs.csv" in caught.value.message
        assert caught.value.hint


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and devices among its files")
@pytest.mark.parametrize("special", ["pipe", "device", "socket"])
def test_what_is_no_file_is_neither_waited_for_nor_read_without_end(special: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()

    def make(path: Path) -> None:
        if special == "pipe":
            os.mkfifo(path, 0o600)
        elif special == "device":
            path.symlink_to("/dev/zero")
        else:
            socket.socket(socket.AF_UNIX).bind(str(path))

    def hang(number: int, frame: object) -> None:
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, hang)
    signal.alarm(60)
    try:
        readers: dict[str, Callable[[Path], object]] = {
            "config.toml": lambda path: Settings.load(path.parent),
            "pairs.csv": read_pairs,
            "gatekeeper.key": lambda path: database_key(path.parent, prefer_keyring=False),
        }
        for name, read in readers.items():
            make(home / name)
            if name == "gatekeeper.key":
                (home / "gatekeeper.db").write_bytes(b"x" * 100)
            with pytest.raises(GatekeeperError) as caught:
                read(home / name)
            assert name in caught.value.message
            assert caught.value.hint
        with pytest.raises(OSError, match="it is no key file"):  # as restoring asks, before it replaces the home
            is_locked(home / "gatekeeper.key")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_an_archive_that_grows_a_thousandfold_is_not_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "network.pth"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("network/data.pkl", b"\x80\x02}q\x00.")
        archive.writestr("network/data/0", bytes(20 << 20))
    with pytest.raises(GatekeeperError, match="compressed archive"):
        read_checkpoint(bomb)


def test_a_camera_of_a_name_that_no_host_can_have_is_tried_on_and_on() -> None:
    """Not by a thread that has ended of it."""
    name = "a" * 300
    assert not present(Source(SourceKind.STREAM, f"http://{name}/"), 0.1)
    told = threading.Semaphore(0)
    bus = Bus()
    bus.subscribe(CameraTroubled, lambda event: told.release())
    source = Source(SourceKind.STREAM, f"http://{name}/")
    reader = CameraReader(source, "cam", bus, backoff_seconds=(0.01, 0.01)).start()
    try:
        assert told.acquire(timeout=120)
        reader._thread.join(1.0)
        assert reader._thread.is_alive()
    finally:
        reader.close()
