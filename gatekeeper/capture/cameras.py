"""Cameras, streams, clips and folders as one kind of source, read on a thread of its own; the newest frame wins.

Devices and streams are read by a separate process (`capture`): a supervisor notices when no pictures arrive, kills a process
that hangs and reopens the camera. Clips and folders are read on the thread itself.
"""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from gatekeeper.capture.addresses import hide_credentials
from gatekeeper.capture.depth_camera import DepthRecording
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.capture.process import Capture, CaptureProcess, DepthCapture, Flow, TimedCapture
from gatekeeper.capture.sources import Source, SourceKind, present
from gatekeeper.clock import elapsed
from gatekeeper.domain import DepthMap, Frame, Image
from gatekeeper.errors import CameraError, CameraRefusedError, PhotoError
from gatekeeper.events import Bus, CameraRecovered, CameraTroubled
from gatekeeper.messages import Message

log = logging.getLogger(__name__)

SILENT_SECONDS = 2.0  # without a picture for longer than this, a camera is in trouble
FIRST_PICTURE_SECONDS = (10.0, 60.0)  # how long the first picture is waited for; longer after each failed try
WAITING = "waiting for the first picture"  # how the message of that trouble begins
_BACKOFF_SECONDS = (1.0, 3.0)  # if the host answers or the device is present: back within 5 s of its return
_ABSENT_SECONDS = 30.0  # between two tries of a camera that is absent, or that refuses the password
_LOOK_SECONDS = 1.0  # how often an absent camera is looked for
_TELL_SECONDS = 10.0  # how often it is reported that the first picture is still awaited
_FAILURES = 3  # how often in a row a clip may fail


@dataclass(frozen=True, slots=True)
class Turn:
    """How pictures of a camera that is not mounted upright are corrected: rotated clockwise by `rotate` degrees (0, 90, 180,
    270), then mirrored."""

    rotate: int = 0
    mirror: bool = False

    def of(self, image: Any) -> Any:
        """A picture or a map, turned upright."""
        turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
        if self.rotate:
            image = cv2.rotate(image, turns[self.rotate])
        return cv2.flip(image, 1) if self.mirror else image

    @property
    def undone(self) -> "Turn":
        """The turn that reverses this one, back to the picture as the camera took it."""
        return self if self.mirror else Turn(-self.rotate % 360)


class FrameSlot:
    """Room for one frame, which a newer one replaces.

    stamp: gives a frame its time when it is taken out, for recordings, which wait for that: their frames do not age.
    """

    def __init__(self, stamp: Callable[[], float] | None = None) -> None:
        self._stamp = stamp
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._closed = False
        self.newest: Frame | None = None  # kept after it was taken, for callers that only look, such as a screen
        self.on_change: Callable[[], None] = lambda: None  # called when there is a new frame, and at the end

    @property
    def closed(self) -> bool:
        """Whether the last frame was taken and no more will come."""
        with self._changed:
            return self._closed and self._frame is None

    def put(self, frame: Frame) -> None:
        """Offer a frame; the previous one is dropped if nobody took it."""
        with self._changed:
            if not self._closed:
                self._frame = self.newest = frame
                self._changed.notify_all()
        self._tell()

    def get(self, timeout: float | None = None) -> Frame | None:
        """The newest frame not taken yet, waiting for one if necessary; None after `timeout` seconds or at the end."""
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
        """Accept no more frames; the one still here can be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._tell()

    def _tell(self) -> None:
        try:
            self.on_change()
        except Exception:  # a listener's error must not end the camera
            log.exception("A listener failed on a frame")


# Troubles that make a camera's picture unusable for decisions; "stale" is the loop's, when a frame's turn came too late.
FRAME_TROUBLES = frozenset({"wrong type", "size changed", "clock ran backwards", "black", "frozen", "stale"})


class FrameHealth:
    """Detects pictures that must not decide anything.

    frozen_seconds: a camera that delivers the same picture for longer than this is frozen; a live one has noise in every
    picture.
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
    """A video file or a folder, played at its recorded rate or as fast as its frames are taken."""

    def __init__(self, source: Source, fps: float, loop: bool) -> None:
        self._loop = loop
        self._any = False  # whether any picture of the folder could be read
        self._files: list[Path] = []
        self._video: Any = None
        self._recording: DepthCapture | None = None
        self.depth: DepthMap | None = None
        self.fault: PhotoError | None = None  # what was wrong with the pictures that were just left out
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
                raise CameraError(
                    "{place} is not a video that can be played.",
                    "It may have been cut off: copy it again, or convert it to MP4 or AVI.",
                    place=source.place,
                )
            self.fps = float(self._video.get(cv2.CAP_PROP_FPS)) or fps

    def read(self) -> Image | None:
        """The next picture, RGB, with its depth in `depth` if it was recorded; None at the end."""
        if self._recording is not None:
            good, picture = self._recording.read()
            if not good and self._loop:
                self._recording = DepthRecording(Path(self._source.place))
                good, picture = self._recording.read()
            self.depth = self._recording.depth()
            return to_rgb(picture) if good else None
        if self._files:
            return self._next_photo()
        good, picture = self._video.read()
        if not good and self._loop and self._at:
            self._video.set(cv2.CAP_PROP_POS_FRAMES, 0)
            good, picture = self._video.read()
        self._at += 1
        return to_rgb(picture) if good else None

    def _next_photo(self) -> Image | None:
        """The next photo that can be read. Raises PhotoError if none of them can be."""
        self.fault = None
        for _ in self._files:
            if self._at == len(self._files):
                if not self._loop:
                    return None
                self._at = 0
            self._at += 1
            try:
                photo = load_photo(self._files[self._at - 1])
            except PhotoError as error:
                self.fault = error
            else:
                self._any = True
                return photo
        if not self._any and self.fault is not None:
            raise PhotoError(self.fault.message, "Give a folder of pictures.")
        return None


