"""`gatekeeper models …`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gatekeeper.command_line import (
    counted,
    progress_bar,
)
from gatekeeper.errors import ConfigError
from gatekeeper.speech import TERMINAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gatekeeper.models.card import ModelCard
    from gatekeeper.models.figures import Table as FigureTable
    from gatekeeper.people.calibration import Calibration

from gatekeeper.cli.session import (
    JsonOption,
    ModelArgument,
    advise,
    confirmed,
    desk_of,
    home_folder,
    open_home,
    print_json,
    print_table,
)
from gatekeeper.timezones import utc_now

models_app = typer.Typer(no_args_is_help=True, help="The networks the door uses.")


@models_app.command("list")
def models_list(json_: JsonOption = False) -> None:
    """List the models, and which one is in use."""
    from gatekeeper.models.card_page import KINDS

    with open_home(reading=True) as opened:
        active = opened.models.active.id
        cards = [{"id": m.id, "kind": m.kind, "active": m.id == active, **_brief(m.card)} for m in opened.models.cards]
    if json_:
        print_json(cards)
    else:
        # Licences are long: the card has them.
        rows = [[c["id"], "in use" if c["active"] else "", KINDS.get(c["kind"], c["kind"]), c["title"]] for c in cards]
        print_table("Models", ["ID", "", "what it does", "title"], rows)
        advise("Details and licence of one: gatekeeper models show ID")


def _brief(card: dict[str, Any]) -> dict[str, Any]:
    return {key: card[key] for key in ("title", "licence")}


@models_app.command("show")
def models_show(model: ModelArgument, json_: JsonOption = False) -> None:
    """Show a model's card: purpose, figures, weaknesses, licence. --json prints it as stored."""
    from gatekeeper.models.card_page import page

    with open_home(reading=True) as opened:
        card = opened.models.find(model)
        measured = opened.liveness.measured if card.kind == "liveness" else None
    if json_:
        print_json(card.card)
        return
    from rich.console import Console
    from rich.padding import Padding

    shown = page(card, measured)
    console = Console(highlight=False, markup=False)
    console.print(f"{shown.title}\n{card.id}: {shown.kind}")

    def section(title: str, text: str) -> None:
        if text:
            console.print(f"\n{title}", Padding(text, (0, 0, 0, 2)))

    section("What it is for", shown.purpose)
    if shown.good:
        console.print("\nHow good it is (with 95% intervals, where they are known)")
    _show_tables(shown.good)
    section("Where it is weak", shown.weak)
    section("Licence", shown.licence)
    section("Trained on", shown.data)
    _show_tables(shown.expert)


