"""The command line. Heavy modules are imported inside the commands, so that `--help` is instant."""

import json
import logging
import shlex
import sys
import threading
from collections.abc import Callable, Iterator, Set
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL, dated
from gatekeeper.terminal import (
    asked_to_stop,
    counted,
    log_to_terminal,
    number_option,
    printing,
    progress_bar,
    run_commands,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gatekeeper.app import App
    from gatekeeper.people.calibration import Calibration
    from gatekeeper.models.card_page import Table as FigureTable
    from gatekeeper.config import CameraSettings, Settings
    from gatekeeper.desk.desk import Desk
    from gatekeeper.domain import AccessEvent, DoorRule, Role
    from gatekeeper.door.station import RecognitionLoop, Seen
    from gatekeeper.models.card import ModelCard

log = logging.getLogger(__name__)
app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    help="Guards a building's door by face, masked or not. Without a command it opens the window.",
)
people_app = typer.Typer(no_args_is_help=True, help="The registered people.")
log_app = typer.Typer(no_args_is_help=True, help="What happened at the door.")
doors_app = typer.Typer(no_args_is_help=True, help="The doors: whom each admits, and when.")
schedules_app = typer.Typer(no_args_is_help=True, help="Named weekly hours, which doors hold groups to.")
operators_app = typer.Typer(no_args_is_help=True, help="Who may use the window, and what they did.")
key_app = typer.Typer(no_args_is_help=True, help="The key of the database: out of the keyring and back.")
models_app = typer.Typer(no_args_is_help=True, help="The networks the door uses.")
app.add_typer(people_app, name="people")
app.add_typer(doors_app, name="doors")
app.add_typer(schedules_app, name="schedules")
app.add_typer(log_app, name="log")
app.add_typer(operators_app, name="operators")
app.add_typer(models_app, name="models")
app.add_typer(key_app, name="key")

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]
_WHO = "A name or a number; id=NUMBER or name=NAME where that could mean two people."
PersonArgument = Annotated[str, typer.Argument(help=_WHO)]


class _State:
    home: Path | None = None


@app.callback()
def _options(
    context: typer.Context,
    home: Annotated[
        Optional[Path], typer.Option(help="Folder of database, key and settings; else $GATEKEEPER_HOME.")  # noqa: UP045
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log to the terminal.")] = False,
) -> None:
    _State.home = home
    log_to_terminal(logging.INFO if verbose else logging.ERROR)
    if context.invoked_subcommand is None:
        from gatekeeper.screen import has_screen, why_no_window

        if not has_screen():
            typer.echo(context.get_help())
            return
        why = why_no_window()
        if why:
            raise ConfigError(
                f"No window can be opened here: {why}.", "Without one: gatekeeper run, gatekeeper --help."
            )
        from gatekeeper.config import default_home
        from gatekeeper.gui.core.application import run_gui

        with printing():
            raise typer.Exit(run_gui(home or default_home()))


def main() -> None:
    """Run a command of `gatekeeper`."""
    run_commands(app)


@contextmanager
def _opened() -> Iterator["App"]:
    from gatekeeper.app import open_app
    from gatekeeper.config import default_home

    with ExitStack() as ends:
        bar: Callable[[int, int], None] | None = None
        begun = False

        def progress(done: int, of: int) -> None:
            nonlocal bar, begun
            begun = True
            if bar is None:
                typer.echo(
                    "The database was written by an older version: it is brought up to date, once. "
                    "Ctrl-C stops it and loses nothing.",
                    err=True,
                )
                bar = ends.enter_context(progress_bar("Up to date"))
            bar(done, of)

        try:
            opened = open_app(_State.home or default_home(), progress=progress)
        except KeyboardInterrupt:
            if begun:
                typer.echo("Stopped: the database is as it was. The next command begins again.", err=True)
            raise
    try:
        yield opened
    finally:
        opened.close()


def _desk(opened: "App") -> "Desk":
    """The acts of the system's user, who is named in the audit trail."""
    from gatekeeper.desk.desk import Desk

    return Desk(opened, opened.actor)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=1, default=str, ensure_ascii=False))


