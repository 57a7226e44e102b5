"""Paper: whatever is printed goes through the system's print dialog, from where it may become a PDF too."""

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget


def document_of(html: str) -> QTextDocument:
    """The pages of an HTML text."""
    document = QTextDocument()
    document.setHtml(html)
    return document


def print_html(parent: QWidget, html: str) -> None:
    """Ask where an HTML text is to be printed, and print it there."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    document = document_of(html)
    dialog.accepted.connect(lambda: document.print_(printer))
    dialog.finished.connect(lambda result: dialog.deleteLater())
    QDialog.open(dialog)
