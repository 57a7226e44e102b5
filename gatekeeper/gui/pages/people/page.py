"""The registered people: find one, see and change their data, add or remove single photos, erase."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.domain import Photo
from gatekeeper.door.access import listed
from gatekeeper.events import PersonRemoved
from gatekeeper.gui.core import language
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.people.consent_text import ConsentTextDialog
from gatekeeper.gui.pages.people.person import PersonView
from gatekeeper.gui.pages.people.several import SeveralView, as_table
from gatekeeper.gui.widgets.person_picker import PeopleList
from gatekeeper.gui.widgets.printing import print_html
from gatekeeper.store.accounts import Right
from gatekeeper.store.people import Which
from gatekeeper.timezones import utc_now


class PeoplePage(Page):
    """All people on the left, the chosen one on the right."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "People"))
    icon: ClassVar[str] = "people"
    right: ClassVar[Right] = Right.WATCH

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self.list = PeopleList(app)
        self.list.setMinimumWidth(200)  # on a small screen the buttons beside it need the space
        self.list.setMaximumWidth(320)
        self.list.which.show()
        self.view = PersonView(app)
        self.empty = QLabel()
        self.empty.setProperty("kind", "hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        self.several = SeveralView(app)
        self.stack.addWidget(self.several)
        self.list.people.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.print = QPushButton(self.tr("Pr&int list …"))
        self.consent = QPushButton(self.tr("Consent te&xt …"))
        self.undo = QPushButton(self.tr("&Undo"))
        self.undo.hide()
        self._removed: Photo | None = None
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.undo)
        right = QVBoxLayout()
        right.addWidget(self.stack, 1)
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(14)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.print)
        left.addWidget(self.consent)
        layout.addLayout(left, 2)
        layout.addLayout(right, 5)
        self.list.chosen.connect(self._choose)
        self.list.marked.connect(self._mark)
        self.print.clicked.connect(self._print)
        self.consent.clicked.connect(lambda: ConsentTextDialog(self._app, self).open())
        self.several.told.connect(self.said.setText)
        self.list.found.connect(self._found)
        self.view.told.connect(self.said.setText)
        self.view.undoable.connect(self._may_undo)
        self.undo.clicked.connect(self._restore)
        self.view.gone.connect(self._gone)
        bridge.people_changed.connect(self._heard)
        bridge.acted.connect(self._refresh)

    @property
    def changed(self) -> bool:
        """Whether there are unsaved changes."""
        return self.view.changed

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """List everybody again."""
        super().showEvent(event)
        self.view.follow_rights()
        self._refresh()
        self.list.line.setFocus()

    def _refresh(self) -> None:
        if self.isVisible():
            self.list.search()
            self.view.refresh()

    def _choose(self, person_id: int) -> None:
        if self.view.changed and person_id != self.view.chosen:
            # The search may find others now; a person with unsaved changes stays shown.
            if person_id >= 0:
                self._ask_to_leave(person_id)
            return
        self._show(person_id)

    def _mark(self) -> None:
        """Show several selected people together: messages and changes apply to all of them."""
        numbers = self.list.selected
        if len(numbers) > 1 and not self.view.changed:
            self.several.show_people(numbers)
            self.stack.setCurrentWidget(self.several)
        elif self.stack.currentWidget() is self.several:
            self.stack.setCurrentIndex(0 if self.view.chosen is None else 1)

    def _print(self) -> None:
        """Print all people of the list, not only those that fit."""
        text, kind, now = self.list.line.text(), Which(self.list.which.currentData()), utc_now()
        kind_shown = self.list.which.currentText()
        headings = [self.tr("Number"), self.tr("Name"), self.tr("Department"), self.tr("Groups"), self.tr("Last seen")]

        def rows(job: Job) -> list[list[str]]:
            return [
                [
                    str(person.person.id),
                    person.person.name,
                    person.person.department,
                    listed(person.person.groups),
                    language.moment(person.last_seen) if person.last_seen else "",
                ]
                for person in self._app.people.search(text, None, which=kind, now=now, chips=False)
            ]

        run_in_background(
            rows, done=lambda found: print_html(self, as_table(headings, found, f"{self.tr('People')}: {kind_shown}"))
        )

    def _show(self, person_id: int) -> None:
        if person_id == (-1 if self.view.chosen is None else self.view.chosen):
            return  # messages, also about an erased person, stay readable
        self.said.clear()
        self.undo.hide()
        self.view.show_person(person_id if person_id >= 0 else None)
        self.stack.setCurrentIndex(1 if person_id >= 0 else 0)

    def _ask_to_leave(self, person_id: int) -> None:
        """Ask what to do with the changes before showing another person who was selected in the list."""
        person = self.view.person
        assert person is not None
        self.list.select(person.id)
        buttons = QMessageBox.StandardButton
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Unsaved changes"),
            self.tr("Save the changes to {name}?").replace("{name}", person.name),
            buttons.Save | buttons.Discard | buttons.Cancel,
            self,
        )
        box.setObjectName("unsaved")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setDefaultButton(buttons.Save)

        def go_on() -> None:
            self.list.select(person_id)
            self._show(person_id)

        box.button(buttons.Save).clicked.connect(lambda: self.view.keep(then=go_on))
        box.button(buttons.Discard).clicked.connect(go_on)
        box.open()

    def _gone(self, person_id: int) -> None:
        """Show nobody: the person shown was removed elsewhere."""
        if person_id == self.view.chosen:
            self._show(-1)
            self.said.setText(self.tr("This person is no longer registered."))

    def _found(self, count: int) -> None:
        self._lead_on()
        if count:
            self.empty.setText(self.tr("Choose somebody on the left."))
        elif self.list.which.currentData() == Which.NO_PIN and not self.list.line.text():
            self.empty.setText(self.tr("Everybody has a PIN."))
        elif self.list.which.currentIndex() and not self.list.line.text():
            self.empty.setText(self.tr("Nobody matches."))
        elif self.list.line.text():
            self.empty.setText(self.tr("Nobody found. Part of the name is enough; capitals and accents do not matter."))
        else:
            self.empty.setText(self.tr("Nobody is registered yet.\nStart on the Register page (Ctrl+2)."))

    def _lead_on(self) -> None:
        """If nobody is registered, go to the Register page."""
        if not self.list.line.text() and not self.list.which.currentIndex() and self.may(Right.PEOPLE):
            self.list.lead.say(
                self.tr("Nobody is registered yet."),
                self.tr("Register somebody …"),
                lambda: self.wants_page.emit("EnrolPage"),
            )

    def drop_changes(self) -> None:
        """See `Page`."""
        self.several.clear()
        self._show(-1)
        self.list.people.setCurrentRow(-1)

    def _heard(self, change: object) -> None:
        self._refresh()
        if isinstance(change, PersonRemoved) and change.person_id == self.view.chosen:
            self.list.select(-1)
            self._show(-1)

    def _may_undo(self, photo: Photo) -> None:
        self._removed = photo
        self.undo.show()

    def _restore(self) -> None:
        self.undo.hide()
        if self._removed is not None:
            self.view.restore(self._removed)
            self._removed = None
