"""The networks: their cards, which one the door opens with, thresholds for this site, measurements, and training.

Everything slow runs in the background with a progress bar and can be cancelled; a training run is a process of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pyqtgraph
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.trail import PAIRINGS
from gatekeeper.domain import FMRS, Pairing
from gatekeeper.gui.core import language, theme, words
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.layouts import open_at
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.widgets.card_view import CardView
from gatekeeper.gui.widgets.plots import add_plot
from gatekeeper.gui.widgets.training import CurveReader, Curves, TrainingRun, recipes
from gatekeeper.models import card_page as cards
from gatekeeper.models.card import ModelCard
from gatekeeper.models.side_by_side import Choice
from gatekeeper.paths import assets
from gatekeeper.people.calibration import OWN, Accepted, Calibration, LookAlike, strangers_of
from gatekeeper.store.accounts import Right

PUBLISHED = "inception-resnet-v1"  # what `models add` knows
REDRAW_MILLISECONDS = 1000
_OF_THE_MODEL = ("gallery", "pairs")  # what is measured of the chosen model, and not of the program's other networks
_LINES = 500  # of what a run prints that are kept on the screen
_SETTING = re.compile(r'(?:[^\s"]|"[^"]*")+')  # up to a space outside of "quotes"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is. active: the id of the model in use; accepted: calibrations by model; confirmed: look-alikes."""

    cards: list[ModelCard]
    active: str
    accepted: dict[str, Accepted | None]
    people: int
    confirmed: frozenset[tuple[int, int]]


class Work(QWidget):
    """The bar of one piece of work at a time, with a button that cancels it."""

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
        what: str,
        work: Callable[[Job], T],
        done: Callable[[T], None],
    ) -> Job:
        """Do it in the background; `ended` of the job follows in any case."""
        self.what.setText(what)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(what)
        self.cancel.setEnabled(True)
        self.show()
        self.job = run_in_background(work, done=done, progress=self._progress, worker="long")
        self.job.ended.connect(self._ended)
        return self.job

    def _progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self.cancel.setEnabled(False)

    def _ended(self) -> None:
        self.job = None
        self.hide()


