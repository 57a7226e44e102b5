"""One person and all their data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.capture.photos import SUFFIXES, load_photo
from gatekeeper.comparison import worth
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Image, Person, Photo, Reason
from gatekeeper.door.access import admitted, listed, parse_groups, state_of
from gatekeeper.errors import ChangedError, GatekeeperError
from gatekeeper.gui.core import error_dialog, language, wording
from gatekeeper.gui.core.layouts import Fields
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.people.moment import MomentField
from gatekeeper.gui.pages.people.pin import PinDialog
from gatekeeper.gui.widgets.consent import ConsentDialog
from gatekeeper.gui.widgets.erasing import erase
from gatekeeper.gui.widgets.looking import about_photo, look_through_photos
from gatekeeper.gui.widgets.questions import AskToErase, left_to_look_through
from gatekeeper.people.enrolment import Feedback
from gatekeeper.progress import Progress
from gatekeeper.store.accounts import Actor, Right
from gatekeeper.store.names import NAMELESS
from gatekeeper.store.people import Traces
from gatekeeper.timezones import utc_now


class _Details:
    """All data that the page shows about a person, read at once."""

    def __init__(self, app: App, person_id: int) -> None:
        self.person = app.people.get(person_id)
        self.photos = app.people.photos(person_id)
        templates = {
            template.photo_id: template.vector for template in app.people.templates(app.models.active.id, person_id)
        }
        judged = [photo.id for photo in self.photos if photo.id in templates]
        found = worth(np.stack([templates[number] for number in judged])) if judged else None
        self.worth = {} if found is None else dict(zip(judged, found.tolist(), strict=True))
        self.impostors = len(app.people.photos(person_id, impostors=True))
        self.seen = app.people.last_seen(person_id)
        self.consent = app.people.consent(person_id)
        self.asked_now = app.people.text_in_force()
        self.has_pin = app.pins.has(person_id)
        now = utc_now()
        self.doors: list[tuple[str, Reason, str]] = []
        for door in app.people.doors():
            rule = app.people.door_rule(door)
            missing = not self.has_pin and app.doors.asks_for_pin(rule)
            self.doors.append((door, *admitted(self.person, rule, now, pin_missing=missing)))


class PersonView(QFrame):
    """One person with all their data. told: the result of a change."""

    told = Signal(str)
    undoable = Signal(object)  # a Photo that was removed
    gone = Signal(int)  # the person chosen in the list no longer exists

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._app = app
        self.chosen: int | None = None  # the number of the person chosen in the list
        self.person: Person | None = None  # the same person, once all their data is shown; nobody else is changed
        # For each field of a person what was filled in, and from which value: saving compares with it.
        self._filled: dict[str, tuple[object, Any]] = {}
        self._has_pin = False
        self.name, self.groups = QLineEdit(), QLineEdit()
        self.groups.setPlaceholderText(self.tr("Separated by commas, for example: staff, night shift"))
        self.groups.setAccessibleName(self.tr("Groups"))
        self.doors = QLineEdit()
        self.doors.setPlaceholderText(self.tr("Every door that their groups may pass"))
        self.doors.setAccessibleName(self.tr("Only these doors"))
        self.department, self.note = QLineEdit(), QPlainTextEdit()
        self.department.setAccessibleName(self.tr("Department"))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(52)
        self.name.setAccessibleName(self.tr("Name"))
        self.since, self.until = MomentField(self.tr("from")), MomentField(self.tr("until"), end=True)
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setProperty("kind", "hint")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.photos = QListWidget()
        self.photos.setViewMode(QListWidget.ViewMode.IconMode)
        self.photos.setIconSize(QSize(96, 96))
        two_lines = 2 * self.photos.fontMetrics().lineSpacing()
        self.photos.setGridSize(QSize(122, 106 + two_lines))
        self.photos.setWordWrap(True)
        self.photos.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.photos.setMovement(QListWidget.Movement.Static)
        self.photos.setMinimumHeight(150)
        self.photos.setAccessibleName(self.tr("Photos"))
        self.save = QPushButton(self.tr("&Save"))
        self.save.setProperty("kind", "primary")
        self.block = QPushButton()
        self._block_turned = QElapsedTimer()  # since its meaning changed
        self.pin = QPushButton()
        self.consent = QPushButton(self.tr("C&onsent …"))
        self.add_photo, self.remove_photo = QPushButton(self.tr("&Add photos …")), QPushButton(self.tr("&Remove photo"))
        self.erase = QPushButton(self.tr("&Erase …"))
        self.erase.setProperty("kind", "danger")
        self._lay_out()
        self._may = False
        self.follow_rights()
        self.photos.currentItemChanged.connect(
            lambda now, before: self.remove_photo.setEnabled(self._may and now is not None)
        )
        self.save.clicked.connect(lambda: self.keep())
        self.name.returnPressed.connect(self.keep)
        self.groups.returnPressed.connect(self.keep)
        self.doors.returnPressed.connect(self.keep)
        self.department.returnPressed.connect(self.keep)
        self.block.clicked.connect(self._block)
        self.pin.clicked.connect(self._ask_for_pin)
        self.consent.clicked.connect(self._ask_about_consent)
        self.add_photo.clicked.connect(self._ask_for_photos)
        self.remove_photo.clicked.connect(self._remove_photo)
        self.erase.clicked.connect(self._ask_to_erase)

    def follow_rights(self) -> None:
        """Enable what the present user may change, once a person is shown."""
        self._may = self._app.actor.may(Right.PEOPLE) and self.person is not None
        for widget in (
            self.name,
            self.groups,
            self.doors,
            self.department,
            self.note,
            self.since,
            self.until,
            self.pin,
            self.consent,
            self.save,
            self.block,
            self.add_photo,
            self.erase,
        ):
            widget.setEnabled(self._may)
        self.remove_photo.setEnabled(self._may and self.photos.currentItem() is not None)

    @property
    def changed(self) -> bool:
        """Whether there are unsaved changes."""
        return bool(self._typed())

    def show_person(self, person_id: int | None) -> None:
        """Show a person, None for nobody. Unsaved changes are dropped, and nothing can be changed before all data is there."""
        self.chosen, self.person, self._filled = person_id, None, {}
        self.follow_rights()
        self.refresh()

    def refresh(self) -> None:
        """Show the same person again; unsaved changes are kept."""
        chosen = self.chosen
        if chosen is not None:
            run_in_background(
                lambda job: _Details(self._app, chosen),
                done=self._show,
                failed=lambda error: self.gone.emit(chosen),
                of=lambda: self.chosen,
            )

    def take_photos(self, paths: list[Path]) -> Job:
        """Judge photo files of the person shown and keep the good ones."""
        assert self.person is not None
        person, desk = self.person, self._desk()
        person_id = person.id

        def offer(job: Job) -> list[tuple[Path, Feedback]]:
            verdicts = []
            for done, path in enumerate(paths, 1):
                try:
                    feedback, _ = desk.add_photo(person_id, load_photo(path), now=utc_now())
                except GatekeeperError as error:  # the other photos may be good
                    feedback = Feedback(False, error.message, error.hint)
                verdicts.append((path, feedback))
                if job.cancelled:
                    break  # what was judged so far is told
                job.report(done, len(paths))
            return verdicts

        def done(verdicts: list[tuple[Path, Feedback]]) -> None:
            taken = sum(feedback.taken for _, feedback in verdicts)
            messages = [self.tr("%Ln photo(s) added.", "", taken)]
            for path, feedback in verdicts:
                if not feedback.taken:
                    why = f"{wording.translated(feedback.message)} {wording.translated(feedback.remedy)}"
                    messages.append(about_photo(path, why))
            self._changed(person, "  ".join(messages))

        job = run_in_background(offer, done=done, worker="long")
        look_through_photos(self._app, job, self, len(paths))
        return job

    def restore(self, photo: Photo) -> None:
        """Take a removed photo back."""
        desk = self._desk()
        run_in_background(
            lambda job: desk.restore_photo(photo, now=utc_now()),
            done=lambda kept: self._changed(
                self._app.people.get(kept.person_id), self.tr("The photo has been restored.")
            ),
            worker="pictures",
        )

    def _lay_out(self) -> None:
        form = Fields()
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("&Groups"), self.groups)
        form.addRow(self.tr("On&ly the doors"), self.doors)
        form.addRow(self.tr("&Department"), self.department)
        form.addRow(self.tr("No&te"), self.note)
        form.addRow(self.tr("Valid from"), self.since)
        form.addRow(self.tr("Valid until"), self.until)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addWidget(self.block)
        buttons.addWidget(self.pin)
        buttons.addWidget(self.consent)
        buttons.addStretch()
        buttons.addWidget(self.erase)
        heading = QLabel(self.tr("Photos"))
        heading.setProperty("kind", "subtitle")
        photo_buttons = QHBoxLayout()
        photo_buttons.addWidget(self.add_photo)
        photo_buttons.addWidget(self.remove_photo)
        photo_buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.addLayout(form)
        layout.addWidget(self.facts)
        layout.addWidget(heading)
        layout.addWidget(self.photos, 1)
        layout.addLayout(photo_buttons)
        layout.addLayout(buttons)

    def _desk(self) -> Desk:
        return Desk(self._app, self._app.actor)

    def _show(self, details: _Details) -> None:
        before, person = self.person, details.person
        self._fill(person)
        self.person = person
        self.follow_rights()
        self.block.setText(self.tr("Un&block") if person.blocked else self.tr("&Block"))
        if before is not None and (before.id, before.blocked) == (person.id, not person.blocked):
            self._block_turned.start()
        seen = language.moment(details.seen) if details.seen else self.tr("never")
        self.pin.setText(self.tr("Change the &PIN …") if details.has_pin else self.tr("Set a &PIN …"))
        self._has_pin = details.has_pin
        facts = [
            self.tr("Number {n}").replace("{n}", str(person.id)),
            self.tr("last seen: {when}").replace("{when}", seen),
            self._agreed(details)
            if details.consent.stated
            else self.tr("registered before consent was required: doors know them; ask for their consent")
            if details.consent.not_asked
            else self.tr("consent withdrawn on {when}: no door knows them").replace(
                "{when}", language.day(details.consent.at)
            )
            if details.consent.withdrawn
            else self.tr("no consent is on record: no door knows them"),
        ]
        facts.append(self.tr("PIN set") if details.has_pin else self.tr("no PIN"))
        if person.blocked:
            facts.insert(0, self.tr("BLOCKED"))
        if details.impostors:
            facts.append(self.tr("%Ln face(s) known not to be theirs", "", details.impostors))
        lines = ["  ·  ".join(facts)]
        no_photo = state_of(person, utc_now(), has_photo=bool(details.photos)) == "no photo"
        for door, reason, hours in details.doors:
            when = wording.translated(hours) if hours else self.tr("at any time")
            if reason is not Reason.GRANTED:
                when = self.tr("not admitted ({why})").replace("{why}", wording.reason(reason))
            if no_photo:
                when = self.tr("not admitted ({why})").replace("{why}", self.tr("no photo"))
            lines.append(f"{door}: {when}")
        self.facts.setText("\n".join(lines))
        item = self.photos.currentItem() if before is not None and before.id == person.id else None
        chosen = None if item is None else item.data(Qt.ItemDataRole.UserRole)  # whatever anybody has done meanwhile
        self.photos.clear()
        for photo in details.photos:
            item = QListWidgetItem(QIcon(_pixmap(photo.chip)), wording.mask(photo.mask))
            item.setData(Qt.ItemDataRole.UserRole, photo.id)
            tip = language.moment(photo.added_at)
            if (adds := details.worth.get(photo.id)) is not None:
                share = language.percent(adds)
                item.setText(self.tr("{mask}\nadds {share}").format(mask=wording.mask(photo.mask), share=share))
                tip += "\n" + self.tr("Without it, the other photos resemble this person by {share} less.").format(
                    share=share
                )
            item.setToolTip(tip)
            self.photos.addItem(item)
            if photo.id == chosen:
                self.photos.setCurrentItem(item)
        self.remove_photo.setEnabled(self._may and self.photos.currentItem() is not None)

    def _agreed(self, details: _Details) -> str:
        consent = details.consent
        text = self.tr("consented on {when} to the text of {version}")
        text = text.replace("{when}", language.day(consent.at)).replace("{version}", consent.text_version)
        if consent.paper:
            text += ", " + self.tr("signed form on file")
        if details.asked_now != consent.text_version:
            text += ", " + self.tr("an older text")
        return text

    def _fill(self, person: Person) -> None:
        """Fill in the fields, except those that the user has changed."""
        fills: dict[str, Callable[[], object]] = {
            "name": lambda: self.name.setText(person.name),
            "groups": lambda: self.groups.setText(listed(person.groups)),
            "doors": lambda: self.doors.setText(listed(person.doors or ())),
            "department": lambda: self.department.setText(person.department),
            "note": lambda: self.note.setPlainText(person.note),
            "valid_from": lambda: self.since.show_moment(person.valid_from),
            "valid_until": lambda: self.until.show_moment(person.valid_until),
        }
        for field in fills.keys() - self._typed().keys():
            fills[field]()
            self._filled[field] = (self._fields()[field], getattr(person, field))

    def _fields(self) -> dict[str, object]:
        return {
            "name": self.name.text(),
            "groups": self.groups.text(),
            "doors": self.doors.text(),
            "department": self.department.text(),
            "note": self.note.toPlainText(),
            "valid_from": self.since.moment,
            "valid_until": self.until.moment,
        }

    def _typed(self) -> dict[str, object]:
        """The fields that the user has changed."""
        return {
            field: shown
            for field, shown in self._fields().items()
            if field in self._filled and shown != self._filled[field][0]
        }

    def keep(self, then: Callable[[], None] = lambda: None) -> None:
        """Save the changes. then: called once they are stored."""
        person, desk, now = self.person, self._desk(), utc_now()
        if person is None:
            return
        name = self.name.text().strip()
        if not name:
            self.told.emit(wording.translated(NAMELESS))
            self.name.setFocus()
            return
        groups = frozenset(parse_groups(self.groups.text()))
        validity = (self.since.moment, self.until.moment)
        department, note = self.department.text().strip(), self.note.toPlainText().strip()
        doors = parse_groups(self.doors.text()) or None
        filled, typed = self._filled, self._typed()
        seen = replace(person, **{field: value for field, (_, value) in filled.items()})

        def saved(kept: Person) -> None:
            filled.update({field: (text, getattr(kept, field)) for field, text in typed.items()})
            self._changed(person, self.tr("Saved."))
            then()

        def refused(error: GatekeeperError) -> None:
            if not isinstance(error, ChangedError):
                error_dialog.show(error)
                return
            run_in_background(lambda job: self._app.people.get(person.id), done=partial(self._rebase, error, filled))

        run_in_background(
            lambda job: desk.save_person(
                seen,
                name=name,
                groups=groups,
                validity=validity,
                department=department,
                note=note,
                doors=doors,
                now=now,
            ),
            done=saved,
            failed=refused,
        )

    def _rebase(self, error: ChangedError, filled: dict[str, tuple[object, Any]], stored: Person) -> None:
        """Report what is stored now of what was typed. Once the user has been told, another save may overwrite it."""
        box = error_dialog.show(error)
        if filled is not self._filled:  # dropped meanwhile
            return
        texts: dict[str, tuple[str, object]] = {
            "name": (self.tr("Name"), stored.name),
            "groups": (self.tr("Groups"), listed(stored.groups)),
            "doors": (self.tr("Only these doors"), listed(stored.doors or ())),
            "department": (self.tr("Department"), stored.department),
            "note": (self.tr("Note"), stored.note),
            "valid_from": (self.tr("Valid from"), stored.valid_from),
            "valid_until": (self.tr("Valid until"), stored.valid_until),
        }
        typed, lines = self._typed(), [self.tr("Stored now:")]
        for field, (label, shown) in texts.items():
            if field in typed and filled[field][1] != getattr(stored, field):
                filled[field] = (shown, getattr(stored, field))
                text = language.moment(shown) if isinstance(shown, datetime) else shown
                lines.append(f"{label}: {text or '–'}")
        lines.append(self.tr("To replace it with what you have entered, save again."))
        box.setInformativeText("\n".join(lines))

    def _block(self) -> None:
        person, desk = self.person, self._desk()
        turned = self._block_turned
        if person is None or (turned.isValid() and not turned.hasExpired(QApplication.doubleClickInterval())):
            return  # the second of two clicks would undo the first
        run_in_background(
            lambda job: desk.set_blocked(person.id, not person.blocked, now=utc_now()),
            done=lambda after: self._changed(
                person,
                self.tr("No door opens for them now.") if after.blocked else self.tr("Doors open for them again."),
            ),
            once=(self.block, person.id),
        )

    def _ask_about_consent(self) -> None:
        person = self.person
        if person is None:
            return
        dialog = ConsentDialog(self._app, person, self)
        dialog.told.connect(lambda message: self._changed(person, message))
        dialog.open()

    def _ask_for_pin(self) -> None:
        person = self.person
        if person is None:
            return
        dialog = PinDialog(self._desk(), person, self._has_pin, self)
        dialog.taken.connect(lambda message: self._changed(person, message))
        dialog.finished.connect(lambda result: dialog.deleteLater())
        dialog.open()

    def _ask_for_photos(self) -> None:
        kinds, person = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES)), self.person
        shown, others = self.tr("Pictures"), self.tr("All files")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Add photos"), "", f"{shown} ({kinds});;{others} (*)")
        if names and person is not None and self.person is not None and self.person.id == person.id:
            self.take_photos([Path(name) for name in names])

    def _remove_photo(self) -> None:
        item, person, desk = self.photos.currentItem(), self.person, self._desk()
        if item is None or person is None:
            return
        number = int(item.data(Qt.ItemDataRole.UserRole))

        def done(photo: Photo) -> None:
            if self.chosen == person.id:
                self.undoable.emit(photo)
            self._changed(person, self.tr("The photo has been removed."))

        run_in_background(
            lambda job: desk.remove_photo(person.id, number, now=utc_now()), done=done, once=(self.remove_photo, number)
        )

    def _ask_to_erase(self) -> None:
        person = self.person
        if person is not None:
            run_in_background(
                lambda job: self._app.people.traces(person.id),
                done=partial(self._confirm_erasure, person),
                once=(self.erase, person.id),
            )

    def _confirm_erasure(self, person: Person, traces: Traces) -> None:
        desk = self._desk()

        def act(second: Actor | None, progress: Progress) -> Traces:
            return replace(desk, second=second).remove_person(person.id, erase=True, now=utc_now(), progress=progress)

        agreed = partial(erase, self._app, self, act, partial(self._erased, person), self.told.emit)
        AskToErase(self, "erase", agreed).about_person(person.name, traces)

    def _erased(self, person: Person, gone: Traces) -> None:
        said = self.tr("{name} has been erased, with {photos}, and with name and pictures in {events}.")
        said = said.replace("{photos}", self.tr("%Ln photo(s)", "", gone.photos))
        said = said.replace("{events}", self.tr("%Ln event(s)", "", gone.events))
        self.told.emit(f"{said.replace('{name}', person.name)} {left_to_look_through(gone)}".strip())

    def _changed(self, person: Person, message: str) -> None:
        """Report the result of a change, with the person's name if another person is shown by now."""
        self.told.emit(message if self.chosen == person.id else f"{person.name}: {message}")
        if self.chosen == person.id:
            self.refresh()


def _pixmap(chip: Image) -> QPixmap:
    height, width = chip.shape[:2]
    return QPixmap.fromImage(QImage(chip.data, width, height, chip.strides[0], QImage.Format.Format_RGB888).copy())
