"""Streams read by a process of their own: real servers on loopback with the moods of real cameras, real processes killed."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from conftest import NO_WINDOW
from mjpeg import MjpegCamera, mjpeg_camera, number_of

from gatekeeper.capture import process
from gatekeeper.capture.cameras import SILENT_SECONDS, CameraReader
from gatekeeper.capture.sources import parse_source
from gatekeeper.config import CameraSettings
from gatekeeper.doctor import _camera
from gatekeeper.domain import Frame
from gatekeeper.events import Bus, CameraRecovered, CameraTroubled

pytestmark = pytest.mark.slow

COMMAND = Path(sys.executable).with_name("gatekeeper.exe" if sys.platform == "win32" else "gatekeeper")


@pytest.fixture
def camera() -> Iterator[MjpegCamera]:
    with mjpeg_camera() as one:
        yield one


class Watched:
    """A reader of a stream, and what it told."""

    def __init__(self, address: str, **options: Any) -> None:
        self.bus = Bus()
        self.told: list[str] = []
        self.changed = threading.Condition()
        self.bus.subscribe(CameraTroubled, lambda event: self.tell(event.trouble))
        self.bus.subscribe(CameraRecovered, lambda event: self.tell("recovered"))
        self.reader = CameraReader(
            parse_source(address), "cam", self.bus, backoff_seconds=(0.1, 0.2), **options
        ).start()

    def tell(self, what: str) -> None:
        with self.changed:
            self.told.append(what)
            self.changed.notify_all()

    def wait_told(self, begins: str, times: int = 1, timeout: float = 60) -> None:
        with self.changed:
            there = self.changed.wait_for(lambda: sum(one.startswith(begins) for one in self.told) >= times, timeout)
        assert there, self.told

    def frame(self) -> Frame:
        frame = self.reader.frames.get(timeout=60)
        assert frame is not None, self.told
        return frame


@pytest.fixture
def watch() -> Iterator[Callable[..., Watched]]:
    watched: list[Watched] = []

    def open_(address: str, **options: Any) -> Watched:
        watched.append(Watched(address, **options))
        return watched[-1]

    yield open_
    for one in watched:
        one.reader.close()
    assert not children(), "a process was left behind"


def children(parent: int | None = None) -> list[int]:
    """The processes that read cameras for one of this machine's processes, this one unless named."""
    found = subprocess.run(
        ["ps", "-e", "-ww", "-o", "pid=", "-o", "ppid=", "-o", "stat=", "-o", "args="],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = (line.split(maxsplit=3) for line in found.stdout.splitlines())
    mine = str(parent or os.getpid())
    return [
        int(pid)
        for pid, ppid, stat, *args in rows
        if ppid == mine and "gatekeeper.capture.process" in " ".join(args) and not stat.startswith("Z")
    ]


def wait_gone(process: int) -> None:
    """Wait until a process has ended that need not be a child of this one."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return
    try:
        assert select.select([handle], [], [], 30)[0], f"{process} lives on"
    finally:
        os.close(handle)


def nothing_piles_up(threads: int, files: int) -> None:
    """Wait until there are no more threads and open files than there were, but for the few of a server, which come and go."""
    end = time.monotonic() + 60
    while threading.active_count() > threads + 2 or len(os.listdir("/proc/self/fd")) > files + 4:
        now = threading.active_count(), len(os.listdir("/proc/self/fd"))
        assert time.monotonic() < end, f"{now} threads and files, before {(threads, files)}"
        threading.Event().wait(0.1)


@pytest.mark.parametrize("memory", ["memfd", "shm"])
def test_pictures_of_a_stream_come_in_order_and_with_the_time_they_were_taken(
    camera: MjpegCamera, watch: Callable[..., Watched], memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if memory == "shm":  # as on macOS
        monkeypatch.delattr(os, "memfd_create")
    one = watch(camera.address)
    frames = [one.frame() for _ in range(10)]
    assert frames[0].image.shape == (64, 512, 3)
    numbers = [number_of(frame.image) for frame in frames]
    assert numbers == sorted(set(numbers))
    for frame, number in zip(frames, numbers, strict=True):
        assert frame.taken_at >= camera.sent[number]
    (process,) = children()
    one.reader.close()
    wait_gone(process)


def test_a_read_that_hangs_is_cut_off_and_the_camera_comes_back(
    camera: MjpegCamera, watch: Callable[..., Watched]
) -> None:
    one = watch(camera.address, silent_seconds=0.5, first_picture_seconds=(5, 60))
    one.frame()
    (before,) = children()
    camera.flowing.clear()
    one.wait_told("no picture for 0.5 s")
    wait_gone(before)
    assert len(children()) <= 1
    camera.flowing.set()
    one.wait_told("recovered")
    assert one.frame().taken_at > 0


@pytest.mark.parametrize("blow", [signal.SIGSTOP, signal.SIGKILL])
def test_a_reading_process_that_hangs_or_dies_is_replaced(
    camera: MjpegCamera, watch: Callable[..., Watched], blow: signal.Signals
) -> None:
    one = watch(camera.address, silent_seconds=1)
    one.frame()
    (before,) = children()
    os.kill(before, blow)
    one.wait_told("no picture for" if blow is signal.SIGSTOP else "The process that reads the camera has ended.")
    wait_gone(before)
    one.wait_told("recovered")
    assert before not in children()
    assert len(children()) <= 1


def test_pictures_that_lay_in_a_buffer_are_never_taken_for_new_ones(
    camera: MjpegCamera, watch: Callable[..., Watched]
) -> None:
    def latest_after_a_halt() -> float:
        """By how many seconds a picture was older than it was said to be, at most."""
        one = watch(camera.address, silent_seconds=20)
        for _ in range(20):
            one.frame()
        (process,) = children()
        os.kill(process, signal.SIGSTOP)
        held = threading.Event()
        held.wait(1.5)  # the pictures of so long lie in the buffers of the connection
        os.kill(process, signal.SIGCONT)
        late = []
        for _ in range(20):
            frame = one.frame()
            late.append(frame.taken_at - camera.sent[number_of(frame.image)])
        one.reader.close()
        wait_gone(process)
        return max(late)

    # At most what was read before the halt; nothing that was sent a second before it was read. What a busy machine holds up
    # besides looks the same, but not each time.
    latest = [latest_after_a_halt() for _ in range(2)]
    if min(latest) < 0.5 <= max(latest):
        latest.append(latest_after_a_halt())
    assert sorted(latest)[1] < 0.5, latest


class Simulated:
    """A camera of OpenCV's whose pictures come at their times, in simulated seconds; those that nobody read wait in a buffer.
    stated: the rate it claims; held: from when to when whoever reads it is held up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fps: float, stated: float, first: float = 0.3) -> None:
        self.now, self.fps, self.stated, self.first, self.number = 0.0, fps, stated, first, -1
        self.held = (1e9, 1e9)
        monkeypatch.setattr(cv2, "VideoCapture", lambda *_: self)
        monkeypatch.setattr(process, "elapsed", lambda: self.now)

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def get(self, what: int) -> float:
        return self.stated if what == cv2.CAP_PROP_FPS else float(cv2.VideoWriter.fourcc(*"MJPG"))

    def set(self, *_: object) -> None:
        pass

    def taken(self) -> float:
        return self.first + self.number / self.fps

    def grab(self) -> bool:
        self.number += 1
        self.now = max(self.now + 0.0005, self.taken())
        if self.held[0] < self.now < self.held[1]:
            self.now = self.held[1]
        return True

    def retrieve(self) -> tuple[bool, Any]:
        self.now += 0.002
        return True, picture_of(self.number)

    def delivered(self, until: float) -> list[tuple[float, float, float]]:
        """When each picture was delivered, when it was taken, and when it is said to have been. Raises AssertionError where
        nothing is heard from the camera for as long as makes it count as lost."""
        capture = process.open_device(parse_source("http://127.0.0.1:9/"))
        found, heard = [], self.first
        while self.now < until:
            good, picture = capture.read()
            assert good
            assert self.now - heard < SILENT_SECONDS or self.held[1] <= self.now <= self.held[1] + 0.1
            heard = self.now
            if picture is not None:
                assert isinstance(capture, process.TimedCapture)
                found.append((self.now, self.taken(), capture.taken_at))
        return found


