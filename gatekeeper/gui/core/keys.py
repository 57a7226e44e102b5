"""Keyboard handling for all pages: Enter presses, Tab follows the reading order, and the focus stays with the work."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from gatekeeper.gui.widgets.lead import Lead
from gatekeeper.gui.widgets.pin_pad import PinPad


def pressed_with_enter(event: QKeyEvent) -> bool:
    """Press the focused button, as Space does: outside dialogs Qt gives Enter no meaning."""
    button = QApplication.focusWidget()
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if not enter or not isinstance(button, QPushButton | QToolButton) or not button.isEnabled():
        return False
    button.click()
    return True


def tab_in_reading_order(page: QWidget) -> None:
    """Let Tab go through a page in the order of its layouts, not in the order in which its widgets were created; it leaves a
    table, in which the arrow keys move."""
    for table in page.findChildren(QTableView):
        table.setTabKeyNavigation(False)
    widgets = list(_focusable(page))
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def _focusable(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is None:
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, QTabWidget):
        yield widget
        yield from (lead.button for lead in widget.findChildren(Lead))
    elif isinstance(widget, QTabWidget):
        yield widget.tabBar()
        for number in range(widget.count()):
            yield from _focusable(widget.widget(number))
    elif isinstance(widget, QSplitter):
        for number in range(widget.count()):
            yield from _focusable(widget.widget(number))
    elif isinstance(widget, QScrollArea):
        yield from _focusable(widget.widget())
    else:
        yield from _laid_out(widget.layout())


def _laid_out(layout: QLayout | None) -> Iterator[QWidget]:
    for number in range(layout.count() if layout is not None else 0):
        if layout is not None and (item := layout.itemAt(number)) is not None:
            yield from _focusable(item.widget())
            yield from _laid_out(item.layout())


class FocusKeeper(QObject):
    """Returns the focus to where the work was.

    A button that is disabled or hidden during its work loses the focus, and so does a PIN pad that is no longer needed; Qt
    gives it to the next widget. Here it goes back to the previous one, for example the field that was filled in, and then,
    unless the user has moved it, to the button when that can be pressed again."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: list[QWidget] = []  # the widgets that had the focus, the last one first
        self._lost: QWidget | None = None  # the widget that lost the focus through no action of the user
        self._moving = False
        QApplication.instance().focusChanged.connect(self._changed)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Give the focus back when the widget that lost it is available again."""
        if watched is self._lost and event.type() in (QEvent.Type.EnabledChange, QEvent.Type.Show):
            lost = self._lost
            if _can_have(lost):
                self._forget()
                self._move(lost)
        return False

    def _changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._moving or not isValid(self._window):
            return
        if old is None or not isValid(old) or not self._window.isAncestorOf(old):
            if now is not None:
                self._forget()
            return
        if _can_have(old):
            if now is not None and old.window() is now.window():
                self._forget()  # the user has moved the focus elsewhere
            self._before = [old, *(w for w in self._before if w is not old)][:8]
            return
        if not isinstance(old, QAbstractButton | PinPad) or not _can_have(old.parentWidget()):
            return  # the whole page is hidden, and another one sets its own focus
        self._forget()
        self._lost = old
        old.installEventFilter(self)
        where = next((w for w in self._before if isValid(w) and w is not old and _can_have(w)), None)
        if where is not None and where.window() is old.window():
            self._move(where)

    def _move(self, to: QWidget) -> None:
        self._moving = True
        to.setFocus()
        self._moving = False

    def _forget(self) -> None:
        if self._lost is not None and isValid(self._lost):
            self._lost.removeEventFilter(self)
        self._lost = None


def _can_have(widget: QWidget | None) -> bool:
    return widget is not None and isValid(widget) and widget.isEnabled() and widget.isVisible()
