"""What an operator may do: rights, acts and their records."""