def picture_of(number: int) -> Any:
    return np.full((4, 4, 3), number % 256, np.uint8)


@pytest.mark.parametrize("first", [0.3, 0.8])
@pytest.mark.parametrize(
    ("fps", "stated"),
    [(60, 60), (100, 100), (30, 30), (30, 90_000), (25, float("nan")), (5, 25), (1.5, 25), (1, 25), (1, 1), (0.6, 0)],
)
def test_a_camera_of_any_rate_starts_soon_and_delivers_every_picture_from_then_on(
    monkeypatch: pytest.MonkeyPatch, fps: float, stated: float, first: float
) -> None:
    delivered = Simulated(monkeypatch, fps, stated, first).delivered(60)
    soon = [at for at, _, _ in delivered if at > first + 0.01 + 4 / fps]
    assert soon[0] < first + 0.1 + 5 / fps
    assert len(soon) > 0.97 * (59 - first - 5 / fps) * fps
    assert max(after - before for before, after in pairwise(soon)) < 1.5 / fps


@pytest.mark.parametrize(
    ("fps", "stated", "halt"), [(25, 25, 1.5), (25, 1, 1.5), (60, 60, 1.5), (1, 25, 2.5), (1, 25, 20)]
)
def test_after_a_halt_no_picture_of_any_camera_looks_newer_than_it_is(
    monkeypatch: pytest.MonkeyPatch, fps: float, stated: float, halt: float
) -> None:
    camera = Simulated(monkeypatch, fps, stated)
    camera.held = (30.01, 30.01 + halt)
    for _, taken, said in camera.delivered(60):
        assert said < taken + 0.1 + 1 / fps


