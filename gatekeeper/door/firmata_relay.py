"""An Arduino with StandardFirmata as a relay with lights and a buzzer."""

import logging
import threading
import time
from dataclasses import dataclass

from gatekeeper.door.serial_port import SerialPort
from gatekeeper.errors import DoorError

log = logging.getLogger(__name__)
_MELODIES = {"open": (0.08, 0.08, 0.16), "refuse": (0.3, 0.3)}  # length of each beep in seconds


@dataclass(frozen=True, slots=True)
class Wiring:
    """What is wired where on the board: relay with green light, red light, buzzer."""

    green: int = 12
    red: int = 13
    buzzer: int = 8


class FirmataRelay:
    """An Arduino with StandardFirmata on a serial port: green light and relay, red light, two melodies.

    Implements the Firmata protocol 2.x itself (https://github.com/firmata/protocol): pin modes, digital messages and the
    firmware report, which shows that a board answers. A buzzer on a digital pin clicks in the melody's rhythm.
    """

    def __init__(self, port: str, wiring: Wiring = Wiring(), timeout_seconds: float = 5.0) -> None:
        self._wiring = wiring
        self._ports = bytearray(16)
        self._write_lock = threading.Lock()
        self._melody: threading.Thread | None = None
        self._closing = threading.Event()
        self._serial = SerialPort(port, 57600)
        try:
            self._greet(port, timeout_seconds)
            for pin in (wiring.green, wiring.red, wiring.buzzer):
                self._send(bytes((0xF4, pin, 1)))
            self.lock()
        except BaseException:
            self._serial.close()
            raise

    def unlock(self) -> None:
        """See `Relay`. A door that is already open, such as one held open, does not beep again."""
        port, bit = divmod(self._wiring.green, 8)
        was_open = bool(self._ports[port] & 1 << bit)
        self._set(self._wiring.red, False)
        self._set(self._wiring.green, True)
        if not was_open:
            self._play("open")

    def lock(self) -> None:
        """See `Relay`."""
        self._set(self._wiring.green, False)
        self._set(self._wiring.red, False)

    def refuse(self) -> None:
        """See `Relay`."""
        self._set(self._wiring.green, False)
        self._set(self._wiring.red, True)
        self._play("refuse")

    def check(self) -> None:
        """See `Relay`."""
        self._serial.read()

    def close(self) -> None:
        """See `Relay`."""
        self._closing.set()
        if self._melody is not None:
            self._melody.join()
        try:
            self.lock()
        finally:
            self._serial.close()

    def _greet(self, port: str, timeout_seconds: float) -> None:
        deadline = time.monotonic() + timeout_seconds
        heard = b""
        asked = 0.0
        while time.monotonic() < deadline:
            # A board resets when its port is opened, and does not listen for a second or two: ask again.
            if time.monotonic() - asked > 1.0:
                self._send(bytes((0xF0, 0x79, 0xF7)))
                asked = time.monotonic()
            heard += self._serial.read(64)
            if b"\xf0\x79" in heard and b"\xf7" in heard[heard.index(b"\xf0\x79") :]:
                return
        raise DoorError(
            "Nothing that speaks Firmata answered on {port} within {seconds:g} s.",
            "Load StandardFirmata onto the board, or choose another port.",
            port=port,
            seconds=timeout_seconds,
        )

    def _set(self, pin: int, on: bool) -> None:
        with self._write_lock:
            port, bit = divmod(pin, 8)
            self._ports[port] = self._ports[port] | 1 << bit if on else self._ports[port] & ~(1 << bit)
            mask = self._ports[port]
            self._serial.write(bytes((0x90 | port, mask & 0x7F, mask >> 7)))

    def _send(self, data: bytes) -> None:
        with self._write_lock:
            self._serial.write(data)

    def _play(self, name: str) -> None:
        if self._melody is not None and self._melody.is_alive():
            return
        self._melody = threading.Thread(target=self._beep, args=(_MELODIES[name],), daemon=True)
        self._melody.start()

    def _beep(self, rhythm: tuple[float, ...]) -> None:
        try:
            for seconds in rhythm:
                self._set(self._wiring.buzzer, True)
                stopped = self._closing.wait(seconds)
                self._set(self._wiring.buzzer, False)
                if stopped or self._closing.wait(0.05):
                    return
        except DoorError:
            log.warning("The door's buzzer does not answer")
