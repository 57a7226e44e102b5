"""What is missing or slow on this machine, and what to do about it."""

import logging
import shlex
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np

from gatekeeper.app import App
from gatekeeper.capture.cameras import WAITING, CameraReader
from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.capture.sources import SourceKind, devices, parse_source, present
from gatekeeper.command_line import counted
from gatekeeper.config import FILE, CameraSettings, DoorSettings, Settings
from gatekeeper.desk.backups import backup_state
from gatekeeper.domain import Face, LivenessMode, Reason
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.hardware import holder_of_door, relay_files
from gatekeeper.door.liveness import MODEL as LIVENESS
from gatekeeper.door.ownership import Holder, camera_file, holder_of
from gatekeeper.door.relays import open_relay
from gatekeeper.errors import CameraError, ConfigError, GatekeeperError, ModelError, StoreError, VaultError
from gatekeeper.events import Bus, CameraTroubled
from gatekeeper.models.card import ModelCard, find_models, unreadable_models
from gatekeeper.paths import assets
from gatekeeper.people.calibration import few_people_floor, look_alikes
from gatekeeper.settings_table import told
from gatekeeper.speech import TERMINAL
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.accounts import Accounts
from gatekeeper.store.alarms import AlarmStore
from gatekeeper.store.database import Database
from gatekeeper.store.failures import unwritable
from gatekeeper.store.home import check_home
from gatekeeper.store.outlets import OutletStore
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.pins import Pins
from gatekeeper.store.proof import verify
from gatekeeper.store.vault import DATABASE_FILE, database_key, is_used
from gatekeeper.timezones import elsewhere, machine_zone, utc_now, zone_of
from gatekeeper.vision.detect import CROP_PX
from gatekeeper.vision.liveness import PassiveLiveness
from gatekeeper.vision.pipeline import FacePipeline
from gatekeeper.vision.runtime import cpu_threads, cuda_driver_present, has_openvino

log = logging.getLogger(__name__)
_NAMED = 10  # people, in one finding
TIMED = "Use one that times its pulse itself: a door board, Shelly, Tasmota, or a Modbus relay with pulse=waveshare."
SLOW_MS = 60.0  # one frame of a camera at 15 per second
MOST_VERIFIED = 100_000  # events of a log that are verified here: some seconds
WATCHED_DAYS = 7  # somebody who looks at a window signs in to it within so many
CAMERA_SECONDS = 20.0  # so long a camera's first picture is waited for here


@dataclass
class Finding:
    """state: "ok", "slow" (it works, too slowly), "note" (it works, and something wants doing) or "missing" (the door cannot
    work)."""

    what: str
    state: str
    found: str
    remedy: str = ""


def examine(home: Path) -> list[Finding]:
    """Look at models, processor, database, key, camera and disk. Nothing is changed, nothing is made in `home`."""
    findings: list[Finding] = []

    def look(title: str, check: Callable[[], Finding]) -> None:
        try:
            findings.append(check())
        except GatekeeperError as error:
            told = any(finding.found == error.message for finding in findings)
            if not (told and isinstance(error, StoreError | VaultError)):  # what keeps the home shut is said once
                findings.append(Finding(title, "missing", error.message, error.hint))
        except Exception as error:  # what one part of the machine does must not hide all others
            log.exception("%s", title)
            findings.append(Finding(title, "missing", f"{type(error).__name__}: {error}", "Report this."))

    try:
        check_home(home)
    except GatekeeperError as error:  # nothing else of it can be looked at
        look("encryption", _encryption)
        return [Finding("home", "missing", error.message, error.hint), *findings, _devices()]
    settings: Settings | None = None
    try:
        settings = Settings.load(home)
    except GatekeeperError as error:  # said here, and not by everything that would need them
        findings.append(Finding("settings", "missing", error.message, error.hint))
    else:
        findings.append(_settings(home, settings))
    look("models", lambda: _models(home))
    look("recognition", lambda: _recognition(home, settings or Settings()))
    look("encryption", _encryption)
    look("home", lambda: _home(home))
    look("log", lambda: _log(home))
    if settings is not None:
        loaded = settings
        look("timezones", lambda: _timezones(home, loaded))
        look("backups", lambda: _backups(home, loaded))
        if (mistake := settings.mistakes.get("evacuation")) is not None:
            findings.append(Finding("evacuation list", "note", f"none is kept: {mistake.message}", mistake.hint))
        look("consent", lambda: _consent(home))
        look("silent alarms", lambda: _silent_alarms(home))
        look("outlets", lambda: _outlets(home, loaded))
        for door in settings.doors:
            called = f" of door {door.name!r}" if len(settings.doors) > 1 else ""
            look(f"liveness{called}", partial(_liveness, f"liveness{called}", loaded, door))
        look("thresholds", lambda: _thresholds(home, loaded))
        several = len(settings.cameras) > 1
        for door in settings.doors:
            title = f"door {door.name!r}"
            look(title, partial(_door, title, home, door))
        for camera in settings.cameras:
            title = f"camera {camera.name!r}" if several else "camera"
            look(title, partial(_camera, title, home, camera))
    findings.append(_devices())
    return findings