class Thresholds(QWidget):
    """What this site's people say about the thresholds of a model: measured, then accepted or not.

    measured: there are figures to look at; changed: what the doors demand has changed.
    """

    measured = Signal()
    changed = Signal()

    def __init__(self, app: App, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._work = app, work
        self._card: ModelCard | None = None
        self.found: Calibration | None = None  # of the model that is shown, and never of another
        self._measured: dict[str, Calibration] = {}  # by the model's id
        self._names: dict[int, str] = {}
        self._calibrated = False
        self.state = _words()
        self.fmr = QComboBox()
        for fmr in FMRS:
            self.fmr.addItem(language.one_in(fmr), fmr)
        self.fmr.setAccessibleName(self.tr("False accepts"))
        self.measure = QPushButton(self.tr("&Measure"))
        self.measure.setProperty("kind", "primary")
        self.accept = QPushButton(self.tr("&Use these thresholds"))
        self.accept.setProperty("kind", "primary")
        self.reset = QPushButton(self.tr("Back to the &card's"))
        self.table = _table(
            [
                self.tr("Compared"),
                self.tr("With"),
                self.tr("Pairs of people"),
                self.tr("Threshold"),
                self.tr("95% interval"),
                self.tr("Can show, at best"),
            ]
        )
        self.table.setAccessibleName(self.tr("Thresholds"))
        self.verdict, self.said = _words(), _words()
        self.alike = QListWidget()
        self.alike.setAccessibleName(self.tr("People who look alike"))
        self.alike.setFixedHeight(84)
        self.twins = QPushButton(self.tr("&Twins"))
        self.twins.setToolTip(self.tr("Two people who look alike: neither raises what is demanded of the others."))
        self.same = QPushButton(self.tr("&Same person"))
        self.same.setToolTip(self.tr("One person, registered twice. Remove one of the two on the People page."))
        self.alike_said = _words(self.tr("Look alike and may raise what is demanded of everybody:"))
        self._lay_out()
        self.measure.clicked.connect(self.begin)
        self.accept.clicked.connect(self._accept)
        self.reset.clicked.connect(self._reset)
        self.twins.clicked.connect(lambda: self._confirm(same=False))
        self.same.clicked.connect(lambda: self._confirm(same=True))
        self.alike.itemSelectionChanged.connect(self._enable)
        self._enable()

    def show_model(
        self, card: ModelCard, accepted: Accepted | None, people: int, confirmed: frozenset[tuple[int, int]]
    ) -> None:
        """Say what is demanded now with this model."""
        if self._card is None or self._card.id != card.id:
            self._card = card
            self.said.clear()
            found = self._measured.get(card.id)
            fmr = self._app.settings.recognition.fmr if found is None else found.fmr
            self.fmr.setCurrentIndex(self.fmr.findData(fmr))
            self._show(found)
        self._card = card
        if accepted is None:
            text = self.tr("Not calibrated here: the card's thresholds count, raised by the people registered.")
        else:
            text = self.tr("Calibrated on {day} by {who} with %Ln person(s).", "", accepted.calibration.people).format(
                day=language.day(accepted.at), who=accepted.by
            )
            more = ""
            if accepted.outgrown(people):
                more = self.tr("%Ln person(s) registered by now: measure again.", "", people)
            elif set(accepted.calibration.confirmed) != confirmed:
                more = self.tr("Look-alikes were confirmed since: measure again.")
            text = f"{text} {more}".strip()
        self.state.setText(text)
        self._calibrated = accepted is not None
        self._enable()

    def begin(self) -> None:
        """Measure."""
        assert self._card is not None
        model, fmr = self._card.id, float(self.fmr.currentData())

        def work(job: Job) -> tuple[Calibration, dict[int, str]]:
            found = self._app.calibrate(model, fmr, job.report)
            return found, {person.id: person.name for person in self._app.people.list()}

        def done(both: tuple[Calibration, dict[int, str]]) -> None:
            self._measured[model], self._names = both
            if self._card is not None and self._card.id == model:
                self._show(both[0])
            self.measured.emit()

        job = self._work.begin(self.tr("Comparing everybody by {model}").replace("{model}", model), work, done)
        job.ended.connect(self._enable)
        self._enable()

    def _compared_with(self, source: str) -> str:
        known = {
            OWN: self.tr("each other"),
            "faces": self.tr("faces that come with the model"),
            "strangers": self.tr("the demo's strangers"),
        }
        return known.get(source) or self.tr("strangers: {name}").replace("{name}", source)

    def _show(self, found: Calibration | None) -> None:
        self.found = found
        self.alike.clear()
        if found is None:
            self.table.setRowCount(0)
            self.verdict.clear()
            self._enable()
            return
        rows, verdicts = [], []
        for pairing, one in found.pairings.items():
            for source in one.sources:
                least = language.one_in(source.least_fmr) + ("" if source.least_fmr <= found.fmr else "  *")
                rows.append(
                    [
                        self._pairing(pairing),
                        self._compared_with(source.name),
                        language.number(source.pairs),
                        language.decimal(source.threshold, 4),
                        f"{language.decimal(source.low, 4)} – {language.decimal(source.high, 4)}",
                        least,
                    ]
                )
            verdicts.append(self._verdict(pairing))
        _fill(self.table, rows)
        if any("*" in row[-1] for row in rows):
            few = self.tr("* So few pairs of people cannot show so low a rate: it takes {n}.")
            verdicts.append(few.replace("{n}", language.number(round(3 / found.fmr))))
        self.verdict.setText("\n".join(verdicts))
        for pair in found.look_alikes:
            item = QListWidgetItem(self._alike(pair))
            item.setData(Qt.ItemDataRole.UserRole, pair.people)
            self.alike.addItem(item)
        self._enable()

    def _verdict(self, pairing: Pairing) -> str:
        assert self.found is not None
        one = self.found.pairings[pairing]
        why = {
            "own": self.tr("carried by the people here"),
            "strangers": self.tr("raised by the people here or by strangers"),
            "few": self.tr("measured on %Ln person(s): stricter than it will be later", "", self.found.people),
            "card": self.tr("the card's; the data here cannot carry another"),
        }[one.basis]
        text = f"{self._pairing(pairing)}: {language.decimal(one.threshold, 4)} ({why})."
        if one.genuine is None:
            nobody = self.tr("Nobody has two such photos to see what it costs.")
            return f"{text} {nobody}"
        share = self.tr("{share} of people's own comparisons pass ({low} – {high}).").format(
            share=language.percent(one.genuine.value),
            low=language.percent(one.genuine.low),
            high=language.percent(one.genuine.high),
        )
        return f"{text} {share}"

    def _pairing(self, pairing: Pairing) -> str:
        return words.translated(PAIRINGS[pairing])

    def _alike(self, pair: LookAlike) -> str:
        one, other = (words.translated(f"{self._names.get(number, '?')} (number {number})") for number in pair.people)
        guess = self.tr("registered twice?") if pair.as_one else self.tr("alike")
        return f"{one}  –  {other}:  {language.decimal(pair.similarity, 3)}  {guess}"

    def _enable(self) -> None:
        may = self._app.actor.may(Right.ADMINISTER) and self._card is not None and self._work.job is None
        self.measure.setEnabled(may)
        self.accept.setEnabled(may and self.found is not None)
        self.reset.setEnabled(may and self._calibrated)
        there = self.alike.count() > 0
        for widget in (self.alike_said, self.alike, self.twins, self.same):
            widget.setVisible(there)
        for button in (self.twins, self.same):
            button.setEnabled(may and bool(self.alike.selectedItems()))

    def _accept(self) -> None:
        found, desk = self.found, Desk(self._app, self._app.actor)
        if found is not None:
            run_in_background(
                lambda job: desk.accept_calibration(found, now=datetime.now(UTC)),
                done=lambda accepted: self.changed.emit(),
            )

    def _reset(self) -> None:
        assert self._card is not None
        model, desk = self._card.id, Desk(self._app, self._app.actor)
        run_in_background(
            lambda job: desk.reset_calibration(model, now=datetime.now(UTC)), done=lambda count: self.changed.emit()
        )

    def _confirm(self, *, same: bool) -> None:
        one, other = self.alike.selectedItems()[0].data(Qt.ItemDataRole.UserRole)
        desk, card = Desk(self._app, self._app.actor), self._card
        names = [self._names.get(number, "?") for number in (one, other)]

        def confirmed(nothing: None) -> None:
            self.said.setText(
                self.tr("Remove {one} or {other} on the People page: one person needs one entry only.")
                .replace("{one}", f"{names[0]} (# {one})")
                .replace("{other}", f"{names[1]} (# {other})")
                if same
                else ""
            )
            self.changed.emit()
            if card is not None and self._card is not None and self._card.id == card.id:
                self.begin()

        run_in_background(lambda job: desk.set_look_alike(one, other, True, now=datetime.now(UTC)), done=confirmed)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("False accepts:")))
        row.addWidget(self.fmr)
        row.addWidget(self.measure)
        row.addStretch()
        row.addWidget(self.reset)
        row.addWidget(self.accept)
        below = QHBoxLayout()
        below.addWidget(self.alike, 1)
        beside = QVBoxLayout()
        beside.addWidget(self.twins)
        beside.addWidget(self.same)
        beside.addStretch()
        below.addLayout(beside)
        layout = QVBoxLayout(self)
        layout.addWidget(self.state)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.verdict)
        layout.addWidget(self.alike_said)
        layout.addLayout(below)
        layout.addWidget(self.said)


