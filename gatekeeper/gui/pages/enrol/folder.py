"""A whole folder of people at once."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.capture.file_names import shown
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.people.folder_import import Refusal, Verdicts, enrol_folder, read_roster
from gatekeeper.timezones import utc_now


class ImportStep(QWidget):
    """Registers a folder with a subfolder of photos for each person, with progress, cancel, and a report of refusals."""

    back = Signal()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._folder: Path | None = None
        self._job: Job | None = None
        title = QLabel(self.tr("Register a whole folder"))
        title.setProperty("kind", "title")
        how = QLabel(
            self.tr(
                "The folder has a subfolder for each person, which has their name and contains their photos. A "
                "table people.csv beside them can add more: name, groups, department, valid_from, valid_until, consent, "
                "note."
            )
        )
        how.setProperty("kind", "hint")
        how.setWordWrap(True)
        self._chosen = QLabel(self.tr("No folder is chosen yet."))
        self._chosen.setTextFormat(Qt.TextFormat.PlainText)
        self._chosen.setWordWrap(True)
        choose = QPushButton(self.tr("Choose a &folder…"))
        choose.clicked.connect(self._ask_folder)
        self.agreed = QCheckBox()
        self._version = ""  # of the consent text that the user confirms they have read
        self.start = QPushButton(self.tr("&Register all"))
        self.start.setProperty("kind", "primary")
        self.start.clicked.connect(self._start)
        self._missing = QLabel()
        self._missing.setProperty("kind", "hint")
        self.cancel = QPushButton(self.tr("&Cancel"))
        self.cancel.clicked.connect(self._cancel)
        self._back = QPushButton(self.tr("&Back"))
        self._back.clicked.connect(self.back)
        self.agreed.toggled.connect(self._judge)
        self.progress = QProgressBar()
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setProperty("kind", "subtitle")
        self.report = QTreeWidget()
        self.report.setHeaderLabels([self.tr("Person or photo"), self.tr("Result")])
        self.report.setColumnWidth(0, 320)
        self.report.setRootIsDecorated(False)
        self.report.setAlternatingRowColors(True)
        self.report.setAccessibleName(self.tr("Report"))
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addWidget(self._chosen, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addStretch()
        buttons.addWidget(self._missing)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(how)
        layout.addLayout(row)
        layout.addWidget(self.agreed)
        layout.addWidget(self.progress)
        layout.addWidget(self.summary)
        layout.addWidget(self.report, 1)
        layout.addLayout(buttons)
        self.progress.hide()
        self._judge()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Ask about the consent text that is now in force."""
        super().showEvent(event)
        version = self._app.people.text_in_force()
        if version != self._version:
            if self._version:
                self.agreed.setChecked(False)  # the earlier tick was for another text
            self._version = version
            consent = self.tr("All of them have read the consent (version {version}) and &agree")
            self.agreed.setText(consent.replace("{version}", version))

    def choose(self, folder: Path) -> None:
        """Take this folder."""
        self.agreed.setChecked(False)  # the earlier tick was for the people of another folder
        try:
            roster = read_roster(folder)
        except GatekeeperError as error:
            self._folder = None
            self._chosen.setText(wording.of(error))
        else:
            self._folder = folder
            photos = sum(len(person.photos) for person in roster.people)
            counts = self.tr("%Ln person(s)", "", len(roster.people)), self.tr("%Ln photo(s)", "", photos)
            self._chosen.setText(f"{shown(folder)}: {', '.join(counts)}")
        self._judge()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder of people"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.open()

    def _judge(self) -> None:
        running = self._job is not None
        missing = "" if self._folder is not None else self.tr("A folder of people is missing.")
        if not missing and not self.agreed.isChecked():
            missing = self.tr("Nobody is registered without consent.")
        self._missing.setText("" if running else missing)
        self.start.setEnabled(not missing and not running)
        self.cancel.setEnabled(running)
        self._back.setEnabled(not running)

    def _start(self) -> None:
        folder, app, by = self._folder, self._app, self._app.actor
        assert folder is not None
        self.report.clear()
        self.summary.clear()
        self.progress.setValue(0)
        self.progress.show()

        def register(job: Job) -> Verdicts:
            def progress(done: int, total: int) -> None:
                if not job.cancelled:  # the people registered so far are still reported
                    job.report(done, total)

            return enrol_folder(app, folder, progress, now=utc_now(), by=by, cancelled=lambda: job.cancelled)

        self._job = run_in_background(register, done=self._show_report, progress=self._show_progress, worker="long")
        self._job.ended.connect(self._ended)
        self._judge()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _show_report(self, verdicts: Verdicts) -> None:
        text = self.tr("Registered: {people}. Not registered: {refused}. Photos refused: {photos}.")
        missing = len(verdicts.failed) + len(verdicts.not_reached)
        counts = {"people": len(verdicts.taken), "refused": missing, "photos": len(verdicts.refused)}
        self.summary.setText(text.format(**{name: language.number(count) for name, count in counts.items()}))
        not_registered = self.tr("not registered: {why}")
        rows = [(refusal.what, not_registered.format(why=_reason(refusal)), "cross") for refusal in verdicts.failed]
        stopped = not_registered.format(why=self.tr("stopped before"))
        rows += [(name, stopped, "cross") for name in verdicts.not_reached]
        rows += [
            (refusal.what, self.tr("photo refused: {why}").format(why=_reason(refusal)), "warning")
            for refusal in verdicts.refused
        ]
        rows += [
            (name, self.tr("registered with %Ln photo(s)", "", count), "check")
            for name, count in verdicts.taken.items()
        ]
        folder = self._folder or Path()
        rows += [
            (
                shown(refusal.path.relative_to(folder)),
                self.tr("left out: {why}").format(why=wording.translated(refusal.reason)),
                "warning",
            )
            for refusal in verdicts.left_out
        ]
        read_as = self.tr("Names that are not UTF-8 were read as {encoding}. Check them.")
        rows += [(folder.name, read_as.format(encoding=name), "warning") for name in verdicts.assumed]
        for subject, became, name in rows:
            item = QTreeWidgetItem([subject, became])
            item.setIcon(0, theme.icon(name))
            item.setToolTip(1, wording.plain(became))
            self.report.addTopLevelItem(item)

    def _ended(self) -> None:
        self._job = None
        self.agreed.setChecked(False)  # by the next time, the folder may hold other people
        self.progress.hide()
        self._judge()


def _reason(refusal: Refusal) -> str:
    return f"{wording.translated(refusal.message)} {wording.translated(refusal.hint)}".strip()
