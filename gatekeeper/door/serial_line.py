"""A serial line that several doors of this program have relays on: the first opens it, each asks in turn, the last closes it.

Modbus-RTU is made for that, and so are boards with several relays behind one port. Another program is kept out by the port
itself, see `SerialPort`.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar, Generic, Protocol, TypeVar

from gatekeeper.errors import DoorError


class Closable(Protocol):
    """What speaks on the line."""

    def close(self) -> object:
        """Let go of the port."""


T = TypeVar("T", bound=Closable)


class SerialLine(Generic[T]):
    """speaks: protocol and baud, in which all doors of a line must agree. Its methods may be called from any thread."""

    _lines: ClassVar[dict[str, "SerialLine[Closable]"]] = {}
    _guard: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, place: str, speaks: str, speaker: T) -> None:
        self._place, self._speaks, self._speaker = place, speaks, speaker
        self._users, self._lost, self._turn = 0, False, threading.Lock()

    @staticmethod
    def join(port: str, speaks: str, open_: Callable[[], T]) -> "SerialLine[T]":
        """The line at a port, opened where nobody here has it. Each who joins leaves it once.

        Raises DoorError where it cannot be opened, or is used in another way.
        """
        place = os.path.realpath(port)
        with SerialLine._guard:
            line = SerialLine._lines.get(place)
            if line is None:
                line = SerialLine._lines[place] = SerialLine(place, speaks, open_())
            elif line._speaks != speaks:
                raise DoorError(
                    "The serial port {port} is used by another door, as {speaks}.",
                    "Relays on one port must be of one kind, with the same baud.",
                    port=port,
                    speaks=line._speaks,
                )
            line._users += 1
            return line  # type: ignore[return-value]  # what speaks so is a T

    @contextmanager
    def turn(self) -> Iterator[T]:
        """The line for oneself, for a request and its answer. Raises DoorError where somebody has given it up."""
        with self._turn:
            if self._lost:
                raise DoorError("The serial port {port} was lost.", "Check the cable.", port=self._place)
            yield self._speaker

    def leave(self) -> None:
        """The last one closes the port."""
        with SerialLine._guard:
            self._users -= 1
            if self._users == 0:
                self._let_go()

    def give_up(self) -> None:
        """The port is gone: whoever joins from now on opens it anew, and those who are here have lost it."""
        with SerialLine._guard:
            self._lost = True
            self._let_go()

    def _let_go(self) -> None:
        if SerialLine._lines.get(self._place) is self:
            del SerialLine._lines[self._place]
        self._speaker.close()
