"""Residents' screens on monitors other than the window's."""

from PySide6.QtWidgets import QMenu, QWidget

from gatekeeper.app import App
from gatekeeper.door.live import LiveWatch
from gatekeeper.errors import ConfigError
from gatekeeper.gui.core import error_dialog, wording
from gatekeeper.gui.core.kiosk import OnMonitor, other_monitor
from gatekeeper.gui.pages.live.resident import ResidentScreen


class ResidentScreens(QMenu):
    """The menu that opens and closes residents' screens, one for each camera. screens: the open ones, by camera."""

    def __init__(self, app: App, window: QWidget) -> None:
        super().__init__(window)
        self._app, self._window = app, window
        self.screens: dict[str, ResidentScreen] = {}
        self._left_last: ResidentScreen | None = None
        self.setTitle(self.tr("&Residents’ screen on another monitor"))
        self.aboutToShow.connect(self._list)

    def put_up(self, watch: LiveWatch) -> None:
        """Show a door's screen to residents, full screen on another monitor."""
        monitor = other_monitor(self._window)
        if monitor is None:
            error_dialog.show(
                ConfigError(
                    "There is no second monitor.",
                    "Connect one; a panel of its own shows it with: gatekeeper kiosk {door}.",
                    door=watch.door.name,
                ),
                self._window,
            )
            return
        name = watch.camera.name
        screen = self.screens[name] = ResidentScreen(self._app, watch)
        screen.left.connect(lambda: self._left(name))
        OnMonitor(screen, monitor, only=True)

    def take_down(self, camera: str) -> None:
        """Close the screen, if it is open."""
        if (screen := self.screens.pop(camera, None)) is not None:
            screen.leave()
            screen.deleteLater()

    def close_all(self) -> None:
        """Close all screens."""
        for camera in list(self.screens):
            self.take_down(camera)

    def _list(self) -> None:
        self.clear()
        for watch in self._app.live.watches:
            door, camera = watch.door.name, watch.camera.name
            action = self.addAction(wording.unmarked(door if door == camera else f"{door} · {camera}"))
            action.setCheckable(True)
            action.setChecked(camera in self.screens)
            action.triggered.connect(
                lambda shown, watch=watch: self.put_up(watch) if shown else self.take_down(watch.camera.name)
            )

    def _left(self, camera: str) -> None:
        """Delete a residents' screen that an operator has closed, once none of its parts, such as its dialog, is in use."""
        screen = self.screens.pop(camera, None)
        if screen is not None:
            screen.deleteLater()
            self._left_last = screen  # if Python dropped its last reference here, it would be deleted at once
