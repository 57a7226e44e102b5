"""The tabs of the rules: groups, schedules, holidays."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.door.hours import days_of, described, listed_hours, weekdays_of
from gatekeeper.door_rule import Holiday, Schedule
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.pages.rules.editor import Editor
from gatekeeper.gui.widgets.fields import DayField, as_qt
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.person_picker import PersonPicker
from gatekeeper.gui.widgets.week_grid import WeekGrid
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import today, utc_now


class GroupsTab(Editor):
    """Membership of people in groups. A value is the numbers of a group's members."""

    right = Right.PEOPLE

    def __init__(self, app: App) -> None:
        super().__init__(app, self.tr("Groups"))
        self._names: dict[int, str] = {}
        self.members = QListWidget()
        self.members.setAccessibleName(self.tr("People in this group"))
        self.members.setProperty("kind", "names")
        self.nobody = Lead(self.members)
        self.members.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.join, self.leave = QPushButton(self.tr("Add a &person …")), QPushButton(self.tr("&Take out"))
        row = QHBoxLayout()
        row.addWidget(self.join)
        row.addWidget(self.leave)
        row.addStretch()
        self.form.addWidget(self.members, 1)
        self.form.addLayout(row)
        self.join.clicked.connect(self._ask_who)
        self.leave.clicked.connect(self._take_out)
        self.members.itemSelectionChanged.connect(lambda: self.leave.setEnabled(bool(self.members.selectedItems())))

    def read(self, app: App) -> dict[str, Any]:
        """See `Editor`."""
        found = app.people.members()
        self._names.update({number: name for people in found.values() for number, name in people})
        return {group: frozenset(number for number, _ in people) for group, people in found.items()}

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        self.members.clear()
        for number in sorted(value or (), key=lambda n: (self._names[n].casefold(), n)):
            item = QListWidgetItem(f"{self._names[number]}  ·  # {number}")
            item.setData(Qt.ItemDataRole.UserRole, number)
            self.members.addItem(item)
        self.leave.setEnabled(False)
        if value is None:
            self.nobody.say(self.tr("Choose a group, or add one."))
        else:
            self.nobody.say(self.tr("Nobody is in this group yet."), self.tr("Add a person …"), self._ask_who)

    def value(self) -> Any:
        """See `Editor`."""
        items = (self.members.item(row) for row in range(self.members.count()))
        return frozenset(int(item.data(Qt.ItemDataRole.UserRole)) for item in items)

    def write(self, desk: Desk, name: str, value: Any, seen: Any) -> None:
        """See `Editor`."""
        if seen is None:
            desk.add_group(name, now=utc_now())
        desk.set_members(name, value, now=utc_now(), seen=seen)

    def fresh(self, name: str) -> Any:
        """See `Editor`."""
        return frozenset[int]()

    def none_yet(self) -> str:
        """See `Editor`."""
        return self.tr("There is no group yet. Doors admit people by their groups.")

    def renamed(self, desk: Desk, name: str, new: str) -> None:
        """See `Editor`."""
        desk.rename_group(name, new, now=utc_now())

    def removed(self, desk: Desk, name: str) -> None:
        """See `Editor`."""
        desk.remove_group(name, now=utc_now())

    def put_in(self, number: int) -> None:
        """Add a person to the chosen group."""
        self._names.setdefault(number, self._app.people.get(number).name)
        self.show_value(self.value() | {number})
        self.edited()

    def _ask_who(self) -> None:
        picker = PersonPicker(self._app, self.tr("Who is in the group {name}?").replace("{name}", self.current), self)
        picker.picked.connect(self.put_in)
        picker.open()

    def _take_out(self) -> None:
        removed = {int(item.data(Qt.ItemDataRole.UserRole)) for item in self.members.selectedItems()}
        self.show_value(self.value() - removed)
        self.edited()


