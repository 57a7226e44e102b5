"""The error dialog: what is wrong and what to do about it or, for a bug, what happened and where it is logged."""

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from gatekeeper.capture.addresses import hide_credentials
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core.language import translated

log = logging.getLogger(__name__)
_bugs_shown = True
_open_boxes: set[QMessageBox] = set()  # a box without a parent would be collected while it is shown


def show(error: GatekeeperError, parent: QWidget | None = None) -> QMessageBox:
    """Show message and remedy; returns at once."""
    log.warning("%s", error)
    return _open(QMessageBox.Icon.Warning, translated(error.message), translated(error.hint), "", parent)


def show_bug(error: BaseException, parent: QWidget | None = None) -> QMessageBox | None:
    """Show that the program itself failed, with the trace to copy; the door is not affected. None where `catch_all` shows
    nothing."""
    log.error("A bug", exc_info=error)
    if not _bugs_shown:
        return None
    text = QCoreApplication.translate("error_dialog", "An error happened in the program: {error}")
    text = hide_credentials(text.format(error=error))
    hint = QCoreApplication.translate("error_dialog", "The door goes on as before. Please report the details below.")
    trace = hide_credentials("".join(traceback.format_exception(error)))
    return _open(QMessageBox.Icon.Critical, text, hint, trace, parent)


def catch_all(*, shown: bool = True) -> None:
    """Show exceptions that no page caught instead of printing them. shown: False only logs them, as on a residents' screen,
    where nobody can do anything about them."""
    global _bugs_shown  # one application, one screen
    _bugs_shown = shown

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, GatekeeperError) and _bugs_shown:
            show(error)
        else:
            show_bug(error)

    sys.excepthook = hook


def _open(icon: QMessageBox.Icon, text: str, hint: str, details: str, parent: QWidget | None) -> QMessageBox:
    box = QMessageBox(icon, "gatekeeper", text, QMessageBox.StandardButton.Ok, parent or QApplication.activeWindow())
    box.setObjectName("error_dialog")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(hint)
    if details:
        box.setDetailedText(details)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _open_boxes.add(box)
    box.finished.connect(lambda: _open_boxes.discard(box))
    # Not exec: the window keeps running, and the live picture with it.
    box.open()
    return box