def _show_tables(tables: "Iterable[FigureTable]") -> None:
    """Print tables of figures, with a bar for the first share in each row."""
    from rich.console import Console

    from gatekeeper.models.figures import Share, cell_text

    console = Console(highlight=False, markup=False)
    for table in tables:
        shares = [next((cell for cell in row if isinstance(cell, Share)), None) for row in table.rows]
        rows = [
            [*(cell_text(cell, TERMINAL) for cell in row), *([_bar(share.value)] if share is not None else [])]
            for row, share in zip(table.rows, shares, strict=True)
        ]
        heads = [*(cell_text(head, TERMINAL) for head in table.heads), *(["0 to 100%"] if any(shares) else [])]
        print_table(f"\n{table.title}", heads, rows)
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
    pairs: Annotated[Path | None, typer.Option(help="CSV with path,pair_path,same.")] = None,
    images: Annotated[Path | None, typer.Option(help="Folder the CSV's paths are relative to.")] = None,
    gallery: Annotated[
        Path | None,
        typer.Option(help="Folder NAME/bare, NAME/masked: identify the masked pictures among the bare ones."),
    ] = None,
    door: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Folder NAME/bare, NAME/masked (or bare/NAME, masked/NAME): simulate a door with residents and strangers.",
        ),
    ] = None,
    people: Annotated[int, typer.Option(min=1, help="With --door: number of people to register.")] = 60,
    strangers: Annotated[int, typer.Option(min=1, help="With --door: number of strangers who come.")] = 150,
    seed: Annotated[int, typer.Option(min=0, help="With --door: seed for choosing people.")] = 0,
    model: Annotated[str, typer.Option(help="The model; default: the bundled one.")] = "",
    json_: JsonOption = False,
) -> None:
    """Measure a model on pairs of pictures, on masked probes in a gallery of bare pictures, or at a simulated door."""
    of_pairs = pairs is not None or images is not None
    if [gallery is not None, of_pairs, door is not None].count(True) != 1 or (pairs is None) != (images is None):
        raise ConfigError(
            "Give --pairs and --images, or --gallery, or --door.", "See `gatekeeper models evaluate --help`."
        )
    from gatekeeper.models.activation import find_model
    from gatekeeper.models.evaluation import evaluate_gallery, evaluate_pairs, read_pairs
    from gatekeeper.paths import assets
    from gatekeeper.people.strangers import strangers_of
    from gatekeeper.vision.pipeline import FacePipeline

    # Measuring a network needs no database.
    card = find_model(home_folder(), model or None)
    if door is not None:
        _evaluate_door(card, door, people, strangers, seed, json_)
        return
    listed = read_pairs(pairs) if pairs is not None else []
    reader = FacePipeline.open(assets() / "models", card)
    with progress_bar("Reading pictures") as progress:
        if gallery is not None:
            report = evaluate_gallery(reader, gallery, progress, strangers_of(card))
        else:
            assert images is not None
            report = evaluate_pairs(reader, listed, images, progress)
    report = {"model": card.id, **report}
    if json_:
        print_json(report)
    else:
        from gatekeeper.models.figures import report_tables

        typer.echo(card.id)
        _show_tables(report_tables("pairs" if gallery is None else "gallery", report))
        _tell_left_out(report)
        if gallery is None:
            pairs_of_them = counted(report["failures_to_acquire"], "pair")
            typer.echo(f"Counted as two people because no face was found in a picture: {pairs_of_them}")


def _tell_left_out(report: dict[str, Any]) -> None:
    """Say how many files a measurement left out and why, and the first few of each reason."""
    from gatekeeper.models.figures import NAMED, left_out_by_reason

    for reason, names in left_out_by_reason(report).items():
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        typer.echo(f"left out  {counted(len(names), 'file')}: {reason} {', '.join(names[:NAMED])}{more}")


def _evaluate_door(card: "ModelCard", folder: Path, people: int, strangers: int, seed: int, json_: bool) -> None:
    from gatekeeper.models.figures import report_tables
    from gatekeeper.whole_door import draw_trial, evaluate_door

    trial = draw_trial(folder, people, strangers, seed)
    with progress_bar("At the door") as progress:
        report = {"model": card.id, "pictures": folder.name, **evaluate_door(card, trial, progress)}
    if json_:
        print_json(report)
        return
    typer.echo(card.id)
    _show_tables(report_tables("door", report))
    typer.echo(f"Opened for another registered person: {report['wrong_person']}")
    typer.echo(f"Photos refused at registration: {report['photos_refused']}")
    reasons = ", ".join(f"{reason} {count}" for reason, count in report["refusals"].items())
    typer.echo(f"Registered people refused, by reason: {reasons or 'none'}")


@models_app.command("evaluate-liveness")
def models_evaluate_liveness(
    folder: Annotated[
        Path,
        typer.Argument(help="Folder of frames live/NN/*.jpg, print/NN/*.jpg and phone/NN/*.jpg, or other attacks."),
    ],
    accept: Annotated[bool, typer.Option("--accept", help="Store the figures as this site's measurement.")] = False,
    json_: JsonOption = False,
) -> None:
    """Measure how often pictures pass as living people, and people are taken for pictures (APCER, BPCER, ISO/IEC 30107-3)."""
    from gatekeeper.door.liveness import MODEL
    from gatekeeper.models.activation import find_model
    from gatekeeper.models.liveness_evaluation import evaluate_liveness
    from gatekeeper.paths import assets
    from gatekeeper.vision.liveness import PassiveLiveness
    from gatekeeper.vision.pipeline import FacePipeline

    home = home_folder()
    card = find_model(home, MODEL)
    reader = FacePipeline.open(assets() / "models", find_model(home))
    with progress_bar("Reading frames") as progress:
        report = {"model": card.id, **evaluate_liveness(reader, PassiveLiveness(card), folder, progress)}
    if json_:
        print_json(report)
    else:
        rows = [
            [
                name,
                str(figures["presentations"]),
                f"{figures['rate']:.1%}",
                f"{figures['low']:.1%} to {figures['high']:.1%}",
            ]
            for name, figures in [
                ("BPCER, living people", report["bpcer"]),
                *((f"APCER, {k}", v) for k, v in report["apcer"].items()),
            ]
        ]
        print_table("Liveness", ["", "presentations", "rate", "95 % interval"], rows)
        faceless = {kind: count for kind, count in report["frames_without_face"].items() if count}
        if faceless:
            typer.echo("Frames without a face: " + ", ".join(f"{count} of {kind}" for kind, count in faceless.items()))
        _tell_left_out(report)
    if accept:
        with open_home(makes=True) as opened:
            desk_of(opened).accept_liveness(report, now=utc_now())
        typer.echo("These figures are now this site's measurement.", err=True)


