"""Settings: cameras with their pictures, doors, thresholds, how long the log keeps what, and the window itself.

Everything is checked as it would be when the program starts, before anything is saved; what is wrong is said at its field.
What a door asks of people lives in the database, the rest in config.toml.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, cast
from zoneinfo import available_timezones

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.capture.addresses import HIDDEN, fault_of, restored, shown
from gatekeeper.capture.cameras import Turn
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.domain import FMRS, Direction, DoorRule, LivenessMode, MaskRule, SecondFactor
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.language import translated
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page, dress
from gatekeeper.gui.pages.settings.form import Form, choice_field, number_field, whole_field
from gatekeeper.gui.pages.settings.preview import Preview
from gatekeeper.gui.widgets.second import with_second
from gatekeeper.models.card_page import Share
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import machine_zone, utc_now

_LANGUAGES = (("en", "English"), ("de", "Deutsch"), ("zh_TW", "繁體中文"))
_WIDTH = 660  # of what is read and filled in: longer lines are hard to follow


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What is stored. rules: of the doors by name; unmeasured: a picture may pass, as far as anybody here knows;
    protection: of living people refused and of pictures that pass, as `App.liveness_shares` has them."""

    settings: Settings
    rules: dict[str, DoorRule]
    unmeasured: bool
    protection: tuple[Share, Share] | None


