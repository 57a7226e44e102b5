"""Pictures of every page in light and dark, from the fictional people: `python -m gatekeeper.gui.screenshots DIR`.

A throw-away home with some residents, their visits and one endless name; the camera shows one of them.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from gatekeeper.app import App, open_app
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.demo import DemoCamera, enrol_folder, people_folders, play_visits, visits_of
from gatekeeper.gui import theme
from gatekeeper.gui.bridge import Bridge
from gatekeeper.gui.enrol_page import EnrolPage
from gatekeeper.gui.live_page import LivePage
from gatekeeper.gui.main_window import PAGES, MainWindow
from gatekeeper.gui.tasks import close_workers
from gatekeeper.paths import assets

RESIDENTS = 6
LONG_NAME = "Maximiliane Bartholomäa von und zu Hohenschwangau-Wittelsbach-Oettingen"
SIZE = (1280, 800)


def main(target: Path) -> list[Path]:
    """Write NAME-light.png and NAME-dark.png for each page and each step of the registration; returns the files."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["gatekeeper"])
    assert isinstance(application, QApplication)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        app = _demo_home(Path(place))
        try:
            return [
                path for appearance in ("light", "dark") for path in _pictures(application, app, target, appearance)
            ]
        finally:
            close_workers()
            app.close()


def _demo_home(place: Path) -> App:
    settings = Settings(cameras=(CameraSettings("hall"), CameraSettings("gate", "1", door="yard")))
    settings = Settings(settings.cameras, (DoorSettings("front door"), DoorSettings("yard")))
    app = open_app(place / "home", settings, prefer_keyring=False)
    chosen = list(people_folders(assets() / "demo/people"))[:RESIDENTS]
    for name in chosen:
        shutil.copytree(assets() / "demo/people" / name, place / "people" / name)
    enrol_folder(app, place / "people", allow_duplicate=True)
    app.people.rename(app.people.find(chosen[1]).id, LONG_NAME)
    visits = visits_of(assets() / "demo/visits")
    coming = [visit for visit in visits if visit.name in chosen or visit.name.startswith("stranger")]
    play_visits(app, coming[:24])
    known = [visit for visit in visits if visit.name in chosen]
    strangers = [visit for visit in visits if visit.name.startswith("stranger")]
    shown = {"0": known, "1": strangers}
    app.open_capture = lambda source: DemoCamera(shown[source.place], 1, frames_per_visit=100_000, empty_frames=0)
    app.open_cameras()
    app.start_recognition()
    return app


def _pictures(application: QApplication, app: App, target: Path, appearance: str) -> list[Path]:
    theme.apply(application, appearance)
    window = MainWindow(app, Bridge(app.bus))
    window.resize(*SIZE)
    window.show()
    files = []

    def take(name: str) -> None:
        files.append(target / f"{name}-{appearance}.png")
        window.grab().save(str(files[-1]))

    for page in PAGES:
        widget = window.show_page(page)
        if isinstance(widget, LivePage):
            _wait(lambda: all(watch.seen is not None and watch.seen.decisions for watch in app.watches))
        _wait(_never, 1.0)
        take(page.__name__.removesuffix("Page").lower())
        if isinstance(widget, EnrolPage):
            _steps(widget, take)
    window.close()
    window.bridge.close()
    window.deleteLater()
    return files


def _steps(page: EnrolPage, take: Callable[[str], None]) -> None:
    """Register somebody who is known already, and show every step of it."""
    page.person.name.setText(LONG_NAME)
    page.person.agreed.setChecked(True)
    page.person.next.click()
    _wait(lambda: page.photo.session is not None)
    page.photo.offer_files([visit.picture for visit in visits_of(assets() / "demo/people")[:1]])
    _wait(lambda: page.photo.photos.count() > 0)
    _wait(_never, 1.0)
    take("enrol-photos")
    page.photo.next.click()
    _wait(lambda: page.steps.currentWidget() is page.twin)
    take("enrol-twin")
    page.twin.is_same.click()
    _wait(lambda: page.steps.currentWidget() is page.done)
    take("enrol-done")
    page.folder.choose(assets() / "demo/people")
    page.person.wants_import.emit()
    take("enrol-folder")


def _never() -> bool:
    return False


def _wait(until: Callable[[], object], seconds: float = 20.0) -> None:
    """Let the window live until something is so, or for some seconds."""
    deadline = time.monotonic() + seconds
    while not until() and time.monotonic() < deadline:
        loop = QEventLoop()
        QTimer.singleShot(50, loop.quit)
        loop.exec()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m gatekeeper.gui.screenshots DIR")
    for written in main(Path(sys.argv[1])):
        print(written)