class Measuring(QWidget):
    """How good a model is on pictures of one's own. measured: there is a report."""

    measured = Signal()

    def __init__(self, app: App, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._work = app, work
        self._card: ModelCard | None = None
        self.report: dict[str, Any] | None = None  # of what is chosen, and of nothing else
        self._reports: dict[tuple[str, str], dict[str, Any]] = {}  # by kind and model; see `_key`
        self.kind = QComboBox()
        self._layouts = {
            "gallery": (self.tr("Find people with masks"), self.tr("NAME/bare/*.jpg and NAME/masked/*.jpg")),
            "pairs": (self.tr("Pairs of pictures"), self.tr("pictures, and a pairs.csv with path,pair_path,same")),
            "mask": (self.tr("See masks"), self.tr("bare/, masked/ and wrong/, however deep")),
            "liveness": (self.tr("Keep pictures of people out"), self.tr("live/NN/*.jpg and print/NN/*.jpg")),
        }
        for key, (title, _) in self._layouts.items():
            self.kind.addItem(title, key)
        self.kind.setAccessibleName(self.tr("What is measured"))
        self.hint = _words(kind="hint")
        self.folder = _FolderLine(self.tr("Folder"))
        self.measure = QPushButton(self.tr("&Measure"))
        self.measure.setProperty("kind", "primary")
        self.accept = QPushButton(self.tr("Take as this &site's figures"))
        self.figures = CardView()
        self.figures.setAccessibleName(self.tr("Figures"))
        row = QHBoxLayout()
        row.addWidget(self.kind)
        row.addWidget(self.folder, 1)
        row.addWidget(self.measure)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.hint)
        layout.addWidget(self.figures, 1)
        layout.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignRight)
        self.kind.currentIndexChanged.connect(self._show)
        self.folder.line.textChanged.connect(self._enable)
        self.measure.clicked.connect(self._begin)
        self.accept.clicked.connect(self._accept)
        self._enable()

    def show_model(self, card: ModelCard) -> None:
        """Measure this one, where a network that knows faces is asked for."""
        self._card = card
        self._show()

    def _begin(self) -> None:
        kind, folder, card = self.kind.currentData(), Path(self.folder.line.text()), self._card
        app, key = self._app, self._key()

        def work(job: Job) -> dict[str, Any]:
            return _measured(app, kind, folder, card, job)

        def done(report: dict[str, Any]) -> None:
            self._reports[key] = report
            self._show()
            self.measured.emit()

        self._reports.pop(key, None)
        self._show()
        job = self._work.begin(self.tr("Looking at pictures"), work, done)
        job.ended.connect(self._enable)
        self._enable()

    def _key(self) -> tuple[str, str]:
        """What is measured, and of which model where that is the chosen one's doing."""
        kind = str(self.kind.currentData())
        return kind, self._card.id if self._card is not None and kind in _OF_THE_MODEL else ""

    def _show(self) -> None:
        """The figures of what is chosen, where there are any."""
        self.report = self._reports.get(self._key())
        self.figures.show_tables(cards.report_tables(self._key()[0], self.report) if self.report is not None else [])
        self._enable()

    def _accept(self) -> None:
        report, desk = self.report, Desk(self._app, self._app.actor)
        if report is not None:
            run_in_background(
                lambda job: desk.accept_liveness(report, now=datetime.now(UTC)),
                done=lambda nothing: self.hint.setText(self.tr("These are this site's figures now.")),
            )

    def _enable(self) -> None:
        kind = self.kind.currentData()
        self.hint.setText(self.tr("The folder holds {layout}.").format(layout=self._layouts[kind][1]))
        may = self._app.actor.may(Right.ADMINISTER)
        self.measure.setEnabled(may and self._work.job is None and Path(self.folder.line.text() or "?").is_dir())
        self.accept.setVisible(self.report is not None and "apcer" in self.report)
        self.accept.setEnabled(may)


