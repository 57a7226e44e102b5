"""From trained weights to files that the door opens, checked against torch."""
