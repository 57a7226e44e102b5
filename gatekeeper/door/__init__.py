"""The door: who is standing in front of it, whether they may pass, and the relay that unlocks it."""