def _settings(home: Path, settings: Settings) -> Finding:
    doors, cameras = (
        ", ".join(repr(settings_.name) for settings_ in several) for several in (settings.doors, settings.cameras)
    )
    source = home / FILE if (home / FILE).exists() else "no file: the defaults"
    return Finding("settings", "ok", f"{source}; doors: {doors}; cameras: {cameras}")


def _models(home: Path) -> Finding:
    bundled, added = assets() / "models", home / "models"
    incomplete = bool(unreadable_models(bundled))
    wrong: list[str] = [error.message for error in unreadable_models(bundled, added)]
    whole = []
    for card in find_models(bundled, added):
        try:
            card.verified  # noqa: B018 - hashes every file
            whole.append(card.id)
        except ModelError as error:
            wrong.append(error.message)
            incomplete = incomplete or card.folder.parent == bundled
    found = ", ".join(whole)
    if incomplete:
        return Finding("models", "missing", " ".join(wrong), "Install gatekeeper again.")
    if wrong:
        remedy = f"Install them again, or delete their folders in {added}."
        return Finding("models", "note", f"{found}; damaged: {' '.join(wrong)}", remedy)
    return Finding("models", "ok", f"{found}; every file is as its card says")


def _recognition(home: Path, settings: Settings) -> Finding:
    cards = {card.id: card for card in find_models(assets() / "models", home / "models") if card.kind == "embedding"}
    visits = assets() / "demo/visits"
    reader = FacePipeline.open(
        assets() / "models",
        next(iter(cards.values())),
        device=settings.recognition.device,
        cameras=len(settings.cameras),
        measured_on=lambda: load_photo(photo_files(visits)[0]),
    )
    chips = np.random.default_rng(0).integers(0, 255, (1, CROP_PX, CROP_PX, 3)).astype(np.uint8)
    frame = np.zeros((480, 640, 3), np.uint8)
    times = []
    for _ in range(12):
        start = time.perf_counter()
        if reader.read([frame]) is None:
            reader.detector.find(frame)
        reader.embedder.embed(chips)
        times.append((time.perf_counter() - start) * 1000)
    ms = float(np.median(times))
    kind = "OpenVINO" if has_openvino() else "ONNX Runtime"
    found = f"{ms:.0f} ms for a frame with one face on {reader.computes_on}"
    if reader.card is None or reader.card.trouble:
        found += f" ({kind}, {cpu_threads()} threads)"
        if (reader.why and settings.recognition.device == "cuda") or (reader.card is not None and reader.card.trouble):
            return Finding("recognition", "note", found, 'Update the driver, or set recognition.device = "cpu".')
    if ms > SLOW_MS:
        remedy = "Close other programs, or use a machine with more cores"
        remedy += "." if cuda_driver_present() else " or an NVIDIA GPU."
        return Finding("recognition", "slow", found, remedy)
    return Finding("recognition", "ok", found)


