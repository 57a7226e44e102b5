"""Cameras: real clips and folders, and hardware that fails in every way hardware does."""

import queue
import random
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from depth_frames import save_depth_frame
from mjpeg import mjpeg_camera

from gatekeeper.capture import sources
from gatekeeper.capture.cameras import CameraReader, FrameHealth, FrameSlot, Turn
from gatekeeper.capture.sources import Source, SourceKind, devices, find_device, parse_source
from gatekeeper.config import CameraSettings
from gatekeeper.doctor import _camera
from gatekeeper.domain import DepthMap, Frame, Image
from gatekeeper.door.hardware import Hardware as DoorHardware
from gatekeeper.door.ownership import Claims, camera_file
from gatekeeper.errors import CameraError
from gatekeeper.events import Bus, CameraRecovered, CameraTroubled, LoggedOnce
from gatekeeper.translations import speech_in


def picture(value: int) -> Image:
    return np.random.default_rng(value).integers(0, 255, (48, 64, 3)).astype(np.uint8)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (64, 48))
    for index in range(12):
        writer.write(np.full((48, 64, 3), (0, 0, 20 * index), np.uint8))
    writer.release()
    return path


def taken(reader: CameraReader) -> list[Frame]:
    frames = []
    while not reader.frames.closed:
        frame = reader.frames.get(timeout=60)
        if frame is not None:
            frames.append(frame)
    reader.close()
    return frames


def test_a_clip_is_delivered_frame_by_frame_in_rgb(video: Path) -> None:
    frames = taken(CameraReader(parse_source(str(video)), "cam", Bus(), real_time=False).start())
    assert [f.index for f in frames] == list(range(1, 13))
    assert all(a.taken_at < b.taken_at for a, b in pairwise(frames))
    assert frames[-1].image[0, 0, 0] > 200
    assert frames[-1].image[0, 0, 2] < 30


def test_doctor_looks_into_a_clip_that_is_a_camera(tmp_path: Path) -> None:
    clip = tmp_path / "clip.avi"
    clip.write_bytes(b"")
    camera = CameraSettings("hall", str(clip))
    empty = _camera("camera", tmp_path, camera)
    assert (empty.state, empty.found) == ("missing", f"{clip} is not a video that can be played.")
    assert "copy it again" in empty.remedy, "no other format helps an empty file"
    video = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"MJPG"), 25, (64, 48))
    video.write(np.zeros((48, 64, 3), np.uint8))
    video.release()
    whole = _camera("camera", tmp_path, camera)
    assert (whole.state, whole.found) == ("ok", f"{clip} is a clip and delivers pictures of 64 by 48")


def test_a_clip_at_its_own_pace_takes_its_own_time(video: Path) -> None:
    frames = taken(CameraReader(parse_source(str(video)), "cam", Bus()).start())
    assert frames[-1].index == 12
    assert frames[-1].taken_at - frames[0].taken_at >= 0.9 * 11 / 25 - 1 / 25 * frames[0].index


def test_a_folder_is_a_camera_too_and_can_begin_again(tmp_path: Path) -> None:
    for index in range(3):
        cv2.imwrite(str(tmp_path / f"{index}.png"), picture(index))
    source = parse_source(str(tmp_path))
    assert source.kind is SourceKind.FOLDER
    assert len(taken(CameraReader(source, "cam", Bus(), real_time=False).start())) == 3
    reader = CameraReader(source, "cam", Bus(), real_time=False, loop=True).start()
    frames = [reader.frames.get(timeout=60) for _ in range(7)]
    reader.close()
    assert all(f is not None for f in frames)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0", SourceKind.DEVICE),
        ("12", SourceKind.DEVICE),
        ("/dev/video97", SourceKind.DEVICE),
        ("/dev/v4l/by-id/usb-046d_Logitech_BRIO-video-index0", SourceKind.DEVICE),
        ("camera:Logitech BRIO", SourceKind.DEVICE),
        ("rtsp://a/b", SourceKind.STREAM),
        ("http://a", SourceKind.STREAM),
    ],
)
def test_devices_and_streams_are_known_by_their_form(text: str, kind: SourceKind) -> None:
    assert parse_source(text) == Source(kind, text)


