"""Pictures of every page from the fictional people: `python -m gatekeeper.gui.tools.screenshots DIR [PAGE ...] [--size WxH]`.

English in light and dark, German and Traditional Chinese in light. A throw-away home with some residents, their visits and
more, one endless name, and 200 events; groups, schedules, holidays, alarms, a watch list, outlets, a consent text of the
site's own, a guest and people inside; the camera shows one of them. Then the same pages of an empty home without a camera.
QT_SCALE_FACTOR=2 shows them on a screen of twice the density.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from gatekeeper.app import App
from gatekeeper.demo import visits_of
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.first_steps import first_steps
from gatekeeper.domain import Outcome
from gatekeeper.door.orders import AllDoors
from gatekeeper.door_rule import SecondFactor
from gatekeeper.gui.core import language, theme
from gatekeeper.gui.core.application import dressed_application
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.first_steps import FirstStepsDialog
from gatekeeper.gui.core.help import AboutDialog, HelpDialog, made_of
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.main_window import PAGES, MainWindow
from gatekeeper.gui.core.tasks import Name, close_workers, run_in_background
from gatekeeper.gui.pages.alarms import AlarmsPage
from gatekeeper.gui.pages.doors import DoorsPage, OrderDialog
from gatekeeper.gui.pages.enrol import EnrolPage
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.live.resident import LeaveDialog, ResidentScreen
from gatekeeper.gui.pages.log import LogPage
from gatekeeper.gui.pages.models import ModelsPage
from gatekeeper.gui.pages.models.choice import ChoiceDialog
from gatekeeper.gui.pages.operators import AccountDialog
from gatekeeper.gui.pages.outlets import OutletsPage
from gatekeeper.gui.pages.outlets.dialogs import MailDialog, MqttDialog, WebhookDialog
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.people.consent_text import ConsentTextDialog
from gatekeeper.gui.pages.people.pin import PinDialog
from gatekeeper.gui.pages.rules import RulesPage
from gatekeeper.gui.pages.settings import SettingsPage
from gatekeeper.gui.tools.shown_homes import LONG_NAME, demo_home, empty_home
from gatekeeper.gui.widgets.consent import ConsentDialog
from gatekeeper.gui.widgets.guest import GuestDialog
from gatekeeper.gui.widgets.second import SecondDialog
from gatekeeper.models.side_by_side import Choice
from gatekeeper.paths import assets
from gatekeeper.timezones import utc_now

SIZE = (1280, 800)
LOOKS = (("en", "light"), ("en", "dark"), ("de", "light"), ("zh_TW", "light"))


def main(target: Path, pages: Sequence[str] = (), size: tuple[int, int] = SIZE) -> list[Path]:
    """Write NAME-LANGUAGE-APPEARANCE.png for each page and each step of the registration; returns the files.

    pages: names of pages ("live", "log"); all for none. size: of the window, in logical pixels.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = dressed_application()
    target.mkdir(parents=True, exist_ok=True)
    files = []
    for home, prefix in ((demo_home, ""), (empty_home, "empty-")):
        with tempfile.TemporaryDirectory() as place:
            app = home(Path(place))
            try:
                for spoken, appearance in LOOKS if not prefix else LOOKS[:1]:
                    language.apply(application, spoken)
                    theme.apply(application, appearance)
                    files += _pictures(app, target, prefix, f"{spoken}-{appearance}", pages, size)
            finally:
                close_workers()
                app.close()
    return files


def _pictures(
    app: App, target: Path, prefix: str, look: str, pages: Sequence[str], size: tuple[int, int]
) -> list[Path]:
    window = MainWindow(app, Bridge(app.bus))
    window.setWindowState(Qt.WindowState.WindowNoState)  # a window on a screen that is too small has another state
    window.resize(*size)
    window.show()
    files = []

    def take(name: str, widget: QWidget | None = None) -> None:
        files.append(target / f"{prefix}{name}-{look}.png")
        (widget or window).grab().save(str(files[-1]))

    for page in PAGES:
        name = page.__name__.removesuffix("Page").lower()
        if pages and name not in pages:
            continue
        widget = window.show_page(page)
        if isinstance(widget, LivePage) and not prefix:
            _wait(partial(_answered, widget))
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
            _alarms(widget, take)
        if isinstance(widget, OutletsPage) and not prefix:
            widget.list.selectRow(2)
            _settle()
            take("outlets-chosen")
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
    if not prefix and (not pages or "orders" in pages):
        _orders(app, window, take)
    if not prefix and (not pages or "resident" in pages):
        _residents_screen(app, size, take)
    if not prefix and (not pages or "help" in pages):
        _help(app, window, take)
    if not prefix and (not pages or "dialogs" in pages):
        _dialogs(app, window, take)
    signed_in = app.actor
    for name, leave in () if prefix or pages else (("locked", window.lock), ("first-start", window.sign_out)):
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


