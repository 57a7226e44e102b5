"""Whoever hears the screen hears a name for everything that keys reach, on every page and in every language."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.domain import Role
from gatekeeper.gui.core import language
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.store.accounts import Actor

from .test_keys import views


@pytest.fixture(params=language.SPOKEN)
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    language.apply(qapp, request.param)
    yield request.param
    language.apply(qapp, "en")


def nameless(root: QWidget) -> list[str]:
    """What can have the keyboard, and has neither a name nor a text nor a label of its own."""
    found = []
    for widget in root.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_") or isinstance(
            widget, QScrollArea | QHeaderView | QTabWidget | QLabel
        )
        around = widget.parentWidget()
        part = isinstance(widget, QLineEdit) and around is not None and around.focusProxy() is widget
        part = (
            part or around is None or isinstance(around, QComboBox) or widget.window() is not root.window()
        )  # a list's own
        unasked = isinstance(widget, QPushButton) and widget.objectName() == "same"  # its text names who is registered
        inner = (
            inner
            or unasked
            or not widget.isVisible()
            or not widget.isEnabled()
            or "pyqtgraph" in type(around).__module__
        )
        if inner or part or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        said = QAccessible.queryAccessibleInterface(widget)
        if said is not None and not said.text(QAccessible.Text.Name).strip():
            ways = f"{widget.objectName()} in {type(around).__name__}"
            found.append(f"{type(widget).__name__} {ways}")
    return found


@pytest.mark.slow
def test_everything_that_keys_reach_has_a_name_to_be_heard(
    program: Callable[..., App], window: Callable[..., MainWindow], spoken: str
) -> None:
    app = program()
    app.doors.open_cameras([])
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    shown = window(app, app.actor)
    wrong = {}
    for kind in PAGES:
        page = shown.show_page(kind)
        for view in views(page):
            if found := nameless(page):
                wrong[view] = found
    assert wrong == {}, "\n".join(f"{page}: {one}" for page, found in wrong.items() for one in found)


def test_control_a_field_without_a_label_is_found(qtbot: object) -> None:
    root = QWidget()
    line = QLineEdit(root)
    root.show()
    assert nameless(root)
    line.setAccessibleName("Name")
    assert nameless(root) == []
    root.close()
