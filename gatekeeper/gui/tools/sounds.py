"""Makes the sounds of the residents' screen and of alarms, assets/sounds/*.wav: `python -m gatekeeper.gui.tools.sounds`."""

import wave
from pathlib import Path

import numpy as np

from gatekeeper.paths import assets

RATE = 22_050
SOUNDS = {  # Hz and seconds
    "welcome": ((659.3, 0.16), (880.0, 0.34)),
    "refusal": ((220.0, 0.22), (174.6, 0.34)),
    "alarm": ((987.8, 0.25), (740.0, 0.25)) * 3,
}


def samples(notes: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Notes one after the other, each fading away: int16 (N,) at RATE."""
    parts = []
    for pitch, seconds in notes:
        seconds_at = np.arange(round(RATE * seconds)) / RATE
        tone = np.sin(2 * np.pi * pitch * seconds_at) + 0.3 * np.sin(4 * np.pi * pitch * seconds_at)
        parts.append(tone * np.exp(-5 * seconds_at / seconds) * np.minimum(1, seconds_at / 0.005))
    return np.asarray(np.concatenate(parts) * 0.4 * 32767 / 1.3, np.int16)


def write(folder: Path) -> None:
    """Write every sound."""
    folder.mkdir(exist_ok=True)
    for name, notes in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples(notes).tobytes())


if __name__ == "__main__":
    write(assets() / "sounds")
