"""The window: a rail of pages on the left, the chosen page beside it."""

from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QProgressBar, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.gui.bridge import Bridge
from gatekeeper.gui.enrol_page import EnrolPage
from gatekeeper.gui.live_page import LivePage
from gatekeeper.gui.log_page import LogPage
from gatekeeper.gui.operators_page import OperatorsPage
from gatekeeper.gui.people_page import PeoplePage
from gatekeeper.gui.theme import icon


class Page(Protocol):
    """What a page's class has: its name on the rail and the icon beside it."""

    title: ClassVar[str]
    icon: ClassVar[str]

    def __call__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> QWidget:
        """Make the page."""
        ...


# In the order of the rail. A page is made when it is first opened.
PAGES: tuple[Any, ...] = (LivePage, EnrolPage, PeoplePage, LogPage, OperatorsPage)
LAYOUT_FILE = "window.ini"


class MainWindow(QWidget):
    """The rail and the pages. closed: the person closed the window."""

    closed = Signal()

    def __init__(self, app: App, bridge: Bridge) -> None:
        super().__init__()
        self.app, self.bridge = app, bridge
        self.setWindowTitle("gatekeeper")
        self.setWindowIcon(icon("face"))
        self.setMinimumSize(960, 620)
        self._settings = QSettings(str(app.home / LAYOUT_FILE), QSettings.Format.IniFormat)
        self._made: dict[int, QWidget] = {}
        self.pages = QStackedWidget()
        self._choices = QButtonGroup(self)
        self._progress = QProgressBar()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail())
        layout.addWidget(self.pages, 1)
        self._choices.idClicked.connect(self.show_page)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)
        QShortcut(QKeySequence("F11"), self).activated.connect(self._full_screen)
        self._restore()

    def show_page(self, page: int | type[QWidget]) -> QWidget:
        """Open a page by its place on the rail or its class, and return it."""
        index = page if isinstance(page, int) else PAGES.index(page)
        if index not in self._made:
            self._made[index] = PAGES[index](self.app, self.bridge)
            self.pages.addWidget(self._made[index])
        self._choices.button(index).setChecked(True)
        self.pages.setCurrentWidget(self._made[index])
        return self._made[index]

    def show_progress(self, what: str, done: int, of: int) -> None:
        """Show below the rail how far some work of the whole program is."""
        self._progress.show()
        self._progress.setRange(0, of)
        self._progress.setValue(done)
        self._progress.setFormat(f"{done} / {of}")
        self._progress.setToolTip(what)
        self._progress.setAccessibleName(what)

    def hide_progress(self) -> None:
        """That work has ended."""
        self._progress.hide()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember the layout."""
        self._settings.setValue("geometry", self.saveGeometry())
        self._settings.setValue("page", self._choices.checkedId())
        self._settings.sync()
        super().closeEvent(event)
        self.closed.emit()

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _rail(self) -> QWidget:
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(0, 8, 0, 8)
        for index, page in enumerate(PAGES):
            button = QToolButton()
            button.setText(self.tr(page.title))
            button.setIcon(icon(page.icon))
            button.setIconSize(QSize(28, 28))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setCheckable(True)
            button.setMinimumSize(92, 64)
            button.setToolTip(f"{self.tr(page.title)} (Ctrl+{index + 1})")
            self._choices.addButton(button, index)
            QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self).activated.connect(button.click)
            layout.addWidget(button)
        layout.addStretch()
        self._progress.setFixedWidth(80)
        self._progress.hide()
        layout.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        return rail

    def _restore(self) -> None:
        geometry = self._settings.value("geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1280, 800)
        try:
            page = int(str(self._settings.value("page", 0)))
        except ValueError:
            page = 0
        self.show_page(page if 0 <= page < len(PAGES) else 0)
