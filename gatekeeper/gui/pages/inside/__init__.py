"""The Inside page: the evacuation list, attendance, and guests."""

from gatekeeper.gui.pages.inside.page import InsidePage

__all__ = ["InsidePage"]
