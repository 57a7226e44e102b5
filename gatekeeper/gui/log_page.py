"""What happened at the doors: a list of any length, each event in full with its corrections, visitors, and plots."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk import Desk, Visitor
from gatekeeper.domain import AccessEvent, Outcome, Photo, Reason
from gatekeeper.gui import language, theme, words
from gatekeeper.gui.bridge import Bridge
from gatekeeper.gui.person_picker import TYPING_MILLISECONDS, PersonPicker, portrait_icon
from gatekeeper.gui.tasks import Job, run_in_background
from gatekeeper.reports import SUFFIXES, Summary, summarise
from gatekeeper.store.access_log import Filter
from gatekeeper.store.accounts import Right

if TYPE_CHECKING:
    from gatekeeper.gui.plots import Plots

PAGE = 200  # events fetched at a time
_EVENTS_KEPT = 60 * PAGE
_PART = 50_000  # numbers read at a time: small enough that no other page waits long
_VISITOR_DAYS = 7
Index = QModelIndex | QPersistentModelIndex


class EventTable(QAbstractTableModel):
    """The events that pass a filter, newest first, however many there are.

    Only their numbers are held, which are read part by part below the first page; the rows on the screen are fetched in
    pages and show "…" until they are there. counted: how many there are so far, and whether that is all.
    """

    counted = Signal(int, bool)

    def __init__(self, app: App, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._which = Filter()
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
            self.tr("After"),
        ]

    def show(self, which: Filter) -> None:
        """Show the events that pass a filter."""
        if self._job is not None:
            self._job.cancel()
        self._which = which
        self._job = run_in_background(
            lambda job: (job, self._app.log.numbers(limit=PAGE, **which)), done=lambda found: self._begin(*found)
        )

    def catch_up(self) -> None:
        """Put on top what has happened since."""
        which = self._which
        run_in_background(
            lambda job: self._app.log.numbers(limit=PAGE, **which), done=lambda newest: self._put_on_top(which, newest)
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
        """As many as pass the filter."""
        return 0 if parent is not None and parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Those of the headings."""
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        """The headings."""
        across = orientation is Qt.Orientation.Horizontal
        return self._heads[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        """A cell."""
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ToolTipRole)
        if role not in wanted:
            return None
        event = self.event_at(index.row())
        if event is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.translated(event.message)
        if role == Qt.ItemDataRole.DecorationRole:
            if index.column() != 3:
                return None
            name, kind = words.icon(event)
            drawn = QIcon(theme.pixmap(name, 16, getattr(theme.colours(), kind)))
            drawn.addPixmap(theme.pixmap(name, 16, theme.colours().on_accent), QIcon.Mode.Selected)
            return drawn
        return (
            language.moment(event.at, seconds=True),
            event.person_name or "–",
            event.door,
            words.reason(event.reason),
            words.mask(event.mask),
            f"{event.latency_ms:.0f} ms" if event.latency_ms else "",
        )[index.column()]

    def _begin(self, job: Job, numbers: NDArray[np.int64]) -> None:
        if job.cancelled:
            return
        self.beginResetModel()
        self._numbers, self._events, self._asked = numbers, {}, set()
        self.endResetModel()
        self._go_on(len(numbers) < PAGE)

    def _go_on(self, whole: bool) -> None:
        """Read the next numbers; other work of the pages comes in between."""
        self._whole = whole
        self.counted.emit(len(self._numbers), whole)
        if whole:
            self._job = None
            return
        which, last = self._which, int(self._numbers[-1])
        self._job = run_in_background(
            lambda job: (job, self._app.log.numbers(limit=_PART, after=last, **which)),
            done=lambda found: self._append(*found),
        )

    def _append(self, job: Job, numbers: NDArray[np.int64]) -> None:
        if job.cancelled:
            return
        if len(numbers):
            at = len(self._numbers)
            self.beginInsertRows(QModelIndex(), at, at + len(numbers) - 1)
            self._numbers = np.concatenate([self._numbers, numbers])
            self.endInsertRows()
        self._go_on(len(numbers) < _PART)

    def _put_on_top(self, which: Filter, newest: NDArray[np.int64]) -> None:
        if which is not self._which:
            return
        known = np.flatnonzero(newest == self._numbers[:1]).tolist()
        if not known:  # the list was empty, or too many came for one page
            self.show(which)
        elif known[0] > 0:
            self.beginInsertRows(QModelIndex(), 0, known[0] - 1)
            self._numbers = np.concatenate([newest[: known[0]], self._numbers])
            self.endInsertRows()
            self.counted.emit(len(self._numbers), self._whole)

    def _ask(self, row: int) -> None:
        """Have the page around a row fetched."""
        first = row // PAGE * PAGE
        numbers = [n for n in self._numbers[first : first + PAGE].tolist() if n not in self._events]
        if int(self._numbers[row]) in self._asked:
            return
        self._asked.update(numbers)

        def arrived(events: list[AccessEvent]) -> None:
            if not self._asked.issuperset(numbers):  # another filter meanwhile
                return
            found = {event.id: event for event in events}
            self._asked -= found.keys()
            self._events |= found
            for oldest in list(self._events)[: max(0, len(self._events) - _EVENTS_KEPT)]:
                del self._events[oldest]
            last = min(first + 2 * PAGE, len(self._numbers)) - 1  # rows may have come on top
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._heads) - 1))

        run_in_background(lambda job: self._app.log.fetch(numbers), done=arrived)


