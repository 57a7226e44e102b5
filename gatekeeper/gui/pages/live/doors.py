"""All doors on one screen."""

import math

from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gatekeeper.gui.core.layouts import Scroll
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.pages.live.tile import TILE_WIDTH, DoorTile

_AROUND = 150  # the part of a tile's height that is not its picture
_GAP = 12  # between two tiles


class Doors(Scroll):
    """The doors, in the number of columns that makes their pictures largest."""

    def __init__(self, tiles: list[DoorTile], parent: QWidget | None = None) -> None:
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        super().__init__(content, parent)
        self._tiles, self._columns = tiles, 0
        self.setMinimumSize(TILE_WIDTH, min(240, _AROUND + 72))
        for tile in tiles:
            tile.banner.said.connect(lambda saying, tile=tile: self._look_at(tile, saying))
        self._arrange(1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Choose the columns again."""
        super().resizeEvent(event)
        room, count = self.viewport().size(), max(len(self._tiles), 1)

        def picture(columns: int) -> float:
            width, rows = (room.width() + _GAP) / columns - _GAP, math.ceil(count / columns)
            return min(width * 3 / 4, (room.height() + _GAP) / rows - _GAP - _AROUND)

        wide_enough = [c for c in range(1, count + 1) if (room.width() + _GAP) / c - _GAP >= TILE_WIDTH]
        self._arrange(max(wide_enough or [1], key=picture))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for index, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, index // columns, index % columns)

    def _look_at(self, tile: DoorTile, saying: Saying) -> None:
        """Scroll an answer into view, since nobody scrolls on a screen at a door. Not while an operator is using the screen,
        who may be about to press another door's button."""
        if tile.public and saying.kind != "idle" and tile.visibleRegion() != QRegion(tile.rect()):
            self.ensureWidgetVisible(tile.banner)
