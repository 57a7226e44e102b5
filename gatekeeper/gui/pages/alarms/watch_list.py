"""The watch list: unknown visitors who are watched for, and blocked people."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.desk.watch_list import Blocked
from gatekeeper.domain import Person
from gatekeeper.door.access import until
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.widgets.person_picker import PersonPicker, portrait_icon
from gatekeeper.gui.widgets.reason import ReasonDialog
from gatekeeper.gui.widgets.tables import chosen_in, fill, reading_table
from gatekeeper.store.accounts import Right
from gatekeeper.store.watched import Watched
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.gui.pages.alarms.page import AlarmsPage

_FACE = 48  # pixels


class WatchList(QWidget):
    """Both lists with their actions. shown: they were read; wants_visitors: the user wants to choose from the unknown visitors
    of the log."""

    shown = Signal()
    wants_visitors = Signal()

    def __init__(self, page: "AlarmsPage") -> None:
        super().__init__(page)
        self._page = page
        self.hint = QLabel()
        self.hint.setProperty("kind", "hint")
        self.hint.setWordWrap(True)
        self.watched = reading_table(
            [self.tr("Why"), self.tr("Until"), self.tr("Since"), self.tr("By")],
            stretched=(0,),
        )
        self.watched.setAccessibleName(self.tr("Unknown visitors who are watched for"))
        self.watched.setIconSize(QSize(_FACE, _FACE))
        self.watched.verticalHeader().setDefaultSectionSize(_FACE + 8)
        self.blocked = reading_table(
            [self.tr("Name"), self.tr("Why"), self.tr("Since"), self.tr("By")],
            stretched=(0, 1),
        )
        self.blocked.setAccessibleName(self.tr("Blocked people"))
        self.add, self.end = QPushButton(self.tr("&Choose a visitor …")), QPushButton(self.tr("Stop &watching"))
        self.switch = QPushButton()
        self.block, self.let_in = QPushButton(self.tr("&Block somebody …")), QPushButton(self.tr("&Unblock"))
        self.nobody = QLabel(self.tr("Nobody is blocked."))
        self.nobody.setProperty("kind", "hint")
        for table in (self.watched, self.blocked):
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            table.itemSelectionChanged.connect(self.enable)
        self.add.clicked.connect(self.wants_visitors)
        self.end.clicked.connect(self._end)
        self.switch.clicked.connect(self._ask_to_switch)
        self.block.clicked.connect(self._ask_whom)
        self.let_in.clicked.connect(self._let_in)
        self._lay_out()
        self.enable()

    @property
    def kept(self) -> bool:
        """Whether this site keeps a watch list."""
        return self._page._app.settings.alarms.watch_list

    def refresh(self) -> None:
        """Read both lists, if the user may see them."""
        if not self._page.may(Right.ALARMS):
            self._show([], [])
            return
        desk = self._page.desk
        run_in_background(
            lambda job: (desk.watched(now=utc_now()), desk.blocked_people()),
            done=lambda both: self._show(*both),
            failed=lambda error: self._page.say(wording.of(error), "bad"),
        )

    def enable(self) -> None:
        """Enable the actions that fit the selection and the user's rights."""
        people = self._page.may(Right.PEOPLE)
        self.add.setVisible(self.kept)
        self.add.setEnabled(people)
        self.end.setEnabled(people and _chosen(self.watched) is not None)
        self.switch.setText(self.tr("Turn the list &off …") if self.kept else self.tr("&Turn the list on …"))
        self.switch.setVisible(self._page.may(Right.ADMINISTER))
        self.block.setEnabled(people)
        self.let_in.setEnabled(people and _chosen(self.blocked) is not None)

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for row, acts in ((above, (self.add, self.end, self.switch)), (below, (self.block, self.let_in))):
            for button in acts:
                row.addWidget(button)
            row.addStretch()
        layout = QVBoxLayout(self)
        for title, hint, table, buttons in (
            (self.tr("Unknown visitors"), self.hint, self.watched, above),
            (self.tr("Blocked people"), self.nobody, self.blocked, below),
        ):
            heading = QLabel(title)
            heading.setProperty("kind", "subtitle")
            layout.addWidget(heading)
            layout.addWidget(hint)
            layout.addWidget(table, 1)
            layout.addLayout(buttons)
        layout.addStretch()

    def _show(self, watched: Sequence[Watched], blocked: Sequence[Blocked]) -> None:
        self.hint.setText(self._told(bool(watched)))
        rows = [
            (
                entry.id,
                (
                    entry.why,
                    wording.translated(until(entry.until)),
                    language.moment(entry.added_at),
                    wording.who(entry.added_by),
                ),
            )
            for entry in watched
        ]
        fill(self.watched, rows)
        for row, entry in enumerate(watched):
            if (item := self.watched.item(row, 0)) is not None:
                item.setIcon(portrait_icon(entry.picture))
        people = [
            (
                blocking.person.id,
                (
                    blocking.person.name,
                    wording.translated(blocking.why),
                    "" if blocking.since is None else language.moment(blocking.since),
                    wording.who(blocking.by) if blocking.by else "",
                ),
            )
            for blocking in blocked
        ]
        fill(self.blocked, people)
        self.watched.setVisible(self.kept or bool(watched))
        self.end.setVisible(bool(watched))
        self.blocked.setVisible(bool(blocked))
        self.let_in.setVisible(bool(blocked))
        self.nobody.setVisible(not blocked)
        self.enable()
        self.shown.emit()

    def _told(self, anybody: bool) -> str:
        if not self.kept:
            return self.tr(
                "The list is off: no unknown visitor is recognised when they come again. It would hold faces "
                "of people who have not agreed to that. Ask whoever is responsible for data protection whether "
                "this site may keep them."
            )
        if not anybody:
            return self.tr(
                "Nobody is on the watch list. Choose an unknown visitor in the log to be alerted when they come again."
            )
        return self.tr("When one of them comes to any door again, an alarm is raised. No door opens for them.")

    def _end(self) -> None:
        number, desk = _chosen(self.watched), self._page.desk
        if number is not None:
            self._do(
                lambda: desk.end_watch(number, now=utc_now()),
                self.tr("They are no longer watched for, and their face is deleted."),
            )

    def _let_in(self) -> None:
        number, desk = _chosen(self.blocked), self._page.desk
        if number is not None:
            self._do(
                lambda: desk.set_blocked(number, False, now=utc_now()),
                self.tr("Doors open for them again."),
            )

    def _do(self, act: Callable[[], object], message: str) -> None:
        page = self._page

        def done(nothing: object) -> None:
            page.say(message, "good")
            self.refresh()

        run_in_background(lambda job: act(), done=done, failed=lambda error: page.say(wording.of(error), "bad"))

    def _ask_whom(self) -> None:
        picker = PersonPicker(self._page._app, self.tr("Who is to be kept out?"), self)
        people = self._page._app.people
        picker.picked.connect(lambda number: run_in_background(lambda job: people.get(number), done=self._ask_why))
        picker.open()

    def _ask_why(self, person: Person) -> None:
        desk = self._page.desk
        dialog = ReasonDialog(
            self.tr("Block"),
            self.tr("No door opens for {name} until somebody lets them in again.").replace("{name}", person.name),
            self.tr("&Block"),
            self,
        )
        dialog.given.connect(
            lambda why, end: self._do(
                lambda: desk.set_blocked(person.id, True, why, now=utc_now()),
                self.tr("No door opens for them now."),
            )
        )
        dialog.open()

    def _ask_to_switch(self) -> None:
        on = not self.kept
        box = QMessageBox(self)
        box.setObjectName("switch")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(
            self.tr("Keep a watch list of unknown visitors?") if on else self.tr("Keep no watch list any more?")
        )
        box.setInformativeText(
            self.tr(
                "It holds the faces of people who have not agreed to be recognised. In many countries that is "
                "forbidden, or requires a legal basis, a notice at the door and an impact assessment first. "
                "Ask whoever is responsible for data protection before you turn it on."
            )
            if on
            else self.tr("From now on nobody is compared with it. Its entries stay until their time is over.")
        )
        box.setStandardButtons(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        sure = self.tr("The site may keep it: turn it on") if on else self.tr("Turn it off")
        box.addButton(sure, QMessageBox.ButtonRole.AcceptRole).clicked.connect(lambda: self._switch(on))
        box.open()

    def _switch(self, on: bool) -> None:
        desk, settings = self._page.desk, self._page._app.settings
        changed = replace(settings, alarms=replace(settings.alarms, watch_list=on))
        self._do(
            lambda: desk.save_settings(changed, now=utc_now()),
            self.tr("The watch list is on.") if on else self.tr("The watch list is off."),
        )


def _chosen(table: QTableWidget) -> int | None:
    return next(iter(chosen_in(table)), None)
