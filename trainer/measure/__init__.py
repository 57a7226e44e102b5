"""How good a network is, and how well a machine is used in training."""
