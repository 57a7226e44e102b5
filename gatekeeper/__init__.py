"""The product at the door."""
