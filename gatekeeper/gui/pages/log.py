"""What happened at the doors: a list of any length, each event in full with its corrections, visitors, and plots."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QDate,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk, Visitor
from gatekeeper.desk.reports import Summary, summarise
from gatekeeper.domain import AccessEvent, Outcome, Person, Photo, Reason
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import language, theme, trouble, words
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.layouts import Scroll, open_at
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.widgets.export import Export
from gatekeeper.gui.widgets.period import Period
from gatekeeper.gui.widgets.person_picker import TYPING_MILLISECONDS, PersonPicker, portrait_icon
from gatekeeper.gui.widgets.questions import AskToErase
from gatekeeper.store.access_log import Filter, Sort
from gatekeeper.store.accounts import Right
from gatekeeper.store.people import Traces

if TYPE_CHECKING:
    from gatekeeper.gui.widgets.plots import Plots

PAGE = 200  # events fetched at a time
_EVENTS_KEPT = 60 * PAGE
_PART = 50_000  # numbers read at a time: small enough that no other page waits long
_VISITOR_DAYS = 7
_SORTS = (Sort.TIME, Sort.PERSON, Sort.DOOR, Sort.REASON, Sort.MASK, Sort.LATENCY)  # of the columns
_LARGE = 420  # pixels of a face in a window of its own
Index = QModelIndex | QPersistentModelIndex


class EventTable(QAbstractTableModel):
    """The events that pass a filter, newest first unless sorted otherwise, however many there are.

    Only their numbers are held, which are read part by part below the first page; the rows on the screen are fetched in
    pages and show "…" until they are there. counted: how many there are so far, and whether that is all; outdated: there
    are newer ones, and no place for them at the top of a list that is sorted otherwise.
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

    def show(self, which: Filter) -> None:
        """Show the events that pass a filter."""
        if self._job is not None:
            self._job.cancel()
        self._which = which
        sort, descending = self._order
        self._job = run_in_background(
            lambda job: (job, self._app.log.numbers(limit=PAGE, sort=sort, descending=descending, **which)),
            done=lambda found: self._begin(*found),
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show the same events by one of the columns."""
        wanted = _SORTS[column], order is Qt.SortOrder.DescendingOrder
        if wanted != self._order:
            self._order = wanted
            self.show(self._which)

    def catch_up(self) -> None:
        """Put on top what has happened since; a list that is sorted otherwise stays as it is for whoever reads it."""
        if self._order != (Sort.TIME, True):
            self.outdated.emit()
            return
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
            return words.plain(words.translated(event.message))
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
        """Read the next numbers; other work of the pages comes in between."""
        self._whole = whole
        self.counted.emit(len(self._numbers), whole)
        if whole:
            self._job = None
            return
        which, last = self._which, int(self._numbers[-1])
        sort, descending = self._order
        # By time a part begins where the last one ended. Otherwise every part may be sorted anew: all of it at once, then, and
        # beside the other pages.
        part = _PART if sort is Sort.TIME else None
        self._job = run_in_background(
            lambda job: (
                job,
                self._app.log.numbers(limit=part, after=last, sort=sort, descending=descending, **which),
            ),
            done=lambda found: self._append(*found, part is None),
            worker="quick" if part else "sums",
        )

    def _append(self, job: Job, numbers: NDArray[np.int64], all_of_it: bool) -> None:
        if job.cancelled:
            return
        if len(numbers):
            at = len(self._numbers)
            self.beginInsertRows(QModelIndex(), at, at + len(numbers) - 1)
            self._numbers = np.concatenate([self._numbers, numbers])
            self.endInsertRows()
        self._go_on(all_of_it or len(numbers) < _PART)

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
        self.period = Period()
        self.outcome, self.reason, self.door = QComboBox(), QComboBox(), QComboBox()
        self.person = QLineEdit()
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
        self.person.setPlaceholderText(self.tr("Part of a name, or a number"))
        self.person.setClearButtonEnabled(True)
        self.person.setMinimumWidth(140)
        self._typing = QTimer(self, singleShot=True, interval=3 * TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.changed)
        self.person.textChanged.connect(lambda text: self._typing.start())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.period)
        self.period.changed.connect(self.changed)
        for box, name in (
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
        outcome, reason = self.outcome.currentData(), self.reason.currentData()
        return Filter(
            since=self.period.since(now),
            until=self.period.until(),
            name=self.person.text().strip() or None,
            outcome=Outcome(outcome) if outcome else None,
            reason=Reason(reason) if reason else None,
            door=self.door.currentData(),
        )

    def only(self, box: QComboBox, value: str, text: str) -> None:
        """Show only those of one door, outcome or reason."""
        if box.findData(value) < 0:  # a door that is configured no longer
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(value))


class EventView(QFrame):
    """One event in full, with what may be corrected about it."""

    wants_not_him = Signal(object)
    wants_this_is = Signal(object)
    wants_large = Signal(object)
    wants_erased = Signal(object)

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
        self.erase = QPushButton(self.tr("E&rase this person …"))
        self.erase.setToolTip(self.tr("They were removed; the log still holds their name and pictures."))
        self.erase.setProperty("kind", "danger")
        self.erase.clicked.connect(lambda: self.wants_erased.emit(self.event_shown))
        self.large = QPushButton(self.tr("&Larger …"))
        self.large.clicked.connect(lambda: self.wants_large.emit(self.event_shown))
        self.not_him.clicked.connect(lambda: self.wants_not_him.emit(self.event_shown))
        self.this_is.clicked.connect(lambda: self.wants_this_is.emit(self.event_shown))
        layout = QVBoxLayout(self)
        for widget in (self.picture, self.heading, self.message, self.facts):
            layout.addWidget(widget)
        layout.addStretch()
        layout.addWidget(self.large)
        layout.addWidget(self.erase)
        buttons = QHBoxLayout()
        buttons.addWidget(self.not_him)
        buttons.addWidget(self.this_is)
        layout.addLayout(buttons)
        self.show_event(None)

    def show_event(self, event: AccessEvent | None, named: Person | None = None) -> None:
        """Show an event that was fetched with its picture; None: none is chosen. named: who it is by what was said since."""
        self.event_shown = event
        self.picture.clear()
        self.not_him.setEnabled(may_correct(self._app, event) and event is not None and event.person_id is not None)
        self.this_is.setEnabled(may_correct(self._app, event))
        self.large.setEnabled(event is not None)
        self.erase.setVisible(may_erase(self._app, event))
        if event is None:
            self.picture.setText(self.tr("Choose an event to see it in full."))
            for label in (self.heading, self.message, self.facts):
                label.setText("")
            return
        if (face := _face(event, 200)) is not None:
            self.picture.setPixmap(face)
        else:
            self.picture.setText(self.tr("No picture is kept."))
        self.heading.setText(event.person_name or self.tr("Nobody known"))
        self.message.setText(_said(event))
        self.facts.setText("\n".join(f"{name}:  {value}" for name, value in facts(event, named)))


class EventDialog(QDialog):
    """One event in a window of its own, with its face as large as it was kept and words that can be copied."""

    def __init__(self, event: AccessEvent, named: Person | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = event.person_name or QCoreApplication.translate("EventView", "Nobody known")
        self.setWindowTitle(f"{heading} – {language.moment(event.at, seconds=True)}")
        self.picture, self.text = QLabel(), QLabel()
        if (face := _face(event, _LARGE)) is not None:
            self.picture.setPixmap(face)
        else:
            self.picture.setText(QCoreApplication.translate("EventView", "No picture is kept."))
        rows = "\n".join(f"{name}:  {value}" for name, value in facts(event, named))
        self.text.setText(f"{heading}\n{_said(event)}\n\n{rows}")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setMinimumWidth(340)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        content = QWidget()
        row = QHBoxLayout(content)
        row.addWidget(self.picture)
        row.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(Scroll(content), 1)
        layout.addWidget(buttons)
        open_at(self, content.sizeHint() + QSize(40, 80))


def may_correct(app: App, event: AccessEvent | None) -> bool:
    """Whether a face of this event is kept, and whoever sits here may say whose it is."""
    return event is not None and event.mask is not None and app.actor.may(Right.CORRECT)


def may_erase(app: App, event: AccessEvent | None) -> bool:
    """Whether an event names somebody who was removed, and whoever sits here may take them out of the log."""
    removed = event is not None and event.person_id is None and bool(event.person_name)
    return removed and app.actor.may(Right.PEOPLE)


def facts(event: AccessEvent, named: Person | None = None) -> list[tuple[str, str]]:
    """What is known of an event beside its sentence. named: who it is by what was said since."""

    rows = [
        (QCoreApplication.translate("EventView", "Named since"), named.name if named is not None else ""),
        (QCoreApplication.translate("EventView", "Time"), language.moment(event.at, seconds=True)),
        (QCoreApplication.translate("EventView", "Door"), event.door),
        (QCoreApplication.translate("EventView", "Camera"), event.camera),
        (QCoreApplication.translate("EventView", "Mask"), words.mask(event.mask)),
        (QCoreApplication.translate("EventView", "Similarity"), _against(event.similarity, event.threshold)),
        (QCoreApplication.translate("EventView", "Measured"), _against(event.value, event.limit)),
        (QCoreApplication.translate("EventView", "Model"), event.model_id),
        (
            QCoreApplication.translate("EventView", "Decision time"),
            language.milliseconds(event.latency_ms) if event.latency_ms else "",
        ),
        (QCoreApplication.translate("EventView", "Number"), str(event.id)),
    ]
    return [(name, value) for name, value in rows if value]


def _said(event: AccessEvent) -> str:
    reason, said = words.reason(event.reason), words.translated(event.message)
    return said if said.startswith(reason) else f"{reason}: {said}"


def _face(event: AccessEvent, side: int) -> QPixmap | None:
    face = QPixmap()
    if not event.snapshot or not face.loadFromData(event.snapshot):
        return None
    smooth = Qt.TransformationMode.SmoothTransformation
    return face.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, smooth)


def _against(value: float | None, limit: float | None) -> str:
    """A measured value and what was demanded, with as many digits as both need."""
    if value is None:
        return ""
    digits = 3 if max(abs(value), abs(limit or 0)) < 10 else 0
    said = language.decimal(value, digits)
    return said if limit is None else f"{said}  ({'≥' if value >= limit else '<'} {language.decimal(limit, digits)})"


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
        self._wanted: int | None = None  # the number of the event that was chosen last
        self._undo: Callable[[], object] | None = None  # on a worker's thread
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
        longest = language.moment(datetime(2026, 12, 30, 22, 58, 58, tzinfo=UTC), seconds=True)
        time_width = self.list.fontMetrics().horizontalAdvance(longest) + 24
        for column, width in enumerate((time_width, 180, 105, 175, 80, 70)):
            self.list.setColumnWidth(column, width)
        heads = self.list.horizontalHeader()
        heads.setStretchLastSection(True)
        heads.setSectionsClickable(True)
        heads.setSortIndicatorShown(True)
        heads.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        heads.sortIndicatorChanged.connect(self._sort)
        self.event_view = EventView(app)
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setProperty("kind", "hint")
        self._export = Export(self.tr("Export events"), "events.csv")
        self.export = self._export.button
        self.undo = QPushButton(self.tr("&Undo"))
        self.undo.hide()
        self.newer = QPushButton(self.tr("Show ne&wer events"))
        self.newer.hide()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.visitors = QListWidget()
        self.visitors.setIconSize(QSize(64, 64))
        self.visitors.setAccessibleName(self.tr("Unknown visitors"))
        self.plots: Plots | None = None
        self._plots = QStackedWidget()
        self._lay_out()

        self.bar.changed.connect(self.refresh)
        self.table.counted.connect(self._counted)
        self.table.modelReset.connect(self._show_none)
        self.table.rowsInserted.connect(self._keep_place)
        self.table.dataChanged.connect(lambda first, last: self._arrived(first.row(), last.row()))
        self.list.selectionModel().currentRowChanged.connect(lambda now, before: self._choose(now.row()))
        self.visitors.currentItemChanged.connect(self._choose_visitor)
        # A double click, or Enter.
        self.list.activated.connect(lambda index: self._open(self.table.event_at(index.row())))
        self.visitors.itemActivated.connect(lambda item: self._show_large(item.data(Qt.ItemDataRole.UserRole)))
        for shown in (self.list, self.visitors):
            shown.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask_about_event)
        self.visitors.customContextMenuRequested.connect(self._ask_about_visitor)
        self.tabs.currentChanged.connect(self._turned_to)
        self._export.wanted.connect(self.write)
        self.undo.clicked.connect(self._take_back)
        self.event_view.wants_not_him.connect(self._not_him)
        self.event_view.wants_this_is.connect(self._ask_who)
        self.event_view.wants_large.connect(self._open)
        self.event_view.wants_erased.connect(self._ask_to_erase)
        self.table.outdated.connect(self.newer.show)
        self.newer.clicked.connect(self.refresh)
        bridge.decided.connect(lambda told: self._outdated())
        bridge.recorded.connect(self._outdated)

    def refresh(self) -> None:
        """Show what passes the filter as things are now."""
        self._fresh = True
        which = self.bar.filter(datetime.now(UTC))
        match self.tabs.currentIndex():
            case 0:
                self.newer.hide()
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

    def write(self, path: Path, mark: bool = False) -> Job:
        """Export what passes the filter to a file."""
        which, desk = self.bar.filter(datetime.now(UTC)), Desk(self._app, self._app.actor)
        return self._export.begin(
            lambda job: desk.export_log(path, now=datetime.now(UTC), progress=job.report, mark=mark, **which),
            lambda count: self.said.setText(
                self.tr("%Ln event(s) written to {file}.", "", count).replace("{file}", path.name)
            ),
        )

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
        for widget in (self.newer, self.undo, self._export):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addWidget(self.bar)
        layout.addWidget(middle, 1)
        layout.addLayout(foot)

    def _turned_to(self, tab: int) -> None:
        # What another tab showed beside it is not what is chosen here: nobody may correct the wrong face.
        self._show_none()
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
            self.tr("No events match.\nChoose a longer time, or clear the name.")
            if any(self.bar.filter(datetime.now(UTC)).values())
            else self.tr("Nobody has come yet.\nWhoever comes to a door is listed here.")
        )
        self.stack.setCurrentIndex(0 if count else 1)
        self.export.setToolTip("" if count else self.empty.text())
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
        """Show an event in full; until it is there nothing can be corrected, and not afterwards if another one was chosen."""
        self._wanted, shown = number, self.event_view.event_shown
        if shown is None or shown.id != number:
            self.event_view.erase.hide()
            for button in (self.event_view.not_him, self.event_view.this_is, self.event_view.large):
                button.setEnabled(False)

        def arrived(both: tuple[AccessEvent | None, Person | None]) -> None:
            if self._wanted == number:
                self.event_view.show_event(*both)

        run_in_background(lambda job: self._whole(number), done=arrived)

    def _show_none(self) -> None:
        self._wanted = None
        self.event_view.show_event(None)

    def _whole(self, number: int) -> tuple[AccessEvent | None, Person | None]:
        """An event with its picture, and who it is by what was said since."""
        found = next(iter(self._app.log.fetch([number], snapshots=True)), None)
        return found, self._app.people.visits_named([number]).get(number)

    def _open(self, event: AccessEvent | None) -> None:
        if event is not None:
            self._show_large(event.id)

    def _show_large(self, number: int | None) -> None:
        if number is None:
            return

        def show(both: tuple[AccessEvent | None, Person | None]) -> None:
            if both[0] is not None and self.isVisible():
                EventDialog(both[0], both[1], self).open()

        run_in_background(lambda job: self._whole(number), done=show)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self.newer.hide()
        self.table.sort(column, order)

    def _ask_about_event(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        row = index.row() if index.isValid() else self.list.currentIndex().row()
        event = self.table.event_at(row)
        if event is not None:
            self.list.selectRow(row)
            self.menu(event).popup(self.list.viewport().mapToGlobal(at))

    def _ask_about_visitor(self, at: QPoint) -> None:
        item = self.visitors.itemAt(at) or self.visitors.currentItem()
        number = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if number is not None:
            place = self.visitors.viewport().mapToGlobal(at)
            run_in_background(
                lambda job: self._app.log.fetch([number]),
                done=lambda events: self.menu(events[0]).popup(place) if events else None,
            )

    def menu(self, event: AccessEvent) -> QMenu:
        """What may be done with an event."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show &larger"), lambda: self._open(event))
        menu.addSeparator()
        correctable = may_correct(self._app, event)
        if event.person_name:
            text = self.tr("This is &not {name}").replace("{name}", words.unmarked(event.person_name))
            action = menu.addAction(text, lambda: self._not_him(event))
            action.setEnabled(correctable and event.person_id is not None)
        menu.addAction(self.tr("This &is …"), lambda: self._ask_who(event)).setEnabled(correctable)
        if event.person_name and may_erase(self._app, event):
            text = self.tr("&Erase {name} …").replace("{name}", words.unmarked(event.person_name))
            menu.addAction(text, lambda: self._ask_to_erase(event))
        menu.addSeparator()
        only = self.tr("Only {what}")
        bar = self.bar
        if event.person_name:
            name = event.person_name
            menu.addAction(only.replace("{what}", words.unmarked(name)), lambda: bar.person.setText(name))
        menu.addAction(
            only.replace("{what}", words.unmarked(event.door)), lambda: bar.only(bar.door, event.door, event.door)
        )
        reason = words.reason(event.reason)
        menu.addAction(
            only.replace("{what}", words.unmarked(reason)), lambda: bar.only(bar.reason, event.reason.value, reason)
        )
        day = event.at.astimezone()
        date = QDate(day.year, day.month, day.day)
        menu.addAction(only.replace("{what}", language.day(event.at)), lambda: bar.period.between(date, date))
        menu.addSeparator()
        menu.addAction(self.tr("&Copy"), lambda: QGuiApplication.clipboard().setText(self._as_text(event)))
        return menu

    def _as_text(self, event: AccessEvent) -> str:
        told = [("", event.person_name or self.tr("Nobody known")), ("", _said(event)), *facts(event)]
        return "\n".join(f"{name}: {value}" if name else value for name, value in told)

    def _with_faces(self, desk: Desk, since: datetime) -> list[tuple[Visitor, bytes]]:
        found = desk.visitors(since, now=datetime.now(UTC))[:200]
        last = self._app.log.fetch([visitor.events[-1] for visitor in found], snapshots=True)
        pictures = {event.id: event.snapshot for event in last}
        return [(visitor, pictures.get(visitor.events[-1], b"")) for visitor in found]

    def _show_visitors(self, found: list[tuple[Visitor, bytes]]) -> None:
        self.visitors.clear()
        self._show_none()
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
        import_module("gatekeeper.gui.widgets.plots")
        return summarise(self._app.log, **which)

    def _show_summary(self, summary: Summary) -> None:
        from gatekeeper.gui.widgets.plots import Plots

        if self.plots is None:
            self.plots = Plots()
            self._plots.addWidget(self.plots)
        self.plots.show_summary(summary)
        self.shown.emit()

    def _not_him(self, event: AccessEvent) -> None:
        desk = Desk(self._app, self._app.actor)
        name = event.person_name or ""

        def done(impostor: Photo) -> None:
            said = self.tr("Remembered: this face is not {name}.").replace("{name}", name)
            self._may_undo(said, lambda: desk.undo_not_this_person(impostor, now=datetime.now(UTC)))

        run_in_background(lambda job: desk.not_this_person(event.id, now=datetime.now(UTC)), done=done)

    def _ask_to_erase(self, event: AccessEvent) -> None:
        """Somebody who was removed, and whom the log still names."""
        name, desk = event.person_name or "", Desk(self._app, self._app.actor)

        def erased(gone: Traces) -> None:
            said = self.tr("{name} has been erased from %Ln event(s).", "", gone.events)
            self.said.setText(said.replace("{name}", name))
            self._show_none()
            self.refresh()

        def erase() -> None:
            run_in_background(lambda job: desk.erase_removed(name, now=datetime.now(UTC)), done=erased, worker="long")

        def ask(found: Traces) -> None:
            AskToErase(self, "erase", erase).about_person(name, found)

        run_in_background(lambda job: self._app.people.removed_traces(name), done=ask)

    def _may_undo(self, said: str, undo: Callable[[], object]) -> None:
        self._undo = undo
        self.undo.show()
        self.said.setText(said)
        self._corrected()

    def _corrected(self) -> None:
        """Show the event, and the visitors, as they are by now."""
        if self.tabs.currentIndex() == 1:
            self.refresh()
        elif self.event_view.event_shown is not None:
            self._show_event(self.event_view.event_shown.id)

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is None:
            return

        def done(nothing: object) -> None:
            self.undo.hide()
            self.said.setText(self.tr("Taken back."))
            self._corrected()

        def failed(error: GatekeeperError) -> None:  # it may be tried again
            self._undo = undo
            trouble.show(error)

        run_in_background(lambda job: undo(), done=done, failed=failed)

    def _ask_who(self, event: AccessEvent) -> None:
        picker = PersonPicker(self._app, self.tr("Who is this?"), self)
        picker.picked.connect(lambda number: self._this_is(event, number))
        picker.open()

    def _this_is(self, event: AccessEvent, person_id: int) -> None:
        desk = Desk(self._app, self._app.actor)

        def add(job: Job) -> tuple[Photo, str]:
            photo = desk.this_is(event.id, person_id, now=datetime.now(UTC))
            return photo, self._app.people.get(person_id).name

        def done(both: tuple[Photo, str]) -> None:
            photo, name = both
            said = self.tr("Added to {name}'s photos.").replace("{name}", name)
            self._may_undo(said, lambda: desk.undo_this_is(photo, now=datetime.now(UTC)))

        run_in_background(add, done=done)
