"""Registration: who it is and their consent, guided photos, whether they are known already, done. And whole folders."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QDate, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QIcon,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.capture.photos import SUFFIXES, load_photo, readable, shown
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Frame, MaskState, Person, Photo
from gatekeeper.door.access import parse_groups
from gatekeeper.errors import GatekeeperError, PhotoError
from gatekeeper.gui.core import language, theme, words
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.core.words import Saying
from gatekeeper.gui.pages.live import Banner, Video
from gatekeeper.gui.widgets.pictures import pixmap_of
from gatekeeper.people.enrolment import CONSENT_VERSION, NEAR_DUPLICATE_LIVE, EnrolmentSession, Feedback, consent_text
from gatekeeper.people.folder_import import Refusal, Verdicts, enrol_folder, read_roster
from gatekeeper.store.accounts import Right
from gatekeeper.vision.pipeline import Portrait

WANTED = 3  # photos of each kind that the camera takes by itself
REST_SECONDS = 1.2  # between two photos, to read what became of the last and to move
_LOOK_MILLISECONDS = 120
_PULL_MILLISECONDS = 33


@dataclass
class Draft:
    """The registration so far; nothing of it is stored before the last step."""

    name: str = ""
    groups: tuple[str, ...] = ()
    valid_until: datetime | None = None
    consent_at: datetime | None = None


@dataclass
class Twin:
    """Somebody registered who looks the same."""

    person: Person
    photos: list[Photo] = field(default_factory=list)


class PersonStep(QWidget):
    """Name, groups, validity, consent. ready: with the Draft."""

    ready = Signal(object)
    wants_import = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.groups = QLineEdit(), QLineEdit()
        self.name.setMaxLength(200)
        self.name.setPlaceholderText(self.tr("As it is greeted at the door"))
        self.groups.setPlaceholderText(self.tr("For example: staff, cleaning (may stay empty)"))
        self._limited = QCheckBox(self.tr("Access &ends after"))
        self._until = QDateEdit(QDate.currentDate().addMonths(1))
        self._until.setCalendarPopup(True)
        self._until.setDisplayFormat(language.day_format())
        self._until.setEnabled(False)
        self._limited.toggled.connect(self._until.setEnabled)
        until = QHBoxLayout()
        until.addWidget(self._limited)
        until.addWidget(self._until)
        until.addStretch()
        text = QLabel(consent_text(language.spoken()))
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        consent = QFrame()
        consent.setProperty("kind", "card")
        consent_layout = QVBoxLayout(consent)
        version = QLabel(self.tr("Consent, version {version}").format(version=CONSENT_VERSION))
        version.setProperty("kind", "hint")
        consent_layout.addWidget(version)
        consent_layout.addWidget(text)
        self.agreed = QCheckBox(self.tr("The person has read this and &agrees"))
        self.next = QPushButton(self.tr("&Photos"))
        self.next.setProperty("kind", "primary")
        self.next.setEnabled(False)
        self._missing = QLabel()
        self._missing.setProperty("kind", "hint")
        many = QPushButton(self.tr("Register a whole &folder…"))
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("&Groups"), self.groups)
        form.addRow("", until)
        buttons = QHBoxLayout()
        buttons.addWidget(many)
        buttons.addStretch()
        buttons.addWidget(self._missing)
        buttons.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(consent)
        layout.addWidget(self.agreed)
        layout.addStretch()
        layout.addLayout(buttons)
        for changed in (self.name.textChanged, self.agreed.toggled):
            changed.connect(self._judge)
        self.name.returnPressed.connect(self.next.click)
        self.next.clicked.connect(self._finish)
        many.clicked.connect(self.wants_import)
        self._judge()

    def know_groups(self, groups: list[str]) -> None:
        """Complete the names of groups that there are."""
        completer = QCompleter(groups, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.groups.setCompleter(completer)

    def clear(self) -> None:
        """For the next person."""
        self.name.clear()
        self.groups.clear()
        self._limited.setChecked(False)
        self.agreed.setChecked(False)
        self.name.setFocus()

    def _judge(self) -> None:
        named = bool(self.name.text().strip())
        self.next.setEnabled(named and self.agreed.isChecked())
        missing = "" if named else self.tr("A name is missing.")
        if named and not self.agreed.isChecked():
            missing = self.tr("Without consent nobody is registered.")
        self._missing.setText(missing)

    def _finish(self) -> None:
        groups = parse_groups(self.groups.text())
        until = None
        if self._limited.isChecked():
            day = self._until.date()
            until = (datetime(day.year(), day.month(), day.day()) + timedelta(days=1)).astimezone(UTC)
        self.ready.emit(Draft(self.name.text().strip(), groups, until, datetime.now(UTC)))


class PhotoStep(QWidget):
    """Guided photos: bare ones first, then masked ones, from the camera by itself, or from files. ready: enough are taken."""

    ready = Signal()
    back = Signal()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.session: EnrolmentSession | None = None
        self._looking = False
        self._last_index = -1
        self._rest_until = 0.0
        self.setAcceptDrops(True)
        self.banner = Banner()
        self._videos = QStackedWidget()
        for watch in app.watches:
            self._videos.addWidget(Video(watch, boxes=False))
        self._cameras = QComboBox()
        self._cameras.addItems([watch.camera.name for watch in app.watches])
        self._cameras.currentIndexChanged.connect(self._videos.setCurrentIndex)
        if len(app.watches) < 2:
            self._cameras.hide()
        self._cameras.setAccessibleName(self.tr("Camera"))
        self.counts = QLabel()
        self.counts.setProperty("kind", "subtitle")
        self.photos = QListWidget()
        self.photos.setViewMode(QListWidget.ViewMode.IconMode)
        self.photos.setIconSize(QSize(92, 92))
        self.photos.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.photos.setMovement(QListWidget.Movement.Static)
        self.photos.setSpacing(6)
        self.photos.setAccessibleName(self.tr("Photos taken"))
        self.refused = QListWidget()
        self.refused.setWordWrap(True)
        self.refused.setMaximumHeight(120)
        self.refused.setAccessibleName(self.tr("Files refused"))
        self.refused.hide()
        self._remove = QPushButton(self.tr("Remo&ve photo"))
        self._remove.setEnabled(False)
        self._remove.clicked.connect(self._remove_chosen)
        self.photos.itemSelectionChanged.connect(lambda: self._remove.setEnabled(bool(self.photos.selectedItems())))
        QShortcut(QKeySequence.StandardKey.Delete, self.photos).activated.connect(self._remove_chosen)
        files = QPushButton(self.tr("Add &files…"))
        files.clicked.connect(self._choose_files)
        hint = QLabel(self.tr("Photos can also be dropped here."))
        hint.setProperty("kind", "hint")
        hint.setWordWrap(True)
        back = QPushButton(self.tr("&Back"))
        back.clicked.connect(self.back)
        self.next = QPushButton(self.tr("&Register"))
        self.next.setProperty("kind", "primary")
        self.next.setEnabled(False)
        self.next.clicked.connect(self.ready)
        left = QVBoxLayout()
        left.addWidget(self._cameras)
        left.addWidget(self._videos, 1)
        left.addWidget(self.banner)
        row = QHBoxLayout()
        row.addWidget(files)
        row.addWidget(self._remove)
        end = QHBoxLayout()
        end.addWidget(back)
        end.addStretch()
        end.addWidget(self.next)
        side = QVBoxLayout()
        side.addWidget(self.counts)
        side.addWidget(self.photos, 1)
        side.addWidget(self.refused)
        side.addLayout(row)
        side.addWidget(hint)
        side.addLayout(end)
        column = QWidget()
        column.setFixedWidth(340)
        column.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(left, 1)
        layout.addWidget(column)
        self._look = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._offer_newest)
        self._pull = QTimer(self, interval=_PULL_MILLISECONDS)
        self._pull.timeout.connect(self._show_newest)

    def begin(self) -> None:
        """Begin anew, without photos."""
        self.session = None
        self.photos.clear()
        self.refused.clear()
        self.refused.hide()
        self._count()
        self.banner.say(Saying(self.tr("One moment, please"), self.tr("Recognition is being loaded."), "wait"))
        run_in_background(lambda job: self._app.enrolment(NEAR_DUPLICATE_LIVE), done=self._begun)

    @property
    def wanted(self) -> MaskState | None:
        """The kind of photo that comes next; None when all are there."""
        for kind in (MaskState.BARE, MaskState.MASKED):
            if self._taken(kind) < WANTED:
                return kind
        return None

    def offer_files(self, paths: list[Path]) -> None:
        """Judge photo files, bare or masked, in their order."""
        session = self.session
        if session is None:
            return

        def offer(job: Job) -> list[tuple[Path, str]]:
            refused = []
            for number, path in enumerate(paths):
                try:
                    feedback = session.offer(load_photo(path))
                    if not feedback.taken:
                        refused.append((path, self._why(feedback)))
                except PhotoError as error:
                    refused.append((path, words.of(error)))
                job.report(number + 1, len(paths))
            return refused

        run_in_background(offer, done=self._files_offered, progress=lambda done, of: self._show_photos())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look at the camera."""
        self._pull.start()
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Look at it no more."""
        self._pull.stop()
        self._look.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Take files: what is no picture is said afterwards."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Judge what was dropped."""
        self.offer_files(self._dropped(event))
        event.acceptProposedAction()

    @staticmethod
    def _dropped(event: QDropEvent) -> list[Path]:
        return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

    def _begun(self, session: EnrolmentSession) -> None:
        self.session = session
        self._guide()

    def _show_newest(self) -> None:
        video = self._videos.currentWidget()
        if isinstance(video, Video):
            video.pull()

    def _offer_newest(self) -> None:
        """Show the camera's newest picture to the session, one at a time."""
        session, wanted, video = self.session, self.wanted, self._videos.currentWidget()
        if session is None or wanted is None or self._looking or not isinstance(video, Video):
            return
        frame = video.watch.camera.frames.newest
        if time.monotonic() < self._rest_until or frame is None or frame.index == self._last_index:
            return
        if self._app.clock() - frame.taken_at > 1.0:
            return
        self._last_index, self._looking = frame.index, True

        def look(job: Job, frame: Frame = frame) -> Feedback:
            return session.offer(frame.image, wanted)

        run_in_background(look, done=self._looked).ended.connect(self._may_look_again)

    def _may_look_again(self) -> None:
        self._looking = False

    def _looked(self, feedback: Feedback) -> None:
        if not self.isVisible():
            return
        if feedback.taken:
            self._rest_until = time.monotonic() + REST_SECONDS
            self._show_photos()
            adds = self.tr("It adds {percent} to the others.").replace("{percent}", language.percent(feedback.adds, 0))
            if self.photos.count() == 1:
                adds = ""
            self.banner.say(Saying(self.tr("Taken"), adds, "check", "good"))
            if self.wanted is None:
                self._guide()
                self.next.setFocus()
            return
        if time.monotonic() >= self._rest_until:
            self._guide(feedback)

    def _guide(self, feedback: Feedback | None = None) -> None:
        """Say what to do next: the remedy of what was wrong, below it what is wanted."""
        wanted = self.wanted
        if wanted is None:
            done = self.tr("All photos are taken")
            self.banner.say(Saying(done, self.tr("Look them through, then register."), "check", "good"))
            return
        aim = self.tr("Please look into the camera") if wanted is MaskState.BARE else self.tr("Now with a mask, please")
        detail = (
            self.tr("The photo is taken by itself. Turn the head a little between two photos.")
            if wanted is MaskState.BARE
            else self.tr("Put on a mask that covers nose and mouth. Without one: register now.")
        )
        if feedback is None:
            self.banner.say(Saying(aim, detail, "face" if wanted is MaskState.BARE else "mask"))
            return
        headline = words.translated(feedback.remedy)
        self.banner.say(Saying(headline, words.translated(feedback.message), "face", "warning"))

    def _why(self, feedback: Feedback) -> str:
        return f"{words.translated(feedback.message)} {words.translated(feedback.remedy)}".strip()

    def _choose_files(self) -> None:
        pattern = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        pictures = self.tr("Pictures ({suffixes})").format(suffixes=pattern)
        others = self.tr("All files")
        dialog = QFileDialog(self, self.tr("Photos of the person"), "", f"{pictures};;{others} (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.offer_files([Path(name) for name in names]))
        dialog.open()

    def _files_offered(self, refused: list[tuple[Path, str]]) -> None:
        self._show_photos()
        for path, why in refused:
            self.refused.addItem(f"{readable(path.name)}: {why}")
        self.refused.setVisible(self.refused.count() > 0)
        self._guide()

    def _show_photos(self) -> None:
        taken = self.session.taken if self.session is not None else []
        shown = [self.photos.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.photos.count())]
        for portrait in taken:
            if not any(portrait is other for other in shown):
                item = QListWidgetItem(QIcon(pixmap_of(portrait.chip, 92)), words.mask(portrait.mask))
                item.setData(Qt.ItemDataRole.UserRole, portrait)
                self.photos.addItem(item)
        self._count()

    def _remove_chosen(self) -> None:
        for item in self.photos.selectedItems():
            portrait: Portrait = item.data(Qt.ItemDataRole.UserRole)
            if self.session is not None:
                self.session.drop(portrait)
            self.photos.takeItem(self.photos.row(item))
        self._count()
        self._guide()

    def _taken(self, kind: MaskState) -> int:
        return sum(p.mask is kind for p in self.session.taken) if self.session is not None else 0

    def _count(self) -> None:
        bare, masked = self._taken(MaskState.BARE), self._taken(MaskState.MASKED)
        text = self.tr("{bare} of {wanted} bare, {masked} of {wanted} with a mask")
        self.counts.setText(text.format(bare=bare, masked=masked, wanted=WANTED))
        self.next.setEnabled(bare > 0)


