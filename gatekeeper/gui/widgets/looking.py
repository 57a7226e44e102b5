"""How far work has come that looks through many pictures, with a way to stop it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from gatekeeper.app import App
from gatekeeper.capture.file_names import readable, shown
from gatekeeper.gui.core.language import translate, translated
from gatekeeper.gui.core.tasks import Job
from gatekeeper.messages import Message

_FEW = 6  # photos that are judged before anybody could press Stop


class LookingThrough(QProgressDialog):
    """How much a job has looked through; shown once there is progress, while its parent is, to the user who began it. stopped:
    they stopped it.

    said: what has been looked through, given the job's progress.
    """

    stopped = Signal()

    def __init__(self, app: App, job: Job, parent: QWidget, title: str, said: Callable[[int, int], Message]) -> None:
        super().__init__("", self.tr("Stop"), 0, 0, parent)
        self._app, self._begun_by = app, app.actor.name
        self._around, self._said, self._also = parent, said, job.progress
        self.setObjectName("looking")
        self.setWindowTitle(title)
        self.setAutoReset(False)
        self.reset()  # Otherwise it shows itself after four seconds, without progress.
        job.progress = self._looked_through
        job.stopped.connect(self.stopped)
        job.ended.connect(self.deleteLater)
        self.canceled.connect(job.cancel)

    def _looked_through(self, done: int, of: int) -> None:
        if self._also is not None:
            self._also(done, of)
        if not self.wasCanceled():
            self.setLabelText(translated(self._said(done, of)))
            self.setMaximum(of)
            self.setValue(done)
            # The lock, or another page, hides what it belongs to: it must not lie over the doors, or over an emergency order.
            self.setVisible(self._around.isVisible() and self._app.actor.name == self._begun_by)


def about_photo(path: Path, why: str) -> str:
    """Why a photo file was refused, with the file's name once: some reasons give its whole path already."""
    name, whole = readable(path.name), shown(path)
    return why.replace(whole, name) if whole in why else f"{name}: {why}"


def look_through_photos(app: App, job: Job, parent: QWidget, count: int) -> None:
    """Show how many photo files a job has judged, if there are many."""
    if count > _FEW:
        LookingThrough(
            app,
            job,
            parent,
            translate("LookingThrough", "Add photos"),
            lambda done, of: Message("{done} of {n} photo(s) judged.", done=done, n=of),
        )
