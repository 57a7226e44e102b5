"""How long each stage of a frame takes, for the bench."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class StageTimes:
    """Milliseconds per stage of the frames seen, for the bench. total: over all frames; single frames are not kept."""

    def __init__(self) -> None:
        self.total: dict[str, float] = {}
        self._frames: dict[str, int] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside this block to the stage of this name."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.total[name] = self.total.get(name, 0.0) + (time.perf_counter() - start) * 1000
            self._frames[name] = self._frames.get(name, 0) + 1

    def mean(self) -> dict[str, float]:
        """Mean milliseconds of each stage over the frames it ran in."""
        return {name: total / self._frames[name] for name, total in self.total.items()}
