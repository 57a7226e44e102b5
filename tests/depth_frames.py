"""Frames of a depth recording, as files."""

from pathlib import Path

import numpy as np

from gatekeeper.domain import DepthMap, Image


def save_depth_frame(path: Path, image: Image, depth: DepthMap) -> None:
    """Write one frame; see `DepthRecording`."""
    millimetres = np.clip(depth.metres * 1000 + 0.5, 0, 65535).astype(np.uint16)
    np.savez_compressed(path, image=image, millimetres=millimetres, focal_px=np.float64(depth.focal_px))
