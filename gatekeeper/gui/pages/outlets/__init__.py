"""Word to other systems: where it goes, whether it arrives, what could not be delivered."""

from gatekeeper.gui.pages.outlets.page import OutletsPage

__all__ = ["OutletsPage"]
