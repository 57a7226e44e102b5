"""USB relay boards with the LCUS protocol (a CH340 at 9600 baud): "A0 CHANNEL ON/OFF SUM", without an answer or a timer."""

from collections.abc import Callable

from gatekeeper.door.serial_line import SerialLine
from gatekeeper.door.serial_port import SerialPort
from gatekeeper.errors import DoorError

BAUD = 9600


class UsbRelay:
    """One relay of such a board; other doors may have the others. Its state cannot be read: all that is known is that the port
    exists."""

    def __init__(self, port: str, channel: int = 1) -> None:
        self._channel = channel
        self._line = SerialLine.join(port, f"lcus {BAUD}", lambda: SerialPort(port, BAUD))
        try:
            self.lock()
        except BaseException:
            self._line.leave()
            raise

    def unlock(self) -> None:
        """See `Relay`."""
        self._set(True)

    def lock(self) -> None:
        """See `Relay`."""
        self._set(False)

    def refuse(self) -> None:
        """See `Relay`: the board has no light for that."""

    def check(self) -> None:
        """See `Relay`."""
        self._ask(lambda port: port.read())

    def close(self) -> None:
        """See `Relay`."""
        try:
            self.lock()
        finally:
            self._line.leave()

    def _set(self, on: bool) -> None:
        frame = bytes((0xA0, self._channel, int(on)))
        self._ask(lambda port: port.write(frame + bytes((sum(frame) & 0xFF,))))

    def _ask(self, request: Callable[[SerialPort], object]) -> None:
        try:
            with self._line.turn() as port:
                request(port)
        except DoorError:  # the cable has failed
            self._line.give_up()
            raise
