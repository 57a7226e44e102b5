"""The networks: their cards, which one the door opens with, thresholds for this site, measurements, and training."""

from gatekeeper.gui.pages.models.page import ModelsPage

__all__ = ["ModelsPage"]
