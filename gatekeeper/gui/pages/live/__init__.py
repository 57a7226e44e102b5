"""The live page: each camera's picture, the people there, the door's answers, and the last events."""

from gatekeeper.gui.pages.live.page import LivePage

__all__ = ["LivePage"]