def test_a_slow_camera_of_no_known_rate_is_not_taken_for_lost(
    camera: MjpegCamera, watch: Callable[..., Watched]
) -> None:
    camera.fps = 1.0

    def every_picture_comes() -> bool:
        one = watch(camera.address, silent_seconds=SILENT_SECONDS)
        numbers = [number_of(one.frame().image) for _ in range(5)]
        one.reader.close()
        lost = any(told.startswith("no picture for") for told in one.told)
        return not lost and [after - before for before, after in pairwise(numbers[1:])] == [1, 1, 1]

    assert any(every_picture_comes() for _ in range(3)), "a busy machine holds one up, but not each time"


def test_where_nothing_is_sent_and_where_it_ends_again_and_again_nothing_piles_up(
    camera: MjpegCamera, watch: Callable[..., Watched]
) -> None:
    camera.drop_after = 3
    one = watch(camera.address)
    one.wait_told("recovered", 2)
    threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
    one.wait_told("recovered", 12)
    nothing_piles_up(threads, files)
    assert len(children()) == 1


def test_a_slow_start_is_waited_for_longer_each_time_and_said(
    camera: MjpegCamera, watch: Callable[..., Watched]
) -> None:
    camera.delay = 3.0
    one = watch(camera.address, silent_seconds=0.5, first_picture_seconds=(1.0, 60.0))
    one.frame()
    assert any(told.startswith("waiting for the first picture, ") for told in one.told)
    assert "no first picture within 1 s" in one.told


