"""Cameras, streams, clips and folders as one kind of source, read on a thread of its own; the newest frame wins.

A driver's read can hang for ever, so the thread that reads is never waited for: a supervisor notices that nothing comes,
leaves the hung reader behind and opens the camera anew, at growing intervals. OpenCV's capture is used here only.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.depth_cameras import DepthRecording, RealSense
from gatekeeper.domain import DepthMap, Frame, Image
from gatekeeper.errors import CameraError, PhotoError
from gatekeeper.events import Bus, CameraRecovered, CameraTroubled
from gatekeeper.photos import load_photo, photo_files

log = logging.getLogger(__name__)

SILENT_SECONDS = 2.0  # without a picture for longer, a camera is in trouble
_FIRST_OPEN_SECONDS = 10.0  # some cameras take seconds to deliver their first picture
_BACKOFF_SECONDS = (1.0, 30.0)


class Capture(Protocol):
    """What delivers pictures, as cv2.VideoCapture does: BGR uint8 (H, W, 3)."""

    def read(self) -> tuple[bool, Any]:
        """(True, picture) or (False, None)."""

    def release(self) -> None:
        """Let go of the device."""


@runtime_checkable
class DepthCapture(Capture, Protocol):
    """A capture that measures depth beside each picture (`depth_cameras`)."""

    def depth(self) -> DepthMap | None:
        """The depth of the picture read last, None where it came without."""


class SourceKind(StrEnum):
    """Where pictures come from. A clip, a folder and a recording end; a device, a stream and a depth camera do not."""

    DEVICE = "device"
    STREAM = "stream"
    CLIP = "clip"
    FOLDER = "folder"
    DEPTH = "depth camera"
    RECORDING = "depth recording"


@dataclass(frozen=True, slots=True)
class Source:
    """A device number, a stream's address, a video file, or a folder of pictures."""

    kind: SourceKind
    place: str

    @property
    def ends(self) -> bool:
        """Whether it has a last picture."""
        return self.kind in (SourceKind.CLIP, SourceKind.FOLDER, SourceKind.RECORDING)


def parse_source(text: str) -> Source:
    """What `--camera` names: `0`, `rtsp://…`, `http://…`, `clip.mp4`, a folder of pictures or of a depth recording,
    `realsense` or `realsense:SERIAL`. Raises CameraError otherwise.
    """
    if text.isdecimal():
        return Source(SourceKind.DEVICE, text)
    if text.split("://")[0].lower() in ("rtsp", "rtsps", "http", "https") and "://" in text:
        return Source(SourceKind.STREAM, text)
    if text.partition(":")[0] == "realsense":
        return Source(SourceKind.DEPTH, text.partition(":")[2])
    path = Path(text)
    if text and path.is_dir():
        if any(path.glob("*.npz")):
            return Source(SourceKind.RECORDING, text)
        try:
            empty = not photo_files(path)
        except PhotoError as error:
            raise CameraError(error.message, error.hint) from error
        if empty:
            raise CameraError(f"The folder {text} holds no JPEG, PNG or WebP picture.", "Name a folder of pictures.")
        return Source(SourceKind.FOLDER, text)
    if path.is_file():
        return Source(SourceKind.CLIP, text)
    raise CameraError(
        f"There is no camera {text!r}.",
        "Use a number (0 is the first camera), rtsp://…, realsense, a video file or a folder.",
    )


class FrameSlot:
    """Room for one frame: a newer one takes its place.

    stamp: gives a frame its time when it is taken, for recordings that wait until they are: they do not grow old.
    """

    def __init__(self, stamp: Callable[[], float] | None = None) -> None:
        self._stamp = stamp
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._closed = False
        self.newest: Frame | None = None  # also after it was taken: for who only looks, as a screen does
        self.on_change: Callable[[], None] = lambda: None  # called when there is a new frame, and at the end

    @property
    def closed(self) -> bool:
        """Whether the last frame was taken and no other will come."""
        with self._changed:
            return self._closed and self._frame is None

    def put(self, frame: Frame) -> None:
        """Offer a frame; one that nobody took is dropped."""
        with self._changed:
            if not self._closed:
                self._frame = self.newest = frame
                self._changed.notify_all()
        self.on_change()

    def get(self, timeout: float | None = None) -> Frame | None:
        """The newest frame not taken yet, waiting for one; None after `timeout` seconds or at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame is not None or self._closed, timeout)
            frame, self._frame = self._frame, None
            self._changed.notify_all()
        return replace(frame, taken_at=self._stamp()) if frame is not None and self._stamp is not None else frame

    def wait_taken(self, timeout: float) -> bool:
        """Wait until the last frame was taken (or the slot closed)."""
        with self._changed:
            return self._changed.wait_for(lambda: self._frame is None or self._closed, timeout)

    def close(self) -> None:
        """No further frame comes; one that lies here may still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.on_change()