class TwinStep(QWidget):
    """Somebody registered looks the same: both side by side, and what to do about it."""

    same = Signal(int)
    different = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Is this the same person?"))
        title.setProperty("kind", "title")
        self._names = (QLabel(), QLabel())
        self._pictures = (QLabel(), QLabel())
        sides = QHBoxLayout()
        sides.addStretch()
        for name, picture in zip(self._names, self._pictures, strict=True):
            card = QFrame()
            card.setProperty("kind", "card")
            card.setFixedWidth(320)
            column = QVBoxLayout(card)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setWordWrap(True)
            name.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(picture)
            column.addWidget(name)
            sides.addWidget(card)
        sides.addStretch()
        self.is_same = QPushButton()
        self.is_same.setProperty("kind", "primary")
        self.is_other = QPushButton(self.tr("&Two people: register the new one too"))
        back = QPushButton(self.tr("&Back"))
        self._twin: Twin | None = None
        self.is_same.clicked.connect(lambda: self.same.emit(self._twin.person.id if self._twin else 0))
        self.is_other.clicked.connect(self.different)
        back.clicked.connect(self.back)
        buttons = QHBoxLayout()
        buttons.addWidget(back)
        buttons.addStretch()
        buttons.addWidget(self.is_other)
        buttons.addWidget(self.is_same)
        layout = QVBoxLayout(self)
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        layout.addLayout(sides)
        layout.addStretch()
        layout.addLayout(buttons)

    def show_pair(self, draft: Draft, session: EnrolmentSession, twin: Twin) -> None:
        """Show the new person's photo beside that of the one registered."""
        self._twin = twin
        mine = next(p for p in session.taken if p.mask is MaskState.BARE)
        self._pictures[0].setPixmap(pixmap_of(mine.chip, 260))
        theirs = next((p for p in twin.photos if p.mask is MaskState.BARE), None)
        if theirs is not None:
            self._pictures[1].setPixmap(pixmap_of(theirs.chip, 260))
        self._names[0].setText(self.tr("{name} (new)").format(name=draft.name))
        since = min((photo.added_at for photo in twin.photos), default=None)
        when = language.day(since) if since else ""
        registered = self.tr("{name} (number {number}, registered {when})")
        self._names[1].setText(registered.format(name=twin.person.name, number=twin.person.id, when=when))
        short = words.unmarked(twin.person.name if len(twin.person.name) <= 30 else twin.person.name[:29] + "…")
        self.is_same.setText(self.tr("&Same person: add the photos to {name}").format(name=short))