class FilterBar(QWidget):
    """What is to be shown. changed: it is another filter now."""

    changed = Signal()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period, self.outcome, self.reason, self.door = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.person = QLineEdit()
        for days, text in (
            (None, self.tr("Any time")),
            (0, self.tr("Today")),
            (7, self.tr("Last 7 days")),
            (30, self.tr("Last 30 days")),
            (365, self.tr("Last year")),
        ):
            self.period.addItem(text, days)
        self.outcome.addItem(self.tr("Any outcome"), None)
        for outcome, text in (
            (Outcome.OPENED, self.tr("Opened")),
            (Outcome.REFUSED, self.tr("Refused")),
            (Outcome.UNKNOWN, self.tr("Unknown")),
        ):
            self.outcome.addItem(text, outcome.value)
        self.reason.addItem(self.tr("Any reason"), None)
        for reason in Reason:
            self.reason.addItem(words.reason(reason), reason.value)
        self.door.addItem(self.tr("Any door"), None)
        for door in app.settings.doors:
            self.door.addItem(door.name, door.name)
        self.person.setPlaceholderText(self.tr("Whole name or number"))
        self.person.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=3 * TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.changed)
        self.person.textChanged.connect(lambda text: self._typing.start())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for box, name in (
            (self.period, self.tr("Time")),
            (self.door, self.tr("Door")),
            (self.outcome, self.tr("Outcome")),
            (self.reason, self.tr("Reason")),
        ):
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda index: self.changed.emit())
            layout.addWidget(box)
        self.person.setAccessibleName(self.tr("Person"))
        layout.addWidget(self.person, 1)

    def filter(self, now: datetime) -> Filter:
        """The filter chosen. now: UTC."""
        days = self.period.currentData()
        midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        outcome, reason = self.outcome.currentData(), self.reason.currentData()
        return Filter(
            since=None if days is None else (midnight - timedelta(days=days)).astimezone(UTC),
            person=self.person.text().strip() or None,
            outcome=Outcome(outcome) if outcome else None,
            reason=Reason(reason) if reason else None,
            door=self.door.currentData(),
        )


