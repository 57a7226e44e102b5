"""A list of things with a form for the chosen one: every change can be undone until it is saved, and none is lost meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
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
from gatekeeper.errors import GatekeeperError, StoreError
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.layouts import Scroll
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import dress
from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.questions import AskToDestroy
from gatekeeper.store.accounts import Right
from gatekeeper.store.names import NAMELESS, clean_name


class NameDialog(QInputDialog):
    """Asks for a name, and stays open until one is entered."""

    def accept(self) -> None:
        """See the class. The name is taken as it will be stored: it may be there already, written with other spaces."""
        try:
            self.setTextValue(clean_name(self.textValue()))
        except StoreError as error:
            nameless = not self.textValue().strip()
            self.setLabelText(wording.plain(wording.translated(NAMELESS) if nameless else wording.of(error)))
            cast("QLineEdit", self.findChild(QLineEdit)).setFocus()
            return
        super().accept()


class Editor(QWidget):
    """Values are frozen: each change makes a new value on top of those before it; `undo` takes the newest away.

    Unsaved changes are kept by name while another value is shown. Saving also passes the value that was stored when the change
    began, so that the desk can tell whether somebody else has changed it meanwhile. shown: the stored values were read and
    shown.

    A subclass defines how values are read (`read`), shown (`show_value`), taken from its widgets (`value`), saved (`write`),
    begun (`fresh`), renamed and removed; its widgets go into `self.form`.
    """

    shown = Signal()
    right = Right.ADMINISTER
    adds = renames = True

    def __init__(self, app: App, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.stored: dict[str, Any] = {}
        self._histories: dict[str, list[Any]] = {}  # for what was changed: the stored value, then every change
        self._filling = False
        self.names = QListWidget()
        self.names.setAccessibleName(title)
        self.names.setMinimumWidth(150)
        self.names.setProperty("kind", "names")
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.lead = Lead(self.names)
        self.add, self.rename = QPushButton(self.tr("&Add …")), QPushButton(self.tr("Re&name …"))
        self.remove = QPushButton(self.tr("&Remove …"))
        self.remove.setProperty("kind", "danger")
        self.undo, self.discard, self.save = (
            QPushButton(text) for text in (self.tr("&Undo"), self.tr("&Discard changes"), self.tr("&Save"))
        )
        self.save.setProperty("kind", "primary")
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.body = QWidget()
        self.form = QVBoxLayout(self.body)
        self.form.setContentsMargins(0, 0, 0, 0)
        side, right, foot = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        side.addWidget(self.names, 1)
        for button in (self.add, self.rename, self.remove):
            side.addWidget(button)
        for button, offered in ((self.add, self.adds), (self.remove, self.adds), (self.rename, self.renames)):
            if not offered:
                button.hide()
        foot.addWidget(self.said, 1)
        for button in (self.undo, self.discard, self.save):
            foot.addWidget(button)
        right.addWidget(Scroll(self.body), 1)  # the buttons below it stay in sight
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.addLayout(side, 1)
        layout.addLayout(right, 4)
        self.names.currentItemChanged.connect(lambda now, before: self._show_current())
        self.add.clicked.connect(self._ask_to_add)
        self.rename.clicked.connect(self._ask_to_rename)
        self.remove.clicked.connect(self._ask_to_remove)
        self.undo.clicked.connect(self._undo)
        self.discard.clicked.connect(self._discard)
        self.save.clicked.connect(self._save)
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._undo)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._enable()

    # What a subclass defines

    def read(self, app: App) -> dict[str, Any]:
        """What is stored, by name; not on the window's thread."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Fill the widgets; the value is None where nothing is chosen."""
        raise NotImplementedError

    def value(self) -> Any:
        """The value in the widgets."""
        raise NotImplementedError

    def write(self, desk: Desk, name: str, value: Any, seen: Any) -> None:
        """Save the value. seen: the stored value when the change began, None for a new one."""
        raise NotImplementedError

    def fresh(self, name: str) -> Any:
        """A new value, which is not stored before it is saved."""
        raise NotImplementedError

    def renamed(self, desk: Desk, name: str, new: str) -> None:
        """Give it another name."""
        raise NotImplementedError

    def removed(self, desk: Desk, name: str) -> None:
        """Delete it."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why the value in the widgets cannot be saved; empty if it can."""
        return ""

    def none_yet(self) -> str:
        """The text shown where there is none."""
        raise NotImplementedError

    # What all of them share

    @property
    def current(self) -> str:
        """The name of the chosen one; empty for none."""
        item = self.names.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    @property
    def changed(self) -> bool:
        """Whether something is not saved yet."""
        return any(map(self._is_changed, self._histories))

    def refresh(self) -> None:
        """Show what is stored now; what is being changed stays as it is."""
        app = self._app
        run_in_background(lambda job: self.read(app), done=self._show, failed=self._refused)

    def forget(self) -> None:
        """Drop all unsaved changes."""
        if self._histories:
            self._histories.clear()
            self.say("")
            self._show(self.stored)

    def edited(self) -> None:
        """To be called when any of the widgets was changed."""
        if self._filling or not self.current:
            return
        history = self._histories.setdefault(self.current, [self.stored.get(self.current)])
        value = self.value()
        if value != history[-1]:
            history.append(value)
        self.say("")
        self._enable()

    def say(self, text: str, kind: str = "hint") -> None:
        """Show this in the status line. kind: "hint", "good" or "bad"."""
        self.said.setText(text)
        dress(self.said, kind)

    def begin(self, name: str) -> None:
        """Begin a new value with this name, or choose the existing one."""
        if name not in self.stored and name not in self._histories:
            self._histories[name] = [None, self.fresh(name)]
            self._show(self.stored)
        self._choose(name)

    def _choose(self, name: str) -> None:
        for row in range(self.names.count()):
            if self.names.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.names.setCurrentRow(row)

    def _show(self, stored: Mapping[str, Any]) -> None:
        before = self.current
        self.stored = dict(stored)
        removed = [name for name, history in self._histories.items() if name not in stored and history[0] is not None]
        for name in removed:
            del self._histories[name]
        self.names.blockSignals(True)
        self.names.clear()
        for name in (*stored, *(name for name in self._histories if name not in stored)):
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(wording.plain(name))
            self.names.addItem(item)
            if name == before:
                self.names.setCurrentItem(item)
        if self.names.currentItem() is None and self.names.count():
            self.names.setCurrentRow(0)
        self.names.blockSignals(False)
        may = self.adds and self._app.actor.may(self.right)
        self.lead.say(self.none_yet(), self.tr("Add …"), self._ask_to_add if may else None)
        self._show_current()
        if removed:
            self.say(self.tr("{name} was removed elsewhere.").replace("{name}", language.listed(removed)), "bad")
        self.shown.emit()

    def _show_current(self) -> None:
        name = self.current
        self._fill(self._histories[name][-1] if name in self._histories else self.stored.get(name))
        self._enable()

    def _fill(self, value: Any) -> None:
        self._filling = True
        self.show_value(value)
        self._filling = False

    def _is_changed(self, name: str) -> bool:
        history = self._histories.get(name, [])
        return len(history) > 1 and history[-1] != history[0]

    def _enable(self) -> None:
        may, chosen = self._app.actor.may(self.right), bool(self.current)
        self.body.setEnabled(may and chosen)
        self.add.setEnabled(may)
        self.rename.setEnabled(may and self.current in self.stored and not self._is_changed(self.current))
        self.remove.setEnabled(may and self.current in self.stored)
        problem = self.problem() if chosen and not self._filling else ""
        self.undo.setEnabled(may and self._can_undo)
        self.discard.setEnabled(may and self._is_changed(self.current))
        self.save.setEnabled(may and self._is_changed(self.current) and not problem)
        if problem:
            self.say(problem, "bad")
        for row in range(self.names.count()):
            item = self.names.item(row)
            name = str(item.data(Qt.ItemDataRole.UserRole))
            # On a line of its own: beside a long name, "(nicht gespeichert)" would be cut to "gespeichert)".
            mark = self.tr("(not saved)")
            item.setText(f"{name}\n{mark}" if self._is_changed(name) else name)

    @property
    def _can_undo(self) -> bool:
        history = self._histories.get(self.current, [None])
        return len(history) > (2 if history[0] is None else 1)

    def _undo(self) -> None:
        history = self._histories.get(self.current, [])
        if self._can_undo:
            history.pop()
            self._fill(history[-1])
            self.say("")
            self._enable()

    def _discard(self) -> None:
        self._histories.pop(self.current, None)
        self.say("")
        self.refresh()

    def _save(self) -> None:
        name, history = self.current, self._histories[self.current]
        value, seen = history[-1], history[0]
        desk = Desk(self._app, self._app.actor)

        def done(nothing: object) -> None:
            now = self._histories.pop(name, [value])[-1]
            if now != value:  # it was changed again meanwhile, which is not saved yet
                self._histories[name] = [value, now]
            self.say(self.tr("{name} is saved.").replace("{name}", name), "good")
            self.refresh()

        run_in_background(
            lambda job: self.write(desk, name, value, seen), done=done, failed=self._refused, once=(self, name, value)
        )

    def _refused(self, error: GatekeeperError) -> None:
        self.say(wording.of(error), "bad")

    def _ask(self, title: str, name: str, act: Callable[[str], object]) -> None:
        dialog = NameDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(act)
        dialog.open()

    def _ask_to_add(self) -> None:
        self._ask(self.tr("Add"), "", self.begin)

    def _ask_to_rename(self) -> None:
        name = self.current
        self._ask(
            self.tr("Rename"),
            name,
            lambda new: self._do(lambda desk: self.renamed(desk, name, new), new),
        )

    def _ask_to_remove(self) -> None:
        name = self.current
        question = self.tr("Remove {name}?").replace("{name}", name)
        AskToDestroy(self, "remove", lambda: self._do(lambda desk: self.removed(desk, name), "")).ask(
            question, "", self.tr("Remove")
        )

    def _do(self, act: Callable[[Desk], object], then: str) -> None:
        """Do something at the desk, show the result, and then choose the value named `then`."""
        desk = Desk(self._app, self._app.actor)

        def work(job: Job) -> dict[str, Any]:
            act(desk)
            return self.read(self._app)

        def done(stored: dict[str, Any]) -> None:
            self.say("")
            self._show(stored)
            self._choose(then)

        run_in_background(work, done=done, failed=self._refused)
