"""Settings: cameras with their pictures, doors, thresholds, how long the log keeps its data, alarms, and the window itself.

Before anything is saved, everything is checked as it would be at the program's start; errors are shown at their fields. What a
door asks of people is stored in the database, the rest in config.toml.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, cast

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.config import AlarmSettings, Settings
from gatekeeper.door_rule import DoorRule
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.gui.core import theme, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.layouts import Scroll
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.settings.cameras import CameraSection
from gatekeeper.gui.pages.settings.doors import DoorSection, StoredDoors
from gatekeeper.gui.pages.settings.form import Form
from gatekeeper.gui.pages.settings.section import ListSection
from gatekeeper.gui.pages.settings.tables import AlarmForm, RecognitionForm, RetentionForm, WindowForm
from gatekeeper.gui.widgets.second import with_second
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now

_SHOWN_HERE = ("cameras", "doors", "recognition", "retention", "alarms", "window")
_WIDTH = 660  # of texts and fields: longer lines are hard to follow


@dataclass(frozen=True, slots=True)
class _Stored:
    settings: Settings
    doors: StoredDoors


class SettingsPage(Page):
    """Sections on the left, their fields on the right, save and undo below. saved: all of it is stored.

    `_tables` holds each section under the name of its table of the configuration.
    """

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Settings"))
    icon: ClassVar[str] = "settings"
    right: ClassVar[Right] = Right.ADMINISTER
    loaded = Signal()
    saved = Signal()
    refused = Signal(str)  # why nothing was saved

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._stored: _Stored | None = None
        self._reads = 0
        self.doors = DoorSection(app)
        self.cameras = CameraSection(app, lambda: [door.name for door in self.doors.settings])
        self.recognition, self.retention = RecognitionForm(), RetentionForm()
        self.alarms, self.window_ = AlarmForm(), WindowForm()
        self._tables: dict[str, Form | ListSection] = {
            "camera": self.cameras,
            "door": self.doors,
            "recognition": self.recognition,
            "retention": self.retention,
            "alarms": self.alarms,
            "window": self.window_,
        }
        self.sections = QListWidget()
        self.sections.setAccessibleName(self.tr("Sections"))
        self.sections.setFixedWidth(170)
        self.sections.setProperty("kind", "names")
        self.pages = QStackedWidget()
        self.restart = QPushButton(self.tr("Restart no&w …"))
        self.restart.hide()
        self.save = QPushButton(self.tr("&Save"))
        self.save.setProperty("kind", "primary")
        self.undo = QPushButton(self.tr("&Undo changes"))
        self._lay_out()
        self._connect()
        bridge.acted.connect(self._heard)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read what is stored, unless the user is changing it."""
        super().showEvent(event)
        self._load_unless_changed()

    def _heard(self) -> None:
        if self.isVisible():
            self._load_unless_changed()

    def drop_changes(self) -> None:
        """See `Page`."""
        if self.changed:
            self._stored = None
            self._undo()

    def _load_unless_changed(self) -> None:
        if not self.changed:
            self._load(lambda stored: None if self.changed else self._show(stored))

    def load(self) -> None:
        """Show what is stored, and discard unsaved changes."""
        self._load(self._show)

    def _load(self, done: Callable[[_Stored], None]) -> None:
        settings, app = self._app.settings, self._app
        self._reads += 1
        # A result that was read before the last save, or before the last read began, is out of date.
        run_in_background(
            lambda job: _Stored(settings, StoredDoors.read(app, settings.doors)),
            done=done,
            of=lambda: self._reads,
        )

    @property
    def changed(self) -> bool:
        """Whether something differs from what is stored."""
        if self._stored is None:
            return False
        shown_here = {table: getattr(self._stored.settings, table) for table in _SHOWN_HERE}
        shown_here["alarms"] = self._alarms_stored
        stored = replace(self._app.settings, **shown_here)
        return self.settings() != stored or any(self.doors.changed_rules().values())

    def settings(self) -> Settings:
        """The values in the fields, as they would be saved."""
        assert self._stored is not None
        stored = self._stored.settings
        return replace(
            self._app.settings,  # backups, outlets and more have pages of their own
            cameras=tuple(self.cameras.settings),
            doors=tuple(self.doors.settings),
            recognition=self.recognition.taken_over(stored.recognition),
            retention=self.retention.taken_over(stored.retention),
            alarms=self.alarms.taken_over(self._alarms_stored),
            window=self.window_.taken_over(stored.window),
        )

    @property
    def _alarms_stored(self) -> AlarmSettings:
        """Those that were read, with the watch list as it is now: another page turns it on and off."""
        assert self._stored is not None
        return replace(self._stored.settings.alarms, watch_list=self._app.settings.alarms.watch_list)

    def _lay_out(self) -> None:
        titles = {
            "camera": self.tr("Cameras"),
            "door": self.tr("Doors"),
            "recognition": self.tr("Recognition"),
            "retention": self.tr("Log"),
            "alarms": self.tr("Alarms"),
            "window": self.tr("Window"),
        }
        for table, section in self._tables.items():
            item = QListWidgetItem(titles[table])
            item.setSizeHint(QSize(0, 34))
            self.sections.addItem(item)
            self.pages.addWidget(_scrolled(titles[table], section))
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
        for section in self._tables.values():
            section.changed.connect(self._edited)
        self.doors.removed.connect(self.cameras.forget_door)
        self.doors.listed.connect(self.cameras.show_again)
        self.undo.clicked.connect(self._undo)
        self.save.clicked.connect(self._save)
        self.restart.clicked.connect(self._ask_to_restart)
        self._enable()

    def _show(self, stored: _Stored) -> None:
        self._stored = stored
        settings = stored.settings
        self.recognition.show_all(settings.recognition)
        self.retention.show_all(settings.retention)
        self.alarms.show_all(settings.alarms)
        self.window_.show_all(settings.window)
        self.doors.show_all(stored.doors)
        self.cameras.show_all(settings.cameras)
        self._enable()
        self.loaded.emit()

    def _edited(self) -> None:
        self.say("")  # it was said of the former values
        self._enable()

    def _undo(self) -> None:
        self.say("")
        self.load()

    def _enable(self) -> None:
        may = self.may(Right.ADMINISTER)
        self.pages.setEnabled(may and self._stored is not None)
        changed = may and self.changed
        self.save.setEnabled(changed)
        self.undo.setEnabled(changed)
        if not may:
            self.say(self.tr("Only administrators may change settings."))
        elif changed:
            self.say(self._when(self._waiting(self.settings())))

    def _waiting(self, now: Settings) -> list[str]:
        """What will take effect only after a restart."""
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
        """When the changes apply. waiting: those that need a restart."""
        if not waiting:
            return self.tr("Will apply as soon as it is saved.")
        return self.tr("Will apply after a restart: {what}.").replace("{what}", ", ".join(waiting))

    def _ask_to_restart(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Restart"), "", QMessageBox.StandardButton.Cancel, self)
        box.setObjectName("restart")
        box.setText(self.tr("The program restarts. The doors stay locked meanwhile, for a few seconds."))
        if self.changed:
            box.setInformativeText(self.tr("Unsaved changes are lost."))
        restart = box.addButton(self.tr("Restart"), QMessageBox.ButtonRole.AcceptRole)
        restart.clicked.connect(self._bridge.restart_wanted)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(lambda result: box.deleteLater())
        box.open()

    def _save(self) -> None:
        for section in self._tables.values():
            _form_of(section).forget_wrong()
        settings, rules, desk = self.settings(), self.doors.changed_rules(), self.desk
        all_rules = {rule.door: rule for rule in self.doors.rules}
        if (fault := self.cameras.fault()) is not None:
            self._refuse(fault)
            return
        self.save.setEnabled(False)
        self._reads += 1
        with_second(
            self._app,
            self,
            lambda second, _: replace(desk, second=second).save_settings(settings, rules, now=utc_now()),
            done=lambda nothing: self._saved(settings, all_rules),
            failed=self._refuse,
            left=self._enable,
        )

    def _saved(self, settings: Settings, rules: Mapping[str, DoorRule]) -> None:
        assert self._stored is not None
        waiting, text = self._waiting(settings), self.tr("Saved.")
        theme.apply(cast("QApplication", QApplication.instance()), settings.window.appearance)
        self.restart.setVisible(self._bridge.may_restart and (bool(waiting) or not self.restart.isHidden()))
        self._stored = replace(self._stored, settings=settings)
        self.doors.know_saved(rules)
        self._load_unless_changed()
        self._enable()
        self.say(f"{text} {self._when(waiting)}" if waiting else text, "good")
        self.saved.emit()

    def _refuse(self, error: GatekeeperError) -> None:
        """Show what is wrong, at the field that the error names."""
        self._enable()
        table, _, rest = (error.setting if isinstance(error, ConfigError) else "").partition(".")
        row, _, key = rest.rpartition(".")
        section = self._tables.get(table)
        if section is None:
            text = wording.of(error)
            self.say(text, "bad")
        else:
            form = _form_of(section)
            if key == "agree":  # a sum of two fields
                remedy = self.tr("More than half of the frames looked at must agree, and at most all of them.")
                error = ConfigError(error.message, remedy)
            text = form.in_words(error, table, key)
            self.say(text, "bad")
            self.sections.setCurrentRow(list(self._tables).index(table))
            if isinstance(section, ListSection):
                section.names.setCurrentRow(int(row))
            form.say_wrong(key, text)
        self.refused.emit(text)


def _form_of(section: Form | ListSection) -> Form:
    return section.form if isinstance(section, ListSection) else section


def _scrolled(title: str, content: QWidget) -> Scroll:
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
    return Scroll(inner)
