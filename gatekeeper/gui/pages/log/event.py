"""One event in full."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.domain import AccessEvent, Outcome, Person, Reason
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.layouts import Scroll, open_at
from gatekeeper.store.accounts import Right

_LARGE = 420  # pixels of a face in a window of its own


class EventView(QFrame):
    """One event in full, with its corrections."""

    wants_not_him = Signal(object)
    wants_this_is = Signal(object)
    wants_large = Signal(object)
    wants_erased = Signal(object)
    wants_guest = Signal(object)
    wants_watched = Signal(object)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedWidth(330)
        self.event_shown: AccessEvent | None = None
        self._app = app
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumHeight(200)
        self.heading, self.message = QLabel(), QLabel()
        self.heading.setProperty("kind", "subtitle")
        self.facts = QLabel()
        for label in (self.heading, self.message, self.facts):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setProperty("kind", "hint")
        self.not_him = QPushButton(self.tr("This is &not them"))
        self.not_him.setToolTip(self.tr("The face is remembered as somebody who is not this person."))
        self.this_is = QPushButton(self.tr("This &is …"))
        self.this_is.setToolTip(self.tr("The face becomes a photo of the person you choose."))
        self.erase = QPushButton(self.tr("E&rase this person …"))
        self.erase.setToolTip(self.tr("They were removed; the log still holds their name and pictures."))
        self.erase.setProperty("kind", "danger")
        self.erase.clicked.connect(lambda: self.wants_erased.emit(self.event_shown))
        self.guest = QPushButton(self.tr("Make a &guest …"))
        self.guest.setToolTip(self.tr("The visitor is let in for a day, and recognised by the pictures of this visit."))
        self.guest.clicked.connect(lambda: self.wants_guest.emit(self.event_shown))
        self.watch = QPushButton(self.tr("Watch &for them …"))
        self.watch.setToolTip(self.tr("An alarm is raised when this visitor comes to any door again."))
        self.watch.clicked.connect(lambda: self.wants_watched.emit(self.event_shown))
        self.large = QPushButton(self.tr("&Larger …"))
        self.large.clicked.connect(lambda: self.wants_large.emit(self.event_shown))
        self.not_him.clicked.connect(lambda: self.wants_not_him.emit(self.event_shown))
        self.this_is.clicked.connect(lambda: self.wants_this_is.emit(self.event_shown))
        layout = QVBoxLayout(self)
        for widget in (self.picture, self.heading, self.message, self.facts):
            layout.addWidget(widget)
        layout.addStretch()
        layout.addWidget(self.guest)
        layout.addWidget(self.watch)
        layout.addWidget(self.large)
        layout.addWidget(self.erase)
        buttons = QHBoxLayout()
        buttons.addWidget(self.not_him)
        buttons.addWidget(self.this_is)
        layout.addLayout(buttons)
        self.show_event(None)

    def show_event(self, event: AccessEvent | None, named: Person | None = None) -> None:
        """Show an event that was fetched with its picture; None shows no event. named: the person according to later
        corrections."""
        self.event_shown = event
        self.picture.clear()
        self.not_him.setEnabled(may_correct(self._app, event) and event is not None and event.person_id is not None)
        self.this_is.setEnabled(may_correct(self._app, event))
        self.large.setEnabled(event is not None)
        self.erase.setVisible(may_erase(self._app, event))
        self.guest.setVisible(may_welcome(self._app, event))
        self.watch.setVisible(may_watch(self._app, event))
        if event is None:
            self.picture.setText(self.tr("Choose an event to see it in full."))
            for label in (self.heading, self.message, self.facts):
                label.setText("")
            return
        if (face := _face(event, 200)) is not None:
            self.picture.setPixmap(face)
        else:
            self.picture.setText(self.tr("No picture is kept."))
        self.heading.setText(wording.subject(event, self.tr("Nobody known")))
        self.message.setText(sentence_of(event))
        self.facts.setText("\n".join(f"{name}:  {value}" for name, value in facts(event, named)))


class EventDialog(QDialog):
    """One event in a window of its own, with its face in full size and texts that can be copied."""

    def __init__(self, event: AccessEvent, named: Person | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = wording.subject(event, QCoreApplication.translate("EventView", "Nobody known"))
        self.setWindowTitle(f"{heading} – {language.moment(event.at, seconds=True)}")
        self.picture, self.text = QLabel(), QLabel()
        if (face := _face(event, _LARGE)) is not None:
            self.picture.setPixmap(face)
        else:
            self.picture.setText(QCoreApplication.translate("EventView", "No picture is kept."))
        rows = "\n".join(f"{name}:  {value}" for name, value in facts(event, named))
        self.text.setText(f"{heading}\n{sentence_of(event)}\n\n{rows}")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setMinimumWidth(340)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        content = QWidget()
        row = QHBoxLayout(content)
        row.addWidget(self.picture)
        row.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(Scroll(content), 1)
        layout.addWidget(buttons)
        open_at(self, content.sizeHint() + QSize(40, 80))


def may_correct(app: App, event: AccessEvent | None) -> bool:
    """Whether a face of this event is kept, and the present user may say whose it is."""
    return event is not None and event.mask is not None and app.actor.may(Right.CORRECT)


def may_welcome(app: App, event: AccessEvent | None) -> bool:
    """Whether an event is a visit of an unknown person, and the present user may make them a guest."""
    unknown = event is not None and event.outcome is Outcome.UNKNOWN and event.mask is not None
    return unknown and app.actor.may(Right.PEOPLE)


def may_watch(app: App, event: AccessEvent | None) -> bool:
    """Whether an event is a visit of an unknown person, and the site keeps a watch list to which the present user may add
    them."""
    return app.settings.alarms.watch_list and may_welcome(app, event)


def may_erase(app: App, event: AccessEvent | None) -> bool:
    """Whether an event names a removed person, and the present user may erase them from the log."""
    removed = event is not None and event.person_id is None and bool(event.person_name)
    return removed and app.actor.may(Right.PEOPLE)


def facts(event: AccessEvent, named: Person | None = None) -> list[tuple[str, str]]:
    """The details of an event beside its sentence. named: the person according to later corrections."""

    rows = [
        (QCoreApplication.translate("EventView", "Named since"), named.name if named is not None else ""),
        (QCoreApplication.translate("EventView", "Time"), language.moment(event.at, seconds=True)),
        (QCoreApplication.translate("EventView", "Door"), event.door),
        (QCoreApplication.translate("EventView", "Camera"), event.camera),
        (QCoreApplication.translate("EventView", "Mask"), wording.mask(event.mask)),
        (QCoreApplication.translate("EventView", "Similarity"), _against(event.similarity, event.threshold)),
        (QCoreApplication.translate("EventView", "Measured"), _against(event.value, event.limit)),
        (QCoreApplication.translate("EventView", "Model"), event.model_id),
        (
            QCoreApplication.translate("EventView", "Decision time"),
            language.milliseconds(event.latency_ms) if event.latency_ms else "",
        ),
        (QCoreApplication.translate("EventView", "Number"), str(event.id)),
    ]
    return [(name, value) for name, value in rows if value]


def sentence_of(event: AccessEvent) -> str:
    """The message, preceded by the reason unless the message begins by saying it."""
    reason, sentence = wording.reason(event.reason), wording.translated(event.message)
    said = sentence.startswith(reason) or event.reason is Reason.OUTSIDE_HOURS  # which is said with "your"
    return sentence if said else f"{reason}: {sentence}"


def _face(event: AccessEvent, side: int) -> QPixmap | None:
    face = QPixmap()
    if not event.snapshot or not face.loadFromData(event.snapshot):
        return None
    smooth = Qt.TransformationMode.SmoothTransformation
    return face.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, smooth)


def _against(value: float | None, limit: float | None) -> str:
    """A measured value and its limit, with as many digits as both need."""
    if value is None:
        return ""
    digits = 3 if max(abs(value), abs(limit or 0)) < 10 else 0
    text = language.decimal(value, digits)
    return text if limit is None else f"{text}  ({'≥' if value >= limit else '<'} {language.decimal(limit, digits)})"
