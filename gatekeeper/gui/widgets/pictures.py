"""Pictures of the core as Qt's."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from gatekeeper.domain import Image


def pixmap_of(image: Image, side: int) -> QPixmap:
    """RGB uint8 (H, W, 3) as a picture that fits into side x side pixels."""
    height, width = image.shape[:2]
    # Qt reads the array's own memory: copied before the array may go.
    picture = QImage(image.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
    return QPixmap.fromImage(picture).scaled(
        QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
