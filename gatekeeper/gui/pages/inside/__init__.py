"""The page of who is inside: the evacuation list, attendance, and guests."""

from gatekeeper.gui.pages.inside.page import InsidePage

__all__ = ["InsidePage"]
