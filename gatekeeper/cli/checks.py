"""`gatekeeper bench` and `gatekeeper doctor`."""

from typing import Annotated

import typer

from gatekeeper.cli.session import JsonOption, State, advise, print_json, print_table, print_values
from gatekeeper.command_line import (
    progress_bar,
)

commands = typer.Typer()


@commands.command()
def bench(
    json_: JsonOption = False,
    frames: Annotated[int, typer.Option(min=20, help="Frames per comparison.")] = 100,
    gallery: Annotated[bool, typer.Option("--gallery", help="Measure searching 1,000,000 templates instead.")] = False,
    templates: Annotated[int, typer.Option(min=1000, help="Templates for --gallery.")] = 1_000_000,
    log: Annotated[bool, typer.Option("--log", help="Measure reading a log of 1,000,000 events instead.")] = False,
    people: Annotated[
        int | None,
        typer.Option(
            min=100,
            metavar="COUNT",
            help="Measure start, search, lists and registration with this many people instead.",
        ),
    ] = None,
    events: Annotated[int, typer.Option(min=1000, help="Events for --log.")] = 1_000_000,
    soak: Annotated[
        float | None,
        typer.Option(
            "--soak",
            min=0,
            metavar="MINUTES",
            help="Run a door instead and check that memory, threads, processes and open files do not grow.",
        ),
    ] = None,
    pause: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            metavar="SECONDS",
            help="For --soak beside other work: wait before each picture of an empty door.",
        ),
    ] = 0.0,
    doors: Annotated[
        int | None,
        typer.Option(
            "--doors",
            min=1,
            metavar="MOST",
            help="Measure how many cameras at 15 frames per second this machine can handle.",
        ),
    ] = None,
    service: Annotated[
        int,
        typer.Option(
            "--service", min=0, metavar="VISITS", help="Measure a door of the service with and without three windows."
        ),
    ] = 0,
    device: Annotated[
        str, typer.Option(help="cuda or cpu: measure only the networks on this torch device, for 1, 8 and 16 cameras.")
    ] = "",
) -> None:
    """Measure this machine: a whole frame at the door compared with a plain pipeline, in one run.

    --soak 120 simulates visitors for two hours; the exit status is 1 if memory, threads, processes or open files grew. It is 1
    as well if the window could not be measured.
    """
    if device:
        from gatekeeper.bench.device import bench_device, chosen

        device = chosen(device)
        with progress_bar("Measuring") as progress:
            found = bench_device(device, progress=progress)
        if json_:
            print_json(found)
        else:
            print_values(found)
        return
    from gatekeeper.bench import soak as soaking
    from gatekeeper.bench.doors import bench_doors
    from gatekeeper.bench.speed import bench_frames, bench_gallery, bench_log
    from gatekeeper.paths import assets

    with progress_bar("Measuring") as progress:
        if soak is not None:
            report = soaking.soak(assets() / "demo/people", assets() / "demo/visits", soak, progress, pause)
        elif doors is not None:
            report = bench_doors(doors, progress)
        elif service:
            from gatekeeper.bench.service import bench_service

            report = bench_service(assets() / "demo/people", assets() / "demo/visits", service, progress)
        elif people is not None:
            from gatekeeper.bench.people import bench_people

            report = bench_people(people, assets() / "demo/people", progress)
        elif log:
            report = bench_log(events, progress)
        else:
            report = bench_gallery(templates, progress) if gallery else bench_frames(frames, progress)
    not_measured = (report.get("window") or {}).get("not_measured")
    if json_:
        print_json(report)
    elif doors is not None:
        print_values({key: value for key, value in report.items() if key != "at"})
        heads = ["cameras", "p95 s", "median s", "decisions", "frames/s each", "busy"]
        keys = ("p95_seconds", "median_seconds", "decisions", "frames_seen_per_second", "busy")
        print_table(
            "", heads, [[count, *(str(figures[key]) for key in keys)] for count, figures in report["at"].items()]
        )
    elif soak is not None:
        print_values({key: value for key, value in report.items() if key != "samples"})
        for name in ("allocated", "process", "threads", "files", "children"):
            values = [sample[name] for sample in report["samples"][:: soaking.SAMPLES // 6]]
            typer.echo(f"{name:<12}" + "".join(f"{'-' if value is None else f'{value:,}':>14}" for value in values))
    else:
        print_values({key: value for key, value in report.items() if key != "window" or not not_measured})
    if not_measured:
        typer.echo(f"The window was not measured: {not_measured}. {report['window']['remedy']}", err=True)
    if report.get("grown") or not_measured:
        raise typer.Exit(1)


@commands.command()
def doctor(json_: JsonOption = False) -> None:
    """Check what is missing or slow on this machine and what to do about it. Exit status 1 if the door cannot work."""
    from gatekeeper.config import default_home
    from gatekeeper.doctor import examine

    findings = examine(State.home or default_home())
    if json_:
        print_json([finding.__dict__ for finding in findings])
    else:
        for finding in findings:
            mark = {"ok": "ok  ", "slow": "slow", "note": "note", "missing": "FAIL"}[finding.state]
            typer.echo(f"{mark}  {finding.what}: {finding.found}")
            if finding.remedy:
                advise(f"      {finding.remedy}")
    if any(finding.state == "missing" for finding in findings):
        raise typer.Exit(1)
