"""The page of alarms: what somebody must look at, and the watch list."""

from gatekeeper.gui.pages.alarms.page import AlarmsPage

__all__ = ["AlarmsPage"]