def _door(title: str, home: Path, door: DoorSettings) -> Finding:
    """Whether its relay answers. One that a running program has is left alone."""
    holder = holder_of_door(home, door.name)
    if holder is not None:
        trouble = _alarm(home, Reason.DOOR_FAILED, door.name)
        return _held(title, f"held by {holder}", trouble, "Is it powered, and its cable plugged in?")
    relay = RelayAddress.parse(door.relay)
    if relay.kind == "simulated":
        return Finding(title, "ok", f"{door.relay} relay: nothing is opened")
    holder = next(filter(None, map(_holder, relay_files(relay))), None)
    if holder is not None and relay.port:
        return Finding(title, "missing", f"the serial port {relay.port} is held by {holder}", "Choose another port.")
    if holder is not None:
        return Finding(title, "missing", f"the relay {relay.place} is held by {holder}", "Choose another relay.")
    open_relay(relay).close()  # it says what is wrong with it
    found = f"a relay answers at {relay.place}"
    if relay.locks_itself:
        return Finding(title, "ok", f"{found}, and locks by itself")
    return Finding(title, "note", f"{found}; if the program is killed while the door is open, it stays open", TIMED)


def _holder(file: Path) -> Holder | None:
    """The program that has a relay or camera; None also where that cannot be read, which keeps no program from using it."""
    try:
        return holder_of(file)
    except OSError:
        return None


def _held(title: str, found: str, trouble: str, remedy: str) -> Finding:
    """What a running program has cannot be tried here; what troubles that program with it is told instead."""
    return Finding(title, "missing", f"{found}. {trouble}", remedy) if trouble else Finding(title, "ok", found)


def _alarm(home: Path, kind: Reason, name: str) -> str:
    """The text of the active alarm about this door or camera; empty if there is none."""
    if not is_used(home):
        return ""
    with Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True) as database:
        going_on = AlarmStore(database).going_on()
    return next((alarm.message for alarm in going_on if (alarm.kind, alarm.about or alarm.door) == (kind, name)), "")


def _liveness(title: str, settings: Settings, door: DoorSettings) -> Finding:
    mode = LivenessMode(door.liveness)
    if mode is LivenessMode.OFF:
        return Finding(title, "note", "off: a picture of a person may open the door", 'Set door.liveness = "passive".')
    if mode is LivenessMode.DEPTH:
        sources = [parse_source(camera.source) for camera in settings.cameras if settings.door_of(camera) == door]
        if not all(source.kind in (SourceKind.DEPTH, SourceKind.RECORDING) for source in sources):
            remedy = "Set camera.source to a depth camera (realsense), or door.liveness to another check."
            return Finding(title, "missing", "depth, but the camera measures none: the door stays shut", remedy)
        return Finding(title, "ok", mode.value)
    card = ModelCard.read(assets() / "models" / LIVENESS)
    frame, face = (
        np.zeros((480, 640, 3), np.uint8),
        Face(np.array([200, 100, 400, 300], np.float32), np.zeros((5, 2), np.float32), 1),
    )
    network = PassiveLiveness(card)
    times = []
    for _ in range(12):
        start = time.perf_counter()
        network.scores(frame, [face])
        times.append((time.perf_counter() - start) * 1000)
    return Finding(title, "ok", f"{mode.value}; {float(np.median(times)):.1f} ms for a face")


def _encryption() -> Finding:
    # A real encrypted database in a place of its own proves library, version and key handling at once.
    with tempfile.TemporaryDirectory() as place:
        Database.open(Path(place) / "x.db", bytes(32)).close()
    import keyring

    backend = type(keyring.get_keyring()).__module__
    if backend.endswith((".fail", ".null")):
        return Finding(
            "encryption",
            "ok",
            "the database opens; no system keyring, so the key lies in a file of mode 600",
            "On a desktop, unlock or install a keyring (Secret Service, KWallet).",
        )
    return Finding("encryption", "ok", f"the database opens; the key lies in the keyring ({backend})")


