"""The placeholder of an empty list: why it is empty, and a button that leads on."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton, QVBoxLayout, QWidget


class Lead(QWidget):
    """Covers a list or a table while it has no rows, once this has a text; without a list, it is part of a layout."""

    def __init__(self, view: QAbstractItemView | None = None) -> None:
        super().__init__(view.viewport() if view is not None else None)
        self._view = view
        self._least = self._set = 0  # the list's own least height, and the one set here
        self._do: Callable[[], object] = _nothing
        self.words, self.button = QLabel(), QPushButton()
        self.words.setProperty("kind", "hint")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.button.clicked.connect(self._lead)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 2, 6, 2)  # some lists are low
        layout.addStretch()
        layout.addWidget(self.words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self.hide()
        if view is not None:
            model = view.model()
            for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
                changed.connect(self._follow)
            view.viewport().installEventFilter(self)

    def say(self, text: str, button: str = "", do: Callable[[], object] | None = None) -> None:
        """Show this while the list is empty. do: the button's action; without it there is no button."""
        self.words.setText(text)
        self.button.setText(button)
        self._do = do or _nothing
        self.button.setVisible(do is not None)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay as large as the list."""
        if event.type() is QEvent.Type.Resize:
            self._follow()
        return False

    def _follow(self, *change: object) -> None:
        view, says = self._view, bool(self.words.text())
        if view is None:
            self.setVisible(says)
            return
        says = says and view.model().rowCount() == 0
        room = view.viewport().size()
        self.resize(room)
        self.setVisible(says)
        # A list that is too low for the text grows, and the page scrolls.
        if view.minimumHeight() != self._set:
            self._least = view.minimumHeight()
        height = self.heightForWidth(room.width()) + view.height() - room.height() if says else 0
        self._set = max(self._least, height)
        view.setMinimumHeight(self._set)

    def _lead(self) -> None:
        self._do()


def _nothing() -> None:
    """Do nothing: the action of a hidden button."""