def _alarms(page: AlarmsPage, take: Callable[..., None]) -> None:
    """An alarm in full, the watch list, and what is asked before there is one."""
    page.table.selectRow(0)
    _settle()
    take("alarms-chosen")
    page.tabs.setCurrentWidget(page.watch_list)
    page.watch_list.watched.selectRow(0)
    _settle()
    take("alarms-watch-list")
    page.watch_list.switch.click()
    question = page.findChild(QDialog, "switch")
    assert question is not None
    take("dialog-watch-list", question)
    question.close()


def _orders(app: App, window: MainWindow, take: Callable[[str], None]) -> None:
    """All doors locked, open, and who may have left meanwhile."""
    desk = Desk(app, app.actor)
    for name, order in (("locked", AllDoors.LOCKED), ("open", AllDoors.OPEN)):
        desk.order(order, "Somebody unknown in the yard" if name == "locked" else "Fire drill", now=utc_now())
        for page in (DoorsPage, LivePage):
            window.show_page(page)
            _settle()
            take(f"{page.__name__.removesuffix('Page').lower()}-all-{name}")
    desk.order(AllDoors.NORMAL, "It is over", now=utc_now())
    inside = window.show_page(InsidePage)
    inside.findChildren(QTabWidget)[0].setCurrentIndex(0)
    _settle()
    take("inside-doubt")
    desk.settle_presence(inside=True, now=utc_now())


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
    """One person in full, and several at once."""
    page.list.people.setCurrentRow(0)
    _settle()
    take("people-person")
    page.list.people.selectAll()
    _settle()
    take("people-several")


def _dialogs(app: App, window: MainWindow, take: Callable[[str, QWidget], None]) -> None:
    """The dialogs that ask before something is done."""
    people, desk = app.people.list(), Desk(app, app.actor)
    person, unknown = people[0], app.log.query(outcome=Outcome.UNKNOWN, limit=1)[0]
    old, around = app.models.active, QWidget()
    choice = Choice(old, old, None, None)
    webhook, mail = app.settings.webhooks[0], app.settings.mail
    makers: dict[str, Callable[[], QDialog]] = {
        "order": lambda: OrderDialog("gatekeeper", person.name, "OK", around),
        "guest": lambda: GuestDialog(app, desk, unknown.id, around),
        "consent": lambda: ConsentDialog(app, person, around),
        "consent-older": lambda: ConsentDialog(app, people[3], around),
        "consent-text": lambda: ConsentTextDialog(app, around),
        "webhook": lambda: WebhookDialog(webhook, False, around),
        "mqtt": lambda: MqttDialog(app.settings.mqtt, around),
        "mail": lambda: MailDialog(mail, around),
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


def _answered(page: LivePage) -> bool:
    """Whether each door has said who stands there, and a resident is let in: at first they are told that it is too soon."""
    kinds = [tile.banner.saying.kind for tile in page.tiles if tile.banner.saying is not None]
    return len(kinds) == len(page.tiles) and "idle" not in kinds and "good" in kinds


def _ask_for_pin(app: App, page: LivePage, take: Callable[[str], None]) -> None:
    """Let the front door ask for a PIN, show that, and restore the previous state."""
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
    """Register a person who is known already, and show every step."""
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
    """Wait until everything that the pages asked for has arrived and is drawn."""
    workers: tuple[Name, ...] = ("quick", "sums", "pictures", "quick")  # the first may ask for more
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
    """Run the window until a condition holds, or for some seconds."""
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
