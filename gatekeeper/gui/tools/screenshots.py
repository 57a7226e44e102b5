"""Pictures of every page from the fictional people: `python -m gatekeeper.gui.tools.screenshots DIR [PAGE ...] [--size WxH]`.

English in light and dark, German and Traditional Chinese in light. A throw-away home with some residents, their visits and
more, one endless name, and 200 events; groups, schedules, holidays, alarms, a guest and people inside; the camera shows one
of them. Then the same pages of an empty home without a camera. QT_SCALE_FACTOR=2 shows them on a screen of twice the density.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from gatekeeper.app import App, open_app
from gatekeeper.capture.process import Capture
from gatekeeper.capture.sources import Source
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.demo import DemoCamera, play_visits, visits_of
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.first_steps import first_steps
from gatekeeper.domain import Alarm, Direction, LivenessMode, Outcome, Reason, Role
from gatekeeper.door_rule import Holiday, Hours, Schedule, SecondFactor
from gatekeeper.errors import CameraError
from gatekeeper.gui.core import language, theme
from gatekeeper.gui.core.application import dressed_application
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.first_steps import FirstStepsDialog
from gatekeeper.gui.core.help import AboutDialog, HelpDialog, made_of
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.gui.core.tasks import Name, close_workers, run_in_background
from gatekeeper.gui.pages.alarms import AlarmsPage
from gatekeeper.gui.pages.doors import OrderDialog
from gatekeeper.gui.pages.enrol import EnrolPage
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.live.resident import LeaveDialog, ResidentScreen
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.models import ModelsPage
from gatekeeper.gui.pages.models.choice import ChoiceDialog
from gatekeeper.gui.pages.operators import AccountDialog
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.people.pin import PinDialog
from gatekeeper.gui.pages.rules import RulesPage
from gatekeeper.gui.pages.settings import SettingsPage
from gatekeeper.gui.widgets.guest import GuestDialog
from gatekeeper.gui.widgets.second import SecondDialog
from gatekeeper.messages import Message
from gatekeeper.models.side_by_side import Choice
from gatekeeper.paths import assets
from gatekeeper.people.folder_import import enrol_folder, people_folders
from gatekeeper.store.accounts import Actor
from gatekeeper.store.alarms import OVER, SAID
from gatekeeper.timezones import utc_now

RESIDENTS = 6
LONG_NAME = "Maximiliane Bartholomäa von und zu Hohenschwangau-Wittelsbach-Oettingen"
SIZE = (1280, 800)
EVENTS = 200
LOOKS = (("en", "light"), ("en", "dark"), ("de", "light"), ("zh_TW", "light"))


def main(target: Path, wanted: Sequence[str] = (), size: tuple[int, int] = SIZE) -> list[Path]:
    """Write NAME-LANGUAGE-APPEARANCE.png for each page and each step of the registration; returns the files.

    wanted: names of pages ("live", "log"); all for none. size: of the window, in logical pixels.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = dressed_application()
    target.mkdir(parents=True, exist_ok=True)
    files = []
    for home, prefix in ((_demo_home, ""), (_empty_home, "empty-")):
        with tempfile.TemporaryDirectory() as place:
            app = home(Path(place))
            try:
                for spoken, appearance in LOOKS if not prefix else LOOKS[:1]:
                    language.apply(application, spoken)
                    theme.apply(application, appearance)
                    files += _pictures(app, target, prefix, f"{spoken}-{appearance}", wanted, size)
            finally:
                close_workers()
                app.close()
    return files


def _empty_home(place: Path) -> App:
    """Nobody is registered, nobody came, and there is no camera."""
    app = open_app(place / "home", Settings(), prefer_keyring=False)
    app.doors.open_capture = _unplugged
    app.doors.open_cameras()
    app.doors.start_recognition()
    return app


def _unplugged(source: Source) -> Capture:
    raise CameraError("The camera {place!r} cannot be opened.", "Is it plugged in, and free?", place=source.place)