class FrameHealth:
    """Notices pictures that must not decide anything.

    frozen_seconds: the same picture again for longer is a frozen camera; a live one has noise in every picture.
    """

    def __init__(self, frozen_seconds: float = 2.0) -> None:
        self._frozen_seconds = frozen_seconds
        self._shape: tuple[int, ...] | None = None
        self._last_at = -np.inf
        self._print = b""
        self._same_since = 0.0

    def check(self, frame: Frame) -> str | None:
        """None, or the trouble: "wrong type", "size changed", "clock ran backwards", "black", "frozen"."""
        image = frame.image
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or not image.size:
            return "wrong type"
        if frame.taken_at < self._last_at:
            return "clock ran backwards"
        self._last_at = frame.taken_at
        if self._shape is not None and image.shape != self._shape:
            self._shape = image.shape
            return "size changed"
        self._shape = image.shape
        sample = np.ascontiguousarray(image[::8, ::8])
        if sample.mean() < 8 and sample.std() < 4:
            return "black"
        print_ = sample.tobytes()
        if print_ != self._print:
            self._print, self._same_since = print_, frame.taken_at
        elif frame.taken_at - self._same_since > self._frozen_seconds:
            return "frozen"
        return None


class _Clip:
    """A video file or a folder, at the pace it was taken or as fast as its frames are wanted."""

    def __init__(self, source: Source, fps: float, loop: bool) -> None:
        self._loop = loop
        self._files: list[Path] = []
        self._video: Any = None
        self._recording: DepthCapture | None = None
        self.depth: DepthMap | None = None
        self._at = 0
        if source.kind is SourceKind.RECORDING:
            self._source, self.fps = source, fps
            self._recording = DepthRecording(Path(source.place))
        elif source.kind is SourceKind.FOLDER:
            self._files = photo_files(Path(source.place))
            self.fps = fps
        else:
            self._video = cv2.VideoCapture(source.place)
            if not self._video.isOpened():
                raise CameraError(f"{source.place} is not a video that can be played.", "Convert it to MP4 or AVI.")
            self.fps = float(self._video.get(cv2.CAP_PROP_FPS)) or fps

    def read(self) -> Image | None:
        """The next picture, RGB, with its depth in `depth` where it was recorded; None at the end."""
        if self._recording is not None:
            good, picture = self._recording.read()
            if not good and self._loop:
                self._recording = DepthRecording(Path(self._source.place))
                good, picture = self._recording.read()
            self.depth = self._recording.depth()
            return to_rgb(picture) if good else None
        if self._files:
            if self._at == len(self._files):
                if not self._loop:
                    return None
                self._at = 0
            self._at += 1
            return load_photo(self._files[self._at - 1])
        good, picture = self._video.read()
        if not good and self._loop and self._at:
            self._video.set(cv2.CAP_PROP_POS_FRAMES, 0)
            good, picture = self._video.read()
        self._at += 1
        return to_rgb(picture) if good else None


def open_device(source: Source) -> Capture:
    """cv2.VideoCapture on a device or a stream, with a buffer as short as the driver allows. Raises CameraError."""
    if source.kind is SourceKind.DEPTH:
        return RealSense(source.place)
    capture = cv2.VideoCapture(int(source.place) if source.kind is SourceKind.DEVICE else source.place)
    if not capture.isOpened():
        capture.release()
        raise CameraError(f"The camera {source.place} can not be opened.", "Is it plugged in, and free?")
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


def to_rgb(picture: Any) -> Image:
    """OpenCV's BGR, or grey, to RGB uint8 (H, W, 3)."""
    array: NDArray[np.uint8] = np.asarray(picture, np.uint8)
    if array.ndim == 2:
        return np.repeat(array[:, :, None], 3, 2)
    return np.ascontiguousarray(array[:, :, 2::-1])


