"""An operator's corrections of an event: it was somebody else; an unknown visitor becomes a guest or is watched for; a removed
person is erased from the log as well."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import AccessEvent, Person, Photo
from gatekeeper.door.access import until
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import error_dialog, wording
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.widgets.erasing import erase
from gatekeeper.gui.widgets.guest import GuestDialog
from gatekeeper.gui.widgets.person_picker import PersonPicker
from gatekeeper.gui.widgets.questions import AskToErase, left_to_look_through
from gatekeeper.gui.widgets.reason import ReasonDialog
from gatekeeper.progress import Progress
from gatekeeper.store.accounts import NOBODY, Actor
from gatekeeper.store.people import Traces
from gatekeeper.store.watched import Watched
from gatekeeper.timezones import utc_now


class Corrections(QObject):
    """Asks for corrections, makes them and takes them back. said: the result; corrected: what the log shows has changed;
    erased: so have the names in it. undo: the button that takes the last correction back, hidden while there is none."""

    said = Signal(str)
    corrected = Signal()
    erased = Signal()

    def __init__(self, app: App, page: QWidget) -> None:
        super().__init__(page)
        self._app, self._page = app, page
        self._undo: Callable[[], object] | None = None  # called on a worker's thread
        self.undo = QPushButton(self.tr("&Undo"))
        self.undo.hide()
        self.undo.clicked.connect(self._take_back)

    @property
    def _desk(self) -> Desk:
        return Desk(self._app, self._app.actor)

    def welcome(self, event: AccessEvent) -> GuestDialog:
        """Ask for the data to make an unknown visitor a guest."""
        dialog = GuestDialog(self._app, self._desk, event.id, self._page)

        def welcomed(guest: Person) -> None:
            self.said.emit(self.tr("{name} is a guest now.").replace("{name}", guest.name))
            self.corrected.emit()

        dialog.welcomed.connect(welcomed)
        dialog.open()
        return dialog

    def watch(self, event: AccessEvent) -> ReasonDialog:
        """Ask why, and until when, an unknown visitor is to be watched for."""
        desk, days = self._desk, self._app.settings.retention.faces_days  # counted from the visit
        dialog = ReasonDialog(
            self.tr("Watch for this visitor"),
            self.tr(
                "When they come to any door again, an alarm is raised with your reason. No door opens for "
                "them. Their face is kept although they have not agreed to that, so give a reason that will "
                "hold."
            ),
            self.tr("&Watch for them"),
            self._page,
            ends=True,
            most_days=max(1, days - (utc_now() - event.at).days) if days else 0,
        )

        def done(watched: Watched) -> None:
            said = self.tr("They are on the watch list until {end}.")
            self.said.emit(said.replace("{end}", wording.translated(until(watched.until))))

        dialog.given.connect(
            lambda why, end: run_in_background(
                lambda job: desk.watch_visitor(event.id, why, end, now=utc_now()),
                done=done,
                worker="pictures",
            )
        )
        dialog.open()
        return dialog

    def not_them(self, event: AccessEvent) -> None:
        """Store that the face is not that of the person whom the event names."""
        desk = self._desk
        name = event.person_name or ""

        def done(impostor: Photo) -> None:
            said = self.tr("Remembered: this face is not {name}.").replace("{name}", name)
            self._may_undo(said, desk, lambda: desk.undo_not_this_person(impostor, now=utc_now()))

        run_in_background(lambda job: desk.not_this_person(event.id, now=utc_now()), done=done, worker="pictures")

    def ask_who(self, event: AccessEvent) -> None:
        """Ask who the person is."""
        picker = PersonPicker(self._app, self.tr("Who is this?"), self._page)
        picker.picked.connect(lambda number: self.this_is(event, number))
        picker.open()

    def this_is(self, event: AccessEvent, person_id: int) -> None:
        """Make the face a photo of a person."""
        desk = self._desk

        def add(job: Job) -> tuple[Photo, str, list[Watched]]:
            watched = desk.watched_by(event.id)
            photo = desk.this_is(event.id, person_id, now=utc_now())
            return photo, self._app.people.get(person_id).name, watched

        def done(added: tuple[Photo, str, list[Watched]]) -> None:
            photo, name, watched = added
            said = self.tr("Added to {name}'s photos.").replace("{name}", name)
            self._may_undo(said, desk, lambda: desk.undo_this_is(photo, watched, now=utc_now()))

        run_in_background(add, done=done, worker="pictures")

    def ask_to_erase(self, event: AccessEvent) -> None:
        """Ask whether to erase a removed person from the log, which still names them."""
        name, desk = event.person_name or "", self._desk

        def erased(gone: Traces) -> None:
            said = self.tr("{name} has been erased from %Ln event(s).", "", gone.events)
            self.said.emit(f"{said.replace('{name}', name)} {left_to_look_through(gone)}".strip())
            self.erased.emit()

        def act(second: Actor | None, progress: Progress) -> Traces:
            return replace(desk, second=second).erase_removed(name, now=utc_now(), progress=progress)

        def ask(found: Traces) -> None:
            agreed = partial(erase, self._app, self._page, act, erased, self.said.emit)
            AskToErase(self._page, "erase", agreed).about_person(name, found)

        run_in_background(lambda job: self._app.people.removed_traces(name), done=ask)

    def forget(self) -> None:
        """Offer no undo any more: it would be recorded as done by the user who made the correction."""
        self._undo = None
        self.undo.hide()

    def _may_undo(self, said: str, desk: Desk, undo: Callable[[], object]) -> None:
        if self._app.actor is NOBODY or self._app.actor.name == desk.actor.name:  # see `forget`
            self._undo = undo
            self.undo.show()
        self.said.emit(said)
        self.corrected.emit()

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is None:
            return

        def done(nothing: object) -> None:
            self.undo.hide()
            self.said.emit(self.tr("Taken back."))
            self.corrected.emit()

        def failed(error: GatekeeperError) -> None:  # the undo may be tried again
            self._undo = undo
            error_dialog.show(error)

        run_in_background(lambda job: undo(), done=done, failed=failed)
