"""Settings: cameras with their pictures, doors, thresholds, how long the log keeps its data, and the window itself."""

from gatekeeper.gui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
