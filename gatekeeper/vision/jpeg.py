"""Encodes and decodes the program's own JPEGs. Files from outside go through `capture.photos`."""

import cv2
import numpy as np

from gatekeeper.domain import Image


def encoded(image: Image, quality: int, most_px: int | None = None) -> bytes:
    """An RGB picture as JPEG, shrunk if a side is longer than `most_px`; empty for an empty picture."""
    if not image.size:
        return b""
    scale = min(1.0, most_px / max(image.shape[:2])) if most_px is not None else 1.0
    if scale < 1:
        image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    written, data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes() if written else b""


def decoded(data: bytes) -> Image | None:
    """The RGB picture, uint8 (H, W, 3); None if it is damaged."""
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    return None if bgr is None else np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)
