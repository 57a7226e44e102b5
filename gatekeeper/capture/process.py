"""Devices and streams, read in a separate process: the newest picture is passed through shared memory.

A driver's or a network's `read()` can hang for ever, and a thread inside it can be neither ended nor waited for. A process can
be killed, so `CaptureProcess.kill` stops anything that hangs; and the process ends by itself when its parent ends, for whatever
reason, because its request pipe is then closed. OpenCV's capture of cameras is used only here.
"""

import json
import logging
import mmap
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from typing import Any, BinaryIO, Protocol, runtime_checkable

import cv2
import numpy as np

from gatekeeper.capture.addresses import HOW_TO_WRITE, hide_credentials
from gatekeeper.capture.depth_camera import RealSense
from gatekeeper.capture.sources import Source, SourceKind, find_device
from gatekeeper.clock import elapsed
from gatekeeper.domain import DepthMap
from gatekeeper.errors import CameraError, CameraRefusedError
from gatekeeper.messages import Message, restored, stored

log = logging.getLogger(__name__)

_MEMORY_BYTES = 64 << 20  # a picture of 20 megapixels; unwritten pages take no memory
_GAP_SECONDS = 0.5  # after this long without a read, pictures that arrive without waiting were in a buffer
_CATCH_UP_SECONDS = 3.0
_HELD_UP_SECONDS = 0.1
_MAX_FPS = 120  # what exceeds it is a unit of time, not a rate
# FFmpeg reads hundreds of formats, some of which let a picture run a program of the sender's: the formats of cameras are
# enough.
_CONTAINERS = "rtsp,mpjpeg,mjpeg,jpeg_pipe,h264,hevc,flv,mpegts"
_DECODERS = "h264,hevc,mjpeg,mpeg4,av1,libdav1d"  # for opening a stream, which uses only these
_FOURCCS = frozenset({"h264", "avc1", "hevc", "hvc1", "hev1", "mjpg", "jpeg", "mp4v", "fmp4", "av01"})  # afterwards
_FFMPEG_OPTIONS = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
_NOT_OPENED = Message("Is it switched on, and is the address right?")
_END_OF_TALK = b"\x00"  # ends the child libraries' output about a failure
# The child's import path is passed first, and does not include the folder in which it is started.
_START = (
    "import json,sys; sys.path[:]=json.loads(sys.stdin.buffer.readline());"
    "from gatekeeper.capture.process import serve; serve()"
)


class Capture(Protocol):
    """Delivers pictures as cv2.VideoCapture does: BGR uint8 (H, W, 3)."""

    def read(self) -> tuple[bool, Any]:
        """(True, picture) or (False, None), or (True, None) for a picture that shows the past: the camera is there. The picture
        is the caller's until the next one is read."""

    def release(self) -> None:
        """Release the device."""


@runtime_checkable
class DepthCapture(Capture, Protocol):
    """A capture that also measures depth for each picture (`depth_cameras`)."""

    def depth(self) -> DepthMap | None:
        """The depth of the picture read last, None if it came without."""


@runtime_checkable
class TimedCapture(Capture, Protocol):
    """A capture that knows when the picture read last was taken: in monotonic seconds, as `elapsed` returns them."""

    taken_at: float


class Flow:
    """Distinguishes pictures that have just arrived from those that were in a buffer while nobody read: these come without
    waiting. fps: the rate that the camera states; 0 if unknown."""

    def __init__(self, fps: float = 0.0) -> None:
        self._taken_at = self._read_at = elapsed()
        # Seconds from one picture to the next. A slow rate is not believed: pictures held up for long would look new.
        self._usual = 1 / fps if 25 < fps <= _MAX_FPS else 0.04
        self._behind_since: float | None = None
        self._waits: list[float] = []  # the gaps before the last pictures, while each had to be waited for
        self._late_since: float | None = None

    @property
    def behind(self) -> bool:
        """Whether the picture read last is an old one from a buffer."""
        return self._behind_since is not None

    def taken_at(self, begun: float, now: float) -> float:
        """The earliest time at which a picture was taken, given when its read began and ended; monotonic seconds."""
        gap, self._read_at = now - self._read_at, now
        waited = now - begun > self._usual / 2
        if self._behind_since is not None:
            # A reader that has to wait for pictures repeatedly has emptied the buffer; a single wait may be due to the machine.
            self._waits = [*self._waits, gap] if waited else []
            if len(self._waits) == 3:
                self._behind_since = None
                self._usual = max(self._usual, min(self._waits))  # a camera of less than two pictures a second
            elif not waited and now - self._behind_since > _CATCH_UP_SECONDS:
                self._behind_since = None
        elif gap > max(_GAP_SECONDS, 3 * self._usual):
            self._behind_since, self._waits = now, []
        else:
            self._usual += 0.1 * (gap - self._usual)
        # After a shorter delay, the pictures that arrived since the last one are read first, until a read has to wait.
        if waited or (self._late_since is not None and now - self._late_since > _CATCH_UP_SECONDS):
            self._late_since = None
        elif self._late_since is None and gap > max(_HELD_UP_SECONDS, 2 * self._usual):
            self._late_since = now
        self._taken_at = now if self._late_since is None else min(self._taken_at + self._usual, now)
        return self._taken_at