def _table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Little between the columns: a terminal of 80 has to do. Texts, because what somebody is called is no markup.
    table = Table(title=Text(title, style="table.title"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)


@app.command()
def demo(
    people: Annotated[Optional[Path], typer.Option(help="Folder NAME/*.jpg of people to register.")] = None,  # noqa: UP045
    visits: Annotated[Optional[Path], typer.Option(help="Folder NAME/*.jpg of those who come.")] = None,  # noqa: UP045
    json_file: Annotated[Optional[Path], typer.Option("--json", help="Write the report here.")] = None,  # noqa: UP045
    headless: Annotated[bool, typer.Option("--headless", help="Stay in the terminal.")] = False,
) -> None:
    """Register 75 fictional people in a throw-away home and let them, and strangers, come to the door.

    Opens the window where there is a screen; --headless and --json stay in the terminal and end with a report.
    """
    import tempfile
    import time

    from gatekeeper.app import open_app
    from gatekeeper.people.folder_import import enrol_folder
    from gatekeeper.demo import Visit, cohorts_to_leave_out, demo_settings, play_policies, play_visits, visits_of
    from gatekeeper.ending import Ending
    from gatekeeper.paths import assets
    from gatekeeper.door.station import Seen

    started = time.monotonic()
    if people is not None and visits is None:
        raise ConfigError("Nobody of the demo's visitors is among other people.", "Name their own with --visits.")
    people, visits = people or assets() / "demo/people", visits or assets() / "demo/visits"
    coming = visits_of(visits)
    if json_file is not None and not json_file.absolute().parent.is_dir():
        raise ConfigError(f"There is no folder for {json_file}.", "Name a file in a folder that exists.")
    home = _State.home or Path(tempfile.mkdtemp(prefix="gatekeeper-demo-")) / "home"
    if not headless and json_file is None:
        from gatekeeper.screen import why_no_window

        why = why_no_window()
        if not why:
            from gatekeeper.gui.core.application import Demo, run_gui

            with printing():
                raise typer.Exit(run_gui(home, Demo(people, visits)))
        typer.echo(f"No window can be opened here, so the demo stays in the terminal: {why}.")
    with ExitStack() as ends:
        ending = ends.enter_context(Ending())
        opened = open_app(home, demo_settings(), prefer_keyring=False)
        ends.callback(opened.close)
        ending.doors = opened
        opened.cohorts_left_out = cohorts_to_leave_out(coming)
        if opened.people.list():
            raise ConfigError(f"{home} is somebody's home already.", "The demo wants an empty one: leave --home out.")
        with progress_bar("Registering") as progress:
            # The folder's names say who is who; two composites of the demo may well look alike.
            verdicts = enrol_folder(opened, people, progress, allow_duplicate=True)
        people_there = counted(len(verdicts.taken), "person", "people")
        typer.echo(f"{people_there} registered with {counted(sum(verdicts.taken.values()), 'photo')}.")
        typer.echo("The second factor (PIN) is off in this demo; a new home asks for one.")
        for refused in verdicts.refused:
            typer.echo(f"  photo refused: {refused.what}: {refused}")
        for failed in verdicts.failed:
            typer.echo(f"  not registered: {failed.what}: {failed}")

        came = 0

        def tell(visit: Visit, seen: list[Seen]) -> None:
            nonlocal came
            came += 1
            number = f"{came} of {len(coming)}"
            for event in (s.decided for s in seen if s.decided is not None):
                mask = event.mask.value if event.mask else ""
                typer.echo(
                    f"{number:<10} {TERMINAL.clock(event.at)}  {visit.name:<16} {mask:<7} {event.outcome.value:<8} "
                    f"{event.latency_ms:4.0f} ms  {event.message}"
                )

        typer.echo(
            f"{counted(len(coming), 'visit')} at the door. The clock is simulated: ten seconds from one to the next, "
            "and the last is now."
        )
        report = play_visits(opened, coming, tell)
        report["policies"] = play_policies(opened, coming)
    report["seconds"] = round(time.monotonic() - started, 1)
    _print_report(report)
    typer.echo("The liveness check was off: these people are still pictures, and it is there to refuse those.")
    typer.echo(f"\nAll of it is on record: gatekeeper --home {home} log list")
    if json_file is not None:
        json_file.write_text(json.dumps(report, indent=1) + "\n")


def _print_report(report: dict[str, Any]) -> None:
    rows = []
    for kind, counts in report["residents"].items():
        share = f"{counts['opened'] / counts['visits']:.1%}" if counts["visits"] else "-"
        rows.append([f"residents, {kind}", str(counts["visits"]), f"{counts['opened']} ({share})", ""])
    strangers = report["strangers"]
    rows.append(["strangers", str(strangers["visits"]), "", str(report["strangers_let_in"])])
    _table("Visits", ["who", "visits", "opened rightly", "let in wrongly"], rows)
    for door, counts in report["policies"].items():
        rule = {"required": "a mask is required", "off": "the mask must be taken off"}[counts["mask"]]
        typer.echo(
            f"At the {door}, where {rule}: {counts['told']} of {counts['people']} who came the wrong way were told so, "
            f"{counts['opened_early']} let in before they heeded it, {counts['opened']} after."
        )
    stages = "  ".join(f"{name} {ms:.1f}" for name, ms in report["stage_ms"].items())
    median, p95 = report["seconds_to_decision"]["median"], report["seconds_to_decision"]["p95"]
    typer.echo(f"Opened for the wrong person: {report['wrong_person']}")
    typer.echo(f"Residents refused, by reason: {report['refusals'] or 'none'}")
    if median is not None:
        typer.echo(f"Seconds to the decision: median {median:.2f}, p95 {p95:.2f}")
    typer.echo(f"Frames per second: {report['frames_per_second']:.0f}; milliseconds per stage: {stages}")


@app.command()
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
    from gatekeeper.domain import Reason
    from gatekeeper.ending import Ending
    from gatekeeper.errors import GatekeeperError
    from gatekeeper.events import AccessDecided, CameraRecovered, CameraTroubled, DoorFailed, DoorMended
    from gatekeeper.desk.retention import Retention
    from gatekeeper.door.station import ASKED_FOR_PIN

    # In this order: whatever ends the program, the doors are locked while signals are still heard, and then it is said.
    with printing() as printer, _echo_restored(), Ending() as ending, _opened() as opened:
        ending.doors = opened
        if rotate not in (0, 90, 180, 270):
            raise ConfigError(f"--rotate is {rotate}.", "It must be 0, 90, 180 or 270.")
        chosen = _chosen_cameras(opened.settings, camera, door)
        if rotate or mirror:
            chosen = tuple(replace(one, rotate=rotate, mirror=mirror) for one in chosen)
        troubles: dict[str, str | None] = {}
        asked: dict[tuple[str, int], str] = {}
        pins_of: dict[str, int | None] = {}
        frames = decisions = 0
        reading_pins = False

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
                threading.Thread(target=_read_pins, args=(opened.loop, tell_event, warn), daemon=True).start()

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
        opened.bus.subscribe(DoorMended, lambda e: warn(f"{e.door}: it works again, by this program."))
        # Only now: when it was decided, nobody knew that the relay would not do it.
        failed = Reason.RELAY_FAILED
        opened.bus.subscribe(AccessDecided, lambda e: tell_event(e.event) if e.event.reason is failed else None)
        opened.claims.program = "gatekeeper run"
        if not opened.people.list():
            warn("Nobody is registered yet: everybody is unknown. See `gatekeeper enrol --help`.")
        opened.open_cameras(chosen, pace=not every_frame, at_once=False)
        doors = {watch.camera.name: watch.door.name for watch in opened.watches}
        warn("Watching " + ", ".join(f"{name} (door {of})" for name, of in doors.items()) + ".")
        by_name = {watch.door.name: watch.door for watch in opened.watches}
        for held in {one.held for one in by_name.values() if one.held}:
            warn(held)
        troubles |= {watch.camera.name: watch.door.held or None for watch in opened.watches}
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

        rules = [opened.door_rule(one) for one in opened.settings.doors if one.name in doors.values()]
        unmeasured = [rule.door for rule in rules if rule.second_factor == "auto" and opened.asks_for_pin(rule)]
        if unmeasured:
            warn(
                f"{', '.join(unmeasured)}: a photo may pass: how well living faces are told from pictures has not been "
                "measured here. So a PIN is asked for (see `gatekeeper people pin` and `gatekeeper doors set`)."
            )
        loop = opened.start_recognition(tell)
        retention = Retention(opened)
        retention.start()
        try:
            while loop.is_alive() and not ending.asked.is_set():
                loop.join(0.5)
                if any(one.held for one in by_name.values()):
                    tell_of_others()
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            opened.close_doors()
            loop.close()
            retention.close()
        if ending.asked.is_set():
            warn("Stopped.")
        for failure in (loop.failure, *(watch.camera.failure for watch in opened.watches)):
            if failure is not None:
                raise failure
        warn(f"{counted(frames, 'picture')} seen, {counted(decisions, 'decision')}.")
        if not decisions:
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
        raise ConfigError(f"There is no door {door!r}.", f"There are: {', '.join(doors)}.")
    of_door = tuple(one for one in settings.cameras if door in ("", settings.door_of(one).name))
    if not camera:
        if not of_door:
            raise ConfigError(f"No camera watches the door {door!r}.", "Name one in config.toml, or with --camera.")
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
    from gatekeeper.errors import AuthError
    from gatekeeper.door.station import Station

    door, _, pin = line.rpartition(" ")
    named = [one for one in loop.stations if door.strip() in ("", one.rule.door)]

    def who_waits(station: Station) -> list[Station]:
        return [one for one in named if one.waiting_for_pin]

    waiting = loop.submit(who_waits).result()
    if len({one.rule.door for one in waiting}) > 1 or not named:
        doors = ", ".join(sorted({one.rule.door for one in waiting or loop.stations}))
        raise AuthError(f"It is not clear for which door the PIN is: {doors}.", "Write its name before the PIN.")
    return loop.enter_pin(pin, datetime.now(UTC), (waiting or named)[0]).result()


@app.command()
def enrol(
    name: Annotated[Optional[str], typer.Argument(help="The person's name.")] = None,  # noqa: UP045
    photos: Annotated[Optional[list[Path]], typer.Argument(help="Their photos, bare and masked.")] = None,  # noqa: UP045
    from_: Annotated[
        Optional[Path], typer.Option("--from", help="Register everybody of a folder NAME/*.jpg.")  # noqa: UP045
    ] = None,
    allow_duplicate: Annotated[bool, typer.Option(help="Register even who looks like somebody known.")] = False,
    json_: JsonOption = False,
) -> None:
    """Register a person with photos, or everybody of a folder. Their consent must have been given before."""
    if (from_ is None) == (not name or not photos):
        raise ConfigError("Name a person and their photos, or a folder with --from.", "See `gatekeeper enrol --help`.")
    if from_ is not None:
        _enrol_folder(from_, allow_duplicate, json_)
        return
    from gatekeeper.errors import EnrolmentError, PhotoError
    from gatekeeper.capture.photos import load_photo, shown
    from gatekeeper.store.people import clean_name

    assert name is not None
    assert photos is not None
    clean_name(name)  # before any photo is looked at
    with _opened() as opened:
        session = opened.enrolment()
        verdicts = []
        for path in photos:
            try:
                feedback = session.offer(load_photo(path))
                taken, message = feedback.taken, f"{feedback.message} {feedback.remedy}".rstrip()
            except PhotoError as error:  # the others may do
                taken, message = False, str(error)
            verdicts.append({"photo": shown(path), "taken": taken, "message": message})
            if not json_:
                typer.echo(f"{'taken  ' if taken else 'refused'} {shown(path)}: {message}")
        if not session.taken:
            if json_:
                _print_json({"name": name, "photos": verdicts})
            raise EnrolmentError(f"None of the photos of {name} was taken.", "The reasons stand above.")
        person = _desk(opened).register(session, name, now=datetime.now(UTC), allow_duplicate=allow_duplicate)
        if json_:
            _print_json({"id": person.id, "name": person.name, "photos": verdicts})
        else:
            typer.echo(
                f"{person.name} is registered as number {person.id} with {counted(len(session.taken), 'photo')}."
            )
            if lacking := opened.doors_lacking_pin(person.id):
                typer.echo(
                    f"{', '.join(lacking)}: a PIN is asked for as well. Set one: gatekeeper people pin id={person.id}"
                )
            namesakes = [str(one.id) for one in opened.people.list() if one.name == person.name and one.id != person.id]
            if namesakes:
                typer.echo(
                    f"There is {person.name} already, number {', '.join(namesakes)}. If they are one person: gatekeeper "
                    f"people remove id={person.id}, then people add-photos id={namesakes[0]}."
                )


def _enrol_folder(folder: Path, allow_duplicate: bool, json_: bool) -> None:
    from gatekeeper.people.folder_import import enrol_folder
    from gatekeeper.capture.photos import shown

    with _opened() as opened, progress_bar("Registering") as progress, asked_to_stop() as stop:
        verdicts = enrol_folder(opened, folder, progress, allow_duplicate=allow_duplicate, cancelled=stop)
    left_out = [(shown(one.path.relative_to(folder)), one.reason) for one in verdicts.left_out]
    if json_:
        _print_json(
            {
                "taken": verdicts.taken,
                "refused": [{"photo": one.what, "reason": str(one)} for one in verdicts.refused],
                "failed": [{"name": one.what, "reason": str(one)} for one in verdicts.failed],
                "left_out": [{"file": name, "reason": reason} for name, reason in left_out],
                "not_reached": verdicts.not_reached,
            }
        )
    else:
        for name, count in verdicts.taken.items():
            typer.echo(f"registered     {name} with {counted(count, 'photo')}")
        for name, reason in left_out:
            typer.echo(f"left out       {name}: {reason}")
        for one in verdicts.refused:
            typer.echo(f"photo refused  {one.what}: {one}")
        for one in verdicts.failed:
            typer.echo(f"not registered {one.what}: {one}")
        for name in verdicts.not_reached:
            typer.echo(f"not registered {name}: it was stopped before.")
        missing = len(verdicts.failed) + len(verdicts.not_reached)
        typer.echo(f"{counted(len(verdicts.taken), 'person', 'people')} registered, {missing} not.")
    if not verdicts.complete:
        raise typer.Exit(1)


@people_app.command("list")
def people_list(
    without_pin: Annotated[bool, typer.Option("--without-pin", help="Only those who have no PIN.")] = False,
    json_: JsonOption = False,
) -> None:
    """Everybody who is registered."""
    from gatekeeper.door.access import listed, state_of

    with _opened() as opened:
        people, have, now = opened.people.list(), opened.pins.holders(), datetime.now(UTC)
    shown = [person for person in people if not (without_pin and person.id in have)]
    if json_:
        _print_json(
            [
                {
                    "id": person.id,
                    "name": person.name,
                    "state": state_of(person, now),
                    "groups": sorted(person.groups),
                    "pin": person.id in have,
                }
                for person in shown
            ]
        )
    elif not people:
        typer.echo("Nobody is registered yet. Register somebody: gatekeeper enrol NAME PHOTO…")
    elif not shown:
        typer.echo("Everybody has a PIN.")
    else:
        rows = [[str(p.id), p.name, state_of(p, now), "yes" if p.id in have else "no", listed(p.groups)] for p in shown]
        _table("People", ["number", "name", "state", "PIN", "groups"], rows)


@people_app.command("show")
def people_show(person: PersonArgument, json_: JsonOption = False) -> None:
    """One person: validity, groups, photos, when last seen."""
    from gatekeeper.door.access import admitted, listed, until, written
    from gatekeeper.domain import Reason

    with _opened() as opened:
        found = opened.people.find(person)
        photos = opened.people.photos(found.id)
        seen = opened.people.last_seen(found.id)
        consent = opened.people.consent(found.id)
        has_pin, now = opened.pins.has(found.id), datetime.now(UTC)
        opened.door_rule()
        doors = {}
        for rule in map(opened.people.door_rule, opened.people.doors()):
            missing = not has_pin and opened.asks_for_pin(rule)
            reason, hours = admitted(found, rule, now, pin_missing=missing)
            opens = reason is Reason.GRANTED
            doors[rule.door] = (hours or "at any time") if opens else f"not admitted ({reason.value.replace('_', ' ')})"
    kinds = {kind: sum(photo.mask.value == kind for photo in photos) for kind in ("bare", "masked")}
    values = {
        "id": found.id,
        "name": found.name,
        "blocked": found.blocked,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
        "groups": sorted(found.groups),
        "pin": "set" if has_pin else "none",
        "photos": kinds,
        "last_seen": seen,
        "consent": {"text": consent.text_version, "at": consent.at},
        "doors": doors,
    }
    if json_:
        _print_json(values)
        return
    said = {
        **values,
        **{key: TERMINAL.moment(at) for key, at in values.items() if isinstance(at, datetime)},
        "valid_from": found.valid_from and dated(written(found.valid_from)),
        "valid_until": found.valid_until and dated(until(found.valid_until)),
        "groups": listed(found.groups),
        "doors": "\n             ".join(f"{door}: {when}" for door, when in doors.items()),
        "photos": ", ".join(f"{count} {kind}" for kind, count in kinds.items()),
        "consent": f"text of {consent.text_version}, given {TERMINAL.moment(consent.at)}",
    }
    for key, value in said.items():
        typer.echo(f"{key:<12} {value if value not in (None, '') else '-'}")


@people_app.command("rename")
def people_rename(person: PersonArgument, name: str) -> None:
    """Give a person another name."""
    with _opened() as opened:
        found = opened.people.find(person)
        renamed = _desk(opened).rename(found.id, name, now=datetime.now(UTC))
        typer.echo(f"{found.name} (number {found.id}) is now called {renamed.name}.")


@people_app.command("block")
def people_block(
    person: PersonArgument, undo: Annotated[bool, typer.Option("--undo", help="Let them in again.")] = False
) -> None:
    """Keep a person out until --undo."""
    with _opened() as opened:
        found = opened.people.find(person)
        _desk(opened).set_blocked(found.id, not undo, now=datetime.now(UTC))
        typer.echo(f"{found.name} (number {found.id}) is {'active' if undo else 'blocked'}.")


@people_app.command("edit")
def people_edit(
    person: PersonArgument,
    group: Annotated[Optional[list[str]], typer.Option(help="Put them into this group; may be repeated.")] = None,  # noqa: UP045
    leave: Annotated[Optional[list[str]], typer.Option(help="Take them out of this group.")] = None,  # noqa: UP045
    valid_from: Annotated[str, typer.Option(help='Let in from this local time on; "always" for no beginning.')] = "",
    valid_until: Annotated[
        str, typer.Option(help='Let in until the end of this day, or until this local time; "always" for no end.')
    ] = "",
) -> None:
    """Change a person's groups, and from when until when they may come in."""
    from gatekeeper.door.access import validity

    with _opened() as opened:
        found, desk, now = opened.people.find(person), _desk(opened), datetime.now(UTC)
        absent = set(leave or ()) - found.groups
        if absent:
            groups = ", ".join(sorted(found.groups)) or "none"
            raise ConfigError(f"{found.name} is not in {', '.join(sorted(absent))}.", f"Their groups: {groups}.")
        start = found.valid_from if not valid_from else _moment("--valid-from", valid_from.replace("always", ""))
        end = (
            found.valid_until
            if not valid_until
            else _moment("--valid-until", valid_until.replace("always", ""), end=True)
        )
        with opened.database.transaction(together=True):
            if valid_from or valid_until:
                found = desk.set_validity(found.id, start, end, now=now)
            if group or leave:
                found = desk.set_groups(found.id, (found.groups | set(group or ())) - set(leave or ()), now=now)
    groups = ", ".join(sorted(found.groups)) or "none"
    typer.echo(
        f"{found.name} (number {found.id}): groups {groups}; valid {dated(validity(found.valid_from, found.valid_until))}."
    )


@people_app.command("add-photos")
def people_add_photos(
    person: PersonArgument,
    photos: Annotated[list[Path], typer.Argument(help="More photos of them, bare and masked.")],
    json_: JsonOption = False,
) -> None:
    """Give more photos to somebody who is registered; each is judged as at registration."""
    from gatekeeper.errors import EnrolmentError, GatekeeperError
    from gatekeeper.capture.photos import load_photo, shown

    verdicts = []
    with _opened() as opened:
        found, desk = opened.people.find(person), _desk(opened)
        for path in photos:
            try:
                feedback, kept = desk.add_photo(found.id, load_photo(path), now=datetime.now(UTC))
                taken, message = kept is not None, f"{feedback.message} {feedback.remedy}".rstrip()
            except GatekeeperError as error:  # the others may do
                taken, message = False, str(error)
            verdicts.append({"photo": shown(path), "taken": taken, "message": message})
            if not json_:
                typer.echo(f"{'taken  ' if taken else 'refused'} {shown(path)}: {message}")
        count = len(opened.people.photos(found.id))
    if json_:
        _print_json({"id": found.id, "name": found.name, "photos": verdicts})
    elif any(verdict["taken"] for verdict in verdicts):
        typer.echo(f"{found.name} (number {found.id}) has {counted(count, 'photo')} now.")
    if not any(verdict["taken"] for verdict in verdicts):
        raise EnrolmentError(f"No photo was added to {found.name}.", "The reasons stand above.")


@people_app.command("pin")
def people_pin(
    person: PersonArgument, clear: Annotated[bool, typer.Option("--clear", help="Take the PIN away.")] = False
) -> None:
    """Set a person's PIN (it is asked for, never an argument), or take it away."""
    with _opened() as opened:
        found, desk = opened.people.find(person), _desk(opened)
        if clear:
            had = desk.set_pin(found.id, None, now=datetime.now(UTC))
            who = f"{found.name} (number {found.id})"
            typer.echo(f"{who} has no PIN any more." if had else f"{who} had no PIN.")
            return
        pin = typer.prompt("PIN", hide_input=True, confirmation_prompt=True)
        desk.set_pin(found.id, pin, now=datetime.now(UTC))
        typer.echo(f"{found.name} (number {found.id}) has a new PIN.")


@people_app.command("alike")
def people_alike(
    person: PersonArgument,
    other: PersonArgument,
    undo: Annotated[bool, typer.Option("--undo", help="They do not look alike after all.")] = False,
) -> None:
    """Confirm that two people look alike (twins, one person registered twice): they raise nobody's threshold any more."""
    with _opened() as opened:
        one, two = opened.people.find(person), opened.people.find(other)
        _desk(opened).set_look_alike(one.id, two.id, not undo, now=datetime.now(UTC))
    if undo:
        typer.echo(f"{one.name} and {two.name} count as strangers to each other again.")
    else:
        typer.echo(
            f"{one.name} and {two.name} are confirmed look-alikes. Each is known only where the other is clearly less so."
        )


@people_app.command("remove")
def people_remove(
    person: PersonArgument,
    erase: Annotated[bool, typer.Option(help="Take name and pictures out of the log as well.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete a person with photos and templates. Who was removed before can still be erased from the log."""
    from gatekeeper.store.people import named

    with _opened() as opened:
        desk, now, name = _desk(opened), datetime.now(UTC), named(person)
        if erase and name is not None and not opened.people.matching(person):
            left = opened.people.removed_traces(name)
            if left.events:
                _agreed(yes, f"Take {name}, who is not registered any more, out of {counted(left.events, 'event')}?")
                desk.erase_removed(name, now=now)
                typer.echo(f"{counted(left.events, 'event names', 'events name')} {name} no more.")
                return
        found = opened.people.find(person)
        what = "photos, templates, and name and pictures in the log" if erase else "photos and templates"
        _agreed(yes, f"Delete {found.name} (number {found.id}) with {what}?")
        gone = desk.remove_person(found.id, erase=erase, now=now)
        left = opened.people.removed_traces(found.name)
    said = (
        f"{found.name} (number {found.id}) is {'erased' if erase else 'removed'}, with {counted(gone.photos, 'photo')}"
    )
    events = counted(gone.events, "event")
    typer.echo(f"{said}, and with name and pictures of {events}." if erase else f"{said}.")
    if left.events:
        typer.echo(
            f"The log still names {found.name} in {counted(left.events, 'event')}. To take that out: "
            f"gatekeeper people remove --erase {shlex.quote(f'name={found.name}')}"
        )


def _agreed(yes: bool, question: str) -> None:
    """Go on only where it was said so before or is now; Enter alone means no."""
    if not yes and not typer.confirm(question, default=False):
        typer.echo("Nothing was changed.", err=True)
        raise typer.Exit(1)


@doors_app.command("list")
def doors_list(json_: JsonOption = False) -> None:
    """Every door and whom it admits."""
    with _opened() as opened:
        opened.door_rule()
        rules = [opened.people.door_rule(name) for name in opened.people.doors()]
    _show_rules(rules, json_)


@doors_app.command("show")
def doors_show(door: str, json_: JsonOption = False) -> None:
    """One door's rule."""
    with _opened() as opened:
        opened.door_rule()
        rule = opened.people.door_rule(door)
    _show_rules([rule], json_)


@doors_app.command("set")
def doors_set(
    door: str,
    admit: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help="GROUP, or GROUP=SCHEDULE to hold it to hours; repeat for several. Others stay out."),
    ] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="Admit everybody who is registered, always.")] = False,
    unlock: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(
            parser=number_option("--unlock", 0.5, 60, "seconds"),
            metavar="SECONDS",
            help="How long the door stays open: 0.5 to 60.",
        ),
    ] = None,
    cooldown: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(
            parser=number_option("--cooldown", 0, 86400, "seconds"),
            metavar="SECONDS",
            help="Within so long it does not open again for one person: 0 to 86400.",
        ),
    ] = None,
    timezone: Annotated[str, typer.Option(help="IANA name of its place, in which schedules are read.")] = "",
    mask: Annotated[str, typer.Option(help="required, optional, or off (it must be taken off).")] = "",
    second_factor: Annotated[str, typer.Option(help="auto (a PIN until liveness is measured), pin, or none.")] = "",
) -> None:
    """Change a door's rule; a door that is running follows within a second."""
    from gatekeeper.domain import MaskRule, SecondFactor
    from gatekeeper.timezones import zone_of

    if admit and everybody:
        raise ConfigError("--admit and --everybody exclude each other.", "Name one of them.")
    for option, word, words in (("--mask", mask, MaskRule), ("--second-factor", second_factor, SecondFactor)):
        if word and word not in set(words):
            raise ConfigError(f"{option} cannot be {word!r}.", f"Choose one of {', '.join(words)}.")
    with _opened() as opened:
        opened.door_rule()
        rule = opened.people.door_rule(door)
        if timezone:
            zone_of(timezone)
            rule = replace(rule, timezone=timezone)
        if everybody:
            rule = replace(rule, groups={})
        if admit:
            plans, known = {schedule.name: schedule for schedule in opened.people.schedules()}, opened.people.groups()
            admitted = [_admitted(one, set(known), plans.keys()) for one in admit]
            rule = replace(rule, groups={group: plans[plan] if plan is not None else None for group, plan in admitted})
            for new in sorted(rule.groups.keys() - set(known)):
                typer.echo(f"The group {new} is new: nobody is in it yet.", err=True)
        rule = replace(
            rule,
            unlock_seconds=rule.unlock_seconds if unlock is None else unlock,
            cooldown_seconds=rule.cooldown_seconds if cooldown is None else cooldown,
            mask=MaskRule(mask) if mask else rule.mask,
            second_factor=SecondFactor(second_factor) if second_factor else rule.second_factor,
        )
        _desk(opened).set_door_rule(rule, now=datetime.now(UTC))
    _show_rules([rule], False)


