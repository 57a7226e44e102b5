"""What a stretch of the log adds up to, drawn. Imported when the first plot is to be seen: pyqtgraph takes long to load."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gatekeeper.desk.reports import Summary
from gatekeeper.gui.core import language, theme, words


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
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(self._grid, 1)
        self._last: Summary | None = None
        self._left: list[Callable[[Summary], None]] = []

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw again in the new colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._last is not None:
            # Not now: the change is on its way through the very items that would be thrown away.
            QTimer.singleShot(0, self, self._draw_again)

    def _draw_again(self) -> None:
        if self._last is not None:
            self.show_summary(self._last)

    def show_summary(self, summary: Summary) -> None:
        """Draw what a stretch of the log adds up to."""
        self._last = summary
        self._left = []
        self._grid.clear()
        self._grid.setBackground(theme.colours().surface)
        if not summary.events:
            self.said.setText(self.tr("No events match. Choose a longer time, or clear the name."))
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
        # One after the other: to make all four at once would hold the window up for longer than a click may wait.
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
        plot = self._plot(1, 0, self.tr("Refusals by reason"), across=self.tr("Refusals"))
        rows = list(range(len(reasons)))[::-1]
        widths, bad = [n for _, n in reasons], theme.colours().bad
        plot.addItem(pyqtgraph.BarGraphItem(x0=0, y=rows, height=0.6, width=widths, brush=bad, pen=None))
        plot.getAxis("left").setTicks([[(r, words.reason(name)) for r, (name, _) in zip(rows, reasons, strict=True)]])
        plot.getAxis("left").setWidth(150)

    def _latencies(self, summary: Summary) -> None:
        title = self.tr("Decision time, in milliseconds")
        plot = self._plot(1, 1, title, across=self.tr("Milliseconds"), up=self.tr("Decisions"))
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
        plot = self._plot(row, column, title, across=across, up=self.tr("Visits"))
        # Where no bar hides it: above the bars, of which the highest leaves a quarter free.
        legend = plot.addLegend(offset=(-8, 4), labelTextColor=now.text, colCount=2)
        plot.setYRange(0, 1.25 * max((opened + others for opened, others in counts), default=1), padding=0)
        at = np.arange(len(counts))
        opened, others = (np.array([pair[side] for pair in counts]) for side in (0, 1))
        for below, height, colour, name in (
            (0, opened, now.good, self.tr("opened")),
            (opened, others, now.bad, self.tr("not opened")),
        ):
            bars = pyqtgraph.BarGraphItem(x=at, y0=below, height=height, width=0.7, brush=colour, pen=None)
            plot.addItem(bars)
            legend.addItem(bars, name)
        plot.getAxis("bottom").setTicks([ticks])

    def _plot(self, row: int, column: int, title: str, *, across: str = "", up: str = "") -> Any:
        now = theme.colours()
        plot = self._grid.addPlot(row=row, col=column, enableMenu=False)
        plot.setTitle(title, color=now.text, size="11pt")
        plot.setMouseEnabled(False, False)
        plot.hideButtons()
        for name, text in (("left", up), ("bottom", across)):
            plot.getAxis(name).setPen(QColor(now.line))
            plot.getAxis(name).setTextPen(QColor(now.muted))
            if text:  # after the pen, which would colour it too
                plot.setLabel(name, text, color=now.muted)
        return plot
