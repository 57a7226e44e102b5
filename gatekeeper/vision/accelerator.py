"""Whether the door's networks run on a graphics card, and what happens when it fails. torch is loaded only where there is one.

The card computes on a thread of its own. Whoever asks waits for it a moment at most: a card that fails, runs out of memory,
answers nonsense or hangs is left alone from then on, and the processor's networks, which are open all the time, go on.
"""

import logging
import queue
import statistics
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Protocol, TypeAlias, TypeVar

from gatekeeper.domain import Face, Image, Vectors
from gatekeeper.errors import GatekeeperError
from gatekeeper.messages import Message
from gatekeeper.vision.embed import Embedder
from gatekeeper.vision.reading import Reading

log = logging.getLogger(__name__)
T = TypeVar("T")
Jobs: TypeAlias = "queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None]"

ANSWER_SECONDS = 2.0  # a card that takes longer has failed; the door goes on within three
OPEN_SECONDS = 120.0  # to load torch, weights and kernels before the first frame
MEASURE_SECONDS = 2.0


class Chain(Protocol):
    """What computes on a card; see `device.DeviceChain`."""

    @property
    def name(self) -> str:
        """What computes, as its maker calls it."""

    def read(self, images: Sequence[Image], known: Sequence[Sequence[Face]] | None = None) -> list[Reading]:
        """All that is known of the faces of frames."""

    def embed(self, crops: Image) -> Vectors:
        """See `Embedder.embed`."""


class Accelerator:
    """A card's chain as long as it computes. trouble: why it is used no more; empty while it is."""

    def __init__(self, open_chain: Callable[[], Chain], patience: float = ANSWER_SECONDS) -> None:
        """Raises RuntimeError where the card cannot be used: too old for torch's kernels, out of memory, a failing driver."""
        self.name, self._patience = "", patience
        self.trouble: str = ""
        self._chain: Chain | None = None
        self._jobs: Jobs = queue.SimpleQueue()
        # A daemon: a card that hangs must not keep the program from ending. It knows the queue alone, so that card and thread
        # are let go of with this.
        threading.Thread(target=_work, args=(self._jobs,), name="graphics card", daemon=True).start()
        weakref.finalize(self, self._jobs.put, None)
        chain = self._answer(open_chain, OPEN_SECONDS)
        if chain is None:
            raise RuntimeError(self.trouble)
        self._chain, self.name = chain, chain.name

    def read(self, images: Sequence[Image], tracked: Sequence[Sequence[Face]] | None = None) -> list[Reading] | None:
        """All that is known of the faces of frames; None where the card fails or has failed. Raises ModelError for what is no
        frame."""
        chain = self._chain
        return None if chain is None else self._answer(lambda: chain.read(images, tracked), self._patience)

    def embed(self, crops: Image) -> Vectors | None:
        """See `Embedder.embed`; None where the card fails or has failed."""
        chain = self._chain
        return None if chain is None else self._answer(lambda: chain.embed(crops), self._patience)

    def leave(self, why: str) -> None:
        """Use the card no more, and let go of its memory."""
        self.trouble, self._chain = why, None

    def _answer(self, ask: Callable[[], T], seconds: float) -> T | None:
        done: Future[T] = Future()
        self._jobs.put((done, ask))
        try:
            return done.result(seconds)
        except GatekeeperError:  # of what was asked, not of the card
            raise
        except TimeoutError:
            done.cancel()
            why: str = Message("it has not answered for {seconds:.0f} seconds", seconds=seconds)
        except Exception as error:  # torch, its driver and its libraries raise many kinds
            why = (str(error).splitlines() or [""])[0] or type(error).__name__
        if not self.trouble:  # said once
            log.error("The graphics card cannot be used, so the processor is from now on: %s", why)
            self.leave(why)
        return None


def _work(jobs: Jobs) -> None:
    while (job := jobs.get()) is not None:
        done, ask = job
        if done.set_running_or_notify_cancel():
            try:
                done.set_result(ask())
            except BaseException as error:
                done.set_exception(error)
        del job, done, ask  # until the next one comes, which may be never


class CardOrProcessor:
    """An embedder that asks the card as long as it computes, then the processor's."""

    def __init__(self, card: Accelerator, processor: Embedder) -> None:
        self.model_id, self.dim = processor.model_id, processor.dim
        self._card, self._processor = card, processor

    def embed(self, crops: Image) -> Vectors:
        """See `Embedder.embed`."""
        vectors = self._card.embed(crops)
        return self._processor.embed(crops) if vectors is None else vectors


def milliseconds(work: Callable[[], object], seconds: float, least: int = 3) -> float:
    """The median time that work takes, measured for so many seconds after a first time that does not count."""
    work()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < least or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
        if time.perf_counter() > end + seconds:  # slower than was thought: as few as there are
            break
    return statistics.median(times)
