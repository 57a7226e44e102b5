"""The models: their cards, the active one, thresholds for this site, measurements, and training.

Everything slow runs in the background with a progress bar and can be cancelled; a training run is a process of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.gui.core import language, theme, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.models.choice import ChoiceDialog
from gatekeeper.gui.pages.models.measuring import Measuring
from gatekeeper.gui.pages.models.parts import T, Work
from gatekeeper.gui.pages.models.thresholds import ThresholdsPanel
from gatekeeper.gui.pages.models.training import Training
from gatekeeper.gui.widgets.card_view import CardView
from gatekeeper.gui.widgets.fields import Tabs
from gatekeeper.models import card_page as cards
from gatekeeper.models.card import ModelCard
from gatekeeper.models.side_by_side import Choice
from gatekeeper.people.calibration import Accepted
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now

PUBLISHED = "inception-resnet-v1"  # the models that `models add` offers


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read. active: the id of the model in use; accepted: calibrations by model; confirmed: look-alikes; liveness:
    this site's own measurement of the photo protection."""

    cards: list[ModelCard]
    active: str
    accepted: dict[str, Accepted | None]
    people: int
    confirmed: frozenset[tuple[int, int]]
    liveness: dict[str, Any] | None


class ModelsPage(Page):
    """The models on the left; card, thresholds, measurements and training on the right. shown: the list is up to date."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Models"))
    icon: ClassVar[str] = "models"
    right: ClassVar[Right] = Right.ADMINISTER
    shown = Signal()

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self._cards: dict[str, ModelCard] = {}
        self._active = ""
        self._found: _Found | None = None
        self._offered: Path | None = None  # a model that was made while no user with the right was signed in
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
        self.said.setProperty("kind", "hint")
        self.work = Work()
        self.thresholds, self.measuring, self.training = (
            ThresholdsPanel(app, self.work),
            Measuring(app, self.work),
            Training(app),
        )
        self.tabs = Tabs()
        self._lay_out()
        self.models.currentItemChanged.connect(lambda now, before: self._choose())
        self.add.clicked.connect(self._ask_to_add)
        self.activate.clicked.connect(lambda: self._consider(self.chosen))
        self.back.clicked.connect(lambda: self._activate(self._before))
        self.thresholds.changed.connect(self.refresh)
        self.measuring.accepted.connect(self.refresh)
        self.training.made.connect(self._offer)
        bridge.acted.connect(self._heard)
        self._enable()

    @property
    def chosen(self) -> str:
        """The id of the chosen model; empty for none."""
        item = self.models.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read the models again."""
        super().showEvent(event)
        self.refresh()

    def refresh(self, choose: str = "") -> None:
        """Show the present models, and select one of them."""
        app = self._app

        def read(job: Job) -> _Found:
            cards = sorted(app.models.cards, key=lambda card: card.kind != "embedding")
            accepted = {card.id: app.thresholds.calibration(card) for card in cards if card.kind == "embedding"}
            people, alike = app.people.count(), app.people.look_alikes()
            return _Found(cards, app.models.active.id, accepted, people, alike, app.liveness.measured)

        run_in_background(read, done=lambda found: self._show(found, choose))

    def _show(self, found: "_Found", choose: str) -> None:
        active, selected = found.active, choose or self.chosen or found.active
        self._found, self._cards, self._active = found, {card.id: card for card in found.cards}, active
        self.models.blockSignals(True)
        self.models.clear()
        for card in found.cards:
            kind = wording.translated(cards.KINDS.get(card.kind, card.kind))
            mark = self.tr("in use") if card.id == active else kind
            item = QListWidgetItem(f"{card.id}\n{mark}")
            item.setData(Qt.ItemDataRole.UserRole, card.id)
            item.setToolTip(wording.plain(wording.translated(str(card.card["title"]))))
            if card.id == active:
                item.setIcon(theme.icon("check"))
            self.models.addItem(item)
            if card.id == selected:
                self.models.setCurrentItem(item)
        self.models.blockSignals(False)
        self._choose()
        if self._app.models.fallback_reason:
            self.said.setText(wording.translated(self._app.models.fallback_reason))
        self.shown.emit()

    def _choose(self) -> None:
        card = self._cards.get(self.chosen)
        if card is None or self._found is None:
            return
        size = sum(path.stat().st_size for path in card.folder.iterdir() if path.is_file()) / 1e6
        page = cards.page(card, self._found.liveness if card.kind == "liveness" else None)
        below = (card.id, wording.translated(page.kind), f"{language.decimal(size, 1)} MB")
        self.card.show_page(page, " · ".join(below))
        knows_faces = card.kind == "embedding"
        for tab, fits in ((self.thresholds, knows_faces), (self.measuring, knows_faces or card.kind == "liveness")):
            if not fits and self.tabs.currentWidget() is tab:
                self.tabs.setCurrentIndex(0)  # else the next tab would come up: the training, which is of no model
            self.tabs.setTabEnabled(self.tabs.indexOf(tab), fits)
        if knows_faces:
            accepted = self._found.accepted[card.id]
            self.thresholds.show_model(card, accepted, self._found.people, self._found.confirmed)
            self.measuring.show_model(card)
        elif card.kind == "liveness":
            self.measuring.show_liveness()
        self._enable()

    def _enable(self) -> None:
        may = self.may(Right.ADMINISTER)
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
        """Compare a model with the active one and, after the comparison has been shown, activate it on request."""
        app = self._app

        def compared(choice: Choice) -> None:
            if choice.worse or choice.now is not None:
                self._ask_to_activate(choice)
            else:
                self._activate(model)

        self._begin(
            self.tr("Comparing {model} with the present model").format(model=model),
            lambda job: app.models.compare(model, job.report),
            compared,
        )

    def _ask_to_activate(self, choice: Choice) -> None:
        dialog = ChoiceDialog(choice, self)
        dialog.accepted.connect(lambda: self._activate(choice.new_card.id))
        dialog.open()

    def _activate(self, model: str) -> None:
        desk, before, chosen = self.desk, self._active, self.chosen

        def activated(count: int) -> None:
            self._before = before
            message = self.tr("{model} is in use; %Ln template(s) made. Calibrate it.", "", count)
            self.said.setText(message.replace("{model}", model))
            self._look_at(model, chosen)

        self._begin(
            self.tr("Preparing everybody's photos for {model}").format(model=model),
            lambda job: desk.activate_model(model, job.report, now=utc_now()),
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
        desk, chosen = self.desk, self.chosen
        self._begin(
            self.tr("Adding {model}").format(model=PUBLISHED),
            lambda job: desk.add_model(PUBLISHED, file, job.report, now=utc_now()),
            lambda card: self._look_at(card.id, chosen),
        )

    def _offer(self, model: Path) -> None:
        """Ask whether to install a model that was just made, once a user with the right is signed in."""
        if not self.may(Right.ADMINISTER):
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
            if not self.may(Right.ADMINISTER):  # the lock closed the dialog
                self._offered = model
            box.deleteLater()

        box.finished.connect(finished)
        box.open()

    def _heard(self) -> None:
        """Refresh: models, thresholds or people may have changed."""
        if self.isVisible():
            self.refresh()

    def _heard_sign_in(self, name: str, again: bool) -> None:
        super()._heard_sign_in(name, again)
        model, self._offered = self._offered, None
        if model is not None:
            self._offer(model)

    def _install(self, model: Path) -> None:
        desk, chosen = self.desk, self.chosen

        def installed(card: ModelCard) -> None:
            if self.chosen == chosen:
                self.tabs.setCurrentIndex(0)
            self._look_at(card.id, chosen)

        self._begin(
            self.tr("Installing {model}").format(model=model.name),
            lambda job: desk.install_model(model, job.report, now=utc_now()),
            installed,
        )

    def _look_at(self, model: str, before: str) -> None:
        """Choose a model that is new or newly in use, unless the user has chosen another one since `before`."""
        self.refresh(model if self.chosen == before else "")

    def _begin(self, label: str, work: Callable[[Job], T], done: Callable[[T], None]) -> None:
        self.said.clear()
        job = self.work.begin(label, work, done)
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
