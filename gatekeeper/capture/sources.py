"""The kinds of camera, told by name: a device, a stream, a clip, a folder, a depth camera. Nothing is opened here.

Device numbers change when the machine starts or a plug is moved, and with them which camera belongs to which door. So a device
also has a stable name: on Linux a path below /dev/v4l, elsewhere the name given by the system.
"""

import os
import socket
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from gatekeeper.capture.addresses import SCHEMES, fault_of, shown
from gatekeeper.capture.photos import KINDS, is_system, photo_files
from gatekeeper.errors import CameraError, PhotoError

_NAMED = "camera:"
_MOST_FILES = 5_000  # below a folder that is a camera: looked through at every start
_MOST_DIGITS = 9  # of a camera's number: more is none that a driver can take
_PORTS = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443}


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
    """A device's number, path or name, a stream's address, a video file, or a folder of pictures.

    `str()` of it may be shown: passwords are hidden.
    """

    kind: SourceKind
    place: str

    @property
    def ends(self) -> bool:
        """Whether it has a last picture."""
        return self.kind in (SourceKind.CLIP, SourceKind.FOLDER, SourceKind.RECORDING)

    def __str__(self) -> str:
        if self.kind is SourceKind.DEPTH:
            return f"realsense:{self.place}".rstrip(":")
        return shown(self.place)

    def __repr__(self) -> str:
        return f"Source({self.kind.value!r}, {str(self)!r})"


@dataclass(frozen=True, slots=True)
class Device:
    """A camera of this machine. source: its stable name; backend: OpenCV's, 0 for any."""

    name: str
    source: str
    number: int
    backend: int = 0


def parse_source(text: str) -> Source:
    """Parse the value of `--camera`: `0`, `/dev/video2`, `/dev/v4l/by-id/…`, `camera:NAME`, `rtsp://…`, `http://…`, `clip.mp4`,
    a folder of pictures or of a depth recording, `realsense` or `realsense:SERIAL`. Raises CameraError otherwise."""
    if text.isdecimal() and len(text) <= _MOST_DIGITS:
        return Source(SourceKind.DEVICE, text)
    if text.startswith(_NAMED) and text != _NAMED:
        return Source(SourceKind.DEVICE, text)
    scheme, mark, rest = text.partition("://")
    if mark and scheme.lower() in SCHEMES:
        fault = fault_of(text)
        if fault is not None:
            raise CameraError(*fault)
        return Source(SourceKind.STREAM, f"{scheme.lower()}://{rest}")  # FFmpeg does not know Rtsp, as phones write it
    if text.partition(":")[0] == "realsense":
        return Source(SourceKind.DEPTH, text.partition(":")[2])
    path = Path(text)
    if text.startswith("/dev/") and (not os.path.exists(text) or os.path.realpath(text).startswith("/dev/video")):
        return Source(SourceKind.DEVICE, text)  # a device that is absent may be plugged in later
    # os.path, because pathlib raises for a name that is too long to be one.
    if text and os.path.isdir(text):
        if any(not is_system(frame.name) for frame in path.glob("*.npz")):
            return Source(SourceKind.RECORDING, text)
        try:
            empty = not photo_files(path, _MOST_FILES)
        except PhotoError as error:
            raise CameraError(error.message, error.hint) from error
        if empty:
            raise CameraError(
                "The folder {text} holds no picture of a kind that is read ({kinds}).",
                "Give a folder of pictures.",
                text=text,
                kinds=KINDS,
            )
        return Source(SourceKind.FOLDER, text)
    if os.path.isfile(text):
        return Source(SourceKind.CLIP, text)
    if "://" not in text and (len(path.parts) > 1 or path.suffix) and not os.path.exists(text):
        raise CameraError(
            "There is no file or folder {path}.",
            "Check the path. A camera is a number (0 is the first one), a device's path, rtsp://… or realsense.",
            path=shown(text),
        )
    raise CameraError(
        "There is no camera {text!r}.",
        "Use a number (0 is the first camera), a device's path, rtsp://…, realsense, a video file or a folder.",
        text=shown(text),
    )


def devices(dev: Path = Path("/dev")) -> list[Device]:
    """The cameras of this machine, without opening any."""
    if sys.platform == "linux":
        return _linux_devices(dev)
    return _named_devices()


def find_device(place: str) -> Device:
    """The device that a number, a path or `camera:NAME` means now. Raises CameraError if there is none."""
    if place.isdecimal():
        return Device(place, place, int(place))
    found = devices()
    if place.startswith(_NAMED):
        name = place.removeprefix(_NAMED)
        for device in found:
            if name in (device.name, device.source.removeprefix(_NAMED)):
                return device
    elif os.path.exists(place):
        target = os.path.realpath(place)
        number = target.removeprefix("/dev/video")
        if number.isdecimal():
            return Device(place, place, int(number))
    names = ", ".join(device.source for device in found) or "none"
    raise CameraError("The camera {place} is not plugged in.", "Cameras here: {known}.", place=place, known=names)


def present(source: Source, seconds: float = 1.0) -> bool:
    """Whether a camera that failed may be worth another try: its device is present, or its host accepts connections.

    seconds: how long to wait for the host. Returns True if this cannot be determined.
    """
    if source.kind is SourceKind.DEVICE and source.place.startswith("/"):
        return os.path.exists(source.place)
    if source.kind is SourceKind.DEVICE and source.place.isdecimal() and sys.platform == "linux":
        return os.path.exists(f"/dev/video{source.place}")
    if source.kind is not SourceKind.STREAM:
        return True
    parts = urlsplit(source.place)
    try:
        port = parts.port or _PORTS[parts.scheme]
        with socket.create_connection((parts.hostname or "", port), seconds):
            return True
    except (OSError, ValueError):  # ValueError: not a possible host name
        return False


def _linux_devices(dev: Path) -> list[Device]:
    found: dict[int, Device] = {}
    # By its identity, then by where it is plugged in, then by its number, which may change.
    for folder in (dev / "v4l/by-id", dev / "v4l/by-path", dev):
        for path in sorted(folder.glob("video*" if folder == dev else "*-video-index0")):
            number = path.resolve().name.removeprefix("video")
            if number.isdecimal():
                found.setdefault(int(number), Device(_linux_name(int(number)), str(path), int(number)))
    # A camera's additional nodes carry no pictures (metadata).
    first = {number: device for number, device in found.items() if _linux_index(number) == 0}
    return [device for _, device in sorted(first.items())]


def _linux_name(number: int) -> str:
    try:
        return Path(f"/sys/class/video4linux/video{number}/name").read_text(errors="replace").strip()
    except OSError:
        return f"video{number}"


def _linux_index(number: int) -> int:
    try:
        return int(Path(f"/sys/class/video4linux/video{number}/index").read_text())
    except (OSError, ValueError):
        return 0


def _named_devices() -> list[Device]:
    """Windows and macOS: by name, or by path if two have the same name."""
    try:
        import cv2
        from cv2_enumerate_cameras import enumerate_cameras
    except ImportError:
        return []
    backend = cv2.CAP_MSMF if sys.platform == "win32" else cv2.CAP_AVFOUNDATION
    found = enumerate_cameras(backend)
    names = [device.name for device in found]
    return [
        Device(
            device.name,
            _NAMED + (device.name if names.count(device.name) == 1 or not device.path else device.path),
            int(device.index),
            int(backend),
        )
        for device in found
    ]
