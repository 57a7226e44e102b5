"""An Arduino with StandardFirmata on a pseudo-terminal."""

import os
import threading


class Board(threading.Thread):
    """The other end of the cable: answers the firmware question and keeps the state of its pins."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.master, slave = os.openpty()
        self.port = os.ttyname(slave)
        self.slave = slave
        self.changed = threading.Condition()
        self.pins: dict[int, bool] = {}
        self.writes: list[tuple[int, bool]] = []  # whatever a pin was told, oldest first
        self.modes: dict[int, int] = {}
        self._pulled = False

    def run(self) -> None:
        data = b""
        while True:
            try:
                data += os.read(self.master, 64)
            except OSError:
                return
            if self._pulled:
                return
            data = self.take(data)

    def take(self, data: bytes) -> bytes:
        while data:
            if data[0] == 0xF0:
                if 0xF7 not in data:
                    return data
                if data[1] == 0x79:
                    os.write(self.master, b"\xf0\x79\x02\x05\xf7")
                data = data[data.index(0xF7) + 1 :]
            elif len(data) < 3:
                return data
            else:
                with self.changed:
                    if data[0] == 0xF4:
                        self.modes[data[1]] = data[2]
                    elif data[0] & 0xF0 == 0x90:
                        bits = data[1] | data[2] << 7
                        for bit in range(8):
                            pin, on = 8 * (data[0] & 0x0F) + bit, bool(bits >> bit & 1)
                            self.pins[pin] = on
                            self.writes.append((pin, on))
                    self.changed.notify_all()
                data = data[3:]
        return data

    def wait_for(self, pin: int, on: bool, seconds: float = 60) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.pins.get(pin) is on, seconds)

    def was_told(self, pin: int, on: bool, after: int, seconds: float = 60) -> bool:
        """Whether a pin is told this after the first `after` of `writes`, however short it stays so."""
        with self.changed:
            return self.changed.wait_for(lambda: (pin, on) in self.writes[after:], seconds)

    def pull(self) -> None:
        """Pull the cable while the other end still has the port open."""
        self._pulled = True
        os.write(self.slave, b"\0")  # a read that goes on would keep the master open
        self.join(60)
        os.close(self.slave)
        os.close(self.master)

    def unplug(self) -> None:
        """With both ends of its cable gone the board's read ends; only then is its number free for another file."""
        os.close(self.slave)
        self.join(60)
        os.close(self.master)
