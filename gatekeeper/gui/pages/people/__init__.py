"""The registered people: find one, see what is known of them, change it, add or take away single photos, erase."""

from gatekeeper.gui.pages.people.page import PeoplePage

__all__ = ["PeoplePage"]
