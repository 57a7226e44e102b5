"""Sets of faces: read in the field's layouts, prepared once, split by identity, loaded."""
