"""The base of all pages: a place on the rail, the right it needs, the user's desk, and a status line."""

from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.layouts import bring_into_view
from gatekeeper.store.accounts import Right


class Page(QWidget):
    """A page of the window.

    Another user may have signed in since it was created, so it checks rights when it is shown. title: its name on the rail,
    icon: the picture beside it; right: required to open it, the highest unless set. wants_page: the user wants to go to another
    page, named by its class; an empty name asks for this page's help.
    """

    wants_page = Signal(str)

    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    right: ClassVar[Right] = Right.ADMINISTER

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._bridge = app, bridge
        bridge.signed_in.connect(self._heard_sign_in)

    @property
    def changed(self) -> bool:
        """Whether there are unsaved changes."""
        return False

    def drop_changes(self) -> None:
        """Drop unsaved changes. A page that holds any overrides this: a user must not save another user's changes."""

    @property
    def desk(self) -> Desk:
        """The present user's desk: taken at the click, used for the work that follows."""
        return Desk(self._app, self._app.actor)

    @cached_property
    def said(self) -> QLabel:
        """The status line: the result of the last action."""
        line = QLabel()
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.setWordWrap(True)
        return line

    def may(self, right: Right) -> bool:
        """Whether the user has this right."""
        return self._app.actor.may(right)

    def say(self, text: str, kind: str = "hint") -> None:
        """Show this in the status line. kind: "hint", "good" or "bad"."""
        self.said.setText(text)
        dress(self.said, kind)

    def answer(self, text: str, kind: str = "hint") -> None:
        """Answer the user in the status line, and scroll to it: on a small screen it may be far from what was pressed."""
        self.say(text, kind)
        bring_into_view(self.said)

    def _heard_sign_in(self, name: str, again: bool) -> None:
        if not again:
            self.drop_changes()


def dress(label: QLabel, kind: str) -> None:
    """Give a label the colour of a kind."""
    label.setProperty("kind", kind)
    label.style().unpolish(label)
    label.style().polish(label)
