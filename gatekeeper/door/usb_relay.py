"""USB relay boards with the LCUS protocol (a CH340 at 9600 baud): "A0 CHANNEL ON/OFF SUM", without an answer or a timer."""

from gatekeeper.door.serial_port import SerialPort

BAUD = 9600


class UsbRelay:
    """One relay of such a board. It cannot be asked how it stands: only that the port is there is known."""

    def __init__(self, port: str, channel: int = 1) -> None:
        self._port, self._channel = SerialPort(port, BAUD), channel
        try:
            self.lock()
        except BaseException:
            self._port.close()
            raise

    def unlock(self) -> None:
        """See `Relay`."""
        self._set(True)

    def lock(self) -> None:
        """See `Relay`."""
        self._set(False)

    def refuse(self) -> None:
        """See `Relay`: it has no light for that."""

    def check(self) -> None:
        """See `Relay`."""
        self._port.read()

    def close(self) -> None:
        """See `Relay`."""
        try:
            self.lock()
        finally:
            self._port.close()

    def _set(self, on: bool) -> None:
        frame = bytes((0xA0, self._channel, int(on)))
        self._port.write(frame + bytes((sum(frame) & 0xFF,)))
