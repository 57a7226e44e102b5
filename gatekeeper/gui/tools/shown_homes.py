"""The homes shown in pictures of the window: one of fictional people with everything there is to show, and an empty one."""

import shutil
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from gatekeeper.app import App, open_app
from gatekeeper.capture.process import Capture
from gatekeeper.capture.sources import Source
from gatekeeper.config import (
    AlarmSettings,
    CameraSettings,
    DoorSettings,
    EvacuationSettings,
    RecognitionSettings,
    Settings,
)
from gatekeeper.demo import DemoCamera, Visit, play_visits, visits_of
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Alarm, Direction, LivenessMode, Outcome, Reason, Role
from gatekeeper.door_rule import Holiday, Hours, Schedule
from gatekeeper.errors import CameraError, GatekeeperError
from gatekeeper.messages import Message
from gatekeeper.outlets.sender import NO_ANSWER
from gatekeeper.outlets.settings import MailSettings, MqttSettings, WebhookSettings
from gatekeeper.paths import assets
from gatekeeper.people.folder_import import enrol_folder, people_folders
from gatekeeper.store.accounts import Actor
from gatekeeper.store.alarms import OVER, SAID
from gatekeeper.store.consents import Read
from gatekeeper.store.outlets import Cursor
from gatekeeper.timezones import utc_now

RESIDENTS = 6
LONG_NAME = "Maximiliane Bartholomäa von und zu Hohenschwangau-Wittelsbach-Oettingen"
BLOCKED = "resident-005"
EVENTS = 200
_ANNA = Actor("Anna", Role.ADMINISTRATOR)
# Not a secret: it is in the source, and nothing is sent to anybody.
_SIGNED_WITH = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u"
_OWN_TEXT = {
    "en": "At {site} the doors know you by your face, if you agree. {controller} answers for that. Your pictures stay in this "
    "building and are deleted when you move out or say no. You can always use a key instead.",
    "de": "In {site} erkennen Sie die Türen am Gesicht, wenn Sie zustimmen. Dafür ist {controller} verantwortlich. Ihre Bilder "
    "bleiben in diesem Haus und werden gelöscht, wenn Sie ausziehen oder widersprechen. Ein Schlüssel genügt jederzeit.",
    "zh_TW": "在您同意的情況下，{site}的門會以臉部辨識您。負責人為{controller}。"
    "您的影像只留在本大樓，搬離或不再同意時即刪除。您隨時可改用鑰匙。",
}


def empty_home(place: Path) -> App:
    """A home in which nobody is registered and nobody came, without a camera."""
    app = open_app(place / "home", Settings(), prefer_keyring=False)
    app.doors.open_capture = _unplugged
    app.doors.open_cameras()
    app.doors.start_recognition()
    return app


def _unplugged(source: Source) -> Capture:
    raise CameraError("The camera {place!r} cannot be opened.", "Is it plugged in, and free?", place=source.place)


def demo_home(place: Path) -> App:
    """Two doors with visitors, and everything there is to show; Anna, an administrator, is signed in."""
    coming_in, going_out = CameraSettings("hall", direction=Direction.IN), CameraSettings("gate", "1", door="yard")
    settings = Settings(cameras=(coming_in, replace(going_out, direction=Direction.OUT)))
    # These are still pictures, without PINs, so the checks that would refuse them are off.
    doors = [DoorSettings(name, liveness=LivenessMode.OFF, second_factor="none") for name in ("front door", "yard")]
    settings = Settings(
        settings.cameras,
        tuple(doors),
        # With so few people, the usual rate would raise the threshold until few of them are recognised.
        RecognitionSettings(fmr=1e-2),
        evacuation=EvacuationSettings(str(place / "assembly point")),
        alarms=AlarmSettings(watch_list=True),
        webhooks=(WebhookSettings("building management", "https://bms.example.com/hooks/doors", _SIGNED_WITH),),
        mqtt=MqttSettings("broker.example.com"),
        mail=MailSettings("mail.example.com", sender="door@example.com", recipients="caretaker@example.com"),
    )
    app = open_app(place / "home", settings, prefer_keyring=False)
    chosen = list(people_folders(assets() / "demo/people"))[:RESIDENTS]
    for name in chosen:
        shutil.copytree(assets() / "demo/people" / name, place / "people" / name)
    enrol_folder(app, place / "people", allow_duplicate=True)
    app.people.rename(app.people.find(chosen[1]).id, LONG_NAME)
    visits = visits_of(assets() / "demo/visits")
    coming = [visit for visit in visits if visit.name in chosen or visit.name.startswith("stranger")]
    play_visits(app, coming[:24])
    known = next(
        ([visit] for visit in visits if visit.name in chosen and visit.name != BLOCKED and _let_in(app, visit)), coming
    )
    _earlier(app)
    _site(app)
    _watch_list(app)
    _outlets(app)
    strangers = [visit for visit in visits if visit.name.startswith("stranger")]
    shown = {"0": known, "1": strangers}
    app.doors.open_capture = lambda source: DemoCamera(shown[source.place], 1, frames_per_visit=100_000, empty_frames=0)
    app.doors.open_cameras()
    app.doors.start_recognition()
    app.actor = _ANNA
    return app


