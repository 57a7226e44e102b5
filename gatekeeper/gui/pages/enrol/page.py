"""Registration: person and consent, guided photos, check for duplicates, done. Also whole folders."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.domain import Person
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.enrol.done import DoneStep
from gatekeeper.gui.pages.enrol.folder import ImportStep
from gatekeeper.gui.pages.enrol.person import Draft, PersonStep
from gatekeeper.gui.pages.enrol.photos import PhotoStep
from gatekeeper.gui.pages.enrol.twin import Twin, TwinStep
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now


class EnrolPage(Page):
    """The wizard. enrolled: a person was registered, or got more photos."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Register"))
    icon: ClassVar[str] = "enrol"
    right: ClassVar[Right] = Right.PEOPLE
    enrolled = Signal(Person)

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._draft = Draft()
        self.person, self.photo, self.twin = PersonStep(app.consent_texts.in_force), PhotoStep(app), TwinStep()
        self.done, self.folder = DoneStep(), ImportStep(app)
        self.steps = QStackedWidget()
        for step in (self.person, self.photo, self.twin, self.done, self.folder):
            self.steps.addWidget(step)
        self._where = QLabel()
        self._where.setProperty("kind", "hint")
        self.said.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(self._where)
        layout.addWidget(self.said)
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
        self._begin()

    @property
    def changed(self) -> bool:
        """Whether a registration has begun that is not stored yet."""
        begun = bool(self.person.name.text().strip() or self.person.groups.text().strip())
        return begun and self.steps.currentWidget() is not self.done

    def drop_changes(self) -> None:
        """See `Page`. A user must not finish another user's registration either."""
        self.folder.agreed.setChecked(False)
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
        self.said.hide()
        self.steps.setCurrentWidget(step)
        if step is self.photo:
            self.photo.count()
        names = {self.person: self.tr("Person and consent"), self.photo: self.tr("Photos")}
        names |= {self.twin: self.tr("Known already?"), self.done: self.tr("Done")}
        path = list(names)
        if step in path:
            marks = [f"{'●' if item is step else '○'} {number}. {names[item]}" for number, item in enumerate(path, 1)]
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
            person_id = self._app.doors.with_gallery(session.duplicate)
            return (
                None if person_id is None else Twin(self._app.people.get(person_id), self._app.people.photos(person_id))
            )

        self.photo.next.setEnabled(False)
        # If the user went back meanwhile, or another one signed in, nobody is registered.
        run_in_background(
            look,
            done=self._found_twin,
            failed=self._refused,
            of=lambda: (self.photo.session, self._draft, self.steps.currentIndex()),
            worker="pictures",
        )

    def _found_twin(self, twin: Twin | None) -> None:
        session = self.photo.session
        if twin is None or session is None:
            self._register()
            return
        self.photo.next.setEnabled(True)
        self.twin.show_pair(self._draft, session, twin)
        self._go(self.twin)

    def _register(self, allow_duplicate: bool = False) -> None:
        session, draft, desk = self.photo.session, self._draft, self.desk
        if session is None:
            return
        run_in_background(
            lambda job: desk.register(
                session,
                draft.name,
                now=utc_now(),
                groups=draft.groups,
                valid_until=draft.valid_until,
                consent_at=draft.consent_at,
                consent_read=draft.consent_read,
                allow_duplicate=allow_duplicate,
            ),
            done=self._registered,
            failed=self._refused,
            once=session,
            worker="pictures",
        )

    def _add_to(self, person_id: int) -> None:
        session, desk = self.photo.session, self.desk
        if session is None:
            return
        run_in_background(
            lambda job: desk.add_photos(session, person_id, now=utc_now()),
            done=self._registered,
            failed=self._refused,
            once=session,
            worker="pictures",
        )

    def _registered(self, person: Person) -> None:
        self.done.show_person(person, self.photo.photos.count(), self._app.doors.lacking_pin(person.id))
        self.photo.session = None
        self._draft = Draft()
        self._go(self.done)
        self.enrolled.emit(person)

    def _refused(self, error: GatekeeperError) -> None:
        self.photo.next.setEnabled(True)
        self.say(wording.of(error), "bad")
        self.said.show()
