"""The third step: a registered person looks the same."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gatekeeper.domain import MaskState, Person, Photo
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.pages.enrol.person import Draft
from gatekeeper.gui.widgets.pictures import pixmap_of
from gatekeeper.people.enrolment import EnrolmentSession


@dataclass
class Twin:
    """A registered person who looks the same."""

    person: Person
    photos: list[Photo] = field(default_factory=list)


class TwinStep(QWidget):
    """A registered person looks the same: both side by side, and the choices."""

    same = Signal(int)
    different = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Is this the same person?"))
        title.setProperty("kind", "title")
        self._names = (QLabel(), QLabel())
        self._pictures = (QLabel(), QLabel())
        sides = QHBoxLayout()
        sides.addStretch()
        for name, picture in zip(self._names, self._pictures, strict=True):
            card = QFrame()
            card.setProperty("kind", "card")
            card.setFixedWidth(320)
            column = QVBoxLayout(card)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setWordWrap(True)
            name.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(picture)
            column.addWidget(name)
            sides.addWidget(card)
        sides.addStretch()
        self.is_same = QPushButton()
        self.is_same.setObjectName("same")  # its text names the person
        self.is_same.setProperty("kind", "primary")
        self.is_other = QPushButton(self.tr("&Two people: register the new one too"))
        back = QPushButton(self.tr("&Back"))
        self._twin: Twin | None = None
        self.is_same.clicked.connect(lambda: self.same.emit(self._twin.person.id if self._twin else 0))
        self.is_other.clicked.connect(self.different)
        back.clicked.connect(self.back)
        buttons = QHBoxLayout()
        buttons.addWidget(back)
        buttons.addStretch()
        buttons.addWidget(self.is_other)
        buttons.addWidget(self.is_same)
        layout = QVBoxLayout(self)
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        layout.addLayout(sides)
        layout.addStretch()
        layout.addLayout(buttons)

    def show_pair(self, draft: Draft, session: EnrolmentSession, twin: Twin) -> None:
        """Show the new person's photo beside the registered person's."""
        self._twin = twin
        new_portrait = next(p for p in session.taken if p.mask is MaskState.BARE)
        self._pictures[0].setPixmap(pixmap_of(new_portrait.chip, 260))
        twin_portrait = next((p for p in twin.photos if p.mask is MaskState.BARE), None)
        if twin_portrait is not None:
            self._pictures[1].setPixmap(pixmap_of(twin_portrait.chip, 260))
        self._names[0].setText(self.tr("{name} (new)").format(name=draft.name))
        since = min((photo.added_at for photo in twin.photos), default=None)
        when = language.day(since) if since else ""
        registered = self.tr("{name} (number {number}, registered {when})")
        self._names[1].setText(registered.format(name=twin.person.name, number=twin.person.id, when=when))
        # Short enough for all three buttons on a screen of 1024.
        short = wording.unmarked(wording.shortened(twin.person.name, 20))
        self.is_same.setText(self.tr("&Same person: add the photos to {name}").format(name=short))
