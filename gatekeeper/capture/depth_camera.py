"""Cameras that measure depth besides their picture: a RealSense, and its recordings.

`pyrealsense2` (extra `depth`) is imported only when such a camera is requested. A missing library or device is a CameraError,
as for any camera; the door's depth check then has no data and keeps the door shut.
"""

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from gatekeeper.capture.photos import is_system, natural
from gatekeeper.domain import DepthMap
from gatekeeper.errors import CameraError

SIZE = (480, 640)
_FPS = 15
_WAIT_MS = 2000
# What numpy and zipfile raise for a damaged file; RuntimeError: encrypted, or compressed in an unknown way.
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)


class RealSense:
    """An Intel RealSense: colour, and depth aligned to it. serial: of the device, empty for the first one found."""

    def __init__(self, serial: str = "") -> None:
        try:
            import pyrealsense2 as rs
        except ImportError as error:
            raise CameraError(
                "The library pyrealsense2, needed for depth cameras, is not installed.", "Install gatekeeper[depth]."
            ) from error
        self._pipeline = rs.pipeline()
        config = rs.config()
        if serial:
            config.enable_device(serial)
        height, width = SIZE
        config.enable_stream(rs.stream.color, width, height, rs.format.bgr8, _FPS)
        config.enable_stream(rs.stream.depth, width, height, rs.format.z16, _FPS)
        try:
            # `start` would wait 15 s for a missing device.
            config.resolve(rs.pipeline_wrapper(self._pipeline))
            profile = self._pipeline.start(config)
            self._metres = float(profile.get_device().first_depth_sensor().get_depth_scale())
            colour = profile.get_stream(rs.stream.color).as_video_stream_profile()
            self._focal_px = float(colour.get_intrinsics().fx)
        except RuntimeError as error:  # the only exception that the library raises
            raise CameraError(
                "No RealSense can be opened: {error}", "Is it plugged into a USB 3 port, and free?", error=error
            ) from error
        self._align = rs.align(rs.stream.color)
        self._depth: DepthMap | None = None

    def read(self) -> tuple[bool, Any]:
        """The next picture, BGR; its depth is then in `depth`."""
        try:
            frames = self._align.process(self._pipeline.wait_for_frames(_WAIT_MS))
        except RuntimeError:
            return False, None
        colour, depth = frames.get_color_frame(), frames.get_depth_frame()
        self._depth = None
        if depth:
            metres = np.asanyarray(depth.get_data()).astype(np.float32) * np.float32(self._metres)
            self._depth = DepthMap(metres, self._focal_px)
        return (True, np.asanyarray(colour.get_data()).copy()) if colour else (False, None)

    def depth(self) -> DepthMap | None:
        """The depth of the picture read last; None if the camera delivered none with it."""
        return self._depth

    def release(self) -> None:
        """Release the device."""
        self._pipeline.stop()


class DepthRecording:
    """A folder of .npz files in natural order, played once. Each holds a frame: image, RGB uint8 (H, W, 3); millimetres, uint16
    (H, W), 0 if not measured; focal_px, of the picture."""

    def __init__(self, folder: Path) -> None:
        self._files = sorted((path for path in folder.glob("*.npz") if not is_system(path.name)), key=natural)
        if not self._files:
            raise CameraError(
                "The folder {folder} holds no depth recording.", "Give a folder of .npz files.", folder=folder
            )
        self._at = 0
        self._depth: DepthMap | None = None

    def read(self) -> tuple[bool, Any]:
        """The next picture, BGR; (False, None) at the end. Raises CameraError for a file that is not such a frame."""
        if self._at == len(self._files):
            return False, None
        path = self._files[self._at]
        self._at += 1
        try:
            with np.load(path, allow_pickle=False) as stored:
                image, millimetres = stored["image"], stored["millimetres"]
                focal_px = float(stored["focal_px"])
        except _UNREADABLE as error:
            raise CameraError(
                "{path} is not a frame of a depth recording: {error}", "Record it again.", path=path, error=error
            ) from error
        good = image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3 and millimetres.dtype == np.uint16
        if not good or millimetres.shape != image.shape[:2] or not focal_px > 0:
            raise CameraError(
                "{path} is not a frame of a depth recording: wrong type or size.", "Record it again.", path=path
            )
        self._depth = DepthMap(millimetres.astype(np.float32) / np.float32(1000), focal_px)
        return True, np.ascontiguousarray(image[:, :, ::-1])

    def depth(self) -> DepthMap | None:
        """The depth of the picture read last."""
        return self._depth

    def release(self) -> None:
        """Does nothing: no resource is held."""