class EventView(QFrame):
    """One event in full, with what may be corrected about it."""

    wants_not_him = Signal(object)
    wants_this_is = Signal(object)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedWidth(330)
        self.event_shown: AccessEvent | None = None
        self._app = app
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumHeight(200)
        self.heading, self.message = QLabel(), QLabel()
        self.heading.setProperty("kind", "subtitle")
        self.facts = QLabel()
        for label in (self.heading, self.message, self.facts):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setProperty("kind", "hint")
        self.not_him = QPushButton(self.tr("This is &not them"))
        self.not_him.setToolTip(self.tr("The face is remembered as somebody who is not this person."))
        self.this_is = QPushButton(self.tr("This &is …"))
        self.this_is.setToolTip(self.tr("The face becomes a photo of the person you choose."))
        self.not_him.clicked.connect(lambda: self.wants_not_him.emit(self.event_shown))
        self.this_is.clicked.connect(lambda: self.wants_this_is.emit(self.event_shown))
        layout = QVBoxLayout(self)
        for widget in (self.picture, self.heading, self.message, self.facts):
            layout.addWidget(widget)
        layout.addStretch()
        buttons = QHBoxLayout()
        buttons.addWidget(self.not_him)
        buttons.addWidget(self.this_is)
        layout.addLayout(buttons)
        self.show_event(None)

    def show_event(self, event: AccessEvent | None) -> None:
        """Show an event that was fetched with its picture; None: none is chosen."""
        self.event_shown = event
        self.picture.clear()
        kept = event is not None and event.mask is not None
        kept = kept and self._app.actor.may(Right.CORRECT)
        self.not_him.setEnabled(kept and event is not None and event.person_id is not None)
        self.this_is.setEnabled(kept)
        if event is None:
            self.picture.setText(self.tr("Choose an event to see it in full."))
            for label in (self.heading, self.message, self.facts):
                label.setText("")
            return
        face = QPixmap()
        if event.snapshot and face.loadFromData(event.snapshot):
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(face.scaled(QSize(200, 200), Qt.AspectRatioMode.KeepAspectRatio, smooth))
        else:
            self.picture.setText(self.tr("No picture is kept."))
        self.heading.setText(event.person_name or self.tr("Nobody known"))
        reason, said = words.reason(event.reason), words.translated(event.message)
        self.message.setText(said if said.startswith(reason) else f"{reason}: {said}")
        rows = [
            (self.tr("Time"), language.moment(event.at, seconds=True)),
            (self.tr("Door"), event.door),
            (self.tr("Camera"), event.camera),
            (self.tr("Mask"), words.mask(event.mask)),
            (self.tr("Similarity"), _against(event.similarity, event.threshold)),
            (self.tr("Measured"), _against(event.value, event.limit)),
            (self.tr("Model"), event.model_id),
            (self.tr("Decided after"), f"{event.latency_ms:.0f} ms" if event.latency_ms else ""),
            (self.tr("Number"), str(event.id)),
        ]
        self.facts.setText("\n".join(f"{name}:  {value}" for name, value in rows if value))


def _against(value: float | None, limit: float | None) -> str:
    if value is None:
        return ""
    return (
        f"{value:.3g}"
        if limit is None
        else f"{value:.3g}  (≥ {limit:.3g})"
        if value >= limit
        else (f"{value:.3g}  (< {limit:.3g})")
    )


