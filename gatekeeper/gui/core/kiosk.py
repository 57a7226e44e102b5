"""The residents' screen as a program of its own, and beside the window on a second monitor."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.gui.core import error_dialog
from gatekeeper.gui.core.application import PATIENCE_MILLISECONDS, Program

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.config import CameraSettings
    from gatekeeper.gui.pages.live.resident import ResidentScreen
    from gatekeeper.service.guard import Guard


@dataclass(frozen=True)
class Kiosk:
    """What `gatekeeper kiosk` shows. monitor: its number, from 1. greet, sounds: see `ResidentScreen`."""

    door: str
    monitor: int = 1
    greet: bool | None = None
    sounds: bool | None = None


class KioskProgram(Program):
    """Shows one door's screen, and runs the door itself where no service does; ends when an operator leaves the screen."""

    def __init__(self, application: QApplication, home: Path, kiosk: Kiosk) -> None:
        super().__init__(application, home)
        error_dialog.catch_all(shown=False)
        self._kiosk = kiosk
        self.screen: ResidentScreen | None = None

    def close(self) -> bool:
        """See `Program.close`."""
        if self.screen is not None:
            self.screen.leave()
            self.screen.deleteLater()
            self.screen = None
        error_dialog.catch_all()
        return super().close()

    def _cameras(self, app: "App") -> "list[CameraSettings]":
        return [camera for camera in app.settings.cameras if app.settings.door_of(camera).name == self._kiosk.door]

    def _opened(self, opened: "tuple[App, Guard | None]") -> None:
        from gatekeeper.gui.pages.live.resident import ResidentScreen

        self.app, self.guard = app, guard = opened
        watch = next((candidate for candidate in app.live.watches if candidate.door.name == self._kiosk.door), None)
        if watch is None:
            error: GatekeeperError = ConfigError(
                "The door {door} has no camera.", "Give it one on the Settings page.", door=self._kiosk.door
            )
            self._not_opened(error)
            return
        self.screen = ResidentScreen(app, watch, greet=self._kiosk.greet, sounds=self._kiosk.sounds)
        self.screen.left.connect(self._end)
        self.screen.video.first_painted.connect(self._recognise)
        QTimer.singleShot(PATIENCE_MILLISECONDS, self, self._recognise)
        self.screen.keep_in_front()
        OnMonitor(self.screen, monitor(self._kiosk.monitor))
        self._splash.finish(self.screen)
        if guard is not None:
            guard.keep()


def monitor(number: int) -> QScreen:
    """A monitor by its number, from 1. Raises ConfigError, which lists the existing monitors."""
    screens = QGuiApplication.screens()
    if not 1 <= number <= len(screens):
        raise ConfigError(
            "There is no monitor {number}.", "Choose one of 1 to {count}.", number=number, count=len(screens)
        )
    return screens[number - 1]


def other_monitor(window: QWidget) -> QScreen | None:
    """A monitor other than the window's; None where there is no other."""
    return next((screen for screen in QGuiApplication.screens() if screen is not window.screen()), None)


class OnMonitor(QObject):
    """Keeps a widget full screen on a monitor. While that monitor is unplugged, the widget fills another one; with `only`, it
    leaves other monitors alone and is hidden until its own is back."""

    def __init__(self, widget: QWidget, screen: QScreen, *, only: bool = False) -> None:
        super().__init__(widget)
        self._widget, self._name, self._only = widget, screen.name(), only
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        for changed in (application.screenAdded, application.screenRemoved):
            # After Qt itself has moved the windows of a removed monitor.
            changed.connect(self._changed)
        self._fill(screen)

    def _changed(self, screen: QScreen) -> None:
        QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        own = next((screen for screen in QGuiApplication.screens() if screen.name() == self._name), None)
        if own is None and self._only:
            self._widget.hide()
        else:
            self._fill(own or QGuiApplication.primaryScreen())

    def _fill(self, screen: QScreen) -> None:
        self._widget.setScreen(screen)
        self._widget.setGeometry(screen.geometry())
        self._widget.showFullScreen()
