"""The tab in which a training run is started and watched."""

import re
from pathlib import Path

import pyqtgraph
from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.gui.core import theme
from gatekeeper.gui.core.layouts import Fields, inset
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.models.parts import FolderLine, words_label
from gatekeeper.gui.widgets.fields import ChoiceField, NumberField, WholeField
from gatekeeper.gui.widgets.plots import add_plot
from gatekeeper.gui.widgets.training import CurveReader, Curves, TrainingRun, recipes
from gatekeeper.store.accounts import Right

REDRAW_MILLISECONDS = 1000
_LINES = 500  # of a run's output that are kept on the screen
_SETTING = re.compile(r'(?:[^\s"]|"[^"]*")+')  # up to a space outside of "quotes"


class Training(QWidget):
    """A training run as a process: choose, start, watch the curves, stop, and make a model from it. made: a model folder."""

    made = Signal(object)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.run = TrainingRun(self)
        self._releasing: Path | None = None
        self.recipe = ChoiceField()
        self.recipe.addItems(recipes())
        self.faces, self.out = FolderLine(self.tr("Faces")), FolderLine(self.tr("Run"))
        as_recipe = self.tr("as the recipe says")
        self.epochs = inset(WholeField(minimum=0, maximum=10_000))
        self.rate = inset(NumberField(minimum=0, maximum=10, decimals=5, singleStep=0.001))
        self.epochs.setSpecialValueText(as_recipe)
        self.rate.setSpecialValueText(as_recipe)
        self.settings = QLineEdit()
        self.settings.setToolTip(self.tr("For experts: TABLE.KEY=VALUE as in the recipe's file, separated by spaces."))
        self.start = QPushButton(self.tr("&Start"))
        self.start.setProperty("kind", "primary")
        self.stop = QPushButton(self.tr("S&top and save"))
        self.release = QPushButton(self.tr("&Make a model of it"))
        self.said = words_label(kind="hint")
        self.printed = QPlainTextEdit(readOnly=True)
        self.printed.setMaximumBlockCount(_LINES)
        self.printed.setMaximumHeight(130)
        self.printed.setAccessibleName(self.tr("Output of the run"))
        self.plots = pyqtgraph.GraphicsLayoutWidget()
        self.plots.setAccessibleName(self.tr("Loss and overlap"))
        # It would like 480 pixels, which push the run's output off a small screen as soon as a text above is wrapped.
        self.plots.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.plots.setMinimumHeight(180)
        self.curves = Curves()
        self._reader: CurveReader | None = None
        self._looking: Job | None = None
        self._lay_out()
        self._timer = QTimer(self, interval=REDRAW_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(self._stop)
        self.release.clicked.connect(self._release)
        self.run.said.connect(self.printed.appendPlainText)
        self.run.ended.connect(self._ended)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.run.close)
        for line in (self.faces.line, self.out.line):
            line.textChanged.connect(self._look)
        self.draw()
        self._enable()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw again in the new colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "curves"):
            QTimer.singleShot(0, self, self.draw)

    def draw(self) -> None:
        """Draw the present curves."""
        now = theme.colours()
        self.plots.clear()
        self.plots.setBackground(now.surface)
        for column, (title, label, points, symbol) in enumerate(
            (
                (self.tr("Loss of each step"), self.tr("Loss"), self.curves.losses, None),
                (self.tr("Overlap of same and different pairs"), self.tr("Overlap"), self.curves.ious, "o"),
            )
        ):
            plot = add_plot(self.plots, 0, column, title, across=self.tr("Epoch"), up=label, whole=False)
            if points:
                x, y = zip(*points, strict=True)
                pen = pyqtgraph.mkPen(now.accent, width=2)
                plot.plot(x, y, pen=pen, symbol=symbol, symbolBrush=now.accent, symbolPen=None)

    def _start(self) -> None:
        self.printed.clear()
        settings = _SETTING.findall(self.settings.text())
        settings += [f"run.epochs={self.epochs.value()}"] if self.epochs.value() else []
        settings += [f"optimiser.learning_rate={self.rate.value()!r}"] if self.rate.value() else []
        self.run.train(self._faces, self.recipe.currentText(), self._run, settings)
        self._timer.start()
        self.said.setText(self.tr("Training. The door keeps working, perhaps more slowly."))
        self._enable()

    def _stop(self) -> None:
        self.run.stop()
        self.said.setText(self.tr("Stopping after the current step …"))
        self.stop.setEnabled(False)

    def _release(self) -> None:
        self._releasing = self._run / "models" / self._run.name
        self.said.setText(self.tr("Making a model of the best epoch …"))
        self.run.release(self._faces, self._run, self._releasing)
        self._enable()

    def _ended(self, good: bool) -> None:
        self._timer.stop()
        model, self._releasing = self._releasing, None
        if good and model is not None:
            self.said.setText(self.tr("The model is made."))
            self.made.emit(model)
        elif good:
            self.said.setText(self.tr("Trained. Make a model of it, measure it, then use it."))
        else:
            self.said.setText(self.tr("It ended early; its output says why. Start continues where it stopped."))
        self._look()

    def _look(self) -> None:
        self._enable()
        if self._looking is not None:
            return
        run = self._run
        if self._reader is None or self._reader.run != run:
            self._reader = CurveReader(run)
        reader = self._reader
        self._looking = run_in_background(lambda job: reader.read(), done=self._looked, of=lambda: self._run)
        self._looking.ended.connect(self._looked_at)

    def _looked(self, found: Curves) -> None:
        if found != self.curves:
            self.curves = found
            self.draw()

    def _looked_at(self) -> None:
        self._looking = None
        if self._reader is not None and self._reader.run != self._run:  # another folder was named meanwhile
            self._look()

    def _enable(self) -> None:
        may, running = self._app.actor.may(Right.ADMINISTER), self.run.running
        chosen = self._faces.is_dir() and bool(self.out.line.text().strip())
        self.start.setEnabled(may and not running and chosen and self.recipe.count() > 0)
        self.stop.setEnabled(running)
        self.release.setEnabled(may and not running and chosen and (self._run / "best.safetensors").is_file())
        for widget in (self.recipe, self.faces, self.out, self.epochs, self.rate, self.settings):
            widget.setEnabled(may and not running)
        if self.recipe.count() == 0:
            self.said.setText(self.tr("The workshop is not installed: pip install 'gatekeeper[trainer]'."))

    @property
    def _faces(self) -> Path:
        return Path(self.faces.line.text().strip() or "?")

    @property
    def _run(self) -> Path:
        return Path(self.out.line.text().strip() or "?")

    def _lay_out(self) -> None:
        form = Fields()
        form.addRow(self.tr("&Recipe"), self.recipe)
        form.addRow(self.tr("&Faces: NAME/*.jpg"), self.faces)
        form.addRow(self.tr("Folder of the ru&n"), self.out)
        form.addRow(self.tr("E&pochs"), self.epochs)
        form.addRow(self.tr("&Learning rate"), self.rate)
        form.addRow(self.tr("F&urther settings"), self.settings)
        buttons = QHBoxLayout()
        for button in (self.start, self.stop, self.release):
            buttons.addWidget(button)
        buttons.addWidget(self.said, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addLayout(buttons)
        layout.addWidget(self.plots, 1)
        layout.addWidget(self.printed)
