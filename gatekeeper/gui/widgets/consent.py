"""Consent: the text in the reader's language, and what one person agreed to."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Person
from gatekeeper.gui.core import language, wording
from gatekeeper.gui.core.layouts import Scroll, open_at
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.base import dress
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.printing import print_html
from gatekeeper.gui.widgets.questions import AskToDestroy
from gatekeeper.people.consent import ConsentText, shipped_text
from gatekeeper.store.accounts import Right
from gatekeeper.store.consents import Consent, Given, Read
from gatekeeper.timezones import utc_now


def choose_language() -> QComboBox:
    """A choice of the consent text's languages; the window's is chosen."""
    box = ChoiceField()
    for code, name in language.OWN_NAMES.items():
        box.addItem(name, code)
    box.setCurrentIndex(max(0, box.findData(language.spoken())))
    return box


class ConsentCard(QFrame):
    """The text in force, in a language that can be chosen. changed: another text or language is shown."""

    changed = Signal()

    def __init__(self, text: Callable[[str], ConsentText] = shipped_text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._text = text
        self._shown: ConsentText | None = None
        self.version, self.text = QLabel(), QLabel()
        self.version.setProperty("kind", "hint")
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.language = choose_language()
        self.language.setAccessibleName(self.tr("Language of the consent text"))
        head = QHBoxLayout()
        head.addWidget(self.version, 1)
        head.addWidget(self.language)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.text)
        self.language.currentIndexChanged.connect(lambda index: self.refresh())
        self.refresh()

    @property
    def read(self) -> Read:
        """The text that has been read."""
        return Read() if self._shown is None else Read(self._shown.version, self._shown.language)

    def refresh(self) -> None:
        """Show the text that is in force now."""
        before, self._shown = self._shown, self._text(str(self.language.currentData()))
        self.version.setText(self.tr("Consent, version {version}").replace("{version}", self._shown.version))
        self.text.setText(self._shown.text)
        if before is not None and before != self._shown:
            self.changed.emit()


class ConsentDialog(QDialog):
    """What one person agreed to, with withdrawal and renewal. told: the result."""

    told = Signal(str)

    def __init__(self, app: App, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("consent")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._app, self._person = app, person
        self._now = Consent("", utc_now())
        self.setWindowTitle(self.tr("Consent of {name}").replace("{name}", person.name))
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.history = QTreeWidget()
        self.history.setHeaderLabels(
            [
                self.tr("Text"),
                self.tr("Language"),
                self.tr("Agreed"),
                self.tr("Before"),
                self.tr("Signed form"),
                self.tr("Withdrawn"),
            ]
        )
        self.history.setRootIsDecorated(False)
        self.history.setAccessibleName(self.tr("What they agreed to"))
        self.history.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.history.setMaximumHeight(130)
        self.card = ConsentCard(app.consent_texts.in_force)
        self.paper = QCheckBox(self.tr("A &form with their signature is on file"))
        self.agree = QPushButton(self.tr("They have read this and &agree"))
        self.agree.setProperty("kind", "primary")
        self.filed = QPushButton(self.tr("&Signed form is on file"))
        self.print = QPushButton(self.tr("&Print form …"))
        self.withdraw = QPushButton(self.tr("&Withdraw consent …"))
        self.withdraw.setProperty("kind", "danger")
        for button in (self.agree, self.filed, self.print, self.withdraw):
            button.setAutoDefault(False)  # Enter in the list or a text must never record a consent
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        acts = QHBoxLayout()
        acts.addWidget(self.agree)
        acts.addWidget(self.print)
        acts.addWidget(self.filed)
        acts.addStretch()
        acts.addWidget(self.withdraw)
        content = QWidget()
        column = QVBoxLayout(content)
        column.addWidget(self.state)
        column.addWidget(self.history)
        column.addWidget(self.card)
        column.addWidget(self.paper)
        column.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(Scroll(content), 1)
        layout.addLayout(acts)
        layout.addWidget(buttons)
        self.card.changed.connect(lambda: self.paper.setChecked(False))  # that form was for another text
        self.agree.clicked.connect(self._agree)
        self.filed.clicked.connect(self._file)
        self.print.clicked.connect(self._print)
        self.withdraw.clicked.connect(self._ask_to_withdraw)
        self.history.itemActivated.connect(lambda item, column: self._read_old(item.text(0), item))
        buttons.rejected.connect(self.reject)
        open_at(self, QSize(680, 640))
        self._allow(False)
        self.refresh()

    def refresh(self) -> None:
        """Show the recorded consents."""
        people, number = self._app.people, self._person.id
        run_in_background(
            lambda job: (people.consent(number), people.consents(number), people.text_in_force()),
            done=lambda found: self._show(*found),
            failed=lambda error: self._say(wording.of(error), "bad"),
        )

    def _show(self, now: Consent, given: list[Given], in_force: str) -> None:
        self._now = now
        if now.not_asked:
            self._say(
                self.tr("Registered before consent was required: doors know them. Ask for their consent."), "warn"
            )
        elif now.withdrawn:
            state = self.tr("Withdrawn on {when}: no door knows them. They stay registered, and in the log.")
            self._say(state.replace("{when}", language.moment(now.at)), "bad")
        elif not now.stated:
            self._say(self.tr("No consent is on record: no door knows them."), "bad")
        elif now.text_version != in_force:
            state = self.tr("They agreed to an older text ({version}). Doors know them; ask them again.")
            self._say(state.replace("{version}", now.text_version), "warn")
        else:
            self._say(self.tr("They agree to the text in force."), "good")
        self.history.clear()
        for recorded in given:
            consent = recorded.consent
            QTreeWidgetItem(
                self.history,
                [
                    consent.text_version,
                    language.OWN_NAMES.get(consent.language, consent.language),
                    language.moment(consent.at),
                    wording.who(consent.before),
                    self.tr("on file") if consent.paper else "",
                    language.moment(recorded.withdrawn_at) if recorded.withdrawn_at else "",
                ],
            ).setData(0, Qt.ItemDataRole.UserRole, consent.language)
        self._allow(self._app.actor.may(Right.PEOPLE))

    def _allow(self, may: bool) -> None:
        for widget in (self.agree, self.paper):
            widget.setEnabled(may)
        self.filed.setEnabled(may and self._now.stated and not self._now.paper)
        self.withdraw.setEnabled(may and (self._now.stated or self._now.not_asked))

    def _say(self, text: str, kind: str) -> None:
        self.state.setText(text)
        dress(self.state, kind)

    def _agree(self) -> None:
        desk, number, now = Desk(self._app, self._app.actor), self._person.id, utc_now()
        read = Read(self.card.read.version, self.card.read.language, self.paper.isChecked())
        self.paper.setChecked(False)  # a later consent needs a form of its own
        self._do(
            lambda: desk.note_consent(number, at=now, now=now, read=read),
            self.tr("The consent is on record: doors know them."),
        )

    def _file(self) -> None:
        desk, number = Desk(self._app, self._app.actor), self._person.id
        self._do(lambda: desk.note_consent_form(number, now=utc_now()), self.tr("The signed form is on record."))

    def _ask_to_withdraw(self) -> None:
        box = AskToDestroy(self, "withdraw", lambda: self._withdraw(photos.isChecked()))
        photos = QCheckBox(
            self.tr("Delete their photos, and the numbers computed from them, as the text promises"), box
        )
        photos.setChecked(True)
        box.setCheckBox(photos)
        box.ask(
            self.tr("Withdraw the consent of {name}?").replace("{name}", self._person.name),
            self.tr(
                "From now on no door knows them. They stay registered and stay in the log. To remove them from "
                "the log as well, erase them."
            ),
            self.tr("Withdraw"),
        )

    def _withdraw(self, delete_photos: bool) -> None:
        desk, number = Desk(self._app, self._app.actor), self._person.id
        self._do(
            lambda: desk.withdraw_consent(number, now=utc_now(), delete_photos=delete_photos),
            self.tr("The consent is withdrawn: no door knows them now."),
        )

    def _do(self, act: Callable[[], None], message: str) -> None:
        self._allow(False)

        def done(nothing: None) -> None:
            self.told.emit(message)
            self.refresh()

        def failed(error: Exception) -> None:
            self.refresh()
            self.told.emit(wording.of(error))  # type: ignore[arg-type]

        run_in_background(lambda job: act(), done=done, failed=failed)

    def _print(self) -> None:
        texts, name = self._app.consent_texts, self._person.name
        print_html(self, texts.form(texts.in_force(str(self.card.language.currentData())), [name]))

    def _read_old(self, version: str, item: QTreeWidgetItem) -> None:
        """Show the text that the person read then."""
        texts, spoken = self._app.consent_texts, str(item.data(0, Qt.ItemDataRole.UserRole)) or language.spoken()
        exists = version in {text.version for text in texts.versions()}
        shown = QDialog(self)
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.setWindowTitle(self.tr("Consent, version {version}").replace("{version}", version))
        text = QLabel(texts.text(version, spoken).text if exists else self.tr("This text is not kept."))
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        QVBoxLayout(shown).addWidget(Scroll(text))
        open_at(shown, QSize(560, 420))
        shown.open()
