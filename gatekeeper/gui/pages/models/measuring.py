"""Measures a model on the user's own pictures."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.models.parts import FolderLine, Work, words_label
from gatekeeper.gui.pages.models.recording import RecordingDialog
from gatekeeper.gui.widgets.card_view import CardView
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.models.card import ModelCard
from gatekeeper.models.figures import left_out_tables, report_tables
from gatekeeper.paths import assets
from gatekeeper.people.strangers import strangers_of
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now

_OF_THE_MODEL = ("gallery", "pairs")  # these measure the chosen model, not the program's other networks


class Measuring(QWidget):
    """Measures a model on the user's own pictures. measured: there is a report; accepted: the site has new figures."""

    measured = Signal()
    accepted = Signal()

    def __init__(self, app: App, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._work = app, work
        self._card: ModelCard | None = None
        self.report: dict[str, Any] | None = None  # the report for the present choice, never for another
        self._reports: dict[tuple[str, str], dict[str, Any]] = {}  # by kind and model; see `_key`
        self.kind = ChoiceField()
        self._layouts = {
            "gallery": (self.tr("Find people with masks"), self.tr("NAME/bare/*.jpg and NAME/masked/*.jpg")),
            "pairs": (self.tr("Pairs of pictures"), self.tr("pictures, and a pairs.csv with path,pair_path,same")),
            "mask": (self.tr("See masks"), self.tr("bare/, masked/ and wrong/, however deep")),
            "liveness": (
                self.tr("Keep pictures of people out"),
                self.tr("live/NN/*.jpg, print/NN/*.jpg and phone/NN/*.jpg"),
            ),
        }
        for key, (title, _) in self._layouts.items():
            self.kind.addItem(title, key)
        self.kind.setAccessibleName(self.tr("What is measured"))
        self.hint = words_label(kind="hint")
        self.folder = FolderLine(self.tr("Folder"))
        self.measure = QPushButton(self.tr("&Measure"))
        self.measure.setProperty("kind", "primary")
        self.record = QPushButton(self.tr("&Record before a camera …"))
        self.accept = QPushButton(self.tr("Take as this &site's figures"))
        self.figures = CardView()
        self.figures.setAccessibleName(self.tr("Figures"))
        row = QHBoxLayout()
        row.addWidget(self.kind)
        row.addWidget(self.folder, 1)
        row.addWidget(self.measure)
        below = QHBoxLayout()  # beside all the others it would not fit on a screen of 1024 pixels
        below.addWidget(self.hint, 1)
        below.addWidget(self.record)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addLayout(below)
        layout.addWidget(self.figures, 1)
        layout.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignRight)
        self.kind.currentIndexChanged.connect(self._show)
        self.folder.line.textChanged.connect(self._enable)
        self.measure.clicked.connect(self._begin)
        self.record.clicked.connect(self._record)
        self.accept.clicked.connect(self._accept)
        self._enable()

    def show_model(self, card: ModelCard) -> None:
        """Measure this model, for the kinds that need an embedding network."""
        self._card = card
        self._show()

    def show_liveness(self) -> None:
        """Measure photo protection."""
        self.kind.setCurrentIndex(self.kind.findData("liveness"))

    def _record(self) -> None:
        dialog = RecordingDialog(self._app, self)
        dialog.taken.connect(self._taken)
        dialog.open()

    def _taken(self) -> None:
        self.hint.setText(self.tr("These are this site's figures now."))
        self.accepted.emit()

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
        job = self._work.begin(self.tr("Reading pictures"), work, done)
        job.ended.connect(self._enable)
        self._enable()

    def _key(self) -> tuple[str, str]:
        """The kind of measurement, and the model if the kind measures the chosen model."""
        kind = str(self.kind.currentData())
        return kind, self._card.id if self._card is not None and kind in _OF_THE_MODEL else ""

    def _show(self) -> None:
        """Show the figures for the present choice, if there are any."""
        self.report = self._reports.get(self._key())
        found = self.report
        self.figures.show_tables(
            [*report_tables(self._key()[0], found), *left_out_tables(found)] if found is not None else []
        )
        self._enable()

    def _accept(self) -> None:
        report, desk = self.report, Desk(self._app, self._app.actor)
        if report is not None:
            run_in_background(
                lambda job: desk.accept_liveness(report, now=utc_now()),
                done=lambda nothing: self._taken(),
                once=self.accept,
            )

    def _enable(self) -> None:
        kind = self.kind.currentData()
        self.hint.setText(self.tr("The folder holds {layout}.").format(layout=self._layouts[kind][1]))
        may = self._app.actor.may(Right.ADMINISTER)
        self.measure.setEnabled(may and self._work.job is None and Path(self.folder.line.text() or "?").is_dir())
        self.record.setVisible(kind == "liveness")
        self.record.setEnabled(may)
        self.accept.setVisible(self.report is not None and "apcer" in self.report)
        self.accept.setEnabled(may)


def _measured(app: App, kind: str, folder: Path, card: ModelCard | None, job: Job) -> dict[str, Any]:
    """Runs on the worker's thread: the same measurement as the command with this name."""
    from gatekeeper.door.liveness import MODEL
    from gatekeeper.models.activation import find_model
    from gatekeeper.models.evaluation import evaluate_gallery, evaluate_pairs, read_pairs
    from gatekeeper.models.liveness_evaluation import evaluate_liveness
    from gatekeeper.models.mask_evaluation import evaluate_mask
    from gatekeeper.vision.liveness import PassiveLiveness
    from gatekeeper.vision.pipeline import FacePipeline

    # This loads networks of its own: those of the door are busy.
    card = card or app.models.active
    reader = FacePipeline.open(assets() / "models", card)
    if kind == "mask":
        return evaluate_mask(reader.detector, reader.mask_status, folder, job.report)
    if kind == "liveness":
        network = find_model(app.home, MODEL)
        found = evaluate_liveness(reader, PassiveLiveness(network), folder, job.report)
        return {"model": network.id, **found}
    if kind == "pairs":
        pairs = read_pairs(folder / "pairs.csv")
        return evaluate_pairs(reader, pairs, folder, job.report)
    return evaluate_gallery(reader, folder, job.report, strangers_of(card))
