"""The site's own consent text: edited, previewed as people will read it, with all earlier versions."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.errors import GatekeeperError
from gatekeeper.gui.core import language, leaving, wording
from gatekeeper.gui.core.layouts import Fields, Scroll, open_at
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.gui.pages.base import dress
from gatekeeper.gui.widgets.consent import choose_language
from gatekeeper.gui.widgets.fields import ChoiceField
from gatekeeper.gui.widgets.printing import print_html
from gatekeeper.people.consent import PLACEHOLDERS, ConsentText
from gatekeeper.store.accounts import Right
from gatekeeper.store.consents import TextVersion
from gatekeeper.timezones import utc_now

_TYPING_MILLISECONDS = 200


class ConsentTextDialog(QDialog):
    """A text for each language, with a preview. saved: with the version that is in force from now on."""

    saved = Signal(str)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("consent_text")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Consent text"))
        self._app, self._texts = app, app.consent_texts
        self._may = app.actor.may(Right.ADMINISTER)
        self._written: dict[str, str] = {}  # what was typed, by language
        self._saving = False
        self.version, self.language = ChoiceField(), choose_language()
        self.version.setAccessibleName(self.tr("Version of the text"))
        self.language.setAccessibleName(self.tr("Language of the text"))
        self._filled = {"site": self._texts.site, "controller": self._texts.controller}
        self.site, self.controller = (QLineEdit(value) for value in self._filled.values())
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("The text as it is written"))
        self.text.setTabChangesFocus(True)
        self.preview, self.said, self.people = QLabel(), QLabel(), QLabel()
        self.preview.setAccessibleName(self.tr("The text as people read it"))
        for label in (self.preview, self.said, self.people):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.people.setProperty("kind", "hint")
        self.print = QPushButton(self.tr("&Print blank form …"))
        self.save = QPushButton(self.tr("Put in &force"))
        self.save.setProperty("kind", "primary")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MILLISECONDS)
        self._lay_out()
        self.refresh()
        self.version.currentIndexChanged.connect(lambda index: self._choose())
        self.language.currentIndexChanged.connect(lambda index: self._choose())
        self.text.textChanged.connect(self._typed)
        for line in (self.site, self.controller):
            line.textChanged.connect(lambda text: self._typing.start())
            line.setEnabled(self._may)
        self._typing.timeout.connect(self.judge)
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)

    def refresh(self) -> None:
        """List the versions as they are now, the one in force first."""
        people = self._app.people.agreed_to()
        self.version.blockSignals(True)
        self.version.clear()
        for number, text in enumerate(self._texts.versions()):
            written = (
                self.tr("{when}, by {who}")
                .replace("{when}", language.day(text.made_at))
                .replace("{who}", wording.who(text.made_by))
                if text.made_by
                else self.tr("shipped with the program")
            )
            name = self.tr("{version} (in force)") if number == 0 else "{version}"
            agreed = self.tr("%Ln person(s)", "", people.get(text.version, 0))
            self.version.addItem(f"{name.replace('{version}', text.version)} – {written} – {agreed}", text)
        self.version.blockSignals(False)
        older = sum(people.values()) - people.get(self._shown.version, 0)
        self.people.setText(
            self.tr(
                "%Ln person(s) agreed to an older text: choose them on the People page and ask them again.", "", older
            )
            if older
            else ""
        )
        self._choose()

    def judge(self) -> None:
        """Preview the text, or show what is wrong with it."""
        self._typing.stop()
        shown = self._shown
        code = str(self.language.currentData())
        if self.version.currentIndex() > 0:
            self.preview.setText(shown.wordings[code].text if code in shown.wordings else "")
            self._say(self.tr("An earlier text, kept as it was read. It cannot be changed."), "hint")
            self.save.setEnabled(False)
            return
        try:
            self.preview.setText(self._texts.fill(self.text.toPlainText(), code, **self._values))
            for language, template in self._written.items():
                self._texts.fill(template, language, **self._values)
        except GatekeeperError as error:
            self._say(wording.of(error), "bad")
            self.save.setEnabled(False)
            return
        outdated = code in shown.wordings and self.preview.text() != shown.wordings[code].text
        if outdated and not self._written:
            self._say(
                self.tr("The values of the placeholders have changed: put the text in force as it reads now."), "warn"
            )
        else:
            self._say("", "hint")
        self.save.setEnabled(self._may and (self._changed or outdated) and not self._saving)

    def reject(self) -> None:
        """Close at once where everything is saved, else after the user has agreed to lose the rest.

        There is no question after sign-out or lock."""
        if self._changed and self._app.actor.may(Right.ADMINISTER):
            leaving.ask_to_discard(self, [self.windowTitle()], lambda: QDialog.reject(self))
        else:
            super().reject()

    @property
    def _changed(self) -> bool:
        return self._may and bool(self._written or self._values)

    @property
    def _values(self) -> dict[str, str]:
        """The placeholders' values that were changed here; the others may have changed elsewhere meanwhile."""
        typed = {"site": self.site.text().strip(), "controller": self.controller.text().strip()}
        return {key: value for key, value in typed.items() if value != self._filled[key]}

    @property
    def _shown(self) -> TextVersion:
        shown = self.version.currentData()
        assert isinstance(shown, TextVersion)
        return shown

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.version, 1)
        head.addWidget(self.language)
        form = Fields()
        form.addRow(self.tr("&Site's name") + "  {site}", self.site)
        form.addRow(self.tr("Data contr&oller, with address") + "  {controller}", self.controller)
        hint = QLabel(
            self.tr(
                "Placeholders: {known}. The last three say how long the log, its pictures and guests are kept."
            ).replace("{known}", ", ".join("{" + placeholder + "}" for placeholder in PLACEHOLDERS))
        )
        hint.setWordWrap(True)
        hint.setProperty("kind", "hint")
        sides = QHBoxLayout()
        sides.addWidget(self.text, 1)
        sides.addWidget(Scroll(self.preview), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.print, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ApplyRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addLayout(sides, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.people)
        layout.addWidget(buttons)
        open_at(self, QSize(860, 640))

    def _choose(self) -> None:
        code, shown = str(self.language.currentData()), self._shown
        kept = shown.wordings[code].template if code in shown.wordings else ""
        current = self.version.currentIndex() == 0
        self.text.blockSignals(True)
        text = self._written.get(code, kept) if current else kept
        if text != self.text.toPlainText():  # the cursor stays where the user types
            self.text.setPlainText(text)
        self.text.blockSignals(False)
        self.text.setReadOnly(not (current and self._may))
        self.judge()

    def _typed(self) -> None:
        code, shown = str(self.language.currentData()), self._shown
        text = self.text.toPlainText()
        if code in shown.wordings and text.strip() == shown.wordings[code].template:
            self._written.pop(code, None)
        else:
            self._written[code] = text
        self.save.setEnabled(False)  # until the text has been judged
        self._typing.start()

    def _say(self, text: str, kind: str) -> None:
        self.said.setText(text)
        dress(self.said, kind)

    def _save(self) -> None:
        desk, written = Desk(self._app, self._app.actor), dict(self._written)
        values = self._values
        self._saving = True
        self.save.setEnabled(False)

        def done(made: TextVersion) -> None:
            self._saving = False
            self._filled |= values
            # What was typed meanwhile was not sent.
            self._written = {code: text for code, text in self._written.items() if written.get(code) != text}
            self.refresh()
            self._say(self.tr("The text of version {version} is in force.").replace("{version}", made.version), "good")
            self.saved.emit(made.version)

        def failed(error: GatekeeperError) -> None:
            self._saving = False
            self.judge()
            self._say(wording.of(error), "bad")

        run_in_background(
            lambda job: desk.revise_consent_text(written, **values, now=utc_now()),
            done=done,
            failed=failed,
        )

    def _print(self) -> None:
        code = str(self.language.currentData())
        print_html(self, self._texts.form(ConsentText(self._shown.version, code, self.preview.text())))