def test_an_address_as_a_phone_s_keyboard_writes_it_is_opened() -> None:
    with mjpeg_camera() as camera:
        camera.credentials = "Ada:Secret"
        address = camera.with_credentials("Ada:Secret")
        for typed in (address.replace("http", "Http"), address.replace("http", "HTTP")):
            reader = CameraReader(parse_source(typed), "cam", Bus()).start()
            try:
                assert reader.frames.get(timeout=60) is not None, reader.trouble
            finally:
                reader.close()
            assert "Secret" not in str(reader.source) + repr(reader.source)
    assert parse_source("RTSP://Ada:Secret@Cam/Path") == parse_source("rtsp://Ada:Secret@Cam/Path")


@pytest.mark.parametrize("text", ["9" * 10, "", "-1", "nix.mp4", "ftp://a", "file:///etc", "/dev/null", "camera:"])
def test_a_source_that_is_not_a_camera_is_refused_by_name(text: str) -> None:
    with pytest.raises(CameraError) as caught:
        parse_source(text)
    assert (text or "''") in caught.value.message


def test_a_device_keeps_its_name_when_its_number_changes(tmp_path: Path) -> None:
    (tmp_path / "v4l/by-id").mkdir(parents=True)
    (tmp_path / "v4l/by-path").mkdir()
    by_id, by_path = tmp_path / "v4l/by-id", tmp_path / "v4l/by-path"
    for number in (90, 91, 92, 93):
        (tmp_path / f"video{number}").touch()
    (by_id / "usb-BRIO-video-index0").symlink_to("../../video92")
    (by_id / "usb-BRIO-video-index1").symlink_to("../../video93")  # carries no pictures
    (by_path / "pci-1-video-index0").symlink_to("../../video92")
    (by_path / "pci-2-video-index0").symlink_to("../../video90")
    assert [(device.number, device.source) for device in devices(tmp_path)] == [
        (90, str(by_path / "pci-2-video-index0")),
        (91, str(tmp_path / "video91")),
        (92, str(by_id / "usb-BRIO-video-index0")),
        (93, str(tmp_path / "video93")),
    ]
    assert find_device("7").number == 7
    with pytest.raises(CameraError, match="not plugged in"):
        find_device("/dev/v4l/by-id/usb-gone-video-index0")
    with pytest.raises(CameraError, match="not plugged in"):
        find_device("camera:nobody made it")


def test_a_file_that_is_no_video_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"no video")
    reader = CameraReader(parse_source(str(path)), "cam", Bus()).start()
    assert taken(reader) == []
    assert reader.failure is not None
    assert "clip.mp4" in reader.failure.message
    (tmp_path / "empty").mkdir()
    with pytest.raises(CameraError, match="no picture of a kind"):
        parse_source(str(tmp_path / "empty"))


def test_the_newest_frame_wins_and_is_taken_once() -> None:
    slot = FrameSlot()
    for index in range(3):
        slot.put(Frame(picture(0), float(index), index))
    frame = slot.get(0)
    assert frame is not None
    assert frame.index == 2
    assert slot.get(0) is None
    slot.close()
    assert slot.closed


class Hardware:
    """A camera of scripted moods: each opening takes the next; a mood says what its reads do."""

    def __init__(self, *moods: str) -> None:
        self.moods = list(moods)
        self.opened: list[str] = []
        self.release_hung = threading.Event()

    def open(self, source: Source) -> "Hardware.Capture":
        mood = self.moods.pop(0) if self.moods else "good"
        self.opened.append(mood)
        if mood == "absent":
            raise CameraError("The camera 0 cannot be opened.")
        return Hardware.Capture(self, mood)

    class Capture:
        def __init__(self, hardware: "Hardware", mood: str) -> None:
            self.hardware, self.mood, self.reads = hardware, mood, 0

        def read(self) -> tuple[bool, Any]:
            self.reads += 1
            if self.reads > 3 and self.mood == "hangs":
                self.hardware.release_hung.wait()
            if self.reads > 3 and self.mood == "unplugged":
                return False, None
            if self.reads > 3 and self.mood == "crashes":
                raise RuntimeError("driver")
            threading.Event().wait(0.005)
            return True, picture(self.reads)

        def release(self) -> None:
            pass


