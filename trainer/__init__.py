"""The trainer: prepares data, and trains, measures and exports the networks the door uses."""

from pathlib import Path

CONFIGS = Path(__file__).parent / "configs"  # the recipes
