"""Who is inside, for counting people in an emergency; attendance; guests."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.evacuation import Inside, as_html, doors_stood_open, people_inside
from gatekeeper.desk.guests import doors_of
from gatekeeper.domain import AccessEvent, Direction
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.layouts import inset
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.inside.evacuation import EvacuationFolder
from gatekeeper.gui.pages.inside.guests import Guests
from gatekeeper.gui.widgets.export import Export, with_suffix
from gatekeeper.gui.widgets.fields import DayField, Tabs, as_qt
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.person_picker import PersonPicker
from gatekeeper.gui.widgets.questions import AskToDestroy
from gatekeeper.gui.widgets.tables import KEY, chosen_in, fill, reading_table
from gatekeeper.store.accounts import Right
from gatekeeper.store.guests import Guest
from gatekeeper.store.presence import Doubt
from gatekeeper.timezones import today, utc_now

_SOON_MILLISECONDS = 200  # every passage is told more than once, and people come one after another


class InsidePage(Page):
    """The list, with a box to tick for each person found. shown: it was read."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Inside"))
    icon: ClassVar[str] = "inside"
    right: ClassVar[Right] = Right.WATCH
    shown = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._people: list[Inside] = []
        # With the time since when they were inside: whoever came in again has to be found again.
        self._found: dict[int, datetime] = {}
        self._doubt: Doubt | None = None
        self._reads = 0  # under way
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MILLISECONDS)
        self._soon.timeout.connect(self._catch_up)
        self.count = QLabel()
        self.count.setProperty("kind", "title")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = QLabel()
        self.hint.setProperty("kind", "hint")
        self.hint.setWordWrap(True)
        self.doubt = QLabel()
        self.doubt.setTextFormat(Qt.TextFormat.PlainText)
        self.doubt.setWordWrap(True)
        self.doubt.setProperty("kind", "bad")
        self.still, self.forget = QPushButton(self.tr("They are all s&till inside")), QPushButton(self.tr("&Forget …"))
        self.forget.setToolTip(
            self.tr(
                "It is no longer known where the people who came before are. Each of them may pass once either way."
            )
        )
        self.list = reading_table(
            [self.tr("Found"), self.tr("Name"), self.tr("Inside since"), self.tr("By the door"), self.tr("Guest of")],
            stretched=(1, 4),
        )
        self.list.setAccessibleName(self.tr("Who is inside"))
        self.lead = Lead(self.list)
        self.gone, self.here = QPushButton(self.tr("Has &left")), QPushButton(self.tr("Somebody is &inside …"))
        self.again = QPushButton(self.tr("May pass &again …"))
        self.again.setToolTip(
            self.tr(
                "For somebody whom a door refuses because they went the same way before. They may pass once either way."
            )
        )
        self.print, self.write = QPushButton(self.tr("&Print …")), QPushButton(self.tr("&Save list …"))
        self.month = inset(DayField(as_qt(today())))
        self.month.setDisplayFormat(language.month_format())
        self.month.setAccessibleName(self.tr("Month"))
        self.whose = QPushButton(self.tr("Every&body"))
        self.whose.setToolTip(self.tr("Whose attendance: of everybody, or of one person"))
        self._whose: int | None = None
        self._export = Export(self.tr("Export attendance"), "attendance.xlsx")
        self.export = self._export.button
        self.guests = Guests(self)
        self.evacuation = EvacuationFolder(self)
        self._lay_out()
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.itemChanged.connect(self._ticked)
        self.gone.clicked.connect(self._have_left)
        self.here.clicked.connect(lambda: self._pick(self.tr("Who is inside?"), Direction.IN))
        self.again.clicked.connect(lambda: self._pick(self.tr("Who may pass again?"), None))
        self.still.clicked.connect(lambda: self._settle(inside=True))
        self.forget.clicked.connect(self._ask_to_forget)
        self.print.clicked.connect(self._ask_how_to_print)
        self.write.clicked.connect(self._ask_where)
        self.whose.clicked.connect(self._ask_whose)
        self._export.wanted.connect(self.write_attendance)
        for news in (bridge.recorded, bridge.acted, bridge.decided, bridge.people_changed):
            news.connect(self._outdated)

    @property
    def changed(self) -> bool:
        """Whether the folder has unsaved changes."""
        return self.evacuation.changed

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read who is inside."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """It is read again when it is shown."""
        self._soon.stop()
        super().hideEvent(event)

    def refresh(self) -> None:
        """Show who is inside now, and the guests."""
        app = self._app
        self._reads += 1

        def read(job: Job) -> tuple[Any, ...]:
            guests = app.guests.list()
            return people_inside(app), guests, doors_of(app, guests), app.presence.doubt()

        job = run_in_background(read, done=lambda all_: self._show(*all_))
        job.ended.connect(self._has_read)

    def write_list(self, path: Path) -> Job:
        """Write who is inside to a file."""
        desk = self.desk
        self.say(self.tr("The list is being written …"))  # a lost share makes this wait
        return run_in_background(
            lambda job: desk.export_inside(path, now=utc_now(), speech=language.SPOKEN_HERE),
            done=lambda count: self.say(
                self.tr("%Ln person(s) written to {file}.", "", count).replace("{file}", path.name), "good"
            ),
            failed=lambda error: self.say(wording.of(error), "bad"),
            worker="inside",
        )

    def print_to(self, printer: QPrinter) -> None:
        """Print the list of people inside."""
        document = QTextDocument()
        document.setHtml(self.as_printed())
        document.print_(printer)

    def as_printed(self) -> str:
        """The list as it is printed, HTML: with the site's times, as in the files of it."""
        zone = self._app.doors.site_zone()
        return as_html(self._people, utc_now(), zone, language.SPOKEN_HERE, self._doubt)

    def write_attendance(self, path: Path, mark: bool = False) -> Job:
        """Write the attendance of the chosen month to a file."""
        desk, chosen, person_id = self.desk, self.month.date(), self._whose
        self.say("")  # it was said of an earlier file
        month = utc_now().replace(year=chosen.year(), month=chosen.month(), day=1)
        return self._export.begin(
            lambda job: desk.export_attendance(path, month, person_id, now=utc_now(), progress=job.report, mark=mark),
            lambda count: self.say(
                self.tr("%Ln day(s) written to {file}.", "", count).replace("{file}", path.name), "good"
            ),
        )

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(self.count)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        # Below the list: when a door is found to have stood open, somebody may be ticking people off.
        column.addWidget(self.doubt)
        settling = QHBoxLayout()
        settling.addWidget(self.still)
        settling.addWidget(self.forget)
        settling.addStretch()
        column.addLayout(settling)
        acts = QHBoxLayout()
        for button in (self.gone, self.here, self.again):
            acts.addWidget(button)
        acts.addStretch()
        for button in (self.print, self.write):
            acts.addWidget(button)
        column.addLayout(acts)
        attendance = QHBoxLayout()
        label = QLabel(self.tr("Attendance &of"))
        label.setBuddy(self.month)
        for widget in (label, self.month, self.whose):
            attendance.addWidget(widget)
        attendance.addStretch()
        attendance.addWidget(self._export)
        column.addLayout(attendance)
        tabs = Tabs()
        tabs.addTab(inside, self.tr("Inside"))
        tabs.addTab(self.guests, self.tr("Guests"))
        tabs.addTab(self.evacuation, self.tr("Evacuation list"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addWidget(tabs, 1)
        layout.addWidget(self.said)

    def drop_changes(self) -> None:
        """See `Page`. Who was ticked off as found outside stays: it is a fact, and nothing is saved by it."""
        if self.changed:
            self.evacuation.forget()

    def _outdated(self) -> None:
        """Read it once for all news that come shortly after one another, and again for those that come while it is read."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _catch_up(self) -> None:
        if self._reads:
            self._soon.start()
        else:
            self.refresh()

    def _has_read(self) -> None:
        self._reads -= 1

    def _show(
        self, people: list[Inside], guests: list[Guest], doors: dict[int, list[str] | None], doubt: Doubt | None
    ) -> None:
        self._people, self._doubt = people, doubt
        self._found = dict(self._found.items() & self._since().items())
        written = cache(language.moment)  # many came in the same minute
        rows = [
            (
                person.person_id,
                (
                    "",
                    person.name,
                    written(person.since.replace(second=0, microsecond=0)),
                    person.door or self.tr("corrected by hand"),
                    "" if person.host is None else person.host or self.tr("somebody no longer registered"),
                ),
            )
            for person in people
        ]
        fill(self.list, rows, ticked=self._found)
        self.guests.show_guests(guests, doors)
        self._tell()
        self._enable()
        self.shown.emit()

    def _tell(self) -> None:
        text = self.tr("%Ln person(s) inside", "", len(self._people))
        if self._found:
            found = self.tr("%Ln found", "", len(self._found))
            text = f"{text}  ·  {found}"
        self.count.setText(text)
        blind = not self._app.settings.both_directions
        untold = self.tr(
            "No camera sees who goes in and who goes out. In the settings, set one camera to lead in and "
            "another to lead out."
        )
        if blind and self.may(Right.ADMINISTER):
            self.lead.say(untold, self.tr("Open the settings"), lambda: self.wants_page.emit("SettingsPage"))
        else:
            self.lead.say(
                untold if blind else self.tr("Nobody is inside. People who pass a door that leads in are listed here.")
            )
        self.hint.setText(untold if blind else self.tr("In an emergency: tick off everybody who is found outside."))
        self.hint.setVisible(bool(self._people))

        warning = doors_stood_open(self._people, self._doubt)
        self.doubt.setText("" if warning is None else wording.translated(warning))
        self.doubt.setVisible(warning is not None)
        over = warning is not None and self._doubt is not None and self._doubt.until is not None
        for button in (self.still, self.forget):
            button.setVisible(over)

    def _enable(self) -> None:
        may = self.may(Right.CORRECT)
        self.still.setEnabled(may)
        self.forget.setEnabled(may)
        self.gone.setEnabled(may and bool(self._chosen()))
        self.here.setEnabled(may)
        self.again.setEnabled(may)
        self.export.setEnabled(may)
        self.guests.enable()
        self.evacuation.enable()

    def _chosen(self) -> list[int]:
        return chosen_in(self.list)

    def _ticked(self, item: QTableWidgetItem) -> None:
        number = item.data(KEY)
        if number is not None:
            self._found.pop(int(number), None)
            if item.checkState() is Qt.CheckState.Checked:
                self._found[int(number)] = self._since()[int(number)]
            self._tell()

    def _since(self) -> dict[int, datetime]:
        return {person.person_id: person.since for person in self._people}

    def _ask_to_forget(self) -> None:
        count = sum(person.doubtful for person in self._people)
        AskToDestroy(self, "forget", lambda: self._settle(inside=False)).ask(
            self.tr("Forget where %Ln person(s) are?", "", count),
            self.tr(
                "They are removed from the list of people inside, and may pass once either way. Count the "
                "people outside first."
            ),
            self.tr("Forget"),
        )

    def _settle(self, *, inside: bool) -> None:
        desk = self.desk
        message = (
            self.tr("The list is valid again.")
            if inside
            else self.tr("Everybody who passes a door from now on is counted.")
        )
        run_in_background(
            lambda job: desk.settle_presence(inside=inside, now=utc_now()),
            done=lambda count: self._put_right(message),
            once=(self.still, inside),
        )

    def _have_left(self) -> None:
        desk, chosen = self.desk, self._chosen()

        def note(job: Job) -> list[AccessEvent]:
            return [desk.correct_presence(number, Direction.OUT, now=utc_now()) for number in chosen]

        run_in_background(
            note, done=lambda events: self._put_right(self.tr("They are outside now.")), once=(self.gone, *chosen)
        )

    def _pick(self, question: str, direction: Direction | None) -> None:
        desk = self.desk
        picker = PersonPicker(self._app, question, self)

        def note(number: int) -> None:
            message = self.tr("They are inside now.") if direction else self.tr("They may pass once either way.")
            run_in_background(
                lambda job: desk.correct_presence(number, direction, now=utc_now()),
                done=lambda event: self._put_right(message),
            )

        picker.picked.connect(note)
        picker.open()

    def _put_right(self, message: str) -> None:
        self.say(message, "good")
        self.refresh()

    def _ask_how_to_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_to(printer))
        QDialog.open(dialog)

    def _ask_where(self) -> None:
        kinds = ("HTML (*.html)", "CSV (*.csv)")
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Save who is inside"), "inside.html", ";;".join(kinds))
        if name:
            self.write_list(with_suffix(Path(name), kind))

    def _ask_whose(self) -> None:
        if self._whose is not None:
            self._whose = None
            self.whose.setText(self.tr("Every&body"))
            return
        picker = PersonPicker(self._app, self.tr("Whose attendance?"), self)

        def picked(number: int) -> None:
            self._whose = number
            run_in_background(
                lambda job: self._app.people.get(number).name,
                done=lambda name: self.whose.setText(wording.unmarked(name)),
            )

        picker.picked.connect(picked)
        picker.open()
