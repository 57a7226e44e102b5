"""The folder in which the list of people inside is kept, for power failures: set, test, write now."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gatekeeper.desk.evacuation import check_settings, last_written
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page, dress
from gatekeeper.gui.pages.settings.form import Form
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now


class EvacuationFolder(QWidget):
    """The folder, and when the list was last written there."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._stored: str | None = None  # until it is first shown
        explanation = QLabel(
            self.tr(
                "Whenever somebody goes in or out, the list is written here unencrypted, as inside.html and "
                "inside.csv: for a screen at the assembly point, or a share on another machine. After a power "
                "failure the last list is still there."
            )
        )
        explanation.setWordWrap(True)
        explanation.setProperty("kind", "hint")
        self.folder = QPushButton(self.tr("Fo&lder …"))
        self.form = Form()
        self.form.add("folder", self.tr("Kept &in"), QLineEdit(), self.tr("Empty: no list is written."), self.folder)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.save, self.now = QPushButton(self.tr("S&ave")), QPushButton(self.tr("&Write now"))
        self.save.setProperty("kind", "primary")
        buttons = QHBoxLayout()
        for button in (self.save, self.now):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        for widget in (explanation, self.form, self.state):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addStretch()
        self.form.changed.connect(self.enable)
        self.folder.clicked.connect(self._choose)
        self.save.clicked.connect(self._save)
        self.now.clicked.connect(lambda: self._write())

    @property
    def changed(self) -> bool:
        """Whether something differs from what is stored."""
        return self._stored is not None and self.form.value("folder") != self._stored

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Show the stored folder, unless the user is changing it."""
        super().showEvent(event)
        if not self.changed:
            self._show(self._page._app.settings.evacuation.folder)
        self.look()

    def forget(self) -> None:
        """Show the stored folder, and drop unsaved changes."""
        self.form.forget_wrong()
        self._show(self._page._app.settings.evacuation.folder)

    def look(self) -> None:
        """Read when the list was written last."""
        settings = self._page._app.settings
        folder = settings.evacuation.folder

        def read(job: Job) -> datetime | None:
            check_settings(settings)
            return last_written(Path(folder)) if folder else None

        run_in_background(
            read,
            done=lambda written_at: self._tell(folder, written_at),
            failed=lambda error: self._say(self.form.by_label(wording.of(error), "evacuation"), "bad"),
            worker="sums",  # a lost share makes this wait
        )

    def enable(self) -> None:
        """Enable what the user may do now."""
        may = self._page.may(Right.ADMINISTER)
        self.form.setEnabled(may)
        self.save.setEnabled(may and self.changed)
        self.now.setEnabled(bool(self._stored) and not self.changed)

    def _show(self, folder: str) -> None:
        self._stored = folder
        self.form.put("folder", folder)
        self.enable()

    def _tell(self, folder: str, written_at: datetime | None) -> None:
        if not folder:
            self._say(self.tr("No list is kept."), "hint")
        elif written_at is None:
            self._say(self.tr("Nothing has been written there yet."), "bad")
        else:
            self._say(
                self.tr("The list there was written on {when}.").replace("{when}", language.moment(written_at)), "good"
            )

    def _say(self, text: str, kind: str) -> None:
        self.state.setText(text)
        dress(self.state, kind)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.tr("Folder for the evacuation list"))
        if found:
            self.form.put("folder", str(Path(found)))
            self.enable()

    def _save(self) -> None:
        self.form.forget_wrong()
        desk, folder = self._page.desk, self.form.value("folder")

        def saved(nothing: None) -> None:
            self._stored = folder
            self.enable()
            if folder:
                self._write()
            else:
                self._page.say(self.tr("No list is kept any more."), "good")
                self.look()

        run_in_background(
            lambda job: desk.set_evacuation_folder(folder, now=utc_now()),
            done=saved,
            failed=self._refused,
            worker="long",
        )

    def _refused(self, error: GatekeeperError) -> None:
        if isinstance(error, ConfigError) and error.setting == "evacuation.folder":
            self.form.say_wrong("folder", self.form.in_words(error, "evacuation", "folder"))
        else:
            self._page.say(self.form.by_label(wording.of(error), "evacuation"), "bad")

    def _write(self) -> None:
        desk, folder = self._page.desk, self._stored

        def write(job: Job) -> int:
            return desk.write_evacuation_list(now=utc_now(), speech=language.SPOKEN_HERE)

        def written(count: int) -> None:
            self._page.say(self.tr("The list was written: %Ln person(s).", "", count), "good")
            self.look()

        run_in_background(
            write,
            done=written,
            failed=lambda error: self._page.say(self.form.by_label(wording.of(error), "evacuation"), "bad"),
            worker="folder",
            once=(self.now, folder),
        )
