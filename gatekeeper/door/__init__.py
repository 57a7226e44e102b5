"""The door: who stands there, whether they may pass, and the relay that lets them."""
