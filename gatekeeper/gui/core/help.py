"""Help for the current page, and the About dialog."""

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.gui.core import language
from gatekeeper.gui.core.layouts import Scroll, open_at
from gatekeeper.paths import assets

_PACKAGES = ("torch", "openvino", "onnxruntime", "opencv-python-headless", "faiss-cpu", "SQLAlchemy")


@cache
def _texts(spoken: str) -> dict[str, str]:
    """The help of a language: by page, in Markdown."""
    parts = (assets() / "help" / f"{spoken}.md").read_text(encoding="utf-8").split("\n# ")
    sections = [part.removeprefix("# ").partition("\n") for part in parts]
    return {name.strip(): text.strip() for name, _, text in sections}


def text_of(page: str, spoken: str) -> str:
    """The help for a page, by its class, in Markdown."""
    return _texts(spoken)[page]


class HelpDialog(QDialog):
    """A page's help, in the language of the window."""

    def __init__(self, page: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.text = QTextBrowser()
        self.text.setAccessibleName(title)
        self.text.setMarkdown(text_of(page, language.spoken()))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
        open_at(self, self.sizeHint().expandedTo(self.minimumSize()) * 1.6)


def made_of(app: App) -> list[tuple[str, str]]:
    """The parts of the program, with versions. Reads the database, so do not call it on the window's thread."""
    parts = [("gatekeeper", _version("gatekeeper")), ("Python", platform.python_version()), ("Qt", qVersion())]
    parts += [(name, _version(name)) for name in _PACKAGES]
    parts += app.database.versions().items()
    parts += [("model", app.models.active.id)]
    return [(name, number) for name, number in parts if number]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


class AboutDialog(QDialog):
    """The versions that run here, for support requests, and the licences."""

    def __init__(self, parts: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About gatekeeper"))
        body, grid = QWidget(), QGridLayout()
        for row, (name, number) in enumerate(parts):
            for column, text in enumerate((self.tr("Model") if name == "model" else name, number)):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(label, row, column)
        licences = QLabel(
            self.tr(
                "Qt and PySide6 are used under the LGPL, version 3; the other packages under their own licences, which are "
                "installed with them. A model’s licence stands on its card, on the Models page."
            )
        )
        licences.setWordWrap(True)
        licences.setProperty("kind", "hint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        inner = QVBoxLayout(body)
        inner.addLayout(grid)
        inner.addWidget(licences)
        inner.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(Scroll(body))
        layout.addWidget(buttons)
        open_at(self, body.sizeHint() + QSize(50, 50 + buttons.sizeHint().height()))
