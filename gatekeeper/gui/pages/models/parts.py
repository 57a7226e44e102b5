"""Parts of the tabs of the Models page."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from gatekeeper.gui.core.tasks import Job, run_in_background

T = TypeVar("T")


class Work(QWidget):
    """The progress bar of one piece of work at a time, with a button that cancels it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self.what = QLabel()
        self.what.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.what)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.cancel)
        self.hide()

    def begin(
        self,
        label: str,
        work: Callable[[Job], T],
        done: Callable[[T], None],
    ) -> Job:
        """Run the work in the background; the job's `ended` follows in any case."""
        self.what.setText(label)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(label)
        self.cancel.setEnabled(True)
        self.show()
        self.job = run_in_background(work, done=done, progress=self._progress, worker="long")
        self.job.ended.connect(self._ended)
        return self.job

    def _progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self.cancel.setEnabled(False)

    def _ended(self) -> None:
        self.job = None
        self.hide()


class FolderLine(QWidget):
    """A folder, typed or chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(self.tr("A folder"))
        self.choose = QPushButton(self.tr("Choose …"))
        self.choose.clicked.connect(self._choose)
        self.setFocusProxy(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.choose)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.line.accessibleName(), self.line.text())
        if name:
            self.line.setText(name)


def words_label(text: str = "", kind: str = "") -> QLabel:
    """A label for a plain text that may be long."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        label.setProperty("kind", kind)
    return label
