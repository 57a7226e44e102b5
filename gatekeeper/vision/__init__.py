"""Everything between pixels and embeddings: finding, aligning, judging and embedding faces. torch lives here and in trainer."""
