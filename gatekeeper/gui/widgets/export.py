"""Export of a page's list to a file, with progress and cancel."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QPushButton, QWidget

from gatekeeper.desk.reports import SUFFIXES
from gatekeeper.gui.core.tasks import Job, run_in_background


class Export(QWidget):
    """A button that is replaced by the progress of its export. wanted: a file, and whether it begins with a byte-order mark."""

    wanted = Signal(object, bool)

    def __init__(self, title: str, file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._file = title, file
        self._job: Job | None = None
        self.button, self.progress = QPushButton(self.tr("&Export …")), QProgressBar()
        self.stop = QPushButton(self.tr("Cancel"))
        self.progress.hide()
        self.stop.hide()
        self.button.clicked.connect(self._ask_where)
        self.stop.clicked.connect(lambda: self._job.cancel() if self._job is not None else None)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.progress, self.stop, self.button):
            layout.addWidget(widget)

    def begin(self, work: Callable[[Job], int], done: Callable[[int], None]) -> Job:
        """Write in the background; done: called with the number of rows."""
        self._job = run_in_background(work, done=done, progress=self._show, worker="long")
        self._going(True)
        self._job.ended.connect(self._ended)
        return self._job

    def _show(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _ended(self) -> None:
        self._going(False)

    def _going(self, going: bool) -> None:
        pressed = self.button.hasFocus() or self.stop.hasFocus()
        self.progress.setVisible(going)
        now, before = (self.stop, self.button) if going else (self.button, self.stop)
        now.show()
        if pressed:
            now.setFocus()  # else Enter would lead to another page
        before.hide()
        if not going:
            self._job = None

    def _ask_where(self) -> None:
        with_bom = self.tr("CSV with a byte-order mark, for Excel (*.csv)")
        kinds = {suffix: f"{suffix[1:].upper()} (*{suffix})" for suffix in SUFFIXES}
        usual = kinds[Path(self._file).suffix]  # else a name without a suffix would get that of the first kind
        offered = ";;".join([*kinds.values(), with_bom])
        name, kind = QFileDialog.getSaveFileName(self, self._title, self._file, offered, usual)
        if name:
            self.wanted.emit(with_suffix(Path(name), kind), kind == with_bom)


def with_suffix(path: Path, kind: str) -> Path:
    """A file's path with the suffix of the kind that was chosen, as in "CSV (*.csv)"; with its own where it has one."""
    return path if path.suffix else path.with_name(path.name + kind.rpartition("*")[2].removesuffix(")"))
