"""Two models side by side, before a change from one to the other."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from gatekeeper.gui.core import wording
from gatekeeper.gui.core.layouts import open_at
from gatekeeper.gui.pages.models.parts import words_label
from gatekeeper.gui.widgets.card_view import CardView
from gatekeeper.models.side_by_side import Choice


class ChoiceDialog(QDialog):
    """Asks whether to use another model, shown side by side with the present one."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Use this model?"))
        open_at(self, QSize(620, 520))
        names = self.tr("Now: {old}. New: {new}.").replace("{old}", choice.old_card.id)
        self.verdict = words_label(
            f"{wording.translated(choice.verdict)}\n{names.replace('{new}', choice.new_card.id)}"
        )
        self.figures = CardView()
        self.figures.setAccessibleName(self.tr("Both models side by side"))
        self.figures.show_tables(choice.tables)
        self.buttons = QDialogButtonBox()
        self.keep = self.buttons.addButton(self.tr("&Keep the present one"), QDialogButtonBox.ButtonRole.RejectRole)
        use = self.tr("&Use it anyway") if choice.worse else self.tr("&Use it")
        self.use = self.buttons.addButton(use, QDialogButtonBox.ButtonRole.DestructiveRole)
        self.use.setProperty("kind", "danger" if choice.worse else "primary")
        self.use.setAutoDefault(False)
        self.keep.setDefault(True)
        self.use.clicked.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.verdict)
        layout.addWidget(self.figures, 1)
        layout.addWidget(self.buttons)
