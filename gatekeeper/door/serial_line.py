"""A serial line shared by the relays of several doors of this program: the first opens it, each asks in turn, the last closes
it.

Modbus RTU is made for that, and so are boards with several relays behind one port. The port itself keeps other programs out,
see `SerialPort`.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar, Generic, Protocol, TypeVar

from gatekeeper.errors import DoorError


class Closable(Protocol):
    """The protocol object used on the line."""

    def close(self) -> object:
        """Release the port."""


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
        """The line at a port, opened if nobody in this program has it. Every caller must call `leave` once.

        Raises DoorError if it cannot be opened, or is used with another protocol.
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
            return line  # type: ignore[return-value]  # an equal `speaks` means a T

    @contextmanager
    def turn(self) -> Iterator[T]:
        """Exclusive use of the line, for a request and its answer. Raises DoorError if somebody has given the line up."""
        with self._turn:
            if self._lost:
                raise DoorError("The serial port {port} was lost.", "Check the cable.", port=self._place)
            yield self._speaker

    def leave(self) -> None:
        """Leave the line; the last user closes the port."""
        with SerialLine._guard:
            self._users -= 1
            if self._users == 0:
                self._let_go()

    def give_up(self) -> None:
        """The port is gone: the next caller of `join` opens it anew, and the present users have lost it."""
        with SerialLine._guard:
            self._lost = True
            self._let_go()

    def _let_go(self) -> None:
        if SerialLine._lines.get(self._place) is self:
            del SerialLine._lines[self._place]
        self._speaker.close()