def _admitted(text: str, groups: Set[str], plans: Set[str]) -> tuple[str, str | None]:
    """Group and schedule of GROUP or GROUP=SCHEDULE, either of which may hold an equals sign itself."""
    signs = [at for at, letter in enumerate(text) if letter == "="]
    meant: list[tuple[str, str | None]] = [(text[:at], text[at + 1 :]) for at in signs if text[at + 1 :] in plans]
    meant += [(text, None)] if text in groups or not signs else []
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise ConfigError(
            f"--admit {text!r} can mean several groups and schedules.", "Give the group or the schedule another name."
        )
    raise ConfigError(
        f"There is no schedule {text.partition('=')[2]!r}.",
        f"There are: {', '.join(plans) or 'none; make one with `gatekeeper schedules set`'}.",
    )


def _show_rules(rules: "list[DoorRule]", json_: bool) -> None:
    from gatekeeper.door.access import describe
    from gatekeeper.timezones import elsewhere

    def admitted(rule: "DoorRule") -> str:
        who = [f"{group}: {describe(plan) if plan else 'always'}" for group, plan in rule.groups.items()]
        return "\n".join(who) or "everybody registered"

    def differing(zone: str) -> str:
        try:
            own = elsewhere(zone, datetime.now(UTC))
        except ConfigError:
            return "\n(not known on this machine)"
        return f"\n(this machine: {own})" if own else ""

    if json_:
        _print_json(
            [
                {
                    "door": rule.door,
                    "admits": {group: plan.name if plan else None for group, plan in rule.groups.items()},
                    "mask": rule.mask,
                    "second_factor": rule.second_factor,
                    "unlock_seconds": rule.unlock_seconds,
                    "cooldown_seconds": rule.cooldown_seconds,
                    "timezone": rule.timezone,
                }
                for rule in rules
            ]
        )
        return
    rows = [
        [
            rule.door,
            admitted(rule),
            f"mask {rule.mask.value}\nPIN {rule.second_factor.value}",
            f"{rule.unlock_seconds:g} s\ncooldown {rule.cooldown_seconds:g} s",
            rule.timezone + differing(rule.timezone),
        ]
        for rule in rules
    ]
    _table("Doors", ["door", "admits", "asks for", "open for", "timezone"], rows)