@pytest.mark.parametrize("mood", ["hangs", "unplugged", "crashes", "absent"])
def test_trouble_is_reported_and_the_camera_comes_back(mood: str) -> None:
    hardware, bus = Hardware(mood, mood, "good"), Bus()
    troubled, recovered = threading.Event(), threading.Event()
    told: list[str] = []

    def trouble(event: CameraTroubled) -> None:
        told.append(event.trouble)
        troubled.set()

    bus.subscribe(CameraTroubled, trouble)
    reader = CameraReader(
        Source(SourceKind.DEVICE, "0"),
        "cam",
        bus,
        open_capture=hardware.open,
        rng=random.Random(0),
        silent_seconds=0.3,
        backoff_seconds=(0.05, 0.2),
    )
    reader.start()
    try:
        assert troubled.wait(60)
        # Recovery is told after the last trouble, when the good opening delivers.
        bus.subscribe(CameraRecovered, lambda event: recovered.set() if hardware.opened[-1] == "good" else None)
        while hardware.opened[-1] != "good":
            assert reader.frames.get(timeout=60) is not None or len(hardware.opened) < 3
        assert recovered.wait(60)
        assert reader.frames.get(timeout=60) is not None
        assert told[0]
    finally:
        hardware.release_hung.set()
        reader.close()


def frame(image: Image, at: float) -> Frame:
    return Frame(image, at)


@pytest.mark.parametrize(
    ("spoil", "trouble"),
    [
        (lambda image: image * 0, "black"),
        (lambda image: image[:24], "size changed"),
        (lambda image: image.astype(np.float32), "wrong type"),
        (lambda image: image[..., 0], "wrong type"),
        (lambda image: image[:0], "wrong type"),
    ],
)
def test_a_picture_that_must_not_decide_is_named(spoil: Callable[[Image], Image], trouble: str) -> None:
    health = FrameHealth()
    assert health.check(frame(picture(1), 1.0)) is None
    assert health.check(frame(spoil(picture(2)), 1.1)) == trouble


def test_time_that_runs_backwards_and_a_frozen_picture_are_noticed_and_pass() -> None:
    health = FrameHealth()
    assert health.check(frame(picture(1), 5.0)) is None
    assert health.check(frame(picture(2), 4.0)) == "clock ran backwards"
    assert health.check(frame(picture(3), 6.0)) is None
    assert health.check(frame(picture(3), 7.9)) is None
    assert health.check(frame(picture(3), 8.1)) == "frozen"
    assert health.check(frame(picture(4), 8.2)) is None


def test_a_folder_of_far_more_than_pictures_is_refused_before_all_of_it_is_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_MOST_FILES", 20)
    (tmp_path / "deep").mkdir()
    for number in range(20):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(CameraError, match="contains more than 20 files and folders"):
        parse_source(str(tmp_path))
    (tmp_path / "1.txt").rename(tmp_path / "1.jpg")
    (tmp_path / "2.txt").unlink()
    assert parse_source(str(tmp_path)).kind is SourceKind.FOLDER


def test_a_damaged_picture_of_a_folder_is_said_and_the_others_are_seen(tmp_path: Path) -> None:
    for index in range(4):
        cv2.imwrite(str(tmp_path / f"{index}.png"), picture(index))
    (tmp_path / "1.png").write_bytes(b"no picture")
    bus, told = Bus(), list[object]()
    bus.subscribe(CameraTroubled, told.append)
    bus.subscribe(CameraRecovered, told.append)
    reader = CameraReader(parse_source(str(tmp_path)), "cam", bus, real_time=False).start()
    assert len(taken(reader)) == 3
    assert reader.failure is None
    assert [type(event) for event in told] == [CameraTroubled, CameraRecovered]
    assert "1.png" in str(told[0])
    assert "Convert it to JPEG." in str(told[0]), "with the remedy"


class FailingVideo:
    """A decoder that raises as OpenCV does, for so many reads."""

    failures = 0

    def __init__(self, path: str) -> None:
        self.video = CAPTURE(path)

    def read(self) -> tuple[bool, Any]:
        if FailingVideo.failures:
            FailingVideo.failures -= 1
            raise cv2.error("out of memory")
        return self.video.read()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.video, name)


CAPTURE = cv2.VideoCapture


@pytest.mark.parametrize(("failures", "frames"), [(2, 12), (3, 0)])
def test_a_decoder_that_raises_is_said_and_tried_again_a_few_times(
    video: Path, monkeypatch: pytest.MonkeyPatch, failures: int, frames: int
) -> None:
    monkeypatch.setattr(cv2, "VideoCapture", FailingVideo)
    FailingVideo.failures = failures
    bus, told = Bus(), list[str]()
    bus.subscribe(CameraTroubled, lambda event: told.append(event.trouble))
    bus.subscribe(CameraRecovered, lambda event: told.append("recovered"))
    reader = CameraReader(parse_source(str(video)), "cam", bus, real_time=False, backoff_seconds=(0.01, 0.01)).start()
    assert len(taken(reader)) == frames
    assert told[0] == f"{video} cannot be read: out of memory. Check the file."
    assert told[1:] == (["recovered"] if frames else [])
    assert (reader.failure is None) == bool(frames)