def to_rgb(picture: Any) -> Image:
    """Convert OpenCV's BGR (with or without alpha), or grey, uint8, to a new RGB array, uint8 (H, W, 3). Raises CameraError."""
    array = np.asarray(picture)
    if array.dtype != np.uint8 or not array.size:
        raise CameraError("The camera delivers no colour pictures.")
    channels = 1 if array.ndim == 2 else array.shape[2] if array.ndim == 3 else 0
    codes = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}
    if channels not in codes:
        raise CameraError("The camera delivers no colour pictures.")
    return np.asarray(cv2.cvtColor(array, codes[channels]), np.uint8)


class CameraReader:
    """Reads a source on a thread of its own into `frames`.

    real_time: a clip or folder is delivered at its own rate, and frames that nobody took are dropped; otherwise every frame is
    delivered exactly once, as fast as frames are taken. fps: of a folder, and of a clip that does not state its own. turn: how
    pictures are turned upright. Trouble and recovery are published on the bus. open_capture: reads a device or stream on a
    thread of this process instead of in a separate process; a read of it that hangs is abandoned. claim: takes a device for
    this program before each opening; returns why that is not possible, or empty.
    """

    def __init__(
        self,
        source: Source,
        name: str,
        bus: Bus,
        *,
        real_time: bool = True,
        loop: bool = False,
        fps: float = 15.0,
        turn: Turn = Turn(),
        open_capture: Callable[[Source], Capture] | None = None,
        clock: Callable[[], float] = elapsed,
        rng: random.Random | None = None,
        silent_seconds: float = SILENT_SECONDS,
        backoff_seconds: tuple[float, float] = _BACKOFF_SECONDS,
        first_picture_seconds: tuple[float, float] = FIRST_PICTURE_SECONDS,
        claim: Callable[[Source], str] = lambda source: "",
    ) -> None:
        self.source, self.name, self.turn = source, name, turn
        self.frames = FrameSlot(clock if source.ends and not real_time else None)
        self.failure: CameraError | None = None
        self._bus, self._real_time, self._loop, self._fps = bus, real_time, loop, fps
        self._process = CaptureProcess(name) if open_capture is None and not source.ends else None
        device = open_capture is None and source.kind in (SourceKind.DEVICE, SourceKind.DEPTH)
        self._claim = claim if device else None
        self._open_capture = open_capture or (self._process.open if self._process is not None else None)
        self._clock, self._rng = clock, rng or random.Random()
        self._silent_seconds, self._backoff_seconds = silent_seconds, backoff_seconds
        self._first_picture_seconds = first_picture_seconds
        self._patience = max(first_picture_seconds[0], silent_seconds)
        self._closing = threading.Event()
        self._progress = threading.Condition()
        self._last_frame_at = 0.0
        self._generation = 0
        self._ended: CameraError | None = None
        self._index = 0
        self._due = 0.0  # when a clip's next picture is due
        self.trouble = ""  # why no usable pictures arrive now, with the remedy if there is one
        self.fault: CameraError | None = None  # which that trouble tells, if it is one
        self._told_at = 0.0  # when it was last published
        run = self._play if source.ends else self._supervise
        self._thread = threading.Thread(target=run, name=f"camera {name}", daemon=True)

    @property
    def started(self) -> bool:
        """Whether reading has been started."""
        return self._thread.ident is not None

    def start(self) -> "CameraReader":
        """Start reading."""
        self._thread.start()
        return self

    def close(self, seconds: float = 5.0) -> None:
        """Stop reading; a read that takes longer than this many seconds is abandoned."""
        self._closing.set()
        with self._progress:
            self._generation += 1
            self._progress.notify_all()
        self.frames.close()
        if self._process is not None:
            self._process.close()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _play(self) -> None:
        """Deliver a clip, a folder or a recording. If it fails, it is tried again a few times."""
        clip: _Clip | None = None
        failures = 0
        try:
            while not self._closing.is_set():
                try:
                    clip = clip or _Clip(self.source, self._fps, self._loop)
                    image = clip.read()
                    if image is None or not self._wait_for_turn(clip.fps):
                        return
                    self._deliver(image, clip.depth)
                    failures = 0
                    if clip.fault is not None:
                        self._trouble(CameraError(clip.fault.message, clip.fault.hint))
                    elif self.trouble:
                        self._recover()
                except (CameraError, PhotoError) as error:  # trying again would not help
                    self._fail(CameraError(error.message, error.hint))
                    return
                except Exception as error:  # from a decoder, or a folder on a network: trying again may help
                    log.exception("The camera %s failed", self.name)
                    failures += 1
                    fault = CameraError(
                        "{file} cannot be read: {error}.", "Check the file.", file=self.source, error=error
                    )
                    if failures == _FAILURES:
                        self._fail(fault)
                        return
                    self._trouble(fault)
                    self._closing.wait(self._backoff_seconds[0])
        finally:
            self.frames.close()

    def _wait_for_turn(self, fps: float) -> bool:
        """Wait until a clip's next picture is due, or until the previous one was taken; False if the reader is closed."""
        if self._real_time:
            now = self._clock()
            self._due = max(self._due + 1 / fps, now - 1 / fps) if self._index else now + 1 / fps
            return not self._closing.wait(max(0.0, self._due - now))
        while not self._closing.is_set():
            if self.frames.wait_taken(0.2):
                return True
        return False

    def _fail(self, error: CameraError) -> None:
        self.failure = error
        self._trouble(error)

    def _deliver(self, image: Image, depth: DepthMap | None, taken_at: float | None = None) -> None:
        """Deliver a picture. taken_at: by this reader's clock; now unless given."""
        taken_at = self._clock() if taken_at is None else taken_at
        image = self.turn.of(image)
        if depth is not None:
            depth = DepthMap(self.turn.of(depth.metres), depth.focal_px)
        self._index += 1
        self.frames.put(Frame(image, taken_at, self._index, self.name, depth))

    def _supervise(self) -> None:
        """Open, watch, and reopen a device or stream until closed."""
        wait = self._backoff_seconds[0]
        while not self._closing.is_set():
            seen, refused = False, False
            try:
                seen, refused = self._attend()
            except Exception as error:  # no thread left, no memory: the camera is tried again as after any failure
                log.exception("The camera %s cannot be watched", self.name)
                self._trouble(Message("it cannot be watched: {error}", error=error))
            if self._closing.is_set():
                return
            wait = self._backoff_seconds[0] if seen else min(wait * 2, self._backoff_seconds[1])
            self._rest(wait * self._rng.uniform(0.8, 1.2), refused)

    def _attend(self) -> tuple[bool, bool]:
        """One opening, until it fails or falls silent; returns whether it ever delivered a picture, and whether it was
        refused."""
        with self._progress:
            self._generation += 1
            generation = self._generation
            self._ended = None
            started = self._last_frame_at = self._clock()
        reader = threading.Thread(target=self._read, args=(generation,), name=f"camera {self.name} reader", daemon=True)
        reader.start()
        try:
            seen = self._watch(started)
        finally:
            with self._progress:
                self._generation += 1  # pictures still delivered by the old reader are ignored
                ended = self._ended
            if ended is None:
                if self._process is not None:
                    self._process.kill()
                if self._process is not None or self._closing.is_set():
                    reader.join(2)  # a reader that is still running when the program ends would crash it
        return seen, isinstance(ended, CameraRefusedError)

    def _rest(self, seconds: float, refused: bool) -> None:
        """Wait before the next try: until an absent camera is back, and longer after a refusal, so as not to be locked out."""
        until = self._clock() + _ABSENT_SECONDS
        self._closing.wait(_ABSENT_SECONDS if refused else seconds)
        while self._process is not None and not self._closing.is_set() and self._clock() < until:
            if present(self.source):
                return
            self._closing.wait(_LOOK_SECONDS)

    def _watch(self, started: float) -> bool:
        """Wait until this reader fails or falls silent; returns whether it ever delivered a picture."""
        seen = False
        with self._progress:
            while not self._closing.is_set():
                if not seen and self._last_frame_at > started:
                    seen = True
                    # A slow start is remembered: the next one may take as long, or longer.
                    slow = 2 * (self._last_frame_at - started)
                    self._patience = min(max(self._first_picture_seconds[0], slow), self._first_picture_seconds[1])
                waited = self._clock() - started
                left = self._last_frame_at + (self._silent_seconds if seen else self._patience) - self._clock()
                if self._ended is not None or left <= 0:
                    break
                if not seen and waited > self._silent_seconds:
                    self._trouble(Message("waiting for the first picture, {seconds:.0f} s", seconds=waited))
                self._progress.wait(min(left, self._silent_seconds / 2, 1.0))
            reason = self._ended
        if not self._closing.is_set():
            if reason is not None:
                self._trouble(reason)
            elif seen:
                self._trouble(Message("no picture for {seconds:g} s", seconds=self._silent_seconds))
            else:
                self._trouble(Message("no first picture within {seconds:.0f} s", seconds=self._patience))
                self._patience = min(2 * self._patience, max(self._first_picture_seconds[1], self._patience))
        return seen

    def _read(self, generation: int) -> None:
        capture: Capture | None = None
        ended = CameraError("it stopped delivering frames")
        try:
            assert self._open_capture is not None
            if self._claim is not None and (refusal := self._claim(self.source)):
                raise CameraError(refusal, "Choose another camera, or end that program.")
            capture = self._open_capture(self.source)
            flow = Flow()
            while True:
                begun = elapsed()
                good, picture = capture.read()
                # At once: any delay of this thread from here on makes the picture older, not younger.
                read_at, now = self._clock(), elapsed()
                flowed = flow.taken_at(begun, now)
                taken_at = read_at - (now - (capture.taken_at if isinstance(capture, TimedCapture) else flowed))
                with self._progress:
                    if generation != self._generation:
                        return
                    if not good:
                        break
                    self._last_frame_at = max(self._clock(), np.nextafter(self._last_frame_at, np.inf))
                    self._progress.notify_all()
                    if picture is None:
                        continue
                    if self.trouble:
                        self._recover()
                    depth = capture.depth() if isinstance(capture, DepthCapture) else None
                    self._deliver(to_rgb(picture), depth, taken_at)
        except CameraError as error:
            ended = error
        except Exception as error:  # drivers' exceptions share no base class
            log.exception("The camera %s failed", self.name)
            ended = CameraError("Its driver failed: {error}", error=error)
        finally:
            if capture is not None:
                capture.release()
            with self._progress:
                if generation == self._generation:
                    self._ended = ended
                    self._progress.notify_all()

    def _trouble(self, trouble: str | CameraError) -> None:
        """Report once why no usable pictures arrive; how long the first one has been awaited is reported now and then."""
        self.fault, said = (trouble, trouble.told) if isinstance(trouble, CameraError) else (None, Message(trouble))
        said, before = said.changed(hide_credentials), self.trouble  # it stays one that can be translated
        self.trouble = said
        counting = said.startswith(WAITING) and before.startswith(WAITING)
        if said != before and not (counting and self._clock() - self._told_at < _TELL_SECONDS):
            self._told_at = self._clock()
            self._bus.publish(CameraTroubled(self.name, said, self._clock()))

    def _recover(self) -> None:
        self.trouble, self.fault = "", None
        self._bus.publish(CameraRecovered(self.name))
