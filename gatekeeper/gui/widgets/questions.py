"""Questions before something is deleted for good: Enter and Escape keep it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gatekeeper.gui.core import language
from gatekeeper.gui.core.language import translated
from gatekeeper.messages import Message
from gatekeeper.store.people import Traces


class AskToDestroy(QMessageBox):
    """Asks, and acts when the destructive button is pressed. name: the dialog's object name, by which it can be found."""

    def __init__(self, parent: QWidget, name: str, do: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Warning)
        self._do = do

    def ask(self, question: str, explanation: str, button: str) -> None:
        """Show the question and return at once. explanation: what will be deleted; button: the text of the destructive
        button."""
        self.setWindowTitle(button)
        self.setText(question)
        self.setInformativeText(explanation)
        self.setStandardButtons(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(QMessageBox.StandardButton.Cancel)
        self.addButton(button, QMessageBox.ButtonRole.DestructiveRole).clicked.connect(lambda: self._do())
        self.open()


def left_to_look_through(gone: Traces) -> str:
    """What an erasure could not compare, as a text for the user who asked for it; empty where there is nothing."""
    left = []
    if gone.uncompared:
        left.append(
            Message(
                "{n} face(s) on the watch list could not be compared with theirs: look through it, and take them off.",
                n=gone.uncompared,
            )
        )
    if gone.unseen:
        left.append(Message("{n} face(s) in the log could not be compared with theirs.", n=gone.unseen))
    return " ".join(map(translated, left))


class AskToErase(AskToDestroy):
    """Asks whether somebody is to be erased."""

    def about_person(self, name: str, traces: Traces) -> None:
        """Ask whether to erase this person, and list how much is stored about them."""
        counts = (
            (traces.photos, self.tr("%Ln photo(s)", "", traces.photos)),
            (traces.templates, self.tr("%Ln template(s)", "", traces.templates)),
            (traces.impostors, self.tr("%Ln face(s) known not to be theirs", "", traces.impostors)),
            (traces.watched, self.tr("%Ln face(s) on the watch list", "", traces.watched)),
            (traces.snapshots, self.tr("%Ln picture(s) in the log", "", traces.snapshots)),
            (traces.events, self.tr("the name in %Ln event(s)", "", traces.events)),
        )
        explanation = self.tr("This deletes: {what}. The events themselves stay, without a name.")
        listed = language.listed(text for count, text in counts if count) or self.tr("the name")
        question = self.tr("Erase {name}? This cannot be undone.").replace("{name}", name)
        self.ask(question, explanation.replace("{what}", listed), self.tr("Erase"))