def _demo_home(place: Path) -> App:
    coming_in, going_out = CameraSettings("hall", direction=Direction.IN), CameraSettings("gate", "1", door="yard")
    settings = Settings(cameras=(coming_in, replace(going_out, direction=Direction.OUT)))
    # Still pictures without PINs: the checks that are there to refuse such are off.
    doors = [DoorSettings(name, liveness=LivenessMode.OFF, second_factor="none") for name in ("front door", "yard")]
    settings = Settings(settings.cameras, tuple(doors))
    app = open_app(place / "home", settings, prefer_keyring=False)
    chosen = list(people_folders(assets() / "demo/people"))[:RESIDENTS]
    for name in chosen:
        shutil.copytree(assets() / "demo/people" / name, place / "people" / name)
    enrol_folder(app, place / "people", allow_duplicate=True)
    app.people.rename(app.people.find(chosen[1]).id, LONG_NAME)
    visits = visits_of(assets() / "demo/visits")
    coming = [visit for visit in visits if visit.name in chosen or visit.name.startswith("stranger")]
    play_visits(app, coming[:24])
    _earlier(app)
    _site(app)
    known = [visit for visit in visits if visit.name in chosen]
    strangers = [visit for visit in visits if visit.name.startswith("stranger")]
    shown = {"0": known, "1": strangers}
    app.doors.open_capture = lambda source: DemoCamera(shown[source.place], 1, frames_per_visit=100_000, empty_frames=0)
    app.doors.open_cameras()
    app.doors.start_recognition()
    app.actor = Actor("Anna", Role.ADMINISTRATOR)
    return app


def _earlier(app: App) -> None:
    """The same visits on the days before, until there are 200 events."""
    events = app.log.query()
    for number in range(EVENTS - len(events)):
        event = events[number % len(events)]
        app.log.record(replace(event, at=event.at - timedelta(hours=5 * (number + 1)), id=0))


def _site(app: App) -> None:
    """Rules, alarms, a guest, and people inside."""
    now, desk = utc_now(), Desk(app, Actor("Anna", Role.ADMINISTRATOR))
    people = app.people.list()
    for group, members in (("staff", people[:3]), ("night shift, cleaning and everybody who comes early", people[3:4])):
        desk.add_group(group, now=now)
        desk.set_members(group, [person.id for person in members], now=now)
    working = Hours(frozenset(range(5)), time(8), time(17, 30))
    nights = Hours(frozenset({4, 5}), time(22), time(6))
    desk.set_schedule(Schedule("office hours", (working,)), now=now)
    desk.set_schedule(Schedule("nights", (working, nights)), now=now)
    desk.set_holiday(Holiday("New Year", date(2027, 1, 1), date(2027, 1, 1), True), now=now)
    for person in people[:3]:
        desk.correct_presence(person.id, Direction.IN, now=now)
    for kind, door, who in (
        (Reason.FORCED_OPEN, "yard", None),
        (Reason.BLOCKED_SEEN, "front door", people[1]),
        (Reason.CAMERA_LOST, "front door", None),
    ):
        number, name = (None, None) if who is None else (who.id, who.name)
        told = SAID.get(kind, Message("{name}, who is blocked, was at the door.", name=name) if name else OVER[kind])
        app.alarms.begin(Alarm(kind, door, told, now, now, person_id=number, person_name=name))
    unknown = next((event for event in app.log.query(outcome=Outcome.UNKNOWN) if event.person_id is None), None)
    if unknown is not None:
        photos = desk.photos_of_visit(unknown.id)
        if photos.enough:
            desk.welcome_guest(
                photos, "Grace", people[0].id, consented=True, now=now, groups=("staff",), allow_duplicate=True
            )