class Training(QWidget):
    """A training run as a process: choose, start, watch the curves, stop, and make a model of it. made: a model folder."""

    made = Signal(object)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.run = TrainingRun(self)
        self._releasing: Path | None = None
        self.recipe = QComboBox()
        self.recipe.addItems(recipes())
        self.faces, self.out = _FolderLine(self.tr("Faces")), _FolderLine(self.tr("Run"))
        as_recipe = self.tr("as the recipe says")
        self.epochs = QSpinBox(minimum=0, maximum=10_000)
        self.rate = QDoubleSpinBox(minimum=0, maximum=10, decimals=5, singleStep=0.001)
        self.epochs.setSpecialValueText(as_recipe)
        self.rate.setSpecialValueText(as_recipe)
        self.settings = QLineEdit()
        self.settings.setToolTip(
            self.tr("For experts: TABLE.KEY=VALUE of the recipe's file, several with spaces between.")
        )
        self.start = QPushButton(self.tr("&Start"))
        self.start.setProperty("kind", "primary")
        self.stop = QPushButton(self.tr("S&top and save"))
        self.release = QPushButton(self.tr("&Make a model of it"))
        self.said = _words(kind="hint")
        self.printed = QPlainTextEdit(readOnly=True)
        self.printed.setMaximumBlockCount(_LINES)
        self.printed.setMaximumHeight(130)
        self.printed.setAccessibleName(self.tr("What the run prints"))
        self.plots = pyqtgraph.GraphicsLayoutWidget()
        self.plots.setAccessibleName(self.tr("Loss and overlap"))
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
        """The curves as they are."""
        now = theme.colours()
        self.plots.clear()
        self.plots.setBackground(now.surface)
        for column, (title, what, points, symbol) in enumerate(
            (
                (self.tr("Loss of each step"), self.tr("Loss"), self.curves.losses, None),
                (self.tr("Overlap of same and different pairs"), self.tr("Overlap"), self.curves.ious, "o"),
            )
        ):
            plot = add_plot(self.plots, 0, column, title, across=self.tr("Epoch"), up=what, whole=False)
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
        self.said.setText(self.tr("Training. The door goes on; it may be slower."))
        self._enable()

    def _stop(self) -> None:
        self.run.stop()
        self.said.setText(self.tr("Stopping after the step it is at …"))
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
            self.said.setText(self.tr("It ended early; what it printed says why. Start goes on where it stopped."))
        self._look()

    def _look(self) -> None:
        self._enable()
        if self._looking is not None:
            return
        run = self._run
        if self._reader is None or self._reader.run != run:
            self._reader = CurveReader(run)
        reader = self._reader
        self._looking = run_in_background(lambda job: reader.read(), done=lambda found: self._looked(run, found))
        self._looking.ended.connect(lambda: self._looked_at(run))

    def _looked(self, run: Path, found: Curves) -> None:
        if run == self._run and found != self.curves:
            self.curves = found
            self.draw()

    def _looked_at(self, run: Path) -> None:
        self._looking = None
        if run != self._run:  # another folder was named meanwhile
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
        form = QFormLayout()
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


