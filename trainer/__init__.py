"""The workshop: makes, measures and exports the networks the door uses."""
