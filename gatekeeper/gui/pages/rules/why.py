"""Why somebody may, or may not, pass a door at a time."""

from datetime import datetime

from PySide6.QtCore import QDateTime, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.door.rules import Why
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.core.theme import colours, pixmap
from gatekeeper.gui.pages.base import dress
from gatekeeper.gui.widgets.fields import ChoiceField, DayAndTimeField
from gatekeeper.gui.widgets.person_picker import PeopleList
from gatekeeper.timezones import from_the_clock, on_the_clock, utc_now


class WhyTab(QWidget):
    """Asks for a person, a door and a time; below, shows the rules in the order in which the door checks them. answered: the
    rules are shown."""

    answered = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.people = PeopleList(app)
        self.door, self.at, self.now = ChoiceField(), DayAndTimeField(), QPushButton(self.tr("No&w"))
        self.door.setAccessibleName(self.tr("Door"))
        self.door.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.at.setAccessibleName(self.tr("Time"))
        self.at.setCalendarPopup(True)
        self.at.setDisplayFormat(f"{language.day_format()} {language.clock_format()}")
        self.verdict = QLabel(self.tr("Choose a person."))
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.verdict.setProperty("kind", "subtitle")
        self.steps = QListWidget()
        self.steps.setAccessibleName(self.tr("The rules, in the order in which the door applies them"))
        self.steps.setWordWrap(True)
        self.steps.setIconSize(QSize(18, 18))
        row, answer, right = QHBoxLayout(), QVBoxLayout(), QWidget()
        for widget in (self.door, self.at, self.now):
            row.addWidget(widget)
        row.addStretch()
        answer.setContentsMargins(0, 0, 0, 0)
        answer.addLayout(row)
        answer.addWidget(self.verdict)
        answer.addWidget(self.steps, 1)
        right.setLayout(answer)
        both = QSplitter()
        both.addWidget(self.people)
        both.addWidget(right)
        both.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(both)
        self.people.chosen.connect(lambda number: self.ask())
        self.door.currentIndexChanged.connect(lambda _index: self.ask())
        self.at.dateTimeChanged.connect(lambda _time: self.ask())
        self.now.clicked.connect(self._ask_for_now)
        self._set_now()

    def refresh(self) -> None:
        """Show the present doors and people, and answer for now unless another time was chosen."""
        if self.at.dateTime() == self._now_shown:
            self._set_now()
        self.people.search()
        run_in_background(lambda job: self._app.people.doors(), done=self._offer)

    def ask(self) -> None:
        """Show the answer; "now" is the time of asking."""
        number, door = self.people.current, self.door.currentData()
        if number < 0 or door is None:
            return
        desk, when = Desk(self._app, self._app.actor), self.at.dateTime().toPython()
        assert isinstance(when, datetime)
        moment = self._set_now() if self.at.dateTime() == self._now_shown else from_the_clock(when)
        run_in_background(lambda job: desk.why(number, door, moment), done=self._show, failed=self._refused)

    def _ask_for_now(self) -> None:
        self._set_now()
        self.ask()

    def _set_now(self) -> datetime:
        now = utc_now()
        with QSignalBlocker(self.at):
            self.at.setDateTime(QDateTime(on_the_clock(now).replace(tzinfo=None)))  # type: ignore[call-overload]
        self._now_shown = self.at.dateTime()
        return now

    def _offer(self, doors: list[str]) -> None:
        chosen = self.door.currentData()
        self.door.blockSignals(True)
        self.door.clear()
        for name in doors:
            self.door.addItem(name, name)
        self.door.setCurrentIndex(max(0, self.door.findData(chosen)))
        self.door.blockSignals(False)
        self.ask()

    def _show(self, answer: Why) -> None:
        text = self.tr("May pass: {rule}") if answer.opens else self.tr("May not pass: {rule}")
        self.verdict.setText(text.replace("{rule}", wording.translated(answer.decides.rule)))
        dress(self.verdict, "good" if answer.opens else "bad")
        now = colours()
        self.steps.clear()
        for step in answer.steps:
            name, colour = (
                ("question", now.text) if step.asks else ("check", now.text) if step.passes else ("cross", now.bad)
            )
            item = QListWidgetItem(
                QIcon(pixmap(name, 18, colour, self.devicePixelRatioF())), wording.translated(step.rule)
            )
            self.steps.addItem(item)
        self.answered.emit()

    def _refused(self, error: GatekeeperError) -> None:
        self.steps.clear()
        self.verdict.setText(wording.of(error))
        dress(self.verdict, "bad")