@models_app.command("evaluate-mask")
def models_evaluate_mask(
    folder: Annotated[Path, typer.Argument(help="Pictures in folders bare/, masked/ and wrong/, at any depth.")],
    json_: JsonOption = False,
) -> None:
    """Measure the mask classifier: accuracy with 95 % intervals, and the confusion matrix."""
    from gatekeeper.models.card import ModelCard
    from gatekeeper.models.mask_evaluation import evaluate_mask
    from gatekeeper.paths import assets
    from gatekeeper.vision.detect import Cascade, FaceDetector
    from gatekeeper.vision.mask_status import MaskStatus

    models = assets() / "models"
    detector = FaceDetector(Cascade.onnx(models / "mtcnn"))
    with progress_bar("Reading pictures") as progress:
        report = evaluate_mask(detector, MaskStatus(ModelCard.read(models / "mask-status")), folder, progress)
    if json_:
        print_json(report)
        return
    for name in ("accuracy", "accuracy_of_all", "mask_or_none"):
        figure = report[name]
        if figure["n"]:
            faces = counted(figure["n"], "face")
            typer.echo(f"{name:<16} {figure['value']:.2%}  ({figure['low']:.2%} to {figure['high']:.2%}, {faces})")
    missed = report["failures_to_find_a_face"]
    rows = [[state, *map(str, row.values()), str(missed[state])] for state, row in report["confusion"].items()]
    print_table("Confusion", ["truth", *report["confusion"], "no face"], rows)
    _tell_left_out(report)


@models_app.command("calibrate")
def models_calibrate(
    model: Annotated[str, typer.Option(help="The model; default: the active one.")] = "",
    fmr: Annotated[float | None, typer.Option(help="1e-2, 1e-3 or 1e-4; default: the setting.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure only.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the card's thresholds.")] = False,
    json_: JsonOption = False,
) -> None:
    """Set thresholds from the people registered here and the model's strangers, and show how reliable they are."""
    from gatekeeper.people.calibration import as_dict

    if reset and dry_run:
        raise ConfigError("--reset and --dry-run exclude each other.", "Give one of them.")
    with open_home() as opened:
        desk = desk_of(opened)
        if reset:
            count = desk.reset_calibration(model or opened.models.active.id, now=utc_now())
            typer.echo("The card's thresholds are in use again." if count else "Nothing was calibrated.")
            return
        with progress_bar("Comparing") as progress:
            found = opened.models.calibrate(model or None, fmr, progress)
        names = {person.id: person.name for person in opened.people.list()}
        if not dry_run:
            desk.accept_calibration(found, now=utc_now())
        configured = opened.settings.recognition.fmr
    if json_:
        print_json({**as_dict(found), "accepted": not dry_run})
        return
    _show_calibration(found, names)
    if dry_run:
        typer.echo("Nothing was changed.")
    else:
        advise("These thresholds are now in use. Back to the card's: gatekeeper models calibrate --reset")
        if found.fmr != configured:
            typer.echo(f"They do not apply yet: recognition.fmr is {configured:g} in the settings, not {found.fmr:g}.")


