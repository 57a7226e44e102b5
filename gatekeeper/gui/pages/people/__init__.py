"""The registered people: find one, see and change their data, add or remove single photos, erase."""

from gatekeeper.gui.pages.people.page import PeoplePage

__all__ = ["PeoplePage"]