class DoneStep(QWidget):
    """Registered, and known at the door. another: begin with the next person."""

    another = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner()
        self._what = QLabel()
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setProperty("kind", "hint")
        self._what.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pin = QLabel()
        self._pin.setTextFormat(Qt.TextFormat.PlainText)
        self._pin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pin.setWordWrap(True)
        self.another_button = QPushButton(self.tr("Register &another"))
        self.another_button.setProperty("kind", "primary")
        self.another_button.clicked.connect(self.another)
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(self.banner)
        layout.addWidget(self._what)
        layout.addWidget(self._pin)
        layout.addSpacing(20)
        layout.addWidget(self.another_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def show_person(self, person: Person, photos: int, pin_missing_at: list[str]) -> None:
        """Say who was registered, and at which doors a PIN of theirs is missing."""
        told = self.tr("{doors}: these doors also ask for a PIN. Set one on the page People (Ctrl+3).")
        self._pin.setText(told.replace("{doors}", ", ".join(pin_missing_at)))
        self._pin.setVisible(bool(pin_missing_at))
        name = (
            person.name if len(person.name) <= words.NAME_CHARACTERS else person.name[: words.NAME_CHARACTERS - 1] + "…"
        )
        headline = self.tr("{name} is registered").format(name=name)
        self.banner.say(Saying(headline, self.tr("The door knows them from now on."), "check", "good"))
        self._what.setText(self.tr("Number {number}, %Ln new photo(s)", "", photos).format(number=person.id))
        self.another_button.setFocus()


class ImportStep(QWidget):
    """A folder with one folder of photos for each person, with progress, cancel, and what was refused and why."""

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
                "The folder holds one folder for each person, which is named after them and holds their photos. A table "
                "people.csv beside them may say more: name, groups, valid_from, valid_until, consent."
            )
        )
        how.setProperty("kind", "hint")
        how.setWordWrap(True)
        self._chosen = QLabel(self.tr("No folder is chosen yet."))
        self._chosen.setTextFormat(Qt.TextFormat.PlainText)
        self._chosen.setWordWrap(True)
        choose = QPushButton(self.tr("Choose a &folder…"))
        choose.clicked.connect(self._ask_folder)
        self.agreed = QCheckBox(
            self.tr("All of them have read the consent (version {version}) and &agree").format(version=CONSENT_VERSION)
        )
        self.start = QPushButton(self.tr("&Register all"))
        self.start.setProperty("kind", "primary")
        self.start.clicked.connect(self._start)
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
        self.report.setHeaderLabels([self.tr("Person or photo"), self.tr("What became of it")])
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

    def choose(self, folder: Path) -> None:
        """Take this folder."""
        try:
            roster = read_roster(folder)
        except GatekeeperError as error:
            self._folder = None
            self._chosen.setText(words.of(error))
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
        self.start.setEnabled(self._folder is not None and self.agreed.isChecked() and not running)
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
            def progress(done: int, of: int) -> None:
                if not job.cancelled:  # what is registered by then is reported all the same
                    job.report(done, of)

            return enrol_folder(app, folder, progress, now=datetime.now(UTC), by=by, cancelled=lambda: job.cancelled)

        self._job = run_in_background(register, done=self._show_report, progress=self._show_progress, worker="long")
        self._job.ended.connect(self._ended)
        self._judge()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)

    def _show_progress(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def _show_report(self, verdicts: Verdicts) -> None:
        text = self.tr("Registered: {people}. Not registered: {refused}. Photos refused: {photos}.")
        missing = len(verdicts.failed) + len(verdicts.not_reached)
        counts = {"people": len(verdicts.taken), "refused": missing, "photos": len(verdicts.refused)}
        self.summary.setText(text.format(**counts))
        not_registered = self.tr("not registered: {why}")
        rows = [(one.what, not_registered.format(why=_said(one)), "cross") for one in verdicts.failed]
        stopped = not_registered.format(why=self.tr("stopped before"))
        rows += [(name, stopped, "cross") for name in verdicts.not_reached]
        rows += [
            (one.what, self.tr("photo refused: {why}").format(why=_said(one)), "warning") for one in verdicts.refused
        ]
        rows += [
            (name, self.tr("registered with %Ln photo(s)", "", count), "check")
            for name, count in verdicts.taken.items()
        ]
        folder = self._folder or Path()
        rows += [
            (
                shown(one.path.relative_to(folder)),
                self.tr("left out: {why}").format(why=words.translated(one.reason)),
                "warning",
            )
            for one in verdicts.left_out
        ]
        for what, became, name in rows:
            item = QTreeWidgetItem([what, became])
            item.setIcon(0, theme.icon(name))
            item.setToolTip(1, words.plain(became))
            self.report.addTopLevelItem(item)

    def _ended(self) -> None:
        self._job = None
        self.progress.hide()
        self._judge()


def _said(one: Refusal) -> str:
    return f"{words.translated(one.message)} {words.translated(one.hint)}".strip()


class EnrolPage(QWidget):
    """The wizard. enrolled: a person was registered, or was given more photos."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Register"))
    icon: ClassVar[str] = "enrol"
    right: ClassVar[Right] = Right.PEOPLE
    enrolled = Signal(Person)

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._draft = Draft()
        self.person, self.photo, self.twin = PersonStep(), PhotoStep(app), TwinStep()
        self.done, self.folder = DoneStep(), ImportStep(app)
        self.steps = QStackedWidget()
        for step in (self.person, self.photo, self.twin, self.done, self.folder):
            self.steps.addWidget(step)
        self._where = QLabel()
        self._where.setProperty("kind", "hint")
        self._trouble = QLabel()
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setProperty("kind", "bad")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(self._where)
        layout.addWidget(self._trouble)
        layout.addWidget(self.steps, 1)
        self.person.ready.connect(self._take_photos)
        self.person.wants_import.connect(lambda: self._go(self.folder))
        self.photo.ready.connect(self._look_for_twin)
        self.photo.back.connect(lambda: self._go(self.person))
        self.twin.same.connect(self._add_to)
        self.twin.different.connect(lambda: self._register(allow_duplicate=True))
        self.twin.back.connect(lambda: self._go(self.photo))
        self.done.another.connect(self._begin)
        self.folder.back.connect(lambda: self._go(self.person))
        bridge.signed_in.connect(self._heard_sign_in)
        self._begin()

    @property
    def changed(self) -> bool:
        """Whether a registration has begun that is not stored yet."""
        begun = bool(self.person.name.text().strip() or self.person.groups.text().strip())
        return begun and self.steps.currentWidget() is not self.done

    def _heard_sign_in(self, name: str, again: bool) -> None:
        if not again:  # what somebody else has begun is not theirs to finish
            self.photo.session, self._draft = None, Draft()
            self._begin()

    def _begin(self) -> None:
        self.person.clear()
        self._go(self.person)
        run_in_background(
            lambda job: sorted({group for person in self._app.people.list() for group in person.groups}),
            done=self.person.know_groups,
        )

    def _go(self, step: QWidget) -> None:
        self._trouble.hide()
        self.steps.setCurrentWidget(step)
        names = {self.person: self.tr("Person and consent"), self.photo: self.tr("Photos")}
        names |= {self.twin: self.tr("Known already?"), self.done: self.tr("Done")}
        path = list(names)
        if step in path:
            marks = [f"{'●' if at is step else '○'} {number}. {names[at]}" for number, at in enumerate(path, 1)]
            self._where.setText("     ".join(marks))
        self._where.setVisible(step in path)

    def _take_photos(self, draft: Draft) -> None:
        again = self._draft.name == draft.name and self.photo.session is not None
        self._draft = draft
        if not again:
            self.photo.begin()
        self._go(self.photo)

    def _look_for_twin(self) -> None:
        session = self.photo.session
        if session is None:
            return

        def look(job: Job) -> Twin | None:
            self._app.bring_up(session)
            known = self._app.with_gallery(session.duplicate)
            return None if known is None else Twin(self._app.people.get(known), self._app.people.photos(known))

        self.photo.next.setEnabled(False)
        run_in_background(look, done=self._found_twin, failed=self._refused)

    def _found_twin(self, twin: Twin | None) -> None:
        session = self.photo.session
        if twin is None or session is None:
            self._register()
            return
        self.photo.next.setEnabled(True)
        self.twin.show_pair(self._draft, session, twin)
        self._go(self.twin)

    def _register(self, allow_duplicate: bool = False) -> None:
        session, draft, desk = self.photo.session, self._draft, Desk(self._app, self._app.actor)
        if session is None:
            return
        run_in_background(
            lambda job: desk.register(
                session,
                draft.name,
                now=datetime.now(UTC),
                groups=draft.groups,
                valid_until=draft.valid_until,
                consent_at=draft.consent_at,
                allow_duplicate=allow_duplicate,
            ),
            done=self._registered,
            failed=self._refused,
        )

    def _add_to(self, person_id: int) -> None:
        session, desk = self.photo.session, Desk(self._app, self._app.actor)
        if session is None:
            return
        run_in_background(
            lambda job: desk.add_photos(session, person_id, now=datetime.now(UTC)),
            done=self._registered,
            failed=self._refused,
        )

    def _registered(self, person: Person) -> None:
        self.done.show_person(person, self.photo.photos.count(), self._app.doors_lacking_pin(person.id))
        self.photo.session = None
        self._draft = Draft()
        self._go(self.done)
        self.enrolled.emit(person)

    def _refused(self, error: GatekeeperError) -> None:
        self.photo.next.setEnabled(True)
        self._trouble.setText(words.of(error))
        self._trouble.show()
