"""Fixtures of the window, and the one that fails a test which leaves a thread or a timer behind."""

from __future__ import annotations

import shutil
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import NO_WINDOW, photo

from gatekeeper.app import App, open_app
from gatekeeper.capture.process import Capture
from gatekeeper.capture.sources import Source
from gatekeeper.config import Settings
from gatekeeper.demo import FPS, clip
from gatekeeper.domain import Image, LivenessMode
from gatekeeper.models.activation import LoadedModel
from gatekeeper.store.accounts import Actor
from gatekeeper.vision.pipeline import FacePipeline

if not NO_WINDOW:  # nothing here is used then
    from PySide6.QtCore import Qt, QThread, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot
    from shiboken6 import isValid

    from gatekeeper.gui.core import language, tasks
    from gatekeeper.gui.core.bridge import Bridge
    from gatekeeper.gui.core.main_window import MainWindow


def _started_at() -> str:
    return "".join(traceback.format_stack(limit=8)[:-2])


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[None]:
    """Fails tests that leave a QThread, a QTimer or one of the program's threads, and says where it was started."""
    timers: list[tuple[QTimer, str]] = []
    qthreads: list[tuple[QThread, str]] = []
    start_timer, start_thread = QTimer.start, QThread.start

    def timer_started(self: QTimer, *args: Any) -> None:
        timers.append((self, _started_at()))
        start_timer(self, *args)

    def thread_started(self: QThread, *args: Any) -> None:
        qthreads.append((self, _started_at()))
        start_thread(self, *args)

    monkeypatch.setattr(QTimer, "start", timer_started)
    monkeypatch.setattr(QThread, "start", thread_started)
    before = set(threading.enumerate())
    yield
    tasks.close_workers()
    left = [f"QTimer:\n{where}" for timer, where in timers if isValid(timer) and timer.isActive()]
    left += [f"QThread:\n{where}" for thread, where in qthreads if isValid(thread) and thread.isRunning()]
    for thread in set(threading.enumerate()) - before:
        thread.join(60)  # a camera's reader is never waited for; it ends after its last read
    left += [f"thread {t.name!r}" for t in threading.enumerate() if t not in before]
    assert not left, "The test left behind: " + "\n".join(left)


@pytest.fixture(autouse=True)
def _leaves_nothing_pressed(qapp: QApplication) -> Iterator[None]:
    """Lifts what QTest leaves pressed after a key with Ctrl, Shift or Alt, and after a double click: where the next test
    chooses a row, others would stay chosen besides."""
    yield
    QTest.keyRelease(QWidget(), Qt.Key.Key_Shift)
    QTest.mouseRelease(QWidget(), Qt.MouseButton.LeftButton)
    assert QApplication.keyboardModifiers() is Qt.KeyboardModifier.NoModifier
    assert QApplication.mouseButtons() is Qt.MouseButton.NoButton, "The test left a button of the mouse pressed."


@pytest.fixture(autouse=True)
def _speaks_english(qapp: QApplication) -> None:
    """Whatever the machine speaks."""
    if language.spoken() != "en" or not qapp.property("language"):
        language.apply(qapp, "en")


@pytest.fixture
def program(tmp_path: Path, new_home: Path, reader: FacePipeline) -> Iterator[Callable[..., App]]:
    """Opens a real home whose cameras show the fictional people; closed after the window."""
    opened: list[App] = []

    def open_(
        settings: Settings | None = None,
        captures: Callable[[Source], Capture] | None = None,
        slower: float = 4.0,
        recognise: bool = True,
        liveness: LivenessMode = LivenessMode.OFF,
    ) -> App:
        settings = settings or Settings()
        # The fictional people are still pictures: a liveness check is there to refuse them; nor do they have PINs.
        doors = tuple(replace(door, liveness=liveness.value, second_factor="none") for door in settings.doors)
        if not (tmp_path / "home").exists():
            shutil.copytree(new_home, tmp_path / "home")
        app = open_app(tmp_path / "home", replace(settings, doors=doors), prefer_keyring=False)
        opened.append(app)
        app.models.loaded = LoadedModel(app.models.active, reader)  # open already
        if captures is not None:
            app.doors.open_capture = captures
            # The world runs slower than the machine, so that one with other work keeps up with the cameras too.
            app.doors.clock = lambda: time.monotonic() / slower
            app.doors.open_cameras()
            if recognise:
                app.doors.start_recognition()
        return app

    yield open_
    tasks.close_workers()
    for app in opened:
        app.close()


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Waits for as long as a loaded machine takes, unless told otherwise; pytest-qt's five seconds were too few at times."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=60_000))
    return qtbot


@pytest.fixture
def window(qtbot: QtBot, program: Callable[..., App]) -> Iterator[Callable[..., MainWindow]]:
    """Opens the window on a program; closed before it, and after the workers, as the program does."""
    opened: list[MainWindow] = []

    def open_(app: App, free: Actor | None = None) -> MainWindow:
        window = MainWindow(app, Bridge(app.bus), free)
        opened.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield open_
    tasks.close_workers()
    for one in opened:
        one.end()
        one.bridge.close()
        one.deleteLater()


class Sitter:
    """A camera before which one of the fictional people stands and takes a pose when told to."""

    def __init__(self, name: str, folder: str = "people") -> None:
        self._name, self._folder = name, folder
        self._pacer = threading.Event()
        self.plugged_in = threading.Event()
        self.plugged_in.set()
        self.pose("bare", 0)

    def pose(self, kind: str, number: int) -> None:
        """Stand there as in another photo of theirs."""
        self.show(photo(self._name, kind, number, self._folder), number)

    def show(self, picture: Image, seed: int = 1) -> None:
        """Show what is on a picture."""
        self._frames = clip(picture, seed, 100_000)

    def read(self) -> tuple[bool, Image]:
        self._pacer.wait(1 / FPS)  # a camera's rate
        self.plugged_in.wait()
        return True, next(self._frames)[..., ::-1]

    def release(self) -> None:
        """The device is let go of; another reader may open it."""
