"""How long work says how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]  # how much is done, and of how much


class Stopped(Exception):  # noqa: N818 - it is no error
    """Raised by a progress callback: the work is to stop, and has not failed."""


def silent(done: int, total: int) -> None:
    """Progress that nobody follows."""