def _pictures(
    app: App, target: Path, prefix: str, look: str, wanted: Sequence[str], size: tuple[int, int]
) -> list[Path]:
    window = MainWindow(app, Bridge(app.bus))
    window.setWindowState(Qt.WindowState.WindowNoState)  # which it does not have on a screen that is too small
    window.resize(*size)
    window.show()
    files = []

    def take(name: str, widget: QWidget | None = None) -> None:
        files.append(target / f"{prefix}{name}-{look}.png")
        (widget or window).grab().save(str(files[-1]))

    for page in PAGES:
        name = page.__name__.removesuffix("Page").lower()
        if wanted and name not in wanted:
            continue
        widget = window.show_page(page)
        if isinstance(widget, LivePage) and not prefix:
            _wait(lambda: all(watch.seen is not None and watch.seen.decisions for watch in app.doors.watches))
        _settle()
        take(name)
        if isinstance(widget, RulesPage | InsidePage):
            tabs = widget.findChildren(QTabWidget)[0]
            for tab in range(1, tabs.count()):
                tabs.setCurrentIndex(tab)
                _settle()
                take(f"{name}-{tab}")
        if isinstance(widget, PeoplePage) and not prefix:
            _people(widget, take)
        if isinstance(widget, AlarmsPage) and not prefix:
            widget.table.selectRow(0)
            _settle()
            take("alarms-chosen")
        if isinstance(widget, LivePage) and not prefix:
            _ask_for_pin(app, widget, take)
        if isinstance(widget, EnrolPage) and not prefix:
            _steps(widget, take)
        if isinstance(widget, LogPage) and not prefix:
            _tabs(widget, take)
        if isinstance(widget, SettingsPage) and not prefix:
            for row in range(1, widget.sections.count()):
                widget.sections.setCurrentRow(row)
                _settle()
                take(f"settings-{row}")
        if isinstance(widget, ModelsPage) and not prefix:
            thresholds = widget.thresholds
            _wait(partial(getattr, widget, "chosen"))
            thresholds.begin()
            while thresholds.found is None:
                _wait(_never, 0.2)
            for tab in range(1, widget.tabs.count()):
                widget.tabs.setCurrentIndex(tab)
                _settle()
                take(f"models-{tab}")
    if not prefix and (not wanted or "resident" in wanted):
        _residents_screen(app, size, take)
    if not prefix and (not wanted or "help" in wanted):
        _help(app, window, take)
    if not prefix and (not wanted or "dialogs" in wanted):
        _dialogs(app, window, take)
    signed_in = app.actor
    for name, leave in () if prefix or wanted else (("locked", window.lock), ("first-start", window.sign_out)):
        app.actor = signed_in
        leave()
        _wait(window.sign_in.go.isVisible)
        _wait(_never, 1.0)
        take(name)
    app.actor = signed_in
    window.close()
    window.bridge.close()
    window.deleteLater()
    return files


def _residents_screen(app: App, size: tuple[int, int], take: Callable[[str, QWidget], None]) -> None:
    """A welcome, and the request to turn the head."""
    screen = ResidentScreen(app, app.live.watches[0])
    screen.resize(*size)
    screen.show()
    _wait(lambda: screen.banner.saying is not None and screen.banner.saying.kind != "idle")
    _wait(_never, 0.3)
    take("resident", screen)
    screen._pull.stop()
    screen.turn.ask("left", "")
    screen.turn.show()
    _wait(_never, 0.02)
    take("resident-turn", screen)
    screen.leave()
    screen.deleteLater()


def _help(app: App, window: MainWindow, take: Callable[[str, QWidget], None]) -> None:
    """The help of a page, the about box, the first steps."""
    title = translate("MainWindow", "&Help").replace("&", "")
    dialogs = {
        "help": HelpDialog("RulesPage", title, window),
        "about": AboutDialog(made_of(app), window),
        "first-steps": FirstStepsDialog(first_steps(app), window),
    }
    for name, dialog in dialogs.items():
        dialog.show()
        _wait(_never, 0.2)
        take(name, dialog)
        dialog.close()


