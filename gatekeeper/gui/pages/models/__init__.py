"""The models: their cards, the active one, thresholds for this site, measurements, and training."""

from gatekeeper.gui.pages.models.page import ModelsPage

__all__ = ["ModelsPage"]
