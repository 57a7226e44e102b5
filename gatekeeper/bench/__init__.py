"""How fast the program is, and whether it stays so."""
