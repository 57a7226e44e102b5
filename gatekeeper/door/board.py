"""The door board: an Arduino Uno with gatekeeper's own firmware (`assets/firmware/board`), which locks by itself.

The protocol, 57600 baud: "NUMBER WORD [VALUE]*CC", where CC is the CRC-8 (polynomial 0x07, initial value 0) of the text before
the star. The board answers every line that has a correct checksum with its state, and obeys a repeated line with the same
number only once, so a line lost in either direction is simply sent again. After a reset it ignores commands until it has
received a greeting.
"""

import math
import threading
import time

from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.sensors import Sensors
from gatekeeper.door.serial_port import SerialPort
from gatekeeper.errors import DoorError

BAUD = 57600
LONGEST_SECONDS = 60.0  # the longest time for which the board opens
_TRIES = 3
_ANSWER_SECONDS = 0.4  # an answer takes tens of milliseconds: a loaded machine must not ask twice
_GREETING = "hello gatekeeper 1"


class BoardRelay:
    """The relay, lights, inputs and alarm output of a door board. Raises DoorError if none answers on the port."""

    def __init__(self, address: RelayAddress, timeout_seconds: float = 5.0) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._number = 0
        self._heard = b""
        self._port = SerialPort(address.port, BAUD)
        try:
            self._greet(timeout_seconds)
            self.lock()
        except BaseException:
            self._port.close()
            raise

    def unlock(self) -> None:
        """See `Relay`. The board locks by itself after a minute at the latest."""
        self.unlock_for(LONGEST_SECONDS)

    def unlock_for(self, seconds: float) -> None:
        """See `TimedRelay`."""
        if self._ask(f"open {math.ceil(min(seconds, LONGEST_SECONDS) * 1000)}")[0] == 0:
            raise DoorError("The relay {relay} did not open.", "Check the relay.", relay=self._port.name)

    def lock(self) -> None:
        """See `Relay`."""
        if self._ask("lock")[0] != 0:
            raise DoorError("The relay {relay} did not lock.", "Check the relay.", relay=self._port.name)

    def refuse(self) -> None:
        """See `Relay`."""
        self._ask("refuse")

    def check(self) -> None:
        """See `Relay`."""
        self._ask("state")

    def sense(self) -> Sensors:
        """See `SensingRelay`."""
        _, is_open, tampered, _, forced = self._ask("state")
        wired = self._address
        contact = bool(is_open) if wired.contact else None
        return Sensors(contact, bool(tampered) if wired.tamper else None, forced if wired.contact else None)

    def alarm(self, on: bool) -> None:
        """See `SensingRelay`."""
        if self._address.alarm:
            self._ask(f"alarm {int(on)}")

    def close(self) -> None:
        """See `Relay`."""
        try:
            self.lock()
        finally:
            try:
                self.alarm(False)
            finally:
                self._port.close()

    def _greet(self, timeout_seconds: float) -> None:
        """Greet the board until it answers: it resets when its port is opened, and its boot loader does not listen for a second
        or two."""
        deadline = time.monotonic() + timeout_seconds
        while time.monotonic() < deadline:
            self._port.write(_line("0 hello"))
            until = time.monotonic() + _ANSWER_SECONDS
            while (line := self._hear(until)) is not None:
                if line == _GREETING:
                    return
        raise DoorError(
            "No door board answered on {port} within {seconds:g} s.",
            "Load gatekeeper's firmware onto the board, or choose another port.",
            port=self._port.name,
            seconds=timeout_seconds,
        )

    def _ask(self, command: str) -> tuple[int, int, int, int, int]:
        """Send the board a command; returns its state: for how many ms it stays open, door open, tampered, alarm on, how often
        the door was opened while it was locked."""
        with self._lock:
            self._number = self._number % 255 + 1
            for _ in range(_TRIES):
                self._port.write(_line(f"{self._number} {command}"))
                until = time.monotonic() + _ANSWER_SECONDS
                while (line := self._hear(until)) is not None:
                    keyword, *numbers = line.split(" ")
                    if len(numbers) != 6 or numbers[0] != str(self._number) or not all(n.isdecimal() for n in numbers):
                        continue  # an answer to an earlier line
                    if keyword != "ok":
                        raise DoorError(
                            "The relay {relay} does not know the command.",
                            "Load the firmware of this version of gatekeeper onto the board.",
                            relay=self._port.name,
                        )
                    left, is_open, tampered, alarm, forced = (int(number) for number in numbers[1:])
                    return left, is_open, tampered, alarm, forced
        raise DoorError("The board on {port} does not answer.", "Check cable and board.", port=self._port.name)

    def _hear(self, until: float) -> str | None:
        """The next line whose checksum is right, without the checksum; None if none arrives in time."""
        while True:
            while b"\n" in self._heard:
                line, self._heard = self._heard.split(b"\n", 1)
                text = line[:-3]
                if line == _line(text.decode("latin-1"))[:-1]:
                    return text.decode("latin-1")
            if time.monotonic() >= until:
                return None
            self._heard = (self._heard + self._port.read(1) + self._port.read())[-256:]


def _line(text: str) -> bytes:
    data = text.encode("latin-1")
    return b"%s*%02X\n" % (data, _crc8(data))


def _crc8(data: bytes) -> int:
    """CRC-8 with the polynomial x^8 + x^2 + x + 1, from 0, as avr-libc's `_crc8_ccitt_update`."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x07) & 0xFF if crc & 0x80 else crc << 1
    return crc
