"""The ordinary ends of a process, as a service that is stopped, a closed terminal or Ctrl-C: doors are locked first.

Python runs a signal's handler on the main thread, and only once that comes back from what it does: from a window's event
loop it may never. So a thread of its own hears of the signal and locks; the main thread is told to end after that.
"""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Protocol

log = logging.getLogger(__name__)

# Where a signal does not exist (Windows has neither of the last three) it is left out.
_ENDS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
]
_PAUSE = getattr(signal, "SIGTSTP", None)  # Ctrl-Z
# A process in the background that reads its terminal (for a PIN) or prints there would be stopped, its doors as they are.
_TERMINAL = [getattr(signal, name) for name in ("SIGTTIN", "SIGTTOU") if hasattr(signal, name)]


class Doors(Protocol):
    """What is locked, as a `DoorRunner`."""

    def lock_doors(self) -> None:
        """Lock every door now."""

    def close_doors(self) -> None:
        """Lock every door for good."""


class Ending:
    """While this context lasts, every ordinary end of the process locks the doors of `doors` before anything else.

    then: how the main thread is told to end after that, on another thread; without it the main thread gets SystemExit(0), or
    KeyboardInterrupt for Ctrl-C. asked: set once an end was asked for. Whoever started the process with a signal ignored
    (nohup) keeps it ignored. Enter it on the main thread; a second signal changes nothing any more.
    """

    def __init__(self, callback: Callable[[], None] | None = None) -> None:
        self.doors: Doors | None = None
        self.asked = threading.Event()
        self._then = callback
        self._raised = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> "Ending":
        self._told, self._hear = socket.socketpair()
        self._hear.setblocking(False)
        for number in _ENDS + ([] if _PAUSE is None else [_PAUSE]):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._handle)
        for number in _TERMINAL:
            self._before[number] = signal.signal(number, signal.SIG_IGN)
        self._wakeup_before = signal.set_wakeup_fd(self._hear.fileno(), warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._listen, name="signals", daemon=True)
        self._thread.start()
        self._console = _on_console_close(self._end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._console()
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            if self.asked.is_set() and number in _ENDS:
                handler = signal.SIG_IGN  # else, asked once more, it would end before it is done, as if it had failed
            if handler is not None:  # it was not Python's, and Python cannot put it back
                signal.signal(number, handler)  # type: ignore[arg-type]
        self._hear.close()
        self._thread.join(5)
        self._told.close()
        if self._raised and kind is not None and not issubclass(kind, SystemExit):
            # Whatever was interrupted, a network that was being loaded say, has failed for that reason alone.
            raise SystemExit(0) from None

    def _handle(self, number: int, frame: FrameType | None) -> None:
        """On the main thread, after the other thread was woken."""
        if number == _PAUSE or self._then is not None or self._raised:
            return
        self._raised = True
        self.asked.set()  # the other thread may still be locking
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(0)

    def _listen(self) -> None:
        while numbers := self._told.recv(64):
            if any(number in _ENDS for number in numbers):
                self._end()
            elif any(number == _PAUSE for number in numbers):
                if self.doors is not None:
                    self._locking(self.doors.lock_doors)
                os.kill(os.getpid(), signal.SIGSTOP)

    def _end(self) -> None:
        if self.doors is not None:
            self._locking(self.doors.close_doors)
        first = not self.asked.is_set()
        self.asked.set()
        if first and self._then is not None:
            self._then()

    def _locking(self, lock: Callable[[], None]) -> None:
        try:
            lock()
        except Exception:  # the process ends all the same
            log.exception("The doors could not be locked")


def _on_console_close(end: Callable[[], None]) -> Callable[[], None]:
    """Have `end` called when Windows closes the console, signs its user out or shuts down; returns what ends that.

    Windows ends the process as soon as every handler has returned, or after five seconds: Python's own would be too late.
    """
    if sys.platform != "win32":
        return lambda: None
    import ctypes

    def handle(event: int) -> bool:
        if event in (0, 1):  # Ctrl-C and Ctrl-Break come as signals
            return False
        end()
        return True

    kernel = ctypes.windll.kernel32
    routine = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)(handle)
    kernel.SetConsoleCtrlHandler(routine, True)
    return lambda: kernel.SetConsoleCtrlHandler(routine, False)
