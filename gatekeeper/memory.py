"""How a process that runs for weeks gives memory back."""

import ctypes
import sys
from contextlib import suppress

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_LARGE_BYTES = 1 << 20  # a picture of the camera, a step of a network


def return_what_is_freed() -> None:
    """From now on every large block goes back to the system when it is freed (mallopt(3), M_MMAP_THRESHOLD).

    By default glibc keeps blocks of up to 32 MiB for the next ones, in a heap of each thread's own. Something small that is put
    into the gap splits it, so the next large block needs more: the process grows though it uses no more. Other systems and
    other C libraries are left as they are.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
            mallopt(_M_TRIM_THRESHOLD, _LARGE_BYTES)
