"""The second step: guided photos."""

import time
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QIcon, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.capture.photos import SUFFIXES, load_photo
from gatekeeper.domain import Frame, MaskState
from gatekeeper.errors import PhotoError
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.widgets.banner import Banner
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.looking import about_photo, look_through_photos
from gatekeeper.gui.widgets.pictures import pixmap_of
from gatekeeper.gui.widgets.video import Video, trouble_of
from gatekeeper.people.enrolment import NEAR_DUPLICATE_LIVE, EnrolmentSession, Feedback
from gatekeeper.vision.pipeline import Portrait

WANTED = 3  # photos of each kind that the camera takes automatically
REST_SECONDS = 1.2  # between two photos, to read the result of the last and to move
_LOOK_MILLISECONDS = 120
_PULL_MILLISECONDS = 33


class PhotoStep(QWidget):
    """Guided photos: bare ones first, then masked ones, automatically from the camera, or from files. ready: enough are
    taken."""

    ready = Signal()
    back = Signal()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.session: EnrolmentSession | None = None
        self._looking = False
        self._troubled = False  # the banner says that there is no picture
        self._last_index = -1
        self._rest_until = 0.0
        self.setAcceptDrops(True)
        self.banner = Banner()
        self._videos = QStackedWidget()
        for watch in app.live.watches:
            self._videos.addWidget(Video(watch, boxes=False))
        self._cameras = ChoiceField()
        self._cameras.addItems([watch.camera.name for watch in app.live.watches])
        self._cameras.currentIndexChanged.connect(self._videos.setCurrentIndex)
        if len(app.live.watches) < 2:
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
        """Start again, without photos."""
        self.session = None
        self.photos.clear()
        self.refused.clear()
        self.refused.hide()
        self.count()
        self.banner.say(Saying(self.tr("One moment, please"), self.tr("Recognition is being loaded."), "wait"))
        run_in_background(lambda job: self._app.enrolment(NEAR_DUPLICATE_LIVE), done=self._begun, worker="pictures")

    @property
    def wanted(self) -> MaskState | None:
        """The kind of photo that comes next; None when all are there."""
        for kind in (MaskState.BARE, MaskState.MASKED):
            if self._taken(kind) < WANTED:
                return kind
        return None

    def offer_files(self, paths: list[Path]) -> None:
        """Judge photo files, bare or masked, in order."""
        session = self.session
        if session is None:
            return

        def offer(job: Job) -> list[str]:
            refused = []
            for done, path in enumerate(paths, 1):
                try:
                    feedback = session.offer(load_photo(path))
                    if not feedback.taken:
                        refused.append(about_photo(path, self._why(feedback)))
                except PhotoError as error:
                    refused.append(about_photo(path, wording.of(error)))
                if job.cancelled or self.session is not session:
                    break  # what was judged so far is shown
                job.report(done, len(paths))
            return refused

        job = run_in_background(
            offer,
            done=self._files_offered,
            progress=lambda done, total: self._show_photos(),
            of=lambda: self.session,
            worker="pictures",
        )
        look_through_photos(self._app, job, self, len(paths))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look at the camera."""
        self._pull.start()
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop the camera."""
        self._pull.stop()
        self._look.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Accept files: those that are not pictures are reported afterwards."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Judge the dropped files."""
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
            video.trouble = trouble_of(video.watch, self._app.live.clock())
            video.pull()

    def _offer_newest(self) -> None:
        """Show the camera's newest picture to the session, one at a time."""
        session, kind, video = self.session, self.wanted, self._videos.currentWidget()
        if session is None or kind is None or self._looking or not isinstance(video, Video):
            return
        if video.trouble:  # as the picture says: asked anew, the two could differ for a moment
            self._troubled = True
            files = self.tr("Add photos with “Add files…”, or go on when the camera is back.")
            self.banner.say(Saying(translate("DoorTile", "No picture"), files, "warning", "bad"))
            return
        if self._troubled:
            self._guide()
        frame = video.watch.camera.frames.newest
        if time.monotonic() < self._rest_until or frame is None or frame.index == self._last_index:
            return
        if self._app.live.clock() - frame.taken_at > 1.0:
            return
        self._last_index, self._looking = frame.index, True

        def look(job: Job, frame: Frame = frame) -> Feedback:
            return session.offer(frame.image, kind)

        job = run_in_background(look, done=self._looked, of=lambda: self.session, worker="pictures")
        job.ended.connect(self._may_look_again)

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
        """Show what to do next: the remedy for the last refusal, and below it the next photo."""
        self._troubled = False
        kind = self.wanted
        if kind is None:
            done = self.tr("All photos are taken")
            self.banner.say(Saying(done, self.tr("Check them, then register."), "check", "good"))
            return
        aim = self.tr("Please look into the camera") if kind is MaskState.BARE else self.tr("Now with a mask, please")
        detail = (
            self.tr("The photos are taken automatically. Turn the head a little between them.")
            if kind is MaskState.BARE
            else self.tr("Put on a mask that covers nose and mouth. Without one: register now.")
        )
        if feedback is None:
            self.banner.say(Saying(aim, detail, "face" if kind is MaskState.BARE else "mask"))
            return
        headline = wording.translated(feedback.remedy)
        self.banner.say(Saying(headline, wording.translated(feedback.message), "face", "warning"))

    def _why(self, feedback: Feedback) -> str:
        return f"{wording.translated(feedback.message)} {wording.translated(feedback.remedy)}".strip()

    def _choose_files(self) -> None:
        pattern = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        pictures = self.tr("Pictures ({suffixes})").format(suffixes=pattern)
        all_files = self.tr("All files")
        dialog = QFileDialog(self, self.tr("Photos of the person"), "", f"{pictures};;{all_files} (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.offer_files([Path(name) for name in names]))
        dialog.open()

    def _files_offered(self, refused: list[str]) -> None:
        self._show_photos()
        self.refused.addItems(refused)
        self.refused.setVisible(self.refused.count() > 0)
        self._guide()

    def _show_photos(self) -> None:
        taken = self.session.taken if self.session is not None else []
        shown = [self.photos.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.photos.count())]
        for portrait in taken:
            if not any(portrait is listed for listed in shown):
                item = QListWidgetItem(QIcon(pixmap_of(portrait.chip, 92)), wording.mask(portrait.mask))
                item.setData(Qt.ItemDataRole.UserRole, portrait)
                self.photos.addItem(item)
        self.count()

    def _remove_chosen(self) -> None:
        for item in self.photos.selectedItems():
            portrait: Portrait = item.data(Qt.ItemDataRole.UserRole)
            if self.session is not None:
                self.session.drop(portrait)
            self.photos.takeItem(self.photos.row(item))
        self.count()
        self._guide()

    def _taken(self, kind: MaskState) -> int:
        return sum(p.mask is kind for p in self.session.taken) if self.session is not None else 0

    def count(self) -> None:
        """Show how many photos there are; one is enough to continue."""
        bare, masked = self._taken(MaskState.BARE), self._taken(MaskState.MASKED)
        text = self.tr("{bare} of {wanted} bare, {masked} of {wanted} with a mask")
        self.counts.setText(text.format(bare=bare, masked=masked, wanted=WANTED))
        self.next.setEnabled(bare > 0)
