"""Backups: where and how often, the state of the last one, back up now, restore."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.config import BackupSettings
from gatekeeper.desk.backups import BackupState, backup_state, make_backup
from gatekeeper.desk.settings import RESTORED
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page, dress
from gatekeeper.gui.pages.settings.form import Form, whole_field
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.questions import AskToDestroy
from gatekeeper.gui.widgets.second import with_second
from gatekeeper.store.accounts import Right
from gatekeeper.store.acts import Act
from gatekeeper.store.copies import Contents, made_at, restore_at_next_start
from gatekeeper.store.offsite import backups_at, fetched, verify_at
from gatekeeper.timezones import utc_now

_KEYS = ("to", "key_file", "host_key", "every_hours", "days", "weeks", "months")


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was read. restored: the act by which this home became what a backup held; None where it never did. why: the reason
    why the backups cannot be listed; empty where they can."""

    state: BackupState
    restored: Act | None
    names: list[str]
    why: str = ""


class BackupsPage(Page):
    """The state on top, then the settings, then the backups. shown: everything was read."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Backups"))
    icon: ClassVar[str] = "backup"
    right: ClassVar[Right] = Right.ADMINISTER
    shown = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._stored: BackupSettings | None = None  # until the page is first shown
        self._job: Job | None = None
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.restored = QLabel()
        self.restored.setProperty("kind", "hint")
        self.restored.setWordWrap(True)
        self.restored.setTextFormat(Qt.TextFormat.PlainText)
        self.restored.hide()
        self.form = Form()
        self.folder = QPushButton(self.tr("Fo&lder …"))
        self.key_file = QPushButton(self.tr("&Key …"))
        self.form.add(
            "to",
            self.tr("Kept &in"),
            QLineEdit(),
            self.tr(
                "A folder on another disk, or sftp://USER@HOST/FOLDER on another machine. Empty: no backups are made."
            ),
            self.folder,
        )
        self.form.add(
            "key_file",
            self.tr("&SSH key"),
            QLineEdit(),
            self.tr(
                "For SFTP: a private key without a passphrase. Empty: the keys of the SSH agent. No password is kept."
            ),
            self.key_file,
        )
        self.form.add(
            "host_key",
            self.tr("The server’s &fingerprint"),
            QLineEdit(),
            self.tr("For SFTP: SHA256:…, as given by the server’s administrator. Nothing is sent to any other server."),
        )
        self.form.add("every_hours", self.tr("&Every"), whole_field(1, 744, self.tr(" hours")))
        self.form.add("days", self.tr("&Daily ones kept"), whole_field(0, 1000))
        self.form.add("weeks", self.tr("&Weekly ones kept"), whole_field(0, 1000))
        self.form.add(
            "months",
            self.tr("&Monthly ones kept"),
            whole_field(0, 1000),
            self.tr(
                "The last backup of each day, week and month is kept; all other backups in that place are "
                "deleted, including those made with “Back up now”."
            ),
        )
        self.save, self.now = QPushButton(self.tr("S&ave")), QPushButton(self.tr("&Back up now"))
        self.save.setProperty("kind", "primary")
        self.stop = QPushButton(self.tr("S&top"))
        self.progress = QProgressBar()
        self.names = QListWidget()
        self.names.setAccessibleName(self.tr("Backups"))
        self.names.setMinimumHeight(120)
        self.lead = Lead(self.names)
        self.verify, self.restore = QPushButton(self.tr("&Verify")), QPushButton(self.tr("&Restore …"))
        self.restore.setProperty("kind", "danger")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        heading = QLabel(self.tr("Backups"))
        heading.setProperty("kind", "title")
        for widget in (heading, self.state, self.restored, self.form):
            layout.addWidget(widget)
        begin, end = QHBoxLayout(), QHBoxLayout()
        for button in (self.save, self.now, self.stop):
            begin.addWidget(button)
        begin.addWidget(self.progress, 1)
        begin.addStretch()
        for button in (self.verify, self.restore):
            end.addWidget(button)
        end.addStretch()
        layout.addLayout(begin)
        layout.addWidget(self.names, 1)
        layout.addLayout(end)
        layout.addWidget(self.said)
        self.form.changed.connect(self._enable)
        self.names.currentRowChanged.connect(lambda row: self._enable())
        self.folder.clicked.connect(self._choose_folder)
        self.key_file.clicked.connect(self._choose_key)
        self.save.clicked.connect(self._save)
        self.now.clicked.connect(self._back_up)
        self.stop.clicked.connect(lambda: self._job.cancel() if self._job is not None else None)
        self.verify.clicked.connect(self._verify)
        self.restore.clicked.connect(self._ask_to_restore)
        bridge.acted.connect(self._look_if_shown)
        self._enable()

    @property
    def changed(self) -> bool:
        """Whether something differs from what is stored."""
        return self._stored is not None and self.settings() != self._stored

    def settings(self) -> BackupSettings:
        """The values of the fields."""
        return replace(self._app.settings.backup, **{key: self.form.value(key) for key in _KEYS})

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Show the stored settings, unless the user is changing them, and read the backups."""
        super().showEvent(event)
        if not self.changed:
            self._fill(self._app.settings.backup)
        self.look()

    def drop_changes(self) -> None:
        """See `Page`."""
        self.form.forget_wrong()
        self._fill(self._app.settings.backup)

    def look(self) -> None:
        """Read the state and the list of backups."""
        app, settings, to = self._app, self._app.settings, self._app.settings.backup

        def read(job: Job) -> _Looked:
            state = backup_state(app.people, settings)
            restored = next(iter(app.accounts.acts(limit=1, act=RESTORED)), None)
            try:
                return _Looked(state, restored, backups_at(to, app.database.key) if to.to else [])
            except GatekeeperError as error:
                return _Looked(state, restored, [], self._words_of(error))

        run_in_background(
            read, done=self._show, failed=lambda error: self._tell(self._words_of(error), "bad"), worker="sums"
        )

    def _look_if_shown(self) -> None:
        if self.isVisible() and self._job is None:
            self.look()

    def _fill(self, stored: BackupSettings) -> None:
        self._stored = stored
        for key in _KEYS:
            self.form.put(key, getattr(stored, key))
        self._enable()

    def _show(self, found: _Looked) -> None:
        state, now = found.state, utc_now()
        alarm = self.form.by_label(wording.translated(state.alarm(now)), "backup")
        if not state.wanted:
            text = self.tr("No backups are made. If this disk is lost, everything is lost.")
        elif state.last is None:
            text = alarm
        else:
            text = self.tr("The last backup was made on {when}, and checked.").replace(
                "{when}", language.moment(state.last)
            )
            text = f"{text} {alarm}".strip()
        self.restored.setText("" if found.restored is None else self._told_of(found.restored))
        self.restored.setVisible(found.restored is not None)
        self._tell(text, "bad" if alarm or not state.wanted else "good")
        before = self.names.currentItem().text() if self.names.currentItem() else ""
        self.names.clear()
        self.names.addItems(found.names)
        for row in range(self.names.count()):
            if self.names.item(row).text() == before:
                self.names.setCurrentRow(row)
        may = self.may(Right.ADMINISTER)
        if state.wanted:
            self.lead.say(self.tr("There is no backup yet."), self.tr("Back up now"), self._back_up if may else None)
        else:
            self.lead.say(
                self.tr("There is no backup. Choose a folder on another disk, then save."),
                self.tr("Folder …"),
                self._choose_folder if may else None,
            )
        if found.why:
            self.say(found.why, "bad")
        self._enable()
        self.shown.emit()

    def _told_of(self, restored: Act) -> str:
        text = self.tr("Restored from {name} on {when}, by {who}.").replace("{when}", language.moment(restored.at))
        return text.replace("{who}", wording.who(restored.who)).replace("{name}", restored.about)

    def _tell(self, text: str, kind: str) -> None:
        self.state.setText(text)
        dress(self.state, kind)

    def _enable(self) -> None:
        may, busy = self.may(Right.ADMINISTER), self._job is not None
        self.save.setEnabled(may and self.changed and not busy)
        self.now.setEnabled(may and not self.changed and bool(self._app.settings.backup.to) and not busy)
        chosen = may and not busy and self.names.currentItem() is not None
        self.verify.setEnabled(chosen)
        self.restore.setEnabled(chosen and self._bridge.may_restart)
        self.stop.setVisible(busy)
        self.progress.setVisible(busy)

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.tr("Folder for backups"))
        if found:
            self.form.put("to", str(Path(found)))
            self._enable()

    def _choose_key(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, self.tr("Private SSH key"))
        if found:
            self.form.put("key_file", str(Path(found)))
            self._enable()

    def _save(self) -> None:
        self.form.forget_wrong()
        desk, settings, app = self.desk, self.settings(), self._app

        def saved(nothing: object) -> None:
            self._fill(settings)
            self.answer(self.tr("Saved."), "good")
            self.look()

        run_in_background(
            lambda job: desk.save_settings(replace(app.settings, backup=settings), now=utc_now()),
            done=saved,
            failed=self._refused,
        )

    def _refused(self, error: GatekeeperError) -> None:
        key = error.setting.removeprefix("backup.") if isinstance(error, ConfigError) else ""
        if key in _KEYS:
            self.form.say_wrong(key, self.form.in_words(error, "backup", key))
        else:
            self.answer(self._words_of(error), "bad")

    def _words_of(self, error: GatekeeperError) -> str:
        return self.form.by_label(wording.of(error), "backup")

    def _begin(self, work: Callable[[Job], object], done: Callable[..., None]) -> None:
        """Run work that takes minutes, with progress and a stop button."""
        self.say("")
        self.progress.setRange(0, 0)
        self._job = run_in_background(
            work,
            done=done,
            failed=lambda error: self.answer(self._words_of(error), "bad"),
            progress=self._tell_progress,
            worker="long",
        )
        self._job.ended.connect(self._ended)
        self._enable()

    def _tell_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, 1000)
        self.progress.setValue(1000 * done // max(total, 1))

    def _ended(self) -> None:
        self._job = None
        self._enable()  # at once: a server that does not answer holds up the list of backups
        self.look()

    def _back_up(self) -> None:
        app, desk = self._app, self.desk
        self._begin(
            lambda job: make_backup(app, desk, now=utc_now(), progress=job.report),
            lambda made: self.answer(self._holds(made[0]), "good"),
        )

    def _verify(self) -> None:
        app, to, name = self._app, self._app.settings.backup, self.names.currentItem().text()
        self._begin(
            lambda job: verify_at(to, name, app.home, app.database.key, job.report),
            lambda contents: self.answer(self._holds(contents), "good"),
        )

    def _holds(self, contents: Contents) -> str:
        text = self.tr("{name} was restored and checked: {people}, {events}.")
        text = text.replace("{people}", self.tr("%Ln person(s)", "", contents.people))
        return text.replace("{events}", self.tr("%Ln event(s)", "", contents.events)).replace(
            "{name}", contents.path.name
        )

    def _ask_to_restore(self) -> None:
        """Say what would be lost; if the user agrees, restart at once and restore the backup at that start."""
        name, desk, app, to = self.names.currentItem().text(), self.desk, self._app, self._app.settings.backup
        explanation = self.tr(
            "The database, the settings and the added models are replaced by those of {when}. People "
            "registered since then are no longer known, and people removed since then are known again. The "
            "present data is moved into a folder replaced-… of the home; nothing is deleted. The program "
            "restarts, and the doors stay locked meanwhile."
        )

        def place(job: Job) -> None:
            with fetched(to, name, app.home, job.report) as file:
                restore_at_next_start(app.database, app.home, file, by=desk.actor.name)

        def agreed() -> None:
            with_second(
                app,
                self,
                lambda second, _: replace(desk, second=second).may_restore(Path(name), now=utc_now()),
                done=lambda nothing: self._begin(place, lambda nothing: self._bridge.restart_wanted.emit()),
                failed=self._refused,
            )

        AskToDestroy(self, "restore", agreed).ask(
            self.tr("Restore {name}?").replace("{name}", name),
            explanation.replace("{when}", language.moment(made_at(name))),
            self.tr("Restore"),
        )
