"""Help for the page one looks at, what the program is made of, and the first steps of a new site."""

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QSize, Qt, Signal, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.first_steps import FirstSteps, Step
from gatekeeper.gui.core import language, theme
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
    """What the program is made of, with versions. Reads the database: not on the window's thread."""
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
    """Which versions run here, for whoever asks for help, and under which licences."""

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


class FirstStepsDialog(QDialog):
    """What is left to do until the site works, each with a button that leads there. wanted: the page's class, by name."""

    wanted = Signal(str)

    def __init__(self, steps: FirstSteps, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("first-steps")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("First steps"))
        words = {
            Step.ADMINISTRATOR: (self.tr("Make the first administrator"), "OperatorsPage"),
            Step.CAMERA: (self.tr("See a camera’s picture"), "SettingsPage"),
            Step.DOOR: (self.tr("Connect a door’s relay"), "SettingsPage"),
            Step.PERSON: (self.tr("Register somebody, with and without a mask"), "EnrolPage"),
            Step.LIVENESS: (self.tr("Measure how well living faces are told from pictures"), "ModelsPage"),
            Step.CALIBRATED: (self.tr("Calibrate the thresholds by your own people"), "ModelsPage"),
            Step.BACKUP: (self.tr("Set where backups go"), "SettingsPage"),
        }
        self.buttons = {step: QPushButton(text) for step, (text, _) in words.items()}
        body = QWidget()
        grid = QGridLayout(body)
        note = QLabel(self.tr("The site works once all of this is done. This list goes by itself then."))
        note.setWordWrap(True)
        grid.addWidget(note, 0, 0, 1, 2)
        for row, (step, (text, page)) in enumerate(words.items(), 1):
            done, picture, button = step in steps.done, QLabel(), self.buttons[step]
            state = self.tr("done") if done else self.tr("to do")
            name, colour = ("check", theme.colours().good) if done else ("right", theme.colours().muted)
            picture.setPixmap(theme.pixmap(name, 20, colour, self.devicePixelRatioF()))
            picture.setToolTip(state)
            button.setAccessibleName(f"{text}: {state}")
            button.setEnabled(not done)
            button.clicked.connect(lambda checked=False, page=page: self._go(page))
            grid.addWidget(picture, row, 0)
            grid.addWidget(button, row, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scroll(body))
        open_at(self, body.sizeHint() + QSize(30, 20))

    def _go(self, page: str) -> None:
        self.accept()
        self.wanted.emit(page)
