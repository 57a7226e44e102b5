"""The last visitors."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from gatekeeper.domain import AccessEvent, Outcome, Reason
from gatekeeper.gui.core import language, theme, wording

EVENTS_SHOWN = 200
THUMBNAIL = QSize(56, 56)
_UNKNOWN = Qt.ItemDataRole.UserRole + 1
_LISTED_LETTERS = 40  # of a name in the list of events


class EventList(QListWidget):
    """The last visitors, newest first, with their faces."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIconSize(THUMBNAIL)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Last events"))

    def unknown_at(self, position: QPoint) -> int | None:
        """The number of the event at this position, if it is a visit of an unknown person."""
        item = self.itemAt(position)
        return int(item.data(Qt.ItemDataRole.UserRole)) if item is not None and item.data(_UNKNOWN) else None

    def shown(self) -> set[int]:
        """The numbers of the events in the list."""
        return {self.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.count())}

    def add(self, event: AccessEvent, row: int = 0) -> None:
        """Put an event on top, or at a row."""
        description = wording.reason(event.reason)
        name = wording.subject(event, self.tr("Not known"))
        if event.reason is Reason.BY_HAND:
            by = wording.opened_by(event)
            name, description = by or description, description
        when = language.lately(event.at, seconds=True)
        name, door = (wording.shortened(text, _LISTED_LETTERS) for text in (name, event.door))
        what = when if name == description else f"{when}  ·  {description}"  # what is of nobody is named by its reason
        item = QListWidgetItem(_thumbnail(event), f"{name}\n{what}\n{door}")
        item.setToolTip(wording.plain(f"{event.door}: {wording.translated(event.message)}"))
        item.setData(Qt.ItemDataRole.UserRole, event.id)
        item.setData(_UNKNOWN, event.outcome is Outcome.UNKNOWN and event.id > 0)
        self.insertItem(row, item)
        while self.count() > EVENTS_SHOWN:
            self.takeItem(self.count() - 1)


def _thumbnail(event: AccessEvent) -> QIcon:
    """The event's face with the outcome's icon in its corner."""
    picture = QPixmap(THUMBNAIL)
    picture.fill(QColor(theme.colours().raised))
    painter = QPainter(picture)
    face = QPixmap()
    if event.snapshot and face.loadFromData(event.snapshot):
        filled = face.scaled(
            THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawPixmap(
            (THUMBNAIL.width() - filled.width()) // 2, (THUMBNAIL.height() - filled.height()) // 2, filled
        )
    name, kind = wording.icon(event)
    now = theme.colours()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor({"good": now.good, "bad": now.bad}[kind]))
    painter.drawEllipse(THUMBNAIL.width() - 21, THUMBNAIL.height() - 21, 20, 20)
    on = {"good": now.on_good, "bad": now.on_bad}[kind]
    painter.drawPixmap(THUMBNAIL.width() - 19, THUMBNAIL.height() - 19, theme.pixmap(name, 16, on))
    painter.end()
    return QIcon(picture)
