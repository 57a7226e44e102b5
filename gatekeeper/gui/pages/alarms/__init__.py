"""The Alarms page: alarms and the watch list."""

from gatekeeper.gui.pages.alarms.page import AlarmsPage

__all__ = ["AlarmsPage"]