@schedules_app.command("list")
def schedules_list(json_: JsonOption = False) -> None:
    """Every schedule with its hours."""
    from gatekeeper.door.access import describe

    with _opened() as opened:
        rows = [[schedule.name, describe(schedule)] for schedule in opened.people.schedules()]
    if json_:
        _print_json([{"name": name, "hours": hours} for name, hours in rows])
    elif not rows:
        typer.echo('There is none. Make one: gatekeeper schedules set office "mon-fri 08:00-18:00"')
    else:
        _table("Schedules", ["name", "hours"], rows)


@schedules_app.command("set")
def schedules_set(
    name: str, hours: Annotated[list[str], typer.Argument(help='As "mon-fri 08:00-18:00"; "never" for none.')]
) -> None:
    """Make or change a schedule; every door that follows it changes."""
    from gatekeeper.door.access import describe, parse_hours
    from gatekeeper.domain import Schedule

    schedule = Schedule(name, () if hours == ["never"] else tuple(map(parse_hours, hours)))
    with _opened() as opened:
        _desk(opened).set_schedule(schedule, now=datetime.now(UTC))
    typer.echo(f"{name}: {describe(schedule)}")


@schedules_app.command("remove")
def schedules_remove(name: str) -> None:
    """Delete a schedule that no door follows."""
    with _opened() as opened:
        _desk(opened).remove_schedule(name, now=datetime.now(UTC))
    typer.echo(f"The schedule {name} is removed.")