def _home(home: Path) -> Finding:
    free = shutil.disk_usage(next(p for p in (home, *home.parents) if p.exists())).free / 1e9
    if is_used(home):
        with Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True) as database:
            database.check()
        found = f"{home} opens, every page of its database is whole"
    else:
        found = f"{home} is empty: nobody is registered yet"
    if fixed := unwritable(home / DATABASE_FILE):
        remedy = (
            "Start the program as the user to whom it belongs. If that is you: check its permissions, and the disk."
        )
        return Finding("home", "missing", f"{found}, but {fixed[0]} can only be read", remedy)
    state, remedy = ("note", "Make room: the log needs it.") if free < 1 else ("ok", "")
    return Finding("home", state, f"{found}; {free:.0f} GB free", remedy)


def _log(home: Path) -> Finding:
    """Whether the log is what was recorded."""
    if not is_used(home):
        return Finding("log", "ok", "there is none yet")
    with Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True) as database:
        if (count := AccessLog(database).count()) > MOST_VERIFIED:
            return Finding("log", "ok", f"{counted(count, 'event')}, not verified", "To do that: gatekeeper log verify")
        found = verify(database)
    if found.count:
        verdict = f"tampered with: {found.faults[0]} ({counted(found.count, 'fault')})"
        return Finding("log", "missing", verdict, "All of it: gatekeeper log verify")
    return Finding(
        "log", "ok", f"{counted(found.events, 'event')}, none changed or missing by what this machine can tell"
    )


def _backups(home: Path, settings: Settings) -> Finding:
    """Whether there are backups, and of late; by what is on record, without a look at where they lie."""
    to = settings.backup
    if (mistake := settings.mistakes.get("backup")) is not None:
        return Finding("backups", "note", f"none are made: {mistake.message}", mistake.hint)
    if not to.to:
        return Finding("backups", "note", "none are scheduled", "Set backup.to in config.toml, or in the window.")
    if not is_used(home):
        return Finding("backups", "ok", f"to {to.to}; nothing is there to be kept yet")
    with Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True) as database:
        state = backup_state(PeopleStore(database), settings)
    found = f"to {to.to}; the last one {TERMINAL.moment(state.last) if state.last else 'never'}"
    if alarm := state.alarm(utc_now()):
        return Finding("backups", "note", f"{found}. {alarm}", "Mend that, then: gatekeeper backup")
    return Finding("backups", "ok", found)


def _consent(home: Path) -> Finding:
    """Whether everybody who is known to a door was asked whether they agree."""
    if not is_used(home):
        return Finding("consent", "ok", "nobody is registered yet")
    with Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True) as database:
        store = PeopleStore(database)
        not_asked, people = store.not_asked(), store.list()
        agreed, in_force = store.agreed_to(), store.text_in_force()
    if not not_asked:
        older = sum(agreed.values()) - agreed.get(in_force, 0)
        more = f"; {counted(older, 'person', 'people')} agreed to an older text than {in_force}" if older else ""
        return Finding("consent", "ok", f"nobody is known to the doors without it{more}")
    named = [f"{person.name} ({person.id})" for person in people if person.id in not_asked]
    more = f" and {len(named) - _NAMED} more (gatekeeper people list)" if len(named) > _NAMED else ""
    return Finding(
        "consent",
        "note",
        f"{counted(len(named), 'person', 'people')} known to the doors, registered before it was asked for: "
        f"{', '.join(named[:_NAMED])}{more}",
        "Once they have agreed: gatekeeper people consent PERSON",
    )


def _outlets(home: Path, settings: Settings) -> Finding:
    """What webhooks, MQTT and mail could not get rid of, and which of them take nothing at present, or are told of nothing."""
    mistakes = {name: wrong for name, wrong in settings.mistakes.items() if name in settings.outlets}
    found, remedies = [], []
    if is_used(home):
        with Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True) as database:
            store = OutletStore(database)
            dead, standings = store.dead(), store.standings()  # of outlets removed since the doors ran last, too
        failing = [
            f"{name} has taken nothing since {TERMINAL.moment(standing.since)}: {standing.why}"
            for name, standing in sorted(standings.items())
            if standing.since is not None and name in settings.outlets and name not in mistakes
        ]
        if dead:
            by = ", ".join(sorted({letter.outlet for letter in dead}))
            found.append(f"{counted(len(dead), 'message')} refused by {by}, and put aside")
            remedies.append("See why, then send again: gatekeeper outlets dead; gatekeeper outlets resend")
        elif failing:
            remedies.append("Mend that, then try it: gatekeeper outlets test NAME")
        found += failing
    if mistakes:
        why, remedy = told(home / FILE, [*mistakes.values()])
        found.append(str(why))  # the last, as it may be several lines
        remedies.insert(0, str(remedy))  # the first, as commands end without a full stop
    if not found:
        return Finding("outlets", "ok", "nothing was put aside")
    return Finding("outlets", "note", "; ".join(found), " ".join(remedies))


