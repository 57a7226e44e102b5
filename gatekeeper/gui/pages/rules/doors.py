"""Who may pass which door, and what it asks for."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QRadioButton,
    QTableWidget,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.trail import VALUES
from gatekeeper.domain import MaskRule, Schedule, SecondFactor
from gatekeeper.gui.core import wording
from gatekeeper.gui.pages.rules.editor import Editor
from gatekeeper.timezones import utc_now


class DoorsTab(Editor):
    """The rule of each door."""

    adds = renames = False

    def __init__(self, app: App) -> None:
        super().__init__(app, self.tr("Doors"))
        self._groups: list[str] = []
        self._plans: dict[str, Schedule] = {}
        self.everybody = QRadioButton(self.tr("&Everybody who is registered, at any time"))
        self.some = QRadioButton(self.tr("These &groups, when their schedule says so:"))
        self.admitted = QTableWidget(0, 2)
        self.admitted.setAccessibleName(self.tr("Groups that are admitted"))
        self.admitted.setHorizontalHeaderLabels([self.tr("Group"), self.tr("When")])
        self.admitted.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.admitted.verticalHeader().hide()
        self.admitted.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.admitted.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mask_rule, self.second_factor = QComboBox(), QComboBox()
        for box, kind, field in (
            (self.mask_rule, MaskRule, "mask"),
            (self.second_factor, SecondFactor, "second_factor"),
        ):
            for value, text in VALUES[field].items():
                box.addItem(wording.translated(text), kind(value))
            box.currentIndexChanged.connect(lambda at: self.edited())
        self.unlock, self.cooldown = _seconds(0.5, 60), _seconds(0, 86400)
        self.timezone = QLineEdit()
        self.facts = QFormLayout()
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("&Mask"), self.mask_rule),
            (self.tr("&PIN besides the face"), self.second_factor),
            (self.tr("Sta&ys open"), self.unlock),
            (self.tr("Not again for the same person &within"), self.cooldown),
            (self.tr("Time &zone"), self.timezone),
        )
        for label, widget in rows:
            self.facts.addRow(label, widget)
        for choice in (self.everybody, self.some):
            self.form.addWidget(choice)
            choice.clicked.connect(lambda: self._chose())
        self.form.addWidget(self.admitted, 1)
        self.form.addLayout(self.facts)
        for spin in (self.unlock, self.cooldown):
            spin.valueChanged.connect(lambda value: self.edited())
        self.timezone.editingFinished.connect(self.edited)

    def read(self, app: App) -> dict[str, Any]:
        """See `Editor`."""
        self._groups = app.people.groups()
        self._plans = {one.name: one for one in app.people.schedules()}
        return {name: app.people.door_rule(name) for name in app.people.doors()}

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        groups = value.groups if value is not None else {}
        self.everybody.setChecked(not groups)
        self.some.setChecked(bool(groups))
        self.admitted.setRowCount(len(self._groups))
        for row, group in enumerate(self._groups):
            box, plan = QCheckBox(wording.unmarked(group)), QComboBox()
            plan.addItem(self.tr("At any time"), None)
            for name in self._plans:
                plan.addItem(name, name)
            plan.setAccessibleName(self.tr("When {group} may pass").replace("{group}", group))
            box.setChecked(group in groups)
            if (held := groups.get(group)) is not None:
                plan.setCurrentIndex(max(0, plan.findData(held.name)))
            box.toggled.connect(lambda on: self._chose(some=True))
            plan.currentIndexChanged.connect(lambda at: self.edited())
            self.admitted.setCellWidget(row, 0, box)
            self.admitted.setCellWidget(row, 1, plan)
        if value is not None:
            self.mask_rule.setCurrentIndex(self.mask_rule.findData(value.mask))
            self.second_factor.setCurrentIndex(self.second_factor.findData(value.second_factor))
            self.unlock.setValue(value.unlock_seconds)
            self.cooldown.setValue(value.cooldown_seconds)
            self.timezone.setText(value.timezone)
        self._allow()

    def value(self) -> Any:
        """See `Editor`. Where no group is chosen, nobody is: it cannot be saved, see `problem`."""
        return replace(
            self.stored[self.current],
            groups={} if self.everybody.isChecked() else self._chosen(),
            unlock_seconds=self.unlock.value(),
            cooldown_seconds=self.cooldown.value(),
            timezone=self.timezone.text().strip(),
            mask=self.mask_rule.currentData(),
            second_factor=self.second_factor.currentData(),
        )

    def problem(self) -> str:
        """See `Editor`. A rule without groups would admit everybody."""
        if self.some.isChecked() and not self._chosen():
            return self.tr("Choose at least one group, or admit everybody.")
        return ""

    def write(self, desk: Desk, name: str, value: Any, seen: Any) -> None:
        """See `Editor`."""
        desk.set_door_rule(value, now=utc_now(), seen=seen)

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


def _seconds(least: float, most: float) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(least, most)
    spin.setDecimals(1)
    spin.setSuffix(" s")
    return spin
