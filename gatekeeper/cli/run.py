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
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.config import CameraSettings, Settings
    from gatekeeper.domain import AccessEvent
    from gatekeeper.door.loop import RecognitionLoop
    from gatekeeper.door.visit import Seen

from gatekeeper.cli.session import JsonOption, State, open_home, pasteable
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
    from gatekeeper.capture.cameras import FRAME_TROUBLES
    from gatekeeper.config import Settings, default_home
    from gatekeeper.domain import Outcome, Reason
    from gatekeeper.door.visit import ASKED_FOR_PIN
    from gatekeeper.ending import Ending
    from gatekeeper.errors import GatekeeperError
    from gatekeeper.events import (
        AccessDecided,
        AlarmTold,
        BackupTroubled,
        CameraRecovered,
        CameraTroubled,
        DoorFailed,
        DoorMended,
    )
    from gatekeeper.service.guard import Guard

    if rotate not in (0, 90, 180, 270):
        raise ConfigError("--rotate is {rotate}.", "It must be 0, 90, 180 or 270.", rotate=rotate)
    chosen = _chosen_cameras(Settings.load(State.home or default_home()), camera, door)  # before a home is made for it
    # In this order, so that the doors are locked while signals are still handled, and reported afterwards.
    with printing() as printer, _echo_restored(), Ending() as ending, open_home(makes=True) as opened:
        ending.doors = opened.doors
        if rotate or mirror:
            chosen = tuple(replace(camera_settings, rotate=rotate, mirror=mirror) for camera_settings in chosen)
        troubles: dict[str, str | None] = {}
        asked: dict[tuple[str, int], str] = {}
        pins_of: dict[str, int | None] = {}
        frames = faces = decisions = 0
        reading_pins = preparing = False

        def warn(text: str) -> None:
            printer.say(pasteable(text), err=True)

        def tell(seen: "Seen") -> None:
            nonlocal frames, faces, decisions, reading_pins
            camera = seen.frame.camera
            frames += 1
            faces += len(seen.sightings)
            decisions += seen.decided is not None
            if seen.trouble != (before := troubles.get(camera)):
                troubles[camera] = seen.trouble
                if seen.fault:
                    warn(seen.fault)
                elif seen.trouble or before in FRAME_TROUBLES:
                    warn(f"Camera {camera}: {seen.trouble or 'good pictures again'}")
                else:
                    warn(f"{doors[camera]}: it decides again.")
            for track, request in seen.requests.items():
                if asked.get((camera, track)) != request:
                    printer.say(f"{doors[camera]}: {_whom(seen, track)}{request}", err=json_)
            for key in [key for key in asked if key[0] == camera]:
                del asked[key]
            asked.update({(camera, track): request for track, request in seen.requests.items()})
            if seen.decided is not None:
                tell_event(seen.decided, _whom(seen, seen.decided.track_id))
            pin_of = seen.pin_of
            if (
                pin_of is not None
                and pin_of != pins_of.get(camera)
                and (seen.decided is None or seen.decided.track_id != pin_of)
            ):
                printer.say(f"{doors[camera]}: {_whom(seen, pin_of)}{seen.decisions[pin_of].message}", err=json_)
            pins_of[camera] = pin_of
            if not reading_pins and any(decision.reason in ASKED_FOR_PIN for decision in seen.decisions.values()):
                reading_pins = True
                threading.Thread(target=_read_pins, args=(opened.doors.loop, tell_event, warn), daemon=True).start()

        def tell_event(event: "AccessEvent", addressee: str = "") -> None:
            if json_:
                values = {"at": event.at, "door": event.door, "camera": event.camera, "outcome": event.outcome}
                values |= {
                    "reason": event.reason,
                    "person": event.person_name,
                    "id": event.id,
                    "message": event.message,
                }
                printer.say(json.dumps(values, default=str))
            else:
                addressee = addressee or (f"{event.person_name}: " if event.person_name else "")
                addressee = "" if event.person_name and event.person_name in event.message else addressee
                time = TERMINAL.clock(event.at)
                door = f"{event.door}  " * bool(event.door)  # an alarm may concern none
                printer.say(f"{time}  {door}{event.outcome.value:<8} {addressee}{event.message}")

        opened.bus.subscribe(CameraTroubled, lambda e: warn(f"Camera {e.camera}: {e.trouble}"))
        opened.bus.subscribe(CameraRecovered, lambda e: warn(f"Camera {e.camera}: pictures are back"))
        opened.bus.subscribe(DoorFailed, lambda e: warn(f"{e.door}: {e.message}"))
        opened.bus.subscribe(BackupTroubled, lambda e: warn(e.message))
        opened.bus.subscribe(DoorMended, lambda e: warn(f"{e.door}: it works again, by this program."))

        # Relay failures come after a visit's decision; alarms are not visits.
        def tell_later(decided: AccessDecided) -> None:
            if decided.event.reason is Reason.RELAY_FAILED or decided.event.outcome is Outcome.ALARM:
                tell_event(decided.event)

        def tell_unrecorded(event: AlarmTold) -> None:
            if event.alarm.id == 0 and not event.alarm.silent and event.alarm.kind is Reason.LOG_LOST:
                warn(event.alarm.message)

        opened.bus.subscribe(AccessDecided, tell_later)
        opened.bus.subscribe(AlarmTold, tell_unrecorded)
        guard = Guard(opened, "gatekeeper run", follow=True)
        if not opened.people.list():
            warn("Nobody is registered yet, so everybody is unknown. See `gatekeeper enrol --help`.")
        if not_asked := len(opened.people.not_asked()):
            were = "was" if not_asked == 1 else "were"
            warn(
                f"{counted(not_asked, 'person', 'people')} {were} registered before consent was asked for, and doors know "
                "them. See who: gatekeeper people list. Once they have agreed: gatekeeper people consent PERSON"
            )
        guard.open_cameras(chosen, real_time=not every_frame, at_once=False)
        doors = {watch.camera.name: watch.door.name for watch in opened.doors.watches}
        warn("Watching " + ", ".join(f"{name} (door {door_name})" for name, door_name in doors.items()) + ".")
        by_name = {watch.door.name: watch.door for watch in opened.doors.watches}
        for reason in {door_.held for door_ in by_name.values() if door_.held}:
            warn(reason)
        troubles |= {watch.camera.name: watch.door.held or None for watch in opened.doors.watches}
        last_told = max((event.id for event in opened.log.query(limit=50, snapshots=False)), default=0)

        def tell_of_others() -> None:
            """Print what another program does at the doors it runs."""
            nonlocal last_told
            try:
                newest = opened.log.query(limit=50, snapshots=False)
            except GatekeeperError:  # the program that writes the log reports it
                return
            since, last_told = last_told, max([last_told, *(event.id for event in newest)])
            for event in reversed(newest):
                if event.id > since and event.door in by_name and by_name[event.door].held:
                    tell_event(event)

        rules = [
            opened.doors.rule(door_settings)
            for door_settings in opened.settings.doors
            if door_settings.name in doors.values()
        ]
        unmeasured = [rule.door for rule in rules if rule.second_factor == "auto" and opened.doors.asks_for_pin(rule)]
        if unmeasured:
            warn(
                f"{', '.join(unmeasured)}: a photo may pass, because the liveness check has not been measured at this "
                "site. So a PIN is required (see `gatekeeper people pin` and `gatekeeper doors set`)."
            )
        with progress_bar("Preparing photos") as bar:

            def prepare(done: int, total: int) -> None:
                nonlocal preparing
                if not preparing:
                    preparing = True
                    warn(f"Preparing {counted(total, 'photo')} for this model. No door opens until this is done.")
                bar(done, total)

            loop = guard.recognise(tell, prepare)
        warn(f"Recognition runs on {opened.models.computes_on}.")
        guard.keep()
        try:
            while loop.is_alive() and not ending.asked.is_set():
                loop.join(0.5)
                if any(door_.held for door_ in by_name.values()):
                    tell_of_others()
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            guard.close()
        if ending.asked.is_set():
            warn("Stopped.")
        for failure in (loop.failure, *(watch.camera.failure for watch in opened.doors.watches)):
            if failure is not None:
                raise failure
        warn(f"{counted(frames, 'picture')} seen, {counted(decisions, 'decision')}.")
        if not decisions and not all(door_.held for door_ in by_name.values()):
            needed, least = opened.settings.recognition.agree, min(one.min_face_px for one in chosen)
            if not frames:
                warn("No picture arrived. `gatekeeper doctor` lists the cameras and what is wrong with them.")
            elif not faces:
                warn(
                    f"No face was seen. Faces below {least:g} pixels are not searched for (min_face_px in config.toml)."
                )
            else:
                warn(f"A decision takes at least {needed} consecutive pictures of one face that is large enough.")


def _whom(seen: "Seen", track: int) -> str:
    """Whom an answer addresses, if that must be said: a name, or the position among several faces."""
    if track in seen.names:
        return f"{seen.names[track]}: "
    if len(seen.sightings) < 2:
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
        parse_source(camera)  # raises with the possible values
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

    from gatekeeper.errors import GatekeeperError

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
