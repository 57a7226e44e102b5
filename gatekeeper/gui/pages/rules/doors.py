"""Who may pass which door, and what the door asks for."""

from dataclasses import replace
from datetime import time
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QTableWidget,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.rules import MOST_HOURS, MOST_SECONDS
from gatekeeper.desk.trail import UNITS, VALUES
from gatekeeper.door_rule import MaskRule, Passback, Schedule, SecondFactor
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import Fields, inset
from gatekeeper.gui.pages.rules.editor import Editor
from gatekeeper.gui.widgets.fields import ChoiceField, NumberField
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.tables import HEADING
from gatekeeper.timezones import utc_now

_LEAST_WHEN = 100  # pixels of the column that says when


class DoorsTab(Editor):
    """The rule of each door."""

    adds = renames = False
    wants_groups = Signal()

    def __init__(self, app: App) -> None:
        super().__init__(app, self.tr("Doors"))
        self._groups: list[str] = []
        self._plans: dict[str, Schedule] = {}
        self.everybody = QRadioButton(self.tr("Everybody who is registered, at any time"))
        self.some = QRadioButton(self.tr("These groups, when their schedule says so:"))
        self.admitted = QTableWidget(0, 2)
        self.admitted.setAccessibleName(self.tr("Groups that are admitted"))
        self.admitted.setHorizontalHeaderLabels([self.tr("Group"), self.tr("When")])
        self.admitted.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.admitted.horizontalHeader().setDefaultAlignment(HEADING)
        self.admitted.verticalHeader().hide()
        self.admitted.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.admitted.setMinimumHeight(108)
        self.no_group = Lead(self.admitted)
        self.admitted.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mask_rule, self.second_factor = ChoiceField(), ChoiceField()
        for box, kind, field in (
            (self.mask_rule, MaskRule, "mask"),
            (self.second_factor, SecondFactor, "second_factor"),
        ):
            for value, text in VALUES[field].items():
                box.addItem(wording.translated(text), kind(value))
            box.currentIndexChanged.connect(lambda index: self.edited())
        self.unlock, self.cooldown = _seconds(0.5, 60), _seconds(0, 86400)
        self.passback, self.passback_hours = ChoiceField(), _hours()
        self.passback.setToolTip(self.tr("Needs cameras that see who goes in and who goes out."))
        for value, text in VALUES["passback"].items():
            self.passback.addItem(wording.translated(text), Passback(value))
        self.passback.currentIndexChanged.connect(lambda index: self.edited())
        self.passback_hours.valueChanged.connect(lambda value: self.edited())
        self.passback_reset = QLineEdit()
        self.passback_reset.setPlaceholderText(self.tr("04:00, or empty"))
        self.passback_reset.editingFinished.connect(self.edited)
        self.timezone = QLineEdit()
        self.two_people = _seconds(0, MOST_SECONDS)
        self.two_people.setSpecialValueText(self.tr("each alone"))
        self.others = QListWidget()
        self.others.setAccessibleName(self.tr("Doors that must be shut before this one opens"))
        self.others.setMaximumHeight(58)
        Lead(self.others).say(self.tr("There is no other door."))
        self.hold, self.after_first = ChoiceField(), QCheckBox(self.tr("only after the first person was let in"))
        self.facts = Fields()
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Mask"), self.mask_rule),
            (self.tr("PIN besides the face"), self.second_factor),
            (self.tr("Stays open"), self.unlock),
            (self.tr("Not again for the same person within"), self.cooldown),
            (self.tr("Time zone"), self.timezone),
            (self.tr("Going in twice (anti-passback)"), self.passback),
            (self.tr("Who is inside is remembered for"), self.passback_hours),
            (self.tr("and forgotten every day at"), self.passback_reset),
            (self.tr("Opens for two people only, within"), self.two_people),
            (self.tr("Shut before it opens (interlock)"), self.others),
            (self.tr("Kept open by schedule"), self.hold),
            ("", self.after_first),
        )
        for label, widget in rows:
            self.facts.addRow(label, widget)
        for choice in (self.everybody, self.some):
            self.form.addWidget(choice)
            choice.clicked.connect(lambda: self._chose())
        self.form.addWidget(self.admitted, 1)
        self.form.addLayout(self.facts)
        self.others.itemChanged.connect(lambda item: self.edited())
        self.hold.currentIndexChanged.connect(lambda index: self._held())
        self.after_first.toggled.connect(lambda on: self.edited())
        for spin in (self.unlock, self.cooldown, self.two_people):
            spin.valueChanged.connect(lambda value: self.edited())
        self.timezone.editingFinished.connect(self.edited)

    def read(self, app: App) -> dict[str, Any]:
        """See `Editor`."""
        self._groups = app.people.groups()
        self._plans = {schedule.name: schedule for schedule in app.people.schedules()}
        # A new door has no stored rule yet; a door that is gone from the settings may still have one.
        names = dict.fromkeys([*(door.name for door in app.settings.doors), *app.people.doors()])
        return {name: app.doors.rule_of(name) for name in names}

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        groups = value.groups if value is not None else {}
        self.everybody.setChecked(not groups)
        self.some.setChecked(bool(groups))
        self.admitted.setRowCount(len(self._groups))
        for row, group in enumerate(self._groups):
            box, plan = QCheckBox(wording.unmarked(group)), ChoiceField()
            box.setToolTip(wording.plain(group))
            plan.addItem(self.tr("At any time"), None)
            for name in self._plans:
                plan.addItem(name, name)
            plan.setAccessibleName(self.tr("When {group} may pass").replace("{group}", group))
            box.setChecked(group in groups)
            if (held := groups.get(group)) is not None:
                plan.setCurrentIndex(max(0, plan.findData(held.name)))
            box.toggled.connect(lambda on: self._chose(some=True))
            plan.currentIndexChanged.connect(lambda index: self.edited())
            self.admitted.setCellWidget(row, 0, box)
            self.admitted.setCellWidget(row, 1, plan)
        # Qt takes no widget in a cell into account when it fits a column to its contents.
        plans = [self.admitted.cellWidget(row, 1) for row in range(self.admitted.rowCount())]
        widest = max((plan.sizeHint().width() for plan in plans), default=_LEAST_WHEN)
        self.admitted.setColumnWidth(1, widest + 1)  # and the line of the grid
        self._tab_through()
        self.no_group.say(
            self.tr("There is no group yet. Doors admit people by their groups."),
            self.tr("Go to the groups"),
            self.wants_groups.emit,
        )
        if value is not None:
            self.mask_rule.setCurrentIndex(self.mask_rule.findData(value.mask))
            self.second_factor.setCurrentIndex(self.second_factor.findData(value.second_factor))
            self.unlock.setValue(value.unlock_seconds)
            self.cooldown.setValue(value.cooldown_seconds)
            self.timezone.setText(value.timezone)
            self.passback.setCurrentIndex(self.passback.findData(value.passback))
            self.passback_hours.setValue(value.passback_hours)
            self.passback_reset.setText(f"{value.passback_reset:%H:%M}" if value.passback_reset else "")
            self.two_people.setValue(value.two_people_seconds)
            self.others.clear()
            for name in self.stored:
                if name != value.door:
                    item = QListWidgetItem(name, self.others)
                    item.setSizeHint(QSize(0, 26))
                    on = name in value.interlock
                    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.hold.clear()
            self.hold.addItem(self.tr("never"), None)
            for name in self._plans:
                self.hold.addItem(name, name)
            if value.hold_open is not None:
                self.hold.setCurrentIndex(max(0, self.hold.findData(value.hold_open.name)))
            self.after_first.setChecked(value.hold_after_first)
        self._allow()

    def value(self) -> Any:
        """See `Editor`. If no group is chosen, nobody is chosen: this cannot be saved, see `problem`."""
        plan = self.hold.currentData()
        return replace(
            self.stored[self.current],
            two_people_seconds=self.two_people.value(),
            interlock=self._interlocked(),
            hold_open=self._plans[plan] if plan is not None else None,
            hold_after_first=plan is not None and self.after_first.isChecked(),
            groups={} if self.everybody.isChecked() else self._chosen(),
            unlock_seconds=self.unlock.value(),
            cooldown_seconds=self.cooldown.value(),
            timezone=self.timezone.text().strip(),
            mask=self.mask_rule.currentData(),
            second_factor=self.second_factor.currentData(),
            passback=Passback(self.passback.currentData()),
            passback_hours=self.passback_hours.value(),
            passback_reset=_time_of_day(self.passback_reset.text()),
        )

    def none_yet(self) -> str:
        """See `Editor`."""
        return self.tr("There is no door yet. Add doors on the Settings page.")

    def problem(self) -> str:
        """See `Editor`. A rule without groups would admit everybody."""
        if self.some.isChecked() and not self._chosen():
            return self.tr("Choose at least one group, or admit everybody.")
        if self.passback_reset.text().strip() and _time_of_day(self.passback_reset.text()) is None:
            return self.tr("Write the time of day as 04:00.")
        return ""

    def write(self, desk: Desk, name: str, value: Any, seen: Any) -> None:
        """See `Editor`."""
        desk.set_door_rule(value, now=utc_now(), seen=seen)

    def _tab_through(self) -> None:
        """Let Tab go through the groups in reading order: between the choice above them and the fields below."""
        rows = range(self.admitted.rowCount())
        cells = [self.admitted.cellWidget(row, column) for row in rows for column in (0, 1)]
        for before, after in pairwise([self.some, *cells, self.mask_rule]):
            QWidget.setTabOrder(before, after)

    def _interlocked(self) -> frozenset[str]:
        items = (self.others.item(row) for row in range(self.others.count()))
        return frozenset(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)

    def _held(self) -> None:
        self.after_first.setEnabled(self.hold.currentData() is not None)
        self.edited()

    def _chosen(self) -> dict[str, Schedule | None]:
        found: dict[str, Schedule | None] = {}
        for row, group in enumerate(self._groups):
            box, plan = self.admitted.cellWidget(row, 0), self.admitted.cellWidget(row, 1)
            if isinstance(box, QCheckBox) and isinstance(plan, QComboBox) and box.isChecked():
                name = plan.currentData()
                found[group] = self._plans[name] if name is not None else None
        return found

    def _chose(self, some: bool = False) -> None:
        if some and not self._filling:
            self.some.setChecked(True)
        self._allow()
        self.edited()

    def _allow(self) -> None:
        for row in range(self.admitted.rowCount()):
            box, plan = self.admitted.cellWidget(row, 0), self.admitted.cellWidget(row, 1)
            if isinstance(box, QCheckBox) and plan is not None:
                plan.setEnabled(box.isChecked() and self.some.isChecked())
        self.after_first.setEnabled(self.hold.currentData() is not None)


def _seconds(least: float, most: float) -> QDoubleSpinBox:
    spin = NumberField()
    spin.setRange(least, most)
    spin.setDecimals(1)
    spin.setSuffix(" s")
    return inset(spin)


def _hours() -> QDoubleSpinBox:
    spin = NumberField()
    spin.setRange(0, MOST_HOURS)
    spin.setDecimals(1)
    spin.setSuffix(" h")
    spin.setSpecialValueText(wording.translated(UNITS["passback_hours"](0)))
    return inset(spin)


def _time_of_day(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        return None
