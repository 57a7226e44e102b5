"""Groups, weekly schedules, holidays and the doors' rules; and why somebody may, or may not, pass."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gatekeeper.app import App
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.rules.doors import DoorsTab
from gatekeeper.gui.pages.rules.editor import Editor
from gatekeeper.gui.pages.rules.tabs import GroupsTab, HolidaysTab, SchedulesTab
from gatekeeper.gui.pages.rules.why import WhyTab
from gatekeeper.gui.widgets.fields import Tabs
from gatekeeper.store.accounts import Right


class RulesPage(Page):
    """One tab for each; unsaved changes on one tab are kept while another is shown."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("MainWindow", "Rules"))
    icon: ClassVar[str] = "clock"
    right: ClassVar[Right] = Right.PEOPLE

    def __init__(self, app: App, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(app, bridge, parent)
        self.doors, self.groups, self.schedules = DoorsTab(app), GroupsTab(app), SchedulesTab(app)
        self.holidays, self.why = HolidaysTab(app), WhyTab(app)
        self.editors = (self.doors, self.groups, self.schedules, self.holidays)
        self.tabs = Tabs()
        self.tabs.addTab(self.doors, self.tr("Doors"))
        self.tabs.addTab(self.groups, self.tr("Groups"))
        self.tabs.addTab(self.schedules, self.tr("Schedules"))
        self.tabs.addTab(self.holidays, self.tr("Holidays"))
        self.tabs.addTab(self.why, self.tr("Why may they pass?"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addWidget(self.tabs)
        self.tabs.currentChanged.connect(lambda index: self.refresh())
        self.doors.wants_groups.connect(lambda: self.tabs.setCurrentWidget(self.groups))
        bridge.acted.connect(self._heard)

    @property
    def changed(self) -> bool:
        """Whether a rule was changed and not saved."""
        return any(editor.changed for editor in self.editors)

    def drop_changes(self) -> None:
        """See `Page`."""
        for editor in self.editors:
            editor.forget()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read what is stored when the page is shown."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show what is stored now on the current tab."""
        tab = self.tabs.currentWidget()
        assert isinstance(tab, Editor | WhyTab)
        tab.refresh()

    def _heard(self) -> None:
        if self.isVisible():
            if self.tabs.currentWidget() is self.why:
                self.why.ask()
            else:
                self.refresh()
