"""Changes to several people at once."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.people import KEPT, Change
from gatekeeper.domain import Person
from gatekeeper.door.access import parse_groups
from gatekeeper.gui.core import language
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.people.moment import MomentField
from gatekeeper.gui.widgets.consent import choose_language
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.printing import print_html
from gatekeeper.store.accounts import Right
from gatekeeper.store.consents import Read
from gatekeeper.timezones import utc_now


class SeveralView(QFrame):
    """A field left empty keeps each person's own value. told: the result of a change."""

    told = Signal(str)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._app = app
        self._numbers: list[int] = []
        self._version = ""  # of the consent text that the user confirms they have read
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        hint = QLabel(self.tr("Fields left empty stay as they are. Either everybody is changed, or nobody."))
        hint.setProperty("kind", "hint")
        hint.setWordWrap(True)
        self.join, self.leave, self.department = QLineEdit(), QLineEdit(), QLineEdit()
        self.limit = QCheckBox(self.tr("Change until &when they may come in"))
        self.until = MomentField(self.tr("until"), end=True)
        self.until.setEnabled(False)
        self.blocked = ChoiceField()
        for choice, value in (
            (self.tr("as it is"), None),
            (self.tr("keep out"), True),
            (self.tr("let in again"), False),
        ):
            self.blocked.addItem(choice, value)
        self.save = QPushButton(self.tr("&Change all"))
        self.save.setProperty("kind", "primary")
        form = Fields()
        for text, field in (
            (self.tr("&Put into groups"), self.join),
            (self.tr("&Take out of groups"), self.leave),
            (self.tr("&Department"), self.department),
            (self.tr("&Blocked"), self.blocked),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            form.addRow(label, field)
        form.addRow(self.limit, self.until)
        self.agreed = QCheckBox(self.tr("All of them have read the consent in force, and &agree"))
        self.paper = QCheckBox(self.tr("Forms with their &signatures are on file"))
        self.paper.setEnabled(False)
        self.language = choose_language()
        self.language.setAccessibleName(self.tr("Language of the consent text"))
        self.print = QPushButton(self.tr("Print consent &forms …"))
        # On two lines: in German, one line would be too wide for a screen of 1024 pixels.
        for widgets in ((self.agreed, self.language), (self.paper, self.print)):
            line = QHBoxLayout()
            line.addWidget(widgets[0])
            line.addWidget(widgets[1])
            line.addStretch()
            form.addRow(line)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.addWidget(self.title)
        layout.addWidget(hint)
        layout.addLayout(form)
        layout.addLayout(foot)
        layout.addStretch()
        self.limit.toggled.connect(self.until.setEnabled)
        self.agreed.toggled.connect(self._agreement_changed)
        self.language.currentIndexChanged.connect(lambda index: self.agreed.setChecked(False))  # that is another text
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self.keep)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Ask about the consent text that is now in force."""
        super().showEvent(event)
        self._ask_anew_about_another_text()

    def show_people(self, numbers: Sequence[int]) -> None:
        """Show the people with these numbers."""
        if {*numbers} != {*self._numbers}:
            self.agreed.setChecked(False)  # the earlier tick was for other people
        self._ask_anew_about_another_text()
        self._numbers = [*numbers]
        self.title.setText(self.tr("%Ln person(s) selected", "", len(numbers)))
        self.setEnabled(self._app.actor.may(Right.PEOPLE))

    def clear(self) -> None:
        """Clear the form for the next people, or the next user."""
        for line in (self.join, self.leave, self.department):
            line.clear()
        self.blocked.setCurrentIndex(0)
        self.limit.setChecked(False)
        self.agreed.setChecked(False)

    def keep(self) -> None:
        """Save the changes for all of them."""
        numbers, desk, now, change = [*self._numbers], Desk(self._app, self._app.actor), utc_now(), self._change()

        def done(people: list[Person]) -> None:
            if replace(self._change(), consent=None) == replace(change, consent=None):  # not what was typed meanwhile
                self.clear()
            self.told.emit(self.tr("%Ln person(s) changed.", "", len(people)))

        run_in_background(
            lambda job: desk.change_people(numbers, change, now=now), done=done, once=(self.save, change, *numbers)
        )

    def _change(self) -> Change:
        """What the form says."""
        return Change(
            frozenset(parse_groups(self.join.text())),
            frozenset(parse_groups(self.leave.text())),
            valid_until=self.until.moment if self.limit.isChecked() else KEPT,
            blocked=self.blocked.currentData(),
            department=self.department.text().strip() or None,
            consent=Read(self._version, str(self.language.currentData()), self.paper.isChecked())
            if self.agreed.isChecked()
            else None,
        )

    def _ask_anew_about_another_text(self) -> None:
        version = self._app.people.text_in_force()
        if version != self._version:
            self._version = version
            self.agreed.setChecked(False)

    def _agreement_changed(self, agreed: bool) -> None:
        self.paper.setEnabled(agreed)
        if not agreed:
            self.paper.setChecked(False)  # the forms confirm the same consent

    def _print(self) -> None:
        """Print a form for each of them to sign."""
        numbers, code = [*self._numbers], str(self.language.currentData())
        people, texts = self._app.people, self._app.consent_texts
        run_in_background(
            lambda job: texts.form(texts.in_force(code), [person.name for person in people.of(numbers)]),
            done=lambda pages: print_html(self, pages),
        )


def as_table(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> str:
    """A table to be printed, as HTML; nothing in it is read as markup."""
    from html import escape

    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f'<{tag} align="left">{escape(cell)}</{tag}>' for cell in cells) + "</tr>"

    body = "".join(line("td", row) for row in rows)
    when = escape(language.moment(utc_now()))
    return (
        f"<h2>{escape(title)}</h2><p>{when}</p>"
        f'<table width="100%" cellpadding="3"><thead>{line("th", headings)}</thead>{body}</table>'
    )
