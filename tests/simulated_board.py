"""The door board's own firmware, compiled with avr-gcc and run in simavr, on a pseudo-terminal."""

import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from tools import missing, need

from gatekeeper.paths import assets

RELAY, RED, BUZZER, ALARM = 12, 13, 8, 7
CONTACT, TAMPER, EXIT = 2, 3, 4
CLOSED, OPEN = False, True  # what an input reads: it is pulled to ground by a contact that is closed
SOURCE = assets() / "firmware/board/board.ino"
_FLAGS = "-x c++ -std=gnu++11 -mmcu=atmega328p -DF_CPU=16000000UL -Os -Wall -Wextra -Werror"


def why_not() -> str:
    """Why there can be no simulated board on this system at all; empty where there can."""
    return "Windows has no pseudo-terminals" if sys.platform == "win32" else ""


def needs_simulator() -> None:
    """A board must be able to be compiled and run; see `tools.need`."""
    need(
        missing(
            gcc_avr=shutil.which("avr-g++") is not None,
            simavr=shutil.which("simavr") is not None,
            libsimavr_dev=Path("/usr/include/simavr/sim_avr.h").is_file(),
            gcc=shutil.which("gcc") is not None,
        )
    )


def compiled(folder: Path, *changes: tuple[str, str]) -> Path:
    """The firmware as it is, or sabotaged: each text of it replaced by another."""
    needs_simulator()
    source = SOURCE.read_text()
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    (folder / "board.ino").write_text(source)
    subprocess.run(["avr-g++", *_FLAGS.split(), folder / "board.ino", "-o", folder / "board.elf"], check=True)
    return folder / "board.elf"


@dataclass(frozen=True)
class Bench:
    """What simulates boards: the program, and the firmware it runs."""

    simulator: Path
    firmware: Path

    @staticmethod
    def build(folder: Path) -> "Bench":
        needs_simulator()
        source = Path(__file__).with_suffix(".c")
        simulator = folder / "simulated-board"
        subprocess.run(["gcc", "-O2", "-Wall", source, "-o", simulator, "-lsimavr"], check=True)
        return Bench(simulator, compiled(folder))


class SimulatedBoard:
    """A board that is switched on and whose cable is in, at a door that is shut.

    history: (the board's own seconds, pin, level), oldest first.
    """

    def __init__(self, bench: Bench, firmware: Path | None = None, link: Path | None = None) -> None:
        import tty

        master, self._slave = os.openpty()
        tty.setraw(self._slave)  # nothing is echoed before the port is opened
        self.port = os.ttyname(self._slave)
        self._link = link
        if link is not None:  # the same name, whichever number the system gives
            link.unlink(missing_ok=True)
            link.symlink_to(self.port)
            self.port = str(link)
        command = [str(bench.simulator), str(firmware or bench.firmware), str(master)]
        self._program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, pass_fds=[master]
        )
        os.close(master)
        self.changed = threading.Condition()
        self.history: list[tuple[float, int, bool]] = []
        self.pins: dict[int, bool] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            at, pin, level = line.split()
            with self.changed:
                self.history.append((float(at), int(pin), level == "1"))
                self.pins[int(pin)] = level == "1"
                self.changed.notify_all()

    def set(self, pin: int, level: bool) -> None:
        """Change an input."""
        assert self._program.stdin is not None
        self._program.stdin.write(f"{pin} {int(level)}\n")

    def wait_for(self, pin: int, on: bool, seconds: float = 60) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.pins.get(pin, False) is on, seconds)

    def wait_for_pulses(self, count: int, pin: int = RELAY, seconds: float = 60) -> bool:
        """Wait until an output has been on and off again so often: who looks only now and then may miss that it is on."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.pulses(pin)) >= count, seconds)

    def pulses(self, pin: int = RELAY) -> list[float]:
        """How long an output was on each time, in the board's own seconds; one that is still on does not count."""
        ups, told = None, []
        for at, which, level in list(self.history):
            if which == pin and level:
                ups = at
            elif which == pin and ups is not None:
                told.append(at - ups)
        return told

    def pull(self) -> None:
        """Pull its cable, which is its power too."""
        if self._program.returncode is not None:  # it has been pulled before
            return
        if self._link is not None:  # its number is soon given to another terminal, which would be taken for this one
            self._link.unlink()
        self._program.kill()
        self._program.communicate()
        self._reader.join(5)
        os.close(self._slave)
