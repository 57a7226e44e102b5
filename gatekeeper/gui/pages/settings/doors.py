"""The section of the doors: relay, photo protection and what a door asks of people. The last is stored in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from gatekeeper.app import App
from gatekeeper.config import DoorSettings
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import LivenessMode
from gatekeeper.door_rule import DoorRule, MaskRule, SecondFactor
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.settings.form import choice_field, language_field, number_field
from gatekeeper.gui.pages.settings.section import ListSection
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.models.figures import Share
from gatekeeper.timezones import elsewhere, machine_zone, utc_now

_RULE_KEYS = ("unlock_seconds", "cooldown_seconds", "timezone", "mask", "second_factor")
_SETTING_KEYS = ("name", "relay", "held_seconds", "liveness", "language", "kiosk_greets", "kiosk_sounds")


@dataclass(frozen=True, slots=True)
class StoredDoors:
    """What is stored about the doors. rules: their rules, by name; unmeasured: the photo protection was not measured here, so a
    picture may pass; protection: the shares of living people refused and of pictures that pass, see
    `figures.liveness_shares`."""

    doors: tuple[DoorSettings, ...]
    rules: dict[str, DoorRule]
    unmeasured: bool
    protection: tuple[Share, Share] | None

    @classmethod
    def read(cls, app: App, doors: tuple[DoorSettings, ...]) -> Self:
        """Read what an open program has stored about its doors."""
        rules = {door.name: app.doors.rule(door) for door in doors}
        return cls(doors, rules, app.liveness.measured is None, app.liveness.shares)


class DoorSection(ListSection):
    """Doors, the form of the chosen one, and a trial of its relay. settings, rules: those of the doors, as they would be saved.

    listed: the list of doors has changed; removed: the door with this name was removed.
    """

    listed = Signal()
    removed = Signal(str)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names.setAccessibleName(self.tr("Doors"))
        self._app = app
        self._stored: StoredDoors | None = None
        self.settings: list[DoorSettings] = []
        self.rules: list[DoorRule] = []
        self._rules_before: list[DoorRule] = []  # as they were shown first
        self.test_relay = QPushButton(self.tr("Open as a test"))
        self.test_relay.clicked.connect(self._test_relay)
        self._fill()
        self.lay_out()
        self._enable()

    def show_all(self, stored: StoredDoors) -> None:
        """Show what is stored, and discard unsaved changes."""
        self._stored = stored
        self.settings = list(stored.doors)
        self.rules = [stored.rules[door.name] for door in stored.doors]
        self._rules_before = list(self.rules)
        self.list_names([door.name for door in self.settings])
        self.show_row(self.row)

    def changed_rules(self) -> dict[str, dict[str, Any]]:
        """The fields that were changed here, by the door's name; the stored values of the others may have changed meanwhile."""
        return {
            rule.door: {key: getattr(rule, key) for key in _RULE_KEYS if getattr(rule, key) != getattr(before, key)}
            for rule, before in zip(self.rules, self._rules_before, strict=True)
        }

    def know_saved(self, rules: Mapping[str, DoorRule]) -> None:
        """Note that these rules are stored now. Changes typed since they were sent are kept, and are still to be saved."""
        assert self._stored is not None
        self._stored = replace(self._stored, rules={**self._stored.rules, **rules})
        self._rules_before = [
            rules.get(rule.door, before) for rule, before in zip(self.rules, self._rules_before, strict=True)
        ]
        self._enable()

    def show_row(self, row: int) -> None:
        """Fill the form from this door and its rule."""
        self.form.forget_wrong()
        if not 0 <= row < len(self.settings) or self._stored is None:
            return
        door, rule = self.settings[row], self.rules[row]
        for key in _SETTING_KEYS:
            self.form.put(key, getattr(door, key))
        for key in _RULE_KEYS:
            self.form.put(key, getattr(rule, key))
        known = door.name in self._stored.rules
        self.form.fields["name"].setEnabled(not known)
        why = self.tr("Stays as it is: its events and its rule are stored under this name.")
        self.form.say_hint("name", why if known else "")
        self._enable()

    def take_row(self) -> None:
        """Take over the form's values."""
        row, value = self.row, self.form.value
        new = self._is_new(row)
        self.rules[row] = replace(
            self.rules[row],
            door=value("name"),
            **{key: value(key) for key in ("unlock_seconds", "cooldown_seconds", "timezone")},
            mask=MaskRule(value("mask")),
            second_factor=SecondFactor(value("second_factor")),
        )
        kept = {key: value(key) for key in _SETTING_KEYS}
        if new:  # the rule of a known door is only in the database
            kept |= {key: value(key) for key in _RULE_KEYS}
        self.settings[row] = replace(self.settings[row], **kept)
        self.names.item(row).setText(self.settings[row].name)
        self._enable()
        self.changed.emit()

    def add_row(self) -> None:
        """Add a door."""
        names = [door.name for door in self.settings]
        door = DoorSettings(name=wording.free_name(self.tr("door"), names))
        self.settings.append(door)
        self.rules.append(door.rule())
        self._rules_before.append(self.rules[-1])
        self.list_names([*names, door.name], len(names))
        self.show_row(len(names))
        self.listed.emit()
        self.changed.emit()

    def remove_row(self) -> None:
        """Remove the chosen door."""
        row = self.row
        removed = self.settings.pop(row).name
        del self.rules[row], self._rules_before[row]
        self.list_names([door.name for door in self.settings])
        self.show_row(self.row)
        self.removed.emit(removed)
        self.listed.emit()
        self.changed.emit()

    def _is_new(self, row: int) -> bool:
        return self._stored is None or self.settings[row].name not in self._stored.rules

    def _enable(self) -> None:
        self.remove.setEnabled(len(self.settings) > 1)
        self.test_relay.setEnabled(0 <= self.row < len(self.settings) and not self._is_new(self.row))
        self.form.say_hint("liveness", self._protection())
        asked = self._stored is not None and self._stored.unmeasured
        hint = (
            self.tr("Not measured here yet: the PIN is asked for.")
            if asked
            else self.tr("Measured here: the PIN is not asked for.")
        )
        by_measure = self.form.value("second_factor") == SecondFactor.AUTO.value
        self.form.say_hint("second_factor", hint if by_measure else "")

    def _protection(self) -> str:
        """What the chosen photo protection asks of people and how often it errs."""
        mode = LivenessMode(self.form.value("liveness") or LivenessMode.OFF)
        if mode is LivenessMode.OFF:
            return self.tr("Anyone who holds up a good photo of a person is let in as that person.")
        if mode is LivenessMode.DEPTH:
            return self.tr("Asks nothing of people. Needs a depth camera; see its figures on the Models page.")
        asks = (
            self.tr("Asks for a turn of the head, which takes everybody a few seconds; flat pictures cannot do that.")
            if mode is LivenessMode.PASSIVE_ACTIVE
            else self.tr("Asks nothing of people.")
        )
        if self._stored is None or self._stored.protection is None:
            return asks
        refused, passed = (share.as_text(language.SPOKEN_HERE) for share in self._stored.protection)
        figures = (
            self.tr(
                "Passive check, by people of a public test: {refused} of visits refused, {passed} of pictures let through."
            )
            if self._stored.unmeasured
            else self.tr("Passive check, measured here: {refused} of visits refused, {passed} of pictures let through.")
        )
        return f"{asks} {figures.replace('{refused}', refused).replace('{passed}', passed)}"

    def _test_relay(self) -> None:
        door, desk = self.settings[self.row], Desk(self._app, self._app.actor)
        self.test_relay.setEnabled(False)
        self.form.say("relay", self.tr("Opening …"), "hint")

        def says(text: str, kind: str) -> None:
            # Another door may have been chosen meanwhile.
            shown = self.settings[self.row].name
            self.form.say("relay", text if shown == door.name else f"{door.name}: {text}", kind)

        job = run_in_background(
            lambda job: desk.test_relay(door, now=utc_now()),
            done=lambda event: says(self.tr("The relay answered; the test is on record."), "good"),
            failed=lambda error: says(wording.of(error), "bad"),
            worker="long",
        )
        job.ended.connect(self._enable)

    def _fill(self) -> None:
        form = self.form
        form.add("name", self.tr("&Name"), QLineEdit(), " ")
        form.add(
            "relay",
            self.tr("&Relay"),
            QLineEdit(),
            self.tr(
                "“simulated”, “board:PORT” (gatekeeper's door board), “serial:PORT” (Arduino with StandardFirmata), "
                "“lcus:PORT” (USB relay), “shelly:HOST”, “tasmota:HOST”, “modbus-tcp:HOST” or “modbus-rtu:PORT”."
            ),
            self.test_relay,
        )
        form.add("unlock_seconds", self.tr("Stays &open"), number_field(0.5, 60, 1, " s"))
        form.add(
            "cooldown_seconds",
            self.tr("P&ause before it opens again"),
            number_field(0, 86400, 0, " s"),
            self.tr("For the same person."),
        )
        form.add(
            "held_seconds",
            self.tr("May stand open &for"),
            number_field(1, 3600, 1, " s"),
            self.tr("Then there is an alarm, where the relay has a door contact."),
        )
        zones = ChoiceField()
        zones.setEditable(True)
        zones.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        zones.addItems(sorted({*available_timezones(), machine_zone(), "UTC"}))
        hint = self.tr(
            "Its schedules are in this time zone. All times are told in that of the first door. This machine’s is {zone}."
        )
        own = elsewhere(machine_zone(), utc_now()) or machine_zone()
        form.add("timezone", self.tr("&Time zone"), zones, hint.replace("{zone}", own))
        form.add(
            "mask",
            self.tr("&Mask"),
            choice_field(
                (MaskRule.OPTIONAL.value, self.tr("may be worn")),
                (MaskRule.REQUIRED.value, self.tr("must be worn")),
                (MaskRule.OFF.value, self.tr("must be taken off")),
            ),
        )
        form.add(
            "liveness",
            self.tr("P&hoto protection"),
            choice_field(
                (LivenessMode.PASSIVE_ACTIVE.value, self.tr("passive check and head turn")),
                (LivenessMode.PASSIVE.value, self.tr("passive check")),
                (LivenessMode.DEPTH.value, self.tr("depth camera")),
                (LivenessMode.OFF.value, self.tr("none: a photo may open the door")),
            ),
            " ",
        )
        form.add(
            "second_factor",
            self.tr("&PIN besides the face"),
            choice_field(
                (SecondFactor.AUTO.value, self.tr("until photos are known to be kept out here")),
                (SecondFactor.PIN.value, self.tr("always")),
                (SecondFactor.NONE.value, self.tr("never")),
            ),
            " ",
        )
        form.add(
            "language",
            self.tr("Speaks to people &in"),
            language_field(self.tr("the window's language")),
        )
        form.add(
            "kiosk_greets",
            self.tr("Residents' screen &greets"),
            choice_field((False, self.tr("without a name")), (True, self.tr("by name"))),
            self.tr("Anyone behind them can read it."),
        )
        form.add(
            "kiosk_sounds",
            self.tr("Residents' screen sounds"),
            choice_field((False, self.tr("no")), (True, self.tr("a chime, another for a refusal"))),
        )
