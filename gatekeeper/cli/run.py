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

from gatekeeper.cli.session import JsonOption, open_home
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
commands = typer.Typer()


@commands.command()
def run(
    camera: Annotated[
        str,
        typer.Option(
            help="One camera only: its name in config.toml, or 0, /dev/v4l/by-id/…, rtsp://…, a video file, a folder of "
            "pictures."
        ),
    ] = "",
    door: Annotated[str, typer.Option(help="One door only, by its name; else every one of config.toml.")] = "",
    rotate: Annotated[int, typer.Option(help="Turn its pictures clockwise by 0, 90, 180 or 270 degrees.")] = 0,
    mirror: Annotated[bool, typer.Option("--mirror", help="Exchange left and right of its pictures.")] = False,
    every_frame: Annotated[
        bool, typer.Option("--every-frame", help="Of a file or folder: drop none, as fast as this machine sees them.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Watch every camera of config.toml and open its door, without a window, until Ctrl-C or the end of the clip.

    Where a door asks for a PIN, it is read from standard input, a line each (a keypad is a keyboard); with people waiting at
    several doors, the door's name comes before it.
    """
    from gatekeeper.capture.cameras import FRAME_TROUBLES
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

    # In this order: whatever ends the program, the doors are locked while signals are still heard, and then it is said.
    with printing() as printer, _echo_restored(), Ending() as ending, open_home() as opened:
        ending.doors = opened.doors
        if rotate not in (0, 90, 180, 270):
            raise ConfigError("--rotate is {rotate}.", "It must be 0, 90, 180 or 270.", rotate=rotate)
        chosen = _chosen_cameras(opened.settings, camera, door)
        if rotate or mirror:
            chosen = tuple(replace(one, rotate=rotate, mirror=mirror) for one in chosen)
        troubles: dict[str, str | None] = {}
        asked: dict[tuple[str, int], str] = {}
        pins_of: dict[str, int | None] = {}
        frames = decisions = 0
        reading_pins = preparing = False

        def warn(text: str) -> None:
            printer.say(text, err=True)

        def tell(seen: "Seen") -> None:
            nonlocal frames, decisions, reading_pins
            camera = seen.frame.camera
            frames += 1
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
            for gone in [key for key in asked if key[0] == camera]:
                del asked[gone]
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
            if not reading_pins and any(one.reason in ASKED_FOR_PIN for one in seen.decisions.values()):
                reading_pins = True
                threading.Thread(target=_read_pins, args=(opened.doors.loop, tell_event, warn), daemon=True).start()

        def tell_event(event: "AccessEvent", whom: str = "") -> None:
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
                whom = whom or (f"{event.person_name}: " if event.person_name else "")
                whom = "" if event.person_name and event.person_name in event.message else whom
                at = TERMINAL.clock(event.at)
                printer.say(f"{at}  {event.door}  {event.outcome.value:<8} {whom}{event.message}")

        opened.bus.subscribe(CameraTroubled, lambda e: warn(f"Camera {e.camera}: {e.trouble}"))
        opened.bus.subscribe(CameraRecovered, lambda e: warn(f"Camera {e.camera}: pictures are back"))
        opened.bus.subscribe(DoorFailed, lambda e: warn(f"{e.door}: {e.message}"))
        opened.bus.subscribe(BackupTroubled, lambda e: warn(e.message))
        opened.bus.subscribe(DoorMended, lambda e: warn(f"{e.door}: it works again, by this program."))

        # When a visit was decided, nobody knew that the relay would not do it; and alarms are no visits.
        def tell_later(told: AccessDecided) -> None:
            if told.event.reason is Reason.RELAY_FAILED or told.event.outcome is Outcome.ALARM:
                tell_event(told.event)

        def tell_unrecorded(told: AlarmTold) -> None:
            if told.alarm.id == 0 and not told.alarm.silent and told.alarm.kind is Reason.LOG_LOST:
                warn(told.alarm.message)

        opened.bus.subscribe(AccessDecided, tell_later)
        opened.bus.subscribe(AlarmTold, tell_unrecorded)
        guard = Guard(opened, "gatekeeper run")
        if not opened.people.list():
            warn("Nobody is registered yet: everybody is unknown. See `gatekeeper enrol --help`.")
        if not_asked := len(opened.people.not_asked()):
            were = "was" if not_asked == 1 else "were"
            warn(
                f"{counted(not_asked, 'person', 'people')} {were} registered before consent was asked for, and doors know "
                "them. See who: gatekeeper people list. Once they have agreed: gatekeeper people consent PERSON"
            )
        guard.open_cameras(chosen, real_time=not every_frame, at_once=False)
        doors = {watch.camera.name: watch.door.name for watch in opened.doors.watches}
        warn("Watching " + ", ".join(f"{name} (door {of})" for name, of in doors.items()) + ".")
        by_name = {watch.door.name: watch.door for watch in opened.doors.watches}
        for held in {one.held for one in by_name.values() if one.held}:
            warn(held)
        troubles |= {watch.camera.name: watch.door.held or None for watch in opened.doors.watches}
        told = max((event.id for event in opened.log.query(limit=50, snapshots=False)), default=0)

        def tell_of_others() -> None:
            """What another program does at the doors that it has."""
            nonlocal told
            try:
                newest = opened.log.query(limit=50, snapshots=False)
            except GatekeeperError:  # whoever writes it says so
                return
            since, told = told, max([told, *(event.id for event in newest)])
            for event in reversed(newest):
                if event.id > since and event.door in by_name and by_name[event.door].held:
                    tell_event(event)

        rules = [opened.doors.rule(one) for one in opened.settings.doors if one.name in doors.values()]
        unmeasured = [rule.door for rule in rules if rule.second_factor == "auto" and opened.doors.asks_for_pin(rule)]
        if unmeasured:
            warn(
                f"{', '.join(unmeasured)}: a photo may pass: how well living faces are told from pictures has not been "
                "measured here. So a PIN is asked for (see `gatekeeper people pin` and `gatekeeper doors set`)."
            )
        with progress_bar("Preparing photos") as bar:

            def prepare(done: int, of: int) -> None:
                nonlocal preparing
                if not preparing:
                    preparing = True
                    warn(f"The model sees {counted(of, 'photo')} for the first time. No door opens before it has.")
                bar(done, of)

            loop = guard.recognise(tell, prepare)
        warn(f"Recognition runs on {opened.models.computes_on}.")
        guard.keep()
        try:
            while loop.is_alive() and not ending.asked.is_set():
                loop.join(0.5)
                if any(one.held for one in by_name.values()):
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
        if frames and not decisions and not all(one.held for one in by_name.values()):
            needed = opened.settings.recognition.agree
            warn(f"A decision takes at least {needed} pictures in a row of one face that is large enough.")


def _whom(seen: "Seen", track: int) -> str:
    """To whom an answer belongs, where it must be said: by name, else by place among the several that stand there."""
    if track in seen.names:
        return f"{seen.names[track]}: "
    if len(seen.sightings) < 2:
        return ""
    in_order = [s.track_id for s in sorted(seen.sightings, key=lambda s: float(s.face.box[0]))]
    if track not in in_order:
        return ""
    return f"Face {in_order.index(track) + 1} of {len(in_order)} from the left: "


def _chosen_cameras(settings: "Settings", camera: str, door: str) -> "tuple[CameraSettings, ...]":
    """What --camera and --door of `run` mean: all cameras of the settings unless they name fewer, or another source."""
    from gatekeeper.capture.sources import parse_source

    doors = [one.name for one in settings.doors]
    if door and door not in doors:
        raise ConfigError("There is no door {door!r}.", "There are: {doors}.", door=door, doors=doors)
    of_door = tuple(one for one in settings.cameras if door in ("", settings.door_of(one).name))
    if not camera:
        if not of_door:
            raise ConfigError(
                "No camera watches the door {door!r}.", "Name one in config.toml, or with --camera.", door=door
            )
        return of_door
    named = next((one for one in settings.cameras if one.name == camera), None)
    if named is None:
        parse_source(camera)  # says what it could be
    chosen = named or replace((of_door or settings.cameras)[0], source=camera, rotate=0, mirror=False)
    return (replace(chosen, door=door or chosen.door),)


@contextmanager
def _echo_restored() -> Iterator[None]:
    """Leave the terminal as it was: a thread that waits for a PIN, which is not echoed, ends with the program only."""
    if sys.platform == "win32":
        yield
        return
    import termios

    try:
        before = termios.tcgetattr(sys.stdin.fileno())
    except (termios.error, OSError, ValueError, AttributeError):  # standard input is no terminal
        yield
        return
    try:
        yield
    finally:
        with suppress(termios.error):  # it has been closed
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
        except Exception:  # the next one who types is answered all the same
            log.exception("A PIN could not be looked at")


def _hand_in_pin(loop: "RecognitionLoop", line: str) -> "AccessEvent":
    """What the door says to a PIN, or to "DOOR PIN". Raises AuthError where it is not clear whose it is."""
    from gatekeeper.door.station import Station
    from gatekeeper.errors import AuthError

    door, _, pin = line.rpartition(" ")
    named = [one for one in loop.stations if door.strip() in ("", one.rule.door)]

    def who_waits(station: Station) -> list[Station]:
        return [one for one in named if one.waiting_for_pin]

    waiting = loop.submit(who_waits).result()
    if len({one.rule.door for one in waiting}) > 1 or not named:
        doors = ", ".join(sorted({one.rule.door for one in waiting or loop.stations}))
        raise AuthError(
            "It is not clear for which door the PIN is: {doors}.", "Write its name before the PIN.", doors=doors
        )
    return loop.enter_pin(pin, utc_now(), (waiting or named)[0]).result()
