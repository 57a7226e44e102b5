"""Makes a guest from an unknown visit, or from pictures that a camera sees now."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.guests import GuestPhotos, end_of_day
from gatekeeper.domain import Image, Person
from gatekeeper.door.access import parse_groups, shut_to
from gatekeeper.door_rule import DoorRule
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.layouts import Fields, Scroll, open_at
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import dress
from gatekeeper.gui.pages.people.moment import MomentField
from gatekeeper.gui.widgets.consent import ConsentCard
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.person_picker import PersonPicker
from gatekeeper.gui.widgets.video import trouble_of
from gatekeeper.people.enrolment import Feedback
from gatekeeper.timezones import utc_now

_FACE = 72  # pixels of a picture
_DOOR = 26  # pixels of a line with a tick
_STALE_SECONDS = 1.0  # an older picture may show somebody else


class GuestDialog(QDialog):
    """Name, host, groups, until when, and consent. ready: the visit's pictures were looked at; welcomed: with the guest.

    event_id: the unknown visit; None where there is none.
    """

    ready = Signal()
    welcomed = Signal(object)

    def __init__(self, app: App, desk: Desk, event_id: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._desk = app, desk
        self._photos: GuestPhotos | None = None
        self._host: int | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Guest for a day"))
        self.name, self.groups = QLineEdit(), QLineEdit()
        self.name.setMaxLength(200)
        self.groups.setPlaceholderText(self.tr("Groups decide which doors open; may be left empty"))
        self.doors = QListWidget()
        self.doors.setAccessibleName(self.tr("Doors"))
        self.doors.setMaximumHeight(88)
        self.doors.setToolTip(
            self.tr("The only doors they may pass. If none is ticked: every door that their groups may pass")
        )
        self._rules: dict[str, DoorRule] = {}
        self.host = QPushButton(self.tr("&Choose …"))
        self.until = MomentField(self.tr("Until"), end=True)
        self.until.show_moment(end_of_day(app, utc_now()))
        self._faces = QHBoxLayout()
        self._faces.addStretch()
        self.camera = ChoiceField()
        self.camera.setAccessibleName(self.tr("Camera"))
        self.camera.addItems([watch.camera.name for watch in app.live.watches])
        self.take = QPushButton(self.tr("&Take a picture"))
        self.take.setEnabled(False)
        if self.camera.count() == 0:
            self.camera.hide()
            self.take.hide()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.shut = QLabel()
        self.shut.setWordWrap(True)
        self.shut.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.shut, "bad")
        self.missing = QLabel()
        self.missing.setWordWrap(True)
        self.missing.setProperty("kind", "hint")
        self.card = ConsentCard(app.consent_texts.in_force)
        self.agreed = QCheckBox(self.tr("The guest has read this and &agrees"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.welcome = self.buttons.addButton(self.tr("&Welcome"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.welcome.setProperty("kind", "primary")
        self._lay_out()
        self.name.textChanged.connect(self._judge)
        self.doors.itemChanged.connect(lambda item: self._warn())
        self.groups.textChanged.connect(self._warn)
        self.agreed.toggled.connect(self._judge)
        self.card.changed.connect(lambda: self.agreed.setChecked(False))  # the earlier tick was for another text
        self.host.clicked.connect(self._ask_for_host)
        self.take.clicked.connect(self._take)
        self.buttons.accepted.connect(self._welcome)
        self.buttons.rejected.connect(self.reject)
        self._judge()
        run_in_background(
            lambda job: (
                desk.photos_of_visit(event_id),
                app.people.groups(),
                [app.doors.rule_of(door.name) for door in app.settings.doors],
            ),
            done=lambda found: self._know(*found),
            failed=lambda error: self._say(wording.of(error), "bad"),
            worker="pictures",
        )

    def set_host(self, person: Person) -> None:
        """Set the host."""
        self._host = person.id
        self.host.setText(wording.unmarked(person.name))
        self._judge()

    def _lay_out(self) -> None:
        form = Fields()
        form.setVerticalSpacing(10)
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("Guest of"), self.host)
        form.addRow(self.tr("&Groups"), self.groups)
        form.addRow(self.tr("Only the &doors"), self.doors)
        self._form = form
        form.setRowVisible(self.doors, False)
        form.addRow(self.shut)
        form.setRowVisible(self.shut, False)
        form.addRow(self.tr("Until"), self.until)
        picture = QHBoxLayout()
        picture.addWidget(self.camera)
        picture.addWidget(self.take)
        picture.addStretch()
        content = QWidget()
        column = QVBoxLayout(content)
        column.addLayout(self._faces)
        column.addLayout(picture)
        column.addLayout(form)
        for widget in (self.card, self.agreed):
            column.addWidget(widget)
        column.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(Scroll(content), 1)
        layout.addWidget(self.said)
        layout.addWidget(self.missing)
        layout.addWidget(self.buttons)
        open_at(self, QSize(560, 680))
        self.name.setFocus()

    def _know(self, photos: GuestPhotos, groups: list[str], rules: list[DoorRule]) -> None:
        self._photos = photos
        self._rules = {rule.door: rule for rule in rules}
        for rule in rules:
            item = QListWidgetItem(rule.door, self.doors)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, _DOOR))
        self._form.setRowVisible(self.doors, len(rules) > 1)
        completer = QCompleter(groups, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.groups.setCompleter(completer)
        for portrait in photos.session.taken:
            self._show_face(portrait.chip)
        self.take.setEnabled(self.camera.count() > 0)
        if not photos.enough:
            why = wording.translated(photos.remedy)
            ask = self.tr("A picture without a mask is needed: ask the guest to stand in front of a camera.")
            self._say(f"{why} {ask}".strip(), "hint")
        self._judge()
        self._warn()
        self.ready.emit()

    def _show_face(self, chip: Image) -> None:
        height, width = chip.shape[:2]
        data = chip.tobytes()
        picture = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888)
        small = picture.scaled(2 * _FACE, 2 * _FACE, mode=Qt.TransformationMode.SmoothTransformation)
        face = QLabel()
        face.setAccessibleName(self.tr("Face of the guest"))
        face.setFixedSize(_FACE, _FACE)
        face.setScaledContents(True)
        face.setPixmap(QPixmap.fromImage(small))
        self._faces.insertWidget(self._faces.count() - 1, face)

    @property
    def only(self) -> list[str]:
        """The ticked doors."""
        items = (self.doors.item(row) for row in range(self.doors.count()))
        return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]

    def _warn(self) -> None:
        """Show which door the guest was meant to pass, and their groups do not admit them to."""
        shut = shut_to(parse_groups(self.groups.text()), self.only, list(self._rules.values()))
        if shut:
            text = self.tr("{door} admits only {groups}: put the guest into one of these groups.")
            text = text.replace("{groups}", language.listed(sorted(shut[0].groups)))
            self.shut.setText(text.replace("{door}", shut[0].door))
        self._form.setRowVisible(self.shut, bool(shut))

    def _judge(self) -> None:
        enough = self._photos is not None and self._photos.enough
        needed = {
            self.tr("a picture without a mask"): enough or self._photos is None,
            self.tr("the name"): bool(self.name.text().strip()),
            self.tr("whose guest it is"): self._host is not None,
            self.tr("the consent"): self.agreed.isChecked(),
        }
        missing = [what for what, is_there in needed.items() if not is_there]
        self.missing.setText(self.tr("Still missing: {what}").replace("{what}", language.listed(missing)))
        self.missing.setVisible(bool(missing))
        self.welcome.setEnabled(enough and not missing)

    def _say(self, text: str, kind: str) -> None:
        self.said.setText(text)
        dress(self.said, kind)

    def _ask_for_host(self) -> None:
        picker = PersonPicker(self._app, self.tr("Whose guest?"), self)
        picker.picked.connect(
            lambda number: run_in_background(lambda job: self._app.people.get(number), done=self.set_host)
        )
        picker.open()

    def _take(self) -> None:
        live, name, photos = self._app.live, self.camera.currentText(), self._photos
        watch = next((watch for watch in live.watches if watch.camera.name == name), None)
        frame = watch.camera.frames.newest if watch is not None else None
        trouble = trouble_of(watch, live.clock()) if watch is not None else ""
        if photos is None or frame is None or trouble or live.clock() - frame.taken_at > _STALE_SECONDS:
            self._say(trouble or self.tr("The camera shows nothing yet."), "bad")
            return
        image = frame.image
        self.take.setEnabled(False)

        def judged(feedback: Feedback) -> None:
            if feedback.taken:
                self._show_face(photos.session.taken[-1].chip)
            text = f"{wording.translated(feedback.message)} {wording.translated(feedback.remedy)}".strip()
            self._say(text, "good" if feedback.taken else "bad")
            self._judge()

        job = run_in_background(lambda job: photos.offer(image), done=judged, worker="pictures")
        job.ended.connect(self._may_take_again)

    def _may_take_again(self) -> None:
        self.take.setEnabled(True)

    def _welcome(self) -> None:
        photos, host, desk = self._photos, self._host, self._desk
        if photos is None or host is None:
            return
        name, groups = self.name.text(), parse_groups(self.groups.text())
        doors = self.only
        until, agreed, read = self.until.moment, self.agreed.isChecked(), self.card.read
        self.welcome.setEnabled(False)

        def register(job: Job) -> Person:
            return desk.welcome_guest(
                photos,
                name,
                host,
                consented=agreed,
                consent_read=read,
                now=utc_now(),
                groups=groups,
                doors=doors,
                until_at=until,
            )

        def done(person: Person) -> None:
            self.welcomed.emit(person)
            self.accept()

        # What is typed meanwhile enables the button again.
        job = run_in_background(
            register,
            done=done,
            failed=lambda error: self._say(wording.of(error), "bad"),
            worker="pictures",
            once=self.welcome,
        )
        job.ended.connect(self._judge)
