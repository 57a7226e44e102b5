"""Outlets: where events and alarms go, whether they arrive, what could not be delivered."""

from gatekeeper.gui.pages.outlets.page import OutletsPage

__all__ = ["OutletsPage"]