def _people(page: PeoplePage, take: Callable[[str], None]) -> None:
    """Somebody in full, and several at once."""
    page.list.people.setCurrentRow(0)
    _settle()
    take("people-person")
    page.list.people.selectAll()
    _settle()
    take("people-several")


def _dialogs(app: App, window: MainWindow, take: Callable[[str, QWidget], None]) -> None:
    """What asks before something is done."""
    person, desk = app.people.list()[0], Desk(app, app.actor)
    old, around = app.models.active, QWidget()
    choice = Choice(old, old, None, None)
    makers: dict[str, Callable[[], QDialog]] = {
        "order": lambda: OrderDialog("gatekeeper", person.name, "OK", around),
        "guest": lambda: GuestDialog(app, desk, None, around),
        "pin": lambda: PinDialog(desk, person, has_pin=True, parent=around),
        "account": lambda: AccountDialog(app, None, parent=around),
        "choice": lambda: ChoiceDialog(choice, around),
        "second": lambda: SecondDialog(app, around),
        "leave": lambda: LeaveDialog(app, around),
    }
    for name, make in makers.items():
        dialog = make()
        dialog.show()
        _settle()
        take(f"dialog-{name}", dialog)
        dialog.close()


def _ask_for_pin(app: App, page: LivePage, take: Callable[[str], None]) -> None:
    """Let the front door ask for a PIN, show it, and be as before."""
    door, loop = app.doors.watches[0].door.name, app.doors.loop
    assert loop is not None
    rule = app.people.door_rule(door)
    for person in app.people.list():
        app.pins.set(person.id, "2580", now=utc_now())
    app.people.save_door_rule(replace(rule, second_factor=SecondFactor.PIN, cooldown_seconds=0))
    _wait(lambda: loop.stations[0].pins is not None)
    loop.submit(lambda station: station.start_over()).result()
    _wait(page.tiles[0].pad.isVisible)
    QTest.keyClicks(page.tiles[0].pad, "258")
    _wait(_never, 0.3)
    take("live-pin")
    app.people.save_door_rule(rule)


def _steps(page: EnrolPage, take: Callable[[str], None]) -> None:
    """Register somebody who is known already, and show every step of it."""
    page.person.name.setText(LONG_NAME)
    page.person.agreed.setChecked(True)
    page.person.next.click()
    _wait(lambda: page.photo.session is not None)
    page.photo.offer_files([visit.picture for visit in visits_of(assets() / "demo/people")[1:2]])  # who stands there
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


def _tabs(page: LogPage, take: Callable[[str], None]) -> None:
    """An event in full, the unknown visitors, the plots."""
    page.list.selectRow(3)
    _wait(lambda: page.event_view.event_shown is not None)
    take("log-event")
    for tab, name in ((1, "log-visitors"), (2, "log-plots")):
        page.tabs.setCurrentIndex(tab)
        _settle()
        take(name)


def _settle() -> None:
    """Until everything that the pages asked for is there, and drawn."""
    workers: tuple[Name, ...] = ("quick", "sums", "quick")  # the first may ask for more
    for worker in workers:
        _wait_for(worker)
    _wait(_never, 0.15)


def _wait_for(worker: Name) -> None:
    ended: list[None] = []
    run_in_background(lambda job: None, done=ended.append, worker=worker)
    _wait(lambda: ended)


def _never() -> bool:
    return False


def _wait(until: Callable[[], object], seconds: float = 20.0) -> None:
    """Let the window live until something is so, or for some seconds."""
    deadline = monotonic() + seconds
    while not until() and monotonic() < deadline:
        loop = QEventLoop()
        QTimer.singleShot(50, loop.quit)
        loop.exec()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m gatekeeper.gui.tools.screenshots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    parser.add_argument("--size", default="x".join(map(str, SIZE)), metavar="WxH", help="of the window, logical pixels")
    chosen = parser.parse_args()
    width, height = map(int, chosen.size.split("x"))
    for written in main(chosen.folder, chosen.pages, (width, height)):
        print(written)
