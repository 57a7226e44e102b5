"""Runs the door's networks on a GPU, with a fallback to the CPU. torch is loaded only if there is a GPU.

The GPU computes on its own thread, and callers wait for it with a timeout. If it fails, runs out of memory, returns nonsense
or hangs, it is not used again, and the CPU's networks, which are always open, take over.
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

ANSWER_SECONDS = 2.0  # a slower GPU counts as failed; the door continues within three
OPEN_SECONDS = 120.0  # to load torch, weights and kernels before the first frame
MEASURE_SECONDS = 2.0


class Chain(Protocol):
    """The networks on a GPU; see `device.DeviceChain`."""

    @property
    def name(self) -> str:
        """The device's name."""

    def read(self, images: Sequence[Image], tracked: Sequence[Sequence[Face]] | None = None) -> list[Reading]:
        """The faces of frames, with all that the networks compute about them."""

    def embed(self, crops: Image) -> Vectors:
        """See `Embedder.embed`."""


class Accelerator:
    """The networks on a GPU, until it fails. trouble: why it is no longer used; empty while it is."""

    def __init__(self, open_chain: Callable[[], Chain], patience: float = ANSWER_SECONDS) -> None:
        """Raises RuntimeError if the GPU cannot be used: too old for torch's kernels, out of memory, a failing driver."""
        self.name, self._patience = "", patience
        self.trouble: str = ""
        self._chain: Chain | None = None
        self._jobs: Jobs = queue.SimpleQueue()
        # A daemon: a GPU that hangs must not keep the program from ending. It references only the queue, so that GPU and
        # thread are freed with this object.
        threading.Thread(target=_work, args=(self._jobs,), name="graphics card", daemon=True).start()
        weakref.finalize(self, self._jobs.put, None)
        chain = self._answer(open_chain, OPEN_SECONDS)
        if chain is None:
            raise RuntimeError(self.trouble)
        self._chain, self.name = chain, chain.name

    def read(self, images: Sequence[Image], tracked: Sequence[Sequence[Face]] | None = None) -> list[Reading] | None:
        """See `DeviceChain.read`; None if the GPU fails or has failed. Raises ModelError for an invalid frame."""
        chain = self._chain
        return None if chain is None else self._answer(lambda: chain.read(images, tracked), self._patience)

    def embed(self, crops: Image) -> Vectors | None:
        """See `Embedder.embed`; None if the GPU fails or has failed."""
        chain = self._chain
        return None if chain is None else self._answer(lambda: chain.embed(crops), self._patience)

    def leave(self, why: str) -> None:
        """Stop using the GPU and free its memory."""
        self.trouble, self._chain = why, None

    def _answer(self, ask: Callable[[], T], seconds: float) -> T | None:
        done: Future[T] = Future()
        self._jobs.put((done, ask))
        try:
            return done.result(seconds)
        except GatekeeperError:  # caused by the input, not by the GPU
            raise
        except TimeoutError:
            done.cancel()
            why: str = Message("it did not answer within {seconds:.0f} seconds", seconds=seconds)
        except Exception as error:  # torch, its driver and its libraries raise many kinds
            why = (str(error).splitlines() or [""])[0] or type(error).__name__
        if not self.trouble:  # logged once
            log.error("The graphics card cannot be used; using the processor from now on: %s", why)
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
        del job, done, ask  # do not hold them until the next job


class CardOrProcessor:
    """An embedder that uses the GPU until it fails, then the CPU."""

    def __init__(self, card: Accelerator, processor: Embedder) -> None:
        self.model_id, self.dim = processor.model_id, processor.dim
        self._card, self._processor = card, processor

    def embed(self, crops: Image) -> Vectors:
        """See `Embedder.embed`."""
        vectors = self._card.embed(crops)
        return self._processor.embed(crops) if vectors is None else vectors


def milliseconds(work: Callable[[], object], seconds: float, least: int = 3) -> float:
    """The median time of `work`, measured for `seconds` after a warm-up call."""
    work()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < least or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
        if time.perf_counter() > end + seconds:  # slower than expected: use the samples so far
            break
    return statistics.median(times)
