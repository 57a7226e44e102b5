"""`gatekeeper demo` and `gatekeeper kiosk`."""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gatekeeper.cli.session import State, closing_or_abandoned, home_folder, of_photo, print_table
from gatekeeper.command_line import (
    counted,
    printing,
    progress_bar,
)
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from gatekeeper.demo import Visit
    from gatekeeper.door.visit import Seen

commands = typer.Typer()


@commands.command()
def kiosk(
    door: Annotated[str, typer.Argument(help="The door's name, as in the settings.")],
    monitor: Annotated[int, typer.Option(help="The monitor's number, from 1.", min=1)] = 1,
    greet: Annotated[
        bool | None,
        typer.Option(
            "--greet/--no-greet", help="Greet people by name; others can read it. Default: as the door's settings say."
        ),
    ] = None,
    sound: Annotated[
        bool | None,
        typer.Option(
            "--sound/--no-sound",
            help="Play one chime for a welcome and another for a refusal; default: as the door's settings say.",
        ),
    ] = None,
) -> None:
    """Fill a monitor at a door with what residents need: camera picture, answer and PIN pad, and nothing else.

    It uses the door's language. Only an operator can close it: Ctrl+Shift+Q, then name and password. If no service runs the
    door, this program guards it, and the door is locked once it is closed.
    """
    from gatekeeper.config import Settings
    from gatekeeper.screen import why_no_window

    home = home_folder()
    names = [door_settings.name for door_settings in Settings.load(home).doors]
    if door not in names:
        raise ConfigError("There is no door {door!r}.", "There are: {doors}.", door=door, doors=names)
    if why := why_no_window():
        raise ConfigError("No window can be opened here: {why}.", "Without one: gatekeeper run.", why=why)
    from gatekeeper.gui.core.application import run_gui
    from gatekeeper.gui.core.kiosk import Kiosk

    with printing():
        raise typer.Exit(run_gui(home, kiosk=Kiosk(door, monitor, greet, sound)))


@commands.command()
def demo(
    people: Annotated[
        Path | None,
        typer.Option(help="Register these people instead, from a folder as for `enrol --from`. Needs --visits."),
    ] = None,
    visits: Annotated[
        Path | None,
        typer.Option(help="Other photos of the visitors, in such a folder; unregistered names are strangers."),
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report to this file.")] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Stay in the terminal.")] = False,
) -> None:
    """Register 75 fictional people in a temporary home and simulate visits by them and by 25 strangers.

    Opens the window if there is a screen; with --headless or --json it stays in the terminal and prints a report.
    """
    from gatekeeper.demo import visits_of
    from gatekeeper.paths import assets
    from gatekeeper.screen import why_no_window

    if people is not None and visits is None:
        raise ConfigError("The demo's visitors do not belong to other people.", "Give matching visits with --visits.")
    people, visits = people or assets() / "demo/people", visits or assets() / "demo/visits"
    coming = visits_of(visits)
    if json_file is not None and not json_file.absolute().parent.is_dir():
        raise ConfigError(
            "There is no folder for {json_file}.", "Choose a file in an existing folder.", json_file=json_file
        )
    if json_file is not None and json_file.is_dir():
        raise ConfigError("{json_file} is a folder.", "Choose a file.", json_file=json_file)
    in_window = not headless and json_file is None
    if in_window and (why := why_no_window()):
        typer.echo(f"No window can be opened here, so the demo stays in the terminal: {why}.")
        in_window = False
    with _home_of_demo() as home:
        if in_window:
            from gatekeeper.gui.core.application import Demo, run_gui

            with printing():
                status = run_gui(home, Demo(people, visits))
            if status:
                raise typer.Exit(status)
        else:
            report = _in_terminal(home, people, coming)
            if json_file is not None:
                json_file.write_text(json.dumps(report, indent=1) + "\n")
    _say_what_is_next()


@contextmanager
def _home_of_demo() -> Iterator[Path]:
    """--home, or one in a temporary folder, which stays to be looked at unless the demo fails."""
    if State.home is not None:
        yield State.home
        return
    place = Path(tempfile.mkdtemp(prefix="gatekeeper-demo-"))
    try:
        yield place / "home"
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _in_terminal(home: Path, people: Path, coming: list["Visit"]) -> dict[str, Any]:
    """Register these people and let the visitors come; returns the report, which has been printed."""
    from gatekeeper.app import open_app
    from gatekeeper.demo import cohorts_to_leave_out, demo_settings, play_policies, play_visits
    from gatekeeper.ending import Ending
    from gatekeeper.people.folder_import import enrol_folder

    started = time.monotonic()
    typer.echo(
        "This takes one to three minutes on two cores: everybody is registered first, then the visits are simulated."
    )
    with ExitStack() as ends:
        ending = ends.enter_context(Ending())
        opened = open_app(home, demo_settings(), prefer_keyring=False)
        ends.enter_context(closing_or_abandoned(opened))
        ending.doors = opened.doors
        opened.thresholds.left_out = cohorts_to_leave_out(coming)
        if opened.people.list():
            raise ConfigError("{home} is already in use.", "The demo needs an empty home: omit --home.", home=home)
        with progress_bar("Registering") as progress:
            # Identities come from the folder names; two of the demo's composites may look alike.
            verdicts = enrol_folder(opened, people, progress, allow_duplicate=True)
        people_there = counted(len(verdicts.taken), "person", "people")
        typer.echo(f"{people_there} registered with {counted(sum(verdicts.taken.values()), 'photo')}.")
        typer.echo("The second factor (PIN) is off in this demo; a new home asks for one.")
        for refused in verdicts.refused:
            typer.echo(f"  photo refused: {of_photo(refused.what, str(refused))}")
        for failed in verdicts.failed:
            typer.echo(f"  not registered: {failed.what}: {failed}")

        came = 0

        def tell(visit: "Visit", seen: list["Seen"]) -> None:
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
            f"{counted(len(coming), 'visit')} at the door. The clock is simulated: ten seconds between visits, "
            "ending now."
        )
        report = play_visits(opened, coming, tell)
        report["policies"] = play_policies(opened, coming)
    report["seconds"] = round(time.monotonic() - started, 1)
    _print_report(report)
    typer.echo("The liveness check was off: these people are still pictures, which it would refuse.")
    typer.echo(f"\nEverything is on record: gatekeeper --home {home} log list")
    return report


def _say_what_is_next() -> None:
    typer.echo(
        "Next, with your own door: gatekeeper doctor shows what is missing; gatekeeper opens the window, which guides"
    )
    typer.echo(
        'you through the setup; without a window: gatekeeper enrol "NAME" PHOTO… --consent, then gatekeeper run.'
    )


def _print_report(report: dict[str, Any]) -> None:
    rows = []
    for kind, counts in report["residents"].items():
        if counts["visits"]:
            share = f"{counts['opened'] / counts['visits']:.1%}"
            rows.append([f"residents, {kind}", str(counts["visits"]), f"{counts['opened']} ({share})", ""])
    strangers = report["strangers"]
    rows.append(["strangers", str(strangers["visits"]), "", str(report["strangers_let_in"])])
    print_table("Visits", ["who", "visits", "let in correctly", "let in wrongly"], rows)
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
