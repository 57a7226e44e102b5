"""The workshop: makes, measures and exports the networks the door uses."""

from pathlib import Path

CONFIGS = Path(__file__).parent / "configs"  # the recipes