class CameraReader:
    """Reads a source on a thread of its own into `frames`.

    pace: a clip or folder is delivered at its own rate, dropping what nobody took; otherwise every frame exactly once, as
    fast as they are taken. fps: of a folder, and of a clip that does not tell. Trouble and recovery of a device or stream
    are published on the bus.
    """

    def __init__(
        self,
        source: Source,
        name: str,
        bus: Bus,
        *,
        pace: bool = True,
        loop: bool = False,
        fps: float = 15.0,
        open_capture: Callable[[Source], Capture] = open_device,
        clock: Callable[[], float] = time.monotonic,
        rng: random.Random | None = None,
        silent_seconds: float = SILENT_SECONDS,
        backoff_seconds: tuple[float, float] = _BACKOFF_SECONDS,
    ) -> None:
        self.source, self.name = source, name
        self.frames = FrameSlot(clock if source.ends and not pace else None)
        self.failure: CameraError | None = None
        self._bus, self._pace, self._loop, self._fps = bus, pace, loop, fps
        self._open_capture, self._clock, self._rng = open_capture, clock, rng or random.Random()
        self._silent_seconds, self._backoff_seconds = silent_seconds, backoff_seconds
        self._closing = threading.Event()
        self._progress = threading.Condition()
        self._last_frame_at = 0.0
        self._generation = 0
        self._ended: str | None = None
        self._index = 0
        self.trouble = ""  # what keeps its pictures away now
        run = self._play if source.ends else self._supervise
        self._thread = threading.Thread(target=run, name=f"camera {name}", daemon=True)

    def start(self) -> "CameraReader":
        """Begin to read."""
        self._thread.start()
        return self

    def close(self, seconds: float = 5.0) -> None:
        """Stop reading; a read that takes longer than so many seconds is left behind."""
        self._closing.set()
        with self._progress:
            self._generation += 1
            self._progress.notify_all()
        self.frames.close()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _play(self) -> None:
        try:
            clip = _Clip(self.source, self._fps, self._loop)
            due = self._clock()
            while not self._closing.is_set():
                image = clip.read()
                if image is None:
                    return
                if self._pace:
                    due = max(due + 1 / clip.fps, self._clock() - 1 / clip.fps)
                    if self._closing.wait(max(0.0, due - self._clock())):
                        return
                else:
                    while not self.frames.wait_taken(0.2) and not self._closing.is_set():
                        pass
                self._deliver(image, clip.depth)
        except (CameraError, PhotoError) as error:
            self.failure = CameraError(error.message, error.hint)
            self._trouble(error.message)
        finally:
            self.frames.close()

    def _deliver(self, image: Image, depth: DepthMap | None) -> None:
        self._index += 1
        self.frames.put(Frame(image, self._clock(), self._index, self.name, depth))

    def _supervise(self) -> None:
        """Open, watch, and open anew: the life of a device or stream."""
        wait = self._backoff_seconds[0]
        while not self._closing.is_set():
            with self._progress:
                self._generation += 1
                generation = self._generation
                self._ended = None
                started = self._last_frame_at = self._clock()
            threading.Thread(
                target=self._read, args=(generation,), name=f"camera {self.name} reader", daemon=True
            ).start()
            seen = self._watch(generation, started)
            if self._closing.is_set():
                return
            wait = self._backoff_seconds[0] if seen else min(wait * 2, self._backoff_seconds[1])
            self._closing.wait(wait * self._rng.uniform(0.8, 1.2))

    def _watch(self, generation: int, started: float) -> bool:
        """Wait until this reader fails or falls silent; returns whether it ever delivered a picture."""
        seen = False
        with self._progress:
            while not self._closing.is_set():
                seen = seen or self._last_frame_at > started
                patience = self._silent_seconds if seen else max(_FIRST_OPEN_SECONDS, self._silent_seconds)
                left = self._last_frame_at + patience - self._clock()
                if self._ended is not None or left <= 0:
                    self._generation += 1  # whatever the old reader still delivers is not taken
                    break
                if not seen and self._clock() - started > self._silent_seconds:
                    self._trouble("no picture yet")
                self._progress.wait(min(left, self._silent_seconds / 2))
            reason = self._ended
        if not self._closing.is_set():
            self._trouble(reason or f"no picture for {self._silent_seconds:g} s")
        return seen

    def _read(self, generation: int) -> None:
        capture: Capture | None = None
        ended = "it stopped delivering pictures"
        try:
            capture = self._open_capture(self.source)
            while True:
                good, picture = capture.read()
                with self._progress:
                    if generation != self._generation:
                        return
                    if not good or picture is None:
                        break
                    self._last_frame_at = max(self._clock(), np.nextafter(self._last_frame_at, np.inf))
                    self._progress.notify_all()
                    if self.trouble:
                        self.trouble = ""
                        self._bus.publish(CameraRecovered(self.name))
                    self._deliver(to_rgb(picture), capture.depth() if isinstance(capture, DepthCapture) else None)
        except CameraError as error:
            ended = error.message
        except Exception as error:  # a driver's own exceptions share no base
            log.exception("The camera %s failed", self.name)
            ended = str(error)
        finally:
            if capture is not None:
                capture.release()
        with self._progress:
            if generation == self._generation:
                self._ended = ended
                self._progress.notify_all()

    def _trouble(self, trouble: str) -> None:
        if not self.trouble:
            self.trouble = trouble
            self._bus.publish(CameraTroubled(self.name, trouble, self._clock()))
