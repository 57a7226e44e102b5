"""Erasing somebody: confirmed by a second person where that is required, with progress and a way to stop."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gatekeeper.app import App
from gatekeeper.gui.core.language import translate, translated
from gatekeeper.gui.core.tasks import Job
from gatekeeper.gui.widgets.looking import LookingThrough
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
        looking = LookingThrough(
            app,
            job,
            parent,
            translate("LookingThrough", "Erase"),
            lambda done, of: Message("Looking for their face in the log: {done} of {n} face(s).", done=done, n=of),
        )
        looking.stopped.connect(lambda: said(translated(Message("Stopped. Nobody has been erased."))))

    with_second(app, parent, act, done=erased, begun=begun, worker="long")
