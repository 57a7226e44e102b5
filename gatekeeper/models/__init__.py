"""Models: their cards, files and figures."""
