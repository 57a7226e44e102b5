"""From a double click to the live picture.

`run_gui` shows the splash before anything heavy is imported. The worker thread then imports and opens the program (key,
database), the window opens with the cameras' pictures, and the worker goes on to load networks and gallery; when they are
there the doors are watched.
"""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QProgressDialog, QSplashScreen

from gatekeeper.config import Settings, WindowSettings
from gatekeeper.ending import Ending
from gatekeeper.errors import ConfigError, GatekeeperError, OutlivedError
from gatekeeper.gui.core import error_dialog, language, theme
from gatekeeper.gui.core.tasks import Job, close_workers, run_in_background
from gatekeeper.messages import Message
from gatekeeper.progress import Progress
from gatekeeper.timezones import utc_now

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.config import CameraSettings
    from gatekeeper.gui.core.kiosk import Kiosk
    from gatekeeper.gui.core.main_window import MainWindow
    from gatekeeper.service.guard import Guard
    from gatekeeper.store.accounts import Actor

_FACE, _AROUND = 160, 16  # pixels of the splash's picture, and of the room around picture and text
PATIENCE_MILLISECONDS = 500  # the longest wait for a camera's first picture before the networks are loaded


class Program(QObject):
    """Starts the program and ends it in order: the open window with its app. first_picture: a camera's picture is on the
    screen. ending: emitted from any thread when the program must end."""

    first_picture = Signal()
    ending = Signal()

    def __init__(self, application: QApplication, home: Path, demo: "Demo | None" = None) -> None:
        super().__init__(application)
        self._application, self._home, self._demo = application, home, demo
        self.app: App | None = None
        self.guard: Guard | None = None
        self.window: MainWindow | None = None
        self._splash = QSplashScreen()
        self.update: QProgressDialog | None = None
        self._recognising = False
        self._not_restored: OutlivedError | None = None
        self.failed = False
        self.again = False  # restart once it has ended
        # Not `quit`, which asks every window first.
        self.ending.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def lock_doors(self) -> None:
        """Lock every door now; from any thread."""
        if (app := self.app) is not None:
            app.doors.lock_doors()

    def close_doors(self) -> None:
        """Lock every door for good; from any thread."""
        if (app := self.app) is not None:
            app.doors.close_doors()

    def start(self) -> None:
        """Show the splash and start opening the program."""
        self._say(self.tr("Opening the database"))
        self._splash.show()
        job = run_in_background(self._open, done=self._opened, failed=self._not_opened, progress=self._updating)
        job.ended.connect(self._ended_opening)
        self._opening = job

    def close(self) -> bool:
        """Lock the doors, then close worker, window, cameras and database; returns whether all threads have ended."""
        self.close_doors()
        ended = close_workers()
        if self.window is not None:
            self.window.end()
            self.window.bridge.close()
            self.window.deleteLater()
            self.window = None
        if self.guard is not None:
            self.guard.close()
            self.guard = None
        if self.app is not None:
            self.app.close()
            self.app = None
        return ended

    @Slot()
    def _end(self) -> None:
        self._application.exit(0)

    def _open(self, job: Job) -> "tuple[App, Guard | None]":
        from gatekeeper.app import open_app
        from gatekeeper.demo import demo_settings
        from gatekeeper.desk.desk import Desk
        from gatekeeper.domain import Role
        from gatekeeper.service.found import find, is_running
        from gatekeeper.service.guard import Guard
        from gatekeeper.service.remote import RemoteDoors
        from gatekeeper.store.accounts import NOBODY, PROGRAM, Actor
        from gatekeeper.store.copies import restore_laid_ready
        from gatekeeper.store.home import check_home
        from gatekeeper.store.vault import database_key, is_used

        import_module("gatekeeper.gui.core.main_window")  # here, so that the window's own thread only has to create it
        check_home(self._home)
        settings = demo_settings() if self._demo else None
        restored = None
        client = self._demo is None and find(self._home) is not None
        if self._demo is None and is_used(self._home) and not is_running(self._home):
            try:
                restored = restore_laid_ready(self._home, database_key(self._home))
            except OutlivedError as error:  # the home is left unchanged
                self._not_restored = error
        app = open_app(self._home, settings, prefer_keyring=self._demo is None, progress=job.report)
        try:
            app.actor = NOBODY  # the doors keep working meanwhile
            if restored is not None:
                by = Actor(restored[0] or PROGRAM.name, Role.ADMINISTRATOR)
                Desk(app, by).note_restored(Path(restored[1]), now=utc_now())
            if self._demo is not None:
                self._demo.prepare(app)
                self._demo.sign_in(app)
            if client:  # the service controls the doors: this program only shows them
                remote = RemoteDoors(app)
                app.live = remote
                remote.start()
                return app, None
            guard = Guard(app)
            guard.open_cameras(self._cameras(app))
        except BaseException:
            app.abandon()
            raise
        return app, guard

    def _cameras(self, app: "App") -> "list[CameraSettings] | None":
        """Which cameras this program opens; None for all."""
        return None

    def _updating(self, done: int, total: int) -> None:
        """Show how far the upgrade of an older version's database is; it takes minutes if the log is long."""
        if self.update is None:
            text = self.tr(
                "The database was written by an older version and is upgraded once.\nIf you stop, it stays as "
                "it was, and the next start begins again."
            )
            self.update = QProgressDialog(text, self.tr("Stop"), 0, 100)
            self.update.setWindowTitle("gatekeeper")
            self.update.setMinimumDuration(0)
            self.update.setAutoReset(False)
            self.update.canceled.connect(self._opening.cancel)
            self._splash.hide()
        self.update.setValue(100 * done // total)

    def _ended_opening(self) -> None:
        if self.update is not None:
            stopped = self.update.wasCanceled()
            self.update.deleteLater()
            self.update = None
            if stopped and self.app is None:
                self._application.quit()

    def _opened(self, opened: "tuple[App, Guard | None]") -> None:
        from gatekeeper.gui.core.bridge import Bridge
        from gatekeeper.gui.core.main_window import MainWindow
        from gatekeeper.gui.widgets.video import Video

        self.app, self.guard = app, guard = opened
        self.window = MainWindow(app, Bridge(app.bus, self), None if self._demo is None else app.actor)
        self.window.bridge.may_restart = self._demo is None
        self.window.bridge.restart_wanted.connect(self._restart)
        self.window.closed.connect(self._end)
        self._application.commitDataRequest.connect(self.window.session_ends)
        for video in self.window.findChildren(Video):
            video.first_painted.connect(self.first_picture)
        # Loading the networks keeps the processor busy, so the first picture is shown before that, if one comes soon.
        self.first_picture.connect(self._recognise)
        QTimer.singleShot(PATIENCE_MILLISECONDS, self, self._recognise)
        self.window.show()
        self._splash.finish(self.window)
        if self._not_restored is not None:
            error_dialog.show(self._not_restored, self.window)
        if guard is not None:
            guard.keep()  # now that their events have a listener

    def _restart(self) -> None:
        from gatekeeper.service.remote import RemoteDoors

        app = self.app
        if app is not None and isinstance(live := app.live, RemoteDoors):
            # The service has to restart its doors; then the window restarts, since it shows them.
            actor = app.actor
            run_in_background(lambda job: live.restart(actor), done=lambda nothing: self._begin_again(), worker="long")
        else:
            self._begin_again()

    def _begin_again(self) -> None:
        self.again = True
        self._application.exit(0)  # `quit` asks every window first; the user has been asked already

    def _recognise(self) -> None:
        guard = self.guard
        if guard is None or self._recognising:
            return
        self._recognising = True
        window, label = self.window, self.tr("Preparing everybody's photos for the new model")
        job = run_in_background(
            lambda job: guard.recognise(progress=job.report),
            done=self._watching,
            progress=lambda done, total: window.show_progress(label, done, total) if window is not None else None,
            worker="long",  # pages and sign-in keep working
        )
        if window is not None:
            job.ended.connect(window.hide_progress)

    def _watching(self, loop: object) -> None:
        # Everything loaded so far stays loaded. If the garbage collector walked through all of it again and again while a long
        # log is read, it would stop every thread for a tenth of a second each time.
        gc.freeze()
        if self._demo is None or self.app is None or self.window is None:
            return
        app, demo, window, by = self.app, self._demo, self.window, self.app.actor
        label = self.tr("Registering the fictional people")
        job = run_in_background(
            lambda job: demo.register(app, by, job.report),
            done=lambda nothing: None,
            progress=lambda done, total: window.show_progress(label, done, total),
            worker="long",
        )
        job.ended.connect(window.hide_progress)

    def _not_opened(self, error: GatekeeperError) -> None:
        self.failed = True
        self._splash.hide()
        error_dialog.show(error).finished.connect(self._application.quit)

    def _say(self, message: str) -> None:
        now, ratio = theme.colours(), self._splash.devicePixelRatioF()
        room = self._splash.fontMetrics().boundingRect(message).size() + QSize(2 * _AROUND, 2 * _AROUND)
        size = QSize(max(room.width(), _FACE + 2 * _AROUND), _FACE + _AROUND + room.height())
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(now.window))  # without a compositor, what is transparent is black
        with QPainter(picture) as painter:
            painter.drawPixmap((size.width() - _FACE) // 2, _AROUND, theme.pixmap("face", _FACE, now.accent, ratio))
        self._splash.setPixmap(picture)
        centred = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter
        self._splash.showMessage(message, int(centred), QColor(now.text))


@dataclass(frozen=True)
class Demo:
    """The demo in the window: its camera shows the fictional people, who are registered while the user watches. people, visits:
    folders of the registered people and of the visitors."""

    people: Path
    visits: Path

    def prepare(self, app: "App") -> None:
        """Show the visitors to the camera. Raises ConfigError where the home is in use already."""
        from gatekeeper.demo import DemoCamera, cohorts_to_leave_out, visits_of

        if app.people.count():
            raise ConfigError("{home} is already in use.", "The demo needs an empty home.", home=app.home)
        visits = visits_of(self.visits)
        app.doors.open_capture = lambda source: DemoCamera(visits)
        # Else whoever registers one of the visitors makes everybody a stranger: nobody would reach the thresholds any more.
        app.thresholds.left_out = cohorts_to_leave_out(visits)

    def sign_in(self, app: "App") -> None:
        """Give the user every right: the home is a temporary one."""
        from gatekeeper.domain import Role
        from gatekeeper.store.accounts import Actor

        app.actor = Actor(QCoreApplication.translate("Demo", "Demo"), Role.ADMINISTRATOR)
        app.accounts.audit(
            app.actor,
            Message("signed in"),
            app.actor.name,
            Message("the demo, without a password"),
            now=utc_now(),
        )

    def register(self, app: "App", by: "Actor", progress: Progress) -> None:
        """Register everybody."""
        from gatekeeper.people.folder_import import enrol_folder

        enrol_folder(app, self.people, progress, allow_duplicate=True, by=by)


def dressed_application(window: WindowSettings | None = None) -> QApplication:
    """The one application object, in the language and the colours of the window's settings."""
    window = window or WindowSettings()
    application = QApplication.instance() or QApplication(["gatekeeper"])
    assert isinstance(application, QApplication)
    application.setApplicationName("gatekeeper")
    application.setQuitOnLastWindowClosed(False)
    error_dialog.catch_all()
    theme.apply(application, window.appearance)
    language.apply(application, window.language)
    return application


def run_gui(home: Path, demo: Demo | None = None, kiosk: "Kiosk | None" = None) -> int:
    """Open the window on a home folder and run until it is closed; returns the exit status. demo: the home is a temporary one
    and the camera shows the fictional people. kiosk: show a residents' screen instead."""
    try:
        settings = Settings.load(home)
    except ConfigError:  # reported by the program when it opens the home
        settings = Settings()
    application = dressed_application(settings.window)
    if kiosk is None:
        program = Program(application, home, demo)
    else:
        from gatekeeper.gui.core.kiosk import KioskProgram, monitor

        monitor(kiosk.monitor)
        program = KioskProgram(application, home, kiosk)
    with Ending(program.ending.emit) as ending, _locked_without_a_screen(program):
        ending.doors = program
        program.start()
        status = application.exec()
        ended = program.close()
    status = 1 if program.failed else status
    if not ended:
        # A network that is being loaded cannot be interrupted, and would abort the interpreter's shutdown.
        logging.shutdown()
        if program.again:
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
        os._exit(status)
    return run_gui(home, demo, kiosk) if program.again else status


@contextmanager
def _locked_without_a_screen(program: Program) -> Iterator[None]:
    """Lock the doors when the display server ends: Qt reports that, and then ends the process at once."""

    def heard(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if "connection broke" in message:  # of X11 and of Wayland
            program.close_doors()
        with suppress(OSError, ValueError):
            print(message, file=sys.stderr)

    before = qInstallMessageHandler(heard)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
