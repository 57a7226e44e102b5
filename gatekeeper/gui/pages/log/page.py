"""The log: a list of any length, each event in full with its corrections, unknown visitors, and plots."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.reports import Summary, summarise
from gatekeeper.desk.visits import Visitor
from gatekeeper.domain import AccessEvent, MaskState, Person
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.widgets.export import Export
from gatekeeper.gui.widgets.fields import Tabs, as_qt
from gatekeeper.gui.widgets.person_picker import portrait_icon
from gatekeeper.store.accounts import Right
from gatekeeper.store.event_query import Filter

if TYPE_CHECKING:
    from gatekeeper.gui.widgets.plots import Plots

from gatekeeper.gui.pages.log.corrections import Corrections
from gatekeeper.gui.pages.log.event import (
    EventDialog,
    EventView,
    facts,
    may_correct,
    may_erase,
    may_watch,
    may_welcome,
    sentence_of,
)
from gatekeeper.gui.pages.log.filters import FilterBar
from gatekeeper.gui.pages.log.table import EventTable, Index
from gatekeeper.gui.widgets.tables import HEADING
from gatekeeper.timezones import on_the_clock, utc_now

_VISITOR_DAYS = 7
VISITORS = 1  # the tab of unknown visitors


class LogPage(Page):
    """The log. Every tab shows the events that pass the filter above, except that of the visitors of the last days."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Log"))
    icon: ClassVar[str] = "log"
    right: ClassVar[Right] = Right.WATCH
    shown = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._fresh = False
        self._wanted: int | None = None  # the number of the last chosen event
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
        heads = self.list.horizontalHeader()
        masks = max(
            self.list.fontMetrics().horizontalAdvance(wording.mask(state))
            for state in (MaskState.BARE, MaskState.MASKED)
        )
        for column, width in enumerate((time_width, 130, 95, 185, max(70, masks + 16), 70)):
            self.list.setColumnWidth(column, max(width, heads.sectionSizeHint(column)))
        heads.setStretchLastSection(True)
        heads.setDefaultAlignment(HEADING)
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
        self.corrections = Corrections(app, self)
        self.newer = QPushButton(self.tr("Show newer e&vents"))
        self.newer.hide()
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
        self.corrections.said.connect(self.said.setText)
        self.corrections.corrected.connect(self._corrected)
        self.corrections.erased.connect(self._erased)
        self.event_view.wants_not_him.connect(self.corrections.not_them)
        self.event_view.wants_this_is.connect(self.corrections.ask_who)
        self.event_view.wants_large.connect(self._open)
        self.event_view.wants_erased.connect(self.corrections.ask_to_erase)
        self.event_view.wants_guest.connect(self.corrections.welcome)
        self.event_view.wants_watched.connect(self.corrections.watch)
        self.table.outdated.connect(self.newer.show)
        self.newer.clicked.connect(self.refresh)
        bridge.decided.connect(self._outdated)
        bridge.recorded.connect(self._outdated)

    def refresh(self) -> None:
        """Show the events that now pass the filter."""
        self._fresh = True
        which = self.bar.filter(utc_now())
        match self.tabs.currentIndex():
            case 0:
                self.newer.hide()
                self.table.show(which)
            case 1:  # VISITORS
                since = utc_now() - timedelta(days=_VISITOR_DAYS)
                desk = self.desk
                # Both read a large part of the log: opening a door by hand must not wait for them.
                run_in_background(lambda job: self._with_faces(desk, since), done=self._show_visitors, worker="sums")
            case 2:
                run_in_background(lambda job: self._summary(which), done=self._show_summary, worker="sums")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read the log when the page is shown."""
        super().showEvent(event)
        self.export.setEnabled(self.may(Right.CORRECT))
        if not self._fresh:
            self.refresh()

    def drop_changes(self) -> None:
        """See `Page`."""
        self.corrections.forget()

    def write(self, path: Path, bom: bool = False) -> Job:
        """Export the events that pass the filter to a file."""
        which, desk = self.bar.filter(utc_now()), self.desk
        self.said.clear()  # it was said of an earlier file
        return self._export.begin(
            lambda job: desk.export_log(path, now=utc_now(), progress=job.report, bom=bom, **which),
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
        self.unfilter, self.go_live = QPushButton(self.tr("Show all events")), QPushButton(self.tr("See the doors"))
        self.unfilter.clicked.connect(self.bar.clear)
        self.go_live.clicked.connect(lambda: self.wants_page.emit("LivePage"))
        nothing = QWidget()
        lines = QVBoxLayout(nothing)
        lines.addStretch()
        lines.addWidget(self.empty)
        for button in (self.unfilter, self.go_live):
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch()
        self.stack.addWidget(nothing)
        visitors = QWidget()
        column = QVBoxLayout(visitors)
        hint = QLabel(self.tr("Unregistered faces of the last 7 days, the most frequent first."))
        hint.setProperty("kind", "hint")
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addWidget(self.visitors, 1)
        self.tabs = Tabs()
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
        for widget in (self.newer, self.corrections.undo, self._export):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addWidget(self.bar)
        layout.addWidget(middle, 1)
        layout.addLayout(foot)

    def _turned_to(self, tab: int) -> None:
        # The event shown is another tab's and not chosen here: nobody must correct the wrong face.
        self._show_none()
        self.bar.setEnabled(tab != VISITORS)  # which is of the last days, whatever the filter
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
        # The list must not move while the user reads further down.
        bar, more = self.list.verticalScrollBar(), last - first + 1
        if first == 0 and bar.value() > 0:
            bar.setMaximum(bar.maximum() + more)  # the list does so later, which is too late at its end
            bar.setValue(bar.value() + more)

    def _counted(self, count: int, whole: bool) -> None:
        self.count.setText(
            self.tr("%Ln event(s)", "", count) if whole else self.tr("%Ln event(s) and more …", "", count)
        )
        filtered = self._filtered
        self.unfilter.setVisible(filtered)
        self.go_live.setVisible(not filtered)
        self.empty.setText(self._why_none(filtered))
        self.stack.setCurrentIndex(0 if count else 1)
        self.export.setToolTip("" if count else self.empty.text())
        if whole:
            self.shown.emit()

    @property
    def _filtered(self) -> bool:
        return any(self.bar.filter(utc_now()).values())

    def _why_none(self, filtered: bool) -> str:
        """Why there is no event, and what to do."""
        if filtered:
            return self.tr("No events match.\nChoose a longer time, or clear the name.")
        return self.tr("Nobody has come yet.\nWhoever comes to a door is listed here.")

    def _choose(self, row: int) -> None:
        event = self.table.event_at(row)
        if event is not None:
            self._show_event(event.id)

    def _arrived(self, first: int, last: int) -> None:
        chosen = self.list.currentIndex().row()
        if first <= chosen <= last and self.event_view.event_shown is None:
            self._choose(chosen)

    def _show_event(self, number: int) -> None:
        """Show an event in full. Nothing can be corrected until it is there; if another event was chosen meanwhile, it is
        dropped."""
        self._wanted, shown = number, self.event_view.event_shown
        if shown is None or shown.id != number:
            self.event_view.erase.hide()
            for button in (self.event_view.not_him, self.event_view.this_is, self.event_view.large):
                button.setEnabled(False)

        run_in_background(
            lambda job: self._whole(number),
            done=lambda both: self.event_view.show_event(*both),
            of=lambda: self._wanted,
        )

    def _show_none(self) -> None:
        self._wanted = None
        self.event_view.show_event(None)

    def _whole(self, number: int) -> tuple[AccessEvent | None, Person | None]:
        """An event with its picture, and the person according to later corrections."""
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
        """The actions that are possible with an event."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show &larger"), lambda: self._open(event))
        menu.addSeparator()
        correctable = may_correct(self._app, event)
        if event.person_name:
            text = self.tr("This is &not {name}").replace("{name}", wording.unmarked(event.person_name))
            action = menu.addAction(text, lambda: self.corrections.not_them(event))
            action.setEnabled(correctable and event.person_id is not None)
        menu.addAction(self.tr("This &is …"), lambda: self.corrections.ask_who(event)).setEnabled(correctable)
        if may_welcome(self._app, event):
            menu.addAction(self.tr("Make a &guest …"), lambda: self.corrections.welcome(event))
        if may_watch(self._app, event):
            menu.addAction(self.tr("&Watch for them …"), lambda: self.corrections.watch(event))
        if event.person_name and may_erase(self._app, event):
            text = self.tr("&Erase {name} …").replace("{name}", wording.unmarked(event.person_name))
            menu.addAction(text, lambda: self.corrections.ask_to_erase(event))
        menu.addSeparator()
        only = self.tr("Only {what}")
        bar = self.bar
        if event.person_name:
            name = event.person_name
            menu.addAction(only.replace("{what}", wording.unmarked(name)), lambda: bar.person.setText(name))
        menu.addAction(
            only.replace("{what}", wording.unmarked(event.door)), lambda: bar.only(bar.door, event.door, event.door)
        )
        reason = wording.reason(event.reason)
        menu.addAction(
            only.replace("{what}", wording.unmarked(reason)), lambda: bar.only(bar.reason, event.reason.value, reason)
        )
        date = as_qt(on_the_clock(event.at).date())
        menu.addAction(only.replace("{what}", language.day(event.at)), lambda: bar.period.between(date, date))
        menu.addSeparator()
        menu.addAction(self.tr("&Copy"), lambda: QGuiApplication.clipboard().setText(self._as_text(event)))
        return menu

    def _as_text(self, event: AccessEvent) -> str:
        told = [("", wording.subject(event, self.tr("Nobody known"))), ("", sentence_of(event)), *facts(event)]
        return "\n".join(f"{name}: {value}" if name else value for name, value in told)

    def _with_faces(self, desk: Desk, since: datetime) -> list[tuple[Visitor, bytes]]:
        found = desk.visitors(since, now=utc_now())[:200]
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
            item = QListWidgetItem(portrait_icon(picture), f"{text}  ·  {wording.mask(visitor.mask)}\n{when}")
            item.setData(Qt.ItemDataRole.UserRole, visitor.events[-1])
            self.visitors.addItem(item)
        if not found:
            nobody = QListWidgetItem(self.tr("No unknown visitor came in the last 7 days."))
            nobody.setFlags(Qt.ItemFlag.NoItemFlags)
            self.visitors.addItem(nobody)
        self.shown.emit()

    def _choose_visitor(self, now: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        number = now.data(Qt.ItemDataRole.UserRole) if now is not None else None
        if number is not None:
            self._show_event(int(number))

    def _summary(self, which: Filter) -> Summary:
        # Only the plots need their library, and it takes long to import, so this happens off the window's thread.
        import_module("gatekeeper.gui.widgets.plots")
        return summarise(self._app.log, **which)  # by the clock of the list and its filter

    def _show_summary(self, summary: Summary) -> None:
        from gatekeeper.gui.widgets.plots import Plots

        if self.plots is None:
            self.plots = Plots()
            self._plots.addWidget(self.plots)
        self.plots.show_summary(summary, self._why_none(self._filtered))
        self.shown.emit()

    def _erased(self) -> None:
        self._show_none()
        self.refresh()

    def _corrected(self) -> None:
        """Show the event, and the visitors, as they are now."""
        if self.tabs.currentIndex() == 1:
            self.refresh()
        elif self.event_view.event_shown is not None:
            self._show_event(self.event_view.event_shown.id)