def test_a_camera_that_was_away_is_tried_as_soon_as_its_host_answers(watch: Callable[..., Watched]) -> None:
    camera = MjpegCamera()
    one = watch(camera.address)
    one.wait_told("The camera http://127.0.0.1")
    one.reader.frames.get(timeout=2)  # by now it waits half a minute between two tries
    camera.start()
    try:
        frame = one.reader.frames.get(timeout=25)
        assert frame is not None, one.told
    finally:
        camera.stop()


def test_a_password_is_told_to_the_camera_and_to_nobody_else(
    camera: MjpegCamera, watch: Callable[..., Watched], capfd: pytest.CaptureFixture[str]
) -> None:
    camera.credentials = "adm1n:p@ss/w#rd?"
    right = watch(camera.with_credentials("adm1n:p%40ss%2Fw%23rd%3F"))
    right.frame()
    wrong = watch(camera.with_credentials("adm1n:s3cret"))
    wrong.wait_told("The camera refuses the user name or the password.")
    asked = camera.asked
    camera.credentials = "adm1n:s3cret"
    assert wrong.reader.frames.get(timeout=2) is None  # not tried again at once: cameras lock out who insists
    assert camera.asked == asked
    absent = watch("rtsp://adm1n:s3cret@127.0.0.1:9/t?token=t0ken")
    absent.wait_told("The camera rtsp://***@127.0.0.1:9/t?token=*** cannot be opened.")
    out, err = capfd.readouterr()
    for told in (*wrong.told, *absent.told, repr(absent.reader.source), out, err):
        assert "s3cret" not in told
        assert "t0ken" not in told


def test_a_camera_that_was_exchanged_has_no_decoder_run_that_no_camera_needs(
    watch: Callable[..., Watched], tmp_path: Path
) -> None:
    """MagicYUV's wrote where it should not in the FFmpeg of OpenCV 5.0.0.93 (CVE-2026-8461)."""
    for name, fourcc in (("yuv.avi", "M8RG"), ("old.flv", "FLV1"), ("jpeg.avi", "MJPG"), ("good.ts", "mp4v")):
        video = cv2.VideoWriter(str(tmp_path / name), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*fourcc), 10, (64, 48))
        for light in range(0, 250, 10):
            video.write(np.full((48, 64, 3), light, np.uint8))
        video.release()
        plain = cv2.VideoCapture(str(tmp_path / name))
        assert plain.read()[0]  # the control: whoever reads it plainly decodes it
        plain.release()
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        try:
            assert watch(f"{address}/good.ts").frame().image.shape == (48, 64, 3)
            for name, told in (
                ("yuv.avi", "cannot be opened"),
                ("jpeg.avi", "cannot be opened"),
                ("old.flv", "sends flv1 video, which is not read."),
            ):
                one = watch(f"{address}/{name}")
                one.wait_told(f"The camera {address}/{name} {told}")
                assert one.reader.frames.get(timeout=0) is None
        finally:
            server.shutdown()


