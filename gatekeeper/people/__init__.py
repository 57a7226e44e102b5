"""How people are registered, and what is measured on them."""