class SettingsPage(Page):
    """Sections on the left, their fields on the right, save and undo below. saved: all of it is stored."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Settings"))
    icon: ClassVar[str] = "settings"
    right: ClassVar[Right] = Right.ADMINISTER
    loaded = Signal()
    saved = Signal()
    refused = Signal(str)  # why it was not

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._stored: _Loaded | None = None
        self._reads = 0
        self._cameras: list[CameraSettings] = []
        self._source_shown = ""  # the source that the field showed first, its password hidden
        self._doors: list[DoorSettings] = []
        self._rules: list[DoorRule] = []
        self._rules_before: list[DoorRule] = []  # as they were shown first
        self.sections = QListWidget()
        self.sections.setAccessibleName(self.tr("Sections"))
        self.sections.setFixedWidth(170)
        self.sections.setProperty("kind", "names")
        self.pages = QStackedWidget()
        self.camera, self.door, self.recognition, self.retention, self.window_ = (Form() for _ in range(5))
        self.camera_list, self.add_camera, self.remove_camera = _list_of(self.tr("Cameras"))
        self.door_list, self.add_door, self.remove_door = _list_of(self.tr("Doors"))
        self.preview = Preview(app)
        self.show_picture = QPushButton(self.tr("Show picture"))
        self.test_relay = QPushButton(self.tr("Open as a test"))
        self.relay_said = QLabel()
        self.restart = QPushButton(self.tr("Restart no&w …"))
        self.restart.hide()
        self.save = QPushButton(self.tr("&Save"))
        self.save.setProperty("kind", "primary")
        self.undo = QPushButton(self.tr("&Undo changes"))
        self._fill()
        self._lay_out()
        self._connect()
        bridge.signed_in.connect(self._heard_sign_in)
        bridge.acted.connect(self._heard)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read what is stored, unless somebody is changing it."""
        super().showEvent(event)
        self._load_unless_changed()

    def _heard(self) -> None:
        if self.isVisible():
            self._load_unless_changed()

    def _heard_sign_in(self, name: str, again: bool) -> None:
        # What somebody else has begun to change is not theirs to save.
        if not again and self.changed:
            self._stored = None
            self.load()

    def _load_unless_changed(self) -> None:
        if not self.changed:
            self._load(lambda stored: None if self.changed else self._show(stored))

    def load(self) -> None:
        """Show what is stored; what somebody has begun to change is gone."""
        self._load(self._show)

    def _load(self, done: Callable[[_Loaded], None]) -> None:
        app = self._app
        self._reads += 1

        def read(job: Job) -> _Loaded:
            rules = {door.name: app.doors.rule(door) for door in app.settings.doors}
            return _Loaded(app.settings, rules, app.liveness.measured is None, app.liveness.shares)

        # What was read before something was saved, or read once more, is the past.
        run_in_background(read, done=done, of=lambda: self._reads)

    @property
    def changed(self) -> bool:
        """Whether something differs from what is stored."""
        if self._stored is None:
            return False
        stored = replace(self._stored.settings, backup=self._app.settings.backup)
        return self.settings() != stored or any(self._changed_rules().values())

    def settings(self) -> Settings:
        """What stands in the fields, as it would be saved."""
        assert self._stored is not None
        recognition, window, retention = self.recognition.value, self.window_.value, self.retention.value
        return replace(
            self._stored.settings,
            backup=self._app.settings.backup,  # which has a page of its own
            cameras=tuple(self._cameras),
            doors=tuple(self._doors),
            recognition=replace(
                self._stored.settings.recognition,
                **{key: recognition(key) for key in ("fmr", "margin", "agree", "window", "device")},
            ),
            window=replace(
                self._stored.settings.window,
                **{key: window(key) for key in ("language", "appearance", "lock_minutes")},
            ),
            retention=replace(
                self._stored.settings.retention,
                **{key: retention(key) for key in ("events_days", "faces_days", "guests_days")},
            ),
        )

    # What the sections hold

    def _fill(self) -> None:
        minimum = number_field(20, 1000, 0, " px")
        self.camera.add("name", self.tr("&Name"), QLineEdit())
        self.camera.add(
            "source",
            self.tr("S&ource"),
            QLineEdit(),
            self.tr(
                "0 is the first camera; also a device's path (gatekeeper doctor lists them), rtsp://…, realsense, a video "
                "file or a folder of pictures. A password in it is shown as *** and stays, unless you write another."
            ),
            self.show_picture,
        )
        self.camera.add("door", self.tr("Watches the &door"), QComboBox())
        self.camera.add(
            "rotate",
            self.tr("&Turned clockwise by"),
            choice_field((0, self.tr("not at all")), (90, "90°"), (180, "180°"), (270, "270°")),
            self.tr("For a camera mounted on its side or head: the picture below must stand upright."),
        )
        self.camera.add(
            "mirror",
            self.tr("Mi&rrored"),
            choice_field((False, self.tr("as the camera sees it")), (True, self.tr("left and right as in a mirror"))),
        )
        self.camera.add(
            "direction",
            self.tr("&Leads"),
            choice_field(
                ("", self.tr("it is not told")),
                (Direction.IN.value, self.tr("in")),
                (Direction.OUT.value, self.tr("out")),
            ),
            self.tr("Where whoever passes before it goes. By cameras of both kinds it is known who is inside."),
        )
        self.camera.add(
            "min_face_px",
            self.tr("Smallest &face"),
            minimum,
            self.tr("Smaller faces are not searched: they can hardly be recognised, and looking for them costs time."),
        )
        self.door.add("name", self.tr("&Name"), QLineEdit())
        self.door.add(
            "relay",
            self.tr("&Relay"),
            QLineEdit(),
            self.tr(
                "“simulated”, “board:PORT” (gatekeeper's door board), “serial:PORT” (Arduino with StandardFirmata), "
                "“lcus:PORT” (USB relay), “shelly:HOST”, “tasmota:HOST”, “modbus-tcp:HOST” or “modbus-rtu:PORT”."
            ),
            self.test_relay,
        )
        self.door.add("unlock_seconds", self.tr("Stays &open"), number_field(0.5, 60, 1, " s"))
        self.door.add(
            "cooldown_seconds",
            self.tr("P&ause before it opens again"),
            number_field(0, 86400, 0, " s"),
            self.tr("For the same person."),
        )
        self.door.add(
            "held_seconds",
            self.tr("May stand open &for"),
            number_field(1, 3600, 1, " s"),
            self.tr("Then there is an alarm, where the relay has a door contact."),
        )
        zones = QComboBox()
        zones.setEditable(True)
        zones.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        zones.addItems(sorted({*available_timezones(), machine_zone(), "UTC"}))
        meant = self.tr("Its schedules are meant in this zone. This machine’s is {zone}.")
        self.door.add("timezone", self.tr("&Time zone"), zones, meant.replace("{zone}", machine_zone()))
        self.door.add(
            "mask",
            self.tr("&Mask"),
            choice_field(
                (MaskRule.OPTIONAL.value, self.tr("may be worn")),
                (MaskRule.REQUIRED.value, self.tr("must be worn")),
                (MaskRule.OFF.value, self.tr("must be taken off")),
            ),
        )
        self.door.add(
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
        self.door.add(
            "second_factor",
            self.tr("&PIN besides the face"),
            choice_field(
                (SecondFactor.AUTO.value, self.tr("until photos are known to be kept out here")),
                (SecondFactor.PIN.value, self.tr("always")),
                (SecondFactor.NONE.value, self.tr("never")),
            ),
            " ",
        )
        self.door.add(
            "language",
            self.tr("Speaks to people &in"),
            choice_field(("", self.tr("the window's language")), *_LANGUAGES),
        )
        self.recognition.add(
            "fmr",
            self.tr("&False accepts"),
            choice_field(*((fmr, language.one_in(fmr)) for fmr in reversed(FMRS))),
            self.tr(
                "Of comparisons with somebody else's photo. Every stranger is compared with everybody registered: with 100 "
                "people, 1 in 10,000 comparisons is 1 in 100 strangers, were a single frame enough. The Models page says what "
                "it costs your people."
            ),
        )
        self.recognition.add("agree", self.tr("Frames that must &agree"), whole_field(1, 60))
        self.recognition.add("window", self.tr("out of the &last"), whole_field(1, 119))
        self.recognition.add(
            "margin",
            self.tr("L&ead over the next person"),
            number_field(0, 0.99, 3, ""),
            self.tr("In similarity. Who leads by less is asked to look into the camera."),
        )
        self.recognition.add(
            "device",
            self.tr("&Networks run on"),
            choice_field(
                ("auto", self.tr("whichever is faster, as measured at the start")),
                ("cpu", self.tr("the processor")),
                ("cuda", self.tr("the graphics card (NVIDIA)")),
            ),
            self.tr("Without a card, and where it fails, the processor does it."),
        )
        for key, label, hint in (
            ("events_days", self.tr("Keep &events for"), ""),
            ("faces_days", self.tr("Keep &pictures in them for"), self.tr("Older ones are deleted automatically.")),
        ):
            days = whole_field(0, 36500, self.tr(" days"), self.tr("for ever"))
            self.retention.add(key, label, days, hint)
        self.retention.add(
            "guests_days",
            self.tr("Keep &guests for"),
            whole_field(0, 36500, self.tr(" days"), self.tr("for ever")),
            self.tr("After their visit; then they are erased, with name and pictures."),
        )
        self.window_.add(
            "language",
            self.tr("&Language"),
            choice_field(("", self.tr("the system's")), *_LANGUAGES),
        )
        self.window_.add(
            "appearance",
            self.tr("&Appearance"),
            choice_field(("system", self.tr("the system's")), ("light", self.tr("light")), ("dark", self.tr("dark"))),
        )
        self.window_.add(
            "lock_minutes",
            self.tr("Loc&k when idle for"),
            whole_field(0, 1440, self.tr(" minutes"), self.tr("never")),
        )

    def _lay_out(self) -> None:
        self.relay_said.setProperty("kind", "hint")
        self.relay_said.setWordWrap(True)
        self.relay_said.setTextFormat(Qt.TextFormat.PlainText)
        cameras, doors = QWidget(), QWidget()
        for page, listed, form, more in (
            (cameras, (self.camera_list, self.add_camera, self.remove_camera), self.camera, self.preview),
            (doors, (self.door_list, self.add_door, self.remove_door), self.door, self.relay_said),
        ):
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            row = QHBoxLayout()
            row.addWidget(listed[0], 1)
            beside = QVBoxLayout()
            beside.addWidget(listed[1])
            beside.addWidget(listed[2])
            beside.addStretch()
            row.addLayout(beside)
            column.addLayout(row)
            column.addSpacing(8)
            column.addWidget(form)
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft if more is self.preview else Qt.AlignmentFlag(0))
            column.addStretch()
        for name, widget in (
            (self.tr("Cameras"), cameras),
            (self.tr("Doors"), doors),
            (self.tr("Recognition"), self.recognition),
            (self.tr("Log"), self.retention),
            (self.tr("Window"), self.window_),
        ):
            item = QListWidgetItem(name)
            item.setSizeHint(QSize(0, 34))
            self.sections.addItem(item)
            self.pages.addWidget(_scrolled(name, widget))
        self.sections.setCurrentRow(0)
        buttons = QHBoxLayout()
        buttons.addWidget(self.said, 1)
        buttons.addWidget(self.restart)
        buttons.addWidget(self.undo)
        buttons.addWidget(self.save)
        right = QVBoxLayout()
        right.addWidget(self.pages, 1)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(14)
        layout.addWidget(self.sections)
        layout.addLayout(right, 1)

    def _connect(self) -> None:
        self.sections.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.camera_list.currentRowChanged.connect(self._show_camera)
        self.door_list.currentRowChanged.connect(self._show_door)
        self.camera.changed.connect(self._take_camera)
        self.door.changed.connect(self._take_door)
        for form in (self.recognition, self.retention, self.window_):
            form.changed.connect(self._enable)
        self.add_camera.clicked.connect(self._new_camera)
        self.remove_camera.clicked.connect(self._drop_camera)
        self.add_door.clicked.connect(self._new_door)
        self.remove_door.clicked.connect(self._drop_door)
        self.show_picture.clicked.connect(
            lambda: self.preview.show_source(self._cameras[self.camera_list.currentRow()].source, open_=True)
        )
        self.test_relay.clicked.connect(self._test_relay)
        self.undo.clicked.connect(self.load)
        self.save.clicked.connect(self._save)
        self.restart.clicked.connect(self._ask_to_restart)
        self._enable()

    # From what is stored into the fields

    def _show(self, stored: _Loaded) -> None:
        self._stored = stored
        settings = stored.settings
        self._cameras, self._doors = list(settings.cameras), list(settings.doors)
        self._rules = [stored.rules[door.name] for door in settings.doors]
        self._rules_before = list(self._rules)
        for form, values in (
            (self.recognition, settings.recognition),
            (self.retention, settings.retention),
            (self.window_, settings.window),
        ):
            form.forget_wrong()
            for key in form.fields:
                form.put(key, getattr(values, key))
        self._list(self.camera_list, [camera.name for camera in self._cameras])
        self._list(self.door_list, [door.name for door in self._doors])
        self._show_camera(self.camera_list.currentRow())
        self._show_door(self.door_list.currentRow())
        self._enable()
        self.loaded.emit()

    def _list(self, names: QListWidget, wanted: list[str], row: int | None = None) -> None:
        if row is None:  # what was chosen stays so, wherever it is by now
            before = names.currentItem()
            kept = before is not None and before.text() in wanted
            row = wanted.index(before.text()) if kept else max(names.currentRow(), 0)
        names.blockSignals(True)
        names.clear()
        names.addItems(wanted)
        names.setCurrentRow(min(row, len(wanted) - 1))
        names.blockSignals(False)

    def _show_camera(self, row: int) -> None:
        self.camera.forget_wrong()
        if not 0 <= row < len(self._cameras):
            return
        camera = self._cameras[row]
        doors = cast("QComboBox", self.camera.fields["door"])
        doors.blockSignals(True)
        doors.clear()
        doors.addItem(self.tr("the first one"), "")
        for door in self._doors:
            doors.addItem(door.name, door.name)
        doors.blockSignals(False)
        self._source_shown = camera.source
        for key in self.camera.fields:
            self.camera.put(key, shown(camera.source) if key == "source" else getattr(camera, key))
        self.preview.show_source(camera.source)
        self.preview.turn(Turn(camera.rotate, camera.mirror))

    def _show_door(self, row: int) -> None:
        self.door.forget_wrong()
        self.relay_said.clear()
        if not 0 <= row < len(self._doors) or self._stored is None:
            return
        door, rule = self._doors[row], self._rules[row]
        for key in ("name", "relay", "held_seconds", "liveness", "language"):
            self.door.put(key, getattr(door, key))
        for key in _RULE_KEYS:
            self.door.put(key, getattr(rule, key))
        # Its events and its rule are known by the name.
        self.door.fields["name"].setEnabled(door.name not in self._stored.rules)
        self._enable()

    # From the fields into what would be saved

    def _take_camera(self) -> None:
        row = self.camera_list.currentRow()
        before = self._cameras[row]
        values = {key: self.camera.value(key) for key in self.camera.fields}
        values["source"] = restored(values["source"], self._source_shown)
        now = self._cameras[row] = CameraSettings(**values)
        self.camera_list.item(row).setText(self._cameras[row].name)
        if self._cameras[row].source != before.source:
            self.preview.show_source(self._cameras[row].source)
        self.preview.turn(Turn(now.rotate, now.mirror))
        self._enable()

    def _take_door(self) -> None:
        row = self.door_list.currentRow()
        value = self.door.value
        new = self._is_new(row)
        self._rules[row] = replace(
            self._rules[row],
            door=value("name"),
            **{key: value(key) for key in ("unlock_seconds", "cooldown_seconds", "timezone")},
            mask=MaskRule(value("mask")),
            second_factor=SecondFactor(value("second_factor")),
        )
        kept = {key: value(key) for key in ("name", "relay", "held_seconds", "liveness", "language")}
        if new:  # the rule of a door that is known lives in the database only
            kept |= {key: value(key) for key in _RULE_KEYS}
        self._doors[row] = replace(self._doors[row], **kept)
        self.door_list.item(row).setText(self._doors[row].name)
        self._enable()

    def _is_new(self, row: int) -> bool:
        return self._stored is None or self._doors[row].name not in self._stored.rules

    def _new_camera(self) -> None:
        names = [camera.name for camera in self._cameras]
        self._cameras.append(CameraSettings(name=_free(self.tr("camera"), names), source=str(len(names))))
        self._list(self.camera_list, [*names, self._cameras[-1].name], len(names))
        self._show_camera(len(names))
        self._enable()

    def _drop_camera(self) -> None:
        row = self.camera_list.currentRow()
        del self._cameras[row]
        self._list(self.camera_list, [camera.name for camera in self._cameras])
        self._show_camera(self.camera_list.currentRow())
        self._enable()

    def _new_door(self) -> None:
        names = [door.name for door in self._doors]
        door = DoorSettings(name=_free(self.tr("door"), names))
        self._doors.append(door)
        self._rules.append(door.rule())
        self._rules_before.append(self._rules[-1])
        self._list(self.door_list, [*names, door.name], len(names))
        self._show_door(len(names))
        self._show_camera(self.camera_list.currentRow())

    def _drop_door(self) -> None:
        row = self.door_list.currentRow()
        gone = self._doors.pop(row).name
        del self._rules[row], self._rules_before[row]
        self._cameras = [replace(c, door="") if c.door == gone else c for c in self._cameras]
        self._list(self.door_list, [door.name for door in self._doors])
        self._show_door(self.door_list.currentRow())
        self._show_camera(self.camera_list.currentRow())
        self._enable()

    # Checking, saving, trying

    def _enable(self) -> None:
        may = self.may(Right.ADMINISTER)
        there = self._stored is not None
        self.pages.setEnabled(may and there)
        changed = may and self.changed
        self.save.setEnabled(changed)
        self.undo.setEnabled(changed)
        self.remove_camera.setEnabled(len(self._cameras) > 1)
        self.remove_door.setEnabled(len(self._doors) > 1)
        row = self.door_list.currentRow()
        self.test_relay.setEnabled(0 <= row < len(self._doors) and not self._is_new(row))
        if self._stored is not None and self._stored.unmeasured:
            hint = self.tr("Not measured here yet: the PIN is asked for.")
        else:
            hint = self.tr("Measured here: the PIN is not asked for.")
        self.door.say_hint("liveness", self._protection())
        factor = self.door.fields["second_factor"]
        factor.setToolTip(hint)
        if not may:
            self.say(self.tr("Only administrators may change settings."))
        elif changed:
            self.say(self._when(self._waiting(self.settings())))

    def _protection(self) -> str:
        """What the chosen photo protection asks of people and how often it errs."""
        mode = LivenessMode(self.door.value("liveness") or LivenessMode.OFF)
        if mode is LivenessMode.OFF:
            return self.tr("Whoever holds up a good photo of a person is let in as that person.")
        if mode is LivenessMode.DEPTH:
            return self.tr("Asks nothing of people. Needs a depth camera; see its figures on the Models page.")
        asks = (
            self.tr("Asks for a turn of the head, some seconds of everybody’s time; flat pictures do not follow it.")
            if mode is LivenessMode.PASSIVE_ACTIVE
            else self.tr("Asks nothing of people.")
        )
        if self._stored is None or self._stored.protection is None:
            return asks
        refused, passed = (share.told(language.SPOKEN_HERE) for share in self._stored.protection)
        figures = (
            self.tr(
                "Passive check, by people of a public test: {refused} of visits refused, {passed} of pictures let through."
            )
            if self._stored.unmeasured
            else self.tr("Passive check, measured here: {refused} of visits refused, {passed} of pictures let through.")
        )
        return f"{asks} {figures.replace('{refused}', refused).replace('{passed}', passed)}"

    def _waiting(self, now: Settings) -> list[str]:
        """What will not take effect before the program is started again."""
        assert self._stored is not None
        before = self._stored.settings
        waiting = []
        if now.cameras != before.cameras:
            waiting.append(self.tr("cameras"))
        if now.doors != before.doors:
            waiting.append(self.tr("doors, relays, photo protection and the doors' language"))
        if now.recognition.device != before.recognition.device:
            waiting.append(self.tr("what the networks run on"))
        if now.window.language != before.window.language:
            waiting.append(self.tr("the language"))
        return waiting

    def _when(self, waiting: list[str]) -> str:
        """When changes apply of which so many wait."""
        if not waiting:
            return self.tr("Will apply as soon as it is saved.")
        return self.tr("Will apply after a restart: {what}.").replace("{what}", ", ".join(waiting))

    def _ask_to_restart(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Restart"), "", QMessageBox.StandardButton.Cancel, self)
        box.setObjectName("restart")
        box.setText(self.tr("The program ends and starts again. The doors stay locked meanwhile, for some seconds."))
        if self.changed:
            box.setInformativeText(self.tr("What is not saved is lost."))
        restart = box.addButton(self.tr("Restart"), QMessageBox.ButtonRole.AcceptRole)
        restart.clicked.connect(self._bridge.restart_wanted)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(lambda result: box.deleteLater())
        box.open()

    def _changed_rules(self) -> dict[str, dict[str, Any]]:
        """By the door's name, the fields that somebody has changed here: the others may be stored otherwise by now."""
        return {
            rule.door: {key: getattr(rule, key) for key in _RULE_KEYS if getattr(rule, key) != getattr(before, key)}
            for rule, before in zip(self._rules, self._rules_before, strict=True)
        }

    def _save(self) -> None:
        for form in (self.camera, self.door, self.recognition, self.retention, self.window_):
            form.forget_wrong()
        settings, rules, desk = self.settings(), self._changed_rules(), self.desk
        meant = {rule.door: rule for rule in self._rules}
        for at, camera in enumerate(settings.cameras):
            fault = fault_of(camera.source) if "://" in camera.source or HIDDEN in camera.source else None
            if fault is not None:
                self._refuse(ConfigError(fault[0], fault[1], f"camera.{at}.source"))
                return
        self.save.setEnabled(False)
        self._reads += 1
        with_second(
            self._app,
            self,
            lambda second: replace(desk, second=second).save_settings(settings, rules, now=utc_now()),
            done=lambda nothing: self._saved(settings, meant),
            failed=self._refuse,
            left=self._enable,
        )

    def _saved(self, settings: Settings, rules: Mapping[str, DoorRule]) -> None:
        assert self._stored is not None
        waiting, said = self._waiting(settings), self.tr("Saved.")
        theme.apply(cast("QApplication", QApplication.instance()), settings.window.appearance)
        self.restart.setVisible(self._bridge.may_restart and (bool(waiting) or not self.restart.isHidden()))
        # What was typed since it was sent off stays, and is still to be saved.
        self._stored = replace(self._stored, settings=settings, rules={**self._stored.rules, **rules})
        self._rules_before = [
            rules.get(rule.door, before) for rule, before in zip(self._rules, self._rules_before, strict=True)
        ]
        self._load_unless_changed()
        self._enable()
        self.say(f"{said} {self._when(waiting)}" if waiting else said, "good")
        self.saved.emit()

    def _refuse(self, error: GatekeeperError) -> None:
        """Show what is wrong, at the field that is named."""
        self._enable()
        table, _, rest = (error.setting if isinstance(error, ConfigError) else "").partition(".")
        at, _, key = rest.rpartition(".")
        sections = {
            "camera": (0, self.camera, self.camera_list),
            "door": (1, self.door, self.door_list),
            "recognition": (2, self.recognition, None),
            "retention": (3, self.retention, None),
            "window": (4, self.window_, None),
        }
        text = wording.of(error)
        if table in sections:
            text = self._in_words(error, sections[table][1], key)
        self.say(text, "bad")
        if table in sections:
            section, form, listed = sections[table]
            self.sections.setCurrentRow(section)
            if listed is not None:
                listed.setCurrentRow(int(at))
            form.say_wrong(key, text)
        self.refused.emit(text)

    def _in_words(self, error: GatekeeperError, form: Form, key: str) -> str:
        """What is wrong with a setting, without the names that file and program have for it."""
        inner = error.message.params.get("why", error.message)  # without the file's name
        assert isinstance(inner, str)
        said = translated(inner)
        said = f"{said[:1].upper()}{said[1:]}"
        if "setting" in getattr(inner, "params", {}):
            name = form.fields[key].accessibleName()
            said = self.tr("“{name}” cannot be {value}.")
            said = said.replace("{name}", name).replace("{value}", form.text(key))
        if key == "agree":
            remedy = self.tr("More than half of the frames looked at must agree, and at most all of them.")
            return f"{said} {remedy}"
        return f"{said} {translated(error.hint)}".strip()

    def _test_relay(self) -> None:
        door, desk = self._doors[self.door_list.currentRow()], self.desk
        self.test_relay.setEnabled(False)
        self._relay_says(self.tr("Opening …"))

        def says(what: str, kind: str = "hint") -> None:
            # Another door may have been chosen meanwhile.
            shown = self._doors[self.door_list.currentRow()].name
            self._relay_says(what if shown == door.name else f"{door.name}: {what}", kind)

        job = run_in_background(
            lambda job: desk.test_relay(door, now=utc_now()),
            done=lambda event: says(self.tr("The relay answered; the test is on record.")),
            failed=lambda error: says(wording.of(error), "bad"),
            worker="long",
        )
        job.ended.connect(self._enable)

    def _relay_says(self, text: str, kind: str = "hint") -> None:
        self.relay_said.setText(text)
        dress(self.relay_said, kind)


_RULE_KEYS = ("unlock_seconds", "cooldown_seconds", "timezone", "mask", "second_factor")


def _scrolled(title: str, content: QWidget) -> QScrollArea:
    heading = QLabel(title)
    heading.setProperty("kind", "title")
    inner = QWidget()
    inner.setMaximumWidth(_WIDTH)
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(2, 2, 12, 2)
    layout.setSpacing(12)
    layout.addWidget(heading)
    layout.addWidget(content)
    layout.addStretch()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    return area


def _list_of(name: str) -> tuple[QListWidget, QPushButton, QPushButton]:
    names = QListWidget()
    names.setAccessibleName(name)
    names.setFixedHeight(84)
    names.setProperty("kind", "names")
    return (
        names,
        QPushButton(QCoreApplication.translate("SettingsPage", "Add")),
        QPushButton(QCoreApplication.translate("SettingsPage", "Remove")),
    )


def _free(word: str, taken: list[str]) -> str:
    names = [word, *(f"{word} {number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