def test_a_page_or_a_playlist_in_place_of_a_video_is_told_from_a_camera_that_is_away(
    watch: Callable[..., Watched], tmp_path: Path
) -> None:
    (tmp_path / "live.m3u8").write_text("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n")
    (tmp_path / "login.html").write_text("<html><h1>Log in</h1></html>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        try:
            for name in ("live.m3u8", "login.html"):
                watch(f"{address}/{name}").wait_told(
                    f"The camera {address}/{name} cannot be opened: no video of a kind that is read was found at this"
                )
            watch(f"{address}/gone").wait_told(f"The camera {address}/gone cannot be opened.")
            for away in ("http://127.0.0.1:9/a", "rtsp://127.0.0.1:9/a", f"rtsp{address[4:]}/a"):
                watch(away).wait_told(f"The camera {away} cannot be opened.")
        finally:
            server.shutdown()


def test_doctor_names_a_camera_that_is_away_and_shows_no_password(camera: MjpegCamera, tmp_path: Path) -> None:
    camera.credentials = "adm1n:s3cret"
    one = CameraSettings("door", camera.with_credentials("adm1n:s3cret"))
    there = _camera("camera", tmp_path, one)
    address = f"http://***@127.0.0.1:{camera.port}/stream"
    assert (there.state, there.found) == ("ok", f"{address} delivers pictures of 512 by 64")
    wrong = _camera("camera", tmp_path, replace(one, source=camera.with_credentials("adm1n:w0rse")))
    assert wrong.state == "missing"
    assert "refuses the user name or the password" in wrong.found
    gone = _camera("camera", tmp_path, replace(one, source="/dev/v4l/by-id/usb-gone-video-index0"))
    assert gone.state == "missing"
    assert gone.found.endswith("is not plugged in.")
    assert gone.remedy.startswith("Cameras here: "), "the remedy is said once, and is the one that is known"
    unclear = _camera("camera", tmp_path, replace(one, source="rtsp://adm1n:s3/cret@cam/a"))
    assert unclear.state == "missing"
    assert "%2F" in unclear.remedy
    for finding in (there, wrong, unclear):
        for secret in ("s3cret", "w0rse", "s3/cret"):
            assert secret not in str(finding)


@pytest.mark.parametrize("mood", ["flows", "never answers"])
def test_run_ends_in_order_with_a_stream(camera: MjpegCamera, tmp_path: Path, mood: str) -> None:
    if mood == "never answers":
        camera.delay = 1000
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    words = [str(COMMAND), "--home", str(tmp_path / "home"), "run", "--camera", camera.with_credentials("adm1n:s3cret")]
    program = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert program.stderr is not None
        said = ""
        while "photo may pass" not in said:
            said += program.stderr.readline()
        if mood != "flows":
            while "Camera" not in said:
                said += program.stderr.readline()
        readers = children(program.pid)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
    finally:
        program.kill()
    assert program.returncode == 0, said + err
    assert "FATAL" not in err
    assert "s3cret" not in said + out + err
    for reader in readers:
        wait_gone(reader)


@pytest.mark.skipif(bool(NO_WINDOW), reason=NO_WINDOW)
@pytest.mark.parametrize("mood", ["flows", "never answers"])
def test_the_window_ends_in_order_with_a_stream(camera: MjpegCamera, tmp_path: Path, mood: str) -> None:
    if mood == "never answers":
        camera.delay = 1000
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text(f'[[camera]]\nname = "entrance"\nsource = "{camera.address}"\n')
    environment = {
        **os.environ,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "QT_QPA_PLATFORM": "offscreen",
        "DISPLAY": ":0",
    }
    program = subprocess.Popen(
        [str(COMMAND), "--home", str(home)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        while not camera.asked or (mood == "flows" and len(camera.sent) < 20):
            assert program.poll() is None, program.communicate()
            camera.closing.wait(0.05)
        readers = children(program.pid)
        program.send_signal(signal.SIGTERM)
        _, err = program.communicate(timeout=60)
    finally:
        program.kill()
    assert program.returncode == 0, err
    assert readers
    assert "FATAL" not in err
    assert "Traceback" not in err
    for reader in readers:
        wait_gone(reader)


def test_the_reading_process_ends_with_a_parent_that_is_killed(camera: MjpegCamera) -> None:
    camera.delay = 1000
    code = (
        "import sys; from gatekeeper.capture.cameras import CameraReader; from gatekeeper.events import Bus\n"
        "from gatekeeper.capture.sources import parse_source\n"
        "CameraReader(parse_source(sys.argv[1]), 'cam', Bus()).start(); print('started', flush=True); input()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, camera.address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    while not camera.asked:  # until it hangs in the opening
        assert parent.poll() is None
        threading.Event().wait(0.05)
    (reader,) = children(parent.pid)
    parent.kill()
    parent.communicate()
    wait_gone(reader)