def _compared_with(source: str) -> str:
    from gatekeeper.people.comparisons import OWN

    names = {OWN: "each other", "faces": "the model's faces", "strangers": "the demo's strangers"}
    return names.get(source, f"strangers: {source}")


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
    print_table(
        f"{found.model}, FMR {found.fmr:g}, {counted(found.people, 'person', 'people')}",
        ["pairing", "compared with", "pairs", "threshold (95 %)", "shows FMR"],
        rows,
    )
    typer.echo("* N pairs of people cannot show an FMR below 3/N, so this threshold is only a lower bound.")
    for pairing, measured in found.pairings.items():
        why = {
            "own": "from the people here",
            "strangers": "raised by the people here or by strangers",
            "few": f"measured on only {counted(found.people, 'person', 'people')}: stricter than with more",
            "card": "the card's: too little data here for another",
        }[measured.basis]
        passing = measured.genuine
        price = (
            f"{passing.value:.1%} ({passing.low:.1%} to {passing.high:.1%}) of {passing.comparisons} comparisons of people "
            "with themselves pass"
            if passing is not None
            else "nobody's two most similar photos are such a pair, so the cost is unknown"
        )
        typer.echo(f"{pairing.value:<14} {measured.threshold:.4f} ({why}; the card says {measured.card:.4f}); {price}")
    for pair in found.look_alikes:
        first, second = pair.people
        guess = (
            "the same person registered twice, or twins?" if pair.as_one else "remove a wrong photo, or confirm twins:"
        )
        advise(
            f"{names.get(first)} (number {first}) and {names.get(second)} (number {second}) look alike "
            f"({pair.similarity:.3f}) and "
            f"raise everybody's threshold: {guess} gatekeeper people alike id={first} id={second}"
        )


@models_app.command("compare")
def models_compare(model: ModelArgument, json_: JsonOption = False) -> None:
    """Compare another model with the present one on the people registered here: who is recognised, mistaken for somebody
    else, or no longer recognised. Nothing is changed."""
    from dataclasses import asdict

    with open_home(reading=True) as opened, progress_bar("Comparing with the present model") as progress:
        if opened.models.find(model).id == opened.models.active.id:
            raise ConfigError(
                "{model} is the model in use.", "Name another: see `gatekeeper models list`.", model=model
            )
        choice = opened.models.compare(model, progress)
    if json_:
        print_json(
            {
                "now": {"model": choice.old_card.id, **(asdict(choice.now) if choice.now else {})},
                "new": {"model": choice.new_card.id, **(asdict(choice.new) if choice.new else {})},
                "worse": choice.worse,
                "no_longer_known": [{"id": number, "name": choice.names.get(number, "")} for number in choice.lost],
            }
        )
        return
    typer.echo(choice.verdict)
    typer.echo(f"Now: {choice.old_card.id}. New: {choice.new_card.id}.")
    _show_tables(choice.tables)
    if choice.now is not None and not choice.lost:
        typer.echo("Everybody recognised now would still be recognised.")


@models_app.command("activate")
def models_activate(
    model: ModelArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not compare or ask for confirmation.")] = False,
) -> None:
    """Switch to another model, after preparing everybody's stored photos for it.

    It is first compared with the present one on the people registered here; if it is worse, you are asked.
    """
    with open_home(makes=True) as opened:
        if not yes:
            with progress_bar("Comparing with the present model") as progress:
                choice = opened.models.compare(model, progress)
            if choice.worse:
                typer.echo(choice.verdict)
                typer.echo(f"Now: {choice.old_card.id}. New: {choice.new_card.id}.")
                _show_tables(choice.tables)
                if not confirmed("Use it anyway?"):
                    typer.echo(f"{choice.old_card.id} stays in use.")
                    raise typer.Exit(1)
        with progress_bar("Preparing everybody's photos") as progress:
            count = desk_of(opened).activate_model(model, progress, now=utc_now())
        typer.echo(f"{model} is in use; {counted(count, 'template was', 'templates were')} made.")


@models_app.command("add")
def models_add(
    model: ModelArgument,
    file: Annotated[Path | None, typer.Option(help="A file with the downloaded weights.")] = None,
) -> None:
    """Install a published model (inception-resnet-v1): download its weights, or take them from a file."""
    with open_home(makes=True) as opened, progress_bar("Adding") as progress:
        card = desk_of(opened).add_model(model, file, progress, now=utc_now())
    advise(f"{card.id} is installed. To use it: gatekeeper models activate {card.id}")
    typer.echo(f"Licence: {card.card['licence']}")