@log_app.command("list")
def log_list(
    since: Annotated[str, typer.Option(help="From this time on, as 2026-01-31 or 2026-01-31T08:00 (local).")] = "",
    until: Annotated[str, typer.Option(help="Until the end of this day, or before this time.")] = "",
    person: Annotated[str, typer.Option(help=_WHO)] = "",
    outcome: Annotated[str, typer.Option(help="opened, refused or unknown.")] = "",
    door: Annotated[str, typer.Option(help="A door's name.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 50,
    export: Annotated[Optional[Path], typer.Option(help="Write all that match to a .csv, .json or .xlsx file.")] = None,  # noqa: UP045
    bom: Annotated[bool, typer.Option("--bom", help="Begin the CSV with a byte-order mark, for Excel.")] = False,
    json_: JsonOption = False,
) -> None:
    """The events, newest first."""
    from dataclasses import fields

    from gatekeeper.domain import AccessEvent, Outcome
    from gatekeeper.store.access_log import Filter

    if outcome and outcome not in set(Outcome):
        raise ConfigError(f"There is no outcome {outcome!r}.", f"There are: {', '.join(Outcome)}.")
    start, end = _moment("--since", since), _moment("--until", until, end=True)
    if start is not None and end is not None and start >= end:
        raise ConfigError(f"--until {until!r} lies before --since {since!r}.", "Exchange the two.")
    with _opened() as opened:
        wanted = Filter(
            since=start,
            until=end,
            person=_person_of_log(opened, person) if person else None,
            outcome=Outcome(outcome) if outcome else None,
            door=door or None,
        )
        doors = {*opened.people.doors(), *(one.name for one in opened.settings.doors)}
        if door and door not in doors:
            raise ConfigError(f"There is no door {door!r}.", f"There are: {', '.join(sorted(doors))}.")
        if export is not None:
            with progress_bar("Writing") as progress:
                count = _desk(opened).export_log(export, now=datetime.now(UTC), progress=progress, mark=bom, **wanted)
            typer.echo(f"{counted(count, 'event')} written to {export}.")
            return
        events = opened.log.query(**wanted, limit=limit, snapshots=False)
        count = opened.log.count(**wanted)
    if json_:
        names = [f.name for f in fields(AccessEvent) if f.name != "snapshot"]
        _print_json([{name: getattr(event, name) for name in names} for event in events])
        return
    rows = [
        [
            str(e.id),
            TERMINAL.moment(e.at, seconds=True),
            e.door,
            e.person_name or "-",
            e.mask.value if e.mask else "-",
            _outcome(e),
        ]
        for e in events
    ]
    _table(counted(count, "event"), ["number", "at", "door", "person", "mask", "outcome"], rows)


def _person_of_log(opened: "App", who: str) -> str | int:
    """Whose events are meant: a number, or the name of who is not registered any more."""
    from gatekeeper.store.people import named, numbered

    found, name = opened.people.matching(who), named(who)
    if not found and name is not None and opened.log.count(person=name):
        return name
    person = opened.people.find(who)
    # By their name come also the visits of before they were removed and registered again.
    return (
        person.name
        if person.id != numbered(who) and len(opened.people.matching(f"name={person.name}")) == 1
        else person.id
    )


def _outcome(event: "AccessEvent") -> str:
    """What came of a visit, in a word or two; the whole of it is in `message`, with --json."""
    from gatekeeper.domain import Outcome, Reason

    reason = event.reason.value.replace("_", " ")
    if event.outcome is Outcome.REFUSED:
        return f"refused: {reason}"
    return (
        event.outcome.value if event.reason in (Reason.GRANTED, Reason.NOT_KNOWN) else f"{event.outcome.value} {reason}"
    )


@log_app.command("retain")
def log_retain(
    events_days: Annotated[Optional[int], typer.Option(min=1, help="Delete events older than so many days.")] = None,  # noqa: UP045
    faces_days: Annotated[Optional[int], typer.Option(min=1, help="Delete only the pictures in them.")] = None,  # noqa: UP045
) -> None:
    """Delete what is older than it may be kept."""
    if events_days is None and faces_days is None:
        raise ConfigError("Nothing is to be deleted.", "Name --events-days, --faces-days, or both.")
    with _opened() as opened:
        events, faces = _desk(opened).retain(events_days, faces_days, now=datetime.now(UTC))
    typer.echo(f"Deleted: {counted(events, 'event')}, and the pictures of {counted(faces, 'event')}.")


@operators_app.command("list")
def operators_list(json_: JsonOption = False) -> None:
    """Who may sign in to the window."""
    with _opened() as opened:
        rows = [[a.name, a.role.value, TERMINAL.day(a.created_at)] for a in opened.accounts.list()]
    if json_:
        _print_json([dict(zip(("name", "role", "since"), row, strict=True)) for row in rows])
    elif not rows:
        typer.echo("Nobody yet. Make the first administrator: gatekeeper operators add NAME --role administrator")
    else:
        _table("Operators", ["name", "role", "since"], rows)


@operators_app.command("add")
def operators_add(
    name: str, role: Annotated[str, typer.Option(help="administrator, operator or viewer.")] = "operator"
) -> None:
    """Let somebody sign in; the password is asked for."""
    from gatekeeper.domain import Role

    with _opened() as opened:
        chosen = _role(role)
        if chosen is not Role.ADMINISTRATOR and not opened.accounts.list():
            raise ConfigError("The first account must be an administrator's.", "Repeat with --role administrator.")
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        account = opened.accounts.add(name, password, chosen, by=opened.actor, now=datetime.now(UTC))
        typer.echo(f"{account.name} may sign in as {account.role.value}.")


@operators_app.command("role")
def operators_role(name: str, role: str) -> None:
    """Give somebody another role."""
    with _opened() as opened:
        opened.accounts.set_role(name, _role(role), by=opened.actor, now=datetime.now(UTC))
        typer.echo(f"{name} is {role} now.")


@operators_app.command("password")
def operators_password(name: str) -> None:
    """Give somebody another password, which is asked for."""
    with _opened() as opened:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        opened.accounts.set_password(name, password, by=opened.actor, now=datetime.now(UTC))
        typer.echo(f"The password of {name} is changed.")


@operators_app.command("remove")
def operators_remove(name: str) -> None:
    """Let somebody sign in no more."""
    with _opened() as opened:
        opened.accounts.remove(name, by=opened.actor, now=datetime.now(UTC))
        typer.echo(f"{name} may not sign in any more.")


@operators_app.command("audit")
def operators_audit(
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 50,
    by: Annotated[str, typer.Option(help="Only what this one did, as the list names them.")] = "",
    act: Annotated[str, typer.Option(help='Only this act, as "person renamed".')] = "",
    since: Annotated[str, typer.Option(help="From this time on, as 2026-01-31 or 2026-01-31T08:00 (local).")] = "",
    until: Annotated[str, typer.Option(help="Until the end of this day, or before this time.")] = "",
    export: Annotated[Optional[Path], typer.Option(help="Write all that match to a .csv, .json or .xlsx file.")] = None,  # noqa: UP045
    bom: Annotated[bool, typer.Option("--bom", help="Begin the CSV with a byte-order mark, for Excel.")] = False,
    json_: JsonOption = False,
) -> None:
    """Who did what, newest first."""
    from gatekeeper.store.accounts import Which
    from gatekeeper.desk.trail import plain

    wanted = Which(
        who=by or None,
        act=act or None,
        since=_moment("--since", since),
        until=_moment("--until", until, end=True),
    )
    with _opened() as opened:
        who, done = opened.accounts.acted()
        for option, word, known in (("--by", by, who), ("--act", act, done)):
            if word and word not in known:
                raise ConfigError(f"{option}: nothing is on record of {word!r}.", f"There are: {', '.join(known)}.")
        if export is not None:
            with progress_bar("Writing") as progress:
                count = _desk(opened).export_trail(export, now=datetime.now(UTC), progress=progress, mark=bom, **wanted)
            typer.echo(f"{counted(count, 'act')} written to {export}.")
            return
        acts = opened.accounts.acts(limit=limit, **wanted)
        count = opened.accounts.count_acts(**wanted)
    if json_:
        _print_json(
            [
                {"at": a.at, "who": a.who, "act": a.act, "about": a.about, "detail": a.detail, "people": a.names}
                for a in acts
            ]
        )
    else:
        rows = [[TERMINAL.moment(a.at, seconds=True), a.who, *plain(a)] for a in acts]
        _table(counted(count, "act"), ["at", "who", "act", "about", "detail"], rows)


def _role(text: str) -> "Role":
    from gatekeeper.domain import Role

    if text not in set(Role):
        raise ConfigError(f"There is no role {text!r}.", f"There are: {', '.join(Role)}.")
    return Role(text)


def _moment(option: str, text: str, *, end: bool = False) -> datetime | None:
    """A local time as UTC. end: of a day alone its end is meant."""
    from gatekeeper.door.access import moment

    if not text:
        return None
    try:
        return moment(text, end=end)
    except ValueError:
        raise ConfigError(f"{option} {text!r} is no time.", "Write it as 2026-01-31 or 2026-01-31T08:00.") from None


@key_app.command("export")
def key_export(file: Annotated[Path, typer.Argument(help="A new file; it is readable by its owner only.")]) -> None:
    """Write the key into a file: for a backup, or as HOME/gatekeeper.key for a service that has no keyring."""
    from gatekeeper.store.vault import KEY_FILE

    with _opened() as opened:
        _desk(opened).export_key(file, now=datetime.now(UTC))
        beside = file.resolve() == (opened.home / KEY_FILE).resolve()
    typer.echo(f"The key is in {file}. Who has it and the database can read everything: keep them apart.")
    if beside:
        typer.echo("From now on the program takes it from there and asks no keyring.")


@key_app.command("import")
def key_import(
    file: Annotated[Path, typer.Argument(help="What `gatekeeper key export` wrote.")],
    as_file: Annotated[
        bool, typer.Option("--as-file", help="Keep it in HOME/gatekeeper.key, not in the keyring.")
    ] = False,
) -> None:
    """Take the key of this home from a file. One that does not open its database is refused; nothing is overwritten."""
    from gatekeeper.config import default_home
    from gatekeeper.store.database import opened_by
    from gatekeeper.store.vault import DATABASE_FILE, import_key

    home = _State.home or default_home()
    place = import_key(home, file, lambda key: opened_by(home / DATABASE_FILE, key), prefer_keyring=not as_file)
    typer.echo(f"The key is kept in {place}.")


@models_app.command("list")
def models_list(json_: JsonOption = False) -> None:
    """The models there are, and which one the door opens with."""
    from gatekeeper.models.card_page import KINDS

    with _opened() as opened:
        active = opened.active_model.id
        cards = [{"id": m.id, "kind": m.kind, "active": m.id == active, **_brief(m.card)} for m in opened.models]
    if json_:
        _print_json(cards)
    else:
        # Licences are sentences: they stand on the card.
        rows = [[c["id"], "in use" if c["active"] else "", KINDS.get(c["kind"], c["kind"]), c["title"]] for c in cards]
        _table("Models", ["id", "", "what it does", "title"], rows)
        typer.echo("All about one, with its licence: gatekeeper models show ID")


def _brief(card: dict[str, Any]) -> dict[str, Any]:
    return {key: card[key] for key in ("title", "licence")}


@models_app.command("show")
def models_show(model: str, json_: JsonOption = False) -> None:
    """A model's card: what it is for, how good it is, where it is weak, licence. --json has it as it is stored."""
    from gatekeeper.models.card_page import page

    with _opened() as opened:
        card = opened.model(model)
    if json_:
        _print_json(card.card)
        return
    from rich.console import Console
    from rich.padding import Padding

    told = page(card)
    console = Console(highlight=False, markup=False)
    console.print(f"{told.title}\n{card.id}: {told.kind}")

    def section(title: str, text: str) -> None:
        if text:
            console.print(f"\n{title}", Padding(text, (0, 0, 0, 2)))

    section("What it is for", told.purpose)
    if told.good:
        console.print("\nHow good it is (with 95% intervals, where they are known)")
    _show_tables(told.good)
    section("Where it is weak", told.weak)
    section("Licence", told.licence)
    section("Trained on", told.data)
    _show_tables(told.expert)


def _show_tables(tables: "Iterable[FigureTable]") -> None:
    """Tables of figures, with a bar for the first share of each row."""
    from rich.console import Console

    from gatekeeper.models.card_page import Share, told

    console = Console(highlight=False, markup=False)
    for table in tables:
        shares = [next((cell for cell in row if isinstance(cell, Share)), None) for row in table.rows]
        rows = [
            [*(told(cell, TERMINAL) for cell in row), *([_bar(share.value)] if share is not None else [])]
            for row, share in zip(table.rows, shares, strict=True)
        ]
        heads = [*(told(head, TERMINAL) for head in table.heads), *(["0 to 100%"] if any(shares) else [])]
        _table(f"\n{table.title}", heads, rows)
        if table.note:
            console.print(table.note)


def _bar(share: float, width: int = 10) -> str:
    blocks = round(max(0.0, min(1.0, share)) * width)
    full, empty = ("█", "·") if _can_print("█") else ("#", ".")
    return full * blocks + empty * (width - blocks)


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@models_app.command("evaluate")
def models_evaluate(
    pairs: Annotated[Optional[Path], typer.Option(help="CSV with path,pair_path,same.")] = None,  # noqa: UP045
    images: Annotated[Optional[Path], typer.Option(help="Folder the CSV's paths are relative to.")] = None,  # noqa: UP045
    gallery: Annotated[
        Optional[Path], typer.Option(help="Folder NAME/bare, NAME/masked: find the masked among the bare.")  # noqa: UP045
    ] = None,
    door: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            exists=True,
            file_okay=False,
            help="Folder NAME/bare, NAME/masked (or bare/NAME, masked/NAME): register some at a whole door, let them come.",
        ),
    ] = None,
    people: Annotated[int, typer.Option(min=1, help="With --door: how many to register.")] = 60,
    strangers: Annotated[int, typer.Option(min=1, help="With --door: how many others come.")] = 150,
    seed: Annotated[int, typer.Option(min=0, help="With --door: another number draws other people.")] = 0,
    model: Annotated[str, typer.Option(help="The model; else the bundled one.")] = "",
    json_: JsonOption = False,
) -> None:
    """Measure a model on pairs of pictures, on a gallery of bare and probes of masked ones, or at a whole door."""
    if [gallery is not None, pairs is not None and images is not None, door is not None].count(True) != 1:
        raise ConfigError(
            "Name --pairs and --images, or --gallery, or --door.", "See `gatekeeper models evaluate --help`."
        )
    from gatekeeper.app import find_model
    from gatekeeper.people.calibration import strangers_of
    from gatekeeper.config import default_home
    from gatekeeper.models.evaluation import evaluate_gallery, evaluate_pairs, read_pairs
    from gatekeeper.paths import assets
    from gatekeeper.vision.pipeline import FaceReader

    # No database is needed to measure a network.
    card = find_model(_State.home or default_home(), model or None)
    if door is not None:
        _evaluate_door(card, door, people, strangers, seed, json_)
        return
    listed = read_pairs(pairs) if pairs is not None else []
    reader = FaceReader.open(assets() / "models", card)
    with progress_bar("Looking at pictures") as progress:
        if gallery is not None:
            report = evaluate_gallery(reader, gallery, progress, strangers_of(card))
        else:
            assert images is not None
            report = evaluate_pairs(reader, listed, images, progress)
    report = {"model": card.id, **report}
    if json_:
        _print_json(report)
    else:
        from gatekeeper.models.card_page import report_tables

        typer.echo(card.id)
        _show_tables(report_tables("pairs" if gallery is None else "gallery", report))
        typer.echo(f"Pictures in which no face was found: {report['failures_to_acquire']}")


