"""A serial port whose faults are raised as door faults."""

import errno
import os
from typing import Any

from gatekeeper.errors import DoorError

WAIT_SECONDS = 0.1  # the longest that `SerialPort.read` waits


class SerialPort:
    """A serial port, 8N1, that nobody else may write to meanwhile, whichever home or program they belong to.

    Every method raises DoorError once the port is gone, even when the cable is back: the port must then be opened anew.
    """

    def __init__(self, name: str, baud: int) -> None:
        import serial

        self.name = name
        try:
            self._serial: Any = serial.Serial(name, baud, timeout=WAIT_SECONDS, write_timeout=1.0, exclusive=True)
        except (serial.SerialException, OSError, ValueError) as error:
            said = _said_by_system(error)
            if getattr(said, "errno", None) == errno.ENOENT or "FileNotFoundError" in str(
                error
            ):  # the latter on Windows
                raise DoorError("There is no serial port {port}.", "Check cable and port.", port=name) from error
            raise DoorError(
                "The door's serial port {port} cannot be opened: {error}",
                "Check cable and port.",
                port=name,
                error=said,
            ) from error

    def read(self, most: int = 0) -> bytes:
        """Up to this many received bytes, waiting briefly for them; for 0, all there are, without waiting."""
        import serial

        try:
            return bytes(self._serial.read(most or self._serial.in_waiting))
        except (serial.SerialException, OSError) as error:
            raise DoorError(
                "The door's serial port does not answer: {error}", "Check the cable.", error=_said_by_system(error)
            ) from error

    def write(self, data: bytes) -> None:
        """Send all of the data."""
        import serial

        try:
            self._serial.write(data)
            self._serial.flush()
        except (serial.SerialException, OSError) as error:
            raise DoorError(
                "The door's serial port does not accept data: {error}", "Check the cable.", error=_said_by_system(error)
            ) from error

    def close(self) -> None:
        """Release the port."""
        self._serial.close()


def _said_by_system(error: Exception) -> Exception:
    """The system's own error, which translators know; pyserial wraps it in words of its own."""
    number = getattr(error, "errno", None) or getattr(error.__context__, "errno", None)
    return OSError(number, os.strerror(number)) if number else error
