"""The doors as they are now: each camera's picture, who stands there, what the door said and did, and who came last."""

from gatekeeper.gui.pages.live.page import LivePage

__all__ = ["LivePage"]
