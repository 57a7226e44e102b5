"""Questions before the program is left: doors stop with it, and unsaved changes are lost."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gatekeeper.gui.core import language
from gatekeeper.gui.core.language import translate


def ask_to_stop(window: QWidget, doors: Sequence[str], stop: Callable[[], object] | None) -> None:
    """Ask whether to stop these doors, one question at a time. stop: called on yes; None for users who may not decide that."""
    if window.findChild(QMessageBox, "closing") is not None:
        return
    if stop is not None:
        text = translate("leaving", "Closing the program stops these doors: {doors}")
        hint = translate("leaving", "They stay locked for everybody until the program is started again.")
    else:
        text = translate("leaving", "These doors are running: {doors}")
        hint = translate("leaving", "Only an administrator can close the program. Please sign in first.")
    box = QMessageBox(QMessageBox.Icon.Warning, "gatekeeper", "", QMessageBox.StandardButton.NoButton, window)
    box.setObjectName("closing")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text.replace("{doors}", language.listed(doors)))
    box.setInformativeText(hint)
    if stop is not None:
        button = box.addButton(
            translate("leaving", "&Stop the doors and close"), QMessageBox.ButtonRole.DestructiveRole
        )
        button.clicked.connect(stop)
    keep = box.addButton(translate("leaving", "&Keep the doors running"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def ask_to_discard(window: QWidget, pages: Sequence[str], leave: Callable[[], object]) -> None:
    """Ask whether unsaved changes on these pages may be lost, and then leave."""
    buttons = QMessageBox.StandardButton
    text = translate("leaving", "There are unsaved changes on: {pages}.").replace("{pages}", language.listed(pages))
    box = QMessageBox(
        QMessageBox.Icon.Question,
        translate("leaving", "Unsaved changes"),
        text,
        buttons.Discard | buttons.Cancel,
        window,
    )
    box.setObjectName("unsaved")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setDefaultButton(buttons.Cancel)
    box.button(buttons.Discard).clicked.connect(leave)
    box.open()
