"""Training: one loop for embeddings, one for each of the door's other networks, and what they are made of."""
