"""What every page has: a place on the rail, the right it takes, acts in the name of who sits there, and a status line."""

from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.store.accounts import Right


class Page(QWidget):
    """A page of the window. Somebody else may have signed in since it was made: it asks for rights when it is shown.

    title: its name on the rail, and icon the picture beside it; right: what it takes to open it, the most unless said.
    wants_page: another page, by the name of its class, is where somebody can go on; empty for this one's help.
    """

    wants_page = Signal(str)

    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    right: ClassVar[Right] = Right.ADMINISTER

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._bridge = app, bridge

    @property
    def changed(self) -> bool:
        """Whether something was begun here that is not saved yet."""
        return False

    @property
    def desk(self) -> Desk:
        """Whoever sits at the window now, at the desk: taken when somebody clicks, used when the work is done."""
        return Desk(self._app, self._app.actor)

    @cached_property
    def said(self) -> QLabel:
        """The status line: what became of what was done last."""
        line = QLabel()
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.setWordWrap(True)
        return line

    def may(self, right: Right) -> bool:
        """Whether whoever sits here may do this."""
        return self._app.actor.may(right)

    def say(self, text: str, kind: str = "hint") -> None:
        """Put this into the status line. kind: "hint", "good" or "bad"."""
        self.said.setText(text)
        dress(self.said, kind)


def dress(label: QLabel, kind: str) -> None:
    """Give a label the colour of a kind."""
    label.setProperty("kind", kind)
    label.style().unpolish(label)
    label.style().polish(label)
