"""The events in a list of any length."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

from gatekeeper.app import App
from gatekeeper.domain import AccessEvent
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.store.event_query import Filter, Sort

PAGE = 200  # events fetched at a time
_EVENTS_KEPT = 60 * PAGE
_PART = 50_000  # numbers read at a time: small enough that no other page waits long
_SORTS = (Sort.TIME, Sort.PERSON, Sort.DOOR, Sort.REASON, Sort.MASK, Sort.LATENCY)  # of the columns


Index = QModelIndex | QPersistentModelIndex


class EventTable(QAbstractTableModel):
    """The events that pass a filter, newest first unless sorted otherwise, however many there are.

    Only their numbers are held, which are read part by part after the first page. The rows on the screen are fetched in pages
    and show "…" until they are there. counted: how many there are so far, and whether that is all; outdated: there are newer
    events, which have no place at the top of a list that is sorted otherwise.
    """

    counted = Signal(int, bool)
    outdated = Signal()

    def __init__(self, app: App, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._which = Filter()
        self._order = Sort.TIME, True
        self._numbers: NDArray[np.int64] = np.zeros(0, np.int64)
        self._whole = True
        self._events: dict[int, AccessEvent] = {}
        self._asked: set[int] = set()
        self._job: Job | None = None
        self._heads = [
            self.tr("Time"),
            self.tr("Person"),
            self.tr("Door"),
            self.tr("What happened"),
            self.tr("Mask"),
            self.tr("Decision time"),
        ]

    def show(self, conditions: Filter) -> None:
        """Show the events that pass a filter."""
        if self._job is not None:
            self._job.cancel()
        self._which = conditions
        sort, descending = self._order
        self._job = run_in_background(
            lambda job: (job, self._app.log.numbers(limit=PAGE, sort=sort, descending=descending, **conditions)),
            done=lambda found: self._begin(*found),
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the same events by one of the columns."""
        order_by = _SORTS[column], order is Qt.SortOrder.DescendingOrder
        if order_by != self._order:
            self._order = order_by
            self.show(self._which)

    def catch_up(self) -> None:
        """Add new events on top; a list in another order stays as it is."""
        if self._order != (Sort.TIME, True):
            self.outdated.emit()
            return
        conditions = self._which
        run_in_background(
            lambda job: self._app.log.numbers(limit=PAGE, **conditions),
            done=lambda newest: self._put_on_top(conditions, newest),
        )

    def event_at(self, row: int) -> AccessEvent | None:
        """The event of a row, None while it is fetched."""
        if not 0 <= row < len(self._numbers):
            return None
        found = self._events.get(int(self._numbers[row]))
        if found is None:
            self._ask(row)
        return found

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """The number of events that pass the filter."""
        return 0 if parent is not None and parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """The number of headings."""
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        """The headings."""
        across = orientation is Qt.Orientation.Horizontal
        return self._heads[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        """A cell."""
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ToolTipRole)
        if role not in roles:
            return None
        event = self.event_at(index.row())
        if event is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == Qt.ItemDataRole.ToolTipRole:  # the cell, which may be cut, and what the door said
            said = (self.data(index, Qt.ItemDataRole.DisplayRole), wording.translated(event.message))
            return wording.plain("\n".join(filter(None, said)))
        if role == Qt.ItemDataRole.DecorationRole:
            if index.column() != 3:
                return None
            name, kind = wording.icon(event)
            drawn = QIcon(theme.pixmap(name, 16, getattr(theme.colours(), kind)))
            drawn.addPixmap(theme.pixmap(name, 16, theme.colours().on_accent), QIcon.Mode.Selected)
            return drawn
        return (
            language.moment(event.at, seconds=True),
            event.person_name or "–",
            event.door,
            wording.reason(event.reason),
            wording.mask(event.mask),
            language.milliseconds(event.latency_ms) if event.latency_ms else "",
        )[index.column()]

    def _begin(self, job: Job, numbers: NDArray[np.int64]) -> None:
        if job.cancelled:
            return
        self.beginResetModel()
        self._numbers, self._events, self._asked = numbers, {}, set()
        self.endResetModel()
        self._go_on(len(numbers) < PAGE)

    def _go_on(self, whole: bool) -> None:
        """Read the next numbers; other work of the pages can run in between."""
        self._whole = whole
        self.counted.emit(len(self._numbers), whole)
        if whole:
            self._job = None
            return
        conditions, last = self._which, int(self._numbers[-1])
        sort, descending = self._order
        # Sorted by time, a part begins where the last one ended. In any other order, every part might be sorted anew; so
        # everything is read at once, on a worker that the other pages do not need.
        part = _PART if sort is Sort.TIME else None
        self._job = run_in_background(
            lambda job: (
                job,
                self._app.log.numbers(limit=part, after=last, sort=sort, descending=descending, **conditions),
            ),
            done=lambda found: self._append(*found, part is None),
            worker="quick" if part else "sums",
        )

    def _append(self, job: Job, numbers: NDArray[np.int64], all_of_it: bool) -> None:
        if job.cancelled:
            return
        if len(numbers):
            first_row = len(self._numbers)
            self.beginInsertRows(QModelIndex(), first_row, first_row + len(numbers) - 1)
            self._numbers = np.concatenate([self._numbers, numbers])
            self.endInsertRows()
        self._go_on(all_of_it or len(numbers) < _PART)

    def _put_on_top(self, conditions: Filter, newest: NDArray[np.int64]) -> None:
        if conditions is not self._which:
            return
        matches = np.flatnonzero(newest == self._numbers[:1]).tolist()
        if not matches:  # the list was empty, or too many came for one page
            self.show(conditions)
        elif matches[0] > 0:
            self.beginInsertRows(QModelIndex(), 0, matches[0] - 1)
            self._numbers = np.concatenate([newest[: matches[0]], self._numbers])
            self.endInsertRows()
            self.counted.emit(len(self._numbers), self._whole)

    def _ask(self, row: int) -> None:
        """Fetch the page around a row."""
        first = row // PAGE * PAGE
        numbers = [n for n in self._numbers[first : first + PAGE].tolist() if n not in self._events]
        if int(self._numbers[row]) in self._asked:
            return
        self._asked.update(numbers)

        def arrived(events: list[AccessEvent]) -> None:
            if not self._asked.issuperset(numbers):  # the filter has changed meanwhile
                return
            found = {event.id: event for event in events}
            self._asked -= found.keys()
            self._events |= found
            for oldest in list(self._events)[: max(0, len(self._events) - _EVENTS_KEPT)]:
                del self._events[oldest]
            last = min(first + 2 * PAGE, len(self._numbers)) - 1  # rows may have been added on top
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._heads) - 1))

        run_in_background(lambda job: self._app.log.fetch(numbers), done=arrived)