def _let_in(app: App, visit: Visit) -> bool:
    """Whether a door opens for a visitor; used to choose visitors who are seen at a door."""
    play_visits(app, [visit])
    return app.log.query(limit=1)[0].outcome is Outcome.OPENED


def _earlier(app: App) -> None:
    """The same visits on the days before, until there are 200 events."""
    events = app.log.query()
    for number in range(EVENTS - len(events)):
        event = events[number % len(events)]
        app.log.record(replace(event, at=event.at - timedelta(hours=5 * (number + 1)), id=0))


def _site(app: App) -> None:
    """Rules, alarms, a guest, and people inside."""
    now, desk = utc_now(), Desk(app, _ANNA)
    people = app.people.list()
    # Two agreed to the text that the site wrote, the others to the text before it.
    desk.revise_consent_text(_OWN_TEXT, site="Linden Court", controller="Linden Court Housing, 1 Linden Road", now=now)
    for person, language in ((people[0], "en"), (people[2], "zh_TW")):
        desk.note_consent(person.id, at=now, now=now, read=Read(app.people.text_in_force(), language, paper=True))
    for group, members in (("staff", people[:3]), ("night shift, cleaning and everybody who comes early", people[3:4])):
        desk.add_group(group, now=now)
        desk.set_members(group, [person.id for person in members], now=now)
    working = Hours(frozenset(range(5)), time(8), time(17, 30))
    nights = Hours(frozenset({4, 5}), time(22), time(6))
    desk.set_schedule(Schedule("office hours", (working,)), now=now)
    desk.set_schedule(Schedule("nights", (working, nights)), now=now)
    desk.set_holiday(Holiday("New Year", date(2027, 1, 1), date(2027, 1, 1), True), now=now)
    for person in people[:3]:
        desk.correct_presence(person.id, Direction.IN, now=now - timedelta(minutes=40))
    for kind, door, who in (
        (Reason.FORCED_OPEN, "yard", None),
        (Reason.BLOCKED_SEEN, "front door", app.people.find(BLOCKED)),
        (Reason.HELD_OPEN, "front door", None),
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


def _watch_list(app: App) -> None:
    """One unknown person is watched for, and one person is blocked."""
    now, desk = utc_now(), Desk(app, _ANNA)
    for event in app.log.query(outcome=Outcome.UNKNOWN):
        try:
            desk.watch_visitor(
                event.id, "Followed residents in, twice", now + timedelta(days=20), now=now - timedelta(hours=2)
            )
            break
        except GatekeeperError:  # the guest's own visit
            continue
    desk.set_blocked(app.people.find(BLOCKED).id, True, "Lost the lease, see the letter of 3 November", now=now)


def _outlets(app: App) -> None:
    """One outlet takes everything, one has put something aside, one takes nothing now."""
    now, store = utc_now(), app.outlets
    webhook, mqtt, mail = app.settings.outlets
    for outlet in app.settings.outlets:
        store.cursor(outlet)
    newest = int(app.log.numbers(limit=1)[0])
    store.advance(mqtt, Cursor(newest, 0), delivered=now - timedelta(minutes=3))
    store.advance(webhook, Cursor(newest, 0), delivered=now - timedelta(hours=1))
    items = [f"event {newest - 1}", f"event {newest - 2}"]
    store.bury(webhook, items, Cursor(newest, 0), 12, NO_ANSWER, now=now - timedelta(minutes=30))
    store.advance(mail, Cursor(newest - 5, 0))
    store.complain(mail, now - timedelta(minutes=50), NO_ANSWER)