class LogPage(QWidget):
    """The log. Every tab shows what passes the filter above, except the visitors of the last days."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Log"))
    icon: ClassVar[str] = "log"
    right: ClassVar[Right] = Right.WATCH
    shown = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._fresh = False
        self._export: Job | None = None
        self._undo: Photo | None = None
        self.bar = FilterBar(app)
        self.table = EventTable(app, self)
        self.list = QTableView()
        self.list.setModel(self.table)
        self.list.setAccessibleName(self.tr("Events"))
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAlternatingRowColors(True)
        self.list.setShowGrid(False)
        self.list.setWordWrap(False)
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(32)
        self.list.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, width in enumerate((160, 180, 105, 175, 80, 70)):
            self.list.setColumnWidth(column, width)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.event_view = EventView(app)
        self.count = QLabel()
        self.count.setProperty("kind", "hint")
        self.export = QPushButton(self.tr("&Export …"))
        self.progress = QProgressBar()
        self.progress.hide()
        self.stop = QPushButton(self.tr("Cancel"))
        self.stop.hide()
        self.undo = QPushButton(self.tr("&Undo"))
        self.undo.hide()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.visitors = QListWidget()
        self.visitors.setIconSize(QSize(64, 64))
        self.visitors.setAccessibleName(self.tr("Unknown visitors"))
        self.plots: Plots | None = None
        self._plots = QStackedWidget()
        self._lay_out()

        self.bar.changed.connect(self.refresh)
        self.table.counted.connect(self._counted)
        self.table.modelReset.connect(lambda: self.event_view.show_event(None))
        self.table.rowsInserted.connect(self._keep_place)
        self.table.dataChanged.connect(lambda first, last: self._arrived(first.row(), last.row()))
        self.list.selectionModel().currentRowChanged.connect(lambda now, before: self._choose(now.row()))
        self.visitors.currentItemChanged.connect(self._choose_visitor)
        self.tabs.currentChanged.connect(self._turned_to)
        self.export.clicked.connect(self._ask_where)
        self.stop.clicked.connect(lambda: self._export.cancel() if self._export is not None else None)
        self.undo.clicked.connect(self._take_back)
        self.event_view.wants_not_him.connect(self._not_him)
        self.event_view.wants_this_is.connect(self._ask_who)
        bridge.decided.connect(lambda told: self._outdated())

    def refresh(self) -> None:
        """Show what passes the filter as things are now."""
        self._fresh = True
        which = self.bar.filter(datetime.now(UTC))
        match self.tabs.currentIndex():
            case 0:
                self.table.show(which)
            case 1:
                since = datetime.now(UTC) - timedelta(days=_VISITOR_DAYS)
                desk = Desk(self._app, self._app.actor)
                # Both read a large part of the log: a door that is opened by hand does not wait for them.
                run_in_background(lambda job: self._with_faces(desk, since), done=self._show_visitors, worker="sums")
            case 2:
                run_in_background(lambda job: self._summary(which), done=self._show_summary, worker="sums")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read the log when the page is looked at."""
        super().showEvent(event)
        self.export.setEnabled(self._app.actor.may(Right.CORRECT))
        if not self._fresh:
            self.refresh()

    def write(self, path: Path) -> Job:
        """Export what passes the filter to a file."""
        which, desk = self.bar.filter(datetime.now(UTC)), Desk(self._app, self._app.actor)

        def progress(done: int, of: int) -> None:
            self.progress.setRange(0, of)
            self.progress.setValue(done)

        self._export = run_in_background(
            lambda job: desk.export_log(path, now=datetime.now(UTC), progress=job.report, **which),
            done=lambda count: self.said.setText(
                self.tr("%Ln event(s) written to {file}.", "", count).replace("{file}", path.name)
            ),
            progress=progress,
            worker="long",
        )
        self._exporting(True)
        self._export.ended.connect(lambda: self._exporting(False))
        return self._export

    def _lay_out(self) -> None:
        self.empty = QLabel()
        self.empty.setProperty("kind", "hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        visitors = QWidget()
        column = QVBoxLayout(visitors)
        hint = QLabel(self.tr("Faces that came in the last 7 days and are not registered, who came most often first."))
        hint.setProperty("kind", "hint")
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addWidget(self.visitors, 1)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.stack, self.tr("Events"))
        self.tabs.addTab(visitors, self.tr("Unknown visitors"))
        self.tabs.addTab(self._plots, self.tr("Plots"))
        middle = QSplitter()
        middle.addWidget(self.tabs)
        middle.addWidget(self.event_view)
        middle.setStretchFactor(0, 1)
        middle.setCollapsible(0, False)
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addWidget(self.said, 1)
        for widget in (self.undo, self.progress, self.stop, self.export):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addWidget(self.bar)
        layout.addWidget(middle, 1)
        layout.addLayout(foot)

    def _turned_to(self, tab: int) -> None:
        # What another tab showed beside it is not what is chosen here: nobody may correct the wrong face.
        self.event_view.show_event(None)
        self.event_view.setVisible(self.tabs.widget(tab) is not self._plots)
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self.visitors.setCurrentRow(-1)
        self.refresh()

    def _outdated(self) -> None:
        self._fresh = False
        if self.isVisible() and self.tabs.currentIndex() == 0:
            self._fresh = True
            self.table.catch_up()

    def _keep_place(self, parent: Index, first: int, last: int) -> None:
        # Somebody who reads further down must not have the list move under them.
        bar, more = self.list.verticalScrollBar(), last - first + 1
        if first == 0 and bar.value() > 0:
            bar.setMaximum(bar.maximum() + more)  # the list does so later: too late for who reads its end
            bar.setValue(bar.value() + more)

    def _counted(self, count: int, whole: bool) -> None:
        self.count.setText(
            self.tr("%Ln event(s)", "", count) if whole else self.tr("%Ln event(s) and more …", "", count)
        )
        self.empty.setText(
            self.tr("No event passes the filter.\nChoose a longer time, or clear the person's name.")
            if any(self.bar.filter(datetime.now(UTC)).values())
            else self.tr("Nobody has come yet.\nWhoever comes to a door is listed here.")
        )
        self.stack.setCurrentIndex(0 if count else 1)
        if whole:
            self.shown.emit()

    def _choose(self, row: int) -> None:
        event = self.table.event_at(row)
        if event is not None:
            self._show_event(event.id)

    def _arrived(self, first: int, last: int) -> None:
        chosen = self.list.currentIndex().row()
        if first <= chosen <= last and self.event_view.event_shown is None:
            self._choose(chosen)

    def _show_event(self, number: int) -> None:
        run_in_background(
            lambda job: self._app.log.fetch([number], snapshots=True),
            done=lambda events: self.event_view.show_event(events[0] if events else None),
        )

    def _with_faces(self, desk: Desk, since: datetime) -> list[tuple[Visitor, bytes]]:
        found = desk.visitors(since, now=datetime.now(UTC))[:200]
        last = self._app.log.fetch([visitor.events[-1] for visitor in found], snapshots=True)
        pictures = {event.id: event.snapshot for event in last}
        return [(visitor, pictures.get(visitor.events[-1], b"")) for visitor in found]

    def _show_visitors(self, found: list[tuple[Visitor, bytes]]) -> None:
        self.visitors.clear()
        for visitor, picture in found:
            times = len(visitor.events)
            text = self.tr("Came %Ln time(s)", "", times)
            when = f"{language.moment(visitor.first)} – {language.moment(visitor.last)}"
            item = QListWidgetItem(portrait_icon(picture), f"{text}  ·  {words.mask(visitor.mask)}\n{when}")
            item.setData(Qt.ItemDataRole.UserRole, visitor.events[-1])
            self.visitors.addItem(item)
        if not found:
            nobody = QListWidgetItem(self.tr("Nobody unknown came in the last 7 days."))
            nobody.setFlags(Qt.ItemFlag.NoItemFlags)
            self.visitors.addItem(nobody)
        self.shown.emit()

    def _choose_visitor(self, now: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        number = now.data(Qt.ItemDataRole.UserRole) if now is not None else None
        if number is not None:
            self._show_event(int(number))

    def _summary(self, which: Filter) -> Summary:
        # The plots' library takes long to import, and only they need it: not on the window's thread.
        import_module("gatekeeper.gui.plots")
        return summarise(self._app.log, **which)

    def _show_summary(self, summary: Summary) -> None:
        from gatekeeper.gui.plots import Plots

        if self.plots is None:
            self.plots = Plots()
            self._plots.addWidget(self.plots)
        self.plots.show_summary(summary)
        self.shown.emit()

    def _not_him(self, event: AccessEvent) -> None:
        desk = Desk(self._app, self._app.actor)

        def done(impostor: Photo) -> None:
            self._undo = impostor
            self.undo.show()
            name = event.person_name or ""
            self.said.setText(self.tr("Remembered: this face is not {name}.").replace("{name}", name))

        run_in_background(lambda job: desk.not_this_person(event.id, now=datetime.now(UTC)), done=done)

    def _take_back(self) -> None:
        impostor, desk = self._undo, Desk(self._app, self._app.actor)
        if impostor is None:
            return

        def done(nothing: None) -> None:
            self._undo = None
            self.undo.hide()
            self.said.setText(self.tr("Taken back."))

        run_in_background(lambda job: desk.undo_not_this_person(impostor, now=datetime.now(UTC)), done=done)

    def _ask_who(self, event: AccessEvent) -> None:
        picker = PersonPicker(self._app, self.tr("Who is this?"), self)
        picker.picked.connect(lambda number: self._this_is(event, number))
        picker.open()

    def _this_is(self, event: AccessEvent, person_id: int) -> None:
        desk = Desk(self._app, self._app.actor)
        run_in_background(
            lambda job: desk.this_is(event.id, person_id, now=datetime.now(UTC)),
            done=lambda photo: self.said.setText(self.tr("The face is a photo of that person now.")),
        )

    def _ask_where(self) -> None:
        kinds = ";;".join(f"{suffix[1:].upper()} (*{suffix})" for suffix in SUFFIXES)
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Export events"), "events.csv", kinds)
        if name:
            path = Path(name)
            self.write(path if path.suffix else path.with_suffix(f".{kind.split(' ')[0].lower()}"))

    def _exporting(self, going: bool) -> None:
        self.progress.setVisible(going)
        self.stop.setVisible(going)
        self.export.setVisible(not going)
        if not going:
            self._export = None
