"""What a process does with memory it has freed."""

import ctypes
import sys
from contextlib import suppress

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_MMAP_MAX = -1, -3, -4  # malloc.h
_LARGE_BYTES = 1 << 20  # a picture of the camera, a step of a network


def return_what_is_freed() -> None:
    """From now on every large block goes back to the system when it is freed: for a process that runs for weeks.

    By default glibc keeps blocks of up to 32 MiB for the next ones, in a heap of each thread's own. Something small that is put
    into the gap splits it, so the next large block needs more: the process grows though it uses no more. Other systems and
    other C libraries are left as they are.
    """
    _mallopt({_M_MMAP_THRESHOLD: _LARGE_BYTES, _M_TRIM_THRESHOLD: _LARGE_BYTES})


def keep_what_is_freed() -> None:
    """From now on freed memory is kept for the next use until the process ends: for one that trains on the CPU.

    A training step frees and allocates gigabytes of activations. Mapped anew each time, every page is zeroed and faults again,
    which costs as much as the arithmetic. Other systems and other C libraries are left as they are.
    """
    _mallopt({_M_TRIM_THRESHOLD: -1, _M_MMAP_MAX: 0})


def _mallopt(options: dict[int, int]) -> None:
    """mallopt(3)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            mallopt = ctypes.CDLL(None).mallopt
            for option, value in options.items():
                mallopt(option, value)