def _evaluate_door(card: "ModelCard", folder: Path, people: int, strangers: int, seed: int, json_: bool) -> None:
    from gatekeeper.models.card_page import report_tables
    from gatekeeper.whole_door import draw_trial, evaluate_door

    trial = draw_trial(folder, people, strangers, seed)
    with progress_bar("At the door") as progress:
        report = {"model": card.id, "pictures": folder.name, **evaluate_door(card, trial, progress)}
    if json_:
        _print_json(report)
        return
    typer.echo(card.id)
    _show_tables(report_tables("door", report))
    typer.echo(f"Opened for another registered person: {report['wrong_person']}")
    typer.echo(f"Photos that were not taken at registration: {report['photos_refused']}")
    reasons = ", ".join(f"{reason} {count}" for reason, count in report["refusals"].items())
    typer.echo(f"Registered people refused, by reason: {reasons or 'none'}")


@models_app.command("evaluate-liveness")
def models_evaluate_liveness(
    folder: Annotated[Path, typer.Argument(help="Frames: live/NN/*.jpg and print/NN/*.jpg, or other attacks.")],
    accept: Annotated[bool, typer.Option("--accept", help="Keep the figures as this site's measurement.")] = False,
    json_: JsonOption = False,
) -> None:
    """How often a picture of a person passes for one, and a person for a picture (APCER, BPCER of ISO/IEC 30107-3)."""
    from gatekeeper.app import find_model
    from gatekeeper.config import default_home
    from gatekeeper.models.evaluation import evaluate_liveness
    from gatekeeper.door.liveness import MODEL
    from gatekeeper.paths import assets
    from gatekeeper.vision.liveness import PassiveLiveness
    from gatekeeper.vision.pipeline import FaceReader

    home = _State.home or default_home()
    card = find_model(home, MODEL)
    reader = FaceReader.open(assets() / "models", find_model(home))
    with progress_bar("Looking at frames") as progress:
        report = {"model": card.id, **evaluate_liveness(reader, PassiveLiveness(card), folder, progress)}
    if json_:
        _print_json(report)
    else:
        rows = [
            [name, str(of["presentations"]), f"{of['rate']:.1%}", f"{of['low']:.1%} to {of['high']:.1%}"]
            for name, of in [
                ("BPCER, living people", report["bpcer"]),
                *((f"APCER, {k}", v) for k, v in report["apcer"].items()),
            ]
        ]
        _table("Liveness", ["", "presentations", "rate", "95 % interval"], rows)
    if accept:
        with _opened() as opened:
            _desk(opened).accept_liveness(report, now=datetime.now(UTC))
        typer.echo("These are now this site's figures.", err=True)


