"""Short sounds, played by the system's own player.

Qt's player is in QtMultimedia, which needs PySide6-Addons: 160 MB more for three sounds. Every system with a sound card has one
of these players; without one there is just no sound."""

import shutil
import sys

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from gatekeeper.paths import assets

_PLAYERS = (("afplay",), ("pw-play",), ("paplay",), ("aplay", "-q"))


def player() -> tuple[str, ...] | None:
    """The command that plays a file here; None where there is none, and on Windows, which needs none."""
    return next((command for command in _PLAYERS if shutil.which(command[0])), None)


def play(name: str) -> None:
    """Start playing assets/sounds/NAME.wav, and return at once."""
    file = str(assets() / "sounds" / f"{name}.wav")
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(file, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
    elif (command := player()) is not None:
        QProcess.startDetached(command[0], [*command[1:], file])


def ring() -> None:
    """Sound the alarm once. Where no player is found, the desktop's bell may be heard."""
    if sys.platform != "win32" and player() is None:
        QApplication.beep()
    else:
        play("alarm")
