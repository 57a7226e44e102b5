"""The second person required for the gravest acts: they sign in beside the present user, and confirm."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gatekeeper.app import App
from gatekeeper.errors import GatekeeperError, SecondNeededError
from gatekeeper.gui.core import error_dialog, wording
from gatekeeper.gui.core.credentials import CredentialsDialog
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.tasks import Job, Name, run_in_background
from gatekeeper.progress import Progress
from gatekeeper.store.accounts import Actor


class SecondDialog(CredentialsDialog):
    """Asks for the second person."""

    def __init__(self, app: App, parent: QWidget) -> None:
        super().__init__(
            app,
            parent,
            title=translate("SecondDialog", "This takes two people"),
            told=translate(
                "SecondDialog",
                "A second person with the same right signs in here and confirms. Both are recorded.",
            ),
            confirm=translate("SecondDialog", "Confirm"),
        )
        self.setObjectName("second")


def with_second(
    app: App,
    parent: QWidget,
    work: Callable[[Actor | None, Progress], object],
    done: Callable[..., None],
    failed: Callable[[GatekeeperError], None] | None = None,
    begun: Callable[[Job], object] = lambda job: None,
    worker: Name = "quick",
    left: Callable[[], object] = lambda: None,
    once: object = None,
) -> None:
    """Do what may be one of the gravest acts in the background; if it takes two people, ask for the second one first.

    work: does it, given the person who confirmed it, or None, and what to report its progress to; begun: called each time the
    work begins, before it has reported anything; left: called when nobody confirmed; once: see `run_in_background`.
    """

    def refused(error: GatekeeperError, second: Actor | None) -> None:
        if isinstance(error, SecondNeededError):
            dialog = SecondDialog(app, parent)
            if second is not None:  # who signed in is the same person
                dialog.said.setText(wording.of(error))
            dialog.signed_in.connect(begin)
            dialog.rejected.connect(left)
            dialog.open()
        elif failed is not None:
            failed(error)
        else:
            error_dialog.show(error, parent)

    def begin(second: Actor | None) -> None:
        job = run_in_background(
            lambda job: work(second, job.report),
            done=done,
            failed=lambda error: refused(error, second),
            worker=worker,
            once=once,
        )
        begun(job)

    begin(None)