@models_app.command("evaluate-mask")
def models_evaluate_mask(
    folder: Annotated[Path, typer.Argument(help="Pictures in folders bare/, masked/, wrong/, however deep.")],
    json_: JsonOption = False,
) -> None:
    """Measure how well masks are seen: the shares with 95 % intervals, and which state was taken for which."""
    from gatekeeper.models.evaluation import evaluate_mask
    from gatekeeper.paths import assets
    from gatekeeper.vision.detect import Cascade, FaceDetector
    from gatekeeper.vision.mask_status import MaskStatus
    from gatekeeper.models.card import ModelCard

    models = assets() / "models"
    detector = FaceDetector(Cascade.onnx(models / "mtcnn"))
    with progress_bar("Looking at pictures") as progress:
        report = evaluate_mask(detector, MaskStatus(ModelCard.read(models / "mask-status")), folder, progress)
    if json_:
        _print_json(report)
        return
    for name in ("accuracy", "accuracy_of_all", "mask_or_none"):
        figure = report[name]
        if figure["n"]:
            typer.echo(
                f"{name:<16} {figure['value']:.2%}  ({figure['low']:.2%} to {figure['high']:.2%}, {figure['n']} faces)"
            )
    missed = report["failures_to_find_a_face"]
    rows = [[state, *map(str, row.values()), str(missed[state])] for state, row in report["confusion"].items()]
    _table("What was seen", ["truth", *report["confusion"], "no face"], rows)