def _silent_alarms(home: Path) -> Finding:
    """Whether somebody would see that a person is forced to open: only windows tell, and whoever signs in to one."""
    title = "silent alarms"
    if not is_used(home):
        return Finding(title, "ok", "nobody has a PIN for duress")
    with Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True) as database:
        pins, since = Pins(database), utc_now() - timedelta(days=WATCHED_DAYS)
        forced, count = pins.unseen_duress(), pins.count_duress()
        watched = Accounts(database).count_acts(act="signed in", since=since) > 0
    if forced:
        return Finding(
            title,
            "note",
            f"{counted(len(forced), 'alarm')} that nobody has marked as seen, the last one {TERMINAL.moment(forced[-1].at)}",
            "Look at the window: gatekeeper",
        )
    if not count:
        return Finding(title, "ok", "nobody has a PIN for duress")
    have = f"{counted(count, 'person', 'people')} with a PIN for duress"
    if not watched:
        return Finding(
            title,
            "note",
            f"{have}, and nobody has signed in to a window for {WATCHED_DAYS} days: an alarm is shown there and nowhere else",
            "Keep a window open where the door cannot see it: gatekeeper",
        )
    return Finding(title, "ok", f"{have}; windows show an alarm")


def _timezones(home: Path, settings: Settings) -> Finding:
    """Whether schedules are read by the clock on the wall."""
    zones = {door.name: door.timezone or machine_zone() for door in settings.doors}
    if is_used(home):
        with Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True) as database:
            people = PeopleStore(database)
            zones |= {name: people.door_rule(name).timezone for name in people.doors() if name in zones}
    found = ", ".join(f"{name}: {zone}" for name, zone in zones.items())
    differing: dict[str, str] = {}
    for name, zone in zones.items():
        try:
            if local := elsewhere(zone, utc_now()):
                differing[name] = local
        except ConfigError as error:
            remedy = f"The door {name!r} stays shut. Install the Python package tzdata, or correct the name."
            return Finding("timezones", "missing", f"{found}. {error.message}", remedy)
    try:
        zone_of("Europe/Vienna")
    except ConfigError:
        return Finding(
            "timezones", "note", f"{found}; this machine knows no others", "Install the Python package tzdata."
        )
    for name, local in differing.items():
        own = machine_zone() if zones[name] != machine_zone() else "AREA/CITY"  # the machine's zone has no name
        remedy = f"If that is wrong: gatekeeper doors set {shlex.quote(name)} --timezone {own}"
        return Finding("timezones", "note", f"{found}; this machine: {local}", remedy)
    return Finding("timezones", "ok", found)


