"""Printing: everything goes through the system's print dialog, which can also make a PDF."""

import os

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument
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


def pdf_of(html: str) -> bytes:
    """The pages of an HTML text as a PDF, A4; also works without an open window or a screen."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])  # needed for the fonts
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    document_of(html).print_(writer)
    del writer, application
    return bytes(content.data().data())
