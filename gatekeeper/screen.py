"""Whether a window can be opened on this machine; asked in a process of its own, since Qt ends the one that it fails in."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping

# What Qt needs of a Linux system beside itself, by the names of Debian and Ubuntu.
PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
    "libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1"
)
_PROBE = "from PySide6 import QtTest; from PySide6.QtWidgets import QApplication; QApplication(['probe'])"
_LIBRARY = re.compile(r"(lib[\w+.-]+\.so[\d.]*): (?:cannot open|file too short|invalid ELF|wrong ELF)")
_UNSEEN = ("offscreen", "minimal")  # platforms that show nothing


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment names a screen; whether that answers, it does not say."""
    platform = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    named = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return (
        named or sys.platform in ("win32", "darwin") or bool(platform and platform not in (*_UNSEEN, "xcb", "wayland"))
    )


def why_no_window(environment: Mapping[str, str] = os.environ) -> str:
    """What keeps a window from being seen here, as part of a sentence; empty where one can be opened. Takes some 0.2 s."""
    if not has_screen(environment):
        return "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    return why_no_qt(environment)


def why_no_qt(environment: Mapping[str, str] = os.environ) -> str:
    """What keeps Qt from starting with this environment, on whatever platform it names; empty where it starts."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            env=dict(environment),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"Qt could not be tried ({error})"
    if done.returncode == 0:
        return ""
    library = _LIBRARY.search(done.stderr)
    if library is not None:
        return f"the system library {library[1]} is missing (apt-get install {PACKAGES})"
    if "could not connect to display" in done.stderr or "Failed to create wl_display" in done.stderr:
        return f"the screen {environment.get('DISPLAY') or environment.get('WAYLAND_DISPLAY')} does not answer"
    if "Could not load the Qt platform plugin" in done.stderr:
        return f"system libraries of the window are missing (apt-get install {PACKAGES})"
    return "Qt does not start here (" + " ".join(done.stderr.split()[-20:]) + ")"