def test_a_listener_that_raises_ends_no_camera(video: Path) -> None:
    def fail() -> None:
        raise RuntimeError("a screen that is gone")

    reader = CameraReader(parse_source(str(video)), "cam", Bus(), real_time=False)
    reader.frames.on_change = fail
    assert len(taken(reader.start())) == 12


def test_a_camera_that_cannot_be_watched_for_a_while_is_watched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    start, refused = threading.Thread.start, list[str]()

    def no_room(thread: threading.Thread) -> None:
        if "reader" in thread.name and len(refused) < 2:
            refused.append(thread.name)
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", no_room)
    source = Source(SourceKind.DEVICE, "0")
    reader = CameraReader(source, "cam", Bus(), open_capture=Hardware().open, backoff_seconds=(0.01, 0.02)).start()
    try:
        assert reader.frames.get(timeout=60) is not None
        assert len(refused) == 2
    finally:
        reader.close()


def test_a_camera_that_another_program_has_is_told_with_what_to_do(tmp_path: Path) -> None:
    bus, told = Bus(), queue.SimpleQueue[CameraTroubled]()
    other, here = Claims("gatekeeper run"), DoorHardware(tmp_path, LoggedOnce())
    bus.subscribe(CameraTroubled, told.put)
    source = Source(SourceKind.DEPTH, f"a camera of {tmp_path}")  # which no other run of the tests claims
    file = camera_file(source)
    assert file is not None
    assert other.take(file) is None
    reader = CameraReader(source, "yard", bus, claim=here.claim_camera).start()
    try:
        said = told.get(timeout=60).trouble
        assert said == reader.trouble
        assert said.startswith("The camera is held by process ")
        assert said.endswith(", and only one program can read a device. Choose another camera, or end that program.")
    finally:
        reader.close()
        other.close()


def test_what_ails_a_camera_with_an_address_is_said_in_the_reader_s_language() -> None:
    source, bus, told = parse_source("rtsp://adm1n:s3cret@10.0.0.7/live"), Bus(), queue.SimpleQueue[CameraTroubled]()
    bus.subscribe(CameraTroubled, told.put)

    def absent(source: Source) -> Hardware.Capture:
        raise CameraError(
            "The camera {source} cannot be opened.", "Is it switched on, and is the address right?", source=source.place
        )

    reader = CameraReader(source, "yard", bus, open_capture=absent).start()
    try:
        said = told.get(timeout=60).trouble
    finally:
        reader.close()
    remedy = "Ist sie eingeschaltet, und stimmt die Adresse?"
    assert speech_in("de").say(said) == f"Die Kamera rtsp://***@10.0.0.7/live lässt sich nicht öffnen. {remedy}"


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_camera_that_hangs_askew_is_set_upright(rotate: int, mirror: bool, tmp_path: Path) -> None:
    upright, turn = picture(1), Turn(rotate, mirror)
    metres = np.random.default_rng(2).random((48, 64)).astype(np.float32)
    # Held so that turning it clockwise by so much sets it right.
    askew = np.rot90(upright[:, ::-1] if mirror else upright, rotate // 90)
    depth = DepthMap(np.rot90(metres[:, ::-1] if mirror else metres, rotate // 90), 600.0)
    (tmp_path / "depth").mkdir()
    (tmp_path / "plain").mkdir()
    save_depth_frame(tmp_path / "depth/0.npz", np.ascontiguousarray(askew), depth)
    cv2.imwrite(str(tmp_path / "plain/0.png"), askew[..., ::-1])
    for folder in ("depth", "plain"):
        reader = CameraReader(parse_source(str(tmp_path / folder)), "cam", Bus(), real_time=False, turn=turn).start()
        (frame,) = taken(reader)
        assert np.array_equal(frame.image, upright)
        assert frame.image.flags.c_contiguous
    (frame,) = taken(
        CameraReader(parse_source(str(tmp_path / "depth")), "cam", Bus(), real_time=False, turn=turn).start()
    )
    assert frame.depth is not None
    assert np.allclose(frame.depth.metres, metres, atol=1e-3)
    assert np.array_equal(turn.undone.of(turn.of(askew)), askew)
