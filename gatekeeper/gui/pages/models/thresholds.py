"""A model's thresholds, measured with this site's people."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.trail import PAIRINGS
from gatekeeper.domain import FMRS, Pairing
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.pages.models.parts import Work, words_label
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.tables import fill, reading_table
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.people.calibration import Accepted, Calibration, LookAlike
from gatekeeper.people.comparisons import OWN
from gatekeeper.store.accounts import Right
from gatekeeper.timezones import utc_now


class ThresholdsPanel(QWidget):
    """The thresholds of a model, measured with this site's people, then accepted or not. measured: there are figures to look
    at; changed: the doors' thresholds have changed."""

    measured = Signal()
    changed = Signal()

    def __init__(self, app: App, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._work = app, work
        self._card: ModelCard | None = None
        self.found: Calibration | None = None  # for the model that is shown, never for another
        self._measured: dict[str, Calibration] = {}  # by the model's id
        self._names: dict[int, str] = {}
        self._calibrated = False
        self.state = words_label()
        self.fmr = ChoiceField()
        for fmr in FMRS:
            self.fmr.addItem(language.one_in(fmr), fmr)
        self.fmr.setAccessibleName(self.tr("False accepts"))
        self.measure = QPushButton(self.tr("&Measure"))
        self.measure.setProperty("kind", "primary")
        self.accept = QPushButton(self.tr("&Use these thresholds"))
        self.accept.setProperty("kind", "primary")
        self.reset = QPushButton(self.tr("Back to the &card's"))
        self.table = reading_table(
            [
                self.tr("Compared"),
                self.tr("With"),
                self.tr("Pairs of people"),
                self.tr("Threshold"),
                self.tr("95% interval"),
                self.tr("Can show, at best"),
            ],
            stretched=(5,),
        )
        self.table.verticalHeader().setDefaultSectionSize(28)
        self.table.setAccessibleName(self.tr("Thresholds"))
        self.verdict, self.said = words_label(), words_label()
        self.alike = QListWidget()
        self.alike.setAccessibleName(self.tr("People who look alike"))
        self.alike.setFixedHeight(84)
        self.twins = QPushButton(self.tr("&Twins"))
        self.twins.setToolTip(self.tr("Two people who look alike: neither raises the thresholds for the others."))
        self.same = QPushButton(self.tr("&Same person"))
        self.same.setToolTip(self.tr("One person, registered twice. Remove one of the two on the People page."))
        self.alike_said = words_label(self.tr("Look alike and may raise the thresholds for everybody:"))
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
        """Show the present thresholds of this model."""
        if self._card is None or self._card.id != card.id:
            self._card = card
            self.said.clear()
            found = self._measured.get(card.id)
            fmr = self._app.settings.recognition.fmr if found is None else found.fmr
            self.fmr.setCurrentIndex(self.fmr.findData(fmr))
            self._show(found)
        self._card = card
        if accepted is None:
            text = self.tr("Not calibrated here: the card's thresholds apply, raised by the people registered.")
        else:
            text = self.tr("Calibrated on {day} by {who} with %Ln person(s).", "", accepted.calibration.people).format(
                day=language.day(accepted.at), who=wording.who(accepted.by)
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
            found = self._app.models.calibrate(model, fmr, job.report)
            return found, {person.id: person.name for person in self._app.people.list()}

        def done(both: tuple[Calibration, dict[int, str]]) -> None:
            self._measured[model], self._names = both
            if self._card is not None and self._card.id == model:
                self._show(both[0])
            self.measured.emit()

        job = self._work.begin(self.tr("Comparing everybody with {model}").replace("{model}", model), work, done)
        job.ended.connect(self._enable)
        self._enable()

    def _compared_with(self, source: str) -> str:
        titles = {
            OWN: self.tr("each other"),
            "faces": self.tr("faces that come with the model"),
            "strangers": self.tr("the demo's strangers"),
        }
        return titles.get(source) or self.tr("strangers: {name}").replace("{name}", source)

    def _show(self, found: Calibration | None) -> None:
        self.found = found
        self.alike.clear()
        if found is None:
            self.table.setRowCount(0)
            self.verdict.clear()
            self._enable()
            return
        rows, verdicts = [], []
        for pairing, measured in found.pairings.items():
            for source in measured.sources:
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
        fill(self.table, [*enumerate(rows)])
        if any("*" in row[-1] for row in rows):
            few = self.tr("* These are too few pairs of people to show so low a rate: it takes {n}.")
            verdicts.append(few.replace("{n}", language.number(round(3 / found.fmr))))
        self.verdict.setText("\n".join(verdicts))
        for pair in found.look_alikes:
            item = QListWidgetItem(self._alike(pair))
            item.setData(Qt.ItemDataRole.UserRole, pair.people)
            self.alike.addItem(item)
        self._enable()

    def _verdict(self, pairing: Pairing) -> str:
        assert self.found is not None
        measured = self.found.pairings[pairing]
        why = {
            "own": self.tr("from the people here"),
            "strangers": self.tr("raised by the people here or by strangers"),
            "few": self.tr("measured on %Ln person(s): stricter than it will be later", "", self.found.people),
            "card": self.tr("the card's; there is too little data here for another"),
        }[measured.basis]
        text = f"{self._pairing(pairing)}: {language.decimal(measured.threshold, 4)} ({why})."
        if measured.genuine is None:
            nobody = self.tr("Nobody's two most similar photos are such a pair, so the cost cannot be shown.")
            return f"{text} {nobody}"
        share = self.tr("{share} of people's own comparisons pass ({low} – {high}).").format(
            share=language.percent(measured.genuine.value),
            low=language.percent(measured.genuine.low),
            high=language.percent(measured.genuine.high),
        )
        return f"{text} {share}"

    def _pairing(self, pairing: Pairing) -> str:
        return wording.translated(PAIRINGS[pairing])

    def _alike(self, pair: LookAlike) -> str:
        first, second = (
            wording.translated(Message("{name} (number {number})", name=self._names.get(number, "?"), number=number))
            for number in pair.people
        )
        guess = self.tr("registered twice?") if pair.as_one else self.tr("alike")
        return f"{first}  –  {second}:  {language.decimal(pair.similarity, 3)}  {guess}"

    def _enable(self) -> None:
        may = self._app.actor.may(Right.ADMINISTER) and self._card is not None and self._work.job is None
        self.measure.setEnabled(may)
        self.accept.setEnabled(may and self.found is not None)
        self.reset.setEnabled(may and self._calibrated)
        any_alike = self.alike.count() > 0
        for widget in (self.alike_said, self.alike, self.twins, self.same):
            widget.setVisible(any_alike)
        for button in (self.twins, self.same):
            button.setEnabled(may and bool(self.alike.selectedItems()))

    def _accept(self) -> None:
        found, desk = self.found, Desk(self._app, self._app.actor)
        if found is not None:
            run_in_background(
                lambda job: desk.accept_calibration(found, now=utc_now()),
                done=lambda accepted: self.changed.emit(),
                once=self.accept,
            )

    def _reset(self) -> None:
        assert self._card is not None
        model, desk = self._card.id, Desk(self._app, self._app.actor)
        run_in_background(
            lambda job: desk.reset_calibration(model, now=utc_now()), done=lambda count: self.changed.emit()
        )

    def _confirm(self, *, same: bool) -> None:
        first, second = self.alike.selectedItems()[0].data(Qt.ItemDataRole.UserRole)
        desk, card = Desk(self._app, self._app.actor), self._card
        names = [self._names.get(number, "?") for number in (first, second)]

        def confirmed(nothing: None) -> None:
            self.said.setText(
                self.tr("Remove {one} or {other} on the People page: one person needs only one entry.")
                .replace("{one}", f"{names[0]} (# {first})")
                .replace("{other}", f"{names[1]} (# {second})")
                if same
                else ""
            )
            self.changed.emit()
            if card is not None and self._card is not None and self._card.id == card.id:
                self.begin()

        run_in_background(
            lambda job: desk.set_look_alike(first, second, True, now=utc_now()),
            done=confirmed,
            once=(self.alike, first, second),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("False accepts:")))
        row.addWidget(self.fmr)
        row.addWidget(self.measure)
        row.addStretch()
        what_to_do = QHBoxLayout()
        what_to_do.addStretch()
        what_to_do.addWidget(self.reset)
        what_to_do.addWidget(self.accept)
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
        layout.addLayout(what_to_do)
        layout.addWidget(self.alike_said)
        layout.addLayout(below)
        layout.addWidget(self.said)