class ModelsPage(QWidget):
    """The models on the left; card, thresholds, measurements and training on the right. shown: the list is as it is now."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Models"))
    icon: ClassVar[str] = "models"
    right: ClassVar[Right] = Right.ADMINISTER
    shown = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._cards: dict[str, ModelCard] = {}
        self._active = ""
        self._found: _Found | None = None
        self._offered: Path | None = None  # a model that was made while nobody was there who may install it
        self._before = ""  # the model that was active before the last activation here
        self.models = QListWidget()
        self.models.setProperty("kind", "names")
        self.models.setAccessibleName(self.tr("Models"))
        self.models.setFixedWidth(230)
        self.models.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add = QPushButton(self.tr("&Add {model} …").format(model=PUBLISHED))
        self.card = CardView()
        self.card.setAccessibleName(self.tr("Card of the model"))
        self.activate = QPushButton(self.tr("Use this mod&el"))
        self.activate.setProperty("kind", "primary")
        self.back = QPushButton(self.tr("&Back to the model before"))
        self.said = _words(kind="hint")
        self.work = Work()
        self.thresholds, self.measuring, self.training = (
            Thresholds(app, self.work),
            Measuring(app, self.work),
            Training(app),
        )
        self.tabs = QTabWidget()
        self._lay_out()
        self.models.currentItemChanged.connect(lambda now, before: self._choose())
        self.add.clicked.connect(self._ask_to_add)
        self.activate.clicked.connect(lambda: self._consider(self.chosen))
        self.back.clicked.connect(lambda: self._activate(self._before))
        self.thresholds.changed.connect(self.refresh)
        self.training.made.connect(self._offer)
        bridge.signed_in.connect(self._heard_sign_in)
        bridge.acted.connect(self._heard)
        self._enable()

    @property
    def chosen(self) -> str:
        """The id of the model that is looked at; empty for none."""
        item = self.models.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read what there is."""
        super().showEvent(event)
        self.refresh()

    def refresh(self, choose: str = "") -> None:
        """Show what there is now, and look at one of them."""
        app = self._app

        def read(job: Job) -> _Found:
            cards = sorted(app.models, key=lambda card: card.kind != "embedding")
            accepted = {card.id: app.calibration(card) for card in cards if card.kind == "embedding"}
            return _Found(cards, app.active_model.id, accepted, len(app.people.list()), app.people.look_alikes())

        run_in_background(read, done=lambda found: self._show(found, choose))

    def _show(self, found: "_Found", choose: str) -> None:
        active, wanted = found.active, choose or self.chosen or found.active
        self._found, self._cards, self._active = found, {card.id: card for card in found.cards}, active
        self.models.blockSignals(True)
        self.models.clear()
        for card in found.cards:
            kind = words.translated(cards.KINDS.get(card.kind, card.kind))
            mark = self.tr("in use") if card.id == active else kind
            item = QListWidgetItem(f"{card.id}\n{mark}")
            item.setData(Qt.ItemDataRole.UserRole, card.id)
            item.setToolTip(words.plain(words.translated(str(card.card["title"]))))
            if card.id == active:
                item.setIcon(theme.icon("check"))
            self.models.addItem(item)
            if card.id == wanted:
                self.models.setCurrentItem(item)
        self.models.blockSignals(False)
        self._choose()
        self.shown.emit()

    def _choose(self) -> None:
        card = self._cards.get(self.chosen)
        if card is None or self._found is None:
            return
        size = sum(path.stat().st_size for path in card.folder.iterdir() if path.is_file()) / 1e6
        page = cards.page(card)
        below = (card.id, words.translated(page.kind), f"{language.decimal(size, 1)} MB")
        self.card.show_page(page, " · ".join(below))
        knows_faces = card.kind == "embedding"
        for tab in (self.thresholds, self.measuring):
            self.tabs.setTabEnabled(self.tabs.indexOf(tab), knows_faces)
        if knows_faces:
            accepted = self._found.accepted[card.id]
            self.thresholds.show_model(card, accepted, self._found.people, self._found.confirmed)
            self.measuring.show_model(card)
        self._enable()

    def _enable(self) -> None:
        may = self._app.actor.may(Right.ADMINISTER)
        idle = may and self.work.job is None
        card = self._cards.get(self.chosen)
        self.activate.setEnabled(idle and card is not None and card.kind == "embedding" and card.id != self._active)
        self.back.setVisible(bool(self._before) and self._before != self._active)
        self.back.setEnabled(idle)
        self.add.setEnabled(idle)
        self.add.setVisible(PUBLISHED not in self._cards)
        if not may:
            self.said.setText(self.tr("Only administrators may change models."))

    def _consider(self, model: str) -> None:
        """Hold a model against the one in use, and open the door with it: at once where it is as good, else on request."""
        app = self._app

        def compared(choice: Choice) -> None:
            if choice.worse:
                self._ask_to_activate(choice)
            else:
                self._activate(model)

        self._begin(
            self.tr("Comparing {model} with the present model").format(model=model),
            lambda job: app.compare_models(model, job.report),
            compared,
        )

    def _ask_to_activate(self, choice: Choice) -> None:
        dialog = ChoiceDialog(choice, self)
        dialog.accepted.connect(lambda: self._activate(choice.new_card.id))
        dialog.open()

    def _activate(self, model: str) -> None:
        desk, before, chosen = Desk(self._app, self._app.actor), self._active, self.chosen

        def activated(count: int) -> None:
            self._before = before
            made = self.tr("{model} is in use; %Ln template(s) made. Calibrate it.", "", count)
            self.said.setText(made.replace("{model}", model))
            self._look_at(model, chosen)

        self._begin(
            self.tr("Preparing everybody's photos for {model}").format(model=model),
            lambda job: desk.activate_model(model, job.report, now=datetime.now(UTC)),
            activated,
        )

    def _ask_to_add(self) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Question, self.tr("Add a model"), "", QMessageBox.StandardButton.Cancel, self
        )
        box.setObjectName("add")
        box.setText(self.tr("{model} was trained on VGGFace2, whose terms are for research.").format(model=PUBLISHED))
        box.setInformativeText(self.tr("Its weights (107 MB) are downloaded, or taken from a file you have."))
        download = box.addButton(self.tr("Download"), QMessageBox.ButtonRole.AcceptRole)
        choose = box.addButton(self.tr("Choose a file …"), QMessageBox.ButtonRole.ActionRole)
        download.clicked.connect(lambda: self._add(None))
        choose.clicked.connect(self._choose_weights)
        box.finished.connect(lambda result: box.deleteLater())
        box.open()

    def _choose_weights(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Weights of the model"), "", "PyTorch (*.pt)")
        if name:
            self._add(Path(name))

    def _add(self, file: Path | None) -> None:
        desk, chosen = Desk(self._app, self._app.actor), self.chosen
        self._begin(
            self.tr("Adding {model}").format(model=PUBLISHED),
            lambda job: desk.add_model(PUBLISHED, file, job.report, now=datetime.now(UTC)),
            lambda card: self._look_at(card.id, chosen),
        )

    def _offer(self, model: Path) -> None:
        """Ask whether a model that was just made is to be installed: once somebody is there who may."""
        if not self._app.actor.may(Right.ADMINISTER):
            self._offered = model
            return
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Install"), "", QMessageBox.StandardButton.Cancel, self)
        box.setObjectName("install")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Install the model {name}?").format(name=model.name))
        box.setInformativeText(self.tr("The present model stays in use until you choose this one."))
        install = box.addButton(self.tr("Install"), QMessageBox.ButtonRole.AcceptRole)
        install.clicked.connect(lambda: self._install(model))

        def finished(result: int) -> None:
            if not self._app.actor.may(Right.ADMINISTER):  # it was the lock that closed it
                self._offered = model
            box.deleteLater()

        box.finished.connect(finished)
        box.open()

    def _heard(self) -> None:
        """Models, thresholds or people may be others now, whoever changed them."""
        if self.isVisible():
            self.refresh()

    def _heard_sign_in(self, name: str, again: bool) -> None:
        model, self._offered = self._offered, None
        if model is not None:
            self._offer(model)

    def _install(self, model: Path) -> None:
        desk, chosen = Desk(self._app, self._app.actor), self.chosen

        def installed(card: ModelCard) -> None:
            if self.chosen == chosen:
                self.tabs.setCurrentIndex(0)
            self._look_at(card.id, chosen)

        self._begin(
            self.tr("Installing {model}").format(model=model.name),
            lambda job: desk.install_model(model, job.report, now=datetime.now(UTC)),
            installed,
        )

    def _look_at(self, model: str, before: str) -> None:
        """Choose a model that is new here or in use, unless somebody has gone on to another one since `before`."""
        self.refresh(model if self.chosen == before else "")

    def _begin(self, what: str, work: Callable[[Job], T], done: Callable[[T], None]) -> None:
        self.said.clear()
        job = self.work.begin(what, work, done)
        job.ended.connect(self._enable)
        self._enable()

    def _lay_out(self) -> None:
        first = QWidget()
        buttons = QHBoxLayout()
        buttons.addWidget(self.said, 1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.activate)
        column = QVBoxLayout(first)
        column.addWidget(self.card, 1)
        column.addLayout(buttons)
        for name, tab in (
            (self.tr("Card"), first),
            (self.tr("Thresholds"), self.thresholds),
            (self.tr("Measure"), self.measuring),
            (self.tr("Train"), self.training),
        ):
            self.tabs.addTab(tab, name)
        left = QVBoxLayout()
        left.addWidget(self.models, 1)
        left.addWidget(self.add)
        right = QVBoxLayout()
        right.addWidget(self.tabs, 1)
        right.addWidget(self.work)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(14)
        layout.addLayout(left)
        layout.addLayout(right, 1)


class ChoiceDialog(QDialog):
    """Asks whether a model is to be used that is not as good as the present one; both stand side by side."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Use this model?"))
        open_at(self, QSize(620, 520))
        names = self.tr("Now: {old}. New: {new}.").replace("{old}", choice.old_card.id)
        self.verdict = _words(f"{words.translated(choice.verdict)}\n{names.replace('{new}', choice.new_card.id)}")
        self.figures = CardView()
        self.figures.setAccessibleName(self.tr("Both models side by side"))
        self.figures.show_tables(choice.tables)
        self.buttons = QDialogButtonBox()
        self.keep = self.buttons.addButton(self.tr("&Keep the present one"), QDialogButtonBox.ButtonRole.RejectRole)
        self.use = self.buttons.addButton(self.tr("&Use it anyway"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.use.setProperty("kind", "danger")
        self.use.setAutoDefault(False)
        self.keep.setDefault(True)
        self.use.clicked.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.verdict)
        layout.addWidget(self.figures, 1)
        layout.addWidget(self.buttons)


class _FolderLine(QWidget):
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


def _measured(app: App, kind: str, folder: Path, card: ModelCard | None, job: Job) -> dict[str, Any]:
    """On the worker's thread: what the command of the same name measures."""
    from gatekeeper.app import find_model
    from gatekeeper.door.liveness import MODEL
    from gatekeeper.models import evaluation
    from gatekeeper.vision.liveness import PassiveLiveness
    from gatekeeper.vision.pipeline import FaceReader

    # Networks of their own: those of the door are busy.
    card = card or app.active_model
    reader = FaceReader.open(assets() / "models", card)
    if kind == "mask":
        return evaluation.evaluate_mask(reader.detector, reader.mask_status, folder, job.report)
    if kind == "liveness":
        network = find_model(app.home, MODEL)
        found = evaluation.evaluate_liveness(reader, PassiveLiveness(network), folder, job.report)
        return {"model": network.id, **found}
    if kind == "pairs":
        pairs = evaluation.read_pairs(folder / "pairs.csv")
        return evaluation.evaluate_pairs(reader, pairs, folder, job.report)
    return evaluation.evaluate_gallery(reader, folder, job.report, strangers_of(card))


def _words(text: str = "", kind: str = "") -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        label.setProperty("kind", kind)
    return label


def _table(heads: list[str]) -> QTableWidget:
    table = QTableWidget(0, len(heads))
    table.setHorizontalHeaderLabels(heads)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(28)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    return table


def _fill(table: QTableWidget, rows: list[list[str]]) -> None:
    table.setRowCount(len(rows))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.setItem(at, column, QTableWidgetItem(text))
