"""Plots of a period of the log. Imported when the first plot is shown: pyqtgraph takes long to load."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gatekeeper.desk.reports import Summary
from gatekeeper.gui.core import language, theme, wording

_LEAST = QSize(560, 440)  # at a smaller size, titles and numbers of four plots run into each other
_NAMES_WIDTH = 150  # the width for reasons beside their bars


class Axis(pyqtgraph.AxisItem):  # type: ignore[misc]
    """Numbers in the language's format. whole: they are counts."""

    def __init__(self, side: str, whole: bool) -> None:
        super().__init__(side)
        self._whole = whole

    def tickSpacing(self, low: float, high: float, pixels: float) -> list[tuple[float, float]]:  # noqa: N802
        """No ticks between 1 and 2 on an axis of counts."""
        levels: list[tuple[float, float]] = super().tickSpacing(low, high, pixels)
        return [level for level in levels if level[0] >= 1] or [(1, 0)] if self._whole else levels

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """Write as many digits as the spacing of the ticks needs."""
        digits = max(0, math.ceil(-math.log10(spacing * scale))) if spacing * scale > 0 else 0
        return [language.decimal(value * scale, digits) for value in values]


def add_plot(
    grid: Any, row: int, column: int, title: str, *, across: str = "", up: str = "", whole: bool = True
) -> Any:
    """A plot in a grid, in the window's colours, with a title and labels of its axes. whole: its numbers are counts."""
    now = theme.colours()
    axes = {name: Axis(name, whole) for name in ("left", "bottom")}
    plot = grid.addPlot(row=row, col=column, enableMenu=False, axisItems=axes)
    plot.setTitle(title, color=now.text, size="11pt")
    plot.setMouseEnabled(False, False)
    plot.hideButtons()
    for name, text in (("left", up), ("bottom", across)):
        axes[name].setPen(QColor(now.line))
        axes[name].setTextPen(QColor(now.muted))
        axes[name].enableAutoSIPrefix(False)
        if text:  # after the pen, which would colour it too
            plot.setLabel(name, text, color=now.muted)
    return plot


class Plots(QWidget):
    """Visits per day and hour of the day, refusals by reason, and how long decisions took."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self._grid = pyqtgraph.GraphicsLayoutWidget()
        self._grid.setAccessibleName(self.tr("Plots of the events"))
        self._grid.setBackground(theme.colours().surface)
        self._grid.setMinimumSize(_LEAST)
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(self._grid, 1)
        self._last: Summary | None = None
        self._none = ""
        self._left: list[Callable[[Summary], None]] = []

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw again in the new colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._last is not None:
            # Not now: the change is still passing through the very items that would be deleted.
            QTimer.singleShot(0, self, self._draw_again)

    def _draw_again(self) -> None:
        if self._last is not None:
            self.show_summary(self._last, self._none)

    def show_summary(self, summary: Summary, none: str) -> None:
        """Draw the summary of a period of the log. none: what is said of one without visits."""
        self._last, self._none = summary, none
        self._left = []
        self._grid.clear()
        self._grid.setBackground(theme.colours().surface)
        if not summary.events:
            self.said.setText(none)
            return
        half, most = summary.latency(0.5), summary.latency(0.95)
        self.said.setText(
            self.tr(
                "%Ln event(s), {opened} opened. Half of the decisions fell within {half} ms, 95 % within {most} ms.",
                "",
                summary.events,
            )
            .replace("{opened}", language.number(summary.opened))
            .replace("{half}", language.number(round(half or 0)))
            .replace("{most}", language.number(round(most or 0)))
        )
        # One after the other: making all four at once would block the window for longer than a click may wait.
        self._left = [self._per_day, self._per_hour, self._refusals, self._latencies]
        self._draw_next()

    def _draw_next(self) -> None:
        if self._left and self._last is not None:
            self._left.pop(0)(self._last)
            QTimer.singleShot(0, self, self._draw_next)

    def _per_day(self, summary: Summary) -> None:
        days = list(summary.days.items())[-60:]
        every = max(1, len(days) // 6)
        ticks = [(i, language.short_day(day)) for i, (day, _) in enumerate(days) if i % every == 0]
        self._bars(0, 0, self.tr("Visits per day"), self.tr("Day"), [counts for _, counts in days], ticks)

    def _per_hour(self, summary: Summary) -> None:
        hours = [(hour, str(hour)) for hour in range(0, 24, 3)]
        self._bars(0, 1, self.tr("Visits per hour of the day"), self.tr("Hour"), summary.hours, hours)

    def _refusals(self, summary: Summary) -> None:
        reasons = list(summary.refusals.items())
        plot = add_plot(self._grid, 1, 0, self.tr("Refusals by reason"), across=self.tr("Refusals"))
        rows = list(range(len(reasons)))[::-1]
        widths, bad = [n for _, n in reasons], theme.colours().bad
        plot.addItem(pyqtgraph.BarGraphItem(x0=0, y=rows, height=0.6, width=widths, brush=bad, pen=None))
        axis = plot.getAxis("left")
        metrics = self.fontMetrics()
        names = [
            metrics.elidedText(wording.reason(name), Qt.TextElideMode.ElideRight, _NAMES_WIDTH) for name, _ in reasons
        ]
        axis.setTicks([list(zip(rows, names, strict=True))])
        axis.setStyle(hideOverlappingLabels=False)
        axis.setWidth(_NAMES_WIDTH + 20)

    def _latencies(self, summary: Summary) -> None:
        title = self.tr("Decision time, in milliseconds")
        plot = add_plot(self._grid, 1, 1, title, across=self.tr("Milliseconds"), up=self.tr("Decisions"))
        if not summary.latency_ms:  # doors were opened by hand only
            return
        starts, counts = zip(*summary.latency_ms, strict=True)
        accent = theme.colours().accent
        plot.addItem(pyqtgraph.BarGraphItem(x=np.array(starts) + 10, height=counts, width=18, brush=accent, pen=None))

    def _bars(
        self,
        row: int,
        column: int,
        title: str,
        across: str,
        counts: list[tuple[int, int]],
        ticks: list[tuple[int, str]],
    ) -> None:
        now = theme.colours()
        plot = add_plot(self._grid, row, column, title, across=across, up=self.tr("Visits"))
        # The legend is above the bars, which leave a third of the height free, so that it hides none.
        legend = plot.addLegend(offset=(-8, 1), labelTextColor=now.text, colCount=2)
        plot.setYRange(0, 1.5 * max((opened + not_opened for opened, not_opened in counts), default=1), padding=0)
        positions = np.arange(len(counts))
        opened, not_opened = (np.array([pair[side] for pair in counts]) for side in (0, 1))
        for below, height, colour, name in (
            (0, opened, now.good, self.tr("opened")),
            (opened, not_opened, now.bad, self.tr("not opened")),
        ):
            bars = pyqtgraph.BarGraphItem(x=positions, y0=below, height=height, width=0.7, brush=colour, pen=None)
            plot.addItem(bars)
            legend.addItem(bars, name)
        plot.getAxis("bottom").setTicks([ticks])
