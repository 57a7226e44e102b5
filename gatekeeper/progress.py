"""How long work says how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]  # how much is done, and of how much


def silent(done: int, total: int) -> None:
    """Progress that nobody follows."""
