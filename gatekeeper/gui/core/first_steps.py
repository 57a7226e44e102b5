"""The first steps of a new site: a button below the rail that counts them, and the list that it opens."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.desk.first_steps import FirstSteps, Step, first_steps
from gatekeeper.gui.core import language, theme
from gatekeeper.gui.core.layouts import Scroll, open_at
from gatekeeper.gui.core.tasks import run_in_background
from gatekeeper.store.accounts import Right


class FirstStepsButton(QPushButton):
    """Shows how many steps are done, and opens the list; hidden once all are done, and from users without the right to do them.
    wanted: carries the class name of the page that a step leads to."""

    wanted = Signal(str)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._steps: FirstSteps | None = None
        self.setFlat(True)
        self.hide()
        self.clicked.connect(self._show_steps)

    def count(self) -> None:
        """Read which steps are done."""
        app = self._app
        if app.actor.may(Right.ADMINISTER):
            run_in_background(lambda job: first_steps(app), done=self._counted, failed=lambda error: None)
        else:
            self.hide()

    def _counted(self, found: FirstSteps) -> None:
        self._steps = found
        done, of = language.number(len(found.done)), language.number(len(Step))
        self.setText(self.tr("First steps\n{done} of {all}").replace("{done}", done).replace("{all}", of))
        self.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 16)  # no style allows for a second line
        self.setVisible(not found.over and self._app.actor.may(Right.ADMINISTER))

    def _show_steps(self) -> None:
        if self._steps is not None:
            dialog = FirstStepsDialog(self._steps, self.window())
            dialog.wanted.connect(self.wanted)
            dialog.open()


class FirstStepsDialog(QDialog):
    """The steps until the site works, each with a button that leads to its page. wanted: carries the page's class name."""

    wanted = Signal(str)

    def __init__(self, steps: FirstSteps, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("first-steps")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("First steps"))
        pages = {
            Step.ADMINISTRATOR: (self.tr("Make the first administrator"), "OperatorsPage"),
            Step.CAMERA: (self.tr("See a camera’s picture"), "SettingsPage"),
            Step.DOOR: (self.tr("Connect a door’s relay"), "SettingsPage"),
            Step.PERSON: (self.tr("Register somebody, with and without a mask"), "EnrolPage"),
            Step.LIVENESS: (self.tr("Measure how well living faces are told from pictures"), "ModelsPage"),
            Step.CALIBRATED: (self.tr("Calibrate the thresholds with your own people"), "ModelsPage"),
            Step.BACKUP: (self.tr("Set where backups go"), "SettingsPage"),
        }
        self.buttons = {step: QPushButton(text) for step, (text, _) in pages.items()}
        body = QWidget()
        grid = QGridLayout(body)
        note = QLabel(self.tr("The site is ready once all of this is done. This list then disappears."))
        note.setWordWrap(True)
        grid.addWidget(note, 0, 0, 1, 2)
        for row, (step, (text, page)) in enumerate(pages.items(), 1):
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