class SchedulesTab(Editor):
    """Weekly hours, painted."""

    def __init__(self, app: App) -> None:
        super().__init__(app, self.tr("Schedules"))
        self.week = WeekGrid()
        self.heeds = QCheckBox(self.tr("On &holidays, the holiday’s hours apply instead of these"))
        self.told = hint_label()
        self.form.addWidget(self.week, 1)
        self.form.addWidget(self.told)
        self.form.addWidget(self.heeds)
        self.week.edited.connect(self.edited)
        self.week.edited.connect(self._tell)
        self.heeds.toggled.connect(lambda on: self.edited())

    def read(self, app: App) -> dict[str, Any]:
        """See `Editor`."""
        return {schedule.name: schedule for schedule in app.people.schedules()}

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        self.week.show_hours(value.hours if value is not None else ())
        self.heeds.setChecked(value is None or value.heeds_holidays)
        self._tell()

    def value(self) -> Any:
        """See `Editor`."""
        return Schedule(self.current, self.week.hours, self.heeds.isChecked())

    def write(self, desk: Desk, name: str, value: Any, seen: Any) -> None:
        """See `Editor`."""
        desk.set_schedule(value, now=utc_now(), seen=seen, new=seen is None)

    def fresh(self, name: str) -> Any:
        """See `Editor`. It admits nobody until hours are painted."""
        return Schedule(name, ())

    def none_yet(self) -> str:
        """See `Editor`."""
        return self.tr("There is no schedule yet. A schedule says when a group may pass.")

    def renamed(self, desk: Desk, name: str, new: str) -> None:
        """See `Editor`."""
        desk.rename_schedule(name, new, now=utc_now())

    def removed(self, desk: Desk, name: str) -> None:
        """See `Editor`."""
        desk.remove_schedule(name, now=utc_now())

    def _tell(self) -> None:
        self.told.setText(wording.translated(described([Schedule("", self.week.hours)])))


class HolidaysTab(Editor):
    """Days with other hours."""

    def __init__(self, app: App) -> None:
        super().__init__(app, self.tr("Holidays"))
        self.first, self.last, self.yearly = DayField(), DayField(), QCheckBox(self.tr("Every &year"))
        row = QHBoxLayout()
        for label, field in ((self.tr("&From"), self.first), (self.tr("t&o"), self.last)):
            field.setCalendarPopup(True)
            field.setDisplayFormat(language.day_format())
            field.dateChanged.connect(self._moved)
            text = QLabel(label)
            text.setBuddy(field)
            row.addWidget(text)
            row.addWidget(field)
        row.addWidget(self.yearly)
        row.addStretch()
        hint = hint_label(self.tr("The hours on these days, instead of those of the schedules. None: closed."))
        self.week, self.told = WeekGrid(), hint_label()
        self.form.addLayout(row)
        self.form.addWidget(hint)
        self.form.addWidget(self.week, 1)
        self.form.addWidget(self.told)
        self.yearly.toggled.connect(lambda on: self._changed())
        self.week.edited.connect(self._changed)

    def read(self, app: App) -> dict[str, Any]:
        """See `Editor`."""
        return {holiday.name: holiday for holiday in app.people.holidays()}

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        shown = value if value is not None else Holiday("", today(), today())
        self.first.setDate(as_qt(shown.first))
        self.last.setDate(as_qt(shown.last))
        self.yearly.setChecked(shown.yearly)
        self.week.show_hours(shown.hours)
        self._tell()

    def value(self) -> Any:
        """See `Editor`."""
        first, last = (date(day.year(), day.month(), day.day()) for day in (self.first.date(), self.last.date()))
        return Holiday(self.current, first, last, self.yearly.isChecked(), self.week.hours)

    def problem(self) -> str:
        """See `Editor`."""
        return self.tr("The last day comes before the first.") if self.last.date() < self.first.date() else ""

    def write(self, desk: Desk, name: str, value: Any, seen: Any) -> None:
        """See `Editor`."""
        desk.set_holiday(value, now=utc_now(), seen=seen, new=seen is None)

    def fresh(self, name: str) -> Any:
        """See `Editor`."""
        return Holiday(name, today(), today())

    def none_yet(self) -> str:
        """See `Editor`."""
        return self.tr("There is no holiday yet. Holidays have hours of their own.")

    def renamed(self, desk: Desk, name: str, new: str) -> None:
        """See `Editor`."""
        desk.rename_holiday(name, new, now=utc_now())

    def removed(self, desk: Desk, name: str) -> None:
        """See `Editor`."""
        desk.remove_holiday(name, now=utc_now())

    def _moved(self) -> None:
        if not self._filling and self.sender() is self.first and self.last.date() < self.first.date():
            self.last.setDate(self.first.date())  # which calls this again
            return
        self._changed()

    def _changed(self) -> None:
        self._tell()
        self.edited()

    def _tell(self) -> None:
        holiday = replace(self.value(), name="")
        self.week.days = weekdays_of(holiday)
        hours = listed_hours(holiday.hours)
        told = wording.translated(Message("{days}: {hours}", days=days_of(holiday), hours=hours))
        if any(not span.weekdays <= self.week.days for span in holiday.hours):
            told += "\n" + self.tr("The grey days are not among them: hours that begin there do not count.")
        self.told.setText(told)


def hint_label(text: str = "") -> QLabel:
    """A line in the colour of hints."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("kind", "hint")
    return label
