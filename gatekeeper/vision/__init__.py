"""Between pixels and embeddings: finding, aligning, judging, embedding. torch lives here and in trainer."""
