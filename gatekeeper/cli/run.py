"""`gatekeeper run`: the doors without a window."""

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from gatekeeper.command_line import (
    counted,
    printing,
    progress_bar,
)
from gatekeeper.errors import CameraError, ConfigError, GatekeeperError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.app import App
    from gatekeeper.command_line import Printer
    from gatekeeper.config import CameraSettings, Settings
    from gatekeeper.domain import AccessEvent
    from gatekeeper.door.door import Door
    from gatekeeper.door.loop import RecognitionLoop
    from gatekeeper.door.visit import Seen

from gatekeeper.cli.session import JsonOption, home_folder, open_home, pasteable
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
commands = typer.Typer()


@commands.command()
def run(
    camera: Annotated[
        str,
        typer.Option(
            help="Only this camera: its name in config.toml, or 0, /dev/v4l/by-id/…, rtsp://…, a video file, a folder of "
            "pictures."
        ),
    ] = "",
    door: Annotated[str, typer.Option(help="Only this door; default: all doors in config.toml.")] = "",
    rotate: Annotated[int, typer.Option(help="Rotate its pictures clockwise by 0, 90, 180 or 270 degrees.")] = 0,
    mirror: Annotated[bool, typer.Option("--mirror", help="Mirror its pictures.")] = False,
    every_frame: Annotated[
        bool, typer.Option("--every-frame", help="For a file or folder: process every frame, as fast as possible.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Run the doors and cameras of config.toml without a window, until Ctrl-C or the end of the clip.

    PINs are read from standard input, one per line (a keypad is a keyboard). If people wait at several doors, put the door's
    name before the PIN.
    """
    from gatekeeper.config import Settings
    from gatekeeper.ending import Ending
    from gatekeeper.service.guard import Guard

    if rotate not in (0, 90, 180, 270):
        raise ConfigError("--rotate is {rotate}.", "It must be 0, 90, 180 or 270.", rotate=rotate)
    chosen = _chosen_cameras(Settings.load(home_folder()), camera, door)  # before a home is made for it
    # In this order, so that the doors are locked while signals are still handled, and reported afterwards.
    with printing() as printer, _echo_restored(), Ending() as ending, open_home(makes=True) as opened:
        ending.doors = opened.doors
        if rotate or mirror:
            chosen = tuple(replace(camera_settings, rotate=rotate, mirror=mirror) for camera_settings in chosen)
        teller = _Teller(opened, printer, json_)
        teller.subscribe()
        guard = Guard(opened, "gatekeeper run", follow=True)
        teller.warn_of_people()
        guard.open_cameras(chosen, real_time=not every_frame, at_once=False)
        teller.begin()
        with progress_bar("Preparing photos") as bar:
            preparing = False

            def prepare(done: int, total: int) -> None:
                nonlocal preparing
                if not preparing:
                    preparing = True
                    teller.warn(
                        f"Preparing {counted(total, 'photo')} for this model. No door opens until this is done."
                    )
                bar(done, total)

            loop = guard.recognise(teller.tell, prepare)
        teller.warn(f"Recognition runs on {opened.models.computes_on}.")
        guard.keep()
        try:
            while loop.is_alive() and not ending.asked.is_set():
                loop.join(0.5)
                teller.tell_of_others()
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            guard.close()
        if ending.asked.is_set():
            teller.warn("Stopped.")
        if loop.failure is not None:
            raise loop.failure
        if any(watch.camera.failure is not None for watch in opened.doors.watches):
            raise typer.Exit(1)  # why has been told, with the camera's name
        dropping = not every_frame and any(watch.camera.source.ends for watch in opened.doors.watches)
        teller.sum_up(min(one.min_face_px for one in chosen), dropping)


class _Teller:
    """Prints what happens at the doors, in lines of text or of JSON, and counts what is seen."""

    def __init__(self, app: "App", printer: "Printer", json_: bool) -> None:
        self._app, self._printer, self._json = app, printer, json_
        self._frames = self._faces = self._decisions = 0
        self._doors: dict[str, Door] = {}  # by camera
        self._troubles: dict[str, str | None] = {}
        self._asked: dict[str, set[str]] = {}  # by camera
        self._pins_of: dict[str, int | None] = {}
        self._reading_pins = False
        self._last_told = 0

    def subscribe(self) -> None:
        """Hear of what no frame tells."""
        from gatekeeper.domain import Outcome, Reason
        from gatekeeper.events import (
            AccessDecided,
            AlarmTold,
            BackupTroubled,
            CameraRecovered,
            CameraTroubled,
            DoorFailed,
            DoorMended,
        )

        # Relay failures come after a visit's decision; alarms are not visits.
        def tell_later(decided: AccessDecided) -> None:
            if decided.event.reason is Reason.RELAY_FAILED or decided.event.outcome is Outcome.ALARM:
                self.tell_event(decided.event)

        def tell_unrecorded(event: AlarmTold) -> None:
            if event.alarm.id == 0 and not event.alarm.silent and event.alarm.kind is Reason.LOG_LOST:
                self.warn(event.alarm.message)

        bus, warn = self._app.bus, self.warn
        bus.subscribe(CameraTroubled, lambda e: warn(f"Camera {e.camera}: {e.trouble}"))
        bus.subscribe(CameraRecovered, lambda e: warn(f"Camera {e.camera}: pictures are back"))
        bus.subscribe(DoorFailed, lambda e: warn(f"{e.door}: {e.message}"))
        bus.subscribe(BackupTroubled, lambda e: warn(e.message))
        bus.subscribe(DoorMended, lambda e: warn(f"{e.door}: it works again, by this program."))
        bus.subscribe(AccessDecided, tell_later)
        bus.subscribe(AlarmTold, tell_unrecorded)

    def warn(self, text: str) -> None:
        """Print something that is no event."""
        self._printer.say(pasteable(text), err=True)

    def warn_of_people(self) -> None:
        """Say where nobody is registered, or doors know people who were not asked."""
        people = self._app.people
        if not people.count():
            self.warn("Nobody is registered yet, so everybody is unknown. See `gatekeeper enrol --help`.")
        if not_asked := len(people.not_asked()):
            were = "was" if not_asked == 1 else "were"
            self.warn(
                f"{counted(not_asked, 'person', 'people')} {were} registered before consent was asked for, and doors know "
                "them. See who: gatekeeper people list. Once they have agreed: gatekeeper people consent PERSON"
            )

    def begin(self) -> None:
        """Say which cameras are watched, and what keeps their doors from deciding or lets pictures pass."""
        app, watches = self._app, self._app.doors.watches
        self._doors = {watch.camera.name: watch.door for watch in watches}
        watched = ", ".join(f"{name} (door {door.name})" for name, door in self._doors.items())
        self.warn(f"Watching {watched}.")
        for reason in {door.held for door in self._doors.values() if door.held}:
            self.warn(reason)
        self._troubles |= {name: door.held or None for name, door in self._doors.items()}
        self._last_told = max((event.id for event in app.log.query(limit=50, snapshots=False)), default=0)
        names = {door.name for door in self._doors.values()}
        rules = [app.doors.rule(settings) for settings in app.settings.doors if settings.name in names]
        unmeasured = [rule.door for rule in rules if rule.second_factor == "auto" and app.doors.asks_for_pin(rule)]
        if unmeasured:
            self.warn(
                f"{', '.join(unmeasured)}: a photo may pass, because the liveness check has not been measured at this "
                "site. So a PIN is required (see `gatekeeper people pin` and `gatekeeper doors set`)."
            )

    def tell(self, seen: "Seen") -> None:
        """Print what is new in a frame, and begin to read PINs once one is asked for."""
        from gatekeeper.door.visit import ASKED_FOR_PIN

        self._frames += 1
        self._faces += len(seen.sightings)
        self._decisions += seen.decided is not None
        self._tell_trouble(seen)
        self._tell_requests(seen)
        if seen.decided is not None:
            self.tell_event(seen.decided, _whom(seen, seen.decided.track_id))
        camera, pin_of = seen.frame.camera, seen.pin_of
        if (
            pin_of is not None
            and pin_of != self._pins_of.get(camera)
            and (seen.decided is None or seen.decided.track_id != pin_of)
        ):
            self._say(seen, f"{_whom(seen, pin_of)}{seen.decisions[pin_of].message}")
        self._pins_of[camera] = pin_of
        if not self._reading_pins and any(decision.reason in ASKED_FOR_PIN for decision in seen.decisions.values()):
            self._reading_pins = True
            what = (self._app.doors.loop, self.tell_event, self.warn)
            threading.Thread(target=_read_pins, args=what, daemon=True).start()

    def _tell_trouble(self, seen: "Seen") -> None:
        from gatekeeper.capture.cameras import FRAME_TROUBLES

        camera = seen.frame.camera
        if seen.trouble == (before := self._troubles.get(camera)):
            return
        self._troubles[camera] = seen.trouble
        if seen.fault:
            self.warn(seen.fault)
        elif seen.trouble or before in FRAME_TROUBLES:
            self.warn(f"Camera {camera}: {seen.trouble or 'good pictures again'}")
        else:
            self.warn(f"{self._doors[camera].name}: it decides again.")

    def _tell_requests(self, seen: "Seen") -> None:
        # Not by track: people who stand too close to each other have another one on every frame.
        asked = {f"{_whom(seen, track)}{request}" for track, request in seen.requests.items()}
        for sentence in sorted(asked - self._asked.get(seen.frame.camera, set())):
            self._say(seen, sentence)
        self._asked[seen.frame.camera] = asked

    def _say(self, seen: "Seen", sentence: str) -> None:
        """Print what somebody at a door is asked for."""
        self._printer.say(f"{self._doors[seen.frame.camera].name}: {sentence}", err=self._json)

    def tell_event(self, event: "AccessEvent", addressee: str = "") -> None:
        """Print an event. addressee: as `_whom` gives it."""
        if self._json:
            values = {"at": event.at, "door": event.door, "camera": event.camera, "outcome": event.outcome}
            values |= {
                "reason": event.reason,
                "person": event.person_name,
                "id": event.id,
                "message": event.message,
            }
            self._printer.say(json.dumps(values, default=str))
        else:
            addressee = addressee or (f"{event.person_name}: " if event.person_name else "")
            addressee = "" if event.person_name and event.person_name in event.message else addressee
            time = TERMINAL.clock(event.at)
            door = f"{event.door}  " * bool(event.door)  # an alarm may concern none
            self._printer.say(f"{time}  {door}{event.outcome.value:<8} {addressee}{event.message}")

    def tell_of_others(self) -> None:
        """Print what another program does at the doors it runs."""
        held = {door.name for door in self._doors.values() if door.held}
        if not held:
            return
        try:
            newest = self._app.log.query(limit=50, snapshots=False)
        except GatekeeperError:  # the program that writes the log reports it
            return
        since, self._last_told = self._last_told, max([self._last_told, *(event.id for event in newest)])
        for event in reversed(newest):
            if event.id > since and event.door in held:
                self.tell_event(event)

    def sum_up(self, least_px: float, dropping: bool) -> None:
        """Say how much was seen, and where nothing was decided, why that may be. least_px: the smallest face searched for;
        dropping: a clip or folder was shown at its own rate, so that pictures may have been left out."""
        self.warn(f"{counted(self._frames, 'picture')} seen, {counted(self._decisions, 'decision')}.")
        if self._decisions or all(door.held for door in self._doors.values()):
            return
        needed = self._app.settings.recognition.agree
        if not self._frames:
            self.warn("No picture arrived. `gatekeeper doctor` lists the cameras and what is wrong with them.")
        elif not self._faces:
            self.warn(
                f"No face was seen. Faces below {least_px:g} pixels are not searched for (min_face_px in config.toml)."
            )
        else:
            self.warn(
                f"A decision takes at least {needed} consecutive pictures of one face that is large enough. Copies of one "
                "picture count once."
            )
        if dropping:
            self.warn(
                "Clips and folders are shown at the pace of a camera, and pictures that come while an earlier one is examined "
                "are left out: --every-frame examines each."
            )


def _whom(seen: "Seen", track: int) -> str:
    """Whom an answer addresses, if that must be said: a name, or the position among several faces."""
    if track in seen.names:
        return f"{seen.names[track]}: "
    if len(seen.sightings) < 2 or track in seen.too_close:
        return ""
    in_order = [s.track_id for s in sorted(seen.sightings, key=lambda s: float(s.face.box[0]))]
    if track not in in_order:
        return ""
    return f"Face {in_order.index(track) + 1} of {len(in_order)} from the left: "


def _chosen_cameras(settings: "Settings", camera: str, door: str) -> "tuple[CameraSettings, ...]":
    """The cameras chosen by --camera and --door: by default all of the settings."""
    from gatekeeper.capture.sources import parse_source

    doors = [door_settings.name for door_settings in settings.doors]
    if door and door not in doors:
        raise ConfigError("There is no door {door!r}.", "There are: {doors}.", door=door, doors=doors)
    of_door = tuple(
        camera_settings for camera_settings in settings.cameras if door in ("", settings.door_of(camera_settings).name)
    )
    if not camera:
        if not of_door:
            raise ConfigError(
                "No camera watches the door {door!r}.", "Add one in config.toml, or give one with --camera.", door=door
            )
        return of_door
    named = next((camera_settings for camera_settings in settings.cameras if camera_settings.name == camera), None)
    if named is None:
        try:
            parse_source(camera)
        except CameraError as error:
            names = [one.name for one in settings.cameras]
            raise CameraError(
                error.message, "{remedy} Cameras by name: {names:, }.", remedy=error.hint, names=names
            ) from error
    chosen = named or replace((of_door or settings.cameras)[0], source=camera, rotate=0, mirror=False)
    return (replace(chosen, door=door or chosen.door),)


@contextmanager
def _echo_restored() -> Iterator[None]:
    """Restore the terminal's echo: the thread that reads PINs without echo ends only with the program."""
    if sys.platform == "win32":
        yield
        return
    import termios

    try:
        before = termios.tcgetattr(sys.stdin.fileno())
    except (termios.error, OSError, ValueError, AttributeError):  # standard input is not a terminal
        yield
        return
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal was closed
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)


def _read_pins(loop: "RecognitionLoop", tell: Callable[["AccessEvent"], None], warn: Callable[[str], None]) -> None:
    import getpass

    while True:
        try:
            line = getpass.getpass("") + "\n" if sys.stdin.isatty() else sys.stdin.readline()
        except (EOFError, OSError):  # closed, or in the background of its terminal
            line = ""
        if not line:
            return
        try:
            tell(_hand_in_pin(loop, line.strip()))
        except GatekeeperError as error:
            warn(str(error))
        except Exception:  # the next PIN is still handled
            log.exception("A PIN could not be looked at")


def _hand_in_pin(loop: "RecognitionLoop", line: str) -> "AccessEvent":
    """Submit a PIN, or "DOOR PIN", and return the door's answer. Raises AuthError if the door is ambiguous."""
    from gatekeeper.door.station import Station
    from gatekeeper.errors import AuthError

    door, _, pin = line.rpartition(" ")
    named = [station for station in loop.stations if door.strip() in ("", station.rule.door)]

    def who_waits(station: Station) -> list[Station]:
        return [candidate for candidate in named if candidate.waiting_for_pin]

    waiting = loop.submit(who_waits).result()
    if len({station.rule.door for station in waiting}) > 1 or not named:
        doors = ", ".join(sorted({station.rule.door for station in waiting or loop.stations}))
        raise AuthError(
            "It is not clear which door the PIN is for: {doors}.", "Write the door's name before the PIN.", doors=doors
        )
    return loop.enter_pin(pin, utc_now(), (waiting or named)[0]).result()
