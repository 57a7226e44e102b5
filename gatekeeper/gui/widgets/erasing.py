"""Erasing somebody: confirmed by a second person where that is required, with progress and a way to stop."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from gatekeeper.app import App
from gatekeeper.gui.core.language import translated
from gatekeeper.gui.core.tasks import Job
from gatekeeper.gui.widgets.second import with_second
from gatekeeper.messages import Message
from gatekeeper.progress import Progress
from gatekeeper.store.accounts import Actor
from gatekeeper.store.people import Traces


def erase(
    app: App,
    parent: QWidget,
    act: Callable[[Actor | None, Progress], Traces],
    erased: Callable[[Traces], None],
    said: Callable[[str], object],
) -> None:
    """Erase somebody in the background.

    act: does it, given the second person and what to report to how much of the log has been looked through; erased: called with
    what is gone; said: called with a text for the user if they stopped it.
    """

    def begun(job: Job) -> None:
        looking = LookingThrough(job, parent)
        looking.stopped.connect(lambda: said(translated(Message("Stopped. Nobody has been erased."))))

    with_second(app, parent, act, done=erased, begun=begun, worker="long")


class LookingThrough(QProgressDialog):
    """How much of the log an erasure has looked through; shown once there is progress. stopped: nothing was erased."""

    stopped = Signal()

    def __init__(self, job: Job, parent: QWidget) -> None:
        super().__init__("", self.tr("Stop"), 0, 0, parent)
        self.setObjectName("erasing")
        self.setWindowTitle(self.tr("Erase"))
        self.setAutoReset(False)
        self.reset()  # Otherwise it shows itself after four seconds, without progress.
        job.progress = self._looked_through
        job.stopped.connect(self.stopped)
        job.ended.connect(self.deleteLater)
        self.canceled.connect(job.cancel)

    def _looked_through(self, done: int, of: int) -> None:
        if not self.wasCanceled():
            self.setLabelText(
                translated(Message("Looking for their face in the log: {done} of {n} face(s).", done=done, n=of))
            )
            self.setMaximum(of)
            self.setValue(done)
            self.show()
