"""Choose one of the registered people by typing a part of the name."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.door.access import listed
from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import open_at
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.store.people import Listed, Which

TYPING_MILLISECONDS = 120  # a search begins after this long without typing


class PeopleList(QWidget):
    """A search line over the people it finds. chosen: a person's number, or -1 when nobody is chosen any more."""

    chosen = Signal(int)
    found = Signal(int)
    marked = Signal()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._job: Job | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Search by name, number or group"))
        self.line.setAccessibleName(self.tr("Search people"))
        self.line.setClearButtonEnabled(True)
        self.which = ChoiceField()
        self.which.setAccessibleName(self.tr("Which people"))
        for kind, label in (
            (Which.ALL, self.tr("Everybody")),
            (Which.NO_PIN, self.tr("Without a PIN")),
            (Which.NO_PHOTO, self.tr("Without a photo")),
            (Which.NO_MASKED, self.tr("Without a photo with a mask")),
            (Which.NO_CONSENT, self.tr("Without a consent on record")),
            (Which.OLDER_CONSENT, self.tr("Agreed to an older text")),
            (Which.BLOCKED, self.tr("Blocked")),
            (Which.EXPIRED, self.tr("Expired")),
            (Which.UNSEEN, self.tr("Not seen for 90 days")),
            (Which.GUESTS, self.tr("Guests")),
        ):
            self.which.addItem(label, kind)
        self.which.currentIndexChanged.connect(lambda index: self.search())
        self.which.hide()  # useful only on the People page
        self.people = QListWidget()
        self.people.setIconSize(QSize(48, 48))
        self.people.setUniformItemSizes(True)
        self.people.setAccessibleName(self.tr("People"))
        self.lead = Lead(self.people)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.search)
        self.line.textChanged.connect(lambda text: self._typing.start())
        self.line.returnPressed.connect(self.people.setFocus)
        self.people.currentItemChanged.connect(self._changed)
        self.people.itemSelectionChanged.connect(self.marked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        layout.addWidget(self.which)
        layout.addWidget(self.people, 1)

    @property
    def selected(self) -> list[int]:
        """The numbers of all selected people."""
        marked = sorted(self.people.selectedItems(), key=self.people.row)
        return [int(item.data(Qt.ItemDataRole.UserRole)) for item in marked]

    @property
    def current(self) -> int:
        """The chosen person's number, -1 for nobody."""
        item = self.people.currentItem()
        return int(item.data(Qt.ItemDataRole.UserRole)) if item is not None else -1

    def select(self, person_id: int) -> None:
        """Choose somebody, or nobody where they are not in the list, without emitting `chosen`."""
        self.people.blockSignals(True)
        for row in range(self.people.count()):
            if self.people.item(row).data(Qt.ItemDataRole.UserRole) == person_id:
                self.people.setCurrentRow(row)
                break
        else:
            self.people.setCurrentRow(-1)
        self.people.blockSignals(False)

    def show_everybody(self) -> None:
        """Clear the search."""
        self.line.clear()
        self.which.setCurrentIndex(0)
        self.search()

    def search(self) -> None:
        """Show the people that the search finds now; the chosen one stays chosen if they are among them."""
        text, kind = self.line.text(), Which(self.which.currentData())
        if self._job is not None:
            self._job.cancel()
        self._job = run_in_background(lambda job: self._app.people.search(text, which=kind), done=self._show)
        self._job.ended.connect(self._ended)

    def _ended(self) -> None:
        self._job = None

    def _changed(self) -> None:
        self.chosen.emit(self.current)

    def _show(self, listed: list[Listed]) -> None:
        if self.line.text() or self.which.currentIndex():
            self.lead.say(self.tr("Nobody was found."), self.tr("Show everybody"), self.show_everybody)
        else:
            self.lead.say(self.tr("Nobody is registered yet."))
        before, marked = self.current, {*self.selected}
        self.people.blockSignals(True)
        self.people.clear()
        for entry in listed:
            item = QListWidgetItem(portrait_icon(entry.chip), f"{entry.person.name}\n{self._second_line(entry)}")
            item.setData(Qt.ItemDataRole.UserRole, entry.person.id)
            item.setToolTip(wording.plain(entry.person.name))
            item.setSizeHint(QSize(0, 52))  # also for people without a picture, in any script
            self.people.addItem(item)
            if entry.person.id == before:
                self.people.setCurrentItem(item)
        if len(marked) > 1:
            for row in range(self.people.count()):
                item = self.people.item(row)
                item.setSelected(item.data(Qt.ItemDataRole.UserRole) in marked)
        self.people.blockSignals(False)
        if self.current != before:
            self.chosen.emit(self.current)
        self.found.emit(len(listed))

    def _second_line(self, entry: Listed) -> str:
        parts = [f"# {entry.person.id}"]
        if entry.person.blocked:
            parts.append(self.tr("blocked"))
        if not entry.photos:
            parts.append(self.tr("no photo"))
        parts.append(listed(entry.person.groups) or self.tr("no group"))
        if entry.person.department:
            parts.append(entry.person.department)
        return "  ·  ".join(parts)


class PersonPicker(QDialog):
    """Asks for one person. picked: their number."""

    picked = Signal(int)

    def __init__(self, app: App, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        open_at(self, QSize(420, 460))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = PeopleList(app)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.choose = self.buttons.addButton(self.tr("Choose"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.choose.setProperty("kind", "primary")
        self.choose.setEnabled(False)
        self.list.chosen.connect(lambda number: self.choose.setEnabled(number >= 0))
        self.buttons.accepted.connect(lambda: self.picked.emit(self.list.current))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.buttons)
        self.list.search()


def portrait_icon(data: bytes) -> QIcon:
    """A face as an icon, square so that the names beside them are aligned; an empty one where there is none."""
    picture = QPixmap()
    if data:
        picture.loadFromData(data)
    side = max(picture.width(), picture.height())
    if picture.width() == picture.height():
        return QIcon(picture)
    square = QPixmap(side, side)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.drawPixmap((side - picture.width()) // 2, (side - picture.height()) // 2, picture)
    painter.end()
    return QIcon(square)
