"""The clock of ages and deadlines. It goes on while the machine sleeps: what was seen before is old afterwards.

`time.monotonic` stands still meanwhile on Linux and on a Mac, so that a picture, a PIN or a grant from before would still be
fresh when somebody opens the lid again.
"""

import sys
import time

if sys.platform == "linux":

    def elapsed() -> float:
        """Seconds since some moment, those of sleep counted (CLOCK_BOOTTIME, man 2 clock_gettime)."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

elif sys.platform == "darwin":

    def elapsed() -> float:
        """Seconds since some moment, those of sleep counted (a Mac's CLOCK_MONOTONIC, man 3 clock_gettime)."""
        return time.clock_gettime(time.CLOCK_MONOTONIC)

else:

    def elapsed() -> float:
        """Seconds since some moment; Windows counts those of sleep."""
        return time.monotonic()