def _thresholds(home: Path, settings: Settings) -> Finding:
    if not is_used(home):
        return Finding("thresholds", "ok", "the card's: nobody is registered yet")
    app = App(
        home, settings, Database.open(home / DATABASE_FILE, database_key(home, read_only=True), read_only=True), Bus()
    )
    try:
        card = app.models.active
        templates, confirmed = app.people.templates(card.id), app.people.look_alikes()
        if templates and not app.models.is_maker(card):  # their vectors are of other networks, and compare with nothing
            found = (
                f"this version has other networks, for which {counted(len(templates), 'photo')} are not prepared yet"
            )
            return Finding("thresholds", "note", found, "The next start of the doors does it before any door opens.")
        accepted, people = app.thresholds.calibration(card), len({template.person_id for template in templates})
        outdated, tested = app.thresholds.outdated(card), app.doors.outgrown_test()
        alike = [
            p.people for p in look_alikes(templates, card, app.thresholds.cohorts(card)) if p.people not in confirmed
        ]
    finally:
        app.close()
    calibrate = f"gatekeeper models calibrate --model {card.id}"
    here = counted(people, "person", "people")
    if accepted is None:
        fmr, here_too = settings.recognition.fmr, f" and the {here} registered here" if people else ""
        found = f"not calibrated: they come from the card of {card.id}{here_too}, for wrong matches of {TERMINAL.one_in(fmr)}"
        if people and few_people_floor(card, fmr, people):
            found += "; with so few people they are stricter than later"
        finding = Finding("thresholds", "ok", found, calibrate if people > 1 else "")
        if outdated:
            found += "; an earlier calibration no longer counts: the networks or the comparison have changed since"
            finding = Finding("thresholds", "note", found, calibrate)
    else:
        with_whom = counted(accepted.calibration.people, "person", "people")
        found = f"calibrated {TERMINAL.day(accepted.at)} by {accepted.by} with {with_whom}"
        finding = Finding("thresholds", "ok", found)
        if accepted.outgrown(people):
            finding = Finding("thresholds", "note", f"{found}; registered now: {people}", calibrate)
        elif set(accepted.calibration.confirmed) != confirmed:
            finding = Finding("thresholds", "note", f"{found}; look-alikes were confirmed since", calibrate)
    if alike:
        pairs = ", ".join(f"{a} and {b}" for a, b in alike[:5])
        remedy = (
            "Was somebody registered twice? Remove one, or confirm twins: gatekeeper people alike id=NUMBER id=NUMBER"
        )
        found = f"{finding.found}; people who look alike and may raise them for everybody: {pairs}"
        return Finding("thresholds", "note", found, f"{remedy}; then {calibrate}")
    if tested is not None:
        found = f"{finding.found}; registered: {here}; the model {card.id} was tested with up to {tested}"
        remedy = f"{calibrate}, or choose another model. To hear no more of it: recognition.largest_gallery = {people}"
        return Finding("thresholds", "note", found, remedy)
    return finding


def _camera(title: str, home: Path, camera: CameraSettings) -> Finding:
    elsewhere = "Or name another with camera.source in config.toml."
    try:
        source = parse_source(camera.source)
    except CameraError as error:
        return Finding(title, "missing", error.message, f"{error.hint} {elsewhere}")
    file = camera_file(source)
    holder = None if file is None else _holder(file)
    if holder is not None:
        trouble = _alarm(home, Reason.CAMERA_LOST, camera.name) if present(source) else "It is not plugged in."
        return _held(title, f"{source} is held by {holder}", trouble, f"Is it plugged in? {elsewhere}")
    answered, bus = threading.Event(), Bus()
    bus.subscribe(CameraTroubled, lambda event: None if event.trouble.startswith(WAITING) else answered.set())
    patience = (CAMERA_SECONDS, CAMERA_SECONDS)
    reader = CameraReader(source, camera.name, bus, first_picture_seconds=patience)
    reader.frames.on_change = answered.set
    reader.start()
    try:
        answered.wait(CAMERA_SECONDS)
        frame, fault, trouble = reader.frames.newest, reader.fault, reader.trouble
    finally:
        reader.close()
    if frame is not None:
        height, width = frame.image.shape[:2]
        what = f" is a {source.kind.value} and" if source.ends else ""
        return Finding(title, "ok", f"{source}{what} delivers pictures of {width} by {height}")
    if reader.failure is not None:  # of a file, which says itself what is to be done
        return Finding(title, "missing", reader.failure.message, f"{reader.failure.hint} {elsewhere}")
    busy = "Is it on, and its address right?" if source.kind is SourceKind.STREAM else "Is it plugged in, and free?"
    said, remedy = (trouble, "") if fault is None else (fault.message, fault.hint)  # which would be told twice
    return Finding(title, "missing", f"{source}: no picture: {said}", f"{remedy or busy} {elsewhere}")


def _devices() -> Finding:
    found = [f"{device.source} ({device.name})" for device in devices()]
    if not found:
        return Finding("devices", "ok", "no camera is plugged into this machine")
    return Finding("devices", "ok", f"cameras of this machine, by names that stay: {', '.join(found)}")
