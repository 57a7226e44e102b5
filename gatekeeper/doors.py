"""Relays, and the thread that unlocks one for a time and always locks it again. Fail-secure: any doubt ends locked."""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from gatekeeper.errors import DoorError
from gatekeeper.events import Bus, DoorFailed, DoorRelocked, DoorUnlocked

log = logging.getLogger(__name__)

_MELODIES = {"open": (0.08, 0.08, 0.16), "refuse": (0.3, 0.3)}  # seconds of each beep


class Relay(Protocol):
    """What opens a door. Every method may raise DoorError."""

    def unlock(self) -> None:
        """Open, until `lock`."""

    def lock(self) -> None:
        """Close."""

    def refuse(self) -> None:
        """Show that the door stays shut."""

    def close(self) -> None:
        """Lock and let go of the hardware."""


_REMEMBERED = 1000  # words of a simulated relay: it may run for months


class SimulatedRelay:
    """No hardware: remembers what it was asked last, as (monotonic seconds, word)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.asked: deque[tuple[float, str]] = deque(maxlen=_REMEMBERED)
        self.locked = True

    def unlock(self) -> None:
        """See `Relay`."""
        self.locked = False
        self.asked.append((self._clock(), "unlock"))

    def lock(self) -> None:
        """See `Relay`."""
        self.locked = True
        self.asked.append((self._clock(), "lock"))

    def refuse(self) -> None:
        """See `Relay`."""
        self.asked.append((self._clock(), "refuse"))

    def close(self) -> None:
        """See `Relay`."""
        if not self.locked:
            self.lock()


@dataclass(frozen=True, slots=True)
class Pins:
    """Where things are wired on the board: relay with green light, red light, buzzer."""

    green: int = 12
    red: int = 13
    buzzer: int = 8


class SerialRelay:
    """An Arduino with StandardFirmata on a serial port: green light and relay, red light, two melodies.

    Speaks the Firmata protocol 2.x itself (https://github.com/firmata/protocol): pin modes, digital messages and the
    firmware report, by which it knows that a board answers. A buzzer on a digital pin clicks in the melody's rhythm.
    """

    def __init__(self, port: str, pins: Pins = Pins(), timeout_seconds: float = 5.0) -> None:
        import serial

        self._pins = pins
        self._ports = bytearray(16)
        self._write_lock = threading.Lock()
        self._melody: threading.Thread | None = None
        self._closing = threading.Event()
        try:
            self._serial: Any = serial.Serial(port, 57600, timeout=0.1, write_timeout=1.0)
        except (serial.SerialException, ValueError) as error:
            raise DoorError(
                f"The door's serial port {port} can not be opened: {error}", "Check cable and port."
            ) from error
        try:
            self._greet(port, timeout_seconds)
            for pin in (pins.green, pins.red, pins.buzzer):
                self._send(bytes((0xF4, pin, 1)))
            self.lock()
        except BaseException:
            self._serial.close()
            raise

    def unlock(self) -> None:
        """See `Relay`."""
        self._set(self._pins.red, False)
        self._set(self._pins.green, True)
        self._play("open")

    def lock(self) -> None:
        """See `Relay`."""
        self._set(self._pins.green, False)
        self._set(self._pins.red, False)

    def refuse(self) -> None:
        """See `Relay`."""
        self._set(self._pins.green, False)
        self._set(self._pins.red, True)
        self._play("refuse")

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
            # A board that has just been opened resets and is deaf for a second or two: ask again.
            if time.monotonic() - asked > 1.0:
                self._send(bytes((0xF0, 0x79, 0xF7)))
                asked = time.monotonic()
            heard += self._serial.read(64)
            if b"\xf0\x79" in heard and b"\xf7" in heard[heard.index(b"\xf0\x79") :]:
                return
        raise DoorError(
            f"Nothing that speaks Firmata answered on {port} within {timeout_seconds:g} s.",
            "Load StandardFirmata onto the board, or choose another port.",
        )

    def _set(self, pin: int, on: bool) -> None:
        with self._write_lock:
            port, bit = divmod(pin, 8)
            self._ports[port] = self._ports[port] | 1 << bit if on else self._ports[port] & ~(1 << bit)
            mask = self._ports[port]
            self._write(bytes((0x90 | port, mask & 0x7F, mask >> 7)))

    def _send(self, data: bytes) -> None:
        with self._write_lock:
            self._write(data)

    def _write(self, data: bytes) -> None:
        import serial

        try:
            self._serial.write(data)
            self._serial.flush()
        except (serial.SerialException, OSError) as error:
            raise DoorError(f"The door's serial port does not take data: {error}", "Check the cable.") from error

    def _play(self, name: str) -> None:
        if self._melody is not None and self._melody.is_alive():
            return
        self._melody = threading.Thread(target=self._beep, args=(_MELODIES[name],), daemon=True)
        self._melody.start()

    def _beep(self, rhythm: tuple[float, ...]) -> None:
        try:
            for seconds in rhythm:
                self._set(self._pins.buzzer, True)
                stopped = self._closing.wait(seconds)
                self._set(self._pins.buzzer, False)
                if stopped or self._closing.wait(0.05):
                    return
        except DoorError:
            log.warning("The door's buzzer does not answer")


class Door:
    """One relay and the thread that times it. Its methods may be called from any thread.

    Whoever waits for an answer or listens to the bus is told by a second thread: a listener that takes its time, or that
    fails, keeps no door open.
    """

    def __init__(self, name: str, relay: Relay, bus: Bus, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self._relay, self._bus, self._clock = relay, bus, clock
        self._wake = threading.Condition()
        self._wanted: deque[tuple[str, float, float, Future[None]]] = deque()
        self._news: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._relock_at: float | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"door {name}", daemon=True)
        self._teller = threading.Thread(target=self._tell, name=f"door {name} news", daemon=True)
        self._thread.start()
        self._teller.start()

    @property
    def is_open(self) -> bool:
        """Whether the relay is unlocked now."""
        with self._wake:
            return self._relock_at is not None

    def unlock(self, seconds: float, *, deadline: float) -> "Future[None]":
        """Unlock for `seconds`; a door that is open stays open that long from now.

        deadline: monotonic seconds after which the grant is no longer honoured, so that a stalled thread or relay can
        not act on an old one. The future ends when the relay was asked, or with a DoorError.
        """
        return self._ask("unlock", seconds, deadline)

    def lock(self) -> "Future[None]":
        """Lock at once, whoever it is open for; what was asked for and not done yet is forgotten."""
        return self._ask("lock", 0.0, float("inf"))

    def refuse(self) -> "Future[None]":
        """Show a refusal, unless the door is open for somebody."""
        return self._ask("refuse", 0.0, float("inf"))

    def begin_to_close(self) -> None:
        """Take no wish any more and lock, without waiting for the relay; see `close`."""
        with self._wake:
            self._closing = True
            self._wake.notify()

    def close(self) -> None:
        """End locked."""
        self.begin_to_close()
        for thread in (self._thread, self._teller):
            if thread is not threading.current_thread():
                thread.join(5)

    def _ask(self, word: str, seconds: float, deadline: float) -> "Future[None]":
        future: Future[None] = Future()
        with self._wake:
            if self._closing:
                future.set_exception(DoorError(f"The door {self.name} is closed down.", "Start the program again."))
            else:
                if word == "lock":
                    self._forget_wishes()
                self._wanted.append((word, seconds, deadline, future))
                self._wake.notify()
        return future

    def _forget_wishes(self) -> None:
        for *_, future in self._wanted:
            self._news.put(partial(future.set_exception, DoorError(f"The door {self.name} was locked.", "Come again.")))
        self._wanted.clear()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._wanted and not self._closing and not self._due():
                    wait = None if self._relock_at is None else max(0.0, self._relock_at - self._clock())
                    self._wake.wait(wait)
                wanted = self._wanted.popleft() if self._wanted else None
                closing = self._closing and wanted is None
            if self._due() or closing:
                self._lock()
            if wanted is not None:
                self._do(*wanted)
            if closing:
                self._attempt(self._relay.close)
                self._news.put(None)
                return

    def _due(self) -> bool:
        return self._relock_at is not None and self._clock() >= self._relock_at

    def _do(self, word: str, seconds: float, deadline: float, future: "Future[None]") -> None:
        error: DoorError | None = None
        if word == "lock":
            error = self._lock()
        elif word == "refuse":
            error = None if self._relock_at is not None else self._attempt(self._relay.refuse)
        elif self._clock() > deadline:
            error = DoorError(f"The door {self.name} did not unlock: the grant had become too old.", "Come again.")
        else:
            error = self._attempt(self._relay.unlock)
            if error is None:
                with self._wake:
                    self._relock_at = self._clock() + seconds
                self._publish(DoorUnlocked(self.name, seconds))
            elif self._attempt(self._relay.lock) is not None:
                # It may have opened before it failed: it is asked to lock again every second.
                with self._wake:
                    self._relock_at = self._clock() + 1.0
        if error is None:
            self._news.put(partial(future.set_result, None))
        else:
            if word != "lock":  # which says so itself
                self._publish(DoorFailed(self.name, error.message))
            self._news.put(partial(future.set_exception, error))

    def _lock(self) -> DoorError | None:
        was_open = self._relock_at is not None
        error = self._attempt(self._relay.lock)
        with self._wake:
            # A relay that will not lock is asked again every second.
            self._relock_at = None if error is None or self._closing else self._clock() + 1.0
        if error is not None:
            self._publish(DoorFailed(self.name, f"The door does not lock: {error.message}"))
        elif was_open:
            self._publish(DoorRelocked(self.name))
        return error

    def _publish(self, event: object) -> None:
        self._news.put(partial(self._bus.publish, event))

    def _tell(self) -> None:
        while (news := self._news.get()) is not None:
            try:
                news()
            except Exception:  # whoever waited gave up, or what they do with the answer failed
                log.exception("Somebody failed on what the door %s did", self.name)

    def _attempt(self, act: Callable[[], None]) -> DoorError | None:
        try:
            act()
        except DoorError as error:
            return error
        except Exception as error:  # a relay's bug must not end the thread that locks the door
            log.exception("The relay of %s failed", self.name)
            return DoorError(f"The relay of {self.name} failed: {error}", "Check the relay.")
        return None