@models_app.command("calibrate")
def models_calibrate(
    model: Annotated[str, typer.Option(help="The model; else the active one.")] = "",
    fmr: Annotated[Optional[float], typer.Option(help="1e-2, 1e-3 or 1e-4; else that of the settings.")] = None,  # noqa: UP045
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure only.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the card's thresholds.")] = False,
    json_: JsonOption = False,
) -> None:
    """Set the thresholds from the people registered here and strangers that come with the model, and say how sure that is."""
    from gatekeeper.people.calibration import as_dict

    with _opened() as opened:
        desk = _desk(opened)
        if reset:
            count = desk.reset_calibration(model or opened.active_model.id, now=datetime.now(UTC))
            typer.echo("The card's thresholds are demanded again." if count else "Nothing was calibrated.")
            return
        with progress_bar("Comparing") as progress:
            found = opened.calibrate(model or None, fmr, progress)
        names = {person.id: person.name for person in opened.people.list()}
        if not dry_run:
            desk.accept_calibration(found, now=datetime.now(UTC))
        wanted = opened.settings.recognition.fmr
    if json_:
        _print_json({**as_dict(found), "accepted": not dry_run})
        return
    _show_calibration(found, names)
    if dry_run:
        typer.echo("Nothing was changed.")
    else:
        typer.echo("These thresholds are demanded from now on. Back to the card's: gatekeeper models calibrate --reset")
        if found.fmr != wanted:
            typer.echo(f"Not before the settings ask for it: recognition.fmr is {wanted:g} there, not {found.fmr:g}.")


def _compared_with(source: str) -> str:
    from gatekeeper.people.calibration import OWN

    known = {OWN: "each other", "faces": "the model's faces", "strangers": "the demo's strangers"}
    return known.get(source, f"strangers: {source}")


def _show_calibration(found: "Calibration", names: dict[int, str]) -> None:
    rows = []
    for pairing, measured in found.pairings.items():
        for source in measured.sources:
            rows.append(
                [
                    pairing.value,
                    _compared_with(source.name),
                    str(source.pairs),
                    f"{source.threshold:.4f} ({source.low:.4f}-{source.high:.4f})",
                    f"{source.least_fmr:.1g}" + ("" if source.least_fmr <= found.fmr else " *"),
                ]
            )
    _table(
        f"{found.model}, FMR {found.fmr:g}, {counted(found.people, 'person', 'people')}",
        ["pairing", "compared with", "pairs", "threshold (95 %)", "shows FMR"],
        rows,
    )
    typer.echo("* N pairs of people cannot show an FMR below 3/N: what they say is only the least that is needed.")
    for pairing, measured in found.pairings.items():
        why = {
            "own": "carried by the people here",
            "strangers": "raised by the people here or by strangers",
            "few": f"measured on {counted(found.people, 'person', 'people')}: stricter than it will be later",
            "card": "the card's: the data here cannot carry another",
        }[measured.basis]
        passing = measured.genuine
        price = (
            f"{passing.value:.1%} ({passing.low:.1%} to {passing.high:.1%}) of {passing.comparisons} comparisons of people "
            "with themselves pass"
            if passing is not None
            else "nobody has two such photos to see what it costs"
        )
        typer.echo(f"{pairing.value:<14} {measured.threshold:.4f} ({why}; the card says {measured.card:.4f}); {price}")
    for pair in found.look_alikes:
        one, other = pair.people
        guess = (
            "the same person registered twice, or twins?" if pair.as_one else "remove a wrong photo, or confirm twins:"
        )
        typer.echo(
            f"{names.get(one)} (number {one}) and {names.get(other)} (number {other}) look alike ({pair.similarity:.3f}) and "
            f"raise what is demanded of everybody: {guess} gatekeeper people alike id={one} id={other}"
        )


@models_app.command("activate")
def models_activate(
    model: str, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not compare and ask.")] = False
) -> None:
    """Open with another model: everybody's kept photos are prepared for it, then it is switched.

    Before, it is held against the present one on the people registered here; where it is worse, you are asked.
    """
    with _opened() as opened:
        if not yes:
            with progress_bar("Comparing with the present model") as progress:
                choice = opened.compare_models(model, progress)
            if choice.worse:
                typer.echo(choice.verdict)
                typer.echo(f"Now: {choice.old_card.id}. New: {choice.new_card.id}.")
                _show_tables(choice.tables)
                if not typer.confirm("Use it anyway?"):
                    typer.echo(f"{choice.old_card.id} stays in use.")
                    raise typer.Exit(1)
        with progress_bar("Preparing everybody's photos") as progress:
            count = _desk(opened).activate_model(model, progress, now=datetime.now(UTC))
        typer.echo(f"{model} is in use; {counted(count, 'template was', 'templates were')} made.")


@models_app.command("add")
def models_add(
    model: str,
    file: Annotated[Optional[Path], typer.Option(help="The weights, already downloaded.")] = None,  # noqa: UP045
) -> None:
    """Install a published model (inception-resnet-v1): download its weights, or take them from a file."""
    with _opened() as opened, progress_bar("Adding") as progress:
        card = _desk(opened).add_model(model, file, progress, now=datetime.now(UTC))
    typer.echo(f"{card.id} is installed. Open the door with it: gatekeeper models activate {card.id}")
    typer.echo(f"Licence: {card.card['licence']}")


@app.command()
def bench(
    json_: JsonOption = False,
    frames: Annotated[int, typer.Option(min=20, help="Frames of each comparison.")] = 100,
    gallery: Annotated[bool, typer.Option("--gallery", help="Search among 1,000,000 templates instead.")] = False,
    templates: Annotated[int, typer.Option(min=1000, help="Templates for --gallery.")] = 1_000_000,
    log: Annotated[bool, typer.Option("--log", help="Read a log of 1,000,000 events instead.")] = False,
    events: Annotated[int, typer.Option(min=1000, help="Events for --log.")] = 1_000_000,
    soak: Annotated[
        float | None,
        typer.Option(
            "--soak", min=0, metavar="MINUTES", help="Keep a door at work instead: do memory, threads, files stay flat?"
        ),
    ] = None,
) -> None:
    """Measure this machine: the door's whole frame against the field's plain pipeline, in one run; and the window.

    --soak 120 lets people come for two hours; exit status 1 where memory, threads or open files grew.
    """
    from gatekeeper.bench import soak as soaking
    from gatekeeper.bench.speed import bench_frames, bench_gallery, bench_log
    from gatekeeper.paths import assets

    with progress_bar("Measuring") as progress:
        if soak is not None:
            report = soaking.soak(assets() / "demo/people", assets() / "demo/visits", soak, progress)
        elif log:
            report = bench_log(events, progress)
        else:
            report = bench_gallery(templates, progress) if gallery else bench_frames(frames, progress)
    if json_:
        _print_json(report)
    elif soak is not None:
        _print_values({key: value for key, value in report.items() if key != "samples"})
        for name in ("allocated", "process", "threads", "files"):
            values = [sample[name] for sample in report["samples"][:: soaking.SAMPLES // 6]]
            typer.echo(f"{name:<12}" + "".join(f"{'-' if value is None else f'{value:,}':>14}" for value in values))
    else:
        _print_values(report)
    if report.get("grown"):
        raise typer.Exit(1)


def _print_values(report: dict[str, Any], above: str = "") -> None:
    for key, value in report.items():
        if isinstance(value, dict) and any(isinstance(one, dict) for one in value.values()):
            _print_values(value, f"{above}{key} ")
        else:
            typer.echo(f"{above + key:<48} {value}")


@app.command()
def doctor(json_: JsonOption = False) -> None:
    """What is missing or slow on this machine, and what to do about it; exit status 1 if the door cannot work."""
    from gatekeeper.config import default_home
    from gatekeeper.doctor import examine

    findings = examine(_State.home or default_home())
    if json_:
        _print_json([finding.__dict__ for finding in findings])
    else:
        for finding in findings:
            mark = {"ok": "ok  ", "slow": "slow", "note": "note", "missing": "FAIL"}[finding.state]
            typer.echo(f"{mark}  {finding.what}: {finding.found}")
            if finding.remedy:
                typer.echo(f"      {finding.remedy}")
    if any(finding.state == "missing" for finding in findings):
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