class _Video:
    """A device or stream read by OpenCV. Pictures that were in a buffer while nobody read are left out: they show the past."""

    def __init__(self, source: Source) -> None:
        if source.kind is SourceKind.DEVICE:
            device = find_device(source.place)
            backend = device.backend or (cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY)
            self._video = cv2.VideoCapture(device.number, backend)
        else:
            self._video = cv2.VideoCapture(source.place, cv2.CAP_FFMPEG)
        if not self._video.isOpened():
            self._video.release()
            hint = Message("Is it plugged in, and free?") if source.kind is SourceKind.DEVICE else _NOT_OPENED
            raise CameraError("The camera {source} cannot be opened.", hint, source=source)
        if source.kind is SourceKind.STREAM and (kind := self._fourcc()) not in _FOURCCS:
            self._video.release()
            raise CameraError(
                "The camera {source} sends {kind} video, which is not read.",
                "Have it send H.264, H.265, AV1, MPEG-4 or MJPEG.",
                source=source,
                kind=kind or "?",
            )
        self._video.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self.taken_at = elapsed()
        self._flow = Flow(self._video.get(cv2.CAP_PROP_FPS))

    def _fourcc(self) -> str:
        """The FourCC of its video, in lower case."""
        code = int(self._video.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF
        return "".join(filter(str.isprintable, code.to_bytes(4, "little").decode("latin-1"))).strip().lower()

    def read(self) -> tuple[bool, Any]:
        """The next picture, BGR; (True, None) unless it has just been taken."""
        begun = elapsed()
        if not self._video.grab():
            return False, None
        self.taken_at = self._flow.taken_at(begun, elapsed())
        if self._flow.behind:
            return True, None
        good, picture = self._video.retrieve()
        return bool(good), picture if good else None

    def release(self) -> None:
        """Release the device."""
        self._video.release()


def open_device(source: Source) -> Capture:
    """Open a device, stream or depth camera in this process. Raises CameraError."""
    return RealSense(source.place) if source.kind is SourceKind.DEPTH else _Video(source)


class CaptureProcess:
    """A capture whose pictures are read by a separate process, which is started when first needed and reused.

    `open`, `read` and `release` belong to one thread; `kill` may be called from any thread, ends a read that hangs, and the
    next `open` starts a new process. name: the camera's, as shown in the list of processes.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._guard = threading.Lock()
        self._child: _Child | None = None
        self._reading = False  # the child has the camera open
        self._depth: DepthMap | None = None
        self._closed = False
        self.taken_at = 0.0

    def open(self, source: Source) -> "CaptureProcess":
        """Open a camera; the first `read` waits until it is open. Raises CameraError if no process can be started."""
        with self._guard:
            if self._closed:
                raise CameraError("The camera is closed down.")
            if self._child is None or self._child.process.poll() is not None:
                try:
                    self._child = _Child(self._name)
                except OSError as error:
                    raise CameraError(
                        "The process that reads the camera cannot be started: {error}", error=error
                    ) from error
            child = self._child
        self._reading = True
        child.ask({"open": [source.kind.value, source.place]})
        return self

    def read(self) -> tuple[bool, Any]:
        """The newest picture not read yet, BGR, in the shared memory; (True, None) if only pictures came that show the past.
        Raises CameraError with the reason if it failed."""
        child = self._child
        if child is None:
            return False, None
        child.ask({})
        answer = child.answer()
        if answer.get("past"):
            return True, None
        if "shape" not in answer:
            self._reading = False
            kind = CameraRefusedError if answer.get("refused") else CameraError
            raise kind(restored(answer["error"]), restored(answer.get("hint", "")))
        height, width, channels = answer["shape"]
        count = height * width * channels
        if not 0 < count <= _MEMORY_BYTES:
            raise CameraError(
                "The camera delivers pictures of {width} by {height}: too large.", width=width, height=height
            )
        picture = np.frombuffer(child.memory, np.uint8, count)
        shape = (height, width, channels) if channels > 1 else (height, width)
        self._depth = None
        if answer["focal_px"] is not None:
            metres = np.frombuffer(child.memory, np.float32, height * width, offset=_aligned(count))
            self._depth = DepthMap(metres.reshape(height, width).copy(), answer["focal_px"])
        self.taken_at = answer["taken_at"]
        return True, picture.reshape(shape)

    def depth(self) -> DepthMap | None:
        """The depth of the picture read last."""
        return self._depth

    def release(self) -> None:
        """Release the camera. A process that still has it open is killed; otherwise the process stays, for the next `open`."""
        if self._reading:
            self.kill()

    def kill(self) -> None:
        """Kill the process, whatever it is doing, and end a read that waits for it."""
        with self._guard:
            child, self._child = self._child, None
        self._reading = False
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self.kill()


class _Child:
    """The process as seen by its parent: requests, answers, and the memory shared with it."""

    def __init__(self, name: str) -> None:
        self.memory, handle, descriptors = _shared_memory()
        apart: dict[str, Any] = {"start_new_session": True}  # Ctrl-C at the terminal is the parent's
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, f"camera {name}", handle],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # At warning level, because a refused password is logged as a warning.
                env={"OPENCV_FFMPEG_LOGLEVEL": "24", **os.environ, _FFMPEG_OPTIONS: _ffmpeg_options()},
                pass_fds=descriptors,
                **apart,
            )
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        self._last_words: deque[str] = deque(maxlen=20)
        self._said_all = threading.Event()
        self._answers = threading.Lock()  # held while waiting for an answer
        threading.Thread(target=self._listen, name=f"camera {name} stderr", daemon=True).start()
        self.ask(sys.path)

    def ask(self, request: Any) -> None:
        """Send a request. If it cannot be sent, the answer will be that the process has ended."""
        pipe = self.process.stdin
        assert pipe is not None
        with suppress(OSError, ValueError):
            pipe.write(json.dumps(request).encode() + b"\n")
            pipe.flush()

    def answer(self) -> dict[str, Any]:
        """The next answer of the process; an error if it has ended."""
        pipe = self.process.stdout
        assert pipe is not None
        try:
            with self._answers:
                line = pipe.readline()
        except (OSError, ValueError):
            line = b""
        if not line.endswith(b"\n"):
            return {"error": Message("The process that reads the camera has ended.")}
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            self._said_all.wait(1)
            self._said_all.clear()
            output = " ".join(self._last_words)
            if re.search(r"(error|failed:|returned) 40[13]\b", output):
                answer = {
                    "refused": True,
                    "error": Message("The camera refuses the user name or the password."),
                    "hint": Message("Correct them in its address. {how}", how=HOW_TO_WRITE),
                }
            # FFmpeg says nothing of a page, which is in no format at all, and has a word for any fault of the connection.
            elif restored(answer.get("hint", "")) == _NOT_OPENED and (
                "not on whitelist" in output or not re.search(r"FFMPEG:|[Tt]imeout", output)
            ):
                answer = {
                    "error": Message(
                        "The camera {source} cannot be opened: no video of a kind that is read was found at this address"
                        " (RTSP, MJPEG, MPEG-TS or FLV).",
                        **restored(answer["error"]).params,
                    ),
                    "hint": Message("Give the address of the video itself, not of a page or a playlist (.m3u8)."),
                }
            self._last_words.clear()
        return answer

    def kill(self) -> None:
        """Kill it. A process that the system cannot end (a driver that hangs in the kernel) is not waited for."""
        self.process.kill()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        if self._answers.acquire(timeout=1):
            for pipe in (self.process.stdin, self.process.stdout):
                assert pipe is not None
                with suppress(OSError):
                    pipe.close()
            self._answers.release()

    def _listen(self) -> None:
        """Collect what its libraries print, which usually contains the camera's address."""
        pipe = self.process.stderr
        assert pipe is not None
        with pipe:
            for line in pipe:
                if _END_OF_TALK in line:
                    self._said_all.set()
                text = hide_credentials(line.replace(_END_OF_TALK, b"").decode(errors="replace")).strip()
                if text:
                    self._last_words.append(text)
                    log.debug("%s", text)


def _ffmpeg_options() -> str:
    """OpenCV's default options, or those that are set, and which formats may be read."""
    transport = os.environ.get(_FFMPEG_OPTIONS, "rtsp_flags;prefer_tcp")
    return f"{transport}|format_whitelist;{_CONTAINERS}|codec_whitelist;{_DECODERS}"


def _aligned(count: int) -> int:
    return -(-count // 64) * 64


def _shared_memory() -> tuple[mmap.mmap, str, tuple[int, ...]]:
    """Memory without a name in any folder: the memory, how a child finds it, and the descriptors to pass to the child."""
    if sys.platform == "win32":
        name = f"gatekeeper-{secrets.token_hex(16)}"
        return mmap.mmap(-1, _MEMORY_BYTES, tagname=name), name, ()
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("gatekeeper camera")
    else:  # macOS
        from _posixshmem import shm_open, shm_unlink

        name = f"/gk-{secrets.token_hex(8)}"
        descriptor = shm_open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode=0o600)
        shm_unlink(name)
    os.ftruncate(descriptor, _MEMORY_BYTES)
    return mmap.mmap(descriptor, _MEMORY_BYTES), str(descriptor), (descriptor,)


def _attach(handle: str) -> mmap.mmap:
    if sys.platform == "win32":
        return mmap.mmap(-1, _MEMORY_BYTES, tagname=handle)
    return mmap.mmap(int(handle), _MEMORY_BYTES)


class _Server:
    """The child's side. Its main thread only listens, so that it notices the end of its parent even while a read hangs."""

    def __init__(self, memory: mmap.mmap, answers: BinaryIO) -> None:
        self._memory, self._answers = memory, answers
        self._lock = threading.Lock()
        self._asked = False
        self._newest: tuple[Any, float, DepthMap | None] | None = None
        self._past = False  # whether a picture came that shows the past
        self._failed: dict[str, Any] | None = None

    def ask(self) -> None:
        """The parent wants the newest picture."""
        with self._lock:
            self._asked = True
            self._send()

    def open(self, source: Source) -> None:
        """Start reading a camera."""
        self._newest = self._failed = None
        self._past = False
        threading.Thread(target=self._read, args=(source,), daemon=True).start()

    def _read(self, source: Source) -> None:
        capture: Capture | None = None
        failed = {"error": stored(Message("it stopped delivering frames"))}
        try:
            capture = open_device(source)
            while True:
                good, picture = capture.read()
                now = elapsed()
                if not good:
                    break
                if picture is None:
                    with self._lock:
                        self._past = True
                        self._send()
                    continue
                taken_at = capture.taken_at if isinstance(capture, TimedCapture) else now
                depth = capture.depth() if isinstance(capture, DepthCapture) else None
                if picture.dtype != np.uint8 or picture.ndim not in (2, 3):
                    raise CameraError("The camera delivers no colour pictures.")
                with self._lock:
                    self._newest = picture, taken_at, depth
                    self._send()
        except CameraError as error:
            failed = {"error": stored(error.message), "hint": stored(error.hint)}
        except Exception as error:  # drivers' exceptions share no base class
            failed = {"error": stored(Message("Its driver failed: {error}", error=error))}
        with suppress(Exception):
            if capture is not None:
                capture.release()
        os.write(2, _END_OF_TALK + b"\n")
        with self._lock:
            self._failed = failed
            self._send()

    def _send(self) -> None:
        if not self._asked:
            return
        if self._newest is not None:
            picture, taken_at, depth = self._newest
            height, width, *channels = picture.shape
            if picture.nbytes + (depth.metres.nbytes + 64 if depth is not None else 0) <= _MEMORY_BYTES:
                self._place(picture, 0)
                if depth is not None:
                    self._place(depth.metres, _aligned(picture.nbytes))
            answer = {
                "shape": [height, width, *(channels or [1])],
                "taken_at": taken_at,
                "focal_px": depth.focal_px if depth is not None else None,
            }
        elif self._failed is not None:
            answer = self._failed
        elif self._past:
            answer = {"past": True}
        else:
            return
        self._asked, self._newest, self._past = False, None, False
        self._answers.write(json.dumps(answer).encode() + b"\n")

    def _place(self, values: Any, offset: int) -> None:
        np.frombuffer(self._memory, values.dtype, values.size, offset).reshape(values.shape)[...] = values


def serve() -> None:
    """The child's whole life: carry out requests line by line, and end when the requests end."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the parent shuts down in order, and this process with it
        signal.signal(number, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    server = _Server(_attach(sys.argv[2]), answers)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if "open" in asked:
            kind, place = asked["open"]
            server.open(Source(SourceKind(kind), place))
        else:
            server.ask()
    os._exit(0)  # without waiting for a read that hangs
