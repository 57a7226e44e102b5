"""Guided measurement of this site's liveness figures, with people who hold up their photo and a phone to a camera."""

import math

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import open_at
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.core.wording import Saying
from gatekeeper.gui.pages.models.parts import words_label
from gatekeeper.gui.widgets.banner import Banner
from gatekeeper.gui.widgets.card_view import CardView
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.video import Video, trouble_of
from gatekeeper.models.figures import report_tables
from gatekeeper.models.liveness_evaluation import Look
from gatekeeper.models.liveness_recording import LivenessRecording
from gatekeeper.models.site_liveness import LEAST_PEOPLE, needed_presentations
from gatekeeper.paths import assets
from gatekeeper.timezones import utc_now

_PULL_MILLISECONDS = 33
_LOOK_MILLISECONDS = 40
_STALE_SECONDS = 1.0


class RecordingDialog(QDialog):
    """Leads people through the steps of `LivenessRecording`, then shows the figures. taken: the figures are now the site's.

    Closing the dialog discards what was measured so far; none of it is kept anywhere.
    """

    taken = Signal()
    ready = Signal()  # the networks are loaded

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Measure photo protection here"))
        open_at(self, QSize(900, 600))
        self._app = app
        self.recording: LivenessRecording | None = None
        self.running = False
        self._looking, self._last_index = False, -1
        self._report: dict[str, object] | None = None
        self.videos = QStackedWidget()
        for watch in app.live.watches:
            self.videos.addWidget(Video(watch, boxes=False))
        self.cameras = ChoiceField()
        self.cameras.addItems([watch.camera.name for watch in app.live.watches])
        self.cameras.setAccessibleName(self.tr("Camera"))
        self.cameras.setVisible(len(app.live.watches) > 1)
        self.cameras.currentIndexChanged.connect(self.videos.setCurrentIndex)
        self.banner = Banner()
        self.figures = CardView()
        self.figures.setAccessibleName(self.tr("Figures"))
        self.count = QLabel()
        self.count.setProperty("kind", "subtitle")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(self.tr("Progress of this step"))
        self.about = words_label(
            self.tr(
                "It takes about two minutes per person; the more people take part, the more precise the "
                "figures. You need a printed photo of each person, the larger the better, and a phone that "
                "shows one. No pictures are kept, only the network’s scores, until this window is closed. The "
                "door keeps working meanwhile, and may react to what is held up."
            ),
            kind="hint",
        )
        self.consent = QCheckBox(self.tr("This person &has agreed to it"))
        self.start = QPushButton(self.tr("&Record"))
        self.start.setProperty("kind", "primary")
        self.skip = QPushButton(self.tr("S&kip this step"))
        self.another = QPushButton(self.tr("&Another person"))
        self.finish = QPushButton(self.tr("Show &figures"))
        self.accept_figures = QPushButton(self.tr("Take as this &site’s figures"))
        self.accept_figures.setProperty("kind", "primary")
        self.cancel = QPushButton(self.tr("&Close without keeping anything"))
        for button in (self.start, self.skip, self.another, self.finish, self.accept_figures, self.cancel):
            button.setAutoDefault(False)
        self._lay_out()
        self.consent.toggled.connect(self._show)
        self.start.clicked.connect(self._start)
        self.skip.clicked.connect(self._skip)
        self.another.clicked.connect(self._another)
        self.finish.clicked.connect(self._finish)
        self.accept_figures.clicked.connect(self._accept)
        self.cancel.clicked.connect(self.reject)
        self._pull = QTimer(self, interval=_PULL_MILLISECONDS)
        self._pull.timeout.connect(self._show_newest)
        self._look = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._take_newest)
        run_in_background(self._open, done=self._opened, failed=self._not_opened, worker="pictures")
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look at the camera."""
        super().showEvent(event)
        self._pull.start()
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop the camera."""
        super().hideEvent(event)
        self._pull.stop()
        self._look.stop()
        self.running = False

    def _open(self, job: Job) -> LivenessRecording:
        from gatekeeper.door.liveness import MODEL
        from gatekeeper.models.activation import find_model
        from gatekeeper.vision.liveness import PassiveLiveness
        from gatekeeper.vision.pipeline import FacePipeline

        # This loads networks of its own: those of the door are busy.
        reader = FacePipeline.open(assets() / "models", self._app.models.active)
        per_person = math.ceil(needed_presentations() / LEAST_PEOPLE)
        return LivenessRecording(reader, PassiveLiveness(find_model(self._app.home, MODEL)), per_person)

    def _opened(self, recording: LivenessRecording) -> None:
        self.recording = recording
        self._show()
        self.ready.emit()

    def _not_opened(self, error: GatekeeperError) -> None:
        self.banner.say(Saying(self.tr("This cannot be measured"), wording.of(error), "warning", "bad"))

    def _start(self) -> None:
        self.running = True
        self._show()

    def _skip(self) -> None:
        if self.recording is not None:
            self.running = False
            self.recording.again()
            self.recording.next()
            self._show()

    def _another(self) -> None:
        if self.recording is not None:
            self.recording.begin_person()
            self.consent.setChecked(False)
            self._show()

    def _finish(self) -> None:
        recording = self.recording
        if recording is not None and recording.enough:
            self.running = False
            self._report = recording.report()
            self.figures.show_tables(report_tables("liveness", self._report))
            self._show()

    def _accept(self) -> None:
        report, desk = self._report, Desk(self._app, self._app.actor)

        def accepted(nothing: None) -> None:
            self.taken.emit()
            self.accept()

        def refused(error: GatekeeperError) -> None:
            self.banner.say(Saying(self.tr("Not taken"), wording.of(error), "warning", "bad"))

        if report is not None:
            now = utc_now()
            run_in_background(
                lambda job: desk.accept_liveness(report, now=now), done=accepted, failed=refused, once=self
            )

    def _show_newest(self) -> None:
        video = self.videos.currentWidget()
        if isinstance(video, Video):
            video.trouble = trouble_of(video.watch, self._app.live.clock())
            video.pull()

    def _take_newest(self) -> None:
        """Show the camera's newest picture to the network, one at a time."""
        recording, video = self.recording, self.videos.currentWidget()
        if recording is None or not self.running or self._looking or not isinstance(video, Video):
            return
        frame = video.watch.camera.frames.newest
        if frame is None or self._app.live.clock() - frame.taken_at > _STALE_SECONDS:
            self.banner.say(Saying(self._headline(), self.tr("The camera delivers no picture."), "warning", "warning"))
            return
        if frame.index == self._last_index:
            return
        self._last_index, self._looking = frame.index, True
        image = frame.image
        job = run_in_background(
            lambda job: recording.take(image),
            done=self._looked,
            of=lambda: (recording.people, recording.number),
            worker="pictures",
        )
        job.ended.connect(self._may_look_again)

    def _may_look_again(self) -> None:
        self._looking = False

    def _looked(self, look: Look) -> None:
        recording = self.recording
        if recording is None or recording.step is None or not self.running:
            return
        if recording.share >= 1:
            self.running = False
            recording.next()
            self._show()
            return
        self.bar.setValue(int(100 * recording.share))
        if recording.between:
            self.banner.say(Saying(self._once_more(recording), self._headline(), "wait"))
        elif look.mask is None:
            self.banner.say(Saying(self._headline(), self.tr("No face is seen: come closer."), "face", "warning"))
        elif recording.step.mask not in (None, look.mask):
            self.banner.say(Saying(self._headline(), self._of_mask(), "mask", "warning"))
        else:
            self.banner.say(Saying(self._headline(), self.tr("Recording …"), "wait"))

    def _once_more(self, recording: LivenessRecording) -> str:
        step = recording.step
        if step is None:
            return ""
        text = (
            self.tr("Step aside, then come back ({done} of {all})")
            if step.kind == "live"
            else self.tr("Take it away, then hold it up again ({done} of {all})")
        )
        return text.format(done=recording.done, all=step.presentations)

    def _of_mask(self) -> str:
        masked = self.recording is not None and self.recording.step is not None and self.recording.step.name == "masked"
        return self.tr("No mask is seen.") if masked else self.tr("A mask is seen: take it off for this step.")

    def _headline(self) -> str:
        step = self.recording.step if self.recording is not None else None
        return {
            "facing": self.tr("Look into the camera"),
            "turning": self.tr("Turn your head slowly, left and right"),
            "masked": self.tr("Put a mask on and look into the camera"),
            "print": self.tr("Hold your printed photo before your face"),
            "phone": self.tr("Hold a phone that shows your face up to the camera"),
        }.get(step.name if step is not None else "", "")

    def _detail(self) -> str:
        step = self.recording.step if self.recording is not None else None
        return {
            "facing": self.tr("Stand as you would at the door, and move as you like."),
            "turning": self.tr("A little to one side, then to the other."),
            "masked": self.tr("It must cover nose and mouth. Without one: skip this step."),
            "print": self.tr("Your own face is out of sight. Tilt it and move it a little."),
            "phone": self.tr("At full brightness. Move it a little; without a phone, skip this step."),
        }.get(step.name if step is not None else "", "")

    def _show(self) -> None:
        """Update the buttons and the message."""
        recording, shown = self.recording, self._report is not None
        step = recording.step if recording is not None else None
        loaded, has_cameras = recording is not None, bool(self._app.live.watches)
        first = recording is None or (recording.people == 1 and recording.number == 0 and not self.running)
        self._left.setCurrentIndex(1 if shown else 0)
        self.about.setVisible(first and not shown)
        self.consent.setVisible(not shown and (recording is None or (recording.number == 0 and not self.running)))
        self.consent.setEnabled(loaded and has_cameras)
        for widget in (self.start, self.skip):
            widget.setVisible(not shown and (step is not None or recording is None))
        self.start.setEnabled(loaded and has_cameras and self.consent.isChecked() and not self.running)
        self.skip.setEnabled(loaded and has_cameras and self.consent.isChecked())
        self.another.setVisible(not shown and loaded and step is None)
        self.finish.setVisible(not shown and loaded)
        self.finish.setEnabled(recording is not None and recording.enough and not self.running)
        self.accept_figures.setVisible(shown)
        self.bar.setVisible(not shown and step is not None)
        self.bar.setValue(int(100 * recording.share) if recording is not None and step is not None else 0)
        self.count.setVisible(not shown)
        if recording is not None:
            number = min(recording.number + 1, len(recording.steps))
            text = self.tr("Person {person}, step {step} of {steps}")
            self.count.setText(text.format(person=recording.people, step=number, steps=len(recording.steps)))
        if not has_cameras:
            says = Saying(self.tr("No camera runs"), self.tr("Set one up on the Settings page."), "warning", "warning")
        elif not loaded:
            says = Saying(self.tr("One moment, please"), self.tr("Recognition is being loaded."), "wait")
        elif shown:
            says = Saying(self.tr("Measured"), self.tr("Take the figures, or close and lose them."), "check", "good")
        elif step is None:
            more = self.tr("Measure another person, or look at the figures.")
            says = Saying(self.tr("This person is done"), more, "check", "good")
        else:
            says = Saying(self._headline(), self._detail(), "mask" if step.name == "masked" else "face")
        self.banner.say(says)

    def _lay_out(self) -> None:
        camera = QWidget()
        column = QVBoxLayout(camera)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.cameras)
        column.addWidget(self.videos, 1)
        self._left = QStackedWidget()
        self._left.addWidget(camera)
        self._left.addWidget(self.figures)
        left = QVBoxLayout()
        left.addWidget(self._left, 1)
        left.addWidget(self.banner)
        side = QVBoxLayout()
        for widget in (
            self.count,
            self.bar,
            self.about,
            self.consent,
            self.start,
            self.skip,
            self.another,
            self.finish,
        ):
            side.addWidget(widget)
        side.addStretch()
        side.addWidget(self.accept_figures)
        side.addWidget(self.cancel)
        right = QWidget()
        right.setFixedWidth(300)
        right.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setSpacing(14)
        layout.addLayout(left, 1)
        layout.addWidget(right)
